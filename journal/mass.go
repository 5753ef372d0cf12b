package journal

import (
	"context"
	"errors"
	"fmt"

	"balans/law/calendar"
)

// MassWrite is a large write in slices of whole bundles. It notes in the agency's
// own stream (party 0) that it began and that it was completed, so that a write
// that was stopped is noticed and can be run again. What it wrote stands between
// the two notes, so that all of it is found again without reading more.
type MassWrite struct {
	Stream  string // such as "import/<digest>"; also the cause of the events it writes
	Actor   string
	Summary string // what it is, as name=value pairs
	// Name begins the kinds of the two notes, such as "payrun."; "" for writes of claims.
	Name string
	// NewStreams says that every bundle is a stream of its own. When the write goes on
	// after an interruption, those that are there already are passed over.
	NewStreams bool
}

// MassStarted and MassCompleted end the kinds of the events that enclose a mass write;
// its Name, or "write." without one, begins them.
const (
	MassStarted   = "started/1"
	MassCompleted = "completed/1"
)

func (w *MassWrite) kind(end string) string {
	if w.Name == "" {
		return "write." + end
	}
	return w.Name + end
}

// Notes is what the agency's stream says of a mass write. The events it wrote have a
// seq above First and below Last.
type Notes struct {
	First, Last int64            // seq of the notes that it began and was completed; 0: it did not, or has not
	Completed   calendar.Instant // when; 0 when it has not been
	Summary     string
}

// Notes reads what is noted of the write.
func (w *MassWrite) Notes(ctx context.Context, j *Journal) (n Notes, err error) {
	own, err := j.Load(ctx, 0, w.Stream)
	if err != nil {
		return n, err
	}
	for i := range own {
		switch e := &own[i]; e.Kind {
		case w.kind(MassStarted):
			if n.First == 0 {
				n.First, n.Summary = e.Seq, e.Body
			}
		case w.kind(MassCompleted):
			n.Last, n.Completed, n.Summary = e.Seq, e.RecordedAt, e.Body
		}
	}
	return n, nil
}

// Run writes what next returns until it returns nil. written is told how many events
// have been written so far.
func (w *MassWrite) Run(ctx context.Context, j *Journal, next func() (*Bundle, error), written func(events int64)) error {
	own, err := j.Load(ctx, 0, w.Stream)
	if err != nil {
		return err
	}
	version := int32(len(own))
	if version == 0 || own[version-1].Kind != w.kind(MassStarted) {
		if err := w.mark(ctx, j, MassStarted, version); err != nil {
			return err
		}
		version++
	} else if w.NewStreams {
		if next, err = w.rest(ctx, j, own[version-1].Seq, next); err != nil {
			return err
		}
	}
	if _, err := j.Bulk(ctx, next, written); err != nil {
		if errors.Is(err, context.Canceled) {
			return fmt.Errorf("stopped; what was written so far is whole: run the same command again to complete it (%w)", err)
		}
		return fmt.Errorf("not complete; what was written up to here is whole: run the same command again to complete it: %w", err)
	}
	return w.mark(ctx, j, MassCompleted, version)
}

// rest passes over the bundles that were written before the interruption.
func (w *MassWrite) rest(ctx context.Context, j *Journal, began int64, next func() (*Bundle, error)) (func() (*Bundle, error), error) {
	there := map[streamKey]bool{}
	_, err := j.Scan(ctx, began, func(e *Event) error {
		if e.Cause == w.Stream && e.Version == 1 {
			there[streamKey{e.Party, e.Stream}] = true
		}
		return nil
	})
	return func() (*Bundle, error) {
		for {
			b, err := next()
			if err != nil || b == nil || !there[streamKey{b.Party, b.Stream}] {
				return b, err
			}
		}
	}, err
}

func (w *MassWrite) mark(ctx context.Context, j *Journal, end string, after int32) error {
	_, err := j.Append(ctx, Append{Stream: w.Stream, Expected: after, Events: []New{{
		Kind: w.kind(end), OccurredOn: calendar.InstantOf(j.Now()).Date(), Actor: w.Actor, Body: w.Summary}}})
	return err
}
