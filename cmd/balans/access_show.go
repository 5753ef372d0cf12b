package main

import (
	"cmp"
	"context"
	"crypto/rand"
	"fmt"
	"strconv"
	"strings"
	"text/tabwriter"

	"balans/access"
	"balans/journal"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/statute"
	"balans/prevent/register"
)

// registeredPersons is what registers tell of persons, for the rules on access.
type registeredPersons struct {
	ctx   context.Context // of the command
	j     *journal.Journal
	book  *register.Book
	kin   access.Relations
	steps int
	on    calendar.Date
}

// readPersons reads the registers as they are known now. Of relations they tell custody
// alone; what else one of the staff told is in the book of rights.
func readPersons(ctx context.Context, j *journal.Journal) (*registeredPersons, error) {
	now := calendar.InstantOf(j.Now())
	p := &registeredPersons{ctx: ctx, j: j, on: now.Date()}
	parameters, err := statute.Load()
	if err != nil {
		return nil, err
	}
	steps, err := parameters.Value(statute.RelationSteps, p.on)
	if err != nil {
		return nil, err
	}
	p.steps = int(steps.Int64)
	if p.book, err = register.Read(ctx, j, now); err != nil {
		return nil, err
	}
	for _, party := range p.book.Parties() {
		for _, f := range p.book.Of(party).Facts(register.Population) {
			if child, err := identity.Parse(f.Other); err == nil && f.Status == register.Guardian {
				p.kin.Relate(party, child, f.Days())
			}
		}
	}
	return p, nil
}

// Known says whether a register tells anything of the person, or the journal holds a matter
// of the person's. When that cannot be read the person is not known.
func (p *registeredPersons) Known(n identity.Number) bool {
	if len(p.book.Of(n).All()) > 0 {
		return true
	}
	events, err := p.j.LoadParty(p.ctx, int64(n))
	return err == nil && len(events) > 0
}

// Protected says whether the identity is protected today.
func (p *registeredPersons) Protected(n identity.Number) bool { return p.book.Protected(n, p.on) }

// Related says whether two persons stand too near each other.
func (p *registeredPersons) Related(a, b identity.Number) bool {
	_, near := p.kin.Steps(a, b, p.steps, p.on)
	return near
}

// loggedPersons are registeredPersons for the log, where whoever stands in it is known.
type loggedPersons struct{ *registeredPersons }

// Known: somebody's facts were read here, so the person is known.
func (loggedPersons) Known(identity.Number) bool { return true }

// list lists the staff of a day. Nobody's number is shown.
func (o *accessOptions) list(ctx context.Context, t *terminal, j *journal.Journal, _ []string) error {
	b, err := access.Read(ctx, j)
	if err != nil {
		return err
	}
	on, now := o.day(o.on, j), calendar.InstantOf(j.Now())
	tw := tabwriter.NewWriter(t.out, 0, 0, 2, ' ', 0)
	n := 0
	for _, id := range b.IDs() {
		s, ok := b.Staff(id, on, now)
		if !ok {
			continue
		}
		if n++; n == 1 {
			fmt.Fprintln(tw, "ID\tNAME\tUNIT\tROLES")
		}
		var roles []string
		for _, g := range b.Grants(id, on, now) {
			roles = append(roles, grantText(g))
		}
		for _, d := range b.Delegations(id, on, now) {
			roles = append(roles, "for "+d.Giver+" to "+d.To.String())
		}
		fmt.Fprintf(tw, "%s\t%s\t%s\t%s\n", id, s.Name, s.Unit, strings.Join(roles, "; "))
	}
	if err := tw.Flush(); err != nil {
		return err
	}
	fmt.Fprintf(t.out, "%s on %s.\n", counted(n, "member")+" of staff", on)
	return nil
}

// grantText is a grant in short: the role, and what it is limited to.
func grantText(g access.Grant) string {
	var limits []string
	if len(g.Benefits) > 0 {
		limits = append(limits, strings.Join(g.Benefits, ","))
	}
	if g.Unit != "" {
		limits = append(limits, g.Unit)
	}
	if len(limits) == 0 {
		return g.Role
	}
	return g.Role + " (" + strings.Join(limits, "; ") + ")"
}

