package inquiry_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"balans/journal"
	"balans/law/calendar"
	"balans/law/money"
	"balans/recover/inquiry"
)

// peer is a case of the table of what other systems found hard.
type peer struct {
	*paidRun
	c    *inquiry.Case
	sara worker
	o    *inquiry.Office
}

var peerDay = date("2026-03-02")

// received is a case that has been taken on, with a basis of 1 000 kronor on 10 days.
func (p *paidRun) received(entitled int64) *peer {
	x := &peer{paidRun: p, c: p.opened(p.T, peerDay), o: p.office()}
	x.sara = x.at("sara", peerDay)
	x.c = x.sara.ok(x.sara.Accept(p.Context(), p.j, ""))
	x.c = x.tell(x.lines(1, entitled))
	return x
}

func (x *peer) at(actor string, on calendar.Date) worker {
	w := x.as(actor, x.c)
	w.On = on
	return w
}

func (x *peer) lines(version int, entitled int64) *inquiry.Basis {
	return &inquiry.Basis{Source: "tfp", ID: "b", Version: version, Lines: []inquiry.Line{
		{Payout: "P", From: date("2026-01-01"), To: date("2026-01-10"), Payee: x.c.Party, Paid: money.Kronor(1000), Entitled: money.Kronor(entitled)}}}
}

func (x *peer) tell(b *inquiry.Basis) *inquiry.Case {
	x.Helper()
	w := x.at("system", peerDay)
	return w.ok(w.ReceiveBasis(x.Context(), x.j, b, inquiry.About{}))
}

// assessed goes through the steps, and heard hears the person, who does not answer.
func (x *peer) assessed() { x.c = x.sara.steps(x.c, inquiry.NoWaiver) }

func (x *peer) heard() {
	x.Helper()
	by := peerDay + 14
	x.c = x.sara.ok(x.sara.Hear(x.Context(), x.j, by, x.c.ID+"-k", func(c *inquiry.Case) ([]journal.Append, error) {
		return c.HearingLetter(x.o, c.ID+"-k", "sara", "test", peerDay, by).Appends(calendar.InstantOf(x.j.Now()))
	}))
}

func (x *peer) submitted() {
	x.Helper()
	x.c = x.sara.ok(x.sara.Propose(x.Context(), x.j, "", ""))
	x.c = x.sara.ok(x.sara.Submit(x.Context(), x.j))
}

func (x *peer) approve(actor string) error {
	w := x.at(actor, calendar.None)
	_, err := w.Approve(x.Context(), x.j, x.o, nil)
	return err
}

func (x *peer) refusedWith(err error, why string) {
	x.Helper()
	var r *inquiry.Refusal
	if !errors.As(err, &r) || !strings.Contains(r.Why, why) {
		x.Fatalf("%v; expected: %s", err, why)
	}
}

func (x *peer) status(s inquiry.Step, want inquiry.StepStatus, why string) {
	x.Helper()
	if st := x.c.StandingOf(s, peerDay); st.Status != want || st.Why != why || st.Assessment == nil {
		x.Errorf("%s is %s %s, not %s %s", s, st.Status, st.Why, want, why)
	}
}

// night lets a night come to the case on a day.
func (x *peer) night(on calendar.Date) *inquiry.NightReceipt {
	x.Helper()
	book, err := inquiry.ReadBook(x.Context(), x.j)
	x.must(err)
	r, err := inquiry.Night(x.Context(), x.j, x.o, book.All(), inquiry.Act{On: on, Actor: "run/night", Cause: "test"})
	x.must(err)
	x.c, err = inquiry.Load(x.Context(), x.j, x.c.Party, x.c.ID)
	x.must(err)
	return r
}

// Every row of what proved hard in other systems about the basis and its changes.
func TestBasis_whatProvedHard(t *testing.T) {
	for _, row := range []struct {
		name string
		test func(*paidRun)
	}{
		{"basis before the case", basisFirst}, {"case without basis", withoutBasis}, {"out of order", outOfOrder}, {"same basis twice", sameTwice}, {"blocked by its source", blocked},
		{"changed keeps assessments", changedKeeps}, {"other periods by day", otherPeriods}, {"higher amount after the hearing", higherAmount}, {"changed during approval", changedInApproval}, {"told anew during approval", sameInApproval},
		{"annulled with a hearing sent", annulled}, {"basis for a case that ended", afterTheEnd}, {"revision some days later", revisedSoon}, {"poison message", poison}, {"read twice at once", readTwice},
	} {
		t.Run(row.name, func(t *testing.T) { onBoth(t, row.test) })
	}
}

