package position_test

import (
	"errors"
	"testing"

	"balans/journal"
	"balans/law/money"
	"balans/recover/claim"
	"balans/recover/position"
	. "balans/recover/position/positiontest"
)

// TestCommand_isNotDoneOnWhatNobodySaw: a claim that has got more events than its reader
// saw stops the command, also when it is written to between the reading and the commit.
func TestCommand_isNotDoneOnWhatNobodySaw(t *testing.T) {
	OnEach(t, func(o *Office) {
		a, b := o.Decide(Decision("A", "2024-01-10", 900), "2024-01-15"), o.Decide(Decision("B", "2024-01-10", 900), "2024-01-15")
		o.Today("2024-03-01")
		seen := map[position.Claim]int{a: 2, b: 2} // the decision and its dispatch
		first := payBoth(o, "2024-02-28", money.Kronor(100), a, b)
		first.Seen = seen
		if _, err := first.Do(t.Context(), o.J); err != nil {
			t.Fatal(err)
		}
		if again, err := first.Do(t.Context(), o.J); err != nil || !again.Replayed {
			t.Errorf("sent twice: %+v, %v", again, err) // it is not stopped by its own events
		}
		second := payBoth(o, "2024-02-28", money.Kronor(50), a, b)
		second.Seen = seen
		_, err := second.Do(t.Context(), o.J)
		var changed *position.Changed
		if !errors.As(err, &changed) || changed.Claim != a || changed.Seen != 2 || len(changed.Events) != 3 {
			t.Fatalf("%v", err)
		}
		second.Seen = map[position.Claim]int{a: 3, b: 2}
		if _, err := second.Do(t.Context(), o.J); !errors.As(err, &changed) || changed.Claim != b {
			t.Errorf("the other claim: %v", err)
		}
		// Somebody writes after the command has read, and before it stores.
		second.Seen = map[position.Claim]int{a: 3, b: 3}
		rule, tries := second.Rule, 0
		second.Rule = func(d *position.Draft) error {
			if tries++; tries == 1 {
				o.Record(b, Paid("2024-02-29", money.Kronor(1)))
			}
			return rule(d)
		}
		if _, err := second.Do(t.Context(), o.J); !errors.As(err, &changed) || changed.Claim != b || tries != 1 {
			t.Errorf("written meanwhile, %d tries: %v", tries, err)
		}
		if n := len(o.At(a, "2024-03-01").Events); n != 2 {
			t.Errorf("A has %d events: one payment was to be stored", n)
		}
	})
}

// TestCommand_dryRunIsAboutWhatWasRead: streams that are handed over are tried as they are;
// a command for real reads anew.
func TestCommand_dryRunIsAboutWhatWasRead(t *testing.T) {
	OnEach(t, func(o *Office) {
		a := o.Decide(Decision("A", "2024-01-10", 900), "2024-01-15")
		o.Today("2024-03-01")
		stream := position.Stream{Party: int64(a.Party), Name: claim.Stream(a.ID)}
		read, err := o.J.Load(t.Context(), stream.Party, stream.Name)
		if err != nil {
			t.Fatal(err)
		}
		o.Record(a, Paid("2024-02-20", money.Kronor(900)))
		c := payBoth(o, "2024-02-28", money.Kronor(100), a)
		c.DryRun, c.Read = true, map[position.Stream][]journal.Event{stream: read}
		shown, err := c.Do(t.Context(), o.J)
		if err != nil || len(shown.Events) != 1 || shown.Events[0].Version != 3 {
			t.Errorf("%+v, %v", shown, err)
		}
		c.DryRun = false
		stored, err := c.Do(t.Context(), o.J)
		if err != nil || stored.Events[0].Version != 4 {
			t.Errorf("%+v, %v", stored, err)
		}
	})
}
