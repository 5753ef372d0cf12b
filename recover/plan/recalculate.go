package plan

import (
	"context"
	"fmt"

	"balans/journal"
	"balans/recover/claim"
	"balans/recover/position"
)

// Recalculate lays the remaining instalments out anew because a claim of the plan
// has been changed. The monthly amounts stay; how many there are follows. A claim
// on which nothing is owed any more leaves the plan. The receipt says what it was
// and what it is, for the letter.
type Recalculate struct {
	Plan
	Reason    string    // what was changed
	Exception Exception // why it may now be longer than usual
}

// Do carries the command out.
func (x *Recalculate) Do(ctx context.Context, j *journal.Journal) (Receipt, error) {
	var r Receipt
	err := x.do(ctx, j, "recalculate", []any{x.Reason, x.Exception}, &r, func(d *position.Draft) (err error) {
		r.Before, r.Notes, r.Proposal = nil, nil, nil
		var open []*position.Open
		var terms []*Terms
		err = x.each(d, "in force", inForce, func(c *position.Open, at *position.Position, t *Terms) error {
			r.Before = append(r.Before, t)
			how := Renewed
			if at.Account.Total() == 0 {
				how = Fulfilled
			} else {
				open, terms = append(open, c), append(terms, t)
			}
			return d.Add(c, claim.Event{Kind: claim.PlanEnded, OccurredOn: x.On, Mode: how, Details: x.details(x.Reason)})
		})
		if err != nil || len(open) == 0 {
			return err
		}
		if r.Proposal, err = x.again(d, open, terms); err != nil {
			return err
		}
		r.Notes = append(r.Notes, position.Note{Code: "recalculated", Law: "HANTF 14", Text: fmt.Sprintf("the plan %s is recalculated (%s): %d instalments from %s, the last on %s",
			x.Number, x.Reason, r.Proposal.Months(), r.Proposal.First, r.Proposal.Instalments[r.Proposal.Months()-1].Due)})
		return nil
	})
	return r, err
}

// again agrees the plan anew with the amounts it had.
func (x *Recalculate) again(d *position.Draft, open []*position.Open, terms []*Terms) (*Proposal, error) {
	// The next instalment of the claim that has one left; where all have passed,
	// a month after the last.
	first := terms[0].First.AddMonths(terms[0].passed(x.On + 1))
	if terms[0].First == terms[0].First.EndOfMonth() {
		first = first.EndOfMonth()
	}
	if first <= x.On {
		first = x.On.AddMonths(1)
	}
	ask := Ask{Asked: x.On, First: first, Affordable: 1, Amortise: terms[0].Amortise, Exception: x.Exception, Reason: x.Reason}
	var positions []*position.Position
	for _, c := range open {
		at, err := d.Position(c, x.On)
		if err != nil {
			return nil, err
		}
		positions = append(positions, at)
	}
	p, err := propose(positions, ask, terms)
	if err != nil {
		return p, err
	}
	for i, c := range open {
		if err := d.Add(c, x.agreement(claim.PlanAgreed, p, i)); err != nil {
			return nil, err
		}
	}
	return p, nil
}
