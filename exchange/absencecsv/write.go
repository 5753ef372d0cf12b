package absencecsv

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"

	"balans/exchange/field"
	"balans/law/calendar"
	"balans/law/identity"
)

// Writer writes lines of absence.
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
	b := append(field.AppendParty(w.buf[:0], rec.Employer), ';')
	b = append(field.AppendMonth(b, rec.Period), ';')
	b = append(field.AppendParty(b, rec.Party), ';')
	b = append(rec.Day.Append(b), ';')
	b = append(strconv.AppendInt(b, int64(rec.Spec), 10), ';')
	b = append(b, rec.Type.String()...)
	for _, v := range []int32{rec.Percent, rec.Hours} {
		if b = append(b, ';'); v != 0 {
			b = field.AppendHundredths(b, v)
		}
	}
	if b = append(b, ';'); rec.Removed {
		b = append(b, '1')
	}
	w.buf = append(b, '\n')
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
		return fmt.Errorf("absence of %s for %s: %s: expected %s", rec.Day, rec.Party.Masked(), Header[f], expected)
	}
	if _, err := identity.FromInt(int64(rec.Employer)); err != nil {
		return wrong(Employer, "an identity number")
	}
	if _, err := identity.FromInt(int64(rec.Party)); err != nil {
		return wrong(Party, "an identity number")
	}
	switch {
	case rec.Period < firstPeriod || rec.Period.Day() != 1:
		return wrong(Period, "the first day of a month from 2025-01")
	case rec.Day == calendar.None || rec.Day > rec.Period.EndOfMonth():
		return wrong(Day, "a day no later than the last of the period")
	case rec.Spec < 0 || rec.Spec > MaxSpec:
		return wrong(Spec, "a whole number from 0 to 999999999")
	case rec.Type > FP || rec.Type == NotStated && !rec.Removed:
		return wrong(FieldType, "TFP or FP")
	case rec.Percent < 0 || rec.Percent > maxPercent:
		return wrong(Percent, "0,01 to 100 per cent, or none")
	case rec.Hours < 0 || rec.Hours > maxHours:
		return wrong(Hours, "0,01 to 24 hours, or none")
	case rec.Percent != 0 && rec.Hours != 0 || rec.Percent == 0 && rec.Hours == 0 && !rec.Removed:
		return wrong(Hours, "one of percent and hours")
	}
	return nil
}
