package payout_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"balans/exchange/linecsv"
	"balans/journal"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
	"balans/prevent/benefit"
	"balans/prevent/payout"
)

// The same file twice is told, whatever it is called; another file under the name is
// refused; an id of another run is refused with both places.
func TestPlanning_twice(t *testing.T) {
	onBoth(t, func(t *testing.T, dsn string) {
		c := &clock{}
		c.set("2025-01-10")
		j := open(t, dsn, c)
		ctx := t.Context()
		a, b := line(t, "A1", anna, "sjukpenning", 1000), line(t, "B1", bertil, "barnbidrag", 125_000)
		first := plan(t, j, a, b)
		if first.Already || first.Run.Lines != 2 || first.Run.Gross != 126_000 {
			t.Fatalf("%+v", first)
		}
		before, _ := j.Head(ctx)
		for _, name := range []string{"2025-01", "another"} {
			r, err := planning(name, "2025-01-20", file(t, a, b)).Do(ctx, j)
			if err != nil || !r.Already || r.Run.Name != "2025-01" {
				t.Errorf("again as %s: %+v %v", name, r, err)
			}
		}
		if _, err := planning("2025-01", "2025-01-20", file(t, a)).Do(ctx, j); !errors.Is(err, payout.ErrRunTaken) {
			t.Errorf("another file under the name: %v", err)
		}
		if _, err := planning("a/b", "2025-01-20", file(t, a)).Do(ctx, j); !errors.Is(err, payout.ErrName) {
			t.Errorf("a name with a slash: %v", err)
		}
		cancelled := by(anna, "A1", "beslutet är ändrat")
		with := a
		with.ID, with.Gross = "A1-1", 500
		if _, err := payout.Replace(ctx, j, cancelled, with); err != nil {
			t.Fatal(err)
		}
		after, _ := j.Head(ctx)
		c1, b1, a1 := line(t, "C1", cilla, "sjukpenning", 7), line(t, "B1", cilla, "sjukpenning", 7), line(t, "A1-1", cilla, "sjukpenning", 7)
		_, err := planning("second", "2025-01-20", file(t, c1, b1, a1)).Do(ctx, j)
		var bad *linecsv.BadLines
		if !errors.As(err, &bad) || len(bad.Faults) != 2 || bad.Faults[0].Line != 3 || bad.Faults[1].Line != 4 ||
			!strings.Contains(err.Error(), "run 2025-01, planned from 2025-01.csv, has it") || tellsNumber(err.Error()) {
			t.Errorf("ids of another run: %v", err)
		}
		if now, _ := j.Head(ctx); now != after || after.Seq != before.Seq+4 {
			t.Error("what was refused stored something")
		}
		for id, other := range map[string]string{"A1": "A0", "B1": "B2"} { // the first and the last id of the run
			x, y := line(t, id, cilla, "sjukpenning", 7), line(t, other, cilla, "sjukpenning", 7)
			if _, err := planning("second", "2025-01-20", file(t, x, y)).Do(ctx, j); !errors.As(err, &bad) || len(bad.Faults) != 1 {
				t.Errorf("%s of another run: %v", id, err)
			}
		}
		p := planning("second", "2025-01-20", file(t, c1, b1, a1))
		p.LeaveOutBad = true
		r, err := p.Do(ctx, j)
		if err != nil || r.Run.Lines != 1 || r.Run.LeftOut != 2 || len(r.LeftOut) != 2 || r.Run.Gross != 7 {
			t.Errorf("leaving them out: %+v %v", r, err)
		}
		if bk := book(t, j, "2025-01-10"); len(bk.Of(cilla)) != 1 || len(bk.Runs()) != 2 || bk.Run("none") != nil {
			t.Errorf("%v", bk.Of(cilla))
		}
	})
}

// Every bad line is named, and nothing is taken in.
func TestPlanning_namesBadLines(t *testing.T) {
	c := &clock{}
	c.set("2025-01-10")
	j := open(t, filepath.Join(t.TempDir(), "j.db"), c)
	good := line(t, "A1", anna, "sjukpenning", 1000)
	late, long := line(t, "A2", anna, "sjukpenning", 1000), line(t, "A3", anna, "sjukpenning", 1000)
	late.PayOn++
	long.Days = 32
	text := strings.Replace(string(file(t, good, late, long, line(t, "A4", anna, "barnbidrag", 1))), "barnbidrag", "barnpeng", 1)
	p := planning("2025-01", "2025-01-20", []byte(text))
	_, err := p.Do(t.Context(), j)
	for _, want := range []string{"2025-01.csv:3:", "pay_on", "the pay day of the run, 2025-01-20", "2025-01.csv:4:", "at most the 31 days", "2025-01.csv:5:", "barnpeng"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v\nexpected %q", err, want)
		}
	}
	if err != nil && tellsNumber(err.Error()) {
		t.Errorf("a number is told: %v", err)
	}
	if runs, err := payout.Runs(t.Context(), j); err != nil || len(runs) != 0 {
		t.Errorf("%v %v", runs, err)
	}
	p = planning("2025-01", "2025-01-20", []byte(text))
	p.LeaveOutBad, p.DryRun = true, true
	if r, err := p.Do(t.Context(), j); err != nil || r.Run.LeftOut != 3 || r.Run.Lines != 1 {
		t.Errorf("%+v %v", r, err)
	}
	if runs, _ := payout.Runs(t.Context(), j); len(runs) != 0 {
		t.Error("a dry run stored something")
	}
	many := planning("many", "2025-01-20", []byte(strings.SplitAfter(text, "\n")[0]+strings.Repeat("x\n", 200)))
	many.LeaveOutBad = true
	if _, err := many.Do(t.Context(), j); err == nil {
		t.Error("a file of bad lines is taken in")
	}
}

