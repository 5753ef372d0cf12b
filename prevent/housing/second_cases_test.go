package housing_test

import (
	"math/big"
	"testing"
)

// Worked examples of the second implementation, in kronor.

func secondFamily(year, adults int, cost, area int64, kinds ...secondKind) secondHousehold {
	h := secondHousehold{year: year, adults: make([]secondAdult, adults)}
	h.home = secondDwelling{cost: cost * 100, area: area * 100, rooms: 2}
	for _, k := range kinds {
		h.children = append(h.children, secondChild{kind: k})
	}
	return h
}

func secondYoung(year, adults int, cost int64) secondHousehold {
	h := secondFamily(year, adults, cost, 45)
	h.young = true
	return h
}

// earning gives the adults employment, in kronor a year.
func (h secondHousehold) earning(kronor ...int64) secondHousehold {
	h.adults = append([]secondAdult(nil), h.adults...)
	for i, k := range kronor {
		h.adults[i].employment = k * 100
	}
	return h
}

// owning gives the adults wealth, in kronor.
func (h secondHousehold) owning(kronor ...int64) secondHousehold {
	h.adults = append([]secondAdult(nil), h.adults...)
	for i, k := range kronor {
		h.adults[i].wealth = k * 100
	}
	return h
}

// whole is the year with the same facts in every month.
func (h secondHousehold) whole() []secondRight { return h.months(12) }

func (h secondHousehold) months(n int) []secondRight {
	out := make([]secondRight, n)
	for i := range out {
		out[i] = secondRight{household: h, bases: h.bases()}
	}
	return out
}

// secondIs compares a fraction with text such as "2750", "31200.20" or "9350/3".
func secondIs(t *testing.T, what string, got *big.Rat, want string) {
	t.Helper()
	w, ok := new(big.Rat).SetString(want)
	if !ok {
		t.Fatalf("%s: %q is no number", what, want)
	}
	if got.Cmp(w) != 0 {
		t.Errorf("%s: %s, want %s", what, got.FloatString(4), want)
	}
}

func TestSecond_months(t *testing.T) {
	const home, turns, access = secondHome, secondAlternating, secondAccess
	two25 := secondFamily(2025, 1, 9_000, 60, home, home)
	two26 := secondFamily(2026, 1, 9_000, 60, home, home)
	for _, c := range []struct {
		id                          string
		h                           secondHousehold
		exact, preliminary, finally string
	}{
		{"BB-1a", secondFamily(2025, 1, 7_000, 60, home).earning(150_000), "3450", "3400", "41400"},
		{"BB-1b", secondFamily(2026, 1, 7_000, 60, home).earning(150_000), "4200", "4200", "50400"},
		{"BB-2a", two25.earning(240_000), "2750", "2700", "33000"},
		{"BB-2b", two26.earning(240_000), "3750", "3700", "45000"},
		{"BB-3", secondFamily(2026, 2, 8_500, 60, home, home).earning(180_000, 60_000), "3500", "3500", "42000"},
		{"BB-4", secondFamily(2026, 2, 8_000, 60, home, home, home).earning(160_000, 160_000), "9350/3", "3100", "37400"},
		{"BB-5", secondFamily(2026, 1, 6_500, 60, turns, turns).earning(200_000), "9950/3", "3300", "39800"},
		{"BB-6", secondFamily(2026, 1, 7_200, 60, home, turns).earning(170_000), "13100/3", "4300", "52400"},
		{"BB-7", secondFamily(2026, 1, 5_000, 55, access).earning(190_000), "4900/3", "1600", "19600"},
		{"BB-8", secondFamily(2026, 1, 8_600, 60, home, access, access).earning(150_000), "5300", "5300", "63600"},
		{"BB-9a", secondFamily(2026, 1, 4_000, 100, home), "2400", "2400", "28800"},
		{"BB-9b", secondFamily(2026, 1, 4_200, 140, home), "2300", "2300", "27600"},
		{"BB-9c", secondFamily(2026, 1, 2_900, 140, home), "2250", "2200", "27000"},
		{"BB-10", secondFamily(2026, 1, 7_000, 60, home).earning(160_000).owning(237_500), "44500/12", "3700", "44500"},
		{"BB-11", secondFamily(2026, 2, 9_000, 60, home, home).earning(120_000, 90_000).owning(300_000, 100_000), "3500", "3500", "42000"},
		{"BB-12 41 000", secondYoung(2026, 1, 3_800).earning(41_000), "1370", "1300", "16440"},
		{"BB-12 71 000", secondYoung(2026, 1, 3_800).earning(71_000), "1610/3", "500", "6440"},
		{"BB-12 86 720", secondYoung(2026, 1, 3_800).earning(86_720), "100", "100", "1200"},
		{"BB-12 86 723", secondYoung(2026, 1, 3_800).earning(86_723), "0", "0", "0"},
		{"BB-13 58 000", secondYoung(2026, 2, 3_800).earning(0, 58_000), "1370", "1300", "16440"},
		{"BB-13 103 720", secondYoung(2026, 2, 3_800).earning(100_000, 3_720), "100", "100", "1200"},
		{"BB-13 103 723", secondYoung(2026, 2, 3_800).earning(51_723, 52_000), "0", "0", "0"},
		{"BB-14 351 000", secondFamily(2025, 1, 7_000, 60, home).earning(351_000), "100", "100", "1200"},
		{"BB-14 351 001", secondFamily(2025, 1, 7_000, 60, home).earning(351_001), "0", "0", "0"},
	} {
		m := c.h.month(c.h.bases())
		secondIs(t, c.id+" exact", m.exact, c.exact)
		secondIs(t, c.id+" preliminary", m.preliminary(), c.preliminary)
		secondIs(t, c.id+" final", secondFinal(c.h.whole()), c.finally)
	}
}

