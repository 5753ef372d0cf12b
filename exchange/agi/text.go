package agi

import (
	"bytes"
	"unicode"
	"unicode/utf8"
)

// plain are the bytes of a text that need no thought: all but <, & and ].
var plain = func() (t [256]bool) {
	for c := range t {
		t[c] = c != '<' && c != '&' && c != ']'
	}
	return t
}()

func isSpace(c byte) bool { return c == ' ' || c == '\n' || c == '\t' || c == '\r' }

// spaces is how many bytes at the beginning of b are space.
func spaces(b []byte) int {
	i := 0
	for i < len(b) && isSpace(b[i]) {
		i++
	}
	return i
}

// trimmed is b without space at its ends.
func trimmed(b []byte) []byte {
	for len(b) > 0 && isSpace(b[0]) {
		b = b[1:]
	}
	for len(b) > 0 && isSpace(b[len(b)-1]) {
		b = b[:len(b)-1]
	}
	return b
}

// What a byte can be in a name.
const (
	notInName = iota
	nameStart
	nameLater
	nameColon
	nameMore // a byte of a character outside ASCII
)

var nameBytes = func() (t [256]uint8) {
	for c := range t {
		switch {
		case c >= utf8.RuneSelf:
			t[c] = nameMore
		case c == '_' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z':
			t[c] = nameStart
		case c == '-' || c == '.' || '0' <= c && c <= '9':
			t[c] = nameLater
		case c == ':':
			t[c] = nameColon
		}
	}
	return t
}()

// nameRunes are the characters outside ASCII that a name may begin with, and
// laterRunes those it may also have (XML 1.0 fifth edition, productions 4 and 4a).
var (
	nameRunes = &unicode.RangeTable{
		R16: []unicode.Range16{{Lo: 0xc0, Hi: 0xd6, Stride: 1}, {Lo: 0xd8, Hi: 0xf6, Stride: 1}, {Lo: 0xf8, Hi: 0x2ff, Stride: 1},
			{Lo: 0x370, Hi: 0x37d, Stride: 1}, {Lo: 0x37f, Hi: 0x1fff, Stride: 1}, {Lo: 0x200c, Hi: 0x200d, Stride: 1},
			{Lo: 0x2070, Hi: 0x218f, Stride: 1}, {Lo: 0x2c00, Hi: 0x2fef, Stride: 1}, {Lo: 0x3001, Hi: 0xd7ff, Stride: 1},
			{Lo: 0xf900, Hi: 0xfdcf, Stride: 1}, {Lo: 0xfdf0, Hi: 0xfffd, Stride: 1}},
		R32:         []unicode.Range32{{Lo: 0x10000, Hi: 0xeffff, Stride: 1}},
		LatinOffset: 2,
	}
	laterRunes = &unicode.RangeTable{R16: []unicode.Range16{{Lo: 0xb7, Hi: 0xb7, Stride: 1}, {Lo: 0x300, Hi: 0x36f, Stride: 1},
		{Lo: 0x203f, Hi: 0x2040, Stride: 1}}, LatinOffset: 1}
)

// nameAt finds the end of the name that begins at b[i], and its colon, -1 when it has
// none. ok is false when it is no name with at most one prefix.
func nameAt(b []byte, i int) (end, colon int, ok bool) {
	start, part := i, i
	colon = -1
loop:
	for i < len(b) {
		switch nameBytes[b[i]] {
		case notInName:
			break loop
		case nameLater:
			if i == part {
				return i, colon, false
			}
		case nameColon:
			if i == part || colon >= 0 {
				return i, colon, false
			}
			colon, part = i, i+1
		case nameMore:
			r, size := utf8.DecodeRune(b[i:])
			if !unicode.Is(nameRunes, r) && (i == part || !unicode.Is(laterRunes, r)) {
				return i, colon, false
			}
			i += size - 1
		}
		i++
	}
	return i, colon, i > part && i-start <= maxName
}

// maxReference is how long a character reference may be, & and ; included.
const maxReference = 32

// reference reads the reference that b begins with: one of the five names of XML or a
// character's number. size is 0 when it is none.
func reference(b []byte) (r rune, size int) {
	end := bytes.IndexByte(b[:min(len(b), maxReference)], ';')
	if end < 2 {
		return 0, 0
	}
	switch name := b[1:end]; string(name) {
	case "lt":
		r = '<'
	case "gt":
		r = '>'
	case "amp":
		r = '&'
	case "quot":
		r = '"'
	case "apos":
		r = '\''
	default:
		if r = numbered(name); r < 0 {
			return 0, 0
		}
	}
	return r, end + 1
}

// numbered reads #65 or #x41; -1 for what is no character that XML allows.
func numbered(name []byte) rune {
	base, digits := rune(10), name[1:]
	if name[0] != '#' {
		return -1
	}
	if len(digits) > 0 && digits[0] == 'x' {
		base, digits = 16, digits[1:]
	}
	if len(digits) == 0 {
		return -1
	}
	var r rune
	for _, c := range digits {
		d := rune(16)
		switch {
		case '0' <= c && c <= '9':
			d = rune(c - '0')
		case 'a' <= c && c <= 'f':
			d = rune(c-'a') + 10
		case 'A' <= c && c <= 'F':
			d = rune(c-'A') + 10
		}
		if d >= base {
			return -1
		}
		if r = r*base + d; r > unicode.MaxRune {
			return -1
		}
	}
	switch {
	case r < ' ' && r != '\n' && r != '\t' && r != '\r', 0xd800 <= r && r <= 0xdfff, r == 0xfffe, r == 0xffff:
		return -1
	}
	return r
}

// masked is a text as it may stand in an error: short, and with no identity number to
// be read out of it. A number has ten digits, or nine and a letter; of a text with so
// many only the first six are told.
func masked(text []byte, isNumber bool) string {
	keep := len(text)
	switch digits := decimals(text); {
	case isNumber && digits == 12 && len(text) == 12:
		keep = 8 // the birth date
	case isNumber:
		keep = 4
	case digits >= 9:
		keep = 6
	}
	return starred(text, keep, 40, isNumber)
}

// maskedTo is masked for a text that may be longer, in bytes.
func maskedTo(text []byte, most int) string {
	if decimals(text) >= 9 {
		return starred(text, 6, most, false)
	}
	return starred(text, len(text), most, false)
}

// decimals is how many decimal digits a text has.
func decimals(text []byte) int {
	digits := 0
	for _, c := range text {
		if '0' <= c && c <= '9' {
			digits++
		}
	}
	return digits
}

// starred is a text of at most so many bytes, with stars for digits, or for everything,
// from a byte on.
func starred(text []byte, keep, most int, everything bool) string {
	var b []byte
	for i, r := range string(text) {
		if len(b) >= most {
			b = append(b, "…"...)
			break
		}
		if i >= keep && (everything || unicode.IsDigit(r)) {
			r = '*'
		}
		b = utf8.AppendRune(b, r)
	}
	return string(b)
}
