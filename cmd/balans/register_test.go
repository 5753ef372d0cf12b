package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"balans/exchange/agi"
	"balans/journal"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
)

const registerHeader = "kind;source;id;party;from;to;status;other;amount;extent;hours;received_at;withdrawn;text\n"

// Test identities of Skatteverket.
const registerAnna, registerCompany = identity.Number(198202252386), identity.Number(165560269986)

func registerFile(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// agiOf is a month an employer declares for one person.
func agiOf(t *testing.T, hours int32) string {
	t.Helper()
	var b strings.Builder
	march := calendar.New(2025, 3, 1)
	w := agi.NewWriter(&b, agi.Form{Prefix: "agd"}, agi.Sender{})
	for _, err := range []error{
		w.Declaration(agi.Declaration{Employer: registerCompany, Period: march, SumTax: money.Kronor(9000)}),
		w.Income(agi.Income{Employer: registerCompany, Period: march, Party: registerAnna, Spec: 1, Cash: money.Kronor(30000), Benefits: money.Kronor(1200), Tax: money.Kronor(9000), TaxKind: agi.Preliminary}),
		w.Absence(agi.Absence{Employer: registerCompany, Period: march, Party: registerAnna, Day: calendar.New(2025, 3, 3), Spec: 1, Type: agi.TFP, Unit: agi.Hours, Amount: hours}),
		w.Close(),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	return b.String()
}

func TestRegister_takesInAndShows(t *testing.T) {
	db := filepath.Join(t.TempDir(), "j.db")
	out, _ := balans(t, exitOK, "register", "import", registerFile(t, "agi.xml", agiOf(t, 800)), "--db", db, "--received", "2025-04-12")
	for _, want := range []string{"Taken in: agi.xml (agi), 2 records and 1 employer's month", "absence    1", "declared    1"} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is not told:\n%s", want, out)
		}
	}
	balans(t, exitOK, "register", "import", registerFile(t, "agi2.xml", agiOf(t, 450)), "--db", db, "--received", "2025-05-12")
	if out, _ = balans(t, exitOK, "register", "import", registerFile(t, "again.xml", agiOf(t, 450)), "--db", db); !strings.Contains(out, "already taken in on 2") {
		t.Error(out)
	}
	show := []string{"register", "show", "--db", db, "--party", "198202252386", "--by", "karin", "--purpose", "control"}
	out, _ = balans(t, exitOK, show...)
	for _, want := range []string{"19820225-****", "absence  2025-03-03–2025-03-03", "TFP, employer 556026-9986, declared for 2025-03, 4,5 h", "30 000 kr, benefits 1 200 kr"} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is not shown:\n%s", want, out)
		}
	}
	if strings.Contains(out, "198202252386") {
		t.Errorf("the number is shown:\n%s", out)
	}
	if out, _ = balans(t, exitOK, append(show, "--known-at", "2025-04-30")...); !strings.Contains(out, "8 h") || strings.Contains(out, "4,5 h") {
		t.Error(out)
	}
	if out, _ = balans(t, exitOK, append(show, "--history")...); !strings.Contains(out, "replaced 2025-05-12") || !strings.Contains(out, "4,5 h") {
		t.Error(out)
	}
	var person registerJSON
	out, _ = balans(t, exitOK, append(show, "--json")...)
	if err := json.Unmarshal([]byte(out), &person); err != nil || len(person.Facts) != 2 || person.Facts[0].Hours != 450 || person.Facts[1].Amount != money.Kronor(30000) {
		t.Errorf("%v\n%s", err, out)
	}
	var all []deliveryJSON
	out, _ = balans(t, exitOK, "register", "deliveries", "--db", db, "--json")
	if err := json.Unmarshal([]byte(out), &all); err != nil || len(all) != 2 || all[1].Counts["absence"].Replacing != 1 || all[1].Counts["declared"].Replacing != 1 || all[0].Completed == nil {
		t.Errorf("%v\n%s", err, out)
	}
	if out, _ = balans(t, exitOK, "register", "deliveries", "--db", db); !strings.Contains(out, "agi2.xml") {
		t.Error(out)
	}
}

