package inquiry_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"balans/journal"
	"balans/law/calendar"
	"balans/law/money"
	"balans/recover/claim"
	"balans/recover/inquiry"
	"balans/recover/letter"
)

// proposed is a case that many had a part in: sara proposed, siv submitted, eva assessed the
// waiver, ove assessed it first and was replaced, and rut decided that nobody is heard.
func (p *paidRun) proposed() *peer {
	p.Helper()
	x := p.received(200)
	ove := x.at("ove", peerDay)
	x.c = ove.step(x.c, inquiry.Facts, inquiry.IsWrong)
	x.assessed()
	eva := x.at("eva", peerDay)
	x.c = eva.step(x.c, inquiry.Waiver, inquiry.NoWaiver)
	rut := x.at("rut", peerDay)
	x.c = rut.ok(rut.Spare(p.Context(), p.j, "urgent", "brådskar"))
	x.c = x.sara.ok(x.sara.Propose(p.Context(), p.j, "", ""))
	siv := x.at("siv", peerDay)
	x.c = siv.ok(siv.Submit(p.Context(), p.j))
	return x
}

func TestApprove_fourEyes(t *testing.T) {
	onBoth(t, func(p *paidRun) {
		x := p.proposed()
		before := p.head()
		for _, who := range []struct {
			actor  string
			behind []string
		}{{"sara", nil}, {"siv", nil}, {"eva", nil}, {"rut", nil}, {"anna", []string{"sara"}}, {"anna", []string{"bo", "siv"}}, {"anna", []string{"eva"}}, {"admin", []string{"rut"}}, {"sara", []string{"anna"}}} {
			w := x.at(who.actor, calendar.None)
			w.Behind = who.behind
			_, approve := w.Approve(p.Context(), p.j, x.o, nil)
			_, reject := w.Reject(p.Context(), p.j, []inquiry.StepWord{{Step: inquiry.Facts, Text: "fel"}})
			dry := w
			dry.DryRun = true
			_, tried := dry.Approve(p.Context(), p.j, x.o, nil)
			for what, err := range map[string]error{"approve": approve, "reject": reject, "dry run": tried, "MayApprove": x.c.MayApprove(who.actor, who.behind...)} {
				if !errors.Is(err, inquiry.ErrOwn) {
					p.Errorf("%s behind %v, %s: %v", who.actor, who.behind, what, err)
				}
			}
		}
		if p.head() != before {
			p.Error("something was stored")
		}
		// Whose assessment was replaced has no part in what stands.
		p.must(x.c.MayApprove("ove"))
		p.must(x.c.MayApprove("anna", "bo"))
		p.must(x.approve("ove"))
	})
}

// Who stated the amounts by hand does not approve them.
func TestApprove_notOwnBasis(t *testing.T) {
	p := bench(t)
	x := &peer{paidRun: p, c: p.opened(t, peerDay), o: p.office()}
	x.sara = x.at("sara", peerDay)
	x.sara.ok(x.sara.Accept(p.Context(), p.j, ""))
	b := x.lines(1, 200)
	b.Source = "hand"
	bo := x.at("bo", peerDay)
	x.c = bo.ok(bo.ReceiveBasis(p.Context(), p.j, b, inquiry.About{}))
	x.assessed()
	x.c = x.sara.ok(x.sara.Spare(p.Context(), p.j, "urgent", "brådskar"))
	x.submitted()
	if err := x.approve("bo"); !errors.Is(err, inquiry.ErrOwn) {
		t.Errorf("%v", err)
	}
	p.must(x.approve("anna"))
}

// Many who approve at once make one decision, one claim and one letter.
func TestApprove_manyAtOnce(t *testing.T) {
	onBoth(t, func(p *paidRun) {
		x := p.proposed()
		var errs [12]error
		var wg sync.WaitGroup
		for i := range errs {
			wg.Go(func() { errs[i] = x.approve(fmt.Sprint("anna", i)) })
		}
		wg.Wait()
		yes := 0
		for _, err := range errs {
			if err == nil {
				yes++
			} else {
				x.refusedWith(err, "the case is executing")
			}
		}
		kinds := map[string]int{}
		events, err := p.j.LoadParty(p.Context(), int64(x.c.Party))
		p.must(err)
		for _, e := range events {
			if e.Stream == inquiry.Stream(x.c.ID) && e.Kind == "inquiry.decided/1" {
				kinds["decided"]++
			} else if strings.HasPrefix(e.Stream, "claim/") {
				kinds["claim"]++
			} else if strings.HasPrefix(e.Stream, letter.Stream("")) {
				kinds["letter"]++
			}
		}
		if yes != 1 || kinds["decided"] != 1 || kinds["claim"] != 1 || kinds["letter"] != 1 {
			p.Errorf("%d approvals made %v", yes, kinds)
		}
	})
}

