package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"

	"balans/journal"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
	"balans/prevent/payout"
)

// runs lists the payment runs.
func (o *payoutOptions) runs(ctx context.Context, t *terminal, j *journal.Journal, _ string) error {
	all, err := payout.Runs(ctx, j)
	if err != nil {
		return err
	}
	if len(all) == 0 {
		fmt.Fprintln(t.out, "No run is planned.")
		return nil
	}
	tw := tabwriter.NewWriter(t.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(tw, "run\tpay day\tlines\tbefore tax\ttax\tfile\tleft out")
	for i := range all {
		r := &all[i]
		fmt.Fprintf(tw, "%s\t%s\t%s\t%s\t%s\t%s\t%d\n", r.Name, r.PayOn, number(int64(r.Lines)), r.Gross.Kronor(), r.Tax.Kronor(), r.File, r.LeftOut)
	}
	return tw.Flush()
}

// runShown is a run as JSON. Amounts are öre.
type runShown struct {
	Run        payout.RunInfo      `json:"run"`
	On         calendar.Date       `json:"on"`
	Incomplete bool                `json:"incomplete"`
	States     map[string]sumShown `json:"states"`
	Whole      sumShown            `json:"whole"` // without what was cancelled: a line in the place of another counts once
	// Lines are those that are held or cancelled, when who reads and why is stated. Hidden
	// is how many there are else, and those of persons whose identity is protected.
	Lines  []lineShown `json:"lines"`
	Hidden int         `json:"hidden"`
}

type sumShown struct {
	Count int          `json:"count"`
	Gross money.Amount `json:"gross"`
	Tax   money.Amount `json:"tax"`
	Net   money.Amount `json:"net"`
}

type lineShown struct {
	Payout  string        `json:"payout"`
	Party   string        `json:"party"` // masked
	Benefit string        `json:"benefit"`
	State   string        `json:"state"`
	Since   calendar.Date `json:"since"`
	Until   string        `json:"until,omitempty"`
	Gross   money.Amount  `json:"gross"`
	Reason  string        `json:"reason"`
	Finding string        `json:"finding,omitempty"`
	By      string        `json:"by"`
	Instead string        `json:"instead,omitempty"`
}

// show tells where the lines of a run stand.
func (o *payoutOptions) show(ctx context.Context, t *terminal, j *journal.Journal, name string) error {
	if o.user != "" || o.purpose != "" || o.protected != "" {
		if err := (barrier{o.user, o.purpose, o.protected}).check("user", "whose lines are held or cancelled"); err != nil {
			return err
		}
	}
	at := payout.AsOf{Day: o.day(j), Known: o.knownAt.Instant}
	r, err := payout.ReadRun(ctx, j, name, at)
	if err != nil {
		return err
	}
	if r == nil || at.Known != 0 && r.NamedAt > at.Known {
		return fmt.Errorf("%w: %s; `balans payout runs` lists them", payout.ErrNoRun, name)
	}
	s, err := o.shownRun(ctx, j, r, at.Day)
	if err != nil {
		return err
	}
	if o.json {
		enc := json.NewEncoder(t.out)
		enc.SetEscapeHTML(false)
		enc.SetIndent("", "  ")
		return enc.Encode(s)
	}
	return s.write(t.out)
}

func (o *payoutOptions) shownRun(ctx context.Context, j *journal.Journal, r *payout.Run, on calendar.Date) (*runShown, error) {
	sums, err := r.Sums()
	if err != nil {
		return nil, err
	}
	s := &runShown{Run: r.RunInfo, On: on, Incomplete: r.Incomplete, States: map[string]sumShown{}, Lines: []lineShown{}}
	for state := payout.Planned; state <= payout.Cancelled; state++ {
		sum := shownSum(&sums[state])
		if s.States[state.String()] = sum; state == payout.Cancelled {
			continue
		}
		s.Whole = sumShown{s.Whole.Count + sum.Count, s.Whole.Gross + sum.Gross, s.Whole.Tax + sum.Tax, s.Whole.Net + sum.Net}
	}
	who := newHidden(j)
	b := barrier{o.user, o.purpose, o.protected}
	logged := map[identity.Number]bool{}
	for _, e := range r.Entries() {
		f := e.Hold
		if e.State == payout.Cancelled {
			f = e.End
		}
		if f == nil {
			continue
		}
		about := []identity.Number{e.Party}
		if e.Child != identity.None {
			about = append(about, e.Child)
		}
		is, err := who.any(ctx, about...)
		if err != nil {
			return nil, err
		}
		if o.user == "" || is && strings.TrimSpace(b.protected) == "" {
			s.Hidden++
			continue
		}
		about = slices.DeleteFunc(about, func(n identity.Number) bool { return logged[n] })
		if _, err := b.pass(ctx, j, "payout.print", "payout run "+r.Name, about...); err != nil {
			return nil, err
		}
		for _, n := range about {
			logged[n] = true
		}
		s.Lines = append(s.Lines, lineShown{Payout: e.ID, Party: e.Party.Masked(), Benefit: e.Benefit.String(), State: e.State.String(), Since: e.Since,
			Until: f.Until.String(), Gross: e.Gross, Reason: f.Reason, Finding: f.Finding, By: f.By, Instead: f.Instead})
	}
	return s, nil
}

func shownSum(s *payout.Sum) sumShown { return sumShown{s.Count, s.Gross, s.Tax, s.Net()} }

func (s *runShown) write(w io.Writer) error {
	fmt.Fprintf(w, "Run %s, to be paid on %s, from %s, as of %s\n", s.Run.Name, s.Run.PayOn, s.Run.File, s.On)
	if s.Incomplete {
		fmt.Fprintln(w, "WARNING: its planning or a payment of it was interrupted; run the same command again to complete it.")
	}
	var table []sumRow
	for state := payout.Planned; state <= payout.Cancelled; state++ {
		table = append(table, sumRow{state.String(), s.States[state.String()]})
	}
	cancelled := len(table) - 1 // it comes last of the states, and is not in the sum
	table = append(table[:cancelled], sumRow{"the whole run", s.Whole}, sumRow{"cancelled, not in it", table[cancelled].sum})
	if err := writeSums(w, table); err != nil {
		return err
	}
	if s.Hidden > 0 {
		fmt.Fprintf(w, "\nHeld or cancelled and not listed here: %s. --user and --purpose list them, each with a line in the reading log (SFB 114:13); those of a protected identity need --%s too.\n",
			counted(s.Hidden, "line"), protectedFlag)
	}
	if len(s.Lines) == 0 {
		return nil
	}
	fmt.Fprintln(w)
	tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(tw, "line\tparty\tbenefit\tbefore tax\tstate\tsince\tuntil\tby\treason")
	for _, l := range s.Lines {
		reason := l.Reason
		if l.Instead != "" {
			reason += "; in its place " + l.Instead
		}
		fmt.Fprintf(tw, "%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n", l.Payout, l.Party, l.Benefit, l.Gross.Kronor(), l.State, l.Since, l.Until, l.By, reason)
	}
	return tw.Flush()
}

type sumRow struct {
	name string
	sum  sumShown
}

func writeSums(w io.Writer, rows []sumRow) error {
	tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(tw, "\tlines\tbefore tax\ttax\tafter tax\t")
	for _, r := range rows {
		fmt.Fprintf(tw, "%s\t%s\t%s\t%s\t%s\t\n", r.name, number(int64(r.sum.Count)), r.sum.Gross.Kronor(), r.sum.Tax.Kronor(), r.sum.Net.Kronor())
	}
	return tw.Flush()
}

// writePayment tells what became of a run that was paid.
func writePayment(w io.Writer, r *payout.PayReceipt) error {
	word := "Paid"
	if r.DryRun {
		word = "Would pay"
	}
	fmt.Fprintf(w, "%s run %s on %s: %s, %s kronor before tax, %s after.\n", word, r.Run.Name, r.On, counted(r.Paid.Count, "line"), r.Paid.Gross.Kronor(), r.Paid.Net().Kronor())
	whole := payout.Sum{Count: r.Whole.Count - r.Cancelled.Count, Gross: r.Whole.Gross - r.Cancelled.Gross, Tax: r.Whole.Tax - r.Cancelled.Tax}
	rows := []sumRow{{"paid by this payment", shownSum(&r.Paid)}, {"paid before", shownSum(&r.Before)}, {"held", shownSum(&r.Held)}, {"waiting", shownSum(&r.Waiting)},
		{"the whole run", shownSum(&whole)}, {"cancelled, not in it", shownSum(&r.Cancelled)}}
	if err := writeSums(w, rows); err != nil {
		return err
	}
	for i := range r.Reasons {
		reason := &r.Reasons[i]
		fmt.Fprintf(w, "Waiting: %s, %s kronor before tax: %s\n", counted(reason.Count, "line"), reason.Gross.Kronor(), reason.Reason)
	}
	return nil
}
