package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"balans/journal"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/statute"
	"balans/prevent/payout"
	"balans/recover/claim"
	"balans/recover/inquiry"
	"balans/recover/letter"
)

// The users of the demonstration who work on its cases.
const (
	demoWorker   = "demo-handlaggare"
	demoApprover = "demo-beslutsfattare"
	demoUnit     = "Återkrav"
)

// demoSender is who writes in the demonstration: nobody there is.
var demoSender = senderOptions{name: "Demomyndigheten", contact: linesFlag{"Box 0, 000 00 Påhittad ort", "Telefon 010-000 00 00 (påhittat)", "www.demomyndigheten.example"}, payTo: "bankgiro 000-0000 (påhittat)"}

// demoCase is a case that is worked on, with what of it was done before.
type demoCase struct {
	j      *journal.Journal
	office *inquiry.Office
	c      *inquiry.Case
	done   map[string]bool // keys of commands
}

// cases works on the recovery cases, each a part of the way, and leaves the last to whoever
// tries the demonstration. What was done is not done again, and a case that somebody else has
// worked on is left alone. Its days are from May 2025 on: after those of every printed report.
func (o *demoOptions) cases(ctx context.Context, t *terminal, j *journal.Journal) error {
	office, err := demoSender.office(ctx, j)
	if err != nil {
		return err
	}
	names := map[string]string{demoWorker: "Sara Ek", demoApprover: "Anna Holm"}
	office.Sender.Unit, office.Name = demoUnit, func(id string) string { return names[id] }
	if err := o.otherSignals(ctx, j); err != nil {
		return fmt.Errorf("signals from other agencies: %w", err)
	}
	book, err := inquiry.ReadBook(ctx, j)
	if err != nil {
		return err
	}
	scripts := demoScripts()
	worked := 0
	for _, s := range book.All() {
		settlement := s.Source == inquiry.FromReconcile && s.By == demoSignaller
		if !settlement && (len(scripts) == 0 || s.Source != inquiry.FromControl) {
			continue
		}
		about, err := aboutPayees(ctx, j, []identity.Number{s.Party})
		if err != nil {
			return err
		}
		if about.Protected || about.Deceased {
			continue
		}
		d, err := openDemoCase(ctx, j, office, s)
		if err != nil {
			return err
		}
		script := demoSettled
		if !settlement {
			script, scripts = scripts[0], scripts[1:]
		}
		if d == nil {
			continue
		}
		before := d.c.Version
		if err := script(ctx, d); err != nil {
			return fmt.Errorf("the case %s: %w", s.ID, err)
		}
		if d.c.Version > before {
			worked++
		}
	}
	if worked > 0 {
		fmt.Fprintf(t.out, "Worked on %s: from accepted to decided and sent; the rest are left for you.\n", counted(worked, "recovery case"))
	}
	return nil
}

// openDemoCase is a case of the demonstration; nil when somebody else has worked on it.
func openDemoCase(ctx context.Context, j *journal.Journal, office *inquiry.Office, s *inquiry.Summary) (*demoCase, error) {
	events, err := j.Load(ctx, int64(s.Party), inquiry.Stream(s.ID))
	if err != nil {
		return nil, err
	}
	d := &demoCase{j: j, office: office, done: map[string]bool{}}
	for i := range events {
		if events[i].Cause != demoCause {
			return nil, nil
		}
		if k := strings.LastIndexByte(events[i].Key, ':'); k > 0 {
			d.done[events[i].Key[:k]] = true
		}
	}
	d.c, err = inquiry.Fold(s.Party, events)
	return d, err
}

// day is so many days after the case was opened.
func (d *demoCase) day(n int) calendar.Date { return d.c.Opened.AddDays(n) }

// whenMade is the day the demonstration is made. A decision whose letter still waits bears it:
// one with a day to pay by that has passed could never be sent.
const whenMade = -1

