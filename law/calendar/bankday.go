package calendar

import (
	"sync/atomic"
	"time"

	"github.com/rickar/cal/v2/aa"
	"github.com/rickar/cal/v2/se"
)

// The years whose holidays are remembered once they have been asked for. Other years
// are calculated every time.
const (
	rememberedFrom = 1900
	rememberedTo   = 2200
)

// holidays has one bit for each day of a year, counted from 1 January.
type holidays [6]uint64

var remembered [rememberedTo - rememberedFrom]atomic.Pointer[holidays]

// nationalDaySince is the year in which 6 June became a public holiday and the day
// after Whit Sunday ceased to be one.
const nationalDaySince = 2005

// IsBankDay says whether d is a day other than Saturday, Sunday, a public holiday,
// Midsummer Eve, Christmas Eve and New Year's Eve. None is no bank day.
func IsBankDay(d Date) bool {
	if d == None {
		return false
	}
	if w := d.Weekday(); w == time.Saturday || w == time.Sunday {
		return false
	}
	y, _, _ := d.YMD()
	n := uint(d - civil(y, time.January, 1))
	return holidaysOf(y)[n/64]&(1<<(n%64)) == 0
}

// NextBankDay is d itself if it is a bank day, otherwise the first one after it.
func NextBankDay(d Date) Date {
	for d != None && !IsBankDay(d) {
		d = d.AddDays(1)
	}
	return d
}

// AddBankDays is the nth bank day after d, or before d when n is negative. For n = 0
// it is d itself, bank day or not.
func AddBankDays(d Date, n int) Date {
	step := 1
	if n < 0 {
		step, n = -1, -n
	}
	for n > 0 && d != None {
		d = d.AddDays(step)
		if IsBankDay(d) {
			n--
		}
	}
	return d
}

func holidaysOf(y int) *holidays {
	if y < rememberedFrom || y >= rememberedTo {
		return calculateHolidays(y)
	}
	slot := &remembered[y-rememberedFrom]
	if h := slot.Load(); h != nil {
		return h
	}
	h := calculateHolidays(y)
	slot.Store(h) // two goroutines at once store the same bits
	return h
}

func calculateHolidays(y int) *holidays {
	h := new(holidays)
	set := func(t time.Time) {
		n := uint(t.YearDay() - 1)
		h[n/64] |= 1 << (n % 64)
	}
	for _, day := range se.Holidays {
		if day == se.Nationaldagen && y < nationalDaySince {
			continue
		}
		t, _ := day.Calc(y)
		set(t)
	}
	if y < nationalDaySince {
		t, _ := aa.PentecostMonday.Calc(y)
		set(t)
	}
	return h
}