// crowd is a run large enough for several slices of a mass write.
func crowd(t testing.TB, n int) []payout.Line {
	all := make([]payout.Line, n)
	sick, child12 := code(t, "sjukpenning"), code(t, "tillfallig-foraldrapenning")
	for i := range all {
		p := person(i / 2)
		all[i] = payout.Line{ID: fmt.Sprintf("2025-%07d", i*7919%n), Run: "2025-01", Party: p, Benefit: sick, From: date("2025-01-01") + calendar.Date(i%20),
			To: date("2025-01-25"), Days: i % 5, Extent: int32(i%4+1) * 2500, Applied: date("2025-01-05"), PayOn: date("2025-01-20"),
			Account: fmt.Sprintf("SE%020d", p), Gross: money.Amount(50_000 + i%977), Tax: money.Amount(15_000 + i%101)}
		if i%3 == 0 {
			all[i].Benefit, all[i].Child, all[i].Basis = child12, person(1_000_000+i/6), payout.Employee
		}
	}
	return all
}

// person is an invented person of a number.
func person(i int) identity.Number {
	n, err := identity.NewPerson(calendar.New(1950, 1, 1)+calendar.Date(i/900), i%900+10)
	if err != nil {
		panic(err)
	}
	return n
}

// A planning that is stopped on the way is told to be incomplete, cannot be paid, and ends
// where an undisturbed one does when it is run again.
func TestPlanning_interrupted(t *testing.T) {
	lines := crowd(t, 52_000)
	onBoth(t, func(t *testing.T, dsn string) {
		c := &clock{}
		c.set("2025-01-20")
		j := open(t, dsn, c)
		text := file(t, lines...)
		ctx, stop := context.WithCancel(t.Context())
		p := planning("2025-01", "2025-01-20", text)
		p.Progress = func(phase string, done, total int64) {
			if phase == "writing" {
				stop()
			}
		}
		if _, err := p.Do(ctx, j); !errors.Is(err, context.Canceled) {
			t.Fatalf("stopped: %v", err)
		}
		b := book(t, j, "2025-01-20")
		if r := b.Run("2025-01"); !r.Incomplete || b.Len() == 0 || b.Len() == len(lines) {
			t.Fatalf("%d lines after the interruption", b.Len())
		}
		if _, err := (&payout.Payment{Run: "2025-01", On: date("2025-01-20"), Actor: "karin"}).Do(t.Context(), j); !errors.Is(err, payout.ErrIncomplete) {
			t.Errorf("it is paid: %v", err)
		}
		if other, err := planning("2025-01-b", "2025-01-20", text).Do(t.Context(), j); err == nil || !strings.Contains(err.Error(), "complete it under that name") {
			t.Errorf("under another name: %+v %v", other, err)
		}
		r, err := planning("2025-01", "2025-01-20", text).Do(t.Context(), j)
		if err != nil || !r.Resumed {
			t.Fatalf("%+v %v", r, err)
		}
		if err := b.Refresh(t.Context(), j, b.AsOf()); err != nil {
			t.Fatal(err)
		}
		fresh := book(t, j, "2025-01-20")
		want := slices.Clone(lines)
		slices.SortFunc(want, byParty)
		for name, got := range map[string]*payout.Book{"refreshed": b, "fresh": fresh} {
			if got.Len() != len(want) || got.Run("2025-01").Incomplete {
				t.Fatalf("%s: %d lines of %d", name, got.Len(), len(want))
			}
			for i, e := range got.All() {
				if e.Line != want[i] {
					t.Fatalf("%s: line %d is\n%+v\nexpected\n%+v", name, i, e.Line, want[i])
				}
			}
		}
		if again, err := planning("2025-01", "2025-01-20", text).Do(t.Context(), j); err != nil || !again.Already {
			t.Errorf("again: %+v %v", again, err)
		}
	})
}

func byParty(a, b payout.Line) int {
	switch {
	case a.Party != b.Party:
		return int(a.Party - b.Party)
	case a.PayOn != b.PayOn:
		return int(a.PayOn - b.PayOn)
	case a.From != b.From:
		return int(a.From - b.From)
	}
	return strings.Compare(a.ID, b.ID)
}

