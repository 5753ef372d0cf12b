package payout_test

import (
	"bytes"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"balans/exchange/linecsv"
	"balans/journal"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
	"balans/law/statute"
	"balans/prevent/benefit"
	"balans/prevent/payout"
	"balans/testenv/require"
)

const (
	anna   identity.Number = 193501096998
	bertil identity.Number = 193501259166
	cilla  identity.Number = 193501277697
	child  identity.Number = 193502017456
)

// tellsNumber says whether a text holds one of the numbers unmasked.
func tellsNumber(text string) bool {
	return slices.ContainsFunc([]identity.Number{anna, bertil, cilla, child}, func(n identity.Number) bool {
		return strings.Contains(text, n.String()) || strings.Contains(text, n.Separated())
	})
}

func date(s string) calendar.Date {
	d, err := calendar.Parse(s)
	if err != nil {
		panic(err)
	}
	return d
}

func code(t rapid.TB, s string) benefit.Code {
	c, ok := benefit.Parse(s)
	if !ok {
		t.Fatalf("no benefit %s", s)
	}
	return c
}

func law(t testing.TB) *statute.Parameters {
	p, err := statute.Load()
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func onBoth(t *testing.T, test func(t *testing.T, dsn string)) {
	t.Run("sqlite", func(t *testing.T) { test(t, filepath.Join(t.TempDir(), "j.db")) })
	t.Run("postgres", func(t *testing.T) { test(t, require.Postgres(t)) })
}

// clock is a clock that a test sets; each reading is a microsecond later.
type clock struct{ now time.Time }

func (c *clock) set(day string) { c.now = date2time(day) }

func date2time(day string) time.Time {
	t, err := time.Parse("2006-01-02 15:04", day+" 10:00")
	if err != nil {
		panic(err)
	}
	return t
}

func (c *clock) read() time.Time {
	c.now = c.now.Add(time.Microsecond)
	return c.now
}

func open(t testing.TB, dsn string, c *clock) *journal.Journal {
	t.Helper()
	j, err := journal.Open(t.Context(), dsn, journal.WithClock(c.read))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { j.Close() })
	return j
}

// line is a line of the run of January that tests change as they need.
func line(t rapid.TB, id string, party identity.Number, benefit string, gross money.Amount) payout.Line {
	return payout.Line{ID: id, Run: "2025-01", Party: party, Benefit: code(t, benefit), From: date("2025-01-01"), To: date("2025-01-31"),
		Applied: calendar.None, PayOn: date("2025-01-20"), Gross: gross}
}

