package control_test

import (
	"strings"
	"testing"

	"balans/exchange/linecsv"
	"balans/exchange/registercsv"
	"balans/law/calendar"
	"balans/law/money"
	"balans/prevent/control"
)

// candidate is a line with something to ask of, on 10 March 2026.
func candidate(t *testing.T) *control.Candidate {
	w := newWorld()
	w.fact(registercsv.Record{Kind: "account", Party: names["anna"], From: date("2026-02-20"), To: calendar.None, Other: "SE1"})
	w.fact(registercsv.Record{Kind: "account", Party: names["bengt"], From: date("2026-02-20"), To: calendar.None, Other: "SE1"})
	w.fact(registercsv.Record{Kind: "account", Party: names["bengt"], From: date("2020-02-20"), To: date("2025-01-01"), Other: "SE1"})
	line := linecsv.Record{Payout: []byte("P"), Party: names["anna"], Payee: names["anna"], Benefit: []byte("tillfallig-foraldrapenning"), From: date("2026-03-06"), To: date("2026-03-09"), Days: 4,
		Extent: 5000, Basis: linecsv.Employee, AppliedOn: date("2026-03-16"), PayOn: date("2026-03-20"), Gross: 123_456, Account: []byte("SE1")}
	other := line
	other.Payout, other.Party, other.AppliedOn, other.Payee = []byte("Q"), names["bengt"], calendar.None, names["cilla"]
	w.lines = []linecsv.Record{line, other}
	j := openJournal(t, t.TempDir()+"/j.db")
	w.takeIn(t.Context(), t, j)
	s := sources(t.Context(), t, j, date("2026-03-10"))
	return &control.Candidate{Sources: s, Line: lineOf(s, "P"), On: date("2026-03-10"), Findings: 3, Confirmed: 1}
}

func TestExpression_asksOfTheLine(t *testing.T) {
	c := candidate(t)
	other := *c
	other.Line, other.Findings, other.Confirmed = lineOf(c.Sources, "Q"), 0, 0
	for text, want := range map[string]bool{
		"":                             true,
		"true":                         true,
		`benefit == "sjukpenning"`:     false,
		"gross == 1234":                true,
		"days == 4 && extent == 50":    true,
		"weekend_days == 2":            true,
		`basis == "employee"`:          true,
		"own_payee":                    true,
		"waited == 4 && back == 10":    true,
		"hours > 0":                    false,
		"new_account":                  true,
		"findings - confirmed == 2":    true,
		`benefit in ["x", "foraldra"]`: false,
	} {
		e, err := control.Compile(text)
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		if got, err := e.Selects(c); err != nil || got != want {
			t.Errorf("%s: %v, %v", text, got, err)
		}
	}
	for text, want := range map[string]bool{"own_payee": false, "waited == -1 && back == -1": true, "new_account": false, "findings > 0": false} {
		e, err := control.Compile(text)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := e.Selects(&other); err != nil || got != want {
			t.Errorf("of the other, %s: %v, %v", text, got, err)
		}
	}
	for _, f := range control.SelectionFields() {
		if f.About.Sv == "" || f.About.En == "" {
			t.Errorf("%s is not told of", f.Name)
		}
		whole := map[string]string{"int": f.Name + " >= -1000000", "string": f.Name + ` != "?"`, "bool": f.Name + " || !" + f.Name}[f.Type]
		e, err := control.Compile(whole)
		if err != nil {
			t.Fatalf("%s: %v", whole, err)
		}
		if got, err := e.Selects(c); err != nil || !got {
			t.Errorf("%s: %v %v", whole, got, err)
		}
	}
}

func TestCompile_refuses(t *testing.T) {
	for text, why := range map[string]string{
		"gross":                "true or false",
		`gross == "1000"`:      "no matching overload",
		"benefit > 3":          "no matching overload",
		"gross >":              "Syntax error",
		"nothing == 1":         "undeclared reference",
		"gross.size() > 1":     "no matching overload",
		`"a" + benefit`:        "true or false",
		"[1, 2].all(x, x > 0)": "undeclared reference",
		strings.Repeat("(", 60) + "true" + strings.Repeat(")", 60): "recursion",
		"true || " + strings.Repeat("gross > 1 || ", 90) + "true":  "at most 1000",
	} {
		_, err := control.Compile(text)
		if err == nil || !strings.Contains(err.Error(), why) {
			t.Errorf("%.60s: %v; expected %q", text, err, why)
		}
	}
	// What is sensitive cannot be asked, under any name (SFB 114:12).
	for _, word := range []string{"health", "diagnosis", "origin", "citizenship", "country_of_birth", "religion", "union", "sex", "gender", "age", "address", "postcode", "party", "child", "name", "text", "account", "payee", "line", "Register", "Line.Party"} {
		_, err := control.Compile(word + " == 1")
		if err == nil || !strings.Contains(err.Error(), "the fields are benefit (string), gross (int)") {
			t.Errorf("%s: %v", word, err)
		}
		for _, f := range control.SelectionFields() {
			if f.Name == word {
				t.Errorf("%s may be asked", word)
			}
		}
	}
}

