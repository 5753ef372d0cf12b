package housing_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"balans/law/calendar"
	"balans/law/statute"
	"balans/prevent/housing"
)

func caseLaw(t testing.TB) *statute.Parameters {
	t.Helper()
	p, err := statute.Load()
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// judge runs a case and gives one fault for each answer that is not what is expected. The
// answer "error word" is a failure that names the word.
func (c *workedCase) judge(p *statute.Parameters) (faults []string) {
	got, err := caseAsks[c.ask](c, p)
	if errors.Is(err, errCase) {
		return []string{c.place + ": " + err.Error()}
	}
	for _, e := range c.expect {
		if e.name == "error" {
			if err == nil || !strings.Contains(err.Error(), e.want) {
				faults = append(faults, fmt.Sprintf("%s: error %v, want %q in it", c.place, err, e.want))
			}
			continue
		}
		v, known := got[e.name]
		switch {
		case err != nil:
			faults = append(faults, fmt.Sprintf("%s: %s: %v", c.place, e.name, err))
		case !known:
			faults = append(faults, fmt.Sprintf("%s: %q is no answer to %s", c.place, e.name, c.ask))
		case v != e.want:
			faults = append(faults, fmt.Sprintf("%s: %s: %s is %s, want %s", c.place, c.name, e.name, v, e.want))
		}
	}
	return faults
}

// TestCases runs the worked cases of testdata.
func TestCases(t *testing.T) {
	p, cases, answers := caseLaw(t), workedCases(t), 0
	for _, c := range cases {
		for _, fault := range c.judge(p) {
			t.Error(fault)
		}
		answers += len(c.expect)
	}
	t.Logf("%d cases, %d answers", len(cases), answers)
	if len(cases) < 350 || answers < 800 {
		t.Errorf("only %d cases with %d answers", len(cases), answers)
	}
}

// TestCases_everyAnswerIsCompared alters one answer at a time: the case must fail by that
// answer and by no other.
func TestCases_everyAnswerIsCompared(t *testing.T) {
	p, altered := caseLaw(t), 0
	for _, c := range workedCases(t) {
		for i := range c.expect {
			wrong := *c
			wrong.expect = slices.Clone(c.expect)
			wrong.expect[i].want = alteredAnswer(c.expect[i].want)
			if faults := wrong.judge(p); len(faults) != 1 {
				t.Errorf("%s: %s with %s for %s: %d faults", c.place, c.expect[i].name, wrong.expect[i].want, c.expect[i].want, len(faults))
			}
			altered++
		}
	}
	if altered < 800 {
		t.Errorf("only %d answers were altered", altered)
	}
}

// alteredAnswer is another answer of the same sort: the next digit at the end, or the other word.
func alteredAnswer(s string) string {
	last := s[len(s)-1]
	switch {
	case s == "yes":
		return "no"
	case s == "no":
		return "yes"
	case last >= '0' && last < '9':
		return s[:len(s)-1] + string(last+1)
	case last == '9':
		return s[:len(s)-1] + "8"
	}
	return s + "_"
}

// TestCases_everyParameterIsHeld changes each value of each parameter of the allowance by the
// least there is: some case must fail. A number that could be another without any case that
// says so would not be held by the cases.
func TestCases_everyParameterIsHeld(t *testing.T) {
	p, cases := caseLaw(t), workedCases(t)
	names := slices.Clone(housing.Parameters())
	for _, d := range p.Declared() {
		if strings.HasPrefix(d.Name, "housing_") && !slices.Contains(names, d.Name) {
			names = append(names, d.Name)
		}
	}
	// These are not used by the amounts: they are for the sending of letters, the runs and the choice of basis.
	unused := []string{"housing_report_days", "housing_period_months", "housing_automatic_limit", "housing_automatic_sample", "housing_income_basis"}
	held := 0
	for _, name := range names {
		if slices.Contains(unused, name) {
			continue
		}
		values, err := p.All(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, v := range values {
			if v.To != calendar.None && v.To < calendar.New(2022, 1, 1) {
				continue // before the years of the cases
			}
			for _, step := range []int64{1, -1} {
				other := v
				other.Int64 += step
				changed, err := p.Overlay([]statute.Value{other})
				if err != nil {
					continue // out of the parameter's range
				}
				held++
				if !slices.ContainsFunc(cases, func(c *workedCase) bool { return len(c.judge(changed)) > 0 }) {
					t.Errorf("%s from %s could be %d, not %d, and every case would pass", name, v.From, other.Int64, v.Int64)
				}
			}
		}
	}
	if held < 120 {
		t.Errorf("only %d changes were tried", held)
	}
}

// TestCases_unknownWordsAreRefused: a case that says what the language has no word for must
// not pass.
func TestCases_unknownWordsAreRefused(t *testing.T) {
	const good = "case: a\nsource: SFB 97:18\nask: month\nfacts: month 2025-06 home 1 cost 7000 income 0\nexpect: exact 3450\n"
	p := caseLaw(t)
	run := func(text string) error {
		cases, err := parseCases("here", text)
		if err != nil {
			return err
		}
		for _, c := range cases {
			if faults := c.judge(p); len(faults) > 0 {
				return errors.New(faults[0])
			}
		}
		if len(cases) == 0 {
			return errors.New("no case")
		}
		return nil
	}
	if err := run(good); err != nil {
		t.Fatal(err)
	}
	for _, change := range [][2]string{{"source:", "sauce:"}, {"ask: month", "ask: moon"}, {"cost", "kost"}, {"exact", "exakt"}, {"expect:", "expects:"}, {"7000", "7O00"},
		{"7000", "7000.001"}, {"7000", "21000/3"}, {"home 1", "home one"}, {"home 1", "home 1 home 1"}, {"2025-06", "2025-13"}, {"income 0", "income"}, {"3450", "3450 preliminary"},
		{"expect: exact 3450", "row: cost 7000 exact 3450"}, {"expect: exact 3450", ""}, {"source: SFB 97:18", ""}, {"case: a", ""}, {"home 1", "home 1 set.housing_no_such 1"},
		{"exact 3450", "error 3450"}, {"home 1", "home 1 spouses perhaps"}, {"home 1", "home 1 frame.2025-02 1"}, {"home 1", "home 1 stretch.paid 1"}} {
		text := strings.Replace(good, change[0], change[1], 1)
		if text == good {
			t.Fatalf("%v changes nothing", change)
		}
		if err := run(text); err == nil {
			t.Errorf("it passes with %q for %q", change[1], change[0])
		}
	}
}
