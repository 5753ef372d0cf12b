package sgi

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
)

// Sample is a history to begin with.
const Sample = `case: Unemployed, and registered after 1 May and a weekend
source: SFB 26:13; SFB 26:18

born: 1986-05-14
sgi: 360 000
last work: 2026-01-31
employment: ended 2026-01-31
job-seeking: from 2026-05-04, registered yes, willing yes, seeks 100 %
on: 2026-09-30

then verdict: manual
then because: why.daysoff
then last day: 2026-04-30
`

// IncomeSample is the facts of a determination to begin with.
const IncomeSample = `case: An employment and a business beside it
source: SFB 25:5

income on: 2026-03-02
insured: yes
lasting: yes
pay: employment 500 000, holiday 60 000, holiday-at-work 55 000
pay: business 150 000, registered 2019-01
hours: 40

then sgi: employment 495 000, other 97 000
`

// Example is a text to begin with, under a name that does not change.
type Example struct {
	ID   string
	Name Text
	Text string
}

// Examples are a few texts to begin with, of different sorts.
func Examples() []Example {
	return []Example{
		{"gap", Text{"gap", "Arbetslös, anmäld efter en helg", "Unemployed, registered after a weekend"}, Sample},
		{"child", Text{"child", "Förälder som går ned i tid", "A parent who reduces work"}, childSample},
		{"proof", Text{"proof", "Sjuk och sedan anmäld, intyg saknas", "Sick and then registered, proof missing"}, proofSample},
		{"income", Text{"income", "Räkna ut en SGI", "Determine an SGI"}, IncomeSample},
	}
}

const childSample = `case: At home with a child, and then 80 per cent without parental benefit
source: SFB 26:14; SFB 26:15; SFB 12:27

born: 1992-11-03
sgi: 360 000
last work: 2024-03-09
employment: continues
child: expected 2024-09-10, born 2024-09-12, carried yes, cares yes
work: from 2025-09-12, extent 80 %, same
on: 2025-12-01

then verdict: redetermined 288 000 from 2025-09-12
then parental: 360 000
`

const proofSample = `case: Sick, refused, and registered in time; but nobody has shown that work is sought
source: SFB 26:17; SGIF 3

born: 1986-05-14
sgi: employment 300 000, other 60 000
last work: 2025-01-31
employment: continues
sickness-benefit: from 2025-02-01 to 2025-08-15, paid yes
job-seeking: from 2025-09-20, registered yes, seeks 100 %
job-seeking: from 2025-10-01 to 2025-10-31, registered no, willing yes, seeks 100 %
on: 2025-12-01

then verdict: manual
then because: show.willing
then missing: job-seeking show.willing
then rejected: job-seeking not.registered
`

// Teach tells how a text is written: every word with what it says and an example.
func Teach(w io.Writer) error {
	var b strings.Builder
	b.WriteString("A text is lines of a word, a colon, and what it says. Parts of a line stand between commas, each followed by a space.\n" +
		"# begins a comment. Dates are 2026-01-31, amounts kronor a year such as 360 000. A condition that is left out is not known,\n" +
		"and asked for; no is a fact of its own. Lines that begin with then state answers, which are compared.\n")
	heading := func(s string) { b.WriteString("\n" + s + "\n\n") }
	table := func(rows [][3]string) {
		tw := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
		for _, r := range rows {
			fmt.Fprintf(tw, "  %s\t%s\n", r[0]+": "+r[1], r[2])
		}
		tw.Flush()
	}
	list := func(of func(w word) bool) {
		var rows [][3]string
		for _, w := range words {
			if of(w) {
				rows = append(rows, [3]string{w.name, w.example, w.about})
			}
		}
		table(rows)
	}
	heading("Every text")
	list(func(w word) bool { return w.use == either })
	heading("A history, for the protection (balans sgi timeline)")
	list(func(w word) bool { return w.use == timeline })
	heading("Evidence in a history: from DATE to DATE, or from DATE until further notice")
	for i := range rules {
		if r := &rules[i]; !r.derived {
			refs := make([]string, len(r.law))
			for j, l := range r.law {
				refs[j] = string(l)
			}
			fmt.Fprintf(&b, "  %s (%s)\n    %s: from 2026-02-01 to 2026-06-30%s\n", r.en, strings.Join(refs, ", "), r.ground, exampleOf(r))
		}
	}
	heading("What follows without evidence")
	for i := range rules {
		if r := &rules[i]; r.derived {
			fmt.Fprintf(&b, "  %s: %s (%s)\n", r.ground, r.en, r.law[len(r.law)-1])
		}
	}
	heading("The facts of a determination (balans sgi income)")
	list(func(w word) bool { return w.use == determination })
	heading("Answers")
	var rows [][3]string
	for _, a := range answers {
		name := "then " + a.name
		if a.dated {
			name += " 2026-05-01"
		}
		rows = append(rows, [3]string{name, a.example, a.about})
	}
	table(rows)
	heading("A history to begin with")
	b.WriteString("    " + strings.ReplaceAll(strings.TrimSpace(Sample), "\n", "\n    ") + "\n")
	heading("A determination to begin with")
	b.WriteString("    " + strings.ReplaceAll(strings.TrimSpace(IncomeSample), "\n", "\n    ") + "\n")
	_, err := io.WriteString(w, b.String())
	return err
}
