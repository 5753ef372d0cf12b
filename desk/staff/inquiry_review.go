package staff

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"balans/journal"
	"balans/law/calendar"
	"balans/law/statute"
	"balans/recover/claim"
	"balans/recover/inquiry"
	"balans/recover/letter"
)

// reviewView is the form by which a request for reconsideration becomes a case that looks at
// the claim's decision anew.
type reviewView struct {
	page
	Heading, Lead, Action, Back string
	Facts                       []caseFact
	Effects                     []string
	Hidden                      []hidden
	Why, Court                  radioField
	Fields                      []field
	Text                        field
}

// reviewing is a claim whose decision is to be looked at anew.
type reviewing struct {
	*acting
	first *inquiry.Case    // the case that decided it; nil when it was decided elsewhere
	open  *inquiry.Summary // a review that is not over; nil when there is none
}

// reviewHref is the form that opens a review of a claim's decision.
func reviewHref(id string) string { return claimHref(id) + "/review" }

// openReview reads the claim, its case and its reviews, and logs the reading.
func (s *Server) openReview(c *call) (*reviewing, error) {
	x, err := s.openActing(c)
	if err != nil {
		return nil, err
	}
	if err := x.log(); err != nil {
		return nil, err
	}
	n, err := s.controlsNow(c.r.Context())
	if err != nil {
		return nil, err
	}
	defer n.release()
	v := &reviewing{acting: x}
	if sum := caseOfClaim(n, x.on.ID); sum != nil {
		if v.first, err = inquiry.Load(c.r.Context(), s.journal, sum.Party, sum.ID); err != nil {
			return nil, err
		}
	}
	of := x.on.Party
	if v.first != nil {
		of = v.first.Party
	}
	for _, other := range n.inquiries.Of(of) {
		if other.Reviews == x.on.ID && other.State.IsOpen() {
			v.open = other
		}
	}
	return v, nil
}

// caseOfClaim is the case that decided a claim; nil when none here did.
func caseOfClaim(n *controlling, claimID string) *inquiry.Summary {
	at := strings.LastIndexByte(claimID, '-')
	sum := n.inquiries.Find(claimID[:max(0, at)])
	if sum == nil || !slices.Contains(sum.Claims, claimID) {
		return nil
	}
	return sum
}

// whyNot says why no review can be opened; "" when one can.
func (x *reviewing) whyNot() string {
	switch state := &x.life.state; {
	case x.open != nil:
		return x.text("review.no.open", x.open.ID)
	case !state.Decided || state.Principal == 0 || isAnnulled(x.life.claimFile):
		return x.text("review.no.nothing")
	}
	return ""
}

// isAnnulled reports whether the claim was annulled: then there is nothing left of its decision.
func isAnnulled(cf *claimFile) bool {
	return slices.ContainsFunc(cf.events, func(e claim.Event) bool { return e.Kind == claim.Annulled })
}

func (s *Server) reviewForm(c *call) error {
	x, err := s.openReview(c)
	if err != nil {
		return err
	}
	if why := x.whyNot(); why != "" {
		return &pageProblem{http.StatusConflict, "failure.caseact", why}
	}
	return x.showReview(http.StatusOK, nil)
}

