// Package repayment is what comes back on claims, by benefit and day: the flow of
// money that the books of the appropriations take in.
//
// A claim is settled against an appropriation by cash, not when it is decided: the
// outcome of a benefit is what was paid out less what was repaid in the year, also
// of what was paid out in earlier years (ESV Forum, "Lämnade bidrag"; a secondary
// source). So only money counts here: payments, what was deducted from a benefit,
// what Kronofogden sent on, and reversals of these. A claim that is decided,
// waived, written off, time barred, lowered or annulled gives nothing.
//
//	event of a claim ─▶ where its money went        ─▶ Parts of a Flow, on its day
//	                ─▶ what it made of earlier money ─▶ Flow.Turned, on its day
//	                ─▶ division rests on an unknown  ─▶ Flow.Unknown, in no part
//
// Capital is what settled principal, and the part of it that bears no interest; it
// alone returns to the appropriation item of the benefit. What was paid beyond what
// is owed is a debt to the person, Excess, and no income. A refund takes it out
// again and touches no capital. When a claim is lowered or annulled after it was
// paid, no money moves: the capital that is no longer owed turns into a debt to the
// person, as Turned says (capital below 0, excess above). An appropriation that was
// credited with the payment is charged when the money leaves again: Returned says how
// much of a refund had settled principal.
//
// A set-off (SFB 108:22) is a repayment here and, gross, a payment in the benefit it
// was deducted from, of which nothing is known here: Flow.Setoff says how much of the
// money that is. Claims of Pensionsmyndigheten, which Försäkringskassan handles (SFB
// 108:14 a), are kept apart by Flow.Authority: they pass the central account and are
// nobody's appropriation here; see ItemOf.
//
// All is as known at an instant: a payment that became known late counts on its own
// day once it is known, and on no day before. A fact that looks back is counted on
// the day it occurred, so that the days add up to what the account says at the end.
//
// Payments that are on no claim (claim.Loose) are not here, and no accounts: which
// account and voucher a flow is booked with is for the books.
package repayment
