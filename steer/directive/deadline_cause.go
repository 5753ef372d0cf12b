package directive

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"balans/law/calendar"
)

// cause is what shows that something is due at a moment.
type cause int

const (
	notDue      cause = iota
	isBare            // it stands in a table of times
	isLatest          // "senast"
	isVerb            // "ska redovisas den"
	isNoun            // "redovisningen i februari ska"
	isShall           // "ska under 2025"
	isFirst           // "Under 2025 ska"
	isRecipient       // "till Regeringskansliet den"
	isReady           // "ska kunna tillämpas från och med"
	isRelative        // it hangs on the annual report, the forecast occasions or another date
)

// fillers stand between a moment and the word that tells what happens then.
var fillers = map[string]bool{"den": true, "dag": true, "dagen": true, "klockan": true, "kl": true, "i": true, "under": true, "vid": true, "före": true, "innan": true,
	"utgången": true, "slutet": true, "början": true, "mitten": true, "av": true, "år": true, "månad": true, "måndag": true, "tisdag": true, "onsdag": true,
	"torsdag": true, "fredag": true, "lördag": true, "söndag": true, "måndagen": true, "tisdagen": true, "onsdagen": true, "torsdagen": true, "fredagen": true,
	"lördagen": true, "söndagen": true, "årligen": true, "perioden": true, "åren": true, "budgetåret": true, "dels": true, "mellan": true}

// isFiller also knows a time of day: kl. 12, 12.00.
func isFiller(ws []word, i int) bool {
	w := &ws[i]
	return fillers[w.low] || len(w.text) == 5 && (w.text[2] == '.' || w.text[2] == ':') && number(w.text[:2]) >= 0 && number(w.text[3:]) >= 0 ||
		w.num >= 0 && i > 0 && (ws[i-1].low == "kl" || ws[i-1].low == "klockan")
}

// causeOf tells why something is due at a moment, if it is.
func (c *clause) causeOf(i int) cause {
	m, ws := &c.moments[i], c.ws
	k := m.from - 1
	for k >= 0 && isFiller(ws, k) && !strings.ContainsAny(ws[k].after, ";:") {
		k--
	}
	switch {
	case c.ctx.Table:
		return c.causeInTable(m, k)
	case m.shape == asRound || m.shape == asRecent || ws[m.from].low == "i" && m.to > m.from+1 && ws[m.from+1].low == "samband" && (k < 0 || ws[k].low != "senast"):
		if c.asks(m) && has(ws, 0, len(ws), isGiving) && !strings.HasSuffix(strings.TrimSpace(c.text), ":") {
			return isRelative
		}
		return notDue
	case k >= 0 && isLatestWord(ws[k].low):
		if isPast(ws, k) {
			return notDue
		}
		return isLatest
	case c.isBefore(m):
		return notDue
	case c.isReadyAt(k):
		return isReady
	case k < 0:
		if c.opens(m) {
			return isFirst
		}
		return notDue
	}
	return c.causeOfWord(m, k)
}

// causeInTable is the cause in a cell: every time is one, but for the ends of periods.
func (c *clause) causeInTable(m *moment, k int) cause {
	if k >= 0 && (isUpTo(c.ws, k) || isPeriodStart(c.ws, k)) {
		return notDue
	}
	return isBare
}

func isPeriodStart(ws []word, k int) bool {
	_, ok := isFrom(ws, k)
	return ok
}

// causeOfWord tells it from the word before the moment.
func (c *clause) causeOfWord(m *moment, k int) cause {
	ws := c.ws
	switch low := ws[k].low; {
	case strings.ContainsAny(ws[k].after, ";:"):
		if strings.Contains(ws[k].after, ":") && listOpeners[low] && c.asks(m) && has(ws, 0, k, isGiving) {
			return isVerb
		}
		return notDue
	case isDueVerb(ws, k):
		if c.asks(m) && !isRelated(ws, k) {
			return isVerb
		}
	case c.followsObject(m, k), isFirstTime(ws, k) && c.asks(m) && has(ws, 0, len(ws), isGiving):
		return isVerb
	case reportNouns[low] != "" && m.shape == noDate && c.asks(m):
		return isNoun
	case reportNouns[low] != "" && m.shape < aYear:
		if slices.ContainsFunc(ws[m.to:], func(w word) bool { return isObligation(w.low) }) {
			return isNoun
		}
	case afterShall(ws, k):
		if m.shape == aYear || m.shape == aMonth || has(ws, 0, len(ws), isGiving) {
			return isShall
		}
	case m.shape != aYear && c.asks(m) && endsRecipient(ws, k):
		return isRecipient
	}
	return notDue
}

