package control_test

import (
	"math"
	"strings"
	"sync"
	"testing"

	"balans/exchange/absencecsv"
	"balans/exchange/linecsv"
	"balans/exchange/registercsv"
	"balans/journal"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
	"balans/prevent/control"
	"balans/prevent/payout"
)

// judgedAlone is what a control comes to for a line in a world of its own.
func judgedAlone(t *testing.T, w *world, rule, id, on string) control.Evaluation {
	t.Helper()
	j := openJournal(t, t.TempDir()+"/j.db")
	w.takeIn(t.Context(), t, j)
	s := sources(t.Context(), t, j, date(on))
	r, ok := control.Find(rule)
	line := lineOf(s, id)
	if !ok || line == nil {
		t.Fatalf("there is no control %s or no payout %s", rule, id)
	}
	return control.Evaluate(r, s, line, date(on), r.Standard)
}

func (w *world) line(id, who, benefit, from, to string, days int32, gross int64) *linecsv.Record {
	r := linecsv.Record{Payout: []byte(id), Party: person(who), Payee: person(who), Benefit: []byte(benefit), From: date(from), To: date(to), Days: days,
		AppliedOn: calendar.None, PayOn: date("2026-04-20"), Gross: money.Kronor(gross)}
	if days > 0 {
		r.Extent, r.Basis = 10_000, linecsv.Employee
	}
	w.lines = append(w.lines, r)
	return &w.lines[len(w.lines)-1]
}

func (w *world) permit(who, status, from, to, ground string) {
	r := registercsv.Record{Kind: "permit", Party: person(who), From: date(from), To: calendar.None, Status: status, Other: ground}
	if to != "" {
		r.To = date(to)
	}
	w.fact(r)
}

func (w *world) pay(who, by, month string, kronor int64) {
	w.fact(registercsv.Record{Kind: "income", Party: person(who), From: date(month + "-01"), To: calendar.None, Other: rest12(employer(by)), Amount: money.Kronor(kronor), HasAmount: true})
}

func expect(t *testing.T, e control.Evaluation, outcome control.Outcome, reason string, kronor int64, proposal control.Proposal) {
	t.Helper()
	if e.Outcome != outcome || e.Reason != reason || e.AtStake != money.Kronor(kronor) || e.Proposal != proposal {
		t.Errorf("%s %s, %s at stake, %q; expected %s %s, %d, %q", e.Outcome, e.Reason, e.AtStake, e.Proposal, outcome, reason, kronor, proposal)
	}
}

// A benefit that may not be held (SFB 112:4) is not proposed to be, and only the days up to
// the next permit are at stake.
func TestPermit_revoked(t *testing.T) {
	w := newWorld()
	w.permit("anna", "granted", "2024-03-01", "2027-02-20", "arbete")
	w.permit("anna", "revoked", "2026-03-11", "", "")
	w.permit("anna", "granted", "2026-03-21", "2028-03-20", "anknytning")
	w.line("A", "anna", "assistansersattning", "2026-03-01", "2026-03-31", 0, 3100).Hours = 1000
	expect(t, judgedAlone(t, w, "permit", "A", "2026-03-25"), control.Task, "permit.revoked", 1000, control.Stop)
}

// A refusal that became final while the old permit still held takes no day of it.
func TestPermit_refusedBeforeItRanOut(t *testing.T) {
	for _, to := range []string{"2026-02-15", ""} {
		w := newWorld()
		w.permit("anna", "granted", "2024-03-01", "2026-03-10", "arbete")
		w.permit("anna", "renewal-applied", "2026-01-10", "", "arbete")
		w.permit("anna", "renewal-refused", "2026-01-20", to, "")
		w.permit("anna", "refusal-final", "2026-02-12", "", "")
		w.line("B", "anna", "barnbidrag", "2026-03-01", "2026-03-31", 0, 3100)
		e := judgedAlone(t, w, "permit", "B", "2026-03-25")
		expect(t, e, control.Task, "permit.refused", 2100, control.Hold)
		if len(e.Args) != 1 || e.Args[0] != "2026-03-10" {
			t.Errorf("the last day of the right is %v", e.Args)
		}
	}
}

