package staff

import (
	"net/http"
	"strconv"

	"balans/law/calendar"
	"balans/law/money"
	"balans/steer/appropriation"
)

type accountsView struct {
	booksHead
	Interest       bookTable
	Plan           *bookTable
	PlanText       string
	Debts          *bookTable
	Authorisations *bookTable
	Due            *bookTable
	Fees           *bookTable
	Files          []downloadGroup
}

// accounts shows the accounts beside the appropriations: the interest account with its
// plan, loans and credits, authorisations and fee-based activities.
func (s *Server) accounts(c *call) error {
	n, err := s.steeringNow(c.r.Context())
	if err != nil {
		return err
	}
	q, err := s.booksAsked(c, n, true)
	if err != nil {
		return err
	}
	status := http.StatusOK
	v := accountsView{}
	v.Heading = c.text("accounts.title")
	if len(c.asked.problems) > 0 {
		status = http.StatusBadRequest
	} else if v.begin(c.text, &q) {
		if err := v.fill(c.text, &q); err != nil {
			return err
		}
	}
	s.booksHead(c, &q, "/accounts", &v.booksHead)
	return c.render(status, "accounts", v)
}

func (v *accountsView) fill(t translate, q *booksAsked) error {
	interest, err := q.books.InterestOf(q.year, q.on)
	if err != nil {
		return err
	}
	debts, err := q.books.DebtsOf(q.year, q.on)
	if err != nil {
		return err
	}
	authorisations, err := q.books.AuthorisationsOf(q.year, q.on)
	if err != nil {
		return err
	}
	fees, err := q.books.FeesOf(q.year, q.on)
	if err != nil {
		return err
	}
	v.Heading = t("accounts.heading", strconv.Itoa(q.year))
	v.Lead = t("accounts.lead", t.longDay(q.on), t.knownText(q.known))
	v.interest(t, q, interest)
	v.plan(t, q, interest)
	v.debts(t, q, debts)
	v.authorisations(t, q, authorisations)
	v.fees(t, q, fees)
	v.Files = q.files(t, "accounts")
	return nil
}

// sek makes cells of amounts that are known.
func (t translate) sek(all ...money.Amount) (cells []bookCell) {
	for _, a := range all {
		cells = append(cells, bookCell{Text: appropriation.Kronor.Text(a)})
	}
	return cells
}

// levelCell is a limit with its bar and the words of it.
func (t translate) levelCell(l *appropriation.Limit) bookCell {
	used := knownFigure(l.Used)
	c := bookCell{Plain: true, Text: t.shareOf(used, l.Amount), Bar: usageBar(l.Amount, used, knownFigure(0))}
	c.Level, c.Badge = t.level(l.Level)
	return c
}

func (v *accountsView) interest(t translate, q *booksAsked, s *appropriation.InterestStatement) {
	v.Interest = bookTable{ID: "interest", Title: t("accounts.interest.caption", t.longDay(q.on)), Columns: columnsOf(t, "column.what.sum", "#", "column.amount.sek")}
	add := func(key, sub, class string, cell bookCell) {
		v.Interest.Rows = append(v.Interest.Rows, bookRow{Class: class, Head: bookCell{Text: t(key), Sub: sub}, Cells: []bookCell{cell}})
	}
	missing := ""
	if !s.OpeningBooked {
		missing = t("appropriation.noopening")
	}
	add("accounts.opening", missing, "", t.sek(s.Opening)[0])
	add("accounts.in", "", "", t.sek(s.In)[0])
	add("accounts.out", "", "", t.sek(-s.Out)[0])
	add("accounts.interest.sum", "", "", t.sek(s.Interest)[0])
	add("accounts.closing", "", "row--difference", t.sek(s.Closing)[0])
	if s.LowestOn != calendar.None {
		add("accounts.lowest", t.longDay(s.LowestOn), "", t.sek(s.Lowest)[0])
	}
	credit := bookCell{Text: t.sumOf(s.Credit.Amount, appropriation.Kronor), Line: q.line(t, s.Credit.Line)}
	credit.Level, credit.Badge = t.level(s.Credit.Level)
	add("accounts.credit", t("accounts.credit.text"), "", credit)
}

func (v *accountsView) plan(t translate, q *booksAsked, s *appropriation.InterestStatement) {
	if len(s.Plan) == 0 {
		return
	}
	u := appropriation.Kronor
	v.PlanText = t("accounts.plan.text", t.sumOf(s.Planned, u), t.sumOf(s.Received, u))
	o := &bookTable{ID: "plan", Title: t("accounts.plan"), Sub: t("accounts.plan.sub"), Columns: columnsOf(t, "column.day", "#", "column.planned", "#", "column.receivedsek", "#", "column.difference", "column.line")}
	for _, p := range s.Plan {
		head := bookCell{Text: p.Date.String()}
		if !p.BankDay {
			head.Sub = t("accounts.nobankday", t.longDay(p.PaidOn))
		}
		difference := bookCell{Text: t("accounts.ahead")}
		if p.Date <= q.on {
			difference.Text = t.sumOf(p.Difference, u)
			if p.Difference.Known && p.Difference.Amount != 0 {
				difference.Level, difference.Badge = t("accounts.differs"), "warning"
			}
		}
		o.Rows = append(o.Rows, bookRow{Head: head, Cells: []bookCell{{Text: t.sumOf(p.Planned, u)}, {Text: u.Text(p.Received)}, difference, {Line: q.line(t, p.Line), Plain: true}}})
	}
	v.Plan = o
}