// obliges tells whether the sentence says that something shall be done.
func (c *clause) obliges() bool { return has(c.ws, 0, len(c.ws), isObligation) }

// isBefore tells whether a moment lies before the budget year: then it is spoken of.
func (c *clause) isBefore(m *moment) bool {
	d := m.date(c.ctx.Year)
	return d != calendar.None && c.ctx.Year != 0 && d.Year() < c.ctx.Year
}

// isReadyAt tells whether something shall be possible, or be done, from what stands at a
// word on: "ska kunna tillämpas från och med", "ska vara i drift".
func (c *clause) isReadyAt(k int) bool {
	if k < 0 {
		return false
	}
	if from, ok := isFrom(c.ws, k); ok {
		k = from - 1
	}
	near := max(0, k-4)
	return k >= 0 && has(c.ws, max(0, k-8), k+1, isObligation) &&
		(has(c.ws, near, k+1, func(low string) bool { return low == "kunna" }) ||
			has(c.ws, near, k+1, func(low string) bool { return low == "vara" }) && has(c.ws, near, k+1, func(low string) bool { return readyWords[low] }))
}

var readyWords = map[string]bool{"klar": true, "klart": true, "klara": true, "färdig": true, "färdigt": true, "färdiga": true, "genomförd": true, "genomfört": true,
	"genomförda": true, "införd": true, "infört": true, "införda": true, "drift": true, "plats": true, "tillgänglig": true, "tillgängligt": true, "tillgängliga": true,
	"slutförd": true, "slutfört": true, "slutförda": true, "ansluten": true, "anslutna": true, "anslutet": true, "igång": true, "avslutad": true, "avslutat": true, "avslutade": true}

// opens tells whether "ska" follows the moment that opens the sentence, and what shall be
// done is done once: "Den 1 mars 2025 ska myndigheten redovisa".
func (c *clause) opens(m *moment) bool {
	if m.to >= len(c.ws) || !isObligation(c.ws[m.to].low) || strings.HasSuffix(strings.TrimSpace(c.text), ":") {
		return false
	}
	return m.shape == aYear || m.shape == aMonth || has(c.ws, m.to, len(c.ws), isGiving)
}

// dueVerbs are what is done when a report is given, without the s of the passive.
var dueVerbs = map[string]bool{"lämna": true, "överlämna": true, "redovisa": true, "delredovisa": true, "slutredovisa": true, "rapportera": true, "delrapportera": true,
	"slutrapportera": true, "återrapportera": true, "avrapportera": true, "presentera": true, "skicka": true, "sända": true, "insända": true, "inkomma": true,
	"inge": true, "ge": true, "göra": true, "ske": true, "sker": true, "återbetala": true, "rekvirera": true, "publicera": true}

func isDueVerb(ws []word, k int) bool {
	low := ws[k].low
	if low == "in" && k > 0 {
		low = ws[k-1].low
		if low == "komma" {
			return true
		}
	}
	return dueVerbs[low] || dueVerbs[strings.TrimSuffix(low, "s")]
}

// isRelated tells whether a verb belongs to a relative clause: "uppgifter som lämnas den".
func isRelated(ws []word, k int) bool {
	for j := k - 1; j >= 0 && j >= k-3; j-- {
		switch {
		case isObligation(ws[j].low):
			return false
		case ws[j].low == "som" || ws[j].low == "vilka" || ws[j].low == "vilket":
			return true
		}
	}
	return false
}

// pastWords stand before "senast" when what was latest has happened: "som kommit in senast
// den 1 mars".
var pastWords = map[string]bool{"in": true, "inkommit": true, "inkom": true, "beslutats": true, "beslutades": true, "beslutade": true, "fattats": true, "fattades": true,
	"uppkommit": true, "ansökts": true, "skedde": true, "skett": true, "getts": true}

