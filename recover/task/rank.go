package task

import (
	"cmp"
	"strings"

	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
	"balans/law/statute"
	"balans/prevent/benefit"
)

// Sort is what a task is about.
type Sort uint8

// The sorts.
const (
	Claim Sort = iota + 1
	Finding
	Notice
	Case
)

var sortNames = [...]string{Claim: "claim", Finding: "finding", Notice: "notice", Case: "case"}

// Sorts is every sort.
func Sorts() []Sort { return []Sort{Claim, Finding, Notice, Case} }

// String is the name of the sort, which begins the keys of its tasks.
func (s Sort) String() string {
	if s < Claim || s > Case {
		return ""
	}
	return sortNames[s]
}

// Tier is how pressing a task is; see the package.
type Tier uint8

// The tiers, the most pressing first.
const (
	Losing Tier = iota + 1
	Waiting
	Promised
	Collecting
	Rest
)

var tierNames = [...]string{Losing: "losing", Waiting: "waiting", Promised: "promised", Collecting: "collecting", Rest: "rest"}

// Tiers is every tier, the most pressing first.
func Tiers() []Tier { return []Tier{Losing, Waiting, Promised, Collecting, Rest} }

// String is the name of the tier.
func (t Tier) String() string {
	if t < Losing || t > Rest {
		return ""
	}
	return tierNames[t]
}

// Rank is what tasks are ordered by.
type Rank struct {
	Tier   Tier
	Day    calendar.Date // Losing and Promised: the day; None for others
	Since  calendar.Date // how long it has waited
	Score  int           // Collecting: the priority
	Amount money.Amount  // what it is about, öre
}

// Compare orders ranks, the one to be done first before. Ranks of equal tasks are equal.
func (r Rank) Compare(o Rank) int {
	return cmp.Or(cmp.Compare(r.Tier, o.Tier), compareDays(r.Day, o.Day), cmp.Compare(o.Score, r.Score), compareDays(r.Since, o.Since), cmp.Compare(o.Amount, r.Amount))
}

// compareDays puts a day that is not known last.
func compareDays(a, b calendar.Date) int {
	switch {
	case a == b:
		return 0
	case a == calendar.None:
		return 1
	case b == calendar.None:
		return -1
	}
	return cmp.Compare(a, b)
}

// Task is something to be done.
type Task struct {
	Rank
	Sort    Sort
	ID      string          // of the claim, the notice or the case; of a finding its run, payout and control
	Finding [3]string       // run, payout and control of a finding
	Party   identity.Number // whom it is about; not to be shown
	Others  []identity.Number
	Benefit benefit.Code
	// Why is the reason that gave the rank, More the others: names of work lists for
	// claims, and of Reason for others.
	Why  string
	More []string
	Law  statute.Ref
	// Not are those who may not do it whatever their role: they have had a hand in what it
	// is to be judged on.
	Not []string
}

// The reasons of tasks that are on no work list.
const (
	FindingHolds   = "finding_holds"   // a payout waits for the finding
	FindingLeaves  = "finding_leaves"  // the payout leaves whether it is judged or not
	FindingExpires = "finding_expires" // nobody can judge it after the day
	FindingOpen    = "finding_open"
	NoticePlace    = "notice_place"  // a person must say which benefits it concerns
	NoticeAnswer   = "notice_answer" // the agency's own day to answer
	NoticeOpen     = "notice_open"
	CaseOpen       = "case_open"
	CaseApprove    = "case_approve" // by another than who proposed it
)

// Reasons is every reason of tasks that are on no work list.
func Reasons() []string {
	return []string{FindingHolds, FindingLeaves, FindingExpires, FindingOpen, NoticePlace, NoticeAnswer, NoticeOpen, CaseOpen, CaseApprove}
}

// Key names the task and no other.
func (t *Task) Key() string { return t.Sort.String() + "/" + t.ID }

// Compare orders tasks: by rank, and equal ranks by sort and id.
func (t *Task) Compare(o *Task) int {
	return cmp.Or(t.Rank.Compare(o.Rank), cmp.Compare(t.Sort, o.Sort), strings.Compare(t.ID, o.ID))
}
