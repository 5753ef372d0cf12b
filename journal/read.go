package journal

import (
	"context"
	"errors"
	"fmt"

	"balans/law/calendar"
)

// Load returns the events of a stream in order of version; none if it does not
// exist.
func (j *Journal) Load(ctx context.Context, party int64, stream string) ([]Event, error) {
	return j.LoadAfter(ctx, party, stream, 0)
}

// LoadAfter returns the events of a stream whose version is above after, in order: what has
// come to a stream that was read before.
func (j *Journal) LoadAfter(ctx context.Context, party int64, stream string, after int32) ([]Event, error) {
	rows, err := j.readQuery(ctx, selectStream, party, stream, after)
	if err != nil {
		return nil, fmt.Errorf("load %s: %w", stream, explain(err))
	}
	defer rows.Close()
	var events []Event
	for rows.Next() {
		var e Event
		if err := scanEvent(rows, &e); err != nil {
			return nil, fmt.Errorf("load %s: %w", stream, err)
		}
		events = append(events, e)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("load %s: %w", stream, explain(err))
	}
	return events, nil
}

// Version is how many events a stream has; 0 when it does not exist.
func (j *Journal) Version(ctx context.Context, party int64, stream string) (version int32, err error) {
	rows, err := j.readQuery(ctx, selectVersion, party, stream)
	if err != nil {
		return 0, fmt.Errorf("the version of %s: %w", stream, explain(err))
	}
	defer rows.Close()
	for rows.Next() {
		if err := rows.Scan(&version); err != nil {
			return 0, fmt.Errorf("the version of %s: %w", stream, explain(err))
		}
	}
	return version, rows.Err()
}

// LoadParty returns every event kept under a person or an organisation, in order of
// stream and version. The agency's own streams (party 0) are not loaded so: they are
// too many.
func (j *Journal) LoadParty(ctx context.Context, party int64) ([]Event, error) {
	if party == 0 {
		return nil, errors.New("the agency's own streams are loaded one by one")
	}
	rows, err := j.readQuery(ctx, selectParty, party)
	if err != nil {
		return nil, fmt.Errorf("load what is known of a party: %w", explain(err))
	}
	defer rows.Close()
	var events []Event
	for rows.Next() {
		var e Event
		if err := scanEvent(rows, &e); err != nil {
			return nil, err
		}
		events = append(events, e)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("load what is known of a party: %w", explain(err))
	}
	return events, nil
}

// scanWindow is how many events are read a query: enough to be fast, little
// enough to sort in memory and to stop soon when asked.
const scanWindow = 100_000

// Scan calls fn with every event after seq in order of seq, up to the head as
// it was when the scan began, and returns that head. The event is reused
// between calls.
func (j *Journal) Scan(ctx context.Context, seq int64, fn func(*Event) error) (Head, error) {
	var e Event
	return j.scan(ctx, seq, selectRange, func(s scanner) error {
		if err := scanEvent(s, &e); err != nil {
			return err
		}
		return fn(&e)
	})
}

// ScanFacts is Scan for building derived columns: actor, cause and hash are left out.
func (j *Journal) ScanFacts(ctx context.Context, seq int64, fn func(*Event) error) (Head, error) {
	var e Event
	return j.scan(ctx, seq, selectFacts, func(s scanner) error {
		var occurred int32
		var recorded int64
		if err := s.Scan(&e.Seq, &e.Party, &e.Stream, &e.Version, &e.Kind, &occurred, &recorded,
			&e.Ordinal, &e.Key, &e.Body); err != nil {
			return err
		}
		d, err := calendar.FromInt(occurred)
		if err != nil {
			return fmt.Errorf("event %d: %w", e.Seq, err)
		}
		e.OccurredOn, e.RecordedAt = d, calendar.Instant(recorded)
		return fn(&e)
	})
}

// ScanBetween calls fn with every event whose seq is above after and below before, in
// order of seq: what a mass write wrote, between its two notes. The event is reused
// between calls.
func (j *Journal) ScanBetween(ctx context.Context, after, before int64, fn func(*Event) error) error {
	var e Event
	return j.window(ctx, after, before-1, selectRange, func(s scanner) error {
		if err := scanEvent(s, &e); err != nil {
			return err
		}
		return fn(&e)
	})
}

type scanner interface{ Scan(dest ...any) error }

func (j *Journal) scan(ctx context.Context, seq int64, query string, row func(scanner) error) (Head, error) {
	head, err := j.Head(ctx)
	if err != nil {
		return Head{}, err
	}
	return head, j.window(ctx, seq, head.Seq, query, row)
}

// window reads the events after one and up to and including another.
func (j *Journal) window(ctx context.Context, seq, last int64, query string, row func(scanner) error) error {
	for at := seq; at < last; at += scanWindow {
		rows, err := j.read.QueryContext(ctx, query, at, min(at+scanWindow, last))
		if err != nil {
			return fmt.Errorf("read the journal: %w", explain(err))
		}
		found := int64(0)
		for rows.Next() {
			if err := row(rows); err != nil {
				rows.Close()
				return err
			}
			found++
		}
		if err := errors.Join(rows.Err(), rows.Close()); err != nil {
			return fmt.Errorf("read the journal: %w", explain(err))
		}
		if wanted := min(at+scanWindow, last) - at; found != wanted {
			return fmt.Errorf("read the journal: %d events are stored after event %d where there should be %d; it has been changed, run `balans verify`",
				found, at, wanted)
		}
	}
	return nil
}
