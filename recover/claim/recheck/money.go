package recheck

import "balans/law/calendar"

// take lets a fact take effect on the money. raised is what is left of it, where
// it raised the principal.
func (a *account) take(f *fact, raised int64) {
	switch f.what {
	case paid:
		a.payment(f)
	case reversed:
		a.reversal(f)
	case changed:
		a.debit(ofPrincipal, raised)
	case waived:
		a.waiver(f)
	case charged:
		if f.text("part") == "cost" {
			a.debit(ofCost, f.amount)
		} else {
			a.debit(ofFee, f.amount)
		}
	case refunded, creditMoved:
		a.owed[ofCredit] -= min(f.amount, a.owed[ofCredit])
	case planAgreed:
		a.plan, a.notice = true, f.number("second")
		a.first, a.instalment, a.instalments = f.date("first"), 0, int(f.number("count"))
		if a.first == calendar.None {
			a.instalments = 0
		}
		a.due = a.dueDay()
		a.skip(f.day)
	case planReinstated: // no notices were sent while it was broken
		a.plan = true
		a.skip(f.day)
	case planBreached, planEnded:
		a.plan = false
	case deferralGranted:
		a.deferral, a.deferralEnds = true, f.date("until")
	case deferralEnded:
		a.deferral = false
	case restructuringStarted, restructuringEnded:
		a.restructuring = f.what == restructuringStarted
	}
}

// skip passes over instalments that were due by the day.
func (a *account) skip(day calendar.Date) {
	for a.instalment < a.instalments && a.due <= day {
		a.nextInstalment()
	}
}

// payment divides a payment by law, or takes it as it was booked; what was
// booked beyond what there was of interest, fees and costs is nobody's.
func (a *account) payment(f *fact) {
	if f.byLaw {
		a.divide(f.amount)
		return
	}
	capital, rest := f.principal, f.amount-f.principal
	for _, p := range [...]part{ofCharge, ofPrincipal} {
		capital -= a.pay(p, capital)
	}
	a.owed[ofCredit] += capital
	for _, p := range [...]part{ofCost, ofFee, ofInterest} {
		rest -= a.pay(p, rest)
	}
}

// reversal puts back a payment that is not named.
func (a *account) reversal(f *fact) {
	if !f.byLaw {
		a.paid[ofPrincipal] -= min(f.principal, a.paid[ofPrincipal])
		a.paid[ofInterest] -= min(f.amount-f.principal, a.paid[ofInterest])
		a.debit(ofPrincipal, f.principal)
		a.debit(ofInterest, f.amount-f.principal)
		return
	}
	left := f.amount
	cut := min(left, a.owed[ofCredit])
	a.owed[ofCredit] -= cut
	left -= cut
	for _, p := range [...]part{ofPrincipal, ofCharge, ofInterest, ofFee, ofCost} {
		back := min(left, a.paid[p])
		a.paid[p] -= back
		a.owed[p] += back
		left -= back
	}
}

// waiver takes away what nobody has to pay.
func (a *account) waiver(f *fact) {
	forgo := func(p part, ore int64) int64 {
		cut := min(ore, a.owed[p])
		a.owed[p] -= cut
		return cut
	}
	if !f.byLaw {
		capital, rest := f.principal, f.amount-f.principal
		for _, p := range [...]part{ofCharge, ofPrincipal} {
			capital -= forgo(p, capital)
		}
		for _, p := range [...]part{ofInterest, ofFee, ofCost} {
			rest -= forgo(p, rest)
		}
		return
	}
	if f.fromStart() {
		return // it was never claimed
	}
	p := map[string]part{"charge": ofCharge, "interest": ofInterest, "fee": ofFee, "cost": ofCost}[f.text("part")] // else the principal
	amount := f.amount
	if amount == 0 {
		amount = a.owed[p]
	}
	forgo(p, amount)
}
