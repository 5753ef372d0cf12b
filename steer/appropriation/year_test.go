package appropriation_test

import (
	"strings"
	"testing"

	"balans/journal"
	"balans/law/money"
	"balans/steer/appropriation"
	"balans/steer/directive"
	"balans/steer/report"
)

// aYear is a year worked by hand; its figures stand in the tests below.
func aYear() []appropriation.Entry {
	on := appropriation.ItemAccount
	return []appropriation.Entry{
		// Administration: 400 000 saved; 3 % of 10 600 000 may be kept when the year before is not known.
		entry("o1", "2025-01-01", on(running), appropriation.Opening, 400_000),
		entry("a1", "2025-03-14", on(running), appropriation.Payment, 6_000_000),
		entry("a2", "2025-09-15", on(running), appropriation.Payment, 4_000_000),
		entry("a3", "2025-04-01", on(running), appropriation.Payment, 500_000, "stodja-forskning-socialforsakringens"),
		entry("a4", "2025-10-01", on(running), appropriation.Payment, 430_000, "UO10 2:1 ap.1/stodja-forskning-socialforsakringens"),
		entry("a5", "2025-10-02", on(running), "payment_reversed", 30_000, "stodja-forskning-socialforsakringens"),
		entry("a6", "2025-05-02", on(running), appropriation.Withdrawn, 100_000),
		// A benefit that used its credit last year, and where money came back.
		entry("o2", "2025-01-01", on(allowance), appropriation.Opening, -60_000),
		entry("b1", "2025-01-20", on(allowance), appropriation.Payment, 1_200_000),
		entry("b2", "2025-11-20", on(allowance), appropriation.Payment, 900_000),
		entry("b3", "2025-11-21", on(allowance), appropriation.Repayment, 70_000),
		entry("b4", "2025-11-22", on(allowance), "repayment_reversed", 5_000),
		// Gross accounting.
		entry("c1", "2025-02-20", on(assistance), appropriation.Payment, 4_800_000),
		entry("c2", "2025-12-29", on(assistance), appropriation.Income, 600_000),
		entry("c3", "2025-12-29", on(assistance), appropriation.Payment, 700_000),
		// Moved between items, and a permitted excess.
		entry("d1", "2025-06-01", on(sickness), appropriation.Reallocated, 40_000),
		entry("d2", "2025-06-01", on(promised), appropriation.Reallocated, -40_000),
		entry("d3", "2025-06-02", on(sickness), appropriation.PermittedExcess, 25_000),
		entry("d4", "2025-12-30", on(sickness), appropriation.Payment, 1_050_000),
		entry("d5", "2025-12-30", on(sickness), appropriation.Exceeded, 10_000),
	}
}

