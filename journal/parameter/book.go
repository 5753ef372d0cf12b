package parameter

import (
	"fmt"
	"slices"

	"balans/law/calendar"
	"balans/law/statute"
)

// Book is the parameters as they were known at any instant: a base, and settings laid over
// it from the instant each became known. It does not change once made and may be used by
// many at once.
type Book struct {
	base    *statute.Parameters
	changes []calendar.Instant    // ascending
	sets    []*statute.Parameters // what is known from the change with the same index
}

// NewBook makes the book of some settings, which need not be in order; those known at the
// same instant hold in the order they are given. It fails when a setting is not allowed by
// the declarations of the base, or has no instant.
func NewBook(base *statute.Parameters, settings []Setting) (*Book, error) {
	b := &Book{base: base}
	settings = slices.Clone(settings)
	inOrderKnown(settings)
	known := base
	for len(settings) > 0 {
		at := settings[0].KnownAt
		if at == 0 {
			return nil, fmt.Errorf("the setting of %s from %s does not say when it became known", settings[0].Value.Name, settings[0].Value.From)
		}
		n := 0
		var values []statute.Value
		for ; n < len(settings) && settings[n].KnownAt == at; n++ {
			values = append(values, settings[n].Value)
		}
		settings = settings[n:]
		next, err := known.Overlay(values)
		if err != nil {
			return nil, fmt.Errorf("a setting known from %s: %w", at, err)
		}
		known = next
		b.changes, b.sets = append(b.changes, at), append(b.sets, next)
	}
	return b, nil
}

// At is the parameters as known at an instant. The same set is given for all instants
// between two changes, so it can be compared with ==.
func (b *Book) At(k calendar.Instant) *statute.Parameters {
	i, found := slices.BinarySearch(b.changes, k)
	if found {
		i++
	}
	if i == 0 {
		return b.base
	}
	return b.sets[i-1]
}

// Changes is the instants at which something became known, ascending, each once.
func (b *Book) Changes() []calendar.Instant { return slices.Clone(b.changes) }
