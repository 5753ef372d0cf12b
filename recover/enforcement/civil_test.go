package enforcement_test

import (
	"context"
	"testing"

	"balans/journal"
	"balans/law/money"
	"balans/recover/claim"
	"balans/recover/enforcement"
	"balans/recover/position"
	. "balans/recover/position/positiontest"
)

// desk carries commands out on one claim.
type desk struct {
	*Office
	c position.Claim
}

// measure is what a command of the day states.
func (d *desk) measure(day string) enforcement.Measure {
	return enforcement.Measure{Errand: d.Errand(), Claim: d.c, On: d.Today(day)}
}

type doer interface {
	Do(ctx context.Context, j *journal.Journal) (journal.Receipt, error)
}

// done fails the test when a command is refused.
func (d *desk) done(x doer) journal.Receipt {
	d.T.Helper()
	r, err := x.Do(d.T.Context(), d.J)
	if err != nil {
		d.T.Fatal(err)
	}
	return r
}

// refused fails the test unless the rule refuses the command.
func (d *desk) refused(x doer, code string) {
	d.T.Helper()
	_, err := x.Do(d.T.Context(), d.J)
	Refused(d.T, err, code)
}

// stands is where the claim is on the civil or public track, and at Kronofogden.
func (d *desk) stands(day string, collection claim.CollectionState, hand claim.HandoverState) *position.Position {
	d.T.Helper()
	p := d.At(d.c, day)
	s := claim.StandingOf(&p.Decision, p.Events, p.On, p.KnownAt, p.Deadlines, p.Limitation, p.Account)
	if s.Collection != collection || s.Handover != hand || len(s.Unexpected) > 0 {
		d.T.Errorf("%s: %s and %s, unexpected %v; want %s and %s", day, s.Collection, s.Handover, s.Unexpected, collection, hand)
	}
	return p
}

func TestCivilTrack_fromOverdueToReturned(t *testing.T) {
	OnEach(t, func(o *Office) {
		d := &desk{o, o.Decide(Decision("2022-01", "2022-01-03", 10_000), "2022-01-04")}
		demand := func(day string) *enforcement.SendDemand {
			return &enforcement.SendDemand{Measure: d.measure(day), Fee: kr(180, 0), Pay: giro}
		}
		d.refused(&enforcement.Remind{Measure: d.measure("2022-02-03")}, "not-overdue")
		d.refused(&enforcement.Remind{Measure: d.measure("2022-02-04"), Fee: kr(60, 0)}, "fee-too-high")
		d.refused(&enforcement.NoticeReceived{Measure: d.measure("2022-02-05"), Proof: "D-1"}, "nothing-sent")
		_, err := demand("2022-02-07").Do(t.Context(), o.J)
		stops(t, err, "reminder-first")
		d.done(&enforcement.Remind{Measure: d.measure("2022-02-07")})
		d.refused(&enforcement.NoticeReceived{Measure: d.measure("2022-02-08")}, "proof-missing")

		high := demand("2022-03-01")
		high.Fee = kr(181, 0)
		_, err = high.Do(t.Context(), o.J)
		Refused(t, err, "fee-too-high")
		short := demand("2022-03-01")
		short.Until = Day("2022-03-10")
		_, err = short.Do(t.Context(), o.J)
		stops(t, err, "reply-too-short")
		d.stands("2022-03-01", claim.CollectionReminded, claim.HandoverNone) // nothing was stored

		sent := demand("2022-03-01")
		sent.DryRun = true
		if r, err := sent.Do(t.Context(), o.J); err != nil || len(r.Events) != 2 || !r.DryRun {
			t.Fatalf("%+v, %v", r, err)
		}
		d.stands("2022-03-01", claim.CollectionReminded, claim.HandoverNone)
		sent.DryRun = false
		first, err := sent.Do(t.Context(), o.J)
		if err != nil {
			t.Fatal(err)
		}
		// 26 days at 8 % of 10 000.
		if want := (enforcement.Amounts{Principal: kr(10_000, 0), Interest: kr(56, 99), Fee: kr(180, 0)}); first.Demand.Amounts != want || first.Demand.Until != Day("2022-03-11") {
			t.Errorf("%+v until %s", first.Demand.Amounts, first.Demand.Until)
		}
		o.Reopen()
		if again, err := sent.Do(t.Context(), o.J); err != nil || !again.Replayed || len(again.Events) != 2 {
			t.Errorf("repeated: %+v, %v", again, err)
		}
		d.done(&enforcement.NoticeReceived{Measure: d.measure("2022-03-03"), Proof: "D-2"})
		if l := d.At(d.c, "2022-03-03").Limitation.Last; l != Day("2032-03-03") {
			t.Errorf("barred after %s", l)
		}

		d.refused(&enforcement.ApplyOrder{Measure: d.measure("2022-03-11")}, "demand-first")
		apply := &enforcement.ApplyOrder{Measure: d.measure("2022-03-14"), Costs: kr(380, 0)}
		d.refused(apply, "fee-too-high") // what the agency's own costs may be is not known
		d.stands("2022-03-14", claim.CollectionDemanded, claim.HandoverNone)
		apply = &enforcement.ApplyOrder{Measure: d.measure("2022-03-14")}
		apply.Number = "BF-1"
		d.done(apply)
		if p := d.stands("2022-03-14", claim.CollectionOrderSought, claim.HandoverNone); p.Account.Cost != kr(300, 0) || !p.Limitation.Pending {
			t.Errorf("%+v", p.Account.Balances)
		}
		d.done(&enforcement.Dispute{Measure: d.measure("2022-04-04"), Court: "solna_tingsratt"})
		d.stands("2022-04-04", claim.CollectionInCourt, claim.HandoverNone)
		d.done(&enforcement.Title{Measure: d.measure("2022-09-05")})
		enforce := &enforcement.Enforce{Measure: d.measure("2022-10-03"), Fee: kr(601, 0)}
		d.refused(enforce, "fee-too-high")
		enforce = &enforcement.Enforce{Measure: d.measure("2022-10-03"), Fee: kr(600, 0)}
		r := d.done(enforce)
		p := d.stands("2022-10-03", claim.CollectionEnforced, claim.HandoverBooked)
		e := p.Events[len(p.Events)-2]
		before := d.At(d.c, "2022-10-02").Account
		a, whole := enforcement.HandedOver(&e)
		if e.Kind != claim.Referred || !whole || a.Total() != e.Amount || a.Fee != kr(180, 0) || a.Cost != kr(300, 0) || a.Principal != kr(10_000, 0) || a.Interest <= before.Interest || len(r.Events) != 2 {
			t.Errorf("%+v, %s", e, a)
		}
		if owed, err := enforcement.Owes(p, 0); err != nil || len(owed) != 0 { // the basic fee is Kronofogden's own
			t.Errorf("%+v, %v", owed, err)
		}
		if _, err := (&enforcement.Returned{Measure: d.measure("2023-10-02"), Why: "sent_back"}).Do(t.Context(), o.J); err == nil {
			t.Error("a reason that is none was accepted")
		}
		d.done(&enforcement.Returned{Measure: d.measure("2023-10-02"), Why: enforcement.ReturnedNoAssets})
		if l := d.stands("2023-10-02", claim.CollectionReturned, claim.HandoverOver).Limitation; l.Pending || l.Last != Day("2033-10-02") {
			t.Errorf("%+v", l)
		}
	})
}

