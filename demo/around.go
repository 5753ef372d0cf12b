package demo

import (
	"balans/law/calendar"
	"balans/law/money"
	"balans/recover/claim"
)

// surround adds to a life that is otherwise finished what happened around the
// money: letters, terms of plans, orders to pay, hand-over messages, reviews and
// what befell the debtors. It has a source of chance of its own and changes no
// day and no principal of what is there.
func (l *life) surround(seed uint64) {
	l.c, l.main = chanceOf(seed, forMore+uint64(l.d.number)), l.c
	l.charged = false
	l.agreements()
	l.deferrals()
	l.reasons()
	l.attempts()
	l.reviews()
	if l.regime == claim.Old {
		l.titles()
		l.reminders()
	} else {
		l.messages()
	}
	l.rarities()
	l.befall()
	l.arrange()
	if l.regime == claim.Old {
		l.interruptions()
		l.arrange()
	}
	l.c = l.main
}

// The places of an added event among the others of its day.
const (
	atStart = -1
	atEnd   = 1
)

// also adds an event before or after the others of its day; none after the last
// day of all facts.
func (l *life) also(place int64, e claim.Event) {
	if e.OccurredOn <= lastDay {
		e.Ordinal = place
		l.events = append(l.events, e)
	}
}

// note adds an event that states nothing more than its mode.
func (l *life) note(place int64, k claim.Kind, on calendar.Date, mode string) {
	l.also(place, claim.Event{Kind: k, OccurredOn: on, Mode: mode})
}

// charge adds a fee or cost.
func (l *life) charge(place int64, on calendar.Date, part claim.Part, mode string, a money.Amount) {
	l.charged = true
	l.also(place, claim.Event{Kind: claim.FeeCharged, OccurredOn: on, Amount: a, ToPrincipal: a, Mode: mode, Details: partOf[part]})
}

// detail is details with a reason and no dates.
func detail(reason string) *claim.Details {
	return &claim.Details{Until: calendar.None, First: calendar.None, Reason: reason}
}

// until is details with a last day.
func until(day calendar.Date) *claim.Details {
	return &claim.Details{Until: day, First: calendar.None}
}

// Details that many events share; nobody changes them.
var (
	partOf = [...]*claim.Details{
		claim.Fee:  {Until: calendar.None, First: calendar.None, Part: claim.Fee},
		claim.Cost: {Until: calendar.None, First: calendar.None, Part: claim.Cost},
	}
	whySetoff     = detail("pågående ersättning")
	whyWaived     = detail("särskilda skäl, ekonomiska förhållanden")
	whyWrittenOff = detail("utmätningsbara tillgångar saknas")
)

// reasons states why, where a decision is to say so.
func (l *life) reasons() {
	for i := range l.events {
		switch e := &l.events[i]; e.Kind {
		case claim.SetoffStarted:
			e.Details = whySetoff
		case claim.Waived:
			e.Details = whyWaived
		case claim.WrittenOff:
			e.Details = whyWrittenOff
		case claim.RestructuringStarted: // the last payment day of a plan of five years
			e.Details = until(e.OccurredOn.AddYears(5))
		}
	}
}

// arrange puts the events in the order of their days, those of a day by their
// place, otherwise as they were added.
func (l *life) arrange() {
	for n := 1; n < len(l.events); n++ {
		for i := n; i > 0 && isBefore(&l.events[i], &l.events[i-1]); i-- {
			l.events[i], l.events[i-1] = l.events[i-1], l.events[i]
		}
	}
}

func isBefore(a, b *claim.Event) bool {
	return a.OccurredOn < b.OccurredOn || a.OccurredOn == b.OccurredOn && a.Ordinal < b.Ordinal
}

// find is the place of the first event of the kind; -1 when there is none.
func (l *life) find(k claim.Kind) int {
	for i := range l.events {
		if l.events[i].Kind == k {
			return i
		}
	}
	return -1
}

// has reports whether an event of one of the kinds has happened or will.
func (l *life) has(kinds ...claim.Kind) bool {
	for _, k := range kinds {
		if l.find(k) >= 0 {
			return true
		}
	}
	return false
}

// isFree reports whether nothing is in force on the day that a reminder would not
// fit: an arrangement, Kronofogden, or an order under way.
func (l *life) isFree(on calendar.Date) bool {
	n := 0
	for i := range l.events {
		e := &l.events[i]
		if e.OccurredOn > on {
			continue
		}
		switch e.Kind {
		case claim.PlanAgreed, claim.PlanReinstated, claim.DeferralGranted, claim.Referred, claim.RestructuringStarted, claim.OrderApplied:
			n++
		case claim.PlanEnded, claim.PlanBreached, claim.DeferralEnded, claim.Returned, claim.RestructuringEnded, claim.OrderEnded:
			n--
		}
	}
	return n == 0
}

// ending is the last day something can happen to the claim as open: the day it was
// closed, or the last day of all facts.
func (l *life) ending() calendar.Date {
	if l.closed != calendar.None {
		return l.closed
	}
	return lastDay
}
