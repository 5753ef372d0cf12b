package staff

import (
	"context"
	"maps"
	"strings"
	"sync"

	"balans/journal"
	"balans/law/calendar"
	"balans/law/money"
	"balans/prevent/benefit"
	"balans/prevent/housing"
	"balans/prevent/register"
)

// housingAllowance is the benefit, as the catalogue has it.
var housingAllowance = func() benefit.Code {
	code, ok := benefit.Parse("bostadsbidrag")
	if !ok {
		panic("staff: the catalogue has no housing allowance")
	}
	return code
}()

// housingCache is what the pages on housing allowance read, and how far the journal has been
// looked through.
type housingCache struct {
	level[*housingLists]
	last *housingLists
	head journal.Head
}

// housingLists is the files that were taken in and the settlements that were run, with the
// households of the years that were asked for. It is made anew when one of them begins or ends:
// who began with it ends with it.
type housingLists struct {
	intakes []housing.IntakeInfo
	runs    []housing.RunInfo
	open    map[string]bool // intakes that are under way or were interrupted

	mu       sync.Mutex
	years    map[int]*housingReading
	answers  map[housingQuestion]*housingAnswer // of comparisons and of the watch
	answered []housingQuestion                  // in the order they were asked
}

// mostHousingYears is of how many years the households are kept: some 200 megabytes each.
const mostHousingYears = 2

// housingReading is a year's households, read once for all who ask.
type housingReading struct {
	once sync.Once
	is   *housingYear
	err  error
}

// housingNow is the lists as they stand in the journal.
func (s *Server) housingNow(ctx context.Context) (*housingLists, error) {
	return s.housings.get(ctx, func() (*housingLists, error) {
		c := &s.housings
		changed := c.last == nil
		var head journal.Head
		var err error
		if changed {
			head, err = s.journal.Head(s.ctx)
		} else {
			head, err = s.journal.ScanFacts(s.ctx, c.head.Seq, func(e *journal.Event) error {
				changed = changed || e.Party == 0 && strings.HasPrefix(e.Stream, "housing-")
				return nil
			})
		}
		if err != nil {
			return nil, err
		}
		if changed {
			l := &housingLists{years: map[int]*housingReading{}, answers: map[housingQuestion]*housingAnswer{}}
			if l.intakes, err = housing.Intakes(s.ctx, s.journal); err != nil {
				return nil, err
			}
			if l.runs, err = housing.Runs(s.ctx, s.journal); err != nil {
				return nil, err
			}
			if err := l.readOpen(s.ctx, s.journal); err != nil {
				return nil, err
			}
			c.last = l
		}
		c.head = head
		return c.last, nil
	})
}

// readOpen finds the intakes whose mass write has not been completed.
func (l *housingLists) readOpen(ctx context.Context, j *journal.Journal) error {
	l.open = map[string]bool{}
	for i := range l.intakes {
		w := journal.MassWrite{Stream: "housing-intake/" + l.intakes[i].Name, Name: "housing."}
		n, err := w.Notes(ctx, j)
		if err != nil {
			return err
		}
		if n.Last == 0 {
			l.open[l.intakes[i].Name] = true
		}
	}
	return nil
}

// run is a settlement by its name; nil when there is none.
func (l *housingLists) run(name string) *housing.RunInfo {
	for i := range l.runs {
		if l.runs[i].Name == name {
			return &l.runs[i]
		}
	}
	return nil
}

// yearsToldOf are the years of which something was taken in, the latest first.
func (l *housingLists) yearsToldOf() (years []int) {
	seen := map[int]bool{}
	for i := range l.intakes {
		seen[l.intakes[i].Year] = true
	}
	for y := latest.Year(); y >= earliest.Year(); y-- {
		if seen[y] {
			years = append(years, y)
		}
	}
	return years
}

// year is the households of a year. What is read is for all who ask, so it does not end with
// the request of the first.
func (l *housingLists) year(s *Server, year int) (*housingYear, error) {
	l.mu.Lock()
	r := l.years[year]
	if r == nil {
		if len(l.years) >= mostHousingYears {
			clear(l.years)
		}
		r = &housingReading{err: errCutOff}
		l.years[year] = r
	}
	l.mu.Unlock()
	r.once.Do(func() { r.is, r.err = readHousingYear(s.ctx, s.journal, year) })
	if r.err != nil {
		l.mu.Lock()
		if l.years[year] == r {
			delete(l.years, year)
		}
		l.mu.Unlock()
	}
	return r.is, r.err
}

// readHouseholdsAhead reads the latest year, which the first page on a household would wait for.
func (s *Server) readHouseholdsAhead(ctx context.Context) error {
	l, err := s.housingNow(ctx)
	if err != nil {
		return err
	}
	if years := l.yearsToldOf(); len(years) > 0 {
		_, err = l.year(s, years[0])
	}
	return err
}

// housingYear is the households of a year by id, what each settlement came to, and who waits
// for one.
type housingYear struct {
	*housing.Book
	byID    map[string]*housing.Known
	runs    map[string]*housingRun
	waiting []settledRow

	mu     sync.Mutex
	of     *register.Book // that closed was read of
	on     calendar.Date
	closed map[*housing.Known]bool // with somebody whose identity is protected
}