// The recall of a decision is another's, and two at once take it back once.
func TestRecall_manyAtOnce(t *testing.T) {
	onBoth(t, func(p *paidRun) {
		x := p.proposed()
		p.must(x.approve("anna"))
		behind := x.at("eva", calendar.None)
		behind.Behind = []string{"anna"}
		if _, err := behind.Recall(p.Context(), p.j, x.o, "fel"); !errors.Is(err, inquiry.ErrOwn) {
			p.Errorf("%v", err)
		}
		var errs [6]error
		var wg sync.WaitGroup
		for i := range errs {
			wg.Go(func() {
				w := x.at(fmt.Sprint("eva", i), calendar.None)
				_, errs[i] = w.Recall(p.Context(), p.j, x.o, "fel")
			})
		}
		wg.Wait()
		yes := 0
		for _, err := range errs {
			if err == nil {
				yes++
			}
		}
		stream, err := p.j.Load(p.Context(), int64(x.c.Party), claim.Stream(x.c.ID+"-1"))
		p.must(err)
		if yes != 1 || len(stream) != 2 {
			p.Errorf("%d recalled it, and the claim has %d events: %v", yes, len(stream), errs)
		}
		if r, err := inquiry.Recount(p.Context(), p.j); err != nil || len(r.Faults) > 0 {
			p.Errorf("%+v %v", r, err)
		}
	})
}

// One payee's debt and another's are two claims also when the same guardian owes both, and
// each letter shows its own days.
func TestApprove_oneDebtorForTwo(t *testing.T) {
	onBoth(t, func(p *paidRun) {
		x := p.received(200)
		b := x.twoMonths(2, 700)
		b.Lines[1].Payee = people[1]
		x.c = x.tell(b)
		for _, s := range []inquiry.Step{inquiry.Facts, inquiry.Liability, inquiry.Waiver, inquiry.Limitation} {
			x.c = x.sara.step(x.c, s, s.Answers()[0])
		}
		x.c = x.sara.step(x.c, inquiry.Sum, "")
		guardian := []inquiry.Debtor{{Number: people[3]}}
		x.c = x.sara.ok(x.sara.Assess(p.Context(), p.j, &inquiry.Assessment{Step: inquiry.Parties, Basis: x.c.Current().Number, Recipients: []inquiry.Recipient{
			{Payee: people[0], Debtors: guardian, Reason: "vårdnadshavare"}, {Payee: people[1], Debtors: guardian, Reason: "vårdnadshavare"}}}))
		x.c = x.sara.ok(x.sara.Spare(p.Context(), p.j, "urgent", "brådskar"))
		x.submitted()
		p.must(x.approve("anna"))
		c, err := inquiry.Load(p.Context(), p.j, x.c.Party, x.c.ID)
		p.must(err)
		var sums []money.Amount
		for _, cl := range c.Decision.Claims {
			l, err := letter.Load(p.Context(), p.j, people[3], cl.ID+"-beslut-1", calendar.InstantOf(p.j.Now()))
			p.must(err)
			f, err := l.FactsOf()
			p.must(err)
			d := f.(*letter.Decision)
			if d.Principal != cl.Principal || d.Overpaid != cl.Principal || d.From != cl.From || d.To != cl.To {
				p.Errorf("%+v of the claim %+v", d, cl)
			}
			sums = append(sums, cl.Principal)
		}
		if slices.Sort(sums); !slices.Equal(sums, []money.Amount{money.Kronor(300), money.Kronor(800)}) {
			p.Errorf("%v", sums)
		}
	})
}

