package directive

import (
	"balans/exchange/lettertext"
	"balans/law/calendar"
	"balans/law/money"
)

// Letter is an appropriation letter as data. Every value says on which line of
// the text it stands; lines are numbered from 1. The zero Line means that the
// value is concluded and stands nowhere.
type Letter struct {
	Title  string `json:"title,omitempty"`
	Agency string `json:"agency,omitempty"` // whom it is for, such as Försäkringskassan
	Year   int    `json:"year,omitempty"`   // the budget year
	Line   int    `json:"line"`             // of the title

	// What older letters print above the title; empty or None when not printed.
	Department string        `json:"department,omitempty"`
	Number     string        `json:"number,omitempty"` // of the decision, such as II:1
	Decided    calendar.Date `json:"decided"`
	Diary      []string      `json:"diary,omitempty"`
	Amends     bool          `json:"amends,omitempty"` // it says that it changes an earlier letter

	Riksdag        []RiksdagDecision `json:"riksdag,omitempty"`
	Sections       []Section         `json:"sections,omitempty"`
	Goals          []Goal            `json:"goals,omitempty"`
	Requirements   []Requirement     `json:"requirements,omitempty"`
	Assignments    []Assignment      `json:"assignments,omitempty"` // those the letter gives, in its order
	Earlier        []Assignment      `json:"earlier,omitempty"`     // the table of those given earlier
	Occasions      []Deadline        `json:"occasions,omitempty"`   // the ordinary forecast occasions
	Appropriations []Appropriation   `json:"appropriations,omitempty"`
	Frames         []Frame           `json:"frames,omitempty"` // credit, carry-over and withdrawal for each item
	Closed         []ClosedItem      `json:"closed,omitempty"`
	Authorisations []Authorisation   `json:"authorisations,omitempty"`
	Loans          []Loan            `json:"loans,omitempty"`
	Plan           Plan              `json:"plan,omitzero"`
	Fees           FeeBudget         `json:"fees,omitzero"`
	FeeTargets     []Passage         `json:"fee_targets,omitempty"`
	CentralAccount []Passage         `json:"central_account,omitempty"`
	Signatures     []Passage         `json:"signatures,omitempty"`
	Copies         []Passage         `json:"copies,omitempty"` // who is sent a copy

	// Text is every line of the letter with what it was read as. No line that is
	// not empty is without a role.
	Text []TextLine `json:"text,omitempty"`
	// Unread lists the lines with the role NotRead, each with the reason.
	Unread []Unread `json:"unread,omitempty"`
	// Form is what kind of file the text was taken from; "" for lines that were given.
	Form lettertext.Form `json:"form,omitempty"`
	// Units is where the letter says what its amounts are counted in.
	Units []Passage `json:"units,omitempty"`
	// Missing names the parts that a letter usually has and this one has not.
	Missing []string `json:"missing,omitempty"`
}

// Role is what a line of the text was read as.
type Role string

// The roles of lines.
const (
	Empty   Role = "empty"
	Heading Role = "heading" // opens a part of the letter
	Value   Role = "value"   // gives at least one value of the data
	Prose   Role = "prose"   // belongs to the part it stands in, and gives no value of its own
	Ruler   Role = "ruler"   // dashes, page numbers, table heads, notes under tables
	NotRead Role = "not read"
)

// TextLine is a line of the letter and what it was read as.
type TextLine struct {
	No   int    `json:"no"`
	Text string `json:"text,omitempty"` // cells with tabs between them
	Role Role   `json:"role,omitempty"`
	// Part is what it belongs to, as a path: "goals", "assignment 3",
	// "UO10 1:6 ap.2", "frames", …; empty above the first part.
	Part string `json:"part,omitempty"`
}

// Unread is a line that could not be read, and why.
type Unread struct {
	Line   int    `json:"line"`
	Text   string `json:"text,omitempty"`
	Reason string `json:"reason,omitempty"`
}

// Passage is a sentence or paragraph that is kept as it stands.
type Passage struct {
	Line int    `json:"line"`
	Text string `json:"text,omitempty"`
}

