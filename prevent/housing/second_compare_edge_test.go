package housing_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"balans/law/money"
	"balans/prevent/housing"
)

// Every limit of the law, and an öre or a metre to either side, by the room and by the second
// implementation.

// secondAt is a test that says where it is.
type secondAt struct {
	*testing.T
	place string
	n     *int
}

func (a secondAt) Errorf(format string, args ...any) {
	a.Helper()
	a.T.Errorf(a.place+": "+format, args...)
}

func (a secondAt) at(format string, args ...any) secondAt {
	*a.n++
	a.place = fmt.Sprintf(format, args...)
	return a
}

// secondBeside is each amount (öre) and its neighbours, none below zero.
func secondBeside(edges ...int64) (all []int64) {
	for _, e := range edges {
		for _, n := range []int64{e - 1, e, e + 1} {
			if n >= 0 {
				all = append(all, n)
			}
		}
	}
	return all
}

// secondKinds is so many children of each kind, those at home last.
func secondKinds(home, turns, access int) []secondChild {
	all := make([]secondChild, access+turns+home)
	for i := range all {
		switch {
		case i < access:
			all[i].kind = secondAccess
		case i < access+turns:
			all[i].kind = secondAlternating
		}
	}
	return all
}

// TestSecond_agreesAtTheEdgesOfTheHome: each number of children of each kind, in homes at each
// limit of cost and area.
func TestSecond_agreesAtTheEdgesOfTheHome(t *testing.T) {
	room, n := secondOpen(t), 0
	a := secondAt{T: t, n: &n}
	costs := secondBeside(0, 1_400_00, 3_000_00, 3_300_00, 3_600_00, 3_900_00, 4_200_00, 5_300_00, 5_900_00, 6_600_00, 6_800_00, 7_900_00, 8_600_00)
	try := func(h secondHousehold) {
		h.compareMonth(a.at("%d: %+v %+v", h.year, h.home, h.decided(false)), room, 1+n%12, [2]money.Amount{}, n%2 == 0)
	}
	for i := range 5 * 4 * 4 {
		home, turns, access := i/16, i/4%4, i%4
		if i == 0 {
			continue
		}
		h := secondHousehold{year: 2022 + i%4, adults: make([]secondAdult, 1+i%2), children: secondKinds(home, turns, access)}
		for range 2 { // before and after the higher caps
			for _, cost := range costs {
				h.home = secondDwelling{cost: cost, area: 60_00, rooms: 2}
				try(h)
			}
			for _, area := range secondBeside(1, 40, 80, 100, 120, 140, 160, 400) {
				for _, cost := range []int64{2_999_99, 4_200_01, 9_000_00} {
					h.home = secondDwelling{cost: cost, area: 100 * max(1, area), rooms: 3}
					try(h)
				}
			}
			for rooms := range 4 {
				h.home = secondDwelling{cost: 5_000_00, area: 41_00, rooms: rooms}
				try(h)
			}
			for _, accepted := range []secondDwelling{{acceptedCost: 5_300_00}, {acceptedCost: 8_600_01}, {acceptedArea: 80_00}, {acceptedArea: 161_00}, {acceptedCost: 9_100_00, acceptedArea: 120_00}} {
				h.home = secondDwelling{cost: 9_000_00, area: 180_00, rooms: 4, acceptedCost: accepted.acceptedCost, acceptedArea: accepted.acceptedArea}
				try(h)
			}
			h.year = 2026
		}
	}
	for i, cost := range secondBeside(0, 1_800_00, 2_600_00, 3_600_00) {
		for _, area := range secondBeside(1, 40, 60, 80, 400) {
			h := secondHousehold{year: 2022 + i%5, young: true, adults: make([]secondAdult, 1+i%2)}
			h.home = secondDwelling{cost: cost, area: 100 * max(1, area), rooms: 1}
			try(h)
		}
	}
	if n < 10_000 {
		t.Errorf("only %d homes", n)
	}
}

// TestSecond_agreesAtTheEdgesOfIncome: incomes at the limits and where nothing is left, in every
// year, of one and of two.
func TestSecond_agreesAtTheEdgesOfIncome(t *testing.T) {
	room, n := secondOpen(t), 0
	a := secondAt{T: t, n: &n}
	edges := secondBeside(0, 41_000_00, 58_000_00, 75_000_00, 86_720_00, 90_320_00, 103_720_00, 107_320_00, 150_000_00, 276_000_00, 321_000_00, 351_000_00, 357_000_00, 396_000_00, 402_000_00)
	for year := 2022; year <= 2026; year++ {
		for _, young := range []bool{false, true} {
			for adults := 1; adults <= 2; adults++ {
				h := secondHousehold{year: year, young: young, adults: make([]secondAdult, adults), home: secondDwelling{cost: 9_000_00, area: 50_00, rooms: 2}}
				if !young {
					h.children = secondKinds(1, 0, 0)
				}
				for i, one := range edges {
					for _, other := range []int64{0, edges[(i+4)%len(edges)], 74_999_99, 75_000_01, 1_000_000_000_00} {
						h.compareMonth(a.at("%d: young %v, %d and %d öre of %d", year, young, one, other, adults), room, 1+i%12, [2]money.Amount{money.Amount(one), money.Amount(other)}, false)
					}
				}
			}
		}
	}
	if n < 4_000 {
		t.Errorf("only %d incomes", n)
	}
}

