package assignment

import (
	"fmt"
	"strconv"
	"strings"

	"balans/steer/directive"
)

// Ref names a deadline and stays the same when an edition moves its date.
type Ref struct {
	Assignment string // the assignment's id
	// Kind is what was due when the deadline was first given, and No its place among
	// those of the kind, from 1.
	Kind directive.DeadlineKind
	No   int
	// Year is the year of one occurrence of a deadline that returns every year; 0 for
	// one that does not.
	Year int
}

// deadlineKinds is every kind that a Ref can have.
var deadlineKinds = []directive.DeadlineKind{
	directive.Report, directive.Interim, directive.ActionPlan, directive.ForecastOn,
	directive.Ready, directive.Done, directive.Claim, directive.Repay,
}

// kindWord is the kind as it stands in a Ref, without spaces.
func kindWord(k directive.DeadlineKind) string { return strings.ReplaceAll(string(k), " ", "-") }

func kindOf(word string) (directive.DeadlineKind, bool) {
	for _, k := range deadlineKinds {
		if kindWord(k) == word {
			return k, true
		}
	}
	return "", false
}

// IsNone says whether r names no deadline.
func (r Ref) IsNone() bool { return r == Ref{} }

// String is the Ref as it is stored and shown: id/kind/no, and /year for one occurrence;
// empty for none.
func (r Ref) String() string {
	if r.IsNone() {
		return ""
	}
	s := r.Assignment + "/" + kindWord(r.Kind) + "/" + strconv.Itoa(r.No)
	if r.Year != 0 {
		s += "/" + strconv.Itoa(r.Year)
	}
	return s
}

// ParseRef reads what String writes, and nothing else.
func ParseRef(s string) (Ref, error) {
	parts := strings.Split(s, "/")
	for _, kindAt := range []int{len(parts) - 2, len(parts) - 3} { // without and with a year
		if kindAt < 1 {
			continue
		}
		k, ok := kindOf(parts[kindAt])
		if !ok {
			continue
		}
		r := Ref{Assignment: strings.Join(parts[:kindAt], "/"), Kind: k}
		r.No, _ = strconv.Atoi(parts[kindAt+1])
		if kindAt == len(parts)-3 {
			r.Year, _ = strconv.Atoi(parts[kindAt+2])
		}
		if r.Assignment != "" && r.No > 0 && r.Year >= 0 && r.Year <= 9999 && r.String() == s {
			return r, nil
		}
	}
	return Ref{}, fmt.Errorf("%q names no deadline; it is written <assignment>/<kind>/<number>, such as 2025-07/report/1, and /<year> after it for one that returns every year", s)
}

// MarshalText writes the Ref as String does.
func (r Ref) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// UnmarshalText reads what MarshalText writes.
func (r *Ref) UnmarshalText(text []byte) (err error) {
	if *r = (Ref{}); len(text) > 0 {
		*r, err = ParseRef(string(text))
	}
	return err
}
