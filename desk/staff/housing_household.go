package staff

import (
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"balans/access"
	"balans/law/identity"
	"balans/law/statute"
	"balans/prevent/housing"
	"balans/recover/inquiry"
	"balans/recover/letter"
	"balans/recover/settlement"
)

type housingHouseholdView struct {
	page
	Heading, Lead string
	Box           string
	Verdict       string
	Says          []string
	Figures       []keyFigure
	Differs       string // what is stored is not what the facts come to
	Facts         []factRow
	Links         []linked
	Incomes       bookTable
	Parts         []bookTable // how each income is made up
	Months        bookTable
	Steps         []housingMonthSteps
	Settlement    *bookTable
	Earlier       bookTable
	Law           string
	Reading       string
}

// housingMonthSteps is how the amount of some months was computed.
type housingMonthSteps struct {
	Summary string
	Table   bookTable
}

// housingHousehold shows the account of a household's year: what it was decided and paid by,
// and why its settlement came to what it did. It is asked whether it is for who asks, and the
// reading is logged for applicant and spouse, before anything is shown.
func (s *Server) housingHousehold(c *call) error {
	id := c.r.PathValue("household")
	year, err := strconv.Atoi(c.r.PathValue("year"))
	if err != nil || year < earliest.Year() || year > latest.Year() {
		return problemPage(http.StatusNotFound, "failure.page")
	}
	l, err := s.housingNow(c.r.Context())
	if err != nil {
		return err
	}
	if !slices.Contains(l.yearsToldOf(), year) {
		return &pageProblem{http.StatusNotFound, "failure.household", id}
	}
	y, err := l.year(s, year)
	if err != nil {
		return err
	}
	k := y.byID[id]
	if k == nil {
		return &pageProblem{http.StatusNotFound, "failure.household", id}
	}
	if err := s.openHousehold(c, k); err != nil {
		return err
	}
	at, err := settlementAsked(c.asked, k)
	if err != nil {
		return err
	}
	t := c.text
	v := &housingHouseholdView{Heading: t("housing.household.title", strconv.Itoa(year), k.ID), Reading: t("housing.household.reading", c.user.Name, t(c.user.Role))}
	if at == nil {
		err = v.preliminary(s, c, k)
	} else {
		err = v.account(s, c, l, k, at)
	}
	if err != nil {
		return err
	}
	v.page = s.page(c, v.Heading, housingSection)
	v.Crumbs = []crumb{{housingSection, t("housing.runs.title")}, {"", v.Heading}}
	if at != nil {
		v.Crumbs = slices.Insert(v.Crumbs, 1, crumb{housingRunHref(at.Run), at.Run})
	}
	return c.render(http.StatusOK, "housing_household", v)
}

// openHousehold asks whether a household is for who asks, and then writes the reading on the
// stream of each of its adults.
func (s *Server) openHousehold(c *call, k *housing.Known) error {
	m := access.Matter{Party: k.Party, Benefit: housingAllowance.String()}
	if k.HasSpouse() {
		m.Others = []identity.Number{k.Spouse}
	}
	if err := s.mayRead(c, nil, m); err != nil {
		return err
	}
	for _, n := range append([]identity.Number{m.Party}, m.Others...) {
		if err := s.logPerson(c, n, "housing/"+k.ID+"/"+strconv.Itoa(k.Year)); err != nil {
			return err
		}
	}
	return nil
}

// settlementAsked is the settlement of the run that is asked for, or else the last; nil when
// the year is not settled.
func settlementAsked(a *asked, k *housing.Known) (*housing.Settled, error) {
	run := a.get("run")
	if run == "" {
		return k.Last(), nil
	}
	for i := range k.Settled {
		if k.Settled[i].Run == run {
			return &k.Settled[i], nil
		}
	}
	return nil, &pageProblem{http.StatusNotFound, "failure.housingrun", run}
}

