package appropriation_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"balans/journal"
	"balans/law/calendar"
	"balans/law/money"
	"balans/steer/appropriation"
	"balans/steer/directive"
	"balans/steer/report"

	"pgregory.net/rapid"
)

func TestParseAccount(t *testing.T) {
	for text, class := range map[string]appropriation.Class{"UO10 2:1 ap.1": appropriation.ItemClass, "fee:Ersättning från försvaret": appropriation.FeeClass,
		"interest account": appropriation.InterestClass, "loans": appropriation.LoanClass, "credit:vård": appropriation.CreditClass, "commitments:UO10 1:6 ap.10": appropriation.CommitmentClass} {
		if a, err := appropriation.ParseAccount(text); err != nil || a.Class() != class || string(a) != text {
			t.Errorf("%q: %q, %v", text, a.Class(), err)
		}
	}
	for _, text := range []string{"", "UO10 2:1", "UO0 2:1 ap.1", "uo10 2:1 ap.1", "UO10 2:1 ap.1 ", "fee:", "fee: a", "loan", "commitments:loans", "credit:" + strings.Repeat("x", 400)} {
		if a, err := appropriation.ParseAccount(text); err == nil {
			t.Errorf("%q was read as %q", text, a)
		}
	}
}

// A kind and its reversal cancel out on every account.
func TestKinds_reversalsTakeAwayWhatTheKindAdds(t *testing.T) {
	for _, account := range []appropriation.Account{appropriation.ItemAccount(running), appropriation.FeeAccount("Ersättning från försvaret"), appropriation.InterestAccount,
		appropriation.CreditAccount("vård i andra länder"), appropriation.Loans, appropriation.CommitmentAccount(promised)} {
		for _, k := range appropriation.Kinds(account.Class()) {
			other, ok := k.Reverse()
			if ok == k.Signed() {
				t.Errorf("%s: reversal %q", k, other)
			}
			if !ok {
				continue
			}
			if back, _ := other.Reverse(); back != k || other.Says() == k.Says() {
				t.Errorf("%s and %s", k, other)
			}
			a := appropriation.Line{Account: account, Kind: k, Amount: 7}
			b := appropriation.Line{Account: account, Kind: other, Amount: 7}
			if a.Adds()+b.Adds() != 0 || a.Adds() == 0 {
				t.Errorf("%s on %s", k, account)
			}
		}
	}
}

