package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"balans/journal"
	"balans/journal/parameter"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
	"balans/law/statute"
	"balans/prevent/control"
	"balans/prevent/payout"
)

var payoutCommand = command{
	name: "payout", args: "plan|runs|show|hold|release|cancel|replace|pay|book …",
	summary: "payment runs: plan one from a file, hold and release lines, pay it, book what was paid",
	long: `  plan FILE            take a file of planned lines in as a run (--run, --pay-on): all its lines, or none and every bad
                       line named; --leave-out-bad takes the good ones. The same file again is already taken in, and
                       one that was interrupted is completed by the same command
  runs                 the runs there are
  show RUN             where its lines stand on a day (--on, --known-at, --json), and with --user and --purpose those that
                       are held or were cancelled, each person with a line in the reading log
  hold ID              hold a line while the case is decided (--party, --until, --reason, --by; --finding)
  release ID           end a hold before its time (--party, --reason, --by)
  cancel ID            take a line out of its run, because the decision is changed (--party, --reason, --by)
  replace ID           cancel a line and plan a smaller one in its place (as cancel, and --gross; --tax, --from, --to, --days, --as)
  pay RUN              pay every line that is planned and due (--on, --by); what is held or has to wait is left, and told
  book RUN             book the paid lines, a voucher a day and benefit (--by; --over and --more as in appropriation)

The file has semicolons and the header
  payout;party;payee;benefit;from;to;days;extent;basis;hours;child;applied_on;pay_on;account;gross;tax;text

A line is planned, held, paid or cancelled. It is held when there are probable reasons to withdraw or reduce the benefit,
which --reason says, and not for adoption allowance, car allowance, special pension supplement or assistance compensation
(SFB 112:3, 112:4; balans help benefits). When the last day of a hold has passed the line is planned again. A line that
was paid is not cancelled: what was paid wrongly is a case of recovery.

  balans payout plan vab-januari.csv --run 2025-01-vab --pay-on 2025-01-24 --by karin
  balans payout hold V000123 --party 193501096998 --until 2025-02-20 --reason "lön är anmäld för samma dagar" --by karin
  balans payout pay 2025-01-vab --on 2025-01-24 --by karin --dry-run`,
	setup: func(fs *flag.FlagSet) func(context.Context, *terminal, []string) error {
		o := &payoutOptions{}
		o.db.flag(fs, "balans-demo.db")
		fs.Var(&o.on, "on", "show: the `DATE` described; else the day it happens (default: today)")
		fs.Var(&o.knownAt, "known-at", "show: use only what was known at this `DATE` (its end) or instant (default: now)")
		for _, f := range []struct {
			to         *string
			name, help string
		}{{&o.runName, "run", "plan: the `NAME` of the run"}, {&o.by, "by", "the `NAME` of who decides, plans, pays or books"},
			{&o.party, "party", "whose line it is: the `NUMBER`, twelve digits"}, {&o.reason, "reason", "hold, release, cancel, replace: the `REASON`; it is kept"},
			{&o.finding, "finding", "hold: the `REFERENCE` of what was found"}, {&o.key, "key", "hold, release, cancel, replace: a `KEY` under which it is done once"},
			{&o.gross, "gross", "replace: `KRONOR` before tax"}, {&o.tax, "tax", "replace: tax in `KRONOR` (default: the same share of gross as before)"},
			{&o.user, "user", "show: who reads, for the reading log: a user `ID`"}, {&o.purpose, "purpose", "show: why, for the reading log: a `TEXT`"},
			{&o.protected, protectedFlag, "show: " + protectedHelp},
			{&o.as, "as", "replace: the `ID` of the line in its place (default: the old one with -1)"},
			{&o.over, "over", "book: the `REASON` why limits may be passed; it is kept"}, {&o.more, "more", "book: the `REASON` for further payouts of a day and benefit; it is kept"}} {
			fs.StringVar(f.to, f.name, "", f.help)
		}
		fs.Var(&o.payOn, "pay-on", "plan: the `DATE` every line is to be paid on")
		fs.Var(&o.until, "until", "hold: the last `DATE` of the hold")
		fs.Var(&o.from, "from", "replace: the first `DATE` it is for (default: as before)")
		fs.Var(&o.to, "to", "replace: the last `DATE` it is for (default: as before)")
		fs.IntVar(&o.days, "days", -1, "replace: the `NUMBER` of days it pays for (default: as before)")
		fs.BoolVar(&o.leaveOutBad, "leave-out-bad", false, "plan: leave bad lines out, and tell which")
		fs.BoolVar(&o.json, "json", false, "show: as JSON")
		fs.BoolVar(&o.dryRun, "dry-run", false, "check and tell without storing")
		return o.run
	},
}

