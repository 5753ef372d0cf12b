package lettertext

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// clean gives the text of a line without what prints nothing, and with ordinary
// spaces for every kind of space but the tab. What it changes beyond that is
// noted for the line.
func (d *decoder) clean(no int, s string) string {
	if plain(s) {
		return s
	}
	s, mended, doubt := mendTwice(s)
	if mended {
		d.note(no, "the line was UTF-8 that had been read as Windows-1252; mended")
	}
	if doubt {
		d.note(no, "the line looks as if a part of it was UTF-8 that had been read as Windows-1252; left as it stands")
	}
	if composed := composer.Replace(s); composed != s {
		s = composed
		d.note(no, "letters of two characters, such as a and the ring above it or fi as one sign, are written in the usual way")
	}
	var out strings.Builder
	var gone, breaks tally
	for _, r := range s {
		switch {
		case r == '\t':
			out.WriteRune(r)
		case r == '\v' || r == '\u0085' || r == '\u2028' || r == '\u2029':
			breaks.add(r)
			out.WriteByte(' ')
		case unicode.Is(unicode.Zs, r) || r == '\n' || r == '\r' || r == '\f':
			out.WriteByte(' ')
		case unicode.In(r, unicode.Cc, unicode.Cf):
			gone.add(r)
		case r == '\uf0b7':
			out.WriteRune('•')
			d.note(no, "a bullet of the font Symbol is written •")
		default:
			out.WriteRune(r)
		}
	}
	if len(gone) > 0 {
		d.note(no, "removed, for it prints nothing: %s", gone)
	}
	if len(breaks) > 0 {
		d.note(no, "a break inside the line is written as a space: %s", breaks)
	}
	if strings.ContainsRune(s, utf8.RuneError) {
		d.note(no, "the character � stands where one was lost before the file came here; compare with the original")
	}
	return out.String()
}

// plain tells whether a line has nothing to clean: most have not.
func plain(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool {
		return r < ' ' && r != '\t' || r == 0x7f || r > '~' && !strings.ContainsRune("åäöÅÄÖéÉ–§−”", r)
	}) < 0
}

// tally counts characters in the order in which they came.
type tally []struct {
	r rune
	n int
}

func (t *tally) add(r rune) {
	for i := range *t {
		if (*t)[i].r == r {
			(*t)[i].n++
			return
		}
	}
	*t = append(*t, struct {
		r rune
		n int
	}{r, 1})
}

// String lists the characters: "U+0000 (2), U+00AD".
func (t tally) String() string {
	var parts []string
	for _, c := range t {
		part := fmt.Sprintf("U+%04X", c.r)
		if c.n > 1 {
			part += fmt.Sprintf(" (%d)", c.n)
		}
		parts = append(parts, part)
	}
	return strings.Join(parts, ", ")
}

// composer writes as one character what Swedish text has as one.
var composer = strings.NewReplacer(
	"a\u030a", "å", "a\u0308", "ä", "o\u0308", "ö", "A\u030a", "Å", "A\u0308", "Ä", "O\u0308", "Ö",
	"e\u0301", "é", "E\u0301", "É", "e\u0300", "è", "a\u0300", "à", "a\u0301", "á", "u\u0308", "ü", "U\u0308", "Ü",
	"\ufb00", "ff", "\ufb01", "fi", "\ufb02", "fl", "\ufb03", "ffi", "\ufb04", "ffl",
)

// mark is a mark of HTML in plain text. Those that change what the text says, such
// as <s> and <del>, are not among them and stay.
var mark = regexp.MustCompile(`(?i)<(/?)(i|b|em|strong|u|sub|sup|span|font|small|br)((?:\s[^<>]*)?/?)>`)

// unmark removes the marks from a line of a text file.
func (d *decoder) unmark(no int, s string) string {
	if !strings.Contains(s, "<") {
		return s
	}
	return mark.ReplaceAllStringFunc(s, func(m string) string {
		part := mark.FindStringSubmatch(m)
		if strings.Trim(part[3], " /") != "" {
			d.note(no, "the mark %s is removed", m)
		}
		switch name := strings.ToLower(part[2]); {
		case name == "br":
			return " "
		case name == "sup" && part[1] == "":
			return "["
		case name == "sup":
			return "]"
		}
		return ""
	})
}

// tabbed makes the line of a row from its cells, or of text without any.
func tabbed(no int, text string) Line {
	if !strings.Contains(text, "\t") {
		return Line{No: no, Text: strings.TrimSpace(text)}
	}
	return row(no, strings.Split(text, "\t"))
}

// row is the line of a row of a table; without cells when all are empty.
func row(no int, cells []string) Line {
	filled := false
	for i, c := range cells {
		cells[i] = strings.TrimSpace(c)
		filled = filled || cells[i] != ""
	}
	if !filled {
		return Line{No: no}
	}
	return Line{No: no, Text: strings.Join(cells, "\t"), Cells: cells}
}
