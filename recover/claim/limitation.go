package claim

import (
	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
	"balans/law/statute"
)

// Limitation is when the right to demand a claim is lost (preskription), and
// why then: the chain of what began, interrupted and extended the time.
type Limitation struct {
	// Last is the last day the claim can be demanded; None while proceedings
	// are pending, or before a NEW claim has a due date.
	Last    calendar.Date
	Pending bool   // proceedings are pending: the time does not end (PRESKL 7)
	Regime  Regime // Old: preskriptionslagen; New: lag 1982:188
	Chain   []Link
}

// Barred reports whether the claim is time barred on the day.
func (l *Limitation) Barred(on calendar.Date) bool {
	return !l.Pending && l.Last != calendar.None && on > l.Last
}

// Law is the paragraph by which a barred claim can no longer be demanded.
func (l *Limitation) Law() statute.Ref {
	if l.Regime == New {
		return "SKPRESKL 10"
	}
	return "PRESKL 8"
}

// Limitation is which law bars what is collected so: only what is a public case has the one of
// 1982:188, whenever it was decided (SKPRESKL 1).
func (t Track) Limitation() Regime {
	if t == PublicTrack {
		return New
	}
	return Old
}

// Link is one step of the chain.
type Link struct {
	On    calendar.Date
	Event int // place among the sorted events; -1 for the decision or due date
	Last  calendar.Date
	Law   statute.Ref
	Why   LinkReason
}

// LinkReason says why a link is in the chain.
type LinkReason uint8

// The reasons.
const (
	LinkDecided      LinkReason = iota // the claim arose (PRESKL 2)
	LinkDue                            // it fell due (SKPRESKL 3)
	LinkPaid                           // the debtor paid
	LinkAcknowledged                   // the debtor acknowledged it, or agreed to pay by a plan
	LinkNotice                         // a written demand or reminder reached the debtor
	LinkProceedings                    // it was invoked at Kronofogden or in court; pending
	LinkEnded                          // the proceedings ended
	LinkNoNotice                       // they ended without the debtor's knowledge
	LinkDeferral                       // a deferral ended
	LinkRespite                        // Kronofogden granted a respite
	LinkRestructured                   // debt restructuring
	LinkCourt                          // a court extended the time
)

// LimitationOf computes the limitation at the end of the day on, from what was
// known at knownAt. The events must be sorted. For a claim with several debtors
// it is the one that ends last; LimitationAgainst asks for one of them.
func LimitationOf(d *Decision, events []Event, on calendar.Date, knownAt calendar.Instant, law *Law) *Limitation {
	if len(d.Debtors) < 2 {
		return limitationAgainst(d, 0, events, on, knownAt, law)
	}
	var last *Limitation
	for i := range d.Debtors {
		l := limitationAgainst(d, d.Debtors[i].Number, events, on, knownAt, law)
		if last == nil || !last.Pending && (l.Pending || l.Last > last.Last) {
			last = l
		}
	}
	return last
}

// LimitationAgainst is the limitation against one debtor: what is done with one
// of several has no effect on the others (PRESKL 9, SKPRESKL 11).
func LimitationAgainst(d *Decision, debtor identity.Number, events []Event, on calendar.Date, knownAt calendar.Instant, law *Law) *Limitation {
	return limitationAgainst(d, debtor, events, on, knownAt, law)
}

func limitationAgainst(d *Decision, debtor identity.Number, events []Event, on calendar.Date, knownAt calendar.Instant, law *Law) *Limitation {
	l := &Limitation{}
	f := newLimitationFold(law, l, d.DecidedOn, TrackOf(d), true)
	for i := range events {
		e := &events[i]
		if e.OccurredOn > on {
			break
		}
		if e.RecordedAt > knownAt {
			continue
		}
		x := entry{day: e.OccurredOn, kind: e.Kind, mode: modeCodes[e.Mode], until: calendar.None}
		if dt := e.Details; dt != nil {
			if debtor != 0 && dt.Debtor != 0 && dt.Debtor != debtor {
				continue
			}
			x.until, x.count = dt.Until, dt.Count
			if e.Kind == PaymentReversed && dt.Ref != "" {
				x.ref = int32(i)
			}
		}
		if e.Kind == Paid && undone(events, e.ID, e.Amount, on, knownAt) {
			continue
		}
		f.take(i, &x)
	}
	f.finish(on)
	return l
}

