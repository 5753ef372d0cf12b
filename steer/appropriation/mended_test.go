package appropriation_test

import (
	"errors"
	"fmt"
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

// bothYears is the letters of 2025 and one of 2026.
func bothYears() appropriation.Sources {
	return appropriation.Sources{Editions: append(editions(), edition(letter(2026), "2026-1", "2025-12-18"))}
}

// rowOf is an item's row of an account.
func rowOf(t testing.TB, b *appropriation.Books, to string, id directive.ItemID) appropriation.AccountRow {
	t.Helper()
	s, err := b.AccountOf(day(to).Year(), day(to))
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range s.Rows {
		if r.Item == id {
			return r
		}
	}
	t.Fatalf("no row of %s", id)
	return appropriation.AccountRow{}
}

// disposableOf is what may be disposed of an item on a day.
func disposableOf(t testing.TB, b *appropriation.Books, on string, id directive.ItemID) appropriation.Limit {
	t.Helper()
	all, err := b.Limits(day(on).Year(), day(on))
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range all {
		if l.Account == appropriation.ItemAccount(id) && l.Kind == appropriation.Disposable {
			return l
		}
	}
	t.Fatalf("no limit of %s", id)
	return appropriation.Limit{}
}

// booked is facts of entries that were known on the day after theirs.
func factsOf(entries ...appropriation.Entry) *appropriation.Facts {
	f := &appropriation.Facts{}
	for i, e := range entries {
		if e.KnownAt == 0 {
			e.KnownAt = calendar.EndOfDay(e.Day)
		}
		f.Bookings = append(f.Bookings, appropriation.Booking{Entry: e, Seq: int64(i + 1)})
	}
	return f
}

func buildOf(t testing.TB, f *appropriation.Facts, s appropriation.Sources, at string) *appropriation.Books {
	t.Helper()
	b, err := appropriation.Build(f, s, instant(at))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func checkOf(t testing.TB, b *appropriation.Books, to, what string) appropriation.Check {
	t.Helper()
	checks, err := b.Balance(day(to).Year(), day(to))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range checks {
		if strings.Contains(c.What, what) {
			return c
		}
	}
	t.Fatalf("nothing was checked about %q: %+v", what, checks)
	return appropriation.Check{}
}

// An account is opened once a year with what the year before closed with. Anything else has
// a reason, which is kept.
func TestRecord_holdsOpenings(t *testing.T) {
	bothDatabases(t, "2026-01-15", func(t *testing.T, j *journal.Journal, c *clock) {
		s := bothYears()
		do := func(reason string, entries ...appropriation.Entry) error {
			o := kim
			o.OverReason = reason
			_, err := appropriation.Record(t.Context(), j, s, entries, o)
			return err
		}
		on, opening := appropriation.ItemAccount(allowance), appropriation.Opening
		promise := appropriation.CommitmentAccount(promised)
		fee := appropriation.FeeAccount("Ersättning från försvaret")
		record(t, j, entry("o", "2025-01-01", on, opening, -60_000), entry("p", "2025-03-01", on, appropriation.Payment, 2_035_000),
			entry("u", "2025-03-01", promise, appropriation.Committed, 7_000, "2027"), entry("f", "2025-03-01", fee, appropriation.Cost, 900))
		if r := refused(t, j, entry("o2", "2025-01-01", on, opening, 1)); !strings.Contains(r.Error(), "voucher o, −60") || !strings.Contains(r.Error(), "booked already") {
			t.Error(r)
		}
		refused(t, j, entry("a1", "2025-01-01", appropriation.ItemAccount(running), opening, 5), entry("a2", "2025-01-01", appropriation.ItemAccount(running), opening, 6))
		for _, x := range []struct {
			e    appropriation.Entry
			says string
		}{
			{entry("i1", "2026-01-01", on, opening, -94_999), "2025 closes with −95\u00a0000,00 in these books and the opening is −94\u00a0999,00"},
			{entry("i2", "2026-01-01", promise, opening, 7_000, "2026"), "2025 closes with 0,00"},
			{entry("i3", "2026-01-01", fee, opening, 900), "2025 closes with −900,00"},
		} {
			if err := do("", x.e); err == nil || !strings.Contains(err.Error(), x.says) {
				t.Errorf("want %q, got %v", x.says, err)
			}
		}
		// Of a class that nothing was booked of the year before any opening is taken.
		if err := do("", entry("i4", "2026-01-01", on, opening, -95_000), entry("i5", "2026-01-01", promise, opening, 7_000, "2027"),
			entry("i6", "2026-01-01", appropriation.Loans, opening, 12)); err != nil {
			t.Fatal(err)
		}
		b := booksOf(t, j, s, instant("2026-01-31"))
		if c := checkOf(t, b, "2026-01-31", "openings"); !c.Wrong || !strings.Contains(c.Found, "(opening none booked, closing −900)") || strings.Contains(c.Found, string(on)) {
			t.Errorf("%+v", c)
		}
		// A fault of the first opening is corrected with a further one and a reason.
		if err := do("", entry("i7", "2026-01-02", on, opening, 10)); err == nil {
			t.Error("no reason was asked for")
		}
		if err := do("räknefel i fjol", entry("i7", "2026-01-02", on, opening, 10)); err != nil {
			t.Fatal(err)
		}
		b = booksOf(t, j, s, instant("2026-01-31"))
		if o := b.Overrides(2026); len(o) != 1 || o[0].Limit != appropriation.LimitID(on)+"/opening" || o[0].Amount != money.Kronor(-95_000) || o[0].Used != money.Kronor(-94_990) {
			t.Errorf("%+v", o)
		}
		if c := checkOf(t, b, "2026-01-31", "openings"); strings.Contains(c.Found, string(on)) {
			t.Errorf("it has a reason: %+v", c)
		}
		// What becomes known of the year before afterwards makes another difference.
		c.set("2026-01-20")
		if err := do("", entry("late", "2025-12-30", on, appropriation.Repayment, 20)); err != nil {
			t.Fatal(err)
		}
		b = booksOf(t, j, s, instant("2026-01-31"))
		if c := checkOf(t, b, "2026-01-31", "openings"); !c.Wrong || !strings.Contains(c.Found, "UO12 1:1 ap.1 (opening −94\u00a0990, closing −94\u00a0980)") {
			t.Errorf("%+v", c)
		}
		account, err := b.AccountOf(2026, day("2026-01-31"))
		if err != nil || !strings.Contains(strings.Join(account.Notes(report.English), "\n"), "not what 2025 closes with, with no reason given: UO10 1:6 ap.10 (opening none booked, closing 300\u00a0000)") {
			t.Errorf("%q, %v", account.Notes(report.English), err)
		}
	})
}

// What a withdrawal takes is what it says, however much of a saving lapses beside it.
func TestLimits_aWithdrawalTakesWhatItSays(t *testing.T) {
	on := appropriation.ItemAccount(running)
	const allotted, kept, credit = 10_600_000, 318_000, 300_000
	for _, x := range []struct {
		name       string
		letter     int64 // what the letter withdraws, in tkr
		entries    []appropriation.Entry
		column     int64 // 6
		disposable int64
	}{
		{"nothing", 0, nil, 82_000, allotted + kept + credit},
		{"this year's amount", 0, []appropriation.Entry{entry("w", "2025-02-02", on, appropriation.Withdrawn, 50_000)}, 132_000, allotted + kept + credit - 50_000},
		{"of the saving, what lapses", 0, []appropriation.Entry{entry("w", "2025-02-02", on, appropriation.WithdrawnSaving, 82_000)}, 82_000, allotted + kept + credit},
		{"of the saving, some of what lapses", 0, []appropriation.Entry{entry("w", "2025-02-02", on, appropriation.WithdrawnSaving, 50_000)}, 82_000, allotted + kept + credit},
		{"of the saving, more than lapses", 0, []appropriation.Entry{entry("w", "2025-02-02", on, appropriation.WithdrawnSaving, 100_000)}, 100_000, allotted + 300_000 + credit},
		{"by the letter", 70, nil, 152_000, allotted + kept + credit - 70_000},
		{"all of it", 70, []appropriation.Entry{entry("w", "2025-02-02", on, appropriation.WithdrawnSaving, 400_000), entry("v", "2025-02-03", on, appropriation.Withdrawn, 1_000),
			entry("c", "2025-02-03", on, appropriation.CreditRaised, 40_000)}, 471_000, allotted + credit - 71_000 + 40_000},
	} {
		t.Run(x.name, func(t *testing.T) {
			l := amended()
			l.Frames[3].Withdrawn = tkr(x.letter)
			s := appropriation.Sources{Editions: []directive.Edition{edition(l, "2025-1", "2024-12-19")}}
			b := buildOf(t, factsOf(append(x.entries, entry("o", "2025-01-01", on, appropriation.Opening, 400_000))...), s, "2026-01-10")
			r, d := rowOf(t, b, "2025-12-31", running), disposableOf(t, b, "2025-12-31", running)
			if r.Withdrawn != known(x.column) || d.Amount != known(x.disposable) {
				t.Errorf("column 6 is %v and disposable %v, want %d and %d", r.Withdrawn, d.Amount, x.column, x.disposable)
			}
			if c := checkOf(t, b, "2025-12-31", "what may be disposed"); c.Found != "5 items" {
				t.Errorf("%+v", c)
			}
		})
	}
}

// A saving that may not be kept leaves in column 6 of the year it is carried into: the
// account, the carry-over of the year before, the limit and the open data say the same.
func TestAccountOf_carriesOffWhatMayNotBeKept(t *testing.T) {
	on := appropriation.ItemAccount(allowance)
	b := buildOf(t, factsOf(entry("p", "2025-03-01", on, appropriation.Payment, 1_500_000), entry("o", "2026-01-01", on, appropriation.Opening, 500_000),
		entry("q", "2026-02-01", on, appropriation.Payment, 10_000)), bothYears(), "2027-01-10")
	carry, err := b.CarryOverOf(2025)
	if err != nil {
		t.Fatal(err)
	}
	last := carry.Rows[len(carry.Rows)-1]
	r, d := rowOf(t, b, "2026-12-31", allowance), disposableOf(t, b, "2026-12-31", allowance)
	if last.Item != allowance || last.Lapses != known(500_000) || r.Lapses != last.Lapses || r.Withdrawn != known(500_000) {
		t.Errorf("%+v\n%+v", last, r)
	}
	if r.Opening != known(500_000) || r.Total != known(2_000_000) || r.Closing != known(1_990_000) || d.Amount != known(2_100_000) {
		t.Errorf("%+v, disposable %v", r.Nine, d.Amount)
	}
	s, err := b.AccountOf(2026, day("2026-12-31"))
	if err != nil || !strings.Contains(strings.Join(s.Notes(report.Swedish), "\n"), "I kolumn 6 ingår 500\u00a0000 kronor som följer av 7 § anslagsförordningen") {
		t.Errorf("%q, %v", s.Notes(report.Swedish), err)
	}
	years, err := b.YearRows(2026)
	if err != nil || years[3].Withdrawn.Amount != money.Kronor(500_000) || years[3].Closing.Amount != money.Kronor(1_990_000) {
		t.Errorf("%+v, %v", years, err)
	}
	// When the terms cannot be read it is not known what lapses, nor what is disposable.
	unread := bothYears()
	unread.Editions[2].Letter.Frames[4] = directive.Frame{Line: 64, Item: allowance, Credit: tkr(100), CarryOver: "?", Withdrawn: tkr(0)}
	b = buildOf(t, factsOf(entry("o", "2026-01-01", on, appropriation.Opening, 500_000)), unread, "2027-01-10")
	if r, d := rowOf(t, b, "2026-12-31", allowance), disposableOf(t, b, "2026-12-31", allowance); r.Withdrawn.Known || r.Total.Known || d.Amount.Known {
		t.Errorf("%+v, %+v", r.Nine, d.Amount)
	}
}

// An edition that is confirmed when months are closed leaves them as they were told; it
// counts from the first open day, and that is told.
func TestAccountOf_ofAClosedMonthIsByTheEditionThatWasKnown(t *testing.T) {
	s := sources()
	s.Editions[1].Confirmed = instant("2025-09-10") // applies from 19 June
	f := factsOf(entry("p", "2025-01-20", appropriation.ItemAccount(running), appropriation.Payment, 5_000))
	for m := 1; m <= 8; m++ {
		end := calendar.New(2025, 1, 1).AddMonths(m - 1).EndOfMonth()
		f.Closings = append(f.Closings, appropriation.Closing{Through: end, At: calendar.StartOfDay(end + 5)})
	}
	then, now := buildOf(t, f, s, "2025-09-09"), buildOf(t, f, s, "2025-12-01")
	for on, allotted := range map[string]int64{"2025-06-18": 10_000_000, "2025-06-30": 10_000_000, "2025-08-31": 10_000_000, "2025-09-01": 10_600_000, "2025-10-31": 10_600_000} {
		if r := rowOf(t, now, on, running); r.Allotted != known(allotted) {
			t.Errorf("%s: %v", on, r.Allotted)
		}
	}
	if a, b := rowOf(t, then, "2025-08-31", running), rowOf(t, now, "2025-08-31", running); a.Nine != b.Nine || len(b.Allotments) != 0 {
		t.Errorf("%+v then, %+v now", a, b)
	}
	account, err := now.AccountOf(2025, day("2025-10-31"))
	if err != nil || len(account.Late) != 1 || !strings.Contains(strings.Join(account.Notes(report.English), "\n"), "Edition 2025-2 applies from 2025-06-19 but was confirmed when months after that day were closed; it counts from 2025-09-01") {
		t.Errorf("%+v, %v", account.Late, err)
	}
	// With the year closed it counts in no month.
	f.Closings = append(f.Closings, appropriation.Closing{Through: day("2025-12-31"), At: instant("2026-01-20")})
	s.Editions[1].Confirmed = instant("2026-02-01")
	if r := rowOf(t, buildOf(t, f, s, "2026-03-01"), "2025-12-31", running); r.Allotted != known(10_000_000) {
		t.Errorf("%+v", r.Nine)
	}
}

// Whenever editions are confirmed, the account of a closed month is for ever what it was.
func TestBooks_closedMonthsKeepTheirAccount(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t)
		s := w.sources()
		for i, from := range []string{"2025-02-10", "2025-07-01"} {
			l := letter(2025)
			l.Appropriations[1].Groups[0].Items[0].Amount = tkr(int64(11_000 + i))
			e := edition(l, fmt.Sprint("2025-", i+3), from)
			e.Confirmed = calendar.StartOfDay(day(from) + calendar.Date(rapid.IntRange(0, 200).Draw(t, "confirmed")))
			s.Editions = append(s.Editions, e)
		}
		for _, c := range w.facts.Closings {
			if c.At > w.at {
				continue
			}
			then, err1 := appropriation.Build(&w.facts, s, c.At)
			now, err2 := appropriation.Build(&w.facts, s, w.at)
			if err := errors.Join(err1, err2); err != nil {
				t.Fatal(err)
			}
			a, err1 := then.AccountOf(2025, c.Through)
			b, err2 := now.AccountOf(2025, c.Through)
			if err := errors.Join(err1, err2); err != nil {
				t.Fatal(err)
			}
			for i := range a.Rows {
				if a.Rows[i].Nine != b.Rows[i].Nine {
					t.Fatalf("%s to %s, closed at %s: %+v then, %+v now", a.Rows[i].Label(), c.Through, c.At, a.Rows[i].Nine, b.Rows[i].Nine)
				}
			}
		}
	})
}

