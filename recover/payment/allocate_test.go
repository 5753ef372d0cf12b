package payment_test

import (
	"fmt"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"balans/journal"
	"balans/law/calendar"
	"balans/law/money"
	"balans/recover/claim"
	"balans/recover/payment"
	"balans/recover/position"
	. "balans/recover/position/positiontest"
)

// claims draws what a debtor may have: claims due and not, in plans, barred, at
// Kronofogden, paid, with payments known of after the day.
func claims(t testing.TB, rt *rapid.T, terms claim.Terms) (all []*position.Position) {
	for i := range rapid.IntRange(1, 4).Draw(rt, "claims") {
		decided := rapid.SampledFrom([]string{"2013-05-02", "2021-03-01", "2023-01-09", "2023-11-01", "2024-02-20"}).Draw(rt, "decided")
		d := Decision(fmt.Sprintf("C%d", i), decided, 1)
		d.Principal = money.Amount(rapid.Int64Range(1, 100_000).Draw(rt, "principal"))
		if rapid.IntRange(0, 3).Draw(rt, "two debtors") == 0 {
			d.Debtors = append(d.Debtors, claim.Debtor{Number: B})
			if rapid.Bool().Draw(rt, "in shares") && d.Principal > 1 {
				d.Debtors[0].Share, d.Debtors[1].Share = d.Principal/2, d.Principal-d.Principal/2
			}
		}
		events := []claim.Event{Event(claim.Dispatched, decided)}
		switch rapid.IntRange(0, 6).Draw(rt, "what") {
		case 0:
			e := Event(claim.PlanAgreed, decided)
			e.Amount = max(1, d.Principal/5)
			e.Details = &claim.Details{First: Day(decided) + 20, Until: calendar.None, Count: 6, Ref: "PLAN"}
			events = append(events, e)
		case 1:
			events = append(events, Event(claim.Referred, decided))
		case 2:
			events = append(events, Event(claim.RestructuringStarted, decided))
		case 3:
			e := Event(claim.DeferralGranted, decided)
			e.Details = &claim.Details{First: calendar.None, Until: Day("2024-12-31")}
			events = append(events, e)
		}
		for range rapid.IntRange(0, 2).Draw(rt, "payments") {
			on := rapid.SampledFrom([]string{"2024-02-21", "2024-03-01", "2024-04-15"}).Draw(rt, "paid on")
			events = append(events, Paid(on, money.Amount(rapid.Int64Range(1, 60_000).Draw(rt, "paid"))))
		}
		all = append(all, At(t, terms, d, "2024-03-20", events...))
	}
	return all
}

