package main

import (
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"balans/access"
	"balans/journal"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/testenv/require"
)

// Days, instants and numbers that cannot be are refused by every command that
// shows something, with the flag they were given by.
func TestDates_impossibleOnesAreRefusedEverywhere(t *testing.T) {
	db := filepath.Join(t.TempDir(), "x.db")
	told(t, db)
	for args, says := range map[string]string{
		"worklist --on 1800-01-01":                                              "--on 1800-01-01",
		"worklist late --on 9999-12-31":                                         "--on 9999-12-31",
		"worklist late --known-at 2079-01-01":                                   "--known-at 2079-01-01",
		"worklist late --known-at 1700-01-01":                                   "--known-at 1700-01-01",
		"worklist late --limit -1":                                              "--limit",
		"night --date 1800-01-01":                                               "--date 1800-01-01",
		"night --date 9999-12-31":                                               "--date 9999-12-31",
		"night --known-at 2079-01-01":                                           "--known-at 2079-01-01",
		"night --write --date 2079-01-01":                                       "has not come yet",
		"law --on 1800-01-01":                                                   "--on 1800-01-01",
		"law --known-at 2079-01-01":                                             "--known-at 2079-01-01",
		"report recovery --known-at 2079-01-01":                                 "--known-at 2079-01-01",
		"claim 2023-000900 --user \u00a0 --purpose y":                           "--user",
		"claim 2023-000900 --user a\x00b --purpose y":                           "--user holds",
		"claim 2023-000900 --user a --purpose \xff":                             "--purpose holds",
		"claim 2023-000900 --user " + strings.Repeat("å", 101) + " --purpose y": "101 characters",
	} {
		out, errs := balans(t, exitUsage, append(strings.Split(args, " "), "--db", db)...)
		if !strings.Contains(errs, says) || out != "" {
			t.Errorf("balans %s says %q and %q; it should mention %q", args, out, errs, says)
		}
	}
	if out, _ := balans(t, exitOK, "night", "--db", db, "--date", "2025-04-25"); !strings.Contains(out, "the first run") {
		t.Errorf("a refused night left its mark: %s", out)
	}
	if out, _ := balans(t, exitOK, "worklist", "--db", db, "--on", "2079-01-01"); !strings.Contains(out, "A projection") {
		t.Error(out)
	}
}

// An error about the reading log names no person.
func TestClaim_anUnwrittenReadingShowsNoNumber(t *testing.T) {
	const number = identity.Number(193502017456)
	err := notLogged(errors.New("event access.read/1 on "+access.ReadingStream(number)+": disk full"), number)
	if strings.Contains(err.Error(), "7456") || !strings.Contains(err.Error(), "disk full") {
		t.Error(err)
	}
}

// A rate with which the law cannot be made is refused before it is recorded:
// recorded, it could never be taken away, and nothing could be shown again.
func TestLaw_whatTheLawCannotBeMadeWithIsNotRecorded(t *testing.T) {
	walk := func(t *testing.T, db string) {
		told(t, db)
		load := func(code int, rate string) string {
			file := filepath.Join(t.TempDir(), "rates.csv")
			text := "name,value,unit,from,to,source,confidence\nreference_rate," + rate + ",ppm,2027-01-01,2027-06-30,a test,F\n"
			if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			out, errs := balans(t, code, "law", file, "--db", db, "--write")
			return out + errs
		}
		for _, rate := range []string{"-20001", "9223372036854775807"} { // with the supplement, never below zero
			if said := load(exitFailed, rate); !strings.Contains(said, "rates.csv:2") || !strings.Contains(said, "not between -20000 and 300000") {
				t.Error(said)
			}
		}
		balans(t, exitOK, "verify", "--db", db)
		if said := load(exitOK, "-20000"); said != "1 value recorded.\n" {
			t.Error(said)
		}
		out, _ := balans(t, exitOK, "law", "--db", db, "--on", "2027-03-01")
		if !strings.Contains(out, "-2,00 %") {
			t.Error(out)
		}
	}
	walk(t, filepath.Join(t.TempDir(), "x.db"))
	t.Run("postgres", func(t *testing.T) {
		t.Setenv("XDG_CACHE_HOME", t.TempDir())
		walk(t, require.Postgres(t))
	})
}

// A dry run shows each value in the unit a person reads.
func TestLaw_aDryRunShowsTheValues(t *testing.T) {
	dir := t.TempDir()
	db, file := filepath.Join(dir, "x.db"), filepath.Join(dir, "rates.csv")
	told(t, db)
	text := "name,value,unit,from,to,source,confidence\nstate_lending_rate,225000,ppm,2027-01-01,,a test,F\nnotice_fee,1550,ore,2027-01-01,,a test,F\ndue_days,30,days,2027-01-01,,a test,F\n"
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	out, _ := balans(t, exitOK, "law", file, "--db", db)
	for _, want := range []string{"22,50 %", "15,50 kr", "30 days", "3 values can be recorded"} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is missing in\n%s", want, out)
		}
	}
}

