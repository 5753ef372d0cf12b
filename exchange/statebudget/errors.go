package statebudget

import (
	"fmt"
	"strings"
)

// LineError is a line, or a field of it, that cannot be used.
type LineError struct {
	File     string
	Line     int    // from 1, the header included
	Column   int    // the character of the line where what is wrong begins, from 1
	Field    string // the column's name; "" for the whole line
	Found    string
	Expected string // what is to stand there instead
}

// Error says what was found where, and what is expected there.
func (e *LineError) Error() string {
	found := e.Found
	if len(found) > 80 {
		found = strings.ToValidUTF8(found[:80], "") + "…"
	}
	what := "found"
	if e.Field != "" {
		what = e.Field + " is"
	}
	return fmt.Sprintf("%s:%d:%d: %s %q; expected %s", e.File, e.Line, e.Column, what, found, e.Expected)
}

// HeaderError is the error of a file whose header lacks columns, or has one twice.
type HeaderError struct {
	File    string
	Missing []string
	Unknown []string // the columns there instead
	Twice   []string
	// Other is the file whose columns are all there: "yearly" or "monthly"; empty for
	// neither.
	Other string
}

// Error says which columns are missing and what may be wrong.
func (e *HeaderError) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s:1: ", e.File)
	switch {
	case len(e.Missing) == 0:
		fmt.Fprintf(&b, "the header has a column twice: %s", strings.Join(e.Twice, "; "))
		return b.String()
	case e.Other != "":
		fmt.Fprintf(&b, "this is the %s file, not the one asked for; ", e.Other)
	}
	fmt.Fprintf(&b, "the header lacks the columns %s", strings.Join(e.Missing, "; "))
	if len(e.Unknown) > 0 {
		fmt.Fprintf(&b, "; it has instead %s (fields are separated by semicolons, and the text is UTF-8)", strings.Join(e.Unknown, "; "))
	}
	return b.String()
}

// BadLines is the error of a file of which some lines cannot be used.
type BadLines struct {
	File   string
	Faults []*LineError // in the file's order, at most MaxBad
	// More is set when reading stopped because there were so many; the rest of the
	// file was not looked at.
	More bool
}

// Error lists the faults, one a line.
func (e *BadLines) Error() string {
	var b strings.Builder
	for i, f := range e.Faults {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(f.Error())
	}
	if e.More {
		fmt.Fprintf(&b, "\n%s: reading stopped after %d faults; the lines after line %d were not looked at", e.File, len(e.Faults), e.Faults[len(e.Faults)-1].Line)
	}
	return b.String()
}

// Unwrap gives the faults one by one.
func (e *BadLines) Unwrap() []error {
	all := make([]error, len(e.Faults))
	for i, f := range e.Faults {
		all[i] = f
	}
	return all
}
