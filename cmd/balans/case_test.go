package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"balans/steer/casefile"
	"balans/testenv/require"
)

// caseIn writes a case to a folder of its own.
func caseIn(t *testing.T, name, text string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

func TestCase_alone_teaches(t *testing.T) {
	out, _ := balans(t, exitOK, "case")
	for _, part := range []string{"given claims", "then balances", "to principal", "    case: Paid a day late"} {
		if !strings.Contains(out, part) {
			t.Errorf("case does not teach %q:\n%s", part, out)
		}
	}
}

func TestCase_tellsWhatDiffersWithItsLine(t *testing.T) {
	good := caseIn(t, "good.txt", casefile.Sample)
	wrong := caseIn(t, "wrong.txt", strings.Replace(casefile.Sample, "|     0,00 |  3,29", "|     0,01 |  3,29", 1))
	unclear := caseIn(t, "unclear.txt", "case: x\nsource: y\nwhen it rains: A\n")
	if out, _ := balans(t, exitOK, "case", "run", good); !strings.Contains(out, "ok    "+good) || !strings.Contains(out, "1 case passed") {
		t.Errorf("a good case:\n%s", out)
	}
	out, errs := balans(t, exitFailed, "case", "run", wrong, good, unclear)
	for _, says := range []string{"FAIL  " + wrong + ": Paid a day late", wrong + ":19: interest of A on 2024-04-04: expected 0,01; found 0,00", "ok    " + good, unclear + ":3: "} {
		if !strings.Contains(out, says) {
			t.Errorf("it does not say %q:\n%s", says, out)
		}
	}
	if !strings.Contains(errs, "2 of 3 cases failed") {
		t.Errorf("standard error: %s", errs)
	}
	if out, _ := balans(t, exitOK, "case", "run", filepath.Dir(good)); !strings.Contains(out, "ok    "+good) {
		t.Errorf("a folder:\n%s", out)
	}
	balans(t, exitFailed, "case", "run", filepath.Join(t.TempDir(), "missing.txt"))
	balans(t, exitFailed, "case", "run", t.TempDir())
	balans(t, exitUsage, "case", "run")
	balans(t, exitUsage, "case", "sing")
}

// TestCase_doesNotTouchAJournalThatHoldsAnything: a case is no way to write
// into an agency's books.
func TestCase_doesNotTouchAJournalThatHoldsAnything(t *testing.T) {
	good := caseIn(t, "good.txt", casefile.Sample)
	try := func(t *testing.T, dsn string) {
		balans(t, exitOK, "case", "run", "--db", dsn, good)
		before, _ := balans(t, exitOK, "verify", "--db", dsn)
		if _, errs := balans(t, exitFailed, "case", "run", "--db", dsn, good); !strings.Contains(errs, "empty journal") {
			t.Errorf("it said %q", errs)
		}
		if after, _ := balans(t, exitOK, "verify", "--db", dsn); after != before {
			t.Errorf("the journal was changed:\n%s%s", before, after)
		}
		balans(t, exitUsage, "case", "run", "--db", dsn, good, good)
	}
	t.Run("sqlite", func(t *testing.T) { try(t, filepath.Join(t.TempDir(), "new.db")) })
	t.Run("postgres", func(t *testing.T) { try(t, require.Postgres(t)) })
	// The usual journal of the environment is not the place for a case.
	usual := filepath.Join(t.TempDir(), "usual.db")
	t.Setenv("BALANS_DB", usual)
	balans(t, exitOK, "case", "run", good)
	if _, err := os.Stat(usual); err == nil {
		t.Error("the case was run in the journal of BALANS_DB")
	}
}
