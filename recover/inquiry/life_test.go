package inquiry_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"balans/journal"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
	"balans/law/statute"
	"balans/prevent/benefit"
	"balans/recover/claim"
	"balans/recover/inquiry"
	"balans/recover/letter"
)

func (p *paidRun) office() *inquiry.Office {
	p.Helper()
	book, err := claim.ReadColumns(p.Context(), p.j, nil)
	p.must(err)
	law, err := statute.Load()
	p.must(err)
	return &inquiry.Office{Sender: letter.Sender{Name: "Försäkringskassan", Contact: []string{"0771-524 524"}}, Account: "bankgiro 5050-1055", Parameters: law,
		Terms: book.LawBook().TermsOf(calendar.InstantOf(p.j.Now()))}
}

// worker acts in a case.
type worker struct {
	*paidRun
	inquiry.Act
}

func (p *paidRun) as(actor string, c *inquiry.Case) worker {
	return worker{p, inquiry.Act{Party: c.Party, Case: c.ID, Actor: actor, Cause: "test"}}
}

func (w worker) ok(r *inquiry.Receipt, err error) *inquiry.Case {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
	return r.Case
}

func (w worker) no(_ *inquiry.Receipt, err error, why string) {
	w.Helper()
	var r *inquiry.Refusal
	if !errors.As(err, &r) || !strings.Contains(r.Why, why) {
		w.Fatalf("%v; expected to be refused: %s", err, why)
	}
	if r.Svensk == "" || r.Svensk == r.Why {
		w.Errorf("%q has no Swedish", r.Why)
	}
}

// basisOf is what a case was paid, of which so much is right.
func basisOf(c *inquiry.Case, version int, entitled int64) *inquiry.Basis {
	return &inquiry.Basis{Source: "tfp", ID: "B-" + c.ID, Version: version, Lines: []inquiry.Line{
		{Payout: c.Payout, From: c.From, To: c.To, Payee: c.Party, Paid: c.Paid, Tax: c.Paid * 3 / 10, Entitled: money.Kronor(entitled)}}}
}

// step assesses a step as a person who looked at the case just now.
func (w worker) step(c *inquiry.Case, s inquiry.Step, answer string) *inquiry.Case {
	w.Helper()
	a := &inquiry.Assessment{Step: s, Basis: c.Current().Number, Rules: c.Evaluate(s, w.office().Parameters, calendar.InstantOf(w.j.Now()).Date())}
	switch s {
	case inquiry.Sum:
		a.Repay = c.Reckon(c.Since).Repay
	case inquiry.Parties:
		a.Recipients = c.Payees()
	default:
		a.Spans = c.Whole(answer, "skäl för "+string(s))
		if answer == inquiry.Liable {
			a.Spans[0].Ground = claim.Ordinary.String()
		}
		if answer == inquiry.Waived {
			a.Spans[0].Share = 2500
		}
		if s == inquiry.Facts {
			a.Cause = letter.CauseNotReported
		}
	}
	return w.ok(w.Assess(w.Context(), w.j, a))
}

func (w worker) steps(c *inquiry.Case, waiver string) *inquiry.Case {
	w.Helper()
	c = w.step(c, inquiry.Facts, inquiry.IsWrong)
	c = w.step(c, inquiry.Liability, inquiry.Liable)
	c = w.step(c, inquiry.Waiver, waiver)
	c = w.step(c, inquiry.Limitation, inquiry.StillOpen)
	c = w.step(c, inquiry.Sum, "")
	return w.step(c, inquiry.Parties, "")
}

// investigated is the case of the first person, with a basis, taken on by sara.
func (p *paidRun) investigated() (*inquiry.Case, worker) {
	p.Helper()
	ctx := p.Context()
	p.confirm(1, "tfp-absence", 800)
	c, err := inquiry.Open(ctx, p.j, p.say(1), "tfp-absence", "")
	p.must(err)
	w := p.as("sara", c)
	c = w.ok(w.Accept(ctx, p.j, ""))
	c = w.ok(w.ReceiveBasis(ctx, p.j, basisOf(c, 1, 200), inquiry.About{}))
	if c.State != inquiry.Investigating {
		p.Fatalf("it is %s", c.State)
	}
	return c, w
}

