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

// unitNote is what a note on amounts begins with, and the words between that and the unit.
var unitNote = regexp.MustCompile(`(?i)^\(?\s*(?:alla )?belopp(?:en)?(?: (?:är|anges|angivna|angivet|uttryckta))*(?: i)?[ :]+(.+?)[).\s]*$`)

// unitOf is the unit that a note such as "Belopp angivna i tkr" gives. isNote is set for a
// note whose unit is not known too: it must not be passed over, because every amount of
// the table hangs on it.
func unitOf(text string) (u unit, isNote bool) {
	text = strings.TrimSpace(text)
	if i := strings.Index(strings.ToLower(text), "(belopp"); i >= 0 { // in a heading
		text = text[i:]
	}
	m := unitNote.FindStringSubmatch(text)
	if m == nil || len(text) > 90 {
		if rest, ok := startsNear(strings.Trim(text, " ()"), "belopp angivna i"); ok && len(text) < 60 { // misspelt
			m = []string{"", strings.Trim(rest, " ().,")}
		} else {
			return 0, false
		}
	}
	switch strings.ToLower(strings.Trim(m[1], " ().,")) {
	case "tkr", "tusental kronor", "tusen kronor", "tusentals kronor", "kkr":
		return thousands, true
	case "mnkr", "mkr", "miljoner kronor":
		return millions, true
	case "kr", "kronor":
		return kronor, true
	}
	return 0, true
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
	amount, err := money.MulDiv(money.Amount(n), int64(u), 1, money.Down)
	if err != nil || amount > mostSum || amount < -mostSum {
		return s, false
	}
	s.Amount, s.Known = amount, true
	return s, true
}

// mostSum is the largest amount that is believed, a hundred thousand billion kronor: what
// is larger is a mistaken unit, and sums of what is smaller fit.
const mostSum = money.Amount(10_000_000_000_000_000)

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
		if digits > 15 {
			return 0, false
		}
	}
	if digits == 0 {
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
// miljoner kronor", "2 500 000:-".
var inKronor = regexp.MustCompile(`([-−–]?\d[\d ]*(?:,\d+)?)\s*(?:((?:miljoner|miljarder|milj\.?|mdr\.?|tusen) kronor|(?:kronor|mnkr|[mM]kr|mdkr|tkr|kr)\b|MSEK\b|:-))`)

// moneyUnits is the words of money.
var moneyUnits = map[string]unit{"kronor": kronor, "kr": kronor, ":-": kronor, "tkr": thousands, "tusen kronor": thousands, "mnkr": millions, "mkr": millions, "Mkr": millions,
	"MSEK": millions, "milj kronor": millions, "milj. kronor": millions, "miljoner kronor": millions, "miljarder kronor": 1000 * millions, "mdkr": 1000 * millions,
	"mdr kronor": 1000 * millions, "mdr. kronor": 1000 * millions}

// amountAt is an amount of a sentence and where it stands in it.
type amountAt struct {
	Sum
	from, to int
}

// sumsIn is the amounts of a sentence in its order. ok is false when one of them cannot
// be read; what comes before the digits is looked at, so that no part of a longer number
// is taken.
func sumsIn(text string, line int) (sums []amountAt, ok bool) {
	ok = true
	taken := map[int]bool{} // where the words of money end that an amount was read to
	for _, m := range inKronor.FindAllStringSubmatchIndex(text, -1) {
		taken[m[5]] = true
		printed, word := strings.TrimSpace(text[m[2]:m[3]]), text[m[4]:m[5]]
		s, read := readDecimal(printed, line, moneyUnits[word])
		// A digit or a point just before belongs to the number and was not taken.
		if before := strings.TrimRight(text[:m[2]], " "); before != "" && strings.ContainsRune("0123456789.,", rune(before[len(before)-1])) && before == text[:m[2]] {
			s, read = Sum{Line: line, Printed: printed}, false
		}
		s.Printed = strings.TrimSpace(text[m[0]:m[1]])
		ok = ok && read
		sums = append(sums, amountAt{s, m[0], m[1]})
	}
	// "8 273 OOO kronor" is an amount that cannot be read, not a sentence without one.
	for _, m := range moneyWord.FindAllStringIndex(text, -1) {
		before := text[max(0, m[0]-16):m[0]]
		if !taken[m[1]] && (strings.ContainsAny(before, "0123456789") && !strings.ContainsAny(before, ".;:)") || numberWord.MatchString(before)) {
			from := max(0, m[0]-16)
			for from > 0 && text[from-1] != ' ' { // not in the middle of a word
				from--
			}
			sums, ok = append(sums, amountAt{Sum{Line: line, Printed: strings.TrimSpace(text[from:m[1]])}, from, m[1]}), false
		}
	}
	return sums, ok
}

var (
	moneyWord  = regexp.MustCompile(`\b(?:kronor|mnkr|mkr|mdkr|tkr|kr)\b`)
	numberWord = regexp.MustCompile(`(?i)\b(?:miljon|miljoner|miljard|miljarder|tusen|hundra)\s*$`)
)

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
		if strings.HasPrefix(whole, "-") || strings.HasPrefix(whole, "−") || strings.HasPrefix(whole, "–") {
			d = -d
		}
		sum.Amount += d
	}
	return sum, ok && sum.Known
}
