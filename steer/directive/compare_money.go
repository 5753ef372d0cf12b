package directive

import (
	"strconv"
	"strings"
	"unicode"
)

// money compares 4 and 5.1: appropriations, items, conditions, frames, authorisations and
// loans.
func (c *comparer) money() {
	c.toNew, c.toOld = map[ItemID]ItemID{}, map[ItemID]ItemID{}
	compareLists(c, PartAppropriation, c.old.Appropriations, c.new.Appropriations, pairing[Appropriation]{
		score: func(x, y *Appropriation) int {
			if x.Area != y.Area {
				return 0
			}
			return c.scoreNumbered(x.Number, y.Number, x.Name, y.Name)
		},
		key:   func(_ int, x *Appropriation) string { return keyOf(strconv.Itoa(x.Area), x.Number, oneSpace(x.Name)) },
		alike: func(_ int, x *Appropriation) string { return keyOf(strconv.Itoa(x.Area), plain(x.Name)) },
		work:  func(x *Appropriation) int { return readingWork(x.Name) },
		both:  c.appropriation,
		one: func(x *Appropriation) Side {
			return Side{Key: string(appropriationID(x)), Value: x.Name, Line: x.Line}
		},
	})
	c.items()
	c.frames()
	c.closedItems()
	c.authorisations()
	compareLists(c, PartLoan, c.old.Loans, c.new.Loans, pairing[Loan]{
		score: func(x, y *Loan) int {
			if x.Kind != y.Kind {
				return 0
			}
			return c.texts.atLeast(nearWords, x.Purpose, y.Purpose)
		},
		key:   func(_ int, x *Loan) string { return keyOf(string(x.Kind), x.Purpose) },
		alike: func(_ int, x *Loan) string { return keyOf(string(x.Kind), plain(x.Purpose)) },
		work:  func(x *Loan) int { return readingWork(x.Purpose) },
		both: func(x, y *Loan) {
			p := twoPlaces{PartLoan, loanKey(x), loanKey(y), x.Line, y.Line}
			c.value(p, "purpose", x.Purpose, y.Purpose)
			c.sum(p, "amount", x.Sum, y.Sum)
		},
		one: func(x *Loan) Side { return Side{Key: loanKey(x), Value: x.Purpose, Sum: x.Sum, Line: x.Line} },
	})
}

func loanKey(x *Loan) string { return strings.TrimSpace(string(x.Kind) + " " + x.Purpose) }

// scoreNumbered is how likely two numbered and named things are the same: the same number
// counts more than a changed name, and the same name under another number more than
// another name under the same number. Between years a number can go to something else.
func (c *comparer) scoreNumbered(oldNumber, newNumber, oldName, newName string) int {
	s := c.texts.similarity(oneSpace(oldName), oneSpace(newName))
	switch {
	case oldNumber == newNumber && s < nearWords && c.old.Year != c.new.Year:
		return 0
	case oldNumber == newNumber:
		return 4000 + 6*s
	case s >= nearTitle:
		return 5000 + 4*s
	}
	return 0
}

func (c *comparer) appropriation(x, y *Appropriation) {
	oldID, newID := appropriationID(x), appropriationID(y)
	c.toNew[oldID], c.toOld[newID] = newID, oldID
	p := twoPlaces{PartAppropriation, string(oldID), string(newID), x.Line, y.Line}
	c.value(p, "number", x.Number, y.Number)
	c.value(p, "name", x.Name, y.Name)
	c.value(p, "area name", x.AreaName, y.AreaName)
	c.value(p, "kind", x.Kind, y.Kind)
	isNew := map[*Group]bool{}
	for i := range y.Groups {
		isNew[&y.Groups[i]] = true
	}
	compareLists(c, PartDisposer, x.Groups, y.Groups, pairing[Group]{
		score: func(a, b *Group) int { return c.texts.atLeast(nearTitle, a.Disposer, b.Disposer) },
		key:   func(_ int, a *Group) string { return keyOf(a.Disposer) },
		alike: func(_ int, a *Group) string { return keyOf(plain(a.Disposer)) },
		work:  func(a *Group) int { return readingWork(a.Disposer) },
		both: func(a, b *Group) {
			q := twoPlaces{PartDisposer, p.oldKey, p.newKey, a.Line, b.Line}
			c.value(q, "disposer", a.Disposer, b.Disposer)
			c.sum(q, "amount", a.Amount, b.Amount)
		},
		one: func(a *Group) Side {
			key := string(oldID)
			if isNew[a] {
				key = string(newID)
			}
			return Side{Key: key, Value: a.Disposer, Sum: a.Amount, Line: a.Line}
		},
	})
	c.conditions(p, x.Conditions, y.Conditions)
}

