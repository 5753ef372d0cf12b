package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"balans/journal"
	"balans/law/calendar"
	"balans/recover/claim"
	"balans/recover/night"
)

var nightCommand = command{
	name: "night", summary: "the nightly run: what has come to a work list since the run before",
	long: `Goes through every claim as of a date and finds what has come about since the run before: what falls due, is late,
breaks a plan, gains final force, can be handed over, draws near limitation or is time barred, and what the books
contradict. It proposes; it takes no measure. The run is dry unless --write is given.

  balans night --date 2025-03-31                   what the run would propose, list by list
  balans night --date 2025-03-31 --write           keep the proposals; run again to complete a run that was stopped
  balans worklist ready_for_handover               the claims on one list, in the order they are to be taken

A date is run once, none before the last, and with --write none after today. The first run finds everything there is on the lists.`,
	setup: func(fs *flag.FlagSet) func(context.Context, *terminal, []string) error {
		o := &nightOptions{}
		o.db.flag(fs, "balans-demo.db")
		fs.Var(&o.on, "date", "the `DATE` of the run (default: today)")
		fs.Var(&o.knownAt, "known-at", "count only what was known at this `DATE` (its end) or instant (default: now)")
		fs.BoolVar(&o.write, "write", false, "write the proposals and note the run as done")
		fs.BoolVar(&o.leaveStopped, "leave-stopped", false, "write although an earlier run was stopped; that one can then never be completed")
		return o.run
	},
}

type nightOptions struct {
	db      database
	on      dateFlag
	knownAt instantFlag
	write   bool

	leaveStopped bool
}

func (o *nightOptions) run(ctx context.Context, t *terminal, args []string) error {
	if len(args) > 0 {
		return usage("night takes no arguments, not %q", args[0])
	}
	j, err := o.db.open(ctx, false)
	if err != nil {
		return err
	}
	defer j.Close()
	now := calendar.InstantOf(j.Now())
	if err := fillDates("date", &o.on, &o.knownAt, now.Date(), now); err != nil {
		return err
	}
	switch {
	case o.write && o.knownAt.Instant > now:
		return usage("--known-at %s has not come yet: a run that is written cannot know it", o.knownAt.Instant)
	case o.write && o.on.Date > now.Date():
		return usage("--date %s has not come yet: a run that is written stops every night before it; leave --write out to see what it would propose", o.on.Date)
	}
	c, err := o.db.columns(ctx, t, j)
	if err != nil {
		return err
	}
	if o.write {
		return o.writeRun(ctx, t, j, c)
	}
	before, err := night.Last(ctx, j)
	if err != nil {
		return err
	}
	anew, err := night.TakenOver(ctx, j, c, before)
	if err != nil {
		return err
	}
	p := t.progress()
	all, ok, err := night.Proposals(c, night.Query{On: o.on.Date, KnownAt: o.knownAt.Instant, Before: before, Anew: anew,
		Progress: func(done, of int64) { p.show("computing", done, of) }}, func() bool { return ctx.Err() != nil })
	p.clear()
	if err != nil {
		return err
	}
	if !ok {
		return ctx.Err()
	}
	printNight(t.out, o.on.Date, before, night.Tallies(all))
	fmt.Fprintf(t.out, "%s. A dry run: nothing was written (--write keeps them).\n", counted(len(all), "proposal"))
	return nil
}

func (o *nightOptions) writeRun(ctx context.Context, t *terminal, j *journal.Journal, c *claim.Columns) error {
	// Once a later night is written, one that was stopped can never be completed.
	for _, name := range c.Interrupted() {
		if on, ok := strings.CutPrefix(name, "night/"); ok && on != o.on.Date.String() && !o.leaveStopped {
			return fmt.Errorf("the night of %s began and was not completed; complete it first: balans night --date %s --write (--leave-stopped leaves it as it is)", on, on)
		}
	}
	p := t.progress()
	r := night.Run{On: o.on.Date, KnownAt: o.knownAt.Instant, Actor: "night", Progress: p.show}
	receipt, err := r.Write(ctx, j, c)
	p.clear()
	if err != nil {
		return err
	}
	if receipt.Already {
		fmt.Fprintf(t.out, "The night of %s has been run already: %s proposals, as known at %s.\n", receipt.On, number(receipt.Rows), receipt.KnownAt)
		return nil
	}
	printNight(t.out, receipt.On, receipt.Before, receipt.Tallies)
	fmt.Fprintf(t.out, "%s proposals written, as known at %s.\n", number(receipt.Rows), receipt.KnownAt)
	if receipt.Resumed > 0 {
		fmt.Fprintf(t.out, "%s of them had been written by a run that was interrupted.\n", number(receipt.Resumed))
	}
	return nil
}

func printNight(w io.Writer, on calendar.Date, before *night.Mark, tallies []night.Tally) {
	since := "the first run: everything on the lists"
	if before != nil {
		since = "since the run of " + before.On.String()
	}
	fmt.Fprintf(w, "Night of %s, %s\n\n", on, since)
	tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintf(tw, "claims\tkronor\t  list\t\n")
	for _, x := range tallies {
		fmt.Fprintf(tw, "%s\t%s\t  %s\t\n", number(int64(x.Claims)), kronor(x.Owed), x.List.ID)
	}
	tw.Flush()
	fmt.Fprintln(w)
}
