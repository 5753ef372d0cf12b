package staff

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"balans/law/calendar"
	"balans/law/money"
	"balans/prevent/sample"
	"balans/recover/claim"
	"balans/recover/inquiry"
)

// inquiryView is one recovery case.
type inquiryView struct {
	page
	Heading, Badge, State string
	Done, Lead            string
	Todo                  []string
	Next                  *actOffer
	Acts, More, MayNot    []actOffer
	Facts                 []caseFact
	PersonForm            []hidden
	Signal                []factRow
	Inputs                []factRow
	Bases                 []basisRow
	BasisLines            []basisLine
	BasisEdit             string
	Steps                 []stepView
	Sums                  []sumRow
	Claims                []newClaimRow
	Hearings              []hearingRow
	Exempt                string
	Proposal              []factRow
	Rejections            []rejectionRow
	Decision              []factRow
	Letters               []caseLink
	Made                  []caseLink
	Reports, Stops        []string
	History               []caseEventRow
	Reading               string
}

// caseFact is something known of a case; Href leads to what it names.
type caseFact struct{ Name, Text, Href string }

type caseLink struct{ Href, Text string }

type basisRow struct {
	Number, Received, Source, Version, Wrong, State string
	Current                                         bool
}

type basisLine struct{ Payout, Days, Payee, Paid, Tax, Entitled, Wrong string }

type stepView struct {
	ID, Name, State, Badge, Why string
	Touched                     []string
	Spans                       []spanRow
	Recipients                  []string
	Text, By                    string
	Rules                       []evaluationRow
	Edit                        string
	Earlier                     int
}

type spanRow struct{ Days, Answer, Ground, Reason string }

type evaluationRow struct{ Rule, Law, Outcome, Inputs string }

type sumRow struct {
	Name, Amount string
	Total        bool
}

type newClaimRow struct{ ID, Who, Ground, Days, Amount, Charge string }

type hearingRow struct {
	Sent, AnswerBy, Amount, State string
	Letter                        *caseLink
	Answers                       []string
}

type rejectionRow struct {
	On, By string
	Words  []string
}

type caseEventRow struct{ On, At, What, By, State string }

// event is one line of what has happened: the day, and when it was recorded, with that day where
// it is another.
func (x *onCase) event(e *inquiry.Entry) caseEventRow {
	at := clock(e.At)
	if day := e.At.Date(); day != e.On {
		at = x.text("inquiry.recorded", day, at)
	}
	return caseEventRow{e.On.String(), at, x.text.caseEvent(e.Kind), x.name(e.Actor), x.text.caseState(e.State)}
}

// inquiry shows one case.
func (s *Server) inquiry(c *call) error {
	x, err := s.openCase(c, c.asked.get("id"))
	if err != nil {
		return err
	}
	return x.show(http.StatusOK)
}

func (x *onCase) show(status int) error {
	c, t := x.c, x.text
	v := inquiryView{Heading: t("inquiry.title", c.ID), State: t.caseState(c.State), Badge: caseBadge(c.State), Lead: t("inquiry.lead", t.benefit(c.Benefit), c.From, c.To, c.Party.Masked()),
		Reading: t("inquiry.reading", x.user.Name, t(x.user.Role))}
	if done := x.a.get("done"); t.has("inquiry.done." + done) {
		v.Done = t("inquiry.done." + done)
	}
	on := x.a.today()
	r := c.Reckon(on)
	v.facts(x)
	v.signal(x)
	v.basis(x)
	v.steps(x, on)
	v.sums(x, r)
	v.hearings(x)
	v.decision(x)
	v.todo(x, r, on)
	v.offers(x, r)
	for _, e := range slices.Backward(c.History) {
		v.History = append(v.History, x.event(&e))
	}
	v.page = x.s.page(x.call, v.Heading, "/inquiries")
	v.Crumbs = []crumb{{"/inquiries", t("inquiries.title")}, {"", c.ID}}
	return x.render(status, "inquiry", v)
}

func caseBadge(s inquiry.State) string {
	switch s {
	case inquiry.Closed:
		return "success"
	case inquiry.InApproval, inquiry.Proposed, inquiry.Executing:
		return "info"
	}
	return "warning"
}

