package claim_test

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"balans/law/calendar"
	"balans/recover/claim"
)

// newDays are the last days of a chain, each time it moved on.
func newDays(chain []claim.Link) (days []calendar.Date) {
	for _, link := range chain {
		if link.Last != calendar.None && (len(days) == 0 || link.Last > days[len(days)-1]) {
			days = append(days, link.Last)
		}
	}
	return days
}

// checkSecondLimit holds the two implementations of limitation against each other.
func checkSecondLimit(t fataler, l secondLife, got *claim.Limitation, want secondLimit) {
	t.Helper()
	last := want.last
	if want.pending {
		last = calendar.None
	}
	if got.Last != last || got.Pending != want.pending {
		t.Fatalf("the last day is %s (pending %v), by the second %s (%v); chain %v, by the second %v%v", got.Last, got.Pending, last, want.pending, got.Chain, want.chain, l)
	}
	proceedings := slices.ContainsFunc(l.events, func(e claim.Event) bool { return e.Kind == claim.OrderApplied || e.Kind == claim.Referred })
	if !proceedings && !slices.Equal(newDays(got.Chain), want.chain) {
		t.Fatalf("the chain is %v, by the second %v%v", got.Chain, want.chain, l)
	}
}

var timedLives = secondShape{kinds: secondTimeKinds, span: 5200, types: []claim.Type{claim.Unstated, claim.Unstated, claim.Mistaken}}

// Limitation is the same as by the second implementation, of the claim and
// against each debtor.
func TestLimitation_isThatOfTheSecondImplementation(t *testing.T) {
	p := secondParameters(t)
	law := prepared(t, p)
	rapid.Check(t, func(t *rapid.T) {
		l := drawLife(t, timedLives)
		on, knownAt := drawOn(t, l, 6000), drawKnown(t, l)
		on = max(on, l.DecidedOn)
		for _, debtor := range l.Debtors {
			checkSecondLimit(t, l, claim.LimitationAgainst(&l.Decision, debtor.Number, l.events, on, knownAt, law),
				secondLimitAgainst(&l.Decision, debtor.Number, l.events, on, knownAt, p))
		}
		checkSecondLimit(t, l, claim.LimitationOf(&l.Decision, l.events, on, knownAt, law), secondLimitOf(&l.Decision, l.events, on, knownAt, p))
	})
}

// The days after dispatch and service are those of the second implementation.
func TestDeadlines_areThoseOfTheSecondImplementation(t *testing.T) {
	p := secondParameters(t)
	law := prepared(t, p)
	shape := secondShape{kinds: secondServiceKinds, span: 300, from: calendar.New(2011, time.January, 1), // the first day the term is known for
		types: []claim.Type{claim.Unstated, claim.Mistaken}}
	rapid.Check(t, func(t *rapid.T) {
		l := drawLife(t, shape)
		on, knownAt := drawOn(t, l, 500), drawKnown(t, l)
		a := claim.DeadlinesOf(&l.Decision, l.events, on, knownAt, law)
		got := secondDays{a.Due, a.Served, a.LastDay, a.Final, a.EarliestHandover}
		if want := secondDaysOf(&l.Decision, l.events, on, knownAt, p); got != want {
			t.Fatalf("on %s, known %s: due, served, last day, final, earliest hand-over are\n  %v\n  %v by the second%v", on, knownAt, got, want, l)
		}
	})
}
