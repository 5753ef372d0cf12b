package main

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"balans/demo"
	"balans/journal"
	"balans/law/identity"
	"balans/prevent/control"
)

// controlled is the small demonstration, and what one asks of its controls.
func controlled(t *testing.T) steering { return demonstration(t) }

func (s steering) control(line string, more ...string) string {
	s.t.Helper()
	return s.does(append(append([]string{"control"}, words(line)...), more...)...)
}

// identityNumber is what no list may show: twelve digits of a person.
var identityNumber = regexp.MustCompile(`\b(19|20)\d{10}\b`)

// firstOpen is the payout and control of the first open finding of a run.
func firstOpen(t *testing.T, s steering, run string) (payout, rule string) {
	t.Helper()
	for line := range strings.Lines(s.control("findings --on 2025-04-30 --run " + run)) {
		if f := strings.Fields(line); len(f) > 3 && f[0] == run && f[3] == "open" && strings.Contains(line, " task ") {
			return f[1], f[2]
		}
	}
	t.Fatalf("the run %s has no open task", run)
	return "", ""
}

func TestControl_rulesAndPlan(t *testing.T) {
	s := controlled(t)
	out := s.control("rules")
	for _, r := range control.Rules() {
		says(t, out, fmt.Sprintf("%s/%d", r.ID, r.Version), r.Purpose.En)
	}
	for _, f := range control.SelectionFields() {
		says(t, out, "  "+f.Name, f.About.En)
	}
	says(t, s.control("rules --words"), "control\n", "  threshold   least sum of weights", "sample\n")
	out = s.control("plan")
	says(t, out, "# version 1, taken into use", demo.ControlPlan())
	_, text, _ := strings.Cut(out, "\n")
	file := written(t, "plan.txt", text)
	says(t, s.control("plan "+file+" --by karin"), "kontrollplan-2025 is in use as version 1", "6 risks, 12 controls, 1 sample")
	changed := written(t, "changed.txt", text+"# ändrad\n")
	says(t, s.control("plan "+changed+" --by karin --dry-run"), "can be taken into use as version 2")
	says(t, s.control("plan "+changed+" --by karin"), "is in use as version 2")
	says(t, s.control("plan"), "# version 2, taken into use", "by karin")
}

// What there is to judge is listed without persons; one is shown with a line in the
// reading log and not otherwise.
func TestControl_findingIsLogged(t *testing.T) {
	s := controlled(t)
	out := s.control("findings --state all --on 2025-04-30")
	if identityNumber.MatchString(out) || !strings.Contains(out, "findings, ") {
		t.Errorf("%.2000s", out)
	}
	payout, rule := firstOpen(t, s, demoBefore)
	finding := words("control finding " + demoBefore + " " + payout + " " + rule)
	for _, missing := range [][]string{{}, {"--user", "karin"}, {"--purpose", "granskning"}, {"--user", " ", "--purpose", "x"}} {
		out, errs := balans(t, exitUsage, append(append(finding, missing...), "--db", s.db)...)
		if out != "" || !strings.Contains(errs, "reading log") {
			t.Errorf("%v: %s%s", missing, out, errs)
		}
	}
	out = s.does(append(finding, "--user", "karin", "--purpose", "granskning av ett fynd")...)
	says(t, out, payout, "-****", rule+"/2: task", "read ", "To the person:")
	if identityNumber.MatchString(out) {
		t.Errorf("a number is shown:\n%s", out)
	}
	out = s.does(append(finding, "--user", "karin", "--purpose", "granskning av ett fynd", "--json")...)
	var f struct {
		Line       struct{ ID, Party string }
		Evaluation control.Evaluation
	}
	if err := json.Unmarshal([]byte(out), &f); err != nil || identityNumber.MatchString(out) || !strings.Contains(out, `"Stage": "before"`) || !strings.HasSuffix(f.Line.Party, "-****") || f.Line.ID != payout || f.Evaluation.Rule != rule || len(f.Evaluation.Inputs) == 0 {
		t.Errorf("%v\n%s", err, out)
	}
	party := partyOf(t, s, demoBefore, payout, rule)
	j, err := journal.OpenExisting(t.Context(), s.db, guards())
	if err != nil {
		t.Fatal(err)
	}
	defer j.Close()
	logged := 0
	if _, err := j.Scan(t.Context(), 0, func(e *journal.Event) error {
		if e.Kind == "access.read/1" && e.Actor == "karin" && strings.Contains(e.Body, "granskning+av+ett+fynd") && identity.Number(e.Party) == party {
			logged++
		}
		return nil
	}); err != nil || logged != 2 {
		t.Errorf("%d readings are logged: %v", logged, err)
	}
}

