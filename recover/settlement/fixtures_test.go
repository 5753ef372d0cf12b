package settlement_test

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"testing"
	"time"

	"balans/exchange/assessedcsv"
	"balans/exchange/householdcsv"
	"balans/journal"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
	"balans/law/statute"
	"balans/prevent/housing"
	"balans/recover/claim"
	"balans/recover/inquiry"
	"balans/recover/letter"
	"balans/recover/settlement"
	"balans/testenv/require"
)

// The agency's own values, made up for these tests.
var settings = map[string]int64{statute.HousingAutomaticLimit: 30_000_00, statute.HousingAutomaticSample: 50_000, statute.HousingChargeShare: 600_000, statute.StateLoanRate: 22_600}

func lawWith(values map[string]int64) *statute.Parameters {
	law, err := statute.Load()
	if err != nil {
		panic(err)
	}
	var all []statute.Value
	for name, v := range values {
		p, err := law.Parameter(name)
		if err != nil {
			panic(err)
		}
		all = append(all, statute.Value{Name: name, Int64: v, Unit: p.Unit, From: calendar.New(2020, 1, 1), To: calendar.None, Source: "test", Confidence: statute.Fictitious})
	}
	if law, err = law.Overlay(all); err != nil {
		panic(err)
	}
	return law
}

// ordinary is the law with the agency's values.
var ordinary = lawWith(settings)

func person(i int) identity.Number {
	n, err := identity.NewPerson(calendar.New(1980, 1, 1).AddDays(i%7000), 1+i/7000)
	if err != nil {
		panic(err)
	}
	return n
}

// files are households of 2025 and what was assessed of them: drawn, the same each time. Of
// every ten the income of five was higher than stated, of two lower, and of three as stated.
func files(households int) (decided, assessed string) {
	c := rand.New(rand.NewPCG(7, 11))
	var d, a bytes.Buffer
	dw, aw := householdcsv.NewWriter(&d), assessedcsv.NewWriter(&a)
	rules := housing.New(ordinary)
	for i := range households {
		id := fmt.Appendf(nil, "H%05d", i+1)
		spouses, young := i%3 == 1, i%7 == 6
		rec := householdcsv.Record{Household: id, Person: person(2 * i), Spouse: identity.None, Form: householdcsv.Family, From: calendar.New(2025, 1, 1), To: calendar.New(2025, 12, 1),
			Cost: money.Kronor(4_000 + int64(c.IntN(6_000))), Area: int32(40 + c.IntN(120)), Rooms: 3, Home: int32(1 + c.IntN(4)), DecidedOn: calendar.New(2024, 12, 10)}
		h := housing.Household{Form: housing.Family, Spouses: spouses, Home: uint8(rec.Home), Rooms: 3, Area: int16(rec.Area), Cost: rec.Cost}
		most := int64(250_000)
		if young {
			rec.Form, rec.Home, h.Form, h.Home, most = householdcsv.Young, 0, housing.Young, 0, 60_000
		}
		rec.Income = money.Kronor(int64(c.IntN(int(most))))
		base := [2]money.Amount{rec.Income}
		if spouses {
			rec.Spouse, rec.SpouseIncome = person(2*i+1), money.Kronor(int64(c.IntN(120_000)))
			base[1] = rec.SpouseIncome
		}
		scale, err := rules.Scale(rec.From)
		if err != nil {
			panic(err)
		}
		var m housing.Month
		scale.Month(&h, base, &m)
		rec.Paid = m.Preliminary()
		rows := []assessedcsv.Record{{Household: id, Person: rec.Person, Role: assessedcsv.Adult, DecidedOn: calendar.New(2026, 6, 10), Employment: base[0]}}
		switch i % 10 {
		case 0, 2, 4, 6, 8:
			rows[0].Employment += money.Kronor(int64(c.IntN(90_000)))
		case 1, 5:
			rows[0].Employment = max(0, rows[0].Employment-money.Kronor(int64(c.IntN(60_000))))
		}
		if spouses {
			rows = append(rows, assessedcsv.Record{Household: id, Person: rec.Spouse, Role: assessedcsv.Adult, DecidedOn: calendar.New(2026, 6, 11), Employment: base[1], Wealth: money.Kronor(int64(c.IntN(300_000)))})
		}
		if err := dw.Write([]householdcsv.Record{rec}); err != nil {
			panic(err)
		}
		if err := aw.Write(rows); err != nil {
			panic(err)
		}
	}
	if dw.Flush() != nil || aw.Flush() != nil {
		panic("the files cannot be written")
	}
	return d.String(), a.String()
}

