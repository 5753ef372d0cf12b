package position_test

import (
	"errors"
	"testing"

	"balans/journal"
	"balans/law/money"
	"balans/recover/position"
	. "balans/recover/position/positiontest"
)

// TestCommand_storesWhatGoesWithIt: what goes with a command is in its commit, once, and
// neither is stored when either cannot be.
func TestCommand_storesWhatGoesWithIt(t *testing.T) {
	OnEach(t, func(o *Office) {
		a := o.Decide(Decision("A", "2024-01-10", 900), "2024-01-15")
		o.Today("2024-03-01")
		beside := func(expected int32) func(*position.Draft) ([]journal.Append, error) {
			return func(d *position.Draft) ([]journal.Append, error) {
				return []journal.Append{{Party: int64(a.Party), Stream: "beside", Expected: expected,
					Events: []journal.New{{Kind: "test.told/1", OccurredOn: d.Now.Date(), Actor: "test", Cause: "test", Body: d.Claims[0].Events[len(d.Claims[0].Events)-1].ID}}}}, nil
			}
		}
		stored := func() (claims, besides int) {
			t.Helper()
			events, err := o.J.LoadParty(t.Context(), int64(a.Party))
			if err != nil {
				t.Fatal(err)
			}
			for i := range events {
				if events[i].Stream == "beside" {
					besides++
				} else {
					claims++
				}
			}
			return claims, besides
		}
		c := payBoth(o, "2024-02-28", money.Kronor(100), a)
		c.With = beside(0)
		c.DryRun = true
		if r, err := c.Do(t.Context(), o.J); err != nil || len(r.Events) != 1 {
			t.Fatalf("%+v, %v", r, err)
		}
		if n, m := stored(); n != 2 || m != 0 {
			t.Fatalf("a dry run stored %d and %d", n-2, m)
		}
		c.DryRun = false
		first, err := c.Do(t.Context(), o.J)
		if err != nil || len(first.Events) != 1 {
			t.Fatalf("%+v, %v", first, err)
		}
		again, err := c.Do(t.Context(), o.J)
		if err != nil || !again.Replayed || len(again.Events) != 1 || again.Events[0].Seq != first.Events[0].Seq {
			t.Errorf("%+v, %v", again, err)
		}
		if n, m := stored(); n != 3 || m != 1 {
			t.Errorf("%d events of the claim, %d beside", n, m)
		}
		no := errors.New("cannot be written")
		for _, with := range []func(*position.Draft) ([]journal.Append, error){beside(0), func(*position.Draft) ([]journal.Append, error) { return nil, no }} {
			d := payBoth(o, "2024-02-28", money.Kronor(7), a)
			d.With = with
			if _, err := d.Do(t.Context(), o.J); !errors.Is(err, no) && !errors.Is(err, journal.ErrConflict) {
				t.Errorf("%v", err)
			}
		}
		if n, m := stored(); n != 3 || m != 1 {
			t.Errorf("%d events of the claim, %d beside: a half was stored", n, m)
		}
	})
}
