package staff

import (
	"net/http"
	"strconv"

	"balans/access"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/prevent/benefit"
	"balans/prevent/control"
	"balans/prevent/payout"
)

type judgeView struct {
	page
	Ready       bool
	Heading     string
	State       string
	Badge       string
	Says        string
	Done        string // what was just recorded
	Warn        string // why it waits, or why it does not
	Facts       []factRow
	PersonForm  []hidden
	Days        []dayRow
	Inputs      []inputRow
	Laws        []lawRow
	Purpose     string
	Proposal    string
	Tells       string
	Judgements  []judgementRow
	Complaints  []string
	Case        string
	CaseHref    string   // for who may read cases
	Wait        []string // what happens on either verdict
	Form        *judgeForm
	CanComplain bool
	Complaint   field
	Complain    []hidden
	CanOpen     bool
	OpenCase    []hidden
	Right       string // leads to setting the right amount
	Next        string
	Left        string
	Reading     string
	List        string
}

type (
	dayRow       struct{ Day, Weekday, Claimed, Found, Says string }
	inputRow     struct{ Field, About, Value, From string }
	judgementRow struct {
		On, At, By, Verdict, Amount, Cause, Intent, Reason string
		Replaced                                           bool
	}
)

// findingAsked is which finding is asked for, and what the list it was on was held to.
type findingAsked struct {
	run, payout, rule                string
	ofRun, ofControl, ofState, order string
	handles                          bool // who asks handles persons whose identity is protected
}

func (c *call) findingAsked() findingAsked {
	a := c.asked
	return findingAsked{a.get("run"), a.get("payout"), a.get("control"), a.get("of_run"), a.get("of_control"), a.get("of_state"), a.get("order"), c.handlesProtected()}
}

// pairs is the finding and its list as an address carries them.
func (q findingAsked) pairs() []string {
	return []string{"run", q.run, "payout", q.payout, "control", q.rule, "of_run", q.ofRun, "of_control", q.ofControl, "of_state", q.ofState, "order", q.order}
}

// list is the list the finding was opened from: those of its run or control that nobody has
// judged, in time or at all.
func (q findingAsked) list(n *controlling) findingsAsked {
	state := control.Open
	if q.ofState == string(control.Expired) {
		state = control.Expired
	}
	return findingsAsked{state: state, run: q.ofRun, rule: q.ofControl, most: q.order == "most", on: n.on, today: n.on, handles: q.handles,
		made: calendar.Period{From: calendar.None, To: calendar.None}}
}

// hidden carries the finding and its list along in a form.
func (q findingAsked) hidden(more ...string) (all []hidden) {
	for _, h := range pairwise(append(q.pairs(), more...)) {
		if h.Value != "" {
			all = append(all, h)
		}
	}
	return all
}

// findingFor is the finding that is asked for, when it is for who asks. One whose person has a
// protected identity belongs to those who handle such.
func (s *Server) findingFor(c *call, n *controlling, q findingAsked) (*control.Finding, error) {
	r := n.book.Run(q.run)
	if r == nil {
		return nil, &pageProblem{http.StatusNotFound, "failure.finding", q.payout}
	}
	f := r.Finding(q.payout, q.rule)
	if f == nil {
		return nil, &pageProblem{http.StatusNotFound, "failure.finding", q.payout}
	}
	if n.isProtected(f) && !c.handlesProtected() {
		return nil, problemPage(http.StatusForbidden, "failure.protected")
	}
	m := access.Matter{Party: f.Line.Party, Benefit: f.Line.Benefit.String()}
	if f.Line.Child != identity.None {
		m.Others = append(m.Others, f.Line.Child)
	}
	if err := s.mayRead(c, n, m); err != nil {
		return nil, err
	}
	return f, nil
}

// logPerson writes in the reading log that a person's facts are shown.
func (s *Server) logPerson(c *call, party identity.Number, what string) error {
	err := access.LogReading(c.r.Context(), s.journal, access.Reading{Party: party, Actor: c.user.ID, Cause: c.route.audit, Purpose: c.user.Purpose, Claim: what})
	if err != nil {
		s.log.Error("the reading log", "route", c.route.pattern, "error", err)
		return problemPage(http.StatusServiceUnavailable, "failure.reading")
	}
	return nil
}