func TestCivilTrack_anOrderThatEndsWithoutATitle(t *testing.T) {
	OnEach(t, func(o *Office) {
		d := &desk{o, o.Decide(Decision("2022-01", "2022-01-03", 10_000), "2022-01-04")}
		d.done(&enforcement.Remind{Measure: d.measure("2022-02-07")})
		if _, err := (&enforcement.SendDemand{Measure: d.measure("2022-03-01"), Pay: giro}).Do(t.Context(), o.J); err != nil {
			t.Fatal(err)
		}
		d.refused(&enforcement.Title{Measure: d.measure("2022-03-14")}, "not-now")
		d.refused(&enforcement.Enforce{Measure: d.measure("2022-03-14")}, "title-missing")
		d.done(&enforcement.ApplyOrder{Measure: d.measure("2022-03-14")})
		if _, err := (&enforcement.OrderEnded{Measure: d.measure("2022-05-02")}).Do(t.Context(), o.J); err == nil {
			t.Error("how it ended is not stated")
		}
		d.done(&enforcement.OrderEnded{Measure: d.measure("2022-05-02"), How: enforcement.WithoutNotice})
		p := d.stands("2022-05-02", claim.CollectionDemanded, claim.HandoverNone)
		if p.Limitation.Last != Day("2032-01-03") {
			t.Errorf("barred after %s", p.Limitation.Last)
		}
		handed := &enforcement.HandOver{Measure: d.measure("2022-05-03")}
		_, err := handed.Do(t.Context(), o.J)
		stops(t, err, "wrong-track")
	})
}

func TestSendDemand_aMistakenPayment(t *testing.T) {
	OnEach(t, func(o *Office) {
		x := Decision("2024-11", "2024-05-01", 7_500)
		x.Type = claim.Mistaken
		d := &desk{o, o.Decide(x, "2024-05-01")}
		if _, err := (&enforcement.SendDemand{Measure: d.measure("2024-05-02"), Pay: giro}).Do(t.Context(), o.J); err != nil {
			t.Fatal(err)
		}
		if a := d.At(d.c, "2024-06-01").Account; a.Total() != kr(7_500, 0) {
			t.Errorf("interest before it fell due: %+v", a.Balances)
		}
		if a := d.At(d.c, "2024-08-30").Account; a.Interest != kr(221, 92) { // E11
			t.Errorf("%+v", a.Balances)
		}
	})
}

func TestSendDemand_toAProtectedPerson(t *testing.T) {
	OnEach(t, func(o *Office) {
		d := &desk{o, o.Decide(Decision("2022-01", "2022-01-03", 10_000), "2022-01-04")}
		o.Today("2022-01-10")
		o.Record(d.c, Event(claim.IdentityProtected, "2022-01-10"))
		d.refused(&enforcement.Remind{Measure: d.measure("2022-02-07")}, "identity-protected")
		d.done(&enforcement.Remind{Measure: d.measure("2022-02-07"), Mode: "forwarded"})
		_, err := (&enforcement.SendDemand{Measure: d.measure("2022-03-01"), Pay: giro, Mode: "post"}).Do(t.Context(), o.J)
		Refused(t, err, "identity-protected")
		r, err := (&enforcement.SendDemand{Measure: d.measure("2022-03-01"), Pay: giro, Mode: "electronic"}).Do(t.Context(), o.J)
		if err != nil || !r.Demand.Recipients[0].Protected {
			t.Errorf("%+v, %v", r.Demand, err)
		}
	})
}

// total is what is owed in all.
func total(p *position.Position) money.Amount { return p.Account.Total() }