// A case goes from the signal to a claim that has been sent, with two people.
func TestLife(t *testing.T) {
	onBoth(t, func(p *paidRun) {
		ctx, o := p.Context(), p.office()
		c, sara := p.investigated()
		c = sara.steps(c, inquiry.NoWaiver)
		r := c.Reckon(c.Since)
		if r.Wrong != money.Kronor(800) || r.Repay != r.Wrong || r.Tax != money.Kronor(240) || !slices.Equal(r.Missing, []string{"hearing"}) || r.Result != inquiry.RepayFull {
			p.Fatalf("%+v", r)
		}
		_, err := sara.Propose(ctx, p.j, "", "")
		sara.no(nil, err, "missing: hearing")
		today := calendar.InstantOf(p.j.Now()).Date()
		by := today.AddDays(14)
		sara.ok(sara.Hear(ctx, p.j, by, c.ID+"-k1", func(c *inquiry.Case) ([]journal.Append, error) {
			return c.HearingLetter(o, c.ID+"-k1", "sara", "test", today, by).Appends(calendar.InstantOf(p.j.Now()))
		}))
		_, err = sara.CloseHearing(ctx, p.j)
		sara.no(nil, err, "may answer until")
		sara.ok(sara.Answer(ctx, p.j, "Jag trodde att det var rätt."))
		sara.ok(sara.Propose(ctx, p.j, "klart", "Det ändrar inte bedömningen."))
		c = sara.ok(sara.Submit(ctx, p.j))
		if _, err := sara.Approve(ctx, p.j, o, nil); !errors.Is(err, inquiry.ErrOwn) {
			p.Fatalf("own proposal: %v", err)
		}
		anna := p.as("anna", c)
		delegate := anna
		delegate.Behind = []string{"sara"}
		if _, err := delegate.Approve(ctx, p.j, o, nil); !errors.Is(err, inquiry.ErrOwn) {
			p.Fatalf("by delegation: %v", err)
		}
		anna.Key, anna.Seen = "k", c.Version
		c = anna.ok(anna.Approve(ctx, p.j, o, nil))
		before := p.head()
		if again := anna.ok(anna.Approve(ctx, p.j, o, nil)); again.Version != c.Version || p.head() != before {
			p.Error("sent twice it was done twice")
		}
		if c.State != inquiry.Executing || len(c.Decision.Claims) != 1 || len(c.Decision.Letters) != 1 || c.Decision.Proposer != "sara" || c.Decision.By != "anna" {
			p.Fatalf("%+v", c.Decision)
		}
		x := c.Decision.Claims[0]
		stream, err := p.j.Load(ctx, int64(c.Party), claim.Stream(x.ID))
		p.must(err)
		dec, _, err := claim.FromJournal(stream)
		p.must(err)
		if dec.Principal != money.Kronor(800) || dec.Type != claim.Ordinary || dec.Party() != c.Party {
			p.Errorf("%+v", dec)
		}
		l, err := letter.Load(ctx, p.j, c.Party, c.Decision.Letters[0], calendar.InstantOf(p.j.Now()))
		p.must(err)
		doc, err := l.Document()
		p.must(err)
		for _, want := range []string{"800", "Jag trodde att det var rätt.", "skäl för facts", "skäl för waiver", "omprövning", inquiry.Reference(x.ID), "anna", "sara"} {
			if !strings.Contains(doc.Text(), want) {
				p.Errorf("the letter does not say %q:\n%s", want, doc.Text())
			}
		}
		sara.Key, sara.Seen = "", 0
		_, err = sara.Follow(ctx, p.j, o)
		sara.no(nil, err, "has not left")
		p.leave(l)
		c = sara.ok(sara.Follow(ctx, p.j, o))
		if c.State != inquiry.Closed || c.Result != inquiry.RepayFull {
			p.Errorf("%s %s", c.State, c.Result)
		}
		stream, err = p.j.Load(ctx, int64(c.Party), claim.Stream(x.ID))
		p.must(err)
		_, events, err := claim.FromJournal(stream)
		p.must(err)
		if len(events) != 1 || events[0].Kind != claim.Dispatched || events[0].Details.Until <= today.AddDays(29) {
			p.Errorf("%+v", events)
		}
		counted, err := inquiry.Recount(ctx, p.j)
		if err != nil || len(counted.Faults) > 0 || counted.Claims != 1 {
			p.Errorf("%+v %v", counted, err)
		}
	})
}

// leave has a letter leave the house.
func (p *paidRun) leave(l *letter.Letter) {
	p.Helper()
	for i, kind := range []string{letter.KindQueued, letter.KindHanded} {
		_, err := p.j.Append(p.Context(), journal.Append{Party: l.Party, Stream: letter.Stream(l.ID), Expected: int32(l.Facts + i), Events: []journal.New{{Kind: kind,
			OccurredOn: calendar.InstantOf(p.j.Now()).Date(), Actor: "t", Body: `{"channel":"post","attempt":1}`}}})
		p.must(err)
	}
}

// A decision that has not left is taken back by another than who made it, and its claim with it.
func TestRecall(t *testing.T) {
	onBoth(t, func(p *paidRun) {
		ctx, o := p.Context(), p.office()
		c, anna := p.decided(o)
		if _, err := anna.Recall(ctx, p.j, o, "fel"); !errors.Is(err, inquiry.ErrOwn) {
			p.Fatal(err)
		}
		eva := p.as("eva", c)
		c = eva.ok(eva.Recall(ctx, p.j, o, "fel person"))
		x := c.Decision.Claims[0]
		stream, err := p.j.Load(ctx, int64(c.Party), claim.Stream(x.ID))
		p.must(err)
		_, events, err := claim.FromJournal(stream)
		p.must(err)
		l, err := letter.Load(ctx, p.j, c.Party, c.Decision.Letters[0], calendar.InstantOf(p.j.Now()))
		p.must(err)
		if c.State != inquiry.Closed || c.Result != inquiry.Withdrawn || len(events) != 1 || events[0].Kind != claim.Annulled || l.State != letter.Withdrawn {
			p.Errorf("%s %s %+v %s", c.State, c.Result, events, l.State)
		}
	})
}

