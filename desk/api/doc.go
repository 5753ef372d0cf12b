// Package api is the door for other programs of the agency. So far it has one room: the
// system that is about to pay asks whether a payout is right.
//
//	POST /api/controls  a payout as JSON ─▶ the evaluations of the plan's controls, stored
//
// What is asked is answered from books held in memory, which are brought up to date in the
// background and never older than some minutes; the answer says as of which instant. An
// answer is given when it is on disk.
//
// Faults are told as application/problem+json with the field at fault. This door has
// no sign-in, so it is served on loopback alone.
//
// What this package does not do: it holds no payout and judges nothing.
package api
