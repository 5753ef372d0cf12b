// Package inquiry is the recovery case: from a signal that something was wrongly paid to
// the decision whether it is to be repaid, and what the decision sets going.
//
//	signalled ─▶ awaiting basis ─▶ enriching ─▶ investigating ⇄ hearing ─▶ proposed ─▶ in approval ─▶ executing ─▶ closed
//	    └──────────────┴───────────────┴──── discontinued, with a reason ────┴──────────────┘
//
// A case is a stream of events under the person, and Case is their fold (Fold): the table
// of machine.go says which event may come in which state, and which day brings a state that
// nobody leaves to someone (timer.go). Beside the state stand the basis (basis.go: what was
// paid and what should have been, in versions), the hearing, a stop that is limited in time,
// and six steps, each with reasons for the days it covers and the version of the basis it
// rests on (step.go):
//
//	facts ─▶ liability ─▶ waiver ─▶ limitation ─▶ amount ─▶ parties
//
// A basis that changes makes the steps it touches stale and leaves what was written as it
// is. What is to be repaid is never stored by hand: Reckon computes it from basis and
// steps, and a proposal is the digest of all of it. Another person approves it, and approval
// executes: case, claims, letters and the entries for the books are one commit, refused
// when anything is not what was proposed (approve.go).
//
// Benefit systems know of no case: their messages come to the inbox (inbox.go), each by itself,
// and one that no case awaits is kept until there is one.
//
// What this package does not do: it moves no money, sends no letter, and changes no decision
// that was made; a review is a new case that names the old one.
package inquiry
