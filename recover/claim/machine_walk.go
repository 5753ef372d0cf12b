package claim

import (
	"math"

	"balans/law/calendar"
)

// Track is how a claim is enforced: on the public track the decision is itself
// a title, on the civil track a title must be sought first.
type Track uint8

// The tracks.
const (
	PublicTrack Track = iota
	CivilTrack
	// MistakenTrack is the civil track of a payment made by mistake (condictio
	// indebiti): nothing is due before it is demanded.
	MistakenTrack
)

// TrackOf is the track of a claim: civil before the border of the regimes and
// for payments by mistake, otherwise public. Maintenance debt has always been
// public (SFB 19 kap.).
func TrackOf(d *Decision) Track {
	switch t := TypeOf(d); {
	case t == Mistaken:
		return MistakenTrack
	case t == MaintenanceDebt:
		return PublicTrack
	case t.Rule().Civil || RegimeOn(d.DecidedOn) == Old:
		return CivilTrack
	}
	return PublicTrack
}

// Clock is the days on which machines move by themselves, calendar.None where
// there is none.
type Clock struct {
	Due            calendar.Date // the last day to pay
	Final          calendar.Date // the first day of final force
	Handover       calendar.Date // the first day a hand-over is allowed
	LimitationLast calendar.Date // the last day of limitation
}

// ClockOf takes the days from what has been computed; nil gives none.
func ClockOf(dl *Deadlines, lim *Limitation) Clock {
	c := Clock{calendar.None, calendar.None, calendar.None, calendar.None}
	if dl != nil {
		c.Due, c.Final, c.Handover = dl.Due, dl.Final, dl.EarliestHandover
	}
	if lim != nil && !lim.Pending {
		c.LimitationLast = lim.Last
	}
	return c
}

// The days a walk waits for. Deferrals and offers end before a hand-over is
// tried on the same day.
const (
	slotDue = iota
	slotDeferral
	slotOffer
	slotFinal
	slotHandover
	slotCount
)

const never = calendar.Date(math.MaxInt32)

// Walk leads one claim through the machines, event by event. It allocates
// nothing and may be used again with Begin, so that a whole stock is walked from
// columns.
type Walk struct {
	spot
	Conditions Condition
	now        circumstance
	clock      Clock
	pending    [slotCount]calendar.Date
	next       calendar.Date // the first of pending
	last       calendar.Date // of the events taken
	machines   uint8         // those that Take moves
}

// Begin sets the walk to a claim decided on the day.
func (w *Walk) Begin(track Track, clock Clock, decided calendar.Date) {
	*w = Walk{clock: clock, machines: 1<<machineCount - 1, last: decided}
	for m := range w.at {
		w.at[m], w.since[m] = machines[m].start, decided
	}
	w.now = [...]circumstance{PublicTrack: 0, CivilTrack: civil, MistakenTrack: civil | mistaken}[track]
	w.pending = [slotCount]calendar.Date{after(clock.Due), never, never, orNever(clock.Final), orNever(clock.Handover)}
	w.earliest()
	w.step(cause(Decided), w.machines, w.now, decided)
	w.follow(decided)
}

// after is the day after a last day; never when there is none.
func after(day calendar.Date) calendar.Date {
	if day == calendar.None || day == never {
		return never
	}
	return day + 1
}

func orNever(day calendar.Date) calendar.Date {
	if day == calendar.None {
		return never
	}
	return day
}

func (w *Walk) earliest() {
	w.next = w.pending[0]
	for _, d := range w.pending[1:] {
		w.next = min(w.next, d)
	}
}

