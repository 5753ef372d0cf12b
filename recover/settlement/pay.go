package settlement

import (
	"bytes"
	"context"
	"fmt"

	"balans/exchange/linecsv"
	"balans/journal"
	"balans/law/calendar"
	"balans/prevent/housing"
	"balans/prevent/payout"
)

// pay plans the pay-outs of the run as a payment run: a line for each, what is paid with its
// supplement. Done again it changes nothing.
func (r *Run) pay(ctx context.Context, j *journal.Journal, out *Receipt, all []*housing.Settled) error {
	if len(all) == 0 {
		return nil
	}
	name := PayRun(&out.Run)
	runs, err := payout.Runs(ctx, j)
	if err != nil {
		return err
	}
	payOn := r.payDay(&out.Run)
	for _, had := range runs {
		if had.Name == name {
			payOn = had.PayOn // it was planned, perhaps not to its end
		}
	}
	var file bytes.Buffer
	w := linecsv.NewWriter(&file)
	for _, s := range all {
		if err := w.Write(&linecsv.Record{Payout: []byte(s.Number), Benefit: []byte(housingAllowance.String()), Party: s.Party, Payee: s.Party, From: calendar.New(s.Year, 1, 1), To: calendar.New(s.Year, 12, 31),
			PayOn: payOn, Gross: s.Amount + s.Charge, Text: fmt.Appendf(nil, "Slutligt bostadsbidrag %d", s.Year)}); err != nil {
			return fmt.Errorf("the pay-out of household %s: %w", s.Household, err)
		}
	}
	if err := w.Flush(); err != nil {
		return err
	}
	p := payout.Planning{Run: name, PayOn: payOn, File: name + ".csv", In: &file, Actor: out.Run.Actor, Progress: r.Progress}
	if _, err := p.Do(ctx, j); err != nil {
		return fmt.Errorf("the payment run of the settlement: %w", err)
	}
	out.PayRun, out.PayOn = name, payOn
	return nil
}