// What is not printed stays unknown, in the row, in the sums and in the limits.
func TestBuild_unknownIsNotZero(t *testing.T) {
	l := letter(2025)
	l.Appropriations[3].Groups[0].Items[0].Amount = directive.Sum{Line: 51}
	l.Frames[3].Credit = directive.Sum{Line: 63}
	b, err := appropriation.Build(&appropriation.Facts{}, appropriation.Sources{Editions: []directive.Edition{edition(l, "2025-1", "2024-12-19")}}, instant("2025-03-31"))
	if err != nil {
		t.Fatal(err)
	}
	s, err := b.AccountOf(2025, day("2025-03-31"))
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range s.Rows {
		want := !strings.HasPrefix(r.Label(), "UO12") && r.Rank != appropriation.WholeRank
		if r.Allotted.Known != want || r.Closing.Known != want || !r.Outgoings.Known {
			t.Errorf("%s: %+v", r.Label(), r.Nine)
		}
	}
	if notes := s.Notes(report.English); len(notes) != 2 || s.WithoutOpening != 5 || s.Unknown != 1 {
		t.Errorf("%q", notes)
	}
	limits, err := b.Limits(2025, day("2025-03-31"))
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range limits {
		if want := x.Account == appropriation.ItemAccount(running) && x.Kind == appropriation.Disposable || x.Account == appropriation.ItemAccount(allowance); (x.Level == appropriation.Unknown) != want || x.Left.Known == want {
			t.Errorf("%+v", x)
		}
	}
	var text bytes.Buffer
	if err := appropriation.Write(&text, "text", s.Tables(report.Swedish), appropriation.Thousands, report.Swedish); err != nil || !strings.Contains(text.String(), "okänt") {
		t.Errorf("%v", err)
	}
	// The letter's editions as known: before the first was confirmed there are no books.
	early, err := appropriation.Build(&appropriation.Facts{}, sources(), instant("2024-12-01"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := early.AccountOf(2025, day("2025-01-31")); !errors.Is(err, appropriation.ErrNoLetter) {
		t.Error(err)
	}
}

// A limit is shown as it stands on a day, and held with all of the year: what was booked
// of a later day counts when something is booked of an earlier one.
func TestLimits_areOfADay(t *testing.T) {
	early, late := entry("1", "2025-02-01", appropriation.ItemAccount(allowance), appropriation.Payment, 7, ""), entry("2", "2025-11-03", appropriation.ItemAccount(allowance), appropriation.Payment, 5, "")
	early.KnownAt, late.KnownAt = instant("2025-02-02"), instant("2025-11-04")
	b, err := appropriation.Build(&appropriation.Facts{Bookings: []appropriation.Booking{{Entry: early}, {Entry: late}}}, sources(), instant("2025-12-31"))
	if err != nil {
		t.Fatal(err)
	}
	for on, want := range map[string]money.Amount{"2025-01-31": 0, "2025-02-01": 7, "2025-11-02": 7, "2025-11-03": 12, "2025-12-31": 12} {
		all, err := b.Limits(2025, day(on))
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range all {
			if l.Account == appropriation.ItemAccount(allowance) && l.Kind == appropriation.Disposable && l.Used != want*early.Amount/7 {
				t.Errorf("%s: %s used of %+v", on, l.Used, l)
			}
		}
	}
}

// Conditions keep their ids when their words change and it can be told which is which.
func TestLimits_keepTheirIDs(t *testing.T) {
	condition := func(kind directive.ConditionKind, amount int64, purpose string) directive.Condition {
		return directive.Condition{Line: 1, Kind: kind, Amount: tkr(amount), Purpose: purpose}
	}
	with := func(conditions ...directive.Condition) *directive.Letter {
		l := letter(2025)
		l.Appropriations[3].Groups[0].Items[0].Conditions = conditions
		return l
	}
	first := with(condition(directive.Max, 10, "röda hus"), condition(directive.Max, 20, "blå hus"), condition(directive.Earmarked, 30, "resor"), condition(directive.Max, 40, "röda hus"))
	second := with(condition(directive.Max, 20, "himmelsfärgade byggnader"), condition(directive.Max, 11, "röda hus"), condition(directive.Earmarked, 31, "färdmedel"), condition(directive.ShallPay, 5, "disposable"))
	s := appropriation.Sources{Editions: []directive.Edition{edition(first, "2025-1", "2024-12-19"), edition(second, "2025-2", "2025-06-19")}}
	e := entry("1", "2025-02-01", appropriation.ItemAccount(allowance), appropriation.Payment, 7, "roda-hus-2")
	e.KnownAt = instant("2025-02-02")
	b, err := appropriation.Build(&appropriation.Facts{Bookings: []appropriation.Booking{{Entry: e}}}, s, instant("2025-07-31"))
	if err != nil {
		t.Fatal(err)
	}
	for on, want := range map[string]map[appropriation.LimitID]int64{
		"2025-03-01": {"roda-hus": 10_000, "bla-hus": 20_000, "resor": 30_000, "roda-hus-2": 40_000},
		"2025-07-01": {"roda-hus": 11_000, "bla-hus": 20_000, "resor": 31_000, "disposable-2": 5_000},
	} {
		all, err := b.Limits(2025, day(on))
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range all {
			if id, ok := strings.CutPrefix(string(l.ID), "UO12 1:1 ap.1/"); ok && l.Kind != appropriation.Disposable && l.Amount.Known {
				if l.Amount != known(want[appropriation.LimitID(id)]) {
					t.Errorf("%s: %+v", on, l)
				}
				delete(want, appropriation.LimitID(id))
			} else if ok && l.Kind != appropriation.Disposable && (id != "roda-hus-2" || l.Used != money.Kronor(7) || l.Level != appropriation.Unknown) {
				t.Errorf("what the letter no longer has: %+v", l)
			}
		}
		if len(want) > 0 {
			t.Errorf("%s: %v", on, want)
		}
	}
}

func TestAccountOf_isInTheOrderOfAppropriations(t *testing.T) {
	l := &directive.Letter{Year: 2025}
	for i, number := range []string{"10:1", "1:10", "2:1", "1:2"} {
		l.Appropriations = append(l.Appropriations, directive.Appropriation{Area: 1, Number: number,
			Groups: []directive.Group{{Items: []directive.Item{{Line: i + 1, ID: directive.ItemID("UO1 " + number + " ap.1"), Amount: tkr(1)}}}}})
	}
	b, err := appropriation.Build(&appropriation.Facts{}, appropriation.Sources{Editions: []directive.Edition{edition(l, "2025-1", "2024-12-19")}}, instant("2025-07-31"))
	if err != nil {
		t.Fatal(err)
	}
	s, err := b.AccountOf(2025, day("2025-07-01"))
	if err != nil {
		t.Fatal(err)
	}
	var numbers []string
	for _, r := range s.Rows {
		if r.Rank == appropriation.AppropriationRank {
			numbers = append(numbers, r.Number)
		}
	}
	if got := strings.Join(numbers, " "); got != "1:2 1:10 2:1 10:1" {
		t.Error(got)
	}
}

func TestCarryOverOf_tellsOfACreditAboveTheShare(t *testing.T) {
	for credit, above := range map[int64]bool{200: false, 201: true} {
		l := letter(2025)
		l.Frames[4].Credit = tkr(credit) // of 2 000
		b, err := appropriation.Build(&appropriation.Facts{}, appropriation.Sources{Editions: []directive.Edition{edition(l, "2025-1", "2024-12-19")}}, instant("2025-07-31"))
		if err != nil {
			t.Fatal(err)
		}
		c, err := b.CarryOverOf(2025)
		if err != nil || c.Rows[len(c.Rows)-1].CreditAboveShare != above {
			t.Errorf("%d: %+v, %v", credit, c.Rows[len(c.Rows)-1], err)
		}
	}
}

func TestAuthorisationsOf_aYearAndAllAfterIt(t *testing.T) {
	l := letter(2025)
	l.Authorisations[0].End = 0
	l.Authorisations[0].Years = []directive.YearSum{{Year: 2026, Sum: tkr(200)}, {Year: 2027, Onwards: true}}
	f := &appropriation.Facts{}
	for i, due := range []string{"2026", "2027", "2031", "2025"} {
		e := entry(due, "2025-02-01", appropriation.CommitmentAccount(promised), appropriation.Committed, int64(i+1), due)
		e.KnownAt = instant("2025-02-02")
		f.Bookings = append(f.Bookings, appropriation.Booking{Entry: e})
	}
	b, err := appropriation.Build(f, appropriation.Sources{Editions: []directive.Edition{edition(l, "2025-1", "2024-12-19")}}, instant("2025-07-31"))
	if err != nil {
		t.Fatal(err)
	}
	rows, err := b.AuthorisationsOf(2025, day("2025-07-01"))
	if err != nil {
		t.Fatal(err)
	}
	y := rows[0].Years
	if len(y) != 3 || y[0].Year != 2025 || y[0].Outstanding != money.Kronor(4) || y[0].Indicative.Known || y[1].Outstanding != money.Kronor(1) || y[2].Outstanding != money.Kronor(5) {
		t.Errorf("%+v", y)
	}
}

// An item that a later edition no longer has keeps its rows and is in the sums.
func TestAccountOf_keepsWhatTheLetterNoLongerHas(t *testing.T) {
	without := amended()
	without.Appropriations = without.Appropriations[:3]
	s := appropriation.Sources{Editions: []directive.Edition{edition(letter(2025), "2025-1", "2024-12-19"), edition(without, "2025-2", "2025-06-19")}}
	e := entry("1", "2025-02-01", appropriation.ItemAccount(allowance), appropriation.Payment, 100)
	e.KnownAt = instant("2025-02-02")
	b, err := appropriation.Build(&appropriation.Facts{Bookings: []appropriation.Booking{{Entry: e}}}, s, instant("2025-07-31"))
	if err != nil {
		t.Fatal(err)
	}
	a, err := b.AccountOf(2025, day("2025-07-01"))
	if err != nil || a.Rows[0].Outgoings != known(100) || a.Rows[0].Allotted.Known {
		t.Fatalf("%+v, %v", a.Rows[0], err)
	}
	if last := a.Rows[len(a.Rows)-1]; last.Item != allowance || last.Outgoings != known(100) || last.Name != "Barnbidrag" {
		t.Errorf("%+v", last)
	}
}

func TestBuild_refusesSumsThatCannotBe(t *testing.T) {
	var f appropriation.Facts
	for i := range 40 {
		e := entry(fmt.Sprint(i), "2025-02-01", appropriation.ItemAccount(allowance), appropriation.Payment, 0)
		e.Amount, e.KnownAt = math.MaxInt64/32, instant("2025-02-02")
		f.Bookings = append(f.Bookings, appropriation.Booking{Entry: e})
	}
	if _, err := appropriation.Build(&f, sources(), instant("2025-07-31")); !errors.Is(err, appropriation.ErrTooLarge) {
		t.Error(err)
	}
}

// Lines behind a figure add up to it.
func TestLines_addUpToTheFigures(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t)
		b := build(t, w)
		s, err := b.AccountOf(2025, day("2025-12-31"))
		if err != nil {
			t.Fatal(err)
		}
		period := calendar.Period{From: day("2025-01-01"), To: day("2025-12-31")}
		for _, r := range s.Rows {
			if r.Rank != appropriation.ItemRank {
				continue
			}
			var paid, back money.Amount
			for _, l := range b.Lines(2025, appropriation.ItemAccount(r.Item), period, appropriation.Payment, "payment_reversed") {
				paid += l.Adds()
			}
			for _, l := range b.Lines(2025, appropriation.ItemAccount(r.Item), period, appropriation.Repayment, "repayment_reversed") {
				back += l.Adds()
				if (l.Booking == nil) == (l.Flow == nil) {
					t.Fatalf("%+v", l)
				}
			}
			if paid != r.Payments || back != r.Repayments {
				t.Fatalf("%s: %s and %s", r.Item, paid, back)
			}
		}
	})
}

