package journal_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"

	"balans/journal"
	"balans/law/calendar"
)

func eventsComeBack(t *testing.T, d database) {
	j := d.open(ticking())
	written := []journal.New{
		{Kind: "claim.decided/1", OccurredOn: calendar.New(1800, 1, 1), RecordedAt: 1, Ordinal: 1, Actor: "å ä ö Å Ä Ö é ü", Cause: `it's "quoted" \ %s $1 ? ;--`, Key: "k1", Body: "🙂 𝄞 日本 ﷽"},
		{Kind: "k", OccurredOn: calendar.New(2999, 12, 31), RecordedAt: -62135596800000000, Ordinal: -9223372036854775808, Key: ""},
		{Kind: "claim.paid/1", OccurredOn: calendar.New(2024, 2, 29), RecordedAt: 253402300799999999, Ordinal: 9223372036854775807,
			Actor: strings.Repeat("å", 100), Key: " leading and trailing ", Body: strings.Repeat("60 kB, å🙂 ", 5000)},
		{Kind: "NULL", OccurredOn: calendar.New(1970, 1, 1), RecordedAt: 2, Ordinal: 2, Actor: "NULL", Cause: `\N`, Key: "{}", Body: "\u00a0\u2028\ufeff"},
	}
	stored := add(t, j, "claim/å Ä'\"", 0, written...)
	for i, e := range stored {
		n := written[i]
		if e.Seq != int64(i+1) || e.Party != party || e.Stream != "claim/å Ä'\"" || e.Version != int32(i+1) {
			t.Errorf("event %d is stored as number %d, version %d of %s under %d", i, e.Seq, e.Version, e.Stream, e.Party)
		}
		if got := (journal.New{Kind: e.Kind, OccurredOn: e.OccurredOn, RecordedAt: e.RecordedAt, Ordinal: e.Ordinal,
			Actor: e.Actor, Cause: e.Cause, Key: e.Key, Body: e.Body}); got != n {
			t.Errorf("event %d\n got %+v\nwant %+v", i, got, n)
		}
	}
	same(t, "loaded", load(t, j, "claim/å Ä'\""), stored)
	same(t, "loaded by another program", load(t, d.open(), "claim/å Ä'\""), stored)
	if h := head(t, j); h.Seq != 4 || h.Hash != stored[3].Hash || len(h.JournalID) != 32 {
		t.Errorf("head = %+v, want the last event's", h)
	}
	for _, e := range stored {
		if hash, err := j.HashAt(context.Background(), e.Seq); err != nil || hash != e.Hash {
			t.Errorf("HashAt(%d) = %x, %v", e.Seq, hash, err)
		}
	}
	if _, err := j.HashAt(context.Background(), 5); err == nil {
		t.Error("HashAt says something of an event that does not exist")
	}
	if events := load(t, j, "claim/none"); len(events) != 0 {
		t.Errorf("a stream that does not exist has %v", events)
	}
	d.verify(4)
}

func blanksAreFilledIn(t *testing.T, d database) {
	j := d.open(standing())
	now := calendar.InstantOf(j.Now())
	given := paid("b")
	given.RecordedAt, given.Ordinal = 77, 40
	add(t, j, "claim/1", 0, paid("a"), given, paid("c"))
	stored := append(add(t, j, "claim/1", 3, paid("d")), load(t, j, "claim/1")...)
	for i, want := range []struct {
		ordinal  int64
		recorded calendar.Instant
	}{{42, now}, {1, now}, {40, 77}, {41, now}, {42, now}} {
		if stored[i].Ordinal != want.ordinal || stored[i].RecordedAt != want.recorded {
			t.Errorf("event %s has ordinal %d, recorded %d; want %+v", stored[i].Body, stored[i].Ordinal, stored[i].RecordedAt, want)
		}
	}
	if stored, err := j.Append(context.Background()); err != nil || len(stored) != 0 {
		t.Errorf("nothing to append: %v, %v", stored, err)
	}
	d.verify(4)
}

