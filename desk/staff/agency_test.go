package staff

import (
	"bytes"
	"context"
	"flag"
	"html"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"balans/journal"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
	"balans/prevent/benefit"
	"balans/recover/claim"
)

var update = flag.Bool("update", false, "write the golden pages again")

// scriptID is a claim number that would be a script if a page let it.
const scriptID = `2024-<script>alert("x")</script>&é`

// clockTime is when the tests take place.
var clockTime = time.Date(2025, 4, 25, 10, 30, 0, 0, time.UTC)

// fact is one event in short: the kind, when it happened, and how many days
// later it was recorded.
type fact struct {
	kind    claim.Kind
	on      string
	late    int
	amount  int64 // kronor
	capital int64 // kronor of the amount; 0: all
	mode    string
}

type smallClaim struct {
	id, benefit, decided string
	kronor               int64
	debtors              []int
	origin               claim.Origin
	authority            claim.Authority
	facts                []fact
}

// smallAgency is a dozen claims, at least one for every line of the report.
var smallAgency = []smallClaim{
	{id: "2014-000001", benefit: "bostadsbidrag", decided: "2014-05-12", kronor: 12_400, debtors: []int{1}, origin: claim.Settlement,
		facts: []fact{{kind: claim.Dispatched, on: "2014-05-13"}}},
	{id: "2015-000044", benefit: "foraldrapenning", decided: "2015-06-01", kronor: 8_200, debtors: []int{2},
		facts: []fact{{kind: claim.PlanAgreed, on: "2015-09-01"}, {kind: claim.Paid, on: "2023-03-01", amount: 1_200, capital: 1_150, late: 12}}},
	{id: "2019-000007", benefit: "underhallsstod", decided: "2019-02-20", kronor: 41_500, debtors: []int{3},
		facts: []fact{{kind: claim.Referred, on: "2021-04-06"}}},
	{id: "2020-000015", benefit: "sjukpenning", decided: "2020-11-03", kronor: 15_000, debtors: []int{4},
		facts: []fact{{kind: claim.Waived, on: "2024-07-02"}}},
	{id: "2023-000101", benefit: "bostadsbidrag", decided: "2023-02-14", kronor: 6_543, debtors: []int{5}, origin: claim.Settlement,
		facts: []fact{{kind: claim.Dispatched, on: "2023-02-15"}, {kind: claim.Served, on: "2023-03-01", mode: "ordinary"}, {kind: claim.PlanAgreed, on: "2023-05-02"},
			{kind: claim.Paid, on: "2023-06-30", amount: 500, capital: 450}, {kind: claim.Paid, on: "2025-02-10", amount: 500, capital: 460, late: 30},
			{kind: claim.Paid, on: "2025-03-31", amount: 500, capital: 470}}},
	{id: "2023-000102", benefit: "sjukpenning", decided: "2023-10-09", kronor: 22_000, debtors: []int{6},
		facts: []fact{{kind: claim.Dispatched, on: "2023-10-10"}, {kind: claim.RegisteredNotServed, on: "2023-12-01", late: 20}}},
	{id: "2024-000201", benefit: "assistansersattning", decided: "2024-03-18", kronor: 310_000, debtors: []int{7, 8},
		facts: []fact{{kind: claim.Dispatched, on: "2024-03-19"}}},
	{id: "2024-000202", benefit: "bostadsbidrag", decided: "2024-01-09", kronor: 9_870, debtors: []int{9}, origin: claim.Settlement,
		facts: []fact{{kind: claim.Dispatched, on: "2024-01-10"}, {kind: claim.Served, on: "2024-02-01", mode: "bailiff"}, {kind: claim.Referred, on: "2024-06-03"},
			{kind: claim.Returned, on: "2024-11-20"}, {kind: claim.Referred, on: "2025-02-03"}}},
	{id: "2024-000203", benefit: "aktivitetsstod", decided: "2024-05-06", kronor: 4_000, debtors: []int{10},
		facts: []fact{{kind: claim.Dispatched, on: "2024-05-07"}, {kind: claim.Paid, on: "2024-06-05", amount: 4_000}}},
	{id: "2024-000204", benefit: "garantipension", decided: "2024-08-15", kronor: 33_000, debtors: []int{11}, authority: claim.PM,
		facts: []fact{{kind: claim.DeferralGranted, on: "2024-10-01"}}},
	{id: scriptID, benefit: "foraldrapenning", decided: "2024-09-02", kronor: 1_234, debtors: []int{12},
		facts: []fact{{kind: claim.Dispatched, on: "2024-09-03"}, {kind: claim.Changed, on: "2024-12-12", amount: 1_000}}},
	{id: "2025-000001", benefit: "bostadsbidrag", decided: "2025-01-15", kronor: 2_750, debtors: []int{13}, origin: claim.Settlement,
		facts: []fact{{kind: claim.Dispatched, on: "2025-01-16"}}},
	{id: "2025-000002", benefit: "sjukpenning", decided: "2025-02-03", kronor: 17_300, debtors: []int{6},
		facts: []fact{{kind: claim.Annulled, on: "2025-02-27"}}},
}

// person is an invented debtor.
func person(t testing.TB, n int) identity.Number {
	t.Helper()
	number, err := identity.NewPerson(calendar.New(1950+n, time.Month(n%12+1), n%25+3), 100+n)
	if err != nil {
		t.Fatal(err)
	}
	return number
}

