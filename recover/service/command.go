package service

import (
	"context"
	"fmt"

	"balans/journal"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/statute"
	"balans/recover/claim"
	"balans/recover/position"
)

// Act is what every command states.
type Act struct {
	position.Errand
	Claim  position.Claim
	Debtor identity.Number // may be left out when there is one only
	On     calendar.Date   // the day it happened
}

// now is what a command finds: the debtor it is about, and the claim.
type now struct {
	*Debtor
	p *position.Position
}

// refuse makes the refusal of the command.
func (n *now) refuse(code string, law statute.Ref, format string, args ...any) error {
	return &position.Refusal{Claim: n.p.ID(), Code: code, Law: law, Why: fmt.Sprintf(format, args...)}
}

// do carries a command out: rule gives the event to add.
func (a *Act) do(ctx context.Context, j *journal.Journal, what string, input any, rule func(*now) (claim.Event, error)) (journal.Receipt, error) {
	c := position.Command{Errand: a.Errand, Claims: []position.Claim{a.Claim}, Input: fmt.Sprint("service ", what, a.Claim, a.Debtor, a.On, input)}
	c.Rule = func(d *position.Draft) error {
		p, err := d.Position(d.Claims[0], a.On)
		if err != nil {
			return err
		}
		x, err := ProcessOf(p)
		if err != nil {
			return err
		}
		n := &now{x.Of(a.Debtor), p}
		switch {
		case n.Debtor == nil && a.Debtor == 0:
			return n.refuse("debtor-missing", "SFB 113:19", "%d owe it, and each is served by himself: name one", len(p.Decision.Debtors))
		case n.Debtor == nil:
			return n.refuse("not-a-debtor", "SFB 108:2", "%s does not owe it", a.Debtor.Masked())
		}
		e, err := rule(n)
		if err != nil {
			return err
		}
		if e.OccurredOn == 0 {
			e.OccurredOn = a.On
		}
		if e.Details == nil {
			e.Details = &claim.Details{Until: calendar.None, First: calendar.None}
		}
		if len(p.Decision.Debtors) > 1 {
			e.Details.Debtor = n.Addressee.Debtor
		}
		if *e.Details == (claim.Details{Until: calendar.None, First: calendar.None}) {
			e.Details = nil
		}
		return d.Add(d.Claims[0], e)
	}
	return c.Do(ctx, j)
}

func withRef(ref string) *claim.Details {
	return &claim.Details{Until: calendar.None, First: calendar.None, Ref: ref}
}

// Send sends the decision to a debtor, the first time or again.
type Send struct {
	Act
	Mode Mode
	// Told refers to what told the party in advance that simplified service may be
	// used; it must be stated for that mode (DELGL 22).
	Told string
	// Reason is why publication is decided; it must be stated for that mode.
	Reason string
	// Estate says that the letter is addressed to the estate of a debtor who has died.
	Estate bool
}

// Do carries the command out.
func (x *Send) Do(ctx context.Context, j *journal.Journal) (journal.Receipt, error) {
	return x.do(ctx, j, "send", []any{x.Mode, x.Told, x.Reason, x.Estate}, func(n *now) (claim.Event, error) {
		e := claim.Event{Kind: claim.ServiceAttempted, Mode: string(x.Mode), Details: withRef(x.Told)}
		e.Details.Reason = x.Reason
		if n.State == claim.ServiceNotSent {
			e.Kind = claim.Dispatched
		}
		return e, x.hold(n)
	})
}

