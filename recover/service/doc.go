// Package service is the service of a decision (delgivning): a process for each
// debtor, made of attempts, that ends when the decision has reached him in a way
// the law accepts, or when he is registered as not served.
//
//	sent ─▶ waiting ─▶ served
//	  ▲        │
//	  │        ▼
//	  │     returned | failed ─▶ (address found) ─▶ sent again
//	  │                │
//	  └── found ◀── not served
//
// Each debtor has clocks of his own: when a receipt is waited for, the last day to
// ask for reconsideration, final force. A claim has final force when it has it
// against all of them.
//
// Everything is computed from the events of the claim; nothing is kept beside them.
// A receipt is kept as a reference to where it is filed, never as a copy.
//
// What it does not do: it sends nothing and keeps no addresses. Which modes the
// agency uses, and in which order, is not known: what is proposed next is our own
// rule and says so. When availability service (DELGL 52) takes effect is not known
// either, and nothing is assumed.
package service
