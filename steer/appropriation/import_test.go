package appropriation_test

import (
	"bytes"
	"errors"
	"reflect"
	"strings"
	"testing"

	"balans/exchange/bookingcsv"
	"balans/exchange/sie"
	"balans/exchange/statebudget"
	"balans/journal"
	"balans/law/calendar"
	"balans/law/money"
	"balans/steer/appropriation"
)

func TestReadBookings_roundTrip(t *testing.T) {
	var bookings []appropriation.Booking
	for _, e := range aYear() {
		bookings = append(bookings, appropriation.Booking{Entry: e})
	}
	var file bytes.Buffer
	if err := appropriation.WriteBookings(&file, bookings); err != nil {
		t.Fatal(err)
	}
	entries, err := appropriation.ReadBookings("b.csv", &file)
	if err != nil {
		t.Fatal(err)
	}
	for i := range entries {
		if entries[i].Line != i+2 {
			t.Errorf("line %d", entries[i].Line)
		}
		entries[i].Line = 0
	}
	if !reflect.DeepEqual(entries, aYear()) {
		t.Errorf("%+v", entries)
	}
	if _, err := appropriation.ReadBookings("b.csv", strings.NewReader(strings.Join(bookingcsv.Header, ";")+"\na;2025-13-01;x;y;1;;;\n")); err == nil || !strings.Contains(err.Error(), "b.csv:2") {
		t.Error(err)
	}
}

const mappingHeader = appropriation.MappingColumns + "\n"

func accounting() *sie.File {
	row := func(line int, account string, kronor int64, objects ...sie.Object) sie.Row {
		return sie.Row{Line: line, Account: account, Amount: money.Kronor(kronor), Date: day("2025-03-31"), Objects: objects}
	}
	item := sie.Object{Dim: 1, ID: "10-2-1"}
	return &sie.File{Name: "a.se", Vouchers: []sie.Voucher{
		{Line: 10, Series: "A", Number: "17", Date: day("2025-03-31"), Text: "hyra", Rows: []sie.Row{
			row(11, "5011", 400, item), row(12, "5011", 100), row(13, "1930", -500)}},
		{Line: 20, Number: "18", Date: day("2025-03-31"), Rows: []sie.Row{
			row(21, "5012", -30, item), row(22, "8300", 7), row(23, "5012", 0, item), row(24, "5012", 50), row(25, "1930", -27)}},
	}}
}

func TestMapping_makesEntries(t *testing.T) {
	m, err := appropriation.ReadMapping("m.csv", strings.NewReader("\ufeff"+mappingHeader+
		"# the administration\n50*;1;10-2-1;UO10 2:1 ap.1;payment;+\n50*;;;UO12 1:1 ap.1;payment;+\n5012;;;-;;\n1930;;;-;;\n8300;;;interest account;interest;-\n5012*;;;UO12 1:1 ap.1;payment;+\n"))
	if err != nil {
		t.Fatal(err)
	}
	all, err := m.Entries(accounting(), appropriation.SIEOptions{})
	if err != nil {
		t.Fatal(err)
	}
	entries, left := all.Entries, all.Left
	want := []appropriation.Entry{
		entry("A 17/5011{1:10-2-1}", "2025-03-31", appropriation.ItemAccount(running), appropriation.Payment, 400),
		entry("A 17/5011", "2025-03-31", appropriation.ItemAccount(allowance), appropriation.Payment, 100),
		entry("18/5012{1:10-2-1}", "2025-03-31", appropriation.ItemAccount(running), "payment_reversed", 30),
		entry("18/8300", "2025-03-31", appropriation.InterestAccount, appropriation.Interest, -7),
	}
	for i, line := range []int{11, 12, 21, 22} {
		want[i].Line = line
	}
	want[0].Text, want[1].Text = "hyra", "hyra"
	if !reflect.DeepEqual(entries, want) {
		t.Errorf("%+v", entries)
	}
	if len(left) != 4 || !left[0].Knowingly || left[0].Line != 13 || left[1].Why != "the amount is zero" || left[2].Why != "left out by m.csv:5" {
		t.Errorf("%+v", left)
	}
}

