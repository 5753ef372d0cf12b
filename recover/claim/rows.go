package claim

import (
	"math"
	"slices"

	"balans/law/calendar"
)

// factRow is an event on its way into the columns.
type factRow struct {
	entry
	recorded calendar.Instant
	debtor   uint8
}

// rowOf is the event as a row. The payment that a reversal names is found
// among the rows before it by ids.
func rowOf(e *Event, d *Decision) factRow {
	r := factRow{recorded: e.RecordedAt, entry: entry{day: e.OccurredOn, kind: e.Kind, amount: int64(e.Amount), toPrincipal: int64(e.ToPrincipal),
		byLaw: e.ByLaw, mode: modeCodes[e.Mode], first: calendar.None, until: calendar.None, ref: -1}}
	if x := e.Details; x != nil {
		r.first, r.until, r.part, r.count, r.second = x.First, x.Until, x.Part, x.Count, int64(x.Second)
		r.debtor = uint8(min(debtorIndex(d, x.Debtor), math.MaxUint8))
	}
	return r
}

// sparse are the details of an event that has any.
type sparse struct {
	second       int64
	first, until uint16 // days from firstDay; 0 for none
	count, ref   uint16 // ref: place of the event meant among the claim's, from 1
	part         Part
	debtor       uint8
	mode         modeCode
	_            uint8
	_            uint32
}

func shortDay(d calendar.Date) uint16 {
	if d < firstDay || d > lastDay {
		return 0
	}
	return uint16(d - firstDay)
}

func longDay(d uint16) calendar.Date {
	if d == 0 {
		return calendar.None
	}
	return firstDay + calendar.Date(d)
}

// sparse returns the details, and whether there are any.
func (r *factRow) sparse() (s sparse, any bool) {
	s = sparse{second: r.second, first: shortDay(r.first), until: shortDay(r.until), count: uint16(min(r.count, math.MaxUint16)),
		ref: uint16(r.ref + 1), part: r.part, debtor: r.debtor}
	if !r.kind.carriesMoney() {
		s.mode = r.mode
	}
	return s, s != sparse{}
}

// modeByLaw marks, in the mode column, an amount that nobody has booked.
const modeByLaw = 0x80

// pushRows adds the sorted events of the next claim.
func (c *Columns) pushRows(b base, rows []factRow) {
	event, money := c.pushEvents(b, rows)
	c.basis = append(c.basis, b.kind)
	if b.charge != 0 {
		c.chargeOf, c.charge = append(c.chargeOf, uint32(len(c.basis)-1)), append(c.charge, b.charge)
	}
	c.eventAt, c.eventEnd = append(c.eventAt, event), append(c.eventEnd, uint32(len(c.kind)))
	c.moneyAt, c.moneyEnd = append(c.moneyAt, money), append(c.moneyEnd, uint32(len(c.amount)))
}

// pushEvents adds events and tells where they begin.
func (c *Columns) pushEvents(b base, rows []factRow) (event, money uint32) {
	event, money = uint32(len(c.kind)), uint32(len(c.amount))
	derived := c.derive(b, rows)
	for i := range rows {
		c.pushRow(&rows[i])
		for ; len(derived) > 0 && derived[0].after == i; derived = derived[1:] {
			c.pushRow(&derived[0].factRow)
		}
	}
	return event, money
}

func (c *Columns) pushRow(r *factRow) {
	if s, any := r.sparse(); any {
		c.detailAt, c.detail = append(c.detailAt, uint32(len(c.kind))), append(c.detail, s)
	}
	c.kind = append(c.kind, r.kind)
	c.day = append(c.day, uint16(r.day-firstDay))
	c.recorded = append(c.recorded, r.recorded)
	if r.mode != modeDerived {
		c.lastRecorded = max(c.lastRecorded, r.recorded)
	}
	if !r.kind.carriesMoney() {
		return
	}
	mode := uint8(r.mode)
	if r.byLaw {
		mode |= modeByLaw
	}
	c.amount = append(c.amount, r.columnAmount())
	c.total = append(c.total, r.amount)
	c.mode = append(c.mode, mode)
}

// columnAmount is what the amount column holds for the event.
func (r *factRow) columnAmount() int64 {
	switch {
	case r.kind == Changed:
		return r.amount
	case r.kind == Waived && r.amount == 0 && !r.byLaw:
		return wholeRemainder
	}
	return r.toPrincipal
}

// posting is a derived row and the event it stands after.
type posting struct {
	factRow
	after int
}

