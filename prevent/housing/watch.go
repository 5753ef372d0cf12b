package housing

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"balans/law/calendar"
	"balans/law/money"
)

// Incomes is what is known of an adult's income month by month, öre.
type Incomes struct {
	Known  [13]bool // by month, 1 to 12
	Amount [13]money.Amount
}

// Certainty is how sure it is that a year will end in a claim, as its incomes are known.
type Certainty uint8

// The certainties, the surest last.
const (
	NoClaim  Certainty = iota // not even at the highest income seen
	Possible                  // at the highest month's income for the rest of the year
	Likely                    // at the average of the last three known months
	Certain                   // even at the lowest month's income
)

var certaintyNames = [...]string{"none", "possible", "likely", "certain"}

func (c Certainty) String() string { return certaintyNames[c] }

// Expectation is what a year is expected to end with, if nothing is done, as its incomes are
// known through a month. Incomes that are not known by the month (capital, wealth, study
// grants) are not in it: the stated income is used for who has no known month.
type Expectation struct {
	*Known    `json:"-"`
	Through   time.Month
	Base      [3][2]money.Amount // lowest, expected and highest income of the year
	Final     [3]Exact           // at each
	Net       [3]money.Amount    // what the settlement would come to: below zero a claim
	Certainty Certainty
	// Avoidable is what of the expected claim would not be paid out if the preliminary
	// allowance were changed from the month after Through, and Left what would still be claimed.
	Avoidable, Left money.Amount
	// Preliminary is what would be paid a month from then on, of the first month after Through.
	Preliminary money.Amount
	Now         money.Amount // what is paid for that month as it is decided
	Unknown     [2]bool      // of the adult no month is known
}

// The three incomes of an expectation.
const (
	Lowest = iota
	Expected
	Highest
)

// expectedOver is how many of the last known months the expected income is the average of.
const expectedOver = 3

// ofYear is the lowest, expected and highest income of the year, as it is known through a month.
func (i *Incomes) ofYear(through time.Month) (year [3]money.Amount, known bool) {
	var sum, least, most, last money.Amount
	n, recent := money.Amount(0), money.Amount(0)
	for m := through; m >= time.January; m-- {
		if !i.Known[m] {
			continue
		}
		a := i.Amount[m]
		if n == 0 {
			least, most = a, a
		}
		sum, least, most = sum+a, min(least, a), max(most, a)
		if n++; n <= expectedOver {
			last, recent = last+a, n
		}
	}
	if n == 0 {
		return year, false
	}
	rest := 12 - n
	return [3]money.Amount{sum + rest*least, sum + rest*last/recent, sum + rest*most}, true
}

// Expect says what a household's year is expected to end with. incomes are the applicant's and
// the spouse's.
func (r *Rules) Expect(k *Known, incomes [2]Incomes, through time.Month) (*Expectation, error) {
	l, err := r.SettlementLaw(k.Year)
	if err != nil {
		return nil, err
	}
	return r.expect(l, k, incomes, through, &Year{})
}

func (r *Rules) expect(l *SettlementLaw, k *Known, incomes [2]Incomes, through time.Month, y *Year) (*Expectation, error) {
	e := &Expectation{Known: k, Through: through}
	stated := k.Stated()
	for who := range 2 {
		if who == 1 && !k.HasSpouse() {
			break
		}
		year, known := incomes[who].ofYear(through)
		if !known {
			year, e.Unknown[who] = [3]money.Amount{stated[who], stated[who], stated[who]}, true
		}
		for at := range year {
			e.Base[at][who] = year[at]
		}
	}
	for at := range e.Base {
		if err := r.Year(k.Year, k.Stretches, YearEqual(e.Base[at]), y); err != nil {
			return nil, err
		}
		e.Final[at], e.Net[at] = y.Final, l.Settle(y, nil).Whole
	}
	switch {
	case e.Net[Lowest] < 0:
		e.Certainty = Certain
	case e.Net[Expected] < 0:
		e.Certainty = Likely
	case e.Net[Highest] < 0:
		e.Certainty = Possible
	}
	return e, r.avoid(l, e, y)
}

// avoid says what a change from the next month would do.
func (r *Rules) avoid(l *SettlementLaw, e *Expectation, y *Year) error {
	changed, err := r.Changed(e.Known, e.Base[Expected], e.Through+1)
	if err != nil {
		return err
	}
	e.Now, e.Preliminary = paidIn(e.Stretches, e.Through+1), paidIn(changed, e.Through+1)
	if e.Net[Expected] >= 0 {
		return nil
	}
	if err := r.Year(e.Year, changed, YearEqual(e.Base[Expected]), y); err != nil {
		return err
	}
	e.Left = max(0, -l.Settle(y, nil).Whole)
	e.Avoidable = max(0, -e.Net[Expected]-e.Left)
	return nil
}

