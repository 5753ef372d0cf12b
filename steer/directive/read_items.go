package directive

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

var (
	areaHead          = regexp.MustCompile(`^(\p{L}{10,18}) (\d{1,2})\b[ :]*(.*)$`)
	appropriationHead = regexp.MustCompile(`^(\d{1,2}:\d{1,2})\.? +(.+?)\s*(?:\((\p{L}+)\))?$`)
	itemHead          = regexp.MustCompile(`^ap\.?\s?(\d+(?:\.\d+)*)\b[ .:]*(.*)$`)
	gluedItem         = regexp.MustCompile(`^ap\.?\s?[\d.]*\d\p{L}`)
	partHead          = regexp.MustCompile(`^dp\.?\s?(\d+)\b[ .:]*(.*)$`)
	itemKind          = regexp.MustCompile(`^(.*?)\s*\(((?i:ram|obetecknat|reservation))\)$`)
)

// Name of an appropriation or an item of it.
func itemID(area int, number, post string) ItemID {
	id := fmt.Sprintf("UO%d %s", area, number)
	if post != "" {
		id += " ap." + post
	}
	return ItemID(id)
}

// place is where in the tables of appropriations the reader stands.
type place struct {
	area     int
	areaName string
	approp   int // index in Letter.Appropriations, -1 for none
	group    int // index in its Groups
	item     int // index in the group's Items
	// conditions: what follows are conditions, of the item it names or of the whole.
	conditions bool
	// afterAll: the conditions of several appropriations stand after all of them, each
	// under its number and name again.
	afterAll bool
	subject  *Item
}

// area reads the heading of an expenditure area.
func (r *reader) areaOf(text string) (number int, name string, ok bool) {
	m := areaHead.FindStringSubmatch(text)
	if m == nil || !near(m[1], "Utgiftsområde") {
		return 0, "", false
	}
	number, _ = strconv.Atoi(m[2])
	return number, m[3], true
}

// appropriations reads the appropriations, their items and the conditions for using them.
func (r *reader) appropriations(paras []para) {
	at := place{approp: -1}
	r.noteUnit(paras)
	for i := range paras {
		p := &paras[i]
		r.part = "appropriations"
		if at.approp >= 0 {
			r.part = string(itemID(at.area, r.l.Appropriations[at.approp].Number, ""))
		}
		text, one := p.only()
		if one && r.noteOfUnit(p, text) {
			continue
		}
		switch {
		case one && r.readArea(p, text, &at):
		case (one || p.isWhole()) && r.readAppropriation(p, text, &at):
		case r.readDisposer(p, &at):
		case r.ofAnother(p, &at):
		case at.conditions:
			if number, item := itemOfNumber(text); number != "" {
				text = item
			}
			r.condition(p, text, &at)
		case r.readItem(p, &at):
		case r.readPart(p, &at):
		case one && r.loneAmount(p, text, &at):
		case p.isHeading() && at.approp < 0 && !hasAmount(text):
			r.markAll(*p, Prose)
		default:
			r.unread(*p, "it is no item, disposer or condition of an appropriation")
		}
	}
}

func (r *reader) readArea(p *para, text string, at *place) bool {
	number, name, ok := r.areaOf(text)
	if !ok {
		return false
	}
	*at = place{area: number, areaName: name, approp: -1}
	r.part = fmt.Sprintf("UO%d", number)
	r.markAll(*p, Heading)
	return true
}

// readAppropriation reads the heading of an appropriation and that of its conditions.
func (r *reader) readAppropriation(p *para, text string, at *place) bool {
	if rest, ok := startsNear(text, "Villkor för anslag"); ok && len(text) < 120 {
		r.conditionsFor(p, bareStart.FindString(rest), at)
		return true
	}
	if near(text, "Villkor") && at.approp >= 0 {
		at.conditions, at.afterAll, at.subject = true, true, nil
		r.markAll(*p, Heading)
		return true
	}
	amount := ""
	if before, last := p.lastSum(); last != "" && strings.HasSuffix(before, ")") { // 2003 and 2004
		text, amount = before, last
	}
	if number, _ := itemOfNumber(text); number != "" {
		return false
	}
	m := appropriationHead.FindStringSubmatch(text)
	if bareNumber.MatchString(text) {
		m = []string{text, strings.TrimRight(text, "."), "", ""}
	}
	if m == nil || strings.HasSuffix(text, ".") && m[3] == "" && !strings.HasSuffix(text, "m.m.") && m[2] != "" || len(text) > 200 || p.item {
		return false
	}
	if at.afterAll && m[3] == "" && amount == "" && at.conditions {
		if n := r.appropriationOf(at.area, m[1]); n >= 0 {
			at.approp, at.group, at.item, at.subject = n, -1, -1, nil
			r.markAll(*p, Heading)
			return true
		}
	}
	a := Appropriation{Line: p.line(), Area: at.area, AreaName: at.areaName, Number: m[1], Name: m[2], Kind: m[3]}
	r.part = string(itemID(at.area, m[1], ""))
	r.markAll(*p, Value)
	switch _, last, ends := cutTrailing(strings.TrimSuffix(m[2], " tkr")); {
	case m[2] == "":
		r.unread(*p, "an appropriation without a name")
	case amount != "":
		a.Amount = r.sum(amount, p.line(), r.unit, "the amount of "+r.part)
	case ends && m[3] == "" && (strings.Contains(last, " ") || strings.HasSuffix(m[2], " tkr")):
		r.unread(*p, "the name of the appropriation ends with an amount")
	}
	r.l.Appropriations = append(r.l.Appropriations, a)
	*at = place{area: at.area, areaName: at.areaName, approp: len(r.l.Appropriations) - 1, group: -1, item: -1}
	return true
}

