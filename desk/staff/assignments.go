package staff

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"balans/law/calendar"
	"balans/steer/assignment"
	"balans/steer/directive"
)

// soonDays is how many days ahead "due soon" looks where no number is given, and
// mostSoonDays the most that can be asked for.
const (
	soonDays     = 60
	mostSoonDays = 732
)

// noUnit asks for what no unit answers for.
const noUnit = "-"

// assignmentAsked is which part of the register of assignments is asked for.
type assignmentAsked struct {
	on    calendar.Date
	known known
	list  assignment.List
	days  int
	unit  string // "" all, noUnit without one
}

// assignmentAsked reads the day: today where none is given, but in a demo, whose facts
// have an end, not after the last of those about letters and assignments.
func (s *Server) assignmentAsked(c *call, n *steering) assignmentAsked {
	a := c.asked
	q := assignmentAsked{known: a.known(), days: soonDays, unit: a.get("unit")}
	day := min(a.today(), q.known.at.Date())
	if last := lastAssigned(n, q.known.at); s.demo && last != calendar.None {
		day = min(day, last)
	}
	q.on = a.day("on", day)
	names := []string{string(assignment.All)}
	for _, l := range assignment.Lists() {
		names = append(names, string(l))
	}
	q.list = assignment.List(a.oneOf("list", names...))
	if value := a.get("days"); value != "" {
		days, err := strconv.Atoi(value)
		if err != nil || days < 0 || days > mostSoonDays {
			a.wrong("days", "error.assignment.days", value, mostSoonDays)
		} else {
			q.days = days
		}
	}
	return q
}

// lastAssigned is the last day on which a letter was taken in or confirmed or something
// was recorded of an assignment, by the instant; None when nothing was.
func lastAssigned(n *steering, at calendar.Instant) calendar.Date {
	last := calendar.None
	for i := range n.editions {
		for _, t := range []calendar.Instant{n.editions[i].TakenIn, n.editions[i].Confirmed} {
			if t != 0 && t <= at {
				last = max(last, t.Date())
			}
		}
	}
	for i := range n.facts {
		if t := n.facts[i].RecordedAt; t <= at {
			last = max(last, t.Date())
		}
	}
	return last
}

// dates are the day and the knowledge as an address carries them.
func (q assignmentAsked) dates() []string {
	pairs := []string{"on", q.on.String()}
	if !q.known.now {
		pairs = append(pairs, "known_at", knownParam(q.known.at))
	}
	return pairs
}

// choice is the list and the unit as an address carries them.
func (q assignmentAsked) choice() []string {
	var pairs []string
	if q.list != assignment.All {
		pairs = append(pairs, "list", string(q.list))
	}
	if q.list == assignment.Due && q.days != soonDays {
		pairs = append(pairs, "days", strconv.Itoa(q.days))
	}
	return append(pairs, "unit", q.unit)
}

// of is the register's list for the unit that is asked for.
func (q assignmentAsked) of(r *assignment.Register, l assignment.List) ([]assignment.Item, error) {
	items, err := r.Listed(l, q.days)
	if err != nil || q.unit == "" {
		return items, err
	}
	unit := strings.TrimPrefix(q.unit, noUnit)
	return slices.DeleteFunc(items, func(i assignment.Item) bool { return i.Entry.Unit != unit }), nil
}

// register is the register that is asked for. A unit that answers for nothing in it is
// a problem, which the page tells of.
func (q assignmentAsked) register(c *call, n *steering) (*assignment.Register, error) {
	r, err := n.registerAt(q.on, q.known.at)
	if err != nil {
		return nil, err
	}
	if q.unit != "" && q.unit != noUnit && !slices.Contains(unitsOf(r), q.unit) {
		c.asked.wrong("unit", "error.assignment.unit", q.unit)
	}
	return r, nil
}

// unitsOf is the units that answer for something, in the order of the alphabet.
func unitsOf(r *assignment.Register) []string {
	var units []string
	for _, e := range r.Entries {
		if e.Unit != "" && !slices.Contains(units, e.Unit) {
			units = append(units, e.Unit)
		}
	}
	slices.Sort(units)
	return units
}

type assignmentsView struct {
	page
	On, Known, Days  field
	List, Unit       choiceField
	Ready            bool
	None             bool     // no letter was in use
	Pending          []linked // letters that are not confirmed
	Lead             string
	Figures          []assignmentFigure
	Heading, Count   string
	Jump             []linked
	Months           []assignmentMonth
	Loose            []historyRow
	Files            []downloadLink
	Calendar, Reset  string
	CalendarFiltered bool
}

// linked is a text that leads somewhere.
type linked struct{ Href, Text string }

// assignmentFigure is one list with how much there is on it.
type assignmentFigure struct {
	Label, Note string
	Count       cellView
}

