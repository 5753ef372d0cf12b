package appropriation

import (
	"fmt"

	"balans/law/calendar"
	"balans/law/money"
)

// Check is something the books were held against, and what was found.
type Check struct{ What, Found string }

// Balance holds the accounts of a year to a day against each other and against what stands
// behind them, to the öre: each row against its columns, sums against their parts, the
// account against the outcome of the months, and both against every booking and flow. It
// is ErrNotBalanced, with the place, when something does not add up.
func (b *Books) Balance(number int, to calendar.Date) ([]Check, error) {
	s, err := b.AccountOf(number, to)
	if err != nil {
		return nil, err
	}
	rows, zero := 0, known(0)
	items := Nine{zero, zero, zero, zero, zero, zero, zero, zero, zero}
	for i := range s.Rows {
		r := &s.Rows[i]
		if r.Total != r.Opening.plus(r.Allotted).plus(r.Reallocated).plus(r.Exceeded).minus(r.Withdrawn) || r.Closing != r.Total.minus(r.Outgoings).plus(r.Income) {
			return nil, fmt.Errorf("%w: the columns of %s", ErrNotBalanced, r.Label())
		}
		rows++
		if r.Rank == ItemRank {
			items = items.plus(r.Nine)
		}
	}
	whole := s.Rows[0].Nine
	if whole != items && rows > 1 {
		return nil, fmt.Errorf("%w: the items are not the whole", ErrNotBalanced)
	}
	checks := []Check{{"total = opening + allotted + reallocated + exceeded − withdrawn, closing = total − outgoings + income", fmt.Sprintf("%d rows", rows)},
		{"the items add up to appropriations, areas and the whole", fmt.Sprintf("closing %s kronor", whole.Closing.Amount.Kronor())}}
	behind, err := b.behind(number, to)
	if err != nil {
		return nil, err
	}
	if behind.outcome != whole.Outgoings.Amount-whole.Income.Amount {
		return nil, fmt.Errorf("%w: what stands behind the account is %s kronor and the account says %s", ErrNotBalanced, behind.outcome.Kronor(), (whole.Outgoings.Amount - whole.Income.Amount).Kronor())
	}
	months, last := money.Amount(0), Figure{}
	for m := 1; m <= int(to.Month()); m++ {
		o, err := b.OutcomeOf(number, m)
		if err != nil {
			return nil, err
		}
		months, last = months+o.Rows[0].Month.Amount, o.Rows[0].ToDate
	}
	if to == to.EndOfMonth() && (months != behind.outcome || last.Amount != behind.outcome) {
		return nil, fmt.Errorf("%w: the months add up to %s kronor and the account says %s", ErrNotBalanced, months.Kronor(), behind.outcome.Kronor())
	}
	checks = append(checks, Check{"the account is what was booked and what flowed in", fmt.Sprintf("%d bookings and %d flows, outcome %s kronor", behind.bookings, behind.flows, behind.outcome.Kronor())},
		Check{"the months add up to the account", fmt.Sprintf("%d months", to.Month())})
	left := money.Amount(0)
	for _, l := range b.leftOut {
		if l.Year == number {
			left += l.Amount
		}
	}
	return append(checks, Check{"repayments on claims that belong to an item, and those that do not", fmt.Sprintf("%s and %s kronor (%d flows left out, told with their reasons)",
		behind.claims.Kronor(), left.Kronor(), len(b.LeftOut(number)))}), nil
}

// behind is what stands behind the items of a year to a day, added up line by line.
type behind struct {
	bookings, flows int
	outcome, claims money.Amount
}

func (b *Books) behind(number int, to calendar.Date) (t behind, err error) {
	y := b.years[number]
	for account, l := range y.ledgers {
		if account.Class() != ItemClass {
			continue
		}
		for i := range l.lines {
			line := &l.lines[i]
			if line.Counted > to {
				continue
			}
			if line.Flow != nil {
				t.flows++
				if line.Flow.Source == FromClaims {
					t.claims += line.Adds()
				}
			} else {
				t.bookings++
			}
			e, ok := effectOf(ItemClass, line.Kind)
			if !ok {
				return t, fmt.Errorf("%w: %s has a line of the kind %q", ErrNotBalanced, account, line.Kind)
			}
			switch e.column {
			case PaidColumn:
				t.outcome += line.Adds()
			case RepaidColumn, IncomeColumn:
				t.outcome -= line.Adds()
			}
		}
	}
	return t, nil
}
