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
	if c.l.Decided == calendar.None && len(c.l.Assignments) > 0 {
		f := about(CheckDeadlineGiven, "all")
		f.Subject, f.Weight = "3", Notice
		f.missing("brevet anger ingen beslutsdag", "the letter prints no day of decision")
		c.add(f)
	}
	seen := map[[2]int]bool{} // line and day, so that an occasion is looked at once
	for _, list := range [][]Assignment{c.l.Assignments, c.l.Earlier} {
		for i := range list {
			for _, d := range list[i].Deadlines {
				seen[[2]int{d.Line, int(d.Date)}] = true
				c.deadline(list[i].Title, d)
			}
			c.deadlineOrder(&list[i])
		}
	}
	for _, d := range c.l.Occasions {
		if !seen[[2]int{d.Line, int(d.Date)}] {
			c.deadline("prognostillfälle", d)
		}
	}
	conditions := func(id ItemID, list []Condition) {
		for _, x := range list {
			for _, d := range x.Deadlines {
				c.deadline(string(id), d)
			}
		}
	}
	for i := range c.l.Appropriations {
		conditions(appropriationID(&c.l.Appropriations[i]), c.l.Appropriations[i].Conditions)
	}
	for _, item := range allItems(c.l) {
		conditions(item.ID, item.Conditions)
	}
}

// deadline looks at one deadline. Days from which something is to be possible, and times
// within which something is to be done, are no days on which anything is handed in.
func (c *checker) deadline(what string, d Deadline) {
	if d.Date == calendar.None {
		return
	}
	id := fmt.Sprintf("%s %s %s", what, d.Kind, d.Date)
	if d.Precision == ToDay && d.Kind != Ready && d.Kind != Done {
		f := about(CheckDeadlineDay, id, d.Line)
		f.Subject, f.Weight = what, Notice
		f.bankDay(d.Date)
		c.add(f)
	}
	if c.l.Decided == calendar.None {
		return
	}
	f := about(CheckDeadlineGiven, id, d.Line)
	f.Subject, f.Weight = what, Notice
	if d.Date < c.l.Decided {
		f.Verdict = DoesNotHold
		f.says("%s ligger före beslutsdagen %s; brevet kan ändra ett tidigare", "%s lies before the day of the decision, %s; the letter may change an earlier one", d.Date, c.l.Decided)
	} else {
		f.says("%s ligger efter beslutsdagen %s", "%s lies after the day of the decision, %s", d.Date, c.l.Decided)
	}
	c.add(f)
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
		f.Lines = onLines(append(f.Lines, d.Line)...)
	}
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
	for _, s := range Successors(c.l, c.l.Earlier) {
		f := about(CheckGenerations, s.From.Title+" → "+s.To.Title, s.From.Line, s.To.Line)
		f.Weight = Notice
		f.says("Ingen redovisning av de två infaller inom %d dagar från varandra", "No deliveries of the two fall within %d days of each other", dueTogether)
		f.Reading = s.Why
		for _, a := range s.From.Deadlines {
			for _, b := range s.To.Deadlines {
				if a.Date == calendar.None || b.Date == calendar.None || f.Verdict == DoesNotHold {
					continue
				}
				if apart := int(b.Date) - int(a.Date); -dueTogether <= apart && apart <= dueTogether {
					f.Verdict = DoesNotHold
					f.says("Det tidigare uppdraget ska redovisas %s och det nya %s", "The earlier assignment is due %s and the new one %s", a.Date, b.Date)
				}
			}
		}
		c.add(f)
	}
}
