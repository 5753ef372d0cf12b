package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"balans/journal"
	"balans/law/calendar"
	"balans/prevent/housing"
)

// Households of 2025: a single parent with two children and 240 000 a year, three times.
const (
	housingHeader  = "household;person;spouse;form;from;to;cost;area;rooms;home;alternating;access;accepted_cost;accepted_area;income;spouse_income;paid;supplement;decided_on\n"
	assessedHeader = "household;person;role;decided_on;employment;business;own_pension;funds_set_aside;funds_reversed;old_deficits;capital;capital_deductions;capital_losses;deferral;interest_allocation;standard_income;wealth;study_grant;study_start;scholarship;foreign\n"
	incomesHeader  = "household;person;month;amount;source;known_on\n"
	parametersFile = `name,value,unit,from,to,source,confidence
housing_charge_share,600000,ppm,2025-01-01,,made up for a test,F
state_loan_rate,20000,ppm,2025-12-31,2026-12-30,made up for a test,F
housing_automatic_limit,6000000,ore,2018-07-01,,made up for a test,F
housing_automatic_sample,0,ppm,2018-07-01,,made up for a test,F
`
)

var housingPersons = [...]string{"193501096998", "193501259166", "193501277697", "193502017456"}

// housingStage is an empty journal with the files of three households beside it.
type housingStage struct {
	t   *testing.T
	dir string
	db  string
}

