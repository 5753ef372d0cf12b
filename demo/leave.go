package demo

import (
	"balans/law/calendar"
	"balans/recover/claim"
)

// leave closes the claim in the period: nearly always by payment.
func (l *life) leave(from, to calendar.Date) {
	paid, written := 960, 6
	switch {
	case l.measure == restructuring:
		paid, written = 300, 700
	case l.measure == atKFM:
		paid, written = 620, 250
	case l.regime == claim.Old:
		paid, written = 930, 20
	}
	n := l.c.below(1000)
	if l.rarity > 1 && n < paid {
		n = l.c.below(1000) // a small agency also has the rarer ends
	}
	if n < paid {
		l.payOff(from, to)
		return
	}
	first := min(from.AddDays(8), to)
	if long := to.AddDays(-400); l.stands[0] == 'X' && l.regime == claim.Old && long > first {
		first = l.day(first, long)
	}
	on := l.day(first, l.planLimit(first, min(to, first.AddDays(360))))
	if l.measure != idle {
		l.end(on, breached)
	}
	switch n -= paid; {
	case n < written:
		l.add(claim.WrittenOff, on, "")
	case n < written+(1000-paid-written)*6/10 && !l.has(claim.Waived):
		l.add(claim.Annulled, on, "")
	default:
		l.add(claim.Waived, on, "") // without an amount: the whole that is left
	}
	l.close(on)
}

// payOff pays what is left.
func (l *life) payOff(from, to calendar.Date) {
	first := from.AddDays(1)
	switch {
	case l.measure == inPlan || l.measure == settingOff || l.measure == restructuring:
		first = min(first.AddDays(l.c.between(3, 25)), to)
		to = l.planLimit(first, to)
		most := int(to-first)/30 + 1
		n := min(most, l.c.between(2, 8), 1+int(l.left/1200))
		l.finish(l.instalments(l.left, n, first, to))
	case l.measure != idle:
		on := l.day(min(first.AddDays(2), to), to)
		l.pay(on, l.left)
		if l.measure == preserved {
			l.end(on, "")
		}
		l.close(on)
	case l.stands[0] == 'X' && l.regime == claim.Old:
		l.payOffLongAgo(to)
	case l.left >= 4000 && to-first >= 130 && l.c.often(230):
		l.payOffInPlan(first, to)
	default:
		l.payOffAtOnce(first, to)
	}
}

// planLimit is the latest day for the end of what is in force: a plan of a NEW
// claim lasts a year at most.
func (l *life) planLimit(first, to calendar.Date) calendar.Date {
	if l.regime == claim.Old || l.measure != inPlan {
		return to
	}
	return min(to, max(l.since.AddDays(360), first.AddDays(5)))
}

// finish ends a measure with the debt it was for.
func (l *life) finish(on calendar.Date) {
	l.end(on, fulfilled)
	l.close(on)
}

// payOffInPlan agrees a plan and pays it to the end within the period.
func (l *life) payOffInPlan(first, to calendar.Date) {
	on := l.day(first, min(first.AddDays(45), to.AddDays(-90)))
	most := int(to-on)/30 - 1
	n := min(most, l.c.between(2, 8), 1+int(l.left/1500))
	l.serveLate(first, on)
	l.begin(inPlan, on)
	l.finish(l.instalments(l.left, n, on.AddDays(l.c.between(10, 28)), to))
}

