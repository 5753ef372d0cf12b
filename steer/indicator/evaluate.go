package indicator

import (
	"fmt"
	"sync/atomic"

	"balans/law/calendar"
	"balans/law/money"
	"balans/prevent/benefit"
	"balans/recover/claim"
)

// maxFigures is how many definitions one scan carries: a bit each.
const maxFigures = 32

// Cell is one value of a figure.
type Cell struct {
	Count  int64
	Amount money.Amount // öre
}

func (c *Cell) add(d Cell) { c.Count += d.Count; c.Amount += d.Amount }

// Evaluator computes figures from columns under a choice of parameters. It is
// safe for many goroutines.
type Evaluator struct {
	columns    *claim.Columns
	choice     Choice
	conditions []condition // by figure
	benefits   int
	// holding remembers, for facts met before, which figures they belong to:
	// a bit a figure, and the top bit to say that it is known.
	holding []atomic.Uint64
}

const isKnown = 1 << 63

// New prepares an evaluator.
func New(c *claim.Columns, choice Choice) (*Evaluator, error) {
	if err := choice.check(); err != nil {
		return nil, err
	}
	counted, measure := choice.expand()
	macros := map[string]string{"counted": counted, "measure": measure}
	e := &Evaluator{columns: c, choice: choice, holding: make([]atomic.Uint64, 1<<16)}
	for _, f := range figures {
		cond, err := parseCondition(f.Where, macros)
		if err != nil {
			return nil, fmt.Errorf("figure %s: %w", f.ID, err)
		}
		e.conditions = append(e.conditions, cond)
	}
	for _, b := range benefit.All() {
		e.benefits = max(e.benefits, int(b)+1)
	}
	return e, nil
}

// Columns returns the columns the evaluator reads.
func (e *Evaluator) Columns() *claim.Columns { return e.columns }

// Choice returns the parameters in use.
func (e *Evaluator) Choice() Choice { return e.choice }

// figuresOf returns the figures whose condition holds, a bit each.
func (e *Evaluator) figuresOf(f facts) uint64 {
	if known := e.holding[f].Load(); known != 0 {
		return known &^ isKnown
	}
	var set uint64
	for i, c := range e.conditions {
		if c.holds(f) {
			set |= 1 << i
		}
	}
	e.holding[f].Store(set | isKnown)
	return set
}

// traits are the facts of a claim that no event changes.
func (e *Evaluator) traits(i int) facts {
	var f facts
	if e.columns.Regime(i) == claim.New {
		f |= isNew
	}
	if e.columns.Authority(i) == claim.PM {
		f |= isPM
	}
	if e.columns.Origin(i) == claim.Settlement {
		f |= isSettlement
	}
	if e.columns.HasSeveralDebtors(i) {
		f |= hasSeveral
	}
	return f
}

// ages tells from which date on a claim decided on a day has an age.
type ages struct {
	dates  *claim.Dates
	limits limits
	first  calendar.Date
	near   []int32 // by decision day after first: index of the first date of near-limit age
	older  []int32 // … and of more than the limit days
}

func newAges(dates *claim.Dates, l limits, first, last calendar.Date) *ages {
	a := &ages{dates: dates, limits: l, first: first}
	for d := first; d <= last; d++ {
		years := l.oldYears
		if claim.RegimeOn(d) == claim.New {
			years = l.newYears
		}
		// YearsBetween counts whole years, so 29 February is reached on 28 February.
		a.near = append(a.near, int32(dates.From(d.AddYears(years))))
		a.older = append(a.older, int32(dates.From(d.AddDays(l.days+1))))
	}
	return a
}

// facts adds the ages a claim decided on the day has on the date of the index.
func (a *ages) facts(decided calendar.Date, index int) facts {
	var f facts
	if index >= int(a.near[decided-a.first]) {
		f |= nearLimitAge
	}
	if index >= int(a.older[decided-a.first]) {
		f |= olderThanLimitDays
	}
	return f
}

// Matrix holds cells by figure, benefit and column.
type Matrix struct {
	columns  int
	benefits int
	cells    []Cell
}

func newMatrix(benefits, columns int) *Matrix {
	return &Matrix{columns, benefits, make([]Cell, benefits*len(figures)*columns)}
}

