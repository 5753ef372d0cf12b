package staff

import (
	"errors"
	"net/http"
	"strings"
	"unicode/utf8"

	"balans/journal"
	"balans/law/calendar"
	"balans/prevent/benefit"
	"balans/prevent/notice"
)

// mostNoticeText is the most characters of a text that a notice keeps.
const mostNoticeText = 2000

// noticeForms is the forms of a notice's page, with what was typed.
type noticeForms struct {
	ID                                    string
	Take, Answer, Outcome, Place          choiceField
	Unit, Decision, EffectFrom, Text, Why field
	CanTake, CanAnswer, CanPlace          bool
}

// The fields of the three forms. A name is also the field's id on the page.
const (
	fieldTake     = "take_benefit"
	fieldUnit     = "take_unit"
	fieldAnswer   = "answer_benefit"
	fieldOutcome  = "outcome"
	fieldDecision = "decision"
	fieldEffect   = "effect_from"
	fieldText     = "answer_text"
	fieldPlace    = "place_benefit"
	fieldWhy      = "place_why"
)

// forms adds what can be done about a notice today.
func (v *noticeView) forms(c *call, n *notice.Notice, typed *noticeForms) {
	f := &noticeForms{ID: n.ID, CanPlace: n.State != notice.Withdrawn && n.State != notice.Closed}
	a, l := c.asked, notice.Language(c.lang)
	if typed == nil { // the address of a page fills no form
		a = &asked{text: c.text, now: c.asked.now}
	}
	f.Take, f.Answer, f.Place = a.noticeChoice(fieldTake), a.noticeChoice(fieldAnswer), a.noticeChoice(fieldPlace)
	for _, p := range n.Parts {
		if !n.State.IsOpen() || !p.IsOpen() {
			continue
		}
		if p.Taken == nil {
			f.CanTake = true
			f.Take.Options = append(f.Take.Options, a.benefitOption(fieldTake, p.Benefit))
		}
		f.CanAnswer = true
		f.Answer.Options = append(f.Answer.Options, a.benefitOption(fieldAnswer, p.Benefit))
	}
	for _, b := range reachedBenefits {
		if p := n.Part(b); p == nil || p.Lifted != calendar.None {
			f.Place.Options = append(f.Place.Options, a.benefitOption(fieldPlace, b))
		}
	}
	f.Outcome = a.noticeChoice(fieldOutcome)
	for _, o := range notice.Outcomes() {
		f.Outcome.Options = append(f.Outcome.Options, option{string(o), o.Text(l), string(o) == a.get(fieldOutcome)})
	}
	// A form that was sent stays, also when somebody else was quicker.
	f.CanTake = f.CanTake || a.problem(fieldTake)+a.problem(fieldUnit) != ""
	f.CanAnswer = f.CanAnswer || a.problem(fieldAnswer)+a.problem(fieldOutcome)+a.problem(fieldDecision)+a.problem(fieldEffect)+a.problem(fieldText) != ""
	f.CanPlace = f.CanPlace || a.problem(fieldPlace)+a.problem(fieldWhy) != ""
	f.Unit, f.Decision, f.Text, f.Why = a.noticeText(fieldUnit), a.noticeText(fieldDecision), a.noticeText(fieldText), a.noticeText(fieldWhy)
	f.EffectFrom = a.dayField(fieldEffect, a.get(fieldEffect))
	f.EffectFrom.Max = "" // a change may count from a day to come
	v.Forms = f
}

func (a *asked) noticeChoice(name string) choiceField {
	return choiceField{Name: name, Label: a.text("field." + name), Error: a.problem(name), Options: []option{{"", a.text("notice.choose"), a.get(name) == ""}}}
}

func (a *asked) benefitOption(name string, b benefit.Code) option {
	return option{b.String(), a.text.benefit(b), a.get(name) == b.String()}
}

func (a *asked) noticeText(name string) field {
	return field{Name: name, Label: a.text("field." + name), Help: a.text("help." + name), Type: "text", Value: a.values.Get(name), Error: a.problem(name)}
}

// noticeForm reads a form that was sent: what it says, and what is wrong with it.
func (c *call) noticeForm() (id string, err error) {
	if err := c.r.ParseForm(); err != nil {
		return "", problemPage(http.StatusBadRequest, "failure.form")
	}
	c.asked = &asked{values: c.r.PostForm, text: c.text, now: c.asked.now}
	if id = c.asked.get("id"); id == "" {
		return "", problemPage(http.StatusBadRequest, "failure.form")
	}
	return id, nil
}

// chosenBenefit reads the benefit of a form.
func (a *asked) chosenBenefit(name string) benefit.Code {
	b, ok := benefit.Parse(a.get(name))
	if !ok {
		a.wrong(name, "error.notice.benefit")
	}
	return b
}