// facts are who it is about.
func (v *housingHouseholdView) facts(t translate, k *housing.Known) {
	v.Facts = []factRow{{t("housing.who.applicant"), k.Party.Separated(), ""}}
	if k.HasSpouse() {
		v.Facts = append(v.Facts, factRow{t("housing.who.spouse"), k.Spouse.Masked(), ""})
	}
	v.Facts = append(v.Facts, factRow{t("field.benefit"), t.benefit(housingAllowance), housingAllowance.Law()}, factRow{t("housing.column.decidedon"), dayText(decidedOn(k)), ""})
}

// preliminary shows a year that is not settled: what was decided, and what the months give with
// the incomes as they were stated.
func (v *housingHouseholdView) preliminary(s *Server, c *call, k *housing.Known) error {
	t := c.text
	rules, err := s.housingRules(c)
	if err != nil {
		return err
	}
	v.Lead = t("housing.household.waits", strconv.Itoa(k.Year))
	v.Figures = []keyFigure{{t("housing.household.paid"), t.kronor(k.Paid()), t("housing.household.paid.note")}}
	v.facts(t, k)
	var months []housing.MonthsAlike
	var missing *statute.MissingError
	for i := range k.Stretches { // each by the income that was stated when it was decided
		var y housing.Year
		err := rules.Year(k.Year, k.Stretches[i:i+1], housing.YearEqual(k.Stretches[i].Stated), &y)
		if errors.As(err, &missing) {
			v.Says = []string{t("housing.error.law", missing.Name, missing.On)}
			return nil
		}
		if err != nil {
			return err
		}
		months = append(months, y.Told()...)
	}
	v.months(t, k.Year, months, true)
	v.Incomes = bookTable{ID: "incomes", Title: t("housing.household.stated"), Columns: columnsOf(t, "housing.column.months", "#", "housing.who.applicant")}
	if k.HasSpouse() {
		v.Incomes.Columns = append(v.Incomes.Columns, bookColumn{t("housing.who.spouse"), true})
	}
	for i := range k.Stretches {
		x := &k.Stretches[i]
		row := bookRow{Head: bookCell{Text: t.housingMonths(&housing.MonthsAlike{From: x.From, To: x.To})}, Cells: []bookCell{{Text: x.Stated[0].Kronor()}}}
		if k.HasSpouse() {
			row.Cells = append(row.Cells, bookCell{Text: x.Stated[1].Kronor()})
		}
		v.Incomes.Rows = append(v.Incomes.Rows, row)
	}
	return nil
}

func (t translate) housingMonths(m *housing.MonthsAlike) string {
	if m.From == m.To {
		return t.housing(housing.MonthName(m.From))
	}
	return t.housing(housing.MonthName(m.From)) + "–" + t.housing(housing.MonthName(m.To))
}

// months is a table of the months and how each was computed; provisionally says that they are
// paid, rounded, and not yet settled.
func (v *housingHouseholdView) months(t translate, year int, months []housing.MonthsAlike, provisionally bool) {
	v.Months = bookTable{ID: "months", Title: t("housing.household.months", strconv.Itoa(year)),
		Columns: columnsOf(t, "housing.column.months", "housing.column.home", "#", "housing.column.cost", "#", "housing.column.grant", "#", "housing.column.children", "#", "housing.column.reduction", "#", "housing.column.month", "#", "housing.column.paideach")}
	for i := range months {
		m := &months[i]
		final := m.Amount.Ore().Kronor()
		cell := bookCell{Text: final}
		if m.Why != housing.Given {
			cell.Sub = t("housing.why." + whyKeys[m.Why])
		}
		name, steps := t.housingMonths(m), m.Steps()
		if provisionally {
			steps = append(steps, m.PreliminaryStep())
		}
		v.Months.Rows = append(v.Months.Rows, bookRow{Head: bookCell{Text: name}, Cells: []bookCell{plainCell(t.homeText(&m.Household)), {Text: m.Considered.Kronor()}, {Text: m.Month.Housing.Ore().Kronor()},
			{Text: (m.Special + m.Month.Access).Kronor()}, {Text: (m.Reduction[0] + m.Reduction[1]).Ore().Kronor()}, cell, {Text: m.Paid.Kronor()}}})
		v.Steps = append(v.Steps, housingMonthSteps{t("housing.household.how", name, t.exact(m.Amount)), t.housingSteps("steps-"+strconv.Itoa(i+1), t("housing.household.how.caption", name), steps)})
	}
}

