package linecsv_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"syscall"
	"testing"

	"balans/exchange/linecsv"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
)

// planned is a file of n lines as an agency would plan them in a month: half of them
// benefits that run (short lines), or all of them; the ids rising or in no order.
func planned(tb testing.TB, n int, running, rising bool) []byte {
	tb.Helper()
	var file bytes.Buffer
	w := linecsv.NewWriter(&file)
	random := rand.New(rand.NewPCG(1, 2))
	order := random.Perm(n)
	benefits := []string{"barnbidrag", "foraldrapenning", "tillfallig-foraldrapenning", "sjukpenning", "bostadsbidrag", "aktivitetsersattning"}
	day := calendar.New(2025, 3, 1)
	for i := range n {
		if !rising {
			i = order[i]
		}
		party, err := identity.NewPerson(calendar.New(1950, 1, 1)+calendar.Date(random.IntN(20_000)), 1+random.IntN(999))
		if err != nil {
			tb.Fatal(err)
		}
		gross := money.Amount(20_000 + random.Int64N(2_500_000))
		rec := linecsv.Record{Payout: fmt.Appendf(nil, "P%d", 10_000_000+i), Benefit: []byte(benefits[random.IntN(len(benefits))]), Party: party, Payee: party,
			From: day - calendar.Date(random.IntN(60)), To: day + calendar.Date(random.IntN(30)), PayOn: day + 40, Gross: gross, Days: int32(random.IntN(31))}
		if random.IntN(2) == 0 && !running {
			rec.Extent, rec.Basis, rec.Tax, rec.AppliedOn = []int32{10_000, 7_500, 5_000, 1_250}[random.IntN(4)], linecsv.Employee, gross/3, day-calendar.Date(random.IntN(20))
		}
		if random.IntN(3) == 0 && !running {
			if rec.Child, err = identity.NewPerson(calendar.New(2015, 1, 1)+calendar.Date(random.IntN(3000)), 1+random.IntN(999)); err != nil {
				tb.Fatal(err)
			}
		}
		if err := w.Write(&rec); err != nil {
			tb.Fatal(err)
		}
	}
	if err := w.Flush(); err != nil {
		tb.Fatal(err)
	}
	return file.Bytes()
}

// cpu is the processor seconds of this process, which other work on the machine does
// not lengthen much.
func cpu(b *testing.B) float64 {
	b.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return float64(u.Utime.Nano()+u.Stime.Nano()) / 1e9
}

func BenchmarkReader(b *testing.B) {
	for _, c := range []struct {
		name            string
		running, rising bool
	}{{"running", true, true}, {"mixed", false, true}, {"shuffled", false, false}} {
		b.Run(c.name, func(b *testing.B) {
			const n = 300_000
			file := planned(b, n, c.running, c.rising)
			b.SetBytes(int64(len(file)))
			b.ReportAllocs()
			before := cpu(b)
			for b.Loop() {
				r, err := linecsv.NewReader("p.csv", bytes.NewReader(file))
				if err != nil {
					b.Fatal(err)
				}
				lines := 0
				for range r.Records() {
					lines++
				}
				if err := r.Err(); err != nil || lines != n {
					b.Fatal(lines, err)
				}
			}
			b.ReportMetric(float64(n)*float64(b.N)/1e6/(cpu(b)-before), "Mrows/cpu-s")
			b.ReportMetric(float64(len(file))/n, "B/row")
		})
	}
}
