package assignment

import "balans/law/calendar"

// The stored names of the facts; they never change.
const (
	KindUnit      = "assignment.unit/1"
	KindPartner   = "assignment.partner/1"
	KindStarted   = "assignment.started/1"
	KindDocument  = "assignment.document/1"
	KindDelivered = "assignment.delivered/1"
	KindReminder  = "assignment.reminder/1"
	KindExtended  = "assignment.extended/1"
	KindSucceeds  = "assignment.succeeds/1"
	KindNoted     = "assignment.noted/1"
	KindClosed    = "assignment.closed/1"
	KindStruck    = "assignment.struck/1"
)

// Body is what a fact says: one of the types of this file.
type Body interface {
	kind() string
	check() error // what can be said of it without the register
}

// SetUnit says who answers for the assignment from the day it occurred.
type SetUnit struct {
	Unit   string `json:"unit"`
	Worker string `json:"worker,omitempty"` // case worker; may be left out
}

// SetPartner adds an agency that takes part, changes its contact, or removes it.
type SetPartner struct {
	Agency  string `json:"agency"`
	Contact string `json:"contact,omitempty"`
	Removed bool   `json:"removed,omitempty"`
}

// Start says that the work began.
type Start struct{}

// AddDocument files a document with the assignment. It has a diary number, the SHA-256 of
// its bytes or another reference, or several of them.
type AddDocument struct {
	Title     string `json:"title"`
	Diary     string `json:"diary,omitempty"`
	SHA256    string `json:"sha256,omitempty"` // 64 hexadecimal digits, small letters
	Reference string `json:"reference,omitempty"`
	For       Ref    `json:"for,omitzero"` // none: for the whole assignment
}

// Deliver says that a deadline was answered on the day it occurred.
type Deliver struct {
	// For is none only for an assignment without deadlines.
	For     Ref      `json:"for,omitzero"`
	To      []string `json:"to,omitempty"`    // whom it was handed to; as the letter says when left out
	Diary   string   `json:"diary,omitempty"` // one of the two is needed
	Receipt string   `json:"receipt,omitempty"`
}

// SetReminder asks for a reminder some days before every deadline of the assignment, or one
// of them, or takes such a reminder away.
type SetReminder struct {
	Days    int    `json:"days"` // before the deadline, 0 to 400
	To      string `json:"to"`
	For     Ref    `json:"for,omitzero"`
	Removed bool   `json:"removed,omitempty"`
}

// Extend moves a deadline by a decision of the government outside the letter. It occurred
// on the day of that decision.
type Extend struct {
	For       Ref           `json:"for"`
	Date      calendar.Date `json:"date"`
	Reference string        `json:"reference"` // of the decision
}

// SetSuccession links the assignment to the earlier one it continues, or says that a
// proposed link is wrong.
type SetSuccession struct {
	Earlier string `json:"earlier"` // id of the earlier assignment
	Not     bool   `json:"not,omitempty"`
	Why     string `json:"why,omitempty"`
}

// Note is a remark.
type Note struct {
	Text string `json:"text"`
}

// Close ends the assignment.
type Close struct {
	Reason string `json:"reason"`
}

// Strike says that an earlier fact was recorded wrongly and does not hold, whatever day is
// asked for, from the instant this became known.
type Strike struct {
	Event int32  `json:"event"` // its number in the stream
	Why   string `json:"why"`
}

func (SetUnit) kind() string       { return KindUnit }
func (SetPartner) kind() string    { return KindPartner }
func (Start) kind() string         { return KindStarted }
func (AddDocument) kind() string   { return KindDocument }
func (Deliver) kind() string       { return KindDelivered }
func (SetReminder) kind() string   { return KindReminder }
func (Extend) kind() string        { return KindExtended }
func (SetSuccession) kind() string { return KindSucceeds }
func (Note) kind() string          { return KindNoted }
func (Close) kind() string         { return KindClosed }
func (Strike) kind() string        { return KindStruck }

// Fact is an event of an assignment, read.
type Fact struct {
	Assignment string
	Event      int32 // its number in the stream, from 1
	On         calendar.Date
	KnownAt    calendar.Instant
	Actor      string
	Body       Body
	// Struck is the number of the fact that struck it, 0 when it holds.
	Struck int32
}

// streamPrefix opens the name of every stream of an assignment.
const streamPrefix = "assignment/"

// Stream is the journal stream of an assignment's facts, under party 0.
func Stream(id string) string { return streamPrefix + id }