var whyKeys = [...]string{housing.Given: "given", housing.ReducedAway: "reduced", housing.BelowMinimum: "below"}

// homeText is who lives in the dwelling, and how large it is.
func (t translate) homeText(h *housing.Household) string {
	parts := []string{t("housing.form." + h.Form.String())}
	for _, x := range []struct {
		key string
		n   uint8
	}{{"housing.home.home", h.Home}, {"housing.home.alternating", h.Alternating}, {"housing.home.access", h.Access}} {
		if x.n > 0 {
			parts = append(parts, t(x.key, int(x.n)))
		}
	}
	if h.Spouses {
		parts = append(parts, t("housing.home.spouses"))
	}
	return strings.Join(append(parts, t("housing.home.area", int(h.Area))), ", ")
}

// account shows why a settlement came to what it did, by the law as it was known when it was
// made.
func (v *housingHouseholdView) account(s *Server, c *call, l *housingLists, k *housing.Known, at *housing.Settled) error {
	t := c.text
	f, err := s.current(c.r.Context())
	if err != nil {
		return err
	}
	knownAt := at.At
	if run := l.run(at.Run); run != nil {
		knownAt = run.At
	}
	then := k.When(at)
	if !slices.Equal(then.Stretches, k.Stretches) {
		v.Says = append(v.Says, t("housing.household.since"))
	}
	v.Lead = t(unlessManual(at, "housing.household.lead", "housing.household.lead.manual"), strconv.Itoa(k.Year), t.longDay(at.On))
	v.facts(t, then)
	v.Facts = append(v.Facts, factRow{t("housing.column.number"), at.Number, ""}, factRow{t("housing.column.run"), at.Run, ""})
	v.verdict(t, at)
	if err := v.links(s, c, at); err != nil {
		return err
	}
	v.earlier(t, k, at)
	a, err := housing.New(f.columns.LawBook().Parameters(knownAt)).Account(k, at)
	var differs *housing.DifferError
	if errors.As(err, &differs) {
		v.Differs = t("housing.household.differs", t.exact(differs.Now.Final), t("housing.outcome."+differs.Now.Outcome.String()), differs.Now.Amount.Kronor())
		return nil
	}
	if err != nil {
		return err
	}
	v.Incomes = bookTable{ID: "incomes", Title: t("housing.household.incomes", strconv.Itoa(k.Year)), Columns: columnsOf(t, "housing.column.who", "#", "housing.column.stated", "#", "housing.column.assessed", "#", "housing.column.differs", "housing.column.taxon")}
	for i := range a.Incomes {
		x := &a.Incomes[i]
		v.Incomes.Rows = append(v.Incomes.Rows, bookRow{Head: bookCell{Text: t("housing.who." + x.Who)}, Cells: []bookCell{{Text: x.Stated.Kronor()}, {Text: x.Assessed.Kronor()}, {Text: (x.Assessed - x.Stated).Kronor()}, plainCell(dayText(x.TaxOn))}})
		v.Parts = append(v.Parts, t.housingSteps("income-"+x.Who, t("housing.household.parts", t("housing.who."+x.Who)), x.Steps))
	}
	v.months(t, k.Year, a.Whole.Told(), false)
	table := t.housingSteps("settlement", t("housing.household.settlement"), a.Settlement)
	v.Settlement, v.Law = &table, refsText(a.Law)
	return nil
}

// unlessManual is the text of what is decided, or the one of what a settlement shows of which a
// person decides.
func unlessManual(at *housing.Settled, decided, manual string) string {
	if at.Manual != "" {
		return manual
	}
	return decided
}

