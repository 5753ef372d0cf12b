package claim

import (
	"context"
	"fmt"
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

func (c *Columns) merge(changed map[int]*reloaded, added []*reloaded) (*Columns, error) {
	b := Builder{c: Columns{
		party: slices.Clone(c.party), principal: slices.Clone(c.principal), decided: slices.Clone(c.decided),
		benefit: slices.Clone(c.benefit), traits: slices.Clone(c.traits), ids: slices.Clone(c.ids), idEnd: slices.Clone(c.idEnd),
		lastRecorded: c.lastRecorded, law: c.law,
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
	n := &b.c
	for i := range c.Len() {
		if r := changed[i]; r != nil {
			if err := n.pushAll(&r.decision, r.events); err != nil {
				return nil, err
			}
			continue
		}
		e, end := start(c.eventEnd, i), c.eventEnd[i]
		n.copyDetails(c, i, e, end)
		n.kind = append(n.kind, c.kind[e:end]...)
		n.day = append(n.day, c.day[e:end]...)
		n.recorded = append(n.recorded, c.recorded[e:end]...)
		from, to := start(c.moneyEnd, i), c.moneyEnd[i]
		n.amount = append(n.amount, c.amount[from:to]...)
		n.total = append(n.total, c.total[from:to]...)
		n.mode = append(n.mode, c.mode[from:to]...)
		n.basis = append(n.basis, c.basis[i])
		n.eventEnd = append(n.eventEnd, uint32(len(n.kind)))
		n.moneyEnd = append(n.moneyEnd, uint32(len(n.amount)))
	}
	for _, r := range added {
		if err := n.pushAll(&r.decision, r.events); err != nil {
			return nil, err
		}
	}
	n.index()
	return n, nil
}

// copyDetails copies the details of a claim's events, which stood from e to end,
// to where they come to stand, and the claim's charge.
func (c *Columns) copyDetails(old *Columns, i int, e, end uint32) {
	shift := uint32(len(c.kind)) - e
	at, _ := slices.BinarySearch(old.detailAt, e)
	for ; at < len(old.detailAt) && old.detailAt[at] < end; at++ {
		c.detailAt, c.detail = append(c.detailAt, old.detailAt[at]+shift), append(c.detail, old.detail[at])
	}
	if ore := old.Charge(i); ore != 0 {
		c.chargeOf, c.charge = append(c.chargeOf, uint32(i)), append(c.charge, int64(ore))
	}
}

// pushAll adds the sorted events of the next claim.
func (c *Columns) pushAll(d *Decision, events []Event) error {
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
	return nil
}