// typedText reads a line of text; needed says that it may not be empty.
func (a *asked) typedText(name string, needed bool) string {
	s := a.get(name)
	switch {
	case s == "" && needed:
		a.wrong(name, "error.notice.missing", a.text("field."+name))
	case !journal.Plain(s):
		a.wrong(name, "error.notice.plain", a.text("field."+name))
	case utf8.RuneCountInString(s) > mostNoticeText:
		a.wrong(name, "error.notice.long", a.text("field."+name), mostNoticeText)
	}
	return s
}

// postTake takes a notice for a benefit.
func (s *Server) postTake(c *call) error {
	id, err := c.noticeForm()
	if err != nil {
		return err
	}
	a := c.asked
	return s.recordNotice(c, id, fieldTake, "taken", notice.Take{Benefit: a.chosenBenefit(fieldTake), Unit: a.typedText(fieldUnit, false)})
}

// postAnswer answers a notice for a benefit.
func (s *Server) postAnswer(c *call) error {
	id, err := c.noticeForm()
	if err != nil {
		return err
	}
	a := c.asked
	b := notice.Answer{Benefit: a.chosenBenefit(fieldAnswer), Outcome: notice.Outcome(a.get(fieldOutcome)), EffectFrom: calendar.None}
	known := false
	for _, o := range notice.Outcomes() {
		known = known || o == b.Outcome
	}
	if !known {
		a.wrong(fieldOutcome, "error.notice.outcome")
	}
	b.Decision = a.typedText(fieldDecision, known && b.Outcome != notice.NoEffect)
	if value := a.get(fieldEffect); value != "" {
		var ok bool
		if b.EffectFrom, ok = parseDay(value); !ok {
			a.wrong(fieldEffect, "error.day", a.text("field."+fieldEffect), value)
		}
	}
	switch {
	case b.Outcome == notice.NoEffect && b.EffectFrom != calendar.None:
		a.wrong(fieldEffect, "error.notice.noeffect")
	case (b.Outcome == notice.Changed || b.Outcome == notice.Ended) && a.get(fieldEffect) == "":
		a.wrong(fieldEffect, "error.notice.missing", a.text("field."+fieldEffect))
	}
	b.Text = a.typedText(fieldText, false)
	return s.recordNotice(c, id, fieldAnswer, "answered", b)
}

// postPlace places a notice with one more benefit.
func (s *Server) postPlace(c *call) error {
	id, err := c.noticeForm()
	if err != nil {
		return err
	}
	a := c.asked
	b := notice.Place{Benefits: []notice.Engagement{notice.Has(a.chosenBenefit(fieldPlace))}, Why: a.typedText(fieldWhy, true)}
	return s.recordNotice(c, id, fieldPlace, "placed", b)
}

// noticeRefusals is what a refusal says to the one who typed.
var noticeRefusals = map[string]string{"taken-already": "error.notice.taken", "answered-already": "error.notice.answered", "reached-already": "error.notice.reached",
	"not-reached": "error.notice.notreached", "lifted": "error.notice.notreached", "withdrawn": "error.notice.ended", "closed": "error.notice.ended", "effect-before-change": "error.notice.before"}

// recordNotice records what a form says and goes back to the notice. What stands already, as
// when a form is sent twice, is no fault. What cannot be recorded shows the page again with
// what was typed and the message at its field.
func (s *Server) recordNotice(c *call, id, at, done string, b notice.Body) error {
	a := c.asked
	if len(a.problems) == 0 {
		if _, err := s.noticeFacts(c, id); err != nil {
			return err
		}
		terms, err := notice.ReadTerms(c.r.Context(), s.journal, a.now)
		if err != nil {
			return err
		}
		_, err = notice.Record(c.r.Context(), s.journal, notice.Command{Notice: id, Body: b, On: calendar.None, Actor: c.user.ID, Cause: c.route.audit}, terms)
		var refusal *notice.Refusal
		switch {
		case err == nil:
			c.redirect(link("/notice", "id", id, "done", done))
			return nil
		case errors.Is(err, notice.ErrUnknown):
			return &pageProblem{http.StatusNotFound, "failure.notice", id}
		case !errors.As(err, &refusal):
			return err
		}
		key, ok := noticeRefusals[refusal.Code]
		if !ok {
			return err
		}
		named := strings.TrimSpace(a.text.benefitNamed(a.get(at)))
		if refusal.Code == "effect-before-change" {
			at = fieldEffect
		}
		a.wrong(at, key, named)
	}
	now := s.now()
	return s.showNotice(c, id, now.Date(), known{now, true}, &noticeForms{})
}
