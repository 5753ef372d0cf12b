package linecsv

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"

	"balans/exchange/field"
	"balans/exchange/rows"
	"balans/law/calendar"
	"balans/law/identity"
)

// Writer writes planned lines. The ids of a file are the caller's to keep unlike.
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

// Write adds a line. What a reader would refuse is an error, here and from Flush. A
// payee who is the party is left out.
func (w *Writer) Write(rec *Record) error {
	if w.err == nil {
		w.err = rec.check()
	}
	if w.err != nil {
		return w.err
	}
	b := append(field.AppendText(w.buf[:0], rec.Payout), ';')
	b = append(field.AppendParty(b, rec.Party), ';')
	if rec.Payee != rec.Party {
		b = field.AppendParty(b, rec.Payee)
	}
	b = append(field.AppendText(append(b, ';'), rec.Benefit), ';')
	b = append(rec.From.Append(b), ';')
	b = append(rec.To.Append(b), ';')
	b = append(strconv.AppendInt(b, int64(rec.Days), 10), ';')
	b = appendStated(b, rec.Extent)
	b = append(append(b, rec.Basis.String()...), ';')
	b = appendStated(b, rec.Hours)
	b = append(field.AppendParty(b, rec.Child), ';')
	b = append(rec.AppliedOn.Append(b), ';')
	b = append(rec.PayOn.Append(b), ';')
	b = append(append(b, rec.Account...), ';')
	b = append(field.AppendAmount(b, rec.Gross), ';')
	if rec.Tax != 0 {
		b = field.AppendAmount(b, rec.Tax)
	}
	w.buf = append(field.AppendText(append(b, ';'), rec.Text), '\n')
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

// appendStated writes hundredths, and nothing for 0, with a semicolon after.
func appendStated(b []byte, v int32) []byte {
	if v != 0 {
		b = field.AppendHundredths(b, v)
	}
	return append(b, ';')
}

// check says what a reader would refuse.
func (rec *Record) check() error {
	wrong := func(f Field, expected string) error {
		return fmt.Errorf("payout %q: %s: expected %s", rows.Masked(string(rec.Payout)), Header[f], expected)
	}
	for _, t := range []struct {
		field       Field
		text        []byte
		least, most int
	}{{Payout, rec.Payout, 1, 64}, {Benefit, rec.Benefit, 1, 64}, {Text, rec.Text, 0, 200}} {
		if why := field.Text(string(t.text), t.least, t.most); why != "" {
			return wrong(t.field, why)
		}
	}
	for _, p := range []struct {
		field   Field
		number  identity.Number
		mayLack bool
	}{{Party, rec.Party, false}, {Payee, rec.Payee, false}, {Child, rec.Child, true}} {
		if _, err := identity.FromInt(int64(p.number)); err != nil && !(p.mayLack && p.number == identity.None) {
			return wrong(p.field, "an identity number")
		}
	}
	switch {
	case rec.From == calendar.None:
		return wrong(From, "a day")
	case rec.To < rec.From:
		return wrong(To, "a day that is not before from")
	case rec.PayOn == calendar.None:
		return wrong(PayOn, "a day")
	case rec.Days < 0 || rec.Days > MaxDays:
		return wrong(Days, "0 to 366 days")
	case rec.Extent < 0 || rec.Extent > maxExtent:
		return wrong(Extent, "0 to 100 per cent")
	case int(rec.Basis) >= len(basisWords):
		return wrong(FieldBasis, "a basis")
	case rec.Hours < 0 || rec.Hours > MaxHours:
		return wrong(Hours, "0 to 8784 hours")
	case !plainAccount(rec.Account):
		return wrong(Account, badAccount)
	case rec.Gross <= 0:
		return wrong(Gross, "an amount above zero")
	case rec.Tax < 0 || rec.Tax > rec.Gross:
		return wrong(Tax, "an amount from zero to gross")
	}
	return nil
}
