package main

import (
	"context"
	"flag"
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"balans/journal"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/recover/claim"
)

var claimCommand = command{
	name: "claim", args: "CLAIM", summary: "one claim on a day: what is owed, its days, its limitation, what may be done, and why",
	long: `Shows a claim at the end of a day, from what was known at an instant and by the law as known then.

  balans claim 2024-000123 --user demo-handlaggare --purpose "call from the debtor"
  balans claim 2024-000123 --user … --purpose … --on 2024-06-30 --known-at 2024-07-15 --explain

The view is written in the reading log of every debtor before anything is shown, with the user and the purpose; without
them nothing is shown, nor of someone whose identity is protected without --protected-reason. Persons are shown masked.
A day after today is a projection: nothing that may happen until then is in it. --explain adds every step of the account
with its days, base, rate and paragraph, where each payment went and why, what began and moved the limitation, and what
may be done next or not, by which rule.`,
	setup: func(fs *flag.FlagSet) func(context.Context, *terminal, []string) error {
		o := &claimOptions{}
		o.db.flag(fs, "balans-demo.db")
		fs.Var(&o.on, "on", "the `DATE` shown (default: today)")
		fs.Var(&o.knownAt, "known-at", "count only what was known at this `DATE` (its end) or instant (default: the end of today)")
		fs.BoolVar(&o.explain, "explain", false, "say why, step by step")
		fs.StringVar(&o.format, "format", "text", "text or json")
		fs.StringVar(&o.user, "user", "", "who reads, for the reading log: a user `ID`; must be given")
		fs.StringVar(&o.purpose, "purpose", "", "why, for the reading log: a `TEXT`; must be given")
		fs.StringVar(&o.protected, protectedFlag, "", protectedHelp)
		return o.run
	},
}

type claimOptions struct {
	db                               database
	on                               dateFlag
	knownAt                          instantFlag
	explain                          bool
	format, user, purpose, protected string
}

// How long what stands in the reading log may be, in characters.
const mostUser, mostPurpose = 100, 1000

// notLogged says why nothing is shown. The log is kept by the person's number,
// which an error must not show either.
func notLogged(err error, n identity.Number) error {
	return fmt.Errorf("nothing is shown: %s", strings.ReplaceAll(err.Error(), strconv.FormatInt(int64(n), 10), n.Masked()))
}

// checkLogText refuses what cannot be read back from a line of the reading log.
func checkLogText(name, text string, most int) error {
	switch {
	case !utf8.ValidString(text) || strings.ContainsFunc(text, unicode.IsControl):
		return usage("--%s holds a line break, another control character or text that is not UTF-8: write it on one line, for the reading log (SFB 114:13)", name)
	case utf8.RuneCountInString(text) > most:
		return usage("--%s has %d characters; the reading log takes at most %d", name, utf8.RuneCountInString(text), most)
	}
	return nil
}

func (o *claimOptions) run(ctx context.Context, t *terminal, args []string) error {
	switch {
	case len(args) != 1:
		return usage("name one claim, such as 2024-000123")
	case o.format != "text" && o.format != "json":
		return usage("--format takes text or json, not %q", o.format)
	}
	b := barrier{o.user, o.purpose, o.protected}
	if err := b.check("user", "a claim"); err != nil {
		return err
	}
	j, err := o.db.open(ctx, false)
	if err != nil {
		return err
	}
	defer j.Close()
	today := calendar.InstantOf(j.Now()).Date()
	if err := fillDates("on", &o.on, &o.knownAt, today, calendar.EndOfDay(today)); err != nil {
		return err
	}
	c, err := o.db.columns(ctx, t, j)
	if err != nil {
		return err
	}
	v, err := o.look(ctx, j, c, args[0])
	if err != nil {
		return err
	}
	debtors := make([]identity.Number, 0, len(v.decision.Debtors))
	for _, d := range v.decision.Debtors {
		debtors = append(debtors, d.Number)
	}
	if _, err := b.pass(ctx, j, "claim.print", v.decision.ID, debtors...); err != nil {
		return err
	}
	if o.format == "json" {
		return v.writeJSON(t.out)
	}
	return v.writeText(t.out)
}

