package casefile

import (
	"fmt"
	"slices"
	"strings"

	"balans/law/calendar"
	"balans/law/money"
)

// block is a line that begins a part of a case, with the lines indented below it.
type block struct {
	line  int
	head  string // before the colon
	arg   string // the end of the head, for a word that takes one: "then behind old" has "old"
	rest  string // after the colon
	lines []line
}

// line is a line with its number in the file, from 1.
type line struct {
	at   int
	text string
}

// parse takes a case apart. Comments and empty lines are left out.
func parse(file, text string) (all []block, err error) {
	for n, raw := range strings.Split(strings.TrimPrefix(text, "\ufeff"), "\n") {
		trimmed := strings.TrimSpace(raw)
		switch {
		case trimmed == "" || strings.HasPrefix(trimmed, "#"):
		case raw[0] == ' ' || raw[0] == '\t':
			if len(all) == 0 {
				return nil, &Error{file, n + 1, "a case begins with a line that is not indented, such as case: WHAT IT SHOWS"}
			}
			b := &all[len(all)-1]
			b.lines = append(b.lines, line{n + 1, trimmed})
		default:
			head, rest, ok := strings.Cut(trimmed, ":")
			if !ok {
				return nil, &Error{file, n + 1, fmt.Sprintf("a colon is missing after %q; lines that belong to the one above are indented", trimmed)}
			}
			all = append(all, block{line: n + 1, head: strings.Join(strings.Fields(head), " "), rest: strings.TrimSpace(rest)})
		}
	}
	return all, nil
}

// content is what stands after the colon and below it, line by line.
func (b *block) content() []line {
	if b.rest == "" {
		return b.lines
	}
	return append([]line{{b.line, b.rest}}, b.lines...)
}

// parts splits a line at every comma that a space follows, outside quotation
// marks: the comma of "1 000,50" separates nothing.
func parts(s string) (out []string) {
	quoted, from := false, 0
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '"':
			quoted = !quoted
		case s[i] == ',' && !quoted && (i+1 == len(s) || s[i+1] == ' '):
			out, from = append(out, strings.TrimSpace(s[from:i])), i+1
		}
	}
	return append(out, strings.TrimSpace(s[from:]))
}

// unquote takes quotation marks away that stand around the whole.
func unquote(s string) string {
	if len(s) > 1 && s[0] == '"' && s[len(s)-1] == '"' {
		return s[1 : len(s)-1]
	}
	return s
}

// row is a line of a table.
type row struct {
	at    int
	cells map[string]string // by column
}

// table reads lines of cells set apart by "|", the first of which names the
// columns, each one of those allowed and none twice.
func (r *run) table(b *block, allowed ...string) (columns []string, rows []row, err error) {
	for i, l := range b.lines {
		cells := strings.Split(l.text, "|")
		for k := range cells {
			cells[k] = strings.TrimSpace(cells[k])
		}
		if i == 0 {
			for k, c := range cells {
				if !slices.Contains(allowed, c) || slices.Contains(cells[:k], c) {
					return nil, nil, r.fault(l.at, "%q is no column here, or stands twice; the columns are %s", c, strings.Join(allowed, " | "))
				}
			}
			columns = cells
			continue
		}
		if len(cells) != len(columns) {
			return nil, nil, r.fault(l.at, "this line has %d of the %d cells that the columns name", len(cells), len(columns))
		}
		row := row{at: l.at, cells: map[string]string{}}
		for k, c := range columns {
			row.cells[c] = cells[k]
		}
		rows = append(rows, row)
	}
	if len(rows) == 0 {
		return nil, nil, r.fault(b.line, "a line that names the columns, and at least one line of cells, are to follow %q", b.head)
	}
	return columns, rows, nil
}

// kronor reads an amount as people write it, with comma or point before öre.
func kronor(s string) (money.Amount, error) {
	if strings.Count(s, ".") == 1 && !strings.Contains(s, ",") {
		s = strings.Replace(s, ".", ",", 1)
	}
	return money.Parse(s)
}

// shown is an amount as cases write it: ordinary spaces and minus signs.
func shown(a money.Amount) string { return plain(a.String()) }

// plain writes the spaces and the minus sign of print as a keyboard has them.
func plain(s string) string { return strings.NewReplacer("\u00a0", " ", "\u2212", "-").Replace(s) }

// dayText is a date, or "none".
func dayText(d calendar.Date) string {
	if d == calendar.None {
		return "none"
	}
	return d.String()
}

// question is the head of a question: whom it concerns, and the two dates.
type question struct {
	claim   string
	on      calendar.Date // None when not stated
	knownAt calendar.Instant
	others  []string // parts that are the question's own
}

// everything is an instant at which all that is given is known.
var everything = calendar.EndOfDay(calendar.New(9999, 12, 31))

// ask reads "CLAIM on DATE, known at DATE, …". Without "known at" all that has
// been given counts.
func (r *run) ask(b *block) (question, error) {
	q := question{on: calendar.None, knownAt: everything}
	for i, p := range parts(b.rest) {
		var err error
		if date, ok := strings.CutPrefix(p, "known at "); ok {
			q.knownAt, err = calendar.ParseInstant(date)
		} else if date, ok := strings.CutPrefix(p, "on "); ok {
			q.on, err = calendar.Parse(date)
		} else if i == 0 {
			name, date, dated := strings.Cut(p, " on ")
			if q.claim = name; dated {
				q.on, err = calendar.Parse(date)
			}
		} else {
			q.others = append(q.others, p)
		}
		if err != nil {
			return q, r.fault(b.line, "%v", err)
		}
	}
	return q, nil
}
