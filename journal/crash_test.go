package journal_test

import (
	"bufio"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"testing"

	"balans/journal"
)

// envVictim names the database to a child process that will be killed.
const envVictim = "BALANS_JOURNAL_TEST_VICTIM"

func TestMain(m *testing.M) {
	if dsn := os.Getenv(envVictim); dsn != "" {
		victim(dsn)
		return
	}
	os.Exit(m.Run())
}

const (
	victimWriters = 16
	victimAcks    = 300 // acknowledged before the kill
	victimRounds  = 3
)

// victim writes until it is killed, and tells what has been acknowledged. Each
// writer has a stream of its own and asks for its next event under its number.
func victim(dsn string) {
	j, err := journal.Open(context.Background(), dsn)
	if err != nil {
		fmt.Println("error", err)
		return
	}
	var out sync.Mutex
	var wg sync.WaitGroup
	for w := range victimWriters {
		wg.Go(func() {
			stream := fmt.Sprintf("writer/%d", w)
			events, err := j.Load(context.Background(), int64(w), stream)
			for n := len(events) + 1; err == nil; n++ {
				var r journal.Receipt
				r, err = j.Do(context.Background(), numbered(w, n))
				out.Lock()
				if err != nil {
					fmt.Println("error", err)
				} else {
					fmt.Printf("ack %d %s %d %x\n", w, stream, n, r.Events[0].Hash)
				}
				out.Unlock()
			}
		})
	}
	wg.Wait()
}

// numbered is the command that adds event n of a writer.
func numbered(writer, n int) journal.Command {
	return journal.Command{Party: int64(writer), Stream: fmt.Sprintf("writer/%d", writer), Key: fmt.Sprint("n", n), Input: fmt.Sprint(n),
		Rule: func([]journal.Event) ([]journal.New, error) { return []journal.New{paid(fmt.Sprint(n))}, nil }}
}

type ack struct {
	writer, n int
	stream    string
	hash      string
}

// kill has a child write and kills it after some acknowledgements, all of which
// it returns, also those that were on their way.
func kill(t *testing.T, dsn string) (acks []ack) {
	t.Helper()
	cmd := exec.Command(os.Args[0], "-test.run=^$")
	cmd.Env = append(os.Environ(), envVictim+"="+dsn)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewReader(out)
	for {
		line, err := lines.ReadString('\n')
		if err != nil {
			break // a line without its end was not told
		}
		var a ack
		if _, err := fmt.Sscanf(line, "ack %d %s %d %s\n", &a.writer, &a.stream, &a.n, &a.hash); err != nil {
			t.Errorf("the child says %q", line)
		}
		if acks = append(acks, a); len(acks) == victimAcks {
			if err := cmd.Process.Kill(); err != nil {
				t.Fatal(err)
			}
		}
	}
	var exit *exec.ExitError
	if err := cmd.Wait(); !errors.As(err, &exit) || exit.Sys().(syscall.WaitStatus).Signal() != syscall.SIGKILL {
		t.Fatalf("the child ended with %v after %d acknowledgements; it was to be killed", err, len(acks))
	}
	return acks
}

func killedWhileWriting(t *testing.T, d database) {
	var all []ack
	for range victimRounds {
		all = append(all, kill(t, d.dsn)...)
		j := d.open()
		r := d.verify(-1)
		if r.Events < int64(len(all)) {
			t.Errorf("%d events were acknowledged and %d are stored", len(all), r.Events)
		}
		if lost := r.Events - int64(len(all)); lost > victimRounds*victimWriters {
			t.Errorf("%d events were stored and not acknowledged, more than were under way", lost)
		}
		for _, a := range all {
			events, err := j.Load(context.Background(), int64(a.writer), a.stream)
			if err != nil {
				t.Fatal(err)
			}
			if len(events) < a.n || events[a.n-1].Body != fmt.Sprint(a.n) || hex.EncodeToString(events[a.n-1].Hash[:]) != a.hash {
				t.Fatalf("event %d of %s was acknowledged and is lost", a.n, a.stream)
			}
		}
		// What a writer was doing when it died is asked for again, as a caller would.
		for w := range victimWriters {
			last := 0
			for _, a := range all {
				if a.writer == w {
					last = max(last, a.n)
				}
			}
			for n := range last + 1 {
				if _, err := j.Do(context.Background(), numbered(w, n+1)); err != nil {
					t.Fatal(err)
				}
			}
			events, err := j.Load(context.Background(), int64(w), fmt.Sprintf("writer/%d", w))
			if err != nil || len(events) != last+1 {
				t.Fatalf("writer %d asked for %d events and has %d: %v", w, last+1, len(events), err)
			}
			all = append(all, ack{w, last + 1, events[last].Stream, hex.EncodeToString(events[last].Hash[:])})
		}
		j.Close()
	}
	d.verify(int64(len(all)))
}

// A small disk, in two forms: the database's own limit, which needs no rights,
// and a real file system, where one may be mounted.
func TestFullDisk_losesNothingAcknowledged(t *testing.T) {
	t.Run("page limit", func(t *testing.T) {
		d := newSQLite(t)
		j := d.open()
		limit := func(pages int) {
			if err := j.ExecWriter(context.Background(), fmt.Sprintf(`PRAGMA max_page_count(%d)`, pages)); err != nil {
				t.Fatal(err)
			}
		}
		limit(500)
		fillDisk(t, d, j, func() { limit(1_000_000) })
	})
	t.Run("file system", func(t *testing.T) {
		dir := t.TempDir()
		resize, unmount, err := mountSmall(dir)
		if err != nil {
			t.Logf("no file system may be mounted here (%v); the page limit above stands in for it", err)
			return
		}
		t.Cleanup(unmount)
		d := database{t, dir + "/journal.db", false}
		fillDisk(t, d, d.open(), func() {
			if err := resize(); err != nil {
				t.Fatal(err)
			}
		})
	})
}

// fillDisk writes until nothing fits, makes room and writes on.
func fillDisk(t *testing.T, d database, j *journal.Journal, makeRoom func()) {
	body := strings.Repeat("x", 20_000)
	var acked []journal.Event
	for {
		stored, err := j.Append(context.Background(), journal.Append{Party: party, Stream: "claim/1", Expected: int32(len(acked)), Events: []journal.New{paid(body)}})
		if err != nil {
			if !strings.Contains(err.Error(), "the disk is full") || !strings.Contains(err.Error(), "free space") {
				t.Errorf("the error does not say that the disk is full and what to do: %v", err)
			}
			if errors.Is(err, journal.ErrUncertain) {
				t.Errorf("nothing was written, but the error calls it uncertain: %v", err)
			}
			break
		}
		if acked = append(acked, stored...); len(acked) > 10_000 {
			t.Fatal("the disk does not fill")
		}
	}
	if len(acked) < 10 {
		t.Fatalf("only %d events were written", len(acked))
	}
	same(t, "on the full disk", load(t, j, "claim/1"), acked)
	d.verify(int64(len(acked)))
	makeRoom()
	acked = append(acked, add(t, j, "claim/1", int32(len(acked)), paid(body), paid("small"))...)
	same(t, "with room again", load(t, j, "claim/1"), acked)
	if err := j.Close(); err != nil {
		t.Error(err)
	}
	same(t, "opened again", load(t, d.open(), "claim/1"), acked)
	d.verify(int64(len(acked)))
}
