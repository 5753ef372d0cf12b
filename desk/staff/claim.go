package staff

import (
	"cmp"
	"fmt"
	"math/bits"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"balans/access"
	"balans/journal"
	"balans/law/calendar"
	"balans/recover/claim"
	"balans/steer/indicator"
	"balans/steer/report"
)

// lateDays is after how many days the recording of an event is marked as late.
const lateDays = 7

type claimView struct {
	page
	AsOf, Known field
	Hidden      []hidden

	ID          string
	Lead        string
	Ready       bool
	Reading     string // what the reading log was told
	Status      string
	StatusBadge string
	Badges      []string
	Conflicts   []string // what cannot be true together
	Facts       []factRow
	Capital     []factRow
	Conditions  []conditionRow
	Decided     bool // by the day, and known; without it there is no money and no law to show
	Balances    []keyFigure
	Gaps        []string // which rates are missing
	Days        []factRow
	Stands      []standRow
	Chain       []linkRow
	Steps       []stepRow
	HasCredit   bool
	Payments    []paymentRow
	Laws        []lawRef // the paragraphs of the tables, as in a sentence
	Now         bool     // the page is about today, as known now
	Day         string
	May         []string
	MayNot      []refusedRow
	Acts        []actGroup // what the user may do about it now
	Cases       []caseLink // the case that decided it, and its reviews
	Household   string     // where it is told how a settlement came to it
	Review      string     // where a review is opened
	Letters     []claimLetterRow
	Done        string // what was just stored
	Verdicts    []verdictView
	InStock     string
	Events      []eventRow
	Later       []eventRow
	Back        string
}

type (
	factRow      struct{ Name, Text, Law string }
	keyFigure    struct{ Name, Text, Note string }
	conditionRow struct{ Text, Since, Event string }
	verdictView  struct {
		ID, Name, Definition, Source string
		Counted, Open                bool
		Words                        []wordRow
	}
	wordRow struct {
		Text  string
		Holds bool
	}
)

// claimFile is one claim as the journal has it.
type claimFile struct {
	decision claim.Decision
	events   []claim.Event   // sorted
	decided  journal.Event   // the decision as stored
	stored   []journal.Event // as events, in the same order
	stream   []journal.Event // all of it, in the order it was stored
}

// loadClaim reads a claim's events.
func (s *Server) loadClaim(c *call, f *facts, i int) (*claimFile, error) {
	id := f.columns.ID(i)
	stream, err := s.journal.Load(c.r.Context(), int64(f.columns.Party(i)), claim.Stream(id))
	if err != nil {
		return nil, err
	}
	return claimFileOf(stream)
}

// claimFileOf reads a claim from its stream.
func claimFileOf(stream []journal.Event) (*claimFile, error) {
	d, events, err := claim.FromJournal(stream)
	if err != nil {
		return nil, err
	}
	cf := &claimFile{decision: d, events: events, stream: stream}
	for _, e := range stream {
		if strings.HasPrefix(e.Kind, "claim.decided/") {
			cf.decided = e
		} else {
			cf.stored = append(cf.stored, e)
		}
	}
	// The order of claim.Sort, so that an event and its stored form stand at the
	// same place.
	slices.SortStableFunc(cf.stored, func(a, b journal.Event) int {
		return cmp.Or(cmp.Compare(a.OccurredOn, b.OccurredOn), cmp.Compare(a.Ordinal, b.Ordinal), strings.Compare(a.Key, b.Key))
	})
	if len(cf.stored) != len(cf.events) {
		return nil, fmt.Errorf("%d events are stored and %d were read", len(cf.stored), len(cf.events))
	}
	return cf, nil
}

// claim shows one claim. It names its debtors, so the view is written in the
// reading log of each of them before anything is shown.
func (s *Server) claim(c *call) error {
	f, err := s.current(c.r.Context())
	if err != nil {
		return err
	}
	id := c.r.PathValue("id")
	i, ok := f.columns.Find(id)
	if !ok {
		return &pageProblem{http.StatusNotFound, "failure.claim", id}
	}
	a := c.asked
	k, choice := a.known(), a.choice()
	asOf := a.day("as_of", min(a.today(), k.at.Date()))
	v := claimView{ID: id, Back: a.get("list")}
	status := http.StatusOK
	if len(a.problems) > 0 {
		status = http.StatusBadRequest
	} else if err := s.showClaim(c, f, i, asOf, k, choice, &v); err != nil {
		return err
	}
	v.page = s.page(c, c.text("claim.title", id), "/claims")
	v.Deviations = c.text.deviations(choice)
	v.Crumbs = crumbsOf(c.text, v.Back, id)
	v.AsOf, v.Known = a.dayField("as_of", asOf.String()), a.knownField(k)
	v.AsOf.Label, v.AsOf.Help = c.text("field.claim.as_of"), c.text("help.claim.as_of")
	for _, h := range pairwise(append(choicePairs(choice), "list", v.Back)) {
		if h.Value != "" {
			v.Hidden = append(v.Hidden, h)
		}
	}
	return c.render(status, "claim", v)
}

