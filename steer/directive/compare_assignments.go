package directive

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"balans/law/calendar"
)

// given is an assignment of one of two letters that are compared.
type given struct {
	*Assignment
	earlier   bool // it stands among those given earlier
	passed    bool // it stands there as given by the other letter
	year      int  // of the letter
	otherYear int  // of the other letter
	numbers   []string
}

// givenIn is the assignments of a letter that is compared with one of another year.
func givenIn(l *Letter, otherYear int) (all []given) {
	for k, list := range [][]Assignment{l.Assignments, l.Earlier} {
		for i := range list {
			a := &list[i]
			all = append(all, given{Assignment: a, earlier: k == 1, passed: k == 1 && otherYear < l.Year && a.isGivenBy(otherYear),
				year: l.Year, otherYear: otherYear, numbers: a.diaryNumbers()})
		}
	}
	return all
}

// diaryNumbers is the diary numbers of an assignment's basis, plain and in order.
func (a *Assignment) diaryNumbers() (numbers []string) {
	for _, b := range a.Basis {
		if isDiaryNumber(b) {
			numbers = append(numbers, plain(b))
		}
	}
	slices.Sort(numbers)
	return slices.Compact(numbers)
}

// shares reports whether two assignments name the same decision.
func (x *given) shares(y *given) bool {
	for i, j := 0, 0; i < len(x.numbers) && j < len(y.numbers); {
		switch cmp.Compare(x.numbers[i], y.numbers[j]) {
		case 0:
			return true
		case -1:
			i++
		default:
			j++
		}
	}
	return false
}

// What two assignments have in common beside their titles, in ten-thousandths of the
// similarity of those.
const (
	sharedNumber = 30
	sameNumbers  = 1
	samePlace    = 40
	passedOn     = 80
)

// scoreGiven is how likely two are the same assignment. The letter of the next year lists
// an assignment among the earlier ones with the year of the letter that gave it, while it
// may give a new one of the same title; it does not give anew what was given earlier.
func (c *comparer) scoreGiven(x, y *given) int {
	if x.year > y.year {
		x, y = y, x
	}
	if x.year < y.year && x.earlier && !y.earlier {
		return 0
	}
	s := c.texts.atLeast(nearWords, x.Title, y.Title)
	if s == 0 {
		return 0
	}
	shared := x.shares(y)
	if s < nearTitle && !shared {
		return 0
	}
	s *= 10
	if shared {
		s += sharedNumber
	}
	if slices.Equal(x.numbers, y.numbers) {
		s += sameNumbers
	}
	switch {
	case x.earlier && y.passed: // what the older letter calls earlier it did not give
		s += samePlace - 1
	case x.earlier == y.earlier:
		s += samePlace
	case y.passed:
		s += passedOn
	}
	return s
}

// keyOfGiven is equal for two assignments of which neither can be likelier to be another.
// In the letters of two years that is not known of the assignments that the later one
// gives: those of the earlier one are looked for among what it calls earlier first.
func keyOfGiven(_ int, x *given) string {
	place := "own"
	switch {
	case x.passed || x.year < x.otherYear && !x.earlier:
		place = "passed"
	case x.earlier:
		place = "earlier"
	case x.year > x.otherYear:
		return ""
	}
	return keyOf(append([]string{place, x.Title}, x.numbers...)...)
}

// isGivenBy reports whether the basis of an assignment is the letter of a year.
func (a *Assignment) isGivenBy(year int) bool {
	return slices.ContainsFunc(a.Basis, func(b string) bool {
		return strings.Contains(strings.ToLower(b), "regleringsbrev") && strings.Contains(b, strconv.Itoa(year))
	})
}

// isDiaryNumber reports whether a basis is a number of one decision; "Regleringsbrev för
// 2024" gave many assignments and identifies none.
func isDiaryNumber(basis string) bool {
	return strings.Contains(basis, "/") && strings.ContainsAny(basis, "0123456789")
}

func (c *comparer) assignments() {
	p := c.assignmentPairs()
	p.both = c.assignment
	p.one = func(x *given) Side {
		return Side{Key: x.Title, Value: whereGiven(x), Line: x.Line, Deadlines: x.Deadlines}
	}
	compareLists(c, PartAssignment, givenIn(c.old, c.new.Year), givenIn(c.new, c.old.Year), p)
	c.deadlines(twoPlaces{part: PartDeadline, oldKey: "prognostillfällen", newKey: "prognostillfällen"}, c.old.Occasions, c.new.Occasions)
}

