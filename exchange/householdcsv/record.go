// Package householdcsv reads and writes the neutral file of housing allowances
// (bostadsbidrag, SFB 95–98 kap.): what each was decided on and paid by until the final
// one is decided, one household and unbroken months in which nothing differed a line.
//
//	household;person;spouse;form;from;to;cost;area;rooms;home;alternating;access;accepted_cost;accepted_area;income;spouse_income;paid;supplement;decided_on
//
// The file is UTF-8 with fields separated by semicolons and the header exactly as above.
// A byte order mark and CR LF are accepted, and empty lines are passed over. A field may
// stand in quotation marks, with a quotation mark inside written twice; it cannot hold a
// line end.
//
//   - household is the benefit system's own id, 1 to 40 of A to Z, a to z, digits, full
//     stop, underscore and hyphen, not beginning with a hyphen, which a spreadsheet takes
//     for a formula.
//   - person is who applied, and spouse the one that person lives with, or empty: two
//     people, each in twelve digits.
//   - form is family or young (people without children). A family has children in one of
//     the three numbers below, young none.
//   - from and to are the first and the last month, YYYY-MM, of one calendar year from 2011
//     to 2099.
//   - cost is the considered cost of the home a month (bidragsgrundande bostadskostnad);
//     area is its whole square metres, 1 to 999; rooms are those beside the kitchen, 0 to
//     50, or empty where that is not stated.
//   - home, alternating and access are how many children live at home, live there by turns
//     (växelvis boende) and visit (umgänge), 0 to 20 each.
//   - accepted_cost is the higher cost a month, and accepted_area the larger area, that was
//     accepted for a disabled member (97:18, 97:20, of the young 97:27, 97:28). Both are above
//     zero; empty means none.
//   - income is the applicant's estimated income for the calendar year (uppskattad
//     bidragsgrundande inkomst). spouse_income is the spouse's, and stated where there is a
//     spouse and only there.
//   - paid is the preliminary allowance paid for each of the months, and supplement the
//     temporary one (tillfälligt tilläggsbidrag) for each; an empty supplement means 0.
//   - decided_on is the day of the preliminary decision, YYYY-MM-DD.
//
// Money is kronor from zero with at most two decimals after a comma, "6 250,50": to 10 000
// million for the incomes, to a million for what is by the month.
//
// The lines of one household stand together, are of one person, and come in order of
// their months, of which none stands twice.
//
// Read gives whole households: one with a line that cannot be used, or beside a line that
// does not say whose it is, is set aside, and the others are given. A Reader gives the
// lines one by one and says nothing of the others of their household. Both gather the
// faults, until the file ends or a hundred are found. What a fault tells of a line has
// identity numbers without their last digits. A writer refuses what would not be read back.
//
// A row in plain form (no quotation marks, no spaces in amounts) is read without
// allocation. Every other row is read field by field with care, as every row could be: the
// answer is the same.
//
// The package knows lines and fields only: not what the allowance should have been, whether
// the months of a year are all there, nor whether a household came before.
package householdcsv

import (
	"balans/exchange/rows"
	"balans/exchange/together"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
)

// Record is one line of the file. Household of a record that a Reader gives is a part of its
// memory: it is right until the next record. That of a record from Read stays.
type Record struct {
	Line         int    // in the file, from 1, the header included; not written
	Household    []byte // 1 to 40 of A-Z, a-z, 0-9, full stop, underscore and hyphen
	Person       identity.Number
	Spouse       identity.Number // None: no spouse
	Cost         money.Amount    // öre a month, 0 to MaxMonth
	AcceptedCost money.Amount    // öre a month, to MaxMonth; 0: none
	Income       money.Amount    // öre a year, 0 to MaxIncome
	SpouseIncome money.Amount    // öre a year, 0 to MaxIncome; 0 without a spouse
	Paid         money.Amount    // öre for each month, 0 to MaxMonth
	Supplement   money.Amount    // öre for each month, 0 to MaxMonth
	From, To     calendar.Date   // the first days of the first and of the last month
	DecidedOn    calendar.Date
	Area         int32 // whole square metres, 1 to MaxArea
	AcceptedArea int32 // whole square metres, to MaxArea; 0: none
	Rooms        int32 // beside the kitchen, 0 to MaxRooms; RoomsNotStated
	Home         int32 // children, 0 to MaxChildren, as the two below
	Alternating  int32
	Access       int32
	Form         Form
}

// RoomsNotStated is in Rooms where the file has nothing.
const RoomsNotStated = -1

// Form is which of the two allowances it is.
type Form uint8

// The forms. A record has one of them.
const (
	NoForm Form = iota
	Family      // barnfamilj
	Young       // ungdomar, unga utan barn
)

var formWords = [...]string{NoForm: "", Family: "family", Young: "young"}

// String is the word in the file, empty for NoForm.
func (f Form) String() string {
	if int(f) >= len(formWords) {
		return ""
	}
	return formWords[f]
}

// formOf reads the word in the file; NoForm for another word.
func formOf(word []byte) Form {
	switch string(word) {
	case "family":
		return Family
	case "young":
		return Young
	}
	return NoForm
}

// Header is the columns in their order.
var Header = []string{"household", "person", "spouse", "form", "from", "to", "cost", "area", "rooms", "home", "alternating", "access",
	"accepted_cost", "accepted_area", "income", "spouse_income", "paid", "supplement", "decided_on"}

// Field is a column, counted from 0.
type Field int

// The columns. FieldForm is called so because Form is what stands in it.
const (
	Household Field = iota
	Person
	Spouse
	FieldForm
	From
	To
	Cost
	Area
	Rooms
	Home
	Alternating
	Access
	AcceptedCost
	AcceptedArea
	Income
	SpouseIncome
	Paid
	Supplement
	DecidedOn
)

// The limits of a file.
const (
	MaxBad      = rows.MaxBad       // faults told
	MaxRecords  = 4_000_000         // lines: some ten times the households of a year
	MaxMonth    = 1_000_000_00      // öre
	MaxIncome   = 10_000_000_000_00 // öre
	MaxArea     = 999               // square metres
	MaxRooms    = 50                // beside the kitchen
	MaxChildren = 20                // of a sort
	maxLine     = 2 << 10           // bytes
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

// SetAside is a household that was not given, or lines that do not say of which they are.
type SetAside = together.SetAside