// A message for a case that is not there, or is not taken on, stores nothing and says so: who
// carries messages keeps it, and it is taken when the case is there.
func basisFirst(p *paidRun) {
	x := &peer{paidRun: p, c: p.opened(p.T, peerDay)}
	before := p.head()
	nobody := inquiry.Act{Party: x.c.Party, Case: "R26-999999", Actor: "system"}
	_, err := nobody.ReceiveBasis(p.Context(), p.j, x.lines(1, 200), inquiry.About{})
	x.refusedWith(err, "there is no case")
	system := x.at("system", peerDay)
	_, err = system.ReceiveBasis(p.Context(), p.j, x.lines(1, 200), inquiry.About{})
	x.refusedWith(err, "the case is signalled")
	if p.head() != before {
		p.Fatal("something was stored")
	}
	sara := x.at("sara", peerDay)
	sara.ok(sara.Accept(p.Context(), p.j, ""))
	if x.c = x.tell(x.lines(1, 200)); x.c.State != inquiry.Investigating {
		p.Errorf("it is %s", x.c.State)
	}
}

func withoutBasis(p *paidRun) {
	x := &peer{paidRun: p, c: p.opened(p.T, peerDay), o: p.office()}
	sara := x.at("sara", peerDay)
	sara.ok(sara.Accept(p.Context(), p.j, ""))
	x.c = x.tell(&inquiry.Basis{Source: "tfp", ID: "b", Version: 1, Blocked: true})
	if x.c.State != inquiry.AwaitingBasis {
		p.Fatalf("a message without payments made it %s", x.c.State)
	}
	if r := x.night(peerDay + 27); r.Reasked+r.Discontinued+r.Escalated != 0 {
		p.Errorf("%+v", r)
	}
	if r := x.night(peerDay + 28); r.Reasked != 1 {
		p.Errorf("%+v", r)
	}
	if r := x.night(peerDay + 29); r.Reasked != 0 {
		p.Errorf("asked again on the next day: %+v", r)
	}
	if x.night(peerDay + 55); x.c.State != inquiry.AwaitingBasis {
		p.Errorf("it is %s", x.c.State)
	}
	if r := x.night(peerDay + 56); r.Discontinued != 1 || x.c.State != inquiry.Closed || x.c.Result != inquiry.Discontinued {
		p.Errorf("%+v %s", r, x.c.State)
	}
}

func outOfOrder(p *paidRun) {
	x := p.received(200)
	x.c = x.tell(x.lines(3, 300))
	x.assessed()
	before := x.c.Reckon(peerDay)
	x.c = x.tell(x.lines(2, 900))
	if x.c.Current().Version != 3 || len(x.c.Bases) != 3 || fmt.Sprint(before) != fmt.Sprint(x.c.Reckon(peerDay)) {
		p.Errorf("version %d is in force of %d", x.c.Current().Version, len(x.c.Bases))
	}
	for _, s := range inquiry.Steps {
		x.status(s, inquiry.StepDone, "")
	}
}

func sameTwice(p *paidRun) {
	x := p.received(200)
	before := p.head()
	if x.c = x.tell(x.lines(1, 200)); p.head() != before || len(x.c.Bases) != 1 {
		p.Error("the same message was stored twice")
	}
	_, err := x.sara.ReceiveBasis(p.Context(), p.j, x.lines(1, 300), inquiry.About{})
	x.refusedWith(err, "has come before and says something else")
	other := x.lines(2, 300)
	other.ID = "another"
	_, err = x.sara.ReceiveBasis(p.Context(), p.j, other, inquiry.About{})
	x.refusedWith(err, "the basis of this case is")
	if p.head() != before {
		p.Error("something was stored")
	}
}