func (v *accountsView) debts(t translate, q *booksAsked, all []appropriation.DebtRow) {
	if len(all) == 0 {
		return
	}
	o := &bookTable{ID: "debts", Title: t("accounts.debts.caption"),
		Columns: columnsOf(t, "column.account", "column.use", "#", "column.frame", "#", "column.opening", "#", "column.drawn", "#", "column.repaid", "#", "column.closing", "column.line")}
	for i := range all {
		r := &all[i]
		text, name := t.bookAccount(r.Account)
		cells := []bookCell{t.levelCell(&r.Frame), {Text: t.sumOf(r.Frame.Amount, appropriation.Kronor)}}
		cells = append(cells, t.sek(r.Opening, r.Drawn, r.Repaid, r.Closing)...)
		o.Rows = append(o.Rows, bookRow{Head: bookCell{Text: text, Name: name}, Cells: append(cells, bookCell{Line: q.line(t, r.Frame.Line), Plain: true})})
	}
	v.Debts = o
}

func (v *accountsView) authorisations(t translate, q *booksAsked, all []appropriation.AuthorisationRow) {
	if len(all) == 0 {
		return
	}
	u := appropriation.Kronor
	o := &bookTable{ID: "authorisations", Title: t("accounts.authorisations.caption"),
		Columns: columnsOf(t, "column.post", "column.use", "#", "column.frame", "#", "column.opening", "#", "column.committed", "#", "column.fulfilled", "#", "column.lapsed", "#", "column.outstandingsek", "column.line")}
	due := &bookTable{ID: "due", Title: t("accounts.due"), Sub: t("accounts.due.sub"), Columns: columnsOf(t, "column.post", "column.dueyear", "#", "column.outstandingsek", "#", "column.indicative")}
	for i := range all {
		r := &all[i]
		head := bookCell{Text: string(r.Item), Name: r.Name}
		if r.End > 0 {
			head.Sub = t("accounts.end", strconv.Itoa(r.End))
		}
		cells := []bookCell{t.levelCell(&r.Frame), {Text: t.sumOf(r.Frame.Amount, u)}}
		cells = append(cells, t.sek(r.Opening, r.Committed, r.Fulfilled, r.Lapsed, r.Outstanding)...)
		o.Rows = append(o.Rows, bookRow{Head: head, Cells: append(cells, bookCell{Line: q.line(t, r.Line), Plain: true})})
		for _, y := range r.Years {
			year := t("accounts.undatedyear")
			if y.Year > 0 {
				year = strconv.Itoa(y.Year)
			}
			if y.Onwards {
				year = t("accounts.onwards", year)
			}
			due.Rows = append(due.Rows, bookRow{Head: bookCell{Text: string(r.Item)}, Cells: []bookCell{plainCell(year), {Text: u.Text(y.Outstanding)}, {Text: t.sumOf(y.Indicative, u)}}})
		}
	}
	v.Authorisations = o
	if len(due.Rows) > 0 {
		v.Due = due
	}
}

func (v *accountsView) fees(t translate, q *booksAsked, s *appropriation.FeeStatement) {
	if len(s.Rows) == 0 {
		return
	}
	u := appropriation.Kronor
	o := &bookTable{ID: "fees", Title: t("accounts.fees.sub"), Columns: columnsOf(t, "column.activity", "#", "column.before",
		"#", "column.incomesek", "#", "column.budgetincome", "#", "column.costs", "#", "column.budgetcosts", "#", "column.result", "#", "column.budgetresult", "#", "column.accumulated", "#", "column.budgetaccumulated", "column.line")}
	add := func(r *appropriation.FeeRow, head bookCell, class string) {
		if !r.OpeningBooked {
			head.Sub = t("appropriation.noopening")
		}
		k := knownFigure
		cells := t.amounts(u, k(r.Opening), k(r.Income), r.BudgetIncome, k(r.Cost), r.BudgetCost, k(r.Result), r.BudgetResult, k(r.Accumulated), r.BudgetAccumulated)
		o.Rows = append(o.Rows, bookRow{Class: class, Head: head, Cells: append(cells, bookCell{Line: q.line(t, r.Line), Plain: true})})
	}
	for i := range s.Rows {
		add(&s.Rows[i], bookCell{Name: s.Rows[i].Activity}, "")
	}
	add(&s.Total, bookCell{Text: t("accounts.total")}, "row--difference")
	v.Fees = o
}
