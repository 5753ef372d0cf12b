package indicator

import (
	"fmt"
	"slices"

	"balans/law/calendar"
	"balans/law/money"
	"balans/recover/claim"
)

// Hit is a claim behind a cell, with the amount it adds to it.
type Hit struct {
	Claim  int
	On     calendar.Date // the date of a stock, or the day of the flow
	Amount money.Amount
}

// ListStock returns the claims behind a stock figure on a date, in the order of
// the columns. Their number and sum are the cell's.
func (e *Evaluator) ListStock(figure string, on calendar.Date, knownAt calendar.Instant) ([]Hit, error) {
	f, ok := FigureByID(figure)
	if !ok || f.Sort != Stock {
		return nil, fmt.Errorf("there is no stock figure %q", figure)
	}
	dates := claim.NewDates([]calendar.Date{on})
	a, err := e.agesFor(dates)
	if err != nil {
		return nil, err
	}
	bit := uint64(1) << figureIndex(figure)
	return e.listInParallel(func(from, to int, add func(Hit)) {
		e.columns.WalkStock(from, to, dates, knownAt, func(s *claim.Stretch) {
			e.eachAge(a, s, func(_, _ int, f facts) {
				if e.figuresOf(f)&bit != 0 {
					add(Hit{s.Claim, on, money.Amount(s.Outstanding)})
				}
			})
		})
	}), nil
}

// listInParallel puts together what is listed of each share of the claims, in the order of
// the columns.
func (e *Evaluator) listInParallel(list func(from, to int, add func(Hit))) (hits []Hit) {
	parts := make([][]Hit, e.columns.Workers())
	e.columns.InParallel(len(parts), func(w, from, to int) {
		list(from, to, func(h Hit) { parts[w] = append(parts[w], h) })
	})
	return slices.Concat(parts...)
}

// ListFlow returns the claims behind a flow figure in a period.
func (e *Evaluator) ListFlow(figure string, span Span, knownAt calendar.Instant) ([]Hit, error) {
	f, ok := FigureByID(figure)
	if !ok || f.Sort == Stock {
		return nil, fmt.Errorf("there is no flow figure %q", figure)
	}
	bit := uint64(1) << figureIndex(figure)
	return e.listInParallel(func(from, to int, add func(Hit)) {
		e.columns.WalkMoves(from, to, span.From, span.To, knownAt, func(v *claim.Move) {
			if e.figuresOf(e.traits(v.Claim))&bit == 0 {
				return
			}
			if amount, ok := flowOf(f.Sort, e.columns, v); ok {
				add(Hit{v.Claim, v.Day, amount})
			}
		})
	}), nil
}

// Reason is one word of a definition and whether it holds for a claim.
type Reason struct {
	Word  string
	Holds bool
}

// Verdict says whether a claim is counted in a stock figure, and why.
type Verdict struct {
	Figure  Figure
	InStock bool // false: no stock figure counts it, whatever the words say
	Counted bool
	Reasons []Reason
}

// Explain says for every stock figure whether the claim in the state is counted
// on the date, and why.
func (e *Evaluator) Explain(i int, s *claim.State, on calendar.Date) ([]Verdict, error) {
	a, err := e.agesFor(claim.NewDates([]calendar.Date{on}))
	if err != nil {
		return nil, err
	}
	f := facts(s.Conditions) | e.traits(i) | a.facts(e.columns.DecidedOn(i), 0)
	var all []Verdict
	for n, figure := range figures {
		if figure.Sort != Stock {
			continue
		}
		v := Verdict{Figure: figure, InStock: s.InStock(), Counted: s.InStock() && e.conditions[n].holds(f)}
		e.conditions[n].reasons(f, func(word string, holds bool) {
			v.Reasons = append(v.Reasons, Reason{word, holds})
		})
		all = append(all, v)
	}
	return all, nil
}
