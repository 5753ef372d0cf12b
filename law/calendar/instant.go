package calendar

import (
	"time"
	_ "time/tzdata" // Swedish civil time must not depend on the machine
)

// Instant is a point of time in microseconds since 1970-01-01 00:00 UTC, the
// precision both databases keep. Instants compare with < and ==.
type Instant int64

// instantForm has one width, so that instants kept as text sort as instants.
const instantForm = "2006-01-02T15:04:05.000000Z"

var stockholm = loadStockholm()

func loadStockholm() *time.Location {
	l, err := time.LoadLocation("Europe/Stockholm")
	if err != nil {
		// The zone is linked into the program; without it no date would be right.
		panic("calendar: " + err.Error())
	}
	return l
}

// InstantOf is the instant of t; parts of a microsecond are dropped.
func InstantOf(t time.Time) Instant { return Instant(t.UnixMicro()) }

// Time is the instant as a time in UTC.
func (i Instant) Time() time.Time { return time.UnixMicro(int64(i)).UTC() }

// String is the instant as RFC 3339 in UTC with six decimals, always equally wide.
func (i Instant) String() string { return i.Time().Format(instantForm) }

// Date is the civil day in Sweden at the instant.
func (i Instant) Date() Date {
	y, m, d := i.Time().In(stockholm).Date()
	return New(y, m, d)
}

// MarshalText writes the instant as String does.
func (i Instant) MarshalText() ([]byte, error) { return []byte(i.String()), nil }

// UnmarshalText reads what ParseInstant reads.
func (i *Instant) UnmarshalText(text []byte) error {
	v, err := ParseInstant(string(text))
	if err != nil {
		return err
	}
	*i = v
	return nil
}

// StartOfDay is the first microsecond of the day in Sweden. It is not to be asked for
// None.
func StartOfDay(d Date) Instant {
	y, m, day := d.YMD()
	return InstantOf(time.Date(y, m, day, 0, 0, 0, 0, stockholm))
}

// EndOfDay is the last microsecond of the day in Sweden; a day is 23, 24 or 25 hours.
func EndOfDay(d Date) Instant {
	y, m, day := d.YMD()
	return InstantOf(time.Date(y, m, day+1, 0, 0, 0, 0, stockholm)) - 1
}

// ParseInstant reads a point of time: a date YYYY-MM-DD means the end of that day in
// Sweden ("as known on that day"); otherwise RFC 3339 with an offset is read, and
// parts of a microsecond are dropped.
func ParseInstant(s string) (Instant, error) {
	if len(s) == 10 {
		d, err := Parse(s)
		if err != nil {
			return 0, err
		}
		return EndOfDay(d), nil
	}
	t, err := time.Parse(time.RFC3339Nano, s)
	if err != nil {
		return 0, &ParseError{Text: s, Why: "an instant is written YYYY-MM-DD or 2006-01-02T15:04:05Z"}
	}
	if y := t.UTC().Year(); y < 1 || y > 9999 {
		return 0, &ParseError{Text: s, Why: "the year in UTC is outside 1 to 9999"}
	}
	return InstantOf(t), nil
}
