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
// The money is an Account: principal, charge, interest, fees, costs and credit at
// the end of any day, computed anew from the facts by the law as it was known
// then, with each step told where that is asked. Limitation and Deadlines are
// computed the same way, and the machines (docs/machines.md) say where the claim
// stands. Nothing of it is stored.
//
//	events ─▶ entries ─▶ ledger        ─▶ Account, Steps, Division of each payment
//	                  ├▶ limitation    ─▶ last day, chain
//	                  ├▶ deadlines     ─▶ due, last day to contest, final force, hand-over
//	                  └▶ Walk          ─▶ Standing, the one status shown
//
// A payment is kept as it was booked elsewhere, or divided by law (Event.ByLaw).
// Columns hold what follows from the second kind as derived postings, so that a
// scan gives the same principal as the account.
//
// It does not talk to debtors, courts or Kronofogden: letters, files and payment
// streams are for other rooms.
package claim
