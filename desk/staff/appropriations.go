package staff

import (
	"net/http"
	"strconv"

	"balans/steer/appropriation"
	"balans/steer/directive"
	"balans/steer/report"
)

type appropriationsView struct {
	booksHead
	Month1   string // the month in words, and whether it is closed
	Closed   bool
	Figures  []countView
	Warnings []string
	Areas    []areaView
	Foreign  *bookTable // what other agencies dispose of
	LeftOut  *bookTable
	Files    []downloadGroup
}

// areaView is an expenditure area: its appropriations with their items.
type areaView struct {
	ID, Title, Name string
	Table           bookTable
}

// downloadGroup is an account with the forms it can be taken away in.
type downloadGroup struct {
	Name  string
	Links []downloadLink
}

// appropriations shows how much of every item has been used to the end of a month.
func (s *Server) appropriations(c *call) error {
	n, err := s.steeringNow(c.r.Context())
	if err != nil {
		return err
	}
	q, err := s.booksAsked(c, n, false)
	if err != nil {
		return err
	}
	status := http.StatusOK
	v := appropriationsView{}
	v.Heading = c.text("appropriations.title")
	if len(c.asked.problems) > 0 {
		status = http.StatusBadRequest
	} else if v.begin(c.text, &q) {
		if err := v.fill(c.text, &q); err != nil {
			return err
		}
	}
	s.booksHead(c, &q, "/appropriations", &v.booksHead)
	return c.render(status, "appropriations", v)
}

func (v *appropriationsView) fill(t translate, q *booksAsked) error {
	account, err := q.books.AccountOf(q.year, q.on)
	if err != nil {
		return err
	}
	limits, err := q.disposable()
	if err != nil {
		return err
	}
	v.Heading = t("appropriations.heading", strconv.Itoa(q.year))
	v.Lead = t("appropriations.lead", t.longDay(q.on), t.knownText(q.known))
	v.Month1 = t("appropriations.open", t.monthOf(q.on))
	if closed, ok := q.books.ClosedThrough(); ok && q.on <= closed {
		v.Closed, v.Month1 = true, t("appropriations.closed", t.monthOf(q.on))
	}
	v.keyFigures(t, account, limits)
	v.Warnings = account.Notes(report.Language(t("language")))
	v.Areas = areasOf(t, q, account, limits)
	v.Foreign = disposedElsewhere(t, q, account.Others)
	v.LeftOut = t.leftOut(account.LeftOut, appropriation.Thousands)
	v.Files = q.files(t)
	return nil
}

// disposable is what may be disposed of each item, by the item.
func (q *booksAsked) disposable() (map[directive.ItemID]*appropriation.Limit, error) {
	all, err := q.books.Limits(q.year, q.on)
	if err != nil {
		return nil, err
	}
	by := map[directive.ItemID]*appropriation.Limit{}
	for i := range all {
		if all[i].Kind == appropriation.Disposable {
			by[all[i].Account.Item()] = &all[i]
		}
	}
	return by, nil
}

// keyFigures are the whole.
func (v *appropriationsView) keyFigures(t translate, s *appropriation.Statement, limits map[directive.ItemID]*appropriation.Limit) {
	top := &s.Rows[0]
	outcome, disposable := outcomeOf(top), sumOfLimits(s, limits, top)
	left := appropriation.Figure{Amount: disposable.Amount - outcome.Amount, Known: disposable.Known && outcome.Known}
	near := 0
	for _, l := range limits {
		if l.Level != appropriation.OK {
			near++
		}
	}
	u := appropriation.Thousands
	v.Figures = []countView{
		{t("figure.allotted"), t.sumOf(top.Allotted, u), t("figure.allotted.note")},
		{t("figure.disposable"), t.sumOf(disposable, u), t("figure.disposable.note")},
		{t("figure.outcome"), t.sumOf(outcome, u), t.share(outcome, disposable)},
		{t("figure.left"), t.sumOf(left, u), t("figure.tkr")},
		{t("figure.near"), number(int64(near)), t("figure.near.note")},
	}
}

// outcomeOf is outgoings less income.
func outcomeOf(r *appropriation.AccountRow) appropriation.Figure {
	return appropriation.Figure{Amount: r.Outgoings.Amount - r.Income.Amount, Known: r.Outgoings.Known && r.Income.Known}
}

// share is a share in words; what it is of is always what may be disposed of.
func (t translate) share(used, amount appropriation.Figure) string {
	if share := t.shareOf(used, amount); share != "" {
		return t("appropriations.share", share)
	}
	return t("appropriations.noshare")
}

