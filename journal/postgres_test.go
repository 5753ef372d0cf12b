package journal_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"balans/journal"
)

// terminate ends every other connection to the database, as an administrator or
// a failover does.
func (d database) terminate() {
	d.t.Helper()
	d.exec(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`)
}

// The connection goes away in the middle of a commit that many callers share:
// each is told, nothing is stored, and the same key again stores it once.
func TestPostgres_connectionLostInACommit(t *testing.T) {
	d := newPostgres(t)
	g := newGate()
	j := d.open(journal.WithClock(g.now))
	const callers = 16
	errs := make([]error, callers)
	var wg sync.WaitGroup
	caller := func(n int) {
		wg.Go(func() { _, errs[n] = j.Do(context.Background(), numbered(n, 1)) })
	}
	g.armed.Store(true)
	caller(0)
	<-g.entered
	for n := 1; n < callers; n++ {
		caller(n)
	}
	await(t, func() bool { return j.Waiting() == callers-1 })
	d.terminate()
	close(g.release)
	wg.Wait()
	if errs[0] == nil {
		t.Error("the connection was lost before the commit, but the caller was told that all is well")
	}
	if errors.Is(errs[0], journal.ErrConflict) {
		t.Errorf("a lost connection is called a conflict: %v", errs[0])
	}
	stored := int64(0)
	for n := range callers {
		r, err := j.Do(context.Background(), numbered(n, 1))
		if err != nil || len(r.Events) != 1 {
			t.Errorf("again, caller %d: %+v, %v", n, r, err)
		}
		if r.Replayed != (errs[n] == nil) {
			t.Errorf("caller %d was told %v, and then replayed=%v", n, errs[n], r.Replayed)
		}
		stored++
	}
	d.verify(stored)
}

// Connections are ended again and again while 16 callers write: whoever gets an
// error asks again under the same key, and nothing is doubled or lost.
func TestPostgres_connectionsLostAgainAndAgain(t *testing.T) {
	d := newPostgres(t)
	j := d.open()
	const callers, each = 16, 20
	var done, told atomic.Int64
	var wg sync.WaitGroup
	for w := range callers {
		wg.Go(func() {
			for n := 1; n <= each; n++ {
				for {
					if _, err := j.Do(context.Background(), numbered(w, n)); err == nil {
						break
					} else if told.Add(1) > 100_000 {
						t.Error(err)
						return
					}
				}
				done.Add(1)
			}
		})
	}
	for k := range int64(8) {
		await(t, func() bool { return done.Load() >= k*callers*each/10 || t.Failed() })
		d.terminate()
	}
	wg.Wait()
	d.verify(callers * each)
	t.Logf("%d errors were told to the callers", told.Load())
}

// The server commits, but its answer never arrives: that is uncertain, and the
// same key finds out.
func TestPostgres_answerToACommitLost(t *testing.T) {
	d := newPostgres(t)
	p := newProxy(t, d.dsn)
	j := database{t, p.dsn, true}.open()
	if r := do(t, j, numbered(1, 1)); r.Replayed {
		t.Fatal(r)
	}
	p.swallow.Store(true)
	_, err := j.Do(context.Background(), numbered(1, 2))
	if !errors.Is(err, journal.ErrUncertain) {
		t.Fatalf("the answer to the commit was lost: %v, want ErrUncertain", err)
	}
	p.swallow.Store(false)
	// The server may still be at it; a second journal would see the same.
	await(t, func() bool { return len(loadOf(t, j, 1, "writer/1")) == 2 })
	if r := do(t, j, numbered(1, 2)); !r.Replayed || len(r.Events) != 1 {
		t.Errorf("again under the same key: %+v", r)
	}
	if r := do(t, j, numbered(1, 3)); r.Replayed {
		t.Errorf("the next command: %+v", r)
	}
	d.verify(3)
}

func loadOf(t testing.TB, j *journal.Journal, party int64, stream string) []journal.Event {
	t.Helper()
	events, err := j.Load(context.Background(), party, stream)
	if err != nil {
		t.Fatal(err)
	}
	return events
}

// proxy stands between a journal and its server and can swallow the answer to
// a commit.
type proxy struct {
	dsn     string
	server  string
	swallow atomic.Bool
}

func newProxy(t *testing.T, dsn string) *proxy {
	t.Helper()
	u, err := url.Parse(dsn)
	if err != nil || !strings.Contains(u.RawQuery, "sslmode=disable") {
		t.Fatalf("the proxy reads what is sent, so the DSN must say sslmode=disable: %v", err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	p := &proxy{server: u.Host}
	u.Host = l.Addr().String()
	p.dsn = u.String()
	go func() {
		for {
			client, err := l.Accept()
			if err != nil {
				return
			}
			go p.serve(client)
		}
	}()
	return p
}

func (p *proxy) serve(client net.Conn) {
	defer client.Close()
	server, err := net.Dial("tcp", p.server)
	if err != nil {
		return
	}
	defer server.Close()
	var committing atomic.Bool
	go func() { // answers
		defer client.Close()
		buf := make([]byte, 1<<16)
		for {
			n, err := server.Read(buf)
			if err != nil || committing.Load() {
				return // the answer to the commit has come, and stays here
			}
			if _, err := client.Write(buf[:n]); err != nil {
				return
			}
		}
	}()
	buf := make([]byte, 1<<16)
	for {
		n, err := client.Read(buf)
		if err != nil {
			return
		}
		if p.swallow.Load() && bytes.Contains(buf[:n], []byte("commit\x00")) {
			committing.Store(true)
		}
		if _, err := io.Copy(server, bytes.NewReader(buf[:n])); err != nil {
			return
		}
	}
}

// What concurrent programs do to each other inside PostgreSQL is tried again,
// not told to the caller: here two that take the same two streams in the
// opposite order, which PostgreSQL ends as a deadlock.
func TestPostgres_deadlockIsTriedAgain(t *testing.T) {
	d := newPostgres(t)
	j := d.open()
	db := d.plain()
	tx, err := db.Begin()
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback()
	insert := func(stream string) error {
		_, err := tx.Exec(`INSERT INTO journal_event ` + eventColumns + ` VALUES ` + row(1, stream, 1, "of another program"))
		return err
	}
	if err := insert("claim/b"); err != nil {
		t.Fatal(err)
	}
	result := make(chan error, 1)
	go func() { // takes claim/a, then waits for claim/b
		_, err := j.Append(context.Background(),
			journal.Append{Party: party, Stream: "claim/a", Events: []journal.New{paid("a")}},
			journal.Append{Party: party, Stream: "claim/b", Events: []journal.New{paid("b")}})
		result <- err
	}()
	waiting := `SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`
	await(t, func() bool {
		var n int
		if err := db.QueryRow(waiting).Scan(&n); err != nil {
			t.Fatal(err)
		}
		return n == 1
	})
	// One of the two is ended. If it is ours, the journal goes on at once; if it
	// is the journal's, it must try again when ours is gone.
	err = insert("claim/a")
	if rollback := tx.Rollback(); rollback != nil {
		t.Fatal(rollback)
	}
	if told := <-result; told != nil {
		t.Errorf("the journal told its caller of a deadlock (ours: %v): %v", err, told)
	}
	if got := fmt.Sprint(bodies(load(t, j, "claim/a")), bodies(load(t, j, "claim/b"))); got != "1:a1:b" && got != "1:a 1:b" {
		t.Error(got)
	}
	d.verify(2)
}
