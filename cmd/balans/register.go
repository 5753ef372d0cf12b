package main

import (
	"cmp"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"balans/law/calendar"
	"balans/law/identity"
	"balans/prevent/register"
)

var registerCommand = command{
	name: "register", args: "import FILE | deliveries | show | kinds", summary: "facts from other agencies: absence and pay that employers declare, permits, the population register and more",
	long: `  import FILE    take in a file of facts
  deliveries     what was taken in, and what it brought
  show           what is known of one person or employer (--party, --by, --purpose)
  kinds          what a line of each kind of fact is to hold

Three forms are taken in, told apart by what they begin with:
  agi       the employers' monthly declarations (arbetsgivardeklaration på individnivå, XML): absence, pay, and that the
            month has come in. A record that cannot be used is set aside and the rest goes on; totals that contradict
            each other, or XML that is not whole, refuse the file.
  absence   absence another system read in such files, with the header
            employer;period;party;day;spec;type;percent;hours;removed
  facts     facts of any kind but absence, with the header
            kind;source;id;party;from;to;status;other;amount;extent;hours;received_at;withdrawn;text

A fact told again with the same id by the same source replaces the earlier one, a withdrawn one no longer counts, and
one that was told just so before is counted and not written again. What was known on an earlier day can still be shown.
A file that was taken in is not taken in again. An import that was stopped is completed by running it again.

Facts about someone whose identity is protected today are set aside; --protected takes them in, and nothing else, once
the rest of the file has been taken in. Exit code 3 tells that something was set aside.

  balans register import agi-2025-03.xml --by karin
  balans register import permits.csv --by karin --dry-run
  balans register show --party 198202252386 --by karin --purpose "control of a payout" --known-at 2025-04-30`,
	setup: func(fs *flag.FlagSet) func(context.Context, *terminal, []string) error {
		o := &registerOptions{}
		o.db.flag(fs, "balans-demo.db")
		fs.StringVar(&o.format, "format", "", "import: agi, absence or facts (default: by what the file begins with)")
		fs.StringVar(&o.source, "source", "", "import of agi and absence: who tells, a `NAME` (default: "+register.DefaultSource+")")
		fs.Var(&o.received, "received", "import: when the file was received, a `DATE` (its end) or instant, for what does not say it itself (default: now)")
		fs.BoolVar(&o.dryRun, "dry-run", false, "import: say what would become of the file and write nothing")
		fs.BoolVar(&o.leaveOutBad, "leave-out-bad", false, "import: take in the rest when lines cannot be used")
		fs.BoolVar(&o.protected, "protected", false, "import: take in what was set aside because an identity is protected; with --by")
		fs.StringVar(&o.by, "by", "", "import, show: the `NAME` of who does it (import: default import)")
		fs.StringVar(&o.party, "party", "", "show: the `NUMBER` of a person or an employer")
		fs.StringVar(&o.purpose, "purpose", "", "show: why, for the reading log, a `TEXT`; must be given")
		fs.StringVar(&o.reason, protectedFlag, "", "show: "+protectedHelp)
		fs.Var(&o.knownAt, "known-at", "show: count only what was known at this `DATE` (its end) or instant (default: now)")
		fs.BoolVar(&o.history, "history", false, "show: also what was replaced or withdrawn")
		fs.BoolVar(&o.json, "json", false, "show, deliveries: as JSON")
		return o.run
	},
}

type registerOptions struct {
	db                                            database
	format, source, by, party, purpose, reason    string
	received, knownAt                             instantFlag
	dryRun, leaveOutBad, protected, history, json bool
}

func (o *registerOptions) run(ctx context.Context, t *terminal, args []string) error {
	if len(args) == 0 {
		return usage("register takes import, deliveries, show or kinds")
	}
	verbs := map[string]struct {
		args int
		run  func(context.Context, *terminal, []string) error
	}{"import": {1, o.take}, "deliveries": {0, o.deliveries}, "show": {0, o.show}, "kinds": {0, o.kinds}}
	verb, ok := verbs[args[0]]
	if !ok {
		return usage("register takes import, deliveries, show or kinds, not %q", args[0])
	}
	if len(args)-1 != verb.args {
		return usage("register %s takes %s, not %d", args[0], counted(verb.args, "argument"), len(args)-1)
	}
	return verb.run(ctx, t, args[1:])
}

