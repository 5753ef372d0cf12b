package demo

import (
	"math"
	"time"

	"balans/law/calendar"
	"balans/law/money"
	"balans/recover/claim"
)

// kept is a payment under a plan, kronor of principal.
type kept struct {
	day    calendar.Date
	kronor int64
}

// Rules of plans. The least instalment and how many may be missed are the
// agency's own, as in parameters.csv; the others are in law/statute.
const (
	leastInstalment = 100     // kronor a month
	missedAtBreach  = 2       // instalments
	noticeFee       = 15_00   // öre
	planFee         = 170_00  // öre
	planFeeBefore   = 150_00  // öre, until 2013-03-15
	mostMonths      = 12 * 12 // of any plan here
	mostMonthsNew   = 12 * 6  // of any plan of a NEW claim here
)

var (
	newPlanFee  = calendar.New(2013, time.March, 16)
	noticesFrom = calendar.New(2024, time.January, 1)
	limitFrom   = calendar.New(2013, time.January, 1) // of plans of at most five years
)

// firstLater is the first day of plans of which the first instalment may lie after
// all facts: their debtors have not paid yet.
var firstLater = lastDay.AddDays(-120)

// graceFrom is the first day of breaches that are not yet followed by the end of
// the plan.
var graceFrom = lastDay.AddDays(-60)

// agreements gives every plan the terms that its payments have kept, or have not
// where it was breached.
func (l *life) agreements() {
	left := int64(l.d.principal)
	principal := left
	plans := int32(0)
	for i := range l.events {
		e := &l.events[i]
		switch kronor := int64(e.ToPrincipal / money.Krona); e.Kind {
		case claim.Paid, claim.Waived:
			left -= kronor
		case claim.PaymentReversed:
			left += kronor
		case claim.Changed:
			left, principal = left-principal+kronor, kronor
		case claim.PlanAgreed:
			plans++
			l.agree(i, left, plans)
		}
	}
}

// plan is a plan in the making.
type plan struct {
	agreed, first, ends calendar.Date // ends: the last day looked at
	left                int64         // kronor, when it was agreed
	paid                []kept
	regime              claim.Regime
}

// agree gives the plan agreed by event i its terms.
func (l *life) agree(i int, left int64, number int32) {
	p := plan{agreed: l.events[i].OccurredOn, ends: lastDay, left: left, paid: l.kept[:0], regime: l.regime}
	end := -1
	for j := i + 1; j < len(l.events) && end < 0; j++ {
		switch e := &l.events[j]; e.Kind {
		case claim.Paid:
			p.paid = append(p.paid, kept{e.OccurredOn, int64(e.ToPrincipal / money.Krona)})
		case claim.PlanEnded:
			end, p.ends = j, e.OccurredOn
		}
	}
	l.kept = p.paid
	isBreach := end >= 0 && l.events[end].Mode == breached
	p.begin(&l.c, isBreach)
	part := int64(0)
	if isBreach {
		if part = p.broken(&l.c); part == 0 {
			l.events[end].Mode = cancelled
		}
	}
	if part == 0 {
		part = p.fitting(&l.c, end < 0)
	}
	e := &l.events[i]
	a := money.Amount(part) * money.Krona
	count := (left + part - 1) / part
	e.Amount, e.ToPrincipal, e.Mode = a, a, amortise
	e.Details = &claim.Details{Until: calendar.None, First: p.first, Count: int32(count)}
	l.planRef(i, number)
	if end >= 0 {
		l.events[end].Details = &claim.Details{Until: calendar.None, First: calendar.None}
		l.planRef(end, number)
		if l.events[end].Mode == breached && p.ends >= graceFrom {
			l.events[end].Kind, l.events[end].Mode = claim.PlanBreached, ""
		}
	}
	if int(count) > longest(p.agreed) {
		e.Details.Reason = "advantage_of_state: inkomsten räcker inte till mer i månaden"
	}
	if end < 0 {
		l.breakOff(&p, part, number)
	}
	e = &l.events[i]
	if p.agreed >= noticesFrom && l.c.often(250) {
		e.Details.Second, l.charged = noticeFee, true
	}
	if p.agreed > l.due && l.c.often(300) {
		fee := money.Amount(planFee)
		if p.agreed < newPlanFee {
			fee = planFeeBefore
		}
		l.charge(atStart, p.agreed, claim.Fee, "plan", fee)
	}
}

// breakOff breaks off, in the last month, most plans in force with which too many
// instalments were missed.
func (l *life) breakOff(p *plan, part int64, number int32) {
	on := l.day(cohortStart[march25].AddDays(2), lastDay)
	if n := len(p.paid); n > 0 && p.paid[n-1].day >= cohortStart[march25] || p.agreed >= on.AddDays(-60) {
		return
	}
	if p.ends = on; p.missed(part) >= missedAtBreach && l.c.often(850) {
		l.also(atEnd, claim.Event{Kind: claim.PlanBreached, OccurredOn: on, Details: &claim.Details{Until: calendar.None, First: calendar.None}})
		l.planRef(len(l.events)-1, number)
	}
}

