package claim_test

import (
	"math/big"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"balans/law/calendar"
	"balans/law/money"
	"balans/law/statute"
	"balans/recover/claim"
)

// What must hold of every account, said without the second implementation.

// account computes one that cannot fail.
func account(t fataler, l secondLife, on calendar.Date, knownAt calendar.Instant, law *claim.Law) *claim.Account {
	t.Helper()
	a, err := claim.NewAccount(&l.Decision, l.events, on, knownAt, law, true)
	if err != nil {
		t.Fatalf("%v%v", err, l)
	}
	return a
}

// with is the life with more events, in order.
func (l secondLife) with(more ...claim.Event) secondLife {
	l.events = append(slices.Clone(l.events), more...)
	claim.Sort(l.events)
	return l
}

// at is an event of the kind on the day, known that day, after the others of it.
func at(kind claim.Kind, day calendar.Date, id string) claim.Event {
	return claim.Event{ID: id, Kind: kind, OccurredOn: day, RecordedAt: calendar.EndOfDay(day), Ordinal: 9}
}

// sums are the balances without where each payment went.
func sums(a *claim.Account, events []claim.Event) string {
	m := summed(a, events)
	m.payments = nil
	return m.text()
}

// checkInvariants holds an account against what no account may break.
func checkInvariants(t fataler, a *claim.Account, l secondLife) {
	t.Helper()
	b := a.Balances
	for _, v := range []money.Amount{b.Principal, b.Charge, b.Interest, b.Fee, b.Cost, b.Credit, a.Overbooked, a.Lapsed, a.Recovered} {
		if v < 0 {
			t.Fatalf("a balance is negative: %+v overbooked %d lapsed %d recovered %d%v", b, a.Overbooked, a.Lapsed, a.Recovered, l)
		}
	}
	if b.Total() != b.Capital()+b.Interest+b.Fee+b.Cost || b.Capital() != b.Principal+b.Charge {
		t.Fatalf("%+v adds up to %d and %d%v", b, b.Capital(), b.Total(), l)
	}
	var short money.Amount
	for _, p := range a.Payments {
		went := p.Undone
		for _, part := range p.Parts {
			went += part
			if part < 0 {
				t.Fatalf("payment %s: a part is negative: %v%v", l.events[p.Event].ID, p.Parts, l)
			}
		}
		if p.Amount != l.events[p.Event].Amount || went > p.Amount || went < p.Amount && l.events[p.Event].ByLaw {
			t.Fatalf("of payment %s, %d, %d went to %v, and %d was undone%v", l.events[p.Event].ID, p.Amount, went-p.Undone, p.Parts, p.Undone, l)
		}
		short += p.Amount - went
	}
	if short > a.Overbooked {
		t.Fatalf("%d of the payments went nowhere and %d is overbooked%v", short, a.Overbooked, l)
	}
}

// No balance is ever negative, and the parts of a payment add up to it.
func TestAccount_addsUp(t *testing.T) {
	law := prepared(t, secondParameters(t))
	shape := secondShape{kinds: append(claim.Kinds()[1:], secondMoneyKinds...), span: 1500, types: append(claim.Types(), claim.Unstated)}
	rapid.Check(t, func(t *rapid.T) {
		l := drawLife(t, shape)
		checkInvariants(t, account(t, l, drawOn(t, l, 2000), drawKnown(t, l), law), l)
	})
}

// All that was ever debited, less all that was credited, is what is owed.
func TestAccount_conserves(t *testing.T) {
	law := prepared(t, secondParameters(t))
	shape := secondShape{kinds: append([]claim.Kind{claim.TimeBarred, claim.WrittenOff, claim.CreditMoved}, secondPlainKinds...), span: 1500, lawful: true,
		types: []claim.Type{claim.Ordinary}}
	rapid.Check(t, func(t *rapid.T) {
		l := drawLife(t, shape)
		l.events = slices.DeleteFunc(l.events, func(e claim.Event) bool { // one that names no payment has a test of its own
			return e.Kind == claim.PaymentReversed && !slices.ContainsFunc(l.events, func(p claim.Event) bool { return p.ID == e.Detail().Ref })
		})
		on := max(l.DecidedOn, drawOn(t, l, 2000))
		a := account(t, l, on, always, law)
		capital, net := l.Principal, a.Overbooked*-1-a.Lapsed+a.Recovered // what is overbooked here are refunds without credit
		for i := range l.events {
			e := &l.events[i]
			switch {
			case e.OccurredOn > on:
			case e.Kind == claim.Changed:
				capital = e.Amount
			case e.Kind == claim.FeeCharged, e.Kind == claim.Refunded, e.Kind == claim.CreditMoved:
				net += e.Amount
			}
		}
		for _, s := range a.Steps {
			if s.Sort == claim.StepInterest || s.Sort == claim.StepNotice {
				net += s.Amount
			}
		}
		for _, p := range a.Payments {
			net -= p.Amount - p.Undone
		}
		if got := a.Total() - a.Credit; got != capital+net {
			t.Fatalf("%+v is %d net; the debits less the credits are %d%v", a.Balances, got, capital+net, l)
		}
		if n := len(a.Steps); n > 0 && a.Steps[n-1].After != a.Balances {
			t.Fatalf("the last step leaves %+v of %+v%v", a.Steps[n-1].After, a.Balances, l)
		}
	})
}

