package rows

import (
	"strings"
	"unicode/utf8"
)

// Masked is the text with what may be the last characters of identity numbers
// replaced by as many asterisks. Every ten digits or more that stand together are
// taken for one, also with single spaces, hyphens or plus signs between them, or a
// letter before the last three as an interim number has it.
func Masked(text string) string {
	var b strings.Builder
	for at := 0; at < len(text); {
		size, n := number(text[at:])
		switch {
		case n >= 10:
			kept := min(8, n-4)
			for _, c := range []byte(text[at : at+size]) {
				if separator(c) {
					b.WriteByte(c)
				} else if kept--; kept >= 0 {
					b.WriteByte(c)
				} else {
					b.WriteByte('*')
				}
			}
		case size == 0: // a whole character, so that what is no UTF-8 stays as it was
			_, size = utf8.DecodeRuneInString(text[at:])
			fallthrough
		default:
			b.WriteString(text[at : at+size])
		}
		at += size
	}
	return b.String()
}

// number measures what text begins with: its bytes, and how many of them are digits
// or the letter of an interim number.
func number(text string) (size, n int) {
	for size < len(text) {
		rest := text[size:]
		switch {
		case digit(rest[0]):
			n++
		case size == 0:
			return 0, 0
		case separator(rest[0]) && len(rest) > 1 && (digit(rest[1]) || interim(rest[1:])):
		case interim(rest):
			n++
		default:
			return size, n
		}
		size++
	}
	return size, n
}

// interim reports whether rest is a letter and three digits.
func interim(rest string) bool {
	c := rest[0] | 0x20
	return c >= 'a' && c <= 'z' && len(rest) >= 4 && digit(rest[1]) && digit(rest[2]) && digit(rest[3])
}

func digit(c byte) bool { return c >= '0' && c <= '9' }

func separator(c byte) bool { return c == '-' || c == '+' || c == ' ' }
