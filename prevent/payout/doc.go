// Package payout is what is to be paid out, line by line, and what was paid.
//
// # Lines
//
// A Line is planned in a payment run (Planning), from a file: what is to be paid, to whom,
// for which days. What happens to it is facts of its own stream, "payout/<id>" under its
// party, and where it stands is a fold of them, as of a day and as known at an instant
// (Entry, AsOf):
//
//	planned ─▶ paid
//	        ─▶ cancelled
//	        ─▶ held ─▶ planned    released, or its time is over
//	                ─▶ cancelled
//
// A hold is a person's decision with probable reasons and a last day (SFB 112:3), for
// benefits that may be held (SFB 112:4). When its last day has passed the line is planned
// again without anybody doing anything. What was paid is never cancelled here: that is a
// case of recovery. Hold, Release, Cancel and Replace change one line, can be tried out, and
// say no with a *Refusal; Payment pays a run, and leaves what is held or has a reason to
// wait. Amounts are never lost: the lines of a run by state add up to what it was planned
// with, and to what was planned in the place of others.
//
// The agency's own streams (party 0) hold the list of runs, the notes around each mass
// write, and a reference to every line that was changed one by one. A Book therefore reads
// the runs from a pay day on and nothing else of the journal. A line about a child leaves a
// reference under the child.
//
// # Columns
//
// Columns keep what was paid by day and benefit, for the books:
//
//	day and benefit   once
//	payout            gross 4 bytes, tax 4 bytes, party 8 bytes: 16 bytes in all
//
// so that sixty million payouts, a large agency's year, are just under a gigabyte,
// and the sum of a day reads four bytes a payout in order. An amount of 42,9 million
// kronor or more stands in a list of its own. They do not keep the ids of the payment
// system, but for each day and benefit a digest of all of them, so that the same set of
// payouts is known again in whatever order and file it comes. Two sets that share some ids
// are only seen to be different. A file must name each payout once (exchange/payoutcsv);
// whether one was taken in from an earlier file is for the one who builds. LineColumns keep
// what controls look through of planned lines.
//
// The package knows no accounts and appropriations, does not know whether a payout is right,
// sends no money, and does not know what came back: see recover/repayment. A payout that was
// lowered by a set-off (SFB 108:22) is to stand here with what it was before, gross.
package payout
