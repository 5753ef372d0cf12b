package main

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"text/tabwriter"

	"balans/journal"
	"balans/law/calendar"
	"balans/law/statute"
	"balans/recover/inquiry"
)

// inquiryFigures is the follow-up of cases as data. Days are calendar days.
type inquiryFigures struct {
	From      calendar.Date   `json:"from"`
	To        calendar.Date   `json:"to"`
	Unit      string          `json:"unit,omitempty"`
	Signalled int             `json:"signalled"`
	Decided   int             `json:"decided"`
	Auto      int             `json:"decided_by_program"`
	Ended     int             `json:"ended_without_decision"`
	Median    int             `json:"median_days"` // from signal to decision
	Ninetieth int             `json:"p90_days"`
	Goal      *int            `json:"goal_days"` // null: the agency has set none
	InTime    *int            `json:"within_goal"`
	Submitted int             `json:"submitted"`
	Rejected  int             `json:"sent_back"`
	Open      []openCasesJSON `json:"open"`
}

type openCasesJSON struct {
	State inquiry.State `json:"state"`
	Step  inquiry.Step  `json:"step,omitempty"`
	Cases int           `json:"cases"`
	Ages  [5]int        `json:"ages"`
}

func (o *inquiryOptions) followUp(ctx context.Context, t *terminal, j *journal.Journal, _ string) error {
	p := calendar.Period{From: o.on.Date.FirstOfYear(), To: o.on.Date}
	if o.from.set {
		p.From = o.from.Date
	}
	if o.to.set {
		p.To = o.to.Date
	}
	if p.IsEmpty() {
		return usage("--to %s is before --from %s", p.To, p.From)
	}
	book, err := inquiry.ReadBook(ctx, j)
	if err != nil {
		return err
	}
	office, err := o.office.office(ctx, j)
	if err != nil {
		return err
	}
	v, err := office.Parameters.Value(statute.DecisionGoalDays, p.To)
	var unset *statute.MissingError
	if err != nil && !errors.As(err, &unset) {
		return err
	}
	goal := int(v.Int64)
	f := book.Count(p, o.unit, goal)
	x := inquiryFigures{From: p.From, To: p.To, Unit: o.unit, Signalled: len(f.Inflow), Decided: len(f.Decided), Auto: f.Auto, Ended: len(f.Ended), Median: f.Median, Ninetieth: f.Ninetieth,
		Submitted: f.Submitted, Rejected: f.Rejected, Open: []openCasesJSON{}}
	if unset == nil {
		x.Goal, x.InTime = &goal, &f.InTime
	}
	for _, s := range f.Open {
		x.Open = append(x.Open, openCasesJSON{s.State, s.Step, len(s.Cases), s.Ages})
	}
	switch {
	case o.asJSON:
		return writeJSON(t.out, x)
	case o.asCSV:
		x.csv(t)
		return nil
	}
	return x.print(t)
}

// ageNames names the groups of age, in days since the signal.
func ageNames() (names []string) {
	from := 0
	for _, to := range inquiry.AgeLimits {
		names = append(names, fmt.Sprintf("%d-%d", from, to))
		from = to + 1
	}
	return append(names, fmt.Sprintf("%d-", from))
}

// rows are the figures that are one number each; "" is not known.
func (x *inquiryFigures) rows() [][2]string {
	all := [][2]string{{"signalled", strconv.Itoa(x.Signalled)}, {"decided", strconv.Itoa(x.Decided)}, {"decided_by_program", strconv.Itoa(x.Auto)}, {"ended_without_decision", strconv.Itoa(x.Ended)}}
	median, ninetieth, goal, in := "", "", "", ""
	if x.Decided > 0 {
		median, ninetieth = strconv.Itoa(x.Median), strconv.Itoa(x.Ninetieth)
	}
	if x.Goal != nil {
		goal, in = strconv.Itoa(*x.Goal), strconv.Itoa(*x.InTime)
	}
	return append(all, [2]string{"median_days", median}, [2]string{"p90_days", ninetieth}, [2]string{"goal_days", goal}, [2]string{"within_goal", in},
		[2]string{"submitted", strconv.Itoa(x.Submitted)}, [2]string{"sent_back", strconv.Itoa(x.Rejected)})
}

// csv writes a row for each number: state, step and age are of the open cases.
func (x *inquiryFigures) csv(t *terminal) {
	fmt.Fprintln(t.out, "figure;from;to;state;step;age_days;value")
	for _, r := range x.rows() {
		fmt.Fprintf(t.out, "%s;%s;%s;;;;%s\n", r[0], x.From, x.To, r[1])
	}
	names := ageNames()
	for _, s := range x.Open {
		for i, n := range s.Ages {
			fmt.Fprintf(t.out, "open;%s;%s;%s;%s;%s;%d\n", x.To, x.To, s.State, s.Step, names[i], n)
		}
	}
}

func (x *inquiryFigures) print(t *terminal) error {
	fmt.Fprintf(t.out, "Recovery cases %s to %s; those open now are counted by their age at the end of the period. Days are calendar days from the signal.\n\n", x.From, x.To)
	tw := tabwriter.NewWriter(t.out, 0, 0, 2, ' ', 0)
	for _, r := range x.rows() {
		if r[1] == "" {
			r[1] = "not known"
		}
		fmt.Fprintf(tw, "%s\t%s\n", strings.ReplaceAll(r[0], "_", " "), r[1])
	}
	fmt.Fprintf(tw, "\t\nopen\tstep\tcases\t%s\n", strings.Join(ageNames(), "\t"))
	for _, s := range x.Open {
		fmt.Fprintf(tw, "%s\t%s\t%d", s.State, s.Step, s.Cases)
		for _, n := range s.Ages {
			fmt.Fprintf(tw, "\t%d", n)
		}
		fmt.Fprintln(tw)
	}
	return tw.Flush()
}
