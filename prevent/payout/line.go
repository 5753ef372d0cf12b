package payout

import (
	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
	"balans/prevent/benefit"
)

// Line is a payout as it is planned: what is to be paid, to whom and for which days.
type Line struct {
	ID       string // the payment system's
	Run      string // the payment run it was planned in
	Party    identity.Number
	Payee    identity.Number // who gets the money; None when that is the party
	Benefit  benefit.Code
	From, To calendar.Date // the days it is for, both included
	// Days is how many of them it pays for; 0 when the benefit is not paid by the day. When
	// it is every day of the period, they are known one by one.
	Days    int
	Extent  int32           // of a full benefit, in hundredths of a percent; 0: not stated
	Basis   Basis           // what the person otherwise does; stated in the application
	Hours   int32           // hundredths of an hour; 0: not stated
	Child   identity.Number // whom it is about; None when that is the party
	Applied calendar.Date   // the day the application came in; None: not stated
	PayOn   calendar.Date
	Account string // where the money goes; "" when it is not known
	Gross   money.Amount
	Tax     money.Amount
	Text    string
}

// Net is what is paid out.
func (l *Line) Net() money.Amount { return l.Gross - l.Tax }

// To whom the money goes.
func (l *Line) Receiver() identity.Number {
	if l.Payee != identity.None {
		return l.Payee
	}
	return l.Party
}

// Subject is whom the line is about: the child, or the party.
func (l *Line) Subject() identity.Number {
	if l.Child != identity.None {
		return l.Child
	}
	return l.Party
}

// Basis is what someone who claims a benefit for lost work otherwise does.
type Basis uint8

// The bases.
const (
	BasisUnknown Basis = iota
	Employee
	SelfEmployed
	Unemployed
	OtherBasis
)

var basisNames = [...]string{"", "employee", "self-employed", "unemployed", "other"}

// String is the text that is stored; "" for BasisUnknown.
func (b Basis) String() string {
	if int(b) >= len(basisNames) {
		return ""
	}
	return basisNames[b]
}

// ParseBasis reads what String writes.
func ParseBasis(s string) (Basis, bool) {
	for i, name := range basisNames {
		if s == name {
			return Basis(i), true
		}
	}
	return BasisUnknown, false
}

// State is where a line stands on a day.
//
//	planned ─▶ paid
//	        ─▶ cancelled
//	        ─▶ held ─▶ planned    released, or its time is over
//	                ─▶ cancelled
type State uint8

// The states of a line.
const (
	NoState State = iota
	Planned
	Held
	Paid
	Cancelled
)

var stateNames = [...]string{"", "planned", "held", "paid", "cancelled"}

func (s State) String() string {
	if int(s) >= len(stateNames) {
		return ""
	}
	return stateNames[s]
}
