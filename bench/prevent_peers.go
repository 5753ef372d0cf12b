package main

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/stdlib"

	_ "embed"
)

// The same question in SQL: sum by person and day, compare with the claimed extent, count
// by code. $DIV divides whole numbers.
const absenceQuery = `
SELECT code, count(*), sum(id), sum(id * id % $MIXING) FROM (
  SELECT c.id, CASE WHEN COALESCE(a.tfp, 0) >= c.want THEN 0 WHEN a.tfp > 0 THEN 1 WHEN a.fp > 0 THEN 2 ELSE 3 END AS code
  FROM claimed c LEFT JOIN (
    SELECT party, day, sum(CASE WHEN fp THEN 0 ELSE amount END) AS tfp, sum(CASE WHEN fp THEN amount ELSE 0 END) AS fp FROM (
      SELECT party, day, fp, CASE WHEN hours > 0 THEN hours * 10000 $DIV 800 ELSE percent END AS amount FROM reported) r
    GROUP BY party, day) a ON a.party = c.party AND a.day = c.day) m
GROUP BY code ORDER BY code`

func absenceSQL(div string) string {
	return strings.NewReplacer("$DIV", div, "$MIXING", strconv.Itoa(mixing)).Replace(absenceQuery)
}

// The tables of the question, made of the files' fields. Extents have a comma before
// their decimals.
const claimedSelect = `SELECT CAST(substr(payout, 2) AS bigint) AS id, party, "from" AS day, CAST(CAST(replace(extent, ',', '.') AS decimal(7,2)) * 100 AS int) AS want`

const reportedSelect = `SELECT party, day, type = 'FP' AS fp, CAST(COALESCE(CAST(replace(percent, ',', '.') AS decimal(7,2)), 0) * 100 AS int) AS percent,
  CAST(COALESCE(CAST(replace(hours, ',', '.') AS decimal(7,2)), 0) * 100 AS int) AS hours`

const lineFields = `payout text, party bigint, payee bigint, benefit text, "from" date, "to" date, days int, extent text, basis text, hours text, child bigint,
  applied_on date, pay_on date, account text, gross text, tax text, text text`

const absenceFields = "employer bigint, period text, party bigint, day date, spec int, type text, percent text, hours text, removed text"

// absencePeers asks DuckDB and PostgreSQL the same, from the same files.
func (b *bench) absencePeers(lines, absences string, ours answer, unsorted, sorted, files spent) error {
	for _, p := range []struct {
		name string
		ask  func(lines, absences string) (load, join spent, a answer, err error)
		skip bool
	}{{"DuckDB", b.duckdbAbsence, false}, {"PostgreSQL", b.postgresAbsence, b.postgres == ""}} {
		if p.skip {
			continue
		}
		load, join, theirs, err := p.ask(lines, absences)
		if errors.Is(err, errNoDuckDB) {
			fmt.Println("  " + err.Error())
			continue
		}
		if err != nil {
			return err
		}
		if theirs != ours {
			return fmt.Errorf("%s gives another answer:\n  %v\nBalans gives\n  %v", p.name, theirs, ours)
		}
		cpuRow("  "+p.name+", from its tables", join, "%s as long as unsorted columns, %s as sorted ones; equal answers", unsorted.times(join), sorted.times(join))
		cpuRow("  "+p.name+", from the files", load.plus(join), "%s as long", files.times(load.plus(join)))
	}
	return nil
}

//go:embed duckdb_steps.mjs
var duckdbSteps string

type duckdbStep struct {
	SQL   string
	Times int
}

// duckdb runs statements in DuckDB, fetched from npm, and gives the time and the rows of
// each.
func (b *bench) duckdb(steps ...duckdbStep) (took []spent, rows [][][]int64, err error) {
	dir := filepath.Join(b.dir, "duckdb")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, nil, err
	}
	npm := exec.CommandContext(b.ctx, "npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", dir, "@duckdb/node-api@"+duckdbVersion)
	if err := npm.Run(); err != nil {
		return nil, nil, errNoDuckDB
	}
	if err := os.WriteFile(filepath.Join(dir, "steps.mjs"), []byte(duckdbSteps), 0o644); err != nil {
		return nil, nil, err
	}
	asked, err := json.Marshal(steps)
	if err != nil {
		return nil, nil, err
	}
	node := exec.CommandContext(b.ctx, "node", "steps.mjs")
	node.Dir, node.Stderr = dir, os.Stderr
	node.Env = append(os.Environ(), "STEPS="+string(asked))
	out, err := node.Output()
	if err != nil {
		return nil, nil, fmt.Errorf("DuckDB: %w", err)
	}
	var results []struct {
		CPU, Wall []float64
		Rows      [][]int64
	}
	if err := json.Unmarshal(out, &results); err != nil || len(results) != len(steps) {
		return nil, nil, fmt.Errorf("DuckDB said %q: %v", out, err)
	}
	for _, r := range results {
		var all []spent
		for i := range r.CPU {
			all = append(all, spent{time.Duration(r.CPU[i] * 1e9), time.Duration(r.Wall[i] * 1e9)})
		}
		took, rows = append(took, medianOf(all)), append(rows, r.Rows)
	}
	return took, rows, nil
}

