package staff

import (
	"slices"

	"balans/prevent/control"
)

type runsView struct {
	page
	None        bool
	Rows        []runRow
	Interrupted []string
}

// runRow is a run on the list.
type runRow struct {
	ID, Href, Stage, Over, On, Known, By, Plan, PlanHref, Again string
	Complete                                                    bool
	Lines, Stake                                                string
	Open, Findings                                              cellView
}

// runs lists every run of controls, the newest first.
func (s *Server) runs(c *call) error {
	n, err := s.controlsNow(c.r.Context())
	if err != nil {
		return err
	}
	defer n.release()
	t := c.text
	v := runsView{None: n.book.Plan("") == nil}
	for _, r := range slices.Backward(n.book.Runs()) {
		v.Rows = append(v.Rows, runRowOf(t, n, r))
		if r.Completed == 0 {
			v.Interrupted = append(v.Interrupted, r.ID)
		}
	}
	v.page = s.page(c, t("runs.title"), "/runs")
	return c.render(200, "runs", v)
}

func runRowOf(t translate, n *controlling, r *control.Run) runRow {
	row := runRow{ID: r.ID, Href: link("/run", "id", r.ID), Stage: t.stage(r.Stage), Over: t.runOver(r), On: r.On.String(), Known: r.KnownAt.Date().String() + " " + clock(r.KnownAt),
		By: r.By, Plan: t("run.plan", r.PlanID, r.Version), PlanHref: planAddress(r.PlanID, r.Version), Again: r.Again, Complete: r.Completed != 0, Lines: number(int64(r.Lines))}
	row.Findings = openFindings(t, r, "all", len(r.Findings))
	row.Open = openFindings(t, r, string(control.Open), len(inRun(r, n, control.Open)))
	return row
}

// inRun is the findings of a run in a state today.
func inRun(r *control.Run, n *controlling, s control.FindingState) (list []found) {
	for _, f := range r.Findings {
		if state := f.State(n.on); state == s {
			list = append(list, found{f, state})
		}
	}
	return list
}

// openFindings is a number of findings of a run that opens them.
func openFindings(t translate, r *control.Run, state string, n int) cellView {
	c := cellView{Text: number(int64(n))}
	if n > 0 {
		c.Href, c.Says = link("/findings", "state", state, "run", r.ID), t("runs.says", r.ID)
	}
	return c
}
