package directive

import (
	"fmt"
	"strconv"

	"balans/law/calendar"
)

func (c *comparer) frames() {
	compareLists(c, PartFrame, c.old.Frames, c.new.Frames, pairing[Frame]{
		score: func(x, y *Frame) int { return equalScore(c.isSame(x.Item, y.Item)) },
		key:   func(list int, x *Frame) string { return c.keyOfItem(list, x.Item) },
		exact: true,
		both: func(x, y *Frame) {
			p := twoPlaces{PartFrame, string(x.Item), string(y.Item), x.Line, y.Line}
			c.sum(p, "credit", x.Credit, y.Credit)
			c.value(p, "carry-over", carryOverText(x), carryOverText(y))
			c.sum(p, "withdrawal", x.Withdrawn, y.Withdrawn)
		},
		one: func(x *Frame) Side {
			return Side{Key: string(x.Item), Value: carryOverText(x), Sum: x.Credit, Line: x.Line}
		},
	})
}

// carryOverText is what may be kept, in one form for one meaning.
func carryOverText(x *Frame) string {
	switch {
	case x.None:
		return "Inget"
	case x.All:
		return "Allt"
	case x.Percent > 0:
		return percentText(x.Percent)
	case x.Kept.Known:
		return amountText(x.Kept.Amount)
	}
	return oneSpace(x.CarryOver)
}

func (c *comparer) closedItems() {
	compareLists(c, PartClosed, c.old.Closed, c.new.Closed, pairing[ClosedItem]{
		score: func(x, y *ClosedItem) int { return equalScore(c.isSame(x.Item, y.Item)) },
		key:   func(list int, x *ClosedItem) string { return c.keyOfItem(list, x.Item) },
		exact: true,
		both: func(x, y *ClosedItem) {
			c.value(twoPlaces{PartClosed, string(x.Item), string(y.Item), x.Line, y.Line}, "kind", x.Kind, y.Kind)
			c.value(twoPlaces{PartClosed, string(x.Item), string(y.Item), x.Line, y.Line}, "year", strconv.Itoa(x.Year), strconv.Itoa(y.Year))
		},
		one: func(x *ClosedItem) Side { return Side{Key: string(x.Item), Value: x.Kind, Line: x.Line} },
	})
}

func (c *comparer) authorisations() {
	compareLists(c, PartAuthorisation, c.old.Authorisations, c.new.Authorisations, pairing[Authorisation]{
		score: func(x, y *Authorisation) int { return equalScore(c.isSame(x.Item, y.Item)) },
		key:   func(list int, x *Authorisation) string { return c.keyOfItem(list, x.Item) },
		exact: true,
		both: func(x, y *Authorisation) {
			p := twoPlaces{PartAuthorisation, string(x.Item), string(y.Item), x.Line, y.Line}
			c.sum(p, "frame", x.Frame, y.Frame)
			c.value(p, "last year", strconv.Itoa(x.End), strconv.Itoa(y.End))
			c.years(p, x.Years, y.Years)
		},
		one: func(x *Authorisation) Side {
			return Side{Key: string(x.Item), Value: strconv.Itoa(x.End), Sum: x.Frame, Line: x.Line}
		},
	})
}

// years compares what falls due, year by year. A year that is not printed and one with
// an empty cell are the same.
func (c *comparer) years(p twoPlaces, old, new []YearSum) {
	var order []int
	seen := map[int]bool{}
	sums := [2]map[int]Sum{{}, {}}
	for k, list := range [][]YearSum{old, new} {
		for _, y := range list {
			if !seen[y.Year] {
				seen[y.Year] = true
				order = append(order, y.Year)
			}
			if _, known := sums[k][y.Year]; !known {
				sums[k][y.Year] = y.Sum
			}
		}
	}
	for _, year := range order {
		c.sum(p, strconv.Itoa(year), sums[0][year], sums[1][year])
	}
}

