package claim

import (
	"context"
	"fmt"
	"hash/fnv"
	"sync"

	"balans/journal"
	"balans/journal/parameter"
	"balans/law/calendar"
	"balans/law/statute"
)

// LawBook is the law of claims as it was known at any instant: the parameters
// of the program, and what the agency has recorded beside them.
type LawBook struct {
	book    *parameter.Book
	changes []calendar.Instant
	laws    map[*statute.Parameters]*Law
}

// NewLawBook prepares the law for every instant at which what was known changed.
func NewLawBook(base *statute.Parameters, settings []parameter.Setting) (*LawBook, error) {
	book, err := parameter.NewBook(base, settings)
	if err != nil {
		return nil, err
	}
	b := &LawBook{book: book, changes: book.Changes(), laws: map[*statute.Parameters]*Law{}}
	for _, k := range append([]calendar.Instant{0}, b.changes...) {
		p := book.At(k)
		if b.laws[p] == nil {
			if b.laws[p], err = NewLaw(p); err != nil {
				return nil, fmt.Errorf("the law as known at %s: %w", k, err)
			}
		}
	}
	return b, nil
}

// ReadLaw reads what the agency has recorded and adds it to the parameters of
// the program.
func ReadLaw(ctx context.Context, j *journal.Journal) (*LawBook, error) {
	settings, err := parameter.Read(ctx, j)
	if err != nil {
		return nil, err
	}
	base, err := statute.Load()
	if err != nil {
		return nil, err
	}
	return NewLawBook(base, settings)
}

// At is the law as known at the instant.
func (b *LawBook) At(k calendar.Instant) *Law { return b.laws[b.book.At(k)] }

// Parameters is every parameter as known at the instant.
func (b *LawBook) Parameters(k calendar.Instant) *statute.Parameters { return b.book.At(k) }

// digest tells one book from another: columns hold postings derived from it.
func (b *LawBook) digest() int64 {
	h := fnv.New64a()
	for _, k := range append([]calendar.Instant{0}, b.changes...) {
		fmt.Fprintln(h, k, *b.At(k))
	}
	return int64(h.Sum64())
}

// ownLaw is the law of the program alone, for columns made without a journal.
var ownLaw = sync.OnceValues(func() (*LawBook, error) {
	base, err := statute.Load()
	if err != nil {
		return nil, err
	}
	return NewLawBook(base, nil)
})