// Interest is principal × rate × days, summed over the times of one rate.
func TestAccount_interestByInterval(t *testing.T) {
	p := secondParameters(t)
	law := prepared(t, p)
	rapid.Check(t, func(t *rapid.T) {
		l := secondLife{Decision: drawDecision(t, secondShape{types: []claim.Type{claim.Ordinary}})}
		l.Charge = 0
		l = l.with(at(claim.Dispatched, l.DecidedOn, "sent"))
		due := account(t, l, l.DecidedOn, always, law).Due
		on := min(due.AddDays(1+upTo(2500).Draw(t, "on")), calendar.New(2026, time.December, 31))
		spans, err := p.Between(statute.ReferenceRate, calendar.Period{From: due + 1, To: on})
		if err != nil {
			t.Fatalf("%v", err)
		}
		sum := new(big.Rat)
		for _, v := range spans {
			days := int64(min(v.To, on) - max(v.From, due+1) + 1)
			sum.Add(sum, new(big.Rat).SetFrac(big.NewInt(int64(l.Principal)*days*(v.Int64+80_000)), big.NewInt(365_000_000)))
		}
		if got, want := account(t, l, on, always, law).Interest, secondWhole(sum, 1); int64(got) != want {
			t.Fatalf("interest on %s is %d, by the formula %s = %d%v", on, got, sum.FloatString(4), want, l)
		}
	})
}

// A fact that moves no money changes no account: an interval may be split anywhere.
func TestAccount_isNotMovedByOtherFacts(t *testing.T) {
	law := prepared(t, secondParameters(t))
	others := []claim.Kind{claim.Served, claim.RegisteredNotServed, claim.SetoffStarted, claim.SetoffEnded, claim.PreservationStarted, claim.PreservationEnded,
		claim.ServiceAttempted, claim.Reminded, claim.PlanOffered, claim.PlanLapsed, claim.ReconsiderationAsked, claim.ReconsiderationDecided, claim.Appealed,
		claim.Judged, claim.StayOrdered, claim.StayEnded, claim.TitleGranted, claim.Referred, claim.Returned, claim.Paused, claim.Resumed, claim.DebtorDied,
		claim.GuardianAppointed, claim.IdentityProtected, claim.RespiteGranted, claim.LimitationExtended}
	rapid.Check(t, func(t *rapid.T) {
		l := drawLife(t, ordinaryLives)
		other := at(rapid.SampledFrom(others).Draw(t, "kind"), l.DecidedOn.AddDays(upTo(1500).Draw(t, "after")), "other")
		other.Ordinal = rapid.Int64Range(-1, 9).Draw(t, "ordinal of the other")
		more := l.with(other)
		on := drawOn(t, l, 2000)
		if a, b := summed(account(t, l, on, always, law), l.events).text(), summed(account(t, more, on, always, law), more.events).text(); a != b {
			t.Fatalf("%s\n%s with%v", a, b, more)
		}
	})
}

// The order in which facts arrive does not matter once all are known.
func TestAccount_forgetsTheOrderOfArrival(t *testing.T) {
	p := secondParameters(t)
	law := prepared(t, p)
	shape := ordinaryLives
	shape.kinds = append(slices.Clone(secondMoneyKinds), secondTimeKinds...)
	rapid.Check(t, func(t *rapid.T) {
		l := drawLife(t, shape)
		other := secondLife{Decision: l.Decision, events: slices.Clone(l.events)}
		for i := range other.events {
			other.events[i].RecordedAt = calendar.EndOfDay(l.DecidedOn.AddDays(upTo(3000).Draw(t, "known")))
		}
		other.events = rapid.Permutation(other.events).Draw(t, "arrival")
		claim.Sort(other.events)
		on := drawOn(t, l, 2000)
		if a, b := summed(account(t, l, on, always, law), l.events).text(), summed(account(t, other, on, always, law), other.events).text(); a != b {
			t.Fatalf("%s\n%s in another order%v", a, b, l)
		}
		x, y := claim.LimitationOf(&l.Decision, l.events, on, always, law), claim.LimitationOf(&l.Decision, other.events, on, always, law)
		if x.Last != y.Last || x.Pending != y.Pending {
			t.Fatalf("limitation %v, in another order %v%v", x, y, l)
		}
	})
}