func (x *Send) hold(n *now) error {
	if _, _, err := Moment(x.Mode, x.On, x.Terms.Parameters); err != nil {
		return err
	}
	if r := n.Stops(x.Mode); r != nil {
		r.Claim = n.p.ID()
		return r
	}
	switch {
	case n.State == claim.ServiceDone:
		return n.refuse("served-already", "SFB 113:19", "%s was served on %s, and the time runs from there", n.Addressee.Debtor.Masked(), n.Served)
	case n.To == ToEstate && !x.Estate:
		return n.refuse("debtor-deceased", "SFB 113:19", "%s died on %s: address it to the estate, and say so", n.Addressee.Debtor.Masked(), n.Died)
	case x.Mode == Oral || x.Mode == Bailiff && n.State == claim.ServiceNotSent:
		return n.refuse("not-sent-so", "DELGL 19", "nothing is sent %s: send the decision, then record that it was read or handed over", x.Mode)
	case x.Mode == SpecialLegalPerson && n.Addressee.Debtor.Kind() != identity.Organisation:
		return n.refuse("not-a-legal-person", "DELGL 27", "%s is a person; this mode is for legal persons", n.Addressee.Debtor.Masked())
	case x.Mode == Simplified && x.Told == "":
		return n.refuse("not-told", "DELGL 22", "simplified service is for a party who was told of it in advance: refer to what told him")
	case x.Mode == Publication && x.Reason == "":
		return n.refuse("reason-missing", "DELGL 47", "publication is decided for a reason; state it")
	}
	return nil
}

// Receipt records that a debtor has received the decision, by his receipt.
type Receipt struct {
	Act          // On is the day he received it
	Proof string // where the receipt is filed
}

// Do carries the command out. The mode is that of the attempt it answers; a receipt
// for a letter sent by a mode that needs none is ordinary service.
func (x *Receipt) Do(ctx context.Context, j *journal.Journal) (journal.Receipt, error) {
	return x.do(ctx, j, "receipt", x.Proof, func(n *now) (claim.Event, error) {
		a, err := n.sentBy(x.On)
		if err != nil {
			return claim.Event{}, err
		}
		mode := Ordinary
		if r, ok := a.Mode.Rule(); ok && r.Proof == ByReceipt {
			mode = a.Mode
		}
		return n.reached(mode, x.Proof)
	})
}

// sentBy is the latest attempt made by the day.
func (n *now) sentBy(day calendar.Date) (*Attempt, error) {
	for i := len(n.Attempts) - 1; i >= 0; i-- {
		if a := &n.Attempts[i]; a.Sent != calendar.None && a.Sent <= day {
			return a, nil
		}
	}
	return nil, n.refuse("not-dispatched", "DELGL 16", "nothing had been sent to %s by %s", n.Addressee.Debtor.Masked(), day)
}

// reached is the service by a mode whose day is proved.
func (n *now) reached(mode Mode, proof string) (claim.Event, error) {
	r, _ := mode.Rule()
	switch {
	case proof == "":
		return claim.Event{}, n.refuse("proof-missing", r.Law, "service is proved: say where the receipt, note or certificate is filed")
	case n.Served != calendar.None:
		return claim.Event{}, n.refuse("served-already", "SFB 113:19", "%s was served on %s, and the time runs from there; if that was wrong, see how it became known", n.Addressee.Debtor.Masked(), n.Served)
	}
	return claim.Event{Kind: claim.Served, Mode: string(mode), Details: withRef(proof)}, nil
}

// ReadOut records oral service: the decision was read to the debtor.
type ReadOut struct {
	Act
	Proof string // the note of who read it, and what
}

// Do carries the command out.
func (x *ReadOut) Do(ctx context.Context, j *journal.Journal) (journal.Receipt, error) {
	return x.do(ctx, j, "read out", x.Proof, func(n *now) (claim.Event, error) { return n.reached(Oral, x.Proof) })
}

// HandedOver records service by a bailiff.
type HandedOver struct {
	Act
	Proof string // the bailiff's certificate
}

// Do carries the command out.
func (x *HandedOver) Do(ctx context.Context, j *journal.Journal) (journal.Receipt, error) {
	return x.do(ctx, j, "handed over", x.Proof, func(n *now) (claim.Event, error) { return n.reached(Bailiff, x.Proof) })
}

// TakeEffect records that an attempt by a mode that takes effect by time has done so.
// The day of service is that of the law; On is the day it is looked at.
type TakeEffect struct{ Act }

