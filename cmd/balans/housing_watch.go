package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"text/tabwriter"
	"time"

	"balans/journal"
	"balans/law/calendar"
	"balans/law/money"
	"balans/prevent/housing"
	"balans/recover/claim"
)

// watchNote is the law that limits what the monthly file may hold.
const watchNote = `The ordinance that lists what the agency may fetch from employers' monthly declarations (förordning 2001:588 § 7) does not name
housing allowance. The incomes may be what the person has told, and what the agency has for another reason.`

// watch lists whose year is expected to end in a claim.
func (o *housingOptions) watch(ctx context.Context, t *terminal, j *journal.Journal, _ string) error {
	through, err := monthFlag("through", o.through, 11)
	if err != nil {
		return err
	}
	if o.top < 0 {
		return usage("--top is how many are listed")
	}
	book, err := o.book(ctx, j)
	if err != nil {
		return err
	}
	known := housing.Timely(calendar.New(o.year, through, 1))
	if o.on.set {
		known = o.on.Date
	}
	incomes, err := o.incomesBy(ctx, t, j, func(calendar.Date) calendar.Date { return known })
	if err != nil {
		return err
	}
	law, err := claim.ReadLaw(ctx, j)
	if err != nil {
		return err
	}
	all, err := housing.New(law.Parameters(calendar.InstantOf(j.Now()))).Watch(book, through, incomes.Of)
	if err != nil {
		return err
	}
	hidden, err := hiddenHouseholds(ctx, j)
	if err != nil {
		return err
	}
	s := &watched{Year: o.year, Through: int(through), Known: known, Households: len(book.Households), Lines: incomes.Lines, Late: incomes.Late}
	for _, e := range all {
		s.add(e)
	}
	shown := slices.DeleteFunc(slices.Clone(all), func(e *housing.Expectation) bool { return hidden(e.Known) })
	s.Kept = len(all) - len(shown)
	for _, e := range shown[:min(o.top, len(shown))] {
		s.First = append(s.First, lineOf(e))
	}
	if o.asJSON {
		return writeJSON(t.out, s)
	}
	return s.print(t.out)
}

// watched is what the comparison of a month came to, as data. Amounts are öre.
type watched struct {
	Year       int                `json:"year"`
	Through    int                `json:"through"`
	Known      calendar.Date      `json:"known_on"`
	Households int                `json:"households"`
	Lines      int                `json:"incomes"`
	Late       int                `json:"incomes_known_later"`
	By         [4]watchedCount    `json:"by_certainty"`
	Kept       int                `json:"protected"`
	First      []watchedHousehold `json:"first"`
}

type watchedCount struct {
	Certainty  string       `json:"certainty"`
	Households int          `json:"households"`
	Expected   money.Amount `json:"expected_claims_ore"`
	Avoidable  money.Amount `json:"avoidable_ore"`
}

// watchedHousehold is a household in the list. No person is named.
type watchedHousehold struct {
	Household string       `json:"household"`
	Certainty string       `json:"certainty"`
	Expected  money.Amount `json:"expected_claim_ore"`
	Avoidable money.Amount `json:"avoidable_ore"`
	Left      money.Amount `json:"left_ore"`
	Now       money.Amount `json:"paid_now_ore"`
	Then      money.Amount `json:"to_be_paid_ore"`
	Unknown   bool         `json:"an_income_is_not_known"`
}

func (s *watched) add(e *housing.Expectation) {
	c := &s.By[e.Certainty]
	c.Certainty = e.Certainty.String()
	c.Households++
	c.Expected += max(0, -e.Net[housing.Expected])
	c.Avoidable += e.Avoidable
}

func lineOf(e *housing.Expectation) watchedHousehold {
	return watchedHousehold{e.ID, e.Certainty.String(), max(0, -e.Net[housing.Expected]), e.Avoidable, e.Left, e.Now, e.Preliminary, e.Unknown[0] || e.HasSpouse() && e.Unknown[1]}
}

var certaintyWords = [...]string{housing.Certain: "also at the lowest month's income", housing.Likely: "at the average of the last three months", housing.Possible: "only at the highest month's income"}

