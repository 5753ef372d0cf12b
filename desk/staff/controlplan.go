package staff

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"balans/law/calendar"
	"balans/prevent/benefit"
	"balans/prevent/control"
	"balans/recover/inquiry"
)

type planView struct {
	page
	None      bool
	Ready     bool
	Heading   string
	Lead      string
	Old       string // leads to the version in use, when another is shown
	Budget    string
	Share     []int64 // used and budget in whole kronor, for the bar
	Risks     []riskRow
	Controls  []plannedRow
	Samples   []samplingRow
	Proposals []proposalRow
	Versions  []versionRow
	Source    string
}

type (
	riskRow struct {
		ID, Area, Benefits, Cause, Likelihood, Cost, Says string
		Controls                                          []linked
	}
	plannedRow struct {
		ID, Name, Purpose, Stage, Risk, Benefits, Select, Settings, Expires, TaskCost, CheckCost, Reads, Rule string
		Fields                                                                                                []string
		Weights                                                                                               []string
		Laws                                                                                                  []lawRow
	}
	samplingRow struct{ ID, Risk, Benefits, Size, Seed, Cost, Expires string }
	proposalRow struct{ Benefit, Category, Cases, Wrong, Says string }
	versionRow  struct {
		Href, Text, At, By string
		Shown              bool
	}
)

// planAddress leads to a version of a plan.
func planAddress(id string, version int) string {
	return link("/controls", "plan", id, "version", strconv.Itoa(version))
}

// controlPlan shows the plan in use, or another one or an older version that is named: what
// is believed to go wrong, the controls that meet it, and what they may cost.
func (s *Server) controlPlan(c *call) error {
	n, err := s.controlsNow(c.r.Context())
	if err != nil {
		return err
	}
	defer n.release()
	t, a := c.text, c.asked
	p := n.book.Plan(a.get("plan"))
	if value := a.get("version"); value != "" && p != nil {
		p = planVersion(n.book, p.ID, value)
	}
	v, title := planView{}, t("controls.title")
	switch {
	case p != nil:
		if err := v.fill(t, n, p); err != nil {
			return err
		}
		title = p.Name
	case a.get("plan") != "" || a.get("version") != "":
		return &pageProblem{http.StatusNotFound, "failure.plan", strings.TrimSpace(a.get("plan") + " " + a.get("version"))}
	default:
		v.None = true
	}
	v.page = s.page(c, title, "/controls")
	return c.render(http.StatusOK, "controlplan", v)
}

// planVersion is the version of a plan with a number; nil when there is none.
func planVersion(b *control.Book, id, number string) *control.AdoptedPlan {
	plans := b.Plans()
	for i := range plans {
		if plans[i].ID == id && strconv.Itoa(plans[i].Version) == number {
			return &plans[i]
		}
	}
	return nil
}

func (v *planView) fill(t translate, n *controlling, p *control.AdoptedPlan) error {
	v.Ready, v.Heading = true, p.Name
	v.Lead = t("controls.lead", t.longDay(p.From), t.longDay(p.To), p.Version, t.longDay(p.At.Date()), p.Actor)
	newest := n.book.Plan(p.ID)
	if newest.Version != p.Version {
		v.Old = planAddress(p.ID, newest.Version)
	}
	y, err := n.book.YieldOf(p.ID, calendar.Period{From: p.From, To: p.To}, n.on)
	if err != nil {
		return err
	}
	v.Budget = t("controls.nobudget", y.Total.Cost.Kronor())
	if p.Budget > 0 {
		v.Budget = t("yield.budget", y.Total.Cost.Kronor(), p.Budget.Kronor())
		v.Share = []int64{int64(min(y.Total.Cost, p.Budget) / 100), int64(p.Budget / 100)}
	}
	for i := range p.Controls {
		v.Controls = append(v.Controls, plannedOf(t, p.Plan, &p.Controls[i]))
	}
	for i := range p.Risks {
		v.Risks = append(v.Risks, v.risk(t, &p.Risks[i]))
	}
	for _, x := range p.Samples {
		v.Samples = append(v.Samples, samplingRow{x.ID, riskName(p.Plan, x.Risk), benefitNames(t, x.Benefits), number(int64(x.Size)), x.Seed, x.TaskCost.Kronor(), number(int64(x.Expires))})
	}
	for _, x := range inquiry.Lessons(n.cases, p.Plan) {
		v.Proposals = append(v.Proposals, proposalOf(t, x))
	}
	for _, old := range slices.Backward(n.book.Plans()) {
		v.Versions = append(v.Versions, versionRow{planAddress(old.ID, old.Version), t("run.plan", old.Name, old.Version), old.At.Date().String(), old.Actor, old.ID == p.ID && old.Version == p.Version})
	}
	v.Source = p.Text()
	return nil
}

