// Package positiontest lays claims down for tests of plans, set-off and payments:
// a law with made-up lending rates, claims in memory or in a journal on either
// database, and a clock that the test sets.
//
// It is for tests only and checks nothing itself.
package positiontest

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"balans/journal"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
	"balans/law/statute"
	"balans/prevent/benefit"
	"balans/recover/claim"
	"balans/recover/position"
	"balans/testenv/require"
)

// People who owe.
const (
	A = identity.Number(198501012382)
	B = identity.Number(193501096998)
)

// lending are the made-up state lending rates of the worked cases, for years in a
// row.
const lending = `state_lending_rate,10000,ppm,2022-01-01,2022-12-31,made up for the test,F
state_lending_rate,20000,ppm,2023-01-01,2023-12-31,made up for the test,F
state_lending_rate,30000,ppm,2024-01-01,2024-12-31,made up for the test,F
state_lending_rate,25000,ppm,2025-01-01,2026-12-31,made up for the test,F
`

// Terms are the law of the worked cases, with further lines of parameters.
func Terms(t testing.TB, lines ...string) claim.Terms {
	t.Helper()
	return termsOf(t, statute.Columns+"\n"+lending+strings.Join(lines, "\n"))
}

// TermsAsKnown are the law of the program alone: no lending rate is known.
func TermsAsKnown(t testing.TB) claim.Terms { return termsOf(t, statute.Columns+"\n") }

func termsOf(t testing.TB, file string) claim.Terms {
	t.Helper()
	own, err := statute.Load()
	if err != nil {
		t.Fatal(err)
	}
	p, err := own.With("test", strings.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	book, err := claim.NewLawBook(p, nil)
	if err != nil {
		t.Fatal(err)
	}
	return book.TermsOf(0)
}

// Day reads a date.
func Day(s string) calendar.Date {
	d, err := calendar.Parse(s)
	if err != nil {
		panic(err)
	}
	return d
}

// Decision is a claim of so many kronor against A, decided on the day.
func Decision(id, decided string, kronor int64) claim.Decision {
	code, _ := benefit.Parse("sjukpenning")
	return claim.Decision{ID: id, Debtors: []claim.Debtor{{Number: A}}, Benefit: code, Type: claim.Ordinary, DecidedOn: Day(decided), Principal: money.Kronor(kronor)}
}

// Event is an event known on its day.
func Event(k claim.Kind, on string) claim.Event {
	return claim.Event{Kind: k, OccurredOn: Day(on), RecordedAt: calendar.EndOfDay(Day(on))}
}

// Paid is a payment that the law divides.
func Paid(on string, amount money.Amount) claim.Event {
	e := Event(claim.Paid, on)
	e.Amount, e.ByLaw = amount, true
	return e
}

// Late is an instant after every day of the tests.
var Late = calendar.EndOfDay(calendar.New(2040, 1, 1))

// At is where a claim stands on the day, as known long after.
func At(t testing.TB, terms claim.Terms, d claim.Decision, on string, events ...claim.Event) *position.Position {
	t.Helper()
	for i := range events {
		events[i].Ordinal = int64(i + 1)
		if events[i].ID == "" {
			events[i].ID = fmt.Sprintf("e%d", i+1)
		}
	}
	claim.Sort(events)
	p, err := position.Of(d, events, Day(on), Late, terms)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// Office is a journal with a clock the test sets.
type Office struct {
	T     testing.TB
	J     *journal.Journal
	Terms claim.Terms
	DSN   string
	now   *time.Time
	keys  int
}

// OnEach runs a test on SQLite and on PostgreSQL, on the evening of 2024-01-01.
func OnEach(t *testing.T, test func(o *Office)) {
	run := func(t *testing.T, dsn string) {
		now := time.Date(2024, 1, 1, 18, 0, 0, 0, time.UTC)
		o := &Office{T: t, Terms: Terms(t), DSN: dsn, now: &now}
		o.Reopen()
		defer func() { o.J.Close() }()
		test(o)
	}
	t.Run("SQLite", func(t *testing.T) { run(t, filepath.Join(t.TempDir(), "position.db")) })
	t.Run("PostgreSQL", func(t *testing.T) { run(t, require.Postgres(t)) })
}

// Reopen opens the journal anew, as after a crash.
func (o *Office) Reopen() {
	o.T.Helper()
	if o.J != nil {
		o.J.Close()
	}
	var err error
	if o.J, err = journal.Open(o.T.Context(), o.DSN, journal.WithClock(func() time.Time { return *o.now })); err != nil {
		o.T.Fatal(err)
	}
}

// Today sets the clock to the evening of a day.
func (o *Office) Today(day string) calendar.Date {
	d := Day(day)
	*o.now = calendar.StartOfDay(d).Time().Add(18 * time.Hour)
	return d
}

// Errand is one with a new key.
func (o *Office) Errand() position.Errand {
	o.keys++
	return position.Errand{Terms: o.Terms, By: claim.Entry{Actor: "test", Cause: "test"}, Key: fmt.Sprintf("key-%d", o.keys)}
}

// Decide stores a decision and its dispatch.
func (o *Office) Decide(d claim.Decision, sent string) position.Claim {
	o.T.Helper()
	by := claim.Entry{Actor: "test", Cause: "test"}
	e := Event(claim.Dispatched, sent)
	a := journal.Append{Party: int64(d.Party()), Stream: claim.Stream(d.ID), Events: []journal.New{d.ToJournal(by), e.ToJournal(by)}}
	if _, err := o.J.Append(o.T.Context(), a); err != nil {
		o.T.Fatal(err)
	}
	return position.Claim{Party: d.Party(), ID: d.ID}
}

// Record stores an event of a claim through the guards.
func (o *Office) Record(c position.Claim, e claim.Event) {
	o.T.Helper()
	x := position.Command{Errand: o.Errand(), Claims: []position.Claim{c}, Rule: func(d *position.Draft) error { return d.Add(d.Claims[0], e) }}
	if _, err := x.Do(o.T.Context(), o.J); err != nil {
		o.T.Fatal(err)
	}
}

// At is where a stored claim stands on the day, as known now.
func (o *Office) At(c position.Claim, on string) *position.Position {
	o.T.Helper()
	stream, err := o.J.Load(o.T.Context(), int64(c.Party), claim.Stream(c.ID))
	if err != nil {
		o.T.Fatal(err)
	}
	d, events, err := claim.FromJournal(stream)
	if err != nil {
		o.T.Fatal(err)
	}
	d.ID = c.ID
	p, err := position.Of(d, events, Day(on), Late, o.Terms)
	if err != nil {
		o.T.Fatal(err)
	}
	return p
}

// Refused fails the test unless the error is a refusal by the rule, be it of a
// claim's guard or of a use case.
func Refused(t testing.TB, err error, code string) {
	t.Helper()
	switch r := err.(type) {
	case *position.Refusal:
		if r.Code == code && strings.Contains(err.Error(), code) {
			return
		}
	case *claim.Refusal:
		if r.Rule.ID == code {
			return
		}
	}
	t.Errorf("%v; the rule %s should have stopped it", err, code)
}
