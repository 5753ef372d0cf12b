package demo

import (
	"balans/law/calendar"
	"balans/law/money"
	"balans/recover/claim"
)

// The words in Event.Mode of a review's outcome.
const (
	unchanged = "unchanged"
	changed   = "changed"
	revoked   = "annulled"
)

// reviews tells how decisions were reconsidered, and some appealed (SFB 113:7–21).
// Claims that go to Kronofogden are not contested: they have gained final force.
func (l *life) reviews() {
	i, outcome := l.find(claim.Changed), changed
	if i < 0 && l.c.often(350) {
		i, outcome = l.find(claim.Annulled), revoked
	}
	goesOn := l.regime == claim.New && l.has(claim.Referred)
	switch {
	case i >= 0:
		on := l.events[i].OccurredOn
		if !goesOn { // otherwise of the agency's own motion (SFB 113:3–6)
			l.note(atStart, claim.ReconsiderationAsked, max(min(l.dispatched+1, on), on.AddDays(-l.c.between(20, 90))), "")
		}
		l.note(atStart, claim.ReconsiderationDecided, on, outcome)
		l.note(atEnd, claim.ReviewServed, l.bank(on.AddDays(l.c.between(3, 12))), "")
		if outcome == revoked {
			l.refund(l.paid(), on)
		}
	case l.regime == claim.Old || goesOn || l.served == calendar.None:
	case l.c.often(4*l.rarity) && l.mayHaveOverpaid():
		l.overpaid()
	case l.c.often(20 * min(l.rarity, 7)):
		l.contest()
	}
}

// contest is a reconsideration that changes nothing; some go on to court.
func (l *life) contest() {
	end := l.ending()
	asked := l.served.AddDays(l.c.between(3, 56))
	if asked > end || asked > l.law.LastDayToContest(l.served) {
		return
	}
	l.note(atStart, claim.ReconsiderationAsked, asked, "")
	decided := l.bank(min(asked.AddDays(l.c.between(14, 110)), lastDay))
	l.note(atEnd, claim.ReconsiderationDecided, decided, unchanged)
	served := l.bank(min(decided.AddDays(l.c.between(3, 12)), lastDay))
	if decided > lastDay {
		return
	}
	l.note(atEnd, claim.ReviewServed, served, "")
	appealed := served.AddDays(l.c.between(5, 50))
	if appealed >= end || !l.c.often(200*min(l.rarity, 5)) {
		return
	}
	l.note(atEnd, claim.Appealed, appealed, "forvaltningsratten")
	judged := l.bank(min(appealed.AddDays(l.c.between(80, 300)), lastDay))
	if ordered := appealed.AddDays(l.c.between(4, 15)); ordered < end && ordered < judged && l.isFree(ordered) && l.isIdleFrom(ordered) && l.c.often(min(500*l.rarity, 1000)) {
		l.note(atEnd, claim.StayOrdered, ordered, "")
		if judged-ordered > 30 && l.c.often(min(500*l.rarity, 1000)) {
			l.note(atEnd, claim.StayEnded, ordered.AddDays(l.c.between(10, 28)), "")
		}
	}
	if appealed.AddDays(300) > lastDay { // the court has not decided yet
		return
	}
	l.note(atEnd, claim.Judged, judged, unchanged)
	l.note(atEnd, claim.ReviewServed, l.bank(judged.AddDays(l.c.between(3, 12))), "")
}

// isIdleFrom reports whether no measure is taken from the day on.
func (l *life) isIdleFrom(day calendar.Date) bool {
	for i := range l.events {
		e := &l.events[i]
		if e.OccurredOn < day {
			continue
		}
		switch e.Kind {
		case claim.PlanAgreed, claim.SetoffStarted, claim.PreservationStarted, claim.RestructuringStarted, claim.FeeCharged:
			return false
		}
	}
	return true
}

// mayHaveOverpaid reports whether the claim was paid whole by its due date, some
// time ago.
func (l *life) mayHaveOverpaid() bool {
	return l.left == 0 && l.closed != calendar.None && l.closed <= l.due && l.closed < lastDay.AddDays(-60) && l.principal >= 1500 &&
		!l.charged && !l.has(claim.PaymentReversed, claim.PlanAgreed, claim.SetoffStarted)
}

// overpaid lowers a claim that is paid: what was paid too much is a credit, and
// mostly paid back.
func (l *life) overpaid() {
	l.note(atEnd, claim.ReconsiderationAsked, l.closed.AddDays(l.c.between(1, 9)), "")
	on := l.bank(l.closed.AddDays(l.c.between(10, 40)))
	l.note(atEnd, claim.ReconsiderationDecided, on, changed)
	now := l.principal * int64(l.c.between(30, 80)) / 100
	a := money.Amount(now) * money.Krona
	l.also(atEnd, claim.Event{Kind: claim.Changed, OccurredOn: on, Amount: a, ToPrincipal: a})
	l.note(atEnd, claim.ReviewServed, l.bank(on.AddDays(l.c.between(3, 6))), "")
	l.refund(l.principal-now, on)
}

// paid is how many kronor of principal have been paid.
func (l *life) paid() (kronor int64) {
	for i := range l.events {
		switch e := &l.events[i]; e.Kind {
		case claim.Paid:
			kronor += int64(e.ToPrincipal / money.Krona)
		case claim.PaymentReversed:
			kronor -= int64(e.ToPrincipal / money.Krona)
		}
	}
	return kronor
}

// refund mostly pays back what the outcome of a review made a credit.
func (l *life) refund(kronor int64, on calendar.Date) {
	if kronor > 0 && l.c.often(700) {
		back := money.Amount(kronor) * money.Krona
		l.also(atEnd, claim.Event{Kind: claim.Refunded, OccurredOn: l.bank(on.AddDays(l.c.between(7, 20))), Amount: back, ToPrincipal: back})
	}
}
