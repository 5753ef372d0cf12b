package payment

import (
	"context"
	"fmt"

	"balans/journal"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
	"balans/recover/claim"
	"balans/recover/position"
)

// Receipt says what became of a command.
type Receipt struct {
	journal.Receipt
	Allocation *Allocation // nil when nothing was allocated, or the command was a repeated one
	Notes      []position.Note
}

// Ident names a payment: its stream is kept under the payer, 0 while he is not
// known.
type Ident struct {
	Payer identity.Number
	ID    string
}

// Book stores a payment and what it pays, in one commit. It is booked once for
// its id, whatever key the errand has.
type Book struct {
	position.Errand
	Incoming
	Claims []position.Claim // the payer's, and what the reference may name
}

// Do carries the command out.
func (b *Book) Do(ctx context.Context, j *journal.Journal) (Receipt, error) {
	var r Receipt
	if b.ID == "" || b.Incoming.Amount <= 0 || b.Incoming.Amount > claim.AmountLimit {
		return r, &position.Refusal{Code: "amount-missing", Why: fmt.Sprintf("the payment %q of %s kr is to have an id and an amount above 0", b.ID, b.Incoming.Amount)}
	}
	b.Key = streamPrefix + b.ID
	c := position.Command{Errand: b.Errand, Claims: b.Claims, Beside: []position.Stream{StreamOf(b.Payer, b.ID)}, Input: fmt.Sprint(b.Incoming)}
	c.Rule = func(d *position.Draft) error {
		if len(d.Beside[0]) > 0 {
			return fmt.Errorf("%w: the payment %s is stored already", journal.ErrKeyReused, b.ID)
		}
		if b.BookedOn > d.Now.Date() {
			return &position.Refusal{Code: "known-before-it-occurred", Why: fmt.Sprintf("the payment %s is booked on %s, a day to come", b.ID, b.BookedOn)}
		}
		in := body{amount: b.Incoming.Amount, channel: b.Channel, reference: b.Reference, rest: b.Incoming.Amount}
		d.Note(0, journal.New{Kind: Received, OccurredOn: b.BookedOn, Body: in.text()})
		var err error
		r.Allocation, err = allocate(d, b.Incoming, b.BookedOn)
		return err
	}
	var err error
	r.Receipt, err = c.Do(ctx, j)
	return r, err
}

// allocate divides what there is over the claims of the draft, as of a day, and
// adds it to the payment and the claims. The payment counts from the day it was
// booked.
func allocate(d *position.Draft, in Incoming, asOf calendar.Date) (*Allocation, error) {
	var positions []*position.Position
	for _, o := range d.Claims {
		p, err := d.Position(o, max(in.BookedOn, o.Decision.DecidedOn))
		if err != nil {
			return nil, err
		}
		positions = append(positions, p)
	}
	a, err := Allocate(in, positions, asOf)
	if err != nil || len(a.Parts) == 0 {
		return a, err
	}
	b := body{parts: a.Parts, rest: a.Rest}
	d.Note(0, journal.New{Kind: Allocated, OccurredOn: asOf, Body: b.text()})
	return a, pay(d, a.Parts, in)
}

// pay adds the payment to each claim, once.
func pay(d *position.Draft, parts []Part, in Incoming) error {
	for _, o := range d.Claims {
		amount := money.Amount(0)
		for _, p := range parts {
			if p.Claim == o.Claim {
				amount += p.Amount
			}
		}
		if amount == 0 {
			continue
		}
		e := claim.Event{Kind: claim.Paid, OccurredOn: max(in.BookedOn, o.Decision.DecidedOn), Amount: amount, ByLaw: true,
			Details: &claim.Details{Until: calendar.None, First: calendar.None, Ref: in.ID}}
		if in.Channel == ChannelKFM {
			e.Mode = "kfm"
		}
		for _, debtor := range o.Decision.Debtors {
			if debtor.Number == in.Payer {
				e.Details.Debtor = in.Payer
			}
		}
		if err := d.Add(o, e); err != nil {
			return err
		}
	}
	return nil
}

// Later allocates what is left of a payment: to claims that are due now, or by
// a reference that a person has found out.
type Later struct {
	position.Errand
	Payment   Ident
	Claims    []position.Claim
	On        calendar.Date
	Reference string // "" as the payment had it
	Payer     identity.Number
}

// Do carries the command out. Payer is who paid, where the payment did not say.
func (l *Later) Do(ctx context.Context, j *journal.Journal) (Receipt, error) {
	var r Receipt
	c := position.Command{Errand: l.Errand, Claims: l.Claims, Beside: []position.Stream{StreamOf(l.Payment.Payer, l.Payment.ID)},
		Input: fmt.Sprint("later", l.Payment, l.Claims, l.On, l.Reference, l.Payer)}
	c.Rule = func(d *position.Draft) error {
		s, err := Open(d.Beside[0])
		if err != nil {
			return fmt.Errorf("payment %s: %w", l.Payment.ID, err)
		}
		if s.Unallocated == 0 {
			return &position.Refusal{Code: "nothing-left", Why: fmt.Sprintf("nothing of the payment %s is unallocated", l.Payment.ID)}
		}
		r.Allocation, err = allocate(d, s.again(s.Unallocated, l.Reference, l.Payer), l.On)
		return err
	}
	var err error
	r.Receipt, err = c.Do(ctx, j)
	return r, err
}

// again is the payment as it is allocated anew.
func (s *State) again(amount money.Amount, reference string, payer identity.Number) Incoming {
	in := s.Incoming
	in.Amount = amount
	if reference != "" {
		in.Reference = reference
	}
	if payer != 0 {
		in.Payer = payer
	}
	return in
}

// RefundRest pays back what is unallocated of a payment.
type RefundRest struct {
	position.Errand
	Payment Ident
	Amount  money.Amount // 0: all that is left
	On      calendar.Date
	Reason  string
}

// Do carries the command out.
func (x *RefundRest) Do(ctx context.Context, j *journal.Journal) (Receipt, error) {
	var r Receipt
	c := position.Command{Errand: x.Errand, Beside: []position.Stream{StreamOf(x.Payment.Payer, x.Payment.ID)}, Input: fmt.Sprint("refund", x.Payment, int64(x.Amount), x.On, x.Reason)}
	c.Rule = func(d *position.Draft) error {
		s, err := Open(d.Beside[0])
		if err != nil {
			return fmt.Errorf("payment %s: %w", x.Payment.ID, err)
		}
		amount := x.Amount
		if amount == 0 {
			amount = s.Unallocated
		}
		if amount <= 0 || amount > s.Unallocated {
			return &position.Refusal{Code: "more-than-left", Why: fmt.Sprintf("%s kr of the payment %s is unallocated", s.Unallocated, x.Payment.ID)}
		}
		b := body{amount: amount, reason: x.Reason, rest: s.Unallocated - amount}
		d.Note(0, journal.New{Kind: Refunded, OccurredOn: x.On, Body: b.text()})
		return nil
	}
	var err error
	r.Receipt, err = c.Do(ctx, j)
	return r, err
}
