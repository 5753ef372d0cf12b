package staff

import (
	"slices"
	"strconv"
	"strings"

	"balans/law/calendar"
	"balans/law/money"
	"balans/prevent/control"
	"balans/prevent/sample"
	"balans/recover/inquiry"
)

// findingStates is the states of findings in the order they are shown.
var findingStates = []control.FindingState{control.Open, control.IsConfirmed, control.IsRefuted, control.Expired}

// findingBadges is how a state looks.
var findingBadges = map[control.FindingState]string{control.Open: "warning", control.IsConfirmed: "error", control.IsRefuted: "success", control.Expired: "default"}

func (t translate) stage(s control.Stage) string     { return t("control.stage." + s.String()) }
func (t translate) outcome(o control.Outcome) string { return t("control.outcome." + o.String()) }
func (t translate) findingState(s control.FindingState) string {
	return t("control.state." + string(s))
}
func (t translate) findingIs(s control.FindingState) string { return t("control.is." + string(s)) }
func (t translate) controlField(name string) string         { return t("control.field." + name) }
func (t translate) dayCode(code string) string              { return t("control.day." + code) }
func (t translate) category(c inquiry.Category) string      { return t("control.category." + string(c)) }

// proposal is what the judge of a finding is asked to consider.
func (t translate) proposal(p control.Proposal) string {
	if p == control.Nothing {
		return t("control.proposal.none")
	}
	return t("control.proposal." + string(p))
}

func (t translate) pair(texts [2]string) string     { return t.either(texts[0], texts[1]) }
func (t translate) words(w control.Words) string    { return t.either(w.Sv, w.En) }
func (t translate) cause(c sample.Cause) string     { return t.pair(c.Text()) }
func (t translate) intent(i sample.Intent) string   { return t.pair(i.Text()) }
func (t translate) kronor(a money.Amount) string    { return t("control.kronor", a.Kronor()) }
func (t translate) openEnd(d calendar.Date) string  { return orDash(dayText(d)) }
func (t translate) period(p calendar.Period) string { return p.From.String() + "–" + dayText(p.To) }

// ruleName is what a control is called; the random review is no control of its own.
func (t translate) ruleName(id string) string {
	if r, ok := control.Find(id); ok {
		return t.words(r.Name)
	}
	return t("control.review")
}

// inputValue is what was read, in words where it is an answer to yes or no.
func (t translate) inputValue(value string) string {
	switch value {
	case "":
		return t("finding.nothing")
	case "true":
		return t("yes")
	case "false":
		return t("no")
	}
	return value
}

// orDash stands in for what there is nothing of.
func orDash(s string) string {
	if s == "" {
		return "–"
	}
	return s
}

// percentText is hundredths of a percent: "87,5 %".
func percentText(hundredths int64) string {
	part := strconv.FormatInt(100+hundredths%100, 10)[1:]
	s := strings.TrimRight(strconv.FormatInt(hundredths/100, 10)+","+part, "0")
	return strings.TrimSuffix(s, ",") + "\u00a0%"
}

// shareOf is millionths as a percentage with one decimal, half up; a dash for what is not
// known.
func shareOf(millionths int64) string {
	if millionths < 0 {
		return "–"
	}
	tenths := (millionths + 500) / 1000
	return strconv.FormatInt(tenths/10, 10) + "," + strconv.FormatInt(tenths%10, 10) + "\u00a0%"
}

// perKronaText is hundredths of a krona for each krona; a dash where nothing was paid for.
func perKronaText(hundredths int64) string {
	if hundredths < 0 {
		return "–"
	}
	return money.Amount(hundredths).String()
}

// lawRow is a paragraph as it stands in a sentence.
type lawRow struct{ Ref, Text string }

func lawRows(e *control.Evaluation) (rows []lawRow) {
	for _, ref := range e.Law {
		rows = append(rows, lawRow{string(ref), ref.Citation()})
	}
	return rows
}

// settingsText is what a plan varies of a control, in words.
func (t translate) settingsText(s control.Settings) string {
	parts := []string{t("control.tolerance", percentText(int64(s.Tolerance))), t("control.grace", s.GraceDays)}
	if s.Limit > 0 {
		parts = append(parts, t("control.limit", s.Limit))
	}
	return strings.Join(parts, ", ")
}

// runOver is what a run looked at, in words.
func (t translate) runOver(r *control.Run) string {
	switch {
	case r.Stage != control.After:
		return t("run.over.payrun", r.Payrun)
	case r.Sample != "":
		return t("run.over.sample", r.Sample, t.period(r.Paid))
	}
	return t("run.over.paid", t.period(r.Paid))
}

// tabs is the pages on controls, each of which leads to the others.
func (s *Server) tabs(c *call, section string) []navItem {
	all := []navItem{{"/controls", "controls.tab.plan", false}, {"/runs", "controls.tab.runs", false}, {"/findings", "controls.tab.findings", false},
		{"/yield", "controls.tab.yield", false}, {"/person", "controls.tab.person", false}, {"/notices", "nav.notices", false}, {"/sgi", "nav.sgi", false}}
	if !slices.ContainsFunc(all, func(i navItem) bool { return i.Href == section }) {
		return nil
	}
	for i := range all {
		all[i].Text, all[i].Current = c.text(all[i].Text), all[i].Href == section
	}
	return all
}
