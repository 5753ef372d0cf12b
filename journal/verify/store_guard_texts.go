package verify

import "strings"

// The guard triggers as this package knows them; see store_triggers.go. They are
// written here once more, so that a schema file that was changed by mistake does
// not make its own check agree.

const sqliteGuardTrigger = `CREATE TRIGGER journal_event_guard AFTER INSERT ON journal_event
WHEN NEW.cause NOT GLOB 'import/*' AND NEW.cause NOT GLOB 'demo/*'
 AND EXISTS (SELECT 1 FROM event_guard WHERE kind = NEW.kind)
BEGIN
    SELECT json_extract('{}', 'refused by the guard ' || g.guard || ': ' || NEW.kind || ' as version ' || NEW.version || ' of ' || NEW.stream || ': ' || g.says)
    FROM event_guard g
    WHERE g.edition = (SELECT MAX(edition) FROM event_guard) AND g.kind = NEW.kind
      AND (g.needs <> '' AND NOT EXISTS (
               SELECT 1 FROM journal_event n
               WHERE n.party = NEW.party AND n.stream = NEW.stream AND n.version < NEW.version
                 AND (n.occurred_on, n.ordinal) <= (NEW.occurred_on, NEW.ordinal)
                 AND instr(' ' || g.needs || ' ', ' ' || n.kind || ' ') > 0)
        OR g.blocked_by <> '' AND EXISTS (
               SELECT 1 FROM journal_event b
               WHERE b.party = NEW.party AND b.stream = NEW.stream AND b.version < NEW.version
                 AND (b.occurred_on, b.ordinal) <= (NEW.occurred_on, NEW.ordinal)
                 AND instr(' ' || g.blocked_by || ' ', ' ' || b.kind || ' ') > 0
                 AND NOT EXISTS (
                     SELECT 1 FROM journal_event r
                     WHERE r.party = NEW.party AND r.stream = NEW.stream AND r.version < NEW.version AND r.version <> b.version
                       AND (r.occurred_on, r.ordinal) >= (b.occurred_on, b.ordinal)
                       AND (r.occurred_on, r.ordinal) <= (NEW.occurred_on, NEW.ordinal)
                       AND instr(' ' || g.released_by || ' ', ' ' || r.kind || ' ') > 0))
        OR g.in_order = 1 AND EXISTS (
               SELECT 1 FROM journal_event p
               WHERE p.party = NEW.party AND p.stream = NEW.stream AND p.version < NEW.version
                 AND p.recorded_at > NEW.recorded_at
                 AND p.cause NOT GLOB 'import/*' AND p.cause NOT GLOB 'demo/*'));
END`

const postgresGuardBody = `DECLARE
    stopped RECORD;
BEGIN
    -- Most of what is written has no guard, and this is the cheap question.
    IF NOT EXISTS (SELECT FROM event_guard WHERE kind = NEW.kind) THEN
        RETURN NULL;
    END IF;
    SELECT g.guard, g.says INTO stopped
    FROM event_guard g
    WHERE g.edition = (SELECT MAX(edition) FROM event_guard) AND g.kind = NEW.kind
      AND (g.needs <> '' AND NOT EXISTS (
               SELECT 1 FROM journal_event n
               WHERE n.party = NEW.party AND n.stream = NEW.stream AND n.version < NEW.version
                 AND (n.occurred_on, n.ordinal) <= (NEW.occurred_on, NEW.ordinal)
                 AND strpos(' ' || g.needs || ' ', ' ' || n.kind || ' ') > 0)
        OR g.blocked_by <> '' AND EXISTS (
               SELECT 1 FROM journal_event b
               WHERE b.party = NEW.party AND b.stream = NEW.stream AND b.version < NEW.version
                 AND (b.occurred_on, b.ordinal) <= (NEW.occurred_on, NEW.ordinal)
                 AND strpos(' ' || g.blocked_by || ' ', ' ' || b.kind || ' ') > 0
                 AND NOT EXISTS (
                     SELECT 1 FROM journal_event r
                     WHERE r.party = NEW.party AND r.stream = NEW.stream AND r.version < NEW.version AND r.version <> b.version
                       AND (r.occurred_on, r.ordinal) >= (b.occurred_on, b.ordinal)
                       AND (r.occurred_on, r.ordinal) <= (NEW.occurred_on, NEW.ordinal)
                       AND strpos(' ' || g.released_by || ' ', ' ' || r.kind || ' ') > 0))
        OR g.in_order = 1 AND EXISTS (
               SELECT 1 FROM journal_event p
               WHERE p.party = NEW.party AND p.stream = NEW.stream AND p.version < NEW.version
                 AND p.recorded_at > NEW.recorded_at
                 AND NOT starts_with(p.cause, 'import/') AND NOT starts_with(p.cause, 'demo/')))
    LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'refused by the guard %: % as version % of %: %', stopped.guard, NEW.kind, NEW.version, NEW.stream, stopped.says
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END`

// From actorSchema on a guard may also name whose events stop it.
var (
	sqliteActorTrigger = withActors(sqliteGuardTrigger, `AND p.cause NOT GLOB 'demo/*')`, "instr", `);`)
	postgresActorBody  = withActors(postgresGuardBody, `AND NOT starts_with(p.cause, 'demo/'))`, "strpos", `)`)
)

// withActors is the definition with the one condition more, after its last one.
func withActors(text, last, place, end string) string {
	return strings.Replace(text, last+end, last+` OR g.not_by <> '' AND EXISTS (
			SELECT 1 FROM journal_event a
			WHERE a.party = NEW.party AND a.stream = NEW.stream AND a.version < NEW.version
			AND a.actor = NEW.actor
			AND `+place+`(' ' || g.not_by || ' ', ' ' || a.kind || ' ') > 0)`+end, 1)
}
