package journal_test

import (
	"context"
	"database/sql"
	"fmt"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"balans/journal"
	"balans/journal/verify"
	"balans/law/calendar"
	"balans/testenv/require"
)

// suite is what both databases must do alike. Each case gets an empty database.
var suite = []struct {
	name string
	run  func(t *testing.T, d database)
}{
	{"events come back as they were written", eventsComeBack},
	{"missing dates and ordinals are filled in", blanksAreFilledIn},
	{"what the line cannot carry is refused", badTextIsRefused},
	{"a stream that has grown is a conflict", grownStreamConflicts},
	{"any version follows what there is", anyVersionFollows},
	{"several streams are stored together or not at all", allOrNothing},
	{"a key is used once in a stream", keysAreUsedOnce},
	{"names of streams are compared byte by byte", namesAreBytes},
	{"the journal is read in order, in full or from a number", scanInOrder},
	{"a journal with events missing is not read as if it were whole", scanRefusesGaps},
	{"a cancelled context stops a command before it is handed over", cancelledContext},
	{"a closed journal refuses", closedJournal},

	{"a command is applied once under its key", commandAppliedOnce},
	{"a replay returns the events of the command and no others", replayIsExact},
	{"a key for another command is refused", keyForAnotherCommand},
	{"keys that begin alike are different keys", keysThatBeginAlike},
	{"one key from many callers at once is applied once", keyFromManyCallers},
	{"a dry run writes nothing and shows what would be", dryRun},
	{"a command is decided anew when another was first", decidedAnew},
	{"a rule that panics takes nobody down", ruleThatPanics},
	{"a rule that decides nothing writes nothing", nothingDecided},

	{"the database refuses to change events", changesAreRefused},
	{"the database refuses to move the head back", headStays},
	{"text in a number is refused", textInNumbers},
	{"times and numbers sort as such", timesSort},

	{"guards refuse what they are to refuse and nothing else", guardsHold},
	{"a refusal says what the guard says", guardText},
	{"a guard holds events to the order they became known", recordedInOrder},
	{"a history taken over passes the guards", takenOver},
	{"a guard stops one caller of a group", guardStopsOne},
	{"guards change with their edition only", guardEditions},
	{"a journal without guards is brought forward", broughtForward},

	{"32 callers leave a whole chain", manyCallers},
	{"two programs on one database leave a whole chain", twoPrograms},
	{"callers that wait share one commit", callersShareACommit},

	{"a mass write stores whole bundles of many streams", bulkManyStreams},
	{"a mass write goes on where it stopped", bulkResumed},
	{"a mass write refuses a stream that has changed", bulkConflicts},
	{"a mass write lets commands in between slices", bulkLetsCommandsIn},
	{"a mass write stops when asked", bulkStops},

	{"opening again changes nothing", openedAgain},
	{"two programs may open a new database at once", openedAtOnce},
	{"a newer database is refused", newerDatabase},

	{"the golden chain", goldenChainStored},
	{"commands agree with a simple model", agreesWithModel},
	{"what was acknowledged survives a kill", killedWhileWriting},
}

func TestConformance(t *testing.T) {
	t.Run("sqlite", func(t *testing.T) { runSuite(t, newSQLite) })
	t.Run("postgres", func(t *testing.T) { runSuite(t, schemas(t)) })
}

func runSuite(t *testing.T, fresh func(testing.TB) database) {
	for _, c := range suite {
		t.Run(c.name, func(t *testing.T) { c.run(t, fresh(t)) })
	}
}

// database is an empty database for one test.
type database struct {
	t        testing.TB
	dsn      string
	postgres bool
}

func newSQLite(t testing.TB) database {
	return database{t, filepath.Join(t.TempDir(), "journal å%3F.db"), false}
}

func newPostgres(t testing.TB) database { return database{t, require.Postgres(t), true} }