// A source that blocks what it told stops proposal and approval. When it lets go the work is
// as it was, and the time to answer that was running runs out by itself.
func blocked(p *paidRun) {
	x := p.received(200)
	x.assessed()
	x.heard()
	if x.c = x.tell(&inquiry.Basis{Source: "tfp", ID: "b", Version: 2, Blocked: true}); !slices.Contains(x.c.Reckon(peerDay).Missing, "blocked") {
		p.Fatalf("%+v", x.c.Reckon(peerDay).Missing)
	}
	late := x.at("sara", peerDay+15)
	_, err := late.Propose(p.Context(), p.j, "", "")
	x.refusedWith(err, "blocked")
	x.c = x.tell(&inquiry.Basis{Source: "tfp", ID: "b", Version: 3, Lines: x.lines(3, 200).Lines})
	for _, s := range inquiry.Steps {
		x.status(s, inquiry.StepDone, "")
	}
	_, err = x.sara.Propose(p.Context(), p.j, "", "")
	x.refusedWith(err, "the time to answer has not passed")
	x.c = late.ok(late.Propose(p.Context(), p.j, "", ""))
	x.c = late.ok(late.Submit(p.Context(), p.j))
	x.c = x.tell(&inquiry.Basis{Source: "tfp", ID: "b", Version: 4, Blocked: true})
	if err := x.approve("anna"); err == nil || x.c.Proposal != nil || x.c.State != inquiry.Investigating {
		p.Errorf("it was approved while blocked: %v %s", err, x.c.State)
	}
}

// twoMonths is a basis of two payments of which the second changes.
func (x *peer) twoMonths(version int, second int64) *inquiry.Basis {
	b := x.lines(version, 200)
	b.Lines = append(b.Lines, inquiry.Line{Payout: "Q", From: date("2026-02-01"), To: date("2026-02-10"), Payee: x.c.Party, Paid: money.Kronor(1000), Entitled: money.Kronor(second)})
	return b
}

// january answers the first payment's days only.
func changedKeeps(p *paidRun) {
	x := p.received(200)
	x.c = x.tell(x.twoMonths(2, 1000))
	for _, s := range []inquiry.Step{inquiry.Liability, inquiry.Waiver, inquiry.Limitation, inquiry.Facts} {
		a := &inquiry.Assessment{Step: s, Basis: x.c.Current().Number, Cause: "unknown", Spans: []inquiry.Span{{From: date("2026-01-01"), To: date("2026-01-10"), Answer: s.Answers()[0], Reason: "skäl"}}}
		switch s {
		case inquiry.Facts:
			a.Spans[0].To = date("2026-02-10")
		case inquiry.Liability:
			a.Spans[0].Ground = "ordinary"
		}
		x.c = x.sara.ok(x.sara.Assess(p.Context(), p.j, a))
	}
	x.c = x.sara.step(x.c, inquiry.Sum, "")
	x.c = x.sara.step(x.c, inquiry.Parties, "")
	x.c = x.tell(x.twoMonths(3, 600))
	x.status(inquiry.Facts, inquiry.StepStale, inquiry.StaleBasis)
	for _, s := range []inquiry.Step{inquiry.Liability, inquiry.Limitation} { // January stands, and February wants an answer
		x.status(s, inquiry.StepStale, inquiry.StaleDays)
	}
	x.status(inquiry.Waiver, inquiry.StepDone, "") // until somebody is liable for February
	x.status(inquiry.Parties, inquiry.StepDone, "")
	x.c = x.tell(x.twoMonths(4, 1000))
	for _, s := range inquiry.Steps { // back to what was assessed: everything stands
		x.status(s, inquiry.StepDone, "")
	}
	if st := x.c.StandingOf(inquiry.Facts, peerDay); st.Spans[0].Reason != "skäl" || len(st.Earlier) != 0 {
		p.Errorf("%+v", st)
	}
}

// The same money told in other periods touches nothing; a day less touches that day.
func otherPeriods(p *paidRun) {
	x := p.received(200)
	x.assessed()
	split := x.lines(2, 200)
	l := split.Lines[0]
	a, b := l, l
	a.To, a.Paid, a.Entitled = l.From+3, money.Kronor(400), money.Kronor(80)
	b.From, b.Paid, b.Entitled = l.From+4, money.Kronor(600), money.Kronor(120)
	split.Lines = []inquiry.Line{b, a}
	x.c = x.tell(split)
	for _, s := range inquiry.Steps {
		x.status(s, inquiry.StepDone, "")
	}
	b.To, b.Paid, b.Entitled = l.To-1, money.Kronor(500), money.Kronor(100)
	x.c = x.tell(&inquiry.Basis{Source: "tfp", ID: "b", Version: 3, Lines: []inquiry.Line{a, b}})
	x.status(inquiry.Facts, inquiry.StepStale, inquiry.StaleBasis)
	if st := x.c.StandingOf(inquiry.Facts, peerDay); len(st.Touched) != 1 || st.Touched[0].From != l.To || st.Touched[0].To != l.To {
		p.Errorf("%+v", st.Touched)
	}
}

