package notice

import (
	"balans/law/calendar"
	"balans/law/statute"
)

// Since is from when a changed circumstance counts for a benefit.
type Since struct {
	Rule Rule
	// Day is the first day; calendar.None when the rule does not give one, and who answers
	// sets it.
	Day calendar.Date
	// UsedFrom, of an SGI, is the earliest day it may be used for payment, by the period
	// that was told; None when no period was told.
	UsedFrom   calendar.Date
	Law        []string
	Confidence statute.Confidence
}

// Since is from when a change on a day counts. source is who told it and received the day
// the agency learnt of it; e is what the person has.
func (x Effect) Since(changed, received calendar.Date, source Source, e Engagement) Since {
	s := Since{Rule: x.From, Day: calendar.None, UsedFrom: calendar.None, Law: x.FromLaw, Confidence: x.FromConfidence}
	switch x.From {
	case FromDay:
		s.Day = changed
	case FromMonthAfter:
		s.Day = monthAfter(changed)
	case FromMonthAfterOrFirst:
		s.Day = monthAfter(changed)
		if changed != calendar.None && changed.Day() == 1 {
			s.Day = changed
		}
	case FromMonthAfterFetched:
		// The rule is for what the agency fetched directly; what the person reports has
		// another one, which is not known here.
		if source == ByAgency {
			s.Day = monthAfter(received)
		} else {
			s.Law, s.Confidence = nil, statute.Unsourced
		}
	case FromSGI:
		s.Day = changed
		if changed != calendar.None && e.From != calendar.None && e.period().Contains(received) {
			s.UsedFrom = calendar.Later(changed, e.From)
		}
	case FromNextPayment:
		s.Day = e.NextPayment
	}
	return s
}

// monthAfter is the first day of the next month; None of None.
func monthAfter(d calendar.Date) calendar.Date {
	return d.FirstOfMonth().AddMonths(1)
}
