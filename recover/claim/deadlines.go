package claim

import (
	"balans/law/calendar"
	"balans/law/identity"
	"iter"
	"math/bits"
)

// Deadlines are the days that follow from dispatch and service. A day that is
// not known yet is calendar.None.
type Deadlines struct {
	Dispatched calendar.Date
	Due        calendar.Date // the last day to pay without interest
	Served     calendar.Date // of the debtor served last, when all are served
	LastDay    calendar.Date // the last day to ask for reconsideration, or to appeal
	Final      calendar.Date // the first day of final force (laga kraft)
	// Contested: a reconsideration or an appeal asked for in time is not
	// decided, or its outcome not served. There is no last day then.
	Contested bool
	// EarliestHandover is the first day a NEW claim may be handed over to
	// Kronofogden: after the due date and with final force.
	EarliestHandover calendar.Date
}

// DeadlinesOf computes the days at the end of the day on, from what was known at
// knownAt. The events must be sorted.
func DeadlinesOf(d *Decision, events []Event, on calendar.Date, knownAt calendar.Instant, law *Law) *Deadlines {
	dl := newDeadlines()
	f := deadlineFold{law: law, dl: &dl, public: TrackOf(d) == PublicTrack, toServe: len(d.Debtors), last: calendar.None}
	for i := range events {
		e := &events[i]
		if e.OccurredOn > on {
			break
		}
		if e.RecordedAt > knownAt {
			continue
		}
		until, debtor := calendar.None, identity.Number(0)
		if e.Details != nil {
			until, debtor = e.Details.Until, e.Details.Debtor
		}
		f.take(e.Kind, e.OccurredOn, until, debtorIndex(d, debtor))
	}
	f.finish()
	return &dl
}

// debtorIndex is the place of a debtor among several, from 1; 0 means all.
func debtorIndex(d *Decision, n identity.Number) int {
	if len(d.Debtors) < 2 {
		return 0
	}
	for i := range d.Debtors {
		if n != 0 && d.Debtors[i].Number == n {
			return i + 1
		}
	}
	return 0
}

func newDeadlines() Deadlines {
	return Deadlines{Dispatched: calendar.None, Due: calendar.None, Served: calendar.None, LastDay: calendar.None,
		Final: calendar.None, EarliestHandover: calendar.None}
}

// deadlineFold goes through a life event by event.
type deadlineFold struct {
	law       *Law
	dl        *Deadlines
	public    bool            // on the public track: it can be handed over
	toServe   int             // debtors
	served    uint64          // by bit, the debtors served; the first 63
	reached   uint64          // those, and the ones served with the outcome of a review
	contested uint64          // those whose reconsideration or appeal is not decided, or its outcome not served
	last      calendar.Date   // the last day of the first debtor; that of who has been reached counts
	others    []calendar.Date // and of the others, of whom most claims have none
}

func (f *deadlineFold) take(k Kind, day, until calendar.Date, debtor int) {
	dl := f.dl
	switch k {
	case Dispatched:
		if dl.Dispatched == calendar.None {
			dl.Dispatched, dl.Due = day, until
			if until == calendar.None {
				dl.Due = f.law.DueOn(day)
			}
		}
	case Served:
		f.serve(day, debtor)
	case ReconsiderationAsked, Appealed:
		for i := range f.each(f.bits(debtor)) {
			if bit := uint64(1) << i; f.reached&bit == 0 || day <= *f.own(i) { // too late otherwise (SFB 113:19)
				f.contested |= bit
				dl.Contested, dl.LastDay = true, calendar.None
			}
		}
	case ReviewServed:
		if got := f.bits(debtor) & f.contested; got != 0 {
			f.contested &^= got
			f.reach(got, f.law.LastDayToAppeal(day))
		}
	}
}

// all is every debtor, by bit.
func (f *deadlineFold) all() uint64 { return uint64(1)<<min(f.toServe, 63) - 1 }

func (f *deadlineFold) bits(debtor int) uint64 {
	if debtor == 0 {
		return f.all()
	}
	return 1 << min(debtor-1, 62)
}

// each is the places of bits.
func (f *deadlineFold) each(set uint64) iter.Seq[int] {
	return func(yield func(int) bool) {
		for ; set != 0; set &= set - 1 {
			if !yield(bits.TrailingZeros64(set)) {
				return
			}
		}
	}
}

// own is the last day of a debtor.
func (f *deadlineFold) own(i int) *calendar.Date {
	if i == 0 {
		return &f.last
	}
	if f.others == nil {
		f.others = make([]calendar.Date, min(f.toServe, 63)-1)
	}
	return &f.others[i-1]
}

// serve notes that a debtor has been served. The time runs for each from his
// own first service (SFB 113:19), or from the outcome of a review; the claim is
// final when it is against all.
func (f *deadlineFold) serve(day calendar.Date, debtor int) {
	if f.served |= f.bits(debtor); f.served == f.all() && f.dl.Served == calendar.None {
		f.dl.Served = day
	}
	if first := f.bits(debtor) &^ f.reached; first != 0 {
		f.reach(first, f.law.LastDayToContest(day))
	}
}

// reach sets the last day of debtors, and that of the claim when the decision has reached all
// and none contests it.
func (f *deadlineFold) reach(set uint64, last calendar.Date) {
	f.reached |= set
	for i := range f.each(set) {
		*f.own(i) = last
	}
	if f.dl.Contested = f.contested != 0; f.reached == f.all() && !f.dl.Contested {
		f.dl.LastDay = f.last
		for _, other := range f.others {
			f.dl.LastDay = max(f.dl.LastDay, other)
		}
	}
}

func (f *deadlineFold) finish() {
	dl := f.dl
	if dl.LastDay != calendar.None {
		dl.Final = dl.LastDay + 1
	}
	if f.public && dl.Final != calendar.None && dl.Due != calendar.None {
		dl.EarliestHandover = max(dl.Final, dl.Due+1)
	}
}
