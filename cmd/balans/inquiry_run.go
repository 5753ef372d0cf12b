package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"

	"balans/exchange/basiscsv"
	"balans/exchange/rows"
	"balans/journal"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/prevent/benefit"
	"balans/prevent/register"
	"balans/prevent/sample"
	"balans/recover/inquiry"
)

const nothingStored = "A dry run: nothing was stored (--write does it)."

// open opens a case by hand.
func (o *inquiryOptions) open(ctx context.Context, t *terminal, j *journal.Journal, _ string) error {
	party, err := identity.Parse(o.person)
	if err != nil {
		return usage("--person: %v", err)
	}
	code, ok := benefit.Parse(o.benefit)
	switch {
	case !ok:
		return usage("--benefit: there is no benefit %q; `balans help benefits` lists them", o.benefit)
	case !o.from.set || !o.to.set:
		return usage("--from and --to are the days the case is about")
	case strings.TrimSpace(o.by) == "":
		return usage("--by is to name who opens it")
	case inquiry.Source(o.source) == inquiry.FromReview:
		return usage("a review is opened on the claim's page, where what it demanded is known")
	case !slices.Contains(inquiry.Categories, inquiry.Category(o.category)):
		return usage("--category is one of %v, not %q", inquiry.Categories, o.category)
	}
	a := o.act("open")
	a.DryRun = false
	c, err := inquiry.OpenBy(ctx, j, inquiry.Opening{Party: party, Benefit: code, From: o.from.Date, To: o.to.Date, Category: inquiry.Category(o.category), Unit: o.unit,
		Cause: sample.CauseUnknown, Intent: sample.IntentUnknown, Signal: inquiry.Signal{Source: inquiry.Source(o.source), Ref: o.ref, Text: o.text}}, a)
	if err != nil {
		return err
	}
	fmt.Fprintf(t.out, "Recovery case %s: %s, %s–%s, opened %s; it is %s.\n", c.ID, c.Benefit.NameSv(), c.From, c.To, c.Opened, c.State)
	return nil
}

// inbox takes in messages as they are for this command.
func (o *inquiryOptions) inbox(j *journal.Journal, verb string) *inquiry.Inbox {
	a := o.act(verb)
	return &inquiry.Inbox{Actor: a.Actor, Cause: a.Cause, On: a.On, DryRun: a.DryRun, Again: o.again, About: func(ctx context.Context, payees []identity.Number) (inquiry.About, error) {
		return aboutPayees(ctx, j, payees)
	}}
}

// aboutPayees is what the registers tell of those who were paid, today.
func aboutPayees(ctx context.Context, j *journal.Journal, payees []identity.Number) (about inquiry.About, err error) {
	now := calendar.InstantOf(j.Now())
	on := now.Date()
	for _, n := range payees {
		p, err := register.OfParty(ctx, j, n, now)
		if err != nil {
			return about, err
		}
		about.Protected = about.Protected || p.Protected(on)
		for _, f := range p.Facts(register.Population) {
			about.Deceased = about.Deceased || f.Status == register.Dead && f.From <= on
			about.Abroad = about.Abroad || f.Status == register.Emigrated && f.Days().Contains(on)
		}
		if born, ok := n.BirthDate(); ok {
			about.Minor = about.Minor || born.AddYears(18) > on
		}
	}
	return about, nil
}

// basis takes in a file of messages.
func (o *inquiryOptions) basis(ctx context.Context, t *terminal, j *journal.Journal, name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	read, aside, bad := basiscsv.Read(name, f)
	if lines := (*rows.BadLines)(nil); bad != nil && !errors.As(bad, &lines) {
		return bad
	}
	var all []inquiry.Message
	for i := range read {
		all = append(all, messageOf(&read[i]))
	}
	in := o.inbox(j, "basis")
	count := map[inquiry.Outcome]int{}
	problem := false
	p := t.progress()
	done := 0
	err = in.Receive(ctx, j, all, func(x *inquiry.Taken) {
		count[x.Outcome]++
		if done++; done%100 == 0 {
			p.show("taking in bases", int64(done), int64(len(all)))
		}
		switch x.Outcome {
		case inquiry.MessageRefused, inquiry.MessageParked:
			problem = true
			fmt.Fprintf(t.out, "Not taken in (%s): %s: %s.\n", x.Outcome, messageName(x.Source, x.ID, x.Version), rows.Masked(x.Why))
		case inquiry.MessageWaits:
			fmt.Fprintf(t.out, "Waits: %s: %s.\n", messageName(x.Source, x.ID, x.Version), x.Why)
		}
	})
	p.clear()
	if err != nil {
		return err
	}
	for _, s := range aside {
		problem = true
		fmt.Fprintf(t.out, "Set aside: %s, line %d.\n", messageName(s.Source, s.ID, int(s.Version)), s.Line)
	}
	fmt.Fprintf(t.out, "%s: %d to cases, %d wait, %d had come before, %d refused, %d parked, %d set aside.\n", counted(len(read)+len(aside), "message"),
		count[inquiry.MessageCoupled], count[inquiry.MessageWaits], count[inquiry.MessageStood], count[inquiry.MessageRefused], count[inquiry.MessageParked], len(aside))
	if err := o.couple(ctx, t, j, in); err != nil {
		return err
	}
	switch {
	case !o.write:
		fmt.Fprintln(t.out, nothingStored)
	case problem:
		fmt.Fprintln(t.out, "What was not taken in is to be put right by its source and sent again.")
	}
	if bad != nil {
		return fmt.Errorf("some lines cannot be used; the other messages are as told:\n%w", bad)
	}
	if problem {
		return errors.New("some messages were not taken in; they are named above")
	}
	return nil
}

