package claim

import (
	"balans/law/calendar"
	"balans/law/money"
)

// take lets one entry take effect on the money. Interest is posted through its
// day.
func (l *ledger) take(i int, e *entry) {
	if l.told != nil {
		l.told.before(i, e)
	}
	switch e.kind {
	case Paid:
		before := l.paid[Principal] + l.paid[Charge]
		l.payment(e)
		if p := &l.account.Plan; p.Agreed != calendar.None && p.Amortise {
			p.Paid += money.Amount(l.paid[Principal] + l.paid[Charge] - before)
		} else if p.Agreed != calendar.None {
			p.Paid += money.Amount(e.amount)
		}
	case PaymentReversed:
		l.reverse(e)
	case Changed:
		if e.second > 0 {
			l.debit(Principal, e.second)
		}
	case Annulled:
		l.lapse(false)
	case Waived:
		l.waive(e)
	case TimeBarred, WrittenOff:
		l.lapse(true)
	case FeeCharged:
		part := e.part
		if part != Cost {
			part = Fee
		}
		l.debit(part, e.amount)
	case Refunded, CreditMoved:
		cut := min(e.amount, l.bal[Credit])
		l.bal[Credit] -= cut
		l.over(e.amount - cut)
	case PlanAgreed:
		l.inPlan = true
		l.plan, l.instalment = planTerms{e.first, e.count, e.second}, 0
		l.account.Plan = PlanMoney{Agreed: e.day, First: e.first, Count: int(e.count), Amount: money.Amount(e.amount), Amortise: e.mode == modeAmortise}
		if e.first == calendar.None {
			l.plan.count = 0
		}
		for l.instalment < l.plan.count && l.plan.due(l.instalment) <= e.day {
			l.instalment++
		}
	case PlanReinstated:
		l.inPlan = true
		for l.instalment < l.plan.count && l.plan.due(l.instalment) <= e.day {
			l.instalment++ // no notices were sent while it was broken
		}
		l.account.Plan.restart(e.day, l.instalment)
	case PlanEnded, PlanBreached:
		l.inPlan = false
	case DeferralGranted:
		l.deferred, l.deferredTo = true, e.until
	case DeferralEnded:
		l.deferred = false
	case RestructuringStarted:
		l.restructuring = true
	case RestructuringEnded:
		l.restructuring = false
	}
	if l.told != nil {
		l.told.after(e, l)
	}
}

// payment divides a payment: as booked, or by the order of the law.
func (l *ledger) payment(e *entry) {
	into := l.into()
	if e.byLaw {
		l.allocate(e.amount, into)
		return
	}
	left := e.toPrincipal
	left -= l.pay(Charge, left, into)
	left -= l.pay(Principal, left, into)
	if left > 0 {
		left -= l.recovered(left, into)
		l.bal[Credit] += left
		if into != nil {
			into[Credit] += left
		}
	}
	rest := e.amount - e.toPrincipal
	for _, part := range [...]Part{Cost, Fee, Interest} {
		rest -= l.pay(part, rest, into)
	}
	rest -= l.recovered(rest, into)
	l.over(rest)
}

func (l *ledger) recovered(ore int64, into *[partCount]int64) int64 {
	got := l.recover(ore)
	if into != nil {
		into[NoPart] += got
	}
	return got
}

func (l *ledger) into() *[partCount]int64 {
	if l.told == nil {
		return nil
	}
	return &l.told.parts
}

// over notes what was booked beyond what there was.
func (l *ledger) over(ore int64) { l.account.Overbooked += money.Amount(ore) }

// reverse puts back a payment that is not named; one that is named was never
// made, and lookBack has seen to it.
func (l *ledger) reverse(e *entry) {
	if e.ref >= 0 {
		return
	}
	if !e.byLaw {
		l.paid[Principal] -= min(e.toPrincipal, l.paid[Principal])
		l.paid[Interest] -= min(e.amount-e.toPrincipal, l.paid[Interest])
		l.debit(Principal, e.toPrincipal)
		l.debit(Interest, e.amount-e.toPrincipal)
		return
	}
	left := e.amount
	cut := min(left, l.bal[Credit])
	l.bal[Credit] -= cut
	left -= cut
	for _, part := range [...]Part{Principal, Charge, Interest, Fee, Cost} {
		back := min(left, l.paid[part])
		l.paid[part] -= back
		l.bal[part] += back
		left -= back
	}
	l.over(left)
}

// waive takes away what is waived.
func (l *ledger) waive(e *entry) {
	into := l.into()
	forgo := func(part Part, ore int64) int64 {
		cut := min(ore, l.bal[part])
		l.bal[part] -= cut
		if into != nil {
			into[part] += cut
		}
		return cut
	}
	switch {
	case e.isFromStart(): // lookBack has lowered the capital
	case e.byLaw:
		part := e.part
		if part == NoPart || part == Credit {
			part = Principal
		}
		amount := e.amount
		if amount == 0 {
			amount = l.bal[part]
		}
		l.over(amount - forgo(part, amount))
	case e.amount == 0:
		l.lapse(false)
	default:
		left := e.toPrincipal
		left -= forgo(Charge, left)
		left -= forgo(Principal, left)
		rest := e.amount - e.toPrincipal
		for _, part := range [...]Part{Interest, Fee, Cost} {
			rest -= forgo(part, rest)
		}
		l.over(left + rest)
	}
}

// lapse ends the claim: nothing is owed any more. What is written off or time
// barred may still be paid, and is then recovered, not overpaid.
func (l *ledger) lapse(recoverable bool) {
	for part := Principal; part < Credit; part++ {
		l.account.Lapsed += money.Amount(l.bal[part])
		if recoverable {
			l.lapsed[part] += l.bal[part]
		}
		l.bal[part] = 0
	}
	l.inPlan, l.deferred = false, false
}

// restart counts instalments from the next one: what was missed before a plan
// was reinstated goes into the last.
func (p *PlanMoney) restart(on calendar.Date, passed int32) {
	if p.Agreed == calendar.None || p.First == calendar.None {
		return
	}
	first := p.First
	p.First, p.Count, p.Agreed, p.Paid = first.AddMonths(int(passed)), p.Count-int(passed), on, 0
	if first == first.EndOfMonth() {
		p.First = p.First.EndOfMonth()
	}
}