// Money that flows in, or a new edition, may pass a limit with no booking; it is told until
// there is a reason that covers it.
func TestBalance_tellsOfLimitsThatArePassedWithoutAReason(t *testing.T) {
	on := appropriation.ItemAccount(sickness)
	s := sources()
	s.Repayments = func(_, _ calendar.Date, k calendar.Instant) ([]appropriation.Flow, error) {
		if k < instant("2025-04-01") {
			return nil, nil
		}
		return []appropriation.Flow{{Item: sickness, Day: day("2025-04-01"), Kind: appropriation.Repayment, Amount: money.Kronor(-30_000), Count: 1, Source: "claims", Ref: "x"}}, nil
	}
	f := factsOf(entry("p", "2025-03-01", on, appropriation.Payment, 980_000))
	if c := checkOf(t, buildOf(t, f, s, "2025-03-31"), "2025-12-31", "limits"); c.Wrong || c.Found != "none is passed without" {
		t.Errorf("%+v", c)
	}
	b := buildOf(t, f, s, "2025-05-31")
	if c := checkOf(t, b, "2025-12-31", "limits"); !c.Wrong || !strings.Contains(c.Found, "1 without: UO10 1:6 ap.2/disposable (1\u00a0010\u00a0000 of 1\u00a0000\u00a0000)") {
		t.Errorf("%+v", c)
	}
	account, err := b.AccountOf(2025, day("2025-12-31"))
	if err != nil || !strings.Contains(strings.Join(account.Notes(report.Swedish), "\n"), "Överskridet utan angivet skäl: UO10 1:6 ap.2/disposable (1\u00a0010\u00a0000 av 1\u00a0000\u00a0000).") {
		t.Errorf("%q, %v", account.Notes(report.Swedish), err)
	}
	for used, wrong := range map[int64]bool{1_009_999: true, 1_010_000: false} {
		f.Overrides = []appropriation.Override{{Day: day("2025-03-01"), At: instant("2025-03-02"), Limit: "UO10 1:6 ap.2/disposable", Amount: money.Kronor(1_000_000), Used: money.Kronor(used), Reason: "x"}}
		if c := checkOf(t, buildOf(t, f, s, "2025-05-31"), "2025-12-31", "limits"); c.Wrong != wrong {
			t.Errorf("%d: %+v", used, c)
		}
	}
}

