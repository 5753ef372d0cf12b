package staff

import (
	"context"
	"fmt"
	"html"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"balans/access"
	"balans/law/calendar"
	"balans/law/statute"
	"balans/prevent/benefit"
	"balans/prevent/notice"
	"balans/prevent/register"
	"balans/testenv/browser"
)

// noticePages are the pages on notices, of an agency that has some; the names are those of
// the golden files.
var noticePages = map[string]string{
	"notices":          "/notices",
	"notices-late":     "/notices?list=late&benefit=bostadsbidrag",
	"notices-empty":    "/notices?list=ended&from=2025-04-01",
	"notices-then":     "/notices?list=all&on=2025-03-10&known_at=2025-03-10",
	"notices-wrong":    "/notices?on=2025-02-30&circumstance=x&from=2025-04-02&to=2025-04-01",
	"notice":           "/notice?id=2025-03-MOVE",
	"notice-place":     "/notice?id=2025-04-ODD1",
	"notice-answered":  "/notice?id=2025-02-DONE&done=answered",
	"notice-corrected": "/notice?id=2025-04-CORR",
	"notice-withdrawn": "/notice?id=2025-04-BACK",
	"notice-then":      "/notice?id=2025-03-MOVE&on=2025-03-20",
	"notice-wrong":     "/notice?id=2025-03-MOVE&on=x",
}

// noticed is an agency with notices in every state.
func noticed(t testing.TB) *agency {
	t.Helper()
	a := newAgency(t)
	p, err := statute.Load()
	if err != nil {
		t.Fatal(err)
	}
	limits, none := notice.NewTerms(p), calendar.None
	receive := func(id, on string, n int, circumstance, from, learnt, benefits string, more func(*notice.Receive)) {
		t.Helper()
		has, err := notice.ParseEngagements(benefits)
		if err != nil {
			t.Fatal(err)
		}
		b := notice.Receive{Stated: notice.Stated{Circumstance: circumstance, TrueFrom: day(t, from), LearntOn: none}, Channel: notice.ByPhone, Source: notice.ByPerson, Benefits: has}
		if learnt != "" {
			b.LearntOn = day(t, learnt)
		}
		if more != nil {
			more(&b)
		}
		if _, err := notice.ReceiveReport(context.Background(), a.j, notice.Report{ID: id, Party: person(t, n), On: day(t, on), KnownAt: calendar.StartOfDay(day(t, on)) + 9*3600*1_000_000, Body: b, Actor: "kim", Cause: "test"}, limits); err != nil {
			t.Fatal(err)
		}
	}
	record := func(id, on, actor string, b notice.Body) {
		t.Helper()
		if _, err := notice.Record(context.Background(), a.j, notice.Command{Notice: id, Body: b, On: day(t, on), KnownAt: calendar.StartOfDay(day(t, on)) + 15*3600*1_000_000, Actor: actor, Cause: "test"}, limits); err != nil {
			t.Fatal(err)
		}
	}
	code := func(s string) benefit.Code { b, _ := benefit.Parse(s); return b }
	receive("2025-02-DONE", "2025-02-03", 1, "rent", "2025-02-01", "2025-01-15", "bostadsbidrag:2025-02-27", nil)
	record("2025-02-DONE", "2025-02-05", "sara", notice.Answer{Benefit: code("bostadsbidrag"), Outcome: notice.Changed, Decision: "FK 2025/000777", EffectFrom: day(t, "2025-02-01"), Text: "<b>ny hyra</b>"})
	receive("2025-03-MOVE", "2025-03-12", 2, "moved", "2025-03-10", "2025-02-20", "bostadsbidrag:2025-03-27,barnbidrag:2025-03-20,underhallsstod:2025-03-25,sjukpenning", func(r *notice.Receive) {
		r.Details = "Har flyttat till <script>Exempelgatan</script> 1"
	})
	record("2025-03-MOVE", "2025-03-14", "sara", notice.Take{Benefit: code("bostadsbidrag"), Unit: "Bostadsbidrag Nord"})
	record("2025-03-MOVE", "2025-03-28", "ali", notice.Answer{Benefit: code("underhallsstod"), Outcome: notice.NoEffect, EffectFrom: none})
	receive("2025-04-ODD1", "2025-04-20", 3, "other", "2025-04-01", "", "bostadsbidrag,barnbidrag", nil)
	receive("2025-04-CORR", "2025-04-22", 4, "income", "2025-04-01", "2025-04-20", "sjukpenning:2025-04-25,underhallsstod,bostadstillagg", func(r *notice.Receive) {
		r.Source, r.Sender, r.Channel = notice.ByAgency, "Skatteverket", notice.ByMessage
		r.Benefits[0].From = day(t, "2025-04-10")
	})
	record("2025-04-CORR", "2025-04-23", "sara", notice.Correct{Stated: notice.Stated{Circumstance: "sick-leave-ended", TrueFrom: day(t, "2025-04-21"), LearntOn: none}, Why: "fel ärende"})
	record("2025-04-CORR", "2025-04-23", "sara", notice.Correct{Stated: notice.Stated{Circumstance: "income", TrueFrom: day(t, "2025-04-21"), LearntOn: day(t, "2025-04-21")}, Why: "inkomsten ändå"})
	record("2025-04-CORR", "2025-04-24", "sara", notice.Take{Benefit: code("underhallsstod")})
	record("2025-04-CORR", "2025-04-24", "sara", notice.Strike{Event: 4, Why: "fel person tog den"})
	receive("2025-04-BACK", "2025-04-23", 5, "separated", "2025-04-01", "2025-04-01", "barnbidrag,familjeforman-eu", nil)
	record("2025-04-BACK", "2025-04-24", "kim", notice.Withdraw{Why: "vi separerade inte"})
	return a
}

