package sgi

import (
	"balans/law/calendar"
	"balans/law/statute"
)

// Change is a change of the circumstances an SGI rests on.
type Change struct {
	Arose  calendar.Date // when the reason arose
	Learnt calendar.Date // when the agency learnt of it
	// Periods of benefit, from the first day to the last, in any order.
	Periods []calendar.Period
	// Exempt is set when sickness or activity compensation, an annuity or an
	// occupational pension was granted or changed (SFB 26:7).
	Exempt bool
}

// Effect is from when a change counts.
type Effect struct {
	From calendar.Date // the SGI is changed from this day
	// Paid is the first day whose benefit rests on the changed SGI; None when no stated
	// period of benefit is left for it.
	Paid calendar.Date
	Law  statute.Ref
	Text Text
}

// ChangeOf says from when a change counts (SFB 26:6–7). The period of benefit "in
// connection with" the agency learning of it is read as the one that goes on that day, or
// else the next to begin; its first day counts even when it lies before the agency learnt,
// but never before the reason arose (I).
func ChangeOf(c Change) Effect {
	if c.Exempt {
		return Effect{From: c.Arose, Paid: c.Arose, Law: "SFB 26:7", Text: say("change.exempt", c.Arose)}
	}
	first := calendar.None
	for _, p := range c.Periods {
		if p.IsEmpty() || p.To != calendar.None && p.To < c.Learnt || p.To != calendar.None && p.To < c.Arose {
			continue
		}
		first = calendar.Earlier(first, p.From)
	}
	if first == calendar.None {
		return Effect{From: c.Arose, Law: "SFB 26:6", Paid: calendar.None, Text: say("change.later", c.Arose)}
	}
	paid := calendar.Later(first, c.Arose)
	return Effect{From: c.Arose, Paid: paid, Law: "SFB 26:6", Text: say("change.paid", c.Arose, paid)}
}