func (v *inquiryView) facts(x *onCase) {
	c, t := x.c, x.text
	owner := t("inquiry.nobody")
	if c.Owner != "" {
		owner = x.name(c.Owner)
	}
	add := func(name, text, href string) { v.Facts = append(v.Facts, caseFact{t(name), text, href}) }
	add("finding.person", c.Party.Masked(), "")
	add("field.benefit", t.benefit(c.Benefit), "")
	add("inquiry.days", c.From.String()+"–"+c.To.String(), "")
	add("inquiry.owner", owner, "")
	add("field.unit", orDash(c.Unit), "")
	add("inquiry.opened", c.Opened.String()+", "+x.name(c.By), "")
	add("inquiry.since", c.Since.String(), "")
	add("field.category", t.category(c.Category), "")
	if c.Reviews != "" {
		add("inquiry.reviews", c.Reviews+", "+t.kronor(c.Was), claimHref(c.Reviews))
	}
	if c.ReviewOf != "" {
		add("inquiry.reviewof", c.ReviewOf, link("/inquiry", "id", c.ReviewOf))
	}
	if c.Result != "" {
		add("inquiry.result", t.caseResult(c.Result), "")
	}
	if c.EndReason != "" {
		add("field.reason", c.EndReason, "")
	}
	if x.user.mayUse(readPerson) {
		v.PersonForm = []hidden{{"case", c.ID}}
	}
	if c.Stop != nil {
		v.Stops = append(v.Stops, t("inquiry.stopped", t("inquiry.stop."+c.Stop.Why), c.Stop.Until, c.Stop.Reason))
	}
	for _, r := range c.Reports {
		v.Reports = append(v.Reports, t("inquiry.reported", r.Number, r.On))
	}
}

func (v *inquiryView) signal(x *onCase) {
	g, t := &x.c.Signal, x.text
	v.Signal = []factRow{{Name: t("inquiry.source"), Text: t("inquiry.source." + cmp.Or(string(g.Source), "control"))}}
	add := func(name, text string) {
		if text != "" {
			v.Signal = append(v.Signal, factRow{Name: t(name), Text: text})
		}
	}
	add("field.ref", g.Ref)
	add("inquiry.says", g.Text)
	if g.Source == inquiry.FromReview {
		add("review.why", t("review.why."+cmp.Or(string(x.c.Why), reviewAsked)))
		if x.c.Court != "" {
			add("review.court", t("review.court."+x.c.Court)+", "+x.c.JudgedOn.String())
		}
	}
	if g.Control != "" {
		add("field.control", t.ruleName(g.Control)+", "+t("inquiry.version", g.Version))
		add("inquiry.says", g.Says)
		add("inquiry.judged", g.Judgement+" ("+x.name(g.JudgedBy)+", "+g.JudgedOn.String()+")")
		for _, in := range g.Inputs {
			v.Inputs = append(v.Inputs, factRow{Name: t.controlField(in.Field) + " " + in.About, Text: t.inputValue(in.Value), Law: in.From})
		}
	}
}

func (v *inquiryView) basis(x *onCase) {
	c, t := x.c, x.text
	now := c.Current()
	for i := range c.Bases {
		b := &c.Bases[i]
		var wrong money.Amount
		for k := range b.Lines {
			wrong += b.Lines[k].Wrong()
		}
		state := t("inquiry.basis.older")
		switch {
		case b.Annulled:
			state = t("inquiry.basis.annulled")
		case b.Blocked:
			state = t("inquiry.basis.blocked")
		case b.Number == now.Number:
			state = t("inquiry.basis.current")
		}
		v.Bases = append(v.Bases, basisRow{strconv.Itoa(b.Number), b.On.String(), x.basisSource(b), strconv.Itoa(b.Version), wrong.Kronor(), state, b.Number == now.Number})
	}
	if now.Basis != nil {
		for i := range now.Lines {
			l := &now.Lines[i]
			v.BasisLines = append(v.BasisLines, basisLine{l.Payout, l.From.String() + "–" + l.To.String(), l.Payee.Masked(), l.Paid.Kronor(), l.Tax.Kronor(), l.Entitled.Kronor(), l.Wrong().Kronor()})
		}
	}
	if c.Takes("basis") && c.State.IsOpen() && c.State != inquiry.Executing && x.user.mayUse(workCase) && (len(c.Bases) == 0 || c.Bases[0].Source == "hand") {
		v.BasisEdit = link("/inquiry/basis", "id", c.ID)
	}
}

func (x *onCase) basisSource(b *inquiry.Basis) string {
	if b.Source == "hand" {
		return x.text("inquiry.basis.hand", x.name(b.By))
	}
	return b.Source + " " + b.ID
}

