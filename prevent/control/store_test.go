package control_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"balans/exchange/absencecsv"
	"balans/exchange/linecsv"
	"balans/exchange/registercsv"
	"balans/journal"
	"balans/law/calendar"
	"balans/law/money"
	"balans/prevent/control"
	"balans/prevent/payout"
	"balans/prevent/sample"
)

// The days of the run: made on a Monday, judged the day after, paid on Friday.
var (
	runDay, judgeDay, payDay = date("2026-03-23"), date("2026-03-24"), date("2026-03-27")
)

const storePlan = `plan spring
 name Spring
 from 2026-01-01
 to 2026-12-31
risk vab
 area VAB
 benefit tillfallig-foraldrapenning
 cause applicant
control tfp-absence
 meets vab
 stage before
 expires 30
 task-cost 100
 check-cost 1
control application-time
 meets vab
 stage before
 task-cost 50
control death
 meets vab
 stage before
 task-cost 10
control tfp-absence
 meets vab
 stage after
 task-cost 200
control permit
 meets vab
 stage during
sample random
 meets vab
 benefit tillfallig-foraldrapenning
 size 3
 seed spring
 task-cost 300
`

// springWorld is a payment run with one line of each fate; P1 is too late besides.
func springWorld() *world {
	w := newWorld()
	day := date("2026-01-20")
	for i := range 6 {
		who := person(fmt.Sprintf("p%d", i+1))
		l := linecsv.Record{Payout: fmt.Appendf(nil, "P%d", i+1), Party: who, Payee: who, Benefit: []byte("tillfallig-foraldrapenning"), From: day, To: day, Days: 1, Extent: 10_000, Basis: linecsv.Employee,
			AppliedOn: day.AddDays(10), PayOn: payDay, Gross: 1000 * money.Krona}
		if i != 2 { // of p3 nobody knows the employer
			w.fact(registercsv.Record{Kind: "income", Party: who, From: date("2026-01-01"), To: calendar.None, Other: rest12(employer("acme")), Amount: money.Kronor(30_000), HasAmount: true})
		}
		switch i {
		case 0:
			l.AppliedOn = day.AddDays(91)
		case 3:
			l.Benefit, l.From, l.To, l.Days, l.Extent = []byte("barnbidrag"), date("2026-03-01"), date("2026-03-31"), 0, 0
			w.fact(registercsv.Record{Kind: "population", Party: who, From: date("2026-02-03"), To: calendar.None, Status: "dead"})
		case 4:
			w.fact(registercsv.Record{Kind: "population", Party: who, From: date("2024-02-03"), To: calendar.None, Status: "protected"})
		}
		w.lines = append(w.lines, l)
	}
	for _, m := range []string{"2026-01-01", "2026-02-01"} {
		w.fact(registercsv.Record{Kind: "declared", Party: employer("acme"), From: date(m), To: calendar.None})
	}
	w.absence(earlier, absencecsv.Record{Party: person("p2"), Employer: employer("acme"), Period: date("2026-01-01"), Day: day, Spec: 1, Percent: 10_000, Type: absencecsv.TFP})
	w.absence(earlier, absencecsv.Record{Party: person("p6"), Employer: employer("acme"), Period: date("2026-01-01"), Day: day, Spec: 1, Hours: 400, Type: absencecsv.TFP})
	return w
}

// spring is a journal with the world and the plan taken into use.
type spring struct {
	*testing.T
	j    *journal.Journal
	plan *control.Plan
}

func newSpring(t *testing.T, j *journal.Journal) *spring {
	springWorld().takeIn(t.Context(), t, j)
	p, err := control.ParsePlan("spring.txt", storePlan)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := control.Adopt(t.Context(), j, p, control.By{Actor: "karin"}, false); err != nil {
		t.Fatal(err)
	}
	return &spring{t, j, p}
}

func (s *spring) asked(id string) *control.Asked {
	return &control.Asked{ID: id, Plan: s.plan, Version: 1, Stage: control.Before, Payrun: runOf(payDay), On: runDay, KnownAt: calendar.EndOfDay(runDay), By: "run/night"}
}

func (s *spring) check(a *control.Asked) *control.Result {
	s.Helper()
	src := sources(s.Context(), s, s.j, a.On)
	lines, err := control.Population(src.Payouts, a)
	if err != nil {
		s.Fatal(err)
	}
	r, err := control.Check(src, a, lines, s.book(), true)
	if err != nil {
		s.Fatal(err)
	}
	return r
}