// A night that was stopped is completed before a later one is written.
func TestNight_aStoppedOneIsCompletedFirst(t *testing.T) {
	db := filepath.Join(t.TempDir(), "x.db")
	told(t, db)
	stopNight(t, db, "2025-04-24")
	out, errs := balans(t, exitFailed, "night", "--db", db, "--date", "2025-04-25", "--write")
	if !strings.Contains(errs, "balans night --date 2025-04-24 --write") || out != "" {
		t.Errorf("%q %q", out, errs)
	}
	// One that cannot be completed any more must not stop every night after it.
	if out, _ := balans(t, exitOK, "night", "--db", db, "--date", "2025-04-25", "--leave-stopped"); !strings.Contains(out, "dry run") {
		t.Error(out)
	}
	balans(t, exitOK, "night", "--db", db, "--date", "2025-04-24", "--write")
	balans(t, exitOK, "night", "--db", db, "--date", "2025-04-25", "--write")
	if out, _ := balans(t, exitOK, "verify", "--db", db); strings.Contains(out, "Not complete") {
		t.Error(out)
	}
}

// stopNight begins the run of a night and stops it before its first proposal.
func stopNight(t *testing.T, db, on string) {
	t.Helper()
	j, err := journal.OpenExisting(t.Context(), db, guards())
	if err != nil {
		t.Fatal(err)
	}
	defer j.Close()
	stopped := errors.New("stopped")
	known, err := calendar.ParseInstant(on)
	if err != nil {
		t.Fatal(err)
	}
	w := &journal.MassWrite{Stream: "night/" + on, Actor: "night", Summary: "known_at=" + strconv.FormatInt(int64(known), 10)}
	if err := w.Run(t.Context(), j, func() (*journal.Bundle, error) { return nil, stopped }, func(int64) {}); !errors.Is(err, stopped) {
		t.Fatal(err)
	}
}

func TestVerify_saysThatAnEmptyJournalIsEmpty(t *testing.T) {
	dir := t.TempDir()
	db := filepath.Join(dir, "x.db")
	for name, text := range map[string]string{"claims.csv": toldClaims[:strings.Index(toldClaims, "\n")+1], "events.csv": toldEvents[:strings.Index(toldEvents, "\n")+1]} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	balans(t, exitOK, "import", "--db", db, dir)
	if out, _ := balans(t, exitOK, "verify", "--db", db); !strings.Contains(out, "The journal is empty") {
		t.Error(out)
	}
}

// What a command writes never takes the place of what it reads, nor of a database.
func TestOutput_neverOverwritesADatabaseOrWhatIsRead(t *testing.T) {
	dir := t.TempDir()
	db, other := filepath.Join(dir, "x.db"), filepath.Join(dir, "y.db")
	told(t, db)
	told(t, other)
	claims, events := filepath.Join(dir, "claims.csv"), filepath.Join(dir, "events.csv")
	for name, text := range map[string]string{claims: toldClaims, events: toldEvents} {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink(events, filepath.Join(dir, "link.csv")); err != nil {
		t.Fatal(err)
	}
	kept := map[string]string{}
	for _, name := range []string{db, other, claims, events} {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		kept[name] = string(text)
	}
	for _, args := range [][]string{
		{"report", "recovery", "--output", db}, {"report", "recovery", "--output", other},
		{"import", dir, "--warnings", claims}, {"import", dir, "--skip-bad", filepath.Join(dir, "link.csv")},
		{"import", dir, "--warnings", db}, {"import", dir, "--warnings", filepath.Join(dir, "n"), "--skip-bad", filepath.Join(dir, "n")},
	} {
		if _, errs := balans(t, exitUsage, append(args, "--db", db)...); !strings.Contains(errs, "name another") && !strings.Contains(errs, "name two") {
			t.Errorf("balans %v says %q", args, errs)
		}
	}
	for name, text := range kept {
		if now, err := os.ReadFile(name); err != nil || string(now) != text {
			t.Errorf("%s was changed (%v)", name, err)
		}
	}
	balans(t, exitOK, "report", "recovery", "--db", db, "--as-of", "2025-02-28", "--output", filepath.Join(dir, "report.txt"))
	balans(t, exitOK, "report", "recovery", "--db", db, "--as-of", "2025-02-28", "--output", filepath.Join(dir, "report.txt"))
}
