package demo

import (
	"time"

	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
	"balans/recover/claim"
)

// life makes the events of one claim at a time. Steps are taken from one report
// day to the next; within a step, events may be added in any order.
type life struct {
	*almanac
	law    *claim.Law
	c      chance
	main   chance // set aside while c is that of surround
	rarity int

	d      *draft
	stands string
	regime claim.Regime
	events []claim.Event // of the claim at hand, reused
	ends   []int         // where the event ids end, reused
	before []claim.Event // those before a payment, reused
	kept   []kept        // payments of a plan, reused

	debtors []identity.Number
	fates   []fate // of the debtors
	charged bool   // a fee or cost is charged

	dispatched, due calendar.Date
	served          calendar.Date // None: never
	interrupted     calendar.Date // when limitation was interrupted by design
	measure         standing      // in force
	since           calendar.Date // when it began
	principal, left int64         // kronor
	closed          calendar.Date // None: open
}

// lettersKept is the first decision day for which service was taken over; of older
// claims the agency's former system kept the money and the day the letter was sent.
var lettersKept = calendar.New(2016, time.January, 1)

// live makes all events of the draft, in order but not yet numbered.
func (l *life) live(d *draft) {
	l.d, l.stands, l.regime = d, paths[d.path].stands, claim.RegimeOn(d.decided)
	l.events = l.events[:0]
	l.measure, l.served, l.interrupted, l.closed = idle, calendar.None, calendar.None, calendar.None
	l.principal, l.left = int64(d.principal), int64(d.principal)
	l.dispatched = l.within(d.decided.AddDays(l.c.between(1, 3)), d.decided, lastDay)
	l.due = l.bank(l.dispatched.AddDays(30))
	l.add(claim.Dispatched, l.dispatched, "")
	if d.decided >= lettersKept {
		l.service()
	}
	from := l.dispatched
	for k, s := range []byte(l.stands) {
		if s == '.' {
			continue
		}
		if s == '-' {
			break
		}
		l.step(k, s, from, reportDays[k])
		from = reportDays[k]
	}
	if l.closed == calendar.None {
		l.afterwards(max(from, l.dispatched))
	}
	l.sort()
}

// step leads the claim from the day from, exclusive, to where it stands at the
// end of the report day to.
func (l *life) step(k int, stand byte, from, to calendar.Date) {
	left := int64(l.d.left[k])
	switch stand {
	case 'T':
		l.lapse()
	case 'X':
		l.leave(from, to)
	case 'Q':
		l.handOver(from, yearStart[0].AddDays(-1))
	case 'R':
		if k == 0 {
			from = max(from, yearStart[0].AddDays(-1))
		}
		l.handOver(from, to)
	case 'V':
		l.handOver(from, to.AddDays(-45))
		l.recall(to, l.left-left)
	default:
		if l.regime == claim.Old && k == 0 {
			l.youth(to, l.d.measures[k], l.left-left)
		} else {
			l.stay(from, to, l.d.measures[k], l.left-left)
		}
	}
}

// add adds an event without an amount.
func (l *life) add(k claim.Kind, on calendar.Date, mode string) {
	l.events = append(l.events, claim.Event{Kind: k, OccurredOn: on, Mode: mode})
}

// addAmount adds an event with an amount of principal.
func (l *life) addAmount(k claim.Kind, on calendar.Date, kronor int64) {
	a := money.Amount(kronor) * money.Krona
	l.events = append(l.events, claim.Event{Kind: k, OccurredOn: on, Amount: a, ToPrincipal: a})
}

// The words in Event.Mode beside the modes of service.
const (
	bySetoff  = "setoff"    // a payment deducted from a benefit
	byKFM     = "kfm"       // a payment sent on by Kronofogden
	fulfilled = "fulfilled" // a plan or deduction ended with the debt
	breached  = "breached"  // instalments were missed
	cancelled = "cancelled"
	renewed   = "renewed"  // a plan that is followed by another
	amortise  = "amortise" // a plan of equal parts of the principal
)

// pay adds a payment of so many kronor to principal; what it carries beside is
// stated when the life is finished (divide).
func (l *life) pay(on calendar.Date, kronor int64) {
	if kronor <= 0 {
		return
	}
	mode := ""
	switch l.measure {
	case settingOff:
		mode = bySetoff
	case atKFM:
		mode = byKFM
	}
	a := money.Amount(kronor) * money.Krona
	l.events = append(l.events, claim.Event{Kind: claim.Paid, OccurredOn: on, Amount: a, ToPrincipal: a, Mode: mode})
	l.left -= kronor
}

// instalments pays kronor in n about equal parts from the first day on, some 30
// days apart, none after the last day.
func (l *life) instalments(kronor int64, n int, first, last calendar.Date) calendar.Date {
	first = l.within(first, first, last)
	n = int(min(int64(max(n, 1)), 1+int64(last-first)/30, 1+kronor/100))
	on := first
	part := kronor / int64(n)
	for i := range n {
		on = l.within(first.AddDays(30*i), first, last)
		if i == n-1 {
			part = kronor - part*int64(n-1)
		}
		l.pay(on, part)
	}
	return on
}

// lumps pays kronor on one or two days of the period.
func (l *life) lumps(kronor int64, from, to calendar.Date) {
	if kronor >= 800 && l.c.often(150) {
		part := kronor * int64(l.c.between(30, 60)) / 100
		l.pay(l.day(from, to), part)
		kronor -= part
	}
	l.pay(l.day(from, to), kronor)
}

// day is a bank day of the period, or its last day.
func (l *life) day(from, to calendar.Date) calendar.Date {
	return l.within(calendar.Date(l.c.between(int(from), int(to))), from, max(from, to))
}

// begin starts a measure.
func (l *life) begin(m standing, on calendar.Date) {
	if m == atKFM {
		l.addAmount(claim.Referred, on, l.left)
	} else {
		l.add(starts[m], on, "")
	}
	l.measure, l.since = m, on
}

// end ends the measure in force; why is for plans and deductions.
func (l *life) end(on calendar.Date, why string) {
	if l.measure != inPlan && l.measure != settingOff {
		why = ""
	}
	l.add(ends[l.measure], on, why)
	l.measure = idle
}

// serve marks the decision as served on the day.
func (l *life) serve(on calendar.Date) {
	modes := [...]string{"ordinary", "ordinary", "ordinary", "ordinary", "ordinary", "ordinary", "simplified", "simplified", "bailiff", "oral"}
	l.add(claim.Served, on, modes[l.c.below(len(modes))])
	l.served = on
}

// close marks the claim as gone from the day.
func (l *life) close(on calendar.Date) { l.closed = on }

// sort puts the events in the order of their days, keeping the order in which
// events of the same day were added, and drops what became of a letter after
// the claim was gone.
func (l *life) sort() {
	kept := l.events[:0]
	for _, e := range l.events {
		isService := e.Kind == claim.Served || e.Kind == claim.RegisteredNotServed
		if isService && (e.OccurredOn > lastDay || l.closed != calendar.None && e.OccurredOn > l.closed) {
			continue
		}
		kept = append(kept, e)
		for i := len(kept) - 1; i > 0 && kept[i].OccurredOn < kept[i-1].OccurredOn; i-- {
			kept[i], kept[i-1] = kept[i-1], kept[i]
		}
	}
	l.events = kept
}
