package staff

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"balans/law/calendar"
	"balans/steer/assignment"
	"balans/steer/directive"
)

type assignmentView struct {
	page
	On, Known field
	Hidden    []hidden

	Ready        bool
	None         bool
	Choose       string // the list, where no assignment is named
	Heading      string
	State, Badge string
	Lead         string
	Dropped      string
	Letter       linked
	Facts        []namedText
	Item         linked // of a condition: the item's books
	Text         []passageRow
	Deadlines    []deadlineRow
	Whole        string // how an assignment without deadlines was answered
	Documents    []documentRow
	Partners     []partnerRow
	Continues    []linkedReason
	ContinuedBy  []linkedReason
	Proposed     []proposedRow
	Refused      []linkedReason
	Notes        []noteRow
	History      []historyRow
	Loose        []historyRow
	Record       []commandRow
	RecordAs     string // the state that says what may be recorded
}

type (
	// passageRow is a paragraph of the letter with the line it stands on.
	passageRow struct {
		Text string
		Line cellView
	}
	deadlineRow struct {
		Ref, What, When, Weekday, Bank string
		Status, Badge, Days            string
		Printed                        string
		Line                           cellView
		To, By                         string
		Joint, Inferred, Yearly        bool
		Changes                        []string
		Delivery                       []string
		Documents                      []documentRow
		Reminders                      []string
	}
	documentRow struct {
		On, Title, For string
		Says           []string
	}
	noteRow    struct{ On, Text string }
	partnerRow struct {
		Agency, Contact, Says string
	}
	linkedReason struct {
		linked
		Title, Why string
	}
	proposedRow struct {
		linkedReason
		Later         bool // the other one continues this one
		Accept, Amend string
	}
)

// assignment shows one assignment: what the letter says, what is due, how it was
// answered, and everything that was recorded.
func (s *Server) assignment(c *call) error {
	n, err := s.steeringNow(c.r.Context())
	if err != nil {
		return err
	}
	a := c.asked
	q := s.assignmentAsked(c, n)
	v, status := assignmentView{}, http.StatusOK
	id, title := a.get("id"), c.text("assignments.title")
	switch {
	case len(a.problems) > 0:
		status = http.StatusBadRequest
	case !inUse(n.editions, q):
		v.None = true
	case id == "":
		v.Choose = link("/assignments", q.dates()...)
	default:
		r, err := n.registerAt(q.on, q.known.at)
		if err != nil {
			return err
		}
		e := r.Entry(id)
		if e == nil {
			return &pageProblem{http.StatusNotFound, "failure.assignment", id}
		}
		v.fill(c.text, assignment.Language(c.lang), q, r, e)
		title = id + " " + v.Heading
	}
	v.page = s.page(c, title, "/assignments")
	v.Crumbs = []crumb{{link("/assignments", q.dates()...), c.text("nav.assignments")}, {"", cmp.Or(id, title)}}
	v.On, v.Known = a.dayField("on", q.on.String()), a.knownField(q.known)
	v.On.Help = c.text("help.assignment.on")
	v.Hidden = []hidden{{"id", id}}
	return c.render(status, "assignment", v)
}

func (v *assignmentView) fill(t translate, l assignment.Language, q assignmentAsked, r *assignment.Register, e *assignment.Entry) {
	v.Ready = true
	v.Heading, v.State, v.Badge = titleOf(e), e.State.Text(l), stateBadge[e.State]
	v.Lead = t("assignment.lead", e.ID, t.longDay(q.on), t.knownText(q.known))
	v.Letter = letterRow(t, e.Edition, e.Letter.Line)
	if e.Dropped != "" {
		v.Dropped = t("assignment.dropped", e.Dropped, e.Edition)
	}
	v.Facts = assignmentFacts(t, l, e)
	if e.Item != "" {
		v.Item = linked{link("/appropriation", "item", string(e.Item), "year", strconv.Itoa(e.Year)), string(e.Item)}
	}
	for _, p := range e.Letter.Text {
		v.Text = append(v.Text, passageRow{p.Text, lineRow(t, e.Edition, p.Line)})
	}
	for _, d := range e.Deadlines {
		v.Deadlines = append(v.Deadlines, deadlineOf(t, l, d))
	}
	if e.Whole != nil {
		v.Whole = strings.Join(deliveryOf(t, e.Whole), "; ")
	}
	v.Documents = documentsOf(t, e.Documents)
	for _, p := range e.Partners {
		v.Partners = append(v.Partners, partnerOf(t, p))
	}
	v.succession(t, l, q, r, e)
	for _, f := range e.Facts {
		v.History = append(v.History, historyOf(t, f))
	}
	for _, f := range e.Notes {
		if note, ok := f.Body.(assignment.Note); ok {
			v.Notes = append(v.Notes, noteRow{f.On.String(), note.Text})
		}
	}
	for _, f := range e.Loose {
		v.Loose = append(v.Loose, historyOf(t, f))
	}
	v.Record, v.RecordAs = commandsOf(t, e), t("assignment.record.state", v.State)
}

// assignmentFacts is what is known of the assignment as a whole.
func assignmentFacts(t translate, l assignment.Language, e *assignment.Entry) []namedText {
	var all []namedText
	add := func(key, text string) {
		if text != "" {
			all = append(all, namedText{t("assignment.fact." + key), text})
		}
	}
	add("origin", e.Origin.Text(l))
	add("group", e.Letter.Group)
	add("basis", strings.Join(e.Letter.Basis, "; "))
	add("given", dayText(e.Given))
	unit := e.Unit
	if e.Worker != "" {
		unit = strings.TrimPrefix(unit+", "+e.Worker, ", ")
	}
	add("unit", cmp.Or(unit, t("assignment.unit.none")))
	add("to", strings.Join(e.Letter.To, "; "))
	add("coordinator", e.Letter.Coordinator)
	if e.Letter.Continuous {
		add("continuous", t("yes"))
	}
	add("started", dayText(e.Started))
	if e.Closed != nil {
		add("closed", e.Closed.On.String()+": "+e.Closed.Reason)
	}
	return all
}

