package control

import (
	"fmt"
	"slices"
	"strings"

	"balans/law/calendar"
	"balans/law/money"
	"balans/prevent/benefit"
	"balans/prevent/sample"
)

// Plan is the agency's risk analysis and control plan for a time: what it believes goes
// wrong and why, which controls meet it, who is selected, what is drawn at random and what
// it may cost.
type Plan struct {
	ID       string
	Name     string
	From, To calendar.Date
	Budget   money.Amount // 0: none is set
	Risks    []Risk
	Controls []Planned
	Samples  []Sampling
	// Unread is why a stored plan cannot be read whole: it was written for another version of
	// Balans. Its text and what of it could be read stand, and nothing new is made by it. Nil
	// for a plan that can be used.
	Unread error
	lines  []string // as it was written
}

// Risk is an area where payments are believed to go wrong.
type Risk struct {
	ID         string
	Area       string // in words
	Benefits   []benefit.Code
	Cause      sample.Cause
	Likelihood int64        // of a payout being wrong, ppm; -1: not estimated
	Cost       money.Amount // a year, believed to be paid wrongly; 0: not estimated
	Says       string       // what the belief rests on
}

// Planned is a control of a plan.
type Planned struct {
	Rule      *Rule
	Risk      string
	Stage     Stage
	Benefits  []benefit.Code // nil: all that the rule covers
	Select    *Expression
	Weights   []Weight
	Threshold int // least sum of weights; without weights everything selected is checked
	Settings  Settings
	Expires   int          // days a task stays open
	TaskCost  money.Amount // of judging a task
	CheckCost money.Amount // of making the control once

	hasThreshold bool // the plan sets one
}

// Weight adds points for what an expression selects.
type Weight struct {
	Points int
	When   *Expression
}

// Sampling is a random sample of what was paid, from which the whole is estimated.
type Sampling struct {
	ID       string
	Risk     string
	Benefits []benefit.Code
	Size     int
	Seed     string // a text that is made known before the draw
	TaskCost money.Amount
	Expires  int
}

// Selects reports whether a line is checked by the control.
func (p *Planned) Selects(c *Candidate) (bool, error) {
	if !p.Covers(c.Line.Benefit) {
		return false, nil
	}
	selected, err := p.Select.Selects(c)
	if err != nil || !selected || len(p.Weights) == 0 {
		return selected, err
	}
	score := 0
	for _, w := range p.Weights {
		hit, err := w.When.Selects(c)
		if err != nil {
			return false, err
		}
		if hit {
			score += w.Points
		}
	}
	return score >= p.Threshold, nil
}

// Covers reports whether the control is for a benefit.
func (p *Planned) Covers(c benefit.Code) bool {
	return p.Rule.Covers(c) && (len(p.Benefits) == 0 || slices.Contains(p.Benefits, c))
}

// Find is the plan's control with a rule at a stage.
func (p *Plan) Find(rule string, stage Stage) (*Planned, bool) {
	for i := range p.Controls {
		if c := &p.Controls[i]; c.Rule.ID == rule && c.Stage == stage {
			return c, true
		}
	}
	return nil, false
}

// usable refuses what is to be made by a plan that cannot be read whole.
func (p *Plan) usable() error {
	if p.Unread != nil {
		return refuse("the plan %s cannot be used: %v; take one into use that can be read", p.ID, p.Unread)
	}
	return nil
}

// Text is the plan as it was written.
func (p *Plan) Text() string { return strings.Join(p.lines, "\n") + "\n" }

// PlanError is a line of a plan that cannot be read.
type PlanError struct {
	File     string
	Line     int
	Found    string
	Expected string
}

func (e *PlanError) Error() string {
	return fmt.Sprintf("%s:%d: found %q; expected %s", e.File, e.Line, e.Found, e.Expected)
}
