package staff

import (
	"fmt"
	"html"
	"html/template"
	"math"
	"strings"

	"balans/law/money"
	"balans/steer/appropriation"
)

// monthBars draws a year's months as bars that may go below zero: in a month in which more
// came back than was paid out they do. Months that are not known have no bar.
type monthBars struct {
	ID, Title, Desc string
	Labels          [12]string
	Values          [12]int64
	Known           [12]bool
}

func (d *monthBars) svg() template.HTML {
	var most, least int64
	for i, v := range d.Values {
		if d.Known[i] {
			most, least = max(most, v), min(least, v)
		}
	}
	step, top := scale(max(most, -least))
	bottom := int64(0)
	if least < 0 {
		bottom = -step * ((-least + step - 1) / step)
	}
	top = max(step, step*((most+step-1)/step))
	y := func(v int64) float64 {
		return chartTop + float64(top-v)/float64(top-bottom)*(chartHeight-chartTop-chartBottom)
	}
	places := drawing{Labels: d.Labels[:]}
	width := 0.7 * (places.x(1) - places.x(0))
	var b strings.Builder
	fmt.Fprintf(&b, `<svg viewBox="0 0 %g %g" role="img" aria-labelledby="%s-title %s-desc">`, chartWidth, chartHeight, d.ID, d.ID)
	fmt.Fprintf(&b, `<title id="%s-title">%s</title><desc id="%s-desc">%s</desc>`, d.ID, html.EscapeString(d.Title), d.ID, html.EscapeString(d.Desc))
	for v := bottom; v <= top; v += step {
		class := "chart__grid"
		if v == 0 {
			class = "chart__axis"
		}
		fmt.Fprintf(&b, `<path class="%s" d="M%g %sH%g"/>`, class, chartLeft, point(y(v)), chartWidth-chartRight)
		fmt.Fprintf(&b, `<text x="%g" y="%s" text-anchor="end" dominant-baseline="middle">%s</text>`, chartLeft-8, point(y(v)), number(v))
	}
	for i, v := range d.Values {
		if d.Known[i] && v != 0 {
			fmt.Fprintf(&b, `<rect class="chart__bar chart__series-1" x="%s" y="%s" width="%s" height="%s"/>`,
				point(places.x(i)-width/2), point(math.Min(y(v), y(0))), point(width), point(math.Abs(y(0)-y(v))))
		}
		if d.Labels[i] != "" {
			fmt.Fprintf(&b, `<text x="%s" y="%g" text-anchor="middle">%s</text>`, point(places.x(i)), chartHeight-chartBottom+26, html.EscapeString(d.Labels[i]))
		}
	}
	b.WriteString(`</svg>`)
	return template.HTML(b.String())
}

// itemChart draws an item's outcome month by month; nil when no month is known.
func itemChart(t translate, name string, year int, months [12]appropriation.Figure) *chartView {
	var most int64
	any := false
	for _, f := range months {
		if f.Known {
			any = true
			most = max(most, int64(f.Amount), -int64(f.Amount))
		}
	}
	if !any {
		return nil
	}
	unit, key := unitOf(most)
	d := monthBars{ID: "chart", Title: t("appropriation.chart", name, year, t(key))}
	var words []string
	for m, f := range months {
		d.Labels[m] = t.month(m + 1)[:3]
		if m%2 == 1 { // in a narrow window there is room for every other
			d.Labels[m] = ""
		}
		d.Known[m] = f.Known
		d.Values[m] = int64(f.Amount.RoundTo(money.Amount(unit), money.HalfUp)) / unit
		if f.Known {
			words = append(words, t.month(m+1)+" "+number(d.Values[m]))
		}
	}
	d.Desc = strings.Join(words, ", ") + "."
	return &chartView{Caption: d.Title, SVG: d.svg()}
}
