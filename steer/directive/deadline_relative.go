package directive

import (
	"strings"
	"unicode"
)

// handedIn are other documents that a report may come with.
var handedIn = map[string]bool{"budgetunderlaget": true, "budgetunderlag": true, "delårsrapporten": true, "delårsrapport": true, "årsbokslutet": true, "bokslutet": true}

// relativeAt reads times that hang on something else: the annual report, the forecast
// occasions, a time named before.
func relativeAt(ws []word, i int) (moment, bool) {
	low := ws[i].low
	switch {
	case low == "årsredovisningen" || low == "årsredovisning" || handedIn[low]:
		for j := i - 1; j >= 0 && j >= i-3; j-- {
			if ws[j].low == "i" || ws[j].low == "med" && j >= 2 && ws[j-1].low == "samband" {
				m := moment{shape: asReport, from: j, to: i + 1}
				if handedIn[low] {
					m.shape = noDate
				}
				if ws[j].low == "med" {
					m.from = j - 2
				}
				if i+2 < len(ws) && ws[i].after == "" && ws[i+1].low == "för" && ws[i+2].year() != 0 {
					m.to = i + 3
				}
				return m, true
			}
		}
	case strings.HasPrefix(low, "prognostillfälle"):
		if has(ws, max(0, i-4), min(i+5, len(ws)), isListedBelow) {
			return moment{}, false
		}
		for j := i - 1; j >= 0 && j >= i-4; j-- {
			if ws[j].low == "vid" || ws[j].low == "med" && j >= 2 && ws[j-1].low == "samband" {
				from := j
				if ws[j].low == "med" {
					from = j - 2
				}
				return roundFrom(ws, moment{shape: asRound, from: from, to: i + 1}), true
			}
		}
	case low == "samma" && i > 0 && i+1 < len(ws) && (ws[i-1].low == "vid" || ws[i-1].low == "senast"):
		if next := ws[i+1].low; next == "tidpunkt" || next == "datum" || next == "tillfälle" || next == "dag" || next == "tid" {
			return moment{shape: asRecent, from: i - 1, to: i + 2}, true
		}
	}
	return moment{}, false
}

// isListedBelow tells that the occasions themselves follow, or that those before are meant.
func isListedBelow(low string) bool {
	return low == "nedan" || low == "nedanstående" || low == "följande" || low == "föregående"
}

// roundFrom reads the month from which the forecast occasions count: "med start i april,
// 2025", "från och med april"; or the one that is meant: "prognostillfället i juli".
func roundFrom(ws []word, m moment) moment {
	only := strings.HasPrefix(ws[m.to-1].low, "prognostillfället")
	for j := m.to; j < len(ws) && j < m.to+7; j++ {
		if strings.ContainsAny(ws[j-1].after, ".;:") {
			break
		}
		start := ws[j-1].low == "från" || ws[j-1].low == "med" || j > m.to+1 && ws[j-2].low == "start" || j > m.to+1 && ws[j-2].low == "början"
		if t, ok := monthAt(ws, j); (ok || monthNamed(ws[j].low) != 0 && len(ws[j].low) > 3) && (start || only) {
			if !ok {
				t = moment{month: int(monthNamed(ws[j].low)), to: j + 1}
				t.takeYears(ws)
			}
			m.month, m.year, m.to = t.month, t.year, t.to
			if only {
				m.until = 1
			}
			break
		}
	}
	return m
}

var recurrences = map[string]bool{"månatligen": true, "kvartalsvis": true, "månadsvis": true, "halvårsvis": true, "tertialvis": true, "veckovis": true}

// spans are what something may come back after.
var spans = map[string]bool{"kvartal": true, "månad": true, "halvår": true, "tertial": true, "vecka": true}

// isDivided tells whether the word before says that a sum is divided by time.
func isDivided(ws []word, i int) bool {
	return i > 0 && (strings.HasPrefix(ws[i-1].low, "fördela") || strings.HasPrefix(ws[i-1].low, "uppdela"))
}

// seasons are times that no one has set a date to.
var seasons = map[string]bool{"våren": true, "sommaren": true, "hösten": true, "vintern": true, "årsskiftet": true, "halvårsskiftet": true}

// recurrenceAt reads times that come back without a date, weeks, seasons and "inom två
// månader".
func recurrenceAt(ws []word, i int) (moment, bool) {
	next := ""
	if i+1 < len(ws) {
		next = ws[i+1].low
	}
	m := moment{shape: noDate, from: i, to: i + 2}
	switch low := ws[i].low; {
	case recurrences[low]:
		m.to = i + 1
		return m, !isDivided(ws, i)
	case low == "per":
		return m, spans[next] && !isDivided(ws, i)
	case isSpan(next) && i+2 < len(ws) && (ws[i+2].low == "därefter" || ws[i+2].low == "senare"): // "tre månader därefter"
		m.to = i + 3
		return m, true
	case seasons[low]:
		if m.to = i + 1; m.to < len(ws) && ws[i].after == "" && next != "" && next[0] >= '0' && next[0] <= '9' {
			m.to++
		}
		return m, true
	case low == "inom" && i+2 < len(ws):
		m.to = i + 3
		return m, isSpan(ws[i+2].low)
	case low == "varje" || low == "varannan" || low == "vartannat":
		if next == "år" && low == "varje" {
			m.shape = everyYear
		}
		return m, spans[next] || next == "år"
	case low == "årligen":
		return moment{shape: everyYear, from: i, to: i + 1}, true
	case low == "gånger" && (next == "per" || next == "om") && i > 0 && i+2 < len(ws) && (ws[i+2].low == "år" || ws[i+2].low == "året"):
		return moment{shape: noDate, from: i - 1, to: i + 3}, true
	case (low == "vecka" || low == "v") && next != "" && unicode.IsDigit(rune(next[0])):
		if i+2 < len(ws) && ws[i+1].after == "" && ws[i+2].year() != 0 {
			m.to = i + 3
		}
		return m, true
	}
	return m, false
}

// isSpan knows days, weeks and months counted.
func isSpan(low string) bool {
	return strings.HasPrefix(low, "dag") || strings.HasPrefix(low, "veck") || strings.HasPrefix(low, "månad")
}
