package letter_test

import (
	"strings"
	"testing"

	"balans/journal"
	"balans/law/calendar"
	"balans/recover/letter"
)

// Of a claim from another system the days are not known: its letters do not state them. Letters
// of a case do.
func TestSubject_claimMayHaveNoDays(t *testing.T) {
	to := letter.Recipient{Party: anna, As: letter.Self}
	for id, f := range samples() {
		switch x := f.(type) {
		case *letter.Hearing:
			x.From, x.To = calendar.None, calendar.None
		case *letter.Decision:
			x.From, x.To = calendar.None, calendar.None
		case *letter.Reminder:
			x.From, x.To = calendar.None, calendar.None
		case *letter.Demand:
			x.From, x.To = calendar.None, calendar.None
		case *letter.PlanOffer:
			x.From, x.To = calendar.None, calendar.None
		case *letter.PlanConfirmed:
			x.From, x.To = calendar.None, calendar.None
		case *letter.PlanBreach:
			x.From, x.To = calendar.None, calendar.None
		case *letter.Limitation:
			x.From, x.To = calendar.None, calendar.None
		case *letter.Refund:
			x.From, x.To = calendar.None, calendar.None
		case *letter.HandOver:
			x.From, x.To = calendar.None, calendar.None
		case *letter.Housing:
			x.From, x.To = calendar.None, calendar.None
		}
		doc, err := letter.Preview(f, to, sender, day("2026-09-01"), 0)
		if ofCase := id == letter.IDHearing || id == letter.IDDecision || id == letter.IDHousing; ofCase != (err != nil) {
			t.Errorf("%s: %v", id, err)
		} else if err == nil && strings.Contains(doc.Text(), "Tid:") {
			t.Errorf("%s states days:\n%s", id, doc.Text())
		}
	}
}

// TestSubject_isReadBack: a stored letter says what it is about.
func TestSubject_isReadBack(t *testing.T) {
	onEach(t, func(t *testing.T, j *journal.Journal, _ *clock) {
		for id, f := range samples() {
			ordered(t, j, order("S-"+id, anna, f))
			got, err := state(t, j, "S-"+id).Subject()
			want := subject()
			if id == letter.IDHearing {
				want.Claim = ""
			} else if id == letter.IDHousing {
				want.From, want.To = day("2025-01-01"), day("2025-12-31")
			}
			if err != nil || got != want {
				t.Errorf("%s: %+v, %v", id, got, err)
			}
		}
	})
}
