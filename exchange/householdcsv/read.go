package householdcsv

import (
	"encoding/binary"
	"fmt"
	"io"
	"iter"

	"balans/exchange/field"
	"balans/exchange/rows"
	"balans/exchange/together"
	"balans/law/calendar"
	"balans/law/identity"
)

// Reader reads the lines of a file.
type Reader struct {
	rows   *rows.Scanner
	months field.Months
	set    together.Set
	group  int  // of the record
	good   bool // the record can be used
	count  int  // of lines that have been read
	rec    Record
	latest mark // of the same household
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

// Read reads a whole file. Each of all is the lines of a household that can be used, in the
// file's order; aside are the households that cannot, and the lines that do not say whose they
// are. The error is a *LineError for another header, a *BadLines where lines could not be
// used, of which the households given are free, or an error of reading: then nothing is given.
func Read(file string, in io.Reader) (all [][]Record, aside []SetAside, err error) {
	r, err := NewReader(file, in)
	if err != nil {
		return nil, nil, err
	}
	var kept together.Kept[Record]
	for r.next() {
		if r.good && r.set.Whole(r.group) {
			r.rec.Household = r.set.ID(r.group)
			kept.Add(r.group, &r.rec)
		}
	}
	err = r.Err()
	if _, ok := err.(*BadLines); err != nil && !ok {
		return nil, nil, err
	}
	return kept.Whole(&r.set), r.set.Aside(), err
}

// Records gives the lines that can be used, each in the same Record, which is right until
// the next. When it is over, Err tells whether all was well: who takes the records in must
// ask it first.
func (r *Reader) Records() iter.Seq[*Record] {
	return func(yield func(*Record) bool) {
		for r.next() {
			if r.good && !yield(&r.rec) {
				return
			}
		}
	}
}

// Refuse adds a fault of the record given last: a field that means nothing to who takes it
// in.
func (r *Reader) Refuse(field Field, expected string) { r.rows.Refuse(int(field), 0, expected) }

// Err is nil when all that was read could be used; otherwise a *BadLines, or an error of
// reading.
func (r *Reader) Err() error { return r.rows.Err() }

// next reads a line; it is false when the file is over, or reading is.
func (r *Reader) next() bool {
	s := r.rows
	quick := r.quick()
	if !quick && !s.Next() {
		r.set.End(s)
		return false
	}
	r.set.Pass(s)
	switch r.good = quick || s.Divide(); {
	case !r.good:
		r.set.Lost(s.Line())
		return true
	case r.count == MaxRecords:
		s.Stop(tooMany)
		r.set.Lost(s.Line())
		r.good = false
		return true
	case !quick:
		r.rec = careful(s.Line(), s.Strings(nil), s)
		if r.good = together.IsID(r.rec.Household); !r.good {
			r.set.Lost(s.Line())
			return true
		}
	}
	r.rec.Line = s.Line()
	r.count++
	r.hold()
	return true
}

var tooMany = fmt.Sprintf("at most %d lines in a file; divide it by household", MaxRecords)

// hold holds the record against those before it.
func (r *Reader) hold() {
	n, first, place := r.set.Of(r.rec.Household, r.rec.Line)
	r.group = n
	switch place {
	case together.First:
		r.latest = mark{}
	case together.Apart:
		r.latest = mark{}
		r.Refuse(Household, standsApart(first))
	default:
		if at, expected := r.latest.wrong(&r.rec); expected != "" {
			r.Refuse(at, expected)
		}
	}
	if r.good = !r.rows.Refused(); r.good {
		r.latest = mark{r.rec.Line, r.rec.Person, r.rec.To}
	} else {
		r.set.Break()
	}
}

func standsApart(first int) string {
	return fmt.Sprintf("the lines of a household together; this one began on line %d", first)
}

// mark is what the latest line of a household that can be used leaves to those after it. The
// zero value is that of no line.
type mark struct {
	line   int
	person identity.Number
	to     calendar.Date
}

// wrong says what is expected of the next line of the household, where that is not as it is to
// be. What could not be read of it is None, and nothing is expected of that.
func (m mark) wrong(rec *Record) (at Field, expected string) {
	switch {
	case m.line == 0:
	case rec.Person != m.person && rec.Person != identity.None:
		return Person, fmt.Sprintf("the person of line %d of the same household", m.line)
	case rec.From <= m.to && rec.From != calendar.None:
		return From, fmt.Sprintf("a month after %s, the last one of line %d of the same household", field.AppendMonth(nil, m.to), m.line)
	}
	return 0, ""
}

// quick reads the next line if each of its fields is plain; it is false for another, which
// may be right as well.
func (r *Reader) quick() bool {
	line := r.rows.Peek()
	if line == nil || r.count == MaxRecords {
		return false
	}
	rec, at, empty, word := &r.rec, 0, false, []byte(nil)
	rec.Household, at = field.QuickText(line, at, together.MaxID)
	rec.Person, at = field.QuickParty(line, at)
	rec.Spouse = identity.None
	if empty, at = field.QuickEmpty(line, at); !empty {
		rec.Spouse, at = field.QuickParty(line, at)
	}
	word, at = field.QuickText(line, at, len("family"))
	rec.Form = formOf(word)
	from := at
	rec.From, at = r.months.QuickMonth(line, at)
	rec.To, at = r.months.QuickMonth(line, at)
	if at == field.NotPlain || binary.LittleEndian.Uint32(line[from:]) != binary.LittleEndian.Uint32(line[from+len("YYYY-MM;"):]) {
		return false
	}
	rec.Cost, at = field.QuickAmount(line, at)
	rec.Area, at = field.QuickWhole(line, at, MaxArea)
	rec.Rooms = RoomsNotStated
	if empty, at = field.QuickEmpty(line, at); !empty {
		rec.Rooms, at = field.QuickWhole(line, at, MaxRooms)
	}
	rec.Home, at = field.QuickWhole(line, at, MaxChildren)
	rec.Alternating, at = field.QuickWhole(line, at, MaxChildren)
	rec.Access, at = field.QuickWhole(line, at, MaxChildren)
	at, ok := r.quickEnd(line, at)
	return ok && rec.fits() && r.rows.Take(at)
}

// quickEnd is quick from accepted_cost on.
func (r *Reader) quickEnd(line []byte, at int) (end int, ok bool) {
	rec, empty := &r.rec, false
	rec.AcceptedCost, rec.AcceptedArea, rec.SpouseIncome, rec.Supplement = 0, 0, 0, 0
	known := true
	if empty, at = field.QuickEmpty(line, at); !empty {
		rec.AcceptedCost, at = field.QuickAmount(line, at)
		known = rec.AcceptedCost > 0
	}
	if empty, at = field.QuickEmpty(line, at); !empty {
		rec.AcceptedArea, at = field.QuickWhole(line, at, MaxArea)
		known = known && rec.AcceptedArea > 0
	}
	rec.Income, at = field.QuickAmount(line, at)
	if empty, at = field.QuickEmpty(line, at); !empty {
		rec.SpouseIncome, at = field.QuickAmount(line, at)
	}
	known = known && empty == (rec.Spouse == identity.None)
	rec.Paid, at = field.QuickAmount(line, at)
	if empty, at = field.QuickEmpty(line, at); !empty {
		rec.Supplement, at = field.QuickAmount(line, at)
	}
	day, at := field.QuickRest(line, at, len("YYYY-MM-DD"))
	if at == field.NotPlain || len(day) != len("YYYY-MM-DD") {
		return at, false
	}
	var b [field.Room]byte // the last field has no semicolon after it, which a day is read with
	copy(b[:], day)
	b[len(day)] = ';'
	var next int
	rec.DecidedOn, next = r.months.QuickDate(b[:], 0)
	return at, known && next != field.NotPlain
}

// fits reports whether the fields that were read quickly agree, and are within the limits
// that were not looked at.
func (rec *Record) fits() bool {
	_, wrong := rec.wrongChildren()
	return wrong == "" && rec.Form != NoForm && together.IsID(rec.Household) &&
		rec.From >= firstMonth && rec.To <= lastMonth && rec.From <= rec.To && rec.Area > 0 &&
		rec.Cost <= MaxMonth && rec.AcceptedCost <= MaxMonth && rec.Paid <= MaxMonth && rec.Supplement <= MaxMonth &&
		rec.Income <= MaxIncome && rec.SpouseIncome <= MaxIncome &&
		rec.Person.Kind() != identity.Organisation && rec.Spouse.Kind() != identity.Organisation && rec.Spouse != rec.Person
}
