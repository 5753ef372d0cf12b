package statebudget

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"
	"unicode/utf8"
)

// Limits; more is a sign that the file is not what it is taken for.
const (
	MaxBad  = 100      // faults listed before reading stops
	maxLine = 64 << 10 // bytes in a line
)

// Reader reads the rows of a file.
type Reader[R Year | Month] struct {
	file    string
	in      *bufio.Reader
	columns []column[R]
	at      []int // the field each column stands in
	width   int   // fields in a line
	unknown []string
	setLine func(*R, int)

	line   int
	raw    string
	fields []string
	starts []int // byte of raw where each field begins
	bad    BadLines
	err    error
	over   bool
}

// NewYearReader checks the header of a yearly file. The file is named in errors.
// The error is a *HeaderError, or one of reading.
func NewYearReader(file string, in io.Reader) (*Reader[Year], error) {
	return newReader(file, in, yearColumns, func(y *Year, line int) { y.Line = line }, "monthly", names(monthColumns))
}

// NewMonthReader is NewYearReader for a monthly file.
func NewMonthReader(file string, in io.Reader) (*Reader[Month], error) {
	return newReader(file, in, monthColumns, func(m *Month, line int) { m.Line = line }, "yearly", names(yearColumns))
}

func newReader[R Year | Month](file string, in io.Reader, columns []column[R], setLine func(*R, int), other string, others []string) (*Reader[R], error) {
	r := &Reader[R]{file: file, in: bufio.NewReaderSize(in, maxLine), columns: columns, setLine: setLine, bad: BadLines{File: file}}
	if mark, _ := r.in.Peek(3); bytes.Equal(mark, []byte("\xef\xbb\xbf")) {
		r.in.Discard(3)
	}
	if _, err := r.nextLine(); err != nil && err != io.EOF {
		return nil, err
	}
	e := &HeaderError{File: file}
	if _, wrong := r.split(); wrong != "" {
		r.fields = []string{r.raw}
	}
	for i, name := range r.fields {
		r.fields[i] = strings.ToValidUTF8(strings.TrimSpace(name), "�")
	}
	r.width = len(r.fields)
	for _, c := range columns {
		at := slices.Index(r.fields, c.name)
		if at < 0 {
			e.Missing = append(e.Missing, c.name)
		}
		r.at = append(r.at, at)
	}
	known := names(columns)
	for i, name := range r.fields {
		switch {
		case slices.Index(r.fields, name) < i:
			e.Twice = append(e.Twice, name)
		case !slices.Contains(known, name) && name != "":
			r.unknown = append(r.unknown, name)
		}
	}
	if len(e.Missing) == 0 && len(e.Twice) == 0 {
		return r, nil
	}
	e.Unknown = r.unknown
	if !slices.ContainsFunc(others, func(name string) bool { return !slices.Contains(r.fields, name) }) {
		e.Other = other
	}
	return nil, e
}

// Unknown lists the columns of the file that are not known and were not read, in
// its order.
func (r *Reader[R]) Unknown() []string { return r.unknown }

// Rows gives the rows that can be used, until the file ends or MaxBad faults are
// found. When it is over, Err tells whether all was well: a caller that takes the
// rows in must ask it first.
func (r *Reader[R]) Rows() iter.Seq[R] {
	return func(yield func(R) bool) {
		for !r.over {
			if row, ok := r.next(); ok && !yield(row) {
				return
			}
		}
	}
}

// Err is nil when every line read so far was a row; otherwise a *BadLines, or an
// error of reading.
func (r *Reader[R]) Err() error {
	if r.err != nil {
		return r.err
	}
	if len(r.bad.Faults) > 0 {
		return &r.bad
	}
	return nil
}

// next reads a line; ok is false when it is no row.
func (r *Reader[R]) next() (row R, ok bool) {
	whole, err := r.nextLine()
	if err != nil {
		r.over = true
		if err != io.EOF {
			r.err = err
		}
		return row, false
	}
	before := len(r.bad.Faults)
	switch {
	case !whole:
		r.fail(0, 0, "", r.raw, fmt.Sprintf("a line of at most %d bytes", maxLine))
	case r.raw == "":
		return row, false
	case !utf8.ValidString(r.raw):
		r.fail(strings.IndexRune(r.raw, utf8.RuneError), 0, "", r.raw, "text in UTF-8")
	default:
		r.read(&row)
	}
	if r.bad.More {
		r.over = true
	}
	return row, len(r.bad.Faults) == before && !r.over
}

// read reads the fields of the line, and tells of each that cannot be used.
func (r *Reader[R]) read(row *R) {
	if at, wrong := r.split(); wrong != "" {
		r.fail(at, 0, "", r.raw, wrong)
		return
	}
	if n := len(r.fields); n != r.width {
		at := len(r.raw)
		if n > r.width {
			at = r.starts[r.width]
		}
		r.fail(at, 0, "", r.raw, fmt.Sprintf("%d fields as in the header, not %d", r.width, n))
		return
	}
	r.setLine(row, r.line)
	for i, c := range r.columns {
		f := r.at[i]
		if at, wrong := c.read(row, r.fields[f]); wrong != "" {
			r.fail(r.starts[f], at, c.name, r.fields[f], wrong)
		}
	}
}

// fail notes what is wrong, some characters after a byte of the line.
func (r *Reader[R]) fail(at, after int, field, found, expected string) {
	if len(r.bad.Faults) == MaxBad {
		r.bad.More = true
		return
	}
	column := 1 + utf8.RuneCountInString(r.raw[:max(at, 0)]) + after
	r.bad.Faults = append(r.bad.Faults, &LineError{r.file, r.line, column, field, strings.ToValidUTF8(found, "�"), expected})
}

// nextLine reads a line without its end into raw; whole is false when it is
// longer than a line may be, and raw is then its beginning.
func (r *Reader[R]) nextLine() (whole bool, err error) {
	line, err := r.in.ReadSlice('\n')
	r.line++
	if errors.Is(err, bufio.ErrBufferFull) {
		r.raw = string(line[:80])
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

// split divides the line into fields. Otherwise it says what is expected at a byte
// of the line. Only a field that begins with a quotation mark is a quoted one:
// names may hold marks of their own.
func (r *Reader[R]) split() (at int, expected string) {
	r.fields, r.starts = r.fields[:0], r.starts[:0]
	for {
		r.starts = append(r.starts, at)
		rest := r.raw[at:]
		if !strings.HasPrefix(rest, `"`) {
			field, _, _ := strings.Cut(rest, ";")
			r.fields = append(r.fields, field)
			at += len(field)
		} else {
			field, size, expected := cutQuoted(rest)
			if expected != "" {
				return at, expected
			}
			r.fields = append(r.fields, field)
			at += size
		}
		if at == len(r.raw) {
			return 0, ""
		}
		at++ // the semicolon
	}
}

// cutQuoted reads the quoted field that line begins with, and how many bytes it
// takes.
func cutQuoted(line string) (field string, size int, expected string) {
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
