package repayment

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"balans/law/calendar"
	"balans/law/money"
	"balans/prevent/benefit"
	"balans/recover/claim"
)

// Source is a stock of claims and what has been settled of each: claim.Columns.
type Source interface {
	ID(i int) string
	Benefit(i int) benefit.Code
	Authority(i int) claim.Authority
	// Workers and InParallel divide the claims among processors.
	Workers() int
	InParallel(workers int, part func(worker, from, to int))
	// WalkSettled calls visit for each event, from day a through b and as known at
	// knownAt, of the claims in [from,to), that moved money or changed what money
	// that came in has settled. By is that change by part, with what recovered a
	// lapsed debt under NoPart; nil where it is not known.
	WalkSettled(from, to int, a, b calendar.Date, knownAt calendar.Instant, visit func(i int, e *claim.Event, by *claim.Parts))
}

// Sum is what came in from one day through another, as known at an instant, by
// day, benefit and authority, in that order; a day without an event has no flow.
// The error is a period that ends before it begins, or money.ErrOverflow.
func Sum(c Source, from, to calendar.Date, knownAt calendar.Instant) ([]Flow, error) {
	from, to, err := within(from, to)
	if err != nil || from > to {
		return nil, err
	}
	parts := make([]table, c.Workers())
	c.InParallel(len(parts), func(worker, first, last int) {
		t := table{from: from, days: int(to-from) + 1} // its own, so that workers share no line of memory
		refunded := []int{}
		c.WalkSettled(first, last, from, to, knownAt, func(i int, e *claim.Event, by *claim.Parts) {
			l := lineOf(e, by)
			if (leaves(e.Kind) || l.IsTurned && l.Capital > 0) && (len(refunded) == 0 || refunded[len(refunded)-1] != i) {
				refunded = append(refunded, i)
			}
			if err := t.flow(c.Benefit(i), c.Authority(i), e.OccurredOn).take(&l); err != nil && t.err == nil {
				t.err = fmt.Errorf("repayments of %s on %s: %w", c.Benefit(i), e.OccurredOn, err)
			}
		})
		for _, i := range refunded {
			t.returns(c, i, to, knownAt)
		}
		parts[worker] = t
	})
	whole := table{from: from, days: int(to-from) + 1}
	for w := range parts {
		if err := parts[w].err; err != nil {
			return nil, err
		}
		for k := range parts[w].flows {
			f := &parts[w].flows[k]
			if err := whole.flow(f.Benefit, f.Authority, f.Day).merge(f); err != nil {
				return nil, fmt.Errorf("repayments of %s on %s: %w", f.Benefit, f.Day, err)
			}
		}
	}
	slices.SortFunc(whole.flows, func(a, b Flow) int {
		return cmp.Or(cmp.Compare(a.Day, b.Day), cmp.Compare(a.Benefit, b.Benefit), cmp.Compare(a.Authority, b.Authority))
	})
	return whole.flows, nil
}

// leaves reports whether an event takes what a debtor has to good off the claim.
func leaves(k claim.Kind) bool { return k == claim.Refunded || k == claim.CreditMoved }

// returns finds what left a claim of money that had settled principal: its life is walked
// from the beginning, because the credit may be older than the period.
func (t *table) returns(c Source, i int, to calendar.Date, knownAt calendar.Instant) {
	first, _ := claim.Days()
	var turned money.Amount // in the credit, of what had settled principal
	c.WalkSettled(i, i+1, first, to, knownAt, func(_ int, e *claim.Event, by *claim.Parts) {
		l := lineOf(e, by)
		var out money.Amount
		switch {
		case l.IsTurned:
			if turned -= l.Capital; turned < 0 { // a credit of what was paid too much now pays principal
				out, turned = turned, 0
			}
		case leaves(e.Kind):
			out = min(turned, max(0, -l.Amount))
			turned -= out
		}
		if out != 0 && e.OccurredOn >= t.from {
			t.flow(c.Benefit(i), c.Authority(i), e.OccurredOn).Returned += out
		}
	})
}

// within is the part of a period that claims can have events in; where there is
// none, it ends before it begins.
func within(from, to calendar.Date) (calendar.Date, calendar.Date, error) {
	if from > to {
		return from, to, fmt.Errorf("repayments from %s to %s: the period ends before it begins", from, to)
	}
	first, last := claim.Days()
	return max(from, first), min(to, last), nil
}

// table gathers flows. Where the flow of a benefit, authority and day stands is
// looked up by place.
type table struct {
	from  calendar.Date
	days  int
	place [512][]int32 // by benefit and authority, then day: 1 + place among the flows
	flows []Flow
	err   error
}

func (t *table) flow(code benefit.Code, authority claim.Authority, day calendar.Date) *Flow {
	row := &t.place[int(code)<<1|int(authority)&1]
	if *row == nil {
		*row = make([]int32, t.days)
	}
	at := &(*row)[day-t.from]
	if *at == 0 {
		t.flows = append(t.flows, Flow{Benefit: code, Authority: authority, Day: day})
		*at = int32(len(t.flows))
	}
	return &t.flows[*at-1]
}

// ClaimsOf is what stands behind the flows of a benefit and authority from one day
// through another: each event of each claim, by day, claim number and order of
// events.
func ClaimsOf(c Source, code benefit.Code, authority claim.Authority, from, to calendar.Date, knownAt calendar.Instant) ([]Line, error) {
	from, to, err := within(from, to)
	if err != nil || from > to {
		return nil, err
	}
	parts := make([][]Line, c.Workers())
	c.InParallel(len(parts), func(worker, first, last int) {
		var own []Line
		c.WalkSettled(first, last, from, to, knownAt, func(i int, e *claim.Event, by *claim.Parts) {
			if c.Benefit(i) != code || c.Authority(i) != authority {
				return
			}
			l := lineOf(e, by)
			l.At, l.Claim = i, c.ID(i)
			own = append(own, l)
		})
		parts[worker] = own
	})
	lines := slices.Concat(parts...)
	slices.SortStableFunc(lines, func(a, b Line) int {
		return cmp.Or(cmp.Compare(a.Day, b.Day), strings.Compare(a.Claim, b.Claim))
	})
	return lines, nil
}
