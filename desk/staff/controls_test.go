package staff

import (
	"context"
	"encoding/csv"
	"fmt"
	"html"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"

	"balans/access"
	"balans/law/calendar"
	"balans/law/money"
	"balans/prevent/control"
	"balans/prevent/payout"
	"balans/prevent/sample"
	"balans/recover/inquiry"
)

const (
	stoppedFinding = "run=vab-fore&payout=P1&control=tfp-absence" // confirmed, to be set right
	openFinding    = "run=vab-fore&payout=P2&control=application-time"
	guardedFinding = "run=vab-fore&payout=P4&control=tfp-absence"
)

// controlPages are pages on controls; the names are those of the golden files.
var controlPages = map[string]string{
	"controlplan":       "/controls",
	"controlplan-old":   "/controls?plan=kontrollplan-2025&version=1",
	"runs":              "/runs",
	"run":               "/run?id=vab-fore",
	"run-sample":        "/run?id=slump",
	"run-whatif":        "/run?id=vab-fore&control=application-time&where=gross+%3E+2500",
	"run-wrong":         "/run?id=vab-fore&control=application-time&where=sex+%3D%3D+1&tolerance=x&grace=-1",
	"findings":          "/findings",
	"findings-all":      "/findings?state=all&order=most",
	"findings-narrowed": "/findings?state=all&stage=after&plan=kontrollplan-2025&from=2025-04-01&to=2025-04-24",
	"findings-empty":    "/findings?state=expired",
	"findings-wrong":    "/findings?run=x&control=y&page=0",
	"finding":           "/finding?" + openFinding,
	"finding-confirmed": "/finding?" + stoppedFinding + "&done=judged",
	"finding-case":      "/finding?run=vab-efter&payout=A1&control=tfp-absence",
	"finding-again":     "/finding?run=bostad&payout=B1&control=death",
	"right":             "/finding/right?" + stoppedFinding,
	"yield":             "/yield",
	"yield-then":        "/yield?from=2025-04-01&to=2025-04-24&on=2025-04-23",
	"yield-wrong":       "/yield?from=2025-04-20&to=2025-04-01",
	"person-form":       "/person",
}

func TestControlPages_areAsTheGoldenOnes(t *testing.T) {
	a := settled(t)
	for name, target := range controlPages {
		t.Run(name, func(t *testing.T) {
			got := a.send(http.MethodGet, target, "demo-utredare")
			if want := map[bool]int{true: http.StatusBadRequest, false: http.StatusOK}[strings.HasSuffix(name, "-wrong")]; got.StatusCode != want {
				t.Fatalf("status %d, want %d\n%s", got.StatusCode, want, a.log)
			}
			golden(t, name, got.body)
			for _, lang := range []string{"sv", "en"} {
				sep := map[bool]string{true: "&", false: "?"}[strings.Contains(target, "?")]
				wholePage(t, name, lang, a.send(http.MethodGet, target+sep+"lang="+lang, "demo-utredare").body)
			}
		})
	}
	person := a.post("/person", "demo-utredare", url.Values{"number": {personText(t, 21)}})
	golden(t, "person", person.body)
	wholePage(t, "person", "sv", person.body)
	empty := newAgency(t)
	for name, target := range map[string]string{"controlplan-none": "/controls", "runs-none": "/runs", "yield-none": "/yield"} {
		golden(t, name, empty.want(http.StatusOK, target))
	}
}

func wholePage(t *testing.T, name, lang, page string) {
	t.Helper()
	for _, bad := range []string{"⟦", "%!", "<no value>", " style=", "<script", "<arbetade>", "<hemma>", "<2025>", ">None<"} {
		if strings.Contains(page, bad) {
			t.Errorf("in %s the page holds %q", lang, bad)
		}
	}
	if !strings.Contains(page, `<html lang="`+lang+`">`) || strings.Count(page, "<h1") != 1 {
		t.Errorf("in %s the page is not whole", lang)
	}
	checkIDs(t, name, page)
}

func personText(t testing.TB, n int) string { return person(t, n).Separated() }

