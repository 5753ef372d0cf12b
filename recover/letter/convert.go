package letter

import (
	"balans/law/calendar"
	"balans/law/identity"
	"balans/recover/enforcement"
	"balans/recover/plan"
	"balans/recover/service"
)

// To is the recipient of letters about a debtor's claim, as service.AddresseeOf says. Who the
// guardian is, is known where his number is given; otherwise the letter is parked.
func To(a *service.Addressee, guardian identity.Number) Recipient {
	switch a.To {
	case service.ToEstate:
		return Recipient{Party: a.Debtor, As: Estate}
	case service.ToGuardian:
		return Recipient{Party: a.Debtor, As: Guardian, Guardian: guardian}
	}
	return Recipient{Party: a.Debtor, As: Self}
}

func components(a enforcement.Amounts) Components {
	return Components{a.Principal, a.Charge, a.Interest, a.Fee, a.Cost}
}

// DemandFacts are the facts of the letter that one recipient of a demand gets. The subject
// gives the days the claim is about.
func DemandFacts(d *enforcement.Demand, r *enforcement.Recipient, s Subject) *Demand {
	s.Claim, s.Benefit = d.Claim, d.Ground.Benefit
	x := &Demand{Subject: s, Creditor: d.Creditor, DecidedOn: d.Ground.DecidedOn, Ground: d.Ground.Law, Owed: components(d.Amounts), Yours: r.Owes, Settled: d.Settled,
		LateFrom: calendar.None, Until: d.Until, Pay: PayTo(d.PayTo)}
	for _, i := range d.Accrued {
		x.Accrued = append(x.Accrued, InterestRun{From: i.Days.From, To: i.Days.To, On: i.Principal, Ppm: i.Ppm, Law: i.Law, Amount: i.Amount})
	}
	if !d.Late.None {
		x.LateFrom, x.LatePpm, x.LateLaw = d.Late.From, d.Late.Ppm, d.Late.Law
	}
	return x
}

// HandOverFacts are the facts of the letter that tells a debtor of a hand-over of a public
// claim to Kronofogden.
func HandOverFacts(h *enforcement.Handover, s Subject) *HandOver {
	s.Claim, s.Benefit = h.Claim, h.Ground.Benefit
	return &HandOver{Subject: s, DecidedOn: h.Ground.DecidedOn, Due: h.Due, Final: h.Final, HandedOn: h.On, Owed: components(h.Amounts), InterestTo: h.InterestTo}
}

// TermsOf are the terms of a plan as it was proposed or agreed; number is the plan's, "" before
// it has one.
func TermsOf(p *plan.Proposal, number string, pay PayTo) Terms {
	t := Terms{Number: number, Debt: p.Debt, Interest: p.Interest, SetUp: p.Fee, Notices: p.Notices, InterestUnknown: len(p.Missing) > 0, Pay: pay}
	for _, s := range p.Shares {
		t.Claims = append(t.Claims, s.Claim)
	}
	for _, n := range p.Instalments {
		t.Instalments = append(t.Instalments, Instalment{Due: n.Due, Amount: n.Amount})
	}
	return t
}