func TestAllocate_conservesExplainsAndDoesNotDependOnOrder(t *testing.T) {
	terms := Terms(t)
	rapid.Check(t, func(rt *rapid.T) {
		all := claims(t, rt, terms)
		in := payment.Incoming{ID: "x", Payer: A, BookedOn: Day("2024-03-20"), Amount: money.Amount(rapid.Int64Range(1, 250_000).Draw(rt, "amount")),
			Reference: rapid.SampledFrom([]string{"", "C0", "C1", "PLAN", "nothing"}).Draw(rt, "reference")}
		asOf := in.BookedOn.AddDays(rapid.SampledFrom([]int{0, 0, 30}).Draw(rt, "later"))
		a, err := payment.Allocate(in, all, asOf)
		if err != nil {
			rt.Fatal(err)
		}
		got := map[string]money.Amount{}
		sum := a.Rest
		for _, p := range a.Parts {
			sum += p.Amount
			got[p.Claim.ID] += p.Amount
			if p.Amount <= 0 || p.Why.Rule == "" || p.Why.String() == "" {
				rt.Fatalf("a part without amount or reason: %+v", p)
			}
		}
		if sum != in.Amount || a.Rest < 0 {
			rt.Fatalf("the parts and the rest are %s of %s", sum, in.Amount)
		}
		for _, p := range all {
			most, err := p.Takes()
			if err != nil || got[p.ID()] > most {
				rt.Fatalf("%s got %s of %s, %v", p.ID(), got[p.ID()], most, err)
			}
			if got[p.ID()] > 0 {
				last := Day("2024-05-01")
				without, _ := claim.NewAccount(&p.Decision, p.Events, last, Late, terms.Law, false)
				with, _ := claim.NewAccount(&p.Decision, p.With(p.Payment(got[p.ID()])), last, Late, terms.Law, false)
				if with.Credit > without.Credit {
					rt.Fatalf("%s got %s and has %s in credit", p.ID(), got[p.ID()], with.Credit)
				}
			}
			said := slices.ContainsFunc(a.Passed, func(n position.Note) bool { return n.Claim == p.ID() && n.Text != "" })
			if got[p.ID()] == 0 && !said {
				rt.Fatalf("nothing says why %s got nothing: %+v", p.ID(), a.Passed)
			}
			if p.Barred() && !slices.ContainsFunc(a.Parts, func(x payment.Part) bool { return x.Claim.ID == p.ID() }) &&
				!slices.ContainsFunc(a.Passed, func(n position.Note) bool {
					return n.Claim == p.ID() && (n.Code == "time-barred" || n.Code == "nothing-owed")
				}) {
				rt.Fatalf("%s is time barred, and is passed over for another reason: %+v", p.ID(), a.Passed)
			}
			if got[p.ID()] > 0 && p.State.Regime == claim.New && p.Has(claim.AtKFM) {
				rt.Fatalf("%s is at Kronofogden and got %s", p.ID(), got[p.ID()])
			}
			if a.Rest > 0 && p.IsDue() && !p.Barred() && !said && got[p.ID()] < most {
				rt.Fatalf("%s is due, %s of %s was paid, and %s is left", p.ID(), got[p.ID()], most, a.Rest)
			}
		}
		order := rapid.Permutation(all).Draw(rt, "order")
		if again, err := payment.Allocate(in, order, asOf); err != nil || !reflect.DeepEqual(a, again) {
			rt.Fatalf("in another order: %+v, was %+v, %v", again, a, err)
		}
		in.Amount += money.Amount(rapid.Int64Range(1, 1000).Draw(rt, "more"))
		more, err := payment.Allocate(in, all, asOf)
		if err != nil {
			rt.Fatal(err)
		}
		for _, p := range more.Parts {
			got[p.Claim.ID] -= p.Amount
		}
		for id, less := range got {
			if less > 0 {
				rt.Fatalf("%s gets %s less of a larger payment", id, less)
			}
		}
		if more.Rest < a.Rest {
			rt.Fatalf("%s is left of a larger payment, %s of the smaller", more.Rest, a.Rest)
		}
	})
}

func FuzzOpen(f *testing.F) {
	f.Add(payment.Received, "amount=400000 channel=bankgiro reference=C-7 rest=400000")
	f.Add(payment.Allocated, "parts=198501012382:C%3A7:400000:directed rest=0")
	f.Add(payment.Released, "amount=400000 reason=a%20b rest=400000")
	f.Add(payment.Reversed, "amount=400000 rest=0")
	f.Fuzz(func(t *testing.T, kind, body string) {
		received := journal.Event{Party: int64(A), Stream: "payment/x", Kind: payment.Received, OccurredOn: Day("2024-01-02"), Body: "amount=400000 rest=400000"}
		s, err := payment.Open([]journal.Event{received, {Party: int64(A), Stream: "payment/x", Kind: kind, Body: body}})
		if err != nil {
			return
		}
		if s.Unallocated < 0 || s.Unallocated+s.Allocated+s.Refunded > s.Amount {
			t.Errorf("%s %q: %+v", kind, body, s)
		}
		if rest, ok, err := payment.Rest(&journal.Event{Kind: kind, Body: body}); !ok || err != nil || rest != s.Unallocated {
			t.Errorf("%s %q: rest %s, %v, %v", kind, body, rest, ok, err)
		}
	})
}
