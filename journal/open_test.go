package journal_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"balans/journal"
	"balans/journal/verify"
)

func openedAgain(t *testing.T, d database) {
	j := d.open()
	add(t, j, "claim/1", 0, paid("a"))
	before := head(t, j)
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	again, err := journal.OpenExisting(context.Background(), d.dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	if after := head(t, again); after != before {
		t.Errorf("the head was %+v and is %+v", before, after)
	}
	var steps int
	if err := d.plain().QueryRow(`SELECT count(*) FROM schema_migration`).Scan(&steps); err != nil || steps != 3 {
		t.Errorf("%d migrations were applied, %v", steps, err)
	}
	add(t, again, "claim/1", 1, paid("b"))
	d.verify(2)
}

func openedAtOnce(t *testing.T, d database) {
	ids := make([]string, 6)
	var wg sync.WaitGroup
	for i := range ids {
		wg.Go(func() {
			j, err := journal.Open(context.Background(), d.dsn)
			if err != nil {
				t.Error(err)
				return
			}
			defer j.Close()
			h, err := j.Head(context.Background())
			if err != nil {
				t.Error(err)
			}
			ids[i] = h.JournalID
		})
	}
	wg.Wait()
	for _, id := range ids {
		if id != ids[0] || id == "" {
			t.Errorf("one database is several journals: %v", ids)
		}
	}
	d.verify(0)
}

func newerDatabase(t *testing.T, d database) {
	j := d.open()
	add(t, j, "claim/1", 0, paid("a"))
	j.Close()
	d.exec(`INSERT INTO schema_migration (number, name, applied_at) VALUES (9999, '9999_of_the_future', '2031-01-01T00:00:00Z')`)
	if j, err := journal.Open(context.Background(), d.dsn); !errors.Is(err, journal.ErrNewerDatabase) || !strings.Contains(err.Error(), "9999") {
		t.Errorf("%v, %v", j, err)
	}
	if r, err := verify.Run(context.Background(), d.dsn, verify.Options{}); err == nil {
		t.Errorf("verify says %+v of a database it cannot know", r)
	}
}

func TestOpen_saysWhatIsWrong(t *testing.T) {
	dir := t.TempDir()
	text := filepath.Join(dir, "text.db")
	if err := os.WriteFile(text, []byte(strings.Repeat("not a database ", 1000)), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		dsn, says string
		existing  bool
	}{
		{filepath.Join(dir, "none.db"), "there is no journal in", true},
		{filepath.Join(dir, "no", "such", "folder.db"), "create the journal", false},
		{text, "not a Balans journal", false},
		{"postgres://balans:secret@127.0.0.1:1/balans", "does not answer", false},
		{"postgres://balans:secret@127.0.0.1:%zz/balans", "cannot be read", false},
	} {
		open := journal.Open
		if c.existing {
			open = journal.OpenExisting
		}
		j, err := open(context.Background(), c.dsn)
		if err == nil {
			j.Close()
			t.Errorf("%s was opened", c.dsn)
			continue
		}
		if !strings.Contains(err.Error(), c.says) || strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: %v, want %q and no password", c.dsn, err, c.says)
		}
	}
}

func TestOpen_makesAFileForItsOwnerOnly(t *testing.T) {
	d := newSQLite(t)
	j := d.open()
	add(t, j, "claim/1", 0, paid("a"))
	for _, suffix := range []string{"", "-wal", "-shm"} {
		info, err := os.Stat(d.dsn + suffix)
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode().Perm() != 0o600 {
			t.Errorf("%s may be read by others: %s", info.Name(), info.Mode())
		}
	}
}
