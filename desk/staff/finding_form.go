package staff

import (
	"crypto/rand"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"unicode/utf8"

	"balans/journal"
	"balans/law/calendar"
	"balans/law/money"
	"balans/prevent/control"
	"balans/prevent/sample"
	"balans/recover/inquiry"
)

// mostReason is the most characters of what is said of a finding.
const mostReason = 2000

// judgeForm is the form by which a finding is judged, with what was typed.
type judgeForm struct {
	Hidden                []hidden
	Verdict               radioField
	Amount                field
	Cause, Intent         choiceField
	Reason                field
	Again                 bool // it has been judged: a new judgement replaces the last
	Confirmed, RefuteText string
}

// radioField is a choice of which all answers are seen.
type radioField struct {
	Name, Label, Help, Error string
	Options                  []radioOption
}

type radioOption struct {
	ID, Value, Text, Says string
	Checked               bool
}

// newKey is the key of a form that is yet to be sent; one that came back, as the field tells,
// keeps its own, so that sending it again is the same as sending it once.
func newKey(typed *asked, field string) string {
	if typed != nil && typed.values.Has(field) && typed.get("key") != "" {
		return typed.get("key")
	}
	return rand.Text()
}

func newJudgeForm(c *call, q findingAsked, f *control.Finding, typed *asked) *judgeForm {
	t, e := c.text, &f.Evaluation
	a := typed
	if a == nil {
		a = &asked{text: t, now: c.asked.now, values: map[string][]string{}}
		if e.AtStake > 0 && e.AtStake <= f.Line.Gross {
			a.values.Set("amount", e.AtStake.Kronor())
		}
	}
	v := &judgeForm{Hidden: q.hidden("key", newKey(typed, "reason"), "seen", strconv.Itoa(f.Judgements())), Again: f.Judged != nil}
	v.Verdict = radioField{Name: "verdict", Label: t("field.verdict"), Error: a.problem("verdict"), Options: []radioOption{
		{"verdict", string(control.Confirmed), t("finding.confirm"), "", a.get("verdict") == string(control.Confirmed)},
		{"verdict-refuted", string(control.Refuted), t("finding.refute"), "", a.get("verdict") == string(control.Refuted)}}}
	v.Amount = field{Name: "amount", Label: t("field.amount"), Help: t("help.amount", f.Line.Gross.Kronor()), Type: "text", Value: a.values.Get("amount"), Error: a.problem("amount")}
	v.Cause = choiceField{Name: "cause", Label: t("field.cause"), Error: a.problem("cause"), Options: []option{{"", t("notice.choose"), a.get("cause") == ""}}}
	for _, x := range sample.Causes {
		v.Cause.Options = append(v.Cause.Options, option{string(x), t.cause(x), a.get("cause") == string(x)})
	}
	v.Intent = choiceField{Name: "intent", Label: t("field.intent"), Error: a.problem("intent"), Options: []option{{"", t("notice.choose"), a.get("intent") == ""}}}
	for _, x := range sample.Intents {
		v.Intent.Options = append(v.Intent.Options, option{string(x), t.intent(x), a.get("intent") == string(x)})
	}
	v.Reason = field{Name: "reason", Label: t("field.reason"), Help: t("help.reason"), Value: a.values.Get("reason"), Error: a.problem("reason")}
	return v
}

// posted reads a form that was sent.
func (c *call) posted() (*asked, error) {
	if err := c.r.ParseForm(); err != nil {
		return nil, problemPage(http.StatusBadRequest, "failure.form")
	}
	c.asked = &asked{values: c.r.PostForm, text: c.text, now: c.asked.now}
	if c.asked.get("run") == "" || c.asked.get("payout") == "" || c.asked.get("control") == "" || c.asked.get("key") == "" {
		return nil, problemPage(http.StatusBadRequest, "failure.form")
	}
	return c.asked, nil
}

// said reads a text of a form on one line; line ends become spaces.
func (a *asked) said(name string, least int) string {
	text := strings.Join(strings.Fields(a.values.Get(name)), " ")
	switch n := utf8.RuneCountInString(text); {
	case n == 0:
		a.wrong(name, "error.said.missing", a.text("field."+name))
	case n < least:
		a.wrong(name, "error.said.short", a.text("field."+name), least)
	case n > mostReason:
		a.wrong(name, "error.said.long", a.text("field."+name), mostReason)
	case !journal.Plain(text):
		a.wrong(name, "error.said.plain", a.text("field."+name))
	}
	return text
}

