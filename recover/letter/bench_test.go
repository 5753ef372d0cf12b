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
