package journal_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"regexp"
	"strings"
	"testing"

	"balans/journal"
	"balans/journal/verify"
	"balans/law/calendar"
)

const goldenID = "000102030405060708090a0b0c0d0e0f"

// golden are the events of testdata/chain.golden.
var golden = []journal.Event{
	{Party: 198503121237, Stream: "claim/2023-000017", Version: 1, Kind: "claim.decided/1", OccurredOn: calendar.New(2023, 3, 1), RecordedAt: 1677628800000000, Ordinal: 1,
		Actor: "handläggare/7", Cause: "import/1", Key: "E1", Body: "benefit=bostadsbidrag principal=1234500"},
	{Party: 198503121237, Stream: "claim/2023-000017", Version: 2, Kind: "claim.paid/1", OccurredOn: calendar.New(2024, 2, 29), RecordedAt: 1709197200123456, Ordinal: 2,
		Actor: "å ä ö Å Ä Ö", Cause: "bgmax/2024-02-29", Body: "amount=50000 to_principal=50000"},
	{Party: 0, Stream: "agency/books", Version: 1, Kind: "books.closed/1", OccurredOn: calendar.New(1800, 1, 1), RecordedAt: -1, Ordinal: -5},
	{Party: 165560160680, Stream: "claim/Ä 🙂 \"'", Version: 1, Kind: "claim.decided/1", OccurredOn: calendar.New(2999, 12, 31), RecordedAt: 253402300799999999, Ordinal: 1,
		Actor: "system", Cause: " ", Key: "k:1", Body: "  leading, trailing and 日本  "},
	{Party: 198503121237, Stream: "claim/2023-000017", Version: 3, Kind: "claim.paid/1", OccurredOn: calendar.New(2024, 3, 1), RecordedAt: 1709283600000000, Ordinal: 3,
		Actor: "system", Cause: "bgmax/2024-03-01", Key: "pay:e3b0c44298fc1c14:1", Body: "amount=1"},
	{Party: 0, Stream: "agency/books", Version: 2, Kind: "books.closed/1", OccurredOn: calendar.New(2024, 3, 31), RecordedAt: 1711922399999999, Ordinal: 9223372036854775807,
		Actor: "system", Cause: "", Body: "NULL"},
}

type link struct {
	hash [32]byte
	line string
}

// readGolden reads the journal id and the links of the file. Its lines are
// "hash line", the first "hash id".
func readGolden(t testing.TB) (id string, start [32]byte, links []link) {
	t.Helper()
	text, err := os.ReadFile("testdata/chain.golden")
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range strings.Split(strings.TrimSuffix(string(text), "\n"), "\n") {
		if strings.HasPrefix(l, "#") {
			continue
		}
		hash, line, _ := strings.Cut(l, " ")
		b, err := hex.DecodeString(hash)
		if err != nil || len(b) != 32 {
			t.Fatalf("%q: %v", l, err)
		}
		if id == "" {
			id, start = line, [32]byte(b)
			continue
		}
		links = append(links, link{[32]byte(b), line})
	}
	return id, start, links
}

// The file agrees with the format as documented, computed here from its text
// alone. By hand, with the hash of the event before and the line of this one:
//
//	{ printf %s "$before" | xxd -r -p; printf %s "$line"; } | sha256sum
func TestGoldenChain_followsTheDocumentedFormat(t *testing.T) {
	id, start, links := readGolden(t)
	at := sha256.Sum256([]byte("balans-journal/1 " + id))
	if at != start {
		t.Fatalf("hash(0) = %x, the file says %x", at, start)
	}
	form := regexp.MustCompile(`^[1-9]\d*\t\d+\t[^\t]+\t[1-9]\d*\t[^\t]+\t[12]\d{7}\t(0|-?[1-9]\d*)\t(0|-?[1-9]\d*)(\t[^\t]*){4}$`)
	for i, l := range links {
		if !form.MatchString(l.line) {
			t.Errorf("line %d is not of the documented form: %q", i+1, l.line)
		}
		at = sha256.Sum256(append(at[:], l.line...))
		if at != l.hash {
			t.Errorf("hash(%d) = %x, the file says %x", i+1, at, l.hash)
		}
	}
}

func TestGoldenChain_isWhatTheWriterComputes(t *testing.T) {
	id, start, links := readGolden(t)
	if id != goldenID || len(links) != len(golden) {
		t.Fatalf("journal %s with %d events", id, len(links))
	}
	got, linked := journal.Linked(id, golden)
	if got != start {
		t.Errorf("hash(0) = %x, want %x", got, start)
	}
	for i := range linked {
		if line := journal.Line(&linked[i]); line != links[i].line || linked[i].Hash != links[i].hash {
			t.Errorf("event %d\n got %x %q\nwant %x %q", i+1, linked[i].Hash, line, links[i].hash, links[i].line)
		}
	}
}

// goldenChainStored stores the golden events and has the hashes come back from
// the database, and verify agree with the file's last one.
func goldenChainStored(t *testing.T, d database) {
	_, start, links := readGolden(t)
	d.open().Close()
	d.withoutTriggers(`UPDATE journal_head SET journal_id = '`+goldenID+`'`, `UPDATE journal_head SET hash = `+d.bytes(start))
	j := d.open()
	for i, e := range golden {
		stored, err := j.Append(context.Background(), journal.Append{Party: e.Party, Stream: e.Stream, Expected: e.Version - 1, Events: []journal.New{{
			Kind: e.Kind, OccurredOn: e.OccurredOn, RecordedAt: e.RecordedAt, Ordinal: e.Ordinal, Actor: e.Actor, Cause: e.Cause, Key: e.Key, Body: e.Body}}})
		if err != nil {
			t.Fatal(err)
		}
		if stored[0].Hash != links[i].hash {
			t.Errorf("event %d has hash %x, want %x", i+1, stored[0].Hash, links[i].hash)
		}
	}
	last := links[len(links)-1].hash
	r := d.verify(int64(len(golden)))
	if r.Head != last || r.JournalID != goldenID {
		t.Errorf("verify: head %x of %s", r.Head, r.JournalID)
	}
	if r, err := verify.Run(context.Background(), d.dsn, verify.Options{Expect: verify.Anchor{Seq: 6, Hash: last}}); err != nil || len(r.Problems) > 0 {
		t.Errorf("with the anchor: %+v, %v", r, err)
	}
}

// bytes is a value of bytes in the database's own SQL.
func (d database) bytes(b [32]byte) string {
	if d.postgres {
		return `'\x` + hex.EncodeToString(b[:]) + `'`
	}
	return `x'` + hex.EncodeToString(b[:]) + `'`
}
