package night_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"balans/journal"
	"balans/law/calendar"
	"balans/recover/claim"
	"balans/recover/claim/claimtest"
	"balans/recover/night"
	"balans/recover/worklist"
	"balans/testenv/require"
)

func day(s string) calendar.Date {
	d, err := calendar.Parse(s)
	if err != nil {
		panic(err)
	}
	return d
}

// onBoth runs a test on an empty journal of each kind, whose clock stands still.
func onBoth(t *testing.T, test func(t *testing.T, dsn string)) {
	t.Run("sqlite", func(t *testing.T) { test(t, filepath.Join(t.TempDir(), "night.db")) })
	t.Run("postgres", func(t *testing.T) { test(t, require.Postgres(t)) })
}

func open(t *testing.T, dsn string) *journal.Journal {
	t.Helper()
	j, err := journal.Open(t.Context(), dsn, journal.WithClock(func() time.Time { return calendar.EndOfDay(day("2025-06-30")).Time() }))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { j.Close() })
	return j
}

// stock is n claims, each decided a day after the one before, sent the same day
// and never paid.
func stock(n int) []claimtest.Told {
	var all []claimtest.Told
	for i := range n {
		decided := day("2023-01-02").AddDays(i % 700)
		l := claimtest.Life{Decision: claim.Decision{ID: fmt.Sprintf("C%06d", i), DecidedOn: decided, Principal: 500_000,
			Debtors: []claim.Debtor{{Number: 193502017456}}, Benefit: 1}}
		l.Events = []claim.Event{{ID: "e1", Kind: claim.Dispatched, OccurredOn: decided, RecordedAt: calendar.EndOfDay(decided), Ordinal: 1}}
		all = append(all, claimtest.Told{Life: l, New: true, To: 1})
	}
	return all
}

