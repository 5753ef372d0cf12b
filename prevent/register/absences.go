package register

import (
	"cmp"
	"slices"
	"sort"

	"balans/law/calendar"
	"balans/law/identity"
)

// Absences is the absence that employers reported, as columns: one word of eight bytes
// for each day, person and report, in order of person and day. Sixty million reports,
// a year of a large agency, are 480 megabytes.
//
//	35 bits  the person's number without its check digit
//	13 bits  the day, counted from 2020-01-01
//	 1 bit   what it was for: TFP or FP
//	 1 bit   how it was reported: percent of full time or hours
//	14 bits  how much, in hundredths
//
// They are the live reports as known at one instant: what was replaced or removed is left
// out when they are built. They do not say which employer reported; see Person.
type Absences struct{ rows []uint64 }

const (
	amountBits = 14
	amountMask = 1<<amountBits - 1
	hoursFlag  = 1 << amountBits
	fpFlag     = 1 << (amountBits + 1)
	restBits   = amountBits + 2
	dayBits    = 13
)

// firstPerson is below every person's number and above every organisation's.
const firstPerson identity.Number = 180_000_000_000

var (
	firstDay = calendar.New(2020, 1, 1)
	lastDay  = firstDay + 1<<dayBits - 1
)

// DayKey is a person and a day as one number, in the order of Absences. ok is false for
// an organisation, and for a day before 2020 or after 2042, of which no absence can be
// reported.
func DayKey(party identity.Number, day calendar.Date) (key uint64, ok bool) {
	if day < firstDay || day > lastDay || party < firstPerson || party/10 >= 1<<35 {
		return 0, false
	}
	return uint64(party/10)<<dayBits | uint64(day-firstDay), true
}

// AbsencesBuilder gathers absence days in any order. The zero builder is ready to use.
type AbsencesBuilder struct{ rows []uint64 }

// Grow makes room for n more.
func (b *AbsencesBuilder) Grow(n int) { b.rows = slices.Grow(b.rows, n) }

// Add adds a report: fp for parental benefit, otherwise temporary parental benefit;
// amount in hundredths of an hour, or of a percent of full time. It reports whether it
// could be kept: see DayKey for the days, and an amount is 1 to 10 000.
func (b *AbsencesBuilder) Add(party identity.Number, day calendar.Date, fp, hours bool, amount int32) bool {
	key, ok := DayKey(party, day)
	if !ok || amount < 1 || amount > 10_000 {
		return false
	}
	row := key<<restBits | uint64(amount)
	if fp {
		row |= fpFlag
	}
	if hours {
		row |= hoursFlag
	}
	b.rows = append(b.rows, row)
	return true
}

// Build makes the columns. The builder is used up.
func (b *AbsencesBuilder) Build() *Absences {
	rows := b.rows
	b.rows = nil
	if !slices.IsSortedFunc(rows, func(x, y uint64) int { return cmp.Compare(x>>restBits, y>>restBits) }) {
		rows = SortKeys(rows, nil, restBits)
	}
	return &Absences{rows}
}

// Len is how many reports there are.
func (a *Absences) Len() int { return len(a.rows) }

// Bytes is the size of the columns.
func (a *Absences) Bytes() int { return 8 * cap(a.rows) }

// DayAbsence is what employers reported of a person and a day, summed over employers.
type DayAbsence struct {
	TFP, FP int32 // hundredths of a percent of a full day
	Reports int
}

// Of is how much was reported for one of the two benefits.
func (d DayAbsence) Of(fp bool) int32 {
	if fp {
		return d.FP
	}
	return d.TFP
}

// On is what was reported of a person and a day. hours is what a full day is for the
// person, in hundredths of an hour: hours reported are a share of it.
func (a *Absences) On(party identity.Number, day calendar.Date, hours int32) DayAbsence {
	key, ok := DayKey(party, day)
	if !ok {
		return DayAbsence{}
	}
	at := sort.Search(len(a.rows), func(i int) bool { return a.rows[i]>>restBits >= key })
	d, _ := a.sum(at, key, hours)
	return d
}

// sum adds up the reports of a key from a place on, and returns the place after them.
func (a *Absences) sum(at int, key uint64, hours int32) (d DayAbsence, after int) {
	for ; at < len(a.rows) && a.rows[at]>>restBits == key; at++ {
		row := a.rows[at]
		amount := int32(row & amountMask)
		if row&hoursFlag != 0 {
			amount = amount * 10_000 / hours
		}
		if row&fpFlag != 0 {
			d.FP += amount
		} else {
			d.TFP += amount
		}
		d.Reports++
	}
	return d, at
}

// Walk goes through keys in ascending order (DayKey), all of them with the same hours of
// a full day, and calls each with what was reported. It reads both sides once.
func (a *Absences) Walk(keys []uint64, hours int32, each func(i int, d DayAbsence)) {
	rows, at := a.rows, 0
	if len(keys)*32 < len(rows) || hours < leastHours || hours > mostHours {
		a.leap(keys, hours, each)
		return
	}
	share := [2]uint64{1 << shareBits, (1<<shareBits/uint64(hours) + 1) * 10_000} // of percent, and of hours
	for i, key := range keys {
		for at < len(rows) && rows[at]>>restBits < key {
			at++
		}
		sums, next := uint64(0), at // TFP in the lower half, FP in the upper
		for ; next < len(rows) && rows[next]>>restBits == key; next++ {
			row := rows[next]
			amount := row & amountMask * share[row>>amountBits&1] >> shareBits
			sums += amount << (row >> (amountBits + 1) & 1 << 5)
		}
		each(i, DayAbsence{int32(sums), int32(sums >> 32), next - at}) // the next key may be the same
	}
}

// Walk multiplies by an hour's share of the day, rounded up, where sum divides: no
// processor can guess which reports are in hours. The whole part of the product is that of
// the quotient while amount times 10 000 times the hours of the day is below 1<<shareBits.
const (
	shareBits  = 40
	leastHours = 100   // hundredths of an hour; below, a product has no room in 64 bits
	mostHours  = 6_000 // above, the whole part could be another
)

// leap is Walk when there are far fewer keys than reports: from each key to the next it
// doubles its steps, so that what lies between is not read.
func (a *Absences) leap(keys []uint64, hours int32, each func(i int, d DayAbsence)) {
	rows, at := a.rows, 0
	for i, key := range keys {
		step := 1
		for at+step < len(rows) && rows[at+step]>>restBits < key {
			at += step
			step *= 2
		}
		end := min(at+step, len(rows))
		at += sort.Search(end-at, func(i int) bool { return rows[at+i]>>restBits >= key })
		d, _ := a.sum(at, key, hours)
		each(i, d)
	}
}
