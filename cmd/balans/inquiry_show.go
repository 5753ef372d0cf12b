package main

import (
	"bufio"
	"context"
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"

	"balans/exchange/rows"
	"balans/journal"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
	"balans/recover/inquiry"
)

// show tells everything of one case.
func (o *inquiryOptions) show(ctx context.Context, t *terminal, j *journal.Journal, id string) error {
	b := barrier{o.user, o.purpose, o.protected}
	if err := b.check("user", "a recovery case"); err != nil {
		return err
	}
	book, err := inquiry.ReadBook(ctx, j)
	if err != nil {
		return err
	}
	s := book.Find(id)
	if s == nil {
		return fmt.Errorf("there is no recovery case %q; `balans inquiry list --state all` shows them", id)
	}
	c, err := inquiry.Load(ctx, j, s.Party, id)
	if err != nil {
		return err
	}
	if _, err := b.pass(ctx, j, "inquiry.print", inquiry.Stream(id), personsInCase(c)...); err != nil {
		return err
	}
	w := &caseText{Writer: bufio.NewWriter(t.out), Case: c, on: o.on.Date}
	w.heading()
	w.bases()
	w.steps()
	w.reckoned()
	w.said()
	w.decided()
	w.history()
	return w.Flush()
}

// personsInCase is who a case is about first, then everybody else in it.
func personsInCase(c *inquiry.Case) []identity.Number {
	all := []identity.Number{c.Party}
	add := func(n identity.Number) {
		if n != identity.None && !slices.Contains(all, n) {
			all = append(all, n)
		}
	}
	for i := range c.Bases {
		for k := range c.Bases[i].Lines {
			add(c.Bases[i].Lines[k].Payee)
		}
	}
	for _, a := range c.Assessments[inquiry.Parties] {
		for i := range a.Recipients {
			for _, d := range a.Recipients[i].Debtors {
				add(d.Number)
			}
		}
	}
	return all
}

// caseText writes a case for people. Persons are masked.
type caseText struct {
	*bufio.Writer
	*inquiry.Case
	on calendar.Date
}

func (w *caseText) say(format string, args ...any) { fmt.Fprintf(w.Writer, format+"\n", args...) }

func (w *caseText) heading() {
	w.say("Recovery case %s as of %s: %s since %s", w.ID, w.on, w.State, w.Since)
	w.say("%s, %s–%s, of %s; opened %s by %s", w.Benefit, w.From, w.To, w.Party.Masked(), w.Opened, w.By)
	if w.Owner != "" || w.Unit != "" {
		w.say("worked on by %s, unit %s", orDashText(w.Owner), orDashText(w.Unit))
	}
	source := string(w.Signal.Source)
	if source == "" {
		source = "control " + w.Signal.Control + " in " + w.Signal.Run + ", judged by " + w.Signal.JudgedBy + " " + dayText(w.Signal.JudgedOn)
	}
	w.say("signal: %s %s: %s%s", source, w.Signal.Ref, w.Signal.Text, w.Signal.Says)
	if w.Stop != nil {
		w.say("stopped (%s) until %s: %s", w.Stop.Why, w.Stop.Until, w.Stop.Reason)
	}
	for _, r := range w.Reports {
		w.say("reported to the police %s, number %s", r.On, r.Number)
	}
	if w.Result != "" {
		w.say("it came to: %s %s", w.Result, w.EndReason)
	}
	for _, d := range w.DueOn(w.on) {
		w.say("due since %s: %s %s", d.Since, d.Does, d.For)
	}
}

func orDashText(s string) string {
	if s == "" {
		return "–"
	}
	return s
}

func (w *caseText) bases() {
	now := w.Current()
	for i := range w.Bases {
		b := &w.Bases[i]
		state := "older"
		switch {
		case b.Annulled:
			state = "annulled"
		case b.Blocked:
			state = "blocked"
		case b.Number == now.Number:
			state = "in force"
		}
		w.say("\nbasis %d, %s: %s, received %s by %s", b.Number, messageName(b.Source, b.ID, b.Version), state, b.On, b.By)
		if b.Number != now.Number {
			continue
		}
		tw := tabwriter.NewWriter(w.Writer, 0, 0, 2, ' ', 0)
		fmt.Fprintln(tw, "  payout\tdays\tpaid to\tpaid\ttax\tentitled to\ttoo much")
		for k := range b.Lines {
			l := &b.Lines[k]
			fmt.Fprintf(tw, "  %s\t%s–%s\t%s\t%s\t%s\t%s\t%s\n", rows.Masked(l.Payout), l.From, l.To, l.Payee.Masked(), l.Paid.Kronor(), l.Tax.Kronor(), l.Entitled.Kronor(), l.Wrong().Kronor())
		}
		tw.Flush()
	}
}