func TestAccountOf_aYearWorkedByHand(t *testing.T) {
	bothDatabases(t, "2026-01-15", func(t *testing.T, j *journal.Journal, _ *clock) {
		r := record(t, j, aYear()...)
		if len(r.Booked) != len(aYear()) || len(r.Over) > 0 {
			t.Fatalf("%+v", r)
		}
		b := booksOf(t, j, sources(), instant("2026-01-31"))
		s, err := b.AccountOf(2025, day("2025-12-31"))
		if err != nil {
			t.Fatal(err)
		}
		// opening, allotted, reallocated, exceeded, withdrawn, total, outgoings, income, closing; in tkr
		want := []struct {
			label string
			nine  [9]int64
		}{
			{"", [9]int64{340, 18_900, 0, 10, 182, 19_068, 19_485, 600, 183}},
			{"UO9", [9]int64{0, 5_000, 0, 0, 0, 5_000, 5_500, 600, 100}},
			{"UO9 4:4", [9]int64{0, 5_000, 0, 0, 0, 5_000, 5_500, 600, 100}},
			{"UO9 4:4 ap.1", [9]int64{0, 5_000, 0, 0, 0, 5_000, 5_500, 600, 100}},
			{"UO10", [9]int64{400, 11_900, 0, 10, 182, 12_128, 11_950, 0, 178}},
			{"UO10 1:6", [9]int64{0, 1_300, 0, 10, 0, 1_310, 1_050, 0, 260}},
			{"UO10 1:6 ap.2", [9]int64{0, 1_000, 40, 10, 0, 1_050, 1_050, 0, 0}},
			{"UO10 1:6 ap.10", [9]int64{0, 300, -40, 0, 0, 260, 0, 0, 260}},
			// 82 of the saving of 400 may not be kept and lapse; 100 of the year's amount were withdrawn.
			{"UO10 2:1", [9]int64{400, 10_600, 0, 0, 182, 10_818, 10_900, 0, -82}},
			{"UO10 2:1 ap.1", [9]int64{400, 10_600, 0, 0, 182, 10_818, 10_900, 0, -82}},
			{"UO12", [9]int64{-60, 2_000, 0, 0, 0, 1_940, 2_035, 0, -95}},
			{"UO12 1:1", [9]int64{-60, 2_000, 0, 0, 0, 1_940, 2_035, 0, -95}},
			{"UO12 1:1 ap.1", [9]int64{-60, 2_000, 0, 0, 0, 1_940, 2_035, 0, -95}},
		}
		if len(s.Rows) != len(want) {
			t.Fatalf("%d rows", len(s.Rows))
		}
		for i, w := range want {
			n := nineOf(s.Rows[i].Nine)
			for c := range w.nine {
				if n[c] != known(w.nine[c]*1000) {
					t.Errorf("%s column %d: %v, want %d tkr", s.Rows[i].Label(), c+2, n[c], w.nine[c])
				}
			}
			if s.Rows[i].Label() != w.label {
				t.Errorf("row %d is %s, want %s", i, s.Rows[i].Label(), w.label)
			}
		}
		if a := s.Rows[9].Allotments; len(a) != 2 || a[0].Amount != known(10_000_000) || a[1].Edition != "2025-2" {
			t.Errorf("%+v", a)
		}
		if len(s.Others) != 1 || s.Others[0].Disposer != "Kammarkollegiet" {
			t.Errorf("%+v", s.Others)
		}
		limitsOfTheYear(t, b)
		carryOverOfTheYear(t, b)
	})
}

func nineOf(n appropriation.Nine) [9]appropriation.Figure {
	return [9]appropriation.Figure{n.Opening, n.Allotted, n.Reallocated, n.Exceeded, n.Withdrawn, n.Total, n.Outgoings, n.Income, n.Closing}
}

func limitsOfTheYear(t *testing.T, b *appropriation.Books) {
	all, err := b.Limits(2025, day("2025-12-31"))
	if err != nil {
		t.Fatal(err)
	}
	want := map[appropriation.LimitID]struct {
		amount, used int64
		level        appropriation.Level
	}{
		// 10 600 allotted + 318 kept of 400 + 300 credit − 100 withdrawn of the year's amount
		"UO10 2:1 ap.1/disposable": {11_118_000, 10_900_000, appropriation.Warns},
		// 5 000 + 250 credit; 5 500 paid less 600 income
		"UO9 4:4 ap.1/disposable":   {5_250_000, 4_900_000, appropriation.Warns},
		"UO10 1:6 ap.2/disposable":  {1_065_000, 1_050_000, appropriation.Warns},
		"UO10 1:6 ap.2/excess":      {25_000, 10_000, appropriation.OK},
		"UO10 1:6 ap.10/disposable": {260_000, 0, appropriation.OK},
		// 2 000 + 100 credit − 60 used last year
		"UO12 1:1 ap.1/disposable": {2_040_000, 2_035_000, appropriation.Warns},
		// The condition has other words since June and is the same.
		"UO10 2:1 ap.1/stodja-forskning-socialforsakringens": {950_000, 900_000, appropriation.Warns},
		"UO10 2:1 ap.1/radioverket":                          {100_000, 0, appropriation.OK},
		"UO10 1:6 ap.2/socialverket":                         {200_000, 0, appropriation.OK},
		"UO10 1:6/informationsinsatser":                      {50_000, 0, appropriation.OK},
		"loans/frame":                                        {2_000_000, 0, appropriation.OK},
		"interest account/credit":                            {500_000, 0, appropriation.OK},
		"credit:vård i andra länder/frame":                   {170_000, 0, appropriation.OK},
		"commitments:UO10 1:6 ap.10/frame":                   {400_000, 0, appropriation.OK},
	}
	for _, l := range all {
		w, ok := want[l.ID]
		if !ok || l.Amount != known(w.amount) || l.Used != money.Kronor(w.used) || l.Level != w.level || l.Left != known(w.amount-w.used) {
			t.Errorf("%s: %+v, want %+v", l.ID, l, w)
		}
		sum := money.Amount(0)
		if l.ID == "UO10 2:1 ap.1/disposable" && l.Parts[1].Says(report.English) != "3 % of what is allotted for 2025" {
			t.Errorf("%+v", l.Parts)
		}
		for _, p := range l.Parts {
			sum += p.Amount.Amount
		}
		if sum != l.Amount.Amount {
			t.Errorf("%s: the parts add up to %s: %+v", l.ID, sum, l.Parts)
		}
		delete(want, l.ID)
	}
	for id := range want {
		t.Errorf("there is no limit %s", id)
	}
}

