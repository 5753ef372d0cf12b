package directive

import (
	"regexp"
	"strconv"
	"strings"
)

// condition reads a paragraph among the conditions: the heading of an item, or sentences
// that hold for it.
func (r *reader) condition(p *para, text string, at *place) {
	a := &r.l.Appropriations[at.approp]
	if p.cells != nil {
		r.unread(*p, "a table among the conditions")
		return
	}
	if m := itemHead.FindStringSubmatch(text); m != nil && len(text) < 200 && !strings.HasSuffix(text, ".") || m != nil && strings.HasSuffix(text, "m.m.") {
		r.markAll(*p, Heading)
		if at.subject = a.itemOf(m[1]); at.subject == nil {
			r.unread(*p, "conditions for an item that is not among those of the appropriation")
		}
		return
	}
	if at.subject != nil {
		r.part = string(at.subject.ID)
	}
	r.markAll(*p, Value)
	for _, s := range sentences(p.text) {
		s = strings.TrimSpace(s)
		if s == "" {
			continue
		}
		for _, c := range r.conditionsOf(s, p, at) {
			if at.subject != nil {
				at.subject.Conditions = append(at.subject.Conditions, c)
			} else {
				a.Conditions = append(a.Conditions, c)
			}
		}
	}
}

// conditionsOf reads one sentence: a condition for each of its amounts, or one without.
func (r *reader) conditionsOf(s string, p *para, at *place) []Condition {
	line := p.line()
	c := Condition{Line: line, Kind: OtherConditions, Text: s}
	c.Deadlines = deadlinesIn(s, line, deadlineContext{Year: r.l.Year, Occasions: r.l.Occasions, Agency: r.l.Agency})
	if r.pension(s, p, at) {
		c.Kind = Adjustment
		return []Condition{c}
	}
	sums, ok := sumsIn(s, line)
	if !ok {
		r.unread(*p, "an amount in it cannot be read")
	}
	if len(sums) > 0 {
		var all []Condition
		for i, sum := range sums {
			one, from, to := c, 0, len(s)
			if i > 0 {
				from, one.Deadlines = sums[i-1].to, nil
			}
			if i+1 < len(sums) {
				to = sums[i+1].from
			}
			one.Amount = sum.Sum
			r.amountCondition(&one, s[from:to], strings.ToLower(s[from:to]))
			all = append(all, one)
		}
		return all
	}
	lower := strings.ToLower(s)
	switch {
	case isAtMost.MatchString(lower):
		r.unread(*p, "it sets a limit without an amount that can be read")
	case strings.Contains(lower, "brutto") && strings.Contains(lower, "anslag"):
		c.Kind = GrossIncome
	case strings.Contains(lower, "återför") && strings.Contains(lower, "särredovis"):
		c.Kind = ReturnedIncome
	case usedFor.MatchString(lower) && !notUsedFor.MatchString(lower):
		c.Kind = MayBeUsedFor
		c.Purpose = purposeOf(s, strings.Index(lower, "användas"))
	}
	return []Condition{c}
}

var (
	notUsedFor = regexp.MustCompile(`\binte\b.{0,40}\banvändas\b`)
	usedFor    = regexp.MustCompile(`\b(får|ska|skall)\b.{0,80}\banvändas\b`)
	isAllot    = regexp.MustCompile(`(?i)\b(har tilldelats|tilldelas|tilldelats)\s+(.+?)(?:,| i regleringsbrev| för | i syfte|\.|$)`)
	isPay      = regexp.MustCompile(`(?i)\b(ska|skall)\b.{0,60}?\b(ut)?betala[s]?\b`)
	isMayUse   = regexp.MustCompile(`(?i)^(.+?) får\b.{0,40}?\b(använda|disponera)\b`)
	payTo      = regexp.MustCompile(`\b(?:till|åt) (\p{Lu}.*?)(?: för | efter | enligt | mot | som | i syfte|, |\.|$)`)
	isAtMost   = regexp.MustCompile(`(?i)\bhögst\b|\binte överstiga\b|\bmaximalt\b|\binte mer än\b`)
	isEarmark  = regexp.MustCompile(`(?i)\b(avser|avsätts|är avsedda|reserveras|avsatta|öronmärk)`)
)

