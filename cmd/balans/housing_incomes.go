package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"balans/journal"
	"balans/law/calendar"
	"balans/prevent/housing"
)

// takeIncomes takes in what is known of incomes month by month.
func (o *housingOptions) takeIncomes(ctx context.Context, t *terminal, j *journal.Journal, path string) error {
	if o.year == 0 {
		return usage("--year is to say which year the incomes are of")
	}
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	bar := t.progress()
	in := housing.IncomesIntake{File: filepath.Base(path), In: f, Year: o.year, Actor: o.by, On: calendar.None, LeaveOut: o.leaveOut, DryRun: !o.write, Progress: bar.show}
	r, err := in.Do(ctx, j)
	bar.clear()
	if err != nil {
		return err
	}
	tellFaults(t.err, r.Faults)
	i := &r.Intake
	word := "Took in"
	switch {
	case r.Already:
		fmt.Fprintf(t.out, "The file is already taken in, as %s on %s: nothing changed.\n", i.Name, i.On)
		return nil
	case r.DryRun:
		word = "Would take in"
	case r.Resumed:
		word = "Completed the intake of"
	}
	fmt.Fprintf(t.out, "%s %s of income of %s in %d, as %s; the last month is %s.\n", word, counted(i.Lines, "line"), counted(i.Persons, "adult"), i.Year, i.Name, housing.MonthName(i.Last).En)
	if i.LeftOut > 0 {
		fmt.Fprintf(t.out, "Left out: %s, with the lines named above; mend them and take them in from a file of their own.\n", counted(i.LeftOut, "adult"))
	}
	fmt.Fprintf(t.out, "%s\n", watchNote)
	if r.DryRun {
		fmt.Fprintln(t.out, nothingStored)
		return nil
	}
	fmt.Fprintf(t.out, "Next: `balans housing watch --year %d --through MONTH`.\n", i.Year)
	return nil
}

// incomesBy is the incomes of the year: those of --incomes, and without it those that were taken
// in. by says when a month's income is to have been known.
func (o *housingOptions) incomesBy(ctx context.Context, t *terminal, j *journal.Journal, by func(calendar.Date) calendar.Date) (*housing.MonthlyIncomes, error) {
	if o.incomes != "" {
		return o.incomesIn(t, by)
	}
	m, err := housing.KnownIncomes(ctx, j, o.year, by)
	if err != nil {
		return nil, err
	}
	if m.Intakes == 0 {
		return nil, fmt.Errorf("nothing is known of incomes month by month in %d; `balans housing incomes` takes them in, or --incomes names a file", o.year)
	}
	if len(m.Incomplete) > 0 {
		fmt.Fprintf(t.err, "Not all is taken in of %s: the intake was interrupted. Take the same file in again; what is written of it is used.\n", strings.Join(m.Incomplete, ", "))
	}
	return m, nil
}

// incomesIn reads the file of --incomes.
func (o *housingOptions) incomesIn(t *terminal, by func(calendar.Date) calendar.Date) (*housing.MonthlyIncomes, error) {
	f, err := os.Open(o.incomes)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	m, faults, err := housing.ReadIncomes(filepath.Base(o.incomes), o.year, f, by)
	if err != nil {
		return nil, err
	}
	tellFaults(t.err, faults)
	if len(faults) > 0 && !o.leaveOut {
		return nil, fmt.Errorf("%s of %s cannot be used; mend them, or leave them out (--leave-out)", counted(len(faults), "line"), o.incomes)
	}
	return m, nil
}
