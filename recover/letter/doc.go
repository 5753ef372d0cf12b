// Package letter is the letters to people: what they say, that they said it, and how they
// leave.
//
//	facts ─▶ template (id, version) ─▶ words ─▶ digest        what it says
//	ordered ─▶ queued ─▶ handed ─▶ received                   how it leaves
//	   │ ▲       │          │
//	   ▼ │       ▼          ▼
//	  held    withdrawn   failed ─▶ queued again … ─▶ parked
//
// A letter is a pure function of typed facts: one template and version, one recipient, one
// sender, one day. What is kept is the facts and the digest of the words, never the words or
// an address: any letter is written again from them, and Recount shows that it still says what
// it said. A version of a template is never changed; a new wording is a new version.
//
// A letter is a stream of events under its party, and a line in the agency's list of the
// month, so that what waits is found without reading everyone. The states and their ways out
// stand as data in machine.go; each state that is no end is left by time.
//
// How a letter goes is chosen by Choose from what is known when it leaves: protection, the
// digital mailbox, death, guardianship, and whether it is to be served. A look-up that failed
// holds the letter; it is never read as "not protected".
//
// What this package does not do: it decides nothing of a claim and records no service
// (recover/service does, from the receipt). It keeps no address and looks none up: the
// printer asks the population register, or Skatteverket forwards. Joint debtors get a letter
// each, which names no other debtor.
package letter
