package directive

import (
	"regexp"
	"strings"

	"balans/law/money"
)

// unit is what the amounts of a table are counted in.
type unit int64 // öre

// The units.
const (
	kronor    unit = 100
	thousands unit = 1000 * kronor
	millions  unit = 1000 * thousands
)

// unitOf is the unit that a note such as "Belopp angivna i tkr" gives.
func unitOf(text string) (unit, bool) {
	rest, ok := startsNear(strings.Trim(text, " ()"), "belopp angivna i")
	if !ok {
		if _, after, found := strings.Cut(strings.ToLower(text), "belopp angivna i "); found {
			rest, ok = strings.Trim(after, " ().,"), true
		}
	}
	if !ok {
		return 0, false
	}
	switch strings.ToLower(strings.Trim(rest, " ().,")) {
	case "tkr", "tusental kronor", "tusen kronor", "tusentals kronor", "kkr":
		return thousands, true
	case "mnkr", "mkr", "miljoner kronor":
		return millions, true
	case "kr", "kronor":
		return kronor, true
	}
	return 0, false
}

// readSum reads the amount of a cell. ok is false for a cell with something in it that
// is not plainly one amount; an empty cell is ok and not known.
func readSum(cell string, line int, u unit) (s Sum, ok bool) {
	cell = strings.TrimSpace(cell)
	s = Sum{Line: line, Printed: cell}
	if cell == "" {
		return s, true
	}
	n, ok := wholeNumber(cell)
	if !ok {
		return s, false
	}
	s.Amount, s.Known = money.Amount(n*int64(u)), true
	return s, true
}

// wholeNumber reads "1 234", "-1 234" and "1234": thousands are set apart by one space
// each or not at all. Everything else is refused, because a point, a letter or a space
// in the wrong place may hide another number.
func wholeNumber(s string) (int64, bool) {
	negative := false
	for _, sign := range []string{"-", "−", "–"} {
		if rest, found := strings.CutPrefix(s, sign); found {
			s, negative = rest, true
			break
		}
	}
	if s == "" {
		return 0, false
	}
	groups := strings.Split(s, " ")
	var n int64
	digits := 0
	for i, g := range groups {
		if len(groups) > 1 && (i > 0 && len(g) != 3 || i == 0 && (len(g) == 0 || len(g) > 3)) {
			return 0, false
		}
		for _, c := range g {
			if c < '0' || c > '9' {
				return 0, false
			}
			n, digits = n*10+int64(c-'0'), digits+1
		}
		if digits > 12 { // 999 billion, in thousands of kronor or less: fits in öre as millions too
			return 0, false
		}
	}
	if digits == 0 || n > 1<<53/1000 {
		return 0, false
	}
	if negative {
		n = -n
	}
	return n, true
}

// trailing takes an amount from the end of a text whose columns were lost: "Bostadsbidrag
// (ram) 3 440 176".
var trailing = regexp.MustCompile(`^(.*[^\d\s,–−-])\s+([-−–]?\d{1,3}(?: \d{3})+|[-−–]?\d+)$`)

func cutTrailing(text string) (before, amount string, ok bool) {
	m := trailing.FindStringSubmatch(text)
	if m == nil {
		return text, "", false
	}
	return m[1], m[2], true
}

// inKronor finds the amounts of a sentence: "2 500 000 kronor", "-526 699 kr", "3,5
// miljoner kronor". What comes before the digits is looked at, so that no part of a
// longer number is taken.
var inKronor = regexp.MustCompile(`([-−–]?\d[\d ]*(?:,\d+)?)\s*(miljoner kronor|miljarder kronor|tusen kronor|kronor|mnkr|mkr|tkr|kr)\b`)

// sumsIn is the amounts of a sentence in its order. ok is false when one of them cannot
// be read.
func sumsIn(text string, line int) (sums []Sum, ok bool) {
	ok = true
	taken := map[int]bool{} // where the words of money end that an amount was read to
	for _, m := range inKronor.FindAllStringSubmatchIndex(text, -1) {
		taken[m[5]] = true
		printed, word := strings.TrimSpace(text[m[2]:m[3]]), text[m[4]:m[5]]
		u := map[string]unit{"kronor": kronor, "kr": kronor, "tkr": thousands, "tusen kronor": thousands, "mnkr": millions, "mkr": millions, "miljoner kronor": millions, "miljarder kronor": 1000 * millions}[word]
		s, read := readDecimal(printed, line, u)
		// A digit or a point just before belongs to the number and was not taken.
		if before := strings.TrimRight(text[:m[2]], " "); before != "" && strings.ContainsRune("0123456789.,", rune(before[len(before)-1])) && before == text[:m[2]] {
			s, read = Sum{Line: line, Printed: printed}, false
		}
		s.Printed = printed + " " + word
		ok = ok && read
		sums = append(sums, s)
	}
	// "8 273 OOO kronor" is an amount that cannot be read, not a sentence without one.
	for _, m := range moneyWord.FindAllStringIndex(text, -1) {
		before := text[max(0, m[0]-16):m[0]]
		if !taken[m[1]] && strings.ContainsAny(before, "0123456789") && !strings.ContainsAny(before, ".;:)") {
			sums, ok = append(sums, Sum{Line: line, Printed: strings.TrimSpace(text[max(0, m[0]-16):m[1]])}), false
		}
	}
	return sums, ok
}

var moneyWord = regexp.MustCompile(`\b(?:kronor|mnkr|mkr|tkr|kr)\b`)

// readDecimal is readSum with a decimal comma, as in "3,5 miljoner kronor".
func readDecimal(s string, line int, u unit) (Sum, bool) {
	whole, decimals, found := strings.Cut(s, ",")
	if !found {
		return readSum(s, line, u)
	}
	sum, ok := readSum(whole, line, u)
	part := u
	for _, c := range decimals {
		if c < '0' || c > '9' || part%10 != 0 {
			return Sum{Line: line, Printed: s}, false
		}
		part /= 10
		d := money.Amount(int64(c-'0') * int64(part))
		if strings.HasPrefix(whole, "-") || strings.HasPrefix(whole, "−") {
			d = -d
		}
		sum.Amount += d
	}
	return sum, ok && sum.Known
}