func TestRecord_reversesNoMoreThanWasBooked(t *testing.T) {
	bothDatabases(t, "2025-09-01", func(t *testing.T, j *journal.Journal, c *clock) {
		on := appropriation.ItemAccount(running)
		const research = "stodja-forskning-socialforsakringens"
		record(t, j, entry("1", "2025-03-01", on, appropriation.Payment, 100, research), entry("2", "2025-03-01", on, appropriation.Payment, 50))
		if r := refused(t, j, entry("3", "2025-03-02", on, "payment_reversed", 151)); !strings.Contains(r.Error(), "takes away 151,00, which is 1,00 more than what was booked as payment") || !strings.Contains(r.Error(), "is booked as repayment") {
			t.Error(r)
		}
		if r := refused(t, j, entry("3", "2025-03-02", on, "payment_reversed", 101, research)); !strings.Contains(r.Error(), `with the purpose "`+research) {
			t.Error(r)
		}
		refused(t, j, entry("3", "2025-03-02", appropriation.ItemAccount(allowance), "payment_reversed", 1))
		// What is booked in the same set is there to be reversed, in any order, and no twice.
		record(t, j, entry("4", "2025-03-02", on, "payment_reversed", 151), entry("5", "2025-03-03", on, appropriation.Payment, 1))
		refused(t, j, entry("6", "2025-03-04", on, "payment_reversed", 1))
		refused(t, j, entry("7", "2025-03-04", on, "withdrawn_reversed", 1))
		refused(t, j, entry("8", "2025-03-04", appropriation.InterestAccount, "payment_out_reversed", 1))

		if r := refused(t, j, entry("9", "2025-03-04", on, appropriation.WithdrawnSaving, 1)); !strings.Contains(r.Error(), "book the opening first") {
			t.Error(r)
		}
		record(t, j, entry("10", "2025-01-01", on, appropriation.Opening, 5))
		record(t, j, entry("11", "2025-03-04", on, appropriation.WithdrawnSaving, 5))
		refused(t, j, entry("12", "2025-03-04", on, appropriation.WithdrawnSaving, 1))
	})
}

