package directive

import "fmt"

// Doubt is something in a letter that a person has to look at before it is used.
type Doubt struct {
	// ID names it, and is the same each time the letter is read: "line 12", "missing
	// payment plan", or the id of a finding.
	ID    string
	Lines []int
	Says  string
}

// Doubts is the lines that could not be read, the parts that are missing, and the checks
// of arithmetic that do not hold or cannot be decided.
func Doubts(l *Letter) []Doubt {
	var all []Doubt
	for _, u := range l.Unread {
		all = append(all, Doubt{ID: fmt.Sprintf("line %d", u.Line), Lines: []int{u.Line}, Says: u.Reason + ": “" + u.Text + "”"})
	}
	for _, m := range l.Missing {
		all = append(all, Doubt{ID: "missing " + m, Says: "the letter has no part on " + m})
	}
	for _, f := range Check(l) {
		if f.Weight == Arithmetic && f.Verdict != Holds {
			says := f.Says[1]
			if f.Reading[1] != "" {
				says += " " + f.Reading[1]
			}
			all = append(all, Doubt{ID: f.ID, Lines: f.Lines, Says: says})
		}
	}
	return all
}
