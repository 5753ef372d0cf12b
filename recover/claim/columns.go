package claim

import (
	"bytes"
	"context"
	"fmt"
	"math"
	"runtime"
	"slices"
	"strings"
	"sync"

	"balans/journal"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
	"balans/prevent/benefit"
)

// Columns holds every claim and its events as arrays, one per field, in the
// order claims were first written. They are what indicators and mass runs read:
// one sequential pass, some eleven bytes an event and eight more where money
// moves. They are derived from the journal, never the other way round, and are
// not changed once built: columns that are read on from others share with them
// what has not changed, and go on where they end.
type Columns struct {
	Head journal.Head // the journal's end when they were built

	// One entry a claim.
	party     []identity.Number
	principal []int64
	decided   []uint16
	benefit   []benefit.Code
	traits    []Traits
	ids       []byte // claim numbers end to end
	idEnd     []uint32

	// One entry an event, claim by claim, in the order they count. The events of a claim that
	// has had more since stand anew further on, with the new ones (see Refresh).
	eventAt  []uint32 // per claim: where its events begin
	eventEnd []uint32 // and end
	kind     []Kind
	day      []uint16
	recorded []calendar.Instant

	// One entry an event that carries money, in the same order.
	moneyAt  []uint32
	moneyEnd []uint32
	amount   []int64 // öre to principal; the new principal for Changed; wholeRemainder
	total    []int64 // öre as stated
	mode     []uint8 // modeCode, and modeByLaw

	// What few events and few claims have, with the event or claim it belongs to.
	detailAt []uint32
	detail   []sparse
	chargeOf []uint32
	charge   []int64

	basis []Type // one a claim

	// lastIn is, per claim, the last day it is in the stock by all that is
	// known; MaxUint16 while it still is. A scan of a later date passes it over
	// without looking at its events.
	lastIn []uint16

	lastRecorded calendar.Instant // no event became known after this
	interrupted  []string         // mass writes that began and were not completed
	loose        []Loose          // payments that are not wholly on claims
	moved        int              // claims whose events stand anew further on
	gone         int              // events left behind by those
	tail         *tail            // what these arrays go on with, in columns read on from these
	byID         []uint32         // claims in order of number, for Find
	law          *LawBook         // the law the postings follow
	lawDigest    int64            // of the law a snapshot was made by
}

// book is the law of the columns.
func (c *Columns) book() *LawBook {
	if c.law == nil {
		own, err := ownLaw()
		if err != nil {
			panic(err) // the parameters are part of the program and tested with it
		}
		c.law = own
	}
	return c.law
}

// Law is the law of claims as known at the instant.
func (c *Columns) Law(knownAt calendar.Instant) *Law { return c.book().At(knownAt) }

// LawBook is the law of claims as known at any instant.
func (c *Columns) LawBook() *LawBook { return c.book() }

// Traits are what no event changes, as bits.
type Traits uint8

// The traits.
const (
	TraitPM         Traits = 1 << iota // decided by Pensionsmyndigheten
	TraitSettlement                    // from an automatic reconciliation
	TraitSeveral                       // more than one debtor

	debtorsShift = 3 // above the traits: how many debtors, at most debtorsMost
	debtorsMost  = 31
)

// Len is the number of claims.
func (c *Columns) Len() int { return len(c.principal) }

// Events is the number of events, decisions included.
func (c *Columns) Events() int { return len(c.kind) + len(c.principal) - postings(c.mode) - c.gone }

// EventsOf is the number of a claim's events, the decision included.
func (c *Columns) EventsOf(i int) int {
	return 1 + int(c.eventEnd[i]-c.eventAt[i]) - postings(c.mode[c.moneyAt[i]:c.moneyEnd[i]])
}

// postings counts the rows that are no events but follow from them.
func postings(modes []uint8) int { return bytes.Count(modes, []byte{uint8(modeDerived)}) }

// Charge is the part of the principal that bears no interest, öre.
func (c *Columns) Charge(i int) money.Amount {
	if at, ok := slices.BinarySearch(c.chargeOf, uint32(i)); ok {
		return money.Amount(c.charge[at])
	}
	return 0
}

// Type is the legal ground, stated or inferred.
func (c *Columns) Type(i int) Type { return c.basis[i] }

// Bytes is the size of the arrays.
func (c *Columns) Bytes() int {
	return 8*len(c.party) + 8*len(c.principal) + 2*len(c.decided) + len(c.benefit) + len(c.traits) + len(c.ids) + 4*len(c.idEnd) +
		8*len(c.eventEnd) + len(c.kind) + 2*len(c.day) + 8*len(c.recorded) + 8*len(c.moneyEnd) + 17*len(c.amount) + 4*len(c.detailAt) + 24*len(c.detail) + len(c.basis) + 2*len(c.lastIn) + 4*len(c.byID)
}

// LastRecorded is the latest instant anything became known.
func (c *Columns) LastRecorded() calendar.Instant { return c.lastRecorded }

// ID is the claim's number.
func (c *Columns) ID(i int) string { return string(c.ids[start(c.idEnd, i):c.idEnd[i]]) }

// Party is the first debtor.
func (c *Columns) Party(i int) identity.Number { return c.party[i] }

// DecidedOn is the decision day.
func (c *Columns) DecidedOn(i int) calendar.Date { return firstDay + calendar.Date(c.decided[i]) }

// Principal is the principal as first decided, öre.
func (c *Columns) Principal(i int) money.Amount { return money.Amount(c.principal[i]) }

