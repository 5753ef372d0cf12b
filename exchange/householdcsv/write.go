package householdcsv

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
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
	b = append(field.AppendParty(b, rec.Spouse), ';')
	b = append(append(b, rec.Form.String()...), ';')
	b = append(field.AppendMonth(b, rec.From), ';')
	b = append(field.AppendMonth(b, rec.To), ';')
	b = append(field.AppendAmount(b, rec.Cost), ';')
	b = append(strconv.AppendInt(b, int64(rec.Area), 10), ';')
	if rec.Rooms != RoomsNotStated {
		b = strconv.AppendInt(b, int64(rec.Rooms), 10)
	}
	for _, n := range []int32{rec.Home, rec.Alternating, rec.Access} {
		b = strconv.AppendInt(append(b, ';'), int64(n), 10)
	}
	b = appendStated(append(b, ';'), rec.AcceptedCost)
	if b = append(b, ';'); rec.AcceptedArea != 0 {
		b = strconv.AppendInt(b, int64(rec.AcceptedArea), 10)
	}
	b = append(field.AppendAmount(append(b, ';'), rec.Income), ';')
	if rec.Spouse != identity.None {
		b = field.AppendAmount(b, rec.SpouseIncome)
	}
	b = append(field.AppendAmount(append(b, ';'), rec.Paid), ';')
	b = append(appendStated(b, rec.Supplement), ';')
	return append(rec.DecidedOn.Append(b), '\n')
}

// appendStated writes an amount, and nothing for 0.
func appendStated(b []byte, a money.Amount) []byte {
	if a == 0 {
		return b
	}
	return field.AppendAmount(b, a)
}

// check says what would not be read back.
func (w *Writer) check(household []Record) error {
	var before mark
	for i := range household {
		rec, line := &household[i], w.lines+2+i
		at, expected := rec.wrong()
		if expected == "" {
			at, expected = w.beside(rec, line, before)
		}
		if expected != "" {
			return fmt.Errorf("household %q: %s: expected %s", rows.Masked(string(rec.Household)), Header[at], expected)
		}
		before = mark{line, rec.Person, rec.To}
	}
	return nil
}

// beside says what would not be read back of a line beside those before it; before is that of
// no line at the first of a household.
func (w *Writer) beside(rec *Record, line int, before mark) (at Field, expected string) {
	_, began, place := w.set.Of(rec.Household, line)
	switch first := before.line == 0; {
	case !first && place == together.Next:
		return before.wrong(rec)
	case place != together.First:
		return Household, standsApart(began)
	case !first:
		return Household, fmt.Sprintf("the household of line %d", before.line)
	}
	return 0, ""
}

// wrong says what a reader would refuse of the line by itself.
func (rec *Record) wrong() (at Field, expected string) {
	if !together.IsID(rec.Household) {
		return Household, together.AnID
	}
	if !person(rec.Person) {
		return Person, "the number of a person"
	}
	if rec.Spouse != identity.None && (!person(rec.Spouse) || rec.Spouse == rec.Person) {
		return Spouse, "the number of another person, or none"
	}
	switch {
	case rec.Form != Family && rec.Form != Young:
		return FieldForm, "family or young"
	case rec.From < firstMonth || rec.From.Day() != 1:
		return From, "the first day of a month from 2011-01"
	case rec.To > lastMonth || rec.To == calendar.None || rec.To.Day() != 1 || !oneYear(rec.From, rec.To):
		return To, "the first day of a month of the same year as from and not before it"
	case rec.Spouse == identity.None && rec.SpouseIncome != 0:
		return SpouseIncome, "none without a spouse"
	case rec.DecidedOn == calendar.None:
		return DecidedOn, "a day"
	}
	for _, v := range []struct {
		field          Field
		v, least, most int64
	}{{Cost, int64(rec.Cost), 0, MaxMonth}, {Area, int64(rec.Area), 1, MaxArea}, {Rooms, int64(rec.Rooms), RoomsNotStated, MaxRooms},
		{Home, int64(rec.Home), 0, MaxChildren}, {Alternating, int64(rec.Alternating), 0, MaxChildren}, {Access, int64(rec.Access), 0, MaxChildren},
		{AcceptedCost, int64(rec.AcceptedCost), 0, MaxMonth}, {AcceptedArea, int64(rec.AcceptedArea), 0, MaxArea},
		{Income, int64(rec.Income), 0, MaxIncome}, {SpouseIncome, int64(rec.SpouseIncome), 0, MaxIncome},
		{Paid, int64(rec.Paid), 0, MaxMonth}, {Supplement, int64(rec.Supplement), 0, MaxMonth}} {
		if v.v < v.least || v.v > v.most {
			return v.field, fmt.Sprintf("%d to %d (amounts in öre)", v.least, v.most)
		}
	}
	return rec.wrongChildren()
}

// person reports whether a number is a person's.
func person(n identity.Number) bool {
	_, err := identity.FromInt(int64(n))
	return err == nil && n.Kind() != identity.Organisation
}
