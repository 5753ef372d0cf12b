package journal

import (
	"context"
	"database/sql"
	"strings"
)

const (
	guardColumns = `edition, kind, guard, blocked_by, released_by, needs, in_order, says, not_by`
	selectGuards = `SELECT ` + guardColumns + ` FROM event_guard
		WHERE edition = (SELECT MAX(edition) FROM event_guard) ORDER BY kind, guard`
	insertGuard = `INSERT INTO event_guard (` + guardColumns + `) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`
)

// guardRow is a guard as the database keeps it; lists are separated by spaces.
type guardRow struct {
	kind, name, blockedBy, releasedBy, needs string
	inOrder                                  int
	says, notBy                              string
}

func (g *Guard) row() guardRow {
	list := func(kinds []string) string { return strings.Join(kinds, " ") }
	r := guardRow{kind: g.Kind, name: g.Name, blockedBy: list(g.BlockedBy), releasedBy: list(g.ReleasedBy), needs: list(g.Needs), says: g.Says, notBy: list(g.NotBy)}
	if g.InOrder {
		r.inOrder = 1
	}
	return r
}

// storedGuards are the guards in force; edition 0: there are none.
type storedGuards struct {
	edition int
	rows    []guardRow
}

func readGuards(ctx context.Context, q queryer) (s storedGuards, err error) {
	rows, err := q.QueryContext(ctx, selectGuards)
	if err != nil {
		return s, err
	}
	defer rows.Close()
	for rows.Next() {
		var r guardRow
		if err := rows.Scan(&s.edition, &r.kind, &r.name, &r.blockedBy, &r.releasedBy, &r.needs, &r.inOrder, &r.says, &r.notBy); err != nil {
			return s, err
		}
		s.rows = append(s.rows, r)
	}
	return s, rows.Err()
}

func insertGuards(ctx context.Context, tx *sql.Tx, edition int, rows []guardRow) error {
	stmt, err := tx.PrepareContext(ctx, insertGuard)
	if err != nil {
		return err
	}
	defer stmt.Close()
	for _, r := range rows {
		if _, err := stmt.ExecContext(ctx, edition, r.kind, r.name, r.blockedBy, r.releasedBy, r.needs, r.inOrder, r.says, r.notBy); err != nil {
			return err
		}
	}
	return nil
}
