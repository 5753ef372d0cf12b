package access

import (
	"context"
	"errors"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"balans/journal"
	"balans/law/calendar"
	"balans/law/identity"
)

func open(t *testing.T) (*journal.Journal, identity.Number) {
	t.Helper()
	now := time.Date(2025, 4, 25, 22, 30, 0, 0, time.UTC) // the 26th in Sweden
	j, err := journal.Open(context.Background(), filepath.Join(t.TempDir(), "journal.db"), journal.WithClock(func() time.Time { return now }))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { j.Close() })
	party, err := identity.NewPerson(calendar.New(1985, 1, 1), 238)
	if err != nil {
		t.Fatal(err)
	}
	return j, party
}

func TestLogReading_writesALineOnThePersonsStream(t *testing.T) {
	j, party := open(t)
	r := Reading{Party: party, Actor: "demo-revisor", Cause: "claim.view", Purpose: "granskning & prov", Claim: "2024 <1>"}
	if err := LogReading(context.Background(), j, r); err != nil {
		t.Fatal(err)
	}
	events, err := j.Load(context.Background(), int64(party), "reading/"+party.String())
	if err != nil || len(events) != 1 {
		t.Fatalf("%d lines (%v)", len(events), err)
	}
	e := events[0]
	if e.Kind != "access.read/1" || e.Actor != "demo-revisor" || e.Cause != "claim.view" || e.Body != "claim=2024+%3C1%3E purpose=granskning+%26+prov" || e.OccurredOn.String() != "2025-04-26" {
		t.Errorf("%+v", e)
	}
}

func TestLogReading_needsAReaderAReasonAndAClaim(t *testing.T) {
	j, party := open(t)
	whole := Reading{Party: party, Actor: "a", Cause: "b", Purpose: "c", Claim: "d"}
	for _, lacking := range []func(*Reading){
		func(r *Reading) { r.Party = identity.None }, func(r *Reading) { r.Actor = "" }, func(r *Reading) { r.Cause = "" },
		func(r *Reading) { r.Purpose = "" }, func(r *Reading) { r.Claim = "" },
	} {
		r := whole
		lacking(&r)
		if err := LogReading(context.Background(), j, r); !errors.Is(err, ErrNoReader) {
			t.Errorf("%+v: %v", r, err)
		}
	}
}

func TestLogReading_losesNoLineAmongManyReaders(t *testing.T) {
	j, party := open(t)
	var wg sync.WaitGroup
	for range 20 {
		wg.Go(func() {
			if err := LogReading(context.Background(), j, Reading{Party: party, Actor: "a", Cause: "b", Purpose: "c", Claim: "d"}); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	events, err := j.Load(context.Background(), int64(party), ReadingStream(party))
	if err != nil || len(events) != 20 {
		t.Errorf("%d lines, want 20 (%v)", len(events), err)
	}
}

func TestLogReading_failsWhenItCannotBeWritten(t *testing.T) {
	j, party := open(t)
	r := Reading{Party: party, Actor: "a", Cause: "b", Purpose: "c", Claim: "d"}
	ended, end := context.WithCancel(context.Background())
	end()
	if err := LogReading(ended, j, r); err == nil {
		t.Error("written after its context had ended")
	}
	j.Close()
	if err := LogReading(context.Background(), j, r); err == nil {
		t.Error("written in a closed journal")
	}
}
