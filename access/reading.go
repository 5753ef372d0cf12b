package access

import (
	"context"
	"errors"
	"fmt"
	"net/url"

	"balans/journal"
	"balans/law/calendar"
	"balans/law/identity"
)

// readKind is the stored name of a line in the reading log.
const readKind = "access.read/1"

// ErrNoReader: a reading must say who reads, why and what.
var ErrNoReader = errors.New("a reading names its reader, its purpose and what is read")

// Reading is one view of facts about a person.
type Reading struct {
	Party   identity.Number // whose facts
	Actor   string          // who reads
	Cause   string          // by which page or command: its audit name
	Purpose string          // the reader's reason, in words
	Claim   string          // the claim that is shown
}

// ReadingStream is the journal stream that holds the readings of a party's facts.
func ReadingStream(party identity.Number) string {
	return fmt.Sprintf(readingPrefix+"%012d", int64(party))
}

func (r Reading) check() error {
	if r.Party == identity.None || r.Actor == "" || r.Cause == "" || r.Purpose == "" || r.Claim == "" {
		return ErrNoReader
	}
	return nil
}

func (r Reading) body() string {
	return "claim=" + url.QueryEscape(r.Claim) + " purpose=" + url.QueryEscape(r.Purpose)
}

// LogReading writes the reading on the person's stream. Only when it returns nil
// may the facts be shown: the line is then on disk.
func LogReading(ctx context.Context, j *journal.Journal, r Reading) error {
	if err := r.check(); err != nil {
		return err
	}
	// A reading depends on no earlier one, so the stream, which grows with every
	// look, is not read.
	_, err := j.Append(ctx, journal.Append{Party: int64(r.Party), Stream: ReadingStream(r.Party), Expected: journal.AnyVersion,
		Events: []journal.New{{
			Kind:       readKind,
			OccurredOn: calendar.InstantOf(j.Now()).Date(),
			Actor:      r.Actor,
			Cause:      r.Cause,
			Body:       r.body(),
		}}})
	if err != nil {
		return fmt.Errorf("write the reading log: %w", err)
	}
	return nil
}
