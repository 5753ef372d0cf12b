package control

import (
	"slices"
	"strings"

	"balans/journal"
	"balans/law/calendar"
	"balans/prevent/benefit"
	"balans/prevent/payout"
	"balans/prevent/sample"
)

// FindingState is where a finding stands.
type FindingState string

// The states of a finding.
const (
	Open        FindingState = "open"
	IsConfirmed FindingState = "confirmed"
	IsRefuted   FindingState = "refuted"
	Expired     FindingState = "expired" // nobody judged it in time
)

// Finding is an evaluation that a person has to judge, and what was said of it.
type Finding struct {
	Run        string
	Stage      Stage // of the run; 0 when it was read without it
	Line       payout.Line
	Evaluation Evaluation
	On         calendar.Date // the day of the run
	Expires    int           // days it stays open; 0: no end
	Judged     *Judgement    // the last; nil: not judged
	Earlier    []Judgement   // those it replaced
	Complaints []string
	Case       string // the recovery case it went on to

	known      calendar.Instant // when it was stored
	by         *Part            // of the run; nil when it was read without it
	complained []calendar.Date  // of each complaint
	handed     calendar.Date    // when it went on to the case
}

// JudgedBy is the judgement that stood at the end of a day; nil when none did.
func (f *Finding) JudgedBy(on calendar.Date) *Judgement {
	if f.Judged == nil || f.Judged.On <= on {
		return f.Judged
	}
	for i := range slices.Backward(f.Earlier) {
		if f.Earlier[i].On <= on {
			return &f.Earlier[i]
		}
	}
	return nil
}

// wasConfirmed reports whether the last judgement by a day that was known at an instant
// confirms the finding.
func (f *Finding) wasConfirmed(on calendar.Date, known calendar.Instant) bool {
	confirmed := false
	for _, d := range f.Earlier {
		if d.On <= on && d.At <= known {
			confirmed = d.Verdict == Confirmed
		}
	}
	if d := f.Judged; d != nil && d.On <= on && d.At <= known {
		confirmed = d.Verdict == Confirmed
	}
	return confirmed
}

// State is where the finding stands on a day.
func (f *Finding) State(on calendar.Date) FindingState {
	judged := f.JudgedBy(on)
	switch {
	case judged != nil && judged.Verdict == Confirmed:
		return IsConfirmed
	case judged != nil:
		return IsRefuted
	case f.Expires > 0 && on > f.On.AddDays(f.Expires):
		return Expired
	}
	return Open
}

// Last is the last day on which the finding is open.
func (f *Finding) Last() calendar.Date {
	if f.Expires == 0 {
		return calendar.None
	}
	return f.On.AddDays(f.Expires)
}

// ID names the finding within its run.
func (f *Finding) ID() string { return f.Line.ID + "/" + f.Evaluation.Rule }

// Judgements is how many times the finding has been judged.
func (f *Finding) Judgements() int {
	if f.Judged == nil {
		return 0
	}
	return len(f.Earlier) + 1
}

// waits reports whether the payout is kept waiting while the finding is open or confirmed:
// one of a benefit that is decided by application.
func (f *Finding) waits() bool {
	return f.Line.Benefit.Form() == benefit.OnApplication
}

func (f *Finding) mayJudge(d *Judgement, actor string) error {
	switch {
	case d.Verdict != Confirmed && d.Verdict != Refuted:
		return refuse("a finding is confirmed or refuted, not %q", d.Verdict)
	case strings.TrimSpace(d.Reason) == "":
		return refuse("the reason is missing: what was looked at and what it showed")
	case d.Verdict == Refuted && d.Amount != 0:
		return refuse("a refuted finding has no amount")
	case d.Verdict == Confirmed && (d.Amount <= 0 || d.Amount > f.Line.Gross):
		return refuse("the amount that is wrong is above 0 and at most the payout's %s kronor, not %s", f.Line.Gross, d.Amount)
	case d.Verdict == Confirmed && !slices.Contains(sample.Causes, d.Cause):
		return refuse("the cause is applicant, agency, third_party or unknown, not %q", d.Cause)
	case d.Verdict == Confirmed && !slices.Contains(sample.Intents, d.Intent):
		return refuse("intent is suspected, unintended or unknown, not %q", d.Intent)
	case f.Case != "":
		return refuse("the finding has gone on to the case %s; judge it there", f.Case)
	case strings.HasPrefix(actor, "run/"):
		return refuse("a finding is judged by a person")
	}
	return nil
}

func (f *Finding) mayHand() error {
	switch {
	case f.Judged == nil || f.Judged.Verdict != Confirmed:
		return refuse("only a confirmed finding becomes a recovery case")
	case f.Case != "":
		return refuse("the finding has gone on to the case %s", f.Case)
	}
	return nil
}

// findingsOf reads the stream of what a run came to for a payout. Evaluations that are no
// findings are passed over.
func findingsOf(run string, stream []journal.Event) ([]*Finding, error) {
	if len(stream) == 0 {
		return nil, nil
	}
	all, _, err := findingsIn(run, &stream[0])
	if err != nil {
		return nil, err
	}
	for i := range stream[1:] {
		e := &stream[1+i]
		if err := say(all, e.Kind, e); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// findingsIn reads the evaluations of an event.
func findingsIn(run string, e *journal.Event) (found []*Finding, all evaluatedBody, err error) {
	b, err := journal.ReadBody[evaluatedBody](e)
	if err != nil {
		return nil, b, err
	}
	line := b.line(partyOf(e))
	for _, ev := range b.Evaluations {
		if ev.IsFinding() {
			found = append(found, &Finding{Run: run, Line: line, Evaluation: ev, On: e.OccurredOn, known: e.RecordedAt})
		}
	}
	return found, b, nil
}

// say lets what was said of a payout's findings take effect. An event of the run's notes
// is read like one of the finding's own stream.
func say(all []*Finding, kind string, e *journal.Event) error {
	find := func(rule string) *Finding {
		for _, f := range all {
			if f.Evaluation.Rule == rule {
				return f
			}
		}
		return nil
	}
	switch kind {
	case kindJudged:
		d, err := journal.ReadBody[Judgement](e)
		if err != nil {
			return err
		}
		if f := find(d.Rule); f != nil {
			if f.Judged != nil {
				f.Earlier = append(f.Earlier, *f.Judged)
			}
			d.On, d.By, d.At = e.OccurredOn, e.Actor, e.RecordedAt
			f.Judged = &d
		}
	case kindComplained:
		c, err := journal.ReadBody[complainedBody](e)
		if err != nil {
			return err
		}
		if f := find(c.Rule); f != nil {
			f.Complaints, f.complained = append(f.Complaints, c.Text), append(f.complained, e.OccurredOn)
		}
	case kindHanded:
		h, err := journal.ReadBody[handedBody](e)
		if err != nil {
			return err
		}
		if f := find(h.Rule); f != nil {
			f.Case, f.handed = h.Case, e.OccurredOn
		}
	}
	return nil
}
