package bookingcsv

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

// LineError is a line, or a field of it, that cannot be used.
type LineError struct {
	File     string
	Line     int    // from 1, the header included
	Column   int    // the character of the line where what is wrong begins, from 1
	Field    string // the field's name; "" for the whole line
	Found    string
	Expected string // what is to stand there instead
	Raw      string // the line as it stands
}

// Error says what was found where, and what is expected there.
func (e *LineError) Error() string {
	found := e.Found
	if len(found) > 80 {
		found = strings.ToValidUTF8(found[:80], "") + "…"
	}
	what := "found"
	if e.Field != "" {
		what = e.Field + " is"
	}
	return fmt.Sprintf("%s:%d:%d: %s %q; expected %s", e.File, e.Line, e.Column, what, found, e.Expected)
}

// BadLines is the error of a file of which some lines cannot be used.
type BadLines struct {
	File   string
	Faults []*LineError // in the file's order, at most MaxBad
	// More is set when reading stopped because there were so many; the rest of the
	// file was not looked at.
	More bool
}

// Error lists the faults, one a line.
func (e *BadLines) Error() string {
	var b strings.Builder
	for i, f := range e.Faults {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(f.Error())
	}
	if e.More {
		fmt.Fprintf(&b, "\n%s: reading stopped after %d faults; the lines after line %d were not looked at", e.File, len(e.Faults), e.Faults[len(e.Faults)-1].Line)
	}
	return b.String()
}

// Unwrap gives the faults one by one.
func (e *BadLines) Unwrap() []error {
	all := make([]error, len(e.Faults))
	for i, f := range e.Faults {
		all[i] = f
	}
	return all
}

// Reader reads records.
type Reader struct {
	file    string
	in      *bufio.Reader
	line    int
	raw     string
	fields  []string
	starts  []int          // byte of raw where each field begins
	seen    map[string]int // voucher to line
	records int
	bad     BadLines
	err     error
	over    bool
}

// NewReader checks the header line. The file is named in errors. The error is a
// *LineError for a header that is another, or one of reading.
func NewReader(file string, in io.Reader) (*Reader, error) {
	r := &Reader{file: file, in: bufio.NewReaderSize(in, maxLine), seen: map[string]int{}, bad: BadLines{File: file}}
	if mark, _ := r.in.Peek(3); bytes.Equal(mark, []byte("\xef\xbb\xbf")) {
		r.in.Discard(3)
	}
	whole, err := r.nextLine()
	if err != nil && err != io.EOF {
		return nil, err
	}
	header := strings.Join(Header, ";")
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
	return nil, r.whole(0, expected)
}

// Records gives the rows that can be used, until the file ends or MaxBad faults
// are found. When it is over, Err tells whether all was well: a caller that takes
// the records in must ask it first.
func (r *Reader) Records() iter.Seq[Record] {
	return func(yield func(Record) bool) {
		for !r.over {
			if rec, ok := r.next(); ok && !yield(rec) {
				return
			}
		}
	}
}

// Err is nil when every line read so far was a record; otherwise a *BadLines, or
// an error of reading.
func (r *Reader) Err() error {
	if r.err != nil {
		return r.err
	}
	if len(r.bad.Faults) > 0 {
		return &r.bad
	}
	return nil
}

// next reads a line; ok is false when it is no record.
func (r *Reader) next() (rec Record, ok bool) {
	whole, err := r.nextLine()
	if err != nil {
		r.over = true
		if err != io.EOF {
			r.err = err
		}
		return rec, false
	}
	before := len(r.bad.Faults)
	switch {
	case !whole:
		r.fail(r.whole(0, fmt.Sprintf("a line of at most %d bytes", maxLine)))
	case r.raw == "":
		return rec, false
	case !utf8.ValidString(r.raw):
		r.fail(r.whole(strings.IndexRune(r.raw, utf8.RuneError), "text in UTF-8"))
	default:
		if at, expected := r.split(); expected != "" {
			r.fail(r.whole(at, expected))
		} else {
			rec = r.record()
		}
	}
	if r.bad.More {
		r.over = true
	}
	return rec, len(r.bad.Faults) == before && !r.over
}

