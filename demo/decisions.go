package demo

import (
	"strings"
	"time"

	"balans/law/calendar"
)

// reportDays are the days the printed report shows the stock at the end of.
var reportDays = [3]calendar.Date{
	calendar.New(2023, time.December, 31),
	calendar.New(2024, time.December, 31),
	calendar.New(2025, time.February, 28),
}

var (
	newRegime = calendar.New(2022, time.September, 1) // first decision day of NEW claims
	yearStart = [3]calendar.Date{calendar.New(2023, time.January, 1), calendar.New(2024, time.January, 1), calendar.New(2025, time.January, 1)}
	lastDay   = calendar.New(2025, time.March, 28) // of all facts
	firstDay  = calendar.New(2005, time.January, 1)
)

// freshDays is the age to which a NEW claim without a measure is not yet
// counted as unserved.
const freshDays = 60

// monthCount is how many claims of Försäkringskassan are decided in a month:
// those of the yearly reconciliation of housing allowance (bostadsbidrags-
// avstämning), and all others.
type monthCount struct{ settlement, other int64 }

// The months of the cohorts from September 2022. Close to half of a year's
// claims come from the reconciliation, which runs in batches after the tax
// decisions; there are only a few in January and February, as the report says
// of 2025. Which months have batches is not published; these are invented.
var monthCounts = [cohorts][]monthCount{
	autumn22: {{6500, 5600}, {5000, 5600}, {8000, 5500}, {3500, 4300}},
	year23: {{28, 6350}, {21, 5900}, {40, 6750}, {75, 5700}, {2450, 6200}, {8100, 6100},
		{320, 4500}, {6300, 5600}, {11400, 6500}, {9502, 7000}, {16200, 7200}, {9300, 5500}},
	year24: {{22, 6100}, {18, 5950}, {35, 6000}, {70, 6150}, {2100, 5600}, {7200, 5500},
		{250, 4300}, {5500, 5400}, {10300, 6000}, {8681, 6700}, {15400, 6500}, {8800, 5100}},
	early25: {{17, 5950}, {16, 5870}},
	march25: {{30, 5900}},
}

// cohortStart is the first day of each cohort.
var cohortStart = [cohorts]calendar.Date{
	firstDay, newRegime, yearStart[0], yearStart[1], yearStart[2], calendar.New(2025, time.March, 1),
}

// months are the months of a cohort.
func (c cohort) months() []monthCount {
	if c == older {
		return olderMonths[:]
	}
	return monthCounts[c]
}

func (c cohort) end() calendar.Date {
	return cohortStart[c].AddMonths(len(c.months())).AddDays(-1)
}

// olderMonths weighs the months from January 2005 to August 2022 for claims
// that were still open, or are in the sample of closed ones. Until 2018 the
// reconciliation came around New Year and in February two years later; since
// then it follows the tax decisions of the year before (SFB 98:5).
var olderMonths = func() (m [212]monthCount) {
	early := [12]int64{25, 55, 1, 1, 1, 1, 1, 1, 1, 1, 1, 14}
	late := [12]int64{1, 1, 1, 1, 4, 12, 1, 10, 18, 15, 25, 13}
	for i := range m {
		settlement := early[i%12]
		if i/12 >= 2019-2005 {
			settlement = late[i%12]
		}
		m[i] = monthCount{settlement, 10}
		if i%12 == 6 {
			m[i].other = 7 // July
		}
	}
	return
}()

// period is a first and a last day, both included.
type period struct{ from, to calendar.Date }

func days(from, to string) period {
	a, errA := calendar.Parse(from)
	b, errB := calendar.Parse(to)
	if errA != nil || errB != nil {
		panic("demo: " + from + " or " + to + " is not a date")
	}
	return period{a, b}
}

