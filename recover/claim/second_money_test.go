package claim_test

import (
	"math/big"

	"balans/law/calendar"
	"balans/law/statute"
	"balans/recover/claim"
)

// The second implementation of a claim's money. It shares nothing with the
// account of the package: it walks from the decision to the asked day one day
// at a time, with fractions that are never rounded, and looks every rate up for
// its day. It is slow and is to be obvious.

// secondMoney is what the second implementation says of a claim's money.
type secondMoney struct {
	due                                            calendar.Date
	principal, charge, interest, fee, cost, credit int64
	overbooked, lapsed, recovered                  int64
	gaps                                           []claim.Gap
	payments                                       []secondPayment
}

// secondPayment says where one payment went.
type secondPayment struct {
	id                                             string
	amount, undone                                 int64
	principal, charge, interest, fee, cost, credit int64
	overbooked, recovered                          int64
}

// secondLedger is the state between one day and the next.
type secondLedger struct {
	d      *claim.Decision
	law    *statute.Parameters
	events []*claim.Event // that had occurred and were known, in their order
	secondMoney

	undone          map[*claim.Event]int64 // of each payment, what is taken out
	undonePrincipal map[*claim.Event]int64
	named           map[*claim.Event]bool  // the reversals that name a payment there is
	raise           map[*claim.Event]int64 // what each change adds on its day

	exact      *big.Rat // all interest there has been
	posted     int64
	interestOn calendar.Date // interest runs from the day after; None when it does not
	paidBack   secondPayment // what has been paid of each part, for reversals without a payment

	plan          *claim.Event // the plan that was agreed last
	inPlan        bool
	deferred      bool
	deferredUntil calendar.Date
	restructuring bool
	recoverable   int64 // time barred or written off, and not paid all the same
}

// secondMoneyOf computes a claim's money at the end of the day on, from what was
// known at knownAt.
func secondMoneyOf(d *claim.Decision, events []claim.Event, on calendar.Date, knownAt calendar.Instant, law *statute.Parameters) secondMoney {
	l := &secondLedger{d: d, law: law, exact: new(big.Rat), undone: map[*claim.Event]int64{}, undonePrincipal: map[*claim.Event]int64{},
		raise: map[*claim.Event]int64{}, named: map[*claim.Event]bool{}, deferredUntil: calendar.None}
	l.due = calendar.None
	if d.DecidedOn > on || calendar.StartOfDay(d.DecidedOn) > knownAt {
		return l.secondMoney
	}
	for i := range events {
		if events[i].OccurredOn <= on && events[i].RecordedAt <= knownAt {
			l.events = append(l.events, &events[i])
		}
	}
	l.takeOutReversed()
	l.decideCapital()
	l.decideInterest()
	next := 0
	for day := d.DecidedOn; day <= on; day++ {
		l.interestOf(day)
		l.noticeFeeOf(day)
		for ; next < len(l.events) && l.events[next].OccurredOn <= day; next++ {
			l.apply(l.events[next])
		}
	}
	return l.secondMoney
}

// takeOutReversed finds the payments that are taken out as if never made. What
// names no payment that is known is put back on its own day.
func (l *secondLedger) takeOutReversed() {
	for _, r := range l.events {
		if r.Kind != claim.PaymentReversed {
			continue
		}
		for _, p := range l.events {
			if p.Kind == claim.Paid && p.ID == r.Detail().Ref {
				l.named[r] = true
				l.undone[p] = min(int64(p.Amount), l.undone[p]+int64(r.Amount))
				l.undonePrincipal[p] += int64(r.ToPrincipal)
			}
		}
	}
}

