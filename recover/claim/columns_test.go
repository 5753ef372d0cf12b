package claim_test

import (
	"fmt"
	"math"
	"path/filepath"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"balans/journal"
	"balans/law/calendar"
	"balans/recover/claim"
	"balans/recover/claim/claimtest"
	"balans/testenv/require"
)

// onBoth runs a test on both databases.
func onBoth(t *testing.T, test func(t *testing.T, dsn string)) {
	t.Run("sqlite", func(t *testing.T) { test(t, filepath.Join(t.TempDir(), "journal.db")) })
	t.Run("postgres", func(t *testing.T) { test(t, require.Postgres(t)) })
}

func open(t testing.TB, dsn string, options ...journal.Option) *journal.Journal {
	t.Helper()
	j, err := journal.Open(t.Context(), dsn, options...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { j.Close() })
	return j
}

type failer interface {
	Helper()
	Fatal(...any)
	Fatalf(string, ...any)
}

func read(t testing.TB, f failer, j *journal.Journal) *claim.Columns {
	f.Helper()
	c, err := claim.ReadColumns(t.Context(), j, nil)
	if err != nil {
		f.Fatal(err)
	}
	return c
}

// dump is everything in columns, to compare them whole.
func dump(c *claim.Columns) string { return claim.Dump(c) }

func TestWalkStock_agreesWithFoldForEveryClaimAndDate(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		stock := claimtest.Stock(t, 2, 8)
		c, err := claimtest.Columns(stock)
		if err != nil {
			t.Fatal(err)
		}
		knowns := []calendar.Instant{claimtest.Known(t, "known at", stock), math.MaxInt64, math.MinInt64}
		for _, e := range stock[0].Events { // and about each instant at which one claim became better known
			knowns = append(knowns, e.RecordedAt-1, e.RecordedAt)
		}
		for _, known := range knowns {
			scanAgreesWithFold(t, stock, c, known)
		}
	})
}

func scanAgreesWithFold(t *rapid.T, stock []claimtest.Life, c *claim.Columns, known calendar.Instant) {
	days := everyDayThatMatters(stock)
	dates := claim.NewDates(days)
	if dates.Len() != len(days) {
		t.Fatalf("%d dates of %d", dates.Len(), len(days))
	}
	walked := map[[2]int]claim.Stretch{}
	c.WalkStock(0, c.Len(), dates, known, func(s *claim.Stretch) {
		for at := s.From; at < s.To; at++ {
			if _, twice := walked[[2]int{s.Claim, at}]; twice {
				t.Fatalf("claim %d is met twice on %s", s.Claim, dates.On(at))
			}
			walked[[2]int{s.Claim, at}] = *s
		}
	})
	for i, l := range stock {
		l = l.Clone()
		claim.Sort(l.Events)
		for at, day := range days {
			s := claim.Fold(&l.Decision, l.Events, day, known)
			w, in := walked[[2]int{i, at}]
			if in != s.InStock() || in && (w.Conditions != s.Conditions || w.Outstanding != int64(s.Outstanding)) {
				t.Fatalf("claim %s on %s as known %s: scan %v %+v, fold %v %+v", l.ID, day, known, in, w, s.InStock(), s)
			}
		}
	}
}

// everyDayThatMatters is each day of an event or decision, the day before and
// the day after.
func everyDayThatMatters(stock []claimtest.Life) (days []calendar.Date) {
	for _, l := range stock {
		days = append(days, l.DecidedOn-1, l.DecidedOn, l.DecidedOn+1)
		for _, e := range l.Events {
			days = append(days, e.OccurredOn-1, e.OccurredOn, e.OccurredOn+1)
		}
	}
	slices.Sort(days)
	return slices.Compact(days)
}

// What moves tell must add up to what stretches tell.
func TestWalkMoves_addUpToTheStock(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		stock := claimtest.Stock(t, 2, 8)
		c, err := claimtest.Columns(stock)
		if err != nil {
			t.Fatal(err)
		}
		known, on := claimtest.Known(t, "known at", stock), claimtest.Border(t, "date")
		left := map[int]int64{}
		last := map[int]calendar.Date{}
		c.WalkMoves(0, c.Len(), calendar.New(1900, 1, 1), on, known, func(m *claim.Move) {
			if m.Before != left[m.Claim] {
				t.Fatalf("claim %d: a move begins at %d, the one before ended at %d", m.Claim, m.Before, left[m.Claim])
			}
			if m.Day < last[m.Claim] || m.Day > on {
				t.Fatalf("claim %d: a move on %s after one on %s", m.Claim, m.Day, last[m.Claim])
			}
			left[m.Claim], last[m.Claim] = m.After, m.Day
		})
		c.WalkStock(0, c.Len(), claim.NewDates([]calendar.Date{on}), known, func(s *claim.Stretch) {
			if left[s.Claim] != s.Outstanding {
				t.Fatalf("claim %d: %d öre in the stock, its moves end at %d", s.Claim, s.Outstanding, left[s.Claim])
			}
			delete(left, s.Claim)
		})
		for i, ore := range left {
			if ore != 0 {
				t.Fatalf("claim %d: not in the stock, its moves end at %d", i, ore)
			}
		}
	})
}

func TestBuilder_refusesDaysItCannotHold(t *testing.T) {
	first, last := calendar.New(1900, 1, 1), calendar.New(2079, 6, 6)
	for _, x := range []struct {
		day calendar.Date
		ok  bool
	}{{first - 1, false}, {first, true}, {last, true}, {last + 1, false}} {
		d := claim.Decision{ID: "A", DecidedOn: x.day, Principal: 1, Debtors: []claim.Debtor{{Number: 193502017456}}}
		if _, err := claimtest.Columns([]claimtest.Life{{Decision: d}}); (err == nil) != x.ok {
			t.Errorf("decided on %s: %v", x.day, err)
		}
		d.DecidedOn = first
		e := claim.Event{ID: "e1", Kind: claim.Served, OccurredOn: x.day}
		if _, err := claimtest.Columns([]claimtest.Life{{Decision: d, Events: []claim.Event{e}}}); (err == nil) != x.ok {
			t.Errorf("an event on %s: %v", x.day, err)
		}
	}
}

