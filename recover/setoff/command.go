package setoff

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"balans/journal"
	"balans/law/calendar"
	"balans/law/money"
	"balans/recover/claim"
	"balans/recover/position"
)

// Decide decides that a claim is to be paid by deductions.
type Decide struct {
	position.Errand
	Claim  position.Claim
	On     calendar.Date
	Asked  money.Amount // in all, öre; 0: the whole debt
	Cap    money.Amount // the most each time, öre; must be stated
	Reason string       // why this level is reasonable; must be stated
}

// Do carries the command out.
func (x *Decide) Do(ctx context.Context, j *journal.Journal) (journal.Receipt, error) {
	c := position.Command{Errand: x.Errand, Claims: []position.Claim{x.Claim}, Input: fmt.Sprint("decide", x.Claim, x.On, int64(x.Asked), int64(x.Cap), x.Reason)}
	c.Rule = func(d *position.Draft) error {
		p, err := d.Position(d.Claims[0], x.On)
		if err != nil {
			return err
		}
		refuse := refusing(p)
		switch {
		case strings.TrimSpace(x.Reason) == "":
			return refuse("reason-missing", "SFB 108:22", "the decision states why the level is reasonable")
		case x.Cap <= 0 || x.Asked < 0:
			return refuse("no-cap", "SFB 108:22", "the decision states how much may be taken each time; it is never computed")
		case p.Account.IsKnown() && p.Account.Total() == 0:
			return refuse("nothing-owed", "SFB 108:2", "nothing is owed on it")
		}
		if err := mayCollect(p, ""); err != nil {
			return err
		}
		return d.Add(d.Claims[0], claim.Event{Kind: claim.SetoffStarted, OccurredOn: x.On, Amount: x.Asked, ToPrincipal: x.Asked,
			Details: &claim.Details{Until: calendar.None, First: calendar.None, Second: x.Cap, Reason: x.Reason}})
	}
	return c.Do(ctx, j)
}

// Deduct takes deductions of one benefit payment, all in one commit.
type Deduct struct {
	position.Errand
	Payment    Payment
	Deductions []Deduction
}

// Do carries the command out. Of one payment, each claim is deducted once.
func (x *Deduct) Do(ctx context.Context, j *journal.Journal) (journal.Receipt, error) {
	c := position.Command{Errand: x.Errand, Input: fmt.Sprint("deduct", x.Payment, x.Deductions)}
	for _, d := range x.Deductions {
		c.Claims = append(c.Claims, d.Claim)
	}
	c.Rule = func(d *position.Draft) error {
		left := x.Payment
		for i, o := range d.Claims {
			if taken := takenOf(o.Events, x.Payment.ID); len(taken) > 0 {
				return &position.Refusal{Claim: o.ID, Code: "deducted-already", Law: "SFB 108:22", Why: fmt.Sprintf("%s kr of the benefit payment %s was deducted already", taken[0].Amount, x.Payment.ID)}
			}
			p, err := d.Position(o, x.Payment.PaidOn)
			if err != nil {
				return err
			}
			if err := MayDeduct(left, x.Deductions[i], p); err != nil {
				return err
			}
			left.Payable -= x.Deductions[i].Amount
			if left.Payable == 0 && i+1 < len(d.Claims) {
				return &position.Refusal{Claim: d.Claims[i+1].ID, Code: "more-than-payable", Law: "SFB 108:22", Why: "nothing of the payment is left"}
			}
			if err := d.Add(o, claim.Event{Kind: claim.Paid, OccurredOn: x.Payment.PaidOn, Amount: x.Deductions[i].Amount, ByLaw: true, Mode: modeSetoff,
				Details: &claim.Details{Debtor: x.Payment.Recipient, Until: calendar.None, First: calendar.None, Ref: x.Payment.ID, Reason: x.Deductions[i].Barred}}); err != nil {
				return err
			}
		}
		return nil
	}
	return c.Do(ctx, j)
}

// takenOf are the deductions of a benefit payment that are not taken back.
func takenOf(events []claim.Event, payment string) (taken []claim.Event) {
	for _, e := range events {
		if e.Kind != claim.Paid || e.Mode != modeSetoff || e.Detail().Ref != payment {
			continue
		}
		for i := range events {
			if x := &events[i]; x.Kind == claim.PaymentReversed && x.Detail().Ref == e.ID {
				e.Amount -= x.Amount
			}
		}
		if e.Amount > 0 {
			taken = append(taken, e)
		}
	}
	return taken
}

// Cancel takes the deductions of a benefit payment back because it was not made
// after all: the debt is as if they had never been, seen from that day.
type Cancel struct {
	position.Errand
	Payment string           // its id
	Claims  []position.Claim // those it was deducted for
	On      calendar.Date
	Reason  string
}

// Do carries the command out. A claim for which nothing is deducted of the
// payment is an error: what was meant is not what is stored.
func (x *Cancel) Do(ctx context.Context, j *journal.Journal) (journal.Receipt, error) {
	c := position.Command{Errand: x.Errand, Claims: x.Claims, Input: fmt.Sprint("cancel", x.Payment, x.Claims, x.On, x.Reason)}
	c.Rule = func(d *position.Draft) error {
		if len(d.Claims) == 0 {
			return errors.New("name the claims the benefit payment was deducted for")
		}
		for _, o := range d.Claims {
			taken := takenOf(o.Events, x.Payment)
			if len(taken) == 0 {
				return &position.Refusal{Claim: o.ID, Code: "not-deducted", Law: "SFB 108:22", Why: fmt.Sprintf("nothing is deducted of the benefit payment %s", x.Payment)}
			}
			for _, e := range taken {
				if err := d.Add(o, claim.Event{Kind: claim.PaymentReversed, OccurredOn: max(x.On, e.OccurredOn), Amount: e.Amount, ByLaw: true,
					Details: &claim.Details{Until: calendar.None, First: calendar.None, Ref: e.ID, Reason: x.Reason}}); err != nil {
					return err
				}
			}
		}
		return nil
	}
	return c.Do(ctx, j)
}

// End ends a set-off decision.
type End struct {
	position.Errand
	Claim  position.Claim
	On     calendar.Date
	Reason string
}

// Do carries the command out.
func (x *End) Do(ctx context.Context, j *journal.Journal) (journal.Receipt, error) {
	c := position.Command{Errand: x.Errand, Claims: []position.Claim{x.Claim}, Input: fmt.Sprint("end", x.Claim, x.On, x.Reason)}
	c.Rule = func(d *position.Draft) error {
		e := claim.Event{Kind: claim.SetoffEnded, OccurredOn: x.On}
		if x.Reason != "" {
			e.Details = &claim.Details{Until: calendar.None, First: calendar.None, Reason: x.Reason}
		}
		return d.Add(d.Claims[0], e)
	}
	return c.Do(ctx, j)
}