// The person is heard again when the amount or the ground rises, and not when it falls.
func higherAmount(p *paidRun) {
	x := p.received(200)
	x.assessed()
	x.heard()
	x.night(peerDay + 15)
	x.sara.On = peerDay + 15
	if x.c.State != inquiry.Investigating || !x.c.Hearing().Over {
		p.Fatalf("it is %s", x.c.State)
	}
	x.c = x.tell(x.lines(2, 100))
	x.assessed()
	if m := x.c.Reckon(peerDay + 15).Missing; !slices.Equal(m, []string{"hearing.amount"}) {
		p.Errorf("higher: %v", m)
	}
	x.c = x.tell(x.lines(3, 300))
	x.assessed()
	if m := x.c.Reckon(peerDay + 15).Missing; len(m) != 0 {
		p.Errorf("lower: %v", m)
	}
	a := *x.c.StandingOf(inquiry.Liability, peerDay).Assessment
	a.Spans = slices.Clone(a.Spans)
	a.Spans[0].Ground = "bad_faith"
	x.c = x.sara.ok(x.sara.Assess(p.Context(), p.j, &a))
	if m := x.c.Reckon(peerDay + 15).Missing; !slices.Equal(m, []string{"hearing.ground"}) {
		p.Errorf("another ground: %v", m)
	}
}

// A new version that says the same is another than was proposed: the work stands, and it is
// proposed anew instead of waiting for an approval that would be refused.
func sameInApproval(p *paidRun) {
	x := p.received(200)
	x.assessed()
	x.c = x.sara.ok(x.sara.Spare(p.Context(), p.j, "urgent", "brådskar"))
	x.submitted()
	if x.c = x.tell(x.lines(2, 200)); x.c.State != inquiry.Investigating || x.c.Proposal != nil {
		p.Errorf("it is %s with %+v", x.c.State, x.c.Proposal)
	}
	for _, s := range inquiry.Steps {
		x.status(s, inquiry.StepDone, "")
	}
	x.submitted()
	p.must(x.approve("anna"))
}

// A new basis and an approval at once: the decision is on what was proposed, or there is none.
func changedInApproval(p *paidRun) {
	for i := range 4 {
		x := p.received(200)
		x.assessed()
		x.c = x.sara.ok(x.sara.Spare(p.Context(), p.j, "urgent", "brådskar"))
		x.submitted()
		var approved, told [3]error
		var wg sync.WaitGroup
		for k := range 3 {
			wg.Go(func() { approved[k] = x.approve(fmt.Sprint("anna", k)) })
			wg.Go(func() {
				w := x.at("system", peerDay)
				_, told[k] = w.ReceiveBasis(p.Context(), p.j, x.lines(2+k, int64(100*k)), inquiry.About{})
			})
		}
		wg.Wait()
		c, err := inquiry.Load(p.Context(), p.j, x.c.Party, x.c.ID)
		p.must(err)
		yes := 0
		for k := range 3 {
			p.must(told[k])
			var r *inquiry.Refusal
			if approved[k] == nil {
				yes++
			} else if !errors.As(approved[k], &r) {
				p.Errorf("%v", approved[k])
			}
		}
		switch {
		case yes > 1 || (yes == 1) != (c.Decision != nil):
			p.Errorf("%d approvals, and the decision %+v", yes, c.Decision)
		case c.Decision != nil && (c.Decision.Basis != 1 || c.Decision.Repay != money.Kronor(800) || len(c.Decision.Claims) != 1 || len(c.Decision.Letters) != 1 || c.State != inquiry.Executing):
			p.Errorf("round %d: mixed: %+v", i, c.Decision)
		case c.Decision == nil && (c.State != inquiry.Investigating || c.Proposal != nil):
			p.Errorf("round %d: it is %s with %+v", i, c.State, c.Proposal)
		}
	}
	if r, err := inquiry.Recount(p.Context(), p.j); err != nil || len(r.Faults) > 0 {
		p.Errorf("%+v %v", r, err)
	}
}

func annulled(p *paidRun) {
	x := p.received(200)
	x.assessed()
	x.heard()
	if x.c = x.tell(&inquiry.Basis{Source: "tfp", ID: "b", Version: 2, Annulled: true}); x.c.State != inquiry.Closed || x.c.Result != inquiry.Discontinued || x.c.EndReason == "" {
		p.Errorf("%s %s", x.c.State, x.c.Result)
	}
	// The first thing that is told may be that there is nothing: that case has no object either.
	y := &peer{paidRun: p, c: p.opened(p.T, peerDay)}
	w := y.at("sara", peerDay)
	w.ok(w.Accept(p.Context(), p.j, ""))
	gone := y.lines(1, 200)
	gone.Annulled = true
	if y.c = y.tell(gone); y.c.State != inquiry.Closed || y.c.Result != inquiry.Discontinued {
		p.Errorf("%s %s", y.c.State, y.c.Result)
	}
}

