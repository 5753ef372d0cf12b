package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"balans/exchange/sie"
	"balans/exchange/statebudget"
	"balans/journal"
	"balans/law/calendar"
	"balans/prevent/payout"
	"balans/steer/appropriation"
	"balans/steer/directive"
	"balans/steer/report"
)

func (o *appropriationOptions) book(ctx context.Context, t *terminal, j *journal.Journal, path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	entries, err := appropriation.ReadBookings(filepath.Base(path), f)
	if err != nil {
		return err
	}
	return o.record(ctx, t, j, func(*appropriation.Facts) ([]appropriation.Entry, error) { return entries, nil }, filepath.Base(path))
}

func (o *appropriationOptions) sie(ctx context.Context, t *terminal, j *journal.Journal, path string) error {
	if o.mapping == "" {
		return usage("--mapping is to name the file that says what the accounts are, with the columns %s", appropriation.MappingColumns)
	}
	mf, err := os.Open(o.mapping)
	if err != nil {
		return err
	}
	defer mf.Close()
	mapping, err := appropriation.ReadMapping(filepath.Base(o.mapping), mf)
	if err != nil {
		return err
	}
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	read, err := sie.Read(filepath.Base(path), f)
	if err != nil {
		return err
	}
	options := appropriation.SIEOptions{LeaveOut: o.leaveOut, Organisation: o.organisation}
	all, err := mapping.Entries(read, options)
	if err != nil {
		return err
	}
	if why := mapping.Unchecked(read, options); why != "" {
		fmt.Fprintln(t.err, why)
	}
	for _, u := range all.Left {
		if !u.Knowingly {
			fmt.Fprintf(t.err, "%s:%d: voucher %s, account %s is left out: %s\n", filepath.Base(path), u.Line, u.Voucher, u.Account, u.Why)
		}
	}
	var changed []appropriation.Changed
	err = o.record(ctx, t, j, func(f *appropriation.Facts) (entries []appropriation.Entry, err error) {
		if entries, changed = all.Against(f, o.more != ""); len(changed) > 0 && !o.leaveOut {
			return nil, &appropriation.ChangedError{File: filepath.Base(path), Vouchers: changed}
		}
		return entries, nil
	}, filepath.Base(path))
	if o.leaveOut {
		for i := range changed {
			fmt.Fprintf(t.err, "%s:%d: left out, booked with other rows: %s\n", filepath.Base(path), changed[i].Line, changed[i].String())
		}
	}
	return err
}

// payouts books a file of payouts: a voucher for each day and benefit.
func (o *appropriationOptions) payouts(ctx context.Context, t *terminal, j *journal.Journal, path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	var b payout.Builder
	if err := b.ReadCSV(filepath.Base(path), f); err != nil {
		return err
	}
	return o.bookPayouts(ctx, t, j, b.Build(), filepath.Base(path))
}

// bookPayouts books payouts that were paid; source is what they come from.
func (o *appropriationOptions) bookPayouts(ctx context.Context, t *terminal, j *journal.Journal, paid *payout.Columns, source string) error {
	entries, err := appropriation.PayoutEntries(paid, source)
	if err != nil {
		return err
	}
	var further []appropriation.FurtherPayouts
	err = o.record(ctx, t, j, func(f *appropriation.Facts) ([]appropriation.Entry, error) {
		if further = appropriation.FindFurther(entries, f); len(further) > 0 && o.more == "" {
			return nil, &appropriation.FurtherError{File: source, Sets: further}
		}
		return entries, nil
	}, source)
	if err == nil {
		for i := range further {
			fmt.Fprintf(t.out, "FURTHER %s (%s)\n", further[i].String(), o.more)
		}
	}
	return err
}

