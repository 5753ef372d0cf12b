package staff

import (
	"slices"
	"strconv"
	"strings"

	"balans/law/money"
	"balans/prevent/control"
)

// whatIfView is the form that asks what another setting would have given, and its answer.
type whatIfView struct {
	Hidden                         []hidden
	Control                        choiceField
	Tolerance, Grace, Limit, Where field
	Fields                         []namedText // what an expression may ask
	Answer                         *differenceView
}

type differenceView struct {
	Heading string
	Rows    []differenceRow
	Says    []string
}

type differenceRow struct{ Name, Before, After string }

// whatIf makes one control of the run again with what is asked for.
func (s *Server) whatIf(c *call, n *controlling, r *control.Run) (*whatIfView, error) {
	a, t := c.asked, c.text
	v := &whatIfView{Hidden: []hidden{{"id", r.ID}}}
	rule := a.get("control")
	var was *control.Planned
	v.Control = choiceField{Name: "control", Label: t("field.control"), Options: []option{{"", t("notice.choose"), rule == ""}}}
	for i := range r.Tallies {
		id := r.Tallies[i].Rule
		p, ok := r.Plan.Find(id, r.Stage)
		if !ok {
			continue
		}
		v.Control.Options = append(v.Control.Options, option{id, t.ruleName(id) + " (" + t.settingsText(p.Settings) + ")", id == rule})
		if id == rule {
			was = p
		}
	}
	asks := slices.ContainsFunc([]string{"tolerance", "grace", "limit", "where"}, func(name string) bool { return a.get(name) != "" })
	if was == nil && (asks || rule != "") {
		a.wrong("control", "error.choose", t("field.control"))
	}
	var changed control.Planned
	if was != nil {
		changed = *was
	}
	a.changes(&changed)
	if was != nil && len(a.problems) == 0 {
		sources, err := s.sourcesThen(c.r.Context(), n, r)
		if err != nil {
			return nil, err
		}
		lines, err := control.Population(sources.Payouts, &r.Asked)
		if err != nil {
			return nil, err
		}
		d, err := control.WhatIf(sources, r, changed, lines, n.book)
		if err != nil {
			s.log.Error("what if", "run", r.ID, "error", err)
			a.wrong("where", "error.whatif")
		} else {
			v.Answer = differenceOf(t, d, changed)
		}
	}
	v.fields(a)
	return v, nil
}

func (v *whatIfView) fields(a *asked) {
	t := a.text
	v.Control.Error = a.problem("control")
	typed := func(name string) field {
		return field{Name: name, Label: t("field." + name), Help: t("help." + name), Type: "text", Value: a.values.Get(name), Error: a.problem(name)}
	}
	v.Tolerance, v.Grace, v.Limit, v.Where = typed("tolerance"), typed("grace"), typed("limit"), typed("where")
	for _, f := range control.SelectionFields() {
		v.Fields = append(v.Fields, namedText{f.Name + " (" + f.Type + ")", t.words(f.About)})
	}
}

// changes lays what is asked for over a planned control. What is left empty stays as in the
// plan.
func (a *asked) changes(p *control.Planned) {
	if value := a.get("tolerance"); value != "" {
		n, ok := parsePercent(value)
		if !ok {
			a.wrong("tolerance", "error.percent", a.text("field.tolerance"), value)
		}
		p.Settings.Tolerance = n
	}
	whole := func(name string, most int, to *int) {
		value := a.get(name)
		if value == "" {
			return
		}
		n, err := strconv.Atoi(value)
		if err != nil || n < 0 || n > most {
			a.wrong(name, "error.whole", a.text("field."+name), value, most)
		}
		*to = n
	}
	whole("grace", 366, &p.Settings.GraceDays)
	whole("limit", 1_000_000, &p.Settings.Limit)
	if value := a.get("where"); value != "" {
		e, err := control.Compile(value)
		if err != nil {
			a.wrong("where", "error.expression", err)
		}
		p.Select = e
	}
}

// parsePercent reads percent from 0 to 100 with at most two decimals, as hundredths.
func parsePercent(s string) (int32, bool) {
	amount, err := money.Parse(strings.TrimSpace(strings.TrimSuffix(s, "%")))
	if err != nil || amount < 0 || amount > 10_000 {
		return 0, false
	}
	return int32(amount), true
}

// differenceOf is the answer in a table and in words.
func differenceOf(t translate, d *control.Difference, changed control.Planned) *differenceView {
	selected := t("whatif.everybody")
	if s := changed.Select.String(); s != "" {
		selected = s
	}
	v := &differenceView{Heading: t("whatif.answer", t.ruleName(changed.Rule.ID), t.settingsText(changed.Settings), selected)}
	row := func(name string, before, after int) {
		v.Rows = append(v.Rows, differenceRow{name, number(int64(before)), number(int64(after))})
	}
	row(t("whatif.notselected"), d.Before.NotSelected, d.After.NotSelected)
	row(t("yield.column.checked"), d.Before.Checked(), d.After.Checked())
	for _, o := range control.Outcomes() {
		row(t.outcome(o), d.Before.Of(o), d.After.Of(o))
	}
	v.Rows = append(v.Rows, differenceRow{t("yield.column.stake"), d.Before.AtStake.Kronor(), d.After.AtStake.Kronor()})
	v.Says = []string{t("whatif.lost", d.Lost, d.LostConfirmed, d.LostAmount.Kronor(), d.LostRefuted), t("whatif.new", d.New, d.NewAtStake.Kronor()), t("whatif.kept", d.Kept, d.KeptConfirmed)}
	return v
}
