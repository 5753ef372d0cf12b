package indicator_test

import (
	"cmp"
	"slices"

	"balans/law/calendar"
	"balans/law/money"
	"balans/recover/claim"
	"balans/recover/claim/claimtest"
)

// This is a second implementation of all figures, written from the report
// and its definitions alone, as plainly as possible: every claim is replayed from its
// decision for every date asked for. It shares nothing with the first but the
// input structs and the calendar.

// reading is the choice of parameters A3 and A11.
type reading struct {
	authority         string // "fk", "pm" or "all"
	deferralIsMeasure bool
}

// replay is one claim at the end of a day, as known at an instant.
type replay struct {
	known                                                         bool // decided, and the decision known
	principal, paid, waived                                       money.Amount
	plan, deferral, setoff, kfm, preserved, restructuring, closed bool
	registeredUnserved, served                                    bool
}

func (r *replay) outstanding() money.Amount { return r.principal - r.paid - r.waived }

func (r *replay) inStock(l *claimtest.Life) bool {
	if !r.known || r.closed || r.outstanding() <= 0 {
		return false
	}
	return isOld(l) || !r.kfm // 7.1: NEW claims leave on the restföring day, OLD ones at KFM stay
}

func isOld(l *claimtest.Life) bool { return l.DecidedOn.String() < "2022-09-01" }

// inOrder is the claim's events in the order they count.
func inOrder(l *claimtest.Life) []claim.Event {
	events := slices.Clone(l.Events)
	slices.SortFunc(events, func(a, b claim.Event) int {
		if a.OccurredOn != b.OccurredOn {
			return cmp.Compare(a.OccurredOn, b.OccurredOn)
		}
		if a.Ordinal != b.Ordinal {
			return cmp.Compare(a.Ordinal, b.Ordinal)
		}
		return cmp.Compare(a.ID, b.ID)
	})
	return events
}

// replayUntil replays the claim through the end of the day, and tells before and
// after each event that counts. Nothing is told of events after the day.
func replayUntil(l *claimtest.Life, day calendar.Date, known calendar.Instant, before, after func(e *claim.Event, r *replay)) replay {
	r := replay{principal: l.Principal}
	if l.DecidedOn > day || l.DecidedOn > known.Date() {
		return r
	}
	r.known = true
	events := inOrder(l)
	for i := range events {
		e := &events[i]
		if e.OccurredOn > day || e.RecordedAt > known {
			continue
		}
		if before != nil {
			before(e, &r)
		}
		r.take(e)
		if after != nil {
			after(e, &r)
		}
	}
	return r
}

func (r *replay) take(e *claim.Event) {
	switch e.Kind.String() {
	case "paid":
		r.paid += e.ToPrincipal
	case "payment_reversed":
		r.paid -= e.ToPrincipal
	case "changed":
		r.principal = e.Amount
	case "waived":
		if e.Amount == 0 {
			r.closed = true
		}
		r.waived += e.ToPrincipal
	case "annulled", "time_barred", "written_off":
		r.closed = true
	case "plan_agreed", "plan_reinstated":
		r.plan = true
	case "plan_ended", "plan_breached": // a breached plan collects nothing
		r.plan = false
	case "deferral_granted":
		r.deferral = true
	case "deferral_ended":
		r.deferral = false
	case "setoff_started":
		r.setoff = true
	case "setoff_ended":
		r.setoff = false
	case "referred":
		r.kfm = true
	case "returned":
		r.kfm = false
	case "preservation_started":
		r.preserved = true
	case "preservation_ended":
		r.preserved = false
	case "restructuring_started":
		r.restructuring = true
	case "restructuring_ended":
		r.restructuring = false
	case "registered_not_served":
		r.registeredUnserved = true
	case "served":
		r.served, r.registeredUnserved = true, false
	}
}

func (p reading) counts(l *claimtest.Life) bool {
	return p.authority == "all" || p.authority == "" && l.Authority.String() == "FK" ||
		p.authority == "fk" && l.Authority.String() == "FK" || p.authority == "pm" && l.Authority.String() == "PM"
}

// wholeYears counts the anniversaries of the decision that have come by the day;
// that of 29 February is 28 February in a common year.
func wholeYears(decided, day calendar.Date) int {
	n := 0
	for decided.AddYears(n+1) <= day {
		n++
	}
	return n
}

// members says which stock figures the claim belongs to on the day, and with what.
func (p reading) members(l *claimtest.Life, day calendar.Date, known calendar.Instant) (map[string]bool, money.Amount) {
	in := map[string]bool{}
	r := replayUntil(l, day, known, nil, nil)
	if !p.counts(l) || !r.inStock(l) {
		return in, 0
	}
	measure := r.plan || r.setoff || r.kfm || r.restructuring || r.preserved || p.deferralIsMeasure && r.deferral
	in["stock"] = true
	in["with_measure"] = measure
	in["settlement"] = l.Origin.String() == "settlement"
	if isOld(l) {
		in["old"] = true
		in["old_at_kfm"] = r.kfm
		in["old_near_limitation"] = wholeYears(l.DecidedOn, day) >= 9 && !measure
	} else {
		in["new"] = true
		in["new_not_served"] = int(day-l.DecidedOn) > 60 && !measure || r.registeredUnserved
		in["new_near_limitation"] = wholeYears(l.DecidedOn, day) >= 4 && !measure
		in["new_unserved_strict"] = !r.served
	}
	return in, r.outstanding()
}

// sum is a count and its öre.
type sum struct {
	count int64
	ore   money.Amount
}

type sums map[string]sum

func (s sums) add(figure string, ore money.Amount) {
	s[figure] = sum{s[figure].count + 1, s[figure].ore + ore}
}

// stockOn gives the stock figures of the claims at the end of the day.
func (p reading) stockOn(stock []claimtest.Life, day calendar.Date, known calendar.Instant) sums {
	all := sums{}
	for i := range stock {
		in, ore := p.members(&stock[i], day, known)
		for figure, member := range in {
			if member {
				all.add(figure, ore)
			}
		}
	}
	return all
}

// flowsOf gives the flow figures of the period, day by day.
func (p reading) flowsOf(stock []claimtest.Life, from, to calendar.Date, known calendar.Instant) sums {
	all := sums{}
	for i := range stock {
		l := &stock[i]
		if !p.counts(l) {
			continue
		}
		for day := from; day <= to; day++ {
			if l.DecidedOn == day && day <= known.Date() {
				all.add("decided", l.Principal)
			}
		}
		if isOld(l) {
			continue
		}
		var wasInStock bool
		replayUntil(l, to, known, func(e *claim.Event, r *replay) {
			wasInStock = r.inStock(l)
			if e.Kind.String() != "referred" || e.OccurredOn < from || r.kfm {
				return
			}
			handed := e.ToPrincipal
			if handed == 0 {
				handed = r.outstanding()
			}
			if handed > 0 { // with nothing left there is nothing to register at KFM
				all.add("referred", handed)
			}
		}, func(e *claim.Event, r *replay) {
			if e.Kind.String() == "returned" && e.OccurredOn >= from && !wasInStock && r.inStock(l) {
				all.add("returned", r.outstanding())
			}
		})
	}
	return all
}
