package main

import (
	"bytes"
	"context"
	"fmt"

	"balans/demo"
	"balans/journal"
	"balans/law/calendar"
	"balans/prevent/benefit"
	"balans/prevent/control"
	"balans/prevent/notice"
	"balans/prevent/payout"
	"balans/prevent/register"
	"balans/prevent/sample"
	"balans/recover/inquiry"
)

// The runs of controls of the demonstration.
const (
	demoBefore = "vab-2025-04"
	demoDuring = "manad-2025-04"
	demoAfter  = "vab-2025-02-efter"
	demoSample = "vab-slump-2025-k1"
)

// prevent takes in what employers and other agencies told, plans the payment runs,
// controls them, judges most of what was found and pays. What is there already is left.
func (o *demoOptions) prevent(ctx context.Context, t *terminal, j *journal.Journal, scale demo.Scale) error {
	plan, err := control.ParsePlan("controlplan.txt", demo.ControlPlan())
	if err != nil {
		return err
	}
	later, err := payout.ReadRun(ctx, j, demo.LaterRun, payout.AsOf{Day: calendar.InstantOf(j.Now()).Date()})
	if err != nil {
		return err
	}
	if later != nil {
		if sums, err := later.Sums(); err != nil || sums[payout.Paid].Count > 0 { // the last thing that is done
			return err
		}
	}
	if err := o.takeInPrevention(ctx, t, j, scale); err != nil {
		return err
	}
	version, err := control.Adopt(ctx, j, plan, control.By{Actor: demoCause, Cause: demoCause}, false)
	if err != nil {
		return err
	}
	d := &demoControls{demoOptions: o, j: j, plan: plan, version: version}
	if err := d.pay(ctx, demo.EarlierRun, demo.PaidIn().From.AddDays(19), nil); err != nil {
		return err
	}
	for _, a := range []control.Asked{
		{ID: demoBefore, Stage: control.Before, Payrun: demo.LaterRun, On: demo.ControlDay},
		{ID: demoDuring, Stage: control.During, Payrun: demo.MonthRun, On: demo.ControlDay.AddDays(4)},
		{ID: demoAfter, Stage: control.After, Paid: demo.PaidIn(), On: demo.ReviewDay},
		{ID: demoSample, Stage: control.After, Paid: demo.PaidIn(), Sample: "vab-slump", On: demo.ReviewDay},
	} {
		if err := d.control(ctx, t, a); err != nil {
			return fmt.Errorf("the run %s: %w", a.ID, err)
		}
	}
	if err := d.notices(ctx, t, scale); err != nil {
		return err
	}
	return d.finish(ctx, t)
}

// notices receives what people reported and records what the benefits did.
func (d *demoControls) notices(ctx context.Context, t *terminal, scale demo.Scale) error {
	has, err := payoutEngagements(ctx, d.j)
	if err != nil {
		return err
	}
	all, err := demo.Notices(d.seed, scale, has)
	if err != nil {
		return err
	}
	terms, err := notice.ReadTerms(ctx, d.j, calendar.InstantOf(d.j.Now()))
	if err != nil {
		return err
	}
	bar := t.progress()
	defer bar.clear()
	for i, n := range all {
		bar.show("receiving notices", int64(i), int64(len(all)))
		r, err := notice.ReceiveReport(ctx, d.j, n.Report, terms)
		if err != nil {
			return fmt.Errorf("notice %s: %w", n.Report.ID, err)
		}
		var reached []benefit.Code
		for i := range r.Notice.Parts {
			reached = append(reached, r.Notice.Parts[i].Benefit)
		}
		for _, c := range n.Then(reached) {
			if _, err := notice.Record(ctx, d.j, c, terms); err != nil {
				return fmt.Errorf("notice %s: %w", n.Report.ID, err)
			}
		}
	}
	return nil
}

func (o *demoOptions) takeInPrevention(ctx context.Context, t *terminal, j *journal.Journal, scale demo.Scale) error {
	files, err := demo.Prevention(o.seed, scale)
	if err != nil {
		return err
	}
	bar := t.progress()
	defer bar.clear()
	facts, lines := 0, 0
	for i, f := range files {
		bar.show("taking in facts and payouts", int64(i), int64(len(files)))
		if f.Run != "" {
			r, err := (&payout.Planning{Run: f.Run, PayOn: f.PayOn, On: f.Received, File: f.Name, In: bytes.NewReader(f.Data), Actor: demoCause}).Do(ctx, j)
			if err != nil {
				return err
			}
			lines += r.Run.Lines
			continue
		}
		r, err := (&register.Import{File: f.Name, Reader: bytes.NewReader(f.Data), By: demoCause, Received: calendar.EndOfDay(f.Received)}).Run(ctx, j)
		if err != nil {
			return err
		}
		for _, c := range r.Counts {
			facts += c.Written()
		}
	}
	bar.clear()
	if facts+lines > 0 {
		fmt.Fprintf(t.out, "Took in %s from employers and agencies and planned %s; all made up.\n", counted(facts, "fact"), counted(lines, "payout"))
	}
	return nil
}

