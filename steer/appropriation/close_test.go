package appropriation_test

import (
	"errors"
	"strings"
	"testing"

	"balans/journal"
	"balans/law/calendar"
	"balans/law/money"
	"balans/steer/appropriation"
	"balans/steer/directive"
)

func closeMonth(t *testing.T, j *journal.Journal, year, month int) error {
	t.Helper()
	_, err := appropriation.Close(t.Context(), j, editions(), year, month, kim.By, false, earlierOpen(t, j, editions(), year, month)...)
	return err
}

// earlierOpen names the open months before one, as somebody does who has seen them.
func earlierOpen(t *testing.T, j *journal.Journal, editions []directive.Edition, year, month int) []string {
	t.Helper()
	f, err := appropriation.Read(t.Context(), j, editions)
	if err != nil {
		t.Fatal(err)
	}
	return f.EarlierOpen(year, month)
}

// A closed month stays as it was told; what becomes known of it is counted on the first
// open day, and the year is the same.
func TestClose_keepsWhatWasTold(t *testing.T) {
	bothDatabases(t, "2025-02-05", func(t *testing.T, j *journal.Journal, c *clock) {
		account := appropriation.ItemAccount(allowance)
		record(t, j, entry("1", "2025-01-20", account, appropriation.Payment, 100_000))
		if err := closeMonth(t, j, 2025, 2); !errors.Is(err, appropriation.ErrNotEnded) {
			t.Error(err)
		}
		if err := closeMonth(t, j, 2025, 1); err != nil {
			t.Fatal(err)
		}
		if err := closeMonth(t, j, 2025, 1); err != nil {
			t.Error("closing again is the same command:", err)
		}
		c.set("2025-02-06")
		record(t, j, entry("2", "2025-01-21", account, appropriation.Payment, 30_000))
		c.set("2025-04-06")
		if err := closeMonth(t, j, 2025, 3); err != nil {
			t.Fatal(err)
		}
		if err := closeMonth(t, j, 2025, 2); !errors.Is(err, appropriation.ErrClosed) {
			t.Error(err)
		}
		c.set("2025-05-06")
		record(t, j, entry("3", "2025-01-22", account, appropriation.Payment, 7_000))

		b := booksOf(t, j, sources(), instant("2025-05-31"))
		m := b.MonthsOf(2025, allowance)
		if m[0] != known(100_000) || m[1] != known(30_000) || m[2] != known(0) || m[3] != known(7_000) || m[4] != known(0) || m[5].Known {
			t.Errorf("%+v", m)
		}
		lines := b.Lines(2025, account, calendar.Period{From: day("2025-04-01"), To: day("2025-04-30")})
		if len(lines) != 1 || lines[0].Day != day("2025-01-22") || lines[0].Counted != day("2025-04-01") || lines[0].Booking.Voucher != "3" {
			t.Errorf("%+v", lines)
		}
		// As known in March, February was open and January had its first booking.
		if m := booksOf(t, j, sources(), instant("2025-03-31")).MonthsOf(2025, allowance); m[0] != known(100_000) || m[1] != known(30_000) || m[3].Known {
			t.Errorf("%+v", m)
		}
		o, err := b.OutcomeOf(2025, 1)
		if err != nil || !o.Closed || o.Rows[0].Month != known(100_000) || o.Rows[0].MonthBefore.Known || o.Rows[0].MonthChange.Known {
			t.Errorf("%+v, %v", o, err)
		}
	})
}

func TestClose_isOfMonthsThatHaveEndedAndInOrderOverTheYears(t *testing.T) {
	bothDatabases(t, "2025-12-31", func(t *testing.T, j *journal.Journal, c *clock) {
		if err := closeMonth(t, j, 2025, 12); !errors.Is(err, appropriation.ErrNotEnded) {
			t.Error(err)
		}
		c.set("2026-02-05")
		both := append(editions(), edition(letter(2026), "2026-1", "2025-12-20"))
		// A month is not closed with a whole year before it unless the months are named.
		var open *appropriation.EarlierOpenError
		if _, err := appropriation.Close(t.Context(), j, both, 2026, 1, kim.By, false); !errors.As(err, &open) || len(open.Months) != 12 || !strings.Contains(err.Error(), "2025-01 to 2025-12") {
			t.Error(err)
		}
		if _, err := appropriation.Close(t.Context(), j, both, 2026, 1, kim.By, false, open.Months[1:]...); !errors.As(err, &open) {
			t.Error("all but one were named:", err)
		}
		if head, err := j.Head(t.Context()); err != nil || head.Seq != 0 {
			t.Errorf("something was stored: %v, %v", head, err)
		}
		if _, err := appropriation.Close(t.Context(), j, both, 2026, 1, kim.By, false, open.Months...); err != nil {
			t.Fatal(err)
		}
		if _, err := appropriation.Close(t.Context(), j, both, 2026, 1, kim.By, false); err != nil {
			t.Error("closing again is the same command:", err)
		}
		if _, err := appropriation.Close(t.Context(), j, both, 2025, 12, kim.By, false); !errors.Is(err, appropriation.ErrClosed) {
			t.Error(err)
		}
		dry, err := appropriation.Close(t.Context(), j, both, 2026, 1, appropriation.By{}, true)
		if !errors.Is(err, appropriation.ErrNobody) {
			t.Error(dry, err)
		}
	})
}

