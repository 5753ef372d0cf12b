package report_test

import (
	"strings"
	"sync"
	"testing"

	"balans/demo"
	"balans/journal"
	"balans/law/calendar"
	"balans/recover/claim"
	"balans/steer/indicator"
	"balans/steer/report"
)

// printed is what Försäkringskassan printed on 2025-04-25 (FK 2024/028035): the
// rows of the four tables as they stand, "-" where the report has a dash and
// nothing where it leaves a cell empty.
const printed = `
decided
Antal krav | 137 036 | 127 676 | 11 853
Belopp (Mnkr) | 1 931 | 2 027 | 206
stock_count
Gamla krav (före lagändringen) | 269 694 | 218 585 | 213 906 | - | - | -
Varav krav som ligger hos KFM | 22 020 | 21 345 | 19 579 | 8% | 10% | 9%
Varav krav nära preskribering | 33 209 | 24 796 | 33 724 | 12% | 11% | 16%
Nya krav (efter lagändringen) | 63 073 | 73 140 | 68 661 | - | - | -
Varav ej delgivna krav | 13 955 | 20 770 | 19 763 | 22% | 28% | 29%
Varav krav nära preskribering | - | - | - | - | - | -
stock_amount
Gamla krav (före lagändringen) | 6 815 | 6 303 | 6 255 | - | - | -
Varav krav som ligger hos KFM | 938 | 960 | 881 | 14% | 15% | 14%
Varav krav nära preskribering | 794 | 678 | 930 | 12% | 11% | 15%
Nya krav (efter lagändringen) | 1 222 | 1 741 | 1 731 | - | - | -
Varav ej delgivna krav | 275 | 440 | 454 | 22% | 25% | 26%
Varav krav nära preskribering | - | - | - | - | - | -
referred
Antal restförda krav | 13 758 | 11 678 | 2 853
Restfört belopp (Mnkr) | 325 | 330 | 70
`

// TestDemo_givesEveryPrintedNumber runs the whole way from the invented facts to
// the tables and compares every cell with the printed report.
func TestDemo_givesEveryPrintedNumber(t *testing.T) {
	if testing.Short() {
		t.Skip("the demo at full scale takes some seconds; run without -short")
	}
	r := recoveryOf(t, demoColumns(t), calendar.New(2025, 2, 28), calendar.EndOfDay(calendar.New(2025, 4, 25)))
	var got strings.Builder
	got.WriteByte('\n')
	for _, table := range r.Tables(&r.Total, report.Swedish) {
		if strings.HasPrefix(table.ID, "identity") {
			continue
		}
		got.WriteString(table.ID + "\n")
		for _, row := range table.Rows {
			got.WriteString(row.Label)
			for _, v := range row.Values {
				got.WriteString(" | " + strings.ReplaceAll(v.Text(), "\u00a0", " "))
			}
			got.WriteByte('\n')
		}
	}
	if got.String() != printed {
		t.Errorf("the tables are\n%s\nprinted are\n%s", got.String(), printed)
	}
	if !r.Balanced() {
		t.Error("the stock does not follow from its flows")
	}
	// E21: what left the stock of new claims otherwise, by the printed figures.
	if other := r.Total.Stock[1].NewByCause.Other.Count; other != -105931 {
		t.Errorf("other outflow of 2024 is %d, by the printed figures -105931", other)
	}
	if other := r.Total.Stock[2].NewByCause.Other.Count; other != -13479 {
		t.Errorf("other outflow of 2025 is %d, by the printed figures -13479", other)
	}
}

// TestDemo_asKnownAYearEarlierDiffers: the same report as known before later
// facts came in.
func TestDemo_asKnownEarlierCountsOnlyWhatWasKnown(t *testing.T) {
	if testing.Short() {
		t.Skip("the demo at full scale takes some seconds; run without -short")
	}
	c := demoColumns(t)
	now := recoveryOf(t, c, calendar.New(2025, 2, 28), calendar.EndOfDay(calendar.New(2025, 4, 25)))
	then := recoveryOf(t, c, calendar.New(2025, 2, 28), calendar.EndOfDay(calendar.New(2025, 2, 28)))
	if a, b := now.Total.Stock[2].New.Count, then.Total.Stock[2].New.Count; b <= a {
		t.Errorf("new claims in stock: %d known that evening, %d known later; payments recorded late should have taken some out", b, a)
	}
	if a, b := now.Total.Stock[0].Old.Count, then.Total.Stock[0].Old.Count; a != b {
		t.Errorf("the stock of 2023 changed by what was recorded after February 2025: %d, then %d", b, a)
	}
}

func demoColumns(t *testing.T) *claim.Columns {
	t.Helper()
	c, err := fullDemo()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

var fullDemo = sync.OnceValues(func() (*claim.Columns, error) {
	var b claim.Builder
	err := demo.Generate(1, demo.Full, func(d claim.Decision, events []claim.Event) error {
		i, err := b.AddDecision(&d)
		for k := range events {
			if err == nil {
				err = b.AddEvent(i, &events[k])
			}
		}
		return err
	})
	return b.Build(journal.Head{}), err
})

func recoveryOf(t *testing.T, c *claim.Columns, asOf calendar.Date, knownAt calendar.Instant) *report.Recovery {
	t.Helper()
	e, err := indicator.New(c, nil)
	if err != nil {
		t.Fatal(err)
	}
	r, err := report.NewRecovery(e, report.Query{AsOf: asOf, KnownAt: knownAt})
	if err != nil {
		t.Fatal(err)
	}
	return r
}
