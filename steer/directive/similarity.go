package directive

import "slices"

// Borders of similarity, in thousandths.
const (
	sameText  = 1000
	nearTitle = 850 // a title, name or heading that was retyped
	nearWords = 600 // a sentence that was rewritten
)

// longestNear is the longest text, in letters, of which single letters that were changed
// are counted: longer ones are told by their pairs of letters alone.
const longestNear = 2000

// similarity is how alike two texts are, in thousandths: 1000 for the same text, 999 for
// the same letters and digits, otherwise the share of neighbouring pairs of letters that
// both have, and at least nearTitle for texts that differ in a letter or so.
func similarity(a, b string) int { return lettersOf(a).alike(lettersOf(b)) }

// letters is a text made ready to be compared with many others.
type letters struct {
	text, plain string
	runes       []rune   // of plain
	pairs       []uint64 // each letter of plain with the one before it, in the order of their codes
}

func lettersOf(s string) *letters {
	x := &letters{text: s, plain: plain(s)}
	x.runes = []rune(x.plain)
	x.pairs = make([]uint64, 0, len(x.runes))
	before := ' '
	for _, r := range x.runes {
		x.pairs = append(x.pairs, uint64(before)<<32|uint64(r))
		before = r
	}
	slices.Sort(x.pairs)
	return x
}

// alike is the similarity of two texts.
func (x *letters) alike(y *letters) int {
	s, _ := x.measure(y)
	return s
}

// measure is the similarity of two texts and how many letters were read for it. Letters
// that differ are counted only where the pairs do not rule out that they are few enough:
// one that is changed takes two pairs away.
func (x *letters) measure(y *letters) (s, work int) {
	work = len(x.pairs) + len(y.pairs) + 1
	switch {
	case x.text == y.text:
		return sameText, work
	case x.plain == y.plain:
		return sameText - 1, work
	case x.plain == "" || y.plain == "":
		return 0, work
	}
	shared := sharedPairs(x.pairs, y.pairs)
	if s = perThousand(shared, len(x.pairs)+len(y.pairs)); s >= nearTitle {
		return min(s, sameText-2), work
	}
	n := max(len(x.runes), len(y.runes))
	most := slack(n)
	if n > longestNear || shared < n-2*most {
		return s, work
	}
	work += len(x.runes) * len(y.runes)
	if distance(x.runes, y.runes, most) >= 0 {
		s = nearTitle
	}
	return s, work
}

// perThousand is the share that pairs found in both texts are of all that both have.
func perThousand(shared, together int) int { return 2 * shared * sameText / together }

// canBeNear reports whether two texts of so many letters can be similar to a border that
// is not above nearTitle: the shorter has too few pairs, otherwise. Texts that differ in
// so few letters as near allows are never so different in length.
func canBeNear(x, y *letters, border int) bool {
	n, m := len(x.pairs), len(y.pairs)
	return n+m == 0 || perThousand(min(n, m), n+m) >= border
}

// sharedPairs is how many neighbouring letters both texts have, each counted as often as
// it stands in both.
func sharedPairs(x, y []uint64) (shared int) {
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
	return shared
}

// texts keeps texts that are compared with many others.
type texts map[string]*letters

func (t texts) of(s string) *letters {
	x := t[s]
	if x == nil {
		x = lettersOf(s)
		t[s] = x
	}
	return x
}

// similarity is that of the texts.
func (t texts) similarity(a, b string) int { return t.of(a).alike(t.of(b)) }

// atLeast is the similarity of the texts, or 0 when it is below a border, which is at most
// nearTitle.
func (t texts) atLeast(border int, a, b string) int {
	x, y := t.of(a), t.of(b)
	if !canBeNear(x, y, border) {
		return 0
	}
	return atLeast(border, x.alike(y))
}

// readingWork is how many letters are read, at most, when a text is compared with another.
func readingWork(s string) int {
	short := min(len(s), longestNear)
	return len(s) + short*short/4
}
