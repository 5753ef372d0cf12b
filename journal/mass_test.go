package journal_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"testing"

	"balans/journal"
	"balans/law/calendar"
)

// A write of new streams that is stopped in the middle goes on where it was, writes
// nothing twice, and what it wrote is found between its notes.
func TestMassWrite_goesOnAfterAnInterruption(t *testing.T) {
	ctx := context.Background()
	j, err := journal.Open(ctx, filepath.Join(t.TempDir(), "j.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer j.Close()
	const bundles = 150_000 // three slices
	w := journal.MassWrite{Stream: "room/1", Actor: "test", Summary: "n=1", Name: "room.", NewStreams: true}
	broken := errors.New("broken")
	from := func(stop int) func() (*journal.Bundle, error) {
		n := 0
		return func() (*journal.Bundle, error) {
			if n == bundles {
				return nil, nil
			}
			if n++; n == stop {
				return nil, broken
			}
			return &journal.Bundle{Party: 7, Stream: fmt.Sprintf("fact/%d", n), Events: []journal.New{{
				Kind: "room.fact/1", OccurredOn: calendar.New(2025, 1, 1), RecordedAt: 5, Ordinal: 1, Actor: "test", Cause: w.Stream}}}, nil
		}
	}
	if err := w.Run(ctx, j, from(120_000), nil); !errors.Is(err, broken) {
		t.Fatal(err)
	}
	n, err := w.Notes(ctx, j)
	if err != nil || n.First == 0 || n.Completed != 0 {
		t.Fatalf("%+v %v", n, err)
	}
	if _, err := j.Append(ctx, journal.Append{Party: 9, Stream: "other/1", Events: []journal.New{{Kind: "other/1", OccurredOn: calendar.New(2025, 1, 1)}}}); err != nil {
		t.Fatal(err)
	}
	if err := w.Run(ctx, j, from(0), nil); err != nil {
		t.Fatal(err)
	}
	if n, err = w.Notes(ctx, j); err != nil || n.Completed == 0 || n.Summary != "n=1" {
		t.Fatalf("%+v %v", n, err)
	}
	seen, others := map[string]bool{}, 0
	err = j.ScanBetween(ctx, n.First, n.Last, func(e *journal.Event) error {
		if e.Party != 7 {
			others++
			return nil
		}
		if seen[e.Stream] {
			t.Errorf("%s is written twice", e.Stream)
		}
		seen[e.Stream] = true
		return nil
	})
	if err != nil || len(seen) != bundles || others != 1 {
		t.Errorf("%d streams and %d others between the notes, %v", len(seen), others, err)
	}
}
