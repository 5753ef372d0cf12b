package staff

import (
	"context"
	"encoding/csv"
	"fmt"
	"net/http"
	"strconv"

	"balans/law/calendar"
	"balans/prevent/benefit"
	"balans/steer/indicator"
)

// mostMonths bounds a series: fifty years.
const mostMonths = 600

// seriesAsked is which series is asked for.
type seriesAsked struct {
	figure   indicator.Figure
	from, to calendar.Date // first days of months
	benefit  benefit.Code
	known    known
	choice   indicator.Choice
	amounts  bool
}

func (c *call) seriesAsked(f *facts) seriesAsked {
	a := c.asked
	q := seriesAsked{known: f.knownNow(a.known()), choice: a.choice(), benefit: a.benefit()}
	q.figure, _ = indicator.FigureByID(a.oneOf("figure", figureIDs("new_not_served")...))
	last := lastMonthEnd(f.lastFact(), a.today(), q.known.at.Date()).FirstOfMonth()
	q.to = a.month("to", last)
	q.from = a.month("from", min(q.to, last.FirstOfYear().AddYears(-2)))
	q.amounts = a.oneOf("show", "count", "amount") == "amount"
	switch {
	case len(a.problems) > 0:
	case q.to.EndOfMonth() > a.today():
		a.wrong("to", "error.month.open", a.get("to"))
	case q.from > q.to:
		a.wrong("from", "error.order", a.text("field.from"), a.text("field.to"))
	case (q.to.Year()-q.from.Year())*12+int(q.to.Month())-int(q.from.Month()) >= mostMonths:
		a.wrong("from", "error.long", mostMonths)
	}
	return q
}

// figureIDs lists the figures, the default first.
func figureIDs(first string) []string {
	ids := []string{first}
	for _, f := range indicator.Figures() {
		if f.ID != first {
			ids = append(ids, f.ID)
		}
	}
	return ids
}

func (q seriesAsked) pairs() []string {
	return append([]string{"figure", q.figure.ID, "from", q.from.String()[:7], "to", q.to.String()[:7],
		"benefit", q.benefit.String(), "known_at", knownParam(q.known.at)}, choicePairs(q.choice)...)
}

// months lists the first days of the months asked for.
func (q seriesAsked) months() []calendar.Date {
	var all []calendar.Date
	for m := q.from; m <= q.to; m = m.AddMonths(1) {
		all = append(all, m)
	}
	return all
}

// monthPoint is one month of a series.
type monthPoint struct {
	month calendar.Date // its first day
	cell  indicator.Cell
}

// points evaluates the series: the stock at each month's end, or what happened
// in each month.
func (q seriesAsked) points(ctx context.Context, f *facts) ([]monthPoint, error) {
	e, err := f.evaluator(q.choice)
	if err != nil {
		return nil, err
	}
	months := q.months()
	var matrix *indicator.Matrix
	if q.figure.Sort == indicator.Stock {
		var ends []calendar.Date
		for _, m := range months {
			ends = append(ends, m.EndOfMonth())
		}
		matrix, err = f.matrix(ctx, fmt.Sprint("stocks ", ends, q.choice), q.known, func() (*indicator.Matrix, error) { return e.Stocks(ends, q.known.at) })
	} else {
		var spans []indicator.Span
		for _, m := range months {
			spans = append(spans, indicator.Span{From: m, To: m.EndOfMonth()})
		}
		matrix, err = f.matrix(ctx, fmt.Sprint("flows ", spans, q.choice), q.known, func() (*indicator.Matrix, error) {
			flows, err := e.Flows(spans, q.known.at)
			if err != nil {
				return nil, err
			}
			return flows.Matrix, nil
		})
	}
	if err != nil {
		return nil, err
	}
	points := make([]monthPoint, len(months))
	for i, m := range months {
		points[i] = monthPoint{m, matrix.Total(q.figure.ID, i)}
		if q.benefit.IsKnown() {
			points[i].cell = matrix.Of(q.figure.ID, q.benefit, i)
		}
	}
	return points, nil
}

type seriesView struct {
	page
	Figure, Benefit, Show choiceField
	From, To, Known       field
	Hidden                []hidden

	Ready                bool
	Heading              string
	Lead                 string
	Chart                *chartView
	Rows                 []seriesRow
	CSV, Toggle          string // addresses: the download, and counts or amounts instead
	ToggleText, Measured string
}

type seriesRow struct {
	Month         string
	Count, Amount cellView
}

