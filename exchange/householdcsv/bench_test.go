package householdcsv_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"syscall"
	"testing"

	"balans/exchange/householdcsv"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
)

// paid is a file of n lines of a year, of one to four for a household; with shuffled the ids
// are in no order.
func paid(tb testing.TB, n int, shuffled bool) []byte {
	tb.Helper()
	var file bytes.Buffer
	w := householdcsv.NewWriter(&file)
	random := rand.New(rand.NewPCG(1, 2))
	order := random.Perm(n)
	who := func(from, days int) identity.Number {
		number, err := identity.NewPerson(calendar.New(from, 1, 1)+calendar.Date(random.IntN(days)), 1+random.IntN(999))
		if err != nil {
			tb.Fatal(err)
		}
		return number
	}
	for i, written := 0, 0; written < n; i++ {
		id := i
		if shuffled {
			id = order[i]
		}
		rec := householdcsv.Record{Household: fmt.Appendf(nil, "B%07d", id), Person: who(1960, 14_000), Form: householdcsv.Family, Area: 50 + random.Int32N(60), Rooms: random.Int32N(6) - 1, Home: 1 + random.Int32N(3),
			Income: money.Amount(10_000_000+random.Int64N(25_000_000)).RoundTo(money.Krona, money.Down), DecidedOn: calendar.New(2024, 11, 1) + calendar.Date(random.IntN(60))}
		if random.IntN(4) == 0 {
			rec.Spouse, rec.SpouseIncome = who(1975, 8_000), money.Amount(random.Int64N(20_000_000))
		}
		if random.IntN(8) == 0 {
			rec.Form, rec.Home = householdcsv.Young, 0
		}
		var rows []householdcsv.Record
		for month, year := calendar.New(2025, 1, 1), calendar.New(2025, 12, 1); month <= year && written < n; written++ {
			rec.From, rec.To = month, min(year, month.AddMonths([]int{11, 11, 5, 2, 2}[random.IntN(5)]))
			rec.Cost, rec.Paid = money.Kronor(3000+random.Int64N(6000)), money.Kronor(100*random.Int64N(40))
			month, rows = rec.To.AddMonths(1), append(rows, rec)
		}
		if err := w.Write(rows); err != nil {
			tb.Fatal(err)
		}
	}
	if err := w.Flush(); err != nil {
		tb.Fatal(err)
	}
	return file.Bytes()
}

// A plain file is read without allocation for each of its lines.
func TestRead_allocatesLittle(t *testing.T) {
	file := paid(t, 20_000, true)
	for name, c := range map[string]struct {
		read func([]byte) (int, error)
		most float64
	}{"Records": {countLines, 100}, "Read": {countHouseholds, 150}} {
		allocations := testing.AllocsPerRun(3, func() {
			if n, err := c.read(file); err != nil || n != 20_000 {
				t.Fatal(n, err)
			}
		})
		if allocations > c.most {
			t.Errorf("%s: %v allocations for 20 000 lines", name, allocations)
		}
	}
}

func countLines(file []byte) (n int, err error) {
	r, err := householdcsv.NewReader("h.csv", bytes.NewReader(file))
	if err != nil {
		return 0, err
	}
	for range r.Records() {
		n++
	}
	return n, r.Err()
}

func countHouseholds(file []byte) (n int, err error) {
	all, aside, err := householdcsv.Read("h.csv", bytes.NewReader(file))
	for _, lines := range all {
		n += len(lines)
	}
	return n - len(aside), err
}

// cpu is the processor seconds of this process, which other work on the machine does not
// lengthen much.
func cpu(b *testing.B) float64 {
	b.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return float64(u.Utime.Nano()+u.Stime.Nano()) / 1e9
}

func BenchmarkRead(b *testing.B) {
	const n = 300_000
	for _, c := range []struct {
		name     string
		read     func([]byte) (int, error)
		shuffled bool
	}{{"records", countLines, false}, {"households", countHouseholds, false}, {"households-shuffled", countHouseholds, true}} {
		b.Run(c.name, func(b *testing.B) {
			file := paid(b, n, c.shuffled)
			b.SetBytes(int64(len(file)))
			b.ReportAllocs()
			before := cpu(b)
			for b.Loop() {
				if lines, err := c.read(file); err != nil || lines != n {
					b.Fatal(lines, err)
				}
			}
			used := cpu(b) - before
			b.ReportMetric(float64(n)*float64(b.N)/1e6/used, "Mrows/cpu-s")
			b.ReportMetric(float64(len(file))*float64(b.N)/1e6/used, "MB/cpu-s")
			b.ReportMetric(float64(len(file))/n, "B/row")
		})
	}
}
