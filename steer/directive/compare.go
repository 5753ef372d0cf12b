package directive

import (
	"strconv"
	"strings"

	"balans/law/calendar"
)

// ChangePart is the part of a letter that a change is in.
type ChangePart string

// The parts of a letter that are compared.
const (
	PartHead          ChangePart = "head"    // title, agency, year, decision
	PartRiksdag       ChangePart = "riksdag" // decisions by Riksdagen
	PartGoal          ChangePart = "goal"
	PartRequirement   ChangePart = "requirement" // reporting without a goal
	PartAssignment    ChangePart = "assignment"  // given in the letter or earlier
	PartDeadline      ChangePart = "deadline"    // of an assignment, a condition or the forecasts
	PartAppropriation ChangePart = "appropriation"
	PartDisposer      ChangePart = "disposer" // what an agency disposes of
	PartItem          ChangePart = "item"
	PartPension       ChangePart = "pension fee"
	PartCondition     ChangePart = "condition"
	PartFrame         ChangePart = "frame" // credit, carry-over, withdrawal
	PartClosed        ChangePart = "closed item"
	PartAuthorisation ChangePart = "authorisation"
	PartLoan          ChangePart = "loan"
	PartPlan          ChangePart = "plan"
	PartFee           ChangePart = "fee"
	PartFeeTarget     ChangePart = "fee target"
	PartCentral       ChangePart = "central account"
	PartSignature     ChangePart = "signature"
	PartCopy          ChangePart = "copy"
)

// ChangeKind is what happened to a thing between two letters.
type ChangeKind string

// The kinds of changes.
const (
	Added   ChangeKind = "added"
	Removed ChangeKind = "removed"
	Changed ChangeKind = "changed"
)

// Change is one difference between two letters.
type Change struct {
	Part  ChangePart
	Kind  ChangeKind
	Field string // what of the thing changed, such as "amount"; empty for added and removed
	// Old is empty for what was added, New for what was removed.
	Old, New Side
}

// Side is what stands in one of the two letters.
type Side struct {
	Key   string // the thing's name there: an item's id, an assignment's title
	Value string // as it stands; the name or text of a thing that was added or removed
	Sum   Sum    // for amounts
	Line  int    // 0 when the letter gives no line for it
	// Deadlines is the whole deadline, for a change of one, and all of them for an
	// assignment or a condition that was added or removed.
	Deadlines []Deadline
}

// Key is the thing's name in the newer letter, or in the older when it was removed.
func (c *Change) Key() string {
	if c.Kind == Removed {
		return c.Old.Key
	}
	return c.New.Key
}

// Compare tells what differs between two letters: two editions of a year or the letters
// of two years. What was moved, retyped without another word, or merely stands on another
// line is no change. Compare(b, a) gives the same changes as Compare(a, b), turned round.
// Things are matched by what they are, not by where they stand: items by area, number and
// name, also when renumbered or renamed; assignments by title and diary numbers;
// conditions by item, kind and purpose. Where so much stands in one letter only that not
// everything can be held against everything, only what is called the same is matched,
// and a change of the field notAllCompared says so.
func Compare(old, new *Letter) []Change {
	c := &comparer{old: old, new: new, texts: texts{}}
	c.head()
	c.goals()
	c.assignments()
	c.money()
	c.plan()
	c.fees()
	c.passages(PartFeeTarget, old.FeeTargets, new.FeeTargets, nearWords)
	c.passages(PartCentral, old.CentralAccount, new.CentralAccount, nearWords)
	c.passages(PartSignature, old.Signatures, new.Signatures, sameText-1)
	c.passages(PartCopy, old.Copies, new.Copies, nearTitle)
	return c.found
}

// comparer collects what differs between two letters.
type comparer struct {
	old, new *Letter
	found    []Change
	toNew    map[ItemID]ItemID // of the items and appropriations in both
	toOld    map[ItemID]ItemID
	texts    texts
}

