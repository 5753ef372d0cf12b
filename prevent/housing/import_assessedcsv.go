package housing

import (
	"errors"
	"fmt"
	"io"

	"balans/exchange/assessedcsv"
	"balans/law/calendar"
	"balans/law/identity"
)

// readAssessed reads a file of assessed incomes of a year into households. faults are its
// bad lines, and the households that are left out; err is a file that cannot be used at all.
func readAssessed(file string, year int, in io.Reader) (all []told, faults []error, err error) {
	groups, aside, err := assessedcsv.Read(file, in)
	if faults, err = lineFaults(file, err); err != nil {
		return nil, nil, err
	}
	faults = append(faults, asideFaults(file, aside)...)
	all = make([]told, 0, len(groups))
	for _, rows := range groups {
		t := told{ID: string(rows[0].Household), Line: rows[0].Line, TaxOn: [2]calendar.Date{calendar.None, calendar.None}}
		t.Year = year
		if err := t.take(rows); err != nil {
			faults = append(faults, &HouseholdError{file, rows[0].Line, t.ID, err})
			continue
		}
		all = append(all, t)
	}
	return all, faults, nil
}

var errAdults = errors.New("more than two adults are told of; a household has one or two (SFB 95:6)")

// take takes in the rows of a household. The first adult may be the spouse: who applied is
// known of the household (order).
func (t *told) take(rows []assessedcsv.Record) error {
	n := 0
	for i := range rows {
		r := &rows[i]
		c := Capital{r.Capital, r.CapitalDeductions, r.CapitalLosses, r.Deferral, r.InterestAllocation, r.StandardIncome}
		if r.Role != assessedcsv.Adult {
			t.Children = append(t.Children, Child{r.Role == assessedcsv.Alternating, c, r.Wealth})
			continue
		}
		if n == 2 {
			return errAdults
		}
		if r.DecidedOn.Year() <= t.Year {
			return &InputError{"decided_on", fmt.Sprintf("%s on line %d is not after the year %d, of which the final tax is decided", r.DecidedOn, r.Line, t.Year), "SFB 98:5"}
		}
		t.Persons[n], t.TaxOn[n] = r.Person, r.DecidedOn
		t.Adults[n] = Adult{r.Employment, r.Business, r.OwnPension, r.FundsSetAside, r.FundsReversed, r.OldDeficits, c, r.Wealth, r.StudyGrant, r.StudyStart, r.Scholarship, r.Foreign}
		n++
	}
	t.Spouse = n == 2
	return nil
}

// order puts the applicant first.
func (t *told) order(applicant identity.Number) {
	if t.Spouse && t.Persons[1] == applicant {
		t.Persons[0], t.Persons[1] = t.Persons[1], t.Persons[0]
		t.TaxOn[0], t.TaxOn[1] = t.TaxOn[1], t.TaxOn[0]
		t.Adults[0], t.Adults[1] = t.Adults[1], t.Adults[0]
	}
}
