package directive

import (
	"regexp"
	"strconv"
	"strings"

	"balans/law/calendar"
)

var (
	diary        = regexp.MustCompile(`\b(?:\p{Lu}\p{L}{0,2}|FK ?)\d{4}/\d{3,6}(?:(?:/\p{Lu}[\p{L}\d]*)+|\b)`) // \b knows no å, ä, ö
	romanNumber  = regexp.MustCompile(`^[IVX]{1,4}:\d{1,3}$`)
	spacedNumber = regexp.MustCompile(`^(?:.*(?:Regeringsbeslut|Protokoll)\s+)?([IVX]{1,4} ?\d{1,3})$|(?:Regeringsbeslut|Protokoll)\s+([IVX]{1,4} ?\d{1,3})(?:\s|$)`)
	isoDate      = regexp.MustCompile(`\b\d{4}-\d{2}-\d{2}\b`)
	riksdagPart  = regexp.MustCompile(`(?i)\b(prop|bet|rskr)\.?\s*(\d{4}/\d{2,4}:[\p{L}\d]+)`)
	areaPart     = regexp.MustCompile(`(?i)utg\.?\s?omr(?:\.|åde)?\s*(\d{1,2})`)
	rskrAlone    = regexp.MustCompile(`(?i)\brskr\.?\s*\d{1,4}(?:[^\d/]|$)`)
	isDecision   = regexp.MustCompile(`(?i)\b(prop|rskr)\.?\s*\d{4}/\d{2,4}:`)
	departmentAt = regexp.MustCompile(`^(?:\p{Lu}\p{L}+departementet|Statsrådsberedningen)(\.|,|\s+Regeringsbeslut|$)`)
)

// head reads what stands before the first heading: who decided, when, and on what.
func (r *reader) head(paras []para) {
	for _, p := range paras {
		if p.lines[0] >= r.l.Line-1 && p.lines[0] <= r.titleEnd {
			continue
		}
		text := strings.TrimSpace(strings.ReplaceAll(p.text, "\t", " "))
		before := p.lines[0]+1 < r.l.Line
		value := false
		if isDecision.MatchString(text) {
			r.riksdag(p)
			value = true
		}
		if _, ok := startsNear(text, "Med ändring av regleringsbrevet"); ok {
			r.l.Amends, value = true, true
		}
		if before || len(r.l.Riksdag) == 0 && !value && len(text) < 200 {
			value = r.headLine(text) || value
		}
		_, one := p.only()
		switch {
		case value:
			r.markAll(p, Value)
		case !before && !one && !p.isRuler():
			r.unread(p, "a table before any part of the letter that the reader knows")
		case !before && hasAmount(text):
			r.unread(p, "an amount or an item before any part of the letter that the reader knows")
		default:
			r.markAll(p, Prose)
		}
	}
}

// headLine reads a line of the printed head of a decision; several things may share it.
func (r *reader) headLine(text string) (value bool) {
	if departmentAt.MatchString(text) && r.l.Department == "" {
		r.l.Department, value = strings.TrimRight(strings.Fields(text)[0], ",."), true
	}
	for _, word := range strings.Fields(text) {
		if romanNumber.MatchString(word) && r.l.Number == "" {
			r.l.Number, value = word, true
		}
	}
	// Some years the number has no colon: "II 11" on its own line, "I3".
	if m := spacedNumber.FindStringSubmatch(text); m != nil && r.l.Number == "" {
		r.l.Number, value = m[1]+m[2], true
	}
	if m := isoDate.FindString(text); m != "" && r.l.Decided == calendar.None {
		if d, err := calendar.Parse(m); err == nil {
			r.l.Decided, value = d, true
		}
	}
	for _, d := range diary.FindAllString(text, -1) {
		r.l.Diary, value = append(r.l.Diary, d), true
	}
	return value
}

