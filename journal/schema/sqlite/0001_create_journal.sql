-- The journal. STRICT, because SQLite otherwise stores text in a number column
-- and sums it as a float.
CREATE TABLE journal_head (
    id         INTEGER PRIMARY KEY CHECK (id = 1),
    journal_id TEXT    NOT NULL,
    seq        INTEGER NOT NULL CHECK (seq >= 0),
    hash       BLOB    NOT NULL CHECK (length(hash) = 32)
) STRICT;

-- seq is the row's own key here: one file is never spread over machines, so the
-- rule that the party stands in every unique index binds only on PostgreSQL.
CREATE TABLE journal_event (
    seq         INTEGER PRIMARY KEY,
    party       INTEGER NOT NULL,
    stream      TEXT    NOT NULL CHECK (stream <> ''),
    version     INTEGER NOT NULL CHECK (version > 0),
    kind        TEXT    NOT NULL CHECK (kind <> ''),
    occurred_on INTEGER NOT NULL CHECK (occurred_on BETWEEN 18000101 AND 29991231),
    recorded_at INTEGER NOT NULL,
    ordinal     INTEGER NOT NULL,
    actor       TEXT    NOT NULL,
    cause       TEXT    NOT NULL,
    key         TEXT    NOT NULL,
    body        TEXT    NOT NULL,
    hash        BLOB    NOT NULL CHECK (length(hash) = 32),
    UNIQUE (party, stream, version)
) STRICT;

CREATE TRIGGER journal_event_no_update BEFORE UPDATE ON journal_event
BEGIN SELECT RAISE(ABORT, 'journal_event is append-only: UPDATE refused'); END;

CREATE TRIGGER journal_event_no_delete BEFORE DELETE ON journal_event
BEGIN SELECT RAISE(ABORT, 'journal_event is append-only: DELETE refused'); END;

-- INSERT OR REPLACE removes the old row without firing the delete trigger unless
-- the connection asks for it, so the insert itself must refuse.
CREATE TRIGGER journal_event_no_replace BEFORE INSERT ON journal_event
WHEN NEW.seq <= (SELECT seq FROM journal_event ORDER BY seq DESC LIMIT 1)
  OR EXISTS (SELECT 1 FROM journal_event
             WHERE party = NEW.party AND stream = NEW.stream AND version = NEW.version)
BEGIN SELECT RAISE(ABORT, 'journal_event is append-only: INSERT over an existing event refused'); END;

CREATE TRIGGER journal_head_no_delete BEFORE DELETE ON journal_head
BEGIN SELECT RAISE(ABORT, 'journal_head is kept: DELETE refused'); END;

-- As above: INSERT OR REPLACE would otherwise put any head in place of this one.
CREATE TRIGGER journal_head_no_replace BEFORE INSERT ON journal_head
WHEN EXISTS (SELECT 1 FROM journal_head)
BEGIN SELECT RAISE(ABORT, 'journal_head is one row: INSERT refused'); END;

CREATE TRIGGER journal_head_forward BEFORE UPDATE ON journal_head
WHEN NEW.seq <= OLD.seq OR NEW.journal_id <> OLD.journal_id
BEGIN SELECT RAISE(ABORT, 'journal_head only moves forward: UPDATE refused'); END;
