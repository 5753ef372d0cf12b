package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"

	"balans/exchange/mailmessage"
	"balans/exchange/postfile"
	"balans/exchange/rows"
	"balans/journal"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/prevent/register"
	"balans/recover/letter"
)

func (o *letterOptions) order(ctx context.Context, t *terminal, j *journal.Journal, args []string) error {
	party, err := identity.Parse(o.person)
	if err != nil {
		return usage("--person: %v", err)
	}
	to := letter.Recipient{Party: party, As: letter.As(o.as)}
	if o.guardian != "" {
		if to.Guardian, err = identity.Parse(o.guardian); err != nil {
			return usage("--guardian: %v", err)
		}
	}
	if o.sender == "" {
		return usage("--sender is to name a file with the sender and how to reach it")
	}
	f, on, s, err := o.facts(args[1], args[2])
	if err != nil {
		return err
	}
	x := letter.Order{ID: args[0], To: to, Sender: s, Facts: f, On: on, Version: o.version, Actor: o.by, Cause: "balans letter order"}
	if o.about != "" {
		x.About = strings.Split(o.about, ",")
	}
	r, err := x.Do(ctx, j, o.dryRun)
	switch {
	case err != nil:
		return err
	case r.Stands:
		fmt.Fprintf(t.out, "It stands already; nothing was stored. Letter %s.\n", r.ID)
	case r.DryRun:
		fmt.Fprintf(t.out, "The letter %s can be ordered.\n", r.ID)
	default:
		fmt.Fprintf(t.out, "Ordered as letter %s.\n", r.ID)
	}
	return nil
}

func (o *letterOptions) send(ctx context.Context, t *terminal, j *journal.Journal) error {
	if o.dir == "" || o.reach == "" {
		return usage("send takes --dir, where batches are written, and --reach, what is known of recipients")
	}
	if o.slice < 1 || o.slice > 5000 {
		return usage("--slice is 1 to 5000, not %d", o.slice)
	}
	reach, err := o.readReach(ctx, j)
	if err != nil {
		return err
	}
	p := t.progress()
	box := &letter.Outbox{Slice: o.slice, Reach: reach, Actor: o.by, Cause: "balans letter send", Told: func(s letter.Sent) { p.show("handing letters over", int64(s.Handed), int64(s.Handed)) },
		Carriers: map[letter.Channel]letter.Carrier{letter.ByPost: letter.Post{Dir: o.dir}, letter.ByMailbox: letter.Mailbox{Dir: o.dir}, letter.ByPages: letter.Pages{}}}
	sent, err := box.Run(ctx, j)
	p.clear()
	printSent(t, &sent)
	if err != nil {
		return err
	}
	return letter.Close(ctx, j, o.by)
}

// readReach is what the file says of recipients, and what the population register has told.
// What either knows of protection or death counts.
func (o *letterOptions) readReach(ctx context.Context, j *journal.Journal) (func(context.Context, *letter.Letter) (letter.Reach, error), error) {
	f, err := os.Open(o.reach)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	known, err := letter.ReadReach(o.reach, f)
	if err != nil {
		return nil, err
	}
	now := calendar.InstantOf(j.Now())
	book, err := register.Read(ctx, j, now)
	if err != nil {
		return nil, err
	}
	return func(_ context.Context, l *letter.Letter) (letter.Reach, error) {
		r := known(l.To.Party)
		if book.Protected(l.To.Party, now.Date()) {
			r.Protection = letter.Protected
		}
		for _, fact := range book.Of(l.To.Party).Facts(register.Population) {
			r.Dead = r.Dead || fact.Status == register.Dead && fact.From <= now.Date()
		}
		return r, nil
	}, nil
}

func printSent(t *terminal, s *letter.Sent) {
	fmt.Fprintf(t.out, "Handed over: %s.\n", counted(s.Handed, "letter"))
	for _, b := range s.Batches {
		fmt.Fprintf(t.out, "  %s\n", b)
	}
	if s.Held > 0 {
		fmt.Fprintf(t.out, "Held until somebody releases them: %s.\n", counted(s.Held, "letter"))
	}
	if s.Parked+s.Failed > 0 {
		fmt.Fprintf(t.out, "Parked: %d; could not be written: %d. `balans letter list parked` tells why.\n", s.Parked, s.Failed)
	}
	for _, code := range slices.Sorted(maps.Keys(s.Waiting)) {
		fmt.Fprintf(t.out, "Not now, %s: %d\n", code, s.Waiting[code])
	}
	if s.Receipts > 0 {
		fmt.Fprintf(t.out, "A receipt is waited for: %s.\n", counted(s.Receipts, "letter"))
	}
	if s.Alarms > 0 {
		fmt.Fprintf(t.out, "To look at: %s; `balans letter list alarms` shows them.\n", counted(s.Alarms, "letter"))
	}
	for _, b := range s.Foreign {
		fmt.Fprintf(t.out, "The held batch %s is not of this journal and was left as it is.\n", b)
	}
}

func (o *letterOptions) receipts(ctx context.Context, t *terminal, j *journal.Journal, file string) error {
	raw, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	var all []postfile.Receipt
	var badLines *rows.BadLines
	var badReceipts *mailmessage.BadReceipts
	if bytes.HasPrefix(bytes.TrimSpace(raw), []byte("<")) {
		all, err = mailmessage.ReadReceipts(bytes.NewReader(raw))
	} else {
		all, err = postfile.ReadReceipts(file, bytes.NewReader(raw))
	}
	if err != nil && !errors.As(err, &badLines) && !errors.As(err, &badReceipts) {
		return err
	}
	taken, failed := letter.TakeReceipts(ctx, j, all, o.by, "balans letter receipts")
	fmt.Fprintf(t.out, "Taken in: %s. Taken in before: %d.\n", counted(taken.Stored, "receipt"), taken.Stood)
	for _, why := range taken.Refused {
		fmt.Fprintf(t.out, "Not taken in: %s.\n", why)
	}
	switch {
	case failed != nil:
		return failed
	case err != nil:
		return fmt.Errorf("some receipts cannot be used; the others were taken in:\n%w", err)
	case len(taken.Refused) > 0:
		return errProblems
	}
	return nil
}
