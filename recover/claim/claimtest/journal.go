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

// Tell writes to the journal what was told, in one commit. It writes in bulk,
// which keeps ordinals as they are, also 0.
func Tell(ctx context.Context, j *journal.Journal, told ...Told) error {
	by := claim.Entry{Actor: "test", Cause: "claimtest"}
	_, err := j.Bulk(ctx, func() (*journal.Bundle, error) {
		for len(told) > 0 {
			b := told[0].bundle(by)
			told = told[1:]
			if len(b.Events) > 0 {
				return b, nil
			}
		}
		return nil, nil
	}, nil)
	return err
}

func (t *Told) bundle(by claim.Entry) *journal.Bundle {
	b := &journal.Bundle{Party: int64(t.Party()), Stream: claim.Stream(t.ID)}
	if t.New {
		b.Events = append(b.Events, t.ToJournal(by))
	} else {
		b.After = int32(1 + t.From)
	}
	for i := t.From; i < t.To; i++ {
		b.Events = append(b.Events, t.Events[i].ToJournal(by))
	}
	return b
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
