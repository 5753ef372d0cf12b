package claim

import (
	"balans/law/calendar"
	"balans/law/money"
	"balans/law/statute"
)

// ledger computes one account. The entries are gone through in order; before
// each, interest is added through its day. What looks back (a lowered
// principal, a payment that never was) is settled before the first entry, so
// that the whole life is computed again with it.
type ledger struct {
	law     *Law
	account *Account
	told    *telling // nil: nothing is explained
	capital []int64  // if not nil, the capital after each entry is added to it

	bal      [partCount]int64
	paid     [partCount]int64
	interest accumulator
	posted   int64
	through  calendar.Date // interest is added through this day
	from     calendar.Date // interest begins after this day; None: never
	rates    InterestLaw

	inPlan, deferred, restructuring bool
	deferredTo                      calendar.Date
	plan                            planTerms
	instalment                      int32 // the next of the plan
	lapsed                          [partCount]int64
	late, planAt, debtor            int // where in the rates the day stands
}

// planTerms is a plan as it bears on the money: when instalments are due and
// what each notice costs.
type planTerms struct {
	first  calendar.Date
	count  int32
	notice int64
}

// due is the day instalment k, from 0, is due: the same day of each month, or
// the next bank day.
func (p *planTerms) due(k int32) calendar.Date { return InstalmentDue(p.first, int(k)) }

// InstalmentDue is the due day of instalment k, from 0, of a plan: the same day
// of each following month (the last when the first is a last), or the next bank
// day.
func InstalmentDue(first calendar.Date, k int) calendar.Date {
	day := first.AddMonths(k)
	if first == first.EndOfMonth() {
		day = day.EndOfMonth()
	}
	return calendar.NextBankDay(day)
}

// run computes the account on the day.
func (l *ledger) run(b base, entries []entry, on calendar.Date) {
	l.begin(b, entries)
	for i := range entries {
		e := &entries[i]
		l.advance(e.day)
		l.settle()
		l.take(i, e)
		if l.capital != nil {
			l.capital = append(l.capital, l.bal[Principal]+l.bal[Charge])
		}
	}
	l.advance(on)
	l.settle()
	l.finish(on)
}

// begin settles what looks back and lays the claim down.
func (l *ledger) begin(b base, entries []entry) {
	rule := b.kind.Rule()
	l.rates = rule.Interest
	l.from, l.deferredTo, l.through = calendar.None, calendar.None, b.decided
	l.lookBack(&b, entries)
	l.dates(b, entries)
	charge := min(b.charge, b.principal)
	l.bal[Principal], l.bal[Charge] = b.principal-charge, charge
	if b.kind == PremiumPension { // interest from payment to decision (SFB 108:17)
		l.missing(calendar.Period{From: b.decided, To: b.decided}, statute.BaseRate)
	}
	if l.told != nil {
		l.told.decided(b, rule, l)
	}
}

// dates finds the due date and the day interest begins.
func (l *ledger) dates(b base, entries []entry) {
	demand, received := calendar.None, calendar.None
	for i := range entries {
		switch e := &entries[i]; {
		case e.kind == Dispatched && l.account.Due == calendar.None:
			l.account.Due = e.until
			if e.until == calendar.None {
				l.account.Due = l.law.DueOn(e.day)
			}
		case e.kind == Demanded && demand == calendar.None:
			demand = e.until
			if e.until == calendar.None {
				demand = e.day.AddDays(l.law.demandDays.on(e.day))
			}
		case e.kind == NoticeReceived && demand != calendar.None && received == calendar.None:
			received = e.day
		}
	}
	switch l.rates {
	case InterestFree:
	case InterestCivil: // not before the demand was received (RANTEL 4)
		if l.from = demand; demand != calendar.None && received > demand {
			l.from = received
		}
	default:
		if b.decided >= l.law.interestBy {
			l.from = l.account.Due
		}
	}
	if l.from != calendar.None {
		l.through = min(l.through, l.from)
	}
}

// lookBack takes lowered principals and payments that never were into account
// from the start.
func (l *ledger) lookBack(b *base, entries []entry) {
	principal := b.principal
	var raises int64 // by entries, in their second amounts
	for i := range entries {
		e := &entries[i]
		switch {
		case e.kind == Changed || e.kind == Annulled || e.isFromStart():
			to := e.amount
			switch e.kind {
			case Annulled:
				to = 0
			case Waived:
				to = principal - b.forgiven(e, principal)
			}
			e.second = 0
			if to > principal {
				e.second = to - principal
				raises += e.second
			}
			for lower := principal - to; lower > 0; { // the latest raises first, then what was first decided
				lower, raises = dropRaise(entries[:i], lower, raises)
				if raises == 0 {
					b.principal -= lower
					lower = 0
				}
			}
			principal = to
		case e.kind == PaymentReversed && e.ref >= 0 && int(e.ref) < len(entries) && entries[e.ref].day <= e.day:
			undo(&entries[e.ref], e)
		case e.kind == PaymentReversed:
			e.ref = -1
		}
	}
}

// forgiven is what a waiver from the start takes off the principal; where it
// names no part, off all of the capital.
func (b *base) forgiven(e *entry, capital int64) int64 {
	left := capital
	if e.part == Principal {
		left -= min(b.charge, capital)
	}
	if e.amount > 0 {
		return min(left, e.amount)
	}
	return left
}

// dropRaise takes what is lowered out of the latest raise.
func dropRaise(entries []entry, lower, raises int64) (left, raisesLeft int64) {
	for k := len(entries) - 1; k >= 0 && raises > 0; k-- {
		e := &entries[k]
		if e.kind == Changed && e.second > 0 {
			cut := min(e.second, lower)
			e.second -= cut
			return lower - cut, raises - cut
		}
	}
	return lower, raises
}

