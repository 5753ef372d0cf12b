package staff

import (
	"errors"
	"net/http"
	"strconv"
	"unicode/utf8"

	"balans/journal"
	"balans/law/money"
	"balans/prevent/control"
	"balans/prevent/payout"
)

// rightView is the page where a payout that a finding stopped gets its right amount.
type rightView struct {
	page
	Heading, Lead    string
	Facts            []factRow
	Others           []string // other findings of the payout
	Hidden           []hidden
	Gross, Tax, Days field
	HasDays          bool
	Reason           field
	Reading, Back    string
}

// The limits of a reason for a changed payout; prevent/payout holds them too.
const (
	leastRightReason = 10
	mostRightReason  = 500
)

// right shows the form, and what the payout is now. It is about a person, so the view is
// written in the reading log first.
func (s *Server) right(c *call) error {
	n, err := s.controlsNow(c.r.Context())
	if err != nil {
		return err
	}
	defer n.release()
	return s.showRight(c, n, c.findingAsked(), http.StatusOK, nil)
}

// rightOf is the finding and its payout, when the amount can be set right.
func (s *Server) rightOf(c *call, n *controlling, q findingAsked) (*control.Finding, *payout.Entry, error) {
	f, err := s.findingFor(c, n, q)
	if err != nil {
		return nil, nil, err
	}
	if err := s.logPerson(c, f.Line.Party, control.FindingStream(f.Run, f.Line.ID)); err != nil {
		return nil, nil, err
	}
	e, err := s.payoutOf(c, n, f)
	if err != nil {
		return nil, nil, err
	}
	open := e != nil && (e.State == payout.Planned || e.State == payout.Held)
	if !open || f.Judged == nil || f.Judged.Verdict != control.Confirmed {
		return f, nil, nil
	}
	return f, e, nil
}

func (s *Server) showRight(c *call, n *controlling, q findingAsked, status int, typed *asked) error {
	f, e, err := s.rightOf(c, n, q)
	if err != nil {
		return err
	}
	if e == nil {
		return problemPage(http.StatusConflict, "failure.right")
	}
	t := c.text
	v := rightView{Heading: t("right.title", e.ID), Lead: t("right.lead"), Back: link("/finding", q.pairs()...), Reading: t("finding.reading", c.user.Name, t(c.user.Role))}
	v.Facts = []factRow{{Name: t("finding.person"), Text: e.Party.Masked()}, {Name: t("field.benefit"), Text: t.benefit(e.Benefit)},
		{Name: t("finding.days"), Text: e.From.String() + "–" + e.To.String()}, {Name: t("finding.gross"), Text: t.kronor(e.Gross)},
		{Name: t("right.tax"), Text: t.kronor(e.Tax)}, {Name: t("right.wrong"), Text: t.kronor(f.Judged.Amount)}, {Name: t("field.reason"), Text: f.Judged.Reason}}
	for _, o := range n.book.Of(e.Party) {
		if o != f && o.Line.ID == e.ID {
			v.Others = append(v.Others, t.ruleName(o.Evaluation.Rule)+": "+t.findingIs(o.State(n.on)))
		}
	}
	v.fields(c, q, f, e, typed)
	v.page = s.page(c, v.Heading, "/findings")
	v.Crumbs = []crumb{{"/findings", t("findings.title")}, {v.Back, f.Line.ID}, {"", t("right.crumb")}}
	return c.render(status, "right", v)
}