// Take lets an event move the machines, after the days before it have. Until is
// the last day it states, None without; whole is true of a waiver of all that is
// left. It reports whether the tables expect the event there.
func (w *Walk) Take(k Kind, day, until calendar.Date, whole bool) (expected bool) {
	w.last = day
	if day >= w.next {
		w.advance(day)
	}
	c := cause(k)
	switch {
	case k == Waived && whole:
		c = causeWholeWaiver
	case k == TimeBarred && w.clock.isPastLimitation(day):
		w.tick(TimerLimitation, w.now, day)
	}
	expected = w.step(c, w.machines, w.now, day)
	if measures[k] && (w.Conditions&Stayed != 0 || w.clock.isPastLimitation(day)) {
		expected = false
	}
	fx := &effects[k]
	w.Conditions = w.Conditions&^fx.off | fx.on
	switch k {
	case Waived:
		if whole {
			w.Conditions |= Ended
		}
	case TitleGranted:
		w.now |= titled
	case Demanded:
		w.now |= demanded
	case DeferralGranted:
		w.wait(slotDeferral, after(until))
	case DeferralEnded, PlanAgreed: // a plan takes the deferral's place
		w.wait(slotDeferral, never)
	case PlanOffered:
		w.wait(slotOffer, after(until))
	}
	w.follow(day)
	return expected
}

// measures are the kinds that a court's stay and limitation stop.
var measures = func() (set [kindCount]bool) {
	for k := range set {
		set[k] = Kind(k).isMeasure()
	}
	return
}()

// isPastLimitation reports whether the day is after the last day of limitation.
func (c *Clock) isPastLimitation(day calendar.Date) bool {
	return c.LimitationLast != calendar.None && day > c.LimitationLast
}

func (w *Walk) wait(slot int, day calendar.Date) {
	w.pending[slot] = day
	w.earliest()
}

// advance lets the days through to strike, one after another.
func (w *Walk) advance(to calendar.Date) {
	for w.next <= to {
		day, slot := w.next, 0
		for w.pending[slot] != day {
			slot++
		}
		switch slot {
		case slotDue:
			w.now |= overdue
			w.tick(TimerDuePassed, w.now, day)
		case slotDeferral:
			w.tick(TimerDeferralOver, w.now, day)
		case slotOffer:
			w.tick(TimerOfferLapsed, w.now, day)
		case slotFinal:
			w.tick(TimerFinalForce, w.now, day)
		}
		w.wait(slot, never)
		w.follow(day)
	}
}

// follow lets what has already passed act on a state entered afterwards: a claim
// whose plan is broken long after final force can be handed over at once.
func (w *Walk) follow(day calendar.Date) {
	if w.now&overdue != 0 {
		w.tick(TimerDuePassed, w.now, day)
	}
	if w.clock.Final <= day && w.clock.Final != calendar.None {
		w.tick(TimerFinalForce, w.now, day)
	}
	if w.clock.Handover <= day && w.clock.Handover != calendar.None && w.Conditions&Stayed == 0 {
		w.tick(TimerReady, w.now, day)
	}
	if !LegalState(w.at[LegalMachine]).IsLive() {
		w.tick(TimerLegalEnd, w.now, day)
	}
}

// End leads the claim through the last day. Settled says that nothing is owed
// then: what is paid does not fall to limitation.
func (w *Walk) End(on calendar.Date, settled bool) {
	w.advance(on)
	switch {
	case !w.Legal().IsLive(): // what has lapsed is not paid
	case settled: // since the last event: it is what settled the claim, or came after
		w.tick(TimerSettled, w.now, w.last)
	case w.clock.isPastLimitation(on):
		day := max(w.last, w.clock.LimitationLast+1)
		w.tick(TimerLimitation, w.now, day)
		w.follow(day)
	}
}

// Legal is where the decision stands.
func (w *Walk) Legal() LegalState { return LegalState(w.at[LegalMachine]) }

// Service is how far the decision has reached the debtors, taken as one.
func (w *Walk) Service() ServiceState { return ServiceState(w.at[ServiceMachine]) }

// Collection is how payment is pursued.
func (w *Walk) Collection() CollectionState { return CollectionState(w.at[CollectionMachine]) }

// Handover is the record of what was handed over.
func (w *Walk) Handover() HandoverState { return HandoverState(w.at[HandoverMachine]) }

// Plan is where the latest plan stands.
func (w *Walk) Plan() PlanState { return PlanState(w.at[PlanMachine]) }

// Contest is whether and where the decision is contested.
func (w *Walk) Contest() ContestState { return ContestState(w.at[ContestMachine]) }
