package directive

import (
	"slices"
	"strconv"
	"strings"

	"balans/law/calendar"
)

// given is an assignment and whether it stands among those given earlier.
type given struct {
	*Assignment
	earlier bool
	year    int // of the letter
}

func givenIn(l *Letter) (all []given) {
	for i := range l.Assignments {
		all = append(all, given{&l.Assignments[i], false, l.Year})
	}
	for i := range l.Earlier {
		all = append(all, given{&l.Earlier[i], true, l.Year})
	}
	return all
}

// scoreGiven is how likely two are the same assignment. The letter of the next year lists
// an assignment among the earlier ones with the year of the letter that gave it, while it
// may give a new one of the same title; it does not give anew what was given earlier.
func scoreGiven(x, y *given) int {
	if x.year < y.year && x.earlier && !y.earlier || y.year < x.year && y.earlier && !x.earlier {
		return 0
	}
	s := similarity(x.Title, y.Title)
	shared := sharesBasis(x.Assignment, y.Assignment)
	if s < nearTitle && !(shared && s >= nearWords) {
		return 0
	}
	s *= 10
	if shared {
		s += 30
	}
	switch {
	case x.earlier == y.earlier:
		s += 40
	case x.year < y.year && y.earlier && y.isGivenBy(x.year), y.year < x.year && x.earlier && x.isGivenBy(y.year):
		s += 80
	}
	return s
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

// sharesBasis reports whether two assignments name the same decision.
func sharesBasis(a, b *Assignment) bool { return sharedBasis(a, b) != "" }

func sharedBasis(a, b *Assignment) string {
	for _, x := range a.Basis {
		for _, y := range b.Basis {
			if isDiaryNumber(x) && plain(x) == plain(y) {
				return oneSpace(x)
			}
		}
	}
	return ""
}

func (c *comparer) assignments() {
	compareLists(c, PartAssignment, givenIn(c.old), givenIn(c.new), pairing[given]{
		score: scoreGiven,
		both:  c.assignment,
		one: func(x *given) Side {
			return Side{Key: x.Title, Value: whereGiven(x), Line: x.Line, Deadlines: x.Deadlines}
		},
	})
	c.deadlines(twoPlaces{part: PartDeadline, oldKey: "prognostillfällen", newKey: "prognostillfällen"}, c.old.Occasions, c.new.Occasions)
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
	m := match(len(old), len(new), func(i, j int) int { return scoreDeadline(&old[i], &new[j]) })
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
