package absencecsv

import (
	"io"
	"iter"

	"balans/exchange/field"
	"balans/exchange/rows"
)

// Reader reads lines of absence.
type Reader struct {
	rows   *rows.Scanner
	months field.Months
	rec    Record
}

// NewReader checks the header line. The file is named in errors. The error is a
// *LineError for another header, or one of reading.
func NewReader(file string, in io.Reader) (*Reader, error) {
	r, err := rows.NewScanner(file, in, form)
	if err != nil {
		return nil, err
	}
	return &Reader{rows: r}, nil
}

var form = rows.Format{Header: Header, MaxLine: maxLine, Brief: true, Private: true}

// Records gives the lines that can be used, each in the same Record: who keeps one
// copies it. When it is over, Err tells whether all was well: who takes the records
// in must ask it first.
func (r *Reader) Records() iter.Seq[*Record] {
	return func(yield func(*Record) bool) {
		s := r.rows
		for {
			quick := r.quick()
			if !quick && !s.Next() {
				return
			}
			if !quick {
				if !s.Divide() {
					continue
				}
				r.rec = careful(s.Line(), s.Strings(nil), s)
			}
			r.rec.Line = s.Line()
			if !s.Refused() && !yield(&r.rec) {
				return
			}
		}
	}
}

// Refuse adds a fault of the record given last: a field that means nothing to who
// takes it in.
func (r *Reader) Refuse(field Field, expected string) { r.rows.Refuse(int(field), 0, expected) }

// Err is nil when all that was read were lines of absence; otherwise a *BadLines, or
// an error of reading.
func (r *Reader) Err() error { return r.rows.Err() }

// quick reads the next line if each of its fields is plain; it is false for another,
// which may be right as well.
func (r *Reader) quick() bool {
	line := r.rows.Peek()
	if line == nil {
		return false
	}
	rec, at, empty, word := &r.rec, 0, false, []byte(nil)
	rec.Employer, at = field.QuickParty(line, at)
	rec.Period, at = r.months.QuickMonth(line, at)
	rec.Party, at = field.QuickParty(line, at)
	rec.Day, at = r.months.QuickDate(line, at)
	rec.Spec, at = field.QuickWhole(line, at, MaxSpec)
	rec.Type, rec.Percent, rec.Hours = NotStated, 0, 0
	if empty, at = field.QuickEmpty(line, at); !empty {
		word, at = field.QuickText(line, at, 3)
		rec.Type = typeOf(word)
	}
	if empty, at = field.QuickEmpty(line, at); !empty {
		rec.Percent, at = field.QuickHundredths(line, at, 1, maxPercent)
	}
	if empty, at = field.QuickEmpty(line, at); !empty {
		rec.Hours, at = field.QuickHundredths(line, at, 1, maxHours)
	}
	word, at = field.QuickRest(line, at, 1)
	rec.Removed = false
	// A line that is removed is read with care: its rules are others, and it is seldom.
	return at != field.NotPlain && len(word) == 0 && rec.Type != NotStated && (rec.Percent == 0) != (rec.Hours == 0) &&
		rec.Period >= firstPeriod && (rec.Day < rec.Period+28 || rec.Day <= rec.Period.EndOfMonth()) && r.rows.Take(at)
}
