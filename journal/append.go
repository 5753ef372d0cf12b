package journal

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math"
	"runtime"
	"slices"

	"balans/law/calendar"
)

// maxGroup is how many callers may share one commit.
const maxGroup = 512

// Append is a wish to add events to one stream.
type Append struct {
	Party    int64
	Stream   string
	Expected int32 // the version the stream is believed to have; 0: it does not exist; or AnyVersion
	Events   []New
}

// AnyVersion appends whatever the stream holds: for notes that depend on nothing
// before them, such as the reading log. No miscounted version can be mistaken for
// it.
const AnyVersion int32 = math.MinInt32

type request struct {
	command *command // decided by the writer, who then fills in appends; nil for a plain append
	appends []Append
	keyed   bool // some event has a key that is yet to be compared with those stored
	stored  []Event
	result  chan error
}

// Append stores the events of all appends, or none. It returns ErrConflict when
// a stream has another version than expected, and ErrKeyReused when it already
// has an event with the key of one of these. When it returns nil the events are
// on disk.
func (j *Journal) Append(ctx context.Context, appends ...Append) ([]Event, error) {
	keyed := false
	for _, a := range appends {
		for i := range a.Events {
			if err := a.Events[i].check(a.Stream); err != nil {
				return nil, err
			}
			keyed = keyed || a.Events[i].Key != ""
		}
	}
	return j.submit(ctx, &request{appends: appends, keyed: keyed, result: make(chan error, 1)})
}