func badTextIsRefused(t *testing.T, d database) {
	j := d.open()
	for _, bad := range []string{"a\tb", "a\nb", "a\rb", "a\x00b", "\x1f", "a\x7f", "a\u0085b", "\u009f", "a\xffb", "\xc3"} {
		for name, set := range map[string]func(*journal.Append, *journal.New){
			"stream": func(a *journal.Append, _ *journal.New) { a.Stream = bad },
			"kind":   func(_ *journal.Append, n *journal.New) { n.Kind = bad },
			"actor":  func(_ *journal.Append, n *journal.New) { n.Actor = bad },
			"cause":  func(_ *journal.Append, n *journal.New) { n.Cause = bad },
			"key":    func(_ *journal.Append, n *journal.New) { n.Key = bad },
			"body":   func(_ *journal.Append, n *journal.New) { n.Body = bad },
		} {
			a, n := journal.Append{Stream: "claim/1"}, paid("x")
			set(&a, &n)
			a.Events = []journal.New{paid("before"), n}
			if _, err := j.Append(context.Background(), a); err == nil || !strings.Contains(err.Error(), name) {
				t.Errorf("%q as %s: %v", bad, name, err)
			}
		}
	}
	for what, a := range map[string]journal.Append{
		"no stream": {Events: []journal.New{paid("")}},
		"long name": {Stream: strings.Repeat("å", 251), Events: []journal.New{paid("")}},
		"no kind":   {Stream: "s", Events: []journal.New{{OccurredOn: 1}}},
		"no date":   {Stream: "s", Events: []journal.New{{Kind: "k", OccurredOn: calendar.None}}},
		"year 1799": {Stream: "s", Events: []journal.New{{Kind: "k", OccurredOn: calendar.New(1799, 12, 31)}}},
		"year 3000": {Stream: "s", Events: []journal.New{{Kind: "k", OccurredOn: calendar.New(3000, 1, 1)}}},
	} {
		if _, err := j.Append(context.Background(), a); err == nil {
			t.Errorf("%s was accepted", what)
		}
	}
	add(t, j, strings.Repeat("å", 250), 0, paid("the longest name"))
	d.verify(1)
}

func grownStreamConflicts(t *testing.T, d database) {
	j := d.open()
	add(t, j, "claim/1", 0, paid("a"), paid("b"))
	before := head(t, j)
	for _, expected := range []int32{-1, 0, 1, 3} {
		stored, err := j.Append(context.Background(), journal.Append{Party: party, Stream: "claim/1", Expected: expected, Events: []journal.New{paid("x")}})
		if !errors.Is(err, journal.ErrConflict) || stored != nil {
			t.Errorf("expecting version %d of 2: %v, %v", expected, stored, err)
		}
	}
	if _, err := j.Append(context.Background(), journal.Append{Party: party, Stream: "claim/2", Expected: 1, Events: []journal.New{paid("x")}}); !errors.Is(err, journal.ErrConflict) {
		t.Errorf("expecting a stream that does not exist: %v", err)
	}
	if after := head(t, j); after != before {
		t.Errorf("the head moved from %+v to %+v", before, after)
	}
	add(t, j, "claim/1", 2, paid("c"))
	if got := bodies(load(t, j, "claim/1")); got != "1:a 2:b 3:c" {
		t.Error(got)
	}
	d.verify(3)
}

func allOrNothing(t *testing.T, d database) {
	j := d.open()
	add(t, j, "claim/1", 0, paid("a"))
	before := head(t, j)
	several := func(last int32) []journal.Append {
		return []journal.Append{
			{Party: party, Stream: "claim/1", Expected: 1, Events: []journal.New{paid("b"), paid("c")}},
			{Party: 0, Stream: "agency/books", Events: []journal.New{paid("d")}},
			{Party: party, Stream: "claim/2", Expected: last, Events: []journal.New{paid("e")}},
		}
	}
	if _, err := j.Append(context.Background(), several(1)...); !errors.Is(err, journal.ErrConflict) {
		t.Fatalf("the last of three has another version: %v", err)
	}
	if after := head(t, j); after != before || len(load(t, j, "claim/1")) != 1 {
		t.Fatalf("a part was stored: %+v", after)
	}
	stored, err := j.Append(context.Background(), several(0)...)
	if err != nil || len(stored) != 4 {
		t.Fatal(stored, err)
	}
	if got := bodies(stored); got != "2:b 3:c 1:d 1:e" {
		t.Error(got)
	}
	d.verify(5)
}

