package main

import (
	"context"
	"fmt"
	"strings"

	"balans/journal"
	"balans/law/calendar"
	"balans/law/money"
	"balans/prevent/benefit"
	"balans/prevent/control"
	"balans/prevent/sample"
	"balans/recover/inquiry"
)

// found is the finding that three arguments name.
func found(ctx context.Context, j *journal.Journal, args []string) (*control.Book, *control.Finding, error) {
	book, err := control.Read(ctx, j)
	if err != nil {
		return nil, nil, err
	}
	r := book.Run(args[0])
	if r == nil {
		return nil, nil, fmt.Errorf("there is no run %s", args[0])
	}
	f := r.Finding(args[1], args[2])
	if f == nil {
		return nil, nil, fmt.Errorf("the run %s made no finding of payout %s by %s", args[0], args[1], args[2])
	}
	return book, f, nil
}

func (o *controlOptions) say(f *control.Finding) control.Say {
	s := control.Say{Party: int64(f.Line.Party), Run: f.Run, Payout: f.Line.ID, By: o.actor(), DryRun: o.dryRun, On: calendar.None}
	if o.on.set {
		s.On = o.on.Date
	}
	return s
}

func (o *controlOptions) judge(ctx context.Context, t *terminal, j *journal.Journal, args []string) error {
	_, f, err := found(ctx, j, args)
	if err != nil {
		return err
	}
	d := control.Judgement{Rule: args[2], Verdict: control.Refuted, Reason: o.reason}
	if (o.confirm != "") == o.refute {
		return usage("judge takes --confirm KRONOR or --refute")
	}
	if o.confirm != "" {
		d.Verdict, d.Cause, d.Intent = control.Confirmed, sample.Cause(o.cause), sample.Intent(o.intent)
		if d.Amount, err = money.Parse(o.confirm); err != nil {
			return usage("--confirm takes an amount in kronor: %v", err)
		}
	}
	if err := control.Judge(ctx, j, o.say(f), d); err != nil {
		return err
	}
	fmt.Fprintf(t.out, "%s %s: %s.\n", f.Run, f.ID(), d.Verdict)
	if d.Verdict == control.Confirmed {
		switch {
		case f.Stage == control.After:
			fmt.Fprintf(t.out, "It was paid: `balans control case %s` makes it a recovery case.\n", strings.Join(args, " "))
		case f.Stage == control.Before && f.Line.Benefit.Form() == benefit.OnApplication:
			fmt.Fprintf(t.out, "It is not paid while the finding is confirmed: `balans payout replace` or `cancel` sets the right amount.\n")
		default:
			fmt.Fprintf(t.out, "It is paid all the same: `balans payout hold` holds it, with probable reasons (SFB 112:3); `replace` or `cancel` sets the right amount.\n")
		}
	}
	return nil
}

func (o *controlOptions) complain(ctx context.Context, t *terminal, j *journal.Journal, args []string) error {
	_, f, err := found(ctx, j, args)
	if err != nil {
		return err
	}
	if err := control.Complain(ctx, j, o.say(f), args[2], o.reason); err != nil {
		return err
	}
	fmt.Fprintln(t.out, "The complaint is noted on the finding.")
	return nil
}

func (o *controlOptions) openCase(ctx context.Context, t *terminal, j *journal.Journal, args []string) error {
	_, f, err := found(ctx, j, args)
	if err != nil {
		return err
	}
	c, err := inquiry.Open(ctx, j, o.say(f), args[2], "")
	if err != nil {
		return err
	}
	fmt.Fprintf(t.out, "Recovery case %s: %s, %s–%s, %s of %s kronor believed to be wrong (%s).\n", c.ID, c.Benefit.NameSv(), c.From, c.To, c.Wrong, c.Paid, c.Category)
	return nil
}