// undone reports whether a payment was taken back whole: it interrupted nothing.
func undone(events []Event, id string, amount money.Amount, on calendar.Date, knownAt calendar.Instant) bool {
	if id == "" {
		return false
	}
	back := money.Amount(0)
	for i := range events {
		e := &events[i]
		if e.Kind == PaymentReversed && e.Details != nil && e.Details.Ref == id && e.OccurredOn <= on && e.RecordedAt <= knownAt {
			back += e.Amount
		}
	}
	return back >= amount
}

// limitationFold goes through a life event by event.
type limitationFold struct {
	law     *Law
	l       *Limitation
	explain bool
	// OLD
	open   int  // proceedings pending
	spared bool // the year after unnoticed proceedings has been given once
	before calendar.Date
	// NEW
	bare       calendar.Date // without respite
	deferredTo calendar.Date // a deferral in force with this end; None: without end
	deferred   bool
	extended   int
	early      []earlyMove   // in the order they came
	linked     calendar.Date // the last day as the chain tells it
}

func newLimitationFold(law *Law, l *Limitation, decided calendar.Date, track Track, explain bool) limitationFold {
	f := limitationFold{law: law, l: l, explain: explain, bare: calendar.None, deferredTo: calendar.None, before: calendar.None}
	l.Regime, l.Last = track.Limitation(), calendar.None
	if l.Regime == Old {
		l.Last = decided.AddYears(law.oldYears.on(decided))
		f.link(-1, decided, LinkDecided, "PRESKL 2")
	}
	return f
}

func (f *limitationFold) link(event int, on calendar.Date, why LinkReason, law statute.Ref) {
	f.linked = f.l.Last
	if f.explain {
		f.l.Chain = append(f.l.Chain, Link{On: on, Event: event, Last: f.l.Last, Law: law, Why: why})
	}
}

func (f *limitationFold) take(i int, e *entry) {
	if f.l.Regime == Old {
		f.old(i, e)
	} else {
		f.new(i, e)
	}
}

// lost reports whether the time had run out before the day.
func (f *limitationFold) lost(day calendar.Date) bool {
	return f.open == 0 && f.l.Last != calendar.None && day > f.l.Last
}

// old: ten years, begun anew by whatever interrupts (PRESKL 5–7).
func (f *limitationFold) old(i int, e *entry) {
	if f.lost(e.day) {
		return
	}
	switch e.kind {
	case Paid:
		if e.mode != modeSetoff && e.mode != modeKFM && e.mode != modeMoved {
			f.interrupt(i, e.day, LinkPaid, "PRESKL 5 p.1")
		}
	case Acknowledged, PlanAgreed:
		f.interrupt(i, e.day, LinkAcknowledged, "PRESKL 5 p.1")
	case NoticeReceived:
		f.interrupt(i, e.day, LinkNotice, "PRESKL 5 p.2")
	case OrderApplied, Referred:
		if f.open == 0 {
			f.before = f.l.Last
			f.l.Last, f.l.Pending = calendar.None, true
			f.link(i, e.day, LinkProceedings, "PRESKL 5 p.3")
		}
		if e.kind == Referred { // the enforcement continues what the order began
			f.open = 2
		} else {
			f.open = max(f.open, 1)
		}
	case OrderEnded, TitleGranted: // the title ends what was sought; enforcing it begins anew
		if f.open == 1 {
			f.proceedingsEnd(i, e)
		}
	case Returned:
		if f.open == 2 {
			f.proceedingsEnd(i, e)
		}
	}
}

// interrupt begins the time anew. While proceedings are pending it has not
// begun to run again, and what interrupts it then is overtaken by their end.
func (f *limitationFold) interrupt(i int, day calendar.Date, why LinkReason, law statute.Ref) {
	if last := day.AddYears(f.law.oldYears.on(day)); f.open == 0 && last > f.l.Last {
		f.l.Last = last
		f.link(i, day, why, law)
	} else if f.open > 0 && last > f.before {
		f.before = last
	}
}

// proceedingsEnd begins the time anew from the end (PRESKL 7); when the debtor
// never learned of them it is as if they had not been, but one year is left
// once.
func (f *limitationFold) proceedingsEnd(i int, e *entry) {
	f.open, f.l.Pending = 0, false
	if e.mode != modeNoNotice {
		f.l.Last = max(f.before, e.day.AddYears(f.law.oldYears.on(e.day)))
		f.link(i, e.day, LinkEnded, "PRESKL 7")
		return
	}
	f.l.Last = f.before
	if !f.spared {
		f.spared = true
		f.l.Last = max(f.before, e.day.AddYears(f.law.afterProceedings.on(e.day)))
	}
	f.link(i, e.day, LinkNoNotice, "PRESKL 7")
}

