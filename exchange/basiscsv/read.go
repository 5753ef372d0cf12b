package basiscsv

import (
	"fmt"
	"io"
	"strings"

	"balans/exchange/field"
	"balans/exchange/rows"
	"balans/law/calendar"
	"balans/law/identity"
)

// key tells messages apart.
type key struct {
	source, id string
	version    int32
}

func (m *Message) key() key { return key{m.Source, m.ID, m.Version} }

// reader gathers the messages of a file.
type reader struct {
	rows    *rows.Scanner
	began   map[key]int // the line where each message began
	bad     map[key]bool
	set     []SetAside
	all     []Message
	last    *key // of the line before; nil where that does not say
	unknown bool // the line before does not say which message it is of
	f       []string
}

// Read reads a whole file. The messages are those that can be used, in the file's order; aside
// are those that cannot. The error is a *LineError for another header, a *BadLines where
// lines could not be used, of which the messages given are free, or an error of reading: then
// nothing is given.
func Read(file string, in io.Reader) (all []Message, aside []SetAside, err error) {
	scan, err := rows.NewScanner(file, in, rows.Format{Header: Header, MaxLine: maxLine, Brief: true, Private: true})
	if err != nil {
		return nil, nil, err
	}
	r := &reader{rows: scan, began: map[key]int{}, bad: map[key]bool{}}
	r.read()
	err = scan.Err()
	if bad, ok := err.(*BadLines); err != nil && !ok {
		return nil, nil, err
	} else if ok && bad.More && r.last != nil { // the rest of the last message may stand after it
		r.bad[*r.last] = true
	}
	for i := range r.all {
		m := &r.all[i]
		if r.bad[m.key()] {
			r.set = append(r.set, SetAside{m.Line, m.Source, m.ID, m.Version})
			continue
		}
		all = append(all, *m)
	}
	return all, r.set, err
}

func (r *reader) read() {
	line := 1
	for r.rows.Next() {
		// A line too long is passed over by the scanner, and so is an empty one: what lies
		// between may have been of either neighbour.
		skipped := r.tooLong(line)
		line = r.rows.Line()
		if skipped > 0 {
			r.lose(skipped)
		}
		if !r.rows.Divide() {
			r.lose(line)
			continue
		}
		r.f = r.rows.Strings(r.f[:0])
		r.line(line)
	}
	if err, ok := r.rows.Err().(*BadLines); ok && r.last != nil && err.Faults[len(err.Faults)-1].Line > line {
		r.bad[*r.last] = true // a line too long at the end
	}
}

// tooLong is the last line that was refused between the one that was read before and this one;
// 0 when there is none.
func (r *reader) tooLong(after int) int {
	if r.rows.Line() == after+1 {
		return 0
	}
	bad, ok := r.rows.Err().(*BadLines)
	if !ok {
		return 0
	}
	if at := bad.Faults[len(bad.Faults)-1].Line; at > after && at < r.rows.Line() {
		return at
	}
	return 0
}

// lose notes a line that does not say which message it is of: its neighbours may lack it.
func (r *reader) lose(line int) {
	if r.last != nil {
		r.bad[*r.last] = true
	}
	if !r.unknown {
		r.set = append(r.set, SetAside{Line: line})
	}
	r.last, r.unknown = nil, true
}

// line takes a row that has its fields.
func (r *reader) line(line int) {
	m := r.message(line)
	if m == nil {
		r.lose(line)
		return
	}
	k := m.key()
	if r.unknown {
		r.bad[k] = true
	}
	r.unknown = false
	first, seen := r.began[k]
	if !seen {
		r.began[k] = line
		r.all = append(r.all, *m)
	}
	at := &r.all[len(r.all)-1]
	if at.key() != k || seen && r.last != nil && *r.last != k {
		r.refuse(ID, fmt.Sprintf("the lines of a message together; this one began on line %d", first))
	}
	r.last = &k
	p, paid := r.payment(m)
	if !r.rows.Refused() && seen && !r.bad[k] {
		r.alike(at, m, paid)
	}
	switch {
	case r.rows.Refused() || r.bad[k]:
		r.bad[k] = true
	case !paid:
	case len(at.Payments) == MaxPayments:
		r.refuse(Payout, fmt.Sprintf("at most %d payments in a message", MaxPayments))
		r.bad[k] = true
	default:
		at.Payments = append(at.Payments, p)
	}
}

