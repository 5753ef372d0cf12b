package claim

import (
	"math/bits"

	"balans/law/calendar"
)

// interestUnit is what one öre of interest is in the accumulator's unit: öre ×
// millionths × days, with both 365 and 366 in the denominator, so that a day is
// exact by either convention.
const interestUnit = 365 * 366 * 1_000_000

// accumulator is the exact interest of a claim's life so far. Only what is
// posted is rounded, and always from the whole, so that the postings add up to
// the rounded total.
type accumulator struct{ hi, lo uint64 }

// add adds the simple interest on so many öre for the days from+1 to to.
func (x *accumulator) add(principal, ppm int64, from, to calendar.Date, dayCount int64) {
	weight := int64(to-from) * 366 // days of a year of 365
	if dayCount == actualActual {
		weight = 0
		for day := from; day < to; {
			end := min(to, (day + 1).EndOfYear())
			if isLeap((day + 1).Year()) {
				weight += int64(end-day) * 365
			} else {
				weight += int64(end-day) * 366
			}
			day = end
		}
	}
	hi, lo := bits.Mul64(uint64(principal), uint64(ppm*weight))
	var carry uint64
	x.lo, carry = bits.Add64(x.lo, lo, 0)
	x.hi, _ = bits.Add64(x.hi, hi, carry)
}

func isLeap(year int) bool { return year%4 == 0 && (year%100 != 0 || year%400 == 0) }

// ore is the sum in whole öre.
func (x *accumulator) ore(rounding int64) int64 {
	hi, lo := x.hi, x.lo
	if rounding == roundHalfUp {
		var carry uint64
		lo, carry = bits.Add64(lo, interestUnit/2, 0)
		hi += carry
	}
	whole, _ := bits.Div64(hi, lo, interestUnit)
	return int64(whole)
}
