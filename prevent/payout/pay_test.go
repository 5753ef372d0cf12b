package payout_test

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"balans/journal"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/prevent/payout"
)

// A payment that is stopped on the way is completed by doing it again, on its own day and no
// other; a line that was held meanwhile is left, and nothing is paid twice.
func TestPayment_interrupted(t *testing.T) {
	lines := crowd(t, 58_000)
	onBoth(t, func(t *testing.T, dsn string) {
		c := &clock{}
		c.set("2025-01-20")
		j := open(t, dsn, c)
		plan(t, j, lines...)
		c.set("2025-01-22")
		payment := payout.Payment{Run: "2025-01", On: date("2025-01-21"), Actor: "karin", Wait: func(e *payout.Entry) string {
			return map[bool]string{true: "a finding is open"}[e.Extent == 2500 && e.Days == 2]
		}}
		whole := payout.Sum{Count: len(lines)}
		for i := range lines {
			whole.Gross, whole.Tax = whole.Gross+lines[i].Gross, whole.Tax+lines[i].Tax
		}
		dry := payment
		dry.DryRun = true
		would, err := dry.Do(t.Context(), j)
		if err != nil || would.Whole != whole || would.Waiting.Count == 0 || len(would.Reasons) != 1 || would.Reasons[0].Sum != would.Waiting {
			t.Fatalf("%+v %v", would, err)
		}
		ctx, stop := context.WithCancel(t.Context())
		stopped := payment
		stopped.Progress = func(string, int64, int64) { stop() }
		if _, err := stopped.Do(ctx, j); !errors.Is(err, context.Canceled) {
			t.Fatalf("stopped: %v", err)
		}
		r, err := payout.ReadRun(t.Context(), j, "2025-01", payout.AsOf{Day: date("2025-01-22")})
		if err != nil || !r.Incomplete {
			t.Fatalf("%v %v", r.Incomplete, err)
		}
		sums, _ := r.Sums()
		if sums[payout.Paid].Count == 0 || sums[payout.Paid].Count >= would.Paid.Count {
			t.Fatalf("%d lines of %d were paid before the interruption", sums[payout.Paid].Count, would.Paid.Count)
		}
		other := payment
		other.On++
		if _, err := other.Do(t.Context(), j); err == nil || !strings.Contains(err.Error(), "2025-01-21 was interrupted") {
			t.Errorf("on another day: %v", err)
		}
		entries := r.Entries()
		last := entries[len(entries)-1]
		for i := len(entries) - 1; last.State != payout.Planned || would.Waiting.Count > 0 && payment.Wait(last) != ""; i-- {
			last = entries[i]
		}
		held := by(last.Party, last.ID, reasons)
		held.On = date("2025-01-21")
		if _, err := payout.Hold(t.Context(), j, held, payout.HoldTerms{Until: date("2025-02-20"), Law: law(t)}); err != nil {
			t.Fatal(err)
		}
		got, err := payment.Do(t.Context(), j)
		want := would
		want.DryRun = false
		want.Held = payout.Sum{Count: 1, Gross: last.Gross, Tax: last.Tax}
		want.Paid = payout.Sum{Count: want.Paid.Count - 1, Gross: want.Paid.Gross - last.Gross, Tax: want.Paid.Tax - last.Tax}
		if err != nil || fmt.Sprint(got) != fmt.Sprint(want) {
			t.Fatalf("%+v %v\nexpected %+v", got, err, want)
		}
		head, _ := j.Head(t.Context())
		again, err := payment.Do(t.Context(), j)
		if err != nil || again.Paid != (payout.Sum{}) || again.Before != got.Paid || again.Whole != whole {
			t.Errorf("again: %+v %v", again, err)
		}
		if now, _ := j.Head(t.Context()); now != head {
			t.Error("a payment of nothing stored something")
		}
		onceEach(t, j, got.Paid.Count)
		if b := book(t, j, "2025-01-22"); b.Run("2025-01").Incomplete || len(b.LineColumns(payout.Paid).Party) != got.Paid.Count {
			t.Errorf("%d paid lines", len(b.LineColumns(payout.Paid).Party))
		}
		// When the hold is released and the findings are closed, the rest is paid.
		if _, err := payout.Release(t.Context(), j, by(last.Party, last.ID, "arbetsgivaren har rättat")); err != nil {
			t.Fatal(err)
		}
		rest := payout.Payment{Run: "2025-01", On: date("2025-01-22"), Actor: "karin"}
		if got, err := rest.Do(t.Context(), j); err != nil || got.Paid.Count+got.Before.Count != len(lines) || got.Whole != whole {
			t.Errorf("%+v %v", got, err)
		}
		onceEach(t, j, len(lines))
	})
}