func (m *Matrix) at(b benefit.Code, figure, column int) *Cell {
	return &m.cells[(int(b)*len(figures)+figure)*m.columns+column]
}

// Of returns the cell of a figure and benefit in a column.
func (m *Matrix) Of(figure string, b benefit.Code, column int) Cell {
	return *m.at(b, figureIndex(figure), column)
}

// Total returns the cell of a figure over all benefits.
func (m *Matrix) Total(figure string, column int) Cell {
	f := figureIndex(figure)
	var sum Cell
	for b := range m.benefits {
		sum.add(*m.at(benefit.Code(b), f, column))
	}
	return sum
}

// Benefits lists the benefits that have a cell of the figure in any column.
func (m *Matrix) Benefits(figure string) []benefit.Code {
	f := figureIndex(figure)
	var with []benefit.Code
	for _, b := range benefit.All() {
		for column := range m.columns {
			if m.at(b, f, column).Count != 0 {
				with = append(with, b)
				break
			}
		}
	}
	return with
}

func (m *Matrix) merge(other *Matrix) {
	for i := range m.cells {
		m.cells[i].add(other.cells[i])
	}
}

func figureIndex(id string) int {
	for i := range figures {
		if figures[i].ID == id {
			return i
		}
	}
	panic("indicator: no figure " + id)
}

// Stocks evaluates the stock figures at the end of each of the rising dates,
// one column a date, as known at knownAt.
func (e *Evaluator) Stocks(days []calendar.Date, knownAt calendar.Instant) (*Matrix, error) {
	dates := claim.NewDates(days)
	a, err := e.agesFor(dates)
	if err != nil {
		return nil, err
	}
	m := len(days)
	parts := make([]*Matrix, e.columns.Workers())
	e.columns.InParallel(func(w, from, to int) {
		// Each cell is first the change from the date before, summed at the end:
		// a stretch of dates then costs two additions, however long it is.
		sum := newMatrix(e.benefits, m+1)
		parts[w] = sum
		e.columns.WalkStock(from, to, dates, knownAt, func(s *claim.Stretch) {
			e.eachAge(a, s, func(lo, hi int, f facts) {
				b := e.columns.Benefit(s.Claim)
				for set, i := e.figuresOf(f), 0; set != 0; set, i = set>>1, i+1 {
					if set&1 != 0 && figures[i].Sort == Stock {
						enter, leave := sum.at(b, i, lo), sum.at(b, i, hi)
						enter.Count++
						enter.Amount += money.Amount(s.Outstanding)
						leave.Count--
						leave.Amount -= money.Amount(s.Outstanding)
					}
				}
			})
		})
	})
	for _, p := range parts[1:] {
		parts[0].merge(p)
	}
	return parts[0].accumulate(), nil
}

// accumulate turns changes into values and drops the extra column.
func (m *Matrix) accumulate() *Matrix {
	out := newMatrix(m.benefits, m.columns-1)
	for b := range m.benefits {
		for f := range figures {
			var sum Cell
			for c := range out.columns {
				sum.add(*m.at(benefit.Code(b), f, c))
				*out.at(benefit.Code(b), f, c) = sum
			}
		}
	}
	return out
}

func (e *Evaluator) agesFor(dates *claim.Dates) (*ages, error) {
	if dates.Len() == 0 {
		return nil, fmt.Errorf("no date to evaluate")
	}
	l, err := limitsOn(dates.On(dates.Len() - 1))
	if err != nil {
		return nil, err
	}
	first, last := e.columns.DecisionDays()
	return newAges(dates, l, first, last), nil
}

// eachAge splits a stretch where the claim reaches an age.
func (e *Evaluator) eachAge(a *ages, s *claim.Stretch, visit func(lo, hi int, f facts)) {
	base := facts(s.Conditions) | e.traits(s.Claim)
	decided := e.columns.DecidedOn(s.Claim)
	near, older := int(a.near[decided-a.first]), int(a.older[decided-a.first])
	for lo := s.From; lo < s.To; {
		hi, f := s.To, base
		if lo >= near {
			f |= nearLimitAge
		} else {
			hi = min(hi, near)
		}
		if lo >= older {
			f |= olderThanLimitDays
		} else {
			hi = min(hi, older)
		}
		visit(lo, hi, f)
		lo = hi
	}
}