// do does one thing as somebody, so many days after the case was opened, unless it was done
// before.
func (d *demoCase) do(name, actor string, day int, act func(*inquiry.Act) (*inquiry.Receipt, error)) error {
	key := demoCause + "/" + name
	if d.done[key] {
		return nil
	}
	a := inquiry.Act{Party: d.c.Party, Case: d.c.ID, On: calendar.None, Actor: actor, Cause: demoCause, Key: key}
	if day != whenMade {
		a.On = d.day(day)
	}
	r, err := act(&a)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	d.c, d.done[key] = r.Case, true
	return nil
}

// steps does things one after the other.
func (d *demoCase) steps(all ...func() error) error {
	for _, step := range all {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// demoScripts is how far each case is taken, in the order the cases were opened.
func demoScripts() []func(context.Context, *demoCase) error {
	with := func(all ...func(context.Context, *demoCase) error) func(context.Context, *demoCase) error {
		return func(ctx context.Context, d *demoCase) error {
			for _, do := range all {
				if err := do(ctx, d); err != nil {
					return err
				}
			}
			return nil
		}
	}
	heard := with(accepted, based, assessed(inquiry.Steps...), inHearing)
	proposed := with(heard, answered, proposal)
	asked := with(heard, silent, proposal, submitted)
	return []func(context.Context, *demoCase) error{
		accepted, with(accepted, based, assessed(inquiry.Facts, inquiry.Liability)), heard, proposed, with(heard, answered, proposal, submitted), with(asked, sentBack),
		with(asked, approved(whenMade)), with(asked, approved(43), dispatched), with(accepted, discontinued), with(accepted, based, assessed(inquiry.Facts), blocked),
	}
}

// demoSettled takes a settlement so far that the program may decide it: heard, and not answered.
func demoSettled(ctx context.Context, d *demoCase) error {
	l := inquiry.Line{Payout: "BB-2024", From: d.c.From, To: d.c.To, Payee: d.c.Party, Paid: d.c.Paid, Entitled: d.c.Paid - d.c.Wrong}
	m := inquiry.Message{Party: d.c.Party, Benefit: d.c.Benefit, Basis: inquiry.Basis{Source: "bostad", ID: "AVS-" + d.c.ID, Version: 1, Lines: []inquiry.Line{l}}}
	return d.steps(func() error { return accepted(ctx, d) }, func() error { return d.receive(ctx, m, 7) }, func() error {
		return d.do("assess-alone", inquiry.AutoActor, heardOn, func(a *inquiry.Act) (*inquiry.Receipt, error) {
			return a.AssessAlone(ctx, d.j, d.office.Parameters)
		})
	}, func() error { return inHearing(ctx, d) }, func() error { return silent(ctx, d) })
}

func accepted(ctx context.Context, d *demoCase) error {
	return d.steps(func() error {
		return d.do("accept", demoWorker, 5, func(a *inquiry.Act) (*inquiry.Receipt, error) { return a.Accept(ctx, d.j, "") })
	}, func() error {
		return d.do("assign", demoWorker, 5, func(a *inquiry.Act) (*inquiry.Receipt, error) {
			return a.Assign(ctx, d.j, demoWorker, demoUnit)
		})
	})
}

// message is what the benefit system sends of the case's payment.
func (d *demoCase) message(ctx context.Context, version int) (inquiry.Message, error) {
	m := inquiry.Message{Party: d.c.Party, Benefit: d.c.Benefit, Basis: inquiry.Basis{Source: "tfp", ID: "TFP-" + d.c.ID, Version: version}}
	entries, err := payout.Of(ctx, d.j, d.c.Party, payout.AsOf{Day: d.day(0)})
	if err != nil {
		return m, err
	}
	for _, e := range entries {
		if e.ID == d.c.Payout {
			m.Lines = append(m.Lines, inquiry.Line{Payout: e.ID, From: e.From, To: e.To, Payee: e.Receiver(), Paid: e.Gross, Tax: e.Tax, Entitled: max(0, e.Gross-d.c.Wrong)})
		}
	}
	return m, nil
}

// receive takes a message in. It is done once however often it is asked for.
func (d *demoCase) receive(ctx context.Context, m inquiry.Message, day int) error {
	in := inquiry.Inbox{Actor: inquiry.AutoActor, Cause: demoCause, On: d.day(day), About: func(ctx context.Context, payees []identity.Number) (inquiry.About, error) {
		return aboutPayees(ctx, d.j, payees)
	}}
	var taken inquiry.Taken
	if err := in.Receive(ctx, d.j, []inquiry.Message{m}, func(t *inquiry.Taken) { taken = *t }); err != nil {
		return err
	}
	if taken.Case != d.c.ID {
		return fmt.Errorf("its basis was %s: %s", taken.Outcome, taken.Why)
	}
	c, err := inquiry.Load(ctx, d.j, d.c.Party, d.c.ID)
	d.c = c
	return err
}

func based(ctx context.Context, d *demoCase) error {
	m, err := d.message(ctx, 1)
	if err != nil {
		return err
	}
	return d.receive(ctx, m, 7)
}

func blocked(ctx context.Context, d *demoCase) error {
	m, err := d.message(ctx, 2)
	if err != nil {
		return err
	}
	m.Blocked, m.Lines = true, nil
	return d.receive(ctx, m, 15)
}

// demoReasons are the reasons of the steps, as a case worker writes them. Those of the facts
// begin with what the control found.
var demoReasons = map[inquiry.Step]string{
	inquiry.Facts:      "Du har därför inte haft rätt till ersättningen.",
	inquiry.Liability:  "Utbetalningen följde av det du uppgav i din ansökan, och du bör ha förstått att uppgiften avgjorde rätten till ersättning.",
	inquiry.Waiver:     "Beloppet är inte så stort att det är svårt att betala tillbaka, och inget annat har kommit fram som är särskilda skäl.",
	inquiry.Limitation: "Ersättningen betalades i februari 2025 och kan krävas tillbaka.",
}

// assessed decides steps by the rules of the case.
func assessed(steps ...inquiry.Step) func(context.Context, *demoCase) error {
	answers := map[inquiry.Step]string{inquiry.Facts: inquiry.IsWrong, inquiry.Liability: inquiry.Liable, inquiry.Waiver: inquiry.NoWaiver, inquiry.Limitation: inquiry.StillOpen}
	return func(ctx context.Context, d *demoCase) error {
		for _, s := range steps {
			if err := d.do(string(s), demoWorker, 12, func(a *inquiry.Act) (*inquiry.Receipt, error) {
				x := inquiry.Assessment{Step: s, Basis: d.c.Current().Number, Rules: d.c.Evaluate(s, d.office.Parameters, a.On)}
				switch s {
				case inquiry.Sum:
					x.Repay = d.c.Reckon(a.On).Repay
				case inquiry.Parties:
					x.Recipients = d.c.Payees()
				default:
					x.Spans = d.c.Whole(answers[s], demoReasons[s])
				}
				switch s {
				case inquiry.Facts:
					x.Cause = letter.CauseWrongInformation
					x.Spans[0].Reason = d.c.Signal.Says + " " + x.Spans[0].Reason
				case inquiry.Liability:
					x.Spans[0].Ground = claim.Ordinary.String()
				}
				return a.Assess(ctx, d.j, &x)
			}); err != nil {
				return err
			}
		}
		return nil
	}
}

// heardOn is how many days after its opening a case is heard.
const heardOn = 14

// inHearing sends the letter.
func inHearing(ctx context.Context, d *demoCase) error {
	return d.steps(func() error {
		return d.do("hear", demoWorker, heardOn, func(a *inquiry.Act) (*inquiry.Receipt, error) {
			by, err := answerBy(d.office.Parameters, a.On)
			if err != nil {
				return nil, err
			}
			id := d.c.ID + "-kom-1"
			return a.Hear(ctx, d.j, by, id, func(c *inquiry.Case) ([]journal.Append, error) {
				return c.HearingLetter(d.office, id, a.Actor, demoCause, a.On, by).Appends(calendar.InstantOf(d.j.Now()))
			})
		})
	}, func() error { return heardSent(ctx, d) })
}

// answerBy is the last day to answer that the agency gives.
func answerBy(p *statute.Parameters, on calendar.Date) (calendar.Date, error) {
	days, err := p.Value(statute.HearingDays, on)
	post, err2 := p.Value(statute.HearingPostalDays, on)
	return calendar.NextBankDay(on.AddDays(int(days.Int64 + post.Int64))), errors.Join(err, err2)
}

func heardSent(ctx context.Context, d *demoCase) error { return d.send(ctx, d.c.ID+"-kom-1") }

func answered(ctx context.Context, d *demoCase) error {
	return d.do("answer", demoWorker, 22, func(a *inquiry.Act) (*inquiry.Receipt, error) {
		return a.Answer(ctx, d.j, "Jag trodde att jag hade rätt till ersättningen de dagarna.")
	})
}

// silent ends the hearing after its time, by the night.
func silent(ctx context.Context, d *demoCase) error {
	return d.do("close", inquiry.AutoActor, int(d.c.Hearing().AnswerBy-d.c.Opened)+1, func(a *inquiry.Act) (*inquiry.Receipt, error) { return a.CloseHearing(ctx, d.j) })
}

func proposal(ctx context.Context, d *demoCase) error {
	return d.do("propose", demoWorker, 40, func(a *inquiry.Act) (*inquiry.Receipt, error) {
		reply := ""
		if len(d.c.Answers()) > 0 {
			reply = "Det du har skrivit ändrar inte det som arbetsgivaren har redovisat, och inte heller bedömningen."
		}
		return a.Propose(ctx, d.j, "Bedömt steg för steg efter kontrollens underlag.", reply)
	})
}

func submitted(ctx context.Context, d *demoCase) error {
	return d.do("submit", demoWorker, 40, func(a *inquiry.Act) (*inquiry.Receipt, error) { return a.Submit(ctx, d.j) })
}

func sentBack(ctx context.Context, d *demoCase) error {
	return d.do("reject", demoApprover, 43, func(a *inquiry.Act) (*inquiry.Receipt, error) {
		return a.Reject(ctx, d.j, []inquiry.StepWord{{Step: inquiry.Waiver, Text: "Utred betalningsförmågan: det finns en uppgift om låg inkomst i ansökan."}})
	})
}

func approved(day int) func(context.Context, *demoCase) error {
	return func(ctx context.Context, d *demoCase) error {
		return d.do("approve", demoApprover, day, func(a *inquiry.Act) (*inquiry.Receipt, error) { return a.Approve(ctx, d.j, d.office, nil) })
	}
}

func dispatched(ctx context.Context, d *demoCase) error {
	for _, id := range d.c.Decision.Letters {
		if err := d.send(ctx, id); err != nil {
			return err
		}
	}
	return d.do("follow", inquiry.AutoActor, 44, func(a *inquiry.Act) (*inquiry.Receipt, error) { return a.Follow(ctx, d.j, d.office) })
}

func discontinued(ctx context.Context, d *demoCase) error {
	return d.do("discontinue", demoWorker, 9, func(a *inquiry.Act) (*inquiry.Receipt, error) {
		return a.Discontinue(ctx, d.j, "Den enskilde har redan betalat tillbaka beloppet på eget initiativ.")
	})
}

// send lets one letter leave by digital mailbox. That of the demonstration delivers nowhere.
func (d *demoCase) send(ctx context.Context, id string) error {
	l, err := letter.Load(ctx, d.j, d.c.Party, id, calendar.InstantOf(d.j.Now()))
	if err != nil || l.State != letter.Ordered && l.State != letter.Queued {
		return err
	}
	box := letter.Outbox{Actor: demoCause, Cause: demoCause, Carriers: map[letter.Channel]letter.Carrier{letter.ByMailbox: letter.Pages{}},
		Reach: func(_ context.Context, l *letter.Letter) (letter.Reach, error) {
			if l.ID != id {
				return letter.Reach{}, errors.New("it waits for somebody to send it")
			}
			return letter.Reach{Protection: letter.Unprotected, Mailbox: true}, nil
		}}
	_, err = box.Run(ctx, d.j)
	return err
}
