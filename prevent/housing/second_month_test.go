package housing_test

import (
	"fmt"
	"math/big"
)

// The month of the second implementation: families (97:15-23) and the young (97:24-28).

// secondByNumber is a table by number of children, from one on; the last holds for more.
type secondByNumber []int64

func (t secondByNumber) of(n int) int64 { return t[min(n, len(t))-1] }

// secondCap is the highest cost that counts, in kronor a month (97:18).
func secondCap(year int) secondByNumber {
	switch {
	case year >= 2022 && year <= 2025:
		return secondByNumber{5_300, 5_900, 6_600}
	case year == 2026:
		return secondByNumber{6_800, 7_900, 8_600}
	}
	panic(fmt.Sprintf("no caps of %d", year))
}

var (
	secondAreaLimit  = secondByNumber{80, 100, 120, 140, 160}                  // m², 97:20
	secondAlwaysCost = secondByNumber{3_000, 3_300, 3_600, 3_900, 4_200}       // kronor, 97:21
	secondAtHome     = secondByNumber{1_500, 2_000, 2_650}                     // kronor, 97:22
	secondByTurns    = secondByNumber{1_300, 1_600, 2_100}                     // kronor, 97:22 a
	secondMixed      = map[[2]int]int64{{1, 1}: 300, {2, 1}: 500, {1, 2}: 800} // at home and by turns, 97:22 a
	secondOnlyAccess = secondByNumber{500, 600, 700}                           // kronor, 97:23
)

// secondMonth is what a month comes to, in kronor; the reduction is that of a year.
type secondMonth struct {
	counted   int      // children that count for area
	cost      *big.Rat // considered, after the area, in whole öre
	housing   *big.Rat // grant for the cost
	special   *big.Rat // for children at home and by turns
	access    *big.Rat
	reduction *big.Rat
	exact     *big.Rat // the month unrounded, zero below the least amount of a year
}

// byKind counts the children that give a right. One with access needs a home of two rooms and
// 40 m² (96:6); without it the child gives nothing at all, unless smallHomeCounts.
func (h secondHousehold) byKind() (home, turns, access int) {
	for _, c := range h.children {
		switch {
		case c.kind == secondHome:
			home++
		case c.kind == secondAlternating:
			turns++
		case h.fitsAccess() || h.smallHomeCounts:
			access++
		}
	}
	return home, turns, access
}

func (h secondHousehold) fitsAccess() bool { return h.home.rooms >= 2 && h.home.area >= 40_00 }

// month reckons a month with the bases of the year for each adult.
func (h secondHousehold) month(bases []*big.Rat) secondMonth {
	if len(bases) != len(h.adults) || len(bases) < 1 || len(bases) > 2 {
		panic(fmt.Sprintf("%d bases of %d adults", len(bases), len(h.adults)))
	}
	if h.young {
		return h.youngMonth(bases)
	}
	return h.familyMonth(bases)
}

func (h secondHousehold) familyMonth(bases []*big.Rat) secondMonth {
	home, turns, access := h.byKind()
	m := secondMonth{counted: home + turns + access, special: new(big.Rat), access: new(big.Rat)}
	m.reduction = secondFamilyReduction(bases)
	if m.counted == 0 {
		m.cost, m.housing, m.exact = secondOre(h.home.cost), new(big.Rat), new(big.Rat)
		return m
	}
	m.cost = h.familyCost(m.counted)
	highest := secondMax(secondKr(secondCap(h.year).of(m.counted)), secondOre(h.home.acceptedCost))
	m.housing = secondTimes(secondAbove(secondMin(m.cost, highest), secondKr(1_400)), big.NewRat(1, 2))

	home = min(home, 3)
	turns = min(turns, 3-home)
	access = min(access, 3-home-turns)
	switch {
	case home > 0:
		m.special = secondKr(secondAtHome.of(home) + secondMixed[[2]int{home, turns}])
	case turns > 0:
		m.special = secondKr(secondByTurns.of(turns))
	}
	switch {
	case !h.fitsAccess():
	case home+turns > 0:
		m.access = secondKr(100 * int64(access))
	case access > 0:
		m.access = secondKr(secondOnlyAccess.of(access))
	}
	return m.lessReduction()
}

// familyCost is the cost after the area rule (97:20-21): in proportion to the area that is
// accepted, but not under the amount that always is.
func (h secondHousehold) familyCost(children int) *big.Rat {
	cost := secondOre(h.home.cost)
	limit := secondMax(secondKr(secondAreaLimit.of(children)), big.NewRat(h.home.acceptedArea, 100))
	always := secondMin(cost, secondKr(secondAlwaysCost.of(children)))
	return secondMax(h.byArea(limit), always)
}

// byArea cuts the cost in proportion above the limit (m²), to the nearest öre.
func (h secondHousehold) byArea(limit *big.Rat) *big.Rat {
	cost, area := secondOre(h.home.cost), big.NewRat(h.home.area, 100)
	if area.Cmp(limit) <= 0 {
		return cost
	}
	return secondNearest(new(big.Rat).Quo(secondTimes(cost, limit), area))
}

// secondFamilyReduction is the reduction of a year: each spouse has a limit of the own (97:15).
func secondFamilyReduction(bases []*big.Rat) *big.Rat {
	limit := secondKr(150_000)
	if len(bases) == 2 {
		limit = secondKr(75_000)
	}
	sum := new(big.Rat)
	for _, b := range bases {
		sum.Add(sum, secondTimes(secondAbove(b, limit), big.NewRat(1, 5)))
	}
	return sum
}

func (h secondHousehold) youngMonth(bases []*big.Rat) secondMonth {
	limit := secondKr(41_000)
	if len(bases) == 2 {
		limit = secondKr(58_000) // joint
	}
	m := secondMonth{special: new(big.Rat), access: new(big.Rat)}
	m.cost = h.byArea(secondMax(secondKr(60), big.NewRat(h.home.acceptedArea, 100))) // 97:28
	highest := secondMax(secondKr(3_600), secondOre(h.home.acceptedCost))            // 97:27
	low := secondTimes(secondAbove(secondMin(m.cost, secondKr(2_600)), secondKr(1_800)), big.NewRat(9, 10))
	high := secondTimes(secondAbove(secondMin(m.cost, highest), secondKr(2_600)), big.NewRat(65, 100))
	m.housing = secondSum(low, high)
	m.reduction = secondTimes(secondAbove(secondSum(bases...), limit), big.NewRat(1, 3))
	return m.lessReduction()
}

// lessReduction sets the exact month; under 1 200 kronor a full year there is nothing (97:16,
// 97:25).
func (m secondMonth) lessReduction() secondMonth {
	year := secondLess(secondTimes(secondSum(m.housing, m.special, m.access), secondKr(12)), m.reduction)
	m.exact = new(big.Rat)
	if year.Cmp(secondKr(1_200)) >= 0 {
		m.exact = new(big.Rat).Quo(year, secondKr(12))
	}
	return m
}
