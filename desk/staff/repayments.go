package staff

import (
	"net/http"
	"net/url"
	"strconv"

	"balans/law/calendar"
	"balans/law/money"
	"balans/prevent/benefit"
	"balans/recover/claim"
	"balans/recover/repayment"
	"balans/steer/appropriation"
	"balans/steer/report"
)

// repaymentsAsked is what came back on the claims of a benefit in a period, as the books
// count it: what is known at an instant or, with since, what has become known of it
// after another.
type repaymentsAsked struct {
	benefit  benefit.Code
	item     string
	from, to calendar.Date
	known    known
	since    calendar.Instant // 0: all that is known
	page     int
}

// returning are the benefits that an item of the letter is known for.
func returning() (all []benefit.Code) {
	for _, b := range benefit.All() {
		if _, ok := repayment.ItemOf(b, claim.FK); ok {
			all = append(all, b)
		}
	}
	return all
}

func (c *call) repaymentsAsked(f *facts) repaymentsAsked {
	a := c.asked
	q := repaymentsAsked{known: a.known(), benefit: a.benefit()}
	if !q.benefit.IsKnown() {
		q.benefit = returning()[0]
	}
	item, ok := repayment.ItemOf(q.benefit, claim.FK)
	if q.item = item; !ok && len(a.problems) == 0 {
		a.wrong("benefit", "error.option", a.text("field.benefit"), a.get("benefit"))
	}
	q.to = a.day("to", lastMonthEnd(f.lastFact(), a.today(), q.known.at.Date()))
	q.from = a.day("from", q.to.FirstOfMonth())
	if q.from > q.to && len(a.problems) == 0 {
		a.wrong("from", "error.order", a.text("field.from"), a.text("field.to"))
	}
	if value := a.get("since"); value != "" {
		at, err := calendar.ParseInstant(value)
		if err != nil || at > q.known.at {
			a.wrong("known_at", "error.day", a.text("field.since"), value)
		} else {
			q.since = at
		}
	}
	q.page = a.pageNumber()
	return q
}

// pageNumber reads which page of a list is asked for, from 1.
func (a *asked) pageNumber() int {
	value := a.get("page")
	if value == "" {
		return 1
	}
	n, err := strconv.Atoi(value)
	if err != nil || n < 1 {
		a.wrong("page", "error.page", value)
		return 1
	}
	return n
}

func (q repaymentsAsked) pairs() []string {
	pairs := []string{"benefit", q.benefit.String(), "from", q.from.String(), "to", q.to.String(), "known_at", knownParam(q.known.at)}
	if q.since != 0 {
		pairs = append(pairs, "since", knownParam(q.since))
	}
	return pairs
}

// returned is what came back, by what the books do with it.
type returned struct {
	lines                                 []repayment.Line
	capital, recovered, out, counted      money.Amount // counted = capital + recovered − out
	interest, charges, excess, notDivided money.Amount // in no item
}

// read adds up what came back; with since, what was known then is taken away.
func (q repaymentsAsked) read(c *claim.Columns) (returned, error) {
	now, err := q.readAt(c, q.known.at)
	if err != nil || q.since == 0 {
		return now, err
	}
	then, err := q.readAt(c, q.since)
	if err != nil {
		return now, err
	}
	r := returned{capital: now.capital - then.capital, recovered: now.recovered - then.recovered, out: now.out - then.out, counted: now.counted - then.counted,
		interest: now.interest - then.interest, charges: now.charges - then.charges, excess: now.excess - then.excess, notDivided: now.notDivided - then.notDivided}
	had := map[repayment.Line]int{}
	for _, l := range then.lines {
		had[l]++
	}
	for _, l := range now.lines {
		if had[l] > 0 {
			had[l]--
			continue
		}
		r.lines = append(r.lines, l)
	}
	for _, l := range then.lines { // what is no longer so
		if had[l] > 0 {
			had[l]--
			l.Amount, l.Capital, l.Recovered, l.Interest, l.Charges, l.Excess = -l.Amount, -l.Capital, -l.Recovered, -l.Interest, -l.Charges, -l.Excess
			r.lines = append(r.lines, l)
		}
	}
	return r, nil
}

// someClaims is a few claims among all: a whole life takes time to walk.
type someClaims struct {
	*claim.Columns
	chosen map[int]bool
}

func (c someClaims) WalkSettled(from, to int, a, b calendar.Date, knownAt calendar.Instant, visit func(i int, e *claim.Event, by *claim.Parts)) {
	for i := from; i < to; i++ {
		if c.chosen[i] {
			c.Columns.WalkSettled(i, i+1, a, b, knownAt, visit)
		}
	}
}

// readAt adds the events up as repayment.Sum does. What left of money that had settled
// principal is only there, and is asked for of the claims that something left.
func (q repaymentsAsked) readAt(c *claim.Columns, at calendar.Instant) (r returned, err error) {
	if r.lines, err = repayment.ClaimsOf(c, q.benefit, claim.FK, q.from, q.to, at); err != nil {
		return r, err
	}
	left := map[int]bool{}
	for i := range r.lines {
		l := &r.lines[i]
		if l.Kind == claim.Refunded || l.Kind == claim.CreditMoved || l.IsTurned && l.Capital > 0 {
			left[l.At] = true
		}
		switch {
		case l.IsUnknown:
			r.notDivided += l.Amount
		case !l.IsTurned:
			r.capital += l.Capital
			r.recovered += l.Recovered
			r.interest += l.Interest
			r.charges += l.Charges
			r.excess += l.Excess
		}
	}
	if len(left) > 0 {
		flows, err := repayment.Sum(someClaims{c, left}, q.from, q.to, at)
		if err != nil {
			return r, err
		}
		for i := range flows {
			if f := &flows[i]; f.Benefit == q.benefit && f.Authority == claim.FK {
				r.out += f.Returned
			}
		}
	}
	r.counted = r.capital + r.recovered - r.out
	return r, nil
}

