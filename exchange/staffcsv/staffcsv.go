// Package staffcsv reads the neutral file of staff: who works here, under which id of the
// sign-in, with which identity number, in which unit and from when.
//
// UTF-8, fields separated by semicolons, one header line:
//
//	id;number;name;unit;from;to
//
// id is the id of the sign-in, number the person's own identity number in twelve digits,
// from and to the first and the last day, written YYYY-MM-DD; to may be empty, which leaves
// the end open. Another line of the same id and a later from is a move to another unit or a
// return. A fault names the line and hides the numbers in it.
//
// What this package does not do: it records nothing, and knows no roles and no rules of who
// may be staff.
package staffcsv

import (
	"io"
	"iter"

	"balans/exchange/field"
	"balans/exchange/rows"
	"balans/law/calendar"
	"balans/law/identity"
)

// Field is a column of the file.
type Field int

// The columns.
const (
	ID Field = iota
	Number
	Name
	Unit
	From
	To
)

// Header is the first line, column by column.
var Header = []string{"id", "number", "name", "unit", "from", "to"}

// mostText is the most characters of a name or a unit.
const mostText = 200

// Record is one line.
type Record struct {
	Line     int // from 1, the header included
	ID       string
	Number   identity.Number
	Name     string
	Unit     string
	From, To calendar.Date // To is None when the end is open
}

// Reader reads a file of staff.
type Reader struct{ rows *rows.Reader }

// NewReader reads the header line. The file is named in errors. The error is a
// *rows.LineError for another header, or one of reading.
func NewReader(file string, in io.Reader) (*Reader, error) {
	r, err := rows.NewReader(file, in, rows.Format{Header: Header, MaxLine: 2000, Private: true})
	if err != nil {
		return nil, err
	}
	return &Reader{r}, nil
}

// Records gives the good lines. When it is over, Err tells whether all were.
func (r *Reader) Records() iter.Seq[Record] { return rows.Read(r.rows, r.record) }

// Err is nil when all lines were good, otherwise a *rows.BadLines or an error of reading.
func (r *Reader) Err() error { return r.rows.Err() }

func (r *Reader) record(line int, f []string) Record {
	rec := Record{Line: line, ID: f[ID], Name: f[Name], Unit: f[Unit], To: calendar.None}
	refuse := func(at Field, expected string) {
		if expected != "" {
			r.rows.Refuse(int(at), 0, expected)
		}
	}
	var expected string
	refuse(ID, field.Text(rec.ID, 1, 63))
	rec.Number, expected = field.Party(f[Number])
	if expected == "" && rec.Number.Kind() == identity.Organisation {
		expected = "the number of a person"
	}
	refuse(Number, expected)
	refuse(Name, field.Text(rec.Name, 1, mostText))
	refuse(Unit, field.Text(rec.Unit, 1, mostText))
	rec.From, expected = field.Date(f[From])
	refuse(From, expected)
	if f[To] == "" {
		return rec
	}
	if rec.To, expected = field.Date(f[To]); expected == "" && rec.To < rec.From {
		expected = "a day no earlier than from, or nothing"
	}
	refuse(To, expected)
	return rec
}
