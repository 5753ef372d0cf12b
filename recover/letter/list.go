package letter

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"balans/journal"
	"balans/law/calendar"
	"balans/law/identity"
)

// The agency's own streams. A month lists the letters that were ordered in it; what is done
// with is noted in the month that it was done in, which is never an earlier one; one that came
// back is listed anew. What was noted last of a letter says whether it waits.
const (
	KindMass   = "letters.mass/1"   // in the list of the month: the letters of a mass write
	KindDone   = "letters.done/1"   // letters that nothing more is done with
	KindClosed = "letters.closed/1" // a month of whose letters none waits
	KindMade   = "letter-batch.made/1"
	KindLeft   = "letter-batch.handed/1"

	donePrefix   = "letters-done/"
	closedStream = "letters-closed"
	massPrefix   = "letters-mass/"
	batchPrefix  = "letter-batch/"
)

type massBody struct {
	Stream string `json:"stream"`
	First  int64  `json:"first"` // the letters' events lie between
	Last   int64  `json:"last"`
}

type doneBody struct {
	Letters []string `json:"letters"`
}

type monthBody struct {
	Month string `json:"month"`
}

// batchBody names the letters of a batch: who they are, because a receipt names the letter
// alone.
type batchBody struct {
	Channel Channel      `json:"channel"`
	Route   Route        `json:"route,omitempty"`
	Letters []listedBody `json:"letters,omitempty"`
	Count   int          `json:"count,omitempty"`
	Holder  string       `json:"holder,omitempty"` // KindLeft: the run that handed it over
}

// Listed is a letter in a list.
type Listed struct {
	ID    string
	Party int64
}

// noted is what a list says of a letter: that it waits, or that it is done with.
type noted struct {
	Listed
	seq  int64 // of the event; of a letter of a mass write, where it was ordered
	done bool
}

// monthsUntil are the months letters can have been ordered in, from the first template's.
func monthsUntil(now calendar.Instant) (all []string) {
	for d := first; d <= now.Date(); d = d.AddMonths(1) {
		all = append(all, d.String()[:7])
	}
	return all
}

// Waiting is every letter that is not done with, in the order they were ordered, as the lists
// say: also those that wait for a receipt, and those that are parked.
func Waiting(ctx context.Context, j *journal.Journal) ([]Listed, error) {
	closed, err := closedMonths(ctx, j)
	if err != nil {
		return nil, err
	}
	var notes []noted
	for _, m := range monthsUntil(calendar.InstantOf(j.Now())) {
		if !closed[m] {
			listed, err := listedIn(ctx, j, m)
			if err != nil {
				return nil, err
			}
			notes = append(notes, listed...)
		}
		if len(notes) == 0 { // done notes of this month are about letters of closed ones
			continue
		}
		done, err := doneIn(ctx, j, m)
		if err != nil {
			return nil, err
		}
		notes = append(notes, done...)
	}
	slices.SortStableFunc(notes, func(a, b noted) int { return cmp.Compare(a.seq, b.seq) })
	var all []Listed
	waits := make(map[string]bool, len(notes))
	for _, n := range notes {
		_, listed := waits[n.ID]
		if n.done && !listed {
			continue // of a closed month
		}
		if !listed {
			all = append(all, n.Listed)
		}
		waits[n.ID] = !n.done
	}
	return slices.DeleteFunc(all, func(l Listed) bool { return !waits[l.ID] }), nil
}

func closedMonths(ctx context.Context, j *journal.Journal) (map[string]bool, error) {
	events, err := j.Load(ctx, 0, closedStream)
	if err != nil {
		return nil, err
	}
	closed := map[string]bool{}
	for i := range events {
		b, err := journal.ReadBody[monthBody](&events[i])
		if err != nil {
			return nil, err
		}
		closed[b.Month] = true
	}
	return closed, nil
}

// doneIn is the letters that were done with in a month.
func doneIn(ctx context.Context, j *journal.Journal, month string) (all []noted, err error) {
	events, err := j.Load(ctx, 0, donePrefix+month)
	if err != nil {
		return nil, err
	}
	for i := range events {
		b, err := journal.ReadBody[doneBody](&events[i])
		if err != nil {
			return nil, err
		}
		for _, id := range b.Letters {
			all = append(all, noted{Listed{ID: id}, events[i].Seq, true})
		}
	}
	return all, nil
}

// listedIn is the letters a month lists, those of mass writes among them.
func listedIn(ctx context.Context, j *journal.Journal, month string) (all []noted, err error) {
	events, err := j.Load(ctx, 0, listPrefix+month)
	if err != nil {
		return nil, err
	}
	for i := range events {
		e := &events[i]
		switch e.Kind {
		case KindListed:
			b, err := journal.ReadBody[listedBody](e)
			if err != nil {
				return nil, err
			}
			all = append(all, noted{Listed{b.Letter, int64(b.Party)}, e.Seq, false})
		case KindMass:
			b, err := journal.ReadBody[massBody](e)
			if err != nil {
				return nil, err
			}
			err = j.ScanBetween(ctx, b.First, b.Last, func(e *journal.Event) error {
				if e.Cause == b.Stream && e.Kind == KindOrdered {
					all = append(all, noted{Listed{e.Stream[len(streamPrefix):], e.Party}, e.Seq, false})
				}
				return nil
			})
			if err != nil {
				return nil, err
			}
		}
	}
	return all, nil
}

