package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"balans/exchange/basiscsv"
	"balans/exchange/rows"
	"balans/journal"
	"balans/prevent/benefit"
	"balans/recover/inquiry"
)

// mostNamed is how many of the messages that wait are named one by one: before its cases a
// whole file may.
const mostNamed = 20

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
	r := &basisReceipt{count: map[inquiry.Outcome]int{}}
	p := t.progress()
	err = in.Receive(ctx, j, all, func(x *inquiry.Taken) {
		if r.take(t, x); r.done%100 == 0 {
			p.show("taking in bases", int64(r.done), int64(len(all)))
		}
	})
	p.clear()
	if err != nil {
		return err
	}
	r.print(t, aside)
	if err := o.couple(ctx, t, j, in); err != nil {
		return err
	}
	if !o.write {
		fmt.Fprintln(t.out, nothingStored)
	}
	if bad != nil {
		return fmt.Errorf("some lines cannot be used; the other messages are as told:\n%w", bad)
	}
	if r.count[inquiry.MessageRefused]+r.count[inquiry.MessageParked] > 0 {
		return errors.New("some messages were not taken in; they are named above, and are to be put right by their source and sent again")
	}
	return nil
}

// basisReceipt is what became of a file.
type basisReceipt struct {
	count map[inquiry.Outcome]int
	done  int
}

// take tells of a message that somebody is to do something about.
func (r *basisReceipt) take(t *terminal, x *inquiry.Taken) {
	r.done++
	r.count[x.Outcome]++
	switch x.Outcome {
	case inquiry.MessageRefused, inquiry.MessageParked:
		fmt.Fprintf(t.out, "Not taken in (%s): %s: %s.\n", x.Outcome, messageName(x.Source, x.ID, x.Version), rows.Masked(x.Why))
	case inquiry.MessageWaits:
		if r.count[x.Outcome] <= mostNamed {
			fmt.Fprintf(t.out, "Waits: %s: %s.\n", messageName(x.Source, x.ID, x.Version), x.Why)
		}
	}
}

func (r *basisReceipt) print(t *terminal, aside []basiscsv.SetAside) {
	if more := r.count[inquiry.MessageWaits] - mostNamed; more > 0 {
		fmt.Fprintf(t.out, "… and %s more wait; `balans inquiry uncoupled --days 0` lists what is kept.\n", number(int64(more)))
	}
	for _, s := range aside {
		fmt.Fprintf(t.out, "Set aside: %s, line %d.\n", messageName(s.Source, s.ID, int(s.Version)), s.Line)
	}
	fmt.Fprintf(t.out, "%s: %d to cases, %d wait, %d had come before, %d refused, %d parked, %d set aside.\n", counted(r.done+len(aside), "message"),
		r.count[inquiry.MessageCoupled], r.count[inquiry.MessageWaits], r.count[inquiry.MessageStood], r.count[inquiry.MessageRefused], r.count[inquiry.MessageParked], len(aside))
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
