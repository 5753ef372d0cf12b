-- Guards: which events may not be appended to a stream, as data. The room that
-- knows the kinds states them (journal.WithGuards); the database asks nothing of
-- what they mean. Rows are never changed: a new set gets the next edition, and the
-- newest is in force. Lists of kinds are separated by single spaces. The table is
-- small and stands whole on every node where the events are spread (Citus).
CREATE TABLE event_guard (
    edition     INTEGER NOT NULL CHECK (edition > 0),
    kind        TEXT COLLATE "C" NOT NULL CHECK (kind <> ''), -- the event that may be refused
    guard       TEXT COLLATE "C" NOT NULL CHECK (guard <> ''),
    blocked_by  TEXT    NOT NULL, -- refused after one of these …
    released_by TEXT    NOT NULL, -- … that none of these follows
    needs       TEXT    NOT NULL, -- refused unless it follows one of these
    in_order    INTEGER NOT NULL CHECK (in_order IN (0, 1)), -- 1: refused when recorded before an event of its stream
    says        TEXT    NOT NULL,
    PRIMARY KEY (kind, guard, edition)
);

CREATE TRIGGER event_guard_append_only
    BEFORE UPDATE OR DELETE OR TRUNCATE ON event_guard
    FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse();

-- One function for all guards. What counts is what was stored before in the stream
-- (version) and stands before it in time (occurred_on, ordinal); the primary key
-- of journal_event finds the stream, whose party stays on its node.
CREATE FUNCTION journal_guard() RETURNS trigger LANGUAGE plpgsql AS $$
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
                 AND NOT starts_with(p.cause, 'import/') AND NOT starts_with(p.cause, 'demo/')))
    LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'refused by the guard %: % as version % of %: %', stopped.guard, NEW.kind, NEW.version, NEW.stream, stopped.says
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;

-- After each row, because COPY stores many rows at a time only where nothing is
-- asked before. A history taken over from elsewhere is kept as it was booked: its
-- cause says so.
CREATE TRIGGER journal_event_guard
    AFTER INSERT ON journal_event
    FOR EACH ROW WHEN (NOT starts_with(NEW.cause, 'import/') AND NOT starts_with(NEW.cause, 'demo/'))
    EXECUTE FUNCTION journal_guard();
