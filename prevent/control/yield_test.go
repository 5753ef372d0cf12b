package control_test

import (
	"encoding/json"
	"strings"
	"testing"

	"balans/exchange/absencecsv"
	"balans/journal"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
	"balans/prevent/control"
	"balans/prevent/payout"
)

// storedCount is what was stored, counted from the journal's own texts.
type storedCount struct {
	outcomes map[string]int // rule and outcome
	stake    map[string]int64
}

func countStored(t *testing.T, j *journal.Journal) storedCount {
	c := storedCount{map[string]int{}, map[string]int64{}}
	if _, err := j.Scan(t.Context(), 0, func(e *journal.Event) error {
		if e.Kind != "control.evaluated/1" {
			return nil
		}
		var b struct {
			Evaluations []struct {
				Rule, Outcome string
				AtStake       int64 `json:"at_stake"`
			}
		}
		if err := json.Unmarshal([]byte(e.Body), &b); err != nil {
			return err
		}
		for _, ev := range b.Evaluations {
			c.outcomes[ev.Rule+" "+ev.Outcome]++
			c.stake[ev.Rule] += ev.AtStake
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return c
}

func TestYield_addsUp(t *testing.T) {
	onBoth(t, func(t *testing.T, j *journal.Journal) {
		s := newSpring(t, j)
		s.made("night-1")
		// Two controls find the same payout wrong: together no more than it was.
		s.judge(s.say("night-1", "P1"), confirmed("tfp-absence", 800))
		s.judge(s.say("night-1", "P1"), confirmed("application-time", 1000))
		s.judge(s.say("night-1", "P6"), refuted("tfp-absence"))
		s.judge(s.say("night-1", "P4"), confirmed("death", 1000))
		if err := control.Complain(t.Context(), j, s.say("night-1", "P6"), "tfp-absence", "fel"); err != nil {
			t.Fatal(err)
		}
		b := s.book()
		days := calendar.Period{From: s.plan.From, To: s.plan.To}
		y, err := b.YieldOf("spring", days, judgeDay)
		if err != nil || len(y.Faults) > 0 {
			t.Fatalf("%+v %v", y, err)
		}
		stored := countStored(t, j)
		total := control.Gain{}
		for i := range y.Rows {
			g := &y.Rows[i]
			for _, o := range control.Outcomes() {
				if g.Stage == control.Before && g.Outcomes[o] != stored.outcomes[g.Rule+" "+o.String()] {
					t.Errorf("%s %s: %d, stored are %d", g.Rule, o, g.Outcomes[o], stored.outcomes[g.Rule+" "+o.String()])
				}
			}
			if g.Stage == control.Before && int64(g.AtStake) != stored.stake[g.Rule] {
				t.Errorf("%s: %s at stake, stored are %d", g.Rule, g.AtStake, stored.stake[g.Rule])
			}
			if g.Checked() > 0 && g.Checked()+g.NotSelected != map[string]int{"tfp-absence": 5, "application-time": 5, "death": 6}[g.Rule] {
				t.Errorf("%s: %d checked and %d not selected", g.Rule, g.Checked(), g.NotSelected)
			}
			total.Stopped, total.Cost, total.Open = total.Stopped+g.Stopped, total.Cost+g.Cost, total.Open+g.Open
		}
		vab, applied, dead := y.Rows[0], y.Rows[1], y.Rows[2]
		for what, ok := range map[string]bool{
			"vab":     vab.Rule == "tfp-absence" && vab.Confirmed == 1 && vab.Refuted == 1 && vab.Open == 2 && vab.Stopped == money.Kronor(800) && vab.Complaints == 1 && vab.Hits() == 500_000 && vab.FalseAlarms() == 500_000,
			"costs":   vab.Cost == money.Kronor(2*100+5*1) && dead.Cost == money.Kronor(10),
			"applied": applied.Confirmed == 1 && applied.Stopped == money.Kronor(200) && applied.NotSelected == 1,
			"death":   dead.Stopped == 0 && dead.Passed == money.Kronor(1000) && dead.Late == 0 && dead.PerKrona() == 0 && dead.NotSelected == 1, // it runs by a decision, and nobody held it
			"total":   y.Total.Stopped == money.Kronor(1000) && y.Total.Stopped == total.Stopped && y.Total.Cost == total.Cost && y.Total.Open == total.Open && y.Total.Confirmed == 3,
		} {
			if !ok {
				t.Errorf("%s: %+v", what, y.Rows)
			}
		}
		if earlier, err := b.YieldOf("spring", days, runDay); err != nil || earlier.Total.Confirmed != 0 || earlier.Total.Open != 6 || earlier.Total.Hits() != -1 {
			t.Errorf("before anybody judged: %+v %v", earlier.Total, err)
		}
		if late, err := b.YieldOf("spring", days, runDay+31); err != nil || late.Total.Expired != 2 || len(late.Faults) > 0 {
			t.Errorf("after their time: %+v %v", late.Total, err)
		}
		if none, err := b.YieldOf("spring", calendar.Period{From: runDay + 1, To: s.plan.To}, judgeDay); err != nil || none.Total.Runs != 0 || none.Total.Checked() != 0 || none.Total.PerKrona() != -1 {
			t.Errorf("other days: %+v %v", none.Total, err)
		}
		_, err = b.YieldOf("winter", days, judgeDay)
		s.mustRefuse(err, "there is no plan")
		s.recount()
	})
}

func TestWhatIf_onHistory(t *testing.T) {
	onBoth(t, func(t *testing.T, j *journal.Journal) {
		s := newSpring(t, j)
		s.made("night-1")
		s.judge(s.say("night-1", "P1"), confirmed("tfp-absence", 800))
		s.judge(s.say("night-1", "P6"), confirmed("tfp-absence", 500))
		b := s.book()
		run := b.Run("night-1")
		src := sources(t.Context(), t, j, runDay)
		lines, err := control.Population(src.Payouts, &run.Asked)
		if err != nil {
			t.Fatal(err)
		}
		try := func(change func(*control.Planned)) *control.Difference {
			t.Helper()
			p := *planned(t, run.Plan, "tfp-absence")
			change(&p)
			d, err := control.WhatIf(src, run, p, lines, b)
			if err != nil {
				t.Fatal(err)
			}
			return d
		}
		if d := try(func(*control.Planned) {}); d.Before != d.After || d.Lost+d.New != 0 || d.Kept != 2 || d.KeptConfirmed != 2 {
			t.Errorf("the same settings: %+v", d)
		}
		if d := try(func(p *control.Planned) { p.Settings.Tolerance = 5000 }); d.Lost != 1 || d.LostConfirmed != 1 || d.LostAmount != money.Kronor(500) || d.Kept != 1 || d.New != 0 || d.LostRefuted != 0 {
			t.Errorf("half a day of tolerance: %+v", d)
		}
		if d := try(func(p *control.Planned) { p.Select, err = control.Compile("gross > 1000") }); err != nil || d.Lost != 2 || d.LostAmount != money.Kronor(1300) || d.After.NotSelected != 5 {
			t.Errorf("nobody selected: %+v %v", d, err)
		}
		s.judge(s.say("night-1", "P6"), refuted("tfp-absence"))
		if b, run = s.book(), s.book().Run("night-1"); run == nil {
			t.Fatal("no run")
		}
		if d := try(func(p *control.Planned) { p.Settings.Tolerance = 5000 }); d.LostConfirmed != 0 || d.LostRefuted != 1 || d.LostAmount != 0 {
			t.Errorf("a refuted task is no loss: %+v", d)
		}
		// A control behind another that took the protected identity first.
		if d, err := control.WhatIf(src, run, *planned(t, run.Plan, "death"), lines, b); err != nil || d.Before != d.After || d.Before.NotSelected != 1 {
			t.Errorf("the last control: %+v %v", d, err)
		}
		_, err = control.WhatIf(src, run, control.Planned{Rule: ruleOf(t, "permit")}, lines, b)
		s.mustRefuse(err, "did not make the control permit")
		// Facts that came later make another answer, and that is told.
		later := newWorld()
		later.absence(runDay+1, absencecsv.Record{Party: person("p1"), Employer: employer("acme"), Period: date("2026-02-01"), Day: date("2026-01-20"), Spec: 1, Percent: 10_000, Type: absencecsv.TFP})
		later.takeIn(t.Context(), t, j)
		if _, err = control.WhatIf(sources(t.Context(), t, j, runDay+1), run, *planned(t, run.Plan, "tfp-absence"), lines, b); err == nil || !strings.Contains(err.Error(), "cannot be made again as it was") {
			t.Errorf("with what came later: %v", err)
		}
		if src = sources(t.Context(), t, j, runDay); try(func(*control.Planned) {}).Kept != 2 {
			t.Error("as it was known then it is the same")
		}
	})
}

func planned(t *testing.T, p *control.Plan, rule string) *control.Planned {
	t.Helper()
	c, ok := p.Find(rule, control.Before)
	if !ok {
		t.Fatalf("no control %s", rule)
	}
	return c
}

func ruleOf(t *testing.T, id string) *control.Rule {
	t.Helper()
	r, ok := control.Find(id)
	if !ok {
		t.Fatalf("no rule %s", id)
	}
	return r
}

// A random sample of what was paid gives each drawn payout to a person, whatever the
// controls say, and only it gives an estimate.
func TestDraw_andWhatWasFound(t *testing.T) {
	onBoth(t, func(t *testing.T, j *journal.Journal) {
		s := newSpring(t, j)
		s.made("night-1")
		if _, err := (&payout.Payment{Run: runOf(payDay), On: payDay, Actor: "karin"}).Do(t.Context(), j); err != nil {
			t.Fatal(err)
		}
		src := sources(t.Context(), t, j, payDay+3)
		a := s.asked("draw-1")
		a.Stage, a.Payrun, a.Sample, a.On, a.Paid = control.After, "", "random", payDay+3, calendar.Period{From: payDay, To: payDay}
		lines, err := control.Population(src.Payouts, a)
		if err != nil || len(lines) != 6 {
			t.Fatalf("%d paid: %v", len(lines), err)
		}
		r, draw, err := control.Draw(src, a, lines)
		if err != nil || draw.Len() != 3 || len(r.Checked) != 3 || r.Lines != 5 || r.Tallies[0].NotSelected != 2 {
			t.Fatalf("%+v %v", r, err)
		}
		if err := control.Write(t.Context(), j, r, draw, nil); err != nil {
			t.Fatal(err)
		}
		if _, again, err := control.Draw(src, a, lines); err != nil || asText(again) != asText(draw) {
			t.Errorf("the same seed draws others: %v", err)
		}
		var ids []string
		for i, c := range r.Checked {
			ids = append(ids, c.Line.ID)
			say := s.say("draw-1", c.Line.ID)
			say.On = payDay + 10
			if i == 0 {
				s.judge(say, confirmed("review", 250))
			} else if c.Evaluations[0].Reason != "protected" && i == 1 {
				s.judge(say, refuted("review"))
			}
		}
		b := s.book()
		judged, err := b.Run("draw-1").Judged()
		if err != nil {
			t.Fatal(err)
		}
		e := judged.Estimate()
		if e.Drawn != 3 || e.Judged < 1 || e.Judged+len(judged.Missing()) != 3 {
			t.Errorf("%v: %+v", ids, e)
		}
		_, err = b.Run("night-1").Judged()
		s.mustRefuse(err, "no random sample")
		if f := b.Run("draw-1").Finding(ids[0], r.Checked[0].Evaluations[0].Rule); f.Expires != 180 || f.Stage != control.After {
			t.Errorf("%+v", f)
		}
		y, err := b.YieldOf("spring", calendar.Period{From: s.plan.From, To: s.plan.To}, payDay+10)
		if err != nil || len(y.Faults) > 0 || y.Rows[len(y.Rows)-1].Late != money.Kronor(250) || y.Total.Stopped != 0 || y.Total.Late != money.Kronor(250) {
			t.Errorf("%+v %v", y, err)
		}
		a.Sample = "none"
		if _, _, err := control.Draw(src, a, lines); err == nil {
			t.Error("a sample the plan has not was drawn")
		}
		if _, err := control.WhatIf(src, b.Run("draw-1"), control.Planned{Rule: ruleOf(t, "tfp-absence")}, lines, b); err == nil {
			t.Error("a sample made no such control")
		}
		s.recount()
	})
}

// One payout at a time is stored as in a run, once a day.
func TestOnline_isARunOfTheDay(t *testing.T) {
	onBoth(t, func(t *testing.T, j *journal.Journal) {
		s := newSpring(t, j)
		src := sources(t.Context(), t, j, runDay)
		a := s.asked("")
		for range 2 {
			if err := control.Begin(t.Context(), j, a); err != nil {
				t.Fatal(err)
			}
		}
		var first *control.Checked
		for i := range 2 {
			before := s.head()
			c, err := control.Online(t.Context(), j, src, a, lineOf(src, "P1"), nil)
			if err != nil || len(c.Evaluations) != 3 {
				t.Fatalf("%+v %v", c, err)
			}
			if first == nil {
				first = c
			} else if i == 1 && (asText(first.Evaluations) != asText(c.Evaluations) || s.head() != before) {
				t.Errorf("controlled twice: %s\n%s", asText(first.Evaluations), asText(c.Evaluations))
			}
		}
		bulk := s.check(s.asked("x"))
		for _, c := range bulk.Checked {
			if c.Line.ID == "P1" && asText(c.Evaluations) != asText(first.Evaluations) {
				t.Errorf("online %s\nin bulk %s", asText(first.Evaluations), asText(c.Evaluations))
			}
		}
		run := s.book().Run(control.OnlineRun(runDay))
		if run == nil || !run.IsOnline() || run.Lines != 1 || len(run.Findings) != 2 {
			t.Fatalf("%+v", run)
		}
		say := s.say(run.ID, "P1")
		s.judge(say, confirmed("tfp-absence", 300))
		b := s.book()
		if f := b.Run(run.ID).Finding("P1", "tfp-absence"); f.State(judgeDay) != control.IsConfirmed || len(b.Of(identity.Number(say.Party))) != 2 {
			t.Errorf("%+v", f)
		}
		y, err := b.YieldOf("spring", calendar.Period{From: s.plan.From, To: s.plan.To}, judgeDay)
		if err != nil || len(y.Faults) > 0 || y.Total.Stopped != money.Kronor(300) {
			t.Errorf("%+v %v", y, err)
		}
		s.recount()
	})
}
