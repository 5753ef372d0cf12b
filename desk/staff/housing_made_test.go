package staff

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"balans/exchange/assessedcsv"
	"balans/exchange/householdcsv"
	"balans/journal/parameter"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
	"balans/law/statute"
	"balans/prevent/housing"
	"balans/recover/claim"
	"balans/recover/inquiry"
	"balans/recover/letter"
	"balans/recover/settlement"
)

// madeHousehold is a household of the tests: what was decided of it, and what was assessed.
type madeHousehold struct {
	id             string
	party, spouse  identity.Number
	from, to       int // months
	home           int
	young          bool
	cost           int64 // kronor
	stated         [2]int64
	assessed       [2]int64
	waits          bool // nothing is assessed
	wealth         int64
	secondAssessed int64 // by a second file; 0: not in it
}

// inQueue is one of many applicants.
func inQueue(t testing.TB, i int) identity.Number {
	t.Helper()
	n, err := identity.NewPerson(calendar.New(1970, 1, 1).AddDays(i), 300)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// households of 2023: H-0001 is settled twice, H-0002 has a spouse and gets more, H-0003 is
// young and below the limit, H-0004 is of somebody protected, H-0005 waits, H-0006 is above the
// limit of the program, and H-0007 moved in in May. The others fill a page.
func madeHouseholds(t testing.TB) []madeHousehold {
	all := []madeHousehold{
		{id: "H-0001", party: person(t, 21), from: 1, to: 12, home: 1, cost: 7000, stated: [2]int64{150_000}, assessed: [2]int64{200_000}, secondAssessed: 220_000},
		{id: "H-0002", party: person(t, 5), spouse: person(t, 6), from: 1, to: 12, home: 2, cost: 8500, stated: [2]int64{180_000, 60_000}, assessed: [2]int64{150_000, 60_000}, wealth: 150_000},
		{id: "H-0003", party: person(t, 45), from: 1, to: 12, young: true, cost: 3600, stated: [2]int64{41_000}, assessed: [2]int64{42_000}},
		{id: "H-0004", party: person(t, 24), from: 1, to: 12, home: 1, cost: 7000, stated: [2]int64{150_000}, assessed: [2]int64{210_000}},
		{id: "H-0005", party: person(t, 10), from: 1, to: 12, home: 1, cost: 7000, stated: [2]int64{150_000}, waits: true},
		{id: "H-0006", party: person(t, 11), from: 1, to: 12, home: 1, cost: 7000, stated: [2]int64{100_000}, assessed: [2]int64{400_000}},
		{id: "H-0007", party: person(t, 12), from: 5, to: 12, home: 3, cost: 9000, stated: [2]int64{120_000}, assessed: [2]int64{240_000}},
	}
	for i := range 103 {
		all = append(all, madeHousehold{id: fmt.Sprintf("M-%04d", i+1), party: inQueue(t, i), from: 1, to: 12, home: 1, cost: 7000, stated: [2]int64{150_000}, assessed: [2]int64{160_000 + int64(i)*100}})
	}
	return all
}

// housingFiles writes the files of a year: what was decided, what was assessed, and what was
// assessed anew.
func housingFiles(t testing.TB, year int, all []madeHousehold) (decided, assessed, again string) {
	t.Helper()
	rules := housing.New(func() *statute.Parameters {
		p, err := statute.Load()
		if err != nil {
			t.Fatal(err)
		}
		return p
	}())
	var d, a, b bytes.Buffer
	dw, aw, bw := householdcsv.NewWriter(&d), assessedcsv.NewWriter(&a), assessedcsv.NewWriter(&b)
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, x := range all {
		rec := householdcsv.Record{Household: []byte(x.id), Person: x.party, Spouse: identity.None, Form: householdcsv.Family, From: month(year, x.from), To: month(year, x.to),
			Cost: money.Kronor(x.cost), Area: 60, Rooms: 3, Home: int32(x.home), Income: money.Kronor(x.stated[0]), DecidedOn: calendar.New(year-1, 12, 10)}
		h := housing.Household{Form: housing.Family, Home: uint8(x.home), Rooms: 3, Area: 60, Cost: rec.Cost}
		if x.young {
			rec.Form, h.Form = householdcsv.Young, housing.Young
		}
		if x.spouse != 0 {
			rec.Spouse, rec.SpouseIncome, h.Spouses = x.spouse, money.Kronor(x.stated[1]), true
		}
		scale, err := rules.Scale(rec.From)
		must(err)
		var m housing.Month
		scale.Month(&h, [2]money.Amount{rec.Income, rec.SpouseIncome}, &m)
		rec.Paid = m.Preliminary()
		must(dw.Write([]householdcsv.Record{rec}))
		if x.waits {
			continue
		}
		taxed := calendar.New(year+1, 6, 10)
		rows := []assessedcsv.Record{{Household: []byte(x.id), Person: x.party, Role: assessedcsv.Adult, DecidedOn: taxed, Employment: money.Kronor(x.assessed[0]), Wealth: money.Kronor(x.wealth)}}
		if x.spouse != 0 {
			rows = append(rows, assessedcsv.Record{Household: []byte(x.id), Person: x.spouse, Role: assessedcsv.Adult, DecidedOn: taxed, Employment: money.Kronor(x.assessed[1])})
		}
		must(aw.Write(rows))
		if x.secondAssessed > 0 {
			rows[0].Employment = money.Kronor(x.secondAssessed)
			must(bw.Write(rows))
		}
	}
	must(dw.Flush())
	must(aw.Flush())
	must(bw.Flush())
	return d.String(), a.String(), b.String()
}

func month(year, m int) calendar.Date { return calendar.New(year, 1, 1).AddMonths(m - 1) }

// takeHouseholds takes a file in.
func takeHouseholds(t testing.TB, a *agency, name, text string) {
	t.Helper()
	if _, err := (&housing.Intake{File: name, In: strings.NewReader(text), Actor: "test"}).Do(context.Background(), a.j); err != nil {
		t.Fatal(err)
	}
}

// takeIncomes takes in what is known of incomes in 2025.
func takeIncomes(t testing.TB, a *agency, name, text string) {
	t.Helper()
	if _, err := (&housing.IncomesIntake{File: name, In: strings.NewReader(text), Year: 2025, Actor: "test"}).Do(context.Background(), a.j); err != nil {
		t.Fatal(err)
	}
}

// settle settles a year of a file, with what the agency has set.
func settle(t testing.TB, a *agency, year int, name, text string) *settlement.Receipt {
	t.Helper()
	r, err := settlementOf(t, a, year, name, text).Do(context.Background(), a.j)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func settlementOf(t testing.TB, a *agency, year int, name, text string) *settlement.Run {
	t.Helper()
	book, err := claim.ReadLaw(context.Background(), a.j)
	if err != nil {
		t.Fatal(err)
	}
	now := calendar.InstantOf(a.j.Now())
	return &settlement.Run{Reconciliation: housing.Reconciliation{Year: year, File: name, In: strings.NewReader(text), Actor: "test", Law: book.Parameters},
		Office: &inquiry.Office{Sender: letter.Sender{Name: "Demomyndigheten", Contact: []string{"Telefon 010-000 00 00 (påhittat)"}}, Account: "bankgiro 5050-1055", Parameters: book.Parameters(now), Terms: book.TermsOf(now)},
		About: func(_ context.Context, who []identity.Number) (all inquiry.About, err error) {
			for _, n := range who {
				all.Protected = all.Protected || n == person(t, 24)
			}
			return all, nil
		}}
}

// setHousing sets what the agency decides of claims by settlements.
func setHousing(t testing.TB, a *agency) {
	t.Helper()
	law, err := statute.Load()
	if err != nil {
		t.Fatal(err)
	}
	var all []parameter.Setting
	for name, v := range map[string]int64{statute.HousingAutomaticLimit: 30_000_00, statute.HousingAutomaticSample: 0, statute.HousingChargeShare: 600_000, statute.StateLoanRate: 22_600} {
		p, err := law.Parameter(name)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, parameter.Setting{Value: statute.Value{Name: name, Int64: v, Unit: p.Unit, From: calendar.New(2020, 1, 1), To: calendar.None, Source: "test", Confidence: statute.Fictitious}})
	}
	if _, err := parameter.Record(context.Background(), a.j, all, parameter.Entry{Actor: "test", Cause: "test"}, "", false); err != nil {
		t.Fatal(err)
	}
}

// housed is an agency with households: 2023 is settled twice, and 2025 goes on. 24 is
// protected. The incomes of three of 2025 are known to March, each on the 12th of the month after.
func housed(t testing.TB) (*agency, *settlement.Receipt) {
	t.Helper()
	a := newAgency(t, smallAgency...)
	setHousing(t, a)
	var b strings.Builder
	b.WriteString("kind;source;id;party;from;to;status;other;amount;extent;hours;received_at;withdrawn;text\n")
	fmt.Fprintf(&b, "population;skatteverket;p24;%s;2020-01-01;;protected;;;;;2025-03-15;;\n", person(t, 24))
	incomes := []madeHousehold{
		{id: "W-0001", party: person(t, 21), from: 1, to: 12, home: 1, cost: 7000, stated: [2]int64{150_000}, waits: true},
		{id: "W-0002", party: person(t, 5), spouse: person(t, 6), from: 1, to: 12, home: 2, cost: 8500, stated: [2]int64{150_000, 60_000}, waits: true},
		{id: "W-0003", party: person(t, 24), from: 1, to: 12, home: 1, cost: 7000, stated: [2]int64{150_000}, waits: true},
		{id: "W-0004", party: person(t, 10), from: 1, to: 12, home: 1, cost: 7000, stated: [2]int64{150_000}, waits: true},
	}
	months := "household;person;month;amount;source;known_on\n"
	for i, x := range []struct {
		n    int
		paid [3]int
	}{{21, [3]int{25_000, 24_000, 26_000}}, {5, [3]int{12_500, 12_500, 20_000}}, {24, [3]int{30_000, 30_000, 30_000}}} {
		for m, kronor := range x.paid {
			months += fmt.Sprintf("W-%04d;%s;2025-%02d;%d;told;2025-%02d-12\n", i+1, person(t, x.n), m+1, kronor, m+2)
		}
	}
	take(t, a, "uppgifter.csv", b.String())
	decided, assessed, again := housingFiles(t, 2023, madeHouseholds(t))
	takeHouseholds(t, a, "hushåll<b>2023.csv", decided)
	first := settle(t, a, 2023, "inkomster-2023.csv", assessed)
	settle(t, a, 2023, "inkomster-2023-ny.csv", again)
	now, _, _ := housingFiles(t, 2025, incomes)
	takeHouseholds(t, a, "hushåll-2025.csv", now)
	takeIncomes(t, a, "månader-2025.csv", months)
	var err error // what was written is more than is read on claim by claim
	if a.Server, err = New(context.Background(), Options{Journal: a.j, Demo: true, Version: "test", Log: slog.New(slog.NewTextHandler(a.log, nil))}); err != nil {
		t.Fatal(err)
	}
	return a, first
}
