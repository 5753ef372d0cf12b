package inquiry_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"balans/exchange/linecsv"
	"balans/exchange/registercsv"
	"balans/journal"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
	"balans/law/statute"
	"balans/prevent/benefit"
	"balans/prevent/control"
	"balans/prevent/payout"
	"balans/prevent/register"
	"balans/prevent/sample"
	"balans/recover/inquiry"
	"balans/testenv/require"
)

// Test identities of Skatteverket.
var parties = []identity.Number{193501096998, 193501259166, 193501277697}

const company identity.Number = 165560269986

func date(s string) calendar.Date {
	d, err := calendar.Parse(s)
	if err != nil {
		panic(err)
	}
	return d
}

var paidOn, runOn, judgedOn = date("2026-03-27"), date("2026-05-04"), date("2026-05-06")

const planText = `plan p
 name P
 from 2026-01-01
 to 2026-12-31
risk r
 area A
 benefit tillfallig-foraldrapenning
 cause applicant
control tfp-absence
 meets r
 stage after
control application-time
 meets r
 stage after
`

// paidRun is a journal with three payouts that were paid and are found wrong: P1 by two
// controls; P3 was not paid.
type paidRun struct {
	*testing.T
	j *journal.Journal
}

func (p *paidRun) must(err error) {
	p.Helper()
	if err != nil {
		p.Fatal(err)
	}
}

func onBoth(t *testing.T, test func(p *paidRun)) {
	at := func(t *testing.T, dsn string) {
		now := calendar.StartOfDay(date("2026-09-01")).Time()
		var mu sync.Mutex
		j, err := journal.Open(t.Context(), dsn, journal.WithGuards(inquiry.GuardEdition, inquiry.Guards()), journal.WithClock(func() time.Time {
			mu.Lock()
			defer mu.Unlock()
			now = now.Add(time.Millisecond)
			return now
		}))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { j.Close() })
		p := &paidRun{t, j}
		p.setUp()
		test(p)
	}
	t.Run("sqlite", func(t *testing.T) { at(t, filepath.Join(t.TempDir(), "j.db")) })
	t.Run("postgres", func(t *testing.T) { at(t, require.Postgres(t)) })
}

func (p *paidRun) setUp() {
	ctx := p.Context()
	var facts, lines bytes.Buffer
	fw, lw := registercsv.NewWriter(&facts), linecsv.NewWriter(&lines)
	for i, month := range []string{"2025-12-01", "2026-01-01", "2026-02-01"} {
		p.must(fw.Write(&registercsv.Record{Kind: "declared", Source: "s", ID: fmt.Sprint(i), Party: company, From: date(month), To: calendar.None}))
	}
	day := date("2026-01-20")
	for i, who := range parties {
		p.must(fw.Write(&registercsv.Record{Kind: "income", Source: "s", ID: fmt.Sprint("i", i), Party: who, From: date("2026-01-01"), To: calendar.None, Other: fmt.Sprint(int64(company)), Amount: money.Kronor(30_000), HasAmount: true}))
		l := linecsv.Record{Payout: fmt.Appendf(nil, "P%d", i+1), Party: who, Payee: who, Benefit: []byte("tillfallig-foraldrapenning"), From: day, To: day, Days: 1, Extent: 10_000, Basis: linecsv.Employee,
			AppliedOn: day + 10, PayOn: paidOn, Gross: 1000 * money.Krona}
		if i == 0 {
			l.AppliedOn = day + 91
		}
		p.must(lw.Write(&l))
	}
	p.must(fw.Flush())
	p.must(lw.Flush())
	_, err := (&register.Import{File: "f.csv", Reader: &facts, By: "t", Received: calendar.StartOfDay(date("2026-03-20"))}).Run(ctx, p.j)
	p.must(err)
	_, err = (&payout.Planning{Run: "vab", PayOn: paidOn, File: "l.csv", In: &lines, Actor: "t", On: date("2026-03-20")}).Do(ctx, p.j)
	p.must(err)
	plan, err := control.ParsePlan("p.txt", planText)
	p.must(err)
	_, err = control.Adopt(ctx, p.j, plan, control.By{Actor: "t"}, false)
	p.must(err)
	p.run(plan, "early", runOn) // all three, before P3 is held back
	_, err = (&payout.Payment{Run: "vab", On: paidOn, Actor: "t", Wait: func(e *payout.Entry) string {
		return map[string]string{"P3": "a finding"}[e.Line.ID]
	}}).Do(ctx, p.j)
	p.must(err)
}

// run controls all lines as if they had been paid.
func (p *paidRun) run(plan *control.Plan, id string, on calendar.Date) {
	ctx := p.Context()
	book, err := register.Read(ctx, p.j, calendar.EndOfDay(on))
	p.must(err)
	payouts, err := payout.ReadBook(ctx, p.j, calendar.None, payout.AsOf{Day: on})
	p.must(err)
	law, err := statute.Load()
	p.must(err)
	a := &control.Asked{ID: id, Plan: plan, Version: 1, Stage: control.After, On: on, Paid: calendar.Period{From: paidOn, To: paidOn}, KnownAt: calendar.EndOfDay(on), By: "run/after"}
	r, err := control.Check(&control.Sources{Register: book, Payouts: payouts, Law: law}, a, payouts.All(), nil, true)
	p.must(err)
	p.must(control.Write(ctx, p.j, r, nil, nil))
}