// duckdbAbsence loads the files into tables and asks.
func (b *bench) duckdbAbsence(lines, absences string) (load, join spent, a answer, err error) {
	read := func(file, fields string) string {
		var columns []string
		for field := range strings.SplitSeq(fields, ",") {
			name, kind, _ := strings.Cut(strings.TrimSpace(field), " ")
			columns = append(columns, fmt.Sprintf("'%s': '%s'", strings.Trim(name, `"`), kind))
		}
		return fmt.Sprintf(" FROM read_csv('%s', delim = ';', header = true, auto_detect = false, columns = {%s})", file, strings.Join(columns, ", "))
	}
	took, rows, err := b.duckdb(
		duckdbStep{"CREATE TABLE claimed AS " + claimedSelect + read(lines, lineFields), 1},
		duckdbStep{"CREATE TABLE reported AS " + reportedSelect + read(absences, absenceFields), 1},
		duckdbStep{absenceSQL("//"), 3})
	if err != nil {
		return load, join, a, err
	}
	for _, r := range rows[2] {
		a[r[0]].Count, a[r[0]].Numbers, a[r[0]].Mixed = r[1], r[2], r[3]
	}
	return took[0].plus(took[1]), took[2], a, nil
}

// postgresAbsence copies the files into the server and asks. The processor time is that
// of the server's process alone, without parallel workers.
func (b *bench) postgresAbsence(lines, absences string) (load, join spent, a answer, err error) {
	db, drop, err := b.freshPostgres("bench_absence")
	if err != nil {
		return load, join, a, err
	}
	defer drop()
	conn, err := db.Conn(b.ctx)
	if err != nil {
		return load, join, a, err
	}
	defer conn.Close()
	run := func(statements ...string) (spent, error) {
		return serverTime(b.ctx, conn, func() error {
			for _, s := range statements {
				if _, err := conn.ExecContext(b.ctx, s); err != nil {
					return fmt.Errorf("%w in %s", err, s)
				}
			}
			return nil
		})
	}
	if _, err = run("SET max_parallel_workers_per_gather = 0", "SET work_mem = '512MB'",
		"CREATE UNLOGGED TABLE line ("+lineFields+")", "CREATE UNLOGGED TABLE absence ("+absenceFields+")"); err != nil {
		return load, join, a, err
	}
	for table, file := range map[string]string{"line": lines, "absence": absences} {
		took, err := serverTime(b.ctx, conn, func() error { return copyFile(b.ctx, conn, table, file) })
		if err != nil {
			return load, join, a, err
		}
		load = load.plus(took)
	}
	took, err := run("CREATE UNLOGGED TABLE claimed AS "+claimedSelect+" FROM line", "CREATE UNLOGGED TABLE reported AS "+reportedSelect+" FROM absence")
	if err != nil {
		return load, join, a, err
	}
	load = load.plus(took)
	if _, err := run("ANALYZE claimed", "ANALYZE reported"); err != nil {
		return load, join, a, err
	}
	join, err = serverTime(b.ctx, conn, func() error {
		rows, err := conn.QueryContext(b.ctx, absenceSQL("/"))
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var code int
			var count, numbers, mixed int64
			if err := rows.Scan(&code, &count, &numbers, &mixed); err != nil {
				return err
			}
			a[code].Count, a[code].Numbers, a[code].Mixed = count, numbers, mixed
		}
		return rows.Err()
	})
	return load, join, a, err
}

// copyFile copies a file of semicolons into a table.
func copyFile(ctx context.Context, conn *sql.Conn, table, file string) error {
	in, err := os.Open(file)
	if err != nil {
		return err
	}
	defer in.Close()
	return conn.Raw(func(c any) error {
		_, err := c.(*stdlib.Conn).Conn().PgConn().CopyFrom(ctx, in, "COPY "+table+" FROM STDIN WITH (FORMAT csv, DELIMITER ';', HEADER)")
		return err
	})
}

// serverTime is what f costs the server's process of a connection, on this machine.
func serverTime(ctx context.Context, conn *sql.Conn, f func() error) (spent, error) {
	var pid int
	if err := conn.QueryRowContext(ctx, "SELECT pg_backend_pid()").Scan(&pid); err != nil {
		return spent{}, err
	}
	before, err := processTime(pid)
	if err != nil {
		return spent{}, err
	}
	began := time.Now()
	if err := f(); err != nil {
		return spent{}, err
	}
	wall := time.Since(began)
	after, err := processTime(pid)
	return spent{after - before, wall}, err
}

// processTime is the processor time of another process so far, in the system's ticks of a
// hundredth of a second.
func processTime(pid int) (time.Duration, error) {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0, fmt.Errorf("the processor time of PostgreSQL, which is to run on this machine: %w", err)
	}
	_, rest, _ := strings.Cut(string(stat), ") ")
	fields := strings.Fields(rest)
	if len(fields) < 13 {
		return 0, fmt.Errorf("/proc/%d/stat is %q", pid, stat)
	}
	ticks := int64(0)
	for _, f := range fields[11:13] { // utime and stime
		n, err := strconv.ParseInt(f, 10, 64)
		if err != nil {
			return 0, err
		}
		ticks += n
	}
	return time.Duration(ticks) * 10 * time.Millisecond, nil
}
