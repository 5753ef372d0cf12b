package claim_test

import (
	"fmt"
	"testing"

	"balans/law/calendar"
	"balans/law/statute"
	"balans/recover/claim"
)

// long is a claim with so many events, payments by law above all.
func long(n int) (claim.Decision, []claim.Event) {
	d := claim.Decision{ID: "L", DecidedOn: calendar.New(2016, 3, 1), Principal: 100_000_000, Debtors: []claim.Debtor{{Number: 193502017456}}, Benefit: 1}
	events := []claim.Event{{ID: "sent", Kind: claim.Dispatched, OccurredOn: d.DecidedOn, RecordedAt: calendar.EndOfDay(d.DecidedOn)}}
	for i := 1; i < n; i++ {
		on := d.DecidedOn.AddDays(15 * i)
		events = append(events, claim.Event{ID: fmt.Sprint("p", i), Kind: claim.Paid, OccurredOn: on, RecordedAt: calendar.EndOfDay(on), Ordinal: int64(i), Amount: 40_000, ByLaw: true})
	}
	return d, events
}

func BenchmarkAccount(b *testing.B) {
	p, err := statute.Load()
	if err != nil {
		b.Fatal(err)
	}
	book, err := claim.NewLawBook(p, nil)
	if err != nil {
		b.Fatal(err)
	}
	const always = calendar.Instant(1<<63 - 1)
	law, on := book.At(always), calendar.New(2026, 6, 30)
	for _, n := range []int{10, 200} {
		d, events := long(n)
		for _, explain := range []bool{false, true} {
			b.Run(fmt.Sprintf("events=%d/explained=%v", n, explain), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					if _, err := claim.NewAccount(&d, events, on, always, law, explain); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
		b.Run(fmt.Sprintf("events=%d/everything", n), func(b *testing.B) {
			b.ReportAllocs()
			terms := book.TermsOf(always)
			for b.Loop() {
				a, _ := claim.NewAccount(&d, events, on, always, law, true)
				dl, lim := claim.DeadlinesOf(&d, events, on, always, law), claim.LimitationOf(&d, events, on, always, law)
				claim.StandingOf(&d, events, on, always, dl, lim, a)
				claim.Options(&d, events, on, terms)
			}
		})
	}
}
