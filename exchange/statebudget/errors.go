package statebudget

import (
	"fmt"
	"strings"

	"balans/exchange/rows"
)

// LineError is a line, or a field of it, that cannot be used.
type LineError = rows.LineError

// BadLines is the error of a file of which some lines cannot be used.
type BadLines = rows.BadLines

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
