package incomecsv

import (
	"io"
	"iter"

	"balans/exchange/field"
	"balans/exchange/rows"
	"balans/exchange/together"
	"balans/law/identity"
)

// Reader reads lines of income.
type Reader struct {
	rows   *rows.Scanner
	months field.Months
	rec    Record
}

// NewReader checks the header line. The file is named in errors. The error is a *LineError
// for another header, or one of reading.
func NewReader(file string, in io.Reader) (*Reader, error) {
	r, err := rows.NewScanner(file, in, form)
	if err != nil {
		return nil, err
	}
	return &Reader{rows: r}, nil
}

var form = rows.Format{Header: Header, MaxLine: maxLine, Brief: true, Private: true}

// Records gives the lines that can be used, each in the same Record, which is right until the
// next. When it is over, Err tells whether all was well: who takes the records in must ask it
// first.
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

// Refuse adds a fault of the record given last: a field that means nothing to who takes it in.
func (r *Reader) Refuse(field Field, expected string) { r.rows.Refuse(int(field), 0, expected) }

// Err is nil when all that was read could be used; otherwise a *BadLines, or an error of
// reading.
func (r *Reader) Err() error { return r.rows.Err() }

// quick reads the next line if each of its fields is plain; it is false for another, which
// may be right as well.
func (r *Reader) quick() bool {
	line := r.rows.Peek()
	if line == nil {
		return false
	}
	rec, at, empty, word := &r.rec, 0, false, []byte(nil)
	rec.Household = nil
	if empty, at = field.QuickEmpty(line, at); !empty {
		rec.Household, at = field.QuickText(line, at, together.MaxID)
	}
	rec.Person, at = field.QuickParty(line, at)
	rec.Month, at = r.months.QuickMonth(line, at)
	rec.Amount, at = field.QuickAmount(line, at)
	word, at = field.QuickText(line, at, len("declared"))
	if rec.Source = sourceOf(word); at == field.NotPlain || rec.Source == NoSource {
		return false
	}
	text, end := field.QuickRest(line, at, len("YYYY-MM-DD"))
	if len(text) != len("YYYY-MM-DD") {
		return false
	}
	var b [field.Room]byte // the last field has no semicolon after it, which a date is read with
	copy(b[:], text)
	b[len(text)] = ';'
	rec.KnownOn, at = r.months.QuickDate(b[:], 0)
	return at != field.NotPlain && end != field.NotPlain && (empty || together.IsID(rec.Household)) && rec.Person.Kind() != identity.Organisation &&
		rec.Month >= firstMonth && rec.Month <= lastMonth && rec.Amount <= MaxAmount && rec.KnownOn >= rec.Month && r.rows.Take(end)
}
