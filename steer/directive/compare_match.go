package directive

import (
	"cmp"
	"container/heap"
	"slices"
)

// matching is which elements of two lists are the same thing.
type matching struct {
	pairs            [][2]int // in the order of the new list
	onlyOld, onlyNew []int
	// bounded is set when what is left of the lists was too much to be held against each
	// other pair by pair, so that only what is called the same was paired.
	bounded bool
}

// mostWork bounds how much two lists are held against each other, in letters read. It is
// some seven hundred titles in each that the other list does not have: many times what a
// letter has, and a second or so.
const mostWork = 1_000_000_000

// leastWork is what an element that is not compared letter by letter counts for.
const leastWork = 1000

// matcher is two lists and what tells which of their elements are the same thing. The
// functions are asked with the list and the index in it.
type matcher struct {
	size  [2]int
	score func(i, j int) int // 0 or less for what is never a pair
	// key is equal for two elements whenever their score is the greatest that either of
	// them can have at all, and only then; "" for an element of which that is not known.
	key func(list, i int) string
	// alike is equal for elements that are paired when the bound is met; work is the
	// letters read when an element is compared.
	alike func(list, i int) string
	work  func(list, i int) int
	exact bool // the score is 0 for all that has not the same key
}

// match pairs the elements of two lists, the likest first; a score of 0 or less is never
// a pair. Ties go to those that stand alike far down in their lists, so that matching the
// other way round gives the same pairs. What has the same key is paired without asking
// for every score, which gives the same pairs.
func (m *matcher) match() matching {
	var out matching
	var left [2][]int
	for list := range left {
		for i := range m.size[list] {
			left[list] = append(left[list], i)
		}
	}
	if m.key != nil {
		left = m.classes(left, m.key, &out)
	}
	switch {
	case m.exact || len(left[0]) == 0 || len(left[1]) == 0:
	case m.isTooMuch(left):
		left = m.classes(left, m.alike, &out)
		out.bounded = len(left[0]) > 0 && len(left[1]) > 0
	default:
		left = m.everyPair(left, &out)
	}
	out.onlyOld, out.onlyNew = left[0], left[1]
	slices.SortFunc(out.pairs, func(a, b [2]int) int { return cmp.Compare(a[1], b[1]) })
	return out
}

// isTooMuch reports whether comparing every pair is more than the bound.
func (m *matcher) isTooMuch(left [2][]int) bool {
	work := 0
	for list := range left {
		for _, i := range left[list] {
			n := leastWork
			if m.work != nil {
				n = m.work(list, i)
			}
			if work += n * len(left[1-list]); work > mostWork {
				return true
			}
		}
	}
	return false
}

// classes pairs what has the same key, the nearest first, and returns what is left.
func (m *matcher) classes(left [2][]int, key func(list, i int) string, out *matching) [2][]int {
	if key == nil {
		return left
	}
	members := map[string]*[2][]int{}
	var order []string
	for list := range left {
		for _, i := range left[list] {
			k := key(list, i)
			if k == "" {
				continue
			}
			if members[k] == nil {
				members[k] = new([2][]int)
				order = append(order, k)
			}
			members[k][list] = append(members[k][list], i)
		}
	}
	var pairs [][2]int
	for _, k := range order {
		for _, p := range nearest(members[k][0], members[k][1]) {
			if m.score(p[0], p[1]) > 0 {
				pairs = append(pairs, p)
			}
		}
	}
	return without(left, pairs, out)
}

// without keeps pairs, and returns what is left of the lists.
func without(left [2][]int, pairs [][2]int, out *matching) [2][]int {
	out.pairs = append(out.pairs, pairs...)
	for list := range left {
		taken := make(map[int]bool, len(pairs))
		for _, p := range pairs {
			taken[p[list]] = true
		}
		left[list] = slices.DeleteFunc(left[list], func(i int) bool { return taken[i] })
	}
	return left
}

// candidate is a pair that can be made.
type candidate struct{ i, j, score int }

// before is the order in which pairs are made.
func (c candidate) before(d candidate) int {
	apart := func(c candidate) int { return max(c.i-c.j, c.j-c.i) }
	return cmp.Or(cmp.Compare(d.score, c.score), cmp.Compare(apart(c), apart(d)), cmp.Compare(c.i+c.j, d.i+d.j), cmp.Compare(c.i, d.i))
}