func (p *paidRun) say(i int) control.Say {
	return control.Say{Party: int64(parties[i-1]), Run: "early", Payout: fmt.Sprintf("P%d", i), On: judgedOn, By: control.By{Actor: "johan", Cause: "test"}}
}

func (p *paidRun) confirm(i int, rule string, kronor int64) {
	p.Helper()
	p.must(control.Judge(p.Context(), p.j, p.say(i), control.Judgement{Rule: rule, Verdict: control.Confirmed, Amount: money.Kronor(kronor), Cause: sample.Applicant, Intent: sample.Suspected, Reason: "arbetade den dagen"}))
}

func (p *paidRun) refused(err error, why string) {
	p.Helper()
	var r *control.Refusal
	if !errors.As(err, &r) || !strings.Contains(r.Why, why) {
		p.Errorf("%v; expected to be refused: %s", err, why)
	}
}

func (p *paidRun) head() int64 {
	h, err := p.j.Head(p.Context())
	p.must(err)
	return h.Seq
}

// A case carries what the finding rested on, and finding, case and list are stored in one
// piece.
func TestOpen_carriesTheEvidence(t *testing.T) {
	onBoth(t, func(p *paidRun) {
		ctx := p.Context()
		p.confirm(1, "tfp-absence", 800)
		dry := p.say(1)
		dry.DryRun = true
		before := p.head()
		if c, err := inquiry.Open(ctx, p.j, dry, "tfp-absence", ""); err != nil || c.Wrong != money.Kronor(800) || p.head() != before {
			p.Errorf("a dry run: %+v %v", c, err)
		}
		c, err := inquiry.Open(ctx, p.j, p.say(1), "tfp-absence", "")
		p.must(err)
		if p.head() != before+5 {
			p.Errorf("%d events are stored", p.head()-before)
		}
		book, err := control.Read(ctx, p.j)
		p.must(err)
		f := book.Run("early").Finding("P1", "tfp-absence")
		if f.Case != c.ID {
			p.Errorf("the finding names the case %q, not %q", f.Case, c.ID)
		}
		loaded, err := inquiry.Load(ctx, p.j, parties[0], c.ID)
		p.must(err)
		all, err := inquiry.All(ctx, p.j)
		p.must(err)
		if fmt.Sprintf("%+v", loaded.Opening) != fmt.Sprintf("%+v", c.Opening) || len(all) != 1 || fmt.Sprintf("%+v", all[0].Opening) != fmt.Sprintf("%+v", c.Opening) || loaded.State != inquiry.Signalled {
			p.Errorf("stored %+v\nread %+v\nlisted %+v", c, loaded, all)
		}
		s := c.Signal
		if c.Benefit.String() != "tillfallig-foraldrapenning" || c.Paid != money.Kronor(1000) || c.Category != inquiry.Worked || c.Opened != judgedOn || c.By != "johan" ||
			s.JudgedBy != "johan" || s.JudgedOn != judgedOn || s.Judgement != "arbetade den dagen" || s.Says != f.Evaluation.Says().Sv || len(s.Days) != 1 || len(s.Inputs) == 0 || len(s.Law) == 0 || s.Version != f.Evaluation.Version {
			p.Errorf("%+v", c)
		}
		if r, err := control.Recount(ctx, p.j); err != nil || len(r.Faults) > 0 {
			p.Errorf("%+v %v", r, err)
		}
		if none, err := inquiry.Load(ctx, p.j, parties[0], "none"); none != nil || err != nil {
			p.Errorf("%+v %v", none, err)
		}
	})
}

func TestOpen_refuses(t *testing.T) {
	onBoth(t, func(p *paidRun) {
		ctx := p.Context()
		open := func(i int, rule string, category inquiry.Category) error {
			before := p.head()
			_, err := inquiry.Open(ctx, p.j, p.say(i), rule, category)
			if err != nil && p.head() != before {
				p.Errorf("%v, and something was stored", err)
			}
			return err
		}
		p.refused(open(1, "tfp-absence", ""), "only a confirmed finding")
		p.must(control.Judge(ctx, p.j, p.say(2), control.Judgement{Rule: "tfp-absence", Verdict: control.Refuted, Reason: "intyg"}))
		p.refused(open(2, "tfp-absence", ""), "only a confirmed finding")
		p.confirm(1, "tfp-absence", 800)
		p.refused(open(1, "tfp-absence", "greed"), "no category")
		p.refused(open(1, "permit", ""), "made no finding")
		p.confirm(3, "tfp-absence", 800)
		p.refused(open(3, "tfp-absence", ""), "is not paid, so there is nothing to recover")
		p.must(open(1, "tfp-absence", inquiry.Extent))
		p.refused(open(1, "tfp-absence", ""), "has gone on to the case")
		p.refused(control.Judge(ctx, p.j, p.say(1), control.Judgement{Rule: "tfp-absence", Verdict: control.Refuted, Reason: "intyg"}), "judge it there")
		// Another finding of the payout: together not more than was paid.
		p.confirm(1, "application-time", 300)
		p.refused(open(1, "application-time", ""), "above the 1")
		p.confirm(1, "application-time", 200)
		p.must(open(1, "application-time", ""))
		all, err := inquiry.All(ctx, p.j)
		p.must(err)
		if len(all) != 2 || all[0].Category != inquiry.Extent || all[1].Category != inquiry.TooLate || all[0].Wrong+all[1].Wrong != money.Kronor(1000) {
			p.Errorf("%+v", all)
		}
	})
}

