package appropriation

import (
	"fmt"
	"strings"

	"balans/law/calendar"
	"balans/prevent/payout"
	"balans/steer/directive"
)

// PayoutEntries makes entries of payouts: one for each day and benefit, so that a payout
// run is a voucher and opens to its payouts. Gross is booked: the tax withheld is paid out
// too, to Skatteverket. A benefit without an item in the letter is an error: what was paid
// has to be booked somewhere.
//
// The voucher ends with the digest of the payouts' ids, "payouts 2025-01-20 barnbidrag
// 1a2b3c4d5e6f7081", so that the same payouts are the same voucher in whatever file they
// come, and other payouts never are. Payouts without ids make a voucher without it.
func PayoutEntries(c *payout.Columns, source string) ([]Entry, error) {
	first, last := calendar.New(1, 1, 1), calendar.New(9999, 12, 31)
	totals, err := payout.Totals(c, first, last)
	if err != nil {
		return nil, err
	}
	entries := make([]Entry, 0, len(totals))
	for _, t := range totals {
		item := t.Benefit.Item()
		if item == "" {
			return nil, fmt.Errorf("%s: payouts of %s on %s: the benefit has no item in the letter; book them on the item they belong to", source, t.Benefit, t.Day)
		}
		entries = append(entries, Entry{Voucher: strings.TrimSpace(fmt.Sprintf("payouts %s %s %s", t.Day, t.Benefit, t.IDs)), Day: t.Day, Account: ItemAccount(directive.ItemID(item)),
			Kind: Payment, Amount: t.Gross, Count: int64(t.Count), Text: "utbetalning " + t.Benefit.String()})
	}
	return entries, nil
}

// FurtherPayouts is a set of payouts of a day and benefit of which another set is booked.
type FurtherPayouts struct {
	Entry  Entry
	Booked []Booking // the other sets, in the order they were booked
}

// String says what comes and what there is.
func (f *FurtherPayouts) String() string {
	words := strings.Split(f.Entry.Voucher, " ")
	run := strings.Join(words[:min(3, len(words))], " ") // without the digest
	var b strings.Builder
	fmt.Fprintf(&b, "%s: here are %d of %s together; booked before are", run, f.Entry.Count, f.Entry.Amount)
	for i := range f.Booked {
		g := &f.Booked[i]
		if i > 0 {
			b.WriteString(" and")
		}
		fmt.Fprintf(&b, " %d of %s (by %s, %s, event %d)", g.Count, g.Amount, g.By, g.Cause, g.Seq)
	}
	return b.String()
}

// FurtherError is that a file has payouts of days and benefits of which other payouts are
// booked. The books do not keep the ids of payouts, so whether some stand in both files
// cannot be seen here.
type FurtherError struct {
	File string
	Sets []FurtherPayouts
}

func (e *FurtherError) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: nothing was booked: other payouts of the same day and benefit are booked already. The books keep no ids of payouts, so they cannot tell whether some stand in both files. "+
		"If none does, say with --more why there are further ones; if some do, leave them out of the file first, or book the earlier voucher back as %s before", e.File, Payment+reversal)
	for i := range e.Sets[:min(len(e.Sets), mostTold)] {
		b.WriteString("\n" + e.Sets[i].String())
	}
	if more := len(e.Sets) - mostTold; more > 0 {
		fmt.Fprintf(&b, "\nand %d more", more)
	}
	return b.String()
}

// FindFurther finds among the entries of PayoutEntries those whose day and benefit has
// another set booked. An entry that is booked itself is not one of them.
func FindFurther(entries []Entry, f *Facts) (found []FurtherPayouts) {
	byRun := map[string][]Booking{}
	for _, b := range f.Bookings {
		// "payouts", day and benefit, and the digest if there is one
		if words := strings.Split(b.Voucher, " "); b.Kind == Payment && len(words) >= 3 && len(words) <= 4 && words[0] == "payouts" {
			run := strings.Join(words[:3], " ")
			byRun[run] = append(byRun[run], b)
		}
	}
	for _, e := range entries {
		words := strings.Split(e.Voucher, " ")
		others, booked := byRun[strings.Join(words[:min(3, len(words))], " ")], false
		for i := range others {
			booked = booked || others[i].Voucher == e.Voucher
		}
		if len(others) > 0 && !booked {
			found = append(found, FurtherPayouts{e, others})
		}
	}
	return found
}