func (s *spring) made(id string) *control.Result {
	s.Helper()
	r := s.check(s.asked(id))
	if err := control.Write(s.Context(), s.j, r, nil, nil); err != nil {
		s.Fatal(err)
	}
	return r
}

func (s *spring) book() *control.Book {
	s.Helper()
	b, err := control.Read(s.Context(), s.j)
	if err != nil {
		s.Fatal(err)
	}
	return b
}

func (s *spring) say(run, id string) control.Say {
	return control.Say{Party: int64(person(strings.ToLower(id))), Run: run, Payout: id, On: judgeDay, By: control.By{Actor: "johan", Cause: "test"}}
}

func confirmed(rule string, kronor int64) control.Judgement {
	return control.Judgement{Rule: rule, Verdict: control.Confirmed, Amount: money.Kronor(kronor), Cause: sample.Applicant, Intent: sample.Unintended, Reason: "arbetade"}
}

func refuted(rule string) control.Judgement {
	return control.Judgement{Rule: rule, Verdict: control.Refuted, Reason: "intyg från arbetsgivaren"}
}

func (s *spring) judge(say control.Say, d control.Judgement) {
	s.Helper()
	if err := control.Judge(s.Context(), s.j, say, d); err != nil {
		s.Fatal(err)
	}
}

func (s *spring) mustRefuse(err error, why string) {
	s.Helper()
	var r *control.Refusal
	if !errors.As(err, &r) || !strings.Contains(r.Why, why) {
		s.Errorf("%v; expected to be refused: %s", err, why)
	}
}

func (s *spring) head() int64 {
	s.Helper()
	h, err := s.j.Head(s.Context())
	if err != nil {
		s.Fatal(err)
	}
	return h.Seq
}

// recount holds the stored runs against the program's own recount.
func (s *spring) recount() {
	s.Helper()
	if r, err := control.Recount(s.Context(), s.j); err != nil || len(r.Faults) > 0 {
		s.Errorf("counted anew: %+v %v", r, err)
	}
}

func TestAdopt_versions(t *testing.T) {
	onBoth(t, func(t *testing.T, j *journal.Journal) {
		s := newSpring(t, j)
		other, err := control.ParsePlan("o.txt", strings.Replace(storePlan, "plan spring", "plan other", 1))
		if err != nil {
			t.Fatal(err)
		}
		changed, err := control.ParsePlan("c.txt", storePlan+"# more\n")
		if err != nil {
			t.Fatal(err)
		}
		for i, c := range []struct {
			plan    *control.Plan
			dry     bool
			version int
		}{{s.plan, false, 1}, {changed, true, 2}, {s.plan, true, 1}, {changed, false, 2}, {other, false, 1}, {s.plan, false, 3}, {s.plan, false, 3}} {
			if v, err := control.Adopt(t.Context(), j, c.plan, control.By{Actor: "karin"}, c.dry); err != nil || v != c.version {
				t.Errorf("%d: version %d, %v; expected %d", i, v, err, c.version)
			}
		}
		b := s.book()
		if all := b.Plans(); len(all) != 4 || b.Plan("").ID != "spring" || b.Plan("spring").Version != 3 || b.Plan("other").Version != 1 || b.Plan("none") != nil || all[0].Text() != storePlan || all[0].Actor != "karin" {
			t.Errorf("%+v", all)
		}
		_, err = control.Adopt(t.Context(), j, s.plan, control.By{}, false)
		s.mustRefuse(err, "who adopts")
	})
}