// payoutOf is the payout line of a finding as it stands today; nil when it is gone. Nothing
// is shown of a line about a child with a protected identity either.
func (s *Server) payoutOf(c *call, n *controlling, f *control.Finding) (*payout.Entry, error) {
	entries, err := payout.Of(c.r.Context(), s.journal, f.Line.Party, payout.AsOf{Day: s.now().Date()})
	if err != nil {
		return nil, err
	}
	for _, e := range entries {
		if e.ID != f.Line.ID {
			continue
		}
		if e.Child != identity.None && n.register.Of(e.Child).Protected(n.on) && !c.handlesProtected() {
			return nil, problemPage(http.StatusForbidden, "failure.protected")
		}
		return e, nil
	}
	return nil, nil
}

// finding shows one finding. It is about a person, so the view is written in the reading
// log before anything is shown.
func (s *Server) finding(c *call) error {
	n, err := s.controlsNow(c.r.Context())
	if err != nil {
		return err
	}
	defer n.release()
	return s.showFinding(c, n, c.findingAsked(), http.StatusOK, nil)
}

// showFinding answers with the page of a finding. typed is a form that could not be used.
func (s *Server) showFinding(c *call, n *controlling, q findingAsked, status int, typed *asked) error {
	f, err := s.findingFor(c, n, q)
	if err != nil {
		return err
	}
	if err := s.logPerson(c, f.Line.Party, control.FindingStream(f.Run, f.Line.ID)); err != nil {
		return err
	}
	entry, err := s.payoutOf(c, n, f)
	if err != nil {
		return err
	}
	v := judgeView{Ready: true, Heading: c.text("finding.title", c.text.ruleName(f.Evaluation.Rule))}
	v.fill(c, n, f, entry)
	v.evidence(c.text, f)
	v.said(c.text, f)
	if v.Case != "" && c.user.mayUse(readCase) {
		v.CaseHref = link("/inquiry", "id", v.Case)
	}
	v.act(c, n, q, f, entry, typed)
	v.page = s.page(c, c.text("finding.window", f.Line.ID), "/findings")
	v.List = link("/findings", "state", q.ofState, "run", q.ofRun, "control", q.ofControl, "order", q.order)
	v.Crumbs = []crumb{{"/controls", c.text("nav.controls")}, {v.List, c.text("findings.title")}, {"", f.Line.ID}}
	return c.render(status, "finding", v)
}

func (v *judgeView) fill(c *call, n *controlling, f *control.Finding, entry *payout.Entry) {
	t, e := c.text, &f.Evaluation
	state := f.State(n.on)
	v.State, v.Badge, v.Says = t.findingIs(state), findingBadges[state], t.words(e.Says())
	v.Reading = t("finding.reading", c.user.Name, t(c.user.Role))
	v.Proposal, v.Tells = t.proposal(e.Proposal), t.words(e.Tells())
	if r, ok := control.Find(e.Rule); ok {
		v.Purpose = t.words(r.Purpose)
	}
	now := t("finding.gone")
	if entry != nil {
		now = t("finding.payout."+entry.State.String(), entry.Since)
	}
	row := func(key, text string) { v.Facts = append(v.Facts, factRow{Name: t(key), Text: text}) }
	row("finding.person", f.Line.Party.Masked())
	row("field.benefit", t.benefit(f.Line.Benefit))
	row("finding.days", t.period(calendar.Period{From: f.Line.From, To: f.Line.To}))
	row("finding.gross", t.kronor(f.Line.Gross))
	row("finding.stake", t.kronor(e.AtStake))
	row("finding.payon", f.Line.PayOn.String())
	row("finding.now", now)
	row("finding.outcome", t.outcome(e.Outcome))
	row("field.run", f.Run+", "+t.stage(f.Stage)+", "+f.On.String())
	row("finding.control", t.ruleName(e.Rule)+", "+t("finding.version", e.Version)+" ("+t.settingsText(e.Settings)+")")
	if last := f.Last(); last != calendar.None {
		row("finding.last", t.longDay(last))
	}
	v.PersonForm = []hidden{{"run", f.Run}, {"payout", f.Line.ID}, {"control", e.Rule}}
	v.Warn = waitText(t, f, state, entry)
}

