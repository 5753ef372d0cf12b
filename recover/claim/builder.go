package claim

import (
	"bytes"
	"cmp"
	"fmt"
	"math"
	"slices"

	"balans/journal"
	"balans/law/calendar"
)

// Builder gathers claims and events in any order and makes columns of them.
type Builder struct {
	c       Columns
	streams map[string]uint32
	chunks  [][]staged
	count   int
	ids     []byte              // event ids end to end
	details []factRow           // rows of the events that have details
	refs    map[int32]string    // by such a row, the payment it names
	debtors map[uint32][]Debtor // of claims that have several
	bases   []base
}

// chunkLen is how many events are staged together. Chunks are never moved, so
// that staging a large journal does not copy itself again and again while it
// grows; they hold no pointers, so that the collector passes them over.
const chunkLen = 1 << 15

// staged is an event waiting for its place.
type staged struct {
	recorded calendar.Instant
	ordinal  int64
	amount   int64 // as stated
	to       int64 // to principal
	id       int64 // where the event's id begins in ids
	claim    uint32
	detail   int32 // 1 + place in details; 0 for none
	idLen    uint16
	day      uint16
	kind     Kind
	mode     modeCode
	byLaw    bool
}

func (b *Builder) at(i uint32) *staged { return &b.chunks[i/chunkLen][i%chunkLen] }

func (b *Builder) idOf(s *staged) []byte { return b.ids[s.id : s.id+int64(s.idLen)] }

// AddDecision adds a claim and returns its index.
func (b *Builder) AddDecision(d *Decision) (uint32, error) {
	if d.DecidedOn < firstDay || d.DecidedOn > lastDay {
		return 0, fmt.Errorf("claim %s: the decision day %s lies outside %s to %s", d.ID, d.DecidedOn, firstDay, lastDay)
	}
	if b.streams == nil {
		b.streams = map[string]uint32{}
	}
	i := uint32(len(b.c.principal))
	b.streams[d.ID] = i
	c := &b.c
	c.party = append(c.party, d.Party())
	c.principal = append(c.principal, int64(d.Principal))
	c.decided = append(c.decided, uint16(d.DecidedOn-firstDay))
	c.benefit = append(c.benefit, d.Benefit)
	t := Traits(d.Authority) | Traits(d.Origin)<<1
	if len(d.Debtors) > 1 {
		t |= TraitSeveral
	}
	t |= Traits(min(len(d.Debtors), debtorsMost)) << debtorsShift
	c.traits = append(c.traits, t)
	if len(c.ids)+len(d.ID) > math.MaxUint32 {
		return 0, fmt.Errorf("claim %s: the claim numbers fill more than 4 GiB", d.ID)
	}
	c.ids = append(c.ids, d.ID...)
	c.idEnd = append(c.idEnd, uint32(len(c.ids)))
	b.bases = append(b.bases, baseOf(d))
	if len(d.Debtors) > 1 {
		if b.debtors == nil {
			b.debtors = map[uint32][]Debtor{}
		}
		b.debtors[i] = d.Debtors
	}
	return i, nil
}

// AddEvent adds an event of a claim added before. A day that the columns cannot
// hold is an error, never another day.
func (b *Builder) AddEvent(claim uint32, e *Event) error {
	if err := e.checkDay(); err != nil {
		return err
	}
	if b.count%chunkLen == 0 {
		b.chunks = append(b.chunks, make([]staged, 0, chunkLen))
	}
	last := &b.chunks[len(b.chunks)-1]
	id := e.ID[:min(len(e.ID), math.MaxUint16)]
	*last = append(*last, staged{recorded: e.RecordedAt, ordinal: e.Ordinal, amount: int64(e.Amount), to: int64(e.ToPrincipal), id: int64(len(b.ids)),
		claim: claim, detail: b.stageDetails(claim, e), idLen: uint16(len(id)), day: uint16(e.OccurredOn - firstDay), kind: e.Kind,
		mode: modeCodes[e.Mode], byLaw: e.ByLaw})
	b.ids = append(b.ids, id...)
	b.count++
	return nil
}

