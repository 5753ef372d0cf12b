package search

import (
	"cmp"
	"slices"
	"sort"
	"strings"

	"balans/law/identity"
)

// Named is a person with a name.
type Named struct {
	Number identity.Number
	Name   string // as it is shown; "" is no name, and the person is not found by one
}

// People is the persons that are found by name. It may be read by many at once.
//
// Persons stand in the order of their names. A word is kept once, with whom it names, and
// each person has the numbers of their words.
type People struct {
	number  []identity.Number
	names   []byte // as shown, end to end
	nameEnd []uint32

	wordEnd []uint32 // per person: where the person's words end
	word    []uint32 // numbers of words

	words []string // written, in order of loose and then written form
	loose []string // of each: without marks; the same text where there are none

	ofEnd []uint32 // per word: where those named by it end
	of    []uint32 // persons in order

	late map[identity.Number]string // who has come or changed since; "" is gone
	by   map[identity.Number]bool   // those of late that also stand above
}

// mostLate is how many may have changed before all are put in order again.
const mostLate = 4096

// NewPeople puts persons in order. One with a number that stands twice has the last name.
func NewPeople(all []Named) *People {
	last := make(map[identity.Number]int, len(all))
	for i := range all {
		last[all[i].Number] = i
	}
	type entry struct {
		key string
		Named
	}
	entries := make([]entry, 0, len(last))
	for i := range all {
		if all[i].Name != "" && last[all[i].Number] == i {
			entries = append(entries, entry{inOrder(all[i].Name), all[i]})
		}
	}
	slices.SortFunc(entries, func(a, b entry) int {
		return cmp.Or(strings.Compare(a.key, b.key), strings.Compare(a.Name, b.Name), cmp.Compare(a.Number, b.Number))
	})
	p := &People{}
	ids := map[string]uint32{}
	for i := range entries {
		e := &entries[i]
		p.number = append(p.number, e.Number)
		p.names = append(p.names, e.Name...)
		p.nameEnd = append(p.nameEnd, uint32(len(p.names)))
		for _, w := range distinct(wordsOf(e.Name)) {
			id, ok := ids[w]
			if !ok {
				id = uint32(len(p.words))
				w = strings.Clone(w)
				ids[w] = id
				p.words = append(p.words, w)
			}
			p.word = append(p.word, id)
		}
		p.wordEnd = append(p.wordEnd, uint32(len(p.word)))
	}
	p.order()
	return p
}

// distinct is the words without those that stand twice.
func distinct(words []string) []string {
	slices.Sort(words)
	return slices.Compact(words)
}

// order numbers the words in their order, and finds for each whom it names.
func (p *People) order() {
	loose := make([]string, len(p.words))
	place := make([]uint32, len(p.words))
	for i, w := range p.words {
		if place[i], loose[i] = uint32(i), loosely(w); loose[i] == w {
			loose[i] = w // one text for both
		}
	}
	slices.SortFunc(place, func(a, b uint32) int {
		return cmp.Or(strings.Compare(loose[a], loose[b]), strings.Compare(p.words[a], p.words[b]))
	})
	written := make([]string, len(place))
	p.loose = make([]string, len(place))
	now := make([]uint32, len(place))
	for i, old := range place {
		written[i], p.loose[i], now[old] = p.words[old], loose[old], uint32(i)
	}
	p.words = written
	p.ofEnd = make([]uint32, len(p.words))
	for i, w := range p.word {
		p.word[i] = now[w]
		p.ofEnd[now[w]]++
	}
	sum := uint32(0)
	next := make([]uint32, len(p.words))
	for i, n := range p.ofEnd {
		next[i] = sum
		sum += n
		p.ofEnd[i] = sum
	}
	p.of = make([]uint32, len(p.word))
	for i := range p.number {
		for _, w := range p.wordsOf(i) {
			p.of[next[w]] = uint32(i)
			next[w]++
		}
	}
}

func (p *People) wordsOf(i int) []uint32 { return p.word[start(p.wordEnd, i):p.wordEnd[i]] }

func (p *People) name(i int) string { return string(p.names[start(p.nameEnd, i):p.nameEnd[i]]) }

func start(ends []uint32, i int) uint32 {
	if i == 0 {
		return 0
	}
	return ends[i-1]
}

// Len is how many are found by name.
func (p *People) Len() int {
	n := len(p.number) - len(p.by)
	for _, name := range p.late {
		if name != "" {
			n++
		}
	}
	return n
}

// Bytes is the size of it, but for the few that came late.
func (p *People) Bytes() int {
	n := 8*cap(p.number) + cap(p.names) + 4*(cap(p.nameEnd)+cap(p.wordEnd)+cap(p.word)+cap(p.ofEnd)+cap(p.of)) + 32*len(p.words)
	for i := range p.words {
		n += len(p.words[i])
		if p.loose[i] != p.words[i] {
			n += len(p.loose[i])
		}
	}
	return n
}

// With is these persons with some of them named otherwise, or not at all.
func (p *People) With(changed []Named) *People {
	if len(changed) == 0 {
		return p
	}
	if len(p.late)+len(changed) > mostLate {
		return NewPeople(append(p.all(), changed...))
	}
	n := *p
	n.late, n.by = map[identity.Number]string{}, map[identity.Number]bool{}
	for number, name := range p.late {
		n.late[number] = name
	}
	for _, c := range changed {
		n.late[c.Number] = c.Name
	}
	for _, number := range p.number {
		if _, ok := n.late[number]; ok {
			n.by[number] = true
		}
	}
	return &n
}

// all is everyone, with the names that hold.
func (p *People) all() []Named {
	all := make([]Named, 0, len(p.number)+len(p.late))
	for i, number := range p.number {
		all = append(all, Named{number, p.name(i)})
	}
	for number, name := range p.late {
		all = append(all, Named{number, name})
	}
	return all
}

// span is the words that begin as asked: their numbers, and how near each is.
type span struct {
	from, to uint32
	near     []Nearness // of each in the span
	named    int        // how many times they name someone
}

// Nearness is how near a name is to what was asked for.
type Nearness uint8

// The degrees, the nearest first.
const (
	Whole  Nearness = iota // every word asked for is a word of the name
	Begins                 // every word asked for begins one
	Loose                  // so it is without the marks above letters
)

// nearness is how near a word of a name is to a word asked for; ok is false when it does
// not even begin so without marks.
func nearness(asked, looseAsked, word, looseWord string) (n Nearness, ok bool) {
	switch {
	case word == asked:
		return Whole, true
	case strings.HasPrefix(word, asked):
		return Begins, true
	}
	return Loose, strings.HasPrefix(looseWord, looseAsked)
}

// spanOf finds the words that begin so.
func (p *People) spanOf(asked string) span {
	loose := loosely(asked)
	from := sort.Search(len(p.loose), func(i int) bool { return p.loose[i] >= loose })
	to := from
	s := span{}
	for to < len(p.loose) && strings.HasPrefix(p.loose[to], loose) {
		n, _ := nearness(asked, loose, p.words[to], p.loose[to])
		s.near = append(s.near, n)
		to++
	}
	s.from, s.to = uint32(from), uint32(to)
	if to > from {
		s.named = int(p.ofEnd[to-1] - start(p.ofEnd, from))
	}
	return s
}