// decided is a case with a decision of anna's.
func (p *paidRun) decided(o *inquiry.Office) (*inquiry.Case, worker) {
	p.Helper()
	ctx := p.Context()
	c, sara := p.investigated()
	sara.steps(c, inquiry.Waived)
	sara.ok(sara.Spare(ctx, p.j, "urgent", "brådskande"))
	sara.ok(sara.Propose(ctx, p.j, "", ""))
	c = sara.ok(sara.Submit(ctx, p.j))
	anna := p.as("anna", c)
	c = anna.ok(anna.Approve(ctx, p.j, o, nil))
	if c.Result != inquiry.RepayPart || c.Decision.Repay != money.Kronor(600) {
		p.Fatalf("%s %s", c.Result, c.Decision.Repay)
	}
	return c, anna
}

// A basis that comes between approval being asked for and given stops it, and what was not
// touched stays done.
func TestBasis_newBeforeApproval(t *testing.T) {
	onBoth(t, func(p *paidRun) {
		ctx, o := p.Context(), p.office()
		c, sara := p.investigated()
		sara.steps(c, inquiry.NoWaiver)
		sara.ok(sara.Spare(ctx, p.j, "urgent", "brådskande"))
		sara.ok(sara.Propose(ctx, p.j, "", ""))
		c = sara.ok(sara.Submit(ctx, p.j))
		system := p.as("system", c)
		c = system.ok(system.ReceiveBasis(ctx, p.j, basisOf(c, 2, 100), inquiry.About{}))
		if c.State != inquiry.Investigating || c.Proposal != nil {
			p.Fatalf("%s %+v", c.State, c.Proposal)
		}
		anna := p.as("anna", c)
		if _, err := anna.Approve(ctx, p.j, o, nil); err == nil {
			p.Fatal("it was approved on another basis")
		}
		for s, want := range map[inquiry.Step]inquiry.StepStatus{inquiry.Facts: inquiry.StepStale, inquiry.Liability: inquiry.StepStale, inquiry.Sum: inquiry.StepStale, inquiry.Parties: inquiry.StepDone} {
			if st := c.StandingOf(s, c.Since); st.Status != want || st.Assessment == nil {
				p.Errorf("%s is %s, not %s", s, st.Status, want)
			}
		}
		sara.steps(c, inquiry.NoWaiver)
		_, err := sara.Propose(ctx, p.j, "", "")
		sara.no(nil, err, "missing: hearing") // the exemption was for less
	})
}

// A step that is sent back is stale until it is assessed anew.
func TestReject(t *testing.T) {
	onBoth(t, func(p *paidRun) {
		ctx, o := p.Context(), p.office()
		c, sara := p.investigated()
		sara.steps(c, inquiry.NoWaiver)
		sara.ok(sara.Spare(ctx, p.j, "urgent", "brådskande"))
		sara.ok(sara.Propose(ctx, p.j, "", ""))
		c = sara.ok(sara.Submit(ctx, p.j))
		anna := p.as("anna", c)
		c = anna.ok(anna.Reject(ctx, p.j, []inquiry.StepWord{{Step: inquiry.Waiver, Text: "skälen räcker inte"}}))
		if st := c.StandingOf(inquiry.Waiver, c.Since); st.Status != inquiry.StepStale || st.Why != inquiry.StaleRejected || st.Text != "skälen räcker inte" {
			p.Fatalf("%+v", st)
		}
		_, err := sara.Propose(ctx, p.j, "", "")
		sara.no(nil, err, "the step waiver")
		sara.step(c, inquiry.Waiver, inquiry.NoWaiver)
		sara.ok(sara.Propose(ctx, p.j, "", ""))
		sara.ok(sara.Submit(ctx, p.j))
		c = anna.ok(anna.Approve(ctx, p.j, o, nil))
		if c.State != inquiry.Executing || len(c.Rejections) != 1 {
			p.Errorf("%s", c.State)
		}
	})
}

