package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"balans/access"
	"balans/journal"
	"balans/law/identity"
	"balans/testenv/require"
)

// Three claims of invented persons: one whose interest is known, with a payment
// taken back and a lowered amount; one in a plan, whose rate is not known; an
// old one with two debtors.
const (
	toldClaims = `claim_id,debtor,benefit,authority,origin,decided_on,principal_ore
2023-000900,193502017456,sjukpenning,FK,manual,2023-01-10,2000000
2024-000900,193502017456,bostadsbidrag,FK,manual,2024-02-05,1200000
2016-000900,193502017456+193501096998,foraldrapenning,FK,manual,2016-03-01,900000
`
	toldEvents = `event_id,claim_id,kind,occurred_on,recorded_at,amount_ore,principal_ore,details
a1,2024-000900,dispatched,2024-02-06,2024-02-06,,,
a2,2024-000900,served,2024-02-20,2024-02-20,,,mode=ordinary
a3,2024-000900,plan_agreed,2024-06-03,2024-06-03,100000,,count=12 first=2024-06-28 ref=plan%207 second=5000
a4,2024-000900,paid,2024-06-28,2024-06-28,100000,,by=law
b1,2023-000900,dispatched,2023-01-11,2023-01-11,,,
b2,2023-000900,served,2023-01-20,2023-01-20,,,mode=ordinary
b3,2023-000900,paid,2023-05-02,2023-05-02,300000,,by=law
b4,2023-000900,paid,2023-08-01,2023-08-01,100000,,by=law
b5,2023-000900,payment_reversed,2023-08-15,2023-08-15,100000,,by=law ref=b4
b6,2023-000900,changed,2023-10-02,2023-10-02,1500000,,
b7,2023-000900,debtor_died,2024-02-01,2024-02-01,,,
c1,2016-000900,dispatched,2016-03-02,2016-03-02,,,
c2,2016-000900,paid,2018-05-02,2018-05-02,50000,40000,debtor=193502017456
c3,2016-000900,notice_received,2020-01-10,2020-01-10,,,
`
)

// told imports the claims into a database.
func told(t *testing.T, db string) {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{"claims.csv": toldClaims, "events.csv": toldEvents} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	balans(t, exitOK, "import", "--db", db, dir)
}

var asReader = []string{"--user", "sara", "--purpose", "a call from the debtor", "--known-at", "2025-04-25"}

func TestClaim_isToldAsTheGoldenOne(t *testing.T) {
	tell := func(t *testing.T, db string) string {
		told(t, db)
		var all strings.Builder
		for _, args := range [][]string{
			{"2023-000900", "--on", "2024-03-01", "--explain"}, {"2024-000900", "--on", "2024-07-01", "--explain"},
			{"2016-000900", "--on", "2018-06-30"}, {"2023-000900", "--on", "2022-12-31"}, {"2024-000900", "--on", "2024-07-01", "--explain", "--format", "json"},
		} {
			out, _ := balans(t, exitOK, append(append([]string{"claim", "--db", db}, args...), asReader...)...)
			all.WriteString("$ balans claim " + strings.Join(args, " ") + "\n" + out + "\n")
		}
		return all.String()
	}
	sqlite := tell(t, filepath.Join(t.TempDir(), "x.db"))
	golden(t, "claim.golden", sqlite)
	for _, number := range []string{"193502017456", "350201-7456", "0201-7456", "193501096998", "6998"} {
		if strings.Contains(sqlite, number) {
			t.Errorf("a person is shown by %s", number)
		}
	}
	t.Run("postgres", func(t *testing.T) {
		t.Setenv("XDG_CACHE_HOME", t.TempDir())
		if got := tell(t, require.Postgres(t)); got != sqlite {
			t.Errorf("PostgreSQL gives another answer:\n%s", got)
		}
	})
}

