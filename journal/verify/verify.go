// Package verify checks a journal with code of its own: own queries, own line
// format, own hashing, own connections, read-only. It shares nothing with package
// journal, so that an error there cannot hide itself here.
//
// It reads the whole journal once, in order, as it was at one moment, and finds
//   - a database that no longer refuses changes (triggers missing, off or rewritten),
//     or not all it is to refuse (guards missing or rewritten),
//   - events missing, slipped in, altered, or moved, each named by its number,
//   - a head that is not the last event,
//   - streams with gaps, with two parties, or with a key used twice,
//   - dates that do not exist and texts with control characters.
//
// After an event that does not fit it goes on from the hash that is stored, so
// that a second change, independent of the first, is found too.
//
// What it cannot see by itself: someone with full rights who knows the format can
// compute the chain anew from any event to the end. That is found only by an
// Anchor, a hash noted earlier and kept where that person cannot write.
//
// What this package does not do: it repairs nothing, and it knows nothing of what
// events mean.
package verify

import (
	"cmp"
	"context"
	"crypto/sha256"
	"fmt"
	"slices"
)

// Anchor is the number and hash of an event as noted earlier, outside the
// database. The zero Anchor is none.
type Anchor struct {
	Seq  int64
	Hash [32]byte
}

// Options of a check.
type Options struct {
	// Progress, which may be nil, is told how many events have been read and how
	// many the journal says it has. It is never called by two goroutines at once.
	Progress func(done, total int64)
	Expect   Anchor
	// Guards are the program's, to compare those of the database with. Without them
	// only the triggers are checked.
	Guards GuardSet
}

// Report is what a check found. The journal is whole when there are no problems.
type Report struct {
	JournalID string
	Events    int64    // events read
	Head      [32]byte // the head's hash: with Events, what to note as an Anchor
	Problems  []Problem
	// Stopped: a hundred problems were found and the rest was not read.
	Stopped bool
}

// Problem is one thing that is wrong.
type Problem struct {
	Seq    int64  // the event; 0: not one event but the database or its head
	Stream string // "" when it concerns no single stream
	What   string // what is wrong, what it means, what to do
}

// mostProblems is how many problems are worth reading.
const mostProblems = 100

// Run checks the journal in a SQLite file or a PostgreSQL database
// ("postgres://…"). An error means that the check could not be done, and says
// nothing about the journal.
func Run(ctx context.Context, dsn string, o Options) (Report, error) {
	s, err := openStore(ctx, dsn)
	if err != nil {
		return Report{}, err
	}
	defer s.close()
	c := newChecker(o.Expect)
	if err := s.check(ctx, c, o.Guards); err != nil {
		return Report{}, fmt.Errorf("verify %s: %w", s.name, err)
	}
	if err := walk(ctx, s, c, o.Progress); err != nil {
		return Report{}, fmt.Errorf("verify %s: %w", s.name, err)
	}
	stopped := c.full()
	if !stopped {
		c.end()
	}
	if err := s.confirmKeys(ctx, c); err != nil {
		return Report{}, fmt.Errorf("verify %s: %w", s.name, err)
	}
	slices.SortStableFunc(c.problems, func(a, b Problem) int { return cmp.Compare(a.Seq, b.Seq) })
	return Report{JournalID: c.head.journalID, Events: c.events, Head: c.head.hash, Problems: c.problems, Stopped: stopped}, nil
}

// check reads what is not an event: the schema, the triggers, the guards and the head.
func (s *store) check(ctx context.Context, c *checker, guards GuardSet) error {
	if err := s.checkSchema(ctx); err != nil {
		return err
	}
	if err := s.checkTriggers(ctx, c); err != nil {
		return err
	}
	if err := s.checkGuards(ctx, c, guards); err != nil {
		return err
	}
	heads, err := s.heads(ctx)
	if err != nil {
		return err
	}
	if len(heads) != 1 {
		c.report(0, "", "The journal's head has %d rows instead of one, so it cannot be told where the journal ends or begins. "+
			"The table journal_head was changed outside Balans. %s", len(heads), restore)
		return nil
	}
	c.head, c.hasHead = heads[0], true
	c.prev, c.linked = sha256.Sum256([]byte("balans-journal/1 "+c.head.journalID)), true
	return nil
}

// walk reads on one goroutine and checks on another.
func walk(ctx context.Context, s *store, c *checker, progress func(done, total int64)) error {
	r := reader{full: make(chan *batch, 2), free: make(chan *batch, 4), enough: make(chan struct{})}
	for range cap(r.free) {
		r.free <- &batch{}
	}
	var readErr error
	go func() {
		defer close(r.full)
		readErr = s.read(ctx, r)
	}()
	told, stopped := int64(0), false
	for b := range r.full { // to the end, so that the connection is free afterwards
		for i := 0; i < len(b.rows) && !stopped; i++ {
			c.event(b.rows[i].hash(b), b.rows[i].line(b))
			if stopped = c.full(); stopped {
				close(r.enough)
			}
		}
		if progress != nil && c.events-told >= progressEvery {
			told = c.events
			progress(c.events, c.head.seq)
		}
		r.free <- b
	}
	if stopped || readErr == nil && progress == nil {
		return nil
	}
	if readErr == nil {
		progress(c.events, c.head.seq)
	}
	return readErr
}

const progressEvery = 50_000
