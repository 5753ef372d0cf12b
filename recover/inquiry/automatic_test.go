package inquiry_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"

	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
	"balans/law/statute"
	"balans/prevent/benefit"
	"balans/recover/claim"
	"balans/recover/inquiry"
)

// automaticLaw is the law with the agency's settings for automatic decisions: the most öre,
// the days a basis has aged, and the millionths a person looks at.
func automaticLaw(t testing.TB, limit, age, share int64) *statute.Parameters {
	t.Helper()
	law, err := statute.Load()
	if err != nil {
		t.Fatal(err)
	}
	var values []statute.Value
	for name, v := range map[string]int64{statute.AutomaticLimit: limit, statute.AutomaticBasisAge: age, statute.AutomaticSample: share, statute.HousingSettlementMinimum: 1_200_00} {
		if v < 0 {
			continue
		}
		unit := statute.Ore
		if p, err := law.Parameter(name); err == nil {
			unit = p.Unit
		}
		values = append(values, statute.Value{Name: name, Int64: v, Unit: unit, From: date("2020-01-01"), To: calendar.None, Source: "test", Confidence: statute.Fictitious})
	}
	law, err = law.Overlay(values)
	if err != nil {
		t.Fatal(err)
	}
	return law
}

// settled is a settlement of housing allowance with 2 000 kronor too much, told on a day.
func (p *paidRun) settled(on calendar.Date, who identity.Number) *peer {
	p.Helper()
	refs++
	code, _ := benefit.Parse("bostadsbidrag")
	c, err := inquiry.OpenBy(p.Context(), p.j, inquiry.Opening{Party: who, Benefit: code, From: date("2025-01-01"), To: date("2025-12-31"), Category: inquiry.IncomeWrong,
		Signal: inquiry.Signal{Source: inquiry.FromReconcile, Ref: fmt.Sprint("S", refs), Text: "avstämning"}}, inquiry.Act{On: on, Actor: "system", Cause: "test"})
	p.must(err)
	x := &peer{paidRun: p, c: c}
	x.sara = x.at("sara", on)
	x.c = x.sara.ok(x.sara.Accept(p.Context(), p.j, ""))
	w := x.at("system", on)
	x.c = w.ok(w.ReceiveBasis(p.Context(), p.j, x.year(1, 2000), inquiry.About{}))
	return x
}

// year is a basis of a year of which so much is too much.
func (x *peer) year(version int, wrong int64) *inquiry.Basis {
	return &inquiry.Basis{Source: "bob", ID: "b", Version: version, Lines: []inquiry.Line{{Payout: "Y", From: x.c.From, To: x.c.To, Payee: x.c.Party, Paid: money.Kronor(20_000), Entitled: money.Kronor(20_000 - wrong)}}}
}

