package directive

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"balans/exchange/lettertext"
)

// para is a paragraph, a heading or a row of a table: lines that belong together.
type para struct {
	lines []int // indexes; the first says where it stands
	text  string
	cells []string // of a row
	item  bool     // of a list
	level int
	apart bool // an empty line stands before it
}

func (p *para) line() int { return p.lines[0] + 1 }

func (p *para) passage() Passage { return Passage{Line: p.line(), Text: p.text} }

var (
	bullet     = regexp.MustCompile(`^[-–•·*]\s+`)
	pageNumber = regexp.MustCompile(`(?i)^(sida\s+)?\d{1,3}\s*(\(\d{1,3}\)|/\s*\d{1,3}|av \d{1,3})$`)
	itemStart  = regexp.MustCompile(`^(ap|dp)\.?\s?\d+(\.\d+)*\b`)
	areaStart  = regexp.MustCompile(`^\p{L}{10,18} \d{1,2} \p{Lu}`)
	numberHead = regexp.MustCompile(`^\d{1,2}:\d{1,2}\b`)
)

// isRuler reports whether a row or line only divides: dashes, a page number.
func (p *para) isRuler() bool {
	return strings.Trim(p.text, "-–—_=|+ \t:") == "" || pageNumber.MatchString(p.text)
}

// paras groups the lines from one index up to another. A paragraph that an empty line
// cuts in the middle of a sentence, as where a page ends, is put together again.
func (r *reader) paras(from, to int) []para {
	var all []para
	pages := r.pageStarts()
	apart := true
	for i := from; i < to; i++ {
		line := &r.doc.Lines[i]
		if strings.TrimSpace(line.Text) == "" {
			apart = true
			continue
		}
		// A heading that begins a page has no empty line above it; the rest of a sentence
		// that the page cut is told by the sentence not having ended.
		if pages[i] && len(all) > 0 && endsSentence(all[len(all)-1].text) {
			apart = true
		}
		p := para{lines: []int{i}, text: line.Text, cells: cellsOf(line), item: line.Item, level: line.Level, apart: apart}
		if loc := bullet.FindStringIndex(p.text); loc != nil && p.cells == nil && !startsWithDigit(p.text[loc[1]:]) || loc != nil && p.cells == nil && isDayItem(p.text[loc[1]:]) {
			p.text, p.item = p.text[loc[1]:], true
		}
		p.joinNumber()
		if p.isRuler() || len(all) > 0 && r.isPageNumber(&all[len(all)-1], &p, i) {
			r.mark(i, Ruler) // and is seen through, as by one who reads on over the page
			continue
		}
		if len(all) > 0 && takeNumber(&all[len(all)-1], &p) {
			apart = false
			continue
		}
		if len(all) > 0 && !r.endsTitle(&all[len(all)-1]) && continues(&all[len(all)-1], &p) {
			last := &all[len(all)-1]
			last.lines, last.text = append(last.lines, i), last.text+" "+p.text
		} else {
			all = append(all, p)
		}
		apart = false
	}
	return withUnits(all)
}

// pageStarts is the lines that begin a page, by index.
func (r *reader) pageStarts() map[int]bool {
	if r.pages == nil {
		r.pages = map[int]bool{}
		for _, m := range r.doc.Mended {
			if strings.HasPrefix(m.What, "a page ends") {
				r.pages[m.Line] = true // the line after it has this index
			} else if strings.HasPrefix(m.What, "a page begins") {
				r.pages[m.Line-1] = true
			}
		}
	}
	return r.pages
}

func endsSentence(s string) bool {
	end, _ := utf8.DecodeLastRuneInString(s)
	return strings.ContainsRune(".:;!?", end)
}

// endsTitle reports whether a paragraph ends where the title does: what follows is not the
// rest of it, however long its line is.
func (r *reader) endsTitle(p *para) bool { return p.lines[len(p.lines)-1] == r.titleEnd }

// isPageNumber tells a bare number between two halves of a sentence from an amount.
func (r *reader) isPageNumber(last, p *para, i int) bool {
	if p.cells != nil || last.cells != nil || len(p.text) > 3 || strings.Trim(p.text, "0123456789") != "" {
		return false
	}
	end, _ := utf8.DecodeLastRuneInString(last.text)
	for i++; i < len(r.doc.Lines); i++ {
		if next := r.doc.Lines[i].Text; next != "" {
			start, _ := utf8.DecodeRuneInString(next)
			return !strings.ContainsRune(".:;!?", end) && unicode.IsLower(start)
		}
	}
	return false
}

// continues reports whether p is the rest of the sentence that last began.
func continues(last, p *para) bool {
	if last.cells != nil || p.cells != nil || p.item || p.level > 0 || last.level > 0 || dayItem.MatchString(p.text) && dayItem.MatchString(last.text) {
		return false
	}
	end, _ := utf8.DecodeLastRuneInString(last.text)
	start, _ := utf8.DecodeRuneInString(p.text)
	if strings.ContainsRune(".:;!?", end) {
		return false
	}
	if itemStart.MatchString(p.text) || numberHead.MatchString(p.text) || areaStart.MatchString(p.text) || itemStart.MatchString(last.text) || numberHead.MatchString(last.text) {
		return false
	}
	if unicode.IsLower(start) || strings.ContainsRune("(”\"§", start) {
		return true
	}
	// Lines set to a width, as in a PDF: the next one follows at once and the last is
	// too long to be a heading.
	return !p.apart && utf8.RuneCountInString(last.text) > 70 && strings.Contains(last.text, " ")
}

func startsWithDigit(s string) bool { return s != "" && s[0] >= '0' && s[0] <= '9' }

// isDayItem tells "3 februari" in a list from an amount with a minus before it.
func isDayItem(s string) bool {
	_, after, found := strings.Cut(s, " ")
	if !found {
		return false
	}
	r, _ := utf8.DecodeRuneInString(after)
	return unicode.IsLetter(r)
}

// cellsOf is the cells of a row: those the file gives, or the parts between bars.
func cellsOf(l *lettertext.Line) []string {
	if l.Cells != nil {
		return l.Cells
	}
	if strings.Count(l.Text, "|") >= 2 || strings.Contains(l.Text, " | ") {
		cells := strings.Split(strings.Trim(l.Text, "|"), "|")
		for i := range cells {
			cells[i] = strings.TrimSpace(cells[i])
		}
		return cells
	}
	return nil
}

// cell is the cell with an index, "" when the row is shorter.
func (p *para) cell(i int) string {
	if i < len(p.cells) {
		return p.cells[i]
	}
	return ""
}

// only is the text of a row that has something in its first cell alone.
func (p *para) only() (string, bool) {
	if p.cells == nil {
		return p.text, true
	}
	for _, c := range p.cells[1:] {
		if c != "" {
			return "", false
		}
	}
	return p.cells[0], p.cells[0] != ""
}

// isHeading reports whether a paragraph is a heading without a number: short, alone, and
// not ended like a sentence.
func (p *para) isHeading() bool {
	if p.level > 0 {
		return true
	}
	if p.item || p.cells != nil || !p.apart || dayItem.MatchString(p.text) || len(p.lines) > 2 || utf8.RuneCountInString(p.text) > 170 {
		return false
	}
	end, _ := utf8.DecodeLastRuneInString(p.text)
	start, _ := utf8.DecodeRuneInString(p.text)
	return !strings.ContainsRune(".:;,?!", end) && (unicode.IsUpper(start) || unicode.IsDigit(start) || start == '”' || start == '"')
}
