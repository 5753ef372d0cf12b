package appropriation

import (
	"fmt"
	"slices"
	"strings"

	"balans/law/money"
)

// reversible is what a reversal may take of: what was booked of a kind in a year on an
// account, and when it names a purpose, with that.
type reversible struct {
	number  int
	account Account
	kind    Kind
	purpose string // "" for all of the account
}

// holdReversals: a reversal takes away no more than what was booked of its kind on the
// account in the year and, when it names a purpose, with that; and no more is withdrawn of a
// saving than was carried in. Within a set the order does not matter.
func (d *decision) holdReversals() {
	left := map[reversible]money.Amount{}
	add := func(e *Entry, a money.Amount) {
		base := Kind(strings.TrimSuffix(string(e.Kind), reversal))
		for _, purpose := range slices.Compact([]string{"", e.Purpose}) {
			left[reversible{e.Day.Year(), e.Account, base, purpose}] += a
		}
	}
	for i := range d.facts.Bookings {
		e := &d.facts.Bookings[i].Entry
		add(e, e.adds())
	}
	for i := range d.fresh {
		if e := &d.fresh[i].Entry; e.adds() > 0 || e.Kind.Signed() {
			add(e, e.adds())
		}
	}
	for i := range d.fresh {
		e := &d.fresh[i].Entry
		base, of := strings.CutSuffix(string(e.Kind), reversal)
		if of {
			add(e, -e.Amount)
			for _, purpose := range slices.Compact([]string{"", e.Purpose}) {
				if rest := left[reversible{e.Day.Year(), e.Account, Kind(base), purpose}]; rest < 0 {
					d.refuse(e, "it takes away %s, which is %s more than what was booked as %s on the account in %d%s%s", e.Amount, -rest, base, e.Day.Year(),
						withPurpose(purpose), insteadOf(Kind(base)))
					break
				}
			}
		}
		if Kind(base) == WithdrawnSaving {
			d.holdSaving(e, left)
		}
	}
}

// holdSaving: only what was carried in as a saving can be withdrawn of it.
func (d *decision) holdSaving(e *Entry, left map[reversible]money.Amount) {
	number := e.Day.Year()
	saving := left[reversible{number, e.Account, Opening, ""}]
	if taken := left[reversible{number, e.Account, WithdrawnSaving, ""}]; taken > max(0, saving) && e.Kind == WithdrawnSaving {
		d.refuse(e, "%s would be withdrawn of a saving of %s that is booked as opening in %d; book the opening first, or what is taken of the year's amount as %s",
			taken, max(0, saving), number, Withdrawn)
	}
}

// adds is what the entry adds to what was booked of its kind: less than zero for a reversal.
func (e *Entry) adds() money.Amount {
	if strings.HasSuffix(string(e.Kind), reversal) {
		return -e.Amount
	}
	return e.Amount
}

func withPurpose(purpose string) string {
	if purpose == "" {
		return ""
	}
	return fmt.Sprintf(" with the purpose %q", purpose)
}

// insteadOf is what money of an earlier year that comes back is booked as.
func insteadOf(base Kind) string {
	if base == Payment {
		return fmt.Sprintf("; money that comes back of payments of earlier years is booked as %s", Repayment)
	}
	return ""
}
