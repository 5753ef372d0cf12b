package worklist

import (
	"sync"
	"sync/atomic"

	"balans/law/calendar"
	"balans/recover/claim"
)

// shareLen is how many claims are counted together, so that a claim that has had an event
// costs no more than these to count again.
const shareLen = 512

// Counted is the lists counted, share by share of the claims. It is never changed.
type Counted struct {
	columns *claim.Columns
	shares  [][]Count
}

// CountOn counts every list in one pass over the claims. before, which may be nil, is what
// was counted of columns that these were read on from, on the same day and by the same law,
// both as known after all that is in them: shares in which no claim has had an event since
// are not counted again. Events are only ever added, and a claim keeps its place.
func CountOn(c *claim.Columns, q Query, before *Counted) (*Counted, error) {
	n := &Counted{c, make([][]Count, (c.Len()+shareLen-1)/shareLen)}
	var stale []int
	for s := range n.shares {
		if before.holds(c, s) {
			n.shares[s] = before.shares[s]
		} else {
			stale = append(stale, s)
		}
	}
	readers, err := readersOf(c, q, min(c.Workers(), max(1, len(stale))))
	if err != nil {
		return nil, err
	}
	var next atomic.Int64
	var wg sync.WaitGroup
	for _, r := range readers {
		wg.Go(func() {
			for k := int(next.Add(1)) - 1; k < len(stale); k = int(next.Add(1)) - 1 {
				n.shares[stale[k]] = countShare(c, r, stale[k])
			}
		})
	}
	wg.Wait()
	return n, nil
}

// holds reports whether a share stands in other columns as when it was counted.
func (n *Counted) holds(c *claim.Columns, share int) bool {
	from, to := share*shareLen, min((share+1)*shareLen, c.Len())
	if n == nil || min((share+1)*shareLen, n.columns.Len()) != to {
		return false
	}
	for i := from; i < to; i++ {
		if n.columns.EventsOf(i) != c.EventsOf(i) {
			return false
		}
	}
	return true
}

func countShare(c *claim.Columns, r *Reader, share int) []Count {
	sum := make([]Count, len(lists))
	for i := share * shareLen; i < min((share+1)*shareLen, c.Len()); i++ {
		x := r.Read(i)
		if x == nil {
			continue
		}
		for k, l := range lists {
			if l.Holds(x) {
				sum[k].add(l, x)
			}
		}
	}
	return sum
}

// Counts is what is on each list.
func (n *Counted) Counts() []Count {
	total := make([]Count, len(lists))
	for k, l := range lists {
		total[k].List, total[k].Oldest = l, calendar.None
		for _, share := range n.shares {
			total[k].merge(&share[k])
		}
	}
	return total
}
