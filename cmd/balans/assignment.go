package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"

	"balans/journal"
	"balans/law/calendar"
	"balans/steer/assignment"
	"balans/steer/directive"
)

var assignmentCommand = command{
	name: "assignment", args: "list|show|calendar|unit|start|deliver|document|remind|extend|partner|continues|note|close|strike …",
	summary: "what the government asked for: what is due, what is late, how it was answered",
	long: `  list [LIST]              due (the default), late, reminders, joint, recurring, undated, no-bank-day, moved or all
  show ID                  one assignment with its deadlines, documents and history
  calendar                 all dates as an iCalendar file on standard output
  unit ID NAME             who answers for it (--worker)
  start ID                 the work has begun
  deliver REF              a deadline is answered (--diary or --receipt, --on, --to)
  document ID TITLE        a document is filed (--diary, --reference or --file, --for REF)
  remind ID WHOM           a reminder before its deadlines (--days, --for REF)
  extend REF DATE          the government has given another date (--reference)
  partner ID AGENCY        an agency takes part (--contact, --remove)
  continues ID EARLIER     it continues an earlier assignment (--not: it does not)
  note ID TEXT, close ID REASON, strike ID NUMBER (--why)

An assignment is named as in the letter in use, such as 2025-07; a deadline by it, its kind and number, such as
2025-07/report/1. What is recorded needs --by.

  balans assignment list late --on 2025-06-18
  balans assignment deliver 2025-07/report/1 --on 2025-06-13 --diary "FK 2025/001234" --by karin
  balans assignment calendar > uppdrag.ics`,
	setup: func(fs *flag.FlagSet) func(context.Context, *terminal, []string) error {
		o := &assignmentOptions{}
		o.db.flag(fs, "balans-demo.db")
		fs.Var(&o.on, "on", "the `DATE` the register describes, or on which a fact happened (default: today)")
		fs.Var(&o.knownAt, "known-at", "use only what was known at this `DATE` (its end) or instant (default: now)")
		fs.IntVar(&o.days, "days", 60, "list due: `NUMBER` of days ahead; remind: days before the deadline")
		fs.StringVar(&o.format, "format", "text", "list: text, csv or json")
		fs.StringVar(&o.by, "by", "", "the `NAME` of who records")
		for _, f := range []struct {
			to         *string
			name, help string
		}{{&o.worker, "worker", "unit: the case `WORKER`"}, {&o.diary, "diary", "deliver, document: the diary `NUMBER`"}, {&o.receipt, "receipt", "deliver: the `RECEIPT`"},
			{&o.to, "to", "deliver: `RECIPIENTS` with ; between them"}, {&o.reference, "reference", "document, extend: the `REFERENCE` of the decision or document"},
			{&o.file, "file", "document: the `FILE`, whose SHA-256 is kept"}, {&o.forRef, "for", "document, remind: the `DEADLINE` it is for"},
			{&o.contact, "contact", "partner: whom to `CONTACT`"}, {&o.why, "why", "continues, strike: the `REASON`"}} {
			fs.StringVar(f.to, f.name, "", f.help)
		}
		fs.BoolVar(&o.remove, "remove", false, "partner, remind: no longer")
		fs.BoolVar(&o.not, "not", false, "continues: a proposed link is wrong")
		fs.BoolVar(&o.dryRun, "dry-run", false, "check without recording")
		return o.run
	},
}

type assignmentOptions struct {
	db                                                                            database
	on                                                                            dateFlag
	knownAt                                                                       instantFlag
	days                                                                          int
	format, by, worker, diary, receipt, to, reference, file, forRef, contact, why string
	remove, not, dryRun                                                           bool
}

