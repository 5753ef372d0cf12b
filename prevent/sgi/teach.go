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

// sampleSv and incomeSampleSv are the same in Swedish.
const (
	sampleSv = `rubrik: Arbetslös, och inskriven efter 1 maj och en helg
källa: SFB 26:13; SFB 26:18

född: 1986-05-14
sgi: 360 000
sista arbetsdag: 2026-01-31
anställning: upphörde 2026-01-31
arbetssökande: från 2026-05-04, inskriven ja, beredd ja, söker 100 %
bedöms per: 2026-09-30

då bedömning: manuell
då skäl: varför.lediga-dagar
då sista dag: 2026-04-30
`
	incomeSampleSv = `rubrik: En anställning och en näringsverksamhet vid sidan av
källa: SFB 25:5

gäller från: 2026-03-02
försäkrad: ja
varaktigt: ja
inkomst: anställning 500 000, semesterlön 60 000, lön-för-samma-tid 55 000
inkomst: näringsverksamhet 150 000, registrerad 2019-01
timmar i veckan: 40

då sgi: anställning 495 000, annat 97 000
`
)

// Example is a text to begin with, under a name that does not change. The text says the
// same in both languages.
type Example struct {
	ID   string
	Name Text
	Text Text
}

// Examples are a few texts to begin with, of different sorts.
func Examples() []Example {
	return []Example{
		{"gap", two("Arbetslös, inskriven efter en helg", "Unemployed, registered after a weekend"), two(sampleSv, Sample)},
		{"child", two("Förälder som går ned i tid", "A parent who reduces work"), two(childSampleSv, childSample)},
		{"proof", two("Sjuk och sedan inskriven, intyg saknas", "Sick and then registered, proof missing"), two(proofSampleSv, proofSample)},
		{"income", two("Räkna ut en SGI", "Determine an SGI"), two(incomeSampleSv, IncomeSample)},
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

const childSampleSv = `rubrik: Hemma med barn, och sedan 80 procent utan föräldrapenning
källa: SFB 26:14; SFB 26:15; SFB 12:27

född: 1992-11-03
sgi: 360 000
sista arbetsdag: 2024-03-09
anställning: fortsätter
barn: beräknad 2024-09-10, född 2024-09-12, gravid ja, vårdar ja
arbete: från 2025-09-12, omfattning 80 %, samma
bedöms per: 2025-12-01

då bedömning: ny-sgi 288 000 från 2025-09-12
då sgi för föräldrapenning: 360 000
`

const proofSampleSv = `rubrik: Sjuk, fick avslag och skrev in sig i tid; men ingen har visat att arbete söks
källa: SFB 26:17; SGIF 3

född: 1986-05-14
sgi: anställning 300 000, annat 60 000
sista arbetsdag: 2025-01-31
anställning: fortsätter
sjukpenning: från 2025-02-01 till 2025-08-15, betalas ja
arbetssökande: från 2025-09-20, inskriven ja, söker 100 %
arbetssökande: från 2025-10-01 till 2025-10-31, inskriven nej, beredd ja, söker 100 %
bedöms per: 2025-12-01

då bedömning: manuell
då skäl: visa.beredd
då saknas: arbetssökande visa.beredd
då skyddar inte: arbetssökande inte.inskriven
`

// lesson writes how a text is written.
type lesson struct {
	strings.Builder
	in Language
}

func (l *lesson) heading(key string) { l.WriteString("\n" + say(key).In(l.in) + "\n\n") }

func (l *lesson) table(rows [][3]string) {
	tw := tabwriter.NewWriter(l, 0, 0, 2, ' ', 0)
	for _, r := range rows {
		fmt.Fprintf(tw, "  %s\t%s\n", r[0]+": "+r[1], r[2])
	}
	tw.Flush()
}

// words are those of a sort of text.
func (l *lesson) words(of use) {
	var rows [][3]string
	for _, w := range words {
		if w.use == of {
			rows = append(rows, [3]string{inLine.word(w.name).In(l.in), w.example.In(l.in), w.about.In(l.in)})
		}
	}
	l.table(rows)
}

func (l *lesson) sample(key, text string) {
	l.heading(key)
	l.WriteString("    " + strings.ReplaceAll(strings.TrimSpace(text), "\n", "\n    ") + "\n")
}

// grounds are those that evidence is given for, and those that follow without.
func (l *lesson) grounds() {
	l.heading("teach.evidence")
	for i := range rules {
		if r := &rules[i]; !r.derived {
			refs := make([]string, len(r.law))
			for j, ref := range r.law {
				refs[j] = string(ref)
			}
			fmt.Fprintf(l, "  %s (%s)\n    %s: %s\n", two(r.sv, r.en).In(l.in), strings.Join(refs, ", "), r.ground.Word().In(l.in), exampleOf(r).In(l.in))
		}
	}
	l.heading("teach.derived")
	for i := range rules {
		if r := &rules[i]; r.derived {
			fmt.Fprintf(l, "  %s: %s (%s)\n", r.ground.Word().In(l.in), two(r.sv, r.en).In(l.in), r.law[len(r.law)-1])
		}
	}
}

// Teach tells in a language how a text is written: every word with what it says and an
// example. Words has them in both.
func Teach(w io.Writer, in Language) error {
	l := &lesson{in: in}
	l.WriteString(say("teach.intro").In(in) + "\n")
	l.heading("teach.every")
	l.words(either)
	l.heading("teach.history")
	l.words(timeline)
	l.grounds()
	l.heading("teach.facts")
	l.words(determination)
	l.heading("teach.answers")
	var rows [][3]string
	for i := range answers {
		a := &answers[i]
		rows = append(rows, [3]string{a.written(in, "2026-05-01"), valueIn(in, a.example), a.about.In(in)})
	}
	l.table(rows)
	l.sample("teach.sample", two(sampleSv, Sample).In(in))
	l.sample("teach.incomesample", two(incomeSampleSv, IncomeSample).In(in))
	_, err := io.WriteString(w, l.String())
	return err
}
