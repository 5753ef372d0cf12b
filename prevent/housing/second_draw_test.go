package housing_test

import (
	"math/big"

	"pgregory.net/rapid"
)

// Random households, incomes and years in the types of the second implementation. Much of what
// is drawn lies at the edges: limits of income, cost, area and number, an öre to either side.

// secondEdges draws whole öre (or hundredths of m²): zero, next to one of the edges, or anything
// up to the highest. Nothing below zero.
func secondEdges(t *rapid.T, name string, highest int64, edges ...int64) int64 {
	switch rapid.IntRange(0, 3).Draw(t, name+" sort") {
	case 0:
		return 0
	case 1:
		if len(edges) > 0 {
			return max(0, rapid.SampledFrom(edges).Draw(t, name+" edge")+rapid.Int64Range(-2, 2).Draw(t, name+" beside"))
		}
	case 2: // as people say it: whole hundreds
		return 100_00 * rapid.Int64Range(0, highest/100_00).Draw(t, name+" hundreds")
	}
	return rapid.Int64Range(0, highest).Draw(t, name)
}

// secondRarely draws an amount that most do not have.
func secondRarely(t *rapid.T, name string, highest int64, edges ...int64) int64 {
	if rapid.IntRange(0, 3).Draw(t, name+" is there") > 0 {
		return 0
	}
	return secondEdges(t, name, highest, edges...)
}

// secondSigned is secondRarely with deficits too.
func secondSigned(t *rapid.T, name string, highest int64, edges ...int64) int64 {
	n := secondRarely(t, name, highest, edges...)
	if n > 0 && rapid.IntRange(0, 2).Draw(t, name+" deficit") == 0 {
		return -n
	}
	return n
}

func secondDrawAdult(t *rapid.T, year int) secondAdult {
	half := secondHalfPriceBase[year] * 100
	a := secondAdult{
		employment:   secondEdges(t, "employment", 400_000_00, 41_000_00, 58_000_00, 75_000_00, 86_720_00, 103_720_00, 150_000_00, 351_000_00),
		sink:         secondRarely(t, "sink", 100_000_00),
		foreign:      secondRarely(t, "foreign", 100_000_00),
		settling:     secondRarely(t, "settling", 80_000_00),
		studyGrant:   secondRarely(t, "study grant", 40_000_00, 1, 3, 10_000_00),
		startSupport: secondRarely(t, "start support", 40_000_00, 1, 3),
		scholarship:  secondRarely(t, "scholarship", 60_000_00, 36_000_00),
		wealth:       secondRarely(t, "wealth", 400_000_00, 50_000_00, 100_000_00, 110_000_00, 120_000_00),
	}
	if rapid.IntRange(0, 2).Draw(t, "trades") == 0 {
		a.business = secondSigned(t, "business", 200_000_00)
		a.ownPension = secondRarely(t, "own pension", 60_000_00, half)
		a.setAside = secondRarely(t, "set aside", 60_000_00)
		a.oldDeficits = secondRarely(t, "old deficits", 60_000_00)
		a.reversed = secondRarely(t, "reversed", 60_000_00)
	}
	if rapid.IntRange(0, 2).Draw(t, "owns") == 0 {
		a.keptLosses = secondRarely(t, "kept losses", 20_000_00)
		a.deferral = secondRarely(t, "deferral", 20_000_00)
		a.negativeRate = secondRarely(t, "negative interest allocation", 20_000_00)
		kept := a.keptLosses + a.deferral + a.negativeRate
		a.deductions = kept + secondRarely(t, "interest", 60_000_00) // the kept are among them
		a.standard = secondRarely(t, "standard income", 5_000_00)
		a.capital = secondSigned(t, "capital", 60_000_00, kept)
	}
	return a
}

func secondDrawChild(t *rapid.T) secondChild {
	c := secondChild{kind: rapid.SampledFrom([]secondKind{secondHome, secondAlternating, secondAccess}).Draw(t, "kind")}
	if c.kind != secondAccess {
		c.wealth = secondRarely(t, "child's wealth", 300_000_00, 1, 50_000_00, 100_000_00, 110_000_00)
		c.capital = secondRarely(t, "child's capital", 10_000_00, 1_000_00, 2_000_00, 3_000_00)
	}
	return c
}

