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

	"balans/journal/parameter"
	"balans/law/calendar"
	"balans/law/statute"
	"balans/recover/claim"
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

FILE is CSV: name,value,unit,from,to,source,confidence and, for history, recorded_at.`,
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
	if len(args) == 0 {
		law, err := claim.ReadLaw(ctx, j)
		if err != nil {
			return err
		}
		now := calendar.InstantOf(j.Now())
		if !o.on.set {
			o.on.Date = now.Date()
		}
		if !o.knownAt.set {
			o.knownAt.Instant = now
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
	sum := sha256.Sum256(text)
	receipt, err := parameter.Record(ctx, j, settings, parameter.Entry{Actor: "law", Cause: "law/" + filepath.Base(args[0])}, hex.EncodeToString(sum[:8]), !o.write)
	if err != nil {
		return err
	}
	switch {
	case !o.write:
		fmt.Fprintf(t.out, "%d values can be recorded. A dry run: nothing was written (--write records them).\n", len(settings))
	case receipt.Replayed:
		fmt.Fprintf(t.out, "The file has been recorded already; nothing was written.\n")
	default:
		fmt.Fprintf(t.out, "%d values recorded.\n", len(receipt.Events))
	}
	return nil
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
		fmt.Fprintf(tw, "%s\t%s\t%s\t%s\t%s\t%s\n", d.Name, v.Text(), v.From, dayText(v.To), v.Confidence, v.Source)
	}
	return tw.Flush()
}
