package payout

import (
	"fmt"
	"math"
	"sync"
	"sync/atomic"

	"balans/law/calendar"
	"balans/law/money"
	"balans/prevent/benefit"
)

// Total is what was paid of a benefit on a day: a run, as it is booked.
type Total struct {
	Benefit    benefit.Code
	Day        calendar.Date
	Count      int
	Gross, Tax money.Amount // öre
	// IDs is a digest of the ids of the payouts, 16 hexadecimal digits that are the same
	// for the same set of ids; "" when one of the payouts was added without an id.
	IDs string
}

// Net is what left the agency for the parties, öre.
func (t *Total) Net() money.Amount { return t.Gross - t.Tax }

// Totals sums the payouts from one day through another, by day and benefit; a day
// without a payout has no total. It uses all processors. The error is a period that
// ends before it begins, or money.ErrOverflow.
func Totals(c *Columns, from, to calendar.Date) ([]Total, error) {
	if from > to {
		return nil, fmt.Errorf("payouts from %s to %s: the period ends before it begins", from, to)
	}
	runs := c.between(from, to)
	blocks := blocksOf(runs)
	var next atomic.Int64
	var wg sync.WaitGroup
	for range min(workers(), len(blocks)) {
		wg.Go(func() {
			for i := next.Add(1) - 1; i < int64(len(blocks)); i = next.Add(1) - 1 {
				blocks[i].sum(runs)
			}
		})
	}
	wg.Wait()
	totals := make([]Total, len(runs))
	for i := range runs {
		totals[i] = Total{Benefit: runs[i].code, Day: runs[i].day, Count: len(runs[i].gross)}
		if ids := &runs[i].ids; ids.count == len(runs[i].gross) {
			totals[i].IDs = ids.text()
		}
	}
	for i := range blocks {
		b := &blocks[i]
		if err := totals[b.run].add(b.gross, b.tax); err != nil {
			return nil, err
		}
	}
	for i := range runs {
		for _, l := range runs[i].large {
			if err := totals[i].add(uint64(l.gross), uint64(l.tax)); err != nil {
				return nil, err
			}
		}
	}
	return totals, nil
}

// add adds sums of öre, and refuses to overflow.
func (t *Total) add(gross, tax uint64) error {
	if gross > math.MaxInt64-uint64(t.Gross) || tax > math.MaxInt64-uint64(t.Tax) {
		return fmt.Errorf("payouts of %s on %s: %w", t.Benefit, t.Day, money.ErrOverflow)
	}
	t.Gross, t.Tax = t.Gross+money.Amount(gross), t.Tax+money.Amount(tax)
	return nil
}

// block is a part of a run that one processor sums at a time.
type block struct {
	run, from, to int
	gross, tax    uint64 // a sum of at most blockLen amounts of 32 bits: it fits
}

// blockLen divides the largest runs, which are a million payouts, evenly enough.
const blockLen = 1 << 16

func blocksOf(runs []run) []block {
	var all []block
	for i := range runs {
		for from := 0; from < len(runs[i].gross); from += blockLen {
			all = append(all, block{run: i, from: from, to: min(from+blockLen, len(runs[i].gross))})
		}
	}
	return all
}

func (b *block) sum(runs []run) {
	r := &runs[b.run]
	b.gross, b.tax = sum(r.gross[b.from:b.to]), sum(r.tax[b.from:b.to])
}

// sum adds four numbers at a time, which do not wait for each other.
func sum(a []uint32) uint64 {
	var s0, s1, s2, s3 uint64
	for ; len(a) >= 4; a = a[4:] {
		s0, s1, s2, s3 = s0+uint64(a[0]), s1+uint64(a[1]), s2+uint64(a[2]), s3+uint64(a[3])
	}
	for _, v := range a {
		s0 += uint64(v)
	}
	return s0 + s1 + s2 + s3
}
