package staff

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"balans/law/calendar"
	"balans/law/identity"
	"balans/recover/inquiry"
	"balans/recover/letter"
)

// postInquiryStep saves a step, or shows its form again: with a row more, or with what was
// typed and why it was refused.
func (s *Server) postInquiryStep(c *call) error {
	if err := c.r.ParseForm(); err != nil {
		return problemPage(http.StatusBadRequest, "failure.form")
	}
	c.asked = &asked{values: c.r.PostForm, text: c.text, now: c.asked.now}
	a := c.asked
	if a.get("key") == "" || intOf(a.get("seen")) <= 0 {
		return problemPage(http.StatusBadRequest, "failure.form")
	}
	x, step, err := s.openStep(c)
	if err != nil {
		return err
	}
	if a.values.Has("more") { // a row more, and nothing is stored
		a.values.Set("rows", strconv.Itoa(min(mostSpanForms, max(1, intOf(a.get("rows")))+1)))
		return x.showStep(step, http.StatusOK, a)
	}
	x.packSpans()
	made := x.assessment(step)
	status := http.StatusBadRequest
	if len(a.problems) == 0 {
		w := x.act()
		if intOf(a.get("basis")) == x.c.Current().Number && intOf(a.get("made")) == len(x.c.Assessments[step]) {
			w.Seen = x.c.Version // what others did beside the basis and the step does not disturb it
		}
		_, err := w.Assess(c.r.Context(), s.journal, made)
		if status, err = x.refused(stepField(step), err); err != nil {
			return err
		}
		if status == 0 {
			c.redirect(x.href("done", "step"))
			return nil
		}
	}
	if err := x.reload(); err != nil {
		return err
	}
	return x.showStep(step, status, a)
}

// packSpans moves the rows of a form together over those in which nothing was written, so that
// a row has the number its period has.
func (x *onCase) packSpans() {
	a, to := x.a, 0
	rows := min(max(1, intOf(a.get("rows"))), mostSpanForms)
	for i := 1; i <= rows; i++ {
		n := func(name string, row int) string { return fmt.Sprintf("%s-%d", name, row) }
		if a.get(n("from", i)) == "" && a.get(n("to", i)) == "" && a.get(n("answer", i)) == "" && a.get(n("reason", i)) == "" && (i < rows || to > 0) {
			continue
		}
		to++
		for _, name := range []string{"from", "to", "answer", "ground", "knowing", "share", "reason"} {
			a.values.Set(n(name, to), a.values.Get(n(name, i)))
		}
	}
	if a.values.Has("rows") {
		a.values.Set("rows", strconv.Itoa(max(1, to)))
	}
}

// stepField leads a refusal of a step to a field of its form.
func stepField(step inquiry.Step) func(string) string {
	return func(name string) string {
		base, row, numbered := strings.Cut(name, "-")
		switch {
		case step == inquiry.Sum:
			if name == "reason" || name == "charge" || name == "below" {
				return name
			}
		case step == inquiry.Parties:
			if !numbered {
				row = "1"
			}
			if base == "reason" {
				return "why-" + row
			}
			return "debtors-" + row
		case name == "cause", numbered && row != "":
			return name
		}
		return firstOf(step)
	}
}

// firstOf is the field where what is wrong with a whole step is said.
func firstOf(step inquiry.Step) string {
	switch step {
	case inquiry.Sum:
		return "charge"
	case inquiry.Parties:
		return "debtors-1"
	}
	return "from-1"
}

// assessment reads the form of a step.
func (x *onCase) assessment(step inquiry.Step) *inquiry.Assessment {
	a := x.a
	made := &inquiry.Assessment{Step: step, Basis: intOf(a.get("basis")), Rules: x.c.Evaluate(step, x.office.Parameters, a.today())}
	switch step {
	case inquiry.Sum:
		made.Repay = x.c.Reckon(a.today()).Repay
		if strconv.FormatInt(int64(made.Repay), 10) != a.get("repay") {
			a.wrong("charge", "inquiry.sum.changed", made.Repay.Kronor())
		}
		if a.get("charge") != "" && a.get("charge") != "0" {
			made.Charge = a.amount("charge", 0, made.Repay)
		}
		made.Below, made.Reason = a.get("below") == "1", a.get("reason")
	case inquiry.Parties:
		for i, r := range x.c.Payees() {
			made.Recipients = append(made.Recipients, inquiry.Recipient{Payee: r.Payee, Debtors: x.debtors(fmt.Sprintf("debtors-%d", i+1)), Reason: a.get(fmt.Sprintf("why-%d", i+1))})
		}
	default:
		made.Cause = letter.Cause(a.get("cause"))
		rows := min(max(1, intOf(a.get("rows"))), mostSpanForms)
		for i := 1; i <= rows; i++ {
			made.Spans = append(made.Spans, x.span(step, i))
		}
	}
	return made
}

// span reads a row of the form.
func (x *onCase) span(step inquiry.Step, i int) (p inquiry.Span) {
	a := x.a
	n := func(name string) string { return fmt.Sprintf("%s-%d", name, i) }
	day := func(name string) calendar.Date {
		d, ok := parseDay(a.get(n(name)))
		if !ok {
			a.wrong(n(name), "error.day", a.text("inquiry.field."+name), a.get(n(name)))
		}
		return d
	}
	p = inquiry.Span{From: day("from"), To: day("to"), Answer: a.get(n("answer")), Reason: a.get(n("reason"))}
	if p.Answer == "" {
		a.wrong(n("answer"), "error.choose", a.text("inquiry.question."+string(step)))
	}
	if step == inquiry.Liability && p.Answer == inquiry.Liable {
		p.Ground, p.Knowing = a.get(n("ground")), a.get(n("knowing")) == "1"
	}
	if step == inquiry.Waiver && p.Answer == inquiry.Waived {
		share, ok := caseParsePercent(a.get(n("share")))
		if !ok {
			a.wrong(n("share"), "error.share", a.get(n("share")))
		}
		p.Share = share
	}
	return p
}

// caseParsePercent reads "25", "33,33" or "100" as hundredths of a percent.
func caseParsePercent(s string) (hundredths int32, ok bool) {
	n, ok := hundredthsOf(strings.TrimSuffix(strings.ReplaceAll(s, " ", ""), "%"))
	return int32(n), ok && n <= 10_000
}

// debtors reads numbers with semicolons between, each with a share in percent or none.
func (x *onCase) debtors(name string) (all []inquiry.Debtor) {
	for _, part := range strings.FieldsFunc(x.a.get(name), func(r rune) bool { return r == ';' || r == '\n' }) {
		number, share, shared := strings.Cut(strings.TrimSpace(part), ":")
		n, err := identity.Parse(strings.TrimSpace(number))
		if err != nil {
			x.a.wrong(name, "error.debtor")
			return nil
		}
		d := inquiry.Debtor{Number: n}
		if shared {
			h, ok := caseParsePercent(share)
			if !ok {
				x.a.wrong(name, "error.share", share)
			}
			d.Share = h
		}
		all = append(all, d)
	}
	if len(all) == 0 {
		x.a.wrong(name, "error.said.missing", x.text("inquiry.field.debtors"))
	}
	return all
}
