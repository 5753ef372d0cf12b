package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"text/tabwriter"

	"balans/journal"
	"balans/law/calendar"
	"balans/law/money"
	"balans/prevent/housing"
	"balans/recover/settlement"
)

// take takes in what was decided and paid.
func (o *housingOptions) take(ctx context.Context, t *terminal, j *journal.Journal, path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	bar := t.progress()
	in := housing.Intake{File: filepath.Base(path), In: f, Actor: o.by, On: calendar.None, LeaveOut: o.leaveOut, DryRun: !o.write, Progress: bar.show}
	r, err := in.Do(ctx, j)
	bar.clear()
	if err != nil {
		return err
	}
	tellFaults(t.err, r.Faults)
	i := &r.Intake
	switch {
	case r.Already:
		fmt.Fprintf(t.out, "The file is already taken in, as %s on %s: nothing changed.\n", i.Name, i.On)
		return nil
	case r.DryRun:
		fmt.Fprintf(t.out, "Would take in %s of %d as %s: %s kronor paid provisionally.\n", counted(i.Households, "household"), i.Year, i.Name, i.Paid.Kronor())
	default:
		word := "Took in"
		if r.Resumed {
			word = "Completed the intake of"
		}
		fmt.Fprintf(t.out, "%s %s of %d as %s: %s kronor paid provisionally.\n", word, counted(i.Households, "household"), i.Year, i.Name, i.Paid.Kronor())
	}
	if i.LeftOut > 0 {
		fmt.Fprintf(t.out, "Left out: %s, named above with line and field; mend them and take them in from a file of their own.\n", counted(i.LeftOut, "household"))
	}
	if r.DryRun {
		fmt.Fprintln(t.out, nothingStored)
		return nil
	}
	fmt.Fprintf(t.out, "Next: when the final taxes are decided, `balans housing reconcile FILE --year %d`.\n", i.Year)
	return nil
}

// tellFaults names what cannot be used.
func tellFaults(w io.Writer, faults []error) {
	for _, f := range faults {
		fmt.Fprintln(w, f)
	}
}

// reconcile settles the year.
func (o *housingOptions) reconcile(ctx context.Context, t *terminal, j *journal.Journal, path string) error {
	if o.year == 0 {
		return usage("--year is to say which year is settled")
	}
	if o.write && !o.office.isComplete() {
		return usage("%s", saySender)
	}
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	office, err := o.office.office(ctx, j)
	if err != nil {
		return err
	}
	if err := o.checkDays(calendar.InstantOf(j.Now()).Date(), office.Terms.DueDays); err != nil {
		return err
	}
	law, about, err := housingLookups(ctx, j)
	if err != nil {
		return err
	}
	bar := t.progress()
	run := settlement.Run{Office: office, About: about, PayOn: calendar.None, WithoutCharge: o.withoutCharge, DryRun: !o.write,
		Reconciliation: housing.Reconciliation{Year: o.year, File: filepath.Base(path), In: f, Actor: o.by, On: calendar.None, LeaveOut: o.leaveOut, Law: law, Progress: bar.show}}
	if o.payOn.set {
		run.PayOn = o.payOn.Date
	}
	if o.on.set {
		run.On = o.on.Date
	}
	r, err := run.Do(ctx, j)
	bar.clear()
	if err != nil {
		return err
	}
	tellFaults(t.err, r.Faults)
	if o.asJSON {
		return writeJSON(t.out, receiptOf(r))
	}
	return printReceipt(t.out, r, o.year)
}

// checkDays refuses days that a settlement made today cannot have: a dry run too is to tell. Its
// letters leave today at the earliest, and say to pay by a day so many days after the decision.
func (o *housingOptions) checkDays(today calendar.Date, dueDays int) error {
	on := today
	if o.on.set {
		on = o.on.Date
	}
	switch {
	case on > today:
		return usage("--on %s is after today, %s", on, today)
	case calendar.NextBankDay(on.AddDays(dueDays)) <= today:
		return usage("--on %s is too long ago: the letters would say to pay by %s, and leave today at the earliest", on, calendar.NextBankDay(on.AddDays(dueDays)))
	case o.payOn.set && o.payOn.Date < on:
		return usage("--pay-on %s is before the settlement is decided, %s", o.payOn.Date, on)
	}
	return nil
}

// receiptJSON is what a settlement came to, as data. Amounts are öre.
type receiptJSON struct {
	Run       string                   `json:"run"`
	Year      int                      `json:"year"`
	On        calendar.Date            `json:"decided_on"`
	DryRun    bool                     `json:"dry_run"`
	Already   bool                     `json:"already"`
	Resumed   bool                     `json:"resumed"`
	Totals    *housing.Totals          `json:"totals,omitempty"` // not of a run that was made before
	Automatic housing.Total            `json:"by_program"`
	Manual    map[string]housing.Total `json:"by_person"`
	Claims    int                      `json:"claims"`
	Claimed   money.Amount             `json:"claimed_ore"`
	PayOuts   int                      `json:"pay_outs"`
	PaidOut   money.Amount             `json:"paid_out_ore"`
	Letters   int                      `json:"letters"`
	PayRun    string                   `json:"pay_run,omitempty"`
	Cases     int                      `json:"cases_opened"`
	LeftOut   int                      `json:"left_out"`
	Unchanged int                      `json:"unchanged"`
	Waiting   int                      `json:"waiting"`
	Faults    []string                 `json:"faults,omitempty"`
}

