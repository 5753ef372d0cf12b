package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"

	"balans/journal"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
	"balans/prevent/control"
	"balans/prevent/payout"
	"balans/recover/inquiry"
)

// rules lists the controls, or the words of a plan.
func (o *controlOptions) rules(w io.Writer) error {
	if o.words {
		blocks := control.PlanWords()
		for _, block := range sortedWords(blocks) {
			fmt.Fprintf(w, "%s\n", block)
			for _, word := range sortedWords(blocks[block]) {
				fmt.Fprintf(w, "  %-11s %s\n", word, blocks[block][word])
			}
		}
		return nil
	}
	for _, r := range control.Rules() {
		law := make([]string, len(r.Law))
		for i, ref := range r.Law {
			law[i] = string(ref)
		}
		var stages []string
		for _, s := range []control.Stage{control.Before, control.During, control.After} {
			if r.Stages&s != 0 {
				stages = append(stages, s.String())
			}
		}
		fmt.Fprintf(w, "%s/%d  %s\n  %s\n  made %s payment; reads %s\n  %s\n\n", r.ID, r.Version, r.Name.En, r.Purpose.En, strings.Join(stages, ", "), r.Reads, strings.Join(law, ", "))
	}
	fmt.Fprintln(w, "Selection may ask:")
	for _, f := range control.SelectionFields() {
		fmt.Fprintf(w, "  %-12s %-6s %s\n", f.Name, f.Type, f.About.En)
	}
	return nil
}

func sortedWords[V any](m map[string]V) []string {
	words := make([]string, 0, len(m))
	for word := range m {
		words = append(words, word)
	}
	slices.Sort(words)
	return words
}

func printTallies(w io.Writer, r *control.Result) {
	fmt.Fprintf(w, "%s: %s version %d, %s payment, on %s, as known at %s: %s\n", r.ID, r.Plan.ID, r.Version, r.Stage, r.On, r.KnownAt, counted(r.Lines, "line"))
	tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprint(tw, "control\tnot selected\tchecked\tno finding\tobservation\tnot yet\tmanual\tlook-up failed\ttask\tat stake\t\n")
	for i := range r.Tallies {
		t := &r.Tallies[i]
		fmt.Fprintf(tw, "%s/%d\t%d\t%d\t%d\t%d\t%d\t%d\t%d\t%d\t%s\t\n", t.Rule, t.Version, t.NotSelected, t.Checked(),
			t.Of(control.NoFinding), t.Of(control.Observation), t.Of(control.NotYet), t.Of(control.Manual), t.Of(control.LookupFailed), t.Of(control.Task), t.AtStake)
	}
	tw.Flush()
}

func printEvaluation(w io.Writer, e *control.Evaluation) {
	law := make([]string, len(e.Law))
	for i, ref := range e.Law {
		law[i] = string(ref)
	}
	fmt.Fprintf(w, "%s: %s. %s\n  %s", e.RuleID(), e.Outcome, e.Says().En, strings.Join(law, ", "))
	if e.AtStake != 0 {
		fmt.Fprintf(w, "; %s kronor at stake", e.AtStake)
	}
	if e.Proposal != control.Nothing {
		fmt.Fprintf(w, "; consider: %s", e.Proposal)
	}
	fmt.Fprintln(w)
	for _, d := range e.Days {
		fmt.Fprintf(w, "  %s  %s: claimed %s %%, found %s %%\n", d.Day, d.Code, hundredths(int64(d.Claimed)), hundredths(int64(d.Found)))
	}
	for _, in := range e.Inputs {
		value := in.Value
		if value == "" {
			value = "nothing"
		}
		fmt.Fprintf(w, "    read %s %s: %s", in.Field, in.About, value)
		if in.From != "" {
			fmt.Fprintf(w, " (%s)", in.From)
		}
		fmt.Fprintln(w)
	}
}

func hundredths(n int64) string {
	s := fmt.Sprintf("%d,%02d", n/100, n%100)
	return strings.TrimSuffix(strings.TrimRight(s, "0"), ",")
}

