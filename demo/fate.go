package demo

import (
	"time"

	"balans/law/calendar"
	"balans/recover/claim"
)

// fate is what befell a person, and so all of the person's claims alike.
type fate struct {
	begins, ends claim.Kind // Decided: nothing
	from, to     calendar.Date
}

// Those who die do so in March 2025, so that nothing is agreed with them later.
var (
	deathsFrom = calendar.New(2025, time.March, 3)
	fatesFrom  = calendar.New(2016, time.January, 1)
)

// fateOf is the fate of one of the people; in a small agency more have one.
func fateOf(seed uint64, person int32, rarity int) fate {
	c := chanceOf(seed, forFate+uint64(person))
	each := 10 * min(rarity, 15) // of 10 000
	n := c.below(10_000)
	f := fate{from: fatesFrom.AddDays(c.below(int(reportDays[2] - fatesFrom))), to: calendar.None}
	switch {
	case n < each:
		f.begins, f.ends = claim.DebtorDied, claim.EstateNotified
		f.from = deathsFrom.AddDays(c.below(22))
		if c.often(600) {
			f.to = f.from.AddDays(c.between(2, 20))
		}
		return f
	case n < 2*each:
		f.begins, f.ends = claim.GuardianAppointed, claim.GuardianEnded
	case n < 3*each:
		f.begins, f.ends = claim.IdentityProtected, claim.ProtectionEnded
	case n < 4*each:
		f.begins, f.ends = claim.BankruptcyStarted, claim.BankruptcyEnded
	default:
		return fate{}
	}
	if c.often(min(400*rarity, 800)) {
		f.to = f.from.AddDays(c.between(100, 700))
	}
	return f
}

// isDead reports whether the person has died by the day.
func (f fate) isDead(on calendar.Date) bool { return f.begins == claim.DebtorDied && f.from <= on }

// befall notes on the claim what befell its debtors while it was open.
func (l *life) befall() {
	for i, f := range l.fates {
		if f.begins == claim.Decided {
			continue
		}
		on := max(f.from, l.d.decided)
		if on > l.ending() || f.to != calendar.None && f.to <= on {
			continue
		}
		d := &claim.Details{Until: calendar.None, First: calendar.None, Debtor: l.debtors[i]}
		l.also(atStart, claim.Event{Kind: f.begins, OccurredOn: on, Details: d})
		if f.to != calendar.None && f.to <= l.ending() {
			l.also(atEnd, claim.Event{Kind: f.ends, OccurredOn: f.to, Details: d})
		}
		if f.begins == claim.IdentityProtected {
			l.forward(on, f.to)
		}
	}
}

// forward sends the letters of those days by way of Skatteverket, since the
// address is secret.
func (l *life) forward(from, to calendar.Date) {
	for i := range l.events {
		e := &l.events[i]
		switch e.Kind {
		case claim.Dispatched, claim.ServiceAttempted, claim.Reminded, claim.Demanded:
			if e.OccurredOn >= from && (to == calendar.None || e.OccurredOn < to) {
				e.Mode = "forwarded"
			}
		}
	}
}