func (v *rightView) fields(c *call, q findingAsked, f *control.Finding, e *payout.Entry, typed *asked) {
	t, a := c.text, typed
	if a == nil {
		a = &asked{text: t, now: c.asked.now, values: map[string][]string{}}
		less := e.Gross - f.Judged.Amount
		tax, err := money.MulDiv(e.Tax, int64(less), int64(e.Gross), money.Down)
		if err != nil {
			tax = 0
		}
		a.values.Set("gross", less.Kronor())
		a.values.Set("tax", tax.Kronor())
		a.values.Set("paid_days", strconv.Itoa(e.Days))
		a.values.Set("why", f.Judged.Reason)
	}
	v.Hidden = q.hidden("key", newKey(typed, "gross"))
	v.Gross = field{Name: "gross", Label: t("field.gross"), Help: t("help.gross", e.Gross.Kronor()), Type: "text", Value: a.values.Get("gross"), Error: a.problem("gross")}
	v.Tax = field{Name: "tax", Label: t("field.tax"), Help: t("help.tax", e.Tax.Kronor()), Type: "text", Value: a.values.Get("tax"), Error: a.problem("tax")}
	v.HasDays = e.Days > 0
	v.Days = field{Name: "paid_days", Label: t("field.paid_days"), Help: t("help.paid_days", e.Days), Type: "text", Value: a.values.Get("paid_days"), Error: a.problem("paid_days")}
	v.Reason = field{Name: "why", Label: t("field.why"), Help: t("help.why"), Value: a.values.Get("why"), Error: a.problem("why")}
}

// lineOf reads the smaller line of the form and gathers what is wrong with it. A gross of
// nothing means that nothing is to be paid.
func (a *asked) lineOf(e *payout.Entry) payout.Line {
	l := e.Line
	l.Gross = a.amount("gross", 0, e.Gross-1)
	if l.Gross > 0 {
		l.Tax = a.amount("tax", 0, min(e.Tax, l.Gross))
		if l.Net() > e.Net() && a.problem("tax") == "" {
			a.wrong("tax", "error.right.net", a.text("field.tax"), e.Net().Kronor())
		}
	}
	if e.Days > 0 && l.Gross > 0 {
		days, err := strconv.Atoi(a.get("paid_days"))
		if err != nil || days < 1 || days > e.Days {
			a.wrong("paid_days", "error.right.days", a.text("field.paid_days"), e.Days)
		}
		l.Days = days
	}
	return l
}

// postRight cancels the payout and plans a smaller one in its place, or cancels it when
// nothing is to be paid. Sent twice it is done once.
func (s *Server) postRight(c *call) error {
	a, err := c.posted()
	if err != nil {
		return err
	}
	n, err := s.controlsNow(c.r.Context())
	if err != nil {
		return err
	}
	defer n.release()
	q := c.findingAsked()
	f, err := s.findingFor(c, n, q)
	if err != nil {
		return err
	}
	e, err := s.payoutOf(c, n, f)
	if err != nil {
		return err
	}
	if e == nil || f.Judged == nil || f.Judged.Verdict != control.Confirmed {
		return problemPage(http.StatusConflict, "failure.right")
	}
	l := a.lineOf(e)
	why := a.said("why", leastRightReason)
	if utf8.RuneCountInString(why) > mostRightReason && a.problem("why") == "" {
		a.wrong("why", "error.said.long", a.text("field.why"), mostRightReason)
	}
	if len(a.problems) > 0 {
		return s.showRight(c, n, q, http.StatusBadRequest, a)
	}
	switch err := s.setRight(c, e, l, why); {
	case errors.Is(err, journal.ErrKeyReused), errors.As(err, new(*payout.Refusal)):
		return problemPage(http.StatusConflict, "failure.right")
	case err != nil:
		return err
	}
	c.redirect(q.done("right"))
	return nil
}

// mostInstead is how many lines are tried in the place of one.
const mostInstead = 9

// setRight carries the change out. The id of the line in its place is that of the payout
// with the first free number.
func (s *Server) setRight(c *call, e *payout.Entry, l payout.Line, why string) error {
	change := payout.Change{Party: e.Party, Payout: e.ID, Person: c.user.ID, Cause: c.route.audit, Reason: why, Key: c.asked.get("key")}
	if l.Gross == 0 {
		_, err := payout.Cancel(c.r.Context(), s.journal, change)
		return err
	}
	for i := 1; ; i++ {
		l.ID = e.ID + "-" + strconv.Itoa(i)
		_, err := payout.Replace(c.r.Context(), s.journal, change, l)
		var refusal *payout.Refusal
		taken := errors.As(err, &refusal) && refusal.Code == "replace-id"
		if i < mostInstead && (taken || errors.Is(err, journal.ErrKeyReused)) {
			continue // the second when the form was sent before, and a later number was free
		}
		return err
	}
}
