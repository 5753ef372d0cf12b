package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"balans/journal"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/prevent/control"
	"balans/prevent/payout"
	"balans/prevent/register"
	"balans/prevent/sample"
)

var controlCommand = command{
	name: "control", args: "rules|plan|run|check|findings|finding|judge|complain|case|yield|estimate|whatif|proposals …",
	summary: "controls before, during and after payment: plan, runs, findings, yield",
	long: `  rules                          every control: what it reads, when it is made, its paragraphs; what selection may ask
  plan FILE                      take a control plan into use (--by, --dry-run); without FILE: show the plan in use
  run RUN                        make the plan's controls (--stage, --payrun or --paid-from and --paid-to, --sample, --on);
                                 a dry run that stores nothing, unless --write is given. Registers, payouts and earlier
                                 findings are as known now, or --known-at another instant; the receipt says which
  check PAYOUT                   one payout (--party, --user, --purpose, --known-at); the outcomes are those a run gives
  findings                       what there is to judge (--run, --state open|confirmed|refuted|expired|all); of who has a
                                 protected identity only how many there are
  finding RUN PAYOUT CONTROL     one finding: reason, evidence, paragraphs, what was said (--user, --purpose)
  judge RUN PAYOUT CONTROL       --confirm KRONOR or --refute, with --reason, --cause, --intent, --by
  complain RUN PAYOUT CONTROL    the person complains (--reason, --by)
  case RUN PAYOUT CONTROL        a confirmed finding of what was paid becomes a recovery case (--by)
  yield                          hits, kronor stopped, not stopped and found late, cost, kronor per krona, failed look-ups (--from, --to)
  estimate RUN                   what a random sample says of the whole, with its 95 % interval
  whatif RUN CONTROL             other settings or selection on the run as it was known then (--tolerance, --grace, --limit, --select)
  proposals                      what the causes of recovery cases say of the plan

  balans control plan plan-2025.txt --by anna
  balans control run vab-0422 --stage before --payrun 2025-04-22-vab
  balans control judge vab-0422 P17 tfp-absence --confirm 1072 --cause applicant --intent unknown --reason "worked that day" --by johan

A finding holds no payment by itself. A payout that is decided on application waits while its finding is open or
confirmed; a running benefit is held with balans payout hold, which needs probable reasons and a person (SFB 112:3).
A plan is text: blocks plan, risk, control and sample; balans control rules --words lists their words.`,
	setup: func(fs *flag.FlagSet) func(context.Context, *terminal, []string) error {
		o := &controlOptions{}
		o.db.flag(fs, "balans-demo.db")
		fs.Var(&o.on, "on", "the `DATE` of the run, of a judgement, or the yield's last (default: today)")
		fs.Var(&o.knownAt, "known-at", "run, check: use only what was known at this `DATE` (its end) or instant (default: now)")
		fs.Var(&o.from, "from", "yield: runs from this `DATE` (default: the plan's first day)")
		fs.Var(&o.to, "to", "yield: runs to this `DATE` (default: the plan's last day)")
		fs.Var(&o.paidFrom, "paid-from", "run: payouts paid from this `DATE`")
		fs.Var(&o.paidTo, "paid-to", "run: payouts paid to this `DATE`")
		for _, f := range []struct {
			to         *string
			name, help string
		}{{&o.plan, "plan", "the plan's `ID` (default: the newest)"}, {&o.stage, "stage", "`STAGE` before, during or after payment"}, {&o.payrun, "payrun", "the payment `RUN` whose lines are checked"},
			{&o.sample, "sample", "run: draw the plan's sample with this `ID`"}, {&o.again, "again", "run: the `REASON` why the same is controlled once more"}, {&o.by, "by", "the `NAME` of who does it"},
			{&o.run, "run", "findings: of this `RUN`"}, {&o.state, "state", "findings: in this `STATE` (default: open)"}, {&o.confirm, "confirm", "judge: `KRONOR` that are wrong"}, {&o.reason, "reason", "judge, complain: the `REASON` in words"},
			{&o.cause, "cause", "judge: applicant, agency, third_party or unknown"}, {&o.intent, "intent", "judge: suspected, unintended or unknown"}, {&o.party, "party", "check: the `NUMBER` of the person"},
			{&o.selection, "select", "whatif: another `EXPRESSION`"}, {&o.tolerance, "tolerance", "whatif: `PERCENT` that may differ"}, {&o.user, "user", "check, finding: who reads, for the reading log"}, {&o.purpose, "purpose", "check, finding: why, for the reading log"},
			{&o.protected, protectedFlag, "check, finding: " + protectedHelp}} {
			fs.StringVar(f.to, f.name, "", f.help)
		}
		fs.IntVar(&o.grace, "grace", -1, "whatif: `DAYS` to wait beyond what is due")
		fs.IntVar(&o.limit, "limit", -1, "whatif: how `MANY` there may be")
		fs.BoolVar(&o.refute, "refute", false, "judge: nothing is wrong")
		fs.BoolVar(&o.write, "write", false, "run: store it")
		fs.BoolVar(&o.words, "words", false, "rules: the words of a plan")
		fs.BoolVar(&o.dryRun, "dry-run", false, "check without recording")
		fs.BoolVar(&o.json, "json", false, "finding, yield, estimate, whatif: print JSON")
		return o.do
	},
}