func TestNotices_areAsTheGoldenOnes(t *testing.T) {
	a := noticed(t)
	for name, target := range noticePages {
		t.Run(name, func(t *testing.T) {
			got := a.send(http.MethodGet, target, "demo-handlaggare")
			if want := map[bool]int{true: http.StatusBadRequest, false: http.StatusOK}[strings.HasSuffix(name, "-wrong")]; got.StatusCode != want {
				t.Fatalf("status %d, want %d\n%s", got.StatusCode, want, a.log)
			}
			golden(t, name, got.body)
			for _, lang := range []string{"sv", "en"} {
				sep := map[bool]string{true: "&", false: "?"}[strings.Contains(target, "?")]
				page := a.send(http.MethodGet, target+sep+"lang="+lang, "demo-handlaggare").body
				for _, bad := range []string{"⟦", "%!", "<no value>", " style=", "<script", "<b>ny", ">None<"} {
					if strings.Contains(page, bad) {
						t.Errorf("in %s the page holds %q", lang, bad)
					}
				}
				if !strings.Contains(page, `<html lang="`+lang+`">`) || strings.Count(page, "<h1") != 1 {
					t.Errorf("in %s the page is not whole", lang)
				}
				checkIDs(t, name, page)
			}
		})
	}
}

// Nothing of a notice about a person with a protected identity is shown, and nothing is
// done about it here.
func TestNotices_protectedIdentity(t *testing.T) {
	a := noticed(t)
	text := "kind;source;id;party;from;to;status;other;amount;extent;hours;received_at;withdrawn;text\n" +
		"population;skatteverket;p1;" + person(t, 2).String() + ";2025-01-01;;protected;;;;;;;\n"
	if _, err := (&register.Import{File: "skydd.csv", Reader: strings.NewReader(text), By: "test", Received: calendar.EndOfDay(day(t, "2025-01-02"))}).Run(context.Background(), a.j); err != nil {
		t.Fatal(err)
	}
	const id = "2025-03-MOVE"
	for target, listed := range map[string]bool{"/notices": true, "/notices?list=all": true, "/notices?list=late": true, "/notices?circumstance=moved": false, "/notices?benefit=bostadsbidrag": false} {
		page := a.want(http.StatusOK, target)
		if strings.Contains(page, id) || strings.Contains(words(page), "Skyddade personuppgifter") != listed {
			t.Errorf("%s tells of the notice: %s", target, words(page))
		}
	}
	before := a.noticeFacts(id)
	for _, u := range demoUsers {
		r, _ := access.RoleOf(u.Role)
		if !r.Has(readNotice) {
			continue // refused before it is known whom it is about
		}
		if r.Has(access.HandleProtected) {
			if got := a.send(http.MethodGet, "/notice?id="+id, u.ID); got.StatusCode != http.StatusOK || a.readings(person(t, 2)) != 1 {
				t.Errorf("%s: %d, %d readings", u.ID, got.StatusCode, a.readings(person(t, 2)))
			}
			if page := a.send(http.MethodGet, "/notices?list=all", u.ID).body; !strings.Contains(page, id) {
				t.Errorf("%s does not find the notice on the list", u.ID)
			}
			continue
		}
		got := a.send(http.MethodGet, "/notice?id="+id, u.ID)
		if got.StatusCode != http.StatusForbidden || !strings.Contains(got.body, "Skyddade personuppgifter") || strings.Contains(got.body, "Exempelgatan") || strings.Contains(got.body, person(t, 2).Separated()) {
			t.Errorf("%s: %d %s", u.ID, got.StatusCode, words(got.body))
		}
	}
	for _, benefit := range []string{"barnbidrag", "nothing"} { // one that could be recorded, one that could not
		if got := a.post("/notice/place", "demo-handlaggare", url.Values{"id": {id}, fieldPlace: {benefit}, fieldWhy: {"ringde"}}); got.StatusCode != http.StatusForbidden || strings.Contains(got.body, "Exempelgatan") {
			t.Errorf("placed: %d", got.StatusCode)
		}
	}
	if a.noticeFacts(id) != before {
		t.Error("something was recorded")
	}
	if got := a.send(http.MethodGet, "/notice?id=2025-04-ODD1", "demo-handlaggare"); got.StatusCode != http.StatusOK {
		t.Errorf("another's notice: %d", got.StatusCode)
	}
}

