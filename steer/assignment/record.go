package assignment

import (
	"context"
	"errors"
	"fmt"

	"balans/journal"
	"balans/law/calendar"
)

// The errors of recording. A Refusal is the answer to what the register does not allow.
var (
	ErrNobody = errors.New("assignment: who records the fact is to be named")
	ErrBody   = errors.New("assignment: the fact cannot be recorded")
	ErrFuture = errors.New("assignment: a fact cannot lie in the future")
)

// Refusal says why a fact is not recorded.
type Refusal struct {
	Assignment string
	Code       string // such as "delivered-already"; it never changes
	Why        string // what is wrong, and what to do
}

func (r *Refusal) Error() string { return "assignment " + r.Assignment + ": " + r.Why }

// Command is a fact to be recorded.
type Command struct {
	Assignment string // id
	Body       Body
	// On is the day it happened; None or 0 is today. For Extend it is the day of the
	// government's decision.
	On    calendar.Date
	Actor string
	Cause string
	// KnownAt takes over history: when it became known; 0 is the moment of the commit.
	KnownAt calendar.Instant
	// Key makes the command idempotent; "" gives no protection, but the same fact of
	// the same day is stored once all the same.
	Key    string
	DryRun bool
}

// Record stores a fact on its assignment's stream. The register says which editions there
// are; the facts are those of the journal. A fact that stands already, as a delivery
// recorded twice, stores nothing: the receipt is then without events. It is a *Refusal
// when the assignment or the deadline is unknown, when the machine does not allow it in the
// state of that day, or when it contradicts what stands; ErrFuture for a day or an instant
// to come; ErrBody for what cannot be stored.
func Record(ctx context.Context, j *journal.Journal, r *Register, c Command) (journal.Receipt, error) {
	if c.Actor == "" {
		return journal.Receipt{}, ErrNobody
	}
	if c.Body == nil {
		return journal.Receipt{}, fmt.Errorf("%w: there is none", ErrBody)
	}
	if err := c.Body.check(); err != nil {
		return journal.Receipt{}, fmt.Errorf("%w: %s of %s: %w", ErrBody, c.Body.kind(), c.Assignment, err)
	}
	body, err := journal.Body(c.Body)
	if err != nil {
		return journal.Receipt{}, err
	}
	if c.On == 0 {
		c.On = calendar.None
	}
	return j.Do(ctx, journal.Command{Stream: Stream(c.Assignment), Key: c.Key, DryRun: c.DryRun,
		Input: fmt.Sprint(c.Body.kind(), " ", c.On, " ", c.KnownAt, " ", body),
		Rule: func(stream []journal.Event) ([]journal.New, error) {
			return decide(r, stream, c, body, calendar.InstantOf(j.Now()))
		}})
}

// decide is the rule of Record: the event to store, or none when the fact stands.
func decide(r *Register, stream []journal.Event, c Command, body string, now calendar.Instant) ([]journal.New, error) {
	on := c.On
	if on == calendar.None {
		on = now.Date()
	}
	if on > now.Date() || c.KnownAt > now {
		known := now
		if c.KnownAt != 0 {
			known = c.KnownAt
		}
		return nil, fmt.Errorf("%w: %s of %s happened on %s, known at %s; today is %s", ErrFuture, c.Body.kind(), c.Assignment, on, known, now.Date())
	}
	g := guard{register: r, stream: stream, today: now.Date(), now: now, id: c.Assignment, on: on, body: c.Body}
	stands, err := g.check()
	if err != nil || stands {
		return nil, err
	}
	return []journal.New{{Kind: c.Body.kind(), OccurredOn: on, RecordedAt: c.KnownAt, Actor: c.Actor, Cause: c.Cause, Body: body}}, nil
}