// drawnLine is any line that can be planned.
func drawnLine(t *rapid.T) payout.Line {
	some := rapid.SampledFrom([]identity.Number{anna, bertil, cilla, child, identity.None})
	l := payout.Line{ID: rapid.StringMatching(`[a-zåäö0-9]([a-zåäö0-9"\\ ;]{0,8}[a-z0-9])?`).Draw(t, "id"), Run: "2025-01",
		Party: rapid.SampledFrom([]identity.Number{anna, bertil, cilla}).Draw(t, "party"), Payee: some.Draw(t, "payee"), Child: some.Draw(t, "child"),
		Benefit: benefit.Code(rapid.IntRange(1, len(benefit.All())).Draw(t, "benefit")), From: date("2025-01-01") + calendar.Date(rapid.IntRange(-400, 400).Draw(t, "from")),
		Extent: rapid.Int32Range(0, 10_000).Draw(t, "extent"), Hours: rapid.Int32Range(0, 5000).Draw(t, "hours"), Basis: payout.Basis(rapid.IntRange(0, 4).Draw(t, "basis")),
		Applied: calendar.None, PayOn: date("2025-01-20"), Account: rapid.StringMatching(`[A-Z0-9]{0,34}`).Draw(t, "account"),
		Gross: money.Amount(rapid.Int64Range(1, 1<<52).Draw(t, "gross")), Text: rapid.StringMatching(`([a-zåäö€"\\]([a-z ";\\{}:,]{0,9}[a-z"\\])?)?`).Draw(t, "text")}
	n := rapid.IntRange(0, 400).Draw(t, "length")
	l.To, l.Days = l.From+calendar.Date(n), rapid.IntRange(0, min(n+1, linecsv.MaxDays)).Draw(t, "days")
	l.Tax = money.Amount(rapid.Int64Range(0, int64(l.Gross)).Draw(t, "tax"))
	if l.Payee == l.Party {
		l.Payee = identity.None
	}
	if l.Child == l.Party {
		l.Child = identity.None
	}
	if rapid.Bool().Draw(t, "applied") {
		l.Applied = l.From
	}
	return l
}

// What is planned from a file is read back to the letter, from both databases.
func TestLine_isReadBack(t *testing.T) {
	onBoth(t, func(t *testing.T, dsn string) {
		c := &clock{}
		c.set("2025-01-10")
		j := open(t, dsn, c)
		n := 0
		rapid.Check(t, func(rt *rapid.T) {
			n++
			run := fmt.Sprintf("r%d", n)
			seen := map[string]bool{}
			var lines []payout.Line
			for _, l := range rapid.SliceOfN(rapid.Custom(drawnLine), 1, 6).Draw(rt, "lines") {
				l.ID, l.Run = fmt.Sprintf("%d %s", n, l.ID), run
				if !seen[l.ID] {
					seen[l.ID] = true
					lines = append(lines, l)
				}
			}
			if _, err := planning(run, "2025-01-20", file(t, lines...)).Do(t.Context(), j); err != nil {
				rt.Fatal(err)
			}
			r, err := payout.ReadRun(t.Context(), j, run, payout.AsOf{Day: date("2025-01-10")})
			if err != nil {
				rt.Fatal(err)
			}
			for _, l := range lines {
				if e := r.Entry(l.Party, l.ID); e == nil || e.Line != l || e.State != payout.Planned {
					rt.Fatalf("%+v\nis read as\n%+v", l, e)
				}
			}
			if len(r.Entries()) != len(lines) {
				rt.Fatalf("%d lines of %d", len(r.Entries()), len(lines))
			}
		})
	})
}

// FuzzFromJournal: no body is read as a line that would be stored otherwise, and no body
// makes the reader fail without saying where.
func FuzzFromJournal(f *testing.F) {
	for _, s := range []string{`{"run":"r","benefit":"barnbidrag","from":"2025-01-01","to":"2025-01-31","pay_on":"2025-01-20","gross":1}`, `{}`, ``, `{"run":"r`,
		`{"run":"r\"","payee":193501259166,"benefit":"sjukpenning","from":"2025-01-01","to":"2025-01-31","days":3,"extent":2500,"basis":"other","hours":1,"child":193501277697,` +
			`"applied":"2025-01-01","pay_on":"2025-01-20","account":"1","gross":10,"tax":10,"text":"\\"}`, `{"run":"r","gross":-0}`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, body string) {
		ev := journal.Event{Seq: 1, Party: int64(anna), Stream: payout.Stream("A"), Version: 1, Kind: payout.KindPlanned, OccurredOn: date("2025-01-01"), Body: body}
		e, err := payout.FromJournal([]journal.Event{ev}, payout.AsOf{Day: date("2025-01-01")})
		if err != nil {
			if !strings.HasPrefix(err.Error(), "event 1 on payout/A: ") {
				t.Errorf("%v", err)
			}
			return
		}
		if got := string(payout.Body(&e.Line)); got != body {
			t.Errorf("%q is read and written as %q", body, got)
		}
	})
}
