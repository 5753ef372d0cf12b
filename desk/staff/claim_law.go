package staff

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"balans/law/calendar"
	"balans/recover/claim"
)

// claimLife is a claim's facts with what follows from them at the end of a day,
// as known at an instant.
type claimLife struct {
	*claimFile
	counted    []claim.Event // those that had occurred and were known
	asOf       calendar.Date
	known      known
	law        *claim.LawBook
	state      claim.State
	account    *claim.Account
	deadlines  *claim.Deadlines
	limitation *claim.Limitation
	standing   claim.Standing
}

// newLife computes what follows from a claim's facts.
func newLife(cf *claimFile, book *claim.LawBook, asOf calendar.Date, k known) (*claimLife, error) {
	law := book.At(k.at)
	l := &claimLife{claimFile: cf, asOf: asOf, known: k, law: book}
	for i := range cf.events {
		if e := &cf.events[i]; e.OccurredOn <= asOf && e.RecordedAt <= k.at {
			l.counted = append(l.counted, *e)
		}
	}
	var err error
	if l.state, err = claim.StateOf(&cf.decision, cf.events, asOf, k.at, law); err != nil {
		return nil, err
	}
	if l.account, err = claim.NewAccount(&cf.decision, cf.events, asOf, k.at, law, true); err != nil {
		return nil, err
	}
	l.deadlines = claim.DeadlinesOf(&cf.decision, cf.events, asOf, k.at, law)
	l.limitation = claim.LimitationOf(&cf.decision, cf.events, asOf, k.at, law)
	l.standing = claim.StandingOf(&cf.decision, cf.events, asOf, k.at, l.deadlines, l.limitation, l.account)
	return l, nil
}

type (
	standRow struct{ Name, State, Since string }
	linkRow  struct {
		On, Why, Last string
		Law           lawRef
	}
	refusedRow struct {
		Rule, Why, Source string
		What              []string // each with why, where the rule leaves it open
	}
)

// status is the one status of the claim, with the state behind it where the
// status covers several.
func (l *claimLife) status(t translate) (text, badge string) {
	shown := l.standing.Shown(l.standing.Money, l.state.Regime)
	text = t("shown." + shown.String())
	badge = map[claim.Shown]string{claim.ShownPaid: "success", claim.ShownRefund: "warning", claim.ShownLate: "warning", claim.ShownNotServed: "warning",
		claim.ShownEnded: "default", claim.ShownPreparing: "default", claim.ShownContradiction: "error"}[shown]
	if badge == "" {
		badge = "info"
	}
	switch shown {
	case claim.ShownEnded:
		text += ": " + t("state.legal."+l.standing.Legal.String())
	case claim.ShownEnforcement, claim.ShownArranged:
		text += ": " + t("state.collection."+l.standing.Collection.String())
	}
	return text, badge
}

// badges are what is true beside the status.
func (l *claimLife) badges(t translate) []string {
	var all []string
	for _, c := range conditions {
		if l.standing.Badges()&c.bit != 0 {
			all = append(all, t("badge."+c.name))
		}
	}
	return all
}

// stands says where each machine of the claim stands, and since when.
func (l *claimLife) stands(t translate) []standRow {
	var rows []standRow
	for _, m := range claim.Machines() {
		row := standRow{Name: t("machine." + m.String()), State: t("state." + m.String() + "." + l.standing.State(m))}
		if l.standing.State(m) != m.States()[0] {
			row.Since = t("claim.stand.since", l.standing.Since(m).String())
		}
		rows = append(rows, row)
	}
	return rows
}

// days are the dates that follow from sending and service.
func (l *claimLife) days(t translate) []factRow {
	dl := l.deadlines
	day := func(d calendar.Date, none string) string {
		if d == calendar.None {
			return t(none)
		}
		return t.longDay(d)
	}
	last, final := day(dl.LastDay, "day.after.service"), day(dl.Final, "day.after.service")
	if dl.Contested {
		last, final = t("day.contested"), t("day.contested.final")
	}
	rows := []factRow{
		{t("day.dispatched"), day(dl.Dispatched, "day.notsent"), ""},
		{t("day.due"), day(dl.Due, "day.after.sending"), "SFB 108:19"},
		{t("day.served"), day(dl.Served, "day.notserved"), "SFB 113:19"},
		{t("day.last"), last, "SFB 113:19"},
		{t("day.final"), final, "SFB 113:19–20"},
	}
	if l.standing.Track == claim.PublicTrack {
		rows = append(rows, factRow{t("day.handover"), day(dl.EarliestHandover, "day.after.final"), "UB 3:20"})
	}
	lim := l.limitation
	rows = append(rows, factRow{t("day.limitation"), l.limitationText(t, lim), lawOfLimitation(lim)})
	if len(l.decision.Debtors) > 1 && lim.Regime == claim.Old {
		for n, debtor := range l.decision.Debtors {
			one := claim.LimitationAgainst(&l.decision, debtor.Number, l.events, l.asOf, l.known.at, l.law.At(l.known.at))
			rows = append(rows, factRow{t("day.limitation.debtor", n+1), l.limitationText(t, one), "PRESKL 9"})
		}
	}
	return rows
}

func lawOfLimitation(lim *claim.Limitation) string {
	if lim.Regime == claim.Old {
		return "PRESKL 2, 5–7"
	}
	return "SKPRESKL 3–8"
}

