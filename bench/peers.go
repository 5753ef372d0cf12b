package main

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"

	_ "embed"

	_ "modernc.org/sqlite"
)

// figures are the twelve numbers of a stock date: six counts and six sums in öre.
type figures [12]int64

// The peers keep what an analyst would load: a table of claims and one of events
// with the claim's number and the event's place in its life. The newest event of
// a pair tells whether a condition holds.
const peerTables = `
CREATE TABLE claim (id INTEGER PRIMARY KEY, decided INTEGER NOT NULL, principal BIGINT NOT NULL);
CREATE TABLE event (claim INTEGER NOT NULL, day INTEGER NOT NULL, n INTEGER NOT NULL, kind TEXT NOT NULL, amount BIGINT NOT NULL);`

const peerIndex = `CREATE INDEX event_claim ON event (claim, n)`

const peerQuery = `
WITH life AS (
  SELECT claim,
    COALESCE(SUM(CASE WHEN kind = 'paid' THEN amount ELSE 0 END), 0) AS paid,
    COALESCE(MAX(CASE WHEN kind = 'plan_agreed' THEN n END), 0) > COALESCE(MAX(CASE WHEN kind = 'plan_ended' THEN n END), 0) AS in_plan,
    COALESCE(MAX(CASE WHEN kind = 'referred' THEN n END), 0) > COALESCE(MAX(CASE WHEN kind = 'returned' THEN n END), 0) AS at_kfm,
    COALESCE(MAX(CASE WHEN kind = 'registered_not_served' THEN n END), 0) > COALESCE(MAX(CASE WHEN kind = 'served' THEN n END), 0) AS unserved
  FROM event WHERE day <= $DATE GROUP BY claim
), stock AS (
  SELECT c.decided, c.principal - COALESCE(l.paid, 0) AS left_over,
    COALESCE(l.in_plan, 1 = 0) AS in_plan, COALESCE(l.at_kfm, 1 = 0) AS at_kfm, COALESCE(l.unserved, 1 = 0) AS unserved
  FROM claim c LEFT JOIN life l ON l.claim = c.id
  WHERE c.decided <= $DATE AND c.principal - COALESCE(l.paid, 0) > 0
    AND (c.decided < $BORDER OR NOT COALESCE(l.at_kfm, 1 = 0))
), marked AS (
  SELECT left_over, decided < $BORDER AS old, decided < $BORDER AND at_kfm AS kfm,
    decided < $BORDER AND decided <= $NINE AND NOT (in_plan OR at_kfm) AS old_near,
    decided >= $BORDER AS new,
    decided >= $BORDER AND ((decided < $SIXTY AND NOT in_plan) OR unserved) AS not_served,
    decided >= $BORDER AND decided <= $FOUR AND NOT in_plan AS new_near
  FROM stock
)
SELECT ` + peerSums + ` FROM marked`

const peerSums = `
  COALESCE(SUM(CASE WHEN old THEN 1 ELSE 0 END), 0), COALESCE(SUM(CASE WHEN old THEN left_over ELSE 0 END), 0),
  COALESCE(SUM(CASE WHEN kfm THEN 1 ELSE 0 END), 0), COALESCE(SUM(CASE WHEN kfm THEN left_over ELSE 0 END), 0),
  COALESCE(SUM(CASE WHEN old_near THEN 1 ELSE 0 END), 0), COALESCE(SUM(CASE WHEN old_near THEN left_over ELSE 0 END), 0),
  COALESCE(SUM(CASE WHEN new THEN 1 ELSE 0 END), 0), COALESCE(SUM(CASE WHEN new THEN left_over ELSE 0 END), 0),
  COALESCE(SUM(CASE WHEN not_served THEN 1 ELSE 0 END), 0), COALESCE(SUM(CASE WHEN not_served THEN left_over ELSE 0 END), 0),
  COALESCE(SUM(CASE WHEN new_near THEN 1 ELSE 0 END), 0), COALESCE(SUM(CASE WHEN new_near THEN left_over ELSE 0 END), 0)`

// flat writes the two tables of the peers as CSV files without a header, from
// the same files that Balans imports.
func (b *bench) flat() (claims, events string, err error) {
	claims, events = filepath.Join(b.dir, "flat_claims.csv"), filepath.Join(b.dir, "flat_events.csv")
	number := func(id string) string { return id[1:] } // C0000123
	compact := func(day string) string { return day[:4] + day[5:7] + day[8:] }
	err = translate(b.claimsCSV, claims, func(f []string) []string { return []string{number(f[0]), compact(f[5]), f[6]} })
	if err == nil {
		err = translate(b.eventsCSV, events, func(f []string) []string {
			amount := f[5]
			if amount == "" {
				amount = "0"
			}
			_, n, _ := bytes.Cut([]byte(f[0]), []byte("-"))
			return []string{number(f[1]), compact(f[3]), string(n), f[2], amount}
		})
	}
	return claims, events, err
}

func translate(from, to string, line func([]string) []string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.Create(to)
	if err != nil {
		return err
	}
	defer out.Close()
	r, w := csv.NewReader(in), csv.NewWriter(out)
	r.ReuseRecord = true
	if _, err := r.Read(); err != nil {
		return err
	}
	for {
		f, err := r.Read()
		if err == io.EOF {
			w.Flush()
			return w.Error()
		}
		if err != nil {
			return err
		}
		if err := w.Write(line(f)); err != nil {
			return err
		}
	}
}

