// Package payoutcsv reads and writes the neutral file of payouts: what a payment
// system has paid out, one payout a line.
//
//	payout;paid_on;benefit;party;gross;tax;text
//
// The file is UTF-8 with fields separated by semicolons and the header exactly as
// above. A byte order mark and CR LF are accepted, and empty lines are passed over.
// A field may stand in quotation marks, with a quotation mark inside written twice;
// it cannot hold a line end.
//
//   - payout is the payment system's own id. It stands once in the file.
//   - paid_on is the day of the money, YYYY-MM-DD.
//   - benefit and party are a code and a number, which the room that takes the file
//     in knows.
//   - gross is kronor before tax, with a comma before the öre: "1 234,50". It is
//     above zero: what came back is no payout.
//   - tax is what was withheld of it, zero to gross; empty means 0.
//   - text may be empty.
//
// Neither id nor text begins with =, +, - or @, which a spreadsheet takes for a
// formula, and no field holds a control character.
//
// A reader gives records and gathers the faults, its own and those the room finds,
// until the file ends or a hundred are found. A writer refuses what a reader would
// not read back.
//
// The package knows lines and fields only: not which benefits there are, who a
// party is, nor whether a payout was taken in from an earlier file.
package payoutcsv

import (
	"balans/exchange/rows"
	"balans/law/calendar"
	"balans/law/money"
)

// Record is one payout of the file.
type Record struct {
	Line       int    // in the file, from 1, the header included; not written
	Payout     string // 1 to 64 characters
	PaidOn     calendar.Date
	Benefit    string
	Party      string
	Gross, Tax money.Amount // öre; Gross above 0, Tax 0 to Gross
	Text       string       // at most 200 characters
}

// Header is the columns in their order.
var Header = []string{"payout", "paid_on", "benefit", "party", "gross", "tax", "text"}

// Field is a column, counted from 0.
type Field int

// The columns.
const (
	Payout Field = iota
	PaidOn
	Benefit
	Party
	Gross
	Tax
	Text
)

// The limits of a file.
const (
	MaxBad     = rows.MaxBad // faults told
	MaxRecords = 5_000_000   // payouts: the largest run of a day twice over
	maxLine    = 4 << 10     // bytes
)

// LineError is a line, or a field of it, that cannot be used.
type LineError = rows.LineError

// BadLines is the error of a file of which some lines cannot be used.
type BadLines = rows.BadLines