func TestMapping_listsWhatItDoesNotKnow(t *testing.T) {
	m, err := appropriation.ReadMapping("m.csv", strings.NewReader(mappingHeader+"50*;;;UO12 1:1 ap.1;payment;+\n1930;;;-;;\n"))
	if err != nil {
		t.Fatal(err)
	}
	_, err = m.Entries(accounting(), appropriation.SIEOptions{})
	var u *appropriation.UnmappedError
	if !errors.As(err, &u) || len(u.Rows) != 1 || !strings.Contains(err.Error(), "a.se:22: voucher 18, account 8300") {
		t.Errorf("%v", err)
	}
	all, err := m.Entries(accounting(), appropriation.SIEOptions{LeaveOut: true})
	if err != nil || len(all.Entries) != 4 || len(all.Left) != 4 || all.Left[3].Knowingly {
		t.Errorf("%+v, %v", all, err)
	}
	// A file that does not add up is not taken in.
	f := accounting()
	f.Problems = []sie.Problem{{Line: 10, Field: "VER", Text: "the rows add up to 1,00"}}
	if _, err := m.Entries(f, appropriation.SIEOptions{LeaveOut: true}); err == nil {
		t.Error("a file with errors was taken in")
	}
	// Two lines that are as precise.
	m, err = appropriation.ReadMapping("m.csv", strings.NewReader(mappingHeader+"5011;1;a;UO12 1:1 ap.1;payment;+\n5011;2;b;UO10 2:1 ap.1;payment;+\n"))
	if err != nil {
		t.Fatal(err)
	}
	f = &sie.File{Name: "a.se", Vouchers: []sie.Voucher{{Rows: []sie.Row{{Line: 3, Account: "5011", Amount: 1, Objects: []sie.Object{{Dim: 1, ID: "a"}, {Dim: 2, ID: "b"}}}}}}}
	if _, err := m.Entries(f, appropriation.SIEOptions{}); err == nil || !strings.Contains(err.Error(), "the lines 2 and 3 fit equally") {
		t.Error(err)
	}
}

func TestReadMapping_namesBadLines(t *testing.T) {
	for text, says := range map[string]string{
		"":                                             "m.csv:1: the first line",
		"x;y\n":                                        "m.csv:1: the first line",
		mappingHeader + "1;2\n":                        "m.csv:2: there are 2 fields",
		mappingHeader + "*5;;;loans;taken;+\n":         "no account, nor the beginning",
		mappingHeader + "5;1;;loans;taken;+\n":         "together",
		mappingHeader + "5;x;a;loans;taken;+\n":        "no number of a dimension",
		mappingHeader + "5;;;-;taken;\n":               "no kind and no sign",
		mappingHeader + "5;;;UO1;payment;+\n":          "is no account",
		mappingHeader + "5;;;loans;payment;+\n":        "none of opening, taken",
		mappingHeader + "5;;;loans;taken_reversed;+\n": "without reversals",
		mappingHeader + "5;;;loans;taken;debit\n":      "is to be + (debit",
		mappingHeader + "5;;;commitments:UO10 1:6 ap.10;committed;+\n": "the year they fall due",
		mappingHeader + "5;;;loans;taken;+\n5;;;loans;amortised;-\n":   "m.csv:3: it is for the same rows as line 2",
	} {
		if _, err := appropriation.ReadMapping("m.csv", strings.NewReader(text)); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%q: want %q, got %v", text, says, err)
		}
	}
}

