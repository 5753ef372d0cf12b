package payout

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"balans/journal"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
	"balans/prevent/benefit"
)

// The body of a planned line is JSON in one form, read and written by hand because a run
// has hundreds of thousands of them: the fields in this order, those without a value left
// out, öre and identity numbers as whole numbers. The id and the party are those of the
// stream.

// appendBody writes the line at the end of b.
func (l *Line) appendBody(b []byte) []byte {
	w := bodyWriter{append(b, '{')}
	w.text("run", l.Run)
	w.number("payee", int64(l.Payee))
	w.text("benefit", l.Benefit.String())
	w.date("from", l.From)
	w.date("to", l.To)
	w.number("days", int64(l.Days))
	w.number("extent", int64(l.Extent))
	w.text("basis", l.Basis.String())
	w.number("hours", int64(l.Hours))
	w.number("child", int64(l.Child))
	w.date("applied", l.Applied)
	w.date("pay_on", l.PayOn)
	w.text("account", l.Account)
	w.number("gross", int64(l.Gross))
	w.number("tax", int64(l.Tax))
	w.text("text", l.Text)
	return append(w.b, '}')
}

type bodyWriter struct{ b []byte }

func (w *bodyWriter) name(name string) {
	if w.b[len(w.b)-1] != '{' {
		w.b = append(w.b, ',')
	}
	w.b = append(append(append(w.b, '"'), name...), '"', ':')
}

func (w *bodyWriter) text(name, s string) {
	if s == "" {
		return
	}
	w.name(name)
	w.b = append(w.b, '"')
	for i := range len(s) { // control characters are refused before
		if s[i] == '"' || s[i] == '\\' {
			w.b = append(w.b, '\\')
		}
		w.b = append(w.b, s[i])
	}
	w.b = append(w.b, '"')
}

func (w *bodyWriter) number(name string, n int64) {
	if n != 0 {
		w.name(name)
		w.b = strconv.AppendInt(w.b, n, 10)
	}
}

func (w *bodyWriter) date(name string, d calendar.Date) {
	if d != calendar.None {
		w.name(name)
		w.b = append(d.Append(append(w.b, '"')), '"')
	}
}

// lineOf reads the planning of a line. words keeps one copy of texts that many share.
func lineOf(e *journal.Event, words *words) (Line, error) {
	id, ok := strings.CutPrefix(e.Stream, streamPrefix)
	l := Line{ID: words.own(id), Party: identity.Number(e.Party)}
	if !ok || id == "" || e.Kind != KindPlanned || e.Version != 1 {
		return l, fmt.Errorf("event %d on %s is %s, where the planning of a line is to stand", e.Seq, e.Stream, e.Kind)
	}
	if err := l.readBody(e.Body, words); err != nil {
		return l, fmt.Errorf("event %d on %s: %w", e.Seq, e.Stream, err)
	}
	return l, nil
}

func (l *Line) readBody(body string, words *words) error {
	r := bodyReader{rest: body, sep: "{"}
	code, basis := "", ""
	l.Run = words.shared(r.text("run"))
	l.Payee = identity.Number(r.number("payee"))
	code = r.text("benefit")
	l.From, l.To = r.date("from"), r.date("to")
	l.Days = int(r.number("days"))
	l.Extent = int32(r.number("extent"))
	basis = r.text("basis")
	l.Hours = int32(r.number("hours"))
	l.Child = identity.Number(r.number("child"))
	l.Applied, l.PayOn = r.date("applied"), r.date("pay_on")
	l.Account = words.own(r.text("account"))
	l.Gross, l.Tax = money.Amount(r.number("gross")), money.Amount(r.number("tax"))
	l.Text = words.shared(r.text("text"))
	known := false
	if l.Benefit, known = benefit.Parse(code); !known {
		return fmt.Errorf("there is no benefit %q", code)
	}
	if l.Basis, known = ParseBasis(basis); !known {
		return fmt.Errorf("there is no basis %q", basis)
	}
	// Whatever the reader passed over, or took for something else, shows here.
	if words.scratch = l.appendBody(words.scratch[:0]); string(words.scratch) != body {
		return fmt.Errorf("the body %q is not in its one form, %q", masked(body), masked(string(words.scratch)))
	}
	return l.check()
}

