package calendar

import "time"

// AddDays is the date n days later, or earlier when n is negative. A date that
// could not be written (before year 1 or after year 9999) is None.
func (d Date) AddDays(n int) Date {
	if d == None {
		return None
	}
	v := int64(d) + int64(n)
	if v < int64(first) || v > int64(last) {
		return None
	}
	return Date(v)
}

// AddMonths is the same day n months later, or the last day of that month when the
// month is too short: 31 January plus one month is 28 or 29 February.
func (d Date) AddMonths(n int) Date {
	if d == None || n > 120000 || n < -120000 { // more than the years that can be written
		return None
	}
	y, m, day := d.YMD()
	months := y*12 + int(m) - 1 + n
	y, m = floorDiv(months, 12), time.Month(months-floorDiv(months, 12)*12+1)
	return New(y, m, min(day, daysIn(y, m)))
}

// AddYears is the same day n years later; 29 February becomes 28 February in a year
// without a leap day.
func (d Date) AddYears(n int) Date {
	if d == None || n > 10000 || n < -10000 {
		return None
	}
	y, m, day := d.YMD()
	return New(y+n, m, min(day, daysIn(y+n, m)))
}

// FirstOfMonth is the first day of the date's month.
func (d Date) FirstOfMonth() Date {
	y, m, _ := d.YMD()
	return New(y, m, 1)
}

// EndOfMonth is the last day of the date's month.
func (d Date) EndOfMonth() Date {
	y, m, _ := d.YMD()
	return New(y, m, daysIn(y, m))
}

// FirstOfYear is 1 January of the date's year.
func (d Date) FirstOfYear() Date { return New(d.Year(), time.January, 1) }

// EndOfYear is 31 December of the date's year.
func (d Date) EndOfYear() Date { return New(d.Year(), time.December, 31) }

// YearsBetween is the number of whole years from one date to another: the greatest n
// for which from.AddYears(n) is not after on. It is negative when on is before from,
// and 0 when either is None.
func YearsBetween(from, on Date) int {
	if from == None || on == None {
		return 0
	}
	fy, fm, fd := from.YMD()
	oy, om, od := on.YMD()
	n := oy - fy
	fd = min(fd, daysIn(oy, fm)) // the anniversary in the year of `on`
	if om < fm || om == fm && od < fd {
		n--
	}
	return n
}

// Earlier is the earlier of two dates, leaving out None.
func Earlier(a, b Date) Date {
	if a == None {
		return b
	}
	if b == None {
		return a
	}
	return min(a, b)
}

// Later is the later of two dates; None counts as no date.
func Later(a, b Date) Date { return max(a, b) }
