package staff

import (
	"slices"

	"balans/recover/inquiry"
)

// verdictForm is a step before the approver: approved, or sent back with what is to be looked
// at. Each is answered by itself, so that nobody approves what they have not come to.
type verdictForm struct {
	Legend, Link string
	Spans        []spanRow
	Says         []string
	Verdict      radioField
	Text         field
}

const (
	stepApproved = "approved"
	stepBack     = "back"
)

// verdicts are the steps the decision rests on, as fields.
func (x *onCase) verdicts(a *asked) (all []verdictForm) {
	t, whole := x.text, inquiryView{}
	whole.steps(x, x.a.today())
	for _, s := range x.c.Needed(x.a.today()) {
		name, text := "verdict-"+string(s), "text-"+string(s)
		v := verdictForm{Legend: t("inquiry.step." + string(s)), Link: x.href() + "#step-" + string(s)}
		if k := slices.IndexFunc(whole.Steps, func(w stepView) bool { return w.ID == string(s) }); k >= 0 {
			w := &whole.Steps[k]
			v.Spans, v.Says = w.Spans, w.Recipients
			if w.Text != "" {
				v.Says = append([]string{w.Text}, v.Says...)
			}
		}
		v.Verdict = radioField{Name: name, Label: t("inquiry.verdict"), Error: a.problem(name), Options: []radioOption{
			{name, stepApproved, t("inquiry.verdict.approved"), "", a.get(name) == stepApproved},
			{name + "-2", stepBack, t("inquiry.verdict.back"), "", a.get(name) == stepBack}}}
		v.Text = field{Name: text, Label: t("inquiry.verdict.text"), Type: "text", Value: a.values.Get(text), Error: a.problem(text)}
		all = append(all, v)
	}
	return all
}

// readVerdicts is what the approver said of the steps: words of those approved, and those
// that are sent back.
func (x *onCase) readVerdicts() (words, back []inquiry.StepWord) {
	a := x.a
	for _, s := range x.c.Needed(a.today()) {
		name, text := "verdict-"+string(s), "text-"+string(s)
		w := inquiry.StepWord{Step: s, Text: a.get(text)}
		switch a.get(name) {
		case stepApproved:
			if w.Text != "" {
				words = append(words, w)
			}
		case stepBack:
			if w.Text == "" {
				a.wrong(text, "error.said.missing", a.text("inquiry.verdict.text"))
			}
			back = append(back, w)
		default:
			a.wrong(name, "error.choose", a.text("inquiry.step."+string(s)))
		}
	}
	return words, back
}

// decide approves the proposal when every step is approved, and otherwise sends it back.
func (x *onCase) decide(w *inquiry.Act) (*inquiry.Receipt, error) {
	words, back := x.readVerdicts()
	if len(back) > 0 {
		x.done = "reject"
		return w.Reject(x.r.Context(), x.s.journal, back)
	}
	return w.Approve(x.r.Context(), x.s.journal, x.office, words)
}