// assignments shows what the government asked for, month by month.
func (s *Server) assignments(c *call) error {
	n, err := s.steeringNow(c.r.Context())
	if err != nil {
		return err
	}
	q := s.assignmentAsked(c, n)
	status := http.StatusOK
	v := assignmentsView{}
	r, err := q.register(c, n)
	if err != nil {
		return err
	}
	if len(c.asked.problems) > 0 {
		status = http.StatusBadRequest
	} else if err := v.fill(c, n, q, r); err != nil {
		return err
	}
	v.page = s.page(c, c.text("assignments.title"), "/assignments")
	v.fields(c, q, r)
	return c.render(status, "assignments", v)
}

func (v *assignmentsView) fields(c *call, q assignmentAsked, r *assignment.Register) {
	a, l := c.asked, assignment.Language(c.lang)
	v.On, v.Known = a.dayField("on", q.on.String()), a.knownField(q.known)
	v.On.Help = a.text("help.worklist.on")
	v.Days = field{Name: "days", Label: a.text("field.days"), Help: a.text("help.days"), Type: "number", Value: strconv.Itoa(q.days), Max: strconv.Itoa(mostSoonDays), Error: a.problem("days")}
	if v.Days.Error != "" {
		v.Days.Value, v.Days.Type, v.Days.Max = a.get("days"), "text", ""
	}
	v.List = choiceField{Name: "list", Label: a.text("field.list"), Error: a.problem("list")}
	for _, name := range assignment.Lists() {
		v.List.Options = append(v.List.Options, option{string(name), name.Text(l), name == q.list})
	}
	v.Unit = choiceField{Name: "unit", Label: a.text("field.unit"), Error: a.problem("unit"), Options: []option{
		{"", a.text("assignments.unit.all"), q.unit == ""}, {noUnit, a.text("assignments.unit.none"), q.unit == noUnit}}}
	for _, unit := range unitsOf(r) {
		v.Unit.Options = append(v.Unit.Options, option{unit, unit, unit == q.unit})
	}
}

func (v *assignmentsView) fill(c *call, n *steering, q assignmentAsked, r *assignment.Register) error {
	t, l := c.text, assignment.Language(c.lang)
	v.Ready, v.None = true, !inUse(n.editions, q)
	v.Pending = pendingLetters(t, n.editions, q.known.at)
	v.Lead = t("assignments.lead", t.longDay(q.on), t.knownText(q.known))
	items, err := q.of(r, q.list)
	if err != nil {
		return err
	}
	for _, name := range []assignment.List{assignment.LateOnes, assignment.Due, assignment.WithoutDay, assignment.NoBankDay} {
		f, err := q.figure(t, l, r, name)
		if err != nil {
			return err
		}
		v.Figures = append(v.Figures, f)
	}
	v.Heading, v.Count = q.list.Text(l), t("assignments.count", len(items))
	if q.list == assignment.Due {
		v.Count = t("assignments.count.due", len(items), q.days)
	}
	v.Months, v.Jump = q.months(t, l, items)
	for _, f := range r.Loose {
		v.Loose = append(v.Loose, historyOf(t, f))
	}
	for _, d := range assignmentFiles {
		v.Files = append(v.Files, downloadLink{link("/assignments."+d.ending, append(q.choice(), q.dates()...)...), d.label})
	}
	// A calendar that is subscribed to follows what is recorded, so it has no dates.
	v.Calendar = link("/assignments.ics", q.choice()...)
	if q.list != assignment.All || q.unit != "" {
		v.Reset, v.CalendarFiltered = link("/assignments", q.dates()...), true
	}
	return nil
}

// inUse says whether any letter applied on the day, as known.
func inUse(editions []directive.Edition, q assignmentAsked) bool {
	return slices.ContainsFunc(editions, func(e directive.Edition) bool {
		return e.Confirmed != 0 && e.Confirmed <= q.known.at && e.From <= q.on
	})
}

// pendingLetters is the letters that were taken in by the instant and not confirmed.
func pendingLetters(t translate, editions []directive.Edition, at calendar.Instant) []linked {
	var all []linked
	for i := range editions {
		if e := &editions[i]; e.TakenIn <= at && (e.Confirmed == 0 || e.Confirmed > at) {
			all = append(all, linked{letterLine(e.ID, 0), t("assignments.pending.letter", e.ID)})
		}
	}
	return all
}

// figure is how much there is on a list, and the way to it.
func (q assignmentAsked) figure(t translate, l assignment.Language, r *assignment.Register, name assignment.List) (assignmentFigure, error) {
	items, err := q.of(r, name)
	if err != nil {
		return assignmentFigure{}, err
	}
	to := q
	to.list = name
	f := assignmentFigure{Label: name.Text(l), Count: cellView{Text: number(int64(len(items)))}}
	if len(items) > 0 {
		f.Count.Href = link("/assignments", append(to.choice(), q.dates()...)...)
		f.Count.Says = t("assignments.says", f.Label)
	}
	switch name {
	case assignment.Due:
		f.Note = t("assignments.figure.due", q.days)
	case assignment.LateOnes:
		f.Note = t("assignments.figure.late")
	case assignment.WithoutDay:
		f.Note = t("assignments.figure.undated")
	case assignment.NoBankDay:
		f.Note = t("assignments.figure.bank")
	}
	return f, nil
}