// crumbsOf lead back to the list the reader came from and to its report. The
// list's parameters were carried along; they are read as any others, so they can
// lead nowhere else.
func crumbsOf(t translate, list, id string) []crumb {
	values, err := url.ParseQuery(list)
	if err != nil || list == "" {
		return []crumb{{"/report", t("nav.report")}, {"/claims", t("nav.claims")}, {"", id}}
	}
	asOf := cmp.Or(values.Get("report"), values.Get("on"), values.Get("to"))
	back := []string{"as_of", asOf, "known_at", values.Get("known_at")}
	for _, p := range indicator.Parameters() {
		back = append(back, p.Name, values.Get(p.Name))
	}
	return []crumb{{link("/report", back...), t("nav.report")}, {"/claims?" + values.Encode(), t("nav.claims")}, {"", id}}
}

func (s *Server) showClaim(c *call, f *facts, i int, asOf calendar.Date, k known, choice indicator.Choice, v *claimView) error {
	cf, err := s.loadClaim(c, f, i)
	if err != nil {
		return err
	}
	if err := s.logReading(c, cf); err != nil {
		return err
	}
	e, err := f.evaluator(choice)
	if err != nil {
		return err
	}
	life, err := newLife(cf, f.columns.LawBook(), asOf, k)
	if err != nil {
		return err
	}
	state := &life.state
	verdicts, err := e.Explain(i, state, asOf)
	if err != nil {
		return err
	}
	t := c.text
	d := &cf.decision
	v.Ready = true
	v.Lead = t("claim.lead", t.benefit(d.Benefit), t.longDay(asOf), t.knownText(k))
	v.Reading = t("claim.reading", c.user.Name, t(c.user.Role))
	v.Facts = factRows(t, d, state, asOf)
	v.Conditions = conditionRows(t, c.lang, cf, state)
	v.InStock = t(stockReason(state))
	life.show(t, c.lang, v)
	from, _ := url.ParseQuery(v.Back)
	for _, one := range verdicts {
		v.Verdicts = append(v.Verdicts, verdictOf(t, one, from.Get("figure")))
	}
	if v.Events, v.Later, err = eventRows(t, c.lang, life); err != nil {
		return err
	}
	if v.Done, err = s.storedText(c, cf); err != nil {
		return err
	}
	if err := s.casesOfClaim(c, cf, v); err != nil {
		return err
	}
	if err := s.lettersOfClaim(c, cf, k.at, v); err != nil {
		return err
	}
	if v.Household, err = s.householdOfClaim(c, cf); err != nil {
		return err
	}
	return s.offerActs(c, f, cf, life, v)
}

// show fills in the money and the law.
func (l *claimLife) show(t translate, lang report.Language, v *claimView) {
	v.Status, v.StatusBadge = l.status(t)
	v.Badges, v.Conflicts = l.badges(t), l.standing.Contradictions(l.account)
	v.Decided, v.Day = l.state.Decided, t.longDay(l.asOf)
	v.Now = l.known.now && l.asOf == l.known.at.Date()
	if !v.Decided {
		return
	}
	v.Balances, v.Gaps, v.Capital = l.balances(t), l.gaps(t), l.capital(t)
	v.Days, v.Stands, v.Chain = l.days(t), l.stands(t), l.chain(t)
	v.Steps, v.Payments = l.steps(t, lang), l.payments(t)
	v.May, v.MayNot = l.options(t)
	for i := range l.account.Steps {
		v.HasCredit = v.HasCredit || l.account.Steps[i].After.Credit != 0
	}
	v.Laws = paragraphs(v.Steps, v.Chain)
}

// paragraphs are those the tables name, each once.
func paragraphs(steps []stepRow, chain []linkRow) []lawRef {
	var all []lawRef
	for i := range steps {
		all = append(all, steps[i].Law)
	}
	for i := range chain {
		all = append(all, chain[i].Law)
	}
	slices.SortFunc(all, func(a, b lawRef) int { return strings.Compare(a.Short, b.Short) })
	return slices.DeleteFunc(slices.Compact(all), func(r lawRef) bool { return r.Short == "" })
}

