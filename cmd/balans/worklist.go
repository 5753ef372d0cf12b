package main

import (
	"bufio"
	"context"
	"encoding/csv"
	"flag"
	"fmt"
	"io"
	"strconv"
	"strings"
	"text/tabwriter"

	"balans/law/calendar"
	"balans/law/money"
	"balans/recover/claim"
	"balans/recover/worklist"
	"balans/steer/report"
)

var worklistCommand = command{
	name: "worklist", args: "[LIST]", summary: "what there is to do: the work lists, or the claims on one of them",
	long: `Without LIST, every list with its number of claims, what is owed on them and how old they are. With LIST, its claims:
by priority on the collecting lists, otherwise the oldest first. The priority is the sum of points for age, size,
origin, the debtor's circumstances and limitation, each times a weight that is a parameter.

  balans worklist
  balans worklist near_limitation --on 2025-03-28 --limit 20
  balans worklist ready_for_handover --format csv > ready.csv`,
	setup: func(fs *flag.FlagSet) func(context.Context, *terminal, []string) error {
		o := &worklistOptions{}
		o.db.flag(fs, "balans-demo.db")
		fs.Var(&o.on, "on", "the `DATE` the lists describe (default: today)")
		fs.Var(&o.knownAt, "known-at", "count only what was known at this `DATE` (its end) or instant (default: now)")
		fs.IntVar(&o.limit, "limit", 50, "at most `NUMBER` claims in text; 0 for all")
		fs.StringVar(&o.format, "format", "text", "text or csv")
		return o.run
	},
}

type worklistOptions struct {
	db      database
	on      dateFlag
	knownAt instantFlag
	today   calendar.Date
	limit   int
	format  string
}

func (o *worklistOptions) run(ctx context.Context, t *terminal, args []string) error {
	if len(args) > 1 {
		return usage("worklist takes one list, not %d", len(args))
	}
	if o.format != "text" && o.format != "csv" {
		return usage("--format takes text or csv, not %q", o.format)
	}
	if o.limit < 0 {
		return usage("--limit takes 0 for all or a number of claims, not %d", o.limit)
	}
	var list *worklist.List
	if len(args) == 1 {
		var ok bool
		if list, ok = worklist.ByID(args[0]); !ok {
			var ids []string
			for _, l := range worklist.Lists() {
				ids = append(ids, l.ID)
			}
			return usage("there is no list %q; there are %s", args[0], strings.Join(ids, ", "))
		}
	}
	j, err := o.db.open(ctx, false)
	if err != nil {
		return err
	}
	defer j.Close()
	now := calendar.InstantOf(j.Now())
	o.today = now.Date()
	if err := fillDates("on", &o.on, &o.knownAt, o.today, now); err != nil {
		return err
	}
	c, err := o.db.columns(ctx, t, j)
	if err != nil {
		return err
	}
	q := worklist.Query{On: o.on.Date, KnownAt: o.knownAt.Instant}
	w := bufio.NewWriter(t.out)
	if list == nil {
		err = o.counts(w, c, q)
	} else {
		err = o.rows(w, c, q, list)
	}
	if err != nil {
		return err
	}
	return w.Flush()
}