func (v *inquiryView) steps(x *onCase, on calendar.Date) {
	c, t := x.c, x.text
	for _, s := range inquiry.Steps {
		st := c.StandingOf(s, on)
		w := stepView{ID: string(s), Name: t("inquiry.step." + string(s)), State: t("inquiry.status." + string(st.Status)), Badge: map[inquiry.StepStatus]string{inquiry.StepDone: "success", inquiry.StepAuto: "info", inquiry.StepStale: "warning"}[st.Status]}
		if w.Badge == "" {
			w.Badge = "default"
		}
		if st.Status == inquiry.StepStale {
			w.Why = t("inquiry.stale." + st.Why)
			if st.Text != "" {
				w.Why += ": " + st.Text
			}
			for _, d := range st.Touched {
				w.Touched = append(w.Touched, t("inquiry.touched", d.Period, d.WrongBefore.Kronor(), d.WrongAfter.Kronor()))
			}
		}
		if a := st.Assessment; a != nil {
			w.By, w.Text, w.Earlier = t("inquiry.assessed", x.name(a.By), a.On, a.Basis), a.Reason, len(st.Earlier)
			if a.Cause != "" {
				w.Text = t("inquiry.cause." + string(a.Cause))
			}
			for i := range a.Spans {
				w.Spans = append(w.Spans, x.spanRow(s, &a.Spans[i]))
			}
			for i := range a.Recipients {
				w.Recipients = append(w.Recipients, x.recipientText(&a.Recipients[i]))
			}
			if s == inquiry.Sum {
				w.Recipients = append(w.Recipients, t.kronor(a.Repay))
				if a.Charge > 0 {
					w.Recipients = append(w.Recipients, t("field.charge")+": "+a.Charge.Kronor())
				}
				if a.Below {
					w.Recipients = append(w.Recipients, t("inquiry.below")+" "+t("inquiry.below.yes"))
				}
			}
			for _, e := range a.Rules {
				w.Rules = append(w.Rules, x.ruleOf(&e))
			}
		}
		if x.mayAssess() {
			w.Edit = link("/inquiry/step", "id", c.ID, "step", string(s))
		}
		v.Steps = append(v.Steps, w)
	}
}

// ruleOf is a rule that was held against a step, in words.
func (x *onCase) ruleOf(e *inquiry.Evaluation) evaluationRow {
	t := x.text
	r := evaluationRow{Rule: e.Rule, Law: string(e.Law), Outcome: e.Outcome}
	if t.has("inquiry.rule." + e.Rule) {
		r.Rule = t("inquiry.rule." + e.Rule)
	}
	if t.has("inquiry.outcome." + e.Outcome) {
		r.Outcome = t("inquiry.outcome." + e.Outcome)
	}
	if name, version, ok := strings.Cut(e.Outcome, "/"); ok && e.Rule == "control" {
		r.Outcome = t.ruleName(name) + ", " + t("finding.version", intOf(version))
	}
	var inputs []string
	for _, in := range e.Inputs {
		name, value, _ := strings.Cut(in, "=")
		switch {
		case value == "":
			continue
		case name == "ground":
			value = t.ground(value)
		case name == "cause" && t.has("inquiry.cause."+value):
			value = t("inquiry.cause." + value)
		case name == "cause":
			value = t.cause(sample.Cause(value))
		}
		if t.has("inquiry.input." + name) {
			name = t("inquiry.input." + name)
		}
		inputs = append(inputs, name+" "+value)
	}
	r.Inputs = strings.Join(inputs, "; ")
	return r
}

// name is who did something: one of the staff, or the program.
func (x *onCase) name(actor string) string { return x.text.actor(actor, x.office.Name) }

// actor is who did something, where name is what the staff are called.
func (t translate) actor(id string, name func(string) string) string {
	if strings.HasPrefix(id, "run/") {
		return t("inquiry.program")
	}
	return name(id)
}

func (x *onCase) spanRow(s inquiry.Step, p *inquiry.Span) spanRow {
	t := x.text
	r := spanRow{Days: p.From.String() + "–" + p.To.String(), Answer: t("inquiry.answer." + string(s) + "." + p.Answer), Reason: p.Reason}
	if p.Ground != "" {
		r.Ground = t.ground(p.Ground)
		if p.Knowing {
			r.Ground += ", " + t("inquiry.knowing")
		}
	}
	if p.Share > 0 {
		r.Ground = sharePercent(p.Share)
	}
	return r
}

// sharePercent is hundredths of a percent: "25 %", "33,33 %".
func sharePercent(hundredths int32) string {
	text := fmt.Sprintf("%d,%02d", hundredths/100, hundredths%100)
	return strings.TrimSuffix(strings.TrimRight(text, "0"), ",") + " %"
}

func (t translate) ground(name string) string {
	g, _ := claim.ParseType(name)
	return t("type."+name) + " (" + string(g.Rule().Law) + ")"
}

func (x *onCase) recipientText(r *inquiry.Recipient) string {
	var who []string
	for _, d := range r.Debtors {
		text := d.Number.Masked()
		if d.Share > 0 {
			text += " " + sharePercent(d.Share)
		}
		who = append(who, text)
	}
	text := x.text("inquiry.owes", r.Payee.Masked(), strings.Join(who, ", "))
	if len(r.Debtors) > 1 && r.Debtors[0].Share == 0 {
		text += " " + x.text("inquiry.jointly")
	}
	if r.Reason != "" {
		text += ": " + r.Reason
	}
	return text
}
