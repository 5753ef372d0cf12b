package control

import (
	"slices"
	"strconv"

	"balans/law/calendar"
	"balans/law/statute"
	"balans/prevent/benefit"
	"balans/prevent/register"
)

// restsOn covers benefits of the agency's own insurance: those that rest on residence, on
// work, or on both (SFB 4-7 kap.).
func restsOn(c benefit.Code) bool { return c.Basis() != benefit.OtherBase }

var permit = &Rule{ID: "permit", Version: 2, Stages: Before | During | After, Covers: restsOn,
	Name: Words{"Uppehållstillstånd", "Residence permit"},
	Purpose: Words{"Se om den som behöver uppehållstillstånd hade det de dagar ersättningen gäller, och vad som gäller när tiden går ut.",
		"See whether a person who needs a residence permit had it on the days the benefit is for, and what holds when it runs out."},
	Law: []statute.Ref{"SFB 5:12", "SFB 6:14", "UTLF 7:15a"}, Reads: ReadsLine | ReadsPermit,
	Standard: Settings{GraceDays: 30}, judge: judgePermit}

// stay is what the facts say of the right to stay, in order.
type stay struct {
	granted                          []register.Fact
	applied, refused, final, revoked []register.Fact
	free, partlyFree                 bool // right of residence on all days of the line, on some
	asylum, expelled                 bool
	citizen                          bool
}

func (v *View) stay() (s stay, any bool) {
	// All of a person's permit facts matter, whenever: an application before the end of one.
	all := v.Facts(register.Permit, calendar.Period{From: calendar.New(1950, 1, 1), To: calendar.None})
	for _, f := range all {
		switch f.Status {
		case register.PermitGranted:
			s.granted = append(s.granted, f)
		case register.PermitApplied:
			s.applied = append(s.applied, f)
		case register.PermitRefused:
			s.refused = append(s.refused, f)
		case register.PermitFinal:
			s.final = append(s.final, f)
		case register.PermitRevoked:
			s.revoked = append(s.revoked, f)
		case register.PermitExpulsion:
			s.expelled = s.expelled || f.From <= v.Line.To
		case register.PermitCitizen:
			s.citizen = s.citizen || f.From <= v.Line.From
		case register.PermitEUResides:
			days := calendar.Period{From: v.Line.From, To: v.Line.To}
			s.free = s.free || f.Days().Contains(days.From) && f.Days().Contains(days.To)
			s.partlyFree = s.partlyFree || f.Days().Overlaps(days)
		case register.PermitAsylum:
			s.asylum = s.asylum || f.Days().Overlaps(calendar.Period{From: v.Line.From, To: v.Line.To})
		}
	}
	return s, len(all) > 0
}

func judgePermit(v *View) Evaluation {
	s, any := v.stay()
	l := v.Line
	switch {
	case !any:
		return Evaluation{Outcome: NoFinding, Reason: "permit.norecord"}
	case s.citizen:
		return Evaluation{Outcome: NoFinding, Reason: "permit.citizen"}
	case s.free:
		return Evaluation{Outcome: NoFinding, Reason: "permit.union"}
	case s.partlyFree:
		return Evaluation{Outcome: Manual, Reason: "permit.partly", Proposal: Review}
	case len(s.granted) == 0 && s.expelled:
		return Evaluation{Outcome: Observation, Reason: "permit.expelled"} // the control of expulsion says more
	case len(s.granted) == 0:
		return Evaluation{Outcome: Manual, Reason: "permit.none", Proposal: Ask}
	}
	for _, f := range s.revoked {
		if f.From <= l.To && grantedAfter(s.granted, f.From, l.From) == calendar.None {
			return Evaluation{Outcome: Task, Reason: "permit.revoked", Args: []string{f.From.String()}, AtStake: v.stakeBetween(f.From, s.until(f.From)), Proposal: v.holdOrStop(),
				Law: []statute.Ref{"SFB 5:12", "SFB 6:14", "SFB 112:3"}}
		}
	}
	if s.asylum && l.Benefit.Basis().OnResidence() {
		return Evaluation{Outcome: Manual, Reason: "permit.asylum", Proposal: Review}
	}
	ends := covered(s.granted, l.From)
	if ends == beforeAll {
		return Evaluation{Outcome: Manual, Reason: "permit.before", Args: []string{s.granted[0].From.String()}, Proposal: Review}
	}
	if ends == calendar.None || ends >= l.To {
		return v.expiring(s, ends)
	}
	return v.expired(s, ends)
}

const beforeAll = calendar.None + 1

// covered is the last day of the permits that follow one another without a gap and begin
// on or before the day; None when the last is open; beforeAll when none had begun. A
// permit that ended before the day counts: what holds afterwards is another question.
func covered(granted []register.Fact, day calendar.Date) (ends calendar.Date) {
	ends = beforeAll
	for _, f := range granted { // in order of first day
		if ends == calendar.None || f.From > day && (ends == beforeAll || f.From > ends+1) {
			break
		}
		if ends == beforeAll || f.To == calendar.None || f.To > ends {
			ends = f.To
		}
	}
	return ends
}

