package control

import (
	"fmt"
	"slices"

	"balans/law/calendar"
	"balans/law/identity"
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
	Stopped money.Amount // confirmed before or during payment, and held, waiting, cancelled or made smaller
	Passed  money.Amount // confirmed before or during payment, and paid or to be paid all the same, or not known to be stopped
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
	g.AtStake, g.Stopped, g.Passed, g.Late, g.Cost = g.AtStake+o.AtStake, g.Stopped+o.Stopped, g.Passed+o.Passed, g.Late+o.Late, g.Cost+o.Cost
}

// YieldOf counts what the runs of a plan on some days have given, as judged by a day. No
// krona is counted twice: when several findings say that a payout was wrong, the first in
// the order of the runs and the plan has its amount, and the next only what it says beyond.
// What was confirmed before or during payment is stopped only when the payout was.
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
		for _, part := range r.Parts {
			for _, t := range part.Tallies {
				known := slices.ContainsFunc(y.Rows, func(g Gain) bool { return g.Rule == t.Rule && g.Stage == r.Stage })
				if !known && part.PlanID == p.ID && days.Contains(r.On) {
					y.Rows = append(y.Rows, Gain{Rule: t.Rule, Stage: r.Stage})
				}
			}
		}
	}
	for i := range y.Rows {
		rows[key(y.Rows[i].Rule, y.Rows[i].Stage)] = &y.Rows[i]
	}
	c := counting{book: b, plan: p.ID, on: on, given: map[payoutOf]money.Amount{}, stopped: map[payoutOf]money.Amount{}, late: map[payoutOf]money.Amount{}}
	for _, r := range b.runs {
		if !r.part(p.ID) || r.Completed == 0 || !days.Contains(r.On) || r.On > on {
			continue
		}
		seen := map[string]bool{}
		for _, part := range r.Parts {
			if part.PlanID != p.ID {
				continue
			}
			for i := range part.Tallies {
				t := &part.Tallies[i]
				g := rows[key(t.Rule, r.Stage)]
				g.tally(part, t)
				if !seen[t.Rule] { // a day's single controls are one run, however often the plan was replaced
					seen[t.Rule] = true
					g.Runs++
				}
			}
		}
		for i := range y.Rows { // in the order of the plan
			if err := c.judge(&y.Rows[i], r); err != nil {
				return nil, err
			}
		}
	}
	y.Total = Gain{}
	for i := range y.Rows {
		y.Total.add(&y.Rows[i])
		y.Rows[i].prove(&y.Faults)
	}
	return y, nil
}

// part reports whether some of the run was made by a plan.
func (r *Run) part(plan string) bool {
	return slices.ContainsFunc(r.Parts, func(p *Part) bool { return p.PlanID == plan })
}

// tally adds how often a control was made, with what that cost.
func (g *Gain) tally(p *Part, t *Tally) {
	g.NotSelected += t.NotSelected
	g.AtStake += t.AtStake
	for o, n := range t.Outcomes {
		g.Outcomes[o] += n
	}
	check, _ := p.costs(t.Rule)
	g.Cost += check * money.Amount(t.Checked())
}

// payoutOf tells a payout from others: two persons' may have one id.
type payoutOf struct {
	party identity.Number
	id    string
}

// counting is a yield on its way: what each payout has given so far, öre.
type counting struct {
	book                 *Book
	plan                 string
	on                   calendar.Date
	given, stopped, late map[payoutOf]money.Amount // confirmed; of it what was stopped, and what was found late
}

// judge counts the findings of a run by the gain's control.
func (c *counting) judge(g *Gain, r *Run) error {
	if r.Stage != g.Stage {
		return nil
	}
	for _, f := range r.Findings {
		if f.Evaluation.Rule != g.Rule || f.by.PlanID != c.plan {
			continue
		}
		for _, day := range f.complained {
			if day <= c.on {
				g.Complaints++
			}
		}
		if f.Case != "" && f.handed <= c.on {
			g.Cases++
		}
		switch f.State(c.on) {
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
			if err := c.confirm(g, f); err != nil {
				return err
			}
		}
		_, cost := f.by.costs(g.Rule)
		g.Cost += cost
	}
	return nil
}

// confirm counts the kronor of a confirmed finding, beyond what another of the same payout
// has counted. What was found before payment and paid all the same is found late when a
// control after payment says so.
func (c *counting) confirm(g *Gain, f *Finding) error {
	of, amount := payoutOf{f.Line.Party, f.Line.ID}, f.JudgedBy(c.on).Amount
	if f.Stage == After {
		more := max(0, amount-c.stopped[of]-c.late[of])
		c.late[of] += more
		g.Late += more
		return nil
	}
	before := c.given[of]
	if amount <= before {
		return nil
	}
	kept, err := c.book.stopped(f, c.on)
	if err != nil {
		return err
	}
	stopped := min(amount-before, max(0, min(amount, kept)-c.stopped[of]))
	c.given[of] = amount
	c.stopped[of] += stopped
	g.Stopped += stopped
	g.Passed += amount - before - stopped
	return nil
}

// prove adds what of a gain does not add up.
func (g *Gain) prove(faults *[]string) {
	if n := g.Open + g.Confirmed + g.Refuted + g.Expired; n != g.Findings() {
		*faults = append(*faults, fmt.Sprintf("%s %s payment: the runs counted %d findings, and there are %d", g.Rule, g.Stage, g.Findings(), n))
	}
}