// What was found of someone whose identity is protected stands in no list: it was so when the
// control was made, or is so now. That something is left out is said, and how much.
func TestControl_findingsKeepTheProtectedBack(t *testing.T) {
	s := controlled(t)
	all := "findings --state all --on 2025-05-10"
	tail := regexp.MustCompile(`(?m)^(\d+) findings?, .* at stake\n(?:Not listed, because the identity is protected: (\d+) findings?\.\n)?$`)
	sums := func(out string) (listed, kept int) {
		m := tail.FindStringSubmatch(out)
		if m == nil {
			t.Fatalf("%.2000s", out)
		}
		listed, _ = strconv.Atoi(m[1])
		kept, _ = strconv.Atoi(m[2]) // 0 when nothing is said
		return listed, kept
	}
	before := s.control(all)
	listed, kept := sums(before)
	if kept == 0 || strings.Contains(before, "Protected identity") {
		t.Errorf("the demonstration has findings of protected persons, and %d are left out: %.2000s", kept, before)
	}
	payout, rule := firstOpen(t, s, demoBefore)
	s.does("register", "import", written(t, "skydd.csv", "kind;source;id;party;from;to;status;other;amount;extent;hours;received_at;withdrawn;text\n"+
		"population;skatteverket;s1;"+partyOf(t, s, demoBefore, payout, rule).String()+";2024-01-01;;protected;;;;;;;\n"), "--by", "karin")
	after := s.control(all)
	if n, k := sums(after); strings.Contains(after, " "+payout+" ") || n >= listed || n+k != listed+kept {
		t.Errorf("%d are listed and %d left out of %d and %d: %.2000s", n, k, listed, kept, after)
	}
}

// From a finding to its judgement, complaint and recovery case.
func TestControl_judgeAndCase(t *testing.T) {
	s := controlled(t)
	payout, rule := firstOpen(t, s, demoAfter)
	of := demoAfter + " " + payout + " " + rule
	reason := []string{"--reason", "arbetsgivaren intygar arbete", "--by", "johan", "--on", "2025-05-05"}
	says(t, s.control("judge "+of+" --confirm 100,50 --cause applicant --intent unknown --dry-run", reason...), "confirmed")
	if out := s.control("findings --state confirmed --on 2025-05-05 --run " + demoAfter); strings.Contains(out, payout+" ") {
		t.Errorf("a dry run judged: %s", out)
	}
	says(t, s.control("judge "+of+" --confirm 100,50 --cause applicant --intent unknown", reason...), "confirmed", "balans control case "+of)
	says(t, s.control("complain "+of, reason...), "noted")
	says(t, s.control("case "+of+" --by johan --on 2025-05-06"), "Recovery case ", "100,50 of ", "(worked)")
	says(t, s.control("finding "+of+" --user karin --purpose granskning"), "confirmed by johan", "Complaint: arbetsgivaren intygar arbete", "Recovery case")
	before, rule := firstOpen(t, s, demoBefore)
	says(t, s.control("judge "+demoBefore+" "+before+" "+rule+" --refute", reason...), "refuted")
	during, rule := firstOpen(t, s, demoDuring)
	says(t, s.control("judge "+demoDuring+" "+during+" "+rule+" --confirm 1 --cause agency --intent unintended", reason...), "It is paid all the same", "SFB 112:3")
	says(t, s.control("proposals"), "tillfallig-foraldrapenning, worked: ", "is in the plan, and the cases went past it")
	s.does("verify")
}

