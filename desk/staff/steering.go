package staff

import (
	"context"
	"strings"
	"sync"

	"balans/journal"
	"balans/law/calendar"
	"balans/recover/claim"
	"balans/steer/appropriation"
	"balans/steer/assignment"
	"balans/steer/directive"
)

// steering is what the pages on the letter, the books and the assignments read: the
// letters, the bookings and the facts of assignments as they stand in the journal, and
// books made of them. It is never changed: who began with it ends with it.
type steering struct {
	columns  *claim.Columns
	editions []directive.Edition
	entries  *appropriation.Facts
	facts    []journal.Event // of assignments
	flows    appropriation.Flows

	mu    sync.Mutex
	books map[calendar.Instant]*appropriation.Books // few: now, and the instants asked for
}

// mostBooks is how many books are kept beside those of now.
const mostBooks = 4

// steeringNow returns what stands in the journal. It is read anew only when a letter, a
// booking, an assignment or a claim has changed: a page that is read writes to the
// journal too.
func (s *Server) steeringNow(ctx context.Context) (*steering, error) {
	f, err := s.current(ctx)
	if err != nil {
		return nil, err
	}
	s.steering.mu.Lock()
	defer s.steering.mu.Unlock()
	old := s.steering.last
	if old != nil && sameClaims(old.columns, f.columns) {
		head, changed, err := s.steeringChanged(ctx, s.steering.head)
		if err != nil {
			return nil, err
		}
		if !changed {
			s.steering.head = head
			return old, nil
		}
	}
	head, err := s.journal.Head(ctx)
	if err != nil {
		return nil, err
	}
	n := &steering{columns: f.columns, books: map[calendar.Instant]*appropriation.Books{}}
	if n.editions, err = directive.Editions(ctx, s.journal); err != nil {
		return nil, err
	}
	if n.entries, err = appropriation.Read(ctx, s.journal, n.editions); err != nil {
		return nil, err
	}
	if n.facts, err = assignment.Read(ctx, s.journal, n.editions); err != nil {
		return nil, err
	}
	if old != nil && sameClaims(old.columns, n.columns) {
		n.flows = old.flows
	} else {
		n.flows = appropriation.ClaimFlows(n.columns)
	}
	s.steering.last, s.steering.head = n, head
	return n, nil
}

// sameClaims reports whether two columns hold the same facts of claims under the same law:
// events are only added, and a rate that is recorded makes another book of law.
func sameClaims(a, b *claim.Columns) bool {
	return a == b || a.Len() == b.Len() && a.Events() == b.Events() && a.LawBook() == b.LawBook()
}

// steeringCache is the last steering and how far the journal has been looked through.
type steeringCache struct {
	mu   sync.Mutex
	last *steering
	head journal.Head
}

// steeringChanged looks through what came after a head for anything that steering is made
// of, beside claims, which come by the columns.
func (s *Server) steeringChanged(ctx context.Context, since journal.Head) (head journal.Head, changed bool, err error) {
	head, err = s.journal.ScanFacts(ctx, since.Seq, func(e *journal.Event) error {
		changed = changed || e.Party == 0 && (e.Stream == directive.Stream || strings.HasPrefix(e.Stream, "appropriation/") || strings.HasPrefix(e.Stream, "assignment/"))
		return nil
	})
	return head, changed, err
}

// booksAt is the books as known at an instant.
func (n *steering) booksAt(knownAt calendar.Instant) (*appropriation.Books, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if b := n.books[knownAt]; b != nil {
		return b, nil
	}
	b, err := appropriation.Build(n.entries, appropriation.Sources{Editions: n.editions, Repayments: n.flows}, knownAt)
	if err != nil {
		return nil, err
	}
	if len(n.books) > mostBooks {
		clear(n.books)
	}
	n.books[knownAt] = b
	return b, nil
}

// registerAt is the register of assignments of a day, as known at an instant.
func (n *steering) registerAt(on calendar.Date, knownAt calendar.Instant) (*assignment.Register, error) {
	return assignment.Build(n.editions, n.facts, on, knownAt, assignment.Parameters{Horizon: calendar.None, Remind: []int{14}})
}
