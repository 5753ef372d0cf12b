package staff

import (
	"errors"
	"net/http"
	"strconv"

	"balans/access"
	"balans/law/calendar"
	"balans/law/statute"
	"balans/prevent/notice"
	"balans/prevent/register"
)

type noticeView struct {
	page
	On, Known field
	Hidden    []hidden
	Ready     bool
	Heading   string
	Lead      string
	State     string
	Badge     string
	Said      string // what was just recorded
	ToPlace   string
	Facts     []factRow
	Details   string
	Duty      []factRow
	Parts     []partView
	Untouched []untouchedRow
	History   []historyRow
	Loose     bool
	Reading   string
	Forms     *noticeForms
	Command   string // how the rest is recorded
}

// partView is one benefit's part of a notice.
type partView struct {
	Benefit, Action, Why, Law, Mark    string
	Since, SinceLaw, SinceMark, Used   string
	Reached, AnswerBy, TakeBy, NextPay string
	Status, Payment, Taken, Answer     string
	Late, Placed, Lifted, HasAnswer    bool
	Decision, EffectFrom, Text         string
}

type untouchedRow struct{ Benefit, Why string }

// noticePage shows one notice. It is about a person, so the view is written in the reading
// log before anything is shown.
func (s *Server) noticePage(c *call) error {
	a := c.asked
	k := a.known()
	on := a.day("on", min(a.today(), k.at.Date()))
	return s.showNotice(c, a.get("id"), on, k, nil)
}

// noticeFacts reads a notice, when it is for who asks. One about a person with a protected
// identity belongs to those who handle such.
func (s *Server) noticeFacts(c *call, id string) ([]notice.Fact, error) {
	facts, err := notice.Load(c.r.Context(), s.journal, id)
	if errors.Is(err, notice.ErrUnknown) {
		return nil, &pageProblem{http.StatusNotFound, "failure.notice", id}
	}
	if err != nil {
		return nil, err
	}
	now := s.now()
	p, err := register.OfParty(c.r.Context(), s.journal, facts[0].Party, now)
	if err != nil {
		return nil, err
	}
	if p.Protected(now.Date()) && !c.handlesProtected() {
		return nil, problemPage(http.StatusForbidden, "failure.protected")
	}
	if err := s.mayRead(c, nil, access.Matter{Party: facts[0].Party}); err != nil {
		return nil, err
	}
	return facts, nil
}

// showNotice answers with the page of a notice. forms is what was typed and was wrong.
func (s *Server) showNotice(c *call, id string, on calendar.Date, k known, forms *noticeForms) error {
	facts, err := s.noticeFacts(c, id)
	if err != nil {
		return err
	}
	a := c.asked
	status := http.StatusOK
	v := noticeView{Heading: c.text("notice.title", id), Hidden: []hidden{{"id", id}}}
	if len(a.problems) > 0 {
		status = http.StatusBadRequest
	}
	if len(a.problems) == 0 || forms != nil {
		if err := access.LogReading(c.r.Context(), s.journal, access.Reading{Party: facts[0].Party, Actor: c.user.ID, Cause: c.route.audit, Purpose: c.user.Purpose, Claim: notice.Stream(id)}); err != nil {
			s.log.Error("the reading log", "route", c.route.pattern, "error", err)
			return problemPage(http.StatusServiceUnavailable, "failure.reading")
		}
		terms, err := notice.ReadTerms(c.r.Context(), s.journal, k.at)
		if err != nil {
			return err
		}
		n := notice.Fold(facts, on, k.at, terms)
		if n == nil {
			return &pageProblem{http.StatusNotFound, "failure.notice", id}
		}
		v.fill(c, n)
		if on == a.today() && k.now && c.user.mayUse(writeNotices) {
			v.forms(c, n, forms)
		}
	}
	v.page = s.page(c, v.Heading, "/notices")
	v.Crumbs = []crumb{{link("/notices", "on", on.String()), c.text("notices.title")}, {"", id}}
	v.On, v.Known = a.dayField("on", on.String()), a.knownField(k)
	v.On.Help = c.text("help.claim.as_of")
	return c.render(status, "notice", v)
}

func (v *noticeView) fill(c *call, n *notice.Notice) {
	t, l := c.text, notice.Language(c.lang)
	x, _ := notice.CircumstanceOf(n.Stated.Circumstance)
	v.Ready = true
	v.State, v.Badge = n.State.Text(l), noticeBadges[n.State]
	v.Lead = t("notice.lead", x.Name(l), t.longDay(n.ReceivedOn), t.longDay(n.On))
	v.Reading = t("notice.reading", c.user.Name, t(c.user.Role))
	v.Command = "balans notice place|correct|withdraw|close|strike " + n.ID
	if n.State == notice.ToPlace {
		v.ToPlace = t("notice.toplace")
	}
	switch c.asked.get("done") {
	case "taken":
		v.Said = t("notice.done.taken")
	case "answered":
		v.Said = t("notice.done.answered")
	case "placed":
		v.Said = t("notice.done.placed")
	}
	v.facts(t, l, n, x)
	for _, p := range n.Parts {
		v.Parts = append(v.Parts, noticePartOf(t, l, n, p))
	}
	for _, u := range n.Untouched {
		row := untouchedRow{Benefit: t.benefit(u.Engagement.Benefit), Why: u.Why.Text(l)}
		if e, ok := notice.EffectOn(n.Stated.Circumstance, u.Engagement.Benefit); ok && u.Why == notice.KnownNone {
			row.Why = e.Why(l)
		}
		v.Untouched = append(v.Untouched, row)
	}
	for _, f := range n.Facts {
		row := historyRow{Event: strconv.Itoa(int(f.Event)), On: f.On.String(), Known: f.KnownAt.Date().String() + " " + clock(f.KnownAt), By: f.Actor, Text: f.Text(l)}
		if f.Struck != 0 {
			row.Struck = t("assignment.struck", f.Struck)
		}
		if f.Loose != "" {
			row.Struck, v.Loose = t("notice.loose"), true
		}
		v.History = append(v.History, row)
	}
}

