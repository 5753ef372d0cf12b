package register

import (
	"slices"

	"balans/law/calendar"
	"balans/law/identity"
)

// Person is what has been told of one person or employer, as known at an instant.
type Person struct {
	Party   identity.Number
	KnownAt calendar.Instant
	known   []Fact // ordered
	live    []Fact
}

// newPerson makes a Person of all facts of the party, in the order they came.
func newPerson(party identity.Number, facts []Fact, knownAt calendar.Instant) *Person {
	known := ordered(facts, knownAt)
	return &Person{Party: party, KnownAt: knownAt, known: known, live: live(known)}
}

// All is the live facts in order of kind and From. It is not to be changed.
func (p *Person) All() []Fact { return p.live }

// Facts is the live facts of a kind in order of From. It is not to be changed.
func (p *Person) Facts(kind Kind) []Fact { return ofKind(p.live, kind) }

// On is the live facts of a kind with a day among their days, in order of From.
func (p *Person) On(kind Kind, day calendar.Date) []Fact {
	var on []Fact
	for _, f := range p.Facts(kind) {
		if f.Days().Contains(day) {
			on = append(on, f)
		}
	}
	return on
}

// Protected says whether the person's identity is protected on a day.
func (p *Person) Protected(day calendar.Date) bool {
	for _, f := range p.On(Population, day) {
		if f.Status == Protected {
			return true
		}
	}
	return false
}

// Name is what the person is called on a day: of the names that hold then the one that has
// held the shortest; "" when none is known.
func (p *Person) Name(day calendar.Date) string {
	name := ""
	for _, f := range p.On(Name, day) {
		name = f.Other
	}
	return name
}

// Employers are those the person has had pay from declared for a month of the days, or
// reported absence from on one of them, in order of their numbers.
func (p *Person) Employers(days calendar.Period) []identity.Number {
	var all []identity.Number
	for _, f := range p.Facts(Income) {
		if (calendar.Period{From: f.Period, To: f.Period.EndOfMonth()}).Overlaps(days) {
			all = append(all, f.Employer)
		}
	}
	for _, f := range p.Facts(Absence) {
		if days.Contains(f.From) {
			all = append(all, f.Employer)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// Version is a fact as it was told once, and what became of it.
type Version struct {
	Fact
	// Until is when the next version of it became known, and By that version's delivery;
	// 0 and "" for the last.
	Until calendar.Instant
	By    string
	State VersionState
}

// VersionState is what became of a version of a fact.
type VersionState uint8

// The states of a version.
const (
	Counts     VersionState = iota // it is live
	Replaced                       // a later one says something else, or the same again
	Taken                          // the source took it back
	Withdrawal                     // it is itself the taking back
)

func (s VersionState) String() string {
	return [...]string{"live", "replaced", "withdrawn", "withdrawal"}[s]
}

// History is every version of the facts of a kind, those that were replaced or withdrawn
// too: fact by fact in order of source and id, each in the order it became known.
func (p *Person) History(kind Kind) []Version {
	known := ofKind(p.known, kind)
	all := make([]Version, len(known))
	for i := range known {
		v := Version{Fact: known[i]}
		if v.Withdrawn {
			v.State = Withdrawal
		}
		if i+1 < len(known) && compareKeys(&known[i], &known[i+1]) == 0 {
			next := &known[i+1]
			v.Until, v.By = next.Known, next.Delivery
			if !v.Withdrawn && next.Withdrawn {
				v.State = Taken
			} else if !v.Withdrawn {
				v.State = Replaced
			}
		}
		all[i] = v
	}
	return all
}

// ofKind is the part of facts in order of kind that has one kind.
func ofKind(facts []Fact, kind Kind) []Fact {
	compare := func(f Fact, k Kind) int { return int(f.Kind) - int(k) }
	from, _ := slices.BinarySearchFunc(facts, kind, compare)
	to, _ := slices.BinarySearchFunc(facts, kind+1, compare)
	return facts[from:to:to]
}
