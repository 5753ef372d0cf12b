package directive

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strings"

	"balans/law/calendar"
)

// WriteChecklist writes what was read as a list in Swedish for the person who confirms
// it: first what the program is not sure of, then every value with its line and a box.
func WriteChecklist(w io.Writer, l *Letter) error {
	b := bufio.NewWriter(w)
	fmt.Fprintf(b, "KONTROLLISTA\n%s\n\nJämför varje rad med brevet. Siffran först är radnumret i texten. Kryssa när värdet stämmer.\n", l.Title)
	findings := Check(l)
	checklistDoubts(b, l, findings)
	checklistMoney(b, l)
	checklistTables(b, l)
	checklistAssignments(b, l)
	fmt.Fprintf(b, "\nGenomfört av ______________________________ datum ______________\n")
	return b.Flush()
}

func checklistDoubts(w io.Writer, l *Letter, findings []Finding) {
	fmt.Fprintf(w, "\n1. TITTA FÖRST HÄR\n")
	n := 0
	for _, m := range l.Missing {
		fmt.Fprintf(w, "[ ]       brevet saknar delen %s\n", m)
		n++
	}
	for _, u := range l.Unread {
		fmt.Fprintf(w, "[ ] %5d kunde inte läsas: %s\n", u.Line, strings.ReplaceAll(u.Text, "\t", " | "))
		n++
	}
	for _, p := range DatesPassed(l) {
		fmt.Fprintf(w, "[ ] %5d %s är inte läst som någon tidpunkt då något ska vara lämnat eller gjort\n", p.Line, p.Text)
		n++
	}
	concluded := func(title string, all []Deadline) {
		for _, d := range all {
			if d.Inferred || d.Relative != "" && d.Date != calendar.None {
				fmt.Fprintf(w, "[ ] %5d %s: ”%s” är läst som %s\n", d.Line, short(title, 60), short(d.Printed, 60), d.Date)
				n++
			}
		}
	}
	for _, g := range l.Goals {
		concluded(g.Title, g.Deadlines)
	}
	for _, q := range l.Requirements {
		concluded(q.Title, q.Deadlines)
	}
	for _, a := range slices.Concat(l.Assignments, l.Earlier) {
		concluded(a.Title, a.Deadlines)
	}
	count := map[Verdict]int{}
	for _, f := range findings {
		count[f.Verdict]++
		if f.Verdict == Holds {
			continue
		}
		line := 0
		if len(f.Lines) > 0 {
			line = f.Lines[0]
		}
		fmt.Fprintf(w, "[ ] %5d %s", line, f.Says[0])
		if f.Reading[0] != "" {
			fmt.Fprintf(w, ". %s", f.Reading[0])
		}
		fmt.Fprintln(w)
		n++
	}
	if n == 0 {
		fmt.Fprintln(w, "Inget att anmärka.")
	}
	fmt.Fprintf(w, "%d kontroller: %d stämmer, %d stämmer inte, %d går inte att avgöra.\n", len(findings), count[Holds], count[DoesNotHold], count[Undecidable])
}

func checklistMoney(w io.Writer, l *Letter) {
	fmt.Fprintf(w, "\n2. ANSLAG OCH POSTER (kronor)\n")
	for i := range l.Appropriations {
		a := &l.Appropriations[i]
		fmt.Fprintf(w, "[ ] %5d %s %s\n", a.Line, itemID(a.Area, a.Number, ""), a.Name)
		for _, g := range a.Groups {
			fmt.Fprintf(w, "[ ] %5d   disponeras av %s: %s\n", g.Line, g.Disposer, cellText(g.Amount))
			for _, item := range g.Items {
				fmt.Fprintf(w, "[ ] %5d     %s %s: %s\n", item.Line, item.ID, item.Name, cellText(item.Amount))
				for _, part := range item.Parts {
					fmt.Fprintf(w, "[ ] %5d       %s %s: %s\n", part.Line, part.ID, part.Name, cellText(part.Amount))
				}
			}
		}
	}
	fmt.Fprintf(w, "\n3. VILLKOR MED BELOPP ELLER VERKAN (kronor)\n")
	for item := range l.Items() {
		for _, c := range item.Conditions {
			if c.Kind == MayBeUsedFor || c.Kind == OtherConditions && len(c.Deadlines) == 0 || c.Kind == Adjustment {
				continue
			}
			fmt.Fprintf(w, "[ ] %5d %s %s", c.Line, item.ID, conditionWord[c.Kind])
			if c.Amount.Known {
				fmt.Fprintf(w, " %s", cellText(c.Amount))
			}
			for _, s := range []string{c.Agency, short(c.Purpose, 90)} {
				if s != "" {
					fmt.Fprintf(w, ", %s", s)
				}
			}
			for _, d := range c.Deadlines {
				fmt.Fprintf(w, ", senast %s", day(d.Date))
			}
			fmt.Fprintln(w)
		}
		if f := item.Pension; f != nil {
			fmt.Fprintf(w, "[ ] %5d %s preliminär avgift %d: %s, reglering %d: %s\n", f.Line, item.ID, f.Year, cellText(f.Preliminary), f.RegulationYear, cellText(f.Regulation))
		}
	}
}

// conditionWord is the kinds of conditions in the letters' own words.
var conditionWord = map[ConditionKind]string{
	Max: "högst", Earmarked: "avser", ShallPay: "ska betala", MayUse: "får använda", Allotted: "tilldelas", GrossIncome: "inkomster redovisas brutto",
	ReturnedIncome: "betalningar återförs och särredovisas", Adjustment: "ålderspensionsavgift", MayBeUsedFor: "får användas för", OtherConditions: "övrigt villkor",
}

