package appropriation_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"balans/exchange/sie"
	"balans/exchange/statebudget"
	"balans/journal"
	"balans/law/money"
	"balans/prevent/payout"
	"balans/steer/appropriation"
)

// payoutsOf is the entries of payouts of child allowance of 1 250 kronor each on a day.
func payoutsOf(t testing.TB, on string, ids ...string) []appropriation.Entry {
	t.Helper()
	text := "payout;paid_on;benefit;party;gross;tax;text\n"
	for _, id := range ids {
		text += id + ";" + on + ";barnbidrag;193501096998;1250;;\n"
	}
	var b payout.Builder
	if err := b.ReadCSV("p.csv", strings.NewReader(text)); err != nil {
		t.Fatal(err)
	}
	entries, err := appropriation.PayoutEntries(b.Build(), "p.csv")
	if err != nil {
		t.Fatal(err)
	}
	return entries
}

// bookPayouts books payouts as the command does, with further ones or without.
func bookPayouts(t testing.TB, j *journal.Journal, entries []appropriation.Entry, more bool) (appropriation.Receipt, error) {
	return appropriation.RecordFrom(t.Context(), j, sources(), func(f *appropriation.Facts) ([]appropriation.Entry, error) {
		if further := appropriation.FindFurther(entries, f); len(further) > 0 && !more {
			return nil, &appropriation.FurtherError{File: "p.csv", Sets: further}
		}
		return entries, nil
	}, kim)
}

// Payouts that come late are neither swallowed by nor added to those of the same day and
// benefit without a word, also when the sums are the same.
func TestPayouts_furtherOnesAreBookedKnowingly(t *testing.T) {
	bothDatabases(t, "2025-05-01", func(t *testing.T, j *journal.Journal, _ *clock) {
		first, late := payoutsOf(t, "2025-04-22", "X1", "X2"), payoutsOf(t, "2025-04-22", "X3", "X4")
		if first[0].Amount != late[0].Amount || first[0].Voucher == late[0].Voucher || !strings.HasPrefix(first[0].Voucher, "payouts 2025-04-22 barnbidrag ") {
			t.Fatalf("%+v %+v", first, late)
		}
		if r, err := bookPayouts(t, j, first, false); err != nil || len(r.Booked) != 1 {
			t.Fatal(r, err)
		}
		if r, err := bookPayouts(t, j, payoutsOf(t, "2025-04-22", "X2", "X1"), false); err != nil || len(r.Already) != 1 || len(r.Booked) != 0 {
			t.Errorf("the same set in another order: %+v, %v", r, err)
		}
		var f *appropriation.FurtherError
		for _, ids := range [][]string{{"X3", "X4"}, {"X3"}, {"X1", "X2", "X3"}} {
			_, err := bookPayouts(t, j, payoutsOf(t, "2025-04-22", ids...), false)
			if !errors.As(err, &f) || len(f.Sets) != 1 || len(f.Sets[0].Booked) != 1 {
				t.Fatalf("%q: %v", ids, err)
			}
			for _, words := range []string{"nothing was booked", "payouts 2025-04-22 barnbidrag: here are ", "booked before are 2 of 2\u00a0500,00 (by kim, test, event "} {
				if !strings.Contains(err.Error(), words) {
					t.Errorf("%q is not in %v", words, err)
				}
			}
		}
		if r, err := bookPayouts(t, j, late, true); err != nil || len(r.Booked) != 1 {
			t.Fatal(r, err)
		}
		if r, err := bookPayouts(t, j, late, false); err != nil || len(r.Already) != 1 {
			t.Errorf("a further set again: %+v, %v", r, err)
		}
		if r, err := bookPayouts(t, j, payoutsOf(t, "2025-04-23", "X5"), false); err != nil || len(r.Booked) != 1 {
			t.Errorf("another day: %+v, %v", r, err)
		}
		facts, err := appropriation.Read(t.Context(), j, editions())
		var sum money.Amount
		for _, b := range facts.Bookings {
			sum += b.Amount
		}
		if err != nil || sum != money.Kronor(5*1250) {
			t.Errorf("%s, %v", sum, err)
		}
	})
}

