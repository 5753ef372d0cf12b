package claim_test

import (
	"fmt"
	"testing"

	"balans/journal"
	"balans/law/calendar"
	"balans/recover/claim"
	"balans/recover/claim/claimtest"
	"balans/recover/claim/recheck"
)

// simple is a claim of 1 000 kr with payments of 1 kr, one a day.
func simple(id string, payments int) claimtest.Life {
	l := claimtest.Life{Decision: claim.Decision{ID: id, DecidedOn: calendar.New(2024, 1, 10), Principal: 100_000,
		Debtors: []claim.Debtor{{Number: 193502017456}}, Benefit: 1}}
	for n := range payments {
		on := l.DecidedOn.AddDays(n + 1)
		l.Events = append(l.Events, claim.Event{ID: fmt.Sprintf("p%d", n+1), Ordinal: int64(n + 1), Kind: claim.Paid, OccurredOn: on,
			RecordedAt: calendar.EndOfDay(on), Amount: 100, ToPrincipal: 100})
	}
	return l
}

// Columns made while others write hold exactly the events up to their head. The
// claims are many, so that others write while the changed ones are loaded.
func TestRefresh_besideAWriter(t *testing.T) {
	const claims, payments = 300, 20
	onBoth(t, func(t *testing.T, dsn string) {
		ctx := t.Context()
		j := open(t, dsn)
		var decided []claimtest.Told
		for i := range claims {
			decided = append(decided, claimtest.Told{Life: simple(fmt.Sprint("C", i), payments), New: true})
		}
		if err := claimtest.Tell(ctx, j, decided...); err != nil {
			t.Fatal(err)
		}
		written := make(chan error, 1)
		go func() {
			for n := range payments {
				var paid []claimtest.Told
				for _, d := range decided {
					paid = append(paid, claimtest.Told{Life: d.Life, From: n, To: n + 1})
				}
				if err := claimtest.Tell(ctx, j, paid...); err != nil {
					written <- err
					return
				}
			}
			written <- nil
		}()
		c := read(t, t, j)
		made := []*claim.Columns{c}
		for done := false; !done; {
			select {
			case err := <-written:
				if err != nil {
					t.Fatal(err)
				}
				done = true
			default:
			}
			fresh, ok, err := claim.Refresh(ctx, j, c)
			if err != nil || !ok {
				t.Fatal(ok, err)
			}
			if fresh != c {
				made = append(made, fresh)
			}
			c = fresh
		}
		for _, c := range made {
			if checked, err := recheck.Balances(ctx, j, c, nil); err != nil || len(checked.Problems) > 0 {
				t.Fatalf("columns up to event %d: %d problems, such as %v; %v", c.Head.Seq, len(checked.Problems), checked.Problems[:min(3, len(checked.Problems))], err)
			}
		}
		if c.Events() != claims*(1+payments) || dump(c) != dump(read(t, t, j)) {
			t.Errorf("%d events in the end", c.Events())
		}
	})
}

// What is not about claims leaves them the same; a decision or an event of one does not.
func TestSame(t *testing.T) {
	ctx := t.Context()
	j := open(t, t.TempDir()+"/journal.db")
	empty := read(t, t, j)
	again := func(old *claim.Columns, told ...claimtest.Told) *claim.Columns {
		t.Helper()
		if err := claimtest.Tell(ctx, j, told...); err != nil {
			t.Fatal(err)
		}
		if _, err := j.Append(ctx, journal.Append{Stream: fmt.Sprint("else/", old.Head.Seq), Events: []journal.New{{Kind: "noted/1", OccurredOn: calendar.New(2024, 3, 1)}}}); err != nil {
			t.Fatal(err)
		}
		c, ok, err := claim.Refresh(ctx, j, old)
		if err != nil || !ok || c == old {
			t.Fatal(c, ok, err)
		}
		return c
	}
	life := simple("C1", 2)
	none := again(empty)
	one := again(none, claimtest.Told{Life: life, To: 1, New: true})
	same := again(one)
	paid := again(same, claimtest.Told{Life: life, From: 1, To: 2})
	if !empty.Same(none) || none.Same(one) || !one.Same(same) || !same.Same(one) || same.Same(paid) {
		t.Error(empty.Same(none), none.Same(one), one.Same(same), same.Same(one), same.Same(paid))
	}
}

