package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"balans/journal"
	"balans/law/calendar"
	"balans/law/statute"
	"balans/recover/claim"
	"balans/recover/inquiry"
)

// database is the flag that says where the journal is.
type database struct{ dsn string }

func (d *database) flag(fs *flag.FlagSet, standard string) {
	if env := os.Getenv("BALANS_DB"); env != "" {
		standard = env
	}
	fs.StringVar(&d.dsn, "db", standard, "the journal: a `FILE` (SQLite), or postgres://user:password@host/database; BALANS_DB in the environment sets another default")
}

func (d *database) open(ctx context.Context, create bool) (*journal.Journal, error) {
	open := journal.OpenExisting
	if create {
		open = journal.Open
	}
	j, err := open(ctx, d.dsn, guards())
	return j, readOnlyHint(err)
}

// readOnlyHint adds what to do about a file that may not be written.
func readOnlyHint(err error) error {
	if err == nil || !strings.Contains(err.Error(), "readonly database") {
		return err
	}
	return fmt.Errorf("%w: the file or its folder may not be written, and Balans opens a journal for writing also when it only shows or checks; copy the file to a folder of your own and name the copy with --db", err)
}

// guards has the database itself hold the gravest rules of claims and of recovery cases.
func guards() journal.Option { return journal.WithGuards(allGuards()) }

// allGuards is every guard. The edition is raised when that of a room is.
func allGuards() (edition int, all []journal.Guard) {
	return claim.GuardEdition + inquiry.GuardEdition, slices.Concat(claim.Guards(), inquiry.Guards())
}

// snapshotPath is where the columns of the journal are kept: beside a SQLite
// file, and in the user's cache folder for PostgreSQL.
func (d *database) snapshotPath(ctx context.Context, j *journal.Journal) (string, error) {
	if !journal.IsPostgres(d.dsn) {
		return d.dsn + ".columns", nil
	}
	head, err := j.Head(ctx)
	if err != nil {
		return "", err
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", fmt.Errorf("no place for the snapshot of the columns: %w", err)
	}
	return filepath.Join(cache, "balans", head.JournalID+".columns"), nil
}

// columns opens the columns and tells the user what was done to get them, and
// whether the facts are complete.
func (d *database) columns(ctx context.Context, t *terminal, j *journal.Journal) (*claim.Columns, error) {
	path, err := d.snapshotPath(ctx, j)
	if err != nil {
		return nil, err
	}
	head, err := j.Head(ctx)
	if err != nil {
		return nil, err
	}
	p := t.progress()
	c, note, err := claim.OpenColumns(ctx, j, path, func(seq int64) { p.show("reading the journal", seq, head.Seq) })
	p.clear()
	if err != nil {
		return nil, err
	}
	if note != "" && t.showProgress {
		fmt.Fprintln(t.err, note)
	}
	for _, name := range c.Interrupted() {
		fmt.Fprintf(t.err, "WARNING: %s began and was not completed: the figures are made from a part of the facts. Run it again.\n", name)
	}
	return c, nil
}

// terms looks up the figures of law that the guards need.
func terms() (claim.Terms, error) {
	p, err := statute.Load()
	if err != nil {
		return claim.Terms{}, err
	}
	var terms claim.Terms
	on := claim.RegimeBorder
	for _, f := range []struct {
		name string
		to   *int
	}{
		{statute.DueDays, &terms.DueDays}, {statute.FinalForceMonths, &terms.FinalMonths},
		{statute.LimitationYearsOld, &terms.OldLimitYears}, {statute.LimitationYearsNew, &terms.NewLimitYears},
	} {
		v, err := p.Value(f.name, on)
		if err != nil {
			return terms, err
		}
		*f.to = int(v.Int64)
	}
	return terms, nil
}

// dateFlag and instantFlag are flags that hold a date or an instant.
type dateFlag struct {
	calendar.Date
	set bool
}

func (d *dateFlag) Set(s string) (err error) {
	d.Date, err = calendar.Parse(s)
	d.set = true
	return err
}

func (d *dateFlag) String() string {
	if d == nil || !d.set {
		return ""
	}
	return d.Date.String()
}

type instantFlag struct {
	calendar.Instant
	set bool
}

func (i *instantFlag) Set(s string) (err error) {
	i.Instant, err = calendar.ParseInstant(s)
	i.set = true
	return err
}

func (i *instantFlag) String() string {
	if i == nil || !i.set {
		return ""
	}
	return i.Instant.String()
}
