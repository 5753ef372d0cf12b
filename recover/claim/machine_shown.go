package claim

import (
	"fmt"

	"balans/law/calendar"
	"balans/law/money"
)

// Money is what the balances say of a claim.
type Money uint8

// The states of money.
const (
	MoneyOpen     Money = iota // nothing of the capital is paid
	MoneyPartPaid              // something of it is, or it is not known that nothing is left
	MoneyPaid
	MoneyCredit // more was paid than owed: to be refunded or moved
	moneyCount  = iota
)

var moneyNames = [moneyCount]string{"open", "part_paid", "paid", "credit"}

// String returns the state's name.
func (m Money) String() string {
	if m < moneyCount {
		return moneyNames[m]
	}
	return fmt.Sprintf("money(%d)", uint8(m))
}

// IsSettled reports whether nothing is owed.
func (m Money) IsSettled() bool { return m == MoneyPaid || m == MoneyCredit }

// MoneyOf is the state of an account of a claim on which so much capital was
// demanded. While a rate is not known a claim cannot be called paid: interest
// may be left.
func MoneyOf(a *Account, demanded money.Amount) Money {
	switch {
	case a.Total() == 0 && a.IsKnown() && a.Credit > 0:
		return MoneyCredit
	case a.Total() == 0 && a.IsKnown():
		return MoneyPaid
	case a.Total() == 0 || a.Capital() < demanded:
		return MoneyPartPaid
	}
	return MoneyOpen
}

// Shown is the one status a person sees.
type Shown uint8

// The statuses, in the order in which they are tried: the first that holds is
// shown.
const (
	ShownPreparing   Shown = iota // not decided yet
	ShownEnded                    // annulled, waived, time barred, written off; a credit may be left
	ShownRefund                   // more was paid than owed
	ShownPaid                     // nothing is owed
	ShownEnforcement              // order to pay, court, title, Kronofogden
	ShownArranged                 // plan, deferral or restructuring
	ShownPaused                   // not pursued for now
	ShownNotServed                // NEW: the decision has not been served
	ShownLate                     // overdue
	ShownToPay                    // not due yet
	// ShownContradiction is no status but a fault: collecting is done, and a
	// claim that can be demanded is not paid.
	ShownContradiction
	shownCount = iota
)

var shownNames = [shownCount]string{"preparing", "ended", "refund", "paid", "enforcement", "arranged", "paused", "not_served", "late", "to_pay", "contradiction"}

// String returns the status's name.
func (s Shown) String() string {
	if s < shownCount {
		return shownNames[s]
	}
	return fmt.Sprintf("shown(%d)", uint8(s))
}

// Shown maps the states to the one status to show. It has an answer for every
// combination. Figures never read it; they read what it is made of.
func (s Standing) Shown(m Money, r Regime) Shown {
	switch {
	case s.Legal == LegalDraft:
		return ShownPreparing
	case m == MoneyCredit: // also of an annulled claim: the money is to be given back
		return ShownRefund
	case !s.Legal.IsLive():
		return ShownEnded
	case m == MoneyPaid:
		return ShownPaid
	case s.Collection == CollectionDone:
		return ShownContradiction
	case s.Collection.IsAtKFM() || s.Collection == CollectionTitled:
		return ShownEnforcement
	case s.Collection == CollectionInPlan || s.Collection == CollectionDeferred || s.Collection == CollectionRestructuring:
		return ShownArranged
	case s.Collection == CollectionPaused:
		return ShownPaused
	case r == New && s.Service != ServiceDone && s.Legal != LegalFinal:
		return ShownNotServed // final force can also follow from the outcome of a review being served
	case s.Collection == CollectionNotStarted || s.Collection == CollectionNotDue:
		return ShownToPay
	}
	return ShownLate
}

// badges are the conditions that are shown beside the status.
const badges = Contested | Stayed | Deceased | Protected | UnderGuardian | InBankruptcy | SettingOff | Preserved

// Badges are the conditions to show beside the status: they hold whatever it is.
func (s Standing) Badges() Condition { return s.Conditions & badges }

// Contradictions says in words what cannot be true together. A life that the
// rules have let through has none; where there is one, a fact is missing or
// wrong. The account, which may be nil, is that of the same day.
func (s Standing) Contradictions(a *Account) []string {
	var list []string
	say := func(holds bool, format string, args ...any) {
		if holds {
			list = append(list, fmt.Sprintf(format, args...))
		}
	}
	live := s.Legal.IsLive()
	say(s.Collection == CollectionDone && live && a != nil && a.Total() > 0, "collecting is done and %s kr is owed", totalOf(a))
	say(s.Plan == PlanActive && s.Collection.IsAtKFM(), "a plan is in force and the claim is with Kronofogden or a court (%s)", s.Collection)
	say((s.Plan == PlanActive) != (s.Collection == CollectionInPlan) && !s.Collection.IsAtKFM(),
		"the plan is %s and collecting is %s", s.Plan, s.Collection)
	say(s.Track == PublicTrack && !s.agreesWithHandover(), "collecting is %s and the hand-over is %s", s.Collection, s.Handover)
	say(s.Conditions&MessageOpen != 0 && s.Handover != HandoverMessageOut, "a message to Kronofogden is open and the hand-over is %s", s.Handover)
	say(s.Conditions&RecallOpen != 0 && s.Handover != HandoverRecallOut, "a recall is open and the hand-over is %s", s.Handover)
	say(s.Conditions&HandoverOpen != 0 && s.Handover != HandoverUnderway && s.Handover != HandoverTakenIn,
		"a hand-over is unanswered and its record is %s", s.Handover)
	say(s.early != calendar.None, "it was handed over on %s and could be from %s", s.early, dayOrNever(s.clock.Handover))
	say(s.late != calendar.None, "a measure was taken on %s, after the last day of limitation, %s", s.late, s.clock.LimitationLast)
	return list
}

func totalOf(a *Account) money.Amount {
	if a == nil {
		return 0
	}
	return a.Total()
}

func dayOrNever(d calendar.Date) string {
	if d == calendar.None {
		return "no day known"
	}
	return d.String()
}

// agreesWithHandover reports whether collecting and the record of the hand-over
// say the same.
func (s *Standing) agreesWithHandover() bool {
	switch s.Handover {
	case HandoverUnderway, HandoverTakenIn:
		return s.Collection == CollectionHandoverSent
	case HandoverBooked, HandoverMessageOut:
		return s.Collection == CollectionHandedOver
	case HandoverRecallOut:
		return s.Collection == CollectionRecallSent
	}
	return !in(CollectionHandoverSent, CollectionHandedOver, CollectionRecallSent).has(uint8(s.Collection))
}
