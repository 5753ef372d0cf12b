package journal

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
)

// Bundle is the events a mass write adds to one stream; they are stored
// together or not at all.
type Bundle struct {
	Party  int64
	Stream string
	After  int32 // the version the stream has; 0: it is new
	// RecordedAt and Ordinal are set by the caller. Keys must be new to the
	// stream; that is not looked up here.
	Events []New
}

// bulkSlice is about how many events share a commit in a mass write: large, for
// speed; small enough to lose little and to let others in between.
const bulkSlice = 50_000

// Bulk writes the bundles that next returns until it returns nil, in slices of
// whole bundles, one durable commit a slice. After each commit written is called
// with the number of events so far. When it fails, the slices already committed
// stay; ErrConflict means that a stream has another version than its bundle
// follows. It is faster in order of party and stream.
func (j *Journal) Bulk(ctx context.Context, next func() (*Bundle, error), written func(events int64)) (int64, error) {
	feed := make(chan slice, 1)
	ctx, cancel := context.WithCancel(ctx)
	go collectSlices(ctx, next, j.slice, feed)
	defer func() {
		cancel()
		for range feed { // next is not called after Bulk has returned
		}
		j.tidy(context.WithoutCancel(ctx))
	}()
	var total int64
	for s := range feed {
		if s.err != nil {
			return total, s.err
		}
		for {
			err := j.writeSlice(ctx, s.events)
			if errors.Is(err, errHeadMoved) {
				continue // another program was first: number the slice anew
			}
			if err != nil {
				return total, explain(err)
			}
			break
		}
		total += int64(len(s.events))
		if written != nil {
			written(total)
		}
	}
	return total, ctx.Err()
}

// tidy brings PostgreSQL's index of seq up to date. It would do so by itself some
// time later; until then every reading of a range reads all that is new. The
// error is dropped, because a user who does not own the table may not do it, and
// nothing but time is lost.
func (j *Journal) tidy(ctx context.Context) {
	if j.dialect.tidyIndex != "" {
		_, _ = j.write.ExecContext(ctx, j.dialect.tidyIndex)
	}
}

type slice struct {
	events []Event
	err    error
}

// collectSlices runs beside the writer, so that making events and storing them
// take two processors.
func collectSlices(ctx context.Context, next func() (*Bundle, error), size int, feed chan<- slice) {
	defer close(feed)
	send := func(s slice) bool {
		select {
		case feed <- s:
			return true
		case <-ctx.Done():
			return false
		}
	}
	events := make([]Event, 0, size+size/50)
	for {
		b, err := next()
		if err != nil {
			send(slice{err: err})
			return
		}
		if b != nil {
			for i := range b.Events {
				n := &b.Events[i]
				err := n.check(b.Stream)
				if err == nil && n.RecordedAt == 0 {
					err = fmt.Errorf("event %s on %s: when it became known is missing", n.Kind, b.Stream)
				}
				if err != nil {
					send(slice{err: err})
					return
				}
				events = append(events, n.event(b.Party, b.Stream, b.After+int32(i)+1))
			}
		}
		if len(events) >= size || (b == nil && len(events) > 0) {
			if !send(slice{events: events}) {
				return
			}
			events = make([]Event, 0, size+size/50)
		}
		if b == nil {
			return
		}
	}
}

// writeSlice stores one slice in one commit. It holds the connection no longer
// than that, so that commands come in between slices.
func (j *Journal) writeSlice(ctx context.Context, events []Event) error {
	conn, err := j.write.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	tx, err := conn.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	head, err := readHead(ctx, tx)
	if err != nil {
		return err
	}
	if err := j.expectSlice(ctx, tx, events); err != nil {
		return err
	}
	c := chain{seq: head.Seq, hash: head.Hash}
	for i := range events {
		c.link(&events[i])
	}
	if j.dialect.name == postgresDialect.name {
		err = copyEvents(ctx, conn, events)
	} else {
		err = j.insertMany(ctx, tx, events)
	}
	switch err = guarded(err); {
	case isTaken(err):
		return fmt.Errorf("%w: an event of the slice is already stored (%w)", ErrConflict, err)
	case lostRace(err):
		return errHeadMoved
	case err != nil:
		return err
	}
	return j.advance(ctx, tx, head, c)
}

// expectSlice compares the versions the bundles follow with those stored. A new
// stream is not looked up: the insert itself refuses one that exists.
func (j *Journal) expectSlice(ctx context.Context, tx *sql.Tx, events []Event) error {
	last := map[streamKey]int32{}
	var older []Append
	for i := 0; i < len(events); i++ {
		e := &events[i]
		k := streamKey{e.Party, e.Stream}
		if has, ok := last[k]; ok && has != e.Version-1 {
			return fmt.Errorf("%w: %s has %d events, %d were expected", ErrConflict, e.Stream, has, e.Version-1)
		} else if !ok && e.Version > 1 {
			older = append(older, Append{Party: e.Party, Stream: e.Stream, Expected: e.Version - 1})
		}
		for i+1 < len(events) && events[i+1].Version == events[i].Version+1 && events[i+1].Stream == e.Stream && events[i+1].Party == e.Party {
			i++
		}
		last[k] = events[i].Version
	}
	if len(older) == 0 {
		return nil
	}
	stored := streamTails{}
	if err := (&writer{Journal: j}).readTails(ctx, tx, stored, []*request{{appends: older}}); err != nil {
		return err
	}
	return stored.expect(older)
}

// isTaken reports whether an insert met an event that is already stored.
func isTaken(err error) bool {
	var pg interface{ SQLState() string }
	return errors.As(err, &pg) && pg.SQLState() == "23505" || err != nil && strings.Contains(err.Error(), "INSERT over an existing event refused")
}

// insertMany inserts through prepared statements of many rows.
func (j *Journal) insertMany(ctx context.Context, tx *sql.Tx, events []Event) error {
	const most = 64
	stmt, err := tx.PrepareContext(ctx, j.dialect.insertEvents(most))
	if err != nil {
		return err
	}
	defer stmt.Close()
	args := make([]any, 0, most*eventParams)
	for len(events) >= most {
		args = args[:0]
		for i := range events[:most] {
			args = eventArgs(args, &events[i])
		}
		if _, err := stmt.ExecContext(ctx, args...); err != nil {
			return err
		}
		events = events[most:]
	}
	if len(events) == 0 {
		return nil
	}
	args = args[:0]
	for i := range events {
		args = eventArgs(args, &events[i])
	}
	_, err = tx.ExecContext(ctx, j.dialect.insertEvents(len(events)), args...)
	return err
}

// copyEvents uses PostgreSQL's COPY on the connection whose transaction is open.
func copyEvents(ctx context.Context, conn *sql.Conn, events []Event) error {
	columns := []string{"seq", "party", "stream", "version", "kind", "occurred_on", "recorded_at", "ordinal", "actor", "cause", "key", "body", "hash"}
	row := make([]any, 0, eventParams)
	return conn.Raw(func(driver any) error {
		c, ok := driver.(*stdlib.Conn)
		if !ok {
			return fmt.Errorf("the PostgreSQL driver is %T, not pgx", driver)
		}
		_, err := c.Conn().CopyFrom(ctx, pgx.Identifier{"journal_event"}, columns,
			pgx.CopyFromSlice(len(events), func(i int) ([]any, error) {
				row = eventArgs(row[:0], &events[i])
				return row, nil
			}))
		return err
	})
}
