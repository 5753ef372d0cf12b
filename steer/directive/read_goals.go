package directive

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// goals reads the goals and what is to be reported on them. A heading that says neither
// opens a requirement of its own.
func (r *reader) goals(paras []para) {
	var goal *Goal
	var requirement *Requirement
	reporting, intro := false, ""
	for i := range paras {
		p := &paras[i]
		text, _ := p.only()
		if p.isHeading() && !(p.cells != nil) {
			r.markAll(*p, Heading)
			intro = ""
			_, isReporting := startsNear(text, "Återrapportering")
			_, isGoal := startsNear(text, "Mål")
			switch {
			case isReporting && goal != nil:
				reporting, requirement = true, nil
			case isGoal || p.level > 0 && i+1 < len(paras) && !isReporting && goal == nil && requirement == nil:
				r.l.Goals = append(r.l.Goals, Goal{Line: p.line(), Title: text})
				goal, requirement, reporting = &r.l.Goals[len(r.l.Goals)-1], nil, false
			default:
				r.l.Requirements = append(r.l.Requirements, Requirement{Line: p.line(), Title: text})
				requirement, goal, reporting = &r.l.Requirements[len(r.l.Requirements)-1], nil, false
			}
			continue
		}
		if p.cells != nil {
			r.unread(*p, "a table among the goals")
			continue
		}
		var due []Deadline
		due, intro = r.due(p, intro)
		if goal == nil && requirement == nil {
			if len(due) == 0 {
				r.markAll(*p, Prose)
				continue
			}
			// Something is due by a day, though no heading of its own says what.
			r.l.Requirements = append(r.l.Requirements, Requirement{Line: p.line(), Title: r.sectionAt(p.line())})
			requirement = &r.l.Requirements[len(r.l.Requirements)-1]
		}
		switch {
		case requirement != nil:
			requirement.Text, requirement.Deadlines = append(requirement.Text, p.passage()), append(requirement.Deadlines, due...)
		case reporting:
			goal.Reporting, goal.Deadlines = append(goal.Reporting, p.passage()), append(goal.Deadlines, due...)
		default:
			goal.Text, goal.Deadlines = append(goal.Text, p.passage()), append(goal.Deadlines, due...)
		}
		r.markAll(*p, Value)
	}
}

// sectionAt is the title of the section that a line stands in.
func (r *reader) sectionAt(line int) (title string) {
	for _, s := range r.l.Sections {
		if s.Line <= line {
			title = s.Title
		}
	}
	return title
}

// parts are headings inside an assignment, which do not begin another.
var parts = []string{"Handlingsplan", "Återrapportering", "Redovisning", "Redovisning av uppdraget", "Redovisning av resultat", "Delredovisning", "Slutredovisning",
	"Bakgrund", "Villkor", "Ekonomiska villkor", "Genomförande", "Närmare om uppdraget", "Skälen för regeringens beslut"}

// followUp opens a part of an assignment whatever it goes on with: "Uppföljning av
// handlingsplanen och redovisning av resultat".
const followUp = "Uppföljning av handlingsplanen"

func isPart(title string, after *Assignment) bool {
	if after == nil {
		return false
	}
	for _, words := range parts {
		if near(title, words) {
			return true
		}
	}
	_, ok := startsNear(title, followUp)
	return ok
}

var earlierTitle = []string{"Tidigare givna uppdrag", "Tidigare beslutade uppdrag", "Tidigare lämnade uppdrag", "Pågående uppdrag"}

func isEarlier(title string) bool {
	for _, words := range earlierTitle {
		if _, ok := startsNear(title, words); ok {
			return true
		}
	}
	return false
}

