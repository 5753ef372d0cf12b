package claim

import (
	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
	"balans/prevent/benefit"
)

// Regime is the legal order a claim lives under, fixed by its decision date.
type Regime uint8

// The regimes. The border is the change of utsökningsbalken on 2022-09-01.
const (
	Old Regime = iota // decided before 2022-09-01: gamla krav
	New               // decided from 2022-09-01: nya krav
)

// String returns "OLD" or "NEW".
func (r Regime) String() string {
	if r == Old {
		return "OLD"
	}
	return "NEW"
}

// Authority is the agency that decided the claim. Försäkringskassan handles the
// claims of both (SFB 108:14 a).
type Authority uint8

// The authorities whose claims are handled.
const (
	FK Authority = iota // Försäkringskassan
	PM                  // Pensionsmyndigheten
)

// String returns "FK" or "PM".
func (a Authority) String() string {
	if a == FK {
		return "FK"
	}
	return "PM"
}

// ParseAuthority reads "FK" or "PM".
func ParseAuthority(s string) (Authority, bool) {
	switch s {
	case "FK":
		return FK, true
	case "PM":
		return PM, true
	}
	return 0, false
}

// Origin is how the claim came about.
type Origin uint8

// The origins.
const (
	Manual     Origin = iota // a case worker's recovery case
	Settlement               // an automatic reconciliation, such as housing allowance (SFB 98:6, 108:9)
)

// String returns "manual" or "settlement".
func (o Origin) String() string {
	if o == Manual {
		return "manual"
	}
	return "settlement"
}

// ParseOrigin reads "manual" or "settlement".
func ParseOrigin(s string) (Origin, bool) {
	switch s {
	case "manual":
		return Manual, true
	case "settlement":
		return Settlement, true
	}
	return 0, false
}

// Debtor is one of those who owe the claim.
type Debtor struct {
	Number identity.Number
	// Share is the öre this debtor owes of a shared claim; 0 means the whole,
	// jointly with the others (solidariskt).
	Share money.Amount
}

// Decision is the fact that creates a claim.
type Decision struct {
	ID        string // the claim number, unique at the agency
	Debtors   []Debtor
	Benefit   benefit.Code
	Authority Authority
	Origin    Origin
	DecidedOn calendar.Date
	Principal money.Amount // öre, above 0; the whole that is demanded
	// Type is the legal ground; Unstated means that TypeOf infers it.
	Type Type
	// Charge is the part of Principal that bears no interest by law (SFB 98:7,
	// 37:15), öre, 0 to Principal.
	Charge money.Amount
}

// Party is the person the claim's stream is kept under: the first debtor. A
// claim with several debtors is still one claim and counts once.
func (d Decision) Party() identity.Number { return d.Debtors[0].Number }

// Event is a dated fact about a claim that is already decided.
type Event struct {
	ID         string // the source's own id, unique within the claim
	Kind       Kind
	OccurredOn calendar.Date    // when it was true
	RecordedAt calendar.Instant // when it became known
	Ordinal    int64            // order among events of the same day
	Amount     money.Amount     // öre; 0 means not stated
	// ToPrincipal is the part of Amount that goes to principal, öre, 0 to
	// Amount, as it was booked. The rest is interest, fees or costs. It is 0
	// where ByLaw is set.
	ToPrincipal money.Amount
	// ByLaw: nobody has booked where the amount went; Account divides it.
	ByLaw   bool
	Mode    string   // how, in one word, such as the mode of service; "" unknown
	Details *Details // what few kinds state; nil for none
}

// Details are what only some kinds of events state.
type Details struct {
	Debtor identity.Number // whom it concerns; 0 means every debtor
	// Part is the balance an amount concerns: FeeCharged, Waived.
	Part Part
	// Until is a last day: a deferral's, a respite's, an answer's; for
	// Dispatched the due date that the letter states; for
	// RestructuringStarted the last payment day.
	Until calendar.Date
	First calendar.Date // PlanAgreed: when the first instalment is due
	Count int32         // PlanAgreed: how many; LimitationExtended: years
	// Second is a further amount, öre: PlanAgreed, the notice fee of each
	// instalment; SetoffStarted, the most to deduct each time.
	Second money.Amount
	Ref    string // another event's id, a plan, a payment, a message
	Reason string // why, in words; decisions must state it
}

// Detail is the event's details; their zero where it has none. Dates not stated
// are calendar.None.
func (e *Event) Detail() Details {
	if e.Details == nil {
		return Details{Until: calendar.None, First: calendar.None}
	}
	return *e.Details
}