type payoutOptions struct {
	db                                                                   database
	on, payOn, until, from, to                                           dateFlag
	knownAt                                                              instantFlag
	runName, by, party, reason, finding, key, gross, tax, as, over, more string
	user, purpose, protected                                             string
	days                                                                 int
	leaveOutBad, json, dryRun                                            bool
}

// payoutVerbs are what the command does, with how many arguments each takes and whether it
// stores something.
var payoutVerbs = map[string]struct {
	args   int
	stores bool
	do     func(o *payoutOptions, ctx context.Context, t *terminal, j *journal.Journal, arg string) error
}{
	"plan":    {1, true, (*payoutOptions).plan},
	"runs":    {0, false, (*payoutOptions).runs},
	"show":    {1, false, (*payoutOptions).show},
	"hold":    {1, true, (*payoutOptions).hold},
	"release": {1, true, (*payoutOptions).release},
	"cancel":  {1, true, (*payoutOptions).cancel},
	"replace": {1, true, (*payoutOptions).replace},
	"pay":     {1, true, (*payoutOptions).pay},
	"book":    {1, true, (*payoutOptions).book},
}

func (o *payoutOptions) run(ctx context.Context, t *terminal, args []string) error {
	if len(args) == 0 {
		return usage("payout takes what to do; `balans help payout` lists it")
	}
	verb, ok := payoutVerbs[args[0]]
	switch {
	case !ok:
		return usage("payout knows no %q; `balans help payout` lists what it takes", args[0])
	case len(args)-1 != verb.args:
		return usage("payout %s takes %s, not %d", args[0], counted(verb.args, "argument"), len(args)-1)
	case verb.stores && strings.TrimSpace(o.by) == "":
		return usage("--by is to name who does it")
	case verb.stores && o.knownAt.set:
		return usage("--known-at is for what is shown; what is stored is known from now on")
	case o.json && args[0] != "show":
		return usage("--json is for show")
	case (o.user != "" || o.purpose != "" || o.protected != "") && args[0] != "show":
		return usage("--user, --purpose and --%s are for show", protectedFlag)
	case args[0] == "plan" && (o.runName == "" || !o.payOn.set):
		return usage("--run is to name the run and --pay-on the day it is paid on")
	}
	j, err := o.db.open(ctx, args[0] == "plan" && !o.dryRun)
	if err != nil {
		return err
	}
	defer j.Close()
	arg := ""
	if verb.args == 1 {
		arg = args[1]
	}
	return verb.do(o, ctx, t, j, arg)
}

// day is --on, or today.
func (o *payoutOptions) day(j *journal.Journal) calendar.Date {
	if o.on.set {
		return o.on.Date
	}
	return calendar.InstantOf(j.Now()).Date()
}

func (o *payoutOptions) plan(ctx context.Context, t *terminal, j *journal.Journal, path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	bar := t.progress()
	p := payout.Planning{Run: o.runName, PayOn: o.payOn.Date, File: filepath.Base(path), In: f, Actor: o.by, On: o.day(j), LeaveOutBad: o.leaveOutBad, DryRun: o.dryRun, Progress: bar.show}
	r, err := p.Do(ctx, j)
	bar.clear()
	if err != nil {
		return err
	}
	if r.Already {
		fmt.Fprintf(t.out, "The file is already taken in, as run %s with the pay day %s: nothing changed.\n", r.Run.Name, r.Run.PayOn)
		return nil
	}
	word := "Planned"
	switch {
	case r.DryRun:
		word = "Would plan"
	case r.Resumed:
		word = "Completed the planning of"
	}
	fmt.Fprintf(t.out, "%s run %s, to be paid on %s: %s, %s kronor before tax, %s in tax.\n", word, r.Run.Name, r.Run.PayOn, counted(r.Run.Lines, "line"), r.Run.Gross.Kronor(), r.Run.Tax.Kronor())
	if r.Run.LeftOut > 0 {
		fmt.Fprintf(t.out, "Left out: %s.\n", counted(r.Run.LeftOut, "line"))
		for _, fault := range r.LeftOut {
			fmt.Fprintln(t.err, fault)
		}
	}
	return nil
}

