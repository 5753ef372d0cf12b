package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

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
	case o.source == string(inquiry.FromControl) || !slices.Contains(inquiry.Sources, inquiry.Source(o.source)):
		return usage("--source is notice, reconciliation, agency or hand, not %q; a control's finding is handed on by `balans control case`", o.source)
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
		tellAbout(&about, p, n, on)
	}
	return about, nil
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
	if err == nil {
		err = followSettlements(ctx, t, j, !o.write)
	}
	if err == nil && !o.write {
		fmt.Fprintln(t.out, nothingStored)
	}
	return err
}

const saySender = "a decision is sent: say who writes and where to pay with --sender-name, --sender-contact and --pay-to"

// automatic assesses and decides what the program may.
func (o *inquiryOptions) automatic(ctx context.Context, t *terminal, j *journal.Journal, _ string) error {
	if o.write && !o.office.isComplete() {
		return usage("%s", saySender)
	}
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
	if len(ready) > 0 && !o.office.isComplete() {
		return usage("%s can be decided: %s", counted(len(ready), "case"), saySender)
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
		_, en := inquiry.AutoWords(code)
		return en, err
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
