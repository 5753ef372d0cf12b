package directive

import (
	"fmt"

	"balans/exchange/lettertext"
)

// Doubt is something in a letter that a person has to look at before it is used.
type Doubt struct {
	// ID names it, and is the same each time the letter is read: "line 12", "missing
	// payment plan", or the id of a finding.
	ID    string
	Lines []int
	Says  string
}

// Doubts is the lines that could not be read, the parts that are missing, the dates that
// were read as no deadline, and the checks of arithmetic that do not hold or cannot be decided.
func Doubts(l *Letter) []Doubt {
	var all []Doubt
	for _, u := range l.Unread {
		all = append(all, Doubt{ID: fmt.Sprintf("line %d", u.Line), Lines: []int{u.Line}, Says: u.Reason + ": “" + u.Text + "”"})
	}
	for _, m := range l.Missing {
		all = append(all, Doubt{ID: "missing " + m, Says: "the letter does not have: " + m})
	}
	if l.Form == lettertext.PDF {
		all = append(all, Doubt{ID: "pdf", Says: "the text was taken out of a PDF, where a cell that wraps or a page that ends can break rows and headings: hold every assignment and date against the letter, or take in the text or web page of it"})
	}
	for item := range l.Items() {
		for _, c := range item.Conditions {
			if c.Kind == OtherConditions && c.Amount.Printed != "" {
				all = append(all, Doubt{ID: fmt.Sprintf("condition %s line %d %s", item.ID, c.Line, c.Amount.Printed), Lines: []int{c.Line},
					Says: "what the amount does to the money is not understood, so it is held as no limit: “" + c.Text + "”"})
			}
		}
	}
	for _, p := range DatesPassed(l) {
		all = append(all, Doubt{ID: fmt.Sprintf("date passed line %d", p.Line), Lines: []int{p.Line}, Says: "read as no day by which something is due: " + p.Text})
	}
	for _, f := range Check(l) {
		if f.Weight == Arithmetic && f.Verdict != Holds {
			says := f.Says[1]
			if f.Reading[1] != "" {
				says += ". " + f.Reading[1]
			}
			all = append(all, Doubt{ID: f.ID, Lines: f.Lines, Says: says})
		}
	}
	return all
}
