package staff

import (
	"cmp"
	"errors"
	"net/http"
	"slices"
	"strconv"

	"balans/exchange/letterdoc"
	"balans/journal"
	"balans/law/calendar"
	"balans/recover/claim"
	"balans/recover/inquiry"
	"balans/recover/letter"
)

// caseActView is the form of an act, with what it will do.
type caseActView struct {
	page
	Heading, Text, Back, Button string
	Action                      string // where the form goes: deciding is a right of its own
	Again                       string // shows the letter anew, of what has been typed
	Effects                     []string
	Claims                      []newClaimRow
	Preview                     []previewLetter
	Hidden                      []hidden
	Fields                      []formField
	Conflict                    []caseEventRow
}

type previewLetter struct {
	ID, Title string
	Doc       *letterdoc.Document
}

// formField is one of a form's fields, by what it is.
type formField struct {
	Field  *field
	Choice *choiceField
	Area   *field
	Steps  []verdictForm
}

func (s *Server) inquiryAct(c *call) error {
	b := caseActOf(c.asked.get("do"))
	switch {
	case b == nil:
		return problemPage(http.StatusNotFound, "failure.page")
	case !c.user.mayUse(b.permission):
		s.refuse(c)
		return nil
	}
	x, err := s.openCase(c, c.asked.get("id"))
	if err != nil {
		return err
	}
	if why, _ := b.whyNot(x); why != "" {
		return &pageProblem{http.StatusConflict, "failure.caseact", c.text(why)}
	}
	return x.showAct(b, http.StatusOK, nil)
}

func (x *onCase) showAct(b *caseAct, status int, typed *asked) error {
	t := x.text
	v := caseActView{Heading: t("inquiry.act."+b.name) + ": " + x.c.ID, Text: t("inquiry.act." + b.name + ".text"), Back: x.href(), Button: t("inquiry.act." + b.name)}
	v.Action = "/inquiry/act"
	if b.permission == approveCase {
		v.Action = "/inquiry/decide"
	}
	if b.letter {
		v.Again = t("inquiry.again")
	}
	v.Hidden = []hidden{{"id", x.c.ID}, {"do", b.name}, {"seen", strconv.Itoa(x.c.Version)}, {"key", newKey(typed, "do")}}
	for _, f := range b.fields {
		v.Fields = append(v.Fields, x.formField(&f, typed))
	}
	x.effects(&v, b, typed)
	v.page = x.s.page(x.call, v.Heading, "/inquiries")
	v.Crumbs = []crumb{{"/inquiries", t("inquiries.title")}, {v.Back, x.c.ID}, {"", t("inquiry.act." + b.name)}}
	if typed != nil {
		v.Problems = typed.problems
		v.Conflict = x.since(typed)
	}
	return x.render(status, "inquiry_act", v)
}

// since is what was done in the case after the reader of a form looked at it.
func (x *onCase) since(typed *asked) (rows []caseEventRow) {
	seen := intOf(typed.get("seen"))
	for i := max(0, seen); seen > 0 && i < len(x.c.History); i++ {
		e := &x.c.History[i]
		rows = append(rows, x.event(e))
	}
	return rows
}

func (x *onCase) formField(f *caseField, typed *asked) formField {
	t := x.text
	a := &asked{text: t, now: x.a.now, values: map[string][]string{}}
	if typed != nil {
		a = typed
	} else if f.value != nil {
		a.values.Set(f.name, f.value(x))
	}
	label, help := t("field."+f.name), ""
	if t.has("inquiry.help." + f.name) {
		help = t("inquiry.help." + f.name)
	}
	switch f.kind {
	case "steps":
		return formField{Steps: x.verdicts(a)}
	case "choice":
		c := choiceField{Name: f.name, Label: label, Help: help, Error: a.problem(f.name), Options: append([]option{{"", t("notice.choose"), a.get(f.name) == ""}}, f.options(x)...)}
		return formField{Choice: &c}
	case "area":
		return formField{Area: &field{Name: f.name, Label: label, Help: help, Value: a.values.Get(f.name), Error: a.problem(f.name)}}
	}
	d := field{Name: f.name, Label: label, Help: help, Type: "text", Value: a.values.Get(f.name), Error: a.problem(f.name)}
	if _, err := calendar.Parse(d.Value); f.kind == "date" && (err == nil || d.Value == "") {
		d.Type = "date"
	}
	return formField{Field: &d}
}

