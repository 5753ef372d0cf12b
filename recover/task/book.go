package task

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"

	"balans/journal"
	"balans/law/calendar"
)

// noteBody is the note of a change in the month's stream.
type noteBody struct {
	What string `json:"what"`
	body
}

// Book is who has which tasks, from the day it was read on. It is never changed: Level makes another.
type Book struct {
	head journal.Head
	held map[string]*Hold
}

// mostMonths is how many months back something may have been taken that is still kept.
const mostMonths = 13

// Read reads who has what, from the notes of the months up to the day.
func Read(ctx context.Context, j *journal.Journal, on calendar.Date) (*Book, error) {
	head, err := j.Head(ctx)
	if err != nil {
		return nil, err
	}
	b := &Book{held: map[string]*Hold{}}
	for month := on.FirstOfMonth().AddMonths(1 - mostMonths); month <= on; month = month.AddMonths(1) {
		events, err := j.Load(ctx, 0, monthStream(month))
		if err != nil {
			return nil, err
		}
		for i := range events {
			if events[i].Seq > head.Seq {
				break
			}
			if err := b.take(&events[i]); err != nil {
				return nil, err
			}
		}
	}
	b.drop(on)
	b.head = head
	return b, nil
}

// drop forgets what is free again on a day, so that a book is no larger than what is taken.
func (b *Book) drop(on calendar.Date) {
	maps.DeleteFunc(b.held, func(_ string, h *Hold) bool { return h.IsOver(on) })
}

// Level is the book level with the journal: what has been taken or given back since is in it.
func (b *Book) Level(ctx context.Context, j *journal.Journal) (*Book, error) {
	next := b
	head, err := j.ScanFacts(ctx, b.head.Seq, func(e *journal.Event) error {
		if e.Kind != KindNoted || !strings.HasPrefix(e.Stream, monthPrefix) {
			return nil
		}
		if next == b {
			next = &Book{held: maps.Clone(b.held)}
			next.drop(e.OccurredOn)
		}
		return next.take(e)
	})
	if err != nil {
		return nil, err
	}
	if next == b {
		next = &Book{held: b.held}
	}
	next.head = head
	return next, nil
}

func (b *Book) take(e *journal.Event) error {
	n, err := journal.ReadBody[noteBody](e)
	if err != nil {
		return err
	}
	h, err := b.held[n.Key].after(n.What, e.OccurredOn, &n.body)
	if err != nil {
		return err
	}
	if h == nil {
		delete(b.held, n.Key)
		return nil
	}
	b.held[n.Key] = h
	return nil
}

// Hold is who has a task on a day; nil when it is free.
func (b *Book) Hold(key string, on calendar.Date) *Hold {
	if h := b.held[key]; h != nil && !h.IsOver(on) {
		return h
	}
	return nil
}

// Of is what somebody has on a day, what is kept the shortest first; of "" what anyone has.
func (b *Book) Of(who string, on calendar.Date) (all []*Hold) {
	for _, h := range b.held {
		if !h.IsOver(on) && (who == "" || h.Who == who) {
			all = append(all, h)
		}
	}
	slices.SortFunc(all, func(x, y *Hold) int { return cmp.Or(cmp.Compare(x.Until, y.Until), strings.Compare(x.Key, y.Key)) })
	return all
}
