-- A guard may also say that an event is not made by the one who made another of its
-- stream: nobody approves what they have proposed.
ALTER TABLE event_guard ADD COLUMN not_by TEXT NOT NULL DEFAULT ''; -- refused by whoever made one of these

CREATE OR REPLACE FUNCTION journal_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
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
                 AND NOT starts_with(p.cause, 'import/') AND NOT starts_with(p.cause, 'demo/'))
        OR g.not_by <> '' AND EXISTS (
               SELECT 1 FROM journal_event a
               WHERE a.party = NEW.party AND a.stream = NEW.stream AND a.version < NEW.version
                 AND a.actor = NEW.actor
                 AND strpos(' ' || g.not_by || ' ', ' ' || a.kind || ' ') > 0))
    LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'refused by the guard %: % as version % of %: %', stopped.guard, NEW.kind, NEW.version, NEW.stream, stopped.says
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
