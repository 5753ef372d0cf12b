// Package appropriation keeps the books of an agency's appropriations for a budget year:
// what the letter grants, what was paid and came back, what is left of every limit, and
// the accounts that are given of it afterwards.
//
// # One idea
//
// Nothing is stored but facts. Four kinds of facts make the books: confirmed editions of
// the letter (steer/directive), bookings, closings of months, and flows that other rooms
// keep and give as a function (what came back on claims). Books is a pure function of
// these, the parameters and an instant; every figure of every account opens down to the
// bookings and flows behind it. A claim that is decided, waived or barred never touches
// the books: the only way in from recovery is money, on the day it was paid (12 §
// anslagsförordningen (2011:223): transfers are settled in the year of payment).
//
// # Stored form
//
// Under party 0. The stream "appropriation/2025" is the register of a year, and each
// account has a stream of its own, "appropriation/2025/UO10 2:1 ap.1".
//
//	appropriation.booked/1    on the account: occurred on the day, key = voucher
//	appropriation.recorded/1  on the year, with every set of bookings: how many, and the accounts that are new
//	appropriation.closed/1    on the year: the month is closed
//	appropriation.over/1      on the year: why a limit was passed knowingly, or why an opening is not what
//	                          the year before closed with, or is corrected (a limit named …/opening)
//
// Bodies are JSON in one form; every other form is refused when read. Bookings are stored
// together with a line in the year's stream at the version it was read with, so those who
// record at once are put after one another, and a voucher is unique in its year.
//
// # Two days
//
// A booking has the day it is of, and the day it is counted on. They are the same until
// the month is closed: what becomes known of a closed month is counted on the first day
// that was still open. So is an edition of the letter that is confirmed when days it applies
// to are closed, but for the year's first. Closed months therefore stay as they were told,
// and the year's total is the same as if no month had been closed. When December is closed
// the year is, what becomes known later belongs to the year after, and an edition that is
// confirmed later counts in no month. What an edition allows to be booked it allows from its
// own day. A month is not closed while an earlier one is open, unless that is told.
//
// # A saving
//
// Column 2 of the account is all that was carried in. What may not be kept of it by the terms
// of the letter is carried off in column 6 of the same account, with no booking (7 §
// anslagsförordningen); AccountRow.Lapses is how much. What was withdrawn of the saving by
// decision is booked as withdrawn_saving and lowers first what there is to keep. Every other
// withdrawal, that of the letter's table too, is of the year's amount: the table's heading
// speaks of the amount, and it is the cautious reading. So what may be disposed of (6 §) is
// the account's total, with credit and permitted excess, less what of that stands in column 5.
//
// # States
//
// An entry is new, already booked, or refused; a set of entries is booked whole or not at
// all. What comes from files of other systems is known again by its own ids: a set of
// payouts by the digest of their ids, a SIE voucher by its series and number and then by
// all its rows. What is the same is already booked; what is of the same day and benefit, or
// of a booked voucher, and not the same is refused until somebody says why it is right. The
// ids of single payouts are not kept, so sets that overlap are not told from those that do
// not. A month is open or closed. A limit is unknown, ok, warns, at the limit or over.
//
// # How it is made
//
//	account.go, kind.go, fact.go  what is booked, and what each kind does
//	view.go       an edition as the books look at it; conditions keep their ids through a year
//	books.go      facts to lines by account; flow.go the flows that other rooms keep
//	limit*.go     live limits
//	statement.go, outcome.go, carry.go, beside.go  the accounts that are given (reports.go), each held
//	              against the lines it is made from
//	record.go, decision.go, refusal.go, opening.go, reversal.go  booking; read.go reading and closing; body.go the stored form
//	import_*.go, opendata.go  files in and out; table.go, layout.go for reading
//
// What this package does not do: it keeps no ledger of costs, no balance sheet and no
// income titles; accruals (periodiseringar) are the accounting system's. It does not keep
// the parts (delposter) of an item apart, nor items that other agencies dispose of. What
// it cannot know, such as the amount of an empty cell, stays unknown and is never zero.
package appropriation
