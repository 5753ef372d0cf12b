package main

import (
	"cmp"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"

	"balans/journal"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
	"balans/prevent/benefit"
	"balans/prevent/payout"
	"balans/recover/claim"
	"balans/recover/repayment"
)

// books measures the two flows of money that the books of the appropriations take
// in: a year of payouts, and what came back on the claims of the demo agency.
func (b *bench) books() error {
	return errors.Join(b.payoutTotals(), b.payoutPeer(), b.bookYears(), b.repayments())
}

// bookYear is the year the payouts are of.
var bookYear = calendar.Period{From: calendar.New(2025, time.January, 1), To: calendar.New(2025, time.December, 31)}

// schedules are the benefits of the data: what share of the payouts they are, and
// how often they are paid.
var schedules = []struct {
	code    string
	percent int
	daily   bool // on every bank day; otherwise once a month
	tax     int64
}{{"barnbidrag", 24, false, 0}, {"bostadsbidrag", 4, false, 0}, {"underhallsstod", 6, false, 0}, {"bostadstillagg", 5, false, 0},
	{"sjukersattning", 9, false, 30}, {"aktivitetsersattning", 2, false, 30}, {"omvardnadsbidrag", 5, false, 30}, {"assistansersattning", 1, false, 0},
	{"foraldrapenning", 20, true, 30}, {"tillfallig-foraldrapenning", 11, true, 30}, {"sjukpenning", 11, true, 30}, {"rehabiliteringspenning", 2, true, 30}}

