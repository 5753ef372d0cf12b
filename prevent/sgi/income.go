package sgi

import (
	"fmt"

	"balans/law/calendar"
	"balans/law/money"
	"balans/law/statute"
)

// PayKind is where an income comes from, which decides how it counts.
type PayKind string

// The kinds of pay.
const (
	Employment  PayKind = "employment"  // work for another (SFB 25:7)
	OwnCompany  PayKind = "own company" // pay from a limited company of one's own (SFB 25:7a)
	Business    PayKind = "business"    // a business of one's own (SFB 25:8)
	FTax        PayKind = "f-tax"       // paid to who is approved for F-tax (SFB 25:10)
	Private     PayKind = "private"     // from a private person (SFB 25:13)
	Partnership PayKind = "partnership" // from a trading partnership to a partner (SFB 25:14)
	Sport       PayKind = "sport"       // from a sports association to an athlete (SFB 25:19)
	Other       PayKind = "other"       // other work of one's own, where nothing more decides (SFB 25:8)
)

// payKinds in the order in which they are told.
var payKinds = []PayKind{Employment, OwnCompany, Business, FTax, Private, Partnership, Sport, Other}

// Pay is one income in money, from one payer, for a year.
type Pay struct {
	Kind   PayKind
	Yearly money.Amount // with holiday pay, without benefits in kind
	// Holiday is the holiday pay in it, and AtWork what the same time would have paid as
	// work; both are stated or none.
	Holiday, AtWork money.Amount
	HasHoliday      bool
	Agreement       Answer // with a private person: that it is to count as employment
	// Registered is a day of each month in which the business was or should have been
	// registered for tax, whatever form it had then; the first counts.
	Registered    []calendar.Date
	Comparable    money.Amount // reasonable pay for similar work for another
	HasComparable bool
}

// Facts is what an SGI is determined from.
type Facts struct {
	Name, Source string
	On           calendar.Date // the day it is to apply from
	Insured      Answer        // insured for benefits that rest on work, and works in Sweden
	Lasting      Answer        // assumed to last six months in a row or to return every year
	Pay          []Pay
	// WeekHours is ordinary hours of employment a week in hundredths; 0 when not stated.
	WeekHours int64
}

// Outcome is what came of a determination.
type Outcome string

// The outcomes.
const (
	Determined Outcome = "determined"
	None       Outcome = "none" // a condition is not met: there is no SGI
	Open       Outcome = "open" // something is not stated
)

// Step is one step of an explanation.
type Step struct {
	Text Text        `json:"text"`
	Law  statute.Ref `json:"law"`
	Mark string      `json:"mark"` // V, S, R or I, as the parameters have it
}

// Rest is what one benefit rests on.
type Rest struct {
	Benefit Benefit     `json:"benefit"`
	Parts   Parts       `json:"parts"`
	Known   bool        `json:"known"`
	Text    Text        `json:"text"`
	Law     statute.Ref `json:"law"`
}

// Determination is an SGI with how it came about.
type Determination struct {
	On      calendar.Date `json:"on"`
	Outcome Outcome       `json:"outcome"`
	SGI     Parts         `json:"sgi"`
	Rests   []Rest        `json:"rests"`
	// Hours is the yearly working time in hours, 0 when no hours were stated.
	Hours   int64           `json:"hours"`
	Steps   []Step          `json:"steps"`
	Missing []Text          `json:"missing"`
	Used    []statute.Value `json:"-"` // the parameters it rests on
}

// Determine computes an SGI from stated facts. A price base amount that is not known for
// the year is a *statute.MissingError; a condition that is not stated gives the outcome
// Open and stands among what is missing.
func Determine(p *statute.Parameters, f Facts) (*Determination, error) {
	for _, w := range f.Pay {
		if w.Yearly < 0 || w.Yearly > mostIncome || w.Holiday < 0 || w.Holiday > w.Yearly || w.AtWork < 0 || w.Comparable < 0 || w.Comparable > mostIncome {
			return nil, fmt.Errorf("sgi: %s: amounts are to be from 0 to %s kronor a year, and holiday pay a part of the pay (SFB 25:2, 25:17)", w.Kind, mostIncome.Kronor())
		}
	}
	c := &counting{law: &law{p: p}, f: f, d: &Determination{On: f.On, Outcome: Determined}}
	raw := c.counted()
	c.conditions(raw)
	c.amount(raw)
	c.d.Used = c.law.used
	c.d.Rests, c.d.Steps, c.d.Missing = listOf(c.d.Rests), listOf(c.d.Steps), listOf(c.d.Missing)
	return c.d, c.law.err
}

