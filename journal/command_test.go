package journal_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"balans/journal"
	"balans/law/calendar"
)

// pay is a command that adds events to claim/1.
func pay(key, input string, bodies ...string) journal.Command {
	return journal.Command{Party: party, Stream: "claim/1", Key: key, Input: input, Rule: func([]journal.Event) ([]journal.New, error) {
		var events []journal.New
		for _, b := range bodies {
			events = append(events, paid(b))
		}
		return events, nil
	}}
}

func do(t testing.TB, j *journal.Journal, c journal.Command) journal.Receipt {
	t.Helper()
	r, err := j.Do(context.Background(), c)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func commandAppliedOnce(t *testing.T, d database) {
	j := d.open(ticking())
	first := do(t, j, pay("k", "100 kr", "a", "b", "c"))
	do(t, j, pay("", "", "d"))
	second := do(t, j, pay("k", "100 kr", "decided otherwise now"))
	if first.Replayed || !second.Replayed || len(first.Events) != 3 {
		t.Errorf("first %+v, second %+v", first, second)
	}
	same(t, "the replay", second.Events, first.Events)
	same(t, "the replay in another program", do(t, d.open(), pay("k", "100 kr", "x")).Events, first.Events)
	if got := bodies(load(t, j, "claim/1")); got != "1:a 2:b 3:c 4:d" {
		t.Error(got)
	}
	d.verify(4)
}

// Events that another command stored in the same microsecond, or events of the
// command with times and keys of their own, must not blur what it did.
func replayIsExact(t *testing.T, d database) {
	j := d.open(standing())
	c := pay("k", "")
	c.Rule = func([]journal.Event) ([]journal.New, error) {
		late, keyed := paid("late"), paid("keyed")
		late.RecordedAt, keyed.Key = calendar.Instant(5), "source-17"
		return []journal.New{paid("a"), late, keyed}, nil
	}
	first := do(t, j, c)
	do(t, j, pay("", "", "of another command"))
	same(t, "the replay", do(t, j, c).Events, first.Events)
	if len(first.Events) != 3 {
		t.Errorf("%+v", first)
	}
	d.verify(4)
}

func keyForAnotherCommand(t *testing.T, d database) {
	j := d.open()
	do(t, j, pay("k", "100 kr", "a"))
	if r, err := j.Do(context.Background(), pay("k", "200 kr", "b")); !errors.Is(err, journal.ErrKeyReused) || r.Replayed || r.Events != nil {
		t.Errorf("%+v, %v", r, err)
	}
	c := pay("k2", "", "")
	c.Rule = func([]journal.Event) ([]journal.New, error) {
		a, b := paid("b"), paid("c")
		a.Key, b.Key = "lost to the command's own", load(t, j, "claim/1")[0].Key
		return []journal.New{a, b}, nil
	}
	if r, err := j.Do(context.Background(), c); !errors.Is(err, journal.ErrKeyReused) {
		t.Errorf("an event with a key that is taken: %+v, %v", r, err)
	}
	other := pay("k", "200 kr", "b")
	other.Stream = "claim/2"
	do(t, j, other)
	d.verify(2)
}

func keysThatBeginAlike(t *testing.T, d database) {
	j := d.open()
	source := paid("of a source with keys of its own")
	source.Key = "a:x:3"
	add(t, j, "claim/1", 0, source)
	keys := []string{"a:b:c", "a:b", "a", "a:", ":", "a:0123456789abcdef:1", "a:0123456789abcdef"}
	for round := range 2 {
		for _, k := range keys {
			if r := do(t, j, pay(k, "input", k)); r.Replayed != (round == 1) || r.Events[0].Body != k {
				t.Errorf("key %q, round %d: %+v", k, round, r)
			}
		}
	}
	d.verify(int64(len(keys)) + 1)
}

func keyFromManyCallers(t *testing.T, d database) {
	j, k := d.open(), d.open()
	var applied atomic.Int64
	var wg sync.WaitGroup
	for i := range 16 {
		wg.Go(func() {
			for n := range 5 {
				r, err := []*journal.Journal{j, k}[i%2].Do(context.Background(), pay(fmt.Sprintf("key-%d", n), "x", "a", "b"))
				if err != nil || len(r.Events) != 2 {
					t.Errorf("%+v, %v", r, err)
				}
				if !r.Replayed {
					applied.Add(1)
				}
			}
		})
	}
	wg.Wait()
	if applied.Load() != 5 {
		t.Errorf("5 commands were applied %d times", applied.Load())
	}
	d.verify(10)
}

func dryRun(t *testing.T, d database) {
	j := d.open(standing())
	given := paid("first")
	given.Ordinal = 10
	add(t, j, "claim/1", 0, given)
	before := head(t, j)
	c := pay("k", "x", "a", "b")
	c.DryRun = true
	dry := do(t, j, c)
	if !dry.DryRun || dry.Replayed || head(t, j) != before || len(load(t, j, "claim/1")) != 1 {
		t.Errorf("the dry run wrote, or did not say that it was one: %+v", dry)
	}
	c.DryRun = false
	real := do(t, j, c)
	for i := range real.Events {
		real.Events[i].Seq, real.Events[i].Hash = 0, journal.Hash{}
	}
	same(t, "as it would be", dry.Events, real.Events)
	bad := pay("", "", "tab\there")
	bad.DryRun = true
	if r, err := j.Do(context.Background(), bad); err == nil {
		t.Errorf("the dry run promises what would be refused: %+v", r)
	}
	c.DryRun = true
	if r := do(t, j, c); !r.Replayed || !r.DryRun {
		t.Errorf("a dry run of what is done: %+v", r)
	}
	d.verify(3)
}

// decidedAnew: nobody in this program can come between the reading of a stream
// and the storing of what was decided on it. Another program can, on PostgreSQL;
// the rule is then asked again. SQLite keeps the other out meanwhile.
func decidedAnew(t *testing.T, d database) {
	j, other := d.open(), d.open()
	var calls int
	r := do(t, j, journal.Command{Party: party, Stream: "claim/1", Rule: func(stream []journal.Event) ([]journal.New, error) {
		if calls++; calls <= 2 && d.postgres {
			add(t, other, "claim/1", int32(len(stream)), paid("another was first"))
		}
		return []journal.New{paid(fmt.Sprintf("after %d", len(stream)))}, nil
	}})
	want, wantCalls := "1:after 0", 1
	if d.postgres {
		want, wantCalls = "3:after 2", 3
	}
	if calls != wantCalls || bodies(r.Events) != want {
		t.Errorf("%d calls, %+v", calls, r)
	}
	d.verify(int64(wantCalls))
}

// ruleThatPanics must not take the other callers down.
func ruleThatPanics(t *testing.T, d database) {
	j := d.open()
	_, err := j.Do(context.Background(), journal.Command{Party: party, Stream: "claim/1", Rule: func([]journal.Event) ([]journal.New, error) { panic("a fault in the rule") }})
	if err == nil || !strings.Contains(err.Error(), "a fault in the rule") {
		t.Errorf("a rule that panicked: %v", err)
	}
	if r := do(t, j, pay("k", "x", "after")); bodies(r.Events) != "1:after" {
		t.Errorf("the next command: %+v", r)
	}
	d.verify(1)
}

func nothingDecided(t *testing.T, d database) {
	j := d.open()
	if r := do(t, j, pay("k", "x")); r.Replayed || len(r.Events) != 0 {
		t.Errorf("%+v", r)
	}
	refused := errors.New("the rule refuses")
	if _, err := j.Do(context.Background(), journal.Command{Stream: "s", Rule: func([]journal.Event) ([]journal.New, error) { return nil, refused }}); !errors.Is(err, refused) {
		t.Error(err)
	}
	d.verify(0)
}

func manyCallers(t *testing.T, d database) {
	j := d.open()
	hammer(t, 32, 12, func(int) *journal.Journal { return j })
	d.verify(32 * 12 * 2)
}

// Two programs are two handles: they share nothing but the database.
func twoPrograms(t *testing.T, d database) {
	j := []*journal.Journal{d.open(), d.open()}
	hammer(t, 32, 8, func(caller int) *journal.Journal { return j[caller%2] })
	d.verify(32 * 8 * 2)
}

// hammer has callers add to streams of their own, together with one of four
// that they share, in changing order.
func hammer(t *testing.T, callers, times int, of func(caller int) *journal.Journal) {
	var wg sync.WaitGroup
	for c := range callers {
		wg.Go(func() {
			j := of(c)
			for n := range times {
				own := journal.Append{Party: int64(c + 1), Stream: fmt.Sprintf("own/%d", c), Expected: int32(n), Events: []journal.New{paid("own")}}
				for {
					shared := fmt.Sprintf("shared/%d", (c+n)%4)
					has, err := j.Load(context.Background(), party, shared)
					if err != nil {
						t.Error(err)
						return
					}
					both := []journal.Append{own, {Party: party, Stream: shared, Expected: int32(len(has)), Events: []journal.New{paid("shared")}}}
					if n%2 == 1 {
						both[0], both[1] = both[1], both[0]
					}
					if _, err = j.Append(context.Background(), both...); err == nil {
						break
					}
					if !errors.Is(err, journal.ErrConflict) {
						t.Error(err)
						return
					}
				}
			}
		})
	}
	wg.Wait()
}

// gate is a clock that can hold the writer inside a commit.
type gate struct {
	armed   atomic.Bool
	entered chan struct{}
	release chan struct{}
	ticks   atomic.Int64
}

func newGate() *gate { return &gate{entered: make(chan struct{}), release: make(chan struct{})} }

func (g *gate) now() time.Time {
	if g.armed.CompareAndSwap(true, false) {
		g.entered <- struct{}{}
		<-g.release
	}
	return time.Date(2024, 2, 28, 9, 0, 0, 0, time.UTC).Add(time.Duration(g.ticks.Add(1)) * time.Second)
}

// The clock is read once a commit, so the times of recording count the commits.
func callersShareACommit(t *testing.T, d database) {
	g := newGate()
	j := d.open(journal.WithClock(g.now))
	var mu sync.Mutex
	commits := map[calendar.Instant]int{}
	var wg sync.WaitGroup
	caller := func(n int) {
		wg.Go(func() {
			stored, err := j.Append(context.Background(), journal.Append{Party: party, Stream: fmt.Sprintf("claim/%d", n), Events: []journal.New{paid("x")}})
			if err != nil {
				t.Error(err)
				return
			}
			mu.Lock()
			defer mu.Unlock()
			commits[stored[0].RecordedAt]++
		})
	}
	g.armed.Store(true)
	caller(0)
	<-g.entered
	for n := range 31 {
		caller(n + 1)
	}
	await(t, func() bool { return j.Waiting() == 31 })
	close(g.release)
	wg.Wait()
	if len(commits) != 2 {
		t.Errorf("32 callers, 31 of them waiting, took %d commits instead of 2: %v", len(commits), commits)
	}
	d.verify(32)
}

// await waits, without a clock of its own, for what another goroutine brings about.
func await(t testing.TB, done func() bool) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	for !done() {
		if ctx.Err() != nil {
			t.Fatal("waited in vain")
		}
		runtime.Gosched()
	}
}
