// Package basiscsv reads and writes the neutral file of messages of bases: what a benefit
// system says was paid, and what should have been, one payment of a message a line.
//
//	source;id;version;status;person;benefit;payout;payee;from;to;paid;tax;entitled
//
// The file is UTF-8 with fields separated by semicolons and the header exactly as above. A
// byte order mark and CR LF are accepted, and empty lines are passed over. A field may stand
// in quotation marks, with a quotation mark inside written twice; it cannot hold a line end.
//
//   - source is the system that tells, 1 to 40 of a to z, digits and hyphens; id is its own of
//     the basis, in at most 64 characters; version counts from 1.
//   - status is current, blocked (the source is working on it) or annulled (nothing was wrong).
//   - person is whose benefit it is, in twelve digits; benefit is a code, which the room that
//     takes the file in knows.
//   - payout is the payment's own id; payee is who was paid, empty where that is the person.
//   - from and to are the days the payment was for, both included, YYYY-MM-DD.
//   - paid and entitled are kronor before tax from zero, with a comma before the öre,
//     "1 234,50"; tax is what was withheld of what was paid, zero to paid; empty means 0.
//
// The lines of one source, id and version are one message. They stand together and say the
// same of status, person and benefit. A message that is blocked or annulled may be one line
// with the fields from payout on empty.
//
// A message is read whole or not at all: where a line of it cannot be used, or where a line
// that cannot be read stands beside it and may belong to it, it is set aside, and the others
// are given. What a fault tells of a line has identity numbers without their last digits. A
// writer refuses what a reader would not read back.
//
// The package knows lines and fields only: not which benefits there are, which case a
// message belongs to, nor whether it has come before.
package basiscsv

import (
	"balans/exchange/rows"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
)

// Status is what the source says of a basis.
type Status string

// The statuses.
const (
	Current  Status = "current"
	Blocked  Status = "blocked"
	Annulled Status = "annulled"
)

// Message is one version of a basis.
type Message struct {
	Line     int    // of the file, from 1, where it begins; not written
	Source   string // 1 to 40 of a-z, 0-9 and hyphens
	ID       string // 1 to 64 characters
	Version  int32  // from 1
	Status   Status
	Person   identity.Number
	Benefit  string    // 1 to 64 characters
	Payments []Payment // at least one when the status is Current
}

// Payment is one payment of a message. Amounts are öre, gross.
type Payment struct {
	Payout   string          // 1 to 64 characters
	Payee    identity.Number // the person where the file names no other
	From, To calendar.Date   // both included; To is not before From
	Paid     money.Amount    // 0 or more
	Tax      money.Amount    // 0 to Paid
	Entitled money.Amount    // 0 or more
}

// SetAside is a message that was not given. Source and ID are empty of a line that does not
// say which message it is of.
type SetAside struct {
	Line    int // where it begins
	Source  string
	ID      string
	Version int32
}

// Header is the columns in their order.
var Header = []string{"source", "id", "version", "status", "person", "benefit", "payout", "payee", "from", "to", "paid", "tax", "entitled"}

// Field is a column, counted from 0.
type Field int

// The columns. FieldStatus is called so because Status is what stands in it.
const (
	Source Field = iota
	ID
	Version
	FieldStatus
	Person
	Benefit
	Payout
	Payee
	From
	To
	Paid
	Tax
	Entitled
)

// The limits of a file.
const (
	MaxBad      = rows.MaxBad // faults told
	MaxVersion  = 999_999_999
	MaxPayments = 5_000 // of a message
	maxLine     = 4 << 10
)

// LineError is a line, or a field of it, that cannot be used.
type LineError = rows.LineError

// BadLines is the error of a file of which some lines cannot be used.
type BadLines = rows.BadLines
