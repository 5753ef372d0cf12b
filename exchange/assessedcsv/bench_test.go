package assessedcsv_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"syscall"
	"testing"

	"balans/exchange/assessedcsv"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
)

// assessed is a file of n lines of a year, of one to five people for a household; with
// shuffled the ids are in no order.
func assessed(tb testing.TB, n int, shuffled bool) []byte {
	tb.Helper()
	var file bytes.Buffer
	w := assessedcsv.NewWriter(&file)
	random := rand.New(rand.NewPCG(1, 2))
	order := random.Perm(n)
	who := func(from, days, serial int) identity.Number {
		number, err := identity.NewPerson(calendar.New(from, 1, 1)+calendar.Date(random.IntN(days)), serial+10*random.IntN(90))
		if err != nil {
			tb.Fatal(err)
		}
		return number
	}
	kronor := func(most int64) money.Amount { return money.Kronor(random.Int64N(most)) }
	for i, written := 0, 0; written < n; i++ {
		id := i
		if shuffled {
			id = order[i]
		}
		var rows []assessedcsv.Record
		for j := range min(1+random.IntN(5), n-written) {
			rec := assessedcsv.Record{Household: fmt.Appendf(nil, "B%07d", id), Person: who(1960, 14_000, 1+j), Role: assessedcsv.Adult, DecidedOn: calendar.New(2026, 8, 1) + calendar.Date(random.IntN(120))}
			switch {
			case j > 1 || j == 1 && random.IntN(4) > 0:
				rec.Person, rec.Role, rec.DecidedOn = who(2010, 5_000, 1+j), assessedcsv.Child, calendar.None
				if random.IntN(10) == 0 {
					rec.Role, rec.Capital, rec.Wealth = assessedcsv.Alternating, kronor(5000), kronor(200_000)
				}
			default:
				rec.Employment = kronor(400_000)
				if random.IntN(2) == 0 {
					rec.Capital, rec.CapitalDeductions = -kronor(60_000), kronor(60_000)
				}
				if random.IntN(10) == 0 {
					rec.Business, rec.StudyGrant, rec.Foreign = kronor(100_000), kronor(40_000), kronor(10_000)
				}
			}
			rows = append(rows, rec)
		}
		if err := w.Write(rows); err != nil {
			tb.Fatal(err)
		}
		written += len(rows)
	}
	if err := w.Flush(); err != nil {
		tb.Fatal(err)
	}
	return file.Bytes()
}

// A plain file is read without allocation for each of its lines.
func TestRead_allocatesLittle(t *testing.T) {
	file := assessed(t, 20_000, true)
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
	r, err := assessedcsv.NewReader("a.csv", bytes.NewReader(file))
	if err != nil {
		return 0, err
	}
	for range r.Records() {
		n++
	}
	return n, r.Err()
}

func countHouseholds(file []byte) (n int, err error) {
	all, aside, err := assessedcsv.Read("a.csv", bytes.NewReader(file))
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
	const n = 400_000
	for _, c := range []struct {
		name     string
		read     func([]byte) (int, error)
		shuffled bool
	}{{"records", countLines, false}, {"households", countHouseholds, false}, {"households-shuffled", countHouseholds, true}} {
		b.Run(c.name, func(b *testing.B) {
			file := assessed(b, n, c.shuffled)
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