// Each reason that keeps a case from the program, one at a time.
func TestMayDecideAlone(t *testing.T) {
	p := bench(t)
	on := peerDay + 30
	good := automaticLaw(t, 5_000_00, 10, 0)
	settled := func(change func(*inquiry.Case)) *inquiry.Case {
		x := p.settled(peerDay, people[0])
		change(x.c)
		return x.c
	}
	for _, row := range []struct {
		name   string
		law    *statute.Parameters
		change func(*inquiry.Case)
		want   string
	}{
		{"nothing in the way", good, func(*inquiry.Case) {}, ""},
		{"no limit set", automaticLaw(t, -1, 10, 0), func(*inquiry.Case) {}, inquiry.AutoOff},
		{"no age set", automaticLaw(t, 5_000_00, -1, 0), func(*inquiry.Case) {}, inquiry.AutoOff},
		{"no share set", automaticLaw(t, 5_000_00, 10, -1), func(*inquiry.Case) {}, inquiry.AutoOff},
		{"stopped", good, func(c *inquiry.Case) { c.Stop = &inquiry.Stop{Until: on + 1} }, inquiry.AutoState},
		{"blocked", good, func(c *inquiry.Case) { c.Bases[0].Blocked = true }, inquiry.AutoState},
		{"annulled", good, func(c *inquiry.Case) { c.Bases[0].Annulled = true }, inquiry.AutoState},
		{"without basis", good, func(c *inquiry.Case) { c.Bases = nil }, inquiry.AutoState},
		{"proposed", good, func(c *inquiry.Case) { c.State = inquiry.Proposed }, inquiry.AutoState},
		{"another benefit", good, func(c *inquiry.Case) { c.Benefit, _ = benefit.Parse("sjukpenning") }, inquiry.AutoGround},
		{"a control's finding", good, func(c *inquiry.Case) { c.Signal.Source = inquiry.FromControl }, inquiry.AutoGround},
		{"by hand", good, func(c *inquiry.Case) { c.Bases[0].Source = "hand" }, inquiry.AutoGround},
		{"not looked up", good, func(c *inquiry.Case) { c.Enriched = nil }, inquiry.AutoPerson},
		{"protected", good, func(c *inquiry.Case) { c.Enriched.Protected = true }, inquiry.AutoPerson},
		{"deceased", good, func(c *inquiry.Case) { c.Enriched.Deceased = true }, inquiry.AutoPerson},
		{"abroad", good, func(c *inquiry.Case) { c.Enriched.Abroad = true }, inquiry.AutoPerson},
		{"minor", good, func(c *inquiry.Case) { c.Enriched.Minor = true }, inquiry.AutoPerson},
		{"unknown", good, func(c *inquiry.Case) { c.Enriched.Unknown = []string{"address"} }, inquiry.AutoPerson},
		{"two payees", good, func(c *inquiry.Case) {
			l := c.Bases[0].Lines[0]
			l.Payee = people[1]
			c.Bases[0].Lines = append(slices.Clone(c.Bases[0].Lines), l)
		}, inquiry.AutoPayees},
		{"nothing wrong", good, func(c *inquiry.Case) {
			c.Bases[0].Lines = slices.Clone(c.Bases[0].Lines)
			c.Bases[0].Lines[0].Entitled = c.Bases[0].Lines[0].Paid
		}, inquiry.AutoPayees},
		{"reported", good, func(c *inquiry.Case) { c.Reports = []inquiry.PoliceReport{{}} }, inquiry.AutoPolice},
		{"new basis", automaticLaw(t, 5_000_00, 31, 0), func(*inquiry.Case) {}, inquiry.AutoAge},
		{"above the limit", automaticLaw(t, 1_999_99, 10, 0), func(*inquiry.Case) {}, inquiry.AutoLimit},
		{"at the limit", automaticLaw(t, 2_000_00, 10, 0), func(*inquiry.Case) {}, ""},
		{"below the least", good, func(c *inquiry.Case) {
			c.Bases[0].Lines = slices.Clone(c.Bases[0].Lines)
			c.Bases[0].Lines[0].Entitled = c.Bases[0].Lines[0].Paid - 1_199_99
		}, inquiry.AutoLimit},
		{"assessed by a person", good, func(c *inquiry.Case) { c.Assessments[inquiry.Facts] = []inquiry.Assessment{{By: "sara"}} }, inquiry.AutoTouched},
		{"answered", good, func(c *inquiry.Case) { c.Hearings = []inquiry.Hearing{{Answers: []inquiry.Said{{}}}} }, inquiry.AutoHearing},
		{"drawn", automaticLaw(t, 5_000_00, 10, 1_000_000), func(*inquiry.Case) {}, inquiry.AutoSample},
		{"a review", good, func(c *inquiry.Case) { c.Reviews = "K" }, inquiry.AutoReview},
	} {
		t.Run(row.name, func(t *testing.T) {
			c := settled(row.change)
			why, err := c.MayDecideAlone(row.law, on)
			if err != nil || why != row.want {
				t.Errorf("%q %v, not %q", why, err, row.want)
			}
			if why == "" {
				return
			}
			act := inquiry.Act{Party: c.Party, Case: c.ID, On: on, Actor: inquiry.AutoActor}
			if row.law != good { // the case as it is stored: the commands ask the same
				before := p.head()
				_, err := act.AssessAlone(t.Context(), p.j, row.law)
				var r *inquiry.Refusal
				if !errors.As(err, &r) || p.head() != before {
					t.Errorf("assessed all the same: %v", err)
				}
			}
		})
	}
}

// As installed nothing is set, and nothing is decided without a person.
func TestMayDecideAlone_asInstalled(t *testing.T) {
	law, err := statute.Load()
	if err != nil {
		t.Fatal(err)
	}
	p := bench(t)
	x := p.settled(peerDay, people[0])
	for _, on := range []calendar.Date{peerDay, peerDay + 400, date("2040-01-01")} {
		if why, err := x.c.MayDecideAlone(law, on); err != nil || why != inquiry.AutoOff {
			t.Errorf("%s: %q %v", on, why, err)
		}
	}
}

