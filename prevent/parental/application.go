package parental

import (
	"balans/law/calendar"
	"balans/law/statute"
)

// Kind is one of the two parental benefits.
type Kind string

// The kinds.
const (
	TemporaryBenefit Kind = "tfp"
	ParentalBenefit  Kind = "fp"
)

// Application is what is stated of an application and a day it is for.
type Application struct {
	Benefit Kind
	Applied calendar.Date // the day the application came in
	Day     calendar.Date // a day that benefit is asked for
	// Extraordinary is whether there are extraordinary reasons to pay all the same
	// (synnerliga skäl).
	Extraordinary Stated
	// SeriouslyIll is whether temporary parental benefit is for a seriously ill child
	// (13:30); AfterDeath whether it is after a child's death (13:31e).
	SeriouslyIll, AfterDeath Stated
	// Reported is the day parental benefit was reported (anmälan, 11:12); calendar.None when that
	// has not been stated. Excused is whether there was a hindrance or special reasons.
	Reported calendar.Date
	Excused  Stated
}

// Timeliness is whether a day was applied for in time.
type Timeliness struct {
	Outcome  Outcome       `json:"outcome"`
	Limit    int64         `json:"limit_days"`
	Law      statute.Ref   `json:"law"`
	Wording  string        `json:"wording"`  // the source of the limit: which wording holds for the day
	Earliest calendar.Date `json:"earliest"` // the limit before the application
	Latest   calendar.Date `json:"latest"`   // the last day to apply for the day
	Late     int64         `json:"late_days"`
	Missing  []Missing     `json:"missing,omitempty"`
	Steps    []Step        `json:"steps"`
}

// limitOf is the parameter and paragraph of the limit.
func (b Kind) limitOf() (parameter string, ref statute.Ref, ok bool) {
	switch b {
	case TemporaryBenefit:
		return statute.TFPApplicationDays, "SFB 13:9a", true
	case ParentalBenefit:
		return statute.FPApplicationDays, "SFB 12:12a", true
	}
	return "", "", false
}

// ApplicationTime says whether a day was applied for in time (SFB 12:12a, 13:9a). The
// limit is that of the wording in force on the day the benefit is for, not on the day of
// the application: that is what the transition of 2025:1477 says. A day that comes after
// the application is in time. It fails with a *statute.MissingError for days whose limit
// is not known.
func (r Rules) ApplicationTime(a Application) (Timeliness, error) {
	k := r.begin()
	parameter, ref, ok := a.Benefit.limitOf()
	switch {
	case !ok:
		k.wrong("benefit", "it is tfp or fp", "")
	case a.Applied == calendar.None || a.Day == calendar.None:
		k.wrong("applied", "the day of the application and the day it is for are needed", ref)
	}
	if k.err != nil {
		return Timeliness{}, k.err
	}
	limit := k.value(parameter, a.Day)
	if k.err != nil {
		return Timeliness{}, k.err
	}
	days := int(limit.Int64)
	out := Timeliness{Outcome: Yes, Limit: limit.Int64, Law: ref, Wording: limit.Source,
		Earliest: a.Applied.AddDays(-days), Latest: a.Day.AddDays(days), Late: max(0, int64(a.Applied)-int64(a.Day)-limit.Int64)}
	t := &timely{reckoning: k, asked: a, out: &out, limit: limit}
	t.compare()
	t.reported()
	if k.err != nil {
		return Timeliness{}, k.err
	}
	out.Steps = k.steps
	return out, nil
}

type timely struct {
	*reckoning
	asked Application
	out   *Timeliness
	limit statute.Value
}

func (t *timely) compare() {
	in := []Quantity{date("applied", t.asked.Applied), date("day", t.asked.Day), law(t.limit)}
	if t.out.Late == 0 {
		t.step("in_time", t.out.Law, say("%s är inte mer än %d dagar före ansökan %s", "%s is not more than %d days before the application of %s",
			t.asked.Day, t.out.Limit, t.asked.Applied), fact("outcome", string(Yes)), in...)
		if t.asked.Day == t.out.Earliest { // that the limit itself is in time is a reading
			t.reading()
		}
		return
	}
	t.step("late", t.out.Law, say("%[1]s är sökt %[4]s för sent: gränsen är %[2]d dagar före ansökan %[3]s", "%[1]s was applied for %[4]s too late: the limit is %[2]d days before the application of %[3]s",
		t.asked.Day, t.out.Limit, t.asked.Applied, inDays(t.out.Late)), fact("outcome", string(No)), in...)
	if t.exempt() {
		return
	}
	if t.asked.Extraordinary == StatedTrue {
		t.step("extraordinary", t.out.Law, say("Det finns synnerliga skäl att ändå lämna ersättning", "There are extraordinary reasons to pay all the same"),
			fact("outcome", string(Yes)), fact("extraordinary", string(StatedTrue)))
		return
	}
	t.out.Outcome = No
	t.ask(t.asked.Extraordinary, "extraordinary", t.out.Law, Text{"om det finns synnerliga skäl att ändå lämna ersättning", "whether there are extraordinary reasons to pay all the same"})
}

