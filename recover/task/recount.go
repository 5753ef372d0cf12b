package task

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"balans/journal"
)

// Recounted is what Recount went through, and what it found.
type Recounted struct {
	Changes int
	Faults  []string // each names an event or a task, never whom it is about
}

// Recount goes through every change of who has a task, and holds it against the rules with code
// of its own: a task is taken when it is free or one's own, given back and handed over by who
// has it, and each change is noted once in the agency's stream.
func Recount(ctx context.Context, j *journal.Journal) (Recounted, error) {
	var r Recounted
	fault := func(e *journal.Event, format string, args ...any) {
		r.Faults = append(r.Faults, fmt.Sprintf("event %d: %s", e.Seq, fmt.Sprintf(format, args...)))
	}
	type holder struct {
		who   string
		until int32 // as a number of days
	}
	now := map[string]holder{}
	type said struct {
		kind string
		body
	}
	noted := map[said]int{} // made and not noted, or the other way
	_, err := j.Scan(ctx, 0, func(e *journal.Event) error {
		switch {
		case e.Kind == KindNoted && strings.HasPrefix(e.Stream, monthPrefix):
			n, err := journal.ReadBody[noteBody](e)
			if err != nil {
				return err
			}
			noted[said{n.What, n.body}]--
			return nil
		case !slices.Contains([]string{KindTaken, KindReleased, KindHanded}, e.Kind):
			return nil
		}
		b, err := journal.ReadBody[body](e)
		if err != nil {
			return err
		}
		r.Changes++
		noted[said{e.Kind, b}]++
		if e.Stream != streamPrefix+b.Key {
			fault(e, "it is about another task than its stream")
		}
		was, held := now[b.Key]
		held = held && int32(e.OccurredOn) <= was.until
		by := b.Who
		if e.Kind == KindHanded {
			by = b.From
		}
		switch {
		case e.Actor != by:
			fault(e, "it is made by another than it says")
		case e.Kind == KindTaken && held && was.who != by:
			fault(e, "the task is taken from one who has it")
		case e.Kind != KindTaken && (!held || was.who != by):
			fault(e, "the task is given back or handed over by one who does not have it")
		case e.Kind != KindReleased && b.Until < e.OccurredOn:
			fault(e, "it is kept until a day that has passed")
		}
		delete(now, b.Key)
		if e.Kind != KindReleased {
			now[b.Key] = holder{b.Who, int32(b.Until)}
		}
		return nil
	})
	var apart []string
	for s, n := range noted {
		for range max(n, -n) {
			apart = append(apart, fmt.Sprintf("the task %s: %s by %s is made and not noted, or noted and not made", s.Key, s.kind, cmp.Or(s.From, s.Who)))
		}
	}
	slices.Sort(apart)
	r.Faults = append(r.Faults, apart...)
	return r, err
}
