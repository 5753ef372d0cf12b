// Package recheck computes every claim's state a second time, from the journal's
// events, and compares it with the columns that the figures are made from. It is
// what `balans verify` uses to tell that no balance has gone wrong on the way.
//
// It shares nothing with package claim but the columns it examines and the names
// of conditions and figures: it reads bodies, orders events and keeps balances
// with plain code of its own, so that one fault cannot hide in both.
//
// What this package does not do: it trusts the journal (package journal/verify
// checks the chain), and says nothing of what the law would have allowed. It
// compares balances at the end of time only, as all is known then.
//
// Where nobody has booked a payment, what is left of the principal follows from
// the interest and the fees of every day; account.go computes these day by day.
package recheck

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	"balans/journal"
	"balans/journal/parameter"
	"balans/law/calendar"
	"balans/recover/claim"
)

// Problem is something that the columns say otherwise than the journal.
type Problem struct {
	Claim string // the claim's number; "" when it concerns no claim alone
	What  string // what differs, with both values
}

// String is the problem in a line.
func (p Problem) String() string {
	if p.Claim == "" {
		return p.What
	}
	return "claim " + p.Claim + ": " + p.What
}

// Result is what a comparison came to.
type Result struct {
	Problems []Problem // none when all is well
	// ByLaw is the number of claims in stock with money that is divided by law
	// and not as somebody booked it.
	ByLaw int
}

// fact is what is kept of an event until its claim's life is put in order.
type fact struct {
	claim     uint32
	day       calendar.Date
	ordinal   int64
	key       string
	what      what
	byLaw     bool   // the amount is divided by law
	amount    int64  // as stated; 0 if not
	principal int64  // the part of it that is principal, as booked
	details   string // the body, where it holds more than these
}

// decided is what is kept of a decision, and the life that follows from it.
type decided struct {
	id                         string
	party, decidedOre          int64
	day                        calendar.Date
	benefit, authority, origin string
	several                    bool
	charge                     int64 // the part of it that bears no interest
	ground                     string
	known                      bool // the decision has been met
	events                     int
	life
}

// run is one comparison.
type run struct {
	columns  *claim.Columns
	bits     map[string]claim.Condition
	claims   []decided
	byStream map[string]uint32
	facts    []fact
	events   int
	settings []parameter.Setting
	Result
}

// Balances recomputes the state of every claim as of the end of time from all
// events up to the columns' head, and returns what differs. Progress, which may
// be nil, is told how many events have been read. The error is that of reading
// the journal.
func Balances(ctx context.Context, j *journal.Journal, c *claim.Columns, progress func(done, total int64)) (Result, error) {
	head, err := j.Head(ctx)
	if err != nil {
		return Result{}, err
	}
	if head.JournalID != c.Head.JournalID {
		return Result{Problems: []Problem{{What: fmt.Sprintf("the columns are of the journal %s, not of %s", c.Head.JournalID, head.JournalID)}}}, nil
	}
	if head.Seq < c.Head.Seq {
		return Result{Problems: []Problem{{What: fmt.Sprintf("the columns end at event %d, the journal ends at %d", c.Head.Seq, head.Seq)}}}, nil
	}
	r := &run{columns: c, bits: claim.ConditionNames(), byStream: map[string]uint32{}, facts: make([]fact, 0, min(c.Head.Seq, 1<<24))}
	_, err = j.Scan(ctx, 0, func(e *journal.Event) error {
		if e.Seq > c.Head.Seq {
			return nil // later than the columns
		}
		if e.Seq == c.Head.Seq && e.Hash != c.Head.Hash {
			r.find("", "event %d is not the one the columns end at", e.Seq)
		}
		if progress != nil && e.Seq%8192 == 0 {
			progress(e.Seq, c.Head.Seq)
		}
		if e.Stream == parameter.Stream {
			set, err := parameter.FromJournal(e)
			r.settings = append(r.settings, set)
			return err
		}
		r.take(e)
		return nil
	})
	if err != nil {
		return Result{}, err
	}
	law, err := lawOf(r.settings)
	if err != nil {
		return Result{}, err
	}
	r.replay(law)
	r.compare()
	return r.Result, nil
}

func (r *run) find(id, format string, args ...any) {
	r.Problems = append(r.Problems, Problem{id, fmt.Sprintf(format, args...)})
}

// take keeps an event that concerns a claim.
func (r *run) take(e *journal.Event) {
	if !strings.HasPrefix(e.Stream, "claim/") {
		return
	}
	id := e.Stream[len("claim/"):]
	r.events++
	at, ok := r.byStream[id]
	if !ok {
		at = uint32(len(r.claims))
		id = strings.Clone(id)
		r.byStream[id] = at
		r.claims = append(r.claims, decided{id: id})
	}
	d := &r.claims[at]
	d.events++
	if !ok && e.Kind != "claim.decided/1" {
		r.find(id, "its first event, %d, is %s and not its decision", e.Seq, e.Kind)
	}
	if ok && d.known && e.Party != d.party {
		r.find(id, "event %d stands under another party than the decision", e.Seq)
	}
	amount, _, ok := ore(e.Body, "amount")
	principal, stated, ok2 := ore(e.Body, "principal")
	if !ok || !ok2 {
		r.find(id, "the body of event %d cannot be read: %q", e.Seq, e.Body)
		return
	}
	if e.Kind == "claim.decided/1" {
		if d.known {
			r.find(id, "event %d decides it a second time", e.Seq)
			return
		}
		d.decide(e, principal)
		if grounds[d.ground] == "" {
			r.find(id, "its ground %q is unknown", d.ground)
		}
		return
	}
	w, byLaw, ok := whatOf(e.Kind)
	switch {
	case !ok:
		r.find(id, "event %d is of the unknown kind %q", e.Seq, e.Kind)
		return
	case byLaw && stated:
		r.find(id, "event %d says what was booked to principal, and that the law divides it: %q", e.Seq, e.Body)
		return
	case !byLaw && !stated:
		principal = amount
	}
	r.facts = append(r.facts, fact{at, e.OccurredOn, e.Ordinal, strings.Clone(e.Key), w, byLaw, amount, principal, detailsOf(w, e.Body)})
}

