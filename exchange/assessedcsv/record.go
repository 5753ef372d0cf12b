// Package assessedcsv reads and writes the neutral file of assessed incomes: what the Tax
// Agency's decision on final tax and the Board of Student Finance (CSN) say of the people of
// a household for one calendar year, one person a line, by which its housing allowance is
// decided for good (SFB 97 and 98 kap.).
//
//	household;person;role;decided_on;employment;business;own_pension;funds_set_aside;funds_reversed;old_deficits;capital;capital_deductions;capital_losses;deferral;interest_allocation;standard_income;wealth;study_grant;study_start;scholarship;foreign
//
// The file is UTF-8 with fields separated by semicolons and the header exactly as above. A
// byte order mark and CR LF are accepted, and empty lines are passed over. A field may stand
// in quotation marks, with a quotation mark inside written twice; it cannot hold a line end.
//
//   - household is the benefit system's own id, 1 to 40 of A to Z, a to z, digits, full stop,
//     underscore and hyphen, not beginning with a hyphen, which a spreadsheet takes for a
//     formula; person is twelve digits.
//   - role is adult, child (one that lives at home) or alternating (a child that lives there
//     by turns, växelvis boende).
//   - decided_on is the day of the decision on final tax, YYYY-MM-DD; it may be empty for a
//     child.
//   - employment is the surplus of employment (tjänst, 97:2). An adult's is stated, also where
//     it is 0: what is not stated is not nothing.
//   - business is the surplus of business (näringsverksamhet, 97:4), below zero where it is a
//     deficit. What was deducted in it and is added back: own_pension (saving for one's own pension), funds_set_aside
//     (periodiseringsfond, expansionsfond) and old_deficits (of earlier years); what was added
//     in it and is taken away: funds_reversed.
//   - capital is the surplus of capital (97:5), below zero where it is a deficit, and
//     capital_deductions what was deducted in it and is added back. Of these deductions are
//     kept capital_losses (up to the gains), deferral (uppskov) and interest_allocation
//     (negative räntefördelning); standard_income (schablonintäkt) is taken away.
//   - wealth is the net wealth on 31 December (97:6–10).
//   - study_grant is the study grant without supplement (studiebidrag), study_start the support
//     to begin studies (studiestartsstöd), and scholarship the tax-free scholarships (97:13),
//     all of the year; what of them counts is not here.
//   - foreign is what is not taxed here or otherwise: income abroad and exempt by treaty, by
//     the special tax of those who live abroad (SINK), and the establishment benefit (97:2).
//
// Money is kronor of the year from zero, and for business and capital also below, with at most two
// decimals after a comma, to 10 000 million; empty means 0. A child has only the seven fields
// from capital to wealth.
//
// The lines of one household stand together, each of another person, and one of them at least
// is an adult's.
//
// Read gives whole households: one with a line that cannot be used, beside a line that does
// not say whose it is, or without an adult is set aside, and the others are given. A Reader
// gives the lines one by one and says nothing of the others of their household. Both gather
// the faults, until the file ends or a hundred are found; that an adult is missing is told of
// the first line, and of no household that may have a line that cannot be read. What a fault
// tells of a line has identity numbers without their last digits. A writer refuses what would
// not be read back.
//
// A row in plain form (no quotation marks, no spaces in amounts, nothing from a hundred
// million kronor on) is read without allocation. Every other row is read field by field with
// care, as every row could be: the answer is the same.
//
// The package knows lines and fields only: not which year it is, who is whose spouse, what an
// income comes to, nor whether the household has an allowance.
package assessedcsv

import (
	"balans/exchange/rows"
	"balans/exchange/together"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
)

