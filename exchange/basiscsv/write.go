package basiscsv

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

// Writer writes messages. That a message stands once in a file is the caller's to see to.
type Writer struct {
	out *bufio.Writer
	err error
}

// NewWriter writes the header.
func NewWriter(w io.Writer) *Writer {
	out := bufio.NewWriter(w)
	_, err := out.WriteString(strings.Join(Header, ";") + "\n")
	return &Writer{out: out, err: err}
}

// Write adds a message. What a reader would refuse is an error, here and from Flush.
func (w *Writer) Write(m *Message) error {
	if w.err == nil {
		w.err = m.check()
	}
	if w.err != nil {
		return w.err
	}
	head := append([]byte(m.Source), ';')
	head = append(field.AppendText(head, m.ID), ';')
	head = append(strconv.AppendInt(head, int64(m.Version), 10), ';')
	head = append(append(head, m.Status...), ';')
	head = append(field.AppendParty(head, m.Person), ';')
	head = append(field.AppendText(head, m.Benefit), ';')
	if len(m.Payments) == 0 {
		_, w.err = w.out.Write(append(head, ";;;;;;\n"...))
		return w.err
	}
	for i := range m.Payments {
		p := &m.Payments[i]
		b := append(field.AppendText(head[:len(head):len(head)], p.Payout), ';')
		if p.Payee != m.Person {
			b = field.AppendParty(b, p.Payee)
		}
		b = append(p.From.Append(append(b, ';')), ';')
		b = append(p.To.Append(b), ';')
		b = append(field.AppendAmount(b, p.Paid), ';')
		if p.Tax != 0 {
			b = field.AppendAmount(b, p.Tax)
		}
		b = append(field.AppendAmount(append(b, ';'), p.Entitled), '\n')
		if _, w.err = w.out.Write(b); w.err != nil {
			return w.err
		}
	}
	return nil
}

// Flush writes what is left, and returns the first error there was.
func (w *Writer) Flush() error {
	if w.err != nil {
		return w.err
	}
	return w.out.Flush()
}

// check says what a reader would refuse.
func (m *Message) check() error {
	wrong := func(f Field, expected string) error {
		return fmt.Errorf("basis %q: %s: expected %s", rows.Masked(m.ID), Header[f], expected)
	}
	for _, t := range []struct {
		field Field
		why   string
	}{{Source, plainSource(m.Source)}, {ID, field.Text(m.ID, 1, 64)}, {Benefit, field.Text(m.Benefit, 1, 64)}} {
		if t.why != "" {
			return wrong(t.field, t.why)
		}
	}
	switch _, err := identity.FromInt(int64(m.Person)); {
	case m.Version < 1 || m.Version > MaxVersion:
		return wrong(Version, "a version, counted from 1")
	case m.Status != Current && m.Status != Blocked && m.Status != Annulled:
		return wrong(FieldStatus, "current, blocked or annulled")
	case err != nil || m.Person.Kind() == identity.Organisation:
		return wrong(Person, "the number of a person")
	case m.Status == Current && len(m.Payments) == 0 || len(m.Payments) > MaxPayments:
		return wrong(Payout, fmt.Sprintf("1 to %d payments", MaxPayments))
	}
	for i := range m.Payments {
		if f, expected := m.Payments[i].wrong(); expected != "" {
			return wrong(f, expected)
		}
	}
	return nil
}

func (p *Payment) wrong() (f Field, expected string) {
	_, err := identity.FromInt(int64(p.Payee))
	switch why := field.Text(p.Payout, 1, 64); {
	case why != "":
		return Payout, why
	case err != nil:
		return Payee, "an identity number"
	case p.From == calendar.None:
		return From, "a day"
	case p.To == calendar.None || p.To < p.From:
		return To, "a day that is not before from"
	case p.Paid < 0:
		return Paid, "an amount from zero"
	case p.Tax < 0 || p.Tax > p.Paid:
		return Tax, "an amount from zero to paid"
	case p.Entitled < 0:
		return Entitled, "an amount from zero"
	}
	return 0, ""
}
