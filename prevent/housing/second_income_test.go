package housing_test

import (
	"math/big"
	"testing"
)

// Each part of the income by hand, in öre going in.
func TestSecond_income(t *testing.T) {
	for _, c := range []struct {
		what string
		year int
		a    secondAdult
		want string
	}{
		{"every part", 2025, secondAdult{
			employment: 200_000_00, sink: 1_000_00, foreign: 2_000_00, settling: 3_000_00,
			business: 50_000_00, ownPension: 40_000_00, setAside: 5_000_00, oldDeficits: 1_000_00, reversed: 6_000_00,
			capital: 10_000_00, deductions: 8_000_00, keptLosses: 1_000_00, deferral: 500_00, negativeRate: 400_00, standard: 100_00,
			studyGrant: 10_000_00, startSupport: 5_000_00, scholarship: 40_000_00,
		}, "317400"}, // 206 000 + (50 000 + 29 400 + 6 000 - 6 000) + 16 000 + 8 000 + 4 000 + 4 000
		{"own pension to half of 48 300", 2022, secondAdult{ownPension: 24_150_01}, "24150"},
		{"own pension under it", 2022, secondAdult{ownPension: 24_149_99}, "24149.99"},
		{"own pension to half of 52 500", 2023, secondAdult{ownPension: 99_999_00}, "26250"},
		{"own pension to half of 57 300", 2024, secondAdult{ownPension: 99_999_00}, "28650"},
		{"own pension to half of 59 200", 2026, secondAdult{ownPension: 99_999_00}, "29600"},
		{"more reversed than earned takes nothing from employment", 2026, secondAdult{employment: 100_00, business: 5_00, reversed: 90_00}, "100"},
		{"a deficit of capital by interest", 2026, secondAdult{capital: -15_000_00, deductions: 20_000_00}, "5000"},
		{"losses take nothing from employment", 2026, secondAdult{employment: 100_00, capital: 5_00, keptLosses: 50_00}, "100"},
		{"start support through 2025", 2025, secondAdult{startSupport: 1_00}, "0.80"},
		{"start support from 2026", 2026, secondAdult{startSupport: 10_000_00}, "0"},
		{"80 % of 1 öre", 2026, secondAdult{studyGrant: 1}, "0.01"},
		{"80 % of 3 öre", 2026, secondAdult{studyGrant: 3}, "0.02"},
		{"grant and support each to the öre", 2024, secondAdult{studyGrant: 3, startSupport: 3}, "0.04"},
		{"a scholarship of 36 000", 2026, secondAdult{scholarship: 36_000_00}, "0"},
		{"and an öre", 2026, secondAdult{scholarship: 36_000_01}, "0.01"},
		{"wealth of 109 999.99", 2026, secondAdult{wealth: 109_999_99}, "0"},
		{"wealth of 110 000", 2026, secondAdult{wealth: 110_000_00}, "1500"},
		{"BB-10", 2026, secondAdult{employment: 160_000_00, wealth: 237_500_00}, "179500"},
	} {
		h := secondHousehold{year: c.year, adults: []secondAdult{c.a}}
		secondIs(t, c.what, h.bases()[0], c.want)
	}
}

// What the children and the joint wealth give each of two adults.
func TestSecond_incomeOfTwo(t *testing.T) {
	const home, turns, access = secondHome, secondAlternating, secondAccess
	for _, c := range []struct {
		what          string
		wealth        [2]int64 // öre
		children      []secondChild
		other         bool
		first, second string
	}{
		{"BB-11", [2]int64{300_000_00, 100_000_00}, nil, false, "33750", "11250"},
		{"all is the children's", [2]int64{}, []secondChild{{home, 90_000_00, 0}, {home, 20_000_00, 0}}, false, "750", "750"},
		{"at half", [2]int64{0, 50_000_00}, []secondChild{{turns, 120_000_01, 0}}, false, "409.09", "1090.91"}, // 1 500 in 50 to 60: 681.82 and 818.18
		{"half an öre", [2]int64{109_999_99, 0}, []secondChild{{turns, 1, 0}}, false, "0", "0"},
		{"two to one", [2]int64{100_000_00, 50_000_00}, nil, false, "5000", "2500"},
		// 6 000 in 2, 2 and 3 sevenths: 1 714.29, 1 714.28 and 2 571.43, of which 1 285.72 and 1 285.71.
		{"the öre left over", [2]int64{40_000_00, 40_000_00}, []secondChild{{home, 60_000_00, 0}}, false, "3000.01", "2999.99"},
		{"access gives nothing", [2]int64{}, []secondChild{{access, 900_000_00, 900_000_00}}, false, "0", "0"},
		{"capital up to 1 000", [2]int64{}, []secondChild{{home, 0, 1_000_00}, {home, 0, 1_000_00}}, false, "0", "0"},
		{"an odd öre", [2]int64{}, []secondChild{{home, 0, 1_000_01}}, false, "0.01", "0"},
		{"two odd öre are even", [2]int64{}, []secondChild{{home, 0, 1_000_01}, {home, 0, 1_000_01}}, false, "0.01", "0.01"},
		{"alternating 3 000.03", [2]int64{}, []secondChild{{turns, 0, 3_000_03}}, false, "250.01", "250"},
		{"alternating 3 000.03, other reading", [2]int64{}, []secondChild{{turns, 0, 3_000_03}}, true, "500.01", "500"},
		{"alternating 1 999", [2]int64{}, []secondChild{{turns, 0, 1_999_00}}, false, "0", "0"},
	} {
		h := secondHousehold{year: 2026, adults: make([]secondAdult, 2), children: c.children, halfAfterFree: c.other}
		h.adults[0].wealth, h.adults[1].wealth = c.wealth[0], c.wealth[1]
		got := h.bases()
		secondIs(t, c.what+", first", got[0], c.first)
		secondIs(t, c.what+", second", got[1], c.second)
	}
}

// Largest remainders by hand: 1 öre of three equals, and of unequal parts.
func TestSecond_remainders(t *testing.T) {
	for _, c := range []struct {
		ore     int64
		weights [3]int64
		want    [3]string
	}{
		{1, [3]int64{1, 1, 1}, [3]string{"0.01", "0", "0"}},
		{2, [3]int64{1, 1, 1}, [3]string{"0.01", "0.01", "0"}},
		{100, [3]int64{1, 1, 1}, [3]string{"0.34", "0.33", "0.33"}},
		{10, [3]int64{15, 25, 60}, [3]string{"0.02", "0.02", "0.06"}}, // 1.5, 2.5 and 6
		{10, [3]int64{14, 25, 61}, [3]string{"0.01", "0.03", "0.06"}}, // 1.4, 2.5 and 6.1
		{10, [3]int64{0, 0, 5}, [3]string{"0", "0", "0.1"}},
		{0, [3]int64{}, [3]string{"0", "0", "0"}},
	} {
		w := c.weights
		for i, part := range secondRemainders(secondOre(c.ore), []*big.Rat{secondKr(w[0]), secondKr(w[1]), secondKr(w[2])}) {
			secondIs(t, "part", part, c.want[i])
		}
	}
}