// The figures above the list are as many as the lists they open have rows, and the lists name
// no person.
func TestNotices_figuresAreTheListsThatTheyOpen(t *testing.T) {
	a := noticed(t)
	for _, question := range []string{"", "?benefit=bostadsbidrag", "?circumstance=moved", "?on=2025-03-13"} {
		page := a.want(http.StatusOK, "/notices"+question)
		figures := regexp.MustCompile(`(?s)<span class="key-figure__label">([^<]*)</span><span class="key-figure__value">(?:<a href="([^"]*)">)?(\d+)`).FindAllStringSubmatch(page, -1)
		if len(figures) < 3 {
			t.Fatalf("%s: %d figures", question, len(figures))
		}
		for _, m := range figures[:3] {
			if m[2] == "" {
				continue
			}
			list := a.want(http.StatusOK, html.UnescapeString(m[2]))
			if rows := strings.Count(list, `<a href="/notice?`); fmt.Sprint(rows) != m[3] {
				t.Errorf("%s: %s is %s, the list has %d rows", question, m[1], m[3], rows)
			}
		}
	}
	for n := 1; n <= 5; n++ {
		p := person(t, n)
		for _, form := range []string{p.String(), p.Separated(), p.Masked(), p.Separated()[2:], "Exempelgatan"} {
			if strings.Contains(a.want(http.StatusOK, "/notices?list=all"), form) {
				t.Errorf("the list holds %s", form)
			}
		}
	}
}