// ask notes an unstated fact that would make the answer another.
func (t *timely) ask(s Stated, name string, ref statute.Ref, says Text) {
	if s == Unstated {
		t.out.Outcome = NotShown
		t.out.Missing = append(t.out.Missing, Missing{name, ref, says})
		t.step("not_shown", ref, say("Det har inte angetts %s", "It has not been stated %s", says), fact("outcome", string(NotShown)), fact("missing", name))
	}
}

// exempt tells whether the limit does not hold at all for the day. What is unstated of a
// reason that would exempt is noted as missing by its own.
func (t *timely) exempt() bool {
	if t.asked.Benefit != TemporaryBenefit {
		return false
	}
	if t.asked.AfterDeath == StatedTrue {
		t.step("exempt", "SFB 13:9a st.2", say("Gränsen gäller inte dagar efter ett barns död (13:31 e)", "The limit does not hold for days after a child's death (13:31 e)"),
			fact("outcome", string(Yes)), fact("after_death", string(StatedTrue)))
		return true
	}
	free := t.value(statute.TFPApplicationFreeSerious, t.asked.Day)
	if t.err != nil || t.asked.SeriouslyIll != StatedTrue {
		return false
	}
	if free.Int64 == 0 {
		t.step("not_exempt", "SFB 13:9a st.2", say("Att barnet är allvarligt sjukt (13:30) undantar inte dagar till och med %s", "That the child is seriously ill (13:30) does not exempt days until %s", free.To),
			fact("outcome", string(No)), law(free))
		return false
	}
	t.step("exempt", "SFB 13:9a st.2", say("Gränsen gäller inte för ett allvarligt sjukt barn (13:30)", "The limit does not hold for a seriously ill child (13:30)"),
		fact("outcome", string(Yes)), fact("seriously_ill", string(StatedTrue)), law(free))
	return true
}

// reported holds parental benefit against the report to the agency (11:12).
func (t *timely) reported() {
	if t.asked.Benefit != ParentalBenefit || t.asked.Reported == calendar.None || t.asked.Day >= t.asked.Reported || t.err != nil {
		return
	}
	if t.asked.Excused == StatedTrue {
		t.step("report_excused", "SFB 11:12", say("%s är före anmälan %s, men det fanns hinder eller särskilda skäl", "%s is before the report of %s, but there was a hindrance or special reasons",
			t.asked.Day, t.asked.Reported), fact("outcome", string(Yes)), date("reported", t.asked.Reported))
		return
	}
	t.step("before_report", "SFB 11:12", say("%s är före anmälan %s", "%s is before the report of %s", t.asked.Day, t.asked.Reported),
		fact("outcome", string(No)), date("reported", t.asked.Reported), date("day", t.asked.Day))
	if t.asked.Excused == StatedFalse {
		t.out.Outcome, t.out.Missing = No, nil
	}
	if t.out.Outcome == No {
		return
	}
	t.ask(t.asked.Excused, "excused", "SFB 11:12", Text{"om det fanns hinder för anmälan eller finns särskilda skäl", "whether there was a hindrance to report or there are special reasons"})
}

// DaysInTime is the days not after an application that were applied for in time, the
// earliest first. There can be a hole between two: an application of May 2026 reaches back
// 30 days, and 90 for days before April.
func (r Rules) DaysInTime(b Kind, applied calendar.Date) ([]calendar.Period, error) {
	k := r.begin()
	parameter, _, ok := b.limitOf()
	if !ok || applied == calendar.None {
		k.wrong("applied", "the benefit and the day of the application are needed", "")
		return nil, k.err
	}
	values, err := r.law.All(parameter)
	if err != nil {
		return nil, err
	}
	if _, err := r.law.Value(parameter, applied); err != nil {
		return nil, err
	}
	// What was in time before the first known wording is not known.
	if first := values[0]; applied.AddDays(-int(first.Int64)) < first.From {
		return nil, &statute.MissingError{Name: parameter, On: first.From - 1}
	}
	var out []calendar.Period
	for _, v := range values {
		p := calendar.Period{From: max(v.From, applied.AddDays(-int(v.Int64))), To: applied}
		if v.To != calendar.None {
			p.To = min(p.To, v.To)
		}
		if p.IsEmpty() {
			continue
		}
		if n := len(out); n > 0 && out[n-1].To+1 == p.From {
			out[n-1].To = p.To
			continue
		}
		out = append(out, p)
	}
	return out, nil
}
