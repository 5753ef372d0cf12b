package claim

import (
	"math"

	"balans/law/calendar"
)

// Dates is a rising list of dates prepared for a scan.
type Dates struct {
	days  []calendar.Date
	first [math.MaxUint16 + 1]uint16 // per day: index of the first date on or after it
}

// MostDates is how many dates a scan can have.
const MostDates = 60_000

// Days returns the first and the last day that columns can hold.
func Days() (first, last calendar.Date) { return firstDay, lastDay }

// NewDates prepares up to MostDates rising dates.
func NewDates(days []calendar.Date) *Dates {
	d := &Dates{days: days}
	at := 0
	for i := range d.first {
		for at < len(days) && days[at] < firstDay+calendar.Date(i) {
			at++
		}
		d.first[i] = uint16(at)
	}
	return d
}

// Len is the number of dates.
func (d *Dates) Len() int { return len(d.days) }

// On is the date with the index.
func (d *Dates) On(i int) calendar.Date { return d.days[i] }

// From is the index of the first date on or after the day; Len if there is none.
func (d *Dates) From(day calendar.Date) int {
	switch {
	case day <= firstDay:
		return 0
	case day > lastDay:
		return len(d.days)
	}
	return int(d.first[day-firstDay])
}

// shift says how a kind moves the outstanding principal by its amount.
var shift = [kindCount]int64{Paid: -1, PaymentReversed: +1, Waived: -1}

var carries = func() (t [kindCount]uint32) {
	for k := range t {
		if Kind(k).carriesMoney() {
			t[k] = 1
		}
	}
	return
}()

// lastKnownDay is the last day whose decisions are known at the instant. An
// instant beyond the calendar, such as the greatest one, means that all is known.
func lastKnownDay(knownAt calendar.Instant) calendar.Date {
	if d := knownAt.Date(); d != calendar.None || knownAt < 0 {
		return d
	}
	return lastDay
}

// Stretch is a run of dates over which a claim stays in the stock unchanged.
type Stretch struct {
	Claim       int
	From, To    int // indexes of dates, To excluded
	Conditions  Condition
	Outstanding int64 // öre
}

// WalkStock calls visit for every stretch of dates over which a claim in
// [from,to) is in the stock, as known at knownAt. Each event is looked at once,
// however many dates there are.
func (c *Columns) WalkStock(from, to int, dates *Dates, knownAt calendar.Instant, visit func(*Stretch)) {
	knownDay := lastKnownDay(knownAt)
	all := knownAt >= c.lastRecorded
	border := uint16(RegimeBorder - firstDay)
	m := len(dates.days)
	var s Stretch
	for i := from; i < to; i++ {
		decided := c.decided[i]
		cur := int(dates.first[decided])
		if cur >= m || firstDay+calendar.Date(decided) > knownDay || all && dates.days[cur] > firstDay+calendar.Date(c.lastIn[i]) {
			continue
		}
		out, principal := c.principal[i], c.principal[i]
		cond, closes := Condition(0), Ended
		if decided >= border {
			closes |= AtKFM
		}
		money := c.moneyAt[i]
		s.Claim = i
		for e, end := c.eventAt[i], c.eventEnd[i]; e < end; e++ {
			k := c.kind[e]
			x := int(dates.first[c.day[e]])
			if x >= m {
				break
			}
			at := money
			money += carries[k]
			if !all && c.recorded[e] > knownAt {
				continue
			}
			if x > cur {
				if out > 0 && cond&closes == 0 {
					s.From, s.To, s.Conditions, s.Outstanding = cur, x, cond, out
					visit(&s)
				}
				cur = x
			}
			fx := &effects[k]
			cond = cond&^fx.off | fx.on
			if carries[k] == 0 {
				continue
			}
			switch amount := c.amount[at]; {
			case k == Changed:
				out += amount - principal
				principal = amount
			case amount == wholeRemainder:
				cond |= Ended
			default:
				out += shift[k] * amount
			}
		}
		if out > 0 && cond&closes == 0 {
			s.From, s.To, s.Conditions, s.Outstanding = cur, m, cond, out
			visit(&s)
		}
	}
}