func TestWrite_everyFormatHasTheSameFigures(t *testing.T) {
	s, err := yearBooks(t).AccountOf(2025, day("2025-12-31"))
	if err != nil {
		t.Fatal(err)
	}
	tables := s.Tables(report.Swedish)
	write := func(format string) string {
		var b bytes.Buffer
		if err := appropriation.Write(&b, format, tables, appropriation.Thousands, report.Swedish); err != nil {
			t.Fatal(err)
		}
		return b.String()
	}
	lines := strings.Split(write("text"), "\n")
	if !strings.Contains(lines[0], "Anslagsredovisning 2025 till och med 2025-12-31, enligt utgåva 2025-2, belopp i tkr") {
		t.Error(lines[0])
	}
	found := false
	for _, l := range lines {
		found = found || strings.Join(strings.Fields(l), " ") == "UO12 1:1 ap.1 Barnbidrag −60 2 000 0 0 0 1 940 2 035 0 −95"
	}
	if !found {
		t.Errorf("%s", strings.Join(lines, "\n"))
	}
	r := csv.NewReader(strings.NewReader(write("csv")))
	r.Comma, r.FieldsPerRecord = ';', -1
	rows, err := r.ReadAll()
	if err != nil || rows[13][1] != "UO12 1:1 ap.1" || rows[13][3] != "-60000,00" || rows[13][11] != "-95000,00" {
		t.Errorf("%q, %v", rows[13], err)
	}
	var back []struct {
		Table string
		Rows  []struct {
			Row   string
			Cells map[string]any
		}
	}
	if err := json.Unmarshal([]byte(write("json")), &back); err != nil || back[0].Rows[12].Cells["closing"] != json.Number("-9500000") && fmt.Sprint(back[0].Rows[12].Cells["closing"]) != "-9.5e+06" {
		t.Errorf("%+v, %v", back, err)
	}
	if err := appropriation.Write(&bytes.Buffer{}, "pdf", tables, appropriation.Kronor, report.English); err == nil {
		t.Error("no error")
	}
}