// makePayouts makes so many payouts, always the same, spread over the year.
func makePayouts(n int, each func(payout.Payout) error) error {
	rng := rand.New(rand.NewPCG(3, 4))
	for _, s := range schedules {
		code, ok := benefit.Parse(s.code)
		if !ok {
			return fmt.Errorf("no benefit %q", s.code)
		}
		var days []calendar.Date
		for d := bookYear.From; d <= bookYear.To; d++ {
			if s.daily && calendar.IsBankDay(d) || !s.daily && d == calendar.NextBankDay(d.FirstOfMonth()+19) {
				days = append(days, d)
			}
		}
		left := n / 100 * s.percent
		for i, d := range days {
			for range left / (len(days) - i) {
				left--
				p := payout.Payout{Benefit: code, PaidOn: d, Party: identity.Number(190000000000 + rng.Int64N(120_0000_0000)), Gross: money.Amount(5_000 + rng.Int64N(3_000_000))}
				if rng.IntN(2_000_000) == 0 {
					p.Gross *= 5_000 // more than four bytes hold
				}
				p.Tax = p.Gross * money.Amount(s.tax) / 10_000 * 100
				if err := each(p); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

func (b *bench) payoutTotals() error {
	var build payout.Builder
	if err := makePayouts(b.payouts, build.Add); err != nil {
		return err
	}
	c := build.Build()
	var totals []payout.Total
	took, err := best(5, func() (err error) {
		totals, err = payout.Totals(c, bookYear.From, bookYear.To)
		return err
	})
	if err != nil {
		return err
	}
	gross := money.Amount(0)
	for _, t := range totals {
		if gross, err = money.Add(gross, t.Gross); err != nil {
			return err
		}
	}
	row("payouts of a year, by day", took, "%d payouts, %d totals; %d Mkr; %d MiB, %.1f B a payout", c.Len(), len(totals), money.Millions(gross), c.Bytes()>>20, float64(c.Bytes())/float64(c.Len()))
	return nil
}

// payoutPeer sums a smaller year with PostgreSQL and compares total by total.
func (b *bench) payoutPeer() error {
	if b.postgres == "" {
		return nil
	}
	db, drop, err := b.freshPostgres("books")
	if err != nil {
		return err
	}
	defer drop()
	var build payout.Builder
	var rows []payout.Payout
	err = makePayouts(max(b.payouts/30, 100), func(p payout.Payout) error {
		rows = append(rows, p)
		return build.Add(p)
	})
	if err != nil {
		return err
	}
	if err := b.loadPayouts(db, rows); err != nil {
		return err
	}
	c := build.Build()
	var ours, theirs []payout.Total
	own, err := best(5, func() (err error) {
		ours, err = payout.Totals(c, bookYear.From, bookYear.To)
		return err
	})
	if err != nil {
		return err
	}
	took, err := best(3, func() (err error) {
		theirs, err = b.sqlTotals(db)
		return err
	})
	if err != nil {
		return err
	}
	if !slices.Equal(ours, theirs) {
		return fmt.Errorf("PostgreSQL gives other totals of the payouts: %d, Balans %d", len(theirs), len(ours))
	}
	row("payouts, a smaller year", own, "%d payouts, %d totals", c.Len(), len(ours))
	row("  PostgreSQL, one statement", took, "%.0f x; the same öre in every total", float64(took)/float64(own))
	return nil
}

func (b *bench) loadPayouts(db *sql.DB, rows []payout.Payout) error {
	if _, err := db.ExecContext(b.ctx, "CREATE TABLE payout (day int NOT NULL, benefit smallint NOT NULL, party bigint NOT NULL, gross bigint NOT NULL, tax bigint NOT NULL)"); err != nil {
		return err
	}
	conn, err := db.Conn(b.ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	err = conn.Raw(func(driver any) error {
		source := pgx.CopyFromSlice(len(rows), func(i int) ([]any, error) {
			p := &rows[i]
			return []any{int32(p.PaidOn), int16(p.Benefit), int64(p.Party), int64(p.Gross), int64(p.Tax)}, nil
		})
		_, err := driver.(*stdlib.Conn).Conn().CopyFrom(b.ctx, pgx.Identifier{"payout"}, []string{"day", "benefit", "party", "gross", "tax"}, source)
		return err
	})
	if err != nil {
		return err
	}
	_, err = db.ExecContext(b.ctx, "VACUUM ANALYZE payout")
	return err
}

func (b *bench) sqlTotals(db *sql.DB) (all []payout.Total, err error) {
	rows, err := db.QueryContext(b.ctx, "SELECT day, benefit, count(*), sum(gross)::bigint, sum(tax)::bigint FROM payout WHERE day BETWEEN $1 AND $2 GROUP BY day, benefit",
		int32(bookYear.From), int32(bookYear.To))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var t payout.Total
		var day int32
		var code int16
		if err := rows.Scan(&day, &code, &t.Count, &t.Gross, &t.Tax); err != nil {
			return nil, err
		}
		t.Day, t.Benefit = calendar.Date(day), benefit.Code(code)
		all = append(all, t)
	}
	slices.SortFunc(all, func(a, b payout.Total) int {
		return cmp.Or(cmp.Compare(a.Day, b.Day), cmp.Compare(a.Benefit, b.Benefit))
	})
	return all, rows.Err()
}

// repayments sums what came back on the claims of the demo agency.
func (b *bench) repayments() error {
	db := filepath.Join(b.dir, "demo.db")
	if _, err := os.Stat(db); err != nil {
		if _, _, _, err := b.child("demo", "--no-serve", "--db", db); err != nil {
			return err
		}
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
	first, last := claim.Days()
	for _, p := range []struct {
		name string
		days calendar.Period
	}{{"repayments, all time", calendar.Period{From: first, To: last}}, {"repayments, a year", calendar.Period{From: calendar.New(2024, 1, 1), To: calendar.New(2024, 12, 31)}}} {
		payments, capital, n := 0, money.Amount(0), 0
		took, err := best(5, func() error {
			flows, err := repayment.Sum(c, p.days.From, p.days.To, everything)
			payments, capital, n = 0, 0, len(flows)
			for _, f := range flows {
				payments, capital = payments+f.Payments, capital+f.Capital
			}
			return err
		})
		if err != nil {
			return err
		}
		row(p.name, took, "%d claims, %d payments, %d flows; %d Mkr of capital", c.Len(), payments, n, money.Millions(capital))
	}
	return b.reports(c)
}