// claimFacts is a claim's facts with what follows from them.
type claimFacts struct {
	decision   claim.Decision
	events     []claim.Event // sorted; those that had occurred and were known
	on, today  calendar.Date
	knownAt    calendar.Instant
	explain    bool
	decided    bool // by the day, and known
	law        *claim.LawBook
	account    *claim.Account
	deadlines  *claim.Deadlines
	limitation *claim.Limitation
	standing   claim.Standing
	options    []claim.Option
}

// look reads the claim and computes what follows.
func (o *claimOptions) look(ctx context.Context, j *journal.Journal, c *claim.Columns, id string) (*claimFacts, error) {
	i, ok := c.Find(id)
	if !ok {
		return nil, fmt.Errorf("there is no claim %q; write the whole number, the hyphen too", id)
	}
	stream, err := j.Load(ctx, int64(c.Party(i)), claim.Stream(id))
	if err != nil {
		return nil, err
	}
	v := &claimFacts{on: o.on.Date, today: calendar.InstantOf(j.Now()).Date(), knownAt: o.knownAt.Instant, explain: o.explain}
	var events []claim.Event
	if v.decision, events, err = claim.FromJournal(stream); err != nil {
		return nil, fmt.Errorf("claim %s: %w", id, err)
	}
	for i := range events {
		if e := &events[i]; e.OccurredOn <= v.on && e.RecordedAt <= v.knownAt {
			v.events = append(v.events, *e)
		}
	}
	if v.law, err = claim.ReadLaw(ctx, j); err != nil {
		return nil, err
	}
	law := v.law.At(v.knownAt)
	d := &v.decision
	v.decided = d.DecidedOn <= v.on && calendar.StartOfDay(d.DecidedOn) <= v.knownAt
	if v.account, err = claim.NewAccount(d, v.events, v.on, v.knownAt, law, true); err != nil {
		return nil, err
	}
	v.deadlines = claim.DeadlinesOf(d, v.events, v.on, v.knownAt, law)
	v.limitation = claim.LimitationOf(d, v.events, v.on, v.knownAt, law)
	v.standing = claim.StandingOf(d, v.events, v.on, v.knownAt, v.deadlines, v.limitation, v.account)
	if v.explain && v.decided {
		v.options = claim.Options(d, v.events, v.on, v.law.TermsOf(v.knownAt))
	}
	return v, nil
}

// shown is the one status of the claim.
func (v *claimFacts) shown() claim.Shown {
	return v.standing.Shown(v.standing.Money, claim.RegimeOn(v.decision.DecidedOn))
}

// refused says which rule stops an option, and why; "" when it may be done.
func refused(o *claim.Option) (rule, why, source string) {
	if o.Refusal == nil {
		return "", "", ""
	}
	r := o.Refusal.Rule
	if source = r.Source; source == "Balans egen regel" {
		source = "our own rule"
	}
	if r.ID == "not-now" { // the state says it; what may come is listed beside
		why, _, _ = strings.Cut(o.Refusal.Why, "; there may come")
		return r.ID, why, source
	}
	return r.ID, o.Refusal.Why + ": " + r.Says, source
}

// gaps say which rates are missing.
func (v *claimFacts) gaps() []string {
	var all []string
	for _, g := range v.account.Missing {
		all = append(all, fmt.Sprintf("the rate %s is missing for %s", g.Parameter, g.Period))
	}
	return all
}

// linkReasons are the reasons of a limitation's chain in words.
var linkReasons = [...]string{claim.LinkDecided: "the claim arose by the decision", claim.LinkDue: "it fell due", claim.LinkPaid: "the debtor paid",
	claim.LinkAcknowledged: "the debtor acknowledged it", claim.LinkNotice: "a written demand or reminder reached the debtor",
	claim.LinkProceedings: "it was invoked at Kronofogden or in court", claim.LinkEnded: "the proceedings ended and the time began anew",
	claim.LinkNoNotice: "the proceedings ended without the debtor's knowledge", claim.LinkDeferral: "a deferral ended", claim.LinkRespite: "Kronofogden granted a respite",
	claim.LinkRestructured: "debt restructuring", claim.LinkCourt: "a court extended the time"}
