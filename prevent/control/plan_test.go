package control_test

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"balans/law/money"
	"balans/prevent/control"
)

const wholePlan = `# what is written here stays
plan vab-2026
	name	Kontroll av vab
  from 2026-01-01
  to 2026-12-31
  budget 1 000 000

risk work # of some
  area Arbete
  benefit tillfallig-foraldrapenning, foraldrapenning
  cause applicant
  likelihood 12,5 %
  cost 800 000 000
  says En uppgift
  says på två rader

control tfp-absence
  meets work
  stage before
  select gross >= 1000 && days < 10
  weight 2 when gross > 5000
  weight -1 when own_payee
  threshold 1
  tolerance 0,5 %
  grace 9
  expires 45
  task-cost 420,50
  check-cost 0,05

control tfp-absence
  meets work
  stage after

#sample without a space is a comment too
sample random
  meets work
  benefit tillfallig-foraldrapenning
  size 1 200
  seed vab 2026
  expires 90
  task-cost 1150
`

func TestParsePlan_readsAllAndGivesItBack(t *testing.T) {
	p, err := control.ParsePlan("plan.txt", wholePlan)
	if err != nil {
		t.Fatal(err)
	}
	c := p.Controls[0]
	for what, ok := range map[string]bool{
		"plan":    p.ID == "vab-2026" && p.Name == "Kontroll av vab" && p.Budget == 1_000_000*money.Krona && p.From == date("2026-01-01") && p.To == date("2026-12-31"),
		"risk":    len(p.Risks) == 1 && len(p.Risks[0].Benefits) == 2 && p.Risks[0].Likelihood == 125_000 && p.Risks[0].Says == "En uppgift på två rader",
		"control": len(p.Controls) == 2 && c.Settings.Tolerance == 50 && c.Settings.GraceDays == 9 && c.Expires == 45 && c.TaskCost == 42_050 && c.CheckCost == 5 && c.Threshold == 1,
		"weights": len(c.Weights) == 2 && c.Weights[1].Points == -1 && c.Weights[1].When.String() == "own_payee" && c.Select.String() == "gross >= 1000 && days < 10",
		"defaults": p.Controls[1].Expires == 30 && p.Controls[1].Settings == p.Controls[1].Rule.Standard && p.Controls[1].Select.String() == "" &&
			p.Controls[1].Stage == control.After,
		"sample": len(p.Samples) == 1 && p.Samples[0].Size == 1200 && p.Samples[0].Seed == "vab 2026" && p.Samples[0].Expires == 90,
		"text":   p.Text() == wholePlan,
	} {
		if !ok {
			t.Errorf("%s: %+v", what, p)
		}
	}
	if again, err := control.ParsePlan("plan.txt", p.Text()); err != nil || again.Text() != p.Text() || len(again.Controls) != 2 {
		t.Errorf("its own text: %v", err)
	}
	if dos, err := control.ParsePlan("plan.txt", strings.ReplaceAll(wholePlan, "\n", "\r\n")); err != nil || dos.Text() != wholePlan {
		t.Errorf("with CR LF: %v", err)
	}
}

