// Package bookingcsv reads and writes the neutral file of bookings: what an
// accounting system has booked, one row a line, for systems that can make a text
// file and nothing more.
//
//	voucher;date;account;kind;amount;purpose;count;text
//
// The file is UTF-8 with fields separated by semicolons and the header exactly
// as above. A byte order mark and CR LF are accepted, and empty lines are passed
// over. A field may stand in quotation marks, with a quotation mark inside written
// twice; it cannot hold a line end.
//
//   - voucher is the source's own id of the row, such as "A 17.2". It stands once
//     in the file.
//   - date is YYYY-MM-DD.
//   - account and kind are the source's words.
//   - amount is kronor with a comma before the öre, "1 234,50" or "-12,5".
//   - purpose may be empty.
//   - count is a whole number, zero or more; empty means 1.
//   - text may be empty.
//
// No text begins with =, +, - or @, which a spreadsheet takes for a formula, and
// none holds a control character. What others match by (voucher, account, kind
// and purpose) has no space at its ends.
//
// A reader gives records and gathers the lines that are none, until the file
// ends or a hundred faults are found; then it is over, and Err says what was
// wrong. A writer refuses what a reader would not read back.
//
// The package knows lines and fields only. It does not know which accounts and
// kinds there are, nor whether a voucher was taken in from an earlier file.
package bookingcsv

import (
	"balans/exchange/rows"
	"balans/law/calendar"
	"balans/law/money"
)

// Record is one row of the file.
type Record struct {
	Line    int    // in the file, from 1, the header included
	Voucher string // the source's own id of the row, unique in the file
	Date    calendar.Date
	Account string
	Kind    string
	Amount  money.Amount // öre
	Purpose string       // may be empty
	Count   int64        // how many payments or cases the row stands for, 0 or more
	Text    string       // may be empty
}

// Header is the columns of the file, in order.
var Header = []string{"voucher", "date", "account", "kind", "amount", "purpose", "count", "text"}

// Limits of what a file may hold; more is a sign that it is not what it is taken
// for.
const (
	MaxField   = 200         // characters in voucher, account, kind and purpose
	MaxText    = 500         // characters in text
	MaxRecords = 5_000_000   // rows in a file
	MaxBad     = rows.MaxBad // faults listed before reading stops
	maxLine    = 16 << 10    // bytes in a line
)
