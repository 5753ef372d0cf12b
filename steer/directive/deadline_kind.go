package directive

import (
	"strings"
)

// reportNouns are what is handed in, and the kind of deadline that is.
var reportNouns = kindsOfNouns(map[DeadlineKind]string{
	Report:     "redovisning redovisningen redovisningar redovisningarna rapport rapporten slutredovisning slutredovisningen slutrapport slutrapporten redogörelse redogörelsen återrapportering återrapporteringen uppföljning uppföljningen delårsrapport delårsrapporten budgetunderlag budgetunderlaget slutrapportering slutrapporteringen rapportering rapporteringen",
	Interim:    "delredovisning delredovisningen delrapport delrapporten delrapportering delrapporteringen lägesrapport lägesrapporten lägesredovisning lägesredovisningen delredovisas delredovisa delrapporteras delrapportera",
	ActionPlan: "handlingsplan handlingsplanen handlingsplaner handlingsplanerna åtgärdsplan åtgärdsplanen",
	ForecastOn: "prognos prognosen prognoser prognoserna utgiftsprognos utgiftsprognosen utgiftsprognoser utgiftsprognoserna anslagsprognos anslagsprognosen anslagsprognoser",
	Claim:      "rekvisition rekvisitionen rekvireras rekvirera rekvirering",
	Repay:      "återbetalas återbetala",
})

func kindsOfNouns(lists map[DeadlineKind]string) map[string]DeadlineKind {
	out := map[string]DeadlineKind{}
	for kind, list := range lists {
		for _, noun := range strings.Fields(list) {
			out[noun] = kind
		}
	}
	return out
}

// definiteReport opens a sentence that goes on about a report named before it.
var definiteReport = map[string]bool{"redovisningen": true, "rapporten": true, "slutredovisningen": true, "slutrapporten": true, "delredovisningen": true,
	"delrapporten": true, "redovisningarna": true, "rapporteringen": true, "återrapporteringen": true}

// kindAt is what is due at a moment, told by the words nearest to it: those in a
// parenthesis after it, those between it and the date before, those up to the date after,
// and then the whole sentence.
func (c *clause) kindAt(i int) DeadlineKind {
	m := &c.moments[i]
	if c.due[i] == isReady {
		if has(c.ws, max(0, m.from-5), m.from, func(low string) bool { return strings.HasPrefix(low, "slutför") }) {
			return Done
		}
		return Ready
	}
	if from, to := c.parenthesis(m.to); to > from {
		if kind := c.kindIn(from, to); kind != "" {
			return kind
		}
	}
	from, until := c.segment(i)
	if kind := c.kindIn(from, m.from); kind != "" {
		return kind
	}
	if c.due[i] == isLatest && c.isReadyAt(c.cutFillers(m.from-1)-1) {
		return Ready
	}
	if kind, ok := c.kindOfVerb(i, until); ok {
		return kind
	}
	if kind := c.kindIn(m.to, until); kind != "" {
		return kind
	}
	if kind := c.kindIn(0, len(c.ws)); kind != "" {
		return kind
	}
	if c.ctx.Table || has(c.ws, 0, len(c.ws), isGiving) {
		return Report
	}
	return Done
}

// cutFillers is the index of "senast", going back over the words before a moment.
func (c *clause) cutFillers(k int) int {
	for k > 0 && isFiller(c.ws, k) {
		k--
	}
	return k
}

// kindOfVerb tells the kind where the verb of the sentence follows the date: "ska senast
// den 1 mars 2025 ansluta" is no report.
func (c *clause) kindOfVerb(i, until int) (kind DeadlineKind, ok bool) {
	m := &c.moments[i]
	if m.to >= until || c.due[i] != isShall && (c.due[i] != isLatest || !afterShall(c.ws, c.cutFillers(m.from-1)-1)) {
		return "", false
	}
	next := c.ws[m.to].low
	for j := m.to; j < until && adverbs[next]; j++ {
		next = c.ws[j].low
	}
	switch {
	case next == "kunna":
		return Ready, true
	case reportNouns[next] != "":
		return reportNouns[next], true
	case isGiving(next) || !strings.HasSuffix(strings.TrimSuffix(next, "s"), "a"):
		return "", false
	}
	return Done, true
}

// parenthesis is the words of a parenthesis that opens at a word.
func (c *clause) parenthesis(at int) (from, to int) {
	if at >= len(c.ws) || c.ws[at].before != "(" {
		return at, at
	}
	for to = at; to < len(c.ws); to++ {
		if strings.Contains(c.ws[to].after, ")") {
			return at, to + 1
		}
	}
	return at, at
}

// segment is the words that belong to a moment: from the end of the due moment before it,
// and a parenthesis there, to the beginning of the next. Moments in a list share what
// stands around the list.
func (c *clause) segment(i int) (from, to int) {
	first, last := i, i
	for first > 0 && c.moments[first].joined && c.due[first-1] != notDue {
		first--
	}
	for last+1 < len(c.moments) && c.moments[last+1].joined && c.due[last+1] != notDue {
		last++
	}
	to = len(c.ws)
	for j := first - 1; j >= 0; j-- {
		if c.due[j] != notDue && c.moments[j].shape != everyYear {
			_, from = c.parenthesis(c.moments[j].to)
			break
		}
	}
	for j := last + 1; j < len(c.moments) && j < len(c.due); j++ {
		if c.due[j] != notDue && c.moments[j].shape != everyYear {
			to = c.moments[j].from
			break
		}
	}
	return min(from, c.moments[first].from), max(to, c.moments[i].to)
}