// verdict is what the settlement came to, in a sentence and in figures.
func (v *housingHouseholdView) verdict(t translate, at *housing.Settled) {
	diff := at.Difference
	words := "housing.household.toolittle"
	if diff < 0 {
		diff, words = -diff, "housing.household.toomuch"
	}
	switch at.Outcome {
	case housing.Claim:
		v.Box, v.Verdict = "warning", t(unlessManual(at, "housing.household.claim", "housing.household.claim.manual"), t.kronor(at.Amount))
	case housing.PayOut:
		v.Box, v.Verdict = "success", t(unlessManual(at, "housing.household.payout", "housing.household.payout.manual"), t.kronor(at.Amount))
	default:
		v.Box, v.Verdict = "info", t("housing.household.none")
	}
	if at.Manual != "" {
		v.Says = append(v.Says, t("housing.household.manual", t.manual(at.Manual)))
	}
	v.Figures = []keyFigure{{t("housing.household.paid"), t.kronor(at.Settlement.Paid), ""}, {t("housing.household.final"), t.exact(at.Final), t("housing.household.final.note")}, {t(words), t.exact(diff), ""}}
	switch {
	case at.ChargeUnknown:
		v.Figures = append(v.Figures, keyFigure{t("housing.household.charge"), "–", t("housing.run.nocharge")})
	case at.Outcome != housing.Nothing:
		v.Figures = append(v.Figures, keyFigure{t("housing.household.charge"), t.kronor(at.Charge), t("housing.household.charge.note")})
	}
}

// links lead to what followed: the letter, the claim and the case.
func (v *housingHouseholdView) links(s *Server, c *call, at *housing.Settled) error {
	t := c.text
	if at.Manual == "" {
		if at.Outcome == housing.Claim && c.user.mayUse(readClaim) {
			v.Links = append(v.Links, linked{claimHref(at.Number), t("housing.household.toclaim", at.Number)})
		}
		if c.user.mayUse(readLetters) {
			_, err := letter.Find(c.r.Context(), s.journal, settlement.LetterID(at.Number))
			switch {
			case err == nil:
				v.Links = append(v.Links, linked{letterHref(settlement.LetterID(at.Number)), t("housing.household.toletter")})
			case !errors.Is(err, letter.ErrUnknown):
				return err
			}
		}
		return nil
	}
	if !c.user.mayUse(readCase) {
		return nil
	}
	events, err := s.journal.LoadParty(c.r.Context(), int64(at.Party))
	if err != nil {
		return err
	}
	cases, err := inquiry.Of(at.Party, events)
	if err != nil {
		return err
	}
	for _, x := range cases {
		if x.Signal.Ref == at.Number {
			v.Links = append(v.Links, linked{link("/inquiry", "id", x.ID), t("housing.household.tocase", x.ID)})
		}
	}
	return nil
}

// earlier lists the settlements of the year, where there is more than one.
func (v *housingHouseholdView) earlier(t translate, k *housing.Known, at *housing.Settled) {
	if len(k.Settled) < 2 {
		return
	}
	v.Earlier = bookTable{ID: "earlier", Title: t("housing.household.earlier"), Columns: columnsOf(t, "housing.column.run", "housing.column.on", "housing.column.outcome", "#", "housing.column.amount", "#", "housing.column.final")}
	for i := range k.Settled {
		x := &k.Settled[i]
		head := bookCell{Text: x.Run, Href: householdHref(k.ID, k.Year, "run", x.Run)}
		if x == at {
			head.Href, head.Sub = "", t("housing.household.this")
		}
		v.Earlier.Rows = append(v.Earlier.Rows, bookRow{Head: head, Cells: []bookCell{plainCell(x.On.String()), plainCell(t("housing.outcome." + x.Outcome.String())), {Text: x.Amount.Kronor()}, {Text: x.Final.Ore().Kronor()}}})
	}
}