// findings lists without persons: who a finding is about is shown one at a time, with a
// line in the reading log.
func (o *controlOptions) findings(ctx context.Context, t *terminal, j *journal.Journal, _ []string) error {
	book, err := control.Read(ctx, j)
	if err != nil {
		return err
	}
	state := control.FindingState(o.state)
	if state == "" {
		state = control.Open
	}
	if !slices.Contains([]control.FindingState{control.Open, control.IsConfirmed, control.IsRefuted, control.Expired, "all"}, state) {
		return usage("--state takes open, confirmed, refuted, expired or all, not %q", o.state)
	}
	if o.run != "" && book.Run(o.run) == nil {
		return fmt.Errorf("there is no run %s", o.run)
	}
	hidden, err := hiddenPersons(ctx, j)
	if err != nil {
		return err
	}
	on, n, kept, sum := o.day(j), 0, 0, money.Amount(0)
	tw := tabwriter.NewWriter(t.out, 0, 0, 2, ' ', 0)
	for _, r := range book.Runs() {
		if o.run != "" && r.ID != o.run || r.On > on { // it had not been made
			continue
		}
		for _, f := range r.Findings {
			if s := f.State(on); state != "all" && s != state {
				continue
			}
			if f.Evaluation.Reason == "protected" || hidden(f.Line.Party) { // when the control was made, or now
				kept++
				continue
			}
			n++
			sum += f.Evaluation.AtStake
			last := ""
			if d := f.Last(); d != calendar.None {
				last = "to " + d.String()
			}
			fmt.Fprintf(tw, "%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n", r.ID, f.Line.ID, f.Evaluation.Rule, f.State(on), f.Evaluation.Outcome, f.Evaluation.AtStake, last, f.Evaluation.Says().En)
		}
	}
	tw.Flush()
	fmt.Fprintf(t.out, "%s, %s kronor at stake\n", counted(n, "finding"), sum)
	if kept > 0 {
		fmt.Fprintf(t.out, "Not listed, because the identity is protected: %s.\n", counted(kept, "finding"))
	}
	return nil
}

func (o *controlOptions) finding(ctx context.Context, t *terminal, j *journal.Journal, args []string) error {
	_, f, err := found(ctx, j, args)
	if err != nil {
		return err
	}
	persons, err := personsOf(ctx, j, &f.Line)
	if err != nil {
		return err
	}
	if err := o.logged(ctx, j, f.Run+"/"+f.ID(), "control.finding", persons...); err != nil {
		return err
	}
	if o.json {
		enc := json.NewEncoder(t.out)
		enc.SetIndent("", "  ")
		enc.SetEscapeHTML(false)
		return enc.Encode(findingJSON{f, shownLine(&f.Line)})
	}
	fmt.Fprintf(t.out, "%s, %s, %s–%s, %s kronor, person %s: %s\n", f.Line.ID, f.Line.Benefit, f.Line.From, f.Line.To, f.Line.Gross, f.Line.Party.Masked(), f.State(o.day(j)))
	printEvaluation(t.out, &f.Evaluation)
	if tells := f.Evaluation.Tells(); tells.Sv != "" {
		fmt.Fprintf(t.out, "To the person: %s\n", tells.Sv)
	}
	for _, d := range append(slices.Clone(f.Earlier), judgements(f)...) {
		fmt.Fprintf(t.out, "%s %s by %s: %s %s (%s)\n", d.On, d.Verdict, d.By, d.Amount, d.Reason, d.Cause)
	}
	for _, c := range f.Complaints {
		fmt.Fprintf(t.out, "Complaint: %s\n", c)
	}
	if f.Case != "" {
		fmt.Fprintf(t.out, "Recovery case %s\n", f.Case)
	}
	return nil
}

// findingJSON is a finding as JSON, without the numbers of persons. Amounts are öre.
type findingJSON struct {
	*control.Finding
	Line findingLineJSON
}

type findingLineJSON struct {
	ID, Run, Benefit, Party string // Party masked
	From, To, PayOn         calendar.Date
	Gross                   money.Amount
}

func shownLine(l *payout.Line) findingLineJSON {
	return findingLineJSON{l.ID, l.Run, l.Benefit.String(), l.Party.Masked(), l.From, l.To, l.PayOn, l.Gross}
}