// bareStart is the number of an appropriation at the beginning of a text.
var bareStart = regexp.MustCompile(`^\d{1,2}:\d{1,2}\b`)

// appropriationOf is the index of an appropriation that was read, -1 when there is none.
func (r *reader) appropriationOf(area int, number string) int {
	for i := len(r.l.Appropriations) - 1; i >= 0; i-- {
		if a := &r.l.Appropriations[i]; a.Area == area && a.Number == number {
			return i
		}
	}
	return -1
}

// conditionsFor opens the conditions of the appropriation with a number, or of the one
// above when the heading gives none.
func (r *reader) conditionsFor(p *para, number string, at *place) {
	if number != "" && (at.approp < 0 || r.l.Appropriations[at.approp].Number != number) {
		at.approp, at.group, at.item = r.appropriationOf(at.area, number), -1, -1
	}
	if at.subject = nil; at.approp < 0 {
		at.conditions = false
		r.unread(*p, "conditions for an appropriation that does not stand above them")
		return
	}
	at.conditions = true
	r.markAll(*p, Heading)
}

// lastAmount takes the amount off a row: the last cell that is not empty, or the end of
// the text where there are no cells.
func (p *para) lastAmount() (before, amount string) {
	if p.cells == nil {
		before, amount, _ = cutTrailing(p.text)
		return before, amount
	}
	last := len(p.cells) - 1
	for last > 0 && p.cells[last] == "" {
		last--
	}
	if last == 0 || last < len(p.cells)-1 && !strings.ContainsAny(p.cells[last], "0123456789") {
		return strings.TrimSpace(strings.Join(p.cells, " ")), "" // the cell of the amount is empty
	}
	// An amount that has run into two cells is no amount.
	first := last
	for first > 1 && onlyFigures(p.cells[first-1]) {
		first--
	}
	return strings.TrimSpace(strings.Join(p.cells[:first], " ")), strings.Join(p.cells[first:last+1], "\t")
}

// onlyFigures reports whether a cell can be a part of an amount.
func onlyFigures(cell string) bool {
	return cell != "" && strings.Trim(cell, "0123456789 -−–") == "" && strings.ContainsAny(cell, "0123456789")
}

// readDisposer reads "Disponeras av …" with its sum, which may stand on the row, behind
// it without columns, or alone on the next line.
func (r *reader) readDisposer(p *para, at *place) bool {
	if at.approp < 0 {
		return false
	}
	before, amount := p.lastSum()
	name, ok := startsNear(before, "Disponeras av")
	if !ok || len(before) > 120 {
		return false
	}
	a := &r.l.Appropriations[at.approp]
	r.markAll(*p, Value)
	if amount == "" && at.group >= 0 && a.Groups[at.group].Line == 0 && at.item >= 0 {
		r.unread(*p, "it may be the item above that "+name+" disposes of, or the one below")
	}
	a.Groups = append(a.Groups, Group{Line: p.line(), Disposer: name, Amount: r.sum(amount, p.line(), r.unit, "the sum of what "+name+" disposes of")})
	at.group, at.item, at.conditions, at.subject = len(a.Groups)-1, -1, false, nil
	return true
}

// isWhole reports whether a row gives the amount of a whole appropriation.
func (p *para) isWhole() bool { return numberHead.MatchString(p.cell(0)) && len(filled(p.cells)) == 2 }

// ofAnother lists an item that names another appropriation than the one above it.
func (r *reader) ofAnother(p *para, at *place) bool {
	number, _ := itemOfNumber(p.cell(0))
	if p.cells == nil {
		number, _ = itemOfNumber(p.text)
	}
	if number == "" || at.approp >= 0 && r.l.Appropriations[at.approp].Number == number {
		return false
	}
	r.unread(*p, "an item of "+number+", which is not the appropriation above it")
	return true
}

