package claim_test

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"balans/law/calendar"
	"balans/law/identity"
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

// A respite adds to the time that a deferral in force gives, as it adds to that of one that has
// ended: who still has a deferral is not barred before who has none (SKPRESKL 4, 6).
func TestLimitation_respiteWhileADeferralIsInForce(t *testing.T) {
	p := secondParameters(t)
	law := prepared(t, p)
	day := func(y int, m time.Month, d int) calendar.Date { return calendar.New(y, m, d) }
	d := claim.Decision{ID: "C", DecidedOn: day(2022, time.September, 1), Principal: 100, Debtors: []claim.Debtor{{Number: 193502017456}}, Benefit: 1}
	at := func(k claim.Kind, on, until calendar.Date) claim.Event {
		return claim.Event{Kind: k, OccurredOn: on, RecordedAt: calendar.EndOfDay(on), Details: &claim.Details{Until: until, First: calendar.None}}
	}
	events := []claim.Event{at(claim.DeferralGranted, d.DecidedOn, calendar.None), at(claim.Dispatched, d.DecidedOn, calendar.None),
		at(claim.RespiteGranted, day(2028, time.January, 1), day(2049, time.September, 6))}
	on := day(2028, time.June, 1)
	got := claim.LimitationOf(&d, events, on, calendar.EndOfDay(on), law)
	if got.Last != day(2040, time.December, 31) { // two years after 2028, and ten
		t.Errorf("the last day is %s: %v", got.Last, got.Chain)
	}
	checkSecondLimit(t, secondLife{Decision: d, events: events}, got, secondLimitOf(&d, events, on, calendar.EndOfDay(on), p))
}

// Each debtor's time to ask for reconsideration is his own: who was served long ago is too late,
// also when another's review has just been served (SFB 113:19).
func TestDeadlines_eachDebtorsOwnTime(t *testing.T) {
	p := secondParameters(t)
	law := prepared(t, p)
	a, b := identity.Number(193501096998), identity.Number(193501259166)
	d := claim.Decision{ID: "C", DecidedOn: calendar.New(2022, time.February, 1), Principal: 100, Debtors: []claim.Debtor{{Number: a}, {Number: b}}, Benefit: 1}
	at := func(k claim.Kind, m time.Month, day int, debtor identity.Number) claim.Event {
		on := calendar.New(2022, m, day)
		return claim.Event{Kind: k, OccurredOn: on, RecordedAt: calendar.EndOfDay(on), Details: &claim.Details{Until: calendar.None, First: calendar.None, Debtor: debtor}}
	}
	before := []claim.Event{at(claim.Dispatched, time.February, 1, 0), at(claim.Served, time.February, 1, 0), at(claim.ReconsiderationAsked, time.February, 2, a), at(claim.ReviewServed, time.July, 15, a)}
	on := calendar.New(2023, time.March, 1)
	for _, x := range []struct {
		asks identity.Number
		last calendar.Date
	}{{a, calendar.None}, {b, calendar.New(2022, time.September, 15)}} {
		events := append(slices.Clone(before), at(claim.Appealed, time.July, 16, x.asks))
		got, second := claim.DeadlinesOf(&d, events, on, calendar.EndOfDay(on), law), secondDaysOf(&d, events, on, calendar.EndOfDay(on), p)
		if got.LastDay != x.last || second.lastDay != x.last {
			t.Errorf("%s appeals: the last day is %s, by the second %s, want %s", x.asks.Masked(), got.LastDay, second.lastDay, x.last)
		}
	}
}
