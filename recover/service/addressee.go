package service

import (
	"fmt"

	"balans/law/calendar"
	"balans/law/identity"
	"balans/recover/claim"
	"balans/recover/position"
)

// Who is whom a letter about a debtor's claim goes to.
type Who uint8

// Those it may go to.
const (
	ToDebtor   Who = iota
	ToGuardian     // the förvaltare: a demand must reach him (NJA 2022 s. 150)
	ToEstate       // the dödsbo
)

// String returns "debtor", "guardian" or "estate".
func (w Who) String() string { return [...]string{"debtor", "guardian", "estate"}[w] }

// The modes of a guardian_appointed event. A god man does not take the debtor's
// place; a guardian whose sort is not recorded is taken to be a förvaltare.
const godMan = "god_man"

// Addressee is whom letters about a debtor go to. It holds no address: where
// letters are sent is looked up when they are sent.
type Addressee struct {
	Debtor    identity.Number
	To        Who
	Guardian  string        // who the guardian is, as the event refers to it; "" when it does not say
	Died      calendar.Date // None: alive
	Insolvent bool          // the estate has nothing to pay with (dödsboanmälan)
	Protected bool          // letters go electronically or by way of Skatteverket (OSL 22:1)
}

// AddresseeOf is whom letters about the debtor go to on the day of the position.
func AddresseeOf(p *position.Position, debtor identity.Number) Addressee {
	a := Addressee{Debtor: debtor, Died: calendar.None}
	hasGuardian := false
	for i := range p.Events {
		e := &p.Events[i]
		if e.OccurredOn > p.On || e.RecordedAt > p.KnownAt || !concerns(e, debtor) {
			continue
		}
		switch e.Kind {
		case claim.GuardianAppointed:
			if hasGuardian = e.Mode != godMan; hasGuardian {
				a.Guardian = e.Detail().Ref
			}
		case claim.GuardianEnded:
			hasGuardian, a.Guardian = false, ""
		case claim.DebtorDied:
			a.Died = e.OccurredOn
		case claim.EstateNotified:
			a.Insolvent = true
		case claim.IdentityProtected:
			a.Protected = true
		case claim.ProtectionEnded:
			a.Protected = false
		}
	}
	switch {
	case a.Died != calendar.None: // a guardian's task ends with the death
		a.To, a.Guardian = ToEstate, ""
	case hasGuardian:
		a.To = ToGuardian
	}
	return a
}

// concerns reports whether an event is about the debtor, or about all.
func concerns(e *claim.Event, debtor identity.Number) bool {
	about := e.Detail().Debtor
	return about == 0 || about == debtor
}

// Stops is why a letter may not go to the addressee in a mode; nil if it may.
func (a *Addressee) Stops(mode Mode) *position.Refusal {
	if a.Protected && mode != Electronic && mode != Forwarded {
		return &position.Refusal{Code: "identity-protected", Law: "OSL 22:1",
			Why: fmt.Sprintf("%s has a protected identity: send it %s or %s (through Skatteverket), not %s", a.Debtor.Masked(), Electronic, Forwarded, mode)}
	}
	return nil
}
