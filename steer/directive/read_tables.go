package directive

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"balans/law/calendar"
)

// table is where in a table by area and appropriation the reader stands.
type table struct {
	area   int
	number string
	// alone: the table names no area; it is that of the appropriation with the number.
	alone bool
}

// row reads what tables by appropriation have in common: areas, names of appropriations,
// units and notes. It reports false for a row that names an item, with the item.
func (r *reader) row(p *para, t *table) (post string, rest []string, done bool) {
	text, one := p.only()
	if one {
		if n, _, ok := r.areaOf(text); ok {
			*t = table{area: n}
			r.markAll(*p, Heading)
			return "", nil, true
		}
		if r.noteOfUnit(p, text) {
			return "", nil, true
		}
		named, _ := itemOfNumber(text)
		if m := appropriationHead.FindStringSubmatch(text); named == "" && m != nil && (!strings.HasSuffix(text, ".") || strings.HasSuffix(text, "m.m.")) || bareNumber.MatchString(text) {
			t.number = bareStart.FindString(text)
			r.markAll(*p, Value)
			return "", nil, true
		}
	}
	number, first := itemOfNumber(p.text)
	if p.cells != nil {
		number, first = itemOfNumber(p.cells[0])
		rest = p.cells[1:]
	} else if f := strings.SplitN(first, " ", 2); len(f) == 2 {
		first, rest = f[0], splitColumns(f[1])
	}
	m := itemHead.FindStringSubmatch(first)
	if m == nil && !gluedItem.MatchString(first) {
		return "", nil, false
	}
	if gluedItem.MatchString(first) {
		r.unread(*p, "the number of the item has run into its name")
		return "", nil, true
	}
	if number != "" && number != t.number { // the row names its appropriation itself
		t.number = number
	}
	if t.number == "" {
		r.unread(*p, "an item before any appropriation")
		return "", nil, true
	}
	if t.alone = t.alone || t.area == 0; t.alone {
		if t.area = r.onlyAreaOf(t.number); t.area == 0 {
			r.unread(*p, "an item of "+t.number+" in a table that does not say which expenditure area")
			return "", nil, true
		}
	}
	if part := partHead.FindStringSubmatch(m[2]); part != nil {
		return m[1] + " dp." + part[1], rest, false
	}
	return m[1], rest, false
}

var column = regexp.MustCompile(`[-−–]?\d{1,3}(?: \d{3})+\b|[-−–]?\d+(?: %)?|\p{L}+`)

// splitColumns takes a row apart whose columns were lost: "423 559 Inget 0".
func splitColumns(s string) []string { return column.FindAllString(s, -1) }

// frames reads the table of credit, carry-over and withdrawal.
func (r *reader) frames(paras []para) {
	var t table
	credit, carry, withdrawn := 0, 1, 2
	headed := false // a table whose head is gone may have its columns in another order
	r.noteUnit(paras)
	for i := range paras {
		p := &paras[i]
		r.part = "frames"
		if p.cells != nil && (near(p.cell(0), "Anslag/ap") || near(p.cell(1), "Anslagskredit")) {
			headed = true
			for c, head := range p.cells[1:] {
				switch head = strings.ToLower(head); {
				case strings.Contains(head, "kredit"):
					credit = c
				case strings.Contains(head, "behållning") || strings.Contains(head, "sparande"):
					carry = c
				case strings.Contains(head, "indrag"):
					withdrawn = c
				}
			}
			r.markAll(*p, Ruler)
			continue
		}
		post, rest, done := r.row(p, &t)
		if done {
			continue
		}
		if post == "" {
			r.note(p)
			continue
		}
		f := Frame{Line: p.line(), Item: itemID(t.area, t.number, post)}
		r.part = string(f.Item)
		r.markAll(*p, Value)
		if n := len(trimEmpty(rest)); n != 3 && len(rest) != 3 {
			r.unread(*p, fmt.Sprintf("the row of %s has %d columns and not 3", f.Item, n))
			rest = nil // which of them is which cannot be known
		}
		if !headed {
			r.unread(*p, "the row stands in a table without a head, so its columns are not known")
			rest = nil
		}
		f.Credit = r.sum(at(rest, credit), p.line(), r.unit, "the credit of "+string(f.Item))
		f.Withdrawn = r.sum(at(rest, withdrawn), p.line(), r.unit, "the withdrawal of "+string(f.Item))
		r.carryOver(&f, at(rest, carry), p)
		r.l.Frames = append(r.l.Frames, f)
	}
}

