package claim_test

import (
	"bytes"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"balans/journal"
	"balans/recover/claim/claimtest"
	"balans/recover/claim/recheck"
)

// damage spoils a file in one small way, or leaves it as it is.
func damage(r *rapid.T, file []byte) []byte {
	lines := bytes.SplitAfter(bytes.TrimSuffix(file, []byte("\n")), []byte("\n"))
	if len(lines) < 2 {
		return file
	}
	at := rapid.IntRange(1, len(lines)-1).Draw(r, "line")
	line := slices.Clone(lines[at])
	fields := strings.Split(strings.TrimSuffix(string(line), "\n"), ",")
	field := rapid.IntRange(0, len(fields)-1).Draw(r, "field")
	switch rapid.IntRange(0, 7).Draw(r, "damage") {
	case 0:
		line = append(append(line, '\n'), line...) // twice
	case 1:
		line = nil
	case 2:
		fields[field] = rapid.SampledFrom([]string{"", "0", "1", "-1", "x", "2023-02-29", "1900-01-01", "2079-06-07", "decided", "waived", "\"", "C1", "\xff", "99999999999999999"}).Draw(r, "instead")
		line = []byte(strings.Join(fields, ",") + "\n")
	case 3:
		line = line[:rapid.IntRange(0, len(line)-1).Draw(r, "cut at")]
	case 4:
		line[rapid.IntRange(0, len(line)-1).Draw(r, "byte")] ^= 1 << rapid.IntRange(0, 7).Draw(r, "bit")
	case 5:
		other := rapid.IntRange(1, len(lines)-1).Draw(r, "changes with")
		lines[at], lines[other] = lines[other], lines[at]
		line = lines[at]
	case 6: // the same with one other field
		fields[field] += "1"
		line = append(line, []byte("\n"+strings.Join(fields, ",")+"\n")...)
	}
	lines[at] = line
	return slices.Concat(lines...)
}

// However the files are damaged, an import is all or nothing, and with bad lines
// left out every claim is whole or absent and every line is accounted for.
func TestImport_ofDamagedFiles(t *testing.T) {
	ctx := t.Context()
	dir := t.TempDir()
	round := 0
	rapid.Check(t, func(r *rapid.T) {
		round++
		j, err := journal.Open(ctx, filepath.Join(dir, fmt.Sprint(round, ".db")))
		if err != nil {
			r.Fatal(err)
		}
		defer j.Close()
		claims, events := claimtest.Files(claimtest.Stock(r, 1, 4))
		for range rapid.IntRange(0, 2).Draw(r, "damages") {
			claims = damage(r, claims)
		}
		for range rapid.IntRange(0, 3).Draw(r, "damages") {
			events = damage(r, events)
		}
		skip := rapid.Bool().Draw(r, "skip bad lines")
		before := headOf(t, j)
		got := runImport(ctx, j, string(claims), string(events), skip)
		after := headOf(t, j)
		if got.err != nil {
			if got.bad() == nil || after != before || skip {
				r.Fatalf("%v; the head went from %v to %v", got.err, before, after)
			}
			return
		}
		c := read(t, r, j)
		if n, m := int64(c.Len()), int64(c.Events()); n != got.NewClaims || m != got.NewClaims+got.NewEvents || got.KnownClaims+got.KnownEvents != 0 {
			r.Fatalf("%+v; %d claims and %d events in the columns", got.ImportResult, n, m)
		}
		// Each line is written, repeats another or is left out, and is told of once.
		if told := got.NewClaims + got.NewEvents + got.Repeated + got.LeftOut; got.LeftOutClaims == 0 && told != got.ClaimLines+got.EventLines {
			r.Fatalf("%+v: %d lines told of", got.ImportResult, told)
		}
		if len(slices.Compact(slices.Clone(got.leftOut))) != len(got.leftOut) || got.LeftOut != int64(len(got.leftOut)) {
			r.Fatalf("left out: %q, %d", got.leftOut, got.LeftOut)
		}
		everyLineOfAClaim(t, r, j, claims, events, got)
		if checked, err := recheck.Balances(ctx, j, c, nil); err != nil || len(checked.Problems) > 0 {
			r.Fatal(checked, err)
		}
		if again := runImport(ctx, j, string(claims), string(events), skip); again.err != nil || headOf(t, j) != after {
			r.Fatalf("imported again: %+v", again)
		}
	})
}

// everyLineOfAClaim checks that a claim that was written has as many events as
// it has different lines in the file, none of them left out, and that every line
// of a claim that was not written is left out.
func everyLineOfAClaim(t *testing.T, r *rapid.T, j *journal.Journal, claims, events []byte, got imported) {
	t.Helper()
	stored := map[string]int{}
	for _, f := range facts(t, j) {
		stored[strings.Fields(f)[1]]++
	}
	lines := map[string]map[string]bool{}
	each := func(file string, text []byte, claimAt int, take func(stream string, fields []string)) {
		for n, line := range strings.Split(string(text), "\n")[1:] {
			if line == "" || strings.Contains(line, `"`) {
				continue
			}
			fields := strings.Split(line, ",")
			stream := "claim/"
			if claimAt < len(fields) {
				stream += fields[claimAt]
			}
			if out := slices.Contains(got.leftOut, fmt.Sprintf("%s:%d", file, n+2)); out == (stored[stream] > 0) {
				r.Fatalf("line %d of %s is left out: %v; its claim has %d events: %q", n+2, file, out, stored[stream], line)
			}
			if stored[stream] > 0 {
				take(stream, fields)
			}
		}
	}
	each("claims", claims, 0, func(string, []string) {})
	each("events", events, 1, func(stream string, fields []string) {
		if fields[2] != "decided" {
			if lines[stream] == nil {
				lines[stream] = map[string]bool{}
			}
			lines[stream][fields[0]] = true
		}
	})
	for stream, n := range stored {
		if n != 1+len(lines[stream]) {
			r.Fatalf("%s has %d events in the journal and %d in the file", stream, n-1, len(lines[stream]))
		}
	}
}
