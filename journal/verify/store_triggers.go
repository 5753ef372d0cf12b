package verify

import (
	"context"
	"fmt"
	"strings"
)

// trigger is one the schema makes, as this package knows it.
type trigger struct {
	name, table string
	kind        int    // PostgreSQL's bits: 1 each row, 2 before, 4 insert, 8 delete, 16 update, 32 truncate
	text        string // SQLite: its definition; PostgreSQL: the body of its function
	when        string // PostgreSQL: on what condition it fires
	since       int64  // the schema that makes it; 0: the first
	until       int64  // the last schema that has it so; 0: it still is
}

// The text counts, not only the name: a trigger of the same name that does
// nothing would look like protection.
var sqliteTriggers = []trigger{
	{name: "journal_event_no_update", table: "journal_event", text: `CREATE TRIGGER journal_event_no_update BEFORE UPDATE ON journal_event
		BEGIN SELECT RAISE(ABORT, 'journal_event is append-only: UPDATE refused'); END`},
	{name: "journal_event_no_delete", table: "journal_event", text: `CREATE TRIGGER journal_event_no_delete BEFORE DELETE ON journal_event
		BEGIN SELECT RAISE(ABORT, 'journal_event is append-only: DELETE refused'); END`},
	{name: "journal_event_no_replace", table: "journal_event", text: `CREATE TRIGGER journal_event_no_replace BEFORE INSERT ON journal_event
		WHEN NEW.seq <= (SELECT seq FROM journal_event ORDER BY seq DESC LIMIT 1)
		OR EXISTS (SELECT 1 FROM journal_event WHERE party = NEW.party AND stream = NEW.stream AND version = NEW.version)
		BEGIN SELECT RAISE(ABORT, 'journal_event is append-only: INSERT over an existing event refused'); END`},
	{name: "journal_head_no_delete", table: "journal_head", text: `CREATE TRIGGER journal_head_no_delete BEFORE DELETE ON journal_head
		BEGIN SELECT RAISE(ABORT, 'journal_head is kept: DELETE refused'); END`},
	{name: "journal_head_no_replace", table: "journal_head", text: `CREATE TRIGGER journal_head_no_replace BEFORE INSERT ON journal_head
		WHEN EXISTS (SELECT 1 FROM journal_head)
		BEGIN SELECT RAISE(ABORT, 'journal_head is one row: INSERT refused'); END`},
	{name: "journal_head_forward", table: "journal_head", text: `CREATE TRIGGER journal_head_forward BEFORE UPDATE ON journal_head
		WHEN NEW.seq <= OLD.seq OR NEW.journal_id <> OLD.journal_id
		BEGIN SELECT RAISE(ABORT, 'journal_head only moves forward: UPDATE refused'); END`},
	{name: "event_guard_no_update", table: "event_guard", since: guardSchema, text: `CREATE TRIGGER event_guard_no_update BEFORE UPDATE ON event_guard
		BEGIN SELECT RAISE(ABORT, 'event_guard is append-only: UPDATE refused'); END`},
	{name: "event_guard_no_delete", table: "event_guard", since: guardSchema, text: `CREATE TRIGGER event_guard_no_delete BEFORE DELETE ON event_guard
		BEGIN SELECT RAISE(ABORT, 'event_guard is append-only: DELETE refused'); END`},
	{name: "event_guard_no_replace", table: "event_guard", since: guardSchema, text: `CREATE TRIGGER event_guard_no_replace BEFORE INSERT ON event_guard
		WHEN EXISTS (SELECT 1 FROM event_guard WHERE kind = NEW.kind AND guard = NEW.guard AND edition = NEW.edition)
		BEGIN SELECT RAISE(ABORT, 'event_guard is append-only: INSERT over an existing guard refused'); END`},
	{name: "journal_event_guard", table: "journal_event", since: guardSchema, until: actorSchema - 1, text: sqliteGuardTrigger},
	{name: "journal_event_guard", table: "journal_event", since: actorSchema, text: sqliteActorTrigger},
}

const (
	refuseBody  = `BEGIN RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP; END`
	forwardBody = `BEGIN IF NEW.seq <= OLD.seq OR NEW.journal_id <> OLD.journal_id THEN
		RAISE EXCEPTION 'journal_head only moves forward: UPDATE refused'; END IF; RETURN NEW; END`
)

