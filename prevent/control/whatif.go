package control

import (
	"fmt"

	"balans/law/money"
	"balans/prevent/payout"
)

// Difference is what a changed control would have come to on the lines of a run that was
// made, as they were known then. Nothing is stored.
type Difference struct {
	Run           *Run
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
	was, ok := r.Plan.Find(changed.Rule.ID, r.Stage)
	if !ok {
		return nil, refuse("the run %s did not make the control %s", r.ID, changed.Rule.ID)
	}
	one := func(p Planned) (*Result, error) {
		plan := *r.Plan
		plan.Controls = []Planned{p}
		a := r.Asked
		a.Plan = &plan
		return Check(s, &a, entries, history, false)
	}
	before, err := one(*was)
	if err != nil {
		return nil, err
	}
	after, err := one(changed)
	if err != nil {
		return nil, err
	}
	d := &Difference{Run: r, Before: before.Tallies[0], After: after.Tallies[0]}
	for i := range r.Tallies {
		if t := &r.Tallies[i]; t.Rule == changed.Rule.ID && *t != d.Before {
			return nil, fmt.Errorf("the run %s cannot be made again as it was: it counted %v, and the same facts now give %v; %s may have changed since",
				r.ID, t.Outcomes, d.Before.Outcomes, changed.Rule.ID)
		}
	}
	d.compare(tasksOf(before), tasksOf(after))
	return d, nil
}

func tasksOf(r *Result) map[string]*Evaluation {
	tasks := map[string]*Evaluation{}
	for i := range r.Checked {
		for k := range r.Checked[i].Evaluations {
			if e := &r.Checked[i].Evaluations[k]; e.Outcome == Task {
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