// effects is what an act will do, before it is done: of what has been typed, or of what
// stands in the form from the beginning.
func (x *onCase) effects(v *caseActView, b *caseAct, typed *asked) {
	t, r, on := x.text, x.c.Reckon(x.a.today()), x.a.today()
	switch b.name {
	case "propose", "submit", "approve":
		v.Effects = append(v.Effects, t("inquiry.effect.result", t.caseResult(r.Result), r.Repay.Kronor()))
		for i := range r.Claims {
			v.Claims = append(v.Claims, x.newClaim(&r.Claims[i]))
		}
		c := *x.c
		if b.name == "propose" {
			c.Proposal = &inquiry.Proposal{By: x.user.ID}
			if typed != nil {
				c.Proposal.Reply = typed.get("reply")
			}
			if len(c.Answers()) > 0 && c.Proposal.Reply == "" {
				v.Effects = append(v.Effects, t("inquiry.effect.reply"))
				return
			}
		}
		for _, o := range c.DecisionLetters(x.office, x.user.ID, on) {
			v.preview(t, o)
		}
		if b.name == "approve" {
			v.Effects = append(v.Effects, t("inquiry.effect."+x.approves()))
		}
	case "hear":
		text := answerDay(x)
		if typed != nil {
			text = typed.get("answer_by")
		}
		if by, ok := parseDay(text); ok && by > on && r.Repay > 0 {
			for _, o := range x.c.HearingLetters(x.office, x.hearingID(), x.user.ID, x.route.audit, on, by) {
				v.preview(t, o)
			}
		}
	case "recall", "discontinue":
		v.Effects = append(v.Effects, t("inquiry.effect."+b.name))
	}
}

// approves is the key of what a decision sets going.
func (x *onCase) approves() string {
	if x.c.Reviews != "" {
		return "review"
	}
	return "approve"
}

// letterProblem is what stands in the way of a letter: of what was typed in words, of the rest,
// which nobody at a desk can set right, as it is for who runs the program.
func (t translate) letterProblem(err error) string {
	var lacks *letter.FactsError
	if errors.As(err, &lacks) && lacks.Printed != nil && lacks.Printed.Rune != 0 {
		return t("error.letter.rune", string(lacks.Printed.Rune))
	}
	return err.Error()
}

// preview writes a letter as it would be; what it lacks is said instead.
func (v *caseActView) preview(t translate, o *letter.Order) {
	doc, err := letter.Preview(o.Facts, o.To, o.Sender, o.On, o.Version)
	if err != nil {
		v.Effects = append(v.Effects, t("inquiry.effect.noletter", t.letterProblem(err)))
		return
	}
	id := "preview"
	if n := len(v.Preview); n > 0 {
		id += "-" + strconv.Itoa(n+1)
	}
	v.Preview = append(v.Preview, previewLetter{id, doc.Title, doc})
}

// postInquiryAct does what the form says, or shows it again: with the letter as it would be,
// or with what was typed and why it was refused.
func (s *Server) postInquiryAct(c *call) error {
	if err := c.r.ParseForm(); err != nil {
		return problemPage(http.StatusBadRequest, "failure.form")
	}
	c.asked = &asked{values: c.r.PostForm, text: c.text, now: c.asked.now}
	b := caseActOf(c.asked.get("do"))
	if b == nil || b.permission != c.route.permission || c.asked.get("key") == "" || intOf(c.asked.get("seen")) <= 0 {
		return problemPage(http.StatusBadRequest, "failure.form")
	}
	x, err := s.openCase(c, c.asked.get("id"))
	if err != nil {
		return err
	}
	b.read(x)
	if len(c.asked.problems) > 0 {
		return x.showAct(b, http.StatusBadRequest, x.a)
	}
	if b.letter && c.asked.values.Has("preview") {
		return x.showAct(b, http.StatusOK, x.a)
	}
	_, err = b.do(x, x.act())
	status, err := x.refused(b.at, err)
	if err != nil {
		return err
	}
	if status != 0 {
		return x.again(b, status)
	}
	c.redirect(x.href("done", cmp.Or(x.done, b.name)))
	return nil
}

