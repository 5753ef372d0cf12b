package staff

import (
	"context"
	"sync"

	"balans/law/calendar"
	"balans/recover/claim"
	"balans/steer/indicator"
)

// facts are columns and the evaluators that read them. They are never changed:
// who began with them ends with them.
type facts struct {
	columns    *claim.Columns
	evaluators *evaluators
	work       *workAnswers
	shown      *workAnswers  // of the pages on figures
	counted    *countCache   // goes on from facts to later ones
	decided    calendar.Date // the last decision day
}

// evaluators keeps one evaluator a choice of readings; there are few choices.
type evaluators struct {
	columns *claim.Columns
	mu      sync.Mutex
	by      map[string]*indicator.Evaluator
}

func newFacts(c *claim.Columns) *facts {
	_, decided := c.DecisionDays()
	return &facts{columns: c, decided: decided, evaluators: &evaluators{columns: c, by: map[string]*indicator.Evaluator{}}, work: &workAnswers{}, shown: &workAnswers{}, counted: &countCache{}}
}

// readOn is facts of columns that were read on from these.
func (f *facts) readOn(c *claim.Columns) *facts {
	if c.Same(f.columns) { // what evaluators and work lists remember holds too
		same := *f
		same.columns = c
		return &same
	}
	next := newFacts(c)
	next.counted = f.counted
	return next
}

// evaluator returns the evaluator for a choice of readings.
func (f *facts) evaluator(c indicator.Choice) (*indicator.Evaluator, error) {
	v := f.evaluators
	v.mu.Lock()
	defer v.mu.Unlock()
	if e := v.by[c.String()]; e != nil {
		return e, nil
	}
	e, err := indicator.New(v.columns, c)
	if err == nil {
		v.by[c.String()] = e
	}
	return e, err
}

// interrupted names the imports that began and were not completed.
func (f *facts) interrupted() []string { return f.columns.Interrupted() }

// lastFact is the latest day anything is known to have been recorded.
func (f *facts) lastFact() calendar.Date {
	last := f.columns.LastRecorded().Date()
	if f.columns.Len() > 0 {
		last = max(last, f.decided)
	}
	return last
}

// current returns facts that are level with the journal. While someone else is
// bringing them up to date, the facts as they are serve everybody else.
func (s *Server) current(ctx context.Context) (*facts, error) {
	f := s.facts.Load()
	head, err := s.journal.Head(ctx)
	if err != nil {
		return nil, err
	}
	if head == f.columns.Head || !s.refreshing.TryLock() {
		return f, nil
	}
	f = s.facts.Load() // another request may have been quicker
	fresh, ok, err := claim.Refresh(ctx, s.journal, f.columns)
	if err == nil && !ok {
		go s.rebuild() // gives the lock back
		return f, nil
	}
	defer s.refreshing.Unlock()
	if err != nil {
		return nil, err
	}
	next := f.readOn(fresh)
	s.facts.Store(next)
	s.metrics.refreshes.Add(1)
	return next, nil
}

// rebuild reads the whole journal again, after more was written than can be
// caught up with claim by claim. Readers keep the old columns meanwhile. The
// caller holds the lock.
func (s *Server) rebuild() {
	defer s.refreshing.Unlock()
	columns, err := claim.ReadColumns(s.ctx, s.journal, nil)
	if err != nil {
		s.log.Error("rebuild the columns", "error", err)
		return
	}
	s.facts.Store(newFacts(columns))
	s.metrics.refreshes.Add(1)
}
