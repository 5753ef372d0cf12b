package agi

import (
	"fmt"

	"balans/law/calendar"
)

// Kind is which record of the file something is about.
type Kind uint8

// The kinds.
const (
	OfFile Kind = iota // no record
	OfSender
	OfAbsence
	OfIncome
	OfDeclaration
)

func (k Kind) String() string {
	return [...]string{"file", "sender", "absence", "income", "declaration"}[k]
}

// Reason is why a record is set aside.
type Reason uint8

// The reasons.
const (
	Missing        Reason = iota // a field is not there
	Twice                        // a field stands twice
	BadIdentity                  // a number that fails its check, or of the wrong sort
	NoNumber                     // the payee is named by birth date or another identity than a number
	BadPeriod                    // no month, or one before such records exist
	PeriodDiffers                // period or employer is another than that of the matter (Arendeinformation)
	BadDay                       // no day of the calendar, or one after the period
	BadType                      // an unknown type of absence
	BadExtent                    // not above zero, more than a day has, or written in another way
	ExtentDiffers                // several extents, or one of the other type of absence
	BadSpec                      // the specification number is no number from 1
	BadMoney                     // no whole kronor of zero or more
	SeveralTaxes                 // more than one tax field
	BadMark                      // a tick or a removal that is not 1
	RemovedAndMore               // a removal with more than its key
	WrongCode                    // the field code (faltkod) belongs to another field
	NotText                      // a field with elements in it, or too long
	reasonCount
)

func (r Reason) String() string {
	return [reasonCount]string{"missing field", "field twice", "identity", "no identity number", "period", "period or employer differs",
		"day", "type of absence", "extent", "extents that contradict", "specification number", "amount", "several tax fields",
		"mark", "removal with more than its key", "field code", "not a text"}[r]
}

// Fault is one thing that makes a record unusable. A record can have several.
type Fault struct {
	Line     int    // from 1: of the field, or of the record when the field is not there
	Element  string // the names from the root to it: Skatteverket/Franvarouppgift/FranvaroDatum
	Kind     Kind
	Reason   Reason
	Found    string // identity numbers are masked; empty when the field is missing, or is one too many
	Expected string // what is to stand there
}

// Error says what was found where, and what is expected there.
func (f Fault) Error() string {
	switch f.Reason {
	case Missing:
		return fmt.Sprintf("line %d: %s is missing; expected %s", f.Line, f.Element, f.Expected)
	case RemovedAndMore, ExtentDiffers, SeveralTaxes:
		return fmt.Sprintf("line %d: %s stands there; expected %s", f.Line, f.Element, f.Expected)
	}
	return fmt.Sprintf("line %d: %s is %q; expected %s", f.Line, f.Element, f.Found, f.Expected)
}

// Count is how many records of one kind the file holds.
type Count struct {
	Given    int // handed to the sink
	SetAside int // with a fault
}

// Left is an element that was not read, and is not one of those that the package passes
// over on purpose.
type Left struct {
	Name  string // its local name in its parent: IU/Traktamente; #text for text where elements belong
	Space string // the namespace when it is none of the format's
	Count int
	Line  int // the first
}

// MaxFaults is how many faults are kept in words; all are counted.
const MaxFaults = 1000

// maxLeft is how many different elements that were not read are told by name.
const maxLeft = 200

// maxGroups is for how many pairs of employer and period the totals are compared.
const maxGroups = 100_000

// Receipt is what became of a file that was read to its end.
type Receipt struct {
	File         string
	Bytes        int64
	SHA256       [32]byte // of the file as it is: a file sent twice is known by it
	Sender       Sender
	Absences     Count
	Incomes      Count
	Declarations Count
	SetAside     map[Reason]int // records by their first fault
	Faults       []Fault        // in the file's order, at most MaxFaults
	FaultCount   int            // all of them, those of the sender included
	LeftAside    []Left         // in the file's order, at most 200 names
	LeftOthers   int            // elements not read whose names are not in LeftAside
	// Unjudged is how many declarations have a sum of tax that could not be held
	// against the incomes of the file: one of these was removed or could not be read,
	// or the file has more than 100 000 pairs of employer and period.
	Unjudged int
}

// FileError is the error of a file that cannot be trusted: nothing in it may be used.
type FileError struct {
	File    string
	Line    int    // from 1
	Element string // the names from the root to where it is; empty outside the root
	Why     string // what is wrong, and what to do
}

// Error says where the file is wrong and why.
func (e *FileError) Error() string {
	if e.Element == "" {
		return fmt.Sprintf("%s:%d: %s", e.File, e.Line, e.Why)
	}
	return fmt.Sprintf("%s:%d: in %s: %s", e.File, e.Line, e.Element, e.Why)
}

// firstAbsencePeriod is the first month for which absence is stated (FRANVL, the
// transitional provisions).
var firstAbsencePeriod = calendar.New(2025, 1, 1)
