package casefile

import (
	"fmt"
	"slices"
	"strings"

	"balans/law/calendar"
	"balans/law/money"
	"balans/prevent/benefit"
	"balans/recover/claim"
	"balans/recover/claim/recheck"
	"balans/steer/indicator"
	"balans/steer/report"
)

// reportAnswer is the report on claims, and what opens its figures.
type reportAnswer struct {
	*report.Recovery
	evaluator *indicator.Evaluator
}

// askReport makes the report: "as of DATE, known at DATE, NAME=VALUE …". The
// columns it is made from are held against the journal on the way, and its
// benefits against the whole.
func (r *run) askReport(b *block) error {
	q := report.Query{ByBenefit: true, AsOf: calendar.None, KnownAt: everything}
	var words []string
	for _, part := range parts(b.rest) {
		var err error
		if date, ok := strings.CutPrefix(part, "as of "); ok {
			q.AsOf, err = calendar.Parse(date)
		} else if date, ok := strings.CutPrefix(part, "known at "); ok {
			q.KnownAt, err = calendar.ParseInstant(date)
		} else {
			words = append(words, part)
		}
		if err != nil {
			return r.fault(b.line, "%v", err)
		}
	}
	choice, err := indicator.ParseChoice(words)
	if err != nil {
		return r.fault(b.line, "%v", err)
	}
	c, err := claim.ReadColumns(r.ctx, r.j, nil)
	if err != nil {
		return r.fault(b.line, "%v", err)
	}
	checked, err := recheck.Balances(r.ctx, r.j, c, nil)
	if err != nil {
		return r.fault(b.line, "%v", err)
	}
	for _, p := range checked.Problems {
		r.fail(b.line, "the columns held against the journal", "no problem", p.String())
	}
	e, err := indicator.New(c, choice)
	if err != nil {
		return r.fault(b.line, "%v", err)
	}
	made, err := report.NewRecovery(e, q)
	if err != nil {
		return r.fault(b.line, "%v", err)
	}
	if !made.Balanced() {
		r.fail(b.line, "the stock", "the opening with all that flowed in and out", "another")
	}
	r.answer = &reportAnswer{made, e}
	r.benefitsAddUp(b, made)
	return nil
}

var figureColumns = []string{"figure", "period", "claims", "kronor", "share of claims", "share of kronor"}

// thenFigures compares the cells of a table of answers; an empty cell is not
// compared.
func (r *run) thenFigures(b *block) error {
	_, rows, err := r.table(b, figureColumns...)
	if err != nil {
		return err
	}
	a := r.answer.(*reportAnswer)
	for _, row := range rows {
		figure, period := row.cells["figure"], row.cells["period"]
		column := slices.IndexFunc(a.Columns[:], func(c report.Column) bool { return c.Label() == period })
		if column < 0 {
			return r.fault(row.at, "the report has no period %q; it has %s, %s and %s", period, a.Columns[0].Label(), a.Columns[1].Label(), a.Columns[2].Label())
		}
		got, ok := a.cells(figure, column)
		if !ok {
			return r.fault(row.at, "the report has no figure %q", figure)
		}
		for k, name := range figureColumns[2:] {
			want := row.cells[name]
			if want == "" {
				continue
			}
			if name == "kronor" && want != "-" { // to the öre, which the report never prints
				amount, err := kronor(want)
				if err != nil {
					return r.fault(row.at, "%v", err)
				}
				want = shown(amount)
			}
			have := plain(got[k])
			if name != "kronor" {
				want, have = strings.ReplaceAll(want, " ", ""), strings.ReplaceAll(have, " ", "")
			}
			r.compare(row.at, fmt.Sprintf("%s of %s in %s", name, figure, period), want, have)
		}
	}
	return nil
}

// cells are claims, kronor and both shares of a figure as the report's tables
// have them; figures that no table prints come from the report itself.
func (a *reportAnswer) cells(figure string, column int) (got [4]string, found bool) {
	for _, table := range a.Tables(&a.Total, report.Swedish) {
		for _, row := range table.Rows {
			for _, v := range row.Values {
				if v.Figure != figure || v.Column != column {
					continue
				}
				found = true
				switch {
				case v.Unit == report.Claims:
					got[0] = v.Text()
				case v.Unit == report.Million && v.Blank:
					got[1] = "-"
				case v.Unit == report.Million:
					got[1] = money.Amount(v.Exact).String()
				case table.ID == "stock_count":
					got[2] = v.Text()
				default:
					got[3] = v.Text()
				}
			}
		}
	}
	if found {
		return got, true
	}
	s := a.Total.Stock[column]
	c, ok := map[string]indicator.Cell{"returned": a.Total.Returned[column], "stock": s.All,
		"with_measure": s.WithMeasure, "new_unserved_strict": s.NewUnservedStrict}[figure]
	return [4]string{fmt.Sprint(c.Count), c.Amount.String(), "-", "-"}, ok
}

// thenBehind compares the claims that a figure opens to.
func (r *run) thenBehind(b *block) error {
	f, ok := indicator.FigureByID(b.arg)
	if !ok {
		return r.fault(b.line, "there is no figure %q", b.arg)
	}
	a := r.answer.(*reportAnswer)
	var hits []indicator.Hit
	var err error
	if f.Sort == indicator.Stock {
		hits, err = a.evaluator.ListStock(b.arg, a.AsOf, a.KnownAt)
	} else {
		hits, err = a.evaluator.ListFlow(b.arg, a.Columns[2].Span, a.KnownAt)
	}
	if err != nil {
		return r.fault(b.line, "%v", err)
	}
	var got, want []string
	for _, h := range hits {
		got = append(got, a.evaluator.Columns().ID(h.Claim))
	}
	for _, l := range b.content() {
		want = append(want, strings.Fields(l.text)...)
	}
	slices.Sort(got)
	slices.Sort(want)
	r.compare(b.line, "claims behind "+b.arg, strings.Join(want, " "), strings.Join(got, " "))
	return nil
}

// benefitsAddUp holds the parts of the report against the whole.
func (r *run) benefitsAddUp(b *block, made *report.Recovery) {
	var sum report.Part
	for _, p := range made.Benefits {
		if p.Benefit == benefit.None {
			r.fail(b.line, "the parts of the report", "each of a benefit", "one of none")
		}
		for i := range p.Stock {
			for _, x := range [][2]*indicator.Cell{{&sum.Decided[i], &p.Decided[i]}, {&sum.Referred[i], &p.Referred[i]}, {&sum.Returned[i], &p.Returned[i]},
				{&sum.Stock[i].All, &p.Stock[i].All}, {&sum.Stock[i].NewNotServed, &p.Stock[i].NewNotServed}, {&sum.Stock[i].OldNearLimitation, &p.Stock[i].OldNearLimitation}} {
				x[0].Count, x[0].Amount = x[0].Count+x[1].Count, x[0].Amount+x[1].Amount
			}
		}
	}
	whole := &made.Total
	for i := range whole.Stock {
		if sum.Decided[i] != whole.Decided[i] || sum.Referred[i] != whole.Referred[i] || sum.Returned[i] != whole.Returned[i] || sum.Stock[i].All != whole.Stock[i].All ||
			sum.Stock[i].NewNotServed != whole.Stock[i].NewNotServed || sum.Stock[i].OldNearLimitation != whole.Stock[i].OldNearLimitation {
			r.fail(b.line, "the benefits of the report in "+made.Columns[i].Label(), "the whole when added up", "another sum")
		}
	}
}