// assignmentFacts is how many arguments each fact takes besides the verb, and how it is
// made of them.
var assignmentFacts = map[string]struct {
	args int
	make func(o *assignmentOptions, args []string) (id string, b assignment.Body, err error)
}{
	"unit": {2, func(o *assignmentOptions, a []string) (string, assignment.Body, error) {
		return a[0], assignment.SetUnit{Unit: a[1], Worker: o.worker}, nil
	}},
	"start": {1, func(_ *assignmentOptions, a []string) (string, assignment.Body, error) {
		return a[0], assignment.Start{}, nil
	}},
	"deliver": {1, (*assignmentOptions).deliver},
	"document": {2, func(o *assignmentOptions, a []string) (string, assignment.Body, error) {
		to, err := o.ref()
		if err != nil {
			return "", nil, err
		}
		sum, err := digestOf(o.file)
		return a[0], assignment.AddDocument{Title: a[1], Diary: o.diary, SHA256: sum, Reference: o.reference, For: to}, err
	}},
	"remind": {2, func(o *assignmentOptions, a []string) (string, assignment.Body, error) {
		to, err := o.ref()
		return a[0], assignment.SetReminder{Days: o.days, To: a[1], For: to, Removed: o.remove}, err
	}},
	"extend": {2, func(o *assignmentOptions, a []string) (string, assignment.Body, error) {
		ref, err := assignment.ParseRef(a[0])
		if err != nil {
			return "", nil, usageError{err}
		}
		date, err := calendar.Parse(a[1])
		if err != nil {
			return "", nil, usageError{err}
		}
		return ref.Assignment, assignment.Extend{For: ref, Date: date, Reference: o.reference}, nil
	}},
	"partner": {2, func(o *assignmentOptions, a []string) (string, assignment.Body, error) {
		return a[0], assignment.SetPartner{Agency: a[1], Contact: o.contact, Removed: o.remove}, nil
	}},
	"continues": {2, func(o *assignmentOptions, a []string) (string, assignment.Body, error) {
		return a[0], assignment.SetSuccession{Earlier: a[1], Not: o.not, Why: o.why}, nil
	}},
	"note": {2, func(_ *assignmentOptions, a []string) (string, assignment.Body, error) {
		return a[0], assignment.Note{Text: a[1]}, nil
	}},
	"close": {2, func(_ *assignmentOptions, a []string) (string, assignment.Body, error) {
		return a[0], assignment.Close{Reason: a[1]}, nil
	}},
	"strike": {2, func(o *assignmentOptions, a []string) (string, assignment.Body, error) {
		n, err := strconv.ParseInt(a[1], 10, 32)
		if err != nil || n < 1 {
			return "", nil, usage("strike takes the number of a fact, as show prints it, not %q", a[1])
		}
		return a[0], assignment.Strike{Event: int32(n), Why: o.why}, nil
	}},
}

// deliver names a deadline, or an assignment that has none.
func (o *assignmentOptions) deliver(a []string) (string, assignment.Body, error) {
	d := assignment.Deliver{Diary: o.diary, Receipt: o.receipt}
	for s := range strings.SplitSeq(o.to, ";") {
		if s = strings.TrimSpace(s); s != "" {
			d.To = append(d.To, s)
		}
	}
	id := a[0]
	if strings.Contains(id, "/") {
		ref, err := assignment.ParseRef(id)
		if err != nil {
			return "", nil, usageError{err}
		}
		id, d.For = ref.Assignment, ref
	}
	return id, d, nil
}

func (o *assignmentOptions) ref() (assignment.Ref, error) {
	if o.forRef == "" {
		return assignment.Ref{}, nil
	}
	ref, err := assignment.ParseRef(o.forRef)
	if err != nil {
		return ref, usageError{err}
	}
	return ref, nil
}

