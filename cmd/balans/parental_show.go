package main

import (
	"strconv"
	"strings"

	"balans/law/calendar"
	"balans/law/money"
	"balans/prevent/parental"
)

// parentalDayFlag is one day of the command line.
type parentalDayFlag struct {
	on    calendar.Date
	level parental.Level
	hours parental.Hours
}

// asked is the days of --day, or the one of --on.
func (o *parentalOptions) asked() ([]parentalDayFlag, error) {
	lines := o.days
	if len(lines) == 0 {
		if !o.on.set {
			return nil, usage("--on is needed: the day the benefit is for")
		}
		lines = []string{o.on.Date.String() + " " + o.level + " " + o.hours}
	}
	var out []parentalDayFlag
	for _, l := range lines {
		f := strings.Fields(l)
		if len(f) < 2 || len(f) > 3 {
			return nil, usage("%q is no day; write it as \"2026-03-02 1/2 8\"", l)
		}
		var d parentalDayFlag
		var err error
		if d.on, err = calendar.Parse(f[0]); err != nil {
			return nil, usageError{err}
		}
		if d.level, err = parental.ParseLevel(f[1]); err != nil {
			return nil, usageError{err}
		}
		if len(f) == 3 {
			if d.hours, err = parental.ParseHours(f[2]); err != nil {
				return nil, usageError{err}
			}
		}
		out = append(out, d)
	}
	return out, nil
}

func (o *parentalOptions) income() parental.Income {
	return parental.Income{Employment: o.sgi, Other: o.other}
}

func withUnit(a money.Amount) string { return a.Kronor() + "\u00a0kr" }

func (o *parentalOptions) temporary(rules parental.Rules) (*parentalAnswer, error) {
	days, err := o.asked()
	if err != nil {
		return nil, err
	}
	c := parental.TemporaryClaim{SGI: o.income(), Yearly: o.yearly, PaidOther: o.paid}
	for _, d := range days {
		day := parental.TemporaryDay{On: d.on, Level: d.level, Hours: d.hours}
		if o.unemployed {
			day.Manner = parental.Unemployed
		}
		c.Days = append(c.Days, day)
	}
	res, err := rules.Temporary(c)
	if err != nil {
		return nil, err
	}
	a := &parentalAnswer{Result: res, Steps: res.Steps, Doubts: res.Doubts}
	for _, d := range res.Days {
		note := ""
		if d.OverFive {
			note = "more than five days of seven (SFB 13:35)"
		}
		a.row(d.On.String(), d.Level.String(), withUnit(d.Amount), note)
		if err := o.time(rules, a, parental.TemporaryBenefit, d.On); err != nil {
			return nil, err
		}
	}
	a.row("total", "", withUnit(res.Total), "days used: "+res.Used.String())
	return a, nil
}

func (o *parentalOptions) parental(rules parental.Rules) (*parentalAnswer, error) {
	days, err := o.asked()
	if err != nil {
		return nil, err
	}
	if len(days) != 1 {
		return nil, usage("fp computes one day; its answer depends on the days before (--before)")
	}
	d := parental.ParentalDay{On: days[0].on, SGI: o.income(), Level: days[0].level, Insured: parental.Insured(o.insured), Lowest: o.lowest,
		Before: parental.Days(o.before), Begins: o.beginning(), Insured240: parental.Stated(o.insured240)}
	res, err := rules.Parental(d)
	if err != nil {
		return nil, err
	}
	a := &parentalAnswer{Result: res, Steps: res.Steps, Missing: res.Missing}
	switch res.Outcome {
	case parental.Yes:
		a.row(d.On.String(), d.Level.String(), withUnit(res.Amount), res.Compensation.Name().In(o.lang))
	default:
		a.row(d.On.String(), d.Level.String(), string(res.Outcome))
	}
	a.doubt(res.Doubts)
	if err := o.left(rules, a, &d, res.Compensation); err != nil {
		return nil, err
	}
	return a, o.time(rules, a, parental.ParentalBenefit, d.On)
}

// left says whether the day is among those there are, when the child is stated.
func (o *parentalOptions) left(rules parental.Rules, a *parentalAnswer, d *parental.ParentalDay, on parental.Compensation) error {
	if !o.born.set {
		if o.usedLowest != nil || o.usedAfterFour != nil {
			return usage("--used-lowest and --used-after-four are held against the days there are for the child, which --born says")
		}
		return nil
	}
	if on == "" { // nothing is paid, or it is not shown what
		return nil
	}
	used := parental.UsedDays{Lowest: o.usedLowest, AfterFourth: o.usedAfterFour}
	if o.beforeSet {
		used.SicknessOrBase = &d.Before
	}
	res, err := rules.Left(o.childStated(), used, d.Level, on, d.On)
	if err != nil {
		return err
	}
	a.Left = &res
	a.Steps = append(a.Steps, res.Steps...)
	a.Missing = append(a.Missing, res.Missing...)
	note := ""
	if res.OfLevel != nil {
		note = "left before it: " + res.OfLevel.String()
	}
	if res.AfterFourth != nil {
		note += ", after the fourth year: " + res.AfterFourth.String()
	}
	a.row("  among the days there are:", string(res.Outcome), strings.TrimPrefix(note, ", "))
	return nil
}

