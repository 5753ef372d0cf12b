package access

import (
	"balans/law/calendar"
	"balans/law/identity"
)

// The stored names of the facts; they never change.
const (
	KindStaff      = "access.staff/1"
	KindLeft       = "access.left/1"
	KindGranted    = "access.granted/1"
	KindDelegated  = "access.delegated/1"
	KindTied       = "access.tied/1"
	KindEnded      = "access.ended/1"
	KindOverridden = "access.overridden/1"
)

// Fact is what became known of staff and their rights.
type Fact struct {
	Event   int64         // its number in the journal, from 1; orders the facts
	On      calendar.Date // the day it is true from
	KnownAt calendar.Instant
	Actor   string // who recorded it
	Body    Body
}

// Body is what a fact says: one of the types of this file.
type Body interface {
	kind() string
	on() calendar.Date
	check() error // what can be said of it alone
}

// Staff is one of those who work here. A later fact of the same ID holds from its From:
// another unit, another name, or a return.
type Staff struct {
	ID     string          `json:"id"`     // of the sign-in; a letter or digit, then letters, digits, dots, hyphens and underscores
	Number identity.Number `json:"number"` // the own identity number: what makes own matters and family known
	Name   string          `json:"name"`
	Unit   string          `json:"unit"`
	From   calendar.Date   `json:"from"`
	To     calendar.Date   `json:"to"` // the last day; None is open
}

// Left ends an employment: Last is the last day.
type Left struct {
	Staff string        `json:"staff"`
	Last  calendar.Date `json:"last"`
	Why   string        `json:"why"`
}

// Grant gives a role to one of the staff.
type Grant struct {
	ID       string        `json:"id"`
	Staff    string        `json:"staff"`
	Role     string        `json:"role"`
	Benefits []string      `json:"benefits,omitempty"` // codes; none is all benefits
	Unit     string        `json:"unit,omitempty"`     // whose matters; "" is all units
	From     calendar.Date `json:"from"`
	To       calendar.Date `json:"to"` // the last day; None is open
	Why      string        `json:"why"`
}

// Delegation lets another act in the roles of who gives it, until its last day. It hands
// on nothing that the giver has not, and nothing the giver was given by delegation.
type Delegation struct {
	ID    string        `json:"id"`
	Giver string        `json:"giver"`
	Taker string        `json:"taker"`
	Role  string        `json:"role,omitempty"` // "" is every role of the giver's
	From  calendar.Date `json:"from"`
	To    calendar.Date `json:"to"` // the last day, always stated
	Why   string        `json:"why"`
}

// Tie is what one of the staff told of somebody near (FL 18), beside what registers know.
type Tie struct {
	ID    string          `json:"id"`
	Staff string          `json:"staff"`
	To    identity.Number `json:"to"`
	From  calendar.Date   `json:"from"`
	Why   string          `json:"why"` // what the tie is, in words
}

// Ended ends a grant, a delegation, a tie or an override that has not ended yet. Last is
// the last day; an override ends at once.
type Ended struct {
	ID   string        `json:"id"`
	Last calendar.Date `json:"last"`
	Why  string        `json:"why"`
}

// Override is a person's own decision to go beyond a benefit or a unit in the matter of one
// person. It is reviewed by another.
type Override struct {
	ID     string           `json:"id"`
	Actor  string           `json:"actor"`
	Party  identity.Number  `json:"party"`
	Reason string           `json:"reason"`
	From   calendar.Instant `json:"from"`
	Until  calendar.Instant `json:"until"` // not included
}
