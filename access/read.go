package access

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"balans/journal"
	"balans/law/calendar"
)

// The streams, of the agency itself (party 0). Overrides are many and short, so each month
// has a stream of its own.
const (
	Stream         = "access"
	overridePrefix = "access/overrides/"
)

// nearby is how many events a Refresh reads one by one; after more it reads the streams.
const nearby = 20_000

// Read reads the book from the journal.
func Read(ctx context.Context, j *journal.Journal) (*Book, error) {
	head, err := j.Head(ctx)
	if err != nil {
		return nil, err
	}
	facts, err := load(ctx, j, Stream)
	if err != nil {
		return nil, err
	}
	if len(facts) > 0 {
		last := calendar.InstantOf(j.Now()).Date()
		for m := facts[0].KnownAt.Date().FirstOfMonth(); m <= last; m = m.AddMonths(1) {
			more, err := load(ctx, j, overrideStream(calendar.StartOfDay(m)))
			if err != nil {
				return nil, err
			}
			facts = append(facts, more...)
		}
	}
	// The streams were read one after another: what came meanwhile is left to the next Refresh,
	// or a fact between two of them would be missed for good.
	facts = slices.DeleteFunc(facts, func(f Fact) bool { return f.Event > head.Seq })
	b := NewBook(facts...)
	b.seq = head.Seq
	return b, nil
}

// Refresh is the book with what has come since it was read: the same one when nothing has
// that concerns it.
func (b *Book) Refresh(ctx context.Context, j *journal.Journal) (*Book, error) {
	head, err := j.Head(ctx)
	switch {
	case err != nil:
		return nil, err
	case head.Seq == b.seq:
		return b, nil
	case head.Seq > b.seq+nearby:
		return Read(ctx, j)
	}
	var more []Fact
	err = j.ScanBetween(ctx, b.seq, head.Seq+1, func(e *journal.Event) error {
		if e.Party != 0 || e.Stream != Stream && !strings.HasPrefix(e.Stream, overridePrefix) {
			return nil
		}
		f, err := FromJournal(e)
		more = append(more, f)
		return err
	})
	if err != nil {
		return nil, err
	}
	n := *b
	if len(more) > 0 {
		n = *NewBook(append(b.Facts(), more...)...)
	}
	n.seq = head.Seq
	return &n, nil
}

// overrideStream is the stream of the month of an instant, in Sweden.
func overrideStream(at calendar.Instant) string { return overridePrefix + at.Date().String()[:7] }

func load(ctx context.Context, j *journal.Journal, stream string) ([]Fact, error) {
	events, err := j.Load(ctx, 0, stream)
	if err != nil {
		return nil, err
	}
	return factsOf(events)
}

func factsOf(events []journal.Event) ([]Fact, error) {
	facts := make([]Fact, len(events))
	for i := range events {
		var err error
		if facts[i], err = FromJournal(&events[i]); err != nil {
			return nil, err
		}
	}
	return facts, nil
}

// FromJournal reads a stored fact. It fails, saying which event, for a kind or a body this
// program cannot read; the body is not repeated, for it may hold an identity number.
func FromJournal(e *journal.Event) (Fact, error) {
	b, err := parseBody(e.Kind, e.Body)
	if err != nil {
		return Fact{}, fmt.Errorf("event %d, number %d on %s: %w", e.Seq, e.Version, e.Stream, err)
	}
	return Fact{Event: e.Seq, On: e.OccurredOn, KnownAt: e.RecordedAt, Actor: e.Actor, Body: b}, nil
}

var readers = map[string]func(string) (Body, error){
	KindStaff: reader[Staff], KindLeft: reader[Left], KindGranted: reader[Grant], KindDelegated: reader[Delegation],
	KindTied: reader[Tie], KindEnded: reader[Ended], KindOverridden: reader[Override],
}

func reader[B Body](text string) (Body, error) {
	var b B
	dec := json.NewDecoder(strings.NewReader(text))
	dec.DisallowUnknownFields()
	err := dec.Decode(&b)
	return b, err
}

// parseBody reads what journal.Body writes and refuses every other form.
func parseBody(kind, text string) (Body, error) {
	read, ok := readers[kind]
	if !ok {
		return nil, fmt.Errorf("the kind %q is unknown to this program", kind)
	}
	b, err := read(text)
	if err != nil {
		return nil, errors.New("the body cannot be read")
	}
	if err := b.check(); err != nil {
		return nil, fmt.Errorf("the body cannot be: %w", err)
	}
	// Order, repeated names, spaces and other spellings all show here.
	if written, err := journal.Body(b); err != nil || written != text {
		return nil, errors.New("the body is not in its one form")
	}
	return b, nil
}
