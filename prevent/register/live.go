package register

import (
	"cmp"
	"slices"
	"strings"

	"balans/law/calendar"
	"balans/law/identity"
)

// Live is the facts that count, as known at an instant: of those with the same party,
// kind, source and id the one known last, unless it withdraws. Of two that became known
// at the same instant the later in the slice counts, so facts are given in the order
// they came. The answer is in order of party, kind, from, to, source and id; what is
// given is left as it is.
func Live(facts []Fact, knownAt calendar.Instant) []Fact {
	return live(ordered(facts, knownAt))
}

// ordered is the facts that were known, the versions of each one after another with the
// one that counts last.
func ordered(facts []Fact, knownAt calendar.Instant) []Fact {
	known := make([]Fact, 0, len(facts))
	for i := range facts {
		if facts[i].Known <= knownAt {
			known = append(known, facts[i])
		}
	}
	return sorted(known, func(a, b *Fact) int {
		if c := compareKeys(a, b); c != 0 {
			return c
		}
		return cmp.Compare(a.Known, b.Known)
	})
}

// sorted is the facts in an order, and in their own where that says nothing. They often
// stand in it already, and are too large to be moved about.
func sorted(facts []Fact, compare func(a, b *Fact) int) []Fact {
	for i := 1; ; i++ {
		if i >= len(facts) {
			return facts
		}
		if compare(&facts[i-1], &facts[i]) > 0 {
			break
		}
	}
	order := make([]int32, len(facts))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortStableFunc(order, func(a, b int32) int { return compare(&facts[a], &facts[b]) })
	out := make([]Fact, len(facts))
	for i, from := range order {
		out[i] = facts[from]
	}
	return out
}

// live picks from ordered facts the last version of each that is not a withdrawal.
func live(known []Fact) []Fact {
	out := make([]Fact, 0, len(known))
	for i := range known {
		last := i+1 == len(known) || compareKeys(&known[i], &known[i+1]) != 0
		if last && !known[i].Withdrawn {
			out = append(out, known[i])
		}
	}
	return sorted(out, compareDays)
}

// compareKeys orders facts by what tells one from another.
func compareKeys(a, b *Fact) int {
	if a.Party != b.Party {
		return cmp.Compare(a.Party, b.Party)
	}
	if a.Kind != b.Kind {
		return cmp.Compare(a.Kind, b.Kind)
	}
	return cmp.Or(strings.Compare(a.Source, b.Source), strings.Compare(a.ID, b.ID))
}

// compareDays is the order in which live facts are given.
func compareDays(a, b *Fact) int {
	if c := cmp.Or(cmp.Compare(a.Party, b.Party), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To)); c != 0 {
		return c
	}
	return cmp.Or(strings.Compare(a.Source, b.Source), strings.Compare(a.ID, b.ID))
}

// Key tells a fact from others: its source corrects and withdraws it by this.
type Key struct {
	Party      identity.Number
	Kind       Kind
	Source, ID string
}

// Key is what tells the fact from others.
func (f *Fact) Key() Key { return Key{f.Party, f.Kind, f.Source, f.ID} }

// Same says whether two facts say the same, whenever and in whichever delivery each came.
// Of a withdrawal only what it withdraws is compared.
func (f *Fact) Same(g *Fact) bool {
	if f.Withdrawn && g.Withdrawn {
		return f.Key() == g.Key()
	}
	a, b := *f, *g
	a.Delivery, b.Delivery, a.Known, b.Known = "", "", 0, 0
	return a == b
}
