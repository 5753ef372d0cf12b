package payout

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"balans/journal"
	"balans/law/calendar"
	"balans/law/identity"
)

// Book is the lines of all runs with a pay day from a given day on, as of a day and as known
// at an instant. It is made by reading those runs, and nothing else of the journal. Its
// answers hold until it is refreshed; a Book that is not refreshed may be read by many at
// once. A line takes some 300 bytes.
type Book struct {
	from calendar.Date
	at   AsOf
	runs []*Run // by pay day and name

	words     words
	byParty   []*Entry
	bySubject []*Entry
	byAccount []*Entry
}

// ReadBook reads the runs with a pay day on or after from (None: all runs).
func ReadBook(ctx context.Context, j *journal.Journal, from calendar.Date, at AsOf) (*Book, error) {
	b := &Book{from: from}
	return b, b.Refresh(ctx, j, at)
}

// Refresh reads what has come to the journal since, and lets the book answer for another day
// or instant. After an error the book is not to be used.
func (b *Book) Refresh(ctx context.Context, j *journal.Journal, at AsOf) error {
	if at.Day == calendar.None || at.Day == 0 {
		return errors.New("payout: the day the book is to describe is missing")
	}
	infos, err := Runs(ctx, j)
	if err != nil {
		return err
	}
	for _, info := range infos {
		if info.PayOn < b.from {
			continue
		}
		r := b.run(info.Name)
		if r == nil {
			r = &Run{RunInfo: info}
			b.runs = append(b.runs, r)
		}
		if err := r.refresh(ctx, j, &b.words); err != nil {
			return fmt.Errorf("payment run %s: %w", info.Name, err)
		}
	}
	slices.SortStableFunc(b.runs, func(x, y *Run) int {
		return cmp.Or(cmp.Compare(x.PayOn, y.PayOn), strings.Compare(x.Name, y.Name))
	})
	b.at = at
	return b.stand()
}

// AsOf is what the book answers for.
func (b *Book) AsOf() AsOf { return b.at }

// stand sets where every line stands and puts them in order.
func (b *Book) stand() error {
	b.byParty = b.byParty[:0]
	for _, r := range b.runs {
		for _, e := range r.entries {
			if err := e.stand(b.at); err != nil {
				return err
			}
			if e.State != NoState {
				b.byParty = append(b.byParty, e)
			}
		}
	}
	b.bySubject = append(b.bySubject[:0], b.byParty...)
	b.byAccount = b.byAccount[:0]
	for _, e := range b.byParty {
		if e.Account != "" {
			b.byAccount = append(b.byAccount, e)
		}
	}
	then := func(x, y *Entry) int {
		return cmp.Or(cmp.Compare(x.PayOn, y.PayOn), cmp.Compare(x.From, y.From), strings.Compare(x.ID, y.ID), strings.Compare(x.Run, y.Run))
	}
	slices.SortFunc(b.byParty, func(x, y *Entry) int { return cmp.Or(cmp.Compare(x.Party, y.Party), then(x, y)) })
	slices.SortFunc(b.bySubject, func(x, y *Entry) int {
		return cmp.Or(cmp.Compare(x.Subject(), y.Subject()), cmp.Compare(x.Party, y.Party), then(x, y))
	})
	slices.SortFunc(b.byAccount, func(x, y *Entry) int {
		return cmp.Or(strings.Compare(x.Account, y.Account), cmp.Compare(x.Party, y.Party), then(x, y))
	})
	return nil
}

// Of are the lines of a party, by pay day, first day and id.
func (b *Book) Of(party identity.Number) []*Entry {
	return equal(b.byParty, party, func(e *Entry) identity.Number { return e.Party })
}

// About are the lines that are about someone, of whatever party: by party, pay day, first
// day and id. A line that names no child is about its party.
func (b *Book) About(subject identity.Number) []*Entry {
	return equal(b.bySubject, subject, func(e *Entry) identity.Number { return e.Subject() })
}

// OnAccount are the lines whose money goes to an account, by party, pay day, first day and
// id; none for "".
func (b *Book) OnAccount(account string) []*Entry {
	return equal(b.byAccount, account, func(e *Entry) string { return e.Account })
}

// equal is the part of a sorted list that has the key.
func equal[K cmp.Ordered](all []*Entry, k K, key func(*Entry) K) []*Entry {
	first, _ := slices.BinarySearchFunc(all, k, func(e *Entry, k K) int { return cmp.Compare(key(e), k) })
	last := first
	for last < len(all) && key(all[last]) == k {
		last++
	}
	return all[first:last:last]
}

// All are all lines, by party, pay day, first day and id. The list is not to be changed.
func (b *Book) All() []*Entry { return b.byParty }

// Len is how many lines there are.
func (b *Book) Len() int { return len(b.byParty) }

// Runs are the runs that are known, by pay day and name.
func (b *Book) Runs() []*Run {
	var all []*Run
	for _, r := range b.runs {
		if b.at.Known == 0 || r.NamedAt <= b.at.Known {
			all = append(all, r)
		}
	}
	return all
}

// Run is the run with the name; nil when the book has none.
func (b *Book) Run(name string) *Run {
	if r := b.run(name); r != nil && (b.at.Known == 0 || r.NamedAt <= b.at.Known) {
		return r
	}
	return nil
}

func (b *Book) run(name string) *Run {
	for _, r := range b.runs {
		if r.Name == name {
			return r
		}
	}
	return nil
}

// ReadRun reads one run; nil when there is none of the name.
func ReadRun(ctx context.Context, j *journal.Journal, name string, at AsOf) (*Run, error) {
	infos, err := Runs(ctx, j)
	if err != nil {
		return nil, err
	}
	for _, info := range infos {
		if info.Name != name {
			continue
		}
		r := &Run{RunInfo: info}
		if err := r.refresh(ctx, j, &words{}); err != nil {
			return nil, fmt.Errorf("payment run %s: %w", name, err)
		}
		for _, e := range r.entries {
			if err := e.stand(at); err != nil {
				return nil, err
			}
		}
		return r, nil
	}
	return nil, nil
}

// Of are the lines of one party in all runs there are, by pay day, first day and id, read
// without a Book.
func Of(ctx context.Context, j *journal.Journal, party identity.Number, at AsOf) ([]*Entry, error) {
	events, err := j.LoadParty(ctx, int64(party))
	if err != nil {
		return nil, err
	}
	var all []*Entry
	w := &words{}
	for len(events) > 0 {
		n := 1
		for n < len(events) && events[n].Stream == events[0].Stream {
			n++
		}
		if events[0].Kind == KindPlanned {
			e, err := read(events[:n], w)
			if err != nil {
				return nil, err
			}
			if err := e.stand(at); err != nil {
				return nil, err
			}
			if e.State != NoState {
				all = append(all, e)
			}
		}
		events = events[n:]
	}
	slices.SortFunc(all, func(x, y *Entry) int {
		return cmp.Or(cmp.Compare(x.PayOn, y.PayOn), cmp.Compare(x.From, y.From), strings.Compare(x.ID, y.ID), strings.Compare(x.Run, y.Run))
	})
	return all, nil
}