// Lists, figures and files name no person, and neither does any address of a page.
func TestControlPages_nameNobodyInLists(t *testing.T) {
	a := settled(t)
	targets := []string{"/findings.csv?state=all", "/run.csv?id=vab-fore", "/yield.csv"}
	for name, target := range controlPages {
		if !strings.HasPrefix(name, "finding-") && name != "finding" && name != "right" && !strings.HasSuffix(name, "-wrong") {
			targets = append(targets, target)
		}
	}
	for _, target := range targets {
		page := a.want(http.StatusOK, target)
		for n := 21; n <= 32; n++ {
			p := person(t, n)
			for _, form := range []string{p.String(), p.String()[2:], p.Separated(), p.Masked()} {
				if strings.Contains(page, form) {
					t.Errorf("%s holds the identity number %s", target, form)
				}
			}
		}
	}
	page := a.want(http.StatusOK, "/finding?"+stoppedFinding)
	if p := person(t, 21); !strings.Contains(page, p.Masked()) || strings.Contains(page, p.String()) || strings.Contains(page, p.Separated()) {
		t.Error("the finding does not show its person masked")
	}
}

// Nothing of a person with a protected identity is shown to anyone: not the payout on the
// list, not the finding, not the person.
func TestControlPages_protectedIdentity(t *testing.T) {
	a := settled(t)
	for _, list := range []string{"/findings?state=all", "/findings.csv?state=all"} {
		if page := a.want(http.StatusOK, list); strings.Contains(page, "P4") {
			t.Errorf("%s names the payout", list)
		}
	}
	for _, u := range demoUsers {
		r, _ := access.RoleOf(u.Role)
		if !r.Has(readFinding) {
			continue // refused before it is known whom it is about
		}
		if r.Has(access.HandleProtected) {
			if got := a.send(http.MethodGet, "/finding?"+guardedFinding, u.ID); got.StatusCode != http.StatusOK || strings.Contains(got.body, personText(t, 24)) {
				t.Errorf("%s: %d %s", u.ID, got.StatusCode, words(got.body))
			}
			continue
		}
		if got := a.send(http.MethodGet, "/finding?"+guardedFinding, u.ID); got.StatusCode != http.StatusForbidden || !strings.Contains(words(got.body), "Skyddade personuppgifter") || strings.Contains(got.body, "1 000") {
			t.Errorf("%s: %d %s", u.ID, got.StatusCode, words(got.body))
		}
		for _, form := range []url.Values{{"number": {personText(t, 24)}}, {"run": {"vab-fore"}, "payout": {"P4"}, "control": {"tfp-absence"}}} {
			if got := a.post("/person", u.ID, form); got.StatusCode != http.StatusForbidden || strings.Contains(got.body, personText(t, 24)) || strings.Contains(got.body, "2025-02-10") {
				t.Errorf("%s: %d %s", u.ID, got.StatusCode, words(got.body))
			}
		}
	}
	if got := a.send(http.MethodGet, "/finding?run=vab-fore&payout=P6&control=tfp-absence", "demo-utredare"); got.StatusCode != http.StatusForbidden || strings.Contains(got.body, "1 234") {
		t.Errorf("about a protected child: %d", got.StatusCode)
	}
	if got := a.post("/person", "demo-utredare", url.Values{"number": {personText(t, 32)}}); got.StatusCode != http.StatusOK || strings.Contains(got.body, person(t, 33).Masked()) || !strings.Contains(got.body, "vårdnad om barn, Skyddade personuppgifter") {
		t.Errorf("the guardian of a protected child: %d", got.StatusCode)
	}
	if got := a.post("/finding/judge", "demo-utredare", url.Values{"run": {"vab-fore"}, "payout": {"P4"}, "control": {"tfp-absence"}, "key": {"k"}, "verdict": {"refuted"}, "reason": {"x"}}); got.StatusCode != http.StatusForbidden {
		t.Errorf("judged: %d", got.StatusCode)
	}
}

var capturedRows = regexp.MustCompile(`<tr class="table__row"><th scope="row" class="table__column">`)

