package settlement

import (
	"context"
	"fmt"
	"slices"

	"balans/journal"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
	"balans/prevent/housing"
	"balans/prevent/sample"
	"balans/recover/claim"
	"balans/recover/inquiry"
)

// pending is a settlement that a person is to decide about, with what its case is opened by.
type pending struct {
	*housing.Settled
	inquiry.Opening
	had *inquiry.Case // that was opened before; nil for none
}

// open opens a recovery case for each settlement that a person is to decide about, with its
// basis. What was done before is passed over: a case is known again by its reference, which is the
// settlement's number.
func (r *Run) open(ctx context.Context, j *journal.Journal, out *Receipt, all []*housing.Settled) error {
	pend := make([]pending, len(all))
	if err := each(len(all), func(i int) (err error) {
		pend[i], err = pendingOf(ctx, j, all[i])
		return err
	}); err != nil {
		return err
	}
	var fresh []inquiry.Opening
	var of []int
	for i := range pend {
		if pend[i].had == nil {
			fresh, of = append(fresh, pend[i].Opening), append(of, i)
		}
	}
	act := inquiry.Act{On: out.Run.On, Actor: Actor, Cause: out.Run.Stream()}
	if err := inquiry.OpenMany(ctx, j, fresh, act, func(n int) { r.tell("opening cases", n, len(fresh)) }); err != nil {
		return err
	}
	out.Cases = len(fresh)
	for i, n := range of {
		pend[n].Opening = fresh[i]
	}
	return each(len(pend), func(i int) error {
		r.tell("giving cases their basis", i, len(pend))
		if err := r.give(ctx, j, &pend[i], act); err != nil {
			return fmt.Errorf("the case of household %s: %w", pend[i].Household, err)
		}
		return nil
	})
}

// tell tells how far it has come, now and then; also of several at once.
func (r *Run) tell(phase string, done, total int) {
	if r.Progress != nil && done%500 == 0 {
		r.Progress(phase, int64(done), int64(total))
	}
}

// atOnce is how many cases are worked on at a time: they share commits.
const atOnce = 32

// pendingOf is the case of a settlement: as it was opened before, or as it is to be.
func pendingOf(ctx context.Context, j *journal.Journal, s *housing.Settled) (p pending, err error) {
	events, err := j.LoadParty(ctx, int64(s.Party))
	if err != nil {
		return p, err
	}
	own, _, err := housing.OfParty(s.Party, events)
	if err != nil {
		return p, err
	}
	i := slices.IndexFunc(own, func(k *housing.Known) bool { return k.ID == s.Household && k.Year == s.Year })
	if i < 0 {
		return p, fmt.Errorf("what was decided of household %s is not in the journal; run `balans verify`", s.Household)
	}
	p = pending{Settled: s, Opening: opening(own[i], s)}
	cases, err := inquiry.Of(s.Party, events)
	if k := slices.IndexFunc(cases, func(c *inquiry.Case) bool { return c.Signal.Ref == s.Number }); k >= 0 {
		p.had = cases[k]
	}
	return p, err
}

// give takes the case on and gives it its basis, unless it has one.
func (r *Run) give(ctx context.Context, j *journal.Journal, p *pending, act inquiry.Act) error {
	act.Party, act.Case = p.Settled.Party, p.Opening.ID
	if c := p.had; c != nil {
		if act.Case = c.ID; len(c.Bases) > 0 || c.State == inquiry.Closed {
			return nil
		}
	}
	if p.had == nil || p.had.State == inquiry.Signalled {
		act.Key = p.Number + "-accept"
		if _, err := act.Accept(ctx, j, ""); err != nil {
			return err
		}
	}
	about, err := r.About(ctx, []identity.Number{p.Settled.Party})
	if err != nil {
		return err
	}
	act.Key = p.Number + "-basis"
	_, err = act.ReceiveBasis(ctx, j, p.basis(), about)
	return err
}

// opening is the signal of a settlement. One that makes an earlier claim smaller looks at that
// claim anew, of the agency's own motion (SFB 98:9, 113:3).
func opening(k *housing.Known, s *housing.Settled) inquiry.Opening {
	sv, _ := Words(s.Manual)
	o := inquiry.Opening{Party: s.Party, Benefit: housingAllowance, From: calendar.New(s.Year, k.Stretches[0].From, 1), To: calendar.New(s.Year, k.Stretches[len(k.Stretches)-1].To, 1).EndOfMonth(),
		Paid: s.Settlement.Paid, Wrong: s.Amount, Cause: sample.CauseUnknown, Intent: sample.IntentUnknown, Category: inquiry.IncomeWrong,
		Signal: inquiry.Signal{Source: inquiry.FromReconcile, Ref: s.Number, Text: fmt.Sprintf("Slutligt bostadsbidrag för %d: %s betalades ut och %s är det slutliga bidraget. En människa beslutar om återkravet: %s.",
			s.Year, kr(s.Settlement.Paid), kr(s.Final.Ore()), sv)}}
	then := k.When(s)
	if e := then.Earlier(); e != nil { // what was settled before was paid out or claimed beside
		o.Paid += e.PaidOut - e.Claimed
	}
	if s.Manual == ManualLess {
		review(&o, then, s)
	}
	return o
}

// review makes the opening one of the newest claim of the year that the program decided: it is
// made smaller by what is less now, beside everything else that was settled. What the claim is
// not enough for is told, and is for a person to take up.
func review(o *inquiry.Opening, then *housing.Known, s *housing.Settled) {
	var of *housing.Settled
	var stands money.Amount // of that claim, before this settlement
	for i := range then.Settled {
		switch x := &then.Settled[i]; {
		case x.Outcome == housing.Claim && x.Manual == "":
			of, stands = x, x.Amount
		case x.Manual == ManualLess:
			stands = max(0, stands-x.Amount)
		}
	}
	if of == nil { // a person decided the claim
		o.Paid, o.Wrong = s.Settlement.Paid, max(0, -s.Whole)
		return
	}
	o.Signal.Source, o.Why, o.Reviews, o.Was, o.Debtors = inquiry.FromReview, inquiry.OwnMotion, of.Number, of.Amount+of.Charge, []claim.Debtor{{Number: s.Party}}
	o.Paid += stands
	o.Wrong = max(0, stands-s.Amount)
	if rest := s.Amount - stands; rest > 0 {
		o.Signal.Text += fmt.Sprintf(" Utöver det kravet är %s för mycket krävt eller för lite betalat för året, och det prövas för sig.", kr(rest))
	}
}

// basis is what was paid in the year and what of it was right, as one payment: the year is
// settled as a whole (SFB 98:6), and its months are not told apart.
func (p *pending) basis() *inquiry.Basis {
	paid := p.Opening.Paid
	return &inquiry.Basis{Source: inquiry.SettlementSource, ID: p.Number, Version: 1, Lines: []inquiry.Line{{Payout: p.Number, From: p.From, To: p.To, Payee: p.Settled.Party,
		Paid: paid, Entitled: max(0, paid-p.Wrong)}}}
}

func kr(a money.Amount) string { return a.Kronor() + "\u00a0kr" }
