package claim_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"balans/journal"
	"balans/recover/claim"
	"balans/recover/claim/claimtest"
)

// agency is a journal with some random claims, and a place for its snapshot.
func agency(t *testing.T, seed int) (j *journal.Journal, dsn, path string) {
	t.Helper()
	dsn = filepath.Join(t.TempDir(), "journal.db")
	j = open(t, dsn)
	stock := rapid.Custom(func(t *rapid.T) []claimtest.Life { return claimtest.Stock(t, 5, 9) }).Example(seed)
	if err := claimtest.Tell(t.Context(), j, claimtest.All(stock)...); err != nil {
		t.Fatal(err)
	}
	return j, dsn, dsn + ".columns"
}

// opened opens the columns with the snapshot and says what was noted.
func opened(t *testing.T, j *journal.Journal, path string) (*claim.Columns, string) {
	t.Helper()
	c, note, err := claim.OpenColumns(t.Context(), j, path, nil)
	if err != nil {
		t.Fatal(err)
	}
	return c, note
}

func TestSnapshot_isTheColumnsItWasMadeOf(t *testing.T) {
	dir := t.TempDir()
	j := open(t, filepath.Join(dir, "empty.db")) // columns that name its head belong to it
	rapid.Check(t, func(r *rapid.T) {
		c, err := claimtest.Columns(claimtest.Stock(r, 1, 6))
		if err != nil {
			r.Fatal(err)
		}
		if c.Head, err = j.Head(t.Context()); err != nil {
			r.Fatal(err)
		}
		path := filepath.Join(dir, "x.columns")
		if err := claim.WriteSnapshot(path, c); err != nil {
			r.Fatal(err)
		}
		got, note, err := claim.OpenColumns(t.Context(), j, path, nil)
		if err != nil || note != "" {
			r.Fatal(note, err)
		}
		if dump(got) != dump(c) {
			r.Fatalf("read\n%s\nwritten\n%s", dump(got), dump(c))
		}
	})
}

func TestSnapshot_ofAnEmptyJournal(t *testing.T) {
	j := open(t, filepath.Join(t.TempDir(), "empty.db"))
	path := filepath.Join(t.TempDir(), "deep", "er", "x.columns")
	if c, note := opened(t, j, path); c.Len() != 0 || note != "the snapshot was built" {
		t.Errorf("%d claims, %q", c.Len(), note)
	}
	if c, note := opened(t, j, path); c.Len() != 0 || note != "" {
		t.Errorf("%d claims, %q", c.Len(), note)
	}
	// Without a path nothing is kept.
	if c, note := opened(t, j, ""); c.Len() != 0 || note != "" {
		t.Errorf("%d claims, %q", c.Len(), note)
	}
}

func TestSnapshot_damageIsNoticed(t *testing.T) {
	j, _, path := agency(t, 1)
	want, _ := opened(t, j, path)
	good, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	notices := func(what string, bytes []byte) {
		t.Helper()
		if err := os.WriteFile(path, bytes, 0o600); err != nil {
			t.Fatal(err)
		}
		c, note := opened(t, j, path)
		if !strings.HasPrefix(note, "the snapshot was damaged and was built again") {
			t.Errorf("%s: noted %q", what, note)
		}
		if dump(c) != dump(want) {
			t.Errorf("%s: other columns", what)
		}
		if now, err := os.ReadFile(path); err != nil || string(now) != string(good) {
			t.Errorf("%s: no good snapshot was left behind: %v", what, err)
		}
	}
	chance := rand.New(rand.NewPCG(3, 4))
	for at := range good {
		if at > 110 && chance.IntN(40) > 0 { // the head of the file wholly, the rest here and there
			continue
		}
		flipped := append([]byte(nil), good...)
		flipped[at] ^= byte(1 + chance.IntN(255))
		notices(fmt.Sprintf("byte %d of %d flipped", at, len(good)), flipped)
	}
	for _, length := range []int{0, 1, 7, 8, 23, 24, 25, 104, len(good) / 2, len(good) - 8, len(good) - 1} {
		notices(fmt.Sprintf("cut to %d bytes", length), good[:length])
	}
	notices("a byte more", append(append([]byte(nil), good...), 0))
	notices("another file", []byte("claim_id,debtor,benefit,authority,origin,decided_on,principal_ore\n"))
}

func TestSnapshot_ofAnotherJournalIsNotBelieved(t *testing.T) {
	one, _, path := agency(t, 1)
	other, _, otherPath := agency(t, 1)
	opened(t, other, otherPath)
	want, _ := opened(t, one, "")
	if err := os.Rename(otherPath, path); err != nil {
		t.Fatal(err)
	}
	c, note := opened(t, one, path)
	if dump(c) != dump(want) || !strings.Contains(note, "did not belong to the journal") {
		t.Errorf("noted %q", note)
	}
	if _, note := opened(t, one, path); note != "" {
		t.Errorf("afterwards noted %q", note)
	}
}