func day(t testing.TB, s string) calendar.Date {
	t.Helper()
	d, err := calendar.Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// decision and events make the claim's facts.
func (c smallClaim) life(t testing.TB) (claim.Decision, []claim.Event) {
	t.Helper()
	code, ok := benefit.Parse(c.benefit)
	if !ok {
		t.Fatalf("no benefit %q", c.benefit)
	}
	d := claim.Decision{ID: c.id, Benefit: code, Authority: c.authority, Origin: c.origin, DecidedOn: day(t, c.decided), Principal: money.Kronor(c.kronor)}
	for _, n := range c.debtors {
		d.Debtors = append(d.Debtors, claim.Debtor{Number: person(t, n)})
	}
	var events []claim.Event
	for i, f := range c.facts {
		on := day(t, f.on)
		amount, capital := money.Kronor(f.amount), money.Kronor(f.capital)
		if f.capital == 0 {
			capital = amount
		}
		events = append(events, claim.Event{ID: c.id + "-" + string(rune('a'+i)), Kind: f.kind, OccurredOn: on, Ordinal: int64(i + 1),
			RecordedAt: calendar.StartOfDay(on.AddDays(f.late)) + 9*3600*1_000_000, Amount: amount, ToPrincipal: capital, Mode: f.mode})
	}
	return d, events
}

// store writes claims to the journal.
func store(t testing.TB, j *journal.Journal, claims ...smallClaim) {
	t.Helper()
	by := claim.Entry{Actor: "import", Cause: "import/test"}
	for _, c := range claims {
		d, events := c.life(t)
		a := journal.Append{Party: int64(d.Party()), Stream: claim.Stream(d.ID), Events: []journal.New{d.ToJournal(by)}}
		for i := range events {
			a.Events = append(a.Events, events[i].ToJournal(by))
		}
		if _, err := j.Append(context.Background(), a); err != nil {
			t.Fatal(err)
		}
	}
}

// agency is a server over a journal of its own.
type agency struct {
	*Server
	t    testing.TB
	j    *journal.Journal
	path string
	log  *bytes.Buffer
	// later is how long after clockTime it is, in microseconds.
	later atomic.Int64
}

// goOn lets days pass.
func (a *agency) goOn(days int) { a.later.Add(int64(days) * 24 * int64(time.Hour/time.Microsecond)) }

func newAgency(t testing.TB, claims ...smallClaim) *agency {
	t.Helper()
	a := &agency{t: t, path: filepath.Join(t.TempDir(), "journal.db"), log: &bytes.Buffer{}}
	var err error
	a.j, err = journal.Open(context.Background(), a.path, journal.WithClock(func() time.Time { return clockTime.Add(time.Duration(a.later.Load()) * time.Microsecond) }))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.j.Close() })
	store(t, a.j, claims...)
	a.Server, err = New(context.Background(), Options{Journal: a.j, Demo: true, Version: "test", Log: slog.New(slog.NewTextHandler(a.log, nil))})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// answer is a response read to its end.
type answer struct {
	*http.Response
	body string
}

// send asks as the user; "" is a visitor. Headers come in pairs.
func (a *agency) send(method, target, user string, headers ...string) answer {
	a.t.Helper()
	r := httptest.NewRequest(method, target, nil)
	if user != "" {
		r.AddCookie(&http.Cookie{Name: userCookie, Value: user})
	}
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	a.Handler().ServeHTTP(w, r)
	res := w.Result()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		a.t.Fatal(err)
	}
	return answer{res, string(body)}
}

// get asks as the controller.
func (a *agency) get(target string) answer {
	a.t.Helper()
	return a.send(http.MethodGet, target, "demo-controller")
}

// want is get for a page that must come with the status.
func (a *agency) want(status int, target string) string {
	a.t.Helper()
	got := a.get(target)
	if got.StatusCode != status {
		a.t.Fatalf("%s: status %d, want %d\n%s", target, got.StatusCode, status, a.log)
	}
	return got.body
}

// words is the text of a page without its tags.
func words(page string) string {
	page = regexp.MustCompile(`(?s)<(style|script).*?</(style|script)>|<[^>]*>`).ReplaceAllString(page, " ")
	return strings.Join(strings.Fields(html.UnescapeString(page)), " ")
}

// golden compares with the file, after hiding what differs from run to run.
func golden(t *testing.T, name, got string) {
	t.Helper()
	got = regexp.MustCompile(`/assets/[0-9a-f]{16}/`).ReplaceAllString(got, "/assets/HASH/")
	got = regexp.MustCompile(`(class="sub hash">)[0-9a-f]{12}`).ReplaceAllString(got, "${1}CHECKSUM")
	got = regexp.MustCompile(`(name="key" value=")[A-Z2-7]{26}"`).ReplaceAllString(got, `${1}KEY"`)
	path := filepath.Join("testdata", name+".golden.html")
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got == string(want) {
		return
	}
	gotLines, wantLines := strings.Split(got, "\n"), strings.Split(string(want), "\n")
	for i := range min(len(gotLines), len(wantLines)) {
		if gotLines[i] != wantLines[i] {
			t.Fatalf("%s:%d differs (go test -run golden -update writes it again)\n got %s\nwant %s", path, i+1, gotLines[i], wantLines[i])
		}
	}
	t.Fatalf("%s: %d lines, want %d", path, len(gotLines), len(wantLines))
}
