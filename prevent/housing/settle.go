package housing

import (
	"errors"

	"balans/law/calendar"
	"balans/law/money"
	"balans/law/statute"
)

// Outcome is what a settlement comes to.
type Outcome uint8

// The outcomes.
const (
	Nothing Outcome = iota // the difference is less than what is settled (SFB 98:6)
	Claim                  // too much was paid
	PayOut                 // too little was paid
)

var outcomeNames = [...]string{"none", "claim", "payout"}

func (o Outcome) String() string { return outcomeNames[o] }

// ParseOutcome reads what String writes.
func ParseOutcome(s string) (Outcome, bool) {
	for i, name := range outcomeNames {
		if s == name {
			return Outcome(i), true
		}
	}
	return 0, false
}

// SettlementLaw is the parameters of the settlement of a year.
type SettlementLaw struct {
	Year         int
	Least        money.Amount // difference that is settled (SFB 98:6)
	Rounding     money.Amount
	Change       int64 // the reading of SFB 98:9
	WithAddition bool  // the temporary supplement is settled too
	// Charge and supplement (SFB 98:7): a share of the state loan rate at the end of the year.
	// Unknown is the parameter that has no value; "" when both are known.
	ChargeShare, StateLoanRate int64
	Unknown                    string
	// Until is the last day on which a changed tax decision gives a new final allowance (98:9).
	Until calendar.Date
}

// SettlementLaw is the law that a year is settled by: as it stood at the end of the year.
func (r *Rules) SettlementLaw(year int) (*SettlementLaw, error) {
	end := calendar.New(year, 12, 31)
	p := &reader{law: r.law, on: end}
	l := &SettlementLaw{Year: year, Least: p.amount(statute.HousingSettlementMinimum), Rounding: p.amount(statute.HousingSettlementRounding),
		Change: p.number(statute.HousingReadChange), WithAddition: p.number(statute.HousingReadSupplement) == 1,
		Until: calendar.New(year+int(p.number(statute.HousingChangeYears)), 12, 31)}
	if p.err != nil {
		return nil, p.err
	}
	for name, to := range map[string]*int64{statute.HousingChargeShare: &l.ChargeShare, statute.StateLoanRate: &l.StateLoanRate} {
		v, err := r.law.Value(name, end)
		switch {
		case err == nil:
			*to = v.Int64
		case !errors.Is(err, statute.ErrMissing):
			return nil, err
		case l.Unknown == "" || name < l.Unknown:
			l.Unknown = name
		}
	}
	return l, nil
}

// Earlier is what was settled of the year before: when a changed tax decision settles it anew.
type Earlier struct {
	Final   Exact
	Claimed money.Amount // in all
	PaidOut money.Amount // in all, with what claims were made smaller by
}

// Settlement is what follows of a year's final allowance and what was paid.
type Settlement struct {
	Final      Exact
	Paid       money.Amount
	Difference Exact // final less paid
	Outcome    Outcome
	Amount     money.Amount // claimed or paid out now, rounded in the person's favour
	Charge     money.Amount // on a claim, or the supplement of a pay-out (SFB 98:7)
	// ChargeUnknown: a parameter of the charge has no value, so that none is computed.
	ChargeUnknown bool
	// Whole is what the year comes to in all: below zero claimed, above zero paid out. It is
	// Amount, with a sign, unless the year was settled before.
	Whole money.Amount
}

// Settle holds a year's final allowance against what was paid. earlier is nil the first time.
func (l *SettlementLaw) Settle(y *Year, earlier *Earlier) Settlement {
	s := Settlement{Final: y.Final, Paid: y.Paid}
	if l.WithAddition {
		s.Paid += y.Supplement
		s.Final += Of(y.SupplementDue)
	}
	s.Difference = s.Final - Of(s.Paid)
	s.Whole = l.net(s.Difference)
	due := s.Whole
	if earlier != nil {
		before := earlier.PaidOut - earlier.Claimed
		due = s.Whole - before
		if l.Change == 2 {
			due = l.net(s.Final - earlier.Final)
			s.Whole = before + due
		}
	}
	switch {
	case due < 0:
		s.Outcome, s.Amount = Claim, -due
	case due > 0:
		s.Outcome, s.Amount = PayOut, due
	}
	if s.Outcome != Nothing {
		s.Charge, s.ChargeUnknown = l.charge(s.Amount, s.Outcome), l.Unknown != ""
	}
	return s
}

// net is what a difference comes to: nothing below the least amount, which is tried on the
// exact difference; otherwise rounded in the person's favour, so a claim down and a pay-out up.
func (l *SettlementLaw) net(d Exact) money.Amount {
	switch least := Of(l.Least); {
	case d < 0 && -d >= least:
		return d.Whole(l.Rounding, money.Down)
	case d > 0 && d >= least:
		return d.Whole(l.Rounding, money.Up)
	}
	return 0
}

// charge is the charge on a claim, rounded down, or the supplement of a pay-out, rounded up (SFB
// 98:7); 0 where it is not known, and never below zero when the rate is.
func (l *SettlementLaw) charge(a money.Amount, of Outcome) money.Amount {
	r := money.Down
	if of == PayOut {
		r = money.Up
	}
	if l.Unknown != "" {
		return 0
	}
	n, err := money.MulDiv(a, max(0, l.ChargeShare*l.StateLoanRate), million*million*int64(l.Rounding), r)
	if err != nil {
		return 0 // an amount of a settlement is far too small for it
	}
	return n * l.Rounding
}
