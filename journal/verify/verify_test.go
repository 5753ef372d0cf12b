package verify_test

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"balans/journal"
	"balans/journal/verify"
	"balans/law/calendar"
	"balans/testenv/require"
)

const party = int64(198503121237)

// attacked is a journal of twelve events that someone with full rights will change.
//
//	1 a/1  2 b/1  3 c/1  4 a/2  5 b/2  6 c/2  7 a/3 … 12 c/4
type attacked struct {
	t        *testing.T
	dsn      string
	postgres bool
	db       *sql.DB
	head     verify.Anchor
}

func attack(t *testing.T, dsn string, postgres bool) *attacked {
	a := &attacked{t: t, dsn: dsn, postgres: postgres}
	j, err := journal.Open(context.Background(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	for v := range 4 {
		for i, s := range []string{"claim/a", "claim/b", "claim/c"} {
			_, err := j.Append(context.Background(), journal.Append{Party: party + int64(i), Stream: s, Expected: int32(v), Events: []journal.New{{
				Kind: "claim.paid/1", OccurredOn: calendar.New(2024, 2, 1+v), Actor: "å", Cause: "c", Key: fmt.Sprint("k", v), Body: "amount=100000 mode=bg"}}})
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	driver := "sqlite"
	if postgres {
		driver = "pgx"
	}
	if a.db, err = sql.Open(driver, dsn); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.db.Close() })
	r := a.run(verify.Anchor{})
	if len(r.Problems) > 0 || r.Events != 12 {
		t.Fatalf("before the attack: %+v", r)
	}
	a.head = verify.Anchor{Seq: 12, Hash: r.Head}
	return a
}

func (a *attacked) run(expect verify.Anchor) verify.Report {
	a.t.Helper()
	r, err := verify.Run(context.Background(), a.dsn, verify.Options{Expect: expect})
	if err != nil {
		a.t.Fatal(err)
	}
	return r
}

func (a *attacked) exec(statements ...string) {
	a.t.Helper()
	char := "char("
	if a.postgres {
		char = "chr("
	}
	for _, s := range statements {
		s = strings.ReplaceAll(s, "CHAR(", char)
		if _, err := a.db.Exec(s); err != nil {
			a.t.Fatalf("%s: %v", s, err)
		}
	}
}

// quietly runs statements without the triggers, and puts those back.
func (a *attacked) quietly(statements ...string) {
	a.t.Helper()
	if a.postgres {
		a.exec(`ALTER TABLE journal_event DISABLE TRIGGER USER`, `ALTER TABLE journal_head DISABLE TRIGGER USER`)
		a.exec(statements...)
		a.exec(`ALTER TABLE journal_event ENABLE TRIGGER USER`, `ALTER TABLE journal_head ENABLE TRIGGER USER`)
		return
	}
	rows, err := a.db.Query(`SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'`)
	if err != nil {
		a.t.Fatal(err)
	}
	var drop, create []string
	for rows.Next() {
		var name, text string
		if err := rows.Scan(&name, &text); err != nil {
			a.t.Fatal(err)
		}
		drop, create = append(drop, `DROP TRIGGER `+name), append(create, text)
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		a.t.Fatal(err)
	}
	a.exec(drop...)
	a.exec(statements...)
	a.exec(create...)
}

// rehash computes the chain anew from an event to the end, as someone can who
// knows the format.
func (a *attacked) rehash(from int64) {
	a.t.Helper()
	var id string
	if err := a.db.QueryRow(`SELECT journal_id FROM journal_head`).Scan(&id); err != nil {
		a.t.Fatal(err)
	}
	start := sha256.Sum256([]byte("balans-journal/1 " + id))
	hash := start[:]
	if from > 1 {
		if err := a.db.QueryRow(`SELECT hash FROM journal_event WHERE seq = $1`, from-1).Scan(&hash); err != nil {
			a.t.Fatal(err)
		}
	}
	rows, err := a.db.Query(`SELECT seq, party, stream, version, kind, occurred_on, recorded_at, ordinal, actor, cause, key, body FROM journal_event WHERE seq >= $1 ORDER BY seq`, from)
	if err != nil {
		a.t.Fatal(err)
	}
	var updates []string
	var seq int64
	for rows.Next() {
		var n [6]int64
		var s [6]string
		if err := rows.Scan(&n[0], &n[1], &s[0], &n[2], &s[1], &n[3], &n[4], &n[5], &s[2], &s[3], &s[4], &s[5]); err != nil {
			a.t.Fatal(err)
		}
		line := fmt.Sprintf("%d\t%d\t%s\t%d\t%s\t%d\t%d\t%d\t%s\t%s\t%s\t%s", n[0], n[1], s[0], n[2], s[1], n[3], n[4], n[5], s[2], s[3], s[4], s[5])
		sum := sha256.Sum256(append(hash[:32:32], line...))
		hash, seq = sum[:], n[0]
		updates = append(updates, fmt.Sprintf(`UPDATE journal_event SET hash = %s WHERE seq = %d`, a.bytes(hash), seq))
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		a.t.Fatal(err)
	}
	a.quietly(append(updates, fmt.Sprintf(`UPDATE journal_head SET seq = %d, hash = %s`, seq, a.bytes(hash)))...)
}

func (a *attacked) bytes(b []byte) string {
	if a.postgres {
		return `'\x` + hex.EncodeToString(b) + `'`
	}
	return `x'` + hex.EncodeToString(b) + `'`
}

const insert = `INSERT INTO journal_event (seq, party, stream, version, kind, occurred_on, recorded_at, ordinal, actor, cause, key, body, hash) `

// copyOf is an event made from another one.
func copyOf(from, seq int64, stream string, version int, hash string) string {
	return fmt.Sprintf(insert+`SELECT %d, party, '%s', %d, kind, occurred_on, recorded_at, ordinal, actor, cause, '', body, %s FROM journal_event WHERE seq = %d`,
		seq, stream, version, hash, from)
}

var tampering = []struct {
	name string
	do   func(a *attacked)
	// problems are "number: a part of what is said", all of them, in order.
	problems []string
}{
	{"nothing", func(*attacked) {}, nil},
	{"a body changed", func(a *attacked) { a.quietly(`UPDATE journal_event SET body = 'amount=100000 mode=BG' WHERE seq = 5`) },
		[]string{"5: does not fit the chain"}},
	{"an amount lowered", func(a *attacked) {
		a.quietly(`UPDATE journal_event SET body = replace(body, '100000', '10000') WHERE seq = 7`)
	}, []string{"7: does not fit the chain"}},
	{"every field of its own", func(a *attacked) {
		a.quietly(`UPDATE journal_event SET kind = 'claim.waived/1' WHERE seq = 1`,
			`UPDATE journal_event SET occurred_on = occurred_on + 1 WHERE seq = 3`,
			`UPDATE journal_event SET recorded_at = recorded_at - 1 WHERE seq = 5`,
			`UPDATE journal_event SET ordinal = ordinal + 1 WHERE seq = 7`,
			`UPDATE journal_event SET actor = 'ä' WHERE seq = 9`,
			`UPDATE journal_event SET cause = cause || ' ' WHERE seq = 10`,
			`UPDATE journal_event SET key = 'another' WHERE seq = 12`)
	}, []string{"1: chain", "3: chain", "5: chain", "7: chain", "9: chain", "10: chain", "12: chain"}},
	{"a text moved from one field to the next", func(a *attacked) {
		a.quietly(`UPDATE journal_event SET actor = 'å' || cause, cause = '' WHERE seq = 4`)
	},
		[]string{"4: chain"}},
	{"two events swapped", func(a *attacked) {
		a.quietly(`UPDATE journal_event SET seq = 100 WHERE seq = 4`, `UPDATE journal_event SET seq = 4 WHERE seq = 8`, `UPDATE journal_event SET seq = 8 WHERE seq = 100`)
	}, []string{"4: chain", "4: version 3 of stream claim/b, after version 1", "5: chain", "5: version 2 of stream claim/b, after version 3",
		"7: version 3 of stream claim/a, after version 1", "8: chain", "8: version 2 of stream claim/a, after version 3", "9: chain"}},
	{"a middle event deleted", func(a *attacked) { a.quietly(`DELETE FROM journal_event WHERE seq = 5`) },
		[]string{"5: Event 5 is missing", "8: version 3 of stream claim/b, after version 1"}},
	{"three events deleted, and a later one changed", func(a *attacked) {
		a.quietly(`DELETE FROM journal_event WHERE seq BETWEEN 7 AND 9`, `UPDATE journal_event SET body = '' WHERE seq = 11`)
	}, []string{"7: Events 7 to 9 are missing", "10: after version 2", "11: chain", "11: after version 2", "12: after version 2"}},
	{"the last event deleted", func(a *attacked) { a.quietly(`DELETE FROM journal_event WHERE seq = 12`) },
		[]string{"12: ends with event 11, but its head says that there are 12. Event 12 is missing", "12: noted earlier"}},
	{"all events deleted", func(a *attacked) { a.quietly(`DELETE FROM journal_event`) },
		[]string{"1: Events 1 to 12 are missing", "1: noted earlier"}},
	{"an extra at the end", func(a *attacked) { a.quietly(copyOf(12, 13, "claim/c", 5, a.bytes(make([]byte, 32)))) },
		[]string{"13: does not fit", "13: head says that there are 12 events, but the last is 13"}},
	{"an extra far away", func(a *attacked) {
		a.quietly(copyOf(12, 9_000_000_000_000_000_000, "claim/c", 5, a.bytes(make([]byte, 32))))
	}, []string{"13: Events 13 to 8999999999999999999 are missing", "13: head says"}},
	{"a hash rewritten", func(a *attacked) {
		a.quietly(`UPDATE journal_event SET hash = ` + a.bytes(make([]byte, 32)) + ` WHERE seq = 6`)
	}, []string{"6: it or its hash was changed"}},
	{"the last hash rewritten", func(a *attacked) {
		a.quietly(`UPDATE journal_event SET hash = ` + a.bytes(make([]byte, 32)) + ` WHERE seq = 12`)
	}, []string{"12: it or its hash was changed"}},
	{"two independent changes", func(a *attacked) {
		a.quietly(`UPDATE journal_event SET body = '' WHERE seq = 2`, `UPDATE journal_event SET hash = `+a.bytes(make([]byte, 32))+` WHERE seq = 9`)
	}, []string{"2: chain", "9: chain"}},
	{"the head moved back", func(a *attacked) {
		a.quietly(`UPDATE journal_head SET seq = 10, hash = (SELECT hash FROM journal_event WHERE seq = 10)`)
	}, []string{"11: head says that there are 10 events, but the last is 12"}},
	{"the head's hash changed", func(a *attacked) { a.quietly(`UPDATE journal_head SET hash = ` + a.bytes(make([]byte, 32))) },
		[]string{"12: head has another hash"}},
	{"another journal's id", func(a *attacked) { a.quietly(`UPDATE journal_head SET journal_id = 'another'`) },
		[]string{"1: does not fit"}},
	{"the head deleted", func(a *attacked) { a.quietly(`DELETE FROM journal_head`) },
		[]string{"0: head has 0 rows"}},
	{"the tail cut off and the head with it", func(a *attacked) { a.quietly(`DELETE FROM journal_event WHERE seq > 9`); a.rehash(9) },
		[]string{"10: Event 12 was noted earlier, but the journal ends with event 9"}},
	{"a change hidden by a new chain", func(a *attacked) {
		a.quietly(`UPDATE journal_event SET body = 'amount=1' WHERE seq = 3`)
		a.rehash(3)
	}, []string{"12: another hash than was noted earlier"}},
	{"a party changed, and hidden by a new chain", func(a *attacked) { a.quietly(`UPDATE journal_event SET party = 7 WHERE seq = 8`); a.rehash(8) },
		[]string{"8: under party 7, but it belongs to party", "12: noted earlier"}},
	{"a key used twice, and hidden by a new chain", func(a *attacked) { a.quietly(`UPDATE journal_event SET key = 'k0' WHERE seq = 10`); a.rehash(10) },
		[]string{"10: has key k0, as event 1 of the same stream", "12: noted earlier"}},
	{"a day that does not exist", func(a *attacked) {
		a.quietly(`UPDATE journal_event SET occurred_on = 20230229 WHERE seq = 2`)
		a.rehash(2)
	}, []string{"2: dated 20230229", "12: noted earlier"}},
	{"a tab slipped in", func(a *attacked) {
		a.quietly(`UPDATE journal_event SET actor = 'a' || CHAR(9) || 'b' WHERE seq = 2`)
		a.rehash(2)
	}, []string{"2: has 13 fields instead of 12", "5: after version 0", "12: noted earlier"}},
	{"a control character", func(a *attacked) {
		a.quietly(`UPDATE journal_event SET body = 'a' || CHAR(10) || 'b', cause = 'a' || CHAR(133) WHERE seq = 2`)
		a.rehash(2)
	}, []string{"2: control character or is not UTF-8 in cause", "2: not UTF-8 in body", "12: noted earlier"}},
}

func TestRun_findsTampering(t *testing.T) {
	run := func(t *testing.T, fresh func(t *testing.T) (string, bool)) {
		for _, c := range tampering {
			t.Run(c.name, func(t *testing.T) {
				dsn, postgres := fresh(t)
				a := attack(t, dsn, postgres)
				c.do(a)
				r := a.run(a.head)
				if len(r.Problems) != len(c.problems) {
					t.Fatalf("%d problems, want %d:\n%s", len(r.Problems), len(c.problems), told(r))
				}
				for i, want := range c.problems {
					seq, says, _ := strings.Cut(want, ": ")
					if p := r.Problems[i]; fmt.Sprint(p.Seq) != seq || !strings.Contains(p.What, says) {
						t.Errorf("problem %d is\n%d: %s\nwant %s", i, p.Seq, p.What, want)
					}
				}
			})
		}
	}
	t.Run("sqlite", func(t *testing.T) { run(t, newSQLite) })
	t.Run("postgres", func(t *testing.T) { run(t, schemas(t)) })
}

func newSQLite(t *testing.T) (string, bool)   { return filepath.Join(t.TempDir(), "journal.db"), false }
func newPostgres(t *testing.T) (string, bool) { return require.Postgres(t), true }

// schemas makes one database and gives each case a schema of its own in it,
// which is ten times faster than a database each.
func schemas(t *testing.T) func(t *testing.T) (string, bool) {
	dsn := require.Postgres(t)
	n := 0
	return func(t *testing.T) (string, bool) {
		t.Helper()
		db, err := sql.Open("pgx", dsn)
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		n++
		if _, err := db.Exec(fmt.Sprintf(`CREATE SCHEMA case_%d`, n)); err != nil {
			t.Fatal(err)
		}
		return fmt.Sprintf("%s&search_path=case_%d", dsn, n), true
	}
}

func told(r verify.Report) string {
	var b strings.Builder
	for _, p := range r.Problems {
		fmt.Fprintf(&b, "%d %s: %s\n", p.Seq, p.Stream, p.What)
	}
	return b.String()
}

// Only the anchor finds a chain that was computed anew.
func TestRun_cannotSeeANewChainByItself(t *testing.T) {
	dsn, postgres := newSQLite(t)
	a := attack(t, dsn, postgres)
	a.quietly(`UPDATE journal_event SET body = 'amount=1' WHERE seq = 3`)
	a.rehash(3)
	if r := a.run(verify.Anchor{}); len(r.Problems) > 0 {
		t.Errorf("found without an anchor: %s", told(r))
	}
	if r := a.run(a.head); len(r.Problems) != 1 || r.Problems[0].Seq != 12 {
		t.Errorf("not found with the anchor: %s", told(r))
	}
}

func TestRun_noticesTriggersThatAreGone(t *testing.T) {
	t.Run("postgres", func(t *testing.T) {
		fresh := schemas(t)
		for _, c := range []struct{ says, statement string }{
			{"is missing", `DROP TRIGGER journal_event_append_only ON journal_event`},
			{"is missing", `DROP TRIGGER journal_head_forward ON journal_head`},
			{"turned off", `ALTER TABLE journal_event DISABLE TRIGGER journal_event_append_only`},
			{"turned off", `ALTER TABLE journal_head ENABLE REPLICA TRIGGER journal_head_kept`},
			{"is not the one", `CREATE OR REPLACE FUNCTION journal_head_forward() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'`},
			{"is unknown", `CREATE TRIGGER extra BEFORE INSERT ON journal_event FOR EACH ROW EXECUTE FUNCTION journal_refuse()`},
		} {
			dsn, _ := fresh(t)
			attack(t, dsn, true).only(c.says, c.statement)
		}
	})
	t.Run("sqlite", func(t *testing.T) {
		for _, c := range []struct {
			says       string
			statements []string
		}{
			{"is missing", []string{`DROP TRIGGER journal_event_no_update`}},
			{"is missing", []string{`DROP TRIGGER journal_head_no_replace`}},
			{"is not the one", []string{`DROP TRIGGER journal_event_no_delete`, `CREATE TRIGGER journal_event_no_delete BEFORE DELETE ON journal_event BEGIN SELECT 1; END`}},
			{"is unknown", []string{`CREATE TRIGGER extra AFTER INSERT ON journal_event BEGIN SELECT 1; END`}},
		} {
			dsn, _ := newSQLite(t)
			attack(t, dsn, false).only(c.says, c.statements...)
		}
	})
}

// only has the statements lead to exactly one problem, and that of no event.
func (a *attacked) only(says string, statements ...string) {
	a.t.Helper()
	a.exec(statements...)
	r := a.run(a.head)
	if len(r.Problems) != 1 || r.Problems[0].Seq != 0 || !strings.Contains(r.Problems[0].What, says) {
		a.t.Errorf("%v:\n%swant one problem: %s", statements, told(r), says)
	}
}

func TestRun_stopsAtAHundredProblems(t *testing.T) {
	for name, fresh := range map[string]func(*testing.T) (string, bool){"sqlite": newSQLite, "postgres": newPostgres} {
		t.Run(name, func(t *testing.T) {
			dsn, postgres := fresh(t)
			a := attack(t, dsn, postgres)
			j, err := journal.Open(context.Background(), dsn)
			if err != nil {
				t.Fatal(err)
			}
			defer j.Close()
			many := make([]journal.New, 60_000)
			for i := range many {
				many[i] = journal.New{Kind: "k", OccurredOn: 1, RecordedAt: 1, Ordinal: 1}
			}
			done := false
			if _, err := j.Bulk(context.Background(), func() (*journal.Bundle, error) {
				if done {
					return nil, nil
				}
				done = true
				return &journal.Bundle{Party: 1, Stream: "many", Events: many}, nil
			}, nil); err != nil {
				t.Fatal(err)
			}
			a.quietly(`UPDATE journal_event SET key = 'same' WHERE stream = 'many' AND version < 1000`)
			told := 0
			r, err := verify.Run(context.Background(), dsn, verify.Options{Progress: func(done, total int64) { told++ }})
			if err != nil || len(r.Problems) != 100 || !r.Stopped || r.Events > 1000 {
				t.Errorf("%d problems, stopped %v after %d events: %v", len(r.Problems), r.Stopped, r.Events, err)
			}
		})
	}
}

func TestRun_tellsHowFarItHasCome(t *testing.T) {
	dsn, postgres := newSQLite(t)
	a := attack(t, dsn, postgres)
	var done, total int64
	if _, err := verify.Run(context.Background(), a.dsn, verify.Options{Progress: func(d, n int64) { done, total = d, n }}); err != nil || done != 12 || total != 12 {
		t.Errorf("%d of %d, %v", done, total, err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if r, err := verify.Run(ctx, a.dsn, verify.Options{}); err == nil {
		t.Errorf("a check that was stopped says %+v", r)
	}
}

// The checker would prove nothing if it used the code it checks.
func TestVerify_sharesNoCodeWithTheWriter(t *testing.T) {
	out, err := exec.Command("go", "list", "-deps", "balans/journal/verify").Output()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range strings.Fields(string(out)) {
		if strings.HasPrefix(p, "balans/") && p != "balans/journal/verify" {
			t.Errorf("verify depends on %s", p)
		}
	}
}
