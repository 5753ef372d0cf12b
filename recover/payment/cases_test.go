package payment_test

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"balans/journal"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
	"balans/recover/claim"
	"balans/recover/payment"
	"balans/recover/plan"
	"balans/recover/position"
	. "balans/recover/position/positiontest"
)

func kr(kronor, ore int64) money.Amount { return money.Kronor(kronor) + money.Amount(ore) }

func book(o *Office, id, on string, amount money.Amount, reference string, claims ...position.Claim) *payment.Book {
	return &payment.Book{Errand: o.Errand(), Claims: claims, Incoming: payment.Incoming{ID: id, Payer: A, Amount: amount, BookedOn: o.Today(on), Reference: reference, Channel: "bankgiro"}}
}

func done(t testing.TB, do func() (payment.Receipt, error)) payment.Receipt {
	t.Helper()
	r, err := do()
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// open is what is stored of a payment.
func open(o *Office, payer identity.Number, id string) *payment.State {
	s := payment.StreamOf(payer, id)
	events, err := o.J.Load(o.T.Context(), s.Party, s.Name)
	if err != nil {
		o.T.Fatal(err)
	}
	state, err := payment.Open(events)
	if err != nil {
		o.T.Fatal(err)
	}
	return state
}

// waiting reads the journal for payments that wait.
func waiting(o *Office) payment.List {
	l := payment.List{}
	if _, err := o.J.ScanFacts(o.T.Context(), 0, l.Take); err != nil {
		o.T.Fatal(err)
	}
	return l
}

// TestBook_asWorkedInE07 pays fee, interest and principal of one claim.
func TestBook_asWorkedInE07(t *testing.T) {
	OnEach(t, func(o *Office) {
		c := o.Decide(Decision("E07", "2021-01-28", 20_000), "2021-01-29")
		fee := Event(claim.FeeCharged, "2021-04-06")
		fee.Amount, fee.ToPrincipal, fee.Mode = kr(180, 0), kr(180, 0), "demand"
		o.Today("2021-04-06")
		o.Record(c, fee)
		done(t, func() (payment.Receipt, error) {
			return book(o, "1", "2021-06-30", kr(400, 0), "", c).Do(t.Context(), o.J)
		})
		if a := o.At(c, "2021-06-30").Account; a.Fee != 0 || a.Interest != kr(310, 41) || a.Principal != kr(20_000, 0) {
			t.Errorf("after the first: %+v", a.Balances)
		}
		done(t, func() (payment.Receipt, error) {
			return book(o, "2", "2021-12-31", kr(1500, 0), "E07", c).Do(t.Context(), o.J)
		})
		if a := o.At(c, "2021-12-31").Account; a.Principal != kr(19_616, 99) || a.Interest != 0 {
			t.Errorf("after the second: %+v", a.Balances)
		}
	})
}

// TestBook_asWorkedInE08 divides a payment over two claims, directed and not.
func TestBook_asWorkedInE08(t *testing.T) {
	OnEach(t, func(o *Office) {
		a := o.Decide(Decision("E08-A", "2023-01-02", 3000), "2023-01-02")
		b := o.Decide(Decision("E08-B", "2023-08-02", 2000), "2023-08-02")
		if x, y := o.At(a, "2024-01-31").Account.Total(), o.At(b, "2024-01-31").Account.Total(); x != kr(3333, 8) || y != kr(2096, 63) {
			t.Fatalf("before: %s and %s", x, y)
		}
		undirected := book(o, "u", "2024-01-31", kr(4000, 0), "", b, a)
		undirected.DryRun = true
		r := done(t, func() (payment.Receipt, error) { return undirected.Do(t.Context(), o.J) })
		parts := r.Allocation.Parts
		if len(parts) != 2 || parts[0].Claim != a || parts[0].Amount != kr(3333, 8) || parts[0].Why.Rule != payment.DueDate ||
			parts[1].Amount != kr(4000, 0)-kr(3333, 8) || kr(2096, 63)-parts[1].Amount != kr(1429, 71) {
			t.Errorf("undirected: %+v", parts)
		}
		r = done(t, func() (payment.Receipt, error) {
			return book(o, "d", "2024-01-31", kr(4000, 0), "E08-B", a, b).Do(t.Context(), o.J)
		})
		if parts = r.Allocation.Parts; len(parts) != 2 || parts[0].Claim != b || parts[0].Why.Rule != payment.Directed || parts[1].Why.Rule != payment.Only {
			t.Errorf("directed: %+v", parts)
		}
		if x, y := o.At(a, "2024-01-31").Account.Total(), o.At(b, "2024-01-31").Account.Total(); x != kr(1429, 71) || y != 0 {
			t.Errorf("after: %s and %s", x, y)
		}
	})
}

// TestBook_joint is E19: a payment by one lowers the claim for all, once.
func TestBook_joint(t *testing.T) {
	OnEach(t, func(o *Office) {
		d := Decision("E19", "2014-06-16", 30_000)
		d.Type = claim.Provisional // no interest
		d.Debtors = append(d.Debtors, claim.Debtor{Number: B})
		c := o.Decide(d, "2014-06-16")
		pay := book(o, "j", "2024-03-01", kr(10_000, 0), "", c)
		done(t, func() (payment.Receipt, error) { return pay.Do(t.Context(), o.J) })
		p := o.At(c, "2024-03-01")
		for _, who := range []identity.Number{A, B} {
			if owes, err := p.Owes(who); err != nil || owes != kr(20_000, 0) {
				t.Errorf("%s owes %s, %v", who, owes, err)
			}
		}
		// A interrupted the limitation against himself alone: B is free of it, and
		// A answers for his own half, of which he has paid 10 000 kr.
		p = o.At(c, "2024-06-17")
		a, err := p.Owes(A)
		if b, err2 := p.Owes(B); a != kr(5000, 0) || b != 0 || err != nil || err2 != nil {
			t.Errorf("after limitation against B: A owes %s, B %s, %v %v", a, b, err, err2)
		}
	})
}

// TestOwes_asWorkedInE19: barred against the one who paid, the other owes his
// half of an OLD claim, and all of a NEW one.
func TestOwes_asWorkedInE19(t *testing.T) {
	terms := Terms(t)
	for decided, want := range map[string]money.Amount{"2014-06-16": kr(15_000, 0), "2023-06-16": kr(20_000, 0)} {
		d := Decision("E19", decided, 30_000)
		d.Type = claim.Provisional
		d.Debtors = append(d.Debtors, claim.Debtor{Number: B})
		paid := Paid(decided, kr(10_000, 0))
		paid.Details = &claim.Details{Debtor: A, Until: calendar.None, First: calendar.None}
		reached := Event(claim.NoticeReceived, "2024-01-15")
		reached.Details = &claim.Details{Debtor: B, Until: paid.Details.Until, First: paid.Details.First}
		p := At(t, terms, d, "2024-07-01", Event(claim.Dispatched, decided), paid, reached)
		if got, err := p.Owes(B); err != nil || got != want {
			t.Errorf("decided %s: B owes %s, %v; want %s", decided, got, err, want)
		}
	}
	// What moves the limitation of a NEW claim for one does not make it less for him.
	d := Decision("N", "2023-06-16", 300)
	d.Debtors = append(d.Debtors, claim.Debtor{Number: B})
	d.Type = claim.Provisional
	court := Event(claim.LimitationExtended, "2027-05-03")
	court.Details = &claim.Details{Debtor: A, Count: 5, Until: calendar.None, First: calendar.None}
	p := At(t, terms, d, "2029-06-01", Event(claim.Dispatched, "2023-06-16"), court)
	whole, err := p.Owes(A)
	if none, err2 := p.Owes(B); err != nil || err2 != nil || whole != kr(300, 0) || none != 0 {
		t.Errorf("A owes %s, B %s, %v %v", whole, none, err, err2)
	}
	shared := Decision("S", "2024-01-10", 300)
	shared.Type = claim.Provisional
	shared.Debtors = []claim.Debtor{{Number: A, Share: kr(100, 0)}, {Number: B, Share: kr(200, 0)}}
	p = At(t, terms, shared, "2024-03-01", Event(claim.Dispatched, "2024-01-10"))
	a, err := payment.Allocate(payment.Incoming{ID: "1", Payer: A, Amount: kr(250, 0), BookedOn: p.On}, []*position.Position{p}, p.On)
	if err != nil || a.Rest != kr(150, 0) || len(a.Passed) != 1 || a.Passed[0].Code != "own-share" {
		t.Errorf("a payment beyond the own share: %+v, %v", a, err)
	}
}

// TestBook_isIdempotent books once, however often and from however many callers
// it is asked, also after the program was restarted.
func TestBook_isIdempotent(t *testing.T) {
	OnEach(t, func(o *Office) {
		a := o.Decide(Decision("I-1", "2024-01-10", 1000), "2024-01-15")
		b := o.Decide(Decision("I-2", "2024-01-10", 1000), "2024-01-15")
		first := book(o, "x", "2024-02-20", kr(1200, 0), "", a, b)
		var wait sync.WaitGroup
		for range 8 {
			again := *first
			wait.Go(func() {
				if _, err := again.Do(t.Context(), o.J); err != nil {
					t.Error(err)
				}
			})
		}
		wait.Wait()
		o.Reopen()
		r := done(t, func() (payment.Receipt, error) { return first.Do(t.Context(), o.J) })
		if !r.Replayed || len(r.Events) != 4 {
			t.Errorf("the same payment again: %+v", r)
		}
		other := *first
		other.Incoming.Amount++
		if _, err := other.Do(t.Context(), o.J); !errors.Is(err, journal.ErrKeyReused) {
			t.Errorf("another payment with the same id: %v", err)
		}
		if s := open(o, A, "x"); s.Allocated != kr(1200, 0) || s.Unallocated != 0 || len(s.Parts) != 2 {
			t.Errorf("%+v", s)
		}
		paid := 2*kr(1000, 0) - o.At(a, "2024-02-20").Account.Capital() - o.At(b, "2024-02-20").Account.Capital()
		if interest := kr(1200, 0) - paid; interest < 0 || interest > kr(10, 0) {
			t.Errorf("%s of principal was paid by one payment", paid)
		}
	})
}

// TestBook_manyAtOnce lets callers pay the same claim: each öre is either on the
// claim or unallocated.
func TestBook_manyAtOnce(t *testing.T) {
	OnEach(t, func(o *Office) {
		c := o.Decide(Decision("M-1", "2024-01-10", 1000), "2024-01-15")
		var wait sync.WaitGroup
		for i := range 12 {
			b := book(o, fmt.Sprintf("m%d", i), "2024-02-14", kr(150, 0), "", c)
			wait.Go(func() {
				if _, err := b.Do(t.Context(), o.J); err != nil {
					t.Error(err)
				}
			})
		}
		wait.Wait()
		a := o.At(c, "2024-02-14").Account
		rest := money.Amount(0)
		list := waiting(o)
		for _, w := range list {
			rest += w.Rest
		}
		if a.Total() != 0 || a.Credit != 0 || rest != kr(800, 0) || len(list) != 6 {
			t.Errorf("left %+v; %s unallocated of %d payments", a.Balances, rest, len(list))
		}
	})
}

// TestReverse_isAsIfItWasNeverPaid: a bounced payment, and a second time.
func TestReverse_isAsIfItWasNeverPaid(t *testing.T) {
	OnEach(t, func(o *Office) {
		c := o.Decide(Decision("V-1", "2024-01-10", 1000), "2024-01-15")
		d := o.Decide(Decision("V-2", "2024-01-10", 1000), "2024-01-15")
		before := o.At(c, "2024-05-02").Account.Balances
		done(t, func() (payment.Receipt, error) {
			return book(o, "b", "2024-03-01", kr(1300, 0), "V-2", c, d).Do(t.Context(), o.J)
		})
		x := payment.Reverse{Errand: o.Errand(), Payment: payment.Ident{Payer: A, ID: "b"}, On: o.Today("2024-05-02"), Reason: "no cover"}
		done(t, func() (payment.Receipt, error) { return x.Do(t.Context(), o.J) })
		for _, c := range []position.Claim{c, d} {
			if after := o.At(c, "2024-05-02").Account.Balances; after != before {
				t.Errorf("%s: %+v, without the payment %+v", c.ID, after, before)
			}
		}
		if r := done(t, func() (payment.Receipt, error) { return x.Do(t.Context(), o.J) }); !r.Replayed || len(r.Events) != 3 {
			t.Errorf("again: %+v", r)
		}
		x.Errand = o.Errand()
		_, err := x.Do(t.Context(), o.J)
		Refused(t, err, "bounced")
		if s := open(o, A, "b"); !s.Bounced || s.Unallocated != 0 || len(s.Parts) != 0 {
			t.Errorf("%+v", s)
		}
	})
}

// TestCorrect_countsFromTheDayItWasBooked moves a payment to the claim it was for.
func TestCorrect_countsFromTheDayItWasBooked(t *testing.T) {
	OnEach(t, func(o *Office) {
		wrong := o.Decide(Decision("K-1", "2024-01-10", 1000), "2024-01-15")
		right := o.Decide(Decision("K-2", "2024-01-10", 1000), "2024-01-15")
		untouched := o.At(wrong, "2024-06-03").Account.Balances
		done(t, func() (payment.Receipt, error) {
			return book(o, "k", "2024-02-14", kr(1000, 0), "K-1", wrong, right).Do(t.Context(), o.J)
		})
		x := payment.Correct{Errand: o.Errand(), Payment: payment.Ident{Payer: A, ID: "k"}, Claims: []position.Claim{right, wrong}, On: o.Today("2024-06-03"), Reference: "K-2", Reason: "misread"}
		r := done(t, func() (payment.Receipt, error) { return x.Do(t.Context(), o.J) })
		if len(r.Allocation.Parts) != 1 || r.Allocation.Parts[0].Claim != right {
			t.Errorf("%+v", r.Allocation)
		}
		if got := o.At(right, "2024-06-03").Account; got.Total() != 0 || got.Credit != 0 {
			t.Errorf("paid on its due date: %+v", got.Balances)
		}
		if got := o.At(wrong, "2024-06-03").Account.Balances; got != untouched {
			t.Errorf("%+v, never paid %+v", got, untouched)
		}
		if s := open(o, A, "k"); s.Allocated != kr(1000, 0) || s.Unallocated != 0 || len(s.Claims()) != 1 || s.Claims()[0] != right {
			t.Errorf("%+v", s)
		}
	})
}

// TestCorrect_ofAPartThatStays: what goes to the same claim again finds it as it
// was on the day of the payment.
func TestCorrect_ofAPartThatStays(t *testing.T) {
	OnEach(t, func(o *Office) {
		a := o.Decide(Decision("S-1", "2024-01-10", 1000), "2024-01-15")
		b := o.Decide(Decision("S-2", "2024-01-10", 1000), "2024-01-15")
		done(t, func() (payment.Receipt, error) {
			return book(o, "s", "2024-02-14", kr(1500, 0), "", a, b).Do(t.Context(), o.J)
		})
		if x, y := o.At(a, "2024-02-14").Account.Total(), o.At(b, "2024-02-14").Account.Total(); x != 0 || y != kr(500, 0) {
			t.Fatalf("%s and %s", x, y)
		}
		x := payment.Correct{Errand: o.Errand(), Payment: payment.Ident{Payer: A, ID: "s"}, On: o.Today("2024-06-03"), Reference: "S-2", Reason: "misread"}
		done(t, func() (payment.Receipt, error) { return x.Do(t.Context(), o.J) })
		if x, y := o.At(a, "2024-02-14").Account.Total(), o.At(b, "2024-02-14").Account.Total(); x != kr(500, 0) || y != 0 {
			t.Errorf("corrected: %s and %s", x, y)
		}
		if s := open(o, A, "s"); s.Unallocated != 0 {
			t.Errorf("%+v", s)
		}
	})
}

// TestLater_placesWhatWaits follows a payment nobody could place.
func TestLater_placesWhatWaits(t *testing.T) {
	OnEach(t, func(o *Office) {
		c := o.Decide(Decision("L-1", "2024-01-10", 1000), "2024-01-15")
		b := book(o, "who", "2024-02-14", kr(1500, 0), "rent", c)
		b.Payer = 0
		r := done(t, func() (payment.Receipt, error) { return b.Do(t.Context(), o.J) })
		if len(r.Allocation.Parts) != 0 || len(r.Allocation.Passed) != 1 || r.Allocation.Passed[0].Code != "not-debtor" || len(r.Allocation.Notes) != 1 {
			t.Errorf("%+v", r.Allocation)
		}
		if l := waiting(o); len(l) != 1 {
			t.Errorf("%v", l)
		}
		later := payment.Later{Errand: o.Errand(), Payment: payment.Ident{ID: "who"}, Claims: []position.Claim{c}, On: o.Today("2024-04-10"), Payer: A}
		done(t, func() (payment.Receipt, error) { return later.Do(t.Context(), o.J) })
		if a := o.At(c, "2024-04-10").Account; a.Total() != 0 || a.Credit != 0 {
			t.Errorf("it was paid on its due date: %+v", a.Balances)
		}
		refund := payment.RefundRest{Errand: o.Errand(), Payment: payment.Ident{ID: "who"}, Amount: kr(500, 1), On: o.Today("2024-04-11")}
		_, err := refund.Do(t.Context(), o.J)
		Refused(t, err, "more-than-left")
		refund.Amount = 0
		done(t, func() (payment.Receipt, error) { return refund.Do(t.Context(), o.J) })
		if s := open(o, 0, "who"); s.Refunded != kr(500, 0) || s.Unallocated != 0 || len(waiting(o)) != 0 {
			t.Errorf("%+v", s)
		}
		later.Errand = o.Errand()
		_, err = later.Do(t.Context(), o.J)
		Refused(t, err, "nothing-left")
	})
}

// TestMoveCredit_usesWhatWasPaidTooMuch is E18 and what follows it.
func TestMoveCredit_usesWhatWasPaidTooMuch(t *testing.T) {
	OnEach(t, func(o *Office) {
		c := o.Decide(Decision("E18", "2024-02-09", 20_000), "2024-02-12")
		done(t, func() (payment.Receipt, error) {
			return book(o, "e18", "2024-06-14", kr(15_000, 0), "", c).Do(t.Context(), o.J)
		})
		if a := o.At(c, "2024-06-14").Account; a.Total() != kr(5611, 51) {
			t.Errorf("before: %+v", a.Balances)
		}
		lower := Event(claim.Changed, "2024-07-01")
		lower.Amount, lower.ToPrincipal = kr(14_000, 0), kr(14_000, 0)
		o.Today("2024-07-01")
		o.Record(c, lower)
		if a := o.At(c, "2024-07-01").Account; a.Credit != kr(571, 95) {
			t.Errorf("after: %+v", a.Balances)
		}
		other := o.Decide(Decision("E18-2", "2024-01-10", 400), "2024-01-15")
		notDue := o.Decide(Decision("E18-3", "2024-06-28", 400), "2024-06-28")
		move := payment.MoveCredit{Errand: o.Errand(), From: c, To: []position.Claim{notDue, other}, On: o.Today("2024-07-02")}
		r := done(t, func() (payment.Receipt, error) { return move.Do(t.Context(), o.J) })
		if o.At(other, "2024-07-02").Account.Total() != 0 || o.At(notDue, "2024-07-02").Account.Total() != kr(400, 0) {
			t.Error("the due claim is not paid, or one that is not due is")
		}
		left := kr(571, 95) - r.Allocation.Parts[0].Amount
		if a := o.At(c, "2024-07-02").Account; a.Credit != left || left <= 0 || a.Overbooked != 0 {
			t.Errorf("%+v, %s should be left", a.Balances, left)
		}
		back := payment.RefundCredit{Errand: o.Errand(), Claim: c, On: o.Today("2024-07-03"), Reason: "paid too much"}
		done(t, func() (payment.Receipt, error) { return back.Do(t.Context(), o.J) })
		if a := o.At(c, "2024-07-03").Account; a.Credit != 0 || a.Overbooked != 0 {
			t.Errorf("%+v", a.Balances)
		}
		back.Errand = o.Errand()
		_, err := back.Do(t.Context(), o.J)
		Refused(t, err, "no-credit")
	})
}

// TestBook_paysPlans: a payment to a plan pays its instalments, those due first;
// an undirected one pays what is due of plans and nothing ahead of its day.
func TestBook_paysPlans(t *testing.T) {
	OnEach(t, func(o *Office) {
		a := o.Decide(Decision("P-A", "2024-01-10", 2000), "2024-01-15")
		b := o.Decide(Decision("P-B", "2024-01-10", 1000), "2024-01-15")
		agree := plan.Agree{Plan: plan.Plan{Errand: o.Errand(), Number: "PL-7", Claims: []position.Claim{a, b}, On: o.Today("2024-02-05")},
			Ask: plan.Ask{Asked: Day("2024-02-05"), First: Day("2024-02-29"), Affordable: kr(300, 0)}}
		if _, err := agree.Do(t.Context(), o.J); err != nil {
			t.Fatal(err)
		}
		r := done(t, func() (payment.Receipt, error) {
			return book(o, "1", "2024-02-26", kr(300, 0), "PL-7", a, b).Do(t.Context(), o.J)
		})
		if p := r.Allocation.Parts; len(p) != 2 || p[0].Amount != kr(200, 0) || p[1].Amount != kr(100, 0) || p[0].Why.Rule != payment.PlanAhead || r.Allocation.Rest != 0 {
			t.Errorf("before the day: %+v", p)
		}
		r = done(t, func() (payment.Receipt, error) {
			return book(o, "2", "2024-03-28", kr(450, 0), "", a, b).Do(t.Context(), o.J)
		})
		if p := r.Allocation.Parts; len(p) != 0 || len(r.Allocation.Passed) != 2 || r.Allocation.Passed[0].Code != "not-due" {
			t.Errorf("no instalment is due on 28 March: %+v, %+v", p, r.Allocation.Passed)
		}
		later := payment.Later{Errand: o.Errand(), Payment: payment.Ident{Payer: A, ID: "2"}, Claims: []position.Claim{b, a}, On: o.Today("2024-04-02")}
		r = done(t, func() (payment.Receipt, error) { return later.Do(t.Context(), o.J) })
		if p := r.Allocation.Parts; len(p) != 2 || p[0].Why.Rule != payment.PlanDue || p[0].Amount+p[1].Amount != kr(300, 0) || r.Allocation.Rest != kr(150, 0) ||
			!strings.Contains(p[0].Why.String(), "PL-7") {
			t.Errorf("an instalment is due after Easter: %+v", r.Allocation)
		}
	})
}