// Days on which it is not known whether the other line pays are told and not put at stake.
func TestDouble_onlyDaysThatAreKnown(t *testing.T) {
	w := newWorld()
	w.line("S", "anna", "sjukpenning", "2026-03-02", "2026-03-05", 4, 4000)
	w.line("Q", "anna", "foraldrapenning", "2026-03-02", "2026-03-02", 1, 1000)
	w.line("R", "anna", "foraldrapenning", "2026-03-03", "2026-03-05", 1, 1000)
	e := judgedAlone(t, w, "double-payment", "S", "2026-03-25")
	expect(t, e, control.Task, "double.own", 1000, control.Ask)
	if len(e.Days) != 4 || e.Args[0] != "1" {
		t.Errorf("%d days, %v of them certain", len(e.Days), e.Args)
	}
}

// The number told to the case worker is of the days that the words are about.
func TestAbsence_countsWhatItSays(t *testing.T) {
	w := newWorld()
	for _, m := range []string{"2026-01", "2026-02"} {
		w.pay("anna", "acme", m, 30_000)
		w.fact(registercsv.Record{Kind: "declared", Party: employer("acme"), From: date(m + "-01"), To: calendar.None})
	}
	for _, day := range []string{"2026-01-20", "2026-01-21"} {
		w.absence(earlier, absencecsv.Record{Party: person("anna"), Employer: employer("acme"), Period: date("2026-01-01"), Day: date(day), Spec: 1, Percent: 5_000, Type: absencecsv.TFP})
	}
	w.line("P", "anna", "tillfallig-foraldrapenning", "2026-01-20", "2026-01-22", 3, 3000)
	e := judgedAlone(t, w, "tfp-absence", "P", "2026-03-25")
	expect(t, e, control.Task, "absence.none", 2000, control.Ask)
	if strings.Join(e.Args, "|") != "1|3" {
		t.Errorf("%v", e.Args)
	}
}

// An SGI that is too high costs nothing where the benefit counts less than both incomes
// (7.5 price base amounts, 444 000 kronor in 2026), and the part of it that is counted else.
func TestIncome_countsUpToTheBenefitsCeiling(t *testing.T) {
	for _, c := range []struct {
		month, stake int64
		outcome      control.Outcome
	}{{40_000, 0, control.Observation}, {30_000, 1892, control.Task}} { // (444 - 360)/444 of 10 000
		w := newWorld()
		for _, m := range []string{"2025-12", "2026-01", "2026-02"} {
			w.pay("anna", "acme", m, c.month)
		}
		w.fact(registercsv.Record{Kind: "sgi", Party: person("anna"), From: date("2025-01-01"), To: calendar.None, Status: "employment", Amount: money.Kronor(590_000), HasAmount: true})
		w.line("P", "anna", "tillfallig-foraldrapenning", "2026-03-02", "2026-03-02", 1, 10_000)
		e := judgedAlone(t, w, "income-sgi", "P", "2026-03-25")
		if e.Outcome != c.outcome || e.Reason != "sgi.high" || e.AtStake.RoundTo(money.Krona, money.HalfUp) != money.Kronor(c.stake) {
			t.Errorf("%d a month: %s %s %s", c.month, e.Outcome, e.Reason, e.AtStake)
		}
	}
}

// What a rule read names employers that are organisations, and nobody else.
func TestView_namesEmployersAndMasksPersons(t *testing.T) {
	w := newWorld()
	for _, by := range []identity.Number{employer("acme"), person("bengt")} {
		w.fact(registercsv.Record{Kind: "income", Party: person("anna"), From: date("2026-01-01"), To: calendar.None, Other: rest12(by), Amount: money.Kronor(9_000), HasAmount: true})
		w.fact(registercsv.Record{Kind: "declared", Party: by, From: date("2026-01-01"), To: calendar.None})
	}
	w.fact(registercsv.Record{Kind: "population", Party: person("anna"), From: date("2015-01-01"), To: calendar.None, Status: "child", Other: rest12(person("kim"))})
	w.line("P", "anna", "tillfallig-foraldrapenning", "2026-01-20", "2026-01-20", 1, 1000)
	for rule, tells := range map[string]string{"tfp-absence": person("bengt").Masked() + ", " + employer("acme").String(), "death": "child, " + person("kim").Masked()} {
		all := asText(judgedAlone(t, w, rule, "P", "2026-03-25").Inputs)
		if !strings.Contains(all, tells) && !strings.Contains(all, employer("acme").String()+", "+person("bengt").Masked()) {
			t.Errorf("%s does not tell %s: %s", rule, tells, all)
		}
		for _, who := range []string{"bengt", "kim"} {
			if strings.Contains(all, person(who).String()) {
				t.Errorf("%s tells the number of %s: %s", rule, who, all)
			}
		}
	}
}