func yearBooks(t *testing.T) *appropriation.Books {
	f := &appropriation.Facts{}
	for i, e := range aYear() {
		e.KnownAt = instant("2026-01-10")
		f.Bookings = append(f.Bookings, appropriation.Booking{Entry: e, Seq: int64(i + 1)})
	}
	b, err := appropriation.Build(f, sources(), instant("2026-01-31"))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// What is moved between appropriations has no column of its own in the open data.
func TestYearRows_addUpWhenMoneyIsMovedBetweenAppropriations(t *testing.T) {
	f := &appropriation.Facts{}
	for _, e := range []appropriation.Entry{entry("1", "2025-02-01", appropriation.ItemAccount(running), appropriation.Reallocated, -5_000),
		entry("2", "2025-02-01", appropriation.ItemAccount(allowance), appropriation.Reallocated, 5_000)} {
		e.KnownAt = instant("2025-02-02")
		f.Bookings = append(f.Bookings, appropriation.Booking{Entry: e})
	}
	b, err := appropriation.Build(f, sources(), instant("2026-01-31"))
	if err != nil {
		t.Fatal(err)
	}
	rows, err := b.YearRows(2025)
	if err != nil || rows[2].Amendments.Amount != money.Kronor(595_000) || rows[3].Amendments.Amount != money.Kronor(5_000) {
		t.Errorf("%+v, %v", rows, err)
	}
}

func TestOpenData_addsUpAndIsWrittenAndRead(t *testing.T) {
	b := yearBooks(t)
	years, err := b.YearRows(2025)
	if err != nil || len(years) != 4 {
		t.Fatalf("%+v, %v", years, err)
	}
	admin := years[2]
	if admin.Now.Appropriation.Code != "1002001" || admin.Budget.Amount != money.Kronor(10_000_000) || admin.Amendments.Amount != money.Kronor(600_000) ||
		admin.Outcome.Amount != money.Kronor(10_900_000) || admin.Credit.Amount != money.Kronor(300_000) || admin.Closing.Amount != money.Kronor(-82_000) ||
		admin.Withdrawn.Amount != money.Kronor(182_000) { // 82 000 of it lapsed
		t.Errorf("%+v", admin)
	}
	months, err := b.MonthRows(2025, "2021000000")
	if err != nil || len(months) != 5 {
		t.Fatalf("%d, %v", len(months), err)
	}
	var file bytes.Buffer
	w := statebudget.NewMonthWriter(&file)
	for _, m := range months {
		w.Write(m)
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	r, err := statebudget.NewMonthReader("m.csv", &file)
	if err != nil {
		t.Fatal(err)
	}
	var read []statebudget.Month
	for m := range r.Rows() {
		read = append(read, m)
	}
	if d, _, err := b.Reconcile(2025, "", read); err != nil || r.Err() != nil || len(d) != 0 {
		t.Errorf("%+v, %v, %v", d, err, r.Err())
	}
	// One figure that differs, one item they do not have, one that we do not.
	read[4].Outcome[0].Amount += 100
	foreign := read[0]
	foreign.Now.Item.Code, foreign.Then.Item.Code, foreign.Outcome = "099", "099", [12]statebudget.Sum{{Amount: 7, Known: true}}
	read[0] = foreign
	before, another := read[1], read[1]
	before.Year, another.Agency, another.Organisation = 2024, "Annan", "2021009999"
	read = append(read, before, another)
	d, aside, err := b.Reconcile(2025, "", read)
	if err != nil {
		t.Fatal(err)
	}
	if s := aside.String(); s != "1 of Annan 2021009999, 1 of other years" {
		t.Error(s)
	}
	one, missing, more := 0, 0, 0
	for _, x := range d {
		switch {
		case x.Item == allowance:
			one++
			if x.Month != 1 || x.Difference.Amount != -100 || !x.Difference.Known || x.Line != 6 {
				t.Errorf("%+v", x)
			}
		case x.Item == assistance && !x.Theirs.Known && x.Ours.Known:
			missing++
		case x.Item == "UO9 4:4 ap.99" && !x.Ours.Known && x.Theirs.Amount == 7:
			more++
		default:
			t.Errorf("%+v", x)
		}
	}
	if one != 1 || missing != 12 || more != 1 {
		t.Errorf("%d %d %d", one, missing, more)
	}
}

// Whatever a mapping says, it is read or refused, and a row it maps has an entry or a
// reason.
func FuzzReadMapping(f *testing.F) {
	f.Add(mappingHeader + "50*;1;10-2-1;UO10 2:1 ap.1;payment;+\n1930;;;-;;\n")
	f.Add(mappingHeader + "8300;;;interest account;interest;-\n\"x;")
	f.Fuzz(func(t *testing.T, text string) {
		m, err := appropriation.ReadMapping("m.csv", strings.NewReader(text))
		if err != nil {
			return
		}
		file := accounting()
		all, err := m.Entries(file, appropriation.SIEOptions{LeaveOut: true})
		if err != nil {
			t.Fatal(err)
		}
		rows := 0
		for _, v := range file.Vouchers {
			rows += len(v.Rows)
		}
		if len(all.Entries)+len(all.Left) != rows {
			t.Errorf("%d entries and %d left out of %d rows", len(all.Entries), len(all.Left), rows)
		}
		ids := map[string]bool{}
		for _, e := range all.Entries {
			if ids[e.Voucher] {
				t.Errorf("%q twice", e.Voucher)
			}
			ids[e.Voucher] = true
			if e.Amount <= 0 && !e.Kind.Signed() {
				t.Errorf("%+v", e)
			}
		}
	})
}

// What was published of the year before is compared with where the books do not have the
// year, from when it became known; a later file takes its place.
func TestRecordPublished_fillsTheYearBefore(t *testing.T) {
	bothDatabases(t, "2025-09-01", func(t *testing.T, j *journal.Journal, _ *clock) {
		row := func(item string, agency string, months ...int64) statebudget.Month {
			code, post, ok := statebudget.Codes(item)
			if !ok {
				t.Fatal(item)
			}
			p := statebudget.Item{Place: statebudget.Place{Appropriation: statebudget.Named{Code: code}}, Item: statebudget.Named{Code: post}}
			m := statebudget.Month{Now: p, Then: p, Agency: agency, Year: 2024}
			for i, a := range months {
				m.Outcome[i] = statebudget.Sum{Amount: money.Kronor(a), Known: true}
			}
			return m
		}
		agency := letter(2025).Agency
		rows := []statebudget.Month{row(string(allowance), agency, 10, 20), row(string(allowance), agency, 1, 2), row(string(allowance), "NÅGON ANNAN", 999)}
		by := appropriation.By{Actor: "karin"}
		record := func(number int, rows []statebudget.Month, source string, dryRun bool) error {
			_, _, err := appropriation.RecordPublished(t.Context(), j, number, appropriation.Agency{Name: agency}, source, rows, by, dryRun)
			return err
		}
		outcome := func() *appropriation.Outcome {
			t.Helper()
			f, err := appropriation.Read(t.Context(), j, sources().Editions)
			if err != nil {
				t.Fatal(err)
			}
			b, err := appropriation.Build(f, sources(), calendar.InstantOf(j.Now()))
			if err != nil {
				t.Fatal(err)
			}
			o, err := b.OutcomeOf(2025, 2)
			if err != nil {
				t.Fatal(err)
			}
			return o
		}
		find := func(o *appropriation.Outcome) appropriation.OutcomeRow {
			for _, r := range o.Rows {
				if r.Item == allowance {
					return r
				}
			}
			t.Fatal("no row")
			return appropriation.OutcomeRow{}
		}
		if err := record(2024, rows, "a.csv", true); err != nil || outcome().BeforeFrom != "" {
			t.Fatalf("a dry run: %v, %q", err, outcome().BeforeFrom)
		}
		for range 2 {
			if err := record(2024, rows, "a.csv", false); err != nil {
				t.Fatal(err)
			}
		}
		o := outcome()
		if r := find(o); o.BeforeFrom != "a.csv" || r.MonthBefore != known(22) || r.ToDateBefore != known(33) {
			t.Errorf("%q %+v", o.BeforeFrom, r)
		}
		if o.Rows[0].MonthBefore.Known {
			t.Error("the whole of last year is known though most items are not")
		}
		if err := record(2024, []statebudget.Month{row(string(allowance), agency, 7, 8)}, "b.csv", false); err != nil {
			t.Fatal(err)
		}
		if o = outcome(); o.BeforeFrom != "b.csv" || find(o).ToDateBefore != known(15) {
			t.Errorf("%q %+v", o.BeforeFrom, find(o))
		}
		if err := record(2023, rows, "a.csv", false); !errors.Is(err, appropriation.ErrNoRows) {
			t.Errorf("a year the file does not have: %v", err)
		}
		events, err := j.Load(t.Context(), 0, "appropriation/published")
		if err != nil || len(events) != 2 {
			t.Errorf("%d events, %v", len(events), err)
		}
	})
}
