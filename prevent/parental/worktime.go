package parental

import (
	"slices"

	"balans/law/calendar"
	"balans/law/money"
	"balans/law/statute"
)

// The most ordinary working time of a day and of a year.
const (
	mostDayHours  = 24 * Hour
	mostYearHours = 366 * 24
)

// timed is a day whose part of employment is computed by working time (SFB 28:13–16).
type timed struct {
	at    int // its place among the days of the question
	on    calendar.Date
	level Level
	hours Hours
	base  base
}

// period is what days are computed together by: their level and their base.
type period struct {
	level Level
	base  base
}

// byTime computes the full amount of each day, and keeps it by the day's place. Days on the
// same level and the same base are one period (SFB 28:14–15).
func (k *reckoning) byTime(yearly int64, days []timed) map[int]money.Amount {
	full := map[int]money.Amount{}
	if len(days) == 0 || k.err != nil {
		return full
	}
	if yearly < 1 || yearly > mostYearHours {
		k.wrong("yearly", "the yearly working time in whole hours is needed for income of employment, such as 2080", "SFB 28:13 p.1")
		return full
	}
	of := map[period][]timed{}
	var order []period
	for _, d := range days {
		p := period{d.level, d.base}
		if of[p] == nil {
			order = append(order, p)
		}
		of[p] = append(of[p], d)
	}
	rates := map[base]money.Amount{}
	for _, p := range order {
		rate, known := rates[p.base]
		if !known {
			rate = k.rate(p.base, yearly)
			rates[p.base] = rate
		}
		amount := k.periodDay(p, rate, of[p])
		for _, d := range of[p] {
			full[d.at] = amount
		}
	}
	return full
}

// rate is the amount of an hour (SFB 28:13 p.1).
func (k *reckoning) rate(b base, yearly int64) money.Amount {
	rate := k.divided(b, b.counted.Employment, yearly)
	k.step("rate", "SFB 28:13 p.1",
		say("Timbeloppet är %s / %d tim = %s, avrundat till %s", "The amount of an hour is %s / %d h = %s, rounded to %s",
			kr(b.text(b.counted.Employment)), yearly, b.quotientText(b.counted.Employment, yearly), kr(rate)),
		ore("rate", rate), ore("base_employment", b.text(b.counted.Employment)), number("yearly", unitHours, yearly*int64(Hour)))
	return rate
}

// periodDay is the full amount of a day in a period.
func (k *reckoning) periodDay(p period, rate money.Amount, days []timed) money.Amount {
	var worked Hours
	for _, d := range days {
		worked += d.hours
	}
	whole := int64((worked + Hour/2) / Hour)
	n := int64(len(days))
	first, last := days[0].on, days[n-1].on
	k.step("hours", "SFB 28:16",
		say("Ordinarie arbetstid %s (%s): %s tim, avrundat till %d tim", "Ordinary working time %s (%s): %s h, rounded to %d h",
			span(first, last), p.level.Name(), worked.Text(), whole),
		number("whole_hours", unitHours, whole*int64(Hour)), number("hours", unitHours, int64(worked)))
	amount := k.wholeKronor(rate, whole, n)
	if n == 1 {
		k.step("day", "SFB 28:13 p.2",
			say("Hel ersättning för dagen är %s × %d = %s", "The full amount of the day is %s × %d = %s", kr(rate), whole, kr(amount)),
			ore("full", amount), ore("rate", rate), number("whole_hours", unitHours, whole*int64(Hour)))
		return amount
	}
	k.step("day", "SFB 28:14",
		say("Hel ersättning för en dag är %s × %d / %d dagar = %s", "The full amount of a day is %s × %d / %d days = %s", kr(rate), whole, n, kr(amount)),
		ore("full", amount), ore("rate", rate), number("whole_hours", unitHours, whole*int64(Hour)), number("days", string(statute.Days), n))
	return amount
}

// levelStep computes and tells the share of a full amount.
func (k *reckoning) levelStep(ref statute.Ref, of Text, full money.Amount, l Level) money.Amount {
	amount := k.atLevel(full, l)
	if l == Full {
		return amount
	}
	k.step("level", ref, say("%s: %s ersättning av %s är %s", "%s: a %s day of %s is %s", of, l.Name(), kr(full), kr(amount)),
		ore("amount", amount), ore("full", full), number("level", unitEighths, int64(l)))
	k.reading()
	return amount
}

// sharing tells each share of a full amount once.
type sharing struct {
	of   *reckoning
	told map[shared]money.Amount
}

type shared struct {
	part  Text
	full  money.Amount
	level Level
}

func (k *reckoning) sharing() sharing { return sharing{k, map[shared]money.Amount{}} }

func (s sharing) amount(ref statute.Ref, part Text, full money.Amount, l Level) money.Amount {
	key := shared{part, full, l}
	if a, ok := s.told[key]; ok {
		return a
	}
	a := s.of.levelStep(ref, part, full, l)
	s.told[key] = a
	return a
}

// inOrder sorts the places of days by date, and refuses a day that stands twice or is none.
func (k *reckoning) inOrder(days []calendar.Date) []int {
	order := make([]int, len(days))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return int(days[a]) - int(days[b]) })
	for i, at := range order {
		switch {
		case days[at] == calendar.None:
			k.wrong("days", "a day has no date", "")
		case i > 0 && days[at] == days[order[i-1]]:
			k.wrong("days", days[at].String()+" stands twice; a day has one level", "SFB 13:5")
		}
	}
	if len(days) == 0 {
		k.wrong("days", "at least one day is needed", "")
	}
	return order
}
