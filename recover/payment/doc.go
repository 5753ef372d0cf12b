// Package payment is money that comes in: to which claims a payment goes and why,
// and what can be done with it afterwards.
//
// A payment is a stream of its own, under the payer or, while he is not known,
// under the agency. What it says of claims is said there too, in the same commit:
//
//	payment.received   ─▶ payment.allocated … ─▶ payment.refunded   what is left is paid back
//	                          │    ▲
//	         payment.released ▼    │ allocated anew                  it went to the wrong claims
//	                      unallocated ─▶ payment.reversed            it bounced: it never was
//
// and on each claim claim.paid, with the payment's id as reference, or
// claim.payment_reversed. What a payment pays within a claim is not decided here:
// the account of the claim divides it by the law.
//
// A payment goes where its payer directs it, to a claim or a plan. What is left,
// and what is not directed, pays what is due of the payer's plans, then his due
// claims, the one that is barred first before the others. Nothing is guessed: a
// payment nobody can place stays unallocated until a person places it or pays it
// back. Every part says why it went there, and every claim passed over why not.
//
// What it does not do: it reads no payment files, and does not find out which
// claims a payer has or what a reference number stands for; the caller names them.
package payment

import (
	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
)

// Incoming is a payment as it was received.
type Incoming struct {
	ID        string          // the agency's own or the bank's, unique
	Payer     identity.Number // 0: not known
	Amount    money.Amount    // öre, above 0
	BookedOn  calendar.Date   // on the agency's account
	Reference string          // a claim's number, or a plan's; "" undirected
	Channel   string          // such as "bankgiro"; "kfm" was sent on by Kronofogden
}

// Channels that mean something to the law.
const ChannelKFM = "kfm" // collected by Kronofogden: not the debtor's own payment (PRESKL 5)