type controlOptions struct {
	db                                                                                                                                        database
	on, from, to, paidFrom, paidTo                                                                                                            dateFlag
	knownAt                                                                                                                                   instantFlag
	plan, stage, payrun, sample, again, by, run, state, confirm, reason, cause, intent, party, selection, tolerance, user, purpose, protected string
	grace, limit                                                                                                                              int
	refute, write, words, dryRun, json                                                                                                        bool
}

// controlVerbs is what each verb takes: how many arguments, and what does it.
var controlVerbs = map[string]struct {
	least, most int
	takes       string
	do          func(o *controlOptions, ctx context.Context, t *terminal, j *journal.Journal, args []string) error
}{
	"plan":      {0, 1, "a file, or nothing", (*controlOptions).adopt},
	"run":       {1, 1, "the name of the run", (*controlOptions).makeRun},
	"check":     {1, 1, "the payout's id", (*controlOptions).check},
	"findings":  {0, 0, "no arguments", (*controlOptions).findings},
	"finding":   {3, 3, "RUN PAYOUT CONTROL", (*controlOptions).finding},
	"judge":     {3, 3, "RUN PAYOUT CONTROL", (*controlOptions).judge},
	"complain":  {3, 3, "RUN PAYOUT CONTROL", (*controlOptions).complain},
	"case":      {3, 3, "RUN PAYOUT CONTROL", (*controlOptions).openCase},
	"yield":     {0, 0, "no arguments", (*controlOptions).yield},
	"estimate":  {1, 1, "the name of a run that drew a sample", (*controlOptions).estimate},
	"whatif":    {2, 2, "RUN CONTROL", (*controlOptions).whatIf},
	"proposals": {0, 0, "no arguments", (*controlOptions).proposals},
}

func (o *controlOptions) do(ctx context.Context, t *terminal, args []string) error {
	if len(args) == 0 {
		return usage("say what to do: rules, plan, run, check, findings, finding, judge, complain, case, yield, estimate, whatif or proposals")
	}
	if args[0] == "rules" {
		if len(args) > 1 {
			return usage("`control rules` takes no arguments")
		}
		return o.rules(t.out)
	}
	verb, ok := controlVerbs[args[0]]
	if !ok {
		return usage("there is no `control %s`", args[0])
	}
	if rest := args[1:]; len(rest) < verb.least || len(rest) > verb.most {
		return usage("`control %s` takes %s", args[0], verb.takes)
	}
	if o.json && !slices.Contains([]string{"finding", "yield", "estimate", "whatif"}, args[0]) {
		return usage("`control %s` prints no JSON; finding, yield, estimate and whatif do", args[0])
	}
	if o.knownAt.set && args[0] != "run" && args[0] != "check" {
		return usage("--known-at is for run and check, not for %s", args[0])
	}
	j, err := o.db.open(ctx, false)
	if err != nil {
		return err
	}
	defer j.Close()
	return verb.do(o, ctx, t, j, args[1:])
}

// day is the day asked for, or today.
func (o *controlOptions) day(j *journal.Journal) calendar.Date {
	if o.on.set {
		return o.on.Date
	}
	return calendar.InstantOf(j.Now()).Date()
}

func (o *controlOptions) actor() control.By {
	return control.By{Actor: o.by, Cause: "balans control"}
}

