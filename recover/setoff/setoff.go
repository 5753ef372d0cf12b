// Package setoff is deductions from benefits (kvittning, SFB 108:22): a case
// worker decides that a claim is to be paid by them, at most so much each time,
// and when a benefit payment is made its deductions are taken.
//
//	setoff_started ─▶ paid (mode setoff) … ─▶ setoff_ended
//	                    │
//	                    ▼ the benefit payment was cancelled
//	                  payment_reversed
//
// What a person can reasonably go without is weighed by the case worker and
// stated with its reason: nothing here computes it. The demand and the cap are
// kept apart: how much is asked for in all, and how much each time at most. How
// much is taken of a payment is settled when the payment is made.
//
// What it does not do: it pays no benefits and knows no levels of subsistence.
// Deductions from payments to dental care providers have a law of their own
// (TANDL 4:2) and are not made here, nor the order among survivors' benefits
// paid afterwards (SFB 108:24–25).
package setoff

import (
	"fmt"
	"slices"

	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
	"balans/law/statute"
	"balans/prevent/benefit"
	"balans/recover/claim"
	"balans/recover/position"
)

// modeSetoff marks a payment that was deducted from a benefit.
const modeSetoff = "setoff"

// Payment is a payment of a benefit that is about to be made.
type Payment struct {
	ID        string          // unique
	Recipient identity.Number // whom the benefit is payable to
	Benefit   benefit.Code
	Payable   money.Amount // öre, before these deductions
	PaidOn    calendar.Date
}

// authority is the agency that administers a benefit. Those of Arbetsförmedlingen's
// programmes are paid by Försäkringskassan but are not benefits of SFB.
func (p *Payment) authority() (claim.Authority, bool) {
	return claim.ParseAuthority(string(p.Benefit.Authority()))
}

// Terms are a running set-off decision.
type Terms struct {
	Started calendar.Date
	Asked   money.Amount // in all, öre; 0: the whole debt
	Cap     money.Amount // the most each time, öre; 0: not stated
	Taken   money.Amount // so far, less what was taken back
	Reason  string
}

// Left is how much is still to be taken, of what is owed.
func (t *Terms) Left(owed money.Amount) money.Amount {
	if t.Asked == 0 {
		return owed
	}
	return max(0, min(owed, t.Asked-t.Taken))
}

// Of is the set-off decision running on the day of the position; nil for none.
func Of(p *position.Position) *Terms {
	if !p.Has(claim.SettingOff) {
		return nil
	}
	var t *Terms
	var taken []string
	for i := range p.Events {
		e := &p.Events[i]
		if e.OccurredOn > p.On || e.RecordedAt > p.KnownAt {
			continue
		}
		d := e.Detail()
		switch {
		case e.Kind == claim.SetoffStarted:
			t, taken = &Terms{Started: e.OccurredOn, Asked: e.Amount, Cap: d.Second, Reason: d.Reason}, nil
		case t == nil:
		case e.Kind == claim.Paid && e.Mode == modeSetoff:
			t.Taken += e.Amount
			taken = append(taken, e.ID)
		case e.Kind == claim.PaymentReversed && slices.Contains(taken, d.Ref):
			t.Taken -= e.Amount
		}
	}
	return t
}

// Deduction is what is taken for one claim.
type Deduction struct {
	Claim  position.Claim
	Amount money.Amount
	// Barred is why a claim that is time barred is deducted all the same: only
	// for an OLD claim, in the narrow cases of PRESKL 10.
	Barred string
}

// Propose finds what the running decisions take of a payment, in the order of
// limitation, due date and number, and why the other claims take nothing. It
// stays within each decision's cap and demand, what is owed, and what is payable.
// The positions are of the day of the payment.
func Propose(pay Payment, positions []*position.Position) ([]Deduction, []position.Note, error) {
	order := slices.SortedStableFunc(slices.Values(positions), position.Compare)
	var all []Deduction
	var passed []position.Note
	left := pay.Payable
	for _, p := range order {
		pass := func(code string, law statute.Ref, why string) {
			passed = append(passed, position.Note{Code: code, Claim: p.ID(), Law: law, Text: why})
		}
		t := Of(p)
		switch {
		case t == nil:
			pass("no-decision", "SFB 108:22", "no set-off decision is running")
			continue
		case t.Cap == 0:
			pass("no-cap", "SFB 108:22", "the decision does not say how much may be taken each time; what is reasonable is decided by a person")
			continue
		case left == 0:
			pass("nothing-payable", "SFB 108:22", "nothing of the payment is left")
			continue
		}
		owed, err := p.Takes()
		if err != nil {
			return nil, nil, err
		}
		d := Deduction{Claim: position.Claim{Party: p.Decision.Party(), ID: p.ID()}, Amount: min(t.Cap, t.Left(owed), left)}
		if d.Amount == 0 {
			pass("nothing-left", "SFB 108:22", "nothing is left of the demand")
			continue
		}
		if err := MayDeduct(pay, d, p); err != nil {
			if r, ok := err.(*position.Refusal); ok {
				pass(r.Code, r.Law, r.Why)
				continue
			}
			return nil, nil, err
		}
		left -= d.Amount
		all = append(all, d)
	}
	return all, passed, nil
}