// What a case closes on when nothing was wrong after all: the person who was heard is told,
// and the letter shows the payments.
func TestApprove_nothingWrongAfterTheHearing(t *testing.T) {
	onBoth(t, func(p *paidRun) {
		x := p.received(200)
		x.assessed()
		x.heard()
		x.c = x.sara.ok(x.sara.Answer(p.Context(), p.j, "Det var rätt."))
		x.c = x.tell(x.lines(2, 1000))
		x.c = x.sara.step(x.c, inquiry.Facts, inquiry.IsRight)
		x.c = x.sara.ok(x.sara.Propose(p.Context(), p.j, "", "Du har rätt."))
		x.c = x.sara.ok(x.sara.Submit(p.Context(), p.j))
		p.must(x.approve("anna"))
		c, err := inquiry.Load(p.Context(), p.j, x.c.Party, x.c.ID)
		p.must(err)
		if c.Decision.Result != inquiry.NotWrong || len(c.Decision.Claims) != 0 || len(c.Decision.Letters) != 1 || c.State != inquiry.Executing {
			p.Fatalf("%+v", c.Decision)
		}
		l, err := letter.Load(p.Context(), p.j, c.Party, c.Decision.Letters[0], calendar.InstantOf(p.j.Now()))
		p.must(err)
		p.leave(l)
		if r := x.night(calendar.InstantOf(p.j.Now()).Date()); r.Closed != 1 || x.c.State != inquiry.Closed {
			p.Errorf("%+v %s", r, x.c.State)
		}
	})
}

// Too little to be demanded burdens nobody, so nobody need be heard; a charge is added to what
// is repaid and bears no interest.
func TestApprove_belowAndCharge(t *testing.T) {
	p := bench(t)
	for _, row := range []struct {
		below  bool
		charge money.Amount
		result inquiry.Result
		claims int
	}{{true, 0, inquiry.BelowLimit, 0}, {false, 1234, inquiry.RepayFull, 1}} {
		x := p.received(200)
		x.assessed()
		a := &inquiry.Assessment{Step: inquiry.Sum, Basis: x.c.Current().Number, Repay: money.Kronor(800), Below: row.below, Charge: row.charge, Reason: "under gränsen"}
		x.c = x.sara.ok(x.sara.Assess(p.Context(), p.j, a))
		if !row.below {
			x.c = x.sara.ok(x.sara.Spare(p.Context(), p.j, "urgent", "brådskar"))
		}
		x.submitted()
		p.must(x.approve("anna"))
		c, err := inquiry.Load(p.Context(), p.j, x.c.Party, x.c.ID)
		p.must(err)
		d := c.Decision
		if d.Result != row.result || len(d.Claims) != row.claims {
			t.Fatalf("%+v", d)
		}
		if row.below {
			if c.State != inquiry.Closed || len(d.Entries) != 0 {
				t.Errorf("%s %+v", c.State, d)
			}
			continue
		}
		stream, err := p.j.Load(p.Context(), int64(c.Party), claim.Stream(d.Claims[0].ID))
		p.must(err)
		dec, _, err := claim.FromJournal(stream)
		if p.must(err); dec.Charge != row.charge || dec.Principal != money.Kronor(800)+row.charge || d.Entries[0].Amount != dec.Principal {
			t.Errorf("%+v", dec)
		}
	}
	if r, err := inquiry.Recount(t.Context(), p.j); err != nil || len(r.Faults) > 0 {
		t.Errorf("%+v %v", r, err)
	}
}

// A waiver that the law has no room for, once it is found that wrong information was given
// knowingly, is no answer any more, whichever of the two was assessed first (SFB 108:13).
func TestStandingOf_waiverWithoutRoom(t *testing.T) {
	p := bench(t)
	x := p.settled(peerDay, people[0])
	x.c = x.sara.step(x.c, inquiry.Facts, inquiry.IsWrong)
	x.c = x.sara.step(x.c, inquiry.Limitation, inquiry.StillOpen)
	liability := func(knowing bool) {
		a := &inquiry.Assessment{Step: inquiry.Liability, Basis: x.c.Current().Number, Spans: x.c.Whole(inquiry.Liable, "skäl")}
		a.Spans[0].Ground, a.Spans[0].Knowing = claim.HousingSettlement.String(), knowing
		x.c = x.sara.ok(x.sara.Assess(p.Context(), p.j, a))
	}
	liability(false)
	x.c = x.sara.step(x.c, inquiry.Waiver, inquiry.Waived)
	x.status(inquiry.Waiver, inquiry.StepDone, "")
	liability(true)
	x.status(inquiry.Waiver, inquiry.StepStale, inquiry.StaleDays)
	if r := x.c.Reckon(peerDay); r.Waived != 0 || r.Result != inquiry.NoResult || !slices.Contains(r.Missing, "step.waiver") {
		t.Errorf("%+v", r)
	}
	waived := &inquiry.Assessment{Step: inquiry.Waiver, Basis: 1, Spans: x.c.Whole(inquiry.Waived, "skäl")}
	waived.Spans[0].Share = 2500
	_, err := x.sara.Assess(p.Context(), p.j, waived)
	x.refusedWith(err, "SFB 108:13")
	x.c = x.sara.step(x.c, inquiry.Waiver, inquiry.NoWaiver)
	x.status(inquiry.Waiver, inquiry.StepDone, "")
}