// record reads the fields, and tells of each that cannot be used.
func (r *Reader) record() Record {
	rec := Record{Line: r.line}
	f := r.fields
	var bad [8]*fault
	rec.Voucher, bad[0] = f[0], label(f[0], true)
	rec.Date, bad[1] = readDate(f[1])
	rec.Account, bad[2] = f[2], label(f[2], true)
	rec.Kind, bad[3] = f[3], label(f[3], true)
	rec.Amount, bad[4] = readAmount(f[4])
	rec.Purpose, bad[5] = f[5], label(f[5], false)
	rec.Count, bad[6] = readCount(f[6])
	rec.Text, bad[7] = f[7], note(f[7])
	if bad[0] == nil {
		if first, twice := r.seen[rec.Voucher]; twice {
			bad[0] = &fault{0, fmt.Sprintf("an id that stands once in the file; line %d has it too", first)}
		} else {
			r.seen[strings.Clone(rec.Voucher)] = r.line // not the whole line it is cut from
		}
	}
	for i, fault := range bad {
		if fault != nil {
			r.fail(r.field(i, fault))
		}
	}
	if r.records++; r.records > MaxRecords {
		r.fail(r.whole(0, fmt.Sprintf("at most %d rows in a file; divide it, such as by month", MaxRecords)))
		r.bad.More = true
	}
	return rec
}

// fail notes a fault.
func (r *Reader) fail(e *LineError) {
	if len(r.bad.Faults) == MaxBad {
		r.bad.More = true
		return
	}
	r.bad.Faults = append(r.bad.Faults, e)
}

// whole describes a line that has no good fields; what is wrong begins at a byte.
func (r *Reader) whole(at int, expected string) *LineError {
	return &LineError{File: r.file, Line: r.line, Column: 1 + utf8.RuneCountInString(r.raw[:max(at, 0)]),
		Found: r.raw, Expected: expected, Raw: strings.ToValidUTF8(r.raw, "�")}
}

// field describes what is wrong in a field.
func (r *Reader) field(i int, f *fault) *LineError {
	e := r.whole(r.starts[i], f.expected)
	e.Field, e.Found = Header[i], r.fields[i]
	if quoted := r.starts[i] < len(r.raw) && r.raw[r.starts[i]] == '"'; quoted && f.at > 0 {
		before := string([]rune(e.Found)[:f.at])
		e.Column += 1 + strings.Count(before, `"`) // each is written twice
	}
	e.Column += f.at
	return e
}

// nextLine reads a line without its end into raw; whole is false when it is
// longer than a line may be, and raw is then its beginning.
func (r *Reader) nextLine() (whole bool, err error) {
	line, err := r.in.ReadSlice('\n')
	r.line++
	if errors.Is(err, bufio.ErrBufferFull) {
		r.raw = strings.ToValidUTF8(string(line[:80]), "")
		for errors.Is(err, bufio.ErrBufferFull) { // pass over the rest
			_, err = r.in.ReadSlice('\n')
		}
		if err != nil && err != io.EOF {
			return false, fmt.Errorf("read %s: %w", r.file, err)
		}
		return false, nil
	}
	if err == io.EOF && len(line) == 0 {
		r.line--
		r.raw = ""
		return true, io.EOF
	}
	if err != nil && err != io.EOF {
		return false, fmt.Errorf("read %s: %w", r.file, err)
	}
	line = bytes.TrimSuffix(line, []byte("\n"))
	r.raw = string(bytes.TrimSuffix(line, []byte("\r")))
	return true, nil
}

// split divides the line into the fields of the header. Otherwise it says what is
// expected at a byte of the line.
func (r *Reader) split() (at int, expected string) {
	r.fields, r.starts = r.fields[:0], r.starts[:0]
	for {
		r.starts = append(r.starts, at)
		field, size, expected := cutField(r.raw[at:])
		if expected != "" {
			return at, expected
		}
		r.fields = append(r.fields, field)
		if at += size; at == len(r.raw) {
			break
		}
		at++ // the semicolon
	}
	if n := len(Header); len(r.fields) != n {
		if len(r.fields) > n {
			at = r.starts[n]
		}
		return at, fmt.Sprintf("%d fields (%s), not %d", n, strings.Join(Header, ";"), len(r.fields))
	}
	return 0, ""
}

// cutField reads the field that line begins with, and how many bytes it takes.
func cutField(line string) (field string, size int, expected string) {
	if !strings.HasPrefix(line, `"`) {
		field, _, _ = strings.Cut(line, ";")
		if strings.Contains(field, `"`) {
			return "", 0, "a field with a quotation mark wholly in quotation marks, and the mark inside written twice"
		}
		return field, len(field), ""
	}
	var b strings.Builder
	for size = 1; ; size++ {
		end := strings.IndexByte(line[size:], '"')
		if end < 0 {
			return "", 0, "a closing quotation mark on the same line"
		}
		b.WriteString(line[size : size+end])
		size += end + 1
		if size == len(line) || line[size] == ';' {
			return b.String(), size, ""
		}
		if line[size] != '"' {
			return "", 0, "a semicolon after the closing quotation mark"
		}
		b.WriteByte('"')
	}
}
