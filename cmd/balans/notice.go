package main

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"flag"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"balans/journal"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/prevent/benefit"
	"balans/prevent/notice"
)

var noticeCommand = command{
	name: "notice", args: "report|take|answer|place|correct|withdraw|close|strike|list|show|follow-up|circumstances …",
	summary: "notices of changed circumstances: which benefits each reached, what they did and when",
	long: `  report                     a notice came in: --person, --circumstance, --benefits
  take ID BENEFIT            the benefit begins with it (--unit)
  answer ID BENEFIT OUTCOME  changed, no-effect, ended or inquiry (--decision, --effect-from, --text)
  place ID BENEFIT,…         a person decides which benefits it concerns, also without a row in the table (--why)
  correct ID                 what was stated was wrong: --circumstance, --from, --learnt, --text, --why; what is left out stays
  withdraw ID, close ID      the person takes it back; it ends before all have answered (--why)
  strike ID NUMBER           a fact was recorded wrongly; show gives its number (--why)
  list [WHICH]               open (the default), to-place, late, answered, ended or all; --circumstance and --benefit filter;
                             of who has a protected identity only how many there are
  show ID                    one notice; the view is written in the person's reading log (--user, --purpose)
  follow-up                  figures of those received --from … --to …: times, before the next payment, late, open by age
  circumstances [CODE]       what can change; with a code, what that means for each benefit, by which paragraph

--benefits is what the person has, each with its next pay day where it is known; without it, what is or was paid within
three months by the payment runs here. The table decides which of them the notice reaches. What it reaches none of waits for a person: list to-place. The same report under the same --id is
received once. What is recorded needs --by; a day is today unless --on says another.

  balans notice report --person 193502017456 --circumstance moved --from 2025-03-15 --learnt 2025-03-15 \
    --benefits bostadsbidrag:2025-04-25,barnbidrag:2025-04-17,underhallsstod --on 2025-03-20 --by karin
  balans notice take 2025-04-K7Q2XM4P bostadsbidrag --by eva
  balans notice answer 2025-04-K7Q2XM4P bostadsbidrag changed --decision "FK 2025/001234" --effect-from 2025-04-01 --by eva
  balans notice follow-up --from 2025-01-01 --to 2025-03-31 --json`,
	setup: func(fs *flag.FlagSet) func(context.Context, *terminal, []string) error {
		o := &noticeOptions{}
		o.declare(fs)
		return o.run
	},
}

// noticeOptions is the command line of notice.
type noticeOptions struct {
	db                                           database
	on, from, to, learnt, effectFrom             dateFlag
	knownAt                                      instantFlag
	person, circumstance, text, channel, source  string
	sender, benefits, benefit, id, by, unit, why string
	decision, user, purpose, protected           string
	known, asJSON, dryRun                        bool
}

func (o *noticeOptions) declare(fs *flag.FlagSet) {
	o.db.flag(fs, "balans-demo.db")
	fs.Var(&o.on, "on", "the `DATE` a fact happened, or that is shown (default: today)")
	fs.Var(&o.knownAt, "known-at", "list, show, follow-up: use only what was known at this `DATE` (its end) or instant")
	fs.Var(&o.from, "from", "report, correct: true from this `DATE`; follow-up: the first day of receipt")
	fs.Var(&o.to, "to", "follow-up: the last `DATE` of receipt")
	fs.Var(&o.learnt, "learnt", "report, correct: the `DATE` the person learnt of it; the 14 days of SFB 110:47 run from it")
	fs.Var(&o.effectFrom, "effect-from", "answer: the first `DATE` of the changed benefit, or without it")
	for _, f := range []struct {
		to                   *string
		name, standard, help string
	}{
		{&o.person, "person", "", "report: the identity `NUMBER`, twelve digits"}, {&o.circumstance, "circumstance", "", "what has changed: a `CODE` of circumstances"},
		{&o.benefits, "benefits", "", "report: the benefits the person has, `CODE:PAYDAY,CODE,…`"}, {&o.benefit, "benefit", "", "list: those that reached the benefit `CODE`"},
		{&o.text, "text", "", "report, correct, answer: what was said, a `TEXT`"}, {&o.channel, "channel", string(notice.ByPhone), "report: `WAY` it came: web, phone, letter, visit, message or file"},
		{&o.source, "source", string(notice.ByPerson), "report: `WHO` told: person, agency or control"}, {&o.sender, "sender", "", "report: the `NAME` of the agency or the control"},
		{&o.id, "id", "", "report: the `ID` it gets; a repeated report with it is received once (default: one is made)"},
		{&o.by, "by", "", "the `NAME` of who records"}, {&o.unit, "unit", "", "take: the `UNIT`"}, {&o.decision, "decision", "", "answer: the `REFERENCE` of the decision or the inquiry"},
		{&o.why, "why", "", "place, correct, withdraw, close, strike: the `REASON`"},
		{&o.user, "user", "", "show: who reads, for the reading log: a user `ID`"}, {&o.purpose, "purpose", "", "show: why, for the reading log: a `TEXT`"},
		{&o.protected, protectedFlag, "", "show: " + protectedHelp},
	} {
		fs.StringVar(f.to, f.name, f.standard, f.help)
	}
	fs.BoolVar(&o.known, "known", false, "report: the agency knew already, so nothing had to be reported (SFB 110:46)")
	fs.BoolVar(&o.asJSON, "json", false, "list, show, follow-up: JSON")
	fs.BoolVar(&o.dryRun, "dry-run", false, "check and tell without recording")
}

