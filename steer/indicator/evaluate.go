package indicator

import (
	"fmt"
	"math/bits"
	"slices"
	"sync"
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
	// groups remembers, for facts met before and packed, the number of their
	// group plus one: claims whose facts put them in the same figures are one group.
	groups []atomic.Uint32
	pack   packing
	mu     sync.Mutex        // held to add a group
	used   int               // groups added
	sets   [maxGroups]uint64 // per group: its figures, a bit each; written before its number is stored
}

// maxGroups is how many groups a scan has room for. There are far fewer: the
// definitions draw few lines through the facts.
const maxGroups = 256

// New prepares an evaluator.
func New(c *claim.Columns, choice Choice) (*Evaluator, error) {
	if err := choice.check(); err != nil {
		return nil, err
	}
	counted, measure := choice.expand()
	macros := map[string]string{"counted": counted, "measure": measure}
	e := &Evaluator{columns: c, choice: choice}
	for _, f := range figures {
		cond, err := parseCondition(f.Where, macros)
		if err != nil {
			return nil, fmt.Errorf("figure %s: %w", f.ID, err)
		}
		e.conditions = append(e.conditions, cond)
	}
	asked := asks(e.conditions)
	if n := bits.OnesCount64(uint64(asked)); n > maxAsked {
		return nil, fmt.Errorf("the definitions ask %d things of a claim; the scan carries %d", n, maxAsked)
	}
	e.pack = newPacking(asked)
	e.groups = make([]atomic.Uint32, 1<<bits.OnesCount64(uint64(asked)))
	for _, b := range benefit.All() {
		e.benefits = max(e.benefits, int(b)+1)
	}
	return e, nil
}

// Columns returns the columns the evaluator reads.
func (e *Evaluator) Columns() *claim.Columns { return e.columns }

// Choice returns the parameters in use.
func (e *Evaluator) Choice() Choice { return e.choice }

// groupOf returns the number of the group the facts belong to.
func (e *Evaluator) groupOf(f facts) int {
	if known := e.groups[e.pack.of(f)].Load(); known != 0 {
		return int(known) - 1
	}
	return e.newGroup(f)
}

func (e *Evaluator) newGroup(f facts) int {
	var set uint64
	for i, c := range e.conditions {
		if c.holds(f) {
			set |= 1 << i
		}
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	g := slices.Index(e.sets[:e.used], set)
	if g < 0 {
		if e.used == maxGroups {
			panic("indicator: the definitions make more than 256 groups") // part of the program
		}
		g = e.used
		e.sets[g] = set
		e.used++
	}
	e.groups[e.pack.of(f)].Store(uint32(g) + 1)
	return g
}

// figuresOf returns the figures whose condition holds, a bit each.
func (e *Evaluator) figuresOf(f facts) uint64 { return e.sets[e.groupOf(f)] }

// traits are the facts of a claim that no event changes.
func (e *Evaluator) traits(i int) facts {
	f := traitFacts[e.columns.Traits(i)]
	if e.columns.Regime(i) == claim.New {
		f |= isNew
	}
	return f
}

// traitFacts are the facts of each combination of traits.
var traitFacts = func() (t [8]facts) {
	for i := range t {
		for trait, fact := range map[claim.Traits]facts{claim.TraitPM: isPM, claim.TraitSettlement: isSettlement, claim.TraitSeveral: hasSeveral} {
			if claim.Traits(i)&trait != 0 {
				t[i] |= fact
			}
		}
	}
	return
}()

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
	parts := make([]*stockSums, e.columns.Workers())
	e.columns.InParallel(len(parts), func(w, from, to int) {
		sums := &stockSums{e: e, ages: a, dates: len(days)}
		parts[w] = sums
		e.columns.WalkStock(from, to, dates, knownAt, sums.take)
	})
	total := newMatrix(e.benefits, len(days))
	for _, p := range parts {
		p.addTo(total)
	}
	return total, nil
}

