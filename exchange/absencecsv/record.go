// Package absencecsv reads and writes the neutral file of absence from work as
// employers declare it, one day of one person a line, as it comes when another system
// has read the employers' declarations.
//
//	employer;period;party;day;spec;type;percent;hours;removed
//
// The file is UTF-8 with fields separated by semicolons and the header exactly as
// above. A byte order mark and CR LF are accepted, and empty lines are passed over.
// A field may stand in quotation marks, with a quotation mark inside written twice;
// it cannot hold a line end.
//
//   - employer and party are twelve digits (an organisation: 16 and its ten).
//   - period is the month of the declaration, YYYY-MM, from 2025-01, which is the first
//     that absence is declared for.
//   - day is the day of absence, YYYY-MM-DD, at the latest the last of the period.
//   - spec is the declaration's own number of the line, a whole number, which tells two
//     lines of the same day apart.
//   - type is TFP (temporary parental benefit) or FP (parental benefit).
//   - percent is per cent of full time, "0,01" to "100", and hours are hours of the day,
//     "0,01" to "24", with at most two decimals. One of them is stated and the other
//     is empty.
//   - removed is 1 where the employer takes back the line with the same employer,
//     period, party, day and spec, or empty. Then type may be empty, and both percent
//     and hours.
//
// The same key may stand many times: that is how a line is corrected.
//
// A reader gives records and gathers the faults, its own and those the room finds,
// until the file ends or a hundred are found. What a fault tells of a line has
// identity numbers without their last digits. A writer refuses what a reader would
// not read back.
//
// A row in plain form (no quotation marks) is read without allocation. Every other row
// is read field by field with care, as every row could be: the answer is the same.
//
// The package knows lines and fields only: not which line replaces which, nor what an
// absence means for a benefit.
package absencecsv

import (
	"balans/exchange/rows"
	"balans/law/calendar"
	"balans/law/identity"
)

// Record is one line of the file. It holds no part of the reader's memory and may be
// kept as it is.
type Record struct {
	Line     int // in the file, from 1, the header included; not written
	Employer identity.Number
	Party    identity.Number
	Period   calendar.Date // the first day of the month
	Day      calendar.Date
	Spec     int32 // 0 to MaxSpec
	Percent  int32 // hundredths of a per cent of full time, to 10 000; 0: not stated
	Hours    int32 // hundredths of an hour, to 2 400; 0: not stated
	Type     Type
	Removed  bool
}

// Type is which benefit the absence can give.
type Type uint8

// The types.
const (
	NotStated Type = iota // of a line that is removed
	TFP                   // tillfällig föräldrapenning
	FP                    // föräldrapenning
)

var typeWords = [...]string{NotStated: "", TFP: "TFP", FP: "FP"}

// String is the word in the file, empty for NotStated.
func (t Type) String() string {
	if int(t) >= len(typeWords) {
		return ""
	}
	return typeWords[t]
}

// typeOf reads the word in the file; NotStated for another word.
func typeOf(word []byte) Type {
	switch string(word) {
	case "TFP":
		return TFP
	case "FP":
		return FP
	}
	return NotStated
}

// Header is the columns in their order.
var Header = []string{"employer", "period", "party", "day", "spec", "type", "percent", "hours", "removed"}

// Field is a column, counted from 0.
type Field int

// The columns. FieldType is called so because Type is what stands in it.
const (
	Employer Field = iota
	Period
	Party
	Day
	Spec
	FieldType
	Percent
	Hours
	Removed
)

// The limits of a file.
const (
	MaxBad     = rows.MaxBad // faults told
	MaxSpec    = 999_999_999
	maxPercent = 10_000  // hundredths of a per cent
	maxHours   = 2_400   // hundredths of an hour
	maxLine    = 1 << 10 // bytes
)

// firstPeriod is the first month that absence is declared for.
var firstPeriod = calendar.New(2025, 1, 1)

// LineError is a line, or a field of it, that cannot be used.
type LineError = rows.LineError

// BadLines is the error of a file of which some lines cannot be used.
type BadLines = rows.BadLines