// openTo is a last day in words.
func openTo(to calendar.Date) string { return cmp.Or(to.String(), "no end") }

func (o *accessOptions) show(ctx context.Context, t *terminal, j *journal.Journal, args []string) error {
	b, err := access.Read(ctx, j)
	if err != nil {
		return err
	}
	on, now := o.day(o.on, j), calendar.InstantOf(j.Now())
	spells := b.Spells(args[0], now)
	if len(spells) == 0 {
		return fmt.Errorf("nobody of the staff has the id %q; `balans access list` shows them", args[0])
	}
	for _, s := range spells {
		fmt.Fprintf(t.out, "%s to %s: %s, %s, %s\n", s.From, openTo(s.To), s.Name, s.Unit, s.Number.Masked())
	}
	fmt.Fprintf(t.out, "On %s:\n", on)
	for _, g := range b.Grants(args[0], on, now) {
		fmt.Fprintf(t.out, "  %s: %s, %s to %s: %s\n", g.ID, grantText(g), g.From, openTo(g.To), g.Why)
	}
	for _, d := range b.Delegations(args[0], on, now) {
		fmt.Fprintf(t.out, "  %s: acts for %s in %s, %s to %s: %s\n", d.ID, d.Giver, cmp.Or(d.Role, "every role"), d.From, d.To, d.Why)
	}
	fmt.Fprintf(t.out, "  Behind what %s does stand: %s\n", args[0], strings.Join(b.Behind(args[0], on, now), ", "))
	return nil
}

func (o *accessOptions) override(ctx context.Context, t *terminal, j *journal.Journal, _ []string) error {
	n, err := o.number()
	if err != nil {
		return err
	}
	if _, ok := access.FunctionOf(o.function); !ok {
		return usage("--function must name what was refused, such as claim.read; `balans access roles` lists the functions")
	}
	if o.hours < 0 || o.hours > 1000 {
		return usage("--hours takes a number of hours, not %d", o.hours)
	}
	b, err := access.Read(ctx, j)
	if err != nil {
		return err
	}
	p, err := readPersons(ctx, j)
	if err != nil {
		return err
	}
	w := access.Beyond{Question: access.Question{Actor: o.by, Function: o.function, Party: n, Benefit: o.benefit, Unit: o.unit, Persons: p},
		Reason: o.why, ID: o.newID("override"), Cause: "balans access override", DryRun: o.dryRun}
	if o.hours > 0 {
		w.Until = calendar.InstantOf(j.Now()) + calendar.Instant(o.hours)*3_600_000_000
	}
	x, err := access.TakeOverride(ctx, j, b, w)
	if err != nil {
		return err
	}
	if o.dryRun {
		fmt.Fprintf(t.out, "It can be taken, until %s.\n", x.Until)
		return nil
	}
	fmt.Fprintf(t.out, "Override %s lasts until %s. It will be reviewed by another person. End it sooner with: balans access end %s --why … --by …\n", x.ID, x.Until, x.ID)
	return nil
}

// period is --from and --to, both of which must be given.
func (o *accessOptions) period() (calendar.Period, error) {
	if !o.from.set || !o.to.set || o.to.Date < o.from.Date {
		return calendar.Period{}, usage("--from and --to are to give a period, the first day and the last")
	}
	return calendar.Period{From: o.from.Date, To: o.to.Date}, nil
}

func (o *accessOptions) overrides(ctx context.Context, t *terminal, j *journal.Journal, _ []string) error {
	days, err := o.period()
	if err != nil {
		return err
	}
	b, err := access.Read(ctx, j)
	if err != nil {
		return err
	}
	all := b.Overrides(days, calendar.InstantOf(j.Now()))
	for _, x := range all { // whose matter it was is in the reading log, for who may read that
		fmt.Fprintf(t.out, "%s  %s  %s to %s  %s\n", x.ID, x.Actor, x.From, x.Until, x.Reason)
	}
	fmt.Fprintf(t.out, "%s.\n", counted(len(all), "override"))
	return nil
}

