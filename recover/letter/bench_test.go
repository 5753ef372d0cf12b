package letter_test

import (
	"testing"

	"balans/law/calendar"
	"balans/recover/letter"
)

// BenchmarkOrder is what ordering one letter costs before it is stored: its facts are held against
// themselves, the words are written, held against what can be printed, and their digest is taken.
func BenchmarkOrder(b *testing.B) {
	for _, c := range []struct {
		name string
		f    letter.Facts
	}{{"decision", decision()}, {"housing", housing()}, {"housing-spouses", housingVariants()["-spouses"]}} {
		b.Run(c.name, func(b *testing.B) {
			o := order("B-1001", anna, c.f)
			now := calendar.Instant(0)
			b.ReportAllocs()
			for b.Loop() {
				if _, err := o.Appends(now); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// TestOrder_bodyIsThatOfTheJournal: the facts are set into the body as they are, and it is the same
// text, also with characters that JSON has its own ways with.
func TestOrder_bodyIsThatOfTheJournal(t *testing.T) {
	odd := samples()
	r := *odd[letter.IDRefund].(*letter.Refund)
	r.Why = "<b> & \u2028 \"facts\":null, \\ 50 % – å €"
	odd["odd"] = &r
	for id, f := range odd {
		for _, o := range []*letter.Order{order("L-1001", anna, f), {ID: "L-1002", To: letter.Recipient{Party: anna, As: letter.Guardian, Guardian: bertil}, Sender: letter.Sender{Name: `,"facts":null,`, Contact: []string{"<x>"}}, Facts: f, On: day("2026-06-15"), Actor: "eva"}} {
			stored, whole, err := letter.BodyTexts(o)
			if err != nil && id != "odd" {
				t.Errorf("%s: %v", id, err)
			}
			if stored != whole {
				t.Errorf("%s is stored as\n%s\nwanted\n%s", id, stored, whole)
			}
		}
	}
}