func (s *watched) print(out io.Writer) error {
	fmt.Fprintf(out, "%s\n\n", watchNote)
	fmt.Fprintf(out, "Housing allowance %d, incomes through %s as known on %s: %s, %s of income", s.Year, housing.MonthName(time.Month(s.Through)).En, s.Known, counted(s.Households, "household"), counted(s.Lines, "line"))
	if s.Late > 0 {
		fmt.Fprintf(out, "; %s known later and not used", counted(s.Late, "line"))
	}
	fmt.Fprint(out, "\n\n")
	tw := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprint(tw, "a claim is\thouseholds\texpected claims\tcan be avoided\t\n")
	for c := housing.Certain; c > housing.NoClaim; c-- {
		x := &s.By[c]
		fmt.Fprintf(tw, "%s\t%s\t%s\t%s\t  %s\n", c, number(int64(x.Households)), x.Expected.Kronor(), x.Avoidable.Kronor(), certaintyWords[c])
	}
	tw.Flush()
	if len(s.First) > 0 {
		fmt.Fprintf(out, "\nTo contact first, by how sure it is and how much can be avoided (SFB 98:2, 98:8):\n")
		fmt.Fprint(tw, "household\tclaim\texpected\tcan be avoided\tleft\tpaid a month\tshould be\t\n")
		for i := range s.First {
			x := &s.First[i]
			note := ""
			if x.Unknown {
				note = "  an income is not known"
			}
			fmt.Fprintf(tw, "%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n", x.Household, x.Certainty, x.Expected.Kronor(), x.Avoidable.Kronor(), x.Left.Kronor(), x.Now.Kronor(), x.Then.Kronor(), note)
		}
		tw.Flush()
	}
	if s.Kept > 0 {
		fmt.Fprintf(out, "Not listed, because an identity is protected: %s.\n", counted(s.Kept, "household"))
	}
	fmt.Fprintln(out, "Next: ask the person; what is told changes the allowance from the month after. `balans housing whatif` tells what it means.")
	return nil
}

// measure tells what contact in time would have avoided.
func (o *housingOptions) measure(ctx context.Context, t *terminal, j *journal.Journal, _ string) error {
	from, err := monthFlag("from", o.from, 11)
	if err != nil {
		return err
	}
	var least housing.Certainty
	for c := housing.Possible; c <= housing.Certain; c++ {
		if c.String() == o.certainty {
			least = c
		}
	}
	switch {
	case least == housing.NoClaim:
		return usage("--certainty is possible, likely or certain, not %q", o.certainty)
	case o.answering < 0 || o.answering > 100:
		return usage("--answering is from 0 to 100 of a hundred")
	}
	book, err := o.book(ctx, j)
	if err != nil {
		return err
	}
	incomes, err := o.incomesBy(ctx, t, j, housing.Timely)
	if err != nil {
		return err
	}
	law, err := claim.ReadLaw(ctx, j)
	if err != nil {
		return err
	}
	e, err := housing.New(law.Parameters(calendar.InstantOf(j.Now()))).Measure(book, from, least, o.answering*10_000, incomes.Of)
	if err != nil {
		return err
	}
	if o.asJSON {
		return writeJSON(t.out, map[string]any{"year": o.year, "from": int(from), "certainty": o.certainty, "answering": o.answering, "contacted": e.Contacted, "needless": e.Needless,
			"claims_before": e.Before, "claims_after": e.After, "underpaid_before": e.UnderpaidBefore, "underpaid_after": e.UnderpaidAfter, "incomes": incomes.Lines, "incomes_known_too_late": incomes.Late})
	}
	if e.Before.Count+e.UnderpaidBefore.Count == 0 {
		fmt.Fprintf(t.out, "%d has no settlement to measure by; `balans housing reconcile` makes it.\n", o.year)
		return nil
	}
	o.printEffect(t.out, e, incomes)
	return nil
}

func (o *housingOptions) printEffect(out io.Writer, e *housing.Effect, incomes *housing.MonthlyIncomes) {
	fmt.Fprintf(out, "%s\n\n", watchNote)
	fmt.Fprintf(out, "Housing allowance %d, had who was expected to get a claim (%s) been contacted after each month from %s on, and %d of a hundred told their income:\n\n",
		o.year, o.certainty, housing.MonthName(e.From).En, o.answering)
	tw := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprint(tw, "\tas it was\tas it would have been\tdifference\t\n")
	row := func(name string, a, b housing.Total) {
		fmt.Fprintf(tw, "%s\t%s\t%s\t%s\t\n", name, number(int64(a.Count)), number(int64(b.Count)), number(int64(b.Count-a.Count)))
		fmt.Fprintf(tw, "kronor\t%s\t%s\t%s\t\n", a.Amount.Kronor(), b.Amount.Kronor(), (b.Amount - a.Amount).Kronor())
	}
	row("claims", e.Before, e.After)
	row("paid out afterwards", e.UnderpaidBefore, e.UnderpaidAfter)
	tw.Flush()
	fmt.Fprintf(out, "\n%s contacted, of which %s would have had no claim without it.\n", counted(e.Contacted, "household"), number(int64(e.Needless)))
	if incomes.Late > 0 {
		fmt.Fprintf(out, "%s known too late for the month after theirs and not used.\n", counted(incomes.Late, "line"))
	}
}
