package directive

import (
	"slices"
	"strings"
)

// recipients are those to whom a sentence says that something is reported, given or paid
// back, each department of Regeringskansliet by itself.
func recipients(sentence string) []string {
	ws := words(sentence)
	if has(ws, 0, len(ws), isObligation) && !has(ws, 0, len(ws), isGiving) {
		return nil // "ska ge stöd till Socialstyrelsen"
	}
	return recipientsIn(ws, 0, len(ws))
}

func isObligation(low string) bool { return low == "ska" || low == "skall" }

var givingStems = []string{"redovis", "rapport", "återrapport", "delredovis", "slutredovis", "delrapport", "slutrapport", "redogör", "lämna", "överlämna",
	"informer", "inkom", "komma", "skicka", "sänd", "insänd", "ställ", "återbetal", "underrätt", "anmäl", "presenter", "avrapport", "inge"}

// isGiving tells whether a word can be what is done to someone that something is due to.
func isGiving(low string) bool {
	return slices.ContainsFunc(givingStems, func(stem string) bool { return strings.HasPrefix(low, stem) })
}

// has tells whether one of the words from one index up to another is of a kind.
func has(ws []word, from, to int, is func(low string) bool) bool {
	return slices.ContainsFunc(ws[from:to], func(w word) bool { return is(w.low) })
}

// notRecipient are words after which "till" does not lead to one who is reported to.
var notRecipient = map[string]bool{"bidrag": true, "övergång": true, "övergången": true, "anslutning": true, "hänvisning": true,
	"hänvisa": true, "förhållande": true, "utbetala": true, "utbetalas": true, "anslag": true, "tilldelas": true, "uppdrag": true, "rekommendationer": true, "stöd": true}

func recipientsIn(ws []word, from, to int) (out []string) {
	for i := from; i < to; i++ {
		switch ws[i].low {
		case "tillhanda": // "ska vara Regeringskansliet tillhanda"
			for j := max(from, i-8); j < i; j++ {
				if names, next := recipientAt(ws, j); next == i {
					out = combine(out, names)
					break
				}
			}
			continue
		case "för": // "redovisas för Finansdepartementet"
			if i+1 < to {
				if name, next, ok := ministryAt(ws, i+1); ok && has(ws, from, to, isGiving) {
					out, i = combine(out, []string{name}), next-1
				}
			}
			continue
		}
		if ws[i].low != "till" || i+1 >= len(ws) || ws[i+1].low == "och" || i > 0 && notRecipient[ws[i-1].low] || leftFrom(ws, i) {
			continue
		}
		for j := i + 1; j < to; {
			names, next := recipientAt(ws, j)
			if next == j {
				break
			}
			out = combine(out, names)
			i = next - 1
			if next < to && isAnd(ws[next].low) {
				next++
			} else if ws[next-1].after == "" || ws[next-1].after[len(ws[next-1].after)-1] != ',' {
				break
			}
			if next < to && ws[next].low == "till" {
				next++
			}
			j = next
		}
	}
	return out
}

// leftFrom tells whether "till" ends a way that began with "från" an agency: "från
// Försäkringskassan till Arbetsförmedlingen".
func leftFrom(ws []word, till int) bool {
	for i := till - 1; i >= 0 && i >= till-7; i-- {
		if ws[i].low == "från" && i+1 < till {
			m, ok := agencyAt(ws, i+1)
			return ok && m.to == till
		}
	}
	return false
}

// combine adds names to those found, each once; a department after Regeringskansliet,
// says which part of it.
func combine(out, names []string) []string {
	for _, n := range names {
		if last := len(out) - 1; last >= 0 && out[last] == "Regeringskansliet" && strings.HasSuffix(n, "departementet") {
			out[last] = "Regeringskansliet (" + n + ")"
			continue
		}
		if !slices.Contains(out, n) {
			out = append(out, n)
		}
	}
	return out
}

// recipientAt reads one recipient, and all departments in a parenthesis after it.
func recipientAt(ws []word, i int) (names []string, next int) {
	if i >= len(ws) {
		return nil, i
	}
	if w := &ws[i]; w.low == "regeringskansliet" || w.low == "regeringen" {
		name := "R" + w.text[1:]
		if i+1 == len(ws) || ws[i+1].before != "(" {
			return []string{name}, i + 1
		}
		departments, next := inParenthesis(ws, i+1)
		for _, d := range departments {
			names = append(names, name+" ("+d+")")
		}
		return names, next
	}
	if name, to, ok := ministryAt(ws, i); ok {
		return []string{name}, to
	}
	if m, ok := agencyAt(ws, i); ok && !m.genitive {
		return []string{m.name}, m.to
	}
	return nil, i
}

// inParenthesis reads the departments of a parenthesis, also such as are named by a letter
// or are none: (S och A), (Statsrådsberedningen).
func inParenthesis(ws []word, i int) (names []string, next int) {
	for i < len(ws) {
		name, to, ok := ministryAt(ws, i)
		if !ok {
			name, to = ws[i].text, i+1
		}
		if !isAnd(ws[i].low) {
			names = append(names, name)
		}
		i = to
		if strings.Contains(ws[to-1].after, ")") {
			break
		}
	}
	return names, i
}