// A run is what was checked, stored once: again under its name changes nothing, and the
// same controls under another name take a reason.
func TestWrite_once(t *testing.T) {
	onBoth(t, func(t *testing.T, j *journal.Journal) {
		s := newSpring(t, j)
		r := s.made("night-1")
		before := s.head()
		if s.made("night-1"); s.head() != before {
			t.Error("a run that is complete was written again")
		}
		run := s.book().Run("night-1")
		if run.Completed == 0 || run.Lines != 6 || asText(run.Tallies) != asText(r.Tallies) || run.By != "run/night" || run.Payrun != runOf(payDay) {
			t.Errorf("%+v", run)
		}
		want := map[string]string{"P1/tfp-absence": "task", "P1/application-time": "task", "P3/tfp-absence": "manual", "P4/death": "task", "P5/tfp-absence": "manual", "P6/tfp-absence": "task"}
		for _, f := range run.Findings {
			if want[f.ID()] != f.Evaluation.Outcome.String() || f.State(runDay) != control.Open || f.Stage != control.Before {
				t.Errorf("%s: %s", f.ID(), f.Evaluation.Outcome)
			}
			delete(want, f.ID())
			if len(f.Evaluation.Inputs) == 0 && f.Evaluation.Reason != "protected" {
				t.Errorf("%s does not tell what it rests on", f.ID())
			}
		}
		if len(want) > 0 {
			t.Errorf("not found: %v", want)
		}
		changed := s.asked("night-1")
		changed.On++
		s.mustRefuse(control.Write(t.Context(), j, s.check(changed), nil, nil), "there is a run night-1 already")
		s.mustRefuse(control.Write(t.Context(), j, s.check(s.asked("night-2")), nil, nil), "the run night-1 has made these controls")
		again := s.asked("night-2")
		again.Again = "absence came late"
		if err := control.Write(t.Context(), j, s.check(again), nil, nil); err != nil || len(s.book().Runs()) != 2 {
			t.Errorf("again with a reason: %v", err)
		}
		for _, name := range []string{"", "plans", "runs", "night-1/notes", "Natt", "online-2026-03-23", strings.Repeat("x", 41)} {
			before := s.head()
			a := s.asked(name)
			a.Again = "reason"
			err := control.Write(t.Context(), j, s.check(a), nil, nil)
			var refusal *control.Refusal
			if !errors.As(err, &refusal) || s.head() != before {
				t.Errorf("a run called %q: %v", name, err)
			}
		}
		nobody := s.asked("night-3")
		nobody.By = ""
		s.mustRefuse(control.Write(t.Context(), j, s.check(nobody), nil, nil), "who makes the run")
		s.recount()
	})
}