func TestColumns_keepWhatWasDecided(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		stock := claimtest.Stock(t, 1, 8)
		c, err := claimtest.Columns(rapid.Permutation(stock).Draw(t, "order"))
		if err != nil {
			t.Fatal(err)
		}
		events := 0
		for _, l := range stock {
			i, ok := c.Find(l.ID)
			if !ok {
				t.Fatalf("claim %s is not found", l.ID)
			}
			got := fmt.Sprint(c.ID(i), c.Party(i), c.DecidedOn(i), c.Principal(i), c.Benefit(i), c.Authority(i), c.Origin(i), c.HasSeveralDebtors(i), c.Regime(i), c.EventsOf(i))
			want := fmt.Sprint(l.ID, l.Party(), l.DecidedOn, l.Principal, l.Benefit, l.Authority, l.Origin, len(l.Debtors) > 1, claim.RegimeOn(l.DecidedOn), 1+len(l.Events))
			if got != want {
				t.Fatalf("%s; decided was %s", got, want)
			}
			events += 1 + len(l.Events)
		}
		if c.Len() != len(stock) || c.Events() != events {
			t.Fatalf("%d claims, %d events; made of %d, %d", c.Len(), c.Events(), len(stock), events)
		}
		for _, id := range []string{"", "C", "C0", "C99", "Z"} {
			if i, ok := c.Find(id); ok {
				t.Fatalf("claim %q is found as %d", id, i)
			}
		}
	})
}

// What the journal holds comes back as columns, whatever the way there: read
// whole, or refreshed after each new fact; on both databases.
func TestRefresh_equalsRebuilding(t *testing.T) {
	onBoth(t, func(t *testing.T, dsn string) {
		ctx := t.Context()
		j := open(t, dsn)
		old := read(t, t, j)
		round := 0
		rapid.Check(t, func(r *rapid.T) {
			round++
			stock := stockOf(r, round)
			cut := make([]int, len(stock))
			for i := range stock {
				cut[i] = rapid.IntRange(-1, len(stock[i].Events)).Draw(r, "told first")
			}
			first, later := claimtest.Halves(stock, cut)
			for _, told := range [][]claimtest.Told{first, later} {
				before := dump(old)
				if err := claimtest.Tell(ctx, j, told...); err != nil {
					r.Fatal(err)
				}
				fresh, ok, err := claim.Refresh(ctx, j, old)
				if err != nil || !ok {
					r.Fatal(ok, err)
				}
				rebuilt := read(t, r, j)
				if got, want := dump(fresh), dump(rebuilt); got != want {
					r.Fatalf("refreshed\n%s\nrebuilt\n%s", got, want)
				}
				// Another that begins at the same columns goes on in its own way.
				other, _, err := claim.Refresh(ctx, j, old)
				if err != nil || dump(other) != dump(fresh) {
					r.Fatalf("refreshed again\n%s\nafter\n%s\n%v", dump(other), dump(fresh), err)
				}
				if dump(old) != before {
					r.Fatal("the old columns were changed")
				}
				if rapid.Bool().Draw(r, "go on with the other") {
					fresh, other = other, fresh
				}
				sameAccounts(r, fresh, rebuilt)
				old = fresh
			}
			// The lives are as they were told.
			c, _ := claimtest.Columns(stock)
			known, on := claimtest.Known(r, "known at", stock), claimtest.Border(r, "date")
			for i, l := range stock {
				at, _ := old.Find(l.ID)
				if a, b := stretches(old, at, on, known), stretches(c, i, on, known); a != b {
					r.Fatalf("claim %s: %s in the journal's columns, %s without", l.ID, a, b)
				}
			}
		})
		again, ok, err := claim.Refresh(ctx, j, old)
		if err != nil || !ok || again != old {
			t.Error("columns that are level were made anew", ok, err)
		}
	})
}

// sameAccounts reads the claims one after the other and in another order.
func sameAccounts(r *rapid.T, a, b *claim.Columns) {
	x, y := a.NewReader(calendar.New(2026, 1, 1), math.MaxInt64), b.NewReader(calendar.New(2026, 1, 1), math.MaxInt64)
	if a.Len() != b.Len() || a.Events() != b.Events() {
		r.Fatalf("%d claims with %d events, want %d with %d", a.Len(), a.Events(), b.Len(), b.Events())
	}
	for k := range 2 * a.Len() {
		i := k % a.Len()
		if k >= a.Len() {
			i = a.Len() - 1 - i
		}
		known := x.Seek(i)
		if known != y.Seek(i) || known && fmt.Sprint(*x.Account(), x.Conditions(), x.Deadlines(), x.Limitation()) != fmt.Sprint(*y.Account(), y.Conditions(), y.Deadlines(), y.Limitation()) || a.EventsOf(i) != b.EventsOf(i) {
			r.Fatalf("claim %s reads otherwise", a.ID(i))
		}
	}
}

func stretches(c *claim.Columns, i int, on calendar.Date, known calendar.Instant) (s string) {
	c.WalkStock(i, i+1, claim.NewDates([]calendar.Date{on}), known, func(x *claim.Stretch) {
		s += fmt.Sprint(x.From, x.To, x.Conditions, x.Outstanding)
	})
	return s
}