// submit hands a request to the writer and waits for its answer.
func (j *Journal) submit(ctx context.Context, r *request) ([]Event, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	select {
	case j.requests <- r:
	case <-j.closed:
		return nil, ErrClosed
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	// Once handed over the commit may happen, so the caller waits for the
	// answer even if its own context ends.
	select {
	case err := <-r.result:
		return r.stored, err
	case <-j.closed:
		select {
		case err := <-r.result:
			return r.stored, err
		default:
			j.done.Wait()
			select {
			case err := <-r.result:
				return r.stored, err
			default:
				return nil, ErrClosed
			}
		}
	}
}

func (n *New) event(party int64, stream string, version int32) Event {
	return Event{Party: party, Stream: stream, Version: version, Kind: n.Kind, OccurredOn: n.OccurredOn, RecordedAt: n.RecordedAt,
		Ordinal: n.Ordinal, Actor: n.Actor, Cause: n.Cause, Key: n.Key, Body: n.Body}
}

// writer is the goroutine that commits. Requests that came in during a commit
// form the next group.
func (j *Journal) writer() {
	defer j.done.Done()
	w := &writer{Journal: j}
	for {
		select {
		case first := <-j.requests:
			w.commitGroup(j.collect(first))
		case <-j.closed:
			return
		}
	}
}

// collect gathers the group that the first request opens: those who have come in
// the meantime. The callers of the last group are just being answered and come
// back one by one, so the processor is yielded to them a few times, which costs a
// lone caller next to nothing.
func (j *Journal) collect(first *request) []*request {
	group := []*request{first}
	for yields := 0; len(group) < j.group; {
		select {
		case r := <-j.requests:
			group = append(group, r)
		default:
			if yields++; yields > maxYields {
				return group
			}
			runtime.Gosched()
		}
	}
	return group
}

// maxYields is how often collect lets others run before it goes ahead.
const maxYields = 30

// commitGroup stores as many requests of the group as have the version they
// expect, in one commit, and answers all.
func (w *writer) commitGroup(group []*request) {
	ctx := context.Background()
	for {
		refused, err := w.tryGroup(ctx, group)
		if errors.Is(err, errHeadMoved) {
			continue
		}
		if errors.Is(err, ErrGuard) && len(group) > 1 {
			// One of them is refused, and the others are not to suffer for it.
			half := len(group) / 2
			w.commitGroup(group[:half])
			w.commitGroup(group[half:])
			return
		}
		for i, r := range group {
			switch {
			case err != nil:
				r.stored = nil
				r.result <- explain(err)
			case refused[i] != nil:
				r.stored = nil
				r.result <- refused[i]
			default:
				r.result <- nil
			}
		}
		return
	}
}

var errHeadMoved = errors.New("another program moved the head of the journal")

func (w *writer) tryGroup(ctx context.Context, group []*request) (refused []error, err error) {
	tx, err := w.write.BeginTx(ctx, nil)
	if err != nil {
		return nil, err
	}
	defer tx.Rollback()
	head, err := w.readHead(ctx, tx)
	if err != nil {
		return nil, err
	}
	// What is known of the streams holds only while nobody else has written;
	// it is put back when this commit has succeeded.
	tails, streams := w.recall(head)
	if err := w.readTails(ctx, tx, tails, group); err != nil {
		return nil, err
	}
	if err := w.readStreams(ctx, tx, streams, tails, group); err != nil {
		return nil, err
	}
	now := calendar.InstantOf(w.now())
	c := chain{seq: head.Seq, hash: head.Hash}
	refused = make([]error, len(group))
	var all []Event
	for i, r := range group {
		if r.command != nil {
			r.appends, refused[i] = r.command.decide(streams)
		}
		if refused[i] == nil {
			refused[i] = tails.expect(r.appends)
		}
		if refused[i] != nil {
			continue
		}
		if r.keyed {
			if refused[i], err = takeKeys(ctx, tx, r, all); err != nil {
				return nil, err
			} else if refused[i] != nil {
				continue
			}
		}
		r.stored = r.stored[:0]
		for _, a := range r.appends {
			for k := range a.Events {
				e := tails.next(a, &a.Events[k], now)
				c.link(&e)
				r.stored = append(r.stored, e)
				streams.add(&e)
			}
		}
		all = append(all, r.stored...)
	}
	if len(all) > 0 {
		if err := w.insert(ctx, tx, all); err != nil {
			return nil, guarded(err)
		}
		if err := w.advance(ctx, tx, head, c); err != nil {
			return nil, err
		}
	}
	w.tails, w.streams, w.at = tails, streams, c.seq
	return refused, nil
}

// takeKeys refuses a request with a key that its stream already has, be it
// stored or among the events that are about to be.
func takeKeys(ctx context.Context, tx *sql.Tx, r *request, pending []Event) (refused, err error) {
	known := map[streamKey]keySet{}
	for _, a := range r.appends {
		if !slices.ContainsFunc(a.Events, func(n New) bool { return n.Key != "" }) {
			continue // its stream may be one that everybody writes to, and long
		}
		k := streamKey{a.Party, a.Stream}
		if known[k] == nil {
			if known[k], err = readKeys(ctx, tx, k); err != nil {
				return nil, err
			}
			for i := range pending {
				if e := &pending[i]; e.Party == a.Party && e.Stream == a.Stream {
					known[k][e.Key] = true
				}
			}
		}
		if refused := known[k].take(a.Stream, a.Events); refused != nil {
			return refused, nil
		}
	}
	return nil, nil
}

func readKeys(ctx context.Context, tx *sql.Tx, k streamKey) (keySet, error) {
	rows, err := tx.QueryContext(ctx, selectKeys, k.party, k.stream)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	keys := keySet{}
	for rows.Next() {
		var key string
		if err := rows.Scan(&key); err != nil {
			return nil, err
		}
		keys[key] = true
	}
	return keys, rows.Err()
}

// advance moves the head and commits.
func (j *Journal) advance(ctx context.Context, tx *sql.Tx, head Head, c chain) error {
	res, err := j.txExec(ctx, tx, advanceHead, c.seq, c.hash[:], head.Seq)
	if err != nil {
		return err
	}
	if n, err := res.RowsAffected(); err != nil {
		return err
	} else if n != 1 {
		return errHeadMoved
	}
	if err := tx.Commit(); isFull(err) {
		return err
	} else if err != nil {
		return fmt.Errorf("%w: %w", ErrUncertain, err)
	}
	return nil
}

// isFull reports SQLite's own "database or disk is full": the last page of the
// commit could not be written, so it certainly did not take place.
func isFull(err error) bool {
	var e interface{ Code() int }
	return errors.As(err, &e) && e.Code() == sqliteFull
}

const sqliteFull = 13

// lostRace reports whether PostgreSQL refused because another program wrote at
// the same time: the same version of a stream (23505), the same streams in
// another order (40P01), or anything it asks to have repeated (40001).
func lostRace(err error) bool {
	var pg interface{ SQLState() string }
	if !errors.As(err, &pg) {
		return false
	}
	s := pg.SQLState()
	return s == "23505" || s == "40P01" || s == "40001"
}

type streamKey struct {
	party  int64
	stream string
}

type tail struct {
	version int32
	ordinal int64
}

type streamTails map[streamKey]tail

// maxTails is how many streams the writer remembers before it starts afresh.
const maxTails = 20_000

// writer is the committing goroutine's own: what it knows of the streams it
// has touched, as of the head it left behind.
type writer struct {
	*Journal
	tails   streamTails
	streams streams
	kept    int // groups since the size of streams was last counted
	at      int64
}

// recall gives out what the writer knows, or nothing when another program has
// written since or it has grown too large. It is put back when the commit has
// succeeded.
func (w *writer) recall(head Head) (streamTails, streams) {
	t, s := w.tails, w.streams
	w.tails, w.streams = nil, nil
	if w.kept++; w.kept == 100 { // counting each time would cost more than it saves
		w.kept = 0
		if s.events() > maxKept {
			s = nil
		}
	}
	if t == nil || s == nil || head.Seq != w.at || len(t) > maxTails {
		return streamTails{}, streams{}
	}
	return t, s
}

// readTails adds the last version of every stream the group touches that is not
// known yet.
func (w *writer) readTails(ctx context.Context, tx *sql.Tx, known streamTails, group []*request) error {
	var wanted []streamKey
	for _, r := range group {
		for _, a := range r.appends {
			k := streamKey{a.Party, a.Stream}
			if _, ok := known[k]; !ok {
				known[k] = tail{}
				wanted = append(wanted, k)
			}
		}
	}
	return w.queryStreams(ctx, tx, wanted, selectTails, func(rows *sql.Rows) error {
		var k streamKey
		var t tail
		err := rows.Scan(&k.party, &k.stream, &t.version, &t.ordinal)
		known[k] = t
		return err
	})
}

func (t streamTails) expect(appends []Append) error {
	for _, a := range appends {
		if has := t[streamKey{a.Party, a.Stream}].version; a.Expected != AnyVersion && has != a.Expected {
			return fmt.Errorf("%w: %s has %d events, %d were expected", ErrConflict, a.Stream, has, a.Expected)
		}
	}
	return nil
}

// next makes the event that follows in its stream, and remembers it.
func (t streamTails) next(a Append, n *New, now calendar.Instant) Event {
	k := streamKey{a.Party, a.Stream}
	last := t[k]
	last.version++
	e := n.event(a.Party, a.Stream, last.version)
	if e.RecordedAt == 0 {
		e.RecordedAt = now
	}
	if e.Ordinal == 0 {
		e.Ordinal = last.ordinal + 1
	}
	last.ordinal = max(last.ordinal, e.Ordinal)
	t[k] = last
	return e
}
