//go:build unix

package postgres

import (
	"context"
	"database/sql"
	"errors"
	"net"
	"net/url"
	"os"
	"strings"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib" // the database/sql driver "pgx"
)

// start starts a cluster, or says why this machine cannot.
func start(t *testing.T, o Options) *Cluster {
	t.Helper()
	c, err := Start(t.Context(), o)
	if errors.Is(err, ErrNotFound) && os.Getenv("BALANS_TEST_COMPLETE") != "1" {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.Stop(); err != nil {
			t.Error(err)
		}
	})
	return c
}

// show returns a server setting.
func show(t *testing.T, dsn, setting string) string {
	t.Helper()
	db, err := sql.Open("pgx", dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var value string
	if err := db.QueryRowContext(t.Context(), "SHOW "+setting).Scan(&value); err != nil {
		t.Fatal(err)
	}
	return value
}

func TestStart_servesOnLoopbackOnlyAndLeavesNothing(t *testing.T) {
	c := start(t, Options{})
	for setting, want := range map[string]string{
		"fsync": "on", "synchronous_commit": "on", "server_encoding": "UTF8", "lc_collate": "C.UTF-8",
		"listen_addresses": "127.0.0.1", "timezone": "UTC",
	} {
		if got := show(t, c.DSN, setting); got != want {
			t.Errorf("%s = %q, want %q", setting, got, want)
		}
	}
	if err := c.Stop(); err != nil {
		t.Fatal(err)
	}
	if err := c.Stop(); err != nil {
		t.Errorf("second Stop: %v", err)
	}
	if _, err := os.Stat(c.dir); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the folder %s is still there (%v)", c.dir, err)
	}
	u, err := url.Parse(c.DSN)
	if err != nil {
		t.Fatal(err)
	}
	if conn, err := net.Dial("tcp", u.Host); err == nil {
		conn.Close()
		t.Errorf("something still listens on %s", u.Host)
	}
}

func TestStart_takesSettings(t *testing.T) {
	c := start(t, Options{Settings: map[string]string{"fsync": "off", "work_mem": "7MB"}})
	if got := show(t, c.DSN, "fsync") + " " + show(t, c.DSN, "work_mem"); got != "off 7MB" {
		t.Errorf("fsync and work_mem = %q, want \"off 7MB\"", got)
	}
	u, err := url.Parse(c.DSN)
	if err != nil {
		t.Fatal(err)
	}
	u.User = url.UserPassword("balans", "wrong")
	db, err := sql.Open("pgx", u.String())
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := db.PingContext(t.Context()); err == nil {
		t.Error("a wrong password was let in")
	}
}

func TestStart_leavesNothingWhenItGoesWrong(t *testing.T) {
	start(t, Options{}) // only to know that PostgreSQL is here
	parent, err := os.MkdirTemp("/tmp", "balans-tmp-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(parent) })
	if err := os.Chmod(parent, 0o755); err != nil { // the server's user must pass through it
		t.Fatal(err)
	}
	t.Setenv("TMPDIR", parent)
	_, err = Start(t.Context(), Options{Settings: map[string]string{"no_such_setting": "1"}})
	if err == nil || !strings.Contains(err.Error(), "no_such_setting") {
		t.Errorf("error = %v, want one that names the setting", err)
	}
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Start(cancelled, Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("error = %v, want %v", err, context.Canceled)
	}
	left, err := os.ReadDir(parent)
	if err != nil || len(left) > 0 {
		t.Errorf("left behind: %v (%v)", left, err)
	}
}

func TestVersion(t *testing.T) {
	for program, want := range map[string]int{
		"/usr/lib/postgresql/15/bin/initdb": 15, "/usr/lib/postgresql/9.6/bin/initdb": 0, "/usr/bin/initdb": 0,
	} {
		if got := version(program); got != want {
			t.Errorf("version(%s) = %d, want %d", program, got, want)
		}
	}
}
