package staff

import (
	"slices"
	"strings"

	"balans/law/calendar"
	"balans/recover/inquiry"
)

// actOffer is something that can be done, or with Why what cannot.
type actOffer struct{ Href, Text, Why string }

// offers are the acts of the page: the one that comes next, those beside it, those that are
// rare, and those that cannot be done now with why.
func (v *inquiryView) offers(x *onCase, r *inquiry.Reckoning) {
	next := x.next(r)
	if step, ok := strings.CutPrefix(next, "step."); ok && x.mayAssess() {
		v.Next = &actOffer{Href: link("/inquiry/step", "id", x.c.ID, "step", step), Text: x.text("inquiry.step.edit", x.text("inquiry.step."+step))}
	}
	if next == "basis" && v.BasisEdit != "" {
		v.Next = &actOffer{Href: v.BasisEdit, Text: x.text("inquiry.basis.enter")}
	}
	for i := range caseActs {
		b := &caseActs[i]
		why, hidden := b.whyNot(x)
		offer := actOffer{Href: link("/inquiry/act", "id", x.c.ID, "do", b.name), Text: x.text("inquiry.act." + b.name)}
		switch {
		case hidden:
		case why != "":
			v.MayNot = append(v.MayNot, actOffer{Text: offer.Text, Why: x.text(why)})
		case b.name == next:
			v.Next = &offer
		case b.rare:
			v.More = append(v.More, offer)
		default:
			v.Acts = append(v.Acts, offer)
		}
	}
	v.reviews(x)
}

// mayAssess reports whether the reader may work on steps now.
func (x *onCase) mayAssess() bool {
	return x.c.Takes("assess") && x.c.Current().Basis != nil && x.user.mayUse(workCase)
}

// next names what comes next in the case: an act, the basis, or a step; "" when nothing does.
func (x *onCase) next(r *inquiry.Reckoning) string {
	switch x.c.State {
	case inquiry.Signalled:
		return "accept"
	case inquiry.AwaitingBasis, inquiry.Enriching:
		return "basis"
	case inquiry.InHearing:
		if x.a.today() > x.c.Hearing().AnswerBy {
			return "close"
		}
		return "answer"
	case inquiry.Proposed:
		return "submit"
	case inquiry.InApproval:
		return "approve"
	case inquiry.Investigating:
		return nextOfInquiry(r)
	}
	return ""
}

func nextOfInquiry(r *inquiry.Reckoning) string {
	for _, key := range r.Missing {
		switch {
		case key == "stop":
			return "resume"
		case key == "basis", strings.HasPrefix(key, "step."):
			return key
		case key == "hearing", key == "hearing.amount", key == "hearing.ground":
			return "hear"
		}
	}
	if len(r.Missing) == 0 {
		return "propose"
	}
	return ""
}

// reviews offers to open a review of each claim that the case decided, and names those there are.
func (v *inquiryView) reviews(x *onCase) {
	d, t := x.c.Decision, x.text
	if d == nil || x.c.Result == inquiry.Withdrawn {
		return
	}
	for i := range d.Claims {
		id := d.Claims[i].ID
		open := slices.IndexFunc(x.others, func(s *inquiry.Summary) bool { return s.Reviews == id && s.State.IsOpen() })
		if open < 0 && x.user.mayUse(workCase) {
			v.More = append(v.More, actOffer{Href: reviewHref(id), Text: t("review.act", id)})
		}
	}
	for _, s := range x.others {
		if slices.ContainsFunc(d.Claims, func(n inquiry.NewClaim) bool { return n.ID == s.Reviews }) {
			v.Made = append(v.Made, caseLink{caseHref(s), t("review.case", s.Reviews, s.ID, t.caseState(s.State))})
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

func (t translate) caseState(s inquiry.State) string   { return t("inquiry.state." + string(s)) }
func (t translate) caseResult(r inquiry.Result) string { return t("inquiry.result." + string(r)) }

// caseEvent is what happened in a case, by the stored name of the event.
func (t translate) caseEvent(kind string) string {
	name, _, _ := strings.Cut(strings.TrimPrefix(kind, "inquiry."), "/")
	return t("inquiry.event." + name)
}