func (o *controlOptions) adopt(ctx context.Context, t *terminal, j *journal.Journal, args []string) error {
	if len(args) == 0 {
		plans, err := control.Plans(ctx, j)
		if err != nil {
			return err
		}
		for _, p := range slices.Backward(plans) {
			if o.plan == "" || o.plan == p.ID {
				fmt.Fprintf(t.out, "# version %d, taken into use %s by %s\n", p.Version, p.At.Date(), p.Actor)
				if p.Unread != nil {
					fmt.Fprintf(t.out, "# it cannot be used any more: %s\n", strings.ReplaceAll(p.Unread.Error(), "\n", " "))
				}
				fmt.Fprint(t.out, p.Text())
				return nil
			}
		}
		return fmt.Errorf("no such plan has been taken into use in %s", j.Name())
	}
	text, err := os.ReadFile(args[0])
	if err != nil {
		return err
	}
	p, err := control.ParsePlan(filepath.Base(args[0]), string(text))
	if err != nil {
		return err
	}
	version, err := control.Adopt(ctx, j, p, o.actor(), o.dryRun)
	if err != nil {
		return err
	}
	word := "is in use as"
	if o.dryRun {
		word = "can be taken into use as"
	}
	fmt.Fprintf(t.out, "The plan %s %s version %d: %s, %s, %s.\n", p.ID, word, version, counted(len(p.Risks), "risk"), counted(len(p.Controls), "control"), counted(len(p.Samples), "sample"))
	return nil
}

// besideMonths is how long before the first payout looked at other payouts are read that
// may be for the same days; beforeDays how long before the first day of a payout one for
// the same day can have been paid.
const besideMonths, beforeDays = 13, 31

// sources reads what rules look up for what is to be controlled, as known then.
func (o *controlOptions) sources(ctx context.Context, j *journal.Journal, a *control.Asked) (*control.Sources, error) {
	payouts, err := payoutsFor(ctx, j, a)
	if err != nil {
		return nil, err
	}
	return besidePayouts(ctx, j, a, payouts)
}

// besidePayouts reads the rest of what rules look up.
func besidePayouts(ctx context.Context, j *journal.Journal, a *control.Asked, payouts *payout.Book) (*control.Sources, error) {
	book, err := register.Read(ctx, j, a.KnownAt)
	if err != nil {
		return nil, err
	}
	law, err := lawAt(ctx, j, a.KnownAt)
	if err != nil {
		return nil, err
	}
	return &control.Sources{Register: book, Payouts: payouts, Law: law, Partial: control.Incomplete(book)}, nil
}

// payoutsFor reads payouts so far back that one for the same days as a line that is
// controlled cannot be missing, however late the line is planned or controlled.
func payoutsFor(ctx context.Context, j *journal.Journal, a *control.Asked) (*payout.Book, error) {
	first := a.On
	if paid := a.Paid.From; paid != calendar.None && paid != 0 {
		first = min(first, paid)
	}
	runs, err := payout.Runs(ctx, j)
	if err != nil {
		return nil, err
	}
	for i := range runs {
		if runs[i].Name == a.Payrun {
			first = min(first, runs[i].PayOn)
		}
	}
	at := payout.AsOf{Day: a.On, Known: a.KnownAt}
	from := first.AddMonths(-besideMonths)
	book, err := payout.ReadBook(ctx, j, from, at)
	if err != nil || a.Payrun == "" && a.Stage != control.After {
		return book, err
	}
	lines, err := control.Population(book, a)
	if err != nil {
		return nil, err
	}
	needed := from
	for _, e := range lines {
		needed = min(needed, e.Line.From.AddDays(-beforeDays))
	}
	if needed < from {
		return payout.ReadBook(ctx, j, needed, at)
	}
	return book, nil
}

// asked is what a run is to do, of what was stated.
func (o *controlOptions) asked(ctx context.Context, j *journal.Journal, id string) (*control.Asked, *control.Book, error) {
	book, err := control.Read(ctx, j)
	if err != nil {
		return nil, nil, err
	}
	p := book.Plan(o.plan)
	if p == nil {
		return nil, nil, fmt.Errorf("no such plan has been taken into use; balans control plan FILE does so")
	}
	stage, ok := control.ParseStage(o.stage)
	if !ok {
		return nil, nil, usage("--stage takes before, during or after, not %q", o.stage)
	}
	known, err := o.known(j)
	if err != nil {
		return nil, nil, err
	}
	a := &control.Asked{ID: id, Plan: p.Plan, Version: p.Version, Stage: stage, Payrun: o.payrun, Sample: o.sample, On: o.day(j), KnownAt: known, By: o.by, Again: o.again}
	if stage == control.After {
		if !o.paidFrom.set || !o.paidTo.set {
			return nil, nil, usage("a run after payment takes --paid-from and --paid-to")
		}
		a.Paid = calendar.Period{From: o.paidFrom.Date, To: o.paidTo.Date}
	} else if o.payrun == "" {
		return nil, nil, usage("--payrun is to name the payment run; `balans payout runs` lists them")
	}
	if old := book.Run(id); old != nil { // it goes on with what was known when it began
		if o.knownAt.set && o.knownAt.Instant != old.KnownAt {
			return nil, nil, usage("the run %s was made as known at %s; name a new run to make it as known at %s", id, old.KnownAt, o.knownAt.Instant)
		}
		a.KnownAt, a.On, a.Plan, a.Version = old.KnownAt, old.On, old.Plan, old.Version
	}
	return a, book, nil
}

