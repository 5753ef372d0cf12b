package register_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"balans/exchange/registercsv"
	"balans/journal"
	"balans/journal/verify"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/prevent/register"
	"balans/testenv/require"
)

// The company of Skatteverket's examples, and two of its test identities.
const (
	company = identity.Number(165560269986)
	anna    = identity.Number(198202252386)
	bengt   = identity.Number(198301302397)
)

const header = "kind;source;id;party;from;to;status;other;amount;extent;hours;received_at;withdrawn;text\n"

// clock is a clock that tests set; it goes on by a second each time it is read.
type clock struct{ now time.Time }

func (c *clock) set(s string) { c.now = calendar.StartOfDay(day(s)).Time().Add(12 * time.Hour) }

func (c *clock) read() time.Time {
	c.now = c.now.Add(time.Second)
	return c.now
}

func day(s string) calendar.Date {
	d, err := calendar.Parse(s)
	if err != nil {
		panic(err)
	}
	return d
}

func instant(s string) calendar.Instant {
	i, err := calendar.ParseInstant(s)
	if err != nil {
		panic(err)
	}
	return i
}

// end is late enough to know everything.
var end = instant("2999-12-31")

func open(t testing.TB, dsn, now string) (*journal.Journal, *clock) {
	t.Helper()
	j, c := openAt(t, dsn, now)
	t.Cleanup(func() { j.Close() })
	return j, c
}

func openAt(t tester, dsn, now string) (*journal.Journal, *clock) {
	t.Helper()
	c := &clock{}
	c.set(now)
	j, err := journal.Open(context.Background(), dsn, journal.WithClock(c.read))
	if err != nil {
		t.Fatal(err)
	}
	return j, c
}

// sqlite is an empty journal.
func sqlite(t testing.TB, now string) (*journal.Journal, *clock) {
	return open(t, filepath.Join(t.TempDir(), "j.db"), now)
}

// bothDatabases runs a test on SQLite and on PostgreSQL, and checks the journals after it.
func bothDatabases(t *testing.T, now string, test func(t *testing.T, j *journal.Journal, c *clock)) {
	run := func(t *testing.T, dsn string) {
		j, c := open(t, dsn, now)
		test(t, j, c)
		if r, err := verify.Run(t.Context(), dsn, verify.Options{}); err != nil || len(r.Problems) > 0 {
			t.Errorf("%+v, %v", r, err)
		}
	}
	t.Run("SQLite", func(t *testing.T) { run(t, filepath.Join(t.TempDir(), "j.db")) })
	t.Run("PostgreSQL", func(t *testing.T) { run(t, require.Postgres(t)) })
}

// tester is a testing.TB or a *rapid.T.
type tester interface {
	Helper()
	Fatalf(string, ...any)
	Fatal(...any)
}

// take takes a file in.
func take(t tester, j *journal.Journal, text string, change ...func(*register.Import)) *register.Receipt {
	t.Helper()
	r, err := try(j, text, change...)
	if err != nil {
		t.Fatal(err)
	}
	if r.Already == 0 && r.Sum() != r.Held+r.Derived {
		t.Fatalf("of %d records and %d derived facts %d became something: %+v", r.Held, r.Derived, r.Sum(), r)
	}
	return r
}

func try(j *journal.Journal, text string, change ...func(*register.Import)) (*register.Receipt, error) {
	im := &register.Import{File: "facts.csv", Reader: strings.NewReader(text), By: "kim"}
	for _, c := range change {
		c(im)
	}
	return im.Run(context.Background(), j)
}

func received(s string) func(*register.Import) {
	return func(im *register.Import) { im.Received = instant(s) }
}

func leaveOutBad(im *register.Import) { im.LeaveOutBad = true }
func protected(im *register.Import)   { im.Protected = true }
func dryRun(im *register.Import)      { im.DryRun = true }