// RiksdagDecision is a decision by Riksdagen that the letter rests on.
type RiksdagDecision struct {
	Line int    `json:"line"`
	Bill string `json:"bill,omitempty"` // 2024/25:1, of the proposition
	Area int    `json:"area,omitempty"` // the expenditure area it concerns, 0 when not said
	Bet  string `json:"bet,omitempty"`  // 2024/25:SoU1, of the committee's report
	Rskr string `json:"rskr,omitempty"` // 2024/25:92, of the Riksdag's communication
}

// Section is a numbered or capital heading.
type Section struct {
	Line   int    `json:"line"`
	Number string `json:"number,omitempty"` // 4.3.1, or "" for VERKSAMHET and the like
	Title  string `json:"title,omitempty"`
}

// Goal is a goal and what is to be reported on it.
type Goal struct {
	// ID is given when an edition is taken in, such as 2025-G03; the same goal keeps it
	// in later editions. Empty in a letter that was only read.
	ID        string     `json:"id,omitempty"`
	Line      int        `json:"line"`
	Title     string     `json:"title,omitempty"`
	Text      []Passage  `json:"text,omitempty"`
	Reporting []Passage  `json:"reporting,omitempty"` // empty when nothing is to be reported
	Deadlines []Deadline `json:"deadlines,omitempty"` // most have none: they are reported in the annual report
}

// Requirement is a reporting requirement without a goal.
type Requirement struct {
	ID        string     `json:"id,omitempty"` // as that of a Goal, such as 2025-R01
	Line      int        `json:"line"`
	Title     string     `json:"title,omitempty"`
	Text      []Passage  `json:"text,omitempty"`
	Deadlines []Deadline `json:"deadlines,omitempty"`
}

// Assignment is something the government asks for.
type Assignment struct {
	// ID is given when an edition is taken in, such as 2025-07; the same assignment
	// keeps it in later editions. Empty in a letter that was only read.
	ID    string `json:"id,omitempty"`
	Line  int    `json:"line"`
	Title string `json:"title,omitempty"`
	// Group is the heading it stands under, such as Sjukförsäkring; may be empty.
	Group string `json:"group,omitempty"`
	// Basis is where it was given, for one given earlier: a diary number or
	// "Regleringsbrev för 2024"; in the letter's own assignments the diary numbers
	// it refers to.
	Basis     []string   `json:"basis,omitempty"`
	Text      []Passage  `json:"text,omitempty"`
	Deadlines []Deadline `json:"deadlines,omitempty"`
	// With is the other agencies that take part or are to be consulted or informed.
	With []string `json:"with,omitempty"`
	// To is whom it is reported to when no deadline says it.
	To []string `json:"to,omitempty"`
	// Coordinator is the agency that answers for a joint report; "" when not said.
	Coordinator string `json:"coordinator,omitempty"`
	Continuous  bool   `json:"continuous,omitempty"` // information is to be given as the work goes on
}

// DeadlineKind is what is due.
type DeadlineKind string

// The kinds of deadlines.
const (
	Report     DeadlineKind = "report"      // a report, final when there are several
	Interim    DeadlineKind = "interim"     // delredovisning
	ActionPlan DeadlineKind = "action plan" // handlingsplan
	ForecastOn DeadlineKind = "forecast"    // prognos
	Ready      DeadlineKind = "ready"       // something is to be possible from this day
	Done       DeadlineKind = "done"        // something is to be done during or by this time
	Claim      DeadlineKind = "requisition" // rekvisition
	Repay      DeadlineKind = "repay"       // återbetalning, with its account
)

// Precision is how exactly the letter gives a time.
type Precision string

// The precisions.
const (
	ToDay   Precision = "day"
	ToMonth Precision = "month" // Date is the last day of the month
	ToYear  Precision = "year"  // Date is the last day of the year
)

// Deadline is when something is due. Dates are as the letter gives them, also when they
// are not bank days: they are flagged, not moved.
type Deadline struct {
	Line      int           `json:"line"`
	Kind      DeadlineKind  `json:"kind,omitempty"`
	Date      calendar.Date `json:"date"` // None when no date is given, as "in connection with the annual report"
	Precision Precision     `json:"precision,omitempty"`
	// Inferred: the year is not printed and was concluded from the budget year.
	Inferred bool `json:"inferred,omitempty"`
	// Yearly: the deadline returns every year on the same day, up to and including
	// the year Until; 0 means without end.
	Yearly bool `json:"yearly,omitempty"`
	Until  int  `json:"until,omitempty"`
	// Relative says what the date hangs on when the letter gives none: "forecast
	// occasions" (Date is then what it was resolved to) or "annual report".
	Relative string   `json:"relative,omitempty"`
	Joint    bool     `json:"joint,omitempty"` // one report by several agencies
	By       string   `json:"by,omitempty"`    // the agency that delivers, when it is another one
	To       []string `json:"to,omitempty"`
	Printed  string   `json:"printed,omitempty"` // the words the date was read from
}

