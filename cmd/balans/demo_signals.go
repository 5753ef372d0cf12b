package main

import (
	"context"
	"fmt"
	"slices"

	"balans/demo"
	"balans/journal"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
	"balans/prevent/benefit"
	"balans/prevent/payout"
	"balans/prevent/sample"
	"balans/recover/inquiry"
)

// The signals of the demonstration that are no findings: from another agency, and a settlement.
const (
	demoSignals   = 3
	demoSignaller = "demo-utredare"
	demoAgency    = "Migrationsverket har lämnat uppgift om att personen var utomlands de dagar ersättningen gällde (påhittat)."
	demoSettling  = "Avstämning av bostadsbidrag för 2024: inkomsten blev högre än den som bidraget räknades på (påhittat)."
)

// otherSignals opens cases on what another agency told and on a settlement, of persons without
// a case, and takes in a basis that no case awaits.
func (o *demoOptions) otherSignals(ctx context.Context, j *journal.Journal) error {
	book, err := inquiry.ReadBook(ctx, j)
	if err != nil {
		return err
	}
	has, signals := map[identity.Number]bool{}, 0
	for _, s := range book.All() {
		if s.By == demoSignaller && (s.Source == inquiry.FromAgency || s.Source == inquiry.FromReconcile) {
			signals++
			continue
		}
		has[s.Party] = true
	}
	on := demo.ReviewDay.AddDays(8)
	waiting, err := inquiry.Uncoupled(ctx, j, on)
	if err != nil || signals > demoSignals && len(waiting) > 0 {
		return err
	}
	payouts, err := payout.ReadBook(ctx, j, demo.PaidIn().From, payout.AsOf{Day: on})
	if err != nil {
		return err
	}
	chosen, err := demoPayees(ctx, j, payouts.All(), has, demoSignals+2)
	if err != nil {
		return err
	}
	if len(chosen) < demoSignals+2 {
		return fmt.Errorf("%d payments are suitable, and %d are needed", len(chosen), demoSignals+2)
	}
	for i, e := range chosen[:demoSignals+1] {
		x := inquiry.Opening{Party: e.Party, Benefit: e.Benefit, From: e.From, To: e.To, Payout: e.ID, Paid: e.Gross, Wrong: e.Gross, Cause: sample.CauseUnknown, Intent: sample.IntentUnknown,
			Category: inquiry.NotInsured, Unit: demoUnit, Signal: inquiry.Signal{Source: inquiry.FromAgency, Ref: fmt.Sprintf("MIG-2025-%04d", i+1), Text: demoAgency}}
		if i == demoSignals {
			x.Benefit, _ = benefit.Parse("bostadsbidrag")
			x.From, x.To, x.Payout, x.Paid, x.Wrong = calendar.New(2024, 1, 1), calendar.New(2024, 12, 31), "", money.Kronor(24_000), money.Kronor(3_600)
			x.Category, x.Intent, x.Signal = inquiry.IncomeWrong, sample.Unintended, inquiry.Signal{Source: inquiry.FromReconcile, Ref: "AVS-2024-0001", Text: demoSettling}
		}
		if _, err := inquiry.OpenBy(ctx, j, x, inquiry.Act{On: on, Actor: demoSignaller, Cause: demoCause}); err != nil {
			return err
		}
	}
	return waits(ctx, j, chosen[demoSignals+1], on)
}

// waits takes in a basis of a payment that no case is about.
func waits(ctx context.Context, j *journal.Journal, e *payout.Entry, on calendar.Date) error {
	in := inquiry.Inbox{Actor: inquiry.AutoActor, Cause: demoCause, On: on, About: func(ctx context.Context, payees []identity.Number) (inquiry.About, error) {
		return aboutPayees(ctx, j, payees)
	}}
	m := inquiry.Message{Party: e.Party, Benefit: e.Benefit, Basis: inquiry.Basis{Source: "tfp", ID: "TFP-0001", Version: 1,
		Lines: []inquiry.Line{{Payout: e.ID, From: e.From, To: e.To, Payee: e.Receiver(), Paid: e.Gross, Tax: e.Tax}}}}
	return in.Receive(ctx, j, []inquiry.Message{m}, func(*inquiry.Taken) {})
}

// demoPayees is so many payments in February of different persons without a case, who are
// alive and have no protected identity.
func demoPayees(ctx context.Context, j *journal.Journal, all []*payout.Entry, has map[identity.Number]bool, most int) (chosen []*payout.Entry, err error) {
	code, _ := benefit.Parse("tillfallig-foraldrapenning")
	for i, e := range all {
		if i%29 != 7 || e.State != payout.Paid || e.Benefit != code || !demo.PaidIn().Contains(e.PayOn) || has[e.Party] ||
			slices.ContainsFunc(chosen, func(c *payout.Entry) bool { return c.Party == e.Party }) {
			continue
		}
		about, err := aboutPayees(ctx, j, []identity.Number{e.Party, e.Receiver()})
		if err != nil {
			return nil, err
		}
		if about.Protected || about.Deceased || about.Minor {
			continue
		}
		if chosen = append(chosen, e); len(chosen) == most {
			break
		}
	}
	return chosen, nil
}
