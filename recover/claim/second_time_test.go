package claim_test

import (
	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/statute"
	"balans/recover/claim"
)

// The second implementation of limitation and of the days after service.

// secondLimit is when a claim is barred against one debtor, and the days on which
// that moved.
type secondLimit struct {
	last    calendar.Date
	pending bool
	chain   []calendar.Date // the last days, each later than the one before
}

// endless stands for a time that does not end.
const endless = calendar.Date(1 << 30)

func (l *secondLimit) effective() calendar.Date {
	if l.pending {
		return endless
	}
	return l.last
}

// secondVisible is what had occurred and was known, told of a debtor (0: of any).
func secondVisible(events []claim.Event, debtor identity.Number, on calendar.Date, knownAt calendar.Instant) (out []*claim.Event) {
	for i := range events {
		e := &events[i]
		whom := e.Detail().Debtor
		if e.OccurredOn <= on && e.RecordedAt <= knownAt && (debtor == 0 || whom == 0 || whom == debtor) {
			out = append(out, e)
		}
	}
	return out
}

// secondLimitOf is the limitation of the whole claim: that of the debtor it ends
// last for.
func secondLimitOf(d *claim.Decision, events []claim.Event, on calendar.Date, knownAt calendar.Instant, law *statute.Parameters) secondLimit {
	var last secondLimit
	for i, debtor := range d.Debtors {
		l := secondLimitAgainst(d, debtor.Number, events, on, knownAt, law)
		if i == 0 || l.effective() > last.effective() {
			last = l
		}
	}
	return last
}

func secondLimitAgainst(d *claim.Decision, debtor identity.Number, events []claim.Event, on calendar.Date, knownAt calendar.Instant, law *statute.Parameters) secondLimit {
	if isPublic(d) {
		return secondLimitNew(d, debtor, events, on, knownAt, law)
	}
	taken := map[string]int64{} // of each payment, what is taken out as if never made
	for _, e := range secondVisible(events, 0, on, knownAt) {
		if e.Kind == claim.PaymentReversed {
			taken[e.Detail().Ref] += int64(e.Amount)
		}
	}
	return secondLimitOld(d, secondVisible(events, debtor, on, knownAt), taken, law)
}

// isPublic says whether the claim is collected as a public case: a NEW one, and
// none of the civil track, whose time is that of preskriptionslagen at any date.
func isPublic(d *claim.Decision) bool {
	return claim.RegimeOn(d.DecidedOn) == claim.New && !claim.TypeOf(d).Rule().Civil
}

// secondLimitOld follows preskriptionslagen.
func secondLimitOld(d *claim.Decision, events []*claim.Event, taken map[string]int64, law *statute.Parameters) secondLimit {
	years := func(from calendar.Date) calendar.Date {
		return from.AddYears(int(secondValue(law, statute.LimitationYearsOld, from)))
	}
	l := secondLimit{last: years(d.DecidedOn)}
	l.chain = []calendar.Date{l.last}
	move := func(to calendar.Date) {
		if to > l.last {
			l.last = to
			l.chain = append(l.chain, to)
		}
	}
	handed, spared := false, false
	for _, e := range events {
		day := e.OccurredOn
		if !l.pending && day > l.last {
			continue // it is barred already, for good
		}
		switch e.Kind {
		case claim.Paid:
			if taken[e.ID] < int64(e.Amount) && e.Mode != "setoff" && e.Mode != "kfm" && e.Mode != "moved" {
				move(years(day))
			}
		case claim.NoticeReceived, claim.Acknowledged, claim.PlanAgreed:
			move(years(day))
		case claim.OrderApplied:
			l.pending = true
		case claim.Referred: // an order to pay that is pending goes on as this
			handed, l.pending = true, true
		case claim.OrderEnded, claim.TitleGranted, claim.Returned: // a title decides the proceedings (PRESKL 7)
			if !l.pending || handed != (e.Kind == claim.Returned) {
				continue
			}
			handed = false
			l.pending = false
			switch {
			case e.Kind == claim.Returned || e.Mode != "without_notice":
				move(years(day))
			case !spared:
				spared = true
				move(day.AddYears(int(secondValue(law, statute.LimitationAfterProceedingsYears, day))))
			}
		}
	}
	return l
}