// childStated is the child as far as it is stated.
func (o *parentalOptions) childStated() parental.Child {
	c := parental.Child{Born: o.born.Date, Begins: o.beginning(), Resident: calendar.None, Siblings: o.siblings}
	if o.resident.set {
		c.Resident = o.resident.Date
	}
	return c
}

// doubt tells what was stated and is to be examined.
func (a *parentalAnswer) doubt(all []parental.Missing) { a.Doubts = append(a.Doubts, all...) }

// beginning is the day the child's time is counted from, as far as it is stated.
func (o *parentalOptions) beginning() calendar.Date {
	switch {
	case o.begins.set:
		return o.begins.Date
	case o.born.set:
		return o.born.Date
	}
	return calendar.None
}

func (o *parentalOptions) sickness(rules parental.Rules) (*parentalAnswer, error) {
	days, err := o.asked()
	if err != nil {
		return nil, err
	}
	if o.applied.set {
		return nil, usage("--applied is for tfp and fp; when sickness benefit is to be reported is not computed here")
	}
	c := parental.SicknessClaim{SGI: o.income(), Yearly: o.yearly, Rate: parental.NormalRate, Unemployed: o.unemployed, Unlimited: o.unlimited}
	if o.continued {
		c.Rate = parental.ContinuationRate
	}
	for _, d := range days {
		c.Days = append(c.Days, parental.SicknessDay{On: d.on, Level: d.level, ByTime: d.hours > 0, Hours: d.hours})
	}
	res, err := rules.Sickness(c)
	if err != nil {
		return nil, err
	}
	a := &parentalAnswer{Result: res, Steps: res.Steps, Doubts: res.Doubts}
	for _, d := range res.Days {
		a.row(d.On.String(), d.Level.String(), withUnit(d.Amount))
	}
	a.row("total", "", withUnit(res.Total))
	return a, nil
}

// time says whether a day was applied for in time, when --applied is given.
func (o *parentalOptions) time(rules parental.Rules, a *parentalAnswer, b parental.Kind, day calendar.Date) error {
	if !o.applied.set {
		return nil
	}
	q := parental.Application{Benefit: b, Applied: o.applied.Date, Day: day, Extraordinary: parental.Stated(o.extraordinary), Reported: calendar.None,
		SeriouslyIll: parental.Stated(o.facts["seriously_ill"]), AfterDeath: parental.Stated(o.facts["after_death"]), Excused: parental.Stated(o.facts["excused"])}
	if o.reported.set {
		q.Reported = o.reported.Date
	}
	res, err := rules.ApplicationTime(q)
	if err != nil {
		return err
	}
	a.Application = append(a.Application, res)
	a.Steps = append(a.Steps, res.Steps...)
	a.Missing = append(a.Missing, res.Missing...)
	a.row("  applied for "+q.Applied.String(), "in time:", string(res.Outcome), "last day to apply "+res.Latest.String())
	return nil
}

func (o *parentalOptions) child(rules parental.Rules) (*parentalAnswer, error) {
	if !o.born.set || !o.on.set {
		return nil, usage("--born and --on are needed: the child's birth and the day")
	}
	a := &parentalAnswer{}
	if o.reason != "" {
		return a, o.right(rules, a)
	}
	f, err := rules.Frame(o.childStated(), o.on.Date)
	if err != nil {
		return nil, err
	}
	a.Result, a.Steps, a.Missing = f, f.Steps, f.Missing
	n := func(v int64) string { return strconv.FormatInt(v, 10) }
	a.row("days for both parents", n(f.Total))
	if f.SplitKnown {
		a.row("  on sickness or base level", n(f.SicknessOrBase))
		a.row("  on the lowest level", n(f.Lowest))
	}
	if f.AfterFourth > 0 {
		a.row("most from "+f.AfterFourthFrom.String(), n(f.AfterFourth))
	}
	if f.Reserved > 0 {
		a.row("reserved for each parent", n(f.Reserved))
	}
	return a, nil
}

func (o *parentalOptions) right(rules parental.Rules, a *parentalAnswer) error {
	stated := func(name string) parental.Stated { return parental.Stated(o.facts[name]) }
	day := func(name string) calendar.Date {
		d, err := calendar.Parse(o.facts[name])
		if err != nil { // not stated; what is stated has been read by fact
			return calendar.None
		}
		return d
	}
	res, err := rules.Right(parental.Circumstances{On: o.on.Date, Born: o.born.Date, Reason: parental.Reason(o.reason),
		SeriouslyIll: stated("seriously_ill"), SpecialNeed: stated("special_need"), LSS: stated("lss"), School: stated("school"),
		SpringTerm: stated("spring_term"), CareArranged: stated("care_arranged"), InHospital: stated("in_hospital"),
		Otherwise: stated("otherwise"), CameHome: day("came_home"), Died: day("died")})
	if err != nil {
		return err
	}
	a.Result, a.Steps, a.Missing = res, res.Steps, res.Missing
	days := ""
	switch {
	case res.Unlimited:
		days = "unlimited days"
	case res.Outcome == parental.Yes:
		days = strconv.FormatInt(res.Days, 10) + " days for each " + res.Per.En
	}
	a.row("right on "+o.on.Date.String(), string(res.Outcome), days)
	return nil
}