// crowd is many settlements that were heard without an answer; every tenth case has something
// that is for a person.
func (p *paidRun) crowd(n int, law *statute.Parameters) {
	p.Helper()
	code, _ := benefit.Parse("bostadsbidrag")
	var all []inquiry.Opening
	for i := range n {
		who, err := identity.NewPerson(date("1960-01-01").AddDays(i), 1+2*(i%400))
		p.must(err)
		all = append(all, inquiry.Opening{Party: who, Benefit: code, From: date("2025-01-01"), To: date("2025-12-31"), Category: inquiry.IncomeWrong,
			Signal: inquiry.Signal{Source: inquiry.FromReconcile, Ref: fmt.Sprint("C", i), Text: "avstämning"}})
	}
	p.must(inquiry.OpenMany(p.Context(), p.j, all, inquiry.Act{On: peerDay, Actor: "run/settle"}, nil))
	var wg sync.WaitGroup
	next := make(chan int)
	for range 16 {
		wg.Go(func() {
			for i := range next {
				p.alone(&all[i], i, law)
			}
		})
	}
	for i := range n {
		next <- i
	}
	close(next)
	wg.Wait()
}

func (p *paidRun) alone(o *inquiry.Opening, i int, law *statute.Parameters) {
	ctx := p.Context()
	x := &peer{paidRun: p, c: &inquiry.Case{Opening: *o}}
	a := inquiry.Act{Party: o.Party, Case: o.ID, On: peerDay, Actor: inquiry.AutoActor}
	wrong := int64(2000)
	if i%10 == 3 {
		wrong = 900 // below the least
	}
	_, err := a.Accept(ctx, p.j, "")
	_, err2 := a.ReceiveBasis(ctx, p.j, x.year(1, wrong), inquiry.About{Protected: i%10 == 7})
	if err := errors.Join(err, err2); err != nil {
		p.Error(err)
		return
	}
	a.On = peerDay + 20
	if _, err := a.AssessAlone(ctx, p.j, law); err != nil {
		if _, sample := inquiry.AutoWords(inquiry.AutoSample); i%10 != 3 && i%10 != 7 && !strings.Contains(err.Error(), sample) {
			p.Error(err)
		}
		return
	}
	if _, err := a.Hear(ctx, p.j, peerDay+34, "", nil); err != nil {
		p.Error(err)
	}
	a.On = peerDay + 35
	if _, err := a.CloseHearing(ctx, p.j); err != nil {
		p.Error(err)
	}
}

// A run that is stopped again and again comes to the same end as one that is not, and
// nothing of it is there twice.
func TestDecideAll_stoppedAnywhere(t *testing.T) {
	onBoth(t, func(p *paidRun) {
		const n = 300
		on := peerDay + 36
		law := automaticLaw(t, 5_000_00, 10, 50_000)
		p.crowd(n, law)
		o := p.office()
		o.Parameters = law
		random := rand.New(rand.NewPCG(1, 2))
		stops := 0
		for {
			book, err := inquiry.ReadBook(p.Context(), p.j)
			p.must(err)
			ctx, cancel := context.WithCancel(p.Context())
			after := p.head() + int64(random.IntN(60)*4)
			act := inquiry.Act{On: on, Actor: inquiry.AutoActor, Cause: "test"}
			if stops < 8 {
				cases := book.All()
				random.Shuffle(len(cases), func(i, k int) { cases[i], cases[k] = cases[k], cases[i] })
				// The run is stopped from beside, when so many cases have been decided.
				done := make(chan struct{})
				go func() {
					defer close(done)
					for ctx.Err() == nil {
						if h, err := p.j.Head(ctx); err != nil || h.Seq > after {
							cancel()
						}
					}
				}()
				r, err := inquiry.DecideAll(ctx, p.j, o, cases, act, nil)
				cancel()
				<-done
				if err != nil && !errors.Is(err, context.Canceled) {
					p.Fatal(err)
				}
				p.Logf("stopped after %d of %d", r.Decided, r.Looked)
				stops++
				continue
			}
			r, err := inquiry.DecideAll(ctx, p.j, o, book.All(), act, nil)
			cancel()
			p.must(err)
			before := p.head()
			p.must(book.Refresh(p.Context(), p.j))
			again, err := inquiry.DecideAll(p.Context(), p.j, o, book.All(), act, nil)
			if err != nil || again.Decided != 0 || p.head() != before || maps.Equal(r.Left, map[string]int{}) {
				p.Errorf("run once more: %+v %v", again, err)
			}
			break
		}
		p.endOf(n)
	})
}