// Word is the kind in Swedish, in the words of the letters.
func (k ConditionKind) Word() string { return conditionWord[k] }

func checklistTables(w io.Writer, l *Letter) {
	fmt.Fprintf(w, "\n4. KREDIT, SPARANDE OCH INDRAG (kronor)\n")
	for _, f := range l.Frames {
		fmt.Fprintf(w, "[ ] %5d %s kredit %s, behållning %s, indrag %s\n", f.Line, f.Item, cellText(f.Credit), f.CarryOver, cellText(f.Withdrawn))
	}
	for _, c := range l.Closed {
		fmt.Fprintf(w, "[ ] %5d %s är avslutad\n", c.Line, c.Item)
	}
	for _, a := range l.Authorisations {
		fmt.Fprintf(w, "[ ] %5d %s bemyndigande %s, slutår %d\n", a.Line, a.Item, cellText(a.Frame), a.End)
		for _, y := range a.Years {
			if y.Sum.Known {
				fmt.Fprintf(w, "[ ] %5d   %d: %s\n", y.Sum.Line, y.Year, cellText(y.Sum))
			}
		}
	}
	for _, n := range l.Loans {
		fmt.Fprintf(w, "[ ] %5d %s: %s\n", n.Line, n.Purpose, cellText(n.Sum))
	}
	for _, p := range l.Plan.Payments {
		fmt.Fprintf(w, "[ ] %5d utbetalningsplan %s: %s\n", p.Line, p.Date, cellText(p.Sum))
	}
	if l.Plan.Total.Line > 0 {
		fmt.Fprintf(w, "[ ] %5d utbetalningsplanens summa: %s\n", l.Plan.Total.Line, cellText(l.Plan.Total))
	}
	rows := slices.Clone(l.Fees.Rows)
	if l.Fees.Total != nil {
		rows = append(rows, *l.Fees.Total)
	}
	for _, f := range rows {
		fmt.Fprintf(w, "[ ] %5d avgifter, %s: före %s, förra året %s, intäkter %s, kostnader %s, resultat %s, ackumulerat %s\n", f.Line, f.Activity, cellText(f.Before),
			cellText(f.Last), cellText(f.Income), cellText(f.Cost), cellText(f.Result), cellText(f.After))
	}
}

func checklistAssignments(w io.Writer, l *Letter) {
	fmt.Fprintf(w, "\n5. MÅL OCH ÅTERRAPPORTERING\n")
	for _, g := range l.Goals {
		fmt.Fprintf(w, "[ ] %5d %s (%d stycken om återrapportering)\n", g.Line, g.Title, len(g.Reporting))
		checklistDue(w, g.Deadlines)
	}
	for _, q := range l.Requirements {
		fmt.Fprintf(w, "[ ] %5d %s\n", q.Line, q.Title)
		checklistDue(w, q.Deadlines)
	}
	fmt.Fprintf(w, "\n6. UPPDRAG OCH TIDPUNKTER\n")
	for _, a := range slices.Concat(l.Assignments, l.Earlier) {
		fmt.Fprintf(w, "[ ] %5d %s", a.Line, a.Title)
		if len(a.With) > 0 {
			fmt.Fprintf(w, "; med %s", strings.Join(a.With, ", "))
		}
		if to := recipientsOf(&a); len(to) > 0 {
			fmt.Fprintf(w, "; till %s", strings.Join(to, ", "))
		}
		fmt.Fprintln(w)
		checklistDue(w, a.Deadlines)
	}
}

func checklistDue(w io.Writer, all []Deadline) {
	for _, d := range all {
		fmt.Fprintf(w, "[ ] %5d   %s\n", d.Line, d.Swedish())
	}
}

// deadlineWord is the kinds of deadlines in Swedish.
var deadlineWord = map[DeadlineKind]string{
	Report: "redovisning", Interim: "delredovisning", ActionPlan: "handlingsplan", ForecastOn: "prognos", Ready: "ska kunna tillämpas", Done: "ska vara gjort",
	Claim: "rekvisition", Repay: "återbetalning",
}

// Word is the kind in Swedish.
func (k DeadlineKind) Word() string { return deadlineWord[k] }

// Swedish is the deadline in Swedish words.
func (d Deadline) Swedish() string {
	s := d.Kind.Word() + " "
	switch {
	case d.Date == calendar.None && d.Relative != "":
		s += relativeWord(d.Relative)
	case d.Date == calendar.None:
		s += "”" + d.Printed + "”"
	case d.Precision == ToMonth:
		s += d.Date.String()[:7]
	case d.Precision == ToYear:
		s += d.Date.String()[:4]
	default:
		s += d.Date.String()
	}
	if d.Relative != "" && d.Date != calendar.None {
		s += ", " + relativeWord(d.Relative)
	}
	if d.Yearly {
		s += ", varje år"
		if d.Until > 0 {
			s += fmt.Sprintf(" t.o.m. %d", d.Until)
		}
	}
	if d.Joint {
		s += ", gemensam"
	}
	if d.By != "" {
		s += ", av " + d.By
	}
	return s
}

func relativeWord(relative string) string {
	switch relative {
	case "forecast occasions":
		return "vid ordinarie prognostillfälle"
	case "same time":
		return "vid samma tidpunkt"
	case "annual report":
		return "i samband med årsredovisningen"
	}
	return relative
}
