package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"

	"balans/exchange/rows"
	"balans/journal"
	"balans/law/calendar"
	"balans/law/money"
	"balans/recover/inquiry"
)

// inquiryRow is a case in a list. It says nothing of the person.
type inquiryRow struct {
	Case    string         `json:"case"`
	Benefit string         `json:"benefit"`
	State   inquiry.State  `json:"state"`
	Step    inquiry.Step   `json:"step,omitempty"`
	Result  inquiry.Result `json:"result,omitempty"`
	Owner   string         `json:"owner,omitempty"`
	Unit    string         `json:"unit,omitempty"`
	Opened  calendar.Date  `json:"opened"`
	Since   calendar.Date  `json:"since"`
	Wrong   int64          `json:"wrong_ore"`
	Repay   int64          `json:"repay_ore"`
	Blocked bool           `json:"blocked,omitempty"`
	Due     *calendar.Date `json:"due"` // since when something is to be done; null: nothing is
	Claims  []string       `json:"claims,omitempty"`
}

func inquiryRowOf(s *inquiry.Summary, on calendar.Date) inquiryRow {
	return inquiryRow{s.ID, s.Benefit.String(), s.State, s.Step, s.Result, s.Owner, s.Unit, s.Opened, s.Since, int64(s.Wrong), int64(s.Repay), s.Waiting, orNull(s.DueBy(on)), s.Claims}
}

func (o *inquiryOptions) list(ctx context.Context, t *terminal, j *journal.Journal, _ string) error {
	if state := inquiry.State(o.state); o.state != "open" && o.state != "all" && !slices.Contains(inquiry.States, state) {
		return usage("--state is open, all or one of %v, not %q", inquiry.States, o.state)
	}
	book, err := inquiry.ReadBook(ctx, j)
	if err != nil {
		return err
	}
	hidden, err := hiddenPersons(ctx, j)
	if err != nil {
		return err
	}
	var all []*inquiry.Summary
	kept := 0
	for _, s := range book.All() {
		switch {
		case o.state == "open" && !s.State.IsOpen(), o.state != "open" && o.state != "all" && s.State != inquiry.State(o.state):
		case o.owner == "none" && s.Owner != "", o.owner != "" && o.owner != "none" && s.Owner != o.owner, o.unit != "" && s.Unit != o.unit:
		case o.overdue && (!s.State.IsOpen() || s.DueBy(o.on.Date) == calendar.None):
		case hidden(s.Party):
			kept++
		default:
			all = append(all, s)
		}
	}
	slices.SortStableFunc(all, func(x, y *inquiry.Summary) int {
		return int(dueOrOpened(x, o.on.Date)) - int(dueOrOpened(y, o.on.Date))
	})
	list := []inquiryRow{}
	for _, s := range all {
		list = append(list, inquiryRowOf(s, o.on.Date))
	}
	if o.asJSON {
		return writeJSON(t.out, list)
	}
	fmt.Fprintf(t.out, "Recovery cases, %s, as of %s: %s\n\n", o.state, o.on.Date, counted(len(list), "row"))
	tw := tabwriter.NewWriter(t.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(tw, "case\tbenefit\tstate\tnext step\tworked on by\topened\tkronor\tdue since")
	for _, r := range list {
		amount, step := money.Amount(r.Wrong), string(r.Step)
		if r.Repay > 0 {
			amount = money.Amount(r.Repay)
		}
		if r.Blocked {
			step = strings.TrimSpace(step + " (basis blocked)")
		}
		due := ""
		if r.Due != nil {
			due = r.Due.String()
		}
		fmt.Fprintf(tw, "%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n", r.Case, r.Benefit, r.State, step, r.Owner, r.Opened, kronor(amount), due)
	}
	if err := tw.Flush(); err != nil {
		return err
	}
	if kept > 0 {
		fmt.Fprintf(t.out, "\nNot listed, because the identity is protected: %s.\n", counted(kept, "case"))
	}
	return nil
}

// dueOrOpened puts what is due first, then the oldest.
func dueOrOpened(s *inquiry.Summary, on calendar.Date) calendar.Date {
	if d := s.DueBy(on); d != calendar.None {
		return d - 1_000_000
	}
	return s.Opened
}

// uncoupledRow is a message that waits. It says nothing of the person.
type uncoupledRow struct {
	Source  string        `json:"source"`
	ID      string        `json:"id"`
	Version int           `json:"version"`
	Benefit string        `json:"benefit"`
	Came    calendar.Date `json:"came"`
}

func (o *inquiryOptions) uncoupled(ctx context.Context, t *terminal, j *journal.Journal, _ string) error {
	if o.days < 0 {
		return usage("--days is 0 or more, not %d", o.days)
	}
	waiting, err := inquiry.Uncoupled(ctx, j, o.on.Date.AddDays(-o.days))
	if err != nil {
		return err
	}
	hidden, err := hiddenPersons(ctx, j)
	if err != nil {
		return err
	}
	list, kept := []uncoupledRow{}, 0
	for _, w := range waiting {
		if hidden(w.Party) {
			kept++
			continue
		}
		list = append(list, uncoupledRow{w.Source, rows.Masked(w.ID), w.Version, w.Benefit.String(), w.On})
	}
	if o.asJSON {
		return writeJSON(t.out, list)
	}
	return printUncoupled(t.out, list, kept, o.days)
}

func printUncoupled(out io.Writer, list []uncoupledRow, kept, days int) error {
	fmt.Fprintf(out, "Bases that have waited %s or more for a case: %s\n\n", counted(days, "day"), counted(len(list), "row"))
	tw := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(tw, "source\tid\tversion\tbenefit\tcame")
	for _, r := range list {
		fmt.Fprintf(tw, "%s\t%s\t%d\t%s\t%s\n", r.Source, r.ID, r.Version, r.Benefit, r.Came)
	}
	if err := tw.Flush(); err != nil {
		return err
	}
	if kept > 0 {
		fmt.Fprintf(out, "\nNot listed, because the identity is protected: %s.\n", counted(kept, "message"))
	}
	return nil
}