// A review lowers the claim it is about, and never raises it.
func TestReview(t *testing.T) {
	onBoth(t, func(p *paidRun) {
		ctx, o := p.Context(), p.office()
		old, _ := p.decided(o)
		x := old.Decision.Claims[0]
		signal := inquiry.Signal{Source: inquiry.FromReview, Ref: "begäran 1", Text: "Jag begär omprövning."}
		c, err := inquiry.OpenBy(ctx, p.j, inquiry.Opening{Party: old.Party, Benefit: old.Benefit, From: old.From, To: old.To, Paid: old.Paid, Wrong: x.Principal, Category: inquiry.OtherCause,
			Reviews: x.ID, ReviewOf: old.ID, Was: x.Principal, Signal: signal}, inquiry.Act{Actor: "eva", Cause: "test"})
		p.must(err)
		again, err := inquiry.OpenBy(ctx, p.j, inquiry.Opening{Party: old.Party, Benefit: old.Benefit, From: old.From, To: old.To, Category: inquiry.OtherCause, Reviews: x.ID, Was: x.Principal, Signal: signal}, inquiry.Act{Actor: "eva"})
		if err != nil || again.ID != c.ID {
			p.Fatalf("%v %v", again, err)
		}
		other, err := inquiry.OpenBy(ctx, p.j, inquiry.Opening{Party: old.Party, Benefit: old.Benefit, From: old.From, To: old.To, Category: inquiry.OtherCause, Reviews: "2024-000123", Was: x.Principal, Signal: signal}, inquiry.Act{Actor: "eva"})
		if err != nil || other.ID == c.ID || other.Reviews != "2024-000123" {
			p.Fatalf("the same request about another claim: %v %v", other, err)
		}
		eva := p.as("eva", c)
		c = eva.ok(eva.Accept(ctx, p.j, ""))
		c = eva.ok(eva.ReceiveBasis(ctx, p.j, &inquiry.Basis{Source: "tfp", ID: "r", Version: 1, Lines: []inquiry.Line{{Payout: "P1", From: c.From, To: c.To, Payee: c.Party, Paid: c.Paid}}}, inquiry.About{}))
		eva.steps(c, inquiry.NoWaiver)
		c = eva.ok(eva.Spare(ctx, p.j, "unnecessary", "begärt själv"))
		_, err = eva.Propose(ctx, p.j, "", "")
		eva.no(nil, err, "not to the person's disadvantage")
		c = eva.ok(eva.ReceiveBasis(ctx, p.j, &inquiry.Basis{Source: "tfp", ID: "r", Version: 2, Lines: []inquiry.Line{{Payout: "P1", From: c.From, To: c.To, Payee: c.Party, Paid: c.Paid, Entitled: money.Kronor(900)}}}, inquiry.About{}))
		eva.steps(c, inquiry.NoWaiver)
		eva.ok(eva.Propose(ctx, p.j, "", ""))
		c = eva.ok(eva.Submit(ctx, p.j))
		maj := p.as("maj", c)
		c = maj.ok(maj.Approve(ctx, p.j, o, nil))
		if c.Result != inquiry.Lowered || len(c.Decision.Claims) != 0 {
			p.Fatalf("%+v", c.Decision)
		}
		stream, err := p.j.Load(ctx, int64(old.Party), claim.Stream(x.ID))
		p.must(err)
		d, events, err := claim.FromJournal(stream)
		p.must(err)
		if s := claim.Fold(&d, events, calendar.InstantOf(p.j.Now()).Date(), calendar.InstantOf(p.j.Now())); s.Principal != money.Kronor(100) {
			p.Errorf("%s kronor are left", s.Principal)
		}
		if counted, err := inquiry.Recount(ctx, p.j); err != nil || len(counted.Faults) > 0 {
			p.Errorf("%+v %v", counted, err)
		}
	})
}

