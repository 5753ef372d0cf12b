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

// sgiText prints an answer about an SGI in one language.
type sgiText struct {
	w    io.Writer
	tw   *tabwriter.Writer
	lang sgi.Language
}

func newSGIText(w io.Writer, lang sgi.Language) *sgiText {
	return &sgiText{w: w, tw: &tabwriter.Writer{}, lang: lang}
}

// in is the words of the language that is printed.
func (t *sgiText) in(sv, en string) string {
	if t.lang == sgi.English {
		return en
	}
	return sv
}

func (t *sgiText) say(text sgi.Text) string { return text.In(t.lang) }

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

func (t *sgiText) parts(p sgi.Parts) string {
	if p.Other == 0 {
		return p.Employment.Kronor() + " kr"
	}
	return fmt.Sprintf(t.in("%s kr (anställning %s, annat förvärvsarbete %s)", "%s kr (employment %s, other work %s)"), p.Total().Kronor(), p.Employment.Kronor(), p.Other.Kronor())
}

// value is what a text states, such as a verdict or the name of a ground, in the words that
// a text in the language has.
func (t *sgiText) value(said string) string { return t.lang.Value(said) }

// printTimeline prints the answer to a history.
func printTimeline(w io.Writer, lang sgi.Language, h *sgi.History, r *sgi.Result) error {
	t := newSGIText(w, lang)
	if h.Name != "" {
		t.line("%s", h.Name)
	}
	t.line("%s %s: %s", t.in("Den", "On"), r.On, strings.ToUpper(t.value(r.VerdictLine())))
	for _, reason := range r.Verdict.Reasons {
		t.line("  %s", t.say(reason))
	}
	known := ""
	if !r.SGIKnown {
		known = t.in(", inte helt känd", ", not fully known")
	}
	t.line("SGI %s%s", t.parts(r.SGI), known)
	for _, n := range r.Notes {
		t.line("  %s", t.say(n))
	}
	t.line("%s", t.last(r))
	t.table(t.in("Dagar", "Days"), len(r.Ruler), func(i int) []string {
		s := &r.Ruler[i]
		var covers []string
		for _, c := range s.Covers {
			word := t.say(c.Ground.Name())
			if c.Extent < 100 {
				word += fmt.Sprintf(" %d %%", c.Extent)
			}
			if len(c.Open) > 0 {
				word += t.in(" (öppet)", " (open)")
			}
			covers = append(covers, word)
		}
		if s.Work > 0 {
			covers = append([]string{fmt.Sprintf(t.in("arbete %d %%", "work %d %%"), s.Work)}, covers...)
		}
		return []string{sgiPeriod(s.From, s.To), t.value(string(s.State)), strings.Join(covers, "; "), joinRefs(s.Law)}
	})
	t.table(t.in("Utan skydd", "Not covered"), len(r.Gaps), func(i int) []string {
		g := &r.Gaps[i]
		return []string{sgiPeriod(g.From, g.To), t.say(g.Why[0])}
	})
	t.table(t.in("Underlag som saknas", "Missing proof"), len(r.Missing), func(i int) []string {
		m := &r.Missing[i]
		return []string{sgiPeriod(m.From, m.To), t.value(string(m.Ground)), t.lineOf(m.Line), t.say(m.What)}
	})
	t.table(t.in("Uppgett, och skyddar inte", "Stated, and does not protect"), len(r.Rejected), func(i int) []string {
		x := &r.Rejected[i]
		return []string{sgiPeriod(x.From, x.To), t.value(string(x.Ground)), t.lineOf(x.Line), t.say(x.Reason) + " " + string(x.Law)}
	})
	t.table(t.in("Tolkningar", "Readings"), len(r.Readings), func(i int) []string { return []string{t.say(r.Readings[i].Text)} })
	t.table(t.in("SGI av arbete", "SGI from work"), len(r.Changes), func(i int) []string {
		c := &r.Changes[i]
		return []string{c.From.String(), t.parts(c.SGI), fmt.Sprintf("%d %%", c.Extent), t.say(c.Text), joinRefs(c.Law)}
	})
	t.table(t.in("Omräkningar", "Conversions"), len(r.Uplifts), func(i int) []string {
		u := &r.Uplifts[i]
		return []string{u.On.String(), u.Before.Kronor() + " → " + u.After.Kronor() + " kr", t.say(u.Text), string(u.Law)}
	})
	t.rests(r.Rests)
	t.parameters(r.Used)
	return nil
}

func (t *sgiText) lineOf(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprintf(t.in("rad %d", "line %d"), n)
}

// last is the next day on which something must be done.
func (t *sgiText) last(r *sgi.Result) string {
	switch {
	case r.NoEnd:
		return t.in("Säkert skyddad utan uppgivet slut.", "Covered for certain without an end that is stated.")
	case r.KindNoEnd:
		return fmt.Sprintf(t.in("Sista säkert skyddade dag: %s; med den för personen bättre tolkningen av det som är öppet, inget slut.", "Last day covered for certain: %s; by the kinder reading of what is open, no end."), r.Last)
	case r.KindLast != r.Last:
		return fmt.Sprintf(t.in("Sista säkert skyddade dag: %s; med den för personen bättre tolkningen av det som är öppet: %s.", "Last day covered for certain: %s; by the kinder reading of what is open: %s."), r.Last, r.KindLast)
	}
	return fmt.Sprintf(t.in("Sista skyddade dag: %s.", "Last day covered: %s."), r.Last)
}

func (t *sgiText) rests(rests []sgi.Rest) {
	t.table(t.in("Vad förmånerna vilar på", "What benefits rest on"), len(rests), func(i int) []string {
		amount := t.in("inte känt", "not known")
		if rests[i].Known {
			amount = t.parts(rests[i].Parts)
		}
		return []string{string(rests[i].Benefit), amount, t.say(rests[i].Text), string(rests[i].Law)}
	})
}

func (t *sgiText) parameters(used []statute.Value) {
	t.table(t.in("Parametrar", "Parameters"), len(used), func(i int) []string {
		v := &used[i]
		return []string{v.Name, valueText(*v), sgiPeriod(v.From, v.To), v.Confidence.String(), v.Source}
	})
}

// printIncome prints a determination.
func printIncome(w io.Writer, lang sgi.Language, f *sgi.Facts, d *sgi.Determination) error {
	t := newSGIText(w, lang)
	if f.Name != "" {
		t.line("%s", f.Name)
	}
	switch d.Outcome {
	case sgi.Determined:
		t.line(t.in("SGI från %s: %s", "SGI from %s: %s"), d.On, t.parts(d.SGI))
	case sgi.None:
		t.line(t.in("Ingen SGI från %s.", "No SGI from %s."), d.On)
	default:
		t.line(t.in("SGI från %s är öppen: något är inte uppgett.", "The SGI from %s is open: something is not stated."), d.On)
	}
	if d.Hours > 0 {
		t.line(t.in("Årsarbetstid: %s timmar", "Yearly working time: %s hours"), number(d.Hours))
	}
	t.table(t.in("Saknas", "Missing"), len(d.Missing), func(i int) []string { return []string{t.say(d.Missing[i])} })
	t.table(t.in("Steg", "Steps"), len(d.Steps), func(i int) []string {
		return []string{string(d.Steps[i].Law), d.Steps[i].Mark, t.say(d.Steps[i].Text)}
	})
	t.rests(d.Rests)
	t.parameters(d.Used)
	return nil
}