// What cannot be told, or costs too much, stops the run: nobody is passed over for it.
func TestExpression_failsLoudly(t *testing.T) {
	c := candidate(t)
	for text, why := range map[string]string{
		"gross / hours > 1": "division by zero",
		`(benefit + "` + strings.Repeat("a", 400) + `").matches("` + strings.Repeat("(a|b)", 100) + `")`: "cost",
	} {
		e, err := control.Compile(text)
		if err != nil {
			t.Errorf("%.40s: %v", text, err)
			continue
		}
		if _, err := e.Selects(c); err == nil || !strings.Contains(err.Error(), why) || !strings.Contains(err.Error(), "payout P") {
			t.Errorf("%.40s: %v; expected %q", text, err, why)
		}
	}
	broken := *c.Sources
	broken.Failed = control.ReadsAccounts
	unknown := *c
	unknown.Sources = &broken
	e, err := control.Compile("new_account")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := e.Selects(&unknown); err == nil || !strings.Contains(err.Error(), "did not answer") {
		t.Errorf("an account that cannot be looked up is no old account: %v", err)
	}
	if ok, err := e.Selects(c); err != nil || !ok {
		t.Errorf("%v %v", ok, err)
	}
	plan := planOf(t, "before", "death\n select gross / hours > 1")
	_, err = control.Check(c.Sources, &control.Asked{Plan: plan, Stage: control.Before, On: c.On}, c.Payouts.All(), nil, false)
	if err == nil || !strings.Contains(err.Error(), "division by zero") {
		t.Errorf("the run goes on: %v", err)
	}
}

// Who is not selected is counted, with and without weights.
func TestCheck_countsWhoIsNotSelected(t *testing.T) {
	c := candidate(t)
	for _, k := range []struct {
		control          string
		checked, without int
	}{
		{"death", 2, 0},
		{"death\n select own_payee", 1, 1},
		{"death\n weight 2 when own_payee\n weight 1 when gross > 100\n threshold 3", 1, 1},
		{"death\n weight 2 when own_payee\n weight -3 when gross > 100\n threshold 0", 0, 2},
		{"death\n select !own_payee\n weight 2 when own_payee\n threshold 0", 1, 1},
		{"death\n benefit sjukpenning", 0, 0},
	} {
		r, err := control.Check(c.Sources, &control.Asked{Plan: planOf(t, "before", k.control), Stage: control.Before, On: c.On}, c.Payouts.All(), nil, true)
		if err != nil || r.Tallies[0].Checked() != k.checked || r.Tallies[0].NotSelected != k.without || r.Lines != 2 || len(r.Checked) != k.checked {
			t.Errorf("%q: %+v %v", k.control, r, err)
		}
	}
	if _, err := control.Check(c.Sources, &control.Asked{Plan: planOf(t, "before", "death"), Stage: control.During, On: c.On}, c.Payouts.All(), nil, true); err == nil {
		t.Error("a stage without a control is a run that did nothing")
	}
}

func FuzzCompile(f *testing.F) {
	for _, s := range []string{"", "gross > 1", `benefit == "a" && !own_payee`, "1/0 == 1", "[1][2] == 1", `benefit.matches("(")`, "dyn(gross) == 'a'", "{1: 2}[3] == 4"} {
		f.Add(s)
	}
	w := newWorld()
	line := linecsv.Record{Payout: []byte("P"), Party: names["anna"], Payee: names["anna"], Benefit: []byte("sjukpenning"), From: date("2026-03-06"), To: date("2026-03-09"), AppliedOn: calendar.None, PayOn: date("2026-03-20"), Gross: money.Krona}
	w.lines = []linecsv.Record{line}
	j := openJournal(f, f.TempDir()+"/j.db")
	w.takeIn(f.Context(), f, j)
	s := sources(f.Context(), f, j, date("2026-03-10"))
	c := &control.Candidate{Sources: s, Line: lineOf(s, "P"), On: date("2026-03-10")}
	f.Fuzz(func(t *testing.T, text string) {
		e, err := control.Compile(text)
		if err != nil {
			return
		}
		first, err1 := e.Selects(c)
		second, err2 := e.Selects(c)
		if first != second || (err1 == nil) != (err2 == nil) {
			t.Fatalf("%q: %v %v, then %v %v", text, first, err1, second, err2)
		}
	})
}
