package verify

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	_ "github.com/jackc/pgx/v5/stdlib" // the PostgreSQL driver
	_ "modernc.org/sqlite"             // the embedded database, without cgo
)

// knownSchema is the newest schema this package can check, guardSchema the first that has
// guards, and actorSchema the first whose guards may name whose events stop them.
const (
	knownSchema = 3
	guardSchema = 2
	actorSchema = 3
)

const (
	selectSchema = `SELECT COALESCE(MAX(number), 0) FROM schema_migration`
	selectHeads  = `SELECT journal_id, seq, hash FROM journal_head`
	// The database itself writes the line that is hashed. concat_ws leaves NULL
	// out, which shows as a field too few. seq comes first and is never empty.
	selectLines = `SELECT hash, concat_ws('` + "\t" + `', seq, party, stream, version, kind, occurred_on,
			recorded_at, ordinal, actor, cause, key, body)
		FROM journal_event WHERE seq > $1 AND seq <= $2 ORDER BY seq`
	selectBelow = `SELECT MIN(seq) FROM journal_event WHERE seq < 1`
	selectAbove = `SELECT MIN(seq) FROM journal_event WHERE seq > $1`
	selectKey   = `SELECT MIN(seq) FROM journal_event WHERE party = $1 AND stream = $2 AND key = $3 AND seq < $4`
)

// store is one read-only connection inside one transaction, so that head and
// events are of the same moment even while others write.
type store struct {
	name     string
	postgres bool
	schema   int64 // its number
	db       *sql.DB
	conn     *sql.Conn
}

type head struct {
	journalID string
	seq       int64
	hash      [32]byte
}

func openStore(ctx context.Context, dsn string) (*store, error) {
	s := &store{}
	var err error
	if strings.HasPrefix(dsn, "postgres://") || strings.HasPrefix(dsn, "postgresql://") {
		err = s.openPostgres(ctx, dsn)
	} else {
		err = s.openSQLite(ctx, dsn)
	}
	if err != nil {
		s.close()
		return nil, fmt.Errorf("verify %s: %w", s.name, err)
	}
	return s, nil
}

func (s *store) openPostgres(ctx context.Context, dsn string) error {
	u, err := url.Parse(dsn)
	if err != nil {
		s.name = "PostgreSQL"
		// The address may hold a password, so it is not repeated.
		return errors.New("the address of the database cannot be read; write postgres://user:password@host:port/database")
	}
	s.name, s.postgres = u.Redacted(), true
	// Windows of seq are found through the block range index and sorted in
	// memory, also before the database has statistics of a new table.
	return s.begin(ctx, "pgx", dsn, `BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY`,
		`SET LOCAL enable_seqscan = off`, `SET LOCAL work_mem = '64MB'`)
}

func (s *store) openSQLite(ctx context.Context, path string) error {
	s.name = path
	if _, err := os.Stat(path); err != nil {
		return fmt.Errorf("there is no journal to check (%w)", err)
	}
	abs, err := filepath.Abs(path)
	if err != nil {
		return err
	}
	return s.begin(ctx, "sqlite", "file:"+(&url.URL{Path: abs}).EscapedPath()+
		"?mode=ro&_pragma=query_only(1)&_pragma=busy_timeout(10000)&_pragma=cache_size(-65536)", `BEGIN`)
}

func (s *store) begin(ctx context.Context, driver, dsn string, statements ...string) error {
	var err error
	if s.db, err = sql.Open(driver, dsn); err != nil {
		return err
	}
	if s.conn, err = s.db.Conn(ctx); err != nil {
		return err
	}
	for _, statement := range statements {
		if _, err = s.conn.ExecContext(ctx, statement); err != nil {
			return err
		}
	}
	return nil
}

// close ends the connection and with it the transaction, which wrote nothing.
func (s *store) close() {
	if s.conn != nil {
		s.conn.ExecContext(context.Background(), `ROLLBACK`)
		s.conn.Close()
	}
	if s.db != nil {
		s.db.Close()
	}
}

func (s *store) checkSchema(ctx context.Context) error {
	if err := s.conn.QueryRowContext(ctx, selectSchema).Scan(&s.schema); err != nil {
		return fmt.Errorf("this is not a Balans journal, or it cannot be read: %w", err)
	}
	if s.schema < 1 || s.schema > knownSchema {
		return fmt.Errorf("its schema is number %d and this program knows 1 to %d; check it with the program that wrote it", s.schema, knownSchema)
	}
	return nil
}

