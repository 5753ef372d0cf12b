package appropriation

import (
	"balans/law/calendar"
	"balans/law/money"
	"balans/steer/directive"
)

// Rank is what a row of an account sums.
type Rank uint8

// The ranks, the widest first.
const (
	WholeRank Rank = iota
	AreaRank
	AppropriationRank
	ItemRank
)

// Head is what a row is about. A row above items is the sum of the rows under it.
type Head struct {
	Rank   Rank
	Area   int              // expenditure area, 0 for the whole
	Number string           // appropriation, such as 2:1
	Item   directive.ItemID // for an item
	Name   string
	Line   int // of the letter, 0 for a sum that it does not print
}

// Nine is the columns of the account of appropriations (bilaga 3 to the ordinance
// 2000:605): Total = Opening + Allotted + Reallocated + Exceeded − Withdrawn, and
// Closing = Total − Outgoings + Income, to the öre.
type Nine struct {
	Opening     Figure // 2, saving above zero, used credit below
	Allotted    Figure // 3, by the edition in force
	Reallocated Figure // 4
	Exceeded    Figure // 5
	Withdrawn   Figure // 6, by the letter, by decisions that were booked, and what lapses of a saving
	Total       Figure // disposable in all
	Outgoings   Figure // 7, payments less repayments
	Income      Figure // 8
	Closing     Figure // 9
}

// AccountRow is a row of the account.
type AccountRow struct {
	Head
	Nine
	Payments, Repayments money.Amount // what outgoings are made of
	// Allotments is what each edition allots, for an item whose amount was changed.
	Allotments []Allotment
	// OpeningBooked is false for an item without a booked opening, which is then
	// counted as zero.
	OpeningBooked bool
	// Lapses is the part of column 6 that no decision was booked for: what may not be kept
	// of the saving that was carried in is carried off as withdrawn (7 §
	// anslagsförordningen). Keeps is what may be kept of it, and the terms.
	Lapses Figure
	Keeps  Part
	// CreditRaised is credit granted by decision during the year; it is in no column.
	CreditRaised money.Amount
	// Carries says that something of a saving may be kept; else column 9 is a balance
	// that lapses (saldo).
	Carries bool
}

// LateEdition is an edition that counts later than it applied: its own day was closed when
// it was confirmed.
type LateEdition struct {
	Edition       string
	From, Counted calendar.Date
}

// Allotment is an amount as an edition has it.
type Allotment struct {
	Edition string
	From    calendar.Date // the day it counts from
	Amount  Figure
	Line    int
}

// Statement is the account of appropriations: the whole first, then areas, appropriations and items in
// the letter's order. Others is items that other agencies dispose of; they are in no sum.
type Statement struct {
	Year    int
	To      calendar.Date
	KnownAt calendar.Instant
	Edition string // in force on To
	Rows    []AccountRow
	Others  []OtherItem
	LeftOut []LeftOut
	// WithoutOpening is how many items have no booked opening, and Unknown how many
	// have a total that is not known.
	WithoutOpening, Unknown int
	Ended                   bool // To had passed when the books were known
	// Openings is where the openings of items are not what the year before closed with, and
	// no reason was given.
	Openings []OpeningDifference
	// Passed is the limits that are passed on To with no reason that covers it: money that
	// flowed in from other rooms, or a later edition, passes a limit without a booking.
	Passed []Limit
	// Late is the editions that were confirmed when months they are of were closed.
	Late []LateEdition
}

// OtherItem is an item that another agency disposes of.
type OtherItem struct {
	Head
	Disposer string
	Allotted Figure
}

// OutcomeRow is a row of the monthly outcome. Outcome is outgoings less income. Figures of
// the year before are unknown when the books do not have them, and so is what hangs on
// them.
type OutcomeRow struct {
	Head
	Month, MonthBefore, MonthChange    Figure
	ToDate, ToDateBefore, ToDateChange Figure
	Budget                             Figure // allotted by the edition in force at the end of the month
}

// Outcome is the monthly outcome: rows as in a Statement.
type Outcome struct {
	Year, Month int
	KnownAt     calendar.Instant
	Closed      bool // the month is closed
	Edition     string
	// BeforeFrom is the published file that the year before is taken from, "" when it is
	// these books'.
	BeforeFrom string
	Rows       []OutcomeRow
	LeftOut    []LeftOut
}

// CarryRow is what becomes of an item's balance at the end of the year.
type CarryRow struct {
	Head
	Closing       Figure
	Terms         string // what may be kept, as printed: Inget, 3 %, …
	TermsEdition  string // the edition that says it
	TermsLine     int
	Keeps, Lapses Figure // of a saving
	CreditUsed    Figure // of a balance below zero
	Credit        Figure // as granted
	CreditLeft    Figure
	// CreditAboveShare is true when the credit is above the share of the appropriation
	// that the parameter appropriation_credit_max allows.
	CreditAboveShare bool
}

// CarryOver is the carry-over at the end of a year.
type CarryOver struct {
	Year    int
	KnownAt calendar.Instant
	Ended   bool   // the year had ended when the books were known
	Next    bool   // the letter of the year after is known, and its terms are used
	Edition string // whose terms they are
	Rows    []CarryRow
}

// PlanRow is a payment of the plan to the interest account and what came: what was
// transferred in from the first of its month to the month of the next payment.
type PlanRow struct {
	Line       int
	Date       calendar.Date
	BankDay    bool
	PaidOn     calendar.Date // the next bank day; shown for information, the plan says Date
	Planned    Figure
	Received   money.Amount
	Difference Figure // received − planned; unknown when the day has not come
}

// InterestStatement is the interest account: Closing = Opening + In − Out + Interest.
type InterestStatement struct {
	Year                                int
	To                                  calendar.Date
	Opening, In, Out, Interest, Closing money.Amount
	OpeningBooked                       bool
	Lowest                              money.Amount // the lowest balance of the year so far, and its day
	LowestOn                            calendar.Date
	Credit                              Limit
	Plan                                []PlanRow
	Planned, Received                   Figure
}

// FeeRow is a fee-based activity: Result = Income − Cost, Accumulated = Opening + Result.
type FeeRow struct {
	Account                                            Account
	Activity                                           string
	Line                                               int
	Opening, Income, Cost, Result, Accumulated         money.Amount
	OpeningBooked                                      bool
	BudgetOpening, BudgetIncome, BudgetCost            Figure
	BudgetResult, BudgetAccumulated                    Figure
	IncomeDifference, CostDifference, ResultDifference Figure // outcome − budget
}

// FeeStatement is the fee-based activities and their sum.
type FeeStatement struct {
	Year  int
	To    calendar.Date
	Rows  []FeeRow
	Total FeeRow
}

// DueYear is what falls due in a year under an authorisation.
type DueYear struct {
	Year        int
	Onwards     bool
	Indicative  Figure // as the letter has it, for information
	Outstanding money.Amount
}

// AuthorisationRow is an authorisation: Outstanding = Opening + Committed − Fulfilled −
// Lapsed.
type AuthorisationRow struct {
	Item                                               directive.ItemID
	Name                                               string
	Line                                               int
	End                                                int // last year, 0 when not printed
	Opening, Committed, Fulfilled, Lapsed, Outstanding money.Amount
	Frame                                              Limit
	Years                                              []DueYear
}

// DebtRow is a loan frame or an account credit: Closing = Opening + Drawn − Repaid.
type DebtRow struct {
	Account                         Account
	Opening, Drawn, Repaid, Closing money.Amount
	Frame                           Limit
}
