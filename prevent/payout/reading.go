package payout

import (
	"context"
	"fmt"
	"slices"

	"balans/journal"
	"balans/law/calendar"
	"balans/law/identity"
)

// reading is how far a run has been read.
type reading struct {
	plan    write
	changes int // events of its stream of changes
	pays    []write
	slab    []Entry // entries are taken from large blocks
}

// write is a mass write and how far it has been read.
type write struct {
	stream string
	on     calendar.Date // of a payment
	seq    int64         // read up to and including; 0: nothing
	whole  bool          // it is completed and all of it was read
}

// refresh reads what is new of the run. Each part is read up to what the journal holds just
// then; what comes in between is found the next time.
func (r *Run) refresh(ctx context.Context, j *journal.Journal, words *words) error {
	r.read.plan.stream = planStream(r.Name)
	had := len(r.entries)
	if err := r.scan(ctx, j, &r.read.plan, func(e *journal.Event) error { return r.planned(e, words) }); err != nil {
		return err
	}
	if len(r.entries) > had {
		r.sort()
	}
	changed, err := r.readChanges(ctx, j)
	if err != nil {
		return err
	}
	for _, c := range changed {
		if err := r.reload(ctx, j, c, words); err != nil {
			return err
		}
	}
	r.Incomplete = !r.read.plan.whole
	for i := range r.read.pays {
		w := &r.read.pays[i]
		if err := r.scan(ctx, j, w, func(e *journal.Event) error { return r.paid(ctx, j, e, words) }); err != nil {
			return err
		}
		r.Incomplete = r.Incomplete || !w.whole
	}
	return nil
}

// scan gives the events of the mass write that were not read before.
func (r *Run) scan(ctx context.Context, j *journal.Journal, w *write, take func(*journal.Event) error) error {
	if w.whole {
		return nil
	}
	mass := journal.MassWrite{Stream: w.stream, Name: runKind}
	notes, err := mass.Notes(ctx, j)
	if err != nil || notes.First == 0 {
		return err
	}
	before := notes.Last
	if before == 0 {
		head, err := j.Head(ctx)
		if err != nil {
			return err
		}
		before = head.Seq + 1
	}
	after := max(w.seq, notes.First)
	err = j.ScanBetween(ctx, after, before, func(e *journal.Event) error {
		if e.Cause != w.stream {
			return nil // somebody else wrote meanwhile
		}
		return take(e)
	})
	w.seq, w.whole = max(after, before-1), notes.Last != 0
	return err
}

// planned takes a line in; the reference under whom it is about is passed over.
func (r *Run) planned(ev *journal.Event, words *words) error {
	if ev.Kind == KindConcerns {
		return nil
	}
	l, err := lineOf(ev, words)
	if err != nil {
		return err
	}
	if l.Run != r.Name {
		return fmt.Errorf("event %d plans a line of run %s", ev.Seq, l.Run)
	}
	e := r.entry()
	e.Line = l
	e.begin(ev, words)
	r.entries = append(r.entries, e)
	return nil
}

// slabLen is how many entries are made at a time, at most.
const slabLen = 1024

func (r *Run) entry() *Entry {
	if len(r.read.slab) == 0 {
		r.read.slab = make([]Entry, max(1, min(slabLen, r.Lines-len(r.entries))))
	}
	e := &r.read.slab[0]
	r.read.slab = r.read.slab[1:]
	return e
}

func (r *Run) sort() {
	byID := func(x, y *Entry) int { return byPartyAndID(&x.Line, &y.Line) }
	if !slices.IsSortedFunc(r.entries, byID) {
		slices.SortFunc(r.entries, byID)
	}
}

// readChanges reads the new references: the lines that were changed, each once, and the
// payments.
func (r *Run) readChanges(ctx context.Context, j *journal.Journal) ([]changedBody, error) {
	events, err := j.Load(ctx, 0, changesStream(r.Name))
	if err != nil {
		return nil, err
	}
	var changed []changedBody
	seen := map[changedBody]bool{}
	for i := r.read.changes; i < len(events); i++ {
		switch e := &events[i]; e.Kind {
		case KindChanged:
			b, err := parseBody[changedBody](e)
			if err != nil {
				return nil, err
			}
			if !seen[b] {
				seen[b] = true
				changed = append(changed, b)
			}
		case KindPaying:
			b, err := parseBody[payingBody](e)
			if err != nil {
				return nil, err
			}
			r.read.pays = append(r.read.pays, write{stream: b.Write, on: b.On})
		default:
			return nil, fmt.Errorf("event %d on %s: the kind %q is unknown to this program", e.Seq, e.Stream, e.Kind)
		}
	}
	r.read.changes = len(events)
	return changed, nil
}

// reload reads a line anew, or one that was planned in the place of another.
func (r *Run) reload(ctx context.Context, j *journal.Journal, c changedBody, words *words) error {
	stream, err := j.Load(ctx, int64(c.Party), Stream(c.Payout))
	if err != nil {
		return err
	}
	fresh, err := read(stream, words)
	if err != nil {
		return fmt.Errorf("%s of %s: %w", c.Payout, c.Party.Masked(), err)
	}
	i, ok := r.place(c.Party, c.Payout)
	if ok {
		*r.entries[i] = *fresh // others point to it
		return nil
	}
	r.entries = slices.Insert(r.entries, i, fresh)
	return nil
}

// place is where an entry stands, or would.
func (r *Run) place(party identity.Number, id string) (int, bool) {
	return slices.BinarySearchFunc(r.entries, Line{Party: party, ID: id}, func(e *Entry, l Line) int { return byPartyAndID(&e.Line, &l) })
}

// find is the entry, counted or not.
func (r *Run) find(party identity.Number, id string) *Entry {
	if i, ok := r.place(party, id); ok {
		return r.entries[i]
	}
	return nil
}

// paid takes in that a line was paid by a payment of the run.
func (r *Run) paid(ctx context.Context, j *journal.Journal, ev *journal.Event, words *words) error {
	id := ev.Stream[min(len(streamPrefix), len(ev.Stream)):]
	e := r.find(identity.Number(ev.Party), id)
	switch {
	case e == nil || e.version+1 < ev.Version: // a change that was recorded after the changes were read
		return r.reload(ctx, j, changedBody{identity.Number(ev.Party), id}, words)
	case e.version >= ev.Version: // it was read with the line
		return nil
	}
	return e.take(ev, words)
}