// isLatestWord knows "senast", also with one letter misread. "Senaste" is another word.
func isLatestWord(low string) bool {
	return low == "senast" || low != "senaste" && len(low) >= 5 && len(low) <= 7 && low[0] == 's' && distance([]rune(low), []rune("senast"), 1) >= 0
}

func isPast(ws []word, senast int) bool {
	if senast == 0 || !pastWords[ws[senast-1].low] || has(ws, max(0, senast-4), senast, isObligation) {
		return false // "ska ha kommit in senast"
	}
	return ws[senast-1].low != "in" || senast > 1 && (ws[senast-2].low == "kommit" || ws[senast-2].low == "kom")
}

// adverbs stand between "ska" and when it shall be done.
var adverbs = map[string]bool{"även": true, "också": true, "vidare": true, "därför": true, "därutöver": true, "därefter": true, "särskilt": true, "då": true, "dock": true,
	"myndigheten": true, "myndigheterna": true, "årligen": true, "löpande": true, "gemensamt": true, "samlat": true, "dessutom": true, "i": true}

// afterShall tells whether only adverbs and names stand between "ska" and a word.
func afterShall(ws []word, k int) bool {
	for j := k; j >= 0 && j > k-8; j-- {
		if isObligation(ws[j].low) {
			return true
		}
		first, _ := utf8.DecodeRuneInString(ws[j].text)
		if !adverbs[ws[j].low] && !unicode.IsUpper(first) && !isAnd(ws[j].low) {
			return false
		}
	}
	return false
}

// endsRecipient tells whether a word ends the name of someone something is given to.
func endsRecipient(ws []word, k int) bool {
	if !has(ws, 0, len(ws), isGiving) {
		return false
	}
	for j := k - 1; j >= 0 && j >= k-12; j-- {
		if ws[j].low != "till" || len(recipientsIn(ws, j, k+1)) == 0 {
			continue
		}
		for i := j + 1; i <= k; i++ {
			if _, next := recipientAt(ws, i); next == k+1 {
				return true
			}
		}
	}
	return false
}

// unknownWords open a time after "senast" that no rule above knows.
var unknownWords = map[string]bool{"den": true, "vid": true, "i": true, "under": true, "inom": true, "på": true, "en": true, "ett": true, "två": true, "tre": true,
	"fyra": true, "fem": true, "sex": true, "åtta": true, "tio": true, "fjorton": true, "trettio": true, "nittio": true, "före": true, "innan": true, "när": true, "första": true, "andra": true, "tredje": true, "fjärde": true, "sista": true}

// unknownTimes are the deadlines after "senast" that have no time that is known, or are
// cut off there: nothing that is due is lost. "Senast den:" opens a list of its own.
func (c *clause) unknownTimes() (out []Deadline) {
	for i := range c.ws {
		if c.ws[i].low != "senast" || strings.Contains(c.ws[i].after, ":") {
			continue
		}
		end := i + 1
		if end < len(c.ws) {
			if !unknownWords[c.ws[end].low] && c.ws[end].num < 0 || c.isKnownAfter(i) {
				continue
			}
			for end++; end < len(c.ws) && end < i+9 && !strings.ContainsAny(c.ws[end-1].after, ",.;:()"); {
				end++
			}
			if strings.HasSuffix(c.ws[end-1].after, ":") {
				continue
			}
		}
		m := moment{shape: noDate, from: min(i+1, end-1), to: end}
		c.moments, c.due = append(c.moments, m), append(c.due, isLatest)
		out = append(out, c.deadlineAt(len(c.moments)-1)...)
	}
	return out
}

// isKnownAfter tells whether a moment follows "senast" at a word.
func (c *clause) isKnownAfter(senast int) bool {
	last := senast + 1
	for last < len(c.ws)-1 && isFiller(c.ws, last) {
		last++
	}
	return slices.ContainsFunc(c.moments, func(m moment) bool {
		return m.from > senast && m.from <= last || m.from <= senast+1 && m.to > senast+1
	})
}
