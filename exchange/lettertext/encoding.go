package lettertext

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// The names of encodings, as Document.Encoding gives them.
const (
	encodingUTF8   = "UTF-8"
	encodingUTF16  = "UTF-16"
	encodingLatin1 = "ISO 8859-1"
	encoding1252   = "Windows-1252"
)

// markUTF8 is the byte order mark of UTF-8.
const markUTF8 = "\xef\xbb\xbf"

// windows1252 are the characters of the bytes 0x80 to 0x9F in Windows-1252. The five
// bytes it leaves undefined are the control characters that ISO 8859-1 has there.
var windows1252 = [32]rune{
	0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D, 0x017D, 0x8F,
	0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D, 0x017E, 0x0178,
}

// decoder turns the bytes of one file into text and notes what it had to change.
type decoder struct {
	file     string
	encoding string // "" until known
	mended   []Mended
	pages    []int // the indexes of the lines that begin a page, but the first
}

func (d *decoder) note(line int, format string, args ...any) {
	d.mended = append(d.mended, Mended{line, fmt.Sprintf(format, args...)})
}

// fromUTF16 turns UTF-16 into UTF-8: with a byte order mark, or without one when
// every other byte of the beginning is zero. Other bytes come back as they are.
func (d *decoder) fromUTF16(data []byte) ([]byte, error) {
	high, marked := 0, true // high is where the higher byte of a pair stands
	switch {
	case bytes.HasPrefix(data, []byte("\xff\xfe")):
		high = 1
	case bytes.HasPrefix(data, []byte("\xfe\xff")):
	default:
		marked = false
		head := data[:min(len(data), 512)&^1]
		zero := [2]int{}
		for i, b := range head {
			if b == 0 {
				zero[i%2]++
			}
		}
		half := len(head) / 2
		switch {
		case half >= 2 && zero[1]*10 >= half*8 && zero[0]*10 < half:
			high = 1
		case half >= 2 && zero[0]*10 >= half*8 && zero[1]*10 < half:
		default:
			return data, nil
		}
	}
	if marked {
		data = data[2:]
	} else {
		d.note(1, "there is no byte order mark; the text was taken for UTF-16")
	}
	d.encoding = encodingUTF16
	if len(data)%2 == 1 {
		return nil, &FileError{d.file, "the file is UTF-16 with half a character at its end, so a part of it is missing", "fetch or save it again"}
	}
	units := make([]uint16, len(data)/2)
	for i := range units {
		units[i] = uint16(data[2*i+high])<<8 | uint16(data[2*i+1-high])
	}
	return []byte(string(utf16.Decode(units))), nil
}

// lines decodes the lines of a file, each by itself when they differ. The line of a
// note is the index and 1.
func (d *decoder) lines(raw [][]byte) ([]string, error) {
	inUTF8, other, above := 0, 0, false
	for _, b := range raw {
		if utf8.Valid(b) {
			if !isASCII(b) {
				inUTF8++
			}
			continue
		}
		other++
		above = above || hasC1(b)
	}
	single := encodingLatin1
	if above {
		single = encoding1252
	}
	if d.encoding == "" {
		d.encoding = encodingUTF8
		if other > inUTF8 {
			d.encoding = single
			if page := olderPage(raw); inUTF8 == 0 && page != "" {
				return nil, &FileError{d.file, "the file seems to be in " + page + ", where å, ä and ö are other bytes than in UTF-8 and Windows-1252", saveAs}
			}
		}
	}
	texts := make([]string, len(raw))
	for i, b := range raw {
		texts[i] = d.line(i+1, b, single)
	}
	return texts, nil
}

// line decodes one line; single is the encoding with one byte a character.
func (d *decoder) line(no int, b []byte, single string) string {
	main := d.encoding == encodingUTF8 || d.encoding == encodingUTF16
	if isASCII(b) || main && utf8.Valid(b) {
		return string(b)
	}
	text, pairs, singles := fromSingle(b)
	switch {
	case pairs && singles:
		d.note(no, "the line is partly in UTF-8, partly in %s", single)
	case pairs:
		d.note(no, "the line is in UTF-8, the rest of the file in %s", single)
	case main:
		d.note(no, "the line is in %s, the rest of the file in UTF-8", single)
	}
	return text
}