// counting is a determination being made.
type counting struct {
	law *law
	f   Facts
	d   *Determination
}

func (c *counting) step(mark statute.Confidence, ref statute.Ref, key string, about ...any) {
	c.d.Steps = append(c.d.Steps, Step{Text: say(key, about...), Law: ref, Mark: mark.String()})
}

func (c *counting) missing(key string, about ...any) {
	c.d.Missing = append(c.d.Missing, say(key, about...))
	c.d.Outcome = Open
}

// counted is what counts of every pay, by its part, not rounded.
func (c *counting) counted() Parts {
	var raw Parts
	for i := range c.f.Pay {
		amount, employment := c.pay(&c.f.Pay[i])
		if employment {
			raw.Employment += amount
		} else {
			raw.Other += amount
		}
	}
	return raw
}

// pay is what counts of one pay and whether it counts as employment.
func (c *counting) pay(w *Pay) (amount money.Amount, employment bool) {
	amount = w.Yearly
	if w.HasHoliday && w.Holiday > w.AtWork {
		amount -= w.Holiday - w.AtWork
		c.step(statute.Verified, "SFB 25:17", "step.holiday", w.Holiday, w.AtWork, amount)
	}
	small := money.Amount(c.law.number(statute.SGISmallIncome, c.f.On))
	if amount < small && w.Kind != Business && w.Kind != OwnCompany {
		c.step(statute.Verified, "SFB 25:16", "step.small", amount, small)
		return 0, true
	}
	switch w.Kind {
	case Business:
		amount = c.buildUp(w, amount, "SFB 25:9")
		c.step(statute.Verified, "SFB 25:8", "step.business", amount)
		return amount, false
	case OwnCompany:
		amount = c.buildUp(w, amount, "SFB 25:7a")
		c.step(statute.Verified, "SFB 25:7", "step.employment", amount)
		return amount, true
	case Other:
		c.step(statute.Verified, "SFB 25:8", "step.other", amount)
		return amount, false
	case FTax:
		c.step(statute.Verified, "SFB 25:10", "step.ftax", amount)
		return amount, false
	case Partnership:
		c.step(statute.Verified, "SFB 25:14", "step.partnership", amount)
		return amount, false
	case Private:
		return amount, c.private(w, amount)
	case Sport:
		return c.sport(amount), true
	}
	c.step(statute.Verified, "SFB 25:7", "step.employment", amount)
	return amount, true
}

// private says whether pay from a private person counts as employment.
func (c *counting) private(w *Pay, amount money.Amount) bool {
	limit := money.Amount(c.law.number(statute.SGIPrivateIncome, c.f.On))
	switch {
	case amount >= limit:
		c.step(statute.Verified, "SFB 25:13", "step.private.large", amount, limit)
		return true
	case w.Agreement == Yes:
		c.step(statute.Verified, "SFB 25:13", "step.private.agreed", amount)
		return true
	case w.Agreement == Unstated:
		c.missing("missing.agreement", amount)
	}
	c.step(statute.Verified, "SFB 25:13", "step.private", amount, limit)
	return false
}

// sport is what counts of pay to an athlete: all or nothing.
func (c *counting) sport(amount money.Amount) money.Amount {
	limit, ok := c.law.ceiling(statute.SGISportShare, c.f.On)
	if !ok {
		c.law.number(statute.PriceBaseAmount, c.f.On) // keeps what is missing
		return 0
	}
	if amount < limit {
		c.step(statute.Verified, "SFB 25:19", "step.sport.small", amount, limit)
		return 0
	}
	c.step(statute.Verified, "SFB 25:19", "step.sport", amount, limit)
	return amount
}

