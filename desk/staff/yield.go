package staff

import (
	"net/http"
	"strings"

	"balans/law/calendar"
	"balans/prevent/control"
)

// yieldAsked is which runs are counted, and as judged by which day.
type yieldAsked struct {
	plan string
	days calendar.Period
	on   calendar.Date
}

func (c *call) yieldAsked(n *controlling) yieldAsked {
	a := c.asked
	q := yieldAsked{plan: a.get("plan")}
	p := n.book.Plan(q.plan)
	if p == nil && q.plan != "" {
		a.wrong("plan", "error.option", a.text("field.plan"), q.plan)
		p = n.book.Plan("")
	}
	if p == nil {
		return q
	}
	q.plan = p.ID
	q.days = calendar.Period{From: a.day("from", min(p.From, n.on)), To: a.day("to", min(p.To, n.on))}
	q.on = a.day("on", n.on)
	if q.days.IsEmpty() {
		a.wrong("from", "error.order", a.text("field.from"), a.text("field.to"))
	}
	return q
}

func (q yieldAsked) pairs() []string {
	return []string{"plan", q.plan, "from", q.days.From.String(), "to", q.days.To.String(), "on", q.on.String()}
}

type yieldView struct {
	page
	Plan         choiceField
	From, To, On field
	Ready        bool
	None         bool
	Lead         string
	Figures      []assignmentFigure
	Rows         []gainRow
	Total        gainRow
	Money        []gainMoney
	MoneySum     gainMoney
	Budget       string
	Faults       []string
	Adds         string
	Chart        *chartView
	CSV          string
}

type (
	gainRow struct {
		Name, Stage, Runs, Checked, Failed, Hits, False string
		Findings, Open, Confirmed, Refuted, Expired     cellView
	}
	gainMoney struct {
		Name, Stage, AtStake, Stopped, Late, Cost, PerKrona, Complaints, Cases string
	}
)

// yield shows what the controls of a plan have given and cost.
func (s *Server) yield(c *call) error {
	n, err := s.controlsNow(c.r.Context())
	if err != nil {
		return err
	}
	defer n.release()
	q := c.yieldAsked(n)
	v, status := yieldView{None: n.book.Plan("") == nil}, http.StatusOK
	switch {
	case len(c.asked.problems) > 0:
		status = http.StatusBadRequest
	case !v.None:
		y, err := n.book.YieldOf(q.plan, q.days, q.on)
		if err != nil {
			return err
		}
		v.fill(c.text, q, y)
	}
	v.page = s.page(c, c.text("yield.title"), "/yield")
	a := c.asked
	v.Plan = choiceField{Name: "plan", Label: c.text("field.plan"), Error: a.problem("plan")}
	for _, p := range latestPlans(n.book) {
		v.Plan.Options = append(v.Plan.Options, option{p.ID, p.Name, p.ID == q.plan})
	}
	v.From, v.To, v.On = a.dayField("from", dayText(q.days.From)), a.dayField("to", dayText(q.days.To)), a.dayField("on", dayText(q.on))
	v.On.Label = c.text("yield.on")
	v.From.Help, v.To.Help, v.On.Help = c.text("help.yield.from"), c.text("help.yield.to"), c.text("help.yield.on")
	return c.render(status, "yield", v)
}

// latestPlans is the newest version of each plan, the newest plan first.
func latestPlans(b *control.Book) (all []*control.AdoptedPlan) {
	seen := map[string]bool{}
	plans := b.Plans()
	for i := len(plans) - 1; i >= 0; i-- {
		if p := &plans[i]; !seen[p.ID] {
			seen[p.ID] = true
			all = append(all, p)
		}
	}
	return all
}

func (v *yieldView) fill(t translate, q yieldAsked, y *control.Yield) {
	v.Ready = true
	v.Lead = t("yield.lead", y.Plan.Name, t.longDay(q.days.From), t.longDay(q.days.To), t.longDay(q.on))
	for i := range y.Rows {
		g := &y.Rows[i]
		v.Rows = append(v.Rows, q.gain(t, g, t.ruleName(g.Rule)))
		v.Money = append(v.Money, gainMoneyOf(t, g, t.ruleName(g.Rule)))
	}
	v.Total, v.MoneySum = q.gain(t, &y.Total, t("yield.total")), gainMoneyOf(t, &y.Total, t("yield.total"))
	figure := func(key, value, note string) {
		v.Figures = append(v.Figures, assignmentFigure{Label: t(key), Note: note, Count: cellView{Text: value}})
	}
	total := &y.Total
	figure("yield.stopped", total.Stopped.Kronor(), t("yield.stopped.note"))
	figure("yield.late", total.Late.Kronor(), t("yield.late.note"))
	figure("yield.hits", shareOf(total.Hits()), t("yield.hits.note", total.Confirmed, total.Judged()))
	figure("yield.perkrona", perKronaText(total.PerKrona()), t("yield.perkrona.note"))
	if y.Plan.Budget > 0 {
		v.Budget = t("yield.budget", total.Cost.Kronor(), y.Plan.Budget.Kronor())
	}
	v.Faults = append(v.Faults, y.Faults...)
	if len(y.Faults) == 0 {
		v.Adds = t("yield.adds", total.Findings())
	}
	v.Chart = yieldChart(t, y)
	v.CSV = link("/yield.csv", q.pairs()...)
}