// A view of a notice is in the person's reading log before it is shown, and without the line
// nothing is shown.
func TestNotice_isWrittenInTheReadingLog(t *testing.T) {
	a := noticed(t)
	stream := access.ReadingStream(person(t, 2))
	lines := func() int {
		t.Helper()
		events, err := a.j.Load(context.Background(), int64(person(t, 2)), stream)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range events {
			if !strings.Contains(e.Body, "2025-03-MOVE") || e.Cause != "notice.view" && e.Cause != "notice.take" {
				t.Errorf("%+v", e)
			}
		}
		return len(events)
	}
	if a.want(http.StatusOK, "/notices"); lines() != 0 {
		t.Error("the list wrote a reading")
	}
	page := a.want(http.StatusOK, "/notice?id=2025-03-MOVE")
	if lines() != 1 || !strings.Contains(page, person(t, 2).Separated()) || !strings.Contains(page, "antecknat i läsloggen") {
		t.Errorf("%d lines", lines())
	}
	if got := a.send(http.MethodGet, "/notice?id=2025-03-MOVE", ""); got.StatusCode != http.StatusForbidden || lines() != 1 {
		t.Errorf("a visitor: %d", got.StatusCode)
	}
	a.want(http.StatusBadRequest, "/notice?id=2025-03-MOVE&on=x")
	a.want(http.StatusNotFound, "/notice?id=2025-09-NONE")
	a.want(http.StatusNotFound, "/notice")
	if lines() != 1 {
		t.Errorf("%d lines after pages that show nothing", lines())
	}
	if a.send(http.MethodPost, "/notice/take", "demo-handlaggare"); lines() != 1 {
		t.Errorf("an empty form wrote a reading")
	}
}

// post sends a form as the user.
func (a *agency) post(target, user string, form url.Values) answer {
	a.t.Helper()
	r := httptest.NewRequest(http.MethodPost, target, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.AddCookie(&http.Cookie{Name: userCookie, Value: user})
	w := httptest.NewRecorder()
	a.Handler().ServeHTTP(w, r)
	res := w.Result()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		a.t.Fatal(err)
	}
	return answer{res, string(body)}
}

// facts is how many facts a notice has.
func (a *agency) noticeFacts(id string) int {
	a.t.Helper()
	facts, err := notice.Load(context.Background(), a.j, id)
	if err != nil {
		a.t.Fatal(err)
	}
	return len(facts)
}

