package verify

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"hash/maphash"
	"math/bits"
	"strconv"
	"unicode"
	"unicode/utf8"
)

// What to do is the same for all that was changed behind the program's back.
const restore = "Keep a copy of the database as it is, find out who could write to it, and restore it from a backup that verifies."

// fields of a line, in order.
const (
	fSeq = iota
	fParty
	fStream
	fVersion
	fKind
	fOccurred
	fRecorded
	fOrdinal
	fActor
	fCause
	fKey
	fBody
	fieldCount
)

var fieldNames = [fieldCount]string{"seq", "party", "stream", "version", "kind", "occurred_on", "recorded_at", "ordinal", "actor", "cause", "key", "body"}

// checker holds what must be remembered while the journal passes by.
type checker struct {
	head     head
	hasHead  bool
	expect   Anchor
	problems []Problem
	maybe    []suspect // keys that seem to be used twice
	events   int64

	// The chain. last is the highest number seen, prev its stored hash.
	last   int64
	prev   [32]byte
	linked bool     // prev is known; not after a gap or without a head
	fits   bool     // event last follows from the one before
	before [32]byte // what event last was to follow from
	alt    [32]byte // what event last's hash should be, when it does not fit
	hasAlt bool

	buf    []byte
	field  [fieldCount][]byte
	seeds  [3]maphash.Seed
	stream streamTable
	keys   keySet
}

func newChecker(expect Anchor) *checker {
	return &checker{expect: expect, seeds: [3]maphash.Seed{maphash.MakeSeed(), maphash.MakeSeed(), maphash.MakeSeed()}}
}

// suspect is a key that seems to have been used before in its stream.
type suspect struct {
	seq         int64
	party       int64
	stream, key string
}

func (c *checker) full() bool { return len(c.problems)+len(c.maybe) >= mostProblems }

func (c *checker) report(seq int64, stream, format string, args ...any) {
	if len(c.problems) < mostProblems {
		c.problems = append(c.problems, Problem{Seq: seq, Stream: stream, What: fmt.Sprintf(format, args...)})
	}
}

// event checks the next event. hash and line are valid only during the call.
func (c *checker) event(hash, line []byte) {
	c.events++
	n := 0
	for rest, more := line, true; more; n++ {
		var f []byte
		if f, rest, more = bytes.Cut(rest, tab); n < fieldCount {
			c.field[n] = f
		}
	}
	seq, ok := number(c.field[fSeq])
	if !ok {
		c.report(c.last+1, "", "The row after event %d has no readable number: it did not come from Balans. %s", c.last, restore)
		return
	}
	if n != fieldCount {
		c.report(seq, "", "Event %d has %d fields instead of %d: a text holds a tab, or a value is missing. Balans never writes such an event. %s",
			seq, n, fieldCount, restore)
		for i := range c.field[1:] {
			c.field[1+i] = nil // of the wrong number of fields none can be trusted
		}
	}
	stream := c.field[fStream]
	if seq < 1 {
		c.report(seq, string(stream), "An event has number %d, but the first is 1: it was slipped in. %s", seq, restore)
		return
	}
	c.chain(seq, stream, hash, line)
	if n == fieldCount {
		c.values(seq, line)
	}
}

var tab = []byte{'\t'}

// chain checks the event's number and hash.
func (c *checker) chain(seq int64, stream, hash, line []byte) {
	if len(hash) != sha256.Size {
		c.report(seq, string(stream), "Event %d has a hash of %d bytes instead of 32: it was changed after it was written. %s", seq, len(hash), restore)
	}
	var stored [32]byte
	copy(stored[:], hash)
	if seq == c.last {
		c.twin(seq, stream, stored, line)
		return
	}
	if seq > c.last+1 {
		c.report(c.last+1, "", "%s. %s", missing(c.last+1, seq-1), restore)
		c.linked = false
	}
	c.last, c.before, c.fits = seq, c.prev, true
	if c.linked {
		sum := c.sum(&c.prev, line)
		if c.fits = sum == stored; !c.fits && c.hasAlt {
			// The event before was whole and only its hash was rewritten.
			c.before = c.alt
			sum = c.sum(&c.alt, line)
			c.fits = sum == stored
		}
		if c.hasAlt = !c.fits; c.hasAlt {
			c.alt = sum
			c.report(seq, string(stream), "Event %d does not fit the chain: it or its hash was changed, or another was put in its place. "+
				"Its stream cannot be relied on. %s", seq, restore)
		}
	} else {
		c.hasAlt = false
	}
	c.prev, c.linked = stored, true
	if c.expect.Seq == seq && c.expect.Hash != stored && !(c.hasAlt && c.expect.Hash == c.alt) {
		c.report(seq, string(stream), "Event %d has another hash than was noted earlier: this event or one before it was changed, "+
			"and the chain was computed anew to hide it. No event up to this one can be relied on. %s", seq, restore)
	}
}

// twin checks an event with the number of the one before it: one of the two was
// slipped in, and the chain goes on from the one that fits.
func (c *checker) twin(seq int64, stream []byte, stored [32]byte, line []byte) {
	c.report(seq, string(stream), "More than one event has number %d: at least one was slipped in. %s", seq, restore)
	if !c.fits && c.sum(&c.before, line) == stored {
		c.fits, c.hasAlt, c.prev = true, false, stored
	}
}

