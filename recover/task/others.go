package task

import (
	"slices"

	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
	"balans/prevent/benefit"
	"balans/prevent/control"
	"balans/prevent/notice"
)

// Findings is the findings that nobody has judged on the day.
func Findings(runs []*control.Run, on calendar.Date, limits Limits) (all []Task) {
	for _, r := range runs {
		for _, f := range r.Findings {
			if f.State(on) == control.Open {
				all = append(all, findingTask(f, on, limits))
			}
		}
	}
	return all
}

// findingTask ranks a finding: a payout that waits for it is somebody waiting; one that leaves
// on a near day, or a finding that can no longer be judged then, is money lost.
func findingTask(f *control.Finding, on calendar.Date, limits Limits) Task {
	t := Task{Sort: Finding, ID: f.Run + "/" + f.ID(), Finding: [3]string{f.Run, f.Line.ID, f.Evaluation.Rule}, Party: f.Line.Party, Benefit: f.Line.Benefit, Why: FindingOpen,
		Rank: Rank{Tier: Rest, Day: calendar.None, Since: f.On, Amount: f.Evaluation.AtStake}}
	if f.Line.Child != identity.None {
		t.Others = append(t.Others, f.Line.Child)
	}
	if len(f.Evaluation.Law) > 0 {
		t.Law = f.Evaluation.Law[0]
	}
	near := on.AddDays(limits.Near)
	waits := f.Stage == control.Before && f.Line.Benefit.Form() == benefit.OnApplication
	switch last := f.Last(); {
	case !waits && f.Stage != control.After && f.Line.PayOn >= on && f.Line.PayOn <= near:
		t.Why, t.Tier, t.Day = FindingLeaves, Losing, f.Line.PayOn
	case last != calendar.None && last <= near:
		t.Why, t.Tier, t.Day = FindingExpires, Losing, last
	case waits:
		t.Why, t.Tier = FindingHolds, Waiting
	}
	return t
}

// Notices is the notices that somebody is to place or to answer.
func Notices(all []*notice.Notice, on calendar.Date, limits Limits) (tasks []Task) {
	for _, n := range all {
		if n.State.IsOpen() {
			tasks = append(tasks, noticeTask(n, on, limits))
		}
	}
	return tasks
}

func noticeTask(n *notice.Notice, on calendar.Date, limits Limits) Task {
	t := Task{Sort: Notice, ID: n.ID, Party: n.Party, Why: NoticeOpen, Rank: Rank{Tier: Rest, Day: calendar.None, Since: n.ReceivedOn}}
	if n.State == notice.ToPlace {
		t.Why, t.Tier = NoticePlace, Waiting
		return t
	}
	for _, p := range n.Parts {
		if !p.IsOpen() {
			continue
		}
		by := p.AnswerBy
		if p.Taken == nil && p.TakeBy != calendar.None {
			by = p.TakeBy
		}
		if t.Benefit == benefit.None || compareDays(by, t.Day) < 0 {
			t.Benefit, t.Day = p.Benefit, by
		}
	}
	if t.Day == calendar.None || t.Day > on.AddDays(limits.Near) {
		t.Day = calendar.None
		return t
	}
	t.Why, t.Tier = NoticeAnswer, Promised
	return t
}

// CaseState is what is told of a recovery case that is open.
type CaseState struct {
	ID      string
	Party   identity.Number
	Benefit benefit.Code
	Amount  money.Amount  // öre
	Since   calendar.Date // it has stood where it stands
	Due     calendar.Date // the agency's own day for it; None when there is none
	Approve bool          // somebody is to approve what another proposed
	Not     []string      // who may not do that: who proposed it
}

// Cases is the recovery cases that somebody is to go on with.
func Cases(open []CaseState, on calendar.Date, limits Limits) (all []Task) {
	for i := range open {
		c := &open[i]
		t := Task{Sort: Case, ID: c.ID, Party: c.Party, Benefit: c.Benefit, Why: CaseOpen, Not: slices.Clone(c.Not),
			Rank: Rank{Tier: Rest, Day: calendar.None, Since: c.Since, Amount: c.Amount}}
		if c.Approve {
			t.Why = CaseApprove
		}
		if c.Due != calendar.None && c.Due <= on.AddDays(limits.Near) {
			t.Tier, t.Day = Promised, c.Due
		}
		all = append(all, t)
	}
	return all
}
