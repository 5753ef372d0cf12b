package housing_test

import "math/big"

// What is paid beforehand, the final amount of a year and the difference (98:4-6).

// preliminary is the month down to whole hundreds (98:4).
func (m secondMonth) preliminary() *big.Rat { return secondDown(m.exact, secondKr(100)) }

// secondSupplement is the temporary supplement of a month to a family: a share of the
// preliminary amount up to a highest amount. Of the first half of 2025 no highest amount is
// known: above the 1 325 kronor of the times with the same share the answer is not known.
func secondSupplement(year, month int, preliminary *big.Rat) (kr *big.Rat, known bool) {
	half := year*2 + (month-1)/6
	switch {
	case half == 2022*2+1, half == 2023*2:
		return secondMin(secondTimes(preliminary, big.NewRat(25, 100)), secondKr(1_325)), true
	case half == 2023*2+1, half == 2024*2, half == 2024*2+1:
		return secondMin(secondTimes(preliminary, big.NewRat(40, 100)), secondKr(2_100)), true
	case half == 2025*2:
		share := secondTimes(preliminary, big.NewRat(25, 100))
		return share, share.Cmp(secondKr(1_325)) <= 0
	}
	return new(big.Rat), true
}

// secondRight is a month with a right: the household as it was and the bases of its adults in
// the year. A month without is left out.
type secondRight struct {
	household secondHousehold
	bases     []*big.Rat
}

// secondFinal is the final amount of a year: the exact months, never rounded (98:5-6).
func secondFinal(months []secondRight) *big.Rat {
	sum := new(big.Rat)
	for _, r := range months {
		sum.Add(sum, r.household.month(r.bases).exact)
	}
	return sum
}

// secondOutcome is what a settlement comes to; at most one of claim and payOut is above zero.
type secondOutcome struct {
	difference *big.Rat // final less paid, exact
	claim      *big.Rat // whole kronor, down
	payOut     *big.Rat // whole kronor, up
}

// secondSettle compares the final amount with what was paid. Differences under 1 200 kronor are
// dropped, and the limit is held against the exact difference (98:6).
func secondSettle(final, paid *big.Rat) secondOutcome {
	o := secondOutcome{difference: secondLess(final, paid), claim: new(big.Rat), payOut: new(big.Rat)}
	size := new(big.Rat).Abs(o.difference)
	switch {
	case size.Cmp(secondKr(1_200)) < 0:
	case o.difference.Sign() < 0:
		o.claim = secondDown(size, secondKr(1))
	default:
		o.payOut = secondUp(size, secondKr(1))
	}
	return o
}

// secondOreOf is an amount in öre, and whether it is whole öre; for comparing.
func secondOreOf(a *big.Rat) (int64, bool) {
	n := secondTimes(a, secondKr(100))
	if !n.IsInt() || !n.Num().IsInt64() {
		return 0, false
	}
	return n.Num().Int64(), true
}