// A payment that becomes known later leaves what was known before as it was.
func TestAccount_knowsNothingBeforeItIsTold(t *testing.T) {
	law := prepared(t, secondParameters(t))
	rapid.Check(t, func(t *rapid.T) {
		l := drawLife(t, ordinaryLives)
		late := drawEvent(t, &l.Decision, ordinaryLives)
		late.ID = "late"
		more := l.with(late)
		on := drawOn(t, l, 2000)
		before := late.RecordedAt - 1
		if a, b := summed(account(t, l, on, before, law), l.events).text(), summed(account(t, more, on, before, law), more.events).text(); a != b {
			t.Fatalf("%s\n%s when %v comes later%v", a, b, late, l)
		}
	})
}

// A payment made in two on the same day leaves the same.
func TestAccount_isTheSameForAPaymentInTwo(t *testing.T) {
	law := prepared(t, secondParameters(t))
	rapid.Check(t, func(t *rapid.T) {
		l := drawLife(t, secondShape{kinds: secondPlainKinds, span: 1500, types: []claim.Type{claim.Ordinary}})
		whole := at(claim.Paid, l.DecidedOn.AddDays(upTo(1500).Draw(t, "paid after")), "whole")
		whole.Amount = money.Amount(rapid.Int64Range(2, 2*int64(l.Principal)+2).Draw(t, "amount"))
		one, two := whole, whole
		one.ID, two.ID = "whole-1", "whole-2"
		one.Amount = money.Amount(rapid.Int64Range(1, int64(whole.Amount)-1).Draw(t, "first part"))
		two.Amount -= one.Amount
		if whole.ByLaw = rapid.Bool().Draw(t, "by law"); whole.ByLaw {
			one.ByLaw, two.ByLaw = true, true
		} else {
			one.ToPrincipal = money.Amount(rapid.Int64Range(0, int64(one.Amount)).Draw(t, "to principal of the first"))
			two.ToPrincipal = money.Amount(rapid.Int64Range(0, int64(two.Amount)).Draw(t, "to principal of the second"))
			whole.ToPrincipal = one.ToPrincipal + two.ToPrincipal
		}
		on := drawOn(t, l, 2000)
		a, b := l.with(whole), l.with(one, two)
		if x, y := sums(account(t, a, on, always, law), a.events), sums(account(t, b, on, always, law), b.events); x != y {
			t.Fatalf("%s\n%s in two%v", x, y, b)
		}
	})
}

// Who pays more has more of every part paid, and owes less.
func TestAccount_isMonotoneInWhatIsPaid(t *testing.T) {
	law := prepared(t, secondParameters(t))
	kinds := slices.DeleteFunc(slices.Clone(secondPlainKinds), func(k claim.Kind) bool { return k == claim.PaymentReversed })
	rapid.Check(t, func(t *rapid.T) {
		l := drawLife(t, secondShape{kinds: kinds, span: 1500, lawful: true, types: []claim.Type{claim.Ordinary}})
		less := at(claim.Paid, l.DecidedOn.AddDays(upTo(1500).Draw(t, "paid after")), "it")
		less.ByLaw, less.Amount = true, money.Amount(rapid.Int64Range(1, 2*int64(l.Principal)).Draw(t, "amount"))
		more := less
		more.Amount += money.Amount(rapid.Int64Range(1, int64(l.Principal)).Draw(t, "more"))
		on := max(less.OccurredOn, drawOn(t, l, 2000))
		x, y := account(t, l.with(less), on, always, law), account(t, l.with(more), on, always, law)
		if y.Total() > x.Total() || y.Credit < x.Credit {
			t.Fatalf("%+v is left; after more is paid %+v%v", x.Balances, y.Balances, l.with(more))
		}
		for i, p := range x.Payments {
			if l.with(less).events[p.Event].ID == "it" {
				for part, sum := range p.Parts {
					if y.Payments[i].Parts[part] < sum {
						t.Fatalf("%v is paid; with more %v%v", p.Parts, y.Payments[i].Parts, l.with(more))
					}
				}
			}
		}
	})
}

