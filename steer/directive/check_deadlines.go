package directive

import (
	"fmt"

	"balans/law/calendar"
)

// dueTogether is within how many days an assignment and the one it succeeds are taken to
// be due together; a border of our own.
const dueTogether = 14

// deadlines looks at the days by which something is due. They are the letter's own and
// are never moved; what falls on a holiday is told.
func (c *checker) deadlines() {
	var own []dueDay          // of what the letter itself decides
	seen := map[[2]int]bool{} // line and day, so that an occasion is looked at once
	for _, list := range [][]Assignment{c.l.Assignments, c.l.Earlier} {
		for i := range list {
			for _, d := range list[i].Deadlines {
				seen[[2]int{d.Line, int(d.Date)}] = true
				c.deadlineDay(list[i].Title, d)
			}
			c.deadlineOrder(&list[i])
		}
	}
	for i := range c.l.Assignments {
		own = append(own, dueDays(c.l.Assignments[i].Title, c.l.Assignments[i].Deadlines)...)
	}
	var rest []dueDay
	for _, d := range c.l.Occasions {
		if !seen[[2]int{d.Line, int(d.Date)}] {
			rest = append(rest, dueDay{"prognostillfälle", d})
		}
	}
	for i := range c.l.Goals {
		rest = append(rest, dueDays(c.l.Goals[i].Title, c.l.Goals[i].Deadlines)...)
	}
	for i := range c.l.Requirements {
		rest = append(rest, dueDays(c.l.Requirements[i].Title, c.l.Requirements[i].Deadlines)...)
	}
	for i := range c.l.Appropriations {
		for _, x := range c.l.Appropriations[i].Conditions {
			rest = append(rest, dueDays(string(appropriationID(&c.l.Appropriations[i])), x.Deadlines)...)
		}
	}
	for _, item := range allItems(c.l) {
		for _, x := range item.Conditions {
			rest = append(rest, dueDays(string(item.ID), x.Deadlines)...)
		}
	}
	for _, d := range rest {
		c.deadlineDay(d.what, d.Deadline)
	}
	c.deadlinesGiven(append(own, rest...))
}

// dueDay is a deadline and what is due.
type dueDay struct {
	what string
	Deadline
}

func dueDays(what string, all []Deadline) (days []dueDay) {
	for _, d := range all {
		days = append(days, dueDay{what, d})
	}
	return days
}

func (d *dueDay) id() string { return fmt.Sprintf("%s %s %s", d.what, d.Kind, d.Date) }

// deadlineDay looks at whether something is due on a bank day. Days from which something
// is to be possible, and times within which something is to be done, are no days on which
// anything is handed in.
func (c *checker) deadlineDay(what string, d Deadline) {
	if d.Date == calendar.None || d.Precision != ToDay || d.Kind == Ready || d.Kind == Done {
		return
	}
	f := about(CheckDeadlineDay, (&dueDay{what, d}).id(), d.Line)
	f.Subject, f.Weight = what, Notice
	f.bankDay(d.Date)
	c.add(f)
}

// deadlinesGiven holds the deadlines against the day of the decision. A later edition of a
// year's letter repeats what earlier ones gave, so there they are one finding together.
func (c *checker) deadlinesGiven(days []dueDay) {
	together := about(CheckDeadlineGiven, "all")
	together.Subject, together.Weight = "3", Notice
	isLater := c.l.Amends || c.l.Decided != calendar.None && c.l.Decided.Year() >= c.l.Year
	dated, before := 0, 0
	for _, d := range days {
		if d.Date == calendar.None {
			continue
		}
		dated++
		if c.l.Decided == calendar.None || isLater && d.Date >= c.l.Decided {
			continue
		}
		if isLater {
			before++
			together.Lines = append(together.Lines, d.Line)
			continue
		}
		f := about(CheckDeadlineGiven, d.id(), d.Line)
		f.Subject, f.Weight = d.what, Notice
		f.says("%s ligger efter beslutsdagen %s", "%s lies after the day of the decision, %s", d.Date, c.l.Decided)
		if d.Date < c.l.Decided {
			f.Verdict = DoesNotHold
			f.says("%s ligger före beslutsdagen %s", "%s lies before the day of the decision, %s", d.Date, c.l.Decided)
		}
		c.add(f)
	}
	together.Lines = onLines(together.Lines...)
	switch {
	case dated == 0:
	case c.l.Decided == calendar.None:
		together.missing("brevet anger ingen beslutsdag", "the letter prints no day of decision")
		c.add(together)
	case isLater:
		if before > 0 {
			together.Verdict = DoesNotHold
		}
		together.says("%d av %d tidpunkter ligger före beslutsdagen %s; brevet upprepar ett tidigare", "%d of %d deadlines lie before the day of the decision, %s; the letter repeats an earlier one",
			before, dated, c.l.Decided)
		c.add(together)
	}
}