func (c *comparer) plan() {
	a, b := &c.old.Plan, &c.new.Plan
	pairs := c.paymentPairs()
	pairs.both = func(x, y *Payment) {
		p := twoPlaces{PartPlan, dateText(x.Date), dateText(y.Date), x.Line, y.Line}
		if !c.isSameDay(x.Date, y.Date) {
			c.value(p, "date", dateText(x.Date), dateText(y.Date))
		}
		c.sum(p, "amount", x.Sum, y.Sum)
	}
	pairs.one = func(x *Payment) Side {
		return Side{Key: dateText(x.Date), Value: sumText(x.Sum), Sum: x.Sum, Line: x.Line}
	}
	compareLists(c, PartPlan, a.Payments, b.Payments, pairs)
	p := twoPlaces{PartPlan, "5.2", "5.2", a.Line, b.Line}
	c.sum(p, "total", a.Total, b.Total)
	compareLists(c, PartPlan, a.Items, b.Items, pairing[ItemID]{
		score: func(x, y *ItemID) int { return equalScore(c.isSame(*x, *y)) },
		key:   func(list int, x *ItemID) string { return c.keyOfItem(list, *x) },
		exact: true,
		one:   func(x *ItemID) Side { return Side{Key: string(*x), Value: "interest-bearing"} },
	})
}

// isSameDay reports whether two days are the same in the budget years of their letters.
func (c *comparer) isSameDay(old, new calendar.Date) bool {
	if old == calendar.None || new == calendar.None {
		return old == new
	}
	return old.Year()-c.old.Year == new.Year()-c.new.Year && old.Month() == new.Month() && old.Day() == new.Day()
}

func (c *comparer) paymentPairs() pairing[Payment] {
	return pairing[Payment]{
		score: c.scorePayment,
		key:   func(list int, x *Payment) string { return c.dayInYear(list, x.Date, x.Date.Day()) },
		alike: func(list int, x *Payment) string { return c.dayInYear(list, x.Date, 0) },
	}
}

// dayInYear is a day of a month, or with 0 the month, in the years around the budget year
// of a letter.
func (c *comparer) dayInYear(list int, d calendar.Date, day int) string {
	if d == calendar.None {
		return "none"
	}
	of := c.old.Year
	if list == 1 {
		of = c.new.Year
	}
	return fmt.Sprintf("%d-%d-%d", d.Year()-of, d.Month(), day)
}

// scorePayment matches payments by day, then by month.
func (c *comparer) scorePayment(x, y *Payment) int {
	switch {
	case c.isSameDay(x.Date, y.Date):
		return 2
	case x.Date == calendar.None || y.Date == calendar.None:
		return 0
	}
	return equalScore(x.Date.Month() == y.Date.Month() && x.Date.Year()-c.old.Year == y.Date.Year()-c.new.Year) / sameText
}

func (c *comparer) fees() {
	a, b := &c.old.Fees, &c.new.Fees
	c.value(twoPlaces{PartFee, "6.1", "6.1", a.Line, b.Line}, "year", strconv.Itoa(a.Year), strconv.Itoa(b.Year))
	one := func(x *FeeRow) Side { return Side{Key: x.Activity, Value: x.Group, Sum: x.Income, Line: x.Line} }
	compareLists(c, PartFee, a.Rows, b.Rows, pairing[FeeRow]{
		score: func(x, y *FeeRow) int {
			return c.texts.atLeast(nearTitle, oneSpace(x.Activity), oneSpace(y.Activity))
		},
		key:   func(_ int, x *FeeRow) string { return keyOf(oneSpace(x.Activity)) },
		alike: func(_ int, x *FeeRow) string { return keyOf(plain(x.Activity)) },
		work:  func(x *FeeRow) int { return readingWork(x.Activity) },
		both:  c.feeRow,
		one:   one,
	})
	total := func(t *FeeRow) []FeeRow {
		if t == nil {
			return nil
		}
		return []FeeRow{*t}
	}
	compareLists(c, PartFee, total(a.Total), total(b.Total), pairing[FeeRow]{
		score: func(x, y *FeeRow) int { return sameText }, both: c.feeRow, one: one,
	})
}

func (c *comparer) feeRow(x, y *FeeRow) {
	p := twoPlaces{PartFee, x.Activity, y.Activity, x.Line, y.Line}
	c.value(p, "activity", x.Activity, y.Activity)
	c.value(p, "group", x.Group, y.Group)
	for _, column := range feeColumns {
		c.sum(p, column.id, column.sum(x), column.sum(y))
	}
}
