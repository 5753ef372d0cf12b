package control_test

import (
	"bytes"
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"balans/exchange/absencecsv"
	"balans/exchange/linecsv"
	"balans/exchange/registercsv"
	"balans/journal"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/statute"
	"balans/prevent/control"
	"balans/prevent/payout"
	"balans/prevent/register"
	"balans/testenv/require"
)

// names are test identities of Skatteverket (CC0).
var names = map[string]identity.Number{
	"anna": 193501096998, "bengt": 193501259166, "cilla": 193501277697, "david": 198202252386, "eva": 198301302397, "kim": 193502017456, "lo": 193501017002,
}

// person is a name, or one of a row that the program makes: p1, p2, …
func person(name string) identity.Number {
	if n, ok := names[name]; ok {
		return n
	}
	var i int
	if _, err := fmt.Sscanf(name, "p%d", &i); err != nil || i < 1 || i > 900 {
		panic("nobody is called " + name)
	}
	n, err := identity.NewPerson(calendar.New(1980, 1, 1), i)
	if err != nil {
		panic(err)
	}
	return n
}

// employer is an employer by name; their numbers begin with 4, which no kind of
// organisation has.
func employer(name string) identity.Number {
	sum := int64(0)
	for _, c := range name {
		sum = sum*31 + int64(c)
	}
	n, err := identity.NewOrganisation(402_000_000 + sum%1_000_000)
	if err != nil {
		panic(err)
	}
	return n
}

func date(s string) calendar.Date {
	d, err := calendar.Parse(s)
	if err != nil {
		panic(err)
	}
	return d
}

// clock goes on by a millisecond each time it is read.
type clock struct{ now time.Time }

func (c *clock) read() time.Time {
	c.now = c.now.Add(time.Millisecond)
	return c.now
}

// today is the day of the tests' clock, after all that they tell of.
var today = date("2027-06-01")

func openJournal(t testing.TB, dsn string) *journal.Journal {
	t.Helper()
	c := &clock{calendar.StartOfDay(today).Time().Add(10 * time.Hour)}
	j, err := journal.Open(t.Context(), dsn, journal.WithClock(c.read))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { j.Close() })
	return j
}

func onBoth(t *testing.T, test func(t *testing.T, j *journal.Journal)) {
	t.Run("sqlite", func(t *testing.T) { test(t, openJournal(t, filepath.Join(t.TempDir(), "j.db"))) })
	t.Run("postgres", func(t *testing.T) { test(t, openJournal(t, require.Postgres(t))) })
}

// earlier is when what is told without a day became known.
var earlier = date("2020-01-01")

// world is what is told, and taken into a journal.
type world struct {
	facts    []registercsv.Record
	absences map[calendar.Date][]absencecsv.Record // by the day they were received
	lines    []linecsv.Record
	cancels  []string
}

func newWorld() *world { return &world{absences: map[calendar.Date][]absencecsv.Record{}} }

func (w *world) fact(r registercsv.Record) {
	if r.Source == "" {
		r.Source = "test"
	}
	if r.ID == "" {
		r.ID = fmt.Sprintf("%s-%d", r.Kind, len(w.facts))
	}
	if r.ReceivedAt == 0 {
		r.ReceivedAt = calendar.StartOfDay(earlier)
	}
	w.facts = append(w.facts, r)
}

func (w *world) absence(received calendar.Date, r absencecsv.Record) {
	w.absences[received] = append(w.absences[received], r)
}

// fatal is a testing.TB or a *rapid.T.
type fatal interface {
	Helper()
	Fatal(args ...any)
	Fatalf(format string, args ...any)
}