// What comes after the end is kept and changes nothing; a person opens a case that names the old.
func afterTheEnd(p *paidRun) {
	x := p.received(200)
	x.c = x.sara.ok(x.sara.Discontinue(p.Context(), p.j, "fel"))
	before := x.c
	if x.c = x.tell(x.lines(2, 0)); x.c.State != inquiry.Closed || len(x.c.Bases) != 2 || x.c.Result != before.Result || x.c.EndedOn != before.EndedOn {
		p.Errorf("%+v", x.c)
	}
	o := before.Opening
	o.Signal = inquiry.Signal{Source: inquiry.FromReconcile, Ref: "b/2", Text: "nytt underlag"}
	o.ReviewOf = before.ID
	again, err := inquiry.OpenBy(p.Context(), p.j, o, inquiry.Act{On: peerDay, Actor: "eva"})
	if err != nil || again.ID == before.ID || again.ReviewOf != before.ID || again.State != inquiry.Signalled {
		p.Errorf("%+v %v", again, err)
	}
}

// A benefit that is revised within days is not decided by the program before its basis has aged.
func revisedSoon(p *paidRun) {
	law := automaticLaw(p.T, 5_000_00, 10, 0)
	x := p.settled(peerDay, people[0])
	for on, want := range map[calendar.Date]string{peerDay + 9: inquiry.AutoAge, peerDay + 10: ""} {
		if why, err := x.c.MayDecideAlone(law, on); err != nil || why != want {
			p.Errorf("%s: %q %v", on, why, err)
		}
	}
	w := x.at("system", peerDay+8)
	x.c = w.ok(w.ReceiveBasis(p.Context(), p.j, x.year(2, 1500), inquiry.About{}))
	for on, want := range map[calendar.Date]string{peerDay + 10: inquiry.AutoAge, peerDay + 17: inquiry.AutoAge, peerDay + 18: ""} {
		if why, err := x.c.MayDecideAlone(law, on); err != nil || why != want {
			p.Errorf("%s, revised: %q %v", on, why, err)
		}
	}
}

func poison(p *paidRun) {
	x, other := p.received(200), p.received(200)
	before := p.head()
	for v := range 6 {
		bad := x.lines(v+2, 100)
		bad.Lines[0].To = bad.Lines[0].From - 1
		_, err := x.sara.ReceiveBasis(p.Context(), p.j, bad, inquiry.About{})
		x.refusedWith(err, "payment 1")
	}
	if p.head() != before {
		p.Error("something was stored")
	}
	if other.c = other.tell(other.lines(2, 300)); other.c.Current().Version != 2 {
		p.Error("it blocks others")
	}
	if x.c = x.tell(x.lines(2, 300)); x.c.Current().Version != 2 {
		p.Error("it blocks its own case")
	}
}

func readTwice(p *paidRun) {
	x := &peer{paidRun: p, c: p.opened(p.T, peerDay)}
	w := x.at("sara", peerDay)
	w.ok(w.Accept(p.Context(), p.j, ""))
	var errs [8]error
	var wg sync.WaitGroup
	for i := range errs {
		wg.Go(func() {
			s := x.at("system", peerDay)
			_, errs[i] = s.ReceiveBasis(p.Context(), p.j, x.lines(1+i%2, 200), inquiry.About{})
		})
	}
	wg.Wait()
	p.must(errors.Join(errs[:]...))
	c, err := inquiry.Load(p.Context(), p.j, x.c.Party, x.c.ID)
	p.must(err)
	if len(c.Bases) != 2 || c.Current().Version != 2 {
		p.Errorf("%d messages are kept, version %d in force", len(c.Bases), c.Current().Version)
	}
	// The same signal read by two at once is one case.
	o := c.Opening
	o.Signal.Ref = "one signal"
	var ids [4]string
	for i := range ids {
		wg.Go(func() {
			if c, err := inquiry.OpenBy(p.Context(), p.j, o, inquiry.Act{On: peerDay, Actor: "system"}); err != nil {
				p.Error(err)
			} else {
				ids[i] = c.ID
			}
		})
	}
	wg.Wait()
	if u := slices.Compact(slices.Sorted(slices.Values(ids[:]))); len(u) != 1 {
		p.Errorf("one signal became the cases %v", u)
	}
}