// grantedAfter is the first day of a permit that was granted for time after a day and
// holds when the line begins: what happened on that day is past. None when there is none.
func grantedAfter(granted []register.Fact, day, begins calendar.Date) calendar.Date {
	for _, f := range granted {
		if f.From > day && f.From <= begins {
			return f.From
		}
	}
	return calendar.None
}

// expiring tells beforehand of a permit that runs out within the time of grace and that no
// application has been made to continue.
func (v *View) expiring(s stay, ends calendar.Date) Evaluation {
	applied := slices.ContainsFunc(s.applied, func(a register.Fact) bool { return a.From > lastGrant(s.granted, ends).From && a.From <= ends })
	if ends != calendar.None && ends <= v.On.AddDays(v.GraceDays) && v.Line.Benefit.Form() == benefit.Running && !applied {
		return Evaluation{Outcome: Observation, Reason: "permit.expires", Args: []string{ends.String()}, Proposal: Ask}
	}
	return Evaluation{Outcome: NoFinding, Reason: "permit.valid"}
}

// expired says what holds when the permit ended before the last day of the line
// (SFB 5:12): an application for the same ground before it ended keeps benefits that rest
// on residence, until a refusal has run its course.
func (v *View) expired(s stay, ends calendar.Date) Evaluation {
	l := v.Line
	grant := lastGrant(s.granted, ends)
	inTime, late, other, unknown := calendar.None, calendar.None, false, false
	for _, a := range s.applied {
		switch {
		case a.From <= grant.From: // the permit was its answer
		case a.From > ends:
			late = a.From
		case grant.Other != "" && a.Other != "" && a.Other != grant.Other:
			other = true
		case a.From > ends.AddYears(-1):
			inTime, unknown = a.From, grant.Other == "" || a.Other == ""
		}
	}
	switch {
	case inTime == calendar.None && other:
		return Evaluation{Outcome: Manual, Reason: "permit.otherground", Args: []string{ends.String()}, Proposal: Review}
	case inTime == calendar.None && late != calendar.None:
		return v.noPermit(s, "permit.appliedlate", ends, late.String())
	case inTime == calendar.None:
		return v.noPermit(s, "permit.expired", ends)
	}
	refused := after(s.refused, inTime)
	if refused == nil {
		switch {
		case l.Benefit.Basis().OnResidence() && unknown:
			return Evaluation{Outcome: Observation, Reason: "permit.renewing.ground", Args: []string{inTime.String(), ends.String()}}
		case l.Benefit.Basis().OnResidence():
			return Evaluation{Outcome: NoFinding, Reason: "permit.renewing", Args: []string{inTime.String(), ends.String()}}
		}
		return Evaluation{Outcome: Observation, Reason: "permit.renewing.work", Args: []string{inTime.String(), ends.String()}, Law: []statute.Ref{"SFB 6:14"}}
	}
	if !l.Benefit.Basis().OnResidence() { // 6:14 speaks of a granted permit only
		return Evaluation{Outcome: Manual, Reason: "permit.refused.work", Args: []string{refused.From.String()}, Proposal: Review, Law: []statute.Ref{"SFB 6:14"}}
	}
	last := refused.To
	if last == calendar.None {
		final := after(s.final, refused.From)
		if final == nil {
			return Evaluation{Outcome: Observation, Reason: "permit.refused.open", Args: []string{refused.From.String()}}
		}
		last = final.From // the law says until it is final; the day itself is read for the person
	}
	last = max(last, ends) // a refusal before the permit ran out takes nothing of it
	if l.To <= last {
		return Evaluation{Outcome: NoFinding, Reason: "permit.refused.within", Args: []string{last.String()}}
	}
	return v.noPermit(s, "permit.refused", last)
}

// noPermit is the finding that there is no right from the day after the last, until a
// later permit if there is one within the line.
func (v *View) noPermit(s stay, reason string, last calendar.Date, more ...string) Evaluation {
	return Evaluation{Outcome: Task, Reason: reason, Args: append([]string{last.String()}, more...), AtStake: v.stakeBetween(last+1, s.until(last)), Proposal: v.holdOrStop()}
}

// until is the day before the first permit that was granted for time after a day; None when
// there is none.
func (s *stay) until(day calendar.Date) calendar.Date {
	for _, f := range s.granted {
		if f.From > day {
			return f.From - 1
		}
	}
	return calendar.None
}

// holdOrStop is what is proposed when the right has ended: a hold while the case is decided,
// for benefits that may be held (SFB 112:4).
func (v *View) holdOrStop() Proposal {
	if v.Line.Benefit.MayHold() {
		return Hold
	}
	return Stop
}

// lastGrant is the permit that ended on a day; of several the one that began last.
func lastGrant(granted []register.Fact, ends calendar.Date) (last register.Fact) {
	last.From = calendar.None
	for _, f := range granted {
		if f.To == ends {
			last = f
		}
	}
	return last
}

// after is the first of the facts on or after a day, nil when there is none.
func after(all []register.Fact, day calendar.Date) *register.Fact {
	for i := range all {
		if all[i].From >= day {
			return &all[i]
		}
	}
	return nil
}

