package claimtest

import (
	"context"
	"slices"

	"balans/journal"
	"balans/recover/claim"
)

// Told is one claim with what becomes known of it at one time.
type Told struct {
	Life
	From, To int // which of its events; the decision too when From is 0 and New
	New      bool
}

// Tell appends to the journal what was told, each claim in its own commit.
func Tell(ctx context.Context, j *journal.Journal, told ...Told) error {
	by := claim.Entry{Actor: "test", Cause: "claimtest"}
	for _, t := range told {
		a := journal.Append{Party: int64(t.Party()), Stream: claim.Stream(t.ID), Expected: int32(t.From)}
		if t.New {
			a.Events = append(a.Events, t.ToJournal(by))
		} else {
			a.Expected++ // the decision came before
		}
		for i := range t.Events[t.From:t.To] {
			a.Events = append(a.Events, t.Events[t.From+i].ToJournal(by))
		}
		if len(a.Events) == 0 {
			continue
		}
		if _, err := j.Append(ctx, a); err != nil {
			return err
		}
	}
	return nil
}

// All is the whole of every life, to be told at once.
func All(stock []Life) (told []Told) {
	for _, l := range stock {
		told = append(told, Told{Life: l, To: len(l.Events), New: true})
	}
	return told
}

// Halves cuts the telling in two: what comes first, and what comes later. Cut
// says for each claim how many of its events come first; below 0 the whole claim
// comes later.
func Halves(stock []Life, cut []int) (first, later []Told) {
	for i, l := range stock {
		if cut[i] < 0 {
			later = append(later, Told{Life: l, To: len(l.Events), New: true})
			continue
		}
		at := min(cut[i], len(l.Events))
		first = append(first, Told{Life: l, To: at, New: true})
		later = append(later, Told{Life: l, From: at, To: len(l.Events)})
	}
	slices.Reverse(later)
	return first, later
}
