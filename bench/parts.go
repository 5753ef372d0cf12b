package main

import (
	"bytes"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"balans/journal"
	"balans/law/calendar"
	"balans/recover/claim"
	"balans/steer/indicator"
)

func (b *bench) sqlite() string { return filepath.Join(b.dir, "balans.db") }

// freshPostgres makes a database of its own on the server.
func (b *bench) freshPostgres(name string) (*sql.DB, func(), error) {
	server, err := sql.Open("pgx", b.postgres)
	if err != nil {
		return nil, nil, err
	}
	if _, err := server.ExecContext(b.ctx, "CREATE DATABASE "+name); err != nil {
		return nil, nil, errors.Join(err, server.Close())
	}
	db, err := sql.Open("pgx", b.postgresDSN(name))
	if err != nil {
		return nil, nil, err
	}
	return db, func() {
		db.Close()
		server.ExecContext(b.ctx, "DROP DATABASE "+name+" WITH (FORCE)")
		server.Close()
	}, nil
}

func (b *bench) postgresDSN(name string) string {
	u, err := url.Parse(b.postgres)
	if err != nil {
		return b.postgres
	}
	u.Path = "/" + name
	return u.String()
}

// child runs the program and returns its time and its largest memory in MiB.
func (b *bench) child(args ...string) (time.Duration, int64, string, error) {
	cmd := exec.CommandContext(b.ctx, b.balans, args...)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	began := time.Now()
	err := cmd.Run()
	took := time.Since(began)
	if err != nil {
		return took, 0, "", fmt.Errorf("balans %s: %w: %s", args[0], err, errs.String())
	}
	memory := cmd.ProcessState.SysUsage().(*syscall.Rusage).Maxrss >> 10
	return took, memory, out.String(), nil
}

func (b *bench) imports() error {
	took, memory, said, err := b.child("import", "--db", b.sqlite(), b.claimsCSV, b.eventsCSV)
	if err != nil {
		return err
	}
	info, err := os.Stat(b.sqlite())
	if err != nil {
		return err
	}
	row("SQLite", took, "%d events, %.0f k/s, %d MiB memory, file %d B an event: %s", b.events,
		float64(b.events)/took.Seconds()/1000, memory, info.Size()/int64(b.events), strings.TrimSpace(said))
	if b.postgres == "" {
		return nil
	}
	_, drop, err := b.freshPostgres("bench_import")
	if err != nil {
		return err
	}
	defer drop()
	took, memory, _, err = b.child("import", "--db", b.postgresDSN("bench_import"), b.claimsCSV, b.eventsCSV)
	if err != nil {
		return err
	}
	row("PostgreSQL", took, "%.0f k/s, %d MiB memory", float64(b.events)/took.Seconds()/1000, memory)
	return nil
}

// dates measures one date and the series, and the peers on one date.
func (b *bench) dates() error {
	j, err := journal.OpenExisting(b.ctx, b.sqlite())
	if err != nil {
		return err
	}
	defer j.Close()
	var c *claim.Columns
	took, err := best(1, func() (err error) {
		c, _, err = claim.OpenColumns(b.ctx, j, b.sqlite()+".columns", nil)
		return err
	})
	if err != nil {
		return err
	}
	row("columns built from the journal", took, "%.1f B an event", float64(c.Bytes())/float64(c.Events()))
	e, err := indicator.New(c, nil)
	if err != nil {
		return err
	}
	on, known := calendar.New(2025, 2, 28), calendar.EndOfDay(calendar.New(2026, 12, 31))
	ours, took, err := balansDate(e, on, known)
	if err != nil {
		return err
	}
	b.balansDate = took
	row("Balans, one date", took, "%.1f ns an event", float64(took.Nanoseconds())/float64(c.Events()))
	past, err := best(10, func() error { _, err := e.Stocks([]calendar.Date{on}, calendar.EndOfDay(on)); return err })
	if err != nil {
		return err
	}
	row("Balans, as known that evening", past, "%.2f × one date", past.Seconds()/took.Seconds())
	var months []calendar.Date
	for d := calendar.New(2015, 1, 31); d <= on; d = (d + 1).EndOfMonth() {
		months = append(months, d)
	}
	series, err := best(5, func() error { _, err := e.Stocks(months, known); return err })
	if err != nil {
		return err
	}
	row(fmt.Sprintf("Balans, %d month ends by benefit", len(months)), series, "%.1f × one date", series.Seconds()/took.Seconds())
	return b.peers(on, ours)
}

// reached is the last day that lies whole years back: 29 February reaches an age
// on 28 February.
func reached(on calendar.Date, years int) calendar.Date {
	d := on.AddYears(-years)
	for (d + 1).AddYears(years) <= on {
		d++
	}
	return d
}