func TestClose_aClosedYearTakesNothingMore(t *testing.T) {
	bothDatabases(t, "2026-01-20", func(t *testing.T, j *journal.Journal, c *clock) {
		if err := closeMonth(t, j, 2025, 12); err != nil {
			t.Fatal(err)
		}
		c.set("2026-01-21")
		r := refused(t, j, entry("1", "2025-12-31", appropriation.ItemAccount(allowance), appropriation.Payment, 1))
		if !errors.Is(r.Faults[0].Err, appropriation.ErrClosed) {
			t.Error(r)
		}
		early := entry("1", "2025-12-31", appropriation.ItemAccount(allowance), appropriation.Payment, 1)
		early.KnownAt = instant("2026-01-10")
		refused(t, j, early) // nothing more can have been known before the closing
		if _, err := appropriation.Close(t.Context(), j, editions(), 2024, 12, kim.By, false); !errors.Is(err, appropriation.ErrNoLetter) {
			t.Error(err)
		}
	})
}

// History is taken over as it was known.
func TestRecord_takesOverHistory(t *testing.T) {
	bothDatabases(t, "2025-05-06", func(t *testing.T, j *journal.Journal, c *clock) {
		e := entry("1", "2025-01-20", appropriation.ItemAccount(allowance), appropriation.Payment, 100)
		e.KnownAt = instant("2025-01-31")
		record(t, j, e)
		// An edition that was confirmed in May can have been applied to nothing before.
		late := sources()
		for i := range late.Editions {
			late.Editions[i].Confirmed = instant("2025-05-01")
		}
		e.Voucher = "2"
		if _, err := appropriation.Record(t.Context(), j, late, []appropriation.Entry{e}, kim); err == nil || !strings.Contains(err.Error(), "that was confirmed when the entry became known") {
			t.Error(err)
		}
		if m := booksOf(t, j, sources(), instant("2025-02-15")).MonthsOf(2025, allowance); m[0] != known(100) {
			t.Errorf("%+v", m)
		}
		if m := booksOf(t, j, sources(), instant("2025-01-30")).MonthsOf(2025, allowance); m[0].Known {
			t.Errorf("%+v", m)
		}
	})
}

// What came back on a claim in a closed month, and is corrected later, moves to the first
// open day with the difference alone.
func TestFlows_ofAClosedMonthAreAsKnownThen(t *testing.T) {
	corrected := instant("2025-03-10")
	s := sources()
	s.Repayments = func(from, to calendar.Date, k calendar.Instant) ([]appropriation.Flow, error) {
		f := appropriation.Flow{Item: allowance, Day: day("2025-01-15"), Kind: appropriation.Repayment, Amount: money.Kronor(500), Count: 2, Source: "claims", Ref: "barnbidrag"}
		if k >= corrected {
			f.Amount, f.Count = money.Kronor(300), 1
		}
		none := appropriation.Flow{Day: day("2025-01-16"), Kind: appropriation.Repayment, Amount: money.Kronor(40), Count: 1, Source: "claims", Ref: "x", LeftOut: "no item is known"}
		foreign := appropriation.Flow{Item: others, Day: day("2025-01-16"), Kind: appropriation.Repayment, Amount: money.Kronor(9), Count: 1, Source: "claims", Ref: "y"}
		gone := appropriation.Flow{Item: sickness, Day: day("2025-01-17"), Kind: appropriation.Repayment, Amount: money.Kronor(11), Count: 1, Source: "claims", Ref: "z"}
		if k >= corrected {
			return []appropriation.Flow{f, none, foreign}, nil
		}
		return []appropriation.Flow{f, none, foreign, gone}, nil
	}
	f := &appropriation.Facts{Closings: []appropriation.Closing{{Through: day("2025-01-31"), At: instant("2025-02-05")}, {Through: day("2025-02-28"), At: instant("2025-03-05")}}}
	b, err := appropriation.Build(f, s, instant("2025-04-30"))
	if err != nil {
		t.Fatal(err)
	}
	if m := b.MonthsOf(2025, allowance); m[0] != known(-500) || m[1] != known(0) || m[2] != known(200) {
		t.Errorf("%+v", m)
	}
	if m := b.MonthsOf(2025, sickness); m[0] != known(-11) || m[1] != known(0) || m[2] != known(11) {
		t.Errorf("what is gone: %+v", m)
	}
	lines := b.Lines(2025, appropriation.ItemAccount(allowance), calendar.Period{From: day("2025-03-01"), To: day("2025-03-31")})
	if len(lines) != 1 || lines[0].Flow == nil || lines[0].Flow.Ref != "barnbidrag" || lines[0].Day != day("2025-01-15") || lines[0].Count != -1 {
		t.Errorf("%+v", lines)
	}
	left := b.LeftOut(2025)
	if len(left) != 2 || left[0].Reason != "no item is known" || left[0].Amount != money.Kronor(40) || left[1].Amount != money.Kronor(9) {
		t.Errorf("%+v", left)
	}
	account, err := b.AccountOf(2025, day("2025-12-31"))
	if err != nil || account.Rows[0].Repayments != money.Kronor(300) || len(account.LeftOut) != 2 {
		t.Errorf("%+v, %v", account, err)
	}
	// When the year is closed, what comes later belongs to a year whose letter is not known.
	f.Closings = append(f.Closings, appropriation.Closing{Through: day("2025-12-31"), At: instant("2025-03-07")})
	if b, err = appropriation.Build(f, s, instant("2025-04-30")); err != nil {
		t.Fatal(err)
	}
	if left := b.LeftOut(2026); len(left) != 2 || left[0].Amount != money.Kronor(-200) || left[1].Amount != money.Kronor(-11) {
		t.Errorf("%+v", left)
	}
}
