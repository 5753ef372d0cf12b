package housing

import (
	"fmt"
	"time"

	"balans/law/calendar"
	"balans/law/money"
)

// RuleSet is law to compare by: a set of parameters, and the year whose law is taken from it.
type RuleSet struct {
	Name  string
	Rules *Rules
	Year  int
	// Basis is the income of a household by another basis than the calendar year's, such as the
	// reform's Frame; nil for the year's.
	Basis func(*Known) (IncomeBasis, error)
}

// Group is what households are told apart by in a comparison.
type Group struct {
	Form     Form
	Spouses  bool
	Children uint8 // 1, 2, or 3 for more; 0 of the young
}

// Effects is what a change of rules does to some households. Amounts are of a year, and exact.
type Effects struct {
	Households, Winners, Losers int
	Before, After               Sum
	MostGained, MostLost        Exact // of one household, in a year
	ByMonth                     [13]struct{ Before, After Sum }
	// Paid is the same provisionally: rounded down each month.
	PaidBefore, PaidAfter money.Amount
}

// Difference is how much more is paid a year.
func (e *Effects) Difference() Sum { return e.After.Minus(e.Before) }

// Comparison is two rule sets on the same households.
type Comparison struct {
	From, To RuleSet
	Year     int // of the households
	All      Effects
	Groups   map[Group]*Effects
	// Gains counts households by how much more they get a month on average, in hundreds of kronor
	// begun: 8 is above 700 and at most 800, -1 up to 100 less; 0 is those without a difference.
	Gains map[int]int
}

// Compare computes the year of every household by two rule sets, with the incomes as assessed
// where they are, and otherwise as stated. Households that would get an allowance by the other
// rules alone are in it only when they are in the book.
func Compare(book *Book, from, to RuleSet) (*Comparison, error) {
	c := &Comparison{From: from, To: to, Year: book.Year, Groups: map[Group]*Effects{}, Gains: map[int]int{}}
	var scales [2][13]*Scale
	for m := time.January; m <= time.December; m++ {
		for i, set := range []*RuleSet{&from, &to} {
			s, err := set.Rules.Scale(calendar.New(set.Year, m, 1))
			if err != nil {
				return nil, err
			}
			scales[i][m] = s
		}
	}
	for _, k := range book.Households {
		base := k.Stated()
		if last := k.Last(); last != nil {
			base = last.Base
		}
		if err := c.household(k, YearEqual(base), &scales); err != nil {
			return nil, fmt.Errorf("household %s: %w", k.ID, err)
		}
	}
	return c, nil
}

// bases are the incomes of a household by both rule sets.
func (c *Comparison) bases(k *Known, year IncomeBasis) (all [2]IncomeBasis, err error) {
	for i, set := range []*RuleSet{&c.From, &c.To} {
		all[i] = year
		if set.Basis != nil && err == nil {
			all[i], err = set.Basis(k)
		}
	}
	return all, err
}

func (c *Comparison) household(k *Known, year IncomeBasis, scales *[2][13]*Scale) error {
	bases, err := c.bases(k, year)
	if err != nil {
		return err
	}
	var e Effects
	e.Households = 1
	var m Month
	var d Exact
	for i := range k.Stretches {
		s := &k.Stretches[i]
		for month := s.From; month <= s.To; month++ {
			before, err := bases[0].Of(calendar.New(c.Year, month, 1), s.Spouses)
			if err != nil {
				return err
			}
			after, err := bases[1].Of(calendar.New(c.Year, month, 1), s.Spouses)
			if err != nil {
				return err
			}
			for _, base := range [][2]money.Amount{before, after} {
				if err := checkBase(base); err != nil {
					return err
				}
			}
			scales[0][month].Month(&s.Household, before, &m)
			d -= m.Amount
			e.Before = e.Before.Add(m.Amount)
			e.ByMonth[month].Before = e.ByMonth[month].Before.Add(m.Amount)
			e.PaidBefore += m.Preliminary()
			scales[1][month].Month(&s.Household, after, &m)
			d += m.Amount
			e.After = e.After.Add(m.Amount)
			e.ByMonth[month].After = e.ByMonth[month].After.Add(m.Amount)
			e.PaidAfter += m.Preliminary()
		}
	}
	switch {
	case d > 0:
		e.Winners, e.MostGained = 1, d
	case d < 0:
		e.Losers, e.MostLost = 1, -d
	}
	g := k.Group()
	if c.Groups[g] == nil {
		c.Groups[g] = &Effects{}
	}
	c.Groups[g].add(&e)
	c.All.add(&e)
	c.Gains[bucket(d, k.months())]++
	return nil
}

// Group is what the household is told apart by: as it was last in the year.
func (k *Known) Group() Group {
	s := &k.Stretches[len(k.Stretches)-1]
	return Group{s.Form, s.Spouses, min(s.Home+s.Alternating+s.Household.Access, 3)}
}

func (k *Known) months() (n int) {
	for i := range k.Stretches {
		n += k.Stretches[i].Months()
	}
	return n
}

// bucket is the average difference a month in whole hundreds, away from zero where it is not
// nothing.
func bucket(d Exact, months int) int {
	if d == 0 {
		return 0
	}
	a := int((d/Exact(months)).Whole(100_00, money.Up) / 100_00)
	return a
}

func (e *Effects) add(o *Effects) {
	e.Households += o.Households
	e.Winners += o.Winners
	e.Losers += o.Losers
	e.Before, e.After = e.Before.Plus(o.Before), e.After.Plus(o.After)
	e.PaidBefore += o.PaidBefore
	e.PaidAfter += o.PaidAfter
	e.MostGained, e.MostLost = max(e.MostGained, o.MostGained), max(e.MostLost, o.MostLost)
	for m := range e.ByMonth {
		e.ByMonth[m].Before = e.ByMonth[m].Before.Plus(o.ByMonth[m].Before)
		e.ByMonth[m].After = e.ByMonth[m].After.Plus(o.ByMonth[m].After)
	}
}

// What has been published, to hold a comparison against.
const (
	// RaisedLimits2026 is what the raised limits of the cost of the dwelling cost in 2026, as the
	// government said in September 2025, before the budget bill for 2026.
	RaisedLimits2026 = 655_000_000 * money.Krona
	// HouseholdsIn2024 is about how many households had the allowance in 2024, as read in a
	// newspaper; not in a primary source.
	HouseholdsIn2024 = 150_000
)

// Scaled is an amount of the book's households as it would be of another number of them; both
// are above zero.
func Scaled(a money.Amount, households, of int) (money.Amount, error) {
	return money.MulDiv(a, int64(of), int64(households), money.HalfUp)
}
