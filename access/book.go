package access

import (
	"cmp"
	"slices"

	"balans/law/calendar"
	"balans/law/identity"
)

// Book is the staff and their rights, as known at any instant. It does not change once made
// and may be asked by many at once.
type Book struct {
	seq    int64 // the journal was read to here
	facts  []Fact
	staff  map[string][]Fact // Staff and Left, by the id of the staff
	ids    map[identity.Number][]string
	named  map[string]Body // what can be ended, by its id
	grants map[string][]Fact
	taken  map[string][]Fact // Delegation, by who takes it
	ties   map[string][]Fact
	ended  map[string][]Fact // Ended, by what it ends
	wide   map[overrideKey][]Fact
}

type overrideKey struct {
	actor string
	party identity.Number
}

// NewBook makes the book of some facts, in whatever order.
func NewBook(facts ...Fact) *Book {
	b := &Book{staff: map[string][]Fact{}, ids: map[identity.Number][]string{}, grants: map[string][]Fact{}, taken: map[string][]Fact{},
		ties: map[string][]Fact{}, named: map[string]Body{}, ended: map[string][]Fact{}, wide: map[overrideKey][]Fact{}}
	facts = slices.Clone(facts)
	slices.SortStableFunc(facts, func(x, y Fact) int { return cmp.Compare(x.Event, y.Event) })
	for _, f := range facts {
		b.add(f)
	}
	return b
}

// add puts a fact after all others, while the book is being made.
func (b *Book) add(f Fact) {
	f.Body = whole(f.Body)
	b.facts = append(b.facts, f)
	if id := idOf(f.Body); id != "" {
		b.named[id] = f.Body
	}
	switch x := f.Body.(type) {
	case Staff:
		b.staff[x.ID] = append(b.staff[x.ID], f)
		if !slices.Contains(b.ids[x.Number], x.ID) {
			b.ids[x.Number] = append(b.ids[x.Number], x.ID)
		}
	case Left:
		b.staff[x.Staff] = append(b.staff[x.Staff], f)
	case Grant:
		b.grants[x.Staff] = append(b.grants[x.Staff], f)
	case Delegation:
		b.taken[x.Taker] = append(b.taken[x.Taker], f)
	case Tie:
		b.ties[x.Staff] = append(b.ties[x.Staff], f)
	case Ended:
		b.ended[x.ID] = append(b.ended[x.ID], f)
	case Override:
		k := overrideKey{x.Actor, x.Party}
		b.wide[k] = append(b.wide[k], f)
	}
}

// With is the book with more facts, which are taken to follow those it has and to be known
// from their KnownAt: for a demonstration, whose users are in no journal.
func (b *Book) With(more ...Fact) *Book {
	n := NewBook(b.facts...)
	n.seq = b.seq
	for _, f := range more {
		n.add(f)
	}
	return n
}

// Facts is every fact, in the order they were recorded.
func (b *Book) Facts() []Fact { return slices.Clone(b.facts) }

// IsEmpty says whether no staff are kept: then nobody but a visitor may do anything.
func (b *Book) IsEmpty() bool { return len(b.staff) == 0 }

// Staff is one of the staff on a day, as known at an instant. ok is false for an id nobody
// has, and on days before the first and after the last.
func (b *Book) Staff(id string, on calendar.Date, now calendar.Instant) (s Staff, ok bool) {
	for _, spell := range b.Spells(id, now) {
		if (calendar.Period{From: spell.From, To: spell.To}).Contains(on) {
			return spell, true
		}
	}
	return Staff{}, false
}

// Spells is the employment of one of the staff as known at an instant: one Staff for each
// time that unit and name were the same, in order, without overlaps.
func (b *Book) Spells(id string, now calendar.Instant) (spells []Staff) {
	for _, f := range b.staff[id] {
		if f.KnownAt > now {
			continue
		}
		switch x := f.Body.(type) {
		case Staff:
			spells = append(cut(spells, x.From.AddDays(-1)), x)
		case Left:
			spells = cut(spells, x.Last)
		}
	}
	return spells
}

// cut ends the spells with a last day.
func cut(spells []Staff, last calendar.Date) (kept []Staff) {
	for _, s := range spells {
		if s.From > last {
			continue
		}
		if s.To == calendar.None || s.To > last {
			s.To = last
		}
		kept = append(kept, s)
	}
	return kept
}

