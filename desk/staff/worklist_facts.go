package staff

import (
	"context"
	"errors"
	"sync"

	"balans/law/calendar"
	"balans/law/money"
	"balans/recover/claim"
	"balans/recover/worklist"
	"balans/steer/indicator"
	"balans/steer/report"
)

// workAnswers keeps what was last computed of the work lists, or of the figures and the
// claims behind them, from the same facts: a pass over all claims takes some tenths of a
// second, and the pages of a list are turned one after another.
type workAnswers struct {
	mu    sync.Mutex
	by    map[workKey]*workAnswer
	order []workKey // the oldest first
}

// keptAnswers bounds the memory: a row takes 32 bytes, and the longest list of a
// large agency has some hundred thousand.
const keptAnswers = 8

// workKey is what an answer depends on beside the facts. The instant is cut to
// the last one at which a claim's facts changed, so that each moment of "now" is
// not a question of its own; the law may have changed since, and is in the key.
type workKey struct {
	list    string // "" is the counts of all lists; of figures it is the question in words
	on      calendar.Date
	knownAt calendar.Instant
	law     *claim.Law
}

type workAnswer struct {
	ready  chan struct{} // closed when the rest can be read
	counts []worklist.Count
	rows   []workRow
	months []worklist.MonthGroup

	entries  []indicator.Hit
	sum      money.Amount
	matrix   *indicator.Matrix
	recovery *report.Recovery

	err error
}

// workRow is a row without the parts of its score, which are computed again for
// the few that are shown.
type workRow struct {
	claim, age, score int32
	since             calendar.Date
	owed              money.Amount
}

var errWorkCutOff = errors.New("the work lists could not be computed")

// get returns the answer, computing it when nobody has. Whoever asks for the
// same waits for it; nobody else does.
func (w *workAnswers) get(ctx context.Context, k workKey, compute func(*workAnswer) error) (*workAnswer, error) {
	w.mu.Lock()
	a := w.by[k]
	if a != nil {
		w.mu.Unlock()
		select {
		case <-a.ready:
			return a, a.err
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	a = &workAnswer{ready: make(chan struct{}), err: errWorkCutOff}
	w.keep(k, a)
	w.mu.Unlock()
	defer func() { // also when it panics, so that nobody waits for ever
		if a.err != nil {
			w.drop(k, a)
		}
		close(a.ready)
	}()
	a.err = compute(a)
	return a, a.err
}

// keep makes room and remembers the answer. The caller holds the lock.
func (w *workAnswers) keep(k workKey, a *workAnswer) {
	if w.by == nil {
		w.by = map[workKey]*workAnswer{}
	}
	if len(w.order) >= keptAnswers {
		delete(w.by, w.order[0])
		w.order = w.order[1:]
	}
	w.by[k] = a
	w.order = append(w.order, k)
}

func (w *workAnswers) drop(k workKey, a *workAnswer) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.by[k] != a {
		return
	}
	delete(w.by, k)
	for i, other := range w.order {
		if other == k {
			w.order = append(w.order[:i:i], w.order[i+1:]...)
			return
		}
	}
}

func (f *facts) workKey(list string, q worklist.Query) workKey {
	return workKey{list, q.On, min(q.KnownAt, f.allKnown()), f.columns.LawBook().At(q.KnownAt)}
}

// allKnown is the first instant at which all that is in the facts was known. A decision is
// known from the beginning of its day.
func (f *facts) allKnown() calendar.Instant {
	return max(f.columns.LastRecorded(), calendar.StartOfDay(f.decided))
}

// knownNow is what is known now, where that is asked for, with what was recorded while the
// request waited.
func (f *facts) knownNow(k known) known {
	if k.now {
		k.at = max(k.at, f.allKnown())
	}
	return k
}

// shownKey is the key of a question about figures. The words of it hold the days it is about.
func (f *facts) shownKey(question string, k known) workKey {
	return f.workKey(question, worklist.Query{On: calendar.None, KnownAt: k.at})
}

// matrix is figures at the ends of months, or in each of some periods, kept: many pages draw
// the same.
func (f *facts) matrix(ctx context.Context, question string, k known, compute func() (*indicator.Matrix, error)) (*indicator.Matrix, error) {
	a, err := f.shown.get(ctx, f.shownKey(question, k), func(a *workAnswer) (err error) {
		a.matrix, err = compute()
		return err
	})
	if err != nil {
		return nil, err
	}
	return a.matrix, nil
}

// countCache is the lists as they were last counted of what was known by then, so that only
// what has changed is counted again.
type countCache struct {
	mu   sync.Mutex // one counts at a time
	of   workKey    // without the instant
	last *worklist.Counted
}

// count counts the lists. Of what was known earlier than now nothing is kept to go on from.
func (f *facts) count(q worklist.Query) ([]worklist.Count, error) {
	key := f.workKey("", q)
	if q.KnownAt < f.allKnown() {
		return worklist.CountAll(f.columns, q)
	}
	key.knownAt = 0
	c := f.counted
	c.mu.Lock()
	defer c.mu.Unlock()
	before := c.last
	if c.of != key {
		before = nil
	}
	n, err := worklist.CountOn(f.columns, q, before)
	if err != nil {
		return nil, err
	}
	c.of, c.last = key, n
	return n.Counts(), nil
}

// workCounts counts every list.
func (f *facts) workCounts(ctx context.Context, q worklist.Query) ([]worklist.Count, error) {
	a, err := f.work.get(ctx, f.workKey("", q), func(a *workAnswer) (err error) {
		a.counts, err = f.count(q)
		return err
	})
	if err != nil {
		return nil, err
	}
	return a.counts, nil
}

// workRows is the claims on a list in their order, and the months left where
// days are counted down.
func (f *facts) workRows(ctx context.Context, q worklist.Query, l *worklist.List) (*workAnswer, error) {
	return f.work.get(ctx, f.workKey(l.ID, q), func(a *workAnswer) error {
		rows, err := worklist.Rows(f.columns, q, l)
		if err != nil {
			return err
		}
		a.rows = make([]workRow, len(rows))
		for i := range rows {
			r := &rows[i]
			a.rows[i] = workRow{int32(r.Claim), int32(r.Age), int32(r.Score), r.Since, r.Owed}
		}
		if l.Since == "last_day" {
			a.months = worklist.MonthGroups(rows, q.On)
		}
		return nil
	})
}