// known is the instant whose knowledge is used: now, or the one that was asked for.
func (o *controlOptions) known(j *journal.Journal) (calendar.Instant, error) {
	now := calendar.InstantOf(j.Now())
	if !o.knownAt.set {
		return now, nil
	}
	return min(o.knownAt.Instant, now), checkKnown(o.knownAt.Instant, now.Date()) // today is until now
}

func (o *controlOptions) makeRun(ctx context.Context, t *terminal, j *journal.Journal, args []string) error {
	if o.write && o.by == "" {
		return usage("--by is to say who makes the run")
	}
	a, book, err := o.asked(ctx, j, args[0])
	if err != nil {
		return err
	}
	s, err := o.sources(ctx, j, a)
	if err != nil {
		return err
	}
	lines, err := control.Population(s.Payouts, a)
	if err != nil {
		return err
	}
	var r *control.Result
	var draw *sample.Draw
	if a.Sample != "" {
		r, draw, err = control.Draw(s, a, lines)
	} else {
		r, err = control.Check(s, a, lines, book, o.write)
	}
	if err != nil {
		return err
	}
	printTallies(t.out, r)
	if !o.write {
		fmt.Fprintln(t.out, "Nothing is stored: --write stores the run, and its findings can then be judged.")
		return nil
	}
	p := t.progress()
	err = control.Write(ctx, j, r, draw, func(done, of int64) { p.show("writing", done, of) })
	p.clear()
	if err != nil {
		return err
	}
	fmt.Fprintf(t.out, "The run %s is stored; `balans control findings --run %s` lists what there is to judge.\n", a.ID, a.ID)
	return nil
}

func (o *controlOptions) check(ctx context.Context, t *terminal, j *journal.Journal, args []string) error {
	if o.stage == "" {
		o.stage = "before"
	}
	party, err := identity.Parse(o.party)
	if err != nil {
		return usage("--party is to be the person's number: %v", err)
	}
	if o.payrun == "" {
		o.payrun = "-" // it is the payout that is named
	}
	if !o.paidFrom.set || !o.paidTo.set {
		o.paidFrom.Date, o.paidTo.Date, o.paidFrom.set, o.paidTo.set = o.day(j), o.day(j), true, true
	}
	a, book, err := o.asked(ctx, j, "")
	if err != nil {
		return err
	}
	if err := (barrier{o.user, o.purpose, o.protected}).check("user", "a person's payout"); err != nil {
		return err
	}
	payouts, err := payout.ReadBook(ctx, j, calendar.None, payout.AsOf{Day: a.On, Known: a.KnownAt})
	if err != nil {
		return err
	}
	s, err := besidePayouts(ctx, j, a, payouts)
	if err != nil {
		return err
	}
	for _, e := range s.Payouts.Of(party) {
		if e.Line.ID != args[0] {
			continue
		}
		persons := []identity.Number{party}
		if e.Line.Child != identity.None {
			persons = append(persons, e.Line.Child)
		}
		if err := o.logged(ctx, j, args[0], "control.check", persons...); err != nil {
			return err
		}
		r, err := control.One(s, a, &e.Line, book)
		if err != nil {
			return err
		}
		if len(r.Checked) == 0 {
			fmt.Fprintf(t.out, "No control of the plan %s %s payment covers and selects the payout %s.\n", a.Plan.ID, a.Stage, args[0])
		}
		for _, c := range r.Checked {
			for i := range c.Evaluations {
				printEvaluation(t.out, &c.Evaluations[i])
			}
		}
		return nil
	}
	return fmt.Errorf("there is no payout %s of that person", args[0])
}

// logged writes a line in the reading log before persons' facts are shown.
func (o *controlOptions) logged(ctx context.Context, j *journal.Journal, what, cause string, persons ...identity.Number) error {
	b := barrier{o.user, o.purpose, o.protected}
	if err := b.check("user", "a person's payout"); err != nil {
		return err
	}
	_, err := b.pass(ctx, j, cause, what, persons...)
	return err
}
