package main

import (
	"context"
	"flag"
	"slices"
	"strings"

	"balans/journal"
	"balans/law/calendar"
	"balans/recover/inquiry"
)

var inquiryCommand = command{
	name: "inquiry", args: "list|show|open|basis|uncoupled|night|automatic|followup|recount …",
	summary: "recovery cases: from a signal to the decision whether it is to be repaid",
	long: `  list            open cases, those that are due first (--state, --owner, --overdue, --json)
  show ID         one case: basis, steps, what it comes to, what is missing; written in the person's reading log (--user, --purpose)
  open            a case by hand: --person, --benefit, --from, --to, --source, --ref, --text, --category, --by
  basis FILE      messages of what was paid and what should have been; each goes to its case, or waits until there is one
  uncoupled       messages that have waited longer than --days for a case
  night           what time brings about: hearings whose time has passed, bases asked for again, letters that have left; also
                  gives cases the messages that waited
  automatic       the program assesses and decides what it may by the agency's own limits (FL 28 §); tells why the rest is left
  followup        figures of those signalled and decided --from … --to … (--unit, --json, --csv)
  recount         every case folded anew and held against the notes, its claims and who approved it

basis, night and automatic are dry runs that store nothing, unless --write is given. They may be stopped anywhere and run again.
A case is worked on in the pages (balans serve); a finding becomes one with ` + "`balans control case`" + `.

FILE is UTF-8 with semicolons, a payment a line; lines of the same source, id and version are one message:
  source;id;version;status;person;benefit;payout;payee;from;to;paid;tax;entitled
status is current, blocked or annulled. The same message again changes nothing; one that says something else under the same
version is refused. A line that cannot be used is named, and its message set aside; the others are taken in. A message that
has failed five times is parked until --again.

` + senderHelp + `

  balans inquiry list --state in_approval
  balans inquiry show R25-000004 --user eva --purpose "fråga per telefon"
  balans inquiry basis underlag.csv --write
  balans inquiry night --write && balans letter send --dir /srv/out --reach reach.csv --by night
  balans inquiry automatic --write --sender-name Myndigheten --sender-contact 0771-100100 --pay-to "bankgiro 5050-1055"
  balans inquiry followup --from 2025-01-01 --to 2025-12-31 --csv`,
	setup: func(fs *flag.FlagSet) func(context.Context, *terminal, []string) error {
		o := &inquiryOptions{}
		o.declare(fs)
		return o.run
	},
}

// inquiryOptions is the command line of inquiry.
type inquiryOptions struct {
	db                                           database
	office                                       senderOptions
	on, from, to                                 dateFlag
	state, owner, unit, user, purpose, protected string
	person, benefit, source, ref, text, category string
	by                                           string
	days                                         int
	overdue, asJSON, asCSV, write, again         bool
}

func (o *inquiryOptions) declare(fs *flag.FlagSet) {
	o.db.flag(fs, "balans-demo.db")
	o.office.flags(fs)
	fs.Var(&o.on, "on", "the `DATE` it is done, or shown as of (default: today)")
	fs.Var(&o.from, "from", "open: the first `DATE` the case is about; followup: of the period (default: the year's first)")
	fs.Var(&o.to, "to", "open: the last `DATE` the case is about; followup: of the period (default: today)")
	for _, f := range []struct {
		to                   *string
		name, standard, help string
	}{
		{&o.state, "state", "open", "list: in this `STATE`, or open or all"}, {&o.owner, "owner", "", "list: that this `ID` of the staff works on; none for nobody"},
		{&o.unit, "unit", "", "list, open, followup: of the `UNIT`"},
		{&o.user, "user", "", "show: who reads, for the reading log: a user `ID`"}, {&o.purpose, "purpose", "", "show: why, for the reading log: a `TEXT`"},
		{&o.protected, protectedFlag, "", "show: " + protectedHelp},
		{&o.person, "person", "", "open: the identity `NUMBER`, twelve digits"}, {&o.benefit, "benefit", "", "open: the `CODE` of the benefit"},
		{&o.source, "source", string(inquiry.FromHand), "open: `WHERE` the signal came from: notice, reconciliation, agency or hand"},
		{&o.ref, "ref", "", "open: the `REFERENCE` of the notice or message; the same again gives the same case"},
		{&o.text, "text", "", "open: what the signal says, a `TEXT`"}, {&o.category, "category", "", "open: `WHAT` went wrong; it may be other"},
		{&o.by, "by", "", "open, basis, night: the `NAME` of who does it (default, not for open: " + inquiry.AutoActor + ")"},
	} {
		fs.StringVar(f.to, f.name, f.standard, f.help)
	}
	fs.IntVar(&o.days, "days", 14, "uncoupled: `DAYS` a message has waited at least")
	fs.BoolVar(&o.overdue, "overdue", false, "list: only those whose day has come")
	fs.BoolVar(&o.asJSON, "json", false, "list, uncoupled, followup: JSON")
	fs.BoolVar(&o.asCSV, "csv", false, "followup: a file with semicolons")
	fs.BoolVar(&o.write, "write", false, "basis, night, automatic: store it")
	fs.BoolVar(&o.again, "again", false, "basis: also what is parked")
}

