package claimcsv

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// maxLine is the longest line accepted, in bytes; a longer one is a sign that
// the file is not what it is taken for.
const maxLine = 64 << 10

// LineError is a line that cannot be used.
type LineError struct {
	File     string
	Line     int    // from 1, the header included
	Column   int    // character of the line where the field, or what is wrong, begins, from 1
	Field    string // the field's name; "" for the whole line
	Found    string
	Expected string
	Raw      string // the line as it stands
	ClaimID  string // the claim the line belongs to, where that could be read
}

// Error says what was found where, and what is expected there.
func (e *LineError) Error() string {
	at := fmt.Sprintf("%s:%d", e.File, e.Line)
	if e.Column > 0 {
		at += fmt.Sprintf(":%d", e.Column)
	}
	found := e.Found
	if len(found) > 80 {
		found = strings.ToValidUTF8(found[:80], "") + "…"
	}
	if e.Field == "" {
		return fmt.Sprintf("%s: found %q; expected %s", at, found, e.Expected)
	}
	return fmt.Sprintf("%s: %s is %q; expected %s", at, e.Field, found, e.Expected)
}

// Reader reads records.
type Reader struct {
	file   string
	header []string
	in     *bufio.Reader
	line   int
	raw    string
	fields []string
	starts []int // byte offset of each field in raw
	read   int64
	short  bool // the file has no column of details
}

// NewReader checks the header line, which is the given one, with or without the
// column of details. The file is named in errors.
func NewReader(file string, r io.Reader, header []string) (*Reader, error) {
	n := len(header) + 1
	c := &Reader{file: file, header: WithDetails(header), in: bufio.NewReaderSize(r, maxLine),
		fields: make([]string, 0, n), starts: make([]int, 0, n)}
	if mark, _ := c.in.Peek(3); bytes.Equal(mark, []byte("\xef\xbb\xbf")) {
		c.in.Discard(3)
	}
	err := c.nextLine()
	if err != nil && err != io.EOF {
		return nil, err
	}
	if c.short = c.raw == strings.Join(header, ","); c.short {
		c.header = header
	} else if c.raw != strings.Join(c.header, ",") {
		expected := "the header " + strings.Join(header, ",") + ", with or without a last column " + Details
		switch {
		case strings.Contains(c.raw, ";"):
			expected += " (the fields are separated by commas, not semicolons)"
		case strings.Contains(c.raw, "\x00"):
			expected += " (the file seems to be in UTF-16; save it as UTF-8)"
		}
		return nil, &LineError{File: file, Line: 1, Column: 1, Found: c.raw, Expected: expected, Raw: c.raw}
	}
	return c, nil
}

// Next reads the next record; io.EOF after the last. It has a field for the
// details, empty where the file has none. The fields are valid until the next
// call. After a *LineError reading can go on with the next line.
func (c *Reader) Next() ([]string, error) {
	for {
		if err := c.nextLine(); err != nil {
			return nil, err
		}
		if c.raw != "" {
			break
		}
	}
	err := c.split() // first of all, so that the claim of a bad line is known
	if !utf8.ValidString(c.raw) {
		return nil, c.whole("text in UTF-8", strings.IndexFunc(c.raw, func(r rune) bool { return r == utf8.RuneError }))
	}
	if err != nil {
		return nil, err
	}
	if n := len(c.header); len(c.fields) != n {
		at := len(c.raw) // where more was expected, or where the first one too many begins
		if len(c.fields) > n {
			at = c.starts[n]
		}
		return nil, c.whole(fmt.Sprintf("%d fields (%s), not %d", n, strings.Join(c.header, ","), len(c.fields)), at)
	}
	if c.short {
		return append(c.fields, ""), nil
	}
	return c.fields, nil
}

// Line is the number of the record last read.
func (c *Reader) Line() int { return c.line }

// Raw is the line last read.
func (c *Reader) Raw() string { return c.raw }

// BytesRead is how much of the file has been read.
func (c *Reader) BytesRead() int64 { return c.read }

// Bad describes a field of the record last read.
func (c *Reader) Bad(field int, expected string) *LineError {
	return &LineError{File: c.file, Line: c.line, Column: c.column(c.starts[field]),
		Field: c.header[field], Found: c.fields[field], Expected: expected, Raw: c.raw}
}

