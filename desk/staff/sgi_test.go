package staff

import (
	"html"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"balans/prevent/sgi"
	"balans/testenv/browser"
)

// assess sends a text to the page as a user.
func (a *agency) assess(user, text, on string) answer {
	a.t.Helper()
	form := url.Values{"history": {text}, "on": {on}}
	r := httptest.NewRequest(http.MethodPost, "/sgi", strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if user != "" {
		r.AddCookie(&http.Cookie{Name: userCookie, Value: user})
	}
	w := httptest.NewRecorder()
	a.Handler().ServeHTTP(w, r)
	return answer{w.Result(), w.Body.String()}
}

func TestSGI_answersWhatIsTyped(t *testing.T) {
	a := newAgency(t)
	const text = "sgi: 360 000\nborn: 1986-05-14\nlast work: 2026-01-31\njob-seeking: from 2026-05-11, registered yes, willing yes, seeks 100 %\non: 2026-09-30\nthen verdict: protected\n"
	got := a.assess("demo-handlaggare", text, "")
	page := words(got.body)
	for _, want := range []string{"SGI har upphört den 1 maj 2026.", "2026-05-01–2026-05-10", "förlorad", "2026-05-04 är en vanlig arbetsdag", "SFB 26:18", "Täckt till och med 30 april 2026.",
		"Rad 6: bedömning: väntat skyddad; svaret är förlorad 2026-05-01.", "sgi_interruption_months"} {
		if !strings.Contains(strings.ReplaceAll(page, "\u00a0", " "), want) {
			t.Errorf("%q is not told:\n%s", want, page)
		}
	}
	if got.StatusCode != http.StatusOK || !strings.Contains(got.body, html.EscapeString("job-seeking: from 2026-05-11")) {
		t.Errorf("status %d, or the text is lost", got.StatusCode)
	}
	if !strings.Contains(got.body, `role="img" aria-labelledby="ruler-title ruler-desc"`) || !strings.Contains(got.body, `<desc id="ruler-desc">2026-02-01–2026-04-30 skyddad; 2026-05-01–2026-05-10 förlorad`) {
		t.Error("the drawing is not told in words")
	}
	checkIDs(t, "sgi", got.body)
	// The day of the field takes the place of the text's.
	if page := words(a.assess("demo-handlaggare", text, "2026-04-01").body); !strings.Contains(page, "SGI är skyddad.") || strings.Contains(page, "väntat skyddad") {
		t.Errorf("another day:\n%s", page)
	}
}

func TestSGI_keepsWhatWasTypedWhenItIsWrong(t *testing.T) {
	a := newAgency(t)
	for _, c := range []struct{ text, on, field, says string }{
		{"sgi: 360 000\nlast work: <b>", "", "history", "Rad 2 går inte att läsa. ”<b>” är inget datum skrivet ÅÅÅÅ-MM-DD."},
		{"sgi: 360 000\nsista arbetsdag: 2026-02-01\nbedöms per: 2026-01-01", "", "history", "Texten går inte att bedöma. Dagen som frågan gäller, 2026-01-01, ska komma efter"},
		{sgi.Sample, "2026-01-01", "history", "Texten går inte att bedöma. Dagen som frågan gäller, 2026-01-01, ska komma efter"},
		{"", "", "history", "Texten går inte att bedöma."},
		{"sgi: 360 000\nlast work: 2026-02-01\non: 2026-01-01", "", "history", "Texten går inte att bedöma."},
		{sgi.Sample, "snart", "on", "snart är inget datum"},
		{sgi.IncomeSample, "2027-01-01", "history", "Värdet price_base_amount är inte känt för 2027-01-01"},
		{strings.Repeat("x", sgi.MostBytes+1), "", "history", "Texten går inte att bedöma."},
	} {
		got := a.assess("demo-handlaggare", c.text, c.on)
		if got.StatusCode != http.StatusBadRequest || !strings.Contains(words(got.body), c.says) {
			t.Errorf("%.40q: status %d, without %q", c.text, got.StatusCode, c.says)
		}
		for _, want := range []string{`role="alert"`, `<li><a href="#` + c.field + `">`, `id="` + c.field + `"`, `aria-invalid="true"`, html.EscapeString(c.text)} {
			if !strings.Contains(got.body, want) {
				t.Errorf("%.40q: %.60s is missing", c.text, want)
			}
		}
		checkIDs(t, c.says, got.body)
	}
	if got := a.assess("demo-handlaggare", strings.Repeat("x", mostSGIBody), ""); got.StatusCode != http.StatusBadRequest {
		t.Errorf("a form beyond measure: status %d", got.StatusCode)
	}
}

func TestSGI_isForThoseWhoReadCasesAndLeavesNoTrace(t *testing.T) {
	a := newAgency(t)
	if got := a.assess("", sgi.Sample, ""); got.StatusCode != http.StatusForbidden {
		t.Errorf("a visitor: status %d", got.StatusCode)
	}
	before, err := a.j.Head(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	a.assess("demo-handlaggare", "# hemligt\n"+sgi.Sample, "")
	after, err := a.j.Head(t.Context())
	if err != nil || after.Seq != before.Seq {
		t.Errorf("something was stored: %v, %v", after, err)
	}
	if strings.Contains(a.log.String(), "hemligt") || !strings.Contains(a.log.String(), "audit=sgi.assess") {
		t.Errorf("the log:\n%s", a.log)
	}
	a.want(http.StatusNotFound, "/sgi?example=none")
}

// TestSGI_examplesAreAnsweredInBothLanguages: each example of the page, also as JSON of the
// same law, gives the answers it states.
func TestSGI_examplesAreAnsweredInBothLanguages(t *testing.T) {
	a := newAgency(t)
	for _, e := range sgi.Examples() {
		for lang, says := range map[string]string{"sv": "Svaren som texten anger", "en": "The answers that the text states"} {
			page := a.want(http.StatusOK, "/sgi?example="+e.ID+"&lang="+lang)
			if text := e.Text.In(sgi.Language(lang)); !strings.Contains(page, html.EscapeString(text)+"</textarea>") {
				t.Errorf("%s in %s is not written so", e.ID, lang)
			}
			for _, taught := range map[string][]string{"sv": {"sista arbetsdag: 2026-01-31", "<code>arbetssökande</code>"}, "en": {"last work: 2026-01-31", "<code>job-seeking</code>"}}[lang] {
				if !strings.Contains(page, taught) {
					t.Errorf("%s in %s does not teach %q", e.ID, lang, taught)
				}
			}
			if !strings.Contains(page, says) || strings.Contains(page, "⟦") {
				t.Errorf("%s in %s is not as it states:\n%s", e.ID, lang, words(page))
			}
			checkIDs(t, e.ID, page)
		}
	}
}

// TestSGI_pageInEnglish tells what is wrong in English, whatever the line is written in.
func TestSGI_pageInEnglish(t *testing.T) {
	a := newAgency(t)
	form := url.Values{"history": {"sgi: 360 000\nsista arbetsdag: igår"}, "lang": {"en"}}
	r := httptest.NewRequest(http.MethodPost, "/sgi?lang=en", strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.AddCookie(&http.Cookie{Name: userCookie, Value: "demo-handlaggare"})
	r.AddCookie(&http.Cookie{Name: "balans_lang", Value: "en"})
	w := httptest.NewRecorder()
	a.Handler().ServeHTTP(w, r)
	if got := words(w.Body.String()); w.Code != http.StatusBadRequest || !strings.Contains(got, `Line 2 cannot be read. "igår" is not a date written YYYY-MM-DD.`) {
		t.Errorf("status %d:\n%s", w.Code, got)
	}
}

// A gap of one day in a ruler of months is narrower than can be seen, and drawn wider.
func TestSGI_rulerShowsASingleDay(t *testing.T) {
	a := newAgency(t)
	page := a.assess("demo-handlaggare", strings.Replace(sgi.Sample, "from 2026-05-04", "from 2026-05-02", 1), "").body
	if !strings.Contains(page, `<rect class="chart__bar chart__series-3" x="236" y="80" width="3" height="16"/>`) {
		t.Errorf("a gap of one day has no bar:\n%s", page)
	}
}

func TestBrowser_sgiWorksWithoutScript(t *testing.T) {
	b, base := browser.Open(t), site(t)
	b.DisableJavaScript()
	b.Go(base + "/")
	b.Follow(`button[value="demo-handlaggare"]`)
	b.Go(base + "/sgi")
	if got := b.Text("h1"); got != "SGI och SGI-skydd" {
		t.Fatalf("the page is %q", got)
	}
	b.Follow(".report-form button")
	if got := b.Text(".message-box h3"); got != "En handläggare behöver ta ställning." {
		t.Errorf("the example is answered %q", got)
	}
}

func TestBrowser_sgiIsUsedWithTheKeyboard(t *testing.T) {
	b, base := browser.Open(t), site(t)
	b.Go(base + "/")
	b.Follow(`button[value="demo-handlaggare"]`)
	b.Go(base + "/sgi")
	tabTo(t, b, "button", "Bedöm")
	b.Loads(func() { b.Key("Enter") })
	tabTo(t, b, "div", "Dag för dag")
	if got := browser.Eval[string](b, `document.activeElement.getAttribute("role")`); got != "region" {
		t.Errorf("the table of days is a %q", got)
	}
	tabTo(t, b, "summary", "Värden i lagen")
	b.Key("Enter")
	if !browser.Eval[bool](b, `document.activeElement.parentElement.open`) {
		t.Error("Enter does not open the values")
	}
}
