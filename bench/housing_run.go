package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"balans/journal"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
	"balans/law/statute"
	"balans/prevent/housing"
	"balans/prevent/payout"
	"balans/recover/claim"
	"balans/recover/inquiry"
	"balans/recover/letter"
	"balans/recover/settlement"
)

// settledResult is what a run came to, to be the same on every database.
type settledResult struct {
	totals         housing.Totals
	claims, events int
	claimed        money.Amount
	letters, lines int
	paid           money.Amount
}

// settlements settles the year of all households on each database, from the files. outcomes are
// what the same years come to without files and databases.
func (b *bench) settlements(all []household, law *statute.Parameters, outcomes [3]housing.Total) error {
	decided, assessed := filepath.Join(b.dir, "decided.csv"), filepath.Join(b.dir, "assessed.csv")
	if err := writeHouseholds(all, decided, assessed); err != nil {
		return err
	}
	var first settledResult
	for i, store := range []string{"SQLite", "PostgreSQL"} {
		if store == "PostgreSQL" && b.postgres == "" {
			continue
		}
		r, err := b.settleOn(store, decided, assessed, law)
		if err != nil {
			return fmt.Errorf("settlement, %s: %w", store, err)
		}
		if r.totals.By != outcomes {
			return fmt.Errorf("settlement, %s: the run comes to %+v and the years to %+v", store, r.totals.By, outcomes)
		}
		if i == 0 {
			first = r
		} else if r != first {
			return fmt.Errorf("settlement: %s comes to %+v and SQLite to %+v", store, r, first)
		}
	}
	return nil
}

func (b *bench) settleOn(store, decided, assessed string, law *statute.Parameters) (r settledResult, err error) {
	db, drop := filepath.Join(b.dir, "housing.db"), func() {}
	if store == "PostgreSQL" {
		if _, drop, err = b.freshPostgres("bench_housing"); err != nil {
			return r, err
		}
		db = b.postgresDSN("bench_housing")
	}
	defer drop()
	j, err := journal.Open(b.ctx, db)
	if err != nil {
		return r, err
	}
	defer j.Close()
	if err := b.takeIn(store, j, decided); err != nil {
		return r, err
	}
	file, err := os.ReadFile(assessed)
	if err != nil {
		return r, err
	}
	book, err := claim.ReadLaw(b.ctx, j)
	if err != nil {
		return r, err
	}
	office := &inquiry.Office{Sender: letter.Sender{Name: "Demomyndigheten", Unit: "Bostadsbidrag", Contact: []string{"Telefon 010-000 00 00 (påhittat)"}}, Account: "bankgiro 5050-1055",
		Parameters: law, Terms: book.TermsOf(calendar.InstantOf(j.Now()))}
	var receipt *settlement.Receipt
	nothing := func(context.Context, []identity.Number) (inquiry.About, error) { return inquiry.About{}, nil } // what is known of persons is not measured here
	run := func() (err error) {
		s := settlement.Run{Office: office, About: nothing,
			Reconciliation: housing.Reconciliation{Year: housingYear, File: "assessed.csv", In: bytes.NewReader(file), Actor: "bench", On: housingSettled,
				Law: func(calendar.Instant) *statute.Parameters { return law }}}
		receipt, err = s.Do(b.ctx, j)
		return err
	}
	took, err := median(1, run)
	if err != nil {
		return r, err
	}
	r, err = settledOf(b.ctx, j, receipt)
	if err != nil {
		return r, err
	}
	t := &r.totals
	n := t.Households
	wall := spent{took.wall, took.wall} // the goal is of waiting time
	row(store+": settled", took.wall, "%s cpu here; %d households, %d claims of %s kronor (%.0f %%), %d pay-outs of %s, %d letters, %.0f households/s%s", took.cpu.Round(10*time.Millisecond), n, r.claims, r.claimed.Kronor(),
		100*float64(r.claims)/float64(n), r.lines, r.paid.Kronor(), r.letters, float64(n)/took.wall.Seconds(), over(wall, housingWholeGoal, n, 200_000))
	return r, b.settleAgain(store, j, law, run, &receipt)
}

