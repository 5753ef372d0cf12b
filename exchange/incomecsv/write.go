package incomecsv

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"balans/exchange/field"
	"balans/exchange/together"
	"balans/law/calendar"
	"balans/law/identity"
)

// Writer writes lines of income.
type Writer struct {
	out *bufio.Writer
	buf []byte
	err error
}

// NewWriter writes the header.
func NewWriter(w io.Writer) *Writer {
	out := bufio.NewWriterSize(w, 64<<10)
	_, err := out.WriteString(strings.Join(Header, ";") + "\n")
	return &Writer{out: out, err: err}
}

// Write adds a line. What a reader would refuse is an error, here and from Flush.
func (w *Writer) Write(rec *Record) error {
	if w.err == nil {
		w.err = rec.check()
	}
	if w.err != nil {
		return w.err
	}
	b := append(append(w.buf[:0], rec.Household...), ';')
	b = append(field.AppendParty(b, rec.Person), ';')
	b = append(field.AppendMonth(b, rec.Month), ';')
	b = append(field.AppendAmount(b, rec.Amount), ';')
	b = append(append(b, rec.Source.String()...), ';')
	w.buf = append(rec.KnownOn.Append(b), '\n')
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

// check says what a reader would refuse. It names no number of a person.
func (rec *Record) check() error {
	wrong := func(f Field, expected string) error {
		return fmt.Errorf("the income of %s: %s: expected %s", rec.Person.Masked(), Header[f], expected)
	}
	_, err := identity.FromInt(int64(rec.Person))
	switch {
	case len(rec.Household) > 0 && !together.IsID(rec.Household):
		return wrong(Household, together.AnID+", or nothing")
	case err != nil || rec.Person.Kind() == identity.Organisation:
		return wrong(Person, aPerson)
	case rec.Month < firstMonth || rec.Month > lastMonth || rec.Month.Day() != 1:
		return wrong(Month, aMonth)
	case rec.Amount < 0 || rec.Amount > MaxAmount:
		return wrong(Amount, kronor)
	case rec.Source == NoSource || int(rec.Source) >= len(sourceWords):
		return wrong(FieldSource, aSource)
	case rec.KnownOn == calendar.None || rec.KnownOn < rec.Month:
		return wrong(KnownOn, aDay)
	}
	return nil
}
