package claim

import "fmt"

// Kind is what happened to a claim. The stored name of a kind never changes.
type Kind uint8

// The kinds, in the order of a usual life. Paragraphs and guards: see guard.go.
const (
	Decided Kind = iota
	Dispatched
	Served
	RegisteredNotServed
	Paid
	PaymentReversed
	PlanAgreed
	PlanEnded
	DeferralGranted
	DeferralEnded
	SetoffStarted
	SetoffEnded
	Referred
	Returned
	PreservationStarted
	PreservationEnded
	RestructuringStarted
	RestructuringEnded
	Changed
	Waived
	Annulled
	TimeBarred
	WrittenOff
	// Service (delgivning), debtor by debtor.
	ServiceAttempted // the decision was sent again, or by another mode
	MailReturned     // the letter came back
	ServiceFailed    // no receipt within the time allowed
	AddressFound     // a new address makes a new attempt possible
	// Notices.
	Reminded       // a written reminder was sent (HANTF 10)
	Demanded       // a debt-collection demand was sent (INKL 5)
	NoticeReceived // a reminder or demand reached the debtor (PRESKL 5)
	Acknowledged   // the debtor acknowledged the debt (PRESKL 5)
	// Fees, refunds and moved credit.
	FeeCharged
	Refunded    // a credit was paid out
	CreditMoved // a credit was used for another claim of the debtor
	// Plans, beside PlanAgreed and PlanEnded.
	PlanOffered
	PlanLapsed     // the offer was not accepted in time
	PlanBreached   // instalments were missed: the plan is no longer in force
	PlanReinstated // the breach was healed or excused
	// Review of the decision.
	ReconsiderationAsked
	ReconsiderationDecided
	Appealed // to the court in Mode
	Judged
	ReviewServed // the outcome of a reconsideration or a court was served
	StayOrdered
	StayEnded
	// The civil track at Kronofogden, before Referred.
	OrderApplied  // for an order to pay (BFL)
	OrderDisputed // to the district court
	OrderEnded    // withdrawn or dismissed; Mode without_notice when the debtor never learned of it
	TitleGranted
	// The hand-over of a public claim; Referred is its registration.
	HandoverSent
	HandoverAccepted
	HandoverRefused // Mode is the code
	RecallAsked
	RecallRefused
	MessageSent // a change or a stop of what has been handed over
	MessageAnswered
	// Rest and limitation.
	Paused // HANTF 15
	Resumed
	RespiteGranted     // by Kronofogden (INDRL 7), payment due Until
	LimitationExtended // by a court (SKPRESKL 7)
	// The debtor.
	DebtorDied
	EstateNotified // dödsboanmälan: the estate has nothing to pay with
	GuardianAppointed
	GuardianEnded
	IdentityProtected
	ProtectionEnded
	BankruptcyStarted
	BankruptcyEnded
	kindCount
)

var kindNames = [kindCount]string{
	"decided", "dispatched", "served", "registered_not_served",
	"paid", "payment_reversed",
	"plan_agreed", "plan_ended", "deferral_granted", "deferral_ended",
	"setoff_started", "setoff_ended", "referred", "returned",
	"preservation_started", "preservation_ended",
	"restructuring_started", "restructuring_ended",
	"changed", "waived", "annulled", "time_barred", "written_off",
	"service_attempted", "mail_returned", "service_failed", "address_found",
	"reminded", "demanded", "notice_received", "acknowledged",
	"fee_charged", "refunded", "credit_moved",
	"plan_offered", "plan_lapsed", "plan_breached", "plan_reinstated",
	"reconsideration_asked", "reconsideration_decided", "appealed", "judged", "review_served", "stay_ordered", "stay_ended",
	"order_applied", "order_disputed", "order_ended", "title_granted",
	"handover_sent", "handover_accepted", "handover_refused", "recall_asked", "recall_refused", "message_sent", "message_answered",
	"paused", "resumed", "respite_granted", "limitation_extended",
	"debtor_died", "estate_notified", "guardian_appointed", "guardian_ended",
	"identity_protected", "protection_ended", "bankruptcy_started", "bankruptcy_ended",
}

// String returns the stored name, such as "registered_not_served".
func (k Kind) String() string {
	if k < kindCount {
		return kindNames[k]
	}
	return fmt.Sprintf("kind(%d)", uint8(k))
}

var kindsByName = func() map[string]Kind {
	m := make(map[string]Kind, 2*len(kindNames))
	for i, name := range kindNames {
		m[name] = Kind(i)
	}
	// Spellings that other systems' exports use for the same event.
	for alias, k := range map[string]Kind{
		"referred_to_kfm": Referred, "returned_from_kfm": Returned,
		"set_off_started": SetoffStarted, "set_off_ended": SetoffEnded,
		"preservation_start": PreservationStarted, "preservation_end": PreservationEnded,
		"restructuring_start": RestructuringStarted, "restructuring_end": RestructuringEnded,
		"changed_amount": Changed,
	} {
		m[alias] = k
	}
	return m
}()

// ParseKind reads a stored name or one of the few spellings other systems use.
func ParseKind(name string) (Kind, bool) {
	k, ok := kindsByName[name]
	return k, ok
}

// Kinds lists every kind in order.
func Kinds() []Kind {
	all := make([]Kind, kindCount)
	for i := range all {
		all[i] = Kind(i)
	}
	return all
}

// NeedsAmount reports whether an event of this kind must state an amount above 0.
func (k Kind) NeedsAmount() bool {
	switch k {
	case Paid, PaymentReversed, Changed, FeeCharged, Refunded, CreditMoved:
		return true
	}
	return false
}

// MayHaveAmount reports whether an event of this kind may state an amount. For
// Waived none means the whole remaining principal, for Referred the principal
// outstanding at that moment.
func (k Kind) MayHaveAmount() bool {
	return k.NeedsAmount() || k == Waived || k == Referred || k == WrittenOff || k == Returned || k == PlanAgreed ||
		k == TimeBarred || k == Annulled || k == SetoffStarted || k == Decided || k == PlanOffered || k == HandoverSent || k == MessageSent
}

// EndsClaim reports whether the kind is terminal whatever the balance.
func (k Kind) EndsClaim() bool { return k == Annulled || k == TimeBarred || k == WrittenOff }
