package journal_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"balans/journal"
	"balans/journal/verify"
	"balans/law/calendar"
)

// The guards of the tests: a door is opened with a key, a lock closes it until it
// is unlocked or forced, and nothing is opened in a house that has burnt.
var houseGuards = []journal.Guard{
	{Kind: "open/1", Name: "no-key", Needs: []string{"key/1", "key/2"}, Says: "a door is opened with a key (house's rule)"},
	{Kind: "open/1", Name: "locked", BlockedBy: []string{"lock/1"}, ReleasedBy: []string{"unlock/1", "force/1"}, Says: "what is locked isn't opened (house's rule)"},
	{Kind: "open/1", Name: "burnt", BlockedBy: []string{"fire/1"}, Says: "nothing is left"},
	{Kind: "lock/1", Name: "locked-twice", BlockedBy: []string{"lock/1"}, ReleasedBy: []string{"unlock/1", "force/1"}, Says: "one lock at a time"},
	{Kind: "ring/1", Name: "in-order", InOrder: true, Says: "one ring after the other"},
}

func house() journal.Option { return journal.WithGuards(3, houseGuards) }

// said is an event of the house: what, on which day of May 2024.
func said(kind string, day int) journal.New {
	return journal.New{Kind: kind, OccurredOn: calendar.New(2024, 5, day), Actor: "test", Cause: "test"}
}

// attempt has a plain connection insert an event after those there are, and takes
// it back.
func (d database) attempt(stream string, e journal.New) error {
	d.t.Helper()
	tx, err := d.plain().Begin()
	if err != nil {
		d.t.Fatal(err)
	}
	defer tx.Rollback()
	_, err = tx.Exec(fmt.Sprintf(`INSERT INTO journal_event `+eventColumns+` SELECT 1 + (SELECT MAX(seq) FROM journal_event), %d, '%s',
		1 + COALESCE((SELECT MAX(version) FROM journal_event WHERE party = %d AND stream = '%s'), 0), '%s', %d, %d, %d, '', '%s', '', '', hash FROM journal_head`,
		party, stream, party, stream, e.Kind, e.OccurredOn.Int(), int64(e.RecordedAt), e.Ordinal, e.Cause))
	return err
}

// streamOf stores the events "kind day kind day …" in a stream of their own.
func streamOf(t *testing.T, j *journal.Journal, stream, events string) {
	t.Helper()
	words := strings.Fields(events)
	for i := 0; i < len(words); i += 2 {
		var day int
		fmt.Sscan(words[i+1], &day)
		add(t, j, stream, int32(i/2), said(words[i]+"/1", day))
	}
}

// guardsHold: what is refused, and its lawful neighbours, by a plain connection
// and by the program.
func guardsHold(t *testing.T, d database) {
	j := d.open(house(), standing())
	add(t, j, "elsewhere", 0, said("key/1", 1), said("fire/1", 1), said("lock/1", 1)) // another stream is another house
	for i, c := range []struct {
		before, event string
		day           int
		guard         string
	}{
		{"", "open/1", 5, "no-key"},
		{"key 6", "open/1", 5, "no-key"}, // it came a day too late
		{"key 5", "open/1", 5, ""},       // stored before, so it comes before on its day
		{"key 4", "open/1", 5, ""},
		{"key 1 lock 3", "open/1", 2, ""},
		{"key 1 lock 3", "open/1", 3, "locked"},
		{"key 1 lock 3", "open/1", 9, "locked"},
		{"key 1 lock 3 unlock 4", "open/1", 3, "locked"},
		{"key 1 lock 3 unlock 4", "open/1", 4, ""},
		{"key 1 lock 3 force 3", "open/1", 3, ""},
		{"key 1 lock 3 unlock 3 lock 3", "open/1", 3, "locked"}, // the order within the day
		{"key 1 unlock 2 lock 3", "open/1", 9, "locked"},        // unlocked before, not after
		{"key 1 lock 3 unlock 4 lock 6", "open/1", 5, ""},
		{"key 1 lock 3 unlock 4 lock 6", "open/1", 6, "locked"},
		{"key 1 fire 3 unlock 4 force 5", "open/1", 6, "burnt"}, // nothing releases it
		{"key 1 fire 3", "open/1", 2, ""},
		{"", "lock/1", 3, ""},
		{"lock 3", "lock/1", 4, "locked-twice"},
		{"lock 3", "lock/1", 2, ""},
		{"lock 3 force 4", "lock/1", 5, ""},
		{"lock 3 fire 3", "close/1", 4, ""}, // no guard on this kind
	} {
		stream := fmt.Sprint("house/", i)
		streamOf(t, j, stream, c.before)
		e := said(c.event, c.day)
		e.RecordedAt, e.Ordinal = calendar.InstantOf(j.Now()), 100
		name := fmt.Sprintf("after %q, %s on %d", c.before, c.event, c.day)
		refusedBy(t, name+" (plain)", d.attempt(stream, e), c.guard)
		before := load(t, j, stream)
		_, err := j.Append(context.Background(), journal.Append{Party: party, Stream: stream, Expected: int32(len(before)), Events: []journal.New{e}})
		refusedBy(t, name, err, c.guard)
		if errors.Is(err, journal.ErrGuard) != (c.guard != "") {
			t.Errorf("%s: %v is not what the program says of a guard", name, err)
		}
		if c.guard != "" {
			same(t, name, load(t, j, stream), before)
		}
	}
	d.verify(-1)
}

