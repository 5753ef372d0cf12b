package recheck

import (
	"math/bits"
	"strconv"
	"strings"

	"balans/law/calendar"
)

// part is one of the sums a claim consists of.
type part int

const (
	ofPrincipal part = iota // bears interest
	ofCharge                // part of what was claimed that bears none
	ofInterest
	ofFee
	ofCost
	ofCredit // paid beyond what was owed
	parts
)

// account lives the money of a claim day by day. It is used where nobody has
// booked a payment, so that what is left of the principal depends on everything
// else that was owed that day.
type account struct {
	law        *law
	owed, paid [parts]int64
	ground     string        // its rules of interest
	from       calendar.Date // interest is borne after this day; None: never
	exact      [2]uint64     // all interest so far in parts of perOre: high, low
	posted     int64         // of it, öre added to what is owed

	plan, deferral, restructuring bool
	deferralEnds                  calendar.Date
	first, due                    calendar.Date // of the plan: its first instalment, and the next
	instalment, instalments       int
	notice                        int64
}

// capital is what is left of the principal of a claim after all its facts,
// given in order. A claim that has ended is not asked.
func (l *law) capital(d *decided, facts []fact) int64 {
	facts, first, charge, raised := lookBack(d.decidedOre, d.charge, facts)
	a := &account{law: l, ground: grounds[d.ground], from: calendar.None}
	a.owed[ofCharge] = min(charge, first)
	a.owed[ofPrincipal] = first - a.owed[ofCharge]
	a.bear(d, facts)
	day := d.day
	if a.from != calendar.None {
		day = min(day, a.from)
	}
	for i := range facts {
		for ; day < facts[i].day; day++ {
			a.pass(day + 1)
		}
		a.post()
		a.take(&facts[i], raised[i])
	}
	return a.owed[ofPrincipal] + a.owed[ofCharge]
}

// lookBack finds what is left of the decision and of each later raise, by the
// fact that raised it: what is lowered was never claimed, the latest raise
// first. A payment that a reversal names was never made, nor the reversal.
func lookBack(decidedOre, decidedCharge int64, told []fact) (facts []fact, first, charge int64, raised map[int]int64) {
	type claimed struct {
		by  int
		ore int64
	}
	facts, charge = append(facts, told...), decidedCharge
	layers, level := []claimed{{-1, decidedOre}}, decidedOre
	for i := range facts {
		f, to := &facts[i], level
		switch {
		case f.what == changed:
			to = f.amount
		case f.fromStart():
			most := map[string]int64{"": level, "principal": level - min(charge, level)}[f.text("part")]
			if f.amount > 0 {
				most = min(most, f.amount)
			}
			to -= most
		case f.what == reversed:
			undo(facts, f)
		}
		if to > level {
			layers = append(layers, claimed{i, to - level})
		}
		for lower := level - to; lower > 0; {
			top := &layers[len(layers)-1]
			cut := min(lower, top.ore)
			top.ore -= cut
			if lower -= cut; top.ore == 0 && len(layers) > 1 {
				layers = layers[:len(layers)-1]
			}
		}
		level = to
	}
	raised = map[int]int64{}
	for _, layer := range layers[1:] {
		raised[layer.by] = layer.ore
	}
	return facts, layers[0].ore, charge, raised
}

// fromStart reports whether principal is waived as if it had never been claimed.
func (f *fact) fromStart() bool {
	if f.what != waived || !f.byLaw || f.text("mode") != "from_start" {
		return false
	}
	part := f.text("part")
	return part == "" || part == "principal"
}

// undo takes a reversal that names a payment out of that payment, if it was
// made by that day.
func undo(facts []fact, reversal *fact) {
	name := reversal.text("ref")
	if name == "" {
		return
	}
	for i := range facts {
		p := &facts[i]
		if p.what != paid || p.key != name || p.day > reversal.day {
			continue
		}
		p.amount -= min(reversal.amount, p.amount)
		if !reversal.byLaw {
			p.principal -= min(reversal.principal, p.principal)
		}
		p.principal = min(p.principal, p.amount)
		reversal.what = nothing
		return
	}
}

