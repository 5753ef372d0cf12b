package appropriation

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"

	"balans/law/calendar"
	"balans/law/money"
	"balans/law/statute"
	"balans/steer/directive"
)

// The errors of the books.
var (
	// ErrNoLetter: no confirmed edition of the year's letter applied on the day.
	ErrNoLetter = errors.New("appropriation: there is no letter in force")
	// ErrTooLarge: the amounts together do not fit.
	ErrTooLarge = errors.New("appropriation: the amounts are too large to be summed")
	// ErrNotBalanced: an account of the books does not add up; the program has an error.
	ErrNotBalanced = errors.New("appropriation: an account does not add up")
)

// Books is the books as known at an instant. They do not change once built and may be
// read by many at once.
type Books struct {
	KnownAt calendar.Instant

	params    *statute.Parameters
	closings  []Closing // known, in the order they were made
	overrides []Override
	published []Published
	years     map[int]*year
	leftOut   []LeftOut
}

// year is a budget year of the books.
type year struct {
	number  int
	views   []*view
	ledgers map[Account]*ledger
}

// ledger is an account of a year: its lines in the order they are counted.
type ledger struct {
	lines []Line
}

// Build makes the books from facts as they were known at an instant.
func Build(f *Facts, s Sources, knownAt calendar.Instant) (*Books, error) {
	b := &Books{KnownAt: knownAt, params: s.Parameters, years: map[int]*year{}}
	if b.params == nil {
		p, err := statute.Load()
		if err != nil {
			return nil, err
		}
		b.params = p
	}
	b.published = f.Published
	b.closings = knownClosings(f.Closings, knownAt)
	for _, o := range f.Overrides {
		if o.At <= knownAt {
			b.overrides = append(b.overrides, o)
		}
	}
	for i := range s.Editions {
		if n := s.Editions[i].Letter.Year; b.years[n] == nil {
			if views := viewsOf(s.Editions, n, knownAt, b.openFrom); len(views) > 0 {
				b.years[n] = &year{number: n, views: views, ledgers: map[Account]*ledger{}}
			}
		}
	}
	for i := range f.Bookings {
		if err := b.book(&f.Bookings[i]); err != nil {
			return nil, err
		}
	}
	if err := b.takeFlows(s.Repayments); err != nil {
		return nil, err
	}
	for _, y := range b.years {
		for _, l := range y.ledgers {
			slices.SortStableFunc(l.lines, func(a, b Line) int {
				return cmp.Or(cmp.Compare(a.Counted, b.Counted), cmp.Compare(a.Day, b.Day))
			})
		}
	}
	return b, b.fits()
}

// knownClosings is the closings that were made by an instant and moved the border, in the
// order they were made.
func knownClosings(all []Closing, k calendar.Instant) (out []Closing) {
	sorted := slices.Clone(all)
	slices.SortStableFunc(sorted, func(a, b Closing) int { return cmp.Compare(a.At, b.At) })
	for _, c := range sorted {
		if c.At <= k && (len(out) == 0 || c.Through > out[len(out)-1].Through) {
			out = append(out, c)
		}
	}
	return out
}

// openFrom is the first day that was still open for what became known at an instant.
// What became known at the very instant of a closing is in the closed month.
func (b *Books) openFrom(k calendar.Instant) calendar.Date {
	open := calendar.Date(math.MinInt32 + 1)
	for _, c := range b.closings {
		if c.At < k {
			open = c.Through + 1
		}
	}
	return open
}

// book puts a booking where it is counted.
func (b *Books) book(g *Booking) error {
	if g.KnownAt > b.KnownAt {
		return nil
	}
	if _, ok := effectOf(g.Account.Class(), g.Kind); !ok {
		return fmt.Errorf("appropriation: voucher %s on %s: the kind %q is unknown there", g.Voucher, g.Account, g.Kind)
	}
	counted := max(g.Day, b.openFrom(g.KnownAt))
	y := b.years[counted.Year()]
	if y == nil {
		return fmt.Errorf("%w: voucher %s on %s is counted on %s, and no confirmed edition for %d is known at %s",
			ErrNoLetter, g.Voucher, g.Account, counted, counted.Year(), b.KnownAt)
	}
	y.add(Line{Counted: counted, Day: g.Day, Account: g.Account, Kind: g.Kind, Amount: g.Amount, Purpose: g.Purpose, Count: g.Count, Booking: g})
	return nil
}

func (y *year) add(l Line) {
	l.effect, _ = effectOf(l.Account.Class(), l.Kind)
	of := y.ledgers[l.Account]
	if of == nil {
		of = &ledger{}
		y.ledgers[l.Account] = of
	}
	of.lines = append(of.lines, l)
}

// fits makes sure that no sum of the books can be too large: a sum of some of the lines
// and amounts of the letters is never larger than that of the sizes of all of them. So
// the sums that follow need not be watched.
func (b *Books) fits() error {
	var sum money.Amount
	add := func(a money.Amount) error {
		s, err := money.Add(sum, max(a, -a))
		if err != nil || a == math.MinInt64 || s > math.MaxInt64/16 {
			return ErrTooLarge
		}
		sum = s
		return nil
	}
	for _, y := range b.years {
		for _, l := range y.ledgers {
			for i := range l.lines {
				if err := add(l.lines[i].Amount); err != nil {
					return err
				}
			}
		}
		for _, v := range y.views {
			if err := v.eachSum(add); err != nil {
				return err
			}
		}
	}
	for _, l := range b.leftOut {
		if err := add(l.Amount); err != nil {
			return err
		}
	}
	return nil
}

