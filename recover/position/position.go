// Package position is where a claim stands, as the rules over several claims of
// a debtor need it, and the one way to write to several of them at once.
//
// A Position is a claim's facts with what follows from them at the end of a day:
// state, account, limitation, deadlines. The rules of plans, set-off and payments
// are pure functions of positions.
//
// A Command is a use case over several streams, such as a payment and the claims
// it pays: load, decide by a rule, hold every event against the guards of the
// claim, append all in one commit or nothing. A command is carried out once for
// its key, also when it is repeated after a crash.
//
// What it does not do: it knows no plan, set-off or payment, and decides nothing.
package position

import (
	"cmp"
	"fmt"

	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
	"balans/law/statute"
	"balans/recover/claim"
)

// Claim names a claim: the party its stream is kept under, and its number.
type Claim struct {
	Party identity.Number
	ID    string
}

// Position is a claim and what is true of it at the end of a day, as known at an
// instant.
type Position struct {
	Decision   claim.Decision
	Events     []claim.Event // sorted; later ones too, which what follows leaves out
	On         calendar.Date
	KnownAt    calendar.Instant
	Terms      claim.Terms // with the Law
	State      claim.State
	Account    *claim.Account
	Limitation *claim.Limitation
	Deadlines  *claim.Deadlines
}

// Of computes the position of a claim at the end of the day. The events must be
// sorted; the terms must hold the Law.
func Of(d claim.Decision, events []claim.Event, on calendar.Date, knownAt calendar.Instant, terms claim.Terms) (*Position, error) {
	p := &Position{Decision: d, Events: events, On: on, KnownAt: knownAt, Terms: terms}
	var err error
	if p.Account, err = claim.NewAccount(&p.Decision, events, on, knownAt, terms.Law, false); err != nil {
		return nil, err
	}
	p.State = claim.Fold(&p.Decision, events, on, knownAt)
	p.Limitation = claim.LimitationOf(&p.Decision, events, on, knownAt, terms.Law)
	p.Deadlines = claim.DeadlinesOf(&p.Decision, events, on, knownAt, terms.Law)
	return p, nil
}

// ID is the claim's number.
func (p *Position) ID() string { return p.Decision.ID }

// Has reports whether all of the conditions hold.
func (p *Position) Has(c claim.Condition) bool { return p.State.Conditions&c == c }

// IsDue reports whether the claim is to be paid now: its due date has come and
// no deferral or plan lets it wait.
func (p *Position) IsDue() bool {
	due := p.Deadlines.Due
	return due != calendar.None && due <= p.On && p.State.Conditions&(claim.Deferred|claim.InPlan) == 0
}

// Barred reports whether the claim is time barred.
func (p *Position) Barred() bool { return p.Limitation.Barred(p.On) }

// With is the events and further ones, sorted: what the claim would be. The
// position's own events are left as they are. What is added counts as known.
func (p *Position) With(more ...claim.Event) []claim.Event {
	all := append(make([]claim.Event, 0, len(p.Events)+len(more)), p.Events...)
	last := int64(0)
	for i := range p.Events {
		last = max(last, p.Events[i].Ordinal)
	}
	for i, e := range more {
		e.RecordedAt, e.Ordinal = p.KnownAt, last+1+int64(i)
		all = append(all, e)
	}
	claim.Sort(all)
	return all
}

// Stops is the guard that stops an event, nil if none does.
func (p *Position) Stops(e claim.Event) *claim.Refusal {
	e.RecordedAt = p.KnownAt
	for i := range p.Events {
		e.Ordinal = max(e.Ordinal, p.Events[i].Ordinal+1)
	}
	return claim.MayAppend(&p.Decision, p.Events, e, p.Terms)
}

// Payment is a payment on the day of the position that the law divides.
func (p *Position) Payment(amount money.Amount) claim.Event {
	return claim.Event{Kind: claim.Paid, OccurredOn: p.On, Amount: amount, ByLaw: true}
}

// Takes is the most that can be paid on the day of the position without anything
// becoming a credit, öre. It is what is owed then, less what is known to have
// been paid since. Where a rate is missing it is a lower bound.
func (p *Position) Takes() (money.Amount, error) {
	most := p.Account.Total()
	last := p.On
	for i := range p.Events {
		last = max(last, p.Events[i].OccurredOn)
	}
	if last == p.On || most == 0 {
		return most, nil
	}
	excess := func(amount money.Amount) (money.Amount, error) {
		events := p.Events
		if amount > 0 {
			events = p.With(p.Payment(amount))
		}
		a, err := claim.NewAccount(&p.Decision, events, last, p.KnownAt, p.Terms.Law, false)
		if err != nil {
			return 0, err
		}
		return a.Credit + a.Overbooked, nil
	}
	before, err := excess(0)
	if err != nil {
		return 0, err
	}
	least := money.Amount(0) // fits
	for least < most {
		try := least + (most-least+1)/2
		got, err := excess(try)
		if err != nil {
			return 0, err
		}
		if got > before {
			most = try - 1
		} else {
			least = try
		}
	}
	return least, nil
}

// Compare orders claims by who is paid or deducted first: the earliest
// limitation, then the earliest due date, then the lowest number
// (INDRL 19 § has limitation first for tax debts).
func Compare(a, b *Position) int {
	return cmp.Or(cmp.Compare(late(a.Limitation.Last), late(b.Limitation.Last)),
		cmp.Compare(late(a.Deadlines.Due), late(b.Deadlines.Due)), cmp.Compare(a.ID(), b.ID()))
}

// late puts what has no date last.
func late(d calendar.Date) int64 {
	if d == calendar.None {
		return 1 << 40
	}
	return int64(d)
}

// Refusal is a use case over claims that a rule stopped. Nothing was stored.
type Refusal struct {
	Claim string // its number; "" when it is about all of them
	Code  string // stable name, such as "other-authority"
	Law   statute.Ref
	Why   string // with the dates and amounts that mattered, and what to do
}

// Error says what stopped it and which paragraph.
func (r *Refusal) Error() string {
	text := r.Why
	if r.Claim != "" {
		text = "claim " + r.Claim + ": " + text
	}
	if r.Law != "" {
		return fmt.Sprintf("%s (rule %s; %s)", text, r.Code, r.Law)
	}
	return fmt.Sprintf("%s (rule %s; Balans egen regel)", text, r.Code)
}

// Note is something a rule found, as data with a paragraph and as English text.
type Note struct {
	Code  string
	Claim string // "" when it is about all of them
	Law   statute.Ref
	Text  string
}
