package housing

import (
	"math/bits"
	"strconv"

	"balans/law/money"
)

// Exact is an amount as a whole number of 1/36 000 000 öre. Twelfths, thirds and shares in
// millionths are whole numbers of it, so that amounts of the law add up to what they are.
type Exact int64

// perOre is how many there are of an öre: 12 × 3 × a million.
const perOre = 36_000_000

// Of is an amount as an Exact. Amounts here are far below 2.5 billion kronor, the most that fits.
func Of(a money.Amount) Exact { return Exact(a) * perOre }

// Whole is the amount in whole units of öre, rounded.
func (x Exact) Whole(unit money.Amount, r money.Rounding) money.Amount {
	n, err := money.MulDiv(money.Amount(x), 1, perOre*int64(unit), r)
	if err != nil {
		panic(err) // the product is x itself
	}
	return n * unit
}

// Ore is the amount to the nearest öre, for showing.
func (x Exact) Ore() money.Amount { return x.Whole(1, money.HalfUp) }

// Kronor is the amount in kronor for a person: to the öre, with a mark when it is not exact.
func (x Exact) Kronor() string {
	s := kr(x.Ore())
	if x%perOre != 0 {
		return "≈\u00a0" + s
	}
	return s
}

// String is the exact number of öre as a fraction in its lowest terms.
func (x Exact) String() string {
	n, d := int64(x), int64(perOre)
	a, b := n, d
	if a < 0 {
		a = -a
	}
	for b != 0 {
		a, b = b, a%b
	}
	if d == a {
		return strconv.FormatInt(n/a, 10)
	}
	return strconv.FormatInt(n/a, 10) + "/" + strconv.FormatInt(d/a, 10)
}

// share is ppm millionths of an amount, for amounts of at most mostCost.
func share(a money.Amount, ppm int64) Exact { return Exact(int64(a) * ppm * (perOre / million)) }

// twelfth is a twelfth of ppm millionths of an amount, for amounts of at most mostAmount.
func twelfth(a money.Amount, ppm int64) Exact {
	return Exact(int64(a) * ppm * (perOre / million / 12))
}

const million = 1_000_000

// mostAmount is the most that an income, a wealth or a cost can be here: ten billion kronor.
const mostAmount = money.Amount(1_000_000_000_000)

// rounded is a·n/d with halves up; a and n are not negative, and d is positive.
func rounded(a money.Amount, n, d int64) money.Amount {
	hi, lo := bits.Mul64(uint64(a), uint64(n))
	q, r := bits.Div64(hi, lo, uint64(d))
	if r >= uint64(d)-r {
		q++
	}
	return money.Amount(q)
}

// Sum is a sum of Exacts of any number of households: an Exact holds those of some forty
// thousand. Its zero value is nothing.
type Sum struct {
	ore  money.Amount
	rest Exact // from 0 up to an öre
}

// Add is the sum with an amount more.
func (s Sum) Add(x Exact) Sum {
	ore := x / perOre
	return Sum{s.ore + money.Amount(ore), s.rest + x - ore*perOre}.carried()
}

// Plus is two sums together.
func (s Sum) Plus(o Sum) Sum { return Sum{s.ore + o.ore, s.rest + o.rest}.carried() }

// Minus is a sum less another.
func (s Sum) Minus(o Sum) Sum { return Sum{s.ore - o.ore, s.rest - o.rest}.carried() }

// carried brings rest to from 0 up to an öre.
func (s Sum) carried() Sum {
	switch {
	case s.rest < 0:
		s.ore, s.rest = s.ore-1, s.rest+perOre
	case s.rest >= perOre:
		s.ore, s.rest = s.ore+1, s.rest-perOre
	}
	return s
}

// Ore is the sum to the nearest öre.
func (s Sum) Ore() money.Amount {
	if 2*s.rest >= perOre {
		return s.ore + 1
	}
	return s.ore
}