// undo takes a reversed amount out of the payment it names.
func undo(payment, reversal *entry) {
	cut := min(reversal.amount, payment.amount)
	payment.amount -= cut
	principal := min(reversal.toPrincipal, payment.toPrincipal)
	if reversal.byLaw {
		principal = max(0, payment.toPrincipal-payment.amount)
	}
	payment.toPrincipal = min(payment.toPrincipal-principal, payment.amount)
}

// advance adds interest, notice fees and the end of a deferral through the day.
func (l *ledger) advance(to calendar.Date) {
	for {
		stop := to
		ends := l.deferred && l.deferredTo != calendar.None && l.deferredTo < to
		if ends {
			stop = max(l.deferredTo, l.through)
		}
		notice := calendar.None
		if l.inPlan && l.plan.notice > 0 && l.instalment < l.plan.count {
			notice = l.plan.due(l.instalment)
		}
		if notice != calendar.None && notice <= stop {
			l.accrue(notice)
			l.settle()
			l.noticeFee(notice)
			continue
		}
		l.accrue(stop)
		if !ends {
			return
		}
		l.deferred = false
	}
}

func (l *ledger) noticeFee(on calendar.Date) {
	l.instalment++
	if l.plan.notice > 0 && l.bal[Principal]+l.bal[Charge]+l.bal[Interest]+l.bal[Fee]+l.bal[Cost] > 0 {
		l.debit(Fee, l.plan.notice)
		if l.told != nil {
			l.told.notice(on, l)
		}
	}
}

// accrue adds interest through the day.
func (l *ledger) accrue(to calendar.Date) {
	if to <= l.through {
		return
	}
	from := l.through
	l.through = to
	if l.from == calendar.None || to <= l.from || l.bal[Principal] == 0 || l.restructuring {
		return
	}
	from = max(from, l.from)
	spans, at := l.ratesNow()
	for from < to {
		for spans[*at].to < from+1 {
			*at++
		}
		for *at > 0 && spans[*at].from > from+1 {
			*at--
		}
		s := &spans[*at]
		end := min(to, s.to)
		if s.missing != "" {
			l.missing(calendar.Period{From: from + 1, To: end}, s.missing)
		} else {
			l.interest.add(l.bal[Principal], s.ppm, from, end, l.law.dayCount)
		}
		if l.told != nil {
			l.told.interest(l, s, from, end)
		}
		from = end
	}
}

// ratesNow is the rate table that holds today: that of a plan or deferral, or
// late interest.
func (l *ledger) ratesNow() ([]rateSpan, *int) {
	switch {
	case l.rates == InterestDebtor:
		return l.law.maintenance, &l.debtor
	case l.rates == InterestOpen:
		return openRates, &l.debtor
	case l.inPlan || l.deferred:
		return l.law.plan, &l.planAt
	}
	return l.law.late, &l.late
}

// openRates are the rates of types whose rules are not known.
var openRates = []rateSpan{{from: firstRateDay, to: lastRateDay, missing: "interest rules of the claim's type"}}

func (l *ledger) missing(days calendar.Period, parameter string) {
	gaps := l.account.Missing
	if n := len(gaps); n > 0 && gaps[n-1].Parameter == parameter && gaps[n-1].To+1 == days.From {
		gaps[n-1].To = days.To
		return
	}
	l.account.Missing = append(gaps, Gap{days, parameter})
}

// settle posts the interest added since the last posting.
func (l *ledger) settle() {
	total := l.interest.ore(l.law.rounding)
	if total == l.posted {
		return
	}
	post := total - l.posted
	l.posted = total
	l.debit(Interest, post)
}

// debit adds to what is owed; a credit pays it at once.
func (l *ledger) debit(part Part, ore int64) {
	l.bal[part] += ore
	if l.bal[Credit] > 0 {
		for _, due := range l.law.order {
			l.bal[Credit] -= l.pay(due, l.bal[Credit], nil)
		}
	}
}

// allocate divides an amount by the order of the law; the rest is credit. The
// parts are added to into, which may be nil.
func (l *ledger) allocate(ore int64, into *[partCount]int64) {
	for _, part := range l.law.order {
		ore -= l.pay(part, ore, into)
	}
	if ore > 0 {
		if recovered := l.recover(ore); recovered > 0 {
			ore -= recovered
			if into != nil {
				into[NoPart] += recovered
			}
		}
		l.bal[Credit] += ore
		if into != nil {
			into[Credit] += ore
		}
	}
}

// pay pays at most so much of a part and returns how much.
func (l *ledger) pay(part Part, ore int64, into *[partCount]int64) int64 {
	cut := min(ore, l.bal[part])
	if cut <= 0 {
		return 0
	}
	l.bal[part] -= cut
	l.paid[part] += cut
	if into != nil {
		into[part] += cut
	}
	return cut
}

// recover takes a payment against what was written off or time barred.
func (l *ledger) recover(ore int64) int64 {
	total := int64(0)
	for part := range l.lapsed {
		cut := min(ore, l.lapsed[part])
		l.lapsed[part] -= cut
		ore -= cut
		total += cut
	}
	l.account.Recovered += money.Amount(total)
	return total
}

func (l *ledger) finish(on calendar.Date) {
	a := l.account
	a.Principal, a.Charge, a.Interest = money.Amount(l.bal[Principal]), money.Amount(l.bal[Charge]), money.Amount(l.bal[Interest])
	a.Fee, a.Cost, a.Credit = money.Amount(l.bal[Fee]), money.Amount(l.bal[Cost]), money.Amount(l.bal[Credit])
	a.InterestTo = on
}
