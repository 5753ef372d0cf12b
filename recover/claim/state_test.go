package claim_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"balans/law/calendar"
	"balans/recover/claim"
)

// said is a state in words: what is outstanding, paid and in force, and which
// event turned each condition on or off.
func said(s *claim.State) string {
	if !s.Decided {
		return "not decided"
	}
	words := []string{fmt.Sprintf("%d left", int64(s.Outstanding)), fmt.Sprintf("%d paid", int64(s.Paid))}
	var in []string
	for name, bit := range claim.ConditionNames() {
		if s.Conditions&bit != 0 {
			in = append(in, name)
		}
	}
	slices.Sort(in)
	words = append(words, in...)
	if !s.InStock() {
		words = append(words, "not in stock")
	}
	return strings.Join(words, ", ")
}

func TestFold_tellsWhatIsTrueOfAClaim(t *testing.T) {
	for _, x := range []struct{ story, asOf, known, want string }{
		{"NEW 2023-05-02", "2023-05-01", "2024-01-01", "not decided"},
		{"NEW 2023-05-02", "2023-05-02", "2023-05-01", "not decided"},
		{"NEW 2023-05-02", "2023-05-02", "2023-05-02", "1000 left, 0 paid"},
		{"NEW 2023-05-02 | paid 2023-06-01 400 known:2023-07-01", "2023-06-01", "2023-06-30", "1000 left, 0 paid"},
		{"NEW 2023-05-02 | paid 2023-06-01 400 known:2023-07-01", "2023-06-01", "2023-07-01", "600 left, 400 paid"},
		{"NEW 2023-05-02 | paid 2023-06-01 400 known:2023-07-01", "2023-05-31", "2023-07-01", "1000 left, 0 paid"},
		{"NEW 2023-05-02 | paid 2023-06-01 500/400 | payment_reversed 2023-06-02 100", "2023-06-02", "2024-01-01", "700 left, 300 paid"},
		{"NEW 2023-05-02 | paid 2023-06-01 1200", "2023-06-02", "2024-01-01", "-200 left, 1200 paid, not in stock"},
		{"NEW 2023-05-02 | paid 2023-06-01 400 | changed 2023-07-01 700 | changed 2023-08-01 900", "2023-08-01", "2024-01-01", "500 left, 400 paid"},
		{"NEW 2023-05-02 | waived 2023-06-01", "2023-06-01", "2024-01-01", "1000 left, 0 paid, ended, not in stock"},
		{"NEW 2023-05-02 | waived 2023-06-01 300/0", "2023-06-01", "2024-01-01", "1000 left, 0 paid"},
		{"NEW 2023-05-02 | waived 2023-06-01 300", "2023-06-01", "2024-01-01", "700 left, 0 paid"},
		{"NEW 2023-05-02 | annulled 2023-06-01 | paid 2023-07-01 1 | payment_reversed 2023-07-02 1", "2023-08-01", "2024-01-01", "1000 left, 0 paid, ended, not in stock"},
		{"NEW 2023-05-02 | registered_not_served 2023-06-01 | dispatched 2023-06-02", "2023-08-01", "2024-01-01", "1000 left, 0 paid, dispatched, registered_unserved"},
		{"NEW 2023-05-02 | registered_not_served 2023-06-01 | served 2023-06-02", "2023-08-01", "2024-01-01", "1000 left, 0 paid, served"},
		{"NEW 2023-05-02 | referred 2023-06-01", "2023-06-01", "2024-01-01", "1000 left, 0 paid, at_kfm, not in stock"},
		{"NEW 2023-05-02 | referred 2023-06-01 | returned 2023-06-01", "2023-06-01", "2024-01-01", "1000 left, 0 paid"},
		{"OLD 2022-08-31 | referred 2023-06-01", "2023-06-01", "2024-01-01", "1000 left, 0 paid, at_kfm"},
	} {
		d, events := story(x.story)
		s := claim.Fold(&d, events, day(x.asOf), calendar.EndOfDay(day(x.known)))
		if got := said(&s); got != x.want {
			t.Errorf("%s as of %s, known %s: %s; expected %s", x.story, x.asOf, x.known, got, x.want)
		}
	}
}

// Each condition names the event that last turned it on or off; an event that
// changed nothing is not named.
func TestFold_namesTheEventBehindACondition(t *testing.T) {
	d, events := story("NEW 2023-05-02 | plan_ended 2023-05-03 | plan_agreed 2023-06-01 | plan_agreed 2023-06-02 | paid 2023-06-03 100 | referred 2023-07-01 | plan_ended 2023-07-02")
	s := claim.Fold(&d, events, day("2023-07-01"), calendar.EndOfDay(day("2023-07-01")))
	index := func(c claim.Condition) int {
		i := 0
		for c>>i != 1 {
			i++
		}
		return s.Because[i]
	}
	if plan, kfm, served := index(claim.InPlan), index(claim.AtKFM), index(claim.HasBeenServed); plan != 1 || kfm != 4 || served != -1 {
		t.Errorf("plan because of event %d, at KFM of %d, served of %d", plan, kfm, served)
	}
	if s.Handed != 900 {
		t.Errorf("%d öre handed over", s.Handed)
	}
	s = claim.Fold(&d, events, day("2023-07-02"), calendar.EndOfDay(day("2023-07-02")))
	if plan := index(claim.InPlan); plan != 5 || s.Conditions&claim.InPlan != 0 {
		t.Errorf("the plan ended because of event %d", plan)
	}
	if s.Overpaid() != 0 {
		t.Errorf("%d öre overpaid", s.Overpaid())
	}
	d, events = story("NEW 2023-05-02 | paid 2023-06-03 1250")
	s = claim.Fold(&d, events, day("2023-07-02"), calendar.EndOfDay(day("2023-07-02")))
	if s.Overpaid() != 250 {
		t.Errorf("%d öre overpaid", s.Overpaid())
	}
}

func TestSort_byDayThenOrdinalThenID(t *testing.T) {
	e := func(id, on string, ordinal int64) claim.Event {
		return claim.Event{ID: id, OccurredOn: day(on), Ordinal: ordinal, RecordedAt: calendar.Instant(-ordinal)}
	}
	events := []claim.Event{e("b", "2023-01-02", 2), e("z", "2023-01-02", -1), e("a", "2023-01-02", 2), e("c", "2023-01-01", 9), e("a", "2023-01-02", 10)}
	claim.Sort(events)
	var order []string
	for _, x := range events {
		order = append(order, fmt.Sprint(x.ID, x.Ordinal))
	}
	if got := strings.Join(order, " "); got != "c9 z-1 a2 b2 a10" {
		t.Error(got)
	}
}

// TestLawOf_reminder: the ordinance on claims of the State is for what is not collected as a
// public case (HANTF 2), so no reminder of such a claim rests on it.
func TestLawOf_reminder(t *testing.T) {
	e := claim.Event{Kind: claim.Reminded}
	if civil, public := e.LawOf(claim.CivilTrack.Limitation()), e.LawOf(claim.PublicTrack.Limitation()); civil != "HANTF 10" || public != "" {
		t.Errorf("a civil one rests on %q, a public one on %q", civil, public)
	}
}
