package night

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"balans/journal"
	"balans/law/calendar"
	"balans/law/money"
	"balans/recover/claim"
	"balans/recover/worklist"
)

// The stored names.
const (
	marksStream  = "nights" // under the agency itself: an event for each completed run
	doneKind     = "night.done/1"
	proposalKind = "proposal.made/1"
	streamPrefix = "night/"
	workPrefix   = "work/"
)

// ErrBackwards: runs go forward in time.
var ErrBackwards = errors.New("a later night has been run already")

// ErrStopped: the run was stopped before anything was written.
var ErrStopped = errors.New("the nightly run was stopped; nothing was written")

// Last returns the run completed last, nil if there is none.
func Last(ctx context.Context, j *journal.Journal) (*Mark, error) {
	marks, err := j.Load(ctx, 0, marksStream)
	if err != nil || len(marks) == 0 {
		return nil, err
	}
	e := &marks[len(marks)-1]
	fields := fieldsOf(e.Body)
	known, err1 := strconv.ParseInt(fields["known_at"], 10, 64)
	rows, err2 := strconv.ParseInt(fields["rows"], 10, 64)
	head, err3 := strconv.ParseInt(fields["head"], 10, 64)
	if err := errors.Join(err1, err2, err3); err != nil {
		return nil, fmt.Errorf("event %d of the nights cannot be read: %w", e.Seq, err)
	}
	return &Mark{On: e.OccurredOn, KnownAt: calendar.Instant(known), Rows: rows, Head: head}, nil
}

// Run is a nightly run to write.
type Run struct {
	On      calendar.Date
	KnownAt calendar.Instant // of a run begun before, what it began with is used
	Actor   string
	// Progress, which may be nil, is told of a phase, and how much of it is done.
	Progress func(phase string, done, of int64)
}

// Receipt says what a run has done.
type Receipt struct {
	Mark
	Before  *Mark // nil: it was the first
	Tallies []Tally
	Already bool  // the date had been run; nothing was written
	Resumed int64 // proposals that an interrupted run had written
}

// Write computes the run and writes its proposals. The columns must be level
// with the journal. It can be stopped by the context and run again.
func (r *Run) Write(ctx context.Context, j *journal.Journal, c *claim.Columns) (*Receipt, error) {
	last, err := Last(ctx, j)
	if err != nil {
		return nil, err
	}
	if last != nil && last.On == r.On {
		return &Receipt{Mark: *last, Already: true}, nil
	}
	if last != nil && last.On > r.On {
		return nil, fmt.Errorf("%w: %s; a run for %s would come after it", ErrBackwards, last.On, r.On)
	}
	head := c.Head.Seq
	knownAt, began, written, err := r.begun(ctx, j)
	if began > 0 {
		head = began // what came in while it was stopped is looked at anew the night after
	}
	if err != nil {
		return nil, err
	}
	anew, err := TakenOver(ctx, j, c, last)
	if err != nil {
		return nil, err
	}
	q := Query{On: r.On, KnownAt: knownAt, Before: last, Anew: anew, Progress: func(done, of int64) { r.progress("computing", done, of) }}
	all, ok, err := Proposals(c, q, func() bool { return ctx.Err() != nil })
	if err != nil {
		return nil, err
	}
	if !ok {
		return nil, fmt.Errorf("%w (%w)", ErrStopped, ctx.Err())
	}
	w := r.massWrite(knownAt)
	next := bundles(c, all, r.On, knownAt, claim.EntryOf(w))
	resumed := int64(0)
	for _, n := range written {
		resumed += n
	}
	err = w.Run(ctx, j, func() (*journal.Bundle, error) {
		for {
			b := next()
			if b == nil || written[b.Stream] == 0 { // a claim's proposals were written together or not at all
				return b, nil
			}
		}
	}, func(n int64) { r.progress("writing", resumed+n, int64(len(all))) })
	if err != nil {
		return nil, err
	}
	m := Mark{On: r.On, KnownAt: knownAt, Rows: rows(c, all, r.On, written), Head: head}
	return &Receipt{Mark: m, Before: last, Tallies: Tallies(all), Resumed: resumed}, r.mark(ctx, j, &m)
}

func (r *Run) progress(phase string, done, of int64) {
	if r.Progress != nil {
		r.Progress(phase, done, of)
	}
}

func (r *Run) massWrite(knownAt calendar.Instant) *journal.MassWrite {
	return &journal.MassWrite{Stream: streamPrefix + r.On.String(), Actor: r.Actor, Summary: "known_at=" + strconv.FormatInt(int64(knownAt), 10)}
}

// rows is how many proposals the run has in the journal: those it makes now, and
// those an interrupted run made from what was known then.
func rows(c *claim.Columns, all []Proposal, on calendar.Date, written map[string]int64) (n int64) {
	for i := range all {
		if written[streamOf(on, c.ID(all[i].Claim))] == 0 {
			n++
		}
	}
	for _, w := range written {
		n += w
	}
	return n
}