func TestControl_yieldAddsUp(t *testing.T) {
	s := controlled(t)
	var y struct {
		Plan   string
		Rows   []control.Gain
		Total  control.Gain
		Faults []string
	}
	out := s.control("yield --json --on 2025-12-31")
	if err := json.Unmarshal([]byte(out), &y); err != nil || len(y.Faults) > 0 || y.Plan != "kontrollplan-2025" {
		t.Fatalf("%v %v\n%s", err, y.Faults, out)
	}
	var sum control.Gain
	for i := range y.Rows {
		g := &y.Rows[i]
		if g.Open+g.Confirmed+g.Refuted+g.Expired != g.Findings() || g.Stage == control.After && g.Stopped != 0 || g.Stage != control.After && g.Late != 0 {
			t.Errorf("%+v", g)
		}
		sum.Stopped, sum.Late, sum.Cost, sum.Confirmed, sum.Cases = sum.Stopped+g.Stopped, sum.Late+g.Late, sum.Cost+g.Cost, sum.Confirmed+g.Confirmed, sum.Cases+g.Cases
	}
	if sum.Stopped != y.Total.Stopped || sum.Late != y.Total.Late || sum.Cost != y.Total.Cost || sum.Confirmed != y.Total.Confirmed || sum.Stopped == 0 || sum.Late == 0 || sum.Cases == 0 {
		t.Errorf("%+v\n%+v", sum, y.Total)
	}
	says(t, s.control("yield --on 2025-12-31"), "together", "of the budget's", "per krona")
	none := s.control("yield --from 2025-01-01 --to 2025-01-02 --on 2025-12-31")
	if !strings.Contains(none, " 0  ") {
		t.Error(none)
	}
}

func TestControl_estimateAndWhatIf(t *testing.T) {
	s := controlled(t)
	says(t, s.control("estimate "+demoSample), "120 drawn", "95")
	var e struct{ Drawn, Judged int }
	if err := json.Unmarshal([]byte(s.control("estimate "+demoSample+" --json")), &e); err != nil || e.Drawn != 120 || e.Judged == 0 || e.Judged > 120 {
		t.Errorf("%+v %v", e, err)
	}
	var same, other control.Difference
	if err := json.Unmarshal([]byte(s.control("whatif "+demoBefore+" tfp-absence --json")), &same); err != nil || same.Before != same.After || same.Lost+same.New != 0 || same.Kept == 0 {
		t.Errorf("%+v %v", same, err)
	}
	if err := json.Unmarshal([]byte(s.control("whatif "+demoBefore+" tfp-absence --tolerance 50 --json")), &other); err != nil ||
		other.Before != same.Before || other.Kept+other.Lost != same.Kept || other.Lost == 0 || other.New != 0 || other.LostAmount < 0 {
		t.Errorf("%+v %v", other, err)
	}
	says(t, s.control("whatif "+demoBefore+" tfp-absence --tolerance 12,5 --select", "gross > 1000"), "tasks would not have been made", "nobody has judged them")
	// A control that comes after another of the same run.
	if err := json.Unmarshal([]byte(s.control("whatif "+demoDuring+" identity-reuse --limit 100 --json")), &other); err != nil || other.After.Of(control.Task) != 0 {
		t.Errorf("%+v %v", other, err)
	}
}

// partyOf is the number of the person a finding is about, which no command shows.
func partyOf(t *testing.T, s steering, run, payout, rule string) identity.Number {
	t.Helper()
	j, err := journal.OpenExisting(t.Context(), s.db, guards())
	if err != nil {
		t.Fatal(err)
	}
	defer j.Close()
	b, err := control.Read(t.Context(), j)
	if err != nil {
		t.Fatal(err)
	}
	return b.Run(run).Finding(payout, rule).Line.Party
}

// A run of a past day uses what is known now, or at the instant that is stated, and says so.
func TestControl_runAsKnownAt(t *testing.T) {
	s := controlled(t)
	run := "run da --stage after --paid-from 2025-02-01 --paid-to 2025-02-28 --on 2025-05-05"
	if out := s.control(run); !strings.Contains(out, "on 2025-05-05, as known at ") || strings.Contains(out, ": 0 lines") {
		t.Errorf("%s", out)
	}
	// The demonstration was told today, and nothing of it was known then.
	says(t, s.control(run+" --known-at 2025-05-05"), "on 2025-05-05, as known at 2025-05-05T", ": 0 lines")
	says(t, s.control(run+" --known-at 2025-05-05 --write --by karin", "--again", "prov"), "The run da is stored")
	says(t, s.control(run+" --write --by karin", "--again", "prov"), "as known at 2025-05-05T")
	for line, want := range map[string]string{run + " --known-at 2025-05-06": "was made as known at 2025-05-05", run + " --known-at 2101-01-01": "that has not been yet",
		"yield --known-at 2025-05-06": "for run and check"} {
		if _, errs := balans(t, exitUsage, append(words("control "+line), "--db", s.db)...); !strings.Contains(errs, want) {
			t.Errorf("%s: %s; expected %q", line, errs, want)
		}
	}
}

