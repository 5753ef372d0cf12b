package control

import (
	"strconv"
	"time"

	"balans/law/calendar"
	"balans/law/statute"
	"balans/prevent/payout"
	"balans/prevent/register"
)

// The absence controls hold the days of a claim against what employers reported (lag
// 2024:1300). No entry is no proof of work: the day may be reported next month, by an
// employer who is late, or not at all because the person has none.
//
// What the agency itself does with the reports has not been published; tolerance and
// time of grace are settings, and outcomes are suggestions to a person.
var (
	tfpAbsence = absenceRule("tfp-absence", "tillfallig-foraldrapenning", Words{"VAB mot arbetsgivarens frånvaro", "Temporary parental benefit against absence"}, false,
		[]statute.Ref{"SFB 13:5", "SFB 110:13", "FRANVL 1"})
	fpAbsence = absenceRule("fp-absence", "foraldrapenning", Words{"Föräldrapenning mot arbetsgivarens frånvaro", "Parental benefit against absence"}, true,
		[]statute.Ref{"SFB 12:9", "SFB 110:13", "FRANVL 1"})
)

func absenceRule(id, code string, name Words, fp bool, law []statute.Ref) *Rule {
	return &Rule{ID: id, Version: 2, Name: name, Law: law, Stages: Before | After, Covers: covers(code),
		Purpose: Words{"Se om arbetsgivaren har redovisat frånvaro för de dagar som ersättningen gäller, i samma omfattning.",
			"See whether the employer reported absence on the days the benefit is for, to the same extent."},
		Reads:    ReadsLine | ReadsAbsence | ReadsIncome | ReadsDeclared,
		Standard: Settings{GraceDays: 7},
		judge:    func(v *View) Evaluation { return judgeAbsence(v, fp) }}
}

// The codes of a day.
const (
	dayAgrees  = ""
	dayLower   = "lower"      // less was reported than is claimed
	dayNone    = "none"       // nothing was reported, and all that could report it has come in
	dayOther   = "other type" // reported for the other parental benefit
	dayPending = "pending"    // what would carry it has not fallen due
	dayLate    = "late"       // what would carry it has fallen due and not come in
	dayUnknown = "unknown"    // nobody is known who could report it
	dayBefore  = "before"     // employers need not report days of that time
)

// firstDeclared is the first month for which employers declare absence (FRANVL, the
// transitional provisions): an earlier day is told only when it moved the pay of that month
// or a later one.
var firstDeclared = calendar.New(2025, 1, 1)

func judgeAbsence(v *View, fp bool) Evaluation {
	l := v.Line
	if !wholeDays(l) {
		return Evaluation{Outcome: Manual, Reason: "absence.days", Args: []string{strconv.Itoa(l.Days), l.From.String(), l.To.String()}}
	}
	want := claimed(l)
	var days []DayResult
	for d := l.From; d <= l.To; d++ {
		a := v.Absence(d)
		r := DayResult{Day: d, Claimed: want, Found: ownShare(l, a.Of(fp))}
		switch {
		case r.Found > 0 && r.Found+v.Tolerance >= want:
			continue
		case r.Found > 0:
			r.Code = dayLower
		case a.Of(!fp) > 0:
			r.Code = dayOther
		case fp && !calendar.IsBankDay(d):
			continue // parental benefit on a day off, on which no employer reports absence (SFB 12:11)
		default:
			r.Code = dayNone
		}
		days = append(days, r)
	}
	if len(days) == 0 {
		return Evaluation{Outcome: NoFinding, Reason: "absence.agrees", Args: []string{strconv.Itoa(int(l.To-l.From) + 1)}}
	}
	e := v.whyMissing(days)
	e.Days = days
	if e.Outcome == Task {
		short := int64(0)
		for _, d := range days {
			if isMissing(d.Code) { // those that can still be reported are not counted
				short += int64(want - min(d.Found, want))
			}
		}
		e.AtStake = v.stake(short, int64(want)*(int64(l.To-l.From)+1))
	}
	return e
}

// ownShare is how much of the person's own day was reported absent. Employers report percent
// of full time, or hours, and the extent of a claim is of the time otherwise worked (SFB
// 13:5): who works half time and is away all of it has half of full time reported. A line
// that states its hours states how long those days are; without them a day is full time.
func ownShare(l *payout.Line, ofFullTime int32) int32 {
	if l.Hours == 0 || l.Days == 0 || l.Extent == 0 {
		return ofFullTime
	}
	own := int64(l.Hours) / int64(l.Days)
	if own <= 0 || own >= fullDay {
		return ofFullTime
	}
	return int32(min(10_000, (int64(ofFullTime)*fullDay+own/2)/own))
}

