// Package registercsv reads and writes the neutral file of facts from others: what
// another agency, an employer or a system of cases has told of a party, one fact a
// line.
//
//	kind;source;id;party;from;to;status;other;amount;extent;hours;received_at;withdrawn;text
//
// The file is UTF-8 with fields separated by semicolons and the header exactly as
// above. A byte order mark and CR LF are accepted, and empty lines are passed over.
// A field may stand in quotation marks, with a quotation mark inside written twice;
// it cannot hold a line end.
//
//   - kind is one to twenty of a to z and hyphens, beginning with a letter.
//   - source says who tells, in at most 40 characters, and id is the source's own, in
//     at most 64. The same id may stand many times: that is how a fact is corrected.
//   - party is who it is about, in twelve digits (an organisation: 16 and its ten).
//   - from is the first day, YYYY-MM-DD, and to the last; empty to means open.
//   - status and other are the kind's own words, at most 64 characters, or empty. A
//     telephone number begins with 0, since + is taken for a formula.
//   - amount is kronor from zero with a comma before the öre, "1 234,50", or empty.
//   - extent is per cent of full time, "100" or "12,5", and hours are hours with at
//     most two decimals; empty or 0 where it is not stated.
//   - received_at is when the source gave it: a day, which means its end in Sweden,
//     an instant such as 2025-04-01T08:30:00Z, or empty.
//   - withdrawn is 1 where the source takes back the fact with the id, or empty.
//   - text may be empty.
//
// No text begins with =, +, - or @, which a spreadsheet takes for a formula, and no
// field holds a control character.
//
// A reader gives records and gathers the faults, its own and those the room finds,
// until the file ends or a hundred are found. What a fault tells of a line has
// identity numbers without their last digits. A writer refuses what a reader would
// not read back.
//
// The package knows lines and fields only: not which kinds there are, what they need,
// or what a status means.
package registercsv

import (
	"balans/exchange/rows"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
)

// Record is one fact of the file.
type Record struct {
	Line       int    // in the file, from 1, the header included; not written
	Kind       string // 1 to 20 characters
	Source     string // 1 to 40 characters
	ID         string // 1 to 64 characters
	Party      identity.Number
	From       calendar.Date
	To         calendar.Date    // None: open; otherwise not before From
	Status     string           // at most 64 characters
	Other      string           // at most 64 characters
	Amount     money.Amount     // öre, 0 or more
	HasAmount  bool             // an amount is stated; otherwise Amount is 0
	Extent     int32            // hundredths of a per cent, to 10 000; 0: not stated
	Hours      int32            // hundredths of an hour, to MaxHours; 0: not stated
	ReceivedAt calendar.Instant // 0: not stated
	Withdrawn  bool
	Text       string // at most 200 characters
}

// Header is the columns in their order.
var Header = []string{"kind", "source", "id", "party", "from", "to", "status", "other", "amount", "extent", "hours", "received_at", "withdrawn", "text"}

// Field is a column, counted from 0.
type Field int

// The columns.
const (
	Kind Field = iota
	Source
	ID
	Party
	From
	To
	Status
	Other
	Amount
	Extent
	Hours
	ReceivedAt
	Withdrawn
	Text
)

// The limits of a file.
const (
	MaxBad    = rows.MaxBad // faults told
	MaxHours  = 878_400     // hundredths: a year of days and nights
	maxExtent = 10_000      // hundredths of a per cent
	maxLine   = 4 << 10     // bytes
)

// LineError is a line, or a field of it, that cannot be used.
type LineError = rows.LineError

// BadLines is the error of a file of which some lines cannot be used.
type BadLines = rows.BadLines
