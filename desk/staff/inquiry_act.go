package staff

import (
	"errors"
	"net/http"
	"strconv"
	"strings"

	"balans/access"
	"balans/exchange/letterdoc"
	"balans/journal"
	"balans/law/calendar"
	"balans/law/statute"
	"balans/recover/claim"
	"balans/recover/inquiry"
	"balans/recover/letter"
)

// caseAct is something a person does with a case: a form, and the command made of it.
type caseAct struct {
	name       string
	permission string
	// primary acts are offered as buttons when nothing else is to be done first.
	fields []caseField
	// stops says why it cannot be done now, beside what the state of the case says; "" nothing.
	stops func(x *onCase) string
	do    func(x *onCase, w *inquiry.Act) (*inquiry.Receipt, error)
}

// caseField is a field of a form. A kind is area, line, date, step or choice.
type caseField struct {
	name, kind string
	options    func(x *onCase) []option
	value      func(x *onCase) string
}

// workCase and approveCase are the permissions of cases.
const (
	readCase    = access.ReadCase
	workCase    = access.WorkCase
	approveCase = access.ApproveCase
	readLetters = access.ReadLetter
	followUp    = access.FollowUp
)

var caseActs = []caseAct{
	{name: "accept", permission: workCase, fields: []caseField{{name: "reason", kind: "area"}}, do: func(x *onCase, w *inquiry.Act) (*inquiry.Receipt, error) {
		return w.Accept(x.r.Context(), x.s.journal, x.a.get("reason"))
	}},
	{name: "take", permission: workCase, stops: func(x *onCase) string {
		if x.c.Owner == x.user.ID {
			return "inquiry.no.yours"
		}
		return ""
	}, do: func(x *onCase, w *inquiry.Act) (*inquiry.Receipt, error) {
		return w.Assign(x.r.Context(), x.s.journal, x.user.ID, "")
	}},
	{name: "hear", permission: workCase, fields: []caseField{{name: "answer_by", kind: "date", value: answerDay}}, stops: nothingToDemand, do: hear},
	{name: "spare", permission: workCase, fields: []caseField{{name: "exemption", kind: "choice", options: exemptions}, {name: "reason", kind: "area"}}, stops: nothingToDemand, do: func(x *onCase, w *inquiry.Act) (*inquiry.Receipt, error) {
		return w.Spare(x.r.Context(), x.s.journal, x.a.get("exemption"), x.a.get("reason"))
	}},
	{name: "answer", permission: workCase, fields: []caseField{{name: "text", kind: "area"}}, stops: notHeard, do: func(x *onCase, w *inquiry.Act) (*inquiry.Receipt, error) {
		return w.Answer(x.r.Context(), x.s.journal, x.a.get("text"))
	}},
	{name: "extend", permission: workCase, fields: []caseField{{name: "until", kind: "date"}, {name: "reason", kind: "area"}}, do: func(x *onCase, w *inquiry.Act) (*inquiry.Receipt, error) {
		return w.Extend(x.r.Context(), x.s.journal, x.comingDay("until"), x.a.get("reason"))
	}},
	{name: "close", permission: workCase, stops: func(x *onCase) string {
		if x.c.State == inquiry.InHearing && x.a.today() <= x.c.Hearing().AnswerBy {
			return "inquiry.no.time"
		}
		return ""
	}, do: func(x *onCase, w *inquiry.Act) (*inquiry.Receipt, error) { return w.CloseHearing(x.r.Context(), x.s.journal) }},
	{name: "propose", permission: workCase, fields: []caseField{{name: "reply", kind: "area"}, {name: "reason", kind: "area"}}, stops: func(x *onCase) string {
		if len(x.c.Reckon(x.a.today()).Missing) > 0 {
			return "inquiry.no.missing"
		}
		return ""
	}, do: func(x *onCase, w *inquiry.Act) (*inquiry.Receipt, error) {
		return w.Propose(x.r.Context(), x.s.journal, x.a.get("reason"), x.a.get("reply"))
	}},
	{name: "submit", permission: workCase, do: func(x *onCase, w *inquiry.Act) (*inquiry.Receipt, error) { return w.Submit(x.r.Context(), x.s.journal) }},
	{name: "withdraw", permission: workCase, do: func(x *onCase, w *inquiry.Act) (*inquiry.Receipt, error) { return w.Withdraw(x.r.Context(), x.s.journal) }},
	{name: "approve", permission: approveCase, stops: notMine, do: func(x *onCase, w *inquiry.Act) (*inquiry.Receipt, error) {
		return w.Approve(x.r.Context(), x.s.journal, x.office, nil)
	}},
	{name: "reject", permission: approveCase, fields: []caseField{{name: "step", kind: "choice", options: stepOptions}, {name: "text", kind: "area"}}, stops: notMine, do: func(x *onCase, w *inquiry.Act) (*inquiry.Receipt, error) {
		return w.Reject(x.r.Context(), x.s.journal, []inquiry.StepWord{{Step: inquiry.Step(x.a.get("step")), Text: x.a.get("text")}})
	}},
	{name: "recall", permission: approveCase, fields: []caseField{{name: "reason", kind: "area"}}, do: func(x *onCase, w *inquiry.Act) (*inquiry.Receipt, error) {
		return w.Recall(x.r.Context(), x.s.journal, x.office, x.a.get("reason"))
	}},
	{name: "discontinue", permission: workCase, fields: []caseField{{name: "reason", kind: "area"}}, do: func(x *onCase, w *inquiry.Act) (*inquiry.Receipt, error) {
		return w.Discontinue(x.r.Context(), x.s.journal, x.a.get("reason"), nil)
	}},
	{name: "halt", permission: workCase, fields: []caseField{{name: "why", kind: "choice", options: stopOptions}, {name: "until", kind: "date"}, {name: "reason", kind: "area"}}, stops: func(x *onCase) string {
		if x.c.Stop != nil {
			return "inquiry.no.stopped"
		}
		return ""
	}, do: func(x *onCase, w *inquiry.Act) (*inquiry.Receipt, error) {
		return w.Halt(x.r.Context(), x.s.journal, inquiry.Stop{Why: x.a.get("why"), Reason: x.a.get("reason"), Until: x.comingDay("until")})
	}},
	{name: "resume", permission: workCase, stops: func(x *onCase) string {
		if x.c.Stop == nil {
			return "inquiry.no.notstopped"
		}
		return ""
	}, do: func(x *onCase, w *inquiry.Act) (*inquiry.Receipt, error) { return w.Resume(x.r.Context(), x.s.journal) }},
	{name: "report", permission: workCase, fields: []caseField{{name: "police_number", kind: "line"}, {name: "reported_on", kind: "date"}}, do: func(x *onCase, w *inquiry.Act) (*inquiry.Receipt, error) {
		return w.Report(x.r.Context(), x.s.journal, x.comingDay("reported_on"), x.a.get("police_number"))
	}},
}