// ItemID names an appropriation item or, without " ap.", an appropriation: "UO10
// 1:6 ap.2". It is the same text as in the benefit catalogue.
type ItemID string

// Sum is an amount as printed. Known is false for a cell that is empty or cannot be
// read; an empty cell is never zero.
type Sum struct {
	Line    int          `json:"line"`
	Amount  money.Amount `json:"amount"`
	Known   bool         `json:"known"`
	Printed string       `json:"printed,omitempty"`
}

// Appropriation is one appropriation with its items.
type Appropriation struct {
	Line     int    `json:"line"`
	Area     int    `json:"area,omitempty"` // expenditure area
	AreaName string `json:"area_name,omitempty"`
	Number   string `json:"number,omitempty"` // 1:6
	Name     string `json:"name,omitempty"`
	Kind     string `json:"kind,omitempty"` // Ramanslag
	// Amount is that of the whole appropriation, which some older letters print.
	Amount Sum     `json:"amount,omitzero"`
	Groups []Group `json:"groups,omitempty"`
	// Conditions are those of the whole appropriation; items have their own.
	Conditions []Condition `json:"conditions,omitempty"`
}

// Group is the items that one agency disposes of, and their sum as printed.
type Group struct {
	Line     int    `json:"line"`
	Disposer string `json:"disposer,omitempty"`
	Amount   Sum    `json:"amount,omitzero"`
	Items    []Item `json:"items,omitempty"`
}

// Item is an appropriation item.
type Item struct {
	Line       int         `json:"line"`
	ID         ItemID      `json:"id,omitempty"`
	Name       string      `json:"name,omitempty"`
	Kind       string      `json:"kind,omitempty"` // ram
	Disposer   string      `json:"disposer,omitempty"`
	Amount     Sum         `json:"amount,omitzero"`
	Conditions []Condition `json:"conditions,omitempty"`
	Pension    *PensionFee `json:"pension,omitempty"`
	// Parts is the item's delposter, dp.1 and so on, when the letter divides it.
	Parts []Item `json:"parts,omitempty"`
}

// ConditionKind is what a condition does to the money.
type ConditionKind string

// The kinds of conditions.
const (
	MayBeUsedFor    ConditionKind = "may be used for" // the purpose; no amount
	Max             ConditionKind = "max"             // at most the amount may be used for the purpose
	Earmarked       ConditionKind = "earmarked"       // the amount is for the purpose
	ShallPay        ConditionKind = "shall pay"       // the amount is to be paid, to Agency
	MayUse          ConditionKind = "may use"         // Agency may use the amount
	Allotted        ConditionKind = "allotted"        // the amount is allotted to Agency in its own letter
	GrossIncome     ConditionKind = "gross income"    // income is accounted gross against the appropriation
	ReturnedIncome  ConditionKind = "returned income" // payments in are returned to the appropriation, accounted separately
	Adjustment      ConditionKind = "pension fee"     // preliminary fee and regulation; see PensionFee
	OtherConditions ConditionKind = "other"
)

// Condition is a condition for using an appropriation or an item.
type Condition struct {
	Line      int           `json:"line"`
	Kind      ConditionKind `json:"kind,omitempty"`
	Amount    Sum           `json:"amount,omitzero"` // Known is false when the condition has none
	Agency    string        `json:"agency,omitempty"`
	Purpose   string        `json:"purpose,omitempty"` // the words that say what for; may be shortened
	Text      string        `json:"text,omitempty"`    // the sentence
	Deadlines []Deadline    `json:"deadlines,omitempty"`
}

// PensionFee is the state old-age pension fee of an item: the preliminary fee of a year
// and what regulates an earlier one. Their sum, never below zero, is the item's amount.
type PensionFee struct {
	Line           int  `json:"line"`
	Year           int  `json:"year,omitempty"`
	Preliminary    Sum  `json:"preliminary,omitzero"` // Known is false when not printed, as when the regulation is the greater
	RegulationYear int  `json:"regulation_year,omitempty"`
	Regulation     Sum  `json:"regulation,omitzero"`
	Floored        bool `json:"floored,omitempty"` // the letter says that the sum is zero because the regulation is the greater
}

