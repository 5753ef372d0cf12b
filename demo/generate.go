package demo

import (
	"fmt"
	"slices"
	"strconv"

	"balans/law/identity"
	"balans/law/money"
	"balans/prevent/benefit"
	"balans/recover/claim"
)

// Scale is the size of the agency.
type Scale uint8

const (
	// Full is some 650 000 claims, with the printed totals.
	Full Scale = iota
	// Small is 2 000 claims in the same proportions, with some of every group
	// and rare events made more common. It has none of the printed totals.
	Small
)

const smallClaims = 2000

// rarity is how much more common rare events are made.
func (s Scale) rarity() int {
	if s == Small {
		return 10
	}
	return 1
}

// counts is the number of claims in each group.
func (s Scale) counts() []int64 {
	counts := make([]int64, len(paths))
	for i := range paths {
		counts[i] = paths[i].claims
	}
	if s == Full {
		return counts
	}
	parts, err := money.Split(smallClaims-money.Amount(len(paths)), counts)
	if err != nil {
		panic(err) // the weights are constants
	}
	for i, n := range parts {
		counts[i] = int64(n) + 1
	}
	return counts
}

// Generate makes the agency's facts and hands them to emit, claim by claim in
// ascending order of first debtor, then claim number. A claim's events come in
// ascending order of day, then ordinal, and do not include the decision. The
// slices belong to emit; the details of events are shared and not to be changed. The same seed and scale always give the same facts; an
// error of emit ends the work and is returned.
func Generate(seed uint64, scale Scale, emit func(claim.Decision, []claim.Event) error) error {
	if scale > Small {
		return fmt.Errorf("demo: there is no scale %d", scale)
	}
	p, err := readPeople()
	if err != nil {
		return err
	}
	codes, err := readBenefits()
	if err != nil {
		return err
	}
	law, err := agencyLaw()
	if err != nil {
		return err
	}
	drafts := makeDrafts(seed, scale)
	ranks := rank(seed, drafts)
	g := generator{seed: seed, rarity: scale.rarity(), people: p, codes: codes, drafts: drafts, ids: claimNumbers(drafts, ranks)}
	g.findDebtors()
	l := life{almanac: newAlmanac(), law: law, rarity: scale.rarity()}
	for _, i := range g.order(ranks) {
		decision, events, err := g.live(&l, i)
		if err != nil {
			return err
		}
		if err := emit(decision, events); err != nil {
			return err
		}
	}
	return nil
}

// live makes the whole life of a claim.
func (g *generator) live(l *life, i uint32) (claim.Decision, []claim.Event, error) {
	d := &g.drafts[i]
	l.c = chanceOf(g.seed, forLife+uint64(d.number))
	l.debtors, l.fates = append(l.debtors[:0], g.number(d.debtor)), append(l.fates[:0], g.fate(d.debtor))
	if d.joint >= 0 {
		l.debtors, l.fates = append(l.debtors, g.number(d.joint)), append(l.fates, g.fate(d.joint))
	}
	l.live(d)
	l.surround(g.seed)
	decision := g.decision(i)
	events := l.record(decision.ID)
	return decision, events, l.divide(&decision, events)
}

// generator holds what turns drafts into decisions.
type generator struct {
	seed   uint64
	rarity int
	people *people
	codes  [2][]benefit.Code
	drafts []draft
	ids    []int32 // the running number of each draft's claim within its year
}

// rank orders the drafts by decision day, those of a day by chance, and returns
// their places in drafts.
func rank(seed uint64, drafts []draft) []uint32 {
	keys := make([]uint64, len(drafts))
	c := chanceOf(seed, forPerson)
	for i := range drafts {
		keys[i] = uint64(drafts[i].decided-firstDay)<<48 | c.next()>>40<<20 | uint64(i)
	}
	slices.Sort(keys)
	ranks := make([]uint32, len(keys))
	for i, k := range keys {
		ranks[i] = uint32(k & (1<<20 - 1))
	}
	return ranks
}

// claimNumbers numbers the claims of each year in the order of their decisions.
func claimNumbers(drafts []draft, ranks []uint32) []int32 {
	numbers := make([]int32, len(drafts))
	year, n := 0, int32(0)
	for _, i := range ranks {
		if y := drafts[i].decided.Year(); y != year {
			year, n = y, 0
		}
		n++
		numbers[i] = n
	}
	return numbers
}

// id is the claim number, such as "2024-000123".
func (g *generator) id(i uint32) string {
	var b [11]byte
	s := strconv.AppendInt(b[:0], int64(g.drafts[i].decided.Year())*1_000_000+int64(g.ids[i]), 10)
	return string(s[:4]) + "-" + string(s[4:])
}

// findDebtors gives every draft its debtor, and some a second one.
func (g *generator) findDebtors() {
	for i := range g.drafts {
		d := &g.drafts[i]
		c := chanceOf(g.seed, forPerson+1+uint64(d.number))
		a := paths[d.path].authority
		least, most := 18, 66
		if a == claim.PM && mixes[a][d.benefit].elderly {
			least, most = 66, 85
		}
		d.debtor = g.people.adult(&c, d.decided, least, most)
		for d.decided >= deathsFrom && g.fate(d.debtor).isDead(d.decided) {
			d.debtor = g.people.adult(&c, d.decided, least, most)
		}
		if a == claim.FK && c.often(jointPermille(d)) {
			if other := g.people.adult(&c, d.decided, least, most); other != d.debtor && !g.fate(other).isDead(d.decided) {
				d.joint = other
			}
		}
	}
}

// jointPermille is how many of 1000 claims like this two people owe together:
// spouses for housing allowance, guardians for assistance compensation.
func jointPermille(d *draft) int {
	switch {
	case d.settlement:
		return 12
	case mixes[claim.FK][d.benefit].code == "assistansersattning":
		return 60
	}
	return 0
}

// order is the order of emission.
func (g *generator) order(ranks []uint32) []uint32 {
	keys := make([]uint64, len(ranks))
	for r, i := range ranks {
		keys[r] = uint64(g.drafts[i].debtor)<<20 | uint64(r)
	}
	slices.Sort(keys)
	order := make([]uint32, len(keys))
	for k, key := range keys {
		order[k] = ranks[key&(1<<20-1)]
	}
	return order
}

func (g *generator) decision(i uint32) claim.Decision {
	d := &g.drafts[i]
	dec := claim.Decision{
		ID: g.id(i), Authority: paths[d.path].authority, DecidedOn: d.decided,
		Principal: money.Amount(d.principal) * money.Krona,
		Debtors:   []claim.Debtor{{Number: g.number(d.debtor)}},
	}
	if d.settlement {
		dec.Origin, dec.Benefit = claim.Settlement, g.codes[claim.FK][0]
	} else {
		dec.Origin, dec.Benefit = claim.Manual, g.codes[dec.Authority][d.benefit]
	}
	if d.joint >= 0 {
		dec.Debtors = append(dec.Debtors, claim.Debtor{Number: g.number(d.joint)})
	}
	return dec
}

func (g *generator) fate(i int32) fate { return fateOf(g.seed, i, g.rarity) }

func (g *generator) number(i int32) identity.Number { return g.people.numbers[i] }
