package directive

import (
	"slices"
	"strings"

	"balans/law/calendar"
)

// deadlineContext is what a paragraph does not say about its own dates.
type deadlineContext struct {
	Year      int        // the budget year, for dates without a year
	Occasions []Deadline // the ordinary forecast occasions
	Table     bool       // the text is a cell of a table of times: a bare date is a deadline
	Agency    string     // whom the letter is for
}

// What Deadline.Relative says.
const (
	onOccasions    = "forecast occasions"
	onAnnualReport = "annual report"
	onSameTime     = "same time" // "vid samma tidpunkt": the date is that of the deadline before it
)

// deadlinesIn reads every date by which something is due in a paragraph or a cell, in the
// order they stand. A date that is only spoken of gives none. A time by which something is
// due but that is no date gives a deadline without a date, with its words in Printed;
// so does a day that does not exist. A cell that is not empty always gives a deadline.
func deadlinesIn(text string, line int, ctx deadlineContext) []Deadline {
	var out []Deadline
	parts := []string{text}
	if !ctx.Table {
		parts = sentences(text)
	}
	parts = cutLong(parts)
	var to []string // the recipients of the sentence before
	for _, s := range parts {
		c := newClause(s, ctx)
		if len(c.moments) == 0 && !c.mayHoldTime() {
			to = recipientsIn(c.ws, 0, len(c.ws))
			continue
		}
		found := c.deadlines()
		own := recipientsIn(c.ws, 0, len(c.ws))
		for i := range found {
			d := &found[i]
			d.Line = line
			if d.Relative == onSameTime && len(out) > 0 {
				last := &out[len(out)-1]
				d.Date, d.Precision, d.Inferred = last.Date, last.Precision, last.Inferred
			}
			if len(d.To) == 0 && len(own) == 0 && c.speaksOfReport() {
				d.To = slices.Clone(to)
			}
			d.To = slices.DeleteFunc(d.To, func(n string) bool { return n == ctx.Agency })
		}
		out = append(out, found...)
		if len(own) > 0 {
			to = own
		}
	}
	if cell := strings.TrimSpace(text); ctx.Table && len(out) == 0 && strings.Trim(cell, "-–—. ") != "" {
		out = append(out, Deadline{Line: line, Kind: Report, Date: calendar.None, Printed: cell, To: recipients(cell)})
	}
	return out
}

// longest is how many bytes of a sentence are read at once. None in a letter is near it;
// what a damaged file holds must not take the time of its square.
const longest = 4000

// cutLong cuts sentences that are too long, between words where they have any.
func cutLong(sentences []string) []string {
	if !slices.ContainsFunc(sentences, func(s string) bool { return len(s) > longest }) {
		return sentences
	}
	var out []string
	for _, s := range sentences {
		for len(s) > longest {
			at := strings.LastIndexByte(s[:longest], ' ') + 1
			if at == 0 {
				at = longest
			}
			out, s = append(out, s[:at]), s[at:]
		}
		out = append(out, s)
	}
	return out
}

// dated counts the deadlines that have a date of their own: one that returns counts once,
// and one "at the same time" as another not at all.
func dated(ds []Deadline) (n int) {
	for _, d := range ds {
		if d.Date != calendar.None && d.Relative != onSameTime {
			n++
		}
	}
	return n
}

// clause is a sentence or a cell, its words and the times it names.
type clause struct {
	text    string
	ws      []word
	ctx     deadlineContext
	moments []moment
	due     []cause  // why something is due at each moment
	last    Deadline // the last one described
}

func newClause(s string, ctx deadlineContext) *clause {
	c := &clause{text: s, ws: words(s), ctx: ctx}
	c.moments = momentsIn(c.ws)
	return c
}

// mayHoldTime tells whether "senast" stands in the sentence: something may be due at a
// time that is not known as one.
func (c *clause) mayHoldTime() bool {
	return has(c.ws, 0, len(c.ws), func(low string) bool { return low == "senast" })
}

