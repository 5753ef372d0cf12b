package register

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"balans/journal"
	"balans/law/calendar"
	"balans/law/identity"
)

// Book is everything that has been delivered, as known at an instant. It may be read by
// many at once.
type Book struct {
	knownAt    calendar.Instant
	deliveries []Delivery // with how far each has been read
	received   map[identity.Number][]received
	index      *index
}

// received is an event: what one delivery told of a party. The facts are read from it
// each time they are asked for, since they take four times the room.
type received struct {
	seq      int64
	body     string
	at       calendar.Instant
	delivery string
}

// appendFacts appends the facts of the event.
func (r *received) appendFacts(facts []Fact, party identity.Number) ([]Fact, error) {
	from := len(facts)
	facts, err := readBody(facts, r.body)
	for i := from; i < len(facts); i++ {
		f := &facts[i]
		f.Party, f.Delivery = party, r.delivery
		if f.Known == 0 {
			f.Known = r.at
		}
	}
	return facts, err
}

// Read reads all deliveries of a journal, as known at an instant. What stands in the
// journal beside them is not read.
func Read(ctx context.Context, j *journal.Journal, knownAt calendar.Instant) (*Book, error) {
	empty := &Book{received: map[identity.Number][]received{}}
	return empty.Refresh(ctx, j, knownAt)
}

// Refresh is the book as known at an instant, after reading what has been delivered
// since this one was read. This one is left as it is.
func (b *Book) Refresh(ctx context.Context, j *journal.Journal, knownAt calendar.Instant) (*Book, error) {
	n := &Book{knownAt: knownAt, index: &index{}}
	var err error
	if n.deliveries, err = Deliveries(ctx, j); err != nil {
		return nil, err
	}
	fresh := map[identity.Number][]received{}
	for i := range n.deliveries {
		d := &n.deliveries[i]
		if i < len(b.deliveries) { // the list only grows
			d.read = b.deliveries[i].read
		}
		if err := d.readOn(ctx, j, fresh); err != nil {
			return nil, err
		}
	}
	if len(b.received) == 0 {
		n.received = fresh
	} else {
		n.received = maps.Clone(b.received)
		for party, more := range fresh {
			n.received[party] = append(slices.Clip(b.received[party]), more...)
		}
	}
	for party := range fresh {
		slices.SortFunc(n.received[party], func(a, b received) int { return cmp.Compare(a.seq, b.seq) })
	}
	return n, nil
}

// readOn reads what the delivery has written after what was read of it.
func (d *Delivery) readOn(ctx context.Context, j *journal.Journal, to map[identity.Number][]received) error {
	end := d.last
	if end == 0 { // it is under way, or was interrupted
		head, err := j.Head(ctx)
		if err != nil {
			return err
		}
		end = head.Seq + 1
	}
	from := max(d.first, d.read)
	if d.first == 0 || from >= end-1 {
		return nil
	}
	cause := d.stream()
	var facts []Fact
	err := j.ScanBetween(ctx, from, end, func(e *journal.Event) error {
		if e.Kind != receivedKind || e.Cause != cause {
			return nil
		}
		r := received{seq: e.Seq, body: strings.Clone(e.Body), at: e.RecordedAt, delivery: d.ID}
		party := identity.Number(e.Party)
		var err error
		if facts, err = r.appendFacts(facts[:0], party); err != nil {
			return fmt.Errorf("event %d: %w", e.Seq, err)
		}
		to[party] = append(to[party], r)
		return nil
	})
	d.read = end - 1
	return err
}

// Since is those of whom something has been told that an earlier book of the same journal does
// not have, in order of their numbers; without one, everyone.
func (b *Book) Since(earlier *Book) []identity.Number {
	if earlier == nil {
		return b.Parties()
	}
	var changed []identity.Number
	for party, all := range b.received {
		if len(earlier.received[party]) != len(all) {
			changed = append(changed, party)
		}
	}
	slices.Sort(changed)
	return changed
}

