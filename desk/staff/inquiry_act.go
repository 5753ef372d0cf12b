package staff

import (
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"

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
	Effects                     []string
	Claims                      []newClaimRow
	Preview                     []previewLetter
	Hidden                      []hidden
	Fields                      []formField
	Conflict                    []caseEventRow
}

type previewLetter struct {
	Title string
	Doc   *letterdoc.Document
}

// formField is one of a form's fields, by what it is.
type formField struct {
	Field  *field
	Choice *choiceField
	Area   *field
}

func (s *Server) inquiryAct(c *call) error {
	x, err := s.openCase(c, c.asked.get("id"))
	if err != nil {
		return err
	}
	b := caseActOf(c.asked.get("do"))
	if b == nil {
		return problemPage(http.StatusNotFound, "failure.page")
	}
	return x.showAct(b, http.StatusOK, nil)
}

func (x *onCase) showAct(b *caseAct, status int, typed *asked) error {
	t := x.text
	if why, _ := b.whyNot(x); why != "" && typed == nil {
		return &pageProblem{http.StatusConflict, "failure.caseact", t(why)}
	}
	v := caseActView{Heading: t("inquiry.act."+b.name) + ": " + x.c.ID, Text: t("inquiry.act." + b.name + ".text"), Back: x.href(), Button: t("inquiry.act." + b.name)}
	v.Action = "/inquiry/act"
	if b.permission == approveCase {
		v.Action = "/inquiry/decide"
	}
	version := strconv.Itoa(x.c.Version)
	v.Hidden = []hidden{{"id", x.c.ID}, {"do", b.name}, {"seen", version}, {"key", newKey(typed, "do")}}
	for _, f := range b.fields {
		v.Fields = append(v.Fields, x.formField(&f, typed))
	}
	x.effects(&v, b)
	v.page = x.s.page(x.call, v.Heading, "/inquiries")
	v.Crumbs = []crumb{{"/inquiries", t("inquiries.title")}, {v.Back, x.c.ID}, {"", t("inquiry.act." + b.name)}}
	if typed != nil {
		v.Problems = typed.problems
		seen := intOf(typed.get("seen"))
		for i := max(0, seen); seen > 0 && i < len(x.c.History); i++ {
			e := &x.c.History[i]
			v.Conflict = append(v.Conflict, caseEventRow{e.On.String(), clock(e.At), t.caseEvent(e.Kind), x.office.Name(e.Actor), t.caseState(e.State)})
		}
	}
	return x.render(status, "inquiry_act", v)
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

// effects is what an act will do, before it is done.
func (x *onCase) effects(v *caseActView, b *caseAct) {
	t, r := x.text, x.c.Reckon(x.a.today())
	switch b.name {
	case "propose", "submit", "approve":
		v.Effects = append(v.Effects, t("inquiry.effect.result", t.caseResult(r.Result), r.Repay.Kronor()))
		for i := range r.Claims {
			v.Claims = append(v.Claims, x.newClaim(&r.Claims[i]))
		}
		for _, o := range x.c.DecisionLetters(x.office, x.user.ID, x.a.today()) {
			v.preview(t, o)
		}
		if b.name == "approve" {
			v.Effects = append(v.Effects, t("inquiry.effect.approve"))
		}
	case "hear":
		if by, ok := parseDay(answerDay(x)); ok || x.a.get("answer_by") != "" {
			if d, ok := parseDay(x.a.get("answer_by")); ok {
				by = d
			}
			if by > x.a.today() {
				v.preview(t, x.c.HearingLetter(x.office, x.hearingID(), x.user.ID, x.route.audit, x.a.today(), by))
			}
		}
	case "recall":
		v.Effects = append(v.Effects, t("inquiry.effect.recall"))
	case "discontinue":
		v.Effects = append(v.Effects, t("inquiry.effect.discontinue"))
	}
}

// preview writes a letter as it would be; what it lacks is said instead.
func (v *caseActView) preview(t translate, o *letter.Order) {
	doc, err := letter.Preview(o.Facts, o.To, o.Sender, o.On, o.Version)
	if err != nil {
		v.Effects = append(v.Effects, t("inquiry.effect.noletter", err))
		return
	}
	v.Preview = append(v.Preview, previewLetter{doc.Title, doc})
}

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
	_, err = b.do(x, x.act())
	if len(c.asked.problems) > 0 {
		return x.again(b, http.StatusBadRequest)
	}
	if handled, err := x.refused(b.firstField(), err); err != nil || handled {
		if err != nil {
			return err
		}
		return x.again(b, http.StatusConflict)
	}
	c.redirect(x.href("done", b.name))
	return nil
}

func (b *caseAct) firstField() string {
	if len(b.fields) > 0 {
		return b.fields[0].name
	}
	return "send"
}

// again reads the case anew and shows the form with what was typed.
func (x *onCase) again(b *caseAct, status int) error {
	c, err := inquiry.Load(x.r.Context(), x.s.journal, x.c.Party, x.c.ID)
	if err != nil {
		return err
	}
	x.c = c
	return x.showAct(b, status, x.a)
}

// refused says at its field why a command was refused; handled is false when nothing was.
func (x *onCase) refused(field string, err error) (handled bool, _ error) {
	var no *inquiry.Refusal
	var guard *claim.Refusal
	switch {
	case err == nil:
		return false, nil
	case errors.Is(err, inquiry.ErrSeen):
		x.a.values.Set("key", "") // what is sent next is another command
		x.a.wrong(field, "error.case.seen")
	case errors.Is(err, inquiry.ErrOwn):
		x.a.wrong(field, "inquiry.no.own")
	case errors.Is(err, journal.ErrKeyReused):
		x.a.values.Set("key", "")
		x.a.wrong(field, "error.sent")
	case errors.As(err, &no):
		at := no.Field
		if at == "number" || at == "state" || at == "actor" || at == "case" || strings.HasPrefix(at, "basis") {
			at = field
		}
		x.a.problems = append(x.a.problems, problem{at, x.text.either(no.Svensk, no.Why)})
	case errors.As(err, &guard):
		x.a.wrong(field, "error.case.guard", guard.Rule.Source)
	case errors.Is(err, letter.ErrOrder):
		x.a.wrong(field, "error.case.letter", err)
	default:
		return false, err
	}
	return true, nil
}
