package journal

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"fmt"
	"runtime/debug"
	"strconv"
	"strings"

	"balans/law/calendar"
)

// Command is one use case: a pure rule over one stream's events.
type Command struct {
	Party  int64
	Stream string
	// Key makes the command idempotent; "" gives no protection. It is stored,
	// with a digest of Input and the number of events, on the first event.
	Key string
	// Input is what the caller asked for, to tell a repeated command from
	// another one under the same key.
	Input string
	// Rule decides what to append to the stream, given its events. It runs while
	// the journal is held, so that nobody can be first: it must be quick, must
	// not call the journal, must leave the events it is given as they are, and
	// must not have effects, because it is called again when another program was
	// first.
	Rule   func(stream []Event) ([]New, error)
	DryRun bool
}

// Receipt says what became of a command.
type Receipt struct {
	Events   []Event // as stored; for a dry run as they would be, without seq and hash
	Replayed bool    // the idempotency key had already been used for this command
	DryRun   bool
}

// Do runs a command: load the stream, apply the rule, append. The writer does
// all three for a whole group of callers at once.
func (j *Journal) Do(ctx context.Context, c Command) (Receipt, error) {
	sum := sha256.Sum256([]byte(c.Input))
	d := &command{Command: c, input: hex.EncodeToString(sum[:8])}
	if c.DryRun {
		return j.dryRun(ctx, d)
	}
	r := &request{command: d, result: make(chan error, 1)}
	stored, err := j.submit(ctx, r)
	switch {
	case err != nil:
		return Receipt{}, err
	case d.replayed != nil:
		return Receipt{Events: d.replayed, Replayed: true}, nil
	}
	return Receipt{Events: stored}, nil
}

// dryRun decides on the stream as it is now and stores nothing.
func (j *Journal) dryRun(ctx context.Context, d *command) (Receipt, error) {
	stream, err := j.Load(ctx, d.Party, d.Stream)
	if err != nil {
		return Receipt{}, err
	}
	appends, err := d.decide(streams{d.key(): stream})
	switch {
	case err != nil:
		return Receipt{}, err
	case d.replayed != nil:
		return Receipt{Events: d.replayed, Replayed: true, DryRun: true}, nil
	case len(appends) == 0:
		return Receipt{DryRun: true}, nil
	}
	return Receipt{Events: j.preview(d.Command, stream, appends[0].Events), DryRun: true}, nil
}

// command is a Command on its way through the writer.
type command struct {
	Command
	input    string  // digest of Input
	replayed []Event // what an earlier use of the key stored
}

func (d *command) key() streamKey { return streamKey{d.Party, d.Stream} }

// decide applies the rule. No appends: there is nothing to store.
func (d *command) decide(known streams) (appends []Append, err error) {
	stream := known[d.key()]
	stream = stream[:len(stream):len(stream)] // a rule that appends to it gets a copy
	if d.replayed, err = replay(stream, d.Key, d.input); err != nil || d.replayed != nil {
		return nil, err
	}
	events, err := d.applyRule(stream)
	if err != nil || len(events) == 0 {
		return nil, err
	}
	if d.Key != "" {
		events[0].Key = d.Key + ":" + d.input + ":" + strconv.Itoa(len(events))
	}
	if err := checkAfter(stream, d.Stream, events); err != nil {
		return nil, err
	}
	return []Append{{Party: d.Party, Stream: d.Stream, Expected: tailOf(stream).version, Events: events}}, nil
}

// applyRule keeps a rule that panics from taking the writer, and with it every
// other caller, down.
func (d *command) applyRule(stream []Event) (events []New, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("the rule of a command on %s failed: %v\n%s", d.Stream, p, debug.Stack())
		}
	}()
	return d.Rule(stream)
}

// streams are the whole streams that the commands of a group decide on.
type streams map[streamKey][]Event

// add puts a stored event at the end of its stream, for the commands after it.
func (s streams) add(e *Event) {
	k := streamKey{e.Party, e.Stream}
	if stream, ok := s[k]; ok {
		s[k] = append(stream, *e)
	}
}

// maxKept is how many events of streams the writer keeps for the commands to
// come: those who work with a claim or a person seldom do one thing only.
const maxKept = 50_000

// events counts the events of all streams.
func (s streams) events() (n int) {
	for _, stream := range s {
		n += 1 + len(stream)
	}
	return n
}

// readStreams adds the streams of the group's commands that are not known yet,
// and from them their tails.
func (w *writer) readStreams(ctx context.Context, tx *sql.Tx, known streams, tails streamTails, group []*request) error {
	var wanted []streamKey
	for _, r := range group {
		if r.command == nil {
			continue
		}
		if _, ok := known[r.command.key()]; !ok {
			known[r.command.key()] = []Event{}
			wanted = append(wanted, r.command.key())
		}
	}
	err := w.queryStreams(ctx, tx, wanted, selectStreams, func(rows *sql.Rows) error {
		var e Event
		err := scanEvent(rows, &e)
		k := streamKey{e.Party, e.Stream}
		known[k] = append(known[k], e)
		return err
	})
	for _, k := range wanted {
		tails[k] = tailOf(known[k])
	}
	return err
}

// replay finds the events an earlier use of the key stored.
func replay(stream []Event, key, input string) ([]Event, error) {
	if key == "" {
		return nil, nil
	}
	for i := range stream {
		rest, ok := strings.CutPrefix(stream[i].Key, key+":")
		digest, count, ok2 := strings.Cut(rest, ":")
		n, err := strconv.Atoi(count)
		if !ok || !ok2 || len(digest) != len(input) || err != nil || n < 1 {
			continue // another key that begins like this one
		}
		if digest != input {
			return nil, fmt.Errorf("%w: key %q, event %d", ErrKeyReused, key, stream[i].Seq)
		}
		return stream[i:min(i+n, len(stream))], nil
	}
	return nil, nil
}

// checkAfter refuses events that cannot follow the stream, also in a dry run.
func checkAfter(stream []Event, name string, events []New) error {
	keys := keySet{}
	for i := range stream {
		keys[stream[i].Key] = true
	}
	for i := range events {
		if err := events[i].check(name); err != nil {
			return err
		}
	}
	return keys.take(name, events)
}

// keySet is the keys of a stream.
type keySet map[string]bool

// take adds the keys of the events, or refuses one that is there already.
func (s keySet) take(stream string, events []New) error {
	for i := range events {
		if k := events[i].Key; k != "" && s[k] {
			return fmt.Errorf("%w: %s already has an event with key %q", ErrKeyReused, stream, k)
		} else if k != "" {
			s[k] = true
		}
	}
	return nil
}

// tailOf is the end of a stream that was loaded.
func tailOf(stream []Event) (t tail) {
	for i := range stream {
		t.version, t.ordinal = stream[i].Version, max(t.ordinal, stream[i].Ordinal)
	}
	return t
}

// preview makes the events as they would be stored now.
func (j *Journal) preview(c Command, stream []Event, events []New) []Event {
	a, now := Append{Party: c.Party, Stream: c.Stream}, calendar.InstantOf(j.now())
	t := streamTails{streamKey{c.Party, c.Stream}: tailOf(stream)}
	out := make([]Event, len(events))
	for i := range events {
		out[i] = t.next(a, &events[i], now)
	}
	return out
}
