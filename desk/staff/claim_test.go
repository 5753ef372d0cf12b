package staff

import (
	"context"
	"database/sql"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"balans/access"
	"balans/journal"
	"balans/recover/claim"
	"balans/steer/indicator"
	"balans/steer/report"
)

// discarded is a response that goes nowhere.
type discarded struct{ h http.Header }

func (d *discarded) Header() http.Header {
	if d.h == nil {
		d.h = http.Header{}
	}
	return d.h
}
func (d *discarded) Write(b []byte) (int, error) { return len(b), nil }
func (d *discarded) WriteHeader(int)             {}

func newRequest(target string) *http.Request { return httptest.NewRequest(http.MethodGet, target, nil) }

func TestClaim_showsWhatWasKnown(t *testing.T) {
	a := newAgency(t, smallAgency...)
	page := words(a.want(http.StatusOK, "/claims/2023-000101?as_of=2025-02-28&known_at=2025-03-01"))
	counted, later, ok := strings.Cut(page, "Känt senare eller senare datum")
	if !ok {
		t.Fatal("there is no section for what became known later")
	}
	for _, want := range []string{"Krav 2023-000101 ordnad betalning: avbetalningsplan", "Per 28 februari 2025, så som det är känt 1 mars 2025.", "Beslutat belopp 6 543,00", "Betalt kapital 450,00",
		"Kvar av kapitalet 6 093,00", person(t, 5).Separated(), "har en avbetalningsplan sedan 2023-05-02 : Avbetalningsplan avtalad", "Kravet är i stocken."} {
		if !strings.Contains(counted, want) {
			t.Errorf("%q is missing in\n%s", want, counted)
		}
	}
	for _, want := range []string{"2025-02-10 2025-03-12", "registrerad sent, efter 30 dagar", "registrerades senare", "2025-03-31", "hände och registrerades senare"} {
		if !strings.Contains(later, want) {
			t.Errorf("%q is missing in\n%s", want, later)
		}
	}
	page = words(a.want(http.StatusOK, "/claims/2023-000101?as_of=2025-02-28&known_at=2025-04-01"))
	if !strings.Contains(page, "Kvar av kapitalet 5 633,00") || !strings.Contains(page, "hände efter det valda datumet") {
		t.Errorf("with the late payment known: %s", page)
	}
}

func TestClaim_isFoundBeforeItsDecision(t *testing.T) {
	a := newAgency(t, smallAgency...)
	page := words(a.want(http.StatusOK, "/claims/2025-000001?as_of=2024-12-31"))
	if !strings.Contains(page, "Krav 2025-000001 inte beslutat") || !strings.Contains(page, "Kravet är inte i stocken: det var inte beslutat.") {
		t.Errorf("%s", page)
	}
}

func TestClaim_tellsWhyItIsCounted(t *testing.T) {
	a := newAgency(t, smallAgency...)
	for id, want := range map[string]string{
		"2014-000001": "Gamla krav (före lagändringen), varav krav nära preskribering räknas Räknas om",
		"2019-000007": "varav krav som ligger hos KFM räknas Räknas om",
		"2023-000102": "varav ej delgivna krav räknas Räknas om",
		"2024-000203": "Kravet är inte i stocken: inget kapital är kvar.",
		"2024-000202": "Kravet är inte i stocken: nya krav avslutas när de restförs hos Kronofogden.",
		"2020-000015": "Kravet är inte i stocken: det har upphört.",
		"2025-000002": "undanröjt",
		"2024-000204": "är Försäkringskassans: nej",
		"2024-000201": "solidariskt",
	} {
		if page := words(a.want(http.StatusOK, "/claims/"+id+"?as_of=2025-02-28")); !strings.Contains(page, want) {
			t.Errorf("%s: %q is missing in\n%s", id, want, page)
		}
	}
	page := a.want(http.StatusOK, "/claims/2024-000204?as_of=2025-02-28&authority=pm&deferral=yes&list="+url.QueryEscape("figure=new&on=2025-02-28&authority=pm"))
	if !strings.Contains(page, `<details class="panel verdict" open>`) || !strings.Contains(page, `href="/claims?authority=pm&amp;figure=new&amp;on=2025-02-28"`) {
		t.Error("the way the reader came is not kept")
	}
	if w := words(page); !strings.Contains(w, "har anstånd: ja") || !strings.Contains(w, "är Pensionsmyndighetens: ja") {
		t.Errorf("the readings are not used: %s", w)
	}
}

