package staff

import (
	"slices"

	"balans/access"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/recover/inquiry"
	"balans/recover/task"
)

// What the pages on searching, on a person and on tasks need of recovery cases.

// caseHits is the case with the number, as a hit.
func caseHits(t translate, f *finder, id string) (hits []hitRow) {
	if x := f.n.inquiries.Find(id); x != nil && f.mayShow(x.Party) {
		hits = append(hits, hitRow{Sort: t("search.sort.case"), Name: x.ID, Sub: t.benefit(x.Benefit), Href: caseHref(x)})
	}
	return hits
}

// caseHref is where a case is read.
func caseHref(x *inquiry.Summary) string { return link("/inquiry", "id", x.ID) }

// caseStates is the cases that somebody is to go on with.
func caseStates(cases []*inquiry.Summary, on calendar.Date) (open []task.CaseState) {
	for _, x := range cases {
		if !x.State.IsOpen() || x.State == inquiry.Executing {
			continue
		}
		c := task.CaseState{ID: x.ID, Party: x.Party, Benefit: x.Benefit, Amount: x.Wrong, Since: x.Since, Due: x.DueBy(on)}
		if x.State == inquiry.InApproval {
			c.Approve, c.Not = true, []string{x.Proposer, x.Submitter}
		}
		open = append(open, c)
	}
	return open
}

// caseFunction is what who goes on with a case must be allowed.
func caseFunction(t *task.Task) string {
	if t.Why == task.CaseApprove {
		return access.ApproveCase
	}
	return access.WorkCase
}

// personCases is the cases about a person: the open ones first, each group the latest first.
func personCases(t translate, n *controlling, party identity.Number) (open []personCase) {
	var closed []personCase
	for _, x := range slices.Backward(n.inquiries.Of(party)) {
		row := personCase{ID: x.ID, Href: caseHref(x), Benefit: t.benefit(x.Benefit), State: t("person.case.open"), Since: x.Since.String(), Amount: x.Wrong.String()}
		if x.State.IsOpen() {
			open = append(open, row)
			continue
		}
		row.State = t("person.case.closed")
		closed = append(closed, row)
	}
	return append(open, closed...)
}