// What is stored of a run is what can be read back.
func TestWrite_refusesAnInstantThatCannotBeRead(t *testing.T) {
	onBoth(t, func(t *testing.T, j *journal.Journal) {
		s := newSpring(t, j)
		for _, known := range []calendar.Instant{math.MaxInt64, math.MinInt64} {
			a := s.asked("for-ever")
			a.KnownAt = known
			before := s.head()
			s.mustRefuse(control.Write(t.Context(), j, s.check(a), nil, nil), "years 1 to 9999")
			s.mustRefuse(control.Begin(t.Context(), j, a), "years 1 to 9999")
			if s.head() != before {
				t.Error("something was stored")
			}
		}
		s.book()
	})
}

// Many callers begin the day at once, each with books of another instant.
func TestBegin_manyAtOnce(t *testing.T) {
	onBoth(t, func(t *testing.T, j *journal.Journal) {
		s := newSpring(t, j)
		var all sync.WaitGroup
		for i := range 8 {
			all.Go(func() {
				a := s.asked("")
				a.KnownAt += calendar.Instant(i)
				if err := control.Begin(t.Context(), j, a); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		if n := len(s.book().Runs()); n != 1 {
			t.Errorf("%d runs", n)
		}
	})
}

// A payout that is another than it was when it was controlled is not answered for by what
// the earlier one came to.
func TestOnline_anotherPayoutUnderTheSameID(t *testing.T) {
	onBoth(t, func(t *testing.T, j *journal.Journal) {
		s := newSpring(t, j)
		src := sources(t.Context(), t, j, runDay)
		a := s.asked("")
		if err := control.Begin(t.Context(), j, a); err != nil {
			t.Fatal(err)
		}
		line := *lineOf(src, "P1")
		online := func(l *payout.Line) error {
			_, err := control.Online(t.Context(), j, src, a, l, nil)
			return err
		}
		if err := online(&line); err != nil {
			t.Fatal(err)
		}
		larger := line
		larger.Gross *= 3
		s.mustRefuse(online(&larger), "another")
		if err := online(&line); err != nil {
			t.Errorf("the same: %v", err)
		}
		// Two callers use one id, and each judgement stays with its person.
		theirs := *lineOf(src, "P6")
		theirs.ID = "P1"
		if err := online(&theirs); err != nil {
			t.Fatal(err)
		}
		own := *src.Payouts.Of(line.Party)[0]
		own.Line = line
		third := *src.Payouts.Of(person("p2"))[0]
		third.Line.ID = "P1"
		if wait := s.book().WaitingFor(runDay); wait(&own) == "" || wait(&third) != "" {
			t.Errorf("whose payout was found wrong waits: %q; a third person's with the same id: %q", wait(&own), wait(&third))
		}
		s.judge(s.say(control.OnlineRun(runDay), "P1"), confirmed("tfp-absence", 300))
		for _, f := range s.book().Run(control.OnlineRun(runDay)).Findings {
			want := control.Open
			if f.Line.Party == line.Party && f.Evaluation.Rule == "tfp-absence" {
				want = control.IsConfirmed
			}
			if f.State(judgeDay) != want {
				t.Errorf("%s of %s is %s", f.ID(), f.Line.Party.Masked(), f.State(judgeDay))
			}
		}
		s.recount()
	})
}

// While a run is not complete, nobody knows what it found: what could have to wait does.
func TestBook_waitsForARunThatIsNotComplete(t *testing.T) {
	onBoth(t, func(t *testing.T, j *journal.Journal) {
		s := newSpring(t, j)
		if err := control.Interrupt(t.Context(), j, s.check(s.asked("night-1")), 2); err != nil {
			t.Fatal(err)
		}
		src := sources(t.Context(), t, j, runDay)
		waiting := func() (n int) {
			wait := s.book().WaitingFor(runDay)
			for _, e := range src.Payouts.Run(runOf(payDay)).Entries() {
				why := wait(e)
				if why != "" {
					n++
				}
				if e.Line.ID == "P4" && why != "" {
					t.Errorf("a benefit that runs by a decision waits: %s", why)
				}
			}
			return n
		}
		if n := waiting(); n != 5 {
			t.Errorf("%d wait for the run", n)
		}
		s.made("night-1")
		if n := waiting(); n != 4 { // P2 agrees
			t.Errorf("%d wait for findings", n)
		}
	})
}

// Complaints and cases are counted as they were on the day, as judgements are.
func TestYield_asOfADay(t *testing.T) {
	onBoth(t, func(t *testing.T, j *journal.Journal) {
		s := newSpring(t, j)
		s.made("night-1")
		say := s.say("night-1", "P1")
		s.judge(say, confirmed("tfp-absence", 300))
		if err := control.Complain(t.Context(), j, say, "tfp-absence", "fel dag"); err != nil {
			t.Fatal(err)
		}
		appends, _, err := control.Handed(t.Context(), j, say, "tfp-absence", "case-1")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := j.Append(t.Context(), appends...); err != nil {
			t.Fatal(err)
		}
		for on, want := range map[calendar.Date]int{judgeDay - 1: 0, judgeDay: 1} {
			y, err := s.book().YieldOf("spring", calendar.Period{From: s.plan.From, To: s.plan.To}, on)
			if err != nil || y.Total.Complaints != want || y.Total.Cases != want || y.Total.Confirmed != want {
				t.Errorf("%s: %+v %v", on, y.Total, err)
			}
		}
	})
}

// A plan is used on its days: what a run of another day found would be in no yield.
func TestBegin_wantsAPlanForTheDay(t *testing.T) {
	j := openJournal(t, t.TempDir()+"/j.db")
	p, err := control.ParsePlan("spring", storePlan)
	if err != nil {
		t.Fatal(err)
	}
	for day, want := range map[string]string{"2025-12-31": "for 2026-01-01–2026-12-31", "2026-01-01": "", "2026-12-31": "", "2027-01-01": "take a plan for that day"} {
		err := control.Begin(t.Context(), j, &control.Asked{Plan: p, Version: 1, Stage: control.Before, On: date(day), KnownAt: calendar.EndOfDay(date(day)), By: "test"})
		if (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v; expected %q", day, err, want)
		}
	}
}

// Employers declare absence from January 2025 on: that nothing is reported of December says
// nothing, however complete the declarations are, and what is reported counts.
func TestAbsence_beforeItWasDeclared(t *testing.T) {
	w := newWorld()
	for _, m := range []string{"2024-11-01", "2024-12-01", "2025-01-01", "2025-02-01"} {
		w.fact(registercsv.Record{Kind: "income", Party: person("anna"), From: date(m), To: calendar.None, Other: rest12(employer("acme")), Amount: money.Kronor(30_000), HasAmount: true})
		w.fact(registercsv.Record{Kind: "declared", Party: employer("acme"), From: date(m), To: calendar.None})
	}
	w.absence(earlier, absencecsv.Record{Party: person("anna"), Employer: employer("acme"), Period: date("2025-01-01"), Day: date("2024-12-20"), Spec: 1, Percent: 10_000, Type: absencecsv.TFP})
	w.line("BEFORE", "anna", "tillfallig-foraldrapenning", "2024-12-10", "2024-12-11", 2, 2000)
	w.line("TOLD", "anna", "tillfallig-foraldrapenning", "2024-12-20", "2024-12-20", 1, 1000)
	w.line("ACROSS", "anna", "tillfallig-foraldrapenning", "2024-12-31", "2025-01-02", 3, 3000)
	expect(t, judgedAlone(t, w, "tfp-absence", "BEFORE", "2025-04-01"), control.Observation, "absence.before", 0, control.Nothing)
	expect(t, judgedAlone(t, w, "tfp-absence", "TOLD", "2025-04-01"), control.NoFinding, "absence.agrees", 0, control.Nothing)
	expect(t, judgedAlone(t, w, "tfp-absence", "ACROSS", "2025-04-01"), control.Task, "absence.none", 2000, control.Ask)
}