func (l *claimLife) limitationText(t translate, lim *claim.Limitation) string {
	switch {
	case lim.Pending:
		return t("limitation.pending")
	case lim.Last == calendar.None:
		return t("limitation.none")
	case lim.Barred(l.asOf):
		return t("limitation.barred", t.longDay(lim.Last))
	}
	return t.longDay(lim.Last)
}

// linkKeys are the texts of the reasons of a limitation's chain.
var linkKeys = [...]string{claim.LinkDecided: "decided", claim.LinkDue: "due", claim.LinkPaid: "paid", claim.LinkAcknowledged: "acknowledged",
	claim.LinkNotice: "notice", claim.LinkProceedings: "proceedings", claim.LinkEnded: "ended", claim.LinkNoNotice: "nonotice", claim.LinkDeferral: "deferral",
	claim.LinkRespite: "respite", claim.LinkRestructured: "restructured", claim.LinkCourt: "court"}

// chain is what began, interrupted and extended the limitation.
func (l *claimLife) chain(t translate) []linkRow {
	var rows []linkRow
	for _, link := range l.limitation.Chain {
		row := linkRow{On: link.On.String(), Why: t("link." + linkKeys[link.Why]), Last: t("limitation.open"), Law: lawRef{string(link.Law), link.Law.Citation()}}
		if link.Last != calendar.None {
			row.Last = link.Last.String()
		}
		rows = append(rows, row)
	}
	return rows
}

// options are what may be done on the day, and what may not by which rule. What
// the same rule stops for the same reason stands together.
func (l *claimLife) options(t translate) (may []string, not []refusedRow) {
	return l.optionsBut(t, func(claim.Kind) bool { return false })
}

// optionsBut is options without those that are told otherwise.
func (l *claimLife) optionsBut(t translate, otherwise func(claim.Kind) bool) (may []string, not []refusedRow) {
	at := map[refusal]int{}
	for _, o := range claim.Options(&l.decision, l.counted, l.asOf, l.law.TermsOf(l.known.at)) {
		if otherwise(o.Kind) {
			continue
		}
		what := t("option." + o.Kind.String())
		r := l.refusal(t, &o)
		if r.rule == t("rule.not-now") && r.why != "" {
			what, r.why = what+" ("+r.why+")", ""
		}
		if r == (refusal{}) {
			may = append(may, what)
			continue
		}
		n, ok := at[r]
		if !ok {
			n = len(not)
			at[r] = n
			not = append(not, refusedRow{Rule: r.rule, Why: r.why, Source: r.source})
		}
		not[n].What = append(not[n].What, what)
	}
	return may, not
}

// refusal is why something may not be done, in words.
type refusal struct{ rule, why, source string }

func (l *claimLife) refusal(t translate, o *claim.Option) refusal {
	r := o.Refusal
	switch {
	case r == nil:
		return refusal{}
	case r.Rule.ID == "not-now": // the states say more than the rule
		return refusal{t("rule.not-now"), l.where(t, o.Kind), t("rule.own")}
	}
	return refusal{sentence(t.rule(r.Rule)), sentence(t.either(l.because(t, r.Rule.ID), r.Why)), t.source(r.Rule.Source)}
}

// sentence begins with a capital and ends with a full stop.
func sentence(s string) string {
	first, size := utf8.DecodeRuneInString(s)
	if size == 0 || strings.HasSuffix(s, ".") {
		return s
	}
	return string(unicode.ToUpper(first)) + s[size:] + "."
}

// where says where the machines stand that the kind moves.
func (l *claimLife) where(t translate, k claim.Kind) string {
	var states []string
	for _, m := range claim.Machines() {
		if m.Governs(k) {
			states = append(states, t("machine."+m.String())+": "+t("state."+m.String()+"."+l.standing.State(m)))
		}
	}
	return strings.Join(states, ", ")
}

// source is what a rule rests on; the agency's own rules say so in the language
// of the page.
func (t translate) source(s string) string {
	if s == "Balans egen regel" {
		return t("rule.own")
	}
	return s
}

// because are the dates and amounts that a rule stops something for, in Swedish;
// "" where the rule itself says all.
func (l *claimLife) because(t translate, rule string) string {
	dl := l.deadlines
	switch rule {
	case "not-final":
		switch {
		case dl.Contested:
			return t("because.contested")
		case dl.LastDay == calendar.None:
			return t("because.notserved")
		}
		return t("because.contestable", t.longDay(dl.LastDay))
	case "not-due", "not-overdue":
		if dl.Due == calendar.None {
			return t("because.notsent")
		}
		return t("because.due", t.longDay(dl.Due))
	case "limitation-not-reached", "not-yet-barred", "time-barred":
		switch lim := l.limitation; {
		case lim.Pending:
			return t("because.pending")
		case lim.Last == calendar.None:
			return t("because.nolimitation")
		case lim.Barred(l.asOf):
			return t("because.barred", t.longDay(lim.Last))
		default:
			return t("because.limitation", t.longDay(lim.Last))
		}
	case "no-credit":
		return t("because.credit", l.account.Credit.String())
	case "setoff-not-allowed":
		return t("because.type", t("type."+claim.TypeOf(&l.decision).String()))
	}
	return ""
}