// eachSum gives every amount of the letter that the books add up.
func (v *view) eachSum(add func(money.Amount) error) error {
	var errs []error
	take := func(sums ...directive.Sum) {
		for _, s := range sums {
			errs = append(errs, add(s.Amount))
		}
	}
	for i := range v.posts {
		take(v.posts[i].amount)
		if f := v.posts[i].frame; f != nil {
			take(f.Credit, f.Withdrawn, f.Kept)
		}
	}
	l := v.edition.Letter
	for _, p := range l.Plan.Payments {
		take(p.Sum)
	}
	for _, f := range l.Fees.Rows {
		take(f.Before, f.Last, f.Income, f.Cost, f.Result, f.After)
	}
	return errors.Join(errs...)
}

// inForce is the view of the edition that applied on a day.
func (b *Books) inForce(number int, on calendar.Date) (*year, *view, error) {
	y := b.years[number]
	if y == nil {
		return nil, nil, fmt.Errorf("%w: no edition for %d was confirmed by %s; take one in and confirm it", ErrNoLetter, number, b.KnownAt)
	}
	if v := y.inForce(on); v != nil {
		return y, v, nil
	}
	first := y.views[0]
	return nil, nil, fmt.Errorf("%w: on %s no edition for %d applied; the first, %s, is from %s", ErrNoLetter, on, number, first.edition.ID, first.from)
}

// inForce is the view of the last edition that began to count by a day, nil when none had;
// views are in that order already.
func (y *year) inForce(on calendar.Date) (last *view) {
	for _, v := range y.views {
		if v.from <= on {
			last = v
		}
	}
	return last
}

// Years lists the budget years of the books.
func (b *Books) Years() []int {
	var all []int
	for n := range b.years {
		all = append(all, n)
	}
	slices.Sort(all)
	return all
}

// ClosedThrough is the last closed day; ok is false when no month is closed.
func (b *Books) ClosedThrough() (last calendar.Date, ok bool) {
	if len(b.closings) == 0 {
		return calendar.None, false
	}
	return b.closings[len(b.closings)-1].Through, true
}

// Closings lists the closings that were known, in the order they were made.
func (b *Books) Closings() []Closing { return slices.Clone(b.closings) }

// Overrides lists the limits that were passed knowingly in a year.
func (b *Books) Overrides(number int) (found []Override) {
	for _, o := range b.overrides {
		if o.Day.Year() == number {
			found = append(found, o)
		}
	}
	return found
}

// LeftOut is the money of flows that is in no figure of a year, and why.
func (b *Books) LeftOut(number int) (found []LeftOut) {
	for _, l := range b.leftOut {
		if l.Year == number {
			found = append(found, l)
		}
	}
	return found
}

// Accounts lists the accounts of a year: those of the edition in force on a day in its
// order, then others that have lines.
func (b *Books) Accounts(number int, on calendar.Date) ([]Account, error) {
	y, v, err := b.inForce(number, on)
	if err != nil {
		return nil, err
	}
	all := v.accounts()
	var rest []Account
	for a := range y.ledgers {
		if !slices.Contains(all, a) {
			rest = append(rest, a)
		}
	}
	slices.Sort(rest)
	return append(all, rest...), nil
}

// Lines is what stands behind the figures of an account: everything counted in a period,
// in order. With kinds, only those.
func (b *Books) Lines(number int, account Account, period calendar.Period, kinds ...Kind) (found []Line) {
	y := b.years[number]
	if y == nil || y.ledgers[account] == nil {
		return nil
	}
	for _, l := range y.ledgers[account].lines {
		if period.Contains(l.Counted) && (len(kinds) == 0 || slices.Contains(kinds, l.Kind)) {
			found = append(found, l)
		}
	}
	return found
}

// sums is what an account holds by column.
type sums [columns]money.Amount

// does is the effect of the line's kind on its account.
func (l *Line) does() *effect {
	if l.effect != nil {
		return l.effect
	}
	e, _ := effectOf(l.Account.Class(), l.Kind)
	return e
}

// Adds is what the line adds to its column: its amount, or less when it is a reversal.
func (l *Line) Adds() money.Amount {
	if l.does().reversed {
		return -l.Amount
	}
	return l.Amount
}

// plus adds a line.
func (s *sums) plus(l *Line) { s[l.does().column] += l.Adds() }

func (s *sums) outgoings() money.Amount { return s[PaidColumn] - s[RepaidColumn] }

// outcome is outgoings less income.
func (s *sums) outcome() money.Amount { return s.outgoings() - s[IncomeColumn] }

// sum is an account's sums over a period of counted days.
func (y *year) sum(a Account, p calendar.Period) (s sums) {
	l := y.ledgers[a]
	if l == nil {
		return s
	}
	for i := range l.lines {
		if p.Contains(l.lines[i].Counted) {
			s.plus(&l.lines[i])
		}
	}
	return s
}

// has says whether an account has a line of a kind by a day.
func (y *year) has(a Account, k Kind, by calendar.Date) bool {
	l := y.ledgers[a]
	return l != nil && slices.ContainsFunc(l.lines, func(l Line) bool { return l.Kind == k && l.Counted <= by })
}

// upTo is the days of the year to a day.
func (y *year) upTo(to calendar.Date) calendar.Period {
	return calendar.Period{From: calendar.New(y.number, 1, 1), To: to}
}

// lastDay is the last day of the year.
func (y *year) lastDay() calendar.Date { return calendar.New(y.number, 12, 31) }
