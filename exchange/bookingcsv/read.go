package bookingcsv

import (
	"fmt"
	"io"
	"iter"
	"strings"

	"balans/exchange/rows"
)

// LineError is a line, or a field of it, that cannot be used.
type LineError = rows.LineError

// BadLines is the error of a file of which some lines cannot be used.
type BadLines = rows.BadLines

// Reader reads records.
type Reader struct {
	rows    *rows.Reader
	seen    map[string]int // voucher to line
	records int
}

// NewReader checks the header line. The file is named in errors. The error is a
// *LineError for a header that is another, or one of reading.
func NewReader(file string, in io.Reader) (*Reader, error) {
	r, err := rows.NewReader(file, in, rows.Format{Header: Header, MaxLine: maxLine})
	if err != nil {
		return nil, err
	}
	return &Reader{rows: r, seen: map[string]int{}}, nil
}

// Records gives the rows that can be used, until the file ends or MaxBad faults
// are found. When it is over, Err tells whether all was well: a caller that takes
// the records in must ask it first.
func (r *Reader) Records() iter.Seq[Record] { return rows.Read(r.rows, r.record) }

// Err is nil when every line read so far was a record; otherwise a *BadLines, or
// an error of reading.
func (r *Reader) Err() error { return r.rows.Err() }

// record reads the fields, and tells of each that cannot be used.
func (r *Reader) record(line int, f []string) Record {
	rec := Record{Line: line}
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
			r.seen[strings.Clone(rec.Voucher)] = line // not the whole line it is cut from
		}
	}
	for i, fault := range bad {
		if fault != nil {
			r.rows.Refuse(i, fault.at, fault.expected)
		}
	}
	if r.records++; r.records > MaxRecords {
		r.rows.Stop(fmt.Sprintf("at most %d rows in a file; divide it, such as by month", MaxRecords))
	}
	return rec
}
