package main

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"

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
			e, err = takenBefore(ctx, j, l.Data)
		}
		if err != nil {
			return err
		}
		if e.Confirmed != 0 {
			continue
		}
		var accepted []string
		for _, d := range directive.Doubts(e.Letter) {
			accepted = append(accepted, d.ID)
		}
		if _, err := directive.Confirm(ctx, j, e.ID, l.Decided, accepted, directive.Entry{Actor: demoCause + "-controller", Cause: demoCause, KnownAt: l.KnownAt}); err != nil {
			return err
		}
	}
	return nil
}

// takenBefore is the edition that was made of a letter. It is not confirmed when the
// demonstration was stopped in between.
func takenBefore(ctx context.Context, j *journal.Journal, data []byte) (*directive.Edition, error) {
	all, err := directive.Editions(ctx, j)
	if err != nil {
		return nil, err
	}
	sum := fmt.Sprintf("%x", sha256.Sum256(data))
	i := slices.IndexFunc(all, func(e directive.Edition) bool { return e.SHA256 == sum })
	if i < 0 {
		return nil, directive.ErrNoEdition
	}
	return &all[i], nil
}

// bookMonths books the twelve months beside an outcome of the year before, and closes all
// but the last two.
func bookMonths(ctx context.Context, j *journal.Journal, editions []directive.Edition, entries []appropriation.Entry) (booked int, err error) {
	s := appropriation.Sources{Editions: editions}
	r, err := appropriation.Record(ctx, j, s, entries, appropriation.Options{By: appropriation.By{Actor: demoCause, Cause: demoCause}})
	if err != nil {
		return 0, err
	}
	facts, err := appropriation.Read(ctx, j, editions)
	if err != nil {
		return 0, err
	}
	year := calendar.New(demo.BookYear, 12, 31)
	letter := directive.InForce(editions, demo.BookYear, year, calendar.EndOfDay(year)).Letter // Bookings would have failed without one
	by := appropriation.By{Actor: demoCause, Cause: demoCause}
	if len(facts.Published) == 0 {
		if _, _, err := appropriation.RecordPublished(ctx, j, demo.BookYear-1, appropriation.Agency{Name: letter.Agency}, demo.OutcomeFile, demo.OutcomeBefore(letter), by, false); err != nil {
			return 0, err
		}
	}
	if len(facts.Closings) > 0 {
		return len(r.Booked), nil
	}
	_, err = appropriation.Close(ctx, j, editions, demo.BookYear, demo.ClosedMonth, by, false, facts.EarlierOpen(demo.BookYear, demo.ClosedMonth)...)
	return len(r.Booked), err
}

// answerAssignments records what is not recorded yet; each fact has its key, so that a
// demonstration that was stopped goes on. What others have recorded in between stands.
func answerAssignments(ctx context.Context, j *journal.Journal, editions []directive.Edition) (recorded int, err error) {
	day := calendar.New(demo.BookYear, 12, 31)
	known := min(calendar.EndOfDay(day), calendar.InstantOf(j.Now())) // letters taken in since are no part of it
	events, err := assignment.Read(ctx, j, editions)
	if err != nil {
		return 0, err
	}
	register, err := assignment.Build(editions, nil, day, known, assignment.Parameters{Horizon: calendar.None})
	if err != nil {
		return 0, err
	}
	for _, c := range demo.AssignmentFacts(register) {
		r, err := assignment.Record(ctx, j, register, c)
		var refused *assignment.Refusal
		switch {
		case errors.As(err, &refused) && len(events) > 0:
		case err != nil:
			return recorded, err
		case !r.Replayed:
			recorded += len(r.Events)
		}
	}
	return recorded, nil
}
