package control

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"balans/journal"
	"balans/law/calendar"
	"balans/prevent/benefit"
	"balans/prevent/payout"
	"balans/prevent/sample"
)

// By is who does something, and through what.
type By struct{ Actor, Cause string }

// Refusal says that something may not be done, and why.
type Refusal struct{ Why string }

func (r *Refusal) Error() string { return r.Why }

func refuse(format string, args ...any) error { return &Refusal{fmt.Sprintf(format, args...)} }

// Adopt takes a plan into use. A plan with the id of an earlier one replaces it from then
// on; runs stay with the version they were made by. The same text again changes nothing.
func Adopt(ctx context.Context, j *journal.Journal, p *Plan, by By, dryRun bool) (version int, err error) {
	if by.Actor == "" {
		return 0, refuse("who adopts the plan is missing")
	}
	for i, line := range p.lines {
		if !journal.Plain(strings.ReplaceAll(line, "\t", " ")) {
			return 0, refuse("line %d of the plan holds a control character", i+1)
		}
		p.lines[i] = strings.ReplaceAll(line, "\t", " ")
	}
	body, err := journal.Body(adopted{p.ID, p.lines})
	if err != nil {
		return 0, err
	}
	_, err = j.Do(ctx, journal.Command{Stream: plansStream, Input: body, DryRun: dryRun, Rule: func(stream []journal.Event) ([]journal.New, error) {
		version = 1
		last := ""
		for i := range stream {
			a, err := journal.ReadBody[adopted](&stream[i])
			if err != nil {
				return nil, err
			}
			if a.ID == p.ID {
				version, last = version+1, stream[i].Body
			}
		}
		if last == body {
			version--
			return nil, nil
		}
		return []journal.New{{Kind: kindAdopted, OccurredOn: calendar.InstantOf(j.Now()).Date(), Actor: by.Actor, Cause: by.Cause, Body: body}}, nil
	}})
	return version, err
}

// AdoptedPlan is a plan in the journal.
type AdoptedPlan struct {
	*Plan
	Version int
	At      calendar.Instant
	Actor   string
}

// Plans is every plan that was adopted, all versions, in that order. One that this version
// of Balans cannot read says so (Plan.Unread) and stops nothing else.
func Plans(ctx context.Context, j *journal.Journal) ([]AdoptedPlan, error) {
	events, err := j.Load(ctx, 0, plansStream)
	if err != nil {
		return nil, err
	}
	versions := map[string]int{}
	var all []AdoptedPlan
	for i := range events {
		a, err := journal.ReadBody[adopted](&events[i])
		if err != nil {
			return nil, err
		}
		versions[a.ID]++
		p := storedPlan(fmt.Sprintf("%s, version %d", a.ID, versions[a.ID]), a.ID, a.Lines)
		all = append(all, AdoptedPlan{p, versions[a.ID], events[i].RecordedAt, events[i].Actor})
	}
	return all, nil
}

// Write stores a run: that it was asked for, each evaluation under the person it concerns,
// and its tallies. A run that was stopped is completed by writing it again; one that is
// complete is not written again.
func Write(ctx context.Context, j *journal.Journal, r *Result, draw *sample.Draw, progress func(done, of int64)) error {
	switch {
	case r.By == "":
		return refuse("who makes the run is missing")
	case strings.HasPrefix(r.ID, onlinePrefix):
		return refuse("a name that begins with %s belongs to payouts controlled one by one; name the run otherwise", onlinePrefix)
	}
	if err := r.ask(ctx, j, draw); err != nil {
		return err
	}
	summary, err := journal.Body(struct {
		Lines   int     `json:"lines"`
		Tallies []Tally `json:"tallies"`
	}{r.Lines, r.Tallies})
	if err != nil {
		return err
	}
	w := &journal.MassWrite{Stream: runStream(r.ID), Name: "control.run.", Actor: r.By, Summary: summary, NewStreams: true}
	n, err := w.Notes(ctx, j)
	if err != nil || n.Completed != 0 {
		return err
	}
	next, stop := iter.Pull2(r.bundles(w, calendar.InstantOf(j.Now())))
	defer stop()
	return w.Run(ctx, j, func() (*journal.Bundle, error) {
		b, err, more := next()
		if !more {
			return nil, nil
		}
		return b, err
	}, func(n int64) {
		if progress != nil {
			progress(n, int64(len(r.Checked)))
		}
	})
}

func (r *Result) bundles(w *journal.MassWrite, at calendar.Instant) iter.Seq2[*journal.Bundle, error] {
	return func(yield func(*journal.Bundle, error) bool) {
		for i := range r.Checked {
			c := &r.Checked[i]
			body, err := journal.Body(c.body())
			if err != nil {
				yield(nil, err)
				return
			}
			b := &journal.Bundle{Party: int64(c.Line.Party), Stream: FindingStream(r.ID, c.Line.ID), Events: []journal.New{{
				Kind: kindEvaluated, OccurredOn: r.On, RecordedAt: at, Ordinal: 1, Actor: r.By, Cause: w.Stream, Body: body}}}
			if !yield(b, nil) {
				return
			}
		}
	}
}

