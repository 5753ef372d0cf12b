-- A guard may also say that an event is not made by the one who made another of its
-- stream: nobody approves what they have proposed.
ALTER TABLE event_guard ADD COLUMN not_by TEXT NOT NULL DEFAULT ''; -- refused by whoever made one of these

DROP TRIGGER journal_event_guard;

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
                 AND p.cause NOT GLOB 'import/*' AND p.cause NOT GLOB 'demo/*')
        OR g.not_by <> '' AND EXISTS (
               SELECT 1 FROM journal_event a
               WHERE a.party = NEW.party AND a.stream = NEW.stream AND a.version < NEW.version
                 AND a.actor = NEW.actor
                 AND instr(' ' || g.not_by || ' ', ' ' || a.kind || ' ') > 0));
END;
