package control_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"balans/exchange/absencecsv"
	"balans/exchange/linecsv"
	"balans/exchange/registercsv"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
	"balans/prevent/control"
	"balans/prevent/register"
)

// A file of cases is text. A case begins with "case" and its name; its lines are
//
//	absence WHO EMPLOYER YYYY-MM DAY TFP|FP 50 %|4 h [spec N] [received DAY] [removed]
//	declared EMPLOYER YYYY-MM [received DAY] [in-part]
//	pay WHO EMPLOYER YYYY-MM KRONOR
//	fact KIND WHO FROM TO|- [status S] [other S] [amount KR] [extent %] [hours H] [id ID] [received DAY] [withdrawn]
//	payout ID WHO BENEFIT FROM TO [days N] [extent %] [hours H] [basis B] [child WHO] [payee WHO] [applied DAY] [pay DAY] [account A] [gross KR]
//	cancel ID
//	check RULE ID on DAY [stage S] [tolerance %] [grace N] [limit N] [failed FIELD]
//	gives OUTCOME REASON [stake KR] [propose P] [again DAY] [args A|B] [days CODE:N] [law L]
//
// "gives" follows the check it is about; stake, propose and again that are not written are
// none. "gives nothing" is that the rule does not cover the benefit.
type caseFile struct {
	t       *testing.T
	place   string
	name    string
	w       *world
	checks  []caseCheck
	results map[string]bool // outcomes and reasons that were seen in all cases
}

type caseCheck struct {
	place                    string
	rule, payout, stage      string
	on                       calendar.Date
	settings                 string
	failed                   control.Fields
	nothing                  bool
	outcome, reason, propose string
	stake                    money.Amount
	again                    calendar.Date
	args, law, days          string
	expects                  bool
}

func TestCases(t *testing.T) {
	files, err := filepath.Glob("testdata/cases/*.txt")
	if err != nil || len(files) < 5 {
		t.Fatalf("%d files of cases: %v", len(files), err)
	}
	seen := map[string]bool{}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) { runCases(t, file, seen) })
	}
	for _, o := range control.Outcomes() {
		if !seen[o.String()] {
			t.Errorf("no case has the outcome %s", o)
		}
	}
	for reason := range reasonsInSource(t) {
		if !seen[reason] && reason != "outside" && reason != "review" {
			t.Errorf("no case has the reason %s", reason)
		}
	}
}

func runCases(t *testing.T, file string, seen map[string]bool) {
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	c := &caseFile{t: t, results: seen}
	for n, line := range strings.Split(string(text), "\n") {
		line, _, _ = strings.Cut(line, "#")
		c.place = fmt.Sprintf("%s:%d", file, n+1)
		if name, ok := strings.CutPrefix(line, "case "); ok {
			c.finish()
			c.name, c.w, c.checks = name, newWorld(), nil
		} else if words := strings.Fields(line); len(words) > 0 {
			c.line(words)
		}
	}
	c.finish()
}

// options reads "name value" pairs and flags.
func (c *caseFile) options(words []string, flags ...string) map[string]string {
	all := map[string]string{}
	for i := 0; i < len(words); i++ {
		switch {
		case slices.Contains(flags, words[i]):
			all[words[i]] = "yes"
		case i+1 < len(words):
			all[words[i]] = words[i+1]
			i++
		default:
			c.t.Fatalf("%s: %s without a value", c.place, words[i])
		}
	}
	return all
}

func (c *caseFile) known(all map[string]string, names ...string) {
	for name := range all {
		if !slices.Contains(names, name) {
			c.t.Fatalf("%s: there is no %s; there are %v", c.place, name, names)
		}
	}
}

func (c *caseFile) line(words []string) {
	rest := words[1:]
	switch words[0] {
	case "absence":
		o := c.options(rest[7:], "removed")
		c.known(o, "spec", "received", "removed")
		r := absencecsv.Record{Party: person(rest[0]), Employer: employer(rest[1]), Period: date(rest[2] + "-01"), Day: date(rest[3]), Type: absencecsv.TFP, Spec: 1, Removed: o["removed"] != ""}
		if rest[4] == "FP" {
			r.Type = absencecsv.FP
		}
		if rest[6] == "h" {
			r.Hours = hundredths(rest[5])
		} else {
			r.Percent = hundredths(rest[5])
		}
		if o["spec"] != "" {
			r.Spec = int32(whole(o["spec"]))
		}
		received := earlier
		if o["received"] != "" {
			received = date(o["received"])
		}
		c.w.absence(received, r)
	case "declared":
		o := c.options(rest[2:], "in-part")
		c.known(o, "received", "in-part")
		r := registercsv.Record{Kind: "declared", ID: rest[0] + rest[1], Party: employer(rest[0]), From: date(rest[1] + "-01"), To: calendar.None, ReceivedAt: received(o)}
		if o["in-part"] != "" {
			r.Status = register.InPart
		}
		c.w.fact(r)
	case "pay":
		c.w.fact(registercsv.Record{Kind: "income", Party: person(rest[0]), From: date(rest[2] + "-01"), To: calendar.None, Other: rest12(employer(rest[1])), Amount: kronor(rest[3]), HasAmount: true})
	case "fact":
		c.fact(rest)
	case "payout":
		c.payout(rest)
	case "cancel":
		c.w.cancels = append(c.w.cancels, rest[0])
	case "check":
		c.check(rest)
	case "gives":
		c.gives(rest)
	default:
		c.t.Fatalf("%s: nothing is called %s", c.place, words[0])
	}
}