// couple gives cases the messages that waited.
func (o *inquiryOptions) couple(ctx context.Context, t *terminal, j *journal.Journal, in *inquiry.Inbox) error {
	coupled := 0
	err := in.Couple(ctx, j, func(x *inquiry.Taken) {
		switch x.Outcome {
		case inquiry.MessageCoupled:
			coupled++
		case inquiry.MessageRefused:
			fmt.Fprintf(t.out, "Not coupled: %s: %s.\n", messageName(x.Source, x.ID, x.Version), rows.Masked(x.Why))
		}
	})
	if coupled > 0 {
		fmt.Fprintf(t.out, "Given to cases that came after them: %s.\n", counted(coupled, "message"))
	}
	return err
}

func messageName(source, id string, version int) string {
	if source == "" {
		return "a line that does not say which message it is of"
	}
	return fmt.Sprintf("%s %s version %d", source, rows.Masked(id), version)
}

// messageOf is a message of the file as the room takes it. What benefit it is of, the room says.
func messageOf(m *basiscsv.Message) inquiry.Message {
	x := inquiry.Message{Party: m.Person, Basis: inquiry.Basis{Source: m.Source, ID: m.ID, Version: int(m.Version), Blocked: m.Status == basiscsv.Blocked, Annulled: m.Status == basiscsv.Annulled}}
	x.Benefit, _ = benefit.Parse(m.Benefit)
	for _, p := range m.Payments {
		x.Lines = append(x.Lines, inquiry.Line{Payout: p.Payout, From: p.From, To: p.To, Payee: p.Payee, Paid: p.Paid, Tax: p.Tax, Entitled: p.Entitled})
	}
	return x
}

// night lets time pass.
func (o *inquiryOptions) night(ctx context.Context, t *terminal, j *journal.Journal, _ string) error {
	office, err := o.office.office(ctx, j)
	if err != nil {
		return err
	}
	if err := o.couple(ctx, t, j, o.inbox(j, "night")); err != nil {
		return err
	}
	book, err := inquiry.ReadBook(ctx, j)
	if err != nil {
		return err
	}
	r, err := inquiry.Night(ctx, j, office, book.All(), o.act("night"))
	if r != nil {
		fmt.Fprintf(t.out, "Night of %s: %s open\n\n", o.on.Date, counted(len(slices.DeleteFunc(book.All(), func(s *inquiry.Summary) bool { return !s.State.IsOpen() })), "case"))
		for _, x := range []struct {
			n    int
			what string
		}{{r.Reasked, "asked for a basis once more"}, {r.Discontinued, "discontinued, because no basis came"}, {r.Sent, "hearings ended, whose time had passed"},
			{r.Escalated, "brought to someone, because nobody had been there"}, {r.Closed, "closed: the decision's letters have left, and the claims are dispatched"}} {
			fmt.Fprintf(t.out, "%6s  %s\n", number(int64(x.n)), x.what)
		}
		for _, w := range r.Waiting {
			fmt.Fprintf(t.out, "Waits: %s.\n", w)
		}
	}
	if err == nil && !o.write {
		fmt.Fprintln(t.out, nothingStored)
	}
	return err
}