// detailsOf keeps the body of a fact whose details the account asks for.
func detailsOf(w what, body string) string {
	switch w {
	case dispatched, demanded, reversed, waived, charged, planAgreed, deferralGranted:
		return strings.Clone(body)
	}
	return ""
}

func (d *decided) decide(e *journal.Event, principal int64) {
	body := strings.Clone(e.Body)
	d.known, d.day, d.party = true, e.OccurredOn, e.Party
	d.decidedOre = principal
	d.benefit, _ = value(body, "benefit")
	d.authority, _ = value(body, "authority")
	d.origin, _ = value(body, "origin")
	debtors, _ := value(body, "debtors")
	d.several = strings.Contains(debtors, "+")
	d.charge, _, _ = ore(body, "charge")
	if d.ground, _ = value(body, "type"); d.ground == "" {
		d.ground = groundOf(d.benefit, d.origin)
	}
	d.life = life{principal: principal}
}

// replay lives every claim's life from its decision to its last event.
func (r *run) replay(law *law) {
	slices.SortFunc(r.facts, func(a, b fact) int {
		return cmp.Or(cmp.Compare(a.claim, b.claim), cmp.Compare(a.day, b.day), cmp.Compare(a.ordinal, b.ordinal), cmp.Compare(a.key, b.key))
	})
	for facts := r.facts; len(facts) > 0; {
		n := 1
		for n < len(facts) && facts[n].claim == facts[0].claim {
			n++
		}
		d := &r.claims[facts[0].claim]
		for i := range facts[:n] {
			d.live(&facts[i])
		}
		if d.byLaw && !d.over {
			d.capital = law.capital(d, facts[:n])
		}
		facts = facts[n:]
	}
}

// compare holds the columns against the claims.
func (r *run) compare() {
	c := r.columns
	if c.Len() != len(r.claims) {
		r.find("", "the columns hold %d claims, the journal %d", c.Len(), len(r.claims))
	}
	if c.Events() != r.events {
		r.find("", "the columns hold %d events of claims, the journal %d", c.Events(), r.events)
	}
	stocked := make([]claim.Stretch, c.Len())
	c.WalkStock(0, c.Len(), claim.NewDates([]calendar.Date{lastDay}), math.MaxInt64, func(s *claim.Stretch) { stocked[s.Claim] = *s })
	seen := make([]bool, len(r.claims))
	for i := range c.Len() {
		id := c.ID(i)
		at, ok := r.byStream[id]
		switch {
		case !ok:
			r.find(id, "it stands in the columns and not in the journal")
			continue
		case seen[at]:
			r.find(id, "it stands twice in the columns")
			continue
		}
		seen[at] = true
		r.compareTraits(i, &r.claims[at])
		r.compareState(&stocked[i], &r.claims[at])
	}
	for at := range r.claims {
		if !seen[at] {
			r.find(r.claims[at].id, "it stands in the journal and not in the columns")
		}
	}
}

// compareTraits compares what no event changes.
func (r *run) compareTraits(i int, d *decided) {
	c := r.columns
	if int64(c.Party(i)) != d.party { // identity numbers are kept out of messages
		r.find(d.id, "its party is one number in the columns, another in the journal")
	}
	for _, t := range []struct {
		name             string
		columns, journal any
	}{
		{"the decision day", c.DecidedOn(i), d.day},
		{"the principal decided", int64(c.Principal(i)), d.decidedOre},
		{"the benefit", c.Benefit(i).String(), d.benefit},
		{"the authority", c.Authority(i).String(), d.authority},
		{"the origin", c.Origin(i).String(), d.origin},
		{"several debtors", c.HasSeveralDebtors(i), d.several},
		{"the ground", c.Type(i).String(), d.ground},
		{"the part that bears no interest", int64(c.Charge(i)), d.charge},
		{"the number of events", c.EventsOf(i), d.events},
	} {
		if t.columns != t.journal {
			r.find(d.id, "%s is %v in the columns, %v in the journal", t.name, t.columns, t.journal)
		}
	}
}

// compareState compares the balance and the conditions at the end of time. A
// stretch without dates means that the columns do not have the claim in stock,
// and hold nothing more of it that could be compared.
func (r *run) compareState(s *claim.Stretch, d *decided) {
	inColumns, inJournal := s.To > s.From, d.inStock(d.day)
	if inColumns != inJournal {
		left := fmt.Sprintf("%d öre outstanding", d.outstanding())
		if d.closed(d.day) {
			left = "closed"
		}
		r.find(d.id, "in the stock: %v in the columns, %v in the journal (%s)", inColumns, inJournal, left)
		return
	}
	if !inColumns {
		return
	}
	if d.byLaw {
		r.ByLaw++
	}
	if s.Outstanding != d.outstanding() {
		r.find(d.id, "%d öre outstanding in the columns, %d in the journal", s.Outstanding, d.outstanding())
	}
	for _, in := range d.conditions() {
		if has := s.Conditions&r.bits[in.name] != 0; has != in.force {
			r.find(d.id, "%s: %v in the columns, %v in the journal", in.name, has, in.force)
		}
	}
}