// personsOf is the person of a line and the child it is about, if the line is planned here.
func personsOf(ctx context.Context, j *journal.Journal, l *payout.Line) ([]identity.Number, error) {
	all := []identity.Number{l.Party}
	stream, err := j.Load(ctx, int64(l.Party), payout.Stream(l.ID))
	if err != nil || len(stream) == 0 {
		return all, err
	}
	e, err := payout.FromJournal(stream, payout.AsOf{Day: l.PayOn})
	if err == nil && e.Child != identity.None {
		all = append(all, e.Child)
	}
	return all, err
}

func judgements(f *control.Finding) []control.Judgement {
	if f.Judged == nil {
		return nil
	}
	return []control.Judgement{*f.Judged}
}

func (o *controlOptions) yield(ctx context.Context, t *terminal, j *journal.Journal, _ []string) error {
	book, err := control.Read(ctx, j)
	if err != nil {
		return err
	}
	p := book.Plan(o.plan)
	if p == nil {
		return fmt.Errorf("no such plan has been taken into use")
	}
	days := calendar.Period{From: p.From, To: p.To}
	if o.from.set {
		days.From = o.from.Date
	}
	if o.to.set {
		days.To = o.to.Date
	}
	if days.To < days.From {
		return usage("--to %s is before --from %s", days.To, days.From)
	}
	y, err := book.YieldOf(p.ID, days, o.day(j))
	if err != nil {
		return err
	}
	if o.json {
		enc := json.NewEncoder(t.out)
		enc.SetIndent("", "  ")
		return enc.Encode(struct {
			Plan   string
			Days   calendar.Period
			On     calendar.Date
			Rows   []control.Gain
			Total  control.Gain
			Faults []string
		}{p.ID, y.Days, y.On, y.Rows, y.Total, y.Faults})
	}
	fmt.Fprintf(t.out, "%s %s, judged by %s\n", p.ID, y.Days, y.On)
	tw := tabwriter.NewWriter(t.out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprint(tw, "control\tstage\truns\tchecked\tfindings\topen\tconfirmed\trefuted\texpired\thits\tfailed\tstopped\tnot stopped\tfound late\tcost\tper krona\tcomplaints\t\n")
	for _, g := range append(slices.Clone(y.Rows), y.Total) {
		name := g.Rule
		if name == "" {
			name = "together"
		}
		fmt.Fprintf(tw, "%s\t%s\t%d\t%d\t%d\t%d\t%d\t%d\t%d\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%d\t\n", name, g.Stage, g.Runs, g.Checked(), g.Findings(), g.Open, g.Confirmed, g.Refuted, g.Expired,
			ppm(g.Hits()), ppm(g.Failed()), g.Stopped, g.Passed, g.Late, g.Cost, perKrona(g.PerKrona()), g.Complaints)
	}
	tw.Flush()
	if p.Budget > 0 {
		fmt.Fprintf(t.out, "%s of the budget's %s kronor used.\n", y.Total.Cost, p.Budget)
	}
	for _, fault := range y.Faults {
		fmt.Fprintf(t.out, "DOES NOT ADD UP: %s\n", fault)
	}
	if len(y.Faults) > 0 {
		return errProblems
	}
	return nil
}

// ppm writes millionths as a percentage; "-" for what is not known.
func ppm(n int64) string {
	if n < 0 {
		return "-"
	}
	return hundredths(n/100) + " %"
}

func perKrona(n int64) string {
	if n < 0 {
		return "-"
	}
	return hundredths(n)
}

func (o *controlOptions) estimate(ctx context.Context, t *terminal, j *journal.Journal, args []string) error {
	book, err := control.Read(ctx, j)
	if err != nil {
		return err
	}
	r := book.Run(args[0])
	if r == nil {
		return fmt.Errorf("there is no run %s", args[0])
	}
	judged, err := r.Judged()
	if err != nil {
		return err
	}
	e := judged.Estimate()
	if o.json {
		enc := json.NewEncoder(t.out)
		enc.SetIndent("", "  ")
		return enc.Encode(e)
	}
	fmt.Fprintf(t.out, "%s: %d drawn, %d judged.\n%s\n", r.ID, e.Drawn, e.Judged, e.Total.Text()[1])
	if e.Judged < e.Drawn {
		fmt.Fprintln(t.out, e.Missing()[1])
	}
	for _, p := range e.Causes {
		fmt.Fprintf(t.out, "%s: %s\n", p.Cause.Text()[1], p.Figure.Text()[1])
	}
	for _, n := range e.Total.Notes {
		fmt.Fprintln(t.out, n.Text()[1])
	}
	return nil
}

func (o *controlOptions) whatIf(ctx context.Context, t *terminal, j *journal.Journal, args []string) error {
	book, err := control.Read(ctx, j)
	if err != nil {
		return err
	}
	r := book.Run(args[0])
	if r == nil {
		return fmt.Errorf("there is no run %s", args[0])
	}
	was, ok := r.Plan.Find(args[1], r.Stage)
	if !ok {
		return fmt.Errorf("the run %s did not make the control %s", r.ID, args[1])
	}
	changed := *was
	if err := o.change(&changed); err != nil {
		return err
	}
	s, err := o.sources(ctx, j, &r.Asked)
	if err != nil {
		return err
	}
	lines, err := control.Population(s.Payouts, &r.Asked)
	if err != nil {
		return err
	}
	d, err := control.WhatIf(s, r, changed, lines, book)
	if err != nil {
		return err
	}
	if o.json {
		enc := json.NewEncoder(t.out)
		enc.SetIndent("", "  ")
		return enc.Encode(d)
	}
	fmt.Fprintf(t.out, "%s of %s, as it was known %s: tasks %d, with the change %d.\n", args[1], r.ID, r.KnownAt, d.Before.Of(control.Task), d.After.Of(control.Task))
	fmt.Fprintf(t.out, "%d tasks would not have been made: %d were confirmed (%s kronor), %d refuted.\n%d would have been new, %s kronor at stake; nobody has judged them.\n%d stay, %d of them confirmed.\n",
		d.Lost, d.LostConfirmed, d.LostAmount, d.LostRefuted, d.New, d.NewAtStake, d.Kept, d.KeptConfirmed)
	return nil
}

// change lays what was stated over a planned control.
func (o *controlOptions) change(p *control.Planned) error {
	if o.tolerance != "" {
		whole, part, _ := strings.Cut(o.tolerance, ",")
		n, err := strconv.Atoi(whole + (part + "00")[:2])
		if err != nil || n < 0 || n > 10_000 || len(part) > 2 {
			return usage("--tolerance takes percent from 0 to 100 with at most two decimals, such as 12,5")
		}
		p.Settings.Tolerance = int32(n)
	}
	if o.grace >= 0 {
		p.Settings.GraceDays = o.grace
	}
	if o.limit >= 0 {
		p.Settings.Limit = o.limit
	}
	if o.selection != "" {
		e, err := control.Compile(o.selection)
		if err != nil {
			return usageError{err}
		}
		p.Select = e
	}
	return nil
}

func (o *controlOptions) proposals(ctx context.Context, t *terminal, j *journal.Journal, _ []string) error {
	book, err := control.Read(ctx, j)
	if err != nil {
		return err
	}
	p := book.Plan(o.plan)
	if p == nil {
		return fmt.Errorf("no such plan has been taken into use")
	}
	known, err := inquiry.ReadBook(ctx, j)
	if err != nil {
		return err
	}
	cases := known.All()
	for _, q := range inquiry.Lessons(cases, p.Plan) {
		fmt.Fprintf(t.out, "%s, %s: %s, %s kronor. ", q.Benefit, q.Category, counted(q.Cases, "case"), q.Wrong)
		switch {
		case len(q.Controls) == 0:
			fmt.Fprintln(t.out, "No control finds this before payment.")
		case len(q.Has) == 0:
			fmt.Fprintf(t.out, "Not in the plan before payment: %s.\n", strings.Join(q.Controls, ", "))
		default:
			fmt.Fprintf(t.out, "%s is in the plan, and the cases went past it: look at selection and tolerance.\n", strings.Join(q.Has, ", "))
		}
	}
	if len(cases) == 0 {
		fmt.Fprintln(t.out, "There is no recovery case yet.")
	}
	return nil
}