// fromSingle decodes bytes of Windows-1252 (of which ISO 8859-1 is a part, its
// control characters left out) in which some characters may be UTF-8. It tells
// whether there were characters of UTF-8 and of the other kind.
func fromSingle(b []byte) (text string, pairs, singles bool) {
	var out strings.Builder
	for len(b) > 0 {
		r, n := utf8.DecodeRune(b)
		switch {
		case n > 1 && plausible(r):
			pairs = true
		case b[0] < utf8.RuneSelf:
			r, n = rune(b[0]), 1
		default:
			r, n, singles = from1252(b[0]), 1, true
		}
		out.WriteRune(r)
		b = b[n:]
	}
	return out.String(), pairs, singles
}

func from1252(b byte) rune {
	if b >= 0x80 && b < 0xA0 {
		return windows1252[b-0x80]
	}
	return rune(b)
}

// to1252 is the byte of a character in Windows-1252.
func to1252(r rune) (byte, bool) {
	if r <= 0xFF {
		return byte(r), true
	}
	for i, c := range windows1252 {
		if c == r {
			return byte(0x80 + i), true
		}
	}
	return 0, false
}

// plausible tells whether a character above ASCII is one that Swedish letters use. Pairs
// of bytes that mean something in both encodings are taken for UTF-8 only then: the
// Ä and ” of Windows-1252 would otherwise be Ĕ.
func plausible(r rune) bool {
	return r >= 0xA0 && r <= 0xFF || r >= 0x2009 && r <= 0x203A || r == 0x20AC || r == 0x2122 || r == 0x2212 || r == 0x2264 || r == 0x2265
}

// mendTwice mends a line that was UTF-8 and was read as Windows-1252 once. It is
// mended only when all of it can have been; doubt says that a part of it looks so.
func mendTwice(s string) (text string, mended, doubt bool) {
	if !strings.ContainsAny(s, "ÃÂâ") {
		return s, false, false
	}
	back, whole := make([]byte, 0, len(s)), true
	for _, r := range s {
		b, ok := to1252(r)
		whole = whole && ok
		back = append(back, b)
	}
	if whole && utf8.Valid(back) && !isASCII(back) &&
		strings.IndexFunc(string(back), func(r rune) bool { return r >= utf8.RuneSelf && !plausible(r) }) < 0 {
		return string(back), true, false
	}
	_, doubt, _ = fromSingle(back)
	return s, false, doubt
}

// olderPage names the encoding of a file whose å, ä and ö stand among the control
// characters of ISO 8859-1; "" when there are none, or some where they belong.
func olderPage(raw [][]byte) string {
	dos, mac := 0, 0
	for _, b := range raw {
		if containsByte(b, "\xe5\xe4\xf6\xc5\xc4\xd6") {
			return ""
		}
		for i := 1; i+1 < len(b); i++ {
			if !isLetter(b[i-1]) || !isLetter(b[i+1]) {
				continue
			}
			switch b[i] {
			case 0x84, 0x86, 0x94:
				dos++
			case 0x8A, 0x8C, 0x9A:
				mac++
			}
		}
	}
	switch {
	case dos == 0 && mac == 0:
		return ""
	case dos >= mac:
		return "an MS-DOS encoding (code page 437 or 850)"
	}
	return "the encoding of older Macintosh computers (Mac Roman)"
}

func isLetter(b byte) bool { return b|0x20 >= 'a' && b|0x20 <= 'z' }

func isASCII(b []byte) bool {
	for _, c := range b {
		if c >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// hasC1 tells whether there is a byte that is a control character in ISO 8859-1.
func hasC1(b []byte) bool {
	for _, c := range b {
		if c >= 0x80 && c < 0xA0 {
			return true
		}
	}
	return false
}

// containsByte tells whether b has one of the bytes of set.
func containsByte(b []byte, set string) bool {
	for _, c := range b {
		if strings.IndexByte(set, c) >= 0 {
			return true
		}
	}
	return false
}