func scanFigures(row *sql.Row) (f figures, err error) {
	to := make([]any, len(f))
	for i := range f {
		to[i] = &f[i]
	}
	return f, row.Scan(to...)
}

// postgresDate loads the tables into PostgreSQL and runs the query.
func (b *bench) postgresDate(claims, events, query string) (time.Duration, figures, error) {
	var f figures
	db, drop, err := b.freshPostgres("bench_peer")
	if err != nil {
		return 0, f, err
	}
	defer drop()
	if _, err := db.ExecContext(b.ctx, peerTables); err != nil {
		return 0, f, err
	}
	conn, err := db.Conn(b.ctx)
	if err != nil {
		return 0, f, err
	}
	defer conn.Close()
	for table, file := range map[string]string{"claim": claims, "event": events} {
		in, err := os.Open(file)
		if err != nil {
			return 0, f, err
		}
		err = conn.Raw(func(c any) error {
			_, err := c.(*stdlib.Conn).Conn().PgConn().CopyFrom(b.ctx, in, "COPY "+pgx.Identifier{table}.Sanitize()+" FROM STDIN WITH (FORMAT csv)")
			return err
		})
		in.Close()
		if err != nil {
			return 0, f, err
		}
	}
	for _, s := range []string{peerIndex, "VACUUM ANALYZE claim", "VACUUM ANALYZE event"} {
		if _, err := conn.ExecContext(b.ctx, s); err != nil {
			return 0, f, err
		}
	}
	d, err := best(3, func() error {
		f, err = scanFigures(conn.QueryRowContext(b.ctx, query))
		return err
	})
	return d, f, err
}

// sqliteDate does the same with SQLite.
func (b *bench) sqliteDate(claims, events, query string) (time.Duration, figures, error) {
	var f figures
	db, err := sql.Open("sqlite", filepath.Join(b.dir, "peer.db")+"?_pragma=synchronous(OFF)&_pragma=cache_size(-400000)")
	if err != nil {
		return 0, f, err
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	if _, err := db.ExecContext(b.ctx, peerTables); err != nil {
		return 0, f, err
	}
	if err := loadSQLite(b.ctx, db, "INSERT INTO claim VALUES (?,?,?)", claims); err != nil {
		return 0, f, err
	}
	if err := loadSQLite(b.ctx, db, "INSERT INTO event VALUES (?,?,?,?,?)", events); err != nil {
		return 0, f, err
	}
	if _, err := db.ExecContext(b.ctx, peerIndex+"; ANALYZE"); err != nil {
		return 0, f, err
	}
	d, err := best(2, func() error {
		f, err = scanFigures(db.QueryRowContext(b.ctx, query))
		return err
	})
	return d, f, err
}

func loadSQLite(ctx context.Context, db *sql.DB, insert, file string) error {
	in, err := os.Open(file)
	if err != nil {
		return err
	}
	defer in.Close()
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	stmt, err := tx.PrepareContext(ctx, insert)
	if err != nil {
		return err
	}
	r := csv.NewReader(in)
	for {
		f, err := r.Read()
		if err == io.EOF {
			return tx.Commit()
		}
		if err != nil {
			return err
		}
		args := make([]any, len(f))
		for i, v := range f {
			args[i] = v
		}
		if _, err := stmt.ExecContext(ctx, args...); err != nil {
			return err
		}
	}
}

//go:embed duckdb.mjs
var duckdbScript string

// duckdbVersion is pinned, as the other peers are by go.mod and the system.
const duckdbVersion = "1.5.6-r.1"

var errNoDuckDB = errors.New("DuckDB is left out: npm does not have it here")

// duckdbDate runs the query in DuckDB, fetched from npm.
func (b *bench) duckdbDate(claims, events, query string) (time.Duration, figures, error) {
	dir := filepath.Join(b.dir, "duckdb")
	var result struct {
		Seconds json.Number
		Figures figures
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return 0, result.Figures, err
	}
	npm := exec.CommandContext(b.ctx, "npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", dir, "@duckdb/node-api@"+duckdbVersion)
	if err := npm.Run(); err != nil {
		return 0, result.Figures, errNoDuckDB
	}
	if err := os.WriteFile(filepath.Join(dir, "run.mjs"), []byte(duckdbScript), 0o644); err != nil {
		return 0, result.Figures, err
	}
	node := exec.CommandContext(b.ctx, "node", "run.mjs")
	node.Dir = dir
	node.Env = append(os.Environ(), "TABLES="+peerTables, "CLAIMS="+claims, "EVENTS="+events, "QUERY="+query)
	node.Stderr = os.Stderr
	out, err := node.Output()
	if err != nil {
		return 0, result.Figures, fmt.Errorf("DuckDB: %w", err)
	}
	if err := json.Unmarshal(out, &result); err != nil {
		return 0, result.Figures, fmt.Errorf("DuckDB said %q: %w", out, err)
	}
	d, err := time.ParseDuration(result.Seconds.String() + "s")
	return d, result.Figures, err
}
