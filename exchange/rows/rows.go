// Package rows reads the rows of a file whose fields are separated by semicolons,
// and names every bad one.
//
// The file is UTF-8 and its first line is a header. A byte order mark and CR LF are
// accepted, and empty lines are passed over. A field may stand in quotation marks,
// with a quotation mark inside written twice; it cannot hold a line end.
//
// A reader goes through the file once: it gives rows and gathers faults, its own and
// those the format finds in a field (Refuse), until the file ends, MaxBad faults are
// found or the format stops it; then it is over, and Err says what was wrong. A row
// with a fault is not given.
//
// The package does not know what a field means, which rows belong together, or how
// many there may be, and it writes nothing.
package rows

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"
	"unicode/utf8"
)

// Format is what the formats differ in.
type Format struct {
	// Header is the header to the letter. Without one the columns are the file's own:
	// who reads it looks for them in Names, and a field that does not begin with a
	// quotation mark may hold marks, as names do. What is found is then told with �
	// for what is no UTF-8, and a place in a field is counted without its marks.
	Header  []string
	MaxLine int  // bytes of a line with its end, 80 or more
	Brief   bool // BadLines does not say how many faults there were
	Private bool // the file names people: what a fault tells of a line is Masked
}

// Reader reads rows.
type Reader struct {
	file   string
	format Format
	in     *bufio.Reader
	names  []string
	line   int
	raw    string
	fields []string
	starts []int // byte of raw where each field begins
	bad    BadLines
	err    error
	over   bool
}

// NewReader reads the header line. The file is named in errors. The error is a
// *LineError for another header than the format's, or one of reading.
func NewReader(file string, in io.Reader, format Format) (*Reader, error) {
	r := &Reader{file: file, format: format, in: bufio.NewReaderSize(in, format.MaxLine), names: format.Header, bad: BadLines{File: file, brief: format.Brief}}
	if mark, _ := r.in.Peek(3); bytes.Equal(mark, []byte("\xef\xbb\xbf")) {
		r.in.Discard(3)
	}
	whole, err := r.nextLine()
	if err != nil && err != io.EOF {
		return nil, err
	}
	if format.Header == nil {
		if _, wrong := r.split(); wrong != "" {
			r.fields = []string{r.raw}
		}
		for _, name := range r.fields {
			r.names = append(r.names, strings.ToValidUTF8(strings.TrimSpace(name), "�"))
		}
		return r, nil
	}
	header := strings.Join(format.Header, ";")
	if whole && r.raw == header {
		return r, nil
	}
	expected := "the header " + header
	switch {
	case strings.ContainsRune(r.raw, 0):
		expected += " (the file seems to be in UTF-16; save it as UTF-8)"
	case strings.ReplaceAll(r.raw, ",", ";") == header || strings.ReplaceAll(r.raw, "\t", ";") == header:
		expected += " (the fields are separated by semicolons)"
	}
	r.line = 1
	return nil, r.fault(0, expected)
}

// Names are the columns in the file's order, without space around them. A header
// that cannot be divided is one name.
func (r *Reader) Names() []string { return r.names }

// Read gives what read makes of each row in which it refuses nothing; a row has as
// many fields as there are names, and its line is counted from 1, the header
// included. Who stops may go on with another Read. When it is over, Err tells
// whether all was well: who takes the rows in must ask it first.
func Read[R any](r *Reader, read func(line int, fields []string) R) iter.Seq[R] {
	return func(yield func(R) bool) {
		for !r.over {
			before := len(r.bad.Faults)
			if !r.next() {
				continue
			}
			if row := read(r.line, r.fields); len(r.bad.Faults) == before && !r.over && !yield(row) {
				return
			}
		}
	}
}

// Refuse adds a fault of the row given last: what is wrong begins some characters
// into a field, both counted from 0.
func (r *Reader) Refuse(field, at int, expected string) {
	start, found := r.starts[field], r.fields[field]
	e := r.fault(start, expected)
	e.Field, e.Found = r.names[field], r.told(found)
	e.Column += at
	if at > 0 && r.format.Header != nil && strings.HasPrefix(r.raw[start:], `"`) {
		e.Column += 1 + strings.Count(string([]rune(found)[:at]), `"`) // each is written twice
	}
	r.note(e)
}

// Stop refuses the row given last as a whole, and the rest of the file with it.
func (r *Reader) Stop(expected string) {
	r.note(r.fault(0, expected))
	r.bad.More, r.over = true, true
}

// Err is nil when all that was read were good rows; otherwise a *BadLines, or an
// error of reading.
func (r *Reader) Err() error {
	switch {
	case r.err != nil:
		return r.err
	case len(r.bad.Faults) > 0:
		return &r.bad
	}
	return nil
}

