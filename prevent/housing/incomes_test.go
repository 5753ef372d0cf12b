package housing_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"balans/exchange/incomecsv"
	"balans/journal"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
	"balans/prevent/housing"
	"balans/testenv/require"

	"pgregory.net/rapid"
)

const (
	incomesHeader                 = "household;person;month;amount;source;known_on\n"
	anna, bo      identity.Number = 193501096998, 193501259166
	nobodyElse                    = identity.None
)

var incomesNow = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

func atNow() time.Time { return incomesNow }

// onBothStores runs a test on an empty journal of each database, with slices of two events.
func onBothStores(t *testing.T, test func(t *testing.T, j *journal.Journal)) {
	for name, open := range map[string]func(*testing.T) string{
		"SQLite":     func(t *testing.T) string { return filepath.Join(t.TempDir(), "h.db") },
		"PostgreSQL": func(t *testing.T) string { return require.Postgres(t) },
	} {
		t.Run(name, func(t *testing.T) {
			j, err := journal.Open(t.Context(), open(t), journal.WithClock(atNow), journal.WithSlice(2))
			if err != nil {
				t.Fatal(err)
			}
			defer j.Close()
			test(t, j)
		})
	}
}

func incomesFile(lines ...string) string {
	return incomesHeader + strings.Join(lines, "\n") + "\n"
}