// speaksOfReport tells whether the sentence goes on about the report of the one before:
// "Redovisningen i februari 2026 ska …".
func (c *clause) speaksOfReport() bool {
	return len(c.ws) > 0 && definiteReport[c.ws[0].low]
}

// deadlines makes a deadline of each moment by which something is due.
func (c *clause) deadlines() []Deadline {
	c.due = make([]cause, len(c.moments))
	for i := range c.moments {
		if i > 0 && c.due[i-1] != notDue && (c.moments[i].joined || c.goesOn(i)) {
			c.due[i] = c.due[i-1]
		} else {
			c.due[i] = c.causeOf(i)
		}
	}
	c.dropRepeated()
	var out []Deadline
	for i := range c.moments {
		if c.due[i] != notDue {
			out = append(out, c.deadlineAt(i)...)
		}
	}
	return append(out, c.unknownTimes()...)
}

// dropRepeated takes away what another deadline of the sentence already says: that it
// returns every year, or that it comes with the annual report.
func (c *clause) dropRepeated() {
	for i := range c.moments {
		if c.due[i] == notDue || c.moments[i].shape != everyYear && c.moments[i].shape != asReport {
			continue
		}
		for j := range c.moments {
			m, other := &c.moments[i], &c.moments[j]
			if c.due[j] == notDue || j == i || other.shape > aYear && other.shape != asReport && other.shape != asRound {
				continue
			}
			beside := max(other.from-m.to, m.from-other.to) <= 3 && !c.isApart(m, other)
			if m.shape == everyYear || beside && other.shape <= aYear {
				c.due[i] = notDue
			}
		}
	}
}

// deadlineAt is the deadline of a moment: several when it is repeated or stands for the
// forecast occasions.
func (c *clause) deadlineAt(i int) []Deadline {
	m := &c.moments[i]
	d := Deadline{Date: m.date(c.ctx.Year), Printed: c.printed(m)}
	c.describe(i, &d)
	d.Inferred = m.year == 0 && d.Date != calendar.None
	switch m.shape {
	case aDay:
		d.Precision = ToDay
	case aMonth:
		d.Precision = ToMonth
	case aYear:
		d.Precision = ToYear
	case asReport:
		d.Relative = onAnnualReport
	case asRecent:
		d.Relative = onSameTime
	case asRound:
		return c.onRounds(m, d)
	}
	d.Yearly, d.Until = c.returns(i)
	if m.shape <= aYear && c.besideReport(m) {
		d.Relative = onAnnualReport
	}
	out := []Deadline{d}
	for _, y := range m.years {
		more := d
		more.Date, more.To = m.dateIn(y), slices.Clone(d.To)
		out = append(out, more)
	}
	return out
}

// describe says what is due at a moment, by whom and to whom. Moments in a list have it in
// common, but for a parenthesis after one of them.
func (c *clause) describe(i int, d *Deadline) {
	if c.moments[i].joined && c.due[i-1] != notDue && !c.isOpened(i-1) && !c.isOpened(i) {
		d.Kind, d.Joint, d.By, d.To = c.last.Kind, c.last.Joint, c.last.By, slices.Clone(c.last.To)
		return
	}
	d.Kind, d.Joint, d.By, d.To = c.kindAt(i), c.isJoint(), c.by(i), c.recipientsAt(i)
	c.last = *d
}

// isOpened tells whether a parenthesis opens after a moment.
func (c *clause) isOpened(i int) bool {
	from, to := c.parenthesis(c.moments[i].to)
	return to > from
}

// dateIn is the moment's date in another year.
func (m *moment) dateIn(year int) calendar.Date {
	other := *m
	other.year = year
	return other.date(year)
}

// onRounds makes a deadline of each forecast occasion that is meant.
func (c *clause) onRounds(m *moment, d Deadline) []Deadline {
	d.Relative, d.Inferred = onOccasions, false
	from := calendar.None
	if m.month > 0 {
		year := m.year
		if year == 0 {
			year = c.ctx.Year
		}
		from = (&moment{shape: aMonth, year: year, month: m.month}).date(year).FirstOfMonth()
	}
	var out []Deadline
	for _, o := range c.ctx.Occasions {
		if o.Date == calendar.None || o.Date < from || m.until == 1 && from != calendar.None && o.Date > from.EndOfMonth() {
			continue
		}
		one := d
		one.Date, one.Precision, one.Inferred, one.To = o.Date, o.Precision, o.Inferred, slices.Clone(d.To)
		out = append(out, one)
	}
	if len(out) == 0 {
		return []Deadline{d}
	}
	return out
}