// refusedBy: the error names the guard, the event and the rule; "": there is none.
func refusedBy(t *testing.T, what string, err error, guard string) {
	t.Helper()
	switch {
	case guard == "" && err != nil:
		t.Errorf("%s was refused: %v", what, err)
	case guard != "" && err == nil:
		t.Errorf("%s was not refused by %s", what, guard)
	case guard != "":
		for _, g := range houseGuards {
			says := strings.ReplaceAll(g.Says, "'", "")
			if text := strings.ReplaceAll(err.Error(), "'", ""); g.Name == guard && !(strings.Contains(text, "guard "+guard+": ") && strings.Contains(text, g.Kind+" as version ") && strings.Contains(text, says)) {
				t.Errorf("%s: %v, want the guard %s and %q", what, err, guard, g.Says)
			}
		}
	}
}

// The text that a person reads holds what the guard says, and nothing that the
// driver puts around it.
func guardText(t *testing.T, d database) {
	j := d.open(house())
	streamOf(t, j, "h", "key 1 lock 1")
	_, err := j.Append(context.Background(), journal.Append{Party: party, Stream: "h", Expected: 2, Events: []journal.New{said("open/1", 2)}})
	if want := "the database refused the event: refused by the guard locked: open/1 as version 3 of h: what is locked isn't opened (house's rule)"; err == nil || err.Error() != want {
		t.Errorf("\n got %v\nwant %s", err, want)
	}
}

func recordedInOrder(t *testing.T, d database) {
	now := time.Date(2024, 5, 2, 9, 0, 0, 0, time.UTC)
	j := d.open(house(), journal.WithClock(func() time.Time { return now }))
	add(t, j, "bell", 0, said("ring/1", 1))
	ring := func(cause string, at time.Time) journal.New {
		e := said("ring/1", 1)
		e.RecordedAt, e.Cause, e.Ordinal = calendar.InstantOf(at), cause, 50
		return e
	}
	refusedBy(t, "a moment before", d.attempt("bell", ring("test", now.Add(-time.Microsecond))), "in-order")
	refusedBy(t, "the same moment", d.attempt("bell", ring("test", now)), "")
	refusedBy(t, "in another stream", d.attempt("bell/2", ring("test", now.Add(-time.Hour))), "")
	now = now.Add(-time.Second)
	_, err := j.Append(context.Background(), journal.Append{Party: party, Stream: "bell", Expected: 1, Events: []journal.New{said("ring/1", 1)}})
	refusedBy(t, "the clock was put back", err, "in-order")
	// What a history says of its own time binds nobody: it is neither held nor held against.
	late := ring("import/x", now.Add(100*time.Hour))
	add(t, j, "bell", 1, ring("import/x", now.Add(-100*time.Hour)), late)
	now = now.Add(time.Minute)
	add(t, j, "bell", 3, said("ring/1", 1))
	d.verify(4)
}

func takenOver(t *testing.T, d database) {
	j := d.open(house())
	for _, c := range []struct {
		cause string
		ok    bool
	}{
		{"import/5f3c", true}, {"demo/small/1", true}, {"import/", true},
		{"import", false}, {"Import/5f3c", false}, {" import/5f3c", false}, {"test/import/", false}, {"demo", false}, {"DEMO/1", false}, {"", false},
	} {
		if journal.IsTakenOver(c.cause) != c.ok {
			t.Errorf("IsTakenOver(%q) is %v", c.cause, !c.ok)
		}
		e := said("open/1", 1)
		e.Cause, e.RecordedAt, e.Ordinal = c.cause, 1, 1
		guard := map[bool]string{false: "no-key"}[c.ok]
		add(t, j, "first/"+c.cause, 0, said("close/1", 1))
		refusedBy(t, "of the cause "+c.cause, d.attempt("house", e), guard)
		refused := 0
		done := false
		if _, err := j.Bulk(context.Background(), func() (*journal.Bundle, error) {
			if done {
				return nil, nil
			}
			done = true
			return &journal.Bundle{Party: party, Stream: "house/" + c.cause, Events: []journal.New{e}}, nil
		}, nil); errors.Is(err, journal.ErrGuard) {
			refused++
		} else if err != nil {
			t.Error(err)
		}
		if (refused == 0) != c.ok {
			t.Errorf("a mass write of the cause %q was refused %d times", c.cause, refused)
		}
	}
	// What was taken over counts as what came before.
	lock := said("lock/1", 2)
	lock.Cause = "import/x"
	add(t, j, "mixed", 0, said("key/1", 1), lock)
	refusedBy(t, "after a lock taken over", d.attempt("mixed", said("open/1", 3)), "locked")
	d.verify(-1)
}