func keysAreUsedOnce(t *testing.T, d database) {
	j := d.open()
	keyed := func(key string) journal.New { n := paid(key); n.Key = key; return n }
	add(t, j, "claim/1", 0, keyed("a"), keyed(""), keyed(""), keyed("b"))
	add(t, j, "claim/2", 0, keyed("a"))
	before := head(t, j)
	for _, events := range [][]journal.New{{keyed("a")}, {keyed("c"), keyed("b")}, {keyed("c"), keyed("c")}} {
		_, err := j.Append(context.Background(), journal.Append{Party: party, Stream: "claim/1", Expected: 4, Events: events})
		if !errors.Is(err, journal.ErrKeyReused) {
			t.Errorf("%v: %v", events, err)
		}
	}
	if _, err := j.Append(context.Background(),
		journal.Append{Party: party, Stream: "claim/3", Events: []journal.New{keyed("a")}},
		journal.Append{Party: party, Stream: "claim/3", Events: []journal.New{keyed("a")}}); !errors.Is(err, journal.ErrKeyReused) {
		t.Errorf("one stream twice in one append: %v", err)
	}
	if after := head(t, j); after != before {
		t.Errorf("something was stored: %+v", after)
	}
	add(t, j, "claim/1", 4, keyed("A"), keyed("c"))
	d.verify(7)
}

func namesAreBytes(t *testing.T, d database) {
	j := d.open()
	names := []string{"claim/B", "claim/a", "claim/b", "claim/ö", "claim/Ä", "claim/ä", "claim/a ", "claim/a\u0308", "claim/å", "Claim/a", "claim/%", "claim/_"}
	for _, n := range names {
		if events := load(t, j, n); len(events) != 0 {
			t.Errorf("%q is found as %q", n, events[0].Stream)
		}
		add(t, j, n, 0, paid(n))
	}
	for _, n := range names {
		if got := load(t, j, n); len(got) != 1 || got[0].Body != n {
			t.Errorf("%q holds %v", n, got)
		}
	}
	db := d.plain()
	rows, err := db.Query(`SELECT stream FROM journal_event WHERE stream IN ('claim/a', 'claim/B', 'claim/Ä') ORDER BY stream`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var order []string
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			t.Fatal(err)
		}
		order = append(order, s)
	}
	if got := strings.Join(order, " "); got != "claim/B claim/a claim/Ä" {
		t.Errorf("names sort as %s, not by their bytes", got)
	}
	d.verify(int64(len(names)))
}

func scanInOrder(t *testing.T, d database) {
	j := d.open(ticking())
	var want []journal.Event
	for i := range 5 {
		for _, s := range []string{"claim/z", "claim/a"} {
			want = append(want, add(t, j, s, int32(i), paid(s))...)
		}
	}
	for _, from := range []int64{0, 3, 10} {
		var got []journal.Event
		h, err := j.Scan(context.Background(), from, func(e *journal.Event) error { got = append(got, *e); return nil })
		if err != nil || h != head(t, j) {
			t.Fatal(h, err)
		}
		same(t, "scan", got, want[from:])
		var facts []journal.Event
		if _, err := j.ScanFacts(context.Background(), from, func(e *journal.Event) error { facts = append(facts, *e); return nil }); err != nil {
			t.Fatal(err)
		}
		for i := range got {
			got[i].Actor, got[i].Cause, got[i].Hash = "", "", journal.Hash{}
		}
		same(t, "facts", facts, got)
	}
	stop := errors.New("stop")
	if _, err := j.Scan(context.Background(), 0, func(e *journal.Event) error { return stop }); !errors.Is(err, stop) {
		t.Errorf("a scan that was stopped: %v", err)
	}
}

