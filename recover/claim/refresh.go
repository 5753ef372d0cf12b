package claim

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"balans/journal"
	"balans/journal/parameter"
	"balans/law/calendar"
)

// fewTouched is how many claims may be reloaded one by one before reading the
// whole journal again is quicker.
const fewTouched = 2000

// Refresh returns columns that are level with the journal, or false when old
// was not made from this journal as it stands and must be rebuilt. Old columns
// stay valid for those who are reading them.
func Refresh(ctx context.Context, j *journal.Journal, old *Columns) (*Columns, bool, error) {
	head, err := j.Head(ctx)
	if err != nil {
		return nil, false, err
	}
	if head.JournalID != old.Head.JournalID || head.Seq < old.Head.Seq {
		return nil, false, nil
	}
	if head.Seq == old.Head.Seq {
		return old, head.Hash == old.Head.Hash, nil
	}
	at, err := j.HashAt(ctx, old.Head.Seq)
	if err != nil || at != old.Head.Hash {
		return nil, false, err
	}
	touched := map[string]*journal.Event{} // one event of each stream that grew
	marks := Columns{interrupted: old.interrupted, loose: old.loose}
	scanned, err := j.ScanFacts(ctx, old.Head.Seq, func(e *journal.Event) error {
		marks.mark(e)
		if e.Stream == parameter.Stream {
			return errManyTouched // the law has changed under the postings
		}
		if _, ok := IDOf(e.Stream); ok && touched[e.Stream] == nil {
			first := *e
			touched[e.Stream] = &first
		}
		if len(touched) > fewTouched {
			return errManyTouched
		}
		return nil
	})
	if err == errManyTouched {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, err
	}
	c, err := old.with(ctx, j, touched, scanned.Seq)
	if err != nil {
		return nil, false, err
	}
	c.Head, c.interrupted, c.loose = scanned, marks.interrupted, marks.loose
	return c, true, nil
}

// Same reports whether no claim has come or changed between columns of which one was read on
// from the other.
func (c *Columns) Same(o *Columns) bool {
	return c.Len() == o.Len() && (c.Len() == 0 || &c.eventEnd[0] == &o.eventEnd[0])
}

var errManyTouched = fmt.Errorf("many claims have changed")

// reloaded is a claim read afresh from the journal.
type reloaded struct {
	decision Decision
	events   []Event
	seq      int64
}

// with copies the columns, replacing the claims that grew and adding new ones,
// up to the event seq: what others append in the meantime belongs to a later head.
func (c *Columns) with(ctx context.Context, j *journal.Journal, touched map[string]*journal.Event, seq int64) (*Columns, error) {
	if len(touched) == 0 {
		same := *c
		return &same, nil
	}
	changed := map[int]*reloaded{}
	var added []*reloaded
	for name, first := range touched {
		stream, err := j.Load(ctx, first.Party, name)
		if err != nil {
			return nil, err
		}
		for len(stream) > 0 && stream[len(stream)-1].Seq > seq {
			stream = stream[:len(stream)-1]
		}
		r := &reloaded{seq: first.Seq}
		if r.decision, r.events, err = FromJournal(stream); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		if i, ok := c.Find(r.decision.ID); ok {
			changed[i] = r
		} else {
			added = append(added, r)
		}
	}
	slices.SortFunc(added, func(a, b *reloaded) int { return int(a.seq - b.seq) })
	return c.merge(changed, added)
}

// merge copies what stands between the claims that changed in whole stretches: they are a few
// of some hundred thousand.
func (c *Columns) merge(changed map[int]*reloaded, added []*reloaded) (*Columns, error) {
	b := Builder{c: Columns{
		// What no event changes is shared until a claim is added.
		party: slices.Clip(c.party), principal: slices.Clip(c.principal), decided: slices.Clip(c.decided),
		benefit: slices.Clip(c.benefit), traits: slices.Clip(c.traits), ids: slices.Clip(c.ids), idEnd: slices.Clip(c.idEnd),
		lastRecorded: c.lastRecorded, law: c.law,
		basis: make([]Type, 0, len(c.basis)+len(added)), lastIn: make([]uint16, 0, len(c.lastIn)+len(added)),
		eventEnd: make([]uint32, 0, len(c.eventEnd)+len(added)), moneyEnd: make([]uint32, 0, len(c.moneyEnd)+len(added)),
		kind: make([]Kind, 0, len(c.kind)+1024), day: make([]uint16, 0, len(c.day)+1024),
		recorded: make([]calendar.Instant, 0, len(c.recorded)+1024), amount: make([]int64, 0, len(c.amount)+1024),
		total: make([]int64, 0, len(c.amount)+1024), mode: make([]uint8, 0, len(c.amount)+1024),
		detailAt: make([]uint32, 0, len(c.detailAt)+1024), detail: make([]sparse, 0, len(c.detail)+1024),
	}}
	for _, r := range added {
		if _, err := b.AddDecision(&r.decision); err != nil {
			return nil, err
		}
	}
	n, from := &b.c, 0
	for _, i := range slices.Sorted(maps.Keys(changed)) {
		n.copyClaims(c, from, i)
		if err := n.pushAll(changed[i]); err != nil {
			return nil, err
		}
		from = i + 1
	}
	n.copyClaims(c, from, c.Len())
	for _, r := range added {
		if err := n.pushAll(r); err != nil {
			return nil, err
		}
	}
	n.addNumbers(c.byID)
	return n, nil
}

