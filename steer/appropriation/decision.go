package appropriation

import (
	"fmt"
	"maps"
	"slices"

	"balans/journal"
	"balans/law/calendar"
	"balans/law/money"
	"balans/steer/directive"
)

// decision is a set of entries on its way.
type decision struct {
	facts   *Facts
	sources Sources
	options Options
	now     calendar.Instant

	refusal  Refusal
	closings []Closing
	views    map[int][]*view
	fresh    []Booking
}

// decide is the rule: what is new, what is booked already and what is refused.
func (d *decision) decide(entries []Entry) (Receipt, error) {
	d.closings = knownClosings(d.facts.Closings, d.now)
	d.views = map[int][]*view{}
	receipt := Receipt{DryRun: d.options.DryRun}
	vouchers := d.booked()
	seen := map[voucherKey]bool{}
	for i := range entries {
		e := entries[i]
		e.Purpose = purposeOf(&e)
		key := voucherKey{e.Day.Year(), e.Voucher}
		switch have, known := vouchers[key]; {
		case seen[key]:
			d.refuse(&e, "the voucher stands more than once in the set; give each row an id of its own")
		case known && sameContent(have.Entry, e):
			receipt.Already = append(receipt.Already, e)
		case known:
			d.refuse(&e, "the voucher was booked by %s (event %d) as %s; correct it with the reversal of its kind under a new voucher", have.By, have.Seq, contentText(&have.Entry))
		default:
			d.take(e)
		}
		seen[key] = true
	}
	d.balanceMoves(entries)
	d.holdReversals()
	if len(d.refusal.Faults) > 0 {
		return Receipt{}, &d.refusal
	}
	receipt.Booked = d.fresh
	if err := d.holdOpenings(&receipt); err != nil {
		return Receipt{}, err
	}
	if err := d.holdLimits(&receipt); err != nil {
		return Receipt{}, err
	}
	if len(d.refusal.Faults) > 0 {
		return Receipt{}, &d.refusal
	}
	return receipt, nil
}

type voucherKey struct {
	year    int
	voucher string
}

// booked is what is booked, by voucher.
func (d *decision) booked() map[voucherKey]*Booking {
	m := make(map[voucherKey]*Booking, len(d.facts.Bookings))
	for i := range d.facts.Bookings {
		b := &d.facts.Bookings[i]
		m[voucherKey{b.Day.Year(), b.Voucher}] = b
	}
	return m
}

// sameContent compares what is stored of an entry.
func sameContent(a, b Entry) bool {
	a.KnownAt, a.Line, b.KnownAt, b.Line = 0, 0, 0, 0
	return a == b
}

func contentText(e *Entry) string {
	return fmt.Sprintf("%s %s %s on %s", e.Day, e.Kind, e.Amount, e.Account)
}

// take checks an entry and makes it a booking.
func (d *decision) take(e Entry) {
	if err := d.check(&e); err != nil {
		d.refuse(&e, "%w", err)
		return
	}
	if e.KnownAt == 0 {
		e.KnownAt = d.now
	}
	d.fresh = append(d.fresh, Booking{Entry: e, By: d.options.Actor, Cause: d.options.Cause})
}

// balanceMoves: what is moved between items comes from somewhere.
func (d *decision) balanceMoves(entries []Entry) {
	sum := map[int]money.Amount{}
	last := map[int]*Entry{}
	for i := range entries {
		e := &entries[i]
		if e.Kind != Reallocated {
			continue
		}
		s, err := money.Add(sum[e.Day.Year()], e.Amount)
		if err != nil {
			d.refuse(e, "%w", err)
			return
		}
		sum[e.Day.Year()], last[e.Day.Year()] = s, e
	}
	for number, e := range last {
		if sum[number] != 0 {
			d.refuse(e, "what is reallocated in %d does not add up to zero over the items of the set: %s is left over; book both sides in one set", number, sum[number])
		}
	}
}

// holdLimits looks at every limit of the years concerned as it would be. One that is passed,
// or passed by more than before, is a fault of the entry that passes it, or with a reason
// an override.
func (d *decision) holdLimits(r *Receipt) error {
	years := map[int]bool{}
	touched := map[Account]bool{}
	for i := range d.fresh {
		years[d.fresh[i].Day.Year()] = true
		touched[d.fresh[i].Account] = true
	}
	for _, number := range slices.Sorted(maps.Keys(years)) {
		after, err := d.limits(number, len(d.fresh))
		if err != nil {
			return err
		}
		for i := range after {
			if l := &after[i]; l.excess() > 0 && l.Amount.Known {
				if err := d.passed(number, l, r); err != nil {
					return err
				}
			}
			if l := &after[i]; l.Level != OK && (l.Account == "" || touched[l.Account] || touched[ItemAccount(l.Account.Item())]) {
				r.Limits = append(r.Limits, *l)
			}
		}
	}
	return nil
}

// excess is how far a limit is passed, at most on any day.
func (l *Limit) excess() money.Amount { return max(0, max(l.Used, l.Peak)-l.Amount.Amount) }

