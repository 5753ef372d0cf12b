package staff

import (
	"cmp"
	"slices"

	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
	"balans/law/statute"
	"balans/recover/claim"
	"balans/recover/enforcement"
	"balans/recover/letter"
	"balans/recover/plan"
	"balans/recover/position"
)

const noDay = calendar.None

// payByField is the last day to pay that a letter states. The law sets none for it; what is
// proposed is the time that is customary for a demand.
var payByField = actField{name: "act_pay_by", sort: anyDayField, free: true, first: func(x *acting) string {
	v, err := x.terms.Parameters.Value(statute.DemandReplyDays, x.asked.today())
	if err != nil {
		return ""
	}
	return x.asked.today().AddDays(int(v.Int64)).String()
}}

// payBy is the day typed; it must be to come.
func (w *actLetters) payBy() (calendar.Date, error) {
	by := w.x.dayOr("act_pay_by", noDay)
	if by == noDay || by <= w.x.got.days["act_on"] {
		return noDay, unwritten("pay-by", "the letter says when to pay: a day after the one it bears")
	}
	return by, nil
}

// interestKnown refuses what cannot be stated: an amount with interest of an unknown rate.
func interestKnown(p *position.Position) error {
	if p.Account.IsKnown() {
		return nil
	}
	gap := p.Account.Missing[0]
	return unwritten("interest", "the letter says what is owed, and the interest of "+gap.Period.String()+" is not known: "+gap.Parameter+" has no value")
}

func owedOn(p *position.Position) letter.Components {
	b := &p.Account.Balances
	return letter.Components{Principal: b.Principal, Charge: b.Charge, Interest: b.Interest, Fee: b.Fee, Cost: b.Cost}
}

// writeReminders: what is owed, with a fee for the reminder, to each who owes something.
func writeReminders(w *actLetters) error {
	by, err := w.payBy()
	if err != nil {
		return err
	}
	if err := interestKnown(w.at); err != nil {
		return err
	}
	d := &w.at.Decision
	for _, debtor := range d.Debtors {
		owes, err := w.at.Owes(debtor.Number)
		if err != nil {
			return err
		}
		if owes == 0 {
			continue
		}
		if err := w.to(debtor.Number, &letter.Reminder{Subject: w.subject, DecidedOn: d.DecidedOn, Due: w.at.Deadlines.Due, Owed: owedOn(w.at), Yours: owes,
			PayBy: by, Pay: w.pay, Public: claim.TrackOf(d) == claim.PublicTrack}); err != nil {
			return err
		}
	}
	return nil
}

// writeDemands: the demand as the measure made it, which is of the claim before it is said to
// be demanded and with the fee for demanding it.
func writeDemands(w *actLetters) error {
	before, err := w.without(w.draft.Claims[0], claim.Demanded)
	if err != nil {
		return err
	}
	e := w.added(claim.Demanded).Detail()
	d, err := enforcement.DemandOf(before, enforcement.PayTo{Account: w.x.got.texts["act_account"], Reference: e.Ref})
	if err != nil {
		return err
	}
	if d.Late.From == d.Until+1 { // the late interest of a mistaken payment runs from when it falls due
		d.Late.From = e.Until + 1
	}
	d.Until = e.Until
	for i := range d.Recipients {
		r := &d.Recipients[i]
		if err := w.to(r.Debtor, letter.DemandFacts(d, r, w.subject)); err != nil {
			return err
		}
	}
	return nil
}

// proposal is the plan as the measure made it, of the claims before they have it.
func (w *actLetters) proposal() (*plan.Proposal, error) {
	var all []*position.Position
	for _, o := range w.draft.Claims {
		p, err := w.without(o, claim.PlanOffered, claim.PlanAgreed, claim.FeeCharged)
		if err != nil {
			return nil, err
		}
		all = append(all, p)
	}
	return plan.Propose(all, w.x.askOf())
}

// ofAll are the debtors who owe every claim of the act, and the whole of it. Another one is not
// told of claims that are not his, nor asked for what he does not owe: he gets no letter, and a
// note says so.
func (w *actLetters) ofAll() (all []identity.Number, err error) {
	for _, debtor := range w.at.Decision.Debtors {
		why := ""
		for _, o := range w.draft.Claims {
			p, err := w.draft.Position(o, w.x.got.days["act_on"])
			if err != nil {
				return nil, err
			}
			owes, err := p.Owes(debtor.Number)
			switch {
			case err != nil:
				return nil, err
			case !p.IsDebtor(debtor.Number):
				why = "actletter.other"
			case owes != p.Account.Total() && why == "":
				why = "actletter.part"
			}
		}
		if why != "" {
			w.note(why, w.x.debtorName(debtor.Number))
			continue
		}
		all = append(all, debtor.Number)
	}
	return all, nil
}

// toAll adds a letter of the same facts to each of those.
func (w *actLetters) toAll(f letter.Facts) error {
	all, err := w.ofAll()
	if err != nil {
		return err
	}
	for _, n := range all {
		if err := w.to(n, f); err != nil {
			return err
		}
	}
	return nil
}

