package inquiry

import (
	"balans/law/calendar"
)

// Timer is a day on which a state that nobody has left is brought to someone, or is left.
type Timer struct {
	State State
	Days  int    // from when the state was entered
	Does  string // reask, discontinue, escalate, task
	For   string // who is to act: control, caseworker, proposer, approver, operations, manager; "" the program
}

// The actions of timers.
const (
	DoesReask       = "reask"
	DoesDiscontinue = "discontinue"
	DoesEscalate    = "escalate"
	DoesRemind      = "remind"
	DoesTask        = "task"
)

// timers are the agency's own times, not law. Every open state has one (machine_test.go).
var timers = []Timer{
	{Signalled, 14, DoesEscalate, "control"},
	{AwaitingBasis, 28, DoesReask, ""},
	{AwaitingBasis, 56, DoesDiscontinue, ""},
	{Enriching, 1, DoesTask, "operations"},
	{Investigating, 30, DoesEscalate, "caseworker"},
	{InHearing, 0, DoesTask, "caseworker"}, // from the day after the answer's time
	{Proposed, 7, DoesRemind, "proposer"},
	{InApproval, 7, DoesRemind, "approver"},
	{InApproval, 14, DoesEscalate, "approver"},
	{Executing, 1, DoesTask, "operations"},
}

// Timers is the table of timers.
func Timers() []Timer { return timers }

// Due is a timer that has come, and since which day.
type Due struct {
	Timer
	Since calendar.Date
}

// DueOn is which timers of the case have come on a day, the latest last. A stop holds them
// until its own day, which comes instead.
func (c *Case) DueOn(on calendar.Date) (due []Due) {
	if c.Stop != nil {
		if on > c.Stop.Until {
			due = append(due, Due{Timer{c.State, 0, DoesTask, "caseworker"}, c.Stop.Until + 1})
		}
		return due
	}
	for _, t := range timers {
		if t.State != c.State {
			continue
		}
		from := c.Since.AddDays(t.Days)
		switch {
		case c.State == InHearing:
			from = c.Hearing().AnswerBy + 1
		case c.State == AwaitingBasis && c.Reasked != calendar.None && t.Does == DoesReask:
			continue // once
		}
		if on >= from && from > 0 {
			due = append(due, Due{t, from})
		}
	}
	return due
}

// undone is the timer that has come last and that nothing has been done on; nil when there
// is none.
func (c *Case) undone(on calendar.Date) *Due {
	due := c.DueOn(on)
	if len(due) == 0 {
		return nil
	}
	last := &due[len(due)-1]
	switch {
	case c.State == InHearing && c.Stop == nil, last.Does == DoesReask, last.Does == DoesDiscontinue:
		return last
	case c.escalatedSince(last.Since):
		return nil
	}
	return last
}

// comes is the day of the timer that is to be acted on next. It may have been: what was
// done in the case on the day itself, or before the night came to it, does not put it off.
func (c *Case) comes(on calendar.Date) calendar.Date {
	if due := c.undone(on); due != nil {
		return due.Since
	}
	return c.NextDue(on)
}

// NextDue is the first day after on when a timer of the case comes; None when none does.
func (c *Case) NextDue(on calendar.Date) calendar.Date {
	first := calendar.None
	take := func(d calendar.Date) {
		if d > on && (first == calendar.None || d < first) {
			first = d
		}
	}
	if c.Stop != nil {
		take(c.Stop.Until + 1)
		return first
	}
	for _, t := range timers {
		if t.State == c.State && t.State != InHearing {
			take(c.Since.AddDays(t.Days))
		}
	}
	if c.State == InHearing {
		take(c.Hearing().AnswerBy + 1)
	}
	return first
}
