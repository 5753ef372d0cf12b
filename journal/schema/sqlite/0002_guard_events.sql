-- Guards: which events may not be appended to a stream, as data. The room that
-- knows the kinds states them (journal.WithGuards); the database asks nothing of
-- what they mean. Rows are never changed: a new set gets the next edition, and the
-- newest is in force. Lists of kinds are separated by single spaces.
CREATE TABLE event_guard (
    edition     INTEGER NOT NULL CHECK (edition > 0),
    kind        TEXT    NOT NULL CHECK (kind <> ''), -- the event that may be refused
    guard       TEXT    NOT NULL CHECK (guard <> ''),
    blocked_by  TEXT    NOT NULL, -- refused after one of these …
    released_by TEXT    NOT NULL, -- … that none of these follows
    needs       TEXT    NOT NULL, -- refused unless it follows one of these
    in_order    INTEGER NOT NULL CHECK (in_order IN (0, 1)), -- 1: refused when recorded before an event of its stream
    says        TEXT    NOT NULL,
    PRIMARY KEY (kind, guard, edition)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER event_guard_no_update BEFORE UPDATE ON event_guard
BEGIN SELECT RAISE(ABORT, 'event_guard is append-only: UPDATE refused'); END;

CREATE TRIGGER event_guard_no_delete BEFORE DELETE ON event_guard
BEGIN SELECT RAISE(ABORT, 'event_guard is append-only: DELETE refused'); END;

CREATE TRIGGER event_guard_no_replace BEFORE INSERT ON event_guard
WHEN EXISTS (SELECT 1 FROM event_guard WHERE kind = NEW.kind AND guard = NEW.guard AND edition = NEW.edition)
BEGIN SELECT RAISE(ABORT, 'event_guard is append-only: INSERT over an existing guard refused'); END;

-- One trigger for all guards. What counts is what was stored before in the stream
-- (version) and stands before it in time (occurred_on, ordinal). A history taken
-- over from elsewhere is kept as it was booked: its cause says so.
--
-- json_extract is there for its error, which repeats the text: before SQLite 3.47
-- RAISE takes nothing but a literal, and an older tool cannot even open a file
-- whose schema says otherwise.
CREATE TRIGGER journal_event_guard AFTER INSERT ON journal_event
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
END;
