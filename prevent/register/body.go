package register

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
)

// The body of register.received/1 is a JSON array with an object for each fact of the
// party in the delivery, in the order they stood. It has one form: keys in the order of
// appendFact, none that is empty, no space. Amounts are öre, extent and hours hundredths,
// and known is microseconds since 1970, there only when the delivery says when the fact
// was received. The party, the delivery and otherwise the time are the event's. The id of
// a fact from AGI is made of its key and not written.

// appendBody appends the one form.
func appendBody(b []byte, facts []Fact) []byte {
	b = append(b, '[')
	for i := range facts {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendFact(b, &facts[i])
	}
	return append(b, ']')
}

func appendFact(b []byte, f *Fact) []byte {
	b = append(b, `{"kind":"`...)
	b = append(append(b, f.Kind.String()...), '"')
	b = appendText(b, "source", f.Source)
	if !f.keyed() {
		b = appendText(b, "id", f.ID)
	}
	b = appendDate(b, "from", f.From)
	if f.To != f.From {
		b = appendDate(b, "to", f.To)
	} else {
		b = append(b, `,"days":1`...)
	}
	b = appendDate(b, "period", f.Period)
	b = appendText(b, "status", f.Status)
	b = appendText(b, "other", f.Other)
	for _, n := range [...]struct {
		name  string
		value int64
	}{{"employer", int64(f.Employer)}, {"spec", int64(f.Spec)}, {"amount", int64(f.Amount)}, {"benefits", int64(f.Benefits)},
		{"extent", int64(f.Extent)}, {"hours", int64(f.Hours)}} {
		if n.value != 0 {
			b = appendNumber(b, n.name, n.value)
		}
	}
	b = appendText(b, "text", f.Text)
	if f.Withdrawn {
		b = append(b, `,"withdrawn":1`...)
	}
	if f.Known != 0 {
		b = appendNumber(b, "known", int64(f.Known))
	}
	return append(b, '}')
}

func appendNumber(b []byte, name string, value int64) []byte {
	b = append(append(append(b, `,"`...), name...), `":`...)
	return strconv.AppendInt(b, value, 10)
}

func appendDate(b []byte, name string, d calendar.Date) []byte {
	if d == calendar.None {
		return b
	}
	b = append(append(append(b, `,"`...), name...), `":"`...)
	return append(d.Append(b), '"')
}

// appendText writes texts that have no control characters, which no event may hold.
func appendText(b []byte, name, s string) []byte {
	if s == "" {
		return b
	}
	b = append(append(append(b, `,"`...), name...), `":"`...)
	for i := 0; i < len(s); i++ {
		if s[i] == '"' || s[i] == '\\' {
			b = append(b, '\\')
		}
		b = append(b, s[i])
	}
	return append(b, '"')
}

// errBody: the body of an event cannot be read.
var errBody = errors.New("the facts of the event cannot be read; it was changed, or written by a newer version of Balans")

// readBody appends the facts of a body. Their texts are parts of it.
func readBody(facts []Fact, body string) ([]Fact, error) {
	r := bodyReader{rest: body}
	ok := r.take("[")
	for more := ok && !r.take("]"); more; {
		f := Fact{From: calendar.None, To: calendar.None, Period: calendar.None}
		ok = r.fact(&f)
		facts = append(facts, f)
		if more = ok && r.take(","); ok && !more {
			ok = r.take("]")
		}
	}
	if !ok || r.rest != "" {
		return nil, fmt.Errorf("byte %d: %w", len(body)-len(r.rest), errBody)
	}
	return facts, nil
}

// bodyReader reads the one form in one pass: a register is millions of facts.
type bodyReader struct{ rest string }

func (r *bodyReader) take(s string) bool {
	ok := strings.HasPrefix(r.rest, s)
	if ok {
		r.rest = r.rest[len(s):]
	}
	return ok
}

