package plan

import (
	"errors"
	"fmt"

	"balans/law/calendar"
	"balans/law/money"
	"balans/law/statute"
	"balans/recover/claim"
	"balans/recover/position"
)

// Kept is how an instalment is kept.
type Kept uint8

// The ways.
const (
	InstalmentPlanned Kept = iota // it is due later
	InstalmentDue                 // it is due today
	InstalmentPaid                // it is paid whole
	InstalmentPart                // some of it is paid
	InstalmentMissed              // it was due, and nothing of it is paid
)

// String returns the name, such as "planned".
func (k Kept) String() string { return [...]string{"planned", "due", "paid", "part", "missed"}[k] }

// Held is an instalment of a plan that is under way.
type Held struct {
	Due  calendar.Date
	Kept Kept
	// Left is what is to be paid of it, öre, if it is paid today: of a plan of
	// principal parts with the interest and fees owed now. For the last it is the
	// rest. Interest of days to come is not in it.
	Left money.Amount
}

// Standing is how a claim's plan is kept at the end of a day.
type Standing struct {
	Terms
	Claim       string
	On          calendar.Date
	Instalments []Held
	Missed      int          // due before the day and not paid whole
	Paid        money.Amount // since it was agreed; for Amortise of the principal
	total       money.Amount
	capital     money.Amount // what is left in the unit instalments count in
	onTop       money.Amount // interest, fees and costs owed now, where they come on top
}

// StandingOf is how the claim's plan is kept; nil when no plan is in force.
func StandingOf(p *position.Position) (*Standing, error) {
	t := Of(p)
	if t == nil || !t.InForce {
		return nil, nil
	}
	a, err := claim.NewAccount(&p.Decision, p.Events, p.On, p.KnownAt, p.Terms.Law, true)
	if err != nil {
		return nil, err
	}
	s := &Standing{Terms: *t, Claim: p.ID(), On: p.On, total: a.Total(), capital: a.Total()}
	if t.Amortise {
		s.capital, s.onTop = a.Capital(), a.Interest+a.Fee+a.Cost
	}
	for _, pay := range a.Payments {
		switch {
		case pay.Event <= t.since:
		case t.Amortise:
			s.Paid += pay.Parts.Of(claim.Principal) + pay.Parts.Of(claim.Charge)
		default:
			s.Paid += pay.Amount - pay.Undone
		}
	}
	s.Paid -= reversed(p, t)
	s.Missed = Missed(t.First, t.Count, t.Amount, s.Paid, s.capital, p.On)
	for k := range t.Count {
		s.Instalments = append(s.Instalments, s.instalment(k))
	}
	return s, nil
}

// reversed is what later events took back without naming a payment.
func reversed(p *position.Position, t *Terms) (back money.Amount) {
	for i := t.since + 1; i < len(p.Events); i++ {
		e := &p.Events[i]
		if e.Kind == claim.PaymentReversed && e.Detail().Ref == "" && e.OccurredOn <= p.On && e.RecordedAt <= p.KnownAt {
			if t.Amortise {
				back += e.ToPrincipal
			} else {
				back += e.Amount
			}
		}
	}
	return back
}

// need is what is left to pay of instalments 0 to k, in the unit they count in.
func (s *Standing) need(k int) money.Amount {
	switch {
	case k < 0 || s.Count == 0:
		return 0
	case k >= s.Count-1:
		return s.capital
	}
	return min(s.capital, max(0, s.Amount*money.Amount(k+1)-s.Paid))
}

// LeftThrough is what is left to pay of instalments 0 to k, öre, if it is paid
// today: with the interest and fees owed now where they come on top.
func (s *Standing) LeftThrough(k int) money.Amount {
	if need := s.need(k); need > 0 {
		return min(s.total, need+s.onTop)
	}
	if k >= 0 && k == s.Count-1 { // interest and fees alone remain
		return s.total
	}
	return 0
}

// DueNow is what is left to pay of the instalments due by the end of the day.
func (s *Standing) DueNow() money.Amount { return s.LeftThrough(s.passed(s.On+1) - 1) }

func (s *Standing) instalment(k int) Held {
	h := Held{Due: s.Terms.Due(k), Left: s.LeftThrough(k) - s.LeftThrough(k-1)}
	left := s.need(k) - s.need(k-1)
	switch begun := s.Paid > s.Amount*money.Amount(k); {
	case left == 0:
		h.Kept, h.Left = InstalmentPaid, 0
		if k == s.Count-1 && s.total > 0 { // interest and fees alone remain
			h.Kept, h.Left = InstalmentPart, s.total-s.LeftThrough(k-1)
		}
	case begun:
		h.Kept = InstalmentPart
	case h.Due > s.On:
		h.Kept = InstalmentPlanned
	case h.Due == s.On:
		h.Kept = InstalmentDue
	default:
		h.Kept = InstalmentMissed
	}
	return h
}

// BreachDue reports whether so many instalments are missed that the plan is to be
// broken off, with what that rests on. How many that is, is the agency's own rule
// (plan_breach_missed_instalments); while it is not known the error is a
// *statute.MissingError, and a person decides.
func (s *Standing) BreachDue(p *statute.Parameters) (bool, position.Note, error) {
	v, err := p.Value(statute.PlanBreachMissedInstalments, s.On)
	if err != nil {
		return false, position.Note{}, err
	}
	n := position.Note{Code: "breach-due", Claim: s.Claim, Law: "SFB 108:19",
		Text: fmt.Sprintf("%d instalments are missed; at %d the plan is broken off (%s, confidence %s)", s.Missed, v.Int64, v.Source, v.Confidence)}
	return int64(s.Missed) >= v.Int64, n, nil
}

// isMissing reports whether a value is not known.
func isMissing(err error) bool { return errors.Is(err, statute.ErrMissing) }
