package sgi

import (
	"errors"

	"balans/law/calendar"
	"balans/law/money"
	"balans/law/statute"
)

// law reads parameters and remembers those that were used, so that an answer can tell
// what it rests on. The first failure is kept: after it every value is zero and the answer
// is thrown away.
type law struct {
	p    *statute.Parameters
	used []statute.Value
	err  error
}

// number is the value of a parameter on a day, in its unit.
func (l *law) number(name string, on calendar.Date) int64 {
	v, err := l.p.Value(name, on)
	if err != nil {
		if l.err == nil {
			l.err = err
		}
		return 0
	}
	l.use(v)
	return v.Int64
}

// known is number for a value that may be missing.
func (l *law) known(name string, on calendar.Date) (int64, bool) {
	v, err := l.p.Value(name, on)
	if err != nil {
		if !errors.Is(err, statute.ErrMissing) && l.err == nil {
			l.err = err
		}
		return 0, false
	}
	l.use(v)
	return v.Int64, true
}

func (l *law) use(v statute.Value) {
	for _, u := range l.used {
		if u.Name == v.Name && u.From == v.From {
			return
		}
	}
	l.used = append(l.used, v)
}

// ceiling is the price base amount of the day's year times a parameter in millionths;
// false when either is not known.
func (l *law) ceiling(name string, on calendar.Date) (money.Amount, bool) {
	base, ok1 := l.known(statute.PriceBaseAmount, on)
	share, ok2 := l.known(name, on)
	if !ok1 || !ok2 {
		return 0, false
	}
	a, err := money.MulDiv(money.Amount(base), share, million, money.Down)
	if err != nil && l.err == nil {
		l.err = err
	}
	return a, err == nil
}

const million = 1_000_000

// Parts is an SGI in its two parts, in whole kronor a year: as employee (anställning)
// and from other work (annat förvärvsarbete).
type Parts struct {
	Employment money.Amount `json:"employment_ore"`
	Other      money.Amount `json:"other_ore"`
}

// Total is the sum of the parts.
func (p Parts) Total() money.Amount { return p.Employment + p.Other }

// cut leaves out what is above the ceiling, other income first (SFB 25:5).
func (p Parts) cut(ceiling money.Amount) Parts {
	e := min(p.Employment, ceiling)
	return Parts{Employment: e, Other: min(p.Other, ceiling-e)}
}

// rounded rounds each part down to whole units (SFB 25:5).
func (p Parts) rounded(unit money.Amount) Parts {
	return Parts{p.Employment / unit * unit, p.Other / unit * unit}
}

// share is the parts times num/den, rounded down to öre.
func (p Parts) share(num, den int64) (Parts, error) {
	e, err := money.MulDiv(p.Employment, num, den, money.Down)
	if err != nil {
		return Parts{}, err
	}
	o, err := money.MulDiv(p.Other, num, den, money.Down)
	return Parts{e, o}, err
}

// mostIncome is far above what anybody earns in a year, and far below what makes sums
// overflow.
const mostIncome = 1_000_000_000 * money.Krona

// Answer is whether something has been shown.
type Answer uint8

// The answers. Unstated is not no: what nobody has said is asked for.
const (
	Unstated Answer = iota
	Yes
	No
)

func (a Answer) String() string {
	switch a {
	case Yes:
		return "yes"
	case No:
		return "no"
	}
	return "not stated"
}