// settledRow is a household, and its settlement by a run; none of who waits.
type settledRow struct {
	k *housing.Known
	s *housing.Settled
}

// housingRun is what a settlement came to, counted of what was stored.
type housingRun struct {
	housing.Totals
	Automatic housing.Total
	Manual    map[string]housing.Total // by why a person decides
	Letters   int
	rows      [3][]settledRow // by outcome
	manual    []settledRow
}

func readHousingYear(ctx context.Context, j *journal.Journal, year int) (*housingYear, error) {
	book, err := housing.ReadBook(ctx, j, year, housing.Everything)
	if err != nil {
		return nil, err
	}
	y := &housingYear{Book: book, byID: make(map[string]*housing.Known, len(book.Households)), runs: map[string]*housingRun{}}
	for _, k := range book.Households {
		y.byID[k.ID] = k
		if len(k.Settled) == 0 {
			y.waiting = append(y.waiting, settledRow{k: k})
		}
		for i := range k.Settled {
			s := &k.Settled[i]
			r := y.runs[s.Run]
			if r == nil {
				r = &housingRun{Manual: map[string]housing.Total{}}
				y.runs[s.Run] = r
			}
			r.add(k, s, i > 0)
		}
	}
	return y, nil
}

func totalWith(t housing.Total, amount, charge money.Amount) housing.Total {
	return housing.Total{Count: t.Count + 1, Amount: t.Amount + amount, Charge: t.Charge + charge}
}

// add counts a settlement; again says that the year of the household was settled before.
func (r *housingRun) add(k *housing.Known, s *housing.Settled, again bool) {
	r.Households++
	r.Paid += s.Settlement.Paid
	r.Final += s.Final.Ore()
	forms := &r.Families
	if k.Stretches[0].Form == housing.Young {
		forms = &r.Young
	}
	r.By[s.Outcome] = totalWith(r.By[s.Outcome], s.Amount, s.Charge)
	forms[s.Outcome] = totalWith(forms[s.Outcome], s.Amount, s.Charge)
	r.ChargeUnknown = r.ChargeUnknown || s.ChargeUnknown
	if again {
		r.Changes++
	}
	row := settledRow{k, s}
	r.rows[s.Outcome] = append(r.rows[s.Outcome], row)
	switch {
	case s.Manual != "":
		r.Manual[s.Manual] = totalWith(r.Manual[s.Manual], s.Amount, s.Charge)
		r.manual = append(r.manual, row)
	case s.Outcome == housing.Claim:
		r.Automatic = totalWith(r.Automatic, s.Amount, s.Charge)
	}
	if s.Manual == "" {
		r.Letters++
	}
	if s.Outcome != housing.Nothing {
		return
	}
	switch d := s.Difference.Ore(); {
	case s.Difference < 0:
		r.BelowOver = totalWith(r.BelowOver, -d, 0)
	case s.Difference > 0:
		r.BelowUnder = totalWith(r.BelowUnder, d, 0)
	default:
		r.Exact++
	}
}

// shown leaves out the households of somebody whose identity is protected, but for those who
// handle them: to all others they are not there.
func (y *housingYear) shown(c *call, n *controlling, rows []settledRow) []settledRow {
	closed := y.closedTo(c, n)
	if len(closed) == 0 {
		return rows
	}
	left := make([]settledRow, 0, len(rows))
	for _, r := range rows {
		if !closed[r.k] {
			left = append(left, r)
		}
	}
	return left
}

func (y *housingYear) closedTo(c *call, n *controlling) map[*housing.Known]bool {
	if c.handlesProtected() {
		return nil
	}
	y.mu.Lock()
	defer y.mu.Unlock()
	if y.of != n.register || y.on != n.on {
		closed := map[*housing.Known]bool{}
		for _, k := range y.Households {
			if n.register.Protected(k.Party, n.on) || k.HasSpouse() && n.register.Protected(k.Spouse, n.on) {
				closed[k] = true
			}
		}
		y.of, y.on, y.closed = n.register, n.on, closed
	}
	return maps.Clone(y.closed)
}

// housingQuestion is what a comparison or a watch was asked: equal questions on the same lists
// have equal answers.
type housingQuestion struct {
	sort                    string
	year, from, to, through int
	on                      calendar.Date // by which incomes were known
	law                     any           // a pointer: the law as it was read
}

// housingAnswer is the answer, made once for all who ask.
type housingAnswer struct {
	once sync.Once
	is   any
	err  error
}

// mostHousingAnswers is how many answers are kept.
const mostHousingAnswers = 8

// answer makes the answer to a question, or gives the one that was made.
func (l *housingLists) answer(q housingQuestion, compute func() (any, error)) (any, error) {
	l.mu.Lock()
	a := l.answers[q]
	if a == nil {
		if len(l.answered) >= mostHousingAnswers {
			delete(l.answers, l.answered[0])
			l.answered = l.answered[1:]
		}
		a = &housingAnswer{err: errCutOff}
		l.answers[q] = a
		l.answered = append(l.answered, q)
	}
	l.mu.Unlock()
	a.once.Do(func() { a.is, a.err = compute() })
	if a.err != nil {
		l.mu.Lock()
		if l.answers[q] == a {
			delete(l.answers, q)
		}
		l.mu.Unlock()
	}
	return a.is, a.err
}
