package directive

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
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
