package control_test

import (
	"context"
	"path/filepath"
	"strings"
	"testing"

	"balans/journal"
	"balans/law/calendar"
	"balans/prevent/benefit"
	"balans/prevent/control"
	"balans/prevent/payout"
	"balans/prevent/register"
)

// A delivery that was stopped on its way in is no delivery that brought nothing: what it
// could have told is a look-up that failed, until it is completed.
func TestIncomplete_isALookUpThatFailed(t *testing.T) {
	j, err := journal.Open(t.Context(), filepath.Join(t.TempDir(), "j.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer j.Close()
	const file = "kind;source;id;party;from;to;status;other;amount;extent;hours;received_at;withdrawn;text\n" +
		"permit;migrationsverket;1;193501096998;2020-01-01;2030-01-01;granted;arbete;;;;;;\n"
	take := func(ctx context.Context, written func(int64)) error {
		_, err := (&register.Import{File: "f.csv", Reader: strings.NewReader(file), By: "test", Written: written}).Run(ctx, j)
		return err
	}
	barnbidrag, _ := benefit.Parse("barnbidrag")
	line := &payout.Line{ID: "P", Party: 193501096998, Benefit: barnbidrag, From: calendar.New(2025, 4, 1), To: calendar.New(2025, 4, 30), PayOn: calendar.New(2025, 4, 20), Gross: 125_000}
	outcome := func(rule string) control.Outcome {
		book, err := register.Read(t.Context(), j, calendar.InstantOf(j.Now()))
		if err != nil {
			t.Fatal(err)
		}
		r, _ := control.Find(rule)
		e := control.Evaluate(r, &control.Sources{Register: book, Payouts: &payout.Book{}, Partial: control.Incomplete(book)}, line, calendar.New(2025, 4, 10), control.Settings{})
		return e.Outcome
	}
	stopped, stop := context.WithCancel(t.Context())
	if err := take(stopped, func(int64) { stop() }); err == nil {
		t.Fatal("it was not stopped")
	}
	if got := outcome("permit"); got != control.LookupFailed {
		t.Errorf("while the delivery is incomplete: %s", got)
	}
	if err := take(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	if got := outcome("permit"); got != control.NoFinding {
		t.Errorf("when it is complete: %s", got)
	}
}
