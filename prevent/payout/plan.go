package payout

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"balans/exchange/linecsv"
	"balans/journal"
	"balans/law/calendar"
	"balans/law/identity"
)

// Planning takes a file of planned lines in as a payment run. The whole file is read and
// checked before anything is written; a write that was interrupted is completed by doing the
// same again.
type Planning struct {
	Run   string
	PayOn calendar.Date // every line is to have it
	File  string        // its name, for errors and for the list of runs
	In    io.Reader
	Actor string
	On    calendar.Date // the day it is planned; None or 0: today
	// LeaveOutBad takes in the good lines of a file with some bad ones; at most
	// linecsv.MaxBad of them, because reading stops there.
	LeaveOutBad bool
	DryRun      bool
	Progress    func(phase string, done, total int64) // may be nil
}

// PlanReceipt says what became of a Planning.
type PlanReceipt struct {
	Run RunInfo
	// LeftOut are the lines that were left out, with what is wrong with each; one line may
	// have several faults.
	LeftOut []*linecsv.LineError
	// Already says that the file had been taken in before, as Run; nothing was written.
	Already bool
	// Resumed says that it had been interrupted and was completed now.
	Resumed bool
	DryRun  bool
}

// ErrRunTaken is the name of a run that was planned from another file.
var ErrRunTaken = errors.New("payout: a run of that name was planned from another file; name this one otherwise")

// Do carries the planning out. The error of a file with bad lines is a *linecsv.BadLines, or
// a *linecsv.LineError for its header.
func (p *Planning) Do(ctx context.Context, j *journal.Journal) (PlanReceipt, error) {
	w := &planner{Planning: p, on: p.On}
	if err := w.check(calendar.InstantOf(j.Now()).Date()); err != nil {
		return PlanReceipt{}, err
	}
	var err error
	if w.bytes, err = io.ReadAll(p.In); err != nil {
		return PlanReceipt{}, fmt.Errorf("read %s: %w", p.File, err)
	}
	sum := sha256.Sum256(w.bytes)
	w.digest = hex.EncodeToString(sum[:])
	for attempt := 1; ; attempt++ {
		r, err := w.try(ctx, j)
		if !errors.Is(err, errListed) || attempt == maxAttempts {
			return r, err
		}
	}
}

// errListed: another run was listed between reading the list and writing to it.
var errListed = errors.New("another run was listed meanwhile")

type planner struct {
	*Planning
	bytes  []byte
	digest string
	on     calendar.Date
	lines  []Line // by party and id
	faults []*linecsv.LineError
}

// check says what is wrong with what is asked for.
func (p *planner) check(today calendar.Date) error {
	if p.on == calendar.None || p.on == 0 {
		p.on = today
	}
	switch {
	case !runName.MatchString(p.Run):
		return fmt.Errorf("%w; not %q", ErrName, p.Run)
	case p.PayOn == calendar.None || p.PayOn == 0:
		return errors.New("payout: the pay day of the run is to be stated")
	case p.Actor == "" || !journal.Plain(p.Actor) || !journal.Plain(p.File):
		return errors.New("payout: who plans the run is to be named, and the file's name may hold no control character")
	case p.on > today:
		return fmt.Errorf("%w: %s was stated, and today is %s", ErrFuture, p.on, today)
	}
	return nil
}

func (p *planner) progress(phase string, done, total int64) {
	if p.Progress != nil {
		p.Progress(phase, done, total)
	}
}

func (p *planner) try(ctx context.Context, j *journal.Journal) (PlanReceipt, error) {
	runs, err := Runs(ctx, j)
	if err != nil {
		return PlanReceipt{}, err
	}
	resume, r, err := p.known(ctx, j, runs)
	if err != nil || r.Already {
		return r, err
	}
	if err := p.read(ctx, j, runs); err != nil {
		return PlanReceipt{}, err
	}
	if r.Run, err = p.info(); err != nil {
		return r, err
	}
	r.LeftOut, r.Resumed, r.DryRun = p.faults, resume, p.DryRun
	if p.DryRun {
		return r, nil
	}
	if !resume {
		if r.Run.NamedAt, err = p.list(ctx, j, &r.Run, len(runs)); err != nil {
			return r, err
		}
	}
	w := p.mass(&r.Run)
	total := int64(p.events())
	return r, w.Run(ctx, j, p.bundles(calendar.InstantOf(j.Now()), w.Stream), func(n int64) { p.progress("writing", n, total) })
}

