package money

import (
	"errors"
	"math"
	"math/bits"
	"slices"
)

// Amount is a sum of money in öre; negative for money going the other way. The range
// is about ±92 thousand billion kronor.
type Amount int64

// Krona is one krona.
const Krona Amount = 100

// The errors of calculation.
var (
	ErrOverflow = errors.New("money: the amount is too large")
	ErrDivision = errors.New("money: division by zero")
	ErrRounding = errors.New("money: no such rounding")
	ErrWeights  = errors.New("money: the weights are to be zero or more with a sum above zero")
)

// Kronor is k kronor as an amount. It is meant for constants and limits; k is to be
// within ±92 233 720 368 547 758 and the function panics otherwise.
func Kronor(k int64) Amount {
	if k > math.MaxInt64/100 || k < math.MinInt64/100 {
		panic(ErrOverflow)
	}
	return Amount(k) * Krona
}

// Add is a + b, or ErrOverflow.
func Add(a, b Amount) (Amount, error) {
	s := a + b
	if (s > a) != (b > 0) {
		return 0, ErrOverflow
	}
	return s, nil
}

// Sum is the sum of the amounts, or ErrOverflow when the sum or a part of it from the
// left does not fit.
func Sum(a ...Amount) (Amount, error) {
	var sum Amount
	for _, x := range a {
		s, err := Add(sum, x)
		if err != nil {
			return 0, err
		}
		sum = s
	}
	return sum, nil
}

// MulDiv is a·num/den, calculated without loss and rounded once as r says. It fails
// with ErrDivision when den is 0, ErrOverflow when the result does not fit and
// ErrRounding when r is none of the named roundings.
func MulDiv(a Amount, num, den int64, r Rounding) (Amount, error) {
	v, err := mulDiv(int64(a), num, den, r)
	return Amount(v), err
}

func mulDiv(a, num, den int64, r Rounding) (int64, error) {
	if !r.valid() {
		return 0, ErrRounding
	}
	if den == 0 {
		return 0, ErrDivision
	}
	d := size(den)
	hi, lo := bits.Mul64(size(a), size(num))
	if hi >= d {
		return 0, ErrOverflow
	}
	q, rem := bits.Div64(hi, lo, d)
	if r.away(q, rem, d) {
		if q == math.MaxUint64 {
			return 0, ErrOverflow
		}
		q++
	}
	return signed(q, (a < 0) != (num < 0) != (den < 0))
}

// size is the absolute value, also of the least int64.
func size(v int64) uint64 {
	if v < 0 {
		return -uint64(v)
	}
	return uint64(v)
}

func signed(q uint64, negative bool) (int64, error) {
	if negative {
		if q > 1<<63 {
			return 0, ErrOverflow
		}
		return int64(-q), nil
	}
	if q > math.MaxInt64 {
		return 0, ErrOverflow
	}
	return int64(q), nil
}

// RoundTo rounds a to a whole multiple of unit, such as Krona. It is meant for units
// written in the code and panics when the unit is not above zero, when r is not a
// named rounding, or when the result does not fit in an Amount.
func (a Amount) RoundTo(unit Amount, r Rounding) Amount {
	if unit <= 0 {
		panic("money: RoundTo needs a unit above zero")
	}
	n, err := mulDiv(int64(a), 1, int64(unit), r)
	if err != nil {
		panic(err)
	}
	back, err := mulDiv(n, int64(unit), 1, Down)
	if err != nil {
		panic(err)
	}
	return Amount(back)
}

// Split divides total into one part for each weight, as near in proportion as whole
// öre allow. The öre left over go to the parts with the largest remainders, and among
// equals to the first. The parts always add up to total; a part with weight zero
// is zero. A negative total is split as its size.
func Split(total Amount, weights []int64) ([]Amount, error) {
	var whole uint64
	for _, w := range weights {
		if w < 0 {
			return nil, ErrWeights
		}
		whole += uint64(w)
		if whole > math.MaxInt64 {
			return nil, ErrOverflow
		}
	}
	if whole == 0 {
		return nil, ErrWeights
	}
	left := size(int64(total))
	parts := make([]uint64, len(weights))
	rest := make([]remainder, len(weights))
	for i, w := range weights {
		hi, lo := bits.Mul64(size(int64(total)), uint64(w))
		parts[i], rest[i].size = bits.Div64(hi, lo, whole)
		rest[i].index = i
		left -= parts[i]
	}
	slices.SortStableFunc(rest, largestFirst)
	for _, r := range rest[:left] { // left is less than the number of remainders above zero
		parts[r.index]++
	}
	out := make([]Amount, len(parts))
	for i, p := range parts {
		if total < 0 {
			p = -p
		}
		out[i] = Amount(p)
	}
	return out, nil
}

type remainder struct {
	size  uint64
	index int
}

func largestFirst(a, b remainder) int {
	switch {
	case a.size > b.size:
		return -1
	case a.size < b.size:
		return 1
	}
	return 0
}

// Millions is the amount in whole million kronor (Mnkr in reports), half rounded away
// from zero.
func Millions(a Amount) int64 {
	return int64(a.RoundTo(Kronor(1_000_000), HalfUp) / Kronor(1_000_000))
}

// Share is how many whole per cent part is of whole, half rounded up (away from zero),
// from the numbers as they are and not from rounded ones. ok is false when whole is
// zero or the share does not fit: there is then no share to print.
func Share(part, whole int64) (percent int64, ok bool) {
	p, err := mulDiv(part, 100, whole, HalfUp)
	return p, err == nil
}