// onceEach holds that so many lines were paid, each once, by looking through the journal.
func onceEach(t *testing.T, j *journal.Journal, want int) {
	t.Helper()
	seen := map[string]int{}
	if _, err := j.Scan(t.Context(), 0, func(e *journal.Event) error {
		if e.Kind == payout.KindPaid {
			seen[e.Stream]++
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	for stream, n := range seen {
		if n != 1 {
			t.Errorf("%s is paid %d times", stream, n)
		}
	}
	if len(seen) != want {
		t.Errorf("%d lines are paid; expected %d", len(seen), want)
	}
}

// What is held, replaced and paid on two days adds up, and the books get each paid line.
func TestRun_paidForTheBooks(t *testing.T) {
	c := &clock{}
	c.set("2025-01-20")
	j := open(t, filepath.Join(t.TempDir(), "j.db"), c)
	a, b, d := line(t, "A", anna, "sjukpenning", 1000), line(t, "B", bertil, "sjukpenning", 500), line(t, "D", cilla, "barnbidrag", 125_000)
	a.Tax, b.Tax = 300, 100
	plan(t, j, a, b, d)
	pay := func(on string, wait identity.Number) payout.PayReceipt {
		r, err := (&payout.Payment{Run: "2025-01", On: date(on), Actor: "karin", Wait: func(e *payout.Entry) string {
			return map[bool]string{true: "wait"}[e.Party == wait]
		}}).Do(t.Context(), j)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	first := pay("2025-01-20", anna)
	c.set("2025-01-25")
	less := a
	less.ID, less.Gross, less.Tax = "A-1", 600, 180
	if _, err := payout.Replace(t.Context(), j, by(anna, "A", "hälften gäller annan tid"), less); err != nil {
		t.Fatal(err)
	}
	second := pay("2025-01-25", identity.None)
	if first.Paid.Gross != 125_500 || first.Waiting != (payout.Sum{Count: 1, Gross: 1000, Tax: 300}) || second.Paid != (payout.Sum{Count: 1, Gross: 600, Tax: 180}) ||
		second.Cancelled.Gross != 1000 || second.Whole.Gross != 127_100 || second.Before != first.Paid {
		t.Errorf("%+v\n%+v", first, second)
	}
	r, err := payout.ReadRun(t.Context(), j, "2025-01", payout.AsOf{Day: date("2025-01-25")})
	if err != nil {
		t.Fatal(err)
	}
	paid, err := r.Paid()
	if err != nil {
		t.Fatal(err)
	}
	totals, err := payout.Totals(paid, date("2025-01-01"), date("2025-12-31"))
	if err != nil || len(totals) != 3 || totals[0].Gross+totals[1].Gross+totals[2].Gross != 126_100 || totals[2].Day != date("2025-01-25") || totals[2].IDs == "" {
		t.Errorf("%+v %v", totals, err)
	}
	none, err := payout.ReadRun(t.Context(), j, "none", payout.AsOf{Day: date("2025-01-25")})
	if none != nil || err != nil {
		t.Errorf("%v %v", none, err)
	}
}

// A line that was slipped into a run makes the run not add up, and it is not paid.
func TestPayment_wantsTheRunToAddUp(t *testing.T) {
	c := &clock{}
	c.set("2025-01-20")
	j := open(t, filepath.Join(t.TempDir(), "j.db"), c)
	plan(t, j, line(t, "A", anna, "sjukpenning", 1000))
	extra := line(t, "B", bertil, "sjukpenning", 1)
	event := func(kind, body string) []journal.New {
		return []journal.New{{Kind: kind, OccurredOn: date("2025-01-20"), Actor: "someone", Body: body}}
	}
	if _, err := j.Append(t.Context(), journal.Append{Party: int64(bertil), Stream: payout.Stream("B"), Events: event(payout.KindPlanned, string(payout.Body(&extra)))},
		journal.Append{Stream: "payrun/2025-01/changes", Expected: journal.AnyVersion, Events: event(payout.KindChanged, `{"party":193501259166,"payout":"B"}`)}); err != nil {
		t.Fatal(err)
	}
	_, err := (&payout.Payment{Run: "2025-01", On: date("2025-01-20"), Actor: "karin"}).Do(t.Context(), j)
	if err == nil || !strings.Contains(err.Error(), "was listed with 1 lines, 10,00 kronor before tax") || !strings.Contains(err.Error(), "its lines are 2, 10,01") {
		t.Errorf("%v", err)
	}
	onceEach(t, j, 0)
}

// envVictim names the database, the step and the file to a child that will be killed.
const envVictim = "BALANS_PAYOUT_TEST_VICTIM"

func TestMain(m *testing.M) {
	if args := os.Getenv(envVictim); args != "" {
		victim(strings.Split(args, "\n"))
		return
	}
	os.Exit(m.Run())
}

// victim plans or pays, and tells each slice that has been committed.
func victim(args []string) {
	ctx := context.Background()
	c := &clock{}
	c.set("2025-01-20")
	j, err := journal.Open(ctx, args[0], journal.WithClock(c.read))
	told := func(phase string, done, _ int64) { fmt.Println(phase, done) }
	if err == nil && args[1] == "plan" {
		var text []byte
		if text, err = os.ReadFile(args[2]); err == nil {
			p := planning("2025-01", "2025-01-20", text)
			p.Progress = told
			_, err = p.Do(ctx, j)
		}
	} else if err == nil {
		_, err = (&payout.Payment{Run: "2025-01", On: date("2025-01-20"), Actor: "karin", Progress: told}).Do(ctx, j)
	}
	fmt.Println("end", err)
}

// killWhen has a child do a step and kills it when it has told of a slice.
func killWhen(t *testing.T, told string, args ...string) {
	t.Helper()
	cmd := exec.Command(os.Args[0], "-test.run=^$")
	cmd.Env = append(os.Environ(), envVictim+"="+strings.Join(args, "\n"))
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	last := ""
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if last = lines.Text(); strings.HasPrefix(last, told) {
			if err := cmd.Process.Kill(); err != nil {
				t.Fatal(err)
			}
		}
	}
	err = cmd.Wait()
	var exit *exec.ExitError
	if errors.As(err, &exit) && exit.Sys().(syscall.WaitStatus).Signal() == syscall.SIGKILL {
		return
	}
	if err != nil || last != "end <nil>" {
		t.Fatalf("the child ended with %v, its last words were %q; it was to be killed at %q", err, last, told)
	}
	t.Logf("the child was quicker than the kill at %q", told)
}

// A planning and a payment that are killed in the middle leave whole lines; run again they
// end where undisturbed ones do, and nothing is planned or paid twice.
func TestRun_killed(t *testing.T) {
	if testing.Short() {
		t.Skip("kills writes of 60 000 events; run without -short")
	}
	lines := crowd(t, 60_000)
	path := filepath.Join(t.TempDir(), "run.csv")
	if err := os.WriteFile(path, file(t, lines...), 0o600); err != nil {
		t.Fatal(err)
	}
	onBoth(t, func(t *testing.T, dsn string) {
		for range 2 {
			killWhen(t, "writing", dsn, "plan", path)
		}
		c := &clock{}
		c.set("2025-01-20")
		j := open(t, dsn, c)
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		p := planning("2025-01", "2025-01-20", text)
		p.In = bytes.NewReader(text)
		if _, err := p.Do(t.Context(), j); err != nil {
			t.Fatal(err)
		}
		if err := j.Close(); err != nil {
			t.Fatal(err)
		}
		killWhen(t, "paying", dsn, "pay")
		j = open(t, dsn, c)
		if _, err := (&payout.Payment{Run: "2025-01", On: date("2025-01-20"), Actor: "karin"}).Do(t.Context(), j); err != nil {
			t.Fatal(err)
		}
		onceEach(t, j, len(lines))
		b := book(t, j, "2025-01-20")
		slices.SortFunc(lines, byParty)
		for i, e := range b.All() {
			if e.Line != lines[i] || e.State != payout.Paid || len(e.Facts()) != 2 {
				t.Fatalf("line %d: %+v\nexpected %+v", i, e, lines[i])
			}
		}
		if b.Len() != len(lines) || b.Run("2025-01").Incomplete {
			t.Errorf("%d lines", b.Len())
		}
	})
}

// Columns keep what they keep of every line, by party and first day.
func TestLineColumns_areTheLines(t *testing.T) {
	lines := crowd(t, 5000)
	c := payout.LineColumnsOf(len(lines), func(i int) *payout.Line { return &lines[i] })
	want := slices.Clone(lines)
	slices.SortStableFunc(want, func(a, b payout.Line) int {
		if a.Party != b.Party {
			return int(a.Party - b.Party)
		}
		return int(a.From - b.From)
	})
	for i, w := range want {
		got := c.At(i)
		if w = (payout.Line{Party: w.Party, Benefit: w.Benefit, From: w.From, To: w.To, Extent: w.Extent, Gross: w.Gross, Applied: calendar.None, PayOn: calendar.None}); got != w {
			t.Fatalf("%d: %+v, expected %+v", i, got, w)
		}
		if from, to := c.Of(w.Party); i < from || i >= to || to-from != 2 {
			t.Fatalf("%d: the lines of its party are %d to %d", i, from, to)
		}
	}
	if from, to := c.Of(1); from != to || c.Len() != len(lines) || c.Bytes() != 29*len(lines) {
		t.Errorf("%d %d %d %d", from, to, c.Len(), c.Bytes())
	}
}

func BenchmarkLineColumns(b *testing.B) {
	lines := crowd(b, 250_000)
	b.ReportAllocs()
	for b.Loop() {
		payout.LineColumnsOf(len(lines), func(i int) *payout.Line { return &lines[i] })
	}
}

// lap tells how long each part of a benchmark took.
type lap struct {
	b    *testing.B
	from time.Time
}

func (l *lap) tell(part string) {
	l.b.ReportMetric(time.Since(l.from).Seconds(), part+"-s")
	l.from = time.Now()
}

// BenchmarkRun plans, reads and pays a run of 250 000 lines.
func BenchmarkRun(b *testing.B) {
	text := file(b, crowd(b, 250_000)...)
	for b.Loop() {
		c := &clock{}
		c.set("2025-01-20")
		j := open(b, filepath.Join(b.TempDir(), "j.db"), c)
		lap := lap{b, time.Now()}
		if _, err := planning("2025-01", "2025-01-20", text).Do(b.Context(), j); err != nil {
			b.Fatal(err)
		}
		lap.tell("plan")
		book(b, j, "2025-01-20")
		lap.tell("book")
		if _, err := (&payout.Payment{Run: "2025-01", On: date("2025-01-20"), Actor: "karin"}).Do(b.Context(), j); err != nil {
			b.Fatal(err)
		}
		lap.tell("pay")
		book(b, j, "2025-01-20")
		lap.tell("book-paid")
	}
}
