package staff

import (
	"balans/law/calendar"
	"balans/recover/inquiry"
)

// offers are the acts of the page: those that can be done, and those that cannot with why.
func (v *inquiryView) offers(x *onCase) {
	for i := range caseActs {
		b := &caseActs[i]
		why, hidden := b.whyNot(x)
		switch {
		case hidden:
		case why != "":
			v.MayNot = append(v.MayNot, actOffer{Text: x.text("inquiry.act." + b.name), Why: x.text(why)})
		default:
			v.Acts = append(v.Acts, actOffer{Href: link("/inquiry/act", "id", x.c.ID, "do", b.name), Text: x.text("inquiry.act." + b.name)})
		}
	}
}

// todo says what comes next.
func (v *inquiryView) todo(x *onCase, r *inquiry.Reckoning, on calendar.Date) {
	c, t := x.c, x.text
	switch c.State {
	case inquiry.Signalled, inquiry.AwaitingBasis, inquiry.Enriching, inquiry.Executing, inquiry.Proposed, inquiry.InApproval:
		v.Todo = append(v.Todo, t("inquiry.todo."+string(c.State)))
	case inquiry.InHearing:
		v.Todo = append(v.Todo, t("inquiry.todo.hearing", c.Hearing().AnswerBy))
	case inquiry.Investigating:
		for _, key := range r.Missing {
			sv, en := inquiry.MissingWords(key)
			v.Todo = append(v.Todo, t("inquiry.todo.missing", t.either(sv, en)))
		}
		if len(r.Missing) == 0 {
			v.Todo = append(v.Todo, t("inquiry.todo.ready"))
		}
	}
	for _, d := range c.DueOn(on) {
		v.Todo = append(v.Todo, t("inquiry.due", t("inquiry.due."+d.Does), d.Since))
	}
}

