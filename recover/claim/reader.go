package claim

import (
	"slices"

	"balans/law/calendar"
	"balans/law/money"
)

// Reader computes the money and the law of one claim after another from the
// columns, at the end of one day as known at one instant. It allocates nothing
// once it is warm, and is for one goroutine.
type Reader struct {
	c       *Columns
	on      calendar.Date
	knownAt calendar.Instant
	law     *Law
	at      int    // the claim
	end     uint32 // of its events
	detail  int    // the first detail at or after the claim's events
	entries []entry
	debtors []uint8
	places  []int32 // by place among the claim's events: place among the entries
	account Account
	walk    Walk
}

// NewReader returns a reader.
func (c *Columns) NewReader(on calendar.Date, knownAt calendar.Instant) *Reader {
	return &Reader{c: c, on: on, knownAt: knownAt, law: c.Law(knownAt), at: -1}
}

// Seek reads the events of claim i. It reports whether the claim was decided
// by the day, and known.
func (r *Reader) Seek(i int) bool {
	c := r.c
	e, end := c.eventAt[i], c.eventEnd[i]
	if e != r.end || i != r.at+1 {
		r.detail, _ = slices.BinarySearch(c.detailAt, e)
	}
	r.at, r.end = i, end
	r.entries, r.debtors, r.places = r.entries[:0], r.debtors[:0], r.places[:0]
	decided := c.DecidedOn(i)
	if decided > r.on || decided > lastKnownDay(r.knownAt) {
		for r.detail < len(c.detailAt) && c.detailAt[r.detail] < end {
			r.detail++
		}
		return false
	}
	money := c.moneyAt[i]
	for ; e < end; e++ {
		x := entry{kind: c.kind[e], day: firstDay + calendar.Date(c.day[e]), first: calendar.None, until: calendar.None, ref: -1}
		derived := false
		if carries[x.kind] == 1 {
			m := c.mode[money]
			x.mode, x.byLaw = modeCode(m&^modeByLaw), m&modeByLaw != 0
			x.amount = c.total[money]
			if derived = x.mode == modeDerived; !derived && !x.byLaw {
				x.toPrincipal = max(0, c.amount[money])
			}
			money++
		}
		debtor := uint8(0)
		if r.detail < len(c.detailAt) && c.detailAt[r.detail] == e {
			d := &c.detail[r.detail]
			r.detail++
			x.second, x.first, x.until, x.count, x.part, debtor = d.second, longDay(d.first), longDay(d.until), int32(d.count), d.part, d.debtor
			if d.mode != otherMode {
				x.mode = d.mode
			}
			x.ref = int32(d.ref) - 1 // among the claim's events; below among the entries
		}
		if derived {
			continue
		}
		if x.day > r.on || c.recorded[e] > r.knownAt {
			r.places = append(r.places, -1)
			continue
		}
		r.places = append(r.places, int32(len(r.entries)))
		r.entries, r.debtors = append(r.entries, x), append(r.debtors, debtor)
	}
	for i := range r.entries {
		if x := &r.entries[i]; x.ref >= 0 {
			if int(x.ref) >= len(r.places) {
				x.ref = -1
			} else {
				x.ref = r.places[x.ref]
			}
		}
	}
	return true
}

// Account computes the money. It is valid until the next call, and changes what
// the entries say of payments that were taken back: it comes last.
func (r *Reader) Account() *Account {
	missing := r.account.Missing[:0]
	r.account = Account{On: r.on, KnownAt: r.knownAt, Due: calendar.None, InterestTo: calendar.None, Missing: missing, Plan: PlanMoney{Agreed: calendar.None, First: calendar.None}}
	l := ledger{law: r.law, account: &r.account}
	c := r.c
	l.run(base{c.DecidedOn(r.at), c.principal[r.at], int64(c.Charge(r.at)), c.basis[r.at]}, r.entries, r.on)
	return &r.account
}

