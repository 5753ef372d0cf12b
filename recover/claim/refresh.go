package claim

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"sync"

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

// tail is how much of the arrays that columns share has been written. Columns that were read on
// from others share their arrays and go on with them: nobody looks beyond what there was when
// his were made. Only one can go on; another that begins at the same columns copies.
type tail struct {
	mu             sync.Mutex
	claims, events int
}

// merge puts the events of claims that changed, and the claims that were added, after what there
// is: a change costs what belongs to each claim, and not to each event. When a good part of the
// events has been left behind all are written anew.
func (c *Columns) merge(changed map[int]*reloaded, added []*reloaded) (*Columns, error) {
	if c.gone > len(c.kind)/4 {
		c = c.compacted()
	}
	b := Builder{c: *c}
	n := &b.c
	if c.tail == nil {
		n.tail = new(tail)
		n.clip()
	} else {
		c.tail.mu.Lock()
		defer c.tail.mu.Unlock()
		if c.tail.claims != len(c.party) || c.tail.events != len(c.kind) {
			n.tail = new(tail)
			n.clip()
		}
	}
	if len(changed) > 0 {
		n.eventAt, n.eventEnd, n.moneyAt, n.moneyEnd = slices.Clone(c.eventAt), slices.Clone(c.eventEnd), slices.Clone(c.moneyAt), slices.Clone(c.moneyEnd)
		n.lastIn = slices.Clone(c.lastIn)
	}
	for _, r := range added {
		if _, err := b.AddDecision(&r.decision); err != nil {
			return nil, err
		}
	}
	for _, i := range slices.Sorted(maps.Keys(changed)) {
		rows, err := changed[i].rows()
		if err != nil {
			return nil, err
		}
		n.moved++
		n.gone += n.EventsOf(i) - 1
		n.eventAt[i], n.moneyAt[i] = n.pushEvents(baseOf(&changed[i].decision), rows)
		n.eventEnd[i], n.moneyEnd[i] = uint32(len(n.kind)), uint32(len(n.amount))
		n.lastIn[i] = n.lastDayInStock(i)
	}
	for _, r := range added {
		rows, err := r.rows()
		if err != nil {
			return nil, err
		}
		n.pushRows(baseOf(&r.decision), rows)
		n.lastIn = append(n.lastIn, n.lastDayInStock(len(n.basis)-1))
	}
	n.addNumbers(c.byID)
	n.tail.claims, n.tail.events = len(n.party), len(n.kind)
	return n, nil
}

// clip makes what is added to the arrays go to arrays of their own.
func (c *Columns) clip() {
	c.party, c.principal, c.decided, c.benefit = slices.Clip(c.party), slices.Clip(c.principal), slices.Clip(c.decided), slices.Clip(c.benefit)
	c.traits, c.ids, c.idEnd, c.basis, c.lastIn = slices.Clip(c.traits), slices.Clip(c.ids), slices.Clip(c.idEnd), slices.Clip(c.basis), slices.Clip(c.lastIn)
	c.eventAt, c.eventEnd, c.moneyAt, c.moneyEnd = slices.Clip(c.eventAt), slices.Clip(c.eventEnd), slices.Clip(c.moneyAt), slices.Clip(c.moneyEnd)
	c.kind, c.day, c.recorded = slices.Clip(c.kind), slices.Clip(c.day), slices.Clip(c.recorded)
	c.amount, c.total, c.mode = slices.Clip(c.amount), slices.Clip(c.total), slices.Clip(c.mode)
	c.detailAt, c.detail, c.chargeOf, c.charge = slices.Clip(c.detailAt), slices.Clip(c.detail), slices.Clip(c.chargeOf), slices.Clip(c.charge)
}

// compacted is the same columns with the events of each claim after those of the one before.
func (c *Columns) compacted() *Columns {
	if c.moved == 0 {
		return c
	}
	n := *c
	n.moved, n.gone, n.tail = 0, 0, nil
	n.eventAt, n.eventEnd = make([]uint32, 0, c.Len()), make([]uint32, 0, c.Len())
	n.moneyAt, n.moneyEnd = make([]uint32, 0, c.Len()), make([]uint32, 0, c.Len())
	n.kind, n.day, n.recorded = make([]Kind, 0, len(c.kind)), make([]uint16, 0, len(c.kind)), make([]calendar.Instant, 0, len(c.kind))
	n.amount, n.total, n.mode = make([]int64, 0, len(c.amount)), make([]int64, 0, len(c.amount)), make([]uint8, 0, len(c.amount))
	n.detailAt, n.detail = make([]uint32, 0, len(c.detailAt)), make([]sparse, 0, len(c.detail))
	for from, to := 0, 0; from < c.Len(); from = to {
		for to = from + 1; to < c.Len() && c.eventAt[to] == c.eventEnd[to-1] && c.moneyAt[to] == c.moneyEnd[to-1]; {
			to++
		}
		n.copyEvents(c, from, to)
	}
	return &n
}

// copyEvents copies the events of claims that stand one after the other, from one to before
// another.
func (c *Columns) copyEvents(old *Columns, from, to int) {
	e, end := old.eventAt[from], old.eventEnd[to-1]
	m, moneyEnd := old.moneyAt[from], old.moneyEnd[to-1]
	events, money := uint32(len(c.kind))-e, uint32(len(c.amount))-m // how far they move; it wraps where that is back
	for i := from; i < to; i++ {
		c.eventAt, c.eventEnd = append(c.eventAt, old.eventAt[i]+events), append(c.eventEnd, old.eventEnd[i]+events)
		c.moneyAt, c.moneyEnd = append(c.moneyAt, old.moneyAt[i]+money), append(c.moneyEnd, old.moneyEnd[i]+money)
	}
	c.kind = append(c.kind, old.kind[e:end]...)
	c.day = append(c.day, old.day[e:end]...)
	c.recorded = append(c.recorded, old.recorded[e:end]...)
	c.amount = append(c.amount, old.amount[m:moneyEnd]...)
	c.total = append(c.total, old.total[m:moneyEnd]...)
	c.mode = append(c.mode, old.mode[m:moneyEnd]...)
	at, until := between(old.detailAt, e, end)
	for _, d := range old.detailAt[at:until] {
		c.detailAt = append(c.detailAt, d+events)
	}
	c.detail = append(c.detail, old.detail[at:until]...)
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

// rows is the sorted events of the claim.
func (r *reloaded) rows() ([]factRow, error) {
	rows := make([]factRow, 0, len(r.events))
	for k := range r.events {
		e := &r.events[k]
		if err := e.checkDay(); err != nil {
			return nil, err
		}
		row := rowOf(e, &r.decision)
		if e.Details != nil && e.Details.Ref != "" && e.Kind == PaymentReversed {
			row.ref = int32(slices.IndexFunc(r.events, func(p Event) bool { return p.Kind == Paid && p.ID == e.Details.Ref }))
		}
		rows = append(rows, row)
	}
	return rows, nil
}
