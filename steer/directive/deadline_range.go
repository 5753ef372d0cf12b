package directive

import (
	"strings"

	"balans/law/calendar"
)

// dottedAt reads "1.3.2025".
func dottedAt(ws []word, i int) (moment, bool) {
	parts := strings.Split(ws[i].text, ".")
	if len(parts) != 3 || len(parts[0]) > 2 || len(parts[1]) > 2 || len(parts[2]) != 4 {
		return moment{}, false
	}
	d, m, y := number(parts[0]), number(parts[1]), number(parts[2])
	if d < 1 || m < 1 || y < 1900 || y >= 2100 {
		return moment{}, false
	}
	return moment{shape: aDay, from: i, to: i + 1, year: y, month: min(m, 12), day: dayOrNone(m, d)}, true
}

// piece is a word, or what stands on one side of a dash in it.
type piece struct {
	word
	at   int  // index of its word
	last bool // nothing of its word follows
}

// pieces cuts words at their dashes, from a word on; a dash is a piece too.
func pieces(ws []word, from int) []piece {
	var out []piece
	for i := from; i < len(ws) && i < from+9; i++ {
		left, right, found := strings.Cut(ws[i].text, "–")
		if !found || left == "" || right == "" {
			out = append(out, piece{ws[i], i, true})
		} else {
			out = append(out, piece{pieceWord(left), i, false}, piece{pieceWord("–"), i, false}, piece{pieceWord(right), i, true})
			out[len(out)-1].after = ws[i].after
		}
	}
	return out
}

func pieceWord(text string) word {
	return word{text: text, low: strings.ToLower(text), num: number(text)}
}

// rangeAt reads two days with what they reach between: "15 mars till 15 april 2025",
// "15–30 april", "mellan den 15 mars och den 15 april". The last day is its date.
func rangeAt(ws []word, i int) (moment, bool) {
	if d, _, _ := strings.Cut(ws[i].text, "–"); number(d) < 1 || len(d) > 2 {
		return moment{}, false
	}
	all, n := pieces(ws, i), 1
	at := func(is func(p *piece) bool) bool {
		if n < len(all) && all[n-1].after == "" && is(&all[n]) {
			n++
			return true
		}
		return false
	}
	isWord := func(words ...string) bool {
		return at(func(p *piece) bool {
			for _, w := range words {
				if p.low == w {
					return true
				}
			}
			return false
		})
	}
	at(func(p *piece) bool { return monthNamed(p.low) != 0 })
	at(func(p *piece) bool { return p.year() != 0 })
	between := i > 0 && ws[i-1].low == "mellan" || i > 1 && ws[i-2].low == "mellan"
	switch {
	case isWord("–", "-", "t.o.m"):
	case isWord("till"):
		if isWord("och") && !isWord("med") {
			return moment{}, false
		}
	case between && isWord("och"):
	default:
		return moment{}, false
	}
	isWord("den")
	day, month := 0, 0
	if !at(func(p *piece) bool { day = dayNumber(&p.word); return day > 0 }) || !at(func(p *piece) bool { month = int(monthNamed(p.low)); return month > 0 }) || !all[n-1].last {
		return moment{}, false
	}
	m := moment{shape: aDay, from: i, to: all[n-1].at + 1, month: month, day: day, ranged: true}
	m.takeYears(ws)
	return m, true
}

// periodWords stand before a range that something is about.
var periodWords = map[string]bool{"avse": true, "avser": true, "omfatta": true, "omfattar": true, "gälla": true, "gäller": true, "för": true, "tiden": true}

// isPeriod tells whether a range of days is one that something is about: "avse perioden 1
// januari–30 juni".
func (c *clause) isPeriod(m *moment, k int) bool {
	if !m.ranged {
		return false
	}
	for j := max(0, k); j < m.from; j++ {
		if low := c.ws[j].low; periodWords[low] || low == "perioden" || low == "under" {
			return true
		}
	}
	return false
}

// weekAt reads "första veckan i mars 2025", which has no date, and "sista dagen i mars".
func weekAt(ws []word, i int) (moment, bool) {
	if ordinals[ws[i].low] == 0 && ws[i].low != "siste" || i+3 >= len(ws) || ws[i+2].low != "i" && ws[i+2].low != "av" {
		return moment{}, false
	}
	month := monthNamed(ws[i+3].low)
	m := moment{shape: noDate, from: i, to: i + 4, month: int(month)}
	switch ws[i+1].low {
	case "veckan", "halvan", "hälften", "arbetsdagen", "bankdagen", "vardagen", "måndagen", "fredagen":
	case "dagen":
		if strings.HasPrefix(ws[i].low, "sist") {
			m.shape = aMonth
		}
	default:
		return m, false
	}
	m.takeYears(ws)
	return m, month != 0
}

// takeEveryYear reads "varje år" after a day, with the years for which it holds: "varje år
// 2026–2028", "årligen från och med 2026".
func (m *moment) takeEveryYear(ws []word) bool {
	j := m.to
	switch {
	case ws[j].low == "årligen":
		j++
	case ws[j].low == "varje" && j+1 < len(ws) && ws[j+1].low == "år":
		j += 2
	default:
		return false
	}
	if ws[j-1].after != "" && ws[j-1].after != "," {
		return false
	}
	for j < len(ws) && (ws[j].low == "under" || ws[j].low == "åren" || ws[j].low == "perioden") {
		j++
	}
	if j < len(ws) {
		if first, last, ok := yearRange(ws[j].text); ok {
			m.year, m.until, m.to, m.yearly = first, last, j+1, true
			return true
		}
	}
	for n := j; n+1 < len(ws) && n < j+3; n++ {
		start, ok := isFrom(ws, n)
		if !ok && n == j+1 && ws[j].low == "med" && (ws[n].low == "start" || ws[n].low == "början") {
			start, ok = j, true
		}
		if ok && start == j && ws[n+1].year() != 0 {
			m.year, m.to, m.yearly = ws[n+1].year(), n+2, true
			return true
		}
	}
	return false
}

// goesOn tells whether a moment goes on with the one before, by which something is due:
// "en delredovisning lämnas den 1 juni och en slutredovisning den 1 december", "dels i
// årsredovisningen, dels den 1 juni", "i november eller, om behov finns, i januari".
func (c *clause) goesOn(i int) bool {
	m, last := &c.moments[i], &c.moments[i-1]
	from, to := last.to, m.from
	for to > from && isFiller(c.ws, to-1) && c.ws[to-1].low != "dels" {
		to--
	}
	if to <= from || strings.ContainsAny(c.ws[from-1].after, ".;:") {
		return false
	}
	between := c.ws[from:to]
	first, end := between[0].low, &between[len(between)-1]
	switch {
	case end.low == "dels":
		return len(between) == 1
	case !isAnd(first) && first != "eller":
		return false
	case reportNouns[end.low] != "":
		return end.after == "" && len(between) <= 4 && !has(between, 0, len(between), isObligation)
	}
	return m.date(c.ctx.Year) != calendar.None && between[0].after == "," && strings.HasPrefix(end.after, ",") && len(between) <= 8
}