// A rate corrected later changes what is computed by the law that knows of it,
// from the days it holds for on, and nothing else.
func TestAccount_followsACorrectedRateThroughTheLaw(t *testing.T) {
	p := secondParameters(t)
	law := prepared(t, p)
	rapid.Check(t, func(t *rapid.T) {
		l := drawLife(t, ordinaryLives)
		on := drawOn(t, l, 2000)
		before := summed(account(t, l, on, always, law), l.events).text()
		from := l.DecidedOn.AddDays(upTo(1500).Draw(t, "corrected from"))
		corrected, err := p.Overlay([]statute.Value{{Name: rapid.SampledFrom([]string{statute.ReferenceRate, statute.StateLendingRate}).Draw(t, "rate"),
			Int64: rapid.Int64Range(-10_000, 90_000).Draw(t, "ppm"), Unit: statute.Ppm, From: from, To: from.AddDays(upTo(700).Draw(t, "for days")),
			Source: "test", Confidence: statute.Fictitious}})
		if err != nil {
			t.Fatalf("%v", err)
		}
		checkSecond(t, l, on, always, prepared(t, corrected), func() secondMoney { return secondMoneyOf(&l.Decision, l.events, on, always, corrected) })
		if after := summed(account(t, l, on, always, law), l.events).text(); after != before {
			t.Fatalf("by the law as it was:\n%s before\n%s after%v", before, after, l)
		}
		early := min(on, from-1)
		a, b := account(t, l, early, always, law), account(t, l, early, always, prepared(t, corrected))
		if x, y := summed(a, l.events).text(), summed(b, l.events).text(); x != y {
			t.Fatalf("before the correction's first day %s:\n%s\n%s%v", from, x, y, l)
		}
	})
}

// effective is the last day, a day that never comes while proceedings are pending.
func effective(l *claim.Limitation) calendar.Date {
	if l.Pending {
		return endless
	}
	return l.Last
}

// An interruption or an extension never brings limitation nearer, and what a NEW
// claim's debtor is sent or pays never moves it.
func TestLimitation_neverComesNearer(t *testing.T) {
	law := prepared(t, secondParameters(t))
	rapid.Check(t, func(t *rapid.T) {
		l := drawLife(t, secondShape{kinds: secondTimeKinds, span: 4500, types: []claim.Type{claim.Ordinary}})
		l.events = slices.DeleteFunc(l.events, func(e claim.Event) bool { return e.Mode == "without_notice" }) // as if there had been no interruption
		regime := claim.RegimeOn(l.DecidedOn)
		moves := []claim.Kind{claim.Paid, claim.NoticeReceived, claim.Acknowledged, claim.PlanAgreed, claim.OrderApplied, claim.Referred}
		if regime == claim.New {
			moves = []claim.Kind{claim.Paid, claim.NoticeReceived, claim.Acknowledged, claim.PlanAgreed, claim.PlanEnded, claim.Reminded, claim.Demanded,
				claim.RespiteGranted, claim.RestructuringStarted, claim.LimitationExtended, claim.DeferralGranted}
		}
		kind := rapid.SampledFrom(moves).Draw(t, "moved by")
		if kind == claim.OrderApplied || kind == claim.Referred { // what ends them brings the day nearer than they do
			l.events = slices.DeleteFunc(l.events, func(e claim.Event) bool {
				return e.Kind == claim.OrderEnded || e.Kind == claim.TitleGranted || e.Kind == claim.Returned
			})
		}
		if kind == claim.LimitationExtended { // a third does nothing, and it is the last that would
			l.events = slices.DeleteFunc(l.events, func(e claim.Event) bool { return e.Kind == kind })
		}
		if kind == claim.DeferralGranted { // it takes the place of one in force, which may have been longer
			l.events = slices.DeleteFunc(l.events, func(e claim.Event) bool { return e.Kind == kind || e.Kind == claim.DeferralEnded })
		}
		more := drawEvent(t, &l.Decision, secondShape{kinds: []claim.Kind{kind}, span: 4500})
		more.ID = "more"
		on := drawOn(t, l, 6000)
		x, y := claim.LimitationOf(&l.Decision, l.events, on, always, law), claim.LimitationOf(&l.Decision, l.with(more).events, on, always, law)
		if effective(y) < effective(x) {
			t.Fatalf("the last day was %s (%v) and is %s with %s%v", x.Last, x.Chain, y.Last, kind, l.with(more))
		}
		extends := slices.Contains([]claim.Kind{claim.RespiteGranted, claim.RestructuringStarted, claim.LimitationExtended, claim.DeferralGranted}, kind)
		if regime == claim.New && !extends && x.Last != y.Last {
			t.Fatalf("%s moves the last day of a NEW claim from %s to %s%v", kind, x.Last, y.Last, l.with(more))
		}
		for i := 1; i < len(y.Chain); i++ {
			if y.Chain[i].Last != calendar.None && y.Chain[i].Last < y.Chain[i-1].Last {
				t.Fatalf("the chain goes back: %v%v", y.Chain, l.with(more))
			}
		}
	})
}
