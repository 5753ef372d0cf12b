package parental

import (
	"balans/law/calendar"
	"balans/law/statute"
)

// PlannedDay is a day of a parent's plan: whether it is normally free from work, and what
// parental benefit is asked for.
type PlannedDay struct {
	On           calendar.Date
	Free         bool
	Level        Level // 0 when no parental benefit is asked for
	Compensation Compensation
}

// FreeDay is the answer for a day that is free from work and asked for.
type FreeDay struct {
	On      calendar.Date `json:"on"`
	Outcome Outcome       `json:"outcome"`
	Law     statute.Ref   `json:"law"`
	Says    Text          `json:"says"`
}

// WorkFree says which days that are free from work give parental benefit (SFB 12:11): those
// just before or after a day with benefit on the same or a higher level and compensation,
// when no more than four days in a row are free. The days are in order without a gap; they
// begin and end with a day of work, or what comes before or after is not shown. It fails
// with a *statute.MissingError for days before the rule.
func (r Rules) WorkFree(days []PlannedDay) ([]FreeDay, error) {
	k := r.begin()
	for i, d := range days {
		switch {
		case d.On == calendar.None:
			k.wrong("days", "a day has no date", "SFB 12:11")
		case i > 0 && d.On != days[i-1].On+1:
			k.wrong("days", "the days are to follow each other; after "+days[i-1].On.String()+" comes "+d.On.String(), "SFB 12:11")
		case d.Level != 0 && (!d.Level.IsLevel() || d.Compensation.rank() == 0):
			k.wrong("days", "a day with parental benefit has a level and a compensation", "SFB 12:9")
		}
	}
	var out []FreeDay
	for from := 0; from < len(days) && k.err == nil; {
		to := from
		for to < len(days) && days[to].Free {
			to++
		}
		if to == from {
			from++
			continue
		}
		out = append(out, k.freeRun(days, from, to)...)
		from = to
	}
	return out, k.err
}

// freeRun answers for the days from (included) to (not included), all free.
func (k *reckoning) freeRun(days []PlannedDay, from, to int) (out []FreeDay) {
	var beside []PlannedDay // the days of work at both ends, as far as they are known
	if from > 0 {
		beside = append(beside, days[from-1])
	}
	if to < len(days) {
		beside = append(beside, days[to])
	}
	length := int64(to - from)
	for _, d := range days[from:to] {
		if d.Level == 0 {
			continue
		}
		most := k.value(statute.FPWorkFreeDays, d.On)
		if k.err != nil {
			return nil
		}
		a := FreeDay{On: d.On, Law: "SFB 12:11"}
		supported := false
		for _, b := range beside {
			if b.Level >= d.Level && b.Compensation.rank() >= d.Compensation.rank() {
				supported = true
			}
		}
		switch {
		case length > most.Int64:
			a.Outcome, a.Says = No, say("%[1]d arbetsfria dagar i följd; högst %[2]d kan ge föräldrapenning", "%[1]d days free from work in a row; at most %[2]d can give parental benefit", length, most.Int64)
		case len(beside) < 2:
			a.Outcome, a.Says = NotShown, say("vad som gäller dagen före eller efter de arbetsfria dagarna har inte angetts", "what holds for the day before or after the days free from work has not been stated")
		case supported:
			a.Outcome, a.Says = Yes, say("I direkt anslutning ges föräldrapenning på samma eller högre nivå", "Just beside is a day with parental benefit on the same or a higher level")
		default:
			a.Outcome, a.Says = No, say("Ingen dag i direkt anslutning ger föräldrapenning på samma eller högre nivå", "No day just beside gives parental benefit on the same or a higher level")
		}
		out = append(out, a)
	}
	return out
}