// partiesIn are the other agencies that take part in what a text asks for, or are to be
// consulted or informed, and the one that coordinates it. Agencies that are only spoken
// of are not parties. Self is whom the letter is for: it is no party, and is what
// "myndigheten" means. A text that is a name alone gives that name.
func partiesIn(text, self string) (with []string, coordinator string) {
	for _, s := range cutLong(sentences(text)) {
		ws := words(s)
		for i := 0; i < len(ws); {
			all, next := enumeration(ws, i)
			if len(all) == 0 {
				i++
				continue
			}
			for _, m := range all {
				if m.name != self && !slices.Contains(with, m.name) && takesPart(ws, all, self) {
					with = append(with, m.name)
				}
			}
			i = next
		}
		if coordinator == "" {
			coordinator = coordinatorIn(ws, self)
		}
	}
	return with, coordinator
}

// enumeration reads the agencies named one after another at a word, also where a comma
// between them was forgotten.
func enumeration(ws []word, i int) (all []mention, next int) {
	next = i
	for i < len(ws) {
		m, ok := agencyAt(ws, i)
		if !ok {
			break
		}
		all, next = append(all, m), m.to
		if i = m.to; i < len(ws) && isAnd(ws[i].low) {
			i++
		}
		if after := ws[m.to-1].after; after != "" && after != "," {
			break
		}
	}
	return all, next
}

// withWords are what stands before "med" and an agency that takes part, and hearWords
// before one that is heard or informed.
var (
	withWords = map[string]bool{"tillsammans": true, "samverkan": true, "samverka": true, "samverkar": true, "samråd": true, "samråda": true, "samarbete": true,
		"samarbeta": true, "samarbetar": true, "dialog": true, "gemensamt": true, "samordnat": true, "överenskommelse": true}
	hearWords = map[string]bool{"bistå": true, "biträda": true, "stödja": true, "stötta": true, "informera": true, "underrätta": true, "höra": true, "konsultera": true, "involvera": true}
)

// takesPart tells whether the agencies of an enumeration take part in what the sentence
// asks for.
func takesPart(ws []word, all []mention, self string) bool {
	from, to := all[0].from, all[len(all)-1].to
	before := func(n int) string {
		if from-n < 0 {
			return ""
		}
		return ws[from-n].low
	}
	if all[len(all)-1].genitive {
		return false
	}
	if from == 0 && to == len(ws) || to < len(ws) && isObligation(ws[to].low) || isObligation(before(1)) || hearWords[before(1)] {
		return true
	}
	switch before(1) {
	case "med":
		return withWords[before(2)] || withWords[before(3)] || withWords[before(4)]
	case "från":
		return before(2) == "synpunkter" || before(2) == "underlag" || before(2) == "yttrande"
	case "hålla":
		return has(ws, to, min(to+3, len(ws)), isInformed)
	case "löpande":
		return before(2) == "hålla" || hearWords[before(2)]
	case "och":
		if before(2) == "staten" { // "mellan staten och Sveriges Kommuner och Regioner"
			return before(3) == "mellan"
		}
		return hearWords[before(2)]
	case "till":
		return strings.HasPrefix(before(2), "uppdrag")
	case "av", "hos", "om", "för", "i", "vid":
		return false
	}
	return len(all) > 1 && slices.ContainsFunc(all, func(m mention) bool { return m.name == self })
}

func isInformed(low string) bool {
	return strings.HasPrefix(low, "informera") || strings.HasPrefix(low, "underrätta")
}

// coordinated are what is coordinated when it is the assignment that is meant.
var coordinated = []string{"uppdrag", "arbetet", "redovisning", "genomförande", "myndigheternas", "den"}

// coordinatorIn is the agency that a sentence lets coordinate the assignment, or "".
func coordinatorIn(ws []word, self string) string {
	for i, w := range ws {
		leads := w.low == "samordnande" || w.low == "sammanhållande" || w.low == "huvudansvarig"
		if (w.low == "samordna" || w.low == "samordnar") && i+1 < len(ws) {
			leads = slices.ContainsFunc(coordinated, func(stem string) bool { return strings.HasPrefix(ws[i+1].low, stem) })
		}
		if (w.low == "samordning" || w.low == "samordningen") && i >= 2 && ws[i-1].low == "för" && strings.HasPrefix(ws[i-2].low, "ansvar") {
			leads = true
		}
		if w.low == "samordnas" && i+2 < len(ws) && ws[i+1].low == "av" {
			if m, ok := agencyAt(ws, i+2); ok {
				return m.name
			}
		}
		if !leads {
			continue
		}
		if name := subjectBefore(ws, i, self); name != "" {
			return name
		}
	}
	return ""
}

// subjectBefore is the agency that does what stands at a word: the one beside "ska", or
// otherwise the nearest before.
func subjectBefore(ws []word, i int, self string) (nearest string) {
	for j := i - 1; j >= 0 && j >= i-12; j-- {
		m, ok := agencyAt(ws, j)
		if !ok && ws[j].low == "myndigheten" {
			m, ok = mention{name: self, from: j, to: j + 1}, true
		}
		if !ok || m.to > i || m.genitive {
			continue
		}
		if isObligation(ws[m.to].low) || j > 0 && isObligation(ws[j-1].low) {
			return m.name
		}
		if nearest == "" {
			nearest = m.name
		}
	}
	return nearest
}