func TestNoticeForms_recordOnce(t *testing.T) {
	a := noticed(t)
	send := func(target, user, id string, pairs ...string) answer {
		form := url.Values{"id": {id}}
		for i := 0; i+1 < len(pairs); i += 2 {
			form.Set(pairs[i], pairs[i+1])
		}
		return a.post(target, user, form)
	}
	const id = "2025-04-CORR"
	before := a.noticeFacts(id)
	for range 2 { // sent twice, it is recorded once
		if got := send("/notice/take", "demo-handlaggare", id, fieldTake, "sjukpenning", fieldUnit, "Sjuk"); got.StatusCode != http.StatusSeeOther || got.Header.Get("Location") != "/notice?id="+id+"&done=taken" {
			t.Fatalf("take: %d to %q\n%s", got.StatusCode, got.Header.Get("Location"), words(got.body))
		}
	}
	for range 2 {
		if got := send("/notice/answer", "demo-handlaggare", id, fieldAnswer, "sjukpenning", fieldOutcome, "changed", fieldDecision, "FK 2025/1", fieldEffect, "2025-05-01"); got.StatusCode != http.StatusSeeOther {
			t.Fatalf("answer: %d\n%s", got.StatusCode, words(got.body))
		}
	}
	for range 2 {
		got := send("/notice/place", "demo-handlaggare", id, fieldPlace, "bostadsbidrag", fieldWhy, "också")
		if want := map[bool]int{true: http.StatusSeeOther, false: http.StatusBadRequest}[a.noticeFacts(id) == before+3 && strings.Contains(got.Header.Get("Location"), "done")]; got.StatusCode != want {
			t.Fatalf("place: %d\n%s", got.StatusCode, words(got.body))
		}
	}
	if got := a.noticeFacts(id); got != before+3 {
		t.Errorf("%d facts more", got-before)
	}
	page := words(a.want(http.StatusOK, "/notice?id="+id))
	for _, want := range []string{"demo-handlaggare tog den 2025-04-25, Sjuk", "FK 2025/1", "gäller från 2025-05-01", "Bostadsbidrag nådd 2025-04-25"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	// Who may only read sees no forms and may send none.
	if got := a.send(http.MethodGet, "/notice?id="+id, "demo-revisor"); strings.Contains(got.body, `action="/notice/`) {
		t.Error("an auditor sees the forms")
	}
	if got := send("/notice/take", "demo-revisor", id, fieldTake, "underhallsstod"); got.StatusCode != http.StatusForbidden {
		t.Errorf("an auditor took it: %d", got.StatusCode)
	}
	if got := a.send(http.MethodGet, "/notice?id="+id+"&on=2025-04-24", "demo-handlaggare"); strings.Contains(got.body, `action="/notice/`) {
		t.Error("the past has forms")
	}
}

// What was typed is kept, and each message points at its field.
func TestNoticeForms_tellWhatIsWrongAndLoseNothing(t *testing.T) {
	a := noticed(t)
	long := strings.Repeat("å", 2001)
	for _, c := range []struct {
		target, field, says string
		form                map[string]string
	}{
		{"/notice/take", fieldTake, "välj en av förmånerna", map[string]string{fieldUnit: "Enhet 7"}},
		{"/notice/take", fieldTake, "någon annan har redan tagit", map[string]string{fieldTake: "bostadsbidrag", fieldUnit: "Enhet 7"}},
		{"/notice/take", fieldTake, "når inte den förmånen", map[string]string{fieldTake: "barnbidrag", fieldUnit: "Enhet 7"}},
		{"/notice/take", fieldUnit, "kan sparas", map[string]string{fieldTake: "bostadsbidrag", fieldUnit: "a\x01b"}},
		{"/notice/answer", fieldOutcome, "välj ett av svaren", map[string]string{fieldAnswer: "bostadsbidrag", fieldDecision: "FK 7"}},
		{"/notice/answer", fieldDecision, "skriv något", map[string]string{fieldAnswer: "bostadsbidrag", fieldOutcome: "ended", fieldEffect: "2025-05-01"}},
		{"/notice/answer", fieldEffect, "skriv något", map[string]string{fieldAnswer: "bostadsbidrag", fieldOutcome: "ended", fieldDecision: "FK 7"}},
		{"/notice/answer", fieldEffect, "ingen dag som finns", map[string]string{fieldAnswer: "bostadsbidrag", fieldOutcome: "ended", fieldDecision: "FK 7", fieldEffect: "2025-02-30"}},
		{"/notice/answer", fieldEffect, "lämna tomt", map[string]string{fieldAnswer: "bostadsbidrag", fieldOutcome: "no-effect", fieldEffect: "2025-05-01"}},
		{"/notice/answer", fieldEffect, "före månaden", map[string]string{fieldAnswer: "bostadsbidrag", fieldOutcome: "ended", fieldDecision: "FK 7", fieldEffect: "2020-01-01"}},
		{"/notice/answer", fieldAnswer, "har redan svarat", map[string]string{fieldAnswer: "underhallsstod", fieldOutcome: "ended", fieldDecision: "FK 7", fieldEffect: "2025-05-01"}},
		{"/notice/answer", fieldText, "för lång", map[string]string{fieldAnswer: "bostadsbidrag", fieldOutcome: "no-effect", fieldText: long}},
		{"/notice/place", fieldWhy, "skriv något", map[string]string{fieldPlace: "sjukpenning"}},
		{"/notice/place", fieldPlace, "redan nått", map[string]string{fieldPlace: "bostadsbidrag", fieldWhy: "därför"}},
	} {
		form := url.Values{"id": {"2025-03-MOVE"}}
		for name, value := range c.form {
			form.Set(name, value)
		}
		before := a.noticeFacts("2025-03-MOVE")
		got := a.post(c.target, "demo-handlaggare", form)
		if got.StatusCode != http.StatusBadRequest || a.noticeFacts("2025-03-MOVE") != before {
			t.Errorf("%s %v: status %d, %d facts more", c.target, c.form, got.StatusCode, a.noticeFacts("2025-03-MOVE")-before)
		}
		for _, want := range []string{`role="alert"`, `<li><a href="#` + c.field + `">`, `id="` + c.field + `"`, `aria-invalid="true"`, "<title>Fel: ", c.says} {
			if !strings.Contains(got.body, want) {
				t.Errorf("%s %v: %s is missing", c.target, c.form, want)
			}
		}
		for name, value := range c.form {
			kept := strings.Contains(got.body, `value="`+html.EscapeString(value)+`"`) && (value != "bostadsbidrag" && value != "ended" && value != "no-effect" || strings.Contains(got.body, `value="`+value+`" selected`))
			if name != fieldTake && name != fieldAnswer && name != fieldPlace && !kept && value != "a\x01b" {
				t.Errorf("%s %v: what was typed in %s is lost", c.target, c.form, name)
			}
		}
		checkIDs(t, c.target, got.body)
	}
	if got := a.post("/notice/take", "demo-handlaggare", url.Values{"id": {"2025-09-NONE"}, fieldTake: {"bostadsbidrag"}}); got.StatusCode != http.StatusNotFound {
		t.Errorf("an unknown notice: %d", got.StatusCode)
	}
	if got := a.post("/notice/take", "demo-handlaggare", url.Values{"id": {"2025-04-BACK"}, fieldTake: {"barnbidrag"}}); got.StatusCode != http.StatusBadRequest || !strings.Contains(got.body, "återtagen eller avslutad") {
		t.Errorf("a withdrawn notice: %d", got.StatusCode)
	}
}

// What is recorded after a page was read shows on the next one.
func TestNotices_followTheJournal(t *testing.T) {
	a := noticed(t)
	open := func() string {
		m := regexp.MustCompile(`<span class="key-figure__value">(?:<a[^>]*>)?(\d+)`).FindStringSubmatch(a.want(http.StatusOK, "/notices"))
		return m[1]
	}
	before := open()
	for _, b := range []string{"sjukpenning", "underhallsstod", "bostadstillagg"} {
		if got := a.post("/notice/answer", "demo-handlaggare", url.Values{"id": {"2025-04-CORR"}, fieldAnswer: {b}, fieldOutcome: {"no-effect"}}); got.StatusCode != http.StatusSeeOther {
			t.Fatalf("%s: %d\n%s", b, got.StatusCode, words(got.body))
		}
	}
	if after := open(); before != "3" || after != "2" {
		t.Errorf("%s open, then %s", before, after)
	}
}

func TestBrowser_noticesAreAccessible(t *testing.T) {
	server := httptest.NewServer(noticed(t).Handler())
	t.Cleanup(server.Close)
	accessible(t, server.URL, noticePages)
	// The forms are for who may record, and so is what they say of mistakes.
	axe, b := read(t, "testdata/axe.min.js"), browser.Open(t)
	b.Go(server.URL + "/")
	b.Follow(`button[value="demo-handlaggare"]`)
	for _, width := range []int64{1280, 320} {
		b.SetViewport(width, 900)
		for _, form := range []string{"", "take", "answer", "place"} {
			b.Go(server.URL + "/notice?id=2025-04-CORR")
			if form != "" {
				b.Follow(`form[action="/notice/` + form + `"] button`)
			}
			for _, v := range b.Axe(t, axe) {
				t.Errorf("%s at %d: %v", form, width, v)
			}
			if got := browser.Eval[int64](b, `document.documentElement.scrollWidth`); got > width {
				t.Errorf("%s is %d pixels wide in a window of %d: %s", form, got, width, browser.Eval[string](b, tooWide))
			}
		}
	}
}

// From the list to an answer by the keyboard alone.
func TestBrowser_keyboardAnswersANotice(t *testing.T) {
	a := noticed(t)
	server := httptest.NewServer(a.Handler())
	t.Cleanup(server.Close)
	b := browser.Open(t)
	b.Go(server.URL + "/")
	tabTo(t, b, "button", "Välj Sara Ek")
	b.Loads(func() { b.Key("Enter") })
	b.Go(server.URL + "/notices")
	tabTo(t, b, "a ", "2025-03-MOVE")
	b.Loads(func() { b.Key("Enter") })
	if got := b.Text("h1"); !strings.HasPrefix(got, "Anmälan 2025-03-MOVE") {
		t.Fatalf("the notice is %q", got)
	}
	before := a.noticeFacts("2025-03-MOVE")
	tabTo(t, b, "button", "Registrera svaret")
	b.Loads(func() { b.Key("Enter") })
	if got := b.Text("#errors"); !strings.Contains(got, "välj en av förmånerna") || a.noticeFacts("2025-03-MOVE") != before {
		t.Errorf("an empty answer says %q", got)
	}
}
