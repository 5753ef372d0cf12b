package indicator

import (
	"fmt"

	"balans/law/calendar"
	"balans/law/money"
	"balans/recover/claim"
)

// Span is a period with both its days included.
type Span struct{ From, To calendar.Date }

// Flows are what happened in periods.
type Flows struct {
	*Matrix // the decided, referred and returned figures, one column a period
	spans   []Span
	moves   [][2][]Cell // by period, regime and kind: the change of the stock
}

// Flows evaluates the flow figures over consecutive periods, as known at knownAt.
func (e *Evaluator) Flows(spans []Span, knownAt calendar.Instant) (*Flows, error) {
	ends := make([]calendar.Date, len(spans))
	for i, s := range spans {
		if s.To < s.From || i > 0 && s.From != spans[i-1].To+1 {
			return nil, fmt.Errorf("the periods must follow on one another: %s to %s", s.From, s.To)
		}
		ends[i] = s.To
	}
	if len(spans) == 0 {
		return nil, fmt.Errorf("no period to evaluate")
	}
	dates := claim.NewDates(ends)
	parts := make([]*Flows, e.columns.Workers())
	e.columns.InParallel(len(parts), func(w, from, to int) {
		part := e.newFlows(spans)
		parts[w] = part
		e.columns.WalkMoves(from, to, spans[0].From, spans[len(spans)-1].To, knownAt, func(v *claim.Move) {
			part.take(e, v, dates.From(v.Day))
		})
	})
	for _, p := range parts[1:] {
		parts[0].merge(p)
	}
	return parts[0], nil
}

func (e *Evaluator) newFlows(spans []Span) *Flows {
	f := &Flows{Matrix: newMatrix(e.benefits, len(spans)), spans: spans, moves: make([][2][]Cell, len(spans))}
	for i := range f.moves {
		for r := range f.moves[i] {
			f.moves[i][r] = make([]Cell, len(claim.Kinds()))
		}
	}
	return f
}

func (f *Flows) merge(other *Flows) {
	f.Matrix.merge(other.Matrix)
	for p := range f.moves {
		for r := range f.moves[p] {
			for k := range f.moves[p][r] {
				f.moves[p][r][k].add(other.moves[p][r][k])
			}
		}
	}
}

func (f *Flows) take(e *Evaluator, v *claim.Move, period int) {
	traits := e.traits(v.Claim)
	set := e.figuresOf(traits)
	b := e.columns.Benefit(v.Claim)
	for i := range figures {
		if set&(1<<i) != 0 {
			if amount, ok := flowOf(figures[i].Sort, e.columns, v); ok {
				f.at(b, i, period).add(Cell{1, amount})
			}
		}
	}
	if set&(1<<figureIndex("stock")) == 0 {
		return // not among the counted claims, so outside the identity
	}
	regime := e.columns.Regime(v.Claim)
	f.moves[period][regime][v.Kind].add(Cell{count(v.After) - count(v.Before), money.Amount(v.After - v.Before)})
}

// flowOf says whether the move belongs to a figure of the sort, and its amount.
func flowOf(s Sort, c *claim.Columns, v *claim.Move) (money.Amount, bool) {
	switch {
	case s == Decided && v.Kind == claim.Decided:
		return c.Principal(v.Claim), true
	case s == Referred && v.Kind == claim.Referred && !v.Again:
		return money.Amount(v.Handed), v.Handed > 0
	case s == Returned && v.Kind == claim.Returned && v.After > 0:
		return money.Amount(v.After), true
	}
	return 0, false
}

func count(inStock int64) int64 {
	if inStock > 0 {
		return 1
	}
	return 0
}

// Line is one cause of change in the stock over a period.
type Line struct {
	Kind claim.Kind
	Cell
}

// Identity accounts for the stock of one regime over a period: opening plus
// every change by cause must be closing.
type Identity struct {
	Regime           claim.Regime
	Span             Span
	Opening, Closing Cell
	Decided          Cell // came in by decision
	Referred         Cell // left by registration at KFM (NEW), as a negative change
	Other            Cell // all other causes together; normally an outflow
	Lines            []Line
	// Difference is closing less opening less all changes. Anything but zero is
	// a fault in the program or its columns.
	Difference Cell
}

// Identity checks the flows of a period against stocks evaluated on their own:
// column opening of stocks is the day before the period, closing its last day.
func (f *Flows) Identity(period int, regime claim.Regime, stocks *Matrix, opening, closing int) Identity {
	id := Identity{Regime: regime, Span: f.spans[period]}
	figure := "old"
	if regime == claim.New {
		figure = "new"
	}
	id.Opening, id.Closing = stocks.Total(figure, opening), stocks.Total(figure, closing)
	id.Difference = Cell{id.Closing.Count - id.Opening.Count, id.Closing.Amount - id.Opening.Amount}
	for k, change := range f.moves[period][regime] {
		if change == (Cell{}) {
			continue
		}
		kind := claim.Kind(k)
		switch kind {
		case claim.Decided:
			id.Decided = change
		case claim.Referred:
			id.Referred = change
		default:
			id.Other.add(change)
		}
		id.Lines = append(id.Lines, Line{kind, change})
		id.Difference.add(Cell{-change.Count, -change.Amount})
	}
	return id
}

// Cause returns the change of the stock by one kind of event.
func (id *Identity) Cause(k claim.Kind) Cell {
	for _, line := range id.Lines {
		if line.Kind == k {
			return line.Cell
		}
	}
	return Cell{}
}
