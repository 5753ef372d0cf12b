package appropriation

import (
	"fmt"
	"slices"

	"balans/law/calendar"
	"balans/law/money"
	"balans/steer/report"
)

// Check is something the books were held against, and what was found. Wrong is true when
// someone has to act on it: the books add up, but an opening is not what the year before
// closed with, or a limit is passed with no reason.
type Check struct {
	What, Found string
	Wrong       bool
}

// Balance holds the accounts of a year to a day against each other and against what stands
// behind them, to the öre: each row against its columns, sums against their parts, the
// account against the outcome of the months, and both against every booking and flow; what
// may be disposed of each item against the account; and openings against the year before.
// It is ErrNotBalanced, with the place, when something does not add up.
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
	checks := []Check{{"total = opening + allotted + reallocated + exceeded − withdrawn, closing = total − outgoings + income", fmt.Sprintf("%d rows", rows), false},
		{"the items add up to appropriations, areas and the whole", fmt.Sprintf("closing %s kronor", whole.Closing.Amount.Kronor()), false}}
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
	checks = append(checks, Check{"the account is what was booked and what flowed in", fmt.Sprintf("%d bookings and %d flows, outcome %s kronor", behind.bookings, behind.flows, behind.outcome.Kronor()), false},
		Check{"the months add up to the account", fmt.Sprintf("%d months", to.Month()), false})
	left := money.Amount(0)
	for _, l := range b.leftOut {
		if l.Year == number {
			left += l.Amount
		}
	}
	checks = append(checks, Check{"repayments on claims that belong to an item, and those that do not", fmt.Sprintf("%s and %s kronor (%d flows left out, told with their reasons)",
		behind.claims.Kronor(), left.Kronor(), len(b.LeftOut(number))), false})
	agree, err := b.disposableIsTotal(s)
	if err != nil {
		return nil, err
	}
	return append(checks, agree, b.openingsCheck(number), passedCheck(s.Passed)), nil
}

// disposableIsTotal holds what may be disposed of each item against the account (6 §): it is
// the total, plus credit and the permitted excess, less what was used of that and stands in
// column 5.
func (b *Books) disposableIsTotal(s *Statement) (Check, error) {
	limits, err := b.Limits(s.Year, s.To)
	if err != nil {
		return Check{}, err
	}
	rows := map[Account]*AccountRow{}
	for i := range s.Rows {
		if r := &s.Rows[i]; r.Rank == ItemRank {
			rows[ItemAccount(r.Item)] = r
		}
	}
	held := 0
	for i := range limits {
		l := &limits[i]
		r := rows[l.Account]
		if l.Kind != Disposable || r == nil || !l.Amount.Known || !r.Total.Known {
			continue
		}
		want := r.Total.Amount - r.Exceeded.Amount
		for _, p := range l.Parts {
			if p.What == "credit" || p.What == "credit raised" || p.What == "excess" {
				want += p.Amount.Amount
			}
		}
		if held++; want != l.Amount.Amount {
			return Check{}, fmt.Errorf("%w: what may be disposed of %s is %s and the account makes it %s", ErrNotBalanced, l.Account, l.Amount.Amount, want)
		}
	}
	return Check{"what may be disposed = total + credit + permitted excess − what was used of that", fmt.Sprintf("%d items", held), false}, nil
}

// openingsCheck tells where openings are not what the year before closed with.
func (b *Books) openingsCheck(number int) Check {
	var differ []OpeningDifference
	all := b.Openings(number)
	for _, d := range all {
		if d.Reason == "" {
			differ = append(differ, d)
		}
	}
	c := Check{fmt.Sprintf("openings are what %d closed with", number-1), "no difference", len(differ) > 0}
	switch before := b.years[number-1]; {
	case len(differ) > 0:
		c.Found = fmt.Sprintf("%d differ: %s", len(differ), openingsText(differ, report.English))
	case before == nil || len(before.ledgers) == 0:
		c.Found = fmt.Sprintf("%d is not in the books", number-1)
	case b.KnownAt < calendar.EndOfDay(before.lastDay()):
		c.Found = fmt.Sprintf("%d has not ended", number-1)
	case len(all) > 0:
		c.Found = fmt.Sprintf("%d differ, each with a reason", len(all))
	}
	return c
}

func passedCheck(passed []Limit) Check {
	c := Check{"limits that are passed have a reason", "none is passed without", len(passed) > 0}
	if len(passed) > 0 {
		c.Found = fmt.Sprintf("%d without: %s", len(passed), passedText(passed, report.English))
	}
	return c
}

// PassedUnexplained lists the limits that are passed on a day by more than any reason that
// was given covers. Bookings do not get there; claims that were paid back and later
// corrected, or an edition that lowers an amount, do.
func (b *Books) PassedUnexplained(number int, on calendar.Date) (found []Limit, err error) {
	all, err := b.Limits(number, on)
	if err != nil {
		return nil, err
	}
	for i := range all {
		l := &all[i]
		covered := slices.ContainsFunc(b.overrides, func(o Override) bool {
			return o.Limit == l.ID && o.Day.Year() == number && o.Used-o.Amount >= l.excess()
		})
		if l.Amount.Known && l.excess() > 0 && !covered {
			found = append(found, *l)
		}
	}
	return found, nil
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
