package sgi

import (
	"time"

	"balans/law/calendar"
)

// isDayOff says whether nobody is expected to work: Saturdays, Sundays, public holidays,
// and the eves on which most are free. It is the kinder reading.
func isDayOff(d calendar.Date) bool { return !calendar.IsBankDay(d) }

// isEve says whether d is Midsummer Eve, Christmas Eve or New Year's Eve on a weekday.
// They are no public holidays, so that whether they are working days is open.
func isEve(d calendar.Date) bool {
	w := d.Weekday()
	if w == time.Saturday || w == time.Sunday {
		return false
	}
	_, m, day := d.YMD()
	switch m {
	case time.June:
		return w == time.Friday && day >= 19 && day <= 25
	case time.December:
		return day == 24 || day == 31
	}
	return false
}

// workingDaysAfter is the nth working day after d, by the reading in which eves are
// working days and by the kinder one in which they are not.
func workingDaysAfter(d calendar.Date, n int) (strict, kind calendar.Date) {
	kind = calendar.AddBankDays(d, n)
	strict = d
	for n > 0 {
		strict = strict.AddDays(1)
		if calendar.IsBankDay(strict) || isEve(strict) {
			n--
		}
	}
	return strict, kind
}

// lastOfMonths is the last of n months that begin on a day, by two readings. They differ
// when the last month has no such day: the day before the end of that month, or its end.
func lastOfMonths(first calendar.Date, n int) (strict, kind calendar.Date) {
	end := first.AddMonths(n)
	if end.Day() != first.Day() {
		return end.AddDays(-1), end
	}
	return end.AddDays(-1), end.AddDays(-1)
}

// birthday is the day on which an age is reached. Who was born on 29 February reaches it
// on 1 March in a year without that day, which is the kinder reading (I).
func birthday(born calendar.Date, years int) calendar.Date {
	d := born.AddYears(years)
	if d != calendar.None && d.Day() != born.Day() {
		return d.AddDays(1)
	}
	return d
}
