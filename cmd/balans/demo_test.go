package main

import (
	"path/filepath"
	"strings"
	"testing"

	"balans/demo"
	"balans/journal"
	"balans/journal/parameter"
	"balans/law/statute"
)

// The agency's rates are facts of its own, known when they would have been, and
// marked as made up.
func TestDemo_recordsItsRates(t *testing.T) {
	stores(t, func(t *testing.T, db func() string) {
		name := db()
		out, _ := balans(t, exitOK, "demo", "--scale", "small", "--no-serve", "--db", name)
		if !strings.Contains(out, "marked as fixtures (F)") {
			t.Errorf("demo said %q", out)
		}
		balans(t, exitOK, "demo", "--scale", "small", "--no-serve", "--db", name)
		want, err := demo.Settings()
		if err != nil {
			t.Fatal(err)
		}
		j, err := (&database{dsn: name}).open(t.Context(), false)
		if err != nil {
			t.Fatal(err)
		}
		defer j.Close()
		got, err := parameter.Read(t.Context(), j)
		if err != nil || len(got) != len(want) {
			t.Fatalf("%d settings, want %d; %v", len(got), len(want), err)
		}
		for _, s := range got {
			if s.Value.Confidence != statute.Fictitious || s.Actor != "demo" || s.KnownAt.Date() > s.Value.From {
				t.Errorf("%+v", s)
			}
		}
	})
}

// A demo that was stopped after its rates and before its first claim can be run
// again, but not in a journal with rates of others.
func TestDemo_goesOnAfterItsRates(t *testing.T) {
	settings, err := demo.Settings()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		cause, key string
		code       int
		says       string
	}{
		{"demo/small/1", "demo/small/1/parameters", exitOK, "2 000 claims"},
		{"the agency", "", exitFailed, "name a new file"},
	} {
		db := filepath.Join(t.TempDir(), "begun.db")
		j, err := journal.Open(t.Context(), db)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := parameter.Record(t.Context(), j, settings, parameter.Entry{Actor: "demo", Cause: c.cause}, c.key, false); err != nil {
			t.Fatal(err)
		}
		j.Close()
		out, errs := balans(t, c.code, "demo", "--scale", "small", "--no-serve", "--db", db)
		if !strings.Contains(out+errs, c.says) {
			t.Errorf("rates of %s: %s%s", c.cause, out, errs)
		}
	}
}

// The demonstration settles its households: the same wherever it was stopped, once, and without
// changing what is printed of the days before.
func TestDemo_settlesItsHouseholds(t *testing.T) {
	without := demonstration(t)
	whole := steering{t, filepath.Join(t.TempDir(), "demo.db")}
	demo := []string{"demo", "--scale", "small", "--households", "150", "--no-serve"}
	says(t, whole.does(demo...), "Took in 150 households with housing allowance in 2025", "Settled 150 households", "Took in the incomes of 1")
	if figures(t, "--db", whole.db) != figures(t, "--db", without.db) {
		t.Error("the households change the figures of a day before them")
	}
	want := whole.does("housing", "runs")
	head := whole.head()
	if out := whole.does(demo...); strings.Contains(out, "Took in") || strings.Contains(out, "Settled") || whole.head() != head {
		t.Errorf("made again: %s", out)
	}
	says(t, whole.does("verify"), "150 settlements of 1 run", "0 problems")
	for _, kind := range []string{"housing.decided/1", "housing.run/1", "housing.settled/1", "housing.incomes-intake/1", "housing.incomes/1"} {
		s := steering{t, stoppedBefore(t, whole.db, kind)}
		s.does(demo...)
		if got := s.does("housing", "runs"); got != want {
			t.Errorf("stopped before %s and made on: %s\nnot %s", kind, got, want)
		}
		says(t, s.does("verify"), "150 settlements of 1 run", "0 problems")
	}
}