// assignments reads what the government asks for, and the table of what it asked for
// before.
func (r *reader) assignments(paras []para) {
	var a *Assignment
	group, table := "", false
	intro := "" // the sentence that a list of dates belongs to
	for i := range paras {
		p := &paras[i]
		text, one := p.only()
		if p.cells != nil {
			a = nil
			if isEarlierHead(p) {
				table = true
				r.part = "earlier assignments"
				r.markAll(*p, Ruler)
				continue
			}
			if !table && !one {
				r.unread(*p, "a table among the assignments")
				continue
			}
			r.earlier(p)
			continue
		}
		if p.isHeading() {
			r.part = "assignments"
			r.markAll(*p, Heading)
			next := i + 1
			switch {
			case isEarlier(text):
				a, table, group = nil, true, ""
			case isPart(text, a):
				a.Text = append(a.Text, p.passage())
			case next < len(paras) && paras[next].isHeading() && !isPart(paras[next].text, &Assignment{}):
				group, a, table = text, nil, false
			default:
				r.l.Assignments = append(r.l.Assignments, Assignment{Line: p.line(), Title: text, Group: group})
				a, table = &r.l.Assignments[len(r.l.Assignments)-1], false
				r.part = "assignment " + text
				r.markAll(*p, Value)
			}
			intro = ""
			continue
		}
		if a == nil {
			r.markAll(*p, Prose)
			continue
		}
		r.part = "assignment " + a.Title
		r.markAll(*p, Value)
		intro = r.assignmentText(a, p, intro)
	}
	for i := range r.l.Assignments {
		r.parties(&r.l.Assignments[i])
	}
}

// dayItem is an item of a list of dates.
var dayItem = regexp.MustCompile(`^(?:den )?\d{1,2} \p{L}+(?: \d{4})?[.,]?(?: (?:och|samt))?$`)

// assignmentText adds a paragraph to an assignment and reads its dates. It returns the
// words that a list of dates after it would hang on.
func (r *reader) assignmentText(a *Assignment, p *para, intro string) string {
	a.Text = append(a.Text, p.passage())
	found, next := r.due(p, intro)
	a.Deadlines = append(a.Deadlines, found...)
	a.Continuous = a.Continuous || isContinuous(p.text)
	for _, d := range diary.FindAllString(p.text, -1) {
		if !strings.Contains(strings.Join(a.Basis, " "), d) {
			a.Basis = append(a.Basis, d)
		}
	}
	return next
}

// due reads the dates of a paragraph, which may be one of a list: intro is then the words
// it hangs on. It returns those that a list after it would hang on.
func (r *reader) due(p *para, intro string) (found []Deadline, next string) {
	ctx := deadlineContext{Year: r.l.Year, Occasions: r.l.Occasions, Agency: r.l.Agency}
	if intro != "" && dayItem.MatchString(p.text) {
		for _, d := range deadlinesIn(intro+" "+strings.TrimRight(p.text, ".,"), p.line(), ctx) {
			d.Printed = p.text
			found = append(found, d)
		}
		return found, intro
	}
	found = deadlinesIn(p.text, p.line(), ctx)
	all := sentences(p.text)
	last := strings.TrimRight(strings.TrimSpace(all[len(all)-1]), ":.")
	switch {
	case strings.HasSuffix(last, " den"), strings.HasSuffix(last, " senast"):
		return found, strings.TrimSuffix(last, " den") + " den"
	case isForecast(p.text) && len(r.l.Occasions) > 0:
		return found, "Prognoser ska lämnas senast den"
	case strings.HasSuffix(strings.TrimSpace(p.text), ":") && listOpeners[last[strings.LastIndexByte(last, ' ')+1:]]:
		return found, last + ": den"
	}
	return found, ""
}

// isForecast reports whether a text is on forecasts that are to be given.
func isForecast(text string) bool {
	low := strings.ToLower(text)
	return strings.Contains(low, "prognos") && (strings.Contains(low, "senast") || strings.Contains(low, "lämna") || strings.Contains(low, "tidpunkt") || strings.Contains(low, "tillfäll"))
}

// parties finds who takes part and whom it is reported to.
func (r *reader) parties(a *Assignment) {
	var all []string
	for _, t := range a.Text {
		all = append(all, t.Text)
	}
	text := strings.Join(all, " ")
	a.With, a.Coordinator = partiesIn(a.Title+". "+text, r.l.Agency)
	for _, d := range a.Deadlines {
		if len(d.To) > 0 {
			return
		}
	}
	for _, s := range sentences(text) {
		for _, to := range recipients(s) {
			if !strings.Contains(strings.Join(a.To, "\n"), to) {
				a.To = append(a.To, to)
			}
		}
	}
}

