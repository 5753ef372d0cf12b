package claim

import "fmt"

// LegalState is where the decision stands.
type LegalState uint8

// The legal states. From LegalExpired on nothing is owed any more.
const (
	LegalDraft      LegalState = iota // not decided yet, or not yet known
	LegalDecided                      // it can still be contested
	LegalFinal                        // final force (laga kraft)
	LegalExpired                      // the last day of limitation has passed, and nobody has booked it
	LegalAnnulled                     // undanröjt
	LegalWaived                       // waived whole (eftergift)
	LegalTimeBarred                   // preskriberat
	LegalWrittenOff
)

var legalNames = []string{"draft", "decided", "final", "expired", "annulled", "waived", "time_barred", "written_off"}

// String returns the state's name.
func (s LegalState) String() string { return stateName(LegalMachine, uint8(s)) }

// IsLive reports whether the claim can be demanded.
func (s LegalState) IsLive() bool { return s == LegalDecided || s == LegalFinal }

// ServiceState is how far the decision has reached a debtor, from least to most:
// of several debtors' states the least is the claim's.
type ServiceState uint8

// The service states.
const (
	ServiceNotSent      ServiceState = iota
	ServiceNotServed                 // tried, and registered as not reached
	ServiceNoReceipt                 // no receipt within the time allowed
	ServiceMailBack                  // the letter came back
	ServiceAddressKnown              // a new address was found, and no attempt made there yet
	ServiceSent                      // on its way; a receipt is waited for
	ServiceDone                      // served
)

var serviceNames = []string{"not_sent", "not_served", "no_receipt", "mail_back", "address_known", "sent", "served"}

// String returns the state's name.
func (s ServiceState) String() string { return stateName(ServiceMachine, uint8(s)) }

// CollectionState is how payment is pursued.
type CollectionState uint8

// The collection states.
const (
	CollectionNotStarted    CollectionState = iota // the letter has not left
	CollectionNotDue                               // not fallen due yet
	CollectionOverdue                              // the due date has passed
	CollectionReminded                             // HANTF 10
	CollectionDemanded                             // a debt-collection demand was sent (INKL 5)
	CollectionOrderSought                          // an order to pay is applied for (BFL)
	CollectionInCourt                              // the order is disputed before the district court
	CollectionTitled                               // there is a title, and no enforcement
	CollectionEnforced                             // civil track: enforcement at Kronofogden
	CollectionReturned                             // back from Kronofogden, to be decided what then
	CollectionReady                                // public track: can be handed over
	CollectionHandoverSent                         // handed over, not answered
	CollectionHandedOver                           // public track: registered at Kronofogden (restförd)
	CollectionRecallSent                           // a recall is asked for, not answered
	CollectionInPlan                               // an instalment plan
	CollectionDeferred                             // anstånd
	CollectionRestructuring                        // a debt restructuring plan
	CollectionPaused                               // not worth pursuing for now (HANTF 15)
	CollectionDone                                 // nothing more to collect
)

var collectionNames = []string{"not_started", "not_due", "overdue", "reminded", "demanded", "order_sought", "in_court", "titled", "enforced",
	"returned", "ready", "handover_sent", "handed_over", "recall_sent", "in_plan", "deferred", "restructuring", "paused", "done"}

// String returns the state's name.
func (s CollectionState) String() string { return stateName(CollectionMachine, uint8(s)) }

// IsAtKFM reports whether the claim is with Kronofogden or the district court,
// or has been sent there.
func (s CollectionState) IsAtKFM() bool { return collectionElsewhere.has(uint8(s)) }

// HandoverState is the record of one hand-over at a time and of the messages
// about it.
type HandoverState uint8

// The hand-over states.
const (
	HandoverNone       HandoverState = iota
	HandoverUnderway                 // sent, not answered
	HandoverTakenIn                  // accepted, not registered
	HandoverBooked                   // registered at Kronofogden
	HandoverMessageOut               // registered; a change or stop is sent and not answered
	HandoverRecallOut                // registered; a recall is asked for and not answered
	HandoverTurnedDown               // refused
	HandoverOver                     // returned, or not tried again
)

var handoverNames = []string{"none", "sent", "accepted", "booked", "message_out", "recall_out", "refused", "over"}

// String returns the state's name.
func (s HandoverState) String() string { return stateName(HandoverMachine, uint8(s)) }

// IsOpen reports whether Kronofogden has, or has been sent, the claim.
func (s HandoverState) IsOpen() bool {
	return in(HandoverUnderway, HandoverTakenIn, HandoverBooked, HandoverMessageOut, HandoverRecallOut).has(uint8(s))
}

// PlanState is where the latest instalment plan stands.
type PlanState uint8

// The plan states.
const (
	PlanNone PlanState = iota
	PlanOnOffer
	PlanOfferGone // not accepted in time
	PlanActive
	PlanInBreach // not in force, and neither reinstated nor ended
	PlanOver     // ended before the debt was paid
	PlanPaidUp
)

var planNames = []string{"none", "offered", "offer_gone", "active", "in_breach", "over", "paid_up"}

// String returns the state's name.
func (s PlanState) String() string { return stateName(PlanMachine, uint8(s)) }

// ContestState is whether and where the decision is contested. In which court is
// the Mode of the Appealed event.
type ContestState uint8

// The contest states.
const (
	ContestNone          ContestState = iota
	ContestReconsidering              // the agency reconsiders (SFB 113:7)
	ContestInCourt                    // SFB 113:10, 16
	ContestDecided                    // reconsidered or judged; the outcome is not served
	ContestOutcomeServed              // the time to go on runs (SFB 113:20)
	ContestOver                       // it has run out
)

var contestNames = []string{"none", "reconsidering", "in_court", "decided", "outcome_served", "over"}

// String returns the state's name.
func (s ContestState) String() string { return stateName(ContestMachine, uint8(s)) }

func stateName(m Machine, s uint8) string {
	if names := machines[m].names; int(s) < len(names) {
		return names[s]
	}
	return fmt.Sprintf("%s(%d)", machines[m].name, s)
}
