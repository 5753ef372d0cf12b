package inquiry

import (
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Refusal says that something may not be done, in which field, and why. Nothing was stored.
type Refusal struct {
	Field  string // of the form; "state" when it is not a field that is wrong
	Why    string
	Svensk string // the same in Swedish
}

func (r *Refusal) Error() string { return r.Why }

// refuse makes a Refusal of a sentence that swedish has in Swedish.
func refuse(field, format string, args ...any) error {
	sv, ok := swedish[format]
	if !ok {
		sv = format
	}
	return &Refusal{field, fmt.Sprintf(format, args...), fmt.Sprintf(sv, args...)}
}

// ErrSeen: somebody did something in the case after the actor looked at it.
var ErrSeen = errors.New("somebody has done something in the case meanwhile; look at it again")

// readable reports whether a text can be shown: lines and tabs are the only controls in it.
func readable(s string) bool {
	return utf8.ValidString(s) && len(s) <= mostText && !strings.ContainsFunc(s, func(r rune) bool { return unicode.IsControl(r) && !strings.ContainsRune("\n\r\t", r) })
}

// mostText bounds a text that a person writes, in bytes.
const mostText = 20_000
