package staff

import (
	"net/http"
	"strconv"
	"strings"

	"balans/law/calendar"
	"balans/law/money"
	"balans/steer/appropriation"
	"balans/steer/directive"
)

type appropriationView struct {
	booksHead
	Item       choiceField
	Figures    []countView
	Nine       bookTable
	Sums       []namedText // the sums that must hold, worked out
	Parts      *bookTable
	Frame      []frameFact
	Conditions []passageView
	Limits     *bookTable
	Allotments bookTable
	Chart      *chartView
	Months     bookTable
	MonthName  string
	Bookings   *bookTable
	More       string // how many bookings are not shown
	Flows      *bookTable
	CSV        string
}

// frameFact is a financial condition of the item with the letter's line.
type frameFact struct {
	Name, Text string
	Line       bookLink
}

// passageView is a sentence of the letter.
type passageView struct {
	Text string
	Line bookLink
}

// appropriation shows one item: its account, its limits, its months, and the bookings and
// flows behind a month.
func (s *Server) appropriation(c *call) error {
	n, err := s.steeringNow(c.r.Context())
	if err != nil {
		return err
	}
	q, err := s.booksAsked(c, n, false)
	if err != nil {
		return err
	}
	v := appropriationView{}
	v.Heading = c.text("appropriation.title")
	if v.begin(c.text, &q) {
		account, err := q.books.AccountOf(q.year, q.on)
		if err != nil {
			return err
		}
		id := c.asked.item(account)
		v.Item = itemField(c.asked, account, id)
		if v.Ready = len(c.asked.problems) == 0; v.Ready {
			if err := v.fill(c.text, &q, account, id); err != nil {
				return err
			}
		}
	}
	status := http.StatusOK
	if len(c.asked.problems) > 0 {
		status, v.Ready = http.StatusBadRequest, false
	}
	heading := v.Heading
	s.booksHead(c, &q, "/appropriation", &v.booksHead)
	v.Crumbs = []crumb{{link("/appropriations", q.pairs()...), c.text("nav.appropriations")}, {"", heading}}
	return c.render(status, "appropriation", v)
}

// item reads an item that the account has; the first where none is given.
func (a *asked) item(s *appropriation.Statement) directive.ItemID {
	value := a.get("item")
	first := directive.ItemID("")
	for i := range s.Rows {
		r := &s.Rows[i]
		if r.Rank != appropriation.ItemRank {
			continue
		}
		if first == "" {
			first = r.Item
		}
		if string(r.Item) == value {
			return r.Item
		}
	}
	if value != "" || first == "" {
		a.wrong("item", "error.option", a.text("field.item"), value)
	}
	return first
}

func itemField(a *asked, s *appropriation.Statement, id directive.ItemID) choiceField {
	f := choiceField{Name: "item", Label: a.text("field.item"), Error: a.problem("item")}
	for i := range s.Rows {
		if r := &s.Rows[i]; r.Rank == appropriation.ItemRank {
			f.Options = append(f.Options, option{string(r.Item), string(r.Item) + " " + r.Name, r.Item == id})
		}
	}
	return f
}

func (v *appropriationView) fill(t translate, q *booksAsked, s *appropriation.Statement, id directive.ItemID) error {
	var row *appropriation.AccountRow
	for i := range s.Rows {
		if s.Rows[i].Item == id && id != "" {
			row = &s.Rows[i]
		}
	}
	all, err := q.books.Limits(q.year, q.on)
	if err != nil {
		return err
	}
	v.Heading = strings.TrimSpace(string(id) + " " + row.Name)
	v.Lead = t("appropriations.lead", t.longDay(q.on), t.knownText(q.known))
	v.nine(t, row)
	v.limits(t, q, id, all)
	v.letterSays(t, q, row)
	v.months(t, q, row)
	v.behind(t, q, id)
	v.CSV = link("/appropriation.csv", append([]string{"item", string(id)}, q.pairs()...)...)
	return nil
}

