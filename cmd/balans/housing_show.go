package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"

	"balans/journal"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
	"balans/prevent/housing"
	"balans/recover/claim"
	"balans/recover/settlement"
)

// found is a household that is asked for by a person's number or a settlement's.
func (o *housingOptions) found(ctx context.Context, j *journal.Journal, who string) (k *housing.Known, only *housing.Settled, err error) {
	party, err := identity.Parse(who)
	if err != nil {
		s, err := settlementOf(ctx, j, who)
		if err != nil {
			return nil, nil, err
		}
		party, only, o.household, o.year = s.Party, s, s.Household, s.Year
	}
	events, err := j.LoadParty(ctx, int64(party))
	if err != nil {
		return nil, nil, err
	}
	own, elsewhere, err := housing.OfParty(party, events)
	if err != nil {
		return nil, nil, err
	}
	own = slices.DeleteFunc(own, func(k *housing.Known) bool {
		return o.year != 0 && k.Year != o.year || o.household != "" && k.ID != o.household
	})
	switch {
	case len(own) == 1:
		return own[0], only, nil
	case len(own) > 1:
		return nil, nil, o.sayWhich(ctx, j, party, own)
	case len(elsewhere) > 0:
		x := &elsewhere[0]
		if err := o.pass(ctx, j, x.Household, x.Year, party); err != nil {
			return nil, nil, err
		}
		return nil, nil, fmt.Errorf("the person is the spouse of household %s in %d; it stands under who applied", x.Household, x.Year)
	}
	return nil, nil, errors.New("nothing is known of housing allowances of that person")
}

// sayWhich asks which of a person's households it is about. That there are several is a fact of
// the person, so that the reading is logged.
func (o *housingOptions) sayWhich(ctx context.Context, j *journal.Journal, party identity.Number, all []*housing.Known) error {
	if err := o.pass(ctx, j, all[0].ID, all[0].Year, party); err != nil {
		return err
	}
	var ids []string
	for _, k := range all {
		ids = append(ids, fmt.Sprintf("%s (%d)", k.ID, k.Year))
	}
	return usage("the person has several households: %s; say which with --household and --year", strings.Join(ids, ", "))
}

// pass is the reading of which household a person is part of.
func (o *housingOptions) pass(ctx context.Context, j *journal.Journal, household string, year int, party identity.Number) error {
	_, err := barrier{o.user, o.purpose, o.protected}.pass(ctx, j, "housing.found", housing.DecidedStream(household, year, ""), party)
	return err
}

// settlementOf finds a settlement by its number, such as A2025-1-0000001.
func settlementOf(ctx context.Context, j *journal.Journal, number string) (found *housing.Settled, err error) {
	runs, err := housing.Runs(ctx, j)
	if err != nil {
		return nil, err
	}
	stop := errors.New("found")
	for i := range runs {
		if !strings.HasPrefix(number, "A"+runs[i].Name+"-") {
			continue
		}
		err := housing.ScanRun(ctx, j, &runs[i], func(s *housing.Settled) error {
			if s.Number != number {
				return nil
			}
			found = s
			return stop
		})
		switch {
		case found != nil:
			return found, nil
		case err != nil:
			return nil, err
		}
	}
	return nil, usage("%q is neither a person's number in twelve digits nor the number of a settlement", number)
}

// read writes the line in the reading log before a household's facts are shown.
func (o *housingOptions) read(ctx context.Context, j *journal.Journal, k *housing.Known, what string) error {
	persons := []identity.Number{k.Party}
	if k.HasSpouse() {
		persons = append(persons, k.Spouse)
	}
	_, err := barrier{o.user, o.purpose, o.protected}.pass(ctx, j, what, housing.DecidedStream(k.ID, k.Year, ""), persons...)
	return err
}

func (o *housingOptions) mayRead() error {
	return barrier{o.user, o.purpose, o.protected}.check("user", "a household's allowance")
}

