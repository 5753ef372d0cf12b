// Package assignment is the register of what the government asked for: which report is
// due when and to whom, who answers for it, and how it was answered.
//
// The register is a pure function of the confirmed editions of the appropriation letters
// (steer/directive), of facts in the journal, and of two dates: the day it describes and
// the instant up to which facts count. Nothing of it is stored but the facts.
//
// # What has a date
//
// A deadline of an assignment, of a goal or reporting requirement (an entry of its own, such
// as 2025-G03 or 2025-R01, only when it has a date), of a condition for using an item
// ("repay by"), and the ordinary occasions for forecasts, which belong to the assignment
// that asks for forecasts.
// A deadline has a Ref, such as 2025-07/report/1, that stays when a later edition moves its
// date: the register then shows the old date and the new one, and keeps what was delivered.
// Refs are given in the order in which editions were confirmed, so nothing that becomes
// known later changes one that was given. A deadline that returns every year has a Ref for
// each year: 2025-31/report/1/2027.
//
// # States
//
// The table Machine says what may happen in a state and where it leads:
//
//	open ─▶ started ─▶ delivered in part ─▶ delivered
//	  any of them ─▶ closed, with a reason
//
// An edition that asks for more brings an assignment back: delivered becomes delivered in
// part, and closed holds only for what was asked for on the day it was closed. An assignment
// that the edition in force no longer has is dropped: it is shown, and nothing of it is due.
// "Late" is no state but a finding of a deadline: the day has passed, by the date in force.
//
// # Stored form
//
// The facts of an assignment stand in the stream "assignment/<id>" under party 0, of the
// kinds in facts.go. The body is JSON with the fields in one order, empty ones left out; any
// other form is refused when it is read. A fact that was wrong is struck, never changed.
//
// # What it does not do
//
// It moves no date: a day that is not a bank day is flagged, with the next bank day as
// information (which of them counts is the government's to say). A date the letter does not
// give, as "with the annual report", stays unknown. It sends nothing: reminders are a list
// and alarms in a calendar file. The payment plan's dates are money that comes in, not
// something asked for, and stand in steer/appropriation.
package assignment