func TestRecord_wantsTheDecisionNamed(t *testing.T) {
	bothDatabases(t, "2025-09-01", func(t *testing.T, j *journal.Journal, c *clock) {
		on := appropriation.ItemAccount(allowance)
		for _, kind := range []appropriation.Kind{appropriation.PermittedExcess, appropriation.Withdrawn, appropriation.WithdrawnSaving, appropriation.Reallocated, appropriation.Exceeded,
			appropriation.CreditRaised, "credit_raised_reversed"} {
			for _, text := range []string{"", " "} {
				e := entry("1", "2025-03-01", on, kind, 5)
				e.Text = text
				if r := refused(t, j, e); !strings.Contains(r.Error(), "rests on a decision; name it in the text") {
					t.Errorf("%s: %v", kind, r)
				}
			}
		}
		// A credit that is raised lets more be used, and the limit says what it is made of.
		refused(t, j, entry("p", "2025-03-02", on, appropriation.Payment, 2_105_000))
		record(t, j, entry("1", "2025-03-01", on, appropriation.CreditRaised, 5_000), entry("p", "2025-03-02", on, appropriation.Payment, 2_105_000))
		b := booksOf(t, j, sources(), instant("2025-09-01"))
		d := disposableOf(t, b, "2025-08-31", allowance)
		if d.Amount != known(2_105_000) || appropriation.PartText(d.Parts[2].What, report.English) != "Credit raised by decision" || d.Parts[2].Amount != known(5_000) {
			t.Errorf("%+v", d)
		}
		carry, err := b.CarryOverOf(2025)
		if last := carry.Rows[len(carry.Rows)-1]; err != nil || last.Credit != known(105_000) || last.CreditUsed != known(105_000) || last.CreditLeft != known(0) {
			t.Errorf("%+v, %v", last, err)
		}
	})
}