// Every number of the yield that is a link opens a list of as many findings.
func TestYield_numbersOpenAsManyFindings(t *testing.T) {
	a := settled(t)
	for _, question := range []string{"", "?from=2025-04-01&to=2025-04-24&on=2025-04-23", "?to=2025-04-17"} {
		page := a.want(http.StatusOK, "/yield"+question)
		cells := regexp.MustCompile(`<a href="(/findings\?[^"]*)">(\d+)<`).FindAllStringSubmatch(page, -1)
		if len(cells) < 6 {
			t.Fatalf("%s: %d numbers", question, len(cells))
		}
		for _, m := range cells {
			list := a.want(http.StatusOK, html.UnescapeString(m[1]))
			if rows := len(capturedRows.FindAllString(list, -1)); fmt.Sprint(rows) != m[2] || !strings.Contains(words(list), m[2]+" uppgifter, ") {
				t.Errorf("%s: %s is %s, the list has %d rows", question, m[1], m[2], rows)
			}
		}
	}
	then := words(a.want(http.StatusOK, "/yield?on=2025-04-22"))
	if !strings.Contains(then, "Stoppat, kr 0 ") || !strings.Contains(then, "0 av 0 bedömda") {
		t.Errorf("judgements made later count: %s", then)
	}
}

// The file of the yield has the rows of the page, and its last row is their sum.
func TestYield_fileAddsUp(t *testing.T) {
	a := settled(t)
	rows, err := csv.NewReader(strings.NewReader(a.want(http.StatusOK, "/yield.csv"))).ReadAll()
	if err != nil || len(rows) != 1+5+1 {
		t.Fatalf("%d rows (%v)", len(rows), err)
	}
	for i, name := range rows[0] {
		if strings.HasSuffix(name, "_ppm") || strings.HasSuffix(name, "_hundredths") || i < 3 {
			continue
		}
		sum := 0
		for _, row := range rows[1 : len(rows)-1] {
			var n int
			fmt.Sscan(row[i], &n)
			sum += n
		}
		if got := rows[len(rows)-1][i]; got != fmt.Sprint(sum) {
			t.Errorf("%s is %s, the rows are together %d", name, got, sum)
		}
	}
}

// form is the hidden fields and values of the form that a page sends to an address.
func formOf(t testing.TB, page, action string) url.Values {
	t.Helper()
	_, rest, ok := strings.Cut(page, `action="`+action+`"`)
	if !ok {
		t.Fatalf("no form leads to %s", action)
	}
	rest, _, _ = strings.Cut(rest, "</form>")
	form := url.Values{}
	for _, m := range regexp.MustCompile(`<input[^>]* name="([^"]*)"[^>]* value="([^"]*)"`).FindAllStringSubmatch(rest, -1) {
		if !strings.Contains(m[0], `type="radio"`) {
			form.Set(m[1], html.UnescapeString(m[2]))
		}
	}
	return form
}

func filled(form url.Values, pairs ...string) url.Values {
	all := url.Values{}
	for k, v := range form {
		all[k] = v
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		all.Set(pairs[i], pairs[i+1])
	}
	return all
}

func servedAt(t *testing.T, a *agency) string {
	t.Helper()
	server := httptest.NewServer(a.Handler())
	t.Cleanup(server.Close)
	return server.URL
}

// made is a finding as the journal has it.
func (a *agency) made(run, id, rule string) *control.Finding {
	a.t.Helper()
	b, err := control.Read(context.Background(), a.j)
	if err != nil {
		a.t.Fatal(err)
	}
	return b.Run(run).Finding(id, rule)
}

func (a *agency) head() int64 {
	a.t.Helper()
	h, err := a.j.Head(context.Background())
	if err != nil {
		a.t.Fatal(err)
	}
	return h.Seq
}

