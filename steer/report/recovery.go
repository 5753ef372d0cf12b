package report

import (
	"fmt"
	"strconv"

	"balans/law/calendar"
	"balans/prevent/benefit"
	"balans/recover/claim"
	"balans/steer/indicator"
)

// Query is what a recovery report is asked for.
type Query struct {
	AsOf      calendar.Date
	KnownAt   calendar.Instant
	ByBenefit bool
}

// Column is one of the report's three periods: two full years, and the year so
// far.
type Column struct {
	Span indicator.Span
	Full bool // a whole calendar year
}

// Label names the period as JSON and CSV do: "2023", "2025-02", "2025-02-14".
func (c Column) Label() string {
	switch {
	case c.Full:
		return strconv.Itoa(c.Span.To.Year())
	case c.Span.To == c.Span.To.EndOfMonth():
		return c.Span.To.String()[:7]
	}
	return c.Span.To.String()
}

// StockColumn is the stock at the end of a period.
type StockColumn struct {
	Old, OldAtKFM, OldNearLimitation     indicator.Cell
	New, NewNotServed, NewNearLimitation indicator.Cell
	All, NewUnservedStrict, WithMeasure  indicator.Cell
	OldByCause, NewByCause               indicator.Identity // how the stock changed in the period
}

// Part is the report over all benefits or one.
type Part struct {
	Benefit  benefit.Code // None: all
	Decided  [3]indicator.Cell
	Stock    [3]StockColumn
	Referred [3]indicator.Cell
	Returned [3]indicator.Cell
}

// Recovery is the report on claims, the stock and hand-overs: the four tables of
// FK 2024/028035.
type Recovery struct {
	Query
	Choice   indicator.Choice
	Columns  [3]Column
	Total    Part
	Benefits []Part // when asked for, in order of the catalogue
	// NearLimitationPossible says per column whether any NEW claim can have
	// reached the age; where not, the report prints "-" instead of 0.
	NearLimitationPossible [3]bool

	hidden      map[hiddenKey]bool // by HideSmall
	hiddenBelow int64              // 0: nothing is hidden
}

// columnsFor are two full years and the year so far.
func columnsFor(asOf calendar.Date) [3]Column {
	var c [3]Column
	thisYear := asOf.FirstOfYear()
	for i := range 2 {
		first := thisYear.AddYears(i - 2)
		c[i] = Column{indicator.Span{From: first, To: first.EndOfYear()}, true}
	}
	c[2] = Column{indicator.Span{From: thisYear, To: asOf}, asOf == asOf.EndOfYear()}
	return c
}

// NewRecovery computes the report.
func NewRecovery(e *indicator.Evaluator, q Query) (*Recovery, error) {
	if q.AsOf.Year() < 1903 || q.AsOf.Year() > 2078 {
		return nil, fmt.Errorf("the report's date %s lies outside 1903-2078", q.AsOf)
	}
	r := &Recovery{Query: q, Choice: e.Choice(), Columns: columnsFor(q.AsOf)}
	// The day before the first period opens the identity of the first column.
	days := []calendar.Date{r.Columns[0].Span.From - 1}
	var spans []indicator.Span
	for i, c := range r.Columns {
		days = append(days, c.Span.To)
		spans = append(spans, c.Span)
		years, err := indicator.NearLimitYearsNew(c.Span.To)
		if err != nil {
			return nil, err
		}
		r.NearLimitationPossible[i] = calendar.YearsBetween(claim.RegimeBorder, c.Span.To) >= years
	}
	stocks, err := e.Stocks(days, q.KnownAt)
	if err != nil {
		return nil, err
	}
	flows, err := e.Flows(spans, q.KnownAt)
	if err != nil {
		return nil, err
	}
	total := func(m *indicator.Matrix) func(string, int) indicator.Cell {
		return func(figure string, column int) indicator.Cell { return m.Total(figure, column) }
	}
	r.Total = part(benefit.None, total(stocks), total(flows.Matrix))
	for i := range r.Columns {
		r.Total.Stock[i].OldByCause = flows.Identity(i, claim.Old, stocks, i, i+1)
		r.Total.Stock[i].NewByCause = flows.Identity(i, claim.New, stocks, i, i+1)
	}
	if q.ByBenefit {
		r.Benefits = byBenefit(stocks, flows.Matrix)
	}
	return r, nil
}

func byBenefit(stocks, flows *indicator.Matrix) []Part {
	used := map[benefit.Code]bool{}
	for _, figure := range []string{"decided", "referred", "returned"} {
		for _, b := range flows.Benefits(figure) {
			used[b] = true
		}
	}
	for _, b := range stocks.Benefits("stock") {
		used[b] = true
	}
	var parts []Part
	for _, b := range benefit.All() {
		if !used[b] {
			continue
		}
		of := func(m *indicator.Matrix) func(string, int) indicator.Cell {
			return func(figure string, column int) indicator.Cell { return m.Of(figure, b, column) }
		}
		parts = append(parts, part(b, of(stocks), of(flows)))
	}
	return parts
}

// part fills the cells; column i of the flows is column i+1 of the stocks.
func part(b benefit.Code, stock, flow func(string, int) indicator.Cell) Part {
	p := Part{Benefit: b}
	for i := range p.Stock {
		p.Decided[i] = flow("decided", i)
		p.Referred[i] = flow("referred", i)
		p.Returned[i] = flow("returned", i)
		s := &p.Stock[i]
		s.All = stock("stock", i+1)
		s.Old = stock("old", i+1)
		s.OldAtKFM = stock("old_at_kfm", i+1)
		s.OldNearLimitation = stock("old_near_limitation", i+1)
		s.New = stock("new", i+1)
		s.NewNotServed = stock("new_not_served", i+1)
		s.NewNearLimitation = stock("new_near_limitation", i+1)
		s.NewUnservedStrict = stock("new_unserved_strict", i+1)
		s.WithMeasure = stock("with_measure", i+1)
	}
	return p
}

// Balanced reports whether the stock-flow identity holds to the öre for every
// period and regime.
func (r *Recovery) Balanced() bool {
	for _, s := range r.Total.Stock {
		if s.OldByCause.Difference != (indicator.Cell{}) || s.NewByCause.Difference != (indicator.Cell{}) {
			return false
		}
	}
	return true
}

// LastMonthEnd is the last end of a month on or before the day: what a report
// describes unless another date is asked for.
func LastMonthEnd(day calendar.Date) calendar.Date {
	if day == day.EndOfMonth() {
		return day
	}
	return day.FirstOfMonth() - 1
}