// endOf holds every case of a crowd against what it is to come to.
func (p *paidRun) endOf(n int) {
	p.Helper()
	all, err := inquiry.All(p.Context(), p.j)
	p.must(err)
	left, decided := map[string]int{}, 0
	for i, c := range all {
		law := automaticLaw(p.T, 5_000_00, 10, 50_000)
		if c.Decision == nil {
			why, err := c.MayDecideAlone(law, peerDay+36)
			p.must(err)
			left[why]++
			continue
		}
		decided++
		kinds := 0
		for _, h := range c.History {
			if strings.HasPrefix(h.Kind, "inquiry.decided") {
				kinds++
			}
		}
		stream, err := p.j.Load(p.Context(), int64(c.Party), claim.Stream(c.Decision.Claims[0].ID))
		p.must(err)
		if kinds != 1 || len(stream) != 1 || !c.Decision.Auto || c.Decision.Repay != money.Kronor(2000) || len(c.Decision.Letters) != 1 || i%10 == 3 || i%10 == 7 {
			p.Errorf("%s: %d decisions, %d events of the claim, %+v", c.ID, kinds, len(stream), c.Decision)
		}
	}
	if len(all) != n || left[inquiry.AutoLimit] > n/10 || left[inquiry.AutoPerson] != n/10 || left[""] != 0 || decided+left[inquiry.AutoSample]+left[inquiry.AutoLimit] != n*9/10 || left[inquiry.AutoSample] == 0 {
		p.Errorf("%d decided, left %v", decided, left)
	}
	if r, err := inquiry.Recount(p.Context(), p.j); err != nil || len(r.Faults) > 0 || r.Decisions != decided || r.Claims != decided {
		p.Errorf("%+v %v", r, err)
	}
}

// Who is drawn is by the number of the case alone: the same on another day, and about the
// share that was set; a larger share draws those of a smaller too.
func TestMayDecideAlone_sample(t *testing.T) {
	p := bench(t)
	x := p.settled(peerDay, people[0])
	few, many := automaticLaw(t, 5_000_00, 10, 50_000), automaticLaw(t, 5_000_00, 10, 200_000)
	drawn := map[*statute.Parameters]int{}
	const n = 4000
	for i := range n {
		c := *x.c
		c.ID = fmt.Sprintf("R26-%06d", i+1)
		first, err := c.MayDecideAlone(few, peerDay+20)
		p.must(err)
		later, err := c.MayDecideAlone(few, peerDay+60)
		p.must(err)
		more, err := c.MayDecideAlone(many, peerDay+20)
		p.must(err)
		if first != later || first == inquiry.AutoSample && more != first {
			t.Fatalf("%s: %q, later %q, of more %q", c.ID, first, later, more)
		}
		for law, why := range map[*statute.Parameters]string{few: first, many: more} {
			if why == inquiry.AutoSample {
				drawn[law]++
			}
		}
	}
	// Five standard deviations about the share.
	if d := drawn[few]; d < n/20-70 || d > n/20+70 {
		t.Errorf("%d of %d", d, n)
	}
	if d := drawn[many]; d < n/5-130 || d > n/5+130 {
		t.Errorf("%d of %d", d, n)
	}
}

// What the program answered holds for thirty days; then it answers anew before it decides.
func TestAssessAlone_growsOld(t *testing.T) {
	p := bench(t)
	law := automaticLaw(t, 5_000_00, 10, 0)
	x := p.settled(peerDay, people[0])
	o := p.office()
	o.Parameters = law
	program := x.at(inquiry.AutoActor, peerDay+10)
	x.c = program.ok(program.AssessAlone(p.Context(), p.j, law))
	x.c = program.ok(program.Hear(p.Context(), p.j, peerDay+24, "", nil))
	program.On = peerDay + 25
	x.c = program.ok(program.CloseHearing(p.Context(), p.j))
	for on, want := range map[calendar.Date]inquiry.StepStatus{peerDay + 40: inquiry.StepAuto, peerDay + 41: inquiry.StepStale} {
		for _, s := range inquiry.Steps {
			if st := x.c.StandingOf(s, on); st.Status != want || want == inquiry.StepStale && st.Why != inquiry.StaleAged {
				t.Errorf("%s on %s is %s %s", s, on, st.Status, st.Why)
			}
		}
	}
	program.On = peerDay + 41
	x.c = program.ok(program.DecideAlone(p.Context(), p.j, o))
	if d := x.c.Decision; !d.Auto || d.Proposer != "" || d.Repay != money.Kronor(2000) || x.c.StandingOf(inquiry.Facts, peerDay+41).Status != inquiry.StepAuto || len(x.c.StandingOf(inquiry.Facts, 0).Earlier) != 1 {
		t.Errorf("%+v", d)
	}
	// A person is not the program, and the program marks what it does.
	y := p.settled(peerDay, people[1])
	a := &inquiry.Assessment{Step: inquiry.Facts, Basis: 1, Auto: true, Spans: y.c.Whole(inquiry.IsWrong, "r"), Cause: "unknown"}
	_, err := y.sara.Assess(p.Context(), p.j, a)
	y.refusedWith(err, "by a person, or by the program")
}
