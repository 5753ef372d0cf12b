package bookingcsv

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"balans/law/calendar"
	"balans/law/money"
)

// fault is what is wrong in a field, and from which of its characters, counted
// from 0.
type fault struct {
	at       int
	expected string
}

// label checks a text that others match by.
func label(text string, required bool) *fault {
	switch {
	case text == "" && required:
		return &fault{0, "a text"}
	case text != strings.TrimSpace(text):
		return &fault{0, "a text without space at its ends"}
	}
	return plain(text, MaxField, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp)
}

// note checks a text that is for people to read.
func note(text string) *fault { return plain(text, MaxText, unicode.Cc, unicode.Zl, unicode.Zp) }

// plain checks a text of at most max characters, none of them in the classes
// refused.
func plain(text string, max int, refused ...*unicode.RangeTable) *fault {
	if !utf8.ValidString(text) {
		return &fault{0, "text in UTF-8"}
	}
	if text != "" && strings.IndexByte("=+-@", text[0]) >= 0 {
		return &fault{0, "a text that does not begin with =, +, - or @, which a spreadsheet takes for a formula"}
	}
	n := 0
	for _, r := range text {
		if r >= 0x7f || r < ' ' { // the rest of ASCII is in no class refused
			if unicode.In(r, refused...) {
				return &fault{n, fmt.Sprintf("a text without the character %U", r)}
			}
		}
		n++
	}
	if n > max {
		return &fault{max, fmt.Sprintf("at most %d characters, not %d", max, n)}
	}
	return nil
}

func readDate(text string) (calendar.Date, *fault) {
	d, err := calendar.Parse(text)
	if err != nil {
		return calendar.None, &fault{0, "a date written YYYY-MM-DD"}
	}
	return d, nil
}

func readAmount(text string) (money.Amount, *fault) {
	a, err := money.Parse(text)
	if err == nil {
		return a, nil
	}
	const expected = "an amount in kronor such as 1234,50 or -12,5"
	if p := (*money.ParseError)(nil); errors.As(err, &p) {
		return 0, &fault{max(p.Position-1, 0), expected + " (" + p.Why + ")"}
	}
	return 0, &fault{0, expected}
}

func readCount(text string) (int64, *fault) {
	if text == "" {
		return 1, nil
	}
	if at := strings.IndexFunc(text, func(r rune) bool { return r < '0' || r > '9' }); at >= 0 {
		return 0, &fault{at, "a whole number, zero or more, in digits alone; empty means 1"}
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return 0, &fault{0, "a number of at most 18 digits"}
	}
	return n, nil
}

// appendAmount writes kronor with two decimals and nothing between thousands.
func appendAmount(b []byte, a money.Amount) []byte {
	size := uint64(a)
	if a < 0 {
		b = append(b, '-')
		size = -size // right also for the lowest amount, whose size is no int64
	}
	b = strconv.AppendUint(b, size/100, 10)
	return append(b, ',', byte('0'+size/10%10), byte('0'+size%10))
}