// Close notes the months of whose letters none waits, so that they are not read again. A month
// can be closed a day after its end: what was begun in its last minutes is stored by then.
func Close(ctx context.Context, j *journal.Journal, actor string) error {
	now := calendar.InstantOf(j.Now())
	closed, err := closedMonths(ctx, j)
	if err != nil {
		return err
	}
	waits := map[string]bool{}
	waiting, err := Waiting(ctx, j)
	if err != nil {
		return err
	}
	for _, l := range waiting {
		waits[l.ID] = true
	}
	var events []journal.New
	for _, m := range monthsUntil(now) {
		if closed[m] || m >= monthOf(now-daily) {
			continue
		}
		listed, err := listedIn(ctx, j, m)
		if err != nil {
			return err
		}
		if len(listed) == 0 || slices.ContainsFunc(listed, func(l noted) bool { return waits[l.ID] }) {
			continue
		}
		body, err := journal.Body(monthBody{m})
		if err != nil {
			return err
		}
		events = append(events, journal.New{Kind: KindClosed, OccurredOn: now.Date(), Actor: actor, Body: body})
	}
	if len(events) == 0 {
		return nil
	}
	_, err = j.Append(ctx, journal.Append{Stream: closedStream, Expected: journal.AnyVersion, Events: events})
	return err
}

// ListMass lists the letters of a mass write whose bundles were made by Order.Bundle, once it
// is complete; told again it does nothing. Until then none of them leaves.
func ListMass(ctx context.Context, j *journal.Journal, w *journal.MassWrite) error {
	n, err := w.Notes(ctx, j)
	switch {
	case err != nil:
		return err
	case n.First == 0 || n.Last == 0:
		return fmt.Errorf("the mass write %s is not complete: run it again, then its letters can be listed", w.Stream)
	}
	now := calendar.InstantOf(j.Now())
	body, err := journal.Body(massBody{w.Stream, n.First, n.Last})
	if err != nil {
		return err
	}
	event := []journal.New{{Kind: KindMass, OccurredOn: now.Date(), Actor: w.Actor, Cause: w.Stream, Body: body}}
	_, err = j.Append(ctx, journal.Append{Stream: massPrefix + w.Stream, Events: event},
		journal.Append{Stream: listPrefix + monthOf(now), Expected: journal.AnyVersion, Events: event})
	if errors.Is(err, journal.ErrConflict) {
		return nil // listed before
	}
	return err
}

// Find is the party of a letter, or ErrUnknown. The lists are read from this month backwards.
func Find(ctx context.Context, j *journal.Journal, id string) (identity.Number, error) {
	if !isID.MatchString(id) {
		return identity.None, fmt.Errorf("%w: %q is no id", ErrUnknown, id)
	}
	all := monthsUntil(calendar.InstantOf(j.Now()))
	for _, m := range slices.Backward(all) {
		listed, err := listedIn(ctx, j, m)
		if err != nil {
			return identity.None, err
		}
		if i := slices.IndexFunc(listed, func(l noted) bool { return l.ID == id }); i >= 0 {
			return identity.Number(listed[i].Party), nil
		}
	}
	return identity.None, fmt.Errorf("%w: %q", ErrUnknown, id)
}

// Load is one letter of a party at an instant, or ErrUnknown.
func Load(ctx context.Context, j *journal.Journal, party identity.Number, id string, at calendar.Instant) (*Letter, error) {
	events, err := j.Load(ctx, int64(party), Stream(id))
	if err != nil {
		return nil, fmt.Errorf("load the letter %s: %w", id, err)
	}
	l, err := Fold(events, at)
	if err == nil && l == nil {
		err = fmt.Errorf("%w: %q", ErrUnknown, id)
	}
	return l, err
}

// Of is every letter of a party at an instant, in the order of their ids.
func Of(ctx context.Context, j *journal.Journal, party identity.Number, at calendar.Instant) (all []*Letter, err error) {
	events, err := j.LoadParty(ctx, int64(party))
	if err != nil {
		return nil, err
	}
	for i := 0; i < len(events); {
		k := i + 1
		for k < len(events) && events[k].Stream == events[i].Stream {
			k++
		}
		if s := events[i].Stream; len(s) > len(streamPrefix) && s[:len(streamPrefix)] == streamPrefix {
			l, err := Fold(events[i:k], at)
			if err != nil {
				return nil, err
			}
			if l != nil {
				all = append(all, l)
			}
		}
		i = k
	}
	return all, nil
}

// latest is now, or a little later where another program's clock is ahead: what it stored is
// known all the same.
func latest(events []journal.Event, now calendar.Instant) calendar.Instant {
	for i := range events {
		now = max(now, events[i].RecordedAt)
	}
	return now
}
