package main

import (
	"bufio"
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"balans/journal"
	"balans/law/calendar"
	"balans/law/statute"
	"balans/recover/claim"
	"balans/steer/indicator"
	"balans/steer/report"
)

var reportCommand = command{
	name: "report", args: "recovery", summary: "compute a report to the government as of a date, as known at another",
	long: `recovery is the four tables of claims decided, the stock in number and amount, and claims handed over to
Kronofogden: two full years and the year so far, with the shares, and the stock accounted for cause by cause.

  balans report recovery --as-of 2025-02-28
  balans report recovery --as-of 2025-02-28 --known-at 2025-02-28    as it would have been printed that evening
  balans report recovery --as-of 2025-02-28 --by benefit --format xlsx --output report.xlsx

Amounts are outstanding principal. The questions the order leaves open are parameters (balans help parameters);
the readings used are printed with every report.`,
	setup: func(fs *flag.FlagSet) func(context.Context, *terminal, []string) error {
		o := &reportOptions{}
		o.db.flag(fs, "balans-demo.db")
		fs.Var(&o.asOf, "as-of", "the `DATE` the report describes (default: the last month end there are facts for)")
		fs.Var(&o.knownAt, "known-at", "count only what was known at this `DATE` (its end) or instant (default: the end of today)")
		fs.StringVar(&o.by, "by", "", "`benefit` adds the same tables for each benefit")
		fs.BoolVar(&o.allCells, "all-cells", false, "with --by benefit: show small counts too; without it they are hidden, and what would give them away (OSL 28:1)")
		fs.StringVar(&o.format, "format", "text", strings.Join(report.Formats(), ", "))
		fs.StringVar(&o.output, "output", "", "write to `FILE` instead of standard output")
		fs.StringVar(&o.lang, "lang", "sv", "sv or en")
		fs.Func("with", "choose a parameter, `NAME=VALUE`; may be repeated", func(s string) error {
			o.choice = append(o.choice, s)
			return nil
		})
		return o.run
	},
}

type reportOptions struct {
	db                       database
	asOf                     dateFlag
	knownAt                  instantFlag
	by, format, output, lang string
	choice                   []string
	allCells                 bool
}

func (o *reportOptions) run(ctx context.Context, t *terminal, args []string) error {
	if len(args) != 1 || args[0] != "recovery" {
		return usage("name the report: recovery")
	}
	choice, err := indicator.ParseChoice(o.choice)
	switch {
	case err != nil:
		return usageError{err}
	case o.by != "" && o.by != "benefit":
		return usage("--by takes benefit, not %q", o.by)
	case !slices.Contains(report.Formats(), o.format):
		return usage("--format takes %s, not %q", strings.Join(report.Formats(), ", "), o.format)
	case o.lang != "sv" && o.lang != "en":
		return usage("--lang takes sv or en, not %q", o.lang)
	}
	// Before the journal is open: closing a file of SQLite's would let go of its locks.
	if err := refuseOverwrite("output", o.output, o.db.dsn+".columns"); err != nil {
		return err
	}
	j, err := o.db.open(ctx, false)
	if err != nil {
		return err
	}
	defer j.Close()
	if o.knownAt.set {
		if err := checkKnown(o.knownAt.Instant, calendar.InstantOf(j.Now()).Date()); err != nil {
			return err
		}
	}
	c, err := o.db.columns(ctx, t, j)
	if err != nil {
		return err
	}
	e, err := indicator.New(c, choice)
	if err != nil {
		return err
	}
	r, err := report.NewRecovery(e, o.query(j, c))
	if err != nil {
		return err
	}
	if !o.allCells {
		// The limit in force when the report is made: it guards what leaves now.
		today := calendar.InstantOf(j.Now())
		limit, err := c.LawBook().Parameters(today).Value(statute.SmallCellLimit, today.Date())
		if err != nil {
			return err
		}
		if err := r.HideSmall(limit.Int64); err != nil {
			return err
		}
	}
	if !r.Balanced() {
		fmt.Fprintln(t.err, "WARNING: the stock does not follow from its flows; run `balans verify`")
	}
	return o.write(t.out, r)
}

func (o *reportOptions) query(j *journal.Journal, c *claim.Columns) report.Query {
	q := report.Query{AsOf: o.asOf.Date, KnownAt: o.knownAt.Instant, ByBenefit: o.by != ""}
	today := calendar.InstantOf(j.Now()).Date()
	if !o.knownAt.set {
		q.KnownAt = calendar.EndOfDay(today)
	}
	if !o.asOf.set {
		q.AsOf = report.LastMonthEnd(min(today, c.LastRecorded().Date()))
	}
	return q
}

func (o *reportOptions) write(out io.Writer, r *report.Recovery) (err error) {
	if o.output != "" {
		f, err := os.Create(o.output)
		if err != nil {
			return err
		}
		defer func() {
			if cerr := f.Close(); err == nil {
				err = cerr
			}
		}()
		out = f
	}
	w := bufio.NewWriter(out)
	if err := r.Write(w, o.format, report.Language(o.lang)); err != nil {
		return err
	}
	return w.Flush()
}
