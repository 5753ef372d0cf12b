package staff

import (
	"cmp"
	"context"
	"iter"
	"slices"
	"strings"
	"sync"

	"balans/access"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/prevent/notice"
	"balans/recover/claim"
	"balans/recover/search"
	"balans/recover/task"
	"balans/recover/worklist"
)

// taskCache is who has which tasks, and the claims with something to be done, as last read.
type taskCache struct {
	level[*task.Book]
	last *task.Book

	looking sync.Mutex // one goes through the claims at a time
	of      *claim.Columns
	on      calendar.Date
	law     *claim.Law
	limits  task.Limits
	claims  []task.Entry
}

// tasksBook is who has which tasks now.
func (s *Server) tasksBook(ctx context.Context) (*task.Book, error) {
	c := &s.tasks
	return c.get(ctx, func() (*task.Book, error) {
		b, err := c.last, error(nil)
		if b == nil {
			b, err = task.Read(s.ctx, s.journal, s.now().Date())
		} else {
			b, err = b.Level(s.ctx, s.journal)
		}
		if err != nil {
			return nil, err
		}
		c.last = b
		return b, nil
	})
}

// tasking is what there is to do, and for whom.
type tasking struct {
	facts   *facts
	query   worklist.Query
	limits  task.Limits
	claims  []task.Entry
	others  []task.Task
	book    *task.Book
	today   calendar.Date // what is taken is taken on this day
	user    *user
	askers  map[string]*access.Asker // by function; nil for those the user may not use
	n       *controlling
	reader  *claim.Reader
	staff   *access.Book
	persons access.Persons
	debts   *search.Debts
	behind  []string // who stands behind what the user does: the user, and those who delegated
	now     calendar.Instant
}

// tasksNow is what there is to do today for who asks. Claims stand as on the work lists: in a
// demonstration, whose facts have an end, not after the last of them.
func (s *Server) tasksNow(c *call, n *controlling) (*tasking, error) {
	ctx := c.r.Context()
	f, err := s.current(ctx)
	if err != nil {
		return nil, err
	}
	w := &tasking{facts: f, query: s.taskQuery(f, n), today: n.on, user: c.user, askers: map[string]*access.Asker{}, n: n}
	w.now = w.query.KnownAt
	if w.limits, err = task.LimitsOf(f.columns.LawBook().Parameters(w.now), w.query.On); err != nil {
		return nil, err
	}
	if w.claims, err = s.taskEntries(f, w.query, w.limits); err != nil {
		return nil, err
	}
	if w.debts, err = s.debtsNow(f); err != nil {
		return nil, err
	}
	if w.book, err = s.tasksBook(ctx); err != nil {
		return nil, err
	}
	if err := s.otherTasks(ctx, w); err != nil {
		return nil, err
	}
	if w.staff, err = s.accessBook(ctx); err != nil {
		return nil, err
	}
	w.behind = w.staff.Behind(c.user.ID, w.today, w.now)
	known, err := s.personsOf(ctx, n)
	if err != nil {
		return nil, err
	}
	w.persons = named{known}
	w.reader = f.columns.NewReader(w.now.Date(), w.now)
	return w, nil
}

// taskQuery is as of when tasks are looked for: today, and in a demonstration its last day.
func (s *Server) taskQuery(f *facts, n *controlling) worklist.Query {
	q := worklist.Query{On: n.on, KnownAt: s.now()}
	if s.demo {
		q.On = min(n.on, f.lastFact())
	}
	return q
}

// named is persons whom the matter itself names, so that all are known.
type named struct{ *persons }

// Known says yes: a task is about somebody the journal names.
func (named) Known(identity.Number) bool { return true }

// otherTasks gathers the tasks that are no claims.
func (s *Server) otherTasks(ctx context.Context, w *tasking) error {
	on := w.n.on
	w.others = task.Findings(w.n.book.Runs(), on, w.limits)
	w.others = append(w.others, task.Cases(caseStates(w.n.cases, on), on, w.limits)...)
	book, err := s.noticesNow(ctx)
	if err != nil {
		return err
	}
	terms, err := notice.ReadTerms(ctx, s.journal, w.query.KnownAt)
	if err != nil {
		return err
	}
	w.others = append(w.others, task.Notices(book.Notices(on, w.query.KnownAt, terms), on, w.limits)...)
	return nil
}

