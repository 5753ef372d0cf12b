package main

import (
	"context"
	"encoding/hex"
	"flag"
	"fmt"
	"strconv"
	"strings"

	"balans/access"
	"balans/journal/verify"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/prevent/control"
	"balans/prevent/payout"
	"balans/prevent/register"
	"balans/recover/claim"
	"balans/recover/claim/recheck"
	"balans/steer/appropriation"
)

var verifyCommand = command{
	name: "verify", summary: "check the whole journal and every balance with code of its own",
	long: `Rebuilds the chain of hashes from the events, checks that numbers and versions have no gaps and that the database
still refuses changes, then recomputes every claim's balance and compares; that shares no code with what wrote the
events. Then adds the books of appropriations up again, line by line, counts the controls and payment runs anew,
writes every letter, folds every recovery case and computes every settlement of housing allowance again, and holds every line of the reading log against the rights its reader
had then. The last line is the end of the chain: note it somewhere else, and give it to --expect later to find out whether
someone has rewritten everything since.`,
	setup: func(fs *flag.FlagSet) func(context.Context, *terminal, []string) error {
		o := &verifyOptions{}
		o.db.flag(fs, "balans-demo.db")
		fs.StringVar(&o.expect, "expect", "", "an end of the chain noted earlier, `NUMBER:HASH`")
		return o.run
	},
}

type verifyOptions struct {
	db     database
	expect string
}

func (o *verifyOptions) run(ctx context.Context, t *terminal, args []string) error {
	if len(args) > 0 {
		return usage("verify takes no arguments, not %q", args[0])
	}
	p := t.progress()
	options := verify.Options{Guards: guardsToFind(), Progress: func(done, total int64) { p.show("checking the chain", done, total) }}
	if o.expect != "" {
		number, hash, _ := strings.Cut(o.expect, ":")
		seq, err := strconv.ParseInt(number, 10, 64)
		raw, herr := hex.DecodeString(hash)
		if err != nil || herr != nil || len(raw) != 32 {
			return usage("--expect takes NUMBER:HASH with 64 hexadecimal digits, as the last line of an earlier verify")
		}
		options.Expect = verify.Anchor{Seq: seq, Hash: [32]byte(raw)}
	}
	r, err := verify.Run(ctx, o.db.dsn, options)
	p.clear()
	if err != nil {
		return readOnlyHint(err)
	}
	for _, f := range r.Problems {
		where := "the database"
		if f.Seq > 0 {
			where = fmt.Sprintf("event %d %s", f.Seq, f.Stream)
		}
		fmt.Fprintf(t.out, "%s: %s\n", where, f.What)
	}
	if r.Stopped {
		fmt.Fprintln(t.out, "… and more; the check stopped here.")
	}
	fmt.Fprintf(t.out, "Chain: %s events checked, %d problems.\n", number(r.Events), len(r.Problems))
	if r.Events == 0 {
		fmt.Fprintln(t.out, "The journal is empty: there was nothing to check. Is it the right one?")
	}
	bad := len(r.Problems)
	if bad == 0 {
		for _, check := range []func(context.Context, *terminal) (int, error){o.balances, o.books, o.controls, o.access, o.letters, o.cases, o.housing, o.tasks} {
			n, err := check(ctx, t)
			if err != nil {
				return err
			}
			bad += n
		}
	} else {
		fmt.Fprintln(t.out, "The balances were not checked, since the events cannot be trusted.")
	}
	fmt.Fprintf(t.out, "%d:%s\n", r.Events, hex.EncodeToString(r.Head[:]))
	if bad > 0 {
		return errProblems
	}
	return nil
}

// books holds the accounts of appropriations against every booking and flow behind them,
// for each year that has bookings.
func (o *verifyOptions) books(ctx context.Context, t *terminal) (problems int, err error) {
	j, err := o.db.open(ctx, false)
	if err != nil {
		return 0, err
	}
	defer j.Close()
	a := appropriationOptions{db: o.db}
	s, facts, err := a.sources(ctx, t, j)
	if err != nil || len(facts.Bookings) == 0 {
		return 0, err
	}
	b, err := appropriation.Build(facts, s, calendar.InstantOf(j.Now()))
	if err != nil {
		return 0, err
	}
	for _, year := range b.Years() {
		checks, err := b.Balance(year, calendar.New(year, 12, 31))
		if err != nil {
			fmt.Fprintln(t.out, err)
			problems++
		}
		for _, c := range checks {
			if c.Wrong { // the books add up, and somebody is to look at it
				fmt.Fprintf(t.out, "Books of %d, to look at: %s: %s.\n", year, c.What, c.Found)
			}
		}
	}
	fmt.Fprintf(t.out, "Books: %s and the claims' repayments held against the accounts of appropriations, %d problems.\n", counted(len(facts.Bookings), "booking"), problems)
	return problems, nil
}

