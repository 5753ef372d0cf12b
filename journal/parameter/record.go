package parameter

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"balans/journal"
	"balans/law/calendar"
	"balans/law/statute"
)

// The errors of recording.
var (
	ErrFuture  = errors.New("parameter: what is set cannot have become known in the future")
	ErrOverlap = errors.New("parameter: two values that become known together have days in common")
	ErrText    = errors.New("parameter: the source holds a control character or is not UTF-8")
	ErrNothing = errors.New("parameter: there is nothing to record")
	ErrNobody  = errors.New("parameter: who sets the value is to be named")
)

// Entry says who records settings and why.
type Entry struct{ Actor, Cause string }

// Record stores settings, all or none. A setting with KnownAt 0 becomes known at the
// commit; another KnownAt takes over history and may not be later than the journal's
// clock. The key makes the command idempotent: the same list under the same key is stored
// once, another list under it is journal.ErrKeyReused; "" gives no protection. A dry run
// checks the same and shows what would be stored.
//
// The error is statute.ErrUndeclared, ErrUnit or ErrValue for what is no value of a
// parameter, or one of the errors of this package; it names the parameter.
func Record(ctx context.Context, j *journal.Journal, settings []Setting, by Entry, key string, dryRun bool) (journal.Receipt, error) {
	switch {
	case len(settings) == 0:
		return journal.Receipt{}, ErrNothing
	case by.Actor == "":
		return journal.Receipt{}, ErrNobody
	}
	p, err := statute.Load()
	if err != nil {
		return journal.Receipt{}, err
	}
	var input strings.Builder
	for _, s := range settings {
		if err := check(p, s.Value); err != nil {
			return journal.Receipt{}, err
		}
		fmt.Fprintf(&input, "%d %s\n", s.KnownAt, formatBody(s.Value))
	}
	if err := refuseOverlaps(settings); err != nil {
		return journal.Receipt{}, err
	}
	return j.Do(ctx, journal.Command{Stream: Stream, Key: key, Input: input.String(), DryRun: dryRun,
		Rule: func([]journal.Event) ([]journal.New, error) {
			return events(settings, by, calendar.InstantOf(j.Now()))
		}})
}

// events is the settings as they are to be stored.
func events(settings []Setting, by Entry, now calendar.Instant) ([]journal.New, error) {
	out := make([]journal.New, len(settings))
	for i, s := range settings {
		if s.KnownAt > now {
			return nil, fmt.Errorf("%w: %s from %s is recorded at %s, and it is %s; leave recorded_at out for what becomes known now",
				ErrFuture, s.Value.Name, s.Value.From, s.KnownAt, now)
		}
		out[i] = journal.New{Kind: Kind, OccurredOn: s.Value.From, RecordedAt: s.KnownAt, Actor: by.Actor, Cause: by.Cause, Body: formatBody(s.Value)}
	}
	return out, nil
}

// check is what the declarations say of a value, and that it can be stored.
func check(p *statute.Parameters, v statute.Value) error {
	if err := p.Check(v); err != nil {
		return err
	}
	if !utf8.ValidString(v.Source) || strings.ContainsFunc(v.Source, unicode.IsControl) {
		return fmt.Errorf("%w: %s from %s: %q", ErrText, v.Name, v.From, v.Source)
	}
	return nil
}

// refuseOverlaps: which of two values that become known together holds is not said by
// anything, so it is a mistake.
func refuseOverlaps(settings []Setting) error {
	sorted := slices.Clone(settings)
	slices.SortStableFunc(sorted, func(a, b Setting) int {
		return cmp.Or(cmp.Compare(a.Value.Name, b.Value.Name), cmp.Compare(a.KnownAt, b.KnownAt), cmp.Compare(a.Value.From, b.Value.From))
	})
	for i := 1; i < len(sorted); i++ {
		a, b := sorted[i-1], sorted[i]
		if a.Value.Name == b.Value.Name && a.KnownAt == b.KnownAt && a.Value.Period().Overlaps(b.Value.Period()) {
			return fmt.Errorf("%w: %s of %s and of %s", ErrOverlap, a.Value.Name, a.Value.Period(), b.Value.Period())
		}
	}
	return nil
}