func (c *comparer) assignmentPairs() pairing[given] {
	return pairing[given]{
		score: c.scoreGiven,
		key:   keyOfGiven,
		alike: func(_ int, x *given) string { return keyOf(plain(x.Title), yesNo(x.earlier)) },
		work:  func(x *given) int { return readingWork(x.Title) + leastWork*len(x.numbers)/10 },
	}
}

func whereGiven(x *given) string {
	if x.earlier {
		return "given earlier"
	}
	return "given in the letter"
}

func (c *comparer) assignment(x, y *given) {
	p := twoPlaces{PartAssignment, x.Title, y.Title, x.Line, y.Line}
	c.value(p, "title", x.Title, y.Title)
	c.value(p, "place", whereGiven(x), whereGiven(y))
	c.value(p, "group", x.Group, y.Group)
	c.value(p, "basis", strings.Join(x.Basis, ", "), strings.Join(y.Basis, ", "))
	c.value(p, "with", strings.Join(x.With, ", "), strings.Join(y.With, ", "))
	c.value(p, "to", strings.Join(x.To, ", "), strings.Join(y.To, ", "))
	c.value(p, "coordinator", x.Coordinator, y.Coordinator)
	c.value(p, "continuous", yesNo(x.Continuous), yesNo(y.Continuous))
	c.text(p, "text", x.Text, y.Text)
	p.part = PartDeadline
	c.deadlines(p, x.Deadlines, y.Deadlines)
}

// deadlines compares the deadlines of one thing.
func (c *comparer) deadlines(p twoPlaces, old, new []Deadline) {
	m := matched(old, new, deadlinePairs())
	for _, pair := range m.pairs {
		x, y := &old[pair[0]], &new[pair[1]]
		p.oldLine, p.newLine = x.Line, y.Line
		before := len(c.found)
		c.value(p, "kind", string(x.Kind), string(y.Kind))
		c.value(p, "date", dateText(x.Date), dateText(y.Date))
		c.value(p, "terms", termsText(x), termsText(y))
		for k := range c.found[before:] {
			c.found[before+k].Old.Deadlines, c.found[before+k].New.Deadlines = []Deadline{*x}, []Deadline{*y}
		}
	}
	for _, j := range m.onlyNew {
		d := &new[j]
		c.found = append(c.found, Change{Part: PartDeadline, Kind: Added, New: Side{Key: p.newKey, Value: deadlineText(d), Line: d.Line, Deadlines: []Deadline{*d}}})
	}
	for _, i := range m.onlyOld {
		d := &old[i]
		c.found = append(c.found, Change{Part: PartDeadline, Kind: Removed, Old: Side{Key: p.oldKey, Value: deadlineText(d), Line: d.Line, Deadlines: []Deadline{*d}}})
	}
	p.part = PartDeadline
	c.bound(p, m)
}

func deadlinePairs() *pairing[Deadline] {
	day := func(_ int, d *Deadline) string { return keyOf(string(d.Kind), dateText(d.Date)) }
	return &pairing[Deadline]{
		score: scoreDeadline,
		key:   func(list int, d *Deadline) string { return keyOf(day(list, d), termsText(d)) },
		alike: day,
	}
}

// scoreDeadline prefers the same delivery on the same day, then one that was moved, the
// least first; another kind of delivery on the same day comes last.
func scoreDeadline(x, y *Deadline) (s int) {
	days := int(x.Date) - int(y.Date)
	switch {
	case x.Kind == y.Kind && x.Date == y.Date:
		s = 1_000_000
	case x.Kind == y.Kind && (x.Date == calendar.None || y.Date == calendar.None):
		s = 10
	case x.Kind == y.Kind:
		s = 900_000 - 10*min(max(days, -days), 80_000)
	case x.Date == y.Date && x.Date != calendar.None:
		s = 20
	default:
		return 0
	}
	if termsText(x) == termsText(y) {
		s++
	}
	return s
}

// termsText is what a deadline says beside its kind and day.
func termsText(d *Deadline) string {
	var t []string
	add := func(is bool, text string) {
		if is {
			t = append(t, text)
		}
	}
	add(d.Precision != ToDay && d.Precision != "", string(d.Precision))
	add(d.Yearly, "yearly")
	add(d.Until > 0, "until "+strconv.Itoa(d.Until))
	add(d.Relative != "", d.Relative)
	add(d.Joint, "joint")
	add(d.By != "", "by "+d.By)
	add(len(d.To) > 0, "to "+strings.Join(d.To, ", "))
	return strings.Join(t, "; ")
}

func deadlineText(d *Deadline) string {
	return strings.TrimRight(strings.TrimSpace(string(d.Kind)+" "+dateText(d.Date))+"; "+termsText(d), "; ")
}
