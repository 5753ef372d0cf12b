package sgi

import (
	"slices"

	"balans/law/calendar"
	"balans/law/money"
	"balans/law/statute"
)

// conversion is a day on which the SGI is converted by the index.
type conversion struct {
	on  calendar.Date
	law statute.Ref
}

// uplift converts the SGI that stands for the years that have passed without employment
// (SFB 26:28–31) and with sickness or activity compensation (SFB 26:22a), and rounds it.
func (s *sweep) uplift(r *Result) {
	if !s.base.has {
		return
	}
	parts := s.base.parts
	days := s.conversions()
	for _, c := range days {
		parts = s.convert(r, parts, c)
	}
	first := s.standing().AddYears(1)
	if s.base.ended == calendar.None && !s.h.Employment.Continues && len(days) == 0 && s.h.extentOn(s.h.On) < s.base.extent && first <= s.h.On {
		r.Notes = append(r.Notes, say("note.ending", first))
		r.SGIKnown = false
	}
	// An SGI that was determined is a whole number of units already, and a conversion is
	// rounded as a determination is (I).
	r.SGI = parts.rounded(money.Amount(s.e.law.number(statute.SGIRounding, s.h.On)))
}

// standing is the first day without the work that the SGI rests on.
func (s *sweep) standing() calendar.Date {
	first := s.h.LastWork.AddDays(1)
	for _, b := range s.h.breaks() {
		if b > s.base.since && b <= s.h.On {
			first = b
		}
	}
	return first
}

// conversions are the days of conversion up to the day asked about, in order.
func (s *sweep) conversions() []conversion {
	from, to, ongoing := s.compensated()
	var days []conversion
	yearly := func(start, until calendar.Date) {
		for n := 1; start != calendar.None && start.AddYears(n) != calendar.None && start.AddYears(n) <= until; n++ {
			days = append(days, conversion{start.AddYears(n), "SFB 26:29"})
		}
	}
	if from == calendar.None {
		yearly(s.base.ended, s.h.On)
		return days
	}
	yearly(s.base.ended, from)
	if ongoing {
		return days
	}
	last := calendar.None
	for n := 1; from.AddYears(n) <= to.AddDays(1); n++ {
		last = from.AddYears(n)
		days = append(days, conversion{last, "SFB 26:22a"})
	}
	if last == calendar.None {
		// Less than a year: later years are counted from the employment's end as before.
		yearly(s.base.ended, s.h.On)
		slices.SortFunc(days, func(a, b conversion) int { return int(a.on) - int(b.on) })
		return slices.Compact(days)
	}
	yearly(last, s.h.On)
	return days
}

// compensated is the last time with sickness or activity compensation or an annuity since
// the SGI was determined. Times that touch are one.
func (s *sweep) compensated() (from, to calendar.Date, ongoing bool) {
	from, to = calendar.None, calendar.None
	var pieces []piece
	for _, p := range s.e.pieces {
		if p.ground == Disability && p.open == nil && p.from > s.base.since && p.from <= s.h.On {
			pieces = append(pieces, p)
		}
	}
	slices.SortFunc(pieces, func(a, b piece) int { return int(a.from) - int(b.from) })
	for _, p := range pieces {
		if p.to == calendar.None || p.to >= s.h.On {
			ongoing = true
		}
		if from == calendar.None || p.from > to.AddDays(1) {
			from, to = p.from, p.to
		}
		to = max(to, p.to)
	}
	return from, to, ongoing
}

// convert raises the parts by the index on a day; it never lowers them, and never raises
// them above the ceiling (SFB 26:31).
func (s *sweep) convert(r *Result, parts Parts, c conversion) Parts {
	u := Uplift{On: c.on, Law: c.law, Before: parts.Total(), After: parts.Total()}
	defer func() { r.Uplifts = append(r.Uplifts, u) }()
	for _, rise := range s.h.Index {
		if rise.On == c.on {
			u.Known, u.Ppm = true, rise.Ppm
		}
	}
	if !u.Known {
		u.Text, r.SGIKnown = say("uplift.unknown", c.on), false
		return parts
	}
	raised, err := parts.share(million+max(0, u.Ppm), million)
	if err != nil {
		if s.e.law.err == nil {
			s.e.law.err = err
		}
		return parts
	}
	top, known := s.e.law.ceiling(statute.SicknessCeiling, c.on)
	switch {
	case !known:
		u.Text, r.SGIKnown = say("uplift.noceiling", c.on, c.on.Year()), false
	case raised.Total() > top:
		raised, u.Cut, u.Text = raised.cut(max(top, parts.Total())), true, say("uplift.cut", c.on, top)
	case u.Ppm < 0:
		u.Text = say("uplift.lower", c.on)
	default:
		u.Text = say("uplift", c.on)
	}
	u.After = raised.Total()
	return raised
}
