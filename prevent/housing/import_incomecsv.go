package housing

import (
	"fmt"
	"io"

	"balans/exchange/incomecsv"
	"balans/law/calendar"
	"balans/law/identity"
)

// MonthlyIncomes is what is known of incomes month by month: what a file tells (ReadIncomes),
// or what was taken in (KnownIncomes).
type MonthlyIncomes struct {
	Year  int
	Lines int // that are used
	// Late are lines that had not become known when they were to be used.
	Late int
	// Intakes is how many files of the year were taken in, Incomplete those that were
	// interrupted: what was written of them is used. Of a file that is only read they are empty.
	Intakes    int
	Incomplete []string
	known      map[incomeOf]*Incomes
}

// incomeOf is whose income; a household of "" is every one the person is in.
type incomeOf struct {
	household string
	person    identity.Number
}

// KnownIn is the day of the next month by which a month's income is known in time to change
// what is paid in that month: the pay day is a week later.
const KnownIn = 20

// Timely is the last day on which the income of a month becomes known in time for what is paid
// the month after.
func Timely(month calendar.Date) calendar.Date {
	return month.FirstOfMonth().AddMonths(1).AddDays(KnownIn - 1)
}

// ReadIncomes reads a file of the incomes of a year. A line counts when it was known by the day
// that by gives for its month. faults are bad lines and those of another year; err is a file
// that cannot be used at all.
func ReadIncomes(file string, year int, in io.Reader, by func(month calendar.Date) calendar.Date) (m *MonthlyIncomes, faults []error, err error) {
	r, err := incomecsv.NewReader(file, in)
	if err != nil {
		return nil, nil, err
	}
	m = &MonthlyIncomes{Year: year, known: map[incomeOf]*Incomes{}}
	for rec := range r.Records() {
		switch {
		case rec.Month.Year() != year:
			r.Refuse(incomecsv.Month, fmt.Sprintf("a month of %d", year))
			continue
		case rec.KnownOn > by(rec.Month):
			m.Late++
			continue
		}
		m.Lines++
		i := m.known[incomeOf{string(rec.Household), rec.Person}]
		if i == nil {
			i = &Incomes{}
			m.known[incomeOf{string(rec.Household), rec.Person}] = i
		}
		at := rec.Month.Month()
		i.Known[at] = true
		i.Amount[at] += rec.Amount
	}
	faults, err = lineFaults(file, r.Err())
	return m, faults, err
}

// Of is what is known of a household's adults.
func (m *MonthlyIncomes) Of(k *Known) (all [2]Incomes) {
	for who, n := range [2]identity.Number{k.Party, k.Spouse} {
		if n == identity.None {
			continue
		}
		for _, id := range [2]string{k.ID, ""} {
			i := m.known[incomeOf{id, n}]
			if i == nil {
				continue
			}
			for at := range i.Known {
				all[who].Known[at] = all[who].Known[at] || i.Known[at]
				all[who].Amount[at] += i.Amount[at]
			}
		}
	}
	return all
}