// schemas makes one database and gives each case a schema of its own in it,
// which is ten times faster than a database each.
func schemas(t testing.TB) func(testing.TB) database {
	d := newPostgres(t)
	n := 0
	return func(t testing.TB) database {
		n++
		d.exec(fmt.Sprintf(`CREATE SCHEMA case_%d`, n))
		return database{t, fmt.Sprintf("%s&search_path=case_%d", d.dsn, n), true}
	}
}

// open opens a journal that is closed with the test.
func (d database) open(options ...journal.Option) *journal.Journal {
	d.t.Helper()
	j, err := journal.Open(context.Background(), d.dsn, options...)
	if err != nil {
		d.t.Fatal(err)
	}
	d.t.Cleanup(func() { j.Close() })
	return j
}

// plain is a connection as any other program would make one: without our pragmas.
func (d database) plain() *sql.DB {
	d.t.Helper()
	driver, dsn := "pgx", d.dsn
	if !d.postgres {
		driver, dsn = "sqlite", "file:"+strings.ReplaceAll(d.dsn, "%", "%25")
	}
	db, err := sql.Open(driver, dsn)
	if err != nil {
		d.t.Fatal(err)
	}
	d.t.Cleanup(func() { db.Close() })
	return db
}

// exec runs statements on a plain connection, which must succeed.
func (d database) exec(statements ...string) {
	d.t.Helper()
	db := d.plain()
	defer db.Close()
	for _, s := range statements {
		if _, err := db.Exec(s); err != nil {
			d.t.Fatalf("%s: %v", s, err)
		}
	}
}

// verify has the independent checker find n events and nothing wrong.
func (d database) verify(n int64) verify.Report {
	d.t.Helper()
	r, err := verify.Run(context.Background(), d.dsn, verify.Options{})
	if err != nil {
		d.t.Fatal(err)
	}
	for _, p := range r.Problems {
		d.t.Errorf("verify: event %d of %s: %s", p.Seq, p.Stream, p.What)
	}
	if n >= 0 && r.Events != n {
		d.t.Errorf("verify found %d events, want %d", r.Events, n)
	}
	return r
}

// ticking is a clock that moves a second each time it is asked.
func ticking() journal.Option {
	start := time.Date(2024, 2, 28, 9, 0, 0, 0, time.UTC)
	var ticks atomic.Int64
	return journal.WithClock(func() time.Time { return start.Add(time.Duration(ticks.Add(1)) * time.Second) })
}

// standing is a clock that always says the same.
func standing() journal.Option {
	return journal.WithClock(func() time.Time { return time.Date(2024, 2, 28, 9, 0, 0, 0, time.UTC) })
}

const party = int64(198503121237)

// paid is an event of no particular meaning.
func paid(body string) journal.New {
	return journal.New{Kind: "claim.paid/1", OccurredOn: calendar.New(2024, 2, 27), Actor: "handläggare/7", Cause: "test", Body: body}
}

// add appends events that must be stored.
func add(t testing.TB, j *journal.Journal, stream string, after int32, events ...journal.New) []journal.Event {
	t.Helper()
	stored, err := j.Append(context.Background(), journal.Append{Party: party, Stream: stream, Expected: after, Events: events})
	if err != nil {
		t.Fatal(err)
	}
	return stored
}

// load loads a stream that can be loaded.
func load(t testing.TB, j *journal.Journal, stream string) []journal.Event {
	t.Helper()
	events, err := j.Load(context.Background(), party, stream)
	if err != nil {
		t.Fatal(err)
	}
	return events
}

// head reads the head.
func head(t testing.TB, j *journal.Journal) journal.Head {
	t.Helper()
	h, err := j.Head(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func same(t testing.TB, what string, got, want []journal.Event) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%s: %d events, want %d\n got %v\nwant %v", what, len(got), len(want), got, want)
	}
	for i := range got {
		if got[i] != want[i] {
			t.Errorf("%s, event %d:\n got %+v\nwant %+v", what, i, got[i], want[i])
		}
	}
}

func bodies(events []journal.Event) string {
	var b strings.Builder
	for _, e := range events {
		fmt.Fprintf(&b, "%d:%s ", e.Version, e.Body)
	}
	return strings.TrimSpace(b.String())
}