// One caller whose event a guard refuses shares a commit with many others.
func guardStopsOne(t *testing.T, d database) {
	j := d.open(house())
	var wg sync.WaitGroup
	errs := make([]error, 60)
	for i := range errs {
		wg.Go(func() {
			kind := "close/1"
			if i%20 == 7 {
				kind = "open/1"
			}
			_, errs[i] = j.Do(context.Background(), journal.Command{Party: party, Stream: fmt.Sprint("house/", i), Key: "k",
				Rule: func([]journal.Event) ([]journal.New, error) {
					return []journal.New{said(kind, 1), said("close/1", 2)}, nil
				}})
		})
	}
	wg.Wait()
	for i, err := range errs {
		stored := load(t, j, fmt.Sprint("house/", i))
		if i%20 == 7 {
			if !errors.Is(err, journal.ErrGuard) || len(stored) != 0 {
				t.Errorf("caller %d: %v, %d events", i, err, len(stored))
			}
		} else if err != nil || len(stored) != 2 {
			t.Errorf("caller %d suffers for another: %v, %d events", i, err, len(stored))
		}
	}
	d.verify(2 * 57)
}

func guardEditions(t *testing.T, d database) {
	open := func(options ...journal.Option) error {
		j, err := journal.Open(context.Background(), d.dsn, options...)
		if err == nil {
			j.Close()
		}
		return err
	}
	changed := append([]journal.Guard(nil), houseGuards...)
	changed[1].ReleasedBy = []string{"unlock/1"}
	reversed := []journal.Guard{houseGuards[4], houseGuards[3], houseGuards[2], houseGuards[1], houseGuards[0]}
	for _, c := range []struct {
		what    string
		options []journal.Option
		want    error
	}{
		{"none yet", nil, nil},
		{"the first set", []journal.Option{house()}, nil},
		{"the same set", []journal.Option{house()}, nil},
		{"the same set in another order", []journal.Option{journal.WithGuards(3, reversed)}, nil},
		{"no set: a tool", nil, nil},
		{"another set of the same edition", []journal.Option{journal.WithGuards(3, changed)}, journal.ErrGuards},
		{"a part of it", []journal.Option{journal.WithGuards(3, houseGuards[1:])}, journal.ErrGuards},
		{"more of it", []journal.Option{journal.WithGuards(3, append(changed, journal.Guard{Kind: "x/1", Name: "x", InOrder: true, Says: "x"}))}, journal.ErrGuards},
		{"an older program", []journal.Option{journal.WithGuards(2, changed)}, journal.ErrNewerDatabase},
		{"a newer program", []journal.Option{journal.WithGuards(4, changed)}, nil},
		{"the program before it", []journal.Option{house()}, journal.ErrNewerDatabase},
	} {
		if err := open(c.options...); !errors.Is(err, c.want) || c.want == nil && err != nil {
			t.Errorf("%s: %v, want %v", c.what, err, c.want)
		}
	}
	// Only the newest edition is in force.
	j := d.open(journal.WithGuards(4, changed))
	streamOf(t, j, "h", "key 1 lock 1 force 1")
	refusedBy(t, "forced", d.attempt("h", said("open/1", 2)), "locked")
	d.refused([]string{
		`UPDATE event_guard SET blocked_by = ''`, `DELETE FROM event_guard`, `DELETE FROM event_guard WHERE guard = 'locked'`,
		`INSERT INTO event_guard SELECT * FROM event_guard WHERE guard = 'locked'`,
	})
	if !d.postgres {
		d.refused([]string{`INSERT OR REPLACE INTO event_guard SELECT edition, kind, guard, '', '', '', 0, '', '' FROM event_guard`})
	} else {
		d.refused([]string{`TRUNCATE event_guard`})
	}
	refusedBy(t, "forced, after all attempts", d.attempt("h", said("open/1", 2)), "locked")
}