// More than a few thousand changed claims are quicker to read from the start.
func TestRefresh_leavesManyChangesToRebuilding(t *testing.T) {
	ctx := t.Context()
	j := open(t, t.TempDir()+"/journal.db")
	empty := read(t, t, j)
	var stock []claimtest.Life
	for i := range 2500 {
		stock = append(stock, simple(fmt.Sprintf("C%04d", i), 1))
	}
	if err := claimtest.Tell(ctx, j, claimtest.All(stock)...); err != nil {
		t.Fatal(err)
	}
	if c, ok, err := claim.Refresh(ctx, j, empty); c != nil || ok || err != nil {
		t.Fatal(c, ok, err)
	}
}

// An event of a kind that a later version of the program stores is an error, not
// a gap in the figures; so is a body that cannot be read.
func TestReadColumns_refuseWhatTheyCannotRead(t *testing.T) {
	ctx := t.Context()
	good := claim.Decision{ID: "X", DecidedOn: calendar.New(2024, 1, 10), Principal: 5, Debtors: []claim.Debtor{{Number: 193502017456}}, Benefit: 1}
	decision := good.ToJournal(claim.Entry{Actor: "test"})
	event := func(kind, body string) journal.New {
		return journal.New{Kind: kind, OccurredOn: good.DecidedOn, Body: body}
	}
	far := event("claim.served/1", "")
	far.OccurredOn = calendar.New(2080, 1, 1)
	for _, x := range []struct {
		name   string
		events []journal.New
		want   string
	}{
		{"kind", []journal.New{decision, event("claim.sold/1", "")}, `event 2: the kind "claim.sold/1" is unknown to this program`},
		{"newer kind", []journal.New{decision, event("claim.paid/3", "")}, `event 2: the kind "claim.paid/3" is unknown to this program`},
		{"body", []journal.New{decision, event("claim.paid/1", "amount=1,5")}, `event 2: the body "amount=1,5" cannot be read at "amount=1,5"`},
		{"name", []journal.New{decision, event("claim.paid/1", "amount=1 rate=2")}, `event 2: the body "amount=1 rate=2" cannot be read at "rate=2"`},
		{"a version of another kind", []journal.New{decision, event("claim.served/2", "")}, `event 2: the kind "claim.served/2" is unknown to this program`},
		{"booked and divided", []journal.New{decision, event("claim.paid/2", "amount=3 principal=3")}, `event 2: the body "amount=3 principal=3" says what was booked to principal, and that the law divides it`},
		{"divided without amount", []journal.New{decision, event("claim.paid/2", "")}, `event 2: the body "" lacks the amount that paid must state`},
		{"encoding", []journal.New{decision, event("claim.appealed/1", "reason=a%2Fb")}, `event 2: the body "reason=a%2Fb" cannot be read at "reason=a%2Fb"`},
		{"charge", []journal.New{event("claim.decided/1", "authority=FK benefit=sjukpenning charge=6 debtors=193502017456 origin=manual principal=5")}, `event 1: the body "authority=FK benefit=sjukpenning charge=6 debtors=193502017456 origin=manual principal=5" of a decision lacks a part`},
		{"no decision", []journal.New{event("claim.served/1", "")}, "event 1: claim X has no decision before it"},
		{"day", []journal.New{decision, far}, "event 2: served : its day 2080-01-01 lies outside 1900-01-01 to 2079-06-06"},
	} {
		t.Run(x.name, func(t *testing.T) {
			j := open(t, t.TempDir()+"/journal.db")
			if _, err := j.Append(ctx, journal.Append{Party: int64(good.Party()), Stream: "claim/X", Events: x.events}); err != nil {
				t.Fatal(err)
			}
			if _, err := claim.ReadColumns(ctx, j, nil); err == nil || err.Error() != x.want {
				t.Errorf("%v; expected %s", err, x.want)
			}
		})
	}
}