// Deadlines computes the days that follow from dispatch and service.
func (r *Reader) Deadlines() Deadlines {
	dl := newDeadlines()
	f := deadlineFold{law: r.law, dl: &dl, public: r.c.track(r.at) == PublicTrack, toServe: r.c.Debtors(r.at), last: calendar.None}
	for i := range r.entries {
		e := &r.entries[i]
		f.take(e.kind, e.day, e.until, int(r.debtors[i]))
	}
	f.finish()
	return dl
}

// Limitation computes the last day, without its chain: of several debtors' the
// latest.
func (r *Reader) Limitation() Limitation {
	most := uint8(0)
	if r.c.HasSeveralDebtors(r.at) {
		for _, d := range r.debtors {
			most = max(most, d)
		}
	}
	latest := r.limitationOf(0, most > 0)
	for d := uint8(1); d <= most; d++ {
		if l := r.limitationOf(d, true); !latest.Pending && (l.Pending || l.Last > latest.Last) {
			latest = l
		}
	}
	return latest
}

// limitationOf is the limitation against one debtor, by what concerns all or
// him; with one false, by everything.
func (r *Reader) limitationOf(debtor uint8, one bool) Limitation {
	var l Limitation
	f := newLimitationFold(r.law, &l, r.c.DecidedOn(r.at), r.c.track(r.at), false)
	for i := range r.entries {
		e := &r.entries[i]
		if one && r.debtors[i] != 0 && r.debtors[i] != debtor || e.kind == Paid && r.undone(i) {
			continue
		}
		f.take(i, e)
	}
	f.finish(r.on)
	return l
}

// undone reports whether the payment was taken back whole.
func (r *Reader) undone(i int) bool {
	back := int64(0)
	for k := range r.entries {
		if e := &r.entries[k]; e.kind == PaymentReversed && e.ref == int32(i) && e.day >= r.entries[i].day {
			back += e.amount
		}
	}
	return back > 0 && back >= r.entries[i].amount
}

// Standing walks the machines of the claim, given what has been computed of it,
// and says where they stand: all of it but the debtors, whom columns do not tell
// apart.
func (r *Reader) Standing(dl *Deadlines, l *Limitation, settled bool) *Walk {
	w := &r.walk
	w.Begin(r.c.track(r.at), ClockOf(dl, l), r.c.DecidedOn(r.at))
	for i := range r.entries {
		e := &r.entries[i]
		w.Take(e.kind, e.day, e.until, e.kind == Waived && e.amount == 0 && !e.byLaw)
	}
	w.End(r.on, settled)
	return w
}

// track is how the claim is enforced.
func (c *Columns) track(i int) Track {
	return TrackOf(&Decision{Type: c.basis[i], DecidedOn: c.DecidedOn(i)})
}

// Conditions is what is in force by the events alone.
func (r *Reader) Conditions() Condition {
	cond := Condition(0)
	for i := range r.entries {
		e := &r.entries[i]
		fx := effects[e.kind]
		if e.kind == Waived && e.amount == 0 && !e.byLaw {
			fx.on = Ended
		}
		cond = cond&^fx.off | fx.on
	}
	return cond
}

// PlainPayment is a payment as it was booked.
type PlainPayment struct {
	On                  calendar.Date
	Amount, ToPrincipal money.Amount
}

// PlainPayments returns the payments of a claim that was dispatched and paid,
// all as booked, and false when anything else has happened that concerns money.
func (r *Reader) PlainPayments() (paid []PlainPayment, plain bool) {
	for i := range r.entries {
		switch e := &r.entries[i]; e.kind {
		case Paid:
			if e.byLaw {
				return nil, false
			}
			paid = append(paid, PlainPayment{e.day, money.Amount(e.amount), money.Amount(e.toPrincipal)})
		case PaymentReversed, Changed, Waived, Annulled, TimeBarred, WrittenOff, FeeCharged, Refunded, CreditMoved, PlanAgreed, PlanReinstated,
			DeferralGranted, RestructuringStarted:
			return nil, false
		}
	}
	return paid, true
}
