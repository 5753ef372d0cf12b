// Package require hands a test what it needs from outside Go, a PostgreSQL database, a browser, a program or an OpenID provider, and
// skips the test when the machine has none. In a complete run (BALANS_TEST_COMPLETE=1, which
// `make test` sets) nothing may be missing, so there the test fails instead.
//
// It starts and installs nothing: `go run ./testenv -- go test ./...` does.
package require

import (
	"context"
	"crypto/rand"
	"database/sql"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib" // the database/sql driver "pgx"

	"balans/testenv/provider"
)

// The environment variables that testenv sets and the tests read.
const (
	EnvPostgres = "BALANS_TEST_POSTGRES" // DSN of a superuser database on a private cluster
	EnvChromium = "BALANS_TEST_CHROMIUM" // path of the browser
	EnvProvider = "BALANS_TEST_PROVIDER" // folder of the OpenID provider, with its modules
	EnvComplete = "BALANS_TEST_COMPLETE" // "1": what is missing is a failure, not a skip
)

// Postgres returns the DSN of a new, empty database that no other test uses. It is dropped when the
// test ends, with force: a connection left open does not fail the test.
func Postgres(t testing.TB) (dsn string) {
	t.Helper()
	server := os.Getenv(EnvPostgres)
	if server == "" {
		missing(t, "PostgreSQL: run `make test`, or set "+EnvPostgres)
	}
	name := "balans_" + strings.ToLower(rand.Text())
	// template0, because a connection to template1 would stop every CREATE DATABASE beside it.
	if err := execute(server, `CREATE DATABASE `+name+` TEMPLATE template0`); err != nil {
		t.Fatalf("PostgreSQL in %s: %v", EnvPostgres, err)
	}
	t.Cleanup(func() {
		if err := execute(server, `DROP DATABASE `+name+` WITH (FORCE)`); err != nil {
			t.Errorf("drop the test's database: %v", err)
		}
	})
	dsn, err := withDatabase(server, name)
	if err != nil {
		t.Fatalf("%s: %v", EnvPostgres, err)
	}
	return dsn
}

// Chromium returns the path of the browser.
func Chromium(t testing.TB) (path string) {
	t.Helper()
	path = os.Getenv(EnvChromium)
	if path == "" {
		missing(t, "Chromium: run `make test`, or set "+EnvChromium)
	}
	return path
}

// Program returns the path of a program that the tests use, such as pdfinfo of the Debian package
// poppler-utils.
func Program(t testing.TB, name, pkg string) (path string) {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		missing(t, name+": run `make test`, or install "+pkg)
	}
	return path
}

// Provider runs an OpenID provider for one client until the test ends, and returns its issuer. Its
// pages sign in whoever writes a name, which becomes the claim staff_id.
func Provider(t testing.TB, c provider.Client) (issuer string) {
	t.Helper()
	folder := os.Getenv(EnvProvider)
	if folder == "" {
		missing(t, "an OpenID provider: run `make test`, or set "+EnvProvider)
	}
	p, err := provider.Start(folder, c)
	if err != nil {
		t.Fatalf("the OpenID provider in %s: %v", EnvProvider, err)
	}
	t.Cleanup(func() {
		if err := p.Stop(); err != nil {
			t.Error(err)
		}
	})
	return p.Issuer
}

// missing ends the test: with a skip on a developer's machine, with a failure in a complete run.
func missing(t testing.TB, what string) {
	t.Helper()
	if os.Getenv(EnvComplete) == "1" {
		t.Fatal(what)
	}
	t.Skip(what)
}

// execute runs one statement on a connection of its own: CREATE DATABASE and DROP DATABASE may not
// run inside a transaction.
func execute(dsn, statement string) error {
	db, err := sql.Open("pgx", dsn)
	if err != nil {
		return err
	}
	defer db.Close()
	_, err = db.ExecContext(context.Background(), statement)
	return err
}

// withDatabase returns the DSN with another database name, for both forms of a DSN.
func withDatabase(dsn, name string) (string, error) {
	if !strings.HasPrefix(dsn, "postgres://") && !strings.HasPrefix(dsn, "postgresql://") {
		return dsn + " dbname=" + name, nil // keyword form: the last one counts
	}
	u, err := url.Parse(dsn)
	if err != nil {
		return "", err
	}
	u.Path = "/" + name
	return u.String(), nil
}
