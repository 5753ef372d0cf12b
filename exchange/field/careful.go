package field

import (
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
)

// Date reads YYYY-MM-DD.
func Date(s string) (calendar.Date, string) {
	d, err := calendar.Parse(s)
	if err != nil {
		return calendar.None, "a date written YYYY-MM-DD"
	}
	return d, ""
}

// Month reads YYYY-MM and gives the first day of the month.
func Month(s string) (calendar.Date, string) {
	d, err := calendar.Parse(s + "-01")
	if err != nil || len(s) != 7 {
		return calendar.None, "a month written YYYY-MM"
	}
	return d, ""
}

// Instant reads a day, which means its end in Sweden, or a point of time in RFC 3339,
// later than 1970-01-01T00:00:00Z.
func Instant(s string) (calendar.Instant, string) {
	i, err := calendar.ParseInstant(s)
	if err != nil || i <= 0 {
		return 0, "a date written YYYY-MM-DD, or an instant such as 2025-04-01T08:30:00Z"
	}
	return i, ""
}

// Party reads twelve digits. What is expected never repeats the number.
func Party(s string) (identity.Number, string) {
	const expected = "an identity number of twelve digits (an organisation: 16 and its ten)"
	if len(s) != 12 || strings.IndexFunc(s, func(c rune) bool { return c < '0' || c > '9' }) >= 0 {
		return identity.None, expected
	}
	n, err := identity.Parse(s)
	if err != nil {
		return identity.None, expected + "; " + strings.TrimPrefix(err.Error(), "identity: ")
	}
	return n, ""
}

// Amount reads kronor such as 1234,50. Which amounts can stand in the field is the
// caller's to say; why tells what is no amount at all, in brackets, and is "" for one.
func Amount(s string) (a money.Amount, why string) {
	a, err := money.Parse(s)
	if p := (*money.ParseError)(nil); errors.As(err, &p) {
		return 0, " (" + p.Why + ")"
	}
	return a, ""
}

// Hundredths reads digits with at most two decimals after a comma, such as 12,5, from
// least to most hundredths.
func Hundredths(s string, least, most int32) (int32, string) {
	whole, part, comma := strings.Cut(s, ",")
	expected := fmt.Sprintf("a number from %s to %s with at most two decimals after a comma", AppendHundredths(nil, least), AppendHundredths(nil, most))
	if whole == "" || len(part) > 2 || comma && part == "" {
		return 0, expected
	}
	v, ok := digitsOf(whole + (part + "00")[:2])
	if !ok || v < least || v > most {
		return 0, expected
	}
	return v, ""
}

// Whole reads digits alone, at most nine of them, from 0 to most.
func Whole(s string, most int32) (int32, string) {
	v, ok := digitsOf(s)
	if !ok || v > most {
		return 0, fmt.Sprintf("a whole number from 0 to %d in digits alone", most)
	}
	return v, ""
}

// digitsOf reads one to nine digits.
func digitsOf(s string) (v int32, ok bool) {
	for i := range len(s) {
		c := s[i] - '0'
		if c > 9 || i == 9 {
			return 0, false
		}
		v = v*10 + int32(c)
	}
	return v, s != ""
}

// Text says what is expected of a text of least to most characters that cannot stand
// in the file; "" of one that can.
func Text(s string, least, most int) string {
	n := utf8.RuneCountInString(s)
	switch {
	case !utf8.ValidString(s):
		return "text in UTF-8"
	case n < least || n > most:
		return fmt.Sprintf("%d to %d characters", least, most)
	case n == 0:
		return ""
	case strings.TrimSpace(s) != s:
		return "a text without space at its ends"
	case formula(s[0]):
		return "a text that does not begin with =, +, - or @, which a spreadsheet takes for a formula"
	}
	for _, c := range s {
		if unicode.In(c, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp) {
			return fmt.Sprintf("a text without the character %U", c)
		}
	}
	return ""
}

// formula reports whether a spreadsheet takes what begins so for a formula.
func formula(c byte) bool { return c == '=' || c == '+' || c == '-' || c == '@' }
