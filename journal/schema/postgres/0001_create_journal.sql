-- The journal. journal_head is one row and stays local where the events are
-- spread over nodes (Citus); the party stands in every unique index.
CREATE TABLE journal_head (
    id         INTEGER PRIMARY KEY CHECK (id = 1),
    journal_id TEXT COLLATE "C" NOT NULL,
    seq        BIGINT  NOT NULL CHECK (seq >= 0),
    hash       BYTEA   NOT NULL CHECK (length(hash) = 32)
);

CREATE TABLE journal_event (
    seq         BIGINT  NOT NULL CHECK (seq > 0),
    party       BIGINT  NOT NULL,
    stream      TEXT COLLATE "C" NOT NULL CHECK (stream <> ''),
    version     INTEGER NOT NULL CHECK (version > 0),
    kind        TEXT COLLATE "C" NOT NULL CHECK (kind <> ''),
    occurred_on INTEGER NOT NULL CHECK (occurred_on BETWEEN 18000101 AND 29991231),
    recorded_at BIGINT  NOT NULL,
    ordinal     BIGINT  NOT NULL,
    actor       TEXT    NOT NULL,
    cause       TEXT    NOT NULL,
    key         TEXT    NOT NULL,
    body        TEXT    NOT NULL,
    hash        BYTEA   NOT NULL CHECK (length(hash) = 32),
    PRIMARY KEY (party, stream, version)
);

-- Rows arrive in order of seq, so a block range index of a few pages finds any range.
CREATE INDEX journal_event_seq ON journal_event USING brin (seq) WITH (pages_per_range = 16, autosummarize = on);

CREATE FUNCTION journal_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP;
END $$;

CREATE TRIGGER journal_event_append_only
    BEFORE UPDATE OR DELETE OR TRUNCATE ON journal_event
    FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse();

CREATE TRIGGER journal_head_kept
    BEFORE DELETE OR TRUNCATE ON journal_head
    FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse();

CREATE FUNCTION journal_head_forward() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.seq <= OLD.seq OR NEW.journal_id <> OLD.journal_id THEN
        RAISE EXCEPTION 'journal_head only moves forward: UPDATE refused';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER journal_head_forward
    BEFORE UPDATE ON journal_head
    FOR EACH ROW EXECUTE FUNCTION journal_head_forward();