// nine is the columns of the account and the sums that must hold between them.
func (v *appropriationView) nine(t translate, r *appropriation.AccountRow) {
	u := appropriation.Kronor
	v.Nine = bookTable{ID: "nine", Title: t("appropriation.nine"), Sub: t("appropriation.nine.text"), Columns: columnsOf(t, "column.accountcolumn", "#", "column.amount.sek")}
	for _, c := range []struct {
		key    string
		figure appropriation.Figure
		sum    bool
	}{{"nine.2", r.Opening, false}, {"nine.3", r.Allotted, false}, {"nine.4", r.Reallocated, false}, {"nine.5", r.Exceeded, false}, {"nine.6", r.Withdrawn, false},
		{"nine.total", r.Total, true}, {"nine.7", r.Outgoings, false}, {"nine.8", r.Income, false}, {"nine.9", r.Closing, true}} {
		row := bookRow{Head: bookCell{Text: t(c.key)}, Cells: t.amounts(u, c.figure)}
		if c.sum {
			row.Class = "row--difference"
		}
		if c.key == "nine.2" && !r.OpeningBooked {
			row.Head.Sub = t("appropriation.noopening")
		}
		if c.key == "nine.7" {
			row.Head.Sub = t("appropriation.outgoings", u.Text(r.Payments), u.Text(r.Repayments))
		}
		if c.key == "nine.9" {
			row.Head.Sub = t("appropriation.lapses")
			if r.Carries {
				row.Head.Sub = t("appropriation.carries")
			}
		}
		v.Nine.Rows = append(v.Nine.Rows, row)
	}
	v.Sums = []namedText{
		{t("appropriation.sum.total"), t.holds(r.Total, r.Opening.Amount+r.Allotted.Amount+r.Reallocated.Amount+r.Exceeded.Amount-r.Withdrawn.Amount)},
		{t("appropriation.sum.closing"), t.holds(r.Closing, r.Total.Amount-r.Outgoings.Amount+r.Income.Amount)},
		{t("appropriation.sum.outgoings"), t.holds(r.Outgoings, r.Payments-r.Repayments)},
	}
	used := outcomeOf(r)
	v.Figures = []countView{{t("figure.allotted"), t.sumOf(r.Allotted, u), t("figure.allotted.note.sek")},
		{t("figure.outcome"), t.sumOf(used, u), t("figure.outcome.note.sek")},
		{t("figure.closing"), t.sumOf(r.Closing, u), t("figure.closing.note.sek")}}
}

// holds says whether a figure is what it is to be the sum of.
func (t translate) holds(f appropriation.Figure, sum money.Amount) string {
	switch {
	case !f.Known:
		return t("books.sum.unknown")
	case f.Amount == sum:
		return t("books.sum.holds", appropriation.Kronor.Text(sum))
	}
	return t("books.sum.broken", appropriation.Kronor.Text(f.Amount), appropriation.Kronor.Text(sum))
}

// limits is what may be disposed of the item, part by part, and the limits that bind it:
// its own and those of its whole appropriation.
func (v *appropriationView) limits(t translate, q *booksAsked, id directive.ItemID, all []appropriation.Limit) {
	whole, _, _ := strings.Cut(string(id), " ap.")
	o := &bookTable{ID: "limits", Title: t("appropriation.limits.text"), Columns: limitColumns(t)}
	for i := range all {
		l := &all[i]
		mine := l.Account.Item() == id || l.Account == "" && strings.HasPrefix(string(l.ID), whole+"/")
		if !mine {
			continue
		}
		o.Rows = append(o.Rows, t.limitRow(q, l, i, false))
		if l.Kind == appropriation.Disposable {
			v.Parts = t.partsOf(q, l)
			v.Figures = append(v.Figures[:1:1], append([]countView{{t("figure.disposable"), t.sumOf(l.Amount, appropriation.Kronor), t("figure.disposable.note.sek")}}, v.Figures[1:]...)...)
		}
	}
	if len(o.Rows) > 0 {
		v.Limits = o
	}
}

