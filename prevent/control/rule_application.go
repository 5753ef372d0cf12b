package control

import (
	"strconv"

	"balans/law/calendar"
	"balans/law/statute"
	"balans/prevent/parental"
)

// applicationTime finds days that were applied for too late. What it cannot know is
// whether there were extraordinary reasons, so a late day is a person's to judge.
var applicationTime = &Rule{ID: "application-time", Version: 1, Stages: Before | After, Covers: covers("tillfallig-foraldrapenning", "foraldrapenning"),
	Name: Words{"Ansökan i tid", "Application in time"},
	Purpose: Words{"Se om ansökan kom in i tid för varje dag. Gränsen för VAB är 90 dagar, och 30 dagar för dagar från den 1 april 2026.",
		"See whether the application came in time for each day. The limit for temporary parental benefit is 90 days, and 30 days for days from 1 April 2026."},
	Law: []statute.Ref{"SFB 12:12a", "SFB 13:9a"}, Reads: ReadsLine, judge: judgeApplication}

func judgeApplication(v *View) Evaluation {
	l := v.Line
	if l.Applied == calendar.None {
		return Evaluation{Outcome: Manual, Reason: "applied.unknown", Proposal: Ask}
	}
	v.note(ReadsLine, "applied", l.Applied.String(), "payout "+l.ID)
	kind := parental.TemporaryBenefit
	if l.Benefit.String() == "foraldrapenning" {
		kind = parental.ParentalBenefit
	}
	rules := parental.New(v.Law)
	var late []DayResult
	wording, limit := "", calendar.Date(0)
	for d := l.From; d <= l.To && d < l.Applied; d++ {
		// The wording can change within the period (SFB 13:9a from 2026-04-01), so it is asked
		// for each day until the last one has the same.
		if wording == "" {
			t, err := rules.ApplicationTime(parental.Application{Benefit: kind, Applied: l.Applied, Day: d})
			if err != nil {
				return Evaluation{Outcome: Manual, Reason: "applied.law", Args: []string{d.String()}, Proposal: Review}
			}
			limit = calendar.Date(t.Limit)
			if last, err := rules.ApplicationTime(parental.Application{Benefit: kind, Applied: l.Applied, Day: l.To}); err == nil && last.Wording == t.Wording {
				wording = t.Wording
			}
		}
		if l.Applied-d > limit {
			late = append(late, DayResult{Day: d, Code: "applied late", Claimed: claimed(l)})
		}
	}
	if len(late) == 0 {
		return Evaluation{Outcome: NoFinding, Reason: "applied.intime"}
	}
	if !wholeDays(l) && len(late) < int(l.To-l.From)+1 { // the late days need not be those it pays for
		return Evaluation{Outcome: Manual, Reason: "applied.days", Args: []string{strconv.Itoa(l.Days), strconv.Itoa(len(late))}, Days: late, Proposal: Ask}
	}
	return Evaluation{Outcome: Task, Reason: "applied.late", Args: []string{strconv.Itoa(len(late)), late[0].Day.String()}, Days: late,
		AtStake: v.stake(int64(len(late)), int64(l.To-l.From)+1), Proposal: Ask}
}
