package parameter_test

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"balans/journal"
	"balans/journal/parameter"
	"balans/journal/verify"
	"balans/law/calendar"
	"balans/law/statute"
	"balans/testenv/require"
)

// clock is the journal's, set by the test.
type clock struct{ now time.Time }

func (c *clock) at(t testing.TB, s string) {
	t.Helper()
	now, err := time.Parse(time.RFC3339, s)
	if err != nil {
		t.Fatal(err)
	}
	c.now = now
}

// onEach runs a test on SQLite and on PostgreSQL, from the morning of 2024-01-15. The
// chain is to be whole afterwards.
func onEach(t *testing.T, test func(t *testing.T, j *journal.Journal, c *clock)) {
	run := func(t *testing.T, dsn string) {
		c := &clock{}
		c.at(t, "2024-01-15T08:00:00Z")
		j, err := journal.Open(t.Context(), dsn, journal.WithClock(func() time.Time { return c.now }))
		if err != nil {
			t.Fatal(err)
		}
		defer j.Close()
		test(t, j, c)
		if r, err := verify.Run(t.Context(), dsn, verify.Options{}); err != nil || len(r.Problems) > 0 {
			t.Errorf("%+v, %v", r, err)
		}
	}
	t.Run("SQLite", func(t *testing.T) { run(t, filepath.Join(t.TempDir(), "parameters.db")) })
	t.Run("PostgreSQL", func(t *testing.T) { run(t, require.Postgres(t)) })
}

var by = parameter.Entry{Actor: "kim", Cause: "the yearly decision"}