// demoControls makes and judges the runs.
type demoControls struct {
	*demoOptions
	j       *journal.Journal
	plan    *control.Plan
	version int
}

func (d *demoControls) control(ctx context.Context, t *terminal, a control.Asked) error {
	book, err := control.Read(ctx, d.j)
	if err != nil {
		return err
	}
	a.Plan, a.Version, a.By, a.KnownAt = d.plan, d.version, demoCause, calendar.InstantOf(d.j.Now())
	old := book.Run(a.ID)
	if old != nil && old.Completed != 0 {
		return nil
	}
	if old != nil {
		a.KnownAt = old.KnownAt
	}
	s, err := (&controlOptions{db: d.db}).sources(ctx, d.j, &a)
	if err != nil {
		return err
	}
	lines, err := control.Population(s.Payouts, &a)
	if err != nil {
		return err
	}
	var r *control.Result
	var draw *sample.Draw
	if a.Sample != "" {
		r, draw, err = control.Draw(s, &a, lines)
	} else {
		r, err = control.Check(s, &a, lines, book, true)
	}
	if err != nil {
		return err
	}
	bar := t.progress()
	defer bar.clear()
	return control.Write(ctx, d.j, r, draw, func(done, of int64) { bar.show("controlling "+a.ID, done, of) })
}

// finish judges most findings, sets right what was confirmed, pays, and makes recovery
// cases of some that had been paid.
func (d *demoControls) finish(ctx context.Context, t *terminal) error {
	book, err := control.Read(ctx, d.j)
	if err != nil {
		return err
	}
	judged, cases := 0, 0
	for _, r := range book.Runs() {
		for i, f := range r.Findings {
			say := control.Say{Party: int64(f.Line.Party), Run: r.ID, Payout: f.Line.ID, On: demo.JudgeDay, By: control.By{Actor: "demo-utredare", Cause: demoCause}, Key: demoCause + "/" + f.Evaluation.Rule}
			if r.Stage != control.Before {
				say.On = r.On.AddDays(2)
			}
			v := demo.JudgeFinding(d.seed, r.Stage == control.After, r.Sample != "", i, f.Line.Gross, f.Evaluation)
			if v.Verdict == "" {
				continue
			}
			if err := control.Judge(ctx, d.j, say, v); err != nil {
				return err
			}
			judged++
			switch {
			case v.Verdict != control.Confirmed:
			case r.Stage == control.Before:
				if err := d.setRight(ctx, f, v); err != nil {
					return err
				}
			case r.Stage == control.After && r.Sample == "" && cases < 12:
				if cases++; f.Case != "" { // from before the demonstration was stopped
					continue
				}
				say.Key = ""
				if _, err := inquiry.Open(ctx, d.j, say, f.Evaluation.Rule, ""); err != nil {
					return err
				}
			}
		}
	}
	if book, err = control.Read(ctx, d.j); err != nil {
		return err
	}
	if err := d.pay(ctx, demo.LaterRun, calendar.New(2025, 4, 22), book.WaitingFor(demo.JudgeDay)); err != nil {
		return err
	}
	fmt.Fprintf(t.out, "Controlled three payment runs and drew a sample: %s judged, %s opened; the rest is left to judge.\n", counted(judged, "finding"), counted(cases, "recovery case"))
	return nil
}

// setRight cancels a line that was wrong altogether, and plans a smaller one in the place
// of one that was wrong in part.
func (d *demoControls) setRight(ctx context.Context, f *control.Finding, v control.Judgement) error {
	entries, err := payout.Of(ctx, d.j, f.Line.Party, payout.AsOf{Day: demo.JudgeDay})
	if err != nil {
		return err
	}
	for _, e := range entries {
		if e.Line.ID != f.Line.ID || e.State != payout.Planned {
			continue
		}
		c := payout.Change{Party: f.Line.Party, Payout: f.Line.ID, On: demo.JudgeDay, Person: "demo-utredare", Cause: demoCause, Reason: v.Reason}
		if v.Amount >= e.Line.Gross {
			_, err = payout.Cancel(ctx, d.j, c)
			return err
		}
		less := e.Line
		less.ID += "-1"
		less.Gross -= v.Amount
		less.Tax = less.Tax * less.Gross / e.Line.Gross
		_, err = payout.Replace(ctx, d.j, c, less)
		return err
	}
	return nil
}

func (d *demoControls) pay(ctx context.Context, run string, on calendar.Date, wait func(*payout.Entry) string) error {
	p := payout.Payment{Run: run, On: on, Actor: demoCause, Wait: wait}
	r, err := payout.ReadRun(ctx, d.j, run, payout.AsOf{Day: on})
	if err != nil {
		return err
	}
	sums, err := r.Sums()
	if err != nil || sums[payout.Paid].Count > 0 {
		return err
	}
	_, err = p.Do(ctx, d.j)
	return err
}
