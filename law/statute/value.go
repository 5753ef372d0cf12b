package statute

import (
	"errors"
	"fmt"
	"slices"

	"balans/law/calendar"
	"balans/law/money"
)

// Unit is what a value counts.
type Unit string

// The units.
const (
	Ore    Unit = "ore"    // öre
	Ppm    Unit = "ppm"    // millionths; as a rate, of the principal a year
	Days   Unit = "days"   // calendar days
	Months Unit = "months" // calendar months
	Years  Unit = "years"  // calendar years
	Count  Unit = "count"  // number of things
	Day    Unit = "date"   // a date, as days since 1970-01-01 (calendar.Date)
	Order  Unit = "order"  // an order of parts: the number of each part, 1 to 9, once, as decimal digits
)

// Confidence says how a value is known; see the package comment.
type Confidence byte

// The marks of confidence.
const (
	Verified   Confidence = 'V' // read in the primary text
	Secondary  Confidence = 'S' // read in a secondary text
	Remembered Confidence = 'R' // to be checked
	Inferred   Confidence = 'I' // an inference, not a rule
	Unsourced  Confidence = 'U' // source unknown
	Fictitious Confidence = 'F' // made up, for demonstrations and tests
)

func (c Confidence) String() string { return string(rune(c)) }

// The errors of asking.
var (
	ErrMissing     = errors.New("statute: the value is not known")
	ErrUndeclared  = errors.New("statute: there is no such parameter")
	ErrUnit        = errors.New("statute: the value has another unit")
	ErrValue       = errors.New("statute: the value cannot be taken")
	ErrOpenPeriod  = errors.New("statute: the period is to have a first and a last day")
	errEmptyPeriod = errors.New("statute: the period has no day")
)

// MissingError says that no value of a parameter is known for a date. It is an
// ErrMissing.
type MissingError struct {
	Name string
	On   calendar.Date
}

func (e *MissingError) Error() string {
	return fmt.Sprintf("statute: no value of %s is known for %s", e.Name, e.On)
}

// Unwrap makes every MissingError an ErrMissing.
func (e *MissingError) Unwrap() error { return ErrMissing }

// Value is what a parameter is during a period.
type Value struct {
	Name       string
	Int64      int64 // whole number of the unit
	Unit       Unit
	From, To   calendar.Date // both included; To is calendar.None for an open end
	Source     string
	Confidence Confidence
}

// Amount is the value as money; ErrUnit when it is not in öre.
func (v Value) Amount() (money.Amount, error) {
	if v.Unit != Ore {
		return 0, fmt.Errorf("%w: %s is in %s, not öre", ErrUnit, v.Name, v.Unit)
	}
	return money.Amount(v.Int64), nil
}

// Date is the value as a date; ErrUnit when it is not one.
func (v Value) Date() (calendar.Date, error) {
	if v.Unit != Day {
		return calendar.None, fmt.Errorf("%w: %s is in %s, not a date", ErrUnit, v.Name, v.Unit)
	}
	return calendar.Date(v.Int64), nil
}

// Order is the parts in their order, each a number from 1 to 9; ErrUnit when the value
// is not an order.
func (v Value) Order() ([]int, error) {
	if v.Unit != Order {
		return nil, fmt.Errorf("%w: %s is in %s, not an order", ErrUnit, v.Name, v.Unit)
	}
	return digits(v.Int64), nil
}

// Text is the value without its unit, as it is written in a file.
func (v Value) Text() string { return v.Unit.Format(v.Int64) }

// Period is the days of the value.
func (v Value) Period() calendar.Period { return calendar.Period{From: v.From, To: v.To} }

// Parameter is the declaration of a parameter.
type Parameter struct {
	Name  string
	Unit  Unit
	Range Range  // the values it may have; zero when the unit alone decides
	Law   Ref    // the paragraph it stands in; empty when it stands in none
	About string // what it is, in a sentence
}

// Range is the least and the most a value may be. For an order it is the first and the
// last part, and the order names them all.
type Range struct{ Least, Most int64 }

// Parameters is a set of dated values. It does not change once made and may be used by
// many at once.
type Parameters struct {
	declared []Parameter // in the order of parameters.csv
	byName   map[string]int
	values   map[string][]entry // by first day
}

// entry is a value and where it was read; no file when it was laid over the others.
type entry struct {
	Value
	file string
	line int
}

func (e entry) place() string {
	if e.file == "" {
		return "a value laid over those of the files"
	}
	return fmt.Sprintf("%s:%d", e.file, e.line)
}

// Declared is every parameter, also those without a known value.
func (p *Parameters) Declared() []Parameter { return slices.Clone(p.declared) }

// Parameter is the declaration of one parameter, or ErrUndeclared.
func (p *Parameters) Parameter(name string) (Parameter, error) {
	i, ok := p.byName[name]
	if !ok {
		return Parameter{}, fmt.Errorf("%w: %q", ErrUndeclared, name)
	}
	return p.declared[i], nil
}

// Value is the value in force on a date. It fails with a *MissingError when none is
// known, and with ErrUndeclared for a name that is no parameter.
func (p *Parameters) Value(name string, on calendar.Date) (Value, error) {
	entries, err := p.entries(name)
	if err != nil {
		return Value{}, err
	}
	i := lastFrom(entries, on)
	if i < 0 || !entries[i].Period().Contains(on) {
		return Value{}, &MissingError{Name: name, On: on}
	}
	return entries[i].Value, nil
}

// All is every known value of a parameter, the earliest first.
func (p *Parameters) All(name string) ([]Value, error) {
	entries, err := p.entries(name)
	if err != nil {
		return nil, err
	}
	out := make([]Value, len(entries))
	for i, e := range entries {
		out[i] = e.Value
	}
	return out, nil
}

// Between is the values in force on the days of a period, the earliest first, such as the
// rates of an interest calculation. Every day of the period has a value; otherwise it
// fails with a *MissingError that names the first day without.
func (p *Parameters) Between(name string, days calendar.Period) ([]Value, error) {
	entries, err := p.entries(name)
	switch {
	case err != nil:
		return nil, err
	case days.From == calendar.None || days.To == calendar.None:
		return nil, ErrOpenPeriod
	case days.IsEmpty():
		return nil, errEmptyPeriod
	}
	var out []Value
	day := days.From
	for i := max(0, lastFrom(entries, day)); i < len(entries) && day <= days.To; i++ {
		v := entries[i].Value
		if !v.Period().Contains(day) {
			break
		}
		out = append(out, v)
		if v.To == calendar.None {
			return out, nil
		}
		day = v.To + 1
	}
	if day <= days.To {
		return nil, &MissingError{Name: name, On: day}
	}
	return out, nil
}

func (p *Parameters) entries(name string) ([]entry, error) {
	if _, ok := p.byName[name]; !ok {
		return nil, fmt.Errorf("%w: %q", ErrUndeclared, name)
	}
	return p.values[name], nil
}

// lastFrom is the index of the last entry that begins on or before a day, -1 for none.
func lastFrom(entries []entry, on calendar.Date) int {
	i, found := slices.BinarySearchFunc(entries, on, func(e entry, d calendar.Date) int {
		return int(e.From) - int(d)
	})
	if found {
		return i
	}
	return i - 1
}
