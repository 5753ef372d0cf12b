package statebudget

import (
	"io"
	"iter"
	"slices"

	"balans/exchange/rows"
)

// Limits; more is a sign that the file is not what it is taken for.
const (
	MaxBad  = rows.MaxBad // faults listed before reading stops
	maxLine = 64 << 10    // bytes in a line
)

// Reader reads the rows of a file.
type Reader[R Year | Month] struct {
	rows    *rows.Reader
	columns []column[R]
	at      []int // the field each column stands in
	unknown []string
	setLine func(*R, int)
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
	all, err := rows.NewReader(file, in, rows.Format{MaxLine: maxLine})
	if err != nil {
		return nil, err
	}
	r, e := &Reader[R]{rows: all, columns: columns, setLine: setLine}, &HeaderError{File: file}
	for _, c := range columns {
		at := slices.Index(all.Names(), c.name)
		if at < 0 {
			e.Missing = append(e.Missing, c.name)
		}
		r.at = append(r.at, at)
	}
	known := names(columns)
	for i, name := range all.Names() {
		switch {
		case slices.Index(all.Names(), name) < i:
			e.Twice = append(e.Twice, name)
		case !slices.Contains(known, name) && name != "":
			r.unknown = append(r.unknown, name)
		}
	}
	if len(e.Missing) == 0 && len(e.Twice) == 0 {
		return r, nil
	}
	e.Unknown = r.unknown
	if !slices.ContainsFunc(others, func(name string) bool { return !slices.Contains(all.Names(), name) }) {
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
func (r *Reader[R]) Rows() iter.Seq[R] { return rows.Read(r.rows, r.read) }

// Err is nil when every line read so far was a row; otherwise a *BadLines, or an
// error of reading.
func (r *Reader[R]) Err() error { return r.rows.Err() }

// read reads the fields of a line, and tells of each that cannot be used.
func (r *Reader[R]) read(line int, fields []string) (row R) {
	r.setLine(&row, line)
	for i, c := range r.columns {
		f := r.at[i]
		if at, wrong := c.read(&row, fields[f]); wrong != "" {
			r.rows.Refuse(f, at, wrong)
		}
	}
	return row
}
