package appropriation

import (
	"fmt"

	"balans/law/calendar"
	"balans/law/money"
	"balans/law/statute"
	"balans/steer/directive"
)

// CarryOverOf is what becomes of the balances at the end of a year: what may be kept of a
// saving, what lapses, and what was used of a credit. What lapses is column 6 of the year
// after (7 §), where the whole of the saving is carried in; this year's closing balance is
// still with it. The letter of the year after says what may be kept; while it is not known
// the present one's terms are used, and Next says so.
func (b *Books) CarryOverOf(number int) (*CarryOver, error) {
	end := firstOf(number, 12).EndOfMonth()
	s, err := b.AccountOf(number, end)
	if err != nil {
		return nil, err
	}
	y, v, err := b.inForce(number, end)
	if err != nil {
		return nil, err
	}
	most, err := b.params.Value(statute.AppropriationCreditMax, end)
	if err != nil {
		return nil, err
	}
	terms := v
	c := &CarryOver{Year: number, KnownAt: b.KnownAt}
	if next := b.years[number+1]; next != nil {
		if v := next.inForce(next.lastDay()); v != nil {
			c.Next, terms = true, v
		}
	}
	c.Ended = b.KnownAt >= calendar.EndOfDay(end)
	c.Edition = terms.edition.ID
	accounts := map[directive.ItemID]*AccountRow{}
	for i := range s.Rows {
		accounts[s.Rows[i].Item] = &s.Rows[i]
	}
	c.Rows = fold(y.layout(v),
		func(r *row) CarryRow { return carryRow(r, accounts[r.Item], terms, most.Int64) },
		func(h Head) CarryRow {
			zero := known(0)
			return CarryRow{Head: h, Closing: zero, Keeps: zero, Lapses: zero, CreditUsed: zero, Credit: zero, CreditLeft: zero}
		},
		func(sum, part CarryRow) CarryRow {
			sum.Closing, sum.Keeps, sum.Lapses = sum.Closing.plus(part.Closing), sum.Keeps.plus(part.Keeps), sum.Lapses.plus(part.Lapses)
			sum.CreditUsed, sum.Credit, sum.CreditLeft = sum.CreditUsed.plus(part.CreditUsed), sum.Credit.plus(part.Credit), sum.CreditLeft.plus(part.CreditLeft)
			return sum
		})
	return c, c.check(s)
}

// carryRow is an item's row; most is the largest credit in millionths of what is allotted.
func carryRow(r *row, a *AccountRow, terms *view, most int64) CarryRow {
	c := CarryRow{Head: r.Head, Closing: a.Closing, TermsEdition: terms.edition.ID}
	c.CreditUsed = Figure{max(0, -a.Closing.Amount), a.Closing.Known}
	if r.post != nil && r.post.frame != nil {
		c.Credit = printed(r.post.frame.Credit).plus(known(a.CreditRaised))
		limit, err := money.MulDiv(a.Allotted.Amount, most, 1_000_000, money.Down)
		c.CreditAboveShare = c.Credit.Known && a.Allotted.Known && err == nil && c.Credit.Amount > limit
	}
	c.CreditLeft = c.Credit.minus(c.CreditUsed)
	saving := Figure{max(0, a.Closing.Amount), a.Closing.Known}
	if p := terms.of(r.Item); p != nil && p.frame != nil {
		c.Terms, c.TermsLine = p.frame.CarryOver, p.frame.Line
		c.Keeps = kept(p.frame, saving.Amount, a.Allotted)
		c.Keeps.Known = c.Keeps.Known && saving.Known
	} else if saving.Known && saving.Amount == 0 {
		c.Keeps = known(0)
	}
	c.Lapses = saving.minus(c.Keeps)
	return c
}

// check: what is kept and what lapses is the saving, and less the credit used it is the
// closing balance.
func (c *CarryOver) check(s *Statement) error {
	for i := range c.Rows {
		r := &c.Rows[i]
		if r.Keeps.Amount+r.Lapses.Amount-r.CreditUsed.Amount != r.Closing.Amount || r.Closing != s.Rows[i].Closing {
			return fmt.Errorf("%w: carry-over of %s from %d", ErrNotBalanced, r.Label(), c.Year)
		}
	}
	return nil
}
