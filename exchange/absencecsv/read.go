package absencecsv

import (
	"io"
	"iter"

	"balans/exchange/rows"
)

// Reader reads lines of absence.
type Reader struct {
	rows *rows.Reader
	rec  Record
}

// NewReader checks the header line. The file is named in errors. The error is a
// *LineError for another header, or one of reading.
func NewReader(file string, in io.Reader) (*Reader, error) {
	r, err := rows.NewReader(file, in, rows.Format{Header: Header, MaxLine: maxLine, Brief: true, Private: true})
	if err != nil {
		return nil, err
	}
	return &Reader{rows: r}, nil
}

// Records gives the lines that can be used, each in the same Record: who keeps one
// copies it. When it is over, Err tells whether all was well: who takes the records
// in must ask it first.
func (r *Reader) Records() iter.Seq[*Record] {
	return rows.Read(r.rows, func(line int, f []string) *Record {
		r.rec = careful(line, f, r.rows)
		return &r.rec
	})
}

// Refuse adds a fault of the record given last: a field that means nothing to who
// takes it in.
func (r *Reader) Refuse(field Field, expected string) { r.rows.Refuse(int(field), 0, expected) }

// Err is nil when all that was read were lines of absence; otherwise a *BadLines, or
// an error of reading.
func (r *Reader) Err() error { return r.rows.Err() }