// IDs is the ids of all who are or were staff, in order.
func (b *Book) IDs() []string {
	ids := make([]string, 0, len(b.staff))
	for id := range b.staff {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return ids
}

// lastOf is the last day of what has an id, whose own last day is to.
func (b *Book) lastOf(id string, to calendar.Date, now calendar.Instant) calendar.Date {
	for _, f := range b.ended[id] {
		if e := f.Body.(Ended); f.KnownAt <= now && (to == calendar.None || e.Last < to) {
			to = e.Last
		}
	}
	return to
}

// Grants is the grants of one of the staff in force on a day, as known at an instant, with
// the last day they have.
func (b *Book) Grants(id string, on calendar.Date, now calendar.Instant) (in []Grant) {
	for _, f := range b.grants[id] {
		g := f.Body.(Grant)
		if f.KnownAt > now {
			continue
		}
		g.To = b.lastOf(g.ID, g.To, now)
		if (calendar.Period{From: g.From, To: g.To}).Contains(on) {
			in = append(in, g)
		}
	}
	return in
}

// Delegations is what one of the staff has taken over from others on a day, as known at an
// instant.
func (b *Book) Delegations(taker string, on calendar.Date, now calendar.Instant) (in []Delegation) {
	for _, f := range b.taken[taker] {
		d := f.Body.(Delegation)
		if f.KnownAt > now {
			continue
		}
		d.To = b.lastOf(d.ID, d.To, now)
		if (calendar.Period{From: d.From, To: d.To}).Contains(on) {
			in = append(in, d)
		}
	}
	return in
}

// tiesOf is those whom one of the staff told of as near on a day.
func (b *Book) tiesOf(id string, on calendar.Date, now calendar.Instant) (near []identity.Number) {
	for _, f := range b.ties[id] {
		t := f.Body.(Tie)
		if f.KnownAt <= now && (calendar.Period{From: t.From, To: b.lastOf(t.ID, calendar.None, now)}).Contains(on) {
			near = append(near, t.To)
		}
	}
	return near
}

// override is the override that covers a person's matter at an instant.
func (b *Book) override(actor string, party identity.Number, now calendar.Instant) (Override, bool) {
	for _, f := range b.wide[overrideKey{actor, party}] {
		o := f.Body.(Override)
		if f.KnownAt <= now && o.From <= now && now < b.untilOf(o, now) {
			return o, true
		}
	}
	return Override{}, false
}

// untilOf is when an override ends: at its own end, or when it was ended.
func (b *Book) untilOf(o Override, now calendar.Instant) calendar.Instant {
	until := o.Until
	for _, f := range b.ended[o.ID] {
		if f.KnownAt <= now {
			until = min(until, f.KnownAt)
		}
	}
	return until
}

// Behind is who stands behind what somebody does on a day: the person, those who delegated
// to the person, and those who delegated to them, however far. Ids in order.
func (b *Book) Behind(actor string, on calendar.Date, now calendar.Instant) []string {
	all := []string{actor}
	for i := 0; i < len(all); i++ {
		for _, d := range b.Delegations(all[i], on, now) {
			if !slices.Contains(all, d.Giver) {
				all = append(all, d.Giver)
			}
		}
	}
	slices.Sort(all)
	return all
}

// Act is something that somebody did on a day.
type Act struct {
	Actor string
	On    calendar.Date
}

// Apart says whether two acts are those of two persons who act for none in common, as four
// eyes need: seen through delegation on either day, and through two ids of one person. An
// id that is not of the staff is apart from nobody.
func (b *Book) Apart(x, y Act, now calendar.Instant) bool {
	numbers := map[identity.Number]bool{}
	ids := b.Behind(x.Actor, x.On, now)
	for _, id := range ids {
		own := b.numbers(id, now)
		if len(own) == 0 {
			return false
		}
		for _, n := range own {
			numbers[n] = true
		}
	}
	for _, id := range b.Behind(y.Actor, y.On, now) {
		own := b.numbers(id, now)
		if len(own) == 0 || slices.Contains(ids, id) || slices.ContainsFunc(own, func(n identity.Number) bool { return numbers[n] }) {
			return false
		}
	}
	return true
}

// numbers is the identity numbers somebody has had here, as known at an instant: a new
// number does not make one's old matters another's.
func (b *Book) numbers(id string, now calendar.Instant) (own []identity.Number) {
	for _, f := range b.staff[id] {
		if s, ok := f.Body.(Staff); ok && f.KnownAt <= now && !slices.Contains(own, s.Number) {
			own = append(own, s.Number)
		}
	}
	return own
}
