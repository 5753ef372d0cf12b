package demo

import (
	"slices"
	"strings"
	"time"

	"balans/law/calendar"
	"balans/recover/claim"
)

// youth leads an OLD claim from its decision to the first report day: often
// nothing for years, sometimes payments, a plan that broke, or a first visit at
// Kronofogden. Where limitation has to be interrupted it is, by acknowledgement,
// payment or a case at Kronofogden (PRESKL 5 §).
func (l *life) youth(to calendar.Date, measure standing, paid int64) {
	begin := calendar.None
	if measure != idle {
		begin = l.measureBegins(to)
	}
	switch {
	case l.d.interrupts:
		part := paid
		if measure != idle {
			part = paid / 3
		}
		l.interrupt(to, begin, part)
		paid -= part
	case measure == idle && paid > 0:
		latest := min(to.AddDays(-200), l.d.decided.AddYears(8))
		l.episode(l.day(min(l.dispatched.AddDays(35), latest), latest), to.AddDays(-5), paid)
		paid = 0
	case measure == idle && l.c.often(70) && to-l.d.decided > 500 && strings.IndexByte(l.stands, 'T') < 0:
		l.episode(l.day(l.d.decided.AddDays(150), to.AddDays(-250)), to.AddDays(-5), 0)
	}
	if measure != idle {
		l.begin(measure, begin)
		l.steady(begin.AddDays(10), to, paid)
	}
}

// measureBegins picks when the measure held on the first report day began: in
// the four years before, in time to interrupt limitation.
func (l *life) measureBegins(to calendar.Date) calendar.Date {
	first := max(measureFrom, l.d.decided.AddDays(200))
	latest := to.AddDays(-60)
	if !l.d.interrupts {
		latest = min(latest, l.d.decided.AddYears(9).AddDays(300))
	}
	return l.day(min(first, latest), latest)
}

// interrupt interrupts limitation within ten years of the decision, and late
// enough to last.
func (l *life) interrupt(to, measureBegins calendar.Date, paid int64) {
	first := max(l.d.decided.AddYears(1), calendar.New(2015, time.June, 1))
	latest := min(l.d.decided.AddYears(9).AddDays(300), to.AddDays(-200))
	switch {
	case l.stands == "NNT":
		// Ten years later is early in 2025: the claim becomes time barred then.
		first, latest = yearStart[2].AddYears(-10), reportDays[2].AddYears(-10).AddDays(-1)
		on := l.day(first, latest)
		l.interrupted = on
		if paid == 0 {
			l.begin(inPlan, on) // agreeing to it acknowledges the debt
			l.end(l.day(on.AddDays(60), on.AddDays(200)), breached)
		}
		l.pay(on, paid)
		return
	case measureBegins != calendar.None:
		first = max(l.d.decided.AddYears(1), yearStart[1].AddYears(-10))
		latest = min(latest, measureBegins.AddDays(-160))
	}
	on := l.day(min(first, latest), latest)
	l.interrupted = on
	until := to.AddDays(-5)
	if measureBegins != calendar.None {
		until = measureBegins.AddDays(-1)
	}
	l.episode(on, until, paid)
}

// episode is something that happened to the claim from the day on, over by the
// day until, with so many kronor paid.
func (l *life) episode(on, until calendar.Date, paid int64) {
	n := l.c.below(100)
	room := int(until - on)
	switch {
	case n < 15 && room > 250 && on-l.d.decided > 120:
		l.begin(atKFM, on)
		back := l.day(on.AddDays(120), min(until, on.AddDays(700)))
		l.steady(on.AddDays(40), back, paid)
		l.end(back, "")
	case n < 25 && room > 120 && paid > 0:
		l.begin(settingOff, on)
		stop := l.day(on.AddDays(60), min(until, on.AddDays(300)))
		l.instalments(paid, min(3, 1+int(paid/1500)), on.AddDays(20), stop)
		l.end(stop, breached)
	case (n < 45 || paid == 0) && room > 120:
		l.begin(inPlan, on)
		stop := l.day(on.AddDays(70), min(until, on.AddDays(400)))
		if paid > 0 {
			l.instalments(paid, min(4, 1+int(paid/1500)), on.AddDays(25), stop)
		}
		l.end(stop, breached)
	default:
		l.pay(on, paid)
		if paid == 0 {
			l.add(claim.DeferralGranted, on, "")
			l.add(claim.DeferralEnded, l.within(on.AddDays(90), on, until), "")
		}
	}
}

// unnoticed is how many of 1000 claims that become time barred in March 2025 have
// not been booked as such: the nightly run is to find them.
const unnoticed = 500

// afterwards is March 2025, after the last report day: a month like others,
// cut off at its end.
func (l *life) afterwards(from calendar.Date) {
	first := from.AddDays(1)
	if first > lastDay {
		return
	}
	switch {
	case slices.ContainsFunc(l.fates, func(f fate) bool { return f.begins == claim.DebtorDied }):
	case l.d.lapses && !l.hasActed():
		if !l.c.often(unnoticed) {
			l.lapse()
		}
	case l.measure == inPlan && l.c.often(300), l.measure == settingOff && l.c.often(250):
		l.regularly(first)
	case l.measure == preserved && l.c.often(min(200*l.rarity, 700)):
		l.end(l.day(first, lastDay), "")
	case l.measure != idle:
	case l.regime == claim.New:
		l.fresh(first)
	case l.c.often(12):
		l.pay(l.day(first, lastDay), min(l.left-leastLeft, 100*int64(l.c.between(2, 20))))
	}
}

// hasActed reports whether anything has interrupted limitation.
func (l *life) hasActed() bool {
	for i := range l.events {
		switch l.events[i].Kind {
		case claim.Paid, claim.PlanAgreed, claim.Referred, claim.SetoffStarted:
			return true
		}
	}
	return false
}

// regularly pays one instalment, or the last one.
func (l *life) regularly(first calendar.Date) {
	on := l.day(first, lastDay)
	part := max(300, l.left/int64(l.c.between(8, 14)))
	if l.left <= part+leastLeft {
		l.pay(on, l.left)
		l.finish(on)
		return
	}
	l.pay(on, part)
}

// fresh is March for a NEW claim without a measure: some pay, some ask for a
// plan, some are handed over.
func (l *life) fresh(first calendar.Date) {
	pays, plans := 20, 10
	if lastDay-l.d.decided < 100 {
		pays, plans = 220, 60
	}
	if lastDay-l.d.decided < 31 {
		pays, plans = 60, 15
	}
	final := l.served != calendar.None && l.served.AddDays(finalDays) < lastDay && l.mayRefer()
	switch n := l.c.below(1000); {
	case n < pays:
		on := l.day(first, lastDay)
		l.pay(on, l.left)
		l.close(on)
	case n < pays+plans:
		on := l.day(first, lastDay)
		l.serveLate(first, on)
		l.begin(inPlan, on)
	case final && n < pays+plans+110:
		on := l.day(max(first, l.served.AddDays(finalDays), l.due.AddDays(3)), lastDay)
		l.addAmount(claim.Referred, on, l.left)
		l.close(on)
	}
}

// mayRefer is false while a deferral may still be in force.
func (l *life) mayRefer() bool {
	for i := range l.events {
		if l.events[i].Kind == claim.DeferralGranted {
			return false
		}
	}
	return true
}
