package journal_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"balans/journal/verify"
	"balans/law/calendar"
)

const eventColumns = `(seq, party, stream, version, kind, occurred_on, recorded_at, ordinal, actor, cause, key, body, hash)`

// row is an event as another program might write it.
func row(seq int64, stream string, version int, body string) string {
	return fmt.Sprintf(`(%d, %d, '%s', %d, 'claim.paid/1', 20240227, 1, 1, '', '', '', '%s', (SELECT hash FROM journal_head))`, seq, party, stream, version, body)
}

func changesAreRefused(t *testing.T, d database) {
	j := d.open()
	add(t, j, "claim/1", 0, paid("a"), paid("b"))
	want := load(t, j, "claim/1")
	conflict := ` ON CONFLICT (party, stream, version) DO UPDATE SET body = 'changed'`
	statements := []string{
		`UPDATE journal_event SET body = 'changed'`,
		`UPDATE journal_event SET seq = seq + 10 WHERE seq = 2`,
		`DELETE FROM journal_event`,
		`DELETE FROM journal_event WHERE seq = 2`,
		`INSERT INTO journal_event ` + eventColumns + ` VALUES ` + row(3, "claim/1", 2, "changed") + conflict,
		`INSERT INTO journal_event ` + eventColumns + ` VALUES ` + row(2, "claim/1", 2, "changed") + conflict,
		`INSERT INTO journal_event ` + eventColumns + ` VALUES ` + row(3, "claim/1", 2, "changed"),
	}
	if d.postgres {
		statements = append(statements,
			`TRUNCATE journal_event`, `TRUNCATE journal_event, journal_head CASCADE`,
			`MERGE INTO journal_event e USING (VALUES (2)) AS v(n) ON e.seq = v.n WHEN MATCHED THEN DELETE`,
			`WITH gone AS (DELETE FROM journal_event RETURNING 1) SELECT count(*) FROM gone`)
	} else {
		statements = append(statements,
			`INSERT OR REPLACE INTO journal_event `+eventColumns+` VALUES `+row(2, "claim/1", 2, "changed"),
			`INSERT OR REPLACE INTO journal_event `+eventColumns+` VALUES `+row(3, "claim/1", 2, "changed"),
			`REPLACE INTO journal_event `+eventColumns+` VALUES `+row(1, "claim/9", 1, "changed"),
			`UPDATE OR REPLACE journal_event SET version = 2 WHERE seq = 1`,
			`INSERT INTO journal_event `+eventColumns+` VALUES `+row(2, "claim/9", 1, "changed")+` ON CONFLICT DO UPDATE SET body = 'changed'`,
			`INSERT INTO journal_event `+eventColumns+` VALUES `+row(1, "claim/9", 1, "changed"))
	}
	d.refused(statements)
	same(t, "after all attempts", load(t, j, "claim/1"), want)
	d.verify(2)
}

// refused has a plain connection try each statement.
func (d database) refused(statements []string) {
	d.t.Helper()
	db := d.plain()
	for _, s := range statements {
		if r, err := db.Exec(s); err == nil {
			n, _ := r.RowsAffected()
			d.t.Errorf("not refused, %d rows: %s", n, s)
		} else if !strings.Contains(err.Error(), "refused") && !strings.Contains(err.Error(), "duplicate key") && !strings.Contains(err.Error(), "constraint") {
			d.t.Errorf("refused for another reason: %s: %v", s, err)
		}
	}
}