// next reads a line; it is false when that is no row.
func (r *Reader) next() bool {
	whole, err := r.nextLine()
	switch {
	case err != nil:
		r.over = true
		if err != io.EOF {
			r.err = err
		}
	case !whole:
		r.noteTooLong()
	case r.raw != "":
		return r.judge()
	}
	return false
}

// judge divides a line; it is false when that is no row.
func (r *Reader) judge() bool {
	if !utf8.ValidString(r.raw) {
		r.note(r.fault(strings.IndexRune(r.raw, utf8.RuneError), "text in UTF-8"))
		return false
	}
	at, expected := r.split()
	if expected == "" {
		at, expected = r.count()
	}
	if expected != "" {
		r.note(r.fault(at, expected))
	}
	return expected == ""
}

// noteTooLong adds the fault of a line that is too long.
func (r *Reader) noteTooLong() {
	r.note(r.fault(0, fmt.Sprintf("a line of at most %d bytes", r.format.MaxLine)))
}

// shorten keeps the beginning of a line that is too long.
func (r *Reader) shorten(line []byte) {
	if r.raw = string(line[:80]); r.format.Header != nil {
		r.raw = strings.ToValidUTF8(r.raw, "")
	}
}

// note adds a fault; after MaxBad of them reading is over.
func (r *Reader) note(e *LineError) {
	if len(r.bad.Faults) == MaxBad {
		r.bad.More, r.over = true, true
		return
	}
	r.bad.Faults = append(r.bad.Faults, e)
}

// fault describes the line; what is wrong begins at a byte.
func (r *Reader) fault(at int, expected string) *LineError {
	e := &LineError{File: r.file, Line: r.line, Column: 1 + utf8.RuneCountInString(r.raw[:max(at, 0)]),
		Found: r.told(r.raw), Expected: expected, Raw: r.told(strings.ToValidUTF8(r.raw, "�"))}
	if r.format.Header == nil {
		e.Found = e.Raw
	}
	return e
}

// told is what a fault may tell of a text of the file.
func (r *Reader) told(text string) string {
	if r.format.Private {
		return Masked(text)
	}
	return text
}

// nextLine reads a line without its end into raw; whole is false when it is
// longer than a line may be, and raw is then its beginning.
func (r *Reader) nextLine() (whole bool, err error) {
	line, err := r.in.ReadSlice('\n')
	r.line++
	whole = !errors.Is(err, bufio.ErrBufferFull)
	if whole {
		r.raw = string(bytes.TrimSuffix(bytes.TrimSuffix(line, []byte("\n")), []byte("\r")))
	} else {
		r.shorten(line)
	}
	for errors.Is(err, bufio.ErrBufferFull) { // pass over the rest
		_, err = r.in.ReadSlice('\n')
	}
	switch {
	case err == io.EOF && whole && len(line) == 0:
		r.line--
		return true, io.EOF
	case err != nil && err != io.EOF:
		return false, fmt.Errorf("read %s: %w", r.file, err)
	}
	return whole, nil
}

// split divides the line into fields. Otherwise it says what is expected at a byte
// of the line.
func (r *Reader) split() (at int, expected string) {
	r.fields, r.starts = r.fields[:0], r.starts[:0]
	for {
		r.starts = append(r.starts, at)
		field, size, expected := r.cut(r.raw[at:])
		if expected != "" {
			return at, expected
		}
		r.fields = append(r.fields, field)
		if at += size; at == len(r.raw) {
			return 0, ""
		}
		at++ // the semicolon
	}
}

// count says what is expected at a byte of a line with other fields than the header.
func (r *Reader) count() (at int, expected string) {
	n, as := len(r.names), "as in the header"
	if len(r.fields) == n {
		return 0, ""
	}
	if at = len(r.raw); len(r.fields) > n {
		at = r.starts[n]
	}
	if r.format.Header != nil {
		as = "(" + strings.Join(r.names, ";") + ")"
	}
	return at, fmt.Sprintf("%d fields %s, not %d", n, as, len(r.fields))
}

// cut reads the field that line begins with, and how many bytes it takes.
func (r *Reader) cut(line string) (field string, size int, expected string) {
	if !strings.HasPrefix(line, `"`) {
		field, _, _ = strings.Cut(line, ";")
		if r.format.Header != nil && strings.Contains(field, `"`) {
			return "", 0, "a field with a quotation mark wholly in quotation marks, and the mark inside written twice"
		}
		return field, len(field), ""
	}
	for size = 1; ; size++ {
		end := strings.IndexByte(line[size:], '"')
		if end < 0 {
			return "", 0, "a closing quotation mark on the same line"
		}
		size += end + 1
		if size == len(line) || line[size] == ';' {
			return strings.ReplaceAll(line[1:size-1], `""`, `"`), size, ""
		}
		if line[size] != '"' {
			return "", 0, "a semicolon after the closing quotation mark"
		}
	}
}
