package main

import (
	"fmt"
	"path/filepath"
	"runtime"
	"time"

	"balans/demo"
	"balans/exchange/lettertext"
	"balans/journal"
	"balans/law/calendar"
	"balans/prevent/payout"
	"balans/recover/claim"
	"balans/steer/appropriation"
	"balans/steer/directive"
)

// letter measures how a letter of 950 lines is read and checked, and compared with the
// edition before it.
func (b *bench) letter() error {
	letters := demo.AppropriationLetters()
	var read []*directive.Letter
	findings := 0
	for _, l := range letters {
		var one *directive.Letter
		took, err := best(10, func() error {
			d, err := lettertext.Read(l.Name, l.Data)
			if err != nil {
				return err
			}
			if one, err = directive.Read(d); err != nil {
				return err
			}
			findings = len(directive.Check(one))
			return nil
		})
		if err != nil {
			return err
		}
		if len(one.Unread) > 0 || findings < 400 {
			return fmt.Errorf("%s: %d lines are not read and %d checks were made", l.Name, len(one.Unread), findings)
		}
		row("read and check "+l.Name, took, "%d lines, %d checks; the goal is 50 ms", len(one.Text), findings)
		read = append(read, one)
	}
	changes := 0
	took, err := best(5, func() error { changes = len(directive.Compare(read[0], read[1])); return nil })
	row("compare the two editions", took, "%d differences", changes)
	return err
}

// bookYears books a year of payouts from columns into a journal, and measures the reports
// of the demonstration's books.
func (b *bench) bookYears() error {
	j, editions, err := b.withLetters("booked.db")
	if err != nil {
		return err
	}
	defer j.Close()
	var build payout.Builder
	if err := makePayouts(b.payouts, build.Add); err != nil {
		return err
	}
	c := build.Build()
	s := appropriation.Sources{Editions: editions}
	began := time.Now()
	entries, err := appropriation.PayoutEntries(c, "bench")
	if err != nil {
		return err
	}
	r, err := appropriation.Record(b.ctx, j, s, entries, appropriation.Options{By: appropriation.By{Actor: "bench", Cause: "bench"}, OverReason: "a measurement"})
	if err != nil {
		return err
	}
	row("a year of payouts booked", time.Since(began), "%d payouts, %d vouchers, durable in SQLite; the goal is 30 s", c.Len(), len(r.Booked))
	runtime.GC()
	return nil
}

// withLetters makes a journal with the demonstration's letters in use.
func (b *bench) withLetters(name string) (*journal.Journal, []directive.Edition, error) {
	j, err := journal.Open(b.ctx, filepath.Join(b.dir, name))
	if err != nil {
		return nil, nil, err
	}
	for _, l := range demo.AppropriationLetters() {
		by := directive.Entry{Actor: "bench", KnownAt: l.KnownAt}
		e, err := directive.TakeIn(b.ctx, j, l.Name, l.Data, by, false)
		if err != nil {
			return nil, nil, err
		}
		var accepted []string
		for _, d := range directive.Doubts(e.Letter) {
			accepted = append(accepted, d.ID)
		}
		if _, err := directive.Confirm(b.ctx, j, e.ID, l.Decided, accepted, directive.Entry{Actor: "bench-controller", KnownAt: l.KnownAt}); err != nil {
			return nil, nil, err
		}
	}
	editions, err := directive.Editions(b.ctx, j)
	return j, editions, err
}

// reports measures the accounts of the demonstration's twelve months with what came back
// on its claims.
func (b *bench) reports(c *claim.Columns) error {
	j, editions, err := b.withLetters("reports.db")
	if err != nil {
		return err
	}
	defer j.Close()
	entries, err := demo.Bookings(editions)
	if err != nil {
		return err
	}
	if _, err := appropriation.Record(b.ctx, j, appropriation.Sources{Editions: editions}, entries, appropriation.Options{By: appropriation.By{Actor: "bench"}}); err != nil {
		return err
	}
	facts, err := appropriation.Read(b.ctx, j, editions)
	if err != nil {
		return err
	}
	s := appropriation.Sources{Editions: editions, Repayments: appropriation.ClaimFlows(c)}
	now := calendar.InstantOf(time.Now())
	began := time.Now()
	books, err := appropriation.Build(facts, s, now)
	if err != nil {
		return err
	}
	row("the books built", time.Since(began), "%d bookings, what came back on %d claims", len(facts.Bookings), c.Len())
	took, err := best(10, func() error {
		books, err = appropriation.Build(facts, s, now)
		return err
	})
	if err != nil {
		return err
	}
	row("  again, the claims unchanged", took, "")
	var checks []appropriation.Check
	took, err = best(10, func() error {
		if _, err := books.OutcomeOf(demo.BookYear, demo.ClosedMonth); err != nil {
			return err
		}
		to := calendar.New(demo.BookYear, demo.ClosedMonth, 31)
		if _, err := books.AccountOf(demo.BookYear, to); err != nil {
			return err
		}
		_, err := books.Limits(demo.BookYear, to)
		return err
	})
	if err != nil {
		return err
	}
	if checks, err = books.Balance(demo.BookYear, calendar.New(demo.BookYear, demo.ClosedMonth, 31)); err != nil {
		return err
	}
	row("outcome, account and limits", took, "of a month; %s; the goal is 20 ms", checks[2].Found)
	return nil
}