func TestClaim_isFoundByItsNumber(t *testing.T) {
	a := newAgency(t, smallAgency...)
	for id, want := range map[string]string{"2023-000101": "/claims/2023-000101", " 2023-000101 ": "/claims/2023-000101", scriptID: "/claims/" + url.PathEscape(scriptID)} {
		got := a.get("/claims?q=" + url.QueryEscape(id))
		if got.StatusCode != http.StatusSeeOther || got.Header.Get("Location") != want {
			t.Errorf("%q leads to %d %s", id, got.StatusCode, got.Header.Get("Location"))
		}
	}
	// An identity number is no claim's: it is asked for where it does not stand in the address.
	for _, number := range []string{"193501096998", "19350109-6998", "350109-6998", " 193501096998 "} {
		got := a.get("/claims?q=" + url.QueryEscape(number))
		if got.StatusCode != http.StatusSeeOther || got.Header.Get("Location") != "/person" || strings.Contains(got.body, "6998") {
			t.Errorf("a number searched for leads to %d %s %s", got.StatusCode, got.Header.Get("Location"), got.body)
		}
	}
	for _, target := range []string{"/claims?q=2023-00010", "/claims/2023-00010", "/claims/" + url.PathEscape("../../etc/passwd")} {
		page := words(a.want(http.StatusNotFound, target))
		if !strings.Contains(page, "finns inte") || !strings.Contains(page, "Sök på kravnumret") {
			t.Errorf("%s: %s", target, page)
		}
	}
}

// readings are the lines of the reading log of a debtor.
func readings(t *testing.T, a *agency, n int) []journal.Event {
	t.Helper()
	p := person(t, n)
	events, err := a.j.Load(context.Background(), int64(p), access.ReadingStream(p))
	if err != nil {
		t.Fatal(err)
	}
	return events
}

func TestClaim_everyViewIsInTheReadingLog(t *testing.T) {
	a := newAgency(t, smallAgency...)
	for i := range 3 {
		page := words(a.want(http.StatusOK, "/claims/2024-000201?as_of=2025-02-28"))
		if !strings.Contains(page, "antecknat i läsloggen: Carin Lind, controller, ändamål uppföljning av återkrav") {
			t.Error("the page does not say that the view was noted")
		}
		for _, debtor := range []int{7, 8} { // both owe the claim
			log := readings(t, a, debtor)
			if len(log) != i+1 {
				t.Fatalf("debtor %d: %d lines after %d views", debtor, len(log), i+1)
			}
			e := log[i]
			want := "claim=2024-000201 purpose=uppf%C3%B6ljning+av+%C3%A5terkrav"
			if e.Kind != "access.read/1" || e.Actor != "demo-controller" || e.Cause != "claim.view" || e.Body != want || e.OccurredOn.String() != "2025-04-25" {
				t.Errorf("the line is %+v", e)
			}
		}
	}
	for _, target := range []string{"/claims/2024-000201?as_of=x", "/claims?figure=new", "/claims?q=2024-000201", "/report"} {
		a.get(target)
	}
	a.send(http.MethodGet, "/claims/2024-000201", "") // a visitor is refused
	if n := len(readings(t, a, 7)); n != 3 {
		t.Errorf("%d lines, want 3: something else wrote in the reading log", n)
	}
}

