package staff

import (
	"fmt"
	"html"
	"html/template"
	"math"
	"strconv"
	"strings"
)

// The drawing's measures, in the units of its viewBox. The margin at the left
// holds "300 000" also in the larger letters of a narrow window.
const (
	chartWidth  = 640.0
	chartHeight = 280.0
	chartLeft   = 92.0
	chartRight  = 14.0
	chartTop    = 14.0
	chartBottom = 40.0
)

// drawing is a line or bar chart of whole numbers. It is the only place of the
// pages where floats are used: for positions on paper, never for a value.
type drawing struct {
	ID     string // unique on the page
	Title  string
	Desc   string
	Bars   bool
	Labels []string // under the first, the last and some between; "" for none
	Series []drawnSeries
}

type drawnSeries struct {
	Class  string // "chart__series-1" …
	Values []int64
}

// svg draws. Colours and dashes come from the stylesheet's classes, so that the
// drawing needs no style of its own.
func (d *drawing) svg() template.HTML {
	step, top := scale(d.greatest())
	var b strings.Builder
	fmt.Fprintf(&b, `<svg viewBox="0 0 %g %g" role="img" aria-labelledby="%s-title %s-desc">`, chartWidth, chartHeight, d.ID, d.ID)
	fmt.Fprintf(&b, `<title id="%s-title">%s</title><desc id="%s-desc">%s</desc>`, d.ID, html.EscapeString(d.Title), d.ID, html.EscapeString(d.Desc))
	y := func(v int64) float64 {
		return chartHeight - chartBottom - float64(v)/float64(top)*(chartHeight-chartTop-chartBottom)
	}
	for v := int64(0); v <= top; v += step {
		class := "chart__grid"
		if v == 0 {
			class = "chart__axis"
		}
		fmt.Fprintf(&b, `<path class="%s" d="M%g %sH%g"/>`, class, chartLeft, point(y(v)), chartWidth-chartRight)
		fmt.Fprintf(&b, `<text x="%g" y="%s" text-anchor="end" dominant-baseline="middle">%s</text>`, chartLeft-8, point(y(v)), number(v))
	}
	d.drawLabels(&b)
	for _, s := range d.Series {
		if d.Bars {
			d.drawBars(&b, s, y)
		} else {
			d.drawLine(&b, s, y)
		}
	}
	b.WriteString(`</svg>`)
	return template.HTML(b.String())
}

// x is the middle of the place with the index.
func (d *drawing) x(i int) float64 {
	n := max(1, len(d.Labels))
	width := (chartWidth - chartLeft - chartRight) / float64(n)
	return chartLeft + width*(float64(i)+0.5)
}

func (d *drawing) drawLabels(b *strings.Builder) {
	for i, l := range d.Labels {
		if l == "" {
			continue
		}
		anchor := "middle"
		switch {
		case i == 0 && len(d.Labels) > 8:
			anchor = "start"
		case i == len(d.Labels)-1 && len(d.Labels) > 8:
			anchor = "end"
		}
		fmt.Fprintf(b, `<path class="chart__axis" d="M%s %gv6"/>`, point(d.x(i)), chartHeight-chartBottom)
		fmt.Fprintf(b, `<text x="%s" y="%g" text-anchor="%s">%s</text>`, point(d.x(i)), chartHeight-chartBottom+26, anchor, html.EscapeString(l))
	}
}

func (d *drawing) drawLine(b *strings.Builder, s drawnSeries, y func(int64) float64) {
	var path strings.Builder
	for i, v := range s.Values {
		command := "L"
		if i == 0 {
			command = "M"
		}
		path.WriteString(command + point(d.x(i)) + " " + point(y(v)))
	}
	fmt.Fprintf(b, `<path class="chart__line %s" d="%s"/>`, s.Class, path.String())
	if last := len(s.Values) - 1; last >= 0 {
		fmt.Fprintf(b, `<circle class="chart__mark %s" cx="%s" cy="%s" r="5"/>`, s.Class, point(d.x(last)), point(y(s.Values[last])))
	}
}

func (d *drawing) drawBars(b *strings.Builder, s drawnSeries, y func(int64) float64) {
	width := math.Max(1, 0.7*(d.x(1)-d.x(0)))
	for i, v := range s.Values {
		if v == 0 {
			continue
		}
		fmt.Fprintf(b, `<rect class="chart__bar %s" x="%s" y="%s" width="%s" height="%s"/>`, s.Class,
			point(d.x(i)-width/2), point(math.Min(y(v), y(0))), point(width), point(math.Abs(y(0)-y(v))))
	}
}

func (d *drawing) greatest() int64 {
	var most int64
	for _, s := range d.Series {
		for _, v := range s.Values {
			most = max(most, v)
		}
	}
	return most
}

// scale chooses even gridlines: 1, 2, 2.5 or 5 times a power of ten, whole, and
// about four of them.
func scale(most int64) (step, top int64) {
	step = 1
	for unit := int64(1); ; unit *= 10 {
		for _, tenths := range []int64{10, 20, 25, 50} {
			if step = unit * tenths / 10; unit*tenths%10 == 0 && step*5 >= most {
				return step, step * max(1, (most+step-1)/step)
			}
		}
	}
}

// point is a position with one decimal.
func point(f float64) string { return strconv.FormatFloat(math.Round(f*10)/10, 'f', -1, 64) }