// Asked for twice under one key there is one case, and two at once make one.
func TestOpen_once(t *testing.T) {
	onBoth(t, func(p *paidRun) {
		ctx := p.Context()
		p.confirm(1, "tfp-absence", 800)
		say := p.say(1)
		say.Key = "form-7"
		first, err := inquiry.Open(ctx, p.j, say, "tfp-absence", "")
		p.must(err)
		before := p.head()
		again, err := inquiry.Open(ctx, p.j, say, "tfp-absence", "")
		p.must(err)
		if again == nil || fmt.Sprintf("%+v", first.Opening) != fmt.Sprintf("%+v", again.Opening) || p.head() != before {
			p.Errorf("%+v\n%+v", first, again)
		}
		p.confirm(2, "tfp-absence", 800)
		var errs [2]error
		var wg sync.WaitGroup
		for i := range errs {
			wg.Go(func() {
				_, errs[i] = inquiry.Open(context.WithoutCancel(ctx), p.j, p.say(2), "tfp-absence", "")
			})
		}
		wg.Wait()
		if (errs[0] == nil) == (errs[1] == nil) {
			p.Errorf("two at once: %v", errs)
		}
		if all, err := inquiry.All(ctx, p.j); err != nil || len(all) != 2 {
			p.Errorf("%d cases: %v", len(all), err)
		}
	})
}

// Every control's finding has a category of its own; none is without a name.
func TestCategoryOf_everyControl(t *testing.T) {
	for _, r := range control.Rules() {
		if c := inquiry.CategoryOf(&control.Evaluation{Rule: r.ID}); c == inquiry.OtherCause || c == "" {
			t.Errorf("%s: %q", r.ID, c)
		}
	}
	if c := inquiry.CategoryOf(&control.Evaluation{Rule: "tfp-absence", Reason: "absence.lower"}); c != inquiry.Extent {
		t.Errorf("%q", c)
	}
	if c := inquiry.CategoryOf(&control.Evaluation{Rule: "review"}); c != inquiry.OtherCause {
		t.Errorf("%q", c)
	}
}

func TestProposals(t *testing.T) {
	code := func(s string) benefit.Code {
		c, ok := benefit.Parse(s)
		if !ok {
			t.Fatal(s)
		}
		return c
	}
	plan, err := control.ParsePlan("p.txt", planText+"control permit\n meets r\n stage during\n benefit barnbidrag\n")
	if err != nil {
		t.Fatal(err)
	}
	tfp, child := code("tillfallig-foraldrapenning"), code("barnbidrag")
	cases := []*inquiry.Summary{
		{Benefit: tfp, Category: inquiry.Worked, Wrong: 1000},
		{Benefit: child, Category: inquiry.NotInsured, Wrong: 500},
		{Benefit: tfp, Category: inquiry.Extent, Wrong: 700},
		{Benefit: tfp, Category: inquiry.Worked, Wrong: 2000},
		{Benefit: child, Category: inquiry.Worked, Wrong: 1},
		{Benefit: code("sjukersattning"), Category: inquiry.Abroad, Wrong: 10},
		{Benefit: child, Category: inquiry.OtherCause, Wrong: 1},
	}
	var got []string
	for _, q := range inquiry.Lessons(cases, plan) {
		got = append(got, fmt.Sprint(q.Benefit, " ", q.Category, " ", q.Cases, " ", int64(q.Wrong), " ", q.Controls, " ", q.Has))
	}
	want := []string{
		"tillfallig-foraldrapenning worked 2 3000 [tfp-absence] []", // after payment only: nothing stops the next
		"tillfallig-foraldrapenning extent 1 700 [tfp-absence] []",
		"barnbidrag not-insured 1 500 [permit expulsion insured] [permit]",
		"sjukersattning abroad 1 10 [foreign-income] []",
		"barnbidrag other 1 1 [] []",
		"barnbidrag worked 1 1 [] []",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("%s\nexpected\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if none := inquiry.Lessons(nil, plan); len(none) != 0 {
		t.Errorf("%+v", none)
	}
}