// series shows one figure month by month.
func (s *Server) series(c *call) error {
	f, err := s.current(c.r.Context())
	if err != nil {
		return err
	}
	q := c.seriesAsked(f)
	status := http.StatusOK
	v := seriesView{}
	if len(c.asked.problems) > 0 {
		status = http.StatusBadRequest
	} else if err := v.fill(c, f, q); err != nil {
		return err
	}
	v.page = s.page(c, c.text("series.title"), "/series")
	v.Deviations = c.text.deviations(q.choice)
	v.Figure = choiceField{Name: "figure", Label: c.text("field.figure"), Error: c.asked.problem("figure")}
	for _, figure := range indicator.Figures() {
		v.Figure.Options = append(v.Figure.Options, option{figure.ID, c.text.figure(figure), figure.ID == q.figure.ID})
	}
	v.Benefit = c.asked.benefitField(q.benefit, benefit.All())
	v.Show = choiceField{Name: "show", Label: c.text("field.show"), Error: c.asked.problem("show"), Options: []option{
		{"count", c.text("show.count"), !q.amounts}, {"amount", c.text("show.amount"), q.amounts}}}
	v.From, v.To = c.asked.monthField("from", q.from.String()[:7]), c.asked.monthField("to", q.to.String()[:7])
	v.Known = c.asked.knownField(q.known)
	for _, pair := range pairwise(choicePairs(q.choice)) {
		v.Hidden = append(v.Hidden, hidden(pair))
	}
	return c.render(status, "series", v)
}

// pairwise makes names and values of a list of pairs.
func pairwise(list []string) []hidden {
	var all []hidden
	for i := 0; i+1 < len(list); i += 2 {
		all = append(all, hidden{list[i], list[i+1]})
	}
	return all
}

func (v *seriesView) fill(c *call, f *facts, q seriesAsked) error {
	points, err := q.points(c.r.Context(), f)
	if err != nil {
		return err
	}
	t := c.text
	v.Ready = true
	v.Heading = t.figure(q.figure)
	v.Lead = t("series.lead", t.benefit(q.benefit), t.knownText(q.known))
	v.Measured = t("series.measured.stock")
	if q.figure.Sort != indicator.Stock {
		v.Measured = t("series.measured.flow")
	}
	v.Chart = seriesChart(t, q, points)
	v.Rows = seriesRows(t, q, points)
	v.CSV = link("/series.csv", q.pairs()...)
	v.Toggle, v.ToggleText = link("/series", append(q.pairs(), "show", "amount")...), t("series.amounts")
	if q.amounts {
		v.Toggle, v.ToggleText = link("/series", q.pairs()...), t("series.counts")
	}
	return nil
}

func seriesRows(t translate, q seriesAsked, points []monthPoint) []seriesRow {
	rows := make([]seriesRow, len(points))
	for i, p := range points {
		href := q.open(p.month)
		month := t.monthOf(p.month)
		rows[len(points)-1-i] = seriesRow{
			Month:  p.month.String()[:7],
			Count:  cellView{number(p.cell.Count), href, t("cell.says.claims", month)},
			Amount: cellView{p.cell.Amount.String(), href, t("cell.says.sek", month)},
		}
	}
	return rows
}

// open is the address of the claims behind a month.
func (q seriesAsked) open(month calendar.Date) string {
	pairs := []string{"figure", q.figure.ID}
	if q.figure.Sort == indicator.Stock {
		pairs = append(pairs, "on", month.EndOfMonth().String())
	} else {
		pairs = append(pairs, "from", month.String(), "to", month.EndOfMonth().String())
	}
	pairs = append(pairs, "known_at", knownParam(q.known.at), "benefit", q.benefit.String())
	return link("/claims", append(pairs, choicePairs(q.choice)...)...)
}

// seriesCSV sends the series as a file: claims and öre, a month a line.
func (s *Server) seriesCSV(c *call) error {
	f, err := s.current(c.r.Context())
	if err != nil {
		return err
	}
	q := c.seriesAsked(f)
	if len(c.asked.problems) > 0 {
		return problemPage(http.StatusBadRequest, "failure.question")
	}
	points, err := q.points(c.r.Context(), f)
	if err != nil {
		return err
	}
	c.attach("text/csv; charset=utf-8", "balans-serie-"+q.figure.ID+"-"+q.from.String()[:7]+"-"+q.to.String()[:7]+".csv")
	out := csv.NewWriter(c.w)
	_ = out.Write([]string{"figure", "benefit", "month", "known_at", "claims", "amount_ore"})
	for _, p := range points {
		_ = out.Write([]string{q.figure.ID, q.benefit.String(), p.month.String()[:7], knownParam(q.known.at),
			strconv.FormatInt(p.cell.Count, 10), strconv.FormatInt(int64(p.cell.Amount), 10)})
	}
	out.Flush()
	return out.Error()
}
