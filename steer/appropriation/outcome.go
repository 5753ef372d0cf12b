package appropriation

import (
	"fmt"
	"slices"

	"balans/law/calendar"
	"balans/steer/directive"
)

// OutcomeOf is the outcome of a month beside the same month of the year before.
func (b *Books) OutcomeOf(number, month int) (*Outcome, error) {
	if month < 1 || month > 12 {
		return nil, fmt.Errorf("there is no month %d", month)
	}
	end := firstOf(number, month).EndOfMonth()
	y, v, err := b.inForce(number, end)
	if err != nil {
		return nil, err
	}
	o := &Outcome{Year: number, Month: month, KnownAt: b.KnownAt, Edition: v.edition.ID, LeftOut: b.LeftOut(number)}
	closed, ok := b.ClosedThrough()
	o.Closed = ok && end <= closed
	if p := b.publishedOf(number - 1); p != nil && b.years[number-1] == nil {
		o.BeforeFrom = p.Source
	}
	o.Rows = fold(y.layout(v),
		func(r *row) OutcomeRow { return b.outcomeRow(r, number, month) },
		func(h Head) OutcomeRow {
			zero := known(0)
			return OutcomeRow{h, zero, zero, zero, zero, zero, zero, zero}
		},
		func(sum, part OutcomeRow) OutcomeRow {
			return OutcomeRow{sum.Head, sum.Month.plus(part.Month), sum.MonthBefore.plus(part.MonthBefore), sum.MonthChange.plus(part.MonthChange),
				sum.ToDate.plus(part.ToDate), sum.ToDateBefore.plus(part.ToDateBefore), sum.ToDateChange.plus(part.ToDateChange), sum.Budget.plus(part.Budget)}
		})
	return o, nil
}

func (b *Books) outcomeRow(r *row, number, month int) OutcomeRow {
	now := b.monthsOf(r.Item, number)
	before, _ := b.before(r.Item, number-1)
	o := OutcomeRow{Head: r.Head, Month: now[month-1], MonthBefore: before[month-1], ToDate: known(0), ToDateBefore: known(0)}
	for m := range month {
		o.ToDate, o.ToDateBefore = o.ToDate.plus(now[m]), o.ToDateBefore.plus(before[m])
	}
	o.MonthChange, o.ToDateChange = o.Month.minus(o.MonthBefore), o.ToDate.minus(o.ToDateBefore)
	if r.post != nil {
		o.Budget = printed(r.post.amount)
	}
	return o
}

// MonthsOf is an item's outcome (outgoings less income) month by month, January first. A
// month that had not ended when the books were known is unknown, and so is every month of a
// year whose letter does not have the item.
func (b *Books) MonthsOf(number int, id directive.ItemID) [12]Figure { return b.monthsOf(id, number) }

func (b *Books) monthsOf(id directive.ItemID, number int) (months [12]Figure) {
	y := b.years[number]
	account := ItemAccount(id)
	if y == nil || !y.knows(id) {
		return months
	}
	if l := y.ledgers[account]; l != nil {
		var s [12]sums
		for i := range l.lines {
			s[l.lines[i].Counted.Month()-1].plus(&l.lines[i])
		}
		for m := range months {
			months[m].Amount = s[m].outcome()
		}
	}
	for m := range months {
		months[m].Known = b.KnownAt >= calendar.EndOfDay(firstOf(number, m+1).EndOfMonth())
	}
	return months
}

// knows says whether some edition of the year has an item, or something is counted on it.
func (y *year) knows(id directive.ItemID) bool {
	return y.ledgers[ItemAccount(id)] != nil || slices.ContainsFunc(y.views, func(v *view) bool { return v.of(id) != nil })
}