// A judgement is stored once however often its form is sent, and a form that was sent with
// other answers under the same key, or that did not know of a judgement, stores nothing.
func TestJudge_storesOnce(t *testing.T) {
	a := settled(t)
	page := a.send(http.MethodGet, "/finding?"+openFinding, "demo-handlaggare").body
	form := formOf(t, page, "/finding/judge")
	if form.Get("amount") != "2\u00a0100" || form.Get("key") == "" || form.Get("seen") != "0" {
		t.Fatalf("the form is %v", form)
	}
	sent := filled(form, "verdict", "confirmed", "amount", "1 050,50", "cause", "agency", "intent", "unknown", "reason", "Ansökan\r\nkom in  sent.")
	for range 2 {
		got := a.post("/finding/judge", "demo-handlaggare", sent)
		if got.StatusCode != http.StatusSeeOther || !strings.Contains(got.Header.Get("Location"), "done=judged") {
			t.Fatalf("%d to %q: %s", got.StatusCode, got.Header.Get("Location"), words(got.body))
		}
	}
	f := a.made("vab-fore", "P2", "application-time")
	if d := f.Judged; d == nil || len(f.Earlier) != 0 || d.Amount != 105_050 || d.Cause != sample.Agency || d.Intent != sample.IntentUnknown || d.Reason != "Ansökan kom in sent." || d.By != "demo-handlaggare" || d.On != day(t, "2025-04-25") {
		t.Fatalf("%+v, before it %d", f.Judged, len(f.Earlier))
	}
	for name, other := range map[string]url.Values{
		"another answer under the key":   filled(sent, "amount", "900"),
		"who did not see the judgement":  filled(sent, "key", "OTHER", "verdict", "refuted"),
		"who saw more than has been":     filled(sent, "key", "OTHER", "seen", "7"),
		"a verdict that is none":         filled(sent, "key", "OTHER", "verdict", "perhaps"),
		"more than was paid":             filled(sent, "key", "OTHER", "seen", "1", "amount", "2 100,01"),
		"no amount":                      filled(sent, "key", "OTHER", "seen", "1", "amount", ""),
		"nothing wrong and yet it is so": filled(sent, "key", "OTHER", "seen", "1", "amount", "0"),
		"a cause that is none":           filled(sent, "key", "OTHER", "seen", "1", "cause", "fate"),
		"no intent":                      filled(sent, "key", "OTHER", "seen", "1", "intent", ""),
		"no reason":                      filled(sent, "key", "OTHER", "seen", "1", "reason", "  \r\n "),
	} {
		got := a.post("/finding/judge", "demo-handlaggare", other)
		if got.StatusCode != http.StatusBadRequest || !strings.Contains(got.body, `role="alert"`) || len(a.made("vab-fore", "P2", "application-time").Earlier) != 0 {
			t.Errorf("%s: %d %s", name, got.StatusCode, words(got.body))
		}
		checkIDs(t, name, got.body)
	}
	again := formOf(t, a.send(http.MethodGet, "/finding?"+openFinding, "demo-utredare").body, "/finding/judge")
	if got := a.post("/finding/judge", "demo-utredare", filled(again, "verdict", "refuted", "reason", "Rätt ändå", "amount", "oläsligt", "cause", "agency")); got.StatusCode != http.StatusSeeOther {
		t.Fatalf("refuted: %d %s", got.StatusCode, words(got.body))
	}
	if f := a.made("vab-fore", "P2", "application-time"); len(f.Earlier) != 1 || f.Judged.Verdict != control.Refuted || f.Judged.Amount != 0 {
		t.Errorf("%+v", f.Judged)
	}
	if got := a.send(http.MethodGet, "/finding?"+openFinding, "demo-revisor"); strings.Contains(got.body, `action="/finding/`) {
		t.Error("an auditor sees the forms")
	}
	if got := a.post("/finding/judge", "demo-revisor", sent); got.StatusCode != http.StatusForbidden {
		t.Errorf("an auditor judged: %d", got.StatusCode)
	} else if !strings.Contains(got.body, "Din roll får inte göra det här") || strings.Contains(got.body, "Välj vem du är") {
		t.Errorf("an auditor, who has said who she is, is told: %s", words(got.body))
	}
}

