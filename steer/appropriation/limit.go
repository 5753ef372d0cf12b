package appropriation

import (
	"balans/law/money"
)

// LimitID names a limit: its account, or appropriation, and after a slash what it is:
// "UO10 2:1 ap.1/disposable", "UO10 2:1 ap.1/stodja-forskning-socialforsakringens",
// "interest account/credit". A condition keeps its id through the editions of a year.
type LimitID string

// LimitKind is what a limit rests on: a directive.ConditionKind, or one of these.
type LimitKind string

// The kinds of limits besides conditions of the letter.
const (
	Disposable    LimitKind = "disposable" // what may be disposed of an item, 6 § anslagsförordningen
	Excess        LimitKind = "excess"     // the used part of a permitted excess
	InterestLimit LimitKind = "interest credit"
	CreditLimit   LimitKind = "account credit"
	LoanLimit     LimitKind = "loan frame"
	Authorised    LimitKind = "authorisation"
)

// Level is how near its limit the use is.
type Level string

// The levels.
const (
	Unknown Level = "unknown" // a part of the limit is not known
	OK      Level = "ok"
	Warns   Level = "warns" // at or over the share of the parameter limit_warning_share
	AtLimit Level = "at the limit"
	Over    Level = "over"
)

// Limit is a live limit: what it is, how much of it is used and what is left.
type Limit struct {
	ID      LimitID
	Account Account // "" for a condition of a whole appropriation
	Kind    LimitKind
	Edition string // the edition it is of
	Line    int    // of the letter; 0 when it rests on several or none
	Text    string // the sentence of the letter, or what it is
	Law     string // the paragraph, or the part of the letter
	Agency  string // whom the money is for, when the letter says it
	Amount  Figure
	Used    money.Amount
	// Peak is the most that was used at the end of any day, for debts and commitments,
	// which are to be within their frame every day. Used is as it stands now.
	Peak  money.Amount
	Left  Figure
	Level Level
	Parts []Part // what the amount is made of, in order; they add up to it
}

// Part is a part of a limit's amount and where it comes from.
type Part struct {
	What   string // a word of partNames
	Amount Figure // signed
	Line   int    // of the letter, 0 for what was booked
	// Note is what may be kept of a saving, as the letter prints it, and BaseYear the
	// year whose amount a share is of; 0 when it is no share. Says puts them in words.
	Note     string
	BaseYear int
}

// The words of Part.What, in Swedish and English.
var partNames = map[string][2]string{
	"allotted":      {"Tilldelat enligt regleringsbrev", "Allotted by the letter"},
	"reallocated":   {"Omdisponerat", "Reallocated"},
	"saving":        {"Disponibelt anslagssparande", "Disposable saving"},
	"credit":        {"Anslagskredit", "Credit"},
	"credit raised": {"Anslagskredit höjd genom beslut", "Credit raised by decision"},
	"credit used":   {"Utnyttjad kredit föregående år", "Credit used last year"},
	"withdrawn":     {"Indragning", "Withdrawn"},
	"excess":        {"Medgivet överskridande", "Permitted excess"},
	"granted":       {"Beviljat i regleringsbrevet", "Granted by the letter"},
	"permitted":     {"Medgivet", "Permitted"},
	"the condition": {"Villkorets belopp", "The amount of the condition"},
	"authorised":    {"Bemyndiganderam", "Authorised frame"},
}