// Move is what one event did to the stock.
type Move struct {
	Claim         int
	Kind          Kind
	Day           calendar.Date
	Before, After int64 // principal in the stock, öre; 0 when the claim is not in it
	// Handed is, for a NEW claim's referral, the principal handed over; the
	// claim may be counted as handed over without having been in the stock.
	Handed int64
	// Again is true for a referral of a claim that is at KFM already.
	Again bool
}

// WalkMoves calls visit for each event from a through b that concerns the stock
// of a claim in [from,to), decisions included, as known at knownAt.
func (c *Columns) WalkMoves(from, to int, a, b calendar.Date, knownAt calendar.Instant, visit func(*Move)) {
	knownDay := lastKnownDay(knownAt)
	var v Move
	for i := from; i < to; i++ {
		decided := c.DecidedOn(i)
		if decided > b || decided > knownDay {
			continue
		}
		v.Claim = i
		f := folding{out: c.principal[i], principal: c.principal[i], closes: Ended}
		if decided >= RegimeBorder {
			f.closes |= AtKFM
		}
		if decided >= a {
			v.Kind, v.Day, v.Before, v.After, v.Handed, v.Again = Decided, decided, 0, f.inStock(), 0, false
			visit(&v)
		}
		money := c.moneyAt[i]
		for e := c.eventAt[i]; e < c.eventEnd[i]; e++ {
			k, day := c.kind[e], firstDay+calendar.Date(c.day[e])
			if day > b {
				break
			}
			at := money
			money += carries[k]
			if c.recorded[e] > knownAt {
				continue
			}
			amount := int64(0)
			if carries[k] == 1 {
				amount = c.amount[at]
			}
			v.Before, v.Again = f.inStock(), f.cond&AtKFM != 0
			v.Handed = f.handed(k, amount)
			f.apply(k, amount)
			v.After = f.inStock()
			if day >= a && (v.Before != v.After || v.Handed != 0) {
				v.Kind, v.Day = k, day
				visit(&v)
			}
		}
	}
}

// lastDayInStock is the value of lastIn for a claim.
func (c *Columns) lastDayInStock(i int) uint16 {
	f := folding{out: c.principal[i], principal: c.principal[i], closes: Ended}
	if c.DecidedOn(i) >= RegimeBorder {
		f.closes |= AtKFM
	}
	last := uint16(0)
	money := c.moneyAt[i]
	for e := c.eventAt[i]; e < c.eventEnd[i]; e++ {
		if f.inStock() > 0 && c.day[e] > 0 {
			last = c.day[e] - 1
		}
		amount := int64(0)
		if carries[c.kind[e]] == 1 {
			amount = c.amount[money]
			money++
		}
		f.apply(c.kind[e], amount)
	}
	if f.inStock() > 0 {
		return math.MaxUint16
	}
	return last
}

// folding is the part of State the stock depends on.
type folding struct {
	out, principal int64
	cond, closes   Condition
}

func (f *folding) inStock() int64 {
	if f.out > 0 && f.cond&f.closes == 0 {
		return f.out
	}
	return 0
}

func (f *folding) handed(k Kind, stated int64) int64 {
	if k != Referred || f.closes&AtKFM == 0 {
		return 0
	}
	if stated > 0 {
		return stated
	}
	return max(f.out, 0)
}

func (f *folding) apply(k Kind, amount int64) {
	fx := &effects[k]
	f.cond = f.cond&^fx.off | fx.on
	switch {
	case k == Changed:
		f.out += amount - f.principal
		f.principal = amount
	case amount == wholeRemainder:
		f.cond |= Ended
	default:
		f.out += shift[k] * amount
	}
}