// A run that was stopped in the middle is completed by making it again: nothing is written
// twice, and what was said of a finding meanwhile is kept.
func TestWrite_goesOnAfterAnInterruption(t *testing.T) {
	onBoth(t, func(t *testing.T, j *journal.Journal) {
		s := newSpring(t, j)
		r := s.check(s.asked("night-1"))
		if err := control.Interrupt(t.Context(), j, r, 3); err != nil {
			t.Fatal(err)
		}
		b := s.book()
		if run := b.Run("night-1"); run == nil || run.Completed != 0 || len(run.Findings) != 0 {
			t.Errorf("%+v", run)
		}
		if found, err := control.Recount(t.Context(), j); err != nil || len(found.Faults) != 1 || !strings.Contains(found.Faults[0], "not complete") {
			t.Errorf("%+v %v", found, err)
		}
		s.judge(s.say("night-1", "P1"), confirmed("tfp-absence", 800))
		if err := b.Refresh(t.Context(), j); err != nil {
			t.Fatal(err)
		}
		if err := control.Write(t.Context(), j, r, nil, nil); err != nil {
			t.Fatal(err)
		}
		if err := b.Refresh(t.Context(), j); err != nil {
			t.Fatal(err)
		}
		for what, book := range map[string]*control.Book{"refreshed": b, "read anew": s.book()} {
			run := book.Run("night-1")
			if f := run.Finding("P1", "tfp-absence"); run.Completed == 0 || len(run.Findings) != 6 || f == nil || f.State(judgeDay) != control.IsConfirmed {
				t.Errorf("%s: %+v", what, run)
			}
		}
		stored := map[string]int{}
		if _, err := j.Scan(t.Context(), 0, func(e *journal.Event) error {
			if e.Kind == "control.evaluated/1" {
				stored[e.Stream]++
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		if len(stored) != len(r.Checked) {
			t.Errorf("%d payouts are stored, %d were checked", len(stored), len(r.Checked))
		}
		for stream, n := range stored {
			if n != 1 {
				t.Errorf("%s is stored %d times", stream, n)
			}
		}
		s.recount()
	})
}

func TestJudge_guards(t *testing.T) {
	onBoth(t, func(t *testing.T, j *journal.Journal) {
		s := newSpring(t, j)
		s.made("night-1")
		change := func(d control.Judgement, set func(*control.Judgement)) control.Judgement { set(&d); return d }
		good := confirmed("tfp-absence", 1000)
		before := s.head()
		for _, c := range []struct {
			d   control.Judgement
			why string
		}{
			{change(good, func(d *control.Judgement) { d.Amount = 0 }), "above 0"},
			{change(good, func(d *control.Judgement) { d.Amount = -1 }), "above 0"},
			{change(good, func(d *control.Judgement) { d.Amount++ }), "at most the payout's 1"},
			{change(good, func(d *control.Judgement) { d.Verdict = "maybe" }), "confirmed or refuted"},
			{change(good, func(d *control.Judgement) { d.Reason = " " }), "the reason is missing"},
			{change(good, func(d *control.Judgement) { d.Reason = "a\nb\x00" }), "control character"},
			{change(good, func(d *control.Judgement) { d.Cause = "" }), "the cause is"},
			{change(good, func(d *control.Judgement) { d.Intent = "evil" }), "intent is"},
			{change(good, func(d *control.Judgement) { d.Rule = "permit" }), "no finding of payout P1"},
			{change(refuted("tfp-absence"), func(d *control.Judgement) { d.Amount = 1 }), "has no amount"},
		} {
			s.mustRefuse(control.Judge(t.Context(), j, s.say("night-1", "P1"), c.d), c.why)
		}
		set := func(change func(*control.Say)) control.Say { x := s.say("night-1", "P1"); change(&x); return x }
		for why, say := range map[string]control.Say{
			"who says it":       set(func(x *control.Say) { x.By.Actor = "" }),
			"by a person":       set(func(x *control.Say) { x.By.Actor = "run/night" }),
			"still to come":     set(func(x *control.Say) { x.On = today + 1 }),
			"the finding was":   set(func(x *control.Say) { x.On = runDay - 1 }),
			"made no finding":   set(func(x *control.Say) { x.Payout = "P2" }),
			"the run night-9 m": set(func(x *control.Say) { x.Run = "night-9" }),
		} {
			s.mustRefuse(control.Judge(t.Context(), j, say, good), why)
		}
		s.mustRefuse(control.Complain(t.Context(), j, s.say("night-1", "P1"), "tfp-absence", "  "), "what the complaint says")
		dry := set(func(x *control.Say) { x.DryRun = true })
		if err := control.Judge(t.Context(), j, dry, good); err != nil || s.head() != before {
			t.Errorf("a dry run stored something, or was refused: %v", err)
		}
		if _, _, err := control.Handed(t.Context(), j, s.say("night-1", "P1"), "tfp-absence", "c"); err == nil {
			t.Error("a finding nobody judged becomes a case")
		}
		undated := set(func(x *control.Say) { x.On = calendar.None })
		s.judge(undated, good)
		if f := s.book().Run("night-1").Finding("P1", "tfp-absence"); f.Judged.On != today || f.Judged.By != "johan" || f.Judged.At == 0 {
			t.Errorf("%+v", f.Judged)
		}
	})
}

// What was said can be said anew; all of it stays readable, and each day has its answer.
func TestJudge_laterReplacesEarlier(t *testing.T) {
	onBoth(t, func(t *testing.T, j *journal.Journal) {
		s := newSpring(t, j)
		s.made("night-1")
		say := s.say("night-1", "P1")
		s.judge(say, confirmed("tfp-absence", 700))
		say.On += 2
		s.judge(say, refuted("tfp-absence"))
		if err := control.Complain(t.Context(), j, say, "tfp-absence", "jag var hemma"); err != nil {
			t.Fatal(err)
		}
		b := s.book()
		f := b.Run("night-1").Finding("P1", "tfp-absence")
		if len(f.Earlier) != 1 || f.Judgements() != 2 || !slices.Equal(f.Complaints, []string{"jag var hemma"}) || len(b.Of(person("p1"))) != 2 {
			t.Errorf("%+v", f)
		}
		for day, want := range map[calendar.Date]control.FindingState{runDay: control.Open, judgeDay: control.IsConfirmed, judgeDay + 1: control.IsConfirmed, judgeDay + 2: control.IsRefuted, judgeDay + 400: control.IsRefuted} {
			if got := f.State(day); got != want {
				t.Errorf("on %s: %s, expected %s", day, got, want)
			}
		}
		other := b.Run("night-1").Finding("P6", "tfp-absence")
		if other.Last() != runDay+30 || other.State(runDay+30) != control.Open || other.State(runDay+31) != control.Expired {
			t.Errorf("open to %s, then %s", other.Last(), other.State(runDay+31))
		}
		if tasks, hits := b.Before(person("p1"), judgeDay+1); tasks != 2 || hits != 1 {
			t.Errorf("the day after it was confirmed: %d tasks, %d confirmed", tasks, hits)
		}
		if tasks, hits := b.Before(person("p1"), judgeDay+3); tasks != 2 || hits != 0 {
			t.Errorf("after it was refuted: %d tasks, %d confirmed", tasks, hits)
		}
		for _, day := range []calendar.Date{runDay, runDay.AddYears(2) + 1} {
			if tasks, _ := b.Before(person("p1"), day); tasks != 0 {
				t.Errorf("%d tasks before %s", tasks, day)
			}
		}
		s.recount()
	})
}

func TestSay_keysAndTwoAtOnce(t *testing.T) {
	onBoth(t, func(t *testing.T, j *journal.Journal) {
		s := newSpring(t, j)
		s.made("night-1")
		say := s.say("night-1", "P1")
		say.Key = "form-1"
		s.judge(say, confirmed("tfp-absence", 700))
		before := s.head()
		s.judge(say, confirmed("tfp-absence", 700))
		if s.head() != before {
			t.Error("the same under the same key was said twice")
		}
		if err := control.Judge(t.Context(), j, say, confirmed("tfp-absence", 701)); !errors.Is(err, journal.ErrKeyReused) {
			t.Errorf("something else under the key: %v", err)
		}
		if err := control.Complain(t.Context(), j, say, "tfp-absence", "nej"); !errors.Is(err, journal.ErrKeyReused) {
			t.Errorf("a complaint under the key: %v", err)
		}
		both := func(seen *int) (errs [2]error) {
			var wg sync.WaitGroup
			for i, amount := range []int64{100, 200} {
				wg.Go(func() {
					x := s.say("night-1", "P6")
					x.Seen = seen
					errs[i] = control.Judge(context.WithoutCancel(t.Context()), j, x, confirmed("tfp-absence", amount))
				})
			}
			wg.Wait()
			return errs
		}
		zero := 0
		errs := both(&zero)
		if (errs[0] == nil) == (errs[1] == nil) || !errors.Is(errors.Join(errs[0], errs[1]), control.ErrJudgedMeanwhile) {
			t.Errorf("two who had both seen it unjudged: %v", errs)
		}
		if errs = both(nil); errs[0] != nil || errs[1] != nil {
			t.Errorf("two who do not mind: %v", errs)
		}
		if f := s.book().Run("night-1").Finding("P6", "tfp-absence"); f.Judgements() != 3 {
			t.Errorf("%d judgements", f.Judgements())
		}
		s.recount()
	})
}

// Application benefits wait for an open or confirmed finding; running ones do not.
func TestBook_waitingFor(t *testing.T) {
	onBoth(t, func(t *testing.T, j *journal.Journal) {
		s := newSpring(t, j)
		s.made("night-1")
		s.judge(s.say("night-1", "P6"), refuted("tfp-absence"))
		s.judge(s.say("night-1", "P3"), confirmed("tfp-absence", 1000))
		s.judge(s.say("night-1", "P4"), confirmed("death", 1000))
		waiting := func(on calendar.Date) string {
			wait := s.book().WaitingFor(on)
			var ids []string
			for _, e := range sources(t.Context(), t, j, runDay).Payouts.All() {
				if why := wait(e); why != "" {
					if !strings.Contains(why, "run night-1") {
						t.Errorf("%s waits for %q", e.Line.ID, why)
					}
					ids = append(ids, e.Line.ID)
				}
			}
			slices.Sort(ids)
			return strings.Join(ids, " ")
		}
		if got := waiting(judgeDay); got != "P1 P3 P5" {
			t.Errorf("on the day of judgement %s wait", got)
		}
		if got := waiting(runDay + 31); got != "P3" { // what nobody judged has expired
			t.Errorf("after their time %s wait", got)
		}
		r, err := (&payout.Payment{Run: runOf(payDay), On: payDay, Actor: "karin", Wait: s.book().WaitingFor(payDay)}).Do(t.Context(), j)
		if err != nil {
			t.Fatal(err)
		}
		paid := 0
		for _, e := range sources(t.Context(), t, j, payDay).Payouts.All() {
			if e.State == payout.Paid {
				paid++
			}
		}
		if paid != 3 {
			t.Errorf("%d lines are paid: %+v", paid, r)
		}
	})
}