// A review of a claim that two owe in shares tells each, with the own part of what is left, and
// says that the day to pay by is what it was.
func TestReview_ofAJointClaim(t *testing.T) {
	onBoth(t, func(p *paidRun) {
		ctx, o := p.Context(), p.office()
		c, sara := p.investigated()
		c = sara.steps(c, inquiry.NoWaiver)
		sara.ok(sara.Assess(ctx, p.j, &inquiry.Assessment{Step: inquiry.Parties, Basis: c.Current().Number,
			Recipients: []inquiry.Recipient{{Payee: c.Party, Debtors: []inquiry.Debtor{{Number: parties[1], Share: 7500}, {Number: parties[2], Share: 2500}}, Reason: "vårdnadshavare"}}}))
		sara.ok(sara.Spare(ctx, p.j, "unnecessary", "prov"))
		sara.ok(sara.Propose(ctx, p.j, "", ""))
		c = sara.ok(sara.Submit(ctx, p.j))
		maj := p.as("maj", c)
		old := maj.ok(maj.Approve(ctx, p.j, o, nil))
		x := old.Decision.Claims[0]
		c, err := inquiry.OpenBy(ctx, p.j, inquiry.Opening{Party: old.Party, Debtors: x.Debtors, Benefit: old.Benefit, From: old.From, To: old.To, Paid: old.Paid, Wrong: x.Principal, Category: inquiry.OtherCause,
			Reviews: x.ID, ReviewOf: old.ID, Was: x.Principal, Signal: inquiry.Signal{Source: inquiry.FromReview, Ref: "begäran 1", Text: "Vi begär omprövning."}}, inquiry.Act{Actor: "eva", Cause: "test"})
		p.must(err)
		eva := p.as("eva", c)
		eva.ok(eva.Accept(ctx, p.j, ""))
		c = eva.ok(eva.ReceiveBasis(ctx, p.j, &inquiry.Basis{Source: "tfp", ID: "r", Version: 1, Lines: []inquiry.Line{{Payout: "P1", From: c.From, To: c.To, Payee: c.Party, Paid: c.Paid, Entitled: money.Kronor(900)}}}, inquiry.About{}))
		eva.steps(c, inquiry.NoWaiver)
		eva.ok(eva.Spare(ctx, p.j, "unnecessary", "begärt själva"))
		eva.ok(eva.Propose(ctx, p.j, "", ""))
		c = eva.ok(eva.Submit(ctx, p.j))
		maj = p.as("maj", c)
		c = maj.ok(maj.Approve(ctx, p.j, o, nil))
		if len(c.Decision.Letters) != 2 || !slices.Equal(c.Decision.SentTo, []identity.Number{parties[1], parties[2]}) {
			p.Fatalf("the letters %v go to %v", c.Decision.Letters, c.Decision.SentTo)
		}
		for i, part := range []string{"75", "25"} {
			l, err := letter.Load(ctx, p.j, c.Decision.SentTo[i], c.Decision.Letters[i], calendar.InstantOf(p.j.Now()))
			p.must(err)
			doc, err := l.Document()
			p.must(err)
			for _, want := range []string{"kravet sänks till 100\u00a0kronor", "Kravet är nu", part + "\u00a0kronor", "samma dag gäller som förut"} {
				if !strings.Contains(doc.Text(), want) {
					p.Errorf("the letter to the %d. lacks %q:\n%s", i+1, want, doc.Text())
				}
			}
			if strings.Contains(doc.Text(), "Senast") {
				p.Errorf("the letter to the %d. names a day to pay by:\n%s", i+1, doc.Text())
			}
		}
	})
}

// What is too little is held against the limit that is known: of a settlement that of the law,
// whichever way the worker has it; otherwise the agency's own, which it may go below.
func TestAssess_tooLittle(t *testing.T) {
	onBoth(t, func(p *paidRun) {
		ctx, law := p.Context(), automaticLaw(p, 5_000_00, 10, 0)
		own, err := law.Overlay([]statute.Value{{Name: statute.OpeningMinimum, Int64: 500_00, Unit: statute.Ore, From: date("2020-01-01"), To: calendar.None, Source: "test", Confidence: statute.Fictitious}})
		p.must(err)
		for i, x := range []struct {
			ground    claim.Type
			wrong     int64
			law       *statute.Parameters
			yes, nope string // why it may not be said to be too little, and why it may not be said not to be
		}{
			{claim.HousingSettlement, 1199, law, "", "krävs inte tillbaka"},
			{claim.HousingSettlement, 1200, law, "inte för litet", ""},
			{claim.Ordinary, 499, own, "", ""},
			{claim.Ordinary, 500, own, "inte för litet", ""},
			{claim.Ordinary, 5000, law, "", ""}, // the agency has set no limit
		} {
			refs++
			code, _ := benefit.Parse("bostadsbidrag")
			c, err := inquiry.OpenBy(ctx, p.j, inquiry.Opening{Party: parties[i%len(parties)], Benefit: code, From: date("2025-01-01"), To: date("2025-01-31"), Category: inquiry.IncomeWrong,
				Signal: inquiry.Signal{Source: inquiry.FromReconcile, Ref: fmt.Sprint("L", refs), Text: "avstämning"}}, inquiry.Act{Actor: "system", Cause: "test"})
			p.must(err)
			w := p.as("sara", c)
			w.ok(w.Accept(ctx, p.j, ""))
			c = w.ok(w.ReceiveBasis(ctx, p.j, &inquiry.Basis{Source: "bob", ID: c.ID, Version: 1, Lines: []inquiry.Line{{Payout: "U-" + c.ID, From: c.From, To: c.To, Payee: c.Party, Paid: money.Kronor(9000), Entitled: money.Kronor(9000 - x.wrong)}}}, inquiry.About{}))
			c = w.step(c, inquiry.Facts, inquiry.IsWrong)
			spans := c.Whole(inquiry.Liable, "skäl")
			spans[0].Ground = x.ground.String()
			c = w.ok(w.Assess(ctx, p.j, &inquiry.Assessment{Step: inquiry.Liability, Basis: 1, Spans: spans}))
			c = w.step(c, inquiry.Waiver, inquiry.NoWaiver)
			c = w.step(c, inquiry.Limitation, inquiry.StillOpen)
			w.Office, w.DryRun = &inquiry.Office{Parameters: x.law}, true
			for below, want := range map[bool]string{true: x.yes, false: x.nope} {
				_, err := w.Assess(ctx, p.j, &inquiry.Assessment{Step: inquiry.Sum, Basis: 1, Repay: c.Reckon(c.Since).Repay, Below: below, Reason: "gränsen"})
				var refused *inquiry.Refusal
				if want == "" && err != nil || want != "" && (!errors.As(err, &refused) || refused.Field != "below" || !strings.Contains(refused.Svensk, want)) {
					p.Errorf("%s, %d kronor, too little %v: %v, want %q", x.ground, x.wrong, below, err, want)
				}
			}
		}
	})
}