// Every report lays out in both languages with a cell for every column.
func TestTables_haveACellForEveryColumn(t *testing.T) {
	b := yearBooks(t)
	for _, l := range []report.Language{report.Swedish, report.English} {
		account, err1 := b.AccountOf(2025, day("2025-12-31"))
		outcome, err2 := b.OutcomeOf(2025, 11)
		carry, err3 := b.CarryOverOf(2025)
		interest, err4 := b.InterestOf(2025, day("2025-12-31"))
		fees, err5 := b.FeesOf(2025, day("2025-12-31"))
		promises, err6 := b.AuthorisationsOf(2025, day("2025-12-31"))
		debts, err7 := b.DebtsOf(2025, day("2025-12-31"))
		limits, err8 := b.Limits(2025, day("2025-12-31"))
		if err := errors.Join(err1, err2, err3, err4, err5, err6, err7, err8); err != nil {
			t.Fatal(err)
		}
		tables := append(account.Tables(l), outcome.Tables(l)...)
		tables = append(append(append(append(tables, carry.Tables(l)...), interest.Tables(l)...), fees.Tables(l)...), appropriation.AuthorisationTables(promises, l)...)
		tables = append(tables, appropriation.DebtTable(debts, l), appropriation.LimitTable(limits, true, l))
		if len(tables) != 14 {
			t.Errorf("%d tables", len(tables))
		}
		for _, table := range tables {
			if table.Title == "" || len(table.Rows) == 0 {
				t.Errorf("%+v", table)
			}
			for _, r := range table.Rows {
				if len(r.Cells) != len(table.Columns) {
					t.Errorf("%s: %q has %d cells of %d", table.ID, r.Label, len(r.Cells), len(table.Columns))
				}
			}
		}
	}
}

