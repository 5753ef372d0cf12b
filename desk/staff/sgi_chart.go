package staff

import (
	"fmt"
	"html"
	"html/template"
	"slices"
	"strings"

	"balans/law/calendar"
	"balans/prevent/sgi"
)

// The measures of the ruler, in the units of its viewBox. A row has room for its words in
// the larger letters of a narrow window.
const (
	sgiRow     = 50 // a row with its words
	sgiBar     = 16
	sgiLeft    = 4
	sgiRight   = 636
	sgiBottom  = 44 // under the rows, for the months
	sgiLetters = 52 // what fits on a row
)

// sgiChart draws the ruler: a row for each state that occurs and for each ground, with the
// days it holds on, so that nothing is told by colour alone.
func sgiChart(t translate, h *sgi.History, r *sgi.Result) *chartView {
	first, last := h.LastWork.AddDays(1), r.On
	d := &sgiDrawing{t: t, first: first, last: last}
	for _, state := range []sgi.State{sgi.Working, sgi.Protected, sgi.Unsettled, sgi.Partly, sgi.DaysOff, sgi.Lost, sgi.Without} {
		d.row(t.sgiState(state), sgiClasses[state], r.Ruler, func(s *sgi.Segment) bool { return s.State == state })
	}
	var grounds []sgi.Ground
	for _, s := range r.Ruler {
		for _, c := range s.Covers {
			if !slices.Contains(grounds, c.Ground) {
				grounds = append(grounds, c.Ground)
			}
		}
	}
	for _, g := range grounds {
		d.row(t.sgi(g.Name()), "chart__bar chart__series-4", r.Ruler, func(s *sgi.Segment) bool {
			return slices.ContainsFunc(s.Covers, func(c sgi.Cover) bool { return c.Ground == g })
		})
	}
	var words []string
	for i := range r.Ruler {
		s := &r.Ruler[i]
		words = append(words, t("sgi.chart.segment", t.sgiDays(s.From, s.To), t.sgiState(s.State)))
	}
	title := t("sgi.chart", first, last)
	return &chartView{Caption: title, SVG: d.svg(title, strings.Join(words, "; ")+".")}
}

// sgiClasses is how the row of a state is drawn.
var sgiClasses = map[sgi.State]string{
	sgi.Working: "chart__bar chart__series-2", sgi.Protected: "chart__bar chart__series-1", sgi.Unsettled: "chart__bar chart__series-3", sgi.Partly: "chart__bar chart__series-3",
	sgi.DaysOff: "chart__bar chart__series-3", sgi.Lost: "chart__bar chart__series-3", sgi.Without: "chart__bar chart__series-3",
}

// sgiDrawing is a drawing being made.
type sgiDrawing struct {
	t           translate
	first, last calendar.Date
	body        strings.Builder
	rows        int
}

// x is where a day begins.
func (d *sgiDrawing) x(day calendar.Date) int64 {
	return sgiLeft + int64(day-d.first)*(sgiRight-sgiLeft)/int64(d.last-d.first+1)
}

// row draws the days on which the segments are as wanted; nothing when none is.
func (d *sgiDrawing) row(name, class string, segments []sgi.Segment, wanted func(*sgi.Segment) bool) {
	var bars strings.Builder
	top := int64(d.rows * sgiRow)
	for i := 0; i < len(segments); i++ {
		if !wanted(&segments[i]) {
			continue
		}
		from, to := segments[i].From, segments[i].To
		for i+1 < len(segments) && wanted(&segments[i+1]) {
			i++
			to = segments[i].To
		}
		// A single day is to be seen also in a ruler of years.
		x := min(d.x(from), sgiRight-3)
		fmt.Fprintf(&bars, `<rect class="%s" x="%d" y="%d" width="%d" height="%d"/>`, class, x, top+30, max(3, d.x(to.AddDays(1))-x), sgiBar)
	}
	if bars.Len() == 0 {
		return
	}
	d.rows++
	if letters := []rune(name); len(letters) > sgiLetters {
		name = string(letters[:sgiLetters-1]) + "…"
	}
	fmt.Fprintf(&d.body, `<text x="%d" y="%d">%s</text>`, int64(sgiLeft), top+23, html.EscapeString(name))
	fmt.Fprintf(&d.body, `<path class="chart__grid" d="M%d %dH%d"/>`, int64(sgiLeft), top+30+sgiBar, int64(sgiRight))
	d.body.WriteString(bars.String())
}

// svg is the drawing with its months below.
func (d *sgiDrawing) svg(title, desc string) template.HTML {
	height := int64(d.rows*sgiRow + sgiBottom)
	var b strings.Builder
	fmt.Fprintf(&b, `<svg viewBox="0 0 640 %d" role="img" aria-labelledby="ruler-title ruler-desc">`, height)
	fmt.Fprintf(&b, `<title id="ruler-title">%s</title><desc id="ruler-desc">%s</desc>`, html.EscapeString(title), html.EscapeString(desc))
	low := int64(d.rows * sgiRow)
	for _, m := range d.months() {
		x := d.x(m)
		fmt.Fprintf(&b, `<path class="chart__axis" d="M%d %dv8"/>`, x, low)
		fmt.Fprintf(&b, `<text x="%d" y="%d">%s</text>`, x, low+30, m.String()[:7])
	}
	b.WriteString(d.body.String())
	b.WriteString(`</svg>`)
	return template.HTML(b.String())
}

// months are at most five firsts of months, evenly apart, with room for their words.
func (d *sgiDrawing) months() []calendar.Date {
	first := d.first.FirstOfMonth()
	if first < d.first {
		first = first.AddMonths(1)
	}
	var all []calendar.Date
	for m := first; m != calendar.None && m <= d.last; m = m.AddMonths(1) {
		all = append(all, m)
	}
	step := (len(all) + 4) / 5
	var out []calendar.Date
	for i := 0; i < len(all); i += max(1, step) {
		if d.x(all[i]) <= sgiRight-90 {
			out = append(out, all[i])
		}
	}
	return out
}