// A settlement that comes to less than the limit when it is looked at anew is not demanded at all.
func TestReview_ofASettlementBelowTheLimit(t *testing.T) {
	onBoth(t, func(p *paidRun) {
		ctx, o := p.Context(), p.office()
		o.Parameters = automaticLaw(p, 5_000_00, 10, 0)
		code, _ := benefit.Parse("bostadsbidrag")
		refs++
		worked := func(opening inquiry.Opening, entitled int64, below bool) *inquiry.Case {
			opening.Party, opening.Benefit, opening.From, opening.To, opening.Category = parties[0], code, date("2025-01-01"), date("2025-12-31"), inquiry.IncomeWrong
			c, err := inquiry.OpenBy(ctx, p.j, opening, inquiry.Act{Actor: "system", Cause: "test"})
			p.must(err)
			w := p.as("sara", c)
			w.Office = o
			w.ok(w.Accept(ctx, p.j, ""))
			c = w.ok(w.ReceiveBasis(ctx, p.j, &inquiry.Basis{Source: "bob", ID: c.ID, Version: 1, Lines: []inquiry.Line{{Payout: "U", From: c.From, To: c.To, Payee: c.Party, Paid: money.Kronor(20_000), Entitled: money.Kronor(entitled)}}}, inquiry.About{}))
			c = w.step(c, inquiry.Facts, inquiry.IsWrong)
			spans := c.Whole(inquiry.Liable, "skäl")
			spans[0].Ground = claim.HousingSettlement.String()
			c = w.ok(w.Assess(ctx, p.j, &inquiry.Assessment{Step: inquiry.Liability, Basis: 1, Spans: spans}))
			c = w.step(c, inquiry.Waiver, inquiry.NoWaiver)
			c = w.step(c, inquiry.Limitation, inquiry.StillOpen)
			c = w.ok(w.Assess(ctx, p.j, &inquiry.Assessment{Step: inquiry.Sum, Basis: 1, Repay: c.Reckon(c.Since).Repay, Below: below, Reason: "98 kap. 6 §"}))
			w.step(c, inquiry.Parties, "")
			if !below {
				w.ok(w.Spare(ctx, p.j, "unnecessary", "prov"))
			}
			w.ok(w.Propose(ctx, p.j, "", "")) // that nothing is demanded needs no hearing
			c = w.ok(w.Submit(ctx, p.j))
			maj := p.as("maj", c)
			return maj.ok(maj.Approve(ctx, p.j, o, nil))
		}
		old := worked(inquiry.Opening{Signal: inquiry.Signal{Source: inquiry.FromReconcile, Ref: fmt.Sprint("A", refs), Text: "avstämning"}}, 18_000, false)
		x := old.Decision.Claims[0]
		c := worked(inquiry.Opening{Debtors: x.Debtors, Reviews: x.ID, ReviewOf: old.ID, Was: x.Principal, Signal: inquiry.Signal{Source: inquiry.FromReview, Ref: "b 1", Text: "omprövning"}}, 19_100, true)
		if c.Result != inquiry.Revoked {
			p.Fatalf("%s", c.Result)
		}
		stream, err := p.j.Load(ctx, int64(old.Party), claim.Stream(x.ID))
		p.must(err)
		d, events, err := claim.FromJournal(stream)
		p.must(err)
		now := calendar.InstantOf(p.j.Now())
		if s := claim.Fold(&d, events, now.Date(), now); s.Conditions&claim.Ended == 0 {
			p.Errorf("the claim stands: %+v", s)
		}
		l, err := letter.Load(ctx, p.j, c.Decision.SentTo[0], c.Decision.Letters[0], now)
		p.must(err)
		doc, err := l.Document()
		p.must(err)
		for _, want := range []string{"Beslutet upphävs, och kravet faller bort", "du ska inte betala tillbaka något"} {
			if !strings.Contains(doc.Text(), want) {
				p.Errorf("the letter lacks %q:\n%s", want, doc.Text())
			}
		}
		if counted, err := inquiry.Recount(ctx, p.j); err != nil || len(counted.Faults) > 0 {
			p.Errorf("%+v %v", counted, err)
		}
	})
}

