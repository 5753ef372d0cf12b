package require

import (
	"database/sql"
	"testing"

	"balans/testenv/provider"
)

func TestPostgres_givesEveryTestItsOwnDatabase(t *testing.T) {
	open := func(dsn string) *sql.DB {
		db, err := sql.Open("pgx", dsn)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { db.Close() })
		return db
	}
	one, two := open(Postgres(t)), open(Postgres(t))
	if _, err := one.ExecContext(t.Context(), `CREATE TABLE claim (id int)`); err != nil {
		t.Fatal(err)
	}
	if _, err := two.ExecContext(t.Context(), `SELECT id FROM claim`); err == nil {
		t.Error("a table of one database is seen in the other")
	}
}

func TestPostgres_dropsTheDatabase(t *testing.T) {
	Postgres(t) // skips here, not in the subtest, when there is no server
	var dsn string
	t.Run("user", func(t *testing.T) { dsn = Postgres(t) })
	db, err := sql.Open("pgx", dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := db.PingContext(t.Context()); err == nil {
		t.Error("the database is there after its test")
	}
}

// recorder stands in for a test and notes how it was ended.
type recorder struct {
	testing.TB
	end string
}

func (r *recorder) Helper()      {}
func (r *recorder) Skip(...any)  { r.end = "skipped"; panic(r) }
func (r *recorder) Fatal(...any) { r.end = "failed"; panic(r) }

func TestMissing_failsOnlyInACompleteRun(t *testing.T) {
	for complete, want := range map[string]string{"": "skipped", "1": "failed"} {
		t.Setenv(EnvComplete, complete)
		t.Setenv(EnvPostgres, "")
		t.Setenv(EnvChromium, "")
		t.Setenv(EnvProvider, "")
		for name, ask := range map[string]func(testing.TB) string{"Postgres": Postgres, "Chromium": Chromium, "Provider": func(t testing.TB) string { return Provider(t, provider.Client{}) }} {
			r := &recorder{TB: t}
			func() {
				defer func() { recover() }() // the recorder ends the call with a panic
				ask(r)
			}()
			if r.end != want {
				t.Errorf("%s with %s=%q: %s, want %s", name, EnvComplete, complete, r.end, want)
			}
		}
	}
}

func TestWithDatabase(t *testing.T) {
	for dsn, want := range map[string]string{
		"postgres://u:p%40@127.0.0.1:5/postgres?sslmode=disable": "postgres://u:p%40@127.0.0.1:5/new?sslmode=disable",
		"host=127.0.0.1 dbname=postgres":                         "host=127.0.0.1 dbname=postgres dbname=new",
	} {
		if got, err := withDatabase(dsn, "new"); got != want || err != nil {
			t.Errorf("withDatabase(%q) = %q, %v; want %q", dsn, got, err, want)
		}
	}
}
