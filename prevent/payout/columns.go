package payout

import (
	"cmp"
	"fmt"
	"iter"
	"math"
	"runtime"
	"slices"

	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
	"balans/prevent/benefit"
)

// Payout is money paid to a party.
type Payout struct {
	Benefit    benefit.Code
	PaidOn     calendar.Date
	Party      identity.Number
	Gross, Tax money.Amount // öre; Gross above 0, Tax 0 to Gross
}

// Columns holds payouts that were paid, by day and benefit; what is the same for all of a day
// and benefit is kept once. They are not changed once built.
type Columns struct {
	runs  []run // by day and benefit
	count int
}

// run is the payouts of one benefit on one day, in the order they were added.
type run struct {
	runKey
	gross, tax []uint32 // öre; gross 0 for one that stands in large
	party      []identity.Number
	large      []large // by place
	ids        idSet
}

type runKey struct {
	day  calendar.Date
	code benefit.Code
}

// large is a payout whose gross does not fit in four bytes.
type large struct {
	at         int
	gross, tax money.Amount
}

// Len is the number of payouts.
func (c *Columns) Len() int { return c.count }

// Bytes is the size of the arrays.
func (c *Columns) Bytes() int {
	n := 0
	for i := range c.runs {
		r := &c.runs[i]
		n += 4*(cap(r.gross)+cap(r.tax)) + 8*cap(r.party) + 24*cap(r.large)
	}
	return n
}

// Payouts gives the payouts of a benefit from one day through another: by day, and
// within it in the order they were added. It is what stands behind a Total.
func (c *Columns) Payouts(code benefit.Code, from, to calendar.Date) iter.Seq[Payout] {
	return func(yield func(Payout) bool) {
		for i := range c.between(from, to) {
			r := &c.between(from, to)[i]
			if r.code != code {
				continue
			}
			rest := r.large
			for k, gross := range r.gross {
				p := Payout{code, r.day, r.party[k], money.Amount(gross), money.Amount(r.tax[k])}
				if gross == 0 {
					p.Gross, p.Tax = rest[0].gross, rest[0].tax
					rest = rest[1:]
				}
				if !yield(p) {
					return
				}
			}
		}
	}
}

// between is the runs of the days.
func (c *Columns) between(from, to calendar.Date) []run {
	first, _ := slices.BinarySearchFunc(c.runs, from, func(r run, d calendar.Date) int { return cmp.Compare(r.day, d) })
	last := first
	for last < len(c.runs) && c.runs[last].day <= to {
		last++
	}
	return c.runs[first:last]
}

// Builder gathers payouts in any order and makes columns of them. The zero Builder
// is ready to use.
type Builder struct {
	runs map[runKey]*run
	last *run // payouts of a run come one after another
}

// Add adds a payout whose id is not known. The error names what of it cannot be.
func (b *Builder) Add(p Payout) error { return b.add("", p) }

// AddPaid adds a payout with the payment system's id. The error names what of it cannot
// be.
func (b *Builder) AddPaid(id string, p Payout) error {
	if id == "" {
		return fmt.Errorf("payout of %s to %s on %s: the id is missing", p.Benefit, p.Party.Masked(), p.PaidOn)
	}
	return b.add(id, p)
}

func (b *Builder) add(id string, p Payout) error {
	switch {
	case !p.Benefit.IsKnown():
		return fmt.Errorf("payout to %s on %s: the benefit is not in the catalogue", p.Party.Masked(), p.PaidOn)
	case p.PaidOn == calendar.None:
		return fmt.Errorf("payout of %s to %s: the day is missing", p.Benefit, p.Party.Masked())
	case p.Party == identity.None:
		return fmt.Errorf("payout of %s on %s: the party is missing", p.Benefit, p.PaidOn)
	case p.Gross <= 0 || p.Tax < 0 || p.Tax > p.Gross:
		return fmt.Errorf("payout of %s to %s on %s: gross is %s and tax %s; gross is to be above zero and tax from zero to gross",
			p.Benefit, p.Party.Masked(), p.PaidOn, p.Gross, p.Tax)
	}
	r := b.run(runKey{p.PaidOn, p.Benefit})
	gross, tax := uint32(p.Gross), uint32(p.Tax)
	if p.Gross > math.MaxUint32 {
		r.large = append(r.large, large{len(r.gross), p.Gross, p.Tax})
		gross, tax = 0, 0
	}
	r.gross, r.tax, r.party = append(r.gross, gross), append(r.tax, tax), append(r.party, p.Party)
	if id != "" {
		r.ids.add(id)
	}
	return nil
}

func (b *Builder) run(k runKey) *run {
	if b.last != nil && b.last.runKey == k {
		return b.last
	}
	r := b.runs[k]
	if r == nil {
		r = &run{runKey: k}
		if b.runs == nil {
			b.runs = map[runKey]*run{}
		}
		b.runs[k] = r
	}
	b.last = r
	return r
}

// Build makes the columns. The builder is used up.
func (b *Builder) Build() *Columns {
	c := &Columns{runs: make([]run, 0, len(b.runs))}
	for k, r := range b.runs {
		r.gross, r.tax, r.party = fitted(r.gross), fitted(r.tax), fitted(r.party)
		c.count += len(r.gross)
		c.runs = append(c.runs, *r)
		delete(b.runs, k)
	}
	slices.SortFunc(c.runs, func(x, y run) int { return cmp.Or(cmp.Compare(x.day, y.day), cmp.Compare(x.code, y.code)) })
	*b = Builder{}
	return c
}

// fitted is the array without the room it grew into.
func fitted[T any](a []T) []T {
	if cap(a) == len(a) {
		return a
	}
	return append(make([]T, 0, len(a)), a...)
}

// workers is how many processors may sum.
func workers() int { return runtime.GOMAXPROCS(0) }
