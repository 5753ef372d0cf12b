package main

import (
	"balans/law/calendar"
)

// The first and the last day a fact can have.
var firstFactDay, lastFactDay = calendar.New(1900, 1, 1), calendar.New(2079, 6, 5)

// fillDates sets the dates of a view that were not given and refuses those that
// cannot be. name is the flag of the day; known is the instant used when none
// was given.
func fillDates(name string, on *dateFlag, knownAt *instantFlag, today calendar.Date, known calendar.Instant) error {
	if !on.set {
		on.Date = today
	}
	if !knownAt.set {
		knownAt.Instant = known
	}
	if on.Date < firstFactDay || on.Date > lastFactDay {
		return usage("--%s %s: a day lies between %s and %s", name, on.Date, firstFactDay, lastFactDay)
	}
	return checkKnown(knownAt.Instant, today)
}

// checkKnown refuses an instant at which nothing was known, and one whose
// knowledge nobody has yet.
func checkKnown(known calendar.Instant, today calendar.Date) error {
	switch {
	case known < calendar.StartOfDay(firstFactDay):
		return usage("--known-at %s: nothing was known before %s", known.Date(), firstFactDay)
	case known > calendar.EndOfDay(today):
		return usage("--known-at %s: that has not been yet; what will be known then is not known now", known.Date())
	}
	return nil
}

// aheadText warns that a day has not been.
func aheadText(on, today calendar.Date) string {
	if on > today {
		return " A projection: nothing that may happen until then is in it."
	}
	return ""
}
