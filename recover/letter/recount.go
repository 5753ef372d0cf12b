package letter

import (
	"context"
	"fmt"
	"maps"
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
// and the lists against the letters: one that is in no list, or that the lists take for done
// with, would never leave, and a line that no letter belongs to stops every sending.
func Recount(ctx context.Context, j *journal.Journal) (Recounted, error) {
	var r Recounted
	streams := map[string][]journal.Event{}
	all := lists{lines: map[string]line{}, closed: map[string]bool{}, masses: map[string]massBody{}, massMonth: map[string]string{}}
	if _, err := j.Scan(ctx, 0, func(e *journal.Event) error {
		if strings.HasPrefix(e.Stream, streamPrefix) {
			streams[e.Stream] = append(streams[e.Stream], *e)
			return nil
		}
		return all.take(e)
	}); err != nil {
		return r, err
	}
	for _, name := range slices.Sorted(maps.Keys(streams)) {
		if err := ctx.Err(); err != nil {
			return r, err
		}
		r.Letters++
		r.one(streams[name], &all)
	}
	for _, id := range slices.Sorted(maps.Keys(all.lines)) {
		if streams[Stream(id)] == nil {
			r.problem(id, "the lists name it, and the journal does not have it")
		}
	}
	return r, nil
}

// line is what the lists noted last of a letter.
type line struct {
	month string // that lists it; "" for one that is done with and was never listed by itself
	party int64
	done  bool
}

// lists are the agency's lists as a whole.
type lists struct {
	lines     map[string]line
	closed    map[string]bool
	masses    map[string]massBody // by the stream of the write
	massMonth map[string]string   // that lists the write
}

// take reads a line of a list.
func (x *lists) take(e *journal.Event) error {
	switch {
	case e.Kind == KindListed:
		b, err := journal.ReadBody[listedBody](e)
		x.lines[b.Letter] = line{month: strings.TrimPrefix(e.Stream, listPrefix), party: int64(b.Party)}
		return err
	case e.Kind == KindMass && strings.HasPrefix(e.Stream, listPrefix):
		b, err := journal.ReadBody[massBody](e)
		x.masses[b.Stream], x.massMonth[b.Stream] = b, strings.TrimPrefix(e.Stream, listPrefix)
		return err
	case e.Kind == KindDone:
		b, err := journal.ReadBody[doneBody](e)
		for _, id := range b.Letters {
			l := x.lines[id]
			l.done = true
			x.lines[id] = l
		}
		return err
	case e.Kind == KindClosed:
		b, err := journal.ReadBody[monthBody](e)
		x.closed[b.Month] = true
		return err
	}
	return nil
}

// of is the line of a letter, by itself or with its mass write; false when there is none.
func (x *lists) of(id string, first *journal.Event) (line, bool) {
	l := x.lines[id]
	if m, ok := x.masses[first.Cause]; ok && l.month == "" && m.First <= first.Seq && first.Seq <= m.Last {
		l.month, l.party = x.massMonth[first.Cause], first.Party
	}
	return l, l.month != ""
}

func (r *Recounted) problem(id, format string, args ...any) {
	r.Problems = append(r.Problems, "letter "+id+": "+fmt.Sprintf(format, args...))
}

func (r *Recounted) one(events []journal.Event, all *lists) {
	id := events[0].Stream[len(streamPrefix):]
	l, err := Fold(events, latest(events, 0))
	if err != nil {
		r.problem(id, "%v", err)
		return
	}
	if _, err := l.Document(); err != nil {
		r.problem(id, "%v", err)
	}
	for _, u := range l.Unexpected {
		r.problem(id, "%s", u)
	}
	line, listed := all.of(id, &events[0])
	switch {
	case !listed:
		r.problem(id, "it is in no list, so it never leaves; if a mass write was stopped, run it again")
	case line.party != l.Party:
		r.problem(id, "the list of %s names it under another party, where it is not found", line.month)
	case !l.State.Ends() && line.done:
		r.problem(id, "it is %s, and the lists say that it is done with, so nothing more is done with it", l.State)
	case !l.State.Ends() && all.closed[line.month]:
		r.problem(id, "it is %s, and its month %s is closed, so nothing more is done with it", l.State, line.month)
	}
}
