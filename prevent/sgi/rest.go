package sgi

import (
	"cmp"
	"slices"

	"balans/law/calendar"
	"balans/law/money"
	"balans/law/statute"
)

// nineMonths is how long before the birth a pregnancy is taken to begin where SFB 12:29
// asks whether it began before a day (I).
const nineMonths = 9

// rests says what each benefit rests on, on the day asked about.
func (s *sweep) rests(r *Result) {
	current := r.SGI
	r.Rests = ceilings(s.e.law, current, s.h.On)
	for i := range r.Rests {
		rest := &r.Rests[i]
		if !s.base.has {
			*rest = Rest{Benefit: rest.Benefit, Known: true, Law: "SFB 25:3", Text: say("rest.none")}
		} else if !r.SGIKnown && rest.Known {
			rest.Known, rest.Text = false, say("rest.unsure")
		}
		switch rest.Benefit {
		case Sickness:
			s.sickness(rest)
		case Parental:
			s.parental(rest, current)
		}
	}
}

// sickness rests on the income of the time alone during studies, agreement support,
// programmes with support and service of more than 60 days (SFB 26:19–20).
func (s *sweep) sickness(rest *Rest) {
	if !s.base.has {
		return
	}
	for i := range s.e.pieces {
		p := &s.e.pieces[i]
		if p.ground == TermBreak && p.covers(s.h.On) {
			*rest = Rest{Benefit: Sickness, Law: "SFB 26:22", Text: say("rest.termbreak")}
			return
		}
	}
	found, known := false, false
	var income money.Amount
	var ref statute.Ref = "SFB 26:19"
	for i := range s.e.pieces {
		p := &s.e.pieces[i]
		if p.span < 0 || !p.covers(s.h.On) || !s.ownIncome(&s.h.Spans[p.span]) {
			continue
		}
		span := &s.h.Spans[p.span]
		found = true
		if p.ground == Service {
			ref = "SFB 26:20"
		}
		if span.HasIncome {
			income, known = max(income, span.Income), true
		}
	}
	switch {
	case !found:
	case !known:
		*rest = Rest{Benefit: Sickness, Law: ref, Text: say("rest.owntime.unstated")}
	default:
		*rest = s.ownTime(income, ref)
	}
}

// ownTime is the SGI of the income of a time alone.
func (s *sweep) ownTime(income money.Amount, ref statute.Ref) Rest {
	unit := money.Amount(s.e.law.number(statute.SGIRounding, s.h.On))
	rest := Rest{Benefit: Sickness, Law: ref, Known: true, Parts: Parts{Employment: income}.rounded(unit), Text: say("rest.owntime", income)}
	least, ok := s.e.law.ceiling(statute.SGIMinimum, s.h.On)
	switch {
	case ok && income < least:
		rest.Parts, rest.Text = Parts{}, say("rest.owntime.below", income, least)
	case !ok && income > 0:
		rest.Known, rest.Text = false, say("rest.unknown", s.h.On.Year())
	}
	if top, ok := s.e.law.ceiling(statute.SicknessCeiling, s.h.On); ok {
		rest.Parts = rest.Parts.cut(top)
	}
	return rest
}

// ownIncome says whether sickness benefit during the span rests on the income of the time.
func (s *sweep) ownIncome(span *Span) bool {
	r := ruleOf(span.Ground)
	switch {
	case !r.ownIncome:
		return false
	case span.Ground == Programme:
		return span.Suspended == "" && span.Support != "none"
	case span.Ground == Service:
		return s.serviceDays(span) > int(s.e.law.number(statute.SGIServiceDays, span.From))
	}
	return true
}

// serviceDays is the days of service that hang together with a span; service without an
// end counts until the day asked about.
func (s *sweep) serviceDays(span *Span) int {
	from, to := span.From, span.To
	for again := true; again; {
		again = false
		for i := range s.h.Spans {
			o := &s.h.Spans[i]
			if o.Ground != Service || o.Shown["ordered"] == No {
				continue
			}
			if o.From < from && (o.To == calendar.None || o.To >= from.AddDays(-1)) {
				from, again = o.From, true
			}
			if to != calendar.None && o.From <= to.AddDays(1) && (o.To == calendar.None || o.To > to) {
				to, again = o.To, true
			}
		}
	}
	if to == calendar.None {
		to = max(s.h.On, from)
	}
	return int(to-from) + 1
}

// parental rests at least on the SGI that applied before it was lowered after a child's
// first year, until the child is two; a new child in time prolongs that (SFB 12:27, 12:29).
func (s *sweep) parental(rest *Rest, current Parts) {
	children := slices.Clone(s.h.Children)
	children = slices.DeleteFunc(children, func(c Child) bool { return c.start() == calendar.None })
	slices.SortFunc(children, func(a, b Child) int { return cmp.Compare(a.start(), b.start()) })
	for _, c := range children {
		years := int(s.e.law.number(statute.SGIChildYears, c.start()))
		past := birthday(c.start(), years)
		until := s.keptUntil(&c)
		if s.h.On < past || s.h.On >= until {
			continue
		}
		kept := s.baseAt(past.AddDays(-1))
		if !kept.has || kept.parts.Total() <= current.Total() {
			continue
		}
		current = kept.parts
		top, known := s.e.law.ceiling(statute.FPCeiling, s.h.On)
		*rest = Rest{Benefit: Parental, Law: "SFB 12:27", Known: true, Parts: kept.parts, Text: say("rest.kept", until.AddDays(-1))}
		if known {
			rest.Parts = kept.parts.cut(top)
		}
	}
}

// keptUntil is the first day on which parental benefit for a child no longer rests on the
// old SGI.
func (s *sweep) keptUntil(c *Child) calendar.Date {
	start := c.start()
	number := func(name string) int { return int(s.e.law.number(name, start)) }
	until := birthday(start, number(statute.SGIParentalYears))
	for i := range s.h.Children {
		n := &s.h.Children[i]
		born := calendar.Earlier(n.Born, n.Expected)
		switch {
		case n.Placed != calendar.None:
			if n.Placed > start && n.Placed <= start.AddMonths(number(statute.SGIParentalAdoptionMonths)) {
				until = max(until, birthday(n.Placed, number(statute.SGIParentalYears)))
			}
		case born != calendar.None && born > start && born.AddMonths(-nineMonths) < start.AddMonths(number(statute.SGIParentalPregnancyMonths)):
			until = max(until, birthday(born, number(statute.SGIParentalYears)))
		}
	}
	return until
}

// baseAt is the SGI that was protected on a day.
func (s *sweep) baseAt(d calendar.Date) base {
	at := s.base
	for i := len(s.was) - 1; i >= 0 && at.since > d; i-- {
		at = s.was[i]
	}
	return at
}