// TestSecond_agreesAtTheEdgesOfTheParts: each part of the income at its limits, in every year
// and by both readings.
func TestSecond_agreesAtTheEdgesOfTheParts(t *testing.T) {
	room, n := secondOpen(t), 0
	a := secondAt{T: t, n: &n}
	for i := range 5 * 2 * 2 {
		year, other, adults := 2022+i%5, i/5%2 == 0, 1+i/10
		try := func(what string, edges []int64, set func(h *secondHousehold, ore int64)) {
			for _, ore := range edges {
				h := secondHousehold{year: year, halfAfterFree: other, adults: make([]secondAdult, adults), children: secondKinds(1, 1, 1)}
				set(&h, ore)
				h.compareBase(a.at("%d: %s of %d öre, %d adults", year, what, ore, adults), room, ore/3, ore/7)
			}
		}
		half := secondHalfPriceBase[year] * 100
		last := adults - 1
		try("own pension", secondBeside(half, 2*half), func(h *secondHousehold, ore int64) { h.adults[last].ownPension = ore })
		try("reversed", secondBeside(30_000_00), func(h *secondHousehold, ore int64) {
			h.adults[last].business, h.adults[last].setAside, h.adults[last].reversed = 20_000_00, 10_000_00, ore
		})
		try("deficit", secondBeside(30_000_00), func(h *secondHousehold, ore int64) {
			h.adults[last].business, h.adults[last].oldDeficits = -ore, 30_000_00
		})
		try("capital", secondBeside(9_000_00), func(h *secondHousehold, ore int64) {
			h.adults[0].capital, h.adults[0].deductions, h.adults[0].keptLosses, h.adults[0].standard = -ore, 10_000_00, 700_00, 300_00
		})
		try("studies", append(secondBeside(0, 5, 10_000_00), 2, 3, 7), func(h *secondHousehold, ore int64) { h.adults[0].studyGrant, h.adults[last].startSupport = ore, ore+1 })
		try("scholarship", secondBeside(3_000_00, 36_000_00), func(h *secondHousehold, ore int64) { h.adults[last].scholarship = ore })
		try("wealth", secondBeside(0, 99_000_00, 100_000_00, 109_000_00, 110_000_00, 120_000_00, 233_333_33), func(h *secondHousehold, ore int64) { h.adults[last].wealth = ore })
		try("children's wealth", secondBeside(0, 50_000_00, 100_000_00, 110_000_00, 220_000_00), func(h *secondHousehold, ore int64) {
			h.adults[0].wealth = 33_333_33
			for c := range h.children {
				h.children[c].wealth = ore
			}
		})
		try("children's capital", secondBeside(0, 1_000_00, 2_000_00, 3_000_00), func(h *secondHousehold, ore int64) {
			for c := range h.children {
				h.children[c].capital = ore
			}
		})
	}
	if n < 1_500 {
		t.Errorf("only %d parts", n)
	}
}

// TestSecond_agreesAtTheMost: numbers as large as they can be are still exact, and what of them
// is too much together is refused and never wrong.
func TestSecond_agreesAtTheMost(t *testing.T) {
	room, n := secondOpen(t), 0
	a := secondAt{T: t, n: &n}
	const most = 500_000_000_00
	rich := secondAdult{employment: most, sink: 1, foreign: most - 3, settling: 2, business: most, ownPension: most, setAside: most, oldDeficits: most,
		capital: most, deductions: most, studyGrant: most, startSupport: most, scholarship: most, wealth: most}
	for year := 2022; year <= 2026; year++ {
		for children := range 5 {
			h := secondHousehold{year: year, adults: []secondAdult{rich, rich}, home: secondDwelling{cost: 1_000_000_00, area: 2000_00, rooms: 50, acceptedCost: 1_000_000_00, acceptedArea: 1999_00}}
			for range children + 1 {
				h.children = append(h.children, secondChild{kind: secondKind(children % 2), wealth: most, capital: most})
			}
			at := a.at("%d, %d children", year, children)
			h.compareMonth(at, room, 12, h.compareBase(at, room, 0, 0), false)
			h.compareMonth(at, room, 12, [2]money.Amount{10_000_000_000_00, 10_000_000_000_00}, false)
			h.children, h.young = nil, true
			h.compareMonth(at, room, 12, [2]money.Amount{10_000_000_000_00, 10_000_000_000_00}, false)
		}
	}
	// A child has at most 999 999 000 kronor above what is free, and an income at most ten thousand millions.
	for _, c := range []struct {
		adults   []secondAdult
		children int
		want     string
	}{
		{[]secondAdult{{employment: 10_000_00}}, 10, ""},
		{[]secondAdult{{employment: 10_000_01}}, 10, "housing: income:"},
		{[]secondAdult{{}, {}}, 21, "housing: income:"},
		{[]secondAdult{{}, {employment: most, foreign: most}}, 19, "housing: spouse.income:"},
	} {
		h := secondHousehold{year: 2026, adults: c.adults}
		for range c.children {
			h.children = append(h.children, secondChild{kind: secondHome, capital: most})
		}
		x := h.assessed(0, 0)
		for i := range x.Children {
			x.Children[i].Capital.Deductions = most
		}
		b, err := room[false].Base(x)
		var refused *housing.InputError
		switch {
		case c.want == "" && (err != nil || b.Adults[0].Sum != 10_000_000_000_00):
			t.Errorf("%v, %v", b.Adults[0].Sum, err)
		case c.want != "" && (!errors.As(err, &refused) || !strings.HasPrefix(err.Error(), c.want)):
			t.Errorf("%d adults and %d children: %v", len(c.adults), c.children, err)
		}
	}
}