// amountCondition finds what a sentence with an amount does to the money.
func (r *reader) amountCondition(c *Condition, s, lower string) {
	at := strings.Index(s, c.Amount.Printed)
	switch {
	case isAtMost.MatchString(lower):
		c.Kind = Max
		if m := isMayUse.FindStringSubmatch(s); m != nil {
			if with, _ := partiesIn(m[1], r.l.Agency); len(with) > 0 {
				c.Agency = with[0]
			}
		}
	case isAllot.MatchString(s):
		m := isAllot.FindStringSubmatchIndex(s)
		c.Kind, c.Agency = Allotted, strings.TrimSpace(s[m[4]:m[5]])
		if name, ok := agencyFirst(s[m[4]:]); ok {
			c.Agency = name
		}
	case isPay.MatchString(s):
		c.Kind = ShallPay
		if m := payTo.FindStringSubmatchIndex(s); m != nil {
			c.Agency = s[m[2]:m[3]]
			if name, ok := agencyFirst(s[m[2]:]); ok { // its name may hold the word that ends the clause
				c.Agency = name
			}
		}
	case isMayUse.MatchString(s):
		c.Kind, c.Agency = MayUse, isMayUse.FindStringSubmatch(s)[1]
	case isEarmark.MatchString(lower):
		c.Kind = Earmarked
	}
	if c.Agency != "" { // its name may hold the word that opens the purpose
		s = strings.Replace(s, c.Agency, "", 1)
		at = strings.Index(s, c.Amount.Printed)
	}
	c.Purpose = purposeOf(s, at)
}

// agencyFirst is the agency that a text begins with.
func agencyFirst(text string) (name string, ok bool) {
	ws := words(text)
	if len(ws) == 0 {
		return "", false
	}
	m, ok := agencyAt(ws, 0)
	return m.name, ok
}

// purposeOf is the words that say what an amount is for: after "för", or for an amount
// that "avser" something, what it is. It is cut at the end of the clause.
func purposeOf(s string, at int) string {
	rest := inLetter.ReplaceAllString(s[max(at, 0):], "$1")
	for _, word := range []string{" för att ", " för ", " till olika ", " avser ", " kronor "} {
		if _, after, found := strings.Cut(rest, word); found {
			rest = after
			break
		}
	}
	rest = strings.TrimSpace(strings.TrimRight(rest, "."))
	if r := []rune(rest); len(r) > 120 {
		cut := strings.LastIndexByte(string(r[:120]), ' ')
		if cut < 0 {
			cut = len(string(r[:120]))
		}
		rest = rest[:cut] + " …"
	}
	return rest
}

// inLetter is the words that say in which letter an amount was allotted.
var inLetter = regexp.MustCompile(`,? i regleringsbrev(?:et)? för(?: budgetåret)? \d{4}(?: avseende [^,]*?)?(,| för att | för )`)

var (
	feeTwo = regexp.MustCompile(`(?i)preliminär\p{L}*\s+(?:statlig\p{L}*\s+)?ålderspensionsavgift\p{L}* för (\d{4}) om ([-−–]?[\d ]+?) (?:kronor|kr)\b.*?regleringsbelopp\p{L}* för (\d{4}) om ([-−–]?[\d ]+?) (?:kronor|kr)\b`)
	feeNil = regexp.MustCompile(`(?i)för (\d{4}) uppgår .*?ålderspensionsavgift\p{L}* till 0 (?:kronor|kr)\b.*?regleringsbelopp\p{L}* om ([-−–]?[\d ]+?) (?:kronor|kr) för (\d{4})`)
)

// pension reads the sentence on an item's pension fee.
func (r *reader) pension(s string, p *para, at *place) bool {
	line := p.line()
	if !strings.Contains(s, "ålderspensionsavgift") || !strings.Contains(s, "regleringsbelopp") {
		return false
	}
	fee := &PensionFee{Line: line}
	if m := feeTwo.FindStringSubmatch(s); m != nil {
		fee.Year, _ = strconv.Atoi(m[1])
		fee.RegulationYear, _ = strconv.Atoi(m[3])
		fee.Preliminary = r.sum(m[2], line, kronor, "the preliminary fee")
		fee.Regulation = r.sum(m[4], line, kronor, "the regulation")
	} else if m := feeNil.FindStringSubmatch(s); m != nil {
		fee.Year, _ = strconv.Atoi(m[1])
		fee.RegulationYear, _ = strconv.Atoi(m[3])
		fee.Regulation = r.sum(m[2], line, kronor, "the regulation")
		fee.Floored = true
	} else {
		r.unread(*p, "the preliminary pension fee and its regulation cannot be read")
		return true
	}
	if at.subject == nil {
		r.unread(*p, "a pension fee that belongs to no item")
		return true
	}
	at.subject.Pension = fee
	return true
}
