package staff

import (
	"errors"
	"net/http"
	"slices"
	"sync"

	"balans/journal"
	"balans/recover/claim"
	"balans/recover/letter"
	"balans/recover/position"
)

// openActing reads the claim of the address for somebody who may act on it.
func (s *Server) openActing(c *call) (*acting, error) {
	f, err := s.current(c.r.Context())
	if err != nil {
		return nil, err
	}
	id := c.r.PathValue("id")
	i, ok := f.columns.Find(id)
	if !ok {
		return nil, &pageProblem{http.StatusNotFound, "failure.claim", id}
	}
	x := &acting{call: c, s: s, facts: f, on: position.Claim{Party: f.columns.Party(i), ID: id}, read: map[position.Stream][]journal.Event{}, a: c.asked}
	stream, err := x.load(x.on)
	if err != nil {
		return nil, err
	}
	cf, err := claimFileOf(stream)
	if err != nil {
		return nil, err
	}
	return x, x.begin(cf)
}

// actingOn is the same for a claim that has been read as it is known now.
func (s *Server) actingOn(c *call, f *facts, cf *claimFile) (*acting, error) {
	x := &acting{call: c, s: s, facts: f, on: position.Claim{Party: cf.decision.Party(), ID: cf.decision.ID}, read: map[position.Stream][]journal.Event{}, a: c.asked}
	x.read[streamOf(x.on)] = cf.stream
	return x, x.begin(cf)
}

func (x *acting) begin(cf *claimFile) error {
	book, now := x.facts.columns.LawBook(), x.asked.now
	for i := range cf.events { // another program's clock may be ahead
		now = max(now, cf.events[i].RecordedAt)
	}
	var err error
	if x.life, err = newLife(cf, book, x.asked.today(), known{now, true}); err != nil {
		return err
	}
	x.terms = book.TermsOf(now)
	if x.at, err = position.Of(cf.decision, cf.events, x.asked.today(), now, x.terms); err != nil {
		return err
	}
	if err := x.find(); err != nil {
		return err
	}
	x.subject = sync.OnceValues(func() (letter.Subject, error) { return x.findSubject(x.r.Context()) })
	return nil
}

// find finds the other claims of the debtors, also those they owe with others, and the
// payments that wait.
func (x *acting) find() error {
	columns, debtors := x.facts.columns, x.life.decision.Debtors
	debts, err := x.s.debtsNow(x.facts)
	if err != nil {
		return err
	}
	var all []int
	for _, d := range debtors {
		all = append(all, debts.Of(d.Number)...)
	}
	slices.Sort(all)
	for _, i := range slices.Compact(all) {
		if c := (position.Claim{Party: columns.Party(i), ID: columns.ID(i)}); c != x.on {
			x.others = append(x.others, c)
		}
	}
	for _, l := range columns.Loose() {
		switch {
		case l.Payer == 0:
			x.unknown = append(x.unknown, l)
		case slices.ContainsFunc(debtors, func(d claim.Debtor) bool { return d.Number == l.Payer }):
			x.waiting = append(x.waiting, l)
		}
	}
	return nil
}

func streamOf(c position.Claim) position.Stream {
	return position.Stream{Party: int64(c.Party), Name: claim.Stream(c.ID)}
}

// load reads a claim's stream, once.
func (x *acting) load(c position.Claim) ([]journal.Event, error) { return x.loadStream(streamOf(c)) }

func (x *acting) loadStream(stream position.Stream) ([]journal.Event, error) {
	if events, ok := x.read[stream]; ok {
		return events, nil
	}
	events, err := x.s.journal.Load(x.r.Context(), stream.Party, stream.Name)
	if err != nil {
		x.lost = err
		return nil, err
	}
	x.read[stream] = events
	return events, nil
}

// log writes in the reading log of every debtor that his facts are shown, when they may be.
func (x *acting) log() error { return x.logOf(x.life.claimFile) }

func (x *acting) logOf(cf *claimFile) error {
	err := x.s.logReading(x.call, cf)
	var said *pageProblem
	if err == nil || errors.As(err, &said) {
		return err
	}
	x.s.log.Error("the reading log could not be written", "error", err)
	return problemPage(http.StatusServiceUnavailable, "failure.reading")
}

// logInvolved is the same for the other claims of the command.
func (x *acting) logInvolved() error {
	for _, c := range x.involved[1:] {
		stream, err := x.load(c)
		if err != nil {
			return err
		}
		cf, err := claimFileOf(stream)
		if err != nil {
			return err
		}
		if err := x.logOf(cf); err != nil {
			return err
		}
	}
	return nil
}
