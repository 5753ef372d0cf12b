package journal

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"balans/law/calendar"
)

// dialect holds the little that differs between the two databases.
type dialect struct {
	name       string // folder of the table definitions
	lockSchema string // keeps two programs from migrating at once; SQLite locks by itself
	tidyIndex  string // brings the index of seq up to date after a mass write
	// keepStatements: compile statements once. The PostgreSQL driver does so by
	// itself.
	keepStatements bool
	arrays         bool // takes many rows as arrays, see store_postgres.go
}

var (
	sqliteDialect   = dialect{name: "sqlite", keepStatements: true}
	postgresDialect = dialect{name: "postgres", arrays: true, lockSchema: `SELECT pg_advisory_xact_lock(7236270001)`,
		tidyIndex: `SELECT brin_summarize_new_values('journal_event_seq')`}
)

const (
	createMigrationTable = `CREATE TABLE IF NOT EXISTS schema_migration (
		number INTEGER PRIMARY KEY, name TEXT NOT NULL, applied_at TEXT NOT NULL)`
	selectSchemaNumber = `SELECT COALESCE(MAX(number), 0) FROM schema_migration`
	insertMigration    = `INSERT INTO schema_migration (number, name, applied_at) VALUES ($1, $2, $3)`

	insertHead = `INSERT INTO journal_head (id, journal_id, seq, hash) VALUES (1, $1, 0, $2)`
	selectHead = `SELECT journal_id, seq, hash FROM journal_head WHERE id = 1`
	// The compare-and-swap that lets several programs write: no row changed
	// means another moved the head first.
	advanceHead = `UPDATE journal_head SET seq = $1, hash = $2 WHERE id = 1 AND seq = $3`

	eventColumns = `seq, party, stream, version, kind, occurred_on, recorded_at, ordinal, actor, cause, key, body, hash`
	selectStream = `SELECT ` + eventColumns + ` FROM journal_event WHERE party = $1 AND stream = $2 AND version > $3 ORDER BY version`
	selectParty  = `SELECT ` + eventColumns + ` FROM journal_event WHERE party = $1 ORDER BY stream, version`
	selectRange  = `SELECT ` + eventColumns + ` FROM journal_event WHERE seq > $1 AND seq <= $2 ORDER BY seq`
	// What derived columns need; a third of the bytes of the whole row.
	selectFacts = `SELECT seq, party, stream, version, kind, occurred_on, recorded_at, ordinal, key, body
		FROM journal_event WHERE seq > $1 AND seq <= $2 ORDER BY seq`
	selectVersion = `SELECT COALESCE(MAX(version), 0) FROM journal_event WHERE party = $1 AND stream = $2`
	selectHash    = `SELECT hash FROM journal_event WHERE seq = $1`
	selectKeys    = `SELECT key FROM journal_event WHERE party = $1 AND stream = $2 AND key <> ''`
)

const eventParams = 13 // placeholders a row in insertEvents

// insertEvents builds SQLite's insert of n rows. Its placeholders are written ?
// instead of $1, because SQLite looks numbered ones up by name, which is quadratic
// in their number.
func (d dialect) insertEvents(n int) string {
	var b strings.Builder
	b.WriteString(`INSERT INTO journal_event (` + eventColumns + `) VALUES `)
	for i := range n {
		for j := range eventParams {
			switch {
			case j > 0:
				b.WriteByte(',')
			case i > 0:
				b.WriteString(",(")
			default:
				b.WriteByte('(')
			}
			b.WriteByte('?')
		}
		b.WriteByte(')')
	}
	return b.String()
}

// eventArgs appends the row's values in the order of eventColumns.
func eventArgs(args []any, e *Event) []any {
	return append(args, e.Seq, e.Party, e.Stream, e.Version, e.Kind, e.OccurredOn.Int(), int64(e.RecordedAt),
		e.Ordinal, e.Actor, e.Cause, e.Key, e.Body, e.Hash[:])
}