// A journal that someone wrote anew from a copy has the same name and numbers,
// but not the same chain.
func TestSnapshot_ofARewrittenJournalIsNotBelieved(t *testing.T) {
	dsn := filepath.Join(t.TempDir(), "journal.db")
	j := open(t, dsn)
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	empty, err := os.ReadFile(dsn)
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range []struct {
		name             string
		first, rewritten int // payments
	}{{"as long", 3, 3}, {"longer", 3, 5}, {"shorter", 5, 3}} {
		t.Run(x.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "x.columns")
			tell := func(id string, payments int) *journal.Journal {
				copied := filepath.Join(t.TempDir(), "copy.db")
				if err := os.WriteFile(copied, empty, 0o600); err != nil {
					t.Fatal(err)
				}
				j := open(t, copied)
				if err := claimtest.Tell(t.Context(), j, claimtest.All([]claimtest.Life{simple(id, payments)})...); err != nil {
					t.Fatal(err)
				}
				return j
			}
			opened(t, tell("A", x.first), path)
			j := tell("B", x.rewritten)
			c, note := opened(t, j, path)
			if dump(c) != dump(read(t, t, j)) || !strings.Contains(note, "did not belong to the journal") {
				t.Errorf("noted %q", note)
			}
		})
	}
}

func TestSnapshot_isBroughtUpToDate(t *testing.T) {
	onBoth(t, func(t *testing.T, dsn string) {
		j := open(t, dsn)
		path := filepath.Join(t.TempDir(), "x.columns")
		a := simple("A", 5)
		tell := func(told ...claimtest.Told) {
			t.Helper()
			if err := claimtest.Tell(t.Context(), j, told...); err != nil {
				t.Fatal(err)
			}
		}
		step := func(want string) {
			t.Helper()
			c, note := opened(t, j, path)
			if note != want || dump(c) != dump(read(t, t, j)) {
				t.Errorf("noted %q, expected %q", note, want)
			}
		}
		tell(claimtest.Told{Life: a, To: 2, New: true})
		step("the snapshot was built")
		step("")
		tell(claimtest.Told{Life: a, From: 2, To: 4})
		step("the snapshot was brought up to date")
		step("")
		tell(claimtest.All([]claimtest.Life{simple("B", 1)})...)
		tell(claimtest.Told{Life: a, From: 4, To: 5})
		step("the snapshot was brought up to date")
		// Events that concern no claim move the head all the same.
		if _, err := j.Append(t.Context(), journal.Append{Stream: "note/1", Events: []journal.New{{Kind: "note.made/1", OccurredOn: a.DecidedOn}}}); err != nil {
			t.Fatal(err)
		}
		step("the snapshot was brought up to date")
		step("")
	})
}

func TestColumns_nameInterruptedWrites(t *testing.T) {
	ctx := t.Context()
	j := open(t, filepath.Join(t.TempDir(), "journal.db"))
	path := filepath.Join(t.TempDir(), "x.columns")
	expect := func(want ...string) {
		t.Helper()
		c, _ := opened(t, j, path)        // refreshed
		again, note := opened(t, j, path) // from the file
		whole := read(t, t, j)
		for _, c := range []*claim.Columns{c, again, whole} {
			if got := fmt.Sprint(c.Interrupted()); got != fmt.Sprint(want) {
				t.Errorf("%s; expected %v", got, want)
			}
		}
		if note != "" {
			t.Errorf("noted %q", note)
		}
	}
	stop := fmt.Errorf("stopped")
	lives := []claimtest.Life{simple("A", 1), simple("B", 1)}
	run := func(name string, n int) error {
		w := journal.MassWrite{Stream: name, Actor: "test", Summary: "n=2"}
		return w.Run(ctx, j, func() (*journal.Bundle, error) {
			if n == 0 {
				return nil, stop
			}
			return nil, nil
		}, nil)
	}
	expect()
	if err := run("import/1", 0); err == nil || !strings.Contains(err.Error(), "run the same command again to complete it") {
		t.Error(err)
	}
	expect("import/1")
	if err := run("demo/2", 0); err == nil {
		t.Error(err)
	}
	expect("import/1", "demo/2")
	if err := claimtest.Tell(ctx, j, claimtest.All(lives)...); err != nil {
		t.Fatal(err)
	}
	expect("import/1", "demo/2")
	if err := run("import/1", 1); err != nil {
		t.Error(err)
	}
	expect("demo/2")
	if err := run("demo/2", 1); err != nil {
		t.Error(err)
	}
	expect()
	// A write that is run once more after its end can be interrupted again.
	if err := run("demo/2", 0); err == nil {
		t.Error(err)
	}
	expect("demo/2")
}