func carryOverOfTheYear(t *testing.T, b *appropriation.Books) {
	c, err := b.CarryOverOf(2025)
	if err != nil {
		t.Fatal(err)
	}
	if notes := c.Notes(report.Swedish); c.Next || len(notes) != 2 || !strings.Contains(notes[1], "Regleringsbrevet för 2026 är inte känt") {
		t.Errorf("%q", notes)
	}
	for _, r := range c.Rows {
		keeps, lapses, used := int64(0), int64(0), int64(0)
		switch r.Item {
		case "":
			continue
		case assistance:
			lapses = 100_000
		case promised:
			lapses = 260_000
		case allowance:
			used = 95_000
		case running:
			used = 82_000
		}
		if r.Keeps != known(keeps) || r.Lapses != known(lapses) || r.CreditUsed != known(used) {
			t.Errorf("%+v", r)
		}
		if r.CreditAboveShare {
			t.Errorf("%s: the credit is not above 10 %%", r.Item)
		}
	}
	if w := c.Rows[0]; w.Lapses != known(360_000) || w.CreditUsed != known(177_000) {
		t.Errorf("%+v", w)
	}
}

// The same saving is kept, lapses or is unknown by the terms alone.
func TestCarryOverOf_followsTheTerms(t *testing.T) {
	for _, c := range []struct {
		name   string
		frame  directive.Frame
		keeps  appropriation.Figure
		lapses appropriation.Figure
	}{
		{"none", directive.Frame{None: true}, known(0), known(2_000_000)},
		{"3 %", directive.Frame{Percent: 300}, known(60_000), known(1_940_000)},
		{"all", directive.Frame{All: true}, known(2_000_000), known(0)},
		{"an amount", directive.Frame{Kept: tkr(700)}, known(700_000), known(1_300_000)},
		{"unreadable", directive.Frame{CarryOver: "?"}, appropriation.Figure{}, appropriation.Figure{Amount: money.Kronor(2_000_000)}},
	} {
		t.Run(c.name, func(t *testing.T) {
			next := letter(2026)
			c.frame.Item, c.frame.Withdrawn, c.frame.Credit = allowance, tkr(0), tkr(0)
			next.Frames = []directive.Frame{c.frame}
			s := appropriation.Sources{Editions: append(editions(), edition(next, "2026-1", "2025-12-18"))}
			b, err := appropriation.Build(&appropriation.Facts{}, s, instant("2026-01-31"))
			if err != nil {
				t.Fatal(err)
			}
			carry, err := b.CarryOverOf(2025)
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range carry.Rows {
				if r.Item == allowance && (r.Keeps != c.keeps || r.Lapses != c.lapses || r.TermsEdition != "2026-1") {
					t.Errorf("%+v", r)
				}
			}
			if !carry.Next {
				t.Error("the letter of the year after is known")
			}
		})
	}
}
