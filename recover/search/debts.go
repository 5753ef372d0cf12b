package search

import (
	"cmp"
	"context"
	"slices"

	"balans/journal"
	"balans/law/identity"
	"balans/recover/claim"
)

// Debts is who owes which claims. Columns name a claim's first debtor; the others are read
// from its decision, for the few claims that have several. A claim's place in columns and
// its debtors never change, so only what is new is read on.
type Debts struct {
	length  int
	journal string    // what it was read from, with the numbers of its
	ids     [2]string // first claim and last
	owed    []owing   // in order of debtor and claim
	late    []owing   // read since that was put in order
	others  []other   // in order of claim: the debtors that columns do not name
}

type other struct {
	claim uint32
	party identity.Number
}

type owing struct {
	party identity.Number
	claim uint32
}

// ReadDebts reads on from what was read before, which may be nil. Where more was read before
// than the columns have, that is what is returned: see Until.
func ReadDebts(ctx context.Context, j *journal.Journal, c *claim.Columns, before *Debts) (*Debts, error) {
	if before.covers(c) {
		return before, nil
	}
	d := &Debts{length: c.Len(), journal: c.Head.JournalID}
	if n := c.Len(); n > 0 {
		d.ids = [2]string{c.ID(0), c.ID(n - 1)}
	}
	from := 0
	if before != nil && before.journal == d.journal && before.length > 0 && before.length < c.Len() && before.ids == [2]string{c.ID(0), c.ID(before.length - 1)} {
		from = before.length
		d.owed, d.late, d.others = before.owed, slices.Clone(before.late), slices.Clone(before.others)
	}
	for i := from; i < c.Len(); i++ {
		d.late = append(d.late, owing{c.Party(i), uint32(i)})
		if !c.HasSeveralDebtors(i) {
			continue
		}
		stream, err := j.Load(ctx, int64(c.Party(i)), claim.Stream(c.ID(i)))
		if err != nil {
			return nil, err
		}
		decision, _, err := claim.FromJournal(stream)
		if err != nil {
			return nil, err
		}
		for _, debtor := range decision.Debtors {
			if debtor.Number != c.Party(i) {
				d.late = append(d.late, owing{debtor.Number, uint32(i)})
				d.others = append(d.others, other{uint32(i), debtor.Number})
			}
		}
	}
	if len(d.late) > mostLate {
		slices.SortFunc(d.late, compareOwing)
		d.owed, d.late = merged(d.owed, d.late), nil
	}
	return d, nil
}

// covers reports whether every claim of the columns has been read.
func (d *Debts) covers(c *claim.Columns) bool {
	switch n := c.Len(); {
	case d == nil || d.length < n || d.journal != c.Head.JournalID:
		return false
	case n == 0:
		return true
	default:
		return d.ids[0] == c.ID(0) && (d.length > n || d.ids[1] == c.ID(n-1))
	}
}

// Until is the debts of the first claims, as columns that are older have no more.
func (d *Debts) Until(claims int) *Debts {
	if claims >= d.length {
		return d
	}
	first := *d
	first.length = claims
	return &first
}

// merged is two that are in order as one.
func merged(a, b []owing) []owing {
	all := make([]owing, 0, len(a)+len(b))
	for _, x := range b {
		at, _ := slices.BinarySearchFunc(a, x, compareOwing)
		all = append(append(all, a[:at]...), x)
		a = a[at:]
	}
	return append(all, a...)
}

func compareOwing(a, b owing) int {
	return cmp.Or(cmp.Compare(a.party, b.party), cmp.Compare(a.claim, b.claim))
}

// Of is the claims a person owes, by their places in the columns, in the order they were
// first written.
func (d *Debts) Of(party identity.Number) []int {
	var all []int
	at, _ := slices.BinarySearchFunc(d.owed, owing{party, 0}, compareOwing)
	for ; at < len(d.owed) && d.owed[at].party == party && int(d.owed[at].claim) < d.length; at++ {
		all = append(all, int(d.owed[at].claim))
	}
	for _, o := range d.late {
		if o.party == party && int(o.claim) < d.length {
			all = append(all, int(o.claim))
		}
	}
	return all
}

// Others is who owes a claim beside the debtor that the columns name.
func (d *Debts) Others(claim int) (all []identity.Number) {
	at, _ := slices.BinarySearchFunc(d.others, uint32(claim), func(o other, c uint32) int { return cmp.Compare(o.claim, c) })
	for ; at < len(d.others) && d.others[at].claim == uint32(claim); at++ {
		all = append(all, d.others[at].party)
	}
	return all
}

// Bytes is the size of it.
func (d *Debts) Bytes() int { return 16 * (cap(d.owed) + cap(d.late) + cap(d.others)) }
