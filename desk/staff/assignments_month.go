package staff

import (
	"slices"
	"strconv"
	"strings"

	"balans/law/calendar"
	"balans/steer/assignment"
	"balans/steer/directive"
)

// assignmentMonth is what is due in a month, or has no date.
type assignmentMonth struct {
	ID, Heading, Count string
	Rows               []assignmentRow
}

// assignmentRow is a deadline or an assignment without one; Here marks the place of the
// day that is shown instead.
type assignmentRow struct {
	Here                string
	ISO, Day, Weekday   string // of the date; without a day only When
	When                string
	Href, Title, What   string
	Status, Badge, Days string
	Remarks             []string
	To, Unit, Ref       string
	Letter              linked
}

// months puts items, which come in the order of dates, under the months of their dates,
// with a mark where the day that is shown has its place; and the links to the months.
func (q assignmentAsked) months(t translate, l assignment.Language, items []assignment.Item) ([]assignmentMonth, []linked) {
	var months []assignmentMonth
	under := func(id, heading string, row assignmentRow) {
		if len(months) == 0 || months[len(months)-1].ID != id {
			months = append(months, assignmentMonth{ID: id, Heading: heading})
		}
		m := &months[len(months)-1]
		m.Rows = append(m.Rows, row)
	}
	monthOf := func(d calendar.Date) (id, heading string) { return "m" + d.String()[:7], t.monthOf(d) }
	marked := false
	mark := func() {
		if !marked {
			id, heading := monthOf(q.on)
			under(id, heading, assignmentRow{Here: t("assignments.here", t.longDay(q.on))})
			marked = true
		}
	}
	dated := 0
	for _, i := range items {
		if i.Deadline == nil || i.Deadline.Date == calendar.None {
			continue
		}
		dated++
		if i.Deadline.Date >= q.on {
			mark()
		}
		id, heading := monthOf(i.Deadline.Date)
		under(id, heading, q.row(t, l, i))
	}
	if dated > 0 {
		mark()
	}
	for _, i := range items {
		if i.Deadline == nil || i.Deadline.Date == calendar.None {
			under("undated", t("assignments.undated"), q.row(t, l, i))
		}
	}
	var jump []linked
	for i := range months {
		m := &months[i]
		shown := len(m.Rows)
		if slices.ContainsFunc(m.Rows, func(r assignmentRow) bool { return r.Here != "" }) {
			shown--
		}
		m.Count = strconv.Itoa(shown)
		jump = append(jump, linked{"#" + m.ID, m.Heading + " (" + m.Count + ")"})
	}
	return months, jump
}

func (q assignmentAsked) row(t translate, l assignment.Language, i assignment.Item) assignmentRow {
	e, d := i.Entry, i.Deadline
	r := assignmentRow{Href: q.open(e.ID), Title: titleOf(e), Unit: e.Unit, Remarks: i.Remarks(l),
		Status: e.State.Text(l), Badge: stateBadge[e.State], Ref: e.ID, Letter: letterRow(t, e.Edition, e.Letter.Line), To: strings.Join(e.Letter.To, "; ")}
	if d == nil {
		r.When = assignment.Undated.Text(l)
		return r
	}
	r.What, r.When, r.Ref, r.To = assignment.KindText(d.Letter.Kind, l), d.When(l), d.Ref.String(), strings.Join(d.To, "; ")
	r.Status, r.Badge, r.Letter = d.Status.Text(l), statusBadge[d.Status], letterRow(t, d.Edition, d.Letter.Line)
	if d.Date == calendar.None {
		return r
	}
	r.ISO = d.Date.String()
	if d.Precision == directive.ToDay {
		r.Day, r.Weekday = strconv.Itoa(d.Date.Day()), t.weekday(d.Date)
	}
	if d.Awaited() && d.Precision == directive.ToDay {
		r.Days = t.daysTo(d.Days)
	}
	return r
}

// open is the address of an assignment, as of the same dates.
func (q assignmentAsked) open(id string) string {
	return link("/assignment", append([]string{"id", id}, q.dates()...)...)
}

// titleOf is the assignment's title, or its id when the letter gives it none.
func titleOf(e *assignment.Entry) string {
	if strings.TrimSpace(e.Letter.Title) == "" {
		return e.ID
	}
	return e.Letter.Title
}

// letterRow leads to a line of a letter.
func letterRow(t translate, edition string, line int) linked {
	if line == 0 {
		return linked{letterLine(edition, 0), t("assignments.letter", edition)}
	}
	return linked{letterText(edition, line), t("assignments.letter.line", edition, line)}
}

// letterText is the address of a line in the whole text of a letter.
func letterText(edition string, line int) string {
	return link("/letter", "edition", edition, "lines", "all") + "#" + lineID(line)
}

// The badges of states and statuses; the words stand in them, so colour says nothing
// alone.
var (
	stateBadge = map[assignment.State]string{assignment.Open: "default", assignment.Started: "info", assignment.PartlyDelivered: "info",
		assignment.Delivered: "success", assignment.Closed: "default", assignment.Dropped: "default"}
	statusBadge = map[assignment.Status]string{assignment.Undated: "default", assignment.Coming: "info", assignment.Late: "error",
		assignment.WasDelivered: "success", assignment.DeliveredLate: "warning", assignment.PassedOther: "default",
		assignment.ClosedOpen: "default", assignment.NotAsked: "default"}
)

// weekday is the name of the day of the week.
func (t translate) weekday(d calendar.Date) string {
	return strings.Fields(t("weekdays"))[d.Weekday()]
}

// daysTo says how far away a day is; negative days have passed.
func (t translate) daysTo(days int) string {
	switch {
	case days == 0:
		return t("assignments.today")
	case days == 1:
		return t("assignments.tomorrow")
	case days == -1:
		return t("assignments.yesterday")
	case days < 0:
		return t("assignments.ago", number(int64(-days)))
	}
	return t("assignments.ahead", number(int64(days)))
}
