package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"text/tabwriter"

	"balans/journal"
	"balans/journal/parameter"
	"balans/law/calendar"
	"balans/law/money"
	"balans/law/statute"
	"balans/recover/claim"
	"balans/steer/report"
)

var lawCommand = command{
	name: "law", args: "[FILE]", summary: "the parameters of law in force, or load the agency's own values",
	long: `Without FILE, every parameter with its value on a date, as known at an instant, its source and how sure it is: V verified,
S secondary, R remembered, I inferred, U source unknown, F made up. A parameter without a value is not known: what needs
it says so instead of computing.

With FILE, the agency's own values are checked and, with --write, recorded as facts, each known from the instant it was
recorded. A value recorded later for the same days takes the place of the earlier one from that instant only.

  balans law --on 2025-03-28
  balans law rates.csv              what would be recorded
  balans law rates.csv --write

FILE is CSV: name,value,unit,from,to,source,confidence and, for history, recorded_at. unit is as the program declares the
parameter: ppm (20000 is 2 %), ore (1500 is 15 kronor), days, months, years, count, date or order. to is empty when no end is known.`,
	setup: func(fs *flag.FlagSet) func(context.Context, *terminal, []string) error {
		o := &lawOptions{}
		o.db.flag(fs, "balans-demo.db")
		fs.Var(&o.on, "on", "the `DATE` of the values (default: today)")
		fs.Var(&o.knownAt, "known-at", "what was known at this `DATE` (its end) or instant (default: now)")
		fs.BoolVar(&o.write, "write", false, "record the values of FILE")
		return o.run
	},
}

type lawOptions struct {
	db      database
	on      dateFlag
	knownAt instantFlag
	write   bool
}

func (o *lawOptions) run(ctx context.Context, t *terminal, args []string) error {
	if len(args) > 1 {
		return usage("law takes one file, not %d", len(args))
	}
	if o.write && len(args) == 0 {
		return usage("--write needs the file with the values")
	}
	j, err := o.db.open(ctx, false)
	if err != nil {
		return err
	}
	defer j.Close()
	now := calendar.InstantOf(j.Now())
	if err := fillDates("on", &o.on, &o.knownAt, now.Date(), now); err != nil {
		return err
	}
	if len(args) == 0 {
		law, err := claim.ReadLaw(ctx, j)
		if err != nil {
			return err
		}
		return printLaw(t.out, law.Parameters(o.knownAt.Instant), o.on.Date)
	}
	text, err := os.ReadFile(args[0])
	if err != nil {
		return err
	}
	settings, err := parameter.ReadFile(filepath.Base(args[0]), strings.NewReader(string(text)))
	if err != nil {
		return err
	}
	if err := checkLaw(ctx, j, settings, now); err != nil {
		return fmt.Errorf("%s: nothing was recorded: %w", args[0], err)
	}
	sum := sha256.Sum256(text)
	receipt, err := parameter.Record(ctx, j, settings, parameter.Entry{Actor: "law", Cause: "law/" + filepath.Base(args[0])}, hex.EncodeToString(sum[:8]), !o.write)
	if err != nil {
		return err
	}
	switch {
	case !o.write:
		if err := printSettings(t.out, settings); err != nil {
			return err
		}
		fmt.Fprintf(t.out, "\n%s can be recorded. A dry run: nothing was written (--write records).\n", counted(len(settings), "value"))
	case receipt.Replayed:
		fmt.Fprintf(t.out, "The file has been recorded already; nothing was written.\n")
	default:
		fmt.Fprintf(t.out, "%s recorded.\n", counted(len(receipt.Events), "value"))
	}
	return nil
}

// checkLaw makes the law anew with the settings beside what has been recorded.
// A setting is never removed, so one that the law cannot be made with would stop
// every view of every claim from then on.
func checkLaw(ctx context.Context, j *journal.Journal, settings []parameter.Setting, now calendar.Instant) error {
	recorded, err := parameter.Read(ctx, j)
	if err != nil {
		return err
	}
	base, err := statute.Load()
	if err != nil {
		return err
	}
	for _, s := range settings {
		if s.KnownAt == 0 {
			s.KnownAt = now
		}
		recorded = append(recorded, s)
	}
	_, err = claim.NewLawBook(base, recorded)
	return err
}

// printSettings shows what a file would record.
func printSettings(w io.Writer, settings []parameter.Setting) error {
	tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(tw, "parameter\tvalue\tfrom\tto\t \tsource\tknown at")
	for _, s := range settings {
		v, known := s.Value, "now"
		if s.KnownAt != 0 {
			known = report.KnownText(s.KnownAt)
		}
		fmt.Fprintf(tw, "%s\t%s\t%s\t%s\t%s\t%s\t%s\n", v.Name, valueText(v), v.From, dayText(v.To), v.Confidence, v.Source, known)
	}
	return tw.Flush()
}

// valueText is a value in the unit a person reads it in.
func valueText(v statute.Value) string {
	switch v.Unit {
	case statute.Ppm:
		return percentText(v.Int64)
	case statute.Ore:
		return money.Amount(v.Int64).String() + " kr"
	case statute.Days, statute.Months, statute.Years:
		return v.Text() + " " + string(v.Unit)
	}
	return v.Text()
}

func printLaw(w io.Writer, p *statute.Parameters, on calendar.Date) error {
	tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(tw, "parameter\tvalue\tfrom\tto\t \tsource")
	for _, d := range p.Declared() {
		v, err := p.Value(d.Name, on)
		if err != nil {
			fmt.Fprintf(tw, "%s\tnot known\t\t\t\t%s\n", d.Name, d.About)
			continue
		}
		fmt.Fprintf(tw, "%s\t%s\t%s\t%s\t%s\t%s\n", d.Name, valueText(v), v.From, dayText(v.To), v.Confidence, v.Source)
	}
	return tw.Flush()
}
