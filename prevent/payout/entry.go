package payout

import (
	"fmt"

	"balans/journal"
	"balans/law/calendar"
)

// AsOf is what a line is asked about: at the end of a day, with what was known at an
// instant. Known 0 is everything that is known.
type AsOf struct {
	Day   calendar.Date
	Known calendar.Instant
}

// sees says whether a fact counts.
func (a AsOf) sees(on calendar.Date, at calendar.Instant) bool {
	return on <= a.Day && (a.Known == 0 || at <= a.Known)
}

// Entry is a line with what happened to it, and where it stands as of a day and as known at
// an instant.
type Entry struct {
	Line
	State State         // NoState: it was not planned, or not known to be
	Since calendar.Date // the day it came into the state
	// Hold is the hold that is in force; nil when none is.
	Hold *Fact
	// End is how it was paid or cancelled; nil while it is neither.
	End *Fact

	planned Fact
	later   []Fact
	seen    int   // how many of later count
	version int32 // of its stream
}

// Facts are those that count, in the order they were recorded.
func (e *Entry) Facts() []Fact {
	if e.State == NoState {
		return nil
	}
	return append([]Fact{e.planned}, e.later[:e.seen]...)
}

// Version is how many events the line's stream has, also those that do not count as of the
// day or the instant.
func (e *Entry) Version() int32 { return e.version }

// Planned is when the line was planned.
func (e *Entry) Planned() Fact { return e.planned }

// FromJournal reads a line from its stream, as of a day and as known at an instant. It
// fails, saying why, for a stream this program cannot read or that breaks the states of a
// line.
func FromJournal(stream []journal.Event, at AsOf) (*Entry, error) {
	e, err := read(stream, &words{})
	if err != nil {
		return nil, err
	}
	return e, e.stand(at)
}

func read(stream []journal.Event, words *words) (*Entry, error) {
	if len(stream) == 0 {
		return nil, fmt.Errorf("the line is not planned")
	}
	l, err := lineOf(&stream[0], words)
	if err != nil {
		return nil, err
	}
	e := &Entry{Line: l}
	e.begin(&stream[0], words)
	for i := range stream[1:] {
		if err := e.take(&stream[1+i], words); err != nil {
			return nil, err
		}
	}
	return e, nil
}

func (e *Entry) begin(ev *journal.Event, words *words) {
	e.planned = Fact{Kind: KindPlanned, On: ev.OccurredOn, At: ev.RecordedAt, Actor: words.shared(ev.Actor), Until: calendar.None}
	e.version = 1
}

// take adds the next event of the stream.
func (e *Entry) take(ev *journal.Event, words *words) error {
	f, err := factOf(ev)
	if err != nil {
		return err
	}
	f.Kind, f.Actor, f.Cause = words.shared(f.Kind), words.shared(f.Actor), words.shared(f.Cause)
	e.later = append(e.later, f)
	e.version = ev.Version
	return nil
}

// stand sets where the line stands.
func (e *Entry) stand(at AsOf) error {
	e.State, e.Since, e.Hold, e.End, e.seen = NoState, calendar.None, nil, nil, 0
	if !at.sees(e.planned.On, e.planned.At) {
		return nil
	}
	e.State, e.Since = Planned, e.planned.On
	for i := range e.later {
		f := &e.later[i]
		if !at.sees(f.On, f.At) {
			break
		}
		e.lapse(f.On)
		if err := e.step(f); err != nil {
			return err
		}
		e.Since, e.seen = f.On, i+1
	}
	e.lapse(at.Day)
	return nil
}

// lapse ends a hold whose last day is before the day: the line is planned again without
// anybody doing anything.
func (e *Entry) lapse(day calendar.Date) {
	if e.State == Held && e.Hold.Until < day {
		e.State, e.Since, e.Hold = Planned, e.Hold.Until+1, nil
	}
}

// step carries one fact out.
func (e *Entry) step(f *Fact) error {
	switch {
	case f.Kind == KindHeld && e.State == Planned:
		e.State, e.Hold = Held, f
	case f.Kind == KindReleased && e.State == Held:
		e.State, e.Hold = Planned, nil
	case f.Kind == KindCancelled && (e.State == Planned || e.State == Held):
		e.State, e.Hold, e.End = Cancelled, nil, f
	case f.Kind == KindPaid && e.State == Planned:
		e.State, e.End = Paid, f
	default:
		return fmt.Errorf("the line %s of run %s is %s on %s, where %s cannot follow; it was written by another program", e.ID, e.Run, e.State, f.On, f.Kind)
	}
	return nil
}