func columns(t *testing.T, j *journal.Journal) *claim.Columns {
	t.Helper()
	c, err := claim.ReadColumns(t.Context(), j, nil)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// stored is every proposal in the journal, one a line.
func stored(t *testing.T, j *journal.Journal) (all []string) {
	t.Helper()
	_, err := j.Scan(t.Context(), 0, func(e *journal.Event) error {
		if p, ok := night.FromJournal(e); ok {
			all = append(all, fmt.Sprint(p))
		} else if e.Kind == "proposal.made/1" {
			t.Errorf("event %d cannot be read back: %s", e.Seq, e.Body)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func write(t *testing.T, j *journal.Journal, on, known string) *night.Receipt {
	t.Helper()
	r := night.Run{On: day(on), KnownAt: calendar.EndOfDay(day(known)), Actor: "test"}
	receipt, err := r.Write(t.Context(), j, columns(t, j))
	if err != nil {
		t.Fatal(err)
	}
	return receipt
}

// A night proposes what the lists hold now and did not hold the night before.
func TestWrite_proposesWhatIsNew(t *testing.T) {
	onBoth(t, func(t *testing.T, dsn string) {
		j := open(t, dsn)
		if err := claimtest.Tell(t.Context(), j, stock(60)...); err != nil {
			t.Fatal(err)
		}
		first := write(t, j, "2023-02-10", "2023-02-10")
		if first.Before != nil || first.Rows == 0 || int64(len(stored(t, j))) != first.Rows {
			t.Fatalf("%+v; %d stored", first, len(stored(t, j)))
		}
		again := write(t, j, "2023-02-10", "2023-02-11")
		if !again.Already || again.Rows != first.Rows || int64(len(stored(t, j))) != first.Rows {
			t.Fatalf("a second run of the same night: %+v", again)
		}
		if second := write(t, j, "2023-02-11", "2023-02-11"); second.Before.On != first.On {
			t.Errorf("before %+v", second.Before)
		}
		// Between the two runs, each list gained what it holds after and did not before.
		c := columns(t, j)
		for _, l := range worklist.Lists() {
			before, err1 := worklist.Rows(c, worklist.Query{On: first.On, KnownAt: first.KnownAt}, l)
			after, err2 := worklist.Rows(c, worklist.Query{On: first.On + 1, KnownAt: calendar.EndOfDay(first.On + 1)}, l)
			if err := errors.Join(err1, err2); err != nil {
				t.Fatal(err)
			}
			was := map[int]bool{}
			for _, r := range before {
				was[r.Claim] = true
			}
			want := map[string]bool{}
			for _, r := range after {
				if !was[r.Claim] {
					want[c.ID(r.Claim)] = true
				}
			}
			_, err := j.Scan(t.Context(), 0, func(e *journal.Event) error {
				if p, ok := night.FromJournal(e); ok && p.List == l.ID && p.On == first.On+1 {
					if !want[p.Claim] {
						t.Errorf("%s was proposed for %s", p.Claim, l.ID)
					}
					delete(want, p.Claim)
				}
				return nil
			})
			if err != nil || len(want) > 0 {
				t.Errorf("%s: not proposed %v %v", l.ID, want, err)
			}
		}
		r := night.Run{On: day("2023-02-09"), KnownAt: calendar.EndOfDay(day("2025-01-01"))}
		if _, err := r.Write(t.Context(), j, c); !errors.Is(err, night.ErrBackwards) {
			t.Errorf("a night before the last: %v", err)
		}
	})
}

// A run that is stopped anywhere and run again leaves what it would have left
// unstopped, also when more has become known in between.
func TestWrite_isCompletedAfterAnInterruption(t *testing.T) {
	onBoth(t, func(t *testing.T, dsn string) {
		whole := open(t, filepath.Join(t.TempDir(), "whole.db"))
		facts := stock(50_000)
		for _, j := range []*journal.Journal{whole, open(t, dsn)} {
			if err := claimtest.Tell(t.Context(), j, facts...); err != nil {
				t.Fatal(err)
			}
		}
		write(t, whole, "2024-06-28", "2024-06-28")
		want := stored(t, whole)
		if len(want) < 60_000 {
			t.Fatalf("%d proposals fit in one slice", len(want))
		}
		j := open(t, dsn)
		ctx, stop := context.WithCancel(t.Context())
		r := night.Run{On: day("2024-06-28"), KnownAt: calendar.EndOfDay(day("2024-06-28")), Actor: "test", Progress: func(phase string, done, of int64) {
			if phase == "writing" {
				stop() // after the first slice
			}
		}}
		if _, err := r.Write(ctx, j, columns(t, j)); !errors.Is(err, context.Canceled) {
			t.Fatalf("%v", err)
		}
		part := len(stored(t, j))
		if part == 0 || part == len(want) {
			t.Fatalf("%d of %d proposals were written", part, len(want))
		}
		if last, err := night.Last(t.Context(), j); last != nil || err != nil {
			t.Fatalf("an interrupted run counts as run: %+v %v", last, err)
		}
		paid := claim.Event{ID: "late", Kind: claim.Paid, OccurredOn: day("2024-06-20"), RecordedAt: calendar.EndOfDay(day("2024-06-29")), Ordinal: 2, Amount: 500_000, ToPrincipal: 500_000}
		l := facts[0].Life
		l.Events = append(l.Events, paid)
		if err := claimtest.Tell(t.Context(), j, claimtest.Told{Life: l, From: 1, To: 2}); err != nil {
			t.Fatal(err)
		}
		receipt := write(t, j, "2024-06-28", "2024-07-05")
		if receipt.Resumed != int64(part) || receipt.KnownAt != calendar.EndOfDay(day("2024-06-28")) {
			t.Errorf("%+v; %d were written before", receipt, part)
		}
		got := stored(t, j)
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%d proposals, %d without the interruption; or others", len(got), len(want))
		}
	})
}

// Stopped before anything is written, nothing is.
func TestWrite_stoppedWhileComputing(t *testing.T) {
	j := open(t, filepath.Join(t.TempDir(), "night.db"))
	if err := claimtest.Tell(t.Context(), j, stock(5)...); err != nil {
		t.Fatal(err)
	}
	c := columns(t, j)
	ctx, stop := context.WithCancel(t.Context())
	r := night.Run{On: day("2024-06-28"), KnownAt: calendar.EndOfDay(day("2024-06-28")), Progress: func(string, int64, int64) { stop() }}
	if _, err := r.Write(ctx, j, c); !errors.Is(err, night.ErrStopped) || len(stored(t, j)) > 0 {
		t.Errorf("%v; %v", err, stored(t, j))
	}
}

// A history taken over between two nights is dated as known before the first,
// which has not seen it: the second proposes what is on the lists of it.
func TestWrite_proposesWhatWasTakenOverInBetween(t *testing.T) {
	onBoth(t, func(t *testing.T, dsn string) {
		j := open(t, dsn)
		facts := stock(21)
		if err := claimtest.Tell(t.Context(), j, facts[:20]...); err != nil {
			t.Fatal(err)
		}
		write(t, j, "2024-06-27", "2024-06-27")
		if err := claimtest.Tell(t.Context(), j, facts[20]); err != nil {
			t.Fatal(err)
		}
		if r := write(t, j, "2024-06-28", "2024-06-28"); r.Rows == 0 {
			t.Error("nothing is proposed of the claim that came in between")
		}
		seen := map[string]bool{}
		_, err := j.Scan(t.Context(), 0, func(e *journal.Event) error {
			if p, ok := night.FromJournal(e); ok && p.On == day("2024-06-28") {
				seen[p.Claim] = true
			}
			return nil
		})
		if err != nil || !seen["C000020"] || len(seen) != 1 {
			t.Errorf("the second night proposes %v %v", seen, err)
		}
	})
}
