package control

import (
	"cmp"
	"fmt"
	"slices"

	"balans/law/statute"
	"balans/prevent/benefit"
	"balans/prevent/payout"
	"balans/prevent/sample"
)

// review is no control: it is what every payout of a random sample gets, so that a person
// investigates all of them to the same depth. It is not among Rules, because no plan can
// ask for it of those it selects by risk.
var review = &Rule{ID: "review", Version: 1, Stages: After, Covers: func(benefit.Code) bool { return true },
	Name:    Words{"Slumpmässig granskning", "Random review"},
	Purpose: Words{"Utreda ett slumpmässigt urval lika grundligt, för att uppskatta hur mycket som betalas fel.", "Investigate a random sample to the same depth, to estimate how much is paid wrongly."},
	Law:     []statute.Ref{"SFB 110:13"}, Reads: ReadsLine, judge: func(v *View) Evaluation { return Evaluation{Outcome: Task, Reason: "review", Proposal: Review} }}

// Draw draws a plan's sample of what was paid and gives each drawn payout to a person.
func Draw(s *Sources, a *Asked, entries []*payout.Entry) (*Result, *sample.Draw, error) {
	if err := a.Plan.usable(); err != nil {
		return nil, nil, err
	}
	at := slices.IndexFunc(a.Plan.Samples, func(x Sampling) bool { return x.ID == a.Sample })
	if at < 0 || a.Stage != After {
		return nil, nil, fmt.Errorf("the plan %s has no sample %q; a sample is drawn after payment", a.Plan.ID, a.Sample)
	}
	g := &a.Plan.Samples[at]
	byID := map[string]*payout.Line{}
	frame, err := sample.NewFrame(sample.Plan{Seed: g.Seed, Design: sample.Design{Allocation: sample.Proportional, Size: g.Size}})
	if err != nil {
		return nil, nil, err
	}
	for _, e := range entries {
		if len(g.Benefits) > 0 && !slices.Contains(g.Benefits, e.Line.Benefit) {
			continue
		}
		if err := frame.Add(sample.Item{ID: e.Line.ID, Stratum: e.Line.Benefit.String(), Paid: e.Line.Gross}); err != nil {
			return nil, nil, fmt.Errorf("payout %s: %w", e.Line.ID, err)
		}
		byID[e.Line.ID] = &e.Line
	}
	draw, err := frame.Draw()
	if err != nil {
		return nil, nil, err
	}
	r := &Result{Asked: *a, Lines: len(byID), Tallies: []Tally{{Rule: review.ID, Version: review.Version, NotSelected: len(byID) - draw.Len()}}}
	for _, stratum := range draw.Strata() {
		for _, d := range stratum.Drawn {
			e := Evaluate(review, s, byID[d.ID], a.On, Settings{})
			r.Tallies[0].count(&e)
			r.Checked = append(r.Checked, Checked{Line: byID[d.ID], Evaluations: []Evaluation{e}})
		}
	}
	slices.SortFunc(r.Checked, func(x, y Checked) int {
		return cmp.Or(cmp.Compare(x.Line.Party, y.Line.Party), cmp.Compare(x.Line.ID, y.Line.ID))
	})
	return r, draw, nil
}

// Judged is the run's draw with what was found of those drawn. It fails for a run that is
// no random sample: those selected for a risk can tell nothing of the whole.
func (r *Run) Judged() (*sample.Judged, error) {
	if r.Draw == nil {
		return nil, refuse("the run %s is no random sample, and the whole cannot be estimated from those selected for a risk", r.ID)
	}
	var found []sample.Finding
	for _, f := range r.Findings {
		if f.Judged == nil {
			continue
		}
		s := sample.Finding{ID: f.Line.ID}
		if f.Judged.Verdict == Confirmed {
			s.Wrong = []sample.Wrong{{Amount: f.Judged.Amount, Cause: f.Judged.Cause, Intent: f.Judged.Intent}}
		}
		found = append(found, s)
	}
	return r.Draw.Judge(found)
}