func read(t tester, j *journal.Journal, knownAt calendar.Instant) *register.Book {
	t.Helper()
	b, err := register.Read(context.Background(), j, knownAt)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func head(t tester, j *journal.Journal) int64 {
	t.Helper()
	h, err := j.Head(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return h.Seq
}

// line is a line of the neutral file.
func line(fields ...string) string { return strings.Join(fields, ";") + "\n" }

func phone(id string, party identity.Number, number, receivedAt, withdrawn string) string {
	return line("phone", "case-system", id, party.String(), "2025-01-01", "", "", number, "", "", "", receivedAt, withdrawn, "")
}

func write(t tester, records ...registercsv.Record) string {
	t.Helper()
	var b bytes.Buffer
	w := registercsv.NewWriter(&b)
	for i := range records {
		if err := w.Write(&records[i]); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// said is what the numbers are that the live phone facts of a party hold.
func said(p *register.Person) string {
	var all []string
	for _, f := range p.Facts(register.Phone) {
		all = append(all, f.ID+"="+f.Other)
	}
	return strings.Join(all, " ")
}

func TestImport_keepsEveryVersionOfAFact(t *testing.T) {
	bothDatabases(t, "2025-05-01", func(t *testing.T, j *journal.Journal, c *clock) {
		take(t, j, header+phone("1", anna, "0700000001", "2025-02-01", "")+phone("2", anna, "070-000 00 02", "2025-02-01", ""))
		r := take(t, j, header+phone("1", anna, "0700000009", "2025-03-01", "")+phone("2", anna, "0700000002", "2025-02-01", ""))
		if got := r.Counts[register.Phone]; got != (register.Count{Replacing: 1, Duplicate: 1}) {
			t.Errorf("%+v", got)
		}
		take(t, j, header+phone("1", anna, "", "2025-04-01", "1"))
		c.set("2025-06-01")
		take(t, j, header+phone("1", anna, "0700000001", "", ""))
		b := read(t, j, end)
		for at, want := range map[string]string{"2025-01-31": "", "2025-02-01": "1=0700000001 2=0700000002", "2025-03-01": "1=0700000009 2=0700000002",
			"2025-04-01": "2=0700000002", "2025-05-31": "2=0700000002", "2025-06-01": "1=0700000001 2=0700000002"} {
			if got := said(b.At(instant(at)).Of(anna)); got != want {
				t.Errorf("%s: %q, expected %q", at, got, want)
			}
		}
		var states []string
		for _, v := range b.Of(anna).History(register.Phone) {
			states = append(states, v.ID+" "+v.State.String())
		}
		if got := strings.Join(states, ", "); got != "1 replaced, 1 withdrawn, 1 withdrawal, 1 live, 2 live" {
			t.Error(got)
		}
		if p := b.Of(bengt); len(p.All()) != 0 || p.Party != bengt {
			t.Errorf("of one nobody told of: %+v", p)
		}
		if got := b.OnPhone("+46 70 000 00 01"); len(got) != 1 || got[0].Party != anna {
			t.Errorf("%+v", got)
		}
	})
}

func TestImport_aFileSentTwiceChangesNothing(t *testing.T) {
	bothDatabases(t, "2025-05-01", func(t *testing.T, j *journal.Journal, c *clock) {
		text := header + phone("1", anna, "0700000001", "", "")
		dry := take(t, j, text, dryRun)
		if head(t, j) != 0 || dry.Counts[register.Phone].New != 1 {
			t.Fatalf("a dry run writes %d events and says %+v", head(t, j), dry)
		}
		take(t, j, text)
		take(t, j, header+phone("1", anna, "0700000002", "", ""))
		before := head(t, j)
		c.set("2025-05-09")
		r := take(t, j, text)
		if r.Already.Date() != day("2025-05-01") || head(t, j) != before {
			t.Errorf("taken in on %s; %d events more", r.Already, head(t, j)-before)
		}
		if got := said(read(t, j, end).Of(anna)); got != "1=0700000002" {
			t.Error(got)
		}
		all, err := register.Deliveries(t.Context(), j)
		if err != nil || len(all) != 2 || all[0].Completed == 0 || all[0].Counts[register.Phone].New != 1 || all[1].Counts[register.Phone].Replacing != 1 {
			t.Errorf("%+v, %v", all, err)
		}
	})
}

// Of what was received at once the line that came last counts, and only what repeats that
// is a duplicate.
func TestImport_ofWhatWasReceivedAtOnce(t *testing.T) {
	j, _ := sqlite(t, "2025-05-01")
	var got []string
	for i, number := range []string{"0700000001", "0700000002", "0700000002", "0700000001"} {
		r := take(t, j, header+phone("1", anna, number, "2025-02-01", "")+strings.Repeat("\n", i))
		got = append(got, fmt.Sprintf("%+v", r.Counts[register.Phone]))
	}
	if want := "[{New:1 Replacing:0 Withdrawing:0 Duplicate:0} {New:0 Replacing:1 Withdrawing:0 Duplicate:0} {New:0 Replacing:0 Withdrawing:0 Duplicate:1} {New:0 Replacing:1 Withdrawing:0 Duplicate:0}]"; fmt.Sprint(got) != want {
		t.Errorf("%v", got)
	}
	if got := said(read(t, j, end).Of(anna)); got != "1=0700000001" {
		t.Error(got)
	}
}

// What a delivery says of a time to come cannot be known.
func TestImport_refusesWhatIsStillToCome(t *testing.T) {
	j, _ := sqlite(t, "2025-05-01")
	if _, err := try(j, header+phone("1", anna, "0700000001", "2025-05-02", "")); err == nil || !strings.Contains(err.Error(), "received_at") {
		t.Errorf("%v", err)
	}
	if _, err := try(j, header, received("2025-05-02")); err == nil {
		t.Error("a file from tomorrow is taken in")
	}
	r := take(t, j, header+phone("1", anna, "0700000001", "2025-05-01", ""), received("2025-05-01"))
	if r.Counts[register.Phone].New != 1 {
		t.Errorf("what came today is not taken in: %+v", r)
	}
	if f := read(t, j, end).Of(anna).All(); len(f) != 1 || f[0].Known >= calendar.EndOfDay(day("2025-05-01")) {
		t.Errorf("%+v", f)
	}
}

// Facts about someone with a protected identity wait for someone who may take them in.
func TestImport_setsAsideFactsOfTheProtected(t *testing.T) {
	bothDatabases(t, "2025-05-01", func(t *testing.T, j *journal.Journal, _ *clock) {
		protect := line("population", "skatteverket", "p1", anna.String(), "2025-01-01", "", "protected", "", "", "", "", "", "", "")
		text := header + phone("1", bengt, "0700000001", "", "") + phone("2", anna, "0700000002", "", "") + protect + phone("3", anna, "0700000003", "", "")
		if _, err := try(j, text, protected); !errors.Is(err, register.ErrNotOrdinary) {
			t.Fatalf("taken in before the rest: %v", err)
		}
		r := take(t, j, text)
		if r.AsideCount != 2 || r.ProtectedCount != 2 || len(r.Aside) != 2 || r.Aside[0].Line != 3 || r.Aside[1].Line != 5 {
			t.Errorf("%+v", r.Aside)
		}
		for _, a := range r.Aside {
			if text := a.Field + a.Found + a.Expected; strings.Contains(text, "198") {
				t.Errorf("the receipt says who: %s", text)
			}
		}
		b := read(t, j, end)
		for _, on := range []calendar.Date{day("2024-12-31"), day("2025-01-01"), day("2025-05-01")} {
			for _, party := range []identity.Number{anna, bengt} {
				if got, want := b.Protected(party, on), party == anna && on >= day("2025-01-01"); got != want || b.Of(party).Protected(on) != want {
					t.Errorf("%s protected %s: %t", party.Masked(), on, got)
				}
			}
		}
		if p := b.Of(anna); !p.Protected(day("2025-05-01")) || len(p.All()) != 1 || said(b.Of(bengt)) != "1=0700000001" {
			t.Errorf("%+v", p.All())
		}
		again := take(t, j, header+phone("4", anna, "0700000004", "", "")+phone("5", bengt, "0700000005", "", ""))
		if again.AsideCount != 1 || again.Counts[register.Phone].New != 1 {
			t.Errorf("%+v", again)
		}
		// Newer facts of others are not put back by taking the older file's rest.
		take(t, j, header+phone("1", bengt, "0709999999", "", ""))
		apart := take(t, j, text, protected)
		if apart.Elsewhere != 2 || apart.Counts[register.Phone].New != 2 {
			t.Errorf("%+v", apart)
		}
		b = read(t, j, end)
		if got := said(b.Of(anna)) + ", " + said(b.Of(bengt)); got != "2=0700000002 3=0700000003, 1=0709999999 5=0700000005" {
			t.Error(got)
		}
		if twice := take(t, j, text, protected); twice.Already == 0 {
			t.Error("taken in apart twice")
		}
	})
}

// Of what the population register tells of the protected only that they are is taken in
// with the rest, and what was set aside is taken in from a file that is read as it was.
func TestImport_protectedFactsAreToldApart(t *testing.T) {
	j, c := sqlite(t, "2025-05-01")
	population := func(id, status string) string {
		return line("population", "skatteverket", id, anna.String(), "2025-01-01", "", status, "", "", "", "", "", "", "")
	}
	text := header + population("1", "protected") + population("2", "emigrated") + phone("3", bengt, "0700000001", "2025-05-02", "")
	r := take(t, j, text, leaveOutBad) // the last line is still to come
	if r.ProtectedCount != 1 || r.AsideCount != 2 || r.Counts[register.Population].New != 1 {
		t.Errorf("%+v", r)
	}
	c.set("2025-05-03")
	if _, err := try(j, text, leaveOutBad, protected); err == nil || !strings.Contains(err.Error(), "2 facts when it was taken in and holds 3 now") {
		t.Errorf("%v", err)
	}
}

// When the protection is over, the person's facts are as anyone's.
func TestImport_protectionEnds(t *testing.T) {
	j, _ := sqlite(t, "2025-05-01")
	protect := func(to, withdrawn string) string {
		return line("population", "skatteverket", "p1", anna.String(), "2025-01-01", to, "protected", "", "", "", "", "", withdrawn, "")
	}
	take(t, j, header+protect("", ""))
	if r := take(t, j, header+phone("1", anna, "0700000001", "", "")); r.ProtectedCount != 1 {
		t.Errorf("%+v", r)
	}
	if r := take(t, j, header+protect("2025-04-30", "")+phone("2", anna, "0700000002", "", "")); r.AsideCount != 0 {
		t.Errorf("it ended yesterday: %+v", r)
	}
	if r := take(t, j, header+protect("2025-05-01", "")+phone("3", anna, "0700000003", "", "")); r.ProtectedCount != 1 {
		t.Errorf("today is its last day: %+v", r)
	}
	if r := take(t, j, header+protect("", "1")+phone("4", anna, "0700000004", "", "")); r.AsideCount != 0 {
		t.Errorf("it was withdrawn: %+v", r)
	}
}

// same holds two ways of reading a person against each other.
func same(t tester, a, b *register.Person) {
	t.Helper()
	if !reflect.DeepEqual(a.All(), b.All()) && len(a.All())+len(b.All()) > 0 {
		t.Fatalf("%+v\n%+v", a.All(), b.All())
	}
	for _, k := range register.Kinds() {
		if x, y := a.History(k), b.History(k); !slices.Equal(x, y) {
			t.Fatalf("%s: %+v\n%+v", k, x, y)
		}
	}
}

// Nobody but those who were protected may have had facts set aside, and they no longer when
// those have been taken in and were known.
func TestBook_setAside(t *testing.T) {
	bothDatabases(t, "2025-05-01", func(t *testing.T, j *journal.Journal, _ *clock) {
		take(t, j, header+line("population", "skatteverket", "p1", anna.String(), "2025-01-01", "2025-12-31", "protected", "", "", "", "", "", "", ""))
		text := header + phone("1", anna, "0700000001", "", "") + phone("2", bengt, "0700000002", "", "")
		aside := func(when string, knownAt calendar.Instant, want int) {
			t.Helper()
			b := read(t, j, knownAt)
			if got := b.SetAside(anna); len(got) != want || len(got) > 0 && got[0] != register.FormatFacts || b.SetAside(bengt) != nil {
				t.Errorf("%s: %v and %v; expected %d", when, got, b.SetAside(bengt), want)
			}
		}
		now := func() calendar.Instant { return calendar.InstantOf(j.Now()) }
		aside("nothing was set aside yet", now(), 0)
		take(t, j, text)
		then := now()
		aside("set aside", then, 1)
		take(t, j, text, protected)
		aside("taken in", now(), 0)
		aside("as it was known before", then, 1)
	})
}