func (c *checker) sum(prev *[32]byte, line []byte) [32]byte {
	c.buf = append(append(c.buf[:0], prev[:]...), line...)
	return sha256.Sum256(c.buf)
}

// values checks the fields of the event by themselves, and its place in the stream.
func (c *checker) values(seq int64, line []byte) {
	stream := c.field[fStream]
	if !plain(line) {
		for i, f := range c.field {
			if !plain(f) {
				c.report(seq, string(stream), "Event %d holds a control character or is not UTF-8 in %s. Balans never writes such a text. %s", seq, fieldNames[i], restore)
			}
		}
	}
	for _, i := range [...]int{fStream, fKind} {
		if len(c.field[i]) == 0 {
			c.report(seq, string(stream), "Event %d has no %s. Balans never writes such an event. %s", seq, fieldNames[i], restore)
		}
	}
	party, version, readable := int64(0), int64(0), true
	for _, i := range [...]int{fParty, fVersion, fOccurred, fRecorded, fOrdinal} {
		v, ok := number(c.field[i])
		if !ok {
			c.report(seq, string(stream), "Event %d has %q for %s, which is not a whole number. Balans never writes such a value. %s", seq, c.field[i], fieldNames[i], restore)
			readable = false
		}
		switch i {
		case fParty:
			party = v
		case fVersion:
			version = v
		case fOccurred:
			if ok && !isDate(v) {
				c.report(seq, string(stream), "Event %d is dated %d, which is not a day between 1800 and 2999. What is computed from it is wrong. %s", seq, v, restore)
			}
		}
	}
	if readable {
		c.place(seq, party, version, stream)
	}
}

// place checks the event's version, party and key against those before it in its stream.
func (c *checker) place(seq, party, version int64, stream []byte) {
	h := maphash.Bytes(c.seeds[0], stream)
	s := c.stream.find(h, uint32(maphash.Bytes(c.seeds[1], stream)))
	if s.version == 0 {
		s.party = party
	}
	if s.party != party {
		c.report(seq, string(stream), "Event %d puts stream %s under party %d, but it belongs to party %d. The two are shown to the wrong person. %s",
			seq, stream, party, s.party, restore)
	} else if version != int64(s.version)+1 {
		c.report(seq, string(stream), "Event %d has version %d of stream %s, after version %d: the stream has a gap or was reordered. %s",
			seq, version, stream, s.version, restore)
	}
	s.version = int32(min(max(version, int64(s.version), 1), 1<<31-1))
	if key := c.field[fKey]; len(key) > 0 {
		hi, lo := bits.Mul64(h|1, maphash.Bytes(c.seeds[2], key)|1<<63)
		if !c.keys.add(hi ^ lo) {
			c.maybe = append(c.maybe, suspect{seq, party, string(stream), string(key)})
		}
	}
}

// end checks the last event against the head and the anchor.
func (c *checker) end() {
	if c.hasHead {
		switch {
		case c.head.seq > c.last:
			c.report(c.last+1, "", "The journal ends with event %d, but its head says that there are %d. %s. %s",
				c.last, c.head.seq, missing(c.last+1, c.head.seq), restore)
		case c.head.seq < c.last:
			c.report(c.head.seq+1, "", "The journal's head says that there are %d events, but the last is %d: events were slipped in, or the head was moved back. %s",
				c.head.seq, c.last, restore)
		case c.head.hash != c.prev && !(c.hasAlt && c.head.hash == c.alt):
			c.report(c.last, "", "The journal's head has another hash than event %d, the last: the head or the event was changed. %s", c.last, restore)
		}
	}
	if c.expect.Seq > c.last {
		c.report(c.last+1, "", "Event %d was noted earlier, but the journal ends with event %d: the end was cut off, or this is another or an older copy. %s",
			c.expect.Seq, c.last, restore)
	}
}

func missing(from, to int64) string {
	if from == to {
		return fmt.Sprintf("Event %d is missing: it was deleted", from)
	}
	return fmt.Sprintf("Events %d to %d are missing: they were deleted", from, to)
}

// number reads a whole number in the one form that Balans writes.
func number(b []byte) (int64, bool) {
	v, err := strconv.ParseInt(string(b), 10, 64)
	if err != nil {
		return 0, false
	}
	digits := bytes.TrimPrefix(b, []byte{'-'})
	return v, digits[0] != '+' && (digits[0] != '0' || len(b) == 1)
}

// isDate reports whether v is YYYYMMDD of a day in the years 1800 to 2999.
func isDate(v int64) bool {
	y, m, d := v/10000, v/100%100, v%100
	if y < 1800 || y > 2999 || m < 1 || m > 12 || d < 1 {
		return false
	}
	days := [...]int64{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}[m-1]
	if m == 2 && y%4 == 0 && (y%100 != 0 || y%400 == 0) {
		days = 29
	}
	return d <= days
}

// plain reports whether b is UTF-8 without control characters, tabs aside.
func plain(b []byte) bool {
	for i := 0; i < len(b); i++ {
		switch c := b[i]; {
		case c < 0x20 && c != '\t' || c == 0x7f:
			return false
		case c >= 0x80:
			return plainText(b[i:])
		}
	}
	return true
}

func plainText(b []byte) bool {
	for len(b) > 0 {
		r, size := utf8.DecodeRune(b)
		if r == utf8.RuneError && size == 1 || unicode.IsControl(r) && r != '\t' {
			return false
		}
		b = b[size:]
	}
	return true
}