// decideCapital follows the changes of the decided sum. A lowering is as if the
// sum had been the lower from the start: it takes from the latest raise first,
// so that no day bears more than it did. A raise is added on its day.
func (l *secondLedger) decideCapital() {
	charge := int64(l.d.Charge)
	from := []*claim.Event{nil}
	sums := []int64{int64(l.d.Principal)}
	total := int64(l.d.Principal)
	lowerTo := func(to int64) {
		for i := len(sums) - 1; total > to; i-- {
			cut := min(sums[i], total-to)
			sums[i] -= cut
			total -= cut
		}
	}
	for _, e := range l.events {
		switch {
		case e.Kind == claim.Changed && int64(e.Amount) >= total:
			from, sums = append(from, e), append(sums, int64(e.Amount)-total)
			total = int64(e.Amount)
		case e.Kind == claim.Changed:
			lowerTo(int64(e.Amount))
		case e.Kind == claim.Annulled:
			lowerTo(0)
		case isWaivedFromStart(e):
			bearing := total - min(charge, total)
			if e.Amount > 0 {
				bearing = min(bearing, int64(e.Amount))
			}
			lowerTo(total - bearing)
		}
	}
	l.charge = min(charge, sums[0])
	l.principal = sums[0] - l.charge
	for i, e := range from {
		if e != nil {
			l.raise[e] = sums[i]
		}
	}
}

func isWaivedFromStart(e *claim.Event) bool {
	return e.Kind == claim.Waived && e.ByLaw && e.Detail().Part == claim.Principal && e.Mode == "from_start"
}

// debit adds to a balance; a credit pays what is owed then at once.
func (l *secondLedger) debit(day calendar.Date, balance *int64, amount int64) {
	*balance += amount
	if l.credit > 0 && amount > 0 {
		l.divide(day, &l.credit, &l.paidBack)
	}
}

// divide pays by the order of the law what there is of each part.
func (l *secondLedger) divide(day calendar.Date, left *int64, to *secondPayment) {
	for _, part := range l.order(day) {
		switch part {
		case 1:
			settle(&l.cost, left, &to.cost)
		case 2:
			settle(&l.fee, left, &to.fee)
		case 3:
			settle(&l.interest, left, &to.interest)
		case 4:
			settle(&l.charge, left, &to.charge)
		case 5:
			settle(&l.principal, left, &to.principal)
		}
	}
}

// owed is all that is owed, whatever stands to the debtor's credit.
func (l *secondLedger) owed() int64 { return l.principal + l.charge + l.interest + l.fee + l.cost }

// noticeFeeOf charges the notice of an instalment that is due on the day, of a
// plan that is in force since before it, while something is owed.
func (l *secondLedger) noticeFeeOf(day calendar.Date) {
	if !l.inPlan || l.plan == nil || l.owed() == 0 {
		return
	}
	p := l.plan.Detail()
	if p.First == calendar.None {
		return
	}
	for k := range int(p.Count) {
		due := p.First.AddMonths(k)
		if p.First == p.First.EndOfMonth() {
			due = due.EndOfMonth()
		}
		if calendar.NextBankDay(due) == day {
			l.debit(day, &l.fee, int64(p.Second))
		}
	}
}

func (l *secondLedger) apply(e *claim.Event) {
	detail := e.Detail()
	switch e.Kind {
	case claim.Paid:
		l.pay(e)
	case claim.PaymentReversed:
		if !l.named[e] {
			l.putBack(e)
		}
	case claim.Changed:
		l.debit(e.OccurredOn, &l.principal, l.raise[e])
	case claim.Waived:
		l.waive(e)
	case claim.Annulled: // decideCapital has seen to the sum; fees and costs go with it
		l.lapse()
	case claim.TimeBarred, claim.WrittenOff:
		before := l.lapsed
		l.lapse()
		l.recoverable += l.lapsed - before
	case claim.FeeCharged:
		if detail.Part == claim.Cost {
			l.debit(e.OccurredOn, &l.cost, int64(e.Amount))
		} else {
			l.debit(e.OccurredOn, &l.fee, int64(e.Amount))
		}
	case claim.Refunded, claim.CreditMoved:
		used := min(l.credit, int64(e.Amount))
		l.credit -= used
		l.overbooked += int64(e.Amount) - used
	case claim.PlanAgreed:
		l.inPlan, l.plan = true, e
	case claim.PlanEnded, claim.PlanBreached:
		l.inPlan = false
	case claim.PlanReinstated:
		l.inPlan = true
	case claim.DeferralGranted:
		l.deferred, l.deferredUntil = true, detail.Until
	case claim.DeferralEnded:
		l.deferred = false
	case claim.RestructuringStarted:
		l.restructuring = true
	case claim.RestructuringEnded:
		l.restructuring = false
	}
}