// noticeVerbs is how many arguments each verb takes besides itself, least and most.
var noticeVerbs = map[string][2]int{
	"report": {0, 0}, "take": {2, 2}, "answer": {3, 3}, "place": {2, 2}, "correct": {1, 1}, "withdraw": {1, 1}, "close": {1, 1}, "strike": {2, 2},
	"list": {0, 1}, "show": {1, 1}, "follow-up": {0, 0}, "circumstances": {0, 1},
}

func (o *noticeOptions) run(ctx context.Context, t *terminal, args []string) error {
	if len(args) == 0 {
		args = []string{"list"}
	}
	verb, rest := args[0], args[1:]
	most, ok := noticeVerbs[verb]
	shows := slices.Contains([]string{"list", "show", "follow-up", "circumstances"}, verb)
	switch {
	case !ok:
		return usage("notice knows no %q; `balans help notice` lists what it takes", verb)
	case len(rest) < most[0] || len(rest) > most[1]:
		return usage("notice %s takes %s, not %d; `balans help notice` shows them", verb, counted(most[1], "argument"), len(rest))
	case verb == "circumstances":
		return o.circumstances(t, rest)
	case !shows && strings.TrimSpace(o.by) == "":
		return usage("--by is to name who records it")
	case !shows && o.knownAt.set:
		return usage("--known-at is for what is shown; a fact that is recorded is known from now on")
	case !shows && o.asJSON:
		return usage("--json is for list, show and follow-up, not for %s", verb)
	case !shows && o.on.set && (o.on.Date < firstFactDay || o.on.Date > lastFactDay):
		return usage("--on %s: a day lies between %s and %s", o.on.Date, firstFactDay, lastFactDay)
	}
	var err error
	var body notice.Body
	if !shows && verb != "report" && verb != "correct" {
		if body, err = o.body(verb, rest); err != nil {
			return err
		}
	}
	j, err := o.db.open(ctx, false)
	if err != nil {
		return err
	}
	defer j.Close()
	switch verb {
	case "report":
		return o.report(ctx, t, j)
	case "correct":
		return o.correct(ctx, t, j, rest[0])
	case "list", "show", "follow-up":
		now := calendar.InstantOf(j.Now())
		if err := fillDates("on", &o.on, &o.knownAt, now.Date(), now); err != nil {
			return err
		}
		return o.look(ctx, t, j, verb, rest)
	}
	return o.record(ctx, t, j, verb, rest[0], body)
}