// What was typed stands in the form again, with the message at its field.
func TestJudge_losesNothingThatWasTyped(t *testing.T) {
	a := settled(t)
	form := formOf(t, a.send(http.MethodGet, "/finding?"+openFinding+"&of_run=vab-fore&order=most", "demo-utredare").body, "/finding/judge")
	got := a.post("/finding/judge", "demo-utredare", filled(form, "verdict", "confirmed", "amount", "tusen <b>kronor", "cause", "third_party", "intent", "suspected", "reason", "Först\nsedan <b>"))
	if got.StatusCode != http.StatusBadRequest {
		t.Fatalf("status %d", got.StatusCode)
	}
	for _, want := range []string{`<li><a href="#amount">`, `value="tusen &lt;b&gt;kronor"`, `<option value="third_party" selected>`, `<option value="suspected" selected>`, `value="confirmed" checked`, "Först\nsedan &lt;b&gt;</textarea>",
		`aria-invalid="true"`, "<title>Fel: ", `name="of_run" value="vab-fore"`, `name="order" value="most"`} {
		if !strings.Contains(got.body, want) {
			t.Errorf("%s is missing", want)
		}
	}
	if again := formOf(t, got.body, "/finding/judge"); again.Get("key") != form.Get("key") {
		t.Error("the form that came back has another key: sent twice it would be stored twice")
	}
	for amount, want := range map[string]string{"0": "beloppet ska vara mer än 0", "-1": "belopp från 0,01 till", "99999999": "belopp från 0,01 till", "": "skriv något här"} {
		got := a.post("/finding/judge", "demo-utredare", filled(form, "verdict", "confirmed", "amount", amount, "cause", "agency", "intent", "unknown", "reason", "Läste beslutet"))
		if got.StatusCode != http.StatusBadRequest || !strings.Contains(got.body, want) {
			t.Errorf("%q kronor: %d %s", amount, got.StatusCode, words(got.body))
		}
	}
	if got := a.post("/finding/complain", "demo-utredare", filled(form, "complaint", "")); got.StatusCode != http.StatusBadRequest || !strings.Contains(got.body, `<a href="#complaint">`) {
		t.Errorf("a complaint that says nothing: %d", got.StatusCode)
	}
	for range 2 {
		if got := a.post("/finding/complain", "demo-utredare", filled(form, "complaint", "Det stämmer inte")); got.StatusCode != http.StatusSeeOther {
			t.Errorf("a complaint: %d %s", got.StatusCode, words(got.body))
		}
	}
	if f := a.made("vab-fore", "P2", "application-time"); len(f.Complaints) != 1 {
		t.Errorf("%d complaints", len(f.Complaints))
	}
	for _, form := range []url.Values{{}, {"run": {"vab-fore"}, "payout": {"P2"}, "control": {"application-time"}}} {
		if got := a.post("/finding/judge", "demo-utredare", form); got.StatusCode != http.StatusBadRequest {
			t.Errorf("a form that is not whole: %d", got.StatusCode)
		}
	}
}

