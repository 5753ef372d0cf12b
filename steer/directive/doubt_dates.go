package directive

import (
	"slices"
	"strings"

	"balans/law/calendar"
)

// DatesPassed is the words of every date in the budget year or later that was read as no
// deadline, by the line: in assignments, goals, requirements and conditions those that the
// words around them speak of otherwise, and in the rest of the prose, where no deadlines
// are read, all of them. The ends of periods and the days of acts are left out. A person
// looks at each to know that nothing that is due was missed.
func DatesPassed(l *Letter) []Passage {
	p := &passing{l: l, ctx: deadlineContext{Year: l.Year, Occasions: l.Occasions, Agency: l.Agency}, due: map[int][]calendar.Date{}}
	p.read()
	slices.SortStableFunc(p.found, func(a, b Passage) int { return a.Line - b.Line })
	return p.found
}

// passing goes through a letter for the dates that were passed over.
type passing struct {
	l     *Letter
	ctx   deadlineContext
	due   map[int][]calendar.Date // the dates of deadlines, by line
	found []Passage
}

func (p *passing) read() {
	l := p.l
	var all [][]Passage
	add := func(due []Deadline, texts ...[]Passage) {
		for _, d := range due {
			p.due[d.Line] = append(p.due[d.Line], d.Date)
		}
		all = append(all, texts...)
	}
	add(l.Occasions)
	for i := range l.Goals {
		add(l.Goals[i].Deadlines, l.Goals[i].Text, l.Goals[i].Reporting)
	}
	for i := range l.Requirements {
		add(l.Requirements[i].Deadlines, l.Requirements[i].Text)
	}
	for i := range l.Assignments {
		add(l.Assignments[i].Deadlines, l.Assignments[i].Text)
	}
	conditions := func(all []Condition) {
		for i := range all {
			add(all[i].Deadlines, []Passage{{Line: all[i].Line, Text: all[i].Text}})
		}
	}
	for i := range l.Appropriations {
		conditions(l.Appropriations[i].Conditions)
	}
	for item := range l.Items() {
		conditions(item.Conditions)
	}
	for _, texts := range all {
		for _, t := range texts {
			p.text(t, false)
		}
	}
	for _, t := range slices.Concat(l.FeeTargets, l.CentralAccount) {
		p.text(t, true)
	}
	for _, t := range l.Text {
		if t.Role == Prose && t.Part != "" {
			p.text(Passage{Line: t.No, Text: t.Text}, true)
		}
	}
}

// text looks at a paragraph; where no deadlines are read, what is due is passed over too.
func (p *passing) text(t Passage, unreadDue bool) {
	var words []string
	add := func(printed string, date calendar.Date) {
		if date != calendar.None && slices.Contains(p.due[t.Line], date) || slices.Contains(words, "“"+printed+"”") {
			return
		}
		words = append(words, "“"+printed+"”")
	}
	if unreadDue {
		for _, d := range deadlinesIn(t.Text, t.Line, p.ctx) {
			if d.Date != calendar.None && d.Date.Year() >= p.l.Year && d.Relative == "" {
				add(d.Printed, d.Date)
			}
		}
	}
	for _, d := range datesPassed(t.Text, p.ctx) {
		add(d.printed, d.date)
	}
	if len(words) == 0 {
		return
	}
	if i := slices.IndexFunc(p.found, func(f Passage) bool { return f.Line == t.Line }); i >= 0 {
		for _, w := range words {
			if !strings.Contains(p.found[i].Text, w) {
				p.found[i].Text += ", " + w
			}
		}
		return
	}
	p.found = append(p.found, Passage{Line: t.Line, Text: strings.Join(words, ", ")})
}

// passedDate is a date that was taken for no deadline.
type passedDate struct {
	printed string
	date    calendar.Date
}

// datesPassed is every day, and month with its year, that a paragraph names in the budget
// year or later and that was taken for no deadline: what a person has to look at to know
// that none was missed. The ends of periods and the days of acts are left out.
func datesPassed(text string, ctx deadlineContext) (out []passedDate) {
	for _, s := range cutLong(sentences(text)) {
		c := newClause(s, ctx)
		c.deadlines()
		for i := range c.moments {
			m := &c.moments[i]
			if c.due[i] != notDue || m.shape != aDay && (m.shape != aMonth || m.year == 0) || c.isBefore(m) {
				continue
			}
			k := c.cutFillers(m.from - 1)
			if k >= 0 && (isUpTo(c.ws, k) || isPeriodStart(c.ws, k) || m.from > 1 && c.ws[m.from-2].low == "av" || c.isPeriod(m, k)) {
				continue
			}
			out = append(out, passedDate{c.printed(m), m.date(ctx.Year)})
		}
	}
	return out
}
