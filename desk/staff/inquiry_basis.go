package staff

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"

	"balans/law/calendar"
	"balans/law/money"
	"balans/prevent/payout"
	"balans/prevent/register"
	"balans/recover/inquiry"
)

// basisFormView is the form in which a person states what should have been paid.
type basisFormView struct {
	page
	Heading, Back string
	Hidden        []hidden
	Lines         []basisForm
	None          bool
	Conflict      []caseEventRow
}

type basisForm struct {
	Payout, Days, Paid, Tax string
	Entitled                field
}

func (s *Server) inquiryBasis(c *call) error {
	x, err := s.openBasis(c)
	if err != nil {
		return err
	}
	return x.showBasis(http.StatusOK, nil)
}

func (s *Server) openBasis(c *call) (*onCase, error) {
	x, err := s.openCase(c, c.asked.get("id"))
	if err == nil && (!x.c.Takes("basis") || !x.c.State.IsOpen() || x.c.State == inquiry.Executing || x.c.State == inquiry.Signalled) {
		err = &pageProblem{http.StatusConflict, "failure.caseact", c.text("inquiry.no.state")}
	}
	return x, err
}

// paidLines is what the person was paid of the benefit in the days of the case.
func (x *onCase) paidLines() ([]*payout.Entry, error) {
	entries, err := payout.Of(x.r.Context(), x.s.journal, x.c.Party, payout.AsOf{Day: x.a.today()})
	if err != nil {
		return nil, err
	}
	var own []*payout.Entry
	for _, e := range entries {
		if e.State == payout.Paid && e.Benefit == x.c.Benefit && e.From <= x.c.To && e.To >= x.c.From && x.isAbout(e) {
			own = append(own, e)
		}
	}
	return own, nil
}

// isAbout reports whether the case is about a payment: the one of its finding, those of the
// decision it reviews, or else all of the days.
func (x *onCase) isAbout(e *payout.Entry) bool {
	if x.was != nil && x.was.Current().Basis != nil {
		return slices.ContainsFunc(x.was.Current().Lines, func(l inquiry.Line) bool { return l.Payout == e.ID })
	}
	return x.c.Payout == "" || e.ID == x.c.Payout
}

func (x *onCase) showBasis(status int, typed *asked) error {
	t, c := x.text, x.c
	entries, err := x.paidLines()
	if err != nil {
		return err
	}
	v := basisFormView{Heading: t("inquiry.basis.title", c.ID), Back: x.href(), None: len(entries) == 0}
	v.Hidden = []hidden{{"id", c.ID}, {"seen", strconv.Itoa(c.Version)}, {"key", newKey(typed, "id")}}
	for i, e := range entries {
		name := fmt.Sprintf("entitled-%d", i+1)
		v.Hidden = append(v.Hidden, hidden{fmt.Sprintf("payout-%d", i+1), e.ID})
		f := field{Name: name, Label: t("inquiry.field.entitled", e.ID), Type: "text", Value: x.entitled(e).Kronor()}
		if typed != nil {
			f.Value, f.Error = typed.values.Get(name), typed.problem(name)
		}
		v.Lines = append(v.Lines, basisForm{e.ID, e.From.String() + "–" + e.To.String(), e.Gross.Kronor(), e.Tax.Kronor(), f})
	}
	v.page = x.s.page(x.call, v.Heading, "/inquiries")
	v.Crumbs = []crumb{{"/inquiries", t("inquiries.title")}, {x.href(), c.ID}, {"", t("inquiry.basis")}}
	if typed != nil {
		v.Problems, v.Conflict = typed.problems, x.since(typed)
	}
	return x.render(status, "inquiry_basis", v)
}

// entitled is what the case believes should have been paid: what stands in the basis, or in
// that of the decision it reviews, or what the finding leaves.
func (x *onCase) entitled(e *payout.Entry) money.Amount {
	for _, c := range []*inquiry.Case{x.c, x.was} {
		if c == nil || c.Current().Basis == nil {
			continue
		}
		for _, l := range c.Current().Lines {
			if l.Payout == e.ID {
				return l.Entitled
			}
		}
	}
	if x.c.Payout == e.ID {
		return max(0, e.Gross-x.c.Wrong)
	}
	return e.Gross
}