func streamOf(on calendar.Date, id string) string { return workPrefix + on.String() + "/" + id }

// begun returns what a run that was interrupted began with, the event by which
// it began, and how many proposals it has written in which streams.
func (r *Run) begun(ctx context.Context, j *journal.Journal) (knownAt calendar.Instant, began int64, written map[string]int64, err error) {
	w := r.massWrite(r.KnownAt)
	own, err := j.Load(ctx, 0, w.Stream)
	if err != nil || len(own) == 0 {
		return r.KnownAt, 0, nil, err
	}
	v, err := strconv.ParseInt(fieldsOf(own[0].Body)["known_at"], 10, 64)
	if err != nil {
		return 0, 0, nil, fmt.Errorf("event %d, the beginning of the run for %s, cannot be read: %w", own[0].Seq, r.On, err)
	}
	written = map[string]int64{}
	_, err = j.Scan(ctx, own[0].Seq, func(e *journal.Event) error {
		if e.Kind == proposalKind && e.Cause == w.Stream {
			written[e.Stream]++
		}
		return nil
	})
	return calendar.Instant(v), own[0].Seq, written, err
}

func (r *Run) mark(ctx context.Context, j *journal.Journal, m *Mark) error {
	own, err := j.Load(ctx, 0, marksStream)
	if err != nil {
		return err
	}
	body := "head=" + strconv.FormatInt(m.Head, 10) + " known_at=" + strconv.FormatInt(int64(m.KnownAt), 10) + " rows=" + strconv.FormatInt(m.Rows, 10)
	_, err = j.Append(ctx, journal.Append{Stream: marksStream, Expected: int32(len(own)), Events: []journal.New{{
		Kind: doneKind, OccurredOn: m.On, Actor: r.Actor, Cause: streamPrefix + m.On.String(), Key: m.On.String(), Body: body}}})
	return err
}

// bundles returns the proposals claim by claim, nil after the last.
func bundles(c *claim.Columns, all []Proposal, on calendar.Date, knownAt calendar.Instant, by claim.Entry) func() *journal.Bundle {
	return func() *journal.Bundle {
		if len(all) == 0 {
			return nil
		}
		i := all[0].Claim
		b := &journal.Bundle{Party: int64(c.Party(i)), Stream: streamOf(on, c.ID(i))}
		for len(all) > 0 && all[0].Claim == i {
			b.Events = append(b.Events, all[0].toJournal(on, knownAt, by))
			all = all[1:]
		}
		return b
	}
}

func (p *Proposal) toJournal(on calendar.Date, knownAt calendar.Instant, by claim.Entry) journal.New {
	body := make([]byte, 0, 80)
	body = append(append(body, "list="...), p.List.ID...)
	body = strconv.AppendInt(append(body, " owed="...), int64(p.Owed), 10)
	if p.List.Propose != "" {
		body = append(append(body, " propose="...), p.List.Propose...)
	}
	if p.Score != 0 {
		body = strconv.AppendInt(append(body, " score="...), int64(p.Score), 10)
	}
	if p.Since != calendar.None {
		body = append(append(body, " since="...), p.Since.String()...)
	}
	return journal.New{Kind: proposalKind, OccurredOn: on, RecordedAt: knownAt, Actor: by.Actor, Cause: by.Cause, Key: p.List.ID, Body: string(body)}
}

// Stored is a proposal read back from the journal.
type Stored struct {
	On    calendar.Date
	Claim string
	List  string
	Owed  money.Amount
	Score int
	Since calendar.Date
}

// FromJournal reads a proposal; false for any other event.
func FromJournal(e *journal.Event) (s Stored, ok bool) {
	rest, isWork := strings.CutPrefix(e.Stream, workPrefix)
	_, id, found := strings.Cut(rest, "/")
	if e.Kind != proposalKind || !isWork || !found {
		return s, false
	}
	f := fieldsOf(e.Body)
	owed, err := strconv.ParseInt(f["owed"], 10, 64)
	s = Stored{On: e.OccurredOn, Claim: id, List: f["list"], Owed: money.Amount(owed), Since: calendar.None}
	if f["score"] != "" {
		s.Score, _ = strconv.Atoi(f["score"])
	}
	if f["since"] != "" {
		var errSince error
		s.Since, errSince = calendar.Parse(f["since"])
		err = errors.Join(err, errSince)
	}
	_, known := worklist.ByID(s.List)
	return s, err == nil && known
}

// fieldsOf reads name=value pairs.
func fieldsOf(body string) map[string]string {
	m := map[string]string{}
	for _, pair := range slices.Sorted(strings.SplitSeq(body, " ")) {
		if name, value, ok := strings.Cut(pair, "="); ok {
			m[name] = value
		}
	}
	return m
}