// post is the item's own number in its appropriation: "2" of "UO10 1:6 ap.2".
func (id ItemID) post() string {
	_, post, _ := strings.Cut(string(id), " ap.")
	return post
}

// appropriation is the appropriation of an item: "UO10 1:6" of "UO10 1:6 ap.2".
func (id ItemID) appropriation() ItemID {
	a, _, _ := strings.Cut(string(id), " ap.")
	return ItemID(a)
}

func (c *comparer) items() {
	flat := func(l *Letter) (items []Item) {
		for _, i := range allItems(l) {
			items = append(items, *i)
		}
		return items
	}
	p := c.itemPairs()
	p.both = c.item
	p.one = func(x *Item) Side { return Side{Key: string(x.ID), Value: x.Name, Sum: x.Amount, Line: x.Line} }
	compareLists(c, PartItem, flat(c.old), flat(c.new), p)
}

func (c *comparer) itemPairs() pairing[Item] {
	return pairing[Item]{
		score: func(x, y *Item) int {
			if !c.isSame(x.ID.appropriation(), y.ID.appropriation()) {
				return 0
			}
			return c.scoreNumbered(x.ID.post(), y.ID.post(), x.Name, y.Name)
		},
		key: func(list int, x *Item) string {
			return c.keyOfItem(list, x.ID.appropriation(), x.ID.post(), oneSpace(x.Name))
		},
		alike: func(list int, x *Item) string { return c.keyOfItem(list, x.ID.appropriation(), plain(x.Name)) },
		work:  func(x *Item) int { return readingWork(x.Name) },
	}
}

// isSame reports whether an item or appropriation of the old letter is one of the new.
func (c *comparer) isSame(old, new ItemID) bool {
	if to, ok := c.toNew[old]; ok {
		return to == new
	}
	_, taken := c.toOld[new]
	return old == new && !taken
}

// keyOfItem is a key of what an item or appropriation of one of the letters is called in
// the new one, and more: two are the same when that is equal. It is empty for one of the
// old letter whose number went to another.
func (c *comparer) keyOfItem(list int, id ItemID, more ...string) string {
	if list == 0 {
		if to, ok := c.toNew[id]; ok {
			id = to
		} else if _, taken := c.toOld[id]; taken {
			return ""
		}
	}
	return keyOf(append([]string{string(id)}, more...)...)
}

func (c *comparer) item(x, y *Item) {
	c.toNew[x.ID], c.toOld[y.ID] = y.ID, x.ID
	p := twoPlaces{PartItem, string(x.ID), string(y.ID), x.Line, y.Line}
	c.value(p, "number", x.ID.post(), y.ID.post())
	c.value(p, "name", x.Name, y.Name)
	c.value(p, "kind", x.Kind, y.Kind)
	c.value(p, "disposer", x.Disposer, y.Disposer)
	c.sum(p, "amount", x.Amount, y.Amount)
	c.pension(p, x.Pension, y.Pension)
	c.conditions(p, x.Conditions, y.Conditions)
}

