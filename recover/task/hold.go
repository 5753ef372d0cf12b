package task

import (
	"fmt"

	"balans/journal"
	"balans/law/calendar"
)

// The stored names; they never change.
const (
	KindTaken    = "task.taken/1"
	KindReleased = "task.released/1"
	KindHanded   = "task.handed/1"
	KindNoted    = "tasks.noted/1" // in the month's stream of the agency: the same, for the lists
)

const (
	streamPrefix = "task/"
	monthPrefix  = "tasks/"
)

// Stream is where it is kept who has a task, under the task's person.
func Stream(key string) string { return streamPrefix + key }

func monthStream(on calendar.Date) string { return monthPrefix + on.String()[:7] }

// body is what is stored of a change.
type body struct {
	Key   string        `json:"key"`
	Who   string        `json:"who"`   // who has it after the change; who gave it back, when it was released
	Until calendar.Date `json:"until"` // the last day it is kept; None when it was released
	From  string        `json:"from,omitempty"`
	Why   string        `json:"why,omitempty"`
}

// Hold is that somebody has a task.
type Hold struct {
	Key   string
	Who   string
	Since calendar.Date
	Until calendar.Date // the last day; the task is free on the next
	From  string        // who handed it over; "" when it was taken
	Why   string        // what was said then
}

// IsOver says whether the task is free again.
func (h *Hold) IsOver(on calendar.Date) bool { return on > h.Until }

// fold is who has the task after its events; nil when nobody does.
func fold(events []journal.Event) (*Hold, error) {
	var h *Hold
	for i := range events {
		e := &events[i]
		b, err := journal.ReadBody[body](e)
		if err != nil {
			return nil, err
		}
		if h, err = h.after(e.Kind, e.OccurredOn, &b); err != nil {
			return nil, fmt.Errorf("event %d: %w", e.Seq, err)
		}
	}
	return h, nil
}

// after is the hold after a change.
func (h *Hold) after(kind string, on calendar.Date, b *body) (*Hold, error) {
	switch kind {
	case KindReleased:
		return nil, nil
	case KindTaken:
		since := on
		if h != nil && h.Who == b.Who && !h.IsOver(on) {
			since = h.Since
		}
		return &Hold{Key: b.Key, Who: b.Who, Since: since, Until: b.Until}, nil
	case KindHanded:
		return &Hold{Key: b.Key, Who: b.Who, Since: on, Until: b.Until, From: b.From, Why: b.Why}, nil
	}
	return nil, fmt.Errorf("the kind %q is unknown to this program", kind)
}