// file is the lines as a file.
func file(t rapid.TB, lines ...payout.Line) []byte {
	t.Helper()
	var b bytes.Buffer
	w := linecsv.NewWriter(&b)
	for _, l := range lines {
		rec := linecsv.Record{Payout: []byte(l.ID), Party: l.Party, Payee: l.Receiver(), Benefit: []byte(l.Benefit.String()), From: l.From, To: l.To,
			Days: int32(l.Days), Extent: l.Extent, Basis: linecsv.Basis(l.Basis), Hours: l.Hours, Child: l.Child, AppliedOn: l.Applied, PayOn: l.PayOn,
			Account: []byte(l.Account), Gross: l.Gross, Tax: l.Tax, Text: []byte(l.Text)}
		if err := w.Write(&rec); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func planning(run, payOn string, file []byte) *payout.Planning {
	return &payout.Planning{Run: run, PayOn: date(payOn), File: run + ".csv", In: bytes.NewReader(file), Actor: "karin"}
}

func plan(t testing.TB, j *journal.Journal, lines ...payout.Line) payout.PlanReceipt {
	t.Helper()
	r, err := planning(lines[0].Run, lines[0].PayOn.String(), file(t, lines...)).Do(t.Context(), j)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func by(party identity.Number, id, reason string) payout.Change {
	return payout.Change{Party: party, Payout: id, Person: "karin", Reason: reason}
}

func book(t testing.TB, j *journal.Journal, day string) *payout.Book {
	t.Helper()
	b, err := payout.ReadBook(t.Context(), j, calendar.None, payout.AsOf{Day: date(day)})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// stands tells a line in short: state, since, last day and reason of a hold.
func stands(e *payout.Entry) string {
	s := fmt.Sprintf("%s since %s", e.State, e.Since)
	if e.Hold != nil {
		s += fmt.Sprintf(" until %s: %s", e.Hold.Until, e.Hold.Reason)
	}
	return s
}

const reasons = "lön är anmäld för samma dagar av arbetsgivaren"

// The worked life of a line: planned, held with probable reasons, the hold runs out, held
// again, released, paid. Asked about earlier days and as known earlier, it stands as it did.
func TestEntry_life(t *testing.T) {
	onBoth(t, func(t *testing.T, dsn string) {
		c := &clock{}
		c.set("2025-01-10")
		j := open(t, dsn, c)
		l := line(t, "A1", anna, "tillfallig-foraldrapenning", 125_050)
		l.Tax, l.Child, l.Payee, l.Days, l.Extent, l.Hours, l.Basis, l.Account = 30_000, child, bertil, 5, 7_500, 400, payout.Employee, "SE3550000000054910000003"
		l.Applied, l.Text = date("2025-01-05"), `VAB "januari" \ 2025`
		plan(t, j, l)
		step := func(day string, do func(payout.Change) (payout.Receipt, error), reason string) {
			t.Helper()
			c.set(day)
			if _, err := do(by(anna, "A1", reason)); err != nil {
				t.Fatal(err)
			}
		}
		hold := func(until string) func(payout.Change) (payout.Receipt, error) {
			return func(ch payout.Change) (payout.Receipt, error) {
				return payout.Hold(t.Context(), j, ch, payout.HoldTerms{Until: date(until), Finding: "F-17", Law: law(t)})
			}
		}
		step("2025-01-12", hold("2025-01-15"), reasons)
		step("2025-01-18", hold("2025-03-01"), reasons+" igen")
		step("2025-01-22", func(ch payout.Change) (payout.Receipt, error) { return payout.Release(t.Context(), j, ch) }, "arbetsgivaren har rättat sin uppgift")
		knownBefore := calendar.InstantOf(c.now)
		c.set("2025-01-23")
		paid, err := (&payout.Payment{Run: "2025-01", On: date("2025-01-23"), Actor: "karin"}).Do(t.Context(), j)
		if err != nil || paid.Paid != (payout.Sum{Count: 1, Gross: 125_050, Tax: 30_000}) || paid.Whole != paid.Paid {
			t.Fatalf("%+v %v", paid, err)
		}
		for day, want := range map[string]string{
			"2025-01-10": "planned since 2025-01-10",
			"2025-01-12": "held since 2025-01-12 until 2025-01-15: " + reasons,
			"2025-01-15": "held since 2025-01-12 until 2025-01-15: " + reasons,
			"2025-01-16": "planned since 2025-01-16",
			"2025-01-18": "held since 2025-01-18 until 2025-03-01: " + reasons + " igen",
			"2025-01-22": "planned since 2025-01-22",
			"2025-01-23": "paid since 2025-01-23",
			"2026-01-01": "paid since 2025-01-23",
		} {
			e := book(t, j, day).Of(anna)
			if len(e) != 1 || stands(e[0]) != want || e[0].Line != l {
				t.Fatalf("on %s: %d lines; %s; expected %s\n%+v\n%+v", day, len(e), stands(e[0]), want, e[0].Line, l)
			}
			direct, err := payout.Of(t.Context(), j, anna, payout.AsOf{Day: date(day)})
			if err != nil || len(direct) != 1 || stands(direct[0]) != want {
				t.Errorf("on %s, without the book: %v %v", day, direct, err)
			}
		}
		if b := book(t, j, "2025-01-09"); b.Len() != 0 || len(b.Of(anna)) != 0 {
			t.Error("a line stands before it was planned")
		}
		b, err := payout.ReadBook(t.Context(), j, calendar.None, payout.AsOf{Day: date("2026-01-01"), Known: knownBefore})
		if err != nil || stands(b.Of(anna)[0]) != "planned since 2025-01-22" || len(b.Of(anna)[0].Facts()) != 4 {
			t.Errorf("as known before it was paid: %v %v", b.Of(anna), err)
		}
		for _, found := range [][]*payout.Entry{b.About(child), b.OnAccount(l.Account)} {
			if len(found) != 1 || found[0].ID != "A1" {
				t.Errorf("found about the child, or on the account: %v", found)
			}
		}
		if len(b.About(anna)) != 0 || len(b.OnAccount("")) != 0 {
			t.Error("the line is about the child alone")
		}
		ref, err := j.Load(t.Context(), int64(child), payout.ConcernsStream("A1"))
		if err != nil || len(ref) != 1 || ref[0].Kind != payout.KindConcerns || ref[0].Body != `{"party":193501096998}` {
			t.Errorf("under the child: %v %v", ref, err)
		}
	})
}

// What the guards refuse, each with its code; and nothing of it is stored.
func TestGuards(t *testing.T) {
	c := &clock{}
	c.set("2025-01-10")
	j := open(t, filepath.Join(t.TempDir(), "j.db"), c)
	ctx := t.Context()
	plan(t, j, line(t, "A1", anna, "sjukpenning", 1000), line(t, "B1", bertil, "assistansersattning", 1000), line(t, "C1", cilla, "elstod", 1000),
		line(t, "A2", anna, "sjukpenning", 1000), line(t, "A3", anna, "sjukpenning", 1000), line(t, "A4", anna, "adoptionsbidrag", 1000))
	c.set("2025-01-20")
	held, cancelled := by(anna, "A2", reasons), by(anna, "A3", "beslutet är ändrat")
	if _, err := payout.Hold(ctx, j, held, payout.HoldTerms{Until: date("2025-02-01"), Law: law(t)}); err != nil {
		t.Fatal(err)
	}
	if _, err := payout.Cancel(ctx, j, cancelled); err != nil {
		t.Fatal(err)
	}
	head, err := j.Head(ctx)
	if err != nil {
		t.Fatal(err)
	}
	hold := func(ch payout.Change, until string) error {
		_, err := payout.Hold(ctx, j, ch, payout.HoldTerms{Until: date(until), Law: law(t)})
		return err
	}
	replace := func(spoil func(*payout.Line)) error {
		with := line(t, "A1-1", anna, "sjukpenning", 999)
		spoil(&with)
		_, err := payout.Replace(ctx, j, by(anna, "A1", "hälften gäller annan tid"), with)
		return err
	}
	run := by(anna, "A1", reasons)
	run.Person, run.Run = "", "night"
	early := by(anna, "A2", "för tidigt räknat")
	early.On = date("2025-01-19")
	for _, want := range []struct {
		err       error
		code, law string
	}{
		{hold(by(anna, "A1", reasons), "2025-03-22"), "hold-until", "SFB 112:3"}, // 61 days
		{hold(by(anna, "A1", reasons), "2025-01-19"), "hold-until", "SFB 112:3"},
		{hold(by(anna, "A1", "tveksamt"), "2025-02-01"), "reason", "SFB 112:3"},
		{hold(by(anna, "A1", ""), "2025-02-01"), "reason", "SFB 112:3"},
		{hold(run, "2025-02-01"), "person", "SFB 112:3"},
		{hold(by(bertil, "B1", reasons), "2025-02-01"), "hold-benefit", "SFB 112:4"},
		{hold(by(anna, "A4", reasons), "2025-02-01"), "hold-benefit", "SFB 112:4"},
		{hold(by(cilla, "C1", reasons), "2025-02-01"), "hold-benefit", "SFB 112:3"},
		{hold(by(anna, "A2", reasons), "2025-02-01"), "state", ""},
		{hold(by(anna, "A3", reasons), "2025-02-01"), "state", ""},
		{hold(by(bertil, "A1", reasons), "2025-02-01"), "not-planned", ""},
		{hold(by(anna, "A9", reasons), "2025-02-01"), "not-planned", ""},
		{errOf(payout.Release(ctx, j, by(anna, "A1", "arbetsgivaren har svarat"))), "state", ""},
		{errOf(payout.Release(ctx, j, by(anna, "A2", "ja"))), "reason", ""},
		{errOf(payout.Release(ctx, j, early)), "order", ""},
		{errOf(payout.Cancel(ctx, j, by(anna, "A3", "beslutet är ändrat igen"))), "state", ""},
		{errOf(payout.Cancel(ctx, j, by(anna, "A1", "nej"))), "reason", ""},
		{errOf(payout.Cancel(ctx, j, run)), "person", ""},
		{replace(func(l *payout.Line) { l.ID = "A1-" }), "replace-id", ""},
		{replace(func(l *payout.Line) { l.ID = "X" }), "replace-id", ""},
		{replace(func(l *payout.Line) { l.Gross = 1000 }), "replace-smaller", ""},
		{replace(func(l *payout.Line) { l.Tax = 1 }), "replace-smaller", ""},
		{replace(func(l *payout.Line) { l.Gross = 0 }), "replace-line", ""},
		{replace(func(l *payout.Line) { l.Party = bertil }), "replace-other", ""},
		{replace(func(l *payout.Line) { l.PayOn++ }), "replace-other", ""},
		{replace(func(l *payout.Line) { l.To++ }), "replace-days", ""},
	} {
		var r *payout.Refusal
		if !errors.As(want.err, &r) || r.Code != want.code || r.Law != want.law || tellsNumber(r.Error()) {
			t.Errorf("%v: expected %s, %s", want.err, want.code, want.law)
		}
	}
	future := by(anna, "A1", reasons)
	future.On = date("2025-01-21")
	if err := hold(future, "2025-02-01"); !errors.Is(err, payout.ErrFuture) {
		t.Errorf("a hold of tomorrow: %v", err)
	}
	if _, err := payout.Release(ctx, j, payout.Change{Party: anna, Payout: "A2", Reason: reasons}); err == nil {
		t.Error("nobody released a line")
	}
	if now, err := j.Head(ctx); err != nil || now != head {
		t.Errorf("a refusal stored something: %v %v", now, err)
	}
	// The longest hold, and a run that releases, are let pass.
	if err := hold(by(anna, "A1", reasons), "2025-03-21"); err != nil {
		t.Error(err)
	}
	byRun := by(anna, "A1", "fyndet är avfärdat")
	byRun.Person, byRun.Run = "", "night"
	if _, err := payout.Release(ctx, j, byRun); err != nil {
		t.Error(err)
	}
}

func errOf(_ payout.Receipt, err error) error { return err }

// A paid line is a case of recovery; a run is not paid before its day, in the future, or
// when it is not there.
func TestPayment_refuses(t *testing.T) {
	c := &clock{}
	c.set("2025-01-10")
	j := open(t, filepath.Join(t.TempDir(), "j.db"), c)
	plan(t, j, line(t, "A1", anna, "sjukpenning", 1000))
	pay := func(run, on string) error {
		_, err := (&payout.Payment{Run: run, On: date(on), Actor: "karin"}).Do(t.Context(), j)
		return err
	}
	c.set("2025-01-19")
	if err := pay("2025-01", "2025-01-20"); !errors.Is(err, payout.ErrFuture) {
		t.Errorf("in the future: %v", err)
	}
	var refusal *payout.Refusal
	if err := pay("2025-01", "2025-01-19"); !errors.As(err, &refusal) || refusal.Code != "pay-day" {
		t.Errorf("before the pay day: %v", err)
	}
	if err := pay("2025-02", "2025-01-19"); !errors.Is(err, payout.ErrNoRun) {
		t.Errorf("no run: %v", err)
	}
	c.set("2025-01-20")
	if err := pay("2025-01", "2025-01-20"); err != nil {
		t.Fatal(err)
	}
	for name, err := range map[string]error{
		"hold":   errOf(payout.Hold(t.Context(), j, by(anna, "A1", reasons), payout.HoldTerms{Until: date("2025-02-01"), Law: law(t)})),
		"cancel": errOf(payout.Cancel(t.Context(), j, by(anna, "A1", "beslutet är ändrat"))),
	} {
		if !errors.As(err, &refusal) || refusal.Code != "state" || !strings.Contains(refusal.Why, "case of recovery") {
			t.Errorf("%s of a paid line: %v", name, err)
		}
	}
}

// A change under a key is carried out once; a dry run stores nothing and says the same.
func TestChange_keysAndDryRuns(t *testing.T) {
	onBoth(t, func(t *testing.T, dsn string) {
		c := &clock{}
		c.set("2025-01-10")
		j := open(t, dsn, c)
		ctx := t.Context()
		old := line(t, "A1", anna, "sjukpenning", 1000)
		old.Child = child
		plan(t, j, old)
		with := old
		with.ID, with.Gross, with.To = "A1-1", 400, date("2025-01-10")
		ch := by(anna, "A1", "hälften gäller annan tid")
		ch.Key, ch.DryRun = "k1", true
		before, _ := j.Head(ctx)
		dry, err := payout.Replace(ctx, j, ch, with)
		if err != nil || !dry.DryRun || stands(dry.Entry) != "cancelled since 2025-01-10" || stands(dry.Instead) != "planned since 2025-01-10" || dry.Instead.Line != with {
			t.Fatalf("%+v %v", dry, err)
		}
		if after, _ := j.Head(ctx); after != before {
			t.Error("a dry run stored something")
		}
		ch.DryRun = false
		for i := range 2 {
			r, err := payout.Replace(ctx, j, ch, with)
			if err != nil || r.Replayed != (i == 1) || r.Entry.End.Instead != "A1-1" || r.Instead.Line != with || r.Entry.Line != old {
				t.Fatalf("%d: %+v %v", i, r, err)
			}
		}
		with.Gross = 300
		if _, err := payout.Replace(ctx, j, ch, with); !errors.Is(err, journal.ErrKeyReused) {
			t.Errorf("another change under the key: %v", err)
		}
		if about, err := j.Load(ctx, int64(child), payout.ConcernsStream("A1-1")); err != nil || len(about) != 1 {
			t.Errorf("under the child: %v %v", about, err)
		}
		b := book(t, j, "2025-01-10")
		if of := b.Of(anna); len(of) != 2 || of[0].State != payout.Cancelled || of[1].State != payout.Planned || len(b.About(child)) != 2 {
			t.Errorf("%v", of)
		}
		sums, err := b.Run("2025-01").Sums()
		if err != nil || sums[payout.Cancelled].Gross != 1000 || sums[payout.Planned].Gross != 400 {
			t.Errorf("%v %v", sums, err)
		}
	})
}
