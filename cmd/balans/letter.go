package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"slices"
	"strings"

	"balans/journal"
	"balans/recover/letter"
)

var letterCommand = command{
	name: "letter", args: "template|preview|order|list|show|send|receipts|release|withdraw|resend …",
	summary: "letters to people: what they say, and that they reach them",
	long: `  template                   the templates, their versions and the law behind them
  preview TEMPLATE FACTS     a letter as it would be, of facts in a file of JSON; nothing is stored
  order ID TEMPLATE FACTS    order a letter (--person, --sender, --by); the same order under the same ID is stored once
  list [WHICH]               waiting (the default), alarms, or a state: ordered, held, queued, handed, failed or parked
  show ID                    one letter; the view is written in the person's reading log (--user, --purpose)
  send                       hand over what can leave, in slices (--dir, --reach, --by); stopped anywhere, run it again
  receipts FILE              what became of letters: a CSV file, or XML from a mailbox's operator
  release ID                 somebody has weighed the sekretessmarkering: the letter may go (--why, --by)
  withdraw ID                take a letter back before it has left (--why, --by)
  resend ID                  choose a channel anew for a letter that is parked or has failed (--why, --by)

No address is kept here. --reach is a file of what is known of recipients now, with the header
  person;protection;mailbox;pages;dead;estate
protection is none, marked, protected or unknown, the others yes or no, and a person * stands for everybody else. What the
population register has told (balans register) counts besides. Of whom nothing is known, nothing is sent.

send writes below --dir: post/ for the printer, forwarding/ for Skatteverket, mailbox/ for the mailbox's operator. A batch is
NAME.zip once it is handed over; what ends in .held or .part is nobody's. Exit code 1 tells that a channel is down; its
letters stay queued.

  balans letter preview refund facts.json
  balans letter order 2026-000442-refund refund facts.json --person 193502017456 --sender sender.json --by eva
  balans letter send --dir /srv/out --reach reach.csv --by night
  balans letter receipts receipts.csv --by night
  balans letter show 2026-000442-refund --user eva --purpose "fråga per telefon" --pdf letter.pdf`,
	setup: func(fs *flag.FlagSet) func(context.Context, *terminal, []string) error {
		o := &letterOptions{}
		o.declare(fs)
		return o.run
	},
}

// letterOptions is the command line of letter.
type letterOptions struct {
	db                               database
	on                               dateFlag
	person, as, guardian, sender, by string
	why, user, purpose, protected    string
	dir, reach, pdf, about           string
	version, slice                   int
	text, html, asJSON, dryRun       bool
}

func (o *letterOptions) declare(fs *flag.FlagSet) {
	o.db.flag(fs, "balans-demo.db")
	fs.Var(&o.on, "on", "preview, order: the `DATE` the letter bears (default: today)")
	for _, f := range []struct {
		to                   *string
		name, standard, help string
	}{
		{&o.person, "person", "", "order: whose letter it is, an identity `NUMBER` of twelve digits"},
		{&o.as, "as", string(letter.Self), "preview, order: `WHO` gets it: self, guardian or estate"},
		{&o.guardian, "guardian", "", "order: the `NUMBER` of the guardian, with --as guardian"},
		{&o.sender, "sender", "", "preview, order: a `FILE` of JSON with name, unit and contact (a list of lines)"},
		{&o.about, "about", "", "order: the `STREAMS` it belongs to, such as inquiry/2026-000017, with commas"},
		{&o.by, "by", "", "the `NAME` of who does it"}, {&o.why, "why", "", "release, withdraw, resend: the `REASON`"},
		{&o.user, "user", "", "show: who reads, for the reading log: a user `ID`"}, {&o.purpose, "purpose", "", "show: why, for the reading log: a `TEXT`"},
		{&o.protected, protectedFlag, "", "show: " + protectedHelp},
		{&o.dir, "dir", "", "send: the `FOLDER` batches are written to"}, {&o.reach, "reach", "", "send: a `FILE` of what is known of recipients"},
		{&o.pdf, "pdf", "", "preview, show: write the letter to a `FILE` as PDF"},
	} {
		fs.StringVar(f.to, f.name, f.standard, f.help)
	}
	fs.IntVar(&o.version, "version", 0, "preview, order: the `NUMBER` of the template's version (default: the one in force)")
	fs.IntVar(&o.slice, "slice", 500, "send: how many letters share a batch at most, a `NUMBER`")
	fs.BoolVar(&o.text, "text", false, "show: the letter as text")
	fs.BoolVar(&o.html, "html", false, "preview, show: the letter as a fragment of HTML")
	fs.BoolVar(&o.asJSON, "json", false, "list: JSON")
	fs.BoolVar(&o.dryRun, "dry-run", false, "order, release, withdraw, resend: check and tell without recording")
}

// letterVerbs is how many arguments each verb takes besides itself, least and most.
var letterVerbs = map[string][2]int{"template": {0, 0}, "preview": {2, 2}, "order": {3, 3}, "list": {0, 1}, "show": {1, 1}, "send": {0, 0}, "receipts": {1, 1},
	"release": {1, 1}, "withdraw": {1, 1}, "resend": {1, 1}}

func (o *letterOptions) run(ctx context.Context, t *terminal, args []string) error {
	if len(args) == 0 {
		args = []string{"list"}
	}
	verb, rest := args[0], args[1:]
	most, ok := letterVerbs[verb]
	switch {
	case !ok:
		return usage("letter knows no %q; `balans help letter` lists what it takes", verb)
	case len(rest) < most[0] || len(rest) > most[1]:
		return usage("letter %s takes %s, not %d; `balans help letter` shows them", verb, counted(most[1], "argument"), len(rest))
	case !slices.Contains([]string{"template", "preview", "list", "show"}, verb) && strings.TrimSpace(o.by) == "":
		return usage("--by is to name who does it")
	case verb == "template":
		return o.templates(t)
	case verb == "preview":
		return o.preview(t, rest[0], rest[1])
	}
	j, err := o.db.open(ctx, false)
	if err != nil {
		return err
	}
	defer j.Close()
	switch verb {
	case "order":
		return o.order(ctx, t, j, rest)
	case "list":
		return o.list(ctx, t, j, rest)
	case "show":
		return o.show(ctx, t, j, rest[0])
	case "send":
		return o.send(ctx, t, j)
	case "receipts":
		return o.receipts(ctx, t, j, rest[0])
	}
	return o.act(ctx, t, j, verb, rest[0])
}

// act is what a person does with one letter.
func (o *letterOptions) act(ctx context.Context, t *terminal, j *journal.Journal, verb, id string) error {
	a := letter.Act{Letter: id, Why: o.why, Actor: o.by, Cause: "balans letter " + verb, DryRun: o.dryRun}
	do := map[string]func(context.Context, *journal.Journal) (*letter.Letter, error){"release": a.Release, "withdraw": a.Withdraw, "resend": a.Resend}[verb]
	l, err := do(ctx, j)
	switch {
	case errors.Is(err, letter.ErrUnknown):
		return fmt.Errorf("there is no letter %q; `balans letter list` shows those that wait", id)
	case err != nil:
		return err
	case o.dryRun:
		fmt.Fprintf(t.out, "It can be done. The letter %s is %s.\n", l.ID, l.State)
	default:
		fmt.Fprintf(t.out, "Done. The letter %s is %s.\n", l.ID, l.State)
	}
	return nil
}
