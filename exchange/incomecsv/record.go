// Package incomecsv reads and writes the neutral file of monthly incomes: what is known,
// while the year goes on, of the income of a household with housing allowance, one source of
// one month of one person a line.
//
//	household;person;month;amount;source;known_on
//
// The file is UTF-8 with fields separated by semicolons and the header exactly as above. A
// byte order mark and CR LF are accepted, and empty lines are passed over. A field may stand
// in quotation marks, with a quotation mark inside written twice; it cannot hold a line end.
//
//   - household is the benefit system's own id, as in the file of households (householdcsv),
//     or empty: then the income is the person's in every household of the year.
//   - person is twelve digits.
//   - month is the month the income is of, YYYY-MM, from 2011-01 to 2099-12.
//   - amount is the income of the month before tax, kronor from zero to a million with at most
//     two decimals after a comma, "21 450,50". A month that is not in the file is not known;
//     one with 0 is known to be without income.
//   - source is how it is known: told by the person, own payments of the agency, or declared
//     by an employer and known to the agency for another reason.
//   - known_on is the day it became known, YYYY-MM-DD, not before the month began.
//
// The lines of one person and month are added together; they may stand in any order.
//
// A reader gives records and gathers the faults, its own and those the room finds, until the
// file ends or a hundred are found. What a fault tells of a line has identity numbers without
// their last digits. A writer refuses what a reader would not read back.
//
// A row in plain form (no quotation marks, no spaces in amounts) is read without allocation.
// Every other row is read field by field with care, as every row could be: the answer is the
// same.
//
// The package knows lines and fields only: not whether the agency may use what an employer
// declared, nor what an income comes to in a year.
package incomecsv

import (
	"balans/exchange/rows"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
)

// Record is one line of the file. Household of a record that a Reader gives is a part of its
// memory: it is right until the next record.
type Record struct {
	Line      int    // in the file, from 1, the header included; not written
	Household []byte // an id as together.IsID has it, or empty
	Person    identity.Number
	Month     calendar.Date // the first day of it
	Amount    money.Amount  // öre, 0 to MaxAmount
	KnownOn   calendar.Date
	Source    Source
}

// Source is how an income is known.
type Source uint8

// The sources. A record has one of them.
const (
	NoSource Source = iota
	Told            // by the person
	Own             // payments of the agency itself
	Declared        // by an employer, and known to the agency for another reason
)

var sourceWords = [...]string{NoSource: "", Told: "told", Own: "own", Declared: "declared"}

// String is the word in the file, empty for NoSource.
func (s Source) String() string {
	if int(s) >= len(sourceWords) {
		return ""
	}
	return sourceWords[s]
}

// sourceOf reads the word in the file; NoSource for another word.
func sourceOf(word []byte) Source {
	switch string(word) {
	case "told":
		return Told
	case "own":
		return Own
	case "declared":
		return Declared
	}
	return NoSource
}

// Header is the columns in their order.
var Header = []string{"household", "person", "month", "amount", "source", "known_on"}

// Field is a column, counted from 0.
type Field int

// The columns. FieldSource is called so because Source is what stands in it.
const (
	Household Field = iota
	Person
	Month
	Amount
	FieldSource
	KnownOn
)

// The limits of a file.
const (
	MaxBad    = rows.MaxBad  // faults told
	MaxAmount = 1_000_000_00 // öre a month
	maxLine   = 1 << 10      // bytes
)

// The first and the last month that a line can be of.
var (
	firstMonth = calendar.New(2011, 1, 1)
	lastMonth  = calendar.New(2099, 12, 1)
)

// LineError is a line, or a field of it, that cannot be used.
type LineError = rows.LineError

// BadLines is the error of a file of which some lines cannot be used.
type BadLines = rows.BadLines