func TestClaim_isNotShownWhenTheReadingLogCannotBeWritten(t *testing.T) {
	a := newAgency(t, smallAgency...)
	db, err := sql.Open("sqlite", a.path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(`CREATE TRIGGER no_reading BEFORE INSERT ON journal_event WHEN NEW.kind = 'access.read/1' BEGIN SELECT RAISE(ABORT, 'full'); END`); err != nil {
		t.Fatal(err)
	}
	got := a.get("/claims/2023-000101?as_of=2025-02-28")
	if got.StatusCode != http.StatusServiceUnavailable || !strings.Contains(words(got.body), "Kravet kan inte visas just nu") {
		t.Errorf("status %d: %s", got.StatusCode, words(got.body))
	}
	for _, bad := range []string{person(t, 5).Separated(), "6\u00a0543", "SFB 93-98 kap."} {
		if strings.Contains(got.body, bad) {
			t.Errorf("the page shows %s", bad)
		}
	}
}

func TestVisitor_isAskedWhoTheyAre(t *testing.T) {
	a := newAgency(t, smallAgency...)
	got := a.send(http.MethodGet, "/claims/2023-000101?as_of=2025-02-28", "")
	if got.StatusCode != http.StatusForbidden || strings.Contains(got.body, person(t, 5).Separated()) {
		t.Errorf("status %d", got.StatusCode)
	}
	if !strings.Contains(got.body, `name="next" value="/claims/2023-000101?as_of=2025-02-28"`) {
		t.Error("the choice does not lead back to the claim")
	}
}

func TestServer_outsideADemoShowsNoPersonsFacts(t *testing.T) {
	a := newAgency(t, smallAgency...)
	a.demo = false
	got := a.get("/claims/2023-000101?as_of=2025-02-28")
	if got.StatusCode != http.StatusForbidden || !strings.Contains(words(got.body), "Enskilda krav kan inte visas här") || strings.Contains(got.body, "demo-") {
		t.Errorf("status %d: %s", got.StatusCode, words(got.body))
	}
	if got := a.send(http.MethodPost, "/user", ""); got.StatusCode != http.StatusForbidden || len(got.Cookies()) > 0 {
		t.Errorf("a demo user can be chosen: %d", got.StatusCode)
	}
	for _, target := range []string{"/", "/report", "/claims", "/series", "/figures"} {
		if page := a.want(http.StatusOK, target); strings.Contains(page, "demo-") || strings.Contains(page, "påhittade") || strings.Contains(page, "Carin Lind") {
			t.Errorf("%s speaks of the demo", target)
		}
	}
}

func TestWords_coverEveryDefinitionRuleAndStatus(t *testing.T) {
	a := newAgency(t, smallAgency...)
	e, err := a.facts.Load().evaluator(indicator.Choice{"authority": "all", "deferral": "yes"})
	if err != nil {
		t.Fatal(err)
	}
	i, _ := a.facts.Load().columns.Find("2023-000101")
	d, events := smallAgency[4].life(t)
	s := claim.Fold(&d, events, day(t, "2025-02-28"), a.now())
	verdicts, err := e.Explain(i, &s, day(t, "2025-02-28"))
	if err != nil {
		t.Fatal(err)
	}
	has := func(key string) {
		t.Helper()
		if _, ok := texts[key]; !ok {
			t.Errorf("the text %q is missing", key)
		}
	}
	for _, v := range verdicts {
		for _, r := range v.Reasons {
			has("word." + r.Word)
		}
	}
	for name := range claim.ConditionNames() {
		has("word." + name)
	}
	for _, f := range indicator.Figures() {
		has("sort." + string(f.Sort))
		for word := range strings.FieldsSeq(strings.NewReplacer("(", " ", ")", " ").Replace(f.Where)) {
			has("word." + word)
		}
		for _, lang := range []report.Language{report.Swedish, report.English} {
			if text := translator(lang).definition(f.Where); strings.Contains(text, "⟦") {
				t.Errorf("%s in words: %s", f.ID, text)
			}
		}
	}
	for _, r := range claim.Rules() {
		has("rule." + r.ID)
	}
	for _, x := range []fmt.Stringer{claim.Old, claim.New} {
		has("regime." + x.String())
	}
	for _, u := range []report.Unit{report.Claims, report.Million, report.Percent} {
		has("cell.says." + string(u))
	}
}
