package staff

import (
	"net/http"
	"strconv"
	"strings"

	"balans/law/calendar"
	"balans/law/money"
	"balans/recover/inquiry"
)

// followupView is what a unit manager follows.
type followupView struct {
	page
	Lead     string
	From, To field
	Unit     field
	Figures  []caseFigure
	Open     []openRow
	Ages     []string
	Decided  []caseRow
	Inflow   []caseRow
	Note     string
}

type openRow struct {
	State, Step, Count, Href string
	Ages                     []string
}

// followup counts cases of a period, down to each.
func (s *Server) followup(c *call) error {
	n, err := s.controlsNow(c.r.Context())
	if err != nil {
		return err
	}
	defer n.release()
	o, err := s.office(c.r.Context())
	if err != nil {
		return err
	}
	t, a, on := c.text, c.asked, c.asked.today()
	p := calendar.Period{From: a.day("from", on.AddDays(-29)), To: a.day("to", on)}
	v := followupView{From: a.dayField("from", p.From.String()), To: a.dayField("to", p.To.String())}
	goal, known := goalDays(o, p.To)
	f := n.inquiries.Count(p, a.get("unit"), goal)
	v.Unit = field{Name: "unit", Label: t("followup.unit"), Type: "text", Value: a.get("unit")}
	v.Lead = t("followup.lead", t.period(p))
	count := func(key string, n int) { v.Figures = append(v.Figures, caseFigure{Label: t(key), Count: number(int64(n))}) }
	count("followup.inflow", len(f.Inflow))
	count("followup.decided", len(f.Decided))
	count("followup.ended", len(f.Ended))
	if d := len(f.Decided); d > 0 {
		v.Figures = append(v.Figures, caseFigure{Label: t("followup.median"), Count: t.days(f.Median)}, caseFigure{Label: t("followup.ninety"), Count: t.days(f.Ninetieth)})
		if known {
			v.Figures = append(v.Figures, caseFigure{Label: t("followup.goal", goal), Count: caseShareText(f.InTime, d)})
		}
		v.Figures = append(v.Figures, caseFigure{Label: t("followup.auto"), Count: caseShareText(f.Auto, d)})
		if f.Submitted > 0 {
			v.Figures = append(v.Figures, caseFigure{Label: t("followup.rejected"), Count: caseShareText(f.Rejected, f.Submitted)})
		}
		if people := intOf(a.get("people")); people > 0 {
			if each, ok := f.PerPerson(people * 100); ok {
				v.Figures = append(v.Figures, caseFigure{Label: t("followup.each"), Count: caseHundredthsText(each)})
			}
		}
	}
	for i := range inquiry.AgeLimits {
		v.Ages = append(v.Ages, t("followup.age", inquiry.AgeLimits[i]))
	}
	v.Ages = append(v.Ages, t("followup.older", inquiry.AgeLimits[len(inquiry.AgeLimits)-1]))
	for _, x := range f.Open {
		row := openRow{State: t.caseState(x.State), Count: number(int64(len(x.Cases))), Href: link("/inquiries", "state", string(x.State))}
		if x.Step != "" {
			row.Step = t("inquiry.step." + string(x.Step))
		}
		for _, age := range x.Ages {
			row.Ages = append(row.Ages, strconv.Itoa(age))
		}
		v.Open = append(v.Open, row)
	}
	for _, x := range first(f.Decided, mostCases) {
		v.Decided = append(v.Decided, caseRowOf(t, x, on))
	}
	for _, x := range first(f.Inflow, mostCases) {
		v.Inflow = append(v.Inflow, caseRowOf(t, x, on))
	}
	if !known {
		v.Note = t("followup.nogoal")
	}
	v.page = s.page(c, t("followup.title"), "/followup")
	v.Crumbs = []crumb{{"/inquiries", t("inquiries.title")}, {"", t("followup.title")}}
	return c.render(http.StatusOK, "followup", v)
}

func first(all []*inquiry.Summary, most int) []*inquiry.Summary { return all[:min(len(all), most)] }

// caseShareText is a part of a whole in percent with one decimal.
func caseShareText(part, whole int) string {
	tenths, ok := money.Share(int64(part)*10, int64(whole))
	if !ok {
		return "–"
	}
	return strconv.FormatInt(tenths/10, 10) + "," + strconv.FormatInt(tenths%10, 10) + " %"
}

func caseHundredthsText(n int) string {
	return strings.TrimSuffix(sharePercent(int32(n)), " %")
}