// A plan that cannot be read names the line, what stands there and what is expected.
func TestParsePlan_faults(t *testing.T) {
	for _, c := range []struct {
		from, to string // a change of the whole plan
		line     int
		expected string
	}{
		{"plan vab-2026", "plan Vab 2026", 2, "an id of a-z, 0-9 and -"},
		{"plan vab-2026\n", "", 2, "begin with a line plan ID"},
		{"risk work", "plan again\nrisk work", 8, "one plan"},
		{"\tname	Kontroll av vab\n", "", 7, "the block plan before this line to have a line name"},
		{"from 2026-01-01", "from 1 januari", 4, "YYYY-MM-DD"},
		{"from 2026-01-01", "from 2027-01-01", 41, "to on or after from"},
		{"budget 1 000 000", "budget mycket", 6, "an amount in kronor"},
		{"budget 1 000 000", "budget -5", 6, "an amount in kronor"},
		{"cause applicant", "cause greed", 11, "applicant, agency, third_party or unknown"},
		{"cause applicant", "cause", 11, "something after cause"},
		{"cause applicant", "cause agency\n  cause agency", 12, "cause once in a block"},
		{"likelihood 12,5 %", "likelihood 12,5", 12, "a share in percent"},
		{"likelihood 12,5 %", "likelihood 101 %", 12, "a share in percent"},
		{"likelihood 12,5 %", "likelihood 1,x %", 12, "a share in percent"},
		{"benefit tillfallig-foraldrapenning, foraldrapenning", "benefit barnpeng", 10, `codes of the benefit catalogue, not "barnpeng"`},
		{"control tfp-absence", "control guess", 17, "a control there is: tfp-absence, fp-absence"},
		{"control tfp-absence", "control review", 17, "a control there is"},
		{"meets work", "meets danger", 41, `to meet a risk of the plan, not "danger"`},
		{"stage before", "stage beforehand", 19, "before, during or after"},
		{"stage before", "stage during", 41, "which is not made during payment"},
		{"stage before", "stage after", 41, "once for the stage after"},
		{"  meets work\n  stage before", "  stage before", 29, "the block control before this line to have a line meets"},
		{"stage before", "stage before\n  benefit barnbidrag", 42, "it has not of all of barnbidrag"},
		{"gross >= 1000", "gross >= citizenship", 20, "undeclared reference to 'citizenship'"},
		{"weight 2 when gross", "weight two when gross", 21, "POINTS when EXPRESSION"},
		{"weight 2 when gross", "weight 101 when gross", 21, "from -100 to 100"},
		{"weight 2 when gross > 5000", "weight 2 when gross", 21, "it is to give true or false"},
		{"  weight 2 when gross > 5000\n  weight -1 when own_payee\n", "", 39, "weights for the threshold"},
		{"tolerance 0,5 %", "tolerance 0,555 %", 24, "a share in percent"},
		{"grace 9", "grace 367", 25, "from 0 to 366"},
		{"expires 45", "expires 0", 26, "from 1 to 366"},
		{"size 1 200", "size 0", 38, "from 1 to 1000000"},
		{"  seed vab 2026\n", "", 40, "to have a line seed"},
		{"  size 1 200", "  select gross > 1", 38, "one of benefit, expires, meets, seed, size, task-cost, or a new block: control, plan, risk, sample"},
		{"sample random\n  meets work", "sample random\n  meets other", 41, "the sample random to meet a risk"},
	} {
		text := strings.Replace(wholePlan, c.from, c.to, 1)
		if text == wholePlan {
			t.Fatalf("%q is not in the plan", c.from)
		}
		_, err := control.ParsePlan("plan.txt", text)
		var fault *control.PlanError
		if !errors.As(err, &fault) || fault.Line != c.line || !strings.Contains(fault.Expected, c.expected) || fault.Found == "" || !strings.HasPrefix(err.Error(), fmt.Sprintf("plan.txt:%d: found ", c.line)) {
			t.Errorf("%q for %q: %v\nexpected line %d, %q", c.to, c.from, err, c.line, c.expected)
		}
	}
	for _, empty := range []string{"", "\n\n", "# only words\n", "plan a\n name A\n from 2026-01-01\n to 2026-01-01\n"} {
		if _, err := control.ParsePlan("plan.txt", empty); err == nil {
			t.Errorf("%q is a plan", empty)
		}
	}
}

// The words that help tells are those a plan is read by.
func TestPlanWords_areThoseThatAreRead(t *testing.T) {
	for block, words := range control.PlanWords() {
		for word, about := range words {
			if about == "" {
				t.Errorf("%s %s is not told of", block, word)
			}
			if block != "plan" && !strings.Contains(wholePlan, "  "+word+" ") && word != "limit" && !(block == "control" && word == "benefit") {
				t.Errorf("no test reads %s %s", block, word)
			}
		}
	}
}

func FuzzParsePlan(f *testing.F) {
	f.Add(wholePlan)
	f.Add("plan a\nname A\nfrom 2026-01-01\nto 2026-01-02\nrisk r\narea a\nbenefit barnbidrag\ncause unknown\ncontrol death\nmeets r\nstage during\n")
	if text, err := os.ReadFile("../../demo/controlplan.txt"); err == nil {
		f.Add(string(text))
	}
	f.Fuzz(func(t *testing.T, text string) {
		p, err := control.ParsePlan("plan.txt", text)
		if err != nil {
			var fault *control.PlanError
			if !errors.As(err, &fault) || fault.Expected == "" || fault.Line > strings.Count(text, "\n")+1 {
				t.Fatalf("%v", err)
			}
			return
		}
		again, err := control.ParsePlan("plan.txt", p.Text())
		if err != nil || again.Text() != p.Text() || len(again.Controls) != len(p.Controls) || len(again.Risks) != len(p.Risks) || len(again.Samples) != len(p.Samples) {
			t.Fatalf("its own text %q: %v", p.Text(), err)
		}
	})
}