// lineRow leads to a line; nothing where a value stands on none.
func lineRow(t translate, edition string, line int) cellView {
	if line == 0 {
		return cellView{}
	}
	return cellView{Text: t("assignment.line", line), Href: letterText(edition, line), Says: t("assignment.line.says", edition)}
}

func deadlineOf(t translate, l assignment.Language, d *assignment.Deadline) deadlineRow {
	r := deadlineRow{Ref: d.Ref.String(), What: assignment.KindText(d.Letter.Kind, l), When: d.When(l), Status: d.Status.Text(l), Badge: statusBadge[d.Status],
		Printed: d.Letter.Printed, Line: lineRow(t, d.Edition, d.Letter.Line), To: strings.Join(d.To, "; "), By: d.By,
		Joint: d.Letter.Joint, Inferred: d.Letter.Inferred && !d.Letter.Yearly, Yearly: d.Letter.Yearly, Documents: documentsOf(t, d.Documents)}
	if d.Date != calendar.None && d.Precision == directive.ToDay {
		r.Weekday = t.weekday(d.Date)
		if d.Awaited() {
			r.Days = t.daysTo(d.Days)
		}
	}
	if d.NextBankDay != calendar.None {
		r.Bank = t("assignment.bank", d.NextBankDay)
	}
	if d.Moved() {
		for _, c := range d.Changes {
			r.Changes = append(r.Changes, changeOf(t, c))
		}
	}
	if d.Delivery != nil {
		r.Delivery = deliveryOf(t, d.Delivery)
	}
	for _, m := range d.Reminders {
		r.Reminders = append(r.Reminders, reminderOf(t, m))
	}
	return r
}

// changeOf is one date a deadline was given.
func changeOf(t translate, c assignment.Change) string {
	date := c.Date.String()
	if c.Date == calendar.None {
		date = t("assignment.change.undated")
	}
	key := "assignment.change.letter"
	if c.Extended {
		key = "assignment.change.decision"
	}
	if c.Since == calendar.None {
		return t(key, date, c.By)
	}
	return t(key, date, c.By) + ", " + t("assignment.change.since", c.Since)
}

func deliveryOf(t translate, d *assignment.Delivery) []string {
	all := []string{d.On.String()}
	if d.Late {
		all = append(all, t("assignment.delivery.late"))
	}
	if d.Diary != "" {
		all = append(all, t("assignment.diary", d.Diary))
	}
	if d.Receipt != "" {
		all = append(all, t("assignment.receipt", d.Receipt))
	}
	if len(d.To) > 0 {
		all = append(all, t("assignment.handed", strings.Join(d.To, "; ")))
	}
	return all
}

func reminderOf(t translate, m assignment.Reminder) string {
	return m.On.String() + ": " + cmp.Or(m.To, t("assignment.reminder.unit"))
}

func documentsOf(t translate, all []assignment.Document) []documentRow {
	var rows []documentRow
	for _, d := range all {
		r := documentRow{On: d.On.String(), Title: d.Title, For: d.For.String()}
		if d.Diary != "" {
			r.Says = append(r.Says, t("assignment.diary", d.Diary))
		}
		if d.Reference != "" {
			r.Says = append(r.Says, t("assignment.reference", d.Reference))
		}
		if d.SHA256 != "" {
			r.Says = append(r.Says, t("assignment.sha", d.SHA256))
		}
		rows = append(rows, r)
	}
	return rows
}

func partnerOf(t translate, p assignment.Partner) partnerRow {
	key := "assignment.partner.recorded"
	switch {
	case p.Removed:
		key = "assignment.partner.removed"
	case p.Letter:
		key = "assignment.partner.letter"
	}
	return partnerRow{Agency: p.Agency, Contact: p.Contact, Says: t(key)}
}

// succession fills in what the assignment continues and what continues it: what a person
// recorded, what was said to be wrong, and what the letters make likely.
func (v *assignmentView) succession(t translate, l assignment.Language, q assignmentAsked, r *assignment.Register, e *assignment.Entry) {
	other := func(id, why string) linkedReason {
		x := linkedReason{linked: linked{q.open(id), id}, Why: why}
		if o := r.Entry(id); o != nil {
			x.Title = titleOf(o)
		} else {
			x.Href = ""
		}
		return x
	}
	for _, s := range e.Succession {
		v.Continues = append(v.Continues, other(s.Earlier, s.Why))
	}
	for _, s := range e.Refused {
		v.Refused = append(v.Refused, other(s.Earlier, s.Why))
	}
	for _, o := range r.Entries {
		for _, s := range o.Succession {
			if s.Earlier == e.ID {
				v.ContinuedBy = append(v.ContinuedBy, other(o.ID, s.Why))
			}
		}
	}
	proposed := slices.DeleteFunc(r.Propose(directive.Successors, l), func(p assignment.Link) bool { return p.Later != e.ID && p.Earlier != e.ID })
	for _, p := range proposed {
		row := proposedRow{linkedReason: other(p.Earlier, p.Why), Accept: command("continues", p.Later, p.Earlier),
			Amend: command("continues", p.Later, p.Earlier) + " --not --why " + quoted(t("assignment.arg.reason"))}
		if row.Later = p.Earlier == e.ID; row.Later {
			row.linkedReason = other(p.Later, p.Why)
		}
		v.Proposed = append(v.Proposed, row)
	}
}
