package sgi

import (
	"balans/law/calendar"
	"balans/law/statute"
)

// ages answers whether the person has reached the reference age for pension. An age that
// was reached stays reached when the reference age is raised later (SFB 2:10c).
type ages struct {
	h       *History
	reached calendar.Date // the first day on which it is reached; None when that is not known
	// below says of time in which no reference age is known that it is not reached yet:
	// the days before this one.
	below  calendar.Date
	values []statute.Value
}

func newAges(l *law, h *History) *ages {
	a := &ages{h: h, reached: calendar.None, below: calendar.None}
	if h.Born == calendar.None {
		return a
	}
	if h.PensionAge > 0 {
		a.reached = birthday(h.Born, h.PensionAge)
		a.below = a.reached
		return a
	}
	least, err := l.p.Value(statute.PensionReferenceAgeLeast, h.On)
	if err == nil {
		a.below = birthday(h.Born, int(least.Int64))
		l.use(least)
	}
	a.values, err = l.p.All(statute.PensionReferenceAge)
	if err != nil && l.err == nil {
		l.err = err
	}
	for _, v := range a.values {
		day := max(birthday(h.Born, int(v.Int64)), v.From)
		if v.To == calendar.None || day <= v.To {
			a.reached = calendar.Earlier(a.reached, day)
			if v.From <= h.On && (v.To == calendar.None || h.On <= v.To) {
				l.use(v)
			}
		}
	}
	return a
}

// day is the first day on which a ground with the limit no longer protects, of the day on
// which the age is reached.
func (limit ageLimit) day(reached calendar.Date) calendar.Date {
	if limit == beforeMon {
		return reached.FirstOfMonth()
	}
	return reached
}

// cuts are the days on which the answer can change.
func (a *ages) cuts() []calendar.Date {
	var at []calendar.Date
	for _, d := range []calendar.Date{a.reached, a.below} {
		if d != calendar.None {
			at = append(at, d, d.FirstOfMonth())
		}
	}
	for _, v := range a.values {
		at = append(at, v.From)
		if v.To != calendar.None {
			at = append(at, v.To.AddDays(1))
		}
	}
	return at
}

// judge says whether the ground is barred by age on a day, or whether that is not known.
func (a *ages) judge(r *rule, d calendar.Date) []finding {
	if a.h.Born == calendar.None {
		return []finding{{text: say("missing.age"), law: r.law[0]}}
	}
	if a.reached != calendar.None && d >= r.age.day(a.reached) {
		return []finding{{fails: true, text: say("reject.age", r.age.day(a.reached)), law: r.law[len(r.law)-1]}}
	}
	if d < r.age.day(a.below) || a.knownOn(d) {
		return nil
	}
	return []finding{{text: say("open.age", d.Year()), law: r.law[0]}}
}

// knownOn says whether a reference age is known for the day.
func (a *ages) knownOn(d calendar.Date) bool {
	for _, v := range a.values {
		if v.Period().Contains(d) {
			return true
		}
	}
	return a.h.PensionAge > 0
}
