package worklist

import (
	"balans/law/calendar"
	"balans/law/money"
	"balans/law/statute"
	"balans/recover/claim"
)

// weights say how much each part of the priority counts. The order asks for the
// claims' age, size and origin, and the debtors' circumstances (appropriation
// letter 2025); how much each weighs is the agency's own choice.
type weights struct{ age, size, settlement, manual, debtor, limitation int }

func (w *weights) read(read func(name string, into *int)) {
	read(statute.PriorityWeightAge, &w.age)
	read(statute.PriorityWeightSize, &w.size)
	read(statute.PriorityWeightOriginSettlement, &w.settlement)
	read(statute.PriorityWeightOriginManual, &w.manual)
	read(statute.PriorityWeightDebtor, &w.debtor)
	read(statute.PriorityWeightLimitation, &w.limitation)
}

// ScorePart is one part of a priority: so many points, 0 to 10, of such a
// weight.
type ScorePart struct {
	Name   string // age, size, origin, debtor, limitation
	Points int
	Weight int
}

// Score is the priority of the claim: the sum of points times weights.
func (x *Item) Score(o claim.Origin) int {
	parts := x.ScoreParts(o)
	sum := 0
	for _, p := range parts {
		sum += p.Points * p.Weight
	}
	return sum
}

// ScoreParts tells the priority part by part.
func (x *Item) ScoreParts(o claim.Origin) [5]ScorePart {
	w := &x.terms.weights
	origin := w.manual
	if o == claim.Settlement {
		origin = w.settlement
	}
	return [5]ScorePart{
		{"age", min(10, calendar.YearsBetween(x.Decided, x.On)), w.age},
		{"size", sizePoints(x.Account.Total()), w.size},
		{"origin", 10, origin},
		{"debtor", x.debtorPoints(), w.debtor},
		{"limitation", x.limitationPoints(), w.limitation},
	}
}

// sizes are the amounts, kronor, from which a claim has one point more.
var sizes = [10]money.Amount{500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000, 200_000, 500_000}

func sizePoints(a money.Amount) int {
	n := 0
	for n < len(sizes) && a >= sizes[n]*money.Krona {
		n++
	}
	return n
}

// debtorPoints are fewer the less can be expected of collecting: none from a
// deceased or bankrupt debtor, few where someone else must be spoken to first.
func (x *Item) debtorPoints() int {
	switch c := x.Walk.Conditions; {
	case c&(claim.Deceased|claim.InBankruptcy|claim.Restructuring) != 0:
		return 0
	case c&(claim.UnderGuardian|claim.Protected) != 0:
		return 4
	case c&claim.PlanBroken != 0 || x.Missed > 0:
		return 6
	}
	return 10
}

// limitationPoints grow over the last two years before limitation.
func (x *Item) limitationPoints() int {
	l := &x.Limitation
	if l.Pending || l.Last == calendar.None || x.On > l.Last {
		return 0
	}
	left := int(l.Last - x.On)
	return max(0, 10-left/73)
}