// At is the same book as known at another instant.
func (b *Book) At(knownAt calendar.Instant) *Book {
	n := *b
	n.knownAt, n.index = knownAt, &index{}
	return &n
}

// KnownAt is the instant up to which facts count.
func (b *Book) KnownAt() calendar.Instant { return b.knownAt }

// Deliveries are those the book was read from, in the order they began.
func (b *Book) Deliveries() []Delivery { return slices.Clone(b.deliveries) }

// Parties are those something was ever told of, in order of their numbers.
func (b *Book) Parties() []identity.Number { return slices.Sorted(maps.Keys(b.received)) }

// Of is what has been told of a party; nothing of one nobody has told of.
func (b *Book) Of(party identity.Number) *Person {
	return newPerson(party, b.facts(nil, party), b.knownAt)
}

// facts appends every fact of a party in the order they came.
func (b *Book) facts(facts []Fact, party identity.Number) []Fact {
	for i := range b.received[party] {
		var err error
		if facts, err = b.received[party][i].appendFacts(facts, party); err != nil {
			panic(err) // it was read once, when the book was made
		}
	}
	return facts
}

// Employers are those who have declared pay to the party for a month of the days, or
// reported absence on one of them, in order of their numbers. Pay is declared for the
// month it is paid in, which may be the month after the work.
func (b *Book) Employers(party identity.Number, from, to calendar.Date) []identity.Number {
	return b.Of(party).Employers(calendar.Period{From: from, To: to})
}

// Declared says when it became known that the employer's whole declaration for the month
// of a day had come in. ok is false when it has not, or when a record of it was set aside
// and may be the very one that is looked for.
func (b *Book) Declared(employer identity.Number, period calendar.Date) (when calendar.Instant, ok bool) {
	when, ok = b.indexed().declared[month{employer, period.FirstOfMonth()}]
	return when, ok
}

// OnAccount is the live facts that someone's money goes to the account, in order of
// party. An account is told from another by its letters and digits alone.
func (b *Book) OnAccount(account string) []Fact { return b.indexed().accounts[plainAccount(account)] }

// OnPhone is the live facts that someone is reached on the number, in order of party.
// +46 and 0 are the same.
func (b *Book) OnPhone(number string) []Fact { return b.indexed().phones[plainPhone(number)] }

// Protected says whether someone's identity is protected on a day: as Of(party) says,
// without reading all that was told of the party.
func (b *Book) Protected(party identity.Number, day calendar.Date) bool {
	for _, days := range b.indexed().protected[party] {
		if days.Contains(day) {
			return true
		}
	}
	return false
}

// SetAside is the deliveries that may hold facts of a party that were set aside because the
// identity was protected then, and that have not been taken in since, or not been known at
// the book's instant: what is not told of the party in them may stand there. Nil of nearly
// everyone.
func (b *Book) SetAside(party identity.Number) []Format { return b.indexed().aside[party] }

// Absences is the live reports of absence as columns.
func (b *Book) Absences() *Absences {
	b.indexed()
	return b.index.absences
}

// WithAbsences is the same book with other columns of absence, for tests and measurements
// with more of it than facts are made for.
func (b *Book) WithAbsences(a *Absences) *Book {
	x, n := b.indexed(), *b
	n.index = &index{declared: x.declared, accounts: x.accounts, phones: x.phones, protected: x.protected, aside: x.aside, absences: a}
	n.index.once.Do(func() {})
	return &n
}

// index is what is looked for in all persons; it is made when it is first asked for.
type index struct {
	once             sync.Once
	declared         map[month]calendar.Instant
	accounts, phones map[string][]Fact
	protected        map[identity.Number][]calendar.Period
	aside            map[identity.Number][]Format // see SetAside
	absences         *Absences
}

type month struct {
	employer identity.Number
	first    calendar.Date
}

func (b *Book) indexed() *index {
	b.index.once.Do(func() { b.index.build(b) })
	return b.index
}

