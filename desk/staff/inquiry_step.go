package staff

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"balans/law/calendar"
	"balans/recover/claim"
	"balans/recover/inquiry"
)

// stepFormView is the form of a step.
type stepFormView struct {
	page
	Heading, Lead, Back string
	Rules               []evaluationRow
	Sums                []sumRow
	BasisLines          []basisLine
	Hidden              []hidden
	Cause               *choiceField
	Spans               []spanForm
	Recipients          []recipientForm
	Charge              *field
	Below               *radioField
	Reason              *field
	Changed             string // the basis was changed after the form was shown, or the step was assessed
	Changes             []basisChange
	ChangesCaption      string
	Conflict            []caseEventRow
}

type spanForm struct {
	Legend   string
	From, To field
	Answer   radioField
	Ground   *choiceField
	Knowing  *radioField
	Share    *field
	Reason   field
}

type recipientForm struct {
	Legend  string
	Payee   hidden
	Debtors field
	Reason  field
}

// basisChange is days on which the basis is not what it was.
type basisChange struct{ Days, Before, After, Payees string }

// mostSpanForms is how many periods a form has room for; who needs more divides the case.
const mostSpanForms = 24

func (s *Server) inquiryStep(c *call) error {
	x, step, err := s.openStep(c)
	if err != nil {
		return err
	}
	return x.showStep(step, http.StatusOK, nil)
}

func (s *Server) openStep(c *call) (*onCase, inquiry.Step, error) {
	step := inquiry.Step(c.asked.get("step"))
	if !slices.Contains(inquiry.Steps, step) {
		return nil, "", problemPage(http.StatusNotFound, "failure.page")
	}
	x, err := s.openCase(c, c.asked.get("id"))
	if err == nil && (!x.c.Takes("assess") || x.c.Current().Basis == nil) {
		err = &pageProblem{http.StatusConflict, "failure.caseact", c.text("inquiry.no.state")}
	}
	return x, step, err
}

func (x *onCase) showStep(step inquiry.Step, status int, typed *asked) error {
	t, c, on := x.text, x.c, x.a.today()
	a := typed
	if a == nil {
		a = &asked{text: t, now: x.a.now, values: map[string][]string{}}
		x.fill(a, step)
	}
	v := stepFormView{Heading: t("inquiry.step."+string(step)) + ": " + c.ID, Lead: t("inquiry.step." + string(step) + ".text"), Back: x.href() + "#step-" + string(step)}
	for _, e := range c.Evaluate(step, x.office.Parameters, on) {
		v.Rules = append(v.Rules, x.ruleOf(&e))
	}
	whole := inquiryView{}
	whole.page.text = t
	whole.sums(x, c.Reckon(on))
	whole.basis(x)
	v.Sums, v.BasisLines = whole.Sums, whole.BasisLines
	v.Hidden = []hidden{{"id", c.ID}, {"step", string(step)}, {"basis", strconv.Itoa(c.Current().Number)}, {"made", strconv.Itoa(len(c.Assessments[step]))}, {"seen", strconv.Itoa(c.Version)}, {"key", newKey(typed, "step")}}
	switch step {
	case inquiry.Sum:
		r := c.Reckon(on)
		v.Hidden = append(v.Hidden, hidden{"repay", strconv.FormatInt(int64(r.Repay), 10)})
		v.Charge = &field{Name: "charge", Label: t("field.charge"), Help: t("inquiry.help.charge"), Type: "text", Value: a.values.Get("charge"), Error: a.problem("charge")}
		v.Below = &radioField{Name: "below", Label: t("inquiry.below"), Error: a.problem("below"), Options: []radioOption{{"below", "", t("inquiry.below.no"), "", a.get("below") == ""}, {"below-yes", "1", t("inquiry.below.yes"), "", a.get("below") == "1"}}}
		v.Reason = &field{Name: "reason", Label: t("field.reason"), Value: a.values.Get("reason"), Error: a.problem("reason")}
	case inquiry.Parties:
		v.recipients(x, a)
	default:
		v.spans(x, step, a)
	}
	v.changes(x, step, typed)
	v.page = x.s.page(x.call, v.Heading, "/inquiries")
	v.Crumbs = []crumb{{"/inquiries", t("inquiries.title")}, {x.href(), c.ID}, {"", t("inquiry.step." + string(step))}}
	if typed != nil {
		v.Problems = typed.problems
		if v.Changed != "" {
			v.Conflict = x.since(typed)
		}
	}
	return x.render(status, "inquiry_step", v)
}