// The night: each timer on its day and not the day before, once, and also when something was
// done in the case on the very day.
func TestNight_timers(t *testing.T) {
	onBoth(t, func(p *paidRun) {
		ctx := p.Context()
		reach := map[inquiry.State]func(*peer){
			inquiry.Signalled: func(x *peer) {},
			inquiry.Enriching: func(x *peer) {
				x.sara.ok(x.sara.Accept(ctx, p.j, ""))
				x.sara.ok(x.sara.ReceiveBasis(ctx, p.j, x.lines(1, 200), inquiry.About{Unknown: []string{"adress"}}))
			},
			inquiry.Investigating: func(x *peer) { *x = *p.received(200) },
			inquiry.InHearing:     func(x *peer) { *x = *p.received(200); x.assessed(); x.heard() },
			inquiry.Proposed: func(x *peer) {
				*x = *p.received(200)
				x.assessed()
				x.sara.ok(x.sara.Spare(ctx, p.j, "urgent", "b"))
				x.sara.ok(x.sara.Propose(ctx, p.j, "", ""))
			},
			inquiry.InApproval: func(x *peer) {
				*x = *p.received(200)
				x.assessed()
				x.sara.ok(x.sara.Spare(ctx, p.j, "urgent", "b"))
				x.submitted()
			},
		}
		for state, to := range reach {
			for _, busy := range []bool{false, true} {
				x := &peer{paidRun: p, c: p.opened(p.T, peerDay), o: p.office()}
				x.sara = x.at("sara", peerDay)
				to(x)
				x.alone(state, busy)
			}
		}
	})
}

// alone lets nights come to one case until its timer has.
func (x *peer) alone(state inquiry.State, busy bool) {
	x.Helper()
	c, err := inquiry.Load(x.Context(), x.j, x.c.Party, x.c.ID)
	x.must(err)
	if c.State != state {
		x.Fatalf("it is %s, not %s", c.State, state)
	}
	first := c.NextDue(peerDay)
	run := func(on calendar.Date) (done int64, r *inquiry.NightReceipt) {
		book, err := inquiry.ReadBook(x.Context(), x.j)
		x.must(err)
		before := x.head()
		r, err = inquiry.Night(x.Context(), x.j, x.o, []*inquiry.Summary{book.Find(c.ID)}, inquiry.Act{On: on, Actor: "run/night"})
		x.must(err)
		return x.head() - before, r
	}
	if n, r := run(first - 1); n != 0 {
		x.Errorf("%s: the night before did %+v", state, r)
	}
	if busy {
		w := x.at("eva", first)
		w.ok(w.Assign(x.Context(), x.j, "eva", ""))
	}
	if n, r := run(first); n != 2 || r.Escalated+r.Sent != 1 || len(r.Waiting) != 0 {
		x.Errorf("%s, busy %t: %s did %d events, %+v", state, busy, first, n, r)
	}
	if n, r := run(first); n != 0 {
		x.Errorf("%s: the same night again did %+v", state, r)
	}
	if state == inquiry.InApproval {
		if n, r := run(peerDay + 14); n != 2 || r.Escalated != 1 {
			x.Errorf("the second timer of %s: %+v", state, r)
		}
	}
}

