//go:build unix

package main

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"balans/testenv/require"
)

// shell runs a script in an environment whose parts are named by the test, so that nothing is started
// or installed.
func shell(t *testing.T, o options, script string) (code int, stdout, stderr string) {
	t.Helper()
	t.Setenv(require.EnvPostgres, "a DSN")
	t.Setenv(require.EnvChromium, "a path")
	t.Setenv(require.EnvProvider, "a folder")
	t.Setenv(require.EnvComplete, "")
	o.command = []string{"sh", "-c", script}
	var out, said strings.Builder
	code = run(t.Context(), o, &out, &said)
	return code, out.String(), said.String()
}

func TestRun_passesTheExitCodeOn(t *testing.T) {
	for script, want := range map[string]int{"exit 0": 0, "exit 7": 7, "kill -9 $$": 128 + 9} {
		if code, _, said := shell(t, options{}, script); code != want {
			t.Errorf("%s: exit code %d, want %d (%s)", script, code, want, said)
		}
	}
	o := options{command: []string{"/no/such/program"}}
	if code := run(t.Context(), o, io.Discard, io.Discard); code != exitNoEnv {
		t.Errorf("no such program: exit code %d, want %d", code, exitNoEnv)
	}
}

func TestRun_isCompleteOnlyWithAllParts(t *testing.T) {
	const script = `echo "$BALANS_TEST_POSTGRES, $BALANS_TEST_CHROMIUM, $BALANS_TEST_PROVIDER, $BALANS_TEST_COMPLETE"`
	for _, c := range []struct {
		o    options
		want string
	}{
		{options{postgres: true, chromium: true, provider: true}, "a DSN, a path, a folder, 1\n"},
		{options{postgres: true, chromium: true}, "a DSN, a path, a folder, \n"},
		{options{postgres: true, provider: true}, "a DSN, a path, a folder, \n"},
	} {
		if _, got, _ := shell(t, c.o, script); got != c.want {
			t.Errorf("%+v: %q, want %q", c.o, got, c.want)
		}
	}
}

func TestRun_failsACompleteRunThatSkips(t *testing.T) {
	const script = `echo '{"Action":"skip","Package":"p","Test":"TestOne"}'`
	for _, c := range []struct {
		o    options
		want int
	}{
		{options{summary: true, postgres: true, chromium: true, provider: true}, exitFailed},
		{options{summary: true}, 0},
	} {
		code, out, said := shell(t, c.o, script)
		if code != c.want || out != "skipped p TestOne\n0 passed, 0 failed, 1 skipped\n" {
			t.Errorf("%+v: exit code %d, want %d; output %q, %q", c.o, code, c.want, out, said)
		}
	}
}

// trigger calls its func on the first write.
type trigger func()

func (f trigger) Write(p []byte) (int, error) {
	f()
	return len(p), nil
}

func TestRun_endsTheWholeTreeOnASignal(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	o := options{command: []string{"sh", "-c", "sleep 600 & echo ready; wait"}}
	// It returns only when the sleep in the background, which holds the output open, is gone too.
	if code := run(ctx, o, trigger(cancel), io.Discard); code != 128+15 {
		t.Errorf("exit code %d, want %d", code, 128+15)
	}
}

func TestParse(t *testing.T) {
	for _, args := range []string{"", "-keep -- true", "-no-such-flag -- true"} {
		if _, err := parse(strings.Fields(args), io.Discard); err == nil {
			t.Errorf("%q was taken", args)
		}
	}
	o, err := parse([]string{"-chromium=false", "--", "go", "test", "-v"}, io.Discard)
	if err != nil || !o.postgres || o.chromium || strings.Join(o.command, " ") != "go test -v" {
		t.Errorf("parse = %+v, %v", o, err)
	}
}

func TestNoSystemCluster_keepsWhatSomeoneWrote(t *testing.T) {
	path := filepath.Join(t.TempDir(), "postgresql-common", "createcluster.conf")
	if err := noSystemCluster(path); err != nil {
		t.Fatal(err)
	}
	if got, err := os.ReadFile(path); string(got) != "create_main_cluster = false\n" {
		t.Errorf("wrote %q, %v", got, err)
	}
	own := []byte("ssl = on\n")
	if err := errors.Join(os.WriteFile(path, own, 0o644), noSystemCluster(path)); err != nil {
		t.Fatal(err)
	}
	if got, err := os.ReadFile(path); string(got) != string(own) {
		t.Errorf("changed it to %q, %v", got, err)
	}
}
