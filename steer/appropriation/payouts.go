package appropriation

import (
	"fmt"

	"balans/law/calendar"
	"balans/prevent/payout"
	"balans/steer/directive"
)

// PayoutEntries makes entries of payouts: one for each day and benefit, so that a payout
// run is a voucher and opens to its payouts. Gross is booked: the tax withheld is paid out
// too, to Skatteverket. A benefit without an item in the letter is an error: what was paid
// has to be booked somewhere.
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
		entries = append(entries, Entry{Voucher: fmt.Sprintf("payouts %s %s", t.Day, t.Benefit), Day: t.Day, Account: ItemAccount(directive.ItemID(item)), Kind: Payment,
			Amount: t.Gross, Count: int64(t.Count), Text: "utbetalning " + t.Benefit.String()})
	}
	return entries, nil
}