// taskEntries is the claims with something to be done, as known now. On the same day only
// claims that have had events since are looked at.
func (s *Server) taskEntries(f *facts, q worklist.Query, limits task.Limits) (entries []task.Entry, err error) {
	c := &s.tasks
	c.looking.Lock()
	defer c.looking.Unlock()
	law := f.columns.LawBook().At(q.KnownAt)
	switch {
	case c.of == nil || c.on != q.On || c.law != law || c.limits != limits || c.of.Len() > f.columns.Len():
		entries, err = task.Claims(f.columns, q, limits)
	case c.of == f.columns:
		return c.claims, nil
	default:
		entries, err = task.Update(c.of, c.claims, f.columns, q, limits)
	}
	if err != nil {
		return nil, err
	}
	c.of, c.on, c.law, c.limits, c.claims = f.columns, q.On, law, limits, entries
	return entries, nil
}

// dayOf is the day a task stands as on.
func (w *tasking) dayOf(t *task.Task) calendar.Date {
	if t.Sort == task.Claim {
		return w.query.On
	}
	return w.n.on
}

// all is every task of a sort, 0 for all sorts, in order. Claims of earlier tiers than one
// that is asked for are passed over: there may be some hundred thousand.
func (w *tasking) all(sort task.Sort, from task.Tier) iter.Seq[*task.Task] {
	claims := w.claims
	if sort != 0 && sort != task.Claim {
		claims = nil
	}
	first, _ := slices.BinarySearchFunc(claims, from, func(e task.Entry, tier task.Tier) int { return cmp.Compare(e.Tier, tier) })
	claims = claims[first:]
	return task.All(w.facts.columns, claims, w.others)
}

// functionOf is what who does a task must be allowed.
func functionOf(t *task.Task) string {
	switch t.Sort {
	case task.Claim:
		return access.ActOnClaim
	case task.Finding:
		return access.JudgeFinding
	case task.Notice:
		return access.WriteNotice
	}
	return caseFunction(t)
}

// mayDo reports whether the user may have to do with a task at all: the role does such work,
// the matter is not one's own or of somebody near, and the identity is not protected.
func (w *tasking) mayDo(t *task.Task) bool {
	function := functionOf(t)
	if !w.user.mayUse(function) {
		return false
	}
	asker := w.askers[function]
	if asker == nil {
		asker = w.staff.Asker(w.user.ID, function, w.today, w.now, w.persons)
		w.askers[function] = asker
	}
	if !w.mayBeSeen(t) || isAmong(t.Not, w.behind) {
		return false
	}
	return asker.May(w.matterOf(t)).OK
}

// isAmong reports whether one of some is among those who may not do a task.
func isAmong(not, some []string) bool {
	return slices.ContainsFunc(some, func(id string) bool { return slices.Contains(not, id) })
}

// matterOf is a task as the rules on access ask about it: with each who owes the claim, and
// the unit of a case.
func (w *tasking) matterOf(t *task.Task) access.Matter {
	m := access.Matter{Party: t.Party, Others: w.othersOf(t), Benefit: t.Benefit.String()}
	if t.Sort == task.Case {
		if x := w.n.inquiries.Find(t.ID); x != nil {
			m.Unit = x.Unit
		}
	}
	return m
}

func (w *tasking) othersOf(t *task.Task) []identity.Number {
	if i, ok := w.facts.columns.Find(t.ID); ok && t.Sort == task.Claim {
		return w.debts.Others(i)
	}
	return t.Others
}

// mayBeSeen reports whether a task may be on the list: those about somebody with a protected
// identity are for those who handle such.
func (w *tasking) mayBeSeen(t *task.Task) bool {
	if w.user.mayUse(access.HandleProtected) {
		return true
	}
	for _, party := range append([]identity.Number{t.Party}, w.othersOf(t)...) {
		if w.n.register.Protected(party, w.n.on) {
			return false
		}
	}
	if t.Sort != task.Claim {
		return true
	}
	i, ok := w.facts.columns.Find(t.ID)
	return ok && w.reader.Seek(i) && w.reader.Conditions()&claim.Protected == 0
}

// find is the task with a key; nil when there is nothing to do about it any more.
func (w *tasking) find(key string) (*task.Task, error) {
	if id, ok := strings.CutPrefix(key, task.Claim.String()+"/"); ok {
		i, found := w.facts.columns.Find(id)
		if !found {
			return nil, nil
		}
		t, ok, err := task.OfClaim(w.facts.columns, w.query, w.limits, i)
		if err != nil || !ok {
			return nil, err
		}
		return &t, nil
	}
	for i := range w.others {
		if w.others[i].Key() == key {
			return &w.others[i], nil
		}
	}
	return nil, nil
}

// hrefOf is where a task is done.
func (w *tasking) hrefOf(t *task.Task) string {
	switch t.Sort {
	case task.Claim:
		return claimHref(t.ID)
	case task.Notice:
		return link("/notice", "id", t.ID)
	case task.Finding:
		return link("/finding", "run", t.Finding[0], "payout", t.Finding[1], "control", t.Finding[2])
	case task.Case:
		return link("/inquiry", "id", t.ID)
	}
	return ""
}