// trimEmpty is the cells without the empty ones at the end.
func trimEmpty(cells []string) []string {
	for len(cells) > 0 && cells[len(cells)-1] == "" {
		cells = cells[:len(cells)-1]
	}
	return cells
}

func at(cells []string, i int) string {
	if i < len(cells) {
		return cells[i]
	}
	return ""
}

var percentage = regexp.MustCompile(`^(\d{1,3})(?:,(\d{1,2}))? ?%$`)

// carryOver reads what may be kept of the money not used.
func (r *reader) carryOver(f *Frame, cell string, p *para) {
	f.CarryOver = cell
	if m := percentage.FindStringSubmatch(cell); m != nil {
		n, _ := strconv.Atoi(m[1] + (m[2] + "00")[:2])
		f.Percent = n
		return
	}
	switch {
	case cell == "":
	case near(cell, "Inget"):
		f.None = true
	case near(cell, "Allt"), strings.EqualFold(cell, "Hela"):
		f.All = true
	default:
		f.Kept = r.sum(cell, p.line(), r.unit, "what may be carried over on "+string(f.Item))
	}
}

// noteUnit finds what the amounts of a segment are counted in, before its tables are read:
// the heading says it or a note among them. A note that contradicts the heading cannot be
// read, and a table that nothing says it of is in doubt, though thousands is the custom.
func (r *reader) noteUnit(paras []para) {
	said, rows := r.headingUnit, false
	for i := range paras {
		p := &paras[i]
		text, one := p.only()
		if _, amount := p.lastAmount(); !one && amount != "" {
			rows = true
		}
		if u, _ := unitOf(text); one && u != 0 {
			if said != 0 && u != said {
				r.unread(*p, "it says another unit than the heading or an earlier note")
			}
			if said == 0 {
				said = u
			}
		}
	}
	if r.unit = thousands; said != 0 {
		r.unit = said
	}
	if said == 0 && rows {
		r.l.Missing = append(r.l.Missing, "the unit of the amounts in "+r.part)
	}
}

// noteOfUnit takes a line that says what amounts are counted in.
func (r *reader) noteOfUnit(p *para, text string) bool {
	u, isNote := unitOf(text)
	switch {
	case !isNote:
		return false
	case u == 0:
		r.unread(*p, "it says what amounts are counted in, in words that are not known")
		return true
	}
	r.l.Units = append(r.l.Units, Passage{Line: p.line(), Text: text})
	r.markAll(*p, Ruler)
	return true
}

// note is a line of words under a table; a row of cells there would hide a value.
func (r *reader) note(p *para) {
	if text, one := p.only(); p.cells != nil && !(one && strings.Trim(text, "0123456789 ") != "") {
		r.unread(*p, "a row of the table that names no item")
		return
	}
	r.markAll(*p, Prose)
}

var yearOfItem = regexp.MustCompile(`\((\d{4})\)`)

// closed reads the items that may no longer be used.
func (r *reader) closed(paras []para) {
	var t table
	headYear := 0
	for i := range paras {
		p := &paras[i]
		r.part = "closed"
		year := 0
		if m := yearOfItem.FindStringSubmatch(p.text); m != nil {
			year, _ = strconv.Atoi(m[1])
		}
		if near(p.cell(1), "Anslagstyp") || near(p.cell(0), "Anslag/ap") {
			r.markAll(*p, Ruler)
			continue
		}
		post, rest, done := r.row(p, &t)
		if done {
			headYear = year
			continue
		}
		if post == "" {
			r.note(p)
			continue
		}
		if year == 0 {
			year = headYear
		}
		r.markAll(*p, Value)
		r.l.Closed = append(r.l.Closed, ClosedItem{Line: p.line(), Item: itemID(t.area, t.number, post), Year: year, Kind: at(rest, 0)})
	}
}

var yearHead = regexp.MustCompile(`^(\d{4})( ?[-–])?$`)

