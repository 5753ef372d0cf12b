package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"iter"
	"net"
	"os"
	"path/filepath"
	"strconv"

	"balans/demo"
	"balans/exchange/claimcsv"
	"balans/journal"
	"balans/journal/parameter"
	"balans/law/statute"
	"balans/recover/claim"
)

var demoCommand = command{
	name: "demo", summary: "make an invented agency in real proportions and open its pages",
	long: `The same seed always gives the same facts; all persons are official test identities. At full scale the report of
2025-02-28 has every number of Försäkringskassan's report of 2025-04-25. Making the agency again in the same
journal changes nothing. The year 2025 of its households with housing allowance is settled on the day it is made, so that
their claims are in no report of a day before; what was known of their incomes month by month is taken in as well. --households 0
leaves them out, and balans housing takes them in by hand.`,
	setup: func(fs *flag.FlagSet) func(context.Context, *terminal, []string) error {
		o := &demoOptions{}
		o.db.flag(fs, "")
		fs.StringVar(&o.scale, "scale", "full", "full (some 650 000 claims) or small (2 000)")
		fs.Uint64Var(&o.seed, "seed", 1, "`NUMBER` that the invented facts follow from")
		fs.StringVar(&o.listen, "listen", "localhost:8080", "`HOST:PORT` of the pages; loopback only")
		fs.BoolVar(&o.noServe, "no-serve", false, "only make the agency")
		fs.StringVar(&o.export, "export", "", "also write its facts to `DIR` as claims.csv and events.csv")
		fs.IntVar(&o.households, "households", -1, "how many households had housing allowance in 2025 and are settled, a `NUMBER`; 0 for none (default: 150 000 in the full agency, 1 500 in the small)")
		fs.StringVar(&o.housingFiles, "housing-files", "", "also write the households to `DIR`, as balans housing takes them in: "+demoHouseholds+", "+demoAssessed+" and "+demoMonthly)
		return o.run
	},
}

type demoOptions struct {
	db                    database
	scale, listen, export string
	housingFiles          string
	seed                  uint64
	households            int
	noServe               bool
}

func (o *demoOptions) run(ctx context.Context, t *terminal, args []string) error {
	if len(args) > 0 {
		return usage("demo takes no arguments, not %q", args[0])
	}
	scale, ok := map[string]demo.Scale{"full": demo.Full, "small": demo.Small}[o.scale]
	if !ok {
		return usage("--scale takes full or small, not %q", o.scale)
	}
	if o.db.dsn == "" {
		if o.db.dsn = "balans-demo.db"; scale == demo.Small {
			o.db.dsn = "balans-demo-small.db"
		}
	}
	if o.households < 0 {
		o.households = scale.Households()
	}
	pages := serveOptions{db: o.db, listen: o.listen, demo: true, office: demoSender}
	var l net.Listener
	if !o.noServe {
		var err error
		if l, err = pages.take(); err != nil {
			return err
		}
		defer l.Close()
	}
	if o.export != "" {
		if err := o.exportTo(scale); err != nil {
			return err
		}
	}
	if o.housingFiles != "" {
		if err := o.housingFilesTo(t); err != nil {
			return err
		}
	}
	j, err := o.db.open(ctx, true)
	if err != nil {
		return err
	}
	defer j.Close()
	if err := o.make(ctx, t, j, scale); err != nil {
		return err
	}
	if err := o.steer(ctx, t, j); err != nil {
		return fmt.Errorf("the letter, books and assignments of the demonstration: %w", err)
	}
	if err := o.prevent(ctx, t, j, scale); err != nil {
		return fmt.Errorf("the controls of the demonstration: %w", err)
	}
	if err := o.cases(ctx, t, j); err != nil {
		return fmt.Errorf("the recovery cases of the demonstration: %w", err)
	}
	if o.households > 0 {
		if err := o.housing(ctx, t, j); err != nil {
			return fmt.Errorf("the housing allowances of the demonstration: %w", err)
		}
	}
	if o.noServe {
		return nil
	}
	return serve(ctx, t, pages, j, l)
}

// make writes the agency, unless it is there already.
func (o *demoOptions) make(ctx context.Context, t *terminal, j *journal.Journal, scale demo.Scale) error {
	w := journal.MassWrite{Stream: fmt.Sprintf("demo/%s/%d", o.scale, o.seed), Actor: "demo", Summary: "seed=" + strconv.FormatUint(o.seed, 10)}
	if n, err := w.Notes(ctx, j); err != nil {
		return err
	} else if n.Completed != 0 {
		fmt.Fprintf(t.out, "The agency is in %s already.\n", j.Name())
		return nil
	}
	head, err := j.Head(ctx)
	if err != nil {
		return err
	}
	begun := 0
	if head.Seq > 0 {
		if begun, err = o.begun(ctx, j, w); err != nil {
			return err
		}
	}
	if err := o.recordRates(ctx, t, j, w); err != nil {
		return err
	}
	p := t.progress()
	next, stop := iter.Pull2(o.bundles(scale, claim.EntryOf(&w)))
	defer stop()
	claims, events, total := 0, int64(0), demoRows[scale]
	err = w.Run(ctx, j, func() (*journal.Bundle, error) {
		for {
			b, err, more := next()
			if err != nil || !more {
				return nil, err
			}
			if claims++; claims > begun { // written before it was interrupted
				return b, nil
			}
			events += int64(len(b.Events))
		}
	}, func(n int64) { p.show("making the agency", events+n, total) })
	p.clear()
	if err != nil {
		return err
	}
	fmt.Fprintf(t.out, "Made an agency of %s claims in %s.\n", number(int64(claims)), j.Name())
	return nil
}