// notAllCompared is the field of a change that tells that a list was too long to be
// compared in full; its values are how many have no counterpart.
const notAllCompared = "not all compared, without a counterpart"

// bound tells that two lists were not compared in full.
func (c *comparer) bound(p twoPlaces, m matching) {
	if m.bounded {
		old, new := strconv.Itoa(len(m.onlyOld)), strconv.Itoa(len(m.onlyNew))
		c.found = append(c.found, Change{p.part, Changed, notAllCompared, Side{Key: p.oldKey, Value: old, Line: p.oldLine}, Side{Key: p.newKey, Value: new, Line: p.newLine}})
	}
}

// twoPlaces is a thing's key and line in both letters.
type twoPlaces struct {
	part             ChangePart
	oldKey, newKey   string
	oldLine, newLine int
}

// value tells that a value changed; space within it does not count.
func (c *comparer) value(p twoPlaces, field, old, new string) {
	if old, new = oneSpace(old), oneSpace(new); old != new {
		c.found = append(c.found, Change{p.part, Changed, field, Side{Key: p.oldKey, Value: old, Line: p.oldLine}, Side{Key: p.newKey, Value: new, Line: p.newLine}})
	}
}

// sum tells that an amount changed, became known or is no longer known.
func (c *comparer) sum(p twoPlaces, field string, old, new Sum) {
	if sameSum(old, new) {
		return
	}
	if old.Line > 0 {
		p.oldLine = old.Line
	}
	if new.Line > 0 {
		p.newLine = new.Line
	}
	c.found = append(c.found, Change{p.part, Changed, field,
		Side{Key: p.oldKey, Value: sumText(old), Sum: old, Line: p.oldLine}, Side{Key: p.newKey, Value: sumText(new), Sum: new, Line: p.newLine}})
}

func sameSum(a, b Sum) bool {
	if a.Known != b.Known {
		return false
	}
	return a.Known && a.Amount == b.Amount || !a.Known && (a.isBlank() && b.isBlank() || oneSpace(a.Printed) == oneSpace(b.Printed))
}

func oneSpace(s string) string { return strings.Join(strings.Fields(s), " ") }

func yesNo(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}

func dateText(d calendar.Date) string {
	if d == calendar.None {
		return ""
	}
	return d.String()
}

// textOf is passages as one text, a paragraph a line.
func textOf(passages []Passage) string {
	var lines []string
	for _, p := range passages {
		lines = append(lines, oneSpace(p.Text))
	}
	return strings.Join(lines, "\n")
}

func (c *comparer) head() {
	a, b := c.old, c.new
	p := twoPlaces{PartHead, "", "", a.Line, b.Line}
	c.value(p, "title", a.Title, b.Title)
	c.value(p, "agency", a.Agency, b.Agency)
	c.value(p, "year", strconv.Itoa(a.Year), strconv.Itoa(b.Year))
	c.value(p, "department", a.Department, b.Department)
	c.value(p, "number", a.Number, b.Number)
	c.value(p, "decided", dateText(a.Decided), dateText(b.Decided))
	c.value(p, "diary", strings.Join(a.Diary, ", "), strings.Join(b.Diary, ", "))
	c.value(p, "amends", yesNo(a.Amends), yesNo(b.Amends))
	cited := func(d *RiksdagDecision) string {
		text := "prop. " + d.Bill
		if d.Area > 0 {
			text += " utg.omr. " + strconv.Itoa(d.Area)
		}
		return text + ", bet. " + d.Bet + ", rskr. " + d.Rskr
	}
	compareLists(c, PartRiksdag, a.Riksdag, b.Riksdag, pairing[RiksdagDecision]{
		score: func(x, y *RiksdagDecision) int { return equalScore(cited(x) == cited(y)) },
		key:   func(_ int, x *RiksdagDecision) string { return cited(x) },
		exact: true,
		one:   func(x *RiksdagDecision) Side { return Side{Key: x.Rskr, Value: cited(x), Line: x.Line} },
	})
}