// loneAmount is the sum of a disposer on a line of its own.
func (r *reader) loneAmount(p *para, text string, at *place) bool {
	if at.approp < 0 || at.group < 0 || at.item >= 0 {
		return false
	}
	g := &r.l.Appropriations[at.approp].Groups[at.group]
	if g.Amount.Printed != "" || text == "" || !strings.ContainsAny(text[:1], "0123456789-−–") {
		return false
	}
	r.markAll(*p, Value)
	g.Amount = r.sum(text, p.line(), r.unit, "the sum of what "+g.Disposer+" disposes of")
	return true
}

// readItem reads a row of an item.
func (r *reader) readItem(p *para, at *place) bool {
	before, amount := p.lastSum()
	_, before = itemOfNumber(before) // ofAnother saw to the number
	m := itemHead.FindStringSubmatch(before)
	if m == nil {
		return false
	}
	if gluedItem.MatchString(before) { // "ap.1.1Till" is not ap.1
		r.unread(*p, "the number of the item has run into its name")
		return true
	}
	if at.approp < 0 {
		r.unread(*p, "an item before any appropriation")
		return true
	}
	a := &r.l.Appropriations[at.approp]
	if at.group < 0 { // some letters print the items without saying who disposes of them
		a.Groups = append(a.Groups, Group{Disposer: r.l.Agency})
		at.group = len(a.Groups) - 1
	}
	g := &a.Groups[at.group]
	if !strings.ContainsAny(amount, "0123456789") && m[2] == "" { // the row ends after the name
		m[2], amount = amount, ""
	}
	if part := partHead.FindStringSubmatch(m[2]); part != nil { // "ap.1 dp.2 Namn"
		id := itemID(at.area, a.Number, m[1])
		if at.item < 0 || g.Items[at.item].ID != id {
			r.unread(*p, "a part of an item that does not stand above it")
			return true
		}
		r.addPart(p, &g.Items[at.item], id+ItemID(" dp."+part[1]), part[2], amount)
		return true
	}
	if whole, _, found := strings.Cut(m[1], "."); found && at.item >= 0 && g.Items[at.item].ID == itemID(at.area, a.Number, whole) {
		r.addPart(p, &g.Items[at.item], itemID(at.area, a.Number, m[1]), m[2], amount)
		return true
	}
	item := Item{Line: p.line(), ID: itemID(at.area, a.Number, m[1]), Name: m[2], Disposer: g.Disposer}
	if k := itemKind.FindStringSubmatch(m[2]); k != nil {
		item.Name, item.Kind = k[1], strings.ToLower(k[2])
	}
	r.part = string(item.ID)
	r.markAll(*p, Value)
	item.Amount = r.sum(amount, p.line(), r.unit, "the amount of "+string(item.ID))
	if amount == "" {
		r.unread(*p, "the item "+string(item.ID)+" has no amount")
	}
	g.Items = append(g.Items, item)
	at.item = len(g.Items) - 1
	return true
}

// readPart reads a row of a delpost, which divides the item before it.
func (r *reader) readPart(p *para, at *place) bool {
	before, amount := p.lastSum()
	m := partHead.FindStringSubmatch(before)
	if m == nil {
		return false
	}
	if at.approp < 0 || at.group < 0 || at.item < 0 {
		r.unread(*p, "a part of an item before any item")
		return true
	}
	item := &r.l.Appropriations[at.approp].Groups[at.group].Items[at.item]
	r.addPart(p, item, item.ID+ItemID(" dp."+m[1]), m[2], amount)
	return true
}

func (r *reader) addPart(p *para, item *Item, id ItemID, name, amount string) {
	part := Item{Line: p.line(), ID: id, Name: name, Disposer: item.Disposer}
	if k := itemKind.FindStringSubmatch(name); k != nil {
		part.Name, part.Kind = k[1], strings.ToLower(k[2])
	}
	r.part = string(part.ID)
	r.markAll(*p, Value)
	part.Amount = r.sum(amount, p.line(), r.unit, "the amount of "+string(part.ID))
	if amount == "" {
		r.unread(*p, "the part "+string(part.ID)+" has no amount")
	}
	item.Parts = append(item.Parts, part)
}

// itemOf finds an item of the appropriation by its number, such as 4 of ap.4.
func (a *Appropriation) itemOf(post string) *Item {
	id := itemID(a.Area, a.Number, post)
	for g := range a.Groups {
		for i := range a.Groups[g].Items {
			if a.Groups[g].Items[i].ID == id {
				return &a.Groups[g].Items[i]
			}
		}
	}
	return nil
}