// Do carries the command out.
func (x *TakeEffect) Do(ctx context.Context, j *journal.Journal) (journal.Receipt, error) {
	return x.do(ctx, j, "take effect", "", func(n *now) (claim.Event, error) {
		a, err := n.sentBy(x.On)
		if err != nil {
			return claim.Event{}, err
		}
		at, law, err := Moment(a.Mode, a.Sent, x.Terms.Parameters)
		if err != nil {
			return claim.Event{}, err
		}
		switch r, _ := a.Mode.Rule(); {
		case n.Served != calendar.None:
			return claim.Event{}, n.refuse("served-already", "SFB 113:19", "%s was served on %s", n.Addressee.Debtor.Masked(), n.Served)
		case r.Proof != ByTime:
			return claim.Event{}, n.refuse("proof-missing", law, "%s service needs proof: record the receipt", a.Mode)
		case a.Outcome != Waiting:
			return claim.Event{}, n.refuse("attempt-over", law, "the attempt of %s is %s since %s", a.Sent, a.Outcome, a.On)
		case x.On < at:
			return claim.Event{}, n.refuse("service-too-early", law, "sent on %s, it takes effect on %s", a.Sent, at)
		}
		return claim.Event{Kind: claim.Served, OccurredOn: at, Mode: string(a.Mode)}, nil
	})
}

// MailBack records that the letter came back.
type MailBack struct{ Act }

// Do carries the command out.
func (x *MailBack) Do(ctx context.Context, j *journal.Journal) (journal.Receipt, error) {
	return x.do(ctx, j, "mail back", "", func(n *now) (claim.Event, error) {
		_, err := n.sentBy(x.On)
		return claim.Event{Kind: claim.MailReturned}, err
	})
}

// NoReceipt records that no receipt came in the time allowed.
type NoReceipt struct{ Act }

// Do carries the command out.
func (x *NoReceipt) Do(ctx context.Context, j *journal.Journal) (journal.Receipt, error) {
	return x.do(ctx, j, "no receipt", "", func(n *now) (claim.Event, error) {
		a, err := n.sentBy(x.On)
		if err != nil {
			return claim.Event{}, err
		}
		switch r, _ := a.Mode.Rule(); {
		case r.Proof == ByTime:
			return claim.Event{}, n.refuse("no-receipt-needed", r.Law, "%s service needs no receipt; it takes effect on %s", a.Mode, a.Until)
		case x.On <= a.Until:
			return claim.Event{}, n.refuse("receipt-can-come", "DELGL 16", "a receipt for what was sent on %s is waited for through %s", a.Sent, a.Until)
		}
		return claim.Event{Kind: claim.ServiceFailed}, nil
	})
}

// AddressFound records that a new address makes a new attempt possible. The address
// itself is not kept here.
type AddressFound struct {
	Act
	Source string // where it is known from
}

// Do carries the command out.
func (x *AddressFound) Do(ctx context.Context, j *journal.Journal) (journal.Receipt, error) {
	return x.do(ctx, j, "address found", x.Source, func(n *now) (claim.Event, error) {
		if x.Source == "" {
			return claim.Event{}, n.refuse("source-missing", "", "say where the address is known from")
		}
		return claim.Event{Kind: claim.AddressFound, Details: withRef(x.Source)}, nil
	})
}

// RegisterNotServed registers a debtor as not served when the attempts there are to
// be have failed.
type RegisterNotServed struct{ Act }

// Do carries the command out.
func (x *RegisterNotServed) Do(ctx context.Context, j *journal.Journal) (journal.Receipt, error) {
	return x.do(ctx, j, "register", "", func(n *now) (claim.Event, error) {
		if n.Failed < n.Needed {
			return claim.Event{}, n.refuse("attempts-left", "SFB 113:19", "%d of %d attempts have failed", n.Failed, n.Needed)
		}
		return claim.Event{Kind: claim.RegisteredNotServed}, nil
	})
}
