package payment

import (
	"context"
	"fmt"

	"balans/journal"
	"balans/law/calendar"
	"balans/law/money"
	"balans/recover/claim"
	"balans/recover/position"
)

// MoveCredit uses what was paid beyond what was owed on one claim for other due
// claims of the same debtor.
type MoveCredit struct {
	position.Errand
	From position.Claim
	To   []position.Claim
	On   calendar.Date
}

// Do carries the command out. What the other claims do not take stays a credit.
func (m *MoveCredit) Do(ctx context.Context, j *journal.Journal) (Receipt, error) {
	var r Receipt
	c := position.Command{Errand: m.Errand, Claims: append([]position.Claim{m.From}, m.To...), Input: fmt.Sprint("move", m.From, m.To, m.On)}
	c.Rule = func(d *position.Draft) error {
		credit, err := creditOf(d, d.Claims[0], m.On)
		if err != nil {
			return err
		}
		var positions []*position.Position
		for _, o := range d.Claims[1:] {
			p, err := d.Position(o, m.On)
			if err != nil {
				return err
			}
			positions = append(positions, p)
		}
		in := Incoming{ID: m.From.ID, Payer: d.Claims[0].Decision.Party(), Amount: credit, BookedOn: m.On}
		if r.Allocation, err = Allocate(in, positions, m.On); err != nil {
			return err
		}
		moved := credit - r.Allocation.Rest
		if moved == 0 {
			return &position.Refusal{Claim: m.From.ID, Code: "nowhere", Why: "none of the other claims is due and takes the credit; refund it"}
		}
		if err := d.Add(d.Claims[0], creditEvent(claim.CreditMoved, m.On, moved, "")); err != nil {
			return err
		}
		for _, part := range r.Allocation.Parts {
			for _, o := range d.Claims[1:] {
				if o.Claim != part.Claim {
					continue
				}
				if err := d.Add(o, claim.Event{Kind: claim.Paid, OccurredOn: m.On, Amount: part.Amount, ByLaw: true, Mode: "moved",
					Details: &claim.Details{Until: calendar.None, First: calendar.None, Ref: m.From.ID}}); err != nil {
					return err
				}
			}
		}
		return nil
	}
	var err error
	r.Receipt, err = c.Do(ctx, j)
	return r, err
}

// creditOf is the claim's credit, which must be known to the öre.
func creditOf(d *position.Draft, o *position.Open, on calendar.Date) (money.Amount, error) {
	p, err := d.Position(o, on)
	switch {
	case err != nil:
		return 0, err
	case !p.Account.IsKnown():
		gap := p.Account.Missing[0]
		return 0, &position.Refusal{Claim: o.ID, Code: "rate-missing", Why: fmt.Sprintf("%s is not known for %s: it is not known how much is credit", gap.Parameter, gap.Period)}
	case p.Account.Credit == 0:
		return 0, &position.Refusal{Claim: o.ID, Code: "no-credit", Why: "nothing was paid beyond what was owed"}
	}
	return p.Account.Credit, nil
}

func creditEvent(k claim.Kind, on calendar.Date, amount money.Amount, reason string) claim.Event {
	e := claim.Event{Kind: k, OccurredOn: on, Amount: amount, ToPrincipal: amount}
	if reason != "" {
		e.Details = &claim.Details{Until: calendar.None, First: calendar.None, Reason: reason}
	}
	return e
}

// RefundCredit pays back what was paid beyond what was owed on a claim.
type RefundCredit struct {
	position.Errand
	Claim  position.Claim
	Amount money.Amount // 0: all of it
	On     calendar.Date
	Reason string
}

// Do carries the command out.
func (x *RefundCredit) Do(ctx context.Context, j *journal.Journal) (Receipt, error) {
	var r Receipt
	c := position.Command{Errand: x.Errand, Claims: []position.Claim{x.Claim}, Input: fmt.Sprint("refund", x.Claim, int64(x.Amount), x.On, x.Reason)}
	c.Rule = func(d *position.Draft) error {
		credit, err := creditOf(d, d.Claims[0], x.On)
		if err != nil {
			return err
		}
		amount := x.Amount
		if amount == 0 {
			amount = credit
		}
		return d.Add(d.Claims[0], creditEvent(claim.Refunded, x.On, amount, x.Reason))
	}
	var err error
	r.Receipt, err = c.Do(ctx, j)
	return r, err
}
