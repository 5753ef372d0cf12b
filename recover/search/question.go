package search

import (
	"errors"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"balans/journal"
	"balans/law/calendar"
	"balans/law/identity"
)

// The errors of what cannot be searched for.
var (
	ErrEmpty  = errors.New("search: nothing is asked for")
	ErrLong   = errors.New("search: more is asked for than any name or number holds")
	ErrText   = errors.New("search: what is asked for holds characters that are no text")
	ErrShort  = errors.New("search: a name is searched for by two letters at least")
	ErrNumber = errors.New("search: it looks like an identity number, but there is no such number")
)

// Question is what may be meant by what was written. All that is set is looked for.
type Question struct {
	Text   string          // as written, without space around it
	Number identity.Number // None: it is no identity number
	Claims []string        // the claim numbers it may be, also behind an OCR reference
	OCR    bool            // Claims holds one read out of an OCR reference
	Words  []string        // of a name
}

// Parse reads what was written in a search field on a day. The errors are the Err variables
// and never hold what was written. With ErrNumber the claim numbers are there all the same:
// when one of them is a claim's, that is what was meant.
func Parse(text string, on calendar.Date) (Question, error) {
	if !utf8.ValidString(text) {
		return Question{}, ErrText
	}
	text = strings.TrimSpace(strings.Map(spaced, text))
	switch {
	case text == "":
		return Question{}, ErrEmpty
	case len(text) > mostText:
		return Question{}, ErrLong
	case !journal.Plain(text):
		return Question{}, ErrText
	}
	q := Question{Text: text}
	q.Claims = []string{text}
	if !strings.ContainsFunc(text, unicode.IsDigit) {
		return q, q.readWords()
	}
	plain := strings.ReplaceAll(text, " ", "")
	if !isNumber(plain) {
		return q, nil
	}
	digits := strings.NewReplacer("-", "", "+", "").Replace(plain)
	n, err := identity.ParseOn(plain, on)
	if err == nil {
		q.Number = n
	}
	q.claim(plain)
	q.claim(dashed(digits))
	if plain == digits {
		for _, base := range behindOCR(digits) {
			q.OCR = true
			q.claim(base)
			q.claim(dashed(base))
		}
	}
	if err != nil && looksLikePerson(plain) {
		return q, ErrNumber
	}
	return q, nil
}

// spaced makes all space the plain one, and hyphens the plain one.
func spaced(r rune) rune {
	switch {
	case unicode.IsSpace(r):
		return ' '
	case r == '‐' || r == '‑' || r == '–' || r == '−':
		return '-'
	}
	return r
}

func (q *Question) readWords() error {
	q.Words = wordsOf(q.Text)
	if len(q.Words) > mostWords {
		return ErrLong
	}
	letters := 0
	for _, w := range q.Words {
		letters += utf8.RuneCountInString(w)
	}
	if letters < 2 {
		return ErrShort
	}
	return nil
}

func (q *Question) claim(id string) {
	if id != "" && !slices.Contains(q.Claims, id) {
		q.Claims = append(q.Claims, id)
	}
}

func isNumber(s string) bool { return strings.Trim(s, "0123456789-+") == "" }

// dashed is digits as a claim's number, a year and the rest; "" when it cannot be one.
func dashed(digits string) string {
	if len(digits) < 5 {
		return ""
	}
	return digits[:4] + "-" + digits[4:]
}

// behindOCR is the digits that an OCR reference may have been made of: those before its length
// digit and check digit, and those before a check digit alone. One in ten can be both.
func behindOCR(digits string) (bases []string) {
	if len(digits) > 4 && identity.CheckOCR(digits, true) == nil {
		bases = append(bases, digits[:len(digits)-2])
	}
	if len(digits) > 4 && identity.CheckOCR(digits, false) == nil {
		bases = append(bases, digits[:len(digits)-1])
	}
	return bases
}

// looksLikePerson says whether somebody meant an identity number: ten or twelve digits with
// a sign before the last four or none, which begin like a day.
func looksLikePerson(s string) bool {
	digits := strings.NewReplacer("-", "", "+", "").Replace(s)
	signs := len(s) - len(digits)
	if signs > 1 || signs == 1 && (len(s) < 5 || !strings.ContainsRune("-+", rune(s[len(s)-5]))) {
		return false
	}
	switch len(digits) {
	case 12:
		return slices.Contains([]string{"18", "19", "20"}, digits[:2]) && (isDay(digits[4:8]))
	case 10:
		return isDay(digits[2:6])
	}
	return false
}

func isDay(mmdd string) bool {
	return mmdd[:2] >= "01" && mmdd[:2] <= "12" && (mmdd[2:] >= "01" && mmdd[2:] <= "31" || mmdd[2:] >= "61" && mmdd[2:] <= "91")
}
