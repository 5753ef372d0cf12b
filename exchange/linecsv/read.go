package linecsv

import (
	"fmt"
	"io"
	"iter"

	"balans/exchange/field"
	"balans/exchange/rows"
	"balans/law/calendar"
	"balans/law/identity"
)

// Reader reads planned lines.
type Reader struct {
	rows   *rows.Scanner
	months field.Months
	ids    ids
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

// Records gives the lines that can be used, each in the same Record, which is right
// until the next. When it is over, Err tells whether all was well: who takes the
// records in must ask it first.
func (r *Reader) Records() iter.Seq[*Record] {
	return func(yield func(*Record) bool) {
		for {
			quick := r.quick()
			if !quick && !r.rows.Next() {
				return
			}
			if r.read(quick) && !yield(&r.rec) {
				return
			}
		}
	}
}

// Refuse adds a fault of the record given last: a field that means nothing to who
// takes it in.
func (r *Reader) Refuse(field Field, expected string) { r.rows.Refuse(int(field), 0, expected) }

// Err is nil when all that was read were planned lines; otherwise a *BadLines, or an
// error of reading.
func (r *Reader) Err() error { return r.rows.Err() }

// read makes a record of the line; it is false for a line that cannot be used. Where
// the line was read quickly the record is made, and only the id is to be looked at.
func (r *Reader) read(quick bool) bool {
	s := r.rows
	if !quick && !s.Divide() {
		return false
	}
	if r.ids.count == MaxRecords {
		s.Stop(tooMany)
		return false
	}
	r.rec.Line = s.Line()
	if !quick {
		r.rec = careful(s.Line(), s.Strings(nil), s)
		quick = field.Text(string(r.rec.Payout), 1, 64) == ""
	}
	if quick {
		if first, twice := r.ids.add(r.rec.Payout, s.Line()); twice {
			s.Refuse(int(Payout), 0, standsTwice(first))
		}
	}
	return !s.Refused()
}

var tooMany = fmt.Sprintf("at most %d lines in a file; divide it by day", MaxRecords)

func standsTwice(first int) string {
	return fmt.Sprintf("an id that stands once in the file; line %d has it too", first)
}

// quick reads the next line if each of its fields is plain; it is false for another,
// which may be right as well.
func (r *Reader) quick() bool {
	line := r.rows.Peek()
	if line == nil {
		return false
	}
	rec, at, empty := &r.rec, 0, false
	rec.Payout, at = field.QuickText(line, at, 64)
	rec.Party, at = field.QuickParty(line, at)
	rec.Payee = rec.Party
	if empty, at = field.QuickEmpty(line, at); !empty {
		rec.Payee, at = field.QuickParty(line, at)
	}
	rec.Benefit, at = field.QuickText(line, at, 64)
	rec.From, at = r.months.QuickDate(line, at)
	rec.To, at = r.months.QuickDate(line, at)
	rec.Days, at = field.QuickWhole(line, at, MaxDays)
	rec.Extent, rec.Basis, rec.Hours, rec.Child = 0, NotStated, 0, identity.None
	if empty, at = field.QuickEmpty(line, at); !empty {
		rec.Extent, at = field.QuickHundredths(line, at, 0, maxExtent)
	}
	known := true
	if empty, at = field.QuickEmpty(line, at); !empty {
		var word []byte
		word, at = field.QuickText(line, at, 20)
		rec.Basis, known = basisOf(word)
	}
	if empty, at = field.QuickEmpty(line, at); !empty {
		rec.Hours, at = field.QuickHundredths(line, at, 0, MaxHours)
	}
	if empty, at = field.QuickEmpty(line, at); !empty {
		rec.Child, at = field.QuickParty(line, at)
	}
	return known && r.quickEnd(line, at)
}

// quickEnd is quick from applied_on on.
func (r *Reader) quickEnd(line []byte, at int) bool {
	rec, empty := &r.rec, false
	rec.AppliedOn, rec.Account, rec.Tax = calendar.None, nil, 0
	if empty, at = field.QuickEmpty(line, at); !empty {
		rec.AppliedOn, at = r.months.QuickDate(line, at)
	}
	rec.PayOn, at = r.months.QuickDate(line, at)
	known := true
	if empty, at = field.QuickEmpty(line, at); !empty {
		rec.Account, at = field.QuickText(line, at, 34)
		known = plainAccount(rec.Account)
	}
	rec.Gross, at = field.QuickAmount(line, at)
	if empty, at = field.QuickEmpty(line, at); !empty {
		rec.Tax, at = field.QuickAmount(line, at)
	}
	rec.Text, at = field.QuickRest(line, at, 200)
	return at != field.NotPlain && known && rec.To >= rec.From && rec.Gross > 0 && rec.Tax <= rec.Gross && r.rows.Take(at)
}