// Record is one line of the file. Amounts are öre of the year, 0 to MaxAmount, and 0 where
// the file has nothing. Household of a record that a Reader gives is a part of its memory: it
// is right until the next record. That of a record from Read stays.
type Record struct {
	Line      int    // in the file, from 1, the header included; not written
	Household []byte // 1 to 40 of A-Z, a-z, 0-9, full stop, underscore and hyphen
	Person    identity.Number
	DecidedOn calendar.Date // None: not stated, of a child
	Role      Role

	Employment         money.Amount
	Business           money.Amount // from -MaxAmount: a deficit
	OwnPension         money.Amount
	FundsSetAside      money.Amount
	FundsReversed      money.Amount
	OldDeficits        money.Amount
	Capital            money.Amount // from -MaxAmount: a deficit
	CapitalDeductions  money.Amount
	CapitalLosses      money.Amount
	Deferral           money.Amount
	InterestAllocation money.Amount
	StandardIncome     money.Amount
	Wealth             money.Amount
	StudyGrant         money.Amount
	StudyStart         money.Amount
	Scholarship        money.Amount
	Foreign            money.Amount
}

// amounts are those of the record in the order of the columns, from Employment on.
func (rec *Record) amounts() [amountFields]*money.Amount {
	return [...]*money.Amount{&rec.Employment, &rec.Business, &rec.OwnPension, &rec.FundsSetAside, &rec.FundsReversed, &rec.OldDeficits,
		&rec.Capital, &rec.CapitalDeductions, &rec.CapitalLosses, &rec.Deferral, &rec.InterestAllocation, &rec.StandardIncome, &rec.Wealth,
		&rec.StudyGrant, &rec.StudyStart, &rec.Scholarship, &rec.Foreign}
}

// Role is who a person is in the household.
type Role uint8

// The roles. A record has one of them.
const (
	NoRole Role = iota
	Adult
	Child       // at home
	Alternating // a child that lives there by turns
)

var roleWords = [...]string{NoRole: "", Adult: "adult", Child: "child", Alternating: "alternating"}

// String is the word in the file, empty for NoRole.
func (r Role) String() string {
	if int(r) >= len(roleWords) {
		return ""
	}
	return roleWords[r]
}

// roleOf reads the word in the file; NoRole for another word.
func roleOf(word []byte) Role {
	switch string(word) {
	case "adult":
		return Adult
	case "child":
		return Child
	case "alternating":
		return Alternating
	}
	return NoRole
}

// Header is the columns in their order.
var Header = []string{"household", "person", "role", "decided_on", "employment", "business", "own_pension", "funds_set_aside", "funds_reversed", "old_deficits",
	"capital", "capital_deductions", "capital_losses", "deferral", "interest_allocation", "standard_income", "wealth", "study_grant", "study_start", "scholarship", "foreign"}

// Field is a column, counted from 0.
type Field int

// The columns. FieldRole is called so because Role is what stands in it.
const (
	Household Field = iota
	Person
	FieldRole
	DecidedOn
	Employment
	Business
	OwnPension
	FundsSetAside
	FundsReversed
	OldDeficits
	Capital
	CapitalDeductions
	CapitalLosses
	Deferral
	InterestAllocation
	StandardIncome
	Wealth
	StudyGrant
	StudyStart
	Scholarship
	Foreign
	amountFields = int(Foreign-Employment) + 1
)

// of reports whether a person with the role can have something in an amount's field.
func (r Role) of(at Field) bool { return r == Adult || at >= Capital && at <= Wealth }

// The limits of a file.
const (
	MaxBad     = rows.MaxBad       // faults told
	MaxRecords = 8_000_000         // lines: some ten times those of a year
	MaxPeople  = 100               // of a household
	MaxAmount  = 10_000_000_000_00 // öre
	maxLine    = 2 << 10           // bytes
)

// LineError is a line, or a field of it, that cannot be used.
type LineError = rows.LineError

// BadLines is the error of a file of which some lines cannot be used.
type BadLines = rows.BadLines

// SetAside is a household that was not given, or lines that do not say of which they are.
type SetAside = together.SetAside