func writePlanOffers(w *actLetters) error {
	made, err := w.proposal()
	if err != nil {
		return err
	}
	return w.toAll(&letter.PlanOffer{Subject: w.subject, Terms: letter.TermsOf(made, w.x.got.texts["act_plan"], w.pay), AnswerBy: w.x.got.days["act_until"]})
}

func writePlans(w *actLetters) error {
	made, err := w.proposal()
	if err != nil {
		return err
	}
	return w.toAll(&letter.PlanConfirmed{Subject: w.subject, Terms: letter.TermsOf(made, w.x.got.texts["act_plan"], w.pay), AgreedOn: made.Agreed})
}

// writeBreaches: the plan has ended and all is due, on every claim that had it.
func writeBreaches(w *actLetters) error {
	by, err := w.payBy()
	if err != nil {
		return err
	}
	f := letter.PlanBreach{Subject: w.subject, Number: w.added(claim.PlanBreached).Detail().Ref, Broken: true, PayBy: by, Pay: w.pay}
	for _, o := range w.draft.Claims {
		before, err := w.without(o, claim.PlanBreached)
		if err != nil {
			return err
		}
		s, err := plan.StandingOf(before)
		if err != nil {
			return err
		}
		if s == nil || s.Number != f.Number {
			continue
		}
		p, err := w.draft.Position(o, w.x.got.days["act_on"])
		if err == nil {
			err = interestKnown(p)
		}
		if err != nil {
			return err
		}
		miss(&f, s)
		c := owedOn(p)
		f.Owed = letter.Components{Principal: f.Owed.Principal + c.Principal, Charge: f.Owed.Charge + c.Charge, Interest: f.Owed.Interest + c.Interest, Fee: f.Owed.Fee + c.Fee, Cost: f.Owed.Cost + c.Cost}
	}
	slices.SortFunc(f.Missed, func(a, b letter.Instalment) int { return cmp.Compare(a.Due, b.Due) })
	return w.toAll(&f)
}

// miss adds the instalments a claim misses, those of a day together.
func miss(f *letter.PlanBreach, s *plan.Standing) {
	for _, h := range s.Instalments {
		if h.Due >= s.On || h.Left == 0 || h.Kept != plan.InstalmentMissed && h.Kept != plan.InstalmentPart {
			continue
		}
		n := slices.IndexFunc(f.Missed, func(i letter.Instalment) bool { return i.Due == h.Due })
		if n < 0 {
			n, f.Missed = len(f.Missed), append(f.Missed, letter.Instalment{Due: h.Due})
		}
		f.Missed[n].Amount += h.Left
	}
}

func writeHandovers(w *actLetters) error {
	before, err := w.without(w.draft.Claims[0], claim.HandoverSent)
	if err != nil {
		return err
	}
	h, err := enforcement.HandoverOf(before)
	if err != nil {
		return err
	}
	for i := range h.Debtors {
		if err := w.to(h.Debtors[i].Debtor, letter.HandOverFacts(h, w.subject)); err != nil {
			return err
		}
	}
	return nil
}

// refundWhy is what a letter of a refund says. The reason typed is of the file.
const refundWhy = "Du har betalat mer än vad som var kvar att betala av kravet. Därför betalar vi tillbaka det som är för mycket."

// writeRefunds: to who paid. Of a joint claim that is who the payments name, if it is one.
func writeRefunds(w *actLetters) error {
	debtors := w.at.Decision.Debtors
	to := debtors[0].Number
	if len(debtors) > 1 {
		payers := map[identity.Number]bool{}
		for i := range w.at.Events {
			if e := &w.at.Events[i]; e.Kind == claim.Paid && e.OccurredOn <= w.at.On {
				to = e.Detail().Debtor
				payers[to] = true
			}
		}
		if len(payers) != 1 || payers[identity.None] || !w.at.IsDebtor(to) {
			w.note("actletter.payer")
			return nil
		}
	}
	return w.to(to, &letter.Refund{Subject: w.subject, Amount: w.added(claim.Refunded).Amount, Why: refundWhy, PaidOn: noDay})
}

// writeLimitations: to each against whom it is barred. What is left is stated where it is
// known.
func writeLimitations(w *actLetters) error {
	before, err := w.without(w.draft.Claims[0], claim.TimeBarred)
	if err != nil {
		return err
	}
	d := &before.Decision
	left := money.Amount(0)
	if before.Account.IsKnown() {
		left = before.Account.Total()
	}
	for _, debtor := range d.Debtors {
		l := claim.LimitationAgainst(d, debtor.Number, before.Events, before.On, before.KnownAt, before.Terms.Law)
		if !l.Barred(before.On) {
			w.note("actletter.notbarred", w.x.debtorName(debtor.Number))
			continue
		}
		if err := w.to(debtor.Number, &letter.Limitation{Subject: w.subject, DecidedOn: d.DecidedOn, LastDay: l.Last, Left: left, Law: l.Law()}); err != nil {
			return err
		}
	}
	return nil
}
