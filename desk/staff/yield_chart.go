package staff

import (
	"fmt"
	"html"
	"html/template"
	"strings"

	"balans/law/money"
	"balans/prevent/control"
)

// The measures of the drawing of lying bars, in whole units of its viewBox.
const (
	lyingWidth = 640 // of the drawing
	lyingRow   = 46  // of a bar and its name above it
	lyingBar   = 16  // the height of a bar
)

// lyingBar is a row of the drawing: its name, what it says, and parts of a class each.
type lyingBars struct {
	Name, Says string
	Parts      [2]int64
}

// yieldChart draws kronor stopped and found late by control. The table under it has the
// same figures.
func yieldChart(t translate, y *control.Yield) *chartView {
	var bars []lyingBars
	for i := range y.Rows {
		if g := &y.Rows[i]; g.Stopped+g.Late > 0 {
			bars = append(bars, lyingBars{Name: t.ruleName(g.Rule) + ", " + t.stage(g.Stage), Says: t.kronor(g.Stopped + g.Late), Parts: [2]int64{int64(g.Stopped), int64(g.Late)}})
		}
	}
	if len(bars) == 0 {
		return nil
	}
	return &chartView{Caption: t("yield.chart"), SVG: drawLying(t("yield.chart"), t("yield.chart.desc", len(bars), t.kronor(money.Amount(y.Total.Stopped)), t.kronor(money.Amount(y.Total.Late))), bars),
		Legend: []legendItem{{Class: "chart__series-1", Text: t("yield.stopped")}, {Class: "chart__series-3", Text: t("yield.late")}}}
}

// drawLying draws bars from the left, each under its name; whole numbers alone.
func drawLying(title, desc string, bars []lyingBars) template.HTML {
	most := int64(1)
	for _, bar := range bars {
		most = max(most, bar.Parts[0]+bar.Parts[1])
	}
	var b strings.Builder
	fmt.Fprintf(&b, `<svg viewBox="0 0 %d %d" role="img" aria-labelledby="lying-title lying-desc">`, lyingWidth, len(bars)*lyingRow)
	fmt.Fprintf(&b, `<title id="lying-title">%s</title><desc id="lying-desc">%s</desc>`, html.EscapeString(title), html.EscapeString(desc))
	for i, bar := range bars {
		top, x := i*lyingRow, int64(0)
		fmt.Fprintf(&b, `<text x="0" y="%d">%s: %s</text>`, top+18, html.EscapeString(bar.Name), html.EscapeString(bar.Says))
		for k, class := range [...]string{"chart__series-1", "chart__series-3"} {
			width := bar.Parts[k] * lyingWidth / most
			if bar.Parts[k] > 0 {
				fmt.Fprintf(&b, `<rect class="chart__bar %s" x="%d" y="%d" width="%d" height="%d"/>`, class, x, top+24, max(width, 1), lyingBar)
			}
			x += width
		}
	}
	b.WriteString(`</svg>`)
	return template.HTML(b.String())
}