func caseActOf(name string) *caseAct {
	for i := range caseActs {
		if caseActs[i].name == name {
			return &caseActs[i]
		}
	}
	return nil
}

// command is the command of the case an act carries out.
func (b *caseAct) command() string {
	if b.name == "take" {
		return "assign"
	}
	return b.name
}

// whyNot says why an act cannot be done by the reader now; "" when it can. hidden acts are
// not for the reader, or not for the state the case is in, and are not shown.
func (b *caseAct) whyNot(x *onCase) (key string, hidden bool) {
	if !x.c.Takes(b.command()) || !x.user.mayUse(b.permission) {
		return "inquiry.no.state", true
	}
	if b.stops != nil {
		return b.stops(x), false
	}
	return "", false
}

func nothingToDemand(x *onCase) string {
	if x.c.Reckon(x.a.today()).Repay == 0 {
		return "inquiry.no.demand"
	}
	return ""
}

func notHeard(x *onCase) string {
	if len(x.c.Hearings) == 0 {
		return "inquiry.no.heard"
	}
	return ""
}

func notMine(x *onCase) string {
	if errors.Is(x.c.MayApprove(x.user.ID, x.behind...), inquiry.ErrOwn) {
		return "inquiry.no.own"
	}
	return ""
}

// answerDay is the last day to answer that the agency gives; "" where it has set none.
func answerDay(x *onCase) string {
	on := x.a.today()
	days, err := x.office.Parameters.Value(statute.HearingDays, on)
	if err != nil {
		return ""
	}
	post, err := x.office.Parameters.Value(statute.HearingPostalDays, on)
	if err != nil {
		return calendar.NextBankDay(on.AddDays(int(days.Int64))).String()
	}
	return calendar.NextBankDay(on.AddDays(int(days.Int64 + post.Int64))).String()
}

func exemptions(x *onCase) (all []option) {
	for _, e := range inquiry.Exemptions {
		all = append(all, option{e, x.text("inquiry.exempt." + e), x.a.get("exemption") == e})
	}
	return all
}

func stopOptions(x *onCase) (all []option) {
	for _, e := range inquiry.Stops {
		all = append(all, option{e, x.text("inquiry.stop." + e), x.a.get("why") == e})
	}
	return all
}

func stepOptions(x *onCase) (all []option) {
	for _, s := range inquiry.Steps {
		all = append(all, option{string(s), x.text("inquiry.step." + string(s)), x.a.get("step") == string(s)})
	}
	return all
}

// comingDay reads a day that may be still to come; None where it cannot be read, which the
// command refuses at its field.
func (x *onCase) comingDay(name string) calendar.Date {
	d, ok := parseDay(x.a.get(name))
	if !ok {
		x.a.wrong(name, "error.day", x.text("field."+name), x.a.get(name))
		return calendar.None
	}
	return d
}

// hear sends the letter and begins the time to answer, in one piece.
func hear(x *onCase, w *inquiry.Act) (*inquiry.Receipt, error) {
	by := x.comingDay("answer_by")
	id := x.hearingID()
	return w.Hear(x.r.Context(), x.s.journal, by, id, func(c *inquiry.Case) ([]journal.Append, error) {
		return c.HearingLetter(x.office, id, x.user.ID, x.route.audit, x.a.today(), by).Appends(x.s.now())
	})
}

func (x *onCase) hearingID() string { return x.c.ID + "-kom-" + strconv.Itoa(len(x.c.Hearings)+1) }

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
