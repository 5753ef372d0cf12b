package sie

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// The encodings, by the names that File.Encoding has.
const (
	ascii       = "ASCII"
	cp437       = "CP437"
	utf8Text    = "UTF-8"
	windows1252 = "Windows-1252"
)

// The letters åäöÅÄÖéü, which tell the encodings apart: in Windows-1252 those of
// CP437 are signs that no Swedish text has many of, and the other way about.
const (
	lettersCP437   = "\x86\x84\x94\x8f\x8e\x99\x82\x81"
	letters1252    = "\xe5\xe4\xf6\xc5\xc4\xd6\xe9\xfc"
	lettersUTF8End = "\xa5\xa4\xb6\x85\x84\x96\xa9\xbc" // after C3
)

// detect concludes the encoding from the most frequent letters; ascii when there
// is nothing to go by. Where nothing tells, it is the norm's.
func detect(text []byte) string {
	var inUTF8, in437, in1252 int
	plain := true
	for i, c := range text {
		switch {
		case c < utf8.RuneSelf:
			continue
		case strings.IndexByte(lettersUTF8End, c) >= 0 && i > 0 && text[i-1] == 0xc3:
			inUTF8++
		case strings.IndexByte(lettersCP437, c) >= 0:
			in437++
		case strings.IndexByte(letters1252, c) >= 0:
			in1252++
		}
		plain = false
	}
	switch {
	case plain:
		return ascii
	case inUTF8 > 0 && inUTF8 >= max(in437, in1252), in437+in1252 == 0 && utf8.Valid(text):
		return utf8Text
	case in1252 > in437:
		return windows1252
	}
	return cp437
}

// decode is the line as text; wrong says what in it shows that it is in another
// encoding than the file.
func decode(line []byte, encoding string) (text, wrong string) {
	if encoding == ascii {
		return string(line), ""
	}
	if encoding == utf8Text {
		if !utf8.Valid(line) {
			return strings.ToValidUTF8(string(line), "�"), "the line is not UTF-8, as the rest of the file is; letters are lost"
		}
		if strings.ContainsRune(string(line), utf8.RuneError) {
			return string(line), "a letter was lost (U+FFFD) before the file came here"
		}
		return string(line), ""
	}
	table, other := charmap.CodePage437, letters1252
	if encoding == windows1252 {
		table, other = charmap.Windows1252, lettersCP437
	}
	if indexAny(line, other) >= 0 {
		wrong = "the line has signs that are letters in another encoding; the file is read as " + encoding
	}
	b, err := table.NewDecoder().Bytes(line)
	if err != nil { // a table of one byte for one sign has no errors
		return strings.ToValidUTF8(string(line), "�"), "the line cannot be read as " + encoding
	}
	return string(b), wrong
}

// indexAny is bytes.IndexAny for bytes that are no UTF-8.
func indexAny(text []byte, set string) int {
	for i, c := range text {
		if c >= utf8.RuneSelf && strings.IndexByte(set, c) >= 0 {
			return i
		}
	}
	return -1
}
