package appropriation

import (
	"cmp"
	"fmt"
	"slices"

	"balans/law/calendar"
	"balans/law/money"
)

// openingLimit is what an opening is held against, as the last part of a LimitID: what the
// year before closed with.
const openingLimit = "opening"

// openingKey is what there is one opening of: an account, and for commitments the year they
// fall due.
type openingKey struct {
	account Account
	purpose string
}

func (k openingKey) limit() LimitID {
	id := LimitID(k.account) + "/" + openingLimit
	if k.purpose != "" {
		id += LimitID("/" + k.purpose)
	}
	return id
}

// OpeningDifference is an opening that is not what the year before closed with.
type OpeningDifference struct {
	Account Account
	Purpose string // the year commitments fall due; empty for other accounts
	Booked  bool   // an opening is booked
	Opening money.Amount
	Closing Figure // of the year before
	Reason  string // that was given for the difference as it is, or ""
}

// Openings is where the openings of a year are not what the year before closed with, when
// that year is in the books: something of the same class of accounts was booked in it. It
// is empty while the year before has not ended. An account whose closing is not known is
// among them when an opening is booked.
func (b *Books) Openings(number int) (all []OpeningDifference) {
	y, before := b.years[number], b.years[number-1]
	if y == nil || before == nil || b.KnownAt < calendar.EndOfDay(before.lastDay()) {
		return nil
	}
	keys := map[openingKey]bool{}
	for _, of := range []*year{y, before} {
		for a, l := range of.ledgers {
			for i := range l.lines {
				keys[keyOf(a, l.lines[i].Purpose)] = true
			}
		}
	}
	if v := before.inForce(before.lastDay()); v != nil {
		for _, a := range v.accounts() {
			if a.Class() == ItemClass { // others hold nothing that is not booked
				keys[openingKey{account: a}] = true
			}
		}
	}
	for k := range keys {
		closing, in := b.closingOf(number-1, k)
		opening, booked := y.opening(k)
		if !in || closing == known(opening) || !closing.Known && !booked {
			continue
		}
		d := OpeningDifference{Account: k.account, Purpose: k.purpose, Booked: booked, Opening: opening, Closing: closing}
		for _, o := range b.overrides {
			if o.Day.Year() == number && o.Limit == k.limit() && o.Used == opening && (o.Amount == closing.Amount || !closing.Known) {
				d.Reason = o.Reason
			}
		}
		all = append(all, d)
	}
	slices.SortFunc(all, func(a, b OpeningDifference) int {
		return cmp.Or(cmp.Compare(a.Account, b.Account), cmp.Compare(a.Purpose, b.Purpose))
	})
	return all
}

// keyOf is what an opening on the account with the purpose is one of.
func keyOf(a Account, purpose string) openingKey {
	if a.Class() != CommitmentClass {
		purpose = ""
	}
	return openingKey{a, purpose}
}

// opening is the sum of what was booked as opening.
func (y *year) opening(k openingKey) (sum money.Amount, booked bool) {
	if l := y.ledgers[k.account]; l != nil {
		for i := range l.lines {
			if o := &l.lines[i]; o.Kind == Opening && keyOf(k.account, o.Purpose) == k {
				sum, booked = sum+o.Amount, true
			}
		}
	}
	return sum, booked
}

// closingOf is what a year closes with. in is false when the year has no booking on any
// account of the class, so that its closing says nothing.
func (b *Books) closingOf(number int, k openingKey) (closing Figure, in bool) {
	y := b.years[number]
	if y == nil || !y.keeps(k.account.Class()) {
		return Figure{}, false
	}
	v := y.inForce(y.lastDay())
	switch {
	case v == nil:
		return Figure{}, false
	case k.account.Class() == ItemClass && !y.knows(k.account.Item()):
		return known(0), true
	case k.account.Class() == ItemClass:
		id := k.account.Item()
		p := v.of(id)
		return b.accountRow(y, &row{Head: Head{Rank: ItemRank, Item: id}, post: p}, y.lastDay()).Closing, true
	}
	var s sums
	if l := y.ledgers[k.account]; l != nil {
		for i := range l.lines {
			if keyOf(k.account, l.lines[i].Purpose) == k {
				s.plus(&l.lines[i])
			}
		}
	}
	if k.account.Class() == FeeClass {
		return known(s[OpeningColumn] + s[IncomeColumn] - s[CostColumn]), true
	}
	return known(s.balance()), true
}

// keeps says whether something was booked on an account of a class.
func (y *year) keeps(c Class) bool {
	for a, l := range y.ledgers {
		if a.Class() == c && slices.ContainsFunc(l.lines, func(l Line) bool { return l.Booking != nil }) {
			return true
		}
	}
	return false
}

// holdOpenings: an account has one opening a year, and it is what the year before closed
// with when that year is in the books. A further one is a correction of the first. Both
// that and an opening that differs need a reason, which is kept as that of a limit.
func (d *decision) holdOpenings(r *Receipt) error {
	if !slices.ContainsFunc(d.fresh, func(b Booking) bool { return b.Kind == Opening }) {
		return nil
	}
	with := *d.facts
	with.Bookings = append(slices.Clip(d.facts.Bookings), d.fresh...)
	b, err := Build(&with, d.sources, d.now)
	if err != nil {
		return err
	}
	type have struct {
		sum     money.Amount
		voucher string
	}
	type keyOfYear struct {
		number int
		openingKey
	}
	booked := map[keyOfYear]have{}
	for i := range d.facts.Bookings {
		if e := &d.facts.Bookings[i]; e.Kind == Opening {
			k := keyOfYear{e.Day.Year(), keyOf(e.Account, e.Purpose)}
			booked[k] = have{booked[k].sum + e.Amount, e.Voucher}
		}
	}
	for i := range d.fresh {
		e := &d.fresh[i].Entry
		if e.Kind != Opening {
			continue
		}
		number := e.Day.Year()
		k := keyOfYear{number, keyOf(e.Account, e.Purpose)}
		before, again := booked[k]
		now := have{before.sum + e.Amount, e.Voucher}
		booked[k] = now
		closing, in := b.closingOf(number-1, k.openingKey)
		why := ""
		switch {
		case again:
			why = fmt.Sprintf("an opening is booked already (voucher %s, %s); a further one corrects it and makes it %s", before.voucher, before.sum, now.sum)
		case in && !closing.Known:
			why = fmt.Sprintf("what %d closes with is not known, so the opening cannot be held against it", number-1)
		case in && closing.Amount != now.sum:
			why = fmt.Sprintf("%d closes with %s in these books and the opening is %s", number-1, closing.Amount, now.sum)
		default:
			continue
		}
		if d.options.OverReason == "" {
			d.refuse(e, "%s; state the reason if it is so", why)
			continue
		}
		against := closing.Amount
		if !in || !closing.Known {
			against = before.sum
		}
		r.Over = append(r.Over, Override{Day: e.Day, At: e.KnownAt, Limit: k.limit(), Amount: against, Used: now.sum, Voucher: e.Voucher,
			Reason: d.options.OverReason, By: d.options.Actor})
	}
	return nil
}
