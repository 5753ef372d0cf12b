package assignment

import (
	"balans/law/calendar"
	"balans/steer/directive"
)

// Parameters is what a register is told beside editions, facts and dates.
type Parameters struct {
	// Agency is whose register it is; a deadline that another agency delivers is never
	// late here. Empty: as the letters say.
	Agency string
	// Horizon is the last day for which deadlines that return every year are unfolded;
	// None is the end of the year after the day of the register.
	Horizon calendar.Date
	// Remind is how many days before each deadline the responsible unit is reminded,
	// beside the reminders that were recorded.
	Remind []int
}

// Register is what was asked for, as of a day and as known at an instant.
type Register struct {
	On      calendar.Date
	KnownAt calendar.Instant
	Parameters
	// Entries are those of the latest budget year first; within a year those the letter
	// gives, then goals and reporting requirements with a date, then those for forecasts and
	// conditions, then those given earlier, each in the order of the letter.
	Entries []*Entry
	// Loose are facts of assignments that no edition known has.
	Loose []Fact

	editions []directive.Edition // all that was given, for Record
	byID     map[string]*Entry
}

// Origin is where in a letter an entry comes from.
type Origin string

// The origins.
const (
	Given     Origin = "given"     // an assignment of the letter
	Earlier   Origin = "earlier"   // in the letter's table of those given earlier
	Reporting Origin = "reporting" // a goal or reporting requirement with a date
	Forecasts Origin = "forecasts" // the forecast occasions, where no assignment asks for forecasts
	Condition Origin = "condition" // the conditions of an item; one entry for each item
)

// State is where an assignment stands.
type State string

// The states; Machine says how they follow.
const (
	Open            State = "open"
	Started         State = "started"
	PartlyDelivered State = "delivered in part"
	Delivered       State = "delivered"
	Closed          State = "closed"
	Dropped         State = "dropped" // the edition in force no longer has it
)

// Entry is one assignment.
type Entry struct {
	ID     string
	Origin Origin
	Year   int // budget year of the edition that its text is from
	// Edition is that edition's id: the latest in force that has it.
	Edition string
	// Letter is the assignment as that edition has it. For a goal, the forecasts and a
	// condition it is made here: title, line, text.
	Letter directive.Assignment
	Item   directive.ItemID // of a condition
	// Given is the day of the edition that gave it, None when it was given before the
	// editions known.
	Given calendar.Date
	// Dropped is the edition that no longer has it, "" while one in force has it.
	Dropped string

	State     State
	Unit      string // "" when none is set
	Worker    string
	Partners  []Partner
	Started   calendar.Date // None when not recorded
	Deadlines []*Deadline
	Documents []Document // those for the whole assignment; a deadline has its own
	// Whole is the delivery of an assignment without deadlines.
	Whole      *Delivery
	Closed     *Closing
	Notes      []Fact
	Succession []Link // that stand: this one continues those
	Refused    []Link // proposed, and said to be wrong
	// Facts is everything recorded by the day and the instant, in the order it happened;
	// struck facts too, marked.
	Facts []Fact
	// Loose are facts about deadlines that no edition known has.
	Loose []Fact
}

// Partner is an agency that takes part.
type Partner struct {
	Agency  string
	Contact string
	Letter  bool // the letter names it; otherwise it was recorded
	Removed bool // named by the letter, and recorded as not taking part
}

// Document is a filed document.
type Document struct {
	On calendar.Date
	AddDocument
	Event int32
}

// Delivery is how a deadline was answered.
type Delivery struct {
	On calendar.Date
	Deliver
	Late  bool // after the date in force
	Event int32
}

// Closing is the end of an assignment.
type Closing struct {
	On     calendar.Date
	Reason string
	Event  int32
}

// Status is where a deadline stands.
type Status string

// The statuses.
const (
	Undated       Status = "undated" // no date is given, and nothing is delivered
	Coming        Status = "coming"  // the day has not passed; the day itself is in time
	Late          Status = "late"
	WasDelivered  Status = "delivered"
	DeliveredLate Status = "delivered late"
	// PassedOther: another agency delivers it, the day has passed, and nothing is
	// recorded here.
	PassedOther Status = "passed, with another agency"
	ClosedOpen  Status = "closed"  // not delivered, and the assignment was closed
	NotAsked    Status = "dropped" // the edition in force no longer has it
)

// Deadline is one date by which something is due, or one without date.
type Deadline struct {
	Ref Ref
	// Letter is the deadline as the latest edition in force has it, of the whole series
	// for one that returns.
	Letter  directive.Deadline
	Edition string
	// Date is the date in force: the letter's, or that of a later decision; None when no
	// date is given. Never moved to a bank day.
	Date      calendar.Date
	Precision directive.Precision
	// Changes is how the date came to be, the first one as it was given; more than one
	// when it was moved.
	Changes []Change
	To      []string // the letter's recipients, of the deadline or the assignment
	// By is the agency that delivers it, "" when this one does.
	By      string
	Dropped string // the edition that no longer has it, "" while one in force has it

	Delivery  *Delivery
	Documents []Document
	Status    Status
	// Days is from the day of the register to Date: negative when it has passed. Only
	// for a deadline with a date.
	Days int
	// NextBankDay is the first bank day after a Date that is none; None otherwise.
	NextBankDay calendar.Date
	Reminders   []Reminder // of a date not delivered, in the order of days
}

// Change is a date that was given to a deadline.
type Change struct {
	Date calendar.Date
	// Since is the day the date applies from, None when it was given before the editions
	// known, and By what gave it: an edition's id, or the reference of a decision.
	Since    calendar.Date
	By       string
	Extended bool // by a decision outside the letters
}

// Moved says whether the date has been another one.
func (d *Deadline) Moved() bool { return len(d.Changes) > 1 }

// Was is the date before the present one, None when it has not been moved.
func (d *Deadline) Was() calendar.Date {
	if !d.Moved() {
		return calendar.None
	}
	return d.Changes[len(d.Changes)-2].Date
}

// Awaited says whether it is still to be delivered by this agency or another.
func (d *Deadline) Awaited() bool {
	switch d.Status {
	case Undated, Coming, Late, PassedOther:
		return true
	}
	return false
}

// Reminder is a day on which someone is to be reminded.
type Reminder struct {
	On   calendar.Date
	Days int    // before the deadline
	To   string // whom; the responsible unit, "" when none is set, for those of Parameters
	// Recorded is the number of the event that asked for it, 0 for those of Parameters.
	Recorded int32
}

// Link is one assignment that continues an earlier one.
type Link struct {
	Later, Earlier string
	Why            string
	Event          int32 // that recorded it; 0 for a proposal
}

// Entry is the entry of an id, nil when there is none.
func (r *Register) Entry(id string) *Entry { return r.byID[id] }

// Deadline is the deadline of a ref with its entry, nil when there is none.
func (r *Register) Deadline(ref Ref) (*Entry, *Deadline) {
	e := r.byID[ref.Assignment]
	if e == nil {
		return nil, nil
	}
	for _, d := range e.Deadlines {
		if d.Ref == ref {
			return e, d
		}
	}
	return nil, nil
}