// under reports whether an item's row stands under a row.
func under(r, item *appropriation.AccountRow) bool {
	switch r.Rank {
	case appropriation.WholeRank:
		return true
	case appropriation.AreaRank:
		return item.Area == r.Area
	case appropriation.AppropriationRank:
		return item.Area == r.Area && item.Number == r.Number
	}
	return item.Item == r.Item
}

// sumOfLimits is what may be disposed of the items under a row.
func sumOfLimits(s *appropriation.Statement, limits map[directive.ItemID]*appropriation.Limit, r *appropriation.AccountRow) appropriation.Figure {
	sum := appropriation.Figure{Known: true}
	for i := range s.Rows {
		item := &s.Rows[i]
		if item.Rank != appropriation.ItemRank || !under(r, item) {
			continue
		}
		l := limits[item.Item]
		if l == nil {
			sum.Known = false
			continue
		}
		sum.Amount += l.Amount.Amount
		sum.Known = sum.Known && l.Amount.Known
	}
	return sum
}

// areasOf makes a table of each expenditure area.
func areasOf(t translate, q *booksAsked, s *appropriation.Statement, limits map[directive.ItemID]*appropriation.Limit) (areas []areaView) {
	for i := range s.Rows {
		r := &s.Rows[i]
		if r.Rank == appropriation.WholeRank {
			continue
		}
		if r.Rank == appropriation.AreaRank {
			areas = append(areas, areaView{ID: "uo" + strconv.Itoa(r.Area), Title: r.Label(), Name: r.Name,
				Table: bookTable{ID: "area-" + strconv.Itoa(r.Area), Title: t("appropriations.area", r.Label()), Sub: t("appropriations.sub"),
					Columns: columnsOf(t, "column.post", "column.use", "#", "column.allotted", "#", "column.disposable", "#", "column.outcome", "#", "column.left.tkr")}})
		}
		last := &areas[len(areas)-1].Table
		last.Rows = append(last.Rows, usageRow(t, q, s, limits, r))
	}
	return areas
}

// usageRow is how much of an item, an appropriation or an area has been used.
func usageRow(t translate, q *booksAsked, s *appropriation.Statement, limits map[directive.ItemID]*appropriation.Limit, r *appropriation.AccountRow) bookRow {
	u := appropriation.Thousands
	disposable, used := sumOfLimits(s, limits, r), outcomeOf(r)
	left := appropriation.Figure{Amount: disposable.Amount - used.Amount, Known: disposable.Known && used.Known}
	row := bookRow{Head: bookCell{Text: r.Label(), Name: r.Name}}
	use := bookCell{Text: t.share(used, disposable), Plain: true}
	switch r.Rank {
	case appropriation.AreaRank:
		row.Class, row.Head.Text, row.Head.Name = "row--difference", t("appropriations.areasum", r.Label()), ""
	case appropriation.ItemRank:
		row.Class = "row--part"
		row.Head.Href = q.itemLink(r.Item)
		l := limits[r.Item]
		if l == nil {
			break
		}
		credit := partOf(l, "credit")
		use.Bar = usageBar(disposable, used, credit)
		if credit.Amount > 0 {
			use.Sub = t("appropriations.credit", t.sumOf(credit, u))
		}
		if l.Level != appropriation.OK {
			use.Level, use.Badge = t.level(l.Level)
		}
	}
	row.Cells = append([]bookCell{use}, t.amounts(u, r.Allotted, disposable, used, left)...)
	return row
}

// partOf is a part of what a limit is made of; zero without it.
func partOf(l *appropriation.Limit, what string) appropriation.Figure {
	for _, p := range l.Parts {
		if p.What == what {
			return p.Amount
		}
	}
	return knownFigure(0)
}

// disposedElsewhere lists items of other agencies; nil when there are none.
func disposedElsewhere(t translate, q *booksAsked, all []appropriation.OtherItem) *bookTable {
	if len(all) == 0 {
		return nil
	}
	v := &bookTable{ID: "others", Title: t("appropriations.others"), Sub: t("appropriations.others.text"), Columns: columnsOf(t, "column.post", "column.disposer", "#", "column.allotted", "column.line")}
	for i := range all {
		o := &all[i]
		v.Rows = append(v.Rows, bookRow{Head: bookCell{Text: o.Label(), Name: o.Name}, Cells: []bookCell{{Name: o.Disposer, Plain: true},
			{Text: t.sumOf(o.Allotted, appropriation.Thousands)}, {Line: q.line(t, o.Line), Plain: true}}})
	}
	return v
}