func (w *caseText) steps() {
	w.say("\nsteps")
	for _, s := range inquiry.Steps {
		st := w.StandingOf(s, w.on)
		line := fmt.Sprintf("  %-10s %s %s", s, st.Status, st.Why)
		if st.Assessment != nil {
			line += fmt.Sprintf(" %s by %s", st.On, st.By)
		}
		w.say("%s", strings.TrimRight(line, " "))
		if st.Assessment == nil {
			continue
		}
		for _, x := range st.Spans {
			w.say("    %s–%s %s %s: %s", x.From, x.To, x.Answer, x.Ground, x.Reason)
		}
		for _, r := range st.Recipients {
			var who []string
			for _, d := range r.Debtors {
				who = append(who, d.Number.Masked())
			}
			w.say("    what %s got is owed by %s", r.Payee.Masked(), strings.Join(who, ", "))
		}
		if st.Text != "" {
			w.say("    sent back: %s", st.Text)
		}
	}
}

func (w *caseText) reckoned() {
	r := w.Reckon(w.on)
	if w.Current().Basis == nil {
		return
	}
	w.say("\nwhat it comes to, kronor")
	for _, x := range []struct {
		name   string
		amount money.Amount
	}{{"paid", r.Paid}, {"entitled to", r.Entitled}, {"paid too much", r.Wrong}, {"held for right", r.Right}, {"nobody is liable", r.Unliable}, {"too old", r.Barred},
		{"waived", r.Waived}, {"to be repaid, gross", r.Repay}, {"of it withheld as tax", r.Tax}, {"paid too little", r.Short}} {
		if x.amount != 0 || x.name == "to be repaid, gross" {
			w.say("  %-22s %12s", x.name, x.amount.Kronor())
		}
	}
	if w.State == inquiry.Investigating || w.State == inquiry.InHearing {
		for _, key := range r.Missing {
			_, en := inquiry.MissingWords(key)
			w.say("  before it can be proposed: %s", en)
		}
	}
}

func (w *caseText) said() {
	for _, h := range w.Hearings {
		w.say("\nheard %s with the letter %s on %s kronor, to answer by %s", h.SentOn, orDashText(h.Letter), h.Amount.Kronor(), h.AnswerBy)
		for _, a := range h.Answers {
			w.say("  answered %s: %s", a.On, a.Text)
		}
	}
	if e := w.Exempt; e != nil {
		w.say("\nnot heard, %s: %s", e.Ground, e.Reason)
	}
	if p := w.Proposal; p != nil {
		w.say("\nproposed %s by %s: %s, %s kronor", p.On, p.By, p.Result, p.Repay.Kronor())
	}
	for _, r := range w.Rejections {
		for _, s := range r.Steps {
			w.say("\nsent back %s by %s, %s: %s", r.On, r.By, s.Step, s.Text)
		}
	}
}

func (w *caseText) decided() {
	d := w.Decision
	if d == nil {
		return
	}
	by := d.By + ", proposed by " + d.Proposer
	if d.Auto {
		by = "the program"
	}
	w.say("\ndecided %s by %s: %s, %s kronor", d.On, by, d.Result, d.Repay.Kronor())
	for i := range d.Claims {
		x := &d.Claims[i]
		w.say("  claim %s, %s, %s–%s: %s kronor", x.ID, x.Type, x.From, x.To, x.Principal.Kronor())
	}
	for _, l := range d.Letters {
		w.say("  letter %s", l)
	}
	if w.Dispatched != calendar.None {
		w.say("  the letters had left %s", w.Dispatched)
	}
}

func (w *caseText) history() {
	w.say("\nhistory")
	tw := tabwriter.NewWriter(w.Writer, 0, 0, 2, ' ', 0)
	for _, e := range w.History {
		fmt.Fprintf(tw, "  %s\t%s\t%s\t%s\n", e.On, strings.TrimSuffix(strings.TrimPrefix(e.Kind, "inquiry."), "/1"), e.Actor, e.State)
	}
	tw.Flush()
}