func (v *noticeView) facts(t translate, l notice.Language, n *notice.Notice, x notice.Circumstance) {
	day := func(d calendar.Date) string {
		if d == calendar.None {
			return t("notice.unknown")
		}
		return t.longDay(d)
	}
	source := n.Received.Source.Text(l)
	if n.Received.Sender != "" {
		source += ", " + n.Received.Sender
	}
	v.Details = n.Stated.Details
	v.Facts = []factRow{{Name: t("notice.person"), Text: n.Party.Separated()}, {Name: t("field.circumstance"), Text: x.Name(l)},
		{Name: t("notice.truefrom"), Text: day(n.Stated.TrueFrom)}, {Name: t("notice.source"), Text: source},
		{Name: t("notice.channel"), Text: n.Received.Channel.Text(l)}, {Name: t("column.received"), Text: day(n.ReceivedOn)}}
	if n.Corrected > 0 {
		was, _ := notice.CircumstanceOf(n.Received.Circumstance)
		v.Facts = append(v.Facts, factRow{Name: t("notice.corrected"), Text: t("notice.corrected.was", was.Name(l), day(n.Received.TrueFrom))})
	}
	duty := n.Duty.Text(l)
	if n.LateDays > 0 {
		duty += " " + t("notice.dayslate", n.LateDays)
	}
	v.Duty = []factRow{{Name: t("notice.learnt"), Text: day(n.Stated.LearntOn)}, {Name: t("notice.lastday"), Text: day(n.LastReportDay)}, {Name: t("notice.duty"), Text: duty}}
	if first := n.FirstAction(); first != calendar.None {
		v.Duty = append(v.Duty, factRow{Name: t("notice.first"), Text: t("notice.days", int(first-n.ReceivedOn))})
	}
	if last := n.LastAnswer(); last != calendar.None {
		v.Duty = append(v.Duty, factRow{Name: t("notice.last"), Text: t("notice.days", int(last-n.ReceivedOn))})
	}
}

func noticePartOf(t translate, l notice.Language, n *notice.Notice, p *notice.Part) partView {
	day := func(d calendar.Date) string {
		if d == calendar.None {
			return t("notice.unknown")
		}
		return d.String()
	}
	w := partView{Benefit: t.benefit(p.Benefit), Action: t("notice.placed.action"), Reached: p.ReachedOn.String(), AnswerBy: day(p.AnswerBy), NextPay: day(p.Engagement.NextPayment),
		Placed: p.Placed, Payment: p.Payment.Text(l), Since: p.Since.Rule.Text(l), SinceLaw: lawText(p.Since.Law), SinceMark: markText(t, p.Since.Confidence)}
	if p.HasEffect {
		w.Action, w.Why, w.Law, w.Mark = p.Effect.Action.Text(l), p.Effect.Why(l), lawText(p.Effect.Law), markText(t, p.Effect.Confidence)
	}
	if p.IsOpen() && p.Taken == nil && p.TakeBy != calendar.None && n.State.IsOpen() {
		w.TakeBy = t("notice.takeby", p.TakeBy.String())
	}
	if p.Since.Day != calendar.None {
		w.Since = p.Since.Day.String() + ", " + w.Since
	}
	if p.Since.UsedFrom != calendar.None {
		w.Used = t("notice.used", p.Since.UsedFrom.String())
	}
	w.Status, w.Late = partText(t, l, n, p)
	if p.Lifted != calendar.None {
		w.Lifted, w.Status, w.Payment = true, t("notice.lifted", p.Lifted.String()), ""
	}
	if p.Taken != nil {
		w.Taken = t("notice.takenby", p.Taken.Actor, p.Taken.On.String())
		if p.Taken.Unit != "" {
			w.Taken += ", " + p.Taken.Unit
		}
	}
	if b := p.Answer; b != nil {
		w.HasAnswer, w.Decision, w.Text = true, b.Decision, b.Text
		w.Answer = t("notice.answeredby", b.Actor)
		if b.EffectFrom != calendar.None {
			w.EffectFrom = t("notice.effectfrom", b.EffectFrom.String())
		}
	}
	return w
}

// markText is how a row of the table is known, in words.
func markText(t translate, mark statute.Confidence) string { return t("notice.mark." + mark.String()) }