// Queries over many streams; %s is their condition on SQLite, and on PostgreSQL
// the streams are joined in (store_postgres.go).
const (
	selectTails   = `SELECT party, stream, MAX(version), MAX(ordinal) FROM journal_event WHERE %s GROUP BY party, stream`
	selectStreams = `SELECT ` + eventColumns + ` FROM journal_event WHERE %s ORDER BY party, stream, version`
)

// overStreams builds such a query for n streams.
func (d dialect) overStreams(query string, n int) string {
	var b strings.Builder
	b.WriteString(`(party, stream) IN (VALUES `)
	for i := range n {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString("(?,?)")
	}
	b.WriteByte(')')
	return fmt.Sprintf(query, b.String())
}

// queryStreams runs a query over many streams and calls scan for each row.
func (j *Journal) queryStreams(ctx context.Context, tx *sql.Tx, wanted []streamKey, query string, scan func(*sql.Rows) error) error {
	for len(wanted) > 0 {
		n := len(wanted)
		var rows *sql.Rows
		var err error
		if j.dialect.arrays {
			rows, err = tx.QueryContext(ctx, postgresStreams[query], streamArrays(wanted)...)
		} else {
			n = largestPower(min(n, maxGroup))
			args := make([]any, 0, 2*n)
			for _, k := range wanted[:n] {
				args = append(args, k.party, k.stream)
			}
			rows, err = j.txQuery(ctx, tx, j.dialect.overStreams(query, n), args...)
		}
		if err != nil {
			return err
		}
		for rows.Next() {
			if err := scan(rows); err != nil {
				rows.Close()
				return err
			}
		}
		if err := errors.Join(rows.Err(), rows.Close()); err != nil {
			return err
		}
		wanted = wanted[n:]
	}
	return nil
}

// insert stores linked events in as few statements as the database allows.
func (j *Journal) insert(ctx context.Context, tx *sql.Tx, events []Event) error {
	if j.dialect.arrays {
		_, err := tx.ExecContext(ctx, postgresInsert, eventArrays(events)...)
		if lostRace(err) {
			return errHeadMoved
		}
		return err
	}
	for len(events) > 0 {
		n := largestPower(min(maxGroup, len(events)))
		args := make([]any, 0, n*eventParams)
		for i := range events[:n] {
			args = eventArgs(args, &events[i])
		}
		if _, err := j.txExec(ctx, tx, j.dialect.insertEvents(n), args...); err != nil {
			return err
		}
		events = events[n:]
	}
	return nil
}

// scanEvent reads one row of eventColumns.
func scanEvent(rows scanner, e *Event) error {
	var occurred int32
	var recorded int64
	var hash []byte
	if err := rows.Scan(&e.Seq, &e.Party, &e.Stream, &e.Version, &e.Kind, &occurred, &recorded,
		&e.Ordinal, &e.Actor, &e.Cause, &e.Key, &e.Body, &hash); err != nil {
		return err
	}
	return e.setDates(occurred, recorded, hash)
}

func (e *Event) setDates(occurred int32, recorded int64, hash []byte) error {
	d, err := calendar.FromInt(occurred)
	if err != nil {
		return fmt.Errorf("event %d: %w", e.Seq, err)
	}
	e.OccurredOn, e.RecordedAt = d, calendar.Instant(recorded)
	if copy(e.Hash[:], hash) != len(e.Hash) && hash != nil {
		return fmt.Errorf("event %d: its hash is %d bytes, not 32", e.Seq, len(hash))
	}
	return nil
}

// queryer is what *sql.DB, *sql.Conn and *sql.Tx have in common.
type queryer interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

func readHead(ctx context.Context, q queryer) (Head, error) {
	var h Head
	var hash []byte
	if err := q.QueryRowContext(ctx, selectHead).Scan(&h.JournalID, &h.Seq, &hash); err != nil {
		return Head{}, fmt.Errorf("read the journal's head: %w", err)
	}
	copy(h.Hash[:], hash)
	return h, nil
}

