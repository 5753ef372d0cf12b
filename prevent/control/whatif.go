package control

import (
	"fmt"
	"slices"

	"balans/law/money"
	"balans/prevent/payout"
)

// Difference is what a changed control would have come to on the lines of a run that was
// made, as they were known then. Nothing is stored.
type Difference struct {
	Run           *Run `json:"-"`
	Before, After Tally
	// Tasks that would not have been made, and those of them a person confirmed or refuted;
	// and tasks that would have been new, of which nobody knows what they are worth.
	Lost, LostConfirmed, LostRefuted, New int
	LostAmount                            money.Amount // öre that were confirmed and would have been missed
	NewAtStake                            money.Amount
	Kept, KeptConfirmed                   int
}

// WhatIf makes one control of a run again with other settings or another selection.
// sources and entries are as they were known when the run was made.
func WhatIf(s *Sources, r *Run, changed Planned, entries []*payout.Entry, history History) (*Difference, error) {
	rule := changed.Rule.ID
	was, ok := r.Plan.Find(rule, r.Stage)
	stored := tallyOf(r.Tallies, rule)
	if !ok || stored == nil {
		return nil, refuse("the run %s did not make the control %s", r.ID, rule)
	}
	before, err := r.again(s, *was, entries, history)
	if err != nil {
		return nil, err
	}
	after, err := r.again(s, changed, entries, history)
	if err != nil {
		return nil, err
	}
	d := &Difference{Run: r, Before: *tallyOf(before.Tallies, rule), After: *tallyOf(after.Tallies, rule)}
	if *stored != d.Before {
		return nil, fmt.Errorf("the run %s cannot be made again as it was: it counted %v, and the same facts now give %v; %s may have changed since",
			r.ID, stored.Outcomes, d.Before.Outcomes, rule)
	}
	d.compare(tasksOf(before, rule), tasksOf(after, rule))
	return d, nil
}

// again makes the run's controls as the plan has them, with one of them as it is given. It
// makes all, because the first control of a protected identity is the only one.
func (r *Run) again(s *Sources, p Planned, entries []*payout.Entry, history History) (*Result, error) {
	plan := *r.Plan
	plan.Controls = slices.Clone(plan.Controls)
	for i := range plan.Controls {
		if c := &plan.Controls[i]; c.Rule.ID == p.Rule.ID && c.Stage == p.Stage {
			*c = p
		}
	}
	a := r.Asked
	a.Plan = &plan
	return Check(s, &a, entries, history, false)
}

func tallyOf(all []Tally, rule string) *Tally {
	for i := range all {
		if all[i].Rule == rule {
			return &all[i]
		}
	}
	return nil
}

// tasksOf is the tasks of a control, by payout.
func tasksOf(r *Result, rule string) map[string]*Evaluation {
	tasks := map[string]*Evaluation{}
	for i := range r.Checked {
		for k := range r.Checked[i].Evaluations {
			if e := &r.Checked[i].Evaluations[k]; e.Outcome == Task && e.Rule == rule {
				tasks[r.Checked[i].Line.ID] = e
			}
		}
	}
	return tasks
}

func (d *Difference) compare(before, after map[string]*Evaluation) {
	for id, e := range before {
		f := d.Run.Finding(id, e.Rule)
		judged := f != nil && f.Judged != nil
		switch _, stays := after[id]; {
		case stays:
			d.Kept++
			if judged && f.Judged.Verdict == Confirmed {
				d.KeptConfirmed++
			}
		default:
			d.Lost++
			if judged && f.Judged.Verdict == Confirmed {
				d.LostConfirmed++
				d.LostAmount += f.Judged.Amount
			} else if judged {
				d.LostRefuted++
			}
		}
	}
	for id, e := range after {
		if before[id] == nil {
			d.New++
			d.NewAtStake += e.AtStake
		}
	}
}