// change is what is stated about a single line.
func (o *payoutOptions) change(id string) (payout.Change, error) {
	if o.party == "" {
		return payout.Change{}, usage("--party is to say whose line %s is, in twelve digits", id)
	}
	party, err := identity.Parse(o.party)
	if err != nil {
		return payout.Change{}, usage("--party: %v", err)
	}
	c := payout.Change{Party: party, Payout: id, On: calendar.None, Person: o.by, Cause: "balans payout", Reason: o.reason, Key: o.key, DryRun: o.dryRun}
	if o.on.set {
		c.On = o.on.Date
	}
	return c, nil
}

// lawNow is the parameters with the agency's own values, as known now.
func lawNow(ctx context.Context, j *journal.Journal) (*statute.Parameters, error) {
	return lawAt(ctx, j, calendar.InstantOf(j.Now()))
}

// lawAt is the parameters with the agency's own values, as known at an instant.
func lawAt(ctx context.Context, j *journal.Journal, known calendar.Instant) (*statute.Parameters, error) {
	base, err := statute.Load()
	if err != nil {
		return nil, err
	}
	settings, err := parameter.Read(ctx, j)
	if err != nil {
		return nil, err
	}
	b, err := parameter.NewBook(base, settings)
	if err != nil {
		return nil, err
	}
	return b.At(known), nil
}

func (o *payoutOptions) hold(ctx context.Context, t *terminal, j *journal.Journal, id string) error {
	c, err := o.change(id)
	if err != nil {
		return err
	}
	if !o.until.set {
		return usage("--until is to say the last day of the hold")
	}
	law, err := lawNow(ctx, j)
	if err != nil {
		return err
	}
	r, err := payout.Hold(ctx, j, c, payout.HoldTerms{Until: o.until.Date, Finding: o.finding, Law: law})
	return o.told(t, r, err)
}

func (o *payoutOptions) release(ctx context.Context, t *terminal, j *journal.Journal, id string) error {
	c, err := o.change(id)
	if err != nil {
		return err
	}
	r, err := payout.Release(ctx, j, c)
	return o.told(t, r, err)
}

func (o *payoutOptions) cancel(ctx context.Context, t *terminal, j *journal.Journal, id string) error {
	c, err := o.change(id)
	if err != nil {
		return err
	}
	r, err := payout.Cancel(ctx, j, c)
	return o.told(t, r, err)
}

func (o *payoutOptions) replace(ctx context.Context, t *terminal, j *journal.Journal, id string) error {
	c, err := o.change(id)
	if err != nil {
		return err
	}
	with, err := o.smaller(ctx, j, c)
	if err != nil {
		return err
	}
	r, err := payout.Replace(ctx, j, c, with)
	return o.told(t, r, err)
}

// smaller is the line that --gross and the others describe.
func (o *payoutOptions) smaller(ctx context.Context, j *journal.Journal, c payout.Change) (l payout.Line, err error) {
	stream, err := j.Load(ctx, int64(c.Party), payout.Stream(c.Payout))
	if err != nil {
		return l, err
	}
	if len(stream) == 0 {
		return l, fmt.Errorf("no line %s is planned for %s", c.Payout, c.Party.Masked())
	}
	e, err := payout.FromJournal(stream, payout.AsOf{Day: o.day(j)})
	if err != nil {
		return l, err
	}
	l = e.Line
	if l.ID += "-1"; o.as != "" {
		l.ID = o.as
	}
	if l.Gross, err = money.Parse(o.gross); err != nil {
		return l, usage("--gross: %v", err)
	}
	if o.tax != "" {
		if l.Tax, err = money.Parse(o.tax); err != nil {
			return l, usage("--tax: %v", err)
		}
	} else if l.Tax, err = shareOfTax(&e.Line, l.Gross); err != nil {
		return l, err
	}
	if o.from.set {
		l.From = o.from.Date
	}
	if o.to.set {
		l.To = o.to.Date
	}
	if o.days >= 0 {
		l.Days = o.days
	}
	return l, nil
}

