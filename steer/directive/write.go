package directive

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"

	"balans/law/calendar"
	"balans/law/money"
)

// WriteJSON writes the letter as data.
func WriteJSON(w io.Writer, l *Letter) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	return enc.Encode(l)
}

// WriteText writes what was read as tables, each row with the line it stands on.
func WriteText(w io.Writer, l *Letter) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintf(t, "%s\n%s, budget year %d\n", l.Title, l.Agency, l.Year)
	if l.Decided != calendar.None || len(l.Diary) > 0 {
		fmt.Fprintf(t, "%s %s, decided %s, %s\n", l.Department, l.Number, day(l.Decided), strings.Join(l.Diary, " "))
	}
	writeHead(t, l)
	writeAssignments(t, l)
	writeMoney(t, l)
	writeFrames(t, l)
	writeEnd(t, l)
	writeUnread(t, l)
	return t.Flush()
}

func writeHead(w io.Writer, l *Letter) {
	fmt.Fprintf(w, "\nDECISIONS BY RIKSDAGEN\nline\tbill\tarea\treport\tcommunication\n")
	for _, d := range l.Riksdag {
		area := ""
		if d.Area > 0 {
			area = "UO" + strconv.Itoa(d.Area)
		}
		fmt.Fprintf(w, "%d\t%s\t%s\t%s\t%s\n", d.Line, d.Bill, area, d.Bet, d.Rskr)
	}
	fmt.Fprintf(w, "\nGOALS AND REPORTING REQUIREMENTS\nline\tgoal or requirement\tto be reported\tdue\n")
	for _, g := range l.Goals {
		fmt.Fprintf(w, "%d\t%s\t%s\t%s\n", g.Line, g.Title, paragraphs(len(g.Reporting)), deadlineTexts(g.Deadlines))
	}
	for _, q := range l.Requirements {
		fmt.Fprintf(w, "%d\t%s\t%s\t%s\n", q.Line, q.Title, paragraphs(len(q.Text)), deadlineTexts(q.Deadlines))
	}
}

func paragraphs(n int) string {
	switch n {
	case 0:
		return "nothing said"
	case 1:
		return "1 paragraph"
	}
	return strconv.Itoa(n) + " paragraphs"
}

func writeAssignments(w io.Writer, l *Letter) {
	for _, part := range []struct {
		name string
		all  []Assignment
	}{{"ASSIGNMENTS", l.Assignments}, {"ASSIGNMENTS GIVEN EARLIER", l.Earlier}} {
		fmt.Fprintf(w, "\n%s\nline\tassignment\tdue\tto\twith\n", part.name)
		for _, a := range part.all {
			name := a.Title
			if len(a.Basis) > 0 {
				name += " (" + strings.Join(a.Basis, ", ") + ")"
			}
			with := strings.Join(a.With, ", ")
			if a.Coordinator != "" {
				with += "; coordinated by " + a.Coordinator
			}
			fmt.Fprintf(w, "%d\t%s\t%s\t%s\t%s\n", a.Line, short(name, 90), dueText(a), strings.Join(recipientsOf(&a), ", "), with)
		}
	}
}

// recipientsOf is whom an assignment is reported to, by its deadlines and otherwise.
func recipientsOf(a *Assignment) []string {
	all := slices.Clone(a.To)
	for _, d := range a.Deadlines {
		for _, to := range d.To {
			if !slices.Contains(all, to) {
				all = append(all, to)
			}
		}
	}
	return all
}

func dueText(a Assignment) string {
	s := deadlineTexts(a.Deadlines)
	switch {
	case a.Continuous && s != "":
		return s + "; as the work goes on"
	case a.Continuous:
		return "as the work goes on"
	case s == "":
		return "no date"
	}
	return s
}

func deadlineTexts(all []Deadline) string {
	var s []string
	for _, d := range all {
		s = append(s, d.Text())
	}
	return strings.Join(s, "; ")
}

// Text is the deadline in English words: "report 2026-04-15, joint".
func (d Deadline) Text() string {
	s := string(d.Kind) + " "
	switch {
	case d.Date == calendar.None && d.Relative != "":
		s += "with " + d.Relative
	case d.Date == calendar.None:
		s += "“" + d.Printed + "”"
	case d.Precision == ToMonth:
		s += d.Date.String()[:7]
	case d.Precision == ToYear:
		s += d.Date.String()[:4]
	default:
		s += d.Date.String()
	}
	if d.Inferred {
		s += " (year concluded)"
	}
	if d.Relative != "" && d.Date != calendar.None {
		s += ", " + d.Relative
	}
	if d.Yearly {
		s += ", yearly"
		if d.Until > 0 {
			s += " to " + strconv.Itoa(d.Until)
		}
	}
	if d.Joint {
		s += ", joint"
	}
	if d.By != "" {
		s += ", by " + d.By
	}
	return s
}

