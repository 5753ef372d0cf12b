package staff

import (
	"strconv"

	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
	"balans/recover/claim"
	"balans/recover/plan"
	"balans/recover/position"
)

// wholeView is what a person has to do with here, each part of it by itself. The timeline has
// the same in order of time.
type wholeView struct {
	Name     string
	Totals   []keyFigure
	Claims   []personClaim
	Plans    []personPlan
	Payments []personPayment
	Cases    []personCase
	Letters  []personLetter
	// MayReadLetters: the role of who asks reads letters.
	MayReadLetters bool
	Notices        []personPart
	Findings       []personPart
	Households     []personPart
	Unknown        string // what the sums leave out
}

type (
	personClaim   struct{ ID, Href, Benefit, Decided, Status, Badge, Owed, Role string }
	personPlan    struct{ ID, Href, Amount, First, Count, Paid, Missed string }
	personPayment struct{ On, ID, Href, What, Amount string }
	personCase    struct{ ID, Href, Benefit, State, Since, Amount string }
	personLetter  struct{ ID, Href, What, On, State string }
	personPart    struct{ Text, Href, Sub, State string }
)

// owedIn is where a krona that is owed stands: each in one place only, so that the places
// together are all of it.
type owedIn uint8

const (
	owedAtKFM owedIn = iota
	owedInPlan
	owedDeferred
	owedOverdue
	owedNotDue
	owedPlaces
)

// owedKeys are the texts of the places.
var owedKeys = [owedPlaces]string{"atkfm", "inplan", "deferred", "overdue", "notdue"}

// placeOf is where what is owed on a claim stands: what Kronofogden has is not in a plan here,
// and what is in a plan or deferred is not overdue.
func placeOf(p *position.Position) owedIn {
	switch {
	case p.State.Conditions&(claim.AtKFM|claim.HandoverOpen) != 0:
		return owedAtKFM
	case p.State.Conditions&claim.InPlan != 0:
		return owedInPlan
	case p.State.Conditions&claim.Deferred != 0:
		return owedDeferred
	case p.Deadlines.Due != calendar.None && p.Deadlines.Due < p.On:
		return owedOverdue
	}
	return owedNotDue
}

// wholeOf gathers what a person has to do with here, as it stands today. The reading log has
// been written.
func (s *Server) wholeOf(c *call, n *controlling, party identity.Number, rows []lifeRow) (*wholeView, error) {
	v := &wholeView{Name: n.register.Of(party).Name(n.on)}
	f, err := s.current(c.r.Context())
	if err != nil {
		return nil, err
	}
	debts, err := s.debtsNow(f)
	if err != nil {
		return nil, err
	}
	var sums [owedPlaces]money.Amount
	for _, i := range debts.Of(party) {
		cf, err := s.loadClaim(c, f, i)
		if err != nil {
			return nil, err
		}
		in, owes, err := v.claim(c, cf, f.columns.LawBook(), party, n.on)
		if err != nil {
			return nil, err
		}
		if sums[in], err = money.Add(sums[in], owes); err != nil {
			return nil, err
		}
	}
	v.total(c.text, sums)
	v.parts(c.text, rows)
	v.Cases = personCases(c.text, n, party)
	if v.Households, err = s.householdsOf(c, n, party); err != nil {
		return nil, err
	}
	if v.MayReadLetters = c.user.mayUse(readLetters); v.MayReadLetters {
		if v.Letters, err = s.lettersOf(c.r.Context(), c.text, party); err != nil {
			return nil, err
		}
	}
	return v, nil
}

// claim adds one claim: where it stands, what the person owes of it, and its plan and
// payments. It names none of the others who owe it.
func (v *wholeView) claim(c *call, cf *claimFile, law *claim.LawBook, party identity.Number, on calendar.Date) (owedIn, money.Amount, error) {
	t, now := c.text, c.asked.now
	life, err := newLife(cf, law, on, known{now, true})
	if err != nil {
		return 0, 0, err
	}
	p, err := position.Of(cf.decision, cf.events, on, now, law.TermsOf(now))
	if err != nil {
		return 0, 0, err
	}
	owes, err := p.Owes(party)
	if err != nil {
		return 0, 0, err
	}
	if p.State.Conditions&claim.Ended != 0 {
		owes = 0
	}
	d := &cf.decision
	row := personClaim{ID: d.ID, Href: claimHref(d.ID), Benefit: t.benefit(d.Benefit), Decided: d.DecidedOn.String(), Owed: owes.String(), Role: debtorRole(t, d, party)}
	row.Status, row.Badge = life.status(t)
	if !p.Account.IsKnown() {
		row.Owed, v.Unknown = t("money.atleast", row.Owed), t("person.unknown")
	}
	v.Claims = append(v.Claims, row)
	if m := &p.Account.Plan; m.Agreed != calendar.None && p.State.Conditions&claim.InPlan != 0 {
		left := p.Account.Total()
		if m.Amortise {
			left = p.Account.Capital()
		}
		v.Plans = append(v.Plans, personPlan{ID: row.ID, Href: row.Href, Amount: m.Amount.String(), First: m.First.String(), Count: number(int64(m.Count)), Paid: m.Paid.String(),
			Missed: number(int64(plan.Missed(m.First, m.Count, m.Amount, m.Paid, left, on)))})
	}
	for _, x := range life.payments(t) {
		v.Payments = append(v.Payments, personPayment{On: x.On, ID: row.ID, Href: row.Href, What: x.What, Amount: x.Amount})
	}
	return placeOf(p), owes, nil
}

// debtorRole says how a person owes a claim, without naming the others.
func debtorRole(t translate, d *claim.Decision, party identity.Number) string {
	for _, x := range d.Debtors {
		switch {
		case x.Number != party:
		case len(d.Debtors) == 1:
			return t("person.role.alone")
		case x.Share != 0:
			return t("person.role.share", x.Share.String(), strconv.Itoa(len(d.Debtors)))
		default:
			return t("person.role.jointly", strconv.Itoa(len(d.Debtors)))
		}
	}
	return ""
}

// total is what the person owes today, and where it stands: the places are together the
// whole.
func (v *wholeView) total(t translate, sums [owedPlaces]money.Amount) {
	all := money.Amount(0)
	for _, sum := range sums {
		all += sum
	}
	v.Totals = []keyFigure{{t("person.owes"), all.String(), t("person.owes.note", number(int64(len(v.Claims))))}}
	for in, sum := range sums {
		v.Totals = append(v.Totals, keyFigure{t("person.owes." + owedKeys[in]), sum.String(), ""})
	}
}

// parts are notices and findings, as the timeline has them.
func (v *wholeView) parts(t translate, rows []lifeRow) {
	for i := range rows {
		r := &rows[i]
		part := personPart{Text: r.What, Href: r.Href, Sub: r.Day + " " + r.Sub, State: r.Mark}
		switch r.sort {
		case "notice":
			v.Notices = append(v.Notices, part)
		case "finding":
			v.Findings = append(v.Findings, part)
		}
	}
}
