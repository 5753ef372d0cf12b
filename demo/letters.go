package demo

import (
	"strings"

	"balans/law/calendar"
	"balans/recover/claim"
)

// deferrals gives every deferral its last day: that of its end, or one that may
// lie ahead.
func (l *life) deferrals() {
	for i := range l.events {
		e := &l.events[i]
		if e.Kind != claim.DeferralGranted {
			continue
		}
		last := e.OccurredOn.AddDays(l.c.between(60, 330))
		for j := i + 1; j < len(l.events); j++ {
			if l.events[j].Kind == claim.DeferralEnded {
				last = l.events[j].OccurredOn
				break
			}
		}
		e.Details = until(last)
		if last > l.due.AddYears(1) { // HANTF 14
			e.Details.Reason = "extraordinary: sjukdom"
		}
	}
}

// attempts tells what was tried before a claim was registered as not served: as
// much as there was time for.
func (l *life) attempts() {
	i := l.find(claim.RegisteredNotServed)
	if i < 0 {
		return
	}
	sent, end := l.dispatched, l.events[i].OccurredOn
	by := func(day calendar.Date) calendar.Date { return min(l.bank(day), end) }
	gap := int(end - sent)
	if gap < 12 {
		l.note(atStart, claim.MailReturned, end, "")
		return
	}
	back := by(sent.AddDays(l.c.between(5, 9)))
	if gap >= 50 && l.c.often(600) {
		back = by(sent.AddDays(l.c.between(21, 25)))
		l.note(atStart, claim.ServiceFailed, back, "")
	} else {
		l.note(atStart, claim.MailReturned, back, "")
		if l.c.often(400) {
			back = by(back.AddDays(l.c.between(1, 4)))
			l.note(atStart, claim.AddressFound, back, "")
		}
	}
	again := by(back.AddDays(l.c.between(1, 5)))
	l.note(atStart, claim.ServiceAttempted, again, [...]string{"ordinary", "ordinary", "simplified", "bailiff"}[l.c.below(4)])
	if end-again >= 21 {
		l.note(atStart, claim.ServiceFailed, end, "")
	} else {
		l.note(atStart, claim.MailReturned, end, "")
	}
}

// isLeftAlone reports whether nothing may interrupt limitation, because the claim
// is to be lost by it.
func (l *life) isLeftAlone() bool {
	return strings.IndexByte(l.stands, 'T') >= 0 || l.d.lapses && !l.hasActed()
}

// reminders sends a reminder for some overdue OLD claims. Most are known to have
// been received, which interrupts limitation (PRESKL 5).
func (l *life) reminders() {
	if !l.c.often(60) || l.has(claim.Demanded) {
		return
	}
	from, to := max(l.due.AddDays(15), l.ending().AddYears(-5)), l.ending().AddDays(-30)
	if from >= to {
		return
	}
	on := l.day(from, to)
	received := !l.isLeftAlone() && l.c.often(800)
	if l.isFree(on) {
		l.remind(on, received)
	}
}

func (l *life) remind(on calendar.Date, received bool) {
	l.note(atStart, claim.Reminded, on, "letter")
	if received {
		l.note(atEnd, claim.NoticeReceived, on.AddDays(l.c.between(2, 7)), "letter")
	}
}

// interruptions sees to it that limitation has not run out for a claim that is
// still demanded: where a set-off or a deferral, which do not interrupt, was all
// that happened, a reminder was received in time or the debt was acknowledged.
func (l *life) interruptions() {
	if l.isLeftAlone() {
		return
	}
	for range 3 {
		begun, end := l.runsOut()
		if end == calendar.None {
			return
		}
		from := max(begun.AddDays(300), end.AddDays(-1500), l.due.AddDays(15))
		on := l.day(from, end.AddDays(-20))
		for range 8 {
			if l.isFree(on) {
				break
			}
			on = l.day(from, end.AddDays(-20))
		}
		if l.c.often(300) {
			l.note(atEnd, claim.Acknowledged, on, "letter")
		} else {
			l.remind(on, true)
		}
		l.arrange()
	}
}

// runsOut is when limitation began to run before it ran out on a living claim, and
// its last day then; None when it never does. It is written by the rules of PRESKL
// 2 and 5–7, for claims whose debtors are all reached alike.
func (l *life) runsOut() (begun, end calendar.Date) {
	begun, end = l.d.decided, l.d.decided.AddYears(10)
	pending := false
	for i := range l.events {
		e := &l.events[i]
		if !pending && e.OccurredOn > end {
			return begun, end
		}
		restarts := false
		switch e.Kind {
		case claim.Paid:
			restarts = e.Mode == "" && !pending && !(i+1 < len(l.events) && l.events[i+1].Kind == claim.PaymentReversed)
		case claim.PlanAgreed, claim.NoticeReceived, claim.Acknowledged:
			restarts = !pending
		case claim.Referred, claim.OrderApplied:
			pending = true
		case claim.Returned, claim.OrderEnded:
			pending, restarts = false, true
		}
		if restarts {
			begun, end = e.OccurredOn, e.OccurredOn.AddYears(10)
		}
	}
	if pending || l.ending() <= end {
		return calendar.None, calendar.None
	}
	return begun, end
}
