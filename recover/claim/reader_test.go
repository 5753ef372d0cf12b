package claim_test

import (
	"fmt"
	"slices"
	"testing"

	"balans/law/calendar"
	"balans/law/money"
	"balans/recover/claim"
	"balans/recover/claim/claimtest"

	"pgregory.net/rapid"
)

// byLaw draws the life of a claim whose payments nobody has booked, with what
// looks back: changes, named reversals, facts that become known late.
func byLaw(t *rapid.T, id string) claimtest.Life {
	principal := rapid.Int64Range(1000, 3_000_000).Draw(t, "principal")
	decided := calendar.New(2021, 6, 1).AddDays(rapid.IntRange(0, 900).Draw(t, "decided"))
	l := claimtest.Life{Decision: claim.Decision{ID: id, DecidedOn: decided, Principal: money.Amount(principal),
		Debtors: []claim.Debtor{{Number: 193502017456}}, Benefit: 1}}
	if rapid.IntRange(0, 4).Draw(t, "charged") == 4 {
		l.Charge = money.Amount(rapid.Int64Range(1, principal).Draw(t, "charge"))
	}
	day := decided
	kinds := []claim.Kind{claim.Dispatched, claim.Paid, claim.Paid, claim.Paid, claim.PaymentReversed, claim.Changed, claim.FeeCharged, claim.PlanAgreed,
		claim.PlanEnded, claim.DeferralGranted, claim.Waived, claim.Refunded, claim.TimeBarred, claim.Referred, claim.Returned}
	for n := range rapid.IntRange(0, 12).Draw(t, "events") {
		day = day.AddDays(rapid.IntRange(0, 120).Draw(t, "days"))
		e := claim.Event{ID: fmt.Sprint("e", n), Ordinal: int64(n), OccurredOn: day, Kind: rapid.SampledFrom(kinds).Draw(t, "kind")}
		if n == 0 {
			e.Kind = claim.Dispatched
		}
		e.RecordedAt = calendar.EndOfDay(day.AddDays(rapid.SampledFrom([]int{0, 0, 0, 1, 200}).Draw(t, "late")))
		amount := func() { e.Amount = money.Amount(rapid.Int64Range(1, 2*principal).Draw(t, "amount")) }
		switch e.Kind {
		case claim.Paid:
			amount()
			e.ByLaw = rapid.IntRange(0, 3).Draw(t, "booked") > 0
			if !e.ByLaw {
				e.ToPrincipal = money.Amount(rapid.Int64Range(0, int64(e.Amount)).Draw(t, "to principal"))
			}
		case claim.PaymentReversed:
			amount()
			e.ByLaw = true
			if rapid.Bool().Draw(t, "named") && n > 0 {
				e.Details = &claim.Details{Ref: fmt.Sprint("e", rapid.IntRange(0, n-1).Draw(t, "which")), Until: calendar.None, First: calendar.None}
			}
		case claim.Changed, claim.FeeCharged, claim.Refunded:
			amount()
			e.ToPrincipal = e.Amount
		case claim.Waived:
			e.ByLaw = true
			e.Amount = money.Amount(rapid.Int64Range(0, principal).Draw(t, "waived"))
			if rapid.Bool().Draw(t, "from start") {
				e.Mode = "from_start"
			} else {
				e.Details = &claim.Details{Part: rapid.SampledFrom([]claim.Part{claim.Principal, claim.Interest, claim.Charge, claim.Fee}).Draw(t, "part"), Until: calendar.None, First: calendar.None}
			}
		case claim.PlanAgreed:
			amount()
			e.ToPrincipal = e.Amount
			e.Details = &claim.Details{First: day.AddDays(20), Count: rapid.Int32Range(1, 12).Draw(t, "count"), Second: money.Amount(rapid.SampledFrom([]int64{0, 1500}).Draw(t, "notice")), Until: calendar.None}
		case claim.DeferralGranted:
			e.Details = &claim.Details{Until: day.AddDays(rapid.IntRange(0, 200).Draw(t, "until")), First: calendar.None}
		}
		l.Events = append(l.Events, e)
	}
	claim.Sort(l.Events)
	return l
}

// The columns give for every claim, on any day as known at any instant, what the
// account gives: principal in the stock, money, days and limitation.
func TestReader_givesWhatTheAccountGives(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var stock []claimtest.Life
		for i := range rapid.IntRange(1, 4).Draw(t, "claims") {
			stock = append(stock, byLaw(t, fmt.Sprint("B", i)))
		}
		c, err := claimtest.Columns(stock)
		if err != nil {
			t.Fatal(err)
		}
		for range 4 {
			on := calendar.New(2021, 6, 1).AddDays(rapid.IntRange(0, 2500).Draw(t, "on"))
			knownAt := calendar.EndOfDay(on.AddDays(rapid.SampledFrom([]int{0, 100, 4000}).Draw(t, "known")))
			holdColumns(t, c, stock, on, knownAt)
		}
	})
}

func holdColumns(t *rapid.T, c *claim.Columns, stock []claimtest.Life, on calendar.Date, knownAt calendar.Instant) {
	law, r := c.Law(knownAt), c.NewReader(on, knownAt)
	got := map[int]int64{}
	c.WalkStock(0, c.Len(), claim.NewDates([]calendar.Date{on}), knownAt, func(s *claim.Stretch) { got[s.Claim] = s.Outstanding })
	for i := range stock {
		l := &stock[i]
		want, err := claim.NewAccount(&l.Decision, l.Events, on, knownAt, law, true)
		if err != nil {
			t.Fatal(err)
		}
		state, err := claim.StateOf(&l.Decision, l.Events, on, knownAt, law)
		if err != nil {
			t.Fatal(err)
		}
		stocked := money.Amount(0)
		if state.InStock() {
			stocked = state.Outstanding
		}
		if got[i] != int64(stocked) {
			t.Fatalf("%s on %s: the columns hold %d öre in the stock, the account %d", l.ID, on, got[i], stocked)
		}
		if !r.Seek(i) {
			if want.Total() != 0 {
				t.Fatalf("%s is passed over", l.ID)
			}
			continue
		}
		limit, wantLimit := r.Limitation(), claim.LimitationOf(&l.Decision, l.Events, on, knownAt, law)
		if limit.Last != wantLimit.Last || limit.Pending != wantLimit.Pending {
			t.Fatalf("%s on %s: last day %s from columns, %s from the events", l.ID, on, limit.Last, wantLimit.Last)
		}
		if dl, wantDl := r.Deadlines(), claim.DeadlinesOf(&l.Decision, l.Events, on, knownAt, law); dl != *wantDl {
			t.Fatalf("%s on %s: %+v from columns, %+v from the events", l.ID, on, dl, *wantDl)
		}
		a := r.Account()
		if a.Balances != want.Balances || a.Overbooked != want.Overbooked || a.Lapsed != want.Lapsed || !slices.Equal(a.Missing, want.Missing) {
			t.Fatalf("%s on %s known %s:\n%+v from columns\n%+v from the events", l.ID, on, knownAt, *a, *want)
		}
		last := claim.Balances{}
		for _, s := range want.Steps {
			last = s.After
		}
		if len(want.Steps) > 0 && last != want.Balances {
			t.Fatalf("%s: the last step ends in %+v, the account in %+v", l.ID, last, want.Balances)
		}
	}
}
