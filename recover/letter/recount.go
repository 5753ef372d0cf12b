package letter

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"balans/journal"
)

// Recounted is what a recount found.
type Recounted struct {
	Letters  int
	Problems []string
}

// Recount writes every letter of the journal again and holds the words against their digest,
// and the lists against the letters: one that is in no list would never leave.
func Recount(ctx context.Context, j *journal.Journal) (Recounted, error) {
	var r Recounted
	streams := map[string][]journal.Event{}
	listed := map[string]bool{}
	_, err := j.Scan(ctx, 0, func(e *journal.Event) error {
		switch {
		case strings.HasPrefix(e.Stream, streamPrefix):
			streams[e.Stream] = append(streams[e.Stream], *e)
		case e.Kind == KindListed:
			b, err := journal.ReadBody[listedBody](e)
			listed[Stream(b.Letter)] = true
			return err
		}
		return nil
	})
	if err != nil {
		return r, err
	}
	if err := massListed(ctx, j, listed); err != nil {
		return r, err
	}
	names := make([]string, 0, len(streams))
	for name := range streams {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		if err := ctx.Err(); err != nil {
			return r, err
		}
		r.Letters++
		r.one(streams[name], listed[name])
	}
	return r, nil
}

// massListed adds the letters of mass writes that are listed.
func massListed(ctx context.Context, j *journal.Journal, listed map[string]bool) error {
	var masses []massBody
	if _, err := j.Scan(ctx, 0, func(e *journal.Event) error {
		if e.Kind == KindMass && strings.HasPrefix(e.Stream, listPrefix) {
			b, err := journal.ReadBody[massBody](e)
			masses = append(masses, b)
			return err
		}
		return nil
	}); err != nil {
		return err
	}
	for _, m := range masses {
		if err := j.ScanBetween(ctx, m.First, m.Last, func(e *journal.Event) error {
			if e.Cause == m.Stream && e.Kind == KindOrdered {
				listed[e.Stream] = true
			}
			return nil
		}); err != nil {
			return err
		}
	}
	return nil
}

func (r *Recounted) one(events []journal.Event, listed bool) {
	id := events[0].Stream[len(streamPrefix):]
	problem := func(format string, args ...any) {
		r.Problems = append(r.Problems, "letter "+id+": "+fmt.Sprintf(format, args...))
	}
	l, err := Fold(events, latest(events, 0))
	if err != nil {
		problem("%v", err)
		return
	}
	if _, err := l.Document(); err != nil {
		problem("%v", err)
	}
	for _, u := range l.Unexpected {
		problem("%s", u)
	}
	if !listed {
		problem("it is in no list, so it never leaves; if a mass write was stopped, run it again")
	}
}
