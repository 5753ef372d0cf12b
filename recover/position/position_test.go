package position_test

import (
	"errors"
	"slices"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"balans/journal"
	"balans/law/money"
	"balans/recover/claim"
	"balans/recover/position"
	. "balans/recover/position/positiontest"
)

// payBoth pays an amount on every claim of the command.
func payBoth(o *Office, on string, amount money.Amount, claims ...position.Claim) *position.Command {
	c := &position.Command{Errand: o.Errand(), Claims: claims, Input: on + amount.String()}
	c.Rule = func(d *position.Draft) error {
		for _, x := range d.Claims {
			if err := d.Add(x, Paid(on, amount)); err != nil {
				return err
			}
		}
		return nil
	}
	return c
}

func TestCommand_isAllOrNothingAndOnce(t *testing.T) {
	OnEach(t, func(o *Office) {
		a, b := o.Decide(Decision("A", "2024-01-10", 900), "2024-01-15"), o.Decide(Decision("B", "2024-02-20", 900), "2024-02-21")
		o.Today("2024-03-01")
		before, err := o.J.Head(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		_, err = payBoth(o, "2024-02-14", money.Kronor(100), a, b).Do(t.Context(), o.J)
		Refused(t, err, "before-decision") // of B
		_, err = payBoth(o, "2024-03-02", money.Kronor(100), a).Do(t.Context(), o.J)
		Refused(t, err, "known-before-it-occurred")
		for what, c := range map[string]*position.Command{
			"a claim that is not there": payBoth(o, "2024-02-28", money.Kronor(1), a, position.Claim{Party: A, ID: "X"}),
			"a claim named twice":       payBoth(o, "2024-02-28", money.Kronor(1), a, a),
			"no key":                    {Claims: []position.Claim{a}, Rule: func(*position.Draft) error { return nil }},
		} {
			if _, err := c.Do(t.Context(), o.J); err == nil {
				t.Errorf("%s was accepted", what)
			}
		}
		dry := payBoth(o, "2024-02-28", money.Kronor(100), a, b)
		dry.DryRun = true
		shown, err := dry.Do(t.Context(), o.J)
		if err != nil || !shown.DryRun || len(shown.Events) != 2 {
			t.Errorf("%+v, %v", shown, err)
		}
		if after, err := o.J.Head(t.Context()); err != nil || after != before {
			t.Errorf("something was stored: %+v, %+v, %v", before, after, err)
		}
		dry.DryRun = false
		stored, err := dry.Do(t.Context(), o.J)
		if err != nil {
			t.Fatal(err)
		}
		for i := range stored.Events {
			e := stored.Events[i]
			e.Seq, e.Hash = 0, journal.Hash{}
			if e != shown.Events[i] {
				t.Errorf("stored %+v, shown %+v", e, shown.Events[i])
			}
		}
		o.Reopen()
		again, err := dry.Do(t.Context(), o.J)
		if err != nil || !again.Replayed || !slices.Equal(again.Events, stored.Events) {
			t.Errorf("repeated: %+v, %v", again, err)
		}
		dry.Input += " otherwise"
		if _, err := dry.Do(t.Context(), o.J); !errors.Is(err, journal.ErrKeyReused) {
			t.Errorf("another command with the key: %v", err)
		}
	})
}

// TestCommand_decidesAgainWhenOthersWereFirst has every caller add to both claims.
func TestCommand_decidesAgainWhenOthersWereFirst(t *testing.T) {
	OnEach(t, func(o *Office) {
		a, b := o.Decide(Decision("A", "2024-01-10", 900), "2024-01-15"), o.Decide(Decision("B", "2024-01-10", 900), "2024-01-15")
		o.Today("2024-02-10")
		var wait sync.WaitGroup
		for i := range 10 {
			claims := []position.Claim{a, b}
			if i%2 == 1 {
				claims = []position.Claim{b, a}
			}
			c := payBoth(o, "2024-02-10", money.Kronor(50), claims...)
			wait.Go(func() {
				if _, err := c.Do(t.Context(), o.J); err != nil {
					t.Error(err)
				}
			})
		}
		wait.Wait()
		for _, c := range []position.Claim{a, b} {
			if left := o.At(c, "2024-02-10").Account.Total(); left != money.Kronor(400) {
				t.Errorf("%s: %s is left", c.ID, left)
			}
		}
	})
}

// TestTakes_isTheMostThatBecomesNoCredit tries one öre more.
func TestTakes_isTheMostThatBecomesNoCredit(t *testing.T) {
	terms := Terms(t)
	rapid.Check(t, func(rt *rapid.T) {
		events := []claim.Event{Event(claim.Dispatched, "2024-01-15")}
		for range rapid.IntRange(0, 3).Draw(rt, "payments") {
			day := Day("2024-02-01").AddDays(rapid.IntRange(0, 200).Draw(rt, "day"))
			events = append(events, Paid(day.String(), money.Amount(rapid.Int64Range(1, 60_000).Draw(rt, "paid"))))
		}
		if rapid.Bool().Draw(rt, "lowered") {
			e := Event(claim.Changed, "2024-06-03")
			e.Amount = money.Kronor(rapid.Int64Range(1, 900).Draw(rt, "to"))
			e.ToPrincipal = e.Amount
			events = append(events, e)
		}
		p := At(t, terms, Decision("C", "2024-01-10", 1000), "2024-04-02", events...)
		takes, err := p.Takes()
		if err != nil {
			rt.Fatal(err)
		}
		last := Day("2024-12-31")
		credit := func(amount money.Amount) money.Amount {
			all := p.Events
			if amount > 0 {
				all = p.With(p.Payment(amount))
			}
			a, err := claim.NewAccount(&p.Decision, all, last, Late, terms.Law, false)
			if err != nil {
				rt.Fatal(err)
			}
			return a.Credit
		}
		none := credit(0)
		if takes > p.Account.Total() || credit(takes) > none {
			rt.Fatalf("takes %s of %s; then %s is credit, without it %s", takes, p.Account.Total(), credit(takes), none)
		}
		at, err := claim.NewAccount(&p.Decision, p.With(p.Payment(takes+1)), p.On, Late, terms.Law, false)
		if err != nil || at.Credit == p.Account.Credit && credit(takes+1) == none && takes < p.Account.Total() {
			rt.Fatalf("one öre more than %s is no credit, %v", takes, err)
		}
	})
}
