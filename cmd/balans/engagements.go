package main

import (
	"cmp"
	"context"
	"slices"

	"balans/journal"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/prevent/benefit"
	"balans/prevent/notice"
	"balans/prevent/payout"
)

// payoutEngagements tells which benefits a person has, from the payouts that are planned
// or were paid in the three months before and after a day.
func payoutEngagements(ctx context.Context, j *journal.Journal) (func(identity.Number, calendar.Date) []notice.Engagement, error) {
	book, err := payout.ReadBook(ctx, j, calendar.None, payout.AsOf{Day: calendar.InstantOf(j.Now()).Date()})
	if err != nil {
		return nil, err
	}
	return func(party identity.Number, on calendar.Date) (all []notice.Engagement) {
		for _, e := range book.Of(party) {
			if e.State == payout.Cancelled || e.To < on.AddMonths(-3) || e.From > on.AddMonths(3) {
				continue
			}
			i := slices.IndexFunc(all, func(x notice.Engagement) bool { return x.Benefit == e.Benefit })
			if i < 0 {
				i = len(all)
				all = append(all, notice.Has(e.Benefit))
			}
			if next := &all[i].NextPayment; e.PayOn >= on && (*next == calendar.None || e.PayOn < *next) {
				*next = e.PayOn
			}
			if x := &all[i]; e.Benefit.Form() != benefit.OnApplication {
				continue
			} else if x.From == calendar.None {
				x.From, x.To = e.From, e.To
			} else { // several payouts of the benefit
				x.From, x.To = min(x.From, e.From), max(x.To, e.To)
			}
		}
		slices.SortFunc(all, func(x, y notice.Engagement) int { return cmp.Compare(x.Benefit, y.Benefit) })
		return all
	}, nil
}
