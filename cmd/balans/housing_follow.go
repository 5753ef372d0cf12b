package main

import (
	"context"
	"fmt"

	"balans/journal"
	"balans/law/calendar"
	"balans/recover/claim"
	"balans/recover/settlement"
)

// housing computes every settlement of housing allowance anew.
func (o *verifyOptions) housing(ctx context.Context, t *terminal) (problems int, err error) {
	j, err := o.db.open(ctx, false)
	if err != nil {
		return 0, err
	}
	defer j.Close()
	law, err := claim.ReadLaw(ctx, j)
	if err != nil {
		return 0, err
	}
	r, err := settlement.Recount(ctx, j, law.Parameters)
	if err != nil {
		return 0, err
	}
	for _, p := range r.Problems {
		fmt.Fprintf(t.out, "Housing allowance: %s.\n", p)
	}
	if r.Runs+len(r.Problems) > 0 {
		fmt.Fprintf(t.out, "Housing allowance: %s of %s and their %s computed anew, %d problems.\n", counted(r.Settlements, "settlement"), counted(r.Runs, "run"), counted(r.Claims, "claim"), len(r.Problems))
	}
	return len(r.Problems), nil
}

// followSettlements tells the claims of settlements the day their letters left.
func followSettlements(ctx context.Context, t *terminal, j *journal.Journal, dryRun bool) error {
	law, err := claim.ReadLaw(ctx, j)
	if err != nil {
		return err
	}
	p := t.progress()
	f := settlement.Following{Terms: law.TermsOf(calendar.InstantOf(j.Now())), Actor: settlement.Actor, Cause: "balans inquiry night", DryRun: dryRun, Progress: p.show}
	r, err := f.Do(ctx, j)
	p.clear()
	if r.Runs > 0 {
		fmt.Fprintf(t.out, "%6s  claims of settlements told the day their letter left; %s wait for theirs\n", number(int64(r.Told)), number(int64(r.Waiting)))
	}
	for _, x := range r.Refused {
		fmt.Fprintf(t.out, "Waits: %s.\n", x)
	}
	return err
}
