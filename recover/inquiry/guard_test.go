package inquiry_test

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"balans/journal"
	"balans/law/calendar"
	"balans/recover/inquiry"
	"balans/testenv/require"
)

// The database itself refuses what the room would never try, whichever program writes.
func TestGuards(t *testing.T) {
	at := func(t *testing.T, dsn string) {
		j, err := journal.Open(t.Context(), dsn, journal.WithGuards(inquiry.GuardEdition, inquiry.Guards()))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { j.Close() })
		on := calendar.InstantOf(j.Now()).Date()
		cases := []struct{ events, refused string }{ // kind:actor
			{"opened:a proposed:a submitted:b decided:c", ""},
			{"opened:a proposed:a submitted:b decided:a", "own-proposal"},
			{"opened:a proposed:a submitted:b decided:b", "own-proposal"},
			{"opened:a decided:c", "not-submitted"},
			{"opened:a proposed:a submitted:a withdrawn:a decided:c", "not-submitted"},
			{"opened:a proposed:a submitted:a rejected:c decided:c", "not-submitted"},
			{"opened:a proposed:a submitted:a answered:b decided:c", "not-submitted"},
			{"opened:a assessed:run decided_alone:run", ""},
			{"opened:a decided_alone:run", "not-by-rule"},
			{"opened:a assessed:run decided_alone:run decided_alone:run", "not-by-rule"},
			{"opened:a proposed:a submitted:b decided:c recalled:c", "own-decision"},
			{"opened:a proposed:a submitted:b decided:c recalled:d", ""},
			{"opened:a proposed:a submitted:b decided:c dispatched:run recalled:d", "own-decision"},
			{"opened:a recalled:d", "own-decision"},
		}
		for i, c := range cases {
			stream := inquiry.Stream(strings.ReplaceAll(t.Name(), "/", "-")) + string(rune('a'+i))
			all := strings.Fields(c.events)
			for n, e := range all {
				kind, actor, _ := strings.Cut(e, ":")
				_, err := j.Append(t.Context(), journal.Append{Party: int64(parties[0]), Stream: stream, Expected: int32(n), Events: []journal.New{{Kind: "inquiry." + kind + "/1", OccurredOn: on, Actor: actor, Body: "{}"}}})
				last := n == len(all)-1 && c.refused != ""
				switch {
				case last && (!errors.Is(err, journal.ErrGuard) || !strings.Contains(err.Error(), c.refused)):
					t.Errorf("%s: %v, and not refused by %s", c.events, err, c.refused)
				case !last && err != nil:
					t.Errorf("%s, event %d: %v", c.events, n+1, err)
				}
			}
		}
	}
	t.Run("sqlite", func(t *testing.T) { at(t, filepath.Join(t.TempDir(), "j.db")) })
	t.Run("postgres", func(t *testing.T) { at(t, require.Postgres(t)) })
}