func (x *reviewing) showReview(status int, typed *asked) error {
	t, a := x.text, typed
	if a == nil {
		a = &asked{text: t, now: x.asked.now, values: url.Values{"asked_on": {x.asked.today().String()}, "why": {x.likelyWhy()}}}
	}
	d, state := &x.life.decision, &x.life.state
	v := reviewView{Heading: t("review.title", x.on.ID), Lead: t("review.lead"), Action: reviewHref(x.on.ID), Back: claimHref(x.on.ID)}
	add := func(name, text, href string) { v.Facts = append(v.Facts, caseFact{name, text, href}) }
	add(t("inquiry.claims.id"), x.on.ID, v.Back)
	add(t("field.benefit"), t.benefit(d.Benefit), "")
	add(t("review.was"), t.kronor(state.Principal), "")
	add(t("column.decided"), d.DecidedOn.String(), "")
	if x.first != nil {
		add(t("inquiry.reviewof"), x.first.ID, link("/inquiry", "id", x.first.ID))
	}
	for _, r := range x.life.days(t) {
		if r.Name == t("day.last") {
			add(r.Name, r.Text, "")
		}
	}
	v.Effects = []string{t("review.effect.case")}
	if !x.isAsked() {
		v.Effects = append(v.Effects, t("review.effect.asked"))
	}
	v.Effects = append(v.Effects, t("review.effect.judged"))
	if until, known := x.ownMotionUntil(); known {
		v.Effects = append(v.Effects, t("review.effect.own", until))
	}
	v.Effects = append(v.Effects, t("review.effect.limit", t.kronor(state.Principal)))
	v.Why, v.Court = x.choices(a, "why", reviewAsked, string(inquiry.AfterJudgment), string(inquiry.OwnMotion)), x.choices(a, "court", letter.Courts...)
	v.Hidden = []hidden{{"key", newKey(typed, "ref")}}
	names := []string{"asked_on", "ref"}
	if x.first == nil {
		names = append(names, "from", "to")
	}
	for _, name := range names {
		f := field{Name: name, Label: t("review." + name), Type: "text", Value: a.values.Get(name), Error: a.problem(name)}
		if _, err := calendar.Parse(f.Value); name != "ref" && (err == nil || f.Value == "") {
			f.Type = "date"
		}
		v.Fields = append(v.Fields, f)
	}
	v.Text = field{Name: "text", Label: t("review.text"), Value: a.values.Get("text"), Error: a.problem("text")}
	v.page = x.s.page(x.call, v.Heading, "/inquiries")
	v.Crumbs = []crumb{{"/inquiries", t("inquiries.title")}, {v.Back, x.on.ID}, {"", t("review.crumb")}}
	if typed != nil {
		v.Problems = typed.problems
	}
	return x.render(status, "inquiry_review", v)
}

// likelyWhy is why the claim is likely to be looked at anew, by where it stands.
func (x *reviewing) likelyWhy() string {
	if x.life.standing.Contest == claim.ContestInCourt {
		return string(inquiry.AfterJudgment)
	}
	return reviewAsked
}

// reviewAsked is the form's word for a request, which has none of its own in a case.
const reviewAsked = "asked"

// ownMotionUntil is the last day that the agency changes the decision of its own motion without
// an exception that holds (SFB 113:3–6), where that is known.
func (x *reviewing) ownMotionUntil() (calendar.Date, bool) {
	v, err := x.facts.columns.LawBook().Parameters(x.s.now()).Value(statute.OwnMotionChangeYears, x.life.decision.DecidedOn)
	return x.life.decision.DecidedOn.AddYears(int(v.Int64)), err == nil
}

// choices is a field of which one is chosen, in the form's words for each.
func (x *reviewing) choices(a *asked, name string, of ...string) radioField {
	f := radioField{Name: name, Label: x.text("review." + name), Error: a.problem(name)}
	for i, value := range of {
		id := name
		if i > 0 {
			id += "-" + value
		}
		f.Options = append(f.Options, radioOption{id, value, x.text("review." + name + "." + value), "", a.get(name) == value})
	}
	return f
}

// isAsked reports whether the claim knows that a review has been asked for and is not over.
func (x *reviewing) isAsked() bool { return x.life.state.Conditions&claim.Contested != 0 }

// postReview notes the request on the claim, where that has not been done, and opens the case.
// They are two commands under one key: sent again, the form completes what was stopped between.
func (s *Server) postReview(c *call) error {
	if err := c.r.ParseForm(); err != nil {
		return problemPage(http.StatusBadRequest, "failure.form")
	}
	c.asked = &asked{values: c.r.PostForm, text: c.text, now: c.asked.now}
	if c.asked.get("key") == "" {
		return problemPage(http.StatusBadRequest, "failure.form")
	}
	x, err := s.openReview(c)
	if err != nil {
		return err
	}
	o := x.opening()
	a, act := c.asked, inquiry.Act{Actor: c.user.ID, Cause: c.route.audit, Key: c.asked.get("key")}
	if x.open != nil && x.open.By == c.user.ID && len(a.problems) == 0 { // the same form once more?
		again := act
		again.DryRun = true
		if made, err := inquiry.OpenBy(c.r.Context(), s.journal, o, again); err == nil && made.ID == x.open.ID {
			c.redirect(link("/inquiry", "id", made.ID, "done", "opened"))
			return nil
		}
	}
	if why := x.whyNot(); why != "" {
		a.problems = append(a.problems, problem{"ref", why})
	}
	if len(a.problems) == 0 {
		made, err := x.openCase(o, act)
		on := &onCase{call: c, s: s, a: a}
		switch _, err := on.refused(pointAt("ref", "asked_on", "why", "court", "text", "from", "to"), err); {
		case err != nil:
			return err
		case len(a.problems) == 0:
			c.redirect(link("/inquiry", "id", made.ID, "done", "opened"))
			return nil
		}
	}
	return x.showReview(http.StatusBadRequest, a)
}