// logReading asks whether the claim is for who asks, and then writes the view on the stream of
// every debtor. Only when it returns nil may the claim be shown.
func (s *Server) logReading(c *call, cf *claimFile) error {
	m := access.Matter{Benefit: cf.decision.Benefit.String()}
	for i, debtor := range cf.decision.Debtors {
		if i == 0 {
			m.Party = debtor.Number
		} else {
			m.Others = append(m.Others, debtor.Number)
		}
	}
	if err := s.mayRead(c, nil, m); err != nil {
		return err
	}
	for _, debtor := range cf.decision.Debtors {
		err := access.LogReading(c.r.Context(), s.journal, access.Reading{Party: debtor.Number, Actor: c.user.ID,
			Cause: c.route.audit, Purpose: c.user.Purpose, Claim: cf.decision.ID})
		if err != nil {
			s.log.Error("the reading log could not be written", "error", err)
			return problemPage(http.StatusServiceUnavailable, "failure.reading")
		}
	}
	return nil
}

func factRows(t translate, d *claim.Decision, s *claim.State, asOf calendar.Date) []factRow {
	var rows []factRow
	for n, debtor := range d.Debtors {
		name := t("claim.debtor")
		if len(d.Debtors) > 1 {
			name = t("claim.debtor.number", n+1)
		}
		text := debtor.Number.Separated()
		switch {
		case debtor.Share != 0:
			text += ", " + t("claim.share", debtor.Share.String())
		case len(d.Debtors) > 1:
			text += ", " + t("claim.jointly")
		}
		rows = append(rows, factRow{Name: name, Text: text})
	}
	ground := claim.TypeOf(d)
	age := ""
	if asOf >= d.DecidedOn {
		age = " " + t("claim.age", number(int64(asOf-d.DecidedOn)))
	}
	return append(rows,
		factRow{t("field.benefit"), t.benefit(d.Benefit), d.Benefit.Law()},
		factRow{t("claim.type"), t("type." + ground.String()), string(ground.Rule().Law)},
		factRow{t("column.decided"), t.longDay(d.DecidedOn) + age, ""},
		factRow{t("claim.authority"), t("authority." + d.Authority.String()), ""},
		factRow{t("column.origin"), t("origin." + d.Origin.String()), ""},
		factRow{t("claim.regime"), t("regime." + s.Regime.String()), ""})
}

// capital is the principal: decided, changed, paid, left.
func (l *claimLife) capital(t translate) []factRow {
	s, decided := &l.state, l.decision.Principal
	rows := []factRow{{t("claim.decided"), decided.String(), ""}}
	if s.Principal != decided {
		rows = append(rows, factRow{t("claim.changed"), s.Principal.String(), ""})
	}
	paid := l.paidCapital()
	paidText := paid.String()
	if l.isBound(l.asOf) {
		paidText = t("money.atmost", paidText)
	}
	rows = append(rows, factRow{t("claim.paid"), paidText, ""})
	if waived := s.Principal - paid - s.Outstanding; waived != 0 {
		rows = append(rows, factRow{t("claim.waived"), waived.String(), ""})
	}
	return append(rows, factRow{t("claim.left"), l.capitalText(t, s.Outstanding, l.asOf), ""})
}

// namedCondition is a condition and its name in the texts.
type namedCondition struct {
	name string
	bit  claim.Condition
	at   int // its place in State.Because
}

// conditions are every condition, in order.
var conditions = func() []namedCondition {
	var all []namedCondition
	for name, bit := range claim.ConditionNames() {
		all = append(all, namedCondition{name, bit, bits.TrailingZeros32(uint32(bit))})
	}
	slices.SortFunc(all, func(a, b namedCondition) int { return cmp.Compare(a.bit, b.bit) })
	return all
}()

// conditionRows lists what is in force, since when and because of what.
func conditionRows(t translate, l report.Language, cf *claimFile, s *claim.State) []conditionRow {
	var rows []conditionRow
	for _, c := range conditions {
		because := s.Because[c.at]
		if s.Conditions&c.bit == 0 || because < 0 {
			continue
		}
		e := &cf.events[because]
		rows = append(rows, conditionRow{t("word." + c.name), e.OccurredOn.String(),
			t("claim.condition.event", report.KindText(e.Kind, l), cf.stored[because].Seq)})
	}
	return rows
}

// stockReason is the key of why the claim is in the stock, or why not.
func stockReason(s *claim.State) string {
	switch {
	case s.InStock():
		return "stock.in"
	case !s.Decided:
		return "stock.undecided"
	case s.Conditions&claim.Ended != 0:
		return "stock.ended"
	case s.Outstanding <= 0:
		return "stock.paid"
	}
	return "stock.kfm"
}

func verdictOf(t translate, one indicator.Verdict, from string) verdictView {
	v := verdictView{ID: one.Figure.ID, Name: t.figure(one.Figure), Definition: t.definition(one.Figure.Where), Source: one.Figure.Source,
		Counted: one.Counted, Open: one.Figure.ID == from}
	seen := map[string]bool{}
	for _, r := range one.Reasons {
		if !seen[r.Word] {
			seen[r.Word] = true
			v.Words = append(v.Words, wordRow{t("word." + r.Word), r.Holds})
		}
	}
	return v
}
