package assessedcsv

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"balans/exchange/field"
	"balans/exchange/rows"
	"balans/exchange/together"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
)

// Writer writes households.
type Writer struct {
	out   *bufio.Writer
	buf   []byte
	set   together.Set
	house house
	lines int
	err   error
}

// NewWriter writes the header.
func NewWriter(w io.Writer) *Writer {
	out := bufio.NewWriterSize(w, 64<<10)
	_, err := out.WriteString(strings.Join(Header, ";") + "\n")
	return &Writer{out: out, err: err}
}

// Write adds the lines of a household, all of them at once. What would not be read back is
// an error, here and from Flush. Nothing is written of a household with an error.
func (w *Writer) Write(household []Record) error {
	if w.err == nil {
		w.err = w.check(household)
	}
	if w.err != nil {
		return w.err
	}
	w.buf = w.buf[:0]
	for i := range household {
		w.buf = household[i].append(w.buf)
	}
	w.lines += len(household)
	_, w.err = w.out.Write(w.buf)
	return w.err
}

// Flush writes what is left, and returns the first error there was.
func (w *Writer) Flush() error {
	if w.err != nil {
		return w.err
	}
	return w.out.Flush()
}

func (rec *Record) append(b []byte) []byte {
	b = append(append(b, rec.Household...), ';')
	b = append(field.AppendParty(b, rec.Person), ';')
	b = append(append(b, rec.Role.String()...), ';')
	b = rec.DecidedOn.Append(b)
	for i, a := range rec.amounts() {
		b = append(b, ';')
		switch stated := rec.Role == Adult && Employment+Field(i) == Employment; {
		case *a < 0:
			b = field.AppendAmount(append(b, '-'), -*a)
		case *a > 0 || stated:
			b = field.AppendAmount(b, *a)
		}
	}
	return append(b, '\n')
}

// check says what would not be read back.
func (w *Writer) check(household []Record) error {
	for i := range household {
		rec := &household[i]
		at, expected := rec.wrong()
		if expected == "" {
			at, expected = w.beside(rec, i)
		}
		if expected != "" {
			return fmt.Errorf("household %q: %s: expected %s", rows.Masked(string(rec.Household)), Header[at], expected)
		}
	}
	if len(household) > 0 && !w.house.adult {
		return fmt.Errorf("household %q: %s: expected %s", rows.Masked(string(household[0].Household)), Header[FieldRole], anAdult)
	}
	return nil
}

// beside says what would not be read back of a line beside those before it.
func (w *Writer) beside(rec *Record, i int) (at Field, expected string) {
	line := w.lines + 2 + i
	_, began, place := w.set.Of(rec.Household, line)
	switch {
	case i > 0 && place == together.Next:
		numbered := *rec
		numbered.Line = line
		return w.house.add(&numbered)
	case place != together.First:
		return Household, standsApart(began)
	case i > 0:
		return Household, "the household of the lines before"
	}
	w.house.begin(rec)
	w.house.people[0].line = line
	return 0, ""
}

// wrong says what a reader would refuse of the line by itself.
func (rec *Record) wrong() (at Field, expected string) {
	_, err := identity.FromInt(int64(rec.Person))
	switch {
	case !together.IsID(rec.Household):
		return Household, together.AnID
	case err != nil || rec.Person.Kind() == identity.Organisation:
		return Person, "the number of a person"
	case rec.Role == NoRole || int(rec.Role) >= len(roleWords):
		return FieldRole, "adult, child or alternating"
	case rec.Role == Adult && rec.DecidedOn == calendar.None:
		return DecidedOn, "a day"
	}
	for i, a := range rec.amounts() {
		switch at := Employment + Field(i); {
		case *a != 0 && !rec.Role.of(at):
			return at, "nothing, of a child"
		case *a < least(at) || *a > MaxAmount:
			return at, fmt.Sprintf("kronor from %d to %d", least(at)/money.Krona, money.Amount(MaxAmount)/money.Krona)
		}
	}
	return 0, ""
}