// autoWhy is why a case is left to a person, for people.
var autoWhy = map[string]string{
	inquiry.AutoOff: "the agency has set no limit, no age of the basis or no share (`balans help law`)", inquiry.AutoGround: "liability is a judgement",
	inquiry.AutoState: "the case is stopped, or its basis blocked or missing", inquiry.AutoPerson: "somebody is protected, deceased, abroad or under 18",
	inquiry.AutoPayees: "several were paid", inquiry.AutoAge: "the basis is too new", inquiry.AutoLimit: "the sum is above the limit, or below the least",
	inquiry.AutoHearing: "the person has answered", inquiry.AutoPolice: "a crime is suspected", inquiry.AutoSample: "drawn to be looked at by a person",
	inquiry.AutoTouched: "a person has worked on it", inquiry.AutoReview: "it is a review",
}

// automatic assesses and decides what the program may.
func (o *inquiryOptions) automatic(ctx context.Context, t *terminal, j *journal.Journal, _ string) error {
	office, err := o.office.office(ctx, j)
	if err != nil {
		return err
	}
	book, err := inquiry.ReadBook(ctx, j)
	if err != nil {
		return err
	}
	left := map[string]int{}
	var ready []*inquiry.Summary
	looked, assessed := 0, 0
	all := book.All()
	p := t.progress()
	for i, s := range all {
		if s.State != inquiry.Investigating {
			continue
		}
		if looked++; looked%100 == 0 {
			p.show("assessing", int64(i), int64(len(all)))
		}
		why, err := o.assess(ctx, j, office, s)
		if err != nil {
			p.clear()
			return fmt.Errorf("the case %s: %w", s.ID, err)
		}
		if why == "" {
			ready = append(ready, s)
		} else if left[why]++; strings.HasPrefix(why, "missing") {
			assessed++
		}
	}
	p.clear()
	if len(ready) > 0 && office.Sender.Name == "" {
		return usage("%s can be decided, and a decision is sent: say who writes with --sender-name and --sender-contact", counted(len(ready), "case"))
	}
	r, err := inquiry.DecideAll(ctx, j, office, ready, o.act("automatic"), func(done, of int) { p.show("deciding", int64(done), int64(of)) })
	p.clear()
	if r != nil {
		fmt.Fprintf(t.out, "%s under investigation: %d assessed, %d decided by the program.\n", counted(looked, "case"), assessed+len(ready), r.Decided)
		for why, n := range r.Left { // somebody was there meanwhile
			left[why] += n
		}
		for _, why := range slices.Sorted(maps.Keys(left)) {
			fmt.Fprintf(t.out, "%6d  left: %s\n", left[why], why)
		}
	}
	if err == nil && !o.write {
		fmt.Fprintln(t.out, nothingStored)
	}
	return err
}

// assess has the program assess a case it may decide. why is what keeps it from deciding.
func (o *inquiryOptions) assess(ctx context.Context, j *journal.Journal, office *inquiry.Office, s *inquiry.Summary) (why string, err error) {
	c, err := inquiry.Load(ctx, j, s.Party, s.ID)
	if err != nil || c == nil {
		return "it is not in the journal", err
	}
	code, err := c.MayDecideAlone(office.Parameters, o.on.Date)
	if err != nil || code != "" {
		return autoWhy[code], err
	}
	a := o.act("automatic")
	a.Party, a.Case, a.Actor = s.Party, s.ID, inquiry.AutoActor
	r, err := a.AssessAlone(ctx, j, office.Parameters)
	var refused *inquiry.Refusal
	switch {
	case errors.As(err, &refused):
		return refused.Why, nil
	case err != nil:
		return "", err
	}
	var missing []string
	for _, key := range r.Case.Reckon(o.on.Date).Missing {
		_, en := inquiry.MissingWords(key)
		missing = append(missing, en)
	}
	if len(missing) > 0 {
		return "missing: " + strings.Join(missing, ", "), nil
	}
	return "", nil
}

// recount folds every case anew.
func (o *inquiryOptions) recount(ctx context.Context, t *terminal, j *journal.Journal, _ string) error {
	n, err := recountCases(ctx, t, j)
	if err == nil && n > 0 {
		return errProblems
	}
	return err
}

// recountCases tells what is wrong with cases, and how many were counted.
func recountCases(ctx context.Context, t *terminal, j *journal.Journal) (problems int, err error) {
	r, err := inquiry.Recount(ctx, j)
	if err != nil {
		return 0, err
	}
	for _, f := range r.Faults {
		fmt.Fprintf(t.out, "Cases: %s.\n", rows.Masked(f))
	}
	if r.Cases > 0 {
		fmt.Fprintf(t.out, "Cases: %s, %s and %s folded anew and held against their notes, %d problems.\n", counted(r.Cases, "recovery case"), counted(r.Decisions, "decision"), counted(r.Claims, "claim"), len(r.Faults))
	}
	return len(r.Faults), nil
}
