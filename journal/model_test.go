package journal_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"

	"pgregory.net/rapid"

	"balans/journal"
)

// model is the journal as it should be: bodies and keys of each stream.
type model map[string][]journal.New

// append is what the journal promises of Append, in the simplest words.
func (m model) append(appends []journal.Append) error {
	next := map[string][]journal.New{}
	for _, a := range appends {
		if len(m[a.Stream]) != int(a.Expected) {
			return journal.ErrConflict
		}
		next[a.Stream] = append([]journal.New{}, m[a.Stream]...)
	}
	for _, a := range appends {
		for _, n := range a.Events {
			for _, old := range next[a.Stream] {
				if n.Key != "" && n.Key == old.Key {
					return journal.ErrKeyReused
				}
			}
			next[a.Stream] = append(next[a.Stream], n)
		}
	}
	for s, events := range next {
		m[s] = events
	}
	return nil
}

func agreesWithModel(t *testing.T, d database) {
	j := d.open()
	var runs atomic.Int64
	rapid.Check(t, func(t *rapid.T) {
		w := world{t: t, j: j, model: model{}, prefix: fmt.Sprintf("run/%d/", runs.Add(1))}
		t.Repeat(map[string]func(*rapid.T){"append": w.append, "command": w.command})
		for s := range w.model {
			w.agrees(s)
		}
	})
	d.verify(-1)
}

// world is one run: streams a, b and c of its own.
type world struct {
	t      *rapid.T
	j      *journal.Journal
	model  model
	prefix string
}

func (w *world) stream(t *rapid.T) string {
	return w.prefix + rapid.SampledFrom([]string{"a", "b", "c"}).Draw(t, "stream")
}

func (w *world) append(t *rapid.T) {
	var appends []journal.Append
	for range rapid.IntRange(1, 3).Draw(t, "appends") {
		a := journal.Append{Party: party, Stream: w.stream(t)}
		// Mostly the right version, sometimes one beside it.
		a.Expected = int32(len(w.model[a.Stream])) + rapid.SampledFrom([]int32{0, 0, 0, 0, 0, -1, 1}).Draw(t, "off")
		for range rapid.IntRange(0, 3).Draw(t, "events") {
			n := paid(rapid.StringMatching(`[a-zåäö 0-9=🙂"']{0,12}`).Draw(t, "body"))
			n.Key = rapid.SampledFrom([]string{"", "", "k1", "k2", "k3", "k4", "k5"}).Draw(t, "key")
			a.Events = append(a.Events, n)
		}
		appends = append(appends, a)
	}
	before := w.head()
	want := w.model.append(appends)
	stored, err := w.j.Append(context.Background(), appends...)
	if !errors.Is(err, want) {
		t.Fatalf("%+v: %v, the model says %v", appends, err, want)
	}
	count := int64(0)
	for _, a := range appends {
		count += int64(len(a.Events))
		w.agrees(a.Stream)
	}
	switch after := w.head(); {
	case err != nil && (after != before || len(stored) > 0):
		t.Fatalf("refused (%v), but the head went from %+v to %+v and %d events came back", err, before, after, len(stored))
	case err == nil && (after.Seq != before.Seq+count || int64(len(stored)) != count):
		t.Fatalf("%d events stored, the head went from %d to %d, %d came back", count, before.Seq, after.Seq, len(stored))
	case err == nil && count > 0 && after.Hash != stored[count-1].Hash:
		t.Fatal("the head is not the last event")
	}
}

func (w *world) command(t *rapid.T) {
	s := w.stream(t)
	c := journal.Command{Party: party, Stream: s, Key: rapid.SampledFrom([]string{"", "c", "c:d"}).Draw(t, "key"), Input: rapid.SampledFrom([]string{"x", "y"}).Draw(t, "input"),
		DryRun: rapid.Bool().Draw(t, "dry"),
		Rule: func(stream []journal.Event) ([]journal.New, error) {
			return []journal.New{paid(fmt.Sprint("after ", len(stream))), paid("second")}, nil
		}}
	before := w.head()
	r, err := w.j.Do(context.Background(), c)
	switch {
	case errors.Is(err, journal.ErrKeyReused):
		if !w.used(s, c.Key) {
			t.Fatalf("key %q was never used on %s: %v", c.Key, s, err)
		}
	case err != nil:
		t.Fatal(err)
	case !r.Replayed && !r.DryRun:
		if w.used(s, c.Key) {
			t.Fatalf("key %q was applied twice on %s", c.Key, s)
		}
		for _, e := range r.Events {
			n := paid(e.Body)
			n.Key = e.Key
			w.model[s] = append(w.model[s], n)
		}
	}
	if after := w.head(); after != before && (err != nil || r.Replayed || r.DryRun) {
		t.Fatalf("%+v, %v, but the head went from %+v to %+v", r, err, before, after)
	}
	w.agrees(s)
}

// used reports whether the model has a command under the key.
func (w *world) used(stream, key string) bool {
	for _, n := range w.model[stream] {
		if key != "" && strings.HasPrefix(n.Key, key+":") && strings.Count(n.Key, ":") == strings.Count(key, ":")+2 {
			return true
		}
	}
	return false
}

func (w *world) agrees(stream string) {
	got, err := w.j.Load(context.Background(), party, stream)
	if err != nil {
		w.t.Fatal(err)
	}
	want := w.model[stream]
	if len(got) != len(want) {
		w.t.Fatalf("%s has %d events, the model %d", stream, len(got), len(want))
	}
	for i := range got {
		if got[i].Version != int32(i+1) || got[i].Body != want[i].Body || got[i].Key != want[i].Key {
			w.t.Fatalf("%s, event %d: %+v, the model has %+v", stream, i+1, got[i], want[i])
		}
	}
}

func (w *world) head() journal.Head {
	h, err := w.j.Head(context.Background())
	if err != nil {
		w.t.Fatal(err)
	}
	return h
}