// authorisations reads the frames for commitments: the years stand in the table's head.
func (r *reader) authorisations(paras []para) {
	var t table
	type col struct {
		year    int
		onwards bool
		end     bool
		frame   bool
	}
	cols := []col{}
	r.noteUnit(paras)
	words := false // the conditions have begun
	for i := range paras {
		p := &paras[i]
		r.part = "authorisations"
		if p.cells == nil {
			if text := p.text; near(text, "Villkor") {
				words = true
				r.markAll(*p, Heading)
				continue
			}
			if words {
				r.markAll(*p, Prose)
				continue
			}
		}
		joined := strings.ToLower(strings.Join(p.cells, " "))
		if p.cells != nil && (strings.Contains(joined, "bemyndigande") || strings.Contains(joined, "slutår")) {
			for c, head := range p.cells[1:] {
				for len(cols) <= c {
					cols = append(cols, col{})
				}
				if m := yearHead.FindStringSubmatch(head); m != nil {
					cols[c].year, _ = strconv.Atoi(m[1])
					cols[c].onwards = m[2] != ""
				}
				cols[c].end = cols[c].end || near(head, "Slutår")
				cols[c].frame = cols[c].frame || strings.Contains(strings.ToLower(head), "bemyndigande")
			}
			r.markAll(*p, Ruler)
			continue
		}
		post, rest, done := r.row(p, &t)
		if done {
			continue
		}
		if post == "" {
			r.note(p)
			continue
		}
		a := Authorisation{Line: p.line(), Item: itemID(t.area, t.number, post)}
		r.markAll(*p, Value)
		if len(trimEmpty(rest)) > len(cols) {
			r.unread(*p, "the row has more columns than the head of the table")
			rest = nil // which of them is which cannot be known
		}
		for c, cell := range rest {
			if c >= len(cols) {
				continue
			}
			switch h := cols[c]; {
			case h.end:
				if a.End, _ = strconv.Atoi(cell); a.End == 0 && cell != "" {
					r.unread(*p, "the last year cannot be read: “"+cell+"”")
				}
			case h.year > 0:
				a.Years = append(a.Years, YearSum{Year: h.year, Onwards: h.onwards, Sum: r.sum(cell, p.line(), r.unit, fmt.Sprintf("what falls due in %d", h.year))})
			case h.frame:
				a.Frame = r.sum(cell, p.line(), r.unit, "the authorisation of "+string(a.Item))
			default:
				if cell != "" {
					r.unread(*p, "a cell whose head says no year")
				}
			}
		}
		r.l.Authorisations = append(r.l.Authorisations, a)
	}
}

// loans reads the frames of loans and credits.
func (r *reader) loans(paras []para) {
	r.noteUnit(paras)
	words := false
	for i := range paras {
		p := &paras[i]
		r.part = "loans"
		text, one := p.only()
		if one && r.noteOfUnit(p, text) {
			continue
		}
		if one && near(text, "Villkor") {
			words = true
			r.markAll(*p, Heading)
			continue
		}
		before, amount := p.lastAmount()
		l := Loan{Line: p.line(), Kind: AccountCredit, Purpose: strings.TrimSpace(bullet.ReplaceAllString(before, ""))}
		if _, ok := startsNear(before, "Låneram"); ok || near(before, "Låneram för verksamhetsinvesteringar") {
			l.Kind, l.Purpose = LoanFrame, before
		} else if _, ok := startsNear(before, "Räntekontokredit"); ok {
			l.Kind, l.Purpose = InterestAccount, before
		}
		if words || amount == "" {
			if p.cells != nil && !one {
				r.unread(*p, "a row of a table that has no amount")
				continue
			}
			if l.Kind != AccountCredit && !words {
				r.unread(*p, "the frame has no amount")
				continue
			}
			r.markAll(*p, Prose)
			continue
		}
		r.markAll(*p, Value)
		l.Sum = r.sum(amount, p.line(), r.unit, l.Purpose)
		r.l.Loans = append(r.l.Loans, l)
	}
}

var onlyItem = regexp.MustCompile(`^(\d{1,2}:\d{1,2}) ap\.?\s?(\d+(?:\.\d+)*)\b`)

// plan reads the payment plan and which items it pays.
func (r *reader) plan(paras []para, line int) {
	r.l.Plan.Line = line
	r.noteUnit(paras)
	for i := range paras {
		p := &paras[i]
		r.part = "plan"
		before, amount := p.lastAmount()
		if m := isoDate.FindString(before); m != "" && m == strings.TrimSpace(before) {
			r.markAll(*p, Value)
			pay := Payment{Line: p.line(), Sum: r.sum(amount, p.line(), r.unit, "the payment of "+m)}
			d, err := calendar.Parse(m)
			if err != nil {
				r.unread(*p, "there is no such day")
			}
			pay.Date = d
			r.l.Plan.Payments = append(r.l.Plan.Payments, pay)
			continue
		}
		if near(before, "Summa") && amount != "" {
			r.markAll(*p, Value)
			r.l.Plan.Total = r.sum(amount, p.line(), r.unit, "the sum of the payment plan")
			continue
		}
		text, one := p.only()
		if one && r.noteOfUnit(p, text) {
			continue
		}
		if m := onlyItem.FindStringSubmatch(text); m != nil && one {
			if id, ok := r.itemNamed(m[1], m[2]); ok {
				r.markAll(*p, Value)
				r.l.Plan.Items = append(r.l.Plan.Items, id)
			} else {
				r.unread(*p, "no appropriation has such an item, or several areas have")
			}
			continue
		}
		if near(p.cell(1), "Belopp") {
			r.markAll(*p, Ruler)
			continue
		}
		if p.cells != nil && !one {
			r.unread(*p, "a row of the payment plan without a date")
			continue
		}
		r.markAll(*p, Prose)
	}
}

