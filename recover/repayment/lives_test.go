package repayment_test

import (
	"slices"

	"balans/law/calendar"
	"balans/law/money"
	"balans/law/statute"
	"balans/prevent/benefit"
	"balans/recover/claim"
	"balans/recover/claim/claimtest"
)

// lives is a source made of claims and their events, one by one: the second
// implementation. It computes an explained account before and after each event
// and reads from its steps what has been settled.
type lives struct {
	stock []claimtest.Life
	law   *claim.LawBook
}

func livesOf(stock []claimtest.Life) lives {
	p, err := statute.Load()
	if err != nil {
		panic(err)
	}
	law, err := claim.NewLawBook(p, nil)
	if err != nil {
		panic(err)
	}
	s := lives{law: law}
	for _, l := range stock {
		l = l.Clone()
		claim.Sort(l.Events)
		s.stock = append(s.stock, l)
	}
	return s
}

func (s lives) ID(i int) string                 { return s.stock[i].ID }
func (s lives) Benefit(i int) benefit.Code      { return s.stock[i].Benefit }
func (s lives) Authority(i int) claim.Authority { return s.stock[i].Authority }
func (s lives) Workers() int                    { return 2 }
func (s lives) InParallel(workers int, part func(worker, from, to int)) {
	for w := range workers {
		part(w, w*len(s.stock)/workers, (w+1)*len(s.stock)/workers)
	}
}

// WalkSettled goes through the claims one by one.
func (s lives) WalkSettled(from, to int, a, b calendar.Date, knownAt calendar.Instant, visit func(int, *claim.Event, *claim.Parts)) {
	for i := from; i < to; i++ {
		d := &s.stock[i].Decision
		if calendar.StartOfDay(d.DecidedOn) > knownAt {
			continue
		}
		known := slices.DeleteFunc(slices.Clone(s.stock[i].Events), func(e claim.Event) bool { return e.RecordedAt > knownAt })
		for n := range known {
			e := known[n]
			if e.OccurredOn < a || e.OccurredOn > b {
				continue
			}
			before, _ := settledBy(d, known[:n], e.OccurredOn, knownAt, s.law.At(knownAt))
			after, unknown := settledBy(d, known[:n+1], e.OccurredOn, knownAt, s.law.At(knownAt))
			s.tell(i, e, before, after, unknown, visit)
		}
	}
}

func (s lives) tell(i int, e claim.Event, before, after claim.Parts, unknown bool, visit func(int, *claim.Event, *claim.Parts)) {
	var by claim.Parts
	sum := money.Amount(0)
	for part := range by {
		by[part] = after[part] - before[part]
		sum += by[part]
	}
	out := e.Kind == claim.Refunded || e.Kind == claim.CreditMoved
	switch moves := out || e.Kind == claim.Paid || e.Kind == claim.PaymentReversed; {
	case !moves && by == claim.Parts{}:
	case !unknown:
		visit(i, &e, &by)
	case out:
		visit(i, &e, &claim.Parts{claim.Credit: -e.Amount})
	case e.Kind == claim.Paid && !e.ByLaw:
		by[claim.Interest] += e.Amount - sum
		visit(i, &e, &by)
	default:
		visit(i, &e, nil)
	}
}

// settledBy is what payments have settled of a claim by these events, by what
// the steps of its account say was added to each balance, taken away from it, and
// left of it.
func settledBy(d *claim.Decision, events []claim.Event, on calendar.Date, knownAt calendar.Instant, law *claim.Law) (p claim.Parts, unknown bool) {
	if len(events) > 0 {
		on = events[len(events)-1].OccurredOn
	}
	a, err := claim.NewAccount(d, events, on, knownAt, law, true)
	if err != nil {
		panic(err)
	}
	if len(events) == 0 {
		return p, len(a.Missing) > 0
	}
	owed := func(b claim.Balances) claim.Parts {
		return claim.Parts{claim.Principal: b.Principal, claim.Charge: b.Charge, claim.Interest: b.Interest, claim.Fee: b.Fee, claim.Cost: b.Cost}
	}
	var last claim.Balances
	for _, s := range a.Steps {
		was, left := owed(last), owed(s.After)
		used := last.Credit - s.After.Credit
		last = s.After
		switch s.Sort {
		case claim.StepDecided:
			continue
		case claim.StepInterest:
			was[claim.Interest] += s.Amount
		case claim.StepNotice:
			was[claim.Fee] += s.Amount
		case claim.StepEvent:
			if !apply(&events[s.Event], events, s, used, &p, &was, left) {
				continue
			}
		}
		for part := range p {
			p[part] += was[part] - left[part]
		}
	}
	p[claim.Credit], p[claim.NoPart] = a.Credit, a.Recovered
	return p, len(a.Missing) > 0
}

// apply makes of what was owed before an event what would be owed after it had
// nothing been paid. It reports false where nothing can have been.
func apply(e *claim.Event, events []claim.Event, s claim.Step, used money.Amount, p, was *claim.Parts, left claim.Parts) bool {
	detail := e.Detail()
	switch e.Kind {
	case claim.Annulled, claim.TimeBarred, claim.WrittenOff:
		return false
	case claim.Waived:
		if e.Amount == 0 && !e.ByLaw {
			return false
		}
		for part := range was {
			was[part] -= s.Parts[part]
		}
	case claim.FeeCharged:
		part := claim.Fee
		if detail.Part == claim.Cost {
			part = claim.Cost
		}
		was[part] += e.Amount
	case claim.Changed: // what a raise adds is not told: it is what is left and what the credit paid of it
		was[claim.Principal] = left[claim.Principal] + used
		for _, part := range []claim.Part{claim.Charge, claim.Interest, claim.Fee, claim.Cost} {
			was[claim.Principal] -= was[part] - left[part]
		}
	case claim.PaymentReversed:
		named := slices.ContainsFunc(events, func(o claim.Event) bool {
			return o.Kind == claim.Paid && detail.Ref != "" && o.ID == detail.Ref && o.OccurredOn <= e.OccurredOn
		})
		if named || e.ByLaw {
			return true
		}
		p[claim.Principal] -= min(e.ToPrincipal, p[claim.Principal])
		p[claim.Interest] -= min(e.Amount-e.ToPrincipal, p[claim.Interest])
		was[claim.Principal] += e.ToPrincipal
		was[claim.Interest] += e.Amount - e.ToPrincipal
	}
	return true
}