// show tells why a settlement came to what it did.
func (o *housingOptions) show(ctx context.Context, t *terminal, j *journal.Journal, who string) error {
	if err := o.mayRead(); err != nil {
		return err
	}
	k, only, err := o.found(ctx, j, who)
	if err != nil {
		return err
	}
	if err := o.read(ctx, j, k, "housing.print"); err != nil {
		return err
	}
	law, err := claim.ReadLaw(ctx, j)
	if err != nil {
		return err
	}
	runs, err := housing.Runs(ctx, j)
	if err != nil {
		return err
	}
	knownAt := map[string]calendar.Instant{} // the law of a run is that which was known when it was listed
	for i := range runs {
		knownAt[runs[i].Name] = runs[i].At
	}
	var accounts []*housing.Account
	var manual []string
	for i := range k.Settled {
		s := &k.Settled[i]
		if only != nil && s.Number != only.Number {
			continue
		}
		a, err := housing.New(law.Parameters(knownAt[s.Run])).Account(k, s)
		if err != nil {
			return err
		}
		accounts, manual = append(accounts, a), append(manual, s.Manual)
	}
	if o.asJSON {
		return writeJSON(t.out, map[string]any{"household": k.ID, "year": k.Year, "person": k.Party.Masked(), "settlements": accounts})
	}
	printKnown(t.out, o.lang, k)
	if len(accounts) == 0 {
		fmt.Fprintln(t.out, "\n"+inLanguage(o.lang)("Året är inte avstämt än.", "The year is not settled yet."))
		return nil
	}
	for i, a := range accounts {
		if err := printAccount(t.out, o.lang, a, manual[i]); err != nil {
			return err
		}
	}
	return nil
}

// printKnown tells what was decided and paid.
func printKnown(out io.Writer, lang string, k *housing.Known) {
	w := inLanguage(lang)
	fmt.Fprintf(out, w("Bostadsbidrag %d, hushåll %s, person %s\n\nSå här beslutades och betalades det preliminärt:\n", "Housing allowance %d, household %s, person %s\n\nDecided and paid provisionally:\n"), k.Year, k.ID, k.Party.Masked())
	tw := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	for i := range k.Stretches {
		s := &k.Stretches[i]
		incomes := s.Stated[0].Kronor()
		if s.Spouses {
			incomes += " + " + s.Stated[1].Kronor()
		}
		paid := withUnit(s.Paid) + w(" i månaden", " a month")
		if s.Supplement > 0 {
			paid += w(" och tilläggsbidrag ", " and a supplement of ") + withUnit(s.Supplement)
		}
		fmt.Fprintf(tw, "%s\t%s\t%s %s\t%s %s\n", monthsText(lang, calendar.New(k.Year, s.From, 1), calendar.New(k.Year, s.To, 1)), paid,
			w("uppgiven inkomst", "income stated"), incomes, w("beslutat", "decided"), s.DecidedOn)
	}
	tw.Flush()
}

// monthsText is unbroken months in words.
func monthsText(lang string, from, to calendar.Date) string {
	first, last := housing.MonthName(from.Month()).In(lang), housing.MonthName(to.Month()).In(lang)
	if first == last {
		return first
	}
	return first + "–" + last
}

// printAccount tells a settlement as the person is told it. manual is why a person decides about
// it; "" when the program did.
func printAccount(out io.Writer, lang string, a *housing.Account, manual string) error {
	w := inLanguage(lang)
	if manual == "" {
		fmt.Fprintf(out, w("\nSlutligt bostadsbidrag, beslut %s den %s\n", "\nFinal allowance, decision %s of %s\n"), a.Number, a.DecidedOn)
	} else {
		sv, en := settlement.Words(manual)
		fmt.Fprintf(out, w("\nAvstämning %s den %s. En människa beslutar i ett återkravsärende: %s\n", "\nSettlement %s of %s. A person decides in a recovery case: %s\n"), a.Number, a.DecidedOn, w(sv, en))
	}
	for i := range a.Incomes {
		x := &a.Incomes[i]
		who := w("Sökandens inkomst", "The applicant's income")
		if x.Who == "spouse" {
			who = w("Makens eller sambons inkomst", "The spouse's income")
		}
		fmt.Fprintf(out, w("\n%s: uppgiven %s, fastställd %s (skattebeslut %s)", "\n%s: stated %s, assessed %s (tax decision %s)"), who, withUnit(x.Stated), withUnit(x.Assessed), x.TaxOn)
		if err := printSteps(out, lang, x.Steps); err != nil {
			return err
		}
	}
	for i := range a.Months {
		m := &a.Months[i]
		fmt.Fprintf(out, w("\n%s: %s i månaden; preliminärt betalades %s", "\n%s: %s a month; paid provisionally %s"), monthsText(lang, m.From, m.To), m.Month.Amount.Kronor(), withUnit(m.Paid))
		if err := printSteps(out, lang, m.Steps); err != nil {
			return err
		}
	}
	fmt.Fprint(out, w("\nAvstämningen", "\nThe settlement"))
	return printSteps(out, lang, a.Settlement)
}

