package control

import (
	"fmt"

	"balans/law/calendar"
	"balans/law/money"
)

// Yield is what the controls of a plan have given in a time.
type Yield struct {
	Plan   *Plan
	Days   calendar.Period // the days the runs were made on
	On     calendar.Date   // as of
	Rows   []Gain          // by control and stage in the order of the plan, then samples
	Total  Gain
	Faults []string // what does not add up; none when the books of the controls are in order
}

// Gain is what one control has given. Amounts are öre.
type Gain struct {
	Rule  string
	Stage Stage
	Risk  string
	Runs  int

	NotSelected int
	Outcomes    [outcomes]int // of those checked

	Open, Confirmed, Refuted, Expired int // the findings: tasks, what is manual, look-ups that failed
	Complaints, Cases                 int

	AtStake money.Amount // of tasks when they were made
	Stopped money.Amount // confirmed before or during payment
	Late    money.Amount // confirmed after it
	Cost    money.Amount // of making the controls and judging what they found
}

// Checked is how often the control was made.
func (g *Gain) Checked() (n int) {
	for _, c := range g.Outcomes {
		n += c
	}
	return n
}

// Findings is how many were given to a person.
func (g *Gain) Findings() int {
	return g.Outcomes[Task] + g.Outcomes[Manual] + g.Outcomes[LookupFailed]
}

// Judged is how many a person has judged.
func (g *Gain) Judged() int { return g.Confirmed + g.Refuted }

// Hits is the share of judged findings that were confirmed, in millionths; -1 when none
// has been judged.
func (g *Gain) Hits() int64 { return share(g.Confirmed, g.Judged()) }

// FalseAlarms is the share of judged findings that were refuted, in millionths; -1 when
// none has been judged.
func (g *Gain) FalseAlarms() int64 { return share(g.Refuted, g.Judged()) }

// Failed is the share of controls whose look-up failed, in millionths; -1 when none was
// made.
func (g *Gain) Failed() int64 { return share(g.Outcomes[LookupFailed], g.Checked()) }

// PerKrona is hundredths of a krona stopped or found for each krona of cost; -1 when
// nothing has been paid for.
func (g *Gain) PerKrona() int64 {
	if g.Cost <= 0 {
		return -1
	}
	n, err := money.MulDiv(g.Stopped+g.Late, 100, int64(g.Cost), money.HalfUp)
	if err != nil {
		return -1
	}
	return int64(n)
}

func share(part, whole int) int64 {
	if whole == 0 {
		return -1
	}
	return int64(part) * 1_000_000 / int64(whole)
}

func (g *Gain) add(o *Gain) {
	g.Runs += o.Runs
	g.NotSelected += o.NotSelected
	for i := range g.Outcomes {
		g.Outcomes[i] += o.Outcomes[i]
	}
	g.Open, g.Confirmed, g.Refuted, g.Expired = g.Open+o.Open, g.Confirmed+o.Confirmed, g.Refuted+o.Refuted, g.Expired+o.Expired
	g.Complaints, g.Cases = g.Complaints+o.Complaints, g.Cases+o.Cases
	g.AtStake, g.Stopped, g.Late, g.Cost = g.AtStake+o.AtStake, g.Stopped+o.Stopped, g.Late+o.Late, g.Cost+o.Cost
}

// YieldOf counts what the runs of a plan on some days have given, as judged by a day. No
// krona is counted twice: when several findings say that a payout was wrong, the first in
// the order of the runs and the plan has its amount, and the next only what it says beyond.
func (b *Book) YieldOf(plan string, days calendar.Period, on calendar.Date) (*Yield, error) {
	p := b.Plan(plan)
	if p == nil {
		return nil, refuse("there is no plan %q", plan)
	}
	y := &Yield{Plan: p.Plan, Days: days, On: on}
	rows := map[string]*Gain{}
	key := func(rule string, stage Stage) string { return rule + " " + stage.String() }
	for i := range p.Controls {
		c := &p.Controls[i]
		y.Rows = append(y.Rows, Gain{Rule: c.Rule.ID, Stage: c.Stage, Risk: c.Risk})
	}
	if len(p.Samples) > 0 {
		y.Rows = append(y.Rows, Gain{Rule: review.ID, Stage: After, Risk: p.Samples[0].Risk})
	}
	for _, r := range b.runs { // a control that a newer version of the plan has dropped
		for _, t := range r.Tallies {
			known := false
			for i := range y.Rows {
				known = known || y.Rows[i].Rule == t.Rule && y.Rows[i].Stage == r.Stage
			}
			if !known && r.PlanID == p.ID && days.Contains(r.On) {
				y.Rows = append(y.Rows, Gain{Rule: t.Rule, Stage: r.Stage})
			}
		}
	}
	for i := range y.Rows {
		rows[key(y.Rows[i].Rule, y.Rows[i].Stage)] = &y.Rows[i]
	}
	given := map[string]money.Amount{} // of each payout, so far
	for _, r := range b.runs {
		if r.PlanID != p.ID || r.Completed == 0 || !days.Contains(r.On) || r.On > on {
			continue
		}
		for i := range r.Tallies {
			t := &r.Tallies[i]
			g := rows[key(t.Rule, r.Stage)]
			g.Runs++
			g.NotSelected += t.NotSelected
			g.AtStake += t.AtStake
			for o, n := range t.Outcomes {
				g.Outcomes[o] += n
			}
			check, _ := r.costs(t.Rule)
			g.Cost += check * money.Amount(t.Checked())
		}
		for i := range y.Rows { // in the order of the plan
			y.Rows[i].judge(r, on, given)
		}
	}
	y.Total = Gain{}
	for i := range y.Rows {
		y.Total.add(&y.Rows[i])
		y.Rows[i].prove(&y.Faults)
	}
	return y, nil
}

// costs is what it costs to make a control once and to judge what it found.
func (r *Run) costs(rule string) (check, task money.Amount) {
	if p, ok := r.Plan.Find(rule, r.Stage); ok {
		return p.CheckCost, p.TaskCost
	}
	for i := range r.Plan.Samples {
		if s := &r.Plan.Samples[i]; s.ID == r.Sample {
			return 0, s.TaskCost
		}
	}
	return 0, 0
}

// judge counts the findings of a run by the gain's control, as of a day.
func (g *Gain) judge(r *Run, on calendar.Date, given map[string]money.Amount) {
	if r.Stage != g.Stage {
		return
	}
	_, cost := r.costs(g.Rule)
	for _, f := range r.Findings {
		if f.Evaluation.Rule != g.Rule {
			continue
		}
		for _, day := range f.complained {
			if day <= on {
				g.Complaints++
			}
		}
		if f.Case != "" && f.handed <= on {
			g.Cases++
		}
		switch f.State(on) {
		case Open:
			g.Open++
			continue
		case Expired:
			g.Expired++
			continue
		case IsRefuted:
			g.Refuted++
		case IsConfirmed:
			g.Confirmed++
			// Two controls of one payout may have found the same krona.
			amount := max(0, f.JudgedBy(on).Amount-given[f.Line.ID])
			given[f.Line.ID] += amount
			if r.Stage == After {
				g.Late += amount
			} else {
				g.Stopped += amount
			}
		}
		g.Cost += cost
	}
}

// prove adds what of a gain does not add up.
func (g *Gain) prove(faults *[]string) {
	if n := g.Open + g.Confirmed + g.Refuted + g.Expired; n != g.Findings() {
		*faults = append(*faults, fmt.Sprintf("%s %s payment: the runs counted %d findings, and there are %d", g.Rule, g.Stage, g.Findings(), n))
	}
}