// A confirmed finding before payment becomes a smaller payout, or none; sent twice it is
// done once, and a form that cannot be used keeps what was typed.
func TestRight_setsTheAmountOnce(t *testing.T) {
	a := settled(t)
	page := a.send(http.MethodGet, "/finding/right?"+stoppedFinding, "demo-utredare").body
	form := formOf(t, page, "/finding/right")
	if form.Get("gross") != "0" || form.Get("tax") != "0" || form.Get("paid_days") != "3" {
		t.Fatalf("the proposal is %v", form)
	}
	for name, wrong := range map[string]url.Values{"not smaller": filled(form, "gross", "3 000", "tax", "0"), "unreadable": filled(form, "gross", "x"), "more tax": filled(form, "gross", "1000", "tax", "901"),
		"paid out more": filled(form, "gross", "2999", "tax", "100"), "days": filled(form, "gross", "1000", "tax", "300", "paid_days", "4"), "short": filled(form, "gross", "1000", "tax", "300", "why", "kort")} {
		got := a.post("/finding/right", "demo-utredare", filled(wrong, "why", cmpOr(wrong.Get("why"), "Bara en dag")))
		if got.StatusCode != http.StatusBadRequest || !strings.Contains(got.body, `role="alert"`) || !strings.Contains(got.body, `value="`+wrong.Get("gross")+`"`) {
			t.Errorf("%s: %d %s", name, got.StatusCode, words(got.body))
		}
	}
	sent := filled(form, "gross", "1 000", "tax", "300", "paid_days", "1", "why", "Bara en dag var rätt.")
	for range 2 {
		if got := a.post("/finding/right", "demo-utredare", sent); got.StatusCode != http.StatusSeeOther {
			t.Fatalf("%d %s", got.StatusCode, words(got.body))
		}
	}
	entries, err := payout.Of(context.Background(), a.j, person(t, 21), payout.AsOf{Day: day(t, "2025-04-25")})
	if err != nil {
		t.Fatal(err)
	}
	states := map[string]string{}
	for _, e := range entries {
		states[e.ID] = fmt.Sprint(e.State, " ", e.Gross.Kronor(), " ", e.Days)
	}
	if states["P1"] != "cancelled 3\u00a0000 3" || states["P1-1"] != "planned 1\u00a0000 1" || len(states) != 3 {
		t.Errorf("%v", states)
	}
	if got := a.send(http.MethodGet, "/finding/right?"+stoppedFinding, "demo-utredare"); got.StatusCode != http.StatusConflict {
		t.Errorf("again: %d", got.StatusCode)
	}
	if got := a.send(http.MethodGet, "/finding/right?"+openFinding, "demo-utredare"); got.StatusCode != http.StatusConflict {
		t.Errorf("one that nobody confirmed: %d", got.StatusCode)
	}
	judged(t, a, "vab-fore", "P2", "application-time", 22, "2025-04-24", 2100)
	form = formOf(t, a.send(http.MethodGet, "/finding/right?"+openFinding, "demo-utredare").body, "/finding/right")
	if got := a.post("/finding/right", "demo-utredare", filled(form, "why", "Hela ansökan kom in för sent.")); got.StatusCode != http.StatusSeeOther {
		t.Fatalf("to nothing: %d %s", got.StatusCode, words(got.body))
	}
	entries, err = payout.Of(context.Background(), a.j, person(t, 22), payout.AsOf{Day: day(t, "2025-04-25")})
	if err != nil || len(entries) != 1 || entries[0].State != payout.Cancelled {
		t.Errorf("%d lines (%v)", len(entries), err)
	}
}