// stageDetails keeps the details of an event, if it has any.
func (b *Builder) stageDetails(claim uint32, e *Event) int32 {
	if e.Details == nil {
		return 0
	}
	b.details = append(b.details, rowOf(e, &Decision{Debtors: b.debtors[claim]}))
	at := int32(len(b.details))
	if e.Details.Ref != "" && e.Kind == PaymentReversed {
		if b.refs == nil {
			b.refs = map[int32]string{}
		}
		b.refs[at] = e.Details.Ref
	}
	return at
}

// rowsOf makes the rows of a claim's events, given in order.
func (b *Builder) rowsOf(own []uint32, rows []factRow) []factRow {
	rows = rows[:0]
	for _, x := range own {
		s := b.at(x)
		r := factRow{recorded: s.recorded, entry: entry{first: calendar.None, until: calendar.None, ref: -1}}
		if s.detail != 0 {
			r = b.details[s.detail-1]
		}
		r.day, r.kind, r.amount, r.toPrincipal, r.mode, r.byLaw = firstDay+calendar.Date(s.day), s.kind, s.amount, s.to, s.mode, s.byLaw
		if name := b.refs[s.detail]; name != "" && s.detail != 0 {
			for k, y := range own {
				if p := b.at(y); p.kind == Paid && string(b.idOf(p)) == name {
					r.ref = int32(k)
					break
				}
			}
		}
		rows = append(rows, r)
	}
	return rows
}

func (e *Event) checkDay() error {
	if e.OccurredOn < firstDay || e.OccurredOn > lastDay {
		return fmt.Errorf("%s %s: its day %s lies outside %s to %s", e.Kind, e.ID, e.OccurredOn, firstDay, lastDay)
	}
	return nil
}

// Build makes the columns. The builder is used up.
func (b *Builder) Build(head journal.Head) *Columns {
	c := new(Columns)
	*c = b.c
	c.Head = head
	n := len(c.principal)
	end := make([]uint32, n) // per claim: where its events end in order
	for _, chunk := range b.chunks {
		for i := range chunk {
			end[chunk[i].claim]++
		}
	}
	total := uint32(0)
	at := make([]uint32, n) // where the next event of each claim goes
	for i, count := range end {
		at[i] = total
		total += count
		end[i] = total
	}
	order := make([]uint32, b.count)
	for i := range uint32(b.count) {
		k := b.at(i).claim
		order[at[k]] = i
		at[k]++
	}
	c.kind = make([]Kind, 0, total)
	c.day = make([]uint16, 0, total)
	c.recorded = make([]calendar.Instant, 0, total)
	c.eventAt, c.eventEnd, c.moneyAt, c.moneyEnd = make([]uint32, 0, n), make([]uint32, 0, n), make([]uint32, 0, n), make([]uint32, 0, n)
	c.basis = make([]Type, 0, n)
	var rows []factRow
	for i := range n {
		own := order[start(end, i):end[i]]
		slices.SortFunc(own, func(x, y uint32) int {
			p, q := b.at(x), b.at(y)
			return cmp.Or(cmp.Compare(p.day, q.day), cmp.Compare(p.ordinal, q.ordinal), bytes.Compare(b.idOf(p), b.idOf(q)))
		})
		rows = b.rowsOf(own, rows)
		c.pushRows(b.bases[i], rows)
	}
	c.index()
	*b = Builder{}
	return c
}

// index derives what speeds the scans up: the claims in order of number, and the
// last day of each in the stock.
func (c *Columns) index() {
	c.lastIn = make([]uint16, c.Len())
	c.InParallel(c.Workers(), func(_, from, to int) {
		for i := from; i < to; i++ {
			c.lastIn[i] = c.lastDayInStock(i)
		}
	})
	c.byID = make([]uint32, c.Len())
	for i := range c.byID {
		c.byID[i] = uint32(i)
	}
	if !slices.IsSortedFunc(c.byID, c.CompareIDs) {
		slices.SortFunc(c.byID, c.CompareIDs)
	}
}

// CompareIDs compares the numbers of two claims.
func (c *Columns) CompareIDs(a, b uint32) int {
	return bytes.Compare(c.ids[start(c.idEnd, int(a)):c.idEnd[a]], c.ids[start(c.idEnd, int(b)):c.idEnd[b]])
}
