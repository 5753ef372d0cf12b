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
