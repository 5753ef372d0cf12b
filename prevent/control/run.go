package control

import (
	"cmp"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"

	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
	"balans/prevent/benefit"
	"balans/prevent/payout"
	"balans/prevent/register"
)

// Asked is what a run of controls is to do.
type Asked struct {
	ID      string
	Plan    *Plan
	Version int // of the plan as it was adopted
	Stage   Stage
	Payrun  string          // before and during: the payment run whose lines are checked
	Paid    calendar.Period // after: the days on which the lines were paid
	Sample  string          // after: the sampling of the plan that draws them; "" checks all with the plan's controls
	On      calendar.Date
	KnownAt calendar.Instant
	By      string
	Again   string // why the same is controlled once more
}

// Tally counts what one control came to.
type Tally struct {
	Rule        string        `json:"rule"`
	Version     int           `json:"version"`
	Outcomes    [outcomes]int `json:"outcomes"`
	NotSelected int           `json:"not_selected"`
	AtStake     money.Amount  `json:"at_stake"` // of tasks
}

// Checked is how often the control was made.
func (t *Tally) Checked() (n int) {
	for _, c := range t.Outcomes {
		n += c
	}
	return n
}

// Of is how many had an outcome.
func (t *Tally) Of(o Outcome) int { return t.Outcomes[o] }

// Checked is a line with what its controls came to.
type Checked struct {
	Line        *payout.Line
	Evaluations []Evaluation
	// Of a payout that was controlled by itself, the plan that did it: of one that had been
	// controlled that day, the plan that did so then, or "" when that was not noted.
	PlanID  string
	Version int
}

// Result is a run that has been made.
type Result struct {
	Asked
	Lines   int // looked at
	Checked []Checked
	Tallies []Tally // in the order of the plan
}

// History is what earlier runs say of persons. Of a *Book a check uses what was known at the
// run's own instant.
type History interface {
	// Before is how many tasks of a person were made in the two years before a day, and how
	// many of them were confirmed by then.
	Before(party identity.Number, day calendar.Date) (tasks, confirmed int)
}

type noHistory struct{}

func (noHistory) Before(identity.Number, calendar.Date) (tasks, confirmed int) { return 0, 0 }

// Population is the lines a run looks at: those of the payment run that are not paid or
// cancelled, of running benefits only during payment; afterwards those paid in the period.
func Population(book *payout.Book, a *Asked) ([]*payout.Entry, error) {
	var all []*payout.Entry
	if a.Stage == After {
		for _, e := range book.All() {
			if e.State == payout.Paid && e.End != nil && a.Paid.Contains(e.End.On) {
				all = append(all, e)
			}
		}
		return all, nil
	}
	run := book.Run(a.Payrun)
	if run == nil {
		return nil, fmt.Errorf("there is no payment run %q", a.Payrun)
	}
	for _, e := range run.Entries() {
		if open := e.State == payout.Planned || e.State == payout.Held; open && (a.Stage == Before || e.Line.Benefit.Form() == benefit.Running) {
			all = append(all, e)
		}
	}
	return all, nil
}

// Check makes the plan's controls of a stage on lines, on all processors. It is a pure
// function of what it is given. keep says that inputs are kept also where nothing was
// found, as they are when the run is to be stored.
func Check(s *Sources, a *Asked, entries []*payout.Entry, history History, keep bool) (*Result, error) {
	if err := a.Plan.usable(); err != nil {
		return nil, err
	}
	switch b, ok := history.(*Book); {
	case history == nil || ok && b == nil:
		history = noHistory{}
	case ok && a.KnownAt != 0: // as the registers and the payouts are
		history = b.KnownBy(a.KnownAt)
	}
	lines := inOrder(entries)
	c := &checking{sources: s, asked: a, history: history, keep: keep, lines: lines}
	for i := range a.Plan.Controls {
		if p := &a.Plan.Controls[i]; p.Stage == a.Stage {
			c.controls = append(c.controls, p)
		}
	}
	if len(c.controls) == 0 {
		return nil, fmt.Errorf("the plan %s has no control %s payment", a.Plan.ID, a.Stage)
	}
	byDay := c.asksByDay()
	if !(s.Failed | s.Partial).Has(ReadsAbsence) && slices.ContainsFunc(lines, byDay) {
		c.days = lookUpDays(s.Register.Absences(), lines, byDay)
	}
	return c.all()
}

// inOrder is the lines by party, first day and id. What is compared most stands beside
// each, so that the lines themselves, which lie everywhere, are seldom read.
func inOrder(entries []*payout.Entry) []*payout.Line {
	type place struct {
		party identity.Number
		from  calendar.Date
		at    int32
	}
	places := make([]place, len(entries))
	for i, e := range entries {
		places[i] = place{e.Party, e.From, int32(i)}
	}
	slices.SortFunc(places, func(x, y place) int {
		if x.party != y.party {
			return cmp.Compare(x.party, y.party)
		}
		if x.from != y.from {
			return cmp.Compare(x.from, y.from)
		}
		return cmp.Or(strings.Compare(entries[x.at].ID, entries[y.at].ID), cmp.Compare(x.at, y.at))
	})
	lines := make([]*payout.Line, len(places))
	for i, p := range places {
		lines[i] = &entries[p.at].Line
	}
	return lines
}