func (x *index) build(b *Book) {
	x.declared, x.accounts, x.phones = map[month]calendar.Instant{}, map[string][]Fact{}, map[string][]Fact{}
	x.protected, x.aside = map[identity.Number][]calendar.Period{}, map[identity.Number][]Format{}
	deliveries := b.apart()
	var absences AbsencesBuilder
	var all []Fact
	for _, party := range b.Parties() {
		all = b.facts(all[:0], party)
		known := ordered(all, b.knownAt)
		for _, f := range live(known) {
			switch f.Kind {
			case Absence:
				amount := f.Extent
				if f.Hours > 0 {
					amount = f.Hours
				}
				absences.Add(party, f.From, f.Status == FP, f.Hours > 0, amount)
			case Account:
				x.accounts[plainAccount(f.Other)] = append(x.accounts[plainAccount(f.Other)], f)
			case Population:
				if f.Status == Protected {
					x.protected[party] = append(x.protected[party], f.Days())
				}
			case Phone:
				x.phones[plainPhone(f.Other)] = append(x.phones[plainPhone(f.Other)], f)
			}
		}
		x.declare(known)
		if formats := setAside(deliveries, party, all, b.knownAt); formats != nil {
			x.aside[party] = formats
		}
	}
	x.absences = absences.Build()
}

// declare keeps the months for which a whole declaration has come in, with the instant
// it first had, of what one employer's sources said. The facts are ordered.
func (x *index) declare(known []Fact) {
	known = ofKind(known, Declared)
	for i := 0; i < len(known); {
		var since calendar.Instant
		whole, first := false, i
		for ; i < len(known) && compareKeys(&known[first], &known[i]) == 0; i++ {
			now := !known[i].Withdrawn && known[i].Status != InPart
			if now && !whole {
				since = known[i].Known
			}
			whole = now
		}
		if !whole {
			continue
		}
		k := month{known[first].Party, known[i-1].Period}
		if old, ok := x.declared[k]; !ok || since < old {
			x.declared[k] = since
		}
	}
}

// OfParty reads what has been told of one party without a book: the same as Of of a book
// that was read at the same time.
func OfParty(ctx context.Context, j *journal.Journal, party identity.Number, knownAt calendar.Instant) (*Person, error) {
	facts, err := factsOf(ctx, j, party)
	if err != nil {
		return nil, err
	}
	return newPerson(party, facts, knownAt), nil
}

// factsOf reads every fact of a party in the order they came.
func factsOf(ctx context.Context, j *journal.Journal, party identity.Number) (facts []Fact, err error) {
	events, err := j.LoadParty(ctx, int64(party))
	if err != nil {
		return nil, err
	}
	slices.SortFunc(events, func(a, b journal.Event) int { return cmp.Compare(a.Seq, b.Seq) })
	for i := range events {
		e := &events[i]
		id, ours := strings.CutPrefix(e.Cause, streamPrefix)
		if e.Kind != receivedKind || !ours {
			continue
		}
		r := received{body: e.Body, at: e.RecordedAt, delivery: id}
		if facts, err = r.appendFacts(facts, party); err != nil {
			return nil, fmt.Errorf("event %d: %w", e.Seq, err)
		}
	}
	return facts, nil
}

// plainAccount is the letters and digits of an account.
func plainAccount(s string) string {
	return strings.Map(func(c rune) rune {
		switch {
		case c >= '0' && c <= '9' || c >= 'A' && c <= 'Z':
			return c
		case c >= 'a' && c <= 'z':
			return c - 'a' + 'A'
		}
		return -1
	}, s)
}

// plainPhone is the digits of a telephone number as it is dialled in Sweden.
func plainPhone(s string) string {
	abroad := strings.HasPrefix(s, "+") || strings.HasPrefix(s, "00")
	digits := strings.Map(func(c rune) rune {
		if c >= '0' && c <= '9' {
			return c
		}
		return -1
	}, s)
	if !abroad {
		return digits
	}
	digits = strings.TrimPrefix(digits, "00")
	if home, ok := strings.CutPrefix(digits, "46"); ok {
		return "0" + strings.TrimPrefix(home, "0")
	}
	return "00" + digits
}
