package claim

import (
	"balans/law/calendar"
	"balans/law/money"
)

// Balances are the sums a claim consists of, öre, none below 0.
type Balances struct {
	Principal money.Amount // bears interest
	Charge    money.Amount // part of the capital that bears none (SFB 98:7, 37:15)
	Interest  money.Amount
	Fee, Cost money.Amount
	Credit    money.Amount // paid beyond what was owed
}

// Capital is the principal and the charge: what the figures count.
func (b *Balances) Capital() money.Amount { return b.Principal + b.Charge }

// Total is everything owed.
func (b *Balances) Total() money.Amount {
	return b.Principal + b.Charge + b.Interest + b.Fee + b.Cost
}

// Gap is days whose interest cannot be computed, because no value of the
// parameter is known for them.
type Gap struct {
	calendar.Period
	Parameter string
}

// Account is a claim's money at the end of a day, as known at an instant.
type Account struct {
	On      calendar.Date
	KnownAt calendar.Instant
	Due     calendar.Date // None: not dispatched
	Balances
	// Missing says for which days a rate is not known. Where there is any,
	// Interest, and what payments left of the principal, are not figures but
	// bounds, and are to be shown as unknown.
	Missing []Gap
	// Overbooked is what was booked beyond what there was: more interest than
	// the law gives, a refund without credit. The books are to be looked at.
	Overbooked money.Amount
	Lapsed     money.Amount // what was owed when the claim ended and is owed no more
	Recovered  money.Amount // paid after that, when it was written off or time barred
	InterestTo calendar.Date
	Plan       PlanMoney  // the plan agreed last
	Steps      []Step     // only when explained
	Payments   []Division // only when explained
}

// PlanMoney is what was agreed in an instalment plan and what has been paid since.
type PlanMoney struct {
	Agreed   calendar.Date // None: there is no plan
	First    calendar.Date // when the first instalment is due
	Count    int
	Amount   money.Amount // of each instalment; for Amortise its principal part
	Amortise bool
	Paid     money.Amount // since it was agreed; for Amortise of the capital
}

// IsKnown reports whether every rate the balances rest on is known.
func (a *Account) IsKnown() bool { return len(a.Missing) == 0 }

// entry is an event as the account needs it: small, and without pointers, so
// that the accounts of a whole stock are computed from columns.
type entry struct {
	day, first, until           calendar.Date
	amount, toPrincipal, second int64
	count, ref                  int32 // ref: place of the event meant, -1
	kind                        Kind
	part                        Part
	mode                        modeCode
	byLaw                       bool
}

// isFromStart reports whether the entry waives principal as if it had never been
// claimed. A charge bears no interest: waived from the start or now is the same.
func (e *entry) isFromStart() bool {
	return e.kind == Waived && e.byLaw && e.mode == modeFromStart && e.part <= Principal
}

// modeCode is the modes that change what the law does.
type modeCode uint8

const (
	otherMode     modeCode = iota
	modeSetoff             // a payment deducted from a benefit
	modeKFM                // a payment sent on by Kronofogden
	modeMoved              // a payment moved from another claim
	modeAmortise           // a plan of fixed principal parts
	modeFromStart          // a waiver as if that principal had never been claimed
	modeNoNotice           // proceedings the debtor never learned of
	modeDerived            // columns only: a posting that follows from other events
)

var modeCodes = map[string]modeCode{"setoff": modeSetoff, "kfm": modeKFM, "moved": modeMoved, "amortise": modeAmortise,
	"from_start": modeFromStart, "without_notice": modeNoNotice}

// base is what the account needs of a decision.
type base struct {
	decided           calendar.Date
	principal, charge int64
	kind              Type
}

func baseOf(d *Decision) base {
	return base{d.DecidedOn, int64(d.Principal), int64(d.Charge), TypeOf(d)}
}

// entriesOf takes the events that had occurred and were known, in their order.
// at holds, for each, its place among the events.
func entriesOf(events []Event, on calendar.Date, knownAt calendar.Instant, into []entry, at []int32) ([]entry, []int32) {
	into, at = into[:0], at[:0]
	for i := range events {
		e := &events[i]
		if e.OccurredOn > on {
			break
		}
		if e.RecordedAt > knownAt {
			continue
		}
		x := entry{day: e.OccurredOn, kind: e.Kind, amount: int64(e.Amount), toPrincipal: int64(e.ToPrincipal), byLaw: e.ByLaw,
			mode: modeCodes[e.Mode], first: calendar.None, until: calendar.None, ref: -1}
		if d := e.Details; d != nil {
			x.first, x.until, x.part, x.count, x.second = d.First, d.Until, d.Part, d.Count, int64(d.Second)
		}
		into, at = append(into, x), append(at, int32(i))
	}
	for k := range into {
		if d := events[at[k]].Details; into[k].kind == PaymentReversed && d != nil && d.Ref != "" {
			into[k].ref = refTo(events, at, d.Ref)
		}
	}
	return into, at
}

// refTo finds the payment with the id among those taken.
func refTo(events []Event, at []int32, id string) int32 {
	for k, i := range at {
		if events[i].ID == id && events[i].Kind == Paid {
			return int32(k)
		}
	}
	return -1
}

// NewAccount computes the account at the end of the day on, from the events
// that had occurred by then and were known at knownAt, by the law as given:
// the caller prepares it as it was known. The events must be sorted. With
// explain set, every step is told with its paragraph.
func NewAccount(d *Decision, events []Event, on calendar.Date, knownAt calendar.Instant, law *Law, explain bool) (*Account, error) {
	if err := d.checkAmounts(events); err != nil {
		return nil, err
	}
	a := &Account{On: on, KnownAt: knownAt, Due: calendar.None, InterestTo: calendar.None, Plan: PlanMoney{Agreed: calendar.None, First: calendar.None}}
	if d.DecidedOn > on || calendar.StartOfDay(d.DecidedOn) > knownAt {
		return a, nil
	}
	var space [48]entry
	var places [48]int32
	entries, at := entriesOf(events, on, knownAt, space[:], places[:])
	l := ledger{law: law, account: a}
	if explain {
		l.told = &telling{at: at, events: events, regime: TrackOf(d).Limitation(), a: a}
	}
	l.run(baseOf(d), entries, on)
	return a, nil
}

// checkAmounts refuses amounts that could overflow; guards keep them out, but
// the account is asked of any events.
func (d *Decision) checkAmounts(events []Event) error {
	if d.Principal > AmountLimit {
		return &Refusal{Claim: d.ID, Rule: ruleAmountLimit, Why: "the principal is " + d.Principal.String() + " kr"}
	}
	for i := range events {
		if e := &events[i]; e.Amount > AmountLimit || e.Details != nil && e.Details.Second > AmountLimit {
			return &Refusal{Claim: d.ID, Rule: ruleAmountLimit, Event: *e, Why: "the amount is " + e.Amount.String() + " kr"}
		}
	}
	return nil
}
