package repayment

import (
	"balans/law/calendar"
	"balans/law/money"
	"balans/prevent/benefit"
	"balans/recover/claim"
)

// Parts is where money went, öre; below 0 where it was put back.
type Parts struct {
	Capital   money.Amount // principal, and what of it bears no interest
	Interest  money.Amount
	Charges   money.Amount // fees and costs
	Recovered money.Amount // on claims that were written off or time barred
	Excess    money.Amount // to the debtor's good: owed to the person
	// Unplaced is what the events state and the account finds no place for, such
	// as more interest than there was. The books are to be looked at.
	Unplaced money.Amount
}

// Flow is what came in on the claims of one benefit and one authority on one day.
type Flow struct {
	Benefit   benefit.Code
	Authority claim.Authority
	Day       calendar.Date // when it was paid
	Payments  int           // that came in; what was moved between claims is none
	Reversals int           // payments, or parts of payments, that were taken back
	Refunds   int           // of what was to the debtor's good

	// Parts is the money of the day: payments less reversals and refunds.
	Parts
	// Turned is what events of the day that move no money made of money that had
	// come in: its sum is 0. See the package comment.
	Turned Parts

	// Returned is what left the claims that day, as a refund or to another claim, of
	// money that had settled principal until the claim was lowered or annulled. A
	// credit is taken to hold such money first. Below 0 where a credit of what was paid
	// too much came to settle principal. It is not in Parts.
	Returned money.Amount

	Setoff money.Amount // of the money: deducted from benefits (SFB 108:22)
	// Moved is what came from other claims less what went to them: no money passed
	// a bank. It is in Parts.
	Moved money.Amount

	// Unknown counts events whose division rests on a rate that is not known.
	// What they state is Undivided, less what they took back, and in no part.
	Unknown   int
	Undivided money.Amount
}

// Cash is what the day changed on bank accounts and, with a set-off, in what was
// withheld, öre.
func (f *Flow) Cash() (money.Amount, error) {
	return money.Sum(f.Capital, f.Interest, f.Charges, f.Recovered, f.Excess, f.Unplaced, f.Undivided, -f.Moved)
}

// Line is one event of one claim behind a Flow.
type Line struct {
	Claim     string // its number
	At        int    // its place in the source
	Kind      claim.Kind
	Mode      string // how a payment was made, "" where it is not known: setoff, kfm, moved
	Day       calendar.Date
	Amount    money.Amount // öre, below 0 for what left; 0 where no money moved
	Parts                  // where it went; zero when not known
	IsTurned  bool         // Parts belongs to Flow.Turned
	IsUnknown bool         // the division rests on a rate that is not known
}

// lineOf is the event as a line, without its claim.
func lineOf(e *claim.Event, by *claim.Parts) Line {
	l := Line{Kind: e.Kind, Day: e.OccurredOn, IsUnknown: by == nil}
	if e.Mode == modeSetoff || e.Mode == modeKFM || e.Mode == modeMoved {
		l.Mode = e.Mode
	}
	switch e.Kind {
	case claim.Paid:
		l.Amount = e.Amount
	case claim.PaymentReversed, claim.Refunded, claim.CreditMoved:
		l.Amount = -e.Amount
	default:
		l.IsTurned = true
	}
	if by == nil {
		return l
	}
	l.Parts = Parts{Capital: by.Of(claim.Principal) + by.Of(claim.Charge), Interest: by.Of(claim.Interest),
		Charges: by.Of(claim.Fee) + by.Of(claim.Cost), Recovered: by.Of(claim.NoPart), Excess: by.Of(claim.Credit)}
	l.Unplaced = l.Amount - l.Capital - l.Interest - l.Charges - l.Recovered - l.Excess
	return l
}

// add adds another's parts.
func (p *Parts) add(q *Parts) error {
	for _, pair := range [...]struct {
		to *money.Amount
		by money.Amount
	}{{&p.Capital, q.Capital}, {&p.Interest, q.Interest}, {&p.Charges, q.Charges}, {&p.Recovered, q.Recovered},
		{&p.Excess, q.Excess}, {&p.Unplaced, q.Unplaced}} {
		sum, err := money.Add(*pair.to, pair.by)
		if err != nil {
			return err
		}
		*pair.to = sum
	}
	return nil
}

// take adds a line to the flow of its day.
func (f *Flow) take(l *Line) (err error) {
	switch {
	case l.Kind == claim.Paid && l.Mode != modeMoved:
		f.Payments++
	case l.Kind == claim.PaymentReversed:
		f.Reversals++
	case l.Kind == claim.Refunded:
		f.Refunds++
	}
	if l.Mode == modeSetoff && (l.Kind == claim.Paid || l.Kind == claim.PaymentReversed) {
		if f.Setoff, err = money.Add(f.Setoff, l.Amount); err != nil {
			return err
		}
	}
	if l.Kind == claim.CreditMoved || l.Mode == modeMoved && (l.Kind == claim.Paid || l.Kind == claim.PaymentReversed) {
		if f.Moved, err = money.Add(f.Moved, l.Amount); err != nil {
			return err
		}
	}
	switch {
	case l.IsUnknown:
		f.Unknown++
		f.Undivided, err = money.Add(f.Undivided, l.Amount)
		return err
	case l.IsTurned:
		return f.Turned.add(&l.Parts)
	}
	return f.Parts.add(&l.Parts)
}

// merge adds another flow of the same benefit, authority and day.
func (f *Flow) merge(g *Flow) (err error) {
	f.Payments, f.Reversals, f.Refunds, f.Unknown = f.Payments+g.Payments, f.Reversals+g.Reversals, f.Refunds+g.Refunds, f.Unknown+g.Unknown
	for _, pair := range [...]struct {
		to *money.Amount
		by money.Amount
	}{{&f.Returned, g.Returned}, {&f.Setoff, g.Setoff}, {&f.Moved, g.Moved}, {&f.Undivided, g.Undivided}} {
		if *pair.to, err = money.Add(*pair.to, pair.by); err != nil {
			return err
		}
	}
	if err := f.Parts.add(&g.Parts); err != nil {
		return err
	}
	return f.Turned.add(&g.Turned)
}

// The modes of a payment that tell where its money came from, as claims keep them.
const (
	modeSetoff = "setoff"
	modeKFM    = "kfm"
	modeMoved  = "moved"
)

// ItemOf is the appropriation item that repayments of the benefit return to, such
// as "UO12 1:8 ap.2" of the letter for 2025. It is not known, and the item empty,
// for claims of Pensionsmyndigheten, for benefits of other agencies than
// Försäkringskassan, and for benefits the letter has no item for.
func ItemOf(code benefit.Code, authority claim.Authority) (item string, known bool) {
	if authority != claim.FK || code.Authority() != benefit.FK || code.Item() == "" {
		return "", false
	}
	return code.Item(), true
}