// whyMissing tells, of days on which too little was reported, whether more can still come.
func (v *View) whyMissing(days []DayResult) Evaluation {
	switch v.Line.Basis {
	case payout.SelfEmployed, payout.Unemployed:
		// Both at once is common; who states the one and has an employer is asked about it.
		if employers := v.Employers(calendar.Period{From: days[0].Day.FirstOfMonth(), To: days[len(days)-1].Day.EndOfMonth()}); len(employers) > 0 {
			return Evaluation{Outcome: Manual, Reason: "absence.basis", Args: []string{v.Line.Basis.String(), strconv.Itoa(len(employers))}, Proposal: Ask}
		}
		return Evaluation{Outcome: Observation, Reason: "absence.noemployer", Args: []string{v.Line.Basis.String()}}
	}
	pending, late, unknown, before := 0, 0, 0, 0
	again, lateMonth := calendar.None, calendar.None
	for i := range days {
		if days[i].Day < firstDeclared {
			before++
			days[i].Code = dayBefore
			continue
		}
		switch month, due, known := v.undeclared(days[i].Day); {
		case !known:
			unknown++
			days[i].Code = dayUnknown
		case month == calendar.None:
		case v.On <= due.AddDays(v.GraceDays):
			if pending++; again == calendar.None || due.AddDays(v.GraceDays)+1 < again {
				again = due.AddDays(v.GraceDays) + 1
			}
			days[i].Code = dayPending
		default:
			late++
			lateMonth = month
			days[i].Code = dayLate
		}
	}
	switch {
	case pending+late+unknown+before < len(days):
		return v.missing(days)
	case late > 0:
		return Evaluation{Outcome: Manual, Reason: "absence.late", Args: []string{strconv.Itoa(late), lateMonth.String()[:7]}, Proposal: Ask, Law: []statute.Ref{"SFB 110:14", "FRANVL 2"}}
	case unknown > 0:
		return Evaluation{Outcome: Manual, Reason: "absence.unknownemployer", Proposal: Ask, Law: []statute.Ref{"SFB 110:14"}}
	case pending == 0:
		return Evaluation{Outcome: Observation, Reason: "absence.before", Args: []string{strconv.Itoa(before), firstDeclared.String()}, Law: []statute.Ref{"FRANVL 2"}}
	}
	return Evaluation{Outcome: NotYet, Reason: "absence.pending", Args: []string{strconv.Itoa(pending), again.String()}, Again: again}
}

// isMissing reports whether too little was reported of a day and all that could report
// more has come in.
func isMissing(code string) bool { return code == dayLower || code == dayOther || code == dayNone }

// missing is the finding when all that could report some of the days has come in: of what
// is worst, and of how many days that holds.
func (v *View) missing(days []DayResult) Evaluation {
	count := map[string]int{}
	for i := range days {
		count[days[i].Code]++
	}
	n, reason := count[dayLower], "absence.lower"
	if count[dayNone] > 0 {
		n, reason = count[dayNone], "absence.none"
	} else if count[dayOther] > 0 {
		n, reason = count[dayOther], "absence.other"
	}
	return Evaluation{Outcome: Task, Reason: reason, Args: []string{strconv.Itoa(n), strconv.Itoa(int(v.Line.To-v.Line.From) + 1)}, Proposal: Ask}
}

// undeclared is the first month whose declaration could carry the day and has not come in
// from some employer, and the day it falls due: absence is declared for the month in which
// the pay is affected, which is the month itself or the one after. Employers are those of
// three months before to one month after; known is false when there is none.
func (v *View) undeclared(day calendar.Date) (month, due calendar.Date, known bool) {
	first := day.FirstOfMonth()
	employers := v.Employers(calendar.Period{From: first.AddMonths(-3), To: first.AddMonths(2) - 1})
	for _, month := range [...]calendar.Date{first, first.AddMonths(1)} {
		for _, e := range employers {
			if !v.Declared(e, month) {
				return month, DeclarationDue(month), true
			}
		}
	}
	return calendar.None, calendar.None, len(employers) > 0
}

// DeclarationDue is the day an employer's declaration for a month falls due: the 12th of
// the month after, in January and August the 17th, or the bank day after. Large companies
// have other days. Remembered, to be checked (SFL 26:30).
func DeclarationDue(month calendar.Date) calendar.Date {
	next := month.FirstOfMonth().AddMonths(1)
	day := 12
	if m := next.Month(); m == time.January || m == time.August {
		day = 17
	}
	return calendar.NextBankDay(next.AddDays(day - 1))
}

// MatchDays holds claimed days against reported absence and nothing more: what the absence
// controls do first, for any number of days. keys are in the order of register.DayKey;
// want is what is claimed of each, in hundredths of a percent. codes gets 0 for a day that
// agrees, 1 lower, 2 other type, 3 none.
func MatchDays(a *register.Absences, keys []uint64, want []int32, fp bool, tolerance int32, codes []uint8) {
	a.Walk(keys, fullDay, func(i int, d register.DayAbsence) {
		switch found := d.Of(fp); {
		case found > 0 && found+tolerance >= want[i]:
			codes[i] = 0
		case found > 0:
			codes[i] = 1
		case d.Of(!fp) > 0:
			codes[i] = 2
		default:
			codes[i] = 3
		}
	})
}
