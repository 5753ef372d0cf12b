package night

import (
	"context"
	"slices"

	"balans/journal"
	"balans/law/calendar"
	"balans/law/money"
	"balans/recover/claim"
	"balans/recover/worklist"
)

// Mark is a run that was completed.
type Mark struct {
	On      calendar.Date
	KnownAt calendar.Instant
	Rows    int64
	Head    int64 // the journal's last event that the run had read
}

// Proposal is a claim that has come to a list.
type Proposal struct {
	Claim int // its place in the columns
	List  *worklist.List
	Since calendar.Date // None: the list has no such day for it
	Owed  money.Amount  // öre
	Score int           // priority, on collecting lists
}

// Tally is how many claims have come to a list, and how much is owed on them.
type Tally struct {
	List   *worklist.List
	Claims int
	Owed   money.Amount
}

// Query is a run to compute.
type Query struct {
	On      calendar.Date
	KnownAt calendar.Instant
	Before  *Mark // the run before; nil: everything on the lists is new
	// Anew are claims that the run before cannot have judged by what it now seems
	// to have known (TakenOver): everything on the lists is new of them.
	Anew map[int]bool
	// Progress, which may be nil, is told how many claims are done.
	Progress func(done, of int64)
}

// part is how many claims are computed between two looks at whether to stop.
const part = 1 << 14

// Proposals computes the run: the proposals in the order of the claims, and for
// one claim in the order of the lists. It returns early, with ok false, when
// stop reports true.
func Proposals(c *claim.Columns, q Query, stop func() bool) (all []Proposal, ok bool, err error) {
	workers := c.Workers()
	pairs := make([]pair, workers)
	for i := range pairs {
		if pairs[i], err = newPair(c, &q); err != nil {
			return nil, false, err
		}
	}
	lists := worklist.Lists()
	parts := (c.Len() + part - 1) / part
	found := make([][]Proposal, parts)
	stopped := false
	for first := 0; first < parts && !stopped; first += workers {
		run(min(workers, parts-first), func(w int) {
			n := first + w
			found[n] = pairs[w].proposals(c, q.Anew, lists, n*part, min((n+1)*part, c.Len()))
		})
		if q.Progress != nil {
			q.Progress(int64(min((first+workers)*part, c.Len())), int64(c.Len()))
		}
		stopped = stop()
	}
	return slices.Concat(found...), !stopped, nil
}

// TakenOver are the claims about which the journal has been told, since the run
// before, something dated as known by then: a history taken over from another
// system. That run did not see it.
func TakenOver(ctx context.Context, j *journal.Journal, c *claim.Columns, before *Mark) (map[int]bool, error) {
	anew := map[int]bool{}
	if before == nil {
		return anew, nil
	}
	_, err := j.ScanFacts(ctx, before.Head, func(e *journal.Event) error {
		if id, ok := claim.IDOf(e.Stream); ok && e.RecordedAt <= before.KnownAt {
			if i, found := c.Find(id); found {
				anew[i] = true
			}
		}
		return nil
	})
	return anew, err
}

// Tallies sums proposals up by list, in the order of the lists.
func Tallies(all []Proposal) []Tally {
	var sums []Tally
	for _, l := range worklist.Lists() {
		t := Tally{List: l}
		for i := range all {
			if all[i].List == l {
				t.Claims++
				t.Owed += all[i].Owed
			}
		}
		sums = append(sums, t)
	}
	return sums
}

// pair reads the claims as of this run and as of the run before.
type pair struct{ now, then *worklist.Reader }

func newPair(c *claim.Columns, q *Query) (p pair, err error) {
	if p.now, err = worklist.NewReader(c, q.On, q.KnownAt); err != nil || q.Before == nil {
		return p, err
	}
	p.then, err = worklist.NewReader(c, q.Before.On, q.Before.KnownAt)
	return p, err
}

func (p *pair) proposals(c *claim.Columns, anew map[int]bool, lists []*worklist.List, from, to int) (out []Proposal) {
	was := make([]bool, len(lists))
	for i := from; i < to; i++ {
		if p.then != nil {
			then := p.then.Read(i)
			if anew[i] {
				then = nil
			}
			for k, l := range lists {
				was[k] = then != nil && l.Holds(then)
			}
		}
		now := p.now.Read(i)
		if now == nil {
			continue
		}
		for k, l := range lists {
			if !was[k] && l.Holds(now) {
				row := l.Row(c, now)
				out = append(out, Proposal{Claim: i, List: l, Since: row.Since, Owed: row.Owed, Score: row.Score})
			}
		}
	}
	return out
}