func headStays(t *testing.T, d database) {
	j := d.open()
	add(t, j, "claim/1", 0, paid("a"), paid("b"))
	before := head(t, j)
	zero := `(SELECT hash FROM journal_event WHERE seq = 1)`
	statements := []string{
		`UPDATE journal_head SET seq = 1, hash = ` + zero,
		`UPDATE journal_head SET hash = ` + zero,
		`UPDATE journal_head SET journal_id = 'another', seq = seq + 1`,
		`UPDATE journal_head SET id = 2, seq = seq + 1`,
		`DELETE FROM journal_head`,
		`INSERT INTO journal_head (id, journal_id, seq, hash) VALUES (1, 'another', 1, ` + zero + `) ON CONFLICT (id) DO UPDATE SET seq = 1`,
		`INSERT INTO journal_head (id, journal_id, seq, hash) VALUES (2, 'another', 1, ` + zero + `)`,
	}
	if d.postgres {
		statements = append(statements, `TRUNCATE journal_head`)
	} else {
		statements = append(statements,
			`INSERT OR REPLACE INTO journal_head (id, journal_id, seq, hash) VALUES (1, 'another', 1, `+zero+`)`,
			`REPLACE INTO journal_head (id, journal_id, seq, hash) SELECT id, journal_id, 1, hash FROM journal_head`)
	}
	d.refused(statements)
	if after := head(t, j); after != before {
		t.Errorf("the head moved to %+v", after)
	}
	d.verify(2)
}

func textInNumbers(t *testing.T, d database) {
	d.open()
	db := d.plain()
	for _, column := range []string{"seq", "party", "version", "occurred_on", "recorded_at", "ordinal"} {
		values := map[string]string{"seq": "1", "party": "1", "version": "1", "occurred_on": "20240227", "recorded_at": "1", "ordinal": "1"}
		values[column] = `'1 234,50'`
		_, err := db.Exec(fmt.Sprintf(`INSERT INTO journal_event `+eventColumns+` VALUES (%s, %s, 's', %s, 'k', %s, %s, %s, '', '', '', '', (SELECT hash FROM journal_head))`,
			values["seq"], values["party"], values["version"], values["occurred_on"], values["recorded_at"], values["ordinal"]))
		if err == nil {
			t.Errorf("text was stored in %s", column)
		}
	}
	for _, bad := range []string{`''`, `NULL`} {
		for _, column := range []string{"stream", "kind", "hash"} {
			v := map[string]string{"stream": `'s'`, "kind": `'k'`, "hash": `(SELECT hash FROM journal_head)`}
			v[column] = bad
			_, err := db.Exec(fmt.Sprintf(`INSERT INTO journal_event `+eventColumns+` VALUES (1, 1, %s, 1, %s, 20240227, 1, 1, '', '', '', '', %s)`, v["stream"], v["kind"], v["hash"]))
			if err == nil {
				t.Errorf("%s was stored in %s", bad, column)
			}
		}
	}
	d.verify(0)
}

// Times of varying width, as text, sort wrongly; ours are numbers.
func timesSort(t *testing.T, d database) {
	j := d.open()
	for i, recorded := range []int64{500_000, -1, 500_001, 1_000_000_000_000_000, 5} {
		n := paid(fmt.Sprint(recorded))
		n.RecordedAt, n.Ordinal = calendar.Instant(recorded), int64(5-i)
		add(t, j, "claim/1", int32(i), n)
	}
	for _, c := range []struct{ order, want string }{
		{"recorded_at", "-1 5 500000 500001 1000000000000000"},
		{"ordinal", "5 1000000000000000 500001 -1 500000"},
	} {
		rows, err := d.plain().Query(`SELECT body FROM journal_event ORDER BY ` + c.order)
		if err != nil {
			t.Fatal(err)
		}
		defer rows.Close()
		var got []string
		for rows.Next() {
			var b string
			if err := rows.Scan(&b); err != nil {
				t.Fatal(err)
			}
			got = append(got, b)
		}
		if s := strings.Join(got, " "); s != c.want {
			t.Errorf("by %s: %s, want %s", c.order, s, c.want)
		}
	}
	var total int64
	if err := d.plain().QueryRow(`SELECT SUM(recorded_at) FROM journal_event`).Scan(&total); err != nil || total != 1_000_000_001_000_005 {
		t.Errorf("a sum of numbers: %d, %v", total, err)
	}
}

// Whatever the name, an address without a journal is an error, not an empty one.
func TestVerify_refusesWhatIsNoJournal(t *testing.T) {
	for _, dsn := range []string{t.TempDir() + "/none.db", t.TempDir(), "postgres://127.0.0.1:1/none", "postgres://%zz"} {
		if r, err := verify.Run(context.Background(), dsn, verify.Options{}); err == nil {
			t.Errorf("%s: %+v", dsn, r)
		}
	}
}