// stockSums sums one share of the claims by group and benefit. A stretch of dates
// is noted where it begins and where it ends, and summed up afterwards: it costs
// the same however long it is.
type stockSums struct {
	e     *Evaluator
	ages  *ages
	dates int
	cells [][]Cell // by group: benefit × date, as changes from the date before
}

func (s *stockSums) take(v *claim.Stretch) {
	e := s.e
	f := facts(v.Conditions) | e.traits(v.Claim)
	decided := e.columns.DecidedOn(v.Claim) - s.ages.first
	near, older := int(s.ages.near[decided]), int(s.ages.older[decided])
	b := int(e.columns.Benefit(v.Claim))
	for lo := v.From; lo < v.To; {
		hi, aged := nextAge(f, lo, v.To, near, older)
		g := e.groupOf(aged)
		for g >= len(s.cells) {
			s.cells = append(s.cells, nil)
		}
		if s.cells[g] == nil {
			s.cells[g] = make([]Cell, e.benefits*s.dates)
		}
		row := s.cells[g][b*s.dates : (b+1)*s.dates]
		row[lo].Count++
		row[lo].Amount += money.Amount(v.Outstanding)
		if hi < s.dates {
			row[hi].Count--
			row[hi].Amount -= money.Amount(v.Outstanding)
		}
		lo = hi
	}
}

// nextAge adds the ages that hold at lo, and says until when they are the same.
func nextAge(f facts, lo, to, near, older int) (int, facts) {
	if lo >= near {
		f |= nearLimitAge
	} else {
		to = min(to, near)
	}
	if lo >= older {
		f |= olderThanLimitDays
	} else {
		to = min(to, older)
	}
	return to, f
}

// addTo spreads the groups over their figures and turns changes into values.
func (s *stockSums) addTo(total *Matrix) {
	for g, cells := range s.cells {
		if cells == nil {
			continue
		}
		for b := range s.e.benefits {
			var sum Cell
			for date, change := range cells[b*s.dates : (b+1)*s.dates] {
				if sum.add(change); sum == (Cell{}) {
					continue
				}
				for i := range figures {
					if s.e.sets[g]&(1<<i) != 0 && figures[i].Sort == Stock {
						total.at(benefit.Code(b), i, date).add(sum)
					}
				}
			}
		}
	}
}

// checkDates refuses dates for which a scan would give wrong figures.
func checkDates(dates *claim.Dates) error {
	n := dates.Len()
	if n == 0 || n > claim.MostDates {
		return fmt.Errorf("%d dates to evaluate; from 1 to %d can be", n, claim.MostDates)
	}
	for i := 1; i < n; i++ {
		if dates.On(i) < dates.On(i-1) {
			return fmt.Errorf("the dates must rise: %s comes after %s", dates.On(i), dates.On(i-1))
		}
	}
	if first, last := claim.Days(); dates.On(0) < first || dates.On(n-1) > last {
		return fmt.Errorf("figures are of dates from %s through %s, not of %s to %s", first, last, dates.On(0), dates.On(n-1))
	}
	return nil
}

func (e *Evaluator) agesFor(dates *claim.Dates) (*ages, error) {
	if err := checkDates(dates); err != nil {
		return nil, err
	}
	l, err := limitsOn(dates.On(dates.Len() - 1))
	if err != nil {
		return nil, err
	}
	then, err := limitsOn(dates.On(0))
	if err != nil {
		return nil, err
	}
	if then != l {
		return nil, fmt.Errorf("the limits of the report change between %s and %s; ask for the dates before and after the change apart", dates.On(0), dates.On(dates.Len()-1))
	}
	first, last := e.columns.DecisionDays()
	return newAges(dates, l, first, last), nil
}

// eachAge splits a stretch where the claim reaches an age.
func (e *Evaluator) eachAge(a *ages, s *claim.Stretch, visit func(lo, hi int, f facts)) {
	f := facts(s.Conditions) | e.traits(s.Claim)
	decided := e.columns.DecidedOn(s.Claim) - a.first
	for lo := s.From; lo < s.To; {
		hi, aged := nextAge(f, lo, s.To, int(a.near[decided]), int(a.older[decided]))
		visit(lo, hi, aged)
		lo = hi
	}
}