// planRef notes that an event is of the claim's plan with the number; the claim's
// own number is put before it when it is known.
func (l *life) planRef(i int, number int32) {
	l.events[i].Details.Ref = planNumbers[min(int(number), len(planNumbers)-1)]
}

var planNumbers = [...]string{"", "-P1", "-P2", "-P3", "-P4", "-P5", "-P6", "-P7", "-P8", "-P9"}

// longest is how many months a plan usually has at most (plan_max_months).
func longest(on calendar.Date) int {
	switch {
	case on >= newRegime:
		return 12
	case on >= limitFrom:
		return 60
	}
	return mostMonths
}

// begin sets the day of the first instalment: about the first payment.
func (p *plan) begin(c *chance, isBreach bool) {
	switch {
	case isBreach:
		room := int(p.ends-p.agreed) - 38 // two instalments must fall due before the end
		p.first = p.agreed.AddDays(c.between(1, max(1, min(room, 30))))
	case len(p.paid) > 0 && p.paid[0].day-p.agreed < 75:
		p.first = p.paid[0].day.AddDays(c.between(0, 4))
	case p.agreed >= firstLater && c.often(880):
		p.first = p.agreed.AddDays(c.between(60, 88))
	default:
		p.first = p.agreed.AddDays(c.between(28, 50))
	}
}

// due is how many instalments were due before the day.
func (p *plan) due(day calendar.Date) int64 {
	k := max(0, int(day-p.first-9)/31) // a month is at most 31 days, and some more to a bank day
	for claim.InstalmentDue(p.first, k) < day {
		k++
	}
	return int64(k)
}

func (p *plan) sum() (kronor int64) {
	for _, x := range p.paid {
		kronor += x.kronor
	}
	return kronor
}

// missed is how many instalments of the part are due before the end of the plan
// and not paid whole.
func (p *plan) missed(part int64) int64 {
	paid := p.sum()
	if paid >= p.left {
		return 0
	}
	count := (p.left + part - 1) / part
	return min(p.due(p.ends), count) - min(paid/part, count-1)
}

// broken is a monthly part with which the payments missed enough instalments; 0
// when there is none.
func (p *plan) broken(c *chance) int64 {
	due := p.due(p.ends)
	if due < missedAtBreach {
		return 0
	}
	least := p.sum()/(due-1) + 1
	least = p.within(least)
	wanted := max(least, p.ordinary(c))
	for _, part := range [...]int64{wanted, least} {
		if p.missed(part) >= missedAtBreach {
			return part
		}
	}
	return 0
}

// ordinary is a part that pays the debt in a usual number of months.
func (p *plan) ordinary(c *chance) int64 {
	months := int64(c.between(12, 48))
	if p.regime == claim.New {
		months = int64(c.between(6, 12))
	}
	months = max(1, min(months, p.left/300))
	part := (p.left + months - 1) / months
	return (part + 9) / 10 * 10
}

// fitting is the monthly part that the payments have kept up with at the end, and
// were never enough instalments behind with to break the plan; of some plans in
// force, one that they are an instalment behind with.
func (p *plan) fitting(c *chance, inForce bool) int64 {
	most, paid, next := int64(math.MaxInt64), int64(0), 0
	for k := int64(0); paid < p.left; k++ {
		day := claim.InstalmentDue(p.first, int(k))
		if day >= p.ends {
			break
		}
		for next < len(p.paid) && p.paid[next].day <= day {
			paid += p.paid[next].kronor
			next++
		}
		if k > 0 && paid < p.left {
			most = min(most, paid/k)
		}
	}
	due, sum := p.due(p.ends), p.sum()
	if due > 0 && sum < p.left {
		most = min(most, sum/due)
	}
	if inForce && due >= 2 && c.often(90) {
		if behind := sum / (due - 1); p.missed(max(behind, 1)) == 1 {
			return p.within(behind)
		}
	}
	switch {
	case most == 0 || most == math.MaxInt64 && len(p.paid) == 0:
		return p.within(p.ordinary(c))
	case most == math.MaxInt64:
		return p.within(p.paid[0].kronor)
	}
	return p.within(most)
}

// within is the part, or what a plan of the longest time has.
func (p *plan) within(part int64) int64 {
	months := int64(mostMonths)
	if p.regime == claim.New {
		months = mostMonthsNew
	}
	return min(max(part, leastInstalment, (p.left+months-1)/months), p.left)
}
