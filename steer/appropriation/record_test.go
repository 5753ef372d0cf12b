package appropriation_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"balans/journal"
	"balans/law/calendar"
	"balans/law/money"
	"balans/steer/appropriation"
)

// refused records and gives the faults; nothing may have been stored.
func refused(t *testing.T, j *journal.Journal, entries ...appropriation.Entry) *appropriation.Refusal {
	t.Helper()
	before, err := j.Head(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	_, err = appropriation.Record(t.Context(), j, sources(), entries, kim)
	var r *appropriation.Refusal
	if !errors.As(err, &r) {
		t.Fatalf("not refused: %v", err)
	}
	if after, err := j.Head(t.Context()); err != nil || after != before {
		t.Errorf("something was stored: %v, %v", after, err)
	}
	return r
}

func TestRecord_refusesWhatTheLetterDoesNotAllow(t *testing.T) {
	bothDatabases(t, "2025-09-01", func(t *testing.T, j *journal.Journal, c *clock) {
		on := appropriation.ItemAccount
		ok := entry("fine", "2025-03-01", on(running), appropriation.Payment, 1)
		change := func(f func(*appropriation.Entry)) appropriation.Entry {
			e := entry("bad", "2025-03-01", on(running), appropriation.Payment, 1)
			f(&e)
			return e
		}
		for _, x := range []struct {
			entry appropriation.Entry
			says  string
		}{
			{change(func(e *appropriation.Entry) { e.Account = "UO10 2:1" }), "is no account"},
			{change(func(e *appropriation.Entry) { e.Account = on("UO10 2:1 ap.7") }), "those of its class are: UO9 4:4 ap.1; "},
			{change(func(e *appropriation.Entry) { e.Account = on(shut) }), "closed by the letter (edition 2025-1, line 70)"},
			{change(func(e *appropriation.Entry) { e.Account = on(others) }), "disposed of by Kammarkollegiet (edition 2025-1, line 31)"},
			{change(func(e *appropriation.Entry) {
				e.Account = appropriation.FeeAccount("Annat")
				e.Kind = appropriation.Cost
			}), "fee:Ersättning från försvaret"},
			{change(func(e *appropriation.Entry) {
				e.Account = appropriation.CreditAccount("annat")
				e.Kind = appropriation.Drawn
			}), "credit:vård i andra länder"},
			{change(func(e *appropriation.Entry) { e.Kind = appropriation.Income }), "line 41) does not order that income is accounted gross"},
			{change(func(e *appropriation.Entry) { e.Kind = "income_reversed" }), "does not order"},
			{change(func(e *appropriation.Entry) { e.Kind = "paid" }), "the kinds are payment, payment_reversed, "},
			{change(func(e *appropriation.Entry) { e.Kind = "opening_reversed" }), "there is no kind"},
			{change(func(e *appropriation.Entry) { e.Amount = 0 }), "above zero; what takes away is booked as payment_reversed"},
			{change(func(e *appropriation.Entry) { e.Amount = -5 }), "above zero"},
			{change(func(e *appropriation.Entry) { e.Amount = 1 << 62 }), "larger than any amount"},
			{change(func(e *appropriation.Entry) { e.Amount = -1 << 63 }), "larger than any amount"},
			{change(func(e *appropriation.Entry) { e.Kind = appropriation.Reallocated; e.Amount = 0 }), "the amount is zero"},
			{change(func(e *appropriation.Entry) { e.Kind = appropriation.Reallocated }), "does not add up to zero"},
			{change(func(e *appropriation.Entry) { e.Purpose = "resor" }), "stodja-forskning-socialforsakringens (line 42, max 900"},
			{change(func(e *appropriation.Entry) { e.Kind = appropriation.Opening; e.Purpose = "radioverket" }), "counts against no condition"},
			{change(func(e *appropriation.Entry) { e.Account = on(allowance); e.Purpose = "resor" }), "sets no amount for a purpose"},
			{change(func(e *appropriation.Entry) {
				e.Account = appropriation.Loans
				e.Kind = appropriation.Taken
				e.Purpose = "x"
			}), "has no meaning here"},
			{change(func(e *appropriation.Entry) {
				e.Account = appropriation.CommitmentAccount(promised)
				e.Kind = appropriation.Committed
			}), "the year the commitment falls due, such as 2026"},
			{change(func(e *appropriation.Entry) {
				e.Account = appropriation.CommitmentAccount(promised)
				e.Kind = appropriation.Committed
				e.Purpose = "2028"
			}), "line 80) ends in 2027"},
			{change(func(e *appropriation.Entry) { e.Day = day("2025-09-02") }), "lies ahead"},
			{change(func(e *appropriation.Entry) { e.Day = day("2024-06-01") }), "no edition of the letter for 2024 that was confirmed"},
			{change(func(e *appropriation.Entry) { e.Day = calendar.None }), "the day is missing"},
			{change(func(e *appropriation.Entry) { e.Voucher = "" }), "the voucher is to have"},
			{change(func(e *appropriation.Entry) { e.Count = -1 }), "below zero"},
			{change(func(e *appropriation.Entry) { e.Text = "a\x01" }), "control character"},
			{change(func(e *appropriation.Entry) { e.KnownAt = instant("2025-10-01") }), "it became known at"},
			{change(func(e *appropriation.Entry) { e.Day = day("2024-12-31"); e.KnownAt = instant("2024-12-31") }), "no edition of the letter for 2024"},
			{change(func(e *appropriation.Entry) { e.KnownAt = instant("2025-02-28") }), "was known on 2025-02-28"},
			{ok, "stands more than once"},
		} {
			x.entry.Line = 7
			r := refused(t, j, ok, x.entry)
			if !strings.Contains(r.Error(), x.says) || !strings.Contains(r.Error(), "line 7, voucher ") {
				t.Errorf("want %q, got: %v", x.says, r)
			}
		}
		if _, err := appropriation.Record(t.Context(), j, sources(), nil, kim); !errors.Is(err, appropriation.ErrNothing) {
			t.Error(err)
		}
		if _, err := appropriation.Record(t.Context(), j, sources(), []appropriation.Entry{ok}, appropriation.Options{}); !errors.Is(err, appropriation.ErrNobody) {
			t.Error(err)
		}
	})
}

func TestRecord_againIsAlreadyBookedAndOtherContentIsNamed(t *testing.T) {
	bothDatabases(t, "2026-01-15", func(t *testing.T, j *journal.Journal, _ *clock) {
		dry := kim
		dry.DryRun = true
		r, err := appropriation.Record(t.Context(), j, sources(), aYear(), dry)
		if err != nil || len(r.Booked) != len(aYear()) || !r.DryRun {
			t.Fatalf("%+v, %v", r, err)
		}
		record(t, j, aYear()[:7]...)
		if r := record(t, j, aYear()...); len(r.Already) != 7 || len(r.Booked) != len(aYear())-7 || r.Booked[0].Seq == 0 {
			t.Errorf("%d already, %d booked", len(r.Already), len(r.Booked))
		}
		head, _ := j.Head(t.Context())
		if r := record(t, j, aYear()...); len(r.Already) != len(aYear()) || len(r.Booked) != 0 {
			t.Errorf("%d already, %d booked", len(r.Already), len(r.Booked))
		}
		if again, _ := j.Head(t.Context()); again != head {
			t.Error("something was stored when all was booked already")
		}
		other := aYear()[1]
		other.Account, other.Line = appropriation.ItemAccount(allowance), 3
		if r := refused(t, j, other); !strings.Contains(r.Error(), "line 3, voucher a1") || !strings.Contains(r.Error(), "was booked by kim (event ") {
			t.Error(r)
		}
		// The year is part of what names a voucher.
		next := append(editions(), edition(letter(2026), "2026-1", "2025-12-20"))
		other.Day, other.Amount = day("2026-01-02"), 1
		if _, err := appropriation.Record(t.Context(), j, appropriation.Sources{Editions: next}, []appropriation.Entry{other}, kim); err != nil {
			t.Error(err)
		}
		facts, err := appropriation.Read(t.Context(), j, next)
		if err != nil || len(facts.Bookings) != len(aYear())+1 {
			t.Errorf("%d bookings, %v", len(facts.Bookings), err)
		}
	})
}

// A limit is passed only knowingly, and the entry that passes it is named.
func TestRecord_holdsLimits(t *testing.T) {
	bothDatabases(t, "2025-05-01", func(t *testing.T, j *journal.Journal, c *clock) {
		on := appropriation.ItemAccount
		pay := func(voucher string, kronor int64) appropriation.Entry {
			return entry(voucher, "2025-04-01", on(running), appropriation.Payment, kronor, "stodja-forskning-socialforsakringens")
		}
		if r := record(t, j, pay("1", 800_000)); len(r.Limits) != 0 {
			t.Errorf("%+v", r.Limits)
		}
		if r := record(t, j, pay("2", 10_000)); len(r.Limits) != 1 || r.Limits[0].Level != appropriation.Warns {
			t.Errorf("%+v", r.Limits)
		}
		r := refused(t, j, pay("3", 50_000), pay("4", 40_001), pay("5", 1))
		if len(r.Faults) != 1 || r.Faults[0].Voucher != "4" || r.Faults[0].Limit.ID != "UO10 2:1 ap.1/stodja-forskning-socialforsakringens" {
			t.Errorf("%v", r)
		}
		for _, words := range []string{"900\u00a0001,00 of 900\u00a0000,00 would be used with it, 1,00 too much; with the whole set 900\u00a0002,00", "line 42", "edition 2025-1", "Högst 900 000 kronor"} {
			if !strings.Contains(r.Error(), words) {
				t.Errorf("%q is not in %v", words, r)
			}
		}
		if r := record(t, j, pay("3", 50_000), pay("4", 40_000)); len(r.Limits) != 1 || r.Limits[0].Level != appropriation.AtLimit {
			t.Errorf("%+v", r.Limits)
		}
		reason := kim
		reason.OverReason = "avtal från i fjol"
		over, err := appropriation.Record(t.Context(), j, sources(), []appropriation.Entry{pay("6", 30_000)}, reason)
		if err != nil || len(over.Over) != 1 || over.Over[0].Voucher != "6" || over.Over[0].At == 0 {
			t.Fatalf("%+v, %v", over, err)
		}
		b := booksOf(t, j, sources(), instant("2025-05-31"))
		if o := b.Overrides(2025); len(o) != 1 || o[0].Reason != "avtal från i fjol" || o[0].Used != money.Kronor(930_000) || o[0].Amount != money.Kronor(900_000) {
			t.Errorf("%+v", o)
		}
		refused(t, j, pay("7", 1))                                                    // over by more is a new decision
		record(t, j, entry("8", "2025-04-01", on(running), appropriation.Payment, 1)) // no purpose: another limit
		back := pay("9", 5_000)                                                       // and less may always be
		back.Kind = "payment_reversed"
		record(t, j, back)
		c.set("2025-08-01") // the amended letter has 950 000
		record(t, j, pay("10", 20_000))
	})
}

// Debts and commitments are to be within their frames every day, whatever comes later.
func TestRecord_holdsFramesEveryDay(t *testing.T) {
	bothDatabases(t, "2025-05-01", func(t *testing.T, j *journal.Journal, c *clock) {
		in, out := appropriation.TransferIn, appropriation.PaymentOut
		account := appropriation.InterestAccount
		record(t, j, entry("1", "2025-01-02", account, appropriation.Opening, 100_000), entry("2", "2025-01-03", account, out, 600_000))
		r := refused(t, j, entry("3", "2025-01-04", account, out, 1), entry("4", "2025-01-25", account, in, 5_000_000))
		if r.Faults[0].Voucher != "3" || r.Faults[0].Limit.ID != "interest account/credit" {
			t.Error(r)
		}
		record(t, j, entry("4", "2025-01-24", account, in, 5_000_000), entry("5", "2025-02-04", account, out, 4_000_000), entry("6", "2025-03-31", account, appropriation.Interest, -1_000),
			// Within a day the order does not matter.
			entry("7", "2025-04-03", account, out, 4_000_000), entry("8", "2025-04-03", account, "payment_out_reversed", 4_000_000))
		vard := appropriation.CreditAccount("vård i andra länder")
		record(t, j, entry("k1", "2025-02-01", vard, appropriation.Drawn, 170_000), entry("k2", "2025-02-02", vard, appropriation.Repaid, 100_000))
		refused(t, j, entry("k3", "2025-02-03", vard, appropriation.Drawn, 100_001))
		promise := appropriation.CommitmentAccount(promised)
		record(t, j, entry("u1", "2025-02-01", promise, appropriation.Opening, 150_000, "2026"), entry("u2", "2025-03-01", promise, appropriation.Committed, 200_000, "2027"),
			entry("u3", "2025-03-02", promise, appropriation.Fulfilled, 50_000, "2026"), entry("u4", "2025-03-02", promise, appropriation.Lapsed, 10_000, "2027"))
		refused(t, j, entry("u5", "2025-03-03", promise, appropriation.Committed, 110_001, "2027"))
		b := booksOf(t, j, sources(), instant("2025-05-31"))
		besideOf(t, b)
	})
}

func besideOf(t *testing.T, b *appropriation.Books) {
	s, err := b.InterestOf(2025, day("2025-04-30"))
	if s, err := b.InterestOf(2025, day("2025-01-25")); err != nil || s.Plan[0].Difference != known(0) || s.Planned != known(5_000_000) {
		t.Errorf("%+v, %v", s, err)
	}
	if s, err := b.InterestOf(2025, day("2025-01-24")); err != nil || s.Plan[0].Difference.Known || s.Planned != known(0) {
		t.Errorf("%+v, %v", s, err)
	}
	if err != nil || s.Closing != money.Kronor(499_000) || s.Lowest != money.Kronor(-500_000) || s.LowestOn != day("2025-01-03") {
		t.Errorf("%+v, %v", s, err)
	}
	if p := s.Plan; p[0].BankDay || p[0].PaidOn != day("2025-01-27") || p[0].Received != money.Kronor(5_000_000) || p[0].Difference != known(0) ||
		p[1].Difference.Known || s.Planned != known(5_000_000) {
		t.Errorf("%+v", s)
	}
	rows, err := b.AuthorisationsOf(2025, day("2025-04-30"))
	if err != nil || len(rows) != 1 || rows[0].Outstanding != money.Kronor(290_000) {
		t.Fatalf("%+v, %v", rows, err)
	}
	if y := rows[0].Years; len(y) != 2 || y[0].Outstanding != money.Kronor(100_000) || y[1].Outstanding != money.Kronor(190_000) || y[1].Indicative != known(200_000) {
		t.Errorf("%+v", y)
	}
	debts, err := b.DebtsOf(2025, day("2025-04-30"))
	if err != nil || len(debts) != 2 || debts[1].Closing != money.Kronor(70_000) || debts[1].Frame.Peak != money.Kronor(170_000) {
		t.Errorf("%+v, %v", debts, err)
	}
}

func TestFeesOf_besideTheBudget(t *testing.T) {
	bothDatabases(t, "2025-05-01", func(t *testing.T, j *journal.Journal, _ *clock) {
		a := appropriation.FeeAccount("Ersättning från försvaret")
		record(t, j, entry("1", "2025-01-01", a, appropriation.Opening, 6_000), entry("2", "2025-02-01", a, appropriation.Income, 70_000),
			entry("3", "2025-02-01", a, appropriation.Cost, 90_000), entry("4", "2025-02-02", a, "cost_reversed", 1_000))
		s, err := booksOf(t, j, sources(), instant("2025-05-31")).FeesOf(2025, day("2025-04-30"))
		if err != nil || len(s.Rows) != 1 {
			t.Fatal(s, err)
		}
		r := s.Rows[0]
		if r.Result != money.Kronor(-19_000) || r.Accumulated != money.Kronor(-13_000) || r.BudgetOpening != known(6_000) || r.CostDifference != known(-101_000) || s.Total.Result != r.Result {
			t.Errorf("%+v", r)
		}
	})
}

// Two at once: the limit holds, a voucher is booked once, and none is lost.
func TestRecord_severalAtOnce(t *testing.T) {
	bothDatabases(t, "2025-05-01", func(t *testing.T, j *journal.Journal, _ *clock) {
		const callers = 8
		var wg sync.WaitGroup
		errs := make([]error, callers)
		receipts := make([]appropriation.Receipt, callers)
		for i := range callers {
			wg.Go(func() {
				receipts[i], errs[i] = appropriation.Record(context.Background(), j, sources(), []appropriation.Entry{
					entry("common", "2025-02-01", appropriation.ItemAccount(assistance), appropriation.Payment, 1),
					entry(fmt.Sprintf("own %d", i), "2025-03-01", appropriation.ItemAccount(running), appropriation.Payment, 250_000, "stodja-forskning-socialforsakringens"),
				}, kim)
			})
		}
		wg.Wait()
		done, firsts := 0, 0
		for i, err := range errs {
			var r *appropriation.Refusal
			switch {
			case err == nil:
				done++
				firsts += len(receipts[i].Booked) - 1
			case !errors.As(err, &r) || r.Faults[0].Limit == nil:
				t.Error(err)
			}
		}
		if done != 3 || firsts != 1 { // 3 x 250 000 of 900 000
			t.Errorf("%d succeeded, %d booked the common voucher", done, firsts)
		}
		facts, err := appropriation.Read(t.Context(), j, editions())
		if err != nil || len(facts.Bookings) != 4 {
			t.Errorf("%d bookings, %v", len(facts.Bookings), err)
		}
	})
}

// A voucher is one in its year, whatever account it is on; and who reads meanwhile sees
// whole sets.
func TestRecord_oneVoucherOnTwoAccountsAtOnce(t *testing.T) {
	bothDatabases(t, "2025-05-01", func(t *testing.T, j *journal.Journal, _ *clock) {
		for round := range 10 {
			var wg sync.WaitGroup
			errs := make([]error, 4)
			for i := range errs {
				wg.Go(func() {
					_, errs[i] = appropriation.Record(context.Background(), j, sources(), []appropriation.Entry{
						entry(fmt.Sprint("common ", round), "2025-02-01", appropriation.ItemAccount(ownItems[i]), appropriation.Payment, 1)}, kim)
				})
			}
			wg.Go(func() {
				for range 10 {
					if _, err := appropriation.Read(context.Background(), j, editions()); err != nil {
						t.Error(err)
					}
				}
			})
			wg.Wait()
			done := 0
			for _, err := range errs {
				var r *appropriation.Refusal
				if err == nil {
					done++
				} else if !errors.As(err, &r) || !strings.Contains(err.Error(), "was booked by kim") {
					t.Error(err)
				}
			}
			if done != 1 {
				t.Fatalf("%d booked the voucher", done)
			}
		}
	})
}

func TestRecord_withAnEndedContextStoresNothing(t *testing.T) {
	bothDatabases(t, "2025-05-01", func(t *testing.T, j *journal.Journal, _ *clock) {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := appropriation.Record(ctx, j, sources(), aYear()[:2], kim); err == nil {
			t.Error("no error")
		}
		if facts, err := appropriation.Read(t.Context(), j, editions()); err != nil || len(facts.Bookings) != 0 {
			t.Errorf("%v", err)
		}
	})
}

// The year's stream tells how many bookings there are; one that is slipped in is seen.
func TestRead_seesBookingsThatTheYearDoesNotTellOf(t *testing.T) {
	bothDatabases(t, "2025-05-01", func(t *testing.T, j *journal.Journal, _ *clock) {
		record(t, j, entry("1", "2025-02-01", appropriation.ItemAccount(running), appropriation.Payment, 5))
		body := `{"kind":"payment","amount":500,"count":1}`
		_, err := j.Append(t.Context(), journal.Append{Stream: "appropriation/2025/" + string(running), Expected: 1, Events: []journal.New{
			{Kind: appropriation.KindBooked, OccurredOn: day("2025-02-02"), Actor: "x", Key: "2", Body: body}}})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := appropriation.Read(t.Context(), j, editions()); err == nil || !strings.Contains(err.Error(), "tells of 1 bookings and 2 were found") {
			t.Error(err)
		}
	})
}

func TestRead_refusesBodiesInAnotherForm(t *testing.T) {
	for _, body := range []string{`{"kind":"payment","amount":500,"count":1,"more":1}`, `{"amount":500,"kind":"payment","count":1}`, `{"kind":"payment","amount":5e2,"count":1}`,
		`{"kind":"payment","amount":500,"count":1} `, `{"kind":"payment","amount":500,"count":1}{}`, `{"kind":"cost","amount":500,"count":1}`, ``, `{"kind":"payment","amount":500,"count":1,"text":""}`} {
		t.Run(body, func(t *testing.T) {
			j, err := journal.Open(t.Context(), t.TempDir()+"/a.db")
			if err != nil {
				t.Fatal(err)
			}
			defer j.Close()
			if _, err := j.Append(t.Context(),
				journal.Append{Stream: "appropriation/2025", Events: []journal.New{{Kind: appropriation.KindRecorded, OccurredOn: day("2025-02-02"), Body: `{"entries":1,"opened":["UO10 2:1 ap.1"]}`}}},
				journal.Append{Stream: "appropriation/2025/UO10 2:1 ap.1", Events: []journal.New{{Kind: appropriation.KindBooked, OccurredOn: day("2025-02-02"), Key: "1", Body: body}}}); err != nil {
				t.Fatal(err)
			}
			if _, err := appropriation.Read(t.Context(), j, editions()); err == nil || !strings.Contains(err.Error(), "event 2 on appropriation/2025/UO10 2:1 ap.1") {
				t.Error(err)
			}
		})
	}
}
