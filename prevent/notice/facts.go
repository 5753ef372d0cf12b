package notice

import (
	"balans/law/calendar"
	"balans/law/identity"
	"balans/prevent/benefit"
)

// The stored names of the facts; they never change.
const (
	KindReceived  = "notice.received/1"
	KindPlaced    = "notice.placed/1"
	KindTaken     = "notice.taken/1"
	KindAnswered  = "notice.answered/1"
	KindCorrected = "notice.corrected/1"
	KindWithdrawn = "notice.withdrawn/1"
	KindClosed    = "notice.closed/1"
	KindStruck    = "notice.struck/1"
)

// Source is who told of the change.
type Source string

// The sources.
const (
	ByPerson  Source = "person"  // the insured, or who speaks for him or her
	ByAgency  Source = "agency"  // another agency, of its own accord or when asked
	ByControl Source = "control" // found by a control
)

// Sources is every source.
func Sources() []Source { return []Source{ByPerson, ByAgency, ByControl} }

// Channel is the way it came.
type Channel string

// The channels.
const (
	ByWeb     Channel = "web"     // the person's own pages
	ByPhone   Channel = "phone"   // told on the telephone
	ByLetter  Channel = "letter"  // on paper
	ByVisit   Channel = "visit"   // told in person
	ByMessage Channel = "message" // a message between systems
	ByFile    Channel = "file"    // found in what the agency already had
)

// Channels is every channel.
func Channels() []Channel {
	return []Channel{ByWeb, ByPhone, ByLetter, ByVisit, ByMessage, ByFile}
}

// Body is what a fact says: one of the types of this file.
type Body interface {
	kind() string
	check() error // what can be said of it without the notice
}

// Stated is what is said to have changed.
type Stated struct {
	Circumstance string        `json:"circumstance"` // a code of the table, or what the sender calls it
	TrueFrom     calendar.Date `json:"true_from"`    // when it was true from; None when that is not known
	LearntOn     calendar.Date `json:"learnt_on"`    // when the person learnt of it; None when that is not known
	Details      string        `json:"details,omitempty"`
}

// Receive says that a notice came in. Of its stream it is the first fact.
type Receive struct {
	Stated
	Channel Channel `json:"channel"`
	Source  Source  `json:"source"`
	Sender  string  `json:"sender,omitempty"` // which agency, or which control
	// Known: the agency already knew, so nothing had to be reported (SFB 110:46, 110:47).
	Known bool `json:"known,omitempty"`
	// Benefits is what the person had on the day; Reached are those of them that the
	// table reached then. What the table says later does not change it.
	Benefits []Engagement   `json:"benefits"`
	Reached  []benefit.Code `json:"reached"`
}

// Place is a person's decision on which more benefits a notice concerns.
type Place struct {
	Benefits []Engagement `json:"benefits"`
	Why      string       `json:"why"`
}

// Take says that a benefit has begun with it; the actor of the fact is who.
type Take struct {
	Benefit benefit.Code `json:"benefit"`
	Unit    string       `json:"unit,omitempty"`
}

// Outcome is what a benefit did.
type Outcome string

// The outcomes.
const (
	Changed   Outcome = "changed"   // the benefit was changed
	NoEffect  Outcome = "no-effect" // it was examined, and nothing changes
	Ended     Outcome = "ended"     // the benefit ended
	ToInquiry Outcome = "inquiry"   // too much may have been paid: to an inquiry about repayment
)

// Outcomes is every outcome.
func Outcomes() []Outcome { return []Outcome{Changed, NoEffect, Ended, ToInquiry} }

// Answer says what a benefit did.
type Answer struct {
	Benefit benefit.Code `json:"benefit"`
	Outcome Outcome      `json:"outcome"`
	// Decision is the reference of the decision or the inquiry; needed for all outcomes but
	// NoEffect.
	Decision string `json:"decision,omitempty"`
	// EffectFrom is the first day of the changed benefit, or the first without it; needed
	// for Changed and Ended.
	EffectFrom calendar.Date `json:"effect_from"`
	Text       string        `json:"text,omitempty"`
}

// Correct replaces what was stated, whatever day is asked for, from the instant it became
// known. Reached is every benefit the table reaches for what is stated now.
type Correct struct {
	Stated
	Reached []benefit.Code `json:"reached"`
	Why     string         `json:"why"`
}

// Withdraw says that the person takes the notice back.
type Withdraw struct {
	Why string `json:"why"`
}

// Close ends a notice that somebody still waits for, with the reason.
type Close struct {
	Why string `json:"why"`
}

// Strike says that an earlier fact was recorded wrongly and does not hold, whatever day is
// asked for, from the instant this became known.
type Strike struct {
	Event int32  `json:"event"` // its number in the stream
	Why   string `json:"why"`
}

func (Receive) kind() string  { return KindReceived }
func (Place) kind() string    { return KindPlaced }
func (Take) kind() string     { return KindTaken }
func (Answer) kind() string   { return KindAnswered }
func (Correct) kind() string  { return KindCorrected }
func (Withdraw) kind() string { return KindWithdrawn }
func (Close) kind() string    { return KindClosed }
func (Strike) kind() string   { return KindStruck }

// Fact is an event of a notice, read.
type Fact struct {
	Notice  string
	Party   identity.Number
	Event   int32 // its number in the stream, from 1
	On      calendar.Date
	Ordinal int64
	KnownAt calendar.Instant
	Actor   string
	Body    Body
	Struck  int32 // the number of the fact that struck it; 0 when it holds
	// Loose is why the fact has no place in the notice; "" when it has. Only a history
	// that was taken over has such facts.
	Loose string
}

// streamPrefix opens the name of every stream of a notice.
const streamPrefix = "notice/"

// Stream is the journal stream of a notice's facts, under the person.
func Stream(id string) string { return streamPrefix + id }
