package directive

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Letters of other years are set otherwise: the number of a section or an appropriation
// in a cell or on a line of its own, the number of the appropriation before each item, the
// unit after each amount. They are put into the form the readers know; what each line
// printed stays in Letter.Text.

var (
	bareNumber   = regexp.MustCompile(`^\d{1,2}:\d{1,2}\.?$`)
	numberedItem = regexp.MustCompile(`^(\d{1,2}:\d{1,2}) +((?:ap|dp)\.?\s?\d.*)$`)
	inThousands  = regexp.MustCompile(`^([-−–]?\d[\d ]*?) tkr\.?$`)
	anyAmount    = regexp.MustCompile(`(?i)\d(?: \d{3})+\b|\d ?(?:kronor|kr|tkr|mnkr|mkr|miljoner|miljarder)\b|^ap\.? ?\d|^\d{1,2}:\d{1,2} `)
	unitInHead   = regexp.MustCompile(`\((?:i )?(kr|kronor|tkr|mkr|mnkr)\)`)
)

// filled is the cells that have something in them.
func filled(cells []string) []string {
	var all []string
	for _, c := range cells {
		if strings.TrimSpace(c) != "" {
			all = append(all, strings.TrimSpace(c))
		}
	}
	return all
}

// rowOfHeading is a row read as a heading: a number and a title in cells of their own, or
// one cell alone. level is how deep its number is, 0 without one.
func rowOfHeading(cells []string) (text string, level int, ok bool) {
	all := filled(cells)
	if len(all) == 1 {
		return all[0], 0, true
	}
	number := ""
	if len(all) > 1 {
		number = strings.TrimRight(all[0], ".")
	}
	if len(all) == 3 && strings.HasPrefix(strings.ToLower(all[2]), "(belopp") {
		all = []string{all[0], all[1] + " " + all[2]}
	}
	if len(all) != 2 || !sectionNumber.MatchString(number) || !beginsUpper(all[1]) {
		return "", 0, false
	}
	return all[0] + " " + all[1], strings.Count(number, ".") + 1, true
}

func beginsUpper(s string) bool {
	c, _ := utf8.DecodeRuneInString(s)
	return unicode.IsUpper(c)
}

// isName tells the name of an appropriation from the other things that may stand after its
// number: items, disposers, units, what may be carried over.
func isName(s string) bool {
	letters := 0
	for _, c := range s {
		if unicode.IsLetter(c) {
			letters++
		}
	}
	if letters < 3 || !beginsUpper(s) || itemStart.MatchString(s) || areaStart.MatchString(s) || sectionNumber.MatchString(s) {
		return false
	}
	if strings.HasSuffix(s, ".") && !strings.HasSuffix(s, "m.m.") && !strings.HasSuffix(s, "m.fl.") {
		return false // a sentence
	}
	for _, other := range []string{"Inget", "Allt", "Hela", "Villkor", "Summa"} {
		if strings.EqualFold(s, other) {
			return false
		}
	}
	for _, opens := range []string{"Disponeras av", "Villkor för anslag", "Belopp angivna i"} {
		if _, ok := startsNear(s, opens); ok {
			return false
		}
	}
	return true
}

// joinNumber puts a number in a cell of its own together with the cell after it: "1:4" and
// a name, "1:4" and "ap.1", "Villkor för anslag" and "1:4".
func (p *para) joinNumber() {
	if len(p.cells) < 2 {
		return
	}
	first, at := p.cells[0], 1
	for at < len(p.cells)-1 && p.cells[at] == "" {
		at++
	}
	second := p.cells[at]
	_, conditions := startsNear(first, "Villkor för anslag")
	if bareNumber.MatchString(first) && (isName(second) || itemStart.MatchString(second)) || conditions && bareNumber.MatchString(second) {
		p.setCells(append([]string{strings.TrimRight(first, ".") + " " + second}, p.cells[at+1:]...))
	}
}

