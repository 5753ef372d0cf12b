package parameter

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"balans/journal"
	"balans/law/calendar"
	"balans/law/statute"
)

// Where settings stand in the journal.
const (
	Stream = "parameters" // under party 0, the agency itself
	Kind   = "parameter.set/1"
)

// Setting is a value of a parameter that the agency has set.
type Setting struct {
	Value   statute.Value
	KnownAt calendar.Instant // when the agency knew it; 0 in what is to be recorded: now
	Actor   string           // who recorded it; Record takes its own
}

// Read is every setting in the order they became known. It fails, with the number of the
// event, when the stream holds something this program cannot read.
func Read(ctx context.Context, j *journal.Journal) ([]Setting, error) {
	stream, err := j.Load(ctx, 0, Stream)
	if err != nil {
		return nil, err
	}
	settings := make([]Setting, len(stream))
	for i := range stream {
		if settings[i], err = FromJournal(&stream[i]); err != nil {
			return nil, fmt.Errorf("event %d on %s: %w", stream[i].Seq, Stream, err)
		}
	}
	inOrderKnown(settings)
	return settings, nil
}

// inOrderKnown sorts by the instant and keeps the order of those known at the same one.
func inOrderKnown(settings []Setting) {
	slices.SortStableFunc(settings, func(a, b Setting) int { return cmp.Compare(a.KnownAt, b.KnownAt) })
}

// FromJournal reads a stored setting. It does not ask whether the parameter is declared
// and the value in its range: that is asked where the value is put to use, by NewBook.
func FromJournal(e *journal.Event) (Setting, error) {
	if e.Kind != Kind {
		return Setting{}, fmt.Errorf("the kind %q is unknown to this program", e.Kind)
	}
	v, err := parseBody(e.Body)
	if err != nil {
		return Setting{}, err
	}
	if v.From != e.OccurredOn {
		return Setting{}, fmt.Errorf("the value is from %s but the event occurred on %s", v.From, e.OccurredOn)
	}
	return Setting{Value: v, KnownAt: e.RecordedAt, Actor: e.Actor}, nil
}
