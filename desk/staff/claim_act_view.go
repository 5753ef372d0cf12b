package staff

import (
	"crypto/rand"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"balans/journal"
	"balans/law/calendar"
	"balans/recover/claim"
	"balans/recover/position"
	"balans/steer/report"
)

// actShown is what a page of an act shows beside its form.
type actShown struct {
	outcome   actOutcome
	stopped   []hindrance
	meanwhile []journal.Event // what others stored since the form's reader looked
	// relettered: the letters are not those the form's reader looked at.
	relettered bool
}

type actView struct {
	page
	Heading, Lead, Says string
	Law                 lawRef
	Stopped             []stopRow
	Conflict            bool
	Meanwhile           []storedView
	Ready               bool // it has been tried, and nothing stands in its way
	Effects             []effectView
	Stored              []storedView
	Schedule            *scheduleView
	Placed              []placedRow
	Notes               []stopRow
	Letters             []shownLetter
	NoLetters           []stopRow // who is not written to, and why
	Relettered          bool
	Do, Carried         []hidden
	Form                []actInput
	Action, Back        string
	Reading             string
}

type (
	stopRow struct{ Rule, Why, Source string }
	// effectView is what changes on one claim.
	effectView struct {
		ID       string
		Rows     []effectRow
		Warnings []string // what cannot be true together afterwards
	}
	effectRow struct {
		Name, Before, After string
		Changed             bool
	}
	// storedView is an event that is stored, or would be.
	storedView struct {
		What, On, Of, Amount, By, At string
		Details                      []string
		Law                          lawRef
	}
	scheduleView struct {
		Lead string
		Rows []instalmentRow
		Sum  instalmentRow
	}
	instalmentRow struct{ Number, Due, Amount, Capital, Interest, Fees, Claims string }
	placedRow     struct{ Claim, Amount, Why string }
)

// point says at the fields what the rules say of them.
func (x *acting) point(a *act, stopped []hindrance) {
	for _, h := range stopped {
		name := fieldOf(a, h.code)
		if name == "" {
			name = "stopped"
		}
		x.a.problems = append(x.a.problems, problem{name, strings.TrimSpace(h.rule + " " + h.why)})
	}
}

// show answers with the page of the act.
func (x *acting) show(status int, a *act, s *actShown) error {
	t := x.text
	v := actView{Heading: t("act." + a.name), Says: t("act." + a.name + ".says"), Action: "/claims/" + url.PathEscape(x.on.ID) + "/act", Back: "/claims/" + url.PathEscape(x.on.ID),
		Conflict: s.meanwhile != nil, Relettered: s.relettered, Reading: t("claim.reading", x.user.Name, t(x.user.Role))}
	status2, _ := x.life.status(t)
	v.Lead = t("act.lead", x.on.ID, t.benefit(x.life.decision.Benefit), status2)
	if a.law != "" {
		v.Law = lawRef{string(a.law), a.law.Citation()}
	}
	for _, h := range s.stopped {
		v.Stopped = append(v.Stopped, stopRow{h.rule, h.why, h.source})
	}
	var err error
	if v.Form, err = x.form(a); err == nil {
		err = x.lost
	}
	if err != nil {
		return err
	}
	v.Carried = []hidden{{"do", a.name}}
	for i := range s.meanwhile {
		row, err := x.storedView(&s.meanwhile[i])
		if err != nil {
			return err
		}
		v.Meanwhile = append(v.Meanwhile, row)
	}
	if v.Ready = len(s.outcome.Events) > 0 && len(x.a.problems) == 0; v.Ready {
		if err := x.consequences(&v, a, &s.outcome); err != nil {
			return err
		}
	}
	if s.outcome.proposal != nil { // also one that a rule stops is looked at
		v.Schedule = x.schedule(s.outcome.proposal)
	}
	x.asked.problems = x.a.problems
	v.page = x.s.page(x.call, v.Heading+" – "+x.on.ID, "/claims")
	v.Crumbs = []crumb{{"/claims", t("nav.claims")}, {v.Back, x.on.ID}, {"", v.Heading}}
	return x.render(status, "claim_act", v)
}

// consequences is what the act would do: what is stored, and each claim before and after.
func (x *acting) consequences(v *actView, a *act, o *actOutcome) error {
	v.Do = append(append(v.Carried, hidden{"step", "do"}, hidden{"key", rand.Text()}), x.carried(a)...)
	for _, c := range x.involved {
		stream, err := x.load(c)
		if err != nil {
			return err
		}
		v.Do = append(v.Do, hidden{"seen", strconv.Itoa(len(stream)) + " " + c.ID})
		effect, err := x.effect(c, stream, o.Events)
		if err != nil {
			return err
		}
		if effect != nil {
			v.Effects = append(v.Effects, *effect)
		}
	}
	for i := range o.Events {
		row, err := x.storedView(&o.Events[i])
		if err != nil {
			return err
		}
		v.Stored = append(v.Stored, row)
	}
	if o.allocation != nil {
		v.Placed = x.placed(o.allocation)
		v.Notes = append(v.Notes, x.noted(o.allocation.Passed)...)
		v.Notes = append(v.Notes, x.noted(o.allocation.Notes)...)
	}
	v.Notes = append(v.Notes, x.noted(o.notes)...)
	if v.Letters = x.shownLetters(); x.letters != nil {
		v.Do, v.NoLetters = append(v.Do, hidden{"letters", x.letters.digest()}), x.letters.notes
	}
	if o.proposal != nil {
		v.Notes = append(v.Notes, x.noted(o.proposal.Notes)...)
	}
	return nil
}

