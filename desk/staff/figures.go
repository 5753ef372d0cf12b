package staff

import (
	"net/http"
	"strings"

	"balans/recover/claim"
	"balans/steer/indicator"
)

type figuresView struct {
	page
	Figures  []figureRow
	Readings []reading
	Rules    []ruleRow
}

type figureRow struct {
	ID, Name, InOther, Sort, Definition, Where, Source string
	Series                                             string
}

type ruleRow struct{ ID, Says, Weight, Source string }

// figures shows every definition, reading and guard that the figures rest on.
func (s *Server) figures(c *call) error {
	t := c.text
	v := figuresView{page: s.page(c, t("figures.title"), "/figures")}
	for _, f := range indicator.Figures() {
		v.Figures = append(v.Figures, figureRow{ID: f.ID, Name: t.figure(f), InOther: t.either(f.En, f.Sv), Sort: t("sort." + string(f.Sort)),
			Definition: t.definition(f.Where), Where: f.Where, Source: f.Source, Series: link("/series", "figure", f.ID)})
	}
	v.Readings = c.asked.readings(indicator.Choice{})
	for i, p := range indicator.Parameters() {
		var others []string
		for _, o := range p.Options[1:] {
			others = append(others, t.either(o.Sv, o.En))
		}
		if len(others) > 0 {
			v.Readings[i].Answer = t("figures.instead", v.Readings[i].Answer, strings.Join(others, t("figures.or")))
		}
	}
	for _, r := range claim.Rules() {
		weight := "rule.policy"
		if r.Weight == claim.Impossible {
			weight = "rule.impossible"
		}
		v.Rules = append(v.Rules, ruleRow{r.ID, t.rule(r), t(weight), r.Source})
	}
	return c.render(http.StatusOK, "figures", v)
}
