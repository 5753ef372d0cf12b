package recheck_test

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"balans/law/calendar"
	"balans/law/money"
	"balans/recover/claim"
	"balans/recover/claim/claimtest"
	"balans/recover/claim/recheck"
)

// moneyKinds are the kinds that interest, fees or the order of payments depend on.
var moneyKinds = []claim.Kind{claim.Paid, claim.Paid, claim.PaymentReversed, claim.Changed, claim.Waived, claim.FeeCharged, claim.Refunded, claim.CreditMoved,
	claim.PlanAgreed, claim.PlanAgreed, claim.PlanEnded, claim.PlanBreached, claim.PlanReinstated, claim.PlanReinstated, claim.DeferralGranted, claim.DeferralEnded,
	claim.RestructuringStarted, claim.RestructuringEnded, claim.Dispatched, claim.Demanded, claim.NoticeReceived, claim.NoticeReceived}

// moneyLife is a claim whose principal depends on all that came before: nobody
// booked the last payment, and perhaps none of the others.
func moneyLife(t *rapid.T, id string) claimtest.Life {
	l := life(id)
	l.DecidedOn = calendar.New(rapid.IntRange(2007, 2024).Draw(t, "year"), 6, 28).AddDays(rapid.IntRange(0, 10).Draw(t, "decided"))
	l.Principal = money.Amount(rapid.Int64Range(1_000, 3_000_000).Draw(t, "principal"))
	l.Charge = money.Amount(rapid.Int64Range(0, int64(l.Principal)/4).Draw(t, "charge"))
	l.Type = rapid.SampledFrom([]claim.Type{claim.Ordinary, claim.Ordinary, claim.Ordinary, claim.Mistaken, claim.Mistaken, claim.MaintenanceDebt, claim.Provisional}).Draw(t, "ground")
	day := l.DecidedOn
	add := func(k claim.Kind, wait int) *claim.Event {
		day = day.AddDays(wait)
		d := &claim.Details{First: calendar.None, Until: calendar.None}
		n := len(l.Events)
		l.Events = append(l.Events, claim.Event{ID: fmt.Sprint("e", n), Kind: k, OccurredOn: day, RecordedAt: calendar.EndOfDay(day), Ordinal: int64(n), Details: d})
		return &l.Events[n]
	}
	add(claim.Dispatched, 1)
	for range rapid.IntRange(2, 10).Draw(t, "events") {
		e := add(rapid.SampledFrom(moneyKinds).Draw(t, "kind"), rapid.SampledFrom([]int{0, 0, 1, 1, 10, 29, 30, 31, 75, 400}).Draw(t, "wait"))
		statedMoney(t, &l, e)
	}
	last := add(claim.Paid, rapid.IntRange(0, 100).Draw(t, "wait"))
	last.Amount, last.ByLaw = 1+l.Principal/2, true
	return l
}

// statedMoney draws what an event of the life states.
func statedMoney(t *rapid.T, l *claimtest.Life, e *claim.Event) {
	d := e.Details
	days := func(name string) calendar.Date {
		if rapid.Bool().Draw(t, "no "+name) {
			return calendar.None
		}
		return e.OccurredOn.AddDays(rapid.IntRange(0, 60).Draw(t, name))
	}
	amount := func() money.Amount {
		return money.Amount(rapid.Int64Range(1, 1+int64(l.Principal)/3).Draw(t, "amount"))
	}
	switch e.Kind {
	case claim.Paid, claim.PaymentReversed, claim.Waived:
		e.Amount, e.ByLaw = amount(), rapid.IntRange(0, 2).Draw(t, "nobody booked") > 0
		if !e.ByLaw {
			e.ToPrincipal = money.Amount(rapid.Int64Range(0, int64(e.Amount)).Draw(t, "to principal"))
		}
		if e.Kind == claim.PaymentReversed && rapid.Bool().Draw(t, "named") {
			d.Ref = fmt.Sprint("e", rapid.IntRange(0, len(l.Events)).Draw(t, "payment"))
		}
		if e.Kind == claim.Waived {
			e.Mode = rapid.SampledFrom([]string{"", "from_start"}).Draw(t, "mode")
			d.Part = rapid.SampledFrom([]claim.Part{claim.NoPart, claim.Principal, claim.Charge, claim.Interest, claim.Fee, claim.Cost}).Draw(t, "part")
		}
	case claim.Changed:
		e.Amount = money.Amount(rapid.Int64Range(1, 2*int64(l.Principal)).Draw(t, "principal"))
	case claim.FeeCharged, claim.Refunded, claim.CreditMoved:
		e.Amount, d.Part = 1+amount()/20, rapid.SampledFrom([]claim.Part{claim.NoPart, claim.Fee, claim.Cost}).Draw(t, "part")
	case claim.PlanAgreed:
		d.First, d.Count, d.Second = days("first"), rapid.Int32Range(0, 5).Draw(t, "count"), money.Amount(rapid.Int64Range(0, 1_000).Draw(t, "notice"))
	case claim.DeferralGranted, claim.Dispatched, claim.Demanded:
		d.Until = days("until")
	}
	if e.ToPrincipal == 0 && !e.ByLaw && e.Kind != claim.Paid && e.Kind != claim.PaymentReversed && e.Kind != claim.Waived {
		e.ToPrincipal = e.Amount
	}
}

// What is left of the principal is the same by two computations that share
// nothing, whatever happened.
func TestBalances_computeTheMoneyOfAnyLife(t *testing.T) {
	ctx := t.Context()
	j := openJournal(t, "money.db")
	setRates(t, j)
	told := map[string]claimtest.Life{}
	rapid.Check(t, func(t *rapid.T) {
		var lives []claimtest.Life
		for range 10 {
			l := moneyLife(t, fmt.Sprint("M", len(told)))
			told[l.ID] = l
			lives = append(lives, l)
		}
		if err := claimtest.Tell(ctx, j, claimtest.All(lives)...); err != nil {
			t.Fatal(err)
		}
	})
	c, err := claim.ReadColumns(ctx, j, nil)
	if err != nil {
		t.Fatal(err)
	}
	checked, err := recheck.Balances(ctx, j, c, nil)
	if err != nil || checked.ByLaw < len(told)/4 {
		t.Fatal(checked, err)
	}
	for i, p := range checked.Problems {
		t.Error(p)
		if l := told[p.Claim]; i == 0 {
			t.Log(l.CSV())
			for k := range l.Events {
				t.Log(l.Events[k].CSV(l.ID))
			}
		}
	}
}