// known finds the file and the name among the runs there are.
func (p *planner) known(ctx context.Context, j *journal.Journal, runs []RunInfo) (resume bool, r PlanReceipt, err error) {
	for _, run := range runs {
		if run.SHA256 != p.digest {
			if run.Name == p.Run {
				return false, r, fmt.Errorf("%w: run %s has the pay day %s and is planned from %s (sha256 %s…)", ErrRunTaken, run.Name, run.PayOn, run.File, run.SHA256[:min(12, len(run.SHA256))])
			}
			continue
		}
		notes, err := p.massOf(run.Name).Notes(ctx, j)
		if err != nil {
			return false, r, err
		}
		if notes.Last != 0 {
			return false, PlanReceipt{Run: run, Already: true, DryRun: p.DryRun}, nil
		}
		if run.Name != p.Run {
			return false, r, fmt.Errorf("the file was being planned as run %s, for %s, when that was interrupted; complete it under that name", run.Name, run.PayOn)
		}
		if run.PayOn != p.PayOn {
			return false, r, fmt.Errorf("run %s was interrupted while it was planned for %s; complete it with that day, not %s", run.Name, run.PayOn, p.PayOn)
		}
		resume, p.on = true, run.PlannedOn
	}
	return resume, r, nil
}

// read reads the file; a second time when it has ids that other runs have, so that they are
// told with what else is wrong, in the file's order.
func (p *planner) read(ctx context.Context, j *journal.Journal, runs []RunInfo) error {
	err := p.readFile(nil)
	if err == nil || p.LeaveOutBad {
		taken, err2 := takenIDs(ctx, j, slices.DeleteFunc(slices.Clone(runs), func(r RunInfo) bool { return r.Name == p.Run }), p.lines)
		if err2 != nil {
			return err2
		}
		if len(taken) > 0 {
			err = p.readFile(taken)
		}
	}
	var bad *linecsv.BadLines
	if p.faults = nil; errors.As(err, &bad) && p.LeaveOutBad && !bad.More {
		p.faults, err = bad.Faults, nil
	}
	if err != nil {
		return err
	}
	if len(p.lines) == 0 {
		return fmt.Errorf("%s has no line that can be planned", p.File)
	}
	slices.SortFunc(p.lines, func(a, b Line) int { return byPartyAndID(&a, &b) })
	return nil
}

// info is the run as it is listed.
func (p *planner) info() (RunInfo, error) {
	info := RunInfo{Name: p.Run, PayOn: p.PayOn, PlannedOn: p.on, File: p.File, SHA256: p.digest, LeftOut: leftOut(p.faults), Actor: p.Actor,
		first: p.lines[0].ID, last: p.lines[0].ID}
	var sum Sum
	for i := range p.lines {
		if err := sum.add(&p.lines[i]); err != nil {
			return info, err
		}
		info.first, info.last = min(info.first, p.lines[i].ID), max(info.last, p.lines[i].ID)
	}
	info.Lines, info.Gross, info.Tax = sum.Count, sum.Gross, sum.Tax
	return info, nil
}

// leftOut is how many lines have the faults.
func leftOut(faults []*linecsv.LineError) int {
	lines := map[int]bool{}
	for _, f := range faults {
		lines[f.Line] = true
	}
	return len(lines)
}

