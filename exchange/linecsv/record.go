// Package linecsv reads and writes the neutral file of planned payout lines: what a
// case system means to pay, one line of a decision a line, before anything is paid.
//
//	payout;party;payee;benefit;from;to;days;extent;basis;hours;child;applied_on;pay_on;account;gross;tax;text
//
// The file is UTF-8 with fields separated by semicolons and the header exactly as
// above. A byte order mark and CR LF are accepted, and empty lines are passed over.
// A field may stand in quotation marks, with a quotation mark inside written twice;
// it cannot hold a line end.
//
//   - payout is the payment system's own id. It stands once in the file.
//   - party is whose benefit it is, in twelve digits (an organisation: 16 and its
//     ten); payee is who gets the money where that is another; child is the child it
//     is for, or empty.
//   - benefit is a code, which the room that takes the file in knows.
//   - from and to are the days it is for, both included, YYYY-MM-DD; days is how many
//     of them are paid, 0 to 366.
//   - extent is per cent of a full benefit, "100" or "12,5"; basis is employee,
//     self-employed, unemployed or other; hours are hours with at most two decimals.
//     Empty, and 0 for the two numbers, means not stated.
//   - applied_on is the day of the application, or empty; pay_on is the day the money
//     is to go.
//   - account is at most 34 of 0 to 9 and A to Z, or empty.
//   - gross is kronor before tax, with a comma before the öre: "1 234,50". It is above
//     zero. tax is what is withheld of it, zero to gross; empty means 0.
//   - text may be empty.
//
// Neither id, code nor text begins with =, +, - or @, which a spreadsheet takes for a
// formula, and no field holds a control character.
//
// A reader gives records and gathers the faults, its own and those the room finds,
// until the file ends or a hundred are found. What a fault tells of a line has
// identity numbers without their last digits. A writer refuses what a reader would
// not read back.
//
// A row in plain form (printable ASCII, no quotation marks, no spaces in amounts) is
// read without allocation. Every other row is read field by field with care, as every
// row could be: the answer is the same. The ids of the file are kept, some fifteen
// bytes each, to find one that stands twice; they need not stand in order, but a file
// whose ids rise costs least.
//
// The package knows lines and fields only: not which benefits there are, who a party
// is, whether days, extent and amount agree, nor whether a line was taken in from an
// earlier file.
package linecsv

import (
	"balans/exchange/rows"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
)

// Record is one planned line of the file. The four texts of a record that a Reader
// gives are parts of its memory: they are right until the next record, and who keeps
// one copies it.
type Record struct {
	Line      int    // in the file, from 1, the header included; not written
	Payout    []byte // 1 to 64 characters
	Benefit   []byte // 1 to 64 characters
	Account   []byte // at most 34 of 0-9 and A-Z; empty: not stated
	Text      []byte // at most 200 characters
	Party     identity.Number
	Payee     identity.Number // Party where the file names no other
	Child     identity.Number // None: not about a child
	Gross     money.Amount    // öre, above 0
	Tax       money.Amount    // öre, 0 to Gross
	From, To  calendar.Date   // both included; To is not before From
	AppliedOn calendar.Date   // None: not stated
	PayOn     calendar.Date
	Days      int32 // paid days, 0 to MaxDays
	Extent    int32 // hundredths of a per cent, to 10 000; 0: not stated
	Hours     int32 // hundredths of an hour, to MaxHours; 0: not stated
	Basis     Basis
}

// Basis is what work the benefit rests on.
type Basis uint8

// The bases.
const (
	NotStated Basis = iota
	Employee
	SelfEmployed
	Unemployed
	Other
)

var basisWords = [...]string{NotStated: "", Employee: "employee", SelfEmployed: "self-employed", Unemployed: "unemployed", Other: "other"}

// String is the word in the file, empty for NotStated.
func (b Basis) String() string {
	if int(b) >= len(basisWords) {
		return ""
	}
	return basisWords[b]
}

// basisOf reads the word in the file.
func basisOf(word []byte) (b Basis, ok bool) {
	switch string(word) {
	case "":
		return NotStated, true
	case "employee":
		return Employee, true
	case "self-employed":
		return SelfEmployed, true
	case "unemployed":
		return Unemployed, true
	case "other":
		return Other, true
	}
	return NotStated, false
}

// Header is the columns in their order.
var Header = []string{"payout", "party", "payee", "benefit", "from", "to", "days", "extent", "basis", "hours", "child", "applied_on", "pay_on", "account", "gross", "tax", "text"}

// Field is a column, counted from 0.
type Field int

// The columns. FieldBasis is called so because Basis is what stands in it.
const (
	Payout Field = iota
	Party
	Payee
	Benefit
	From
	To
	Days
	Extent
	FieldBasis
	Hours
	Child
	AppliedOn
	PayOn
	Account
	Gross
	Tax
	Text
)

// The limits of a file.
const (
	MaxBad     = rows.MaxBad // faults told
	MaxRecords = 10_000_000  // lines: some months of all that an agency pays
	MaxDays    = 366         // of a line
	MaxHours   = 878_400     // hundredths: a year of days and nights
	maxExtent  = 10_000      // hundredths of a per cent
	maxLine    = 4 << 10     // bytes
)

// LineError is a line, or a field of it, that cannot be used.
type LineError = rows.LineError

// BadLines is the error of a file of which some lines cannot be used.
type BadLines = rows.BadLines
