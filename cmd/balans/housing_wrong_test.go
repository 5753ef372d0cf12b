package main

import (
	"strings"
	"testing"

	"balans/access"
	"balans/journal"
	"balans/law/identity"
)

// What is wrong on the command line is told by its flag, before anything is read or stored.
func TestHousing_saysWhatIsWrong(t *testing.T) {
	s := newHousingStage(t)
	s.does(exitOK, "import", s.file("households.csv"), "--write")
	before := s.seq()
	for args, want := range map[string]string{
		"amount --month 2026-01 --part wealth":                                                  "NAME=KRONOR",
		"amount --month 2026-01 --part child.wealth=500000":                                     "none (--home)",
		"amount --month 2026-01 --home 1 --part alternating.wealth=500000":                      "none (--alternating)",
		"amount --month 2026-01 --write":                                                        "stores nothing",
		"runs --year 20255":                                                                     "--year is a year from 2011 to 2099",
		"reconcile " + s.file("incomes.csv") + " --year -3":                                     "--year is a year from 2011 to 2099",
		"reconcile " + s.file("incomes.csv") + " --year 2025 --on 2079-01-01":                   "--on 2079-01-01 is after today, TODAY",
		"reconcile " + s.file("incomes.csv") + " --year 2025 --on 2026-01-20":                   "too long ago: the letters would say to pay by 2026-02-19",
		"reconcile " + s.file("incomes.csv") + " --year 2025 --pay-on 2020-01-01":               "is before the settlement is decided, TODAY",
		"whatif " + housingPersons[0] + " --more 1 --from 5 --until 4 --user e --purpose fråga": "--until 4 is before --from 5",
	} {
		if out := s.does(exitUsage, strings.Fields(args)...); !strings.Contains(out, want) {
			t.Errorf("%s: %s", args, out)
		}
	}
	if out := s.does(exitOK, "runs", "--year", "2024"); !strings.Contains(out, "Nothing is taken in of 2024") {
		t.Errorf("a year of which nothing is known: %q", out)
	}
	if after := s.seq(); after != before {
		t.Errorf("the journal had %d events and has %d", before, after)
	}
	if out := s.does(exitUsage, strings.Fields("whatif "+housingPersons[0]+" --more 1 --from 5 --spouse --user e --purpose fråga")...); !strings.Contains(out, "no spouse in household B-1") {
		t.Errorf("a spouse who is not: %s", out)
	}
}

// The parts of an income are told in the language that is asked for, also when there is one alone.
func TestHousing_namesThePartsOfAnIncome(t *testing.T) {
	for args, want := range map[string]string{
		"--home 1 --part child.wealth=500000 --lang sv":               "del av förmögenheten",
		"--home 1 --income 100000 --part wealth=250000 --lang sv":     "del av förmögenheten",
		"--home 1 --income 100000 --part wealth=250000":               "part of the wealth",
		"--home 1 --income 100000 --part capital=5000 --lang sv":      "tjänst ",
		"--alternating 1 --part alternating.capital=9000 --lang sv":   "barnens kapital",
		"--home 1 --part business=1000 --part foreign=2000 --lang sv": "utländsk och undantagen inkomst",
	} {
		if out, _ := balans(t, exitOK, append(strings.Fields("housing amount --month 2026-01 --cost 9000"), strings.Fields(args)...)...); !strings.Contains(out, "\n  "+want) {
			t.Errorf("%s: %q is not in\n%s", args, want, out)
		}
	}
	for _, name := range baseNames {
		if baseWords[name].Sv == "" || baseWords[name].En == "" {
			t.Errorf("the part %s has no words", name)
		}
	}
}

// What is left to a person is not told as decided.
func TestHousing_showsWhatIsLeftToAPerson(t *testing.T) {
	s := newHousingStage(t)
	s.does(exitOK, "import", s.file("households.csv"), "--write")
	balans(t, exitOK, "law", s.spoilt("law.csv", "housing_automatic_limit,6000000", "housing_automatic_limit,100"), "--write", "--db", s.db)
	s.does(exitOK, append([]string{"reconcile", s.file("incomes.csv"), "--year", "2025", "--write"}, housingSender...)...)
	for lang, want := range map[string][2]string{"sv": {"En människa beslutar i ett återkravsärende: beloppet är över gränsen", "beslut A2025"}, "en": {"A person decides in a recovery case: the sum is above the limit", "decision A2025"}} {
		out := s.does(exitOK, "show", housingPersons[0], "--user", "eva", "--purpose", "fråga", "--lang", lang)
		if !strings.Contains(out, want[0]) || strings.Contains(out, want[1]) {
			t.Errorf("%s: %s", lang, out)
		}
	}
}

// That a person has several households, or is the spouse of one, is told as other facts are: the
// reading is logged, and of the protected it is told for a stated reason alone.
func TestHousing_tellsOfWhichHouseholdAsOfOtherFacts(t *testing.T) {
	s := newHousingStage(t)
	several, spouse := housingPersons[0], housingPersons[3]
	s.does(exitOK, "import", s.file("households.csv"), "--write")
	s.does(exitOK, "import", written(t, "more.csv", housingHeader+
		"C-1;"+several+";"+spouse+";family;2024-01;2024-12;9000;75;3;2;0;0;;;240000;0;2700;;2023-12-10\n"), "--write")
	number := func(text string) identity.Number {
		n, err := identity.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	readings := func(n identity.Number) int {
		j, err := journal.OpenExisting(t.Context(), s.db, guards())
		if err != nil {
			t.Fatal(err)
		}
		defer j.Close()
		all, err := j.Load(t.Context(), int64(n), access.ReadingStream(n))
		if err != nil {
			t.Fatal(err)
		}
		return len(all)
	}
	ask := func(code int, who string, more ...string) string {
		return s.does(code, append([]string{"show", who, "--user", "eva", "--purpose", "fråga"}, more...)...)
	}
	for who, want := range map[string]string{several: "B-1 (2025)", spouse: "the spouse of household C-1"} {
		code := map[string]int{several: exitUsage, spouse: exitFailed}[who]
		if out := ask(code, who); !strings.Contains(out, want) || readings(number(who)) != 1 {
			t.Errorf("%s after %d readings", out, readings(number(who)))
		}
	}
	facts := "kind;source;id;party;from;to;status;other;amount;extent;hours;received_at;withdrawn;text\n" +
		"population;skatteverket;f1;" + several + ";2024-01-01;;protected;;;;;;;\n" +
		"population;skatteverket;f2;" + spouse + ";2024-01-01;;protected;;;;;;;\n"
	balans(t, exitOK, "register", "import", written(t, "facts.csv", facts), "--by", "karin", "--db", s.db)
	for _, who := range []string{several, spouse} {
		if out := ask(exitUsage, who); strings.Contains(out, "B-1") || strings.Contains(out, "C-1") || !strings.Contains(out, protectedFlag) || readings(number(who)) != 1 {
			t.Errorf("of the protected is told, without a reason: %s", out)
		}
	}
}