func balansDate(e *indicator.Evaluator, on calendar.Date, known calendar.Instant) (f figures, took time.Duration, err error) {
	took, err = best(20, func() error {
		m, err := e.Stocks([]calendar.Date{on}, known)
		if err != nil {
			return err
		}
		for i, name := range []string{"old", "old_at_kfm", "old_near_limitation", "new", "new_not_served", "new_near_limitation"} {
			cell := m.Total(name, 0)
			f[2*i], f[2*i+1] = cell.Count, int64(cell.Amount)
		}
		return nil
	})
	return f, took, err
}

func (b *bench) peers(on calendar.Date, ours figures) error {
	claims, events, err := b.flat()
	if err != nil {
		return err
	}
	day := func(d calendar.Date) string { return fmt.Sprint(d.Int()) }
	query := strings.NewReplacer("$DATE", day(on), "$BORDER", "20220901", "$NINE", day(reached(on, 9)), "$FOUR", day(reached(on, 4)),
		"$SIXTY", day(on-60)).Replace(peerQuery)
	for _, p := range []struct {
		name string
		run  func(claims, events, query string) (time.Duration, figures, error)
		skip bool
	}{{"PostgreSQL SQL, one date", b.postgresDate, b.postgres == ""}, {"SQLite SQL, one date", b.sqliteDate, false}, {"DuckDB SQL, one date", b.duckdbDate, false}} {
		if p.skip {
			continue
		}
		took, theirs, err := p.run(claims, events, query)
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
		row(p.name, took, "Balans is %.0f × faster; equal answers", took.Seconds()/b.balansDate.Seconds())
	}
	return nil
}

// cold measures the whole report from a new process.
func (b *bench) cold() error {
	args := []string{"report", "recovery", "--db", b.sqlite(), "--as-of", "2025-02-28", "--format", "json"}
	if _, _, _, err := b.child(args...); err != nil { // leaves a snapshot behind
		return err
	}
	var memory int64
	took, err := best(7, func() (err error) {
		_, memory, _, err = b.child(args...)
		return err
	})
	if err != nil {
		return err
	}
	row("whole report, new process", took, "%d MiB memory", memory)
	return nil
}

// commands compares durable commands of many callers with one a commit.
func (b *bench) commands() error {
	targets := map[string]string{"SQLite": filepath.Join(b.dir, "commands.db")}
	if b.postgres != "" {
		_, drop, err := b.freshPostgres("bench_commands")
		if err != nil {
			return err
		}
		defer drop()
		targets["PostgreSQL"] = b.postgresDSN("bench_commands")
	}
	for _, name := range []string{"SQLite", "PostgreSQL"} {
		dsn, ok := targets[name]
		if !ok {
			continue
		}
		var perSecond [3]float64
		for i, m := range []struct {
			callers int
			option  journal.Option
		}{{32, journal.WithGroup(512)}, {32, journal.WithGroup(1)}, {1, journal.WithGroup(1)}} {
			j, err := journal.Open(b.ctx, dsn, m.option)
			if err != nil {
				return err
			}
			perSecond[i], err = b.callers(j, fmt.Sprintf("bench/%d", i), m.callers)
			if err := errors.Join(err, j.Close()); err != nil {
				return err
			}
		}
		fmt.Printf("  %-34s %10.0f/s  32 callers; each command its own commit %.0f/s (%.1f ×); one caller alone %.0f/s (%.1f ×)\n", name+", durable commands",
			perSecond[0], perSecond[1], perSecond[0]/perSecond[1], perSecond[2], perSecond[0]/perSecond[2])
	}
	return nil
}

// callers runs commands (load, rule, append) from n goroutines and returns how
// many a second were acknowledged.
func (b *bench) callers(j *journal.Journal, stream string, n int) (perSecond float64, err error) {
	var done atomic.Int64
	var failed atomic.Pointer[error]
	began := time.Now()
	var wg sync.WaitGroup
	for caller := range n {
		wg.Go(func() {
			for i := 0; time.Since(began) < b.commandsTime && failed.Load() == nil; i++ {
				_, err := j.Do(b.ctx, journal.Command{Party: int64(190000000000 + caller), Stream: fmt.Sprintf("%s/%d/%d", stream, caller, i/8),
					Key: fmt.Sprintf("k%d", i), Rule: func([]journal.Event) ([]journal.New, error) {
						return []journal.New{{Kind: "bench.done/1", OccurredOn: calendar.New(2025, 1, 1), Actor: "bench", Cause: "bench", Body: "amount=100000"}}, nil
					}})
				if err != nil {
					failed.Store(&err)
					return
				}
				done.Add(1)
			}
		})
	}
	wg.Wait()
	if e := failed.Load(); e != nil {
		return 0, *e
	}
	return float64(done.Load()) / time.Since(began).Seconds(), nil
}
