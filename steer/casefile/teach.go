package casefile

import (
	"fmt"
	"io"
	"strings"
)

// Sample is a small case to begin with.
const Sample = `case: Paid a day late
source: SFB 108:19

given claims:
  claim_id, debtor,       benefit,     authority, origin, decided_on, principal_ore
  A,        193502017456, sjukpenning, FK,        manual, 2024-03-01, 1000000

when recorded:
  dispatched on 2024-03-04 for A
  paid on 2024-04-04 for A, amount 10 000, as P-1

when deadlines: A on 2024-03-04
then due: 2024-04-03

# One day at 12.00 %: 10 000 x 12 / 36 500 = 3.29.
when account: A on 2024-04-04
then balances:
  principal | interest | total
       3,29 |     0,00 |  3,29
then payment P-1: interest 3,29, principal 9 996,71
`

// Teach explains how a case is written: its words and a small one.
func Teach(out io.Writer) error {
	var b strings.Builder
	b.WriteString(`A case gives facts, asks a question and states the answer; balans case run FILE tells whether the program agrees.
A word stands before a colon; the lines that belong to it are indented below it. # begins a comment.
Amounts are kronor with öre after a comma or a point, except in given claims and given events, which are öre.

`)
	for _, w := range words {
		indent := ""
		if len(w.after) > 0 {
			indent = "  "
		}
		fmt.Fprintf(&b, "  %-26s %s\n", indent+w.name, w.about)
	}
	b.WriteString("\nAfter a fact recorded can follow, each after a comma: ")
	for i, d := range details {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(d.name)
	}
	b.WriteString(".\nThe kinds of facts are listed by balans help kinds. A small case, to be copied:\n\n")
	for line := range strings.Lines(Sample) {
		if line != "\n" {
			b.WriteString("    ")
		}
		b.WriteString(line)
	}
	_, err := io.WriteString(out, b.String())
	return err
}
