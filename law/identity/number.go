package identity

import (
	"errors"
	"time"

	"balans/law/calendar"
)

// Number is the twelve digits of an identity: YYYYMMDDNNNC for persons, the same with
// 60 added to the day for coordination numbers, 16 and ten digits for organisations.
type Number int64

// None is no number.
const None Number = 0

// Kind is which of the three sorts a Number is.
type Kind uint8

// The kinds.
const (
	Unknown      Kind = iota // None, or an int64 that is no identity number
	Person                   // personnummer
	Coordination             // samordningsnummer
	Organisation             // organisationsnummer
)

func (k Kind) String() string {
	switch k {
	case Person:
		return "person"
	case Coordination:
		return "coordination"
	case Organisation:
		return "organisation"
	}
	return "unknown"
}

// The reasons why a text or a number is not an identity number.
var (
	ErrLength     = errors.New("identity: the number is to have 10 or 12 digits, with at most one - or + before the last four")
	ErrCharacter  = errors.New("identity: the number has a character that is not a digit")
	ErrInterim    = errors.New("identity: the number is an interim number (with a letter), which is not accepted")
	ErrCentury    = errors.New("identity: the number is to begin with 18, 19 or 20 for persons and 16 for organisations")
	ErrNoCentury  = errors.New("identity: the number is to have its century, twelve digits in all")
	ErrBirthDate  = errors.New("identity: the number has a birth date that does not exist")
	ErrSerial     = errors.New("identity: the birth number is to be 001 to 999")
	ErrUnborn     = errors.New("identity: the number has a birth date after the day in question")
	ErrCheckDigit = errors.New("identity: the check digit is wrong")
	ErrGroup      = errors.New("identity: the third digit of an organisation number is to be 2 or more and the first is not to be 0")
)

const (
	organisationPrefix = 16
	tenDigits          = 10_000_000_000
)

// FromInt checks a number that is kept as an integer, such as in a database.
func FromInt(v int64) (Number, error) {
	if v < 0 || v >= 100*tenDigits {
		return None, ErrLength
	}
	return checked(int(v/tenDigits), v%tenDigits)
}

// checked makes a Number of a prefix (the century, or 16) and ten digits.
func checked(prefix int, ten int64) (Number, error) {
	n := Number(int64(prefix)*tenDigits + ten)
	switch prefix {
	case organisationPrefix:
		if ten/10_000_000%10 < 2 || ten < 1_000_000_000 {
			return None, ErrGroup
		}
	case 18, 19, 20:
		if _, ok := n.firstBirthDate(); !ok {
			return None, ErrBirthDate
		}
		if ten/10%1000 == 0 {
			return None, ErrSerial
		}
	default:
		return None, ErrCentury
	}
	if luhn(ten/10) != int(ten%10) {
		return None, ErrCheckDigit
	}
	return n, nil
}

// parts are the year, month and day digits of a person's number; for coordination
// numbers without the 60.
func (n Number) parts() (year, month, day int, coordination bool) {
	date := int64(n) / 10_000
	year, month, day = int(date/10_000), int(date/100%100), int(date%100)
	if day >= 60 {
		return year, month, day - 60, true
	}
	return year, month, day, false
}

// firstBirthDate is the birth date. In a coordination number the month and the day can be
// open (00), and a day from 29 to 31 can stand in a month without it; it is then the
// nearest day that exists, which is enough to tell the century.
func (n Number) firstBirthDate() (calendar.Date, bool) {
	year, month, day, coordination := n.parts()
	if coordination && month <= 12 && day <= 31 {
		first := calendar.New(year, time.Month(max(month, 1)), 1)
		return first.AddDays(min(max(day, 1), first.EndOfMonth().Day()) - 1), true
	}
	d := calendar.New(year, time.Month(month), day)
	return d, d != calendar.None
}

// Kind is the sort of the number.
func (n Number) Kind() Kind {
	switch prefix := int64(n) / tenDigits; {
	case prefix == organisationPrefix:
		return Organisation
	case prefix < 18 || prefix > 20:
		return Unknown
	}
	if _, _, _, coordination := n.parts(); coordination {
		return Coordination
	}
	return Person
}

// BirthDate is the date of birth in the number. ok is false for organisations and for
// coordination numbers whose date is not a day of the calendar.
func (n Number) BirthDate() (d calendar.Date, ok bool) {
	switch n.Kind() {
	case Person, Coordination:
		year, month, day, _ := n.parts()
		d = calendar.New(year, time.Month(month), day)
		return d, d != calendar.None
	}
	return calendar.None, false
}

// String is the twelve digits of a person, NNNNNN-NNNN for an organisation and empty for
// None.
func (n Number) String() string {
	switch n.Kind() {
	case Unknown:
		return ""
	case Organisation:
		return n.separated(6)
	}
	digits := n.digits()
	return string(digits[:])
}

// Separated is the number as a person reads it: YYYYMMDD-NNNN, and NNNNNN-NNNN for an
// organisation.
func (n Number) Separated() string {
	switch n.Kind() {
	case Unknown:
		return ""
	case Organisation:
		return n.separated(6)
	}
	return n.separated(8)
}

// Masked is the birth date with the last four digits hidden, YYYYMMDD-****. The number
// of an organisation is public and shown whole.
func (n Number) Masked() string {
	switch n.Kind() {
	case Unknown:
		return ""
	case Organisation:
		return n.separated(6)
	}
	digits := n.digits()
	return string(append(digits[:8:8], "-****"...))
}

// separated is the last width+4 digits with a hyphen before the last four.
func (n Number) separated(width int) string {
	digits := n.digits()
	b := make([]byte, 0, width+5)
	b = append(b, digits[8-width:8]...)
	b = append(b, '-')
	return string(append(b, digits[8:]...))
}

func (n Number) digits() (d [12]byte) {
	v := int64(n)
	for i := len(d) - 1; i >= 0; i-- {
		d[i] = byte('0' + v%10)
		v /= 10
	}
	return d
}

// NewPerson makes the personal identity number of a birth date and a birth number
// (1 to 999, odd for men). It is for made-up people in demos and tests; real
// numbers are given by Skatteverket alone.
func NewPerson(birth calendar.Date, serial int) (Number, error) {
	return assemble(birth, serial, 0)
}

// NewCoordination is NewPerson for a coordination number.
func NewCoordination(birth calendar.Date, serial int) (Number, error) {
	return assemble(birth, serial, 60)
}

func assemble(birth calendar.Date, serial, addToDay int) (Number, error) {
	year, month, day := birth.YMD()
	if serial < 1 || serial > 999 {
		return None, ErrSerial
	}
	if birth == calendar.None {
		return None, ErrBirthDate
	}
	nine := (int64(year%100)*10_000+int64(month)*100+int64(day+addToDay))*1000 + int64(serial)
	return checked(year/100, nine*10+int64(luhn(nine)))
}

// NewOrganisation makes an organisation number of its first nine digits, for demos and
// tests.
func NewOrganisation(nine int64) (Number, error) {
	if nine < 0 || nine > 999_999_999 {
		return None, ErrLength
	}
	return checked(organisationPrefix, nine*10+int64(luhn(nine)))
}