// alike refuses a line that says something else of its message than its first line did.
func (r *reader) alike(at, m *Message, paid bool) {
	switch {
	case m.Status != at.Status:
		r.refuse(FieldStatus, fmt.Sprintf("%q as on line %d of the same message", at.Status, at.Line))
	case m.Person != at.Person:
		r.refuse(Person, fmt.Sprintf("the person of line %d of the same message", at.Line))
	case m.Benefit != at.Benefit:
		r.refuse(Benefit, fmt.Sprintf("%q as on line %d of the same message", at.Benefit, at.Line))
	case !paid || len(at.Payments) == 0:
		r.refuse(Payout, "a payment on each line, where a message has several lines")
	}
}

func (r *reader) refuse(at Field, expected string) {
	if expected != "" {
		r.rows.Refuse(int(at), 0, expected)
	}
}

// message reads what a line says of its message; nil when it does not say which that is.
func (r *reader) message(line int) *Message {
	f := r.f
	m := &Message{Line: line, Source: f[Source], ID: f[ID], Status: Status(f[FieldStatus]), Benefit: f[Benefit]}
	var why string
	if m.Version, why = field.Whole(f[Version], MaxVersion); why == "" && m.Version == 0 {
		why = "a version, counted from 1"
	}
	source, id := plainSource(m.Source), field.Text(m.ID, 1, 64)
	r.refuse(Source, source)
	r.refuse(ID, id)
	r.refuse(Version, why)
	if source+id+why != "" {
		return nil
	}
	if m.Status != Current && m.Status != Blocked && m.Status != Annulled {
		r.refuse(FieldStatus, "current, blocked or annulled")
	}
	if m.Person, why = field.Party(f[Person]); why == "" && m.Person.Kind() == identity.Organisation {
		why = "the number of a person"
	}
	r.refuse(Person, why)
	r.refuse(Benefit, field.Text(m.Benefit, 1, 64))
	return m
}

// plainSource says what is expected of a source; "" of one that can stand.
func plainSource(s string) string {
	if s == "" || len(s) > 40 || strings.Trim(s, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" || s[0] == '-' {
		return "1 to 40 of a to z, digits and hyphens, not beginning with a hyphen"
	}
	return ""
}

// payment reads the payment of a line; ok is false for a line without one.
func (r *reader) payment(m *Message) (p Payment, ok bool) {
	f := r.f
	if m.Status != Current && strings.Join(f[Payout:], "") == "" {
		return p, false
	}
	p = Payment{Payout: f[Payout], Payee: m.Person}
	r.refuse(Payout, field.Text(p.Payout, 1, 64))
	var why string
	if f[Payee] != "" {
		p.Payee, why = field.Party(f[Payee])
		r.refuse(Payee, why)
	}
	p.From, why = field.Date(f[From])
	r.refuse(From, why)
	if p.To, why = field.Date(f[To]); why == "" && p.From != calendar.None && p.To < p.From {
		why = "a day that is not before from"
	}
	r.refuse(To, why)
	const expected = "an amount from zero in kronor, such as 1234,50"
	if p.Paid, why = field.Amount(f[Paid]); why != "" || p.Paid < 0 {
		r.refuse(Paid, expected+why)
	}
	if f[Tax] != "" {
		if p.Tax, why = field.Amount(f[Tax]); why != "" || p.Tax < 0 || p.Tax > p.Paid {
			r.refuse(Tax, "an amount from zero to paid in kronor, such as 1234,50, or nothing"+why)
		}
	}
	if p.Entitled, why = field.Amount(f[Entitled]); why != "" || p.Entitled < 0 {
		r.refuse(Entitled, expected+why)
	}
	return p, true
}
