package journal

import (
	"context"
	"crypto/rand"
	"embed"
	"encoding/hex"
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"
)

//go:embed schema
var schemaFiles embed.FS

// migration is one forward step. There are no steps back.
type migration struct {
	number int
	name   string
	sql    string
}

func migrations(d dialect) ([]migration, error) {
	folder := "schema/" + d.name
	files, err := schemaFiles.ReadDir(folder)
	if err != nil {
		return nil, err
	}
	var all []migration
	for _, f := range files {
		text, err := schemaFiles.ReadFile(path.Join(folder, f.Name()))
		if err != nil {
			return nil, err
		}
		name := strings.TrimSuffix(f.Name(), ".sql")
		number, err := strconv.Atoi(name[:4])
		if err != nil {
			return nil, fmt.Errorf("migration %s: the name must begin with four digits", f.Name())
		}
		all = append(all, migration{number, name, string(text)})
	}
	slices.SortFunc(all, func(a, b migration) int { return a.number - b.number })
	return all, nil
}

// migrate brings the database to this program's schema and guards in one
// transaction, and refuses a database that is ahead of it, and, unless it is to
// create one, a database without a journal.
func (j *Journal) migrate(ctx context.Context, create bool) error {
	d := j.dialect
	steps, err := migrations(d)
	if err != nil {
		return err
	}
	tx, err := j.write.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if d.lockSchema != "" {
		if _, err := tx.ExecContext(ctx, d.lockSchema); err != nil {
			return err
		}
	}
	if _, err := tx.ExecContext(ctx, createMigrationTable); err != nil {
		return err
	}
	var at int
	if err := tx.QueryRowContext(ctx, selectSchemaNumber).Scan(&at); err != nil {
		return err
	}
	if at == 0 && !create {
		return ErrNoJournal // the transaction takes back the one table made
	}
	newest := steps[len(steps)-1].number
	if at > newest {
		return fmt.Errorf("%w: its schema is number %d and this program knows %d; use a newer program", ErrNewerDatabase, at, newest)
	}
	for _, m := range steps {
		if m.number <= at {
			continue
		}
		if _, err := tx.ExecContext(ctx, m.sql); err != nil {
			return fmt.Errorf("migration %s: %w", m.name, err)
		}
		if _, err := tx.ExecContext(ctx, insertMigration, m.number, m.name, j.now().UTC().Format(time.RFC3339)); err != nil {
			return fmt.Errorf("migration %s: %w", m.name, err)
		}
	}
	if at == 0 {
		id := make([]byte, 16)
		rand.Read(id)
		journalID := hex.EncodeToString(id)
		start := genesis(journalID)
		if _, err := tx.ExecContext(ctx, insertHead, journalID, start[:]); err != nil {
			return err
		}
	}
	if j.guards.edition != 0 || j.guards.guards != nil {
		if err := j.guards.install(ctx, tx); err != nil {
			return err
		}
	}
	return tx.Commit()
}