// gain is a row of what was found. A number opens the findings it counts.
func (q yieldAsked) gain(t translate, g *control.Gain, name string) gainRow {
	r := gainRow{Name: name, Runs: number(int64(g.Runs)), Checked: number(int64(g.Checked())), Failed: shareOf(g.Failed()), Hits: shareOf(g.Hits()), False: shareOf(g.FalseAlarms())}
	if g.Stage != 0 {
		r.Stage = t.stage(g.Stage)
	}
	cell := func(n int, state, says string) cellView {
		c := cellView{Text: number(int64(n))}
		if n > 0 {
			c.Href = link("/findings", append([]string{"state", state, "control", g.Rule, "stage", g.Stage.String()}, q.pairs()...)...)
			c.Says = t("yield.says", strings.ToLower(says), name)
		}
		return c
	}
	r.Findings = cell(g.Findings(), "all", t("yield.column.findings"))
	r.Open = cell(g.Open, string(control.Open), t.findingState(control.Open))
	r.Confirmed = cell(g.Confirmed, string(control.IsConfirmed), t.findingState(control.IsConfirmed))
	r.Refuted = cell(g.Refuted, string(control.IsRefuted), t.findingState(control.IsRefuted))
	r.Expired = cell(g.Expired, string(control.Expired), t.findingState(control.Expired))
	return r
}

func gainMoneyOf(t translate, g *control.Gain, name string) gainMoney {
	r := gainMoney{Name: name, AtStake: g.AtStake.Kronor(), Stopped: g.Stopped.Kronor(), Late: g.Late.Kronor(), Cost: g.Cost.Kronor(), PerKrona: perKronaText(g.PerKrona()),
		Complaints: number(int64(g.Complaints)), Cases: number(int64(g.Cases))}
	if g.Stage != 0 {
		r.Stage = t.stage(g.Stage)
	}
	return r
}

// yieldCSV sends the rows and their sum.
func (s *Server) yieldCSV(c *call) error {
	n, err := s.controlsNow(c.r.Context())
	if err != nil {
		return err
	}
	defer n.release()
	q := c.yieldAsked(n)
	if len(c.asked.problems) > 0 || n.book.Plan("") == nil {
		return problemPage(http.StatusBadRequest, "failure.question")
	}
	y, err := n.book.YieldOf(q.plan, q.days, q.on)
	if err != nil {
		return err
	}
	t := sheetTable{names: []string{"control", "stage", "risk", "runs", "not_selected", "checked", "no_finding", "observation", "not_yet", "manual", "lookup_failed", "task",
		"open", "confirmed", "refuted", "expired", "hits_ppm", "false_alarms_ppm", "failed_ppm", "at_stake_ore", "stopped_ore", "late_ore", "cost_ore", "per_krona_hundredths", "complaints", "cases"}}
	for i := range y.Rows {
		t.rows = append(t.rows, gainCells(&y.Rows[i]))
	}
	total := y.Total
	total.Rule = "total"
	t.rows = append(t.rows, gainCells(&total))
	return c.sendTable(&t, downloads[0], "balans-utfall-"+q.plan+"-"+q.on.String())
}

// gainCells is a gain in the order of the file. Shares that are not known are left empty.
func gainCells(g *control.Gain) []any {
	known := func(n int64) any {
		if n < 0 {
			return ""
		}
		return n
	}
	cells := []any{g.Rule, g.Stage, g.Risk, g.Runs, g.NotSelected, g.Checked()}
	for _, o := range control.Outcomes() {
		cells = append(cells, g.Outcomes[o])
	}
	return append(cells, g.Open, g.Confirmed, g.Refuted, g.Expired, known(g.Hits()), known(g.FalseAlarms()), known(g.Failed()),
		g.AtStake, g.Stopped, g.Late, g.Cost, known(g.PerKrona()), g.Complaints, g.Cases)
}
