package notice

import (
	"cmp"
	"slices"

	"balans/law/calendar"
	"balans/prevent/benefit"
)

// Spread is how many days something took, over several times. Median and P90 are nearest
// ranks, so each is one of the numbers themselves: half, and nine tenths, took so many days
// or fewer. With Count 0 they say nothing.
type Spread struct {
	Count  int `json:"count"`
	Median int `json:"median_days"`
	P90    int `json:"p90_days"`
	Most   int `json:"most_days"`
}

// spreadOf counts days, in any order.
func spreadOf(days []int) Spread {
	if len(days) == 0 {
		return Spread{}
	}
	sorted := slices.Sorted(slices.Values(days))
	rank := func(tenths int) int { return sorted[(tenths*len(sorted)+9)/10-1] }
	return Spread{Count: len(sorted), Median: rank(5), P90: rank(9), Most: sorted[len(sorted)-1]}
}

// Row is the figures of a circumstance, a benefit, or all.
type Row struct {
	Code    string `json:"code"`    // of the circumstance or the benefit; "" for all
	Notices int    `json:"notices"` // received in the period and not withdrawn
	Reached int    `json:"reached"` // parts: benefits that were reached by them and not lifted
	Open    int    `json:"open"`    // notices that somebody still waits for; of a benefit, parts
	// FirstAction is the days from receipt until a benefit first took or answered;
	// LastAnswer until every benefit had answered. Of a benefit, both are its own, from the
	// day it was reached.
	FirstAction Spread `json:"first_action"`
	LastAnswer  Spread `json:"last_answer"`
	// PayKnown is the parts whose next pay day was told and that have answered or whose pay
	// day has come; BeforePay those of them answered before it.
	PayKnown  int `json:"pay_day_known"`
	BeforePay int `json:"before_payment"`
	// GoalKnown is the parts that have answered or whose goal has passed; InGoal those of
	// them answered by the agency's goal.
	GoalKnown int `json:"goal_known"`
	InGoal    int `json:"within_goal"`
	// DutyKnown is the notices of which it can be told whether the person was in time;
	// Late those that came late or not from the person. Of a benefit both are 0.
	DutyKnown int `json:"duty_known"`
	Late      int `json:"late_by_person"`
	ToPlace   int `json:"to_place"` // notices that wait for a person to place them
}

// AgeBand is how many open notices are of an age.
type AgeBand struct {
	From int `json:"from_days"` // days since they were received, both included
	To   int `json:"to_days"`   // -1 has no end
	Open int `json:"open"`
}

// ageBands are the borders of the follow-up, in days.
var ageBands = [][2]int{{0, 7}, {8, 14}, {15, 30}, {31, 90}, {91, -1}}

// Follow is the figures of a period.
type Follow struct {
	From      calendar.Date `json:"from"` // the first and the last day of receipt
	To        calendar.Date `json:"to"`
	On        calendar.Date `json:"on"` // what was done by the end of this day counts
	All       Row           `json:"all"`
	By        []Row         `json:"by_circumstance"` // the most notices first
	ByBenefit []Row         `json:"by_benefit"`      // the most parts first
	Ages      []AgeBand     `json:"open_by_age"`     // of all open notices, whenever received
	Withdrawn int           `json:"withdrawn"`       // received in the period and withdrawn; in no other figure
}

// FollowUp counts the notices that were received on a day of the period. The notices are as
// of one day. Open ones by age are counted whenever they were received.
func FollowUp(notices []*Notice, received calendar.Period, on calendar.Date) Follow {
	f := Follow{From: received.From, To: received.To, On: on}
	for _, b := range ageBands {
		f.Ages = append(f.Ages, AgeBand{From: b[0], To: b[1]})
	}
	all := newTally("")
	by, byBenefit := map[string]*tally{}, map[string]*tally{}
	for _, n := range notices {
		f.age(n)
		switch {
		case !received.Contains(n.ReceivedOn):
			continue
		case n.State == Withdrawn:
			f.Withdrawn++
			continue
		}
		all.add(n, on)
		at(by, n.Stated.Circumstance).add(n, on)
		for _, p := range n.Parts {
			at(byBenefit, p.Benefit.String()).addPart(n, p, on)
		}
	}
	f.All, f.By, f.ByBenefit = all.row(), rows(by), rows(byBenefit)
	return f
}