func isEarlierHead(p *para) bool {
	_, ok := startsNear(p.cell(0), "Uppdrag")
	_, also := startsNear(p.cell(1), "Beslut")
	return ok && also || near(p.cell(2), "Redovisningstidpunkt")
}

// earlier reads a row of the table of assignments given earlier. A row that a page break
// has cut goes on in the next, which has only the rest of a cell.
func (r *reader) earlier(p *para) {
	r.part = "earlier assignments"
	r.markAll(*p, Value)
	title, basis, when := p.cell(0), p.cell(1), p.cell(2)
	if n := len(r.l.Earlier); n > 0 && rowGoesOn(title, basis, when) {
		row := &r.row3
		row.title, row.basis, row.when = joined(row.title, title), joined(row.basis, basis), joined(row.when, when)
		r.l.Earlier[n-1] = r.earlierRow(p)
		return
	}
	if title == "" {
		r.unread(*p, "a row without the name of an assignment")
		return
	}
	r.row3 = earlierCells{p.line(), title, basis, when}
	r.l.Earlier = append(r.l.Earlier, r.earlierRow(p))
	if basis == "" {
		r.unread(*p, "an assignment given earlier without saying where: the row may be a part of another")
	}
}

// earlierCells is a row of the table, put together from the lines it was set on.
type earlierCells struct {
	line               int
	title, basis, when string
}

// rowGoesOn reports whether a row is the rest of the one above it, as where a cell wraps: it
// does not begin like the name of an assignment, or it has no basis and no time.
func rowGoesOn(title, basis, when string) bool {
	first, _ := utf8.DecodeRuneInString(title)
	rest := when != "" && (startsLower(when) || strings.HasPrefix(when, "(") || strings.Trim(when, "0123456789., ") == "")
	return title == "" || startsLower(title) || first == '(' || unicode.IsDigit(first) || basis == "" && (when == "" || rest)
}

func joined(a, b string) string { return strings.TrimSpace(a + " " + b) }

// earlierRow is the assignment of the cells read so far.
func (r *reader) earlierRow(p *para) Assignment {
	row := &r.row3
	a := Assignment{Line: row.line, Title: row.title}
	if row.basis != "" {
		if a.Basis = diary.FindAllString(row.basis, -1); len(a.Basis) == 0 {
			a.Basis = []string{row.basis}
		}
	}
	if row.when == "" {
		return a
	}
	ctx := deadlineContext{Year: r.l.Year, Occasions: r.l.Occasions, Table: true, Agency: r.l.Agency}
	a.Deadlines = deadlinesIn(row.when, row.line, ctx)
	if len(a.Deadlines) == 0 {
		r.unread(*p, "the time of the report cannot be read: “"+row.when+"”")
	} else {
		a.To = a.Deadlines[0].To
	}
	_, a.Coordinator = partiesIn(a.Title, r.l.Agency)
	return a
}

func startsLower(s string) bool {
	for _, c := range s {
		return c >= 'a' && c <= 'z' || c == 'å' || c == 'ä' || c == 'ö'
	}
	return false
}

// occasions looks for the ordinary forecast occasions before anything is read, because
// other assignments name them first: a list of dates after words on them.
func (r *reader) occasions() {
	intro := ""
	for i := range r.doc.Lines {
		text := bullet.ReplaceAllString(r.doc.Lines[i].Text, "")
		switch {
		case text == "":
		case intro != "" && dayItem.MatchString(text):
			ctx := deadlineContext{Year: r.l.Year, Agency: r.l.Agency}
			for _, d := range deadlinesIn("Prognoser ska lämnas senast den "+strings.TrimPrefix(strings.TrimRight(text, ".,"), "den "), i+1, ctx) {
				d.Printed = text
				r.l.Occasions = append(r.l.Occasions, d)
			}
		default:
			intro = ""
			if len(r.l.Occasions) == 0 && isForecast(text) {
				intro = text
			}
		}
	}
}