type repaymentsView struct {
	page
	Benefit         choiceField
	From, To, Known field
	Hidden          []hidden

	Ready         bool
	Heading, Lead string
	Since         string
	SumTable      bookTable
	Table         bookTable
	Empty         bool
	Paginator     *paginator
	Item          bookLink
}

// repayments lists the claims behind what the books count as come back on a benefit. It
// shows numbers of claims and no persons.
func (s *Server) repayments(c *call) error {
	f, err := s.current(c.r.Context())
	if err != nil {
		return err
	}
	q := c.repaymentsAsked(f)
	status := http.StatusOK
	v := repaymentsView{Heading: c.text("repayments.title")}
	if len(c.asked.problems) > 0 {
		status = http.StatusBadRequest
	} else if err := v.fill(c.text, f, q); err != nil {
		return err
	}
	v.page = s.page(c, v.Heading, "/appropriations")
	v.Crumbs = []crumb{{"/appropriations", c.text("nav.appropriations")}, {"", v.Heading}}
	v.Benefit = c.asked.benefitField(q.benefit, returning())
	v.Benefit.Options = v.Benefit.Options[1:] // all of them are in no item together
	v.From, v.To, v.Known = c.asked.dayField("from", q.from.String()), c.asked.dayField("to", q.to.String()), c.asked.knownField(q.known)
	v.From.Help, v.To.Help = c.text("help.books.day"), c.text("help.books.day")
	if q.since != 0 {
		v.Hidden = []hidden{{"since", knownParam(q.since)}}
	}
	return c.render(status, "repayments", v)
}

func (v *repaymentsView) fill(t translate, f *facts, q repaymentsAsked) error {
	r, err := q.read(f.columns)
	if err != nil {
		return err
	}
	v.Ready = true
	v.Heading = t("repayments.heading", t.benefit(q.benefit))
	v.Lead = t("repayments.lead", t.longDay(q.from), t.longDay(q.to), t.knownText(q.known))
	if q.since != 0 {
		v.Since = t("repayments.since", t.longDay(q.since.Date()), clock(q.since))
	}
	v.Item = bookLink{link("/appropriation", "item", q.item), t("repayments.item", q.item)}
	v.SumTable = bookTable{ID: "counted", Title: t("repayments.counted"), Columns: columnsOf(t, "column.what.sum", "#", "column.amount.sek")}
	add := func(key, class string, a money.Amount) {
		v.SumTable.Rows = append(v.SumTable.Rows, bookRow{Class: class, Head: bookCell{Text: t(key)}, Cells: t.sek(a)})
	}
	add("repayments.capital", "", r.capital)
	add("repayments.recovered", "", r.recovered)
	add("repayments.out", "", -r.out)
	add("repayments.sum", "row--difference", r.counted)
	add("repayments.interest", "row--part", r.interest+r.charges)
	add("repayments.excess", "row--part", r.excess)
	if r.notDivided != 0 {
		add("repayments.undivided", "row--part", r.notDivided)
	}
	v.rows(t, q, r.lines)
	return nil
}

func (v *repaymentsView) rows(t translate, q repaymentsAsked, lines []repayment.Line) {
	v.Table = bookTable{ID: "claims", Title: t("repayments.claims", number(int64(len(lines)))), Sub: t("repayments.claims.text"),
		Columns: columnsOf(t, "column.id", "column.occurred", "column.what", "#", "column.amount.sek", "#", "column.ofitem", "#", "column.notitem")}
	last := max(1, (len(lines)+pageSize-1)/pageSize)
	at := min(q.page, last)
	lang := report.Language(t("language"))
	for i := (at - 1) * pageSize; i < min(at*pageSize, len(lines)); i++ {
		l := &lines[i]
		what := plainCell(report.KindText(l.Kind, lang))
		counted := bookCell{Text: appropriation.Kronor.Text(l.Capital + l.Recovered)}
		switch {
		case l.IsUnknown:
			counted.Text = t("books.unknown")
		case l.IsTurned:
			what.Sub = t("repayments.turned")
			counted.Text = appropriation.Kronor.Text(0)
		}
		v.Table.Rows = append(v.Table.Rows, bookRow{Head: bookCell{Text: l.Claim, Href: "/claims/" + url.PathEscape(l.Claim)},
			Cells: []bookCell{plainCell(l.Day.String()), what, {Text: appropriation.Kronor.Text(l.Amount)}, counted, {Text: appropriation.Kronor.Text(l.Interest + l.Charges)}}})
	}
	v.Empty = len(lines) == 0
	v.Paginator = paginate(t, at, last, func(n int) string { return link("/repayments", append(q.pairs(), "page", strconv.Itoa(n))...) })
}