// Everyone who would owe is heard, of their own part alone, and told when nothing comes of it.
func TestHearing_ofEveryoneWhoWouldOwe(t *testing.T) {
	onBoth(t, func(p *paidRun) {
		ctx, o := p.Context(), p.office()
		c, sara := p.investigated()
		b := basisOf(c, 2, 200)
		b.Lines = append(b.Lines, inquiry.Line{Payout: "P1b", From: c.From, To: c.To, Payee: parties[1], Paid: money.Kronor(500), Entitled: money.Kronor(100)})
		c = sara.ok(sara.ReceiveBasis(ctx, p.j, b, inquiry.About{}))
		c = sara.steps(c, inquiry.NoWaiver)
		today := calendar.InstantOf(p.j.Now()).Date()
		by := today.AddDays(14)
		id := c.ID + "-kom-1"
		sara.ok(sara.Hear(ctx, p.j, by, id, func(c *inquiry.Case) ([]journal.Append, error) {
			return inquiry.OrderAll(c.HearingLetters(o, id, "sara", "test", today, by), calendar.InstantOf(p.j.Now()))
		}))
		text := func(party identity.Number, id string) string {
			l, err := letter.Load(ctx, p.j, party, id, calendar.InstantOf(p.j.Now()))
			p.must(err)
			doc, err := l.Document()
			p.must(err)
			return doc.Text()
		}
		first, second := text(parties[0], id), text(parties[1], id+"-2")
		if !strings.Contains(first, "800") || strings.Contains(first, "400 kronor") || !strings.Contains(second, "400") || strings.Contains(second, "800") {
			p.Errorf("%s\n%s", first, second)
		}
		// One answer takes no time from the other.
		c = sara.ok(sara.Answer(ctx, p.j, "Det första svaret."))
		if missing := c.Reckon(today).Missing; !slices.Equal(missing, []string{"hearing.open"}) || len(c.Reckon(by+1).Missing) != 0 {
			p.Errorf("after one of two answers: %v", missing)
		}
		sara.Office = o
		c = sara.ok(sara.Discontinue(ctx, p.j, "Uppgifterna var fel."))
		for _, party := range parties[:2] {
			all, err := letter.Of(ctx, p.j, party, calendar.InstantOf(p.j.Now()))
			p.must(err)
			if len(all) != 2 {
				p.Fatalf("%d letters", len(all))
			}
			for _, l := range all {
				if other := map[identity.Number]string{parties[0]: "400", parties[1]: "800"}[party]; strings.Contains(text(party, l.ID), other) {
					p.Errorf("%s tells one payee of what the other got:\n%s", l.ID, text(party, l.ID))
				}
				if strings.Contains(l.ID, "avslut") && !strings.Contains(text(party, l.ID), "avslutas utan beslut om återkrav. Uppgifterna var fel.") {
					p.Errorf("%s", text(party, l.ID))
				}
			}
		}
		if c.State != inquiry.Closed || c.Result != inquiry.Discontinued {
			p.Errorf("%s %s", c.State, c.Result)
		}
	})
}

// Who was heard and turns out not to be liable gets a decision that says so, and no claim.
func TestDecision_notLiableAfterAHearing(t *testing.T) {
	onBoth(t, func(p *paidRun) {
		ctx, o := p.Context(), p.office()
		c, sara := p.investigated()
		c = sara.step(c, inquiry.Facts, inquiry.IsWrong)
		c = sara.step(c, inquiry.Liability, inquiry.Liable)
		c = sara.step(c, inquiry.Limitation, inquiry.StillOpen)
		c = sara.step(c, inquiry.Waiver, inquiry.NoWaiver)
		today := calendar.InstantOf(p.j.Now()).Date()
		sara.ok(sara.Hear(ctx, p.j, today.AddDays(14), c.ID+"-kom-1", func(c *inquiry.Case) ([]journal.Append, error) {
			return inquiry.OrderAll(c.HearingLetters(o, c.ID+"-kom-1", "sara", "test", today, today.AddDays(14)), calendar.InstantOf(p.j.Now()))
		}))
		c = sara.ok(sara.Answer(ctx, p.j, "Jag anmälde det i tid."))
		a := &inquiry.Assessment{Step: inquiry.Liability, Basis: c.Current().Number, Spans: c.Whole(inquiry.Unliable, "Ändringen var anmäld i tid.")}
		sara.ok(sara.Assess(ctx, p.j, a))
		sara.ok(sara.Propose(ctx, p.j, "", "Det stämmer."))
		c = sara.ok(sara.Submit(ctx, p.j))
		anna := p.as("anna", c)
		c = anna.ok(anna.Approve(ctx, p.j, o, nil))
		if c.Result != inquiry.NotLiable || len(c.Decision.Claims) != 0 || len(c.Decision.Letters) != 1 {
			p.Fatalf("%+v", c.Decision)
		}
		l, err := letter.Load(ctx, p.j, c.Party, c.Decision.Letters[0], calendar.InstantOf(p.j.Now()))
		p.must(err)
		doc, err := l.Document()
		p.must(err)
		if !strings.Contains(doc.Text(), "Ändringen var anmäld i tid.") {
			p.Errorf("%s", doc.Text())
		}
	})
}

