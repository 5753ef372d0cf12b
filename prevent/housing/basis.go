package housing

import (
	"fmt"

	"balans/law/calendar"
	"balans/law/money"
)

// IncomeBasis says which income a month is computed with.
type IncomeBasis interface {
	// Of is the incomes of the applicant, and of the spouse where there is one, for a month, as
	// öre a year. The error names what is not known.
	Of(month calendar.Date, spouses bool) ([2]money.Amount, error)
}

// The values of the parameter housing_income_basis.
const (
	BasisYear  = 1 // YearEqual
	BasisFrame = 2 // Frame
)

// YearEqual is the income of the calendar year, which belongs equally to all of its months,
// also those without an allowance (SFB 97:3).
type YearEqual [2]money.Amount

// Of is the year's income, whatever month.
func (b YearEqual) Of(calendar.Date, bool) ([2]money.Amount, error) { return b, nil }

// Frame is the announced reform of 2027: the average of the first three of the four months
// immediately before a month, and capital and wealth of the year before. For June that is
// February, March and April.
type Frame struct {
	Incomes [2]map[calendar.Date]money.Amount // by first day of the month, öre
	// Others is what of the year before counts beside: capital, wealth; öre a year.
	Others [2]money.Amount
}

// frameBefore and frameMonths are how far back the frame begins, and how long it is.
const frameBefore, frameMonths = 4, 3

// Of is the frame's income as a year's. A month of the frame that is not known is an error.
func (b Frame) Of(month calendar.Date, spouses bool) (base [2]money.Amount, err error) {
	for who := range base {
		if who == 1 && !spouses {
			break
		}
		first := month.FirstOfMonth().AddMonths(-frameBefore)
		for i := range frameMonths {
			m := first.AddMonths(i)
			a, known := b.Incomes[who][m]
			if !known {
				return base, fmt.Errorf("housing: the income of %s is not known for the allowance of %s", m.String()[:7], month.String()[:7])
			}
			base[who] += a
		}
		base[who] = base[who]*(12/frameMonths) + b.Others[who]
	}
	return base, nil
}