// lapse lets all that is owed end, and plan and deferral with it; what the debtor
// has to his credit stays his.
func (l *secondLedger) lapse() {
	l.inPlan, l.deferred = false, false
	l.lapsed += l.owed()
	l.principal, l.charge, l.interest, l.fee, l.cost = 0, 0, 0, 0, 0
}

// settle pays of a balance what there is of both.
func settle(balance, left, share *int64) {
	paid := min(*balance, *left)
	*balance -= paid
	*left -= paid
	*share += paid
}

func (l *secondLedger) pay(e *claim.Event) {
	p := secondPayment{id: e.ID, amount: int64(e.Amount), undone: l.undone[e]}
	left := p.amount - p.undone
	switch {
	case e.ByLaw:
		l.divide(e.OccurredOn, &left, &p)
		settle(&l.recoverable, &left, &p.recovered)
		p.credit = left
	default:
		capital := min(left, max(0, int64(e.ToPrincipal)-l.undonePrincipal[e]))
		other := left - capital
		settle(&l.charge, &capital, &p.charge)
		settle(&l.principal, &capital, &p.principal)
		settle(&l.recoverable, &capital, &p.recovered)
		p.credit = capital
		settle(&l.cost, &other, &p.cost)
		settle(&l.fee, &other, &p.fee)
		settle(&l.interest, &other, &p.interest)
		settle(&l.recoverable, &other, &p.recovered)
		p.overbooked = other
	}
	l.credit += p.credit
	l.recovered += p.recovered
	l.overbooked += p.overbooked
	l.payments = append(l.payments, p)
	l.paidBack.principal += p.principal
	l.paidBack.charge += p.charge
	l.paidBack.interest += p.interest
	l.paidBack.fee += p.fee
	l.paidBack.cost += p.cost
}

func (l *secondLedger) order(on calendar.Date) []int {
	v, err := l.law.Value(statute.AllocationOrder, on)
	if err != nil {
		panic(err)
	}
	parts, err := v.Order()
	if err != nil {
		panic(err)
	}
	return parts
}

// putBack is a reversal that names no payment.
func (l *secondLedger) putBack(e *claim.Event) {
	if !e.ByLaw {
		l.paidBack.principal = max(0, l.paidBack.principal-int64(e.ToPrincipal))
		l.paidBack.interest = max(0, l.paidBack.interest-int64(e.Amount-e.ToPrincipal))
		l.debit(e.OccurredOn, &l.principal, int64(e.ToPrincipal))
		l.debit(e.OccurredOn, &l.interest, int64(e.Amount-e.ToPrincipal))
		return
	}
	left := int64(e.Amount)
	var none int64
	settle(&l.credit, &left, &none)
	settle(&l.paidBack.principal, &left, &l.principal)
	settle(&l.paidBack.charge, &left, &l.charge)
	settle(&l.paidBack.interest, &left, &l.interest)
	settle(&l.paidBack.fee, &left, &l.fee)
	settle(&l.paidBack.cost, &left, &l.cost)
	l.overbooked += left
}

func (l *secondLedger) waive(e *claim.Event) {
	var gone int64
	amount := int64(e.Amount)
	switch {
	case !e.ByLaw && amount == 0:
		l.lapse()
	case !e.ByLaw:
		capital, other := int64(e.ToPrincipal), amount-int64(e.ToPrincipal)
		settle(&l.charge, &capital, &gone)
		settle(&l.principal, &capital, &gone)
		settle(&l.interest, &other, &gone)
		settle(&l.fee, &other, &gone)
		settle(&l.cost, &other, &gone)
		l.overbooked += capital + other
	case isWaivedFromStart(e): // decideCapital has seen to it
	default:
		balance := map[claim.Part]*int64{claim.Principal: &l.principal, claim.Charge: &l.charge, claim.Interest: &l.interest,
			claim.Fee: &l.fee, claim.Cost: &l.cost}[e.Detail().Part]
		if balance == nil {
			return
		}
		if amount == 0 {
			amount = *balance
		}
		settle(balance, &amount, &gone)
		l.overbooked += amount
	}
}
