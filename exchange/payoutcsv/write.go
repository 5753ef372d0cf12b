package payoutcsv

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"

	"balans/law/calendar"
	"balans/law/money"
)

// Writer writes payouts. The ids of a file are the caller's to keep unlike.
type Writer struct {
	out *bufio.Writer
	buf []byte
	err error
}

// NewWriter writes the header.
func NewWriter(w io.Writer) *Writer {
	out := bufio.NewWriter(w)
	_, err := out.WriteString(strings.Join(Header, ";") + "\n")
	return &Writer{out: out, err: err}
}

// Write adds a payout. What a reader would refuse is an error, here and from Flush.
func (w *Writer) Write(rec *Record) error {
	if w.err != nil {
		return w.err
	}
	for _, f := range []struct {
		name, text  string
		least, most int
	}{{"payout", rec.Payout, 1, 64}, {"benefit", rec.Benefit, 1, 64}, {"party", rec.Party, 1, 64}, {"text", rec.Text, 0, 200}} {
		if why := badText(f.text, f.least, f.most); why != "" {
			w.err = fmt.Errorf("payout %q: %s is %q; expected %s", rec.Payout, f.name, f.text, why)
			return w.err
		}
	}
	if rec.Gross <= 0 || rec.Tax < 0 || rec.Tax > rec.Gross || rec.PaidOn == calendar.None {
		w.err = fmt.Errorf("payout %q: gross %s, tax %s, paid on %s; expected a gross above zero, a tax from zero to gross and a day", rec.Payout, rec.Gross, rec.Tax, rec.PaidOn)
		return w.err
	}
	b := appendText(w.buf[:0], rec.Payout)
	b = rec.PaidOn.Append(append(b, ';'))
	b = appendText(append(b, ';'), rec.Benefit)
	b = appendText(append(b, ';'), rec.Party)
	b = appendKronor(append(b, ';'), rec.Gross)
	b = appendKronor(append(b, ';'), rec.Tax)
	w.buf = append(appendText(append(b, ';'), rec.Text), '\n')
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

func appendText(b []byte, s string) []byte {
	if !strings.ContainsAny(s, `";`) {
		return append(b, s...)
	}
	b = append(b, '"')
	b = append(b, strings.ReplaceAll(s, `"`, `""`)...)
	return append(b, '"')
}

func appendKronor(b []byte, a money.Amount) []byte {
	b = strconv.AppendInt(b, int64(a/money.Krona), 10)
	return append(b, ',', byte('0'+a%100/10), byte('0'+a%10))
}