// new: five years after the end of the year of the first due date, moved by
// deferral, respite, restructuring and court only (SKPRESKL 3–8).
func (f *limitationFold) new(i int, e *entry) {
	if e.kind == Dispatched && f.l.Last == calendar.None {
		due := e.until
		if due == calendar.None {
			due = f.law.DueOn(e.day)
		}
		f.l.Last = due.AddYears(f.law.newYears.on(due)).EndOfYear()
		f.bare = f.l.Last
		f.link(-1, due, LinkDue, "SKPRESKL 3")
		for _, m := range f.early {
			if m.years == nil {
				f.new(m.event, &m.entry)
			} else {
				f.atLeast(m.event, m.day, m.years, m.why, m.law)
			}
		}
		return
	}
	if f.l.Last == calendar.None && (e.kind == RespiteGranted || e.kind == LimitationExtended) {
		f.early = append(f.early, earlyMove{event: i, entry: *e}) // there is no time to extend yet
		return
	}
	f.deferralEnds(i, e.day-1)
	f.deferralRuns(e.day)
	if f.lost(e.day) {
		return
	}
	switch e.kind {
	case DeferralGranted:
		if f.deferred { // another takes its place
			f.atLeast(i, e.day, f.law.afterDeferral, LinkDeferral, "SKPRESKL 4")
		}
		f.deferred, f.deferredTo = true, e.until
	case DeferralEnded:
		if f.deferred {
			f.deferred = false
			f.atLeast(i, e.day, f.law.afterDeferral, LinkDeferral, "SKPRESKL 4")
		}
	case RespiteGranted:
		if e.until != calendar.None {
			last := min(e.until.EndOfYear(), f.bare.AddYears(f.law.respiteMax.on(e.day)))
			f.move(i, e.day, last, LinkRespite, "SKPRESKL 6")
		}
	case RestructuringStarted:
		day := e.day
		if e.until != calendar.None {
			day = max(day, e.until)
		}
		f.atLeast(i, day, f.law.afterRestructuring, LinkRestructured, "SKPRESKL 5")
	case LimitationExtended:
		if f.extended < f.law.courtTimes.on(e.day) {
			f.extended++
			years := int(e.count)
			if years == 0 {
				years = f.law.courtYears.on(e.day)
			}
			f.bare = f.bare.AddYears(years)
			f.move(i, e.day, f.l.Last.AddYears(years), LinkCourt, "SKPRESKL 7")
		}
	}
}

// deferralEnds lets a deferral that ended by its own date do its work.
func (f *limitationFold) deferralEnds(i int, by calendar.Date) {
	if f.deferred && f.deferredTo != calendar.None && f.deferredTo <= by {
		f.deferred = false
		f.atLeast(i, f.deferredTo, f.law.afterDeferral, LinkDeferral, "SKPRESKL 4")
	}
}

// deferralRuns keeps the claim while a deferral is in force: ended today, it
// would extend the time from today. A respite and a court add to that time as to
// that of a deferral that has ended.
func (f *limitationFold) deferralRuns(day calendar.Date) {
	if f.deferred && f.l.Last != calendar.None {
		f.atLeast(-1, day, f.law.afterDeferral, LinkDeferral, "SKPRESKL 4")
	}
}

// atLeast moves the last day to the end of so many years after the year of day.
// What happens before there is a due date counts from when there is one.
func (f *limitationFold) atLeast(i int, day calendar.Date, years dated, why LinkReason, law statute.Ref) {
	if f.l.Last == calendar.None {
		f.early = append(f.early, earlyMove{event: i, day: day, years: years, why: why, law: law})
		return
	}
	last := day.AddYears(years.on(day)).EndOfYear()
	f.bare = max(f.bare, last)
	f.move(i, day, last, why, law)
}

// earlyMove is what will extend the time once it runs: by so many years after a day, or, where
// years is nil, as the entry says.
type earlyMove struct {
	event int
	entry entry
	day   calendar.Date
	years dated
	why   LinkReason
	law   statute.Ref
}

func (f *limitationFold) move(i int, day, last calendar.Date, why LinkReason, law statute.Ref) {
	if last > f.l.Last || f.l.Last > f.linked && last == f.l.Last {
		f.l.Last = last
		f.link(i, day, why, law)
	}
}

func (f *limitationFold) finish(on calendar.Date) {
	if f.l.Regime == New {
		f.deferralEnds(-1, on)
		if f.deferred {
			f.atLeast(-1, on, f.law.afterDeferral, LinkDeferral, "SKPRESKL 4")
		}
	}
}
