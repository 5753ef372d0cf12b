package plan_test

import (
	"testing"

	"balans/law/money"
	"balans/recover/claim"
	"balans/recover/plan"
	"balans/recover/position"
	. "balans/recover/position/positiontest"
)

// kr is an amount of kronor and öre.
func kr(kronor, ore int64) money.Amount { return money.Kronor(kronor) + money.Amount(ore) }

func on(o *Office, number, day string, claims ...position.Claim) plan.Plan {
	return plan.Plan{Errand: o.Errand(), Number: number, Claims: claims, On: o.Today(day)}
}

// TestAgree_asWorkedInE04 has a plan made before the due date: twelve parts of the
// principal with interest and notice fee on top, paid as proposed.
func TestAgree_asWorkedInE04(t *testing.T) {
	OnEach(t, func(o *Office) {
		c := o.Decide(Decision("E04", "2024-03-20", 12_000), "2024-03-21")
		if due := o.At(c, "2024-04-10").Deadlines.Due; due != Day("2024-04-22") {
			t.Fatalf("due %s", due)
		}
		a := plan.Agree{Plan: on(o, "P-4", "2024-04-10", c), Ask: plan.Ask{Asked: Day("2024-04-10"), First: Day("2024-05-31"), Months: 12, Amortise: true, Notices: true}}
		r, err := a.Do(t.Context(), o.J)
		if err != nil {
			t.Fatal(err)
		}
		p := r.Proposal
		if p.Months() != 12 || p.Instalments[0].Amount != kr(1079, 11) || p.Interest != kr(336, 41) || p.Notices != kr(180, 0) || p.FeeMax != 0 {
			t.Errorf("%d instalments, the first %s; interest %s, notices %s, set-up fee at most %s", p.Months(), p.Instalments[0].Amount, p.Interest, p.Notices, p.FeeMax)
		}
		if p.Sum() != p.Debt+p.Interest+p.Notices {
			t.Errorf("the instalments are %s, debt %s, interest %s, notices %s", p.Sum(), p.Debt, p.Interest, p.Notices)
		}
		for _, i := range p.Instalments {
			o.Today(i.Due.String())
			o.Record(c, Paid(i.Due.String(), i.Amount))
		}
		if left := o.At(c, "2025-04-30").Account; left.Total() != 0 || left.Credit != 0 {
			t.Errorf("left %+v", left.Balances)
		}
		end := plan.End{Plan: on(o, "P-4", "2025-05-05", c), How: plan.Fulfilled}
		if _, err := end.Do(t.Context(), o.J); err != nil {
			t.Error(err)
		}
	})
}

// TestAgree_asWorkedInE05 has a plan of whole payments with a set-up fee.
func TestAgree_asWorkedInE05(t *testing.T) {
	OnEach(t, func(o *Office) {
		c := o.Decide(Decision("E05", "2024-01-12", 8000), "2024-01-15")
		ask := plan.Ask{Asked: Day("2024-03-20"), First: Day("2024-04-30"), Affordable: kr(1000, 0), Fee: kr(170, 0)}
		a := plan.Agree{Plan: on(o, "P-5", "2024-03-20", c), Ask: ask}
		_, err := a.Do(t.Context(), o.J)
		Refused(t, err, "set-up-fee") // no written plan made with the debtor
		a.Ask.Consulted, a.Ask.Fee = true, kr(170, 1)
		_, err = a.Do(t.Context(), o.J)
		Refused(t, err, "set-up-fee")
		a.Ask.Fee = kr(170, 0)
		if _, err = a.Do(t.Context(), o.J); err != nil {
			t.Fatal(err)
		}
		if got := o.At(c, "2024-03-20").Account; got.Interest != kr(92, 5) || got.Fee != kr(170, 0) {
			t.Errorf("at the agreement: %+v", got.Balances)
		}
		o.Today("2024-04-30")
		o.Record(c, Paid("2024-04-30", kr(1000, 0)))
		if got := o.At(c, "2024-04-30").Account; got.Principal != kr(7306, 99) || got.Interest != 0 || got.Fee != 0 {
			t.Errorf("after the payment: %+v", got.Balances)
		}
	})
}

