// Package claim is the life of a repayment claim (återkrav): a decision and the
// dated facts that follow it, and what is true of the claim on any date, as
// known on any other.
//
// A claim is a stream of events in the journal. Everything else here is a pure
// function of those events and two dates:
//
//	facts ──▶ order by (occurred on, ordinal) ──▶ fold up to a date ──▶ State
//
// State is a set of conditions, not one status, because a claim can be in a
// plan, under set-off and unserved at once:
//
//	legal       decided ─▶ changed … ─▶ annulled | waived | time barred | written off
//	service     dispatched ─▶ served | registered not served ─▶ served
//	collection  plan, deferral, set-off, at Kronofogden (KFM), preservation, restructuring
//	money       open ─▶ part paid ─▶ paid (and back, when a payment is reversed)
//
// The regime follows the decision date: OLD before 2022-09-01, NEW from that
// day. A NEW claim is closed in the agency's books while it is referred to KFM
// (restförd); an OLD one stays in the stock.
//
// Guards refuse events that cannot be (an event before the decision) and events
// the rules do not allow yet (a hand-over before final force). A history taken
// over from another system is kept as it was booked: there the second kind only
// warns.
//
// Not here yet: interest, fees, allocation between principal and interest, and
// limitation. The seams are Event.ToPrincipal, which says how much of an amount
// went to principal, and Terms, which holds the dated parameters.
package claim
