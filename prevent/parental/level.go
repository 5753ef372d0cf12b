package parental

import (
	"fmt"
	"strconv"
	"strings"

	"balans/law/money"
)

// Level is the share of a day that a benefit is paid for (förmånsnivå), in eighths.
type Level uint8

// The levels. Sickness benefit has no eighth (SFB 27:45).
const (
	Eighth        Level = 1
	Quarter       Level = 2
	Half          Level = 4
	ThreeQuarters Level = 6
	Full          Level = 8
)

// levels is every level with its written form, the greatest first.
var levels = []struct {
	level Level
	text  string
	name  Text
}{
	{Full, "full", Text{"hel", "full"}},
	{ThreeQuarters, "3/4", Text{"tre fjärdedels", "three-quarter"}},
	{Half, "1/2", Text{"halv", "half"}},
	{Quarter, "1/4", Text{"en fjärdedels", "quarter"}},
	{Eighth, "1/8", Text{"en åttondels", "one-eighth"}},
}

// ParseLevel reads full, 3/4, 1/2, 1/4 or 1/8.
func ParseLevel(s string) (Level, error) {
	for _, l := range levels {
		if l.text == s {
			return l.level, nil
		}
	}
	return 0, fmt.Errorf("parental: %q is not a level; it is one of full, 3/4, 1/2, 1/4 and 1/8 (SFB 12:9, 13:5)", s)
}

func (l Level) String() string {
	for _, known := range levels {
		if known.level == l {
			return known.text
		}
	}
	return strconv.Itoa(int(l)) + "/8"
}

// Name is the level in words, as it stands before the name of a benefit.
func (l Level) Name() Text {
	for _, known := range levels {
		if known.level == l {
			return known.name
		}
	}
	return Text{l.String(), l.String()}
}

// MarshalText writes the level as ParseLevel reads it.
func (l Level) MarshalText() ([]byte, error) { return []byte(l.String()), nil }

// IsLevel says whether l is one of the five.
func (l Level) IsLevel() bool {
	return l == Full || l == ThreeQuarters || l == Half || l == Quarter || l == Eighth
}

// Hours is a time in hundredths of an hour.
type Hours int64

// Hour is one hour.
const Hour Hours = 100

// ParseHours reads hours with at most two decimals: "8", "7,5", "7.25".
func ParseHours(s string) (Hours, error) {
	whole, rest, has := strings.Cut(strings.Replace(s, ",", ".", 1), ".")
	wrong := fmt.Errorf("parental: %q is not a number of hours; write it as 8 or 7,5, with two decimals at most", s)
	if has && (len(rest) == 0 || len(rest) > 2) || len(whole) == 0 || len(whole) > 6 || strings.Trim(whole+rest, "0123456789") != "" {
		return 0, wrong
	}
	n, err := strconv.ParseInt(whole+rest+strings.Repeat("0", 2-len(rest)), 10, 64)
	if err != nil {
		return 0, wrong
	}
	return Hours(n), nil
}

// Text is the time as a decimal number.
func (h Hours) Text() Text { return withDecimals(int64(h), 2) }

// LevelFor is the level of who works for a part of a time: the greatest whose share of the
// time is not worked (SFB 13:5 with the time otherwise worked, 12:9 with normal working
// time). It is 0 when more than seven eighths are worked. Both times are zero or more, and
// the part is not more than the whole; otherwise it is 0 too.
func LevelFor(worked, whole Hours) Level {
	if worked < 0 || whole <= 0 || worked > whole {
		return 0
	}
	for _, l := range levels {
		if worked*8 <= whole*Hours(Full-l.level) {
			return l.level
		}
	}
	return 0
}

// Eighths is a number of days counted in eighths: a day on a level counts as its share of
// a day (SFB 12:32, 13:32).
type Eighths int64

// Days is n whole days in eighths.
func Days(n int64) Eighths { return Eighths(n) * Eighths(Full) }

// String is the days as a number and a fraction, such as "59 7/8" or "1/2".
func (e Eighths) String() string {
	sign := ""
	if e < 0 {
		sign, e = "−", -e
	}
	whole, rest, parts := e/8, e%8, Eighths(8)
	if rest == 0 {
		return sign + strconv.FormatInt(int64(whole), 10)
	}
	for rest%2 == 0 {
		rest, parts = rest/2, parts/2
	}
	if whole == 0 {
		return fmt.Sprintf("%s%d/%d", sign, rest, parts)
	}
	return fmt.Sprintf("%s%d %d/%d", sign, whole, rest, parts)
}

// atLevel is the level's share of a full amount in whole kronor, half rounded up.
func (k *reckoning) atLevel(full money.Amount, l Level) money.Amount {
	return k.wholeKronor(full, int64(l), int64(Full))
}