// published keeps the outcome of a year that the books do not have.
func (o *appropriationOptions) published(ctx context.Context, t *terminal, j *journal.Journal, path string) error {
	if o.year == 0 {
		return usage("--year is to say which year of the file is kept")
	}
	editions, err := directive.Editions(ctx, j)
	if err != nil {
		return err
	}
	if len(editions) == 0 {
		return fmt.Errorf("no letter is taken into %s, so it is not known which agency's figures to keep", j.Name())
	}
	agency := editions[len(editions)-1].Letter.Agency
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	r, err := statebudget.NewMonthReader(filepath.Base(path), f)
	if err != nil {
		return err
	}
	rows := slices.Collect(r.Rows())
	if err := r.Err(); err != nil {
		return err
	}
	items, aside, err := appropriation.RecordPublished(ctx, j, o.year, appropriation.Agency{Name: agency, Organisation: o.organisation}, filepath.Base(path), rows, appropriation.By{Actor: o.by, Cause: "balans appropriation published"}, o.dryRun)
	if err != nil {
		return err
	}
	tellAside(t.err, filepath.Base(path), &aside)
	word := "Kept"
	if o.dryRun {
		word = "Would keep"
	}
	fmt.Fprintf(t.out, "%s the outcome of %d for %s, %s.\n", word, o.year, agency, counted(items, "item"))
	return nil
}

// record books what entries gives for the books as they are, and tells of it.
func (o *appropriationOptions) record(ctx context.Context, t *terminal, j *journal.Journal, entries func(*appropriation.Facts) ([]appropriation.Entry, error), file string) error {
	s, _, err := o.sources(ctx, t, j)
	if err != nil {
		return err
	}
	cause := file
	if o.more != "" {
		cause += " (" + o.more + ")"
	}
	r, err := appropriation.RecordFrom(ctx, j, s, entries, appropriation.Options{By: appropriation.By{Actor: o.by, Cause: cause}, OverReason: o.over, DryRun: o.dryRun, File: file})
	if err != nil {
		return err
	}
	word := "Booked"
	if r.DryRun {
		word = "Would book"
	}
	fmt.Fprintf(t.out, "%s %s", word, counted(len(r.Booked), "booking"))
	if len(r.Already) > 0 {
		fmt.Fprintf(t.out, "; %s already booked", counted(len(r.Already), "row"))
	}
	fmt.Fprintln(t.out, ".")
	if n := appropriation.Unnumbered(r.Already); n > 0 {
		fmt.Fprintf(t.out, "%s of them of vouchers without a number: they are the same in day, text and rows as what is booked, and were taken for that.\n", counted(n, "row"))
	}
	for _, v := range r.Over {
		fmt.Fprintf(t.out, "PASSED %s: %s used of %s (%s)\n", v.Limit, v.Used.Kronor(), v.Amount.Kronor(), v.Reason)
	}
	for i := range r.Limits {
		l := &r.Limits[i]
		fmt.Fprintf(t.out, "%s: %s, %s kronor used\n", l.ID, appropriation.LevelText(l.Level, report.English), l.Used.Kronor())
	}
	return nil
}

func (o *appropriationOptions) close(ctx context.Context, t *terminal, j *journal.Journal, months string) error {
	from, month, several := strings.Cut(months, "..")
	if !several {
		month = from
	}
	first, err1 := calendar.Parse(from + "-01")
	last, err2 := calendar.Parse(month + "-01")
	if err1 != nil || err2 != nil || first > last || last.Year()-first.Year() > 50 {
		return usage("close takes YYYY-MM, or YYYY-MM..YYYY-MM to close several, not %q", months)
	}
	var earlier []string // those that are told to be closed with it
	for ; first < last; first = first.AddMonths(1) {
		earlier = append(earlier, first.String()[:7])
	}
	editions, err := directive.Editions(ctx, j)
	if err != nil {
		return err
	}
	r, err := appropriation.Close(ctx, j, editions, last.Year(), int(last.Month()), appropriation.By{Actor: o.by, Cause: "balans appropriation close"}, o.dryRun, earlier...)
	var open *appropriation.EarlierOpenError
	if errors.As(err, &open) {
		return fmt.Errorf("%w; `balans appropriation close %s..%s` closes them all", err, open.Months[0], open.Month)
	}
	if err != nil {
		return err
	}
	switch {
	case r.Replayed:
		fmt.Fprintf(t.out, "%s was closed before.\n", month)
	case o.dryRun:
		fmt.Fprintf(t.out, "%s can be closed.\n", month)
	default:
		fmt.Fprintf(t.out, "%s is closed. What becomes known of it from now on is counted on the first open day.\n", month)
	}
	return nil
}