func newHousingStage(t *testing.T) *housingStage {
	s := &housingStage{t, t.TempDir(), ""}
	s.db = filepath.Join(s.dir, "h.db")
	j, err := journal.Open(t.Context(), s.db, guards())
	if err != nil {
		t.Fatal(err)
	}
	j.Close()
	var households, assessed, monthly strings.Builder
	households.WriteString(housingHeader)
	assessed.WriteString(assessedHeader)
	monthly.WriteString(incomesHeader)
	for i, income := range []int{262_000, 226_000, 240_000} {
		id := fmt.Sprintf("B-%d", i+1)
		who := housingPersons[i]
		fmt.Fprintf(&households, "%s;%s;;family;2025-01;2025-06;9000;75;3;2;0;0;;;240000;;2700;675;2024-12-10\n%s;%s;;family;2025-07;2025-12;9000;75;3;2;0;0;;;240000;;2700;;2024-12-10\n", id, who, id, who)
		fmt.Fprintf(&assessed, "%s;%s;adult;2026-01-05;%d%s\n", id, who, income, strings.Repeat(";", 16))
		for m := 1; m <= 12; m++ {
			fmt.Fprintf(&monthly, "%s;%s;2025-%02d;%d;told;2025-%02d-25\n", id, who, m, income/12, m)
		}
	}
	for name, text := range map[string]string{"households.csv": households.String(), "incomes.csv": assessed.String(), "monthly.csv": monthly.String(), "law.csv": parametersFile} {
		if err := os.WriteFile(s.file(name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

func (s *housingStage) file(name string) string { return filepath.Join(s.dir, name) }

// spoilt is a file with one text replaced.
func (s *housingStage) spoilt(name, old, with string) string {
	text, err := os.ReadFile(s.file(name))
	if err != nil {
		s.t.Fatal(err)
	}
	file := s.file("spoilt-" + name)
	if err := os.WriteFile(file, []byte(strings.Replace(string(text), old, with, 1)), 0o600); err != nil {
		s.t.Fatal(err)
	}
	return file
}

// seq is how many events the journal has.
func (s *housingStage) seq() int64 {
	j, err := journal.OpenExisting(s.t.Context(), s.db, guards())
	if err != nil {
		s.t.Fatal(err)
	}
	defer j.Close()
	head, err := j.Head(s.t.Context())
	if err != nil {
		s.t.Fatal(err)
	}
	return head.Seq
}

// does runs housing, and gives all that it says with today's days in words.
func (s *housingStage) does(code int, args ...string) string {
	s.t.Helper()
	out, errs := balans(s.t, code, append(append([]string{"housing"}, args...), "--db", s.db)...)
	today := calendar.InstantOf(time.Now()).Date()
	return strings.NewReplacer(s.dir+string(filepath.Separator), "", today.String(), "TODAY", housing.PayDay(today).String(), "PAY-DAY").Replace(out + errs)
}

var housingSender = []string{"--sender-name", "Myndigheten", "--sender-contact", "0771-100100", "--pay-to", "bankgiro 5050-1055"}

// A year is taken in, settled and accounted for, as a person at the command line does it. Dry
// runs store nothing, and what is done twice changes nothing.
func TestHousing_takesInSettlesAndAccounts(t *testing.T) {
	s := newHousingStage(t)
	var all strings.Builder
	step := func(stores bool, code int, args ...string) {
		t.Helper()
		before := s.seq()
		said := s.does(code, args...)
		fmt.Fprintf(&all, "$ balans housing %s\n%s\n", strings.ReplaceAll(strings.Join(args, " "), s.dir+string(filepath.Separator), ""), said)
		if after := s.seq(); stores != (after > before) {
			t.Errorf("%v: the journal had %d events and has %d", args, before, after)
		}
	}
	households, incomes, monthly := s.file("households.csv"), s.file("incomes.csv"), s.file("monthly.csv")
	asEva := []string{"--user", "eva", "--purpose", "fråga per telefon"}
	step(false, exitFailed, "watch", "--through", "5", "--incomes", monthly)
	step(false, exitFailed, "import", s.spoilt("households.csv", ";9000;", ";nio;"))
	step(false, exitOK, "import", households)
	step(true, exitOK, "import", households, "--write")
	step(false, exitOK, "import", households, "--write")
	step(false, exitFailed, "watch", "--through", "5")
	step(false, exitUsage, "incomes", monthly, "--write")
	step(false, exitFailed, "incomes", s.spoilt("monthly.csv", ";told;", ";heard;"), "--year", "2025", "--write")
	step(false, exitOK, "incomes", s.spoilt("monthly.csv", ";told;", ";heard;"), "--year", "2025", "--leave-out")
	step(false, exitOK, "incomes", monthly, "--year", "2025")
	step(true, exitOK, "incomes", monthly, "--year", "2025", "--write")
	step(false, exitOK, "incomes", monthly, "--year", "2025", "--write")
	step(false, exitFailed, "reconcile", s.spoilt("incomes.csv", ";adult;", ";grown;"), "--year", "2025")
	step(false, exitOK, "reconcile", s.spoilt("incomes.csv", ";adult;", ";grown;"), "--year", "2025", "--leave-out")
	step(false, exitUsage, "reconcile", incomes, "--year", "2025", "--write")
	step(false, exitFailed, append([]string{"reconcile", incomes, "--year", "2025", "--write"}, housingSender...)...)
	balans(t, exitOK, "law", s.file("law.csv"), "--write", "--db", s.db)
	step(false, exitOK, "reconcile", incomes, "--year", "2025")
	step(true, exitOK, append([]string{"reconcile", incomes, "--year", "2025", "--write"}, housingSender...)...)
	step(false, exitOK, append([]string{"reconcile", incomes, "--year", "2025", "--write"}, housingSender...)...)
	step(false, exitOK, "runs")
	step(true, exitOK, append([]string{"show", "A2025-1-0000001", "--lang", "sv"}, asEva...)...) // a line in the reading log
	step(false, exitOK, "watch", "--through", "5")
	step(true, exitOK, append([]string{"whatif", housingPersons[2], "--more", "2000", "--from", "5"}, asEva...)...)
	step(false, exitOK, "measure", "--from", "3", "--answering", "100")
	step(false, exitOK, "compare", "--households", "150000")
	golden(t, "housing.golden", all.String())
	for _, verb := range [][]string{{"watch", "--through", "5"}, {"watch", "--through", "5", "--on", "2025-03-01"}, {"measure", "--from", "3"}} {
		if taken, file := s.does(exitOK, verb...), s.does(exitOK, append(verb, "--incomes", monthly)...); taken != file {
			t.Errorf("%v by what was taken in:\n%s\nby the file:\n%s", verb, taken, file)
		}
	}
	if out, _ := balans(t, exitOK, "verify", "--db", s.db); !strings.Contains(out, "3 settlements of 1 run and their 1 claim computed anew, 0 problems") {
		t.Errorf("verify says %s", out)
	}
}

// A month is computed of flags alone: the worked examples of the announced limits.
func TestHousing_computesAMonth(t *testing.T) {
	for args, want := range map[string][]string{
		"--month 2025-03 --home 2 --cost 9000 --area 75 --income 240000":                                      {"2 750 kr", "2 700 kr", "675 kr", "SFB 97:22", "SFB 98:4"},
		"--month 2026-01 --home 2 --cost 8500 --spouse --income 180000 --spouse-income 60000 --lang sv":       {"exakt", "3 500 kr", "42 000 kr"},
		"--month 2026-01 --home 1 --alternating 1 --cost 7200 --income 170000":                                {"≈ 4 366,67 kr", "4 300 kr", "SFB 97:22a"},
		"--month 2026-01 --access 1 --cost 5000 --area 55 --rooms 2 --income 190000":                          {"1 600 kr", "SFB 97:23"},
		"--month 2026-01 --home 1 --cost 7000 --income 160000 --part wealth=237500":                           {"179 500 kr", "19 500 kr", "3 700 kr"},
		"--month 2026-01 --cost 3800 --income 71000":                                                          {"≈ 536,67 kr", "500 kr", "SFB 97:24"},
		"--month 2026-01 --home 2 --cost 8500 --spouse --income 180000 --part spouse.employment=60000 --json": {`"preliminary_ore": 350000`, `"who": "spouse"`, `"mark": "V"`},
		"--month 2026-01 --home 1 --cost 7000 --income 150000 --parameters " + writtenFile(t, "name,value,unit,from,to,source,confidence\nhousing_cost_cap_1,530000,ore,2026-01-01,,the limit before,I\n"): {"3 450 kr", "3 400 kr"},
	} {
		out, _ := balans(t, exitOK, append([]string{"housing", "amount"}, strings.Fields(args)...)...)
		for _, text := range want {
			if !strings.Contains(strings.ReplaceAll(out, "\u00a0", " "), text) {
				t.Errorf("%s: %q is not in\n%s", args, text, out)
			}
		}
	}
	for args, want := range map[string]string{
		"":                                      "--month is needed",
		"--month 2026-13 --cost 1":              "--month is needed",
		"--month 2026-01 --form old":            "--form is family or young",
		"--month 2026-01 --form young --home 1": "SFB 96:11",
		"--month 2026-01 --access 1":            "--area is needed",
		"--month 2026-01 --spouse-income 1":     "no --spouse",
		"--month 2026-01 --part gold=1":         `no part "gold"`,
		"--month 2026-01 --part dog.wealth=1":   "spouse, child or alternating",
		"--month 1999-01":                       "1999-01-01",
	} {
		code := exitUsage
		if args == "--month 1999-01" {
			code = exitFailed
		}
		if _, errs := balans(t, code, append([]string{"housing", "amount"}, strings.Fields(args)...)...); !strings.Contains(errs, want) {
			t.Errorf("%s: %s", args, errs)
		}
	}
}

func writtenFile(t *testing.T, text string) string { return written(t, "other.csv", text) }

// Who is protected stands in no list, and is shown for a stated reason alone; the claim of a
// protected person is left to a person.
func TestHousing_keepsTheProtectedBack(t *testing.T) {
	s := newHousingStage(t)
	facts := "kind;source;id;party;from;to;status;other;amount;extent;hours;received_at;withdrawn;text\n" +
		"population;skatteverket;f1;" + housingPersons[0] + ";2024-01-01;;protected;;;;;;;\n"
	balans(t, exitOK, "register", "import", written(t, "facts.csv", facts), "--by", "karin", "--db", s.db)
	balans(t, exitOK, "law", s.file("law.csv"), "--write", "--db", s.db)
	s.does(exitOK, "import", s.file("households.csv"), "--write")
	if out := s.does(exitOK, "watch", "--through", "5", "--incomes", s.file("monthly.csv")); strings.Contains(out, "B-1") || !strings.Contains(out, "identity is protected: 1 household") {
		t.Errorf("watch lists the protected:\n%s", out)
	}
	if out := s.does(exitOK, append([]string{"reconcile", s.file("incomes.csv"), "--year", "2025", "--write"}, housingSender...)...); !strings.Contains(out, "somebody is protected") {
		t.Errorf("the program decided about the protected:\n%s", out)
	}
	for _, verb := range [][]string{{"show", "A2025-1-0000001"}, {"whatif", housingPersons[0], "--more", "100", "--from", "2"}} {
		args := append(verb, "--user", "eva", "--purpose", "fråga")
		if out := s.does(exitUsage, args...); strings.Contains(out, "9 000") || !strings.Contains(out, protectedFlag) {
			t.Errorf("%v: %s", verb, out)
		}
		if out := s.does(exitOK, append(args, "--"+protectedFlag, "den skyddade ringde själv")...); !strings.Contains(out, "SFB 97:18") {
			t.Errorf("%v: %s", verb, out)
		}
	}
	if out := s.does(exitUsage, "show", "A2025-1-0000001"); !strings.Contains(out, "--user must say who reads") {
		t.Errorf("it is shown to nobody in particular: %s", out)
	}
}

// The files of the demonstration are taken in as they are, on a journal of its own.
func TestDemo_writesHouseholdsThatCanBeTakenIn(t *testing.T) {
	dir := t.TempDir()
	o := &demoOptions{housingFiles: dir, seed: 1, households: 60}
	if err := o.housingFilesTo(&terminal{out: os.Stdout, err: os.Stderr}); err != nil {
		t.Fatal(err)
	}
	s := newHousingStage(t)
	if out := s.does(exitOK, "import", filepath.Join(dir, demoHouseholds), "--write"); !strings.Contains(out, "Took in 60 households") {
		t.Fatal(out)
	}
	if out := s.does(exitOK, "reconcile", filepath.Join(dir, demoAssessed), "--year", "2025"); !strings.Contains(out, "60 households") || strings.Contains(out, "left out;") {
		t.Error(out)
	}
	if out := s.does(exitOK, "watch", "--through", "6", "--incomes", filepath.Join(dir, demoMonthly)); !strings.Contains(out, "60 households") {
		t.Error(out)
	}
}