// Decision days of OLD claims. Whether a claim is near limitation follows from
// its age, so where it stands at the report days says when it was decided.
// The year 2006 is the earliest that one interruption of limitation carries
// past the last day.
var (
	anyTime    = days("2008-01-01", "2022-05-31")
	nineBy2023 = days("2006-01-01", "2014-12-31") // nine years old on 2023-12-31
	nineBy2024 = days("2015-01-01", "2015-12-31") // … a year later, but not before
	nineBy2025 = days("2016-01-01", "2016-02-29") // … on 2025-02-28; 29 February turns nine that day
	younger    = days("2016-03-01", "2022-08-31")
	// Those who are time barred have had ten years, and no interruption, or
	// (longBarred) one just ten years ago.
	barred2024  = days("2013-12-31", "2014-12-30")
	barred2025  = days("2015-01-01", "2015-02-27")
	longBarred  = days("2007-01-01", "2013-12-31")
	barredSoFar = days("2005-01-01", "2013-12-29")
	withMeasure = days("2006-01-01", "2015-12-31") // too old to be "other" without one
	closedOld   = days("2007-01-01", "2021-12-31")
)

// share is a period and how many of 1000 claims of a group were decided in it.
type share struct {
	permille int
	period
}

// olderPeriods says when the OLD claims of a group were decided.
func olderPeriods(stands string) []share {
	switch stands {
	case "X--":
		return []share{{1000, closedOld}}
	case "T--":
		return []share{{1000, barredSoFar}}
	case "NT-":
		return []share{{1000, barred2024}}
	case "NNT":
		return []share{{1000, longBarred}}
	case "ONT":
		return []share{{1000, barred2025}}
	case "OON":
		return []share{{940, nineBy2025}, {60, withMeasure}}
	case "OX-":
		return []share{{970, period{nineBy2024.from, younger.to}}, {30, withMeasure}}
	case "OKK", "OKO", "OKX":
		return []share{{950, period{nineBy2024.from, anyTime.to}}, {50, withMeasure}}
	}
	switch {
	case stands[0] == 'K':
		return []share{{1000, anyTime}}
	case stands[0] == 'N':
		return []share{{1000, nineBy2023}}
	case stands[1] == 'N':
		return []share{{900, nineBy2024}, {100, days("2006-01-01", "2014-12-31")}}
	}
	return []share{{950, younger}, {50, withMeasure}}
}

// newPeriod says when the NEW claims of a group were decided. Where they stand
// first limits it, the later stands leave more time. The margins make room for
// what must have happened by a report day: 60 days to be unserved
// (the report), service and two months to final force before
// Kronofogden (SFB 113:19).
func newPeriod(c cohort, stands string) period {
	p := period{cohortStart[c], c.end()}
	k := strings.IndexFunc(stands, func(r rune) bool { return r != '.' })
	if k < 0 {
		return p
	}
	before := func(day calendar.Date, margin int) { p.to = min(p.to, day.AddDays(-margin)) }
	switch stands[k] {
	case 'F':
		p.from = max(p.from, reportDays[k].AddDays(-freshDays))
	case 'U':
		if c == early25 {
			before(reportDays[k], 28) // registered as unserved
		} else {
			before(reportDays[k], freshDays+1)
		}
	case 'M':
		before(reportDays[k], 40)
	case 'R':
		before(reportDays[k], 107)
	case 'Q':
		p.to = newRegime.AddDays(19)
	case 'X':
		before(reportDays[k], 16)
	}
	switch next := stands[k+1:]; {
	case next == "":
	case next[0] == 'U':
		before(reportDays[k+1], freshDays+1)
	case next[0] == 'R':
		before(reportDays[k+1], 110)
	}
	return p
}

// settlementDay picks one of the four batch days of a month.
func settlementDay(c *chance, month calendar.Date) calendar.Date {
	return calendar.NextBankDay(month.AddDays(3 + 6*c.below(4)))
}

// decisionDay picks a bank day of the month inside the period, or the nearest
// day of the period.
func decisionDay(c *chance, month calendar.Date, p period, settlement bool) calendar.Date {
	from, to := max(month, p.from), min(month.EndOfMonth(), p.to, lastDay)
	if to < from {
		to = from
	}
	if settlement {
		if d := settlementDay(c, month); d >= from && d <= to {
			return d
		}
	}
	d := calendar.NextBankDay(from.AddDays(c.below(int(to-from) + 1)))
	if d > to {
		return to
	}
	return d
}
