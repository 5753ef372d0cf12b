package journal

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Guard is a rule that the database itself holds events of one kind against, for
// every program that writes to it. It is data: the room that knows the kinds
// states it, and one trigger of the schema applies it. Of a stream it sees the
// events that were stored before and stand before the new one in time: by day, and
// within a day by ordinal.
type Guard struct {
	Kind string // the event that may be refused, as it is stored
	Name string // names the guard in what is said; one of a name for each kind
	// BlockedBy: refused after an event of one of these kinds that none of
	// ReleasedBy follows.
	BlockedBy, ReleasedBy []string
	// Needs: refused unless it follows an event of one of these kinds.
	Needs []string
	// NotBy: refused when whoever made it has made an event of one of these kinds in its
	// stream, at any time.
	NotBy []string
	// InOrder: refused when it was recorded before an event of its stream.
	InOrder bool
	Says    string // the rule in a sentence, with its paragraph
}

// takenOver are how the causes begin of events that belong to a history taken over
// from elsewhere. It is kept as it was booked, so guards let it pass. The schema
// says the same.
var takenOver = [...]string{"import/", "demo/"}

// IsTakenOver reports whether events of this cause belong to a history taken over
// from elsewhere, which guards let pass.
func IsTakenOver(cause string) bool {
	return slices.ContainsFunc(takenOver[:], func(p string) bool { return strings.HasPrefix(cause, p) })
}

// Errors of guards.
var (
	// ErrGuard: the database refused an event by one of its guards. Nothing of the
	// command was stored.
	ErrGuard = errors.New("the database refused the event")
	// ErrGuards: the guards in the database are not the ones this program has
	// under the same edition.
	ErrGuards = errors.New("the guards in the database are not those of this program")
)

type guardSet struct {
	edition int
	guards  []Guard
}

// WithGuards has the database hold events against the guards, for this program and
// every other, from now on. A set that is changed gets a higher edition: opening a
// journal adds it there, and a program with a lower one is refused. Without this
// option the guards that the database has stay as they are.
func WithGuards(edition int, guards []Guard) Option {
	return func(j *Journal) { j.guards = guardSet{edition, guards} }
}

// check refuses guards that could not work as they are written.
func (s *guardSet) check() error {
	if s.edition < 1 {
		return fmt.Errorf("guards of edition %d: editions are numbered from 1", s.edition)
	}
	seen := map[[2]string]bool{}
	for i := range s.guards {
		g := &s.guards[i]
		fault := ""
		switch {
		case g.Kind == "" || g.Name == "" || g.Says == "":
			fault = "its kind, name or sentence is missing"
		case len(g.BlockedBy)+len(g.Needs)+len(g.NotBy) == 0 && !g.InOrder:
			fault = "it refuses nothing"
		case len(g.BlockedBy) == 0 && len(g.ReleasedBy) > 0:
			fault = "it is released but never blocked"
		case seen[[2]string{g.Kind, g.Name}]:
			fault = "it is stated twice"
		}
		for _, k := range slices.Concat([]string{g.Kind}, g.BlockedBy, g.ReleasedBy, g.Needs, g.NotBy) {
			if k == "" || strings.ContainsAny(k, " \t\n") {
				fault = fmt.Sprintf("%q is no kind: a list of kinds is kept with spaces between them", k)
			}
		}
		if fault != "" {
			return fmt.Errorf("guard %q on %q: %s", g.Name, g.Kind, fault)
		}
		seen[[2]string{g.Kind, g.Name}] = true
	}
	return nil
}

// install adds the set to the database, or finds it there.
func (s *guardSet) install(ctx context.Context, tx *sql.Tx) error {
	if err := s.check(); err != nil {
		return err
	}
	stored, err := readGuards(ctx, tx)
	if err != nil {
		return fmt.Errorf("read the guards: %w", err)
	}
	own := make([]guardRow, len(s.guards))
	for i := range s.guards {
		own[i] = s.guards[i].row()
	}
	slices.SortFunc(own, func(a, b guardRow) int {
		return cmp.Or(strings.Compare(a.kind, b.kind), strings.Compare(a.name, b.name))
	})
	switch {
	case stored.edition > s.edition:
		return fmt.Errorf("%w: its guards are of edition %d and this program has edition %d; use a newer program", ErrNewerDatabase, stored.edition, s.edition)
	case stored.edition == s.edition:
		return differ(stored.rows, own)
	}
	return insertGuards(ctx, tx, s.edition, own)
}

// differ names the first guard that is not the same in both.
func differ(stored, own []guardRow) error {
	for i := range max(len(stored), len(own)) {
		if i < len(stored) && i < len(own) && stored[i] == own[i] {
			continue
		}
		at := guardRow{}
		if i < len(own) {
			at = own[i]
		} else {
			at = stored[i]
		}
		return fmt.Errorf("%w, though they have the same edition: the first that differs is %s on %s. Someone changed the table event_guard; run balans verify, which names them all, and restore a backup that verifies",
			ErrGuards, at.name, at.kind)
	}
	return nil
}

// guarded makes the refusal of a guard out of what the database says, or returns
// the error as it is.
func guarded(err error) error {
	if err == nil {
		return nil
	}
	text := err.Error()
	at := strings.Index(text, refusedByGuard)
	if at < 0 {
		return err
	}
	// What the drivers put around it: a quoted path and a number, a state.
	text = text[at:]
	if end := strings.LastIndex(text, " ("); end > 0 && strings.HasSuffix(text, ")") && isCode(text[end+2:len(text)-1]) {
		text = text[:end]
	}
	return fmt.Errorf("%w: %s", ErrGuard, strings.ReplaceAll(strings.TrimSuffix(text, "'"), "''", "'"))
}

// refusedByGuard begins what the trigger of the schema says.
const refusedByGuard = "refused by the guard "

// isCode reports whether a driver's parenthesis holds its own code: "1", "SQLSTATE 23514".
func isCode(s string) bool {
	s = strings.TrimPrefix(s, "SQLSTATE ")
	return s != "" && strings.Trim(s, "0123456789") == ""
}
