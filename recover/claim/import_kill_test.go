package claim_test

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"balans/exchange/claimcsv"
	"balans/journal"
	"balans/recover/claim"
)

// envVictim names the database and the two files to a child that will be killed.
const envVictim = "BALANS_CLAIM_TEST_VICTIM"

func TestMain(m *testing.M) {
	if args := os.Getenv(envVictim); args != "" {
		victim(strings.Split(args, "\n"))
		return
	}
	os.Exit(m.Run())
}

// victim imports, and tells each phase and each slice that has been committed.
func victim(args []string) {
	ctx := context.Background()
	j, err := journal.Open(ctx, args[0])
	if err == nil {
		var im *claim.Import
		if im, err = importOf(args[1], args[2]); err == nil {
			im.Progress = func(phase string, done, _ int64) { fmt.Println(phase, done) }
			_, err = im.Run(ctx, j)
		}
	}
	fmt.Println("end", err)
}

func importOf(claims, events string) (*claim.Import, error) {
	im := &claim.Import{Terms: terms, Actor: "test"}
	for path, f := range map[string]*claim.File{claims: &im.Claims, events: &im.Events} {
		text, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		*f = claim.File{Name: filepath.Base(path), Size: int64(len(text)), Reader: bytes.NewReader(text)}
	}
	return im, nil
}

const (
	killClaims = 18_200 // with six events each more than two slices of 50 000
	killEvents = 6
)

// killFiles writes the files, claims of all parties mixed.
func killFiles(t *testing.T) (claims, events string) {
	t.Helper()
	parties := []string{"193502017456", "193501096998", "193501259166", "162021005521"}
	var c, e bytes.Buffer
	cw, ew := claimcsv.NewWriter(&c, claimcsv.ClaimHeader), claimcsv.NewWriter(&e, claimcsv.EventHeader)
	for i := range killClaims {
		id := fmt.Sprintf("K%05d", i*7919%killClaims) // not in order of number
		cw.Write(id, parties[i%len(parties)], "bostadsbidrag", "FK", "settlement", "2023-01-02", "100000")
		for k := range killEvents - 1 {
			ew.Write(fmt.Sprint(k+1), id, "paid", fmt.Sprintf("2023-02-%02d", k+1), "2023-03-01", "1000", "")
		}
	}
	if err := errors.Join(cw.Flush(), ew.Flush()); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for name, b := range map[string]*bytes.Buffer{"claims.csv": &c, "events.csv": &e} {
		if err := os.WriteFile(filepath.Join(dir, name), b.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return filepath.Join(dir, "claims.csv"), filepath.Join(dir, "events.csv")
}

// killWhen has a child import and kills it when it tells a line that begins so,
// for the given time. It returns false when the child was done before it was hit.
func killWhen(t *testing.T, dsn, claims, events, told string, time int) bool {
	t.Helper()
	cmd := exec.Command(os.Args[0], "-test.run=^$")
	cmd.Env = append(os.Environ(), envVictim+"="+strings.Join([]string{dsn, claims, events}, "\n"))
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var last string
	for lines := bufio.NewScanner(out); lines.Scan(); {
		last = lines.Text()
		if strings.HasPrefix(last, told) {
			if time--; time == 0 {
				if err := cmd.Process.Kill(); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	err = cmd.Wait()
	if err == nil && last == "end <nil>" {
		return false
	}
	var exit *exec.ExitError
	if !errors.As(err, &exit) || exit.Sys().(syscall.WaitStatus).Signal() != syscall.SIGKILL {
		t.Fatalf("the child ended with %v, its last words were %q; it was to be killed at %q", err, last, told)
	}
	return true
}

// An import that is killed leaves whole claims, says that it is incomplete, and
// ends where an undisturbed one ends when it is run again.
func TestImport_killed(t *testing.T) {
	if testing.Short() {
		t.Skip("kills imports of 100 000 events; run without -short")
	}
	claims, events := killFiles(t)
	undisturbed := open(t, filepath.Join(t.TempDir(), "undisturbed.db"))
	im, err := importOf(claims, events)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := im.Run(t.Context(), undisturbed); err != nil {
		t.Fatal(err)
	}
	want := facts(t, undisturbed)
	onBoth(t, func(t *testing.T, dsn string) {
		var claimsThen []int
		for _, kill := range []struct {
			told string
			time int
		}{
			{"read events", 2}, // nothing is written
			{"write", 1},       // the first slice is, and the second is under way
			{"write", 1},       // the first slice of the rest is
		} {
			killed := killWhen(t, dsn, claims, events, kill.told, kill.time)
			j := open(t, dsn)
			c := read(t, t, j)
			claimsThen = append(claimsThen, c.Len())
			for i := range c.Len() {
				if n := c.EventsOf(i); n != killEvents {
					t.Fatalf("claim %s has %d of its %d events", c.ID(i), n, killEvents)
				}
			}
			if !killed {
				t.Logf("the import was quicker than the kill at %q", kill.told)
			} else if interrupted := c.Interrupted(); (kill.told == "write") != (len(interrupted) == 1 && strings.HasPrefix(interrupted[0], "import/")) {
				t.Errorf("killed at %q: interrupted are %q", kill.told, interrupted)
			}
			j.Close()
		}
		if !slices.IsSorted(claimsThen) || claimsThen[1] == 0 {
			t.Errorf("claims after each kill: %v of %d", claimsThen, killClaims)
		}
		j := open(t, dsn)
		im, err := importOf(claims, events)
		if err != nil {
			t.Fatal(err)
		}
		got, err := im.Run(t.Context(), j)
		if err != nil || got.Completed == "" && (got.NewClaims+got.KnownClaims != killClaims || got.NewEvents+got.KnownEvents != killClaims*(killEvents-1) || got.KnownClaims != int64(claimsThen[2])) {
			t.Fatalf("%+v %v", got, err)
		}
		if c := read(t, t, j); len(c.Interrupted()) > 0 {
			t.Errorf("interrupted: %q", c.Interrupted())
		}
		if now := facts(t, j); !slices.Equal(now, want) {
			t.Errorf("%d facts, %d in an undisturbed import, or others", len(now), len(want))
		}
	})
}
