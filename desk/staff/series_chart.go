package staff

import (
	"fmt"
	"html/template"
	"strconv"

	"balans/law/calendar"
	"balans/law/money"
	"balans/steer/indicator"
)

// chartView is a drawing in its frame.
type chartView struct {
	Caption string
	Legend  []legendItem
	SVG     template.HTML
}

type legendItem struct{ Class, Text, Href string }

// monthLabels names at most about five months, evenly, and January by its year.
func monthLabels(months []calendar.Date) []string {
	labels := make([]string, len(months))
	years := months[len(months)-1].Year() - months[0].Year()
	if years < 2 {
		every := (len(months) + 4) / 5
		for i := 0; i < len(months); i += every {
			labels[i] = months[i].String()[:7]
		}
		return labels
	}
	every := (years + 5) / 6
	for i, m := range months {
		if m.Month() == 1 && (m.Year()-months[0].Year())%every == 0 {
			labels[i] = strconv.Itoa(m.Year())
		}
	}
	return labels
}

// unitOf picks the unit that shows the amounts best: öre a unit, and its name.
func unitOf(most int64) (unit int64, key string) {
	switch {
	case most >= 500_000_000: // five million kronor
		return 100_000_000, "unit.mnkr"
	case most >= 500_000:
		return 100_000, "unit.tkr"
	}
	return 100, "unit.kr"
}

func seriesChart(t translate, q seriesAsked, points []monthPoint) *chartView {
	values := make([]int64, len(points))
	months := make([]calendar.Date, len(points))
	var most int64
	for i, p := range points {
		months[i], values[i] = p.month, p.cell.Count
		if q.amounts {
			values[i] = int64(p.cell.Amount)
		}
		most = max(most, values[i])
	}
	unitText, measure := t("unit.claims.lower"), t("unit.claims.chart")
	if q.amounts {
		unit, key := unitOf(most)
		unitText, measure = t(key), t(key)
		for i := range values {
			values[i] = int64(roundTo(values[i], unit))
		}
	}
	d := drawing{ID: "chart", Bars: q.figure.Sort != indicator.Stock, Labels: monthLabels(months),
		Series: []drawnSeries{{"chart__series-1", values}}}
	d.Title = t("chart.title", t.figure(q.figure), measure, months[0].String()[:7], months[len(months)-1].String()[:7])
	d.Desc = describe(t, months, values, unitText)
	return &chartView{Caption: t("chart.caption", t.figure(q.figure), measure), SVG: d.svg()}
}

// roundTo is the value in whole units, half away from zero.
func roundTo(ore, unit int64) money.Amount {
	return money.Amount(ore).RoundTo(money.Amount(unit), money.HalfUp) / money.Amount(unit)
}

// describe says in words what the drawing shows.
func describe(t translate, months []calendar.Date, values []int64, unit string) string {
	least, most := 0, 0
	for i, v := range values {
		if v < values[least] {
			least = i
		}
		if v > values[most] {
			most = i
		}
	}
	last := len(values) - 1
	return t("chart.desc", number(values[0]), unit, t.monthOf(months[0]), number(values[last]), t.monthOf(months[last]),
		number(values[most]), t.monthOf(months[most]), number(values[least]), t.monthOf(months[least]))
}

// reportChart draws the stock through the report's periods: old claims, new
// claims, and the new ones not served.
func reportChart(c *call, f *facts, q reportAsked) (*chartView, error) {
	t := c.text
	var months, ends []calendar.Date
	for m := q.asOf.FirstOfYear().AddYears(-2); m.EndOfMonth() < q.asOf; m = m.AddMonths(1) {
		months, ends = append(months, m), append(ends, m.EndOfMonth())
	}
	months, ends = append(months, q.asOf.FirstOfMonth()), append(ends, q.asOf)
	e, err := f.evaluator(q.choice)
	if err != nil {
		return nil, err
	}
	matrix, err := f.matrix(c.r.Context(), fmt.Sprint("stocks ", ends, q.choice), q.known, func() (*indicator.Matrix, error) { return e.Stocks(ends, q.known.at) })
	if err != nil {
		return nil, err
	}
	d := drawing{ID: "chart", Labels: monthLabels(months)}
	v := &chartView{Caption: t("chart.report.caption")}
	desc := ""
	for n, figure := range []string{"old", "new", "new_not_served"} {
		f, _ := indicator.FigureByID(figure)
		values := make([]int64, len(ends))
		for i := range ends {
			values[i] = matrix.Total(figure, i).Count
		}
		class := "chart__series-" + strconv.Itoa(n+1)
		d.Series = append(d.Series, drawnSeries{class, values})
		one := seriesAsked{figure: f, from: months[0], to: min(months[len(months)-1], lastMonthEnd(q.asOf).FirstOfMonth()), known: q.known, choice: q.choice}
		v.Legend = append(v.Legend, legendItem{class, t.figure(f), link("/series", one.pairs()...)})
		desc += t.figure(f) + ": " + describe(t, months, values, t("unit.claims.lower")) + " "
	}
	d.Title, d.Desc = t("chart.report.title"), desc
	v.SVG = d.svg()
	return v, nil
}