// changes says what of the basis has changed: since the form was shown, or since the step was
// assessed.
func (v *stepFormView) changes(x *onCase, step inquiry.Step, typed *asked) {
	t, now := x.text, x.c.Current().Number
	was := now
	if made := x.c.Assessments[step]; len(made) > 0 {
		was = made[len(made)-1].Basis
	}
	if typed != nil {
		if n := intOf(typed.get("basis")); n != now {
			was, v.Changed = n, t("inquiry.basis.changed")
		} else if intOf(typed.get("made")) != len(x.c.Assessments[step]) {
			v.Changed = t("inquiry.step.meanwhile")
		}
	}
	i := slices.IndexFunc(x.c.Bases, func(b inquiry.Basis) bool { return b.Number == was })
	if was == now || i < 0 {
		return
	}
	v.ChangesCaption = t("inquiry.changes.caption", was, now)
	for _, d := range inquiry.Diff(&x.c.Bases[i], x.c.Current().Basis) {
		row := basisChange{Days: d.From.String() + "–" + d.To.String(), Before: d.WrongBefore.Kronor(), After: d.WrongAfter.Kronor()}
		if d.Payees {
			row.Payees = t("inquiry.changes.payees")
		}
		v.Changes = append(v.Changes, row)
	}
}

// fill puts into a form what stands of the step, or what the basis proposes.
func (x *onCase) fill(a *asked, step inquiry.Step) {
	c := x.c
	last := x.standing(step)
	set := func(name, value string) { a.values.Set(name, value) }
	switch step {
	case inquiry.Sum:
		if last != nil {
			set("charge", last.Charge.Kronor())
			set("reason", last.Reason)
			if last.Below {
				set("below", "1")
			}
		}
	case inquiry.Parties:
		all := c.Payees()
		for i := range all {
			r := &all[i]
			if last != nil {
				if k := slices.IndexFunc(last.Recipients, func(o inquiry.Recipient) bool { return o.Payee == r.Payee }); k >= 0 {
					r = &last.Recipients[k]
				}
			}
			set(fmt.Sprintf("debtors-%d", i+1), debtorsText(r.Debtors))
			set(fmt.Sprintf("why-%d", i+1), r.Reason)
		}
	default:
		spans := c.Whole("", "")
		if last != nil {
			spans = last.Spans
			if last.Cause != "" {
				set("cause", string(last.Cause))
			}
		}
		for i := range spans {
			p := &spans[i]
			n := func(name string) string { return fmt.Sprintf("%s-%d", name, i+1) }
			set(n("from"), p.From.String())
			set(n("to"), p.To.String())
			set(n("answer"), p.Answer)
			set(n("ground"), p.Ground)
			set(n("reason"), p.Reason)
			if p.Knowing {
				set(n("knowing"), "1")
			}
			if p.Share > 0 {
				set(n("share"), strings.TrimSuffix(sharePercent(p.Share), " %"))
			}
		}
		set("rows", strconv.Itoa(len(spans)))
	}
}

// standing is what was last assessed in a step; in a case that reviews a decision, and where
// it has not been assessed yet, what that decision rests on.
func (x *onCase) standing(step inquiry.Step) *inquiry.Assessment {
	for _, c := range []*inquiry.Case{x.c, x.was} {
		if c == nil {
			continue
		}
		if made := c.Assessments[step]; len(made) > 0 {
			return &made[len(made)-1]
		}
	}
	return nil
}

// debtorsText is how debtors stand in a field: numbers with semicolons between, and each one's
// share in percent where they have shares.
func debtorsText(all []inquiry.Debtor) string {
	var out []string
	for _, d := range all {
		text := d.Number.String()
		if d.Share > 0 {
			text += ":" + strings.TrimSuffix(sharePercent(d.Share), " %")
		}
		out = append(out, text)
	}
	return strings.Join(out, "; ")
}

