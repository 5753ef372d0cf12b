package task_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"balans/journal"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/recover/task"
	"balans/testenv/require"
)

const party = identity.Number(193501096998)

// days is a journal whose day a test can move.
type days struct {
	*testing.T
	j  *journal.Journal
	mu sync.Mutex
	on calendar.Date
}

func onBoth(t *testing.T, test func(d *days)) {
	at := func(t *testing.T, dsn string) {
		d := &days{T: t, on: calendar.New(2026, 3, 30)}
		var err error
		d.j, err = journal.Open(t.Context(), dsn, journal.WithClock(func() time.Time {
			d.mu.Lock()
			defer d.mu.Unlock()
			return calendar.StartOfDay(d.on).Time().Add(9 * time.Hour)
		}))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { d.j.Close() })
		test(d)
	}
	t.Run("sqlite", func(t *testing.T) { at(t, filepath.Join(t.TempDir(), "j.db")) })
	t.Run("postgres", func(t *testing.T) { at(t, require.Postgres(t)) })
}

func (d *days) pass(n int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.on = d.on.AddDays(n)
}

func change(key, who string) *task.Change {
	return &task.Change{Key: key, Party: party, Who: who, Cause: "test", Days: 14}
}

func (d *days) book() *task.Book {
	d.Helper()
	b, err := task.Read(d.Context(), d.j, d.on)
	if err != nil {
		d.Fatal(err)
	}
	return b
}

func (d *days) refused(err error, code string) *task.Refusal {
	d.Helper()
	var r *task.Refusal
	if !errors.As(err, &r) || r.Code != code {
		d.Fatalf("%v; expected to be refused: %s", err, code)
	}
	return r
}

// Of two who take at once one has it, and the other is told who.
func TestTake_firstHasIt(t *testing.T) {
	onBoth(t, func(d *days) {
		for n := range 5 {
			key := fmt.Sprintf("claim/2024-%d", n)
			errs := make([]error, 4)
			var wg sync.WaitGroup
			for i := range errs {
				wg.Go(func() {
					_, errs[i] = change(key, fmt.Sprint("user", i)).Take(context.WithoutCancel(d.Context()), d.j)
				})
			}
			wg.Wait()
			h := d.book().Hold(key, d.on)
			if h == nil {
				d.Fatal("nobody has it")
			}
			took := 0
			for i, err := range errs {
				if err == nil {
					took++
					if h.Who != fmt.Sprint("user", i) {
						d.Errorf("user%d took it and %s has it", i, h.Who)
					}
					continue
				}
				if r := d.refused(err, "taken"); r.By.Who != h.Who || r.By.Until != d.on.AddDays(13) {
					d.Errorf("told that %+v has it, but %+v has", r.By, h)
				}
			}
			if took != 1 {
				d.Errorf("%d took it: %v", took, errs)
			}
		}
	})
}

