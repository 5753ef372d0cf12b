package journal_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"balans/journal"
	"balans/law/calendar"
)

// bundles gives n streams of three events, the first of them skipped.
func bundles(skip, n int) func() (*journal.Bundle, error) {
	i := skip
	return func() (*journal.Bundle, error) {
		if i >= n {
			return nil, nil
		}
		i++
		b := &journal.Bundle{Party: int64(1000 + i), Stream: fmt.Sprintf("claim/%07d", i)}
		for k := range 3 {
			b.Events = append(b.Events, journal.New{Kind: "claim.paid/1", OccurredOn: calendar.New(2023, 1, 1+k), RecordedAt: calendar.Instant(i + 1),
				Ordinal: int64(k + 1), Actor: "import", Cause: "import/1", Key: fmt.Sprint("E", k), Body: "öre"})
		}
		return b, nil
	}
}

// of gives the bundles one by one.
func of(all ...*journal.Bundle) func() (*journal.Bundle, error) {
	return func() (b *journal.Bundle, err error) {
		if len(all) > 0 {
			b, all = all[0], all[1:]
		}
		return b, nil
	}
}

// dated is an event as a mass write needs it.
func dated(body string) journal.New {
	n := paid(body)
	n.RecordedAt, n.Ordinal = 1, 1
	return n
}

func bulkManyStreams(t *testing.T, d database) {
	j := d.open()
	add(t, j, "claim/0", 0, paid("before"))
	var told []int64
	total, err := j.Bulk(context.Background(), bundles(0, 20_000), func(n int64) { told = append(told, n) })
	if err != nil || total != 60_000 || len(told) != 2 || told[1] != total || told[0]%3 != 0 {
		t.Fatalf("%d events, told %v: %v", total, told, err)
	}
	add(t, j, "claim/0", 1, paid("after"))
	events, err := j.Load(context.Background(), 1000+20_000, "claim/0020000")
	if err != nil || len(events) != 3 || events[2].Version != 3 || events[2].Key != "E2" || events[2].Body != "öre" || events[2].RecordedAt != 20_001 {
		t.Errorf("%+v, %v", events, err)
	}
	if n, err := j.Bulk(context.Background(), of(), nil); n != 0 || err != nil {
		t.Errorf("nothing to write: %d, %v", n, err)
	}
	d.verify(60_002)
}

func bulkResumed(t *testing.T, d database) {
	j := d.open()
	broken := errors.New("the file ends here")
	next := bundles(0, 17_000)
	n := 0
	total, err := j.Bulk(context.Background(), func() (*journal.Bundle, error) {
		if n++; n > 17_000 {
			return nil, broken
		}
		return next()
	}, nil)
	if !errors.Is(err, broken) || total == 0 || total%3 != 0 || total != head(t, j).Seq {
		t.Fatalf("%d events: %v", total, err)
	}
	rest, err := j.Bulk(context.Background(), bundles(int(total/3), 17_500), nil)
	if err != nil || total+rest != 17_500*3 {
		t.Fatalf("%d and %d events: %v", total, rest, err)
	}
	d.verify(17_500 * 3)
}

func bulkConflicts(t *testing.T, d database) {
	j := d.open()
	add(t, j, "claim/1", 0, paid("a"), paid("b"))
	before := head(t, j)
	good := &journal.Bundle{Party: party, Stream: "claim/good", Events: []journal.New{dated("x")}}
	bundle := func(stream string, after int32) *journal.Bundle {
		return &journal.Bundle{Party: party, Stream: stream, After: after, Events: []journal.New{dated("x"), dated("y")}}
	}
	for name, all := range map[string][]*journal.Bundle{
		"the stream exists":           {good, bundle("claim/1", 0)},
		"the stream has grown":        {good, bundle("claim/1", 1)},
		"the stream is shorter":       {good, bundle("claim/1", 3)},
		"the stream does not exist":   {good, bundle("claim/2", 1)},
		"twice the same":              {bundle("claim/2", 0), good, bundle("claim/2", 0)},
		"twice, with a gap":           {bundle("claim/2", 0), good, bundle("claim/2", 3)},
		"twice in a row, with a gap":  {bundle("claim/2", 0), bundle("claim/2", 3)},
		"twice in a row, overlapping": {bundle("claim/2", 0), bundle("claim/2", 1)},
	} {
		if n, err := j.Bulk(context.Background(), of(all...), nil); !errors.Is(err, journal.ErrConflict) || n != 0 {
			t.Errorf("%s: %d events, %v", name, n, err)
		}
	}
	undated := dated("x")
	undated.RecordedAt = 0
	bad := dated("tab\t")
	for _, n := range []journal.New{undated, bad} {
		if _, err := j.Bulk(context.Background(), of(good, &journal.Bundle{Party: party, Stream: "s", Events: []journal.New{n}}), nil); err == nil {
			t.Errorf("%+v was stored", n)
		}
	}
	if after := head(t, j); after != before {
		t.Errorf("something was stored: %+v", after)
	}
	if n, err := j.Bulk(context.Background(), of(bundle("claim/1", 2), bundle("claim/3", 0), bundle("claim/1", 4), bundle("claim/3", 2)), nil); err != nil || n != 8 {
		t.Errorf("%d events, %v", n, err)
	}
	d.verify(10)
}

// A command given between two slices, by the same program or another, is stored
// between them.
func bulkLetsCommandsIn(t *testing.T, d database) {
	j, other := d.open(), d.open()
	slices := 0
	total, err := j.Bulk(context.Background(), bundles(0, 34_000), func(n int64) {
		slices++
		add(t, j, "agency/own", int32(2*slices-2), paid("own"))
		add(t, other, "agency/own", int32(2*slices-1), paid("of another program"))
	})
	if err != nil || total != 102_000 || slices != 3 {
		t.Fatalf("%d events in %d slices: %v", total, slices, err)
	}
	own := load(t, j, "agency/own")
	if len(own) != 6 || own[5].Seq != 102_006 || own[0].Seq > 60_000 {
		t.Errorf("%+v", own)
	}
	d.verify(102_006)
}

func bulkStops(t *testing.T, d database) {
	j := d.open()
	ctx, cancel := context.WithCancel(context.Background())
	returned, n := false, 0
	total, err := j.Bulk(ctx, func() (*journal.Bundle, error) {
		if returned { // the race detector sees a call that overlaps
			t.Error("next was called after Bulk had returned")
		}
		n++
		return bundles(n-1, n)()
	}, func(int64) { cancel() })
	returned = true
	if !errors.Is(err, context.Canceled) || total == 0 || total%3 != 0 {
		t.Errorf("stopped after %d events: %v", total, err)
	}
	d.verify(total)
}
