package worklist_test

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"balans/law/calendar"
	"balans/law/money"
	"balans/recover/claim"
	"balans/recover/claim/claimtest"
	"balans/recover/worklist"
)

func day(s string) calendar.Date {
	d, err := calendar.Parse(s)
	if err != nil {
		panic(err) // the test is wrong
	}
	return d
}

// lifeOf reads a life told in one line: the decision day and what happened, with
// details as name:value. Amounts are kronor; the claim is of 10 000.
func lifeOf(text string) claimtest.Life {
	parts := strings.Split(text, " | ")
	l := claimtest.Life{Decision: claim.Decision{ID: "C1", DecidedOn: day(parts[0]), Principal: money.Kronor(10_000),
		Debtors: []claim.Debtor{{Number: 193502017456}}, Benefit: 1}}
	for n, part := range parts[1:] {
		words := strings.Fields(part)
		kind, ok := claim.ParseKind(words[0])
		if !ok {
			panic("there is no event " + words[0])
		}
		e := claim.Event{ID: fmt.Sprint("e", n), Ordinal: int64(n + 1), Kind: kind, OccurredOn: day(words[1])}
		e.RecordedAt = calendar.EndOfDay(e.OccurredOn)
		d := claim.Details{Until: calendar.None, First: calendar.None}
		for _, word := range words[2:] {
			name, value, _ := strings.Cut(word, ":")
			switch name {
			case "known":
				e.RecordedAt = calendar.EndOfDay(day(value))
			case "amount", "bylaw":
				e.Amount = money.Kronor(int64(whole(value)))
				e.ToPrincipal, e.ByLaw = e.Amount, name == "bylaw"
				if e.ByLaw {
					e.ToPrincipal = 0
				}
			case "principal":
				e.ToPrincipal = money.Kronor(int64(whole(value)))
			case "mode":
				e.Mode = value
			case "until":
				d.Until = day(value)
			case "first":
				d.First = day(value)
			case "count":
				d.Count = int32(whole(value))
			default:
				panic("there is no detail " + name)
			}
		}
		if d != (claim.Details{Until: calendar.None, First: calendar.None}) {
			e.Details = &d
		}
		l.Events = append(l.Events, e)
	}
	return l
}

func whole(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		panic(err)
	}
	return n
}

