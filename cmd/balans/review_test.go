package main

import (
	"bytes"
	"testing"

	"balans/exchange/linecsv"
	"balans/journal"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
	"balans/prevent/payout"
)

// A benefit that is paid for days now and then is had from the first of them to the last,
// in whatever order the days are paid.
func TestPayoutEngagements_haveAllTheirDays(t *testing.T) {
	const anna identity.Number = 193501096998
	j, err := journal.Open(t.Context(), t.TempDir()+"/j.db")
	if err != nil {
		t.Fatal(err)
	}
	defer j.Close()
	day := func(m, d int) calendar.Date { return calendar.New(2025, 3, 1).AddMonths(m - 3).AddDays(d - 1) }
	for run, days := range map[string][2]calendar.Date{"a": {day(3, 17), day(3, 20)}, "b": {day(3, 3), day(4, 22)}, "c": {day(3, 10), day(3, 27)}} {
		var b bytes.Buffer
		w := linecsv.NewWriter(&b)
		if err := w.Write(&linecsv.Record{Payout: []byte(run), Party: anna, Payee: anna, Benefit: []byte("tillfallig-foraldrapenning"), From: days[0], To: days[0] + 1, Days: 2, Extent: 10_000,
			Basis: linecsv.Employee, AppliedOn: calendar.None, PayOn: days[1], Gross: money.Kronor(2000)}); err != nil {
			t.Fatal(err)
		}
		if err := w.Flush(); err != nil {
			t.Fatal(err)
		}
		if _, err := (&payout.Planning{Run: run, PayOn: days[1], On: day(3, 1), File: "lines.csv", In: &b, Actor: "test"}).Do(t.Context(), j); err != nil {
			t.Fatal(err)
		}
	}
	has, err := payoutEngagements(t.Context(), j)
	if err != nil {
		t.Fatal(err)
	}
	all := has(anna, day(3, 15))
	if len(all) != 1 || all[0].From != day(3, 3) || all[0].To != day(3, 18) || all[0].NextPayment != day(3, 20) {
		t.Errorf("%+v", all)
	}
}