// payOffAtOnce pays what is left, mostly about the due date, some late. Now and
// then the payment bounces and is made again.
func (l *life) payOffAtOnce(first, to calendar.Date) {
	var on calendar.Date
	switch n := l.c.below(100); {
	case n < 25:
		on = l.dispatched.AddDays(l.c.between(4, 22))
	case n < 65:
		on = l.due.AddDays(-l.c.between(0, 6))
	default:
		on = l.due.AddDays(l.c.between(1, 90))
	}
	if on < first {
		on = to
		if l.regime == claim.New {
			on = min(to, first.AddDays(240))
			if first-l.due < 40 && l.c.often(600) {
				on = min(to, first.AddDays(50)) // just overdue
			}
		}
		on = l.day(first, on)
	}
	if on > to {
		on = l.day(first, to)
	}
	on = l.within(on, first, to)
	switch n := l.c.below(1000); {
	case on-first < 20 || l.left < 1500:
	case n < 100:
		l.pay(l.day(first, on.AddDays(-1)), l.left*int64(l.c.between(30, 60))/100)
	case n < 110:
		l.lower(l.day(first, on.AddDays(-1)), l.left*int64(l.c.between(20, 60))/100)
	case n < 110+7*l.rarity:
		l.bounce(on.AddDays(-l.c.between(8, 11)))
	}
	l.pay(on, l.left)
	l.close(on)
}

// bounce is a payment of all that is left that is reversed some days later.
func (l *life) bounce(on calendar.Date) {
	on = l.bank(on)
	left := l.left
	l.pay(on, left)
	back := l.events[len(l.events)-1]
	back.Kind, back.OccurredOn, back.Mode = claim.PaymentReversed, l.bank(on.AddDays(l.c.between(1, 3))), ""
	l.events = append(l.events, back)
	l.left = left
}

// payOffLongAgo is for OLD claims in the sample of those closed by 2023.
func (l *life) payOffLongAgo(to calendar.Date) {
	horizon := min(to.AddDays(-10), l.d.decided.AddYears(9))
	from := l.dispatched.AddDays(10)
	earliest := max(from, calendar.New(2015, 1, 10))
	if earliest > horizon {
		earliest = from
	}
	on := l.day(earliest, horizon)
	if on-from > 200 && l.left > 2500 && l.c.often(250) {
		start := l.day(max(from, on.AddDays(-500)), on.AddDays(-90))
		n := min(int(on-start)/30, l.c.between(2, 5))
		l.begin(inPlan, start)
		l.finish(l.instalments(l.left, n, on.AddDays(-30*(n-1)), on))
		return
	}
	l.pay(on, l.left)
	l.close(on)
}

// lapse makes an OLD claim time barred the day after ten years from its
// decision, or from the interruption of long ago.
func (l *life) lapse() {
	start := l.d.decided
	if l.interrupted != calendar.None {
		start = l.interrupted
	}
	on := start.AddYears(10).AddDays(1)
	l.add(claim.TimeBarred, on, "")
	l.close(on)
}

// finalDays is more than the two months from service to final force with the
// holidays that can follow them (SFB 113:19).
const finalDays = 70

// handOver refers a NEW claim to Kronofogden in the period, after final force
// and what is still paid before that.
func (l *life) handOver(from, to calendar.Date) {
	first := from.AddDays(1)
	paid := l.left - int64(l.d.referred)
	if l.measure != idle {
		ends := l.day(first.AddDays(2), l.planLimit(first.AddDays(2), first.AddDays(int(to-first)/3)))
		if l.measure != preserved {
			l.steady(first, ends, paid)
			paid = 0
		}
		l.end(ends, breached)
		first = ends.AddDays(10)
	}
	earliest := max(first, l.served.AddDays(finalDays), l.due.AddDays(3))
	latest := to
	if soon := l.served.AddDays(300); soon > earliest {
		latest = min(to, soon)
	}
	on := l.day(earliest, latest)
	if paid > 0 {
		l.lumps(paid, max(l.dispatched.AddDays(3), from.AddDays(1)), on.AddDays(-1))
	}
	l.addAmount(claim.Referred, on, l.left)
	l.close(on)
}

// recall takes a claim back from Kronofogden before the report day.
func (l *life) recall(day calendar.Date, paid int64) {
	referred := l.closed
	l.closed = calendar.None
	on := l.day(referred.AddDays(10), day.AddDays(-8))
	l.add(claim.Returned, on, "")
	if paid > 0 {
		l.lumps(paid, on.AddDays(1), day)
	}
}
