package settlement_test

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"balans/prevent/housing"
	"balans/testenv/require"
)

// envVictim names the database to a child that will be killed.
const envVictim = "BALANS_SETTLEMENT_TEST_VICTIM"

func TestMain(m *testing.M) {
	if dsn := os.Getenv(envVictim); dsn != "" {
		victim(dsn)
		return
	}
	os.Exit(m.Run())
}

const (
	killHouseholds = 40
	killSlice      = 20
)

// victim takes the households in and settles them, and tells each slice that is written.
func victim(dsn string) {
	ctx := context.Background()
	err := func() error {
		j, err := openAt(ctx, dsn, killSlice)
		if err != nil {
			return err
		}
		decided, assessed := files(killHouseholds)
		in := housing.Intake{File: "households.csv", In: bytes.NewBufferString(decided), Actor: "test", Progress: tell}
		if _, err := in.Do(ctx, j); err != nil {
			return err
		}
		run := runOf(j, ordinary, nil, assessed)
		run.Progress = tell
		_, err = run.Do(ctx, j)
		return err
	}()
	fmt.Println("end", err)
}

func tell(phase string, done, _ int64) { fmt.Println("told", phase, done) }

// killAt has a child do it all and kills it when it tells the nth time. It returns false when
// the child was done before that.
func killAt(t *testing.T, dsn string, n int) bool {
	t.Helper()
	cmd := exec.Command(os.Args[0], "-test.run=^$")
	cmd.Env = append(os.Environ(), envVictim+"="+dsn)
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
		if strings.HasPrefix(last, "told ") {
			if n--; n == 0 {
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
		t.Fatalf("the child ended with %v, its last words were %q", err, last)
	}
	return true
}

// A run that is killed after any slice ends where an undisturbed one ends, when it is done again.
func TestRun_killedAtEverySlice(t *testing.T) {
	if testing.Short() {
		t.Skip("kills a process some twenty times on each database; run without -short")
	}
	for name, open := range map[string]func(*testing.T) string{
		"SQLite":     func(t *testing.T) string { return filepath.Join(t.TempDir(), "s.db") },
		"PostgreSQL": func(t *testing.T) string { return require.Postgres(t) },
	} {
		t.Run(name, func(t *testing.T) {
			open(t) // what is not here is said once
			var want sums
			kills := 0
			for n := 0; ; n++ {
				killed := false
				t.Run(fmt.Sprint(n), func(t *testing.T) {
					dsn := open(t)
					killed = killAt(t, dsn, n)
					j, err := openAt(t.Context(), dsn, killSlice)
					if err != nil {
						t.Fatal(err)
					}
					defer j.Close()
					a := &agency{T: t, j: j, law: ordinary}
					resumed(a)
					if got := a.counted(); n == 0 {
						want = got
					} else if got != want {
						t.Errorf("after a kill at %d the journal has\n%+v, undisturbed it has\n%+v", n, got, want)
					}
					a.recounted(killHouseholds)
				})
				if !killed && n > 0 || t.Failed() {
					break
				}
				kills++
			}
			if kills < 9 {
				t.Errorf("it was killed %d times only", kills)
			}
		})
	}
}

// resumed does all of it again.
func resumed(a *agency) {
	a.Helper()
	decided, assessed := files(killHouseholds)
	a.intake(decided)
	a.settle(assessed)
}