// waitText says whether the payout waits for the finding, and why.
func waitText(t translate, f *control.Finding, state control.FindingState, entry *payout.Entry) string {
	open := state == control.Open || state == control.IsConfirmed
	switch {
	case entry == nil || entry.State != payout.Planned || f.Stage == control.After || !open:
		return ""
	case f.Stage == control.Before && f.Line.Benefit.Form() == benefit.OnApplication:
		return t("finding.waits")
	}
	return t("finding.waitsnot")
}

// evidence is the days, what was read, and the paragraphs.
func (v *judgeView) evidence(t translate, f *control.Finding) {
	e := &f.Evaluation
	for _, d := range e.Days {
		v.Days = append(v.Days, dayRow{d.Day.String(), t.weekday(d.Day), percentText(int64(d.Claimed)), percentText(int64(d.Found)), t.dayCode(d.Code)})
	}
	seen := map[control.Input]bool{}
	for _, in := range e.Inputs {
		if seen[in] {
			continue // it was looked up for several days
		}
		seen[in] = true
		v.Inputs = append(v.Inputs, inputRow{t.controlField(in.Field), in.About, t.inputValue(in.Value), orDash(in.From)})
	}
	v.Laws = lawRows(e)
}

// said is what was said of the finding, the first judgement first.
func (v *judgeView) said(t translate, f *control.Finding) {
	row := func(d *control.Judgement, replaced bool) {
		r := judgementRow{On: d.On.String(), At: d.At.Date().String() + " " + clock(d.At), By: d.By, Verdict: t("finding.verdict." + string(d.Verdict)),
			Amount: "–", Cause: "–", Intent: "–", Reason: d.Reason, Replaced: replaced}
		if d.Verdict == control.Confirmed {
			r.Amount, r.Cause, r.Intent = d.Amount.Kronor(), t.cause(d.Cause), t.intent(d.Intent)
		}
		v.Judgements = append(v.Judgements, r)
	}
	for i := range f.Earlier {
		row(&f.Earlier[i], true)
	}
	if f.Judged != nil {
		row(f.Judged, false)
	}
	v.Complaints, v.Case = f.Complaints, f.Case
}

// act is what can be done about the finding.
func (v *judgeView) act(c *call, n *controlling, q findingAsked, f *control.Finding, entry *payout.Entry, typed *asked) {
	t := c.text
	list := q.list(n)
	if next := list.next(n, f); next != nil {
		v.Next = list.open(next.Finding)
	}
	v.Left = t("finding.left", number(int64(len(inState(list.all(n.book), list.state)))))
	switch done := c.asked.get("done"); {
	case typed != nil:
	case done == "judged", done == "complained", done == "case", done == "right":
		v.Done = t("finding.done." + done)
	}
	if !c.user.mayUse(judge) {
		return
	}
	if f.Case == "" {
		v.Form = newJudgeForm(c, q, f, typed)
		v.Wait = []string{t("finding.if.refuted")}
		switch {
		case f.Evaluation.Rule == "review":
			v.Wait = []string{t("finding.if.drawn"), t("finding.if.drawn.refuted")}
		case f.Stage == control.After:
			v.Wait = []string{t("finding.if.after"), t("finding.if.after.refuted")}
		case f.Stage == control.During || f.Line.Benefit.Form() != benefit.OnApplication:
			v.Wait = []string{t("finding.if.running"), t("finding.if.refuted")}
		default:
			v.Wait = []string{t("finding.if.before"), t("finding.if.refuted")}
		}
	}
	v.CanComplain, v.Complain = true, q.hidden("key", newKey(typed, "complaint"))
	v.Complaint = field{Name: "complaint", Label: t("finding.complaint"), Help: t("finding.complaint.help")}
	if typed != nil {
		v.Complaint.Value, v.Complaint.Error = typed.values.Get("complaint"), typed.problem("complaint")
	}
	confirmed := f.Judged != nil && f.Judged.Verdict == control.Confirmed
	if !confirmed || f.Case != "" || entry == nil {
		return
	}
	switch entry.State {
	case payout.Paid:
		v.CanOpen, v.OpenCase = true, q.hidden("key", newKey(nil, ""))
	case payout.Planned, payout.Held:
		v.Right = link("/finding/right", q.pairs()...)
	}
}

// findingNumber is how many judgements a form was made with.
func findingNumber(s string) *int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return nil
	}
	return &n
}