// buildUp raises the income of a business in its build-up phase to what similar work for
// another would pay. Another form of the same business does not begin the time anew.
func (c *counting) buildUp(w *Pay, amount money.Amount, ref statute.Ref) money.Amount {
	first := calendar.None
	for _, d := range w.Registered {
		first = calendar.Earlier(first, d)
	}
	if first == calendar.None {
		c.missing("missing.registered", amount)
		return amount
	}
	last := buildUpEnd(c.law, first, c.f.On)
	if c.f.On > last || c.f.On < first.FirstOfMonth() {
		c.step(statute.Verified, ref, "step.buildup.over", last)
		return amount
	}
	if !w.HasComparable {
		c.missing("missing.comparable", last)
		return amount
	}
	if w.Comparable > amount {
		c.step(statute.Verified, ref, "step.buildup", amount, w.Comparable, last)
		return w.Comparable
	}
	c.step(statute.Verified, ref, "step.buildup.above", amount, w.Comparable, last)
	return amount
}

// buildUpEnd is the last day of the build-up phase: its months are counted from the month
// of the registration, which is the first of them.
func buildUpEnd(l *law, registered, on calendar.Date) calendar.Date {
	months := int(l.number(statute.SGIBuildUpMonths, on))
	return registered.FirstOfMonth().AddMonths(months).AddDays(-1)
}

// conditions are those of SFB 25:3.
func (c *counting) conditions(raw Parts) {
	switch c.f.Insured {
	case No:
		c.d.Outcome = None
		c.step(statute.Verified, "SFB 25:3", "step.uninsured")
	case Unstated:
		c.missing("missing.insured")
	}
	switch c.f.Lasting {
	case No:
		c.d.Outcome = None
		c.step(statute.Verified, "SFB 25:3", "step.short", c.law.number(statute.SGIWorkMonths, c.f.On))
	case Unstated:
		c.missing("missing.lasting", c.law.number(statute.SGIWorkMonths, c.f.On))
	}
	if c.f.Insured == No || c.f.Lasting == No {
		c.d.Outcome = None
	}
	least, ok := c.law.ceiling(statute.SGIMinimum, c.f.On)
	if !ok {
		c.law.number(statute.PriceBaseAmount, c.f.On)
		return
	}
	if raw.Total() < least {
		if c.d.Outcome == Determined {
			c.d.Outcome = None
		}
		c.step(statute.Verified, "SFB 25:3", "step.below", raw.Total(), least)
		return
	}
	c.step(statute.Verified, "SFB 25:3", "step.least", raw.Total(), least)
}

// amount rounds, cuts, and says what each benefit rests on.
func (c *counting) amount(raw Parts) {
	if c.f.WeekHours > 0 {
		c.d.Hours = YearlyHours(c.f.WeekHours, c.law.number(statute.SGIWorkingWeeks, c.f.On))
		c.step(statute.Inferred, "SFB 25:26", "step.hours", hundredths(c.f.WeekHours), c.d.Hours)
	}
	if c.d.Outcome == None || c.law.err != nil {
		return
	}
	unit := money.Amount(c.law.number(statute.SGIRounding, c.f.On))
	top, ok := c.law.ceiling(statute.SicknessCeiling, c.f.On)
	if !ok {
		c.law.number(statute.SicknessCeiling, c.f.On)
		return
	}
	rounded := raw.rounded(unit)
	c.step(statute.Verified, "SFB 25:5", "step.rounded", rounded.Employment, rounded.Other)
	c.d.SGI = rounded.cut(top)
	if c.d.SGI != rounded {
		c.step(statute.Verified, "SFB 25:5", "step.cut", top, c.d.SGI.Employment, c.d.SGI.Other)
	}
	if c.d.Outcome == Determined {
		c.d.Rests = ceilings(c.law, rounded, c.f.On)
	}
}

// YearlyHours is ordinary working hours of a year, of hours a week in hundredths and a
// number of weeks, rounded to whole hours with half an hour upwards (SFB 25:29).
func YearlyHours(weekHundredths, weeks int64) int64 {
	return (weekHundredths*weeks + 50) / 100
}

func hundredths(v int64) string {
	if v%100 == 0 {
		return fmt.Sprint(v / 100)
	}
	return fmt.Sprintf("%d,%02d", v/100, v%100)
}
