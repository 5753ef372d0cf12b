package register

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"

	"balans/journal"
	"balans/law/calendar"
	"balans/law/identity"
)

// bundles compares the facts of the file with what is known and makes an event for each
// party that something new is told of. Those that say an employer's month is complete
// come last: nobody is to believe that while what belongs to the month is being written.
func (in *intake) bundles(ctx context.Context, ordinary Delivery) ([]journal.Bundle, error) {
	order, parties := in.byParty(), 0
	for i := range order {
		if i == 0 || in.facts[order[i]].Party != in.facts[order[i-1]].Party {
			parties++
		}
	}
	known, err := in.knownBefore(ctx, parties)
	if err != nil {
		return nil, err
	}
	later := map[int]bool{} // what the ordinary intake left for this one
	for _, n := range ordinary.protected {
		later[n] = true
	}
	var first, last []journal.Bundle
	for len(order) > 0 {
		n := 1
		for n < len(order) && in.facts[order[n]].Party == in.facts[order[0]].Party {
			n++
		}
		party := in.facts[order[0]].Party
		before, err := known(party)
		if err != nil {
			return nil, err
		}
		mine := order[:n]
		order = order[n:]
		if in.Protected {
			mine = in.those(mine, later)
		} else {
			mine = in.open(party, mine, before)
		}
		facts, declares := in.news(mine, before)
		switch {
		case len(facts) == 0:
		case declares:
			last = append(last, in.bundle(party, facts))
		default:
			first = append(first, in.bundle(party, facts))
		}
	}
	in.receipt.Parties = len(first) + len(last)
	return append(first, last...), nil
}

// those are the facts whose numbers are named; the others belong to the ordinary intake.
func (in *intake) those(mine []int, named map[int]bool) (kept []int) {
	for _, i := range mine {
		if named[in.facts[i].number] {
			kept = append(kept, i)
		} else {
			in.receipt.Elsewhere++
		}
	}
	return kept
}

// open are the facts that may be taken in with the rest. When the identity is protected
// today, by what was known or what the file itself tells, that is only what tells it.
func (in *intake) open(party identity.Number, mine []int, before []Fact) (kept []int) {
	tells := func(f *Fact) bool { return f.Kind == Population && f.Status == Protected }
	protects := map[Key]bool{}
	for i := range before {
		if tells(&before[i]) {
			protects[before[i].Key()] = true
		}
	}
	for _, i := range mine {
		if f := &in.facts[i].Fact; tells(f) {
			protects[f.Key()] = true
		}
	}
	if len(protects) == 0 {
		return mine
	}
	all := slices.Clone(before)
	for _, i := range mine {
		all = append(all, in.facts[i].Fact)
	}
	if !newPerson(party, all, in.now).Protected(in.today) {
		return mine
	}
	for _, i := range mine {
		f := &in.facts[i]
		if protects[f.Key()] && (f.Withdrawn || tells(&f.Fact)) {
			kept = append(kept, i)
			continue
		}
		in.set = append(in.set, f.number)
		in.receipt.ProtectedCount++
		in.receipt.AsideCount++
		in.receipt.aside(Aside{Line: f.line, Found: f.Kind.String(),
			Expected: "to be taken in apart, with --protected by someone who may: the identity is protected today"})
	}
	return kept
}

// news are the facts that are to be written, and whether one says that a month is
// complete. Each fact is counted.
func (in *intake) news(mine []int, before []Fact) (facts []Fact, declares bool) {
	versions := make(map[Key][]*Fact, len(mine))
	for _, i := range mine {
		versions[in.facts[i].Key()] = nil
	}
	for i := range before {
		if k := before[i].Key(); len(versions) > 0 {
			if earlier, asked := versions[k]; asked {
				versions[k] = append(earlier, &before[i])
			}
		}
	}
	for _, i := range mine {
		f := &in.facts[i]
		k := f.Key()
		count := compareVersions(f, versions[k])
		in.receipt.count(f.Kind, count)
		if count.Duplicate > 0 {
			continue
		}
		versions[k] = append(versions[k], &f.Fact)
		facts = append(facts, f.Fact)
		declares = declares || f.Kind == Declared
	}
	return facts, declares
}

// compareVersions says what a fact is beside the versions that are known, which stand in
// the order they came. It repeats what was known before it when the last of those that
// were known by then says the same, unless the delivery says that it was received at
// another instant: between the two something else may yet be told.
func compareVersions(f *taken, versions []*Fact) Count {
	var before *Fact
	for _, v := range versions {
		if v.Known <= f.Known && (before == nil || v.Known >= before.Known) {
			before = v
		}
	}
	switch {
	case before != nil && before.Same(&f.Fact) && (!f.stated || f.Known == before.Known):
		return Count{Duplicate: 1}
	case f.Withdrawn:
		return Count{Withdrawing: 1}
	case len(versions) == 0:
		return Count{New: 1}
	}
	return Count{Replacing: 1}
}

// partyStream is the stream of a party in a delivery. A stream belongs to one party, and
// its name stands in errors, so it is made of the number and does not hold it.
func partyStream(delivery string, party identity.Number) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%s/%012d", delivery, int64(party)))
	return delivery + "/" + hex.EncodeToString(sum[:12])
}

// bundle is the one event of a party.
func (in *intake) bundle(party identity.Number, facts []Fact) journal.Bundle {
	var recorded calendar.Instant
	for i := range facts {
		recorded = max(recorded, facts[i].Known)
	}
	for i := range facts {
		if facts[i].Known == recorded {
			facts[i].Known = 0 // it is the event's
		}
	}
	cause := streamPrefix + in.receipt.Delivery
	return journal.Bundle{Party: int64(party), Stream: partyStream(cause, party), Events: []journal.New{{Kind: receivedKind,
		OccurredOn: recorded.Date(), RecordedAt: recorded, Ordinal: 1, Actor: in.By, Cause: cause, Body: string(appendBody(nil, facts))}}}
}
