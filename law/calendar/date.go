package calendar

import (
	"errors"
	"fmt"
	"math"
	"time"
)

// Date is a civil day in the proleptic Gregorian calendar, counted in days since
// 1970-01-01. Dates compare with < and ==, and b-a is the number of days from a to
// b. The dates with a written form are 0001-01-01 to 9999-12-31.
type Date int32

// None means that there is no date. It sorts before every date, and every
// calculation on it gives None again.
const None Date = math.MinInt32

// Day numbers of the first and last date that can be written.
const (
	first Date = -719162 // 0001-01-01
	last  Date = 2932896 // 9999-12-31
)

// ErrDate is the error behind every date that cannot be read.
var ErrDate = errors.New("not a date")

// ParseError says why a text is not a date or an instant.
type ParseError struct {
	Text string // what was to be read
	Why  string // what is wrong with it
}

func (e *ParseError) Error() string {
	return fmt.Sprintf("calendar: %q is not a date: %s", e.Text, e.Why)
}

// Unwrap makes every ParseError an ErrDate.
func (e *ParseError) Unwrap() error { return ErrDate }

// New is the date of year y (1 to 9999), month m and day d. A day that does not
// exist, such as 30 February, gives None: it is never moved to another day.
func New(y int, m time.Month, d int) Date {
	if y < 1 || y > 9999 || m < time.January || m > time.December || d < 1 || d > daysIn(y, m) {
		return None
	}
	return civil(y, m, d)
}

// Parse reads a date written YYYY-MM-DD and nothing else. It does not allocate
// unless it fails, and then returns a *ParseError.
func Parse(s string) (Date, error) {
	if len(s) != 10 || s[4] != '-' || s[7] != '-' {
		return None, &ParseError{Text: s, Why: "it is to be written YYYY-MM-DD"}
	}
	y, ok1 := number(s[0:4])
	m, ok2 := number(s[5:7])
	d, ok3 := number(s[8:10])
	if !ok1 || !ok2 || !ok3 {
		return None, &ParseError{Text: s, Why: "it is to be written YYYY-MM-DD"}
	}
	date := New(y, time.Month(m), d)
	if date == None {
		return None, &ParseError{Text: s, Why: "there is no such day"}
	}
	return date, nil
}

// number reads a text of decimal digits.
func number(s string) (int, bool) {
	n := 0
	for i := 0; i < len(s); i++ {
		c := s[i] - '0'
		if c > 9 {
			return 0, false
		}
		n = n*10 + int(c)
	}
	return n, true
}

// FromInt reads a date written as the number yyyymmdd; it is the inverse of Int.
func FromInt(v int32) (Date, error) {
	d := None
	if v > 0 {
		d = New(int(v/10000), time.Month(v/100%100), int(v%100))
	}
	if d == None {
		return None, &ParseError{Text: fmt.Sprint(v), Why: "there is no such day"}
	}
	return d, nil
}

// Int is the date as the number yyyymmdd, 0 for None.
func (d Date) Int() int32 {
	if d == None {
		return 0
	}
	y, m, day := d.YMD()
	return int32(y)*10000 + int32(m)*100 + int32(day)
}

// String is the date as YYYY-MM-DD, empty for None.
func (d Date) String() string {
	if d == None {
		return ""
	}
	var b [10]byte
	return string(d.Append(b[:0]))
}

// Append writes the date as YYYY-MM-DD at the end of b; nothing for None.
func (d Date) Append(b []byte) []byte {
	if d == None {
		return b
	}
	y, m, day := d.YMD()
	return append(b,
		byte('0'+y/1000%10), byte('0'+y/100%10), byte('0'+y/10%10), byte('0'+y%10), '-',
		byte('0'+int(m)/10), byte('0'+int(m)%10), '-',
		byte('0'+day/10), byte('0'+day%10))
}

// MarshalText writes the date as YYYY-MM-DD, and None as the empty text.
func (d Date) MarshalText() ([]byte, error) {
	return d.Append(nil), nil
}

// UnmarshalText reads what MarshalText writes.
func (d *Date) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*d = None
		return nil
	}
	v, err := Parse(string(text))
	if err != nil {
		return err
	}
	*d = v
	return nil
}

// YMD is the year, month and day of the date; zeros for None.
func (d Date) YMD() (year int, month time.Month, day int) {
	if d == None {
		return 0, 0, 0
	}
	// Years are counted from 1 March so that the leap day comes last; 719468 is
	// the number of days from 0000-03-01 to 1970-01-01, and 146097 the days of
	// the 400 years in which the calendar repeats itself.
	z := int(d) + 719468
	era := floorDiv(z, 146097)
	doe := z - era*146097
	yoe := (doe - doe/1460 + doe/36524 - doe/146096) / 365
	doy := doe - (365*yoe + yoe/4 - yoe/100)
	mp := (5*doy + 2) / 153
	day = doy - (153*mp+2)/5 + 1
	year = yoe + era*400
	if mp < 10 {
		return year, time.Month(mp + 3), day
	}
	return year + 1, time.Month(mp - 9), day
}

// civil is the day number of a day that exists.
func civil(y int, m time.Month, d int) Date {
	if m <= time.February {
		y--
		m += 12
	}
	era := floorDiv(y, 400)
	yoe := y - era*400
	doy := (153*(int(m)-3)+2)/5 + d - 1
	return Date(era*146097 + yoe*365 + yoe/4 - yoe/100 + doy - 719468)
}

func floorDiv(a, b int) int {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

// Year is the calendar year, 0 for None.
func (d Date) Year() int { y, _, _ := d.YMD(); return y }

// Month is the month of the year, 0 for None.
func (d Date) Month() time.Month { _, m, _ := d.YMD(); return m }

// Day is the day of the month, 0 for None.
func (d Date) Day() int { _, _, day := d.YMD(); return day }

// Weekday is the day of the week. None has none; the answer is then Sunday.
func (d Date) Weekday() time.Weekday {
	if d == None {
		return time.Sunday
	}
	n := (int(d) + 4) % 7 // 1970-01-01 was a Thursday
	if n < 0 {
		n += 7
	}
	return time.Weekday(n)
}

func isLeap(y int) bool { return y%4 == 0 && (y%100 != 0 || y%400 == 0) }

func daysIn(y int, m time.Month) int {
	switch m {
	case time.April, time.June, time.September, time.November:
		return 30
	case time.February:
		if isLeap(y) {
			return 29
		}
		return 28
	}
	return 31
}