func (c *comparer) pension(p twoPlaces, x, y *PensionFee) {
	p.part = PartPension
	switch {
	case x == nil && y == nil:
	case x == nil:
		c.found = append(c.found, Change{Part: PartPension, Kind: Added, New: Side{Key: p.newKey, Value: strconv.Itoa(y.Year), Sum: y.Preliminary, Line: y.Line}})
	case y == nil:
		c.found = append(c.found, Change{Part: PartPension, Kind: Removed, Old: Side{Key: p.oldKey, Value: strconv.Itoa(x.Year), Sum: x.Preliminary, Line: x.Line}})
	default:
		p.oldLine, p.newLine = x.Line, y.Line
		c.value(p, "year", strconv.Itoa(x.Year), strconv.Itoa(y.Year))
		c.sum(p, "preliminary", x.Preliminary, y.Preliminary)
		c.value(p, "regulation year", strconv.Itoa(x.RegulationYear), strconv.Itoa(y.RegulationYear))
		c.sum(p, "regulation", x.Regulation, y.Regulation)
		c.value(p, "floored", yesNo(x.Floored), yesNo(y.Floored))
	}
}

func (c *comparer) conditions(p twoPlaces, old, new []Condition) {
	m := matched(old, new, c.conditionPairs())
	for _, pair := range m.pairs {
		x, y := &old[pair[0]], &new[pair[1]]
		q := twoPlaces{PartCondition, p.oldKey, p.newKey, x.Line, y.Line}
		c.value(q, "kind", string(x.Kind), string(y.Kind))
		c.sum(q, "amount", x.Amount, y.Amount)
		c.value(q, "agency", x.Agency, y.Agency)
		// The amount and the days stand in the sentence too and are told once.
		if a, b := oneSpace(x.Text), oneSpace(y.Text); a != b && withoutDigits(a) != withoutDigits(b) || sameSum(x.Amount, y.Amount) && len(x.Deadlines)+len(y.Deadlines) == 0 {
			c.value(q, "text", a, b)
		}
		q.part = PartDeadline
		c.deadlines(q, x.Deadlines, y.Deadlines)
	}
	for _, j := range m.onlyNew {
		c.found = append(c.found, Change{Part: PartCondition, Kind: Added, New: Side{Key: p.newKey, Value: oneSpace(new[j].Text), Sum: new[j].Amount, Line: new[j].Line, Deadlines: new[j].Deadlines}})
	}
	for _, i := range m.onlyOld {
		c.found = append(c.found, Change{Part: PartCondition, Kind: Removed, Old: Side{Key: p.oldKey, Value: oneSpace(old[i].Text), Sum: old[i].Amount, Line: old[i].Line, Deadlines: old[i].Deadlines}})
	}
	p.part = PartCondition
	c.bound(p, m)
}

func (c *comparer) conditionPairs() *pairing[Condition] {
	return &pairing[Condition]{
		score: c.scoreCondition,
		key:   func(_ int, x *Condition) string { return keyOf(string(x.Kind), oneSpace(x.Text), sumKey(x.Amount)) },
		alike: func(_ int, x *Condition) string { return keyOf(string(x.Kind), plain(x.Text)) },
		work:  func(x *Condition) int { return readingWork(x.Text) + readingWork(x.Purpose) },
	}
}

// sumKey is equal for sums that are the same.
func sumKey(s Sum) string {
	switch {
	case s.Known:
		return strconv.FormatInt(int64(s.Amount), 10)
	case s.isBlank():
		return ""
	}
	return "?" + oneSpace(s.Printed)
}

// scoreCondition is how likely two conditions of one item are the same.
func (c *comparer) scoreCondition(x, y *Condition) int {
	text := c.texts.similarity(oneSpace(x.Text), oneSpace(y.Text))
	if x.Kind != y.Kind {
		return atLeast(nearTitle, text) * 5
	}
	s := text
	if x.Purpose != "" && y.Purpose != "" {
		s = max(s, c.texts.similarity(oneSpace(x.Purpose), oneSpace(y.Purpose)))
	}
	if s < nearWords {
		return 0
	}
	s = s*10 + text/200
	if sameSum(x.Amount, y.Amount) {
		s += 4
	}
	return s
}

func withoutDigits(s string) string {
	return oneSpace(strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) {
			return ' '
		}
		return r
	}, s))
}
