package access

import (
	"context"
	"fmt"
	"strings"

	"balans/journal"
	"balans/law/calendar"
	"balans/law/identity"
)

// Audited is what Audit went through, and what it found.
type Audited struct {
	Readings, Reviews, Facts int
	Faults                   []string // each names an event, never a person
}

// Audit holds the whole of what this room stored against its rules: every reading and every
// review is well formed and stands with its person; where staff were kept at the time,
// each reading is by one of them, not of the reader's own or a told tie's facts, and that
// of a person who was known to be protected by one who had the right; no review is by the
// reader. protected says what was known of a person at an instant; nil leaves that out.
//
// Only the faults of content are found here: that nothing was changed is for
// journal/verify.
func Audit(ctx context.Context, j *journal.Journal, protected func(n identity.Number, at calendar.Instant) bool) (Audited, error) {
	book, err := Read(ctx, j)
	if err != nil {
		return Audited{}, err
	}
	a := &auditor{book: book, protected: protected, read: map[lineKey]journal.Event{}}
	a.Facts = len(book.facts)
	if len(book.facts) > 0 {
		a.since = book.facts[0].Event
	}
	_, err = j.Scan(ctx, 0, func(e *journal.Event) error {
		if strings.HasPrefix(e.Stream, readingPrefix) {
			a.take(e)
		}
		return nil
	})
	return a.Audited, err
}

type auditor struct {
	Audited
	book      *Book
	since     int64 // staff have been kept from this event; 0 when they are not
	protected func(identity.Number, calendar.Instant) bool
	read      map[lineKey]journal.Event // readings, as reviews name them
}

func (a *auditor) fault(e *journal.Event, format string, args ...any) {
	a.Faults = append(a.Faults, fmt.Sprintf("event %d: %s", e.Seq, fmt.Sprintf(format, args...)))
}

func (a *auditor) take(e *journal.Event) {
	party := identity.Number(e.Party)
	if e.Party == 0 || e.Stream != ReadingStream(party) {
		a.fault(e, "a line of the reading log does not stand with the person it is about")
		return
	}
	switch e.Kind {
	case readKind:
		a.Readings++
		a.read[lineKey{party, e.Version}] = journal.Event{Version: e.Version, Kind: e.Kind, Actor: e.Actor, RecordedAt: e.RecordedAt}
		if _, err := lineOf(e); err != nil {
			a.fault(e, "the line of the reading log cannot be read, or says not who, why or what")
			return
		}
		a.reading(e, party)
	case KindReviewed:
		a.Reviews++
		a.review(e, party)
	default:
		a.fault(e, "the kind %s does not belong in the reading log", e.Kind)
	}
}

// reading holds one reading against the rights its reader had then.
func (a *auditor) reading(e *journal.Event, party identity.Number) {
	if a.since == 0 || e.Seq < a.since {
		return
	}
	on := e.RecordedAt.Date()
	if _, here := a.book.Staff(e.Actor, on, e.RecordedAt); !here {
		a.fault(e, "read by %q, who was not staff on %s", e.Actor, on)
		return
	}
	near := append(a.book.numbers(e.Actor, e.RecordedAt), a.book.tiesOf(e.Actor, on, e.RecordedAt)...)
	for _, n := range near {
		if n == party {
			a.fault(e, "%q read his or her own facts, or those of somebody near (FL 16)", e.Actor)
			return
		}
	}
	if a.protected != nil && a.protected(party, e.RecordedAt) && !a.book.mayOwn(e.Actor, HandleProtected, e.RecordedAt) {
		a.fault(e, "%q read the facts of a protected person without the right (%s) on %s", e.Actor, HandleProtected, on)
	}
}

func (a *auditor) review(e *journal.Event, party identity.Number) {
	v, err := reviewOf(e)
	if err != nil {
		a.fault(e, "the review cannot be read")
		return
	}
	read, ok := a.read[lineKey{party, v.Reading}]
	switch {
	case !ok:
		a.fault(e, "the review is of a reading, number %d, that is not there", v.Reading)
	case !separate(a.book, e.Actor, e.RecordedAt.Date(), &read, e.RecordedAt):
		a.fault(e, "%q reviewed a reading that was the reviewer's own, or of one who acts for the same", e.Actor)
	case a.since != 0 && e.Seq > a.since && !a.book.mayOwn(e.Actor, ReviewLog, e.RecordedAt):
		a.fault(e, "%q reviewed without the right (%s) on %s", e.Actor, ReviewLog, e.RecordedAt.Date())
	}
}