// takeIn writes the world to a journal as an agency would.
func (w *world) takeIn(ctx context.Context, t fatal, j *journal.Journal) {
	t.Helper()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	if len(w.facts) > 0 {
		var b bytes.Buffer
		f := registercsv.NewWriter(&b)
		for i := range w.facts {
			must(f.Write(&w.facts[i]))
		}
		must(f.Flush())
		w.deliver(ctx, t, j, b.Bytes(), 0)
	}
	days := make([]calendar.Date, 0, len(w.absences))
	for d := range w.absences {
		days = append(days, d)
	}
	slices.Sort(days)
	for _, d := range days {
		var b bytes.Buffer
		f := absencecsv.NewWriter(&b)
		for i := range w.absences[d] {
			must(f.Write(&w.absences[d][i]))
		}
		must(f.Flush())
		w.deliver(ctx, t, j, b.Bytes(), calendar.StartOfDay(d))
	}
	byPay := map[calendar.Date][]linecsv.Record{}
	for _, l := range w.lines {
		byPay[l.PayOn] = append(byPay[l.PayOn], l)
	}
	for d, lines := range byPay {
		var b bytes.Buffer
		f := linecsv.NewWriter(&b)
		for i := range lines {
			must(f.Write(&lines[i]))
		}
		must(f.Flush())
		_, err := (&payout.Planning{Run: runOf(d), PayOn: d, File: "lines.csv", In: &b, Actor: "test", On: earlier}).Do(ctx, j)
		must(err)
	}
	for _, id := range w.cancels {
		for _, l := range w.lines {
			if string(l.Payout) == id {
				_, err := payout.Cancel(ctx, j, payout.Change{Party: l.Party, Payout: id, On: earlier, Person: "test", Reason: "beslutet är ändrat"})
				must(err)
			}
		}
	}
}

func (w *world) deliver(ctx context.Context, t fatal, j *journal.Journal, file []byte, received calendar.Instant) {
	t.Helper()
	take := func(protected bool) *register.Receipt {
		r, err := (&register.Import{File: "facts.csv", Reader: bytes.NewReader(file), By: "test", Received: received, Protected: protected}).Run(ctx, j)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	if r := take(false); r.AsideCount > 0 { // an identity that is protected
		take(true)
	}
}

func runOf(payOn calendar.Date) string { return "run-" + payOn.String() }

// sources is what can be looked up at the end of a day.
func sources(ctx context.Context, t fatal, j *journal.Journal, on calendar.Date) *control.Sources {
	t.Helper()
	book, err := register.Read(ctx, j, calendar.EndOfDay(on))
	if err != nil {
		t.Fatal(err)
	}
	payouts, err := payout.ReadBook(ctx, j, calendar.None, payout.AsOf{Day: max(on, earlier)})
	if err != nil {
		t.Fatal(err)
	}
	return &control.Sources{Register: book, Payouts: payouts, Law: lawOfTests}
}

var lawOfTests = func() *statute.Parameters {
	p, err := statute.Load()
	if err != nil {
		panic(err)
	}
	return p
}()

// planOf is a plan of some controls at a stage, each followed by its own lines.
func planOf(t fatal, stage string, controls ...string) *control.Plan {
	t.Helper()
	text := "plan p\n name P\n from 2020-01-01\n to 2027-12-31\nrisk r\n area A\n benefit sjukpenning\n cause unknown\n"
	for _, c := range controls {
		rule, rest, _ := strings.Cut(c, "\n")
		text += "control " + rule + "\n meets r\n stage " + stage + "\n" + rest + "\n"
	}
	p, err := control.ParsePlan("plan.txt", text)
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	return p
}

func lineOf(s *control.Sources, id string) *payout.Line {
	for _, e := range s.Payouts.All() {
		if e.Line.ID == id {
			return &e.Line
		}
	}
	return nil
}

// allFields are the names of fields, in their order.
var allFields = func() map[string]control.Fields {
	all := map[string]control.Fields{}
	for f := control.ReadsLine; f <= control.ReadsChildPayouts; f <<= 1 {
		all[strings.NewReplacer(" ", "-", "'", "").Replace(f.String())] = f
	}
	return all
}()
