package appropriation

import (
	"balans/law/calendar"
	"balans/law/money"
	"balans/law/statute"
	"balans/steer/directive"
)

// mostAmount is the largest amount of an entry or a flow, ten thousand billion kronor: a
// hundred years of the state budget's largest items, and far from where sums overflow.
const mostAmount = money.Amount(1_000_000_000_000_000)

// Entry is something to be booked.
type Entry struct {
	Voucher string        // the source's own id of the row, unique in its year
	Day     calendar.Date // the day it is of; its year is the budget year
	Account Account
	Kind    Kind
	Amount  money.Amount // öre
	// Purpose is the limit that the money counts against, for an item: the id of a
	// Limit, whole or after the slash. For an authorisation it is the year the
	// commitment falls due. Empty otherwise.
	Purpose string
	Count   int64 // how many payments or cases it stands for, 0 or more
	Text    string

	// KnownAt is when it became known; 0 in what is to be recorded: now. Another
	// instant takes over history and lies neither ahead nor before a closing.
	KnownAt calendar.Instant
	// Line is where in a file it stood, 0 for no file. It is not stored.
	Line int
}

// Booking is an entry that was booked.
type Booking struct {
	Entry
	Seq   int64 // of its event in the journal
	By    string
	Cause string
}

// Closing is that a month, and with it every day before its end, was closed.
type Closing struct {
	Through calendar.Date    // the last day of the month
	At      calendar.Instant // when it was closed
	By      string
	Seq     int64
}

// Override is that a limit was passed knowingly.
type Override struct {
	Day     calendar.Date // of the entry that passed it
	At      calendar.Instant
	Limit   LimitID
	Amount  money.Amount // what the limit was
	Used    money.Amount // what was used with the entries that were then booked
	Voucher string       // the entry that passed it
	Reason  string
	By      string
	Seq     int64
}

// Flow is money that another room keeps, summed by day: what came back on claims of a
// benefit, for one.
type Flow struct {
	Item directive.ItemID // "" when it belongs to no item; LeftOut then says why
	Day  calendar.Date
	// Kind is Repayment or Payment. Amount is what it adds, below zero when more was
	// reversed than came in.
	Kind    Kind
	Amount  money.Amount
	Count   int64
	Source  string // the room it comes from, such as "claims"
	Ref     string // what it opens to there, such as a benefit
	LeftOut string // why it belongs to no item
}

// Flows gives the flows of a period of days as known at an instant. It is asked once for
// each closing and once for the books' own instant; the answer for an instant in the past
// is always the same, so it may be kept.
type Flows func(from, to calendar.Date, knownAt calendar.Instant) ([]Flow, error)

// Facts is what the books are made of.
type Facts struct {
	Editions  []directive.Edition // of all years
	Bookings  []Booking
	Closings  []Closing
	Overrides []Override
	Published []Published // of years that these books do not have

	register map[int]registered // by year, as read
}

// registered is what the stream of a year said when it was read.
type registered struct {
	version  int32
	accounts map[Account]int32 // with the version of their streams
}

// Sources is what the books need besides bookings.
type Sources struct {
	Editions   []directive.Edition
	Parameters *statute.Parameters // nil: those of the program
	Repayments Flows               // nil: none
}

// Line is one thing that stands behind a figure: a booking or a flow.
type Line struct {
	Counted calendar.Date // the day it is counted on; later than Day when its month was closed
	Day     calendar.Date // the day it is of
	Account Account
	Kind    Kind
	Amount  money.Amount
	Purpose string
	Count   int64
	Booking *Booking // one of the two is nil
	Flow    *Flow
	effect  *effect // of the kind, looked up once when the books are built
}

// LeftOut is money of flows that is in no figure, and why.
type LeftOut struct {
	Year   int
	Source string
	Ref    string
	Kind   Kind
	Reason string
	Amount money.Amount
	Count  int64
}

// Figure is a sum in öre. Known is false when a part of it is not known; Amount is then
// the sum of the known parts and is not to be shown as the figure.
type Figure struct {
	Amount money.Amount
	Known  bool
}

func known(a money.Amount) Figure           { return Figure{a, true} }
func printed(s directive.Sum) Figure        { return Figure{s.Amount, s.Known} }
func (f Figure) plus(g Figure) Figure       { return Figure{f.Amount + g.Amount, f.Known && g.Known} }
func (f Figure) minus(g Figure) Figure      { return Figure{f.Amount - g.Amount, f.Known && g.Known} }
func (f Figure) less(a money.Amount) Figure { return Figure{f.Amount - a, f.Known} }
