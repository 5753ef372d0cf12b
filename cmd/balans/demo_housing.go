package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"balans/demo"
	"balans/exchange/assessedcsv"
	"balans/exchange/householdcsv"
	"balans/exchange/incomecsv"
	"balans/journal"
	"balans/law/calendar"
	"balans/prevent/housing"
	"balans/recover/settlement"
)

// The files of the demonstration's households.
var (
	demoHouseholds = fmt.Sprintf("households-%d.csv", demo.HousingYear)
	demoAssessed   = fmt.Sprintf("incomes-%d.csv", demo.HousingYear)
	demoMonthly    = fmt.Sprintf("monthly-%d.csv", demo.HousingYear)
)

// housing takes in the households with housing allowance of a year, settles it, and takes in
// what was known of their incomes while it went on. It is
// decided today: the printed reports are of days before, and stay as they are. What is there
// already is left, and what was interrupted is completed.
func (o *demoOptions) housing(ctx context.Context, t *terminal, j *journal.Journal) error {
	done := journal.MassWrite{Stream: fmt.Sprintf("demo-households/%d/%d", o.seed, o.households), Name: "demo-households.", Actor: demoCause, Summary: fmt.Sprintf("households=%d", o.households)}
	if n, err := done.Notes(ctx, j); err != nil || n.Completed != 0 {
		return err
	}
	bar := t.progress()
	defer bar.clear()
	var decided, assessed bytes.Buffer
	if err := o.writeHouseholds(&decided, &assessed, io.Discard, bar); err != nil {
		return err
	}
	taken, err := (&housing.Intake{File: demoHouseholds, In: &decided, Actor: demoCause, Progress: bar.show}).Do(ctx, j)
	if err != nil {
		return err
	}
	bar.clear()
	if !taken.Already {
		fmt.Fprintf(t.out, "Took in %s with housing allowance in %d, %s kronor paid provisionally; all made up.\n", counted(taken.Intake.Households, "household"), demo.HousingYear, taken.Intake.Paid.Kronor())
	}
	if today := calendar.InstantOf(j.Now()).Date(); today < demo.HousingAssessed {
		fmt.Fprintf(t.out, "%d is not settled: the final taxes of the demonstration are decided by %s.\n", demo.HousingYear, demo.HousingAssessed)
		return nil
	}
	office, err := demoSender.office(ctx, j)
	if err != nil {
		return err
	}
	law, about, err := housingLookups(ctx, j)
	if err != nil {
		return err
	}
	r, err := (&settlement.Run{Office: office, About: about, PayOn: calendar.None, Reconciliation: housing.Reconciliation{Year: demo.HousingYear, File: demoAssessed, In: &assessed,
		Actor: demoCause, On: calendar.None, Law: law, Progress: bar.show}}).Do(ctx, j)
	if err != nil {
		return err
	}
	bar.clear()
	if !r.Already {
		fmt.Fprintf(t.out, "Settled %s: %s of %s kronor in all, %s, of which %s left to a person; the other letters wait to be sent.\n", counted(r.Run.Households, "household"),
			counted(r.Run.Claims, "claim"), r.Run.Claimed.Kronor(), counted(r.Run.PayOuts, "pay-out"), counted(r.Cases, "claim"))
	}
	if err := o.monthly(ctx, t, j, bar); err != nil {
		return err
	}
	return done.Run(ctx, j, func() (*journal.Bundle, error) { return nil, nil }, nil) // the last thing that is done
}

// monthly takes in what became known of the households' incomes while the year went on.
func (o *demoOptions) monthly(ctx context.Context, t *terminal, j *journal.Journal, bar *bar) error {
	var months bytes.Buffer
	if err := o.writeHouseholds(io.Discard, io.Discard, &months, bar); err != nil {
		return err
	}
	r, err := (&housing.IncomesIntake{File: demoMonthly, In: &months, Year: demo.HousingYear, Actor: demoCause, Progress: bar.show}).Do(ctx, j)
	if err != nil {
		return err
	}
	bar.clear()
	if !r.Already {
		fmt.Fprintf(t.out, "Took in the incomes of %s month by month, as they became known in %d.\n", counted(r.Intake.Persons, "adult"), demo.HousingYear)
	}
	return nil
}

// writeHouseholds writes the files that the households are taken in by.
func (o *demoOptions) writeHouseholds(decided, assessed, monthly io.Writer, bar *bar) error {
	households, incomes, months := householdcsv.NewWriter(decided), assessedcsv.NewWriter(assessed), incomecsv.NewWriter(monthly)
	n := int64(0)
	for h, err := range demo.Housing(o.seed, o.households) {
		if err != nil {
			return err
		}
		if err := errors.Join(households.Write(h.Decided), incomes.Write(h.Assessed)); err != nil {
			return err
		}
		for i := range h.Known {
			if monthly == io.Discard {
				break
			}
			if err := months.Write(&h.Known[i]); err != nil {
				return err
			}
		}
		if n++; n%1_000 == 0 {
			bar.show("inventing households", n, int64(o.households))
		}
	}
	return errors.Join(households.Flush(), incomes.Flush(), months.Flush())
}

// housingFilesTo writes the files into a folder, for who wants to take them in by hand.
func (o *demoOptions) housingFilesTo(t *terminal) (err error) {
	if err := os.MkdirAll(o.housingFiles, 0o755); err != nil {
		return err
	}
	var files [3]*os.File
	for i, name := range []string{demoHouseholds, demoAssessed, demoMonthly} {
		if files[i], err = os.Create(filepath.Join(o.housingFiles, name)); err != nil {
			return err
		}
		defer files[i].Close()
	}
	bar := t.progress()
	defer bar.clear()
	err = o.writeHouseholds(files[0], files[1], files[2], bar)
	return errors.Join(err, files[0].Close(), files[1].Close(), files[2].Close())
}