// inquiryVerbs is what each verb takes: whether an argument, which flags of those that few
// verbs have, and what does it.
var inquiryVerbs = map[string]struct {
	takes string
	flags string
	do    func(o *inquiryOptions, ctx context.Context, t *terminal, j *journal.Journal, arg string) error
}{
	"list": {"", "json", (*inquiryOptions).list}, "show": {"the case's number", "", (*inquiryOptions).show}, "open": {"", "", (*inquiryOptions).open},
	"basis": {"a file", "write", (*inquiryOptions).basis}, "uncoupled": {"", "json", (*inquiryOptions).uncoupled}, "night": {"", "write", (*inquiryOptions).night},
	"automatic": {"", "write", (*inquiryOptions).automatic}, "followup": {"", "json csv", (*inquiryOptions).followUp}, "recount": {"", "", (*inquiryOptions).recount},
}

func (o *inquiryOptions) run(ctx context.Context, t *terminal, args []string) error {
	if len(args) == 0 {
		args = []string{"list"}
	}
	verb, ok := inquiryVerbs[args[0]]
	rest := args[1:]
	has := strings.Fields(verb.flags)
	switch {
	case !ok:
		return usage("inquiry knows no %q; `balans help inquiry` lists what it takes", args[0])
	case verb.takes == "" && len(rest) > 0:
		return usage("inquiry %s takes no arguments, not %q", args[0], rest[0])
	case verb.takes != "" && len(rest) != 1:
		return usage("inquiry %s takes %s", args[0], verb.takes)
	case o.write && !slices.Contains(has, "write"):
		return usage("--write is for basis, night and automatic, not for %s", args[0])
	case o.asJSON && !slices.Contains(has, "json"), o.asCSV && !slices.Contains(has, "csv"):
		return usage("inquiry %s prints text alone; list, uncoupled and followup have --json, followup --csv", args[0])
	case o.asJSON && o.asCSV:
		return usage("--json and --csv do not go together")
	}
	if err := o.office.complete(); err != nil {
		return err
	}
	j, err := o.db.open(ctx, false)
	if err != nil {
		return err
	}
	defer j.Close()
	if today := calendar.InstantOf(j.Now()).Date(); !o.on.set {
		o.on.Date = today
	} else if o.on.Date > today && o.write {
		return usage("--on %s has not come yet", o.on.Date)
	}
	arg := ""
	if len(rest) > 0 {
		arg = rest[0]
	}
	return verb.do(o, ctx, t, j, arg)
}

// act is what is done by the command.
func (o *inquiryOptions) act(verb string) inquiry.Act {
	a := inquiry.Act{On: o.on.Date, Actor: o.by, Cause: "balans inquiry " + verb, DryRun: !o.write}
	if a.Actor == "" {
		a.Actor = inquiry.AutoActor
	}
	return a
}
