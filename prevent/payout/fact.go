package payout

import (
	"fmt"

	"balans/journal"
	"balans/law/calendar"
	"balans/law/identity"
)

// The kinds of events on the stream of a line, and the reference kept under whom it is
// about. They are stored so and never change.
const (
	KindPlanned   = "payout.planned/1"
	KindHeld      = "payout.held/1"
	KindReleased  = "payout.released/1"
	KindCancelled = "payout.cancelled/1"
	KindPaid      = "payout.paid/1"
	KindConcerns  = "payout.concerns/1"
)

const streamPrefix = "payout/"

// Stream is the stream of a line, kept under its party.
func Stream(id string) string { return streamPrefix + id }

// ConcernsStream is the stream of the reference to a line under whom it is about. It has a
// name of its own because a stream belongs to one party.
func ConcernsStream(id string) string { return "concerns/" + id }

// Fact is something that happened to a line.
type Fact struct {
	Kind  string
	On    calendar.Date
	At    calendar.Instant // when it became known
	Actor string
	Cause string // of a payment: the write it belongs to
	// Reason of a hold, a release or a cancellation.
	Reason string
	// Finding is what a hold rests on, such as the reference of a control's finding.
	Finding string
	Until   calendar.Date // of a hold: its last day; else None
	By      string        // the person who held or cancelled
	Instead string        // of a cancellation: the line that was planned in its place
}

// The bodies of facts, as they are stored.
type (
	heldBody struct {
		Reason  string        `json:"reason"`
		Finding string        `json:"finding,omitempty"`
		Until   calendar.Date `json:"until"`
		By      string        `json:"by"`
	}
	releasedBody struct {
		Reason string `json:"reason"`
	}
	cancelledBody struct {
		Reason  string `json:"reason"`
		By      string `json:"by"`
		Instead string `json:"instead,omitempty"`
	}
	paidBody     struct{}
	concernsBody struct {
		Party identity.Number `json:"party"`
	}
)

// parseBody reads what journal.Body writes and refuses every other form.
func parseBody[B any](e *journal.Event) (b B, err error) {
	if b, err = journal.ReadBody[B](e); err != nil {
		return b, err
	}
	if written, err := journal.Body(b); err != nil || written != e.Body {
		return b, fmt.Errorf("event %d: the body of %s is not in its one form", e.Seq, e.Kind)
	}
	return b, nil
}

// factOf reads an event that follows the planning of a line.
func factOf(e *journal.Event) (Fact, error) {
	f := Fact{Kind: e.Kind, On: e.OccurredOn, At: e.RecordedAt, Actor: e.Actor, Cause: e.Cause, Until: calendar.None}
	switch e.Kind {
	case KindHeld:
		b, err := parseBody[heldBody](e)
		f.Reason, f.Finding, f.Until, f.By = b.Reason, b.Finding, b.Until, b.By
		return f, err
	case KindReleased:
		b, err := parseBody[releasedBody](e)
		f.Reason = b.Reason
		return f, err
	case KindCancelled:
		b, err := parseBody[cancelledBody](e)
		f.Reason, f.By, f.Instead = b.Reason, b.By, b.Instead
		return f, err
	case KindPaid:
		_, err := parseBody[paidBody](e)
		return f, err
	}
	return f, fmt.Errorf("event %d on %s: the kind %q is unknown to this program, or cannot stand after the planning", e.Seq, e.Stream, e.Kind)
}