// TestEnd_asWorkedInE06 has a plan called off: late interest runs again.
func TestEnd_asWorkedInE06(t *testing.T) {
	OnEach(t, func(o *Office) {
		c := o.Decide(Decision("E06", "2024-01-31", 6000), "2024-02-01")
		a := plan.Agree{Plan: on(o, "P-6", "2024-02-20", c), Ask: plan.Ask{Asked: Day("2024-02-20"), First: Day("2024-03-29"), Affordable: kr(1000, 0)}}
		if _, err := a.Do(t.Context(), o.J); err != nil {
			t.Fatal(err)
		}
		o.Today("2024-03-29")
		o.Record(c, Paid("2024-03-29", kr(1000, 0)))
		end := plan.End{Plan: on(o, "P-6", "2024-05-31", c), How: plan.Cancelled, Reason: "asked to"}
		if _, err := end.Do(t.Context(), o.J); err != nil {
			t.Fatal(err)
		}
		at := o.At(c, "2024-05-31").Account
		later := o.At(c, "2024-07-31").Account
		if at.Principal != kr(5020, 55) || at.Interest != kr(43, 33) || later.Interest != kr(144, 1) || later.Total() != kr(5164, 56) {
			t.Errorf("at the end %+v, later %+v", at.Balances, later.Balances)
		}
		_, err := (&plan.End{Plan: on(o, "P-6", "2024-08-01", c), How: plan.Cancelled}).Do(t.Context(), o.J)
		Refused(t, err, "no-plan")
	})
}

// TestBreach_countsMissedInstalments follows a plan through breach, reinstatement
// and renewal.
func TestBreach_countsMissedInstalments(t *testing.T) {
	OnEach(t, func(o *Office) {
		c := o.Decide(Decision("B-1", "2024-01-31", 6000), "2024-02-01")
		agree := plan.Agree{Plan: on(o, "P-1", "2024-02-20", c), Ask: plan.Ask{Asked: Day("2024-02-20"), First: Day("2024-03-29"), Affordable: kr(1000, 0)}}
		first, err := agree.Do(t.Context(), o.J)
		if err != nil {
			t.Fatal(err)
		}
		again, err := agree.Do(t.Context(), o.J)
		if err != nil || !again.Replayed || len(again.Events) != len(first.Events) || again.Events[0].Hash != first.Events[0].Hash {
			t.Errorf("repeated: %+v, %v", again, err)
		}
		breach := plan.Breach{Plan: on(o, "P-1", "2024-04-01", c)}
		if breach.Terms.Parameters == nil {
			t.Fatal("no parameters")
		}
		_, err = breach.Do(t.Context(), o.J)
		Refused(t, err, "nothing-missed") // the first is due on 2 April, after Easter
		breach = plan.Breach{Plan: on(o, "P-1", "2024-05-02", c)}
		if _, err = breach.Do(t.Context(), o.J); err == nil {
			t.Error("a breach without a rule and without a reason")
		}
		breach.Terms = Terms(t, "plan_breach_missed_instalments,3,count,2024-01-01,,made up,F")
		_, err = breach.Do(t.Context(), o.J)
		Refused(t, err, "too-few-missed")
		breach.Terms = Terms(t, "plan_breach_missed_instalments,2,count,2024-01-01,,made up,F")
		if r, err := breach.Do(t.Context(), o.J); err != nil || len(r.Notes) != 1 {
			t.Fatalf("%+v, %v", r, err)
		}
		if !o.At(c, "2024-05-02").Has(claim.PlanBroken) {
			t.Error("the plan is not broken")
		}
		back := plan.Reinstate{Plan: on(o, "P-1", "2024-05-10", c)}
		_, err = back.Do(t.Context(), o.J)
		Refused(t, err, "reason-missing")
		back.Reason = "was in hospital"
		if _, err = back.Do(t.Context(), o.J); err != nil {
			t.Fatal(err)
		}
		s, err := plan.StandingOf(o.At(c, "2024-05-30"))
		if err != nil || s.Missed != 1 || s.Instalments[0].Due != Day("2024-05-29") {
			t.Errorf("after the reinstatement: %+v, %v", s, err)
		}
		renew := plan.Renegotiate{Plan: on(o, "P-2", "2024-06-03", c), Old: "P-1", Reason: "can pay less",
			Ask: plan.Ask{Asked: Day("2024-06-03"), First: Day("2024-06-28"), Affordable: kr(300, 0)}}
		r, err := renew.Do(t.Context(), o.J)
		Refused(t, err, "too-long")
		if r.Proposal == nil || !r.Proposal.Exceeds {
			t.Error("the proposal that was too long is not shown")
		}
		renew.Ask.Exception, renew.Ask.Reason = plan.AdvantageOfState, "nothing else can be had"
		if r, err = renew.Do(t.Context(), o.J); err != nil || len(r.Before) != 1 || r.Before[0].Number != "P-1" {
			t.Errorf("renewed: %+v, %v", r, err)
		}
		if now := plan.Of(o.At(c, "2024-06-03")); !now.InForce || now.Number != "P-2" || now.Amount != kr(300, 0) {
			t.Errorf("%+v", now)
		}
	})
}

