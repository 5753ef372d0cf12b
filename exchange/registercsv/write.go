package registercsv

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"balans/exchange/field"
	"balans/exchange/rows"
	"balans/law/calendar"
	"balans/law/identity"
)

// noDate is the open end.
const noDate = calendar.None

// Writer writes facts.
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

// Write adds a fact. What a reader would refuse is an error, here and from Flush.
func (w *Writer) Write(rec *Record) error {
	if w.err == nil {
		w.err = rec.check()
	}
	if w.err != nil {
		return w.err
	}
	b := w.buf[:0]
	for _, s := range []string{rec.Kind, rec.Source, rec.ID} {
		b = append(field.AppendText(b, s), ';')
	}
	b = append(field.AppendParty(b, rec.Party), ';')
	b = append(rec.From.Append(b), ';')
	b = append(rec.To.Append(b), ';')
	b = append(field.AppendText(b, rec.Status), ';')
	b = append(field.AppendText(b, rec.Other), ';')
	if rec.HasAmount {
		b = field.AppendAmount(b, rec.Amount)
	}
	for _, v := range []int32{rec.Extent, rec.Hours} {
		if b = append(b, ';'); v != 0 {
			b = field.AppendHundredths(b, v)
		}
	}
	if b = append(b, ';'); rec.ReceivedAt != 0 {
		b = append(b, rec.ReceivedAt.String()...)
	}
	if b = append(b, ';'); rec.Withdrawn {
		b = append(b, '1')
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

// check says what a reader would refuse.
func (rec *Record) check() error {
	wrong := func(f Field, expected string) error {
		return fmt.Errorf("fact %q: %s: expected %s", rows.Masked(rec.ID), Header[f], expected)
	}
	for _, t := range rec.texts() {
		if why := t.why(); why != "" {
			return wrong(t.field, why)
		}
	}
	_, err := identity.FromInt(int64(rec.Party))
	switch {
	case err != nil:
		return wrong(Party, "an identity number")
	case rec.From == calendar.None:
		return wrong(From, "a day")
	case rec.To != calendar.None && rec.To < rec.From:
		return wrong(To, "a day that is not before from, or none")
	case rec.Amount < 0 || !rec.HasAmount && rec.Amount != 0:
		return wrong(Amount, "an amount from zero, or none")
	case rec.Extent < 0 || rec.Extent > maxExtent:
		return wrong(Extent, "0 to 100 per cent")
	case rec.Hours < 0 || rec.Hours > MaxHours:
		return wrong(Hours, "0 to 8784 hours")
	case rec.ReceivedAt < 0:
		return wrong(ReceivedAt, "an instant after 1970, or none")
	}
	return nil
}
