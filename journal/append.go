package journal

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"

	"balans/law/calendar"
)

// maxGroup is how many callers may share one commit.
const maxGroup = 512

// Append is a wish to add events to one stream.
type Append struct {
	Party    int64
	Stream   string
	Expected int32 // the version the stream is believed to have; 0: it does not exist
	Events   []New
}

// Receipt says what became of a command.
type Receipt struct {
	Events   []Event // as stored; for a dry run as they would be, without seq and hash
	Replayed bool    // the idempotency key had already been used for this command
	DryRun   bool
}

type request struct {
	appends []Append
	stored  []Event
	result  chan error
}

// Append stores the events of all appends, or none. It returns ErrConflict when
// a stream has another version than expected. When it returns nil the events
// are on disk.
func (j *Journal) Append(ctx context.Context, appends ...Append) ([]Event, error) {
	for _, a := range appends {
		for i := range a.Events {
			if err := a.Events[i].check(a.Stream); err != nil {
				return nil, err
			}
		}
	}
	r := &request{appends: appends, result: make(chan error, 1)}
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

// Command is one use case: a pure rule over one stream's events.
type Command struct {
	Party  int64
	Stream string
	// Key makes the command idempotent; "" gives no protection.
	Key string
	// Input is what the caller asked for, to tell a repeated command from
	// another one under the same key.
	Input string
	// Rule decides what to append. It may be called again when another caller
	// was first, and must not have effects.
	Rule   func(stream []Event) ([]New, error)
	DryRun bool
}

// Do runs a command: load, rule, append with the expected version, and again
// when someone was first.
func (j *Journal) Do(ctx context.Context, c Command) (Receipt, error) {
	key := ""
	if c.Key != "" {
		sum := sha256.Sum256([]byte(c.Input))
		key = c.Key + ":" + hex.EncodeToString(sum[:8])
	}
	for {
		stream, err := j.Load(ctx, c.Party, c.Stream)
		if err != nil {
			return Receipt{}, err
		}
		if seen, err := replay(stream, c.Key, key); err != nil || len(seen) > 0 {
			return Receipt{Events: seen, Replayed: true}, err
		}
		events, err := c.Rule(stream)
		if err != nil {
			return Receipt{}, err
		}
		if len(events) == 0 {
			return Receipt{DryRun: c.DryRun}, nil
		}
		if key != "" {
			events[0].Key = key
		}
		if c.DryRun {
			return Receipt{Events: preview(c, stream, events), DryRun: true}, nil
		}
		version := int32(len(stream))
		stored, err := j.Append(ctx, Append{Party: c.Party, Stream: c.Stream, Expected: version, Events: events})
		if errors.Is(err, ErrConflict) {
			continue
		}
		return Receipt{Events: stored}, err
	}
}

// replay finds the events an earlier use of the key stored: the keyed one and
// those of the same commit after it.
func replay(stream []Event, key, full string) ([]Event, error) {
	if key == "" {
		return nil, nil
	}
	for i := range stream {
		if stream[i].Key == full {
			end := i + 1
			for end < len(stream) && stream[end].Key == "" && stream[end].RecordedAt == stream[i].RecordedAt {
				end++
			}
			return stream[i:end], nil
		}
		if strings.HasPrefix(stream[i].Key, key+":") {
			return nil, fmt.Errorf("%w: key %q, event %d", ErrKeyReused, key, stream[i].Seq)
		}
	}
	return nil, nil
}

func preview(c Command, stream []Event, events []New) []Event {
	out := make([]Event, len(events))
	for i, n := range events {
		out[i] = n.event(c.Party, c.Stream, int32(len(stream)+i+1))
	}
	return out
}

func (n *New) event(party int64, stream string, version int32) Event {
	return Event{Party: party, Stream: stream, Version: version, Kind: n.Kind, OccurredOn: n.OccurredOn, RecordedAt: n.RecordedAt,
		Ordinal: n.Ordinal, Actor: n.Actor, Cause: n.Cause, Key: n.Key, Body: n.Body}
}

// writer is the goroutine that commits. Requests that came in during a commit
// form the next group.
func (j *Journal) writer() {
	defer j.done.Done()
	for {
		select {
		case first := <-j.requests:
			group := []*request{first}
		collect:
			for len(group) < maxGroup {
				select {
				case r := <-j.requests:
					group = append(group, r)
				default:
					break collect
				}
			}
			j.commitGroup(group)
		case <-j.closed:
			return
		}
	}
}

// commitGroup stores as many requests of the group as have the version they
// expect, in one commit, and answers all.
func (j *Journal) commitGroup(group []*request) {
	ctx := context.Background()
	for {
		refused, err := j.tryGroup(ctx, group)
		if errors.Is(err, errHeadMoved) {
			continue
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

func (j *Journal) tryGroup(ctx context.Context, group []*request) (refused []error, err error) {
	tx, err := j.write.BeginTx(ctx, nil)
	if err != nil {
		return nil, err
	}
	defer tx.Rollback()
	head, err := readHead(ctx, tx)
	if err != nil {
		return nil, err
	}
	tails, err := j.tails(ctx, tx, group)
	if err != nil {
		return nil, err
	}
	now := calendar.InstantOf(j.now())
	c := chain{seq: head.Seq, hash: head.Hash}
	refused = make([]error, len(group))
	var all []Event
	for i, r := range group {
		if refused[i] = tails.expect(r.appends); refused[i] != nil {
			continue
		}
		r.stored = r.stored[:0]
		for _, a := range r.appends {
			for k := range a.Events {
				e := tails.next(a, &a.Events[k], now)
				c.link(&e)
				r.stored = append(r.stored, e)
			}
		}
		all = append(all, r.stored...)
	}
	if len(all) == 0 {
		return refused, nil
	}
	if err := j.insert(ctx, tx, all); err != nil {
		return nil, err
	}
	return refused, advance(ctx, tx, head, c)
}

// advance moves the head and commits.
func advance(ctx context.Context, tx *sql.Tx, head Head, c chain) error {
	res, err := tx.ExecContext(ctx, advanceHead, c.seq, c.hash[:], head.Seq)
	if err != nil {
		return err
	}
	if n, err := res.RowsAffected(); err != nil {
		return err
	} else if n != 1 {
		return errHeadMoved
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("%w: %w", ErrUncertain, err)
	}
	return nil
}

// insert stores linked events in as few statements as the database allows.
func (j *Journal) insert(ctx context.Context, tx *sql.Tx, events []Event) error {
	most := j.dialect.maxParams / eventParams
	for len(events) > 0 {
		n := min(most, len(events))
		args := make([]any, 0, n*eventParams)
		for i := range events[:n] {
			args = eventArgs(args, &events[i])
		}
		if _, err := tx.ExecContext(ctx, j.dialect.insertEvents(n), args...); err != nil {
			if isDuplicate(err) {
				return errHeadMoved
			}
			return err
		}
		events = events[n:]
	}
	return nil
}

// isDuplicate reports whether the insert met an event that another program
// wrote in the meantime.
func isDuplicate(err error) bool {
	var pg interface{ SQLState() string }
	return errors.As(err, &pg) && pg.SQLState() == "23505"
}

type streamKey struct {
	party  int64
	stream string
}

type tail struct {
	version int32
	ordinal int64
}

type tails map[streamKey]tail

// tails reads the last version of every stream the group touches.
func (j *Journal) tails(ctx context.Context, tx *sql.Tx, group []*request) (tails, error) {
	known := tails{}
	var args []any
	for _, r := range group {
		for _, a := range r.appends {
			k := streamKey{a.Party, a.Stream}
			if _, ok := known[k]; !ok {
				known[k] = tail{}
				args = append(args, a.Party, a.Stream)
			}
		}
	}
	for len(args) > 0 {
		n := min(len(args), 2*maxGroup)
		rows, err := tx.QueryContext(ctx, j.dialect.selectTails(n/2), args[:n]...)
		if err != nil {
			return nil, err
		}
		for rows.Next() {
			var k streamKey
			var t tail
			if err := rows.Scan(&k.party, &k.stream, &t.version, &t.ordinal); err != nil {
				rows.Close()
				return nil, err
			}
			known[k] = t
		}
		if err := errors.Join(rows.Err(), rows.Close()); err != nil {
			return nil, err
		}
		args = args[n:]
	}
	return known, nil
}

func (t tails) expect(appends []Append) error {
	for _, a := range appends {
		if has := t[streamKey{a.Party, a.Stream}].version; has != a.Expected {
			return fmt.Errorf("%w: %s has %d events, %d were expected", ErrConflict, a.Stream, has, a.Expected)
		}
	}
	return nil
}

// next makes the event that follows in its stream, and remembers it.
func (t tails) next(a Append, n *New, now calendar.Instant) Event {
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
