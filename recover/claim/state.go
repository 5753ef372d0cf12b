package claim

import (
	"cmp"
	"slices"

	"balans/law/calendar"
	"balans/law/money"
)

// Condition is a set of things that are true of a claim at the same time.
type Condition uint32

// The conditions that events turn on and off.
const (
	InPlan             Condition = 1 << iota // an instalment plan is in force
	Deferred                                 // a deferral (anstånd) is in force
	SettingOff                               // a running set-off decision (SFB 108:22)
	AtKFM                                    // referred to Kronofogden and not returned
	Preserved                                // a preservation order (betalningssäkring, SFB 108:26)
	Restructuring                            // a debt restructuring payment plan
	RegisteredUnserved                       // service was tried and registered as not reached
	HasBeenServed                            // the decision has been served
	HasBeenDispatched                        // the letter has left the agency
	Ended                                    // annulled, time barred, written off, or waived whole
	PlanBroken                               // a plan was breached and neither reinstated nor ended
	Contested                                // reconsideration or appeal pending
	Stayed                                   // a court has stopped collection (inhibition)
	Pausing                                  // paused as not worth pursuing (HANTF 15)
	OrderPending                             // an order to pay has been applied for
	Titled                                   // an enforcement title has been granted
	HandoverOpen                             // a hand-over is sent and not answered
	RecallOpen                               // a recall is asked for and not answered
	MessageOpen                              // a change or stop message is sent and not answered
	Deceased                                 // a debtor has died
	UnderGuardian                            // a debtor has a guardian (förvaltare, god man)
	Protected                                // a debtor's identity is protected
	InBankruptcy                             // a debtor is bankrupt
	conditionCount     = iota
)

var conditionNames = [conditionCount]string{
	"in_plan", "deferred", "setting_off", "at_kfm", "preserved", "restructuring",
	"registered_unserved", "served", "dispatched", "ended",
	"plan_broken", "contested", "stayed", "paused", "order_pending", "titled", "handover_open", "recall_open", "message_open",
	"deceased", "under_guardian", "protected", "in_bankruptcy",
}

// ConditionNames maps the names used in figure definitions to conditions.
func ConditionNames() map[string]Condition {
	m := make(map[string]Condition, conditionCount)
	for i, n := range conditionNames {
		m[n] = 1 << i
	}
	return m
}

// effect is what a kind does to the conditions. Only this table says so; the
// column scan and the fold of one claim both read it.
type effect struct{ on, off Condition }

var effects = [kindCount]effect{
	Dispatched:           {on: HasBeenDispatched},
	Served:               {on: HasBeenServed, off: RegisteredUnserved},
	RegisteredNotServed:  {on: RegisteredUnserved},
	PlanAgreed:           {on: InPlan, off: PlanBroken},
	PlanEnded:            {off: InPlan | PlanBroken},
	PlanBreached:         {on: PlanBroken, off: InPlan},
	PlanReinstated:       {on: InPlan, off: PlanBroken},
	DeferralGranted:      {on: Deferred},
	DeferralEnded:        {off: Deferred},
	SetoffStarted:        {on: SettingOff},
	SetoffEnded:          {off: SettingOff},
	Referred:             {on: AtKFM, off: HandoverOpen | OrderPending},
	Returned:             {off: AtKFM | RecallOpen | MessageOpen},
	PreservationStarted:  {on: Preserved},
	PreservationEnded:    {off: Preserved},
	RestructuringStarted: {on: Restructuring},
	RestructuringEnded:   {off: Restructuring},
	Annulled:             {on: Ended},
	TimeBarred:           {on: Ended},
	WrittenOff:           {on: Ended},

	ReconsiderationAsked:   {on: Contested},
	ReconsiderationDecided: {off: Contested},
	Appealed:               {on: Contested},
	Judged:                 {off: Contested | Stayed},
	StayOrdered:            {on: Stayed},
	StayEnded:              {off: Stayed},
	OrderApplied:           {on: OrderPending},
	OrderEnded:             {off: OrderPending},
	TitleGranted:           {on: Titled, off: OrderPending},
	HandoverSent:           {on: HandoverOpen},
	HandoverRefused:        {off: HandoverOpen},
	RecallAsked:            {on: RecallOpen},
	RecallRefused:          {off: RecallOpen},
	MessageSent:            {on: MessageOpen},
	MessageAnswered:        {off: MessageOpen},
	Paused:                 {on: Pausing},
	Resumed:                {off: Pausing},
	DebtorDied:             {on: Deceased},
	GuardianAppointed:      {on: UnderGuardian},
	GuardianEnded:          {off: UnderGuardian},
	IdentityProtected:      {on: Protected},
	ProtectionEnded:        {off: Protected},
	BankruptcyStarted:      {on: InBankruptcy},
	BankruptcyEnded:        {off: InBankruptcy},
}