// letterSays is what the letter prints of the item: amount by edition, financial terms and
// conditions.
func (v *appropriationView) letterSays(t translate, q *booksAsked, r *appropriation.AccountRow) {
	u := appropriation.Kronor
	v.Allotments = bookTable{ID: "allotments", Title: t("appropriation.allotments"), Columns: columnsOf(t, "column.edition", "column.appliesfrom", "#", "column.amount.sek", "column.line")}
	add := func(edition, from string, f appropriation.Figure, line int) {
		v.Allotments.Rows = append(v.Allotments.Rows, bookRow{Head: bookCell{Text: edition, Href: letterLine(edition, 0), Says: t("appropriation.openletter")},
			Cells: []bookCell{plainCell(from), {Text: t.sumOf(f, u)}, {Line: editionLine(t, edition, line), Plain: true}}})
	}
	for _, a := range r.Allotments {
		add(a.Edition, a.From.String(), a.Amount, a.Line)
	}
	if len(r.Allotments) == 0 {
		add(q.edition.ID, q.edition.From.String(), r.Allotted, r.Line)
	} else {
		v.Allotments.Notes = []string{t("appropriation.changed")}
	}
	if f := q.edition.Letter.Frame(r.Item); f != nil {
		v.Frame = []frameFact{{t("frame.credit"), t.sum(f.Credit), q.line(t, f.Line)}, {t("frame.carryover"), f.CarryOver, q.line(t, f.Line)},
			{t("frame.withdrawn"), t.sum(f.Withdrawn), q.line(t, f.Line)}}
	}
	for i := range q.edition.Letter.Appropriations {
		a := &q.edition.Letter.Appropriations[i]
		if a.Area == r.Area && a.Number == r.Number {
			v.passages(t, q, a.Conditions)
		}
	}
	if item := q.edition.Letter.Item(r.Item); item != nil {
		v.passages(t, q, item.Conditions)
	}
}

func (v *appropriationView) passages(t translate, q *booksAsked, all []directive.Condition) {
	for _, c := range all {
		v.Conditions = append(v.Conditions, passageView{c.Text, q.line(t, c.Line)})
	}
}

// months is the outcome of each month beside the year before, with the bookings of the
// month behind its name.
func (v *appropriationView) months(t translate, q *booksAsked, r *appropriation.AccountRow) {
	u := appropriation.Kronor
	now, before := q.books.MonthsOf(q.year, r.Item), q.books.MonthsOf(q.year-1, r.Item)
	v.Chart = itemChart(t, v.Heading, q.year, now)
	v.Months = bookTable{ID: "months", Title: t("appropriation.months"), Sub: t("appropriation.months.text"),
		Columns: columnsOf(t, "column.month", "#", "column.outcome.sek", "#", "column.todate", "#", "column.yearbefore")}
	sum := knownFigure(0)
	for m, f := range now {
		sum = appropriation.Figure{Amount: sum.Amount + f.Amount, Known: sum.Known && f.Known}
		row := bookRow{Head: bookCell{Text: t.month(m + 1), Says: t("appropriation.openmonth")}, Cells: t.amounts(u, f, sum, before[m])}
		if f.Known || f.Amount != 0 {
			row.Head.Href = link("/appropriation", append([]string{"item", string(r.Item)}, set(q.pairs(), "month", strconv.Itoa(m+1))...)...) + "#behind"
		} else {
			row.Head.Says = ""
		}
		if !f.Known && calendar.EndOfDay(calendar.New(q.year, 1, 1).AddMonths(m).EndOfMonth()) > q.known.at {
			row.Cells[0].Text, row.Cells[1].Text = t("appropriation.notended"), t("appropriation.notended")
		}
		if m+1 == q.month {
			row.Head.Sub = t("appropriation.thismonth")
		}
		v.Months.Rows = append(v.Months.Rows, row)
	}
}