// everyPair asks for the score of every pair that is left.
func (m *matcher) everyPair(left [2][]int, out *matching) [2][]int {
	var all []candidate
	for _, i := range left[0] {
		for _, j := range left[1] {
			if s := m.score(i, j); s > 0 {
				all = append(all, candidate{i, j, s})
			}
		}
	}
	slices.SortFunc(all, candidate.before)
	taken := [2]map[int]bool{{}, {}}
	var pairs [][2]int
	for _, c := range all {
		if !taken[0][c.i] && !taken[1][c.j] {
			taken[0][c.i], taken[1][c.j] = true, true
			pairs = append(pairs, [2]int{c.i, c.j})
		}
	}
	return without(left, pairs, out)
}

// standing is an element in a list of both lists' elements by where they stand.
type standing struct {
	list, at   int
	prev, next int // indexes of those that are not yet taken, -1 for none
	taken      bool
}

// nearest pairs two lists of places, those first that stand nearest to each other. The
// nearest pair always stands side by side among all that are left.
func nearest(old, new []int) (pairs [][2]int) {
	if len(old) == 1 && len(new) == 1 {
		return [][2]int{{old[0], new[0]}}
	}
	var row []standing
	for i, j := 0, 0; i < len(old) || j < len(new); {
		if j == len(new) || i < len(old) && old[i] <= new[j] {
			row, i = append(row, standing{list: 0, at: old[i]}), i+1
		} else {
			row, j = append(row, standing{list: 1, at: new[j]}), j+1
		}
	}
	var open neighbours
	meet := func(a, b int) {
		if a < 0 || b < 0 || row[a].list == row[b].list {
			return
		}
		n := neighbour{left: a, right: b}
		n.i, n.j = row[a].at, row[b].at
		if row[a].list == 1 {
			n.i, n.j = n.j, n.i
		}
		heap.Push(&open, n)
	}
	for k := range row {
		row[k].prev, row[k].next = k-1, k+1
		meet(k-1, k)
	}
	if len(row) > 0 {
		row[len(row)-1].next = -1
	}
	for len(open) > 0 {
		n := heap.Pop(&open).(neighbour)
		if row[n.left].taken || row[n.right].taken {
			continue
		}
		row[n.left].taken, row[n.right].taken = true, true
		pairs = append(pairs, [2]int{n.i, n.j})
		before, after := row[n.left].prev, row[n.right].next
		if before >= 0 {
			row[before].next = after
		}
		if after >= 0 {
			row[after].prev = before
		}
		meet(before, after)
	}
	return pairs
}

// neighbour is two places side by side, one of each list.
type neighbour struct {
	candidate
	left, right int
}

// neighbours is a heap, the nearest first.
type neighbours []neighbour

func (n neighbours) Len() int           { return len(n) }
func (n neighbours) Less(a, b int) bool { return n[a].before(n[b].candidate) < 0 }
func (n neighbours) Swap(a, b int)      { n[a], n[b] = n[b], n[a] }

// Push is that of container/heap.
func (n *neighbours) Push(x any) { *n = append(*n, x.(neighbour)) }

// Pop is that of container/heap.
func (n *neighbours) Pop() any {
	last := len(*n) - 1
	x := (*n)[last]
	*n = (*n)[:last]
	return x
}

// pairing is how the elements of a list are compared. The functions that are asked with a
// list get 0 for the old and 1 for the new.
type pairing[T any] struct {
	score func(old, new *T) int
	both  func(old, new *T)
	one   func(x *T) Side // what to tell of one that stands in one letter only
	// key, alike, work and exact are those of a matcher.
	key   func(list int, x *T) string
	alike func(list int, x *T) string
	work  func(x *T) int
	exact bool
}

// matched is which elements of two lists are the same thing by a pairing.
func matched[T any](old, new []T, p *pairing[T]) matching {
	at := func(list, i int) *T {
		if list == 0 {
			return &old[i]
		}
		return &new[i]
	}
	m := matcher{size: [2]int{len(old), len(new)}, exact: p.exact, score: func(i, j int) int { return p.score(&old[i], &new[j]) }}
	if p.key != nil {
		m.key = func(list, i int) string { return p.key(list, at(list, i)) }
	}
	if p.alike != nil {
		m.alike = func(list, i int) string { return p.alike(list, at(list, i)) }
	}
	if p.work != nil {
		m.work = func(list, i int) int { return p.work(at(list, i)) }
	}
	return m.match()
}

// compareLists tells what was added to a list, removed from it and changed in it.
func compareLists[T any](c *comparer, part ChangePart, old, new []T, p pairing[T]) {
	m := matched(old, new, &p)
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
	c.bound(twoPlaces{part: part}, m)
}
