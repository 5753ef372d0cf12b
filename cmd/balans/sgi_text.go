package main

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"balans/law/calendar"
	"balans/law/statute"
	"balans/prevent/sgi"
)

// sgiText prints an answer about an SGI; the first failure to write is kept by tw.
type sgiText struct {
	w  io.Writer
	tw *tabwriter.Writer
}

func (t *sgiText) line(format string, args ...any) { fmt.Fprintf(t.w, format+"\n", args...) }

func (t *sgiText) table(heading string, n int, row func(i int) []string) {
	if n == 0 {
		return
	}
	t.line("\n%s", heading)
	t.tw.Init(t.w, 0, 0, 2, ' ', 0)
	for i := range n {
		fmt.Fprintln(t.tw, "  "+strings.Join(row(i), "\t"))
	}
	t.tw.Flush()
}

func sgiPeriod(from, to calendar.Date) string {
	if to == calendar.None {
		return from.String() + " –"
	}
	return from.String() + " – " + to.String()
}

func sgiParts(p sgi.Parts) string {
	if p.Other == 0 {
		return p.Employment.Kronor() + " kr"
	}
	return p.Total().Kronor() + " kr (employment " + p.Employment.Kronor() + ", other work " + p.Other.Kronor() + ")"
}

// printTimeline prints the answer to a history.
func printTimeline(w io.Writer, h *sgi.History, r *sgi.Result) error {
	t := &sgiText{w: w, tw: &tabwriter.Writer{}}
	if h.Name != "" {
		t.line("%s", h.Name)
	}
	t.line("On %s: %s", r.On, strings.ToUpper(r.VerdictLine()))
	for _, reason := range r.Verdict.Reasons {
		t.line("  %s", reason.En)
	}
	known := ""
	if !r.SGIKnown {
		known = ", not fully known"
	}
	t.line("SGI %s%s", sgiParts(r.SGI), known)
	for _, n := range r.Notes {
		t.line("  %s", n.En)
	}
	t.line("%s", lastLine(r))
	t.table("Days", len(r.Ruler), func(i int) []string {
		s := &r.Ruler[i]
		var covers []string
		for _, c := range s.Covers {
			word := c.Ground.Name().En
			if c.Extent < 100 {
				word += fmt.Sprintf(" %d %%", c.Extent)
			}
			if len(c.Open) > 0 {
				word += " (open)"
			}
			covers = append(covers, word)
		}
		if s.Work > 0 {
			covers = append([]string{fmt.Sprintf("work %d %%", s.Work)}, covers...)
		}
		return []string{sgiPeriod(s.From, s.To), string(s.State), strings.Join(covers, "; "), joinRefs(s.Law)}
	})
	t.table("Not covered", len(r.Gaps), func(i int) []string {
		g := &r.Gaps[i]
		return []string{sgiPeriod(g.From, g.To), g.Why[0].En}
	})
	t.table("Missing proof", len(r.Missing), func(i int) []string {
		m := &r.Missing[i]
		return []string{sgiPeriod(m.From, m.To), string(m.Ground), lineOf(m.Line), m.What.En}
	})
	t.table("Stated, and does not protect", len(r.Rejected), func(i int) []string {
		x := &r.Rejected[i]
		return []string{sgiPeriod(x.From, x.To), string(x.Ground), lineOf(x.Line), x.Reason.En + " " + string(x.Law)}
	})
	t.table("Readings", len(r.Readings), func(i int) []string { return []string{r.Readings[i].Text.En} })
	t.table("SGI from work", len(r.Changes), func(i int) []string {
		c := &r.Changes[i]
		return []string{c.From.String(), sgiParts(c.SGI), fmt.Sprintf("%d %%", c.Extent), c.Text.En, joinRefs(c.Law)}
	})
	t.table("Conversions", len(r.Uplifts), func(i int) []string {
		u := &r.Uplifts[i]
		return []string{u.On.String(), u.Before.Kronor() + " → " + u.After.Kronor() + " kr", u.Text.En, string(u.Law)}
	})
	t.rests(r.Rests)
	t.parameters(r.Used)
	return nil
}

func lineOf(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprintf("line %d", n)
}

// lastLine is the next day on which something must be done.
func lastLine(r *sgi.Result) string {
	switch {
	case r.NoEnd:
		return "Covered for certain without an end that is stated."
	case r.KindNoEnd:
		return fmt.Sprintf("Last day covered for certain: %s; by the kinder reading of what is open, no end.", r.Last)
	case r.KindLast != r.Last:
		return fmt.Sprintf("Last day covered for certain: %s; by the kinder reading of what is open: %s.", r.Last, r.KindLast)
	}
	return fmt.Sprintf("Last day covered: %s.", r.Last)
}

func (t *sgiText) rests(rests []sgi.Rest) {
	t.table("What benefits rest on", len(rests), func(i int) []string {
		amount := "not known"
		if rests[i].Known {
			amount = sgiParts(rests[i].Parts)
		}
		return []string{string(rests[i].Benefit), amount, rests[i].Text.En, string(rests[i].Law)}
	})
}

func (t *sgiText) parameters(used []statute.Value) {
	t.table("Parameters", len(used), func(i int) []string {
		v := &used[i]
		return []string{v.Name, valueText(*v), sgiPeriod(v.From, v.To), v.Confidence.String(), v.Source}
	})
}

// printIncome prints a determination.
func printIncome(w io.Writer, f *sgi.Facts, d *sgi.Determination) error {
	t := &sgiText{w: w, tw: &tabwriter.Writer{}}
	if f.Name != "" {
		t.line("%s", f.Name)
	}
	switch d.Outcome {
	case sgi.Determined:
		t.line("SGI from %s: %s", d.On, sgiParts(d.SGI))
	case sgi.None:
		t.line("No SGI from %s.", d.On)
	default:
		t.line("The SGI from %s is open: something is not stated.", d.On)
	}
	if d.Hours > 0 {
		t.line("Yearly working time: %s hours", number(d.Hours))
	}
	t.table("Missing", len(d.Missing), func(i int) []string { return []string{d.Missing[i].En} })
	t.table("Steps", len(d.Steps), func(i int) []string {
		return []string{string(d.Steps[i].Law), d.Steps[i].Mark, d.Steps[i].Text.En}
	})
	t.rests(d.Rests)
	t.parameters(d.Used)
	return nil
}