// What is taken can be kept longer, given back and handed over, and is free again when its
// days have passed.
func TestHold_throughItsDays(t *testing.T) {
	onBoth(t, func(d *days) {
		ctx := d.Context()
		const key = "finding/run/P1/tfp-absence"
		must := func(h *task.Hold, err error) *task.Hold {
			d.Helper()
			if err != nil {
				d.Fatal(err)
			}
			return h
		}
		d.refused(change(key, "anna").Release(ctx, d.j), "not-yours")
		must(change(key, "anna").Take(ctx, d.j))
		d.pass(10)
		if h := must(change(key, "anna").Take(ctx, d.j)); h.Until != d.on.AddDays(13) || h.Since != d.on.AddDays(-10) {
			d.Errorf("kept longer: %+v", h)
		}
		over := change(key, "anna")
		over.To, over.Why = "bo", "kan ärendet"
		for _, c := range []struct {
			change func(c *task.Change)
			code   string
		}{{func(c *task.Change) { c.Who = "eva" }, "not-yours"}, {func(c *task.Change) { c.To = "anna" }, "self"}, {func(c *task.Change) { c.To = "" }, "self"},
			{func(c *task.Change) { c.Why = " a " }, "reason"}, {func(c *task.Change) { c.Why = "rad\nrad" }, "reason"}} {
			bad := *over
			c.change(&bad)
			_, err := bad.HandOver(ctx, d.j)
			d.refused(err, c.code)
		}
		if h := must(over.HandOver(ctx, d.j)); h.Who != "bo" || h.From != "anna" || h.Why != "kan ärendet" {
			d.Errorf("handed over: %+v", h)
		}
		_, err := change(key, "anna").Take(ctx, d.j)
		d.refused(err, "taken")
		d.refused(change(key, "anna").Release(ctx, d.j), "not-yours")
		before := d.book()
		d.pass(14)
		if h := before.Hold(key, d.on); h != nil {
			d.Errorf("still held after its days: %+v", h)
		}
		d.refused(change(key, "bo").Release(ctx, d.j), "not-yours")
		must(change(key, "anna").Take(ctx, d.j))
		if err := change(key, "anna").Release(ctx, d.j); err != nil {
			d.Fatal(err)
		}
		after, err := before.Level(ctx, d.j)
		if err != nil {
			d.Fatal(err)
		}
		if h := after.Hold(key, d.on); h != nil || before.Hold(key, d.on.AddDays(-14)) == nil {
			d.Errorf("given back: %+v; and what was read before: %+v", h, before.Hold(key, d.on.AddDays(-14)))
		}
	})
}

// The same form sent twice changes nothing the second time, also when another has it by then.
func TestChange_once(t *testing.T) {
	onBoth(t, func(d *days) {
		ctx := d.Context()
		take := change("claim/1", "anna")
		take.Once = "form-1"
		for range 2 {
			if h, err := take.Take(ctx, d.j); err != nil || h.Who != "anna" {
				d.Fatalf("%+v %v", h, err)
			}
		}
		over := change("claim/1", "anna")
		over.To, over.Why, over.Once = "bo", "kan ärendet", "form-2"
		for range 2 {
			if h, err := over.HandOver(ctx, d.j); err != nil || h.Who != "bo" {
				d.Fatalf("%+v %v", h, err)
			}
		}
		events, err := d.j.Load(ctx, int64(party), task.Stream("claim/1"))
		if err != nil || len(events) != 2 {
			d.Errorf("%d events (%v)", len(events), err)
		}
	})
}

func TestChange_mustBeWhole(t *testing.T) {
	onBoth(t, func(d *days) {
		for _, lacking := range []func(c *task.Change){func(c *task.Change) { c.Key = "" }, func(c *task.Change) { c.Party = identity.None }, func(c *task.Change) { c.Who = "" },
			func(c *task.Change) { c.Cause = "" }, func(c *task.Change) { c.Days = 0 }} {
			c := change("claim/1", "anna")
			lacking(c)
			if _, err := c.Take(d.Context(), d.j); !errors.Is(err, task.ErrIncomplete) {
				d.Errorf("%+v: %v", c, err)
			}
		}
	})
}

// Next gives what is begun before what is free, and never what another has, what one may not
// do, or what one has had a hand in.
func TestNext(t *testing.T) {
	onBoth(t, func(d *days) {
		ctx := d.Context()
		var open []task.CaseState
		for i := range 5 {
			open = append(open, task.CaseState{ID: fmt.Sprint(i), Party: party, Benefit: 1, Amount: 100, Since: calendar.New(2026, 1, i+1), Due: calendar.None})
		}
		open[0].Not = []string{"anna"}
		tasks := task.Cases(open, d.on, task.Limits{Near: 60})
		next := func(b *task.Book, who string) string {
			x := task.Next(task.All(nil, nil, tasks), b, who, d.on, func(t *task.Task) bool { return t.ID != "1" })
			if x == nil {
				return ""
			}
			return x.ID
		}
		if got := next(d.book(), "anna") + next(d.book(), "bo"); got != "20" {
			d.Errorf("first %s", got)
		}
		for key, who := range map[string]string{"case/0": "bo", "case/2": "eva", "case/4": "anna"} {
			if _, err := change(key, who).Take(ctx, d.j); err != nil {
				d.Fatal(err)
			}
		}
		b := d.book()
		if got := next(b, "anna") + next(b, "bo") + next(b, "eva") + next(b, "ola"); got != "4023" {
			d.Errorf("when some are taken: %s", got)
		}
		if mine := b.Of("anna", d.on); len(mine) != 1 || mine[0].Key != "case/4" || len(b.Of("", d.on)) != 3 {
			d.Errorf("%+v", mine)
		}
		if got := next(b, "anna"); got == "" || slices.Contains([]string{"0", "1", "2"}, got) {
			d.Errorf("anna is given %s", got)
		}
		if _, err := change("case/done", "anna").Take(ctx, d.j); err != nil { // and it has been done
			d.Fatal(err)
		}
		if err := change("case/4", "anna").Release(ctx, d.j); err != nil {
			d.Fatal(err)
		}
		tried := 0
		x := task.Next(task.All(nil, nil, tasks), d.book(), "anna", d.on, func(t *task.Task) bool { tried++; return true })
		if x == nil || x.ID != "1" || tried != 1 {
			d.Errorf("anna, who has one that is done, is given %+v, and %d were tried", x, tried)
		}
		d.pass(14)
		if got := next(b, "eva"); got != "0" {
			d.Errorf("when all days have passed: %s", got)
		}
	})
}