// take takes a file in.
func (o *registerOptions) take(ctx context.Context, t *terminal, args []string) error {
	switch register.Format(o.format) {
	case "", register.FormatAGI, register.FormatAbsence, register.FormatFacts:
	default:
		return usage("--format takes agi, absence or facts, not %q", o.format)
	}
	if o.protected && strings.TrimSpace(o.by) == "" {
		return usage("--protected needs --by: who takes in facts about people whose identity is protected")
	}
	if err := checkLogText("by", o.by, mostUser); err != nil {
		return err
	}
	file, err := os.Open(args[0])
	if err != nil {
		return err
	}
	defer file.Close()
	j, err := o.db.open(ctx, true)
	if err != nil {
		return err
	}
	defer j.Close()
	bar := t.progress()
	im := register.Import{File: filepath.Base(args[0]), Reader: file, Format: register.Format(o.format), Source: o.source, By: cmp.Or(o.by, "import"),
		Received: o.received.Instant, LeaveOutBad: o.leaveOutBad, Protected: o.protected, DryRun: o.dryRun,
		Written: func(events int64) { bar.show("writing", events, 0) }}
	r, err := im.Run(ctx, j)
	bar.clear()
	if err != nil {
		return err
	}
	return printRegisterReceipt(t, r)
}

// deliveries lists what was taken in.
func (o *registerOptions) deliveries(ctx context.Context, t *terminal, _ []string) error {
	j, err := o.db.open(ctx, false)
	if err != nil {
		return err
	}
	defer j.Close()
	all, err := register.Deliveries(ctx, j)
	if err != nil {
		return err
	}
	if o.json {
		return json.NewEncoder(t.out).Encode(deliveriesJSON(all))
	}
	return printDeliveries(t.out, all)
}

// show shows what is known of one party, after a line in the reading log.
func (o *registerOptions) show(ctx context.Context, t *terminal, _ []string) error {
	party, err := identity.Parse(o.party)
	switch {
	case o.party == "":
		return usage("--party must say who: twelve digits, or the ten of an organisation")
	case err != nil:
		return usage("--party is no number that can be looked up: %v", err)
	}
	b := barrier{o.by, o.purpose, o.reason}
	if err := b.check("by", "what is known of a person"); err != nil {
		return err
	}
	j, err := o.db.open(ctx, false)
	if err != nil {
		return err
	}
	defer j.Close()
	if !o.knownAt.set {
		o.knownAt.Instant = calendar.InstantOf(j.Now())
	}
	isProtected, err := b.pass(ctx, j, "register.print", "register", party)
	if err != nil {
		return err
	}
	p, err := register.OfParty(ctx, j, party, o.knownAt.Instant)
	if err != nil {
		return err
	}
	s := personShown{p, o.history, isProtected}
	if o.json {
		return s.json(t.out)
	}
	return s.print(t.out)
}

// kinds tells what the lines of a file of facts hold.
func (o *registerOptions) kinds(_ context.Context, t *terminal, _ []string) error {
	fmt.Fprintln(t.out, "Every line needs kind, source, id, party and from; received_at, withdrawn and text may stand in it. Beside them:")
	for _, f := range register.Forms() {
		fmt.Fprintf(t.out, "\n%s\n", f.Kind)
		for _, x := range []struct {
			name string
			is   []string
			sep  string
		}{{"needs", f.Needs, ", "}, {"may have", f.May, ", "}, {"other", f.Other, "; or "}} {
			if len(x.is) > 0 {
				fmt.Fprintf(t.out, "  %-9s %s\n", x.name, strings.Join(x.is, x.sep))
			}
		}
		if status := strings.Join(f.Statuses, ", "); strings.HasPrefix(status, ",") {
			fmt.Fprintf(t.out, "  %-9s nothing%s\n", "status", status)
		} else if status != "" {
			fmt.Fprintf(t.out, "  %-9s %s\n", "status", status)
		}
		if f.Elsewhere != "" {
			fmt.Fprintf(t.out, "  not here: %s\n", f.Elsewhere)
		}
	}
	return nil
}