func digestOf(path string) (string, error) {
	if path == "" {
		return "", nil
	}
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

func (o *assignmentOptions) run(ctx context.Context, t *terminal, args []string) error {
	if len(args) == 0 {
		args = []string{"list"}
	}
	verb, rest := args[0], args[1:]
	fact, isFact := assignmentFacts[verb]
	switch {
	case isFact && len(rest) != fact.args:
		return usage("assignment %s takes %s, not %d", verb, counted(fact.args, "argument"), len(rest))
	case isFact && strings.TrimSpace(o.by) == "":
		return usage("--by is to name who records it")
	case isFact && o.knownAt.set:
		return usage("--known-at is for what is shown; a fact that is recorded is known from now on")
	case !isFact && !slices.Contains([]string{"list", "show", "calendar"}, verb):
		return usage("assignment knows no %q; `balans help assignment` lists what it takes", verb)
	case verb == "list" && len(rest) > 1:
		return usage("assignment list takes one list, not %d", len(rest))
	case verb == "show" && len(rest) != 1:
		return usage("assignment show takes one assignment, such as 2025-07, not %d", len(rest))
	case verb == "calendar" && len(rest) != 0:
		return usage("assignment calendar takes no arguments, not %q", rest[0])
	case !slices.Contains([]string{"text", "csv", "json"}, o.format), verb != "list" && o.format != "text":
		return usage("--format is text, csv or json of assignment list, not %q of %s", o.format, verb)
	case isFact && o.on.set && (o.on.Date < firstFactDay || o.on.Date > lastFactDay):
		return usage("--on %s: a day lies between %s and %s", o.on.Date, firstFactDay, lastFactDay)
	case verb == "list" && o.days < 0:
		return usage("--days is how many days ahead to look, 0 or more, not %d", o.days)
	}
	j, err := o.db.open(ctx, false)
	if err != nil {
		return err
	}
	defer j.Close()
	if isFact {
		return o.record(ctx, t, j, verb, rest)
	}
	r, err := o.register(ctx, j)
	if err != nil {
		return err
	}
	switch verb {
	case "show":
		return o.show(t.out, r, rest[0])
	case "calendar":
		data, err := assignment.Calendar(r, assignment.CalendarOptions{})
		if err != nil {
			return err
		}
		_, err = t.out.Write(data)
		return err
	}
	return o.list(t.out, r, rest)
}

// register is the register of a day. Editions and facts are read anew each time.
func (o *assignmentOptions) register(ctx context.Context, j *journal.Journal) (*assignment.Register, error) {
	now := calendar.InstantOf(j.Now())
	if err := fillDates("on", &o.on, &o.knownAt, now.Date(), now); err != nil {
		return nil, err
	}
	return registerOf(ctx, j, o.on.Date, o.knownAt.Instant)
}

func registerOf(ctx context.Context, j *journal.Journal, on calendar.Date, knownAt calendar.Instant) (*assignment.Register, error) {
	editions, err := directive.Editions(ctx, j)
	if err != nil {
		return nil, err
	}
	if directive.InForce(editions, on.Year(), on, knownAt) == nil && !slices.ContainsFunc(editions, func(e directive.Edition) bool { return e.Confirmed != 0 && e.Confirmed <= knownAt }) {
		return nil, fmt.Errorf("no letter is in use in %s; `balans directive take FILE` and `balans directive confirm` bring one", j.Name())
	}
	events, err := assignment.Read(ctx, j, editions)
	if err != nil {
		return nil, err
	}
	return assignment.Build(editions, events, on, knownAt, assignment.Parameters{Horizon: calendar.None, Remind: []int{14}})
}

func (o *assignmentOptions) list(w io.Writer, r *assignment.Register, args []string) error {
	list := assignment.Due
	if len(args) == 1 {
		list = assignment.List(args[0])
	}
	items, err := r.Listed(list, o.days)
	if err != nil {
		return usageError{err}
	}
	if o.format == "text" {
		fmt.Fprintf(w, "%s as of %s: %s\n\n", list.Text(assignment.English), r.On, counted(len(items), "row"))
	}
	return assignment.Write(w, items, o.format, assignment.English)
}

func (o *assignmentOptions) show(w io.Writer, r *assignment.Register, id string) error {
	e := r.Entry(id)
	if e == nil {
		return fmt.Errorf("there is no assignment %q as of %s; `balans assignment list all` shows them", id, r.On)
	}
	fmt.Fprintf(w, "%s  %s\n%s, from edition %s line %d", e.ID, e.Letter.Title, e.State, e.Edition, e.Letter.Line)
	if e.Unit != "" {
		fmt.Fprintf(w, "; %s answers for it", e.Unit)
	}
	fmt.Fprintln(w)
	for _, p := range e.Partners {
		if !p.Removed {
			fmt.Fprintln(w, strings.TrimRight("  with "+p.Agency+" "+p.Contact, " "))
		}
	}
	for _, s := range e.Succession {
		fmt.Fprintf(w, "  continues %s: %s\n", s.Earlier, s.Why)
	}
	tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(tw, "\ndeadline\tdue\tstatus\tdelivered\tto")
	for _, d := range e.Deadlines {
		delivered := ""
		if d.Delivery != nil {
			delivered = d.Delivery.On.String() + " " + d.Delivery.Diary + d.Delivery.Receipt
		}
		fmt.Fprintf(tw, "%s\t%s\t%s\t%s\t%s\n", d.Ref, d.When(assignment.English), d.Status, delivered, strings.Join(d.To, ", "))
	}
	tw.Flush()
	for _, d := range e.Documents {
		fmt.Fprintf(w, "document %s %s %s %s\n", d.On, d.Title, d.Diary, d.Reference)
	}
	if len(e.Facts) > 0 {
		fmt.Fprintln(w, "\nrecorded:")
	}
	for _, f := range e.Facts {
		struck := ""
		if f.Struck != 0 {
			struck = fmt.Sprintf("  (struck by %d)", f.Struck)
		}
		fmt.Fprintf(w, "  %d  %s  %s, by %s%s\n", f.Event, f.On, factText(f.Body), f.Actor, struck)
	}
	return nil
}

// factText is what a recorded fact says.
func factText(body assignment.Body) string {
	var parts []string
	add := func(format, text string) {
		if text != "" {
			parts = append(parts, fmt.Sprintf(format, text))
		}
	}
	not := func(is bool, yes, no string) string {
		if is {
			return no
		}
		return yes
	}
	switch b := body.(type) {
	case assignment.SetUnit:
		add("%s answers for it", b.Unit)
		add("case worker %s", b.Worker)
	case assignment.SetPartner:
		add(not(b.Removed, "%s takes part", "%s takes part no longer"), b.Agency)
		add("contact %s", b.Contact)
	case assignment.Start:
		add("%s", "the work began")
	case assignment.AddDocument:
		add("document “%s”", b.Title)
		add("for %s", b.For.String())
		add("diary number %s", b.Diary)
		add("reference %s", b.Reference)
		add("SHA-256 %s", b.SHA256)
	case assignment.Deliver:
		add("%s", strings.TrimSpace("delivered "+b.For.String()))
		add("to %s", strings.Join(b.To, "; "))
		add("diary number %s", b.Diary)
		add("receipt %s", b.Receipt)
	case assignment.SetReminder:
		add(not(b.Removed, "remind %s", "no longer remind %s"), fmt.Sprintf("%s %s before", b.To, counted(b.Days, "day")))
		add("%s", b.For.String())
	case assignment.Extend:
		add("%s", fmt.Sprintf("%s is due %s", b.For, b.Date))
		add("by the decision %s", b.Reference)
	case assignment.SetSuccession:
		add(not(b.Not, "continues %s", "does not continue %s"), b.Earlier)
		add("%s", b.Why)
	case assignment.Note:
		add("note: %s", b.Text)
	case assignment.Close:
		add("closed: %s", b.Reason)
	case assignment.Strike:
		add("%s", fmt.Sprintf("number %d does not hold: %s", b.Event, b.Why))
	}
	return strings.Join(parts, ", ")
}

func (o *assignmentOptions) record(ctx context.Context, t *terminal, j *journal.Journal, verb string, args []string) error {
	id, body, err := assignmentFacts[verb].make(o, args)
	if err != nil {
		return err
	}
	now := calendar.InstantOf(j.Now())
	r, err := registerOf(ctx, j, now.Date(), now)
	if err != nil {
		return err
	}
	c := assignment.Command{Assignment: id, Body: body, On: calendar.None, Actor: o.by, Cause: "balans assignment " + verb, DryRun: o.dryRun}
	if o.on.set {
		c.On = o.on.Date
	}
	receipt, err := assignment.Record(ctx, j, r, c)
	switch {
	case err != nil:
		return err
	case len(receipt.Events) == 0:
		fmt.Fprintf(t.out, "It stands already; nothing was recorded on %s.\n", id)
	case o.dryRun:
		fmt.Fprintf(t.out, "It can be recorded on %s.\n", id)
	default:
		fmt.Fprintf(t.out, "Recorded on %s, %s.\n", id, receipt.Events[0].OccurredOn)
	}
	return nil
}
