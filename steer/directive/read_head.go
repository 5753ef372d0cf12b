package directive

import (
	"regexp"
	"strconv"
	"strings"

	"balans/law/calendar"
)

var (
	diary        = regexp.MustCompile(`\b(?:\p{Lu}\p{L}{0,2}|FK ?)\d{4}/\d{4,6}(?:/\p{Lu}{1,4})?\b`)
	romanNumber  = regexp.MustCompile(`^[IVX]{1,4}:\d{1,3}$`)
	isoDate      = regexp.MustCompile(`\b\d{4}-\d{2}-\d{2}\b`)
	riksdagPart  = regexp.MustCompile(`(?i)\b(prop|bet|rskr)\.?\s+(\d{4}/\d{2,4}:[\p{L}\d]+)`)
	areaPart     = regexp.MustCompile(`(?i)utg\.?\s?omr\.?\s+(\d{1,2})`)
	isDecision   = regexp.MustCompile(`(?i)\b(prop|rskr)\.?\s+\d{4}/\d{2,4}:`)
	departmentAt = regexp.MustCompile(`^\p{Lu}\p{L}+departementet(\.|,|$)`)
)

// head reads what stands before the first heading: who decided, when, and on what.
func (r *reader) head(paras []para) {
	for _, p := range paras {
		if p.lines[0]+1 == r.l.Line || len(p.lines) > 1 && contains(p.lines, r.l.Line-1) {
			if isDecision.MatchString(p.text) { // the title ran into the paragraph after it
				r.riksdag(p)
			}
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
		if value {
			r.markAll(p, Value)
		} else {
			r.markAll(p, Prose)
		}
	}
}

func contains(lines []int, i int) bool {
	for _, n := range lines {
		if n == i {
			return true
		}
	}
	return false
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
}