// derive fills in what payments that nobody has booked did to the principal,
// and returns postings for what else moves it: interest taken before principal
// anew when a fact becomes known late, a lowered principal computed from the
// start, a corrected rate. With them a scan of the columns gives the principal
// that the account gives, on any date, as known at any instant. A claim whose
// payments are all booked has none.
func (c *Columns) derive(b base, rows []factRow) []posting {
	if !slices.ContainsFunc(rows, func(r factRow) bool { return r.byLaw }) {
		return nil
	}
	d := deriver{c: c, b: b, rows: rows, posted: make([]int64, len(rows)), known: make([]bool, len(rows))}
	for _, k := range d.instants() {
		d.knownAt(k)
	}
	slices.SortStableFunc(d.out, func(a, b posting) int { return a.after - b.after })
	return d.out
}

type deriver struct {
	c      *Columns
	b      base
	rows   []factRow
	posted []int64 // what postings after each event move the principal by
	known  []bool
	out    []posting
}

// instants are when something became known that the claim's money depends on.
func (d *deriver) instants() []calendar.Instant {
	var all []calendar.Instant
	for i := range d.rows {
		all = append(all, d.rows[i].recorded)
	}
	slices.Sort(all)
	all = slices.Compact(all)
	first := all[0]
	for _, k := range d.c.book().changes {
		if k > first {
			all = append(all, k)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// knownAt computes what each known event does to the principal, and posts what
// differs from what the columns said until then.
func (d *deriver) knownAt(k calendar.Instant) {
	entries, at := make([]entry, 0, len(d.rows)), make([]int, 0, len(d.rows))
	places := make([]int32, len(d.rows))
	for i := range d.rows {
		places[i] = -1
		if r := &d.rows[i]; r.recorded <= k {
			places[i] = int32(len(entries))
			entries, at = append(entries, r.entry), append(at, i)
		}
	}
	for n := range entries {
		if e := &entries[n]; e.ref >= 0 {
			e.ref = places[e.ref]
		}
	}
	law := d.c.book().At(k)
	capital := capitalAfter(law, d.b, entries)
	before, principal, ended := d.b.principal, d.b.principal, false
	for n, i := range at {
		r := &d.rows[i]
		effect := capital[n] - before
		before = capital[n]
		if ended || r.kind.EndsClaim() || r.kind == Waived && r.amount == 0 && !r.byLaw {
			ended = true // the claim has left the stock whatever its principal
			continue
		}
		if !d.known[i] && r.byLaw && (r.kind == PaymentReversed && effect > 0 || r.kind != PaymentReversed && effect < 0) {
			r.toPrincipal = max(effect, -effect)
		}
		d.known[i] = true
		// What the columns take the event to do by itself.
		own := shift[r.kind] * r.toPrincipal
		if r.kind == Changed {
			own, principal = r.amount-principal, r.amount
		}
		if rest := effect - own - d.posted[i]; rest != 0 {
			d.post(i, k, rest)
			d.posted[i] += rest
		}
	}
}

// post adds a posting after event i that moves the principal by so many öre.
func (d *deriver) post(i int, k calendar.Instant, by int64) {
	kind := PaymentReversed
	if by < 0 {
		kind, by = Paid, -by
	}
	d.out = append(d.out, posting{factRow{recorded: k, entry: entry{day: d.rows[i].day, kind: kind, toPrincipal: by, mode: modeDerived,
		first: calendar.None, until: calendar.None, ref: -1}}, i})
}

// capitalAfter is the capital after each entry. Where an entry looks back, all
// before it is computed as it was before that.
func capitalAfter(law *Law, b base, entries []entry) []int64 {
	back := 0 // entries through here must be computed one by one
	for i := range entries {
		switch e := &entries[i]; {
		case e.kind == Changed, e.kind == Annulled, e.kind == PaymentReversed && e.ref >= 0, e.isFromStart():
			back = i
		}
	}
	out := make([]int64, 0, len(entries))
	scratch := make([]entry, len(entries))
	run := func(n int) []int64 {
		copy(scratch, entries[:n])
		l := ledger{law: law, account: &Account{Due: calendar.None}, capital: make([]int64, 0, n)}
		l.run(b, scratch[:n], entries[n-1].day)
		return l.capital
	}
	for n := 1; n <= back; n++ {
		out = append(out, run(n)[n-1])
	}
	return append(out, run(len(entries))[back:]...)
}