func (s *Server) postInquiryBasis(c *call) error {
	if err := c.r.ParseForm(); err != nil {
		return problemPage(http.StatusBadRequest, "failure.form")
	}
	c.asked = &asked{values: c.r.PostForm, text: c.text, now: c.asked.now}
	a := c.asked
	if a.get("key") == "" || intOf(a.get("seen")) <= 0 {
		return problemPage(http.StatusBadRequest, "failure.form")
	}
	x, err := s.openBasis(c)
	if err != nil {
		return err
	}
	entries, err := x.paidLines()
	if err != nil {
		return err
	}
	lines := x.basisLines(entries)
	if len(a.problems) == 0 {
		about, err := x.about(entries)
		if err != nil {
			return err
		}
		_, err = x.act().ReceiveBasis(c.r.Context(), s.journal, inquiry.FromPayouts("hand", x.c.ID, x.nextVersion(), lines), about)
		status, err := x.refused(pointAt("entitled-1"), err)
		if err != nil {
			return err
		}
		if status == 0 {
			c.redirect(x.href("done", "basis"))
			return nil
		}
		if err := x.reload(); err != nil {
			return err
		}
		return x.showBasis(status, a)
	}
	return x.showBasis(http.StatusBadRequest, a)
}

// basisLines reads the form. Which payment a field is about is sent with it: one that has
// come meanwhile must not move what was typed to another.
func (x *onCase) basisLines(entries []*payout.Entry) (lines []inquiry.Line) {
	a := x.a
	for i, e := range entries {
		name := fmt.Sprintf("entitled-%d", i+1)
		label := a.text("inquiry.field.entitled", e.ID)
		entitled, err := money.Parse(a.get(name))
		switch {
		case a.get(fmt.Sprintf("payout-%d", i+1)) != e.ID:
			a.wrong(name, "error.basis.payouts")
			return nil
		case a.get(name) == "":
			a.wrong(name, "error.said.missing", label)
		case err != nil:
			a.wrong(name, "error.amount", label, a.get(name))
		case entitled < 0 || entitled > mostEntitled:
			a.wrong(name, "error.amount.range", label, "0", mostEntitled.Kronor())
		}
		lines = append(lines, inquiry.Line{Payout: e.ID, From: e.From, To: e.To, Payee: e.Receiver(), Paid: e.Gross, Tax: e.Tax, Entitled: entitled})
	}
	return lines
}

// nextVersion is the version after those the reader of the form had seen, so that a form that
// is sent twice says the same.
func (x *onCase) nextVersion() int {
	version := 1
	for i := range min(len(x.c.Bases), x.seenOf("inquiry.basis/1")) {
		version = max(version, x.c.Bases[i].Version+1)
	}
	return version
}

// about is what the registers tell of those who were paid.
func (x *onCase) about(entries []*payout.Entry) (inquiry.About, error) {
	n, err := x.s.controlsNow(x.r.Context())
	if err != nil {
		return inquiry.About{}, err
	}
	defer n.release()
	return aboutOf(n.register, entries, n.on), nil
}

func aboutOf(book *register.Book, entries []*payout.Entry, on calendar.Date) (about inquiry.About) {
	for _, e := range entries {
		p := book.Of(e.Receiver())
		about.Protected = about.Protected || p.Protected(on)
		for _, f := range p.Facts(register.Population) {
			about.Deceased = about.Deceased || f.Status == register.Dead && f.From <= on
			about.Abroad = about.Abroad || f.Status == register.Emigrated && f.Days().Contains(on)
		}
		if born, ok := e.Receiver().BirthDate(); ok {
			about.Minor = about.Minor || born.AddYears(18) > on
		}
	}
	return about
}

// mostEntitled is above what anybody is paid at one time: a hundred million kronor, in öre.
const mostEntitled = money.Amount(10_000_000_000)
