package control

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"balans/journal"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/prevent/payout"
)

// onlinePrefix begins the names of the runs that single payouts are controlled in, one a
// day: "online-2025-04-16". A plan that is replaced during the day is used from then on: each
// control is stored with the plan and the version it was made by, and counted under them.
const onlinePrefix = "online-"

// OnlineRun is the run of a day's single controls.
func OnlineRun(on calendar.Date) string { return onlinePrefix + on.String() }

// IsOnline reports whether the run gathers controls of single payouts.
func (r *Run) IsOnline() bool { return strings.HasPrefix(r.ID, onlinePrefix) }

// Begin notes the run that a day's single controls belong to; it does so once.
func Begin(ctx context.Context, j *journal.Journal, a *Asked) error {
	if err := a.Plan.usable(); err != nil {
		return err
	}
	a.ID, a.Again = OnlineRun(a.On), "payouts one by one"
	for attempt := 1; ; attempt++ {
		events, err := j.Load(ctx, 0, runsStream)
		if err != nil {
			return err
		}
		for i := range events {
			if old, err := journal.ReadBody[askedBody](&events[i]); err != nil || old.Run == a.ID {
				return err
			}
		}
		err = (&Result{Asked: *a}).ask(ctx, j, nil)
		if other := (*Refusal)(nil); !errors.As(err, &other) || attempt > 1 {
			return err // once more: another caller may have noted it meanwhile, as known at another instant
		}
	}
}

// Online makes the plan's controls of a single payout and stores them under its person,
// on disk when it returns. A payout that was controlled that day has its evaluations given
// again, and nothing more is stored, also when the plan has been replaced since; it is a
// *Refusal when the payout was another one then.
// Begin has been called for the day.
func Online(ctx context.Context, j *journal.Journal, s *Sources, a *Asked, line *payout.Line, history History) (*Checked, error) {
	r, err := One(s, a, line, history)
	if err != nil {
		return nil, err
	}
	c := &Checked{Line: line, PlanID: a.Plan.ID, Version: a.Version}
	if len(r.Checked) == 0 {
		return c, nil // no control covers or selects it
	}
	c.Evaluations = r.Checked[0].Evaluations
	for i := range c.Evaluations {
		if s.Partial != 0 && c.Evaluations[i].Outcome == LookupFailed { // what is on its way in may answer, when it is asked again
			return c, &LookupError{c.Evaluations[i].Args}
		}
	}
	stored := c.body()
	stored.Line, stored.Plan, stored.Version = digest(line), a.Plan.ID, a.Version
	body, err := journal.Body(stored)
	if err != nil {
		return nil, err
	}
	brief, err := journal.Body(stored.brief())
	if err != nil {
		return nil, err
	}
	repeated, err := journal.Body(note{Party: line.Party, Payout: line.ID, Kind: kindEvaluated, Body: json.RawMessage(brief)})
	if err != nil {
		return nil, err
	}
	run := OnlineRun(a.On)
	event := journal.New{Kind: kindEvaluated, OccurredOn: a.On, Actor: a.By, Cause: runStream(run), Body: body}
	noted := journal.New{Kind: kindNoted, OccurredOn: a.On, Actor: a.By, Cause: runStream(run), Body: repeated}
	_, err = j.Append(ctx, journal.Append{Party: int64(line.Party), Stream: FindingStream(run, line.ID), Events: []journal.New{event}},
		journal.Append{Stream: notesStream(run), Expected: journal.AnyVersion, Events: []journal.New{noted}})
	if errors.Is(err, journal.ErrConflict) {
		return storedOnline(ctx, j, run, line)
	}
	return c, err
}

// storedOnline is what an earlier control of the day came to.
func storedOnline(ctx context.Context, j *journal.Journal, run string, line *payout.Line) (*Checked, error) {
	stream, err := j.Load(ctx, int64(line.Party), FindingStream(run, line.ID))
	if err != nil {
		return nil, err
	}
	if len(stream) == 0 {
		return nil, fmt.Errorf("payout %s was controlled in the run %s, and its stream is empty", line.ID, run)
	}
	b, err := journal.ReadBody[evaluatedBody](&stream[0])
	if err != nil {
		return nil, err
	}
	if b.Line != digest(line) {
		return nil, refuse("payout %s was controlled in the run %s as %s %s–%s of %s kronor, and what it came to is not for %s %s–%s of %s; a payout that is another is to have another id",
			line.ID, run, b.Benefit, b.From, b.To, b.Gross, line.Benefit, line.From, line.To, line.Gross)
	}
	return &Checked{Line: line, Evaluations: b.Evaluations, PlanID: b.Plan, Version: b.Version}, nil
}

// takeOnline adds what a single control came to, as the run's notes tell it.
func (r *Run) takeOnline(party identity.Number, e *journal.Event, plan func(id string, version int) (*AdoptedPlan, error)) error {
	ev := *e
	ev.Party = int64(party)
	found, body, err := findingsIn(r.ID, &ev)
	if err != nil {
		return err
	}
	by, err := r.by(body.Plan, body.Version, plan)
	if err != nil {
		return err
	}
	r.Lines++
	r.Completed = e.RecordedAt
	for i := range body.Evaluations {
		count(&r.Tallies, &body.Evaluations[i])
		count(&by.Tallies, &body.Evaluations[i])
	}
	for _, f := range found {
		f.Stage, f.by, f.Expires = r.Stage, by, by.expires(f.Evaluation.Rule)
	}
	r.Findings = append(r.Findings, found...)
	r.byPayout[body.Payout] = append(r.byPayout[body.Payout], found...) // two callers may use one id
	return nil
}

// by is the part of the run that was made by a version of a plan; a note that names none is
// of the plan the run began with.
func (r *Run) by(id string, version int, plan func(id string, version int) (*AdoptedPlan, error)) (*Part, error) {
	if id == "" {
		id, version = r.PlanID, r.Version
	}
	for _, p := range r.Parts {
		if p.PlanID == id && p.Version == version {
			return p, nil
		}
	}
	adopted, err := plan(id, version)
	if err != nil {
		return nil, err
	}
	r.Parts = append(r.Parts, &Part{PlanID: id, Version: version, plan: adopted.Plan, stage: r.Stage})
	return r.Parts[len(r.Parts)-1], nil
}

// count adds an evaluation to the tally of its rule.
func count(tallies *[]Tally, e *Evaluation) {
	for i := range *tallies {
		if t := &(*tallies)[i]; t.Rule == e.Rule {
			t.count(e)
			return
		}
	}
	t := Tally{Rule: e.Rule, Version: e.Version}
	t.count(e)
	*tallies = append(*tallies, t)
}

// LookupError says that a single payout could not be controlled because facts of a
// source are still on their way in. Nothing is stored, and nothing is known of the payout: it is to be asked again.
type LookupError struct{ Fields []string }

func (e *LookupError) Error() string {
	return "the payout could not be controlled: " + strings.Join(e.Fields, ", ") + " could not be looked up"
}

// digest tells one payout line from another with the same id.
func digest(l *payout.Line) string {
	sum := sha256.Sum256(fmt.Append(nil, *l))
	return hex.EncodeToString(sum[:8])
}