// amount reads an amount of a form in kronor, from least to most öre.
func (a *asked) amount(name string, least, most money.Amount) money.Amount {
	value := a.get(name)
	amount, err := money.Parse(value)
	switch {
	case value == "":
		a.wrong(name, "error.said.missing", a.text("field."+name))
	case err != nil:
		a.wrong(name, "error.amount", a.text("field."+name), value)
	case amount == 0 && least > 0:
		a.wrong(name, "error.amount.zero", a.text("field."+name))
	case amount < least || amount > most:
		a.wrong(name, "error.amount.range", a.text("field."+name), least.Kronor(), most.Kronor())
	}
	return amount
}

// judgement reads the form of a judgement and gathers what is wrong with it.
func (a *asked) judgement(f *control.Finding) control.Judgement {
	d := control.Judgement{Rule: f.Evaluation.Rule, Verdict: control.Verdict(a.get("verdict"))}
	switch d.Verdict {
	case control.Refuted: // amount, cause and intent were for the other answer
	case control.Confirmed:
		d.Amount = a.amount("amount", 1, f.Line.Gross)
		if d.Cause = sample.Cause(a.get("cause")); d.Cause == "" {
			a.wrong("cause", "error.choose", a.text("field.cause"))
		} else {
			a.oneOf("cause", texted(sample.Causes)...)
		}
		if d.Intent = sample.Intent(a.get("intent")); d.Intent == "" {
			a.wrong("intent", "error.choose", a.text("field.intent"))
		} else {
			a.oneOf("intent", texted(sample.Intents)...)
		}
	default:
		a.wrong("verdict", "error.choose", a.text("field.verdict"))
	}
	d.Reason = a.said("reason", 1)
	return d
}

func texted[S ~string](list []S) (all []string) {
	for _, s := range list {
		all = append(all, string(s))
	}
	return all
}

// say is who says something of a finding, and when: today.
func (c *call) say(f *control.Finding) control.Say {
	return control.Say{Party: int64(f.Line.Party), Run: f.Run, Payout: f.Line.ID, On: calendar.None, By: control.By{Actor: c.user.ID, Cause: c.route.audit}, Key: c.asked.get("key")}
}

// done is the address of a finding after something was done about it.
func (q findingAsked) done(what string) string {
	return link("/finding", append(q.pairs(), "done", what)...)
}

// postFinding does what a form says of a finding, and shows the finding again with what was
// typed when that cannot be done. done and refused are what the reader is told.
func (s *Server) postFinding(c *call, done, refused string, do func(*asked, *control.Finding) error) error {
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
	if _, err := s.payoutOf(c, n, f); err != nil {
		return err
	}
	err = do(a, f)
	var refusal *control.Refusal
	switch {
	case errors.Is(err, control.ErrJudgedMeanwhile):
		a.values.Set("key", "") // what is sent next is another judgement
		a.wrong("verdict", "error.judged")
	case errors.Is(err, journal.ErrKeyReused):
		a.values.Set("key", "")
		a.wrong("verdict", "error.sent")
	case errors.As(err, &refusal):
		at := "verdict"
		if f.Case != "" {
			at = "complaint" // there is nothing left to judge
		}
		a.wrong(at, refused)
	case err != nil:
		return err
	}
	if len(a.problems) > 0 {
		return s.showFinding(c, n, q, http.StatusBadRequest, a)
	}
	c.redirect(q.done(done))
	return nil
}

// postJudge stores what a person made of a finding. The form says how many judgements its
// reader had seen: one made meanwhile is shown first.
func (s *Server) postJudge(c *call) error {
	return s.postFinding(c, "judged", "error.handed", func(a *asked, f *control.Finding) error {
		d := a.judgement(f)
		if len(a.problems) > 0 {
			return nil
		}
		say := c.say(f)
		say.Seen = findingNumber(a.get("seen"))
		return control.Judge(c.r.Context(), s.journal, say, d)
	})
}

// postComplain stores that the person, or somebody for him, complains.
func (s *Server) postComplain(c *call) error {
	return s.postFinding(c, "complained", "error.handed", func(a *asked, f *control.Finding) error {
		text := a.said("complaint", 1)
		if len(a.problems) > 0 {
			return nil
		}
		return control.Complain(c.r.Context(), s.journal, c.say(f), f.Evaluation.Rule, text)
	})
}

// postCase opens a recovery case on a finding that was confirmed after payment. Asked for
// twice it is opened once.
func (s *Server) postCase(c *call) error {
	return s.postFinding(c, "case", "error.case", func(a *asked, f *control.Finding) error {
		if f.Case != "" {
			return nil
		}
		_, err := inquiry.Open(c.r.Context(), s.journal, c.say(f), f.Evaluation.Rule, "")
		return err
	})
}
