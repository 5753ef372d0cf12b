package claim

import (
	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
)

// Standing is where a claim stands on a day, as known at an instant: a state of
// each machine. It is computed from the facts each time; nothing is ever moved
// back.
type Standing struct {
	On         calendar.Date
	Legal      LegalState
	Service    ServiceState // of the debtor least served
	Collection CollectionState
	Handover   HandoverState
	Plan       PlanState
	Contest    ContestState
	Money      Money
	Track      Track
	Conditions Condition
	Debtors    []DebtorService // in the order of the decision
	// Unexpected are the places, among the sorted events, of those that no table
	// has a row for where they came.
	Unexpected []int

	spot    spot
	now     circumstance
	clock   Clock
	decided calendar.Date
	plan    planTerms
	until   lastDays
	early   calendar.Date // when it was handed over before it was allowed; None: never
	late    calendar.Date // when a measure was taken after limitation; None: never
}

// lastDays are the last days that events have stated; None where there is none.
type lastDays struct{ deferral, offer, respite, restructuring calendar.Date }

// DebtorService is how far the decision has reached one debtor.
type DebtorService struct {
	Debtor identity.Number
	State  ServiceState
	Since  calendar.Date
	Mode   string // of the last sending
}

// Since is the day the machine came into its state, or began it anew.
func (s Standing) Since(m Machine) calendar.Date { return s.spot.since[m] }

// State is the name of a machine's state.
func (s Standing) State(m Machine) string { return stateName(m, s.spot.at[m]) }

// StandingOf computes where the claim stands at the end of the day on, from what
// was known at knownAt. The events must be sorted. The days, the limitation and
// the account are those of the same day and instant; any of them may be nil, and
// then moves nothing.
func StandingOf(d *Decision, events []Event, on calendar.Date, knownAt calendar.Instant, dl *Deadlines, lim *Limitation, a *Account) Standing {
	const none = calendar.None
	s := Standing{On: on, Track: TrackOf(d), clock: ClockOf(dl, lim), decided: d.DecidedOn, early: none, late: none,
		plan: planTerms{first: none}, until: lastDays{none, none, none, none}}
	s.Debtors = make([]DebtorService, len(d.Debtors))
	for i := range s.Debtors {
		s.Debtors[i] = DebtorService{Debtor: d.Debtors[i].Number, Since: d.DecidedOn}
	}
	for m := range s.spot.since {
		s.spot.since[m] = d.DecidedOn
	}
	if d.DecidedOn > on || calendar.StartOfDay(d.DecidedOn) > knownAt {
		return s
	}
	f := standingFold{s: &s, demanded: d.Principal, dated: dl != nil}
	f.w.Begin(s.Track, s.clock, d.DecidedOn)
	f.w.machines &^= 1 << ServiceMachine // moved debtor by debtor
	for i := range events {
		e := &events[i]
		if e.OccurredOn > on {
			break
		}
		if e.RecordedAt <= knownAt && !f.take(e) {
			s.Unexpected = append(s.Unexpected, i)
		}
	}
	if a != nil {
		s.Money = MoneyOf(a, f.demanded)
	}
	f.w.End(on, a != nil && s.Money.IsSettled())
	s.arrive(&f.w)
	return s
}

// arrive takes the states over from the walk.
func (s *Standing) arrive(w *Walk) {
	w.at[ServiceMachine], w.since[ServiceMachine] = uint8(s.Debtors[0].State), s.Debtors[0].Since
	for _, d := range s.Debtors[1:] {
		if uint8(d.State) < w.at[ServiceMachine] {
			w.at[ServiceMachine], w.since[ServiceMachine] = uint8(d.State), d.Since
		}
	}
	s.Legal, s.Service, s.Collection = w.Legal(), w.Service(), w.Collection()
	s.Handover, s.Plan, s.Contest = w.Handover(), w.Plan(), w.Contest()
	s.Conditions, s.spot, s.now = w.Conditions, w.spot, w.now
}

// standingFold goes through a life event by event.
type standingFold struct {
	s        *Standing
	w        Walk
	demanded money.Amount // the principal as decided, or as last changed
	dated    bool         // the days are known
}

// take lets an event move the machines and reports whether they expect it.
func (f *standingFold) take(e *Event) (expected bool) {
	until := calendar.None
	if e.Details != nil {
		until = e.Details.Until
	}
	s := f.s
	switch {
	case (e.Kind == Referred || e.Kind == HandoverSent) && f.dated && s.Track == PublicTrack && s.early == calendar.None &&
		(s.clock.Handover == calendar.None || e.OccurredOn < s.clock.Handover):
		s.early = e.OccurredOn
	case measures[e.Kind] && s.late == calendar.None && f.w.clock.isPastLimitation(e.OccurredOn):
		s.late = e.OccurredOn
	}
	expected = f.w.Take(e.Kind, e.OccurredOn, until, e.isWholeWaiver())
	if ServiceMachine.Governs(e.Kind) && !f.serve(e) {
		expected = false
	}
	switch e.Kind {
	case Changed:
		f.demanded = e.Amount
	case PlanAgreed:
		s.plan = planTerms{first: calendar.None}
		if e.Details != nil && e.Details.First != calendar.None {
			s.plan = planTerms{first: e.Details.First, count: e.Details.Count}
		}
	case PlanOffered:
		s.until.offer = until
	case DeferralGranted:
		s.until.deferral = until
	case RespiteGranted:
		s.until.respite = until
	case RestructuringStarted:
		s.until.restructuring = until
	}
	return expected
}

// isWholeWaiver reports whether the event waives all that is left.
func (e *Event) isWholeWaiver() bool { return e.Kind == Waived && e.Amount == 0 && !e.ByLaw }

// serve moves the service of the debtor the event names, or of all. It is
// expected when it is for one of them.
func (f *standingFold) serve(e *Event) (expected bool) {
	who := e.Detail().Debtor
	for i := range f.s.Debtors {
		d := &f.s.Debtors[i]
		if who != 0 && who != d.Debtor {
			continue
		}
		cell := tables[ServiceMachine][place(uint8(d.State), cause(e.Kind), f.w.now)]
		expected = expected || cell&unexpected == 0
		if next := ServiceState(cell & stateMask); next != d.State || cell&anew != 0 {
			d.State, d.Since = next, e.OccurredOn
			if e.Kind == Dispatched || e.Kind == ServiceAttempted {
				d.Mode = e.Mode
			}
		}
	}
	return expected
}
