package claim_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"balans/recover/claim"
)

// machinesPage is docs/machines.md, written from the tables.
func machinesPage() string {
	var b strings.Builder
	b.WriteString(`# Where a claim stands

Six small machines say where a claim stands, each a table in ` + "`recover/claim/machine_*.go`" + `; what is paid follows from the balances. This page is
written from the tables: ` + "`go test ./recover/claim -run MachinesPage -update`" + `.

* A line says what may happen in a state, and where it leads; *stays* where it leads nowhere. In daily work, what stands in no line is refused
  (` + "`claim.Expected`" + ` says why, and what may come). A history taken over from another system skips steps: there the event leads to where its
  kind belongs, and is noted.
* A *timer* is a day that has come, or what the balances or another machine say. Every state but an end is left, or brought to someone, by time.
* Where a claim stands is computed from the facts each time. A late fact changes the answer; no state is ever edited, and so none is moved back.
* A claim with several debtors has a service machine for each; the claim's state is that of the debtor least served.

`)
	for _, m := range claim.Machines() {
		writeMachine(&b, m)
	}
	b.WriteString("## Timers\n\nDays are working habits of our own unless a paragraph or a parameter is named.\n\n| timer | strikes | days | books | who | rests on |\n|---|---|---|---|---|---|\n")
	for _, t := range claim.Timers() {
		r := t.Rule()
		books, days := r.Books.String(), ""
		if r.Books == claim.Decided {
			books = ""
		}
		if r.Days > 0 {
			days = fmt.Sprint(r.Days)
		}
		if r.Parameter != "" {
			days += " (`" + r.Parameter + "`)"
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s | %s |\n", r.Name, r.Rule, days, books, r.Owner, r.Law)
	}
	b.WriteString("\n## The one status that is shown\n\nFor every combination of states, money and regime there is one; the first that holds, in the order of `Standing.Shown`.\n\n| status | for so many combinations |\n|---|---|\n")
	count := map[claim.Shown]int{}
	for s := range everyStanding {
		for m := claim.MoneyOpen; m <= claim.MoneyCredit; m++ {
			count[s.Shown(m, claim.Old)]++
			count[s.Shown(m, claim.New)]++
		}
	}
	for s := claim.ShownPreparing; s <= claim.ShownContradiction; s++ {
		fmt.Fprintf(&b, "| %s | %d |\n", s, count[s])
	}
	b.WriteString("\nA *contradiction* is a fault: collecting is done, and a claim that can be demanded is not paid. `Standing.Contradictions` lists all that are looked for.\n")
	return b.String()
}

// writeMachine writes a table, with what leads the same way on one line.
func writeMachine(b *strings.Builder, m claim.Machine) {
	var rest []string
	for _, s := range m.States() {
		if m.IsEnd(s) {
			rest = append(rest, s)
		}
	}
	fmt.Fprintf(b, "## %s\n\nBegins as %s. Nothing is waited for when it is %s.\n\n| from | by | when | to |\n|---|---|---|---|\n", m, m.States()[0], strings.Join(rest, ", "))
	var lines []claim.Transition
	at := map[claim.Transition]int{}
	for _, r := range claim.Transitions(m) {
		by := r.By
		r.By, r.Timer = "", false
		k, known := at[r]
		if !known {
			k = len(lines)
			at[r] = k
			lines = append(lines, r)
			lines[k].By = by
			continue
		}
		lines[k].By += ", " + by
	}
	for _, r := range lines {
		switch {
		case r.Stays:
			r.To = "*stays*"
		case r.To == r.From:
			r.To += ", anew"
		}
		fmt.Fprintf(b, "| %s | %s | %s | %s |\n", r.From, r.By, r.When, r.To)
	}
	b.WriteString("\n")
}

func TestMachinesPage_isCurrent(t *testing.T) {
	const path = "../../docs/machines.md"
	page := machinesPage()
	if *update {
		if err := os.WriteFile(path, []byte(page), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	stored, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if string(stored) != page {
		t.Errorf("%s is not what the tables say: look at the difference after go test ./recover/claim -run MachinesPage -update", path)
	}
}