// keyOf is a key of the parts of one, which is never empty.
func keyOf(parts ...string) string { return strings.Join(parts, "\x00") + "\x00" }

// equalScore is the score of things that are either the same or not.
func equalScore(same bool) int {
	if same {
		return sameText
	}
	return 0
}

// atLeast is a similarity, or 0 when it is below the border.
func atLeast(border, s int) int {
	if s < border {
		return 0
	}
	return s
}

func (c *comparer) goals() {
	compareLists(c, PartGoal, c.old.Goals, c.new.Goals, pairing[Goal]{
		score: func(x, y *Goal) int { return c.texts.atLeast(nearTitle, x.Title, y.Title) },
		key:   func(_ int, x *Goal) string { return keyOf(x.Title) },
		alike: func(_ int, x *Goal) string { return keyOf(plain(x.Title)) },
		work:  func(x *Goal) int { return readingWork(x.Title) },
		both: func(x, y *Goal) {
			p := twoPlaces{PartGoal, x.Title, y.Title, x.Line, y.Line}
			c.value(p, "title", x.Title, y.Title)
			c.text(p, "text", x.Text, y.Text)
			c.text(p, "reporting", x.Reporting, y.Reporting)
			p.part = PartDeadline
			c.deadlines(p, x.Deadlines, y.Deadlines)
		},
		one: func(x *Goal) Side { return Side{Key: x.Title, Value: textOf(x.Text), Line: x.Line} },
	})
	compareLists(c, PartRequirement, c.old.Requirements, c.new.Requirements, pairing[Requirement]{
		score: func(x, y *Requirement) int { return c.texts.atLeast(nearTitle, x.Title, y.Title) },
		key:   func(_ int, x *Requirement) string { return keyOf(x.Title) },
		alike: func(_ int, x *Requirement) string { return keyOf(plain(x.Title)) },
		work:  func(x *Requirement) int { return readingWork(x.Title) },
		both: func(x, y *Requirement) {
			p := twoPlaces{PartRequirement, x.Title, y.Title, x.Line, y.Line}
			c.value(p, "title", x.Title, y.Title)
			c.text(p, "text", x.Text, y.Text)
			p.part = PartDeadline
			c.deadlines(p, x.Deadlines, y.Deadlines)
		},
		one: func(x *Requirement) Side { return Side{Key: x.Title, Value: textOf(x.Text), Line: x.Line} },
	})
}

// text tells that paragraphs changed; where they were divided does not count.
func (c *comparer) text(p twoPlaces, field string, old, new []Passage) {
	if oneSpace(textOf(old)) == oneSpace(textOf(new)) {
		return
	}
	if len(old) > 0 {
		p.oldLine = old[0].Line
	}
	if len(new) > 0 {
		p.newLine = new[0].Line
	}
	c.found = append(c.found, Change{p.part, Changed, field, Side{Key: p.oldKey, Value: textOf(old), Line: p.oldLine}, Side{Key: p.newKey, Value: textOf(new), Line: p.newLine}})
}

// passages compares a list of sentences one by one.
func (c *comparer) passages(part ChangePart, old, new []Passage, border int) {
	compareLists(c, part, old, new, pairing[Passage]{
		score: func(x, y *Passage) int {
			return atLeast(border, c.texts.similarity(oneSpace(x.Text), oneSpace(y.Text)))
		},
		key:   func(_ int, x *Passage) string { return keyOf(oneSpace(x.Text)) },
		alike: func(_ int, x *Passage) string { return keyOf(plain(x.Text)) },
		work:  func(x *Passage) int { return readingWork(x.Text) },
		both:  func(x, y *Passage) { c.value(twoPlaces{part, "", "", x.Line, y.Line}, "text", x.Text, y.Text) },
		one:   func(x *Passage) Side { return Side{Value: oneSpace(x.Text), Line: x.Line} },
	})
}