func cmpOr(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// A confirmed finding of what was paid becomes one recovery case, however often the button
// is pressed.
func TestCase_isOpenedOnce(t *testing.T) {
	a := settled(t)
	const q = "run=slump&payout=A2&control=review"
	judged(t, a, "slump", "A2", "review", 23, "2025-04-25", 700)
	form := formOf(t, a.send(http.MethodGet, "/finding?"+q, "demo-utredare").body, "/finding/case")
	for range 2 {
		if got := a.post("/finding/case", "demo-utredare", form); got.StatusCode != http.StatusSeeOther || !strings.Contains(got.Header.Get("Location"), "done=case") {
			t.Fatalf("%d %s", got.StatusCode, words(got.body))
		}
	}
	if _, err := inquiry.Open(context.Background(), a.j, control.Say{Party: int64(person(t, 23)), Run: "slump", Payout: "A2", On: calendar.None, By: control.By{Actor: "demo-utredare", Cause: "finding.hand"}, Key: form.Get("key")}, "review", ""); err != nil {
		t.Errorf("under the same key: %v", err)
	}
	cases, err := inquiry.All(context.Background(), a.j)
	if err != nil || len(cases) != 2 || cases[1].Wrong != money.Kronor(700) {
		t.Fatalf("%d cases (%v)", len(cases), err)
	}
	page := words(a.want(http.StatusOK, "/finding?"+q+"&done=case"))
	if !strings.Contains(page, "Återkravsärendet är öppnat") || !strings.Contains(page, cases[1].ID) {
		t.Error("the finding does not name its case")
	}
	for target, pairs := range map[string][]string{"/finding/case": nil, "/finding/judge": {"verdict", "refuted", "reason", "x", "seen", "2"}} {
		open := url.Values{"run": {"vab-fore"}, "payout": {"P2"}, "control": {"application-time"}, "key": {"K1"}}
		if target == "/finding/judge" {
			open = url.Values{"run": {"slump"}, "payout": {"A2"}, "control": {"review"}, "key": {"K2"}}
		}
		got := a.post(target, "demo-utredare", filled(open, pairs...))
		if got.StatusCode != http.StatusBadRequest || !strings.Contains(got.body, `role="alert"`) {
			t.Errorf("%s that may not be: %d %s", target, got.StatusCode, words(got.body))
		}
		checkIDs(t, target, got.body)
	}
}

// Every view of a finding or a person is in the person's reading log first, and lists write
// nothing there.
func TestControlPages_areWrittenInTheReadingLog(t *testing.T) {
	a := settled(t)
	lines := func(n int) (causes []string) {
		t.Helper()
		events, err := a.j.Load(context.Background(), int64(person(t, n)), access.ReadingStream(person(t, n)))
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range events {
			causes = append(causes, e.Cause)
		}
		return causes
	}
	for _, target := range []string{"/controls", "/runs", "/run?id=vab-fore", "/findings?state=all", "/yield", "/person"} {
		a.want(http.StatusOK, target)
	}
	if got := lines(21); len(got) != 0 {
		t.Errorf("lists wrote %v", got)
	}
	a.want(http.StatusOK, "/finding?"+stoppedFinding)
	a.send(http.MethodGet, "/finding/right?"+stoppedFinding, "demo-utredare")
	a.post("/person", "demo-utredare", url.Values{"number": {person(t, 21).String()}})
	if got := fmt.Sprint(lines(21)); got != "[finding.view right.view person.view]" {
		t.Errorf("the reading log has %v", got)
	}
	a.send(http.MethodGet, "/finding?"+stoppedFinding, "")
	a.post("/person", "demo-utredare", url.Values{"number": {"198507099805"}})
	if got := lines(21); len(got) != 3 {
		t.Errorf("who saw nothing wrote %v", got)
	}
	if !strings.Contains(a.log.String(), "audit=person.view") || strings.Contains(a.log.String(), person(t, 21).String()) {
		t.Error("the log of requests is wrong")
	}
}

// A person's page has everything known with both days; the number stands in no address.
func TestPerson_hasEverythingOnATimeline(t *testing.T) {
	a := settled(t)
	got := a.post("/person", "demo-utredare", url.Values{"number": {strings.ReplaceAll(personText(t, 21), "-", "")}})
	text := words(got.body)
	for _, want := range []string{"Person " + personText(t, 21), "Inkomst", "Konto", "ersatt 2025-03-20", "Tillfällig föräldrapenning", "utbetald 2025-02-20", "VAB mot arbetsgivarens frånvaro", "bekräftad: fel, 3\u00a0000", "Återkravsärende", "556026-9986"} {
		if !strings.Contains(strings.ReplaceAll(text, " ", " "), want) && !strings.Contains(got.body, want) {
			t.Errorf("%q is missing", want)
		}
	}
	for _, m := range regexp.MustCompile(`(?:href|action)="([^"]*)"`).FindAllStringSubmatch(got.body, -1) {
		if strings.Contains(m[1], person(t, 21).String()[2:8]) {
			t.Errorf("an address holds the number: %s", m[1])
		}
	}
	rows := func(kind string) int {
		page := a.post("/person", "demo-utredare", url.Values{"number": {personText(t, 21)}, "kind": {kind}}).body
		return strings.Count(page, `<th scope="row"`)
	}
	sum := 0
	for _, kind := range personSorts {
		sum += rows(kind)
	}
	if all := rows("all"); all != sum || all < 12 {
		t.Errorf("%d rows, and %d by sort", all, sum)
	}
	if page := a.post("/person", "demo-utredare", url.Values{"run": {"vab-fore"}, "payout": {"P1"}, "control": {"tfp-absence"}}); page.StatusCode != http.StatusOK || !strings.Contains(page.body, personText(t, 21)) {
		t.Errorf("by a finding: %d", page.StatusCode)
	}
	for form, want := range map[string]int{"": http.StatusBadRequest, "19850709-9806": http.StatusBadRequest, "x": http.StatusBadRequest, "198507099805": http.StatusForbidden} {
		page := a.post("/person", "demo-utredare", url.Values{"number": {form}})
		if page.StatusCode != want || want == http.StatusBadRequest && !strings.Contains(page.body, `<a href="#number">`) {
			t.Errorf("%q: %d", form, page.StatusCode)
		}
	}
	if page := a.want(http.StatusOK, "/person?number="+person(t, 21).String()); strings.Contains(page, `value="`+person(t, 21).String()) {
		t.Error("a number in the address is taken over")
	}
}

// What other settings would have given is told without storing anything; what cannot be
// used keeps what was typed.
func TestRun_whatIf(t *testing.T) {
	a := settled(t)
	before := a.head()
	text := words(a.want(http.StatusOK, "/run?id=vab-fore&control=application-time&where=gross+%3E+2500"))
	for _, want := range []string{"Ansökan i tid: tolerans", "urval: gross > 2500", "1 som behövde utredas hade inte hittats: 0 av dem är bekräftade (0 kronor) och 0 avfärdade.", "Behöver utredas 1 0"} {
		if !strings.Contains(strings.ReplaceAll(text, "\u00a0", " "), want) {
			t.Errorf("%q is missing in %s", want, text)
		}
	}
	text = words(a.want(http.StatusOK, "/run?id=vab-fore&control=tfp-absence&where=gross+%3E+100000"))
	if !strings.Contains(text, "1 som behövde utredas hade inte hittats: 1 av dem är bekräftade") {
		t.Errorf("a selection of nobody still finds: %s", text)
	}
	text = words(a.want(http.StatusOK, "/run?id=vab-fore&control=tfp-absence&tolerance=100"))
	if !strings.Contains(text, "1 hade hittats ändå") { // nothing reported never agrees
		t.Errorf("a tolerance of everything agrees with nothing: %s", text)
	}
	page := a.want(http.StatusBadRequest, controlPages["run-wrong"])
	for _, want := range []string{"sex == 1</textarea>", `value="x"`, `value="-1"`, `href="#where"`, `href="#tolerance"`, `href="#grace"`, `<option value="application-time" selected>`} {
		if !strings.Contains(page, want) {
			t.Errorf("%s is missing", want)
		}
	}
	a.want(http.StatusBadRequest, "/run?id=vab-fore&tolerance=5")
	a.want(http.StatusBadRequest, "/run?id=vab-fore&control=death")
	if a.head() != before {
		t.Error("a question was stored")
	}
	a.want(http.StatusNotFound, "/run?id=none")
	a.want(http.StatusNotFound, "/controls?plan=none")
	a.want(http.StatusNotFound, "/controls?plan=kontrollplan-2025&version=3")
	a.want(http.StatusNotFound, "/finding?run=vab-fore&payout=P3&control=tfp-absence")
}

// Pages read while others judge: each shows the journal as it stood, and the last has all of
// it.
func TestControls_areReadWhileOthersJudge(t *testing.T) {
	a := guarded(t)
	targets := []string{"/findings?state=all", "/yield", "/run?id=vab-efter", "/controls", "/runs", "/finding?" + openFinding}
	done := make(chan bool)
	var readers sync.WaitGroup
	for i := range 4 {
		readers.Go(func() {
			for k := 0; ; k++ {
				select {
				case <-done:
					return
				default:
				}
				if got := a.get(targets[(i+k)%len(targets)]); got.StatusCode != http.StatusOK {
					t.Errorf("%s: %d", targets[(i+k)%len(targets)], got.StatusCode)
				}
			}
		})
	}
	for i := range 8 {
		judged(t, a, "vab-efter", "A1", "tfp-absence", 21, "2025-04-24", int64(1000+i))
	}
	close(done)
	readers.Wait()
	if page := words(a.want(http.StatusOK, "/yield")); !strings.Contains(page, "Hittat efteråt, kr 1 007 ") && !strings.Contains(page, "Hittat efteråt, kr 1\u00a0007") {
		t.Errorf("the last judgement is not seen: %s", page)
	}
}
