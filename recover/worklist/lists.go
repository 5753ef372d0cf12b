package worklist

import (
	"cmp"
	"slices"

	"balans/law/calendar"
	"balans/law/money"
	"balans/recover/claim"
)

// Query says as of when, and as known when.
type Query struct {
	On      calendar.Date
	KnownAt calendar.Instant
}

// Ages are the limits of the age groups, days: under 30, under 90, under 365,
// and older. Days left to a limitation are grouped by the same limits.
var Ages = [3]int{30, 90, 365}

// Count is how many claims are on a list, and how much is owed on them.
type Count struct {
	List   *List
	Claims int
	Owed   money.Amount // öre; where interest is unknown, without it. Of lists of credits, the credit
	ByAge  [4]int       // claims by age on the list
	Oldest calendar.Date
}

// Row is a claim on a list.
type Row struct {
	Claim int
	Since calendar.Date // None: the claim has no such day
	Age   int           // days from Since; before a last day, days left
	Owed  money.Amount
	Score int // 0 on lists that are not ordered by priority
	Parts [5]ScorePart
}

// CountAll counts every list in one pass over the claims.
func CountAll(c *claim.Columns, q Query) ([]Count, error) {
	workers := c.Workers()
	readers, err := readersOf(c, q, workers)
	if err != nil {
		return nil, err
	}
	sums := make([][]Count, workers)
	c.InParallel(workers, func(worker, from, to int) {
		sum := make([]Count, len(lists))
		for i := from; i < to; i++ {
			x := readers[worker].Read(i)
			if x == nil {
				continue
			}
			for k, l := range lists {
				if l.Holds(x) {
					sum[k].add(l, x)
				}
			}
		}
		sums[worker] = sum
	})
	total := make([]Count, len(lists))
	for k, l := range lists {
		total[k].List, total[k].Oldest = l, calendar.None
		for _, sum := range sums {
			total[k].merge(&sum[k])
		}
	}
	return total, nil
}

func readersOf(c *claim.Columns, q Query, n int) ([]*Reader, error) {
	all := make([]*Reader, n)
	for i := range all {
		var err error
		if all[i], err = NewReader(c, q.On, q.KnownAt); err != nil {
			return nil, err
		}
	}
	return all, nil
}

func (n *Count) add(l *List, x *Item) {
	since := l.since(x)
	if n.Claims == 0 || since != calendar.None && (n.Oldest == calendar.None || since < n.Oldest) {
		n.Oldest = since
	}
	n.Claims++
	n.Owed += l.sum(x.Account)
	n.ByAge[group(ageOf(since, x.On))]++
}

// sum is the amount a claim has on the list.
func (l *List) sum(a *claim.Account) money.Amount {
	if l.amount == nil {
		return a.Total()
	}
	return l.amount(a)
}

func (n *Count) merge(o *Count) {
	if o.Claims == 0 {
		return
	}
	if n.Claims == 0 || o.Oldest != calendar.None && (n.Oldest == calendar.None || o.Oldest < n.Oldest) {
		n.Oldest = o.Oldest
	}
	n.Claims += o.Claims
	n.Owed += o.Owed
	for i := range n.ByAge {
		n.ByAge[i] += o.ByAge[i]
	}
}

// ageOf is how long ago the day was, or how long there is to it.
func ageOf(since, on calendar.Date) int {
	if since == calendar.None {
		return 0
	}
	return max(int(on-since), int(since-on))
}

func group(age int) int {
	for i, limit := range Ages {
		if age < limit {
			return i
		}
	}
	return len(Ages)
}

// Rows returns the claims on a list: by priority, the highest first, on
// collecting lists; otherwise the oldest first.
func Rows(c *claim.Columns, q Query, l *List) ([]Row, error) {
	workers := c.Workers()
	readers, err := readersOf(c, q, workers)
	if err != nil {
		return nil, err
	}
	parts := make([][]Row, workers)
	c.InParallel(workers, func(worker, from, to int) {
		for i := from; i < to; i++ {
			if x := readers[worker].Read(i); x != nil && l.Holds(x) {
				parts[worker] = append(parts[worker], l.Row(c, x))
			}
		}
	})
	rows := slices.Concat(parts...)
	slices.SortStableFunc(rows, func(a, b Row) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.Since, b.Since), cmp.Compare(a.Claim, b.Claim))
	})
	return rows, nil
}

// Row is the claim as a row of the list.
func (l *List) Row(c *claim.Columns, x *Item) Row {
	row := Row{Claim: x.Claim, Since: l.since(x), Owed: l.sum(x.Account)}
	row.Age = ageOf(row.Since, x.On)
	if l.Collecting {
		row.Parts = x.ScoreParts(c.Origin(x.Claim))
		for _, p := range row.Parts {
			row.Score += p.Points * p.Weight
		}
	}
	return row
}