// copyClaims copies the claims from one to before another, which keep their places among
// the claims.
func (c *Columns) copyClaims(old *Columns, from, to int) {
	if from == to {
		return
	}
	e, end := start(old.eventEnd, from), old.eventEnd[to-1]
	m, moneyEnd := start(old.moneyEnd, from), old.moneyEnd[to-1]
	events, moneys := uint32(len(c.kind))-e, uint32(len(c.amount))-m // how far they move; it wraps where that is back
	for i := from; i < to; i++ {
		c.eventEnd = append(c.eventEnd, old.eventEnd[i]+events)
		c.moneyEnd = append(c.moneyEnd, old.moneyEnd[i]+moneys)
	}
	c.kind = append(c.kind, old.kind[e:end]...)
	c.day = append(c.day, old.day[e:end]...)
	c.recorded = append(c.recorded, old.recorded[e:end]...)
	c.amount = append(c.amount, old.amount[m:moneyEnd]...)
	c.total = append(c.total, old.total[m:moneyEnd]...)
	c.mode = append(c.mode, old.mode[m:moneyEnd]...)
	c.basis = append(c.basis, old.basis[from:to]...)
	c.lastIn = append(c.lastIn, old.lastIn[from:to]...)

	at, until := between(old.detailAt, e, end)
	for _, d := range old.detailAt[at:until] {
		c.detailAt = append(c.detailAt, d+events)
	}
	c.detail = append(c.detail, old.detail[at:until]...)
	at, until = between(old.chargeOf, uint32(from), uint32(to))
	c.chargeOf, c.charge = append(c.chargeOf, old.chargeOf[at:until]...), append(c.charge, old.charge[at:until]...)
}

// between is where the sorted numbers from one to before another stand.
func between(sorted []uint32, from, to uint32) (at, until int) {
	at, _ = slices.BinarySearch(sorted, from)
	until, _ = slices.BinarySearch(sorted, to)
	return at, until
}

// addNumbers puts the claims that were added where they belong among those in order of number.
func (c *Columns) addNumbers(byID []uint32) {
	added := make([]uint32, 0, c.Len()-len(byID))
	for i := len(byID); i < c.Len(); i++ {
		added = append(added, uint32(i))
	}
	if c.byID = byID; len(added) == 0 {
		return
	}
	slices.SortFunc(added, c.CompareIDs)
	c.byID = make([]uint32, 0, c.Len())
	for _, i := range added {
		at, _ := slices.BinarySearchFunc(byID, i, c.CompareIDs)
		c.byID = append(append(c.byID, byID[:at]...), i)
		byID = byID[at:]
	}
	c.byID = append(c.byID, byID...)
}

// pushAll adds the sorted events of the next claim.
func (c *Columns) pushAll(one *reloaded) error {
	d, events := &one.decision, one.events
	rows := make([]factRow, 0, len(events))
	for k := range events {
		e := &events[k]
		if err := e.checkDay(); err != nil {
			return err
		}
		r := rowOf(e, d)
		if e.Details != nil && e.Details.Ref != "" && e.Kind == PaymentReversed {
			for n := range events {
				if p := &events[n]; p.Kind == Paid && p.ID == e.Details.Ref {
					r.ref = int32(n)
					break
				}
			}
		}
		rows = append(rows, r)
	}
	c.pushRows(baseOf(d), rows)
	c.lastIn = append(c.lastIn, c.lastDayInStock(len(c.basis)-1))
	return nil
}
