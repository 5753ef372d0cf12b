package main

import (
	"context"
	"errors"
	"fmt"

	"balans/demo"
	"balans/journal"
	"balans/law/calendar"
	"balans/steer/appropriation"
	"balans/steer/assignment"
	"balans/steer/directive"
)

// demoCause is what the facts of the demonstration about the letter, the books and the
// assignments are recorded under.
const demoCause = "demo"

// steer takes in the letters of the demonstration, books its twelve months and records how
// its assignments were answered. What is there already is left as it is.
func (o *demoOptions) steer(ctx context.Context, t *terminal, j *journal.Journal) error {
	if err := takeLetters(ctx, j); err != nil {
		return err
	}
	editions, err := directive.Editions(ctx, j)
	if err != nil {
		return err
	}
	entries, err := demo.Bookings(editions)
	if err != nil {
		return err
	}
	booked, err := bookMonths(ctx, j, editions, entries)
	if err != nil {
		return err
	}
	facts, err := answerAssignments(ctx, j, editions)
	if err != nil {
		return err
	}
	if booked+facts > 0 {
		fmt.Fprintf(t.out, "Took in %s, made %s and recorded %s of assignments; all but the letters' figures is made up.\n",
			counted(len(editions), "edition"), counted(booked, "booking"), counted(facts, "fact"))
	}
	return nil
}

func takeLetters(ctx context.Context, j *journal.Journal) error {
	for _, l := range demo.AppropriationLetters() {
		by := directive.Entry{Actor: demoCause, Cause: demoCause, KnownAt: l.KnownAt}
		e, err := directive.TakeIn(ctx, j, l.Name, l.Data, by, false)
		if errors.Is(err, directive.ErrTaken) {
			continue
		}
		if err != nil {
			return err
		}
		var accepted []string
		for _, d := range directive.Doubts(e.Letter) {
			accepted = append(accepted, d.ID)
		}
		if _, err := directive.Confirm(ctx, j, e.ID, l.Decided, accepted, by); err != nil {
			return err
		}
	}
	return nil
}

// bookMonths books the twelve months beside an outcome of the year before, and closes all
// but the last two.
func bookMonths(ctx context.Context, j *journal.Journal, editions []directive.Edition, entries []appropriation.Entry) (booked int, err error) {
	s := appropriation.Sources{Editions: editions}
	r, err := appropriation.Record(ctx, j, s, entries, appropriation.Options{By: appropriation.By{Actor: demoCause, Cause: demoCause}})
	if err != nil {
		return 0, err
	}
	if len(r.Booked) == 0 {
		return 0, nil
	}
	year := calendar.New(demo.BookYear, 12, 31)
	letter := directive.InForce(editions, demo.BookYear, year, calendar.EndOfDay(year)).Letter // Bookings would have failed without one
	by := appropriation.By{Actor: demoCause, Cause: demoCause}
	if _, err := appropriation.RecordPublished(ctx, j, demo.BookYear-1, letter.Agency, demo.OutcomeFile, demo.OutcomeBefore(letter), by, false); err != nil {
		return 0, err
	}
	_, err = appropriation.Close(ctx, j, editions, demo.BookYear, demo.ClosedMonth, by, false)
	return len(r.Booked), err
}

func answerAssignments(ctx context.Context, j *journal.Journal, editions []directive.Edition) (recorded int, err error) {
	now := calendar.InstantOf(j.Now())
	day := calendar.New(demo.BookYear, 12, 31)
	events, err := assignment.Read(ctx, j, editions)
	if err != nil || len(events) > 0 {
		return 0, err
	}
	register, err := assignment.Build(editions, nil, day, now, assignment.Parameters{Horizon: calendar.None})
	if err != nil {
		return 0, err
	}
	for _, c := range demo.AssignmentFacts(register) {
		r, err := assignment.Record(ctx, j, register, c)
		if err != nil {
			return recorded, err
		}
		recorded += len(r.Events)
	}
	return recorded, nil
}