// opening reads the form.
func (x *reviewing) opening() inquiry.Opening {
	a, d := x.a, &x.life.decision
	day := func(name string) calendar.Date {
		d, ok := parseDay(a.get(name))
		switch {
		case a.get(name) == "":
			a.wrong(name, "error.said.missing", a.text("review."+name))
		case !ok:
			a.wrong(name, "error.day", a.text("review."+name), a.get(name))
		case d > a.today():
			a.wrong(name, "review.no.future", a.text("review."+name), d)
		case name == "asked_on" && d < x.life.decision.DecidedOn:
			a.wrong(name, "review.no.before", x.life.decision.DecidedOn)
		}
		return d
	}
	o := inquiry.Opening{Party: x.on.Party, Debtors: d.Debtors, Benefit: d.Benefit, Category: inquiry.OtherCause, Reviews: x.on.ID, Was: x.life.state.Principal, Wrong: x.life.state.Principal,
		Signal: inquiry.Signal{Source: inquiry.FromReview, Ref: a.get("ref"), Text: a.get("text")}}
	switch why, court := a.get("why"), a.get("court"); why {
	case reviewAsked:
		day("asked_on")
	case string(inquiry.AfterJudgment):
		if o.Why, o.Court = inquiry.AfterJudgment, court; court == "" {
			a.wrong("court", "review.court.missing")
		}
		o.JudgedOn = day("asked_on")
	case string(inquiry.OwnMotion):
		o.Why = inquiry.OwnMotion
	default:
		a.wrong("why", "review.why.missing")
	}
	if first := x.first; first != nil {
		o.Party, o.From, o.To, o.Paid, o.Category, o.Unit, o.ReviewOf = first.Party, first.From, first.To, first.Paid, first.Category, first.Unit, first.ID
	} else {
		o.From, o.To = day("from"), day("to")
	}
	return o
}

// openCase tries the case, notes the request on the claim, and opens the case.
func (x *reviewing) openCase(o inquiry.Opening, act inquiry.Act) (*inquiry.Case, error) {
	ctx, try := x.r.Context(), act
	try.DryRun = true
	if _, err := inquiry.OpenBy(ctx, x.s.journal, o, try); err != nil {
		return nil, err
	}
	if o.Why == inquiry.OnRequest && !x.isAsked() {
		on, _ := parseDay(x.a.get("asked_on"))
		e := claim.Event{Kind: claim.ReconsiderationAsked, OccurredOn: on, Details: &claim.Details{Until: calendar.None, First: calendar.None, Ref: o.Signal.Ref}}
		out, err := x.record(e)(ctx, x.errand(act.Key+"-asked"))
		if errors.Is(err, journal.ErrKeyReused) {
			return nil, err
		}
		_, stopped, err := x.refused(out, err)
		if err != nil {
			return nil, err
		}
		if len(stopped) > 0 {
			x.a.problems = append(x.a.problems, problem{"asked_on", stopped[0].rule})
			return nil, nil
		}
	}
	return inquiry.OpenBy(ctx, x.s.journal, o, act)
}

// casesOfClaim tells a claim's page of the case that decided it and of those that review it.
func (s *Server) casesOfClaim(c *call, cf *claimFile, v *claimView) error {
	if !c.user.mayUse(readCase) {
		return nil
	}
	n, err := s.controlsNow(c.r.Context())
	if err != nil {
		return err
	}
	defer n.release()
	t, id, of, open := c.text, cf.decision.ID, cf.decision.Party(), false
	if sum := caseOfClaim(n, id); sum != nil {
		of = sum.Party
		v.Cases = append(v.Cases, caseLink{caseHref(sum), t("claim.case", sum.ID, t.caseState(sum.State))})
	}
	for _, x := range n.inquiries.Of(of) {
		if x.Reviews == id {
			open = open || x.State.IsOpen()
			v.Cases = append(v.Cases, caseLink{caseHref(x), t("review.case", id, x.ID, t.caseState(x.State))})
		}
	}
	if c.user.mayUse(workCase) && v.Now && !open && !isAnnulled(cf) {
		v.Review = reviewHref(id)
	}
	return nil
}