// bear finds the day after which interest is borne.
func (a *account) bear(d *decided, facts []fact) {
	due, demand := calendar.None, calendar.None
	received := false
	for i := range facts {
		f := &facts[i]
		switch until := f.date("until"); {
		case f.what == dispatched && due == calendar.None:
			if due = until; due == calendar.None {
				due = calendar.NextBankDay(f.day.AddDays(inForce(a.law.dueDays, f.day)))
			}
		case f.what == demanded && demand == calendar.None:
			if demand = until; demand == calendar.None {
				demand = f.day.AddDays(inForce(a.law.demandDays, f.day))
			}
		case f.what == noticed && demand != calendar.None && !received:
			demand, received = max(demand, f.day), true
		}
	}
	switch {
	case a.ground == "none":
	case a.ground == "from a demand":
		a.from = demand
	case d.day >= a.law.bearsFrom:
		a.from = due
	}
}

// pass lets a day come.
func (a *account) pass(day calendar.Date) {
	if a.deferral && a.deferralEnds != calendar.None && a.deferralEnds < day {
		a.deferral = false
	}
	if a.from != calendar.None && day > a.from && !a.restructuring && day >= firstDay && day <= lastDay {
		a.add(uint64(a.owed[ofPrincipal]), a.rates()[day-firstDay])
	}
	for a.plan && a.instalment < a.instalments && a.due <= day {
		a.nextInstalment()
		a.post()
		if a.notice > 0 && a.owed[ofPrincipal]+a.owed[ofCharge]+a.owed[ofInterest]+a.owed[ofFee]+a.owed[ofCost] > 0 {
			a.debit(ofFee, a.notice)
		}
	}
}

var noRates = make([]uint64, lastDay-firstDay+1)

func (a *account) rates() []uint64 {
	switch {
	case a.ground == "unknown":
		return noRates
	case a.ground == "maintenance":
		return a.law.maintenance
	case a.plan || a.deferral:
		return a.law.plan
	}
	return a.law.late
}

// add adds a day's interest.
func (a *account) add(ore, rate uint64) {
	hi, lo := bits.Mul64(ore, rate)
	low, carry := bits.Add64(a.exact[1], lo, 0)
	a.exact[0], a.exact[1] = a.exact[0]+hi+carry, low
}

// post makes whole öre of all interest so far, and adds what is new.
func (a *account) post() {
	hi, lo := a.exact[0], a.exact[1]
	if !a.law.roundsDown {
		var carry uint64
		lo, carry = bits.Add64(lo, perOre/2, 0)
		hi += carry
	}
	ore, _ := bits.Div64(hi, lo, perOre)
	if added := int64(ore) - a.posted; added > 0 {
		a.posted += added
		a.debit(ofInterest, added)
	}
}

// debit adds to what is owed; what stands to the debtor's credit pays at once.
func (a *account) debit(p part, ore int64) {
	a.owed[p] += ore
	if credit := a.owed[ofCredit]; credit > 0 && ore > 0 {
		a.owed[ofCredit] = 0
		a.divide(credit)
	}
}

// divide pays in the order of the law; the rest is credit.
func (a *account) divide(ore int64) {
	for _, p := range a.law.order {
		ore -= a.pay(p, ore)
	}
	a.owed[ofCredit] += ore
}

func (a *account) pay(p part, ore int64) int64 {
	cut := min(ore, a.owed[p])
	a.owed[p] -= cut
	a.paid[p] += cut
	return cut
}

func (a *account) nextInstalment() {
	a.instalment++
	a.due = a.dueDay()
}

// dueDay is when the next instalment is due: the same day of each month, the
// last where the first is a last, or the next bank day.
func (a *account) dueDay() calendar.Date {
	if a.instalment >= a.instalments {
		return calendar.None
	}
	day := a.first.AddMonths(a.instalment)
	if a.first == a.first.EndOfMonth() {
		day = day.EndOfMonth()
	}
	return calendar.NextBankDay(day)
}

// text is a detail of a fact; "" where it is not stated.
func (f *fact) text(name string) string {
	v, _ := value(f.details, name)
	return encoded.Replace(v)
}

var encoded = strings.NewReplacer("%20", " ", "%25", "%")

func (f *fact) date(name string) calendar.Date {
	if text, stated := value(f.details, name); stated {
		if d, err := calendar.Parse(text); err == nil {
			return d
		}
	}
	return calendar.None
}

func (f *fact) number(name string) int64 {
	v, _ := strconv.ParseInt(f.text(name), 10, 64)
	return v
}