// A letter that has not left keeps its case executing, and the night names it; others go on.
func TestNight_lettersThatWait(t *testing.T) {
	onBoth(t, func(p *paidRun) {
		x, y := p.proposed(), p.proposed()
		p.must(x.approve("anna"))
		p.must(y.approve("anna"))
		l, err := letter.Load(p.Context(), p.j, y.c.Party, y.c.ID+"-1-beslut-1", calendar.InstantOf(p.j.Now()))
		p.must(err)
		p.leave(l)
		today := calendar.InstantOf(p.j.Now()).Date()
		r := x.night(today)
		if r.Closed != 1 || len(r.Waiting) != 1 || !strings.HasPrefix(r.Waiting[0], x.c.ID) || !strings.Contains(r.Waiting[0], "-beslut-1 has not left") || x.c.State != inquiry.Executing {
			p.Errorf("%+v %s", r, x.c.State)
		}
		before := p.head()
		if r := x.night(today); r.Closed != 0 || len(r.Waiting) != 1 || p.head() != before {
			p.Errorf("again: %+v", r)
		}
	})
}

// Recount finds a note that says something else than the case, a case without a note, and a
// claim that is not what was decided.
func TestRecount_findsTampering(t *testing.T) {
	onBoth(t, func(p *paidRun) {
		ctx := p.Context()
		x := p.proposed()
		p.must(x.approve("anna"))
		clean := func() []string {
			r, err := inquiry.Recount(ctx, p.j)
			p.must(err)
			return r.Faults
		}
		if f := clean(); len(f) > 0 {
			p.Fatalf("%v", f)
		}
		book, err := inquiry.ReadBook(ctx, p.j)
		p.must(err)
		s := *book.Find(x.c.ID)
		s.Repay++
		body, err := journal.Body(&s)
		p.must(err)
		put := func(a journal.Append) {
			_, err := p.j.Append(ctx, a)
			p.must(err)
		}
		note := func(body string) {
			put(journal.Append{Stream: "inquiries/notes", Expected: journal.AnyVersion, Events: []journal.New{{Kind: "inquiry.note/1", OccurredOn: peerDay, Actor: "t", Body: body}}})
		}
		note(body)
		if f := clean(); len(f) != 1 || !strings.Contains(f[0], x.c.ID) {
			p.Errorf("a note of another sum: %v", f)
		}
		s.Repay--
		body, err = journal.Body(&s)
		p.must(err)
		if note(body); len(clean()) != 0 {
			p.Errorf("%v", clean())
		}
		s.ID, s.Party = "R26-000999", people[2]
		body, err = journal.Body(&s)
		p.must(err)
		note(body)
		if f := strings.Join(clean(), "\n"); !strings.Contains(f, "R26-000999 is noted and has no events") || !strings.Contains(f, "have a number") {
			p.Errorf("a note of no case: %s", f)
		}
		// An event beside the commands: the case has more than its note says.
		put(journal.Append{Party: int64(x.c.Party), Stream: inquiry.Stream(x.c.ID), Expected: journal.AnyVersion, Events: []journal.New{{Kind: "inquiry.escalated/1", OccurredOn: peerDay, Actor: "t", Body: `{}`}}})
		if f := strings.Join(clean(), "\n"); !strings.Contains(f, x.c.ID+" is executing with") {
			p.Errorf("an event without a note: %s", f)
		}
	})
}

// A decision by the one who proposed it, or with a claim of another sum, is found however it
// came to be stored.
func TestRecount_findsAnotherDecision(t *testing.T) {
	p := bench(t)
	x := p.proposed()
	d := map[string]any{"digest": "x", "basis": 1, "result": "repay_full", "repay": 80000, "proposer": "anna", "claims": []map[string]any{{"id": x.c.ID + "-1", "payee": int64(x.c.Party), "debtors": []map[string]any{{"Number": int64(x.c.Party)}}, "type": "ordinary", "principal": 70000, "from": "2026-01-01", "to": "2026-01-10"}}}
	body, err := journal.Body(d)
	p.must(err)
	_, err = p.j.Append(context.WithoutCancel(t.Context()), journal.Append{Party: int64(x.c.Party), Stream: inquiry.Stream(x.c.ID), Expected: journal.AnyVersion, Events: []journal.New{{Kind: "inquiry.decided/1", OccurredOn: peerDay, Actor: "anna", Body: body}}})
	p.must(err)
	r, err := inquiry.Recount(t.Context(), p.j)
	p.must(err)
	all := strings.Join(r.Faults, "\n")
	for _, want := range []string{"by the one who proposed it", "its claims are 700,00", "which is not there", "is executing with"} {
		if !strings.Contains(all, want) {
			t.Errorf("%q is not found:\n%s", want, all)
		}
	}
}