// takeIn takes in what was decided and paid.
func (b *bench) takeIn(store string, j *journal.Journal, decided string) error {
	took, err := median(1, func() error {
		in, err := os.Open(decided)
		if err != nil {
			return err
		}
		defer in.Close()
		r, err := (&housing.Intake{File: "decided.csv", In: in, Actor: "bench"}).Do(b.ctx, j)
		if err == nil && r.Intake.Households != b.households {
			err = fmt.Errorf("%d of %d households were taken in", r.Intake.Households, b.households)
		}
		return err
	})
	if err != nil {
		return err
	}
	row(store+": households taken in", took.wall, "%s cpu here; %d, %.0f/s; not part of the goal", took.cpu.Round(10*time.Millisecond), b.households, float64(b.households)/took.wall.Seconds())
	return nil
}

// settleAgain runs the same file again, which changes nothing, and recounts everything.
func (b *bench) settleAgain(store string, j *journal.Journal, law *statute.Parameters, run func() error, receipt **settlement.Receipt) error {
	before, err := j.Head(b.ctx)
	if err != nil {
		return err
	}
	took, err := median(1, run)
	if err != nil {
		return err
	}
	after, err := j.Head(b.ctx)
	if err != nil {
		return err
	}
	if after != before || !(*receipt).Already {
		return fmt.Errorf("the same file again wrote %d events", after.Seq-before.Seq)
	}
	row("  the same file again", took.wall, "%s cpu here; nothing is written", took.cpu.Round(10*time.Millisecond))
	took, err = median(1, func() error {
		r, err := settlement.Recount(b.ctx, j, func(calendar.Instant) *statute.Parameters { return law })
		if err == nil && (len(r.Problems) > 0 || r.Settlements != (*receipt).Run.Households) {
			err = fmt.Errorf("%d settlements were recounted of %d: %v", r.Settlements, (*receipt).Run.Households, r.Problems)
		}
		return err
	})
	if err != nil {
		return err
	}
	row("  every settlement recounted", took.wall, "%s cpu here; each with its claim, no difference", took.cpu.Round(10*time.Millisecond))
	return nil
}

// settledOf counts what is in the journal afterwards: the claims from the columns, the letters
// from the outbox's list and the pay-outs from the payment run.
func settledOf(ctx context.Context, j *journal.Journal, receipt *settlement.Receipt) (r settledResult, err error) {
	columns, err := claim.ReadColumns(ctx, j, nil)
	if err != nil {
		return r, err
	}
	r.totals, r.claims, r.events = receipt.Totals, columns.Len(), columns.Events()
	for i := range columns.Len() {
		r.claimed += columns.Principal(i)
	}
	waiting, err := letter.Waiting(ctx, j)
	if err != nil {
		return r, err
	}
	r.letters = len(waiting)
	runs, err := payout.Runs(ctx, j)
	if err != nil {
		return r, err
	}
	if i := slices.IndexFunc(runs, func(x payout.RunInfo) bool { return x.Name == receipt.PayRun }); i >= 0 {
		r.lines, r.paid = runs[i].Lines, runs[i].Gross
	}
	claimed, paid := &r.totals.By[housing.Claim], &r.totals.By[housing.PayOut]
	switch {
	case r.claims != claimed.Count || r.claims != receipt.Automatic.Count || r.claimed != claimed.Amount+claimed.Charge:
		err = fmt.Errorf("there are %d claims of %s, and the run came to %+v", r.claims, r.claimed, *claimed)
	case r.lines != paid.Count || r.paid != paid.Amount+paid.Charge:
		err = fmt.Errorf("the payment run has %d lines of %s, and the settlement came to %+v", r.lines, r.paid, *paid)
	case r.letters != r.totals.Households || r.letters != receipt.Letters:
		err = fmt.Errorf("%d letters wait for %d households", r.letters, r.totals.Households)
	}
	for i := 0; i < len(receipt.Settled) && err == nil; i += recountEvery * 20 {
		err = printable(ctx, j, &receipt.Settled[i])
	}
	return r, err
}

// printable makes the document of a settlement's letter.
func printable(ctx context.Context, j *journal.Journal, s *housing.Settled) error {
	l, err := letter.Load(ctx, j, s.Party, settlement.LetterID(s.Number), calendar.InstantOf(j.Now()))
	if err != nil {
		return err
	}
	_, err = l.Document()
	return err
}
