package control

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"sync"

	"balans/journal"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
	"balans/prevent/sample"
)

// Run is a run that was made, with its findings as they stand.
type Run struct {
	Asked
	PlanID    string
	Began     calendar.Instant
	Completed calendar.Instant // 0: it has not been
	Lines     int
	Tallies   []Tally
	Findings  []*Finding // in order of party and payout
	Draw      *sample.Draw
	Parts     []*Part // of a day's single controls, by the versions of plans that made them; else one

	first, last int64 // seq of the notes of its mass write
	notes       int   // events of its notes that have been read
	byPayout    map[string][]*Finding
}

// Part is what of a run was made by one version of a plan.
type Part struct {
	PlanID  string
	Version int
	Tallies []Tally

	plan   *Plan
	stage  Stage
	sample string
}

// Book is every run, with findings and what was said of them. It is read from the runs and
// nothing else of the journal; a yield looks up besides where the payouts stand that were
// found wrong.
type Book struct {
	load    loader
	ended   sync.Map // payoutOf to []journal.Event: payouts that were paid or cancelled
	plans   []AdoptedPlan
	runs    []*Run
	byParty map[identity.Number][]*Finding
}

// Read reads all runs.
func Read(ctx context.Context, j *journal.Journal) (*Book, error) {
	b := &Book{}
	return b, b.Refresh(ctx, j)
}

// Refresh reads what has come since. After an error the book is not to be used.
func (b *Book) Refresh(ctx context.Context, j *journal.Journal) (err error) {
	later := context.WithoutCancel(ctx) // the book is asked after who refreshed it has gone
	b.load = func(party identity.Number, stream string) ([]journal.Event, error) {
		return j.Load(later, int64(party), stream)
	}
	if b.plans, err = Plans(ctx, j); err != nil {
		return err
	}
	plan := func(id string, version int) (*AdoptedPlan, error) { return b.adopted(ctx, j, id, version) }
	asked, err := j.Load(ctx, 0, runsStream)
	if err != nil {
		return err
	}
	for i := range asked {
		if i >= len(b.runs) {
			r, err := b.begin(&asked[i], plan)
			if err != nil {
				return err
			}
			b.runs = append(b.runs, r)
		}
		if err := b.runs[i].refresh(ctx, j, plan); err != nil {
			return fmt.Errorf("the run %s: %w", b.runs[i].ID, err)
		}
	}
	b.byParty = map[identity.Number][]*Finding{}
	for _, r := range b.runs {
		for _, f := range r.Findings {
			b.byParty[f.Line.Party] = append(b.byParty[f.Line.Party], f)
		}
	}
	return nil
}

// adopted is a version of a plan. One that was taken into use after the plans were read is
// read then.
func (b *Book) adopted(ctx context.Context, j *journal.Journal, id string, version int) (*AdoptedPlan, error) {
	for again := range 2 {
		for i := range b.plans {
			if p := &b.plans[i]; p.ID == id && p.Version == version {
				return p, nil
			}
		}
		if again > 0 {
			break
		}
		all, err := Plans(ctx, j)
		if err != nil {
			return nil, err
		}
		b.plans = all
	}
	return nil, fmt.Errorf("version %d of the plan %s is not in the journal", version, id)
}

func (b *Book) begin(e *journal.Event, plan func(id string, version int) (*AdoptedPlan, error)) (*Run, error) {
	a, err := journal.ReadBody[askedBody](e)
	if err != nil {
		return nil, err
	}
	stage, ok := ParseStage(a.Stage)
	if !ok {
		return nil, fmt.Errorf("event %d: there is no stage %q", e.Seq, a.Stage)
	}
	r := &Run{Asked: Asked{ID: a.Run, Version: a.Version, Stage: stage, Payrun: a.Payrun, Sample: a.Sample, On: a.On, KnownAt: a.KnownAt, By: e.Actor, Again: a.Again,
		Paid: calendar.Period{From: a.PaidFrom, To: a.PaidTo}}, PlanID: a.Plan, byPayout: map[string][]*Finding{}}
	adopted, err := plan(a.Plan, a.Version)
	if err != nil {
		return nil, fmt.Errorf("event %d: the run %s: %w", e.Seq, a.Run, err)
	}
	r.Plan = adopted.Plan
	if !r.IsOnline() {
		r.Parts = []*Part{{PlanID: a.Plan, Version: a.Version, plan: r.Plan, stage: stage, sample: a.Sample}}
	}
	if len(a.Draw) > 0 {
		if r.Draw, err = sample.ReadDraw(a.Draw); err != nil {
			return nil, fmt.Errorf("event %d: the draw: %w", e.Seq, err)
		}
	}
	return r, nil
}

// refresh reads what of the run has not been read.
func (r *Run) refresh(ctx context.Context, j *journal.Journal, plan func(id string, version int) (*AdoptedPlan, error)) error {
	if r.Completed == 0 && !r.IsOnline() {
		if err := r.readFindings(ctx, j); err != nil {
			return err
		}
	}
	if r.Completed == 0 && !r.IsOnline() {
		return nil // its findings have not been read, so what was said of them would be lost
	}
	notes, err := j.LoadAfter(ctx, 0, notesStream(r.ID), int32(r.notes))
	if err != nil {
		return err
	}
	if r.IsOnline() && len(notes) > 0 { // an evaluation is stored right before its note
		if r.notes == 0 {
			r.first = notes[0].Seq - 2
		}
		r.last = notes[len(notes)-1].Seq
	}
	for i := range notes {
		e := notes[i]
		n, err := journal.ReadBody[note](&e)
		if err != nil {
			return err
		}
		e.Body = string(n.Body)
		if n.Kind == kindEvaluated {
			if err := r.takeOnline(n.Party, &e, plan); err != nil {
				return err
			}
			continue
		}
		if err := say(ofParty(r.byPayout[n.Payout], n.Party), n.Kind, &e); err != nil {
			return err
		}
	}
	r.notes += len(notes)
	return nil
}