func (p *planner) list(ctx context.Context, j *journal.Journal, info *RunInfo, after int) (calendar.Instant, error) {
	body, err := journal.Body(namedBody{info.Name, info.PayOn, info.File, info.SHA256, info.Lines, info.LeftOut, info.Gross, info.Tax, info.first, info.last})
	if err != nil {
		return 0, err
	}
	events, err := j.Append(ctx, journal.Append{Stream: listStream, Expected: int32(after), Events: []journal.New{{
		Kind: KindNamed, OccurredOn: p.on, Actor: p.Actor, Cause: planStream(p.Run), Body: body}}})
	if errors.Is(err, journal.ErrConflict) {
		return 0, errListed
	}
	if err != nil {
		return 0, err
	}
	return events[0].RecordedAt, nil
}

func (p *planner) massOf(run string) *journal.MassWrite {
	return &journal.MassWrite{Stream: planStream(run), Actor: p.Actor, Name: runKind, NewStreams: true}
}

func (p *planner) mass(info *RunInfo) *journal.MassWrite {
	w := p.massOf(p.Run)
	w.Summary = fmt.Sprintf("lines=%d gross=%d tax=%d", info.Lines, info.Gross, info.Tax)
	return w
}

// events is how many events the lines become.
func (p *planner) events() int {
	n := len(p.lines)
	for i := range p.lines {
		if p.lines[i].Child != identity.None {
			n++
		}
	}
	return n
}

// bundles gives each line, and each reference under a child, in order of whom they are kept
// under.
func (p *planner) bundles(at calendar.Instant, cause string) func() (*journal.Bundle, error) {
	type place struct {
		under identity.Number
		line  int32
	}
	places := make([]place, 0, p.events())
	for i := range p.lines {
		places = append(places, place{p.lines[i].Party, int32(i)})
		if p.lines[i].Child != identity.None {
			places = append(places, place{p.lines[i].Child, int32(i)})
		}
	}
	slices.SortFunc(places, func(a, b place) int {
		return cmp.Or(cmp.Compare(a.under, b.under), strings.Compare(p.lines[a.line].ID, p.lines[b.line].ID))
	})
	var scratch []byte
	return func() (*journal.Bundle, error) {
		if len(places) == 0 {
			return nil, nil
		}
		l := &p.lines[places[0].line]
		b := &journal.Bundle{Party: int64(places[0].under), Stream: Stream(l.ID)}
		n := journal.New{Kind: KindPlanned, OccurredOn: p.on, RecordedAt: at, Ordinal: 1, Actor: p.Actor, Cause: cause}
		if places[0].under == l.Party {
			scratch = l.appendBody(scratch[:0])
			n.Body = string(scratch)
		} else {
			body, err := journal.Body(concernsBody{l.Party})
			if err != nil {
				return nil, err
			}
			b.Stream, n.Kind, n.Body = ConcernsStream(l.ID), KindConcerns, body
		}
		b.Events = []journal.New{n}
		places = places[1:]
		return b, nil
	}
}

// takenIDs finds which of the lines have an id that another run has, and the run. A run is
// read only when its ids and those of the lines overlap.
func takenIDs(ctx context.Context, j *journal.Journal, runs []RunInfo, lines []Line) (map[string]*RunInfo, error) {
	if len(lines) == 0 || len(runs) == 0 {
		return nil, nil
	}
	ours := make(map[string]bool, len(lines))
	first, last := lines[0].ID, lines[0].ID
	for i := range lines {
		ours[lines[i].ID] = true
		first, last = min(first, lines[i].ID), max(last, lines[i].ID)
	}
	taken := map[string]*RunInfo{}
	for i := range runs {
		run := &runs[i]
		note := func(id string) {
			if ours[id] {
				taken[id] = run
			}
		}
		r := &Run{RunInfo: *run}
		changed, err := r.readChanges(ctx, j)
		if err != nil {
			return nil, err
		}
		for _, c := range changed {
			note(c.Payout)
		}
		if run.last < first || run.first > last {
			continue
		}
		w := write{stream: planStream(run.Name)}
		if err := r.scan(ctx, j, &w, func(e *journal.Event) error {
			if id, ok := strings.CutPrefix(e.Stream, streamPrefix); ok && e.Kind == KindPlanned {
				note(id)
			}
			return nil
		}); err != nil {
			return nil, err
		}
	}
	return taken, nil
}
