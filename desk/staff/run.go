package staff

import (
	"net/http"

	"balans/prevent/control"
)

type runView struct {
	page
	Ready      bool
	Heading    string
	Lead       string
	Incomplete bool
	Facts      []factRow
	Plan       linked
	Figures    []assignmentFigure
	Rows       []tallyRow
	Sum        tallyRow
	Faults     []string
	Sample     *sampleView
	WhatIf     *whatIfView
	CSV, List  string
}

// tallyRow is what one control came to: not selected and checked, and what was found of
// those checked, in the order of control.Outcomes.
type tallyRow struct {
	Name, NotSelected, Checked, AtStake, Failed string
	Outcomes                                    []string
}

// run shows one run: what it looked at, what each control came to, and where its findings
// stand. It names no person.
func (s *Server) run(c *call) error {
	n, err := s.controlsNow(c.r.Context())
	if err != nil {
		return err
	}
	defer n.release()
	id := c.asked.get("id")
	if id == "" {
		c.redirect("/runs")
		return nil
	}
	r := n.book.Run(id)
	if r == nil {
		return &pageProblem{http.StatusNotFound, "failure.run", id}
	}
	v := runView{Ready: true, Heading: c.text("run.title", r.ID)}
	v.fill(c.text, n, r)
	if r.Draw != nil {
		if v.Sample, err = sampleOf(c.text, r); err != nil {
			return err
		}
	} else if r.Completed != 0 {
		if v.WhatIf, err = s.whatIf(c, n, r); err != nil {
			return err
		}
	}
	status := http.StatusOK
	if len(c.asked.problems) > 0 {
		status = http.StatusBadRequest
	}
	v.page = s.page(c, v.Heading, "/runs")
	v.Crumbs = []crumb{{"/controls", c.text("nav.controls")}, {"/runs", c.text("runs.title")}, {"", r.ID}}
	return c.render(status, "run", v)
}

func (v *runView) fill(t translate, n *controlling, r *control.Run) {
	v.Lead = t("run.lead", t.stage(r.Stage), t.runOver(r), t.longDay(r.On))
	v.Incomplete = r.Completed == 0
	row := func(key, text string) { v.Facts = append(v.Facts, factRow{Name: t(key), Text: text}) }
	row("field.stage", t.stage(r.Stage))
	row("runs.column.over", t.runOver(r))
	row("runs.column.day", t.longDay(r.On))
	row("run.known", r.KnownAt.Date().String()+" "+clock(r.KnownAt))
	row("runs.column.by", r.By)
	if r.Again != "" {
		row("runs.again", r.Again)
	}
	row("runs.column.lines", number(int64(r.Lines)))
	if r.Completed != 0 {
		row("run.completed", r.Completed.Date().String()+" "+clock(r.Completed))
	}
	v.Plan = linked{planAddress(r.PlanID, r.Version), t("run.plan", r.PlanID, r.Version)}
	v.tallies(t, r)
	for _, s := range findingStates {
		of := inRun(r, n, s)
		v.Figures = append(v.Figures, assignmentFigure{Label: t.findingState(s), Note: t("findings.stake", atStake(of).Kronor()), Count: openFindings(t, r, string(s), len(of))})
	}
	v.CSV, v.List = link("/run.csv", "id", r.ID), link("/findings", "state", "all", "run", r.ID)
}

// tallies is what each control came to, and their sum. The columns of a row add up to what
// it says was checked, and what was found to the findings there are.
func (v *runView) tallies(t translate, r *control.Run) {
	var sum control.Tally
	for i := range r.Tallies {
		x := &r.Tallies[i]
		v.Rows = append(v.Rows, tallyOf(t, x, t("run.control", t.ruleName(x.Rule), x.Version)))
		sum.NotSelected, sum.AtStake = sum.NotSelected+x.NotSelected, sum.AtStake+x.AtStake
		found := 0
		for o, count := range x.Outcomes {
			sum.Outcomes[o] += count
		}
		for _, f := range r.Findings {
			if f.Evaluation.Rule == x.Rule {
				found++
			}
		}
		if counted := x.Of(control.Task) + x.Of(control.Manual) + x.Of(control.LookupFailed); counted != found {
			v.Faults = append(v.Faults, t("run.fault", t.ruleName(x.Rule), counted, found))
		}
	}
	v.Sum = tallyOf(t, &sum, t("yield.total"))
}

func tallyOf(t translate, x *control.Tally, name string) tallyRow {
	r := tallyRow{Name: name, NotSelected: number(int64(x.NotSelected)), Checked: number(int64(x.Checked())), AtStake: x.AtStake.Kronor(), Failed: "–"}
	for _, o := range control.Outcomes() {
		r.Outcomes = append(r.Outcomes, number(int64(x.Of(o))))
	}
	if n := x.Checked(); n > 0 {
		r.Failed = shareOf(int64(x.Of(control.LookupFailed)) * 1_000_000 / int64(n))
	}
	return r
}

// Outcomes names the columns of the tallies.
func (v runView) Outcomes() (names []string) {
	for _, o := range control.Outcomes() {
		names = append(names, v.text.outcome(o))
	}
	return names
}

// runCSV sends the run's tallies.
func (s *Server) runCSV(c *call) error {
	n, err := s.controlsNow(c.r.Context())
	if err != nil {
		return err
	}
	defer n.release()
	id := c.asked.get("id")
	if id == "" {
		return problemPage(http.StatusBadRequest, "failure.question")
	}
	r := n.book.Run(id)
	if r == nil {
		return &pageProblem{http.StatusNotFound, "failure.run", id}
	}
	t := sheetTable{names: []string{"run", "stage", "on", "control", "version", "not_selected", "checked", "no_finding", "observation", "not_yet", "manual", "lookup_failed", "task", "at_stake_ore"}}
	for i := range r.Tallies {
		x := &r.Tallies[i]
		row := []any{r.ID, r.Stage, r.On, x.Rule, x.Version, x.NotSelected, x.Checked()}
		for _, o := range control.Outcomes() {
			row = append(row, x.Of(o))
		}
		t.rows = append(t.rows, append(row, x.AtStake))
	}
	return c.sendTable(&t, downloads[0], "balans-korning-"+r.ID)
}