// masked takes identity numbers out of a body that is told of.
func masked(body string) string {
	var b strings.Builder
	run := 0
	for i := range len(body) {
		c := body[i]
		if run++; c < '0' || c > '9' {
			run = 0
		}
		if run > 8 {
			c = '*'
		}
		b.WriteByte(c)
	}
	return b.String()
}

// check says what of the line cannot be.
func (l *Line) check() error {
	switch {
	case l.ID == "" || len(l.ID) > 256 || !journal.Plain(l.ID):
		return errors.New("the id of the line is missing, too long or holds a control character")
	case l.Run == "" || !journal.Plain(l.Run) || strings.Contains(l.Run, "/"):
		return errors.New("the run is missing, or holds a control character or a slash")
	case !journal.Plain(l.Account) || !journal.Plain(l.Text):
		return errors.New("the account or the text holds a control character or is not UTF-8")
	case l.Party == identity.None:
		return errors.New("the party is missing")
	case l.Payee == l.Party || l.Child == l.Party:
		return errors.New("the payee or the child is the party: it is then left out")
	case !l.Benefit.IsKnown():
		return errors.New("the benefit is not in the catalogue")
	case l.From == calendar.None || l.To < l.From:
		return fmt.Errorf("the days %s to %s are no period", l.From, l.To)
	case l.PayOn == calendar.None:
		return errors.New("the pay day is missing")
	case l.Days < 0 || l.Days > int(l.To-l.From)+1:
		return fmt.Errorf("it pays for %d days; the period has %d", l.Days, int(l.To-l.From)+1)
	case l.Extent < 0 || l.Extent > fullExtent || l.Hours < 0:
		return errors.New("the extent is not 0 to 100 per cent, or the hours are below zero")
	case l.Gross <= 0 || l.Tax < 0 || l.Tax > l.Gross:
		return fmt.Errorf("gross is %s and tax %s; gross is to be above zero and tax from zero to gross", l.Gross, l.Tax)
	}
	return nil
}

// fullExtent is the whole of a benefit in hundredths of a per cent.
const fullExtent = 10_000

// bodyReader reads fields in their order; what it cannot read it passes over.
type bodyReader struct{ rest, sep string }

// has moves to the value of the field if it is the next.
func (r *bodyReader) has(name string) bool {
	n := len(r.sep) + len(name) + 3
	if len(r.rest) < n || r.rest[:len(r.sep)] != r.sep || r.rest[len(r.sep)] != '"' ||
		r.rest[len(r.sep)+1:n-2] != name || r.rest[n-2:n] != `":` {
		return false
	}
	r.rest, r.sep = r.rest[n:], ","
	return true
}

func (r *bodyReader) text(name string) string {
	if !r.has(name) || !strings.HasPrefix(r.rest, `"`) {
		return ""
	}
	s := r.rest[1:]
	end := strings.IndexByte(s, '"')
	if end < 0 {
		return ""
	}
	if !strings.Contains(s[:end], `\`) {
		r.rest = s[end+1:]
		return s[:end]
	}
	var b []byte
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '"':
			r.rest = s[i+1:]
			return string(b)
		case s[i] == '\\' && i+1 < len(s):
			i++
		}
		b = append(b, s[i])
	}
	return ""
}

func (r *bodyReader) number(name string) (n int64) {
	if !r.has(name) {
		return 0
	}
	end := 0
	for end < len(r.rest) && (r.rest[end] >= '0' && r.rest[end] <= '9' || r.rest[end] == '-') {
		end++
	}
	n, _ = strconv.ParseInt(r.rest[:end], 10, 64) // what is no number shows when it is written again
	r.rest = r.rest[end:]
	return n
}

func (r *bodyReader) date(name string) calendar.Date {
	s := r.text(name)
	d, err := calendar.Parse(s)
	if err != nil {
		return calendar.None // and this shows too
	}
	return d
}

// words keeps texts so that a row of the database can be let go, and those that many
// lines share once.
type words struct {
	known   map[string]string
	scratch []byte
}

// shared is one copy of a text that many lines have.
func (w *words) shared(s string) string {
	if s == "" {
		return ""
	}
	if known, ok := w.known[s]; ok {
		return known
	}
	if w.known == nil || len(w.known) > maxWords {
		w.known = map[string]string{}
	}
	s = strings.Clone(s)
	w.known[s] = s
	return s
}

// maxWords is where texts turn out not to be shared after all.
const maxWords = 10_000

// own is a copy of the text.
func (w *words) own(s string) string { return strings.Clone(s) }
