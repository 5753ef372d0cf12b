package claim

import (
	"balans/law/calendar"
	"balans/law/money"
)

// WalkSettled calls visit for each event from a through b, of the claims in
// [from,to) and as known at knownAt, that moved money or changed what money that
// came in has settled.
//
// The event has its kind, day, instant, amounts and mode, without id and details.
// By is, part by part in öre, what all payments had settled once the event had
// occurred less what they had settled before it: for a payment where it went; for
// a reversal, below 0, what was put back; under Credit what the debtor has to
// good, and under NoPart what recovered a lapsed debt. An event that looks back
// (a lowered principal, an annulment, a reversal that names its payment) divides
// earlier payments anew, and by is the difference; what a credit pays of interest
// or fees that arise is counted at the next event. So the sum of by through any
// event is what the account then says has been settled.
//
// By is nil where the division rests on a rate that is not known. A payment as it
// was booked is known all the same: what it states beside principal is then taken
// to be interest. Both are valid during the call.
func (c *Columns) WalkSettled(from, to int, a, b calendar.Date, knownAt calendar.Instant, visit func(i int, e *Event, by *Parts)) {
	w := settling{r: c.NewReader(b, knownAt), from: a, visit: visit}
	for i := from; i < to; i++ {
		if c.mayHaveSettled(i, a, b) && w.r.Seek(i) {
			w.claim()
		}
	}
}

// mayHaveSettled reports whether the claim has an event in the days and one that
// moves money by their end. It looks at no instant and is quick.
func (c *Columns) mayHaveSettled(i int, a, b calendar.Date) bool {
	if c.moneyEnd[i] == c.moneyAt[i] {
		return false
	}
	within, moved := false, false
	for e, end := c.eventAt[i], c.eventEnd[i]; e < end; e++ {
		day := firstDay + calendar.Date(c.day[e])
		if day > b {
			break
		}
		within = within || day >= a
		moved = moved || movesMoney[c.kind[e]]
	}
	return within && moved
}

// movesMoney are the kinds by which money comes in or goes out again.
var movesMoney = [kindCount]bool{Paid: true, PaymentReversed: true, Refunded: true, CreditMoved: true}

// settled is what payments have settled of a claim at one time.
type settled struct {
	parts   [partCount]int64
	unknown bool
}

// settling walks one claim after another.
type settling struct {
	r       *Reader
	from    calendar.Date
	visit   func(int, *Event, *Parts)
	scratch []entry
	after   []settled // after each entry, those before the first in the days left at zero
	account Account
	event   Event
}

// claim visits the events of the claim the reader stands at.
func (w *settling) claim() {
	entries := w.r.entries
	first, back := len(entries), -1
	for i := range entries {
		e := &entries[i]
		if first == len(entries) && e.day >= w.from {
			first = i
		}
		if e.looksBack() { // or is looked back from by the payment it names, of the same day
			back = max(back, i, int(e.ref))
		}
	}
	if first == len(entries) {
		return
	}
	w.after = append(w.after[:0], make([]settled, len(entries))...)
	for n := max(first-1, 0); n < back; n++ { // what comes later must not be known here
		w.run(n+1, n)
	}
	w.run(len(entries), max(first-1, back, 0))
	before := settled{}
	if first > 0 {
		before = w.after[first-1]
	}
	for i := first; i < len(entries); i++ {
		w.tell(&entries[i], &before, &w.after[i])
		before = w.after[i]
	}
}

// looksBack reports whether the entry changes what earlier ones did.
func (e *entry) looksBack() bool {
	return e.kind == Changed || e.kind == Annulled || e.kind == PaymentReversed && e.ref >= 0 || e.isFromStart()
}

// run computes the first n entries and keeps what is settled after each from
// the one at keep.
func (w *settling) run(n, keep int) {
	w.scratch = append(w.scratch[:0], w.r.entries[:n]...)
	w.account = Account{Due: calendar.None, Missing: w.account.Missing[:0], Plan: PlanMoney{Agreed: calendar.None, First: calendar.None}}
	l := ledger{law: w.r.law, account: &w.account}
	c, at := w.r.c, w.r.at
	l.begin(base{c.DecidedOn(at), c.principal[at], int64(c.Charge(at)), c.basis[at]}, w.scratch)
	for i := range w.scratch {
		e := &w.scratch[i]
		l.advance(e.day)
		l.settle()
		l.take(i, e)
		if i >= keep {
			s := &w.after[i]
			s.parts, s.unknown = l.paid, len(w.account.Missing) > 0
			s.parts[Credit], s.parts[NoPart] = l.bal[Credit], int64(w.account.Recovered)
		}
	}
}

// tell visits one event, if it did anything.
func (w *settling) tell(e *entry, before, after *settled) {
	var by Parts
	changed := movesMoney[e.kind]
	for part := range by {
		by[part] = money.Amount(after.parts[part] - before.parts[part])
		changed = changed || by[part] != 0
	}
	if !changed {
		return
	}
	w.event = Event{Kind: e.kind, OccurredOn: e.day, Amount: money.Amount(e.amount), ToPrincipal: money.Amount(e.toPrincipal), ByLaw: e.byLaw, Mode: modeName[e.mode]}
	switch {
	case !after.unknown:
		w.visit(w.r.at, &w.event, &by)
	case e.kind == Refunded || e.kind == CreditMoved: // it left, whatever there was
		w.visit(w.r.at, &w.event, &Parts{Credit: -w.event.Amount})
	case e.kind == Paid && !e.byLaw:
		sum := money.Amount(0)
		for _, ore := range by {
			sum += ore
		}
		by[Interest] += w.event.Amount - sum
		w.visit(w.r.at, &w.event, &by)
	default:
		w.visit(w.r.at, &w.event, nil)
	}
}

// modeName is the name of each mode that is an event's own.
var modeName = func() (names [modeDerived + 1]string) {
	for name, code := range modeCodes {
		names[code] = name
	}
	return
}()
