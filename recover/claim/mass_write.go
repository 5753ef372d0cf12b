package claim

import (
	"context"
	"errors"
	"fmt"

	"balans/journal"
	"balans/law/calendar"
)

// The events that enclose a mass write in the agency's own stream (party 0).
const (
	writeStarted   = "write.started/1"
	writeCompleted = "write.completed/1"
)

// MassWrite is a large write of claims in slices of whole claims. It notes in
// the agency's own stream that it began and that it was completed, so that a
// write that was stopped is noticed and can be run again.
type MassWrite struct {
	Stream  string // such as "import/<digest>"
	Actor   string
	Summary string // what it is, as name=value pairs
}

// Entry is what the events of the write carry as actor and cause.
func (w *MassWrite) Entry() Entry { return Entry{Actor: w.Actor, Cause: w.Stream} }

// Completed returns when the write was completed, or false.
func (w *MassWrite) Completed(ctx context.Context, j *journal.Journal) (calendar.Instant, bool, error) {
	own, err := j.Load(ctx, 0, w.Stream)
	if err != nil {
		return 0, false, err
	}
	for _, e := range own {
		if e.Kind == writeCompleted {
			return e.RecordedAt, true, nil
		}
	}
	return 0, false, nil
}

// Run writes what next returns until it returns nil.
func (w *MassWrite) Run(ctx context.Context, j *journal.Journal, next func() (*journal.Bundle, error), written func(events int64)) error {
	own, err := j.Load(ctx, 0, w.Stream)
	if err != nil {
		return err
	}
	version := int32(len(own))
	if version == 0 || own[version-1].Kind == writeCompleted {
		if err := w.mark(ctx, j, writeStarted, version); err != nil {
			return err
		}
		version++
	}
	if _, err := j.Bulk(ctx, next, written); err != nil {
		if errors.Is(err, context.Canceled) {
			return fmt.Errorf("stopped; what was written so far is whole claims: run the same command again to complete it (%w)", err)
		}
		return fmt.Errorf("not complete; whole claims were written up to here: run the same command again to complete it: %w", err)
	}
	return w.mark(ctx, j, writeCompleted, version)
}

func (w *MassWrite) mark(ctx context.Context, j *journal.Journal, kind string, after int32) error {
	_, err := j.Append(ctx, journal.Append{Stream: w.Stream, Expected: after, Events: []journal.New{{
		Kind: kind, OccurredOn: calendar.InstantOf(j.Now()).Date(), Actor: w.Actor, Body: w.Summary}}})
	return err
}
