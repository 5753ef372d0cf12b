package verify

import (
	"context"
	"database/sql"
	"fmt"
)

// Guard is a rule that the database is to hold events of a kind against, as the
// table event_guard keeps it: lists of kinds with single spaces between them.
type Guard struct {
	Kind, Name                   string
	BlockedBy, ReleasedBy, Needs string
	InOrder                      bool
	Says                         string
	NotBy                        string
}

// GuardSet is the guards that the program has; Edition 0: the rows are not compared.
type GuardSet struct {
	Edition int
	Guards  []Guard
}

const (
	selectSQLiteGuardTable   = `SELECT COUNT(*) FROM sqlite_schema WHERE type = 'table' AND name = 'event_guard'`
	selectPostgresGuardTable = `SELECT COUNT(to_regclass('event_guard'))`
	selectGuards             = `SELECT edition, kind, guard, blocked_by, released_by, needs, in_order, says, not_by FROM event_guard ORDER BY edition, kind, guard`
	selectActorlessGuards    = `SELECT edition, kind, guard, blocked_by, released_by, needs, in_order, says, '' FROM event_guard ORDER BY edition, kind, guard`
)

const guardsWeak = "so the database may let events through that it is to refuse."

// Guards are never deleted, and opening the journal adds them only where their
// edition is new.
const guardsRestore = "Find out who changed the table event_guard, and restore it from a backup that verifies."

// checkGuards compares the guards in the database with those the program has.
func (s *store) checkGuards(ctx context.Context, c *checker, want GuardSet) error {
	if s.schema < guardSchema {
		return nil // written by a program that had no guards
	}
	table := selectSQLiteGuardTable
	if s.postgres {
		table = selectPostgresGuardTable
	}
	if n, err := s.lowest(ctx, table); err != nil {
		return fmt.Errorf("read the guards: %w", err)
	} else if n.Int64 == 0 {
		c.report(0, "", "The table event_guard is missing, so the database cannot refuse what its guards are to refuse. %s", guardsRestore)
		return nil
	}
	if want.Edition == 0 {
		return nil
	}
	stored, newest, err := s.guards(ctx)
	if err != nil {
		return fmt.Errorf("read the guards: %w", err)
	}
	switch {
	case newest == 0:
		c.report(0, "", "The table event_guard is empty, so the database refuses nothing of what its guards are to refuse. "+
			"Open the journal with any command of Balans, which puts them there; if that was done before, find out who emptied it.")
	case newest < want.Edition:
		c.report(0, "", "The guards in the database are of edition %d and this program has edition %d, %s Open the journal with any command of Balans, which adds them.",
			newest, want.Edition, guardsWeak)
	case newest > want.Edition:
		c.report(0, "", "The guards in the database are of edition %d and this program knows %d: check them with the program that wrote them. "+
			"If there is none, someone put rows in event_guard: %s", newest, want.Edition, guardsRestore)
	default:
		c.compareGuards(stored, want)
	}
	return nil
}

// guards reads those in force: the newest edition.
func (s *store) guards(ctx context.Context) (stored map[[2]string]Guard, newest int, err error) {
	query := selectGuards
	if s.schema < actorSchema {
		query = selectActorlessGuards
	}
	rows, err := s.conn.QueryContext(ctx, query)
	if err != nil {
		return nil, 0, err
	}
	defer rows.Close()
	for rows.Next() {
		var g Guard
		var edition, inOrder int
		if err := scanGuard(rows, &edition, &g, &inOrder); err != nil {
			return nil, 0, err
		}
		if edition != newest {
			newest, stored = edition, map[[2]string]Guard{}
		}
		g.InOrder = inOrder == 1
		stored[[2]string{g.Kind, g.Name}] = g
	}
	return stored, newest, rows.Err()
}

func scanGuard(rows *sql.Rows, edition *int, g *Guard, inOrder *int) error {
	return rows.Scan(edition, &g.Kind, &g.Name, &g.BlockedBy, &g.ReleasedBy, &g.Needs, inOrder, &g.Says, &g.NotBy)
}

// compareGuards names the guards that are missing, other than they were stated,
// or unknown.
func (c *checker) compareGuards(stored map[[2]string]Guard, want GuardSet) {
	known := map[[2]string]bool{}
	for _, g := range want.Guards {
		key := [2]string{g.Kind, g.Name}
		known[key] = true
		switch has, ok := stored[key]; {
		case !ok:
			c.report(0, "", "The guard %s on %s is missing, %s %s", g.Name, g.Kind, guardsWeak, guardsRestore)
		case has != g:
			c.report(0, "", "The guard %s on %s is not the one that Balans made, %s %s", g.Name, g.Kind, guardsWeak, guardsRestore)
		}
	}
	for key := range stored {
		if !known[key] {
			c.report(0, "", "The guard %s on %s is unknown to Balans; it may refuse what is allowed. %s", key[1], key[0], guardsRestore)
		}
	}
}
