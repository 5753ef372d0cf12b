package rows

import (
	"fmt"
	"strings"
)

// MaxBad is how many faults are told before reading stops.
const MaxBad = 100

// LineError is a line, or a field of it, that cannot be used.
type LineError struct {
	File     string
	Line     int    // from 1, the header included
	Column   int    // the character of the line where what is wrong begins, from 1
	Field    string // the column's name; "" for the whole line
	Found    string
	Expected string // what is to stand there instead
	Raw      string // the line as it stands
}

// Error says what was found where, and what is expected there.
func (e *LineError) Error() string {
	found, what := e.Found, "found"
	if len(found) > 80 {
		found = strings.ToValidUTF8(found[:80], "") + "…"
	}
	if e.Field != "" {
		what = e.Field + " is"
	}
	return fmt.Sprintf("%s:%d:%d: %s %q; expected %s", e.File, e.Line, e.Column, what, found, e.Expected)
}

// BadLines is the error of a file of which some lines cannot be used.
type BadLines struct {
	File   string
	Faults []*LineError // in the file's order, at most MaxBad
	// More is set when reading stopped because there were so many faults or rows; the
	// rest of the file was not looked at.
	More  bool
	brief bool // Format.Brief
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
		fmt.Fprintf(&b, "\n%s: ", e.File)
		if !e.brief {
			fmt.Fprintf(&b, "reading stopped after %d faults; ", len(e.Faults))
		}
		fmt.Fprintf(&b, "the lines after line %d were not looked at", e.Faults[len(e.Faults)-1].Line)
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
