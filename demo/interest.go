package demo

import (
	"balans/law/money"
	"balans/recover/claim"
)

// divide states what the payments of a finished life carry beside their principal:
// all interest, fees and costs owed on their day, as the account gives them by the
// law as known in the end. So nothing is left with the last krona of principal.
// While a rate is not known a payment is of principal alone.
//
// A claim lowered later is computed again from the start, so its payments carry
// the interest of the lower sum.
func (l *life) divide(d *claim.Decision, events []claim.Event) error {
	base, before, last := *d, l.before[:0], -1
	for i := range events {
		switch e := &events[i]; e.Kind {
		case claim.Paid:
			last = i
		case claim.Changed:
			base.Principal = e.Amount
		case claim.Annulled:
			base.Principal = 0
		}
	}
	for i := 0; i <= last; i++ {
		e := &events[i]
		switch e.Kind {
		case claim.Changed, claim.Annulled:
			continue
		case claim.PaymentReversed:
			e.Amount = amountOf(before, e.Detail().Ref)
		case claim.Paid:
			if e.OccurredOn > l.due || l.charged {
				a, err := claim.NewAccount(&base, before, e.OccurredOn, always, l.law, false)
				if err != nil {
					return err
				}
				if a.IsKnown() {
					e.Amount += a.Interest + a.Fee + a.Cost
				}
			}
		}
		before = append(before, *e)
	}
	l.before = before
	for i := last + 1; i < len(events); i++ {
		if e := &events[i]; e.Kind == claim.Refunded {
			a, err := claim.NewAccount(d, events[:i], e.OccurredOn, always, l.law, false)
			if err != nil {
				return err
			}
			if a.Credit > 0 { // what is left of it when costs are paid
				e.Amount = min(e.Amount, a.Credit)
				e.ToPrincipal = e.Amount
			}
		}
	}
	return nil
}

// amountOf is the whole of the payment with the id.
func amountOf(events []claim.Event, id string) money.Amount {
	for i := len(events) - 1; i >= 0; i-- {
		if events[i].ID == id {
			return events[i].Amount
		}
	}
	return 0
}
