package settlement

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"balans/journal"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
	"balans/prevent/housing"
	"balans/prevent/sample"
	"balans/recover/claim"
	"balans/recover/inquiry"
)

// source names bases of settlements among those of other systems.
const source = "housing"

// open opens a recovery case for each settlement that a person is to decide about, with its
// basis. What was opened before is passed over.
func (r *Run) open(ctx context.Context, j *journal.Journal, out *Receipt, all []*housing.Settled) error {
	if len(all) == 0 {
		return nil
	}
	var mu sync.Mutex
	return each(len(all), func(i int) error {
		opened, err := r.openOne(ctx, j, all[i], out.Run.Stream())
		if err != nil {
			return fmt.Errorf("the case of household %s: %w", all[i].Household, err)
		}
		mu.Lock()
		defer mu.Unlock()
		if opened {
			out.Cases++
		}
		if r.Progress != nil && i%500 == 0 {
			r.Progress("opening cases", int64(i), int64(len(all)))
		}
		return nil
	})
}

// atOnce is how many cases are opened at a time: they share commits.
const atOnce = 32

// openOne opens the case of a settlement and gives it its basis. Its reference is the
// settlement's number, by which what was done before is known again.
func (r *Run) openOne(ctx context.Context, j *journal.Journal, s *housing.Settled, cause string) (opened bool, err error) {
	events, err := j.LoadParty(ctx, int64(s.Party))
	if err != nil {
		return false, err
	}
	own, _, err := housing.OfParty(s.Party, events)
	if err != nil {
		return false, err
	}
	var k *housing.Known
	for _, x := range own {
		if x.ID == s.Household && x.Year == s.Year {
			k = x
		}
	}
	if k == nil {
		return false, errors.New("what was decided of it is not in the journal; run `balans verify`")
	}
	act := inquiry.Act{Party: s.Party, On: s.On, Actor: Actor, Cause: cause, Key: s.Number}
	o := opening(k, s)
	had, err := inquiry.Of(s.Party, events)
	if err != nil {
		return false, err
	}
	for _, c := range had {
		if c.Signal.Ref == s.Number {
			act.Case = c.ID
		}
	}
	if act.Case == "" {
		c, err := inquiry.OpenBy(ctx, j, o, act)
		if err != nil {
			return false, err
		}
		act.Case, opened = c.ID, true
	}
	c, err := inquiry.Load(ctx, j, s.Party, act.Case)
	if err != nil || len(c.Bases) > 0 || c.State == inquiry.Closed {
		return opened, err
	}
	if c.State == inquiry.Signalled {
		act.Key = s.Number + "-accept"
		if _, err := act.Accept(ctx, j, ""); err != nil {
			return opened, err
		}
	}
	about, err := r.About(ctx, []identity.Number{s.Party})
	if err != nil {
		return opened, err
	}
	act.Key = s.Number + "-basis"
	_, err = act.ReceiveBasis(ctx, j, basis(k, s, o.Wrong), about)
	return opened, err
}

// opening is the signal of a settlement. One that makes an earlier claim smaller looks at that
// claim anew, of the agency's own motion (SFB 98:9, 113:3).
func opening(k *housing.Known, s *housing.Settled) inquiry.Opening {
	sv, _ := Words(s.Manual)
	o := inquiry.Opening{Party: s.Party, Benefit: housingAllowance, From: calendar.New(s.Year, k.Stretches[0].From, 1), To: calendar.New(s.Year, k.Stretches[len(k.Stretches)-1].To, 1).EndOfMonth(),
		Paid: s.Settlement.Paid, Wrong: s.Amount, Cause: sample.CauseUnknown, Intent: sample.IntentUnknown, Category: inquiry.IncomeWrong,
		Signal: inquiry.Signal{Source: inquiry.FromReconcile, Ref: s.Number, Text: fmt.Sprintf("Slutligt bostadsbidrag för %d: %s betalades ut och %s är det slutliga bidraget. En människa beslutar om återkravet: %s.",
			s.Year, kr(s.Settlement.Paid), kr(s.Final.Ore()), sv)}}
	if s.Manual != ManualLess {
		return o
	}
	for i := range k.Settled {
		if x := &k.Settled[i]; x.Outcome == housing.Claim && x.Manual == "" {
			o.Signal.Source, o.Why, o.Reviews, o.Was, o.Debtors = inquiry.FromReview, inquiry.OwnMotion, x.Number, x.Amount+x.Charge, []claim.Debtor{{Number: s.Party}}
		}
	}
	o.Wrong = max(0, -s.Whole)
	return o
}

// basis is what was paid in the year and what of it was right, as one payment: the year is
// settled as a whole (SFB 98:6), and its months are not told apart.
func basis(k *housing.Known, s *housing.Settled, wrong money.Amount) *inquiry.Basis {
	return &inquiry.Basis{Source: source, ID: s.Number, Version: 1, Lines: []inquiry.Line{{Payout: s.Number, From: calendar.New(s.Year, k.Stretches[0].From, 1),
		To: calendar.New(s.Year, k.Stretches[len(k.Stretches)-1].To, 1).EndOfMonth(), Payee: s.Party, Paid: s.Settlement.Paid, Entitled: max(0, s.Settlement.Paid-wrong)}}}
}

func kr(a money.Amount) string { return a.Kronor() + "\u00a0kr" }