// The JSON states nothing that is not known, and its parts add up.
func TestClaim_jsonAddsUp(t *testing.T) {
	db := filepath.Join(t.TempDir(), "x.db")
	told(t, db)
	type answer struct {
		Balances struct {
			Principal int64  `json:"principal_ore"`
			Interest  *int64 `json:"interest_ore"`
			Fee       int64  `json:"fee_ore"`
			Total     *int64 `json:"total_ore"`
		} `json:"balances"`
		Missing []struct{ Parameter string }
		Steps   []struct {
			What     string
			Interest *int64 `json:"interest_ore"`
		}
		Payments []struct {
			Amount int64            `json:"amount_ore"`
			Undone int64            `json:"undone_ore"`
			Parts  map[string]int64 `json:"parts_ore"`
		}
	}
	ask := func(id, on string) (a answer) {
		out, _ := balans(t, exitOK, append([]string{"claim", id, "--db", db, "--on", on, "--explain", "--format", "json"}, asReader...)...)
		if err := json.Unmarshal([]byte(out), &a); err != nil {
			t.Fatal(err)
		}
		return a
	}
	known := ask("2023-000900", "2024-03-01")
	if b := known.Balances; b.Interest == nil || b.Total == nil || *b.Total != b.Principal+*b.Interest+b.Fee || len(known.Missing) != 0 {
		t.Errorf("%+v", known)
	}
	for _, a := range []answer{known, ask("2024-000900", "2024-07-01"), ask("2016-000900", "2020-06-30")} {
		for _, p := range a.Payments {
			sum := p.Undone
			for _, ore := range p.Parts {
				sum += ore
			}
			if sum != p.Amount {
				t.Errorf("the parts of %+v are %d öre", p, sum)
			}
		}
	}
	unknown := ask("2024-000900", "2024-07-01")
	if last := unknown.Steps[len(unknown.Steps)-1]; unknown.Balances.Interest != nil || unknown.Balances.Total != nil || last.Interest != nil ||
		len(unknown.Missing) != 1 || unknown.Missing[0].Parameter != "state_lending_rate" {
		t.Errorf("%+v", unknown)
	}
}

// Nothing is shown without a line in the reading log of every debtor.
func TestClaim_everyViewIsInTheReadingLog(t *testing.T) {
	db := filepath.Join(t.TempDir(), "x.db")
	told(t, db)
	balans(t, exitOK, append([]string{"claim", "2016-000900", "--db", db}, asReader...)...)
	j, err := journal.OpenExisting(t.Context(), db)
	if err != nil {
		t.Fatal(err)
	}
	defer j.Close()
	for _, number := range []string{"193502017456", "193501096998"} {
		n, err := identity.Parse(number)
		if err != nil {
			t.Fatal(err)
		}
		lines, err := j.Load(t.Context(), int64(n), access.ReadingStream(n))
		if err != nil || len(lines) != 1 || lines[0].Actor != "sara" || lines[0].Cause != "claim.print" || lines[0].Body != "claim=2016-000900 purpose=a+call+from+the+debtor" {
			t.Errorf("%s: %+v (%v)", n.Masked(), lines, err)
		}
	}
}

func TestClaim_mistakesAreToldWithTheirFlag(t *testing.T) {
	db := filepath.Join(t.TempDir(), "x.db")
	told(t, db)
	for _, c := range []struct {
		code int
		args string
		says string
	}{
		{exitUsage, "", "name one claim"},
		{exitUsage, "2023-000900 --purpose x", "--user"},
		{exitUsage, "2023-000900 --user x", "--purpose"},
		{exitUsage, "2023-000900 --user x --purpose y --on 2024-02-30", "-on"},
		{exitUsage, "2023-000900 --user x --purpose y --on 1850-01-01", "--on 1850-01-01"},
		{exitUsage, "2023-000900 --user x --purpose y --on 2100-01-01", "--on 2100-01-01"},
		{exitUsage, "2023-000900 --user x --purpose y --known-at 2075-01-01", "--known-at 2075-01-01"},
		{exitUsage, "2023-000900 --user x --purpose y --known-at 1850-01-01", "--known-at 1850-01-01"},
		{exitUsage, "2023-000900 --user x --purpose y --known-at soon", "-known-at"},
		{exitUsage, "2023-000900 --user x --purpose y --format csv", "text or json"},
		{exitFailed, "2023-0009 --user x --purpose y", "there is no claim \"2023-0009\""},
	} {
		out, errs := balans(t, c.code, append(strings.Fields("claim "+c.args), "--db", db)...)
		if !strings.Contains(errs, c.says) || out != "" {
			t.Errorf("balans claim %s says %q and %q; it should mention %q", c.args, out, errs, c.says)
		}
	}
}

func TestClaim_aDayAheadIsAProjection(t *testing.T) {
	db := filepath.Join(t.TempDir(), "x.db")
	told(t, db)
	out, _ := balans(t, exitOK, append([]string{"claim", "2023-000900", "--db", db, "--on", "2078-01-01"}, asReader...)...)
	if !strings.Contains(out, "A projection") || !strings.Contains(out, "the rate reference_rate is missing for") {
		t.Error(out)
	}
}