func (c *caseFile) fact(rest []string) {
	o := c.options(rest[4:], "withdrawn")
	c.known(o, "status", "other", "amount", "extent", "hours", "id", "received", "withdrawn")
	r := registercsv.Record{Kind: rest[0], Party: person(rest[1]), From: date(rest[2]), To: calendar.None, Status: o["status"], Other: o["other"], ID: o["id"], ReceivedAt: received(o), Withdrawn: o["withdrawn"] != ""}
	if rest[3] != "-" {
		r.To = date(rest[3])
	}
	if rest[0] == "sick-pay" {
		r.Other = rest12(employer(o["other"]))
	}
	if o["amount"] != "" {
		r.Amount, r.HasAmount = kronor(o["amount"]), true
	}
	if o["extent"] != "" {
		r.Extent = hundredths(o["extent"])
	}
	if o["hours"] != "" {
		r.Hours = hundredths(o["hours"])
	}
	c.w.fact(r)
}

func (c *caseFile) payout(rest []string) {
	o := c.options(rest[5:])
	c.known(o, "days", "extent", "hours", "basis", "child", "payee", "applied", "pay", "account", "gross")
	r := linecsv.Record{Payout: []byte(rest[0]), Party: person(rest[1]), Payee: person(rest[1]), Benefit: []byte(rest[2]), From: date(rest[3]), To: date(rest[4]),
		AppliedOn: calendar.None, PayOn: date("2026-12-18"), Gross: 1000 * money.Krona, Account: []byte(o["account"])}
	if o["days"] != "" {
		r.Days = int32(whole(o["days"]))
	}
	if o["extent"] != "" {
		r.Extent = hundredths(o["extent"])
	}
	if o["hours"] != "" {
		r.Hours = hundredths(o["hours"])
	}
	switch o["basis"] {
	case "employee":
		r.Basis = linecsv.Employee
	case "self-employed":
		r.Basis = linecsv.SelfEmployed
	case "unemployed":
		r.Basis = linecsv.Unemployed
	}
	if o["child"] != "" {
		r.Child = person(o["child"])
	}
	if name, ok := strings.CutPrefix(o["payee"], "company:"); ok {
		r.Payee = employer(name)
	} else if o["payee"] != "" {
		r.Payee = person(o["payee"])
	}
	if o["applied"] != "" {
		r.AppliedOn = date(o["applied"])
	}
	if o["pay"] != "" {
		r.PayOn = date(o["pay"])
	}
	if o["gross"] != "" {
		r.Gross = kronor(o["gross"])
	}
	c.w.lines = append(c.w.lines, r)
}

func (c *caseFile) check(rest []string) {
	o := c.options(rest[2:])
	c.known(o, "on", "stage", "tolerance", "grace", "limit", "failed")
	k := caseCheck{place: c.place, rule: rest[0], payout: rest[1], on: date(o["on"]), stage: o["stage"], again: calendar.None}
	if k.stage == "" {
		k.stage = "before"
	}
	if o["tolerance"] != "" {
		k.settings += " tolerance " + o["tolerance"] + " %\n"
	}
	if o["grace"] != "" {
		k.settings += " grace " + o["grace"] + "\n"
	}
	if o["limit"] != "" {
		k.settings += " limit " + o["limit"] + "\n"
	}
	if o["failed"] != "" {
		f, ok := allFields[o["failed"]]
		if !ok {
			c.t.Fatalf("%s: there is no field %s", c.place, o["failed"])
		}
		k.failed = f
	}
	c.checks = append(c.checks, k)
}