func columns(t testing.TB, stock ...claimtest.Life) *claim.Columns {
	t.Helper()
	c, err := claimtest.Columns(stock)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func holds(t testing.TB, list, life, on string) bool {
	t.Helper()
	l, ok := worklist.ByID(list)
	if !ok {
		t.Fatalf("there is no list %s", list)
	}
	rows, err := worklist.Rows(columns(t, lifeOf(life)), worklist.Query{On: day(on), KnownAt: calendar.EndOfDay(day(on))}, l)
	if err != nil {
		t.Fatal(err)
	}
	return len(rows) == 1
}

const (
	sent   = "2023-05-02 | dispatched 2023-05-04"
	served = sent + " | served 2023-05-10"
	handed = served + " | handover_sent 2023-08-01 | handover_accepted 2023-08-02 | referred 2023-08-03"
	// Of a plan for the principal the interest is no instalment.
	amortised = " | plan_agreed 2023-08-01 amount:10000 mode:amortise first:2023-09-28 count:1"
	inPlan    = served + " | plan_agreed 2023-05-20 amount:1000 first:2023-06-28 count:12"
)

// cases are, for each list, a life that is on it on a day, and what differs from
// it in one thing and is not: another life on the same day, or the same life on
// another day.
var cases = []struct {
	list, life, on string
	others         []string // lives, or days
}{
	{"not_dispatched", "2023-05-02", "2023-05-10", []string{sent, "2023-05-01"}},
	{"not_served", sent, "2023-07-02", []string{"2023-07-01", "2023-05-03 | dispatched 2023-05-04", served, sent + " | setoff_started 2023-06-20"}},
	{"not_served", sent + " | registered_not_served 2023-05-20", "2023-05-20", []string{"2023-05-19", sent + " | registered_not_served 2023-05-20 | served 2023-05-20"}},
	{"mail_returned", sent + " | mail_returned 2023-05-20", "2023-05-20", []string{"2023-05-19", sent + " | mail_returned 2023-05-20 | address_found 2023-05-20"}},
	{"falls_due", sent, "2023-05-29", []string{"2023-05-28", "2023-06-06", sent + " | deferral_granted 2023-05-10 until:2023-09-01"}},
	{"late", sent, "2023-06-06", []string{"2023-06-05", sent + " | setoff_started 2023-06-06", sent + " | reconsideration_asked 2023-06-01", sent + " | paid 2023-06-05 bylaw:10000"}},
	{"missed_instalments", inPlan, "2023-06-29", []string{"2023-06-27", inPlan + " | paid 2023-06-27 bylaw:1100"}},
	{"missed_instalments", sent + amortised, "2023-09-29", []string{"2023-09-27", sent + amortised + " | paid 2023-09-28 amount:10000"}},
	{"broken_plans", inPlan + " | plan_breached 2023-08-01", "2023-08-01", []string{"2023-07-31", inPlan + " | plan_breached 2023-08-01 | plan_reinstated 2023-08-01"}},
	{"deferral_over", served + " | deferral_granted 2023-05-20 until:2023-07-03", "2023-07-04",
		[]string{"2023-07-03", served + " | deferral_granted 2023-05-20 until:2023-07-04", served + " | deferral_granted 2023-05-20 until:2023-07-03 | deferral_ended 2023-07-04"}},
	{"outcome_not_served", served + " | reconsideration_asked 2023-06-01 | reconsideration_decided 2023-06-20", "2023-06-20",
		[]string{"2023-06-19", served + " | reconsideration_asked 2023-06-01 | reconsideration_decided 2023-06-20 | review_served 2023-06-20"}},
	{"review_waiting", served + " | reconsideration_asked 2023-06-01", "2023-06-20", []string{"2023-05-31", served + " | reconsideration_asked 2023-06-01 | reconsideration_decided 2023-06-20"}},
	{"final", served, "2023-07-11", []string{"2023-07-10", sent + " | served 2023-05-11", served + " | reconsideration_asked 2023-06-01"}},
	{"ready_for_handover", served, "2023-07-11", []string{"2023-07-10", served + " | deferral_granted 2023-07-01 until:2023-12-01", inPlan, served + " | handover_sent 2023-07-11"}},
	{"refused_by_kfm", served + " | handover_sent 2023-08-01 | handover_refused 2023-08-05", "2023-08-05", []string{"2023-08-04"}},
	{"unanswered_by_kfm", served + " | handover_sent 2023-08-01", "2023-08-05", []string{"2023-07-31", handed}},
	{"stop_owed", handed + " | paid 2023-09-01 bylaw:20000", "2023-09-01", []string{"2023-08-31", handed + " | paid 2023-09-01 bylaw:20000 | returned 2023-09-01"}},
	{"stop_owed", handed + " | annulled 2023-09-01", "2023-09-01", []string{"2023-08-31", handed + " | annulled 2023-09-01 | returned 2023-09-01"}},
	{"near_limitation", served, "2027-12-31", []string{"2027-12-30", "2029-01-01", served + " | paid 2027-12-31 bylaw:20000"}},
	{"near_limitation", "2015-03-02 | dispatched 2015-03-03", "2025-03-02", []string{"2015-03-02 | dispatched 2015-03-03 | order_applied 2025-02-03"}},
	{"barred", served, "2029-01-01", []string{"2028-12-31", served + " | time_barred 2029-01-01"}},
	{"unallocated_money", sent + " | paid 2023-05-20 bylaw:10001", "2023-05-20", []string{"2023-05-19", sent + " | paid 2023-05-20 bylaw:10000"}},
	{"rate_missing", "2024-02-05 | dispatched 2024-02-06 | served 2024-02-20 | plan_agreed 2024-06-03 amount:1000 first:2024-06-28 count:12", "2024-07-01",
		[]string{"2024-02-20", "2024-02-05 | dispatched 2024-02-06 | paid 2024-03-01 bylaw:10000"}},
	{"deceased", served + " | debtor_died 2023-06-01", "2023-06-01", []string{"2023-05-31", served + " | guardian_appointed 2023-06-01"}},
	{"protected", sent + " | identity_protected 2023-05-10", "2023-05-12", []string{"2023-05-09", served + " | identity_protected 2023-05-10", sent + " | identity_protected 2023-05-10 | protection_ended 2023-05-12"}},
	{"paused", served + " | paused 2023-09-01", "2023-09-01", []string{"2023-08-31", served + " | paused 2023-09-01 | resumed 2023-09-01"}},
	{"contradictions", sent + " | handover_sent 2023-05-05", "2023-08-02", []string{"2023-05-04", served + " | handover_sent 2023-08-01"}},
	{"overbooked", sent + " | paid 2023-05-20 amount:100 principal:0", "2023-05-20", []string{"2023-05-19", sent + " | paid 2023-05-20 amount:100"}},
}

func TestLists_holdAClaimAndNotItsNeighbour(t *testing.T) {
	for _, x := range cases {
		if !holds(t, x.list, x.life, x.on) {
			t.Errorf("%s on %s does not hold %s", x.list, x.on, x.life)
		}
		for _, other := range x.others {
			life, on := other, x.on
			if len(other) == len("2023-05-01") && x.life != other { // a day
				life, on = x.life, other
			}
			if holds(t, x.list, life, on) {
				t.Errorf("%s on %s holds %s", x.list, on, life)
			}
		}
	}
	for _, l := range worklist.Lists() {
		if !slices.ContainsFunc(cases, func(x struct {
			list, life, on string
			others         []string
		}) bool {
			return x.list == l.ID
		}) {
			t.Errorf("nothing shows that a claim can be on %s", l.ID)
		}
	}
}

// A fact that became known later is not on a list as it was known before.
func TestLists_knowOnlyWhatWasKnown(t *testing.T) {
	c := columns(t, lifeOf(sent+" | served 2023-05-10 known:2023-09-01"))
	for known, want := range map[string]int{"2023-07-11": 0, "2023-08-31": 0, "2023-09-01": 1} {
		l, _ := worklist.ByID("ready_for_handover")
		rows, err := worklist.Rows(c, worklist.Query{On: day("2023-07-11"), KnownAt: calendar.EndOfDay(day(known))}, l)
		if err != nil || len(rows) != want {
			t.Errorf("known %s: %d rows, want %d (%v)", known, len(rows), want, err)
		}
	}
}

func TestMonthsLeft(t *testing.T) {
	for _, c := range []struct {
		on, last string
		want     int
	}{
		{"2025-01-31", "2025-01-31", 0}, {"2025-01-31", "2025-02-27", 0}, {"2025-01-31", "2025-02-28", 1}, {"2025-01-31", "2025-03-30", 1},
		{"2025-01-31", "2025-03-31", 2}, {"2025-01-15", "2026-01-14", 11}, {"2025-01-15", "2026-01-15", 12}, {"2025-01-15", "2025-01-14", -1},
	} {
		if got := worklist.MonthsLeft(day(c.on), day(c.last)); got != c.want {
			t.Errorf("from %s to %s: %d, want %d", c.on, c.last, got, c.want)
		}
	}
	if got := worklist.MonthsLeft(day("2025-01-01"), calendar.None); got != -1 {
		t.Errorf("to no day: %d", got)
	}
}
