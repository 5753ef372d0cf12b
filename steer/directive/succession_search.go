package directive

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
)

// successors finds, among assignments, the one that succeeds another. It gives the one
// for which succeeds is strongest, the first of several, without asking it of all.
type successors struct {
	to      []Assignment
	titles  []*letters     // of the subjects
	bySize  []int          // indexes of to by how many letters the subjects have
	same    map[string]int // the first with a subject, by its plain letters
	begins  map[branch]int // the words that subjects begin with
	first   []int          // for each such beginning, the first that has it
	numbers map[string][]int
	marks   map[string][]int // the words with digits of the texts; nil until asked for
	work    int              // letters read
}

// branch is the beginning of a subject and the word that follows it.
type branch struct {
	beginning int
	word      string
}

func newSuccessors(to []Assignment) *successors {
	s := &successors{to: to, same: map[string]int{}, begins: map[branch]int{}, first: []int{-1}, numbers: map[string][]int{}}
	for i := range to {
		title := subject(to[i].Title)
		x := lettersOf(title)
		s.titles, s.bySize = append(s.titles, x), append(s.bySize, i)
		if _, known := s.same[x.plain]; !known {
			s.same[x.plain] = i
		}
		at := 0
		for _, word := range strings.Fields(title) {
			b := branch{at, plain(word)}
			next, known := s.begins[b]
			if !known {
				next = len(s.first)
				s.begins[b] = next
				s.first = append(s.first, i)
			}
			at = next
		}
		for _, number := range to[i].Basis {
			s.numbers[plain(number)] = append(s.numbers[plain(number)], i)
		}
	}
	slices.SortStableFunc(s.bySize, func(a, b int) int { return cmp.Compare(len(s.titles[a].pairs), len(s.titles[b].pairs)) })
	return s
}

// of is the index of the assignment that succeeds another, -1 for none; ok is false when
// looking for it is more than the bound.
func (s *successors) of(from *Assignment) (best int, ok bool) {
	title := subject(from.Title)
	x := lettersOf(title)
	if i, same := s.same[x.plain]; same {
		return i, true
	}
	if best, ok = s.near(x); best >= 0 || !ok {
		return best, ok
	}
	if i := s.continued(strings.Fields(title)); i >= 0 {
		return i, true
	}
	return s.referring(from, x)
}

// near is the one with the likest title that is nearly the same.
func (s *successors) near(x *letters) (best int, ok bool) {
	n := len(x.pairs)
	least, _ := slices.BinarySearchFunc(s.bySize, n, func(i, n int) int {
		m := len(s.titles[i].pairs)
		if m < n && perThousand(m, n+m) < nearTitle {
			return -1
		}
		return 1
	})
	best, likest := -1, 0
	for _, i := range s.bySize[least:] {
		if !canBeNear(x, s.titles[i], nearTitle) {
			break
		}
		like, work := x.measure(s.titles[i])
		if s.work += work; s.work > mostWork {
			return -1, false
		}
		if like >= nearTitle && (like > likest || like == likest && i < best) {
			best, likest = i, like
		}
	}
	return best, true
}

// continued is the first one whose title begins with the words, when they are enough.
func (s *successors) continued(title []string) int {
	if len(title) < leastWords {
		return -1
	}
	at := 0
	for _, word := range title {
		next, known := s.begins[branch{at, plain(word)}]
		if !known {
			return -1
		}
		at = next
	}
	return s.first[at]
}

// referring is the one with the likest title that names a decision of an assignment.
func (s *successors) referring(from *Assignment, x *letters) (best int, ok bool) {
	var all []int
	for _, number := range from.Basis {
		if isDiaryNumber(number) {
			all = append(all, s.numbers[plain(number)]...)
			all = append(all, s.named(number)...)
		}
	}
	if s.work += len(all); s.work > mostWork {
		return -1, false
	}
	slices.Sort(all)
	best, likest := -1, -1
	for _, i := range slices.Compact(all) {
		to := &s.to[i]
		like, work := x.measure(s.titles[i])
		work += leastWork + len(from.Basis)*len(to.Basis)
		for _, p := range to.Text {
			work += len(p.Text) * len(from.Basis)
		}
		if s.work += work; s.work > mostWork {
			return -1, false
		}
		if like > likest && referredBasis(from, to) != "" {
			best, likest = i, like
		}
	}
	return best, true
}

// named is those whose text can name a number: all its words with digits stand there, and
// so the rarest of them does.
func (s *successors) named(number string) (fewest []int) {
	if s.marks == nil {
		s.marks = map[string][]int{}
		for i := range s.to {
			for _, p := range s.to[i].Text {
				for _, mark := range marksOf(p.Text) {
					if list := s.marks[mark]; len(list) == 0 || list[len(list)-1] != i {
						s.marks[mark] = append(list, i)
					}
				}
			}
		}
	}
	for k, mark := range marksOf(number) {
		if list := s.marks[mark]; k == 0 || len(list) < len(fewest) {
			fewest = list
		}
	}
	return fewest
}

// marksOf is the words of a text that have a digit.
func marksOf(text string) (marks []string) {
	for _, word := range strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		if strings.ContainsAny(word, "0123456789") {
			marks = append(marks, word)
		}
	}
	return marks
}
