package sgi

import (
	"balans/law/calendar"
	"balans/law/money"
	"balans/law/statute"
)

// Benefit is one that rests on the SGI, by its code in the catalogue of benefits.
type Benefit string

// The benefits whose base is told.
const (
	Sickness          Benefit = "sjukpenning"
	Parental          Benefit = "foraldrapenning"
	TemporaryParental Benefit = "tillfallig-foraldrapenning"
	Pregnancy         Benefit = "graviditetspenning"
)

// benefitCeilings is where each benefit's own ceiling stands.
var benefitCeilings = []struct {
	benefit   Benefit
	parameter string
	law       statute.Ref
}{
	{Sickness, statute.SicknessCeiling, "SFB 25:5"},
	{Parental, statute.FPCeiling, "SFB 12:26"},
	{TemporaryParental, statute.TFPCeiling, "SFB 13:33"},
	{Pregnancy, statute.PregnancyCeiling, "SFB 10:11"},
}

// ceilings is what each benefit rests on: the income cut at the benefit's ceiling, other
// income first. Where the ceiling of the day's year is not known, the benefit says so.
func ceilings(l *law, income Parts, on calendar.Date) []Rest {
	var rests []Rest
	for _, b := range benefitCeilings {
		top, known := l.ceiling(b.parameter, on)
		r := Rest{Benefit: b.benefit, Law: b.law, Known: known}
		switch {
		case !known:
			r.Text = say("rest.unknown", on.Year())
		case income.Total() > top:
			r.Parts, r.Text = income.cut(top), say("rest.cut", top)
		default:
			r.Parts, r.Text = income, say("rest.whole", top)
		}
		rests = append(rests, r)
	}
	return rests
}

// CeilingOf is the most income that a benefit rests on, on a day, in öre a year. It fails
// with a *statute.MissingError when the price base amount or the ceiling is not known.
func CeilingOf(p *statute.Parameters, b Benefit, on calendar.Date) (money.Amount, error) {
	for _, c := range benefitCeilings {
		if c.benefit == b {
			return shareOfBase(p, c.parameter, on)
		}
	}
	return 0, statute.ErrUndeclared
}

// LeastIncome is the least yearly income that gives an SGI, on a day (SFB 25:3). It fails
// like CeilingOf.
func LeastIncome(p *statute.Parameters, on calendar.Date) (money.Amount, error) {
	return shareOfBase(p, statute.SGIMinimum, on)
}

func shareOfBase(p *statute.Parameters, name string, on calendar.Date) (money.Amount, error) {
	l := &law{p: p}
	base, share := l.number(statute.PriceBaseAmount, on), l.number(name, on)
	if l.err != nil {
		return 0, l.err
	}
	return money.MulDiv(money.Amount(base), share, million, money.Down)
}
