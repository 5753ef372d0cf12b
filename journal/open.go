package journal

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the PostgreSQL driver
	_ "modernc.org/sqlite"             // the embedded database, without cgo
)

// Head is the end of the chain.
type Head struct {
	JournalID string
	Seq       int64
	Hash      Hash
}

// Journal is an open journal. It is safe for many goroutines.
type Journal struct {
	name    string // what to call it in messages: a path, or an address without password
	dialect dialect
	write   *sql.DB // SQLite: one connection; PostgreSQL: shared with read
	read    *sql.DB
	now     func() time.Time
	guards  guardSet // edition 0: those of the database stay as they are

	compiled sync.Map // statement text → *sql.Stmt of the pool it is used on; see statement

	requests chan *request
	group    int // callers that may share a commit
	slice    int // events that a commit of a mass write has, about
	closed   chan struct{}
	close    sync.Once
	done     sync.WaitGroup
}

// Option changes how a journal is opened.
type Option func(*Journal)

// WithClock sets the clock that dates what is recorded; for tests.
func WithClock(now func() time.Time) Option { return func(j *Journal) { j.now = now } }

// WithGroup limits how many callers may share a commit; 1 gives each command a
// commit of its own. For measuring.
func WithGroup(callers int) Option { return func(j *Journal) { j.group = callers } }

// WithSlice sets about how many events share a commit in a mass write; for tests of those that
// are stopped between two.
func WithSlice(events int) Option { return func(j *Journal) { j.slice = max(1, events) } }

// Open opens the journal in a SQLite file or a PostgreSQL database
// ("postgres://…"), creating and migrating it when needed.
func Open(ctx context.Context, dsn string, options ...Option) (*Journal, error) {
	return open(ctx, dsn, true, options)
}

// ErrNoJournal: the database is there and holds no journal.
var ErrNoJournal = errors.New("it holds no journal of Balans; make one with `balans demo`, `balans import` or `balans directive take`, or name another database")

// OpenExisting is Open, but refuses a SQLite file that is not there, and with
// ErrNoJournal a database that holds something else, which it leaves as it is.
func OpenExisting(ctx context.Context, dsn string, options ...Option) (*Journal, error) {
	return open(ctx, dsn, false, options)
}

func open(ctx context.Context, dsn string, create bool, options []Option) (*Journal, error) {
	j := &Journal{now: time.Now, requests: make(chan *request, maxGroup), group: maxGroup, slice: bulkSlice, closed: make(chan struct{})}
	for _, o := range options {
		o(j)
	}
	var err error
	if IsPostgres(dsn) {
		err = j.openPostgres(dsn)
	} else {
		err = j.openSQLite(dsn, create)
	}
	if err != nil {
		return nil, err
	}
	if err := j.migrate(ctx, create); err != nil {
		j.closePools()
		return nil, fmt.Errorf("open the journal in %s: %w", j.name, explain(err))
	}
	if err := j.compileWriter(ctx); err != nil {
		j.closePools()
		return nil, fmt.Errorf("open the journal in %s: %w", j.name, err)
	}
	j.done.Add(1)
	go j.writer()
	return j, nil
}

// IsPostgres reports whether the address names a PostgreSQL database.
func IsPostgres(dsn string) bool {
	return strings.HasPrefix(dsn, "postgres://") || strings.HasPrefix(dsn, "postgresql://")
}

func (j *Journal) openPostgres(dsn string) error {
	u, err := url.Parse(dsn)
	if err != nil {
		// The address may hold a password, so it is not repeated.
		return errors.New("the address of the PostgreSQL database cannot be read; write postgres://user:password@host:port/database")
	}
	j.name, j.dialect = u.Redacted(), postgresDialect
	db, err := sql.Open("pgx", dsn)
	if err != nil {
		return fmt.Errorf("open %s: %w", j.name, err)
	}
	db.SetMaxOpenConns(16)
	db.SetMaxIdleConns(16)
	j.read = db
	// The writer keeps a connection of its own, whose statements stay compiled;
	// a second one lets a mass write go on beside it.
	if j.write, err = sql.Open("pgx", dsn); err != nil {
		return fmt.Errorf("open %s: %w", j.name, err)
	}
	j.write.SetMaxOpenConns(2)
	j.write.SetMaxIdleConns(2)
	return nil
}

func (j *Journal) openSQLite(path string, create bool) error {
	j.name, j.dialect = path, sqliteDialect
	if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) {
		if !create {
			return fmt.Errorf("there is no journal in %s; make one with `balans demo`, `balans import` or `balans directive take`", path)
		}
		// Personal data: readable by its owner only.
		f, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY, 0o600)
		if err != nil {
			return fmt.Errorf("create the journal: %w", err)
		}
		f.Close()
	}
	abs, err := filepath.Abs(path)
	if err != nil {
		return err
	}
	common := "&_pragma=busy_timeout(10000)&_pragma=foreign_keys(1)&_pragma=recursive_triggers(1)&_pragma=cache_size(-65536)"
	file := "file:" + (&url.URL{Path: abs}).EscapedPath()
	if j.write, err = sql.Open("sqlite", file+"?_txlock=immediate&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=wal_autocheckpoint(8192)"+common); err != nil {
		return err
	}
	j.write.SetMaxOpenConns(1)
	j.read, err = sql.Open("sqlite", file+"?_pragma=query_only(1)"+common)
	if err != nil {
		j.write.Close()
		return err
	}
	j.read.SetMaxOpenConns(8)
	j.read.SetMaxIdleConns(8)
	return nil
}

// Close waits for the commit under way and closes the database.
func (j *Journal) Close() error {
	j.close.Do(func() { close(j.closed) })
	j.done.Wait()
	return j.closePools()
}

func (j *Journal) closePools() error {
	err := j.write.Close()
	if j.read != j.write {
		err = errors.Join(err, j.read.Close())
	}
	return err
}

// Name says which database this is, without a password.
func (j *Journal) Name() string { return j.name }

// Now is the journal's clock.
func (j *Journal) Now() time.Time { return j.now() }

// Head returns the end of the chain.
func (j *Journal) Head(ctx context.Context) (Head, error) { return readHead(ctx, j.read) }

// HashAt returns the hash of event seq (0: the chain's start), to check that a
// derived file was made from this very journal.
func (j *Journal) HashAt(ctx context.Context, seq int64) (Hash, error) {
	if seq == 0 {
		h, err := j.Head(ctx)
		return genesis(h.JournalID), err
	}
	var b []byte
	err := j.read.QueryRowContext(ctx, selectHash, seq).Scan(&b)
	if err != nil {
		return Hash{}, fmt.Errorf("event %d: %w", seq, err)
	}
	return Hash(b), nil
}

// explain adds what to do to errors a person can meet.
func explain(err error) error {
	text := err.Error()
	switch {
	case strings.Contains(text, "database or disk is full"), strings.Contains(text, "No space left"), strings.Contains(text, "disk full"):
		return fmt.Errorf("the disk is full: nothing of this commit was written; free space and run the command again (%w)", err)
	case strings.Contains(text, "connection refused"):
		return fmt.Errorf("the database server does not answer; check that it runs and the address (%w)", err)
	case strings.Contains(text, "file is not a database"):
		return fmt.Errorf("the file is not a Balans journal (%w)", err)
	case strings.Contains(text, "database is locked"):
		return fmt.Errorf("another program holds the journal; try again when it is done (%w)", err)
	}
	return err
}