func (s *store) heads(ctx context.Context) ([]head, error) {
	rows, err := s.conn.QueryContext(ctx, selectHeads)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []head
	for rows.Next() {
		var h head
		var hash []byte
		if err := rows.Scan(&h.journalID, &h.seq, &hash); err != nil {
			return nil, fmt.Errorf("read the head: %w", err)
		}
		copy(h.hash[:], hash)
		all = append(all, h)
	}
	return all, rows.Err()
}

// batch is some events as read, back to back in one buffer.
type batch struct {
	bytes []byte
	rows  []row
}

// row is a place in a batch: the hash from start, the line from middle to end.
type row struct{ start, middle, end int }

func (r row) hash(b *batch) []byte { return b.bytes[r.start:r.middle] }
func (r row) line(b *batch) []byte { return b.bytes[r.middle:r.end] }

const (
	window    = 50_000  // numbers asked for in one query
	batchRows = 4_000   // at most, in a batch
	batchSize = 1 << 20 // bytes in a batch, about
)

// reader is how events pass from the reading goroutine to the checking one.
type reader struct {
	full   chan *batch   // read, to be checked
	free   chan *batch   // checked, to be used again
	enough chan struct{} // closed when no more is wanted
}

// errEnough ends the reading. The context is not cancelled for that, because
// PostgreSQL's driver would close the connection.
var errEnough = errors.New("no more events are wanted")

// read sends all events in order of seq.
func (s *store) read(ctx context.Context, r reader) error {
	at := int64(0)
	if lowest, err := s.lowest(ctx, selectBelow); err != nil {
		return err
	} else if lowest.Valid {
		at = max(lowest.Int64, math.MinInt64+1) - 1
	}
	for {
		to := at + min(window, math.MaxInt64-max(at, 0))
		n, err := s.readWindow(ctx, at, to, r)
		if err != nil {
			return err
		}
		at = to
		if n > 0 && at < math.MaxInt64 {
			continue
		}
		next, err := s.lowest(ctx, selectAbove, at)
		if err != nil {
			return err
		}
		if !next.Valid {
			return nil
		}
		at = next.Int64 - 1
	}
}

func (s *store) lowest(ctx context.Context, query string, args ...any) (sql.NullInt64, error) {
	var v sql.NullInt64
	err := s.conn.QueryRowContext(ctx, query, args...).Scan(&v)
	return v, err
}

func (s *store) readWindow(ctx context.Context, after, to int64, r reader) (n int, err error) {
	rows, err := s.conn.QueryContext(ctx, selectLines, after, to)
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	var b *batch
	var hash, line sql.RawBytes
	for rows.Next() {
		if b == nil {
			select {
			case b = <-r.free:
				b.bytes, b.rows = b.bytes[:0], b.rows[:0]
			case <-r.enough:
				return n, errEnough
			case <-ctx.Done():
				return n, ctx.Err()
			}
		}
		if err := rows.Scan(&hash, &line); err != nil {
			return n, err
		}
		at := row{start: len(b.bytes)}
		b.bytes = append(b.bytes, hash...)
		at.middle = len(b.bytes)
		b.bytes = append(b.bytes, line...)
		at.end = len(b.bytes)
		b.rows = append(b.rows, at)
		if n++; len(b.rows) == batchRows || len(b.bytes) >= batchSize {
			r.full <- b
			b = nil
		}
	}
	if err := rows.Err(); err != nil {
		return n, err
	}
	if b != nil {
		r.full <- b
	}
	return n, nil
}

// confirmKeys looks up the keys that seem to be used twice, since two keys may
// share a hash.
func (s *store) confirmKeys(ctx context.Context, c *checker) error {
	for _, k := range c.maybe {
		first, err := s.lowest(ctx, selectKey, k.party, k.stream, k.key, k.seq)
		if err != nil {
			return err
		}
		if first.Valid {
			c.report(k.seq, k.stream, "Event %d has key %s, as event %d of the same stream has: a command or a source's event was stored twice. "+
				"Correct what it did by a new event; nothing needs to be restored.", k.seq, k.key, first.Int64)
		}
	}
	return nil
}
