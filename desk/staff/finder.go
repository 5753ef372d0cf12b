package staff

import (
	"sync"

	"balans/access"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/prevent/register"
	"balans/recover/claim"
	"balans/recover/search"
)

// finderCache is names and debts as last read.
type finderCache struct {
	mu     sync.Mutex
	people *search.People
	debts  *search.Debts
	book   *register.Book // what the names were read from
	on     calendar.Date  // and the day they hold on
}

// finder finds persons and claims for one who asks.
type finder struct {
	people *search.People
	debts  *search.Debts
	facts  *facts
	n      *controlling
	asker  *access.Asker
	reader *claim.Reader
}

// debtsNow is who owes what, read on from what has come since.
func (s *Server) debtsNow(f *facts) (*search.Debts, error) {
	c := &s.finders
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.debtsNow(s, f)
}

// debtsNow needs the lock. What it reads is for all who ask after, so it does not end with
// the request.
func (c *finderCache) debtsNow(s *Server, f *facts) (*search.Debts, error) {
	d, err := search.ReadDebts(s.ctx, s.journal, f.columns, c.debts)
	if err != nil {
		return nil, err
	}
	c.debts = d // others may have newer facts than f
	return d.Until(f.columns.Len()), nil
}

// finderNow is what is searched in, as it stands, for who asks.
func (s *Server) finderNow(c *call, n *controlling) (*finder, error) {
	ctx := c.r.Context()
	f, err := s.current(ctx)
	if err != nil {
		return nil, err
	}
	cache := &s.finders
	cache.mu.Lock()
	debts, err := cache.debtsNow(s, f)
	cache.readNames(n)
	people := cache.people
	cache.mu.Unlock()
	if err != nil {
		return nil, err
	}
	book, err := s.accessBook(ctx)
	if err != nil {
		return nil, err
	}
	known, err := s.personsOf(ctx, n)
	if err != nil {
		return nil, err
	}
	now := s.now()
	return &finder{people: people, debts: debts, facts: f, n: n, reader: f.columns.NewReader(now.Date(), now),
		asker: book.Asker(c.user.ID, readPerson, now.Date(), now, &debtors{known})}, nil
}

// readNames reads the names that have changed. A name holds from a day, so all are read anew
// on another day.
func (c *finderCache) readNames(n *controlling) {
	if c.people != nil && c.book == n.register && c.on == n.on {
		return
	}
	before := c.book
	if c.on != n.on {
		before, c.people = nil, nil
	}
	var changed []search.Named
	for _, party := range n.register.Since(before) {
		changed = append(changed, search.Named{Number: party, Name: n.register.Of(party).Name(n.on)})
	}
	if c.people == nil {
		c.people = search.NewPeople(changed)
	} else {
		c.people = c.people.With(changed)
	}
	c.book, c.on = n.register, n.on
}

// debtors is persons who are known also when all that is known of them is that they owe.
type debtors struct{ *persons }

// Known says whether the person is in a register, or owes a claim.
func (d *debtors) Known(n identity.Number) bool { return len(d.debts.Of(n)) > 0 || d.persons.Known(n) }

// mayShow reports whether a person may be in an answer: only one of whom the reader may read
// what is known. All others are as if they were not there.
func (f *finder) mayShow(party identity.Number) bool {
	return f.asker.May(access.Matter{Party: party}).OK
}

// mayShowClaim reports whether a claim may be in an answer: only when each who owes it may.
func (f *finder) mayShowClaim(i int) bool {
	for _, party := range append([]identity.Number{f.facts.columns.Party(i)}, f.debts.Others(i)...) {
		if !f.mayShow(party) {
			return false
		}
	}
	return true
}

// open counts the claims that are still owed among those of a person.
func (f *finder) open(party identity.Number) (open, all int) {
	for _, i := range f.debts.Of(party) {
		if f.reader.Seek(i) {
			all++
			if a := f.reader.Account(); !a.IsKnown() || a.Total() > 0 {
				open++
			}
		}
	}
	return open, all
}