func writeMoney(w io.Writer, l *Letter) {
	fmt.Fprintf(w, "\nAPPROPRIATIONS (kronor)\nline\titem\tname\tdisposer\tamount\n")
	for i := range l.Appropriations {
		a := &l.Appropriations[i]
		whole := ""
		if a.Amount.Printed != "" {
			whole = cellText(a.Amount)
		}
		fmt.Fprintf(w, "%d\t%s\t%s\t\t%s\n", a.Line, itemID(a.Area, a.Number, ""), a.Name, whole)
		for _, g := range a.Groups {
			fmt.Fprintf(w, "%d\t\t\t%s\t%s\n", g.Line, g.Disposer, cellText(g.Amount))
			for _, item := range g.Items {
				fmt.Fprintf(w, "%d\t%s\t%s\t\t%s\n", item.Line, item.ID, item.Name, cellText(item.Amount))
				for _, part := range item.Parts {
					fmt.Fprintf(w, "%d\t%s\t%s\t\t%s\n", part.Line, part.ID, part.Name, cellText(part.Amount))
				}
			}
		}
	}
	fmt.Fprintf(w, "\nCONDITIONS WITH AN AMOUNT OR AN EFFECT (kronor)\nline\titem\tkind\tamount\tagency\tpurpose\n")
	fees := []*Item{}
	for item := range l.Items() {
		for _, c := range item.Conditions {
			if c.Kind != MayBeUsedFor && c.Kind != OtherConditions && c.Kind != Adjustment {
				fmt.Fprintf(w, "%d\t%s\t%s\t%s\t%s\t%s\n", c.Line, item.ID, c.Kind, cellText(c.Amount), c.Agency, short(c.Purpose, 80))
			}
		}
		if item.Pension != nil {
			fees = append(fees, item)
		}
	}
	fmt.Fprintf(w, "\nPENSION FEES (kronor)\nline\titem\tyear\tpreliminary\tregulates\tregulation\n")
	for _, item := range fees {
		f := item.Pension
		fmt.Fprintf(w, "%d\t%s\t%d\t%s\t%d\t%s\n", f.Line, item.ID, f.Year, cellText(f.Preliminary), f.RegulationYear, cellText(f.Regulation))
	}
}

func writeFrames(w io.Writer, l *Letter) {
	fmt.Fprintf(w, "\nCREDIT, CARRY-OVER, WITHDRAWAL (kronor)\nline\titem\tcredit\tcarry-over\twithdrawn\n")
	for _, f := range l.Frames {
		fmt.Fprintf(w, "%d\t%s\t%s\t%s\t%s\n", f.Line, f.Item, cellText(f.Credit), f.CarryOver, cellText(f.Withdrawn))
	}
	for _, c := range l.Closed {
		fmt.Fprintf(w, "%d\t%s\tclosed\t\t\n", c.Line, c.Item)
	}
	for _, a := range l.Authorisations {
		fmt.Fprintf(w, "\nAUTHORISATION (kronor)\n%d\t%s\t%s\tlast year %d\t", a.Line, a.Item, cellText(a.Frame), a.End)
		for _, y := range a.Years {
			if y.Sum.Known {
				fmt.Fprintf(w, "%d: %s  ", y.Year, cellText(y.Sum))
			}
		}
		fmt.Fprintln(w)
	}
	fmt.Fprintf(w, "\nLOANS AND CREDITS (kronor)\n")
	for _, n := range l.Loans {
		fmt.Fprintf(w, "%d\t%s\t%s\t%s\n", n.Line, n.Kind, cellText(n.Sum), n.Purpose)
	}
	fmt.Fprintf(w, "\nPAYMENT PLAN (kronor) for %s\nline\tday\tamount\n", joinItems(l.Plan.Items))
	for _, p := range l.Plan.Payments {
		fmt.Fprintf(w, "%d\t%s\t%s\n", p.Line, p.Date, cellText(p.Sum))
	}
	fmt.Fprintf(w, "%d\tsum\t%s\n", l.Plan.Total.Line, cellText(l.Plan.Total))
	fmt.Fprintf(w, "\nFEE-BASED ACTIVITIES %d (kronor)\nline\tactivity\tbefore\tlast year\tincome\tcosts\tresult\tafter\n", l.Fees.Year)
	rows := slices.Clone(l.Fees.Rows)
	if l.Fees.Total != nil {
		rows = append(rows, *l.Fees.Total)
	}
	for _, f := range rows {
		fmt.Fprintf(w, "%d\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n", f.Line, f.Activity, cellText(f.Before), cellText(f.Last), cellText(f.Income), cellText(f.Cost), cellText(f.Result), cellText(f.After))
	}
}