func (v *stepFormView) spans(x *onCase, step inquiry.Step, a *asked) {
	t := x.text
	if step == inquiry.Facts {
		f := choiceField{Name: "cause", Label: t("inquiry.cause"), Error: a.problem("cause"), Options: []option{{"", t("notice.choose"), a.get("cause") == ""}}}
		for _, cause := range inquiry.Causes {
			f.Options = append(f.Options, option{string(cause), t("inquiry.cause." + string(cause)), a.get("cause") == string(cause)})
		}
		v.Cause = &f
	}
	rows := min(max(1, intOf(a.get("rows"))), mostSpanForms)
	v.Hidden = append(v.Hidden, hidden{"rows", strconv.Itoa(rows)})
	for i := 1; i <= rows; i++ {
		v.Spans = append(v.Spans, newSpanForm(t, step, a, i))
	}
}

func newSpanForm(t translate, step inquiry.Step, a *asked, i int) spanForm {
	n := func(name string) string { return fmt.Sprintf("%s-%d", name, i) }
	get := func(name string) string { return a.values.Get(n(name)) }
	line := func(name, kind string) field {
		f := field{Name: n(name), Label: t("inquiry.field." + name), Type: kind, Value: get(name), Error: a.problem(n(name))}
		if _, err := calendar.Parse(f.Value); err != nil && f.Value != "" {
			f.Type = "text"
		}
		return f
	}
	f := spanForm{Legend: t("inquiry.period", i), From: line("from", "date"), To: line("to", "date"), Reason: line("reason", "text")}
	f.Answer = radioField{Name: n("answer"), Label: t("inquiry.question." + string(step)), Error: a.problem(n("answer"))}
	for k, answer := range step.Answers() {
		id := n("answer")
		if k > 0 {
			id += "-" + strconv.Itoa(k+1)
		}
		f.Answer.Options = append(f.Answer.Options, radioOption{id, answer, t("inquiry.answer." + string(step) + "." + answer), "", get("answer") == answer})
	}
	switch step {
	case inquiry.Liability:
		g := choiceField{Name: n("ground"), Label: t("inquiry.field.ground"), Error: a.problem(n("ground")), Options: []option{{"", t("inquiry.noground"), get("ground") == ""}}}
		for _, ty := range claim.Types() {
			if ty != claim.MaintenanceDebt {
				g.Options = append(g.Options, option{ty.String(), t.ground(ty.String()), get("ground") == ty.String()})
			}
		}
		f.Ground = &g
		f.Knowing = &radioField{Name: n("knowing"), Label: t("inquiry.field.knowing"), Options: []radioOption{{n("knowing"), "", t("inquiry.knowing.no"), "", get("knowing") == ""}, {n("knowing") + "-2", "1", t("inquiry.knowing.yes"), "", get("knowing") == "1"}}}
	case inquiry.Waiver:
		s := line("share", "text")
		s.Help = t("inquiry.help.share")
		f.Share = &s
	}
	return f
}

func (v *stepFormView) recipients(x *onCase, a *asked) {
	t := x.text
	a = a.byPayee(x.c.Payees())
	for i, r := range x.c.Payees() {
		n := strconv.Itoa(i + 1)
		v.Recipients = append(v.Recipients, recipientForm{Legend: t("inquiry.payee", r.Payee.Masked()), Payee: hidden{"payee-" + n, r.Payee.String()},
			Debtors: field{Name: "debtors-" + n, Label: t("inquiry.field.debtors"), Help: t("inquiry.help.debtors"), Type: "text", Value: a.values.Get("debtors-" + n), Error: a.problem("debtors-" + n)},
			Reason:  field{Name: "why-" + n, Label: t("inquiry.field.why"), Help: t("inquiry.help.why"), Type: "text", Value: a.values.Get("why-" + n), Error: a.problem("why-" + n)}})
	}
}

// byPayee is what was typed of each payee, in the order they have now: the basis may have been
// changed after the form was shown.
func (a *asked) byPayee(payees []inquiry.Recipient) *asked {
	if !a.values.Has("payee-1") {
		return a
	}
	now := &asked{values: map[string][]string{}, text: a.text, now: a.now, problems: a.problems}
	for i, r := range payees {
		for k := 1; a.values.Has(fmt.Sprintf("payee-%d", k)); k++ {
			if a.get(fmt.Sprintf("payee-%d", k)) == r.Payee.String() {
				now.values.Set(fmt.Sprintf("debtors-%d", i+1), a.values.Get(fmt.Sprintf("debtors-%d", k)))
				now.values.Set(fmt.Sprintf("why-%d", i+1), a.values.Get(fmt.Sprintf("why-%d", k)))
			}
		}
	}
	return now
}
