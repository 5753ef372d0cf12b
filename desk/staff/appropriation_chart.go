package staff

import (
	"fmt"
	"html"
	"html/template"
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
	const left, right, high, low = chartLeft, chartWidth - chartRight, chartTop, chartHeight - chartBottom
	y := func(v int64) int64 { return high + roundDiv((top-v)*(low-high), top-bottom) }
	x := func(i int) int64 { return left + (right-left)*int64(2*i+1)/24 } // the middle of a month
	const width = int64(right-left) * 7 / 120
	var b strings.Builder
	fmt.Fprintf(&b, `<svg viewBox="0 0 %g %g" role="img" aria-labelledby="%s-title %s-desc">`, chartWidth, chartHeight, d.ID, d.ID)
	fmt.Fprintf(&b, `<title id="%s-title">%s</title><desc id="%s-desc">%s</desc>`, d.ID, html.EscapeString(d.Title), d.ID, html.EscapeString(d.Desc))
	for v := bottom; v <= top; v += step {
		class := "chart__grid"
		if v == 0 {
			class = "chart__axis"
		}
		fmt.Fprintf(&b, `<path class="%s" d="M%d %dH%d"/>`, class, int64(left), y(v), int64(right))
		fmt.Fprintf(&b, `<text x="%d" y="%d" text-anchor="end" dominant-baseline="middle">%s</text>`, int64(left-8), y(v), number(v))
	}
	for i, v := range d.Values {
		if d.Known[i] && v != 0 {
			fmt.Fprintf(&b, `<rect class="chart__bar chart__series-1" x="%d" y="%d" width="%d" height="%d"/>`,
				x(i)-width/2, min(y(v), y(0)), width, max(y(0)-y(v), y(v)-y(0)))
		}
		if d.Labels[i] != "" {
			fmt.Fprintf(&b, `<text x="%d" y="%d" text-anchor="middle">%s</text>`, x(i), int64(low+26), html.EscapeString(d.Labels[i]))
		}
	}
	b.WriteString(`</svg>`)
	return template.HTML(b.String())
}

// roundDiv divides what is not below zero, half up.
func roundDiv(a, by int64) int64 { return (a + by/2) / by }

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