// What was answered to the first hearing stands in the decision after the second.
func TestDecision_givesEveryAnswer(t *testing.T) {
	onBoth(t, func(p *paidRun) {
		ctx, o := p.Context(), p.office()
		c, sara := p.investigated()
		sara.steps(c, inquiry.NoWaiver)
		by := calendar.InstantOf(p.j.Now()).Date().AddDays(14)
		sara.ok(sara.Hear(ctx, p.j, by, "", nil))
		c = sara.ok(sara.Answer(ctx, p.j, "Det första svaret."))
		c = sara.ok(sara.ReceiveBasis(ctx, p.j, basisOf(c, 2, 100), inquiry.About{}))
		sara.steps(c, inquiry.NoWaiver)
		sara.ok(sara.Hear(ctx, p.j, by, "", nil))
		sara.ok(sara.Answer(ctx, p.j, "Det andra svaret."))
		_, err := sara.Propose(ctx, p.j, "", "")
		sara.no(nil, err, "the person has answered")
		sara.ok(sara.Propose(ctx, p.j, "", "Svaren ändrar inte bedömningen."))
		c = sara.ok(sara.Submit(ctx, p.j))
		anna := p.as("anna", c)
		c = anna.ok(anna.Approve(ctx, p.j, o, nil))
		l, err := letter.Load(ctx, p.j, c.Party, c.Decision.Letters[0], calendar.InstantOf(p.j.Now()))
		p.must(err)
		doc, err := l.Document()
		p.must(err)
		if text := doc.Text(); !strings.Contains(text, "Det första svaret.") || !strings.Contains(text, "Det andra svaret.") {
			p.Errorf("%s", text)
		}
	})
}

// Somebody who is made liable after the hearing is heard before it is decided.
func TestHearing_ofWhoBecomesLiableLater(t *testing.T) {
	onBoth(t, func(p *paidRun) {
		ctx := p.Context()
		c, sara := p.investigated()
		sara.steps(c, inquiry.NoWaiver)
		today := calendar.InstantOf(p.j.Now()).Date()
		sara.ok(sara.Hear(ctx, p.j, today.AddDays(14), "", nil))
		c = sara.ok(sara.Answer(ctx, p.j, "Det var min vårdnadshavare."))
		c = sara.ok(sara.Assess(ctx, p.j, &inquiry.Assessment{Step: inquiry.Parties, Basis: c.Current().Number,
			Recipients: []inquiry.Recipient{{Payee: c.Party, Debtors: []inquiry.Debtor{{Number: parties[2]}}, Reason: "vårdnadshavare"}}}))
		if missing := c.Reckon(today).Missing; !slices.Equal(missing, []string{"hearing.party"}) {
			p.Fatalf("%v", missing)
		}
		c = sara.ok(sara.Hear(ctx, p.j, today.AddDays(14), "", nil))
		if h := c.Hearing().Heard; !slices.Equal(h, parties[2:3]) {
			p.Errorf("%v were heard", h)
		}
	})
}

// Of two who were paid and are not liable each gets a decision about their own, and the case
// is closed when both have left.
func TestDecision_toEachWhoWasHeard(t *testing.T) {
	onBoth(t, func(p *paidRun) {
		ctx, o := p.Context(), p.office()
		c, sara := p.investigated()
		b := basisOf(c, 2, 200)
		b.Lines = append(b.Lines, inquiry.Line{Payout: "P1b", From: c.From, To: c.To, Payee: parties[1], Paid: money.Kronor(500), Entitled: money.Kronor(100)})
		c = sara.ok(sara.ReceiveBasis(ctx, p.j, b, inquiry.About{}))
		sara.steps(c, inquiry.NoWaiver)
		today := calendar.InstantOf(p.j.Now()).Date()
		sara.ok(sara.Hear(ctx, p.j, today.AddDays(14), "", nil))
		c = sara.ok(sara.Answer(ctx, p.j, "Vi anmälde det."))
		a := &inquiry.Assessment{Step: inquiry.Liability, Basis: c.Current().Number, Spans: c.Whole(inquiry.Unliable, "Ändringen var anmäld.")}
		sara.ok(sara.Assess(ctx, p.j, a))
		sara.ok(sara.Propose(ctx, p.j, "", "Det stämmer."))
		c = sara.ok(sara.Submit(ctx, p.j))
		anna := p.as("anna", c)
		c = anna.ok(anna.Approve(ctx, p.j, o, nil))
		if len(c.Decision.Letters) != 2 || !slices.Equal(c.Decision.SentTo, parties[:2]) {
			p.Fatalf("%v to %v", c.Decision.Letters, c.Decision.SentTo)
		}
		for i, other := range []string{"500", "1\u00a0000"} {
			l, err := letter.Load(ctx, p.j, c.Decision.SentTo[i], c.Decision.Letters[i], calendar.InstantOf(p.j.Now()))
			p.must(err)
			doc, err := l.Document()
			p.must(err)
			if strings.Contains(doc.Text(), other) {
				p.Errorf("letter %d tells of what the other got:\n%s", i, doc.Text())
			}
			p.leave(l)
		}
		if c = sara.ok(sara.Follow(ctx, p.j, o)); c.State != inquiry.Closed {
			p.Errorf("%s", c.State)
		}
	})
}