func program(t testing.TB) *statute.Parameters {
	t.Helper()
	p, err := statute.Load()
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func instant(t testing.TB, s string) calendar.Instant {
	t.Helper()
	i, err := calendar.ParseInstant(s)
	if err != nil {
		t.Fatal(err)
	}
	return i
}

// rate is a state lending rate of a year.
func rate(year int, ppm int64) parameter.Setting {
	return parameter.Setting{Value: statute.Value{Name: statute.StateLendingRate, Int64: ppm, Unit: statute.Ppm,
		From: calendar.New(year, 1, 1), To: calendar.New(year, 12, 31), Source: "Riksgälden 100 %, as told", Confidence: statute.Secondary}}
}

func record(t testing.TB, j *journal.Journal, key string, settings ...parameter.Setting) journal.Receipt {
	t.Helper()
	r, err := parameter.Record(t.Context(), j, settings, by, key, false)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func read(t testing.TB, j *journal.Journal) []parameter.Setting {
	t.Helper()
	settings, err := parameter.Read(t.Context(), j)
	if err != nil {
		t.Fatal(err)
	}
	return settings
}

func book(t testing.TB, j *journal.Journal) *parameter.Book {
	t.Helper()
	b, err := parameter.NewBook(program(t), read(t, j))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// lending is the rate on a day as known at an instant, or "unknown".
func lending(t testing.TB, b *parameter.Book, on, knownAt string) string {
	t.Helper()
	v, err := b.At(instant(t, knownAt)).Value(statute.StateLendingRate, instant(t, on).Date())
	if errors.Is(err, statute.ErrMissing) {
		return "unknown"
	}
	if err != nil {
		t.Fatal(err)
	}
	return v.Text()
}

func TestRecord_aCorrectedRateChangesWhatIsKnownFromItsInstant(t *testing.T) {
	onEach(t, func(t *testing.T, j *journal.Journal, c *clock) {
		record(t, j, "2024", rate(2024, 30_000))
		c.at(t, "2024-05-02T12:00:00Z")
		spring := rate(2024, 35_000)
		spring.Value.From, spring.Value.To = calendar.New(2024, 3, 1), calendar.New(2024, 4, 30)
		record(t, j, "corrected", spring)
		b := book(t, j)
		for _, c := range []struct{ on, knownAt, want string }{
			{"2024-03-15", "2024-01-15T07:59:59.999999Z", "unknown"},
			{"2024-03-15", "2024-01-15T08:00:00Z", "30000"},
			{"2024-03-15", "2024-05-02T11:59:59.999999Z", "30000"},
			{"2024-03-15", "2024-05-02T12:00:00Z", "35000"},
			{"2024-02-29", "2024-12-31", "30000"},
			{"2024-03-01", "2024-12-31", "35000"},
			{"2024-04-30", "2024-12-31", "35000"},
			{"2024-05-01", "2024-12-31", "30000"},
			{"2025-01-01", "2025-12-31", "unknown"},
			{"2023-12-31", "2025-12-31", "unknown"},
		} {
			if got := lending(t, b, c.on, c.knownAt); got != c.want {
				t.Errorf("on %s as known %s it is %s, want %s", c.on, c.knownAt, got, c.want)
			}
		}
		if changes := b.Changes(); !slices.Equal(changes, []calendar.Instant{instant(t, "2024-01-15T08:00:00Z"), instant(t, "2024-05-02T12:00:00Z")}) {
			t.Errorf("%v", changes)
		}
		if b.At(instant(t, "2023-12-31")) != program(t) || b.At(instant(t, "2024-02-01")) != b.At(instant(t, "2024-03-01")) {
			t.Error("a set is made anew though nothing became known")
		}
	})
}

func TestRecord_isReadBackInTheOrderItBecameKnown(t *testing.T) {
	onEach(t, func(t *testing.T, j *journal.Journal, c *clock) {
		now := rate(2025, 25_000)
		old, older := rate(2023, 20_000), rate(2022, 10_000)
		old.KnownAt, older.KnownAt = instant(t, "2022-12-15"), instant(t, "1969-12-15")
		old.Value.To = calendar.None
		again := rate(2023, 21_000)
		again.KnownAt = old.KnownAt
		record(t, j, "", now)
		record(t, j, "", old, older)
		record(t, j, "", again)
		now.KnownAt = calendar.InstantOf(c.now)
		want := []parameter.Setting{older, old, again, now}
		for i := range want {
			want[i].Actor = "kim"
		}
		if got := read(t, j); !slices.Equal(got, want) {
			t.Errorf("%+v, want %+v", got, want)
		}
		if got := lending(t, book(t, j), "2023-06-30", "2022-12-15"); got != "21000" {
			t.Errorf("of two known at the same instant %s holds", got)
		}
		// What became known later holds over what was only recorded later.
		if got := lending(t, book(t, j), "2025-06-30", "2024-12-31"); got != "25000" {
			t.Errorf("history that was taken over later hides what is known: %s", got)
		}
		stream, err := j.Load(t.Context(), 0, parameter.Stream)
		if err != nil || len(stream) != 4 {
			t.Fatalf("%+v, %v", stream, err)
		}
		const body = "confidence=S from=2025-01-01 name=state_lending_rate source=Riksgälden%20100%20%25,%20as%20told to=2025-12-31 unit=ppm value=25000"
		if e := stream[0]; e.Kind != "parameter.set/1" || e.Stream != "parameters" || e.Party != 0 || e.OccurredOn != now.Value.From || e.Body != body || e.Cause != by.Cause {
			t.Errorf("%+v", e)
		}
		if e := stream[1]; e.Body != strings.NewReplacer(" to=2025-12-31", "", "25000", "20000", "2025", "2023").Replace(body) || e.RecordedAt != old.KnownAt {
			t.Errorf("%+v", e)
		}
	})
}

func TestRecord_isAppliedOnceUnderItsKey(t *testing.T) {
	onEach(t, func(t *testing.T, j *journal.Journal, c *clock) {
		list := []parameter.Setting{rate(2024, 30_000), rate(2025, 25_000)}
		dry, err := parameter.Record(t.Context(), j, list, by, "k", true)
		if err != nil || !dry.DryRun || len(dry.Events) != 2 || len(read(t, j)) != 0 {
			t.Fatalf("a dry run: %+v, %v", dry, err)
		}
		first := record(t, j, "k", list...)
		c.at(t, "2024-02-01T08:00:00Z")
		if second := record(t, j, "k", list...); first.Replayed || !second.Replayed || len(second.Events) != 2 || second.Events[1].Seq != first.Events[1].Seq {
			t.Errorf("%+v, then %+v", first, second)
		}
		for i, e := range first.Events {
			if e.Body != dry.Events[i].Body || e.RecordedAt != dry.Events[i].RecordedAt {
				t.Errorf("the dry run showed %+v, stored was %+v", dry.Events[i], e)
			}
		}
		if got := read(t, j); len(got) != 2 || got[0].KnownAt != instant(t, "2024-01-15T08:00:00Z") {
			t.Errorf("%+v", got)
		}
		other := slices.Clone(list)
		other[1].KnownAt = instant(t, "2023-01-01")
		for _, l := range [][]parameter.Setting{list[:1], {rate(2024, 30_001), list[1]}, other} {
			if _, err := parameter.Record(t.Context(), j, l, by, "k", false); !errors.Is(err, journal.ErrKeyReused) {
				t.Errorf("another list under the key: %v", err)
			}
		}
	})
}

func TestRecord_refusesTheWholeList(t *testing.T) {
	onEach(t, func(t *testing.T, j *journal.Journal, c *clock) {
		with := func(change func(*parameter.Setting)) parameter.Setting {
			s := rate(2025, 25_000)
			change(&s)
			return s
		}
		now := calendar.InstantOf(c.now)
		for name, x := range map[string]struct {
			setting parameter.Setting
			want    error
		}{
			"known a microsecond ahead":   {with(func(s *parameter.Setting) { s.KnownAt = now + 1 }), parameter.ErrFuture},
			"known at the end of the day": {with(func(s *parameter.Setting) { s.KnownAt = instant(t, "2024-01-15") }), parameter.ErrFuture},
			"an undeclared name":          {with(func(s *parameter.Setting) { s.Value.Name = "state_lending" }), statute.ErrUndeclared},
			"another unit":                {with(func(s *parameter.Setting) { s.Value.Unit = statute.Ore }), statute.ErrUnit},
			"a day in common":             {with(func(s *parameter.Setting) { s.Value.From = calendar.New(2024, 12, 31) }), parameter.ErrOverlap},
			"an open end before":          {with(func(s *parameter.Setting) { s.Value.From, s.Value.To = calendar.New(2023, 1, 1), calendar.None }), parameter.ErrOverlap},
			"no source":                   {with(func(s *parameter.Setting) { s.Value.Source = "" }), statute.ErrValue},
			"a line in the source":        {with(func(s *parameter.Setting) { s.Value.Source = "a\nb" }), parameter.ErrText},
			"a source that is not UTF-8":  {with(func(s *parameter.Setting) { s.Value.Source = "a\xff" }), parameter.ErrText},
			"no days":                     {with(func(s *parameter.Setting) { s.Value.To = s.Value.From - 1 }), statute.ErrValue},
			"a choice that is none": {with(func(s *parameter.Setting) {
				s.Value.Name, s.Value.Unit, s.Value.Int64 = statute.InterestRounding, statute.Count, 3
			}), statute.ErrValue},
		} {
			for _, dryRun := range []bool{true, false} {
				r, err := parameter.Record(t.Context(), j, []parameter.Setting{rate(2024, 30_000), x.setting}, by, "k", dryRun)
				if !errors.Is(err, x.want) || !strings.Contains(err.Error(), x.setting.Value.Name) || len(r.Events) > 0 {
					t.Errorf("%s: %+v, %v", name, r, err)
				}
			}
		}
		if _, err := parameter.Record(t.Context(), j, []parameter.Setting{rate(2024, 30_000)}, parameter.Entry{Cause: "x"}, "k", false); !errors.Is(err, parameter.ErrNobody) {
			t.Errorf("by nobody: %v", err)
		}
		if _, err := parameter.Record(t.Context(), j, nil, by, "k", false); !errors.Is(err, parameter.ErrNothing) {
			t.Errorf("nothing: %v", err)
		}
		old := rate(2025, 25_000)
		old.Value.From = calendar.New(1799, 12, 31)
		if _, err := parameter.Record(t.Context(), j, []parameter.Setting{old}, by, "k", false); err == nil {
			t.Error("a day the journal cannot hold")
		}
		if left := read(t, j); len(left) != 0 {
			t.Errorf("something was stored: %+v", left)
		}
		// What is known now may be of days to come, and days may be repeated at another instant.
		same := rate(2026, 26_000)
		same.KnownAt = now
		record(t, j, "k", rate(2026, 25_000), same)
	})
}

// From many callers at once, everything is stored once and every reader sees whole lists.
func TestRecord_fromManyAtOnce(t *testing.T) {
	onEach(t, func(t *testing.T, j *journal.Journal, c *clock) {
		var wg sync.WaitGroup
		for caller := range 8 {
			wg.Go(func() {
				for n := range 4 {
					list := []parameter.Setting{rate(2000+n, int64(n)), rate(2010+n, int64(n))}
					if _, err := parameter.Record(t.Context(), j, list, by, fmt.Sprint("key ", n), false); err != nil {
						t.Error(err)
					}
					settings, err := parameter.Read(t.Context(), j)
					if err != nil || len(settings)%2 != 0 {
						t.Errorf("caller %d reads %d settings, %v", caller, len(settings), err)
					}
				}
			})
		}
		wg.Wait()
		if got := read(t, j); len(got) != 8 {
			t.Errorf("%d settings", len(got))
		}
	})
}

func TestRead_namesTheEventItCannotRead(t *testing.T) {
	good := journal.New{Kind: parameter.Kind, OccurredOn: calendar.New(2024, 1, 1), Body: "confidence=F from=2024-01-01 name=due_days source=x unit=days value=30"}
	for name, change := range map[string]func(*journal.New){
		"a later kind":      func(n *journal.New) { n.Kind = "parameter.set/2" },
		"another day":       func(n *journal.New) { n.OccurredOn++ },
		"a body of nothing": func(n *journal.New) { n.Body = "" },
	} {
		j, err := journal.Open(t.Context(), filepath.Join(t.TempDir(), "bad.db"))
		if err != nil {
			t.Fatal(err)
		}
		defer j.Close()
		bad := good
		change(&bad)
		if _, err := j.Append(t.Context(), journal.Append{Stream: parameter.Stream, Events: []journal.New{good, bad}}); err != nil {
			t.Fatal(err)
		}
		if got, err := parameter.Read(t.Context(), j); err == nil || got != nil || !strings.Contains(err.Error(), "event 2 ") {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
}