var expulsion = &Rule{ID: "expulsion", Version: 1, Stages: Before | During | After, Covers: restsOn,
	Name: Words{"Utvisning och avvisning", "Expulsion and refusal of entry"},
	Purpose: Words{"Se om det finns ett beslut om utvisning eller avvisning som har fått laga kraft före de dagar ersättningen gäller.",
		"See whether a decision on expulsion or refusal of entry became final before the days the benefit is for."},
	Law: []statute.Ref{"SFB 5:12", "SFB 112:3"}, Reads: ReadsLine | ReadsPermit, judge: func(v *View) Evaluation {
		facts := v.Facts(register.Permit, calendar.Period{From: calendar.New(1950, 1, 1), To: v.Line.To})
		granted := slices.DeleteFunc(slices.Clone(facts), func(f register.Fact) bool { return f.Status != register.PermitGranted })
		later := calendar.None
		for _, f := range facts {
			if f.Status != register.PermitExpulsion {
				continue
			}
			if later = grantedAfter(granted, f.From, v.Line.From); later == calendar.None {
				return Evaluation{Outcome: Task, Reason: "expulsion", Args: []string{f.From.String()}, AtStake: v.stakeDays(f.From), Proposal: v.holdOrStop()}
			}
		}
		if later != calendar.None {
			return Evaluation{Outcome: Observation, Reason: "expulsion.granted", Args: []string{later.String()}}
		}
		return Evaluation{Outcome: NoFinding, Reason: "expulsion.none"}
	}}

// insured asks whether the person is insured here at all: another state's legislation
// (SFB 4:5), or a move abroad (5:2-3, 6:8).
var insured = &Rule{ID: "insured", Version: 1, Stages: Before | During | After, Covers: restsOn,
	Name: Words{"Försäkrad i Sverige", "Insured in Sweden"},
	Purpose: Words{"Se om ett intyg A1 säger att ett annat lands lagstiftning gäller, eller om personen har flyttat från Sverige.",
		"See whether an A1 certificate says that another state's legislation applies, or whether the person has moved from Sweden."},
	Law: []statute.Ref{"SFB 4:5", "SFB 5:3", "SFB 6:8"}, Reads: ReadsLine | ReadsA1 | ReadsPopulation | ReadsIncome, judge: judgeInsured}

func judgeInsured(v *View) Evaluation {
	l := v.Line
	days := calendar.Period{From: l.From, To: l.To}
	swedish := false
	for _, f := range v.Facts(register.A1, days) {
		swedish = swedish || f.Other == "SE" && f.Status != register.A1Withdrawn && f.Days().Contains(l.From) && f.Days().Contains(l.To)
		if f.Other != "SE" && f.Status != register.A1Withdrawn {
			from := max(f.From, l.From)
			to := l.To
			if f.To != calendar.None {
				to = min(to, f.To)
			}
			return Evaluation{Outcome: Task, Reason: "insured.a1", Args: []string{f.Other, from.String(), to.String()}, Proposal: Review,
				AtStake: v.stake(int64(to-from)+1, int64(l.To-l.From)+1), Law: []statute.Ref{"SFB 4:5"}}
		}
	}
	if swedish { // posted from here: where he lives does not matter
		return Evaluation{Outcome: NoFinding, Reason: "insured.swedish", Law: []statute.Ref{"SFB 4:5"}}
	}
	away, back := calendar.None, calendar.None
	for _, f := range v.Facts(register.Population, calendar.Period{From: calendar.New(1950, 1, 1), To: l.To}) {
		switch f.Status {
		case register.Emigrated:
			away = f.From
		case register.Immigrated:
			back = f.From
		}
	}
	if away == calendar.None && back > l.From && l.Benefit.Basis().OnResidence() { // some of the days are before anybody lived here
		return Evaluation{Outcome: Manual, Reason: "insured.arrived", Args: []string{back.String()}, Proposal: Review, Law: []statute.Ref{"SFB 5:3"}}
	}
	if away == calendar.None || back >= away && back <= l.From {
		return Evaluation{Outcome: NoFinding, Reason: "insured.here"}
	}
	if l.Benefit.Basis().OnResidence() {
		return Evaluation{Outcome: Manual, Reason: "insured.moved", Args: []string{away.String()}, Proposal: Review, Law: []statute.Ref{"SFB 5:3"}}
	}
	// Work-based insurance lasts three months after the work ended.
	worked := v.Employers(calendar.Period{From: l.From.AddMonths(-3).FirstOfMonth(), To: l.To.EndOfMonth()})
	if len(worked) > 0 {
		return Evaluation{Outcome: Observation, Reason: "insured.moved.works", Args: []string{away.String(), strconv.Itoa(len(worked))}, Law: []statute.Ref{"SFB 6:8"}}
	}
	return Evaluation{Outcome: Manual, Reason: "insured.moved.nowork", Args: []string{away.String()}, Proposal: Review, Law: []statute.Ref{"SFB 6:8"}}
}