// Nothing is shown without a line in the reading log.
func TestRegister_showIsLogged(t *testing.T) {
	db := filepath.Join(t.TempDir(), "j.db")
	balans(t, exitOK, "register", "import", registerFile(t, "agi.xml", agiOf(t, 800)), "--db", db)
	for _, args := range [][]string{{}, {"--party", "198202252386", "--by", "karin"}, {"--party", "198202252386", "--purpose", "control"}, {"--party", "198202252387", "--by", "karin", "--purpose", "control"}} {
		if _, errs := balans(t, exitUsage, append([]string{"register", "show", "--db", db}, args...)...); strings.Contains(errs, "198202252387") {
			t.Errorf("the number is told: %s", errs)
		}
	}
	balans(t, exitOK, "register", "show", "--db", db, "--party", "198202252386", "--by", "karin", "--purpose", "control of a payout")
	j, err := journal.OpenExisting(t.Context(), db, guards())
	if err != nil {
		t.Fatal(err)
	}
	defer j.Close()
	events, err := j.LoadParty(t.Context(), int64(registerAnna))
	if err != nil {
		t.Fatal(err)
	}
	logged := 0
	for _, e := range events {
		if e.Kind == "access.read/1" && e.Actor == "karin" && strings.Contains(e.Body, "control+of+a+payout") {
			logged++
		}
	}
	if logged != 1 {
		t.Errorf("%d readings are logged", logged)
	}
}

func TestRegister_tellsWhatIsSetAside(t *testing.T) {
	db := filepath.Join(t.TempDir(), "j.db")
	bad := strings.Replace(agiOf(t, 800), ">8.00<", ">30.00<", 1)
	out, _ := balans(t, exitProblem, "register", "import", registerFile(t, "agi.xml", bad), "--db", db)
	if !strings.Contains(out, "Set aside: 1 record.") || !strings.Contains(out, "FranvaroTimmarTFP") || strings.Contains(out, "198202252386") {
		t.Error(out)
	}
	lines := registerHeader + "phone;s;1;198202252386;2025-01-01;;;0701234567;;;;;;\nphone;s;2;198202252386;2025-01-01;;;;;;;;;\n"
	file := registerFile(t, "facts.csv", lines)
	_, errs := balans(t, exitFailed, "register", "import", file, "--db", db)
	if !strings.Contains(errs, "facts.csv:3:") || strings.Contains(errs, "198202252386") {
		t.Error(errs)
	}
	if out, _ = balans(t, exitProblem, "register", "import", file, "--db", db, "--leave-out-bad", "--dry-run"); !strings.Contains(out, "Nothing is written") {
		t.Error(out)
	}
	if out, _ = balans(t, exitProblem, "register", "import", file, "--db", db, "--leave-out-bad"); !strings.Contains(out, "line 3: other is") {
		t.Error(out)
	}
	protect := registerHeader + "population;s;p;198202252386;2025-01-01;;protected;;;;;;;\nphone;s;3;198202252386;2025-01-01;;;0701234567;;;;;;\n"
	file = registerFile(t, "protected.csv", protect)
	if out, _ = balans(t, exitProblem, "register", "import", file, "--db", db); !strings.Contains(out, "identity is protected") || strings.Contains(out, "1982") {
		t.Error(out)
	}
	balans(t, exitUsage, "register", "import", file, "--db", db, "--protected")
	if out, _ = balans(t, exitOK, "register", "import", file, "--db", db, "--protected", "--by", "omar"); !strings.Contains(out, "phone") {
		t.Error(out)
	}
}

func TestRegister_kindsAndUsage(t *testing.T) {
	out, _ := balans(t, exitOK, "register", "kinds")
	for _, want := range []string{"permit", "granted, renewal-applied", "nothing, in-part", "neutral file of absence"} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is not told:\n%s", want, out)
		}
	}
	for _, args := range [][]string{{}, {"eat"}, {"import"}, {"import", "a", "b"}, {"import", "a", "--format", "pdf"}} {
		balans(t, exitUsage, append([]string{"register"}, args...)...)
	}
	balans(t, exitFailed, "register", "import", "nowhere.csv", "--db", filepath.Join(t.TempDir(), "j.db"))
}
