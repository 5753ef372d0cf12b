package claim

import "balans/law/calendar"

// IsCivil reports whether the claim is pursued on the civil track.
func (w *Walk) IsCivil() bool { return w.now&civil != 0 }

// Since is the day the machine came into its state, or began it anew.
func (w *Walk) Since(m Machine) calendar.Date { return w.since[m] }

// standing is what the walk knows of the claim's standing: all but the debtors
// and the events no table expects.
func (w *Walk) standing() Standing {
	s := Standing{Conditions: w.Conditions, Legal: w.Legal(), Service: w.Service(), Collection: w.Collection(), Handover: w.Handover(), Plan: w.Plan(),
		Contest: w.Contest(), clock: w.clock, early: calendar.None, late: calendar.None}
	if w.now&civil != 0 {
		s.Track = CivilTrack
	}
	return s
}

// Shown is the one status a person sees.
func (w *Walk) Shown(m Money, r Regime) Shown {
	s := w.standing()
	return s.Shown(m, r)
}

// Contradictions says what cannot be true together of the claim the reader
// stands at, as Standing.Contradictions does. Where nothing can be wrong it
// answers at once, so that a whole stock can be asked.
func (r *Reader) Contradictions(w *Walk, a *Account) []string {
	s := w.standing()
	for i := range r.entries {
		switch e := &r.entries[i]; {
		case (e.kind == Referred || e.kind == HandoverSent) && s.Track == PublicTrack && s.early == calendar.None &&
			(s.clock.Handover == calendar.None || e.day < s.clock.Handover):
			s.early = e.day
		case measures[e.kind] && s.late == calendar.None && w.clock.isPastLimitation(e.day):
			s.late = e.day
		}
	}
	if !s.mayContradict() {
		return nil
	}
	return s.Contradictions(a)
}

// mayContradict is true where Contradictions might find something.
func (s *Standing) mayContradict() bool {
	const open = MessageOpen | RecallOpen | HandoverOpen
	return s.early != calendar.None || s.late != calendar.None || s.Conditions&open != 0 || s.Collection == CollectionDone && s.Legal.IsLive() ||
		(s.Plan == PlanActive) != (s.Collection == CollectionInPlan) || s.Track == PublicTrack && !s.agreesWithHandover()
}
