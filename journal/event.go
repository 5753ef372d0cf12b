package journal

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"strconv"
	"unicode/utf8"

	"balans/law/calendar"
)

// Hash is a link of the chain.
type Hash [32]byte

// Event is a stored fact.
type Event struct {
	Seq        int64 // place in the journal, from 1
	Party      int64 // the person or organisation, 12 digits; 0 is the agency itself
	Stream     string
	Version    int32            // place in the stream, from 1
	Kind       string           // such as "claim.paid/1"
	OccurredOn calendar.Date    // when it was true
	RecordedAt calendar.Instant // when it became known
	Ordinal    int64            // order among events of the same day in the stream
	Actor      string           // who
	Cause      string           // why: a command, an import, a run
	Key        string           // idempotency key or the source's own id; unique in the stream unless ""
	Body       string           // the room's own text form
	Hash       Hash
}

// New is an event to be appended.
type New struct {
	Kind       string
	OccurredOn calendar.Date
	RecordedAt calendar.Instant // 0: the moment of the commit
	Ordinal    int64            // 0: after all others in the stream
	Actor      string
	Cause      string
	Key        string
	Body       string
}

// Errors that callers act on.
var (
	// ErrConflict: someone appended to the stream first. Load it and decide again.
	ErrConflict = errors.New("the stream has changed since it was read")
	// ErrKeyReused: the idempotency key was used for another command.
	ErrKeyReused = errors.New("the idempotency key was already used for something else")
	// ErrUncertain: the connection was lost during commit, so it is not known
	// whether the events were written. Repeat the command with the same key.
	ErrUncertain = errors.New("it is not known whether the commit took place")
	// ErrNewerDatabase: the database was written by a later version of the program.
	ErrNewerDatabase = errors.New("the database was written by a newer version of Balans")
	// ErrClosed: the journal has been closed.
	ErrClosed = errors.New("the journal is closed")
)

// genesis is hash(0) of a journal.
func genesis(journalID string) Hash {
	return sha256.Sum256([]byte("balans-journal/1 " + journalID))
}

// appendLine appends the event's line, the form that is hashed.
func appendLine(b []byte, e *Event) []byte {
	b = strconv.AppendInt(b, e.Seq, 10)
	b = append(b, '\t')
	b = strconv.AppendInt(b, e.Party, 10)
	b = append(b, '\t')
	b = append(b, e.Stream...)
	b = append(b, '\t')
	b = strconv.AppendInt(b, int64(e.Version), 10)
	b = append(b, '\t')
	b = append(b, e.Kind...)
	b = append(b, '\t')
	b = strconv.AppendInt(b, int64(e.OccurredOn.Int()), 10)
	b = append(b, '\t')
	b = strconv.AppendInt(b, int64(e.RecordedAt), 10)
	b = append(b, '\t')
	b = strconv.AppendInt(b, e.Ordinal, 10)
	b = append(b, '\t')
	b = append(b, e.Actor...)
	b = append(b, '\t')
	b = append(b, e.Cause...)
	b = append(b, '\t')
	b = append(b, e.Key...)
	b = append(b, '\t')
	return append(b, e.Body...)
}

// chain computes the hashes of consecutive events.
type chain struct {
	seq  int64
	hash Hash
	buf  []byte
}

// link numbers the event as the next of the chain and sets its hash.
func (c *chain) link(e *Event) {
	c.seq++
	e.Seq = c.seq
	c.buf = append(c.buf[:0], c.hash[:]...)
	c.buf = appendLine(c.buf, e)
	c.hash = sha256.Sum256(c.buf)
	e.Hash = c.hash
}

// longestStream is the most bytes of a stream's name. PostgreSQL cannot index
// much longer ones, and would refuse the commit of the whole group.
const longestStream = 500

// check refuses what the line format cannot carry.
func (n *New) check(stream string) error {
	for _, f := range [...]struct{ name, text string }{
		{"stream", stream}, {"kind", n.Kind}, {"actor", n.Actor},
		{"cause", n.Cause}, {"key", n.Key}, {"body", n.Body},
	} {
		if !Plain(f.text) {
			return fmt.Errorf("event %s on %s: the %s holds a control character or is not UTF-8: %q", n.Kind, stream, f.name, f.text)
		}
	}
	switch {
	case stream == "" || n.Kind == "":
		return fmt.Errorf("event %q on %q: stream and kind must be named", n.Kind, stream)
	case len(stream) > longestStream:
		return fmt.Errorf("event %s: the name of the stream is %d bytes, more than %d: %s", n.Kind, len(stream), longestStream, stream)
	case n.OccurredOn == calendar.None:
		return fmt.Errorf("event %s on %s: the date it occurred is missing", n.Kind, stream)
	}
	if y := n.OccurredOn.Year(); y < 1800 || y > 2999 {
		return fmt.Errorf("event %s on %s: the date %s lies outside 1800-2999", n.Kind, stream, n.OccurredOn)
	}
	return nil
}

// Plain reports whether s is UTF-8 without control characters, as every text of
// an event must be: what is not is refused when it is written.
func Plain(s string) bool {
	ascii := true
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c < 0x20 || c == 0x7f:
			return false
		case c == 0xc2 && i+1 < len(s) && s[i+1] < 0xa0: // U+0080 to U+009F
			return false
		case c >= 0x80:
			ascii = false
		}
	}
	return ascii || utf8.ValidString(s)
}