func (r *bodyReader) fact(f *Fact) bool {
	if !r.take("{") {
		return false
	}
	for {
		name, ok := r.text()
		if !ok || !r.take(":") || !r.value(f, name) {
			return false
		}
		if r.take("}") {
			break
		}
		if !r.take(",") {
			return false
		}
	}
	if f.keyed() {
		f.ID = f.agiID()
	}
	return f.Kind != NoKind && f.Source != "" && f.ID != ""
}

// value reads what stands after a name.
func (r *bodyReader) value(f *Fact, name string) bool {
	if strings.HasPrefix(r.rest, `"`) {
		s, ok := r.text()
		return ok && f.setText(name, s)
	}
	n, ok := r.number()
	return ok && f.setNumber(name, n)
}

func (r *bodyReader) text() (string, bool) {
	if !strings.HasPrefix(r.rest, `"`) {
		return "", false
	}
	for i := 1; i < len(r.rest); i++ {
		switch r.rest[i] {
		case '"':
			s := r.rest[1:i]
			r.rest = r.rest[i+1:]
			return s, true
		case '\\':
			return r.escaped(i)
		}
	}
	return "", false
}

// escaped reads the text at the beginning, which has an escape at a byte.
func (r *bodyReader) escaped(at int) (s string, ok bool) {
	for i := at; i < len(r.rest); i++ {
		switch r.rest[i] {
		case '\\':
			i++
		case '"':
			err := json.Unmarshal([]byte(r.rest[:i+1]), &s)
			r.rest = r.rest[i+1:]
			return s, err == nil
		}
	}
	return "", false
}

func (r *bodyReader) number() (int64, bool) {
	i := 0
	for i < len(r.rest) && (r.rest[i] == '-' || r.rest[i] >= '0' && r.rest[i] <= '9') {
		i++
	}
	digits := r.rest[:i]
	n, err := strconv.ParseInt(digits, 10, 64)
	r.rest = r.rest[i:]
	return n, err == nil && strings.TrimPrefix(digits, "-")[0] != '0' // what is zero is not written
}

func (f *Fact) setText(name, s string) bool {
	var err error
	switch name {
	case "kind":
		var ok bool
		f.Kind, ok = ParseKind(s)
		return ok
	case "source":
		f.Source = s
	case "id":
		f.ID = s
	case "from":
		f.From, err = calendar.Parse(s)
	case "to":
		f.To, err = calendar.Parse(s)
	case "period":
		f.Period, err = calendar.Parse(s)
	case "status":
		f.Status = s
	case "other":
		f.Other = s
	case "text":
		f.Text = s
	default:
		return false
	}
	return err == nil
}

func (f *Fact) setNumber(name string, n int64) bool {
	small := n >= 0 && n <= 1<<31-1
	switch name {
	case "days":
		f.To = f.From
		return n == 1
	case "employer":
		f.Employer = identity.Number(n)
	case "spec":
		f.Spec = int32(n)
		return small
	case "amount":
		f.Amount = money.Amount(n)
	case "benefits":
		f.Benefits = money.Amount(n)
	case "extent":
		f.Extent = int32(n)
		return small
	case "hours":
		f.Hours = int32(n)
		return small
	case "withdrawn":
		f.Withdrawn = n == 1
		return f.Withdrawn
	case "known":
		f.Known = calendar.Instant(n)
	default:
		return false
	}
	return true
}

// keyed says whether the fact is one that AGI corrects by its key: it came in such a
// declaration, or in the neutral file of absence that was made of one.
func (f *Fact) keyed() bool { return f.Kind == Absence || f.Kind == Income && f.Spec > 0 }

// agiID is the id of a fact that AGI corrects by its key: all of the key but the party,
// under which the fact stands.
func (f *Fact) agiID() string {
	b := make([]byte, 0, 48)
	b = strconv.AppendInt(b, int64(f.Employer), 10)
	b = append(b, '/')
	b = f.Period.Append(b)
	if f.Kind == Absence {
		b = append(b, '/')
		b = f.From.Append(b)
	}
	b = append(b, '/')
	return string(strconv.AppendInt(b, int64(f.Spec), 10))
}
