package sample

import (
	"fmt"
	"math/big"

	"balans/law/money"
)

// Outlook is what is expected of the strata of a coming sample. Judged.Outlook makes
// one from an earlier sample; numbers and amounts may be changed to those of the coming
// population.
type Outlook struct {
	Strata []Expected // each name once
}

// Expected is what is expected of one stratum.
type Expected struct {
	Count
	Spread money.Amount // of wrong around its ratio to paid, öre, above zero
	// Guessed is true when the earlier sample showed no spread: Spread is then that of as
	// many wrong items as the sample would just still have missed.
	Guessed bool
}

// Expectation is the width a sample is expected to have.
type Expectation struct {
	Size   int
	Sizes  []int        // of each stratum, in the Outlook's order
	Margin money.Amount // half the width, öre rounded up; 0 when all are drawn
	Ppm    int64        // the margin in millionths of what was paid, rounded up
	Factor int64        // Student's, millionths
}

// Outlook is what the sample lets expect of the next. The error is a stratum of which
// too few are judged.
func (j *Judged) Outlook() (Outlook, error) {
	var o Outlook
	for _, c := range j.cells(leftOut, anyWrong) {
		if c.counted == 0 || !c.enough() {
			return Outlook{}, fmt.Errorf("sample: %d are judged of %s; it takes %d to know its spread", c.counted, c.name, leastSize)
		}
		e := Expected{Count: Count{c.name, c.population, money.Amount(c.paid)}}
		p := big.NewInt(c.sumPaid)
		e.Spread = c.spreadOf(c.squares(), mul(p, p, big.NewInt(max(1, c.counted-1))))
		if e.Spread == 0 {
			e.Spread, e.Guessed = c.guess(), true
		}
		o.Strata = append(o.Strata, e)
	}
	return o, nil
}

// spreadOf is the root of over/under, a square of öre in the sample, as a spread of the
// population: times the mean paid there over that in the sample, rounded up.
func (c *cell) spreadOf(over, under *big.Int) money.Amount {
	here := mul(big.NewInt(c.paid), big.NewInt(c.counted))
	there := mul(big.NewInt(c.population), big.NewInt(c.sumPaid))
	return money.Amount(rootUp(divUp(mul(over, here, here), mul(under, there, there))).Int64())
}

// guess is the spread of a stratum whose sample shows none: √(q·(1 − q)·Σp²/n), where q
// is the share of wrong items of the bound, or a half when that is less.
func (c *cell) guess() money.Amount {
	bound, paid := unseen([]*cell{c}, meanWorth, 50), big.NewInt(c.paid)
	if mul(big.NewInt(2), bound).Cmp(paid) > 0 {
		bound, paid = big.NewInt(1), big.NewInt(2)
	}
	square := mul(bound, new(big.Int).Sub(paid, bound), c.paid2)
	return max(1, c.spreadOf(square, mul(paid, paid, big.NewInt(c.counted))))
}

// Spread is the Spread of a Design for Neyman.
func (o Outlook) Spread() map[string]money.Amount {
	spread := map[string]money.Amount{}
	for _, s := range o.Strata {
		spread[s.Stratum] = s.Spread
	}
	return spread
}

// Expect is how wide the interval of the total is expected to be with a design, when
// the errors are as they were expected, everyone drawn is judged and there are errors
// enough for a normal interval. A design for Neyman without Spread takes the Outlook's.
func (o Outlook) Expect(d Design) (Expectation, error) {
	if d.Allocation == Neyman && d.Spread == nil {
		d.Spread = o.Spread()
	}
	counts := make([]Count, len(o.Strata))
	for i, s := range o.Strata {
		if counts[i] = s.Count; s.Spread <= 0 || s.Spread > mostPaid || s.Paid > mostPaid {
			return Expectation{}, fmt.Errorf("sample: %s is expected to have %s paid and a spread of %s; both are to be above zero and at most %s", s.Stratum, s.Paid, s.Spread, mostPaid)
		}
	}
	sizes, err := d.Allocate(counts)
	if err != nil {
		return Expectation{}, err
	}
	e := Expectation{Sizes: sizes}
	variance, paid := new(big.Int), new(big.Int)
	var variances []*big.Int
	var judged []int64
	for i, s := range o.Strata {
		e.Size += sizes[i]
		paid.Add(paid, big.NewInt(int64(s.Paid)))
		v := s.variance(int64(sizes[i]))
		variance.Add(variance, v)
		if v.Sign() > 0 {
			variances, judged = append(variances, v), append(judged, int64(sizes[i]))
		}
	}
	e.Factor = factor(freedom(variances, judged))
	width := margin(e.Factor, variance)
	if !width.IsInt64() {
		return Expectation{}, fmt.Errorf("sample: the expected margin: %w", money.ErrOverflow)
	}
	e.Margin = money.Amount(width.Int64())
	e.Ppm = divUp(mul(width, million), paid).Int64()
	return e, nil
}

// variance is N·(N−n)/n·S², in squares of 2^-32 öre.
func (s *Expected) variance(n int64) *big.Int {
	spread := big.NewInt(int64(s.Spread))
	over := mul(big.NewInt(s.Items), big.NewInt(s.Items-n), spread, spread)
	return divUp(over.Lsh(over, 2*fraction), big.NewInt(n))
}

// Required is the size from which the expected margin is at most the wanted one, with
// the design's allocation; its Size is not read. The error says when more than MaxSize
// are needed.
func (o Outlook) Required(wanted money.Amount, d Design) (Expectation, error) {
	if wanted < 0 || d.Allocation == Given {
		return Expectation{}, fmt.Errorf("sample: a size is sought for a margin from zero, it is %s, and not for sizes that are given", wanted)
	}
	low, items := 0, int64(0) // low is a size that does not do
	for _, s := range o.Strata {
		items += max(s.Items, 0)
		low += d.least(max(s.Items, 0))
	}
	low--
	most := int(min(items, MaxSize))
	high, best := low+1, Expectation{}
	for {
		e, err := o.Expect(d.sized(min(high, most)))
		if err != nil {
			return Expectation{}, err
		}
		if e.Margin <= wanted {
			best, high = e, min(high, most)
			break
		}
		if high >= most {
			return Expectation{}, fmt.Errorf("sample: %d items give a margin of %s; more cannot be drawn", most, e.Margin)
		}
		low, high = high, 2*high
	}
	for high-low > 1 {
		middle := low + (high-low)/2
		e, err := o.Expect(d.sized(middle))
		if err != nil {
			return Expectation{}, err
		}
		if e.Margin <= wanted {
			best, high = e, middle
		} else {
			low = middle
		}
	}
	return best, nil
}

func (d Design) sized(n int) Design {
	d.Size = n
	return d
}
