package directive

import (
	"cmp"
	"slices"
)

// Borders of similarity, in thousandths.
const (
	sameText  = 1000
	nearTitle = 850 // a title, name or heading that was retyped
	nearWords = 600 // a sentence that was rewritten
)

// similarity is how alike two texts are, in thousandths: 1000 for the same text, 999 for
// the same letters and digits, otherwise the share of neighbouring pairs of letters that
// both have, and at least nearTitle for texts that differ in a letter or so.
func similarity(a, b string) int {
	if a == b {
		return sameText
	}
	x, y := plain(a), plain(b)
	if x == y {
		return sameText - 1
	}
	if x == "" || y == "" {
		return 0
	}
	if s := sharedPairs(x, y); s >= nearTitle || !near(a, b) {
		return min(s, sameText-2)
	}
	return nearTitle
}

// sharedPairs is twice the number of neighbouring letters that both texts have, each
// counted as often as it stands in both, per thousand of those they have together.
func sharedPairs(a, b string) int {
	x, y := letterPairs(a), letterPairs(b)
	shared := 0
	for i, j := 0, 0; i < len(x) && j < len(y); {
		switch {
		case x[i] == y[j]:
			shared, i, j = shared+1, i+1, j+1
		case x[i] < y[j]:
			i++
		default:
			j++
		}
	}
	return 2 * shared * 1000 / (len(x) + len(y))
}

// letterPairs is each letter of a text with the one before it, in the order of their codes.
func letterPairs(s string) []uint64 {
	pairs := make([]uint64, 0, len(s))
	before := ' '
	for _, r := range s {
		pairs = append(pairs, uint64(before)<<32|uint64(r))
		before = r
	}
	slices.Sort(pairs)
	return pairs
}

// matching is which elements of two lists are the same thing.
type matching struct {
	pairs            [][2]int // in the order of the new list
	onlyOld, onlyNew []int
}

// match pairs the elements of two lists, the likest first; a score of 0 or less is never
// a pair. Ties go to those that stand alike far down in their lists, so that matching the
// other way round gives the same pairs.
func match(old, new int, score func(i, j int) int) (m matching) {
	type candidate struct{ i, j, score int }
	var all []candidate
	for i := range old {
		for j := range new {
			if s := score(i, j); s > 0 {
				all = append(all, candidate{i, j, s})
			}
		}
	}
	apart := func(c candidate) int { return max(c.i-c.j, c.j-c.i) }
	slices.SortFunc(all, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(apart(a), apart(b)), cmp.Compare(a.i+a.j, b.i+b.j), cmp.Compare(a.i, b.i))
	})
	takenOld, takenNew := make([]bool, old), make([]bool, new)
	for _, c := range all {
		if !takenOld[c.i] && !takenNew[c.j] {
			takenOld[c.i], takenNew[c.j] = true, true
			m.pairs = append(m.pairs, [2]int{c.i, c.j})
		}
	}
	slices.SortFunc(m.pairs, func(a, b [2]int) int { return cmp.Compare(a[1], b[1]) })
	for i, taken := range takenOld {
		if !taken {
			m.onlyOld = append(m.onlyOld, i)
		}
	}
	for j, taken := range takenNew {
		if !taken {
			m.onlyNew = append(m.onlyNew, j)
		}
	}
	return m
}

// pairing is how the elements of a list are compared.
type pairing[T any] struct {
	score func(old, new *T) int
	both  func(old, new *T)
	one   func(x *T) Side // what to tell of one that stands in one letter only
}

// compareLists tells what was added to a list, removed from it and changed in it.
func compareLists[T any](c *comparer, part ChangePart, old, new []T, p pairing[T]) {
	m := match(len(old), len(new), func(i, j int) int { return p.score(&old[i], &new[j]) })
	if p.both != nil {
		for _, x := range m.pairs {
			p.both(&old[x[0]], &new[x[1]])
		}
	}
	for _, j := range m.onlyNew {
		c.found = append(c.found, Change{Part: part, Kind: Added, New: p.one(&new[j])})
	}
	for _, i := range m.onlyOld {
		c.found = append(c.found, Change{Part: part, Kind: Removed, Old: p.one(&old[i])})
	}
}