// shareOfTax is the tax of a smaller amount at the line's own rate: all of the old tax on
// less would take too much from the person.
func shareOfTax(old *payout.Line, gross money.Amount) (money.Amount, error) {
	if gross <= 0 || gross >= old.Gross {
		return min(old.Tax, max(gross, 0)), nil // it is refused later, with its reason
	}
	tax, err := money.MulDiv(old.Tax, int64(gross), int64(old.Gross), money.Down)
	return max(tax, gross-old.Net()), err // rounded down it must not pay out more than before
}

// told says what became of a change.
func (o *payoutOptions) told(t *terminal, r payout.Receipt, err error) error {
	if err != nil {
		return err
	}
	is := "is"
	switch {
	case r.DryRun:
		is = "would be"
	case r.Replayed:
		is = "was before, under the same key,"
	}
	e := r.Entry
	fmt.Fprintf(t.out, "%s of %s, %s kronor before tax, %s %s from %s", e.ID, e.Party.Masked(), e.Gross.Kronor(), is, e.State, e.Since)
	if e.Hold != nil {
		fmt.Fprintf(t.out, " to %s", e.Hold.Until)
	}
	fmt.Fprintln(t.out, ".")
	if i := r.Instead; i != nil {
		fmt.Fprintf(t.out, "In its place %s %s planned: %s kronor before tax, %s after.\n", i.ID, is, i.Gross.Kronor(), i.Net().Kronor())
	}
	return nil
}

// waitingFor gives the reasons why planned lines are not to be paid on a day: findings of
// controls that are open, or confirmed and not yet set right.
func waitingFor(ctx context.Context, j *journal.Journal, on calendar.Date) (func(*payout.Entry) string, error) {
	book, err := control.Read(ctx, j)
	if err != nil {
		return nil, err
	}
	return book.WaitingFor(on), nil
}

func (o *payoutOptions) pay(ctx context.Context, t *terminal, j *journal.Journal, run string) error {
	wait, err := waitingFor(ctx, j, o.day(j))
	if err != nil {
		return err
	}
	bar := t.progress()
	r, err := (&payout.Payment{Run: run, On: o.day(j), Actor: o.by, Wait: wait, DryRun: o.dryRun, Progress: bar.show}).Do(ctx, j)
	bar.clear()
	if err != nil {
		return err
	}
	if err := writePayment(t.out, &r); err != nil {
		return err
	}
	return tellUncontrolled(ctx, t, j, run)
}

// tellUncontrolled tells that a run has been paid without the controls before payment.
func tellUncontrolled(ctx context.Context, t *terminal, j *journal.Journal, run string) error {
	book, err := control.Read(ctx, j)
	if err != nil || book.Plan("") == nil {
		return err
	}
	for _, r := range book.Runs() {
		if r.Payrun == run && r.Stage != control.After {
			return nil
		}
	}
	fmt.Fprintf(t.out, "No control run has been made of this payment run: balans control run NAME --stage before --payrun %s makes it, before it is paid.\n", run)
	return nil
}

func (o *payoutOptions) book(ctx context.Context, t *terminal, j *journal.Journal, run string) error {
	r, err := payout.ReadRun(ctx, j, run, payout.AsOf{Day: o.day(j)})
	if err != nil {
		return err
	}
	if r == nil {
		return fmt.Errorf("%w: %s; `balans payout runs` lists them", payout.ErrNoRun, run)
	}
	paid, err := r.Paid()
	if err != nil {
		return err
	}
	if paid.Len() == 0 {
		return fmt.Errorf("nothing of run %s is paid on %s: there is nothing to book", run, o.day(j))
	}
	a := &appropriationOptions{db: o.db, by: o.by, over: o.over, more: o.more, dryRun: o.dryRun}
	return a.bookPayouts(ctx, t, j, paid, "payrun/"+run)
}