var postgresTriggers = []trigger{
	{name: "journal_event_append_only", table: "journal_event", kind: 2 + 8 + 16 + 32, text: refuseBody},
	{name: "journal_head_kept", table: "journal_head", kind: 2 + 8 + 32, text: refuseBody},
	{name: "journal_head_forward", table: "journal_head", kind: 1 + 2 + 16, text: forwardBody},
	{name: "event_guard_append_only", table: "event_guard", kind: 2 + 8 + 16 + 32, text: refuseBody, since: guardSchema},
	{name: "journal_event_guard", table: "journal_event", kind: 1 + 4, text: postgresGuardBody, since: guardSchema, until: actorSchema - 1, when: postgresGuardWhen},
	{name: "journal_event_guard", table: "journal_event", kind: 1 + 4, text: postgresActorBody, since: actorSchema, when: postgresGuardWhen},
}

const postgresGuardWhen = `((NOT starts_with(new.cause, 'import/'::text)) AND (NOT starts_with(new.cause, 'demo/'::text)))`

// inForce are the triggers that the schema of the database has.
func (s *store) inForce(all []trigger) (own []trigger) {
	for _, t := range all {
		if t.since <= s.schema && (t.until == 0 || s.schema <= t.until) {
			own = append(own, t)
		}
	}
	return own
}

const (
	selectSQLiteTriggers = `SELECT name, tbl_name, 0, sql, '', 1 FROM sqlite_schema
		WHERE type = 'trigger' AND tbl_name IN ('journal_event', 'journal_head', 'event_guard') ORDER BY name`
	// On: the trigger is enabled for ordinary connections, and has no list of
	// columns that would make it look away.
	selectPostgresTriggers = `SELECT t.tgname, c.relname, t.tgtype, p.prosrc,
			COALESCE(substring(pg_get_triggerdef(t.oid) FROM ' WHEN \((.*)\) EXECUTE FUNCTION '), ''),
			CASE WHEN t.tgenabled IN ('O', 'A') AND t.tgattr::text = '' THEN 1 ELSE 0 END
		FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid
		WHERE NOT t.tgisinternal AND t.tgrelid IN ('journal_event'::regclass, 'journal_head'::regclass, to_regclass('event_guard')) ORDER BY t.tgname`
)

// checkTriggers reports triggers that are missing, off or other than they were made.
func (s *store) checkTriggers(ctx context.Context, c *checker) error {
	query, expected := selectSQLiteTriggers, sqliteTriggers
	if s.postgres {
		query, expected = selectPostgresTriggers, postgresTriggers
	}
	expected = s.inForce(expected)
	rows, err := s.conn.QueryContext(ctx, query)
	if err != nil {
		return fmt.Errorf("read the triggers: %w", err)
	}
	defer rows.Close()
	found := map[string]bool{}
	for rows.Next() {
		var t trigger
		var on int
		if err := rows.Scan(&t.name, &t.table, &t.kind, &t.text, &t.when, &on); err != nil {
			return fmt.Errorf("read the triggers: %w", err)
		}
		found[t.name] = true
		if what := judge(t, on == 1, expected); what != "" {
			c.report(0, "", "The trigger %s on %s %s Find out who changed the database, and make it as the schema of Balans says.", t.name, t.table, what)
		}
	}
	if err := rows.Err(); err != nil {
		return fmt.Errorf("read the triggers: %w", err)
	}
	for _, e := range expected {
		if !found[e.name] {
			c.report(0, "", "The trigger %s on %s is missing, so the database no longer refuses what it is to refuse. "+
				"Find out who changed the database, and make the trigger as the schema of Balans says.", e.name, e.table)
		}
	}
	return nil
}

// judge says what is wrong with a trigger that was found, or "".
func judge(t trigger, on bool, expected []trigger) string {
	for _, e := range expected {
		switch {
		case e.name != t.name:
		case !on:
			return "is turned off, so the database no longer refuses what it is to refuse."
		case e.table != t.table || e.kind != t.kind || e.when != t.when || oneLine(e.text) != oneLine(t.text):
			return "is not the one that Balans made, so the database may no longer refuse what it is to refuse."
		default:
			return ""
		}
	}
	return "is unknown to Balans; it may change what is written."
}

// oneLine takes away what does not matter in a definition.
func oneLine(definition string) string {
	text := strings.Join(strings.Fields(definition), " ")
	return strings.TrimSuffix(strings.TrimSpace(text), ";")
}