func receiptOf(r *settlement.Receipt) receiptJSON {
	x := receiptJSON{Run: r.Run.Name, Year: r.Run.Year, On: r.Run.On, DryRun: r.DryRun, Already: r.Already, Resumed: r.Resumed, Automatic: r.Automatic, Manual: r.Manual, Claims: r.Run.Claims, Claimed: r.Run.Claimed,
		PayOuts: r.Run.PayOuts, PaidOut: r.Run.PaidOut, Letters: r.Letters, PayRun: r.PayRun, Cases: r.Cases, LeftOut: r.Run.LeftOut, Unchanged: r.Unchanged, Waiting: r.Waiting}
	if !r.Already {
		x.Totals = &r.Totals
	}
	for _, f := range r.Faults {
		x.Faults = append(x.Faults, f.Error())
	}
	return x
}

// outcomeWords are the outcomes as they are listed.
var outcomeWords = [...]string{housing.Claim: "to be repaid", housing.PayOut: "paid out", housing.Nothing: "neither"}

func printReceipt(out io.Writer, r *settlement.Receipt, year int) error {
	run := &r.Run
	if r.Already {
		fmt.Fprintf(out, "%d is settled already by this file, as run %s on %s: %s, %s of %s kronor, %s of %s kronor. What follows of it is complete; %s.\n", year, run.Name, run.On,
			counted(run.Households, "household"), counted(run.Claims, "claim"), run.Claimed.Kronor(), counted(run.PayOuts, "pay-out"), run.PaidOut.Kronor(), openedNow(r))
		return nil
	}
	word := "Settled"
	switch {
	case r.DryRun:
		word = "Would settle"
	case r.Resumed:
		word = "Completed run " + run.Name + ":"
	}
	fmt.Fprintf(out, "%s housing allowance of %d (SFB 98:5–7), run %s, decided %s: %s\n\n", word, year, run.Name, run.On, counted(run.Households, "household"))
	printTotals(out, r)
	if err := printDeciders(out, r); err != nil {
		return err
	}
	for _, x := range []struct {
		n    int
		says string
	}{{r.Totals.Changes, "settled before; the new final allowance applies now (SFB 98:9)"}, {r.Unchanged, "settled before with the same incomes: left as they are"},
		{run.LeftOut, "left out; each is named with line and field"}, {r.Waiting, fmt.Sprintf("of %d not in the file and not settled: assessed incomes are waited for", year)}} {
		if x.n > 0 {
			fmt.Fprintf(out, "%s %s\n", counted(x.n, "household"), x.says)
		}
	}
	if r.Totals.ChargeUnknown {
		fmt.Fprintf(out, "No charge and no supplement are computed: the parameter %s has no value on %d-12-31 (SFB 98:7).\n", r.Law.Unknown, year)
	}
	whatNext(out, r)
	return nil
}

func openedNow(r *settlement.Receipt) string { return counted(r.Cases, "case") + " opened now" }

func printTotals(out io.Writer, r *settlement.Receipt) {
	t := &r.Totals
	tw := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprint(tw, "\thouseholds\tkronor\tcharge or supplement\tfamilies\tkronor\tyoung\tkronor\t\n")
	for _, x := range []housing.Outcome{housing.Claim, housing.PayOut} {
		fmt.Fprintf(tw, "%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t\n", outcomeWords[x], number(int64(t.By[x].Count)), t.By[x].Amount.Kronor(), t.By[x].Charge.Kronor(),
			number(int64(t.Families[x].Count)), t.Families[x].Amount.Kronor(), number(int64(t.Young[x].Count)), t.Young[x].Amount.Kronor())
	}
	fmt.Fprintf(tw, "%s\t%s\t\t\t%s\t\t%s\t\t\n", outcomeWords[housing.Nothing], number(int64(t.By[housing.Nothing].Count)), number(int64(t.Families[housing.Nothing].Count)), number(int64(t.Young[housing.Nothing].Count)))
	fmt.Fprintf(tw, "  too much, below the limit\t%s\t%s\t\t\t\t\t\t\n", number(int64(t.BelowOver.Count)), t.BelowOver.Amount.Kronor())
	fmt.Fprintf(tw, "  too little, below the limit\t%s\t%s\t\t\t\t\t\t\n", number(int64(t.BelowUnder.Count)), t.BelowUnder.Amount.Kronor())
	fmt.Fprintf(tw, "  exactly right\t%s\t\t\t\t\t\t\t\n", number(int64(t.Exact)))
	tw.Flush()
	fmt.Fprintf(out, "\nPaid provisionally %s kronor; the final allowances are %s kronor.\n", t.Paid.Kronor(), t.Final.Kronor())
}