// readLog gives the lines that --by may read, and notes that they were read.
func (o *accessOptions) readLog(ctx context.Context, j *journal.Journal, verb string) (access.Log, *access.Book, *registeredPersons, error) {
	fail := func(err error) (access.Log, *access.Book, *registeredPersons, error) {
		return access.Log{}, nil, nil, err
	}
	days, err := o.period()
	if err != nil {
		return fail(err)
	}
	l := access.Look{Actor: o.by, Cause: "balans access " + verb, Purpose: o.why, Reader: o.reader, Days: days}
	if o.person != "" {
		if l.Party, err = o.number(); err != nil {
			return fail(err)
		}
	}
	if err := cmp.Or(checkLogText("by", o.by, mostUser), checkLogText("why", o.why, mostPurpose), checkLogText("reader", o.reader, mostUser)); err != nil {
		return fail(err)
	}
	b, err := access.Read(ctx, j)
	if err != nil {
		return fail(err)
	}
	p, err := readPersons(ctx, j)
	if err != nil {
		return fail(err)
	}
	log, err := access.ReadLog(ctx, j, b, l, loggedPersons{p})
	return log, b, p, err
}

func (o *accessOptions) log(ctx context.Context, t *terminal, j *journal.Journal, _ []string) error {
	log, _, _, err := o.readLog(ctx, j, "log")
	if err != nil {
		return err
	}
	for i := range log.Lines {
		fmt.Fprintln(t.out, lineText(&log.Lines[i]))
	}
	fmt.Fprintf(t.out, "%s.\n", counted(len(log.Lines), "reading"))
	withheld(t, log)
	return nil
}

func withheld(t *terminal, log access.Log) {
	if log.Withheld > 0 {
		fmt.Fprintf(t.out, "%s more of persons whom you may not see: another reviewer takes those.\n", counted(log.Withheld, "reading"))
	}
}

// lineText is a line of the log, that begins with the number review asks for. The person is
// masked.
func lineText(l *access.Line) string {
	s := fmt.Sprintf("%d  %s  %s  %s  %s  %s: %s", l.Event, l.At, l.Actor, l.Party.Masked(), l.Cause, l.Claim, l.Purpose)
	for _, v := range l.Reviews {
		s += fmt.Sprintf("  [%s by %s]", v.Outcome, v.Reviewer)
	}
	return s
}

func (o *accessOptions) selection(ctx context.Context, t *terminal, j *journal.Journal, _ []string) error {
	log, b, p, err := o.readLog(ctx, j, "select")
	if err != nil {
		return err
	}
	parameters, err := statute.Load()
	if err != nil {
		return err
	}
	s, err := access.SelectionOn(parameters, o.to.Date, cmp.Or(o.seed, rand.Text()))
	if err != nil {
		return err
	}
	s.Persons = loggedPersons{p}
	picks := b.Select(log.Lines, s)
	for i := range picks {
		var why []string
		for _, code := range picks[i].Why {
			why = append(why, access.PickText(code, access.Language(o.lang)))
		}
		fmt.Fprintf(t.out, "%s  {%s: %s}\n", lineText(&picks[i].Line), strings.Join(picks[i].Why, ","), strings.Join(why, ", "))
	}
	fmt.Fprintf(t.out, "%s of %s to review. The lot was drawn with --seed %s.\n", number(int64(len(picks))), counted(len(log.Lines), "reading"), s.Seed)
	withheld(t, log)
	return nil
}

func (o *accessOptions) review(ctx context.Context, t *terminal, j *journal.Journal, args []string) error {
	event, err := strconv.ParseInt(args[0], 10, 64)
	if err != nil || event < 1 {
		return usage("review takes the number of a reading, as log prints it, not %q", args[0])
	}
	line, err := access.LineAt(ctx, j, event)
	if err != nil {
		return err
	}
	b, err := access.Read(ctx, j)
	if err != nil {
		return err
	}
	p, err := readPersons(ctx, j)
	if err != nil {
		return err
	}
	v := access.Review{Reading: line.Version, Outcome: access.Outcome(args[1]), Selected: o.picked, Text: o.text, Reviewer: o.by}
	stands, err := access.RecordReview(ctx, j, b, line.Party, v, "balans access review", loggedPersons{p})
	switch {
	case err != nil:
		return err
	case stands:
		fmt.Fprintln(t.out, "It stands already; nothing was recorded.")
	default:
		fmt.Fprintf(t.out, "Recorded: number %d is %s.\n", event, v.Outcome)
	}
	return nil
}
