package task

import (
	"path/filepath"
	"testing"
	"time"

	"balans/journal"
	"balans/law/calendar"
	"balans/law/identity"
)

// A book that has been read on for days holds no more than one that is read anew: what is
// free again is not kept.
func TestBook_keepsWhatIsTakenAlone(t *testing.T) {
	on := calendar.New(2026, 3, 2)
	j, err := journal.Open(t.Context(), filepath.Join(t.TempDir(), "j.db"), journal.WithClock(func() time.Time { return calendar.StartOfDay(on).Time().Add(9 * time.Hour) }))
	if err != nil {
		t.Fatal(err)
	}
	defer j.Close()
	level, err := Read(t.Context(), j, on)
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"a", "b", "c", "d", "e"} {
		c := Change{Key: key, Party: identity.Number(193501096998), Who: "anna", Cause: "test", Days: 2}
		if _, err := c.Take(t.Context(), j); err != nil {
			t.Fatal(err)
		}
		if level, err = level.Level(t.Context(), j); err != nil {
			t.Fatal(err)
		}
		anew, err := Read(t.Context(), j, on)
		if err != nil {
			t.Fatal(err)
		}
		if want := len(anew.Of("", on)); len(level.held) != want || len(anew.held) != want {
			t.Errorf("on %s %d are taken; read on it holds %d, read anew %d", on, want, len(level.held), len(anew.held))
		}
		on = on.AddDays(1)
	}
}