// statement returns the compiled statement of a pool. Compiling costs SQLite more
// than running it.
func (j *Journal) statement(ctx context.Context, db *sql.DB, text string) (*sql.Stmt, error) {
	type key struct {
		db   *sql.DB
		text string
	}
	if s, ok := j.compiled.Load(key{db, text}); ok {
		return s.(*sql.Stmt), nil
	}
	s, err := db.PrepareContext(ctx, text)
	if err != nil {
		return nil, err
	}
	if first, taken := j.compiled.LoadOrStore(key{db, text}, s); taken {
		s.Close()
		return first.(*sql.Stmt), nil
	}
	return s, nil
}

func (j *Journal) readQuery(ctx context.Context, text string, args ...any) (*sql.Rows, error) {
	if !j.dialect.keepStatements {
		return j.read.QueryContext(ctx, text, args...)
	}
	s, err := j.statement(ctx, j.read, text)
	if err != nil {
		return nil, err
	}
	return s.QueryContext(ctx, args...)
}

// compiledTexts are compiled before the writer begins, since compiling inside a
// transaction would wait for the one connection that the transaction holds.
func (j *Journal) compileWriter(ctx context.Context) error {
	if !j.dialect.keepStatements {
		return nil
	}
	texts := []string{selectHead, advanceHead}
	for n := 1; n <= maxGroup; n *= 2 {
		texts = append(texts, j.dialect.overStreams(selectTails, n), j.dialect.overStreams(selectStreams, n), j.dialect.insertEvents(n))
	}
	for _, t := range texts {
		if _, err := j.statement(ctx, j.write, t); err != nil {
			return err
		}
	}
	return nil
}

// inTx returns the compiled statement bound to the transaction, or nil when the
// text is to be sent as it is.
func (j *Journal) inTx(ctx context.Context, tx *sql.Tx, text string) (*sql.Stmt, error) {
	if !j.dialect.keepStatements {
		return nil, nil
	}
	s, err := j.statement(ctx, j.write, text)
	if err != nil {
		return nil, err
	}
	return tx.StmtContext(ctx, s), nil
}

func (j *Journal) txQuery(ctx context.Context, tx *sql.Tx, text string, args ...any) (*sql.Rows, error) {
	s, err := j.inTx(ctx, tx, text)
	if err != nil {
		return nil, err
	}
	if s == nil {
		return tx.QueryContext(ctx, text, args...)
	}
	return s.QueryContext(ctx, args...)
}

func (j *Journal) txExec(ctx context.Context, tx *sql.Tx, text string, args ...any) (sql.Result, error) {
	s, err := j.inTx(ctx, tx, text)
	if err != nil {
		return nil, err
	}
	if s == nil {
		return tx.ExecContext(ctx, text, args...)
	}
	return s.ExecContext(ctx, args...)
}

// readHead reads the head inside the writer's transaction.
func (w *writer) readHead(ctx context.Context, tx *sql.Tx) (h Head, err error) {
	s, err := w.inTx(ctx, tx, selectHead)
	if err != nil {
		return h, err
	}
	row := tx.QueryRowContext
	if s != nil {
		row = func(ctx context.Context, _ string, args ...any) *sql.Row { return s.QueryRowContext(ctx, args...) }
	}
	var hash []byte
	if err := row(ctx, selectHead).Scan(&h.JournalID, &h.Seq, &hash); err != nil {
		return h, fmt.Errorf("read the journal's head: %w", err)
	}
	copy(h.Hash[:], hash)
	return h, nil
}

// largestPower is the largest power of two that is not above n: statements are
// built for these sizes only, so that few are ever compiled.
func largestPower(n int) int {
	p := 1
	for 2*p <= n {
		p *= 2
	}
	return p
}
