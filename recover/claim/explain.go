package claim

import (
	"balans/law/calendar"
	"balans/law/money"
	"balans/law/statute"
)

// StepSort is what a step of an account is.
type StepSort uint8

// The sorts of steps.
const (
	StepDecided  StepSort = iota // the claim is laid down
	StepInterest                 // interest for a run of days at one rate
	StepUnknown                  // days whose rate is not known
	StepNotice                   // the notice fee of an instalment
	StepEvent                    // an event of the claim
)

// Parts are sums by Part; under NoPart stands what recovered a lapsed debt.
type Parts [partCount]money.Amount

// Of is the sum of a part.
func (p *Parts) Of(part Part) money.Amount { return p[part] }

// Step is one line of an explained account.
type Step struct {
	Sort  StepSort
	On    calendar.Date // the day; for interest the last
	From  calendar.Date // interest: the first day; otherwise None
	Event int           // place among the sorted events; -1 for none
	Law   statute.Ref   // the paragraph it follows from
	// Interest: on what, at which rate a year, for how many days, and which
	// parameter gives or lacks the rate.
	Base      money.Amount
	Ppm       int64
	Days      int
	Parameter string
	Amount    money.Amount // interest or fee added, or what the event states
	Parts     Parts        // where a payment went, or what a waiver took away
	Undone    money.Amount // a payment: how much of it a later event took back
	After     Balances
}

// Division says where a payment went.
type Division struct {
	Event  int          // place among the sorted events
	Amount money.Amount // as it was made
	Undone money.Amount // taken back by a later event that names it
	Parts  Parts
	Booked bool // divided as it was booked, not by the order of the law
}

// kindLaw is the paragraph an event's effect on the money follows from.
var kindLaw = [kindCount]statute.Ref{
	Decided: "SFB 108:2", Dispatched: "FL 33", Paid: "HB 9:5", PaymentReversed: "HB 9:5",
	Changed: "SFB 113:7", Annulled: "SFB 113:7", Waived: "SFB 108:11", TimeBarred: "PRESKL 8", WrittenOff: "HANTF 17",
	FeeCharged: "INKKL 4", PlanAgreed: "SFB 108:16", PlanEnded: "SFB 108:19", PlanBreached: "SFB 108:19", PlanReinstated: "SFB 108:16",
	DeferralGranted: "SFB 108:16", DeferralEnded: "SFB 108:19", SetoffStarted: "SFB 108:22", SetoffEnded: "SFB 108:22",
	Served: "SFB 113:19", Referred: "UB 3:1", RestructuringStarted: "SKULDL 1", RestructuringEnded: "SKULDL 1",
	Reminded: "HANTF 10", Demanded: "INKL 5", NoticeReceived: "PRESKL 5", Acknowledged: "PRESKL 5",
	ReconsiderationAsked: "SFB 113:7", ReconsiderationDecided: "SFB 113:7", Appealed: "SFB 113:10", Judged: "SFB 113:16", ReviewServed: "SFB 113:20",
	StayOrdered: "FL 48", StayEnded: "FL 48", OrderApplied: "KFMAF 1", Paused: "HANTF 15", Resumed: "HANTF 15",
	RespiteGranted: "SKPRESKL 6", LimitationExtended: "SKPRESKL 7", PreservationStarted: "SFB 108:26", PreservationEnded: "SFB 108:26",
}

// LawOf is the paragraph the kind's effect follows from; "" where it is our own
// book-keeping. A waiver of interest has its own paragraph, and so has the end by
// limitation under each of its laws: r is that of the claim's limitation, which follows how
// it is collected (Track.Limitation).
func (e *Event) LawOf(r Regime) statute.Ref {
	switch {
	case e.Kind == Waived && e.Details != nil && e.Details.Part == Interest:
		return "SFB 108:21"
	case e.Kind == TimeBarred && r == New:
		return "SKPRESKL 10"
	case e.Kind == Reminded && r == New: // the ordinance is for what is collected in another way (HANTF 2)
		return ""
	case e.Kind == FeeCharged && e.Details != nil && e.Details.Part == Cost:
		return "KFMAF 1"
	case e.Kind == Paid && e.Mode == "setoff":
		return "SFB 108:22"
	}
	return kindLaw[e.Kind]
}

// telling writes down the steps of an account.
type telling struct {
	at     []int32
	events []Event
	regime Regime // of its limitation
	a      *Account
	told   int64 // interest told so far
	parts  [partCount]int64
	step   Step
}

func (t *telling) balances(l *ledger) Balances {
	return Balances{Principal: money.Amount(l.bal[Principal]), Charge: money.Amount(l.bal[Charge]), Interest: money.Amount(l.bal[Interest] + t.told - l.posted),
		Fee: money.Amount(l.bal[Fee]), Cost: money.Amount(l.bal[Cost]), Credit: money.Amount(l.bal[Credit])}
}

func (t *telling) decided(b base, rule *TypeRule, l *ledger) {
	t.a.Steps = append(t.a.Steps, Step{Sort: StepDecided, On: b.decided, From: calendar.None, Event: -1, Law: rule.Law,
		Amount: money.Amount(b.principal), After: t.balances(l)})
}

func (t *telling) interest(l *ledger, s *rateSpan, from, to calendar.Date) {
	step := Step{Sort: StepInterest, On: to, From: from + 1, Event: -1, Law: l.interestLaw(), Base: money.Amount(l.bal[Principal]), Ppm: s.ppm, Days: int(to - from), Parameter: s.source}
	if s.missing != "" {
		step.Sort, step.Parameter = StepUnknown, s.missing
	} else {
		total := l.interest.ore(l.law.rounding)
		step.Amount = money.Amount(total - t.told)
		t.told = total
	}
	step.After = t.balances(l)
	t.a.Steps = append(t.a.Steps, step)
}

// interestLaw is the paragraph of the rate in use.
func (l *ledger) interestLaw() statute.Ref {
	switch arranged := l.inPlan || l.deferred; {
	case l.rates == InterestDebtor:
		return "SFB 19:47"
	case l.rates == InterestCivil && arranged:
		return "HANTF 6"
	case l.rates == InterestCivil:
		return "RANTEL 6"
	case arranged:
		return "SFB 108:16"
	}
	return "SFB 108:19"
}

func (t *telling) notice(on calendar.Date, l *ledger) {
	t.a.Steps = append(t.a.Steps, Step{Sort: StepNotice, On: on, From: calendar.None, Event: -1, Amount: money.Amount(l.plan.notice),
		Parameter: "notice_fee", After: t.balances(l)})
}

func (t *telling) before(i int, e *entry) {
	t.parts = [partCount]int64{}
	ev := &t.events[t.at[i]]
	t.step = Step{Sort: StepEvent, On: e.day, From: calendar.None, Event: int(t.at[i]), Law: ev.LawOf(t.regime), Amount: ev.Amount}
	if e.kind == Paid {
		t.step.Undone = ev.Amount - money.Amount(e.amount)
	}
}

func (t *telling) after(e *entry, l *ledger) {
	for part, ore := range t.parts {
		t.step.Parts[part] = money.Amount(ore)
	}
	t.step.After = t.balances(l)
	t.a.Steps = append(t.a.Steps, t.step)
	if e.kind == Paid {
		t.a.Payments = append(t.a.Payments, Division{Event: t.step.Event, Amount: t.step.Amount, Undone: t.step.Undone, Parts: t.step.Parts, Booked: !e.byLaw})
	}
}
