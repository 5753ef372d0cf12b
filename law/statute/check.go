package statute

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"balans/law/calendar"
)

// ParseRecord reads one line of a file of values, taken apart into the fields of
// Columns, and checks it like Check. The error is an ErrUndeclared or says which field is
// wrong.
func (p *Parameters) ParseRecord(fields []string) (Value, error) {
	if want := strings.Count(Columns, ",") + 1; len(fields) != want {
		return Value{}, fmt.Errorf("there are %d fields; %d are expected: %s", len(fields), want, Columns)
	}
	v := Value{Name: fields[0], Unit: Unit(fields[2]), To: calendar.None, Source: fields[5]}
	declared, err := p.Parameter(v.Name)
	if err != nil {
		return Value{}, err
	}
	if v.Unit != declared.Unit {
		return Value{}, fmt.Errorf("%s is declared in %s, not %q", v.Name, declared.Unit, fields[2])
	}
	if v.Int64, err = v.Unit.Parse(fields[1]); err != nil {
		return Value{}, fmt.Errorf("value of %s: %w", v.Name, err)
	}
	if v.From, err = calendar.Parse(fields[3]); err != nil {
		return Value{}, fmt.Errorf("from of %s: %w", v.Name, err)
	}
	if fields[4] != "" {
		if v.To, err = calendar.Parse(fields[4]); err != nil {
			return Value{}, fmt.Errorf("to of %s: %w", v.Name, err)
		}
	}
	if v.Confidence, err = ParseConfidence(fields[6]); err != nil {
		return Value{}, fmt.Errorf("confidence of %s: %w", v.Name, err)
	}
	return v, p.Check(v)
}

// ParseConfidence reads a mark of confidence, one letter; see the package comment.
func ParseConfidence(s string) (Confidence, error) {
	if len(s) != 1 || !strings.Contains(marksOfOthers, s) {
		return 0, fmt.Errorf("%q is not one of %s", s, marksOfOthers)
	}
	return Confidence(s[0]), nil
}

// Check says what keeps a value from being one of the parameter it names, or nil: a name
// that is not declared (ErrUndeclared), another unit than the declared one (ErrUnit), and
// as ErrValue a value out of the parameter's range, a period without a first day or
// without any, no source, or an unknown mark. Every error names the parameter.
func (p *Parameters) Check(v Value) error {
	declared, err := p.Parameter(v.Name)
	if err != nil {
		return err
	}
	if v.Unit != declared.Unit {
		return fmt.Errorf("%w: %s is declared in %s, not %q", ErrUnit, v.Name, declared.Unit, v.Unit)
	}
	if err := declared.allows(v.Int64); err != nil {
		return fmt.Errorf("%w: %s: %w", ErrValue, v.Name, err)
	}
	switch {
	case !isDay(v.From):
		return fmt.Errorf("%w: %s: the first day is missing or has no year of four digits", ErrValue, v.Name)
	case v.To != calendar.None && !isDay(v.To):
		return fmt.Errorf("%w: %s from %s: the last day has no year of four digits", ErrValue, v.Name, v.From)
	case v.Period().IsEmpty():
		return fmt.Errorf("%w: %s: to %s is before from %s", ErrValue, v.Name, v.To, v.From)
	case v.Source == "":
		return fmt.Errorf("%w: %s from %s: the source is missing", ErrValue, v.Name, v.From)
	case !strings.Contains(marksOfOthers, v.Confidence.String()):
		return fmt.Errorf("%w: %s from %s: confidence %q is not one of %s", ErrValue, v.Name, v.From, v.Confidence, marksOfOthers)
	}
	return nil
}

var firstDay, lastDay = calendar.New(1, time.January, 1), calendar.New(9999, time.December, 31)

// isDay says whether the day can be written YYYY-MM-DD.
func isDay(d calendar.Date) bool { return d >= firstDay && d <= lastDay }

// allows says why the parameter cannot have the value, or nil.
func (d Parameter) allows(v int64) error {
	if err := d.Unit.allows(v); err != nil {
		return err
	}
	switch r := d.Range; {
	case r == Range{}:
		return nil
	case d.Unit == Order:
		if parts := slices.Sorted(slices.Values(digits(v))); int64(len(parts)) != r.Most || int64(parts[len(parts)-1]) != r.Most {
			return fmt.Errorf("%d does not name each part from %d to %d once", v, r.Least, r.Most)
		}
	case v < r.Least || v > r.Most:
		return fmt.Errorf("%d is not between %d and %d", v, r.Least, r.Most)
	}
	return nil
}

func (u Unit) isKnown() bool {
	switch u {
	case Ore, Ppm, Days, Months, Years, Count, Day, Order:
		return true
	}
	return false
}

// Parse reads a value of the unit as it is written in a file: a date, or a whole number
// without plus sign or leading zeros, negative only for a rate or an amount. An order
// names each part at most once. A unit that does not exist has no values.
func (u Unit) Parse(s string) (int64, error) {
	if !u.isKnown() {
		return 0, fmt.Errorf("there is no unit %q", u)
	}
	if u == Day {
		d, err := calendar.Parse(s)
		return int64(d), err
	}
	v, err := strconv.ParseInt(s, 10, 64)
	if err != nil || strconv.FormatInt(v, 10) != s {
		return 0, fmt.Errorf("%q is not a whole number", s)
	}
	return v, u.allows(v)
}

// Format writes a value of the unit as Parse reads it.
func (u Unit) Format(v int64) string {
	if u == Day {
		return calendar.Date(v).String()
	}
	return strconv.FormatInt(v, 10)
}

// allows says why no value of the unit can be v, or nil.
func (u Unit) allows(v int64) error {
	switch u {
	case Ore, Ppm:
		return nil
	case Day:
		if v < int64(firstDay) || v > int64(lastDay) {
			return fmt.Errorf("%d is not a date with a year of four digits", v)
		}
		return nil
	case Order:
		if v < 1 {
			return fmt.Errorf("%d is not an order of parts, such as 213", v)
		}
		seen := [10]bool{0: true}
		for _, d := range digits(v) {
			if seen[d] {
				return fmt.Errorf("an order names each part, 1 to 9, once at most; %d does not", v)
			}
			seen[d] = true
		}
		return nil
	}
	if v < 0 {
		return fmt.Errorf("%s cannot be negative", u)
	}
	return nil
}

// digits is the decimal digits of a number that is not negative, the first one first.
func digits(v int64) []int {
	text := strconv.FormatInt(v, 10)
	out := make([]int, len(text))
	for i := range text {
		out[i] = int(text[i] - '0')
	}
	return out
}

// parseRange reads the range of a declaration, "least-most" or nothing; the least
// may be below zero.
func (u Unit) parseRange(s string) (Range, error) {
	if s == "" && u != Order {
		return Range{}, nil
	}
	var r Range
	rest, negative := strings.CutPrefix(s, "-")
	least, most, ok := strings.Cut(rest, "-")
	var err1, err2 error
	if r.Least, err1 = Count.Parse(least); negative {
		r.Least = -r.Least
	}
	r.Most, err2 = Count.Parse(most)
	if !ok || err1 != nil || err2 != nil || r.Least >= r.Most || u == Day || u == Order && (r.Least != 1 || r.Most > 9) {
		return Range{}, fmt.Errorf("%q is not a range of the unit %s, such as 0-1; the parts of an order are from 1 to at most 9", s, u)
	}
	return r, nil
}