// paidIn is what was paid, or is to be, for a month.
func paidIn(all []Stretch, m time.Month) money.Amount {
	for i := range all {
		if all[i].From <= m && m <= all[i].To {
			return all[i].Paid
		}
	}
	return 0
}

// Changed is the household's months when the preliminary allowance is computed anew for
// another income from a month on (SFB 98:8).
func (r *Rules) Changed(k *Known, base [2]money.Amount, from time.Month) ([]Stretch, error) {
	out := make([]Stretch, 0, len(k.Stretches)+2)
	var m Month
	for _, s := range k.Stretches {
		if s.To < from {
			out = append(out, s)
			continue
		}
		if s.From < from {
			head := s
			head.To = from - 1
			out = append(out, head)
			s.From = from
		}
		for month := s.From; month <= s.To; month++ { // the law may change within the stretch
			scale, err := r.Scale(calendar.New(k.Year, month, 1))
			if err != nil {
				return nil, err
			}
			scale.Month(&s.Household, base, &m)
			part := s
			part.From, part.To, part.Paid, part.Stated = month, month, m.Preliminary(), base
			if n := len(out); n > 0 && month > s.From && out[n-1].Paid == part.Paid {
				out[n-1].To = month
				continue
			}
			out = append(out, part)
		}
	}
	return out, nil
}

// Watch holds every household's stated income against what is known through a month, and gives
// those whose year is expected to end in a claim: whom to contact first, by how sure it is and
// then by how much of the claim can still be avoided.
func (r *Rules) Watch(book *Book, through time.Month, incomes func(*Known) [2]Incomes) ([]*Expectation, error) {
	l, err := r.SettlementLaw(book.Year)
	if err != nil {
		return nil, err
	}
	var all []*Expectation
	var y Year
	for _, k := range book.Households {
		e, err := r.expect(l, k, incomes(k), through, &y)
		if err != nil {
			return nil, fmt.Errorf("household %s: %w", k.ID, err)
		}
		if e.Certainty > NoClaim {
			all = append(all, e)
		}
	}
	slices.SortStableFunc(all, func(x, y *Expectation) int {
		return cmp.Or(cmp.Compare(y.Certainty, x.Certainty), cmp.Compare(y.Avoidable, x.Avoidable), strings.Compare(x.ID, y.ID))
	})
	return all, nil
}

// Effect is what contact in time would have done to a year's claims: what they were, and what
// they would have been.
type Effect struct {
	From      time.Month // contact is made after this month and each later one
	Contacted int        // households
	Needless  int        // of them, those whose year would have ended without a claim
	Before    Total
	After     Total
	// Underpaid is what the changed preliminary allowances were too low by, in all: paid out
	// afterwards at the settlement.
	UnderpaidBefore, UnderpaidAfter Total
}

// Measure computes what would have been avoided in a year that is settled, had every household
// whose claim was at least so sure, and could be made smaller, been contacted after each month
// from a first one on, and had so many millionths of them had their preliminary allowance changed
// from the next month.
func (r *Rules) Measure(book *Book, from time.Month, least Certainty, answering int64, incomes func(*Known) [2]Incomes) (*Effect, error) {
	l, err := r.SettlementLaw(book.Year)
	if err != nil {
		return nil, err
	}
	out := &Effect{From: from}
	for _, k := range book.Households {
		last := k.Last()
		if last == nil {
			continue
		}
		if err := r.measure(l, k, last, least, answering, incomes(k), out); err != nil {
			return nil, fmt.Errorf("household %s: %w", k.ID, err)
		}
	}
	return out, nil
}

func (r *Rules) measure(l *SettlementLaw, k *Known, last *Settled, least Certainty, answering int64, incomes [2]Incomes, out *Effect) error {
	var y Year
	settle := func(all []Stretch, claims, under *Total) (money.Amount, error) {
		if err := r.Year(k.Year, all, YearEqual(last.Base), &y); err != nil {
			return 0, err
		}
		s := l.Settle(&y, nil)
		switch {
		case s.Whole < 0:
			claims.add(&s, -s.Whole)
		case s.Whole > 0:
			under.add(&s, s.Whole)
		}
		return s.Whole, nil
	}
	before, err := settle(k.Stretches, &out.Before, &out.UnderpaidBefore)
	if err != nil {
		return err
	}
	now, contacted := *k, false
	for m := out.From; m < time.December; m++ {
		e, err := r.expect(l, &now, incomes, m, &y)
		if err != nil {
			return err
		}
		if e.Certainty < least || e.Avoidable == 0 {
			continue
		}
		if !contacted {
			contacted = true
			out.Contacted++
			if before >= 0 {
				out.Needless++
			}
		}
		if !drawn(k.ID, answering) {
			continue
		}
		if now.Stretches, err = r.Changed(&now, e.Base[Expected], m+1); err != nil {
			return err
		}
	}
	_, err = settle(now.Stretches, &out.After, &out.UnderpaidAfter)
	return err
}