// limits is the limits of a year with the first n of the new bookings, by the edition in
// force today or, for a year that is over, on its last day.
func (d *decision) limits(number, n int) ([]Limit, error) {
	with := *d.facts
	with.Bookings = append(slices.Clip(d.facts.Bookings), d.fresh[:n]...)
	b, err := Build(&with, d.sources, d.now)
	if err != nil {
		return nil, err
	}
	return b.limitsTo(number, min(d.now.Date(), calendar.New(number, 12, 31)), calendar.New(number, 12, 31))
}

// passed finds the entry that passes a limit by halving: without the first entries the
// limit is not passed by more than before, with all of them it is.
func (d *decision) passed(number int, l *Limit, r *Receipt) error {
	with := func(n int) (Limit, error) { // the limit with the first n entries
		all, err := d.limits(number, n)
		if i := slices.IndexFunc(all, func(o Limit) bool { return o.ID == l.ID }); i >= 0 && err == nil {
			return all[i], nil
		}
		return Limit{}, err
	}
	empty, err := with(0)
	before := empty.excess()
	if err != nil || before >= l.excess() {
		return err
	}
	first := *l // with the entry that passes it
	low, high := 0, len(d.fresh)
	for high-low > 1 {
		middle := (low + high) / 2
		o, err := with(middle)
		if err != nil {
			return err
		}
		if o.excess() > before {
			high, first = middle, o
		} else {
			low = middle
		}
	}
	entry := &d.fresh[high-1].Entry
	if d.options.OverReason == "" {
		d.refusal.Faults = append(d.refusal.Faults, limitFault(entry, &first, l))
		return nil
	}
	r.Over = append(r.Over, Override{Day: entry.Day, At: entry.KnownAt, Limit: l.ID, Amount: l.Amount.Amount, Used: max(l.Used, l.Peak), Voucher: entry.Voucher,
		Reason: d.options.OverReason, By: d.options.Actor})
	return nil
}

// appends is the events of a decision: on each account its bookings, on each year a line
// that tells of them, and the reasons of limits that were passed. All at the versions that
// were read.
func (d *decision) appends(r Receipt) (all []journal.Append) {
	byYear, at := map[int]*recordedBody{}, map[string]int{}
	var years []int
	for i := range r.Booked {
		b := &r.Booked[i]
		number := b.Day.Year()
		body := byYear[number]
		if body == nil {
			body = &recordedBody{}
			byYear[number] = body
			years = append(years, number)
		}
		body.Entries++
		stream := accountStream(number, b.Account)
		k, ok := at[stream]
		if !ok {
			version, opened := d.facts.register[number].accounts[b.Account]
			if !opened {
				body.Opened = append(body.Opened, b.Account)
			}
			k = len(all)
			at[stream] = k
			all = append(all, journal.Append{Stream: stream, Expected: version})
		}
		recordedAt := b.KnownAt
		if recordedAt == d.now {
			recordedAt = 0 // the moment of the commit
		}
		all[k].Events = append(all[k].Events, b.event(recordedAt))
	}
	slices.Sort(years)
	for _, number := range years {
		a := journal.Append{Stream: yearStream(number), Expected: d.facts.register[number].version}
		a.Events = append(a.Events, journal.New{Kind: KindRecorded, OccurredOn: d.now.Date(), Actor: d.options.Actor, Cause: d.options.Cause, Body: format(*byYear[number])})
		for _, o := range r.Over {
			if o.Day.Year() == number {
				at := o.At // the reason is known when its entry is
				if at == d.now {
					at = 0
				}
				a.Events = append(a.Events, journal.New{Kind: KindOver, OccurredOn: o.Day, RecordedAt: at, Actor: o.By, Cause: d.options.Cause,
					Body: format(overBody{o.Limit, o.Amount, o.Used, o.Voucher, o.Reason})})
			}
		}
		all = append(all, a)
	}
	return all
}

// view is the edition that applied on a day, as known now; nil when none did.
func (d *decision) view(on calendar.Date) *view {
	number := on.Year()
	if _, ok := d.views[number]; !ok {
		b := Books{closings: d.closings}
		d.views[number] = viewsOf(d.sources.Editions, number, d.now, b.openFrom)
	}
	// What an edition allows it allows from its own day, also where it is counted later.
	var last *view
	for _, v := range d.views[number] {
		if v.edition.From <= on && (last == nil || v.edition.From >= last.edition.From) {
			last = v
		}
	}
	return last
}

// purposeOf is the purpose without the name of its item or appropriation before it.
func purposeOf(e *Entry) string {
	for _, base := range []string{string(e.Account), appropriationOf(e.Account.Item())} {
		if rest, ok := cutBase(e.Purpose, base); ok {
			return rest
		}
	}
	return e.Purpose
}

func cutBase(purpose, base string) (string, bool) {
	if base != "" && len(purpose) > len(base)+1 && purpose[:len(base)] == base && purpose[len(base)] == '/' {
		return purpose[len(base)+1:], true
	}
	return purpose, false
}

// appropriationOf is an item's appropriation, "UO10 2:1".
func appropriationOf(id directive.ItemID) string {
	area, number := place(id)
	if area == 0 {
		return ""
	}
	return fmt.Sprintf("UO%d %s", area, number)
}
