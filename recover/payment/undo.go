package payment

import (
	"context"
	"errors"
	"fmt"

	"balans/journal"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
	"balans/recover/claim"
	"balans/recover/position"
)

// Reverse takes a payment back that bounced: on no claim it was ever made, seen
// from the day it bounced.
type Reverse struct {
	position.Errand
	Payment Ident
	On      calendar.Date
	Reason  string
}

// Do carries the command out. What had been refunded of the payment, and credits
// of it that were moved or paid out, are not got back by it: the receipt says so.
func (x *Reverse) Do(ctx context.Context, j *journal.Journal) (Receipt, error) {
	var r Receipt
	c := position.Command{Errand: x.Errand, Input: fmt.Sprint("reverse", x.Payment, x.On, x.Reason)}
	err := undoing(ctx, j, &c, &r, x.Payment, nil, func(d *position.Draft, s *State) error {
		r.Notes = nil
		if err := takeBack(d, s, x.On, x.Reason); err != nil {
			return err
		}
		b := body{amount: s.Amount, reason: x.Reason}
		d.Note(0, journal.New{Kind: Reversed, OccurredOn: x.On, Body: b.text()})
		if s.Refunded > 0 {
			r.Notes = append(r.Notes, position.Note{Code: "refunded", Text: fmt.Sprintf("%s kr of the payment %s was paid back before it bounced", s.Refunded, s.ID)})
		}
		for _, o := range d.Claims {
			p, err := d.Position(o, x.On)
			if err != nil {
				return err
			}
			if p.Account.Overbooked > 0 {
				r.Notes = append(r.Notes, position.Note{Code: "overbooked", Claim: o.ID, Text: fmt.Sprintf("%s kr more was paid out or moved than there is now", p.Account.Overbooked)})
			}
		}
		return nil
	})
	return r, err
}

// Correct places a payment anew that went to the wrong claims. It counts, there
// and here, from the day it was booked.
type Correct struct {
	position.Errand
	Payment   Ident
	Claims    []position.Claim // where it may go; those that have it now are known
	On        calendar.Date
	Reference string          // "" as the payment had it
	Payer     identity.Number // who paid, where the payment did not say
	Reason    string
}

// Do carries the command out.
func (x *Correct) Do(ctx context.Context, j *journal.Journal) (Receipt, error) {
	var r Receipt
	c := position.Command{Errand: x.Errand, Input: fmt.Sprint("correct", x.Payment, x.Claims, x.On, x.Reference, x.Payer, x.Reason)}
	err := undoing(ctx, j, &c, &r, x.Payment, x.Claims, func(d *position.Draft, s *State) (err error) {
		if s.Allocated == 0 {
			return &position.Refusal{Code: "nothing-allocated", Why: fmt.Sprintf("no claim has anything of the payment %s", s.ID)}
		}
		// A mistake from the beginning: it is taken back on the day of the payment.
		if err := takeBack(d, s, s.BookedOn, x.Reason); err != nil {
			return err
		}
		left := s.Allocated + s.Unallocated
		b := body{amount: s.Allocated, reason: x.Reason, rest: left}
		d.Note(0, journal.New{Kind: Released, OccurredOn: x.On, Body: b.text()})
		r.Allocation, err = allocate(d, s.again(left, x.Reference, x.Payer), x.On)
		return err
	})
	return r, err
}

var errMoved = errors.New("the payment was changed while it was read")

// undoing runs a command on a payment and the claims that have it. Which those
// are is read first; should that change before the commit, it is read again.
func undoing(ctx context.Context, j *journal.Journal, c *position.Command, r *Receipt, payment Ident, more []position.Claim, rule func(*position.Draft, *State) error) error {
	stream := StreamOf(payment.Payer, payment.ID)
	for {
		events, err := j.Load(ctx, stream.Party, stream.Name)
		if err != nil {
			return err
		}
		var ever []position.Claim // also those that had it once, where a repeated command is found again
		for i := range events {
			b, err := readBody(&events[i])
			if err != nil {
				return fmt.Errorf("payment %s: %w", payment.ID, err)
			}
			for _, p := range b.parts {
				ever = add(ever, p.Claim)
			}
		}
		for _, m := range more {
			ever = add(ever, m)
		}
		moved := false
		c.Claims, c.Beside = ever, []position.Stream{stream}
		c.Rule = func(d *position.Draft) error {
			if moved = len(d.Beside[0]) != len(events); moved {
				return errMoved
			}
			s, err := Open(d.Beside[0])
			if err != nil {
				return fmt.Errorf("payment %s: %w", payment.ID, err)
			}
			if s.Bounced {
				return &position.Refusal{Code: "bounced", Why: fmt.Sprintf("the payment %s has bounced already", payment.ID)}
			}
			return rule(d, s)
		}
		r.Receipt, err = c.Do(ctx, j)
		if !moved {
			return err
		}
	}
}

func add(claims []position.Claim, c position.Claim) []position.Claim {
	for _, has := range claims {
		if has == c {
			return claims
		}
	}
	return append(claims, c)
}

// takeBack reverses on every claim what it has of the payment: on the day, or on
// that of the payment if it is later. It fails when the claims have something else
// than the payment says.
func takeBack(d *position.Draft, s *State, on calendar.Date, reason string) error {
	back := money.Amount(0)
	for _, o := range d.Claims {
		for _, paid := range outstanding(o.Events, s.ID) {
			back += paid.Amount
			if err := d.Add(o, claim.Event{Kind: claim.PaymentReversed, OccurredOn: max(on, paid.OccurredOn), Amount: paid.Amount, ByLaw: true,
				Details: &claim.Details{Until: calendar.None, First: calendar.None, Ref: paid.ID, Reason: reason}}); err != nil {
				return err
			}
		}
	}
	if back != s.Allocated {
		return fmt.Errorf("payment %s: the claims have %s kr of it, and it says %s kr; one of them was changed by hand", s.ID, back, s.Allocated)
	}
	return nil
}

// outstanding are the events by which the claim was paid of the payment, with
// what is not taken back of each.
func outstanding(events []claim.Event, payment string) (paid []claim.Event) {
	for _, e := range events {
		if e.Kind != claim.Paid || e.Detail().Ref != payment || e.Mode == "setoff" || e.Mode == "moved" {
			continue
		}
		for i := range events {
			if x := &events[i]; x.Kind == claim.PaymentReversed && x.Detail().Ref == e.ID {
				e.Amount -= x.Amount
			}
		}
		if e.Amount > 0 {
			paid = append(paid, e)
		}
	}
	return paid
}