// risk is a risk area with the controls that meet it.
func (v *planView) risk(t translate, r *control.Risk) riskRow {
	row := riskRow{ID: r.ID, Area: r.Area, Benefits: benefitNames(t, r.Benefits), Cause: t.cause(r.Cause), Likelihood: t("controls.unknown"), Cost: t("controls.unknown"), Says: r.Says}
	if r.Likelihood >= 0 {
		row.Likelihood = percentText(r.Likelihood / 100)
	}
	if r.Cost > 0 {
		row.Cost = r.Cost.Kronor()
	}
	for _, c := range v.Controls {
		if c.Risk == r.ID {
			row.Controls = append(row.Controls, linked{"#" + c.ID, c.Name + ", " + c.Stage})
		}
	}
	return row
}

func plannedOf(t translate, plan *control.Plan, p *control.Planned) plannedRow {
	r := plannedRow{ID: "c-" + p.Rule.ID + "-" + p.Stage.String(), Name: t.words(p.Rule.Name), Purpose: t.words(p.Rule.Purpose), Stage: t.stage(p.Stage), Risk: p.Risk,
		Benefits: benefitNames(t, p.Benefits), Select: p.Select.String(), Settings: t.settingsText(p.Settings), Expires: t("controls.days", p.Expires),
		TaskCost: t.kronor(p.TaskCost), CheckCost: t.kronor(p.CheckCost), Rule: t("run.control", p.Rule.ID, p.Rule.Version)}
	if len(p.Benefits) == 0 {
		r.Benefits = t("controls.covers")
	}
	for _, w := range p.Weights {
		r.Weights = append(r.Weights, t("controls.weight", w.Points, w.When))
	}
	if len(p.Weights) > 0 {
		r.Weights = append(r.Weights, t("controls.threshold", p.Threshold))
	}
	for _, f := range control.SelectionFields() {
		if asksFor(p, f.Name) {
			r.Fields = append(r.Fields, f.Name+": "+t.words(f.About))
		}
	}
	var reads []string
	for _, name := range p.Rule.Reads.Names() {
		reads = append(reads, t.controlField(name))
	}
	r.Reads = strings.Join(reads, ", ")
	r.Laws = lawRows(&control.Evaluation{Law: p.Rule.Law})
	return r
}

// asksFor reports whether the selection of a control names a field.
func asksFor(p *control.Planned, name string) bool {
	isWord := func(r rune) bool { return r == '_' || r >= 'a' && r <= 'z' || r >= '0' && r <= '9' }
	has := func(text string) bool {
		return slices.Contains(strings.FieldsFunc(text, func(r rune) bool { return !isWord(r) }), name)
	}
	return has(p.Select.String()) || slices.ContainsFunc(p.Weights, func(w control.Weight) bool { return has(w.When.String()) })
}

func riskName(p *control.Plan, id string) string {
	for i := range p.Risks {
		if p.Risks[i].ID == id {
			return p.Risks[i].Area
		}
	}
	return id
}

func benefitNames(t translate, codes []benefit.Code) string {
	names := make([]string, len(codes))
	for i, c := range codes {
		names[i] = t.benefit(c)
	}
	return strings.Join(names, ", ")
}

// proposalOf is what recovery cases say of the plan.
func proposalOf(t translate, p inquiry.Lesson) proposalRow {
	named := func(ids []string) string {
		names := make([]string, len(ids))
		for i, id := range ids {
			names[i] = t.ruleName(id)
		}
		return strings.Join(names, ", ")
	}
	r := proposalRow{Benefit: t.benefit(p.Benefit), Category: t.category(p.Category), Cases: number(int64(p.Cases)), Wrong: p.Wrong.Kronor()}
	switch {
	case len(p.Controls) == 0:
		r.Says = t("controls.proposal.none")
	case len(p.Has) == 0:
		r.Says = t("controls.proposal.add", named(p.Controls))
	default:
		r.Says = t("controls.proposal.past", named(p.Has))
	}
	return r
}
