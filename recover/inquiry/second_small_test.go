package inquiry_test

import (
	"testing"

	"balans/law/calendar"
	"balans/law/money"
	"balans/prevent/benefit"
	"balans/recover/claim"
	"balans/recover/inquiry"
	"balans/recover/letter"
)

// What a form sends has lines that end in two characters, and tabs: a letter can be made of it.
func TestApprove_wordsAsFormsSendThem(t *testing.T) {
	p := bench(t)
	const words = "Första raden.\r\nAndra\traden.\rTredje."
	x := p.received(200)
	for _, s := range []inquiry.Step{inquiry.Facts, inquiry.Liability, inquiry.Waiver, inquiry.Limitation} {
		a := &inquiry.Assessment{Step: s, Basis: 1, Cause: letter.CauseUnknown, Spans: x.c.Whole(s.Answers()[0], words)}
		if s == inquiry.Liability {
			a.Spans[0].Ground = claim.Ordinary.String()
		}
		x.c = x.sara.ok(x.sara.Assess(p.Context(), p.j, a))
	}
	x.c = x.sara.step(x.c, inquiry.Sum, "")
	x.c = x.sara.step(x.c, inquiry.Parties, "")
	x.heard()
	x.c = x.sara.ok(x.sara.Answer(p.Context(), p.j, words))
	x.c = x.sara.ok(x.sara.Propose(p.Context(), p.j, words, words))
	x.c = x.sara.ok(x.sara.Submit(p.Context(), p.j))
	p.must(x.approve("anna"))

	y := p.received(200)
	y.assessed()
	y.c = y.sara.ok(y.sara.Spare(p.Context(), p.j, "urgent", words))
	y.submitted()
	p.must(y.approve("anna"))
}

// A form that is sent twice opens one case, also when the signal has no number of its own.
func TestOpenBy_sentTwice(t *testing.T) {
	onBoth(t, func(p *paidRun) {
		code, _ := benefit.Parse("sjukpenning")
		o := inquiry.Opening{Party: people[0], Benefit: code, From: date("2026-01-01"), To: date("2026-01-31"), Category: inquiry.Worked, Signal: inquiry.Signal{Source: inquiry.FromHand, Text: "tips"}}
		act := inquiry.Act{On: peerDay, Actor: "eva", Key: "form-9"}
		first, err := inquiry.OpenBy(p.Context(), p.j, o, act)
		p.must(err)
		before := p.head()
		again, err := inquiry.OpenBy(p.Context(), p.j, o, act)
		if err != nil || again.ID != first.ID || p.head() != before {
			p.Errorf("%+v %v", again, err)
		}
		act.Key = "form-10"
		if other, err := inquiry.OpenBy(p.Context(), p.j, o, act); err != nil || other.ID == first.ID {
			p.Errorf("%+v %v", other, err)
		}
	})
}

// Days must make sense: an answer is not before the letter, and a decision not before it was
// asked for.
func TestDates_neverBackwards(t *testing.T) {
	p := bench(t)
	x := p.received(200)
	x.assessed()
	x.sara.On = peerDay + 5
	by := peerDay + 20
	x.c = x.sara.ok(x.sara.Hear(p.Context(), p.j, by, "", nil))
	early := x.at("sara", peerDay+4)
	_, err := early.Answer(p.Context(), p.j, "Nej.")
	x.refusedWith(err, "before")
	x.sara.On = by + 1
	x.c = x.sara.ok(x.sara.CloseHearing(p.Context(), p.j))
	x.c = x.sara.ok(x.sara.Propose(p.Context(), p.j, "", ""))
	x.c = x.sara.ok(x.sara.Submit(p.Context(), p.j))
	back := x.at("anna", by)
	_, err = back.Approve(p.Context(), p.j, x.o, nil)
	x.refusedWith(err, "before")
	back.On = by + 1
	back.ok(back.Approve(p.Context(), p.j, x.o, nil))
}

// A review that finds nothing wrong at all takes the claim away, and the person is told.
func TestReview_nothingWrong(t *testing.T) {
	onBoth(t, func(p *paidRun) {
		x := p.proposed()
		p.must(x.approve("anna"))
		c, err := inquiry.OpenBy(p.Context(), p.j, inquiry.Opening{Party: x.c.Party, Benefit: x.c.Benefit, From: x.c.From, To: x.c.To, Category: inquiry.OtherCause, Reviews: x.c.ID + "-1", ReviewOf: x.c.ID, Was: money.Kronor(800),
			Signal: inquiry.Signal{Source: inquiry.FromReview, Ref: "b 1", Text: "Jag begär omprövning."}}, inquiry.Act{Actor: "eva", Cause: "test"})
		p.must(err)
		r := &peer{paidRun: p, c: c, o: x.o}
		r.sara = r.at("maj", calendar.None)
		r.c = r.sara.ok(r.sara.Accept(p.Context(), p.j, ""))
		r.c = r.sara.ok(r.sara.ReceiveBasis(p.Context(), p.j, r.lines(1, 1000), inquiry.About{}))
		r.assessed()
		r.submitted()
		p.must(r.approve("anna"))
		c, err = inquiry.Load(p.Context(), p.j, c.Party, c.ID)
		p.must(err)
		if c.Decision.Result != inquiry.Revoked || len(c.Decision.Letters) != 1 || len(c.Decision.Entries) != 1 || c.Decision.Entries[0].Amount != -money.Kronor(800) {
			p.Errorf("%+v", c.Decision)
		}
		stream, err := p.j.Load(p.Context(), int64(x.c.Party), claim.Stream(x.c.ID+"-1"))
		p.must(err)
		_, events, err := claim.FromJournal(stream)
		p.must(err)
		if n := len(events); n != 2 || events[n-1].Kind != claim.Annulled {
			p.Errorf("%+v", events)
		}
	})
}