// controls counts the evaluations of every run of controls anew, and holds the lines of
// every payment run against what the run was planned to be.
func (o *verifyOptions) controls(ctx context.Context, t *terminal) (problems int, err error) {
	j, err := o.db.open(ctx, false)
	if err != nil {
		return 0, err
	}
	defer j.Close()
	r, err := control.Recount(ctx, j)
	if err != nil {
		return 0, err
	}
	faults := r.Faults
	book, err := payout.ReadBook(ctx, j, calendar.None, payout.AsOf{Day: calendar.InstantOf(j.Now()).Date()})
	if err != nil {
		return 0, err
	}
	for _, run := range book.Runs() {
		planned, later := payout.Sum{}, map[string]bool{} // lines that were planned in the place of others
		for _, e := range run.Entries() {
			if e.End != nil && e.End.Instead != "" {
				later[e.End.Instead] = true
			}
		}
		for _, e := range run.Entries() {
			if !later[e.ID] {
				planned.Count, planned.Gross, planned.Tax = planned.Count+1, planned.Gross+e.Gross, planned.Tax+e.Tax
			}
		}
		if planned.Count != run.Lines || planned.Gross != run.Gross || planned.Tax != run.Tax {
			faults = append(faults, fmt.Sprintf("the payment run %s was planned with %d lines of %s kronor, and %d of %s are found", run.Name, run.Lines, run.Gross, planned.Count, planned.Gross))
		}
	}
	for _, f := range faults {
		fmt.Fprintf(t.out, "Controls: %s.\n", f)
	}
	if r.Runs+len(book.Runs()) > 0 {
		fmt.Fprintf(t.out, "Controls: %s, %s and %s counted anew, %s of payments, %d problems.\n", counted(r.Runs, "run"), counted(r.Evaluations, "evaluation"), counted(r.Judgements, "judgement"), counted(len(book.Runs()), "run"), len(faults))
	}
	return len(faults), nil
}

// access holds every line of the reading log against the rights its reader had then.
func (o *verifyOptions) access(ctx context.Context, t *terminal) (problems int, err error) {
	j, err := o.db.open(ctx, false)
	if err != nil {
		return 0, err
	}
	defer j.Close()
	book, err := register.Read(ctx, j, calendar.InstantOf(j.Now()))
	if err != nil {
		return 0, err
	}
	a, err := access.Audit(ctx, j, func(n identity.Number, at calendar.Instant) bool { return book.At(at).Of(n).Protected(at.Date()) })
	if err != nil {
		return 0, err
	}
	for _, f := range a.Faults {
		fmt.Fprintf(t.out, "Access: %s.\n", f)
	}
	if a.Readings+a.Facts > 0 {
		fmt.Fprintf(t.out, "Access: %s, %s and %s of staff and rights checked, %d problems.\n", counted(a.Readings, "reading"), counted(a.Reviews, "review"), counted(a.Facts, "fact"), len(a.Faults))
	}
	return len(a.Faults), nil
}

// guardsToFind are the guards of claims and cases as the database is to hold them. verify
// shares no type with the journal, so they are told in its own.
func guardsToFind() verify.GuardSet {
	edition, all := allGuards()
	set := verify.GuardSet{Edition: edition}
	for _, g := range all {
		set.Guards = append(set.Guards, verify.Guard{Kind: g.Kind, Name: g.Name, BlockedBy: strings.Join(g.BlockedBy, " "),
			ReleasedBy: strings.Join(g.ReleasedBy, " "), Needs: strings.Join(g.Needs, " "), InOrder: g.InOrder, Says: g.Says, NotBy: strings.Join(g.NotBy, " ")})
	}
	return set
}

// balances compares what the columns say with a recomputation from the events.
func (o *verifyOptions) balances(ctx context.Context, t *terminal) (problems int, err error) {
	j, err := o.db.open(ctx, false)
	if err != nil {
		return 0, err
	}
	defer j.Close()
	c, err := o.db.columns(ctx, t, j)
	if err != nil {
		return 0, err
	}
	p := t.progress()
	checked, err := recheck.Balances(ctx, j, c, func(done, total int64) { p.show("checking the balances", done, total) })
	p.clear()
	if err != nil {
		return 0, err
	}
	for _, f := range checked.Problems {
		fmt.Fprintln(t.out, f)
	}
	fmt.Fprintf(t.out, "Balances: %s claims recomputed, %d problems.\n", number(int64(c.Len())), len(checked.Problems))
	if n := checked.ByLaw; n > 0 {
		claims := "claims have"
		if n == 1 {
			claims = "claim has"
		}
		fmt.Fprintf(t.out, "Of these, %s %s money that nobody booked: what it went to was computed day by day.\n", number(int64(n)), claims)
	}
	warnInterrupted(t, c)
	return len(checked.Problems), nil
}

func warnInterrupted(t *terminal, c *claim.Columns) {
	for _, name := range c.Interrupted() {
		fmt.Fprintf(t.out, "Not complete: %s began and was not completed.\n", name)
	}
}