func secondDrawHome(t *rapid.T, year int) secondDwelling {
	d := secondDwelling{
		cost: secondEdges(t, "cost", 15_000_00, 1_400_00, 1_800_00, 2_600_00, 3_000_00, 3_300_00, 3_600_00, 3_900_00, 4_200_00,
			5_300_00, 5_900_00, 6_600_00, 6_800_00, 7_900_00, 8_600_00),
		rooms: rapid.IntRange(1, 5).Draw(t, "rooms"),
	}
	area := []int64{40_00, 60_00, 80_00, 100_00, 120_00, 140_00, 160_00}
	d.area = 1 + secondEdges(t, "area", 400_00, area...)
	if rapid.Bool().Draw(t, "whole metres") {
		d.area = 100 * (1 + d.area/100)
	}
	if rapid.IntRange(0, 5).Draw(t, "disability") == 0 {
		d.acceptedCost = secondRarely(t, "accepted cost", 15_000_00, 100*secondCap(year).of(1), 100*secondCap(year).of(3))
		d.acceptedArea = secondRarely(t, "accepted area", 300_00, area...)
	}
	return d
}

// secondDrawHousehold draws a household of a year from 2022 to 2026. One in five earns such that
// the year comes to 1 200 kronor, or an öre or two to either side.
func secondDrawHousehold(t *rapid.T) secondHousehold {
	h := secondHousehold{
		year:          rapid.IntRange(2022, 2026).Draw(t, "year"),
		young:         rapid.IntRange(0, 3).Draw(t, "young") == 0,
		halfAfterFree: rapid.Bool().Draw(t, "half after what is free"),
	}
	h.home = secondDrawHome(t, h.year)
	for range rapid.IntRange(1, 2).Draw(t, "adults") {
		h.adults = append(h.adults, secondDrawAdult(t, h.year))
	}
	if !h.young {
		for range rapid.IntRange(1, 6).Draw(t, "children") {
			h.children = append(h.children, secondDrawChild(t))
		}
	}
	if rapid.IntRange(0, 4).Draw(t, "at the least amount") == 0 {
		h.earnTheLeast(rapid.Int64Range(-3, 3).Draw(t, "beside the least amount"))
	}
	return h
}

// earnTheLeast sets the first adult's employment so that the year comes to 1 200 kronor, and
// some öre of income more or less; where that takes an income below zero it changes nothing.
func (h secondHousehold) earnTheLeast(ore int64) {
	bases := h.bases()
	m := h.month(bases)
	reduction := secondLess(secondTimes(secondSum(m.housing, m.special, m.access), secondKr(12)), secondKr(1_200))
	if reduction.Sign() <= 0 {
		return
	}
	var want *big.Rat
	switch {
	case h.young && len(bases) == 2:
		want = secondLess(secondSum(secondKr(58_000), secondTimes(reduction, secondKr(3))), bases[1])
	case h.young:
		want = secondSum(secondKr(41_000), secondTimes(reduction, secondKr(3)))
	case len(bases) == 2:
		others := secondFamilyReduction([]*big.Rat{secondKr(0), bases[1]})
		want = secondSum(secondKr(75_000), secondTimes(secondLess(reduction, others), secondKr(5)))
	default:
		want = secondSum(secondKr(150_000), secondTimes(reduction, secondKr(5)))
	}
	more := secondLess(secondSum(want, secondOre(ore)), bases[0], secondOre(-h.adults[0].employment))
	if more.Sign() >= 0 {
		h.adults[0].employment, _ = secondOreOf(secondDown(more, secondOre(1)))
	}
}

// secondStretch is months in a row with the same facts.
type secondStretch struct {
	from, to  int // months, 1 to 12, both counted
	right     bool
	household secondHousehold // its adults are those of the income, the first or both
	paid      int64           // öre a month, beforehand
}

// secondYear is a year to settle: the household whose income is assessed, and what it was month
// by month.
type secondYear struct {
	income    secondHousehold // as at 31 December
	estimated secondHousehold // what was reckoned with beforehand
	stretches []secondStretch
}