// BadPart describes a part of a field that is not what was expected: found begins
// at a byte of the field's text.
func (c *Reader) BadPart(field, at int, found, expected string) *LineError {
	e := c.Bad(field, expected)
	e.Found = found
	before := c.fields[field][:at]
	e.Column += utf8.RuneCountInString(before)
	if start := c.starts[field]; start < len(c.raw) && c.raw[start] == '"' {
		e.Column += 1 + strings.Count(before, `"`) // each is written twice
	}
	return e
}

// column is the number of the character that begins at a byte of the line.
func (c *Reader) column(at int) int { return 1 + utf8.RuneCountInString(c.raw[:at]) }

// whole describes a line that has no good fields; what is wrong begins at a byte.
func (c *Reader) whole(expected string, at int) *LineError {
	e := &LineError{File: c.file, Line: c.line, Column: c.column(at), Found: c.raw, Expected: expected, Raw: strings.ToValidUTF8(c.raw, "�")}
	// The claim is named first in one file and second in the other.
	for i, name := range c.header {
		if name == "claim_id" && i < len(c.fields) {
			e.ClaimID = c.fields[i]
		}
	}
	return e
}

func (c *Reader) nextLine() error {
	c.fields, c.starts = c.fields[:0], c.starts[:0]
	line, err := c.in.ReadSlice('\n')
	c.read += int64(len(line))
	c.line++
	if errors.Is(err, bufio.ErrBufferFull) {
		c.raw = string(line[:80])
		for errors.Is(err, bufio.ErrBufferFull) { // pass over the rest
			line, err = c.in.ReadSlice('\n')
			c.read += int64(len(line))
		}
		if err != nil && err != io.EOF {
			return fmt.Errorf("read %s: %w", c.file, err)
		}
		return c.whole(fmt.Sprintf("a line of at most %d bytes", maxLine), 0)
	}
	if err == io.EOF && len(line) == 0 {
		c.line--
		return io.EOF
	}
	if err != nil && err != io.EOF {
		return fmt.Errorf("read %s: %w", c.file, err)
	}
	line = bytes.TrimSuffix(line, []byte("\n"))
	c.raw = string(bytes.TrimSuffix(line, []byte("\r")))
	return nil
}

// split divides the line into fields.
func (c *Reader) split() error {
	if strings.IndexByte(c.raw, '"') >= 0 {
		return c.splitQuoted()
	}
	at := 0
	for {
		c.starts = append(c.starts, at)
		end := strings.IndexByte(c.raw[at:], ',')
		if end < 0 {
			c.fields = append(c.fields, c.raw[at:])
			return nil
		}
		c.fields = append(c.fields, c.raw[at:at+end])
		at += end + 1
	}
}

func (c *Reader) splitQuoted() error {
	rest, at := c.raw, 0
	for {
		c.starts = append(c.starts, at)
		if !strings.HasPrefix(rest, `"`) {
			field, _, more := strings.Cut(rest, ",")
			if strings.Contains(field, `"`) {
				return c.quote(`a field with a quotation mark wholly in quotation marks, and the mark inside written twice`)
			}
			c.fields = append(c.fields, field)
			if !more {
				return nil
			}
			at += len(field) + 1
			rest = rest[len(field)+1:]
			continue
		}
		var b strings.Builder
		i := 1
		for {
			end := strings.IndexByte(rest[i:], '"')
			if end < 0 {
				return c.quote("a closing quotation mark on the same line")
			}
			b.WriteString(rest[i : i+end])
			i += end + 1
			if i < len(rest) && rest[i] == '"' {
				b.WriteByte('"')
				i++
				continue
			}
			break
		}
		c.fields = append(c.fields, b.String())
		if i == len(rest) {
			return nil
		}
		if rest[i] != ',' {
			return c.quote("a comma after the closing quotation mark")
		}
		at += i + 1
		rest = rest[i+1:]
	}
}

// quote describes the field that begins last.
func (c *Reader) quote(expected string) error { return c.whole(expected, c.starts[len(c.starts)-1]) }