// demoRows is about how many rows the journal gets, for the progress bar only.
var demoRows = map[demo.Scale]int64{demo.Full: 3_090_000, demo.Small: 10_600}

// recordRates records the parameters that the agency's interest rests on as its
// own, before its claims. They are made up, and their mark says so wherever they
// are shown.
func (o *demoOptions) recordRates(ctx context.Context, t *terminal, j *journal.Journal, w journal.MassWrite) error {
	settings, err := demo.Settings()
	if err != nil {
		return err
	}
	by := parameter.Entry{Actor: w.Actor, Cause: w.Stream}
	r, err := parameter.Record(ctx, j, settings, by, w.Stream+"/parameters", false)
	switch {
	case errors.Is(err, journal.ErrKeyReused):
		return fmt.Errorf("%s was begun with other made-up rates, by another version of the program; name a new file with --db", j.Name())
	case err != nil:
		return fmt.Errorf("the rates of the demonstration: %w", err)
	case r.Replayed:
		return nil
	}
	fmt.Fprintf(t.out, "Recorded %d made-up rates and rules of the agency; the rates are marked as fixtures (%s).\n", len(settings), statute.Fictitious)
	return nil
}

// begun counts the claims that an interrupted run of the same demo wrote, which
// are its first after its rates; a journal with anything else in it is not for a
// demo.
func (o *demoOptions) begun(ctx context.Context, j *journal.Journal, w journal.MassWrite) (claims int, err error) {
	own, err := j.Load(ctx, 0, w.Stream)
	if err != nil {
		return 0, err
	}
	if len(own) == 0 { // it was stopped between its rates and its first claim, or it is not ours
		_, err := j.Scan(ctx, 0, func(e *journal.Event) error {
			if e.Stream != parameter.Stream || e.Cause != w.Stream {
				return fmt.Errorf("%s holds another agency or real facts; name a new file with --db", j.Name())
			}
			return nil
		})
		return 0, err
	}
	_, err = j.Scan(ctx, own[0].Seq, func(e *journal.Event) error {
		if _, isClaim := claim.IDOf(e.Stream); isClaim && e.Version == 1 && e.Cause == w.Stream {
			claims++
		}
		return nil
	})
	return claims, err
}

// bundles turns the demo's facts into what the journal takes.
func (o *demoOptions) bundles(scale demo.Scale, by claim.Entry) iter.Seq2[*journal.Bundle, error] {
	return func(yield func(*journal.Bundle, error) bool) {
		err := demo.Generate(o.seed, scale, func(d claim.Decision, events []claim.Event) error {
			b := &journal.Bundle{Party: int64(d.Party()), Stream: claim.Stream(d.ID), Events: make([]journal.New, 0, 1+len(events))}
			b.Events = append(b.Events, d.ToJournal(by))
			for i := range events {
				b.Events = append(b.Events, events[i].ToJournal(by))
			}
			if !yield(b, nil) {
				return errStopped
			}
			return nil
		})
		if err != nil && !errors.Is(err, errStopped) {
			yield(nil, err)
		}
	}
}

var errStopped = errors.New("stopped")

// exportTo writes the facts as the two files that import reads.
func (o *demoOptions) exportTo(scale demo.Scale) (err error) {
	if err := os.MkdirAll(o.export, 0o755); err != nil {
		return err
	}
	var files [2]*os.File
	for i, name := range []string{"claims.csv", "events.csv"} {
		if files[i], err = os.Create(filepath.Join(o.export, name)); err != nil {
			return err
		}
		defer files[i].Close()
	}
	claims := claimcsv.NewWriter(files[0], claimcsv.WithDetails(claimcsv.ClaimHeader))
	events := claimcsv.NewWriter(files[1], claimcsv.WithDetails(claimcsv.EventHeader))
	err = demo.Generate(o.seed, scale, func(d claim.Decision, life []claim.Event) error {
		claims.Write(d.CSV()...)
		for i := range life {
			events.Write(life[i].CSV(d.ID)...)
		}
		return nil
	})
	return errors.Join(err, claims.Flush(), events.Flush(), files[0].Close(), files[1].Close())
}