// riksdag reads the decisions of Riksdagen: bills, reports and communications in turn.
func (r *reader) riksdag(p para) {
	text := p.text
	at := riksdagPart.FindAllStringSubmatchIndex(text, -1)
	var d RiksdagDecision
	for n, m := range at {
		number := text[m[4]:m[5]]
		end := len(text)
		if n+1 < len(at) {
			end = at[n+1][0]
		}
		switch strings.ToLower(text[m[2]:m[3]]) {
		case "prop":
			if d != (RiksdagDecision{}) {
				r.l.Riksdag = append(r.l.Riksdag, d)
			}
			d = RiksdagDecision{Line: p.line(), Bill: number}
			if a := areaPart.FindStringSubmatch(text[m[1]:end]); a != nil {
				d.Area, _ = strconv.Atoi(a[1])
			}
		case "bet":
			d.Line, d.Bet = p.line(), number
		default:
			d.Line, d.Rskr = p.line(), number
			r.l.Riksdag = append(r.l.Riksdag, d)
			d = RiksdagDecision{}
		}
	}
	if d != (RiksdagDecision{}) {
		r.l.Riksdag = append(r.l.Riksdag, d)
	}
	if rskrAlone.MatchString(text) {
		r.unread(p, "a communication of Riksdagen without its session")
	}
}

var titleYear = regexp.MustCompile(`\b(19|20)\d\d\b`)

// findTitle looks for the title, which may be misspelt and cut into two lines.
func (r *reader) findTitle() bool {
	for i := range r.doc.Lines {
		text := r.doc.Lines[i].Text
		if text == "" || len(text) > 300 {
			continue
		}
		rest, ok := startsNear(text, "Regleringsbrev för budgetåret")
		if !ok {
			rest, ok = startsNear(text, "Ändring av regleringsbrev för budgetåret")
			if r.l.Amends = ok; !ok {
				rest, ok = startsNear(text, "Regleringsbrev")
			}
		}
		year := titleYear.FindString(rest)
		if !ok || year == "" {
			continue
		}
		last := i
		for last+1 < len(r.doc.Lines) && last < i+3 && goesOn(rest, r.doc.Lines[last+1].Text) {
			last++
			text, rest = text+" "+r.doc.Lines[last].Text, rest+" "+r.doc.Lines[last].Text
		}
		r.l.Title, r.l.Line, r.titleEnd = text, i+1, last
		r.l.Year, _ = strconv.Atoi(year)
		for n := i; n <= last; n++ {
			r.mark(n, Value)
		}
		r.part = "title"
		if r.l.Agency = agencyIn(rest); namesAppropriation.MatchString(r.l.Agency) {
			r.l.Agency = ""
		}
		if r.l.Agency == "" {
			r.unreadLine(i, "the title names no agency: whom the letter is for is not known")
		}
		return true
	}
	return false
}

// goesOn tells whether the line after a title is more of it: its agency, or the rest of a
// name. What Riksdagen or the government decided is not.
func goesOn(rest, next string) bool {
	for _, opens := range []string{"Riksdagen har", "Regeringen beslutar", "Med ändring av"} {
		if _, ok := startsNear(next, opens); ok {
			return false
		}
	}
	return next != "" && !strings.Contains(next, "\t") && (agencyIn(rest) == "" || startsLower(next))
}

// namesAppropriation tells "anslag 1:4" and "vissa anslag inom utgiftsområde 10", which
// say what a letter is about, from the name of an agency.
var namesAppropriation = regexp.MustCompile(`(?i)(?:^|\s)anslag(?:et|en|sposten?|sposter|sposterna)?(?:\s|$)`)

// agencyIn is whom a title names: after "avseende" or "Myndighet".
func agencyIn(rest string) string {
	for _, word := range []string{" avseende ", " Myndighet ", " för "} {
		if _, agency, found := strings.Cut(" "+rest, word); found {
			return strings.Trim(agency, " .")
		}
	}
	return ""
}