// A run is a dry run unless it is to be written, and is not made twice without a reason; a
// single look has the outcomes of a run.
func TestControl_runAndCheck(t *testing.T) {
	s := controlled(t)
	run := "--stage after --paid-from 2025-02-01 --paid-to 2025-02-28 --on 2025-05-05"
	says(t, s.control("run igen "+run), "tfp-absence/2", "Nothing is stored")
	out, errs := balans(t, exitFailed, append(words("control run igen --write --by karin "+run), "--db", s.db)...)
	if !strings.Contains(errs, "has made these controls") {
		t.Errorf("%s%s", out, errs)
	}
	says(t, s.control("run igen --write --by karin "+run, "--again", "frånvaron kom sent"), "The run igen is stored")
	says(t, s.control("run igen --write --by karin "+run, "--again", "frånvaron kom sent"), "The run igen is stored")
	// What was paid long before the day of the control is found all the same.
	late := s.control("run sent --stage after --paid-from 2025-02-01 --paid-to 2025-02-28 --on 2026-10-05")
	if strings.Contains(late, ": 0 lines") {
		t.Errorf("payouts of long ago are passed over: %s", late)
	}
	check := func(run, stage string) (rule, told string) {
		payout, rule := firstOpen(t, s, run)
		return rule, s.control("check " + payout + " --user karin --purpose granskning --on 2025-04-20 --stage " + stage + " --party " + partyOf(t, s, run, payout, rule).String())
	}
	rule, told := check(demoBefore, "before")
	says(t, told, rule+"/2: task")
	_, told = check(demoBefore, "after")
	says(t, told, "tfp-absence/2")
	rule, told = check(demoDuring, "during")
	says(t, told, rule+"/1: task")
	_, told = check(demoDuring, "before")
	says(t, told, "No control of the plan kontrollplan-2025 before payment covers")
}

// A payout for days that were paid for years ago is found to be for the same days, and a
// run that lies long back is found.
func TestControl_sameDaysLongAgo(t *testing.T) {
	s := controlled(t)
	line := func(id, payOn string) string {
		return lineHeader + id + ";193501096998;;tillfallig-foraldrapenning;2023-05-08;2023-05-09;2;100;employee;;193502017456;2023-05-20;" + payOn + ";SE1;2144;643;\n"
	}
	s.does("payout", "plan", written(t, "old.csv", line("O1", "2023-06-01")), "--run", "old", "--pay-on", "2023-06-01", "--by", "karin", "--on", "2023-05-21")
	says(t, s.does("payout", "pay", "old", "--by", "omar", "--on", "2023-06-01"), "Paid run old", "1 line", "No control run has been made of this payment run")
	s.does("payout", "plan", written(t, "new.csv", line("N1", "2025-01-20")), "--run", "new", "--pay-on", "2025-01-20", "--by", "karin", "--on", "2025-01-15")
	row := regexp.MustCompile(`double-payment/2 +0 +1 +0 +0 +0 +0 +0 +1 +2.144,00`)
	for _, on := range []string{"2025-01-16", "2026-09-30"} { // the second lies long after the run
		if out := s.control("run late --stage before --payrun new --on " + on); !row.MatchString(out) {
			t.Errorf("on %s: %s", on, out)
		}
	}
	says(t, s.control("check N1 --party 193501096998 --user karin --purpose granskning --on 2025-01-16"), "double-payment/2: task", "(payout O1)")
	s.control("run late --stage before --payrun new --write --by karin --on 2025-01-16")
	if out := s.does("payout", "pay", "new", "--by", "omar", "--on", "2025-01-20"); strings.Contains(out, "No control run") || !strings.Contains(out, "Waiting: 1 line") {
		t.Error(out)
	}
}