// The parts of the month where the sum alone could be right for a wrong reason.
func TestSecond_parts(t *testing.T) {
	const home, turns, access = secondHome, secondAlternating, secondAccess
	kids := func(area int64, kinds ...secondKind) secondMonth {
		h := secondFamily(2026, 1, 20_000, area, kinds...)
		return h.month(h.bases())
	}
	for _, c := range []struct {
		what                     string
		m                        secondMonth
		housing, special, access string
	}{
		{"two by turns", kids(60, turns, turns), "3250", "1600", "0"},
		{"three by turns", kids(60, turns, turns, turns), "3600", "2100", "0"},
		{"two at home, one by turns", kids(60, home, turns, home), "3600", "2500", "0"},
		{"one at home, two by turns", kids(60, turns, turns, home), "3600", "2300", "0"},
		{"one at home, three by turns", kids(60, turns, turns, turns, home), "3600", "2300", "0"},
		{"four at home and one of each", kids(60, access, turns, home, home, home, home), "3600", "2650", "0"},
		{"two by turns, two with access", kids(60, access, turns, access, turns), "3600", "1600", "100"},
		{"one of each", kids(60, access, turns, home), "3600", "1800", "100"},
		{"access alone", kids(40, access, access, access, access), "3600", "0", "700"},
		{"access in 39 m²", kids(39, access), "0", "0", "0"},
		{"access beside in 39 m²", kids(39, access, home), "2700", "1500", "0"},
	} {
		secondIs(t, c.what+": housing", c.m.housing, c.housing)
		secondIs(t, c.what+": special", c.m.special, c.special)
		secondIs(t, c.what+": access", c.m.access, c.access)
	}

	one := secondFamily(2026, 1, 5_000, 40, access)
	one.home.rooms = 1
	secondIs(t, "access in one room", one.month(one.bases()).exact, "0")
	one.smallHomeCounts = true
	secondIs(t, "access in one room, other reading", one.month(one.bases()).exact, "1800")

	costs := func(change func(*secondHousehold), want string) {
		t.Helper()
		h := secondFamily(2026, 1, 9_000, 60, home)
		change(&h)
		secondIs(t, "cost", h.month(h.bases()).housing, want)
	}
	costs(func(h *secondHousehold) { h.home.acceptedCost = 8_000_00 }, "3300")
	costs(func(h *secondHousehold) { h.home.acceptedCost = 6_000_00 }, "2700") // lower than the cap
	costs(func(h *secondHousehold) { h.home.acceptedCost, h.home.cost = 8_000_00, 7_000_00 }, "2800")
	costs(func(h *secondHousehold) { h.home.area, h.home.cost = 120_00, 6_000_00 }, "1300")
	costs(func(h *secondHousehold) { h.home.area, h.home.cost, h.home.acceptedArea = 120_00, 6_000_00, 100_00 }, "1800")
	costs(func(h *secondHousehold) { h.home.area, h.home.cost, h.home.acceptedArea = 120_00, 6_000_00, 70_00 }, "1300")
	costs(func(h *secondHousehold) { h.home.area, h.home.cost = 90_00, 6_000_01 }, "1966.67")   // 5 333.342 to 5 333.34
	costs(func(h *secondHousehold) { h.home.area, h.home.cost = 160_00, 7_000_01 }, "1050.005") // 3 500.005 to 3 500.01
	costs(func(h *secondHousehold) { h.home.cost = 1_399_99 }, "0")                             // under the lower limit
	costs(func(h *secondHousehold) { h.home.area, h.home.cost = 80_01, 6_000_00 }, "2299.625")  // 5 999.250 09
	costs(func(h *secondHousehold) { h.children = make([]secondChild, 6) }, "3600")             // cap of three
	costs(func(h *secondHousehold) { h.children, h.home.area = make([]secondChild, 6), 320_00 }, "1550")
	costs(func(h *secondHousehold) {
		h.children, h.home.area, h.home.cost = make([]secondChild, 5), 320_00, 7_000_00
	}, "1400")

	young := secondYoung(2026, 1, 4_000)
	young.home.area = 80_00 // 3 000 counts
	secondIs(t, "young, too large", young.month(young.bases()).exact, "980")
}