// stage is where a delivery stands among those of one assignment; 0 for what has no place.
func stage(k DeadlineKind) int {
	switch k {
	case ActionPlan:
		return 1
	case Interim:
		return 2
	case Report:
		return 3
	}
	return 0
}

// deadlineOrder holds the first report of an assignment against its plans and the last
// against its interim reports.
func (c *checker) deadlineOrder(a *Assignment) {
	var first, last [4]*Deadline // by stage
	f := about(CheckDeadlineOrder, a.Title)
	f.Weight = Notice
	for i := range a.Deadlines {
		d := &a.Deadlines[i]
		s := stage(d.Kind)
		if s == 0 || d.Date == calendar.None || d.Yearly {
			continue
		}
		if first[s] == nil || d.Date < first[s].Date {
			first[s] = d
		}
		if last[s] == nil || d.Date > last[s].Date {
			last[s] = d
		}
		f.Lines = append(f.Lines, d.Line)
	}
	f.Lines = onLines(f.Lines...)
	compared := false
	for _, p := range [][2]*Deadline{{last[1], first[2]}, {last[1], first[3]}, {last[2], last[3]}} {
		if p[0] == nil || p[1] == nil {
			continue
		}
		if compared = true; p[0].Date > p[1].Date && f.Verdict == Holds {
			f.Verdict = DoesNotHold
			f.says("%s (%s) kommer efter %s (%s)", "%s (%s) comes after %s (%s)", p[0].Date, p[0].Kind, p[1].Date, p[1].Kind)
		}
	}
	if !compared {
		return
	}
	if f.Verdict == Holds {
		f.says("Redovisningarna kommer i ordning", "The deliveries come in order")
	}
	c.add(f)
}

// generations looks at assignments that succeed earlier ones in the letter itself: two
// generations that are due at about the same time are easily taken for each other.
func (c *checker) generations() {
	links, unsearched := LinkSuccessors(c.l, c.l.Earlier)
	due := dueDates{}
	for _, s := range links {
		f := about(CheckGenerations, s.From.Title+" → "+s.To.Title, s.From.Line, s.To.Line)
		f.Weight = Notice
		f.says("Ingen redovisning av de två infaller inom %d dagar från varandra", "No deliveries of the two fall within %d days of each other", dueTogether)
		f.Reading = s.Why
		if a, b := due.together(s.From.Deadlines, s.To.Deadlines); a != calendar.None {
			f.Verdict = DoesNotHold
			f.says("Det tidigare uppdraget ska redovisas %s och det nya %s", "The earlier assignment is due %s and the new one %s", a, b)
		}
		c.add(f)
	}
	var lines []int
	for _, a := range unsearched {
		lines = append(lines, a.Line)
	}
	c.rest(CheckGenerations, "3", len(unsearched), lines)
}

// dueDates is, for lists of deadlines by their first, which of them is the first of a day.
type dueDates map[*Deadline]map[calendar.Date]int

// together is the first two days of two lists that lie near each other; None without any.
func (t dueDates) together(a, b []Deadline) (from, to calendar.Date) {
	if len(a) == 0 || len(b) == 0 {
		return calendar.None, calendar.None
	}
	days := t[&b[0]]
	if days == nil {
		days = map[calendar.Date]int{}
		for i := range b {
			if _, known := days[b[i].Date]; !known && b[i].Date != calendar.None {
				days[b[i].Date] = i
			}
		}
		t[&b[0]] = days
	}
	for _, d := range a {
		if d.Date == calendar.None {
			continue
		}
		first := len(b)
		for apart := -dueTogether; apart <= dueTogether; apart++ {
			if i, is := days[d.Date+calendar.Date(apart)]; is {
				first = min(first, i)
			}
		}
		if first < len(b) {
			return d.Date, b[first].Date
		}
	}
	return calendar.None, calendar.None
}
