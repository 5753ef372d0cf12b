package staff

import (
	"context"
	"strings"
	"sync"

	"balans/journal"
	"balans/law/calendar"
	"balans/prevent/control"
	"balans/prevent/payout"
	"balans/prevent/register"
	"balans/recover/inquiry"
)

// controlling is what the pages on controls read: plans, runs and findings as they stand,
// recovery cases, and what registers tell. It stands still until its release is called, but
// for inquiries, which tells of a case that has come or changed meanwhile.
type controlling struct {
	book      *control.Book
	inquiries *inquiry.Book
	cases     []*inquiry.Summary
	register  *register.Book
	on        calendar.Date // today
	release   func()
}

// controlCache is what was last read and how far the journal has been looked through. The
// book of runs is changed where it stands, so that a judged finding does not cost reading
// every run again: hold keeps readers and that change apart. The rest is replaced or, as the
// cases, may be asked while it is read on, and keeps nobody waiting.
type controlCache struct {
	level[*controlling]
	hold sync.RWMutex
	last *controlling // never changed but for its book of runs
	head journal.Head

	looking sync.Mutex
	then    map[string]*control.Sources // of runs, as known when they were made; few
}

// controlsNow returns what stands in the journal, read on from what has come since. The
// caller must release it, and not ask for it again before that.
func (s *Server) controlsNow(ctx context.Context) (*controlling, error) {
	c := &s.controls
	last, err := c.get(ctx, func() (*controlling, error) {
		if err := s.readControls(s.ctx); err != nil {
			c.last = nil // what was read in part is not to be used
			return nil, err
		}
		return c.last, nil
	})
	if err != nil {
		return nil, err
	}
	c.hold.RLock()
	now := *last
	now.on, now.release = s.now().Date(), c.hold.RUnlock
	return &now, nil
}

// controlsChanged is what has changed since a head.
type controlsChanged struct{ runs, cases, register bool }

func (s *Server) readControls(ctx context.Context) error {
	c := &s.controls
	changed := controlsChanged{true, true, true}
	var head journal.Head
	var err error
	if c.last != nil {
		changed = controlsChanged{}
		head, err = s.journal.ScanFacts(ctx, c.head.Seq, func(e *journal.Event) error {
			changed.runs = changed.runs || strings.HasPrefix(e.Stream, "control/")
			changed.cases = changed.cases || strings.HasPrefix(e.Stream, "inquir")
			changed.register = changed.register || strings.HasPrefix(e.Stream, "register/") || e.Stream == "deliveries"
			return nil
		})
	} else {
		head, err = s.journal.Head(ctx)
	}
	if err != nil {
		return err
	}
	if changed != (controlsChanged{}) {
		if err := s.readOn(ctx, changed); err != nil {
			return err
		}
	}
	c.head = head
	return nil
}

// readOn brings what has changed up to date; the book of runs while nobody reads it.
func (s *Server) readOn(ctx context.Context, changed controlsChanged) (err error) {
	c := &s.controls
	n := &controlling{}
	if c.last != nil {
		*n = *c.last
	}
	if changed.runs {
		c.hold.Lock()
		defer c.hold.Unlock()
		if n.book == nil {
			n.book, err = control.Read(ctx, s.journal)
		} else {
			err = n.book.Refresh(ctx, s.journal)
		}
		if err != nil {
			return err
		}
	}
	if changed.cases {
		if n.inquiries == nil {
			n.inquiries, err = inquiry.ReadBook(ctx, s.journal)
		} else {
			err = n.inquiries.Refresh(ctx, s.journal)
		}
		if err != nil {
			return err
		}
		n.cases = n.inquiries.All()
	}
	if changed.register {
		if n.register == nil {
			n.register, err = register.Read(ctx, s.journal, s.now())
		} else {
			n.register, err = n.register.Refresh(ctx, s.journal, s.now())
		}
		if err != nil {
			return err
		}
	}
	c.last = n
	return nil
}

// mostSources is of how many runs what was then known is kept.
const mostSources = 2

// sourcesThen is what the controls of a run looked up, as it was known then. It cannot
// change, so it is kept.
func (s *Server) sourcesThen(ctx context.Context, n *controlling, r *control.Run) (*control.Sources, error) {
	c := &s.controls
	c.looking.Lock()
	defer c.looking.Unlock()
	if known := c.then[r.ID]; known != nil {
		return known, nil
	}
	f, err := s.current(ctx)
	if err != nil {
		return nil, err
	}
	payouts, err := payout.ReadBook(ctx, s.journal, r.On.AddMonths(-13), payout.AsOf{Day: r.On, Known: r.KnownAt})
	if err != nil {
		return nil, err
	}
	sources := &control.Sources{Register: n.register.At(r.KnownAt), Payouts: payouts, Law: f.columns.LawBook().Parameters(r.KnownAt), Partial: control.Incomplete(n.register)}
	if c.then == nil || len(c.then) >= mostSources {
		c.then = map[string]*control.Sources{}
	}
	c.then[r.ID] = sources
	return sources, nil
}

// isProtected reports whether nothing may be shown of whom a finding is about: the
// identity is protected today, or was when the control was made.
func (n *controlling) isProtected(f *control.Finding) bool {
	return f.Evaluation.Reason == "protected" || n.register.Of(f.Line.Party).Protected(n.on)
}
