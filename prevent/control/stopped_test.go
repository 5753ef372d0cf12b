package control_test

import (
	"strings"
	"testing"

	"balans/journal"
	"balans/law/calendar"
	"balans/law/money"
	"balans/prevent/control"
	"balans/prevent/payout"
)

// What was confirmed before payment is stopped when the payout was, and no longer.
func TestYield_countsWhatWasStopped(t *testing.T) {
	onBoth(t, func(t *testing.T, j *journal.Journal) {
		s := newSpring(t, j)
		s.made("night-1")
		s.judge(s.say("night-1", "P1"), confirmed("tfp-absence", 800))
		s.judge(s.say("night-1", "P4"), confirmed("death", 600))
		s.judge(s.say("night-1", "P6"), confirmed("tfp-absence", 1000))
		change := func(id string, on calendar.Date) payout.Change {
			return payout.Change{Party: person(strings.ToLower(id)), Payout: id, On: on, Person: "johan", Reason: "uppgifterna är fel"}
		}
		must := func(_ payout.Receipt, err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		want := func(when string, on calendar.Date, stopped, passed, late int64) {
			t.Helper()
			y, err := s.book().YieldOf("spring", calendar.Period{From: s.plan.From, To: s.plan.To}, on)
			if g := y.Total; err != nil || len(y.Faults) > 0 || g.Stopped != money.Kronor(stopped) || g.Passed != money.Kronor(passed) || g.Late != money.Kronor(late) {
				t.Errorf("%s: %s stopped, %s passed, %s late, %v; expected %d, %d and %d", when, g.Stopped, g.Passed, g.Late, err, stopped, passed, late)
			}
		}
		want("what is applied for waits, and what runs does not", judgeDay, 1800, 600, 0)
		must(payout.Hold(t.Context(), j, change("P4", judgeDay), payout.HoldTerms{Until: judgeDay + 1, Law: lawOfTests}))
		want("it is held", judgeDay, 2400, 0, 0)
		want("the hold has ended", judgeDay+2, 1800, 600, 0)
		must(payout.Cancel(t.Context(), j, change("P6", judgeDay+1)))
		smaller := lineOf(sources(t.Context(), t, j, judgeDay), "P1")
		smaller.ID, smaller.Gross = "P1-1", 500*money.Krona
		must(payout.Replace(t.Context(), j, change("P1", judgeDay+1), *smaller))
		want("a smaller one in its place", judgeDay+2, 1500, 900, 0)
		if _, err := (&payout.Payment{Run: runOf(payDay), On: payDay, Actor: "karin"}).Do(t.Context(), j); err != nil {
			t.Fatal(err)
		}
		want("it is paid", payDay, 1500, 900, 0)
		want("as it stood before", judgeDay, 2400, 0, 0)
		// What went past the controls before payment is found late by one after it.
		a := s.asked("after-1")
		a.Stage, a.Payrun, a.On, a.Paid = control.After, "", payDay+1, calendar.Period{From: payDay, To: payDay}
		src := sources(t.Context(), t, j, payDay+1)
		lines, err := control.Population(src.Payouts, a)
		if err != nil {
			t.Fatal(err)
		}
		r, err := control.Check(src, a, lines, s.book(), true)
		if err != nil {
			t.Fatal(err)
		}
		if err := control.Write(t.Context(), j, r, nil, nil); err != nil {
			t.Fatal(err)
		}
		say := s.say("after-1", "P1")
		say.Payout, say.On = "P1-1", payDay+2
		s.judge(say, confirmed("tfp-absence", 300))
		want("found late", payDay+2, 1500, 900, 300)
		s.recount()
	})
}

// A payout that another system pays is not known to have been stopped.
func TestYield_knowsNothingOfOthersPayouts(t *testing.T) {
	onBoth(t, func(t *testing.T, j *journal.Journal) {
		s := newSpring(t, j)
		src := sources(t.Context(), t, j, runDay)
		a := s.asked("")
		if err := control.Begin(t.Context(), j, a); err != nil {
			t.Fatal(err)
		}
		line := *lineOf(src, "P1")
		line.ID = "elsewhere-1"
		if _, err := control.Online(t.Context(), j, src, a, &line, nil); err != nil {
			t.Fatal(err)
		}
		say := s.say(control.OnlineRun(runDay), "P1")
		say.Payout = line.ID
		s.judge(say, confirmed("tfp-absence", 300))
		y, err := s.book().YieldOf("spring", calendar.Period{From: s.plan.From, To: s.plan.To}, judgeDay)
		if err != nil || y.Total.Stopped != 0 || y.Total.Passed != money.Kronor(300) {
			t.Errorf("%+v %v", y.Total, err)
		}
	})
}

// A plan that is replaced during a day is used from then on, and each single control is
// counted under the one it was made by.
func TestOnline_planReplacedDuringTheDay(t *testing.T) {
	onBoth(t, func(t *testing.T, j *journal.Journal) {
		s := newSpring(t, j)
		src := sources(t.Context(), t, j, runDay)
		a := s.asked("")
		if err := control.Begin(t.Context(), j, a); err != nil {
			t.Fatal(err)
		}
		online := func(id string) *control.Checked {
			t.Helper()
			c, err := control.Online(t.Context(), j, src, a, lineOf(src, id), nil)
			if err != nil {
				t.Fatal(err)
			}
			return c
		}
		early := s.book() // reads on from here, without having seen the other plans
		online("P1")
		adopt := func(text string) *control.Plan {
			t.Helper()
			p, err := control.ParsePlan("p.txt", text)
			if err != nil {
				t.Fatal(err)
			}
			if a.Version, err = control.Adopt(t.Context(), j, p, control.By{Actor: "karin"}, false); err != nil {
				t.Fatal(err)
			}
			return p
		}
		a.Plan = adopt(strings.Replace(strings.Replace(storePlan, "expires 30", "expires 5", 1), "check-cost 1", "check-cost 7", 1))
		if err := control.Begin(t.Context(), j, a); err != nil {
			t.Fatal(err)
		}
		if c := online("P6"); c.PlanID != "spring" || c.Version != 2 {
			t.Errorf("by %s %d", c.PlanID, c.Version)
		}
		if c := online("P1"); c.PlanID != "spring" || c.Version != 1 { // the answer of the morning
			t.Errorf("asked again: by %s %d", c.PlanID, c.Version)
		}
		a.Plan = adopt(strings.Replace(storePlan, "plan spring", "plan other", 1))
		online("P3")
		if err := early.Refresh(t.Context(), j); err != nil {
			t.Fatal(err)
		}
		for what, b := range map[string]*control.Book{"read on": early, "read anew": s.book()} {
			run := b.Run(control.OnlineRun(runDay))
			if len(b.Runs()) != 1 || run.Lines != 3 || len(run.Parts) != 3 {
				t.Fatalf("%s: %d runs, %+v", what, len(b.Runs()), run)
			}
			for id, days := range map[string]int{"P1": 30, "P6": 5} {
				if f := run.Finding(id, "tfp-absence"); f == nil || f.Expires != days {
					t.Errorf("%s, %s: %+v; expected open for %d days", what, id, f, days)
				}
			}
			for plan, want := range map[string]struct {
				checked int
				cost    money.Amount
			}{"spring": {2, 8 * money.Krona}, "other": {1, money.Krona}} {
				y, err := b.YieldOf(plan, calendar.Period{From: s.plan.From, To: s.plan.To}, runDay)
				if vab := y.Rows[0]; err != nil || len(y.Faults) > 0 || vab.Checked() != want.checked || vab.Cost != want.cost || vab.Runs != 1 {
					t.Errorf("%s, %s: %+v %v", what, plan, vab, y.Faults)
				}
			}
		}
		s.recount()
	})
}

// A stored plan that this version cannot read is shown with its runs, and nothing new is
// made by it.
func TestPlan_readableForEver(t *testing.T) {
	onBoth(t, func(t *testing.T, j *journal.Journal) {
		s := newSpring(t, j)
		s.made("night-1")
		s.judge(s.say("night-1", "P1"), confirmed("tfp-absence", 800))
		old := strings.Replace(storePlan, " expires 30\n", " expires 30\n select age > 30\n colour blue\n", 1)
		old = strings.Replace(old, "control application-time", "control gut-feeling", 1)
		old = strings.Replace(old, "sample random", "forecast next\n threshold 99\n size 4\nsample random", 1)
		if err := control.AdoptUnread(t.Context(), j, "spring", old); err != nil {
			t.Fatal(err)
		}
		b := s.book()
		p := b.Plan("")
		if p.Version != 2 || p.Unread == nil || !strings.Contains(p.Unread.Error(), "spring, version 2:13") || p.Text() != old || p.Name != "Spring" || p.To != date("2026-12-31") {
			t.Fatalf("%+v %v", p, p.Unread)
		}
		vab, ok := p.Find("tfp-absence", control.Before)
		if _, gone := p.Find("application-time", control.Before); !ok || gone || vab.Expires != 30 || vab.TaskCost != 100*money.Krona || vab.Select.String() != "age > 30" || len(p.Controls) != 4 || p.Samples[0].Size != 3 {
			t.Errorf("%+v", p.Plan)
		}
		if f := b.Run("night-1").Finding("P1", "tfp-absence"); b.Plans()[0].Unread != nil || f == nil || f.State(judgeDay) != control.IsConfirmed {
			t.Errorf("the run of the plan before: %+v", f)
		}
		a := s.asked("night-2")
		a.Plan, a.Version, a.Again = p.Plan, 2, "en gång till"
		src := sources(t.Context(), t, j, runDay)
		_, err := control.Check(src, a, src.Payouts.All(), nil, true)
		s.mustRefuse(err, "cannot be used")
		_, _, err = control.Draw(src, a, nil)
		s.mustRefuse(err, "cannot be used")
		s.mustRefuse(control.Write(t.Context(), j, &control.Result{Asked: *a}, nil, nil), "cannot be used")
		s.mustRefuse(control.Begin(t.Context(), j, a), "cannot be used")
		// A run of it that was stopped on the way can be completed by nobody: its lines wait
		// until another run has been made of them.
		stopped := s.asked("night-3")
		stopped.Version, stopped.Again = 2, "prov"
		if err := control.Interrupt(t.Context(), j, s.check(stopped), 2); err != nil {
			t.Fatal(err)
		}
		agrees := src.Payouts.Of(person("p2"))[0]
		if why := s.book().WaitingFor(runDay)(agrees); !strings.Contains(why, "make another run") {
			t.Errorf("waits for %q", why)
		}
		another := s.asked("night-4")
		another.Again = "planen gick inte att läsa"
		if err := control.Write(t.Context(), j, s.check(another), nil, nil); err != nil {
			t.Fatal(err)
		}
		if why := s.book().WaitingFor(runDay)(agrees); why != "" {
			t.Errorf("still waits for %q", why)
		}
	})
}

// Whatever of several payouts for one day is looked at first, what is too much is at stake
// once: with gross of an öre for each hundredth of a percent of a day, so many öre.
func TestDouble_aKronaCountsOnce(t *testing.T) {
	for name, world := range map[string]func(w *world){
		"one person": func(w *world) {
			w.line("A", "anna", "foraldrapenning", "2026-03-02", "2026-03-04", 3, 1)
			w.line("B", "anna", "sjukpenning", "2026-03-03", "2026-03-05", 3, 1)
			w.line("C", "anna", "tillfallig-foraldrapenning", "2026-03-04", "2026-03-04", 1, 1)
		},
		"one child": func(w *world) {
			for i, who := range []string{"anna", "bengt", "cilla"} {
				w.line(string(rune('A'+i)), who, "tillfallig-foraldrapenning", "2026-03-02", "2026-03-03", 2, 1)
				w.lines[i].Child = names["kim"]
			}
		},
	} {
		w := newWorld()
		world(w)
		for i, extent := range []int32{10_000, 7_500, 5_000} {
			w.lines[i].Extent = extent
			w.lines[i].PayOn = date("2026-03-27").AddDays(2 - i) // in another order than their ids
			w.lines[i].Gross = money.Amount(extent) * money.Amount(w.lines[i].Days)
		}
		want := money.Amount(0)
		for d := date("2026-03-01"); d <= date("2026-03-31"); d++ {
			sum := int32(0)
			for _, l := range w.lines {
				if l.From <= d && d <= l.To {
					sum += l.Extent
				}
			}
			want += money.Amount(max(0, sum-10_000))
		}
		got := money.Amount(0)
		for _, id := range []string{"A", "B", "C"} {
			e := judgedAlone(t, w, "double-payment", id, "2026-03-20")
			if got += e.AtStake; e.Outcome != control.Task || e.Says().Sv == "" {
				t.Errorf("%s, %s: %+v", name, id, e)
			}
		}
		if got != want {
			t.Errorf("%s: %s at stake together; too much is %s", name, got, want)
		}
	}
}