func (o *worklistOptions) counts(w io.Writer, c *claim.Columns, q worklist.Query) error {
	counts, err := worklist.CountAll(c, q)
	if err != nil {
		return err
	}
	if o.format == "csv" {
		cw := csv.NewWriter(w)
		cw.Write([]string{"list", "claims", "owed_ore", "under_30_days", "under_90_days", "under_365_days", "older", "oldest"})
		for _, n := range counts {
			cw.Write([]string{n.List.ID, strconv.Itoa(n.Claims), strconv.FormatInt(int64(n.Owed), 10), strconv.Itoa(n.ByAge[0]), strconv.Itoa(n.ByAge[1]),
				strconv.Itoa(n.ByAge[2]), strconv.Itoa(n.ByAge[3]), dayText(n.Oldest)})
		}
		cw.Flush()
		return cw.Error()
	}
	fmt.Fprintf(w, "Work lists as of %s, as known at %s.%s\n\n", q.On, report.KnownText(q.KnownAt), aheadText(q.On, o.today))
	tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(tw, "claims\tkronor\t< 30 d\t< 90 d\t< 1 y\tolder\toldest\t  list\t")
	for _, n := range counts {
		fmt.Fprintf(tw, "%s\t%s\t%s\t%s\t%s\t%s\t%s\t  %s\t\n", number(int64(n.Claims)), kronor(n.Owed), number(int64(n.ByAge[0])), number(int64(n.ByAge[1])),
			number(int64(n.ByAge[2])), number(int64(n.ByAge[3])), dayText(n.Oldest), n.List.ID)
	}
	if err := tw.Flush(); err != nil {
		return err
	}
	return loose(w, c)
}

// loose prints the payments that are on no claim, which no list of claims holds.
func loose(w io.Writer, c *claim.Columns) error {
	all := c.Loose()
	sum := money.Amount(0)
	for _, l := range all {
		sum += l.Rest
	}
	_, err := fmt.Fprintf(w, "\nPayments on no claim, by what is known now: %s, %s kronor", number(int64(len(all))), kronor(sum))
	if err == nil && len(all) > 0 {
		_, err = fmt.Fprintf(w, "; the oldest, %s, since %s", all[0].Payment, all[0].Since)
	}
	fmt.Fprintln(w, ".")
	return err
}

func (o *worklistOptions) rows(w io.Writer, c *claim.Columns, q worklist.Query, l *worklist.List) error {
	rows, err := worklist.Rows(c, q, l)
	if err != nil {
		return err
	}
	if o.format == "csv" {
		cw := csv.NewWriter(w)
		cw.Write([]string{"claim_id", "since", "days", "owed_ore", "score", "why"})
		for i := range rows {
			r := &rows[i]
			cw.Write([]string{c.ID(r.Claim), dayText(r.Since), strconv.Itoa(r.Age), strconv.FormatInt(int64(r.Owed), 10), strconv.Itoa(r.Score), why(l, r)})
		}
		cw.Flush()
		return cw.Error()
	}
	fmt.Fprintf(w, "%s as of %s, as known at %s: %s.%s\n%s\n", l.Title[1], q.On, report.KnownText(q.KnownAt), counted(len(rows), "claim"), aheadText(q.On, o.today), l.When)
	if l.Law != "" {
		fmt.Fprintln(w, l.Law.Citation())
	}
	fmt.Fprintln(w)
	shown := rows
	if o.limit > 0 {
		shown = rows[:min(o.limit, len(rows))]
	}
	tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(tw, "claim\tsince\tdays\tkronor\tscore\twhy")
	for i := range shown {
		r := &shown[i]
		fmt.Fprintf(tw, "%s\t%s\t%d\t%s\t%d\t%s\n", c.ID(r.Claim), dayText(r.Since), r.Age, kronor(r.Owed), r.Score, why(l, r))
	}
	if err := tw.Flush(); err != nil {
		return err
	}
	if len(shown) < len(rows) {
		fmt.Fprintf(w, "… and %s more (--limit 0 shows all)\n", number(int64(len(rows)-len(shown))))
	}
	return nil
}

// why tells a score part by part: points × weight.
func why(l *worklist.List, r *worklist.Row) string {
	if !l.Collecting {
		return ""
	}
	var parts []string
	for _, p := range r.Parts {
		if p.Points*p.Weight != 0 {
			parts = append(parts, fmt.Sprintf("%s %d×%d", p.Name, p.Points, p.Weight))
		}
	}
	return strings.Join(parts, " + ")
}

func kronor(a money.Amount) string { return a.RoundTo(money.Krona, money.HalfUp).Kronor() }

func dayText(d calendar.Date) string {
	if d == calendar.None {
		return ""
	}
	return d.String()
}