// kindIn is the kind of the first word from one index up to another that says one.
func (c *clause) kindIn(from, to int) DeadlineKind {
	for i := from; i < to; i++ {
		low := c.ws[i].low
		switch kind := reportNouns[low]; kind {
		case ActionPlan, ForecastOn:
			if c.isHandedIn(i) {
				return kind
			}
		case "":
			if strings.HasPrefix(low, "redovisa") && i+1 < to && indirect[c.ws[i+1].low] {
				return Report // a report on how plans and forecasts have come out
			}
			if low == "betalas" && i+1 < to && c.ws[i+1].low == "tillbaka" {
				return Repay
			}
		default:
			return kind
		}
	}
	return ""
}

var indirect = map[string]bool{"hur": true, "vilka": true, "vilken": true, "vad": true, "om": true, "vidtagna": true, "de": true}

// isHandedIn tells whether a plan or forecast is itself what is due, rather than spoken of:
// it opens the sentence, or follows the verb and at most an article and two adjectives.
func (c *clause) isHandedIn(i int) bool {
	if i <= 1 || c.ctx.Table || i+1 < len(c.ws) && (isObligation(c.ws[i+1].low) || isDueVerb(c.ws, i+1)) {
		return true
	}
	for j := i - 1; j >= 0 && j >= i-4; j-- {
		if isDueVerb(c.ws, j) || c.ws[j].low == "fram" || c.ws[j].low == "upprätta" {
			return true
		}
		if c.ws[j].low == "av" || c.ws[j].low == "i" || c.ws[j].low == "till" || c.ws[j].after != "" {
			return false
		}
	}
	return false
}

// isJoint tells whether the sentence asks for one report by several agencies.
func (c *clause) isJoint() bool {
	for i, w := range c.ws {
		if !strings.HasPrefix(w.low, "gemensam") && !strings.HasPrefix(w.low, "myndighetsgemensam") {
			continue
		}
		for j := max(0, i-2); j < min(len(c.ws), i+3); j++ {
			if low := c.ws[j].low; strings.Contains(low, "redovis") || strings.Contains(low, "rapport") || strings.HasPrefix(low, "redogör") {
				return true
			}
		}
	}
	return false
}

// by is the agency that delivers when it is another: the first "(av …)" after the moment,
// or the agency that opens the sentence and is followed by "ska".
func (c *clause) by(i int) string {
	for j := c.moments[i].to; j+1 < len(c.ws); j++ {
		if c.ws[j].low != "av" || c.ws[j].before != "(" {
			continue
		}
		if m, ok := agencyAt(c.ws, j+1); ok {
			return m.name
		}
		_, end := c.parenthesis(j)
		if end > j+1 {
			return c.text[c.ws[j+1].start:c.ws[end-1].end]
		}
	}
	if len(c.ws) == 0 || c.ctx.Table {
		return ""
	}
	m, ok := agencyAt(c.ws, 0)
	if ok && !m.genitive && m.name != c.ctx.Agency && c.ctx.Agency != "" && m.to < len(c.ws) && isObligation(c.ws[m.to].low) {
		return m.name
	}
	return ""
}

// recipientsAt is to whom what is due at a moment is given: those named before it, after
// it, or else anywhere in the sentence.
func (c *clause) recipientsAt(i int) []string {
	from, to := c.segment(i)
	m := &c.moments[i]
	if out := recipientsIn(c.ws, from, m.from); len(out) > 0 {
		return out
	}
	if out := recipientsIn(c.ws, m.to, to); len(out) > 0 {
		return out
	}
	return recipientsIn(c.ws, 0, len(c.ws))
}

// givenAsWorkGoes are what one is asked to do as the work goes on.
var givenAsWorkGoes = map[string]bool{"hålla": true, "informera": true, "redovisa": true, "rapportera": true, "återrapportera": true, "underrätta": true,
	"avrapportera": true, "återkoppla": true, "delge": true, "lämna": true, "informeras": true, "redovisas": true, "rapporteras": true, "stämma": true}

// isContinuous tells whether a paragraph asks for information as the work goes on:
// "löpande hålla … informerat", "informera … löpande". Work that is itself continuous is
// none. A cell that only says "Löpande" is.
func isContinuous(text string) bool {
	if bare := strings.ToLower(strings.Trim(text, " .")); bare == "löpande" || bare == "fortlöpande" {
		return true
	}
	for _, s := range cutLong(sentences(text)) {
		ws := words(s)
		for i, w := range ws {
			if w.low != "löpande" && w.low != "fortlöpande" && w.low != "kontinuerligt" {
				continue
			}
			if i+1 < len(ws) && givenAsWorkGoes[ws[i+1].low] && (ws[i+1].low != "hålla" || has(ws, i+2, len(ws), isInformed)) {
				return true
			}
			if i+1 < len(ws) && isInformed(ws[i+1].low) || i > 0 && isInformed(ws[i-1].low) {
				return true
			}
			for j := i - 1; j >= 0 && j >= i-9; j-- {
				if ws[j].low == "informera" || ws[j].low == "informeras" || ws[j].low == "underrätta" {
					return true
				}
			}
		}
	}
	return false
}