// rights are the months with a right and the assessed bases.
func (y secondYear) rights() (months []secondRight) {
	bases := y.income.bases()
	for _, s := range y.stretches {
		for m := s.from; m <= s.to && s.right; m++ {
			months = append(months, secondRight{household: s.household, bases: bases[:len(s.household.adults)]})
		}
	}
	return months
}

// paid is what the whole year was paid beforehand.
func (y secondYear) paid() *big.Rat {
	sum := new(big.Rat)
	for _, s := range y.stretches {
		sum.Add(sum, secondOre(s.paid*int64(s.to-s.from+1)))
	}
	return sum
}

// secondDrawYear draws a year of one to four stretches; the first may be without a right. Homes,
// children and the second adult change on the way, the form of the allowance does not. One in
// four differs by 1 200 kronor from what was paid, or next to it.
func secondDrawYear(t *rapid.T) secondYear {
	y := secondYear{income: secondDrawHousehold(t)}
	y.estimated = y.income
	if rapid.IntRange(0, 3).Draw(t, "estimated right") > 0 {
		y.estimated.adults = nil
		for _, a := range y.income.adults {
			a.employment = max(0, a.employment+rapid.Int64Range(-60_000, 60_000).Draw(t, "estimate beside")*100)
			y.estimated.adults = append(y.estimated.adults, a)
		}
	}
	bases := y.estimated.bases()
	for from := 1; from <= 12; {
		s := secondStretch{from: from, to: rapid.IntRange(from, 12).Draw(t, "to"), household: y.income}
		if len(y.stretches) == 3 {
			s.to = 12
		}
		s.right = rapid.IntRange(0, 4).Draw(t, "right") > 0
		if from > 1 {
			s.household.change(t)
		}
		known := s.household
		s.paid, _ = secondOreOf(known.month(bases[:len(known.adults)]).preliminary())
		if !s.right && rapid.Bool().Draw(t, "stopped in time") {
			s.paid = 0
		}
		y.stretches = append(y.stretches, s)
		from = s.to + 1
	}
	if rapid.IntRange(0, 3).Draw(t, "at the limit of settling") == 0 {
		y.earnTheLimit(rapid.SampledFrom([]int64{-1_200, 1_200}).Draw(t, "limit"), rapid.Int64Range(-6, 6).Draw(t, "beside the limit"))
	}
	return y
}

// earnTheLimit seeks the first adult's assessed employment at which the final amount comes down
// to what was paid and the limit (kronor) on top, and moves some öre from there.
func (y *secondYear) earnTheLimit(limit, ore int64) {
	goal := secondSum(y.paid(), secondKr(limit))
	y.income.adults = append([]secondAdult(nil), y.income.adults...)
	first := &y.income.adults[0]
	was, low, high := first.employment, int64(-1), int64(1_000_000_00)
	for high-low > 1 {
		first.employment = (low + high) / 2
		if secondFinal(y.rights()).Cmp(goal) <= 0 {
			high = first.employment
		} else {
			low = first.employment
		}
	}
	if first.employment = max(0, high+ore); high == 0 || high == 1_000_000_00 {
		first.employment = was // it cannot be reached
	}
	for i := range y.stretches {
		h := &y.stretches[i].household
		h.adults = y.income.adults[:len(h.adults)]
	}
}

// change draws other facts for the months that follow.
func (h *secondHousehold) change(t *rapid.T) {
	if rapid.Bool().Draw(t, "moves") {
		accepted := h.home
		h.home = secondDrawHome(t, h.year)
		h.home.acceptedCost, h.home.acceptedArea = accepted.acceptedCost, accepted.acceptedArea
	}
	if !h.young && rapid.Bool().Draw(t, "other children") {
		h.children = rapid.SliceOfN(rapid.Custom(secondDrawChild), 1, 6).Draw(t, "children of these months")
	}
	if len(h.adults) == 2 && rapid.IntRange(0, 2).Draw(t, "one adult") == 0 {
		h.adults = h.adults[:1]
	}
}
