package claim_test

import (
	"fmt"
	"testing"
	"time"

	"balans/law/calendar"
	"balans/law/money"
	"balans/prevent/benefit"
	"balans/recover/claim"
)

// byteLife reads a life out of bytes. Every sequence of bytes is one; what it
// says may be against every rule but those that are checked before an event is
// stored: no event before the decision, no negative sum, no amount missing.
type byteLife struct{ b []byte }

func (r *byteLife) next() int {
	if len(r.b) == 0 {
		return 0
	}
	v := int(r.b[0])
	r.b = r.b[1:]
	return v
}

// sum is up to the number, on a scale that favours neither small nor large.
func (r *byteLife) sum(most int64) money.Amount {
	n := int64(r.next())<<8 | int64(r.next())
	if n < 0x4000 {
		return money.Amount(min(most, n))
	}
	return money.Amount(most / 0xbfff * (n - 0x4000))
}

// date is none, or up to some two and a half years before or five years after the day.
func (r *byteLife) date(day calendar.Date) calendar.Date {
	n := r.next()
	if n == 0 {
		return calendar.None
	}
	return day.AddDays((n - 80) * (1 + r.next()%12))
}

func (r *byteLife) life() secondLife {
	l := secondLife{Decision: claim.Decision{ID: "A", DecidedOn: calendar.New(2007, time.July, 1).AddDays(r.next()*28 + r.next()%28),
		Debtors: []claim.Debtor{{Number: secondDebtors[0]}}}}
	l.Benefit, _ = benefit.Parse([]string{"sjukpenning", "bostadsbidrag", "tandvardsstod"}[r.next()%3])
	l.Principal = 1 + r.sum(1_000_000_000_000)
	l.Charge = r.sum(int64(l.Principal))
	l.Type = claim.Type(r.next() % (len(claim.Types()) + 1))
	l.Origin = claim.Origin(r.next() % 2)
	if r.next()%4 == 3 {
		l.Debtors = append(l.Debtors, claim.Debtor{Number: secondDebtors[1]})
	}
	for n := 1; len(r.b) > 0 && n <= 40; n++ {
		l.events = append(l.events, r.event(&l.Decision, n))
	}
	claim.Sort(l.events)
	return l
}

func (r *byteLife) event(d *claim.Decision, n int) claim.Event {
	e := claim.Event{ID: fmt.Sprint("e", n), Kind: claim.Kinds()[1+r.next()%(len(claim.Kinds())-1)], OccurredOn: d.DecidedOn.AddDays(r.next() * (1 + r.next()%9)),
		Ordinal: int64(r.next() % 4)}
	e.RecordedAt = calendar.EndOfDay(e.OccurredOn.AddDays(max(0, r.next()-200)))
	if e.Kind.NeedsAmount() || e.Kind.MayHaveAmount() {
		e.Amount = r.sum(2 * int64(d.Principal))
		if e.Kind.NeedsAmount() {
			e.Amount = max(1, e.Amount)
		}
	}
	flags := r.next()
	switch divides := e.Kind == claim.Paid || e.Kind == claim.PaymentReversed || e.Kind == claim.Waived; {
	case divides && flags&1 == 0:
		e.ByLaw = true
	case flags&2 == 0:
		e.ToPrincipal = e.Amount
	default:
		e.ToPrincipal = r.sum(int64(e.Amount))
	}
	e.Mode = []string{"", "setoff", "from_start", "without_notice", "amortise", "kfm"}[flags>>2%6]
	if flags&0x80 != 0 {
		ref := r.next()
		e.Details = &claim.Details{Until: r.date(e.OccurredOn), First: r.date(e.OccurredOn), Count: int32(r.next() % 70), Second: r.sum(100_000),
			Part: claim.Part(ref / 16 % 7)}
		if ref%16 != 0 {
			e.Details.Ref = fmt.Sprint("e", ref%16)
		}
		if len(d.Debtors) > 1 && r.next()%3 == 2 {
			e.Details.Debtor = secondDebtors[1]
		}
	}
	return e
}

// FuzzAccount computes the money, the limitation and the days of any life: nothing
// panics, no balance is negative, every payment adds up, asking explained or not
// gives the same, and what is not yet told changes nothing.
func FuzzAccount(f *testing.F) {
	law := prepared(f, secondParameters(f))
	for seed := range 12 {
		b := make([]byte, 40+seed*30)
		for i := range b {
			b[i] = byte((i*i*31 + i*seed*17 + seed*101) >> 2)
		}
		f.Add(b, uint16(seed*150))
	}
	f.Fuzz(func(t *testing.T, b []byte, after uint16) {
		l := (&byteLife{b}).life()
		on := l.DecidedOn.AddDays(int(after % 5000))
		a := account(t, l, on, always, law)
		checkInvariants(t, a, l)
		plain, err := claim.NewAccount(&l.Decision, l.events, on, always, law, false)
		if err != nil || sums(plain, l.events) != sums(a, l.events) || len(plain.Steps) > 0 {
			t.Fatalf("explained\n%s\notherwise\n%s %v%v", sums(a, l.events), sums(plain, l.events), err, l)
		}
		early := calendar.StartOfDay(on)
		var told secondLife
		for _, e := range l.events {
			if e.RecordedAt <= early {
				told.events = append(told.events, e)
			}
		}
		told.Decision = l.Decision
		if x, y := summed(account(t, l, on, early, law), l.events).text(), summed(account(t, told, on, always, law), told.events).text(); x != y {
			t.Fatalf("known at %s\n%s\nwithout what is told later\n%s%v", early, x, y, l)
		}
		limit := claim.LimitationOf(&l.Decision, l.events, on, always, law)
		if limit.Pending && limit.Last != calendar.None || limit.Last != calendar.None && limit.Last < l.DecidedOn {
			t.Fatalf("limitation %+v%v", limit, l)
		}
		for i := 1; i < len(limit.Chain); i++ {
			if last := limit.Chain[i].Last; last != calendar.None && last < limit.Chain[i-1].Last {
				t.Fatalf("the chain goes back: %+v%v", limit, l)
			}
		}
		if days := claim.DeadlinesOf(&l.Decision, l.events, on, always, law); days.Final != calendar.None && days.Final != days.LastDay+1 {
			t.Fatalf("%+v%v", days, l)
		}
	})
}