// Two sets of a day and benefit at once: one is booked and the other is asked about.
func TestPayouts_twoSetsAtOnce(t *testing.T) {
	bothDatabases(t, "2025-05-01", func(t *testing.T, j *journal.Journal, _ *clock) {
		for round := range 5 {
			on := fmt.Sprintf("2025-03-%02d", round+1)
			sets := [][]appropriation.Entry{payoutsOf(t, on, "A"), payoutsOf(t, on, "B"), payoutsOf(t, on, "C")}
			errs := make([]error, len(sets))
			var wg sync.WaitGroup
			for i := range sets {
				wg.Go(func() { _, errs[i] = bookPayouts(t, j, sets[i], false) })
			}
			wg.Wait()
			booked := 0
			for _, err := range errs {
				var f *appropriation.FurtherError
				if err == nil {
					booked++
				} else if !errors.As(err, &f) {
					t.Error(err)
				}
			}
			if booked != 1 {
				t.Fatalf("%d sets were booked", booked)
			}
		}
	})
}

// aVoucher is a voucher of rows in kronor on accounts, with what makes it zero.
func aVoucher(series, number, text string, rows ...any) sie.Voucher {
	v := sie.Voucher{Line: 10, Series: series, Number: number, Date: day("2025-03-31"), Text: text}
	var sum money.Amount
	for i := 0; i < len(rows); i += 2 {
		a := money.Kronor(int64(rows[i+1].(int)))
		v.Rows = append(v.Rows, sie.Row{Line: 11 + i/2, Account: rows[i].(string), Amount: a, Date: v.Date})
		sum += a
	}
	v.Rows = append(v.Rows, sie.Row{Line: 11 + len(rows), Account: "1930", Amount: -sum, Date: v.Date})
	return v
}