// What the commands store is in order; what somebody else wrote past them is found.
func TestRecount(t *testing.T) {
	onBoth(t, func(d *days) {
		ctx := d.Context()
		for _, key := range []string{"claim/1", "claim/2"} {
			if _, err := change(key, "anna").Take(ctx, d.j); err != nil {
				d.Fatal(err)
			}
		}
		over := change("claim/1", "anna")
		over.To, over.Why = "bo", "kan ärendet"
		if _, err := over.HandOver(ctx, d.j); err != nil {
			d.Fatal(err)
		}
		if err := change("claim/2", "anna").Release(ctx, d.j); err != nil {
			d.Fatal(err)
		}
		d.pass(14)
		if _, err := change("claim/1", "eva").Take(ctx, d.j); err != nil {
			d.Fatal(err)
		}
		if r, err := task.Recount(ctx, d.j); err != nil || r.Changes != 5 || len(r.Faults) > 0 {
			d.Fatalf("%+v %v", r, err)
		}
		for i, bad := range []struct{ kind, actor, body string }{
			{task.KindTaken, "ola", `{"key":"claim/1","who":"ola","until":"2026-05-01"}`},         // she has it
			{task.KindTaken, "eva", `{"key":"claim/1","who":"ola","until":"2026-05-01"}`},         // made by another
			{task.KindReleased, "anna", `{"key":"claim/1","who":"anna","until":""}`},              // does not have it
			{task.KindTaken, "kim", `{"key":"claim/9","who":"kim","until":"2026-05-01"}`},         // another task
			{task.KindHanded, "x", `{"key":"claim/1","who":"y","until":"2026-01-01","from":"x"}`}, // nobody had it
		} {
			before, err := task.Recount(ctx, d.j)
			if err != nil {
				d.Fatal(err)
			}
			if _, err := d.j.Append(ctx, journal.Append{Party: int64(party), Stream: task.Stream("claim/1"), Expected: journal.AnyVersion,
				Events: []journal.New{{Kind: bad.kind, OccurredOn: d.on, Actor: bad.actor, Cause: "test", Body: bad.body}}}); err != nil {
				d.Fatal(err)
			}
			after, err := task.Recount(ctx, d.j)
			if err != nil || len(after.Faults) < len(before.Faults)+2 { // itself, and that it is not noted
				d.Errorf("%d: %q, after %q (%v)", i, before.Faults, after.Faults, err)
			}
			var b struct{ Key string }
			if err := json.Unmarshal([]byte(bad.body), &b); err != nil {
				d.Fatal(err)
			}
			if !slices.ContainsFunc(after.Faults, func(f string) bool {
				return strings.HasPrefix(f, "the task "+b.Key+": "+bad.kind+" by "+bad.actor) || bad.actor == "eva" && strings.Contains(f, " by ola ")
			}) {
				d.Errorf("%d: no fault says that the change of %s is not noted: %q", i, b.Key, after.Faults)
			}
		}
	})
}
