package housing

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"balans/exchange/incomecsv"
	"balans/journal"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
)

// toldIncomes is what a file tells of a person's year, in one household or in every one.
type toldIncomes struct {
	household string // "" is every household the person is in
	person    identity.Number
	number    int        // among the file's persons of the household, from 1: a stream is one person's
	lines     []toldLine // by month and the day they became known
}

// toldLine is a source's income of a month.
type toldLine struct {
	amount money.Amount
	known  calendar.Date
	month  time.Month
	source incomecsv.Source
}

// everyHousehold stands where a household would, when none is named: no id begins so.
const everyHousehold = "-"

// body is what is told as it is stored: the household, the year, and each line as
// month:öre:source:yyyymmdd. A year's incomes of everybody are read at once, and JSON takes
// several times as long to read.
func (t *toldIncomes) body(year int) string {
	household := t.household
	if household == "" {
		household = everyHousehold
	}
	b := append(append(make([]byte, 0, 50+32*len(t.lines)), household...), ' ')
	b = strconv.AppendInt(b, int64(year), 10)
	for _, l := range t.lines {
		b = strconv.AppendInt(append(b, ' '), int64(l.month), 10)
		b = strconv.AppendInt(append(b, ':'), int64(l.amount), 10)
		b = append(append(append(b, ':'), l.source.String()...), ':')
		b = strconv.AppendInt(b, int64(l.known.Int()), 10)
	}
	return string(b)
}

var errNoIncomes = errors.New("it does not tell of incomes")

// readBody reads what body wrote, with the lines in the memory that is there.
func (t *toldIncomes) readBody(body string) (year int, err error) {
	t.lines = t.lines[:0]
	household, rest, ok := strings.Cut(body, " ")
	word, rest, more := strings.Cut(rest, " ")
	if year, err = strconv.Atoi(word); err != nil || !ok || !more {
		return 0, errNoIncomes
	}
	if t.household = household; household == everyHousehold {
		t.household = ""
	}
	for more {
		word, rest, more = strings.Cut(rest, " ")
		var l toldLine
		if l, err = readToldLine(word); err != nil {
			return 0, err
		}
		t.lines = append(t.lines, l)
	}
	return year, nil
}

func readToldLine(s string) (l toldLine, err error) {
	month, rest, _ := strings.Cut(s, ":")
	amount, rest, _ := strings.Cut(rest, ":")
	source, day, _ := strings.Cut(rest, ":")
	m, err1 := strconv.ParseInt(month, 10, 8)
	a, err2 := strconv.ParseInt(amount, 10, 64)
	d, err3 := strconv.ParseInt(day, 10, 32)
	for l.source = incomecsv.Told; l.source <= incomecsv.Declared && l.source.String() != source; {
		l.source++
	}
	if err := errors.Join(err1, err2, err3); err != nil || m < 1 || m > 12 || a < 0 || l.source > incomecsv.Declared {
		return l, fmt.Errorf("%q is no income of a month", s)
	}
	l.month, l.amount = time.Month(m), money.Amount(a)
	l.known, err = calendar.FromInt(int32(d))
	return l, err
}

// monthlyIncomes is what is known of a person in a household, and how many lines it is of.
type monthlyIncomes struct {
	Incomes
	lines, late [13]int32 // by month; late had not become known
}

// add adds what a file tells to what was told before. It replaces a month from the day when
// everything that it tells of the month was known.
func (i *monthlyIncomes) add(lines []toldLine, by *[13]calendar.Date) {
	for len(lines) > 0 {
		m, n := lines[0].month, 0
		var sum money.Amount
		var used int32
		for ; n < len(lines) && lines[n].month == m; n++ {
			if lines[n].known <= by[m] {
				sum += lines[n].amount
				used++
			}
		}
		lines = lines[n:]
		late := int32(n) - used
		switch {
		case late == 0:
			i.Known[m], i.Amount[m], i.lines[m], i.late[m] = true, sum, used, 0
			continue
		case !i.Known[m] && used > 0:
			i.Known[m], i.Amount[m], i.lines[m] = true, sum, used
		}
		i.late[m] += late
	}
}

// KnownIncomes is what was taken in of the incomes of a year. A line counts when it was known
// by the day that by gives for its month. What a later file tells of a person and month in a
// household replaces what an earlier one told, from the day when all that it tells of the month
// was known; what names no household is added in every one.
func KnownIncomes(ctx context.Context, j *journal.Journal, year int, by func(month calendar.Date) calendar.Date) (*MonthlyIncomes, error) {
	intakes, err := IncomesIntakes(ctx, j)
	if err != nil {
		return nil, err
	}
	var days [13]calendar.Date
	for m := time.January; m <= time.December; m++ {
		days[m] = by(calendar.New(year, m, 1))
	}
	known := &MonthlyIncomes{Year: year, known: map[incomeOf]*Incomes{}}
	all := map[incomeOf]*monthlyIncomes{}
	var t toldIncomes
	for i := range intakes {
		if intakes[i].Year != year {
			continue
		}
		known.Intakes++
		whole, err := between(ctx, j, incomesIntakePrefix+intakes[i].Name, Everything, func(e *journal.Event) error {
			if e.Kind != KindIncomes {
				return nil
			}
			of, err := t.readBody(e.Body)
			if err == nil && of != year {
				err = fmt.Errorf("it is of %d", of)
			}
			if err != nil {
				return fmt.Errorf("event %d: the incomes of %d cannot be read: %w", e.Seq, year, err)
			}
			who := incomeOf{t.household, identity.Number(e.Party)}
			have := all[who]
			if have == nil {
				who.household = strings.Clone(who.household) // not all of the body with it
				have = &monthlyIncomes{}
				all[who], known.known[who] = have, &have.Incomes
			}
			have.add(t.lines, &days)
			return nil
		})
		if err != nil {
			return nil, err
		}
		if !whole {
			known.Incomplete = append(known.Incomplete, intakes[i].Name)
		}
	}
	for _, i := range all {
		for m := range i.lines {
			known.Lines += int(i.lines[m])
			known.Late += int(i.late[m])
		}
	}
	return known, nil
}