// ask notes that the run is to be made, once. The same payment run is controlled by the
// same controls of a plan once, unless there is a reason to do so again.
func (r *Result) ask(ctx context.Context, j *journal.Journal, draw *sample.Draw) error {
	b := askedBody{Run: r.ID, Plan: r.Plan.ID, Version: r.Version, Stage: r.Stage.String(), Payrun: r.Payrun, Sample: r.Sample, On: r.On, KnownAt: r.KnownAt, Again: r.Again,
		PaidFrom: r.Paid.From, PaidTo: r.Paid.To}
	if draw != nil {
		var err error
		if b.Draw, err = json.Marshal(draw); err != nil {
			return err
		}
	}
	body, err := journal.Body(b)
	if err != nil {
		return err
	}
	if err := r.Plan.usable(); err != nil {
		return err
	}
	if _, err := calendar.ParseInstant(r.KnownAt.String()); err != nil { // what is stored is to be read back
		return refuse("the run is to be as known at an instant of the years 1 to 9999, not %s", r.KnownAt)
	}
	if !isID(r.ID) || runStream(r.ID) == plansStream || runStream(r.ID) == runsStream {
		return refuse("the run is named by a-z, 0-9 and -, at most 40, and not plans or runs; %q cannot be used", r.ID)
	}
	if days := (calendar.Period{From: r.Plan.From, To: r.Plan.To}); !days.Contains(r.On) { // it would be counted in no yield
		return refuse("the plan %s is for %s, and the run is of %s; take a plan for that day into use first", r.Plan.ID, days, r.On)
	}
	_, err = j.Do(ctx, journal.Command{Stream: runsStream, Input: body, Rule: func(stream []journal.Event) ([]journal.New, error) {
		for i := range stream {
			old, err := journal.ReadBody[askedBody](&stream[i])
			if err != nil {
				return nil, err
			}
			if old.Run == r.ID {
				if stream[i].Body == body {
					return nil, nil // it goes on
				}
				return nil, refuse("there is a run %s already, made for %s; name a new one", r.ID, old.On)
			}
			if old.Plan == b.Plan && old.Stage == b.Stage && old.Payrun == b.Payrun && old.PaidFrom == b.PaidFrom && old.PaidTo == b.PaidTo && old.Sample == b.Sample && r.Again == "" {
				return nil, refuse("the run %s has made these controls of the plan %s already; a reason (--again) is needed to make them once more", old.Run, old.Plan)
			}
		}
		return []journal.New{{Kind: kindAsked, OccurredOn: r.On, Actor: r.By, Body: body}}, nil
	}})
	return err
}

// Say is something a person says of a finding.
type Say struct {
	Party  int64
	Run    string
	Payout string
	On     calendar.Date // None: today
	By     By
	Key    string // makes it idempotent
	DryRun bool
	// Seen is how many judgements of the finding the speaker had before him; nil when that
	// does not matter. A judgement made meanwhile gives ErrJudgedMeanwhile.
	Seen *int
}

// ErrJudgedMeanwhile says that somebody judged the finding after the speaker looked at it.
var ErrJudgedMeanwhile = errors.New("somebody has judged the finding meanwhile; look at it again")

// Judge says what a person made of a finding. Later judgements replace earlier ones, and
// all stay readable. It is a *Refusal when there is no such finding, when no reason is
// given, or when the amount is more than was paid.
func Judge(ctx context.Context, j *journal.Journal, s Say, d Judgement) error {
	return s.append(ctx, j, kindJudged, d, func(f *Finding) error { return f.mayJudge(&d, s.By.Actor) })
}

// Complain says that the person, or somebody for him, complains of a finding.
func Complain(ctx context.Context, j *journal.Journal, s Say, rule, text string) error {
	return s.append(ctx, j, kindComplained, complainedBody{rule, text}, func(f *Finding) error {
		if strings.TrimSpace(text) == "" {
			return refuse("what the complaint says is missing")
		}
		return nil
	})
}

// Handed is the append that says which recovery case a finding went on to, to be stored in
// one piece with the case itself. It is a *Refusal when the finding is not confirmed, or has
// a case. Whether the payout has been paid is for who opens the case to see.
func Handed(ctx context.Context, j *journal.Journal, s Say, rule, id string) ([]journal.Append, *Finding, error) {
	return s.appends(ctx, j, kindHanded, handedBody{rule, id}, func(f *Finding) error { return f.mayHand() })
}

func (s *Say) append(ctx context.Context, j *journal.Journal, kind string, body any, may func(*Finding) error) error {
	for {
		all, _, err := s.appends(ctx, j, kind, body, may)
		if err != nil || s.DryRun || all == nil {
			return err
		}
		if _, err = j.Append(ctx, all...); !errors.Is(err, journal.ErrConflict) {
			return err
		}
	}
}