// TestRecalculate_keepsTheAmount changes a claim of a plan over two claims.
func TestRecalculate_keepsTheAmount(t *testing.T) {
	OnEach(t, func(o *Office) {
		a := o.Decide(Decision("R-1", "2024-01-31", 4000), "2024-02-01")
		b := o.Decide(Decision("R-2", "2024-01-31", 2000), "2024-02-01")
		agree := plan.Agree{Plan: on(o, "P-9", "2024-02-20", a, b), Ask: plan.Ask{Asked: Day("2024-02-20"), First: Day("2024-03-28"), Affordable: kr(600, 0), Notices: true}}
		made, err := agree.Do(t.Context(), o.J)
		if err != nil {
			t.Fatal(err)
		}
		if s := made.Proposal.Shares; s[0].Amount+s[1].Amount > kr(600, 1) || s[0].Notice != kr(15, 0) || s[1].Notice != 0 {
			t.Errorf("shares %+v", s)
		}
		lower := Event(claim.Changed, "2024-03-04")
		lower.Amount = kr(2000, 0)
		lower.ToPrincipal = lower.Amount
		o.Today("2024-03-04")
		o.Record(a, lower)
		re := plan.Recalculate{Plan: on(o, "P-9", "2024-03-05", a, b), Reason: "R-1 was lowered"}
		got, err := re.Do(t.Context(), o.J)
		if err != nil {
			t.Fatal(err)
		}
		if len(got.Before) != 2 || len(got.Notes) == 0 || got.Proposal.Shares[0].Amount != made.Proposal.Shares[0].Amount ||
			got.Proposal.Shares[0].Count >= made.Proposal.Shares[0].Count || got.Proposal.First != Day("2024-03-28") {
			t.Errorf("before %+v, notes %+v, shares %+v from %s", got.Before, got.Notes, got.Proposal.Shares, got.Proposal.First)
		}
		gone := Event(claim.Annulled, "2024-03-06")
		o.Today("2024-03-06")
		o.Record(b, gone)
		re = plan.Recalculate{Plan: on(o, "P-9", "2024-03-07", a, b), Reason: "R-2 was annulled"}
		if got, err = re.Do(t.Context(), o.J); err != nil || len(got.Proposal.Shares) != 1 {
			t.Errorf("%+v, %v", got, err)
		}
	})
}

// TestDefer_longerThanAYearNeedsAReason is HANTF 14.
func TestDefer_longerThanAYearNeedsAReason(t *testing.T) {
	OnEach(t, func(o *Office) {
		c := o.Decide(Decision("D-1", "2024-01-31", 6000), "2024-02-01")
		x := plan.Defer{Errand: o.Errand(), Claim: c, On: o.Today("2024-02-20"), Until: Day("2025-03-05"), Reason: "ill"}
		_, err := x.Do(t.Context(), o.J)
		Refused(t, err, "too-long")
		x.Exception = plan.ExtraordinaryCase
		x.DryRun = true
		if r, err := x.Do(t.Context(), o.J); err != nil || len(r.Events) != 1 || o.At(c, "2024-02-20").Has(claim.Deferred) {
			t.Errorf("a dry run: %+v, %v", r, err)
		}
		x.DryRun = false
		if _, err := x.Do(t.Context(), o.J); err != nil || !o.At(c, "2024-02-20").Has(claim.Deferred) {
			t.Errorf("%v", err)
		}
	})
}
