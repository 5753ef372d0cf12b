package demo

import (
	"strconv"

	"balans/law/calendar"
	"balans/recover/claim"
)

// record numbers the events of the life at hand and says when each became
// known: mostly the same day or the next bank day, sometimes weeks later.
func (l *life) record(id string) []claim.Event {
	events := make([]claim.Event, len(l.events))
	copy(events, l.events)
	ids, ends := make([]byte, 0, len(events)*(len(id)+3)), l.ends[:0]
	for i := range events {
		ids = append(ids, id...)
		ids = append(ids, '-')
		ids = strconv.AppendInt(ids, int64(i+1), 10)
		ends = append(ends, len(ids))
	}
	l.ends = ends
	all, from := string(ids), 0 // one text that all ids are cut from
	for i := range events {
		e := &events[i]
		e.ID, from = all[from:ends[i]], ends[i]
		e.Ordinal = int64(i + 1)
		e.RecordedAt = l.known(e)
		l.refer(id, events[:i+1])
	}
	return events
}

// refer completes what the last event refers to: the claim's plan, or the payment
// that is taken back.
func (l *life) refer(id string, events []claim.Event) {
	switch e := &events[len(events)-1]; e.Kind {
	case claim.PlanAgreed, claim.PlanEnded, claim.PlanBreached:
		e.Details.Ref = id + e.Details.Ref
	case claim.PaymentReversed:
		for i := len(events) - 2; i >= 0; i-- {
			if p := &events[i]; p.Kind == claim.Paid && p.ToPrincipal == e.ToPrincipal {
				e.Details = &claim.Details{Until: calendar.None, First: calendar.None, Ref: p.ID}
				break
			}
		}
	}
}

// known is when the event became known, never after the last day.
func (l *life) known(e *claim.Event) calendar.Instant {
	late, longest := 6, 12 // in how many of 1000 cases, and how many days at most
	switch e.Kind {
	case claim.Paid:
		late, longest = 30, 35
	case claim.Served:
		late, longest = 90, 25
	case claim.PlanEnded, claim.Returned, claim.RegisteredNotServed:
		late, longest = 40, 20
	}
	on := e.OccurredOn
	switch n := l.c.below(1000); {
	case n < late:
		on = on.AddDays(l.c.between(4, longest))
	case n < 250 && e.Kind == claim.Paid:
		on = on.AddDays(1)
	}
	if l.bank(on) > lastDay {
		on = max(e.OccurredOn, lastDay)
	}
	return l.officeHours(on, &l.c)
}