// read finds what cannot be read in the form, before anything is done.
func (b *caseAct) read(x *onCase) {
	a := x.a
	for _, f := range b.fields {
		value := a.get(f.name)
		_, day := parseDay(value)
		switch {
		case f.kind == "steps":
			x.readVerdicts()
		case f.kind == "choice" && value == "":
			a.wrong(f.name, "error.choose", a.text("field."+f.name))
		case f.kind == "date" && value == "":
			a.wrong(f.name, "error.said.missing", a.text("field."+f.name))
		case f.kind == "date" && !day:
			a.wrong(f.name, "error.day", a.text("field."+f.name), value)
		}
	}
}

// at is the field of the form where a refusal is said.
func (b *caseAct) at(name string) string {
	if other, ok := map[string]string{"ground": "exemption", "number": "police_number"}[name]; ok {
		name = other
	}
	i := slices.IndexFunc(b.fields, func(f caseField) bool { return f.name == name })
	switch {
	case i >= 0:
		return name
	case len(b.fields) > 0 && b.fields[0].kind == "steps":
		return "verdict-" + string(inquiry.Facts)
	case len(b.fields) > 0:
		return b.fields[0].name
	}
	return "send"
}

// again reads the case anew and shows the form with what was typed.
func (x *onCase) again(b *caseAct, status int) error {
	if err := x.reload(); err != nil {
		return err
	}
	return x.showAct(b, status, x.a)
}

// reload reads the case as it stands now.
func (x *onCase) reload() error {
	c, err := inquiry.Load(x.r.Context(), x.s.journal, x.c.Party, x.c.ID)
	if err == nil {
		x.c = c
	}
	return err
}

// refused says at its field why a command was refused, and with which status the form is shown
// again; 0 when nothing was. What is no refusal comes back as the error it is.
func (x *onCase) refused(at func(field string) string, err error) (status int, _ error) {
	var no *inquiry.Refusal
	var guard *claim.Refusal
	first := at("")
	switch {
	case err == nil:
		return 0, nil
	case errors.Is(err, inquiry.ErrSeen):
		x.a.values.Set("key", "") // what is sent next is another command
		x.a.wrong(first, "error.case.seen")
		return http.StatusConflict, nil
	case errors.Is(err, inquiry.ErrOwn):
		x.a.wrong(first, "inquiry.no.own")
		return http.StatusConflict, nil
	case errors.Is(err, journal.ErrKeyReused):
		x.a.values.Set("key", "")
		x.a.wrong(first, "error.sent")
		return http.StatusConflict, nil
	case errors.As(err, &no):
		x.a.problems = append(x.a.problems, problem{at(no.Field), x.refusalText(no)})
	case errors.As(err, &guard):
		x.a.wrong(first, "error.case.guard", x.guardText(guard))
	case errors.Is(err, letter.ErrOrder):
		x.a.wrong(first, "error.case.letter", x.text.letterProblem(err))
	default:
		return 0, err
	}
	return http.StatusBadRequest, nil
}

// refusalText is why a command was refused; of the case's state in the words of these pages.
func (x *onCase) refusalText(no *inquiry.Refusal) string {
	if b := caseActOf(x.a.get("do")); no.Field == "state" && x.c != nil && b != nil && !x.c.Takes(b.command()) {
		return x.text("inquiry.no.state.now", x.text.caseState(x.c.State))
	}
	return sentence(x.text.either(no.Svensk, no.Why))
}

// guardText is what a rule of claims says.
func (x *onCase) guardText(r *claim.Refusal) string {
	if pair, ok := texts["rule."+r.Rule.ID]; ok {
		return x.text.either(filledIn(pair[0], r.Why), r.Why)
	}
	return r.Why + " (" + r.Rule.Source + ")"
}