// Benefit is the benefit the claim concerns.
func (c *Columns) Benefit(i int) benefit.Code { return c.benefit[i] }

// Authority is the agency that decided.
func (c *Columns) Authority(i int) Authority { return Authority(c.traits[i] & TraitPM) }

// Origin is how the claim came about.
func (c *Columns) Origin(i int) Origin { return Origin(c.traits[i] & TraitSettlement >> 1) }

// HasSeveralDebtors reports whether more than one person owes the claim.
func (c *Columns) HasSeveralDebtors(i int) bool { return c.traits[i]&TraitSeveral != 0 }

// Debtors is how many owe the claim; 31 stands for more.
func (c *Columns) Debtors(i int) int { return int(c.traits[i] >> debtorsShift) }

// Traits is what no event changes.
func (c *Columns) Traits(i int) Traits { return c.traits[i] & (1<<debtorsShift - 1) }

// Regime follows the decision day.
func (c *Columns) Regime(i int) Regime { return RegimeOn(c.DecidedOn(i)) }

func start(end []uint32, i int) uint32 {
	if i == 0 {
		return 0
	}
	return end[i-1]
}

// Interrupted names the imports and other mass writes that began and were not
// completed: until they are run again, figures are made from a part of the facts.
func (c *Columns) Interrupted() []string { return c.interrupted }

// mark follows a mass write from its first event to its last, and payments.
func (c *Columns) mark(e *journal.Event) {
	c.markPayment(e)
	switch e.Kind {
	case writeStarted:
		c.interrupted = append(slices.Clone(c.interrupted), e.Stream)
	case writeCompleted:
		c.interrupted = slices.DeleteFunc(slices.Clone(c.interrupted), func(s string) bool { return s == e.Stream })
	}
}

// Find returns the claim with the number.
func (c *Columns) Find(id string) (int, bool) {
	at, ok := slices.BinarySearchFunc(c.byID, id, func(i uint32, id string) int { return strings.Compare(c.ID(int(i)), id) })
	if !ok {
		return 0, false
	}
	return int(c.byID[at]), true
}

// ByNumber is the claims in the order of their numbers. It is shared, and not to be changed.
func (c *Columns) ByNumber() []uint32 { return c.byID }

// carriesMoney reports whether the kind has an entry in the amount column.
func (k Kind) carriesMoney() bool {
	switch k {
	case Paid, PaymentReversed, Changed, Waived, Referred, FeeCharged, Refunded, CreditMoved, PlanAgreed, SetoffStarted:
		return true
	}
	return false
}

// wholeRemainder stands in the amount column for a waiver without amount. A
// waiver of interest alone has an amount, none of it principal, and holds 0.
const wholeRemainder = -1

// ReadColumns builds the columns from the journal. Progress, which may be nil,
// is told how many events have been read.
func ReadColumns(ctx context.Context, j *journal.Journal, progress func(seq int64)) (*Columns, error) {
	law, err := ReadLaw(ctx, j)
	if err != nil {
		return nil, err
	}
	b := Builder{c: Columns{law: law}}
	head, err := j.ScanFacts(ctx, 0, func(e *journal.Event) error {
		if progress != nil && e.Seq%8192 == 0 {
			progress(e.Seq)
		}
		return b.take(e)
	})
	if err != nil {
		return nil, err
	}
	return b.Build(head), nil
}

// take adds a journal event if it concerns a claim.
func (b *Builder) take(e *journal.Event) error {
	k, ok := kindsByStored[e.Kind]
	if !ok {
		if strings.HasPrefix(e.Kind, kindPrefix) {
			return fmt.Errorf("event %d: the kind %q is unknown to this program", e.Seq, e.Kind)
		}
		b.c.mark(e)
		return nil
	}
	if k.kind == Decided {
		d, err := decisionOf(e)
		if err == nil {
			_, err = b.AddDecision(&d)
		}
		if err != nil {
			return fmt.Errorf("event %d: %w", e.Seq, err)
		}
		return nil
	}
	id, _ := IDOf(e.Stream)
	i, ok := b.streams[id]
	if !ok {
		return fmt.Errorf("event %d: claim %s has no decision before it", e.Seq, id)
	}
	ev, err := eventOf(k, e)
	if err == nil {
		err = b.AddEvent(i, &ev)
	}
	if err != nil {
		return fmt.Errorf("event %d: %w", e.Seq, err)
	}
	return nil
}

// InParallel runs part on equal shares of the claims. Each part keeps its own
// sums, given by its number; integer sums give the same total in any split.
// The number of workers is the caller's, from Workers, because that may change
// between two calls.
func (c *Columns) InParallel(workers int, part func(worker, from, to int)) {
	var wg sync.WaitGroup
	for w := range workers {
		wg.Go(func() { part(w, w*c.Len()/workers, (w+1)*c.Len()/workers) })
	}
	wg.Wait()
}

// Workers is how many parts are best for InParallel: one a processor, fewer for
// few claims.
func (c *Columns) Workers() int { return min(runtime.GOMAXPROCS(0), 1+c.Len()/4096) }

// DecisionDays returns the first and the last decision day.
func (c *Columns) DecisionDays() (first, last calendar.Date) {
	low, high := uint16(math.MaxUint16), uint16(0)
	for _, d := range c.decided {
		low, high = min(low, d), max(high, d)
	}
	if c.Len() == 0 {
		low = 0
	}
	return firstDay + calendar.Date(low), firstDay + calendar.Date(high)
}