// benchmarkFacts is 48 items and 20 000 bookings.
func benchmarkFacts() (*appropriation.Facts, appropriation.Sources) {
	l := letter(2025)
	a := &l.Appropriations[3]
	a.Groups[0].Items = nil
	for i := range 48 {
		id := directive.ItemID(fmt.Sprintf("UO12 1:1 ap.%d", i+1))
		a.Groups[0].Items = append(a.Groups[0].Items, directive.Item{Line: 100 + i, ID: id, Name: "Bidrag", Amount: tkr(1_000_000)})
		l.Frames = append(l.Frames, directive.Frame{Item: id, Credit: tkr(0), None: true, Withdrawn: tkr(0)})
	}
	f := &appropriation.Facts{}
	for i := range 20_000 {
		e := entry(fmt.Sprint(i), "2025-01-01", appropriation.Account(fmt.Sprintf("UO12 1:1 ap.%d", i%48+1)), appropriation.Payment, int64(i+1))
		e.Day += calendar.Date(i % 365)
		e.KnownAt = calendar.EndOfDay(e.Day)
		f.Bookings = append(f.Bookings, appropriation.Booking{Entry: e, Seq: int64(i)})
	}
	for m := range 11 {
		through := calendar.New(2025, 1, 1).AddMonths(m).EndOfMonth()
		f.Closings = append(f.Closings, appropriation.Closing{Through: through, At: calendar.StartOfDay(through + 6)})
	}
	return f, appropriation.Sources{Editions: []directive.Edition{edition(l, "2025-1", "2024-12-19")}}
}

