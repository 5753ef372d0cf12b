package demo

import (
	"balans/law/calendar"
	"balans/recover/claim"
)

// stay leads an open claim from one report day to the next: from the measure in
// force to the given one, with so many kronor paid on the way.
func (l *life) stay(from, to calendar.Date, measure standing, paid int64) {
	first := from.AddDays(1)
	if l.measure == measure {
		l.hold(first, to, paid)
		return
	}
	if l.measure != idle {
		first = l.stop(first, to, measure != idle, &paid)
	}
	if measure == idle {
		l.reduce(first, to, paid)
		return
	}
	latest := to.AddDays(-1)
	if paid > 0 {
		latest = to.AddDays(-25)
	}
	if measure == atKFM {
		first = max(first, l.d.decided.AddDays(120))
	}
	if l.regime == claim.New && measure == inPlan {
		first = max(first, to.AddDays(-330)) // a plan of a NEW claim lasts a year at most
	}
	first = min(first, latest)
	if fresh := first.AddDays(60); l.regime == claim.New && first-l.due < 40 && fresh < latest && l.c.often(650) {
		latest = fresh // about the due date
	}
	on := l.day(first, latest)
	on = min(on, l.day(first, latest)) // rather early than late
	l.serveLate(first, on)
	l.begin(measure, on)
	l.steady(on.AddDays(5), to, paid)
}

// stop ends the measure in force, in the first half of the period if another is
// to follow, and returns the day after. What was to be paid in the period is paid before the end if
// it was a paying measure, or half of it when another follows.
func (l *life) stop(first, to calendar.Date, another bool, paid *int64) calendar.Date {
	latest := to.AddDays(-1)
	if another {
		latest = first.AddDays(int(to-first) / 2)
	}
	on := l.day(first.AddDays(2), l.planLimit(first.AddDays(2), latest))
	if *paid > 0 && l.measure != preserved {
		part := *paid
		if another {
			part /= 2
		}
		l.steady(first, on, part)
		*paid -= part
	}
	l.end(on, breached)
	return on.AddDays(1)
}

// serveLate serves a claim that was registered as not served, before a measure.
func (l *life) serveLate(first, latest calendar.Date) {
	if l.served != calendar.None {
		return
	}
	for i := range l.events {
		if l.events[i].Kind == claim.RegisteredNotServed {
			l.serve(l.day(max(first, l.events[i].OccurredOn.AddDays(1)), latest))
			return
		}
	}
}

// hold keeps the measure in force through the period.
func (l *life) hold(first, to calendar.Date, paid int64) {
	if l.measure == idle {
		l.reduce(first, to, paid)
		return
	}
	ends := l.since.AddDays(355)
	if l.measure != inPlan || l.regime == claim.Old || ends >= to {
		l.steady(first.AddDays(5), to, paid)
		return
	}
	// A plan of a NEW claim is limited to a year; it is followed by another.
	on := l.day(max(first, ends.AddDays(-20)), max(first.AddDays(1), min(ends, to.AddDays(-10))))
	l.steady(first.AddDays(5), to, paid)
	l.end(on, renewed)
	l.begin(inPlan, l.day(on.AddDays(1), on.AddDays(8)))
}

// steady pays in the way of the measure in force: every month in a plan and by
// deduction, now and then at Kronofogden, once otherwise.
func (l *life) steady(first, last calendar.Date, kronor int64) {
	first = min(first, last)
	months := int(last-first)/30 + 1
	switch l.measure {
	case inPlan:
		l.instalments(kronor, min(months, 7, 1+int(kronor/900)), first.AddDays(l.c.below(20)), last)
	case settingOff:
		l.instalments(kronor, min(months, 5, 1+int(kronor/1200)), first.AddDays(l.c.below(25)), last)
	case restructuring:
		l.instalments(kronor, min(1+months/6, 2), first.AddDays(l.c.below(20)), last)
	case atKFM:
		l.instalments(kronor, min(1+months/4, 3, 1+int(kronor/2000)), first.AddDays(l.c.below(60)), last)
	default:
		if kronor > 0 {
			l.pay(l.day(first, last), kronor)
		}
	}
}

// reduce lowers what is left of a claim without a measure: paid in lumps, or
// changed on reconsideration, or waived in part. A few claims are deferred.
func (l *life) reduce(first, to calendar.Date, kronor int64) {
	switch {
	case kronor >= 300 && l.c.often(120):
		l.lower(l.day(first, to), kronor)
	case kronor >= 300 && l.c.often(80):
		l.left -= kronor
		l.addAmount(claim.Waived, l.day(first, to), kronor)
	case kronor > 0:
		l.lumps(kronor, first, to)
	case to-first > 100 && l.c.often(12*l.rarity) && l.mayDefer():
		on := l.day(first, to.AddDays(-40))
		l.add(claim.DeferralGranted, on, "")
		if end := on.AddDays(l.c.between(30, 200)); end <= to {
			l.add(claim.DeferralEnded, l.within(end, on, to), "")
		}
	}
}

// lower changes the decision on reconsideration, so many kronor less (SFB 113:7).
func (l *life) lower(on calendar.Date, kronor int64) {
	l.principal -= kronor
	l.left -= kronor
	l.addAmount(claim.Changed, on, l.principal)
}

// mayDefer is false for claims that are handed over later or deferred already.
func (l *life) mayDefer() bool {
	for i := range l.events {
		if l.events[i].Kind == claim.DeferralGranted {
			return false
		}
	}
	for _, s := range []byte(l.stands) {
		if s == 'R' || s == 'V' || s == 'K' {
			return false
		}
	}
	return true
}