func (c *caseFile) gives(rest []string) {
	if len(c.checks) == 0 || c.checks[len(c.checks)-1].expects {
		c.t.Fatalf("%s: gives without a check", c.place)
	}
	k := &c.checks[len(c.checks)-1]
	k.expects = true
	if rest[0] == "nothing" {
		k.nothing = true
		return
	}
	k.outcome, k.reason = strings.ReplaceAll(rest[0], "-", " "), rest[1]
	if k.outcome == "look up failed" {
		k.outcome = "look-up failed"
	}
	o := c.options(rest[2:])
	c.known(o, "stake", "propose", "again", "args", "days", "law")
	k.propose, k.args, k.days, k.law = o["propose"], o["args"], o["days"], strings.ReplaceAll(o["law"], "_", " ")
	if o["stake"] != "" {
		k.stake = kronor(o["stake"])
	}
	if o["again"] != "" {
		k.again = date(o["again"])
	}
}

// finish takes the case in and makes its checks.
func (c *caseFile) finish() {
	if c.name == "" {
		return
	}
	c.t.Run(c.name, func(t *testing.T) {
		j := openJournal(t, filepath.Join(t.TempDir(), "j.db"))
		c.w.takeIn(t.Context(), t, j)
		if len(c.checks) == 0 {
			t.Fatalf("%s: nothing is checked", c.place)
		}
		for i := range c.checks {
			k := &c.checks[i]
			if !k.expects {
				t.Fatalf("%s: a check without gives", k.place)
			}
			s := sources(t.Context(), t, j, k.on)
			s.Failed = k.failed
			k.run(t, s, c.results)
		}
	})
}

func (k *caseCheck) run(t *testing.T, s *control.Sources, seen map[string]bool) {
	line := lineOf(s, k.payout)
	if line == nil {
		t.Fatalf("%s: there is no payout %s", k.place, k.payout)
	}
	stage, _ := control.ParseStage(k.stage)
	r, err := control.One(s, &control.Asked{ID: "one", Plan: planOf(t, k.stage, k.rule+"\n"+k.settings), Stage: stage, On: k.on}, line, nil)
	if err != nil {
		t.Fatalf("%s: %v", k.place, err)
	}
	if k.nothing {
		if len(r.Checked) != 0 {
			t.Errorf("%s: %+v", k.place, r.Checked[0].Evaluations)
		}
		return
	}
	if len(r.Checked) != 1 || len(r.Checked[0].Evaluations) != 1 {
		t.Fatalf("%s: the control was not made: %+v", k.place, r.Tallies)
	}
	e := r.Checked[0].Evaluations[0]
	seen[e.Outcome.String()], seen[e.Reason] = true, true
	if e.Outcome.String() != k.outcome || e.Reason != k.reason || e.AtStake != k.stake || string(e.Proposal) != k.propose || e.Again != k.again && (e.Again != 0 || k.again != calendar.None) {
		t.Errorf("%s: gives %s %s stake %s propose %s again %s\nexpected %s %s stake %s propose %s again %s\n%s\n%+v", k.place, e.Outcome, e.Reason, e.AtStake, e.Proposal, e.Again,
			k.outcome, k.reason, k.stake, k.propose, k.again, e.Says().En, e.Days)
	}
	if args := strings.NewReplacer(" ", "_", "\u00a0", "_").Replace(strings.Join(e.Args, "|")); k.args != "" && args != k.args {
		t.Errorf("%s: args %s, expected %s", k.place, args, k.args)
	}
	if days := codesOf(&e); k.days != "" && days != k.days {
		t.Errorf("%s: days %s, expected %s", k.place, days, k.days)
	}
	if law := fmt.Sprint(e.Law); k.law != "" && !strings.Contains(law, k.law) {
		t.Errorf("%s: law %s, expected %s", k.place, law, k.law)
	}
	checkWords(t, k.place, &e)
}

// codesOf counts the codes of an evaluation's days: "none:2,pending:1".
func codesOf(e *control.Evaluation) string {
	count := map[string]int{}
	for _, d := range e.Days {
		count[strings.ReplaceAll(d.Code, " ", "-")]++
	}
	var all []string
	for code, n := range count {
		all = append(all, fmt.Sprintf("%s:%d", code, n))
	}
	slices.Sort(all)
	return strings.Join(all, ",")
}

func received(o map[string]string) calendar.Instant {
	if o["received"] == "" {
		return 0
	}
	return calendar.StartOfDay(date(o["received"]))
}

func hundredths(s string) int32 {
	w, p, _ := strings.Cut(s, ",")
	return int32(whole(w)*100 + whole((p + "00")[:2]))
}

func whole(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		panic(err)
	}
	return n
}

func kronor(s string) money.Amount {
	a, err := money.Parse(strings.ReplaceAll(s, "_", ""))
	if err != nil {
		panic(err)
	}
	return a
}

func rest12(n identity.Number) string { return fmt.Sprintf("%012d", int64(n)) }
