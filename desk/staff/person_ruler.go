package staff

import (
	"fmt"
	"html"
	"html/template"
	"strconv"
	"strings"

	"balans/law/calendar"
)

// The measures of the ruler, in whole units of its viewBox.
const (
	rulerWidth = 640
	rulerLane  = 40 // of a sort: its name, and its marks under that
	rulerMark  = 12 // the height of a mark
	rulerFoot  = 26 // years
)

// rulerOf draws each sort of what is known as a lane of marks along the days. The table has
// all of it in words.
func rulerOf(t translate, rows []lifeRow) *chartView {
	if len(rows) == 0 {
		return nil
	}
	first, last := rows[0].from, rows[0].from
	for i := range rows {
		first, last = min(first, rows[i].from), max(last, rows[i].from)
		if rows[i].to != calendar.None {
			last = max(last, rows[i].to)
		}
	}
	days := max(1, int(last-first)+1)
	x := func(d calendar.Date) int { return int(d-first) * (rulerWidth - 4) / days }
	var b strings.Builder
	var lanes []string
	for _, sort := range personSorts {
		lane, marks := len(lanes)*rulerLane, 0
		var drawn strings.Builder
		for _, past := range []bool{true, false} { // what counts stands in front
			for i := range rows {
				if r := &rows[i]; r.sort == sort && r.Past == past {
					until := r.to
					if until == calendar.None {
						until = last
					}
					fmt.Fprintf(&drawn, `<rect class="chart__bar %s" x="%d" y="%d" width="%d" height="%d"/>`, markClass(past), x(r.from), lane+22, max(3, x(until+1)-x(r.from)), rulerMark)
					marks++
				}
			}
		}
		if marks > 0 {
			lanes = append(lanes, t("person.count", t("person.sort."+sort), marks))
			fmt.Fprintf(&b, `<text x="0" y="%d">%s</text>`, lane+16, html.EscapeString(lanes[len(lanes)-1]))
			b.WriteString(drawn.String())
		}
	}
	foot := len(lanes) * rulerLane
	for y := first.Year() + 1; y <= last.Year(); y++ {
		at := x(calendar.New(y, 1, 1))
		fmt.Fprintf(&b, `<path class="chart__grid" d="M%d 0V%d"/>`, at, foot)
		if years := last.Year() - first.Year(); years <= 8 || y%5 == 0 {
			fmt.Fprintf(&b, `<text x="%d" y="%d" text-anchor="middle">%s</text>`, min(max(at, 16), rulerWidth-20), foot+18, strconv.Itoa(y))
		}
	}
	head := fmt.Sprintf(`<svg viewBox="0 0 %d %d" role="img" aria-labelledby="ruler-title ruler-desc"><title id="ruler-title">%s</title><desc id="ruler-desc">%s</desc>`,
		rulerWidth, foot+rulerFoot, html.EscapeString(t("person.ruler")), html.EscapeString(t("person.ruler.desc", first, last, strings.Join(lanes, ", "))))
	return &chartView{Caption: t("person.ruler"), SVG: template.HTML(head + b.String() + `</svg>`)}
}

// markClass sets what no longer counts apart.
func markClass(past bool) string {
	if past {
		return "chart__series-3"
	}
	return "chart__series-1"
}
