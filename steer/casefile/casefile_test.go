package casefile_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"balans/journal"
	"balans/journal/verify"
	"balans/steer/casefile"
	"balans/testenv/require"
)

// cases is where the worked cases stand; README.md there says how they are written.
const cases = "../../testdata/cases"

// opener opens the journal that dsn names.
func opener(dsn string) casefile.Opener {
	return func(ctx context.Context, now func() time.Time) (*journal.Journal, error) {
		return journal.Open(ctx, dsn, journal.WithClock(now))
	}
}

// caseFiles are the worked cases by name.
func caseFiles(t *testing.T) map[string]string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(cases, "*.txt"))
	if err != nil || len(files) < 8 {
		t.Fatal(files, err)
	}
	all := map[string]string{}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		all[filepath.Base(file)] = string(text)
	}
	return all
}

func runCase(t *testing.T, name, text, dsn string) {
	t.Helper()
	result, err := casefile.Run(t.Context(), opener(dsn), name, text)
	if err != nil {
		t.Error(err)
	}
	for _, f := range result.Failures {
		t.Error(f)
	}
	checked, err := verify.Run(t.Context(), dsn, verify.Options{})
	if err != nil || len(checked.Problems) > 0 {
		t.Errorf("the journal that the case has left: %v %v", err, checked)
	}
}

// TestCases runs every worked case through both databases.
func TestCases(t *testing.T) {
	for name, text := range caseFiles(t) {
		short := strings.TrimSuffix(name, ".txt")
		t.Run(short+"/sqlite", func(t *testing.T) { runCase(t, name, text, filepath.Join(t.TempDir(), "case.db")) })
		t.Run(short+"/postgres", func(t *testing.T) { runCase(t, name, text, require.Postgres(t)) })
	}
}
