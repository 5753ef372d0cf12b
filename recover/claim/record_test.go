package claim_test

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"balans/journal"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
	"balans/prevent/benefit"
	"balans/recover/claim"
	"balans/testenv/require"
)

var recordTerms = claim.Terms{DueDays: 30, FinalMonths: 2, OldLimitYears: 10, NewLimitYears: 5}

// onEach runs a test on SQLite and on PostgreSQL, on the evening of 2025-03-03.
func onEach(t *testing.T, test func(t *testing.T, j *journal.Journal)) {
	run := func(t *testing.T, dsn string) {
		now := time.Date(2025, 3, 3, 18, 0, 0, 0, time.UTC)
		j, err := journal.Open(t.Context(), dsn, journal.WithClock(func() time.Time { return now }))
		if err != nil {
			t.Fatal(err)
		}
		defer j.Close()
		test(t, j)
	}
	t.Run("SQLite", func(t *testing.T) { run(t, filepath.Join(t.TempDir(), "record.db")) })
	t.Run("PostgreSQL", func(t *testing.T) { run(t, require.Postgres(t)) })
}

const recordParty = identity.Number(198501012382)

// decide stores the decision of a NEW claim of 1 000 kr.
func decide(t *testing.T, j *journal.Journal, id string) {
	t.Helper()
	code, _ := benefit.Parse("sjukpenning")
	d := claim.Decision{ID: id, Debtors: []claim.Debtor{{Number: recordParty}}, Benefit: code, DecidedOn: calendar.New(2024, 9, 2), Principal: money.Kronor(1000)}
	if _, err := j.Append(t.Context(), journal.Append{Party: int64(recordParty), Stream: claim.Stream(id), Events: []journal.New{d.ToJournal(claim.Entry{Actor: "test"})}}); err != nil {
		t.Fatal(err)
	}
}

func record(id, key string, k claim.Kind, on calendar.Date, amount money.Amount) *claim.Record {
	return &claim.Record{Party: recordParty, Claim: id, Key: key, By: claim.Entry{Actor: "test", Cause: "test"}, Terms: recordTerms,
		Event: claim.Event{Kind: k, OccurredOn: on, Amount: amount, ToPrincipal: amount}}
}

func TestRecord_refusedMeansNothingChanged(t *testing.T) {
	onEach(t, func(t *testing.T, j *journal.Journal) {
		decide(t, j, "R-1")
		sept := calendar.New(2024, 9, 5)
		for _, r := range []*claim.Record{record("R-1", "a", claim.Dispatched, sept, 0), record("R-1", "b", claim.Served, sept+10, 0)} {
			if _, err := r.Do(t.Context(), j); err != nil {
				t.Fatal(err)
			}
		}
		before, err := j.Head(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range []struct {
			r    *claim.Record
			rule string
		}{
			{record("R-1", "c", claim.Paid, calendar.New(2024, 8, 30), money.Kronor(100)), "before-decision"},
			{record("R-1", "d", claim.Paid, sept+20, 0), "amount-missing"},
			{record("R-1", "e", claim.Referred, sept+35, 0), "not-final"},
			{record("R-1", "f", claim.Referred, sept+20, 0), "not-due"},
			{record("R-1", "g", claim.PlanEnded, sept+20, 0), "end-without-start"},
			{record("R-1", "h", claim.Paid, calendar.New(2025, 3, 4), money.Kronor(100)), "known-before-it-occurred"},
			{record("R-1", "i", claim.Paid, sept+20, money.Kronor(1001)), "more-than-left"},
		} {
			_, err := c.r.Do(t.Context(), j)
			var refusal *claim.Refusal
			if !errors.As(err, &refusal) || refusal.Rule.ID != c.rule {
				t.Errorf("%s on %s: %v; the rule %s should stop it", c.r.Event.Kind, c.r.Event.OccurredOn, err, c.rule)
			} else if !strings.Contains(err.Error(), c.rule) || !strings.Contains(err.Error(), refusal.Rule.Source) {
				t.Errorf("the error does not name its rule and source: %v", err)
			}
		}
		if _, err := record("R-9", "k", claim.Paid, sept, money.Kronor(1)).Do(t.Context(), j); err == nil {
			t.Error("a payment on a claim that does not exist was stored")
		}
		if after, err := j.Head(t.Context()); err != nil || after != before {
			t.Errorf("refused commands changed the journal: %+v, %+v, %v", before, after, err)
		}
		if _, err := record("R-1", "l", claim.Referred, calendar.New(2025, 1, 7), 0).Do(t.Context(), j); err != nil {
			t.Errorf("a hand-over after final force was refused: %v", err)
		}
	})
}

// TestRecord_manyAtOnceNeverPayMoreThanIsOwed lets 16 callers pay a tenth each:
// ten are taken and six refused, whoever they are.
func TestRecord_manyAtOnceNeverPayMoreThanIsOwed(t *testing.T) {
	onEach(t, func(t *testing.T, j *journal.Journal) {
		decide(t, j, "R-2")
		var wg sync.WaitGroup
		errs := make([]error, 16)
		for i := range errs {
			wg.Go(func() {
				_, errs[i] = record("R-2", fmt.Sprintf("pay-%d", i), claim.Paid, calendar.New(2024, 10, 1), money.Kronor(100)).Do(t.Context(), j)
			})
		}
		wg.Wait()
		refused := 0
		for _, err := range errs {
			var refusal *claim.Refusal
			if errors.As(err, &refusal) && refusal.Rule.ID == "more-than-left" {
				refused++
			} else if err != nil {
				t.Error(err)
			}
		}
		stream, err := j.Load(t.Context(), int64(recordParty), claim.Stream("R-2"))
		if err != nil {
			t.Fatal(err)
		}
		d, events, err := claim.FromJournal(stream)
		if err != nil {
			t.Fatal(err)
		}
		s := claim.Fold(&d, events, calendar.New(2025, 3, 3), calendar.EndOfDay(calendar.New(2025, 3, 3)))
		if refused != 6 || s.Outstanding != 0 || len(events) != 10 {
			t.Errorf("%d refused, %d payments stored, %s kr left; want 6, 10 and 0", refused, len(events), s.Outstanding)
		}
	})
}

func TestRecord_sameKeyTwiceIsOneEvent(t *testing.T) {
	onEach(t, func(t *testing.T, j *journal.Journal) {
		decide(t, j, "R-3")
		pay := func(kronor int64) (journal.Receipt, error) {
			return record("R-3", "one", claim.Paid, calendar.New(2024, 10, 1), money.Kronor(kronor)).Do(t.Context(), j)
		}
		if _, err := pay(100); err != nil {
			t.Fatal(err)
		}
		if again, err := pay(100); err != nil || !again.Replayed {
			t.Errorf("the repeated command: replayed %v, %v", again.Replayed, err)
		}
		if _, err := pay(200); !errors.Is(err, journal.ErrKeyReused) {
			t.Errorf("another payment under the same key: %v", err)
		}
		dry := record("R-3", "two", claim.Paid, calendar.New(2024, 10, 2), money.Kronor(50))
		dry.DryRun = true
		if r, err := dry.Do(t.Context(), j); err != nil || !r.DryRun || len(r.Events) != 1 {
			t.Errorf("the dry run: %+v, %v", r, err)
		}
		if stream, err := j.Load(t.Context(), int64(recordParty), claim.Stream("R-3")); err != nil || len(stream) != 2 {
			t.Errorf("%d events stored, want the decision and one payment; %v", len(stream), err)
		}
	})
}
