package directive

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// abbreviations end with a full stop and are followed by more of the sentence, also
// when what follows is a capital or a figure. They stand without their last stop.
var abbreviations = map[string]bool{
	"t.ex": true, "bl.a": true, "p.g.a": true, "t.o.m": true, "fr.o.m": true, "s.k": true, "d.v.s": true,
	"dvs": true, "o.d": true, "o.dyl": true, "resp": true, "inkl": true, "exkl": true, "ca": true, "jfr": true,
	"kap": true, "nr": true, "dnr": true, "prop": true, "bet": true, "rskr": true, "utg.omr": true, "utg": true,
	"omr": true, "ap": true, "st": true, "kl": true, "art": true, "avd": true, "forts": true, "fr": true,
	"tom": true, "from": true, "ev": true, "max": true, "min": true, "s": true, "f": true, "ff": true, "d.ä": true, "kungl": true,
	"jan": true, "feb": true, "apr": true, "aug": true, "sept": true, "okt": true, "nov": true, "dec": true,
}

// closing abbreviations stand last in an enumeration, and so often last in a sentence:
// a capital after them begins a new one.
var closing = map[string]bool{"m.m": true, "m.fl": true, "osv": true, "o.s.v": true, "etc": true}

// sentences splits a paragraph into sentences. Each keeps the space after it, so that
// joined they are the text.
func sentences(text string) []string {
	var out []string
	from := 0
	for i := 0; i < len(text); i++ {
		if c := text[i]; c != '.' && c != '!' && c != '?' {
			continue
		}
		end := i + 1
		for end < len(text) {
			r, n := utf8.DecodeRuneInString(text[end:])
			if !strings.ContainsRune(".!?)”\"»’]", r) {
				break
			}
			end += n
		}
		next := end
		for next < len(text) {
			r, n := utf8.DecodeRuneInString(text[next:])
			if !unicode.IsSpace(r) {
				break
			}
			next += n
		}
		if next == end || next == len(text) || !opensSentence(text[next:]) || text[i] == '.' && isAbbreviated(text[from:i], text[next:]) {
			i = end - 1
			continue
		}
		out = append(out, text[from:next])
		from, i = next, next-1
	}
	if from < len(text) {
		out = append(out, text[from:])
	}
	return out
}

// opensSentence tells whether a text can be the beginning of a sentence.
func opensSentence(rest string) bool {
	r, _ := utf8.DecodeRuneInString(strings.TrimLeft(rest, "”\"»(’[-–— "))
	return unicode.IsUpper(r) || unicode.IsDigit(r)
}

// isAbbreviated tells whether the full stop after before belongs to an abbreviation, or
// to a number that opens an item of a list, and does not end a sentence.
func isAbbreviated(before, rest string) bool {
	word := before
	if at := strings.LastIndexFunc(before, unicode.IsSpace); at >= 0 {
		word = before[at:]
	}
	opens := strings.TrimSpace(before) == strings.TrimSpace(word)
	word = strings.ToLower(strings.TrimLeft(strings.TrimSpace(word), "(”\"[»"))
	next, _ := utf8.DecodeRuneInString(rest)
	switch {
	case closing[word]:
		return !unicode.IsUpper(next)
	case abbreviations[word]:
		return true
	case utf8.RuneCountInString(word) == 1: // bl. a., m. m., an initial
		r, _ := utf8.DecodeRuneInString(word)
		return unicode.IsLetter(r) || opens
	}
	return opens && len(word) <= 2 && strings.Trim(word, "0123456789") == "" // 12. An item
}

// word is a word of a sentence, without the punctuation around it.
type word struct {
	text       string // without punctuation
	low        string // text in lower case
	start, end int    // of text in the sentence, in bytes
	before     string // punctuation before: "(" and the like
	after      string // punctuation after: "," "." ")" and the like
	num        int    // the number when it is one of at most four digits, otherwise -1
}

const opening, ending = "([{<”\"»’'", ".,;:!?)]}>”\"»’'"

// words cuts a sentence into its words. Words of punctuation alone are joined to the
// one before them.
func words(sentence string) []word {
	out := make([]word, 0, len(sentence)/6)
	for i := 0; i < len(sentence); {
		r, n := utf8.DecodeRuneInString(sentence[i:])
		if unicode.IsSpace(r) {
			i += n
			continue
		}
		j := strings.IndexFunc(sentence[i:], unicode.IsSpace)
		if j < 0 {
			j = len(sentence) - i
		}
		raw := sentence[i : i+j]
		left := strings.TrimLeft(raw, opening)
		text := strings.TrimRight(left, ending)
		w := word{text: text, low: strings.ToLower(text), start: i + len(raw) - len(left), num: -1}
		w.end = w.start + len(text)
		w.before, w.after = raw[:len(raw)-len(left)], left[len(text):]
		if len(text) <= 4 {
			w.num = number(text)
		}
		if text == "" && len(out) > 0 {
			out[len(out)-1].after += raw
		} else {
			out = append(out, w)
		}
		i += j
	}
	return out
}

// number is the value of a text of digits alone, otherwise -1.
func number(s string) int {
	if s == "" || len(s) > 9 {
		return -1
	}
	v := 0
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return -1
		}
		v = v*10 + int(s[i]-'0')
	}
	return v
}

// year is the number when it can be a year of a letter, otherwise 0.
func (w word) year() int {
	if len(w.text) == 4 && w.num >= 1900 && w.num < 2100 {
		return w.num
	}
	return 0
}