// secondLimitNew follows the law on limitation of tax claims.
func secondLimitNew(d *claim.Decision, debtor identity.Number, all []claim.Event, on calendar.Date, knownAt calendar.Instant, law *statute.Parameters) secondLimit {
	l := secondLimit{last: calendar.None}
	for _, e := range secondVisible(all, 0, on, knownAt) {
		if e.Kind == claim.Dispatched {
			due := secondDueOn(e, law)
			l.last = due.AddYears(int(secondValue(law, statute.LimitationYearsNew, d.DecidedOn))).EndOfYear()
			break
		}
	}
	if l.last == calendar.None {
		return l
	}
	l.chain = []calendar.Date{l.last}
	yearsAfter := func(day calendar.Date, name string) calendar.Date {
		return day.AddYears(int(secondValue(law, name, d.DecidedOn))).EndOfYear()
	}
	unrespited := l.last // where it would be without any respite
	move := func(to calendar.Date) {
		unrespited = max(unrespited, to)
		if to > l.last {
			l.last = to
			l.chain = append(l.chain, to)
		}
	}
	extensions := 0
	deferredUntil, deferred := calendar.None, false
	endDeferral := func(on calendar.Date) { // a deferral that has run until now, or until its last day
		if deferred {
			if deferredUntil != calendar.None {
				on = min(on, deferredUntil)
			}
			move(yearsAfter(on, statute.LimitationAfterDeferralYears))
		}
	}
	for _, e := range secondVisible(all, debtor, on, knownAt) {
		detail := e.Detail()
		endDeferral(e.OccurredOn)
		if e.OccurredOn > l.last {
			continue
		}
		switch e.Kind {
		case claim.DeferralGranted:
			deferred, deferredUntil = true, detail.Until
		case claim.DeferralEnded:
			deferred = false
		case claim.RespiteGranted:
			if detail.Until != calendar.None {
				most := unrespited.AddYears(int(secondValue(law, statute.LimitationRespiteMaxYears, d.DecidedOn)))
				if to := min(detail.Until.EndOfYear(), most); to > l.last {
					l.last = to
					l.chain = append(l.chain, to)
				}
			}
		case claim.RestructuringStarted:
			move(yearsAfter(max(e.OccurredOn, detail.Until), statute.LimitationAfterRestructuringYears))
		case claim.LimitationExtended:
			if extensions < int(secondValue(law, statute.LimitationCourtExtensionsMax, d.DecidedOn)) {
				extensions++
				years := int(detail.Count)
				if years == 0 {
					years = int(secondValue(law, statute.LimitationCourtExtensionYears, d.DecidedOn))
				}
				without := unrespited.AddYears(years)
				move(l.last.AddYears(years))
				unrespited = without
			}
		}
	}
	endDeferral(on)
	return l
}

// secondDays are the days that follow from dispatch and service.
type secondDays struct{ due, served, lastDay, final, earliest calendar.Date }

// secondDaysOf takes the debtors one by one: the decision is final when it is so
// against all of them.
func secondDaysOf(d *claim.Decision, events []claim.Event, on calendar.Date, knownAt calendar.Instant, law *statute.Parameters) secondDays {
	none := calendar.None
	out := secondDays{none, none, none, none, none}
	for _, e := range secondVisible(events, 0, on, knownAt) {
		if e.Kind == claim.Dispatched {
			out.due = secondDueOn(e, law)
			break
		}
	}
	allServed, allEnd := true, true
	for _, debtor := range d.Debtors {
		served, lastDay := secondServiceOn(secondVisible(events, debtor.Number, on, knownAt), law)
		allServed = allServed && served != none
		allEnd = allEnd && lastDay != none
		out.served, out.lastDay = max(out.served, served), max(out.lastDay, lastDay)
	}
	if !allServed {
		out.served = none
	}
	if !allEnd {
		out.lastDay = none
	}
	if out.lastDay != none {
		out.final = out.lastDay + 1
	}
	if isPublic(d) && out.final != none && out.due != none {
		out.earliest = max(out.final, out.due+1)
	}
	return out
}

// secondServiceOn is when one debtor was first served, and the last day he has to
// contest the decision or the outcome of what he contested.
func secondServiceOn(events []*claim.Event, law *statute.Parameters) (served, lastDay calendar.Date) {
	served, lastDay = calendar.None, calendar.None
	contested, reviewed := false, false
	after := func(day calendar.Date, term string) calendar.Date {
		return calendar.NextBankDay(day.AddMonths(int(secondValue(law, term, day))))
	}
	for _, e := range events {
		switch day := e.OccurredOn; e.Kind {
		case claim.Served:
			if served == calendar.None {
				served = day
				if !reviewed { // otherwise the time runs from the outcome
					lastDay = after(day, statute.FinalForceMonths)
				}
			}
		case claim.ReconsiderationAsked, claim.Appealed:
			contested = contested || lastDay == calendar.None || day <= lastDay
		case claim.ReviewServed: // that an outcome was served says that there is one
			if contested {
				contested, reviewed = false, true
				lastDay = after(day, statute.AppealMonths)
			}
		}
	}
	if contested {
		lastDay = calendar.None
	}
	return served, lastDay
}