// effect is a claim before and after; nil when nothing is stored on it.
func (x *acting) effect(c position.Claim, stream, events []journal.Event) (*effectView, error) {
	name := claim.Stream(c.ID)
	then := slices.Clone(stream)
	at := x.life.known.at
	for i := range events {
		if events[i].Party == int64(c.Party) && events[i].Stream == name {
			then = append(then, events[i])
			at = max(at, events[i].RecordedAt)
		}
	}
	if len(then) == len(stream) {
		return nil, nil
	}
	before, err := x.lifeOf(stream, at)
	if err != nil {
		return nil, err
	}
	after, err := x.lifeOf(then, at)
	if err != nil {
		return nil, err
	}
	v := &effectView{ID: c.ID, Rows: actChanges(before.told(x.text), after.told(x.text))}
	known := before.standing.Contradictions(before.account)
	for _, w := range after.standing.Contradictions(after.account) {
		if !slices.Contains(known, w) {
			v.Warnings = append(v.Warnings, w)
		}
	}
	return v, nil
}

func (x *acting) lifeOf(stream []journal.Event, at calendar.Instant) (*claimLife, error) {
	cf, err := claimFileOf(stream)
	if err != nil {
		return nil, err
	}
	return newLife(cf, x.facts.columns.LawBook(), x.life.asOf, known{at, true})
}

// told is where a claim stands, row by row; the first rows are always shown.
func (l *claimLife) told(t translate) []factRow {
	status, _ := l.status(t)
	if badges := l.badges(t); len(badges) > 0 {
		status += " (" + strings.Join(badges, ", ") + ")"
	}
	rows := []factRow{{Name: t("act.status"), Text: status}}
	for _, k := range l.balances(t) {
		rows = append(rows, factRow{Name: k.Name, Text: k.Text})
	}
	rows = append(rows, l.days(t)...)
	for _, s := range l.stands(t) {
		rows = append(rows, factRow{Name: s.Name, Text: strings.TrimSpace(s.State + " " + s.Since)})
	}
	return rows
}

// alwaysShown is how many of the first rows are shown also when they do not change: the
// status and what is owed in all.
const alwaysShown = 2

// actChanges puts two tellings beside each other, and keeps what differs.
func actChanges(before, after []factRow) (rows []effectRow) {
	find := func(all []factRow, name string) string {
		for _, r := range all {
			if r.Name == name {
				return r.Text
			}
		}
		return "–"
	}
	for n, r := range before {
		if then := find(after, r.Name); then != r.Text || n < alwaysShown {
			rows = append(rows, effectRow{r.Name, r.Text, then, then != r.Text})
		}
	}
	for _, r := range after { // a credit, say, that there was not
		if find(before, r.Name) == "–" && r.Text != "–" {
			rows = append(rows, effectRow{r.Name, "–", r.Text, true})
		}
	}
	return rows
}

// storedView is an event of a claim or of a payment in words.
func (x *acting) storedView(e *journal.Event) (storedView, error) {
	t := x.text
	v := storedView{On: e.OccurredOn.String(), By: e.Actor, At: e.RecordedAt.Date().String() + " " + clock(e.RecordedAt)}
	id, ok := claim.IDOf(e.Stream)
	if !ok {
		kind, _, _ := strings.Cut(e.Kind, "/")
		v.Of, v.What = strings.TrimPrefix(e.Stream, "payment/"), t("act.stored."+kind)
		return v, nil
	}
	stream, err := x.loadStream(position.Stream{Party: e.Party, Name: e.Stream})
	if err != nil {
		return v, err
	}
	if e.Seq == 0 { // it would be stored after what there is
		stream = append(slices.Clone(stream), *e)
	}
	cf, err := claimFileOf(stream)
	if err != nil {
		return v, err
	}
	l := *x.life
	l.claimFile = cf
	v.Of = id
	for n := range cf.stored {
		if s := &cf.stored[n]; s.Version != e.Version {
			continue
		}
		one := &cf.events[n]
		v.What = report.KindText(one.Kind, x.lang)
		if v.Details = l.details(t, one); one.Mode != "" {
			v.Details = append([]string{t.mode(one.Mode)}, v.Details...)
		}
		if one.Amount != 0 {
			v.Amount = one.Amount.Kronor()
		}
		if law := one.LawOf(claim.TrackOf(&cf.decision).Limitation()); law != "" {
			v.Law = lawRef{string(law), law.Citation()}
		}
	}
	return v, nil
}

// noted is what rules found beside, in words.
func (x *acting) noted(notes []position.Note) (rows []stopRow) {
	for _, n := range notes {
		r := x.life.ruling(x.text, n.Code, n.Law, n.Text)
		if n.Claim != "" && n.Claim != x.on.ID {
			r.rule, r.why = n.Claim+": "+r.rule, "" // the dates are this claim's
		}
		rows = append(rows, stopRow{r.rule, r.why, r.source})
	}
	return rows
}
