package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"

	"balans/journal"
	"balans/law/calendar"
	"balans/law/money"
	"balans/recover/claim"
	"balans/recover/night"
	"balans/recover/worklist"
)

// moneyDay is the day the demo agency's money is computed for.
var moneyDay = calendar.New(2025, time.March, 28)

const everything = calendar.Instant(1<<63 - 1)

// money measures what a claim is worth and what may be done with it, over the
// demo agency, which is always the full one.
func (b *bench) money() error {
	db := filepath.Join(b.dir, "demo.db")
	if _, _, _, err := b.child("demo", "--no-serve", "--db", db); err != nil {
		return err
	}
	j, err := journal.OpenExisting(b.ctx, db)
	if err != nil {
		return err
	}
	defer j.Close()
	c, _, err := claim.OpenColumns(b.ctx, j, db+".columns", nil)
	if err != nil {
		return err
	}
	return errors.Join(b.balances(c), b.interestPeer(c), b.nights(j, c), b.oneClaim(j, c), b.manyEvents(c), b.tenMillion(db))
}

// balances computes every balance of every open claim.
func (b *bench) balances(c *claim.Columns) error {
	workers := c.Workers()
	open, owed := make([]int, workers), make([]money.Amount, workers)
	took, err := best(5, func() error {
		c.InParallel(workers, func(w, from, to int) {
			open[w], owed[w] = 0, 0
			r := c.NewReader(moneyDay, everything)
			for i := from; i < to; i++ {
				if !r.Seek(i) {
					continue
				}
				if a := r.Account(); a.Capital() > 0 {
					open[w]++
					owed[w] += a.Total()
				}
			}
		})
		return nil
	})
	for w := 1; w < workers; w++ {
		open[0], owed[0] = open[0]+open[w], owed[0]+owed[w]
	}
	row("balances with interest", took, "%d claims with principal left, of %d; %s Mkr owed in all", open[0], c.Len(), strconv.FormatInt(money.Millions(owed[0]), 10))
	return err
}

// plain are claims whose interest one SQL statement can compute: dispatched,
// paid as booked, and nothing else that concerns money.
type plain struct {
	id       int
	due      calendar.Date
	capital  int64
	interest int64 // by the account, with what has been paid of it
}

// interestPeer computes the late interest of the plain claims with PostgreSQL
// and compares it claim by claim.
func (b *bench) interestPeer(c *claim.Columns) error {
	if b.postgres == "" {
		return nil
	}
	db, drop, err := b.freshPostgres("money")
	if err != nil {
		return err
	}
	defer drop()
	claims, payments := plainClaims(c)
	if err := b.loadPlain(db, c, claims, payments); err != nil {
		return err
	}
	got := map[int]int64{}
	took, err := best(2, func() error {
		rows, err := db.QueryContext(b.ctx, interestQuery, moneyDay)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var id int
			var ore int64
			if err := rows.Scan(&id, &ore); err != nil {
				return err
			}
			got[id] = ore
		}
		return rows.Err()
	})
	if err != nil {
		return err
	}
	for _, p := range claims {
		if got[p.id] != p.interest {
			return fmt.Errorf("claim %s: PostgreSQL computes %d öre of interest, the account %d", c.ID(p.id), got[p.id], p.interest)
		}
	}
	own, err := best(3, func() error {
		c.InParallel(c.Workers(), func(_, from, to int) {
			r := c.NewReader(moneyDay, everything)
			for k := from * len(claims) / c.Len(); k < to*len(claims)/c.Len(); k++ {
				if r.Seek(claims[k].id) {
					r.Account()
				}
			}
		})
		return nil
	})
	row("interest, plain claims", own, "%d claims", len(claims))
	row("  PostgreSQL, one statement", took, "%.0f x; the same öre on every claim", float64(took)/float64(own))
	return err
}

// interestQuery: principal between payments, times the days each rate was in
// force; what is posted is rounded half up from the whole.
const interestQuery = `
WITH moves AS (
  SELECT id, due AS day, capital AS delta FROM plain
  UNION ALL SELECT p.id, greatest(p.day, c.due), -p.ore FROM payment p JOIN plain c USING (id)),
steps AS (
  SELECT id, day, lead(day, 1, $1::int) OVER w AS until, sum(delta) OVER (w ROWS UNBOUNDED PRECEDING) AS principal
  FROM moves WINDOW w AS (PARTITION BY id ORDER BY day))
SELECT id, floor(sum(principal * ppm * greatest(0, least(until, r.last) - greatest(day, r.first - 1))) / 365000000 + 0.5)::bigint
FROM steps JOIN rate r ON r.first <= until AND r.last > day
GROUP BY id`