// A time that has not ended is not told as if it had.
func TestNotes_sayThatTheTimeHasNotEnded(t *testing.T) {
	b := buildOf(t, &appropriation.Facts{}, sources(), "2025-11-10")
	for to, ended := range map[string]bool{"2025-10-31": true, "2025-11-30": false} {
		s, err := b.AccountOf(2025, day(to))
		if err != nil || strings.Contains(strings.Join(s.Notes(report.English), "\n"), "has not ended; the account is what was known 2025-11-1") == ended {
			t.Errorf("%s: %q, %v", to, s.Notes(report.English), err)
		}
	}
	for at, ended := range map[string]bool{"2025-11-10": false, "2026-01-01": true} {
		c, err := buildOf(t, &appropriation.Facts{}, sources(), at).CarryOverOf(2025)
		if err != nil || strings.Contains(strings.Join(c.Notes(report.English), "\n"), "2025 has not ended: this is what would be carried over") == ended {
			t.Errorf("%s: %q, %v", at, c.Notes(report.English), err)
		}
	}
}

// The reason why a limit was passed is known when its booking is, also in history that is
// taken over.
func TestRecord_keepsTheReasonOfHistoryAsKnownThen(t *testing.T) {
	bothDatabases(t, "2025-09-01", func(t *testing.T, j *journal.Journal, c *clock) {
		e := entry("1", "2025-03-01", appropriation.ItemAccount(sickness), appropriation.Payment, 1_000_001)
		e.KnownAt = instant("2025-03-02")
		o := kim
		o.OverReason = "beslut 7"
		r, err := appropriation.Record(t.Context(), j, sources(), []appropriation.Entry{e}, o)
		if err != nil || len(r.Over) != 1 || r.Over[0].At != e.KnownAt || r.Over[0].Seq == 0 {
			t.Fatalf("%+v, %v", r, err)
		}
		b := booksOf(t, j, sources(), instant("2025-04-01"))
		if all := b.Overrides(2025); len(all) != 1 || all[0].Reason != "beslut 7" {
			t.Errorf("%+v", all)
		}
		if c := checkOf(t, b, "2025-03-31", "limits"); c.Wrong {
			t.Errorf("%+v", c)
		}
	})
}