// body is the fact a verb records, of its arguments.
func (o *noticeOptions) body(verb string, args []string) (notice.Body, error) {
	switch verb {
	case "take", "answer":
		b, ok := benefit.Parse(args[1])
		if !ok {
			return nil, usage("there is no benefit %q; `balans help benefits` lists them", args[1])
		}
		if verb == "take" {
			return notice.Take{Benefit: b, Unit: o.unit}, nil
		}
		outcome := notice.Outcome(args[2])
		if !slices.Contains(notice.Outcomes(), outcome) {
			return nil, usage("the outcome is one of %v, not %q", notice.Outcomes(), args[2])
		}
		return notice.Answer{Benefit: b, Outcome: outcome, Decision: o.decision, EffectFrom: o.effectFrom.orNone(), Text: o.text}, nil
	case "place":
		all, err := notice.ParseEngagements(args[1])
		if err != nil {
			return nil, usageError{err}
		}
		return notice.Place{Benefits: all, Why: o.why}, nil
	case "withdraw":
		return notice.Withdraw{Why: o.why}, nil
	case "close":
		return notice.Close{Why: o.why}, nil
	}
	n, err := strconv.ParseInt(args[1], 10, 32)
	if err != nil || n < 1 {
		return nil, usage("strike takes the number of a fact, as show prints it, not %q", args[1])
	}
	return notice.Strike{Event: int32(n), Why: o.why}, nil
}

// orNone is the day that was given, or none.
func (d dateFlag) orNone() calendar.Date {
	if !d.set {
		return calendar.None
	}
	return d.Date
}

// now is the terms as known now.
func (o *noticeOptions) now(ctx context.Context, j *journal.Journal) (notice.Terms, error) {
	return notice.ReadTerms(ctx, j, calendar.InstantOf(j.Now()))
}

func (o *noticeOptions) report(ctx context.Context, t *terminal, j *journal.Journal) error {
	party, err := identity.Parse(o.person)
	if err != nil {
		return usage("--person: %v", err)
	}
	if _, ok := notice.CircumstanceOf(o.circumstance); !ok {
		return usage("--circumstance: there is no %q; `balans notice circumstances` lists them, and other is for what is not in the list", o.circumstance)
	}
	has, err := notice.ParseEngagements(o.benefits)
	if err != nil {
		return usage("--benefits: %v", err)
	}
	if o.benefits == "" {
		engagements, err := payoutEngagements(ctx, j)
		if err != nil {
			return err
		}
		day := calendar.InstantOf(j.Now()).Date()
		if o.on.set {
			day = o.on.Date
		}
		has = engagements(party, day)
	}
	terms, err := o.now(ctx, j)
	if err != nil {
		return err
	}
	today := calendar.InstantOf(j.Now()).Date()
	if n, err := identity.ParseOn(o.id, today); err == nil && n.Kind() != identity.Organisation {
		return usage("--id is an identity number; it would stand in lists and addresses: give the notice another id, or none")
	}
	r := notice.Report{ID: cmp.Or(o.id, newNoticeID(today)), Party: party, On: o.on.orNone(), Actor: o.by, Cause: "balans notice report", DryRun: o.dryRun,
		Body: notice.Receive{Stated: notice.Stated{Circumstance: o.circumstance, TrueFrom: o.from.orNone(), LearntOn: o.learnt.orNone(), Details: o.text},
			Channel: notice.Channel(o.channel), Source: notice.Source(o.source), Sender: o.sender, Known: o.known, Benefits: has}}
	receipt, err := notice.ReceiveReport(ctx, j, r, terms)
	if err != nil {
		return err
	}
	n := receipt.Notice
	switch {
	case receipt.Stands:
		fmt.Fprintf(t.out, "It stands already; nothing was recorded. Notice %s is %s.\n", n.ID, n.State)
	case receipt.DryRun:
		fmt.Fprintf(t.out, "It can be received. It would be %s.\n", n.State)
	default:
		fmt.Fprintf(t.out, "Received as notice %s on %s. It is %s.\n", n.ID, n.ReceivedOn, n.State)
	}
	printReached(t.out, n)
	if n.State == notice.ToPlace {
		fmt.Fprintf(t.out, "No benefit is reached by the table; a person decides: balans notice place %s BENEFIT --why … --by …\n", n.ID)
	}
	if len(receipt.Alike) > 0 {
		fmt.Fprintf(t.out, "The same circumstance from the same day has been told before: %s.\n", strings.Join(receipt.Alike, ", "))
	}
	return nil
}

// newNoticeID is an id nobody has: the month, so that it can be said on the telephone what
// it is about, and eight letters and digits.
func newNoticeID(today calendar.Date) string { return today.String()[:7] + "-" + rand.Text()[:8] }