// nights measures the nightly run, dry.
func (b *bench) nights(j *journal.Journal, c *claim.Columns) error {
	var n int
	took, err := best(3, func() error {
		all, _, err := night.Proposals(c, night.Query{On: moneyDay, KnownAt: everything}, func() bool { return false })
		n = len(all)
		return err
	})
	if err != nil {
		return err
	}
	row("nightly run, the first", took, "%d claims, %d proposals", c.Len(), n)
	before := &night.Mark{On: moneyDay - 1, KnownAt: everything}
	took, err = best(3, func() error {
		all, _, err := night.Proposals(c, night.Query{On: moneyDay, KnownAt: everything, Before: before}, func() bool { return false })
		n = len(all)
		return err
	})
	row("nightly run, after another", took, "%d proposals", n)
	if err != nil {
		return err
	}
	took, err = best(3, func() error {
		_, err := worklist.CountAll(c, worklist.Query{On: moneyDay, KnownAt: everything})
		return err
	})
	row("all work lists counted", took, "%d lists", len(worklist.Lists()))
	return err
}

// oneClaim measures one claim with all that is told of it: loaded from the
// journal, money, days, limitation, standing, and what may be done.
func (b *bench) oneClaim(j *journal.Journal, c *claim.Columns) error {
	longest := 0
	for i := range c.Len() {
		if c.EventsOf(i) > c.EventsOf(longest) {
			longest = i
		}
	}
	for _, i := range []int{c.Len() / 2, longest} {
		const times = 200
		took, err := best(3, func() error {
			for range times {
				if err := tell(b.ctx, j, c, i); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
		row("one claim explained", took/times, "%d events; from the journal, with what may be done", c.EventsOf(i))
	}
	return nil
}

func tell(ctx context.Context, j *journal.Journal, c *claim.Columns, i int) error {
	stream, err := j.Load(ctx, int64(c.Party(i)), claim.Stream(c.ID(i)))
	if err != nil {
		return err
	}
	d, events, err := claim.FromJournal(stream)
	if err != nil {
		return err
	}
	law := c.Law(everything)
	a, err := claim.NewAccount(&d, events, moneyDay, everything, law, true)
	if err != nil {
		return err
	}
	dl, lim := claim.DeadlinesOf(&d, events, moneyDay, everything, law), claim.LimitationOf(&d, events, moneyDay, everything, law)
	claim.StandingOf(&d, events, moneyDay, everything, dl, lim, a)
	claim.Options(&d, events, moneyDay, c.LawBook().TermsOf(everything))
	return nil
}

// manyEvents computes the account of a claim with 200 events, divided by law.
func (b *bench) manyEvents(c *claim.Columns) error {
	d := claim.Decision{ID: "L", DecidedOn: calendar.New(2016, time.March, 1), Principal: 100_000_000, Debtors: []claim.Debtor{{Number: c.Party(0)}}, Benefit: c.Benefit(0)}
	events := []claim.Event{{ID: "sent", Kind: claim.Dispatched, OccurredOn: d.DecidedOn, RecordedAt: calendar.EndOfDay(d.DecidedOn)}}
	for i := 1; i < 200; i++ {
		on := d.DecidedOn.AddDays(15 * i)
		events = append(events, claim.Event{ID: strconv.Itoa(i), Kind: claim.Paid, OccurredOn: on, RecordedAt: calendar.EndOfDay(on), Ordinal: int64(i), Amount: 40_000, ByLaw: true})
	}
	const times = 500
	took, err := best(3, func() error {
		for range times {
			if _, err := claim.NewAccount(&d, events, moneyDay, everything, c.Law(everything), false); err != nil {
				return err
			}
		}
		return nil
	})
	row("a claim with 200 events", took/times, "recomputed from its facts")
	return err
}

// tenMillion runs the night over the agency sixteen times over, in a process of
// its own so that its memory can be read.
func (b *bench) tenMillion(db string) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	cmd := exec.CommandContext(b.ctx, self, "-night-of", db)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return err
	}
	took, err := time.ParseDuration(strings.TrimSpace(strings.SplitN(string(out), "\n", 2)[0]))
	if err != nil {
		return err
	}
	memory := cmd.ProcessState.SysUsage().(*syscall.Rusage).Maxrss >> 10
	row("nightly run, sixteenfold", took, "%s; %d MiB memory in all", strings.TrimSpace(strings.SplitN(string(out), "\n", 2)[1]), memory)
	return nil
}

// nightOf is what the process of tenMillion does.
func nightOf(ctx context.Context, db string) error {
	j, err := journal.OpenExisting(ctx, db)
	if err != nil {
		return err
	}
	defer j.Close()
	law, err := claim.ReadLaw(ctx, j)
	if err != nil {
		return err
	}
	c, err := claim.ReadSnapshot(db+".columns", law)
	if err != nil {
		return err
	}
	c = claim.Repeat(c, 16)
	began := time.Now()
	all, _, err := night.Proposals(c, night.Query{On: moneyDay, KnownAt: everything}, func() bool { return false })
	fmt.Printf("%s\n%d claims, %d proposals\n", time.Since(began), c.Len(), len(all))
	return err
}

func (b *bench) loadPlain(db *sql.DB, c *claim.Columns, claims []plain, payments [][]any) error {
	for _, q := range []string{"CREATE TABLE plain (id int PRIMARY KEY, due int, capital bigint)", "CREATE TABLE payment (id int, day int, ore bigint)",
		"CREATE TABLE rate (first int, last int, ppm bigint)"} {
		if _, err := db.ExecContext(b.ctx, q); err != nil {
			return err
		}
	}
	var rows [][]any
	for _, p := range claims {
		rows = append(rows, []any{p.id, int32(p.due), p.capital})
	}
	conn, err := db.Conn(b.ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	err = conn.Raw(func(driver any) error {
		pg := driver.(*stdlib.Conn).Conn()
		return errors.Join(copyRows(b.ctx, pg, "plain", []string{"id", "due", "capital"}, rows), copyRows(b.ctx, pg, "payment", []string{"id", "day", "ore"}, payments),
			copyRows(b.ctx, pg, "rate", []string{"first", "last", "ppm"}, ratesOf(c)))
	})
	if err != nil {
		return err
	}
	_, err = db.ExecContext(b.ctx, "ANALYZE")
	return err
}

// ratesOf is the late interest rate by runs of days.
func ratesOf(c *claim.Columns) (rows [][]any) {
	law, first := c.Law(everything), calendar.New(2007, time.January, 1)
	for first <= moneyDay {
		ppm, ok := law.LateRate(first)
		last := first
		for next, known := law.LateRate(last + 1); known == ok && next == ppm && last < moneyDay; next, known = law.LateRate(last + 1) {
			last++
		}
		if ok {
			rows = append(rows, []any{int32(first), int32(last), ppm})
		}
		first = last + 1
	}
	return rows
}

func plainClaims(c *claim.Columns) (claims []plain, payments [][]any) {
	r := c.NewReader(moneyDay, everything)
	for i := range c.Len() {
		if !r.Seek(i) {
			continue
		}
		paid, isPlain := r.PlainPayments()
		if !isPlain || c.Charge(i) != 0 || c.DecidedOn(i) < calendar.New(2007, time.July, 1) || c.Type(i).Rule().Interest != claim.InterestSFB {
			continue
		}
		due := r.Deadlines().Due
		if due == calendar.None || due > moneyDay {
			continue
		}
		interest, capital := int64(0), int64(c.Principal(i))
		for _, p := range paid {
			interest += int64(p.Amount - p.ToPrincipal)
			payments = append(payments, []any{i, int32(p.On), int64(p.ToPrincipal)})
		}
		a := r.Account()
		if a.Overbooked != 0 {
			continue
		}
		claims = append(claims, plain{id: i, due: due, capital: capital, interest: interest + int64(a.Interest)})
	}
	return claims, payments
}

func copyRows(ctx context.Context, pg *pgx.Conn, table string, columns []string, rows [][]any) error {
	_, err := pg.CopyFrom(ctx, pgx.Identifier{table}, columns, pgx.CopyFromRows(rows))
	return err
}