func (f *Follow) age(n *Notice) {
	if !n.State.IsOpen() {
		return
	}
	for i := range f.Ages {
		if b := &f.Ages[i]; n.Age() >= b.From && (b.To < 0 || n.Age() <= b.To) {
			b.Open++
		}
	}
}

// tally gathers a row.
type tally struct {
	Row
	first, last []int
}

func newTally(code string) *tally { return &tally{Row: Row{Code: code}} }

func at(m map[string]*tally, code string) *tally {
	if m[code] == nil {
		m[code] = newTally(code)
	}
	return m[code]
}

func (t *tally) add(n *Notice, on calendar.Date) {
	t.Notices++
	if n.State.IsOpen() {
		t.Open++
	}
	if n.State == ToPlace {
		t.ToPlace++
	}
	if n.Duty != DutyUnknown {
		t.DutyKnown++
	}
	if n.Duty == DutyLate || n.Duty == DutyMissed {
		t.Late++
	}
	if day := n.FirstAction(); day != calendar.None {
		t.first = append(t.first, int(day-n.ReceivedOn))
	}
	if day := n.LastAnswer(); day != calendar.None {
		t.last = append(t.last, int(day-n.ReceivedOn))
	}
	for _, p := range n.Parts {
		t.share(p, on)
	}
}

// share counts a part towards what was in time.
func (t *tally) share(p *Part, on calendar.Date) {
	if p.Lifted != calendar.None {
		return
	}
	t.Reached++
	switch p.Payment {
	case PaymentBefore:
		t.BeforePay++
		t.PayKnown++
	case PaymentAfter, PaymentPassed:
		t.PayKnown++
	}
	if p.AnswerBy != calendar.None && (p.Answer != nil || on > p.AnswerBy) {
		t.GoalKnown++
		if p.Answer != nil && p.Answer.On <= p.AnswerBy {
			t.InGoal++
		}
	}
}

// addPart counts one benefit's part of a notice.
func (t *tally) addPart(n *Notice, p *Part, on calendar.Date) {
	if p.Lifted != calendar.None {
		return
	}
	t.Notices++
	t.share(p, on)
	if n.State.IsOpen() && p.IsOpen() {
		t.Open++
	}
	if days := p.actions(); len(days) > 0 {
		t.first = append(t.first, int(slices.Min(days)-p.ReachedOn))
	}
	if p.Answer != nil {
		t.last = append(t.last, int(p.Answer.On-p.ReachedOn))
	}
}

func (t *tally) row() Row {
	t.FirstAction, t.LastAnswer = spreadOf(t.first), spreadOf(t.last)
	return t.Row
}

func rows(m map[string]*tally) []Row {
	all := []Row{}
	for _, t := range m {
		all = append(all, t.row())
	}
	slices.SortFunc(all, func(a, b Row) int {
		return cmp.Or(-cmp.Compare(a.Notices, b.Notices), cmp.Compare(a.Code, b.Code))
	})
	return all
}

// Filter chooses notices for a list. Its zero value chooses all.
type Filter struct {
	States       []State      // any of them; none: all
	Circumstance string       // "" all
	Benefit      benefit.Code // reached and not lifted; None all
	Late         bool         // some benefit has passed its goal and not answered
}

// Of is the notices the filter chooses, what is open first and the oldest of each first.
func (f Filter) Of(all []*Notice) []*Notice {
	var out []*Notice
	for _, n := range all {
		if f.takes(n) {
			out = append(out, n)
		}
	}
	slices.SortStableFunc(out, func(a, b *Notice) int {
		rank := func(n *Notice) int {
			if n.State.IsOpen() {
				return 0
			}
			return 1
		}
		return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(a.ReceivedOn, b.ReceivedOn), cmp.Compare(a.ReceivedAt, b.ReceivedAt))
	})
	return out
}

func (f Filter) takes(n *Notice) bool {
	switch {
	case len(f.States) > 0 && !slices.Contains(f.States, n.State):
		return false
	case f.Circumstance != "" && n.Stated.Circumstance != f.Circumstance:
		return false
	case f.Late && !n.IsLate():
		return false
	}
	return f.Benefit == benefit.None || slices.ContainsFunc(n.Parts, func(p *Part) bool { return p.Benefit == f.Benefit && p.Lifted == calendar.None })
}

// IsLate says whether some benefit has passed its goal without an answer.
func (n *Notice) IsLate() bool {
	return n.State.IsOpen() && slices.ContainsFunc(n.Parts, func(p *Part) bool { return p.IsOpen() && p.Late(n.On) > 0 })
}