func scanRefusesGaps(t *testing.T, d database) {
	j := d.open()
	add(t, j, "claim/1", 0, paid("a"), paid("b"), paid("c"))
	d.withoutTriggers(`DELETE FROM journal_event WHERE seq = 2`)
	if _, err := j.Scan(context.Background(), 0, func(*journal.Event) error { return nil }); err == nil {
		t.Error("a journal without its second event was read as if it were whole")
	}
	// A stream with a gap can still be added to; only verify can say what happened to it.
	r, err := j.Do(context.Background(), journal.Command{Party: party, Stream: "claim/1",
		Rule: func([]journal.Event) ([]journal.New, error) { return []journal.New{paid("d")}, nil }})
	if err != nil || bodies(r.Events) != "4:d" {
		t.Errorf("%v, %v", r, err)
	}
}

// withoutTriggers does what only someone with full rights can.
func (d database) withoutTriggers(statements ...string) {
	d.t.Helper()
	if d.postgres {
		all := []string{`ALTER TABLE journal_event DISABLE TRIGGER USER`, `ALTER TABLE journal_head DISABLE TRIGGER USER`}
		all = append(all, statements...)
		d.exec(append(all, `ALTER TABLE journal_event ENABLE TRIGGER USER`, `ALTER TABLE journal_head ENABLE TRIGGER USER`)...)
		return
	}
	db := d.plain()
	rows, err := db.Query(`SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'`)
	if err != nil {
		d.t.Fatal(err)
	}
	var drop, create []string
	for rows.Next() {
		var name, text string
		if err := rows.Scan(&name, &text); err != nil {
			d.t.Fatal(err)
		}
		drop, create = append(drop, `DROP TRIGGER `+name), append(create, text)
	}
	if err := errors.Join(rows.Err(), rows.Close(), db.Close()); err != nil {
		d.t.Fatal(err)
	}
	d.exec(append(append(drop, statements...), create...)...)
}

func cancelledContext(t *testing.T, d database) {
	j := d.open()
	add(t, j, "claim/1", 0, paid("a"))
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for range 20 { // a select would choose at random
		if _, err := j.Append(ctx, journal.Append{Party: party, Stream: "claim/1", Expected: 1, Events: []journal.New{paid("b")}}); !errors.Is(err, context.Canceled) {
			t.Fatalf("append: %v", err)
		}
	}
	if _, err := j.Do(ctx, journal.Command{Party: party, Stream: "claim/1", Rule: func([]journal.Event) ([]journal.New, error) { return []journal.New{paid("b")}, nil }}); !errors.Is(err, context.Canceled) {
		t.Errorf("do: %v", err)
	}
	if events, err := j.Load(ctx, party, "claim/1"); err == nil {
		t.Errorf("load: a look-up that failed was read as %v", events)
	}
	if _, err := j.Scan(ctx, 0, func(*journal.Event) error { return nil }); err == nil {
		t.Error("scan: a look-up that failed was read as nothing found")
	}
	d.verify(1)
}

func closedJournal(t *testing.T, d database) {
	j := d.open()
	add(t, j, "claim/1", 0, paid("a"))
	if err := errors.Join(j.Close(), j.Close()); err != nil {
		t.Errorf("close, twice: %v", err)
	}
	for range 20 {
		if _, err := j.Append(context.Background(), journal.Append{Party: party, Stream: "claim/1", Expected: 1, Events: []journal.New{paid("b")}}); !errors.Is(err, journal.ErrClosed) {
			t.Fatalf("append: %v", err)
		}
	}
	if events, err := j.Load(context.Background(), party, "claim/1"); err == nil {
		t.Errorf("load: %v", events)
	}
	d.verify(1)
}

// anyVersionFollows: notes that depend on nothing before them never conflict,
// however many write them at once.
func anyVersionFollows(t *testing.T, d database) {
	j := d.open()
	var wg sync.WaitGroup
	errs := make([]error, 20)
	for n := range errs {
		wg.Go(func() {
			_, errs[n] = j.Append(context.Background(), journal.Append{Party: party, Stream: "reading/1", Expected: journal.AnyVersion, Events: []journal.New{paid("a reading")}})
		})
	}
	wg.Wait()
	if err := errors.Join(errs...); err != nil {
		t.Error(err)
	}
	d.verify(20) // versions 1 to 20 without a gap
}