// takeIncomes takes a file of 2025 in.
func takeIncomes(t *testing.T, j *journal.Journal, text string) housing.IncomesReceipt {
	t.Helper()
	r, err := (&housing.IncomesIntake{File: "m.csv", In: strings.NewReader(text), Year: 2025, Actor: "test"}).Do(t.Context(), j)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func onDay(d calendar.Date) func(calendar.Date) calendar.Date {
	return func(calendar.Date) calendar.Date { return d }
}

// knownOn is what was taken in, as it was known on a day.
func knownOn(t *testing.T, j *journal.Journal, d calendar.Date) *housing.MonthlyIncomes {
	t.Helper()
	m, err := housing.KnownIncomes(t.Context(), j, 2025, onDay(d))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func household(id string, spouse identity.Number) *housing.Known {
	return &housing.Known{ID: id, Year: 2025, Party: anna, Spouse: spouse}
}

// A correction of May counts from the day when all of it was known; other months and other
// households stay as they were told, and what names no household is added.
func TestKnownIncomes_laterReplacesFromTheDayItWasKnown(t *testing.T) {
	onBothStores(t, func(t *testing.T, j *journal.Journal) {
		takeIncomes(t, j, incomesFile("B-1;193501096998;2025-05;20000;declared;2025-06-12", "B-1;193501096998;2025-05;500;own;2025-05-27", "B-1;193501096998;2025-04;19000;told;2025-05-02",
			"B-2;193501096998;2025-05;7;told;2025-06-01", ";193501096998;2025-05;100;own;2025-06-01", "B-1;193501259166;2025-05;9000;told;2025-06-03"))
		takeIncomes(t, j, incomesFile("B-1;193501096998;2025-05;25000;declared;2025-09-01", "B-1;193501096998;2025-05;400;own;2025-05-27"))
		for _, x := range []struct {
			on          calendar.Date
			known       bool
			may         money.Amount
			lines, late int
		}{{calendar.New(2025, 5, 26), false, 0, 1, 7}, {calendar.New(2025, 5, 27), true, 500_00, 2, 5}, {calendar.New(2025, 6, 20), true, 20_600_00, 6, 1}, {calendar.New(2025, 9, 1), true, 25_500_00, 6, 0}} {
			m := knownOn(t, j, x.on)
			of := m.Of(household("B-1", bo))
			if of[0].Known[5] != x.known || of[0].Amount[5] != x.may || m.Lines != x.lines || m.Late != x.late || m.Intakes != 2 || len(m.Incomplete) > 0 {
				t.Errorf("on %s May is %v %s, of %d lines and %d late", x.on, of[0].Known[5], of[0].Amount[5], m.Lines, m.Late)
			}
			if x.on > calendar.New(2025, 6, 12) && (of[0].Amount[4] != 19_000_00 || of[1].Amount[5] != 9_000_00 || m.Of(household("B-2", nobodyElse))[0].Amount[5] != 107_00) {
				t.Errorf("on %s another month, person or household is changed", x.on)
			}
		}
		streams := map[string]int64{}
		if _, err := j.Scan(t.Context(), 0, func(e *journal.Event) error {
			if other, there := streams[e.Stream]; there && other != e.Party {
				t.Errorf("the stream %s is of two persons", e.Stream)
			}
			streams[e.Stream] = e.Party
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		if m, err := housing.KnownIncomes(t.Context(), j, 2024, onDay(calendar.New(2026, 1, 1))); err != nil || m.Intakes != 0 || m.Lines != 0 {
			t.Errorf("of another year: %+v, %v", m, err)
		}
	})
}

// What was taken in from one file is what reading that file gives, whatever stands in it.
func TestKnownIncomes_isWhatTheFileTells(t *testing.T) {
	dir, n, year := t.TempDir(), 0, 2025
	rapid.Check(t, func(t *rapid.T) {
		n++
		j, err := journal.Open(context.Background(), filepath.Join(dir, fmt.Sprint(n)), journal.WithClock(atNow))
		if err != nil {
			t.Fatal(err)
		}
		defer j.Close()
		var b strings.Builder
		w := incomecsv.NewWriter(&b)
		for range rapid.IntRange(1, 30).Draw(t, "lines") {
			month := calendar.New(year, time.Month(rapid.IntRange(1, 12).Draw(t, "month")), 1)
			rec := incomecsv.Record{Household: []byte(rapid.SampledFrom([]string{"", "B-1", "B-2"}).Draw(t, "household")), Person: rapid.SampledFrom([]identity.Number{anna, bo}).Draw(t, "person"), Month: month,
				Amount: money.Amount(rapid.Int64Range(0, incomecsv.MaxAmount).Draw(t, "amount")), Source: incomecsv.Source(rapid.IntRange(1, 3).Draw(t, "source")), KnownOn: month.AddDays(rapid.IntRange(0, 59).Draw(t, "after"))}
			if err := w.Write(&rec); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Flush(); err != nil {
			t.Fatal(err)
		}
		if _, err := (&housing.IncomesIntake{File: "m.csv", In: strings.NewReader(b.String()), Year: year, Actor: "test"}).Do(context.Background(), j); err != nil {
			t.Fatal(err)
		}
		for _, by := range []func(calendar.Date) calendar.Date{housing.Timely, onDay(calendar.New(year, time.Month(rapid.IntRange(1, 12).Draw(t, "by")), 14))} {
			got, err := housing.KnownIncomes(context.Background(), j, year, by)
			if err != nil {
				t.Fatal(err)
			}
			want, faults, err := housing.ReadIncomes("m.csv", year, strings.NewReader(b.String()), by)
			if err != nil || len(faults) > 0 {
				t.Fatal(err, faults)
			}
			for _, id := range []string{"B-1", "B-2", "B-3"} {
				if g, w := got.Of(household(id, bo)), want.Of(household(id, bo)); g != w {
					t.Errorf("%s: %+v, the file tells %+v", id, g, w)
				}
			}
			if got.Lines != want.Lines || got.Late != want.Late {
				t.Errorf("%d lines and %d late, in the file %d and %d", got.Lines, got.Late, want.Lines, want.Late)
			}
		}
	})
}

// Bad lines are named and stop everything; left out, they take all of that person's lines in
// the household with them, but a line of another year takes itself alone.
func TestIncomesIntake_namesBadLines(t *testing.T) {
	onBothStores(t, func(t *testing.T, j *journal.Journal) {
		file := incomesFile("B-1;193501096998;2025-03;10000;told;2025-03-25", "B-1;193501096998;2025-04;tio;told;2025-04-25", "B-1;193501259166;2025-03;1;told;2025-03-25", "B-2;193501096998;2024-12;1;told;2025-01-25", "B-2;193501096998;2025-03;2;told;2025-03-25",
			"B-3;193501096998;2025-03;3;told;2026-03-03", "B.4;193501096998;2025-03;4;told;2025-03-25", "193501096998;193501096998;2025-03;4;told;2025-03-25", "B-5;nobody;2025-03;4;told;2025-03-25", "B-5;193501259166;2025-03;5;told;2025-03-25")
		do := func(leaveOut, dry bool) (housing.IncomesReceipt, error) {
			return (&housing.IncomesIntake{File: "m.csv", In: strings.NewReader(file), Year: 2025, Actor: "test", LeaveOut: leaveOut, DryRun: dry}).Do(t.Context(), j)
		}
		var bad *housing.BadFile
		if _, err := do(false, false); !errors.As(err, &bad) || len(bad.Faults) != 6 {
			t.Fatalf("%v", err)
		}
		for _, want := range []string{`m.csv:3:26: amount is "tio"`, `m.csv:5:18: month is "2024-12"; expected a month of 2025`, `m.csv:7:33: known_on is "2026-03-03"; expected a day no later than 2026-03-02`, `m.csv:8:1: household is "B.4"`, "m.csv:9:1: household is", "m.csv:10:5: person is"} {
			if !strings.Contains(bad.Error(), want) {
				t.Errorf("%q is not in\n%v", want, bad)
			}
		}
		if strings.Contains(bad.Error(), "193501096998") {
			t.Errorf("an identity number is told: %v", bad)
		}
		for _, dry := range []bool{true, false} {
			r, err := do(true, dry)
			if i := r.Intake; err != nil || i.Persons != 2 || i.Lines != 2 || i.LeftOut != 5 || i.Last != time.March || len(r.Faults) != 6 {
				t.Errorf("%+v %v", r, err)
			}
			if m := knownOn(t, j, calendar.New(2026, 1, 1)); dry != (m.Intakes == 0) {
				t.Errorf("dry run %v: %d intakes", dry, m.Intakes)
			}
		}
		m := knownOn(t, j, calendar.New(2026, 1, 1))
		if one, two := m.Of(household("B-1", bo)), m.Of(household("B-2", bo)); one[0].Known[3] || one[1].Amount[3] != 1_00 || two[0].Amount[3] != 2_00 || m.Of(household("B-5", bo))[1].Known[3] {
			t.Errorf("%+v %+v", one, two)
		}
	})
}

// Wherever it is stopped, doing it again ends as an undisturbed intake; once more changes
// nothing, and the households of the person are read as before.
func TestIncomesIntake_isCompletedByDoingItAgain(t *testing.T) {
	var lines []string
	for i := range 7 {
		lines = append(lines, fmt.Sprintf("B-%d;193501096998;2025-03;%d;told;2025-03-25", i, i+1))
	}
	for stop := range 5 {
		t.Run(fmt.Sprint(stop), func(t *testing.T) {
			onBothStores(t, func(t *testing.T, j *journal.Journal) {
				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				told := 0
				in := housing.IncomesIntake{File: "m.csv", In: strings.NewReader(incomesFile(lines...)), Year: 2025, Actor: "test", Progress: func(string, int64, int64) {
					if told++; told == stop {
						cancel()
					}
				}}
				if _, err := in.Do(ctx, j); stop > 0 && stop < 4 && !errors.Is(err, context.Canceled) {
					t.Fatal(err)
				}
				if m := knownOn(t, j, calendar.New(2026, 1, 1)); stop > 0 && stop < 4 && (fmt.Sprint(m.Incomplete) != "[2025-1]" || m.Lines == 0) {
					t.Errorf("stopped: %+v", m)
				}
				r := takeIncomes(t, j, incomesFile(lines...))
				if !r.Resumed && !r.Already || !r.Intake.Complete {
					t.Errorf("%+v", r)
				}
				head, err := j.Head(t.Context())
				if err != nil {
					t.Fatal(err)
				}
				if r := takeIncomes(t, j, incomesFile(lines...)); !r.Already {
					t.Errorf("twice: %+v", r)
				}
				if again, err := j.Head(t.Context()); err != nil || again != head || head.Seq != 7+1+2 {
					t.Errorf("%d events, then %d; %v", head.Seq, again.Seq, err)
				}
				if m := knownOn(t, j, calendar.New(2026, 1, 1)); m.Lines != 7 || len(m.Incomplete) > 0 || m.Of(household("B-6", nobodyElse))[0].Amount[3] != 7_00 {
					t.Errorf("%+v", m)
				}
				events, err := j.LoadParty(t.Context(), int64(anna))
				if err != nil || len(events) != 7 {
					t.Fatal(len(events), err)
				}
				if own, elsewhere, err := housing.OfParty(anna, events); err != nil || len(own)+len(elsewhere) > 0 {
					t.Errorf("%v %v %v", own, elsewhere, err)
				}
			})
		})
	}
}

// A year of a large agency's incomes is read back. The adults are 260 000, as of 200 000
// households.
func BenchmarkKnownIncomes(b *testing.B) {
	j, err := journal.Open(b.Context(), filepath.Join(b.TempDir(), "h.db"), journal.WithClock(atNow))
	if err != nil {
		b.Fatal(err)
	}
	defer j.Close()
	const adults = 260_000
	var text strings.Builder
	text.WriteString(incomesHeader)
	for i := range adults {
		n, err := identity.NewPerson(calendar.New(1960, 1, 1).AddDays(i%14_000), 100+i/14_000)
		if err != nil {
			b.Fatal(err)
		}
		for m := 1; m <= 12; m++ {
			fmt.Fprintf(&text, "H25-%06d;%s;2025-%02d;%d,50;declared;2025-%02d-14\n", i, n, m, 20_000+i%9_999, m)
		}
	}
	begun := time.Now()
	if _, err := (&housing.IncomesIntake{File: "m.csv", In: strings.NewReader(text.String()), Year: 2025, Actor: "test"}).Do(b.Context(), j); err != nil {
		b.Fatal(err)
	}
	b.Logf("taken in %d adults in %v", adults, time.Since(begun))
	for b.Loop() {
		m, err := housing.KnownIncomes(b.Context(), j, 2025, housing.Timely)
		if err != nil || m.Lines != 12*adults {
			b.Fatal(m, err)
		}
	}
}