func (r *Run) readFindings(ctx context.Context, j *journal.Journal) error {
	w := journal.MassWrite{Stream: runStream(r.ID), Name: "control.run."}
	n, err := w.Notes(ctx, j)
	if err != nil || n.Completed == 0 {
		r.first = n.First
		return err
	}
	var s struct {
		Lines   int     `json:"lines"`
		Tallies []Tally `json:"tallies"`
	}
	if err := json.Unmarshal([]byte(n.Summary), &s); err != nil {
		return fmt.Errorf("its tallies cannot be read: %w", err)
	}
	r.Lines, r.Tallies, r.Completed, r.first, r.last = s.Lines, s.Tallies, n.Completed, n.First, n.Last
	by := r.Parts[0]
	by.Tallies = s.Tallies
	return j.ScanBetween(ctx, n.First, n.Last, func(e *journal.Event) error {
		if e.Kind != kindEvaluated || e.Cause != w.Stream {
			return nil
		}
		found, body, err := findingsIn(r.ID, e)
		if err != nil {
			return err
		}
		for _, f := range found {
			f.Stage, f.by, f.Expires = r.Stage, by, by.expires(f.Evaluation.Rule)
		}
		r.Findings = append(r.Findings, found...)
		r.byPayout[body.Payout] = found
		return nil
	})
}

// expires is how long the plan keeps a task of a rule open.
func (p *Part) expires(rule string) int {
	if c, ok := p.plan.Find(rule, p.stage); ok {
		return c.Expires
	}
	for i := range p.plan.Samples {
		if p.plan.Samples[i].ID == p.sample {
			return p.plan.Samples[i].Expires
		}
	}
	return 0
}

// costs is what it costs to make a control once and to judge what it found.
func (p *Part) costs(rule string) (check, task money.Amount) {
	if c, ok := p.plan.Find(rule, p.stage); ok {
		return c.CheckCost, c.TaskCost
	}
	for i := range p.plan.Samples {
		if s := &p.plan.Samples[i]; s.ID == p.sample {
			return 0, s.TaskCost
		}
	}
	return 0, 0
}

// Evaluations calls with every evaluation of the run, findings or not, in the order they
// were stored. Of a run that is not complete it gives none.
func (r *Run) Evaluations(ctx context.Context, j *journal.Journal, each func(party identity.Number, payout string, e *Evaluation) error) error {
	cause := runStream(r.ID)
	return j.ScanBetween(ctx, r.first, r.last, func(ev *journal.Event) error {
		if ev.Kind != kindEvaluated || ev.Cause != cause {
			return nil
		}
		b, err := journal.ReadBody[evaluatedBody](ev)
		if err != nil {
			return err
		}
		for i := range b.Evaluations {
			if err := each(partyOf(ev), b.Payout, &b.Evaluations[i]); err != nil {
				return err
			}
		}
		return nil
	})
}

// ofParty is the findings of a person.
func ofParty(all []*Finding, party identity.Number) (own []*Finding) {
	for _, f := range all {
		if f.Line.Party == party {
			own = append(own, f)
		}
	}
	return own
}

func partyOf(e *journal.Event) identity.Number { return identity.Number(e.Party) }

// Plans is every plan that was adopted, all versions.
func (b *Book) Plans() []AdoptedPlan { return b.plans }

// Plan is the newest version of the plan with an id; of the newest plan when id is "".
func (b *Book) Plan(id string) *AdoptedPlan {
	for i := len(b.plans) - 1; i >= 0; i-- {
		if id == "" || b.plans[i].ID == id {
			return &b.plans[i]
		}
	}
	return nil
}

// Runs is every run, in the order they were asked for.
func (b *Book) Runs() []*Run { return slices.Clone(b.runs) }

// Run is the run with an id, nil when there is none.
func (b *Book) Run(id string) *Run {
	for _, r := range b.runs {
		if r.ID == id {
			return r
		}
	}
	return nil
}

// Finding is a run's finding of a payout by a rule, nil when there is none.
func (r *Run) Finding(payout, rule string) *Finding {
	for _, f := range r.byPayout[payout] {
		if f.Evaluation.Rule == rule {
			return f
		}
	}
	return nil
}

// Of is a person's findings, in the order of the runs.
func (b *Book) Of(party identity.Number) []*Finding { return b.byParty[party] }

// Before is what History asks, of all that is known.
func (b *Book) Before(party identity.Number, day calendar.Date) (tasks, confirmed int) {
	return b.before(party, day, math.MaxInt64)
}

func (b *Book) before(party identity.Number, day calendar.Date, known calendar.Instant) (tasks, confirmed int) {
	for _, f := range b.byParty[party] {
		if f.Evaluation.Outcome != Task || f.On >= day || f.On < day.AddYears(-2) || f.known > known {
			continue
		}
		if tasks++; f.wasConfirmed(day-1, known) { // as it stood then, whatever was said since
			confirmed++
		}
	}
	return tasks, confirmed
}

// KnownBy is the history that the book had at an instant: what was stored later, and dated
// back, is not in it.
func (b *Book) KnownBy(at calendar.Instant) History { return knownHistory{b, at} }

type knownHistory struct {
	*Book
	at calendar.Instant
}

func (k knownHistory) Before(party identity.Number, day calendar.Date) (tasks, confirmed int) {
	return k.before(party, day, k.at)
}