// correct replaces what flags name of what is stated.
func (o *noticeOptions) correct(ctx context.Context, t *terminal, j *journal.Journal, id string) error {
	if o.circumstance == "" && !o.from.set && !o.learnt.set && o.text == "" {
		return usage("correct says what was wrong: --circumstance, --from, --learnt or --text")
	}
	if _, ok := notice.CircumstanceOf(o.circumstance); !ok && o.circumstance != "" {
		return usage("--circumstance: there is no %q; `balans notice circumstances` lists them", o.circumstance)
	}
	terms, err := o.now(ctx, j)
	if err != nil {
		return err
	}
	n, err := loadNotice(ctx, j, id, calendar.InstantOf(j.Now()).Date(), calendar.InstantOf(j.Now()), terms)
	if err != nil {
		return err
	}
	s := n.Stated
	s.Circumstance, s.Details = cmp.Or(o.circumstance, s.Circumstance), cmp.Or(o.text, s.Details)
	if o.from.set {
		s.TrueFrom = o.from.Date
	}
	if o.learnt.set {
		s.LearntOn = o.learnt.Date
	}
	return o.record(ctx, t, j, "correct", id, notice.Correct{Stated: s, Why: o.why})
}

func (o *noticeOptions) record(ctx context.Context, t *terminal, j *journal.Journal, verb, id string, body notice.Body) error {
	terms, err := o.now(ctx, j)
	if err != nil {
		return err
	}
	receipt, err := notice.Record(ctx, j, notice.Command{Notice: id, Body: body, On: o.on.orNone(), Actor: o.by, Cause: "balans notice " + verb, DryRun: o.dryRun}, terms)
	switch {
	case errors.Is(err, notice.ErrUnknown):
		return fmt.Errorf("there is no notice %q; `balans notice list all` shows them", id)
	case err != nil:
		return err
	case receipt.Stands:
		fmt.Fprintf(t.out, "It stands already; nothing was recorded on %s.\n", id)
	case receipt.DryRun:
		fmt.Fprintf(t.out, "It can be recorded on %s, which would be %s.\n", id, receipt.Notice.State)
	default:
		fmt.Fprintf(t.out, "Recorded on %s, which is %s.\n", id, receipt.Notice.State)
	}
	return nil
}

// loadNotice is one notice as of a day, as known at an instant.
func loadNotice(ctx context.Context, j *journal.Journal, id string, on calendar.Date, knownAt calendar.Instant, terms notice.Terms) (*notice.Notice, error) {
	facts, err := notice.Load(ctx, j, id)
	if errors.Is(err, notice.ErrUnknown) {
		return nil, fmt.Errorf("there is no notice %q; `balans notice list all` shows them", id)
	}
	if err != nil {
		return nil, err
	}
	n := notice.Fold(facts, on, knownAt, terms)
	if n == nil {
		return nil, fmt.Errorf("notice %s had not been received by %s, as known then", id, on)
	}
	return n, nil
}

// look shows what is read.
func (o *noticeOptions) look(ctx context.Context, t *terminal, j *journal.Journal, verb string, args []string) error {
	terms, err := notice.ReadTerms(ctx, j, o.knownAt.Instant)
	if err != nil {
		return err
	}
	if verb == "show" {
		return o.show(ctx, t, j, args[0], terms)
	}
	book, err := notice.Read(ctx, j)
	if err != nil {
		return err
	}
	all := book.Notices(o.on.Date, o.knownAt.Instant, terms)
	if verb == "follow-up" {
		return o.followUp(t, all)
	}
	return o.list(ctx, t, all, newHidden(j), args)
}

func (o *noticeOptions) show(ctx context.Context, t *terminal, j *journal.Journal, id string, terms notice.Terms) error {
	b := barrier{o.user, o.purpose, o.protected}
	if err := b.check("user", "a notice"); err != nil {
		return err
	}
	n, err := loadNotice(ctx, j, id, o.on.Date, o.knownAt.Instant, terms)
	if err != nil {
		return err
	}
	if _, err := b.pass(ctx, j, "notice.print", notice.Stream(id), n.Party); err != nil {
		return err
	}
	if o.asJSON {
		return writeNoticeJSON(t.out, n)
	}
	return writeNoticeText(t.out, n)
}
