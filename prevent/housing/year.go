package housing

import (
	"fmt"
	"time"

	"balans/law/calendar"
	"balans/law/money"
)

// Stretch is months of a year in which nothing of the decision differed, with what was paid.
type Stretch struct {
	From, To time.Month // both included
	Household
	Stated     [2]money.Amount // incomes for the year as stated, of the applicant and the spouse
	Paid       money.Amount    // preliminary allowance paid for each month
	Supplement money.Amount    // temporary supplement paid for each month (SFB 97:23a)
	DecidedOn  calendar.Date   // the preliminary decision
}

// Months is how many months the stretch has.
func (s *Stretch) Months() int { return int(s.To-s.From) + 1 }

// MonthsAlike is unbroken months that give the same.
type MonthsAlike struct {
	From, To time.Month
	Paid     money.Amount // for each month
	Month
}

// Told is the months as they are told: those that differ in nothing but a law that changes
// nothing for them, such as the temporary supplement, are one.
func (y *Year) Told() []MonthsAlike {
	var all []MonthsAlike
	for i := range y.Months {
		m := y.Months[i]
		if n := len(all); n > 0 && all[n-1].To+1 == m.From && all[n-1].Paid == m.Paid {
			last := all[n-1].Month
			last.Scale = m.Scale
			if last == m.Month {
				all[n-1].To = m.To
				continue
			}
		}
		all = append(all, m)
	}
	return all
}

// Count is how many they are.
func (m *MonthsAlike) Count() int { return int(m.To-m.From) + 1 }

// Year is what the months of a year finally give.
type Year struct {
	Year   int
	Months []MonthsAlike
	Final  Exact // of all months with a right (SFB 98:5)
	Paid   money.Amount
	// Supplement was paid beside, and SupplementDue is what it would be of the final months; they
	// are not settled unless the reading says so.
	Supplement, SupplementDue money.Amount
}

// Reset empties the year so that its memory can be used for another.
func (y *Year) Reset() { *y = Year{Months: y.Months[:0]} }

// add begins months with one that is yet to be computed.
func (y *Year) add(month time.Month, s *Stretch) {
	y.Months = append(y.Months, MonthsAlike{From: month, To: month, Paid: s.Paid})
}

// Year computes the final allowance of a year into y: of each month with a right by the law of
// the month and its income. Stretches are in order and have no month in common (Check).
func (r *Rules) Year(year int, stretches []Stretch, basis IncomeBasis, y *Year) error {
	if err := CheckStretches(stretches); err != nil {
		return err
	}
	y.Reset()
	y.Year = year
	same, _ := basis.(YearEqual)
	_, equal := basis.(YearEqual)
	for i := range stretches {
		s := &stretches[i]
		for month := s.From; month <= s.To; month++ {
			on := calendar.New(year, month, 1)
			scale, err := r.Scale(on)
			if err != nil {
				return err
			}
			base := [2]money.Amount(same)
			if !equal {
				if base, err = basis.Of(on, s.Spouses); err != nil {
					return err
				}
			}
			if err := checkBase(base); err != nil {
				return err
			}
			if !s.Spouses {
				base[1] = 0
			}
			y.month(month, s, scale, base)
		}
		y.Supplement += s.Supplement * money.Amount(s.Months())
	}
	return nil
}

// month adds a month; one like the month before it in the same stretch is not computed again.
func (y *Year) month(month time.Month, s *Stretch, scale *Scale, base [2]money.Amount) {
	n := len(y.Months)
	if n > 0 && month > s.From {
		if last := &y.Months[n-1]; last.Scale == scale && last.Base == base {
			last.To = month
			y.Final += last.Amount
			y.SupplementDue += last.Month.Supplement()
			y.Paid += s.Paid
			return
		}
	}
	y.add(month, s)
	m := &y.Months[n]
	scale.Month(&s.Household, base, &m.Month)
	y.Final += m.Amount
	y.SupplementDue += m.Month.Supplement()
	y.Paid += s.Paid
}

// mostPaid is the most that can be paid for a month: far above every allowance.
const mostPaid = mostCost

// CheckStretches says what of the stretches cannot be; nil for nothing. The error is an
// *InputError.
func CheckStretches(stretches []Stretch) error {
	var before time.Month
	for i := range stretches {
		s := &stretches[i]
		switch {
		case s.From < time.January || s.To > time.December || s.To < s.From:
			return &InputError{"from", fmt.Sprintf("the months are from 1 to 12, and the last is not before the first: %d–%d", s.From, s.To), "SFB 96:12"}
		case s.From <= before:
			return &InputError{"from", fmt.Sprintf("month %d is in an earlier row too, or comes before it", s.From), "SFB 96:12"}
		case s.Paid < 0 || s.Paid > mostPaid || s.Supplement < 0 || s.Supplement > mostPaid:
			return &InputError{"paid", "what was paid for a month is from 0 to " + kr(mostPaid), "SFB 98:4"}
		}
		if err := checkBase(s.Stated); err != nil {
			return err
		}
		if err := s.Check(); err != nil {
			return err
		}
		before = s.To
	}
	return nil
}

// checkBase says that an income cannot be computed with; nil when it can.
func checkBase(base [2]money.Amount) error {
	if min(base[0], base[1]) < 0 || max(base[0], base[1]) > mostAmount {
		return &InputError{"income", "an income is from 0 to " + kr(mostAmount), "SFB 97:2"}
	}
	return nil
}