// MayDeduct holds one deduction against the law and the decision. A
// *position.Refusal says what stops it.
func MayDeduct(pay Payment, d Deduction, p *position.Position) error {
	refuse := refusing(p)
	t := Of(p)
	if t == nil {
		return refuse("no-decision", "SFB 108:22", "no set-off decision is running on %s", p.On)
	}
	authority, known := pay.authority()
	owed, err := p.Takes()
	if err != nil {
		return err
	}
	switch {
	case pay.ID == "" || pay.Payable <= 0 || p.On != pay.PaidOn:
		return refuse("payment", "SFB 108:22", "the payment %q of %s kr on %s cannot be deducted from", pay.ID, pay.Payable, pay.PaidOn)
	case !known || authority != p.Decision.Authority:
		return refuse("other-authority", "SFB 108:22", "%s is a benefit of %s; the claim was decided by %s, and only a benefit of the same authority may be deducted from",
			pay.Benefit, pay.Benefit.Authority(), p.Decision.Authority)
	case !p.IsDebtor(pay.Recipient):
		return refuse("not-debtor", "SFB 108:22", "the benefit is payable to %s, who does not owe it", pay.Recipient.Masked())
	case d.Amount <= 0:
		return refuse("amount-missing", "SFB 108:22", "a deduction is above 0")
	case d.Amount > pay.Payable:
		return refuse("more-than-payable", "SFB 108:22", "%s kr is payable, %s kr cannot be deducted", pay.Payable, d.Amount)
	case t.Cap > 0 && d.Amount > t.Cap:
		return refuse("above-cap", "SFB 108:22", "the decision allows at most %s kr each time, not %s kr", t.Cap, d.Amount)
	case d.Amount > owed:
		return refuse("more-than-owed", "SFB 108:22", "%s kr is owed, %s kr cannot be deducted", owed, d.Amount)
	case d.Amount > t.Left(owed):
		return refuse("above-demand", "SFB 108:22", "%s kr of the %s kr asked for is left", t.Left(owed), t.Asked)
	}
	own, err := p.Owes(pay.Recipient)
	switch {
	case err != nil:
		return err
	case d.Amount > own && !p.Barred():
		return refuse("own-share", "PRESKL 9", "%s owes %s kr of it", pay.Recipient.Masked(), own)
	}
	return mayCollect(p, d.Barred)
}

// mayCollect refuses what stops every deduction.
func mayCollect(p *position.Position, barred string) error {
	refuse := refusing(p)
	switch rule := claim.TypeOf(&p.Decision).Rule(); {
	case !rule.Setoff:
		return refuse("setoff-not-allowed", "SFB 108:22", "a claim of the type %s is not deducted from benefits", rule.Name)
	case p.Has(claim.Ended):
		return refuse("claim-has-ended", "SFB 108:22", "the claim has ended")
	case p.Has(claim.Restructuring):
		return refuse("restructuring", "SKULDL 1", "nothing is collected beside a debt restructuring")
	case p.Has(claim.Stayed):
		return refuse("stayed", "FL 48", "a court has ordered a stay")
	case p.State.Regime == claim.New && p.Has(claim.AtKFM):
		return refuse("closed-at-kfm", "UB 3:1", "it is at Kronofogden, who collects it")
	case p.Has(claim.Deferred):
		return refuse("deferred", "HANTF 14", "a deferral is in force")
	case p.Barred() && p.State.Regime == claim.New:
		return refuse("time-barred", "SKPRESKL 10", "it is time barred since %s; no measure may be taken", p.Limitation.Last)
	case p.Barred() && barred == "":
		return refuse("time-barred", "PRESKL 10", "it is time barred since %s; a deduction is allowed in narrow cases only, and says which", p.Limitation.Last)
	}
	return nil
}

func refusing(p *position.Position) func(code string, law statute.Ref, format string, args ...any) error {
	return func(code string, law statute.Ref, format string, args ...any) error {
		return &position.Refusal{Claim: p.ID(), Code: code, Law: law, Why: fmt.Sprintf(format, args...)}
	}
}
