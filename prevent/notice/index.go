package notice

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"balans/journal"
	"balans/law/calendar"
	"balans/law/identity"
)

// The notes under party 0, by which notices are listed and found; they never change.
const (
	KindMonth  = "notices.month/1"  // in monthsStream: a month that has notices
	KindListed = "notices.listed/1" // in the month's stream: a notice and its person
	KindFound  = "notice.place/1"   // in the id's stream: its person

	monthsStream = "notices"
	monthPrefix  = "notices/"
	placePrefix  = "notice-place/"
)

// monthOf is the month of an instant, YYYY-MM.
func monthOf(at calendar.Instant) string { return at.Date().String()[:7] }

type monthBody struct {
	Month string `json:"month"`
}

type placeBody struct {
	Notice string          `json:"notice"`
	Party  identity.Number `json:"party"`
}

// ErrUnknown: no notice has the id.
var ErrUnknown = errors.New("notice: there is no notice with that id")

// Find is the person of a notice, or ErrUnknown.
func Find(ctx context.Context, j *journal.Journal, id string) (identity.Number, error) {
	if !isID.MatchString(id) {
		return identity.None, fmt.Errorf("%w: %q is no id", ErrUnknown, id)
	}
	events, err := j.Load(ctx, 0, placePrefix+id)
	if err != nil {
		return identity.None, err
	}
	if len(events) == 0 {
		return identity.None, fmt.Errorf("%w: %q", ErrUnknown, id)
	}
	var b placeBody
	if err := decode(events[0].Body, &b); err != nil || b.Notice != id {
		return identity.None, fmt.Errorf("event %d does not say whose the notice %s is; run `balans verify`", events[0].Seq, id)
	}
	return b.Party, nil
}

// Load reads the facts of one notice, or ErrUnknown.
func Load(ctx context.Context, j *journal.Journal, id string) ([]Fact, error) {
	party, err := Find(ctx, j, id)
	if err != nil {
		return nil, err
	}
	return loadFacts(ctx, j, party, id)
}

func loadFacts(ctx context.Context, j *journal.Journal, party identity.Number, id string) ([]Fact, error) {
	events, err := j.Load(ctx, int64(party), Stream(id))
	if err != nil {
		return nil, fmt.Errorf("load the notice %s: %w", id, err)
	}
	return factsOf(events)
}

// Of is the notices of one person, by id, as of a day and as known at an instant.
func Of(ctx context.Context, j *journal.Journal, party identity.Number, on calendar.Date, knownAt calendar.Instant, terms Terms) ([]*Notice, error) {
	events, err := j.LoadParty(ctx, int64(party))
	if err != nil {
		return nil, err
	}
	by := map[string][]Fact{}
	for i := range events {
		if !strings.HasPrefix(events[i].Stream, streamPrefix) {
			continue
		}
		f, err := FromJournal(&events[i])
		if err != nil {
			return nil, err
		}
		by[f.Notice] = append(by[f.Notice], f)
	}
	return foldAll(by, slices.Sorted(maps.Keys(by)), on, knownAt, terms), nil
}

// Book is every notice of a journal up to its head. It is never changed: Level makes another.
type Book struct {
	Head  journal.Head
	order []string // ids as they were listed
	facts map[string][]Fact
}

// Read reads every notice, by the lists under party 0.
func Read(ctx context.Context, j *journal.Journal) (*Book, error) {
	head, err := j.Head(ctx)
	if err != nil {
		return nil, err
	}
	b := &Book{Head: head, facts: map[string][]Fact{}}
	months, err := j.Load(ctx, 0, monthsStream)
	if err != nil {
		return nil, err
	}
	for i := range months {
		var m monthBody
		if err := decode(months[i].Body, &m); err != nil {
			return nil, fmt.Errorf("event %d names no month with notices; run `balans verify`", months[i].Seq)
		}
		listed, err := j.Load(ctx, 0, monthPrefix+m.Month)
		if err != nil {
			return nil, err
		}
		for k := range listed {
			if err := b.take(ctx, j, &listed[k]); err != nil {
				return nil, err
			}
		}
	}
	return b, nil
}

// take reads the notice that a line of a month's list names.
func (b *Book) take(ctx context.Context, j *journal.Journal, listed *journal.Event) error {
	var p placeBody
	if err := decode(listed.Body, &p); err != nil || !isID.MatchString(p.Notice) {
		return fmt.Errorf("event %d lists no notice; run `balans verify`", listed.Seq)
	}
	facts, err := loadFacts(ctx, j, p.Party, p.Notice)
	if err != nil {
		return err
	}
	if len(facts) == 0 {
		return fmt.Errorf("event %d lists the notice %s, which has no facts; run `balans verify`", listed.Seq, p.Notice)
	}
	if _, has := b.facts[p.Notice]; !has {
		b.order = append(b.order, p.Notice)
	}
	b.facts[p.Notice] = facts
	return nil
}

// Level is the book level with the journal: itself when no notice has changed since, else
// another, for which only what changed was read.
func (b *Book) Level(ctx context.Context, j *journal.Journal) (*Book, error) {
	changed := map[string]identity.Number{}
	var order []string
	head, err := j.ScanFacts(ctx, b.Head.Seq, func(e *journal.Event) error {
		if id, ok := strings.CutPrefix(e.Stream, streamPrefix); ok && isID.MatchString(id) {
			if _, has := changed[id]; !has {
				order = append(order, id)
			}
			changed[id] = identity.Number(e.Party)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	next := &Book{Head: head, order: b.order, facts: b.facts}
	if len(changed) == 0 {
		return next, nil
	}
	next.order, next.facts = slices.Clone(b.order), maps.Clone(b.facts)
	for _, id := range order {
		facts, err := loadFacts(ctx, j, changed[id], id)
		if err != nil {
			return nil, err
		}
		if _, has := next.facts[id]; !has {
			next.order = append(next.order, id)
		}
		next.facts[id] = facts
	}
	return next, nil
}

// Notices is every notice as of a day, as known at an instant, in the order they were
// received; those of the same day as they became known.
func (b *Book) Notices(on calendar.Date, knownAt calendar.Instant, terms Terms) []*Notice {
	return foldAll(b.facts, b.order, on, knownAt, terms)
}

func foldAll(facts map[string][]Fact, order []string, on calendar.Date, knownAt calendar.Instant, terms Terms) []*Notice {
	var all []*Notice
	for _, id := range order {
		if n := Fold(facts[id], on, knownAt, terms); n != nil {
			all = append(all, n)
		}
	}
	sortNotices(all)
	return all
}
