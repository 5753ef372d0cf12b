package main

import (
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"balans/journal"
)

// stoppedBefore is a copy of a journal up to its first event of a kind, as a program leaves
// it that was stopped there.
func stoppedBefore(t *testing.T, db, kind string) string {
	t.Helper()
	from, err := journal.OpenExisting(t.Context(), db)
	if err != nil {
		t.Fatal(err)
	}
	defer from.Close()
	path := filepath.Join(t.TempDir(), "stopped.db")
	to, err := journal.Open(t.Context(), path, guards())
	if err != nil {
		t.Fatal(err)
	}
	defer to.Close()
	var group []journal.Append
	at := map[string]int{}
	write := func() {
		if _, err := to.Append(t.Context(), group...); err != nil {
			t.Fatal(err)
		}
		group = nil
		clear(at)
	}
	stopped, last := false, ""
	_, err = from.Scan(t.Context(), 0, func(e *journal.Event) error {
		if stopped = stopped || e.Kind == kind; stopped {
			return nil
		}
		i, there := at[e.Stream]
		if there && e.Stream != last { // other streams came between
			write()
			there = false
		}
		if !there {
			i = len(group)
			at[e.Stream] = i
			group = append(group, journal.Append{Party: e.Party, Stream: e.Stream, Expected: e.Version - 1})
		}
		last = e.Stream
		group[i].Events = append(group[i].Events, journal.New{Kind: e.Kind, OccurredOn: e.OccurredOn, RecordedAt: e.RecordedAt, Ordinal: e.Ordinal,
			Actor: e.Actor, Cause: e.Cause, Key: e.Key, Body: e.Body})
		return nil
	})
	if err != nil || !stopped {
		t.Fatalf("the journal has no event %s (%v)", kind, err)
	}
	write()
	return path
}

// The demonstration goes on where it was stopped, and takes nothing back that somebody did
// in it.
func TestDemo_goesOnWithTheLetterTheBooksAndTheAssignments(t *testing.T) {
	shown := func(s steering) string {
		var all []string
		for _, args := range [][]string{{"directive", "list"}, {"appropriation", "report", "--month", "2025-11", "--unit", "kronor"}, {"appropriation", "outcome", "--month", "2025-10"}, {"appropriation", "beside", "--month", "2025-12"},
			{"assignment", "list", "all", "--on", "2025-12-31"}, {"assignment", "show", "2025-07"}} {
			all = append(all, s.does(args...))
		}
		return strings.Join(all, "\n")
	}
	whole := demonstration(t)
	want := shown(whole)
	says(t, want, "2025-2", "The month is not closed", "delivered")
	again := whole.does("demo", "--scale", "small", "--households", "0", "--no-serve")
	if strings.Contains(again, "Took in") || shown(whole) != want {
		t.Errorf("the second time: %s", again)
	}
	for _, stop := range []string{"directive.confirmed/1", "assignment.unit/1", "assignment.delivered/1", "appropriation.closed/1"} {
		s := steering{t, stoppedBefore(t, whole.db, stop)}
		if out := s.does("demo", "--scale", "small", "--households", "0", "--no-serve"); !strings.Contains(out, "Took in 2 editions") {
			t.Errorf("stopped before %s: %s", stop, out)
		}
		if got := shown(s); got != want {
			t.Errorf("stopped before %s and made on it shows\n%s\nnot\n%s", stop, got, want)
		}
	}

	whole.does("assignment", "strike", "2025-07", "3", "--why", "fel", "--by", "karin")
	whole.does("directive", "take", letterBefore, "--by", "karin")
	whole.does("directive", "confirm", "2024-1", "--by", "omar")
	moved := strings.ReplaceAll(contents(t, secondLetter), "den 15 oktober 2025", "den 14 november 2025")
	whole.does("directive", "take", written(t, "letter-2025-3.txt", moved), "--by", "karin")
	whole.does("directive", "confirm", "2025-3", "--by", "omar", "--from", "2025-07-01", "--accept", "all")
	whole.does("appropriation", "close", "2025-11..2025-12", "--by", "karin")
	changed := shown(whole)
	if out := whole.does("demo", "--scale", "small", "--households", "0", "--no-serve"); strings.Contains(out, "Took in") || shown(whole) != changed {
		t.Errorf("made again it changed what was done in it: %s", out)
	}
	says(t, changed, "(struck by 4)")
	if regexp.MustCompile(`(?m)^2025-07/report/1 .* delivered `).MatchString(changed) {
		t.Error("the delivery that was struck is there")
	}
}