// A reason is for the difference it was given for.
func TestOpenings_aReasonIsForOneDifference(t *testing.T) {
	on := appropriation.ItemAccount(allowance)
	f := factsOf(entry("p", "2025-03-01", on, appropriation.Payment, 1_500_000), entry("o", "2026-01-01", on, appropriation.Opening, 400_000))
	for _, x := range []struct {
		closing, opening int64
		covers           bool
	}{{500_000, 400_000, true}, {500_000, 399_999, false}, {499_999, 400_000, false}} {
		f.Overrides = []appropriation.Override{{Day: day("2026-01-01"), At: instant("2026-01-02"), Limit: appropriation.LimitID(on) + "/opening",
			Amount: money.Kronor(x.closing), Used: money.Kronor(x.opening), Reason: "omräknat"}}
		for _, d := range buildOf(t, f, bothYears(), "2026-01-31").Openings(2026) {
			if d.Account == on && (d.Reason == "omräknat") != x.covers {
				t.Errorf("%+v: %+v", x, d)
			}
		}
	}
	if all := buildOf(t, f, bothYears(), "2025-12-30").Openings(2026); all != nil {
		t.Errorf("2025 has not ended: %+v", all)
	}
}

// What an edition that was confirmed late allows it allows from its own day; what is booked
// so is counted when the edition is.
func TestRecord_onAnItemOfAnEditionThatIsCountedLater(t *testing.T) {
	bothDatabases(t, "2025-09-15", func(t *testing.T, j *journal.Journal, c *clock) {
		s := sources()
		item := &s.Editions[1].Letter.Appropriations[3].Groups[0].Items
		added := (*item)[0]
		added.ID, added.Line = "UO12 1:1 ap.9", 59
		*item = append(*item, added)
		s.Editions[1].Confirmed = instant("2025-09-14")
		c.set("2025-09-05")
		if _, err := appropriation.Close(t.Context(), j, s.Editions, 2025, 8, kim.By, false, earlierOpen(t, j, s.Editions, 2025, 8)...); err != nil {
			t.Fatal(err)
		}
		c.set("2025-09-15")
		e := entry("1", "2025-07-01", appropriation.ItemAccount(added.ID), appropriation.Payment, 5)
		if _, err := appropriation.Record(t.Context(), j, s, []appropriation.Entry{e}, kim); err != nil {
			t.Fatal(err)
		}
		b := booksOf(t, j, s, instant("2025-09-30"))
		if m := b.MonthsOf(2025, added.ID); m[6] != known(0) || m[8] != known(5) {
			t.Errorf("%+v", m)
		}
		e.Voucher, e.Day = "2", day("2025-06-01") // before the edition applied
		if _, err := appropriation.Record(t.Context(), j, s, []appropriation.Entry{e}, kim); err == nil {
			t.Error("booked on an item that the letter did not have")
		}
	})
}