func printDeciders(out io.Writer, r *settlement.Receipt) error {
	fmt.Fprintf(out, "\nClaims decided by the program: %s, %s kronor with charge.\n", number(int64(r.Automatic.Count)), (r.Automatic.Amount + r.Automatic.Charge).Kronor())
	tw := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	why := slices.SortedFunc(maps.Keys(r.Manual), func(a, b string) int {
		return cmp.Or(cmp.Compare(r.Manual[b].Count, r.Manual[a].Count), cmp.Compare(a, b))
	})
	for _, key := range why {
		_, en := settlement.Words(key)
		x := r.Manual[key]
		fmt.Fprintf(tw, "Left to a person:\t%s\t%s kronor\t%s\n", number(int64(x.Count)), (x.Amount + x.Charge).Kronor(), en)
	}
	return tw.Flush()
}

// whatNext says what to do after a run, or after its dry run.
func whatNext(out io.Writer, r *settlement.Receipt) {
	if r.DryRun {
		fmt.Fprintln(out, "\n"+nothingStored)
		first := ""
		if r.Run.LeftOut+r.Waiting > 0 {
			first = "look at those that are left out or wait; then "
		}
		fmt.Fprintf(out, "Next: %sthe same with --write, and what %s say of the agency (--sender-name, --sender-contact, --pay-to).\n", first, counted(r.Letters, "letter"))
		return
	}
	fmt.Fprintf(out, "\nStored: %s, %s, %s.\nNext:\n", counted(r.Run.Claims-manualClaims(r), "claim"), counted(r.Letters, "letter"), counted(r.Cases, "recovery case"))
	fmt.Fprintln(out, "  balans letter send …       the letters leave, and the claims are told the day")
	if r.PayRun != "" {
		fmt.Fprintf(out, "  balans payout pay %s --on %s\n", r.PayRun, r.PayOn)
	}
	if len(r.Manual) > 0 {
		fmt.Fprintln(out, "  balans inquiry list        the cases a person decides about")
	}
	fmt.Fprintln(out, "  balans verify              every settlement computed anew")
}

// manualClaims is how many claims a person decides about; pay-outs that do away with one are
// no claims.
func manualClaims(r *settlement.Receipt) (n int) {
	for key, x := range r.Manual {
		if key != settlement.ManualLess {
			n += x.Count
		}
	}
	return n
}

// runs lists what was taken in and settled.
func (o *housingOptions) runs(ctx context.Context, t *terminal, j *journal.Journal, _ string) error {
	intakes, err := housing.Intakes(ctx, j)
	incomes, err2 := housing.IncomesIntakes(ctx, j)
	runs, err3 := housing.Runs(ctx, j)
	if err := errors.Join(err, err2, err3); err != nil {
		return err
	}
	if o.asJSON {
		return writeJSON(t.out, map[string]any{"intakes": intakes, "incomes": incomes, "runs": runs})
	}
	tw := tabwriter.NewWriter(t.out, 0, 0, 2, ' ', 0)
	for _, in := range intakes {
		if o.year == 0 || in.Year == o.year {
			fmt.Fprintf(tw, "taken in %s\t%d\t%s\t%s\t%s\t%s kronor paid\tby %s\t%s\n", in.Name, in.Year, in.On, in.File, counted(in.Households, "household"), in.Paid.Kronor(), in.Actor, stateOf(in.Complete, "take it in again"))
		}
	}
	for _, in := range incomes {
		if o.year != 0 && in.Year != o.year {
			continue
		}
		fmt.Fprintf(tw, "incomes %s\t%d\t%s\t%s\t%s\t%s\tby %s\t%s\n", in.Name, in.Year, in.On, in.File, counted(in.Persons, "adult"), counted(in.Lines, "line"), in.Actor, stateOf(in.Complete, "take it in again"))
	}
	for _, r := range runs {
		if o.year != 0 && r.Year != o.year {
			continue
		}
		fmt.Fprintf(tw, "settled %s\t%d\t%s\t%s\t%s\t%s of %s, %s of %s kronor\tby %s\t%s\n", r.Name, r.Year, r.On, r.File, counted(r.Households, "household"), counted(r.Claims, "claim"), r.Claimed.Kronor(),
			counted(r.PayOuts, "pay-out"), r.PaidOut.Kronor(), r.Actor, stateOf(r.Complete, "run it again"))
	}
	switch {
	case len(intakes) == 0:
		fmt.Fprintln(tw, "Nothing is taken in; `balans housing import` does it.")
	case o.year != 0 && !slices.ContainsFunc(intakes, func(in housing.IntakeInfo) bool { return in.Year == o.year }):
		fmt.Fprintf(tw, "Nothing is taken in of %d; `balans housing runs` without --year lists all.\n", o.year)
	}
	return tw.Flush()
}

// stateOf is nothing of what is complete, and otherwise what to do.
func stateOf(complete bool, do string) string {
	if complete {
		return ""
	}
	return "INTERRUPTED: " + do
}