// Frame is an item's row in the table of financial conditions (4.3.1).
type Frame struct {
	Line   int    `json:"line"`
	Item   ItemID `json:"item,omitempty"`
	Credit Sum    `json:"credit,omitzero"` // anslagskredit
	// CarryOver is what may be kept of unused money: "Inget", "3 %", "Allt" or an
	// amount, as printed, and read into Percent (in hundredths of a per cent) or
	// Kept; All is set for everything.
	CarryOver string `json:"carry_over,omitempty"`
	Percent   int    `json:"percent,omitempty"`
	Kept      Sum    `json:"kept,omitzero"`
	All       bool   `json:"all,omitempty"`
	None      bool   `json:"none,omitempty"`
	Withdrawn Sum    `json:"withdrawn,omitzero"` // indrag
}

// ClosedItem is an item that may no longer be used.
type ClosedItem struct {
	Line int    `json:"line"`
	Item ItemID `json:"item,omitempty"`
	// Year is the budget year whose item it is, when the letter prints one: an item of an
	// earlier year with the same number as one of this year. 0 when not printed.
	Year int    `json:"year,omitempty"`
	Kind string `json:"kind,omitempty"`
}

// Authorisation is a frame for commitments of coming years (beställningsbemyndigande).
type Authorisation struct {
	Line  int       `json:"line"`
	Item  ItemID    `json:"item,omitempty"`
	Frame Sum       `json:"frame,omitzero"`
	Years []YearSum `json:"years,omitempty"` // what falls due, by year
	End   int       `json:"end,omitempty"`   // the last year; 0 when not printed
}

// YearSum is an amount of a year; Onwards for that year and all after it.
type YearSum struct {
	Year    int  `json:"year,omitempty"`
	Onwards bool `json:"onwards,omitempty"`
	Sum     Sum  `json:"sum,omitzero"`
}

// LoanKind is what a frame of section 5.1 is for.
type LoanKind string

// The kinds of loans and credits.
const (
	LoanFrame       LoanKind = "loan frame"      // låneram för verksamhetsinvesteringar
	InterestAccount LoanKind = "interest credit" // räntekontokredit
	AccountCredit   LoanKind = "account credit"  // other credits
)

// Loan is a frame of loans or a credit.
type Loan struct {
	Line    int      `json:"line"`
	Kind    LoanKind `json:"kind,omitempty"`
	Purpose string   `json:"purpose,omitempty"`
	Sum     Sum      `json:"sum,omitzero"`
}

// Plan is the payment plan to the agency's interest account.
type Plan struct {
	Line     int       `json:"line"`
	Payments []Payment `json:"payments,omitempty"`
	Total    Sum       `json:"total,omitzero"`
	// Items bear interest; what they are granted is what the plan pays.
	Items []ItemID `json:"items,omitempty"`
}

// Payment is one row of the payment plan.
type Payment struct {
	Line int           `json:"line"`
	Date calendar.Date `json:"date"`
	Sum  Sum           `json:"sum,omitzero"`
}

// FeeBudget is the table of fee-based activities whose income the agency disposes of.
type FeeBudget struct {
	Line  int      `json:"line"`
	Year  int      `json:"year,omitempty"`
	Rows  []FeeRow `json:"rows,omitempty"`
	Total *FeeRow  `json:"total,omitempty"` // nil when the table has no sum
}

// FeeRow is an activity's row: accumulated results of earlier years, the year's income,
// costs and result, and the accumulated result at its end.
type FeeRow struct {
	Line     int    `json:"line"`
	Activity string `json:"activity,omitempty"`
	Group    string `json:"group,omitempty"` // Uppdragsverksamhet and the like
	Before   Sum    `json:"before,omitzero"` // to the end of the year before the last
	Last     Sum    `json:"last,omitzero"`   // the last year
	Income   Sum    `json:"income,omitzero"`
	Cost     Sum    `json:"cost,omitzero"`
	Result   Sum    `json:"result,omitzero"`
	After    Sum    `json:"after,omitzero"`
}