// whatIf tells what a change of income means.
func (o *housingOptions) whatIf(ctx context.Context, t *terminal, j *journal.Journal, who string) error {
	if err := o.mayRead(); err != nil {
		return err
	}
	if o.more == 0 {
		return usage("--more is to say how many kronor more a month (below zero for less)")
	}
	from, err := monthFlag("from", o.from, 12)
	if err != nil {
		return err
	}
	until, err := monthFlag("until", o.until, 12)
	if err != nil {
		return err
	}
	if until < from {
		return usage("--until %d is before --from %d", until, from)
	}
	k, _, err := o.found(ctx, j, who)
	if err != nil {
		return err
	}
	if err := o.read(ctx, j, k, "housing.whatif"); err != nil {
		return err
	}
	if o.month.spouse && !k.HasSpouse() {
		return usage("there is no spouse in household %s in %d; leave out --spouse", k.ID, k.Year)
	}
	law, err := claim.ReadLaw(ctx, j)
	if err != nil {
		return err
	}
	change := housing.Change{More: o.more, From: from, Until: until}
	if o.month.spouse {
		change.Who = 1
	}
	c, err := housing.New(law.Parameters(calendar.InstantOf(j.Now()))).WhatIf(k, change)
	if err != nil {
		return err
	}
	if o.asJSON {
		return writeJSON(t.out, map[string]any{"household": k.ID, "year": k.Year, "income_before_ore": c.Before, "income_after_ore": c.After, "month_ore": c.Month, "month_then_ore": c.Then,
			"settlement_told_ore": c.Told, "settlement_untold_ore": c.Untold, "costs_ore": c.Costs.String(), "steps": c.Steps})
	}
	w := inLanguage(o.lang)
	tw := tabwriter.NewWriter(t.out, 0, 0, 2, ' ', 0)
	for _, r := range [][2]string{
		{w("Årets inkomst", "The year's income"), withUnit(c.Before[c.Who]) + " → " + withUnit(c.After[c.Who])},
		{w("Bidraget i ", "The allowance in ") + housing.MonthName(from).In(o.lang), withUnit(c.Month) + " → " + withUnit(c.Then)},
		{w("Årets bidrag ändras med", "The year's allowance changes by"), (-c.Costs).Kronor()},
		{w("Anmäls det genast", "Told at once"), settledText(o.lang, c.Told)},
		{w("Anmäls det inte", "Never told"), settledText(o.lang, c.Untold)},
	} {
		fmt.Fprintf(tw, "%s\t%s\n", r[0], r[1])
	}
	if err := tw.Flush(); err != nil {
		return err
	}
	return printSteps(t.out, o.lang, c.Steps)
}

// settledText is what a settlement comes to: below zero a claim.
func settledText(lang string, net money.Amount) string {
	w := inLanguage(lang)
	switch {
	case net < 0:
		return withUnit(-net) + w(" ska betalas tillbaka", " to be repaid")
	case net > 0:
		return withUnit(net) + w(" betalas ut i efterhand", " paid out afterwards")
	}
	return w("inget ska betalas tillbaka eller betalas ut", "nothing is repaid or paid out")
}