// appends is the two appends of a saying: on the finding's stream, and among the notes of
// the run. nil when the same has been said under the same key.
func (s *Say) appends(ctx context.Context, j *journal.Journal, kind string, body any, may func(*Finding) error) ([]journal.Append, *Finding, error) {
	if s.By.Actor == "" {
		return nil, nil, refuse("who says it is missing")
	}
	text, err := journal.Body(body)
	if err != nil {
		return nil, nil, err
	}
	if !readable(said(body)) {
		return nil, nil, refuse("the text holds a control character, or is not UTF-8")
	}
	stream, err := j.Load(ctx, s.Party, FindingStream(s.Run, s.Payout))
	if err != nil {
		return nil, nil, err
	}
	if s.Key != "" {
		for i := range stream {
			if stream[i].Key != s.Key {
				continue
			}
			if stream[i].Body != text || stream[i].Kind != kind {
				return nil, nil, journal.ErrKeyReused
			}
			return nil, nil, nil
		}
	}
	findings, err := findingsOf(s.Run, stream)
	if err != nil {
		return nil, nil, err
	}
	rule := ruleOf(body)
	i := slices.IndexFunc(findings, func(f *Finding) bool { return f.Evaluation.Rule == rule })
	if i < 0 {
		return nil, nil, refuse("the run %s made no finding of payout %s by the control %q", s.Run, s.Payout, rule)
	}
	if s.Seen != nil && *s.Seen != findings[i].Judgements() {
		return nil, findings[i], ErrJudgedMeanwhile
	}
	if err := may(findings[i]); err != nil {
		return nil, findings[i], err
	}
	on, today := s.On, calendar.InstantOf(j.Now()).Date()
	switch {
	case on == calendar.None || on == 0:
		on = today
	case on > today:
		return nil, findings[i], refuse("what is said of a finding cannot be dated %s, which is still to come", on)
	}
	if on < findings[i].On {
		return nil, findings[i], refuse("the finding was made %s, and nothing can be said of it on %s", findings[i].On, on)
	}
	repeated, err := journal.Body(note{Party: findings[i].Line.Party, Payout: s.Payout, Kind: kind, Body: json.RawMessage(text)})
	if err != nil {
		return nil, nil, err
	}
	event := journal.New{Kind: kind, OccurredOn: on, Actor: s.By.Actor, Cause: s.By.Cause, Key: s.Key, Body: text}
	noted := journal.New{Kind: kindNoted, OccurredOn: on, Actor: s.By.Actor, Cause: s.By.Cause, Body: repeated}
	return []journal.Append{{Party: s.Party, Stream: FindingStream(s.Run, s.Payout), Expected: int32(len(stream)), Events: []journal.New{event}},
		{Stream: notesStream(s.Run), Expected: journal.AnyVersion, Events: []journal.New{noted}}}, findings[i], nil
}

// said is the words of a person in what is said.
func said(body any) string {
	switch b := body.(type) {
	case Judgement:
		return b.Reason
	case complainedBody:
		return b.Text
	}
	return ""
}

// readable reports whether a text can be shown: lines and tabs are the only controls in it.
func readable(s string) bool {
	return utf8.ValidString(s) && !strings.ContainsFunc(s, func(r rune) bool { return unicode.IsControl(r) && !strings.ContainsRune("\n\r\t", r) })
}

func ruleOf(body any) string {
	switch b := body.(type) {
	case Judgement:
		return b.Rule
	case complainedBody:
		return b.Rule
	case handedBody:
		return b.Rule
	}
	return ""
}

// waits is not stored: it follows from open findings. WaitingFor says of lines of a
// payment run that an open or confirmed finding before payment is in the way. A benefit
// that runs by a decision is not kept waiting by a finding: that takes a hold (SFB 112:3).
// While a run was begun and not completed, what it found is not known, and everything it
// looks at that could have to wait does.
func (b *Book) WaitingFor(on calendar.Date) func(*payout.Entry) string {
	waiting, unknown := map[payoutOf]string{}, map[string]string{}
	stuck := map[string]string{} // by runs that nobody can complete, until another is made
	for _, r := range b.runs {
		if r.Stage != Before {
			continue
		}
		switch {
		case r.Completed != 0:
			delete(stuck, r.Payrun)
		case r.IsOnline():
		case r.Plan.Unread != nil:
			stuck[r.Payrun] = "the run of controls " + r.ID + " is not complete, and its plan cannot be used any more; make another run of the same lines"
		default:
			unknown[r.Payrun] = "the run of controls " + r.ID + " is not complete; make it again"
		}
		for _, f := range r.Findings {
			if s := f.State(on); f.waits() && (s == Open || s == IsConfirmed) {
				waiting[payoutOf{f.Line.Party, f.Line.ID}] = f.Evaluation.Rule + ", run " + r.ID
			}
		}
	}
	return func(e *payout.Entry) string {
		if why := waiting[payoutOf{e.Line.Party, e.Line.ID}]; why != "" || e.Line.Benefit.Form() != benefit.OnApplication {
			return why
		}
		return cmp.Or(unknown[e.Line.Run], stuck[e.Line.Run])
	}
}