// setCells gives a row other cells; one that has something in the first alone is no row.
func (p *para) setCells(cells []string) {
	p.cells, p.text = cells, strings.Join(cells, "\t")
	if len(trimEmpty(cells)) == 1 {
		p.cells, p.text = nil, cells[0]
	}
}

// takeNumber joins p to a number that stands alone above it, and reports whether it did.
func takeNumber(last, p *para) bool {
	number, one := last.only()
	if !one || last.item || p.item {
		return false
	}
	first := p.text
	if p.cells != nil {
		if len(filled(p.cells)) == 0 {
			return false
		}
		first = filled(p.cells)[0]
	}
	_, conditions := startsNear(number, "Villkor för anslag")
	switch {
	case bareNumber.MatchString(number) && isName(first):
		number = strings.TrimRight(number, ".")
	case conditions && len(number) < 24 && bareNumber.MatchString(first) && len(filled(p.cells)) < 2:
	default:
		return false
	}
	rest := []string{}
	for i, c := range p.cells {
		if strings.TrimSpace(c) != "" {
			rest = p.cells[i+1:]
			break
		}
	}
	last.lines = append(last.lines, p.lines...)
	last.level = max(last.level, p.level)
	last.setCells(append([]string{number + " " + first}, rest...))
	return true
}

// withUnits puts a note on the unit before rows that print theirs themselves: "(tkr)" in
// the head of a table, or tkr after every amount. It stands on the line of the first.
func withUnits(all []para) []para {
	at, unit, suffixed, rows := -1, "", 0, 0
	for i := range all {
		p := &all[i]
		if near(p.cell(1), "Anslagskredit") || strings.HasPrefix(p.cell(0), "Anslag/ap") {
			found := map[string]bool{}
			for _, c := range p.cells {
				if m := unitInHead.FindStringSubmatch(c); m != nil {
					found[m[1]] = true
				}
			}
			for i, c := range p.cells {
				if strings.HasPrefix(c, "Anslag/ap") {
					p.cells[i] = "Anslag/ap"
				}
			}
			for u := range found {
				if at < 0 {
					at, unit = i, u
				} else if u != unit {
					unit = "olika enheter" // which is not known, and listed
				}
			}
			continue
		}
		if _, amount := p.lastSum(); amount != "" && (p.cells != nil || inThousands.MatchString(amount)) {
			if rows++; inThousands.MatchString(amount) {
				if suffixed++; suffixed == 1 && at < 0 {
					at, unit = i, "tkr"
				}
			}
		}
	}
	if at < 0 || suffixed > 0 && suffixed < rows {
		return all
	}
	note := para{lines: all[at].lines[:1], text: "Belopp angivna i " + unit, apart: true}
	return append(all[:at:at], append([]para{note}, all[at:]...)...)
}

// lastSum is lastAmount for a row that may print tkr after its amount.
func (p *para) lastSum() (before, amount string) {
	if p.cells == nil {
		if bare, found := strings.CutSuffix(p.text, " tkr"); found {
			if before, amount, ok := cutTrailing(bare); ok {
				return before, amount + " tkr"
			}
		}
	}
	return p.lastAmount()
}

// hasAmount reports whether a text holds an amount of money or names an item: such a line
// is not passed over as prose in a part that is not known.
func hasAmount(text string) bool { return anyAmount.MatchString(text) }

// itemOfNumber takes the number of the appropriation off "90:5 ap.1 Namn". number is "" for
// a text without it.
func itemOfNumber(text string) (number, item string) {
	if m := numberedItem.FindStringSubmatch(text); m != nil {
		return m[1], m[2]
	}
	return "", text
}

// onlyAreaOf is the area of the appropriations with a number, for a table that names no
// area; 0 when there is none or several have it.
func (r *reader) onlyAreaOf(number string) int {
	area := 0
	for i := range r.l.Appropriations {
		if a := &r.l.Appropriations[i]; a.Number == number {
			if area != 0 && area != a.Area {
				return 0
			}
			area = a.Area
		}
	}
	return area
}