func joinItems(all []ItemID) string {
	var s []string
	for _, i := range all {
		s = append(s, string(i))
	}
	return strings.Join(s, ", ")
}

func writeEnd(w io.Writer, l *Letter) {
	fmt.Fprintf(w, "\nTHE CENTRAL ACCOUNT MAY BE USED FOR\n")
	for _, p := range l.CentralAccount {
		fmt.Fprintf(w, "%d\t%s\n", p.Line, short(p.Text, 120))
	}
	fmt.Fprintf(w, "\nSIGNED BY %s; COPIES TO %d\n", passages(l.Signatures), len(l.Copies))
}

func passages(all []Passage) string {
	var s []string
	for _, p := range all {
		s = append(s, p.Text)
	}
	return strings.Join(s, ", ")
}

func writeUnread(w io.Writer, l *Letter) {
	for _, m := range l.Missing {
		fmt.Fprintf(w, "\nMISSING: the letter has no part on %s\n", m)
	}
	if len(l.Unread) == 0 {
		fmt.Fprintf(w, "\nEvery line was read.\n")
		return
	}
	fmt.Fprintf(w, "\nNOT READ\nline\treason\ttext\n")
	for _, u := range l.Unread {
		fmt.Fprintf(w, "%d\t%s\t%s\n", u.Line, u.Reason, short(strings.ReplaceAll(u.Text, "\t", " | "), 100))
	}
}

func cellText(s Sum) string {
	switch {
	case s.Known:
		return s.Amount.Kronor()
	case s.Printed != "":
		return "? “" + s.Printed + "”"
	}
	return "–"
}

func day(d calendar.Date) string {
	if d == calendar.None {
		return "–"
	}
	return d.String()
}

func short(s string, n int) string {
	r := []rune(s)
	if len(r) <= n {
		return s
	}
	return string(r[:n-1]) + "…"
}

// Items goes through the items of all appropriations, in the letter's order.
func (l *Letter) Items() func(yield func(*Item) bool) {
	return func(yield func(*Item) bool) {
		for a := range l.Appropriations {
			for g := range l.Appropriations[a].Groups {
				for i := range l.Appropriations[a].Groups[g].Items {
					if !yield(&l.Appropriations[a].Groups[g].Items[i]) {
						return
					}
				}
			}
		}
	}
}

// Item finds an item by its name.
func (l *Letter) Item(id ItemID) *Item {
	for item := range l.Items() {
		if item.ID == id {
			return item
		}
	}
	return nil
}

// Frame finds an item's row of credit and carry-over.
func (l *Letter) Frame(id ItemID) *Frame {
	for i := range l.Frames {
		if l.Frames[i].Item == id {
			return &l.Frames[i]
		}
	}
	return nil
}

// WriteCSV writes the items with amount, credit, carry-over and withdrawal, in öre, for
// a spreadsheet.
func WriteCSV(w io.Writer, l *Letter) error {
	cw := csv.NewWriter(w)
	cw.Comma = ';'
	rows := [][]string{{"line", "item", "name", "disposer", "amount_ore", "credit_ore", "carry_over", "withdrawn_ore"}}
	for item := range l.Items() {
		row := []string{strconv.Itoa(item.Line), string(item.ID), item.Name, item.Disposer, ore(item.Amount), "", "", ""}
		if f := l.Frame(item.ID); f != nil {
			row[5], row[6], row[7] = ore(f.Credit), f.CarryOver, ore(f.Withdrawn)
		}
		rows = append(rows, row)
	}
	if err := cw.WriteAll(rows); err != nil {
		return err
	}
	return cw.Error()
}

func ore(s Sum) string {
	if !s.Known {
		return ""
	}
	return strconv.FormatInt(int64(s.Amount), 10)
}

// Total is the sum of the items an agency disposes of, or of all when the name is empty;
// it is not known when the amount of one of them is not.
func (l *Letter) Total(disposer string) (sum money.Amount, known bool) {
	known = true
	for item := range l.Items() {
		if disposer == "" || item.Disposer == disposer {
			sum, known = sum+item.Amount.Amount, known && item.Amount.Known
		}
	}
	return sum, known
}