func BenchmarkBuild(b *testing.B) {
	f, s := benchmarkFacts()
	for b.Loop() {
		if _, err := appropriation.Build(f, s, instant("2026-01-31")); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkAccountOf(b *testing.B) {
	f, s := benchmarkFacts()
	books, err := appropriation.Build(f, s, instant("2026-01-31"))
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := books.AccountOf(2025, day("2025-12-31")); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkOutcomeOf(b *testing.B) {
	f, s := benchmarkFacts()
	books, err := appropriation.Build(f, s, instant("2026-01-31"))
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := books.OutcomeOf(2025, 11); err != nil {
			b.Fatal(err)
		}
	}
}

// A year of bookings taken in at once, into a new SQLite file.
func BenchmarkRecord(b *testing.B) {
	f, s := benchmarkFacts()
	entries := make([]appropriation.Entry, len(f.Bookings))
	for i := range f.Bookings {
		entries[i] = f.Bookings[i].Entry
		entries[i].KnownAt = 0
	}
	for b.Loop() {
		j, err := journal.Open(b.Context(), filepath.Join(b.TempDir(), "books.db"))
		if err != nil {
			b.Fatal(err)
		}
		if r, err := appropriation.Record(b.Context(), j, s, entries, kim); err != nil || len(r.Booked) != len(entries) {
			b.Fatal(err)
		}
		j.Close()
	}
}

// The letters of the demonstration as books: what they allot the agency and its credits,
// and conditions that are the same in both.
func TestBuild_ofTheDemoLetters(t *testing.T) {
	var s appropriation.Sources
	for i, name := range []string{"letter-2025-1.txt", "letter-2025-2.txt"} {
		data, err := os.ReadFile(filepath.Join("..", "..", "demo", name))
		if err != nil {
			t.Fatal(err)
		}
		l, _, err := directive.ReadFile(name, data)
		if err != nil {
			t.Fatal(err)
		}
		s.Editions = append(s.Editions, edition(l, fmt.Sprint("2025-", i+1), []string{"2024-12-19", "2025-06-19"}[i]))
	}
	b, err := appropriation.Build(&appropriation.Facts{}, s, instant("2025-12-31"))
	if err != nil {
		t.Fatal(err)
	}
	ids := map[string][]appropriation.LimitID{}
	for on, allotted := range map[string]int64{"2025-03-01": 255_074_660, "2025-07-01": 255_128_660} {
		a, err := b.AccountOf(2025, day(on))
		if err != nil || a.Rows[0].Allotted != known(allotted*1000) || len(a.Others) != 2 || a.WithoutOpening != 46 || a.Unknown != 0 {
			t.Errorf("%s: %+v, %v", on, a.Rows[0], err)
		}
		limits, err := b.Limits(2025, day(on))
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range limits {
			if ids[on] = append(ids[on], l.ID); l.Level != appropriation.OK {
				t.Errorf("%+v", l)
			}
		}
	}
	if c, err := b.CarryOverOf(2025); err != nil || c.Rows[0].Credit != known(11_683_707_000) {
		t.Errorf("%+v, %v", c, err)
	}
	if a, b := ids["2025-03-01"], ids["2025-07-01"]; len(a) != 46+7+4 || !slices.Equal(a, b) {
		t.Errorf("%d limits: %v\n%v", len(a), a, b)
	}
}
