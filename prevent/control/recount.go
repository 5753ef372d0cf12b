package control

import (
	"context"
	"fmt"

	"balans/journal"
	"balans/law/identity"
	"balans/law/money"
)

// Recounted is what was counted anew.
type Recounted struct {
	Runs, Evaluations, Judgements int
	Faults                        []string
}

// Recount counts every stored evaluation anew and holds it against what its run said of
// itself, and what the run's notes say of its findings against the findings' own streams.
func Recount(ctx context.Context, j *journal.Journal) (*Recounted, error) {
	b, err := Read(ctx, j)
	if err != nil {
		return nil, err
	}
	r := &Recounted{}
	for _, run := range b.runs {
		if run.Completed == 0 && !run.IsOnline() {
			r.fault("the run %s was begun and is not complete: make it again", run.ID)
			continue
		}
		r.Runs++
		if err := r.tallies(ctx, j, run); err != nil {
			return nil, err
		}
		if err := r.notes(ctx, j, run); err != nil {
			return nil, err
		}
	}
	return r, nil
}

func (r *Recounted) fault(format string, args ...any) {
	r.Faults = append(r.Faults, fmt.Sprintf(format, args...))
}

func (r *Recounted) tallies(ctx context.Context, j *journal.Journal, run *Run) error {
	outcomes, stake := map[string]map[Outcome]int{}, map[string]money.Amount{}
	err := run.Evaluations(ctx, j, func(_ identity.Number, _ string, e *Evaluation) error {
		r.Evaluations++
		if outcomes[e.Rule] == nil {
			outcomes[e.Rule] = map[Outcome]int{}
		}
		outcomes[e.Rule][e.Outcome]++
		if e.Outcome == Task {
			stake[e.Rule] += e.AtStake
		}
		return nil
	})
	if err != nil {
		return err
	}
	for i := range run.Tallies {
		t := &run.Tallies[i]
		for o, n := range t.Outcomes {
			if found := outcomes[t.Rule][Outcome(o)]; found != n {
				r.fault("the run %s says that %s gave %q %d times, and %d are stored", run.ID, t.Rule, Outcome(o), n, found)
			}
		}
		if stake[t.Rule] != t.AtStake {
			r.fault("the run %s says that %s kronor were at stake by %s, and the findings have %s", run.ID, t.AtStake, t.Rule, stake[t.Rule])
		}
		delete(outcomes, t.Rule)
	}
	for rule := range outcomes {
		r.fault("the run %s has evaluations by %s that it did not count", run.ID, rule)
	}
	return nil
}

// notes reads the own stream of every finding something was said of.
func (r *Recounted) notes(ctx context.Context, j *journal.Journal, run *Run) error {
	type name struct {
		party identity.Number
		id    string
	}
	seen := map[name]bool{}
	for _, f := range run.Findings {
		if f.Judged == nil && len(f.Complaints) == 0 && f.Case == "" {
			continue
		}
		r.Judgements += len(f.Earlier)
		if f.Judged != nil {
			r.Judgements++
		}
		own := name{f.Line.Party, f.ID()}
		if seen[own] {
			r.fault("the run %s has the finding %s twice", run.ID, f.ID())
		}
		seen[own] = true
		stream, err := j.Load(ctx, int64(f.Line.Party), FindingStream(run.ID, f.Line.ID))
		if err != nil {
			return err
		}
		told, err := findingsOf(run.ID, stream)
		if err != nil {
			return err
		}
		same := false
		for _, o := range told {
			if o.Evaluation.Rule == f.Evaluation.Rule {
				same = o.State(f.On) == f.State(f.On) && len(o.Earlier) == len(f.Earlier) && len(o.Complaints) == len(f.Complaints) && o.Case == f.Case &&
					(o.Judged == nil) == (f.Judged == nil) && (o.Judged == nil || o.Judged.Verdict == f.Judged.Verdict && o.Judged.Amount == f.Judged.Amount && o.Judged.By == f.Judged.By && o.Judged.On == f.Judged.On)
			}
		}
		if !same {
			r.fault("the notes of the run %s say something else of the finding %s than its own stream does", run.ID, f.ID())
		}
	}
	return nil
}