// What is wrong is told, with what to do, and nothing is stored.
func TestControl_tellsWhatIsWrong(t *testing.T) {
	s := controlled(t)
	payout, rule := firstOpen(t, s, demoBefore)
	of := demoBefore + " " + payout + " " + rule
	bad := written(t, "bad.txt", "plan a\n name A\n from 2025-01-01\n to 2025-12-31\nrisk r\n area A\n benefit barnbidrag\n cause unknown\ncontrol death\n meets r\n stage during\n select age > 70\n")
	head := func() int64 {
		j, err := journal.OpenExisting(t.Context(), s.db, guards())
		if err != nil {
			t.Fatal(err)
		}
		defer j.Close()
		h, err := j.Head(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return h.Seq
	}
	before := head()
	judge := "judge " + of + " --by johan --reason ord --on 2025-05-05 "
	for _, c := range []struct {
		code int
		line string
		want string
	}{
		{exitUsage, "", "say what to do"},
		{exitUsage, "guess", "there is no `control guess`"},
		{exitUsage, "rules more", "takes no arguments"},
		{exitUsage, "findings x", "takes no arguments"},
		{exitUsage, "finding a b", "takes RUN PAYOUT CONTROL"},
		{exitUsage, "findings --state maybe", "open, confirmed, refuted, expired or all"},
		{exitFailed, "findings --run none", "there is no run none"},
		{exitFailed, "plan nowhere.txt --by karin", "nowhere.txt"},
		{exitFailed, "plan " + bad + " --by karin", "bad.txt:12:"},
		{exitFailed, "plan --plan none", "no such plan"},
		{exitUsage, "run x --stage now", "--stage takes before, during or after"},
		{exitUsage, "run x --stage before", "--payrun is to name"},
		{exitUsage, "run x --stage after --paid-from 2025-01-01", "--paid-to"},
		{exitUsage, "run x --write --stage before --payrun " + demo.LaterRun, "--by"},
		{exitFailed, "run x --stage before --payrun none", "no payment run"},
		{exitFailed, "run x --stage after --paid-from 2025-02-01 --paid-to 2025-02-28 --sample none", "no sample"},
		{exitFailed, "run plans --write --by karin --again skäl --on 2025-04-16 --stage before --payrun " + demo.LaterRun, "cannot be used"},
		{exitUsage, "check " + payout, "--party"},
		{exitUsage, "findings --json", "prints no JSON"},
		{exitUsage, "yield --from 2025-05-01 --to 2025-04-01", "--to 2025-04-01 is before --from 2025-05-01"},
		{exitFailed, "finding none P1 death --user karin --purpose x", "there is no run none"},
		{exitFailed, "finding " + demoBefore + " none death --user karin --purpose x", "made no finding"},
		{exitUsage, judge, "--confirm KRONOR or --refute"},
		{exitUsage, judge + "--refute --confirm 1", "--confirm KRONOR or --refute"},
		{exitUsage, judge + "--confirm mycket", "an amount in kronor"},
		{exitFailed, judge + "--confirm 1 --cause greed", "the cause is"},
		{exitFailed, judge + "--confirm 1 --cause agency", "intent is"},
		{exitFailed, judge + "--confirm 99999999 --cause agency --intent unknown", "at most the payout's"},
		{exitFailed, "judge " + of + " --refute --by johan", "the reason is missing"},
		{exitFailed, "judge " + of + " --refute --reason ord", "who says it"},
		{exitFailed, "judge " + of + " --refute --reason ord --by johan --on 2025-01-01", "nothing can be said of it"},
		{exitFailed, "complain " + of + " --by johan", "what the complaint says"},
		{exitFailed, "case " + of + " --by johan", "only a confirmed finding"},
		{exitFailed, "yield --plan none", "no such plan"},
		{exitFailed, "estimate none", "there is no run none"},
		{exitFailed, "estimate " + demoBefore, "no random sample"},
		{exitFailed, "whatif none death", "there is no run none"},
		{exitFailed, "whatif " + demoBefore + " permit", "did not make the control permit"},
		{exitUsage, "whatif " + demoBefore + " tfp-absence --tolerance much", "--tolerance takes percent"},
		{exitUsage, "whatif " + demoBefore + " tfp-absence --select age>70", "undeclared reference"},
		{exitFailed, "proposals --plan none", "no such plan"},
	} {
		out, errs := balans(t, c.code, append(append([]string{"control"}, strings.Fields(c.line)...), "--db", s.db)...)
		if !strings.Contains(errs, c.want) || identityNumber.MatchString(errs) {
			t.Errorf("%s: %s%s; expected %q", c.line, out, errs, c.want)
		}
	}
	if after := head(); after != before {
		t.Errorf("%d events were stored by what was refused", after-before)
	}
}
