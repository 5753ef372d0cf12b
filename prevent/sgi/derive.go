package sgi

import (
	"slices"

	"balans/law/calendar"
	"balans/law/statute"
)

// extentOn is how much the person works on a day, in per cent of full time.
func (h *History) extentOn(d calendar.Date) int {
	if d <= h.LastWork {
		return h.Extent
	}
	sum := 0
	for i := range h.Work {
		if w := &h.Work[i]; d >= w.From && (w.To == calendar.None || d <= w.To) {
			sum += w.Extent
		}
	}
	return sum
}

// breaks are the days on which less work is done than the day before, in order.
func (h *History) breaks() []calendar.Date {
	at := []calendar.Date{h.LastWork.AddDays(1)}
	for _, w := range h.Work {
		if w.To != calendar.None && w.To > h.LastWork {
			at = append(at, w.To.AddDays(1))
		}
	}
	slices.Sort(at)
	return slices.DeleteFunc(slices.Compact(at), func(d calendar.Date) bool {
		return h.extentOn(d) >= h.extentOn(d.AddDays(-1))
	})
}

// shortBefore says whether all work that ended the day before was too short for an SGI.
func (h *History) shortBefore(d calendar.Date) bool {
	if d.AddDays(-1) <= h.LastWork {
		return false
	}
	for i := range h.Work {
		if w := &h.Work[i]; w.To == d.AddDays(-1) && (w.Same || w.Lasting != No) {
			return false
		}
	}
	return true
}

// interruptions is the three months from each day on which work was interrupted, not only
// reduced (SFB 26:18).
func (e *evidence) interruptions() {
	for _, d := range e.h.breaks() {
		if e.h.extentOn(d) > 0 {
			continue
		}
		months := int(e.law.number(statute.SGIInterruptionMonths, d))
		strict, kind := lastOfMonths(d, months)
		p := piece{ground: ThreeMonths, from: d, to: strict, extent: 100, span: -1}
		judge := func(calendar.Date) []finding {
			if e.h.shortBefore(d) {
				return []finding{{text: say("open.shortbreak"), law: "SFB 26:18"}}
			}
			return nil
		}
		e.cut(p, nil, judge)
		e.kinder(p, kind, say("open.months", strict, kind), judge)
	}
}

// kinder adds what the kinder of two readings protects beyond the stricter one.
func (e *evidence) kinder(p piece, kind calendar.Date, why Text, judge func(calendar.Date) []finding) {
	if kind <= p.to {
		return
	}
	e.readings = append(e.readings, Reading{Ground: p.ground, Strict: p.to, Kind: kind, Text: why})
	n := len(e.pieces)
	p.from, p.to = p.to.AddDays(1), kind
	e.cut(p, nil, judge)
	for i := n; i < len(e.pieces); i++ {
		e.pieces[i].open = append(e.pieces[i].open, why)
	}
}

// afterSickness is the working days after sickness benefit in which the conditions at the
// employment service count as met (SGIF 3). Nothing follows from benefit that goes on.
func (e *evidence) afterSickness() {
	for i := range e.h.Spans {
		s := &e.h.Spans[i]
		if s.Ground != SicknessBenefit || s.To == calendar.None || s.Shown["paid"] == No || e.sickAfter(s) {
			continue
		}
		days := int(e.law.number(statute.SGIAfterSicknessDays, s.To))
		strict, kind := workingDaysAfter(s.To, days)
		p := piece{ground: AfterSickness, from: s.To.AddDays(1), to: strict, extent: e.extent(s), span: -1}
		judge := func(calendar.Date) []finding {
			if s.Shown["paid"] == Unstated {
				return []finding{{text: withKey("show.paid", say("missing.sickness", s.To)), law: "SGIF 3"}}
			}
			return nil
		}
		e.cut(p, nil, judge)
		e.kinder(p, kind, say("open.eves", strict, kind), judge)
	}
}

// sickAfter says whether sickness benefit goes on after a span: as certain as in the span,
// or more.
func (e *evidence) sickAfter(s *Span) bool {
	next := s.To.AddDays(1)
	return slices.ContainsFunc(e.h.Spans, func(o Span) bool {
		shown := o.Shown["paid"]
		return o.Ground == SicknessBenefit && (shown == Yes || shown == s.Shown["paid"]) && next >= o.From && (o.To == calendar.None || next <= o.To)
	})
}

// children is pregnancy and the first year of each child.
func (e *evidence) children() {
	for i := range e.h.Children {
		c := &e.h.Children[i]
		if c.Placed == calendar.None {
			e.pregnancy(c)
		}
		e.firstYear(c)
	}
}

// pregnancy protects from a day on which work was interrupted or reduced, at the earliest
// six months before the birth or the estimate, whichever is earlier (SFB 26:14).
func (e *evidence) pregnancy(c *Child) {
	birth := calendar.Earlier(c.Born, c.Expected)
	if birth == calendar.None || c.Carried == No {
		return
	}
	months := int(e.law.number(statute.SGIPregnancyMonths, birth))
	earliest := birth.AddMonths(-months)
	end := c.Born
	if end == calendar.None {
		end = c.Expected
	}
	// The first day within the time on which work became less; otherwise the last one
	// before it, which is told as too early.
	stop := calendar.None
	for _, d := range e.h.breaks() {
		if d <= end && stop < earliest {
			stop = d
		}
	}
	if stop == calendar.None {
		return
	}
	judge := func(d calendar.Date) []finding {
		switch {
		case stop < earliest:
			return []finding{{fails: true, text: say("reject.early", stop, earliest), law: "SFB 26:14"}}
		case c.Carried == Unstated:
			return []finding{{text: say("missing.carried"), law: "SFB 26:14"}}
		case d > end:
			return []finding{{text: say("missing.birth", c.Expected), law: "SFB 26:14"}}
		}
		return nil
	}
	p := piece{ground: Pregnant, from: stop, to: end, extent: 100, span: -1}
	var at []calendar.Date
	if c.Born == calendar.None {
		// The birth may have come and not been told: as long as its first year can last.
		p.to = birthday(c.Expected, int(e.law.number(statute.SGIChildYears, c.Expected))).AddDays(-1)
		at = append(at, end.AddDays(1))
	}
	e.cut(p, at, judge)
}

// firstYear protects who abstains from work to care for a child (SFB 26:15).
func (e *evidence) firstYear(c *Child) {
	start := c.start()
	if start == calendar.None || c.Cares == No {
		return
	}
	years := int(e.law.number(statute.SGIChildYears, start))
	p := piece{ground: ChildUnderOne, from: start, to: birthday(start, years).AddDays(-1), extent: 100, span: -1}
	var at []calendar.Date
	limit := calendar.None
	if c.Placed != calendar.None && c.Born != calendar.None {
		limit = birthday(c.Born, int(e.law.number(statute.SGIAdoptedAge, start)))
		at = append(at, limit)
	}
	e.cut(p, at, func(d calendar.Date) []finding {
		switch {
		case limit != calendar.None && d >= limit:
			return []finding{{fails: true, text: say("reject.adopted", limit), law: "SFB 26:15"}}
		case c.Placed != calendar.None && limit == calendar.None:
			return []finding{{text: say("missing.childborn"), law: "SFB 26:15"}}
		case c.Cares == Unstated:
			return []finding{{text: say("missing.cares"), law: "SFB 26:15"}}
		}
		return nil
	})
}