func aMapping(t testing.TB, more string) *appropriation.Mapping {
	t.Helper()
	m, err := appropriation.ReadMapping("m.csv", strings.NewReader(mappingHeader+more+"5*;;;UO12 1:1 ap.1;payment;+\n1*;;;-;;\n"))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// bookSIE books vouchers as the command does.
func bookSIE(t testing.TB, j *journal.Journal, m *appropriation.Mapping, o appropriation.SIEOptions, more bool, f *sie.File) (appropriation.Receipt, error) {
	all, err := m.Entries(f, o)
	if err != nil {
		return appropriation.Receipt{}, err
	}
	return appropriation.RecordFrom(t.Context(), j, sources(), func(facts *appropriation.Facts) ([]appropriation.Entry, error) {
		entries, changed := all.Against(facts, more)
		if len(changed) > 0 && !o.LeaveOut {
			return nil, &appropriation.ChangedError{File: f.Name, Vouchers: changed}
		}
		return entries, nil
	}, kim)
}

// A voucher is booked once, wherever its rows stand, and one that has other rows than those
// that are booked is told with the difference.
func TestSIE_aVoucherIsBookedOnce(t *testing.T) {
	bothDatabases(t, "2025-05-01", func(t *testing.T, j *journal.Journal, _ *clock) {
		m := aMapping(t, "")
		book := func(more bool, o appropriation.SIEOptions, vouchers ...sie.Voucher) (appropriation.Receipt, error) {
			return bookSIE(t, j, m, o, more, &sie.File{Name: "a.se", Vouchers: vouchers})
		}
		none := appropriation.SIEOptions{}
		if r, err := book(false, none, aVoucher("A", "1", "hyra", "5011", 250, "5011", 750, "5020", 7)); err != nil || len(r.Booked) != 3 {
			t.Fatal(r, err)
		}
		for _, same := range []sie.Voucher{aVoucher("A", "1", "hyra", "9999", 0, "5020", 7, "5011", 0, "5011", 750, "5011", 250),
			aVoucher("A", "1", "hyra", "1510", 9, "5011", 250, "1510", -9, "5020", 7, "5011", 750)} {
			if r, err := book(false, none, same); err != nil || len(r.Already) != 3 || len(r.Booked) != 0 {
				t.Errorf("%+v, %v", r, err)
			}
		}
		for _, c := range []struct {
			other sie.Voucher
			says  []string
		}{
			{aVoucher("A", "1", "hyra", "5011", 1000, "5020", 7), []string{"a.se:10: voucher A 1; booked and not in the file: 2025-03-31 payment 250,00", "750,00", "in the file and not booked: 2025-03-31 payment 1\u00a0000,00"}},
			{aVoucher("A", "1", "hyra", "5011", 250, "5011", 750), []string{"booked and not in the file: 2025-03-31 payment 7,00"}},
			{aVoucher("A", "1", "hyra", "1510", 0), []string{"250,00", "750,00", "7,00"}},
			{aVoucher("A", "1", "hyra", "5011", 250, "5011", 750, "5020", 7, "5030", 1), []string{"in the file and not booked: 2025-03-31 payment 1,00"}},
			{aVoucher("A", "1", "lokal", "5011", 250, "5011", 750, "5020", 7), []string{`("hyra"`, `("lokal"`}},
		} {
			_, err := book(false, none, aVoucher("A", "2", "", "5011", 5), c.other)
			var changed *appropriation.ChangedError
			if !errors.As(err, &changed) || len(changed.Vouchers) != 1 {
				t.Fatalf("%+v: %v", c.other, err)
			}
			for _, words := range c.says {
				if !strings.Contains(err.Error(), words) {
					t.Errorf("%q is not in %v", words, err)
				}
			}
		}
		// What was taken away is never passed over, and what was added only knowingly.
		if _, err := book(true, none, aVoucher("A", "1", "hyra", "5011", 1000)); err == nil {
			t.Error("a voucher that lost rows was taken in")
		}
		added := aVoucher("A", "1", "hyra", "5011", 50, "5011", 250, "5011", 750, "5020", 7)
		if r, err := book(true, none, added); err != nil || len(r.Already) != 3 || len(r.Booked) != 1 || r.Booked[0].Voucher != "A 1/5011#3" || r.Booked[0].Amount != money.Kronor(50) {
			t.Errorf("%+v, %v", r, err)
		}
		if r, err := book(false, none, added); err != nil || len(r.Already) != 4 {
			t.Errorf("%+v, %v", r, err)
		}
		// The vouchers that are as they were can be booked without the changed one.
		if r, err := book(false, appropriation.SIEOptions{LeaveOut: true}, aVoucher("A", "1", "hyra", "5011", 1), aVoucher("A", "3", "", "5011", 5)); err != nil || len(r.Booked) != 1 {
			t.Errorf("%+v, %v", r, err)
		}
		// A number that begins with another is another voucher.
		if r, err := book(false, none, aVoucher("A", "11", "hyra", "5011", 9), aVoucher("A", "1/5", "hyra", "5011", 9)); err != nil || len(r.Booked) != 2 {
			t.Errorf("%+v, %v", r, err)
		}
	})
}

// Whatever the order of a voucher's rows, and whatever rows without an entry stand between
// them, the entries are the same.
func TestSIE_idsDoNotDependOnTheOrderOfRows(t *testing.T) {
	m := aMapping(t, "")
	rapid.Check(t, func(t *rapid.T) {
		number := rapid.SampledFrom([]string{"7", "", "0"}).Draw(t, "number")
		v := sie.Voucher{Series: "A", Number: number, Date: day("2025-03-31"), Text: "x"}
		for range rapid.IntRange(1, 8).Draw(t, "rows") {
			r := sie.Row{Account: rapid.SampledFrom([]string{"5011", "5/1", "5020", "1930"}).Draw(t, "account"), Amount: money.Amount(rapid.IntRange(-2, 3).Draw(t, "öre")), Date: v.Date}
			for d := range rapid.IntRange(0, 2).Draw(t, "objects") {
				r.Objects = append(r.Objects, sie.Object{Dim: d + 1, ID: rapid.SampledFrom([]string{"a", "b c ", "1/2", "#2", strings.Repeat("å", 150)}).Draw(t, "object")})
			}
			v.Rows = append(v.Rows, r)
		}
		w := v
		w.Rows = rapid.Permutation(v.Rows).Draw(t, "moved")
		w.Rows = append(w.Rows, sie.Row{Account: "5011", Date: v.Date})
		one, err := m.Entries(&sie.File{Vouchers: []sie.Voucher{v}}, appropriation.SIEOptions{})
		if err != nil {
			t.Fatal(err)
		}
		two, err := m.Entries(&sie.File{Vouchers: []sie.Voucher{w}}, appropriation.SIEOptions{})
		if err != nil {
			t.Fatal(err)
		}
		sorted := func(all []appropriation.Entry) []appropriation.Entry {
			slices.SortFunc(all, func(a, b appropriation.Entry) int { return strings.Compare(a.Voucher, b.Voucher) })
			return all
		}
		if a, b := sorted(one.Entries), sorted(two.Entries); !slices.Equal(a, b) {
			t.Fatalf("%+v\n%+v", a, b)
		}
		for i, e := range one.Entries {
			if len(e.Voucher) > 200 || strings.TrimSpace(e.Voucher) != e.Voucher || i > 0 && e.Voucher == one.Entries[i-1].Voucher {
				t.Fatalf("%q", e.Voucher)
			}
		}
	})
}

// Vouchers without a number are known by what they hold: a second file of others is booked,
// the same file again is not.
func TestSIE_vouchersWithoutANumber(t *testing.T) {
	bothDatabases(t, "2025-05-01", func(t *testing.T, j *journal.Journal, _ *clock) {
		m := aMapping(t, "")
		twice := &sie.File{Name: "a.se", Vouchers: []sie.Voucher{aVoucher("", "", "en", "5011", 10), aVoucher("", "", "en", "5011", 10), aVoucher("", "0", "två", "5011", 10)}}
		other := &sie.File{Name: "b.se", Vouchers: []sie.Voucher{aVoucher("", "", "en", "5011", 11), aVoucher("", "", "tre", "5011", 10)}}
		for _, c := range []struct {
			file            *sie.File
			booked, already int
		}{{twice, 3, 0}, {twice, 0, 3}, {other, 2, 0}, {twice, 0, 3}, {other, 0, 2}} {
			r, err := bookSIE(t, j, m, appropriation.SIEOptions{}, false, c.file)
			if err != nil || len(r.Booked) != c.booked || len(r.Already) != c.already || appropriation.Unnumbered(r.Already) != c.already {
				t.Errorf("%s: %d booked, %d already, %v", c.file.Name, len(r.Booked), len(r.Already), err)
			}
		}
	})
}

// Another organisation's file is refused; one that is knowingly booked does not mix with
// the agency's own vouchers.
func TestSIE_ofAnotherOrganisation(t *testing.T) {
	bothDatabases(t, "2025-05-01", func(t *testing.T, j *journal.Journal, _ *clock) {
		m := aMapping(t, "# orgnr: 202100-1234\n")
		file := func(organisation string) *sie.File {
			return &sie.File{Name: "a.se", Organisation: organisation, Company: "Verket", Vouchers: []sie.Voucher{aVoucher("A", "1", "", "5011", 10)}}
		}
		none := appropriation.SIEOptions{}
		if _, err := bookSIE(t, j, m, none, false, file("202100-9999")); err == nil || !strings.Contains(err.Error(), "a.se: the file is of Verket, organisation number 202100-9999 (#ORGNR), and 2021001234 is expected") {
			t.Error(err)
		}
		for i, written := range []string{"202100-1234", "2021001234", "162021001234", ""} {
			if r, err := bookSIE(t, j, m, none, false, file(written)); err != nil || len(r.Booked) != max(0, 1-i) || len(r.Already) != min(1, i) {
				t.Errorf("%q: %+v, %v", written, r, err)
			}
		}
		told := appropriation.SIEOptions{Organisation: "202100-9999"}
		if r, err := bookSIE(t, j, m, told, false, file("202100-9999")); err != nil || len(r.Booked) != 1 || r.Booked[0].Voucher != "org 2021009999 A 1/5011" {
			t.Errorf("%+v, %v", r, err)
		}
		if _, err := bookSIE(t, j, m, told, false, file("202100-1234")); err == nil {
			t.Error("a file of another than was told was taken in")
		}
		if _, err := bookSIE(t, j, m, appropriation.SIEOptions{Organisation: "12"}, false, file("")); err == nil {
			t.Error("12 is no organisation number")
		}
		for _, c := range []struct {
			m    *appropriation.Mapping
			file *sie.File
			says string
		}{{m, file("202100-1234"), ""}, {m, file(""), "a.se does not say which organisation"}, {aMapping(t, ""), file("202100-9999"), "a.se is of Verket, organisation number 202100-9999; whether that is right was not checked"}, {aMapping(t, ""), file(""), ""}} {
			if got := c.m.Unchecked(c.file, none); !strings.HasPrefix(got, c.says) || (got == "") != (c.says == "") {
				t.Errorf("%q, not %q", got, c.says)
			}
		}
		for text, says := range map[string]string{"# orgnr: 12\n": `m.csv:2: orgnr: "12" is no organisation number`, "# ORGNR 2021001234\n# orgnr:2021009999\n": "m.csv:3: orgnr: another number"} {
			if _, err := appropriation.ReadMapping("m.csv", strings.NewReader(mappingHeader+text)); err == nil || !strings.Contains(err.Error(), says) {
				t.Errorf("%q: %v", text, err)
			}
		}
	})
}

// Of a year that has not ended nothing is given as the whole year's.
func TestYearRows_ofAYearThatHasNotEnded(t *testing.T) {
	f := &appropriation.Facts{}
	e := entry("1", "2025-02-01", appropriation.ItemAccount(running), appropriation.Payment, 5_000)
	e.KnownAt = instant("2025-02-02")
	f.Bookings = append(f.Bookings, appropriation.Booking{Entry: e})
	for at, ended := range map[string]bool{"2025-07-01": false, "2025-12-30": false, "2025-12-31": true, "2026-01-31": true} {
		b, err := appropriation.Build(f, sources(), instant(at))
		if err != nil {
			t.Fatal(err)
		}
		rows, err := b.YearRows(2025)
		if err != nil || b.Ended(2025) != ended || rows[2].Outcome.Known != ended || rows[2].Closing.Known != ended || !rows[2].Budget.Known {
			t.Errorf("%s: %+v, %v", at, rows, err)
		}
	}
}

// An agency is known by its number, whatever its name is printed as; what is set aside is
// told.
func TestPublished_agencyByItsNumber(t *testing.T) {
	row := func(agency, organisation string, kronor int64) statebudget.Month {
		p := statebudget.Item{Place: statebudget.Place{Appropriation: statebudget.Named{Code: "1002001"}}, Item: statebudget.Named{Code: "001"}}
		m := statebudget.Month{Now: p, Then: p, Agency: agency, Organisation: organisation, Year: 2025}
		m.Outcome[0] = statebudget.Sum{Amount: money.Kronor(kronor), Known: true}
		return m
	}
	b := yearBooks(t)
	january := func(organisation string, rows ...statebudget.Month) (appropriation.Figure, string) {
		t.Helper()
		d, aside, err := b.Reconcile(2025, organisation, rows)
		if err != nil {
			t.Fatal(err)
		}
		for _, x := range d {
			if x.Item == running && x.Month == 1 {
				return x.Theirs, aside.String()
			}
		}
		return appropriation.Figure{}, aside.String()
	}
	noItem := row("Myndigheten", "2021001234", 9)
	noItem.Now, noItem.Then = statebudget.Item{}, statebudget.Item{}
	for name, c := range map[string]struct {
		organisation string
		rows         []statebudget.Month
		sum          int64
		aside        string
	}{
		"by the name":                       {"", []statebudget.Month{row("MYNDIGHETEN", "", 1), row("Annan", "", 2)}, 1, "1 of Annan"},
		"by the number of the name":         {"", []statebudget.Month{row("Myndigheten", "202100-1234", 1), row("MYNDIGHETEN (M)", "2021001234", 2), row("Annan", "2021009999", 4)}, 3, "1 of Annan 2021009999"},
		"by the number that is given":       {"202100-1234", []statebudget.Month{row("M", "2021001234", 1), row("Myndigheten", "2021009999", 2), row("Myndigheten", "", 4)}, 5, "1 of Myndigheten 2021009999"},
		"with another number, not by name":  {"202100-1234", []statebudget.Month{row("Myndigheten", "2021009999", 2)}, 0, "1 of Myndigheten 2021009999"},
		"a row that is no item":             {"", []statebudget.Month{row("Myndigheten", "2021001234", 1), noItem}, 1, "1 without the code of an item"},
		"a name with spaces":                {"", []statebudget.Month{row(" myndigheten ", "", 1)}, 1, ""},
		"others by how many rows they have": {"", []statebudget.Month{row("Myndigheten", "", 1), row("A", "", 2), row("B", "", 2), row("B", "", 2)}, 1, "2 of B, 1 of A"},
	} {
		theirs, aside := january(c.organisation, c.rows...)
		if theirs.Amount != money.Kronor(c.sum) || aside != c.aside {
			t.Errorf("%s: %s, %q", name, theirs.Amount, aside)
		}
	}
	two := []statebudget.Month{row("Myndigheten", "2021001234", 1), row("Myndigheten", "2021009999", 1)}
	if _, _, err := b.Reconcile(2025, "", two); err == nil || !strings.Contains(err.Error(), "several organisation numbers (2021001234, 2021009999)") {
		t.Error(err)
	}
	if _, _, err := b.Reconcile(2025, "1", two); err == nil {
		t.Error("1 is no organisation number")
	}
	j, err := journal.Open(t.Context(), t.TempDir()+"/a.db")
	if err != nil {
		t.Fatal(err)
	}
	defer j.Close()
	_, _, err = appropriation.RecordPublished(t.Context(), j, 2025, appropriation.Agency{Name: "Verket"}, "m.csv", two, kim.By, false)
	if !errors.Is(err, appropriation.ErrNoRows) || !strings.Contains(err.Error(), "2025, Verket; its rows are: 1 of Myndigheten 2021001234, 1 of Myndigheten 2021009999") {
		t.Error(err)
	}
}

// A refusal names the file, says once that nothing was booked, and gives what is used with
// the entry that passes a limit.
func TestRefusal_saysWhereAndHowMuch(t *testing.T) {
	bothDatabases(t, "2025-05-01", func(t *testing.T, j *journal.Journal, _ *clock) {
		o := kim
		o.File = "b.csv"
		pay := func(line int, kronor int64) appropriation.Entry {
			e := entry(fmt.Sprint("v", line), "2025-04-01", appropriation.ItemAccount(running), appropriation.Payment, kronor, "stodja-forskning-socialforsakringens")
			e.Line = line
			return e
		}
		_, err := appropriation.Record(t.Context(), j, sources(), []appropriation.Entry{pay(2, 899_999), pay(3, 2), pay(4, 70)}, o)
		var r *appropriation.Refusal
		if !errors.As(err, &r) || len(r.Faults) != 1 || r.Faults[0].Limit.Used != money.Kronor(900_001) {
			t.Fatal(err)
		}
		want := "nothing was booked; refused: 1\nb.csv:3: voucher v3 on UO10 2:1 ap.1: it passes the limit UO10 2:1 ap.1/stodja-forskning-socialforsakringens: " +
			"900\u00a0001,00 of 900\u00a0000,00 would be used with it, 1,00 too much; with the whole set 900\u00a0071,00 ("
		if !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%v\nexpected %s", err, want)
		}
	})
}
