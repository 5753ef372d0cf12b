package claim_test

import (
	"cmp"
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"balans/law/calendar"
	"balans/law/statute"
	"balans/recover/claim"
)

// summed is an account in the words of the second implementation.
func summed(a *claim.Account, events []claim.Event) secondMoney {
	m := secondMoney{due: a.Due, principal: int64(a.Principal), charge: int64(a.Charge), interest: int64(a.Interest), fee: int64(a.Fee), cost: int64(a.Cost),
		credit: int64(a.Credit), overbooked: int64(a.Overbooked), lapsed: int64(a.Lapsed), recovered: int64(a.Recovered), gaps: a.Missing}
	for _, p := range a.Payments {
		of := func(part claim.Part) int64 { return int64(p.Parts.Of(part)) }
		m.payments = append(m.payments, secondPayment{id: events[p.Event].ID, amount: int64(p.Amount), undone: int64(p.Undone), principal: of(claim.Principal),
			charge: of(claim.Charge), interest: of(claim.Interest), fee: of(claim.Fee), cost: of(claim.Cost), credit: of(claim.Credit), recovered: of(claim.NoPart)})
	}
	return m
}

// text is the money in one form, whatever the order of its gaps; overbooked parts
// of payments follow from the others.
func (m secondMoney) text() string {
	gaps := slices.Clone(m.gaps)
	slices.SortStableFunc(gaps, func(a, b claim.Gap) int {
		return cmp.Or(cmp.Compare(a.Parameter, b.Parameter), cmp.Compare(a.From, b.From))
	})
	merged := gaps[:0]
	for _, g := range gaps {
		if n := len(merged); n > 0 && merged[n-1].Parameter == g.Parameter && merged[n-1].To+1 == g.From {
			merged[n-1].To = g.To
		} else {
			merged = append(merged, g)
		}
	}
	for i := range m.payments {
		m.payments[i].overbooked = 0
	}
	out := fmt.Sprintf("due %s principal %d charge %d interest %d fee %d cost %d credit %d overbooked %d lapsed %d recovered %d", m.due, m.principal, m.charge,
		m.interest, m.fee, m.cost, m.credit, m.overbooked, m.lapsed, m.recovered)
	for _, g := range merged {
		out += fmt.Sprintf("\n    missing %s %s", g.Parameter, g.Period)
	}
	for _, p := range m.payments {
		out += fmt.Sprintf("\n    %+v", p)
	}
	return out
}

// checkSecond holds the two implementations against each other.
func checkSecond(t fataler, l secondLife, on calendar.Date, knownAt calendar.Instant, law *claim.Law, second func() secondMoney) *claim.Account {
	t.Helper()
	a, err := claim.NewAccount(&l.Decision, l.events, on, knownAt, law, true)
	if err != nil {
		t.Fatalf("%v%v", err, l)
	}
	if got, want := summed(a, l.events).text(), second().text(); got != want {
		t.Fatalf("on %s, known %s:\n  account %s\n  second  %s%v", on, knownAt, got, want, l)
	}
	return a
}

var ordinaryLives = secondShape{kinds: secondMoneyKinds, span: 1500, types: []claim.Type{claim.Unstated, claim.Ordinary}}

// The account is the same as by the second implementation, on any day as known
// at any instant.
func TestAccount_isThatOfTheSecondImplementation(t *testing.T) {
	p := secondParameters(t)
	law := prepared(t, p)
	rapid.Check(t, func(t *rapid.T) {
		l := drawLife(t, ordinaryLives)
		on, knownAt := drawOn(t, l, 2000), drawKnown(t, l)
		checkSecond(t, l, on, knownAt, law, func() secondMoney { return secondMoneyOf(&l.Decision, l.events, on, knownAt, p) })
	})
}

// The two agree for every type of claim, and by any law: another order of
// payments, other days in a year, interest rounded down, rates that are not whole.
func TestAccount_isThatOfTheSecondImplementation_byAnyLaw(t *testing.T) {
	base := secondParameters(t)
	shape := secondShape{kinds: secondMoneyKinds, span: 1500, types: append(claim.Types(), claim.Unstated)}
	rapid.Check(t, func(t *rapid.T) {
		order := int64(0)
		for _, part := range rapid.Permutation([]int64{1, 2, 3, 4, 5}).Draw(t, "order") {
			order = order*10 + part
		}
		values := map[string]int64{statute.AllocationOrder: order,
			statute.InterestDayCount: rapid.Int64Range(1, 2).Draw(t, "day count"), statute.InterestRounding: rapid.Int64Range(1, 2).Draw(t, "rounding")}
		for _, name := range []string{statute.StateLendingRate, statute.MaintenanceDebtRate, statute.BaseRate} {
			if rapid.Bool().Draw(t, "known "+name) {
				values[name] = rapid.Int64Range(0, 99_999).Draw(t, name)
			}
		}
		p := overlaid(t, base, values)
		l := drawLife(t, shape)
		on, knownAt := drawOn(t, l, 2000), drawKnown(t, l)
		checkSecond(t, l, on, knownAt, prepared(t, p), func() secondMoney { return secondMoneyOf(&l.Decision, l.events, on, knownAt, p) })
	})
}

// A claim without a due date bears interest from a demand, which must reach the
// debtor (RANTEL 4).
func TestAccount_isThatOfTheSecondImplementation_afterADemand(t *testing.T) {
	p := secondParameters(t)
	law := prepared(t, p)
	shape := secondShape{kinds: append([]claim.Kind{claim.Demanded, claim.NoticeReceived, claim.Demanded, claim.NoticeReceived}, secondPlainKinds...), span: 900,
		types: []claim.Type{claim.Mistaken}}
	rapid.Check(t, func(t *rapid.T) {
		l := drawLife(t, shape)
		on, knownAt := drawOn(t, l, 1200), drawKnown(t, l)
		checkSecond(t, l, on, knownAt, law, func() secondMoney { return secondMoneyOf(&l.Decision, l.events, on, knownAt, p) })
	})
}
