package verify_test

import (
	"context"
	"strings"
	"testing"

	"balans/journal"
	"balans/journal/verify"
)

// The guards of the tests, as the journal is given them and as verify is told.
var (
	twoGuards = []journal.Guard{
		{Kind: "open/1", Name: "locked", BlockedBy: []string{"lock/1"}, ReleasedBy: []string{"unlock/1", "force/1"}, Says: "what is locked isn't opened"},
		{Kind: "open/1", Name: "no-key", Needs: []string{"key/1"}, InOrder: true, Says: "a door is opened with a key"},
	}
	twoKept = []verify.Guard{
		{Kind: "open/1", Name: "no-key", Needs: "key/1", InOrder: true, Says: "a door is opened with a key"},
		{Kind: "open/1", Name: "locked", BlockedBy: "lock/1", ReleasedBy: "unlock/1 force/1", Says: "what is locked isn't opened"},
	}
)

const addRow = `INSERT INTO event_guard (edition, kind, guard, blocked_by, released_by, needs, in_order, says) `

// Every way in which the guards of a database can be other than the program's.
func TestRun_noticesGuardsThatAreGone(t *testing.T) {
	const lite, post = 1, 2
	for _, c := range []struct {
		on      int // which databases; 0: both
		edition int // that verify is told; 0: 1
		says    string
		do      []string
	}{
		{0, 0, "", nil},
		{0, 2, "are of edition 1 and this program has edition 2", nil},
		{0, 0, "unknown to Balans; it may refuse", []string{addRow + `VALUES (1, 'open/1', 'extra', '', '', 'x/1', 0, 'x')`}},
		{0, 0, "are of edition 9 and this program knows 1", []string{addRow + `VALUES (9, 'x/1', 'x', '', '', 'x/1', 0, 'x')`}},
		{0, 0, "event_guard is missing", []string{`DROP TABLE event_guard`}},

		{lite, 0, "The trigger journal_event_guard on journal_event is missing", []string{`DROP TRIGGER journal_event_guard`}},
		{lite, 0, "The trigger event_guard_no_delete on event_guard is missing", []string{`DROP TRIGGER event_guard_no_delete`}},
		{lite, 0, "The trigger journal_event_guard on journal_event is not the one", []string{`DROP TRIGGER journal_event_guard`,
			`CREATE TRIGGER journal_event_guard AFTER INSERT ON journal_event BEGIN SELECT 1; END`}},
		{lite, 0, "guard locked on open/1 is missing", quietlyOnSQLite("event_guard_no_delete", `BEFORE DELETE ON event_guard
			BEGIN SELECT RAISE(ABORT, 'event_guard is append-only: DELETE refused'); END`, `DELETE FROM event_guard WHERE guard = 'locked'`)},
		{lite, 0, "event_guard is empty", quietlyOnSQLite("event_guard_no_delete", `BEFORE DELETE ON event_guard
			BEGIN SELECT RAISE(ABORT, 'event_guard is append-only: DELETE refused'); END`, `DELETE FROM event_guard`)},
		{lite, 0, "guard no-key on open/1 is not the one", quietlyOnSQLite("event_guard_no_update", `BEFORE UPDATE ON event_guard
			BEGIN SELECT RAISE(ABORT, 'event_guard is append-only: UPDATE refused'); END`, `UPDATE event_guard SET in_order = 0 WHERE guard = 'no-key'`)},

		{post, 0, "The trigger journal_event_guard on journal_event is missing", []string{`DROP TRIGGER journal_event_guard ON journal_event`}},
		{post, 0, "The trigger event_guard_append_only on event_guard is missing", []string{`DROP TRIGGER event_guard_append_only ON event_guard`}},
		{post, 0, "The trigger journal_event_guard on journal_event is turned off", []string{`ALTER TABLE journal_event DISABLE TRIGGER journal_event_guard`}},
		{post, 0, "is not the one", []string{`CREATE OR REPLACE FUNCTION journal_guard() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'`}},
		{post, 0, "The trigger journal_event_guard on journal_event is not the one", []string{`DROP TRIGGER journal_event_guard ON journal_event`,
			`CREATE TRIGGER journal_event_guard AFTER INSERT ON journal_event FOR EACH ROW WHEN (false) EXECUTE FUNCTION journal_guard()`}},
		{post, 0, "The trigger journal_event_guard on journal_event is not the one", []string{`DROP TRIGGER journal_event_guard ON journal_event`,
			`CREATE TRIGGER journal_event_guard AFTER INSERT ON journal_event FOR EACH ROW
				WHEN (NOT starts_with(NEW.cause, 'import/') AND NOT starts_with(NEW.cause, 't')) EXECUTE FUNCTION journal_guard()`}},
		{post, 0, "guard locked on open/1 is missing", quietlyOnPostgres(`DELETE FROM event_guard WHERE guard = 'locked'`)},
		{post, 0, "event_guard is empty", quietlyOnPostgres(`DELETE FROM event_guard`)},
		{post, 0, "guard locked on open/1 is not the one", quietlyOnPostgres(`UPDATE event_guard SET released_by = 'unlock/1 force/1 x/1' WHERE guard = 'locked'`)},
	} {
		run := func(t *testing.T, dsn string, postgres bool) {
			j, err := journal.Open(t.Context(), dsn, journal.WithGuards(1, twoGuards))
			if err != nil {
				t.Fatal(err)
			}
			j.Close()
			a := attack(t, dsn, postgres)
			a.exec(c.do...)
			r, err := verify.Run(context.Background(), dsn, verify.Options{Guards: verify.GuardSet{Edition: max(c.edition, 1), Guards: twoKept}})
			if err != nil {
				t.Fatal(err)
			}
			found := false
			for _, p := range r.Problems {
				found = found || p.Seq == 0 && strings.Contains(p.What, c.says)
			}
			if found != (c.says != "") || !strings.Contains(c.says, "event_guard is missing") && len(r.Problems) > 1 {
				t.Errorf("%v:\n%swant %q", c.do, told(r), c.says)
			}
		}
		if c.on != post {
			t.Run("sqlite", func(t *testing.T) { dsn, _ := newSQLite(t); run(t, dsn, false) })
		}
		if c.on != lite {
			t.Run("postgres", func(t *testing.T) { dsn, _ := newPostgres(t); run(t, dsn, true) })
		}
	}
}

// quietlyOnSQLite runs a statement without a trigger, and puts the trigger back.
func quietlyOnSQLite(trigger, definition, statement string) []string {
	return []string{`DROP TRIGGER ` + trigger, statement, `CREATE TRIGGER ` + trigger + ` ` + definition}
}

func quietlyOnPostgres(statement string) []string {
	return []string{`ALTER TABLE event_guard DISABLE TRIGGER USER`, statement, `ALTER TABLE event_guard ENABLE TRIGGER USER`}
}