func TestWithGuards_refusesWhatCannotWork(t *testing.T) {
	for says, g := range map[string]journal.Guard{
		"missing":         {Kind: "a/1", InOrder: true, Says: "s"},
		"refuses nothing": {Kind: "a/1", Name: "n", Says: "s"},
		"never blocked":   {Kind: "a/1", Name: "n", Says: "s", Needs: []string{"b/1"}, ReleasedBy: []string{"c/1"}},
		`"c 1" is no`:     {Kind: "a/1", Name: "n", Says: "s", NotBy: []string{"c 1"}},
		`"b 1" is no`:     {Kind: "a/1", Name: "n", Says: "s", Needs: []string{"b 1"}},
		`"" is no`:        {Kind: "a/1", Name: "n", Says: "s", BlockedBy: []string{""}},
		"stated twice":    houseGuards[0],
	} {
		d := newSQLite(t)
		j, err := journal.Open(t.Context(), d.dsn, journal.WithGuards(1, []journal.Guard{houseGuards[0], g}))
		if err == nil {
			j.Close()
		}
		if err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%+v: %v, want %q", g, err, says)
		}
	}
	if j, err := journal.Open(t.Context(), newSQLite(t).dsn, journal.WithGuards(0, houseGuards)); err == nil {
		j.Close()
		t.Error("guards of edition 0 were taken")
	}
}

// A journal of the first schema, with events that guards would refuse, is brought
// forward: the events stay, the guards hold from now on.
func broughtForward(t *testing.T, d database) {
	folder := map[bool]string{false: "sqlite", true: "postgres"}[d.postgres]
	schema, err := os.ReadFile("schema/" + folder + "/0001_create_journal.sql")
	if err != nil {
		t.Fatal(err)
	}
	const id = "0123456789abcdef0123456789abcdef"
	old := []journal.Event{
		{Party: party, Stream: "h", Version: 1, Kind: "open/1", OccurredOn: calendar.New(2024, 5, 1), RecordedAt: 5, Ordinal: 1, Cause: "test"},
		{Party: party, Stream: "h", Version: 2, Kind: "lock/1", OccurredOn: calendar.New(2024, 5, 1), RecordedAt: 4, Ordinal: 2, Cause: "test"},
		{Party: party, Stream: "h", Version: 3, Kind: "lock/1", OccurredOn: calendar.New(2024, 5, 2), RecordedAt: 3, Ordinal: 3, Cause: "test"},
	}
	_, old = journal.Linked(id, old)
	statements := []string{string(schema),
		`CREATE TABLE schema_migration (number INTEGER PRIMARY KEY, name TEXT NOT NULL, applied_at TEXT NOT NULL)`,
		`INSERT INTO schema_migration VALUES (1, '0001_create_journal', '2024-05-03T00:00:00Z')`}
	for _, e := range old {
		statements = append(statements, fmt.Sprintf(`INSERT INTO journal_event `+eventColumns+` VALUES (%d, %d, '%s', %d, '%s', %d, %d, %d, '', '%s', '', '', %s)`,
			e.Seq, e.Party, e.Stream, e.Version, e.Kind, e.OccurredOn.Int(), int64(e.RecordedAt), e.Ordinal, e.Cause, d.bytes(e.Hash)))
	}
	d.exec(append(statements, fmt.Sprintf(`INSERT INTO journal_head VALUES (1, '%s', 3, %s)`, id, d.bytes(old[2].Hash)))...)
	d.verify(3) // as the program before this one left it

	j := d.open(house())
	same(t, "brought forward", load(t, j, "h"), old)
	if h := head(t, j); h.JournalID != id || h.Seq != 3 || h.Hash != old[2].Hash {
		t.Errorf("the head is %+v", h)
	}
	refusedBy(t, "a third lock", d.attempt("h", said("lock/1", 3)), "locked-twice")
	add(t, j, "h", 3, said("unlock/1", 3), said("lock/1", 4))
	r, err := verify.Run(t.Context(), d.dsn, verify.Options{Guards: asKept(3, houseGuards)})
	if err != nil || len(r.Problems) > 0 || r.Events != 5 {
		t.Errorf("%+v, %v", r, err)
	}
}

// asKept are the guards as verify is told of them.
func asKept(edition int, guards []journal.Guard) verify.GuardSet {
	set := verify.GuardSet{Edition: edition}
	for _, g := range guards {
		set.Guards = append(set.Guards, verify.Guard{Kind: g.Kind, Name: g.Name, BlockedBy: strings.Join(g.BlockedBy, " "),
			ReleasedBy: strings.Join(g.ReleasedBy, " "), Needs: strings.Join(g.Needs, " "), InOrder: g.InOrder, Says: g.Says, NotBy: strings.Join(g.NotBy, " ")})
	}
	return set
}