// itemNamed finds the item that a number without its area means: the one that the agency
// itself disposes of, and of those the one whose appropriation is the agency's own.
func (r *reader) itemNamed(number, post string) (ItemID, bool) {
	var found []ItemID
	for i := range r.l.Appropriations {
		a := &r.l.Appropriations[i]
		if a.Number == number && a.itemOf(post) != nil {
			found = append(found, itemID(a.Area, number, post))
		}
	}
	if len(found) != 1 {
		return "", false
	}
	return found[0], true
}

// fees reads the budget of fee-based activities.
func (r *reader) fees(paras []para, line int) {
	r.l.Fees.Line = line
	r.noteUnit(paras)
	group, words, headed := "", false, false
	for i := range paras {
		p := &paras[i]
		r.part = "fees"
		text, one := p.only()
		if one && r.noteOfUnit(p, text) {
			continue
		}
		if p.cells == nil && headed && !words && i+1 < len(paras) && len(paras[i+1].cells) == 7 { // a group, where columns are spaces
			group = text
			r.markAll(*p, Value)
			continue
		}
		if p.cells == nil {
			if near(text, "Villkor") {
				words = true
			}
			if p.isHeading() && words {
				r.markAll(*p, Heading)
			} else {
				r.markAll(*p, Prose)
			}
			continue
		}
		if near(p.cell(0), "Verksamhet") {
			headed = true
			r.feeYear(p)
			continue
		}
		if one {
			group = text
			r.markAll(*p, Value)
			continue
		}
		r.markAll(*p, Value)
		if len(p.cells) != 7 {
			r.unread(*p, fmt.Sprintf("the row has %d columns and not 7", len(p.cells)))
			p.cells = p.cells[:1] // which of them is which cannot be known
		}
		f := FeeRow{Line: p.line(), Activity: p.cell(0), Group: group}
		for c, to := range []*Sum{&f.Before, &f.Last, &f.Income, &f.Cost, &f.Result, &f.After} {
			*to = r.sum(p.cell(c+1), p.line(), r.unit, f.Activity)
		}
		if near(f.Activity, "Summa") {
			f.Group = ""
			r.l.Fees.Total = &f
		} else {
			r.l.Fees.Rows = append(r.l.Fees.Rows, f)
		}
	}
}

// feeYear takes the year from the head of the table: "Int. 2025".
func (r *reader) feeYear(p *para) {
	r.markAll(*p, Ruler)
	for _, head := range p.cells {
		if _, ok := startsNear(head, "Int"); ok {
			if m := titleYear.FindString(head); m != "" {
				r.l.Fees.Year, _ = strconv.Atoi(m)
			}
		}
	}
}

// targets keeps the goals of fee-based activities.
func (r *reader) targets(paras []para) {
	for i := range paras {
		p := &paras[i]
		if p.isHeading() {
			r.markAll(*p, Heading)
			continue
		}
		if p.cells != nil {
			r.unread(*p, "a table among the targets")
			continue
		}
		r.markAll(*p, Value)
		r.l.FeeTargets = append(r.l.FeeTargets, p.passage())
	}
}

// provisions keeps what the central account may be used for: the list after words on it.
func (r *reader) provisions(paras []para) {
	central := false
	for i := range paras {
		p := &paras[i]
		switch {
		case p.cells != nil:
			r.unread(*p, "a table among the other provisions")
		case p.item && central:
			r.markAll(*p, Value)
			r.l.CentralAccount = append(r.l.CentralAccount, p.passage())
		default:
			central = strings.Contains(strings.ToLower(p.text), "centralkonto")
			r.markAll(*p, Prose)
		}
	}
}

// names keeps one name a line.
func (r *reader) names(paras []para, to *[]Passage) {
	for i := range paras {
		p := &paras[i]
		for _, n := range p.lines {
			r.mark(n, Value)
			*to = append(*to, Passage{Line: n + 1, Text: strings.ReplaceAll(r.roles[n].Text, "\t", " ")})
		}
	}
}