// besideReport tells whether "i samband med årsredovisningen" stands beside a date: the
// date then says when that is.
func (c *clause) besideReport(m *moment) bool {
	return slices.ContainsFunc(c.moments, func(o moment) bool {
		return o.shape == asReport && max(o.from-m.to, m.from-o.to) <= 3 && !c.isApart(m, &o)
	})
}

// isApart tells whether "och" or "dels" sets two moments apart: then neither says when the
// other is.
func (c *clause) isApart(a, b *moment) bool {
	if a.from > b.from {
		a, b = b, a
	}
	return has(c.ws, a.to, b.from, func(low string) bool { return isAnd(low) || low == "dels" })
}

// returns tells whether a deadline returns every year, and until which year.
func (c *clause) returns(i int) (yearly bool, until int) {
	m := &c.moments[i]
	if m.until > 0 {
		return true, m.until
	}
	if until = c.untilYear(); m.yearly {
		return true, until
	}
	for _, o := range c.moments {
		if o.shape != everyYear {
			continue
		}
		gap := max(o.from-m.to, m.from-o.to)
		if m.shape == everyYear || c.ctx.Table || until > 0 || gap <= 3 || m.year == 0 && gap <= 8 {
			return true, until
		}
	}
	return false, 0
}

// untilYear is the year of "t.o.m. 2030", "t o m 2030" or "åren 2025–2027", otherwise 0.
func (c *clause) untilYear() int {
	for i := 1; i < len(c.ws); i++ {
		before := c.ws[i-1].low
		if _, last, ok := yearRange(c.ws[i].text); ok && (before == "åren" || before == "under" || before == "perioden") {
			return last
		}
		y := c.ws[i].year()
		if y == 0 {
			continue
		}
		j := i - 1
		for j > 0 && (c.ws[j].low == "år" || c.ws[j].low == "den" || c.ws[j].low == "och" || monthNamed(c.ws[j].low) != 0 || dayNumber(&c.ws[j]) > 0) {
			j--
		}
		if isUpTo(c.ws, j) {
			return y
		}
	}
	return 0
}

// isUpTo tells whether a word ends "till och med" in any of its forms.
func isUpTo(ws []word, j int) bool {
	switch ws[j].low {
	case "t.o.m", "tom", "t.o.m.":
		return true
	case "med":
		return j >= 2 && ws[j-1].low == "och" && ws[j-2].low == "till"
	case "m":
		return j >= 2 && ws[j-1].low == "o" && ws[j-2].low == "t"
	}
	return false
}

// isFrom tells whether a word ends "från och med" in any of its forms, and where it begins.
func isFrom(ws []word, j int) (from int, ok bool) {
	switch ws[j].low {
	case "fr.o.m", "from", "från":
		return j, true
	case "med":
		return j - 2, j >= 2 && ws[j-1].low == "och" && ws[j-2].low == "från"
	case "m":
		return j - 2, j >= 2 && ws[j-1].low == "o" && ws[j-2].low == "fr"
	}
	return 0, false
}

// printed is the words a moment was read from, with "senast" and the like before it.
func (c *clause) printed(m *moment) string {
	from := m.from
	for from > 0 && (isFiller(c.ws, from-1) || isLatestWord(c.ws[from-1].low)) && !strings.ContainsAny(c.ws[from-1].after, ",;:") {
		from--
		if isLatestWord(c.ws[from].low) {
			break
		}
	}
	if start, ok := 0, false; from > 0 {
		if start, ok = isFrom(c.ws, from-1); ok {
			from = start
		}
	}
	return c.text[c.ws[from].start:c.ws[m.to-1].end]
}