type checking struct {
	sources  *Sources
	asked    *Asked
	controls []*Planned
	history  History
	keep     bool
	lines    []*payout.Line
	days     [][]register.DayAbsence
}

// asksByDay says of a line whether a control of it reads absence. It depends on the benefit
// alone, and is found once for each.
func (c *checking) asksByDay() func(*payout.Line) bool {
	asks := map[benefit.Code]bool{}
	return func(l *payout.Line) bool {
		yes, known := asks[l.Benefit]
		if !known {
			yes = slices.ContainsFunc(c.controls, func(p *Planned) bool { return p.Rule.Reads.Has(ReadsAbsence) && p.Covers(l.Benefit) })
			asks[l.Benefit] = yes
		}
		return yes
	}
}

// all divides the lines between the processors and puts the parts together in order.
func (c *checking) all() (*Result, error) {
	const block = 2048
	parts := make([]part, (len(c.lines)+block-1)/block)
	next := make(chan int)
	var wg sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for i := range next {
				parts[i] = c.part(i*block, min((i+1)*block, len(c.lines)))
			}
		})
	}
	for i := range parts {
		next <- i
	}
	close(next)
	wg.Wait()
	r := &Result{Asked: *c.asked, Lines: len(c.lines), Tallies: c.tallies()}
	for _, p := range parts {
		if p.err != nil {
			return nil, p.err
		}
		r.Checked = append(r.Checked, p.checked...)
		for i := range r.Tallies {
			r.Tallies[i].add(&p.tallies[i])
		}
	}
	return r, nil
}

func (c *checking) tallies() []Tally {
	all := make([]Tally, len(c.controls))
	for i, p := range c.controls {
		all[i] = Tally{Rule: p.Rule.ID, Version: p.Rule.Version}
	}
	return all
}

func (t *Tally) add(o *Tally) {
	for i := range t.Outcomes {
		t.Outcomes[i] += o.Outcomes[i]
	}
	t.NotSelected += o.NotSelected
	t.AtStake += o.AtStake
}

func (t *Tally) count(e *Evaluation) {
	t.Outcomes[e.Outcome]++
	if e.Outcome == Task {
		t.AtStake += e.AtStake
	}
}

type part struct {
	checked []Checked
	tallies []Tally
	err     error
}

func (c *checking) part(from, to int) part {
	p := part{tallies: c.tallies()}
	for i := from; i < to; i++ {
		evaluations, err := c.line(i, p.tallies)
		if err != nil {
			return part{err: err}
		}
		if len(evaluations) > 0 {
			p.checked = append(p.checked, Checked{Line: c.lines[i], Evaluations: evaluations})
		}
	}
	return p
}

// line makes the controls of one line.
func (c *checking) line(i int, tallies []Tally) (made []Evaluation, err error) {
	line := c.lines[i]
	candidate := &Candidate{Sources: c.sources, Line: line, On: c.asked.On}
	candidate.Findings, candidate.Confirmed = c.history.Before(line.Party, c.asked.On)
	v := View{Sources: c.sources, Line: line, On: c.asked.On, quiet: !c.keep}
	if c.days != nil {
		v.days = c.days[i]
	}
	for k, p := range c.controls {
		if !p.Covers(line.Benefit) {
			continue
		}
		selected, err := p.Selects(candidate)
		if err != nil {
			return nil, err
		}
		if !selected {
			tallies[k].NotSelected++
			continue
		}
		e := c.evaluate(&v, p)
		tallies[k].count(&e)
		if e.Reason == isProtected { // one is enough: a person goes through the whole payout
			for i := k + 1; i < len(c.controls); i++ {
				if c.controls[i].Covers(line.Benefit) {
					tallies[i].NotSelected++
				}
			}
			return append(made, e), nil
		}
		if c.keep || e.Outcome != NoFinding {
			made = append(made, e)
		}
	}
	return made, nil
}

// evaluate makes one control. When inputs are not kept it is made without them first, and
// once more with them when there is something to tell.
func (c *checking) evaluate(v *View, p *Planned) Evaluation {
	once := func(quiet bool) Evaluation {
		w := *v
		w.rule, w.Settings, w.inputs, w.quiet, w.outside, w.failed = p.Rule, p.Settings, nil, quiet, 0, 0
		e := evaluate(p.Rule, &w)
		v.person = w.person // the next control of the line need not look it up again
		return e
	}
	e := once(!c.keep)
	if !c.keep && e.IsFinding() {
		e = once(false)
	}
	return e
}

// One makes the plan's controls of a stage on a single line, online. The outcomes are
// those a run gives.
func One(s *Sources, a *Asked, line *payout.Line, history History) (*Result, error) {
	if line == nil {
		return nil, errors.New("which payout is to be controlled is missing")
	}
	return Check(s, a, []*payout.Entry{{Line: *line}}, history, true)
}
