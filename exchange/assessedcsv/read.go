package assessedcsv

import (
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
	house  house
	group  int  // of the record
	good   bool // the record can be used
	over   bool
	count  int // of lines that have been read
	rec    Record
	plain  []byte   // the record's line, where it was read quickly; right until the next
	f      []string // its fields, where it was read with care
	adults missing
}

// NewReader checks the header line. The file is named in errors. The error is a *LineError
// for another header, or one of reading.
func NewReader(file string, in io.Reader) (*Reader, error) {
	r, err := rows.NewScanner(file, in, form)
	if err != nil {
		return nil, err
	}
	return &Reader{rows: r, adults: missing{file: file}}, nil
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
func (r *Reader) Err() error { return r.adults.among(r.rows.Err()) }

// next reads a line; it is false when the file is over, or reading is.
func (r *Reader) next() bool {
	if r.over {
		return false
	}
	s := r.rows
	quick := r.quick()
	if !quick && !s.Next() {
		r.set.End(s)
		r.leave()
		r.over = true
		return false
	}
	r.set.Pass(s)
	r.rec.Line = s.Line()
	switch r.good = quick || s.Divide(); {
	case !r.good:
		r.set.Lost(s.Line())
	case r.count == MaxRecords:
		s.Stop(tooMany)
		r.set.Lost(s.Line())
		r.good = false
	case quick:
		r.hold()
	default:
		r.f = s.Strings(r.f[:0])
		r.rec, r.plain = careful(s.Line(), r.f, s), nil
		if r.good = together.IsID(r.rec.Household); r.good {
			r.hold()
		} else {
			r.set.Lost(s.Line())
		}
	}
	r.count++
	return r.stay()
}

var tooMany = fmt.Sprintf("at most %d lines in a file; divide it by household", MaxRecords)

// stay is false, and reading over, when there are more faults than are told.
func (r *Reader) stay() bool {
	if len(r.adults.faults) == 0 || !r.adults.many(r.rows.Err()) {
		return true
	}
	r.set.Break()
	r.over = true
	return false
}

// hold holds the record against those before it.
func (r *Reader) hold() {
	if !r.set.Latest(r.rec.Household) {
		r.leave()
	}
	n, first, place := r.set.Of(r.rec.Household, r.rec.Line)
	r.group = n
	switch {
	case place == together.Apart:
		r.adults.withdraw(n)
		r.house.begin(&r.rec)
		r.Refuse(Household, standsApart(first))
	case place == together.First:
		r.house.begin(&r.rec)
		if r.rec.Role != Adult {
			r.adults.remember(r)
		}
	default:
		if at, expected := r.house.add(&r.rec); expected != "" {
			r.Refuse(at, expected)
		}
	}
	if r.good = !r.rows.Refused(); !r.good {
		r.set.Break()
	}
}

// leave looks back on a household whose lines are over.
func (r *Reader) leave() {
	if len(r.house.people) > 0 && !r.house.adult && r.set.Whole(r.group) {
		r.set.Break()
		r.adults.tell(r.group)
	}
}

func standsApart(first int) string {
	return fmt.Sprintf("the lines of a household together; this one began on line %d", first)
}

// house is who has a line among those of a household that stand together.
type house struct {
	adult  bool
	people []member
}

type member struct {
	person identity.Number
	line   int
}

// begin begins with the first line.
func (h *house) begin(rec *Record) {
	h.adult = rec.Role == Adult
	h.people = append(h.people[:0], member{rec.Person, rec.Line})
}

// add adds another line, and says what is expected where it cannot stand beside the others.
// What could not be read of it is None, and nothing is expected of that.
func (h *house) add(rec *Record) (at Field, expected string) {
	h.adult = h.adult || rec.Role == Adult
	for _, m := range h.people {
		if m.person == rec.Person && m.person != identity.None {
			return Person, fmt.Sprintf("a person who stands once in the household; line %d has the same", m.line)
		}
	}
	if len(h.people) == MaxPeople {
		return Household, fmt.Sprintf("at most %d people in a household", MaxPeople)
	}
	h.people = append(h.people, member{rec.Person, rec.Line})
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
	word, at = field.QuickText(line, at, len("alternating"))
	rec.Role, rec.DecidedOn = roleOf(word), calendar.None
	if empty, at = field.QuickEmpty(line, at); !empty {
		rec.DecidedOn, at = r.months.QuickDate(line, at)
	}
	if at == field.NotPlain || rec.Role == NoRole || empty && rec.Role == Adult ||
		rec.Person.Kind() == identity.Organisation || !together.IsID(rec.Household) {
		return false
	}
	if at = rec.quickAmounts(line, at); at == field.NotPlain || !r.rows.Take(at) {
		return false
	}
	r.plain = line[:at]
	return true
}

// quickAmounts reads the amounts, to the line's end. None of them is over MaxAmount: what is
// plain has eight digits.
func (rec *Record) quickAmounts(line []byte, at int) (end int) {
	amounts := rec.amounts()
	for i, a := range amounts[:amountFields-1] {
		*a = 0
		column, empty := Employment+Field(i), false
		if empty, at = field.QuickEmpty(line, at); empty {
			if column == Employment && rec.Role == Adult {
				return field.NotPlain
			}
			continue
		}
		if at == field.NotPlain || !rec.Role.of(column) {
			return field.NotPlain
		}
		if isNet(column) && line[at] == '-' {
			*a, at = field.QuickAmount(line, at+1)
			*a = -*a
			continue
		}
		*a, at = field.QuickAmount(line, at)
	}
	rec.Foreign = 0
	text, at := field.QuickRest(line, at, len("12345678,90"))
	if len(text) == 0 {
		return at
	}
	var b [field.Room]byte // the last field has no semicolon after it, which an amount is read with
	copy(b[:], text)
	b[len(text)] = ';'
	var next int
	if rec.Foreign, next = field.QuickAmount(b[:], 0); next != len(text)+1 || !rec.Role.of(Foreign) {
		return field.NotPlain
	}
	return at
}