// agency is a journal in which settlements are run.
type agency struct {
	*testing.T
	j   *journal.Journal
	law *statute.Parameters
	// about answers look-ups; nil: nothing is known of anybody.
	about func(identity.Number) inquiry.About
}

var today = calendar.New(2026, 9, 1)

// clock begins on a day and goes on with each question.
func clock() func() time.Time {
	ticks := make(chan time.Time)
	go func() {
		for now := calendar.StartOfDay(today).Time(); ; now = now.Add(time.Millisecond) {
			ticks <- now
		}
	}()
	return func() time.Time { return <-ticks }
}

func openAt(ctx context.Context, dsn string, slice int) (*journal.Journal, error) {
	return journal.Open(ctx, dsn, journal.WithGuards(inquiry.GuardEdition, inquiry.Guards()), journal.WithClock(clock()), journal.WithSlice(slice))
}

// onBoth runs a test on both databases.
func onBoth(t *testing.T, test func(a *agency)) {
	at := func(t *testing.T, dsn string) {
		j, err := openAt(t.Context(), dsn, 10)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { j.Close() })
		test(&agency{T: t, j: j, law: ordinary})
	}
	t.Run("SQLite", func(t *testing.T) { at(t, filepath.Join(t.TempDir(), "s.db")) })
	t.Run("PostgreSQL", func(t *testing.T) { at(t, require.Postgres(t)) })
}

func (a *agency) must(err error) {
	a.Helper()
	if err != nil {
		a.Fatal(err)
	}
}

func (a *agency) intake(text string) housing.IntakeReceipt {
	a.Helper()
	in := housing.Intake{File: "households.csv", In: bytes.NewBufferString(text), Actor: "test"}
	r, err := in.Do(a.Context(), a.j)
	a.must(err)
	return r
}

// run is a settlement of 2025 by a file.
func (a *agency) run(text string) *settlement.Run {
	return runOf(a.j, a.law, a.about, text)
}

// termsOf is the terms as the journal has them: those of the law.
func termsOf(ctx context.Context, j *journal.Journal) claim.Terms {
	book, err := claim.ReadLaw(ctx, j)
	if err != nil {
		panic(err)
	}
	return book.TermsOf(calendar.InstantOf(j.Now()))
}

func runOf(j *journal.Journal, law *statute.Parameters, about func(identity.Number) inquiry.About, text string) *settlement.Run {
	return &settlement.Run{Reconciliation: housing.Reconciliation{Year: 2025, File: "incomes.csv", In: bytes.NewBufferString(text), Actor: "test", Law: func(calendar.Instant) *statute.Parameters { return law }},
		Office: &inquiry.Office{Sender: letter.Sender{Name: "Demomyndigheten", Contact: []string{"Telefon 010-000 00 00 (påhittat)"}}, Account: "bankgiro 5050-1055", Parameters: law, Terms: termsOf(context.Background(), j)},
		About: func(_ context.Context, who []identity.Number) (all inquiry.About, err error) {
			for _, n := range who {
				if about == nil {
					break
				}
				x := about(n)
				all.Protected, all.Deceased = all.Protected || x.Protected, all.Deceased || x.Deceased
			}
			return all, nil
		}}
}

func (a *agency) settle(text string) *settlement.Receipt {
	a.Helper()
	r, err := a.run(text).Do(a.Context(), a.j)
	a.must(err)
	return r
}
