package task

import (
	"errors"
	"fmt"
	"math/bits"
	"slices"

	"balans/law/calendar"
	"balans/law/statute"
	"balans/recover/claim"
	"balans/recover/worklist"
)

// tierOfList is how pressing a work list is. Of a claim on several the most pressing counts,
// and of those of one tier the list that comes first among the work lists.
//
// near_limitation presses only when the last day is near; until then it is a reason to
// collect, which the priority counts already.
var tierOfList = map[string]Tier{
	"not_dispatched":     Promised, // a decision is sent at once
	"not_served":         Collecting,
	"mail_returned":      Collecting,
	"falls_due":          Rest,
	"late":               Collecting,
	"missed_instalments": Collecting,
	"broken_plans":       Collecting,
	"deferral_over":      Rest,
	"outcome_not_served": Waiting, // the person has won or lost, and does not know
	"review_waiting":     Waiting,
	"final":              Collecting,
	"ready_for_handover": Collecting,
	"refused_by_kfm":     Collecting,
	"unanswered_by_kfm":  Rest,
	"stop_owed":          Waiting, // Kronofogden may take what is not owed
	"near_limitation":    Losing,
	"barred":             Rest,
	"unallocated_money":  Waiting, // it is the person's money
	"rate_missing":       Rest,
	"deceased":           Rest,
	"paused":             Rest,
}

// ofClaims are the lists that give tasks, and the place of each in a set.
var ofClaims = func() (some []*worklist.List) {
	for _, l := range worklist.Lists() {
		if tierOfList[l.ID] != 0 {
			some = append(some, l)
		}
	}
	if len(some) > 32 {
		panic("task: a set of lists holds 32")
	}
	return some
}()

// TierOf is how pressing a work list is; 0 when it gives no tasks.
func TierOf(list string) Tier { return tierOfList[list] }

// Entry is a claim with something to be done, in 48 bytes: a large agency has some hundred
// thousand.
type Entry struct {
	Rank
	Claim int32 // its place in the columns
	first int8
	lists uint32
}

// Limits are the agency's own values in force.
type Limits struct {
	Near  int // days before a day that it presses
	Taken int // days that what is taken is kept
}

// LimitsOf reads the limits in force on a day. It fails with statute.ErrMissing when one has no
// value.
func LimitsOf(p *statute.Parameters, on calendar.Date) (Limits, error) {
	near, err := p.Value(statute.TaskNearDays, on)
	taken, err2 := p.Value(statute.TaskTakenDays, on)
	return Limits{int(near.Int64), int(taken.Int64)}, errors.Join(err, err2)
}

// Claims is every claim with something to be done on the day, as known at an instant, in
// order.
func Claims(c *claim.Columns, q worklist.Query, limits Limits) ([]Entry, error) {
	workers := c.Workers()
	readers := make([]*worklist.Reader, workers)
	for i := range readers {
		var err error
		if readers[i], err = worklist.NewReader(c, q.On, q.KnownAt); err != nil {
			return nil, err
		}
	}
	parts := make([][]Entry, workers)
	c.InParallel(workers, func(worker, from, to int) {
		for i := from; i < to; i++ {
			if x := readers[worker].Read(i); x != nil {
				if e, ok := entryOf(c, x, limits); ok {
					parts[worker] = append(parts[worker], e)
				}
			}
		}
	})
	all := slices.Concat(parts...)
	slices.SortFunc(all, func(a, b Entry) int { return compareEntries(c, &a, &b) })
	return all, nil
}

// entryOf is the claim as a task; ok is false when there is nothing to be done.
func entryOf(c *claim.Columns, x *worklist.Item, limits Limits) (e Entry, ok bool) {
	for k, l := range ofClaims {
		if !l.Holds(x) {
			continue
		}
		e.lists |= 1 << k
		r := rankOf(c, x, l, limits)
		if !ok || r.Tier < e.Tier {
			e.Rank, e.first, ok = r, int8(k), true
		}
	}
	e.Claim = int32(x.Claim)
	return e, ok
}

// rankOf is the rank that a list gives.
func rankOf(c *claim.Columns, x *worklist.Item, l *worklist.List, limits Limits) Rank {
	row := l.Row(c, x)
	r := Rank{Tier: tierOfList[l.ID], Day: calendar.None, Since: row.Since, Amount: row.Owed}
	if r.Tier == Losing && row.Since > x.On.AddDays(limits.Near) {
		r.Tier = Collecting
	}
	switch r.Tier {
	case Losing, Promised:
		r.Day = row.Since
		if r.Tier == Losing {
			r.Since = x.Decided
		}
	case Collecting:
		r.Score = row.Score
		if l.ID == "near_limitation" {
			r.Since = x.Decided
		}
	}
	return r
}

// Of is the entry as a task.
func (e *Entry) Of(c *claim.Columns) Task {
	i := int(e.Claim)
	l := ofClaims[e.first]
	t := Task{Rank: e.Rank, Sort: Claim, ID: c.ID(i), Party: c.Party(i), Benefit: c.Benefit(i), Why: l.ID, Law: l.Law}
	for rest := e.lists &^ (1 << e.first); rest != 0; rest &= rest - 1 {
		t.More = append(t.More, ofClaims[bits.TrailingZeros32(rest)].ID)
	}
	return t
}

// String names the entry without its person, for what is logged.
func (e Entry) String() string { return fmt.Sprintf("claim at %d, %s", e.Claim, e.Tier) }

// OfClaim is what is to be done about one claim; ok is false when there is nothing. It is the
// same as among Claims.
func OfClaim(c *claim.Columns, q worklist.Query, limits Limits, i int) (t Task, ok bool, err error) {
	r, err := worklist.NewReader(c, q.On, q.KnownAt)
	if err != nil {
		return Task{}, false, err
	}
	x := r.Read(i)
	if x == nil {
		return Task{}, false, nil
	}
	e, ok := entryOf(c, x, limits)
	if !ok {
		return Task{}, false, nil
	}
	return e.Of(c), true, nil
}