// State is what is true of a claim on a date, as known at an instant.
type State struct {
	Regime      Regime
	Decided     bool         // false before the decision day, or before it was known
	Conditions  Condition    // what is in force
	Principal   money.Amount // as decided, or as last changed
	Outstanding money.Amount // principal left, öre; negative when more was paid than owed
	// Because holds, for each condition, the index in the sorted events of the
	// event that last turned it on or off; -1 where none did.
	Because [conditionCount]int
	Paid    money.Amount // principal paid, less what was reversed
	// Handed is the principal outstanding when the claim was last referred.
	Handed money.Amount
}

// InStock reports whether the claim belongs to the stock (fordringsstocken):
// decided, principal left, not ended, and, for a NEW claim, not at KFM, because
// NEW claims are closed in the agency's books when they are registered there.
func (s *State) InStock() bool {
	return s.Decided && s.Outstanding > 0 && s.Conditions&Ended == 0 &&
		(s.Regime == Old || s.Conditions&AtKFM == 0)
}

// Sort puts the events of one claim in the order they count: by the day they
// occurred, then by ordinal, then by id. The order they became known in does
// not matter.
func Sort(events []Event) {
	slices.SortStableFunc(events, func(a, b Event) int { return compare(&a, &b) })
}

func compare(a, b *Event) int {
	return cmp.Or(cmp.Compare(a.OccurredOn, b.OccurredOn), cmp.Compare(a.Ordinal, b.Ordinal), cmp.Compare(a.ID, b.ID))
}

// Begin is the state after the decision alone.
func Begin(d *Decision) State {
	s := State{Regime: RegimeOn(d.DecidedOn), Decided: true, Principal: d.Principal, Outstanding: d.Principal}
	for i := range s.Because {
		s.Because[i] = -1
	}
	return s
}

// Fold computes the state at the end of the day asOf, from what was known at
// knownAt. The events must be sorted.
func Fold(d *Decision, events []Event, asOf calendar.Date, knownAt calendar.Instant) State {
	s := Begin(d)
	if d.DecidedOn > asOf || calendar.StartOfDay(d.DecidedOn) > knownAt {
		s.Decided = false
		return s
	}
	for i := range events {
		e := &events[i]
		if e.OccurredOn <= asOf && e.RecordedAt <= knownAt {
			s.apply(i, e)
		}
	}
	return s
}

// StateOf is Fold with the principal that the account gives: for a claim whose
// payments nobody has booked, Outstanding and Paid follow from the law.
func StateOf(d *Decision, events []Event, asOf calendar.Date, knownAt calendar.Instant, law *Law) (State, error) {
	s := Fold(d, events, asOf, knownAt)
	if !s.Decided || s.Conditions&Ended != 0 || !slices.ContainsFunc(events, func(e Event) bool { return e.ByLaw }) {
		return s, nil
	}
	a, err := NewAccount(d, events, asOf, knownAt, law, false)
	if err != nil {
		return s, err
	}
	s.Outstanding = a.Capital()
	s.Paid = s.Principal - s.Outstanding
	return s, nil
}

// apply lets one event take effect.
func (s *State) apply(index int, e *Event) {
	fx := effects[e.Kind]
	if e.Kind == Waived && e.Amount == 0 && !e.ByLaw {
		fx.on = Ended // the whole remaining principal
	}
	if e.Kind == Referred {
		s.Handed = handed(e.ToPrincipal, s.Outstanding)
	}
	if touched := (fx.on &^ s.Conditions) | (fx.off & s.Conditions); touched != 0 {
		for i := range s.Because {
			if touched&(1<<i) != 0 {
				s.Because[i] = index
			}
		}
	}
	s.Conditions = s.Conditions&^fx.off | fx.on
	switch e.Kind {
	case Paid:
		s.Outstanding -= e.ToPrincipal
		s.Paid += e.ToPrincipal
	case PaymentReversed:
		s.Outstanding += e.ToPrincipal
		s.Paid -= e.ToPrincipal
	case Waived:
		s.Outstanding -= e.ToPrincipal
	case Changed:
		s.Outstanding += e.Amount - s.Principal
		s.Principal = e.Amount
	}
}

// handed is the principal a referral hands over: as booked where the event
// states it, otherwise what was outstanding.
func handed(stated, outstanding money.Amount) money.Amount {
	if stated > 0 {
		return stated
	}
	return outstanding
}
