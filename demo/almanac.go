package demo

import "balans/law/calendar"

// almanac has the bank days and day starts of the years of the facts at hand,
// because millions of events ask for them.
type almanac struct {
	bankDay []calendar.Date    // the day itself or the next bank day
	before  []calendar.Date    // the day itself or the bank day before
	start   []calendar.Instant // of the day
}

func newAlmanac() *almanac {
	n := int(lastDay-firstDay) + 460 // what follows an event may lie after the last day
	a := &almanac{bankDay: make([]calendar.Date, n), before: make([]calendar.Date, n), start: make([]calendar.Instant, n)}
	for i := range n {
		d := firstDay.AddDays(i)
		a.bankDay[i] = calendar.NextBankDay(d)
		a.before[i] = d
		if a.bankDay[i] != d && i > 0 {
			a.before[i] = a.before[i-1]
		}
		a.start[i] = calendar.StartOfDay(d)
	}
	return a
}

// bank is the day itself or the next bank day.
func (a *almanac) bank(d calendar.Date) calendar.Date { return a.bankDay[d-firstDay] }

// within is the bank day at or after d; where that is after the last day
// allowed, the last bank day, or the last day if the first comes after that.
func (a *almanac) within(d, first, last calendar.Date) calendar.Date {
	if on := a.bank(min(d, last)); on <= last {
		return on
	}
	if on := a.before[last-firstDay]; on >= first {
		return on
	}
	return last
}

// officeHours is an instant between eight and half past four on the day, or on
// the next bank day.
func (a *almanac) officeHours(d calendar.Date, c *chance) calendar.Instant {
	const second = 1_000_000
	seconds := 8*3600 + c.below(8*3600+1800)
	return a.start[a.bank(d)-firstDay] + calendar.Instant(seconds)*second
}
