package search

import (
	"cmp"
	"slices"
	"strings"

	"balans/law/identity"
)

// Hit is a person that a search found.
type Hit struct {
	Named
	Near Nearness
}

// Find is the persons with all of the words among theirs: those that are nearest first, then
// in the order of their names. It gives at most so many, and says whether there are more.
// May is asked of each before it is counted: who may not be shown is as if not there.
func (p *People) Find(words []string, most int, may func(identity.Number) bool) (hits []Hit, more bool) {
	if len(words) == 0 || most <= 0 {
		return nil, false
	}
	g := gathered{most: most, may: may}
	p.findOrdered(words, &g)
	p.findLate(words, &g)
	for near, some := range g.by {
		slices.SortStableFunc(some, func(a, b Hit) int {
			return cmp.Or(strings.Compare(inOrder(a.Name), inOrder(b.Name)), strings.Compare(a.Name, b.Name), cmp.Compare(a.Number, b.Number))
		})
		for _, h := range some {
			if len(hits) == most {
				return hits, true
			}
			h.Near = Nearness(near)
			hits = append(hits, h)
		}
	}
	return hits, false
}

// gathered is what has been found: of each nearness the first in order, and one more, so
// that it is known whether there are more.
type gathered struct {
	most int
	may  func(identity.Number) bool
	by   [Loose + 1][]Hit
}

func (g *gathered) isFull(n Nearness) bool { return len(g.by[n]) > g.most }

func (g *gathered) add(n Nearness, number identity.Number, name func() string) {
	if !g.isFull(n) && g.may(number) {
		g.by[n] = append(g.by[n], Hit{Named: Named{number, name()}})
	}
}

// mostGathered is up to how many persons are gathered from a word's list and sorted; beyond
// that it is quicker to go through everyone in order.
const mostGathered = 20_000

// findOrdered looks among those that stand in order.
func (p *People) findOrdered(words []string, g *gathered) {
	spans := make([]span, len(words))
	least := 0
	for i, w := range words {
		if spans[i] = p.spanOf(w); spans[i].from == spans[i].to {
			return
		}
		if spans[i].named < spans[least].named {
			least = i
		}
	}
	if s := &spans[least]; s.named <= mostGathered {
		some := slices.Clone(p.of[start(p.ofEnd, int(s.from)):p.ofEnd[s.to-1]])
		slices.Sort(some)
		for _, i := range slices.Compact(some) {
			p.look(int(i), spans, g)
		}
		return
	}
	for i := range p.number {
		if g.isFull(Whole) {
			return
		}
		p.look(i, spans, g)
	}
}

// look adds the person when every span has a word of theirs.
func (p *People) look(i int, spans []span, g *gathered) {
	words := p.wordsOf(i)
	worst := Whole
	for k := range spans {
		s := &spans[k]
		best, found := Loose, false
		for _, w := range words {
			if w >= s.from && w < s.to {
				best, found = min(best, s.near[w-s.from]), true
			}
		}
		if !found {
			return
		}
		worst = max(worst, best)
	}
	if number := p.number[i]; !p.by[number] {
		g.add(worst, number, func() string { return p.name(i) })
	}
}

// findLate looks among the few that came late. Those in order may have filled a place that
// one of these comes before, so each is kept: there are few.
func (p *People) findLate(words []string, g *gathered) {
	for number, name := range p.late {
		if n, ok := nameNearness(words, wordsOf(name)); ok && g.may(number) {
			g.by[n] = append(g.by[n], Hit{Named: Named{number, name}})
		}
	}
}

// nameNearness is how near a name is to the words asked for: the worst of the words, each
// taken at its best.
func nameNearness(asked, name []string) (worst Nearness, ok bool) {
	for _, a := range asked {
		best, found := Loose, false
		for _, w := range name {
			if n, ok := nearness(a, loosely(a), w, loosely(w)); ok {
				best, found = min(best, n), true
			}
		}
		if !found {
			return 0, false
		}
		worst = max(worst, best)
	}
	return worst, true
}
